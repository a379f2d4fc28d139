//! Tables `entry_reminders`, `entry_delays`.

use ::store::{Row, StoreError, Tx};
use base::Id;
use jiff::civil::Date;

use super::model::Told;
use crate::model::{Entry, State};
use crate::store as entries;

/// Published entries that are due on a day and that nobody put off, those due first.
pub fn due(tx: &mut Tx<'_>, today: Date, most: usize) -> Result<Vec<Entry>, StoreError> {
    let rest = format!(
        "WHERE state = ?1 AND due_on <= ?2 AND NOT EXISTS (SELECT 1 FROM entry_delays d \
         WHERE d.entry_id = entries.id AND d.until_on > ?2) ORDER BY due_on, title, id LIMIT {most}"
    );
    entries::all(tx, &rest, &[State::Published.into(), today.to_string().into()])
}

/// What an organisation was told last, and the name of that row.
pub fn told(tx: &mut Tx<'_>, organisation: &Id) -> Result<Option<(Id, Told)>, StoreError> {
    let sql = "SELECT id, times, last_on FROM entry_reminders WHERE organisation_id = ?1 \
               ORDER BY last_on DESC, id LIMIT 1";
    let read =
        |row: &Row| Ok((row.get(0)?, Told { times: row.get(1)?, last: entries::date(row, 2)? }));
    tx.query_opt(sql, &[organisation.into()])?.as_ref().map(read).transpose()
}

/// Notes what an organisation is told after `before`; `false`: another node was faster.
pub fn tell(
    tx: &mut Tx<'_>,
    organisation: &Id,
    before: Option<&Id>,
    now: Told,
) -> Result<bool, StoreError> {
    let id = Id::derived("told", &[organisation.as_str(), before.map_or("", Id::as_str)]);
    let sql = "INSERT INTO entry_reminders (id, organisation_id, times, last_on) \
               VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING";
    let params = [(&id).into(), organisation.into(), now.times.into(), now.last.to_string().into()];
    if tx.execute(sql, &params)? == 0 {
        return Ok(false);
    }
    let sql = "DELETE FROM entry_reminders WHERE organisation_id = ?1 AND id <> ?2";
    tx.execute(sql, &[organisation.into(), (&id).into()])?;
    Ok(true)
}

/// Organisations that were told of something since they were last up to date.
pub fn told_some(tx: &mut Tx<'_>) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT DISTINCT organisation_id FROM entry_reminders WHERE times > 0 \
               ORDER BY organisation_id";
    tx.query(sql, &[])?.iter().map(|row| row.get(0)).collect()
}

/// An organisation is up to date: the next mail is a first one again.
pub fn up_to_date(tx: &mut Tx<'_>, organisation: &Id) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE entry_reminders SET times = 0 WHERE organisation_id = ?1",
        &[organisation.into()],
    )
    .map(|_| ())
}

/// Puts an entry off until a day.
pub fn delay(tx: &mut Tx<'_>, entry: &Id, until: Date) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO entry_delays (entry_id, until_on) VALUES (?1, ?2) \
         ON CONFLICT (entry_id) DO UPDATE SET until_on = excluded.until_on",
        &[entry.into(), until.to_string().into()],
    )
    .map(|_| ())
}

/// The day until which an entry is put off.
pub fn delayed(tx: &mut Tx<'_>, entry: &Id) -> Result<Option<Date>, StoreError> {
    let sql = "SELECT until_on FROM entry_delays WHERE entry_id = ?1";
    tx.query_opt(sql, &[entry.into()])?.map(|row| entries::date(&row, 0)).transpose()
}
