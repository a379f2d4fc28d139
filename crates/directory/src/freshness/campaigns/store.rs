//! Tables `campaigns`, `campaign_entries`, `entry_sections`.

use std::collections::HashMap;

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use jiff::civil::Date;
use territory::Zone;

use super::model::{Campaign, CampaignDraft, Concerned, Section};
use crate::model::{parse_words, words_text};
use crate::store::{date, maybe, word};

/// When which part of an entry was verified.
pub fn sections(tx: &mut Tx<'_>, entry: &Id) -> Result<Vec<(Section, Date)>, StoreError> {
    let sql = "SELECT section, verified_on FROM entry_sections WHERE entry_id = ?1";
    tx.query(sql, &[entry.into()])?
        .iter()
        .map(|row| Ok((word(row, 0, Section::parse)?, date(row, 1)?)))
        .collect()
}

/// When which part of an entry was verified, in the place of all that was kept.
pub fn replace(
    tx: &mut Tx<'_>,
    entry: &Id,
    sections: &[(Section, Date)],
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM entry_sections WHERE entry_id = ?1", &[entry.into()])?;
    sections.iter().try_for_each(|(section, on)| verified(tx, entry, &[*section], *on))
}

/// Parts of an entry were verified on a day.
pub fn verified(
    tx: &mut Tx<'_>,
    entry: &Id,
    sections: &[Section],
    on: Date,
) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> =
        sections.iter().map(|s| vec![entry.into(), (*s).into(), on.to_string().into()]).collect();
    tx.execute_rows(
        "INSERT INTO entry_sections (entry_id, section, verified_on)",
        "ON CONFLICT (entry_id, section) DO UPDATE SET verified_on = excluded.verified_on",
        &rows,
    )
    .map(|_| ())
}

/// Takes the signals of before a day back.
pub fn unsignal_before(tx: &mut Tx<'_>, entry: &Id, day: Date) -> Result<(), StoreError> {
    let sql = "DELETE FROM entry_signals WHERE entry_id = ?1 AND since_on < ?2";
    tx.execute(sql, &[entry.into(), day.to_string().into()]).map(|_| ())
}

const COLUMNS: &str = "id, organisation_id, name, zone, sections, first_on, last_on, closed_on";

fn read(row: &Row) -> Result<Campaign, StoreError> {
    let sections: String = row.get(4)?;
    Ok(Campaign {
        id: row.get(0)?,
        organisation: row.get(1)?,
        draft: CampaignDraft {
            name: row.get(2)?,
            zone: word(row, 3, Zone::parse)?,
            sections: parse_words(&sections, Section::parse),
            first: date(row, 5)?,
            last: date(row, 6)?,
        },
        closed: maybe(row, 7, |text| text.parse().ok())?,
    })
}

/// All campaigns, the latest first.
pub fn all(tx: &mut Tx<'_>, most: usize) -> Result<Vec<Campaign>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM campaigns ORDER BY first_on DESC, id LIMIT {most}");
    tx.query(&sql, &[])?.iter().map(read).collect()
}

/// One campaign.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Campaign>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM campaigns WHERE id = ?1");
    tx.query_opt(&sql, &[id.into()])?.as_ref().map(read).transpose()
}

/// Campaigns whose last day is over and that nobody closed.
pub fn over(tx: &mut Tx<'_>, today: Date) -> Result<Vec<Campaign>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM campaigns WHERE closed_on IS NULL AND last_on < ?1");
    tx.query(&sql, &[today.to_string().into()])?.iter().map(read).collect()
}

/// Adds one.
pub fn insert(tx: &mut Tx<'_>, c: &Campaign) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO campaigns (id, organisation_id, name, zone, sections, first_on, last_on) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            (&c.id).into(),
            c.organisation.clone().into(),
            c.draft.name.trim().into(),
            c.draft.zone.slug().into(),
            words_text(c.draft.sections.iter().map(|s| s.code())).into(),
            c.draft.first.to_string().into(),
            c.draft.last.to_string().into(),
        ],
    )
    .map(|_| ())
}

/// Closes one and keeps what it came to.
pub fn close(tx: &mut Tx<'_>, id: &Id, on: Date, rows: &[Concerned]) -> Result<(), StoreError> {
    let sql = "UPDATE campaigns SET closed_on = ?2 WHERE id = ?1";
    tx.execute(sql, &[id.into(), on.to_string().into()])?;
    // In the order in which a merge holds entries, so that no two wait for each other.
    let mut rows: Vec<&Concerned> = rows.iter().collect();
    rows.sort_by(|one, other| one.entry.cmp(&other.entry));
    let rows: Vec<Vec<Value>> = rows
        .into_iter()
        .map(|row| vec![id.into(), (&row.entry).into(), row.done.map(|d| d.to_string()).into()])
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.execute_rows(
        "INSERT INTO campaign_entries (campaign_id, entry_id, done_on)",
        "ON CONFLICT (campaign_id, entry_id) DO NOTHING",
        &rows,
    )
    .map(|_| ())
}

/// Identifier, name, owner and its name, curator, commune of its own address or of its owner's, until
/// when it is put off (tables `organisations` of the network room, `entry_delays`).
const CONCERNED: &str = "SELECT e.id, e.title, e.owner_id, o.name, e.curator_id, \
     CASE WHEN e.address <> '' OR e.postcode <> '' OR e.city <> '' OR e.insee <> '' \
     THEN e.insee ELSE o.insee END, d.until_on";
const FROM: &str = "FROM entries e JOIN organisations o ON o.id = e.owner_id \
     LEFT JOIN entry_delays d ON d.entry_id = e.id";

fn concerned(row: &Row) -> Result<Concerned, StoreError> {
    Ok(Concerned {
        entry: row.get(0)?,
        title: row.get(1)?,
        owner: (row.get(2)?, row.get(3)?),
        curator: row.get(4)?,
        insee: row.get(5)?,
        later: maybe(row, 6, |text| text.parse().ok())?,
        sections: vec![],
        done: None,
    })
}

/// The entries that a campaign concerns: those that are published, or, once it is closed, those that
/// were.
pub fn entries_of(tx: &mut Tx<'_>, c: &Campaign) -> Result<Vec<Concerned>, StoreError> {
    if c.closed.is_some() {
        let sql = format!(
            "{CONCERNED}, c.done_on {FROM} JOIN campaign_entries c ON c.entry_id = e.id \
             WHERE c.campaign_id = ?1 ORDER BY o.name, e.title, e.id"
        );
        let one = |row: &Row| {
            let done = maybe(row, 7, |text| text.parse().ok())?;
            Ok(Concerned { done, ..concerned(row)? })
        };
        return tx.query(&sql, &[(&c.id).into()])?.iter().map(one).collect();
    }
    let mut known = HashMap::<Id, Vec<(Section, Date)>>::new();
    let sql = "SELECT entry_id, section, verified_on FROM entry_sections WHERE verified_on >= ?1";
    for row in tx.query(sql, &[c.draft.first.to_string().into()])? {
        let part = (word(&row, 1, Section::parse)?, date(&row, 2)?);
        known.entry(row.get(0)?).or_default().push(part);
    }
    let sql =
        format!("{CONCERNED} {FROM} WHERE e.state = 'published' ORDER BY o.name, e.title, e.id");
    let mut rows = vec![];
    for row in tx.query(&sql, &[])? {
        let one = concerned(&row)?;
        if c.concerns(&one.insee) {
            let sections = known.remove(&one.entry).unwrap_or_default();
            rows.push(Concerned { done: c.done_on(&sections), sections, ..one });
        }
    }
    Ok(rows)
}
