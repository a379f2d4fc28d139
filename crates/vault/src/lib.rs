//! Keys, outside the database and outside every backup of it.
//!
//! Two files in one folder:
//!
//! - `instance`: the key of the instance, from which addresses of tickets and codes at the desk
//!   are derived. It may be kept with a backup.
//! - `days`: the key ring. What is personal is sealed under a random key of the **day on which it
//!   is to be forgotten**. On that day the key is overwritten in place: what was sealed under it is
//!   gone from the database, from its journal and from every copy ever made of them (Boneh and
//!   Lipton, "A Revocable Backup System", 1996; Perlman, "The Ephemerizer", 2005). No copy of the
//!   ring is kept: if it is lost, reminders cannot be sent any more, and nothing else is lost.

mod ring_file;
mod seal;

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::civil::{Date, date};
use zeroize::Zeroizing;

use ring::hmac;
pub use seal::DayKey;

/// A day as the ring counts them: days since 1970-01-01.
pub type Day = i32;

/// The day of a date.
#[must_use]
pub fn day_of(at: Date) -> Day {
    let days = at.since(date(1970, 1, 1)).map(|span| span.get_days());
    days.unwrap_or_default()
}

/// The date of a day; days no calendar knows become its first or last.
#[must_use]
pub fn date_of(day: Day) -> Date {
    let epoch = date(1970, 1, 1);
    jiff::Span::new().try_days(day).ok().map_or(epoch, |span| epoch.saturating_add(span))
}

/// What went wrong with the keys.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The folder or a file in it cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not one of ours, or was cut short.
    #[error("{0} is not a file of keys of Tandem, or it is damaged")]
    Damaged(PathBuf),
    /// The key of this day was destroyed: what it sealed is forgotten.
    #[error("the key of {0} was destroyed")]
    Forgotten(Date),
    /// Others may read the file: it holds secrets.
    #[error("{0} can be read by others: chmod 600 it")]
    Exposed(PathBuf),
}

/// Where a day of the ring stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// It seals and opens.
    Live,
    /// Overwritten.
    Destroyed,
}

/// The keys of an instance.
pub struct Vault {
    instance: Zeroizing<[u8; 32]>,
    /// The same, ready for use: its preparation costs as much as a use.
    derive: hmac::Key,
    ring: Mutex<Ring>,
    /// Some of the numbers derived last.
    recent: Mutex<HashMap<String, u32>>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

struct Ring {
    /// `None` in memory, for tests.
    file: Option<ring_file::RingFile>,
    days: HashMap<Day, Option<DayKey>>,
}

impl Vault {
    /// Opens the keys in `folder`, which is made if it is missing.
    pub fn open(folder: &Path) -> Result<Self, VaultError> {
        private_folder(folder).map_err(|e| io_error(folder, e))?;
        let instance = instance_key(&folder.join("instance"), None)?;
        let mut file = ring_file::RingFile::open(&folder.join("days"))?;
        let days = file.read()?;
        Ok(Self::of(instance, Ring { file: Some(file), days }))
    }

    fn of(instance: Zeroizing<[u8; 32]>, ring: Ring) -> Self {
        let derive = hmac::Key::new(hmac::HMAC_SHA256, &instance[..]);
        Self { instance, derive, ring: Mutex::new(ring), recent: Mutex::default() }
    }

    /// Writes the key of the instance into an empty folder: the first step of a restore.
    pub fn plant(folder: &Path, instance: &[u8; 32]) -> Result<(), VaultError> {
        private_folder(folder).map_err(|e| io_error(folder, e))?;
        let path = folder.join("instance");
        let planted = instance_key(&path, Some(instance))?;
        if *planted == *instance { Ok(()) } else { Err(VaultError::Damaged(path)) }
    }

    /// Keys in memory alone, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        let ring = Ring { file: None, days: HashMap::new() };
        Self::of(Zeroizing::new(rand::random()), ring)
    }

    /// The key of the instance, to be kept with an encrypted backup and nowhere else.
    #[must_use]
    pub fn instance_key(&self) -> Zeroizing<[u8; 32]> {
        self.instance.clone()
    }

    /// 128 bits derived from the key of the instance (HMAC-SHA-256, truncated): the same `purpose`
    /// and `of` always give the same, and nobody without the key can tell them.
    #[must_use]
    pub fn derived(&self, purpose: &str, of: &str) -> u128 {
        seal::first(&seal::mac(&self.derive, purpose, of.as_bytes()))
    }

    /// The same, all 256 bits.
    #[must_use]
    pub fn derived_bytes(&self, purpose: &str, of: &[u8]) -> [u8; 32] {
        seal::mac(&self.derive, purpose, of)
    }

    /// A number derived under this name, from memory if it was asked for lately.
    pub fn remembered(&self, name: &str, derive: impl FnOnce() -> u32) -> u32 {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = recent.get(name) {
            return *known;
        }
        if recent.len() >= 1_024 {
            recent.clear();
        }
        let made = derive();
        recent.insert(name.to_owned(), made);
        made
    }

    /// The key of what is to be forgotten on this day. It is made, and on the disk, before it is
    /// handed out.
    pub fn day(&self, day: Day) -> Result<DayKey, VaultError> {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = ring.days.get(&day) {
            return known.clone().ok_or(VaultError::Forgotten(date_of(day)));
        }
        let Some(file) = &mut ring.file else {
            let made = DayKey::new(rand::random());
            ring.days.insert(day, Some(made.clone()));
            return Ok(made);
        };
        // Another node, or a command, may have made it: the file decides, under its lock.
        let days = file.ensure(day)?;
        ring.days = days;
        let key = ring.days.get(&day).cloned().flatten();
        key.ok_or(VaultError::Forgotten(date_of(day)))
    }

    /// The key of a day if there is one: to open what was sealed, never to seal.
    #[must_use]
    pub fn known_day(&self, day: Day) -> Option<DayKey> {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = ring.days.get(&day) {
            return known.clone();
        }
        if let Some(Ok(days)) = ring.file.as_mut().map(ring_file::RingFile::read) {
            ring.days = days;
        }
        ring.days.get(&day).cloned().flatten()
    }

    /// Every day of the ring, in order.
    #[must_use]
    pub fn days(&self) -> Vec<(Day, KeyState)> {
        let ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let state = |key: &Option<DayKey>| match key {
            Some(_) => KeyState::Live,
            None => KeyState::Destroyed,
        };
        let mut days: Vec<_> = ring.days.iter().map(|(day, key)| (*day, state(key))).collect();
        days.sort_by_key(|(day, _)| *day);
        days
    }

    /// Overwrites the key of a day in place, on the disk, and makes sure of it. Again is no harm;
    /// a day that never had a key gets none any more.
    pub fn destroy(&self, day: Day) -> Result<(), VaultError> {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &mut ring.file {
            file.destroy(day)?;
        }
        ring.days.insert(day, None);
        Ok(())
    }
}

fn io_error(path: &Path, source: io::Error) -> VaultError {
    VaultError::Io { path: path.to_owned(), source }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// A new file that nobody else can read; an error if there is one.
fn private_file(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Refuses a file that group or others can read.
fn only_ours(path: &Path) -> Result<(), VaultError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|e| io_error(path, e))?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(VaultError::Exposed(path.to_owned())) }
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

fn instance_key(path: &Path, wanted: Option<&[u8; 32]>) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let fresh = Zeroizing::new(wanted.copied().unwrap_or_else(rand::random));
    if !path.exists() {
        // Written apart and then named: a file that is there is whole, whoever else starts now.
        let apart = path.with_extension(format!("new-{}", std::process::id()));
        let write = || {
            let _ = fs::remove_file(&apart);
            let mut file = private_file(&apart)?;
            file.write_all(hex::encode(*fresh).as_bytes())?;
            file.sync_all()?;
            match fs::hard_link(&apart, path) {
                Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
                _ => {}
            }
            fs::remove_file(&apart)?;
            sync_folder_of(path)
        };
        write().map_err(|e| io_error(path, e))?;
    }
    only_ours(path)?;
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|e| io_error(path, e))?);
    let mut key = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text.trim(), &mut key[..])
        .map_err(|_| VaultError::Damaged(path.to_owned()))?;
    Ok(key)
}

#[cfg(test)]
mod tests;
