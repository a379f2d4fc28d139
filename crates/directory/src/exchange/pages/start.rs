//! The first page: which file, whose list.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use base::{Id, Kind, Problem};
use bytes::Bytes;
use site::form::Form;
use site::{Ctx, Handled, Permission, Typed};

use super::taking::Progress;
use super::{Sent, Uploads, apart, own_heading};
use crate::exchange::occupations::unreadable;
use crate::exchange::take::named;
use crate::exchange::{self, Format, Taking};
use crate::pages::Options;

#[derive(Template)]
#[template(path = "exchange/start.html")]
struct Start<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    /// Lists that are known here.
    sources: Options,
    /// Who may look after a new one.
    curators: Options,
    /// Those that were taken last: the list, when and by whom, the taking.
    last: Vec<(Taking, String, String)>,
}

async fn page(t: Typed<'_>) -> Handled {
    let c = t.c;
    let known = exchange::sources(&c.app, &c.actor).await?;
    let mut sources: Options = known.into_iter().map(|(name, _)| (name.clone(), name)).collect();
    if !sources.is_empty() {
        sources.insert(0, (String::new(), c.t("exchange-source-new")));
    }
    let own = c.actor.organisations(Permission::Network);
    let all = c.app.db.read(network::service::organisations).await?;
    let members = all.into_iter().filter(|o| o.standing == network::model::Standing::Member);
    let mine = members.filter(|o| own.as_ref().is_none_or(|ids| ids.contains(&o.id)));
    let mut curators: Options = mine.map(|o| (o.id.to_string(), o.name)).collect();
    if own.is_none() {
        curators.insert(0, (String::new(), c.t("exchange-curator-network")));
    }
    let mut last: Vec<Taking> = vec![];
    for taking in exchange::takings(&c.app, &c.actor, None).await? {
        if !last.iter().any(|t| t.source == taking.source) {
            last.push(taking);
        }
    }
    let last = told(c, last).await?;
    c.html_status(t.status(), &Start { c, t, sources, curators, last })
}

/// Takings with when and by whom.
pub(super) async fn told(
    c: &Ctx,
    all: Vec<Taking>,
) -> Result<Vec<(Taking, String, String)>, Problem> {
    let (people, _) = site::accounts::service::names(&c.app, vec![]).await?;
    Ok(all.into_iter().map(|t| with_words(c, &people, t)).collect())
}

fn with_words(c: &Ctx, people: &HashMap<Id, String>, taking: Taking) -> (Taking, String, String) {
    let at = base::dates::local(taking.at, base::dates::DEFAULT_ZONE);
    let when = format!("{}, {}", c.long_date(&at.date()), c.clock_time(&at.time()));
    let who = match taking.who.strip_prefix("person/") {
        Some(id) => Id::parse(id).and_then(|id| people.get(&id)).cloned(),
        None => Some(c.t("audit-operator")),
    };
    let who = who.unwrap_or_else(|| c.t("audit-former"));
    (taking, when, who)
}

pub(super) async fn start(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let mut form = Form::default();
    form.set("source", Form::from_query(&c.query).get("source"));
    page(Typed::new(&c, form)).await
}

fn broken(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "exchange-problem-large"),
        _ => Problem::new(Kind::Invalid, "problem-unreadable"),
    }
}

/// Most bytes of a field that is not the file.
const MOST_TEXT: usize = 1_000;

pub(super) async fn send(c: Ctx, mut multipart: Multipart) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let (mut name, mut bytes, mut form) = (String::new(), Bytes::new(), Form::default());
    while let Some(part) = multipart.next_field().await.map_err(|e| broken(&e))? {
        let field = part.name().unwrap_or_default().to_owned();
        match field.as_str() {
            "file" => {
                part.file_name().unwrap_or_default().clone_into(&mut name);
                bytes = part.bytes().await.map_err(|e| broken(&e))?;
            }
            "source" | "new_source" | "curator" | "partial" => {
                let text = part.text().await.map_err(|e| broken(&e))?.replace('\0', "");
                form.set(&field, text.chars().take(MOST_TEXT).collect::<String>());
            }
            _ => {}
        }
    }
    match sent(&c, &form, bytes.clone()).await {
        Ok(what) => {
            let key = Uploads::of(&c.app)?.keep(&c, name, bytes, what)?;
            Ok(c.see(&format!("/staff/directory/import/{key}")))
        }
        Err(problem) => page(Typed::new(&c, form).refused(problem)?).await,
    }
}

/// What the form says of the file, checked.
async fn sent(c: &Ctx, form: &Form, bytes: Bytes) -> Result<Sent, Problem> {
    let wrong = || Problem::new(Kind::Invalid, "problem-form");
    let source = form.some("source").unwrap_or_else(|| form.get("new_source").to_owned());
    let source = named(&source).map_err(|problem| wrong().field("new_source", problem.message))?;
    // « annuaire de la metropole » is the list that is known as « Annuaire de la Métropole ».
    let source = exchange::called(&c.app, &source).await?;
    if bytes.is_empty() {
        return Err(wrong().field("file", "exchange-problem-no-file"));
    }
    let known = exchange::source_of(&c.app, &source).await?;
    let curator = match known {
        Some(curator) => curator,
        None => Id::parse(form.get("curator")),
    };
    if exchange::take::need(&c.actor, curator.as_ref()).is_err() {
        let (field, key) = match exchange::source_of(&c.app, &source).await? {
            Some(_) => ("new_source", "exchange-problem-kept-by-others"),
            None => ("curator", "problem-field-required"),
        };
        return Err(wrong().field(field, key));
    }
    let app = c.app.clone();
    let read = move || {
        let headings = inclusion::headings(&bytes);
        let known = inclusion::is_known(&bytes);
        // JSON lines are no table, and nevertheless of the format.
        match headings {
            Ok(headings) => Ok((known, headings.iter().any(|h| own_heading(&app, h)))),
            Err(_) if known => Ok((true, false)),
            Err(error) => Err(unreadable(&error)),
        }
    };
    let (inclusion, mended) = apart(read).await.map_err(|problem| match problem.kind {
        Kind::Invalid => {
            let args = problem.args.clone();
            let mut said = base::problem::FieldProblem::new("file", problem.message);
            said.args = args;
            Problem { fields: vec![said], ..wrong() }
        }
        _ => problem,
    })?;
    Ok(Sent {
        source,
        curator,
        partial: mended || form.flag("partial"),
        format: if inclusion { Format::Inclusion } else { Format::Places },
        mapping: None,
        made_on: None,
        announced: None,
        progress: Progress::default(),
    })
}
