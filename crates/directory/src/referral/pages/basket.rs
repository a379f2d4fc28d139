//! What was chosen for a slip: sorted, printed how, made. It lives in the address of its page, and
//! no cookie knows of it.

use askama::Template;
use axum::Router;
use axum::routing::{get, post};
use base::{Id, Kind, Lang, Problem};
use site::ctx::localised;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use crate::counsel::compare;
use crate::pages::{Options, freshness_words};
use crate::referral::model::{Basket, MOST_RESULTS, Paper, Target};
use crate::referral::service::{self, Shown, Wish};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/slip/new", get(new)).route("/slips", post(make))
}

/// Something chosen, as a line of the page.
struct Line {
    field: &'static str,
    id: Id,
    title: String,
    owner: String,
    about: String,
}

#[derive(Template)]
#[template(path = "directory/slip_new.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    lines: Vec<Line>,
    missing: usize,
    /// How many too many.
    over: usize,
    /// Compares its first entries: how many, and the address.
    compare: Option<(usize, String)>,
    key: String,
    papers: Options,
    langs: Options,
    /// At whose desk, for who has several.
    desks: Options,
}

async fn page(t: Typed<'_>) -> Handled {
    let c = t.c;
    let (found, missing) = service::chosen(&c.app, &Basket::read(t.form.iter())).await?;
    let line = |(target, shown): (Target, Shown)| Line {
        field: target.field(),
        id: target.id().clone(),
        title: shown.title().to_owned(),
        owner: shown.owner().to_owned(),
        about: match &shown {
            Shown::Entry(seen) => freshness_words(c, &seen.entry),
            Shown::Session(view) => c.long_date(&view.date()),
        },
    };
    let lines: Vec<Line> = found.into_iter().map(line).collect();
    let entries = lines.iter().filter(|l| l.field == "entry").map(|l| &l.id).take(compare::MOST);
    let comparing = (entries.clone().count(), c.url(&compare::path(entries, None)));
    let key = t.form.some("key").unwrap_or_else(|| base::codes::secret(&mut rand::rng()));
    let page = Page {
        over: lines.len().saturating_sub(MOST_RESULTS),
        compare: (comparing.0 > 1).then_some(comparing),
        lines,
        missing,
        key,
        papers: Paper::ALL.iter().map(|p| (p.code().into(), c.t(p.label()))).collect(),
        langs: vec![("fr".into(), c.t("referral-lang-fr")), ("en".into(), c.t("referral-lang-en"))],
        desks: desks(c).await?,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

/// The desks at which somebody sits, by their roles.
async fn desks(c: &Ctx) -> Result<Options, Problem> {
    let Some(person) = c.actor.person() else { return Ok(vec![]) };
    let own = person.memberships.iter().map(|m| m.organisation.clone());
    let own: Vec<Id> = own.filter(|id| c.actor.can(Permission::Desk, id)).collect();
    c.app
        .db
        .read(move |tx| {
            let mut desks = vec![];
            for id in &own {
                let known = network::service::organisation(tx, id)?;
                desks.extend(known.map(|o| (id.to_string(), o.name)));
            }
            Ok::<_, Problem>(desks)
        })
        .await
}

async fn new(c: Ctx) -> Handled {
    let mut form = Form::from_query(&c.query);
    let basket = Basket::read(form.iter());
    let place = |name: &str| form.get(name).parse::<usize>().ok();
    let sorted = match (place("up"), place("down"), place("remove")) {
        (Some(n), ..) => Some(basket.raised(n)),
        (_, Some(n), _) => Some(basket.raised(n.saturating_add(1))),
        (.., Some(n)) => Some(basket.without(n)),
        _ => None,
    };
    if let Some(sorted) = sorted {
        // The address says what the page shows, and what was chosen stays chosen.
        let gone = ["entry", "session", "up", "down", "remove", "key"];
        let (path, rest) = (sorted.path(), form.query_without(&gone));
        let mark = if path.contains('?') { '&' } else { '?' };
        let there = if rest.is_empty() { path } else { format!("{path}{mark}{rest}") };
        return Ok(c.see(&there));
    }
    if form.get("lang").is_empty() {
        form.set("lang", c.lang.tag());
    }
    page(Typed::new(&c, form)).await
}

fn read(form: &Form) -> Result<(Wish, Lang), Problem> {
    let unknown = |field: &'static str| {
        Problem::new(Kind::Invalid, "problem-form").field(field, "problem-field-required")
    };
    let paper = match form.some("paper") {
        None => Paper::A5,
        Some(code) => Paper::parse(&code).ok_or_else(|| unknown("paper"))?,
    };
    let lang = match form.get("lang") {
        "" | "fr" => Lang::Fr,
        "en" => Lang::En,
        _ => return Err(unknown("lang")),
    };
    let wish = Wish {
        basket: Basket::read(form.iter()),
        paper,
        easy: form.flag("easy"),
        organisation: Id::parse(form.get("organisation")),
        key: form.some("key").unwrap_or_else(|| base::codes::secret(&mut rand::rng())),
    };
    Ok((wish, lang))
}

async fn make(c: Ctx, form: Form) -> Handled {
    let done = match read(&form) {
        Ok((wish, lang)) => {
            service::make(&c.app, &c.actor, wish).await.map(|secret| (secret, lang))
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok((secret, lang)) => {
            let there = localised(lang, &format!("/slip/{secret}"));
            Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(&there)))
        }
        Err(problem) => page(Typed::new(&c, form).refused(problem)?).await,
    }
}
