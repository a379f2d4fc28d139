//! Local dates and times. A session keeps its local date, start and end time and its time zone
//! (what is printed on the poster) besides the instants these are.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::Lang;

/// The zone where nothing else is said.
pub const DEFAULT_ZONE: &str = "Europe/Paris";

/// A time zone by its IANA name; `None` when there is no such zone.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// The instant of a local date and time, in seconds since 1970-01-01T00:00Z. In the hour that
/// spring skips, the time is moved on by the gap; in the hour that autumn repeats, it is the first
/// of the two (RFC 5545, jiff's `compatible`). `None` for an unknown zone or a date out of range.
#[must_use]
pub fn instant(local: DateTime, zone_name: &str) -> Option<i64> {
    local.to_zoned_datetime(zone(zone_name)?).ok().map(|z| z.timestamp().as_second())
}

/// The local date and time of an instant. Falls back to UTC for an unknown zone.
#[must_use]
pub fn local(seconds: i64, zone_name: &str) -> ZonedDateTime {
    let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(zone(zone_name).unwrap_or(TimeZone::UTC))
}

/// Reads a date typed in a form: `2026-11-30` or `30/11/2026`.
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return (date.year() > 0).then_some(date);
    }
    let mut parts = text.split(['/', '.', '-']);
    let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    // What has three digits is a slip, not the first century.
    if !matches!(y.len(), 2 | 4) || !y.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i16 = y.parse().ok()?;
    let year = if y.len() == 2 { year + 2000 } else { year };
    Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()
}

/// Reads a time of day typed in a form: `14:30`, `14h30`, `14 h`, `9h`.
#[must_use]
pub fn read_time(text: &str) -> Option<Time> {
    let text: String = text.trim().to_ascii_lowercase().replace(' ', "");
    let (hour, minute) = text.split_once([':', 'h'])?;
    let minute = minute.get(..2).unwrap_or(minute);
    let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}

const DAYS_FR: [&str; 7] =
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS_EN: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Name of a month, 1 to 12.
#[must_use]
pub fn month_name(month: i8, lang: Lang) -> &'static str {
    let i = usize::from(month.clamp(1, 12).unsigned_abs()) - 1;
    match lang {
        Lang::Fr => MONTHS_FR[i],
        Lang::En => MONTHS_EN[i],
    }
}

/// Short name of a month, 1 to 12, as calendars print it.
#[must_use]
pub fn short_month_name(month: i8, lang: Lang) -> &'static str {
    const FR: [&str; 12] = [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ];
    const EN: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let i = usize::from(month.clamp(1, 12).unsigned_abs()) - 1;
    match lang {
        Lang::Fr => FR[i],
        Lang::En => EN[i],
    }
}

/// Name of a day of the week, Monday first, 0 to 6.
#[must_use]
pub fn day_name(monday_zero: i8, lang: Lang) -> &'static str {
    let i = usize::from(monday_zero.clamp(0, 6).unsigned_abs());
    match lang {
        Lang::Fr => DAYS_FR[i],
        Lang::En => DAYS_EN[i],
    }
}

/// `mardi 1er décembre 2026` / `Tuesday 1 December 2026`.
#[must_use]
pub fn long_date(date: Date, lang: Lang) -> String {
    let day = day_name(date.weekday().to_monday_zero_offset(), lang);
    let month = month_name(date.month(), lang);
    let number = match (lang, date.day()) {
        (Lang::Fr, 1) => "1er".to_owned(),
        (_, d) => d.to_string(),
    };
    format!("{day} {number} {month} {}", date.year())
}

/// `30/11/2026`, in both languages (day first).
#[must_use]
pub fn short_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `14 h 30` / `14:30`.
#[must_use]
pub fn clock_time(time: Time, lang: Lang) -> String {
    match (lang, time.minute()) {
        (Lang::Fr, 0) => format!("{}\u{a0}h", time.hour()),
        (Lang::Fr, m) => format!("{}\u{a0}h\u{a0}{m:02}", time.hour()),
        (Lang::En, m) => format!("{:02}:{m:02}", time.hour()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reads_dates_and_times_as_people_type_them() {
        assert_eq!(read_date("30/11/2026"), Some(date(2026, 11, 30)));
        assert_eq!(read_date("2026-11-30"), Some(date(2026, 11, 30)));
        assert_eq!(read_date("1.2.26"), Some(date(2026, 2, 1)));
        assert_eq!(read_date("31/02/2026"), None);
        assert_eq!(read_time("14h30"), Time::new(14, 30, 0, 0).ok());
        assert_eq!(read_time("9 h"), Time::new(9, 0, 0, 0).ok());
        assert_eq!(read_time("25:00"), None);
    }

    #[test]
    fn the_two_nights_when_clocks_change() {
        let spring = date(2027, 3, 28).at(2, 30, 0, 0);
        let at = instant(spring, DEFAULT_ZONE).unwrap();
        assert_eq!(local(at, DEFAULT_ZONE).hour(), 3);
        let autumn = date(2026, 10, 25).at(2, 30, 0, 0);
        let at = instant(autumn, DEFAULT_ZONE).unwrap();
        assert_eq!(local(at, DEFAULT_ZONE).hour(), 2);
        assert_eq!(local(at, DEFAULT_ZONE).offset().seconds(), 7200);
    }

    #[test]
    fn writes_them_as_people_read_them() {
        assert_eq!(long_date(date(2026, 12, 1), Lang::Fr), "mardi 1er décembre 2026");
        assert_eq!(long_date(date(2026, 12, 1), Lang::En), "Tuesday 1 December 2026");
        assert_eq!(clock_time(Time::constant(9, 0, 0, 0), Lang::Fr), "9\u{a0}h");
    }
}
