//! An OSM expression, parsed, and made ready for evaluation.
//!
//! The grammar and its evaluation are those of `opening-hours`. Three things are mended on the way:
//! `SH Mo-Fr` means the weekdays of school holidays, where the library reads school holidays or any
//! weekday; `2026 Jan-Mar` ends with March; of `14:00+` nobody knows until when it is open; and the
//! night of `Mo 20:00-02:00; Tu 09:00-12:00` is not cut short by Tuesday's rule.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use opening_hours::{Context, OpeningHours, RuleKind};
use opening_hours_syntax::ExtendedTime;
use opening_hours_syntax::rules::day::{
    Date, DateOffset, HolidayKind, Month, MonthdayRange, WeekDayRange, Year,
};
use opening_hours_syntax::rules::time::Time;
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleOperator, RuleSequence};

use crate::calendar::{self, World};

/// A parsed expression.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    text: String,
    parsed: OpeningHoursExpression,
    /// For each rule, how the holidays and weekdays in it belong together.
    pub(crate) joins: Vec<Join>,
}

/// How the holidays and the weekdays of one rule belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// Only one of the two is there, or one of them is enough: `PH,Mo-Fr`.
    Or,
    /// Both must hold: `SH Mo-Fr`.
    And,
    /// We cannot tell.
    Unclear,
}

impl Expression {
    pub(crate) fn parse(text: &str) -> Result<Self, opening_hours_syntax::Error> {
        let parsed = opening_hours_syntax::parse(text)?;
        let joins = joins(text, &parsed.rules);
        Ok(Self { text: text.to_owned(), parsed, joins })
    }

    pub(crate) fn rules(&self) -> &[RuleSequence] {
        &self.parsed.rules
    }

    fn mentions(&self, wanted: HolidayKind) -> bool {
        let is =
            |w: &WeekDayRange| matches!(w, WeekDayRange::Holiday { kind, .. } if *kind == wanted);
        self.parsed.rules.iter().any(|r| r.day_selector.weekday.iter().any(is))
    }

    /// Whether it says what holds on public holidays.
    pub(crate) fn mentions_public_holidays(&self) -> bool {
        self.mentions(HolidayKind::Public)
    }

    /// Whether it says what holds in school holidays.
    pub(crate) fn mentions_school_holidays(&self) -> bool {
        self.mentions(HolidayKind::School)
    }

    /// Whether it always says the same.
    pub(crate) fn is_constant(&self) -> bool {
        self.parsed.is_constant()
    }

    /// What can be asked about the days of this window in this département. `None` if the mended
    /// expression cannot be read again.
    pub(crate) fn ready(
        &self,
        department: &str,
        world: World,
        window: &RangeInclusive<NaiveDate>,
    ) -> Option<OpeningHours> {
        let holidays = calendar::of(department, world);
        let mut changed = false;
        let mut rules: Vec<RuleSequence> = vec![];
        for (rule, join) in self.parsed.rules.iter().zip(&self.joins) {
            let mut rule = rule.clone();
            if rule.time_selector.spans.iter().any(|s| s.open_end) && rule.kind == RuleKind::Open {
                rule.kind = RuleKind::Unknown;
                changed = true;
            }
            for range in &mut rule.day_selector.monthday {
                if let Some(mended) = whole_months(range) {
                    *range = mended;
                    changed = true;
                }
            }
            if *join != Join::Or {
                changed = true;
                let days = &mut rule.day_selector;
                let (of, weekdays): (Vec<_>, Vec<_>) =
                    days.weekday.drain(..).partition(|w| matches!(w, WeekDayRange::Holiday { .. }));
                days.weekday = weekdays;
                let moved = |w: &WeekDayRange| matches!(w, WeekDayRange::Holiday { offset, .. } if *offset != 0);
                let alone = days.monthday.is_empty() && days.year.is_empty();
                if *join == Join::Unclear || !alone || of.iter().any(moved) {
                    rule.kind = RuleKind::Unknown;
                } else {
                    let is = |day: NaiveDate| {
                        of.iter().any(|w| match w {
                            WeekDayRange::Holiday { kind, .. } => {
                                holidays.get_for_kind(*kind).contains(day)
                            }
                            WeekDayRange::Fixed { .. } => false,
                        })
                    };
                    days.monthday = ranges(window, is);
                    if days.monthday.is_empty() {
                        continue;
                    }
                }
            }
            if rule.operator == RuleOperator::Normal
                && rule.kind != RuleKind::Closed
                && (past_midnight(&rule) || rules.iter().any(past_midnight))
                && rules.iter().all(|earlier| apart(earlier, &rule))
            {
                rule.operator = RuleOperator::Additional;
                changed = true;
            }
            rules.push(rule);
        }
        if rules.is_empty() {
            return "closed".parse().ok();
        }
        let text = match changed {
            true => OpeningHoursExpression { rules }.to_string(),
            false => self.text.clone(),
        };
        let parsed: OpeningHours = text.parse().ok()?;
        Some(parsed.with_context(Context::default().with_holidays(holidays)))
    }
}

fn past_midnight(rule: &RuleSequence) -> bool {
    rule.time_selector.spans.iter().any(|span| match (span.range.start, span.range.end) {
        (Time::Fixed(from), Time::Fixed(to)) => to <= from || to > ExtendedTime::MIDNIGHT_24,
        _ => true,
    })
}

/// The weekdays that a rule is about, Monday first, if it is about nothing else.
pub(crate) fn weekdays(rule: &RuleSequence) -> Option<[bool; 7]> {
    let selector = &rule.day_selector;
    let plain =
        selector.year.is_empty() && selector.monthday.is_empty() && selector.week.is_empty();
    let mut found = [selector.weekday.is_empty(); 7];
    for day in &selector.weekday {
        let WeekDayRange::Fixed { range, offset: 0, .. } = day else { return None };
        let mut day = *range.start();
        loop {
            found[day as usize % 7] = true;
            if day == *range.end() {
                break;
            }
            day = day.succ();
        }
    }
    plain.then_some(found)
}

/// Whether two rules are about plain weekdays, and never the same.
fn apart(one: &RuleSequence, other: &RuleSequence) -> bool {
    match (weekdays(one), weekdays(other)) {
        (Some(one), Some(other)) => !one.iter().zip(other).any(|(a, b)| *a && b),
        _ => false,
    }
}

/// `2026 Jan-Mar` as dates, from the first day to the last.
fn whole_months(range: &MonthdayRange) -> Option<MonthdayRange> {
    let MonthdayRange::Month { range, year: Some(year) } = range else { return None };
    let (from, to) = (*range.start(), *range.end());
    let last_year = if from <= to { **year } else { **year + 1 };
    let after = NaiveDate::from_ymd_opt(
        if to == Month::December { last_year + 1 } else { last_year },
        to.next().into(),
        1,
    )?;
    let last = u8::try_from(after.pred_opt()?.day()).ok()?;
    let start = Date::ymd(1, from, *year);
    let end = Date::ymd(last, to, Year(last_year));
    Some(MonthdayRange::Date {
        start: (start, DateOffset::default()),
        end: (end, DateOffset::default()),
    })
}

/// The days of a window for which something holds, as ranges of dates.
fn ranges(
    window: &RangeInclusive<NaiveDate>,
    is: impl Fn(NaiveDate) -> bool,
) -> Vec<MonthdayRange> {
    let date = |day: NaiveDate| -> Option<Date> {
        let number = u8::try_from(day.day()).ok()?;
        Some(Date::ymd(number, Month::from_date(day), Year(day.year())))
    };
    let mut found: Vec<(NaiveDate, NaiveDate)> = vec![];
    for day in window.start().iter_days().take_while(|d| d <= window.end()).filter(|d| is(*d)) {
        match found.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(day) => *last = day,
            _ => found.push((day, day)),
        }
    }
    found
        .into_iter()
        .filter_map(|(from, to)| {
            Some(MonthdayRange::Date {
                start: (date(from)?, DateOffset::default()),
                end: (date(to)?, DateOffset::default()),
            })
        })
        .collect()
}

/// Finds out from the text how holidays and weekdays belong together: the parsed rule has both in
/// one list.
fn joins(text: &str, rules: &[RuleSequence]) -> Vec<Join> {
    let mixed = |rule: &RuleSequence| {
        let days = &rule.day_selector.weekday;
        let holiday = |w: &WeekDayRange| matches!(w, WeekDayRange::Holiday { .. });
        days.iter().any(holiday) && !days.iter().all(holiday)
    };
    let mut found = written(text).into_iter();
    let count = rules.iter().filter(|r| mixed(r)).count();
    let clear = written(text).len() == count;
    rules
        .iter()
        .map(|rule| match mixed(rule) {
            false => Join::Or,
            true if !clear => Join::Unclear,
            true => found.next().unwrap_or(Join::Unclear),
        })
        .collect()
}

/// Each list in which holidays and weekdays stand together, in the order of the text.
fn written(text: &str) -> Vec<Join> {
    let outside: String = text
        .split('"')
        .enumerate()
        .map(|(n, piece)| if n % 2 == 0 { piece } else { ";" })
        .collect();
    let letters: Vec<char> = outside.chars().collect();
    let mut found = vec![];
    let mut at = 0;
    while at < letters.len() {
        let begins = at == 0 || !letters[at - 1].is_alphanumeric();
        let Some((mut holiday, mut end)) = begins.then(|| item(&letters, at)).flatten() else {
            at += 1;
            continue;
        };
        let mut join = None;
        while let Some(mark @ (',' | ' ')) = letters.get(end).copied()
            && let Some((next, after)) = item(&letters, end + 1)
        {
            if next != holiday {
                join = Some(if mark == ' ' { Join::And } else { Join::Or });
            }
            (holiday, end) = (next, after);
        }
        found.extend(join);
        at = end;
    }
    found
}

/// A holiday or a weekday, a range or counted ones, at this place: whether it is a holiday, and
/// where it ends.
fn item(letters: &[char], at: usize) -> Option<(bool, usize)> {
    let word = |at: usize| -> Option<String> {
        let two: String = letters.get(at..at + 2)?.iter().collect();
        let ends = letters.get(at + 2).is_none_or(|c| !c.is_alphanumeric());
        ends.then(|| two.to_ascii_lowercase())
    };
    let first = word(at)?;
    if first == "ph" || first == "sh" {
        return Some((true, at + 2));
    }
    let day = |w: &str| ["mo", "tu", "we", "th", "fr", "sa", "su"].contains(&w);
    if !day(&first) {
        return None;
    }
    let mut end = at + 2;
    if letters.get(end) == Some(&'-') && word(end + 1).is_some_and(|w| day(&w)) {
        end += 3;
    }
    if letters.get(end) == Some(&'[') {
        end = letters[end..].iter().position(|&c| c == ']').map_or(letters.len(), |n| end + n + 1);
    }
    Some((false, end))
}

#[cfg(test)]
mod tests {
    use super::{Expression, Join};

    #[test]
    fn a_space_is_and_a_comma_is_or() {
        let joins = |text: &str| Expression::parse(text).unwrap().joins;
        assert_eq!(joins("Mo-Fr 09:00-12:00; SH Mo-Fr 10:00-12:00"), [Join::Or, Join::And]);
        assert_eq!(joins("PH,Mo-Fr 09:00-12:00"), [Join::Or]);
        assert_eq!(joins("Mo-Fr,PH 09:00-12:00"), [Join::Or]);
        assert_eq!(joins("SH,PH Mo[1] 09:00-12:00 \"SH Mo\"; PH off"), [Join::And, Join::Or]);
        assert_eq!(joins("24/7"), [Join::Or]);
    }
}
