//! Table `passwords`.

use base::Id;
use store::{StoreError, Tx};

use super::model::Opened;

/// What is kept of somebody's password, and since when.
pub fn find(tx: &mut Tx<'_>, person: &Id) -> Result<Option<(String, i64)>, StoreError> {
    tx.query_opt("SELECT phc, set_at FROM passwords WHERE person_id = ?1", &[person.into()])?
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .transpose()
}

/// Keeps a first password. `false`: there is one already.
pub fn insert(tx: &mut Tx<'_>, person: &Id, phc: &str, now: i64) -> Result<bool, StoreError> {
    let new = tx.execute(
        "INSERT INTO passwords (person_id, phc, set_at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (person_id) DO NOTHING",
        &[person.into(), phc.into(), now.into()],
    )?;
    Ok(new == 1)
}

/// Keeps another password in place of what was kept. `false`: somebody was faster.
pub fn replace(
    tx: &mut Tx<'_>,
    person: &Id,
    before: &str,
    phc: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE passwords SET phc = ?3, set_at = ?4 WHERE person_id = ?1 AND phc = ?2",
        &[person.into(), before.into(), phc.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// Keeps the same password in a stronger form.
pub fn strengthen(tx: &mut Tx<'_>, person: &Id, before: &str, phc: &str) -> Result<(), StoreError> {
    let sql = "UPDATE passwords SET phc = ?3 WHERE person_id = ?1 AND phc = ?2";
    tx.execute(sql, &[person.into(), before.into(), phc.into()]).map(|_| ())
}

pub fn remove(tx: &mut Tx<'_>, person: &Id) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM passwords WHERE person_id = ?1", &[person.into()])? == 1)
}

/// How many there are.
pub fn count(tx: &mut Tx<'_>) -> Result<u32, StoreError> {
    tx.query_one("SELECT count(*) FROM passwords", &[])?.get(0)
}

/// How a session of somebody was opened.
pub fn opened(tx: &mut Tx<'_>, digest: &[u8], person: &Id) -> Result<Option<Opened>, StoreError> {
    tx.query_opt(
        "SELECT created_at, by_key, by_password FROM web_sessions WHERE digest = ?1 \
         AND person_id = ?2",
        &[digest.to_vec().into(), person.into()],
    )?
    .map(|row| Ok(Opened { at: row.get(0)?, by_key: row.get(1)?, by_password: row.get(2)? }))
    .transpose()
}

/// Notes that a session was opened with a password.
pub fn mark_session(tx: &mut Tx<'_>, digest: &[u8]) -> Result<(), StoreError> {
    let sql = "UPDATE web_sessions SET by_password = 1 WHERE digest = ?1";
    tx.execute(sql, &[digest.to_vec().into()]).map(|_| ())
}
