//! Pages of the additions.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Problem};
use retrieval::Lexicon;
use retrieval::lexicon::plain;
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use super::model::{Already, Known, Words, already, lines};
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

    /// Where the search shows what it makes of each way of saying it.
    fn trials(&self, words: &Words) -> Vec<(String, String)> {
        let trial = |said: &String| {
            let mut query = Form::default();
            query.set("q", said.as_str());
            (said.clone(), self.c.url(&format!("/find?{}", query.query_without(&[]))))
        };
        words.said.iter().map(trial).collect()
    }
}

/// What the program knows by itself.
fn built_in() -> Vec<Words> {
    let rows = Lexicon::built_in().rows().iter();
    rows.map(|row| Words {
        said: row.said.iter().map(|said| plain(said).to_owned()).collect(),
        means: row.means.clone(),
        themes: row.themes.iter().map(|(code, _)| code.clone()).collect(),
    })
    .collect()
}

/// What of it has some words.
fn looked_for(asked: &str) -> Vec<Words> {
    if asked.is_empty() {
        return vec![];
    }
    let wanted = tables::normal(asked);
    let has = |text: &String| tables::normal(text).contains(&wanted);
    let fits = |w: &Words| w.said.iter().chain(&w.means).any(has);
    built_in().into_iter().filter(fits).take(SHOWN).collect()
}

async fn list(c: Ctx) -> Handled {
    let own = service::all(&c.app, &c.actor).await?;
    let form = Form::from_query(&c.query);
    let asked: String = form.get("words").chars().take(100).collect();
    c.html(&List { done: form.flag("done"), own, known: looked_for(&asked), asked, c: &c })
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
    /// What is known already: what, what it means, the addition that says so.
    already: Vec<(String, String, Option<String>)>,
    /// Mark of the words that one was told of.
    told: String,
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

/// What a way of saying it means now, in words.
fn meaning(c: &Ctx, words: &Words) -> String {
    let themes = words.themes.iter().map(|code| themes::label(code, c.lang));
    words.means.iter().cloned().chain(themes).collect::<Vec<_>>().join(", ")
}

fn page(t: Typed<'_>, known: Option<&Known>) -> Handled {
    form_page(t, known, &[])
}

fn form_page(t: Typed<'_>, known: Option<&Known>, already: &[Already]) -> Handled {
    let c = t.c;
    let line = |a: &Already| {
        let href = a.addition.as_ref().map(|id| c.url(&format!("/admin/words/{id}")));
        (a.said.clone(), meaning(c, &a.words), href)
    };
    let told = t.problem.as_ref().is_some_and(|p| p.message == "network-problem-changed");
    let before = t.form.some("seen").filter(|_| !told);
    let page = One {
        action: known.map_or("/admin/words/new".into(), |(id, _)| format!("/admin/words/{id}")),
        seen: before
            .or_else(|| known.map(|(_, words)| network::service::mark(words)))
            .unwrap_or_default(),
        groups: themes::groups(c.lang),
        already: already.iter().map(line).collect(),
        told: network::service::mark(&read(&t.form).said),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

/// What of the words is known already and was not told yet, if they can be kept at all.
async fn untold(c: &Ctx, form: &Form, besides: &Id) -> Result<Vec<Already>, Problem> {
    let words = read(form);
    let told = form.get("told") == network::service::mark(&words.said);
    if told || words.check().is_err() {
        return Ok(vec![]);
    }
    let own = service::all(&c.app, &c.actor).await?;
    Ok(already(&words, &own, besides, &built_in()))
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
    c.actor.need_administrator()?;
    let id = Id::new();
    let already = untold(&c, &form, &id).await?;
    if !already.is_empty() {
        return form_page(Typed::new(&c, form), None, &already);
    }
    match service::put(&c.app, &c.actor, &id, read(&form), None).await {
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
    let already = untold(&c, &form, &known.0).await?;
    // Words that it had already are no news.
    let news = |a: &Already| !known.1.said.contains(&a.said);
    if already.iter().any(news) {
        return form_page(Typed::new(&c, form), Some(&known), &already);
    }
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
