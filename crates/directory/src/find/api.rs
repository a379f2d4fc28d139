//! The search as JSON.

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use serde::Serialize;
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled};

use super::ask::{Answered, What, ask};
use super::{Finder, pages, words};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/api/v1/find", get(find)).route("/api/v1/find/complete", get(complete))
}

/// One thing found, as the API and the command line say it.
#[derive(Clone, Debug, Serialize)]
pub struct FoundDocument {
    /// What it is: kind of entry, `session` or `organisation`.
    pub kind: String,
    /// Identifier.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// As the crow flies; null where nobody said where they are, or it is nowhere.
    pub distance_km: Option<f64>,
    /// When somebody last made sure; null: never, or it does not apply.
    pub verified_on: Option<String>,
    /// By which they are sorted.
    pub score: f32,
    /// Why it fits, in words.
    pub reasons: Vec<String>,
}

/// What was found, for programs.
#[must_use]
pub fn documents(c: &Ctx, answered: &Answered) -> Vec<FoundDocument> {
    let of = |result: &super::ask::Result| {
        let (kind, id, title, organisation, verified_on) = match &result.what {
            What::Entry(v) => (
                v.entry.draft.kind.code(),
                v.entry.id.to_string(),
                v.entry.draft.title.clone(),
                v.owner.name.clone(),
                v.entry.verified.as_ref().map(|v| v.on.to_string()),
            ),
            What::Session(v) => (
                super::documents::SESSION,
                v.session.id.to_string(),
                v.activity.draft.title.clone(),
                v.organisation.clone(),
                None,
            ),
            What::Organisation(o) => (
                super::documents::ORGANISATION,
                o.id.to_string(),
                o.name.clone(),
                o.name.clone(),
                None,
            ),
        };
        FoundDocument {
            kind: kind.to_owned(),
            id,
            title,
            organisation,
            distance_km: result.hit.km.map(|km| (km * 10.0).round() / 10.0),
            verified_on,
            score: result.hit.score,
            reasons: words::reasons(c, result, &answered.understanding),
        }
    };
    answered.results.iter().map(of).collect()
}

async fn find(PublicCtx(c): PublicCtx) -> Handled {
    let form = Form::from_query(&c.query);
    let mut choices = vec![];
    let asked = pages::read(&form, &mut choices)?;
    let answered = ask(&c.app, &asked).await?;
    Ok(axum::Json(documents(&c, &answered)).into_response())
}

/// Texts that what was typed may become. What is typed is kept nowhere.
async fn complete(PublicCtx(c): PublicCtx) -> Handled {
    let form = Form::from_query(&c.query);
    let typed: String = form.get("q").chars().take(pages::MOST_CHARACTERS).collect();
    let Some(finder) = c.app.part::<Finder>() else {
        return Ok(axum::Json([""; 0]).into_response());
    };
    let lexicon = finder.index(&c.app).await?.lexicon();
    let found = finder.completing().complete(&c.app, lexicon, &typed).await?;
    let texts: Vec<String> = found.into_iter().map(|f| f.text).collect();
    Ok(axum::Json(texts).into_response())
}
