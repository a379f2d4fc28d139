//! What somebody looks after: places, organisations, themes, searched and paged.

use askama::Template;
use axum::Router;
use axum::routing::get;
use site::form::Form;
use site::{App, Ctx, Handled};

use crate::model::Standing;
use crate::search::model::{Spot, Step, Total, Words};
use crate::search::service::{self, Asked, Cared};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/admin/network", get(list))
}

#[derive(Template)]
#[template(path = "admin/list.html")]
struct List<'a> {
    c: &'a Ctx,
    cared: &'a Cared,
    administrator: bool,
    done: bool,
    /// Long enough for a search field.
    searchable: bool,
    query: &'a Form,
    found: String,
}

impl List<'_> {
    /// The address of another page of one of the lists; the other list stays where it is.
    fn turn(&self, list: &str, way: &str, spot: Option<&Spot>, anchor: &str) -> Option<String> {
        let (after, before) = (format!("{list}after"), format!("{list}before"));
        let mut kept = Form::from_query(&self.query.query_without(&[&after, &before, "done"]));
        kept.set(&format!("{list}{way}"), spot?.text());
        Some(self.c.url(&format!("/admin/network?{}#{anchor}", kept.query_without(&[]))))
    }
}

/// From this many on, the list has a search field.
const LONG: u64 = 25;
/// Records of a kind on one page.
const PAGE: usize = 50;

/// The step of a list whose fields begin so. What is no spot leads to the first page.
fn step(form: &Form, list: &str) -> Step {
    let spot = |way: &str| Spot::parse(form.get(&format!("{list}{way}")));
    match (spot("after"), spot("before")) {
        (Some(spot), _) => Step::After(spot),
        (None, Some(spot)) => Step::Before(spot),
        (None, None) => Step::First,
    }
}

/// How much was found for these words.
fn found(c: &Ctx, total: Total, words: &str) -> String {
    #[allow(clippy::cast_precision_loss)]
    let args = |n: u64| {
        let number = c.number(&(n as f64));
        [("count", n.to_string()), ("number", number), ("words", words.to_owned())]
    };
    match total {
        Total::Exactly(n) => c.problem_text("network-found", &args(n)),
        Total::MoreThan(n) => c.problem_text("network-found-more", &args(n)),
    }
}

async fn list(c: Ctx) -> Handled {
    let query = Form::from_query(&c.query);
    let asked = Asked {
        words: Words::of(query.get("q")),
        organisations: step(&query, ""),
        places: step(&query, "p"),
    };
    let cared = service::cared(&c.app, &c.actor, asked, PAGE).await?;
    let page = List {
        administrator: c.actor.need_administrator().is_ok(),
        done: query.flag("done"),
        searchable: cared.count().least() >= LONG || !query.get("q").is_empty(),
        found: found(&c, cared.count(), query.get("q")),
        c: &c,
        cared: &cared,
        query: &query,
    };
    c.html(&page)
}
