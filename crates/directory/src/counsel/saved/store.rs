//! Tables `search_readers`, `saved_searches`, `search_results`.

use std::collections::HashMap;

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use jiff::civil::Date;
use vault::Day;

use super::model::{Known, Pace};
use crate::store::{date, maybe, word};

/// Somebody who keeps searches.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The person.
    pub id: Id,
    /// How often they are written to at most.
    pub pace: Pace,
    /// Day of the last mail.
    pub mailed_on: Date,
    /// Day of the last look.
    pub looked_on: Date,
}

/// A search as it lies there.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// Identifier.
    pub id: Id,
    /// Name and question, sealed.
    pub sealed: Vec<u8>,
    /// Under the key of this day.
    pub forget_day: Day,
    /// When it was kept.
    pub made_on: Date,
    /// Whether its owner is written to about it.
    pub followed: bool,
    /// Position in the order of changes at the last look.
    pub seq: i64,
}

fn reader(row: &Row) -> Result<Reader, StoreError> {
    Ok(Reader {
        id: row.get(0)?,
        pace: word(row, 1, Pace::parse)?,
        mailed_on: date(row, 2)?,
        looked_on: date(row, 3)?,
    })
}

const READER: &str = "SELECT id, pace, mailed_on, looked_on FROM search_readers";

/// Somebody who keeps searches.
pub fn find_reader(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Reader>, StoreError> {
    tx.query_opt(&format!("{READER} WHERE id = ?1"), &[id.into()])?.as_ref().map(reader).transpose()
}

/// Everybody who keeps searches.
pub fn readers(tx: &mut Tx<'_>) -> Result<Vec<Reader>, StoreError> {
    tx.query(&format!("{READER} ORDER BY id"), &[])?.iter().map(reader).collect()
}

/// Somebody keeps a first search; who does already stays as they are.
pub fn add_reader(tx: &mut Tx<'_>, id: &Id, pace: Pace, today: Date) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO search_readers (id, pace, mailed_on, looked_on) VALUES (?1, ?2, ?3, ?3) \
         ON CONFLICT (id) DO NOTHING",
        &[id.into(), pace.into(), today.to_string().into()],
    )
    .map(|_| ())
}

/// Changes how often somebody is written to; `false`: they keep no search.
pub fn set_pace(tx: &mut Tx<'_>, id: &Id, pace: Pace) -> Result<bool, StoreError> {
    let sql = "UPDATE search_readers SET pace = ?2 WHERE id = ?1";
    Ok(tx.execute(sql, &[id.into(), pace.into()])? > 0)
}

/// Notes that one looked on a day for what is to be written, and wrote or did not.
pub fn looked(tx: &mut Tx<'_>, id: &Id, today: Date, mailed: bool) -> Result<(), StoreError> {
    let sql = if mailed {
        "UPDATE search_readers SET looked_on = ?2, mailed_on = ?2 WHERE id = ?1"
    } else {
        "UPDATE search_readers SET looked_on = ?2 WHERE id = ?1"
    };
    tx.execute(sql, &[id.into(), today.to_string().into()]).map(|_| ())
}

/// Forgets somebody's searches, and how they wanted to be written to.
pub fn forget_reader(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM search_results WHERE search_id IN \
         (SELECT id FROM saved_searches WHERE person_id = ?1)",
        "DELETE FROM search_others WHERE search_id IN \
         (SELECT id FROM saved_searches WHERE person_id = ?1)",
        "DELETE FROM saved_searches WHERE person_id = ?1",
        "DELETE FROM search_readers WHERE id = ?1",
    ] {
        tx.execute(sql, &[id.into()])?;
    }
    Ok(())
}

const SEARCH: &str = "SELECT id, sealed, forget_day, made_on, followed, seq FROM saved_searches";

fn search(row: &Row) -> Result<Sealed, StoreError> {
    Ok(Sealed {
        id: row.get(0)?,
        sealed: row.get(1)?,
        forget_day: Day::try_from(row.get::<i64>(2)?).unwrap_or_default(),
        made_on: date(row, 3)?,
        followed: row.get(4)?,
        seq: row.get(5)?,
    })
}

/// A search of somebody. That of another is none.
pub fn find(tx: &mut Tx<'_>, person: &Id, id: &Id) -> Result<Option<Sealed>, StoreError> {
    let sql = format!("{SEARCH} WHERE id = ?1 AND person_id = ?2");
    tx.query_opt(&sql, &[id.into(), person.into()])?.as_ref().map(search).transpose()
}

/// Somebody's searches, the oldest first.
pub fn of(tx: &mut Tx<'_>, person: &Id) -> Result<Vec<Sealed>, StoreError> {
    let sql = format!("{SEARCH} WHERE person_id = ?1 ORDER BY made_on, id");
    tx.query(&sql, &[person.into()])?.iter().map(search).collect()
}

/// Writes a search, new or known.
pub fn save(tx: &mut Tx<'_>, person: &Id, s: &Sealed) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO saved_searches (id, person_id, sealed, forget_day, made_on, followed, seq) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET \
         sealed = excluded.sealed, forget_day = excluded.forget_day, \
         followed = excluded.followed, seq = excluded.seq",
        &[
            (&s.id).into(),
            person.into(),
            s.sealed.clone().into(),
            i64::from(s.forget_day).into(),
            s.made_on.to_string().into(),
            s.followed.into(),
            s.seq.into(),
        ],
    )
    .map(|_| ())
}

/// Removes a search.
pub fn remove(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    tx.execute("DELETE FROM search_results WHERE search_id = ?1", &[id.into()])?;
    tx.execute("DELETE FROM search_others WHERE search_id = ?1", &[id.into()])?;
    tx.execute("DELETE FROM saved_searches WHERE id = ?1", &[id.into()]).map(|_| ())
}

/// Removes the searches whose day is over: how many.
pub fn forget_until(tx: &mut Tx<'_>, day: Day) -> Result<u64, StoreError> {
    for table in ["search_results", "search_others"] {
        let old = "SELECT id FROM saved_searches WHERE forget_day <= ?1";
        let sql = format!("DELETE FROM {table} WHERE search_id IN ({old})");
        tx.execute(&sql, &[i64::from(day).into()])?;
    }
    tx.execute("DELETE FROM saved_searches WHERE forget_day <= ?1", &[i64::from(day).into()])
}

/// Follows none of somebody's searches any more: how many were.
pub fn unfollow(tx: &mut Tx<'_>, person: &Id) -> Result<u64, StoreError> {
    let sql = "UPDATE saved_searches SET followed = 0 WHERE person_id = ?1 AND followed = 1";
    tx.execute(sql, &[person.into()])
}

/// How many of somebody's searches are followed.
pub fn followed(tx: &mut Tx<'_>, person: &Id) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM saved_searches WHERE person_id = ?1 AND followed = 1";
    tx.query_one(sql, &[person.into()])?.get(0)
}

/// What answered a search at the last look.
pub fn results(tx: &mut Tx<'_>, search: &Id) -> Result<HashMap<Id, Known>, StoreError> {
    let sql = "SELECT entry_id, parts, verified_on, closed_until FROM search_results \
               WHERE search_id = ?1";
    let one = |row: &Row| {
        let parts: String = row.get(1)?;
        let known = Known {
            parts: parts.split(' ').map(str::to_owned).collect(),
            verified: maybe(row, 2, |text| text.parse().ok())?,
            closed_until: maybe(row, 3, |text| text.parse().ok())?,
        };
        Ok((row.get(0)?, known))
    };
    tx.query(sql, &[search.into()])?.iter().map(one).collect()
}

/// Puts what answers a search now in the place of what did.
pub fn replace_results(
    tx: &mut Tx<'_>,
    search: &Id,
    all: &[(Id, Known)],
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM search_results WHERE search_id = ?1", &[search.into()])?;
    let day = |date: Option<Date>| Value::from(date.map(|d| d.to_string()));
    // In the order in which a merge holds them, so that no two wait for each other.
    let mut all: Vec<&(Id, Known)> = all.iter().collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    let rows: Vec<Vec<Value>> = all
        .into_iter()
        .map(|(id, known)| {
            vec![
                search.into(),
                id.into(),
                known.parts.join(" ").into(),
                day(known.verified),
                day(known.closed_until),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let head = "INSERT INTO search_results (search_id, entry_id, parts, verified_on, closed_until)";
    tx.execute_rows(head, "", &rows).map(|_| ())
}
