//! Types and rules of referral, pure.

use ::store::words;
use base::{Id, Kind, Problem};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::Signal;

/// Most results on a slip: more is no advice.
pub const MOST_RESULTS: usize = 5;
/// Days after which a slip is erased.
pub const KEPT_DAYS: i32 = 60;
/// Days after which a result of which nobody said anything counts as unanswered.
pub const SILENT_DAYS: i32 = 30;
/// Seconds during which an answer may be corrected.
pub const CORRECTED_SECONDS: i64 = 15 * 60;
/// Unanswered results in a row after which somebody looks at once.
pub const MOST_SILENCES: u32 = 3;

words! {
    /// What a slip is printed on.
    Paper {
        /// A sheet of A5.
        A5 = "a5", "referral-paper-a5";
        /// A roll of 80 mm, as tills have.
        Receipt = "receipt", "referral-paper-receipt";
    }
}

words! {
    /// What became of a result.
    Said {
        /// The person came there.
        Arrived = "arrived", "referral-said-arrived";
        /// It was not what the person needed.
        WrongPlace = "wrong_place", "referral-said-wrong-place";
        /// Nobody was there.
        Closed = "closed", "referral-said-closed";
    }
}

words! {
    /// Who says it. Nothing more is asked.
    By {
        /// Whoever holds the slip.
        Person = "person", "referral-by-person";
        /// Who received them.
        Receiver = "receiver", "referral-by-receiver";
    }
}

/// An answer, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub said: Said,
    /// By whom; `None`: before that was kept.
    pub by: Option<By>,
    /// On which day.
    pub on: Date,
    /// Until when it may be corrected; `None`: no longer.
    pub until: Option<i64>,
}

impl Told {
    /// Until when it may still be corrected.
    #[must_use]
    pub fn correctable(&self, now: i64) -> Option<i64> {
        self.until.filter(|until| self.by.is_some() && now < *until)
    }

    /// As a form says which answer it corrects.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("{}.{}", self.said.code(), self.by.map_or("", By::code))
    }

    /// Reads such a mark.
    #[must_use]
    pub fn read(mark: &str) -> Option<(Said, By)> {
        let (said, by) = mark.split_once('.')?;
        Some((Said::parse(said)?, By::parse(by)?))
    }
}

/// What a result leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// An entry of the directory.
    Entry(Id),
    /// A session of the programme.
    Session(Id),
}

impl Target {
    /// Its field in forms and addresses.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Entry(_) => "entry",
            Self::Session(_) => "session",
        }
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &Id {
        match self {
            Self::Entry(id) | Self::Session(id) => id,
        }
    }

    /// The entry that it is; `None`: it is none.
    #[must_use]
    pub fn entry(&self) -> Option<&Id> {
        match self {
            Self::Entry(id) => Some(id),
            Self::Session(_) => None,
        }
    }

    /// Reads a field; `None` when it is another.
    #[must_use]
    pub fn read(field: &str, value: &str) -> Option<Self> {
        match field {
            "entry" => Id::parse(value).map(Self::Entry),
            "session" => Id::parse(value).map(Self::Session),
            _ => None,
        }
    }
}

/// What was chosen, in order, each once. It lives in the address of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basket(Vec<Target>);

impl Basket {
    /// From the fields of a form or an address, in their order; others are not looked at.
    #[must_use]
    pub fn read<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let found = fields.into_iter().filter_map(|(name, value)| Target::read(name, value.trim()));
        Self::of(found)
    }

    /// Of these, each once. What is far too long is cut: its page says that it is too long.
    #[must_use]
    pub fn of(targets: impl IntoIterator<Item = Target>) -> Self {
        let mut kept: Vec<Target> = vec![];
        for target in targets {
            if !kept.contains(&target) && kept.len() < 4 * MOST_RESULTS {
                kept.push(target);
            }
        }
        Self(kept)
    }

    /// What it holds.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.0
    }

    /// The address of its page, where one sorts it and makes the slip.
    #[must_use]
    pub fn path(&self) -> String {
        let fields: Vec<_> = self.0.iter().map(|t| format!("{}={}", t.field(), t.id())).collect();
        format!("/slip/new?{}", fields.join("&")).trim_end_matches('?').to_owned()
    }

    /// With the one at a place (from 1) one place further to the front.
    #[must_use]
    pub fn raised(mut self, place: usize) -> Self {
        if (2..=self.0.len()).contains(&place) {
            self.0.swap(place - 1, place - 2);
        }
        self
    }

    /// Without the one at a place (from 1).
    #[must_use]
    pub fn without(mut self, place: usize) -> Self {
        if (1..=self.0.len()).contains(&place) {
            self.0.remove(place - 1);
        }
        self
    }

    /// Refuses what makes no slip.
    pub fn check(&self) -> Result<(), Problem> {
        match self.0.len() {
            0 => Err(Problem::new(Kind::Invalid, "referral-problem-none")),
            1..=MOST_RESULTS => Ok(()),
            n => Err(Problem::new(Kind::Invalid, "referral-problem-many")
                .with("most", MOST_RESULTS)
                .with("n", n - MOST_RESULTS)),
        }
    }
}

/// The Monday of a day's week.
#[must_use]
pub fn week_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// The day on which a slip of this day is erased.
#[must_use]
pub fn erased_on(made: Date) -> Date {
    made.saturating_add(i64::from(KEPT_DAYS).days())
}

/// How often in a row nobody said what became of those sent somewhere, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// How often.
    pub times: u32,
    /// The last day on which a result fell silent.
    pub last: Date,
}

impl Silence {
    /// One more result fell silent. Whoever verified since the last one has looked: counted anew.
    #[must_use]
    pub fn after(before: Option<Self>, verified: Option<Date>, today: Date) -> Self {
        let known = before.filter(|b| verified.is_none_or(|v| v <= b.last));
        Self { times: known.map_or(0, |b| b.times).saturating_add(1), last: today }
    }

    /// What that says about the entry.
    #[must_use]
    pub fn signal(self) -> Signal {
        if self.times >= MOST_SILENCES { Signal::NobodyArrives } else { Signal::Unanswered }
    }
}

/// Results, and what was said of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Handed over.
    pub handed: u32,
    /// The person came there.
    pub arrived: u32,
    /// Of these, how many the place itself said.
    pub received: u32,
    /// It was not the right place.
    pub wrong_place: u32,
    /// Of these, how many the place itself said.
    pub wrong_place_received: u32,
    /// It was closed.
    pub closed: u32,
    /// Of these, how many the place itself said.
    pub closed_received: u32,
}

impl Counts {
    /// One result handed over.
    pub const HANDED: Self = Self {
        handed: 1,
        arrived: 0,
        received: 0,
        wrong_place: 0,
        wrong_place_received: 0,
        closed: 0,
        closed_received: 0,
    };

    /// What one answer adds.
    #[must_use]
    pub fn answer(said: Said, by: By) -> Self {
        let mut one = Self::default();
        let (all, received) = match said {
            Said::Arrived => (&mut one.arrived, &mut one.received),
            Said::WrongPlace => (&mut one.wrong_place, &mut one.wrong_place_received),
            Said::Closed => (&mut one.closed, &mut one.closed_received),
        };
        (*all, *received) = (1, u32::from(by == By::Receiver));
        one
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            handed: self.handed + other.handed,
            arrived: self.arrived + other.arrived,
            received: self.received + other.received,
            wrong_place: self.wrong_place + other.wrong_place,
            wrong_place_received: self.wrong_place_received + other.wrong_place_received,
            closed: self.closed + other.closed,
            closed_received: self.closed_received + other.closed_received,
        }
    }

    /// Of how many something was said.
    #[must_use]
    pub fn answered(self) -> u32 {
        self.arrived + self.wrong_place + self.closed
    }

    /// Of how many nothing was said, yet or for good.
    #[must_use]
    pub fn unanswered(self) -> u32 {
        self.handed.saturating_sub(self.answered())
    }

    /// Answers in a hundred results; `None` where nothing was handed over.
    #[must_use]
    pub fn rate(self) -> Option<u32> {
        (self.handed > 0).then(|| (self.answered() * 200 + self.handed) / (self.handed * 2))
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Self::plus)
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
    fn a_basket_holds_one_to_five_each_once() {
        let read = |text: &str| Basket::read(text.split('&').filter_map(|f| f.split_once('=')));
        let basket = read("entry=a&x=1&session=b&entry=a&entry=%&entry=c");
        assert_eq!(basket.path(), "/slip/new?entry=a&session=b&entry=c");
        assert_eq!(basket.clone().raised(2).path(), "/slip/new?session=b&entry=a&entry=c");
        assert_eq!(basket.clone().without(1).path(), "/slip/new?session=b&entry=c");
        assert!(basket.check().is_ok());
        assert_eq!(Basket::default().path(), "/slip/new");
        assert_eq!(Basket::default().check().unwrap_err().message, "referral-problem-none");
        let many = read("entry=a&entry=b&entry=c&entry=d&entry=e&entry=f&entry=g");
        let problem = many.check().unwrap_err();
        assert_eq!(problem.args[1], ("n", "2".to_owned()));
    }

    #[test]
    fn an_answer_is_corrected_for_a_short_while_and_by_who_saw_it() {
        let told = |by, until| Told { said: Said::Closed, by, on: day(0), until };
        let fresh = told(Some(By::Person), Some(900));
        assert_eq!((fresh.correctable(899), fresh.correctable(900)), (Some(900), None));
        assert_eq!(told(Some(By::Person), None).correctable(0), None);
        assert_eq!(told(None, Some(900)).correctable(0), None);
        assert_eq!(Told::read(&fresh.mark()), Some((Said::Closed, By::Person)));
        assert_eq!(Told::read("closed."), None);
    }

    #[test]
    fn a_week_begins_on_monday() {
        let monday = date(2026, 11, 23);
        for n in 0..7 {
            assert_eq!(week_of(monday.saturating_add(n.days())), monday);
        }
        assert_eq!(week_of(date(2027, 1, 1)), date(2026, 12, 28));
    }

    #[test]
    fn three_silences_in_a_row_are_looked_at_at_once() {
        let mut silence = None;
        let mut said = vec![];
        for n in 1..=4 {
            let now = Silence::after(silence, Some(day(0)), day(n));
            said.push(now.signal());
            silence = Some(now);
        }
        let (some, many) = (Signal::Unanswered, Signal::NobodyArrives);
        assert_eq!(said, [some, some, many, many]);
        assert_eq!((some.days(), many.days()), (30, 0));
        // Somebody verified since: it begins anew.
        let anew = Silence::after(silence, Some(day(5)), day(6));
        assert_eq!((anew.times, anew.signal()), (1, some));
    }

    proptest! {
        /// Whatever happens, only three silences with neither an answer nor a verification between
        /// them make it urgent.
        #[test]
        fn only_an_unbroken_row_is_urgent(events in proptest::collection::vec(0..3u8, 0..40)) {
            let (mut silence, mut verified, mut row) = (None, None, 0);
            for (n, event) in (1..).zip(events) {
                match event {
                    0 => (silence, row) = (None, 0),
                    1 => (verified, row) = (Some(day(n)), 0),
                    _ => {
                        let now = Silence::after(silence, verified, day(n));
                        row += 1;
                        prop_assert_eq!(now.signal() == Signal::NobodyArrives, row >= MOST_SILENCES);
                        silence = Some(now);
                    }
                }
            }
        }

        /// Answers never outnumber what was handed over, and the parts add up.
        #[test]
        fn parts_add_up(answers in proptest::collection::vec((0..3usize, 0..2usize), 0..50), more in 0..50usize) {
            let handed = (0..answers.len() + more).map(|_| Counts::HANDED);
            let said = answers.iter().map(|(s, b)| Counts::answer(Said::ALL[*s], By::ALL[*b]));
            let all: Counts = handed.chain(said).sum();
            prop_assert_eq!(all.answered() as usize, answers.len());
            prop_assert_eq!(all.unanswered() as usize, more);
            let of = |said: Said, by: By| {
                answers.iter().filter(|(s, b)| (Said::ALL[*s], By::ALL[*b]) == (said, by)).count()
            };
            for (said, n, received) in [
                (Said::Arrived, all.arrived, all.received),
                (Said::WrongPlace, all.wrong_place, all.wrong_place_received),
                (Said::Closed, all.closed, all.closed_received),
            ] {
                prop_assert_eq!(received as usize, of(said, By::Receiver));
                prop_assert_eq!((n - received) as usize, of(said, By::Person));
            }
            prop_assert!(all.rate().is_none_or(|r| r <= 100));
            prop_assert_eq!(all.rate().is_none(), all.handed == 0);
        }

        #[test]
        fn moving_loses_nothing(n in 0..8usize, place in 0..10usize) {
            let basket = Basket::of((0..n).map(|i| Target::Entry(Id::parse(&format!("e{i}")).unwrap())));
            let raised = basket.clone().raised(place);
            let mut sorted = raised.targets().to_vec();
            sorted.sort();
            prop_assert_eq!(sorted, basket.targets());
            let less = usize::from((1..=n).contains(&place));
            prop_assert_eq!(basket.without(place).targets().len(), n - less);
        }
    }
}
