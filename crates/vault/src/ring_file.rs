//! The file of the key ring.
//!
//! A header and slots, 64 bytes each, so that none lies across two sectors. Slots are added at the
//! end and never moved: a key is destroyed by overwriting it where it lies (a new file in place of
//! the old would leave the old bytes on the disk).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use ring::digest::{SHA256, digest};
use zeroize::{Zeroize, Zeroizing};

use crate::{Day, DayKey, VaultError, io_error, only_ours, private_file, sync_folder_of};

const SIZE: usize = 64;
const MAGIC: &[u8; 16] = b"tandem key ring\n";
const LIVE: u8 = 1;
const DESTROYED: u8 = 0xFF;

pub(crate) struct RingFile {
    file: File,
    path: PathBuf,
}

/// Day, state, key, and the first 16 bytes of the digest of day and key.
fn slot(day: Day, key: &[u8; 32]) -> Zeroizing<[u8; SIZE]> {
    let mut slot = Zeroizing::new([0; SIZE]);
    slot[..4].copy_from_slice(&day.to_le_bytes());
    slot[4] = LIVE;
    slot[8..40].copy_from_slice(key);
    let check = check_of(&slot);
    slot[40..56].copy_from_slice(&check);
    slot
}

fn check_of(slot: &[u8; SIZE]) -> [u8; 16] {
    let mut check = [0; 16];
    check.copy_from_slice(&digest(&SHA256, &slot[..40]).as_ref()[..16]);
    check
}

fn destroyed(day: Day) -> [u8; SIZE] {
    let mut slot = [0; SIZE];
    slot[..4].copy_from_slice(&day.to_le_bytes());
    slot[4] = DESTROYED;
    slot
}

/// The day of a slot, and its key if it lives. A slot whose writing was interrupted is none.
fn read_slot(slot: &[u8; SIZE]) -> Option<(Day, Option<DayKey>)> {
    let day = Day::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
    match slot[4] {
        DESTROYED => Some((day, None)),
        LIVE if slot[40..56] == check_of(slot) => {
            let mut key = [0; 32];
            key.copy_from_slice(&slot[8..40]);
            let made = DayKey::new(key);
            key.zeroize();
            Some((day, Some(made)))
        }
        _ => None,
    }
}

impl RingFile {
    pub(crate) fn open(path: &Path) -> Result<Self, VaultError> {
        let make = || {
            if !path.exists() {
                match private_file(path) {
                    Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
                    _ => sync_folder_of(path)?,
                }
            }
            fs::OpenOptions::new().read(true).write(true).open(path)
        };
        let file = make().map_err(|e| io_error(path, e))?;
        only_ours(path)?;
        let mut ring = Self { file, path: path.to_owned() };
        ring.locked(|ring| {
            if ring.file.metadata()?.len() == 0 {
                let mut header = [0; SIZE];
                header[..16].copy_from_slice(MAGIC);
                ring.file.write_all_at(&header, 0)?;
                ring.file.sync_all()?;
            }
            Ok(())
        })?;
        let mut magic = [0; 16];
        let read = ring.file.read_exact_at(&mut magic, 0);
        if read.is_err() || magic != *MAGIC {
            return Err(VaultError::Damaged(ring.path));
        }
        Ok(ring)
    }

    /// Does something while no other process writes.
    fn locked<T>(
        &mut self,
        what: impl FnOnce(&mut Self) -> io::Result<T>,
    ) -> Result<T, VaultError> {
        let done = self.file.lock().and_then(|()| {
            let done = what(self);
            self.file.unlock()?;
            done
        });
        done.map_err(|e| io_error(&self.path, e))
    }

    /// Calls `each` with the place of every slot and the slot itself.
    fn slots(&self, mut each: impl FnMut(u64, &[u8; SIZE])) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let mut at = SIZE as u64;
        while at + SIZE as u64 <= length {
            let mut slot = Zeroizing::new([0; SIZE]);
            self.file.read_exact_at(&mut slot[..], at)?;
            each(at, &slot);
            at += SIZE as u64;
        }
        Ok(())
    }

    fn all(&self) -> io::Result<HashMap<Day, Option<DayKey>>> {
        let mut days: HashMap<Day, Option<DayKey>> = HashMap::new();
        self.slots(|_, slot| match read_slot(slot) {
            Some((day, None)) => {
                days.insert(day, None);
            }
            Some((day, Some(key))) => {
                days.entry(day).or_insert(Some(key));
            }
            None => {}
        })?;
        Ok(days)
    }

    /// Every day: its key, or `None` where it was destroyed.
    pub(crate) fn read(&mut self) -> Result<HashMap<Day, Option<DayKey>>, VaultError> {
        self.all().map_err(|e| io_error(&self.path, e))
    }

    /// Makes the key of a day unless it is there; all days.
    pub(crate) fn ensure(&mut self, day: Day) -> Result<HashMap<Day, Option<DayKey>>, VaultError> {
        self.locked(|ring| {
            let mut days = ring.all()?;
            if let Entry::Vacant(place) = days.entry(day) {
                let mut key: [u8; 32] = rand::random();
                ring.append(&slot(day, &key))?;
                place.insert(Some(DayKey::new(key)));
                key.zeroize();
            }
            Ok(days)
        })
    }

    /// After the last whole slot: what an interrupted writing left behind is written over.
    fn append(&self, slot: &[u8; SIZE]) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let at = length / SIZE as u64 * SIZE as u64;
        self.file.write_all_at(slot, at)?;
        self.file.sync_all()
    }

    /// Overwrites every slot of a day, or marks the day as one that gets no key any more.
    pub(crate) fn destroy(&mut self, day: Day) -> Result<(), VaultError> {
        let gone = destroyed(day);
        self.locked(|ring| {
            let mut places = vec![];
            ring.slots(|at, slot| {
                if slot[..4] == day.to_le_bytes() {
                    places.push(at);
                }
            })?;
            if places.is_empty() {
                ring.append(&gone)?;
            }
            for at in &places {
                ring.file.write_all_at(&gone, *at)?;
            }
            ring.file.sync_all()?;
            for at in places {
                let mut back = [0; SIZE];
                ring.file.read_exact_at(&mut back, at)?;
                if back != gone {
                    return Err(io::Error::other("the key is still there after overwriting it"));
                }
            }
            Ok(())
        })
    }
}
