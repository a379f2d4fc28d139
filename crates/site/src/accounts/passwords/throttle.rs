//! How fast passwords may be tried: for one account, and from one address of the network. Who tries
//! too often waits longer each time; nobody is ever shut out, and the link by mail is not slowed.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Wrong tries of an account before the next one waits.
const FREE: u32 = 5;
/// The same from one address: a library shares it among all its professionals.
const FREE_OF_ADDRESS: u32 = 30;
/// Longest pause between two tries, in seconds.
const LONGEST: i64 = 30;
/// Whoever would wait longer than this is told to come back.
const PATIENCE: i64 = 5;
/// Tries are forgotten this long after the last one.
const FORGOTTEN: i64 = 3_600;
/// So many accounts or addresses are remembered before those that need not wait are forgotten.
const MANY: usize = 50_000;

/// Seconds between a try and the next, after so many.
fn pause(tries: u32, free: u32) -> i64 {
    match tries.checked_sub(free) {
        None => 0,
        Some(beyond) => (1_i64 << beyond.min(5)).min(LONGEST),
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Past {
    tries: u32,
    last: i64,
    /// When the next one may begin.
    next: i64,
}

#[derive(Debug)]
struct Throttle<K> {
    free: u32,
    past: HashMap<K, Past>,
}

impl<K: Eq + Hash> Throttle<K> {
    fn new(free: u32) -> Self {
        Self { free, past: HashMap::new() }
    }

    /// Takes a turn, which counts as wrong until it is right: how long to wait for it. `Err`: it is
    /// too far away, and none was taken.
    fn take(&mut self, key: K, now: i64) -> Result<i64, i64> {
        if self.past.len() >= MANY {
            self.past.retain(|_, past| past.next > now);
        }
        let past = self.past.entry(key).or_default();
        if now - past.last > FORGOTTEN {
            *past = Past::default();
        }
        if now < past.last {
            // The clock was set back: what was to be waited then is to be waited now.
            (past.last, past.next) = (now, now + (past.next - past.last));
        }
        let wait = (past.next - now).max(0);
        if wait > PATIENCE {
            return Err(wait);
        }
        past.tries = past.tries.saturating_add(1);
        (past.last, past.next) = (now, now + wait + pause(past.tries, self.free));
        Ok(wait)
    }

    /// A turn was not used, or was right.
    fn give_back(&mut self, key: &K) {
        if let Some(past) = self.past.get_mut(key) {
            past.tries = past.tries.saturating_sub(1);
        }
    }

    fn forget(&mut self, key: &K) {
        self.past.remove(key);
    }
}

#[derive(Debug)]
struct Both {
    accounts: Throttle<Vec<u8>>,
    addresses: Throttle<IpAddr>,
}

/// The tries of late, in memory and nowhere else.
#[derive(Debug)]
pub struct Tries(Mutex<Both>);

impl Default for Tries {
    fn default() -> Self {
        Self(Mutex::new(Both {
            accounts: Throttle::new(FREE),
            addresses: Throttle::new(FREE_OF_ADDRESS),
        }))
    }
}

impl Tries {
    /// Takes a turn for an account, known or not, from an address: seconds to wait for it. `Err`:
    /// seconds until there may be one.
    pub fn take(&self, account: &[u8], from: Option<IpAddr>, now: i64) -> Result<i64, i64> {
        let mut both = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = from.map_or(Ok(0), |from| both.addresses.take(from, now))?;
        match both.accounts.take(account.to_vec(), now) {
            Ok(of_account) => Ok(of_account.max(of_address)),
            Err(wait) => {
                if let Some(from) = &from {
                    both.addresses.give_back(from);
                }
                Err(wait)
            }
        }
    }

    /// The try was right: the account begins anew, the address is given its turn back.
    pub fn right(&self, account: &[u8], from: Option<IpAddr>) {
        let mut both = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        both.accounts.forget(&account.to_vec());
        if let Some(from) = &from {
            both.addresses.give_back(from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_sixth_try_waits_and_each_further_one_longer() {
        let mut throttle = Throttle::new(FREE);
        for _ in 0..FREE {
            assert_eq!(throttle.take("ada", 100), Ok(0));
        }
        assert_eq!(throttle.take("ada", 100), Ok(1));
        assert_eq!(throttle.take("ada", 100), Ok(3), "behind the one that waits");
        assert_eq!(throttle.take("ada", 100), Err(7));
        assert_eq!(throttle.take("ada", 100), Err(7), "asking in vain lengthens nothing");
        assert_eq!(throttle.take("ida", 100), Ok(0), "others do not wait");
        assert_eq!(throttle.take("ada", 107), Ok(0));
        throttle.forget(&"ada");
        assert_eq!(throttle.take("ada", 107), Ok(0));
        assert_eq!((pause(4, 5), pause(5, 5), pause(10, 5), pause(u32::MAX, 5)), (0, 1, 30, 30));
    }

    #[test]
    fn one_address_is_slowed_whatever_accounts_it_tries() {
        let (tries, school) = (Tries::default(), Some(IpAddr::from([192, 0, 2, 7])));
        for n in 0..FREE_OF_ADDRESS {
            assert_eq!(tries.take(&n.to_be_bytes(), school, 0), Ok(0));
        }
        assert_eq!(tries.take(b"ada", school, 0), Ok(1));
        assert_eq!(tries.take(b"ada", Some(IpAddr::from([192, 0, 2, 8])), 0), Ok(0));
        // People who know their password slow nobody down.
        let tries = Tries::default();
        for n in 0..1_000_u32 {
            assert_eq!(tries.take(&n.to_be_bytes(), school, 0), Ok(0));
            tries.right(&n.to_be_bytes(), school);
        }
    }

    #[test]
    fn a_flood_of_names_is_not_remembered_for_ever() {
        let mut throttle = Throttle::new(FREE);
        for n in 0..3 * MANY {
            let _ = throttle.take(n, 0);
        }
        assert!(throttle.past.len() <= MANY);
    }

    proptest! {
        #[test]
        fn nobody_is_ever_shut_out(steps in prop::collection::vec(-4_000_i64..4_000, 1..200)) {
            let (mut throttle, mut now) = (Throttle::new(FREE), 1_000_000);
            for step in steps {
                now += step;
                match throttle.take((), now) {
                    Ok(wait) => prop_assert!((0..=PATIENCE).contains(&wait)),
                    Err(wait) => {
                        prop_assert!(wait <= LONGEST + PATIENCE);
                        now += wait;
                        prop_assert_eq!(throttle.take((), now), Ok(0));
                    }
                }
            }
        }
    }
}
