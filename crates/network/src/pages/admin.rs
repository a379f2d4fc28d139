//! Organisations, places and themes as those who look after them change them.

use std::fmt::Debug;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};
use territory::Point;

use crate::model::{
    Circle, Organisation, OrganisationKind, PartnershipForm, Place, Standing, Theme,
};
use crate::service::{self, Cared, Thing};

/// Routes of these pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/network", get(list))
        .route("/admin/organisations/new", get(new_organisation).post(create_organisation))
        .route("/admin/organisations/{id}", get(organisation).post(change_organisation))
        .route("/admin/organisations/{id}/remove", post(remove_organisation))
        .route("/admin/places/new", get(new_place).post(create_place))
        .route("/admin/places/{id}", get(place).post(change_place))
        .route("/admin/places/{id}/remove", post(remove_place))
        .route("/admin/themes/new", get(new_theme).post(create_theme))
        .route("/admin/themes/{id}", get(theme).post(change_theme))
        .route("/admin/themes/{id}/remove", post(remove_theme))
}

/// Where one comes back to when something was done.
const DONE: &str = "/admin/network?done=1";

#[derive(Template)]
#[template(path = "admin/list.html")]
struct List<'a> {
    c: &'a Ctx,
    cared: &'a Cared,
    administrator: bool,
    done: bool,
    /// Long enough for a search field.
    searchable: bool,
    query: String,
    found: usize,
}

/// From this many on, the list has a search field.
const LONG: usize = 25;

async fn list(c: Ctx) -> Handled {
    let mut cared = service::cared_for(&c.app, &c.actor).await?;
    let administrator = c.actor.need_administrator().is_ok();
    let form = Form::from_query(&c.query);
    let (done, query) = (form.flag("done"), form.get("q").to_owned());
    let searchable = cared.count() >= LONG || !query.is_empty();
    cared.keep(&query);
    let found = cared.count();
    c.html(&List { c: &c, cared: &cared, administrator, done, searchable, query, found })
}

/// Value and text of what can be chosen.
type Options = Vec<(String, String)>;

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
    circles: Options,
    forms: Options,
    standings: Options,
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
}

#[derive(Template)]
#[template(path = "admin/theme.html")]
struct ThemePage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    heading: String,
    action: String,
    /// Mark of what the form has seen; empty for a new one.
    seen: String,
    known: bool,
}

fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

pub(crate) fn id_of(text: &str) -> Result<Id, Problem> {
    Id::parse(text).ok_or_else(not_found)
}

fn with_none(c: &Ctx, none: &str, options: impl Iterator<Item = (String, String)>) -> Options {
    std::iter::once((String::new(), c.t(none))).chain(options).collect()
}

/// One of those the actor looks after.
async fn cared<T>(
    c: &Ctx,
    id: &str,
    of: impl Fn(Cared) -> Vec<T>,
    is: impl Fn(&T, &Id) -> bool,
) -> Result<T, Problem> {
    let id = id_of(id)?;
    let all = of(service::cared_for(&c.app, &c.actor).await?);
    all.into_iter().find(|one| is(one, &id)).ok_or_else(not_found)
}

/// Key of the refusal when somebody else was faster.
const CHANGED: &str = "network-problem-changed";

/// What the form has seen of the record: what it was made of, until it is told of a later one.
fn seen<T: Debug>(t: &Typed<'_>, known: Option<&T>) -> String {
    let told = t.problem.as_ref().is_some_and(|p| p.message == CHANGED);
    let before = t.form.some("seen").filter(|_| !told);
    before.or_else(|| known.map(service::mark)).unwrap_or_default()
}

/// Key of the name of a field.
fn label(field: &str) -> &'static str {
    match field {
        "name" => "network-name",
        "kind" => "network-kind",
        "circle" => "network-circle",
        "form" => "network-form",
        "city" => "network-city",
        "website" => "network-website",
        "public_email" => "network-email",
        "retention_days" => "network-retention",
        "standing" => "network-standing",
        "open_to_public" => "network-open",
        "organisation" => "network-whose",
        "room" => "network-room",
        "address" => "network-address",
        "postcode" => "network-postcode",
        "insee" => "network-insee",
        "latitude" => "network-latitude",
        "longitude" => "network-longitude",
        "time_zone" => "network-zone",
        "access_note" => "network-access",
        "name_fr" => "network-name-fr",
        "name_en" => "network-name-en",
        _ => "network-position",
    }
}

/// When somebody else was faster: says at each field that differs what the record says now.
fn beside(c: &Ctx, mut problem: Problem, typed: &Form, now: &Form) -> Problem {
    if problem.message != CHANGED {
        return problem;
    }
    for (name, value) in now.iter() {
        // What the form did not ask for (the name, from a coordinator) cannot differ.
        let asked = typed.iter().any(|(n, _)| n == name);
        let said = typed.get(name);
        let degrees = matches!(name, "latitude" | "longitude");
        let same = said == value.trim() || (degrees && said.replace(',', ".") == value);
        if !asked || same {
            continue;
        }
        let chosen = matches!(
            name,
            "kind" | "circle" | "form" | "organisation" | "standing" | "open_to_public"
        );
        let message = match (chosen, value.is_empty()) {
            (true, _) => "network-problem-now-other",
            (false, true) => "network-problem-now-empty",
            (false, false) => "network-problem-now",
        };
        let mut field = FieldProblem::new(name.to_owned(), message);
        field.args = vec![("field", c.t(label(name))), ("value", value.to_owned())];
        problem.fields.push(field);
    }
    problem
}

// Organisations

fn fields_of_organisation(o: &Organisation) -> Form {
    let mut form = Form::default();
    form.set("name", &o.name);
    form.set("kind", o.kind.code());
    form.set("circle", o.circle.map(Circle::code).unwrap_or_default());
    form.set("form", o.form.map(PartnershipForm::code).unwrap_or_default());
    form.set("standing", o.standing.code());
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
        circle: Circle::parse(form.get("circle")),
        form: PartnershipForm::parse(form.get("form")),
        standing: Standing::parse(form.get("standing")).unwrap_or(Standing::Member),
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
        standings: Standing::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))).collect(),
        kinds: OrganisationKind::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))).collect(),
        circles: with_none(
            c,
            "network-circle-unset",
            Circle::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))),
        ),
        forms: with_none(
            c,
            "network-form-unset",
            PartnershipForm::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))),
        ),
        t,
        c,
    };
    c.html_status(status, &page)
}

async fn cared_organisation(c: &Ctx, id: &str) -> Result<Organisation, Problem> {
    cared(c, id, |all| all.organisations, |o, id| o.id == *id).await
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

// Places

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
    form
}

fn degrees(v: Option<f64>) -> String {
    v.map(|v| v.to_string()).unwrap_or_default()
}

/// Degrees with a decimal point or, as people write, a comma.
fn read_degrees(form: &Form, name: &'static str) -> Result<Option<f64>, FieldProblem> {
    let Some(text) = form.some(name) else { return Ok(None) };
    let number = text.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite());
    number.map(Some).ok_or_else(|| FieldProblem::new(name, "network-problem-degrees"))
}

fn read_coordinates(form: &Form) -> Result<(Option<f64>, Option<f64>), Problem> {
    let (latitude, longitude) = (read_degrees(form, "latitude"), read_degrees(form, "longitude"));
    let wrong = [&latitude, &longitude].into_iter().filter_map(|d| d.as_ref().err().cloned());
    Problem::from_fields(wrong.collect())?;
    Ok((latitude.unwrap_or_default(), longitude.unwrap_or_default()))
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
    })
}

async fn place_page(t: Typed<'_>, known: Option<&Place>) -> Handled {
    let c = t.c;
    let organisations = service::cared_for(&c.app, &c.actor).await?.organisations;
    let organisations = organisations.into_iter().map(|o| (o.id.to_string(), o.name));
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
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn cared_place(c: &Ctx, id: &str) -> Result<Place, Problem> {
    cared(c, id, |all| all.places, |p, id| p.id == *id).await
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

// Themes

fn fields_of_theme(t: &Theme) -> Form {
    let mut form = Form::default();
    form.set("name_fr", &t.name_fr);
    form.set("name_en", &t.name_en);
    form.set("position", t.position.to_string());
    form
}

fn read_theme(id: Id, form: &Form) -> Theme {
    Theme {
        id,
        name_fr: form.get("name_fr").to_owned(),
        name_en: form.get("name_en").to_owned(),
        // What is no number is refused by the rule on positions.
        position: form.some("position").map_or(0, |text| text.parse().unwrap_or(-1)),
    }
}

fn theme_page(t: Typed<'_>, known: Option<&Theme>) -> Handled {
    let c = t.c;
    let page = ThemePage {
        heading: known.map_or_else(|| c.t("network-new-theme"), |t| t.name(c.lang).to_owned()),
        action: known
            .map_or_else(|| "/admin/themes/new".to_owned(), |t| format!("/admin/themes/{}", t.id)),
        seen: seen(&t, known),
        known: known.is_some(),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn cared_theme(c: &Ctx, id: &str) -> Result<Theme, Problem> {
    c.actor.need_administrator()?;
    cared(c, id, |all| all.themes, |t, id| t.id == *id).await
}

async fn new_theme(c: Ctx) -> Handled {
    c.actor.need_administrator()?;
    theme_page(Typed::new(&c, fields_of_theme(&Theme::blank())), None)
}

async fn create_theme(c: Ctx, form: Form) -> Handled {
    match service::write_theme(&c.app, &c.actor, read_theme(Id::new(), &form)).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => theme_page(Typed::new(&c, form).refused(problem)?, None),
    }
}

async fn theme(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_theme(&c, &id).await?;
    theme_page(Typed::new(&c, fields_of_theme(&known)), Some(&known))
}

async fn change_theme(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = cared_theme(&c, &id).await?;
    let wanted = read_theme(known.id.clone(), &form);
    match service::change_theme(&c.app, &c.actor, wanted, form.some("seen")).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => {
            let known = cared_theme(&c, &id).await?;
            let problem = beside(&c, problem, &form, &fields_of_theme(&known));
            theme_page(Typed::new(&c, form).refused(problem)?, Some(&known))
        }
    }
}

async fn remove_theme(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_theme(&c, &id).await?;
    match service::remove(&c.app, &c.actor, Thing::Theme, &known.id).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => {
            theme_page(Typed::new(&c, fields_of_theme(&known)).refused(problem)?, Some(&known))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_as_people_write_them() {
        let form = |text: &str| {
            let mut form = Form::default();
            form.set("latitude", text);
            form
        };
        assert_eq!(read_degrees(&form("48,8607"), "latitude"), Ok(Some(48.8607)));
        assert_eq!(read_degrees(&form(" 2.3522 "), "latitude"), Ok(Some(2.3522)));
        assert_eq!(read_degrees(&form(""), "latitude"), Ok(None));
        for bad in ["nord", "NaN", "inf", "48,8,6"] {
            assert!(read_degrees(&form(bad), "latitude").is_err(), "{bad}");
        }
    }
}
