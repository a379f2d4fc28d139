//! What the other rooms ask of the network, inside their own transaction, and the use cases of
//! its pages.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use site::{Actor, App};

use crate::model::{Organisation, Place, Theme};
use crate::store as rows;

/// One organisation.
pub fn organisation(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Organisation>, StoreError> {
    rows::find_organisation(tx, id)
}

/// All organisations, by name.
pub fn organisations(tx: &mut Tx<'_>) -> Result<Vec<Organisation>, StoreError> {
    rows::organisations(tx)
}

/// Adds or changes an organisation.
pub fn save_organisation(tx: &mut Tx<'_>, organisation: &Organisation) -> Result<(), StoreError> {
    rows::save_organisation(tx, organisation)
}

/// One place.
pub fn place(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Place>, StoreError> {
    rows::find_place(tx, id)
}

/// All places, by name.
pub fn places(tx: &mut Tx<'_>) -> Result<Vec<Place>, StoreError> {
    rows::places(tx)
}

/// Adds or changes a place.
pub fn save_place(tx: &mut Tx<'_>, place: &Place) -> Result<(), StoreError> {
    rows::save_place(tx, place)
}

/// One theme.
pub fn theme(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Theme>, StoreError> {
    rows::find_theme(tx, id)
}

/// All themes, in the order of the screens.
pub fn themes(tx: &mut Tx<'_>) -> Result<Vec<Theme>, StoreError> {
    rows::themes(tx)
}

/// Adds or changes a theme.
pub fn save_theme(tx: &mut Tx<'_>, theme: &Theme) -> Result<(), StoreError> {
    rows::save_theme(tx, theme)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The organisation of this name, case apart.
pub fn organisation_by_name(
    tx: &mut Tx<'_>,
    name: &str,
) -> Result<Option<Organisation>, StoreError> {
    Ok(rows::organisations(tx)?.into_iter().find(|o| folded(&o.name) == folded(name)))
}

/// The place of this name in this town (any town when `city` is empty), case apart.
pub fn place_by_name(tx: &mut Tx<'_>, name: &str, city: &str) -> Result<Option<Place>, StoreError> {
    let same = |p: &Place| {
        folded(&p.name) == folded(name) && (city.is_empty() || folded(&p.city) == folded(city))
    };
    Ok(rows::places(tx)?.into_iter().find(same))
}

/// The theme of this name in either language, case apart.
pub fn theme_by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Theme>, StoreError> {
    let same = |t: &Theme| [&t.name_fr, &t.name_en].iter().any(|n| folded(n) == folded(name));
    Ok(rows::themes(tx)?.into_iter().find(same))
}

/// Everyone in the network, for the public page.
pub async fn everyone(app: &App) -> Result<Vec<Organisation>, Problem> {
    Ok(app.db.read(rows::organisations).await?)
}

/// One organisation, for its public page.
pub async fn one(app: &App, id: &Id) -> Result<Organisation, Problem> {
    let id = id.clone();
    app.db
        .read(move |tx| rows::find_organisation(tx, &id))
        .await?
        .ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))
}

/// Adds or changes an organisation: for administrators of the network.
pub async fn write_organisation(
    app: &App,
    actor: &Actor,
    organisation: Organisation,
) -> Result<Id, Problem> {
    actor.need_administrator()?;
    organisation.check()?;
    let id = organisation.id.clone();
    app.db.write(move |tx| rows::save_organisation(tx, &organisation)).await?;
    Ok(id)
}

/// Adds or changes a place: for administrators of the network.
pub async fn write_place(app: &App, actor: &Actor, place: Place) -> Result<Id, Problem> {
    actor.need_administrator()?;
    place.check()?;
    let id = place.id.clone();
    app.db.write(move |tx| rows::save_place(tx, &place)).await?;
    Ok(id)
}
