//! Practice sharing as professionals see it: coming days, one day, its list.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Kind, Problem, codes};
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::{badge, forms, id_of, when};
use crate::sharing::model::{ImmersionKind, MOST_WORDS, State, Testimony, TestimonyState};
use crate::sharing::places::{self, Attendee, Place};
use crate::sharing::service::{self, Coming};
use crate::sharing::{desk, testimonies};

/// Routes of these pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/exchanges", get(home))
        .route("/staff/exchanges/new", get(new).post(create))
        .route("/staff/exchanges/{id}", get(day))
        .route("/staff/exchanges/{id}/edit", get(edit).post(update))
        .route("/staff/exchanges/{id}/announce", post(announce))
        .route("/staff/exchanges/{id}/cancel", post(cancel))
        .route("/staff/exchanges/{id}/register", post(register))
        .route("/staff/exchanges/{id}/colleagues", post(colleague))
        .route("/staff/exchanges/{id}/leave/{registration}", post(leave))
        .route("/staff/exchanges/{id}/list", get(list))
        .route("/staff/exchanges/{id}/list/{registration}", post(tick))
        .route("/staff/exchanges/{id}/walk-ins", post(walk_ins))
        .route("/staff/exchanges/{id}/close", post(close))
        .route("/staff/exchanges/{id}/totals", post(totals))
        .route("/staff/exchanges/{id}/testimony", post(say))
        .route("/staff/testimonies/{id}/decide", post(decide))
        .route("/staff/testimonies/{id}/withdraw", post(withdraw))
}

type Options = Vec<(String, String)>;

fn plans_somewhere(c: &Ctx) -> bool {
    c.actor.need_somewhere(Permission::Plan).is_ok()
}

#[derive(Template)]
#[template(path = "sharing/home.html")]
struct Home<'a> {
    c: &'a Ctx,
    may_plan: bool,
    done: bool,
    coming: Vec<Coming>,
    to_do: Vec<Coming>,
}

async fn home(c: Ctx) -> Handled {
    let to_do = service::to_do(&c.app, &c.actor).await?;
    let coming = service::coming(&c.app).await?;
    let done = Form::from_query(&c.query).flag("done");
    c.html(&Home { c: &c, may_plan: plans_somewhere(&c), done, coming, to_do })
}

// The form of a day

#[derive(Template)]
#[template(path = "sharing/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    heading: String,
    action: String,
    back: String,
    seen: String,
    hosts: Option<Options>,
    kinds: Options,
    guests: Options,
    places: Options,
}

async fn form_page(t: Typed<'_>, known: Option<&Coming>) -> Handled {
    let c = t.c;
    let everyone = c.app.db.read(crate::service::organisations).await?;
    let own = c.actor.organisations(Permission::Plan);
    let pair = |o: &crate::model::Organisation| (o.id.to_string(), o.name.clone());
    let mine = everyone.iter().filter(|o| own.as_ref().is_none_or(|ids| ids.contains(&o.id)));
    let places = c.app.db.read(crate::service::places).await?;
    let places = places.into_iter().map(|p| (p.id.to_string(), p.name));
    let told = t.problem.as_ref().is_some_and(|p| p.message == "network-problem-changed");
    let mark = known.map(|k| crate::service::mark(&k.immersion.draft)).unwrap_or_default();
    let page = Edit {
        heading: known.map_or_else(|| c.t("sharing-new"), |k| k.immersion.draft.title.clone()),
        action: known.map_or_else(
            || "/staff/exchanges/new".to_owned(),
            |k| format!("/staff/exchanges/{}/edit", k.immersion.id),
        ),
        back: known.map_or_else(
            || "/staff/exchanges".to_owned(),
            |k| format!("/staff/exchanges/{}", k.immersion.id),
        ),
        seen: t.form.some("seen").filter(|_| !told).unwrap_or(mark),
        hosts: known.is_none().then(|| mine.map(pair).collect()),
        kinds: ImmersionKind::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))).collect(),
        guests: everyone.iter().map(pair).collect(),
        places: std::iter::once((String::new(), c.t("sharing-no-place"))).chain(places).collect(),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

/// A new day; `?like=` another: the same on another date.
async fn new(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Plan)?;
    let mut form = Form::default();
    if let Some(like) = Form::from_query(&c.query).some("like") {
        let known = service::immersion(&c.app, &c.actor, &id_of(&like)?).await?;
        for (name, value) in forms::of(&known.immersion.draft).iter() {
            if name != "date" {
                form.set(name, value);
            }
        }
        form.set("host", known.immersion.host.as_str());
    } else {
        for (name, value) in [("start", "09:30"), ("end", "12:30"), ("capacity", "12")] {
            form.set(name, value);
        }
    }
    form_page(Typed::new(&c, form), None).await
}

async fn create(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Plan)?;
    let done = match (Id::parse(form.get("host")), forms::read(&form)) {
        (_, Err(problem)) => Err(problem),
        (None, _) => {
            Err(Problem::new(Kind::Invalid, "problem-form").field("host", "problem-field-required"))
        }
        (Some(host), Ok(draft)) => service::make(&c.app, &c.actor, &host, draft).await,
    };
    match done {
        Ok(id) => Ok(c.see(&format!("/staff/exchanges/{id}?done=1"))),
        Err(problem) => form_page(Typed::new(&c, form).refused(problem)?, None).await,
    }
}

/// A day that the actor plans.
async fn planned(c: &Ctx, id: &str) -> Result<Coming, Problem> {
    let known = service::immersion(&c.app, &c.actor, &id_of(id)?).await?;
    c.actor.need(Permission::Plan, &known.immersion.host)?;
    Ok(known)
}

async fn edit(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = planned(&c, &id).await?;
    form_page(Typed::new(&c, forms::of(&known.immersion.draft)), Some(&known)).await
}

async fn update(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = planned(&c, &id).await?;
    let of = &known.immersion.id;
    let done = match forms::read(&form) {
        Ok(draft) => service::change(&c.app, &c.actor, of, draft, form.some("seen")).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/exchanges/{id}?done=1"))),
        Err(problem) => {
            let known = planned(&c, &id).await?;
            form_page(Typed::new(&c, form).refused(problem)?, Some(&known)).await
        }
    }
}

// One day

#[derive(Template)]
#[template(path = "sharing/day.html")]
struct Day<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    v: Coming,
    base: String,
    when: String,
    badge: (&'static str, String),
    done: bool,
    /// Plans at the host.
    plans: bool,
    /// May see and tick the list.
    desk: bool,
    /// Why nobody can register now.
    closed: Option<&'static str>,
    own: Option<Place>,
    /// As whose staff the person may come.
    choices: Options,
    /// Whose people the person may register.
    coordinated: Options,
    /// Those they may see, and whether they may take them off.
    people: Vec<(Attendee, bool)>,
    testimony: Option<Testimony>,
    /// What was said, for the host.
    said: Vec<Testimony>,
    key: String,
    forgotten: String,
    /// Names can no longer be taken off: it has begun.
    begun: bool,
}

async fn day_page(c: &Ctx, id: &Id, form: Form, problem: Option<Problem>) -> Handled {
    let v = service::immersion(&c.app, &c.actor, id).await?;
    let i = &v.immersion;
    let (plans, desk) =
        (c.actor.can(Permission::Plan, &i.host), c.actor.can(Permission::Desk, &i.host));
    let members = c.app.db.read(crate::service::organisations).await?;
    let named = |ids: &[Id]| -> Options {
        let chosen = members.iter().filter(|o| ids.contains(&o.id));
        chosen.map(|o| (o.id.to_string(), o.name.clone())).collect()
    };
    let as_whose = c.actor.person().map(|p| places::as_whose(p, i)).unwrap_or_default();
    let coordinated: Vec<Id> = match c.actor.organisations(Permission::Plan) {
        Some(own) => own.into_iter().filter(|o| i.welcomes(o)).collect(),
        None => members.iter().map(|o| o.id.clone()).filter(|o| i.welcomes(o)).collect(),
    };
    let people = places::list(&c.app, &c.actor, id).await?;
    let may = |a: &Attendee| plans || c.actor.can(Permission::Plan, &a.of);
    let now = c.app.clock.seconds();
    let mut t = Typed::new(c, form);
    if let Some(problem) = problem {
        t = t.refused(problem)?;
    }
    let page = Day {
        base: c.url(&format!("/staff/exchanges/{id}")),
        when: when(c, &v),
        badge: badge(c, &v),
        done: Form::from_query(&c.query).flag("done"),
        plans,
        desk,
        closed: i.closed_because(now),
        own: places::own_place(&c.app, &c.actor, id).await?,
        choices: named(&as_whose),
        coordinated: named(&coordinated),
        people: people.into_iter().map(|a| (may(&a), a)).map(|(may, a)| (a, may)).collect(),
        testimony: testimonies::own_testimony(&c.app, &c.actor, id).await?,
        said: if plans { testimonies::testimonies(&c.app, &c.actor, id).await? } else { vec![] },
        key: codes::secret(&mut rand::rng()),
        forgotten: c.long_date(&vault::date_of(i.forget_day)),
        begun: i.starts_at <= now,
        v,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn day(c: Ctx, Path(id): Path<String>) -> Handled {
    day_page(&c, &id_of(&id)?, Form::default(), None).await
}

/// Whether its page can show it beside what is to be mended.
fn mendable(problem: &Problem) -> bool {
    matches!(problem.kind, Kind::Invalid | Kind::Conflict)
}

/// Back to the day: with what was done, or with what is wrong.
async fn back(c: &Ctx, id: &Id, form: Form, done: Result<(), Problem>) -> Handled {
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/exchanges/{id}?done=1"))),
        Err(problem) if !mendable(&problem) => Err(problem.into()),
        Err(problem) => day_page(c, id, form, Some(problem)).await,
    }
}

async fn announce(c: Ctx, Path(id): Path<String>) -> Handled {
    let id = id_of(&id)?;
    let done = service::announce(&c.app, &c.actor, &id).await;
    back(&c, &id, Form::default(), done).await
}

async fn cancel(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = id_of(&id)?;
    let done = service::cancel(&c.app, &c.actor, &id, form.get("reason")).await;
    back(&c, &id, form, done).await
}

async fn register(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = id_of(&id)?;
    let organisation = Id::parse(form.get("organisation"));
    let done = places::register(&c.app, &c.actor, &id, organisation).await;
    back(&c, &id, form, done).await
}

async fn colleague(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = id_of(&id)?;
    c.actor.need_somewhere(Permission::Plan)?;
    let who = (form.get("name").to_owned(), form.get("email").to_owned());
    let done = match Id::parse(form.get("organisation")) {
        Some(of) => places::colleague(&c.app, &c.actor, &id, &of, who, form.get("key")).await,
        None => Err(Problem::new(Kind::Invalid, "problem-form")
            .field("organisation", "sharing-problem-as-whose")),
    };
    back(&c, &id, form, done).await
}

async fn leave(c: Ctx, Path((id, registration)): Path<(String, String)>) -> Handled {
    let (id, registration) = (id_of(&id)?, id_of(&registration)?);
    let done = places::come_not(&c.app, &c.actor, &id, &registration).await;
    back(&c, &id, Form::default(), done).await
}

async fn say(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = id_of(&id)?;
    let (words, consent) = (form.get("words"), form.flag("consent"));
    let done = testimonies::say(&c.app, &c.actor, &id, words, consent).await;
    back(&c, &id, form, done.map(|_| ())).await
}

async fn decide(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let publish = form.get("do") == "publish";
    let day =
        testimonies::decide(&c.app, &c.actor, &id_of(&id)?, publish, form.get("reason")).await?;
    Ok(c.see(&format!("/staff/exchanges/{day}?done=1")))
}

async fn withdraw(c: Ctx, Path(id): Path<String>) -> Handled {
    let day = testimonies::withdraw(&c.app, &c.actor, &id_of(&id)?).await?;
    Ok(c.see(&format!("/staff/exchanges/{day}?done=1")))
}

// The list of the day

#[derive(Template)]
#[template(path = "sharing/list.html")]
struct List<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    v: Coming,
    base: String,
    when: String,
    people: Vec<Attendee>,
    present: usize,
    /// It can be ticked.
    open: bool,
    /// Figures can be typed in.
    over: bool,
    /// How many were there, as known so far.
    known: f64,
    forgotten: String,
}

async fn list_page(c: &Ctx, id: &Id, form: Form, problem: Option<Problem>) -> Handled {
    let v = service::immersion(&c.app, &c.actor, id).await?;
    c.actor.need(Permission::Desk, &v.immersion.host)?;
    let people = places::list(&c.app, &c.actor, id).await?;
    let now = c.app.clock.seconds();
    let mut t = Typed::new(c, form);
    if let Some(problem) = problem {
        t = t.refused(problem)?;
    }
    let page = List {
        base: c.url(&format!("/staff/exchanges/{id}")),
        when: when(c, &v),
        present: people.iter().filter(|p| p.present == Some(true)).count(),
        people,
        open: v.immersion.is_open(now),
        over: v.immersion.starts_at <= now && v.immersion.state != State::Cancelled,
        forgotten: c.long_date(&vault::date_of(v.immersion.forget_day)),
        known: v.immersion.totals.participants.map_or(0.0, f64::from),
        v,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn list(c: Ctx, Path(id): Path<String>) -> Handled {
    list_page(&c, &id_of(&id)?, Form::default(), None).await
}

async fn back_to_list(c: &Ctx, id: &Id, form: Form, done: Result<(), Problem>) -> Handled {
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/exchanges/{id}/list"))),
        Err(problem) if !mendable(&problem) => Err(problem.into()),
        Err(problem) => list_page(c, id, form, Some(problem)).await,
    }
}

async fn tick(c: Ctx, Path((id, registration)): Path<(String, String)>, form: Form) -> Handled {
    let (id, registration) = (id_of(&id)?, id_of(&registration)?);
    let done = desk::tick(&c.app, &c.actor, &id, &registration, form.flag("present")).await;
    back_to_list(&c, &id, form, done).await
}

async fn walk_ins(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = id_of(&id)?;
    // What is no number is refused as one out of bounds is.
    let people = form.get("people").parse().unwrap_or(u32::MAX);
    let done = desk::walk_ins(&c.app, &c.actor, &id, people).await;
    back_to_list(&c, &id, form, done).await
}

async fn close(c: Ctx, Path(id): Path<String>) -> Handled {
    let id = id_of(&id)?;
    let done = desk::close(&c.app, &c.actor, &id).await;
    back_to_list(&c, &id, Form::default(), done).await
}

async fn totals(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = id_of(&id)?;
    let done = match forms::totals(&form) {
        Ok(totals) => desk::type_totals(&c.app, &c.actor, &id, totals, form.flag("replace")).await,
        Err(problem) => Err(problem),
    };
    back_to_list(&c, &id, form, done).await
}
