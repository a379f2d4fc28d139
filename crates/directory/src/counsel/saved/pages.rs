//! The pages of one's own searches, and the one that stops the mails.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Kind, Problem};
use site::ctx::{PublicCtx, discreet};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};
use territory::Zone;

use super::alerts;
use super::model::{KEPT_MONTHS, Kept, LONGEST, Pace, understood};
use super::service::{self, Draft, List, Saved};
use crate::find;
use crate::model::{EntryKind, Public};
use crate::pages::{Options, id_of};
use crate::themes;

pub(in crate::counsel) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/searches", get(list).post(save))
        .route("/staff/searches/new", get(new))
        .route("/staff/searches/pace", post(pace))
        .route("/staff/searches/{id}", get(open).post(change))
        .route("/staff/searches/{id}/remove", post(remove))
        .route("/searches/stop/{secret}", get(stopping).post(stop))
}

/// What a question asks beside its words, in words: where, what, for whom.
fn rest(c: &Ctx, form: &Form) -> Vec<String> {
    let kind = |code: &str| match EntryKind::parse(code) {
        Some(kind) => Some(c.t(kind.label())),
        None if code == "session" => Some(c.t("find-kind-session")),
        None if code == "organisation" => Some(c.t("find-kind-organisation")),
        None => None,
    };
    let place = Zone::parse(form.get("where")).map(|zone| network::search::zone_words(c, zone));
    let kinds = form.all("kind").into_iter().filter_map(kind);
    let themes = form.all("theme").into_iter().filter(|code| themes::known(code));
    let themes = themes.map(|code| themes::label(code, c.lang));
    let publics = form.all("public").into_iter().filter_map(Public::parse);
    let publics = publics.map(|p| c.t(p.label()));
    let one = form.some("organisation").map(|_| c.t("saved-one-organisation"));
    let remote = form.flag("remote").then(|| c.t("find-remote-only"));
    let language = form.some("language").map(|code| crate::pages::language(c, &code));
    let step_free = form.flag("step_free").then(|| c.t("find-step-free"));
    let all = place.into_iter().chain(kinds).chain(themes).chain(publics).chain(one).chain(remote);
    all.chain(language).chain(step_free).collect()
}

/// A question in words.
fn question(c: &Ctx, kept: &Kept) -> String {
    let form = Form::from_query(&kept.query);
    let words = form.some("q").map(|q| c.t1("saved-quoted", "words", q));
    words.into_iter().chain(rest(c, &form)).collect::<Vec<_>>().join(" · ")
}

#[derive(Template)]
#[template(path = "counsel/searches.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    /// Which search the form that was refused belongs to.
    refused: String,
    list: List,
    done: bool,
    months: i32,
    most: usize,
}

impl Page<'_> {
    fn question(&self, saved: &Saved) -> String {
        question(self.c, &saved.kept)
    }

    fn paces(&self) -> Options {
        Pace::ALL.iter().map(|p| (p.code().into(), self.c.t(p.label()))).collect()
    }

    fn date(&self, date: &jiff::civil::Date) -> String {
        self.c.long_date(date)
    }

    fn name<'s>(&'s self, saved: &'s Saved) -> &'s str {
        if self.refused == saved.id.as_str() { self.t.v("name") } else { &saved.kept.name }
    }
}

async fn page(mut t: Typed<'_>, refused: String) -> Handled {
    let c = t.c;
    let list = service::list(&c.app, &c.actor).await?;
    if t.form.some("pace").is_none() {
        t.form.set("pace", list.pace.code());
    }
    let page = Page {
        done: Form::from_query(&c.query).flag("done"),
        months: KEPT_MONTHS,
        most: LONGEST,
        refused,
        list,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn list(c: Ctx) -> Handled {
    page(Typed::new(&c, Form::default()), String::new()).await
}

#[derive(Template)]
#[template(path = "counsel/search_new.html")]
struct New<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    /// The fields of the question that are kept as they are.
    carried: Vec<(String, String)>,
    rest: Vec<String>,
    /// Words that were typed and are not proposed.
    shortened: bool,
    /// Needs that were heard in the words, in words.
    heard: String,
    /// Whether mails are sent at all.
    mails: bool,
    months: i32,
    back: String,
}

fn new_page(t: Typed<'_>, shortened: bool, heard: String) -> Handled {
    let c = t.c;
    let carried: Vec<(String, String)> =
        ["where", "kind", "theme", "public", "organisation", "remote", "language", "step_free"]
            .iter()
            .flat_map(|name| {
                t.form.all(name).into_iter().map(|v| ((*name).to_owned(), v.to_owned()))
            })
            .collect();
    let page = New {
        rest: rest(c, &t.form),
        mails: site::mail::wanted(&c.app),
        back: c.url(&format!("/find?{}", Kept::query(&t.form))),
        months: KEPT_MONTHS,
        carried,
        shortened,
        heard,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

/// The form that keeps a question: of its words those that were understood are proposed.
async fn new(c: Ctx) -> Handled {
    c.actor.need_person()?;
    let asked = Form::from_query(&c.query);
    let mut form = Form::from_query(&Kept::query(&asked));
    let known = match find::read(&form, &mut vec![]) {
        Ok(known) => known,
        Err(problem) => {
            return new_page(Typed::new(&c, form).refused(problem)?, false, String::new());
        }
    };
    let (mut shortened, mut heard) = (false, vec![]);
    if !known.text.is_empty() {
        let answered = find::ask(&c.app, &known).await?;
        let words = understood(&answered.understanding);
        shortened = tables::normal(&words) != tables::normal(&known.text);
        let themes = answered.understanding.themes.iter().take(find::HEARD);
        heard = themes.map(|(code, _)| themes::label(code, c.lang)).collect();
        form = Form::from_query(&form.query_without(&["q"]));
        form.set("q", words);
    }
    if let Some(zone) = known.near {
        form = Form::from_query(&form.query_without(&["where"]));
        form.set("where", zone.slug());
    }
    let name: Vec<String> = form.some("q").into_iter().chain(rest(&c, &form)).collect();
    let name: String = name.join(", ").chars().take(LONGEST).collect();
    form.set("name", name);
    let follow = site::mail::wanted(&c.app);
    form.set("followed", if follow { "1" } else { "" });
    new_page(Typed::new(&c, form), shortened, heard.join(" · "))
}

async fn save(c: Ctx, form: Form) -> Handled {
    let kept = Kept { name: form.get("name").to_owned(), query: Kept::query(&form) };
    let draft = Draft { kept, followed: form.flag("followed") };
    match service::save(&c.app, &c.actor, draft).await {
        Ok(_) => Ok(c.see("/staff/searches?done=1")),
        Err(problem) => new_page(Typed::new(&c, form).refused(problem)?, false, String::new()),
    }
}

async fn open(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_person()?;
    Ok(c.see(&service::open(&c.app, &c.actor, &id_of(&id)?).await?))
}

async fn change(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    c.actor.need_person()?;
    let id: Id = id_of(&id)?;
    let (name, followed) = (form.get("name").to_owned(), form.flag("followed"));
    match service::change(&c.app, &c.actor, &id, &name, followed).await {
        Ok(()) => Ok(c.see("/staff/searches?done=1")),
        Err(problem) => page(Typed::new(&c, form).refused(problem)?, id.to_string()).await,
    }
}

async fn remove(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_person()?;
    service::remove(&c.app, &c.actor, &id_of(&id)?).await?;
    Ok(c.see("/staff/searches?done=1"))
}

async fn pace(c: Ctx, form: Form) -> Handled {
    c.actor.need_person()?;
    let unknown =
        || Problem::new(Kind::Invalid, "problem-form").field("pace", "problem-field-required");
    let pace = Pace::parse(form.get("pace")).ok_or_else(unknown)?;
    service::set_pace(&c.app, &c.actor, pace).await?;
    Ok(c.see("/staff/searches?done=1"))
}

#[derive(Template)]
#[template(path = "counsel/stop.html")]
struct Stop<'a> {
    c: &'a Ctx,
    /// Searches that are followed.
    followed: u32,
    action: String,
}

async fn stop_page(c: &Ctx, secret: &str) -> Handled {
    let followed = alerts::stopping(&c.app, secret).await?;
    let action = c.url(&format!("/searches/stop/{secret}"));
    c.html(&Stop { c, followed, action }).map(discreet)
}

async fn stopping(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    stop_page(&c, &secret).await
}

/// By the button of the page, or by the one click of a program of mail (RFC 8058), which sends its
/// form in one of two ways and follows to no other page: whatever it sends, the answer is here.
async fn stop(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    alerts::stop(&c.app, &secret).await?;
    stop_page(&c, &secret).await
}
