//! What must hold of any hours: the evaluation agrees with one that is too simple to be wrong, what
//! is converted stays what it was, and no text makes anything panic.
#![allow(missing_docs, clippy::unwrap_used)]

use base::Lang;
use hours::{
    Hours, State, from_french, from_french_on, lines, problem, text, time_zone, to_french,
};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::collection::vec;
use proptest::prelude::*;

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const JOURS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DEPARTMENTS: [&str; 14] =
    ["75", "67", "2A", "971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"];

/// The spans of a day in quarters of an hour: apart from each other, in order.
fn spans(most: u16) -> impl Strategy<Value = Vec<(u16, u16)>> {
    vec(0..most, 0..6).prop_map(|mut edges| {
        edges.sort_unstable();
        edges.dedup();
        let pairs = edges.chunks_exact(2).map(|pair| (pair[0] * 15, pair[1] * 15));
        // Begun on its day, and shorter than a day.
        pairs.filter(|(a, b)| *a < 1440 && *b < a + 1440).collect()
    })
}

fn week(most: u16) -> impl Strategy<Value = Vec<Vec<(u16, u16)>>> {
    vec(spans(most), 7)
}

fn clock(at: u16) -> String {
    format!("{:02}:{:02}", at / 60 % 24, at % 60)
}

fn osm(week: &[Vec<(u16, u16)>]) -> String {
    let day = |(n, spans): (usize, &Vec<(u16, u16)>)| {
        let times: Vec<String> = spans
            .iter()
            .map(|(a, b)| {
                format!("{}-{}", clock(*a), if *b == 1440 { "24:00".into() } else { clock(*b) })
            })
            .collect();
        (!times.is_empty()).then(|| format!("{} {}", DAYS[n], times.join(",")))
    };
    week.iter().enumerate().filter_map(day).collect::<Vec<_>>().join("; ")
}

/// Whether a week is open at this minute of this day, by looking.
fn looked(week: &[Vec<(u16, u16)>], day: usize, minute: u16) -> bool {
    let in_span = |day: usize, minute: u16| week[day].iter().any(|s| s.0 <= minute && minute < s.1);
    in_span(day, minute) || in_span((day + 6) % 7, minute + 1440)
}

fn french(week: &[Vec<(u16, u16)>]) -> String {
    let hour = |at: u16| match at % 60 {
        0 => format!("{} h", at / 60),
        m => format!("{} h {m:02}", at / 60),
    };
    let day = |(n, spans): (usize, &Vec<(u16, u16)>)| {
        let times: Vec<String> =
            spans.iter().map(|(a, b)| format!("{}–{}", hour(*a), hour(*b))).collect();
        (!times.is_empty()).then(|| format!("{} : {}", JOURS[n], times.join(", ")))
    };
    week.iter().enumerate().filter_map(day).collect::<Vec<_>>().join(" | ")
}

/// Words that opening hours are made of, in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = [
        "lundi",
        "mardi",
        "jeu",
        "dimanche",
        "du",
        "au",
        "à",
        "de",
        "et",
        ",",
        ";",
        ":",
        "-",
        "–",
        "/",
        "(",
        ")",
        "\n",
        ".",
        "9h",
        "12 h 30",
        "14h",
        "15h18h",
        "9",
        "24h/24",
        "7j/7",
        "midi",
        "minuit",
        "sauf",
        "fermé",
        "matin",
        "après-midi",
        "uniquement",
        "sur rendez-vous",
        "sans rdv",
        "1er",
        "3e",
        "du mois",
        "juillet",
        "août",
        "vacances scolaires",
        "en période scolaire",
        "jours fériés",
        "y compris",
        "semaine paire",
        "à partir de",
        "dès",
        "« x »",
        "à vérifier :",
        "banane",
        "02 48 24 22 26",
        "tous les jours",
        "week-end",
        "hors vacances",
        "9.30",
        "25h",
    ];
    vec(proptest::sample::select(words.to_vec()), 0..25).prop_map(|w| w.join(" "))
}

/// Pieces that OSM expressions are made of, in any order.
fn osm_soup() -> impl Strategy<Value = String> {
    let words = [
        "Mo",
        "Fr",
        "Mo-Fr",
        "Sa[1]",
        "Su[-1]",
        "Sa-Mo",
        "PH",
        "SH",
        "SH Mo-Fr",
        "PH,Mo",
        "off",
        "open",
        "unknown",
        "\"x\"",
        ";",
        ",",
        "||",
        "09:00-12:00",
        "20:00-02:00",
        "14:00+",
        "24/7",
        "Jul-Aug",
        "Dec 24-Jan 02",
        "2026",
        "2026 Jan-Mar",
        "week 02-52/2",
        "easter",
        "easter -2 days",
        "sunrise-sunset",
        "(sunset+01:00)-23:00",
        "00:00-24:00",
        "00:00-48:00",
        "Feb 29",
        "9999",
        "Mo 10:00-12:00/30",
        "1900-2200/3",
    ];
    vec(proptest::sample::select(words.to_vec()), 0..9).prop_map(|w| w.join(" "))
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (1_735_700_000_i64..1_830_000_000).prop_map(|s| Timestamp::from_second(s).unwrap())
}

fn everything(osm: &str, department: &str, now: Timestamp) {
    let _ = problem(osm);
    for lang in Lang::ALL {
        let _ = (lines(osm, lang), text(osm, lang));
    }
    if let Ok(hours) = Hours::parse(osm) {
        let opening = hours.at(department, &[], now);
        let later =
            |at: &Option<jiff::ZonedDateTime>| at.as_ref().is_none_or(|z| z.timestamp() > now);
        assert!(later(&opening.until) && later(&opening.next_opening), "{osm}: {opening:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Minute by minute through two days, nights that go past midnight and changing clocks included.
    #[test]
    fn it_agrees_with_looking(
        week in week(110),
        department in proptest::sample::select(DEPARTMENTS.to_vec()),
        start in moment(),
        changes in any::<bool>(),
    ) {
        let text = osm(&week);
        prop_assume!(!text.is_empty());
        let zone = TimeZone::get(time_zone(department)).unwrap();
        // Half of the time, around the next change of the clocks.
        let start = match zone.following(start).next() {
            Some(change) if changes => change.timestamp() - 12.hours(),
            _ => start,
        };
        let hours = Hours::parse(&text).unwrap();
        let mut known: Option<(Timestamp, Timestamp, State)> = None;
        for minutes in (0..1_440).step_by(7) {
            let now = start + i64::from(minutes).minutes();
            let here = now.to_zoned_datetime(zone.clone());
            let minute = u16::try_from(i16::from(here.hour()) * 60 + i16::from(here.minute())).unwrap();
            let day = usize::try_from(here.weekday().to_monday_zero_offset()).unwrap();
            let holiday = base::holidays::is_public_holiday_in(here.date(), department)
                || base::holidays::may_be_public_holiday_in(here.date(), department);
            let expected = match (looked(&week, day, minute), holiday) {
                (true, true) => State::Unknown,
                (true, false) => State::Open,
                (false, _) => State::Closed,
            };
            // What was said to last until then is not asked again, but looked at.
            let state = match known {
                Some((from, until, state)) if from <= now && now < until => state,
                _ => {
                    let opening = hours.at(department, &[], now);
                    if let Some(until) = &opening.until {
                        known = Some((now, until.timestamp(), opening.state));
                    }
                    opening.state
                }
            };
            prop_assert_eq!(state, expected, "{} in {} at {}", text, department, here);
        }
    }

    /// A word that is not understood may change everything around it.
    #[test]
    fn a_strange_word_is_never_passed_over(week in week(97), place in 0.0..1.0) {
        prop_assume!(week.iter().any(|d| !d.is_empty()));
        let prose = french(&week);
        let spaces: Vec<usize> = prose.match_indices(" : ").map(|(at, _)| at).collect();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let at = spaces[(place * spaces.len() as f64) as usize];
        let strange = format!("{} parfois{}", &prose[..at], &prose[at..]);
        let (plain, strange) = (from_french(&prose), from_french(&strange));
        prop_assert!(plain.certain && !strange.certain);
        prop_assert!(strange.osm.unwrap().contains("unknown"));
    }

    #[test]
    fn french_to_osm_and_back_is_the_same(
        week in week(97),
        school in any::<bool>(),
        public in any::<bool>(),
        august in any::<bool>(),
        extra in proptest::sample::select(vec![
            "", " | 1er et 3e samedi du mois : 8 h 15–8 h 45", " | dernier mardi du mois fermé",
            " | pendant les vacances scolaires, lundi au jeudi : 10 h–11 h",
            " | de juillet à août, mercredi et samedi : 10 h–11 h, 12 h–13 h 30",
            " | du 2 janvier au 1er mars, lundi : 10 h–11 h",
        ]),
    ) {
        prop_assume!(week.iter().any(|d| !d.is_empty()));
        // What is said of the Saturdays of a month is not said of all Saturdays too.
        let clash = (extra.contains("samedi du mois") && !week[5].is_empty())
            || (extra.contains("mardi du mois") && week[1].is_empty());
        let extra = if clash { "" } else { extra };
        let mut prose = french(&week) + extra;
        if school && !extra.contains("vacances") { prose += ". Fermé pendant les vacances scolaires"; }
        if august && !extra.contains("août") { prose += ". Fermé en août"; }
        if public { prose += ". Fermé les jours fériés"; }
        let first = from_french(&prose);
        prop_assert!(first.certain, "{}: {:?}", prose, first);
        let osm = first.osm.unwrap();
        prop_assert_eq!(problem(&osm).filter(|p| p.kind.key() != "hours-problem-long"), None, "{}", &osm);
        let shown = to_french(&osm);
        let second = from_french(&shown);
        prop_assert_eq!(second.osm.as_deref(), Some(osm.as_str()), "{} -> {}", prose, shown);
        prop_assert!(second.certain, "{}: {:?}", shown, second);
    }

    /// Whatever is read, certain or not, is the same when it is shown and read again.
    #[test]
    fn any_reading_is_stable(prose in soup()) {
        let first = from_french(&prose);
        if let Some(osm) = &first.osm {
            prop_assert!(Hours::parse(osm).is_ok(), "{} -> {}", prose, osm);
            if first.certain {
                let shown = to_french(osm);
                let second = from_french(&shown);
                prop_assert_eq!(second.osm.as_ref(), Some(osm), "{} -> {}", prose, shown);
            }
        }
    }

    #[test]
    fn nothing_panics(
        any in any::<String>(),
        soup in soup(),
        osm in osm_soup(),
        department in proptest::sample::select(DEPARTMENTS.to_vec()),
        now in moment(),
    ) {
        for prose in [&any, &soup] {
            let reading = from_french_on(prose, &any);
            everything(reading.osm.as_deref().unwrap_or_default(), department, now);
        }
        for osm in [&any, &soup, &osm] {
            everything(osm, department, now);
        }
    }
}
