//! Forms of organisations, and their standing.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Problem, problem::FieldProblem};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};
use territory::Point;

use super::{DONE, Options, beside, degrees, id_of, read_coordinates, seen};
use crate::model::{Organisation, OrganisationKind, Standing};
use crate::service::{self, Thing};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/organisations/new", get(new_organisation).post(create_organisation))
        .route("/admin/organisations/{id}", get(organisation).post(change_organisation))
        .route("/admin/organisations/{id}/remove", post(remove_organisation))
        .route("/admin/organisations/{id}/enrol", post(enrol))
        .route("/admin/organisations/{id}/let-go", post(let_go))
}

#[derive(Template)]
#[template(path = "admin/organisation.html")]
struct OrganisationPage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    heading: String,
    action: String,
    /// Mark of what the form has seen; empty for a new one.
    seen: String,
    /// Only what the organisation says of itself may be changed.
    own: bool,
    known: bool,
    kinds: Options,
    /// It is only known to the network.
    listed: bool,
}

fn fields_of_organisation(o: &Organisation) -> Form {
    let mut form = Form::default();
    form.set("name", &o.name);
    form.set("kind", o.kind.code());
    form.set("address", &o.address);
    form.set("postcode", &o.postcode);
    form.set("city", &o.city);
    form.set("insee", &o.insee);
    form.set("latitude", degrees(o.point.map(|p| p.lat)));
    form.set("longitude", degrees(o.point.map(|p| p.lon)));
    form.set("open_to_public", if o.open_to_public { "1" } else { "" });
    form.set("website", &o.website);
    form.set("public_email", &o.public_email);
    form.set("retention_days", o.retention_days.map(|n| n.to_string()).unwrap_or_default());
    form
}

fn read_organisation(id: Id, form: &Form) -> Result<Organisation, Problem> {
    let (latitude, longitude) = read_coordinates(form)?;
    if latitude.is_some() != longitude.is_some() {
        Problem::from_fields(vec![FieldProblem::new("latitude", "network-problem-both")])?;
    }
    Ok(Organisation {
        id,
        name: form.get("name").to_owned(),
        kind: OrganisationKind::parse(form.get("kind")).unwrap_or(OrganisationKind::Other),
        // They follow from relations and agreements.
        circle: None,
        form: None,
        standing: Standing::Member,
        open_to_public: form.flag("open_to_public"),
        address: form.get("address").to_owned(),
        postcode: form.get("postcode").to_owned(),
        city: form.get("city").to_owned(),
        insee: form.get("insee").to_owned(),
        point: latitude.zip(longitude).map(|(lat, lon)| Point { lat, lon }),
        website: form.get("website").to_owned(),
        public_email: form.get("public_email").to_owned(),
        // What is no number is refused as one out of bounds is.
        retention_days: form.some("retention_days").map(|n| n.trim().parse().unwrap_or(0)),
    })
}

fn organisation_page(t: Typed<'_>, known: Option<&Organisation>) -> Handled {
    let c = t.c;
    let status = t.status();
    let page = OrganisationPage {
        heading: known.map_or_else(|| c.t("network-new-organisation"), |o| o.name.clone()),
        action: known.map_or_else(
            || "/admin/organisations/new".to_owned(),
            |o| format!("/admin/organisations/{}", o.id),
        ),
        own: c.actor.need_administrator().is_err(),
        seen: seen(&t, known),
        known: known.is_some(),
        listed: known.is_some_and(|o| o.standing == Standing::Listed),
        kinds: OrganisationKind::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))).collect(),
        t,
        c,
    };
    c.html_status(status, &page)
}

async fn cared_organisation(c: &Ctx, id: &str) -> Result<Organisation, Problem> {
    service::cared_organisation(&c.app, &c.actor, &id_of(id)?).await
}

async fn new_organisation(c: Ctx) -> Handled {
    c.actor.need_administrator()?;
    organisation_page(Typed::new(&c, fields_of_organisation(&Organisation::blank())), None)
}

async fn create_organisation(c: Ctx, form: Form) -> Handled {
    c.actor.need_administrator()?;
    let written = match read_organisation(Id::new(), &form) {
        Ok(wanted) => service::write_organisation(&c.app, &c.actor, wanted).await,
        Err(problem) => Err(problem),
    };
    match written {
        Ok(_) => Ok(c.see(DONE)),
        Err(problem) => organisation_page(Typed::new(&c, form).refused(problem)?, None),
    }
}

async fn organisation(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_organisation(&c, &id).await?;
    organisation_page(Typed::new(&c, fields_of_organisation(&known)), Some(&known))
}

async fn change_organisation(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = cared_organisation(&c, &id).await?;
    let changed = match read_organisation(known.id.clone(), &form) {
        Ok(wanted) => {
            service::change_organisation(&c.app, &c.actor, wanted, form.some("seen")).await
        }
        Err(problem) => Err(problem),
    };
    match changed {
        Ok(_) => Ok(c.see(DONE)),
        Err(problem) => {
            let known = cared_organisation(&c, &id).await?;
            let problem = beside(&c, problem, &form, &fields_of_organisation(&known));
            organisation_page(Typed::new(&c, form).refused(problem)?, Some(&known))
        }
    }
}

async fn remove_organisation(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_organisation(&c, &id).await?;
    match service::remove(&c.app, &c.actor, Thing::Organisation, &known.id).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => {
            let t = Typed::new(&c, fields_of_organisation(&known)).refused(problem)?;
            organisation_page(t, Some(&known))
        }
    }
}

/// A listed organisation becomes a member, from its page or from its form.
async fn enrol(c: Ctx, Path(id): Path<String>) -> Handled {
    let id = id_of(&id)?;
    service::enrol(&c.app, &c.actor, &id).await?;
    Ok(c.see(&format!("/partners/{id}?done=1")))
}

async fn let_go(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_organisation(&c, &id).await?;
    match service::let_go(&c.app, &c.actor, &known.id).await {
        Ok(()) => Ok(c.see(&format!("/partners/{}?done=1", known.id))),
        Err(problem) => {
            let t = Typed::new(&c, fields_of_organisation(&known)).refused(problem)?;
            organisation_page(t, Some(&known))
        }
    }
}
