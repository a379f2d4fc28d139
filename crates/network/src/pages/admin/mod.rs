//! Organisations, places and themes as those who look after them change them.

mod list;
mod organisations;
mod places;
mod profile;
mod themes;

use std::fmt::Debug;

use axum::Router;
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::form::Form;
use site::{App, Ctx, Typed};

use crate::service;

/// Routes of these pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .merge(list::routes())
        .merge(organisations::routes())
        .merge(places::routes())
        .merge(profile::routes())
        .merge(themes::routes())
}

/// Where one comes back to when something was done.
const DONE: &str = "/admin/network?done=1";

/// Value and text of what can be chosen.
type Options = Vec<(String, String)>;

fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

pub(crate) fn id_of(text: &str) -> Result<Id, Problem> {
    Id::parse(text).ok_or_else(not_found)
}

fn with_none(c: &Ctx, none: &str, options: impl Iterator<Item = (String, String)>) -> Options {
    std::iter::once((String::new(), c.t(none))).chain(options).collect()
}

/// Key of the refusal when somebody else was faster.
const CHANGED: &str = "network-problem-changed";

/// What the form has seen of the record: what it was made of, until it is told of a later one.
fn seen<T: Debug>(t: &Typed<'_>, known: Option<&T>) -> String {
    let told = t.problem.as_ref().is_some_and(|p| p.message == CHANGED);
    let before = t.form.some("seen").filter(|_| !told);
    before.or_else(|| known.map(service::mark)).unwrap_or_default()
}

/// Key of the name of a field.
fn label(field: &str) -> &'static str {
    match field {
        "name" => "network-name",
        "kind" => "network-kind",
        "city" => "network-city",
        "website" => "network-website",
        "public_email" => "network-email",
        "retention_days" => "network-retention",
        "open_to_public" => "network-open",
        "organisation" => "network-whose",
        "room" => "network-room",
        "address" => "network-address",
        "postcode" => "network-postcode",
        "insee" => "network-insee",
        "latitude" => "network-latitude",
        "longitude" => "network-longitude",
        "time_zone" => "network-zone",
        "access_note" => "network-access",
        "capacity" => "network-capacity",
        "equipment" => "network-equipment",
        "step_free" => "network-step-free",
        "opening_hours" => "network-hours",
        "name_fr" => "network-name-fr",
        "name_en" => "network-name-en",
        _ => "network-position",
    }
}

/// When somebody else was faster: says at each field that differs what the record says now.
fn beside(c: &Ctx, mut problem: Problem, typed: &Form, now: &Form) -> Problem {
    if problem.message != CHANGED {
        return problem;
    }
    for (name, value) in now.iter() {
        // What the form did not ask for (the name, from a coordinator) cannot differ.
        let asked = typed.iter().any(|(n, _)| n == name);
        let said = typed.get(name);
        let degrees = matches!(name, "latitude" | "longitude");
        let same = said == value.trim() || (degrees && said.replace(',', ".") == value);
        if !asked || same {
            continue;
        }
        let chosen = matches!(name, "kind" | "organisation" | "open_to_public" | "step_free");
        let message = match (chosen, value.is_empty()) {
            (true, _) => "network-problem-now-other",
            (false, true) => "network-problem-now-empty",
            (false, false) => "network-problem-now",
        };
        let mut field = FieldProblem::new(name.to_owned(), message);
        field.args = vec![("field", c.t(label(name))), ("value", value.to_owned())];
        problem.fields.push(field);
    }
    problem
}

fn degrees(v: Option<f64>) -> String {
    v.map(|v| v.to_string()).unwrap_or_default()
}

/// Degrees with a decimal point or, as people write, a comma.
fn read_degrees(form: &Form, name: &'static str) -> Result<Option<f64>, FieldProblem> {
    let Some(text) = form.some(name) else { return Ok(None) };
    let number = text.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite());
    number.map(Some).ok_or_else(|| FieldProblem::new(name, "network-problem-degrees"))
}

fn read_coordinates(form: &Form) -> Result<(Option<f64>, Option<f64>), Problem> {
    let (latitude, longitude) = (read_degrees(form, "latitude"), read_degrees(form, "longitude"));
    let wrong = [&latitude, &longitude].into_iter().filter_map(|d| d.as_ref().err().cloned());
    Problem::from_fields(wrong.collect())?;
    Ok((latitude.unwrap_or_default(), longitude.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_as_people_write_them() {
        let form = |text: &str| {
            let mut form = Form::default();
            form.set("latitude", text);
            form
        };
        assert_eq!(read_degrees(&form("48,8607"), "latitude"), Ok(Some(48.8607)));
        assert_eq!(read_degrees(&form(" 2.3522 "), "latitude"), Ok(Some(2.3522)));
        assert_eq!(read_degrees(&form(""), "latitude"), Ok(None));
        for bad in ["nord", "NaN", "inf", "48,8,6"] {
            assert!(read_degrees(&form(bad), "latitude").is_err(), "{bad}");
        }
    }
}
