//! Files that wait between two pages of an import.
//!
//! A file waits in the memory of the server, under a random key that only opens for the person who
//! sent it: at most [`MOST_FILES`] files and [`MOST_BYTES`] bytes in all (the oldest make room, one's own
//! before those of others), and [`MOST_OF_ONE`] of one person, for [`KEPT_SECONDS`]. A restart forgets them; the person sends it again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base::{Id, Kind, Problem};
use bytes::Bytes;

use crate::{App, Ctx};

/// Files that wait.
pub const MOST_FILES: usize = 20;
/// Files of one person that wait.
pub const MOST_OF_ONE: usize = 5;
/// Bytes that wait, all files together.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How long a file waits.
pub const KEPT_SECONDS: i64 = 30 * 60;

/// A file between two pages, with what was said of it.
#[derive(Clone, Debug)]
pub struct Waiting<T> {
    /// The key in the address.
    pub key: String,
    /// Who sent it.
    pub person: Id,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Bytes,
    /// What was said of it.
    pub what: T,
}

/// Where files wait.
#[derive(Debug)]
pub struct Shelf<T>(Arc<Mutex<Vec<Waiting<T>>>>);

impl<T> Clone for Shelf<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Clone + Send + 'static> Shelf<T> {
    /// The shelf of the process for files of which this is said.
    pub fn of(app: &App) -> Result<&Self, Problem> {
        let missing = || Problem::new(Kind::Internal, "problem-internal").because("no shelf");
        app.part::<Self>().ok_or_else(missing)
    }

    /// The files that still wait at this moment.
    fn files(&self, now: i64) -> MutexGuard<'_, Vec<Waiting<T>>> {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.retain(|file| (now - KEPT_SECONDS..=now).contains(&file.at));
        list
    }

    fn put(&self, file: Waiting<T>) {
        let mut list = self.files(file.at);
        let mut weight = file.bytes.len() + list.iter().map(|f| f.bytes.len()).sum::<usize>();
        let own = |list: &[Waiting<T>]| list.iter().filter(|f| f.person == file.person).count();
        while !list.is_empty()
            && (list.len() >= MOST_FILES || own(&list) >= MOST_OF_ONE || weight > MOST_BYTES)
        {
            let oldest = list.iter().position(|f| f.person == file.person).unwrap_or(0);
            weight -= list.remove(oldest).bytes.len();
        }
        list.push(file);
    }

    /// Puts a file there for whoever asks: its key.
    pub fn keep(&self, c: &Ctx, name: String, bytes: Bytes, what: T) -> Result<String, Problem> {
        let person = c.actor.need_person()?.id.clone();
        let key = base::codes::secret(&mut rand::rng());
        let at = c.app.clock.seconds();
        self.put(Waiting { key: key.clone(), person, at, name, bytes, what });
        Ok(key)
    }

    /// The file under a key, if it is there and whoever asks has sent it.
    pub fn kept(&self, c: &Ctx, key: &str) -> Result<Waiting<T>, Problem> {
        let person = c.actor.need_person()?;
        let list = self.files(c.app.clock.seconds());
        let found = list.iter().find(|f| f.key == key && f.person == person.id);
        found.cloned().ok_or_else(|| Problem::new(Kind::Gone, "problem-import-forgotten"))
    }

    /// Changes what was said of a file of whoever asks, while nobody else does.
    pub fn change<R>(
        &self,
        c: &Ctx,
        key: &str,
        change: impl FnOnce(&mut T) -> R,
    ) -> Result<R, Problem> {
        let person = c.actor.need_person()?;
        let mut list = self.files(c.app.clock.seconds());
        let found = list.iter_mut().find(|f| f.key == key && f.person == person.id);
        let file = found.ok_or_else(|| Problem::new(Kind::Gone, "problem-import-forgotten"))?;
        Ok(change(&mut file.what))
    }

    /// Says something else of a file that waits.
    pub fn say(&self, c: &Ctx, key: &str, what: T) {
        let mut list = self.files(c.app.clock.seconds());
        if let Some(file) = list.iter_mut().find(|f| f.key == key) {
            file.what = what;
        }
    }

    /// Takes a file away.
    pub fn forget(&self, c: &Ctx, key: &str) {
        self.files(c.app.clock.seconds()).retain(|f| f.key != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(key: &str, at: i64, size: usize) -> Waiting<()> {
        Waiting {
            key: key.to_owned(),
            person: Id::new(),
            at,
            name: String::new(),
            bytes: Bytes::from(vec![0; size]),
            what: (),
        }
    }

    #[test]
    fn the_oldest_make_room_and_old_ones_are_forgotten() {
        let shelf = Shelf::default();
        for at in 0..25 {
            shelf.put(file(&format!("k{at}"), 1_000 + at, 1));
        }
        let keys: Vec<_> = shelf.files(1_030).iter().map(|f| f.key.clone()).collect();
        assert_eq!((keys.len(), keys[0].as_str()), (MOST_FILES, "k5"));
        shelf.put(file("big", 1_040, MOST_BYTES));
        assert_eq!(shelf.files(1_040).len(), 1);
        assert_eq!(shelf.files(1_041 + KEPT_SECONDS).len(), 0);
    }

    #[test]
    fn nobody_pushes_the_files_of_others_off() {
        let shelf = Shelf::default();
        shelf.put(file("theirs", 1_000, 1));
        let person = Id::new();
        for at in 0..30 {
            let key = format!("own{at}");
            shelf.put(Waiting { person: person.clone(), ..file(&key, 1_001 + at, 1) });
        }
        let keys: Vec<_> = shelf.files(1_040).iter().map(|f| f.key.clone()).collect();
        assert_eq!(keys, ["theirs", "own25", "own26", "own27", "own28", "own29"]);
        let whole = file("whole", 1_041, MOST_BYTES - 1);
        shelf.put(Waiting { person, ..whole });
        let keys: Vec<_> = shelf.files(1_041).iter().map(|f| f.key.clone()).collect();
        assert_eq!(keys, ["theirs", "whole"], "one's own make room first");
    }
}
