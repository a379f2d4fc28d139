//! An entry as everyone sees it, and what anyone may say of it.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::Problem;
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled};

use super::{Options, freshness_look, freshness_words, id_of};
use crate::counsel::easy;
use crate::model::{How, Reason};
use crate::service::{self, Seen};
use crate::themes;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/entries/{id}", get(entry)).route("/entries/{id}/reports", post(report))
}

#[derive(Template)]
#[template(path = "directory/entry.html")]
struct EntryPage<'a> {
    c: &'a Ctx,
    v: Seen,
    facts: String,
    /// Class and text.
    freshness: (&'static str, String),
    reasons: Options,
    reported: bool,
}

impl EntryPage<'_> {
    fn date(&self, date: &jiff::civil::Date) -> String {
        self.c.long_date(date)
    }
}

/// What an entry says, as a list.
#[derive(Template)]
#[template(path = "directory/facts.html")]
struct Facts<'a> {
    c: &'a Ctx,
    v: &'a Seen,
    themes: Vec<String>,
    zones: Vec<String>,
    /// Languages that people are met in.
    languages: String,
    verified: Option<String>,
    changed: String,
    /// Opening hours, line by line: days and hours.
    hours: Vec<(String, String)>,
    /// Whether it is open now.
    open: Option<String>,
}

/// A zone in words.
pub(crate) fn zone_words(c: &Ctx, code: &str) -> String {
    themes::zone(code).map_or_else(|| code.to_owned(), |zone| network::search::zone_words(c, zone))
}

/// When an entry was last verified, how and by whom, in words.
pub(crate) fn verification(c: &Ctx, v: &Seen) -> Option<String> {
    let known = v.entry.verified.as_ref()?;
    let (date, how) = (c.long_date(&known.on), c.t(known.how.label()).to_lowercase());
    // « By the organisation itself » says by whom already.
    let by = v.verifier.as_ref().filter(|_| known.how != How::Owner);
    Some(match by {
        None => c.t2("directory-verified-how", "date", date, "how", how),
        Some(by) => {
            let args = [("date", date), ("how", how), ("by", by.clone())];
            c.problem_text("directory-verified-by", &args)
        }
    })
}

/// What an entry says, as a list: the same wherever it is read.
pub(crate) fn facts(c: &Ctx, v: &Seen) -> Result<String, Problem> {
    let e = &v.entry;
    let list = Facts {
        themes: e.draft.themes.iter().map(|code| themes::label(code, c.lang)).collect(),
        zones: e.draft.zones.iter().map(|code| zone_words(c, code)).collect(),
        languages: super::languages(c, &e.draft),
        verified: verification(c, v),
        changed: c.long_date(&e.changed_on),
        hours: hours::lines(&e.draft.hours, c.lang)
            .into_iter()
            .flatten()
            .map(|line| (line.days, line.hours))
            .collect(),
        open: service::opening(v, c.app.clock.seconds())
            .and_then(|o| crate::find::opening_words(c, &o)),
        v,
        c,
    };
    list.render().map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))
}

async fn entry(PublicCtx(c): PublicCtx, Path(id): Path<String>) -> Handled {
    let id = id_of(&id)?;
    if let Some(there) = crate::duplicates::pages::led(&c, "/entries", &id).await? {
        return Ok(there.into_response());
    }
    let v = service::published(&c.app, &id).await?;
    let asked = Form::from_query(&c.query);
    if asked.flag("easy") {
        return easy::entry_page(&c, &v, asked.flag("reported"));
    }
    let e = &v.entry;
    let page = EntryPage {
        facts: facts(&c, &v)?,
        freshness: (
            freshness_look(e.freshness(site::sealing::today(&c.app))),
            freshness_words(&c, e),
        ),
        reasons: Reason::ALL.iter().map(|r| (r.code().into(), c.t(r.label()))).collect(),
        reported: asked.flag("reported"),
        v,
        c: &c,
    };
    c.html(&page)
}

async fn report(PublicCtx(c): PublicCtx, Path(id): Path<String>, form: Form) -> Handled {
    let unknown = || Problem::new(base::Kind::Invalid, "directory-problem-reason");
    let reason = Reason::parse(form.get("reason")).ok_or_else(unknown)?;
    service::report(&c.app, &id_of(&id)?, reason).await?;
    let easy = if form.flag("easy") { "&easy=1" } else { "" };
    Ok(c.see(&format!("/entries/{id}?reported=1{easy}")))
}
