//! The hours that a text gives, by period and day, and how OSM writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How sure the hours of a span are, and on what condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Open,
    Appointment,
    /// Doubtful, with the piece of text that says so.
    Unknown(String),
}

/// A span of a day, in minutes since midnight.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) from: u16,
    /// `None`: the text does not say until when.
    pub(super) to: Option<u16>,
    pub(super) kind: Kind,
}

impl Span {
    pub(super) fn end(&self) -> u16 {
        self.to.unwrap_or(1440)
    }

    /// What is left of it without the other.
    pub(super) fn without(self, other: &Self) -> Vec<Self> {
        if !self.meets(other) {
            return vec![self];
        }
        let mut parts = vec![];
        if self.from < other.from {
            parts.push(Self { to: Some(other.from), ..self.clone() });
        }
        if other.end() < self.end() {
            parts.push(Self { from: other.end(), ..self });
        }
        parts
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.from < other.end() && other.from < self.end()
    }
}

/// A day of the week, or some of those of a month. −1 is the last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    pub(super) week: u8,
    pub(super) nth: Vec<i8>,
}

/// A part of the year.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Period {
    #[default]
    Always,
    SchoolTime,
    /// As OSM writes it: `Jul-Aug`, `Jul 01-Aug 15`.
    Season(String),
    SchoolHolidays,
}

/// What one day of one period is like.
pub(super) type Hours = BTreeMap<Day, Vec<Span>>;

/// All that a text says.
#[derive(Clone, Debug, Default)]
pub(super) struct Week {
    pub(super) periods: BTreeMap<Period, Hours>,
    /// Periods in which it is closed.
    pub(super) closed: Vec<Period>,
    pub(super) closed_on_public_holidays: bool,
    /// Nothing but « sur rendez-vous ».
    pub(super) by_appointment: bool,
    pub(super) always: bool,
}

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

impl Week {
    /// Whether no hours are known.
    pub(super) fn is_empty(&self) -> bool {
        self.periods.values().flat_map(|hours| hours.values()).all(Vec::is_empty)
    }

    /// The OSM expression; `None` when there is nothing to say.
    pub(super) fn osm(&self) -> Option<String> {
        let mut rules: Vec<String> = vec![];
        if self.always {
            rules.push("24/7".to_owned());
        }
        let has = |p: &Period| self.periods.get(p).is_some_and(|h| !h.is_empty());
        for (period, hours) in &self.periods {
            let prefix = match period {
                Period::Always | Period::SchoolTime => String::new(),
                Period::Season(season) => {
                    // What is said of a season holds in it instead of the rest.
                    if has(&Period::Always) || has(&Period::SchoolTime) {
                        rules.push(format!("{season} off"));
                    }
                    format!("{season} ")
                }
                Period::SchoolHolidays => {
                    if !rules.is_empty() {
                        rules.push("SH off".to_owned());
                    }
                    "SH ".to_owned()
                }
            };
            rules.extend(write(hours, &prefix));
        }
        if has(&Period::SchoolTime) && !has(&Period::SchoolHolidays) {
            rules.push("SH off".to_owned());
        }
        for period in &self.closed {
            match period {
                Period::Season(season) if !has(period) => rules.push(format!("{season} off")),
                Period::SchoolHolidays if !has(&Period::SchoolHolidays) => {
                    rules.push("SH off".to_owned());
                }
                _ => {}
            }
        }
        if rules.is_empty() && self.by_appointment {
            rules.push("unknown \"by appointment\"".to_owned());
        }
        if rules.is_empty() {
            return None;
        }
        if self.closed_on_public_holidays {
            rules.push("PH off".to_owned());
        }
        rules.dedup();
        Some(rules.join("; "))
    }
}

/// The rules of one period: days that are alike together, in the order of the week.
fn write(hours: &Hours, prefix: &str) -> Vec<String> {
    let mut groups: Vec<(Vec<&Day>, Vec<Span>)> = vec![];
    for (day, spans) in hours {
        let mut spans = spans.clone();
        spans.sort();
        spans.dedup();
        match groups.iter_mut().find(|(days, s)| *s == spans && days[0].nth == day.nth) {
            Some((days, _)) => days.push(day),
            None => groups.push((vec![day], spans)),
        }
    }
    // The first Saturday of the month is said after all Saturdays: the later rule holds.
    groups.sort_by_key(|(days, _)| (!days[0].nth.is_empty(), days[0].week));
    groups.into_iter().map(|(days, spans)| write_group(&days, &spans, prefix)).collect()
}

fn write_group(days: &[&Day], spans: &[Span], prefix: &str) -> String {
    let names = format!("{prefix}{}", write_days(days));
    if spans.is_empty() {
        return format!("{names} off");
    }
    let mut kinds: Vec<&Kind> = vec![];
    for span in spans {
        if !kinds.contains(&&span.kind) {
            kinds.push(&span.kind);
        }
    }
    let rules: Vec<String> = kinds
        .into_iter()
        .map(|kind| {
            let times: Vec<String> =
                spans.iter().filter(|s| s.kind == *kind).map(write_span).collect();
            let mut rule = format!("{names} {}", times.join(","));
            match kind {
                Kind::Open => {}
                Kind::Appointment => rule.push_str(" open \"by appointment\""),
                Kind::Unknown(text) => {
                    let _ = write!(rule, " unknown \"{}\"", comment(text));
                }
            }
            rule
        })
        .collect();
    rules.join(", ")
}

/// A piece of text as OSM can hold it: no quotes, one line, not too long.
fn comment(text: &str) -> String {
    let outside = |c: char| match c {
        '"' => '”',
        '«' => '‹',
        '»' => '›',
        c => c,
    };
    let text: String = text.chars().map(outside).collect();
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let mut text = words.join(" ");
    if text.chars().count() > 120 {
        text = text.chars().take(119).collect();
        text.push('…');
    }
    if text.is_empty() { "?".to_owned() } else { text }
}

fn write_days(days: &[&Day]) -> String {
    if let Some(first) = days.first()
        && !first.nth.is_empty()
    {
        let nth: Vec<String> = first.nth.iter().map(ToString::to_string).collect();
        let names: Vec<String> =
            days.iter().map(|d| format!("{}[{}]", name(d.week), nth.join(","))).collect();
        return names.join(",");
    }
    let mut parts: Vec<String> = vec![];
    let mut n = 0;
    while n < days.len() {
        let mut last = n;
        while last + 1 < days.len() && days[last + 1].week == days[last].week + 1 {
            last += 1;
        }
        match last - n {
            0 => parts.push(name(days[n].week).to_owned()),
            1 => parts.push(format!("{},{}", name(days[n].week), name(days[last].week))),
            _ => parts.push(format!("{}-{}", name(days[n].week), name(days[last].week))),
        }
        n = last + 1;
    }
    parts.join(",")
}

fn name(day: u8) -> &'static str {
    DAYS.get(usize::from(day)).copied().unwrap_or("Mo")
}

fn write_span(span: &Span) -> String {
    let clock = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
    match span.to {
        // Past midnight OSM may say 26:00, and people 02:00.
        Some(to) if to > 1440 => format!("{}-{}", clock(span.from), clock(to - 1440)),
        Some(to) => format!("{}-{}", clock(span.from), clock(to)),
        None => format!("{}+", clock(span.from)),
    }
}
