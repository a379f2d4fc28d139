//! Sealing what is personal until the day on which it is forgotten, and the guard of that day.
//!
//! The keys are in [`vault`]; this module ties them to the database, so that several nodes seal
//! under the same keys, and to the clock, so that a wrong one destroys nothing.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use base::{Kind, Problem};
use jiff::civil::Date;
use store::{StoreError, Tx};
use vault::{Day, DayKey, VaultError};

use crate::App;

/// Today, where the network is.
#[must_use]
pub fn today(app: &App) -> Date {
    base::dates::local(app.clock.seconds(), base::dates::DEFAULT_ZONE).date()
}

/// The key under which to seal what is forgotten on this day; `None` when that day is over: then
/// nothing personal is to be kept any more.
pub fn key(app: &App, tx: &mut Tx<'_>, day: Day) -> Result<Option<DayKey>, Problem> {
    let key = match app.vault.day(day) {
        Ok(key) => key,
        Err(VaultError::Forgotten(_)) => return Ok(None),
        Err(error) => {
            return Err(Problem::new(Kind::Unavailable, "problem-unavailable").because(error));
        }
    };
    let print = key.tag("print", &day.to_be_bytes());
    let (day, ours) = (i64::from(day), print.clone());
    tx.execute(
        "INSERT INTO key_days (day, print) VALUES (?1, ?2) ON CONFLICT (day) DO NOTHING",
        &[day.into(), ours.into()],
    )?;
    let kept: Vec<u8> =
        tx.query_one("SELECT print FROM key_days WHERE day = ?1", &[day.into()])?.get(0)?;
    if kept == print {
        return Ok(Some(key));
    }
    // Sealed under it, it could be opened here alone.
    Err(Problem::new(Kind::Unavailable, "problem-unavailable")
        .because("this node's keys are not those of the others: share the folder of keys"))
}

/// Notes that this node overwrote the key of a day.
pub fn note_end(tx: &mut Tx<'_>, node: &str, day: Day, now: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO key_ends (day, node, destroyed_at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (day, node) DO NOTHING",
        &[i64::from(day).into(), node.into(), now.into()],
    )
    .map(|_| ())
}

/// When a key was last destroyed.
pub fn last_end(tx: &mut Tx<'_>) -> Result<Option<i64>, StoreError> {
    tx.query_one("SELECT MAX(destroyed_at) FROM key_ends", &[])?.get(0)
}

/// The days whose key this node overwrote.
pub fn ends_of(tx: &mut Tx<'_>, node: &str) -> Result<HashSet<Day>, StoreError> {
    tx.query("SELECT day FROM key_ends WHERE node = ?1", &[node.into()])?
        .iter()
        .map(|row| Ok(Day::try_from(row.get::<i64>(0)?).unwrap_or_default()))
        .collect()
}

/// Notes that this node is there, and gives the moment it last said so.
pub fn beat(tx: &mut Tx<'_>, node: &str, now: i64) -> Result<Option<i64>, StoreError> {
    let before = tx
        .query_opt("SELECT seen_at FROM nodes WHERE node = ?1", &[node.into()])?
        .map(|row| row.get(0))
        .transpose()?;
    tx.execute(
        "INSERT INTO nodes (node, seen_at) VALUES (?1, ?2) \
         ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at",
        &[node.into(), now.into()],
    )?;
    Ok(before)
}

/// The latest moment at which any node said that it is there.
pub fn last_beat(tx: &mut Tx<'_>) -> Result<Option<i64>, StoreError> {
    tx.query_one("SELECT MAX(seen_at) FROM nodes", &[])?.get(0)
}

/// How long a day stays due before its key is destroyed.
pub const PATIENCE: Duration = Duration::from_secs(3_600);
/// The same after the clock did something that a person should look at.
pub const DOUBT: Duration = Duration::from_secs(24 * 3_600);
/// Away for longer than this, or so far back: the clock may be wrong.
const LONG_AWAY: i64 = 3 * 86_400;
const JUMP: i64 = 3_600;

/// Decides when a day that is due by the clock may really be forgotten. Two phases: a day is first
/// *armed*, and its key destroyed only after [`PATIENCE`] of uninterrupted running, measured by a
/// clock that nobody sets. If the wall clock jumped meanwhile, or the node was away for days,
/// everything is disarmed and [`DOUBT`] is waited instead, so that a person can see the warning.
#[derive(Debug, Default)]
pub struct Guard {
    armed: HashMap<Day, Duration>,
    last: Option<(i64, Duration)>,
    doubted: Option<Duration>,
}

impl Guard {
    /// Says what time it is: by the wall clock (seconds since 1970), by the running of the
    /// program, and the wall clock's last time known from before. `true`: the clock is in doubt
    /// from now on.
    pub fn beat(&mut self, wall: i64, running: Duration, before: Option<i64>) -> bool {
        let strange = match self.last {
            Some((then, at)) => {
                let passed = i64::try_from(running.saturating_sub(at).as_secs());
                (wall - then).abs_diff(passed.unwrap_or(i64::MAX)) > JUMP as u64
            }
            None => before.is_some_and(|then| wall - then > LONG_AWAY || then - wall > JUMP),
        };
        self.last = Some((wall, running));
        if strange {
            self.armed.clear();
            self.doubted = Some(running);
        }
        strange
    }

    /// Whether the clock is in doubt.
    #[must_use]
    pub fn doubts(&self, running: Duration) -> bool {
        self.doubted.is_some_and(|since| running.saturating_sub(since) < DOUBT)
    }

    /// Of the days that are due, those whose key may be destroyed now. The others are armed.
    pub fn ripe(&mut self, due: &[Day], running: Duration) -> Vec<Day> {
        self.armed.retain(|day, _| due.contains(day));
        let doubts = self.doubts(running);
        let mut ripe = vec![];
        for day in due {
            let since = *self.armed.entry(*day).or_insert(running);
            if !doubts && running.saturating_sub(since) >= PATIENCE {
                ripe.push(*day);
            }
        }
        ripe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = PATIENCE;
    const NOON: i64 = 1_795_000_000;

    fn at(hours: u32) -> (i64, Duration) {
        (NOON + i64::from(hours) * 3_600, HOUR * hours)
    }

    #[test]
    fn a_day_is_armed_before_it_is_forgotten() {
        let mut guard = Guard::default();
        assert!(!guard.beat(at(0).0, at(0).1, Some(NOON - 60)));
        assert!(guard.ripe(&[7], at(0).1).is_empty());
        assert!(guard.ripe(&[7], HOUR / 2).is_empty());
        assert!(!guard.beat(at(1).0, at(1).1, Some(NOON)));
        assert_eq!(guard.ripe(&[7, 8], at(1).1), [7]);
        assert_eq!(guard.ripe(&[8], at(2).1), [8]);
    }

    #[test]
    fn a_clock_set_years_ahead_destroys_nothing() {
        let mut guard = Guard::default();
        guard.beat(at(0).0, at(0).1, Some(NOON));
        guard.ripe(&[7], at(0).1);
        // An hour later by the program, four years later by the wall.
        assert!(guard.beat(NOON + 4 * 365 * 86_400, at(1).1, Some(NOON)));
        assert!(guard.ripe(&[7, 8, 9], at(1).1).is_empty());
        assert!(guard.ripe(&[7, 8, 9], at(20).1).is_empty(), "in doubt");
        // It is set right again: the days that are not due are disarmed, doubt begins anew.
        assert!(guard.beat(at(21).0, at(21).1, Some(NOON)));
        assert!(guard.ripe(&[7], at(21).1).is_empty());
        assert!(guard.ripe(&[7], at(44).1).is_empty());
        assert_eq!(guard.ripe(&[7], at(45).1), [7]);
    }

    #[test]
    fn a_start_with_a_wrong_clock_is_doubted() {
        for before in [NOON - 4 * 86_400, NOON + 2 * 3_600] {
            let mut guard = Guard::default();
            assert!(guard.beat(NOON, at(0).1, Some(before)));
            guard.ripe(&[7], at(0).1);
            assert!(guard.ripe(&[7], at(23).1).is_empty());
            assert_eq!(guard.ripe(&[7], at(24).1), [7]);
        }
        let mut guard = Guard::default();
        assert!(!guard.beat(NOON, at(0).1, Some(NOON - 2 * 86_400)), "a weekend is none");
        assert!(!Guard::default().beat(NOON, at(0).1, None), "nor is the first start");
    }

    #[test]
    fn summer_time_and_slow_rounds_are_no_jump() {
        let mut guard = Guard::default();
        guard.beat(NOON, HOUR, None);
        assert!(!guard.beat(NOON + 3 * 3_600 + 59 * 60, HOUR * 4, None));
    }
}
