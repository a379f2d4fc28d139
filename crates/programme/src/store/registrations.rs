//! Table `registrations`.

use ::store::{Row, StoreError, Tx};
use base::{Id, Lang};
use serde::{Deserialize, Serialize};
use vault::{Day, DayKey, Vault};

use super::{maybe, word};
use crate::model::{Channel, KeptSession, Registration, RegistrationKind, RegistrationStatus};
use crate::tickets;

const COLUMNS: &str = "r.id, r.session_id, r.kind, r.status, r.places, r.code, r.sealed, \
     r.forget_day, r.lang, r.offer_ends_at, r.created_at, r.rank, r.channel";
const WIDTH: usize = 13;

/// What is sealed of a registration.
#[derive(Default, Serialize, Deserialize)]
struct Personal {
    name: Option<String>,
    contact: Option<String>,
}

/// What a name and an address are sealed for: one row alone.
fn seal_of(id: &Id) -> String {
    format!("registration/{id}")
}

fn read(vault: &Vault, row: &Row) -> Result<Registration, StoreError> {
    let (id, session): (Id, Id) = (row.get(0)?, row.get(1)?);
    let (sealed, day): (Option<Vec<u8>>, Option<i64>) = (maybe(row, 6)?, maybe(row, 7)?);
    let forget_day = day.and_then(|day| Day::try_from(day).ok());
    let key = forget_day.and_then(|day| vault.known_day(day));
    // Without its key it is forgotten, wherever the row came from.
    let personal: Personal = key
        .zip(sealed)
        .and_then(|(key, sealed)| key.open(&seal_of(&id), &sealed))
        .and_then(|plain| serde_json::from_slice(&plain).ok())
        .unwrap_or_default();
    Ok(Registration {
        kind: word(row, 2, RegistrationKind::parse, "a kind")?,
        status: word(row, 3, RegistrationStatus::parse, "a status")?,
        places: row.get(4)?,
        code: tickets::unmasked(vault, &session, row.get(5)?),
        name: personal.name,
        contact: personal.contact,
        forget_day,
        lang: word(row, 8, Lang::parse, "a language")?,
        offer_ends_at: maybe(row, 9)?,
        created_at: row.get(10)?,
        rank: row.get(11)?,
        channel: word(row, 12, Channel::parse, "a channel")?,
        id,
        session,
    })
}

/// What a new row holds besides the registration itself.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Digest of session and idempotency key.
    pub request: Vec<u8>,
    /// Digest of what was asked.
    pub asked: Vec<u8>,
    /// Digest of session and address, to notice the same address twice.
    pub contact_tag: Option<Vec<u8>>,
}

/// Name and address of a registration, sealed; nothing where there is neither, or no key.
fn sealed(r: &Registration, key: Option<&DayKey>) -> (Option<Vec<u8>>, Option<i64>) {
    let personal = Personal { name: r.name.clone(), contact: r.contact.clone() };
    if personal.name.is_none() && personal.contact.is_none() {
        return (None, None);
    }
    let plain = serde_json::to_vec(&personal).ok();
    match (key, r.forget_day, plain) {
        (Some(key), Some(day), Some(plain)) => {
            (Some(key.seal(&seal_of(&r.id), &plain)), Some(day.into()))
        }
        _ => (None, None),
    }
}

/// Adds a registration; its name and address under `key`, that of its `forget_day`. `false`: its
/// code is there already.
pub fn insert(
    vault: &Vault,
    tx: &mut Tx<'_>,
    r: &Registration,
    keys: &Keys,
    key: Option<&DayKey>,
) -> Result<bool, StoreError> {
    let (sealed, day) = sealed(r, key);
    let changed = tx.execute(
        "INSERT INTO registrations (id, session_id, kind, status, places, code, channel, request, \
         asked, sealed, forget_day, contact_tag, lang, offer_ends_at, created_at, changed_at, \
         rank) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15, \
         ?16) ON CONFLICT DO NOTHING",
        &[
            (&r.id).into(),
            (&r.session).into(),
            r.kind.into(),
            r.status.into(),
            r.places.into(),
            tickets::masked(vault, &r.session, &r.code).into(),
            r.channel.into(),
            keys.request.clone().into(),
            keys.asked.clone().into(),
            sealed.into(),
            day.into(),
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
pub fn find(vault: &Vault, tx: &mut Tx<'_>, id: &Id) -> Result<Option<Registration>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM registrations r WHERE r.id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| read(vault, &row)).transpose()
}

/// The registration with this code, and what it was made of.
pub fn with_keys(
    vault: &Vault,
    tx: &mut Tx<'_>,
    session: &Id,
    code: &str,
) -> Result<Option<(Registration, Keys)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, r.request, r.asked, r.contact_tag \
         FROM registrations r WHERE r.session_id = ?1 AND r.code = ?2"
    );
    let keys = |row: &Row| {
        Ok::<_, StoreError>(Keys {
            request: row.get(WIDTH)?,
            asked: row.get(WIDTH + 1)?,
            contact_tag: maybe(row, WIDTH + 2)?,
        })
    };
    tx.query_opt(&sql, &[session.into(), tickets::masked(vault, session, code).into()])?
        .map(|row| Ok((read(vault, &row)?, keys(&row)?)))
        .transpose()
}

/// Seals name and address anew, under the key of `r.forget_day`; without a name and an address, or
/// without a key, nothing of them is left.
pub fn reseal(
    tx: &mut Tx<'_>,
    r: &Registration,
    keys: &Keys,
    key: Option<&DayKey>,
) -> Result<(), StoreError> {
    let (sealed, day) = sealed(r, key);
    let tag = sealed.as_ref().and(keys.contact_tag.clone());
    tx.execute(
        "UPDATE registrations SET sealed = ?2, forget_day = ?3, contact_tag = ?4, asked = ?5 \
         WHERE id = ?1",
        &[(&r.id).into(), sealed.into(), day.into(), tag.into(), keys.asked.clone().into()],
    )
    .map(|_| ())
}

/// The registrations of a session that are sealed under the key of another day than this.
pub fn sealed_otherwise(
    vault: &Vault,
    tx: &mut Tx<'_>,
    session: &Id,
    day: Day,
) -> Result<Vec<Registration>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM registrations r WHERE r.session_id = ?1 AND r.forget_day <> ?2"
    );
    let rows = tx.query(&sql, &[session.into(), i64::from(day).into()])?;
    rows.iter().map(|row| read(vault, row)).collect()
}

/// The days under whose keys something is sealed on any date of an activity.
pub fn days_of_activity(tx: &mut Tx<'_>, activity: &Id) -> Result<Vec<Day>, StoreError> {
    tx.query(
        "SELECT DISTINCT r.forget_day FROM sessions s JOIN registrations r ON r.session_id = s.id \
         WHERE s.activity_id = ?1 AND r.forget_day IS NOT NULL",
        &[activity.into()],
    )?
    .iter()
    .map(|row| Ok(Day::try_from(row.get::<i64>(0)?).unwrap_or_default()))
    .collect()
}

/// The registration with this code at the desk of a session.
pub fn by_code(
    vault: &Vault,
    tx: &mut Tx<'_>,
    session: &Id,
    code: &str,
) -> Result<Option<Registration>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM registrations r WHERE r.session_id = ?1 AND r.code = ?2");
    let code = tickets::masked(vault, session, code);
    tx.query_opt(&sql, &[session.into(), code.into()])?.map(|row| read(vault, &row)).transpose()
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
pub fn of_session(
    vault: &Vault,
    tx: &mut Tx<'_>,
    session: &Id,
) -> Result<Vec<Registration>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM registrations r WHERE r.session_id = ?1");
    let rows = tx.query(&sql, &[session.into()])?;
    let mut all: Vec<Registration> =
        rows.iter().map(|row| read(vault, row)).collect::<Result<_, _>>()?;
    // Names lie sealed: they are put into order here.
    all.sort_by_cached_key(|r| {
        (r.name.as_deref().map_or_else(|| r.code.clone(), str::to_lowercase), r.id.clone())
    });
    Ok(all)
}

/// The waiting list in order, with how often each was passed over.
pub fn waiting(
    vault: &Vault,
    tx: &mut Tx<'_>,
    session: &Id,
) -> Result<Vec<(Registration, u32)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, r.passed FROM registrations r WHERE r.session_id = ?1 \
         AND r.status = 'waiting' ORDER BY r.rank, r.id"
    );
    let rows = tx.query(&sql, &[session.into()])?;
    rows.iter().map(|row| Ok((read(vault, row)?, row.get(WIDTH)?))).collect()
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
        "UPDATE registrations SET status = 'cancelled', sealed = NULL, forget_day = NULL, \
         contact_tag = NULL, changed_at = ?3 \
         WHERE id = ?1 AND session_id = ?2 AND kind = 'walk_in' AND status <> 'cancelled'",
        &[id.into(), session.into(), now.into()],
    )?;
    if changed == 1 {
        super::attendance::remove(tx, id, session)?;
    }
    Ok(changed == 1)
}

/// Erases every row of the registrations of a session, with its ticks and reminders. How many.
pub fn erase(tx: &mut Tx<'_>, session: &Id) -> Result<u64, StoreError> {
    let id = session.into();
    let of = "(SELECT id FROM registrations WHERE session_id = ?1)";
    for table in ["attendance", "reminders"] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE session_id = ?1 OR registration_id IN {of}"),
            std::slice::from_ref(&id),
        )?;
    }
    tx.execute("DELETE FROM registrations WHERE session_id = ?1", &[id])
}

/// For which sessions something personal is kept, and until when.
pub fn kept(tx: &mut Tx<'_>) -> Result<Vec<KeptSession>, StoreError> {
    tx.query(
        "SELECT s.id, a.title, s.local_date, count(*), r.forget_day FROM registrations r \
         JOIN sessions s ON s.id = r.session_id JOIN activities a ON a.id = s.activity_id \
         WHERE r.forget_day IS NOT NULL GROUP BY s.id, a.title, s.local_date, r.forget_day \
         ORDER BY r.forget_day, s.local_date, s.id",
        &[],
    )?
    .iter()
    .map(|row| {
        Ok(KeptSession {
            id: row.get(0)?,
            title: row.get(1)?,
            date: super::date(row, 2)?,
            registrations: row.get(3)?,
            forget_day: Day::try_from(row.get::<i64>(4)?).unwrap_or_default(),
        })
    })
    .collect()
}

/// The registrations of a session about which a mail may be waiting: those with an address.
pub fn with_contact(tx: &mut Tx<'_>, session: &Id) -> Result<Vec<Id>, StoreError> {
    tx.query(
        "SELECT id FROM registrations WHERE session_id = ?1 AND contact_tag IS NOT NULL",
        &[session.into()],
    )?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Most registrations that [`to_remind`] gives at once.
pub const MOST_REMINDED: usize = 1_000;

/// Confirmed registrations with an address, made no later than `made`, whose session starts
/// between two instants and which nobody was reminded of yet.
pub fn to_remind(
    vault: &Vault,
    tx: &mut Tx<'_>,
    (from, to): (i64, i64),
    made: i64,
) -> Result<Vec<(Registration, Id)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, s.id FROM sessions s JOIN registrations r ON r.session_id = s.lead_id \
         WHERE s.status = 'published' AND s.starts_at >= ?1 AND s.starts_at < ?2 \
         AND r.status = 'confirmed' AND r.contact_tag IS NOT NULL AND r.created_at <= ?3 \
         AND NOT EXISTS (SELECT 1 FROM reminders m WHERE m.registration_id = r.id \
         AND m.session_id = s.id AND m.starts_at = s.starts_at) \
         ORDER BY s.id, r.id LIMIT {MOST_REMINDED}"
    );
    tx.query(&sql, &[from.into(), to.into(), made.into()])?
        .iter()
        .map(|row| Ok((read(vault, row)?, row.get(WIDTH)?)))
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
