//! The little SQL that only imports need.

use ::store::{StoreError, Tx};
use base::Id;
use jiff::civil::Date;

use crate::model::Activity;
use crate::store::activities;

/// Sessions of an activity that an import announced and that are still to come.
pub fn announced(tx: &mut Tx<'_>, activity: &Id, now: i64) -> Result<Vec<Id>, StoreError> {
    tx.query(
        "SELECT id FROM sessions WHERE activity_id = ?1 AND source_key IS NOT NULL \
         AND status = 'published' AND starts_at > ?2 ORDER BY id",
        &[activity.into(), now.into()],
    )?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// All activities of an organisation, the oldest first, with their partners.
pub fn activities_of(tx: &mut Tx<'_>, organisation: &Id) -> Result<Vec<Activity>, StoreError> {
    let sql = format!(
        "SELECT {} FROM activities a WHERE a.organisation_id = ?1 ORDER BY a.created_at, a.id",
        activities::COLUMNS
    );
    let rows = tx.query(&sql, &[organisation.into()])?;
    let mut list = rows.iter().map(|r| activities::read(r, 0)).collect::<Result<Vec<_>, _>>()?;
    let partners = tx.query(
        "SELECT p.activity_id, p.organisation_id FROM activity_partners p \
         JOIN activities a ON a.id = p.activity_id WHERE a.organisation_id = ?1 \
         ORDER BY p.organisation_id",
        &[organisation.into()],
    )?;
    for row in &partners {
        let (activity, partner): (Id, Id) = (row.get(0)?, row.get(1)?);
        if let Some(one) = list.iter_mut().find(|a| a.id == activity) {
            one.draft.partners.push(partner);
        }
    }
    Ok(list)
}

/// Takes away an activity that an import had made and that has no session left.
pub fn sweep(tx: &mut Tx<'_>, activity: &Id) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM activities WHERE id = ?1 AND source = 'import' \
         AND NOT EXISTS (SELECT 1 FROM sessions WHERE activity_id = ?1)",
        &[activity.into()],
    )?;
    Ok(())
}

/// Totals of a period, as a table has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedTotals {
    /// First and last day.
    pub period: (Date, Date),
    /// What they are about.
    pub label: String,
    /// Sessions, themes, partners, preregistered, walk-ins, participants, no-shows.
    pub figures: [Option<u32>; 7],
}

/// The figures kept under this identifier.
pub fn totals(tx: &mut Tx<'_>, id: &Id) -> Result<Option<[Option<u32>; 7]>, StoreError> {
    let row = tx.query_opt(
        "SELECT sessions, themes, partners, preregistered, walk_ins, participants, no_shows \
         FROM typed_totals WHERE id = ?1",
        &[id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut figures = [None; 7];
    for (at, figure) in figures.iter_mut().enumerate() {
        *figure = row.get(at)?;
    }
    Ok(Some(figures))
}

/// Writes totals, over those that were there.
pub fn put_totals(
    tx: &mut Tx<'_>,
    id: &Id,
    organisation: &Id,
    totals: &TypedTotals,
    now: i64,
) -> Result<(), StoreError> {
    let [sessions, themes, partners, preregistered, walk_ins, participants, no_shows] =
        totals.figures;
    tx.execute(
        "INSERT INTO typed_totals (id, organisation_id, from_date, to_date, label, sessions, \
         themes, partners, preregistered, walk_ins, participants, no_shows, source, typed_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'import', ?13) \
         ON CONFLICT (id) DO UPDATE SET sessions = excluded.sessions, themes = excluded.themes, \
         partners = excluded.partners, preregistered = excluded.preregistered, \
         walk_ins = excluded.walk_ins, participants = excluded.participants, \
         no_shows = excluded.no_shows, typed_at = excluded.typed_at",
        &[
            id.into(),
            organisation.into(),
            totals.period.0.to_string().into(),
            totals.period.1.to_string().into(),
            (&totals.label).into(),
            sessions.into(),
            themes.into(),
            partners.into(),
            preregistered.into(),
            walk_ins.into(),
            participants.into(),
            no_shows.into(),
            now.into(),
        ],
    )?;
    Ok(())
}
