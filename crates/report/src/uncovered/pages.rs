//! The page of those who animated without an agreement in force.

use askama::Template;
use axum::Router;
use axum::routing::get;
use base::{Id, Kind, Problem};
use jiff::civil::Date;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::model::Gap;
use super::service::uncovered;
use crate::pages::query_of;
use crate::service::Query;

/// Routes of this page.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/report/without-agreement", get(page))
}

#[derive(Template)]
#[template(path = "uncovered.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    query: Query,
    gaps: Vec<Gap>,
    /// Only one of them, with its sessions.
    opened: bool,
}

impl Page<'_> {
    /// First and last day of the sessions of a gap.
    fn days(&self, gap: &Gap) -> (Date, Date) {
        let day = |one: Option<&super::model::Animated>| one.map_or(self.query.from, |s| s.date);
        (day(gap.sessions.first()), day(gap.sessions.last()))
    }

    fn href(&self, gap: &Gap) -> String {
        let (from, to) = (self.query.from, self.query.to);
        let (organiser, partner) = (&gap.organiser.0, &gap.partner.0);
        self.c.url(&format!(
            "/report/without-agreement?from={from}&to={to}&organisation={organiser}&partner={partner}"
        ))
    }

    /// All gaps of the period.
    fn back(&self) -> String {
        let (from, to) = (self.query.from, self.query.to);
        self.c.url(&format!("/report/without-agreement?from={from}&to={to}"))
    }
}

async fn page(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let form = Form::from_query(&c.query);
    let (query, problem) = match query_of(&c, &form) {
        Ok(query) => (query, None),
        Err(problem) => (query_of(&c, &Form::default())?, Some(problem)),
    };
    let (period, organiser) = ((query.from, query.to), query.organisation.clone());
    let mut gaps = uncovered(&c.app, &c.actor, period, organiser).await?;
    let partner: Option<Id> = query.partner.clone();
    if let Some(partner) = &partner {
        gaps.retain(|gap| gap.partner.0 == *partner);
    }
    let mut shown = Form::default();
    for (name, day) in [("from", query.from), ("to", query.to)] {
        let typed = form.some(name).filter(|_| problem.is_some());
        shown.set(name, typed.unwrap_or_else(|| day.to_string()));
    }
    let mut t = Typed::new(&c, shown);
    if let Some(problem) = problem {
        t = t.refused(Problem { kind: Kind::Invalid, ..problem })?;
    }
    let page = Page { c: &c, t, query, gaps, opened: partner.is_some() };
    c.html_status(page.t.status(), &page)
}
