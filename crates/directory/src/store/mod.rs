//! Tables `entries`, `entry_clock`, `entry_signals`; notices and reports in their own files.

pub mod notices;
pub mod reports;

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use jiff::civil::Date;
use territory::Point;

use crate::model::{
    Due, Entry, EntryDraft, EntryKind, Fees, How, Mode, Public, Reach, ReachBy, ServiceType,
    Signal, State, StepFree, Verification, Why, parse_words, words_text,
};

pub(crate) fn word<T>(
    row: &Row,
    column: usize,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    let code: String = row.get(column)?;
    let unknown = StoreError::Column { column, wanted: "a word", found: "another word".into() };
    parse(&code).ok_or(unknown)
}

pub(crate) fn date(row: &Row, column: usize) -> Result<Date, StoreError> {
    word(row, column, |text| text.parse().ok())
}

/// A word that may be missing.
pub(crate) fn maybe<T>(
    row: &Row,
    column: usize,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    let code: Option<String> = row.get(column)?;
    Ok(code.as_deref().and_then(parse))
}

/// All columns but the position, in the order of [`read`] and [`values`].
const KEPT: &str = "id, owner_id, curator_id, kind, state, title, description, service_type, \
     themes, publics, publics_note, conditions, bring, fees, fees_note, modes, zones, address, \
     address_more, postcode, city, insee, latitude, longitude, access_note, phone, email, website, \
     contact, reach, reach_by, reach_link, reach_note, weekly_hours, weeks, hours, hours_typed, \
     review_months, source, source_ref, created_at, changed_on, verified_on, verified_how, \
     verified_by, due_on, due_because, illustrative";
/// Columns that came later: behind the position, where rows that were kept as text have nothing.
const LATER: &str = "languages, step_free, access_link, access_detail";
/// How many columns those of [`KEPT`] are.
const COLUMNS: usize = 48;
/// How many those of [`LATER`] are.
const MORE: usize = 4;

fn read(row: &Row) -> Result<Entry, StoreError> {
    let words = |column: usize| -> Result<String, StoreError> { row.get(column) };
    let point = match (row.get(22)?, row.get(23)?) {
        (Some(lat), Some(lon)) => Some(Point { lat, lon }),
        _ => None,
    };
    let draft = EntryDraft {
        kind: word(row, 3, EntryKind::parse)?,
        title: row.get(5)?,
        description: row.get(6)?,
        service_type: maybe(row, 7, ServiceType::parse)?,
        themes: words(8)?.split(' ').filter(|t| !t.is_empty()).map(str::to_owned).collect(),
        publics: parse_words(&words(9)?, Public::parse),
        publics_note: row.get(10)?,
        conditions: row.get(11)?,
        bring: row.get(12)?,
        fees: maybe(row, 13, Fees::parse)?,
        fees_note: row.get(14)?,
        modes: parse_words(&words(15)?, Mode::parse),
        zones: words(16)?.split(' ').filter(|z| !z.is_empty()).map(str::to_owned).collect(),
        address: row.get(17)?,
        address_more: row.get(18)?,
        postcode: row.get(19)?,
        city: row.get(20)?,
        insee: row.get(21)?,
        point,
        access_note: row.get(24)?,
        languages: words(49)?.split(' ').filter(|l| !l.is_empty()).map(str::to_owned).collect(),
        step_free: maybe(row, 50, StepFree::parse)?,
        access_link: row.get(51)?,
        access_detail: row.get(52)?,
        phone: row.get(25)?,
        email: row.get(26)?,
        website: row.get(27)?,
        contact: row.get(28)?,
        reach: parse_words(&words(29)?, Reach::parse),
        reach_by: parse_words(&words(30)?, ReachBy::parse),
        reach_link: row.get(31)?,
        reach_note: row.get(32)?,
        weekly_hours: row.get(33)?,
        weeks: row.get(34)?,
        hours: row.get(35)?,
        hours_typed: row.get(36)?,
        review_months: row.get(37)?,
    };
    let verified_on: Option<Date> = maybe(row, 42, |text| text.parse().ok())?;
    Ok(Entry {
        id: row.get(0)?,
        owner: row.get(1)?,
        curator: row.get(2)?,
        draft,
        state: word(row, 4, State::parse)?,
        source: (row.get(38)?, row.get(39)?),
        created_at: row.get(40)?,
        changed_on: date(row, 41)?,
        verified: match verified_on {
            None => None,
            Some(on) => {
                Some(Verification { on, how: word(row, 43, How::parse)?, by: row.get(44)? })
            }
        },
        due: Due { on: date(row, 45)?, why: word(row, 46, Why::parse)? },
        illustrative: row.get(47)?,
        seq: row.get(48)?,
    })
}

fn values(e: &Entry) -> [Value; COLUMNS] {
    let d = &e.draft;
    let verified = e.verified.as_ref();
    [
        (&e.id).into(),
        (&e.owner).into(),
        e.curator.clone().into(),
        d.kind.into(),
        e.state.into(),
        d.title.trim().into(),
        d.description.trim().into(),
        d.service_type.map(|t| t.code().to_owned()).into(),
        d.themes.join(" ").into(),
        words_text(d.publics.iter().map(|w| w.code())).into(),
        (&d.publics_note).into(),
        (&d.conditions).into(),
        (&d.bring).into(),
        d.fees.map(|f| f.code().to_owned()).into(),
        (&d.fees_note).into(),
        words_text(d.modes.iter().map(|w| w.code())).into(),
        d.zones.join(" ").into(),
        (&d.address).into(),
        (&d.address_more).into(),
        (&d.postcode).into(),
        (&d.city).into(),
        (&d.insee).into(),
        d.point.map(|p| p.lat).into(),
        d.point.map(|p| p.lon).into(),
        (&d.access_note).into(),
        (&d.phone).into(),
        (&d.email).into(),
        (&d.website).into(),
        (&d.contact).into(),
        words_text(d.reach.iter().map(|w| w.code())).into(),
        words_text(d.reach_by.iter().map(|w| w.code())).into(),
        (&d.reach_link).into(),
        (&d.reach_note).into(),
        d.weekly_hours.into(),
        d.weeks.into(),
        (&d.hours).into(),
        (&d.hours_typed).into(),
        d.review_months.into(),
        (&e.source.0).into(),
        (&e.source.1).into(),
        e.created_at.into(),
        e.changed_on.to_string().into(),
        verified.map(|v| v.on.to_string()).into(),
        verified.map(|v| v.how.code().to_owned()).into(),
        verified.and_then(|v| v.by.clone()).into(),
        e.due.on.to_string().into(),
        e.due.why.code().into(),
        e.illustrative.into(),
    ]
}

fn later(e: &Entry) -> [Value; MORE] {
    let d = &e.draft;
    [
        d.languages.join(" ").into(),
        d.step_free.map_or("", |s| s.code()).into(),
        (&d.access_link).into(),
        (&d.access_detail).into(),
    ]
}

/// All values of an entry at a position, in the order of [`KEPT`], the position, [`LATER`].
fn all_values(e: &Entry, seq: i64) -> Vec<Value> {
    values(e).into_iter().chain([Value::from(seq)]).chain(later(e)).collect()
}

/// Entries by what stands after the table's name.
pub(crate) fn all(tx: &mut Tx<'_>, rest: &str, params: &[Value]) -> Result<Vec<Entry>, StoreError> {
    let rows = tx.query(&format!("SELECT {KEPT}, seq, {LATER} FROM entries {rest}"), params)?;
    rows.iter().map(read).collect()
}

/// One entry.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Entry>, StoreError> {
    Ok(all(tx, "WHERE id = ?1", &[id.into()])?.pop())
}

/// The entry that stands for one that was merged.
pub fn merged_into(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Id>, StoreError> {
    let sql = "SELECT merged_into FROM entries WHERE id = ?1";
    Ok(tx.query_opt(sql, &[id.into()])?.map(|row| row.get(0)).transpose()?.flatten())
}

/// One entry, or the one that stands for it.
pub fn standing(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Entry>, StoreError> {
    match merged_into(tx, id)? {
        Some(kept) => find(tx, &kept),
        None => find(tx, id),
    }
}

/// An entry as its row holds it, as text.
pub fn row_text(entry: &Entry) -> String {
    ::store::moving::kept(&all_values(entry, entry.seq))
}

/// An entry of the text of its row.
pub fn of_row_text(text: &str) -> Result<Entry, StoreError> {
    let unread = StoreError::Column { column: 0, wanted: "an entry", found: "text".into() };
    let mut values = ::store::moving::read(text).ok_or(unread)?;
    // Kept before there were these columns.
    if values.len() == COLUMNS + 1 {
        values.resize(COLUMNS + 1 + MORE, "".into());
    }
    read(&Row::from(values))
}

/// The entry that a list knows under this name.
pub fn of_source(
    tx: &mut Tx<'_>,
    source: &str,
    source_ref: &str,
) -> Result<Option<Entry>, StoreError> {
    let rest = "WHERE source = ?1 AND source_ref = ?2";
    let Some(found) = all(tx, rest, &[source.into(), source_ref.into()])?.pop() else {
        return Ok(None);
    };
    if found.state == State::Merged { standing(tx, &found.id) } else { Ok(Some(found)) }
}

/// Entries that these organisations own or look after, those due first; all of them for `None`.
pub fn kept_by(
    tx: &mut Tx<'_>,
    keepers: Option<&[Id]>,
    state: Option<State>,
    due_by: Option<Date>,
    most: usize,
) -> Result<Vec<Entry>, StoreError> {
    let mut params: Vec<Value> = vec![];
    let mut when = vec![];
    if let Some(keepers) = keepers {
        let marks: Vec<_> = keepers
            .iter()
            .map(|id| {
                params.push(id.into());
                format!("?{}", params.len())
            })
            .collect();
        if marks.is_empty() {
            return Ok(vec![]);
        }
        let marks = marks.join(", ");
        when.push(format!("(owner_id IN ({marks}) OR curator_id IN ({marks}))"));
    }
    match state {
        Some(state) => {
            params.push(state.into());
            when.push(format!("state = ?{}", params.len()));
        }
        None => when.push("state <> 'merged'".to_owned()),
    }
    if let Some(day) = due_by {
        params.push(day.to_string().into());
        when.push(format!("due_on <= ?{}", params.len()));
    }
    let when =
        if when.is_empty() { String::new() } else { format!("WHERE {}", when.join(" AND ")) };
    all(tx, &format!("{when} ORDER BY due_on, title, id LIMIT {most}"), &params)
}

/// Published entries of an organisation, by title.
pub fn published_of(tx: &mut Tx<'_>, owner: &Id) -> Result<Vec<Entry>, StoreError> {
    let rest = "WHERE owner_id = ?1 AND state = 'published' ORDER BY title, id LIMIT 500";
    all(tx, rest, &[owner.into()])
}

/// Changes after a position and an identifier, in their order: a list that was taken changes many
/// entries at one position.
pub fn after(
    tx: &mut Tx<'_>,
    (seq, id): (i64, &str),
    most: usize,
) -> Result<Vec<Entry>, StoreError> {
    let rest = format!("WHERE seq > ?1 OR (seq = ?1 AND id > ?2) ORDER BY seq, id LIMIT {most}");
    all(tx, &rest, &[seq.into(), id.into()])
}

/// Titles of all published entries.
pub fn titles(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT title FROM entries WHERE state = 'published'";
    tx.query(sql, &[])?.iter().map(|row| row.get(0)).collect()
}

/// Languages that published entries say, each as its entries have them.
pub fn languages(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT languages FROM entries \
               WHERE languages <> '' AND state = 'published'";
    tx.query(sql, &[])?.iter().map(|row| row.get(0)).collect()
}

/// Whether a published entry says that somebody who uses a wheelchair gets in.
pub fn any_step_free(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM entries WHERE step_free = 'yes' AND step_free <> '' \
               AND state = 'published' LIMIT 1";
    Ok(tx.query_opt(sql, &[])?.is_some())
}

/// All entries of an organisation, whatever their state.
pub fn owned(tx: &mut Tx<'_>, owner: &Id) -> Result<Vec<Entry>, StoreError> {
    all(tx, "WHERE owner_id = ?1 ORDER BY seq, id", &[owner.into()])
}

/// The next position in the order of changes, held until the transaction ends.
pub fn next_seq(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.query_one("UPDATE entry_clock SET seq = seq + 1 RETURNING seq", &[])?.get(0)
}

/// Holds the order of changes until the transaction ends: nothing changes meanwhile.
pub fn hold_order(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    if let Some(clock) = Id::parse("clock") {
        tx.lock("entry_clock", &clock)?;
    }
    Ok(())
}

/// The last position.
pub fn position(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.query_one("SELECT seq FROM entry_clock", &[])?.get(0)
}

/// Writes an entry, new or known, at a position of its own.
pub fn save(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    let seq = next_seq(tx)?;
    save_all(tx, std::slice::from_ref(entry), seq)
}

/// Writes many entries at one position.
pub fn save_all(tx: &mut Tx<'_>, entries: &[Entry], seq: i64) -> Result<(), StoreError> {
    let updates: Vec<String> = KEPT
        .split(", ")
        .map(str::trim)
        .filter(|c| !matches!(*c, "id" | "created_at"))
        .chain(["seq"])
        .chain(LATER.split(", "))
        .map(|c| format!("{c} = excluded.{c}"))
        .collect();
    let insert = format!("INSERT INTO entries ({KEPT}, seq, {LATER})");
    let conflict = format!("ON CONFLICT (id) DO UPDATE SET {}", updates.join(", "));
    let rows: Vec<Vec<Value>> = entries.iter().map(|e| all_values(e, seq)).collect();
    tx.execute_rows(&insert, &conflict, &rows).map(|_| ())
}

/// What happened to an entry since it was verified.
pub fn signals(tx: &mut Tx<'_>, entry: &Id) -> Result<Vec<(Signal, Date, String)>, StoreError> {
    let sql = "SELECT kind, since_on, detail FROM entry_signals WHERE entry_id = ?1 \
               ORDER BY since_on, kind";
    tx.query(sql, &[entry.into()])?
        .iter()
        .map(|row| Ok((word(row, 0, Signal::parse)?, date(row, 1)?, row.get(2)?)))
        .collect()
}

/// Keeps a signal; one that is known keeps its first day.
pub fn signal(
    tx: &mut Tx<'_>,
    entry: &Id,
    signal: Signal,
    since: Date,
    detail: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO entry_signals (entry_id, kind, since_on, detail) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (entry_id, kind) DO UPDATE SET detail = excluded.detail",
        &[entry.into(), signal.into(), since.to_string().into(), detail.into()],
    )
    .map(|_| ())
}

/// Takes a signal back.
pub fn unsignal(tx: &mut Tx<'_>, entry: &Id, signal: Signal) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM entry_signals WHERE entry_id = ?1 AND kind = ?2",
        &[entry.into(), signal.into()],
    )
    .map(|_| ())
}

/// Takes all signals back.
pub fn unsignal_all(tx: &mut Tx<'_>, entry: &Id) -> Result<(), StoreError> {
    tx.execute("DELETE FROM entry_signals WHERE entry_id = ?1", &[entry.into()]).map(|_| ())
}
