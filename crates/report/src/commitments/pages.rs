//! Promised and done, as pages.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{Id, Kind, Problem};
use network::agreements::model::{Commitment, CommitmentKind};
use programme::model::TotalsSource;
use site::form::Form;
use site::{App, Ctx, Handled, Permission};

use super::model::{State, YearLine};
use super::service::{self, Behind, Compared, Followed};

/// Routes of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/agreements/{id}/followed", get(followed))
        .route("/agreements/{id}/followed/rows", get(rows))
}

fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

#[derive(Template)]
#[template(path = "commitments/followed.html")]
struct Page<'a> {
    c: &'a Ctx,
    followed: Followed,
}

impl Page<'_> {
    fn rows(&self, one: &Compared, line: &YearLine, state: State) -> String {
        let (agreement, commitment) = (&self.followed.agreement.id, &one.commitment.id);
        let (year, figure) = (line.year.begins, state.name());
        self.c.url(&format!(
            "/agreements/{agreement}/followed/rows?commitment={commitment}&year={year}&figure={figure}"
        ))
    }

    /// The days of exchange behind the number of a year.
    fn exchanges(&self, one: &Compared, line: &YearLine) -> String {
        let party = &one.commitment.organisation;
        let others = self.followed.agreement.parties.iter().filter(|p| p.id != *party);
        let others: Vec<&str> = others.map(|p| p.id.as_str()).collect();
        let ((from, to), with) = (line.within, others.join(","));
        self.c.url(&format!("/staff/exchanges/rows?from={from}&to={to}&of={party}&with={with}"))
    }

    /// What was done, if anybody counted or typed it.
    fn done(&self, one: &Compared, line: &YearLine) -> Option<u32> {
        line.all_done(one.commitment.kind.counted())
    }

    fn day(&self, at: &i64) -> String {
        self.c.long_date(&base::dates::local(*at, base::dates::DEFAULT_ZONE).date())
    }

    /// Somebody has to close sessions.
    fn unclosed(&self, one: &Compared) -> bool {
        one.years.iter().any(|line| line.to_close > 0)
    }
}

async fn followed(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let id = Id::parse(&id).ok_or_else(not_found)?;
    let followed = service::followed(&c.app, &c.actor, &id).await?;
    c.html(&Page { c: &c, followed })
}

#[derive(Template)]
#[template(path = "commitments/rows.html")]
struct Rows<'a> {
    c: &'a Ctx,
    behind: Behind,
    state: State,
}

impl Rows<'_> {
    fn source(&self, source: &Option<TotalsSource>) -> String {
        source.map(|w| self.c.t(w.label())).unwrap_or_default()
    }

    fn is_typed(&self, source: &Option<TotalsSource>) -> bool {
        *source == Some(TotalsSource::Typed)
    }

    /// Totals without rows are among what was done.
    fn totals(&self) -> bool {
        self.state == State::Done && !self.behind.line.totals.is_empty()
    }

    fn total(&self) -> usize {
        let typed = if self.totals() { self.behind.line.in_totals() as usize } else { 0 };
        self.behind.sessions.len() + typed
    }
}

/// A commitment, in a few words.
fn said(c: &Ctx, one: &Commitment) -> String {
    c.t2("agreements-promise", "who", &one.name, "what", c.t(one.kind.label()))
}

async fn rows(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let form = Form::from_query(&c.query);
    let id = Id::parse(&id).ok_or_else(not_found)?;
    let commitment = Id::parse(form.get("commitment")).ok_or_else(not_found)?;
    let year = form.get("year").parse().map_err(|_| not_found())?;
    let state = State::parse(form.get("figure")).ok_or_else(not_found)?;
    let behind = service::behind(&c.app, &c.actor, &id, &commitment, year, state).await?;
    c.html(&Rows { c: &c, behind, state })
}
