//! Whether a place is open: clocks that change, holidays, territories, exceptions.
#![allow(missing_docs, clippy::unwrap_used)]

use hours::{Exception, Hours, Opening, State, problem, time_zone};
use jiff::civil::{Date, DateTime, date};
use jiff::{Timestamp, ToSpan};

fn instant(local: &str, department: &str) -> Timestamp {
    let local: DateTime = local.parse().unwrap();
    local.in_tz(time_zone(department)).unwrap().timestamp()
}

fn at(osm: &str, department: &str, local: &str) -> Opening {
    Hours::parse(osm).unwrap().at(department, &[], instant(local, department))
}

fn state(osm: &str, department: &str, local: &str) -> State {
    at(osm, department, local).state
}

fn clock(when: Option<jiff::ZonedDateTime>) -> String {
    when.map_or_else(String::new, |z| z.strftime("%m-%d %H:%M %:z").to_string())
}

#[test]
fn open_until_and_next() {
    let osm = "Mo-Fr 09:00-12:30,13:30-17:00; PH off";
    let now = at(osm, "69", "2026-11-24T10:00");
    assert_eq!((now.state, clock(now.until)), (State::Open, "11-24 12:30 +01:00".into()));
    assert_eq!(now.next_opening, None);
    assert_eq!(now.today.len(), 2);
    let noon = at(osm, "69", "2026-11-24T12:30");
    assert_eq!(
        (noon.state, clock(noon.next_opening)),
        (State::Closed, "11-24 13:30 +01:00".into())
    );
    let night = at(osm, "69", "2026-11-27T17:00");
    assert_eq!(clock(night.next_opening), "11-30 09:00 +01:00");
    assert_eq!(clock(night.until), "11-30 09:00 +01:00");
    let rare = at("Sep 01-Sep 07 Mo 10:00-11:00", "69", "2026-11-24T12:30");
    assert_eq!(clock(rare.next_opening), "09-06 10:00 +02:00");
    let always = at("24/7", "69", "2026-12-25T12:30");
    assert_eq!((always.state, always.until, always.today.len()), (State::Open, None, 1));
    let never = at("Mo 09:00-10:00; Mo off", "69", "2026-12-21T12:30");
    assert_eq!((never.state, never.until, never.next_opening), (State::Closed, None, None));
}

#[test]
fn clocks_change() {
    // 2026-03-29, 02:00 becomes 03:00; 2026-10-25, 03:00 becomes 02:00.
    let night = "Sa 22:00-02:30";
    let before = at(night, "75", "2026-03-29T01:59");
    assert_eq!((before.state, clock(before.until)), (State::Open, "03-29 03:00 +02:00".into()));
    assert_eq!(state(night, "75", "2026-03-29T03:00"), State::Closed);
    let all_day = at("Su 00:00-24:00", "75", "2026-03-29T12:00");
    let long = all_day.until.unwrap().timestamp() - all_day.today[0].from.timestamp();
    assert_eq!(long.as_secs(), 23 * 3600);
    let all_day = at("Su 00:00-24:00", "75", "2026-10-25T12:00");
    let long = all_day.until.unwrap().timestamp() - all_day.today[0].from.timestamp();
    assert_eq!(long.as_secs(), 25 * 3600);
    // The hour that comes twice: by the clock on the wall.
    let hours = Hours::parse("Sa 22:00-02:30").unwrap();
    let first: Timestamp = "2026-10-25T00:15Z".parse().unwrap();
    let second = first + 1.hour();
    assert_eq!(hours.at("75", &[], first).state, State::Open);
    assert_eq!(hours.at("75", &[], first + 30.minutes()).state, State::Closed);
    assert_eq!(hours.at("75", &[], second).state, State::Open);
    assert_eq!(hours.at("75", &[], second + 15.minutes()).state, State::Closed);
    // Where clocks never change.
    assert_eq!(clock(at("Su 08:00-12:00", "974", "2026-03-29T09:00").until), "03-29 12:00 +04:00");
}

#[test]
fn each_territory_has_its_clock() {
    let noon: Timestamp = "2026-11-25T16:00Z".parse().unwrap();
    let hours = Hours::parse("We 11:00-13:00; PH off").unwrap();
    let open: Vec<&str> = ["75", "971", "972", "973", "974", "975", "976", "977", "978", "987"]
        .into_iter()
        .filter(|d| hours.at(d, &[], noon).state == State::Open)
        .collect();
    assert_eq!(open, ["971", "972", "977", "978"]);
    let hours = Hours::parse("Th 03:00-03:30; PH off").unwrap();
    assert_eq!(hours.at("988", &[], noon).state, State::Open);
    assert_eq!(hours.at("987", &[], noon).state, State::Closed);
}

#[test]
fn public_holidays_are_those_of_the_place() {
    let osm = "Mo-Fr 09:00-17:00; PH off";
    let (good_friday, tuesday) = ("2026-04-03T10:00", "2026-07-14T10:00");
    assert_eq!(state(osm, "67", good_friday), State::Closed);
    assert_eq!(state(osm, "69", good_friday), State::Open);
    assert_eq!(state(osm, "69", tuesday), State::Closed);
    assert_eq!(state(osm, "971", "2026-05-27T10:00"), State::Closed);
    assert_eq!(state(osm, "972", "2026-05-27T10:00"), State::Open);
    // Hours that say nothing of holidays are not believed on one, the rest of the week is.
    let silent = "Mo-Fr 09:00-17:00";
    assert_eq!(state(silent, "69", tuesday), State::Unknown);
    assert_eq!(state(silent, "69", "2026-07-14T18:00"), State::Closed);
    assert_eq!(state(silent, "69", good_friday), State::Open);
    assert_eq!(state(silent, "68", good_friday), State::Unknown);
    assert!(at(silent, "69", tuesday).public_holiday);
    // Where the law and the people disagree, we do not know.
    assert_eq!(state(osm, "978", "2026-05-27T10:00"), State::Unknown);
    assert_eq!(state(osm, "978", "2026-05-28T10:00"), State::Closed);
    assert_eq!(state("PH 10:00-12:00", "69", tuesday), State::Open);
    assert_eq!(state("PH,Sa 10:00-12:00", "69", "2026-07-18T10:00"), State::Open);
}

#[test]
fn school_holidays_are_those_of_the_zone() {
    let osm = "We,Sa 13:00-18:00; SH off; SH Mo-Fr 10:00-19:00; PH off";
    // Autumn 2026: 17 October to 1 November, everywhere on the mainland.
    assert_eq!(state(osm, "37", "2026-10-22T11:00"), State::Open);
    assert_eq!(state(osm, "37", "2026-10-24T14:00"), State::Closed);
    assert_eq!(state(osm, "37", "2026-10-15T11:00"), State::Closed);
    assert_eq!(state(osm, "37", "2026-10-14T14:00"), State::Open);
    // Winter 2027 in zone A: 13 to 28 February; not in C on the 15th.
    let monday = "2027-02-15T11:00";
    let in_zone = |d| base::holidays::is_school_holiday(date(2027, 2, 15), d);
    assert_eq!((in_zone('A'), state(osm, "69", monday)), (true, State::Open));
    assert_eq!(state(osm, "75", monday) == State::Open, in_zone('C'));
    // Corsica and overseas: only where both ways say the same.
    assert_eq!(state(osm, "2A", "2026-10-22T11:00"), State::Unknown);
    assert_eq!(state(osm, "2A", "2026-10-22T20:00"), State::Closed);
    assert_eq!(state(osm, "974", "2026-10-14T14:00"), State::Open);
    // Beyond the calendar.
    assert_eq!(state(osm, "37", "2035-10-22T11:00"), State::Unknown);
}

#[test]
fn exceptions_go_before_the_rule() {
    let hours = Hours::parse("Mo-Fr 09:00-17:00; PH off").unwrap();
    let closed = |from: Date, to: Date| Exception { from, to, hours: None };
    let special = |day: Date, osm: &str| Exception { from: day, to: day, hours: Some(osm.into()) };
    let exceptions = [
        closed(date(2026, 12, 21), date(2027, 1, 3)),
        special(date(2026, 12, 23), "10:00-12:00"),
        special(date(2026, 12, 24), "not hours"),
    ];
    let at = |local: &str| hours.at("69", &exceptions, instant(local, "69"));
    let monday = at("2026-12-21T10:00");
    assert_eq!(
        (monday.state, clock(monday.next_opening)),
        (State::Closed, "12-23 10:00 +01:00".into())
    );
    assert_eq!(at("2026-12-23T11:59").state, State::Open);
    assert_eq!(at("2026-12-23T12:00").state, State::Closed);
    assert_eq!(at("2026-12-24T12:00").state, State::Unknown);
    assert_eq!(clock(at("2026-12-28T12:00").next_opening), "01-04 09:00 +01:00");
    // An exception is believed on a public holiday.
    let open = [special(date(2026, 12, 25), "10:00-12:00")];
    assert_eq!(hours.at("69", &open, instant("2026-12-25T11:00", "69")).state, State::Open);
}

#[test]
fn appointments_and_what_is_not_sure() {
    assert_eq!(state("unknown \"by appointment\"", "69", "2026-11-24T10:00"), State::ByAppointment);
    let osm = "Mo-Fr 09:00-12:00 open \"by appointment\", Mo-Fr 14:00-17:00";
    assert_eq!(state(osm, "69", "2026-11-24T10:00"), State::ByAppointment);
    assert_eq!(state(osm, "69", "2026-11-24T15:00"), State::Open);
    let morning = at(osm, "69", "2026-11-24T10:00");
    assert_eq!(clock(morning.next_opening), "11-24 14:00 +01:00");
    let unsure = at("Tu 09:00-12:00 unknown \"9h 12h\"", "69", "2026-11-24T10:00");
    assert_eq!((unsure.state, unsure.comment.as_str()), (State::Unknown, "9h 12h"));
    assert_eq!(state("Tu 14:00+", "69", "2026-11-24T15:00"), State::Unknown);
    assert_eq!(state("2026 Jan-Nov Tu 09:00-12:00", "69", "2026-11-24T10:00"), State::Open);
    assert_eq!(state("2026 Jan-Oct Tu 09:00-12:00", "69", "2026-11-24T10:00"), State::Closed);
}

#[test]
fn what_is_wrong_has_a_name() {
    let key = |osm: &str| problem(osm).map(|p| p.kind.key());
    assert_eq!(key("Mo-Fr 08:30-12:30; PH off"), None);
    assert_eq!(key("  "), Some("hours-problem-empty"));
    assert_eq!(key("lundi 9h-12h"), Some("hours-problem-prose"));
    assert_eq!(key("Mo-Fr 9h30"), Some("hours-problem-syntax"));
    assert_eq!(key("off"), Some("hours-problem-never"));
    assert_eq!(key("Jul SH Mo-Fr 09:00-12:00"), Some("hours-problem-mixed"));
    assert_eq!(key(&"Mo 09:00-12:00; ".repeat(40)), Some("hours-problem-long"));
    assert_eq!(key("week 40-10 Mo 09:00-12:00"), Some("hours-problem-range"));
    assert_eq!(problem("Mo-Fr 09:00-12:00; Xx").unwrap().at, "Xx");
}

/// Where a week says it all, it says the same as the hours of each of its days: of all hours that were
/// read by hand, in a week without a holiday.
#[test]
fn the_table_of_a_week_says_what_its_days_say() {
    let mut tables = 0;
    for line in include_str!("data/lyon-50.tsv").lines().filter(|l| !l.starts_with('#')) {
        let osm = line.split('\t').nth(2).unwrap_or_default();
        let Some(week) = hours::weekly(osm) else { continue };
        tables += 1;
        for n in 0..7 {
            let day = date(2026, 11, 16) + n.days();
            let told: Vec<_> = week
                .iter()
                .filter(|w| w.days.contains(&day.weekday()))
                .map(|w| (w.opens, w.closes))
                .collect();
            let open = at(osm, "69", &format!("{day}T00:00")).today;
            let open: Vec<_> = open.iter().map(|p| (p.from.time(), p.to.time())).collect();
            assert_eq!(told, open, "{osm} on {day}");
        }
    }
    assert!(tables > 30, "{tables}");
}
