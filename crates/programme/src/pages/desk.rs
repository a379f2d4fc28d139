//! The desk: on a phone, held in one hand; the sheet for paper; figures typed in afterwards.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use super::plan::read_id;
use crate::model::{
    RegistrationKind, RegistrationStatus, SessionStatus, Totals, TotalsSource, WalkInRule,
};
use crate::service::{self, Desk, DeskPerson, SessionView};

/// Routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff/sessions/{id}/desk", get(show))
        .route("/staff/sessions/{id}/desk/tick/{registration}", post(tick))
        .route("/staff/sessions/{id}/desk/code", post(tick_code))
        .route("/staff/sessions/{id}/desk/walk-in", post(walk_in))
        .route("/staff/sessions/{id}/desk/walk-in/{registration}/remove", post(remove_walk_in))
        .route("/staff/sessions/{id}/desk/close", post(close))
        .route("/staff/sessions/{id}/desk/reopen", post(reopen))
        .route("/staff/sessions/{id}/sheet", get(sheet))
        .route("/staff/sessions/{id}/totals", get(totals_form).post(type_totals))
}

#[derive(Template)]
#[template(path = "staff/desk.html")]
struct DeskPage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    d: &'a Desk,
    people: Vec<&'a DeskPerson>,
    q: String,
    /// Name or code of the person whose code was just read.
    greeted: Option<String>,
    open: bool,
    begun: bool,
    typed: bool,
    unticked: usize,
    figures: Vec<(String, String)>,
    key: String,
}

/// The four figures with their names.
fn figures(c: &Ctx, totals: &Totals) -> Vec<(String, String)> {
    let none = || c.t("programme-totals-unknown");
    let say = |n: Option<u32>| n.map_or_else(none, |n| n.to_string());
    vec![
        (c.t("programme-totals-preregistered"), say(totals.preregistered)),
        (c.t("programme-totals-walk-ins"), say(totals.walk_ins)),
        (c.t("programme-totals-participants"), say(totals.participants)),
        (c.t("programme-totals-no-shows"), say(totals.no_shows)),
    ]
}

fn desk_page(t: Typed<'_>, d: &Desk, status: StatusCode) -> Handled {
    let c = t.c;
    let session = &d.view.session;
    let query = Form::from_query(&c.query);
    let q = query.get("q").to_owned();
    let wanted = q.to_lowercase();
    let wanted_code = base::codes::read_desk_code(&q);
    let people = d.people.iter().filter(|p| {
        let r = &p.registration;
        let named = r.name.as_ref().is_some_and(|n| n.to_lowercase().contains(&wanted));
        wanted.is_empty()
            || named
            || r.code.to_lowercase().contains(&wanted)
            || wanted_code.as_ref() == Some(&r.code)
    });
    let seen = query.get("seen");
    let greeted = d.people.iter().find(|p| p.registration.id.as_str() == seen).map(|p| {
        let r = &p.registration;
        r.name.clone().unwrap_or_else(|| r.code.clone())
    });
    let now = c.app.clock.seconds();
    let held = session.status == SessionStatus::Held;
    let page = DeskPage {
        people: people.collect(),
        q,
        greeted,
        open: session.status == SessionStatus::Published && now >= session.desk_opens_at(),
        begun: now >= session.starts_at,
        typed: session.totals_source == Some(TotalsSource::Typed),
        unticked: d.unticked(),
        figures: figures(c, &if held { session.totals } else { d.totals() }),
        key: Id::new().to_string(),
        c,
        t,
        d,
    };
    c.html_status(status, &page)
}

async fn show(c: Ctx, Path(id): Path<String>) -> Handled {
    let d = service::desk(&c.app, &c.actor, &read_id(&id)?).await?;
    let mut form = Form::default();
    form.set("note", &d.view.session.note);
    desk_page(Typed::new(&c, form), &d, StatusCode::OK)
}

/// Back to the desk; what was refused is said there.
async fn back(c: &Ctx, id: &Id, form: Form, done: Result<(), Problem>) -> Handled {
    let Err(problem) = done else {
        return Ok(c.see(&format!("/staff/sessions/{id}/desk")));
    };
    // A code that is nowhere is said at the desk; a session that is nowhere is not.
    let at_desk = matches!(problem.kind, Kind::Invalid | Kind::Conflict)
        || problem.message == "problem-desk-code-unknown";
    if !at_desk {
        return Err(problem.into());
    }
    let d = service::desk(&c.app, &c.actor, id).await?;
    let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::CONFLICT);
    let mut t = Typed::new(c, form);
    t.problem = Some(problem);
    desk_page(t, &d, status)
}

fn read_people(form: &Form) -> Result<u32, Problem> {
    form.get("people").parse().map_err(|_| {
        Problem::new(Kind::Invalid, "problem-form").field("people", "problem-plan-number")
    })
}

async fn tick(c: Ctx, Path((id, registration)): Path<(String, String)>, form: Form) -> Handled {
    let (id, registration) = (read_id(&id)?, read_id(&registration)?);
    let done = match read_people(&form) {
        Ok(people) => service::tick(&c.app, &c.actor, &id, &registration, people).await,
        Err(problem) => Err(problem),
    };
    back(&c, &id, form, done).await
}

async fn tick_code(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = read_id(&id)?;
    match service::tick_code(&c.app, &c.actor, &id, form.get("code")).await {
        Ok(person) => {
            let seen = person.registration.id;
            Ok(c.see(&format!("/staff/sessions/{id}/desk?seen={seen}")))
        }
        Err(problem) => back(&c, &id, form, Err(problem)).await,
    }
}

async fn walk_in(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = read_id(&id)?;
    let done = match read_people(&form) {
        Ok(people) => {
            let (name, key) = (form.some("name"), form.get("key").to_owned());
            service::walk_in(&c.app, &c.actor, &id, name, people, key).await
        }
        Err(problem) => Err(problem),
    };
    back(&c, &id, form, done).await
}

async fn remove_walk_in(
    c: Ctx,
    Path((id, registration)): Path<(String, String)>,
    form: Form,
) -> Handled {
    let (id, registration) = (read_id(&id)?, read_id(&registration)?);
    let done = service::remove_walk_in(&c.app, &c.actor, &id, &registration).await;
    back(&c, &id, form, done).await
}

async fn close(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = read_id(&id)?;
    let done = service::close(&c.app, &c.actor, &id, form.get("note").to_owned()).await;
    back(&c, &id, form, done.map(|_| ())).await
}

async fn reopen(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = read_id(&id)?;
    let done = service::reopen(&c.app, &c.actor, &id).await;
    back(&c, &id, form, done).await
}

#[derive(Template)]
#[template(path = "staff/sheet.html")]
struct SheetPage<'a> {
    c: &'a Ctx,
    d: Desk,
    link: String,
}

async fn sheet(c: Ctx, Path(id): Path<String>) -> Handled {
    let id = read_id(&id)?;
    let d = service::desk(&c.app, &c.actor, &id).await?;
    let link = c.app.absolute(c.lang, &format!("/staff/sessions/{id}/totals"));
    c.html(&SheetPage { c: &c, d, link })
}

#[derive(Template)]
#[template(path = "staff/totals.html")]
struct TotalsPage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    view: SessionView,
}

fn totals_page(t: Typed<'_>, view: SessionView) -> Handled {
    let c = t.c;
    let status = t.status();
    c.html_status(status, &TotalsPage { c, t, view })
}

async fn totals_form(c: Ctx, Path(id): Path<String>) -> Handled {
    let view = service::any_session(&c.app, &c.actor, &read_id(&id)?).await?;
    let mut form = Form::default();
    let totals = view.session.totals;
    let known = [
        ("preregistered", totals.preregistered),
        ("walk_ins", totals.walk_ins),
        ("participants", totals.participants),
        ("no_shows", totals.no_shows),
    ];
    for (name, value) in known {
        form.set(name, value.map(|n| n.to_string()).unwrap_or_default());
    }
    form.set("note", &view.session.note);
    totals_page(Typed::new(&c, form), view)
}

fn read_totals(form: &Form) -> Result<Totals, Problem> {
    let mut wrong = vec![];
    let mut read = |name: &'static str| {
        let text = form.get(name);
        let number = text.parse::<u32>().ok().filter(|n| *n <= 1_000_000);
        if number.is_none() && !text.is_empty() {
            wrong.push(FieldProblem::new(name, "problem-plan-number"));
        }
        number
    };
    let totals = Totals {
        preregistered: read("preregistered"),
        walk_ins: read("walk_ins"),
        participants: read("participants"),
        no_shows: read("no_shows"),
    };
    Problem::from_fields(wrong)?;
    Ok(totals)
}

async fn type_totals(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = read_id(&id)?;
    let note = form.get("note").to_owned();
    let done = match read_totals(&form) {
        Ok(totals) => {
            let replace = form.flag("replace");
            service::type_totals(&c.app, &c.actor, &id, totals, note, replace).await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/sessions/{id}/desk"))),
        Err(problem) => {
            let view = service::any_session(&c.app, &c.actor, &id).await?;
            totals_page(Typed::new(&c, form).refused(problem)?, view)
        }
    }
}
