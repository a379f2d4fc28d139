//! From user to facilitator: the public form and its page to follow, and the list of those who answer.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Kind, Problem, codes};
use site::ctx::{PublicCtx, discreet};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use super::plan::read_id;
use crate::model::{Format, KEPT_DAYS, MOST_DAYS, Offer, Step, YearOfProposals, told};
use crate::service::{self, ProposalView};

/// Routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/propose", get(form).post(send))
        .route("/propose/{secret}", get(follow))
        .route("/propose/{secret}/erase", post(erase))
        .route("/staff/proposals", get(list))
        .route("/staff/proposals/{id}", get(one))
        .route("/staff/proposals/{id}/step", post(step))
        .route("/staff/proposals/{id}/keep", post(keep))
        .route("/staff/proposals/{id}/activity", post(activity))
}

type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "proposals/propose.html")]
struct Propose<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    key: String,
    organisations: Options,
    formats: Options,
}

async fn form_page(t: Typed<'_>) -> Handled {
    let c = t.c;
    let receivers = service::receivers(&c.app).await?;
    let key = t.form.some("key").filter(|_| t.problem.is_some());
    let choose = (String::new(), c.t("proposal-choose"));
    let pairs = receivers.into_iter().map(|o| (o.id.to_string(), o.name));
    let page = Propose {
        key: key.unwrap_or_else(|| codes::secret(&mut rand::rng())),
        organisations: std::iter::once(choose).chain(pairs).collect(),
        formats: Format::ALL.iter().map(|f| (f.code().into(), c.t(f.label()))).collect(),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn form(PublicCtx(c): PublicCtx) -> Handled {
    let query = Form::from_query(&c.query);
    let mut form = Form::default();
    // Whoever comes from the page of an organisation has chosen.
    form.set("organisation", query.get("organisation"));
    form_page(Typed::new(&c, form)).await
}

fn read(form: &Form) -> Offer {
    let text = |name: &str| form.get(name).to_owned();
    Offer {
        title: text("title"),
        description: text("description"),
        audience: text("audience"),
        format: Format::parse(form.get("format")).unwrap_or(Format::Workshop),
        experience: text("experience"),
        availability: text("availability"),
        name: text("name"),
        email: text("email"),
        phone: text("phone"),
    }
}

async fn send(PublicCtx(c): PublicCtx, form: Form) -> Handled {
    let organisation = Id::parse(form.get("organisation"));
    let done = service::propose(&c.app, organisation, read(&form), c.lang, form.get("key")).await;
    match done {
        Ok(secret) => Ok(c.see(&format!("/propose/{secret}?sent=1"))),
        Err(mut problem) => {
            // A form whose key was used gets a new one, and what was typed is not lost.
            if problem.message == "problem-key-reused" {
                problem = Problem::new(Kind::Conflict, "proposal-problem-again");
                let mut fresh = Form::default();
                for (name, value) in form.iter().filter(|(name, _)| *name != "key") {
                    fresh.set(name, value);
                }
                return form_page(Typed::new(&c, fresh).refused(problem)?).await;
            }
            form_page(Typed::new(&c, form).refused(problem)?).await
        }
    }
}

#[derive(Template)]
#[template(path = "proposals/follow.html")]
struct Follow<'a> {
    c: &'a Ctx,
    secret: String,
    v: ProposalView,
    until: String,
    sent: bool,
}

fn until(c: &Ctx, v: &ProposalView) -> String {
    v.proposal.forget_day.map(|day| c.long_date(&vault::date_of(day))).unwrap_or_default()
}

async fn follow(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let v = service::own_proposal(&c.app, &secret).await?;
    let sent = Form::from_query(&c.query).flag("sent");
    c.html(&Follow { until: until(&c, &v), secret, v, sent, c: &c }).map(discreet)
}

async fn erase(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    service::erase_proposal(&c.app, &secret).await?;
    // Its page says that what it led to is gone.
    Ok(c.see(&format!("/propose/{secret}")))
}

#[derive(Template)]
#[template(path = "proposals/list.html")]
struct List<'a> {
    c: &'a Ctx,
    /// Each with its age in days.
    open: Vec<(ProposalView, i64)>,
    ended: Vec<(ProposalView, i64)>,
    years: Vec<YearOfProposals>,
}

impl List<'_> {
    /// A count, or that it is too small to be told.
    fn told(&self, count: &u32) -> String {
        told(*count).map_or_else(
            || self.c.t1("proposal-few", "floor", crate::model::FLOOR),
            |n| n.to_string(),
        )
    }
}

async fn list(c: Ctx) -> Handled {
    let all = service::proposals(&c.app, &c.actor).await?;
    let today = vault::day_of(site::sealing::today(&c.app));
    let age = |v: &ProposalView| i64::from(today - vault::day_of(v.proposal.received_on));
    let aged = all.into_iter().map(|v| (age(&v), v)).map(|(age, v)| (v, age));
    let (open, ended) = aged.partition(|(v, _)| v.proposal.step.is_open());
    let years = service::years_of_proposals(&c.app, &c.actor).await?;
    c.html(&List { c: &c, open, ended, years })
}

#[derive(Template)]
#[template(path = "proposals/one.html")]
struct One<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    v: ProposalView,
    base: String,
    until: String,
    received: String,
    steps: Options,
    done: bool,
}

async fn one_page(c: &Ctx, id: &Id, form: Form, problem: Option<Problem>) -> Handled {
    let v = service::proposal(&c.app, &c.actor, id).await?;
    let mut t = Typed::new(c, form);
    if let Some(problem) = problem {
        t = t.refused(problem)?;
    }
    let page = One {
        base: c.url(&format!("/staff/proposals/{id}")),
        until: until(c, &v),
        received: c.long_date(&v.proposal.received_on),
        steps: v.proposal.step.next().iter().map(|s| (s.code().into(), c.t(s.label()))).collect(),
        done: Form::from_query(&c.query).flag("done"),
        v,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn one(c: Ctx, Path(id): Path<String>) -> Handled {
    one_page(&c, &read_id(&id)?, Form::default(), None).await
}

async fn back(c: &Ctx, id: &Id, form: Form, done: Result<(), Problem>) -> Handled {
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/proposals/{id}?done=1"))),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => {
            one_page(c, id, form, Some(problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn step(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = read_id(&id)?;
    let step = Step::parse(form.get("step"));
    let done = service::move_proposal(&c.app, &c.actor, &id, step, form.get("message")).await;
    back(&c, &id, form, done).await
}

async fn keep(c: Ctx, Path(id): Path<String>) -> Handled {
    let id = read_id(&id)?;
    let done = service::keep_proposal(&c.app, &c.actor, &id).await;
    back(&c, &id, Form::default(), done).await
}

async fn activity(c: Ctx, Path(id): Path<String>) -> Handled {
    let id = read_id(&id)?;
    match service::plan_proposal(&c.app, &c.actor, &id).await {
        Ok(activity) => Ok(c.see(&format!("/staff/activities/{activity}?done=1"))),
        Err(problem) => back(&c, &id, Form::default(), Err(problem)).await,
    }
}
