//! A copy of the embedded database, taken while it is in use.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::StoreError;

/// Writes a copy of the database at `path` into `to`, which must not exist: one moment of it,
/// whatever is written meanwhile. The copy is whole, compact and checked.
pub fn snapshot(path: &Path, to: &Path) -> Result<(), StoreError> {
    let broken = |e: rusqlite::Error| StoreError::Unavailable(format!("{}: {e}", path.display()));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(broken)?;
    conn.busy_timeout(std::time::Duration::from_secs(30)).map_err(broken)?;
    let Some(target) = to.to_str() else {
        return Err(StoreError::Unavailable(format!("{} is no path", to.display())));
    };
    conn.execute("VACUUM INTO ?1", [target]).map_err(broken)?;
    check(to)
}

/// Checks a copy as SQLite checks it: pages, indexes, constraints, references.
pub fn check(path: &Path) -> Result<(), StoreError> {
    let broken = |e: rusqlite::Error| StoreError::Unavailable(format!("{}: {e}", path.display()));
    let conn =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(broken)?;
    let said: String =
        conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(broken)?;
    let mut references = conn.prepare("PRAGMA foreign_key_check").map_err(broken)?;
    let dangling = references.exists([]).map_err(broken)?;
    if said != "ok" || dangling {
        return Err(StoreError::Unavailable(format!("{} is damaged: {said}", path.display())));
    }
    Ok(())
}
