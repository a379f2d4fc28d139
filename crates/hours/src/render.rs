//! OSM expressions as people read them: « lundi au vendredi : 9 h – 12 h 30, 13 h 30 – 17 h ».

use std::ops::RangeInclusive;

use base::Lang;
use base::dates::{day_name, month_name};
use jiff::civil::Time;
use opening_hours::RuleKind;
use opening_hours_syntax::rules::day::{
    Date, DateOffset, HolidayKind, Month, MonthdayRange, WeekDayRange, Weekday,
};
use opening_hours_syntax::rules::time::{Time as RuleTime, TimeSpan, VariableTime};
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};

use crate::expression::{Expression, Join};
use crate::names::{self, Names};
use crate::opening::{State, is_appointment};

/// One line of opening hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When: `lundi au vendredi`, `en août, le samedi`. Empty when at all times.
    pub days: String,
    /// What then: hours, `fermé`, `sur rendez-vous`.
    pub hours: String,
    /// What the hours are; closed where the line says so.
    pub state: State,
}

/// The lines of an expression in a language; `None` when it cannot be read.
#[must_use]
pub fn lines(osm: &str, lang: Lang) -> Option<Vec<Line>> {
    let expression = Expression::parse(osm.trim()).ok()?;
    let rules: Vec<(&RuleSequence, Join)> =
        expression.rules().iter().zip(expression.joins.iter().copied()).collect();
    let writer = Writer { names: names::of(lang), lang };
    let mut found: Vec<Line> = vec![];
    let mut n = 0;
    while n < rules.len() {
        let (rule, join) = rules[n];
        // What is added for the same days stands in the same line.
        let mut last = n;
        while let Some((next, other)) = rules.get(last + 1)
            && next.operator == RuleOperator::Additional
            && next.day_selector == rule.day_selector
            && *other == join
        {
            last += 1;
        }
        let group: Vec<&RuleSequence> = rules[n..=last].iter().map(|(rule, _)| *rule).collect();
        n = last + 1;
        // « Fermé en août » before what August is like says nothing more.
        if rule.kind == RuleKind::Closed
            && rules[n..].iter().any(|(later, _)| writer.goes_on(rule, later))
        {
            continue;
        }
        found.push(writer.line(&group, join));
    }
    Some(found)
}

/// All of it in one line of text; the expression itself when it cannot be read.
#[must_use]
pub fn text(osm: &str, lang: Lang) -> String {
    let Some(lines) = lines(osm, lang) else { return osm.to_owned() };
    let names = names::of(lang);
    let line = |line: Line| match line.days.is_empty() {
        true => line.hours,
        false if line.state == State::Closed && line.hours.is_empty() => line.days,
        false => format!("{}{}{}", line.days, names.colon, line.hours),
    };
    lines.into_iter().map(line).collect::<Vec<_>>().join(names.lines)
}

/// All of it in French, as [`crate::from_french`] reads it again.
#[must_use]
pub fn to_french(osm: &str) -> String {
    text(osm, Lang::Fr)
}

struct Writer {
    names: &'static Names,
    lang: Lang,
}

fn fill(frame: &str, text: &str) -> String {
    frame.replacen("{}", text, 1)
}

impl Writer {
    /// Whether the later rule says what the closed one's season or holidays are like.
    fn goes_on(&self, closed: &RuleSequence, later: &RuleSequence) -> bool {
        let (a, b) = (&closed.day_selector, &later.day_selector);
        let holidays = |days: &[WeekDayRange]| -> Vec<WeekDayRange> {
            days.iter().filter(|w| matches!(w, WeekDayRange::Holiday { .. })).cloned().collect()
        };
        let bare = !a.weekday.iter().any(|w| matches!(w, WeekDayRange::Fixed { .. }));
        let same = a.monthday == b.monthday && holidays(&a.weekday) == holidays(&b.weekday);
        let limited = !a.monthday.is_empty() || !a.weekday.is_empty();
        bare && same && limited && later.kind != RuleKind::Closed && a.year == b.year
    }

    fn line(&self, rules: &[&RuleSequence], join: Join) -> Line {
        let Some(first) = rules.first() else {
            return Line { days: String::new(), hours: String::new(), state: State::Unknown };
        };
        let closed = first.kind == RuleKind::Closed && first.comment.is_empty();
        let state = match first.kind {
            RuleKind::Closed => State::Closed,
            _ if is_appointment(&first.comment) => State::ByAppointment,
            RuleKind::Open => State::Open,
            RuleKind::Unknown => State::Unknown,
        };
        let fallback = first.operator == RuleOperator::Fallback;
        let Some(days) = self.days(first, join) else {
            // Beyond these words: as it is written.
            return Line { days: String::new(), hours: first.to_string(), state };
        };
        let (mut days, week) = days;
        let full = all_day(first);
        if closed && full && week.is_empty() && !days.is_empty() && !fallback {
            // « Fermé les jours fériés ».
            let days = fill(self.names.closed_in, &days);
            return Line { days, hours: String::new(), state };
        }
        if closed && full && counted(first) && days.is_empty() {
            let days = fill(self.names.closed_in, &self.the(&week));
            return Line { days, hours: String::new(), state };
        }
        if !days.is_empty() && !week.is_empty() {
            days.push_str(", ");
        }
        days.push_str(&week);
        if fallback {
            days = match days.is_empty() {
                true => self.names.otherwise.to_owned(),
                false => format!("{}, {days}", self.names.otherwise),
            };
        }
        if rules.len() == 1 && full && days.is_empty() && state == State::Open {
            return Line { days, hours: self.names.always.to_owned(), state };
        }
        let asks = rules.iter().any(|r| is_appointment(&r.comment));
        let hours: Vec<String> = rules.iter().map(|r| self.hours(r, asks)).collect();
        // A line of its own inside: hours of another kind do not run into these.
        let hours = hours.join(self.names.lines);
        Line { days, hours, state }
    }

    /// « le 1er lundi du mois », after « fermé ».
    fn the(&self, week: &str) -> String {
        match self.lang {
            Lang::Fr => format!("le {week}"),
            Lang::En => format!("on the {week}"),
        }
    }

    fn hours(&self, rule: &RuleSequence, asks: bool) -> String {
        let comment = rule.comment.trim();
        let appointment = is_appointment(comment);
        let note = match rule.kind {
            _ if appointment => self.names.appointment.to_owned(),
            RuleKind::Unknown if comment.is_empty() => self.names.doubtful.to_owned(),
            RuleKind::Unknown => fill(self.names.doubt, comment),
            RuleKind::Open if comment.is_empty() && asks => self.names.no_appointment.to_owned(),
            _ => comment.to_owned(),
        };
        if rule.kind == RuleKind::Closed {
            let times = match all_day(rule) {
                true => String::new(),
                false => format!(" {}", self.times(&rule.time_selector.spans)),
            };
            let note = if note.is_empty() { note } else { format!(" ({note})") };
            return format!("{}{times}{note}", self.names.closed);
        }
        if all_day(rule) && !note.is_empty() {
            return match appointment {
                true => self.names.only_appointment.to_owned(),
                false => note,
            };
        }
        let times = self.times(&rule.time_selector.spans);
        if note.is_empty() { times } else { format!("{times} ({note})") }
    }

    fn times(&self, spans: &[TimeSpan]) -> String {
        spans.iter().map(|s| self.span(s)).collect::<Vec<_>>().join(", ")
    }

    fn span(&self, span: &TimeSpan) -> String {
        let from = self.time(&span.range.start);
        if span.open_end {
            return fill(self.names.from_time, &from);
        }
        let mut text = format!("{from}{}{}", self.names.between, self.time(&span.range.end));
        if span.repeats.is_some() {
            text = span.to_string();
        }
        text
    }

    fn time(&self, time: &RuleTime) -> String {
        match time {
            RuleTime::Fixed(at) => {
                let minutes = at.mins_from_midnight();
                let hour = if minutes > 1440 { minutes / 60 - 24 } else { minutes / 60 };
                let clock = i8::try_from(hour % 24)
                    .ok()
                    .zip(i8::try_from(minutes % 60).ok())
                    .and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
                match (hour, clock) {
                    (24, _) if self.lang == Lang::Fr => "24\u{a0}h".to_owned(),
                    (24, _) => "24:00".to_owned(),
                    (_, Some(clock)) => base::dates::clock_time(clock, self.lang),
                    (_, None) => at.to_string(),
                }
            }
            RuleTime::Variable(VariableTime { event, offset: 0 }) => {
                self.names.events[*event as usize % 4].to_owned()
            }
            RuleTime::Variable(other) => other.to_string(),
        }
    }

    /// The season and holidays of a rule, and its days of the week. `None` for what these words
    /// cannot say.
    fn days(&self, rule: &RuleSequence, join: Join) -> Option<(String, String)> {
        let selector = &rule.day_selector;
        let mut parts: Vec<String> = vec![];
        for year in &selector.year {
            let (range, step) = year.into_parts();
            if step != 1 {
                return None;
            }
            let (from, to) = (**range.start(), **range.end());
            parts.push(if from == to { from.to_string() } else { format!("{from}–{to}") });
        }
        let dates: Option<Vec<String>> = selector.monthday.iter().map(|r| self.dates(r)).collect();
        parts.extend(dates?);
        for week in &selector.week {
            let (range, step) = week.into_parts();
            let (from, to) = (range.start().0, range.end().0);
            let [before, between, after] = self.names.weeks;
            parts.push(match step {
                2 if from <= 2 && to >= 51 && from % 2 == 0 => self.names.even_weeks.to_owned(),
                2 if from <= 2 && to >= 51 => self.names.odd_weeks.to_owned(),
                1 if from == to => fill(self.names.week, &from.to_string()),
                1 => format!("{before}{from}{between}{to}{after}"),
                _ => return None,
            });
        }
        let mut holidays: Vec<String> = vec![];
        let mut week: Vec<&WeekDayRange> = vec![];
        for day in &selector.weekday {
            match day {
                WeekDayRange::Holiday { kind, offset: 0 } => holidays.push(
                    match kind {
                        HolidayKind::Public => self.names.public_holidays,
                        HolidayKind::School => self.names.school_holidays,
                    }
                    .to_owned(),
                ),
                WeekDayRange::Holiday { .. } => return None,
                WeekDayRange::Fixed { .. } => week.push(day),
            }
        }
        let week = self.week(&week)?;
        if holidays.is_empty() || week.is_empty() || join == Join::And {
            parts.extend((!holidays.is_empty()).then(|| holidays.join(self.names.and)));
            return Some((parts.join(", "), week));
        }
        let both = format!("{week}{}{}", self.names.and, holidays.join(self.names.and));
        Some((parts.join(", "), both))
    }

    fn week(&self, days: &[&WeekDayRange]) -> Option<String> {
        let mut parts: Vec<String> = vec![];
        let mut counts = false;
        for day in days {
            let WeekDayRange::Fixed { range, offset: 0, nth_from_start, nth_from_end } = day else {
                return None;
            };
            let (from, to) = (*range.start(), *range.end());
            let name = |day: Weekday| {
                day_name(i8::try_from(day.num_days_from_monday()).unwrap_or(0), self.lang)
            };
            let all = nth_from_start.iter().all(|n| *n);
            if !all {
                if from != to {
                    return None;
                }
                let nth: Vec<&str> = self.counted(nth_from_start, nth_from_end);
                parts.push(format!("{} {}", self.list(&nth), name(from)));
                counts = true;
                continue;
            }
            let length = (7 + to as u8 - from as u8) % 7;
            let [before, between, after] = self.names.range;
            match length {
                0 => parts.push(name(from).to_owned()),
                6 if days.len() == 1 && from == Weekday::Mon => {
                    return Some(self.names.every_day.to_owned());
                }
                _ => parts.push(format!("{before}{}{between}{}{after}", name(from), name(to))),
            }
        }
        let list = self.list(&parts.iter().map(String::as_str).collect::<Vec<_>>());
        Some(if counts { fill(self.names.of_month, &list) } else { list })
    }

    fn counted(&self, from_start: &[bool; 5], from_end: &[bool; 5]) -> Vec<&'static str> {
        let named = |on: &[bool; 5], names: [&'static str; 5]| {
            let pairs: Vec<(bool, &str)> = on.iter().copied().zip(names).collect();
            pairs.into_iter().filter(|(on, _)| *on).map(|(_, name)| name)
        };
        named(from_start, self.names.nth).chain(named(from_end, self.names.last)).collect()
    }

    fn list(&self, parts: &[&str]) -> String {
        match parts {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{}{}{last}", first.join(", "), self.names.and),
        }
    }

    fn dates(&self, range: &MonthdayRange) -> Option<String> {
        let month = |m: Month| month_name(i8::try_from(m as u8).unwrap_or(1), self.lang);
        match range {
            MonthdayRange::Month { range, year } => {
                let year = year.map(|y| format!(" {}", *y)).unwrap_or_default();
                let (from, to): (Month, Month) = ends(range);
                let [before, between] = self.names.from_month;
                Some(match from == to {
                    true => fill(self.names.in_month, &format!("{}{year}", month(from))),
                    false => format!("{before}{}{between}{}{year}", month(from), month(to)),
                })
            }
            MonthdayRange::Date { start: (start, a), end: (end, b) } => {
                if *a != DateOffset::default() || *b != DateOffset::default() {
                    return None;
                }
                let date = |date: &Date| match *date {
                    Date::Fixed { year, month: m, day } => {
                        let day = match (self.lang, day) {
                            (Lang::Fr, 1) => "1er".to_owned(),
                            _ => day.to_string(),
                        };
                        let year = year.map(|y| format!(" {}", *y)).unwrap_or_default();
                        Some(format!("{day} {}{year}", month(m)))
                    }
                    _ => None,
                };
                let (from, to) = (date(start)?, date(end)?);
                let [before, between] = self.names.from_date;
                Some(match from == to {
                    true => fill(self.names.on_date, &from),
                    false => format!("{before}{from}{between}{to}"),
                })
            }
        }
    }
}

fn ends(range: &RangeInclusive<Month>) -> (Month, Month) {
    (*range.start(), *range.end())
}

/// Whether a rule holds from midnight to midnight.
fn all_day(rule: &RuleSequence) -> bool {
    rule.time_selector == opening_hours_syntax::rules::time::TimeSelector::default()
}

/// Whether a rule is about some days of the month only.
fn counted(rule: &RuleSequence) -> bool {
    rule.day_selector.weekday.iter().any(|w| {
        matches!(w, WeekDayRange::Fixed { nth_from_start, .. } if nth_from_start.contains(&false))
    })
}
