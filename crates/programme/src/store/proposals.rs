//! Table `proposals`.

use ::store::{Row, StoreError, Tx, Value};
use base::{Id, Lang};
use vault::{Day, DayKey, Vault};

use super::{date, maybe, word};
use crate::model::{Proposal, Step, YearOfProposals};

const COLUMNS: &str = "SELECT id, organisation_id, step, accepted, activity_id, lang, received_on, \
     moved_at, sealed, forget_day FROM proposals";

fn about(id: &Id) -> String {
    format!("proposal/{id}")
}

fn read(vault: &Vault, row: &Row) -> Result<Proposal, StoreError> {
    let (id, lang): (Id, String) = (row.get(0)?, row.get(5)?);
    let forget_day = maybe::<i64>(row, 9)?.and_then(|day| Day::try_from(day).ok());
    let sealed: Option<Vec<u8>> = maybe(row, 8)?;
    let key = forget_day.and_then(|day| vault.known_day(day));
    let plain = key.zip(sealed).and_then(|(key, sealed)| key.open(&about(&id), &sealed));
    Ok(Proposal {
        organisation: row.get(1)?,
        step: word(row, 2, Step::parse, "a step")?,
        accepted: row.get(3)?,
        activity: maybe(row, 4)?,
        lang: Lang::parse(&lang).unwrap_or_default(),
        received_on: date(row, 6)?,
        moved_at: row.get(7)?,
        kept: plain.and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default(),
        forget_day,
        id,
    })
}

fn sealed(p: &Proposal, key: &DayKey) -> Option<Vec<u8>> {
    let plain = serde_json::to_vec(&p.kept).ok()?;
    Some(key.seal(&about(&p.id), &plain))
}

/// One of them.
pub fn find(vault: &Vault, tx: &mut Tx<'_>, id: &Id) -> Result<Option<Proposal>, StoreError> {
    let row = tx.query_opt(&format!("{COLUMNS} WHERE id = ?1"), &[id.into()])?;
    row.map(|row| read(vault, &row)).transpose()
}

/// A proposal, and the digest of what its request asked; `None` once it was sealed anew.
type Known = (Id, Option<Vec<u8>>);

/// The proposal of a request made before, and the digest of what it asked.
pub fn of_request(
    tx: &mut Tx<'_>,
    organisation: &Id,
    request: &[u8],
) -> Result<Option<Known>, StoreError> {
    let sql = "SELECT id, asked FROM proposals WHERE organisation_id = ?1 AND request = ?2";
    let row = tx.query_opt(sql, &[organisation.into(), request.to_vec().into()])?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// How many wait to be looked at.
pub fn waiting(tx: &mut Tx<'_>, organisation: &Id) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM proposals WHERE organisation_id = ?1 AND step = 'received'";
    tx.query_one(sql, &[organisation.into()])?.get(0)
}

/// Keeps a new proposal. `false`: its request is known.
pub fn insert(
    tx: &mut Tx<'_>,
    p: &Proposal,
    key: &DayKey,
    request: &[u8],
    asked: Vec<u8>,
) -> Result<bool, StoreError> {
    let new = tx.execute(
        "INSERT INTO proposals (id, organisation_id, step, lang, received_on, moved_at, sealed, \
         forget_day, request, asked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         ON CONFLICT (organisation_id, request) DO NOTHING",
        &[
            (&p.id).into(),
            (&p.organisation).into(),
            p.step.into(),
            p.lang.tag().into(),
            p.received_on.to_string().into(),
            p.moved_at.into(),
            sealed(p, key).into(),
            p.forget_day.map(i64::from).into(),
            request.to_vec().into(),
            asked.into(),
        ],
    )?;
    Ok(new == 1)
}

/// Keeps where it stands, sealed anew; without a key nothing of what was written is kept.
pub fn update(tx: &mut Tx<'_>, p: &Proposal, key: Option<&DayKey>) -> Result<(), StoreError> {
    let sealed = key.and_then(|key| sealed(p, key));
    let day = sealed.as_ref().and(p.forget_day).map(i64::from);
    tx.execute(
        "UPDATE proposals SET step = ?2, accepted = ?3, activity_id = ?4, moved_at = ?5, \
         sealed = ?6, forget_day = ?7, asked = NULL WHERE id = ?1",
        &[
            (&p.id).into(),
            p.step.into(),
            p.accepted.into(),
            p.activity.clone().into(),
            p.moved_at.into(),
            sealed.into(),
            day.into(),
        ],
    )
    .map(|_| ())
}

/// Those of these organisations (`None`: of all) of which something is kept, the oldest first.
pub fn list(
    vault: &Vault,
    tx: &mut Tx<'_>,
    organisations: Option<&[Id]>,
) -> Result<Vec<Proposal>, StoreError> {
    let (clause, params) = of(organisations);
    let sql = format!(
        "{COLUMNS} WHERE forget_day IS NOT NULL{clause} ORDER BY received_on, id LIMIT 1000"
    );
    tx.query(&sql, &params)?.iter().map(|row| read(vault, row)).collect()
}

fn of(organisations: Option<&[Id]>) -> (String, Vec<Value>) {
    let Some(ids) = organisations else { return (String::new(), vec![]) };
    if ids.is_empty() {
        return (" AND 1 = 0".to_owned(), vec![]);
    }
    let marks: Vec<String> = (1..=ids.len()).map(|n| format!("?{n}")).collect();
    let clause = format!(" AND organisation_id IN ({})", marks.join(", "));
    (clause, ids.iter().map(Into::into).collect())
}

/// What became of them, by year of arrival, the latest first.
pub fn years(
    tx: &mut Tx<'_>,
    organisations: Option<&[Id]>,
) -> Result<Vec<YearOfProposals>, StoreError> {
    let (clause, params) = of(organisations);
    let sql = format!(
        "SELECT substr(received_on, 1, 4), count(*), CAST(SUM(accepted) AS BIGINT), \
         CAST(SUM(CASE WHEN activity_id IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT), \
         CAST(SUM(CASE WHEN step = 'declined' THEN 1 ELSE 0 END) AS BIGINT) FROM proposals \
         WHERE 1 = 1{clause} GROUP BY substr(received_on, 1, 4) ORDER BY 1 DESC"
    );
    let rows = tx.query(&sql, &params)?;
    rows.iter()
        .map(|row| {
            let year: String = row.get(0)?;
            Ok(YearOfProposals {
                year: year.parse().unwrap_or_default(),
                received: row.get(1)?,
                accepted: row.get(2)?,
                planned: row.get(3)?,
                declined: row.get(4)?,
            })
        })
        .collect()
}

/// Those whose day has come, some at a time.
pub fn due(tx: &mut Tx<'_>, day: Day) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT id FROM proposals WHERE forget_day <= ?1 ORDER BY id LIMIT 100";
    tx.query(sql, &[i64::from(day).into()])?.iter().map(|row| row.get(0)).collect()
}

/// Of how many something is kept, and of how many it should be forgotten.
pub fn kept(tx: &mut Tx<'_>, today: Day) -> Result<(u32, u32), StoreError> {
    let all = "SELECT count(*) FROM proposals WHERE forget_day IS NOT NULL";
    let late = "SELECT count(*) FROM proposals WHERE forget_day < ?1";
    let kept = tx.query_one(all, &[])?.get(0)?;
    Ok((kept, tx.query_one(late, &[i64::from(today).into()])?.get(0)?))
}
