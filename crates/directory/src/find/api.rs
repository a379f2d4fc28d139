//! The search as JSON.

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use base::{Problem, problem::FieldProblem};
use network::search::zone_words;
use serde::Serialize;
use serde_json::{Value, json};
use site::ctx::PublicCtx;
use site::form::Form;
use site::openapi::{or_none, problem, query};
use site::{App, Ctx, Handled};
use territory::Zone;

use super::ask::{Answered, Asked, What, ask};
use super::reading::{
    MOST, MOST_CHARACTERS, MOST_LEFT_OUT, PAGE, kinds, named, number, read, strangers,
};
use super::{Finder, words};
use crate::model::Public;
use crate::themes;

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

/// What the search takes, and what of it counts once.
const PARAMETERS: [&str; 12] = [
    "q",
    "where",
    "kind",
    "theme",
    "public",
    "organisation",
    "remote",
    "open",
    "language",
    "step_free",
    "limit",
    "from",
];
const ONCE: [&str; 9] =
    ["q", "where", "organisation", "remote", "open", "language", "step_free", "limit", "from"];

/// Refuses parameters; nothing was to be written, and so nothing is said of that.
fn refuse(wrong: Vec<FieldProblem>) -> Result<(), Problem> {
    let problem = |p: Problem| Problem { message: "find-problem-parameters".into(), ..p };
    Problem::from_fields(wrong).map_err(problem)
}

async fn find(PublicCtx(c): PublicCtx) -> Handled {
    let form = Form::from_query(&c.query);
    let mut choices = vec![];
    let mut wrong = strangers(&form, &PARAMETERS, &ONCE);
    let limit = number(&form, "limit", (1, MOST)).unwrap_or_else(|problem| {
        wrong.push(problem);
        None
    });
    let asked = read(&form, &mut choices).unwrap_or_else(|problem| {
        wrong.extend(problem.fields);
        Asked::default()
    });
    if let Err(problem) = named(&c.app, &asked).await {
        if problem.fields.is_empty() {
            return Err(problem.into());
        }
        wrong.extend(problem.fields);
    }
    for problem in wrong.iter_mut().filter(|p| p.message == "find-problem-which") {
        // A program has no page on which it could choose.
        let words = |zone: &Zone| format!("{} ({})", zone.slug(), zone_words(&c, *zone));
        let choices: Vec<String> = choices.iter().map(words).collect();
        problem.message = "search-problem-which".into();
        problem.args.push(("choices", choices.join(", ")));
    }
    refuse(wrong)?;
    let asked = Asked { limit: limit.unwrap_or(PAGE), ..asked };
    let answered = ask(&c.app, &asked).await?;
    Ok(axum::Json(documents(&c, &answered)).into_response())
}

/// Texts that what was typed may become. What is typed is kept nowhere.
async fn complete(PublicCtx(c): PublicCtx) -> Handled {
    let form = Form::from_query(&c.query);
    refuse(strangers(&form, &["q"], &["q"]))?;
    let typed: String = form.get("q").chars().take(MOST_CHARACTERS).collect();
    let Some(finder) = c.app.part::<Finder>() else {
        return Ok(axum::Json([""; 0]).into_response());
    };
    let lexicon = finder.index(&c.app).await?.lexicon();
    let found = finder.completing().complete(&c.app, lexicon, &typed).await?;
    let texts: Vec<String> = found.into_iter().map(|f| f.text).collect();
    Ok(axum::Json(texts).into_response())
}

/// Adds the search to the OpenAPI document of the program, which holds the schema `Problem`.
pub fn describe(document: &mut Value) {
    let several = |codes: Vec<String>| {
        let one = or_none(json!({ "type": "string", "enum": codes }));
        json!({ "type": "array", "items": one })
    };
    let text = || json!({ "type": "string", "maxLength": MOST_CHARACTERS });
    let known = kinds().into_iter().map(str::to_owned).collect();
    let publics = Public::ALL.iter().map(|p| p.code().to_owned()).collect();
    let languages: Vec<&str> = inclusion::Language::all().map(|l| l.code()).collect();
    let flag = || or_none(json!({ "type": "boolean" }));
    let answers = |ok: Value| {
        json!({
            "200": ok,
            "403": problem("Sent by the pages of another site"),
            "413": problem("Too large"),
            "422": problem("A parameter is wrong, unknown or given twice, or several territories \
                            have this name: `errors` names each and says what is accepted"),
            "500": problem("Our fault"),
            "503": problem("Not available now, try again"),
        })
    };
    document["paths"]["/api/v1/find"] = json!({ "get": {
        "operationId": "find",
        "summary": "What helps with a need, near a place: services, sessions, organisations. \
                    Nothing of what is asked is kept",
        "parameters": [
            query("q", "The need, in plain French", text()),
            query("where", "A commune, département or région: name, code, postcode, or \
                            `commune-94028`, `departement-94`, `region-11`, `epci-200054781`", text()),
            query("kind", "What it is, one of these", several(known)),
            query("theme", "Themes of data·inclusion, one of these", several(themes::codes().map(str::to_owned).collect())),
            query("public", "For whom, one of these", several(publics)),
            query("organisation", "Only entries of this organisation: its identifier",
                  json!({ "type": "string" })),
            query("remote", "Only what is done at a distance", flag()),
            query("open", "Only what is open now", flag()),
            query("language", "Only what says that it is offered in this language: its code",
                  or_none(json!({ "type": "string", "enum": languages }))),
            query("step_free", "Only what says that a wheelchair gets in without help", flag()),
            query("limit", "At most so many; 10, if nothing is said",
                  or_none(json!({ "type": "integer", "minimum": 1, "maximum": MOST }))),
            query("from", "How many to leave out, for the next page",
                  or_none(json!({ "type": "integer", "minimum": 0, "maximum": MOST_LEFT_OUT }))),
        ],
        "responses": answers(json!({ "description": "The best first",
            "content": { "application/json": { "schema": {
                "type": "array", "items": { "$ref": "#/components/schemas/Found" } } } } })),
    } });
    document["paths"]["/api/v1/find/complete"] = json!({ "get": {
        "operationId": "complete",
        "summary": "What the beginning of a question may become",
        "parameters": [query("q", "What was typed so far", json!({ "type": "string" }))],
        "responses": answers(json!({ "description": "The likeliest first",
            "content": { "application/json": { "schema": {
                "type": "array", "items": { "type": "string" } } } } })),
    } });
    document["components"]["schemas"]["Found"] = json!({
        "type": "object",
        "required": ["kind", "id", "title", "organisation", "distance_km", "verified_on", "score",
                     "reasons"],
        "properties": {
            "kind": { "type": "string", "description": "A kind of entry, `session` or `organisation`" },
            "id": { "type": "string" }, "title": { "type": "string" },
            "organisation": { "type": "string", "description": "Whose it is" },
            "distance_km": { "type": ["number", "null"], "description": "As the crow flies; null: not \
                             known, or nobody said where" },
            "verified_on": { "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }],
                             "description": "When somebody last made sure; null: never" },
            "score": { "type": "number", "description": "By which they are sorted" },
            "reasons": { "type": "array", "items": { "type": "string" },
                         "description": "Why it fits, in words" } } });
}
