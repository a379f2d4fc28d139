//! Pages of the additions.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Problem};
use retrieval::Lexicon;
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use super::model::{Known, Words, lines};
use super::service;
use crate::pages::{Options, id_of};
use crate::service::not_found;
use crate::themes;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/words", get(list))
        .route("/admin/words/new", get(new).post(create))
        .route("/admin/words/{id}", get(one).post(change))
        .route("/admin/words/{id}/remove", post(remove))
}

const LIST: &str = "/admin/words?done=1";
/// Themes of one addition.
const THEMES: usize = 3;
/// Rows of the built-in lexicon that are shown.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "lexicon/list.html")]
struct List<'a> {
    c: &'a Ctx,
    done: bool,
    own: Vec<Known>,
    /// What was looked for in the lexicon that comes with the program.
    asked: String,
    known: Vec<Words>,
}

impl List<'_> {
    fn themes(&self, words: &Words) -> String {
        let names = words.themes.iter().map(|code| themes::label(code, self.c.lang));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Where the search shows what it makes of it.
    fn trial(&self, words: &Words) -> String {
        let mut query = Form::default();
        query.set("q", words.said.first().map_or("", String::as_str));
        self.c.url(&format!("/find?{}", query.query_without(&[])))
    }
}

/// What the program knows of some words by itself.
fn built_in(asked: &str) -> Vec<Words> {
    if asked.is_empty() {
        return vec![];
    }
    let wanted = tables::normal(asked);
    let has = |text: &String| tables::normal(text).contains(&wanted);
    let rows = Lexicon::built_in().rows().iter();
    rows.filter(|row| row.said.iter().chain(&row.means).any(has))
        .take(SHOWN)
        .map(|row| Words {
            said: row.said.clone(),
            means: row.means.clone(),
            themes: row.themes.iter().map(|(code, _)| code.clone()).collect(),
        })
        .collect()
}

async fn list(c: Ctx) -> Handled {
    let own = service::all(&c.app, &c.actor).await?;
    let form = Form::from_query(&c.query);
    let asked: String = form.get("words").chars().take(100).collect();
    c.html(&List { done: form.flag("done"), own, known: built_in(&asked), asked, c: &c })
}

#[derive(Template)]
#[template(path = "lexicon/one.html")]
struct One<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    action: String,
    /// Mark of what the form has seen; empty for a new one.
    seen: String,
    groups: Vec<(String, Options)>,
}

impl One<'_> {
    fn places(&self) -> [String; THEMES] {
        std::array::from_fn(|n| format!("theme{}", n + 1))
    }
}

fn fields(words: &Words) -> Form {
    let mut form = Form::default();
    form.set("said", words.said.join("\n"));
    form.set("means", words.means.join("\n"));
    for (n, code) in words.themes.iter().enumerate() {
        form.set(&format!("theme{}", n + 1), code.as_str());
    }
    form
}

fn read(form: &Form) -> Words {
    let mut codes: Vec<String> = vec![];
    for n in 1..=THEMES {
        codes.extend(form.some(&format!("theme{n}")).filter(|code| !codes.contains(code)));
    }
    Words { said: lines(form.get("said")), means: lines(form.get("means")), themes: codes }
}

fn page(t: Typed<'_>, known: Option<&Known>) -> Handled {
    let c = t.c;
    let told = t.problem.as_ref().is_some_and(|p| p.message == "network-problem-changed");
    let before = t.form.some("seen").filter(|_| !told);
    let page = One {
        action: known.map_or("/admin/words/new".into(), |(id, _)| format!("/admin/words/{id}")),
        seen: before
            .or_else(|| known.map(|(_, words)| network::service::mark(words)))
            .unwrap_or_default(),
        groups: themes::groups(c.lang),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn held(c: &Ctx, id: &str) -> Result<Known, Problem> {
    let id = id_of(id)?;
    let all = service::all(&c.app, &c.actor).await?;
    all.into_iter().find(|(known, _)| *known == id).ok_or_else(not_found)
}

async fn new(c: Ctx) -> Handled {
    c.actor.need_administrator()?;
    let mut form = Form::default();
    form.set("said", Form::from_query(&c.query).get("said"));
    page(Typed::new(&c, form), None)
}

async fn create(c: Ctx, form: Form) -> Handled {
    match service::put(&c.app, &c.actor, &Id::new(), read(&form), None).await {
        Ok(()) => Ok(c.see(LIST)),
        Err(problem) => page(Typed::new(&c, form).refused(problem)?, None),
    }
}

async fn one(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = held(&c, &id).await?;
    page(Typed::new(&c, fields(&known.1)), Some(&known))
}

async fn change(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = held(&c, &id).await?;
    match service::put(&c.app, &c.actor, &known.0, read(&form), form.some("seen")).await {
        Ok(()) => Ok(c.see(LIST)),
        Err(problem) => {
            let known = held(&c, &id).await?;
            page(Typed::new(&c, form).refused(problem)?, Some(&known))
        }
    }
}

async fn remove(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = held(&c, &id).await?;
    service::remove(&c.app, &c.actor, &known.0).await?;
    Ok(c.see(LIST))
}
