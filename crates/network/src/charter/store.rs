//! Tables `charters`, `charter_principles`, `charter_adherences`.

use ::store::{Row, StoreError, Tx};
use base::Id;
use jiff::civil::Date;

use super::model::{Adherence, Charter, Principle, Rule};

fn date(row: &Row, column: usize) -> Result<Date, StoreError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| StoreError::Column {
        column,
        wanted: "a date",
        found: "another text".into(),
    })
}

/// All versions, the latest first.
pub fn charters(tx: &mut Tx<'_>) -> Result<Vec<Charter>, StoreError> {
    let sql =
        "SELECT version, in_force_from FROM charters ORDER BY in_force_from DESC, written_at DESC";
    let rows = tx.query(sql, &[])?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let version: String = row.get(0)?;
        let principles = principles(tx, &version)?;
        all.push(Charter { version, in_force_from: date(&row, 1)?, principles });
    }
    Ok(all)
}

fn principles(tx: &mut Tx<'_>, version: &str) -> Result<Vec<Principle>, StoreError> {
    tx.query(
        "SELECT rule, text_fr, text_en FROM charter_principles WHERE charter = ?1 \
         ORDER BY position",
        &[version.into()],
    )?
    .iter()
    .map(|row| {
        let rule: String = row.get(0)?;
        Ok(Principle {
            rule: Rule::parse(&rule).unwrap_or(Rule::Need),
            text_fr: row.get(1)?,
            text_en: row.get(2)?,
        })
    })
    .collect()
}

/// Adds a version. `false`: there is one of that name.
pub fn insert(tx: &mut Tx<'_>, charter: &Charter, now: i64) -> Result<bool, StoreError> {
    let new = tx.execute(
        "INSERT INTO charters (version, in_force_from, written_at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (version) DO NOTHING",
        &[(&charter.version).into(), charter.in_force_from.to_string().into(), now.into()],
    )?;
    if new == 0 {
        return Ok(false);
    }
    for (position, p) in (1_i64..).zip(&charter.principles) {
        tx.execute(
            "INSERT INTO charter_principles (charter, position, rule, text_fr, text_en) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
            &[
                (&charter.version).into(),
                position.into(),
                p.rule.into(),
                (&p.text_fr).into(),
                (&p.text_en).into(),
            ],
        )?;
    }
    Ok(true)
}

const ADHERENCE: &str = "SELECT a.id, a.organisation_id, o.name, a.charter, a.adhered_on, \
     a.ended_on FROM charter_adherences a JOIN organisations o ON o.id = a.organisation_id";

fn adherence(row: &Row) -> Result<Adherence, StoreError> {
    let ended: Option<String> = row.get(5)?;
    Ok(Adherence {
        id: row.get(0)?,
        organisation: row.get(1)?,
        name: row.get(2)?,
        charter: row.get(3)?,
        since: date(row, 4)?,
        ended: ended.and_then(|text| text.parse().ok()),
    })
}

/// Who adheres or adhered to what, by name, the latest first.
pub fn adherences(tx: &mut Tx<'_>) -> Result<Vec<Adherence>, StoreError> {
    let sql = format!("{ADHERENCE} ORDER BY o.name, o.id, a.adhered_on DESC, a.id");
    tx.query(&sql, &[])?.iter().map(adherence).collect()
}

/// One of them.
pub fn find_adherence(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Adherence>, StoreError> {
    let sql = format!("{ADHERENCE} WHERE a.id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| adherence(&row)).transpose()
}

/// Adds an adherence.
pub fn insert_adherence(
    tx: &mut Tx<'_>,
    organisation: &Id,
    charter: &str,
    since: Date,
) -> Result<Id, StoreError> {
    let id = Id::new();
    tx.execute(
        "INSERT INTO charter_adherences (id, organisation_id, charter, adhered_on) \
         VALUES (?1, ?2, ?3, ?4)",
        &[(&id).into(), organisation.into(), charter.into(), since.to_string().into()],
    )?;
    Ok(id)
}

/// Ends the adherences of an organisation that have not ended.
pub fn end_adherences(tx: &mut Tx<'_>, organisation: &Id, on: Date) -> Result<u64, StoreError> {
    // One that begins later ends on the day it begins: it never held.
    tx.execute(
        "UPDATE charter_adherences SET ended_on = CASE WHEN adhered_on > ?2 THEN adhered_on \
         ELSE ?2 END WHERE organisation_id = ?1 AND ended_on IS NULL",
        &[organisation.into(), on.to_string().into()],
    )
}
