//! The charter: its text for everybody, and the check for those who keep it.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Kind, Problem};
use network::charter::{Adherence, Charter, Principle, Rule};
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::plan::read_id;
use crate::service::{self, CharterCheck, Departure};

/// Routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/charter", get(charter))
        .route("/charter/check", get(check))
        .route("/charter/adherences", post(adhere))
        .route("/charter/adherences/{id}/end", post(leave))
}

#[derive(Template)]
#[template(path = "public/charter.html")]
struct CharterPage<'a> {
    c: &'a Ctx,
    charter: Charter,
    /// Organisation, its name, since when.
    adherences: Vec<(Id, String, String)>,
    may_check: bool,
}

impl CharterPage<'_> {
    fn text<'p>(&self, principle: &'p Principle) -> &'p str {
        principle.text(self.c.lang)
    }
}

async fn charter(PublicCtx(c): PublicCtx) -> Handled {
    let (charter, adherences) = service::charter(&c.app).await?;
    let line = |a: Adherence| (a.organisation, a.name, c.long_date(&a.since));
    let adherences = adherences.into_iter().map(line).collect();
    let may_check = c.actor.need_somewhere(Permission::Report).is_ok();
    c.html(&CharterPage { c: &c, charter, adherences, may_check })
}

#[derive(Template)]
#[template(path = "staff/charter.html")]
struct CheckPage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    check: CharterCheck,
    organisations: Vec<(String, String)>,
    versions: Vec<(String, String)>,
    administrator: bool,
}

impl CheckPage<'_> {
    fn text<'p>(&self, principle: &'p Principle) -> &'p str {
        principle.text(self.c.lang)
    }

    /// A moment as the day it was.
    fn day(&self, at: &i64) -> String {
        let zone = base::dates::DEFAULT_ZONE;
        self.c.long_date(&base::dates::local(*at, zone).date())
    }

    /// The number of the principle that it departs from, in the version in force; `None` when that
    /// version no longer holds it.
    fn principle(&self, d: &Departure) -> Option<(usize, &str)> {
        let charter = self.check.charter.as_ref()?;
        let (n, principle) = charter.watched_by(d.sign.rule()).next()?;
        Some((n, principle.text(self.c.lang)))
    }

    /// A principle that the program cannot look for.
    fn judged(&self, rule: &Rule) -> bool {
        *rule == Rule::Need
    }
}

async fn check_page(t: Typed<'_>) -> Handled {
    let c = t.c;
    let check = service::charter_check(&c.app, &c.actor).await?;
    let page = CheckPage {
        organisations: check.cared_for.iter().map(|(id, n)| (id.to_string(), n.clone())).collect(),
        versions: check.versions.iter().map(|v| (v.version.clone(), v.version.clone())).collect(),
        administrator: c.actor.need_administrator().is_ok(),
        check,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn check(c: Ctx) -> Handled {
    let mut form = Form::default();
    form.set("since", site::sealing::today(&c.app).to_string());
    form.set("done", Form::from_query(&c.query).get("done"));
    check_page(Typed::new(&c, form)).await
}

async fn adhere(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let wrong = |field, message| Problem::new(Kind::Invalid, "problem-form").field(field, message);
    let done =
        match (Id::parse(form.get("organisation")), base::dates::read_date(form.get("since"))) {
            (None, _) => Err(wrong("organisation", "problem-field-required")),
            (_, None) => Err(wrong("since", "problem-field-date")),
            (Some(organisation), Some(since)) => {
                let version = form.get("charter");
                network::charter::adhere(&c.app, &c.actor, &organisation, version, since).await
            }
        };
    match done {
        Ok(()) => Ok(c.see("/charter/check?done=1")),
        Err(problem) => check_page(Typed::new(&c, form).refused(problem)?).await,
    }
}

async fn leave(c: Ctx, Path(id): Path<String>) -> Handled {
    network::charter::leave(&c.app, &c.actor, &read_id(&id)?).await?;
    Ok(c.see("/charter/check?done=1"))
}
