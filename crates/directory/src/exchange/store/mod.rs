//! Tables `entry_sources`, `structure_sources`, `source_mappings`, `list_sources`, `takings`,
//! `taking_rows`, `occupations`; lists on their way in `plans.rs`.

use std::collections::HashMap;

pub mod plans;

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use inclusion::{Occupation, Place};
use jiff::civil::Date;

use super::plan::{Planned, What};
use super::takings::{Did, RowTaken, Sort, Taking};
use crate::store::word;

/// What a list said of one thing.
pub struct Before {
    /// What it is here.
    pub id: Id,
    /// The text.
    pub said: String,
    /// Whether the list held it no longer, the last time.
    pub gone: bool,
}

impl Before {
    /// Whether the list says the same now.
    pub fn says(&self, now: &impl serde::Serialize) -> bool {
        self.said == as_text(now)
    }
}

/// What a list said of each thing, by its name there.
pub type Known = HashMap<String, Before>;

/// What a list last said.
#[derive(Default)]
pub struct LastSaid {
    /// Of its structures.
    pub structures: Known,
    /// Of its services.
    pub services: Known,
}

const STRUCTURES: &str = "SELECT source_ref, organisation_id, said, 0 FROM structure_sources \
                          WHERE source = ?1";
const SERVICES: &str = "SELECT source_ref, entry_id, said, \
                        CASE WHEN gone_on IS NULL THEN 0 ELSE 1 END FROM entry_sources \
                        WHERE source = ?1";

/// What a list last said, all of it.
pub fn last_said(tx: &mut Tx<'_>, source: &str) -> Result<LastSaid, StoreError> {
    let mut last = LastSaid::default();
    known(tx, STRUCTURES, &[source.into()], &mut last.structures)?;
    known(tx, SERVICES, &[source.into()], &mut last.services)?;
    Ok(last)
}

/// What a list last said of some rows, and of the structures that they belong to.
pub fn last_said_of(
    tx: &mut Tx<'_>,
    source: &str,
    rows: &[Planned],
) -> Result<LastSaid, StoreError> {
    let (mut structures, mut services) = (vec![], vec![]);
    for row in rows {
        match &row.what {
            What::Structure(s) => structures.push(s.id.as_str()),
            What::Service(s, _) => {
                structures.push(s.structure_id.as_str());
                services.push(s.id.as_str());
            }
            What::Gone(name) => services.push(name),
        }
    }
    structures.sort_unstable();
    structures.dedup();
    let mut last = LastSaid::default();
    let LastSaid { structures: of_structures, services: of_services } = &mut last;
    for (sql, names, found) in
        [(STRUCTURES, structures, of_structures), (SERVICES, services, of_services)]
    {
        for some in names.chunks(500) {
            let marks: Vec<String> = (2..some.len() + 2).map(|n| format!("?{n}")).collect();
            let sql = format!("{sql} AND source_ref IN ({})", marks.join(", "));
            let params: Vec<Value> =
                [Value::from(source)].into_iter().chain(some.iter().map(|n| (*n).into())).collect();
            known(tx, &sql, &params, found)?;
        }
    }
    Ok(last)
}

fn known(
    tx: &mut Tx<'_>,
    sql: &str,
    params: &[Value],
    found: &mut Known,
) -> Result<(), StoreError> {
    for row in tx.query(sql, params)? {
        let gone: i64 = row.get(3)?;
        let before = Before { id: row.get(1)?, said: row.get(2)?, gone: gone != 0 };
        found.insert(row.get(0)?, before);
    }
    Ok(())
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

/// Notes that a list holds a service no longer.
pub fn gone(tx: &mut Tx<'_>, source: &str, name: &str, on: Date) -> Result<(), StoreError> {
    let sql = "UPDATE entry_sources SET gone_on = ?1 \
               WHERE source = ?2 AND source_ref = ?3 AND gone_on IS NULL";
    tx.execute(sql, &[on.to_string().into(), source.into(), name.into()]).map(|_| ())
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

/// Who looks after a list; nothing: no list of this name was taken yet.
pub fn curator(tx: &mut Tx<'_>, source: &str) -> Result<Option<Option<Id>>, StoreError> {
    let sql = "SELECT curator_id FROM list_sources WHERE source = ?1";
    tx.query_opt(sql, &[source.into()])?.map(|row| row.get(0)).transpose()
}

/// Holds a list until the transaction ends, and makes it known if it is not; who looks after it.
pub fn hold_source(
    tx: &mut Tx<'_>,
    source: &str,
    curator: Option<&Id>,
) -> Result<Option<Id>, StoreError> {
    let sql = "INSERT INTO list_sources (source, curator_id) VALUES (?1, ?2) \
               ON CONFLICT (source) DO UPDATE SET source = excluded.source RETURNING curator_id";
    tx.query_one(sql, &[source.into(), curator.cloned().into()])?.get(0)
}

/// All lists by name, with who looks after each.
pub fn sources(tx: &mut Tx<'_>) -> Result<Vec<(String, Option<Id>)>, StoreError> {
    tx.query("SELECT source, curator_id FROM list_sources ORDER BY source", &[])?
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// The list of this name, else the one whose name differs only by capitals, accents and signs.
pub fn source_called(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let all = sources(tx)?;
    let folded = tables::normal(name);
    let like = |source: &&(String, _)| !folded.is_empty() && tables::normal(&source.0) == folded;
    let found = all.iter().find(|(source, _)| source == name).or_else(|| all.iter().find(like));
    Ok(found.map(|(source, _)| source.clone()))
}

/// Keeps rows behind the counts of a taking, as [`values_of`] makes them.
pub fn keep_rows(tx: &mut Tx<'_>, rows: &[Vec<Value>]) -> Result<(), StoreError> {
    let head = "INSERT INTO taking_rows (taking_id, position, of_what, did, kept, sheet, line, name, \
                subject, detail)";
    if rows.is_empty() { Ok(()) } else { tx.execute_rows(head, "", rows) }
}

/// A row behind a count as it is kept.
pub fn values_of(taking: &Id, at: i64, row: &RowTaken) -> Vec<Value> {
    let subject = row.subject.as_ref().map(Id::as_str).unwrap_or_default();
    vec![
        taking.into(),
        at.into(),
        row.of.into(),
        row.did.into(),
        (!row.kept.is_empty()).into(),
        (&row.place.sheet).into(),
        row.place.line.into(),
        (&row.name).into(),
        subject.into(),
        row.detail().into(),
    ]
}

/// A value as JSON.
pub fn as_text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Times a list was taken, the last first.
pub fn takings(tx: &mut Tx<'_>, source: &str, most: usize) -> Result<Vec<Taking>, StoreError> {
    let sql = format!(
        "{TAKING} WHERE source = ?1 AND {ENDED} ORDER BY taken_at DESC, id DESC LIMIT {most}"
    );
    tx.query(&sql, &[source.into()])?.iter().map(read_taking).collect()
}

/// One of them.
pub fn taking(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Taking>, StoreError> {
    let sql = format!("{TAKING} WHERE id = ?1 AND {ENDED}");
    tx.query_opt(&sql, &[id.into()])?.as_ref().map(read_taking).transpose()
}

const TAKING: &str = "SELECT id, source, taken_at, who, tally, announced FROM takings";
/// A list on its way is not taken yet.
const ENDED: &str = "NOT EXISTS (SELECT 1 FROM taking_plans WHERE taking_plans.id = takings.id)";

fn read_taking(row: &Row) -> Result<Taking, StoreError> {
    let announced: String = row.get(5)?;
    Ok(Taking {
        id: row.get(0)?,
        source: row.get(1)?,
        at: row.get(2)?,
        who: row.get(3)?,
        tally: word(row, 4, |text| serde_json::from_str(text).ok())?,
        announced: serde_json::from_str(&announced).ok(),
    })
}

/// Rows behind a count, in their order; those in which people were not overruled where nothing is
/// asked for.
pub fn rows(
    tx: &mut Tx<'_>,
    taking: &Id,
    what: Option<(Sort, Did)>,
    (first, most): (usize, usize),
) -> Result<Vec<RowTaken>, StoreError> {
    let (which, params) = match what {
        Some((of, did)) => {
            ("of_what = ?2 AND did = ?3", vec![taking.into(), of.into(), did.into()])
        }
        None => ("kept = 1", vec![taking.into()]),
    };
    let sql = format!(
        "SELECT of_what, did, sheet, line, name, subject, detail FROM taking_rows \
         WHERE taking_id = ?1 AND {which} ORDER BY position LIMIT {most} OFFSET {first}"
    );
    tx.query(&sql, &params)?
        .iter()
        .map(|row| {
            let (subject, detail): (String, String) = (row.get(5)?, row.get(6)?);
            let place = Place { sheet: row.get(2)?, line: row.get(3)? };
            let name: String = row.get(4)?;
            let (of, did) = (word(row, 0, Sort::parse)?, word(row, 1, Did::parse)?);
            Ok(RowTaken::new(of, did, place, &name, Id::parse(&subject)).with_detail(&detail))
        })
        .collect()
}

/// Erases some rows of takings before a moment; whether there may be more of them.
pub fn erase_rows(tx: &mut Tx<'_>, before: i64, most: usize) -> Result<bool, StoreError> {
    let old = "SELECT taking_id FROM taking_rows WHERE taking_id IN (SELECT id FROM takings WHERE \
               taken_at < ?1) LIMIT 1";
    let Some(old) = tx.query_opt(old, &[before.into()])? else { return Ok(false) };
    let sql = format!(
        "DELETE FROM taking_rows WHERE taking_id = ?1 AND position IN (SELECT position \
         FROM taking_rows WHERE taking_id = ?1 ORDER BY position LIMIT {most})"
    );
    let old: Id = old.get(0)?;
    tx.execute(&sql, &[old.into()])?;
    Ok(true)
}
