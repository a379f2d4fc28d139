//! When an entry is due for verification, and why.

use ::store::words;
use jiff::ToSpan;
use jiff::civil::Date;

/// Days for which what was verified counts as fresh: six months, the half-year that DORA shows in
/// green and that the cover of an edition counts.
pub const FRESH_DAYS: i32 = 183;

words! {
    /// What makes an entry due before its time.
    Signal {
        /// Somebody reported an error.
        Report = "report", "directory-signal-report";
        /// Its address on the web answers no longer.
        DeadLink = "dead_link", "directory-signal-dead-link";
        /// A mail to it came back.
        Bounced = "bounced", "directory-signal-bounced";
        /// A date that it speaks of has passed.
        DatePassed = "date_passed", "directory-signal-date-passed";
        /// Two sources say different things.
        Disagreement = "disagreement", "directory-signal-disagreement";
        /// People who were sent there did not find what they were told.
        WrongPlace = "wrong_place", "directory-signal-wrong-place";
        /// Nobody said what became of those who were sent there.
        Unanswered = "unanswered", "directory-signal-unanswered";
        /// Nobody said it of several in a row.
        NobodyArrives = "nobody_arrives", "directory-signal-nobody-arrives";
    }
}

impl Signal {
    /// Days after the signal within which somebody is to look.
    #[must_use]
    pub fn days(self) -> i32 {
        match self {
            Self::NobodyArrives => 0,
            Self::Report | Self::WrongPlace => 3,
            Self::DeadLink | Self::Bounced | Self::DatePassed => 7,
            Self::Disagreement => 14,
            Self::Unanswered => 30,
        }
    }
}

/// Why an entry is due when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody verified it yet.
    Never,
    /// Its time is over.
    Age,
    /// Something happened.
    Signal(Signal),
}

impl Why {
    /// As kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Age => "age",
            Self::Signal(signal) => signal.code(),
        }
    }

    /// Reads what is kept.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "never" => Some(Self::Never),
            "age" => Some(Self::Age),
            _ => Signal::parse(code).map(Self::Signal),
        }
    }

    /// Key of its words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Never => "directory-due-never",
            Self::Age => "directory-due-age",
            Self::Signal(signal) => signal.label(),
        }
    }
}

/// The day by which somebody is to verify an entry, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// Why then.
    pub why: Why,
}

impl Due {
    /// So many months after it was verified; at once, counted from the day it came, where it never
    /// was; earlier where something happened. Signals of before the verification no longer count:
    /// whoever verified knew of them.
    #[must_use]
    pub fn of(
        came: Date,
        verified: Option<Date>,
        months: u32,
        signals: impl IntoIterator<Item = (Signal, Date)>,
    ) -> Self {
        let by_age = match verified {
            None => Self { on: came, why: Why::Never },
            Some(day) => Self { on: day.saturating_add(i64::from(months).months()), why: Why::Age },
        };
        let signals = signals.into_iter().filter(|(_, since)| verified.is_none_or(|v| *since >= v));
        signals
            .map(|(s, since)| Self {
                on: since.saturating_add(s.days().days()),
                why: Why::Signal(s),
            })
            .fold(by_age, |first, other| if other.on < first.on { other } else { first })
    }
}

/// How fresh what an entry says is, for the eye and the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Verified, and not due yet.
    Fresh,
    /// Verified, but longer ago than it should be, or something happened since.
    Due,
    /// Nobody ever verified it.
    Never,
}

impl Freshness {
    /// On a day.
    #[must_use]
    pub fn of(verified: Option<Date>, due: Due, today: Date) -> Self {
        match verified {
            None => Self::Never,
            Some(_) if due.on <= today => Self::Due,
            Some(_) => Self::Fresh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn day(n: i32) -> Date {
        date(2026, 1, 1).saturating_add(n.days())
    }

    #[test]
    fn what_nobody_verified_is_due_at_once() {
        assert_eq!(Due::of(day(5), None, 6, []), Due { on: day(5), why: Why::Never });
    }

    #[test]
    fn a_report_comes_before_the_half_year() {
        let due = Due::of(day(0), Some(day(10)), 6, [(Signal::Report, day(20))]);
        assert_eq!(due, Due { on: day(23), why: Why::Signal(Signal::Report) });
        // Whoever verified after it knew of it.
        let due = Due::of(day(0), Some(day(21)), 6, [(Signal::Report, day(20))]);
        assert_eq!(due.why, Why::Age);
    }

    #[test]
    fn every_reason_reads_back() {
        let all = Signal::ALL.iter().map(|s| Why::Signal(*s)).chain([Why::Never, Why::Age]);
        for why in all {
            assert_eq!(Why::parse(why.code()), Some(why));
        }
    }

    proptest! {
        /// A signal never puts the day off, and verifying never brings it closer.
        #[test]
        fn signals_only_bring_the_day_closer(
            came in 0..1000i32,
            verified in proptest::option::of(0..1000i32),
            months in 1..24u32,
            signals in proptest::collection::vec((0..Signal::ALL.len(), 0..1000i32), 0..5),
        ) {
            let signals: Vec<_> = signals.iter().map(|(s, d)| (Signal::ALL[*s], day(*d))).collect();
            let verified = verified.map(day);
            let alone = Due::of(day(came), verified, months, []);
            let with = Due::of(day(came), verified, months, signals.clone());
            prop_assert!(with.on <= alone.on);
            if let Some(before) = verified {
                let later = before.saturating_add(1.day());
                let again = Due::of(day(came), Some(later), months, signals);
                prop_assert!(again.on >= with.on);
            }
        }
    }
}
