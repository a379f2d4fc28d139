//! Hours as the table of a week, for formats that know nothing else.

use jiff::civil::{Time, Weekday};
use opening_hours::RuleKind;
use opening_hours_syntax::ExtendedTime;
use opening_hours_syntax::rules::day::{HolidayKind, WeekDayRange};
use opening_hours_syntax::rules::time::{Time as RuleTime, TimeSpan};
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};

use crate::expression::{Expression, weekdays};

/// A span of the day, and the days of each week on which a place is open then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weekly {
    /// The days, Monday first.
    pub days: Vec<Weekday>,
    /// From when.
    pub opens: Time,
    /// Until when, on the same day.
    pub closes: Time,
}

const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The week of an OSM expression, by when it opens. `None` where a week does not say it all: other
/// hours in August or in school holidays, every second week, only by appointment, past midnight. That a
/// place is closed on public holidays is left aside.
#[must_use]
pub fn weekly(osm: &str) -> Option<Vec<Weekly>> {
    let expression = Expression::parse(osm.trim()).ok()?;
    let mut week: [Vec<(Time, Time)>; 7] = Default::default();
    for rule in expression.rules() {
        if closed_on_public_holidays(rule) {
            continue;
        }
        let days = every_week(rule)?;
        let spans: Vec<(Time, Time)> = match (rule.kind, rule.comment.is_empty()) {
            (RuleKind::Closed, _) => vec![],
            (RuleKind::Open, true) => {
                rule.time_selector.spans.iter().map(span).collect::<Option<_>>()?
            }
            _ => return None,
        };
        for at in (0..7).filter(|at| days[*at]) {
            match rule.operator {
                RuleOperator::Normal => week[at].clone_from(&spans),
                RuleOperator::Additional if rule.kind == RuleKind::Open => week[at].extend(&spans),
                _ => return None,
            }
        }
    }
    let mut all: Vec<(Time, Time)> = week.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let days = |span: &(Time, Time)| {
        let open = (0..7).filter(|at| week[*at].contains(span));
        open.map(|at| DAYS[at]).collect()
    };
    Some(all.iter().map(|s| Weekly { days: days(s), opens: s.0, closes: s.1 }).collect())
}

fn closed_on_public_holidays(rule: &RuleSequence) -> bool {
    let public = |day: &WeekDayRange| {
        matches!(day, WeekDayRange::Holiday { kind: HolidayKind::Public, offset: 0 })
    };
    let selector = &rule.day_selector;
    let always =
        selector.year.is_empty() && selector.monthday.is_empty() && selector.week.is_empty();
    let only = !selector.weekday.is_empty() && selector.weekday.iter().all(public);
    rule.kind == RuleKind::Closed && always && only
}

/// The weekdays of a rule that holds in every week.
fn every_week(rule: &RuleSequence) -> Option<[bool; 7]> {
    let every = |day: &WeekDayRange| match day {
        WeekDayRange::Fixed { nth_from_start, nth_from_end, .. } => {
            nth_from_start.iter().chain(nth_from_end).all(|n| *n)
        }
        WeekDayRange::Holiday { .. } => false,
    };
    weekdays(rule).filter(|_| rule.day_selector.weekday.iter().all(every))
}

/// A span within one day; midnight at its end is the last minute before it.
fn span(span: &TimeSpan) -> Option<(Time, Time)> {
    let (RuleTime::Fixed(from), RuleTime::Fixed(to)) = (span.range.start, span.range.end) else {
        return None;
    };
    if span.open_end || span.repeats.is_some() || to <= from || to > ExtendedTime::MIDNIGHT_24 {
        return None;
    }
    let clock = |t: ExtendedTime| match t == ExtendedTime::MIDNIGHT_24 {
        true => Time::new(23, 59, 0, 0).ok(),
        false => Time::new(i8::try_from(t.hour()).ok()?, i8::try_from(t.minute()).ok()?, 0, 0).ok(),
    };
    Some((clock(from)?, clock(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(osm: &str) -> Option<Vec<String>> {
        let line = |w: Weekly| {
            let days: Vec<String> =
                w.days.iter().map(|d| format!("{d:?}")[..2].to_owned()).collect();
            format!(
                "{} {:02}:{:02}-{:02}:{:02}",
                days.join(","),
                w.opens.hour(),
                w.opens.minute(),
                w.closes.hour(),
                w.closes.minute()
            )
        };
        Some(weekly(osm)?.into_iter().map(line).collect())
    }

    #[test]
    fn a_week_is_told_by_its_spans() {
        let week = "Mo-Fr 09:00-12:30,13:30-17:00; Th 13:30-19:00; Sa 09:00-12:00; PH off";
        assert_eq!(
            told(week).unwrap(),
            [
                "Sa 09:00-12:00",
                "Mo,Tu,We,Fr 09:00-12:30",
                "Mo,Tu,We,Fr 13:30-17:00",
                "Th 13:30-19:00"
            ]
        );
        assert_eq!(told("Mo 09:00-12:00, Mo 14:00-16:00; Su off").unwrap().len(), 2);
        assert_eq!(told("24/7").unwrap(), ["Mo,Tu,We,Th,Fr,Sa,Su 00:00-23:59"]);
    }

    #[test]
    fn what_a_week_does_not_say_is_not_told() {
        for osm in [
            "Mo-Fr 09:00-12:00; Aug off",
            "SH Mo-Fr 09:00-12:00",
            "Mo[1] 09:00-12:00",
            "week 1-53/2 Mo 09:00-12:00",
            "Mo 09:00-12:00 \"sur rendez-vous\"",
            "Fr 20:00-02:00",
            "Mo 14:00+",
            "Mo sunrise-12:00",
            "nonsense",
        ] {
            assert_eq!(told(osm), None, "{osm}");
        }
    }
}
