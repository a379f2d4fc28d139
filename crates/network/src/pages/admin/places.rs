//! Forms of places.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use super::{DONE, Options, beside, degrees, id_of, read_coordinates, seen, with_none};
use crate::model::{Place, StepFree};
use crate::service::{self, Thing};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/places/new", get(new_place).post(create_place))
        .route("/admin/places/{id}", get(place).post(change_place))
        .route("/admin/places/{id}/remove", post(remove_place))
}

#[derive(Template)]
#[template(path = "admin/place.html")]
struct PlacePage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    heading: String,
    action: String,
    /// Mark of what the form has seen; empty for a new one.
    seen: String,
    known: bool,
    organisations: Options,
    step_free: Options,
}

fn fields_of_place(p: &Place) -> Form {
    let mut form = Form::default();
    form.set("organisation", p.organisation.as_ref().map(ToString::to_string).unwrap_or_default());
    form.set("name", &p.name);
    form.set("room", &p.room);
    form.set("address", &p.address);
    form.set("postcode", &p.postcode);
    form.set("city", &p.city);
    form.set("insee", &p.insee);
    form.set("latitude", degrees(p.latitude));
    form.set("longitude", degrees(p.longitude));
    form.set("time_zone", &p.time_zone);
    form.set("access_note", &p.access_note);
    form.set("capacity", p.capacity.map(|n| n.to_string()).unwrap_or_default());
    form.set("equipment", &p.equipment);
    form.set("step_free", p.step_free.map(StepFree::code).unwrap_or_default());
    form.set("opening_hours", &p.opening_hours);
    form
}

fn read_place(id: Id, form: &Form) -> Result<Place, Problem> {
    let (latitude, longitude) = read_coordinates(form)?;
    Ok(Place {
        id,
        organisation: Id::parse(form.get("organisation")),
        name: form.get("name").to_owned(),
        room: form.get("room").to_owned(),
        address: form.get("address").to_owned(),
        postcode: form.get("postcode").to_owned(),
        city: form.get("city").to_owned(),
        insee: form.get("insee").to_uppercase(),
        latitude,
        longitude,
        time_zone: form.get("time_zone").to_owned(),
        access_note: form.get("access_note").to_owned(),
        // What is no number is refused as one out of bounds is.
        capacity: form.some("capacity").map(|n| n.parse().unwrap_or(0)),
        equipment: form.get("equipment").to_owned(),
        step_free: StepFree::parse(form.get("step_free")),
        opening_hours: form.get("opening_hours").replace("\r\n", "\n"),
    })
}

async fn place_page(t: Typed<'_>, known: Option<&Place>) -> Handled {
    let c = t.c;
    let mut owners = crate::search::service::owners(&c.app, &c.actor).await?;
    // A place of an organisation that is only known stays its own.
    if let Some(owner) = known.and_then(|p| p.organisation.as_ref())
        && !owners.iter().any(|(id, _)| id == owner)
    {
        let o = service::cared_organisation(&c.app, &c.actor, owner).await?;
        owners.push((o.id, o.name));
    }
    let organisations = owners.into_iter().map(|(id, name)| (id.to_string(), name));
    let page = PlacePage {
        heading: known.map_or_else(|| c.t("network-new-place"), |p| p.name.clone()),
        action: known
            .map_or_else(|| "/admin/places/new".to_owned(), |p| format!("/admin/places/{}", p.id)),
        seen: seen(&t, known),
        known: known.is_some(),
        organisations: match c.actor.need_administrator() {
            Ok(()) => with_none(c, "network-whose-unset", organisations),
            Err(_) => organisations.collect(),
        },
        step_free: with_none(
            c,
            "network-step-free-unset",
            StepFree::ALL.iter().map(|s| (s.code().into(), c.t(s.label()))),
        ),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn cared_place(c: &Ctx, id: &str) -> Result<Place, Problem> {
    service::cared_place(&c.app, &c.actor, &id_of(id)?).await
}

async fn write_place(c: &Ctx, id: Id, form: &Form) -> Result<(), Problem> {
    let wanted = read_place(id, form)?;
    service::change_place(&c.app, &c.actor, wanted, form.some("seen")).await.map(|_| ())
}

async fn new_place(c: Ctx) -> Handled {
    c.actor.need_somewhere(site::Permission::Network)?;
    place_page(Typed::new(&c, fields_of_place(&Place::blank())), None).await
}

async fn create_place(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(site::Permission::Network)?;
    match write_place(&c, Id::new(), &form).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => place_page(Typed::new(&c, form).refused(problem)?, None).await,
    }
}

async fn place(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_place(&c, &id).await?;
    place_page(Typed::new(&c, fields_of_place(&known)), Some(&known)).await
}

async fn change_place(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = cared_place(&c, &id).await?;
    match write_place(&c, known.id.clone(), &form).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => {
            let known = cared_place(&c, &id).await?;
            let problem = beside(&c, problem, &form, &fields_of_place(&known));
            place_page(Typed::new(&c, form).refused(problem)?, Some(&known)).await
        }
    }
}

async fn remove_place(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_place(&c, &id).await?;
    match service::remove(&c.app, &c.actor, Thing::Place, &known.id).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => {
            let t = Typed::new(&c, fields_of_place(&known)).refused(problem)?;
            place_page(t, Some(&known)).await
        }
    }
}
