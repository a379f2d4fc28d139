//! Tables `entry_sources`, `structure_sources`, `source_mappings`, `occupations`.

use std::collections::HashMap;

use ::store::{StoreError, Tx, Value};
use base::Id;
use inclusion::Occupation;
use jiff::civil::Date;

/// What a list said of one thing: what it is here, and the text.
pub type Known = HashMap<String, (Id, String)>;

/// What a list last said of its services, by their names there.
pub fn services(tx: &mut Tx<'_>, source: &str) -> Result<Known, StoreError> {
    known(tx, "SELECT source_ref, entry_id, said FROM entry_sources WHERE source = ?1", source)
}

/// What a list last said of its structures.
pub fn structures(tx: &mut Tx<'_>, source: &str) -> Result<Known, StoreError> {
    let sql = "SELECT source_ref, organisation_id, said FROM structure_sources WHERE source = ?1";
    known(tx, sql, source)
}

fn known(tx: &mut Tx<'_>, sql: &str, source: &str) -> Result<Known, StoreError> {
    tx.query(sql, &[source.into()])?
        .iter()
        .map(|row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
        .collect()
}

/// Keeps what a list says of its services.
pub fn keep_services(
    tx: &mut Tx<'_>,
    source: &str,
    said: &[(String, Id, String)],
) -> Result<(), StoreError> {
    keep(tx, "entry_sources", "entry_id", "gone_on = NULL, ", source, said)
}

/// Keeps what a list says of its structures.
pub fn keep_structures(
    tx: &mut Tx<'_>,
    source: &str,
    said: &[(String, Id, String)],
) -> Result<(), StoreError> {
    keep(tx, "structure_sources", "organisation_id", "", source, said)
}

fn keep(
    tx: &mut Tx<'_>,
    table: &str,
    what: &str,
    also: &str,
    source: &str,
    said: &[(String, Id, String)],
) -> Result<(), StoreError> {
    let head = format!("INSERT INTO {table} (source, source_ref, {what}, said)");
    let tail = format!(
        "ON CONFLICT (source, source_ref) DO UPDATE SET {also}said = excluded.said, \
         {what} = excluded.{what}"
    );
    let rows: Vec<Vec<Value>> = said
        .iter()
        .map(|(name, id, said)| vec![source.into(), name.into(), id.into(), said.into()])
        .collect();
    if rows.is_empty() { Ok(()) } else { tx.execute_rows(&head, &tail, &rows) }
}

/// Notes that a list holds a service no longer; `false`: it is noted already.
pub fn gone(tx: &mut Tx<'_>, source: &str, name: &str, on: Date) -> Result<bool, StoreError> {
    let sql = "UPDATE entry_sources SET gone_on = ?1 \
               WHERE source = ?2 AND source_ref = ?3 AND gone_on IS NULL";
    Ok(tx.execute(sql, &[on.to_string().into(), source.into(), name.into()])? > 0)
}

/// Which column of a list says what.
pub fn mapping(tx: &mut Tx<'_>, source: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT mapping FROM source_mappings WHERE source = ?1";
    tx.query_opt(sql, &[source.into()])?.map(|row| row.get(0)).transpose()
}

/// Keeps which column of a list says what.
pub fn keep_mapping(tx: &mut Tx<'_>, source: &str, mapping: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO source_mappings (source, mapping) VALUES (?1, ?2) \
         ON CONFLICT (source) DO UPDATE SET mapping = excluded.mapping",
        &[source.into(), mapping.into()],
    )
    .map(|_| ())
}

/// All occupations, by code.
pub fn occupations(tx: &mut Tx<'_>) -> Result<Vec<Occupation>, StoreError> {
    tx.query("SELECT code, name, parent, titles FROM occupations ORDER BY code", &[])?
        .iter()
        .map(|row| {
            let titles: String = row.get(3)?;
            Ok(Occupation {
                code: row.get(0)?,
                name: row.get(1)?,
                parent: row.get(2)?,
                titles: titles.lines().map(str::to_owned).collect(),
            })
        })
        .collect()
}

/// Puts occupations in the place of all that there were.
pub fn replace_occupations(tx: &mut Tx<'_>, all: &[Occupation]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM occupations", &[])?;
    let rows: Vec<Vec<Value>> = all
        .iter()
        .map(|o| {
            let titles = o.titles.join("\n");
            vec![(&o.code).into(), (&o.name).into(), (&o.parent).into(), titles.into()]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.execute_rows("INSERT INTO occupations (code, name, parent, titles)", "", &rows)
}
