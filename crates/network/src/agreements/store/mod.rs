//! The SQL of circles, forms and agreements.

pub mod commitments;
pub mod documents;
mod forms;
mod relations;

use ::store::{Row, StoreError, Tx};
use base::Id;
use jiff::civil::Date;

pub use forms::{find_form, forms, save_form};
pub use relations::{
    find_relation, relations, relations_of, remove_relation, save_relation, set_standing, standing,
    with_relations,
};

use super::model::{Agreement, Party, Renewal};

/// A date that may not be there.
fn date(row: &Row, column: usize) -> Result<Option<Date>, StoreError> {
    let text: Option<String> = row.get(column)?;
    let read = |text: String| {
        text.parse().map_err(|_| StoreError::Column {
            column,
            wanted: "a date",
            found: "another text".into(),
        })
    };
    text.map(read).transpose()
}

fn written(date: Option<Date>) -> ::store::Value {
    date.map(|d| d.to_string()).into()
}

const AGREEMENT: &str = "SELECT g.id, g.form_id, g.title, g.holder_id, g.signed_on, g.starts_on, \
     g.ends_on, g.renewal, g.renewal_months, g.ended_on, g.ended_reason, g.notes, g.follows_id \
     FROM agreements g";

fn agreement(row: &Row) -> Result<Agreement, StoreError> {
    let renewal: String = row.get(7)?;
    Ok(Agreement {
        id: row.get(0)?,
        form: row.get(1)?,
        title: row.get(2)?,
        parties: vec![],
        holder: row.get(3)?,
        signed: date(row, 4)?,
        starts: date(row, 5)?,
        ends: date(row, 6)?,
        renewal: Renewal::parse(&renewal).unwrap_or(Renewal::None),
        renewal_months: row.get(8)?,
        ended: date(row, 9)?,
        ended_reason: row.get(10)?,
        notes: row.get(11)?,
        follows: row.get(12)?,
    })
}

/// Agreements that a condition picks out, with their parties, by first day, the latest first.
fn chosen(
    tx: &mut Tx<'_>,
    condition: &str,
    params: &[::store::Value],
) -> Result<Vec<Agreement>, StoreError> {
    let sql = format!(
        "{AGREEMENT} WHERE {condition} ORDER BY COALESCE(g.starts_on, '9999') DESC, g.title, g.id"
    );
    let mut all: Vec<Agreement> =
        tx.query(&sql, params)?.iter().map(agreement).collect::<Result<_, _>>()?;
    let sql = format!(
        "SELECT p.agreement_id, o.id, o.name FROM agreement_parties p \
         JOIN agreements g ON g.id = p.agreement_id \
         JOIN organisations o ON o.id = p.organisation_id \
         WHERE {condition} ORDER BY p.position"
    );
    let mut parties: std::collections::HashMap<Id, Vec<Party>> = Default::default();
    for row in tx.query(&sql, params)? {
        let party = Party { id: row.get(1)?, name: row.get(2)? };
        parties.entry(row.get(0)?).or_default().push(party);
    }
    for one in &mut all {
        one.parties = parties.remove(&one.id).unwrap_or_default();
    }
    Ok(all)
}

/// All agreements, the latest first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Agreement>, StoreError> {
    chosen(tx, "1 = 1", &[])
}

/// Those that bind one of these organisations.
pub fn binding(tx: &mut Tx<'_>, organisations: &[Id]) -> Result<Vec<Agreement>, StoreError> {
    if organisations.is_empty() {
        return Ok(vec![]);
    }
    let marks: Vec<String> = (1..=organisations.len()).map(|n| format!("?{n}")).collect();
    let condition = format!(
        "g.id IN (SELECT x.agreement_id FROM agreement_parties x WHERE x.organisation_id IN ({}))",
        marks.join(", ")
    );
    let params: Vec<_> = organisations.iter().map(Into::into).collect();
    chosen(tx, &condition, &params)
}

/// One agreement.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Agreement>, StoreError> {
    Ok(chosen(tx, "g.id = ?1", &[id.into()])?.into_iter().next())
}

/// The agreement that renews this one.
pub fn follower(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Agreement>, StoreError> {
    Ok(chosen(tx, "g.follows_id = ?1", &[id.into()])?.into_iter().next())
}

/// Adds or changes an agreement. `false`: another one renews the same.
pub fn save(tx: &mut Tx<'_>, a: &Agreement, now: i64) -> Result<bool, StoreError> {
    if let Some(follows) = &a.follows
        && follower(tx, follows)?.is_some_and(|other| other.id != a.id)
    {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO agreements (id, form_id, title, holder_id, signed_on, starts_on, ends_on, \
         renewal, renewal_months, ended_on, ended_reason, notes, follows_id, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
         ON CONFLICT (id) DO UPDATE SET form_id = excluded.form_id, title = excluded.title, \
         holder_id = excluded.holder_id, signed_on = excluded.signed_on, \
         starts_on = excluded.starts_on, ends_on = excluded.ends_on, renewal = excluded.renewal, \
         renewal_months = excluded.renewal_months, ended_on = excluded.ended_on, \
         ended_reason = excluded.ended_reason, notes = excluded.notes",
        &[
            (&a.id).into(),
            (&a.form).into(),
            (&a.title).into(),
            a.holder.as_ref().into(),
            written(a.signed),
            written(a.starts),
            written(a.ends),
            a.renewal.into(),
            a.renewal_months.into(),
            written(a.ended),
            (&a.ended_reason).into(),
            (&a.notes).into(),
            a.follows.as_ref().into(),
            now.into(),
        ],
    )?;
    tx.execute("DELETE FROM agreement_parties WHERE agreement_id = ?1", &[(&a.id).into()])?;
    for (position, party) in (1_i64..).zip(&a.parties) {
        tx.execute(
            "INSERT INTO agreement_parties (agreement_id, organisation_id, position) \
             VALUES (?1, ?2, ?3)",
            &[(&a.id).into(), (&party.id).into(), position.into()],
        )?;
    }
    Ok(true)
}

/// Removes an agreement with all that belongs to it.
pub fn remove(tx: &mut Tx<'_>, id: &Id) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM agreements WHERE id = ?1", &[id.into()])? == 1)
}

/// Notes that a reminder of a term was written. `false`: it was before.
pub fn note_reminder(
    tx: &mut Tx<'_>,
    id: &Id,
    (term, days): (Date, i32),
    now: i64,
) -> Result<bool, StoreError> {
    let new = tx.execute(
        "INSERT INTO agreement_reminders (agreement_id, term, days, written_at) \
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT (agreement_id, term, days) DO NOTHING",
        &[id.into(), term.to_string().into(), days.into(), now.into()],
    )?;
    Ok(new == 1)
}
