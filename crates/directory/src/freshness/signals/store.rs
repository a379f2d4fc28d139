//! Table `link_checks`.

use ::store::{Row, StoreError, Tx};
use base::Id;
use jiff::civil::Date;

use super::model::{DEAD_DAYS, Known};
use crate::model::Entry;
use crate::store::{self as entries, date, word};

/// Links of published entries, each with what is known of it.
pub fn links(tx: &mut Tx<'_>) -> Result<Vec<(Id, String, Option<Known>)>, StoreError> {
    let sql = "SELECT l.id, l.url, k.checked_on, k.failed_days FROM (\
               SELECT id, website AS url FROM entries WHERE state = 'published' AND website <> '' \
               UNION SELECT id, reach_link AS url FROM entries \
               WHERE state = 'published' AND reach_link <> '') l \
               LEFT JOIN link_checks k ON k.entry_id = l.id AND k.url = l.url \
               ORDER BY COALESCE(k.checked_on, ''), l.id, l.url";
    let one = |row: &Row| {
        let known = match row.get::<Option<String>>(2)? {
            None => None,
            Some(_) => Some(Known { on: date(row, 2)?, failed_days: row.get(3)? }),
        };
        Ok((row.get(0)?, row.get(1)?, known))
    };
    tx.query(sql, &[])?.iter().map(one).collect()
}

/// Takes a link for today; `false`: another node did.
pub fn claim(tx: &mut Tx<'_>, entry: &Id, url: &str, today: Date) -> Result<bool, StoreError> {
    let sql = "INSERT INTO link_checks (entry_id, url, checked_on) VALUES (?1, ?2, ?3) \
               ON CONFLICT (entry_id, url) DO UPDATE SET checked_on = excluded.checked_on \
               WHERE link_checks.checked_on < excluded.checked_on";
    Ok(tx.execute(sql, &[entry.into(), url.into(), today.to_string().into()])? == 1)
}

/// Gives a link back that could not be asked: it is due again.
pub fn release(
    tx: &mut Tx<'_>,
    entry: &Id,
    url: &str,
    known: Option<Known>,
) -> Result<(), StoreError> {
    match known {
        Some(known) => tx.execute(
            "UPDATE link_checks SET checked_on = ?3 WHERE entry_id = ?1 AND url = ?2",
            &[entry.into(), url.into(), known.on.to_string().into()],
        ),
        None => tx.execute(
            "DELETE FROM link_checks WHERE entry_id = ?1 AND url = ?2",
            &[entry.into(), url.into()],
        ),
    }
    .map(|_| ())
}

/// A link answers, at this address.
pub fn alive(tx: &mut Tx<'_>, entry: &Id, url: &str, at: &str) -> Result<(), StoreError> {
    let at = if at.trim_end_matches('/') == url.trim_end_matches('/') { "" } else { at };
    tx.execute(
        "UPDATE link_checks SET failed_days = 0, leads_to = ?3 WHERE entry_id = ?1 AND url = ?2",
        &[entry.into(), url.into(), at.into()],
    )
    .map(|_| ())
}

/// A link does not answer today.
pub fn failed(tx: &mut Tx<'_>, entry: &Id, url: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE link_checks SET failed_days = failed_days + 1 WHERE entry_id = ?1 AND url = ?2",
        &[entry.into(), url.into()],
    )
    .map(|_| ())
}

/// Forgets what an entry no longer links to; the link of it that is dead, if one is.
pub fn dead(tx: &mut Tx<'_>, entry: &Id) -> Result<Option<String>, StoreError> {
    tx.execute(
        "DELETE FROM link_checks WHERE entry_id = ?1 AND url NOT IN (\
         SELECT website FROM entries WHERE id = ?1 \
         UNION SELECT reach_link FROM entries WHERE id = ?1)",
        &[entry.into()],
    )?;
    let sql = "SELECT url FROM link_checks WHERE entry_id = ?1 AND failed_days >= ?2 \
               ORDER BY failed_days DESC, url LIMIT 1";
    tx.query_opt(sql, &[entry.into(), DEAD_DAYS.into()])?.map(|row| row.get(0)).transpose()
}

/// Where links of an entry led, if elsewhere: link, address.
pub fn moved(tx: &mut Tx<'_>, entry: &Id) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT url, leads_to FROM link_checks WHERE entry_id = ?1 AND leads_to <> '' \
               ORDER BY url";
    tx.query(sql, &[entry.into()])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Entries that this was noticed of.
pub fn signalled(
    tx: &mut Tx<'_>,
    signal: crate::model::Signal,
) -> Result<Vec<(Id, Date)>, StoreError> {
    let sql = "SELECT entry_id, since_on FROM entry_signals WHERE kind = ?1";
    tx.query(sql, &[signal.into()])?
        .iter()
        .map(|row| Ok((row.get(0)?, word(row, 1, |text| text.parse().ok())?)))
        .collect()
}

/// Published entries behind an identifier, in their order.
pub fn published_after(
    tx: &mut Tx<'_>,
    after: &str,
    most: usize,
) -> Result<Vec<Entry>, StoreError> {
    let rest = format!("WHERE state = 'published' AND id > ?1 ORDER BY id LIMIT {most}");
    entries::all(tx, &rest, &[after.into()])
}
