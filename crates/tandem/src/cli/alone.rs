//! One server on one SQLite file. Two would each believe that their pages, counters in memory and
//! batches are all there is; several nodes share PostgreSQL instead.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;

use base::{Kind, Problem};
use store::Location;

/// Keeps other servers off an SQLite file for as long as the answer lives; the system lets go of it
/// when the process ends, however it ends. Nothing to do for PostgreSQL. Commands that only write
/// (import, purge) are not kept off.
pub fn alone(location: &Location) -> Result<Option<File>, Problem> {
    let Location::Sqlite(path) = location else { return Ok(None) };
    let mark = path.with_added_extension("serving");
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|e| Problem::new(Kind::Unavailable, "problem-unavailable").because(e))?;
    }
    let opened = OpenOptions::new().create(true).append(true).mode(0o600).open(&mark);
    let file =
        opened.map_err(|e| Problem::new(Kind::Unavailable, "problem-unavailable").because(e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            Err(Problem::new(Kind::Conflict, "cli-served").with("path", path.display()))
        }
        // A file system without locks: nothing can be known.
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "cannot tell whether another server uses this database");
            Ok(Some(file))
        }
    }
}
