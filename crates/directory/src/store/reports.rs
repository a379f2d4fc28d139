//! Table `entry_reports`.

use ::store::{Row, StoreError, Tx};
use base::Id;
use jiff::civil::Date;

use super::{date, word};
use crate::model::{Answer, ErrorReport, Reason};

const COLUMNS: &str = "id, entry_id, reason, reported_on, answer_by, times, answer, answered_on";

fn read(row: &Row) -> Result<ErrorReport, StoreError> {
    let answered: Option<String> = row.get(6)?;
    Ok(ErrorReport {
        id: row.get(0)?,
        entry: row.get(1)?,
        reason: word(row, 2, Reason::parse)?,
        on: date(row, 3)?,
        by: date(row, 4)?,
        times: row.get(5)?,
        answer: match answered {
            None => None,
            Some(_) => Some((word(row, 6, Answer::parse)?, date(row, 7)?)),
        },
    })
}

/// Keeps a report; one of the same reason that is open counts once more. Whether it is a new one.
pub fn keep(tx: &mut Tx<'_>, r: &ErrorReport) -> Result<bool, StoreError> {
    let row = tx.query_one(
        "INSERT INTO entry_reports (id, entry_id, reason, reported_on, answer_by) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (entry_id, reason) WHERE answered_on IS NULL \
         DO UPDATE SET times = entry_reports.times + 1 RETURNING times",
        &[
            (&r.id).into(),
            (&r.entry).into(),
            r.reason.into(),
            r.on.to_string().into(),
            r.by.to_string().into(),
        ],
    )?;
    Ok(row.get::<i64>(0)? == 1)
}

/// Open reports of an entry, the oldest first.
pub fn open(tx: &mut Tx<'_>, entry: &Id) -> Result<Vec<ErrorReport>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry_reports WHERE entry_id = ?1 AND answered_on IS NULL \
         ORDER BY reported_on, id"
    );
    tx.query(&sql, &[entry.into()])?.iter().map(read).collect()
}

/// The last answered reports of an entry.
pub fn answered(tx: &mut Tx<'_>, entry: &Id, most: usize) -> Result<Vec<ErrorReport>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry_reports WHERE entry_id = ?1 AND answered_on IS NOT NULL \
         ORDER BY answered_on DESC, id LIMIT {most}"
    );
    tx.query(&sql, &[entry.into()])?.iter().map(read).collect()
}

/// Answers an open report; `false`: it is not open.
pub fn answer(
    tx: &mut Tx<'_>,
    entry: &Id,
    report: &Id,
    answer: Answer,
    on: Date,
) -> Result<bool, StoreError> {
    let sql = "UPDATE entry_reports SET answer = ?1, answered_on = ?2 \
               WHERE id = ?3 AND entry_id = ?4 AND answered_on IS NULL";
    let params = [answer.into(), on.to_string().into(), report.into(), entry.into()];
    Ok(tx.execute(sql, &params)? == 1)
}
