//! What a party has promised, a year at a time.

use ::store::words;
use base::{Id, Problem, problem::FieldProblem};
use jiff::civil::{Date, date};

use super::{Agreement, Cover};

words! {
    /// What was promised.
    CommitmentKind {
        /// Sessions of workshops, clubs and the like: counted from the programme.
        Sessions = "sessions", "agreements-kind-sessions";
        /// Drop-in desks (permanences): counted from the programme.
        DropIns = "drop_ins", "agreements-kind-drop-ins";
        /// Days of exchange or immersion: not counted by the program, typed in.
        Exchanges = "exchanges", "agreements-kind-exchanges";
        /// Anything else: typed in.
        Other = "other", "agreements-kind-other";
    }
}

impl CommitmentKind {
    /// Whether the program counts it.
    #[must_use]
    pub fn counted(self) -> bool {
        matches!(self, Self::Sessions | Self::DropIns)
    }
}

words! {
    /// Which year is meant.
    YearKind {
        /// From January.
        Calendar = "calendar", "agreements-year-calendar";
        /// From September.
        School = "school", "agreements-year-school";
    }
}

words! {
    /// Which sessions of the party count.
    Counting {
        /// Those that another party organises or animates as well, or that took place at its own.
        With = "with", "agreements-counting-with";
        /// All of its programme.
        Whole = "whole", "agreements-counting-whole";
    }
}

/// Most commitments of an agreement.
pub const MOST_COMMITMENTS: usize = 12;
/// Most years that are looked at, the latest ones.
const MOST_YEARS: i16 = 12;

/// A commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Identifier.
    pub id: Id,
    /// The party that committed itself.
    pub organisation: Id,
    /// Its name.
    pub name: String,
    /// To what.
    pub kind: CommitmentKind,
    /// How many a year, if a number was promised.
    pub per_year: Option<u32>,
    /// Which year.
    pub year: YearKind,
    /// Which sessions count.
    pub counting: Counting,
    /// In words.
    pub text: String,
}

/// A figure that was typed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Of which commitment.
    pub commitment: Id,
    /// The year in which its year begins.
    pub year: i16,
    /// How many.
    pub done: u32,
    /// When it was typed, in seconds since 1970.
    pub typed_at: i64,
}

/// A year of one kind or the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Year {
    /// Which kind.
    pub kind: YearKind,
    /// The calendar year in which it begins.
    pub begins: i16,
}

impl Year {
    /// The one a day lies in.
    #[must_use]
    pub fn of(kind: YearKind, day: Date) -> Self {
        let before = kind == YearKind::School && day.month() < 9;
        Self { kind, begins: day.year() - i16::from(before) }
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Date {
        let month = if self.kind == YearKind::School { 9 } else { 1 };
        date(self.begins.clamp(1, 9_998), month, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Date {
        let next = Self { begins: self.begins.clamp(1, 9_997) + 1, ..self };
        next.first().yesterday().unwrap_or(Date::MAX)
    }

    /// As people say it: `2016`, `2016-2017`.
    #[must_use]
    pub fn name(self) -> String {
        match self.kind {
            YearKind::Calendar => self.begins.to_string(),
            YearKind::School => format!("{}-{}", self.begins, self.begins + 1),
        }
    }

    /// The days of it on which something was agreed.
    #[must_use]
    pub fn within(self, cover: &Cover) -> (Date, Date) {
        let to = cover.to.map_or(self.last(), |to| self.last().min(to));
        (self.first().max(cover.from), to)
    }
}

impl Commitment {
    /// The years of an agreement up to the present one, the latest first. None for a draft, or for
    /// one that has not begun.
    #[must_use]
    pub fn years(&self, agreement: &Agreement, today: Date) -> Vec<Year> {
        let Some(cover) = agreement.cover() else { return vec![] };
        let until = cover.to.map_or(today, |to| to.min(today));
        if until < cover.from {
            return vec![];
        }
        let (first, last) = (Year::of(self.year, cover.from), Year::of(self.year, until));
        let first = first.begins.max(last.begins - MOST_YEARS + 1);
        (first..=last.begins).rev().map(|begins| Year { kind: self.year, begins }).collect()
    }

    /// Checks what a form can get wrong in the `n`th commitment of an agreement.
    pub fn check(&self, n: usize, agreement: &Agreement) -> Vec<FieldProblem> {
        let mut wrong = vec![];
        if !agreement.binds(&self.organisation) {
            wrong.push(FieldProblem::new(
                format!("organisation_{n}"),
                "agreements-problem-no-party",
            ));
        }
        if self.per_year.is_some_and(|many| !(1..=9_999).contains(&many)) {
            wrong.push(FieldProblem::new(format!("per_year_{n}"), "agreements-problem-per-year"));
        }
        if self.per_year.is_none() && self.text.trim().is_empty() {
            wrong.push(FieldProblem::new(format!("per_year_{n}"), "agreements-problem-empty"));
        }
        if self.text.chars().count() > 500 {
            wrong.push(FieldProblem::new(format!("text_{n}"), "network-problem-long"));
        }
        wrong
    }

    /// Checks all commitments of an agreement.
    pub fn check_all(all: &[Self], agreement: &Agreement) -> Result<(), Problem> {
        let wrong = (1..).zip(all).flat_map(|(n, one)| one.check(n, agreement)).collect();
        Problem::from_fields(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn years_are_those_of_the_agreement_until_now() {
        let commitment = |year| Commitment {
            id: Id::new(),
            organisation: Id::new(),
            name: String::new(),
            kind: CommitmentKind::Sessions,
            per_year: Some(60),
            year,
            counting: Counting::Whole,
            text: String::new(),
        };
        let mut agreement = Agreement {
            signed: Some(date(2015, 9, 1)),
            starts: Some(date(2015, 9, 1)),
            ends: Some(date(2018, 8, 31)),
            ..Agreement::blank(Id::new())
        };
        let names = |agreement: &Agreement, kind, day| {
            let years = commitment(kind).years(agreement, day);
            years.into_iter().map(Year::name).collect::<Vec<_>>().join(" ")
        };
        let (school, calendar) = (YearKind::School, YearKind::Calendar);
        assert_eq!(names(&agreement, calendar, date(2017, 1, 1)), "2017 2016 2015");
        assert_eq!(names(&agreement, calendar, date(2026, 1, 1)), "2018 2017 2016 2015");
        assert_eq!(names(&agreement, school, date(2026, 1, 1)), "2017-2018 2016-2017 2015-2016");
        assert_eq!(names(&agreement, school, date(2015, 8, 31)), "");
        let cover = agreement.cover().unwrap();
        let first = Year { kind: calendar, begins: 2015 };
        assert_eq!(first.within(&cover), (date(2015, 9, 1), date(2015, 12, 31)));
        agreement.signed = None;
        assert_eq!(names(&agreement, calendar, date(2017, 1, 1)), "");
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_year(days in 0_i32..30_000, school in proptest::bool::ANY) {
            let day = date(1990, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let kind = if school { YearKind::School } else { YearKind::Calendar };
            let year = Year::of(kind, day);
            prop_assert!(year.first() <= day && day <= year.last());
            let next = Year { begins: year.begins + 1, ..year };
            prop_assert_eq!(year.last().tomorrow().unwrap(), next.first());
        }
    }
}
