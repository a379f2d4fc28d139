//! Table `registrations`.

use ::store::{Row, StoreError, Tx};
use base::{Id, Lang};

use super::{maybe, word};
use crate::model::{Registration, RegistrationKind, RegistrationStatus};

const COLUMNS: &str = "r.id, r.session_id, r.kind, r.status, r.places, r.code, r.name, r.contact, \
     r.lang, r.offer_ends_at, r.created_at, r.rank";

fn read(row: &Row) -> Result<Registration, StoreError> {
    Ok(Registration {
        id: row.get(0)?,
        session: row.get(1)?,
        kind: word(row, 2, RegistrationKind::parse, "a kind")?,
        status: word(row, 3, RegistrationStatus::parse, "a status")?,
        places: row.get(4)?,
        code: row.get(5)?,
        name: maybe(row, 6)?,
        contact: maybe(row, 7)?,
        lang: word(row, 8, Lang::parse, "a language")?,
        offer_ends_at: maybe(row, 9)?,
        created_at: row.get(10)?,
        rank: row.get(11)?,
    })
}

/// What a new row holds besides the registration itself.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Given by the client, or made.
    pub idempotency_key: String,
    /// Digest of what was asked.
    pub request_digest: Vec<u8>,
    /// Digest of session and address, to notice the same address twice.
    pub contact_tag: Option<Vec<u8>>,
}

/// Adds a registration. `false`: its code is there already.
pub fn insert(tx: &mut Tx<'_>, r: &Registration, keys: &Keys) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "INSERT INTO registrations (id, session_id, kind, status, places, code, \
         idempotency_key, request_digest, name, contact, contact_tag, lang, offer_ends_at, \
         created_at, changed_at, rank) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, \
         ?13, ?14, ?14, ?15) ON CONFLICT DO NOTHING",
        &[
            (&r.id).into(),
            (&r.session).into(),
            r.kind.into(),
            r.status.into(),
            r.places.into(),
            (&r.code).into(),
            (&keys.idempotency_key).into(),
            keys.request_digest.clone().into(),
            r.name.clone().into(),
            r.contact.clone().into(),
            keys.contact_tag.clone().into(),
            r.lang.tag().into(),
            r.offer_ends_at.into(),
            r.created_at.into(),
            r.rank.into(),
        ],
    )?;
    Ok(changed == 1)
}

/// One registration.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Registration>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM registrations r WHERE r.id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| read(&row)).transpose()
}

/// The registration with this code, and what it was made of.
pub fn with_keys(
    tx: &mut Tx<'_>,
    session: &Id,
    code: &str,
) -> Result<Option<(Registration, Keys)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, r.idempotency_key, r.request_digest, r.contact_tag \
         FROM registrations r WHERE r.session_id = ?1 AND r.code = ?2"
    );
    let keys = |row: &Row| {
        Ok::<_, StoreError>(Keys {
            idempotency_key: row.get(12)?,
            request_digest: row.get(13)?,
            contact_tag: row.get(14)?,
        })
    };
    tx.query_opt(&sql, &[session.into(), code.into()])?
        .map(|row| Ok((read(&row)?, keys(&row)?)))
        .transpose()
}

/// The registration with this code at the desk of a session.
pub fn by_code(
    tx: &mut Tx<'_>,
    session: &Id,
    code: &str,
) -> Result<Option<Registration>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM registrations r WHERE r.session_id = ?1 AND r.code = ?2");
    tx.query_opt(&sql, &[session.into(), code.into()])?.map(|row| read(&row)).transpose()
}

/// Whether this tag of an address holds or awaits places on any date of an activity. A tag is of
/// one session or of the whole activity, so that it never says more than it should.
pub fn has_contact(tx: &mut Tx<'_>, activity: &Id, tag: &[u8]) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "SELECT 1 FROM sessions s JOIN registrations r ON r.session_id = s.id \
         WHERE s.activity_id = ?1 AND r.contact_tag = ?2 AND r.status <> 'cancelled' LIMIT 1",
        &[activity.into(), tag.to_vec().into()],
    )?;
    Ok(found.is_some())
}

/// All registrations of a session, cancelled ones too, by name then code.
pub fn of_session(tx: &mut Tx<'_>, session: &Id) -> Result<Vec<Registration>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM registrations r WHERE r.session_id = ?1 \
         ORDER BY COALESCE(r.name, r.code), r.id"
    );
    tx.query(&sql, &[session.into()])?.iter().map(read).collect()
}

/// The waiting list in order, with how often each was passed over.
pub fn waiting(tx: &mut Tx<'_>, session: &Id) -> Result<Vec<(Registration, u32)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, r.passed FROM registrations r WHERE r.session_id = ?1 \
         AND r.status = 'waiting' ORDER BY r.rank, r.id"
    );
    tx.query(&sql, &[session.into()])?.iter().map(|row| Ok((read(row)?, row.get(12)?))).collect()
}

/// Position on the waiting list, from 1.
pub fn position(tx: &mut Tx<'_>, r: &Registration) -> Result<u32, StoreError> {
    tx.query_one(
        "SELECT count(*) FROM registrations WHERE session_id = ?1 AND status = 'waiting' \
         AND (rank < ?2 OR (rank = ?2 AND id <= ?3))",
        &[(&r.session).into(), r.rank.into(), (&r.id).into()],
    )?
    .get(0)
}

/// Moves a registration from one status to another; `false` when it was not in `from`.
pub fn change(
    tx: &mut Tx<'_>,
    id: &Id,
    from: RegistrationStatus,
    to: RegistrationStatus,
    offer_ends_at: Option<i64>,
    now: i64,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE registrations SET status = ?3, offer_ends_at = ?4, changed_at = ?5 \
         WHERE id = ?1 AND status = ?2",
        &[id.into(), from.into(), to.into(), offer_ends_at.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// Notes that somebody behind was let past.
pub fn passed_over(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    tx.execute("UPDATE registrations SET passed = passed + 1 WHERE id = ?1", &[id.into()])?;
    Ok(())
}

/// Offers whose deadline has passed: registration and session.
pub fn stale_offers(tx: &mut Tx<'_>, now: i64) -> Result<Vec<(Id, Id)>, StoreError> {
    tx.query(
        "SELECT id, session_id FROM registrations WHERE status = 'offered' AND offer_ends_at <= ?1 \
         ORDER BY session_id, id LIMIT 500",
        &[now.into()],
    )?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// Cancels a walk-in that was a mistake, with its attendance and its name. The row stays: a code
/// once given is not given again.
pub fn remove_walk_in(
    tx: &mut Tx<'_>,
    session: &Id,
    id: &Id,
    now: i64,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE registrations SET status = 'cancelled', name = NULL, changed_at = ?3 \
         WHERE id = ?1 AND session_id = ?2 AND kind = 'walk_in' AND status <> 'cancelled'",
        &[id.into(), session.into(), now.into()],
    )?;
    if changed == 1 {
        super::attendance::remove(tx, id, session)?;
    }
    Ok(changed == 1)
}

/// Erases names and addresses of sessions that ended before `before`. How many rows.
pub fn forget(tx: &mut Tx<'_>, before: i64) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE registrations SET name = NULL, contact = NULL, contact_tag = NULL \
         WHERE (name IS NOT NULL OR contact IS NOT NULL OR contact_tag IS NOT NULL) \
         AND session_id IN (SELECT s.lead_id FROM sessions s GROUP BY s.lead_id \
         HAVING MAX(s.ends_at) < ?1)",
        &[before.into()],
    )
}

/// Most registrations that [`to_remind`] gives at once.
pub const MOST_REMINDED: usize = 1_000;

/// Confirmed registrations with an address, made no later than `made`, whose session starts
/// between two instants and which nobody was reminded of yet.
pub fn to_remind(
    tx: &mut Tx<'_>,
    (from, to): (i64, i64),
    made: i64,
) -> Result<Vec<(Registration, Id)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, s.id FROM sessions s JOIN registrations r ON r.session_id = s.lead_id \
         WHERE s.status = 'published' AND s.starts_at >= ?1 AND s.starts_at < ?2 \
         AND r.status = 'confirmed' AND r.contact IS NOT NULL AND r.created_at <= ?3 \
         AND NOT EXISTS (SELECT 1 FROM reminders m WHERE m.registration_id = r.id \
         AND m.session_id = s.id AND m.starts_at = s.starts_at) \
         ORDER BY s.id, r.id LIMIT {MOST_REMINDED}"
    );
    tx.query(&sql, &[from.into(), to.into(), made.into()])?
        .iter()
        .map(|row| Ok((read(row)?, row.get(12)?)))
        .collect()
}

/// Notes a reminder of a session that starts then; `false`: another node was faster.
pub fn note_reminder(
    tx: &mut Tx<'_>,
    registration: &Id,
    session: &Id,
    starts_at: i64,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "INSERT INTO reminders (registration_id, session_id, starts_at) VALUES (?1, ?2, ?3) \
         ON CONFLICT DO NOTHING",
        &[registration.into(), session.into(), starts_at.into()],
    )?;
    Ok(changed == 1)
}

/// Drops the notes of reminders whose session has begun.
pub fn forget_reminders(tx: &mut Tx<'_>, now: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM reminders WHERE starts_at < ?1", &[now.into()]).map(|_| ())
}
