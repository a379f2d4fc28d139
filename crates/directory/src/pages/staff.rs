//! The directory as professionals keep it.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::{Id, Kind, Problem};
use inclusion::Criterion;
use network::model::Standing;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::{Options, due_words, forms, freshness_look, freshness_words, id_of};
use crate::model::{
    Answer, Entry, EntryDraft, EntryKind, Fees, How, Mode, NoticeKind, Public, Reach, ReachBy,
    ServiceType, Signal, State, StepFree,
};
use crate::service::{self, Filter, Seen, Writing};
use crate::themes;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/directory", get(list))
        .route("/staff/directory/new", get(new).post(create))
        .route("/staff/directory/{id}", get(one))
        .route("/staff/directory/{id}/edit", get(edit).post(update))
        .route("/staff/directory/{id}/verify", post(verify))
        .route("/staff/directory/{id}/state", post(state))
        .route("/staff/directory/{id}/notices", post(add_notice))
        .route("/staff/directory/{id}/notices/{notice}/end", post(end_notice))
        .route("/staff/directory/{id}/reports/{report}", post(answer))
}

#[derive(Template)]
#[template(path = "directory/list.html")]
struct List<'a> {
    c: &'a Ctx,
    done: bool,
    entries: Vec<Entry>,
    names: HashMap<Id, String>,
    /// What is shown: words, address, whether it is this.
    views: Vec<(String, String, bool)>,
    may_write: bool,
    full: bool,
}

impl List<'_> {
    fn look(&self, entry: &Entry) -> &'static str {
        freshness_look(entry.freshness(site::sealing::today(&self.c.app)))
    }

    fn age(&self, entry: &Entry) -> String {
        freshness_words(self.c, entry)
    }

    fn owner(&self, entry: &Entry) -> &str {
        self.names.get(&entry.owner).map_or("", String::as_str)
    }

    fn due(&self, entry: &Entry) -> String {
        due_words(self.c, entry)
    }
}

async fn list(c: Ctx) -> Handled {
    let form = Form::from_query(&c.query);
    let show = form.get("show");
    let filter = Filter { state: State::parse(show), due: show == "due" };
    let (entries, names) = service::list(&c.app, &c.actor, filter).await?;
    let views = [
        ("directory-all", ""),
        ("directory-due-only", "due"),
        (State::Draft.label(), State::Draft.code()),
        (State::Published.label(), State::Published.code()),
        (State::Archived.label(), State::Archived.code()),
    ];
    let page = List {
        views: views
            .iter()
            .map(|(key, code)| {
                let there = match *code {
                    "" => "/staff/directory".to_owned(),
                    code => format!("/staff/directory?show={code}"),
                };
                (c.t(key), c.url(&there), *code == show)
            })
            .collect(),
        may_write: c.actor.need_somewhere(Permission::Network).is_ok(),
        full: entries.len() == service::MOST_LISTED,
        done: form.flag("done"),
        entries,
        names,
        c: &c,
    };
    c.html(&page)
}

// The form of an entry

#[derive(Template)]
#[template(path = "directory/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    heading: String,
    action: String,
    back: String,
    seen: String,
    /// Whose it may be, for a new one.
    owners: Option<Options>,
    curators: Options,
    kinds: Options,
    types: Options,
    fees: Options,
    modes: Options,
    step_free: Options,
    languages: Options,
    publics: Options,
    reach: Options,
    reach_by: Options,
    hows: Options,
    groups: Vec<(String, Options)>,
}

fn options<T: Copy>(
    c: &Ctx,
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Options {
    all.iter().map(|w| (code(*w).to_owned(), c.t(label(*w)))).collect()
}

/// All languages by name.
fn languages(c: &Ctx) -> Options {
    let all = inclusion::Language::all().map(|l| (l.code().to_owned(), l.name(c.lang).to_owned()));
    let mut all: Options = all.collect();
    all.sort_by_key(|(_, name)| tables::normal(name));
    all
}

fn with_none(none: String, options: Options) -> Options {
    std::iter::once((String::new(), none)).chain(options).collect()
}

async fn form_page(t: Typed<'_>, known: Option<&Seen>) -> Handled {
    let c = t.c;
    let mut owners = None;
    let mut curators = vec![];
    if known.is_none() {
        let own = c.actor.organisations(Permission::Network);
        let all = c.app.db.read(network::service::organisations).await?;
        let mine = |id: &Id| own.as_ref().is_none_or(|ids| ids.contains(id));
        let pair = |o: &network::model::Organisation| (o.id.to_string(), o.name.clone());
        curators = all.iter().filter(|o| mine(&o.id)).map(pair).collect();
        let choose = all.iter().filter(|o| mine(&o.id) || o.standing == Standing::Listed);
        let mut choose: Vec<_> = choose.collect();
        choose.sort_by_key(|o| !mine(&o.id));
        choose.truncate(MOST_OWNERS);
        owners = Some(choose.into_iter().map(pair).collect());
    }
    let told = t.problem.as_ref().is_some_and(|p| p.message == "network-problem-changed");
    let mark = known.map(|k| network::service::mark(&k.entry.draft)).unwrap_or_default();
    let page = Edit {
        heading: known.map_or_else(|| c.t("directory-new"), |k| k.entry.draft.title.clone()),
        action: known.map_or_else(
            || "/staff/directory/new".to_owned(),
            |k| format!("/staff/directory/{}/edit", k.entry.id),
        ),
        back: known.map_or_else(
            || "/staff/directory".to_owned(),
            |k| format!("/staff/directory/{}", k.entry.id),
        ),
        seen: t.form.some("seen").filter(|_| !told).unwrap_or(mark),
        owners,
        curators,
        kinds: options(c, EntryKind::ALL, EntryKind::code, EntryKind::label),
        types: with_none(
            c.t("directory-not-said"),
            options(c, ServiceType::ALL, ServiceType::code, ServiceType::label),
        ),
        fees: with_none(c.t("directory-not-said"), options(c, Fees::ALL, Fees::code, Fees::label)),
        modes: options(c, Mode::ALL, Mode::code, Mode::label),
        step_free: with_none(
            c.t("directory-not-said"),
            options(c, StepFree::ALL, StepFree::code, StepFree::label),
        ),
        languages: languages(c),
        publics: options(c, Public::ALL, Public::code, Public::label),
        reach: options(c, Reach::ALL, Reach::code, Reach::label),
        reach_by: options(c, ReachBy::ALL, ReachBy::code, ReachBy::label),
        hows: with_none(c.t("directory-how-none"), options(c, How::ALL, How::code, How::label)),
        groups: themes::groups(c.lang),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

/// Organisations to choose an owner from; whoever has more names it in the address (`?owner=`).
const MOST_OWNERS: usize = 200;

async fn new(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let asked = Form::from_query(&c.query);
    let mut form = forms::of(&c, &EntryDraft::blank(EntryKind::Service));
    form.set("owner", asked.get("owner"));
    form_page(Typed::new(&c, form), None).await
}

async fn create(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let done = match written(&form, None) {
        Ok(writing) => service::write(&c.app, &c.actor, writing).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(id) => Ok(c.see(&format!("/staff/directory/{id}?done=1"))),
        Err(problem) => form_page(Typed::new(&c, form).refused(problem)?, None).await,
    }
}

fn written(form: &Form, known: Option<&Entry>) -> Result<Writing, Problem> {
    let draft = forms::read(form)?;
    let verified = forms::how(form)?;
    let (owner, curator) = match known {
        Some(known) => (known.owner.clone(), known.curator.clone()),
        None => {
            let required = || {
                Problem::new(Kind::Invalid, "problem-form").field("owner", "problem-field-required")
            };
            let owner = Id::parse(form.get("owner")).ok_or_else(required)?;
            (owner, Id::parse(form.get("curator")))
        }
    };
    let (id, seen) = (known.map(|k| k.id.clone()), form.some("seen"));
    Ok(Writing { id, owner, curator, draft, verified, seen })
}

async fn edit(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = service::kept(&c.app, &c.actor, Permission::Network, &id_of(&id)?).await?;
    form_page(Typed::new(&c, forms::of(&c, &known.entry.draft)), Some(&known)).await
}

async fn update(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = service::kept(&c.app, &c.actor, Permission::Network, &id_of(&id)?).await?;
    let done = match written(&form, Some(&known.entry)) {
        Ok(writing) => service::write(&c.app, &c.actor, writing).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(id) => Ok(c.see(&format!("/staff/directory/{id}?done=1"))),
        Err(problem) => form_page(Typed::new(&c, form).refused(problem)?, Some(&known)).await,
    }
}

// One entry

#[derive(Template)]
#[template(path = "directory/one.html")]
struct One<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    v: Seen,
    base: String,
    done: bool,
    may_write: bool,
    freshness: (&'static str, String),
    due: String,
    signals: Vec<String>,
    /// Where what it says comes from.
    origin: String,
    hows: Options,
    kinds: Options,
    answers: Options,
    quality: Quality,
    /// What it says, to be read before it is said to be right.
    facts: String,
}

/// The score of data·inclusion, of 100, and what lowers it.
struct Quality {
    score: String,
    lowers: Vec<String>,
}

impl Quality {
    fn of(c: &Ctx, v: &Seen) -> Self {
        let service = crate::exchange::service_of(&v.entry, &v.owner, "tandem");
        let today = site::sealing::today(&c.app);
        let score = format!("{:.0}", inclusion::score(&service, today) * 100.0);
        let lowers = inclusion::criteria(&service, today).into_iter().filter_map(|(what, part)| {
            let part = part.filter(|part| *part < 1.0)?;
            Some(c.t(lowers(what, part > 0.0)))
        });
        Self { score, lowers: lowers.collect() }
    }
}

/// What lowers the score of an entry: what is missing, or is there in part only.
fn lowers(what: Criterion, partly: bool) -> &'static str {
    match (what, partly) {
        (Criterion::Address, _) => "exchange-quality-address",
        (Criterion::ContactModes, false) => "exchange-quality-modes",
        (Criterion::ContactModes, true) => "exchange-quality-modes-partly",
        (Criterion::Audience, _) => "exchange-quality-audience",
        (Criterion::Theme, _) => "exchange-quality-theme",
        (Criterion::Contact, _) => "exchange-quality-contact",
        (Criterion::Email, _) => "exchange-quality-email",
        (Criterion::UpdatedOn, false) => "exchange-quality-old",
        (Criterion::UpdatedOn, true) => "exchange-quality-aging",
        (Criterion::Fees, false) => "exchange-quality-fees",
        (Criterion::Fees, true) => "exchange-quality-price",
        (Criterion::Description, false) => "exchange-quality-short",
        (Criterion::Description, true) => "exchange-quality-length",
        (Criterion::Phone, _) => "exchange-quality-phone",
    }
}

impl One<'_> {
    fn date(&self, date: &jiff::civil::Date) -> String {
        self.c.long_date(date)
    }
}

async fn one_page(t: Typed<'_>, id: &str) -> Handled {
    let c = t.c;
    let v = service::kept(&c.app, &c.actor, Permission::Desk, &id_of(id)?).await?;
    let today = site::sealing::today(&c.app);
    let e = &v.entry;
    let own = c.actor.can(Permission::Desk, &e.owner);
    let hows: Vec<How> = How::ALL.iter().copied().filter(|how| own || *how != How::Owner).collect();
    let (freshness, due) =
        ((freshness_look(e.freshness(today)), freshness_words(c, e)), due_words(c, e));
    let moved = crate::freshness::signals::moved(&c.app, &e.id).await?;
    let moved = moved.iter().map(|(link, to)| c.t2("freshness-link-moved", "link", link, "to", to));
    let may_write = e.keepers().any(|k| c.actor.can(Permission::Network, k));
    let detail = v.signals.iter().find(|(s, ..)| *s == Signal::Disagreement);
    let detail = detail.map(|(.., detail)| detail.as_str()).unwrap_or_default();
    let origin = crate::duplicates::pages::origin(c, &v, detail).await?;
    let page = One {
        origin,
        base: c.url(&format!("/staff/directory/{id}")),
        done: Form::from_query(&c.query).flag("done"),
        may_write,
        freshness,
        due,
        signals: v
            .signals
            .iter()
            .map(|(s, since, _)| {
                c.t2("directory-since", "what", c.t(s.label()), "date", c.long_date(since))
            })
            .chain(moved)
            .collect(),
        hows: with_none(c.t("directory-how-choose"), options(c, &hows, How::code, How::label)),
        kinds: options(c, NoticeKind::ALL, NoticeKind::code, NoticeKind::label),
        answers: options(c, Answer::ALL, Answer::code, Answer::label),
        quality: Quality::of(c, &v),
        facts: super::facts(c, &v)?,
        v,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn one(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_person()?;
    if let Some(there) = crate::duplicates::pages::led(&c, "/staff/directory", &id_of(&id)?).await?
    {
        return Ok(there.into_response());
    }
    one_page(Typed::new(&c, Form::default()), &id).await
}

/// After a change: the entry again, with what is wrong if anything is.
async fn shown(c: &Ctx, id: &str, form: Form, done: Result<(), Problem>) -> Handled {
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/directory/{id}?done=1"))),
        Err(problem) => one_page(Typed::new(c, form).refused(problem)?, id).await,
    }
}

async fn verify(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    c.actor.need_person()?;
    let required =
        || Problem::new(Kind::Invalid, "problem-form").field("how", "problem-field-required");
    let done = match forms::how(&form).and_then(|how| how.ok_or_else(required)) {
        Ok(how) => service::verify(&c.app, &c.actor, &id_of(&id)?, how).await,
        Err(problem) => Err(problem),
    };
    shown(&c, &id, form, done).await
}

async fn state(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    service::kept(&c.app, &c.actor, Permission::Desk, &id_of(&id)?).await?;
    let unknown = || Problem::new(Kind::Invalid, "problem-form");
    let state = State::parse(form.get("state")).ok_or_else(unknown)?;
    let done = service::set_state(&c.app, &c.actor, &id_of(&id)?, state).await;
    shown(&c, &id, form, done).await
}

async fn add_notice(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    c.actor.need_person()?;
    let done = match forms::notice(&form) {
        Ok(notice) => service::add_notice(&c.app, &c.actor, &id_of(&id)?, notice).await,
        Err(problem) => Err(problem),
    };
    shown(&c, &id, form, done).await
}

async fn end_notice(c: Ctx, Path((id, notice)): Path<(String, String)>) -> Handled {
    c.actor.need_person()?;
    let done = service::remove_notice(&c.app, &c.actor, &id_of(&id)?, &id_of(&notice)?).await;
    shown(&c, &id, Form::default(), done).await
}

async fn answer(c: Ctx, Path((id, report)): Path<(String, String)>, form: Form) -> Handled {
    service::kept(&c.app, &c.actor, Permission::Desk, &id_of(&id)?).await?;
    let unknown = || Problem::new(Kind::Invalid, "problem-form");
    let what = Answer::parse(form.get("answer")).ok_or_else(unknown)?;
    let done = service::answer(&c.app, &c.actor, &id_of(&id)?, &id_of(&report)?, what).await;
    shown(&c, &id, form, done).await
}
