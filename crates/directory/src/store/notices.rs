//! Table `entry_notices`.

use ::store::{Row, StoreError, Tx};
use base::Id;
use jiff::civil::Date;

use super::{date, word};
use crate::model::{Notice, NoticeKind};

fn read(row: &Row) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: row.get(0)?,
        kind: word(row, 1, NoticeKind::parse)?,
        first: date(row, 2)?,
        last: date(row, 3)?,
        hours: row.get(4)?,
        words: row.get(5)?,
    })
}

/// Those of an entry that are not over, by their first day.
pub fn of(tx: &mut Tx<'_>, entry: &Id, today: Date) -> Result<Vec<Notice>, StoreError> {
    let sql = "SELECT id, kind, first_on, last_on, hours, words FROM entry_notices \
               WHERE entry_id = ?1 AND last_on >= ?2 ORDER BY first_on, id LIMIT 50";
    tx.query(sql, &[entry.into(), today.to_string().into()])?.iter().map(read).collect()
}

/// Adds one.
pub fn insert(tx: &mut Tx<'_>, entry: &Id, n: &Notice) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO entry_notices (id, entry_id, kind, first_on, last_on, hours, words) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            (&n.id).into(),
            entry.into(),
            n.kind.into(),
            n.first.to_string().into(),
            n.last.to_string().into(),
            (&n.hours).into(),
            n.words.trim().into(),
        ],
    )
    .map(|_| ())
}

/// Takes one away; `false`: there is none.
pub fn remove(tx: &mut Tx<'_>, entry: &Id, id: &Id) -> Result<bool, StoreError> {
    let sql = "DELETE FROM entry_notices WHERE entry_id = ?1 AND id = ?2";
    Ok(tx.execute(sql, &[entry.into(), id.into()])? > 0)
}
