//! Tables `entry_keys`, `entry_pairs`, `entry_distinctions`, `entry_merges`, `entry_moves`; what else
//! is compared of entries.

use std::collections::{BTreeSet, HashMap};

use ::store::moving::Move;
use ::store::{Row, StoreError, Tx, Value};
use base::Id;

use super::rule::ordered;
use crate::model::State;
use crate::store::word;

/// `?1, ?2, …`, after the first `after`.
fn marks(after: usize, many: usize) -> String {
    let marks: Vec<String> = (after + 1..=after + many).map(|n| format!("?{n}")).collect();
    marks.join(", ")
}

/// Most identifiers in one statement.
const SOME: usize = 400;

/// Asks for some identifiers at a time: `sql` with their marks at `{}`.
fn in_some(
    tx: &mut Tx<'_>,
    sql: &str,
    values: &[Value],
    mut each: impl FnMut(&Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for some in values.chunks(SOME) {
        for row in tx.query(&sql.replace("{}", &marks(0, some.len())), some)? {
            each(&row)?;
        }
    }
    Ok(())
}

fn ids(all: &[&Id]) -> Vec<Value> {
    all.iter().map(|id| Value::from(*id)).collect()
}

/// The lists that tell of each entry.
pub fn lists(tx: &mut Tx<'_>, entries: &[&Id]) -> Result<HashMap<Id, Vec<String>>, StoreError> {
    let mut known: HashMap<Id, Vec<String>> = HashMap::new();
    let sql = "SELECT entry_id, source FROM entry_sources WHERE entry_id IN ({}) ORDER BY source";
    in_some(tx, sql, &ids(entries), |row| {
        known.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    Ok(known)
}

/// How many entries of each organisation each list tells.
pub fn told_of(tx: &mut Tx<'_>, owners: &[&Id]) -> Result<HashMap<(Id, String), i64>, StoreError> {
    let mut known = HashMap::new();
    let sql = "SELECT owner_id, source, count(*) FROM entries WHERE owner_id IN ({}) \
               AND source <> '' GROUP BY owner_id, source";
    in_some(tx, sql, &ids(owners), |row| {
        known.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        Ok(())
    })?;
    Ok(known)
}

/// What lists last said of organisations, as text.
pub fn structures(tx: &mut Tx<'_>, owners: &[&Id]) -> Result<Vec<(Id, String)>, StoreError> {
    let mut known = vec![];
    let sql = "SELECT organisation_id, said FROM structure_sources \
               WHERE organisation_id IN ({}) ORDER BY source, source_ref";
    in_some(tx, sql, &ids(owners), |row| {
        known.push((row.get(0)?, row.get(1)?));
        Ok(())
    })?;
    Ok(known)
}

/// How far entries were looked through; empty: not at all.
pub fn looked(tx: &mut Tx<'_>) -> Result<String, StoreError> {
    let sql = "SELECT value FROM settings WHERE name = 'duplicates'";
    Ok(tx.query_opt(sql, &[])?.map(|row| row.get(0)).transpose()?.unwrap_or_default())
}

/// Keeps it.
pub fn keep_looked(tx: &mut Tx<'_>, place: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO settings (name, value) VALUES ('duplicates', ?1) \
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.execute(sql, &[place.into()]).map(|_| ())
}

/// Forgets by what entries are found, and the pairs that they are in.
pub fn forget(tx: &mut Tx<'_>, entries: &[&Id]) -> Result<(), StoreError> {
    for some in ids(entries).chunks(SOME) {
        let marks = marks(0, some.len());
        tx.execute(&format!("DELETE FROM entry_keys WHERE entry_id IN ({marks})"), some)?;
        tx.execute(&format!("DELETE FROM entry_pairs WHERE one_id IN ({marks})"), some)?;
        tx.execute(&format!("DELETE FROM entry_pairs WHERE other_id IN ({marks})"), some)?;
    }
    Ok(())
}

/// Keeps by what entries are found.
pub fn keep_keys(tx: &mut Tx<'_>, keys: &[(i64, &Id)]) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> =
        keys.iter().map(|(key, id)| vec![(*key).into(), (*id).into()]).collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.execute_rows(
        "INSERT INTO entry_keys (key, entry_id)",
        "ON CONFLICT (key, entry_id) DO NOTHING",
        &rows,
    )
}

/// Who is found by these keys.
pub fn bearers(tx: &mut Tx<'_>, keys: &BTreeSet<i64>) -> Result<HashMap<i64, Vec<Id>>, StoreError> {
    let values: Vec<Value> = keys.iter().map(|key| Value::from(*key)).collect();
    let mut found: HashMap<i64, Vec<Id>> = HashMap::new();
    let sql = "SELECT key, entry_id FROM entry_keys WHERE key IN ({})";
    in_some(tx, sql, &values, |row| {
        found.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    Ok(found)
}

/// Keeps pairs, the smaller identifier first.
pub fn keep_pairs(tx: &mut Tx<'_>, pairs: &[(&Id, &Id, i32)]) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = pairs
        .iter()
        .map(|(one, other, weight)| vec![(*one).into(), (*other).into(), (*weight).into()])
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.execute_rows(
        "INSERT INTO entry_pairs (one_id, other_id, weight)",
        "ON CONFLICT (one_id, other_id) DO UPDATE SET weight = excluded.weight",
        &rows,
    )
}

/// A page of pairs with one that these keep (`None`: all), the likeliest first; and how many.
pub fn pairs(
    tx: &mut Tx<'_>,
    keepers: Option<&[Id]>,
    (page, most): (usize, usize),
) -> Result<(Vec<(Id, Id)>, usize), StoreError> {
    let (only, params) = match keepers {
        None => (String::new(), vec![]),
        Some([]) => return Ok((vec![], 0)),
        Some(keepers) => {
            let marks = marks(0, keepers.len());
            let kept = format!(
                "SELECT id FROM entries WHERE owner_id IN ({marks}) OR curator_id IN ({marks})"
            );
            (
                format!(" WHERE one_id IN ({kept}) OR other_id IN ({kept})"),
                keepers.iter().map(Value::from).collect(),
            )
        }
    };
    let sql = format!(
        "SELECT one_id, other_id FROM entry_pairs{only} \
         ORDER BY weight DESC, one_id, other_id LIMIT {most} OFFSET {}",
        page.saturating_mul(most).min(1_000_000_000)
    );
    let shown = tx.query(&sql, &params)?;
    let shown = shown.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
    let shown = shown.collect::<Result<Vec<_>, StoreError>>()?;
    let all: i64 =
        tx.query_one(&format!("SELECT count(*) FROM entry_pairs{only}"), &params)?.get(0)?;
    Ok((shown, usize::try_from(all).unwrap_or_default()))
}

/// With what an entry is probably one, the likeliest first.
pub fn beside(tx: &mut Tx<'_>, id: &Id) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT CASE WHEN one_id = ?1 THEN other_id ELSE one_id END FROM entry_pairs \
               WHERE one_id = ?1 OR other_id = ?1 ORDER BY weight DESC, one_id, other_id LIMIT 10";
    tx.query(sql, &[id.into()])?.iter().map(|row| row.get(0)).collect()
}

/// Two of which somebody said that they are two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distinction {
    /// The smaller identifier.
    pub one: Id,
    /// The greater one.
    pub other: Id,
    /// Name and address of both when it was said.
    pub was: (String, String),
    /// Seconds since 1970.
    pub at: i64,
    /// Account of who said it.
    pub by: Option<Id>,
}

const DISTINCTION: &str = "d.one_id, d.other_id, d.one_was, d.other_was, d.said_at, d.said_by";

fn account(row: &Row, column: usize) -> Result<Option<Id>, StoreError> {
    Ok(Id::parse(&row.get::<String>(column)?))
}

fn distinction(row: &Row) -> Result<Distinction, StoreError> {
    Ok(Distinction {
        one: row.get(0)?,
        other: row.get(1)?,
        was: (row.get(2)?, row.get(3)?),
        at: row.get(4)?,
        by: account(row, 5)?,
    })
}

/// What was said of these entries and any other.
pub fn distinctions_of(tx: &mut Tx<'_>, entries: &[&Id]) -> Result<Vec<Distinction>, StoreError> {
    let mut known = vec![];
    for column in ["one_id", "other_id"] {
        let sql =
            format!("SELECT {DISTINCTION} FROM entry_distinctions d WHERE d.{column} IN ({{}})");
        in_some(tx, &sql, &ids(entries), |row| {
            known.push(distinction(row)?);
            Ok(())
        })?;
    }
    Ok(known)
}

/// Remembers that two are two.
pub fn keep_distinction(tx: &mut Tx<'_>, d: &Distinction) -> Result<(), StoreError> {
    let by = d.by.as_ref().map_or("", Id::as_str);
    tx.execute(
        "INSERT INTO entry_distinctions (one_id, other_id, one_was, other_was, said_at, said_by) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (one_id, other_id) DO UPDATE SET \
         one_was = excluded.one_was, other_was = excluded.other_was, said_at = excluded.said_at, \
         said_by = excluded.said_by",
        &[
            (&d.one).into(),
            (&d.other).into(),
            (&d.was.0).into(),
            (&d.was.1).into(),
            d.at.into(),
            by.into(),
        ],
    )?;
    let sql = "DELETE FROM entry_pairs WHERE one_id = ?1 AND other_id = ?2";
    tx.execute(sql, &[(&d.one).into(), (&d.other).into()]).map(|_| ())
}

/// Takes it back; `false`: nobody said it.
pub fn drop_distinction(tx: &mut Tx<'_>, one: &Id, other: &Id) -> Result<bool, StoreError> {
    let (one, other) = ordered(one, other);
    let sql = "DELETE FROM entry_distinctions WHERE one_id = ?1 AND other_id = ?2";
    Ok(tx.execute(sql, &[one.into(), other.into()])? > 0)
}

/// A merge that stands.
#[derive(Clone, Debug)]
pub struct Merge {
    /// Identifier.
    pub id: Id,
    /// Its place in the order of merges.
    pub position: i64,
    /// The entry that stands for both.
    pub kept: Id,
    /// The one that is shown no longer.
    pub merged: Id,
    /// Seconds since 1970.
    pub at: i64,
    /// Account of who said so.
    pub by: Option<Id>,
    /// What became of the one that is shown no longer, undone.
    pub state: State,
    /// The entry that stayed, before and after, as it is kept.
    pub rows: (String, String),
    /// What lists said of both.
    pub said: String,
    /// When each part of the one that stayed was verified.
    pub sections: String,
    /// The signal of disagreement that it had, and the one that it got.
    pub contradicted: String,
}

const MERGE: &str = "m.id, m.position, m.kept_id, m.merged_id, m.merged_at, m.merged_by, \
     m.merged_state, m.kept_before, m.kept_after, m.said, m.sections, m.contradicted";

fn merge(row: &Row) -> Result<Merge, StoreError> {
    Ok(Merge {
        id: row.get(0)?,
        position: row.get(1)?,
        kept: row.get(2)?,
        merged: row.get(3)?,
        at: row.get(4)?,
        by: account(row, 5)?,
        state: word(row, 6, State::parse)?,
        rows: (row.get(7)?, row.get(8)?),
        said: row.get(9)?,
        sections: row.get(10)?,
        contradicted: row.get(11)?,
    })
}

/// Keeps a merge, at the next place in their order.
pub fn insert_merge(tx: &mut Tx<'_>, m: &Merge) -> Result<(), StoreError> {
    let by = m.by.as_ref().map_or("", Id::as_str);
    let next = "SELECT COALESCE(MAX(position), 0) + 1 FROM entry_merges";
    let position: i64 = tx.query_one(next, &[])?.get(0)?;
    tx.execute(
        "INSERT INTO entry_merges (id, position, kept_id, merged_id, merged_at, merged_by, \
         merged_state, kept_before, kept_after, said, sections, contradicted) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        &[
            (&m.id).into(),
            position.into(),
            (&m.kept).into(),
            (&m.merged).into(),
            m.at.into(),
            by.into(),
            m.state.into(),
            (&m.rows.0).into(),
            (&m.rows.1).into(),
            (&m.said).into(),
            (&m.sections).into(),
            (&m.contradicted).into(),
        ],
    )
    .map(|_| ())
}

/// Keeps how the entry that stayed came out.
pub fn keep_after(tx: &mut Tx<'_>, m: &Merge) -> Result<(), StoreError> {
    let sql = "UPDATE entry_merges SET kept_after = ?1, contradicted = ?2 WHERE id = ?3";
    let params = [(&m.rows.1).into(), (&m.contradicted).into(), (&m.id).into()];
    tx.execute(sql, &params).map(|_| ())
}

/// A merge that stands.
pub fn find_merge(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Merge>, StoreError> {
    let sql = format!("SELECT {MERGE} FROM entry_merges m WHERE m.id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| merge(&row)).transpose()
}

/// Whether the entry that stands for both was merged again since, either way.
pub fn merged_later(tx: &mut Tx<'_>, m: &Merge) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM entry_merges WHERE position > ?1 AND (kept_id = ?2 OR merged_id = ?2)";
    Ok(tx.query_opt(sql, &[m.position.into(), (&m.kept).into()])?.is_some())
}

/// Notes what became of a row.
pub fn note_move(tx: &mut Tx<'_>, merge: &Id, n: i64, step: &Move) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO entry_moves (merge_id, position, moved_table, moved_column, row_key, row_rest) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            merge.into(),
            n.into(),
            (&step.table).into(),
            (&step.column).into(),
            step.key_text().into(),
            step.rest_text().into(),
        ],
    )
    .map(|_| ())
}

/// What a merge moved, in order.
pub fn moves(tx: &mut Tx<'_>, merge: &Id) -> Result<Vec<Move>, StoreError> {
    let sql = "SELECT moved_table, moved_column, row_key, row_rest FROM entry_moves \
               WHERE merge_id = ?1 ORDER BY position";
    let one = |row: &Row| Move::read(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    tx.query(sql, &[merge.into()])?.iter().map(one).collect()
}

/// Forgets a merge that was undone.
pub fn drop_merge(tx: &mut Tx<'_>, merge: &Id) -> Result<(), StoreError> {
    tx.execute("DELETE FROM entry_moves WHERE merge_id = ?1", &[merge.into()])?;
    tx.execute("DELETE FROM entry_merges WHERE id = ?1", &[merge.into()]).map(|_| ())
}

/// Makes an entry lead to another, or stand for itself again.
pub fn stand(tx: &mut Tx<'_>, entry: &Id, by: Option<&Id>) -> Result<(), StoreError> {
    let sql = "UPDATE entries SET merged_into = ?1 WHERE id = ?2";
    tx.execute(sql, &[by.cloned().into(), entry.into()]).map(|_| ())
}

/// Of two entries, the reports of one that are open for a reason for which one of the other is open.
pub fn clashing_reports(tx: &mut Tx<'_>, of: &Id, with: &Id) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT r.id FROM entry_reports r JOIN entry_reports o ON o.reason = r.reason \
               AND o.entry_id = ?2 AND o.answered_on IS NULL \
               WHERE r.entry_id = ?1 AND r.answered_on IS NULL";
    tx.query(sql, &[of.into(), with.into()])?.iter().map(|row| row.get(0)).collect()
}

/// What each list says of an entry: its name, its identifier there, the text.
pub fn said(tx: &mut Tx<'_>, entry: &Id) -> Result<Vec<(String, String, String)>, StoreError> {
    let sql = "SELECT source, source_ref, said FROM entry_sources WHERE entry_id = ?1 \
               ORDER BY source, source_ref";
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    tx.query(sql, &[entry.into()])?.iter().map(one).collect()
}

/// Makes a list have said something else last.
pub fn unsay(tx: &mut Tx<'_>, (source, name): (&str, &str), said: &str) -> Result<(), StoreError> {
    let sql = "UPDATE entry_sources SET said = ?1 WHERE source = ?2 AND source_ref = ?3";
    tx.execute(sql, &[said.into(), source.into(), name.into()]).map(|_| ())
}

fn kept_or(column: &str, keepers: Option<&[Id]>) -> (String, Vec<Value>) {
    match keepers {
        None => (String::new(), vec![]),
        Some(keepers) => {
            let list = marks(0, keepers.len());
            let list = if list.is_empty() { "''".to_owned() } else { list };
            (
                format!(
                    " WHERE {column}.owner_id IN ({list}) OR {column}.curator_id IN ({list}) \
                     OR o.owner_id IN ({list}) OR o.curator_id IN ({list})"
                ),
                keepers.iter().map(Value::from).collect(),
            )
        }
    }
}

/// The latest merges of entries that these keep (`None`: all), with the names of both.
pub fn merges(
    tx: &mut Tx<'_>,
    keepers: Option<&[Id]>,
    most: usize,
) -> Result<Vec<(Merge, String, String)>, StoreError> {
    let (only, params) = kept_or("k", keepers);
    let sql = format!(
        "SELECT {MERGE}, k.title, o.title FROM entry_merges m \
         JOIN entries k ON k.id = m.kept_id JOIN entries o ON o.id = m.merged_id{only} \
         ORDER BY m.position DESC LIMIT {most}"
    );
    let one = |row: &Row| Ok((merge(row)?, row.get(12)?, row.get(13)?));
    tx.query(&sql, &params)?.iter().map(one).collect()
}

/// What was merged into an entry, with its name.
pub fn merged_into(tx: &mut Tx<'_>, kept: &Id) -> Result<Vec<(Merge, String)>, StoreError> {
    let sql = format!(
        "SELECT {MERGE}, o.title FROM entry_merges m JOIN entries o ON o.id = m.merged_id \
         WHERE m.kept_id = ?1 ORDER BY m.position DESC"
    );
    tx.query(&sql, &[kept.into()])?.iter().map(|row| Ok((merge(row)?, row.get(12)?))).collect()
}

/// The latest pairs that were said to be two, of entries that these keep (`None`: all), with the
/// names of both.
pub fn distinctions(
    tx: &mut Tx<'_>,
    keepers: Option<&[Id]>,
    most: usize,
) -> Result<Vec<(Distinction, String, String)>, StoreError> {
    let (only, params) = kept_or("k", keepers);
    let sql = format!(
        "SELECT {DISTINCTION}, k.title, o.title FROM entry_distinctions d \
         JOIN entries k ON k.id = d.one_id JOIN entries o ON o.id = d.other_id{only} \
         ORDER BY d.said_at DESC, d.one_id, d.other_id LIMIT {most}"
    );
    let one = |row: &Row| Ok((distinction(row)?, row.get(6)?, row.get(7)?));
    tx.query(&sql, &params)?.iter().map(one).collect()
}
