//! The room's SQL and nothing else.

use std::collections::HashMap;

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use territory::{Commune, Point};

use crate::model::{
    Circle, Fact, Organisation, OrganisationKind, PartnershipForm, Place, Standing, StepFree, Theme,
};

/// How many columns the next names.
pub const COLUMNS: usize = 16;
pub const ORGANISATION: &str = "id, name, kind, circle, form, city, website, public_email, \
     retention_days, standing, open_to_public, address, postcode, insee, latitude, longitude";
pub const PLACE: &str = "id, organisation_id, name, room, address, postcode, city, insee, \
     latitude, longitude, time_zone, access_note, capacity, equipment, step_free, opening_hours";

pub fn organisation(row: &Row) -> Result<Organisation, StoreError> {
    let kind: String = row.get(2)?;
    let circle: Option<String> = row.get(3)?;
    let form: Option<String> = row.get(4)?;
    let standing: String = row.get(9)?;
    let (lat, lon): (Option<f64>, Option<f64>) = (row.get(14)?, row.get(15)?);
    Ok(Organisation {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: OrganisationKind::parse(&kind).unwrap_or(OrganisationKind::Other),
        circle: circle.and_then(|c| Circle::parse(&c)),
        form: form.and_then(|f| PartnershipForm::parse(&f)),
        city: row.get(5)?,
        website: row.get(6)?,
        public_email: row.get(7)?,
        retention_days: row.get(8)?,
        standing: Standing::parse(&standing).unwrap_or(Standing::Listed),
        open_to_public: row.get(10)?,
        address: row.get(11)?,
        postcode: row.get(12)?,
        insee: row.get(13)?,
        point: lat.zip(lon).map(|(lat, lon)| Point { lat, lon }),
    })
}

pub fn place(row: &Row) -> Result<Place, StoreError> {
    Ok(Place {
        id: row.get(0)?,
        organisation: row.get(1)?,
        name: row.get(2)?,
        room: row.get(3)?,
        address: row.get(4)?,
        postcode: row.get(5)?,
        city: row.get(6)?,
        insee: row.get(7)?,
        latitude: row.get(8)?,
        longitude: row.get(9)?,
        time_zone: row.get(10)?,
        access_note: row.get(11)?,
        capacity: row.get(12)?,
        equipment: row.get(13)?,
        step_free: StepFree::parse(&row.get::<String>(14)?),
        opening_hours: row.get(15)?,
    })
}

fn theme(row: &Row) -> Result<Theme, StoreError> {
    Ok(Theme { id: row.get(0)?, name_fr: row.get(1)?, name_en: row.get(2)?, position: row.get(3)? })
}

pub fn find_organisation(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Organisation>, StoreError> {
    let sql = format!("SELECT {ORGANISATION} FROM organisations WHERE id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|r| organisation(&r)).transpose()
}

/// Members of the network, by name.
pub fn members(tx: &mut Tx<'_>) -> Result<Vec<Organisation>, StoreError> {
    let sql = format!(
        "SELECT {ORGANISATION} FROM organisations WHERE standing = 'member' \
         ORDER BY name_key, name, id"
    );
    tx.query(&sql, &[])?.iter().map(organisation).collect()
}

/// Those whose folded name is this, members first.
pub fn organisations_named(tx: &mut Tx<'_>, key: &str) -> Result<Vec<Organisation>, StoreError> {
    let sql = format!(
        "SELECT {ORGANISATION} FROM organisations WHERE standing IN ('member', 'listed') \
         AND name_key = ?1 ORDER BY standing DESC, id"
    );
    tx.query(&sql, &[key.into()])?.iter().map(organisation).collect()
}

/// Those for which a condition holds, in the order of their identifiers.
pub fn organisations_where(
    tx: &mut Tx<'_>,
    condition: &str,
    params: &[Value],
) -> Result<Vec<Organisation>, StoreError> {
    let sql = format!("SELECT {ORGANISATION} FROM organisations WHERE {condition} ORDER BY id");
    tx.query(&sql, params)?.iter().map(organisation).collect()
}

pub fn save_organisation(tx: &mut Tx<'_>, o: &Organisation) -> Result<(), StoreError> {
    save_organisations(tx, &[o])
}

/// Adds or changes organisations, each named once, in few statements. What was merged into another
/// stays merged.
pub fn save_organisations(tx: &mut Tx<'_>, all: &[&Organisation]) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = all.iter().map(|o| columns(o)).collect();
    tx.execute_rows(
        "INSERT INTO organisations (id, name, kind, circle, form, city, website, public_email, \
         retention_days, standing, open_to_public, address, postcode, insee, latitude, longitude, \
         commune, epci, department, region, name_key, at_lat, at_lon, indexed)",
        "ON CONFLICT (id) DO UPDATE SET \
         name = excluded.name, kind = excluded.kind, circle = excluded.circle, \
         form = excluded.form, city = excluded.city, website = excluded.website, \
         public_email = excluded.public_email, retention_days = excluded.retention_days, \
         standing = CASE WHEN organisations.merged_into IS NULL THEN excluded.standing \
         ELSE organisations.standing END, open_to_public = excluded.open_to_public, \
         address = excluded.address, postcode = excluded.postcode, insee = excluded.insee, \
         latitude = excluded.latitude, longitude = excluded.longitude, \
         commune = excluded.commune, epci = excluded.epci, department = excluded.department, \
         region = excluded.region, name_key = excluded.name_key, at_lat = excluded.at_lat, \
         at_lon = excluded.at_lon, indexed = 1",
        &rows,
    )?;
    crate::search::store::index_organisations(tx, all)
}

fn columns(o: &Organisation) -> Vec<Value> {
    let (commune, at) = (o.commune(), o.whereabouts());
    vec![
        (&o.id).into(),
        (&o.name).into(),
        o.kind.code().into(),
        o.circle.map(Circle::code).into(),
        o.form.map(PartnershipForm::code).into(),
        (&o.city).into(),
        (&o.website).into(),
        (&o.public_email).into(),
        o.retention_days.into(),
        o.standing.code().into(),
        o.open_to_public.into(),
        (&o.address).into(),
        (&o.postcode).into(),
        (&o.insee).into(),
        o.point.map(|p| p.lat).into(),
        o.point.map(|p| p.lon).into(),
        commune.map_or("", Commune::whole).into(),
        commune.map_or("", Commune::intercommunality).into(),
        commune.map_or("", |c| c.department).into(),
        commune.map_or("", Commune::region).into(),
        territory::folded(&o.name).into(),
        at.map(|p| p.lat).into(),
        at.map(|p| p.lon).into(),
        1_i64.into(),
    ]
}

/// What is known of an organisation in numbers, with where it is from.
pub fn facts(tx: &mut Tx<'_>, id: &Id) -> Result<Vec<(Fact, f64, String)>, StoreError> {
    let sql = "SELECT fact, value, source FROM organisation_facts WHERE organisation_id = ?1 \
               ORDER BY fact";
    let rows = tx.query(sql, &[id.into()])?;
    let mut facts = Vec::with_capacity(rows.len());
    for row in rows {
        let fact: String = row.get(0)?;
        if let Some(fact) = Fact::parse(&fact) {
            facts.push((fact, row.get(1)?, row.get(2)?));
        }
    }
    Ok(facts)
}

/// One number of all organisations of which it is known.
pub fn fact_of_all(tx: &mut Tx<'_>, fact: Fact) -> Result<HashMap<Id, f64>, StoreError> {
    let sql = "SELECT organisation_id, value FROM organisation_facts WHERE fact = ?1";
    tx.query(sql, &[fact.into()])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Keeps a number of an organisation in place of what was known.
pub fn save_fact(
    tx: &mut Tx<'_>,
    id: &Id,
    (fact, value, source): (Fact, f64, &str),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO organisation_facts (organisation_id, fact, value, source) \
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT (organisation_id, fact) DO UPDATE SET \
         value = excluded.value, source = excluded.source",
        &[id.into(), fact.into(), value.into(), source.into()],
    )?;
    Ok(())
}

pub fn find_place(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Place>, StoreError> {
    let sql = format!("SELECT {PLACE} FROM places WHERE id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|r| place(&r)).transpose()
}

pub fn places(tx: &mut Tx<'_>) -> Result<Vec<Place>, StoreError> {
    let sql = format!("SELECT {PLACE} FROM places ORDER BY name, id");
    tx.query(&sql, &[])?.iter().map(place).collect()
}

pub fn places_of(tx: &mut Tx<'_>, organisation: &Id) -> Result<Vec<Place>, StoreError> {
    let sql = format!("SELECT {PLACE} FROM places WHERE organisation_id = ?1 ORDER BY name, id");
    tx.query(&sql, &[organisation.into()])?.iter().map(place).collect()
}

pub fn save_place(tx: &mut Tx<'_>, p: &Place) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO places (id, organisation_id, name, room, address, postcode, city, insee, \
         latitude, longitude, time_zone, access_note, capacity, equipment, step_free, \
         opening_hours, indexed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, \
         ?14, ?15, ?16, 1) ON CONFLICT (id) DO UPDATE SET \
         organisation_id = excluded.organisation_id, \
         name = excluded.name, room = excluded.room, address = excluded.address, \
         postcode = excluded.postcode, city = excluded.city, insee = excluded.insee, \
         latitude = excluded.latitude, longitude = excluded.longitude, \
         time_zone = excluded.time_zone, access_note = excluded.access_note, \
         capacity = excluded.capacity, equipment = excluded.equipment, \
         step_free = excluded.step_free, opening_hours = excluded.opening_hours, indexed = 1",
        &[
            (&p.id).into(),
            p.organisation.as_ref().into(),
            (&p.name).into(),
            (&p.room).into(),
            (&p.address).into(),
            (&p.postcode).into(),
            (&p.city).into(),
            (&p.insee).into(),
            p.latitude.into(),
            p.longitude.into(),
            (&p.time_zone).into(),
            (&p.access_note).into(),
            p.capacity.into(),
            (&p.equipment).into(),
            p.step_free.map_or("", StepFree::code).into(),
            (&p.opening_hours).into(),
        ],
    )?;
    crate::search::store::index_place(tx, p)
}

pub fn find_theme(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Theme>, StoreError> {
    let sql = "SELECT id, name_fr, name_en, position FROM themes WHERE id = ?1";
    tx.query_opt(sql, &[id.into()])?.map(|r| theme(&r)).transpose()
}

pub fn themes(tx: &mut Tx<'_>) -> Result<Vec<Theme>, StoreError> {
    let sql = "SELECT id, name_fr, name_en, position FROM themes ORDER BY position, name_fr, id";
    tx.query(sql, &[])?.iter().map(theme).collect()
}

pub fn save_theme(tx: &mut Tx<'_>, t: &Theme) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO themes (id, name_fr, name_en, position) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (id) DO UPDATE SET name_fr = excluded.name_fr, name_en = excluded.name_en, \
         position = excluded.position",
        &[(&t.id).into(), (&t.name_fr).into(), (&t.name_en).into(), t.position.into()],
    )?;
    Ok(())
}

/// Removes a row of one of this room's tables. `Constraint` when something refers to it.
pub fn remove(tx: &mut Tx<'_>, table: &'static str, id: &Id) -> Result<bool, StoreError> {
    Ok(tx.execute(&format!("DELETE FROM {table} WHERE id = ?1"), &[id.into()])? == 1)
}

/// Whether a row that would hinder its removal refers to an organisation: tried, and taken back.
pub fn is_referred_to(tx: &mut Tx<'_>, id: &Id) -> Result<bool, StoreError> {
    tx.statements("SAVEPOINT referred")?;
    // That a list knows it is no reason to stay a member.
    let known = "DELETE FROM organisation_sources WHERE organisation_id = ?1";
    let tried = match tx.execute(known, &[id.into()]) {
        Ok(_) => remove(tx, "organisations", id),
        Err(error) => Err(error),
    };
    tx.statements("ROLLBACK TO SAVEPOINT referred")?;
    tx.statements("RELEASE SAVEPOINT referred")?;
    match tried {
        Ok(_) => Ok(false),
        Err(StoreError::Constraint(_)) => Ok(true),
        Err(other) => Err(other),
    }
}
