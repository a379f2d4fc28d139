//! The public and school holidays of a territory, in the shape that the evaluation reads.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use base::holidays;
use chrono::NaiveDate;
use compact_calendar::CompactCalendar;
use jiff::civil::Date;
use opening_hours::ContextHolidays;

/// Where public holidays are others than on the mainland.
const OWN_DAYS: [&str; 13] =
    ["57", "67", "68", "971", "972", "973", "974", "976", "977", "978", "986", "987", "988"];

/// Years for which holidays are laid out.
const YEARS: std::ops::RangeInclusive<i16> = 2010..=2060;

/// How days that nobody can be sure of are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// Whether a day that may be a public holiday is one.
    pub(crate) public: bool,
    /// Whether a day that the school calendar does not reach is one of holidays.
    pub(crate) school: bool,
}

/// The date in the other library's words.
pub(crate) fn naive(date: Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(
        date.year().into(),
        date.month().unsigned_abs().into(),
        date.day().unsigned_abs().into(),
    )
}

/// Whether the school calendar says what this day is there.
pub(crate) fn school_is_known(date: Date, department: &str) -> bool {
    holidays::school_zone(department).is_some()
        && holidays::school_calendar_begins().is_some_and(|begins| begins <= date)
        && holidays::school_calendar_ends().is_some_and(|ends| date <= ends)
}

/// Whether some days there may or may not be public holidays.
pub(crate) fn has_unsure_days(department: &str) -> bool {
    matches!(department, "978" | "986" | "987")
}

type Calendars = RwLock<HashMap<(&'static str, Option<char>, World), ContextHolidays>>;

/// The holidays of a département; made at the first question and kept.
pub(crate) fn of(department: &str, world: World) -> ContextHolidays {
    static KEPT: LazyLock<Calendars> = LazyLock::new(Calendars::default);
    let own = OWN_DAYS.into_iter().find(|d| *d == department).unwrap_or_default();
    let key = (own, holidays::school_zone(department), world);
    if let Some(known) = KEPT.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return known.clone();
    }
    let made = make(own, key.1, world);
    KEPT.write().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
    made
}

fn make(own: &str, zone: Option<char>, world: World) -> ContextHolidays {
    let (mut public, mut school) = (CompactCalendar::default(), CompactCalendar::default());
    let reach =
        zone.and_then(|_| holidays::school_calendar_begins().zip(holidays::school_calendar_ends()));
    let spans: Vec<(Date, Date)> =
        zone.map(|z| holidays::school_holidays(z).collect()).unwrap_or_default();
    let first = Date::new(*YEARS.start(), 1, 1).unwrap_or_default();
    for date in first.series(jiff::Span::new().days(1)).take_while(|d| d.year() <= *YEARS.end()) {
        let Some(day) = naive(date) else { continue };
        if holidays::is_public_holiday_in(date, own)
            || (world.public && holidays::may_be_public_holiday_in(date, own))
        {
            public.insert(day);
        }
        let known = reach.is_some_and(|(begins, ends)| begins <= date && date <= ends);
        let off = spans.iter().any(|(from, to)| *from <= date && date <= *to);
        if off || (!known && world.school) {
            school.insert(day);
        }
    }
    ContextHolidays::new(Arc::new(public), Arc::new(school))
}
