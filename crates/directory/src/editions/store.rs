//! Tables `booklets`, `booklet_entries`, `editions`, `edition_entries`.

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use jiff::civil::Date;

use super::model::{Booklet, BookletDraft, Edition, Frozen};
use crate::store::{date, maybe};

fn draft(row: &Row, from: usize) -> Result<BookletDraft, StoreError> {
    let headings: String = row.get(from + 2)?;
    Ok(BookletDraft {
        title: row.get(from)?,
        introduction: row.get(from + 1)?,
        headings: BookletDraft::lines(&headings),
    })
}

fn position(row: &Row, column: usize) -> Result<usize, StoreError> {
    Ok(usize::try_from(row.get::<i64>(column)?).unwrap_or_default())
}

fn counted(n: usize) -> Value {
    i64::try_from(n).unwrap_or(i64::MAX).into()
}

fn booklet(row: &Row) -> Result<Booklet, StoreError> {
    Ok(Booklet { id: row.get(0)?, organisation: row.get(1)?, draft: draft(row, 2)? })
}

const BOOKLET: &str = "id, organisation_id, title, introduction, headings";

/// All selections, by title.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Booklet>, StoreError> {
    let sql = format!("SELECT {BOOKLET} FROM booklets ORDER BY title, id LIMIT 500");
    tx.query(&sql, &[])?.iter().map(booklet).collect()
}

/// One selection.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Booklet>, StoreError> {
    let sql = format!("SELECT {BOOKLET} FROM booklets WHERE id = ?1");
    tx.query_opt(&sql, &[id.into()])?.as_ref().map(booklet).transpose()
}

/// Writes one, new or known.
pub fn save(tx: &mut Tx<'_>, b: &Booklet) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO booklets (id, organisation_id, title, introduction, headings) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET title = excluded.title, \
         introduction = excluded.introduction, headings = excluded.headings",
        &[
            (&b.id).into(),
            (&b.organisation).into(),
            b.draft.title.trim().into(),
            b.draft.introduction.trim().into(),
            b.draft.headings.join("\n").into(),
        ],
    )
    .map(|_| ())
}

/// An entry of a selection: which, under which heading, its name, its owner's name, when it was
/// verified (tables `entries`, `organisations` of the network room).
pub type Picked = (Id, usize, String, String, Option<Date>);

/// The published entries of a selection, by heading, in their order there.
pub fn picked(tx: &mut Tx<'_>, booklet: &Id) -> Result<Vec<Picked>, StoreError> {
    let sql = "SELECT e.id, b.heading, e.title, o.name, e.verified_on FROM booklet_entries b \
               JOIN entries e ON e.id = b.entry_id JOIN organisations o ON o.id = e.owner_id \
               WHERE b.booklet_id = ?1 AND e.state = 'published' \
               ORDER BY b.heading, b.position, e.title, e.id";
    let one = |row: &Row| {
        let verified = maybe(row, 4, |text| text.parse().ok())?;
        Ok((row.get(0)?, position(row, 1)?, row.get(2)?, row.get(3)?, verified))
    };
    tx.query(sql, &[booklet.into()])?.iter().map(one).collect()
}

/// Puts an entry into a selection, or under another heading: behind what was put in order there.
pub fn pick(tx: &mut Tx<'_>, booklet: &Id, entry: &Id, heading: usize) -> Result<(), StoreError> {
    let sql = "SELECT coalesce(max(position), 0) FROM booklet_entries \
               WHERE booklet_id = ?1 AND heading = ?2 AND entry_id <> ?3";
    let params = [booklet.into(), counted(heading), entry.into()];
    let last: i64 = tx.query_one(sql, &params)?.get(0)?;
    let place = if last > 0 { last + 1 } else { 0 };
    tx.execute(
        "INSERT INTO booklet_entries (booklet_id, entry_id, heading, position) \
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT (booklet_id, entry_id) DO UPDATE \
         SET heading = excluded.heading, position = excluded.position",
        &[booklet.into(), entry.into(), counted(heading), place.into()],
    )
    .map(|_| ())
}

/// The heading of an entry stands elsewhere now: it goes with it.
pub fn follow(tx: &mut Tx<'_>, booklet: &Id, entry: &Id, heading: usize) -> Result<(), StoreError> {
    let sql = "UPDATE booklet_entries SET heading = ?3 WHERE booklet_id = ?1 AND entry_id = ?2";
    tx.execute(sql, &[booklet.into(), entry.into(), counted(heading)]).map(|_| ())
}

/// Puts the entries of a heading in this order.
pub fn order(tx: &mut Tx<'_>, booklet: &Id, entries: &[&Id]) -> Result<(), StoreError> {
    let sql = "UPDATE booklet_entries SET position = ?3 WHERE booklet_id = ?1 AND entry_id = ?2";
    for (n, entry) in entries.iter().enumerate() {
        tx.execute(sql, &[booklet.into(), (*entry).into(), counted(n + 1)])?;
    }
    Ok(())
}

/// Takes an entry out of a selection.
pub fn drop(tx: &mut Tx<'_>, booklet: &Id, entry: &Id) -> Result<(), StoreError> {
    let sql = "DELETE FROM booklet_entries WHERE booklet_id = ?1 AND entry_id = ?2";
    tx.execute(sql, &[booklet.into(), entry.into()]).map(|_| ())
}

/// A published entry to choose: what a selection is looked for by.
pub struct Candidate {
    /// The entry.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its owner's name.
    pub owner: String,
    /// Its themes.
    pub themes: String,
    /// Where it is: code of the commune.
    pub insee: String,
    /// When it was verified.
    pub verified: Option<Date>,
}

/// Published entries that are not in a selection yet (table `organisations` of the network room).
pub fn candidates(tx: &mut Tx<'_>, booklet: &Id) -> Result<Vec<Candidate>, StoreError> {
    let sql = "SELECT e.id, e.title, o.name, e.themes, \
               CASE WHEN e.address <> '' OR e.postcode <> '' OR e.city <> '' OR e.insee <> '' \
               THEN e.insee ELSE o.insee END, e.verified_on \
               FROM entries e JOIN organisations o ON o.id = e.owner_id \
               WHERE e.state = 'published' AND NOT EXISTS (SELECT 1 FROM booklet_entries b \
               WHERE b.booklet_id = ?1 AND b.entry_id = e.id) ORDER BY o.name, e.title, e.id";
    let one = |row: &Row| {
        Ok(Candidate {
            id: row.get(0)?,
            title: row.get(1)?,
            owner: row.get(2)?,
            themes: row.get(3)?,
            insee: row.get(4)?,
            verified: maybe(row, 5, |text| text.parse().ok())?,
        })
    };
    tx.query(sql, &[booklet.into()])?.iter().map(one).collect()
}

const EDITION: &str = "id, booklet_id, number, published_on, title, introduction, headings";

fn edition(row: &Row) -> Result<Edition, StoreError> {
    Ok(Edition {
        id: row.get(0)?,
        booklet: row.get(1)?,
        number: row.get(2)?,
        on: date(row, 3)?,
        draft: draft(row, 4)?,
    })
}

/// One edition.
pub fn find_edition(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Edition>, StoreError> {
    let sql = format!("SELECT {EDITION} FROM editions WHERE id = ?1");
    tx.query_opt(&sql, &[id.into()])?.as_ref().map(edition).transpose()
}

/// The editions of a selection, the latest first.
pub fn editions(tx: &mut Tx<'_>, booklet: &Id) -> Result<Vec<Edition>, StoreError> {
    let sql = format!("SELECT {EDITION} FROM editions WHERE booklet_id = ?1 ORDER BY number DESC");
    tx.query(&sql, &[booklet.into()])?.iter().map(edition).collect()
}

/// Writes an edition with its entries.
pub fn insert_edition(tx: &mut Tx<'_>, e: &Edition, entries: &[Frozen]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO editions (id, booklet_id, number, published_on, title, introduction, headings) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            (&e.id).into(),
            (&e.booklet).into(),
            e.number.into(),
            e.on.to_string().into(),
            (&e.draft.title).into(),
            (&e.draft.introduction).into(),
            e.draft.headings.join("\n").into(),
        ],
    )?;
    // In the order in which a merge holds entries, so that no two wait for each other.
    let mut ordered: Vec<(usize, &Frozen)> = entries.iter().enumerate().collect();
    ordered.sort_by(|(_, one), (_, other)| one.entry.cmp(&other.entry));
    let rows = ordered.into_iter().map(|(n, f)| {
        vec![
            (&e.id).into(),
            (&f.entry).into(),
            counted(n),
            counted(f.heading),
            (&f.title).into(),
            (&f.digest).into(),
            f.verified.map(|day| day.to_string()).into(),
        ]
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    tx.execute_rows(
        "INSERT INTO edition_entries (edition_id, entry_id, position, heading, title, digest, \
         verified_on)",
        "",
        &rows,
    )
    .map(|_| ())
}

/// The entries of an edition, in its order.
pub fn frozen(tx: &mut Tx<'_>, edition: &Id) -> Result<Vec<Frozen>, StoreError> {
    let sql = "SELECT entry_id, heading, title, digest, verified_on FROM edition_entries \
               WHERE edition_id = ?1 ORDER BY position";
    let one = |row: &Row| {
        Ok(Frozen {
            entry: row.get(0)?,
            heading: position(row, 1)?,
            title: row.get(2)?,
            digest: row.get(3)?,
            verified: maybe(row, 4, |text| text.parse().ok())?,
        })
    };
    tx.query(sql, &[edition.into()])?.iter().map(one).collect()
}
