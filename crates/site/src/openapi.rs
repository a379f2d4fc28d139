//! Pieces of the OpenAPI document that each room describes its part of the API with.

use serde_json::{Value, json};

/// An answer that is a problem (RFC 9457): the schema `Problem` of the document.
#[must_use]
pub fn problem(what: &str) -> Value {
    json!({ "description": what, "content": { "application/problem+json":
        { "schema": { "$ref": "#/components/schemas/Problem" } } } })
}

/// A parameter of the query that may be left out.
#[must_use]
pub fn query(name: &str, what: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": what,
            "schema": schema })
}

/// What a parameter may be; an empty value is none, as a form sends it.
#[must_use]
pub fn or_none(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "const": "" }] })
}
