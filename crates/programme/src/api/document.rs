//! What the API says of itself.

use serde_json::{Value, json};
use site::openapi::{problem, query};

use crate::model::{Format, MOST_QUESTIONS, QuestionKind};

/// The OpenAPI 3.1 document of this API.
#[must_use]
#[allow(clippy::too_many_lines)]
pub fn document() -> Value {
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
    let text = json!({ "type": "string", "maxLength": super::MOST_WORDS });
    let id = json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{0,64}$" });
    // An empty value is none, as a form sends it.
    let date = json!({ "anyOf": [{ "type": "string", "format": "date" }, { "const": "" }] });
    let formats: Vec<&str> = Format::ALL.iter().map(|f| f.code()).collect();
    let missing = [("404", "No such thing")];
    let mut document = json!({
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
                          json!({ "anyOf": [{ "type": "boolean" }, { "const": "" }] })),
                    query("from", "From this local date", date.clone()),
                    query("to", "Up to this local date", date),
                    query("theme", "Identifier of a theme", id.clone()),
                    query("place", "Identifier of a place", id.clone()),
                    query("city", "Town", text.clone()),
                    query("format", "Format",
                          json!({ "anyOf": [{ "type": "string", "enum": formats }, { "const": "" }] })),
                    query("audience", "Words of the audience", text.clone()),
                    query("q", "Words", text),
                    query("limit", "At most so many",
                          json!({ "anyOf": [{ "type": "integer", "minimum": 1, "maximum": 1000 },
                                            { "const": "" }] })),
                    query("cursor", "`next` of the page before",
                          json!({ "type": "string", "pattern": "^([0-9]{1,12}\\.[A-Za-z0-9_-]{1,64})?$" })),
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
            "/api/v1/territories/{slug}": { "get": {
                "operationId": "territory",
                "summary": "A territory: who is there, what runs, how far help is",
                "parameters": [
                    { "name": "slug", "in": "path", "required": true,
                      "description": "`france`, `region-93`, `departement-94`, `epci-200054781`, \
                                      `commune-94028`",
                      "schema": { "type": "string", "minLength": 1, "maxLength": 40 } },
                    query("help", "How far it is to what: `centre` where it is not said",
                          json!({ "type": "string", "enum": ["", "centre", "programme", "library"] })),
                ],
                "responses": with(json!({ "200": ok("The territory", "Territory") }), &[
                    ("404", "No such territory"),
                    ("422", "No such help"),
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
        "components": { "schemas": schemas() },
    });
    // The room below says itself what it answers.
    network::search::api::describe(&mut document);
    document
}

/// What its messages are made of.
fn schemas() -> Value {
    let kinds: Vec<_> = QuestionKind::ALL.iter().map(|k| k.code()).collect();
    let formats: Vec<&str> = Format::ALL.iter().map(|f| f.code()).collect();
    let statuses = ["confirmed", "waiting", "offered", "cancelled"];
    json!({
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
                "email": { "anyOf": [{ "type": "string", "format": "email", "maxLength": 254 },
                                      { "enum": ["", null] }] },
                "lang": { "type": ["string", "null"], "enum": ["fr", "en", null] },
                "again": { "type": "boolean", "default": false },
                "answers": { "type": "array", "maxItems": MOST_QUESTIONS,
                    "description": "Answers to questions of the session, kept apart from the \
                                    registration",
                    "items": { "type": "object", "required": ["question", "answer"],
                        "properties": { "question": { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" },
                                        "answer": { "type": "string" } } } } } },
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
            "Within": { "type": "array", "description": "How many have help within so many \
                                                         kilometres as the crow flies",
                "items": { "type": "object", "required": ["km", "communes", "inhabitants"],
                    "properties": { "km": { "type": "integer" }, "communes": { "type": "integer" },
                                    "inhabitants": { "type": "integer" } } } },
            "Territory": { "type": "object",
                "required": ["slug", "kind", "code", "name", "around", "organisations",
                             "coming_sessions", "held", "coverage", "parts", "url"],
                "properties": {
                    "slug": { "type": "string" },
                    "kind": { "type": "string", "enum": ["country", "region", "department",
                                                         "intercommunality", "commune"] },
                    "code": { "type": "string" }, "name": { "type": "string" },
                    "around": { "type": "array", "items": { "type": "object" } },
                    "organisations": { "type": "array", "items": { "type": "object",
                        "required": ["kind", "members", "known"], "properties": {
                            "kind": { "type": "string" }, "members": { "type": "integer" },
                            "known": { "type": "integer" } } } },
                    "coming_sessions": { "type": "integer" },
                    "held": { "type": "array", "description": "By year; participants are null \
                              where nobody counted or they are too few to be told",
                        "items": { "type": "object", "properties": {
                            "label": { "type": "string" }, "sessions": { "type": ["integer", "null"] },
                            "participants": { "type": ["integer", "null"] },
                            "typed": { "type": "integer" }, "uncounted": { "type": "integer" },
                            "few": { "type": "boolean" }, "without_detail": { "type": "boolean" },
                            "illustrative": { "type": "boolean" } } } },
                    "coverage": { "type": "object",
                        "required": ["help", "communes", "communes_without_position",
                                     "inhabitants", "within", "years"],
                        "properties": {
                            "help": { "type": "string" }, "communes": { "type": "integer" },
                            "communes_without_position": { "type": "integer" },
                            "inhabitants": { "type": "integer" },
                            "within": { "$ref": "#/components/schemas/Within" },
                            "years": { "type": "array", "items": { "type": "object",
                                "properties": { "year": { "type": "integer" },
                                    "within": { "$ref": "#/components/schemas/Within" } } } } } },
                    "parts": { "type": "array", "items": { "type": "object" } },
                    "url": { "type": "string" } } },
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
                    "illustrative": { "type": "boolean" },
                    "questions": { "type": "array",
                        "description": "What the organiser asks; only where one session is asked for",
                        "items": { "$ref": "#/components/schemas/Question" } } } },
            "Question": { "type": "object",
                "required": ["id", "label", "kind", "choices", "sensitive", "keep_days"],
                "properties": {
                    "id": { "type": "string" }, "label": { "type": "string" },
                    "kind": { "type": "string", "enum": kinds },
                    "choices": { "type": "array", "items": { "type": "string" } },
                    "sensitive": { "type": "boolean" }, "keep_days": { "type": "integer" } } },
    })
}
