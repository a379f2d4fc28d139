//! SQL of lists that organisations are known from.

use std::collections::HashMap;

use ::store::{StoreError, Tx, Value};
use base::Id;

use super::super::model::{Facts, Source};
use super::marks;
use crate::model::{Fact, Organisation};
use crate::store as rows;

/// A row of a list as it was last imported.
pub struct Known {
    pub organisation: Id,
    pub said: String,
    pub missing: bool,
}

/// Identifiers in one statement.
const CHUNK: usize = 1_000;

/// Holds a list until the end of the transaction: two imports of it go one after the other.
pub fn hold(tx: &mut Tx<'_>, source: Source) -> Result<(), StoreError> {
    if let Some(id) = Id::parse(source.code()) {
        tx.lock("sources", &id)?;
    }
    Ok(())
}

/// Holds all lists: no import goes on while organisations are merged or parted.
pub fn hold_all(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    Source::ALL.iter().try_for_each(|source| hold(tx, *source))
}

/// All that is known from a list, by its codes.
pub fn known(tx: &mut Tx<'_>, source: Source) -> Result<HashMap<String, Known>, StoreError> {
    let sql = "SELECT source_id, organisation_id, said, missing_since FROM organisation_sources \
               WHERE source = ?1";
    let known = |row: &::store::Row| {
        let missing: Option<i64> = row.get(3)?;
        let known =
            Known { organisation: row.get(1)?, said: row.get(2)?, missing: missing.is_some() };
        Ok((row.get(0)?, known))
    };
    tx.query(sql, &[source.into()])?.iter().map(known).collect()
}

/// Organisations with their numbers.
pub fn with_facts(
    tx: &mut Tx<'_>,
    ids: &[&Id],
) -> Result<HashMap<Id, (Organisation, Facts)>, StoreError> {
    let mut all = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let params: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
        let marks = marks(0, ids.len());
        let found = rows::organisations_where(tx, &format!("id IN ({marks})"), &params)?;
        all.extend(found.into_iter().map(|o| (o.id.clone(), (o, vec![]))));
        let sql = format!(
            "SELECT organisation_id, fact, value, source FROM organisation_facts \
             WHERE organisation_id IN ({marks}) ORDER BY organisation_id, fact"
        );
        for row in tx.query(&sql, &params)? {
            let (id, fact): (Id, String) = (row.get(0)?, row.get(1)?);
            if let (Some((_, facts)), Some(fact)) = (all.get_mut(&id), Fact::parse(&fact)) {
                facts.push((fact, row.get(2)?, row.get(3)?));
            }
        }
    }
    Ok(all)
}

/// Keeps numbers of organisations in place of all that they had.
pub fn replace_facts(tx: &mut Tx<'_>, all: &[(&Id, &Facts)]) -> Result<(), StoreError> {
    for some in all.chunks(CHUNK) {
        let params: Vec<Value> = some.iter().map(|(id, _)| (*id).into()).collect();
        let marks = marks(0, some.len());
        let sql = format!("DELETE FROM organisation_facts WHERE organisation_id IN ({marks})");
        tx.execute(&sql, &params)?;
    }
    add_facts(tx, all)
}

/// Keeps numbers of organisations that have none.
pub fn add_facts(tx: &mut Tx<'_>, all: &[(&Id, &Facts)]) -> Result<(), StoreError> {
    let of = |(id, facts): &(&Id, &Facts)| -> Vec<Vec<Value>> {
        let row = |(fact, value, source): &(Fact, f64, String)| {
            vec![(*id).into(), (*fact).into(), (*value).into(), source.into()]
        };
        facts.iter().map(row).collect()
    };
    let rows: Vec<Vec<Value>> = all.iter().flat_map(of).collect();
    let head = "INSERT INTO organisation_facts (organisation_id, fact, value, source)";
    tx.execute_rows(head, "", &rows)
}

/// Remembers what a list said of its rows: code, organisation, words.
pub fn remember(
    tx: &mut Tx<'_>,
    source: Source,
    said: &[(&str, &Id, String)],
) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = said
        .iter()
        .map(|(code, id, text)| {
            vec![source.into(), (*code).into(), (*id).into(), text.into(), Value::Null]
        })
        .collect();
    let head = "INSERT INTO organisation_sources (source, source_id, organisation_id, said, \
                missing_since)";
    let tail = "ON CONFLICT (source, source_id) DO UPDATE SET said = excluded.said, \
                missing_since = excluded.missing_since";
    tx.execute_rows(head, tail, &rows)
}

/// Notes since when rows are in their list no longer.
pub fn note_missing(
    tx: &mut Tx<'_>,
    source: Source,
    codes: &[&str],
    now: i64,
) -> Result<(), StoreError> {
    for codes in codes.chunks(CHUNK) {
        let mut params: Vec<Value> = vec![source.into(), now.into()];
        params.extend(codes.iter().map(|code| Value::from(*code)));
        let sql = format!(
            "UPDATE organisation_sources SET missing_since = ?2 WHERE source = ?1 \
             AND source_id IN ({})",
            marks(2, codes.len())
        );
        tx.execute(&sql, &params)?;
    }
    Ok(())
}

/// Notes when a list last changed something.
pub fn changed(tx: &mut Tx<'_>, source: Source, now: i64) -> Result<(), StoreError> {
    let sql = "UPDATE sources SET changed_at = ?2 WHERE id = ?1";
    tx.execute(sql, &[source.into(), now.into()]).map(|_| ())
}
