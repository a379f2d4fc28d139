//! When to write to those who look after entries that are due, and the link in the mail.

use base::{Id, codes};
use jiff::ToSpan;
use jiff::civil::Date;
use vault::{Day, Vault};

/// Days for which a link of a mail verifies its entry.
pub const LINK_DAYS: Day = 60;
/// Days for which whoever asks to be reminded later is left alone.
pub const LATER_DAYS: i32 = 30;
/// Fewest days between two mails to an organisation.
pub const SHORTEST_DAYS: i32 = 14;
/// Mails to an address in public that nobody answers: then no more.
pub const MOST_OUTSIDE: u32 = 3;

/// What an organisation was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Mails since it was last up to date.
    pub times: u32,
    /// When the last one was written.
    pub last: Date,
}

impl Told {
    /// Days until it is written to again: four weeks after the first mail, three after the second,
    /// then two. Who was up to date in between is a first time again, two weeks after the last at
    /// the earliest.
    fn wait(self) -> i32 {
        match self.times {
            1 => 28,
            2 => 21,
            _ => SHORTEST_DAYS,
        }
    }

    /// What is noted when an organisation that has something due may be written to on a day; `None`
    /// when it is too early, or when nobody answers at an address in public.
    #[must_use]
    pub fn next(told: Option<Self>, today: Date, outside: bool) -> Option<Self> {
        let Some(told) = told else { return Some(Self { times: 1, last: today }) };
        let early = today < told.last.saturating_add(told.wait().days());
        let silent = outside && told.times >= MOST_OUTSIDE;
        (!early && !silent).then(|| Self { times: told.times.saturating_add(1), last: today })
    }
}

const PURPOSE: &str = "entry-verify";

fn proof(vault: &Vault, entry: &Id, written: Day) -> u128 {
    vault.derived(PURPOSE, &format!("{entry} {written}"))
}

/// Secret of the address where an entry is verified: which entry, when it was written, and a proof
/// derived from the instance's key. Nothing of it is kept.
#[must_use]
pub fn secret(vault: &Vault, entry: &Id, written: Day) -> String {
    format!("{entry}.{written}.{}", codes::base32(proof(vault, entry, written)))
}

/// The entry and the day of a secret that this instance made.
pub(super) fn read_secret(vault: &Vault, secret: &str) -> Option<(Id, Day)> {
    let (rest, given) = secret.rsplit_once('.')?;
    let (entry, written) = rest.rsplit_once('.')?;
    let (entry, written) = (Id::parse(entry)?, written.parse().ok()?);
    let given = codes::read_base32(given)?;
    let right = proof(vault, &entry, written);
    (std::hint::black_box(right ^ given) == 0).then_some((entry, written))
}

/// Whether a link still verifies: for so many days, and not once the entry was verified otherwise.
pub(super) fn alive(written: Day, verified: Option<Date>, today: Date) -> bool {
    let age = vault::day_of(today) - written;
    (0..=LINK_DAYS).contains(&age) && verified.is_none_or(|day| vault::day_of(day) < written)
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
    fn the_pace_quickens_to_two_weeks() {
        let (mut told, mut days) = (None, vec![]);
        for n in 0..100 {
            if let Some(next) = Told::next(told, day(n), false) {
                days.push(n);
                told = Some(next);
            }
        }
        assert_eq!(days, [0, 28, 49, 63, 77, 91]);
    }

    #[test]
    fn a_link_dies_with_time_and_with_a_verification() {
        let written = vault::day_of(day(10));
        assert!(alive(written, None, day(10)) && alive(written, Some(day(9)), day(70)));
        assert!(!alive(written, None, day(71)));
        assert!(!alive(written, Some(day(10)), day(11)));
        assert!(!alive(written, None, day(9)), "written tomorrow");
    }

    #[test]
    fn a_secret_opens_its_own_entry_and_day() {
        let (ours, other, id) = (Vault::in_memory(), Vault::in_memory(), Id::new());
        let secret = secret(&ours, &id, 20_000);
        assert_eq!(read_secret(&ours, &secret), Some((id.clone(), 20_000)));
        assert_eq!(read_secret(&other, &secret), None);
        let proof = secret.rsplit('.').next().unwrap();
        for forged in [format!("{id}.20001.{proof}"), format!("{}.20000.{proof}", Id::new())] {
            assert_eq!(read_secret(&ours, &forged), None, "{forged}");
        }
    }

    proptest! {
        /// However often entries come due and are verified, two mails are two weeks apart, and an
        /// address in public is left alone after three.
        #[test]
        fn never_twice_in_two_weeks(
            due in proptest::collection::vec(proptest::bool::weighted(0.9), 1..400),
            outside: bool,
        ) {
            let (mut told, mut days, mut since) = (None::<Told>, vec![], 0);
            for (n, due) in due.into_iter().enumerate() {
                let n = i32::try_from(n).unwrap();
                if !due {
                    told = told.map(|t| Told { times: 0, ..t });
                    since = 0;
                } else if let Some(next) = Told::next(told, day(n), outside) {
                    told = Some(next);
                    days.push(n);
                    since += 1;
                    prop_assert!(!outside || since <= MOST_OUTSIDE);
                }
            }
            prop_assert!(days.windows(2).all(|w| w[1] - w[0] >= SHORTEST_DAYS), "{days:?}");
        }
    }
}
