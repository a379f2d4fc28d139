//! Tables `federated_subjects`, `federated_ceremonies` and `access_requests`.

use base::Id;
use store::{Row, StoreError, Tx};

/// Somebody who was sent to a provider.
pub struct Ceremony {
    pub provider: String,
    pub nonce: String,
    pub verifier: String,
    /// Who adds this way of entering to their account.
    pub person: Option<Id>,
    pub lang: String,
}

pub fn begin(
    tx: &mut Tx<'_>,
    state: &[u8],
    browser: &[u8],
    ceremony: &Ceremony,
    (now, expires_at): (i64, i64),
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM federated_ceremonies WHERE expires_at < ?1", &[now.into()])?;
    tx.execute(
        "INSERT INTO federated_ceremonies \
         (state, provider, nonce, verifier, browser, person_id, lang, expires_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &[
            state.to_vec().into(),
            (&ceremony.provider).into(),
            (&ceremony.nonce).into(),
            (&ceremony.verifier).into(),
            browser.to_vec().into(),
            ceremony.person.as_ref().into(),
            (&ceremony.lang).into(),
            expires_at.into(),
        ],
    )
    .map(|_| ())
}

/// The ceremony of a state, which one comes back from once, in the browser that left.
pub fn take(
    tx: &mut Tx<'_>,
    state: &[u8],
    browser: &[u8],
    now: i64,
) -> Result<Option<Ceremony>, StoreError> {
    let (state, browser) = (state.to_vec(), browser.to_vec());
    let row = tx.query_opt(
        "SELECT provider, nonce, verifier, person_id, lang FROM federated_ceremonies \
         WHERE state = ?1 AND browser = ?2 AND expires_at > ?3",
        &[state.clone().into(), browser.into(), now.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    // Of two who come back at once, one deletes it.
    let gone = "DELETE FROM federated_ceremonies WHERE state = ?1";
    if tx.execute(gone, &[state.into()])? != 1 {
        return Ok(None);
    }
    Ok(Some(Ceremony {
        provider: row.get(0)?,
        nonce: row.get(1)?,
        verifier: row.get(2)?,
        person: row.get(3)?,
        lang: row.get(4)?,
    }))
}

/// Whom the network knows by this name of a provider, let in or not.
pub fn person_of(tx: &mut Tx<'_>, issuer: &str, subject: &str) -> Result<Option<Id>, StoreError> {
    let sql = "SELECT person_id FROM federated_subjects WHERE issuer = ?1 AND subject = ?2";
    tx.query_opt(sql, &[issuer.into(), subject.into()])?.map(|row| row.get(0)).transpose()
}

pub fn attach(
    tx: &mut Tx<'_>,
    issuer: &str,
    subject: &str,
    person: &Id,
    now: i64,
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO federated_subjects (issuer, subject, person_id, made_at) \
               VALUES (?1, ?2, ?3, ?4) ON CONFLICT (issuer, subject) DO NOTHING";
    let new = tx.execute(sql, &[issuer.into(), subject.into(), person.into(), now.into()])?;
    tx.execute(
        "DELETE FROM access_requests WHERE issuer = ?1 AND subject = ?2",
        &[issuer.into(), subject.into()],
    )?;
    Ok(new == 1)
}

/// The providers (issuers) by which a person enters.
pub fn issuers_of(tx: &mut Tx<'_>, person: &Id) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT issuer FROM federated_subjects WHERE person_id = ?1";
    tx.query(sql, &[person.into()])?.iter().map(|row| row.get(0)).collect()
}

/// Whether anybody has this address or had it, let in or not.
pub fn is_address_known(tx: &mut Tx<'_>, email: &str) -> Result<bool, StoreError> {
    Ok(tx.query_opt("SELECT 1 FROM people WHERE email = ?1", &[email.into()])?.is_some())
}

/// A request as kept.
pub struct Kept {
    pub id: Id,
    pub issuer: String,
    pub subject: String,
    pub sealed: Vec<u8>,
    pub forget_day: i64,
    pub organisation: Option<Id>,
    pub asked_at: i64,
}

const COLUMNS: &str = "id, issuer, subject, sealed, forget_day, organisation_id, asked_at";

fn kept(row: &Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: row.get(0)?,
        issuer: row.get(1)?,
        subject: row.get(2)?,
        sealed: row.get(3)?,
        forget_day: row.get(4)?,
        organisation: row.get(5)?,
        asked_at: row.get(6)?,
    })
}

/// Writes a request, in place of an earlier one of the same person.
pub fn put(tx: &mut Tx<'_>, request: &Kept, browser: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM access_requests WHERE issuer = ?1 AND subject = ?2",
        &[(&request.issuer).into(), (&request.subject).into()],
    )?;
    tx.execute(
        "INSERT INTO access_requests (id, issuer, subject, sealed, forget_day, organisation_id, \
         asked_at, browser) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &[
            (&request.id).into(),
            (&request.issuer).into(),
            (&request.subject).into(),
            request.sealed.clone().into(),
            request.forget_day.into(),
            request.organisation.as_ref().into(),
            request.asked_at.into(),
            browser.to_vec().into(),
        ],
    )
    .map(|_| ())
}

pub fn of_browser(tx: &mut Tx<'_>, browser: &[u8]) -> Result<Option<Kept>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM access_requests WHERE browser = ?1 ORDER BY asked_at DESC LIMIT 1"
    );
    tx.query_opt(&sql, &[browser.to_vec().into()])?.as_ref().map(kept).transpose()
}

pub fn request(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Kept>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM access_requests WHERE id = ?1 AND organisation_id IS NOT NULL"
    );
    tx.query_opt(&sql, &[id.into()])?.as_ref().map(kept).transpose()
}

/// Those that name an organisation, the oldest first.
pub fn requests(tx: &mut Tx<'_>) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM access_requests WHERE organisation_id IS NOT NULL \
         ORDER BY asked_at, id"
    );
    tx.query(&sql, &[])?.iter().map(kept).collect()
}

pub fn remove(tx: &mut Tx<'_>, id: &Id) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM access_requests WHERE id = ?1", &[id.into()])? == 1)
}

/// Erases the requests that nobody answered in time. `today` in days since 1970.
pub fn forget(tx: &mut Tx<'_>, today: i64) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM access_requests WHERE forget_day <= ?1", &[today.into()])
}
