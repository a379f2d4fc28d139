//! Comparing, without any database.

use base::Id;
use jiff::civil::Date;
use network::agreements::model::{Commitment, Cover, Figure, Year};
use programme::model::TotalsSource;

use crate::model::TypedTotals;

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Held and closed.
    Done,
    /// To come.
    Planned,
    /// Past, and nobody closed it.
    ToClose,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Done, Self::Planned, Self::ToClose];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Planned => "planned",
            Self::ToClose => "to_close",
        }
    }

    /// Key of its text.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "report-promise-done",
            Self::Planned => "report-promise-planned",
            Self::ToClose => "report-promise-to-close",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A session that counts.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The session.
    pub id: Id,
    /// Its local date.
    pub date: Date,
    /// Title of its activity.
    pub title: String,
    /// Who organises it.
    pub organiser: String,
    /// How far it is.
    pub state: State,
    /// Whether its figures were counted or typed in.
    pub source: Option<TotalsSource>,
    /// Made up for the demonstration.
    pub illustrative: bool,
}

/// A year of a commitment.
#[derive(Clone, Debug)]
pub struct YearLine {
    /// Which.
    pub year: Year,
    /// First and last day of it on which the agreement held.
    pub within: (Date, Date),
    /// How many were promised; `None`: no number was.
    pub promised: Option<u32>,
    /// Sessions held.
    pub done: u32,
    /// Sessions to come.
    pub planned: u32,
    /// Sessions past that nobody closed.
    pub to_close: u32,
    /// Totals without rows that are to be added to those held.
    pub totals: Vec<TypedTotals>,
    /// What was typed in: how many, and when.
    pub typed: Option<(u32, i64)>,
    /// Days of exchange that the party that promised held for another, where such days were
    /// promised.
    pub exchanged: Option<u32>,
}

impl YearLine {
    /// The agreement held all year.
    #[must_use]
    pub fn whole(&self) -> bool {
        self.within == (self.year.first(), self.year.last())
    }

    /// Sessions that are in totals without rows.
    #[must_use]
    pub fn in_totals(&self) -> u32 {
        self.totals.iter().filter_map(|t| t.sessions).sum()
    }

    /// All that was done, as far as anybody counted or typed it; what was typed in may hold more than
    /// the program knows, and stands first.
    #[must_use]
    pub fn all_done(&self, counted: bool) -> Option<u32> {
        match (counted, self.typed) {
            (true, _) => Some(self.done + self.in_totals()),
            (false, Some((n, _))) => Some(n),
            (false, None) => self.exchanged.filter(|n| *n > 0),
        }
    }
}

/// The years of a commitment. `totals`: totals without rows that no session of their period
/// explains.
#[must_use]
pub fn lines(
    commitment: &Commitment,
    years: &[Year],
    cover: &Cover,
    sessions: &[Counted],
    totals: &[TypedTotals],
    figures: &[Figure],
) -> Vec<YearLine> {
    let one = |year: &Year| {
        let (from, to) = year.within(cover);
        let inside = |day: Date| from <= day && day <= to;
        let many = |state| {
            let here = sessions.iter().filter(|s| s.state == state && inside(s.date));
            u32::try_from(here.count()).unwrap_or(u32::MAX)
        };
        let typed = figures.iter().find(|f| {
            f.commitment == commitment.id && f.year == year.begins && !commitment.kind.counted()
        });
        YearLine {
            year: *year,
            within: (from, to),
            promised: commitment.per_year,
            done: many(State::Done),
            planned: many(State::Planned),
            to_close: many(State::ToClose),
            totals: totals.iter().filter(|t| inside(t.from) && inside(t.to)).cloned().collect(),
            typed: typed.map(|f| (f.done, f.typed_at)),
            exchanged: None,
        }
    };
    years.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use network::agreements::model::{CommitmentKind, Counting, YearKind};
    use programme::model::Totals;
    use proptest::prelude::*;

    fn commitment(kind: CommitmentKind, year: YearKind) -> Commitment {
        Commitment {
            id: Id::parse("c").unwrap(),
            organisation: Id::new(),
            name: String::new(),
            kind,
            per_year: Some(60),
            year,
            counting: Counting::Whole,
            text: String::new(),
        }
    }

    fn session(date: Date, state: State) -> Counted {
        Counted {
            id: Id::new(),
            date,
            title: String::new(),
            organiser: String::new(),
            state,
            source: None,
            illustrative: false,
        }
    }

    fn cover() -> Cover {
        Cover { parties: vec![], from: date(2015, 9, 1), to: Some(date(2017, 6, 30)) }
    }

    #[test]
    fn each_session_stands_in_its_year_and_none_outside_the_agreement() {
        let one = commitment(CommitmentKind::Sessions, YearKind::Calendar);
        let years = [2017, 2016, 2015].map(|begins| Year { kind: YearKind::Calendar, begins });
        let sessions = [
            session(date(2015, 8, 31), State::Done),
            session(date(2015, 9, 1), State::Done),
            session(date(2016, 12, 31), State::Done),
            session(date(2017, 6, 30), State::Planned),
            session(date(2017, 6, 29), State::ToClose),
            session(date(2017, 7, 1), State::Planned),
        ];
        let totals = |from, to| TypedTotals {
            label: String::new(),
            from,
            to,
            organisation: Id::new(),
            sessions: Some(4),
            themes: None,
            partners: None,
            totals: Totals::default(),
        };
        let typed = [
            totals(date(2016, 2, 1), date(2016, 3, 31)),
            totals(date(2016, 12, 1), date(2017, 1, 31)),
        ];
        let lines = lines(&one, &years, &cover(), &sessions, &typed, &[]);
        let numbers: Vec<_> = lines.iter().map(|l| (l.done, l.planned, l.to_close)).collect();
        assert_eq!(numbers, [(0, 1, 1), (1, 0, 0), (1, 0, 0)]);
        assert_eq!(lines.iter().map(YearLine::whole).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(lines[1].all_done(true), Some(5), "what was typed for a whole part of the year");
        assert_eq!(lines[0].all_done(true), Some(0));
    }

    #[test]
    fn what_is_typed_stands_for_what_nobody_counts_alone() {
        let year = Year { kind: YearKind::School, begins: 2016 };
        let figure =
            Figure { commitment: Id::parse("c").unwrap(), year: 2016, done: 11, typed_at: 7 };
        let of = |kind| {
            let one = commitment(kind, YearKind::School);
            lines(&one, &[year], &cover(), &[], &[], std::slice::from_ref(&figure)).remove(0)
        };
        let exchanges = of(CommitmentKind::Exchanges);
        assert_eq!((exchanges.typed, exchanges.all_done(false)), (Some((11, 7)), Some(11)));
        assert_eq!(of(CommitmentKind::Sessions).typed, None);
        let held = YearLine { typed: None, exchanged: Some(4), ..exchanges };
        assert_eq!(held.all_done(false), Some(4));
        assert_eq!(YearLine { exchanged: Some(0), ..held }.all_done(false), None, "not zero");
        let none = lines(
            &commitment(CommitmentKind::Other, YearKind::School),
            &[year],
            &cover(),
            &[],
            &[],
            &[],
        );
        assert_eq!(none[0].all_done(false), None, "nobody typed: not zero");
    }

    proptest! {
        /// Every session within the agreement is in exactly one year, whichever year is meant.
        #[test]
        fn no_session_is_lost_or_counted_twice(
            days in proptest::collection::vec(-100_i64..900, 0..40),
            school in proptest::bool::ANY,
        ) {
            use jiff::ToSpan;
            let kind = if school { YearKind::School } else { YearKind::Calendar };
            let one = commitment(CommitmentKind::Sessions, kind);
            let at = |n: &i64| cover().from.checked_add(n.days()).unwrap();
            let sessions: Vec<_> = days.iter().map(|n| session(at(n), State::Done)).collect();
            let years: Vec<_> =
                (2014..=2018).map(|begins| Year { kind, begins }).collect();
            let sum: u32 = lines(&one, &years, &cover(), &sessions, &[], &[])
                .iter().map(|l| l.done).sum();
            let inside = sessions.iter().filter(|s| cover().holds(s.date)).count();
            prop_assert_eq!(sum as usize, inside);
        }
    }
}
