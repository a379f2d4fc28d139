//! The programme's JSON API, version 1. Its document is at `/api/v1/openapi.json`.

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::problem::FieldProblem;
use base::{Id, Kind, Lang, Problem};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled};

use crate::model::{Format, RegistrationMode};
use crate::service::{self, Filter, SessionView, Ticket, Wish, not_found};

/// Routes of the API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/sessions", get(sessions))
        .route("/api/v1/sessions/{id}", get(session))
        .route("/api/v1/sessions/{id}/registrations", post(register))
        .route("/api/v1/tickets/{secret}", get(ticket))
        .route("/api/v1/tickets/{secret}/cancel", post(cancel))
        .route("/api/v1/tickets/{secret}/accept", post(accept))
        .route("/api/v1/openapi.json", get(|| async { Json(document()) }))
}

/// A session as the API says it.
#[derive(Clone, Debug, Serialize)]
pub struct SessionDocument {
    id: Id,
    activity_id: Id,
    title: String,
    summary: String,
    format: &'static str,
    theme: Option<String>,
    audience: String,
    organiser: String,
    partners: Vec<String>,
    starts_at: String,
    ends_at: String,
    time_zone: String,
    place: Option<PlaceDocument>,
    room: String,
    attendance_mode: &'static str,
    status: &'static str,
    registration: &'static str,
    registration_open: bool,
    /// Places in all.
    capacity: u32,
    /// Places that can still be taken.
    places_left: u32,
    /// Registrations on the waiting list; null where there is none.
    waiting_list: Option<u32>,
    most_places: u32,
    url: String,
    illustrative: bool,
}

#[derive(Clone, Debug, Serialize)]
struct PlaceDocument {
    name: String,
    address: String,
    postcode: String,
    city: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

/// A moment as RFC 3339 with its offset.
#[must_use]
pub fn rfc3339(at: &jiff::ZonedDateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

impl SessionDocument {
    /// The document of a session, in a language.
    #[must_use]
    pub fn of(app: &App, lang: Lang, view: &SessionView) -> Self {
        let (s, d) = (&view.session, &view.activity.draft);
        let counted = view.counted();
        let listed = counted.draft.registration == RegistrationMode::WaitingList;
        Self {
            id: s.id.clone(),
            activity_id: s.activity.clone(),
            title: d.title.clone(),
            summary: d.summary.clone(),
            format: d.format.code(),
            theme: view.theme.as_ref().map(|t| t.name(lang).to_owned()),
            audience: d.audience.clone(),
            organiser: view.organisation.clone(),
            partners: view.partners.iter().map(|(_, name)| name.clone()).collect(),
            starts_at: rfc3339(&view.start()),
            ends_at: rfc3339(&view.end()),
            time_zone: s.time_zone.clone(),
            place: view.place.as_ref().map(|p| PlaceDocument {
                name: p.name.clone(),
                address: p.address.clone(),
                postcode: p.postcode.clone(),
                city: p.city.clone(),
                latitude: p.latitude,
                longitude: p.longitude,
            }),
            room: s.draft.room.clone(),
            attendance_mode: s.draft.mode.code(),
            status: s.status.code(),
            registration: counted.draft.registration.code(),
            registration_open: view.closed_because(app.clock.seconds()).is_none(),
            capacity: counted.draft.capacity,
            places_left: counted.places_left(),
            waiting_list: listed.then_some(counted.waiting),
            most_places: counted.draft.most_places,
            url: app.absolute(lang, &format!("/sessions/{}", s.id)),
            illustrative: s.illustrative,
        }
    }
}

/// Language of an answer of the API.
fn language(headers: &HeaderMap) -> Lang {
    let header = headers.get(header::ACCEPT_LANGUAGE);
    header.and_then(|v| v.to_str().ok()).map_or(Lang::Fr, Lang::negotiate)
}

/// Reads a filter from a query; unknown names are passed over, wrong values are refused.
pub fn filter_of(query: &Form) -> Result<Filter, Problem> {
    let mut wrong = vec![];
    let mut date = |name: &'static str| match query.some(name) {
        None => None,
        Some(text) => {
            let read = base::dates::read_date(&text);
            if read.is_none() {
                wrong.push(FieldProblem::new(name, "problem-field-date"));
            }
            read
        }
    };
    let (from, to) = (date("from"), date("to"));
    let format = query.some("format").and_then(|code| {
        let format = Format::parse(&code);
        if format.is_none() {
            wrong.push(FieldProblem::new("format", "problem-field-choice"));
        }
        format
    });
    let mut id = |name: &'static str| {
        query.some(name).and_then(|text| {
            let id = Id::parse(&text);
            if id.is_none() {
                wrong.push(FieldProblem::new(name, "problem-field-choice"));
            }
            id
        })
    };
    let (theme, place, activity) = (id("theme"), id("place"), id("activity"));
    let limit = match query.some("limit") {
        None => 100,
        Some(text) => match text.parse() {
            Ok(n) if (1..=1_000).contains(&n) => n,
            _ => {
                wrong.push(FieldProblem::new("limit", "problem-field-limit"));
                100
            }
        },
    };
    let after = match query.some("cursor") {
        None => None,
        Some(cursor) => match cursor.split_once('.') {
            Some((at, id)) if at.parse::<i64>().is_ok() => Some((at.to_owned(), id.to_owned())),
            _ => {
                wrong.push(FieldProblem::new("cursor", "problem-field-cursor"));
                None
            }
        },
    };
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        wrong.push(FieldProblem::new("to", "problem-field-period"));
    }
    Problem::from_fields(wrong)?;
    Ok(Filter {
        from,
        to,
        place,
        city: query.some("city"),
        theme,
        format,
        audience: query.some("audience"),
        text: query.some("q"),
        open_only: query.flag("open"),
        organisation: None,
        activity,
        statuses: vec![],
        limit,
        after,
    })
}

async fn sessions(PublicCtx(c): PublicCtx, headers: HeaderMap) -> Handled {
    let mut filter = filter_of(&Form::from_query(&c.query))?;
    let (limit, lang) = (filter.limit, language(&headers));
    filter.limit += 1;
    let mut views = service::programme(&c.app, filter).await?;
    let more = views.len() > limit;
    views.truncate(limit);
    let next =
        views.last().filter(|_| more).map(|v| format!("{}.{}", v.session.starts_at, v.session.id));
    let items: Vec<_> = views.iter().map(|v| SessionDocument::of(&c.app, lang, v)).collect();
    Ok(Json(json!({ "items": items, "next": next })).into_response())
}

fn id_of(text: &str) -> Result<Id, Problem> {
    Id::parse(text).ok_or_else(not_found)
}

async fn session(PublicCtx(c): PublicCtx, Path(id): Path<String>, headers: HeaderMap) -> Handled {
    let view = service::public_session(&c.app, &id_of(&id)?).await?;
    Ok(Json(SessionDocument::of(&c.app, language(&headers), &view)).into_response())
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default = "one")]
    places: i64,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    lang: Option<Lang>,
    #[serde(default)]
    again: bool,
}

fn one() -> i64 {
    1
}

/// What a registration gave.
#[derive(Serialize)]
struct RegisteredDocument<'a> {
    code: &'a str,
    status: &'static str,
    position: Option<u32>,
    places: u32,
    ticket: &'a str,
}

async fn register(
    PublicCtx(c): PublicCtx,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Handled {
    let id = id_of(&id)?;
    let unreadable =
        |e: serde_json::Error| Problem::new(Kind::Invalid, "problem-unreadable").because(e);
    // A sequence of values would be read as well: an object says what each is.
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&body).map_err(unreadable)?;
    let asked: Asked =
        serde_json::from_value(serde_json::Value::Object(object)).map_err(unreadable)?;
    let key = match headers.get("idempotency-key") {
        None => base::codes::secret(&mut rand::rng()),
        Some(value) => value.to_str().map_err(|_| key_problem())?.trim().to_owned(),
    };
    let lang = asked.lang.unwrap_or_else(|| language(&headers));
    let wish = Wish {
        channel: crate::model::Channel::Api,
        // Its answer says whether one waits.
        wait: true,
        places: u32::try_from(asked.places).unwrap_or(0),
        name: asked.name,
        email: asked.email,
        lang,
        again: asked.again,
        idempotency_key: key,
    };
    let done = service::register(&c.app, &id, wish).await?;
    let ticket = c.app.absolute(lang, &format!("/ticket/{}", done.secret));
    let body = RegisteredDocument {
        code: &done.registration.code,
        status: done.registration.status.code(),
        position: done.position,
        places: done.registration.places,
        ticket: &ticket,
    };
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    let answer = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&format!("/api/v1/tickets/{}", done.secret)) {
        answer.insert(header::LOCATION, value);
    }
    if done.replayed {
        answer.insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn key_problem() -> Problem {
    Problem::from_fields(vec![FieldProblem::new("Idempotency-Key", "problem-field-key")])
        .err()
        .unwrap_or_else(not_found)
}

async fn ticket(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    Ok(ticket_document(&c, &service::ticket(&c.app, &secret).await?))
}

async fn cancel(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    Ok(ticket_document(&c, &service::cancel(&c.app, &secret).await?))
}

async fn accept(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    Ok(ticket_document(&c, &service::accept(&c.app, &secret).await?))
}

fn ticket_document(c: &Ctx, ticket: &Ticket) -> axum::response::Response {
    let r = &ticket.registration;
    let until =
        r.offer_ends_at.map(|at| rfc3339(&base::dates::local(at, base::dates::DEFAULT_ZONE)));
    let mut response = Json(json!({
        "code": r.code,
        "status": r.status.code(),
        "places": r.places,
        "position": ticket.position,
        "offer_until": until,
        "session": SessionDocument::of(&c.app, c.lang, &ticket.view),
    }))
    .into_response();
    let none = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, none);
    response
}

/// The OpenAPI 3.1 document of this API.
#[must_use]
#[allow(clippy::too_many_lines)]
pub fn document() -> Value {
    let problem = |what: &str| {
        json!({ "description": what, "content": { "application/problem+json":
            { "schema": { "$ref": "#/components/schemas/Problem" } } } })
    };
    let ok = |what: &str, schema: &str| {
        json!({ "description": what, "content": { "application/json":
            { "schema": { "$ref": format!("#/components/schemas/{schema}") } } } })
    };
    let with = |mut answers: Value, more: &[(&str, &str)]| {
        let common = [
            ("403", "Sent by the pages of another site"),
            ("413", "Too large"),
            ("500", "Our fault"),
            ("503", "Not available now, try again with the same key"),
        ];
        for (code, what) in more.iter().chain(common.iter()) {
            answers[*code] = problem(what);
        }
        answers
    };
    let path = |name: &str, what: &str| {
        json!({ "name": name, "in": "path", "required": true, "description": what,
                "schema": { "type": "string", "minLength": 1, "maxLength": 64 } })
    };
    let query = |name: &str, what: &str, schema: Value| {
        json!({ "name": name, "in": "query", "required": false, "description": what,
                "schema": schema })
    };
    let text = json!({ "type": "string", "maxLength": 200 });
    let date = json!({ "type": "string", "format": "date" });
    let formats: Vec<&str> = Format::ALL.iter().map(|f| f.code()).collect();
    let statuses = ["confirmed", "waiting", "offered", "cancelled"];
    let missing = [("404", "No such thing")];
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Tandem", "version": "1",
                  "description": "Free workshops, anonymous registration.",
                  "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" } },
        "paths": {
            "/api/v1/sessions": { "get": {
                "operationId": "sessions",
                "summary": "The programme: sessions from today on",
                "parameters": [
                    query("open", "Only sessions one can register for or simply come to",
                          json!({ "type": "boolean" })),
                    query("from", "From this local date", date.clone()),
                    query("to", "Up to this local date", date),
                    query("theme", "Identifier of a theme", text.clone()),
                    query("place", "Identifier of a place", text.clone()),
                    query("city", "Town", text.clone()),
                    query("format", "Format", json!({ "type": "string", "enum": formats })),
                    query("audience", "Words of the audience", text.clone()),
                    query("q", "Words", text.clone()),
                    query("limit", "At most so many",
                          json!({ "type": "integer", "minimum": 1, "maximum": 1000 })),
                    query("cursor", "`next` of the page before", text),
                ],
                "responses": with(json!({ "200": ok("A page of sessions", "Sessions") }),
                                  &[("422", "A parameter is wrong")]),
            } },
            "/api/v1/sessions/{id}": { "get": {
                "operationId": "session",
                "summary": "One session",
                "parameters": [path("id", "Identifier of the session")],
                "responses": with(json!({ "200": ok("The session", "Session") }), &missing),
            } },
            "/api/v1/sessions/{id}/registrations": { "post": {
                "operationId": "register",
                "summary": "Take places, or a position on the waiting list",
                "parameters": [
                    path("id", "Identifier of the session"),
                    { "name": "Idempotency-Key", "in": "header", "required": false,
                      "description": "A random text: the same request sent again takes one place",
                      "schema": { "type": "string", "minLength": 1, "maxLength": 255,
                                  "pattern": "^[!-~]+$" } },
                ],
                "requestBody": { "required": true, "content": { "application/json":
                    { "schema": { "$ref": "#/components/schemas/Wish" } } } },
                "responses": with(json!({ "201": ok("Done", "Registered") }), &[
                    ("400", "Unreadable"),
                    ("404", "No such session"),
                    ("409", "Full, closed, cancelled, or the same address again"),
                    ("422", "A field is wrong, or the key was used for another request"),
                ]),
            } },
            "/api/v1/tickets/{secret}": { "get": {
                "operationId": "ticket",
                "summary": "A ticket",
                "parameters": [path("secret", "Secret of the ticket")],
                "responses": with(json!({ "200": ok("The ticket", "Ticket") }), &missing),
            } },
            "/api/v1/tickets/{secret}/cancel": { "post": {
                "operationId": "cancel",
                "summary": "Give the places back, or leave the waiting list",
                "parameters": [path("secret", "Secret of the ticket")],
                "responses": with(json!({ "200": ok("The ticket", "Ticket") }),
                                  &[("404", "No such ticket"), ("409", "The session is over")]),
            } },
            "/api/v1/tickets/{secret}/accept": { "post": {
                "operationId": "accept",
                "summary": "Accept an offered place",
                "parameters": [path("secret", "Secret of the ticket")],
                "responses": with(json!({ "200": ok("The ticket", "Ticket") }),
                                  &[("404", "No such ticket"), ("410", "The offer is over")]),
            } },
        },
        "components": { "schemas": {
            "Problem": { "type": "object", "description": "RFC 9457",
                "required": ["type", "title", "status", "code"],
                "properties": {
                    "type": { "type": "string" }, "title": { "type": "string" },
                    "status": { "type": "integer" }, "code": { "type": "string" },
                    "errors": { "type": "array", "items": { "type": "object", "properties": {
                        "field": { "type": "string" }, "code": { "type": "string" },
                        "detail": { "type": "string" } } } } } },
            "Wish": { "type": "object", "properties": {
                "places": { "type": "integer", "minimum": 1, "maximum": 50, "default": 1 },
                "name": { "type": ["string", "null"], "maxLength": 60 },
                "email": { "type": ["string", "null"], "maxLength": 254 },
                "lang": { "type": ["string", "null"], "enum": ["fr", "en", null] },
                "again": { "type": "boolean", "default": false } } },
            "Registered": { "type": "object",
                "required": ["code", "status", "position", "places", "ticket"],
                "properties": {
                    "code": { "type": "string" },
                    "status": { "type": "string", "enum": statuses },
                    "position": { "type": ["integer", "null"] },
                    "places": { "type": "integer" }, "ticket": { "type": "string" } } },
            "Ticket": { "type": "object", "required": ["code", "status", "session"],
                "properties": {
                    "code": { "type": "string" },
                    "status": { "type": "string", "enum": statuses },
                    "places": { "type": "integer" },
                    "position": { "type": ["integer", "null"] },
                    "offer_until": { "type": ["string", "null"] },
                    "session": { "$ref": "#/components/schemas/Session" } } },
            "Sessions": { "type": "object", "required": ["items", "next"], "properties": {
                "items": { "type": "array", "items": { "$ref": "#/components/schemas/Session" } },
                "next": { "type": ["string", "null"] } } },
            "Session": { "type": "object",
                "required": ["id", "title", "starts_at", "ends_at", "status", "capacity",
                             "places_left", "waiting_list"],
                "properties": {
                    "id": { "type": "string" }, "activity_id": { "type": "string" },
                    "title": { "type": "string" }, "summary": { "type": "string" },
                    "format": { "type": "string", "enum": formats },
                    "theme": { "type": ["string", "null"] }, "audience": { "type": "string" },
                    "organiser": { "type": "string" },
                    "partners": { "type": "array", "items": { "type": "string" } },
                    "starts_at": { "type": "string", "format": "date-time" },
                    "ends_at": { "type": "string", "format": "date-time" },
                    "time_zone": { "type": "string" },
                    "place": { "type": ["object", "null"] }, "room": { "type": "string" },
                    "attendance_mode": { "type": "string" }, "status": { "type": "string" },
                    "registration": { "type": "string" },
                    "registration_open": { "type": "boolean" },
                    "capacity": { "type": "integer" }, "places_left": { "type": "integer" },
                    "waiting_list": { "type": ["integer", "null"] },
                    "most_places": { "type": "integer" }, "url": { "type": "string" },
                    "illustrative": { "type": "boolean" } } },
        } },
    })
}
