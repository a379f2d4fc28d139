//! Table `relations`, and the circle and form that organisations keep from it for the lists.

use ::store::{Row, StoreError, Tx};
use base::Id;

use super::{date, written};
use crate::agreements::model::{Bond, Relation};
use crate::model::{Circle, PartnershipForm};

const RELATION: &str = "SELECT r.id, o.id, o.name, c.id, c.name, r.bond, r.since, r.until \
     FROM relations r JOIN organisations o ON o.id = r.organisation_id \
     JOIN organisations c ON c.id = r.with_id";

fn relation(row: &Row) -> Result<Relation, StoreError> {
    let bond: String = row.get(5)?;
    Ok(Relation {
        id: row.get(0)?,
        organisation: row.get(1)?,
        name: row.get(2)?,
        with: row.get(3)?,
        with_name: row.get(4)?,
        bond: Bond::parse(&bond).unwrap_or(Bond::Second),
        since: date(row, 6)?,
        until: date(row, 7)?,
    })
}

/// All relations, by centre and organisation.
pub fn relations(tx: &mut Tx<'_>) -> Result<Vec<Relation>, StoreError> {
    let sql = format!("{RELATION} ORDER BY c.name_key, c.id, o.name_key, o.id, r.since, r.id");
    tx.query(&sql, &[])?.iter().map(relation).collect()
}

/// Those of an organisation.
pub fn relations_of(tx: &mut Tx<'_>, organisation: &Id) -> Result<Vec<Relation>, StoreError> {
    let sql = format!("{RELATION} WHERE o.id = ?1 ORDER BY r.since, r.id");
    tx.query(&sql, &[organisation.into()])?.iter().map(relation).collect()
}

/// One relation.
pub fn find_relation(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Relation>, StoreError> {
    let sql = format!("{RELATION} WHERE r.id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| relation(&row)).transpose()
}

/// Adds or changes a relation.
pub fn save_relation(tx: &mut Tx<'_>, r: &Relation) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO relations (id, organisation_id, with_id, bond, since, until) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET bond = excluded.bond, \
         since = excluded.since, until = excluded.until",
        &[
            (&r.id).into(),
            (&r.organisation).into(),
            (&r.with).into(),
            r.bond.into(),
            written(r.since),
            written(r.until),
        ],
    )
    .map(|_| ())
}

/// Removes a relation.
pub fn remove_relation(tx: &mut Tx<'_>, id: &Id) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM relations WHERE id = ?1", &[id.into()])? == 1)
}

/// The organisations that stand in a circle, stood in one or will.
pub fn with_relations(tx: &mut Tx<'_>) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT DISTINCT organisation_id FROM relations ORDER BY organisation_id";
    tx.query(sql, &[])?.iter().map(|row| row.get(0)).collect()
}

/// The circle and the form that an organisation has in the lists.
type Standing = (Option<Circle>, Option<PartnershipForm>);

/// The circle and the form that an organisation has in the lists.
pub fn standing(tx: &mut Tx<'_>, organisation: &Id) -> Result<Option<Standing>, StoreError> {
    let sql = "SELECT circle, form FROM organisations WHERE id = ?1";
    let read = |row: Row| {
        let (circle, form): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
        let circle = circle.and_then(|text| Circle::parse(&text));
        Ok((circle, form.and_then(|text| PartnershipForm::parse(&text))))
    };
    tx.query_opt(sql, &[organisation.into()])?.map(read).transpose()
}

/// Keeps the circle and the form that an organisation has in the lists.
pub fn set_standing(
    tx: &mut Tx<'_>,
    organisation: &Id,
    (circle, form): Standing,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE organisations SET circle = ?2, form = ?3 WHERE id = ?1",
        &[
            organisation.into(),
            circle.map(Circle::code).into(),
            form.map(PartnershipForm::code).into(),
        ],
    )
    .map(|_| ())
}
