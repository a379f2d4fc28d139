//! The organisations as JSON, and what the API's document says of them.

use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use base::problem::FieldProblem;
use base::{Id, Problem};
use serde::Serialize;
use serde_json::{Value, json};
use site::ctx::PublicCtx;
use site::form::Form;
use site::openapi::{or_none, problem, query};
use site::{App, Ctx, Handled};

use super::model::{Found, Total};
use super::pages::{MOST_CHARACTERS, PAGE, read};
use super::service;
use crate::model::{OrganisationKind, Standing};
use crate::profile::Offer;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/api/v1/organisations", get(organisations))
}

/// Most organisations of one answer.
const MOST: usize = 200;

#[derive(Serialize)]
struct Document<'a> {
    id: &'a Id,
    name: &'a str,
    kind: &'static str,
    standing: &'static str,
    open_to_public: bool,
    address: &'a str,
    postcode: &'a str,
    city: &'a str,
    insee: &'a str,
    latitude: Option<f64>,
    longitude: Option<f64>,
    website: &'a str,
    /// Kilometres from the middle of the commune that was asked for.
    distance_km: Option<f64>,
    url: String,
}

impl<'a> Document<'a> {
    fn of(c: &Ctx, found: &'a Found) -> Self {
        let o = &found.organisation;
        Self {
            id: &o.id,
            name: &o.name,
            kind: o.kind.code(),
            standing: o.standing.code(),
            open_to_public: o.open_to_public,
            address: &o.address,
            postcode: &o.postcode,
            city: &o.city,
            insee: &o.insee,
            latitude: o.point.map(|p| p.lat),
            longitude: o.point.map(|p| p.lon),
            website: &o.website,
            distance_km: found.km.map(|km| (km * 1_000.0).round() / 1_000.0),
            url: c.app.absolute(c.lang, &format!("/partners/{}", o.id)),
        }
    }
}

async fn organisations(PublicCtx(c): PublicCtx) -> Handled {
    let form = Form::from_query(&c.query);
    let limit = match form.some("limit") {
        None => Ok(PAGE),
        Some(text) => text.parse().ok().filter(|n| (1..=MOST).contains(n)).ok_or_else(|| {
            let mut wrong = FieldProblem::new("limit", "search-problem-limit");
            wrong.args.push(("most", MOST.to_string()));
            wrong
        }),
    };
    let asked = read(&c, &form, &mut vec![]);
    let (limit, asked) = match (limit, asked) {
        (Ok(limit), Ok(asked)) => (limit, asked),
        (Err(wrong), Ok(_)) => return Err(refusal(vec![wrong]).into()),
        (limit, Err(mut problem)) => {
            problem.fields.extend(limit.err());
            return Err(problem.into());
        }
    };
    let page = service::organisations(&c.app, asked.search, asked.step, limit).await?;
    let items: Vec<_> = page.items.iter().map(|found| Document::of(&c, found)).collect();
    let (count, exact) = match page.total {
        Total::Exactly(n) => (n, true),
        Total::MoreThan(n) => (n, false),
    };
    let next = page.after.map(|spot| spot.text());
    Ok(Json(json!({
        "items": items,
        "next": next,
        "total": { "count": count, "exact": exact },
    }))
    .into_response())
}

fn refusal(fields: Vec<FieldProblem>) -> Problem {
    Problem { fields, ..Problem::new(base::Kind::Invalid, "problem-form") }
}

/// Adds the organisations to the OpenAPI document of the program, which holds the schema `Problem`.
pub fn describe(document: &mut Value) {
    let text = || json!({ "type": "string", "maxLength": MOST_CHARACTERS });
    let codes = |codes: Vec<&str>| json!({ "type": "string", "enum": codes });
    let kinds: Vec<&str> = OrganisationKind::ALL.iter().map(|k| k.code()).collect();
    let standings: Vec<&str> = Standing::ALL.iter().map(|k| k.code()).collect();
    let offers: Vec<&str> = Offer::ALL.iter().map(|k| k.code()).collect();
    document["paths"]["/api/v1/organisations"] = json!({ "get": {
        "operationId": "organisations",
        "summary": "Organisations: members of the network, or all that it knows",
        "parameters": [
            query("q", "Words of name, town or postcode; of the last one its beginning", text()),
            query("where", "A commune, département or région: name, code, postcode, or \
                            `commune-94028`, `departement-94`, `region-11`, `epci-200054781`", text()),
            query("km", "Kilometres around the commune of `where`; the nearest come first",
                  or_none(codes(vec!["5", "10", "20", "50"]))),
            query("kind", "What it is", or_none(codes(kinds.clone()))),
            query("offers", "What it offers", or_none(codes(offers.clone()))),
            query("needs", "What it needs", or_none(codes(offers))),
            query("all", "Also those that are known without being members",
                  or_none(json!({ "type": "boolean" }))),
            query("limit", "At most so many",
                  or_none(json!({ "type": "integer", "minimum": 1, "maximum": MOST }))),
            query("cursor", "`next` of the page before", json!({ "type": "string" })),
        ],
        "responses": {
            "200": { "description": "A page of organisations", "content": { "application/json":
                { "schema": { "$ref": "#/components/schemas/Organisations" } } } },
            "403": problem("Sent by the pages of another site"),
            "413": problem("Too large"),
            "422": problem("A parameter is wrong, or several territories have this name"),
            "500": problem("Our fault"),
            "503": problem("Not available now, try again"),
        },
    } });
    document["components"]["schemas"]["Organisations"] = json!({
        "type": "object", "required": ["items", "next", "total"],
        "properties": {
            "items": { "type": "array",
                       "items": { "$ref": "#/components/schemas/Organisation" } },
            "next": { "type": ["string", "null"] },
            "total": { "type": "object", "required": ["count", "exact"], "properties": {
                "count": { "type": "integer" },
                "exact": { "type": "boolean",
                           "description": "If not, there are more than `count`" } } } } });
    document["components"]["schemas"]["Organisation"] = json!({
        "type": "object",
        "required": ["id", "name", "kind", "standing", "city", "url"],
        "properties": {
            "id": { "type": "string" }, "name": { "type": "string" },
            "kind": { "type": "string", "enum": kinds },
            "standing": { "type": "string", "enum": standings },
            "open_to_public": { "type": "boolean" },
            "address": { "type": "string" }, "postcode": { "type": "string" },
            "city": { "type": "string" },
            "insee": { "type": "string", "description": "Code of the commune; empty: not known" },
            "latitude": { "type": ["number", "null"] },
            "longitude": { "type": ["number", "null"] },
            "website": { "type": "string" },
            "distance_km": { "type": ["number", "null"],
                             "description": "From the middle of the commune, where asked" },
            "url": { "type": "string" } } });
}
