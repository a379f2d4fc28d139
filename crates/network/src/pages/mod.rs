//! Who is in the network: the public list, and the pages of those who look after it.

pub(crate) mod admin;
mod charter;
mod register;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Role};

use crate::agreements::service::Ties;
use crate::beside::{Section, beside};
use crate::model::{Fact, Organisation, OrganisationKind, Place, Standing};
use crate::profile::Profile;
use crate::register::merging;
use crate::service;

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/partners/{id}", get(partner))
        .merge(crate::search::pages::routes())
        .merge(admin::routes())
        .merge(charter::routes())
        .merge(register::routes())
        .merge(crate::agreements::pages::routes())
        .merge(crate::sharing::pages::routes())
}

#[derive(Template)]
#[template(path = "partner.html")]
struct Partner<'a> {
    c: &'a Ctx,
    o: Organisation,
    places: Vec<Place>,
    facts: Vec<(Fact, f64, String)>,
    profile: Profile,
    /// Names and roles, for colleagues.
    people: Vec<(String, Role)>,
    administrator: bool,
    may_change: bool,
    done: bool,
    ties: Ties,
    /// What it offers, as rooms above this one say.
    beside: Section,
}

/// Where a map shows a place, if it is known where it is. A link, so that nothing is loaded from
/// elsewhere by the page itself.
fn map(place: &Place) -> Option<String> {
    let (lat, lon) = (place.latitude?, place.longitude?);
    Some(format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}"))
}

async fn partner(c: Ctx, Path(id): Path<String>) -> Handled {
    let id = admin::id_of(&id)?;
    if let Some(kept) = merging::stands_for(&c.app, &id).await? {
        return Ok(Redirect::permanent(&c.url(&format!("/partners/{kept}"))).into_response());
    }
    let shown = service::shown(&c.app, &c.actor, &id).await?;
    let beside = beside(&c, &id).await?;
    let (of, today) = (id, site::sealing::today(&c.app));
    let ties = c.app.db.read(move |tx| crate::agreements::service::ties(tx, &of, today)).await;
    let page = Partner {
        beside,
        ties: ties.map_err(site::Error::store)?,
        administrator: c.actor.need_administrator().is_ok(),
        may_change: c.actor.can(Permission::Network, &shown.organisation.id),
        done: Form::from_query(&c.query).flag("done"),
        c: &c,
        o: shown.organisation,
        places: shown.places,
        facts: shown.facts,
        profile: shown.profile,
        people: shown.people,
    };
    c.html(&page)
}
