//! Who is in the network: the public list, and the pages of those who look after it.

pub(crate) mod admin;
mod charter;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use site::ctx::PublicCtx;
use site::{App, Ctx, Handled};

use crate::model::{Circle, Fact, Organisation, OrganisationKind, Place};
use crate::service;

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/partners", get(partners))
        .route("/partners/{id}", get(partner))
        .merge(admin::routes())
        .merge(charter::routes())
        .merge(crate::sharing::pages::routes())
}

#[derive(Template)]
#[template(path = "partners.html")]
struct Partners<'a> {
    c: &'a Ctx,
    /// Heading and its organisations.
    groups: Vec<(String, Vec<Organisation>)>,
}

async fn partners(PublicCtx(c): PublicCtx) -> Handled {
    let everyone = service::everyone(&c.app).await?;
    let circles = [
        (Some(Circle::First), "network-circle-first"),
        (Some(Circle::ServiceProvider), "network-circle-service-provider"),
        (Some(Circle::Second), "network-circle-second"),
        (None, "network-circle-none"),
    ];
    let groups = circles
        .into_iter()
        .map(|(circle, label)| {
            let members: Vec<_> = everyone.iter().filter(|o| o.circle == circle).cloned().collect();
            (c.t(label), members)
        })
        .filter(|(_, members)| !members.is_empty())
        .collect();
    c.html(&Partners { c: &c, groups })
}

#[derive(Template)]
#[template(path = "partner.html")]
struct Partner<'a> {
    c: &'a Ctx,
    o: Organisation,
    places: Vec<Place>,
    facts: Vec<(Fact, f64, String)>,
}

/// Where a map shows a place, if it is known where it is. A link, so that nothing is loaded from
/// elsewhere by the page itself.
fn map(place: &Place) -> Option<String> {
    let (lat, lon) = (place.latitude?, place.longitude?);
    Some(format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}"))
}

async fn partner(PublicCtx(c): PublicCtx, Path(id): Path<String>) -> Handled {
    let (o, places, facts) = service::partner(&c.app, &admin::id_of(&id)?).await?;
    c.html(&Partner { c: &c, o, places, facts })
}
