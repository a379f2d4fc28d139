//! The page of the trail.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::routing::get;
use base::Id;

use super::{Act, Entry, latest};
use crate::accounts::service;
use crate::form::Form;
use crate::{App, Ctx, Handled, Role};

const PAGE: usize = 100;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/admin/audit", get(trail))
}

struct Line {
    when: String,
    who: String,
    act: Act,
    organisation: String,
    subject: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct Trail<'a> {
    c: &'a Ctx,
    lines: Vec<Line>,
    /// Where older rows begin.
    older: Option<i64>,
}

async fn trail(c: Ctx) -> Handled {
    let before = Form::from_query(&c.query).get("before").parse().ok();
    let entries = latest(&c.app, &c.actor, before, PAGE).await?;
    let about = entries.iter().filter_map(|e| e.organisation.clone()).collect();
    let (people, organisations) = service::names(&c.app, about).await?;
    let older = entries.last().filter(|_| entries.len() == PAGE).map(|e| e.seq);
    let lines = entries.into_iter().map(|e| line(&c, &people, &organisations, e)).collect();
    c.html(&Trail { c: &c, lines, older })
}

/// A role is kept as a word, and shown by its name.
fn detail(c: &Ctx, act: Act, detail: String) -> String {
    match (act, Role::parse(&detail)) {
        (Act::PersonInvited, Some(role)) => c.t(role.label()),
        (Act::PersonInvited, None) if detail == "administrator" => c.t("accounts-administrator"),
        _ => detail,
    }
}

fn line(
    c: &Ctx,
    people: &HashMap<Id, String>,
    organisations: &HashMap<Id, String>,
    e: Entry,
) -> Line {
    let at = base::dates::local(e.at, base::dates::DEFAULT_ZONE);
    let known = |id: &str| Id::parse(id).and_then(|id| people.get(&id)).cloned();
    let who = match (e.who.strip_prefix("person/"), e.who.as_str()) {
        (Some(id), _) => known(id).unwrap_or_else(|| c.t("audit-former")),
        (None, "operator") => c.t("audit-operator"),
        _ => c.t("audit-program"),
    };
    let organisation = e.organisation.as_ref().and_then(|id| organisations.get(id)).cloned();
    Line {
        when: format!("{}, {}", c.long_date(&at.date()), c.clock_time(&at.time())),
        who,
        act: e.act,
        organisation: organisation.unwrap_or_default(),
        subject: known(&e.subject).unwrap_or(e.subject),
        detail: detail(c, e.act, e.detail),
    }
}
