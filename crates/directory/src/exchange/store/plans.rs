//! Tables `taking_plans` and `taking_plan_rows`: lists on their way into the directory.

use ::store::{Row, StoreError, Tx, Value};
use base::Id;

use super::{as_text, values_of};
use crate::exchange::plan::Planned;
use crate::exchange::takings::{Did, RowTaken, Sort, Tally};
use crate::store::word;

/// Nothing of it is to be seen.
const PREPARED: &str = "prepared";
/// It is carried through.
const DECIDED: &str = "decided";
/// It is being erased.
const DROPPED: &str = "dropped";

/// A list on its way.
#[derive(Clone, Debug)]
pub struct Underway {
    /// Which taking that is.
    pub id: Id,
    /// Which list.
    pub source: String,
    /// Whether it is carried through whatever happens.
    pub decided: bool,
    /// When somebody last worked on it.
    pub touched_at: i64,
    /// How many rows there are to write.
    pub steps: usize,
    /// How many of them are written.
    pub done: usize,
    /// Who takes it and how, as JSON.
    pub head: String,
}

const UNDERWAY: &str = "SELECT id, source, state, touched_at, steps, done, head FROM taking_plans";

fn read(row: &Row) -> Result<Underway, StoreError> {
    let state: String = row.get(2)?;
    let number = |n: i64| usize::try_from(n).unwrap_or_default();
    Ok(Underway {
        id: row.get(0)?,
        source: row.get(1)?,
        decided: state == DECIDED,
        touched_at: row.get(3)?,
        steps: number(row.get(4)?),
        done: number(row.get(5)?),
        head: row.get(6)?,
    })
}

/// All lists on their way.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Underway>, StoreError> {
    tx.query(&format!("{UNDERWAY} ORDER BY id"), &[])?.iter().map(read).collect()
}

/// This list, if it is on its way.
pub fn of_source(tx: &mut Tx<'_>, source: &str) -> Result<Option<Underway>, StoreError> {
    let sql = format!("{UNDERWAY} WHERE source = ?1");
    tx.query_opt(&sql, &[source.into()])?.as_ref().map(read).transpose()
}

/// A list on its way, held until the transaction ends.
pub fn hold(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Underway>, StoreError> {
    tx.lock("taking_plans", id)?;
    let sql = format!("{UNDERWAY} WHERE id = ?1");
    tx.query_opt(&sql, &[id.into()])?.as_ref().map(read).transpose()
}

/// Sets a list on its way: nobody else may, and it is not among those that were taken.
pub fn begin(
    tx: &mut Tx<'_>,
    (id, source): (&Id, &str),
    (at, who): (i64, &str),
    head: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO takings (id, source, taken_at, who, tally, announced) \
         VALUES (?1, ?2, ?3, ?4, ?5, '')",
        &[id.into(), source.into(), at.into(), who.into(), as_text(&Tally::default()).into()],
    )?;
    tx.execute(
        "INSERT INTO taking_plans (id, source, state, touched_at, head) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[id.into(), source.into(), PREPARED.into(), at.into(), head.into()],
    )
    .map(|_| ())
}

/// Notes that somebody works on a list that is not decided yet; whether it is still theirs.
pub fn touch(tx: &mut Tx<'_>, id: &Id, at: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE taking_plans SET touched_at = ?1 WHERE id = ?2 AND state = ?3";
    Ok(tx.execute(sql, &[at.into(), id.into(), PREPARED.into()])? == 1)
}

/// Keeps some of what is to be written.
pub fn plan(tx: &mut Tx<'_>, rows: &[Vec<Value>]) -> Result<(), StoreError> {
    let head = "INSERT INTO taking_plan_rows (taking_id, position, planned)";
    if rows.is_empty() { Ok(()) } else { tx.execute_rows(head, "", rows) }
}

/// A row of what is to be written, as it is kept.
pub fn planned(id: &Id, planned: &Planned) -> Vec<Value> {
    vec![id.into(), planned.position.into(), as_text(planned).into()]
}

/// From here on it is carried through; whether it was still there.
pub fn decide(tx: &mut Tx<'_>, id: &Id, at: i64, steps: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE taking_plans SET state = ?1, touched_at = ?2, steps = ?3 \
               WHERE id = ?4 AND state = ?5";
    let params = [DECIDED.into(), at.into(), steps.into(), id.into(), PREPARED.into()];
    Ok(tx.execute(sql, &params)? == 1)
}

/// The next rows to write, as they are kept.
pub fn next(tx: &mut Tx<'_>, id: &Id, most: usize) -> Result<Vec<(i64, String)>, StoreError> {
    let sql = format!(
        "SELECT position, planned FROM taking_plan_rows WHERE taking_id = ?1 \
         ORDER BY position LIMIT {most}"
    );
    let rows = tx.query(&sql, &[id.into()])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Notes that rows up to a position are written.
pub fn wrote(tx: &mut Tx<'_>, id: &Id, (up_to, n): (i64, i64), at: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM taking_plan_rows WHERE taking_id = ?1 AND position <= ?2";
    tx.execute(sql, &[id.into(), up_to.into()])?;
    let sql = "UPDATE taking_plans SET done = done + ?1, touched_at = ?2 WHERE id = ?3";
    tx.execute(sql, &[n.into(), at.into(), id.into()]).map(|_| ())
}

/// What is said of a line, whether something is said of it already or not.
pub fn said(tx: &mut Tx<'_>, id: &Id, at: i64, mut row: RowTaken) -> Result<RowTaken, StoreError> {
    let sql = "SELECT name, detail FROM taking_rows WHERE taking_id = ?1 AND position = ?2";
    if let Some(known) = tx.query_opt(sql, &[id.into(), at.into()])? {
        let (name, detail): (String, String) = (known.get(0)?, known.get(1)?);
        let known = RowTaken::new(row.of, row.did, row.place.clone(), &name, None);
        let mut told = known.with_detail(&detail).told;
        told.extend(row.told.drain(..).filter(|t| !told.contains(t)).collect::<Vec<_>>());
        row.told = told;
    }
    let sql = "DELETE FROM taking_rows WHERE taking_id = ?1 AND position = ?2";
    tx.execute(sql, &[id.into(), at.into()])?;
    super::keep_rows(tx, &[values_of(id, at, &row)])?;
    Ok(row)
}

/// How many there are of each, counted.
pub fn tally(tx: &mut Tx<'_>, id: &Id) -> Result<Tally, StoreError> {
    let sql = "SELECT of_what, did, COUNT(*), CAST(SUM(kept) AS BIGINT) FROM taking_rows \
               WHERE taking_id = ?1 GROUP BY of_what, did";
    let mut tally = Tally::default();
    for row in tx.query(sql, &[id.into()])? {
        let (n, kept): (i64, i64) = (row.get(2)?, row.get(3)?);
        let (of, did) = (word(&row, 0, Sort::parse)?, word(&row, 1, Did::parse)?);
        tally.add(of, did, usize::try_from(n).unwrap_or_default());
        tally.kept += usize::try_from(kept).unwrap_or_default();
    }
    Ok(tally)
}

/// It was taken: what came of it.
pub fn end(
    tx: &mut Tx<'_>,
    id: &Id,
    tally: &Tally,
    announced: Option<&Tally>,
) -> Result<(), StoreError> {
    let announced = announced.map(as_text).unwrap_or_default();
    let sql = "UPDATE takings SET tally = ?1, announced = ?2 WHERE id = ?3";
    tx.execute(sql, &[as_text(tally).into(), announced.into(), id.into()])?;
    tx.execute("DELETE FROM taking_plans WHERE id = ?1", &[id.into()]).map(|_| ())
}

/// Erases some of a list that was never decided, and in the end that it was ever begun; whether there is
/// more to erase. One that is decided stays.
pub fn drop_some(tx: &mut Tx<'_>, id: &Id, most: usize) -> Result<bool, StoreError> {
    tx.lock("taking_plans", id)?;
    let sql = "UPDATE taking_plans SET state = ?1 WHERE id = ?2 AND state <> ?3";
    if tx.execute(sql, &[DROPPED.into(), id.into(), DECIDED.into()])? == 0 {
        return Ok(false);
    }
    for table in ["taking_plan_rows", "taking_rows"] {
        let sql = format!(
            "DELETE FROM {table} WHERE taking_id = ?1 AND position IN (SELECT position FROM {table} \
             WHERE taking_id = ?1 ORDER BY position LIMIT {most})"
        );
        if tx.execute(&sql, &[id.into()])? > 0 {
            return Ok(true);
        }
    }
    let sql = "SELECT source FROM taking_plans WHERE id = ?1";
    let source: String = tx.query_one(sql, &[id.into()])?.get(0)?;
    tx.execute("DELETE FROM taking_plans WHERE id = ?1", &[id.into()])?;
    tx.execute("DELETE FROM takings WHERE id = ?1", &[id.into()])?;
    // A list that brought nothing yet is not known either.
    let others = ["takings", "source_mappings", "entry_sources", "structure_sources"];
    let none = others.map(|t| format!("NOT EXISTS (SELECT 1 FROM {t} WHERE source = ?1)"));
    let sql = format!("DELETE FROM list_sources WHERE source = ?1 AND {}", none.join(" AND "));
    tx.execute(&sql, &[source.into()])?;
    Ok(false)
}
