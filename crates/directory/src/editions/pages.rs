//! Selections as those see them who make them.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Kind, Problem};
use jiff::civil::Date;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::model::{Booklet, BookletDraft, Edition, Share};
use super::public::share_words;
use super::service::{self, Open, Query};
use crate::freshness::campaigns::zone;
use crate::pages::{Options, ago, id_of};
use crate::themes;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/directory/editions", get(list))
        .route("/staff/directory/editions/new", get(new).post(create))
        .route("/staff/directory/editions/{id}", get(one).post(update))
        .route("/staff/directory/editions/{id}/entries", post(add))
        .route("/staff/directory/editions/{id}/entries/{entry}", post(place))
        .route("/staff/directory/editions/{id}/publish", get(before).post(publish))
}

#[derive(Template)]
#[template(path = "editions/list.html")]
struct List<'a> {
    c: &'a Ctx,
    booklets: Vec<(Booklet, String, Vec<Edition>)>,
}

async fn list(c: Ctx) -> Handled {
    let booklets = service::booklets(&c.app, &c.actor).await?;
    c.html(&List { c: &c, booklets })
}

#[derive(Template)]
#[template(path = "editions/new.html")]
struct New<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    organisations: Options,
}

async fn form_page(t: Typed<'_>) -> Handled {
    let c = t.c;
    let own = c.actor.organisations(Permission::Network);
    let all = c.app.db.read(network::service::organisations).await?;
    let mine = all.into_iter().filter(|o| own.as_ref().is_none_or(|ids| ids.contains(&o.id)));
    let organisations = mine.map(|o| (o.id.to_string(), o.name)).collect();
    c.html_status(t.status(), &New { c, t, organisations })
}

async fn new(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let mut form = Form::default();
    form.set("headings", c.t("editions-first-headings"));
    form_page(Typed::new(&c, form)).await
}

fn draft(form: &Form) -> BookletDraft {
    BookletDraft {
        title: form.get("title").to_owned(),
        introduction: form.get("introduction").replace("\r\n", "\n"),
        headings: BookletDraft::lines(form.get("headings")),
    }
}

async fn create(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let missing = || {
        Problem::new(Kind::Invalid, "problem-form").field("organisation", "problem-field-required")
    };
    let done = match Id::parse(form.get("organisation")) {
        Some(organisation) => service::make(&c.app, &c.actor, &organisation, draft(&form)).await,
        None => Err(missing()),
    };
    match done {
        Ok(id) => Ok(c.see(&format!("/staff/directory/editions/{id}?done=1"))),
        Err(problem) => form_page(Typed::new(&c, form).refused(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "editions/one.html")]
struct One<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    base: String,
    seen: String,
    done: bool,
    /// Something was looked for.
    asked: bool,
    /// What, to come back to it.
    query: String,
    headings: Options,
    groups: Vec<(String, Options)>,
    open: Open,
}

fn age(c: &Ctx, verified: &Option<Date>) -> String {
    let today = site::sealing::today(&c.app);
    match verified {
        None => c.t("editions-never"),
        Some(day) => c.t1("directory-verified", "ago", ago(c, *day, today)),
    }
}

impl One<'_> {
    fn age(&self, verified: &Option<Date>) -> String {
        age(self.c, verified)
    }

    /// Entries under a heading.
    fn under(&self, heading: &usize) -> Vec<&super::store::Picked> {
        self.open.picked.iter().filter(|p| p.1 == *heading).collect()
    }

    fn date(&self, date: &Date) -> String {
        self.c.long_date(date)
    }
}

async fn page(mut t: Typed<'_>, id: &str) -> Handled {
    let c = t.c;
    c.actor.need_somewhere(Permission::Network)?;
    let asked = Form::from_query(&c.query);
    let where_ = asked.get("where");
    let zone = match zone("where", where_) {
        _ if where_.is_empty() => None,
        Ok(zone) => Some(zone),
        Err(field) => {
            t.problem = Problem::from_fields(vec![field]).err();
            None
        }
    };
    let (theme, words) = (asked.get("theme").to_owned(), asked.get("words").to_owned());
    // Sent without a word, the form asks for everything; a territory that is not known for nothing.
    let all = t.problem.is_none() && asked.iter().any(|(name, _)| name == "words");
    let query = Query { theme, zone, words, all };
    let searched = !query.is_empty();
    let open = service::booklet(&c.app, &c.actor, &id_of(id)?, query).await?;
    let d = &open.booklet.draft;
    if t.form.some("title").is_none() && t.form.some("headings").is_none() {
        t.form.set("title", d.title.as_str());
        t.form.set("introduction", d.introduction.as_str());
        t.form.set("headings", d.headings.join("\n"));
    }
    for name in ["theme", "where", "words"] {
        t.form.set(name, asked.get(name));
    }
    let told = t.problem.as_ref().is_some_and(|p| p.message == "network-problem-changed");
    let mark = network::service::mark(d);
    let seen = t.form.some("seen").filter(|_| !told).unwrap_or(mark);
    let headings = d.headings.iter().enumerate().map(|(n, h)| (n.to_string(), h.clone()));
    let page = One {
        base: c.url(&format!("/staff/directory/editions/{id}")),
        seen,
        done: asked.flag("done"),
        asked: searched,
        query: asked.query_without(&["done"]),
        headings: headings.collect(),
        groups: themes::groups(c.lang),
        open,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn one(c: Ctx, Path(id): Path<String>) -> Handled {
    page(Typed::new(&c, Form::default()), &id).await
}

/// After a change: the selection again, with what is wrong if anything is.
async fn shown(c: &Ctx, id: &str, form: Form, done: Result<(), Problem>) -> Handled {
    match done {
        Ok(()) => {
            // Back to what was looked for.
            let query = Form::from_query(form.get("query")).query_without(&["done"]);
            Ok(c.see(&format!("/staff/directory/editions/{id}?done=1&{query}")))
        }
        Err(problem) => page(Typed::new(c, form).refused(problem)?, id).await,
    }
}

async fn update(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let (seen, id2) = (form.some("seen"), id_of(&id)?);
    let done = service::change(&c.app, &c.actor, &id2, draft(&form), seen).await;
    shown(&c, &id, form, done).await
}

fn heading(form: &Form) -> Result<usize, Problem> {
    form.get("heading").parse().map_err(|_| Problem::new(Kind::Invalid, "problem-form"))
}

async fn add(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let all: Vec<Id> = form.all("entries").into_iter().filter_map(Id::parse).collect();
    let id2 = id_of(&id)?;
    let done = match heading(&form) {
        Ok(heading) => service::add(&c.app, &c.actor, &id2, all, heading).await,
        Err(problem) => Err(problem),
    };
    shown(&c, &id, form, done).await
}

async fn place(c: Ctx, Path((id, entry)): Path<(String, String)>, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let (id2, entry) = (id_of(&id)?, id_of(&entry)?);
    let done = match form.get("do") {
        "up" => service::shift(&c.app, &c.actor, &id2, &entry, true).await,
        "down" => service::shift(&c.app, &c.actor, &id2, &entry, false).await,
        "remove" => service::remove(&c.app, &c.actor, &id2, &entry).await,
        _ => match heading(&form) {
            Ok(heading) => service::add(&c.app, &c.actor, &id2, vec![entry], heading).await,
            Err(problem) => Err(problem),
        },
    };
    shown(&c, &id, form, done).await
}

#[derive(Template)]
#[template(path = "editions/publish.html")]
struct Before<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    base: String,
    seen: String,
    /// The number it will have.
    number: String,
    /// Headings that have entries, and how many.
    headings: Vec<(String, usize)>,
    share: String,
    /// What was not verified for a while: name, page, age.
    stale: Vec<(String, String, String)>,
    open: Open,
}

/// What will be public, before it is.
async fn before_page(t: Typed<'_>, id: &str) -> Handled {
    let c = t.c;
    let open = service::booklet(&c.app, &c.actor, &id_of(id)?, Query::default()).await?;
    let today = site::sealing::today(&c.app);
    let last = open.editions.first().map_or(0, |e| e.number);
    let headings = open.booklet.draft.headings.iter().enumerate().map(|(n, heading)| {
        let here = open.picked.iter().filter(|p| p.1 == n).count();
        (heading.clone(), here)
    });
    let old = open.picked.iter().filter(|p| !Share::is_fresh(p.4, today));
    let stale = old.map(|(entry, _, title, _, verified)| {
        (title.clone(), c.url(&format!("/entries/{entry}")), age(c, verified))
    });
    let page = Before {
        base: c.url(&format!("/staff/directory/editions/{id}")),
        seen: service::mark(&open),
        number: c.t2("editions-number", "n", last + 1, "date", c.long_date(&today)),
        headings: headings.filter(|(_, n)| *n > 0).collect(),
        share: share_words(c, Share::of(open.picked.iter().map(|p| p.4), today), today),
        stale: stale.collect(),
        open,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn before(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    before_page(Typed::new(&c, Form::default()), &id).await
}

async fn publish(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    match service::publish(&c.app, &c.actor, &id_of(&id)?, form.some("seen")).await {
        Ok(edition) => Ok(c.see(&format!("/editions/{edition}"))),
        Err(problem) => before_page(Typed::new(&c, form).refused(problem)?, &id).await,
    }
}
