//! Table `activities` and who animates them.

use ::store::{Row, StoreError, Tx, Value};
use base::Id;

use super::word;
use crate::model::{Activity, ActivityDraft, Format, Scope};

/// Columns of an activity `a`, as [`read`] expects them.
pub const COLUMNS: &str = "a.id, a.organisation_id, a.title, a.summary, a.description, a.format, \
     a.theme_id, a.audience, a.contact, a.scope, a.apart, a.source, a.link";
/// How many they are.
pub const WIDTH: usize = 13;

/// Reads an activity whose columns begin at `at`; its partners are read apart.
pub fn read(row: &Row, at: usize) -> Result<Activity, StoreError> {
    Ok(Activity {
        id: row.get(at)?,
        organisation: row.get(at + 1)?,
        draft: ActivityDraft {
            title: row.get(at + 2)?,
            summary: row.get(at + 3)?,
            description: row.get(at + 4)?,
            format: word(row, at + 5, Format::parse, "a format")?,
            theme: row.get(at + 6)?,
            audience: row.get(at + 7)?,
            contact: row.get(at + 8)?,
            scope: word(row, at + 9, Scope::parse, "a scope")?,
            apart: row.get(at + 10)?,
            partners: vec![],
            link: row.get(at + 12)?,
        },
        source: row.get(at + 11)?,
    })
}

/// Adds an activity.
pub fn insert(
    tx: &mut Tx<'_>,
    activity: &Activity,
    source_key: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    let d = &activity.draft;
    tx.execute(
        "INSERT INTO activities (id, organisation_id, title, summary, description, format, \
         theme_id, audience, contact, scope, apart, source, link, source_key, created_at, \
         updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15)",
        &[
            (&activity.id).into(),
            (&activity.organisation).into(),
            (&d.title).into(),
            (&d.summary).into(),
            (&d.description).into(),
            d.format.into(),
            d.theme.as_ref().into(),
            (&d.audience).into(),
            (&d.contact).into(),
            d.scope.into(),
            d.apart.into(),
            (&activity.source).into(),
            (&d.link).into(),
            source_key.into(),
            now.into(),
        ],
    )?;
    set_partners(tx, &activity.id, &d.partners)
}

/// Writes everything an activity says about itself.
pub fn update(tx: &mut Tx<'_>, activity: &Activity, now: i64) -> Result<(), StoreError> {
    let d = &activity.draft;
    tx.execute(
        "UPDATE activities SET title = ?2, summary = ?3, description = ?4, format = ?5, \
         theme_id = ?6, audience = ?7, contact = ?8, scope = ?9, apart = ?10, link = ?11, \
         updated_at = ?12, organisation_id = ?13 WHERE id = ?1",
        &[
            (&activity.id).into(),
            (&d.title).into(),
            (&d.summary).into(),
            (&d.description).into(),
            d.format.into(),
            d.theme.as_ref().into(),
            (&d.audience).into(),
            (&d.contact).into(),
            d.scope.into(),
            d.apart.into(),
            (&d.link).into(),
            now.into(),
            (&activity.organisation).into(),
        ],
    )?;
    set_partners(tx, &activity.id, &d.partners)
}

fn set_partners(tx: &mut Tx<'_>, id: &Id, partners: &[Id]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM activity_partners WHERE activity_id = ?1", &[id.into()])?;
    for partner in partners {
        tx.execute(
            "INSERT INTO activity_partners (activity_id, organisation_id) VALUES (?1, ?2) \
             ON CONFLICT (activity_id, organisation_id) DO NOTHING",
            &[id.into(), partner.into()],
        )?;
    }
    Ok(())
}

/// One activity, with its partners.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Activity>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM activities a WHERE a.id = ?1");
    let Some(row) = tx.query_opt(&sql, &[id.into()])? else { return Ok(None) };
    let mut activity = read(&row, 0)?;
    activity.draft.partners = partners(tx, id)?.into_iter().map(|(id, _)| id).collect();
    Ok(Some(activity))
}

/// Who animates it: identifiers and names, by name.
pub fn partners(tx: &mut Tx<'_>, id: &Id) -> Result<Vec<(Id, String)>, StoreError> {
    tx.query(
        "SELECT o.id, o.name FROM activity_partners p JOIN organisations o \
         ON o.id = p.organisation_id WHERE p.activity_id = ?1 ORDER BY o.name, o.id",
        &[id.into()],
    )?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// Activities of these organisations (`None`: all), newest first.
pub fn list(tx: &mut Tx<'_>, organisations: Option<&[Id]>) -> Result<Vec<Activity>, StoreError> {
    let (clause, params): (String, Vec<Value>) = match organisations {
        None => (String::new(), vec![]),
        Some([]) => return Ok(vec![]),
        Some(ids) => {
            let marks: Vec<_> = (1..=ids.len()).map(|n| format!("?{n}")).collect();
            let clause = format!("WHERE a.organisation_id IN ({})", marks.join(", "));
            (clause, ids.iter().map(Into::into).collect())
        }
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM activities a {clause} ORDER BY a.created_at DESC, a.id DESC LIMIT 500"
    );
    tx.query(&sql, &params)?.iter().map(|row| read(row, 0)).collect()
}

/// The activity that an import made under this key.
pub fn by_source_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<Id>, StoreError> {
    tx.query_opt("SELECT id FROM activities WHERE source_key = ?1", &[key.into()])?
        .map(|row| row.get(0))
        .transpose()
}
