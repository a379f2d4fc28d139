//! SQL of merges: what refers to an organisation, in tables of all rooms, is moved as the list of
//! [`Reference`]s says.

use std::collections::{HashMap, HashSet};

use ::store::moving::Move;
use ::store::{Reference, Row, StoreError, Tx, Value};
use base::Id;
use territory::{Zone, ZoneKind};

use super::super::pairs::Seen;
use super::marks;
use crate::store as rows;

/// A merge that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Identifier.
    pub id: Id,
    /// Its place in the order of merges.
    pub position: i64,
    /// Who stands for both.
    pub kept: Id,
    /// Who is listed no longer.
    pub merged: Id,
    /// Seconds since 1970.
    pub at: i64,
    kept_standing: String,
    merged_standing: String,
}

/// A merge with the names of who was kept and who was merged.
pub type Named = (Merge, String, String);

/// The organisation that stands for one that was merged.
pub fn merged_into(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Id>, StoreError> {
    let sql = "SELECT merged_into FROM organisations WHERE id = ?1";
    Ok(tx.query_opt(sql, &[id.into()])?.map(|row| row.get(0)).transpose()?.flatten())
}

/// Notes that two are about to be merged. What refers to them is moved next.
pub fn begin_merge(tx: &mut Tx<'_>, kept: &Id, merged: &Id, now: i64) -> Result<Id, StoreError> {
    let id = Id::new();
    tx.execute(
        "INSERT INTO organisation_merges (id, position, kept_id, merged_id, merged_at, \
         kept_standing, merged_standing) SELECT ?1, (SELECT COALESCE(MAX(position), 0) + 1 \
         FROM organisation_merges), k.id, m.id, CAST(?4 AS BIGINT), \
         k.standing, m.standing \
         FROM organisations k, organisations m WHERE k.id = ?2 AND m.id = ?3",
        &[(&id).into(), kept.into(), merged.into(), now.into()],
    )?;
    Ok(id)
}

/// Takes the merged one out of all lists; who stands for a member is a member.
pub fn end_merge(tx: &mut Tx<'_>, kept: &Id, merged: &Id) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE organisations SET standing = 'member' WHERE id = ?1 AND standing <> 'member' \
         AND EXISTS (SELECT 1 FROM organisations m WHERE m.id = ?2 AND m.standing = 'member')",
        &[kept.into(), merged.into()],
    )?;
    let sql = "UPDATE organisations SET standing = 'merged', merged_into = ?1 WHERE id = ?2";
    tx.execute(sql, &[kept.into(), merged.into()]).map(|_| ())
}

/// Notes what became of a row.
pub fn note_move(tx: &mut Tx<'_>, merge: &Id, n: i64, step: &Move) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO organisation_moves (merge_id, position, moved_table, moved_column, row_key, \
         row_rest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            merge.into(),
            n.into(),
            (&step.table).into(),
            (&step.column).into(),
            step.key_text().into(),
            step.rest_text().into(),
        ],
    )?;
    Ok(())
}

/// What a merge moved, in order.
pub fn moves(tx: &mut Tx<'_>, merge: &Id) -> Result<Vec<Move>, StoreError> {
    let sql = "SELECT moved_table, moved_column, row_key, row_rest FROM organisation_moves \
               WHERE merge_id = ?1 ORDER BY position";
    let one = |row: &Row| Move::read(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    tx.query(sql, &[merge.into()])?.iter().map(one).collect()
}

const MERGE: &str = "m.id, m.position, m.kept_id, m.merged_id, m.merged_at, m.kept_standing, \
     m.merged_standing";

fn merge(row: &Row) -> Result<Merge, StoreError> {
    Ok(Merge {
        id: row.get(0)?,
        position: row.get(1)?,
        kept: row.get(2)?,
        merged: row.get(3)?,
        at: row.get(4)?,
        kept_standing: row.get(5)?,
        merged_standing: row.get(6)?,
    })
}

/// A merge that stands.
pub fn find_merge(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Merge>, StoreError> {
    let sql = format!("SELECT {MERGE} FROM organisation_merges m WHERE m.id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| merge(&row)).transpose()
}

/// Whether the organisation that stands for both was merged again since, either way.
pub fn merged_later(tx: &mut Tx<'_>, m: &Merge) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM organisation_merges WHERE position > ?1 \
               AND (kept_id = ?2 OR merged_id = ?2)";
    Ok(tx.query_opt(sql, &[m.position.into(), (&m.kept).into()])?.is_some())
}

/// Makes both what they were, after what was moved went back, and forgets the merge.
pub fn part(tx: &mut Tx<'_>, m: &Merge) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE organisations SET standing = ?1, merged_into = NULL WHERE id = ?2",
        &[(&m.merged_standing).into(), (&m.merged).into()],
    )?;
    // Only what the merge made of it: somebody may have decided otherwise since.
    if m.kept_standing != "member" && m.merged_standing == "member" {
        let sql = "UPDATE organisations SET standing = ?1 WHERE id = ?2 AND standing = 'member'";
        tx.execute(sql, &[(&m.kept_standing).into(), (&m.kept).into()])?;
    }
    tx.execute("DELETE FROM organisation_moves WHERE merge_id = ?1", &[(&m.id).into()])?;
    tx.execute("DELETE FROM organisation_merges WHERE id = ?1", &[(&m.id).into()])?;
    Ok(())
}

/// A page of the merges that stand, the latest first, with the names of both; and how many there
/// are.
pub fn merges(
    tx: &mut Tx<'_>,
    page: usize,
    most: usize,
) -> Result<(Vec<Named>, usize), StoreError> {
    let sql = format!(
        "SELECT {MERGE}, k.name, o.name FROM organisation_merges m \
         JOIN organisations k ON k.id = m.kept_id JOIN organisations o ON o.id = m.merged_id \
         ORDER BY m.position DESC LIMIT {most} OFFSET {}",
        page.saturating_mul(most).min(1_000_000_000)
    );
    let shown = tx.query(&sql, &[])?;
    let shown = shown.iter().map(|row| Ok((merge(row)?, row.get(7)?, row.get(8)?)));
    let shown = shown.collect::<Result<Vec<_>, StoreError>>()?;
    let all: i64 = tx.query_one("SELECT count(*) FROM organisation_merges", &[])?.get(0)?;
    Ok((shown, usize::try_from(all).unwrap_or_default()))
}

/// Remembers that two are two.
pub fn tell_apart(tx: &mut Tx<'_>, one: &Id, other: &Id) -> Result<(), StoreError> {
    let (one, other) = if one < other { (one, other) } else { (other, one) };
    let sql = "INSERT INTO organisation_distinctions (one_id, other_id) VALUES (?1, ?2) \
               ON CONFLICT (one_id, other_id) DO NOTHING";
    tx.execute(sql, &[one.into(), other.into()]).map(|_| ())
}

/// Whether somebody said that these are two.
pub fn are_apart(tx: &mut Tx<'_>, one: &Id, other: &Id) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM organisation_distinctions WHERE (one_id = ?1 AND other_id = ?2) \
               OR (one_id = ?2 AND other_id = ?1)";
    Ok(tx.query_opt(sql, &[one.into(), other.into()])?.is_some())
}

/// Whether one is in a circle of the other, or was.
pub fn are_related(tx: &mut Tx<'_>, one: &Id, other: &Id) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM relations WHERE (organisation_id = ?1 AND with_id = ?2) \
               OR (organisation_id = ?2 AND with_id = ?1)";
    Ok(!tx.query(sql, &[one.into(), other.into()])?.is_empty())
}

/// All pairs of which somebody said that they are two, the smaller identifier first.
pub fn told_apart(tx: &mut Tx<'_>) -> Result<HashSet<(Id, Id)>, StoreError> {
    let rows = tx.query("SELECT one_id, other_id FROM organisation_distinctions", &[])?;
    let pair = |row: &Row| {
        let (one, other): (Id, Id) = (row.get(0)?, row.get(1)?);
        Ok(if one < other { (one, other) } else { (other, one) })
    };
    rows.iter().map(pair).collect()
}

/// The organisations of a territory that are listed anywhere, with the lists they are known from.
pub fn listed(tx: &mut Tx<'_>, zone: Zone) -> Result<Vec<Seen>, StoreError> {
    let column = match zone.kind() {
        ZoneKind::Country => "''",
        ZoneKind::Region => "region",
        ZoneKind::Department => "department",
        ZoneKind::Intercommunality => "epci",
        ZoneKind::Commune => "commune",
    };
    let commune = territory::commune(zone.code()).map(territory::Commune::whole);
    let code = commune.filter(|_| zone.kind() == ZoneKind::Commune).unwrap_or(zone.code());
    let here = format!("merged_into IS NULL AND {column} = ?1");
    let sql = format!(
        "SELECT s.organisation_id, s.source FROM organisation_sources s \
         JOIN organisations o ON o.id = s.organisation_id WHERE {here} ORDER BY s.source"
    );
    let mut sources: HashMap<Id, Vec<String>> = HashMap::new();
    for row in tx.query(&sql, &[code.into()])? {
        sources.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let all = rows::organisations_where(tx, &here, &[code.into()])?;
    let seen = |organisation: crate::model::Organisation| {
        let sources = sources.remove(&organisation.id).unwrap_or_default();
        Seen { organisation, sources }
    };
    Ok(all.into_iter().map(seen).collect())
}

/// How many rows of the network refer to each of these organisations. What the register itself
/// keeps of them does not count.
pub fn attached(
    tx: &mut Tx<'_>,
    references: &[Reference],
    ids: &[Id],
) -> Result<HashMap<Id, i64>, StoreError> {
    let mut counts: HashMap<Id, i64> = HashMap::new();
    let own = |table: &str| table.starts_with("organisation");
    for reference in references.iter().filter(|r| !own(r.table) && !ids.is_empty()) {
        let (table, column) = (reference.table, reference.column);
        let params: Vec<Value> = ids.iter().map(Into::into).collect();
        let sql = format!(
            "SELECT {column}, count(*) FROM {table} WHERE {column} IN ({}) GROUP BY {column}",
            marks(0, ids.len())
        );
        for row in tx.query(&sql, &params)? {
            let many: i64 = row.get(1)?;
            *counts.entry(row.get(0)?).or_default() += many;
        }
    }
    Ok(counts)
}
