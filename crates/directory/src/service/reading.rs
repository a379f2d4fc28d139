//! What other parts of the program ask of the directory, inside their own transaction.

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use jiff::civil::Date;

use super::{Seen, around};
use crate::model::{Entry, Notice, NoticeKind, State};
use crate::store as rows;

/// Several published entries at once, in the order asked for, or those that stand for them; those
/// that are no longer there are left out.
pub fn published_in(tx: &mut Tx<'_>, ids: &[Id], today: Date) -> Result<Vec<Seen>, Problem> {
    let mut found = vec![];
    for id in ids {
        if let Some(entry) = rows::standing(tx, id)?.filter(|e| e.state == State::Published) {
            found.push(around(tx, entry, today)?);
        }
    }
    Ok(found)
}

/// An entry with what stands around it, whatever its state, or the one that stands for it.
pub(crate) fn any_in(tx: &mut Tx<'_>, id: &Id, today: Date) -> Result<Option<Seen>, Problem> {
    let Some(entry) = rows::standing(tx, id)? else { return Ok(None) };
    around(tx, entry, today).map(Some)
}

/// Published entries of an organisation, by title.
pub fn published_of(tx: &mut Tx<'_>, owner: &Id) -> Result<Vec<Entry>, StoreError> {
    rows::published_of(tx, owner)
}

/// Where one is in the order of changes: a position, and the last entry seen there.
pub type Place = (i64, String);

/// Everything after this position.
#[must_use]
pub fn beyond(seq: i64) -> Place {
    // Greater than any identifier.
    (seq, "\u{10ffff}".to_owned())
}

/// Entries that changed after a place in the order of changes, in that order, whatever their state,
/// and the place of the last: what an index follows.
pub fn changed_after(
    tx: &mut Tx<'_>,
    place: &Place,
    most: usize,
) -> Result<(Vec<Entry>, Option<Place>), StoreError> {
    let entries = rows::after(tx, (place.0, &place.1), most)?;
    let last = entries.last().map(|e| (e.seq, e.id.to_string()));
    Ok((entries, last))
}

/// The position of the last change.
pub fn position(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    rows::position(tx)
}

/// Titles of all published entries.
pub fn titles(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    rows::titles(tx)
}

/// All entries of an organisation, whatever their state.
pub fn owned(tx: &mut Tx<'_>, owner: &Id) -> Result<Vec<Entry>, StoreError> {
    rows::owned(tx, owner)
}

/// Whether an entry is open, with what holds for a while; `None` where its hours are not known.
#[must_use]
pub fn opening(seen: &Seen, now: i64) -> Option<hours::Opening> {
    let closed = |n: &&Notice| matches!(n.kind, NoticeKind::Closed | NoticeKind::Hours);
    let exceptions: Vec<hours::Exception> = seen
        .notices
        .iter()
        .filter(closed)
        .map(|n| hours::Exception {
            from: n.first,
            to: n.last,
            hours: (n.kind == NoticeKind::Hours).then(|| n.hours.clone()),
        })
        .collect();
    let known = &seen.entry.draft.hours;
    if known.is_empty() && exceptions.is_empty() {
        return None;
    }
    let department = territory::commune(seen.address().insee).map_or("", |c| c.department);
    let hours = hours::Hours::parse(known).ok()?;
    Some(hours.at(department, &exceptions, jiff::Timestamp::from_second(now).ok()?))
}

/// Opening hours as OpenStreetMap writes them, from what somebody typed: French words, or that syntax
/// itself. What is not sure is `unknown` there, and empty where nothing of hours could be read: then
/// the words stand alone, and nothing is said of whether it is open.
#[must_use]
pub fn hours_of(typed: &str) -> String {
    let typed = typed.trim();
    if typed.is_empty() {
        return String::new();
    }
    if hours::problem(typed).is_none() {
        return typed.to_owned();
    }
    hours::from_french(typed).osm.unwrap_or_default()
}

/// The entry that a list knows under this name.
pub fn of_source(tx: &mut Tx<'_>, source: &str, name: &str) -> Result<Option<Entry>, StoreError> {
    rows::of_source(tx, source, name)
}
