//! Tables `passkeys` and `passkey_ceremonies`.

use base::Id;
use store::{StoreError, Tx};

use super::service::Passkey;

/// A key as kept.
pub struct Kept {
    pub person: Id,
    pub public_key: Vec<u8>,
    pub state: Vec<u8>,
}

pub fn begin(
    tx: &mut Tx<'_>,
    challenge: &[u8],
    person: Option<&Id>,
    state: Vec<u8>,
    (now, expires_at): (i64, i64),
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM passkey_ceremonies WHERE expires_at < ?1", &[now.into()])?;
    tx.execute(
        "INSERT INTO passkey_ceremonies (challenge, person_id, state, expires_at) \
         VALUES (?1, ?2, ?3, ?4)",
        &[challenge.to_vec().into(), person.into(), state.into(), expires_at.into()],
    )
    .map(|_| ())
}

/// The ceremony of a challenge, which can be answered once.
pub fn take(
    tx: &mut Tx<'_>,
    challenge: &[u8],
    person: Option<&Id>,
    now: i64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let challenge = challenge.to_vec();
    let row = tx.query_opt(
        "SELECT state, person_id FROM passkey_ceremonies WHERE challenge = ?1 AND expires_at > ?2",
        &[challenge.clone().into(), now.into()],
    )?;
    let gone = "DELETE FROM passkey_ceremonies WHERE challenge = ?1";
    // Of two who answer at once, one deletes it.
    let first = tx.execute(gone, &[challenge.into()])? == 1;
    let Some(row) = row.filter(|_| first) else { return Ok(None) };
    let whose: Option<Id> = row.get(1)?;
    (whose.as_ref() == person).then(|| row.get(0)).transpose()
}

/// Adds a key. `false`: it is there already.
pub fn insert(
    tx: &mut Tx<'_>,
    credential: &[u8],
    person: &Id,
    name: &str,
    (public_key, state): (Vec<u8>, Vec<u8>),
    now: i64,
) -> Result<bool, StoreError> {
    let new = tx.execute(
        "INSERT INTO passkeys (credential, person_id, name, public_key, state, made_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (credential) DO NOTHING",
        &[
            credential.to_vec().into(),
            person.into(),
            name.into(),
            public_key.into(),
            state.into(),
            now.into(),
        ],
    )?;
    Ok(new == 1)
}

pub fn find(tx: &mut Tx<'_>, credential: &[u8]) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(
        "SELECT person_id, public_key, state FROM passkeys WHERE credential = ?1",
        &[credential.to_vec().into()],
    )?
    .map(|row| Ok(Kept { person: row.get(0)?, public_key: row.get(1)?, state: row.get(2)? }))
    .transpose()
}

pub fn used(
    tx: &mut Tx<'_>,
    credential: &[u8],
    state: Vec<u8>,
    now: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE passkeys SET state = ?2, used_at = ?3 WHERE credential = ?1",
        &[credential.to_vec().into(), state.into(), now.into()],
    )
    .map(|_| ())
}

pub fn of_person(tx: &mut Tx<'_>, person: &Id) -> Result<Vec<(Vec<u8>, Passkey)>, StoreError> {
    tx.query(
        "SELECT credential, name, made_at, used_at FROM passkeys WHERE person_id = ?1 \
         ORDER BY made_at, credential",
        &[person.into()],
    )?
    .iter()
    .map(|row| {
        let credential: Vec<u8> = row.get(0)?;
        let key = Passkey {
            id: hex::encode(&credential),
            name: row.get(1)?,
            made_at: row.get(2)?,
            used_at: row.get(3)?,
        };
        Ok((credential, key))
    })
    .collect()
}

pub fn remove(tx: &mut Tx<'_>, person: &Id, credential: &[u8]) -> Result<bool, StoreError> {
    let sql = "DELETE FROM passkeys WHERE person_id = ?1 AND credential = ?2";
    Ok(tx.execute(sql, &[person.into(), credential.to_vec().into()])? == 1)
}

pub fn remove_all(tx: &mut Tx<'_>, person: &Id) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM passkeys WHERE person_id = ?1", &[person.into()])
}

/// Notes that a session proved itself by a key.
pub fn mark_session(tx: &mut Tx<'_>, digest: &[u8]) -> Result<(), StoreError> {
    let sql = "UPDATE web_sessions SET by_key = 1 WHERE digest = ?1";
    tx.execute(sql, &[digest.to_vec().into()]).map(|_| ())
}

/// How often somebody has entered.
pub fn entries(tx: &mut Tx<'_>, person: &Id) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM audit WHERE act = 'signed_in' AND subject = ?1";
    tx.query_one(sql, &[person.into()])?.get(0)
}
