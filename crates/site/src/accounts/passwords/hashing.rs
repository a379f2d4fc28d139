//! Argon2id, a few at a time: each takes 19 MiB and some hundredths of a second.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use base::{Kind, Problem};
use tokio::sync::Semaphore;

use crate::App;

/// KiB of memory (OWASP, Password Storage Cheat Sheet). Raised here, they are raised for everybody at
/// their next entry.
const MEMORY: u32 = 19 * 1024;
/// Rounds.
const ROUNDS: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Passwords looked at at once, whoever sends them.
const SEATS: usize = 2;
/// Longest wait for a seat.
const PATIENCE: Duration = Duration::from_secs(10);

/// The seats where passwords are looked at.
#[derive(Debug)]
pub struct Seats(Arc<Semaphore>);

impl Default for Seats {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(SEATS)))
    }
}

/// What came of looking at a password.
pub enum Verdict {
    /// It is not theirs, or they have none.
    Wrong,
    /// It is theirs. With what to keep instead, where what is kept is no longer strong enough.
    Right(Option<String>),
}

fn broken(why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Internal, "problem-internal").because(why)
}

/// Runs at a seat, away from the threads that answer. The seat is held until the work is done, even
/// if nobody waits for it any more.
async fn seated<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&[u8; 32]) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let busy = |_| Problem::new(Kind::Unavailable, "problem-unavailable");
    let seat = app.password_seats.0.clone().acquire_owned();
    let seat = tokio::time::timeout(PATIENCE, seat).await.map_err(busy)?.map_err(broken)?;
    // What lies in the database alone, or in a backup of it, cannot even be guessed at.
    let key = app.vault.derived_bytes("password", &[]);
    let done = tokio::task::spawn_blocking(move || {
        let done = work(&key);
        drop(seat);
        done
    });
    done.await.map_err(broken)?
}

fn hasher(key: &[u8; 32]) -> Result<Argon2<'_>, Problem> {
    let params = Params::new(MEMORY, ROUNDS, LANES, None).map_err(broken)?;
    Argon2::new_with_secret(key, Algorithm::Argon2id, Version::V0x13, params).map_err(broken)
}

fn hash(key: &[u8; 32], password: &str) -> Result<String, Problem> {
    let made = hasher(key)?.hash_password(password.as_bytes()).map_err(broken)?;
    Ok(made.to_string())
}

/// Whether what is kept is weaker than what is made now.
fn is_outdated(phc: &str) -> bool {
    let Ok(kept) = PasswordHash::new(phc) else { return true };
    let enough = |p: Params| p.m_cost() >= MEMORY && p.t_cost() >= ROUNDS && p.p_cost() >= LANES;
    kept.algorithm != Algorithm::Argon2id.ident() || !Params::try_from(&kept).is_ok_and(enough)
}

fn look(key: &[u8; 32], phc: Option<&str>, password: &str) -> Result<Verdict, Problem> {
    let Some(phc) = phc else {
        // Who has none, or is nobody, waits as long for the same answer.
        hash(key, password)?;
        return Ok(Verdict::Wrong);
    };
    if hasher(key)?.verify_password(password.as_bytes(), phc).is_err() {
        return Ok(Verdict::Wrong);
    }
    let better = if is_outdated(phc) { Some(hash(key, password)?) } else { None };
    Ok(Verdict::Right(better))
}

/// Looks whether a password is the one that is kept, if one is.
pub async fn verify(app: &App, phc: Option<String>, password: &str) -> Result<Verdict, Problem> {
    let password = password.to_owned();
    seated(app, move |key| look(key, phc.as_deref(), &password)).await
}

/// What to keep of a password: a PHC string.
pub async fn keep(app: &App, password: &str) -> Result<String, Problem> {
    let password = password.to_owned();
    seated(app, move |key| hash(key, &password)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn right(key: &[u8; 32], phc: Option<&str>, password: &str) -> Option<Option<String>> {
        match look(key, phc, password).unwrap() {
            Verdict::Right(better) => Some(better),
            Verdict::Wrong => None,
        }
    }

    #[test]
    fn what_is_kept_says_how_it_was_made_and_opens_to_its_password_alone() {
        let kept = hash(&KEY, "trois vélos").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash(&KEY, "trois vélos").unwrap(), "each has a salt of its own");
        assert_eq!(right(&KEY, Some(&kept), "trois vélos"), Some(None));
        for wrong in ["trois velos", "trois vélos ", "", "TROIS VÉLOS"] {
            assert_eq!(right(&KEY, Some(&kept), wrong), None, "{wrong:?}");
        }
        assert_eq!(
            right(&[8; 32], Some(&kept), "trois vélos"),
            None,
            "without the key of the instance"
        );
        assert_eq!(right(&KEY, Some("$argon2id$damaged"), "trois vélos"), None);
        assert_eq!(right(&KEY, None, "trois vélos"), None);
    }

    #[test]
    fn what_was_kept_weaker_is_made_anew() {
        for (memory, rounds) in [(MEMORY, 1), (8 * 1024, 2), (MEMORY / 2, 4)] {
            let params = Params::new(memory, rounds, LANES, None).unwrap();
            let weak =
                Argon2::new_with_secret(&KEY, Algorithm::Argon2id, Version::V0x13, params).unwrap();
            let weak = weak.hash_password(b"trois").unwrap().to_string();
            let better = right(&KEY, Some(&weak), "trois").unwrap().unwrap();
            assert!(!is_outdated(&better), "{better}");
            assert_eq!(right(&KEY, Some(&better), "trois"), Some(None));
            assert_eq!(right(&KEY, Some(&weak), "quatre"), None);
        }
    }
}
