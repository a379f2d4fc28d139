//! What other parts of the program ask of the directory, inside their own transaction.

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use jiff::civil::Date;

use super::{Seen, around};
use crate::model::{Entry, State};
use crate::store as rows;

/// Several published entries at once, in the order asked for; those that are no longer there are
/// left out.
pub fn published_in(tx: &mut Tx<'_>, ids: &[Id], today: Date) -> Result<Vec<Seen>, Problem> {
    let mut found = vec![];
    for id in ids {
        if let Some(entry) = rows::find(tx, id)?.filter(|e| e.state == State::Published) {
            found.push(around(tx, entry, today)?);
        }
    }
    Ok(found)
}

/// An entry with what stands around it, whatever its state.
pub(crate) fn any_in(tx: &mut Tx<'_>, id: &Id, today: Date) -> Result<Option<Seen>, Problem> {
    let Some(entry) = rows::find(tx, id)? else { return Ok(None) };
    around(tx, entry, today).map(Some)
}

/// Published entries of an organisation, by title.
pub fn published_of(tx: &mut Tx<'_>, owner: &Id) -> Result<Vec<Entry>, StoreError> {
    rows::published_of(tx, owner)
}

/// Entries that changed after a position in the order of changes, in that order, whatever their
/// state: what an index follows.
pub fn changed_after(tx: &mut Tx<'_>, seq: i64, most: usize) -> Result<Vec<Entry>, StoreError> {
    rows::after(tx, seq, most)
}

/// All entries of an organisation, whatever their state.
pub fn owned(tx: &mut Tx<'_>, owner: &Id) -> Result<Vec<Entry>, StoreError> {
    rows::owned(tx, owner)
}

/// The entry that a list knows under this name.
pub fn of_source(tx: &mut Tx<'_>, source: &str, name: &str) -> Result<Option<Entry>, StoreError> {
    rows::of_source(tx, source, name)
}
