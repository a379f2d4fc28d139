//! Whether a place is open at a moment, until when, and what today is like.
//!
//! Hours are those of the clock on the wall: a span that ends at 02:30 in the night on which 02:00
//! becomes 03:00 ends at 03:00, and in the night that has 02:15 twice, a place that opens at 02:15
//! opens at the first.

use std::ops::RangeInclusive;

use base::holidays;
use chrono::NaiveDate;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, ZonedDateTime};
use opening_hours::{OpeningHours, RuleKind};

use crate::calendar::{self, World, naive};
use crate::expression::Expression;
use crate::problem::Invalid;
use crate::zone::time_zone;

/// What a place is at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Open.
    Open,
    /// Closed.
    Closed,
    /// Its hours do not say, or not surely.
    #[default]
    Unknown,
    /// Open to those who have an appointment.
    ByAppointment,
}

/// Hours that differ from the usual ones between two dates, both included, from midnight to
/// midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The hours on these days as an OSM expression; `None` when it is closed.
    pub hours: Option<String>,
}

/// A time during which a place is in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// When it begins.
    pub from: ZonedDateTime,
    /// When it ends.
    pub to: ZonedDateTime,
    /// What the place is.
    pub state: State,
    /// What the hours say in words.
    pub comment: String,
}

/// What a place is now, and next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What it is now.
    pub state: State,
    /// What its hours say in words about now.
    pub comment: String,
    /// Until when it stays so; `None` when that is more than a year away.
    pub until: Option<ZonedDateTime>,
    /// When it opens next, if it is not open; `None` when not within a year, or not known.
    pub next_opening: Option<ZonedDateTime>,
    /// Today, from midnight to midnight: all that is not closed.
    pub today: Vec<Period>,
    /// Whether today is a public holiday there.
    pub public_holiday: bool,
}

/// Opening hours that can be asked.
#[derive(Clone, Debug)]
pub struct Hours {
    expression: Expression,
}

/// A time of one state by the clock on the wall.
#[derive(Clone, Debug, PartialEq)]
struct Wall {
    from: DateTime,
    to: DateTime,
    state: State,
    comment: String,
}

const NEAR: i64 = 9;
const FAR: i64 = 400;

impl Hours {
    /// Reads an OSM `opening_hours` expression.
    pub fn parse(osm: &str) -> Result<Self, Invalid> {
        crate::problem::checked(osm).map(|expression| Self { expression })
    }

    /// What a place in this département with these hours is at this moment.
    ///
    /// On a public holiday of the département, hours that say nothing of public holidays are not
    /// believed: what would be open is [`State::Unknown`]. The same where the school holidays matter
    /// and are not known: in Corsica, overseas, and beyond the calendar.
    #[must_use]
    pub fn at(&self, department: &str, exceptions: &[Exception], now: Timestamp) -> Opening {
        let zone = base::dates::zone(time_zone(department)).unwrap_or(TimeZone::UTC);
        let here = now.to_zoned_datetime(zone.clone());
        let today = here.date();
        let mut opening = Opening {
            state: State::Unknown,
            comment: String::new(),
            until: None,
            next_opening: None,
            today: vec![],
            public_holiday: holidays::is_public_holiday_in(today, department),
        };
        for days in [NEAR, FAR] {
            let Some(periods) = self.periods(department, exceptions, today, days, &zone) else {
                return opening;
            };
            let Some(current) = periods.iter().position(|p| p.0 <= now && now < p.1) else {
                return opening;
            };
            let last = current + 1 == periods.len();
            let next = periods[current + 1..].iter().find(|p| p.2.state == State::Open);
            let (_, until, wall) = &periods[current];
            opening.state = wall.state;
            opening.comment.clone_from(&wall.comment);
            opening.until = (!last).then(|| until.to_zoned_datetime(zone.clone()));
            opening.next_opening = (wall.state != State::Open)
                .then(|| next.map(|p| p.0.to_zoned_datetime(zone.clone())))
                .flatten();
            if days == NEAR {
                opening.today = of_day(&periods, today, &zone);
            }
            let found = !last && (wall.state == State::Open || next.is_some());
            if found || self.expression.is_constant() && exceptions.is_empty() {
                break;
            }
        }
        opening
    }

    /// All states from the day before to so many days ahead, without a gap, as instants.
    fn periods(
        &self,
        department: &str,
        exceptions: &[Exception],
        today: Date,
        days: i64,
        zone: &TimeZone,
    ) -> Option<Vec<(Timestamp, Timestamp, Wall)>> {
        let first = today.checked_sub(1.day()).ok()?;
        let last = today.checked_add(days.days()).ok()?;
        let walls = self.walls(department, exceptions, first, last)?;
        let mut found: Vec<(Timestamp, Timestamp, Wall)> = vec![];
        for wall in walls {
            for (from, to) in instants(zone, wall.from, wall.to) {
                found.push((from, to, wall.clone()));
            }
        }
        found.sort_by_key(|p| p.0);
        let mut merged: Vec<(Timestamp, Timestamp, Wall)> = vec![];
        for period in found {
            match merged.last_mut() {
                Some((_, to, wall))
                    if *to == period.0
                        && wall.state == period.2.state
                        && wall.comment == period.2.comment =>
                {
                    *to = period.1;
                }
                _ => merged.push(period),
            }
        }
        Some(merged)
    }

    /// All states from a day to another by the clock on the wall.
    fn walls(
        &self,
        department: &str,
        exceptions: &[Exception],
        first: Date,
        last: Date,
    ) -> Option<Vec<Wall>> {
        let window = naive(first.checked_sub(1.day()).ok()?)?..=naive(last)?;
        let usual = Worlds::of(&self.expression, department, &window)?;
        // Hours of exceptions are read once.
        let special: Vec<Option<(Expression, Worlds)>> = exceptions
            .iter()
            .map(|e| {
                let parsed = Expression::parse(e.hours.as_deref()?).ok()?;
                let worlds = Worlds::of(&parsed, department, &window)?;
                Some((parsed, worlds))
            })
            .collect();
        let believed = self.expression.mentions_public_holidays() || self.expression.is_constant();
        let mut walls: Vec<Wall> = vec![];
        let mut day = first;
        while day <= last {
            let exception = exceptions.iter().rposition(|e| e.from <= day && day <= e.to);
            let segments = match exception {
                Some(n) if exceptions[n].hours.is_none() => {
                    vec![(0, 1440, State::Closed, String::new())]
                }
                Some(n) => match &special[n] {
                    Some((_, worlds)) => worlds.day(day),
                    None => vec![(0, 1440, State::Unknown, String::new())],
                },
                None => {
                    let mut segments = usual.day(day);
                    let holiday = holidays::is_public_holiday_in(day, department)
                        || holidays::may_be_public_holiday_in(day, department);
                    if holiday && !believed {
                        for segment in &mut segments {
                            if segment.2 == State::Open {
                                segment.2 = State::Unknown;
                            }
                        }
                    }
                    segments
                }
            };
            for (from, to, state, comment) in segments {
                let (Some(from), Some(to)) = (at(day, from), at(day, to)) else { continue };
                walls.push(Wall { from, to, state, comment });
            }
            day = day.tomorrow().ok()?;
        }
        Some(walls)
    }
}

/// A minute of a day; 1440 is midnight of the next.
fn at(day: Date, minute: u16) -> Option<DateTime> {
    if minute >= 1440 {
        return Some(day.tomorrow().ok()?.at(0, 0, 0, 0));
    }
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    Some(day.at(hour, minute, 0, 0))
}

type Segment = (u16, u16, State, String);

/// The same hours, once for each way in which what is not known may be.
struct Worlds {
    hours: Vec<OpeningHours>,
}

impl Worlds {
    fn of(
        expression: &Expression,
        department: &str,
        window: &RangeInclusive<NaiveDate>,
    ) -> Option<Self> {
        let public = expression.mentions_public_holidays() && calendar::has_unsure_days(department);
        let day = |d: &NaiveDate| -> Option<Date> {
            use chrono::Datelike;
            let month = i8::try_from(d.month()).ok()?;
            Date::new(i16::try_from(d.year()).ok()?, month, i8::try_from(d.day()).ok()?).ok()
        };
        let known =
            |d: &NaiveDate| day(d).is_some_and(|date| calendar::school_is_known(date, department));
        let school = expression.mentions_school_holidays()
            && !(known(window.start()) && known(window.end()));
        let mut hours = vec![];
        for public in [false, true].into_iter().take(1 + usize::from(public)) {
            for school in [false, true].into_iter().take(1 + usize::from(school)) {
                hours.push(expression.ready(department, World { public, school }, window)?);
            }
        }
        Some(Self { hours })
    }

    /// A day from midnight to midnight: where the worlds differ, it is not known.
    fn day(&self, day: Date) -> Vec<Segment> {
        let Some(date) = naive(day) else { return vec![(0, 1440, State::Unknown, String::new())] };
        let mut days = self.hours.iter().map(|hours| segments(hours, date));
        let Some(first) = days.next() else { return vec![] };
        days.fold(first, |known, other| agree(&known, &other))
    }
}

fn segments(hours: &OpeningHours, day: NaiveDate) -> Vec<Segment> {
    hours
        .schedule_at(day)
        .into_iter()
        .map(|range| {
            let comment = range.comment.to_string();
            let asked = is_appointment(&comment);
            let state = match range.kind {
                RuleKind::Closed => State::Closed,
                RuleKind::Open | RuleKind::Unknown if asked => State::ByAppointment,
                RuleKind::Open => State::Open,
                RuleKind::Unknown => State::Unknown,
            };
            let comment = if asked { String::new() } else { comment };
            let (from, to) = (range.range.start, range.range.end);
            (from.mins_from_midnight(), to.mins_from_midnight(), state, comment)
        })
        .collect()
}

/// Whether a comment says that one needs an appointment.
pub(crate) fn is_appointment(comment: &str) -> bool {
    let comment = comment.trim().to_lowercase();
    matches!(
        comment.as_str(),
        "by appointment"
            | "by appointment only"
            | "on appointment"
            | "only by appointment"
            | "sur rendez-vous"
            | "sur rdv"
            | "uniquement sur rendez-vous"
    )
}

fn agree(one: &[Segment], other: &[Segment]) -> Vec<Segment> {
    let mut edges: Vec<u16> = one.iter().chain(other).flat_map(|s| [s.0, s.1]).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
        .windows(2)
        .map(|edge| {
            let find =
                |all: &[Segment]| all.iter().find(|s| s.0 <= edge[0] && edge[0] < s.1).cloned();
            match (find(one), find(other)) {
                (Some(a), Some(b)) if a.2 == b.2 => (edge[0], edge[1], a.2, a.3),
                _ => (edge[0], edge[1], State::Unknown, String::new()),
            }
        })
        .collect()
}

/// The instants at which the clock on the wall shows a time between these two.
fn instants(zone: &TimeZone, from: DateTime, to: DateTime) -> Vec<(Timestamp, Timestamp)> {
    let utc = |at: DateTime| at.to_zoned_datetime(TimeZone::UTC).ok().map(|z| z.timestamp());
    let (Some(from), Some(to)) = (utc(from), utc(to)) else { return vec![] };
    let day = SignedDuration::from_hours(26);
    let (Ok(lower), Ok(upper)) = (from.checked_sub(day), to.checked_add(day)) else {
        return vec![];
    };
    // Each offset that the zone has around then, and from when on.
    let mut offsets = vec![(lower, zone.to_offset(lower))];
    for transition in zone.following(lower).take_while(|t| t.timestamp() < upper).take(8) {
        offsets.push((transition.timestamp(), transition.offset()));
    }
    let mut found: Vec<(Timestamp, Timestamp)> = vec![];
    for (n, (since, offset)) in offsets.iter().enumerate() {
        let until = offsets.get(n + 1).map_or(upper, |(at, _)| *at);
        let shift = SignedDuration::from_secs(i64::from(offset.seconds()));
        let (Ok(begin), Ok(end)) = (from.checked_sub(shift), to.checked_sub(shift)) else {
            continue;
        };
        let (begin, end) = (begin.max(*since), end.min(until));
        if begin < end {
            match found.last_mut() {
                Some((_, last)) if *last == begin => *last = end,
                _ => found.push((begin, end)),
            }
        }
    }
    found
}

fn of_day(periods: &[(Timestamp, Timestamp, Wall)], day: Date, zone: &TimeZone) -> Vec<Period> {
    let midnight =
        |day: Date| day.at(0, 0, 0, 0).to_zoned_datetime(zone.clone()).ok().map(|z| z.timestamp());
    let next = day.tomorrow().ok().and_then(midnight);
    let (Some(begin), Some(end)) = (midnight(day), next) else { return vec![] };
    periods
        .iter()
        .filter(|(from, to, wall)| {
            *from < end && *to > begin && (wall.state != State::Closed || !wall.comment.is_empty())
        })
        .map(|(from, to, wall)| Period {
            from: (*from).max(begin).to_zoned_datetime(zone.clone()),
            to: (*to).min(end).to_zoned_datetime(zone.clone()),
            state: wall.state,
            comment: wall.comment.clone(),
        })
        .collect()
}
