//! The questions of an activity: what is asked, and what was answered.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::Problem;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::plan::read_id;
use crate::model::{Activity, Answered, FLOOR, MOST_QUESTIONS, QuestionDraft, QuestionKind};
use crate::service;

/// Routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff/activities/{id}/questions", get(list).post(add))
        .route("/staff/questions/{id}/end", post(end))
}

#[derive(Template)]
#[template(path = "staff/questions.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    activity: Activity,
    /// Pages of the activity, and of its questions.
    parent: String,
    action: String,
    answered: Vec<Answered>,
    kinds: Vec<(String, String)>,
    may_plan: bool,
    may_add: bool,
    /// The question asks who somebody is: whoever writes it is asked whether they mean it.
    doubted: bool,
}

async fn page(t: Typed<'_>, activity: Activity) -> Handled {
    let c = t.c;
    let answered = service::answered(&c.app, &c.actor, &activity.id).await?;
    let asked = answered.iter().filter(|a| a.question.ended_at.is_none()).count();
    let may_plan = c.actor.can(Permission::Plan, &activity.organisation);
    let kinds = QuestionKind::ALL.iter().map(|k| (k.code().to_owned(), c.t(k.label())));
    let page = Page {
        may_plan,
        may_add: may_plan && asked < MOST_QUESTIONS,
        doubted: t.wrong("label") && read(&t.form).identity().is_some(),
        kinds: kinds.collect(),
        parent: format!("/staff/activities/{}", activity.id),
        action: format!("/staff/activities/{}/questions", activity.id),
        activity,
        answered,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn known(c: &Ctx, id: &str) -> Result<Activity, Problem> {
    service::activity(&c.app, &c.actor, &read_id(id)?).await
}

/// A blank question: in words, kept for a week.
fn blank(c: &Ctx) -> Form {
    let mut form = Form::default();
    form.set("kind", QuestionKind::Choice.code());
    form.set("keep_days", c.app.config.retention_days.clamp(1, 7).to_string());
    form.set("done", Form::from_query(&c.query).get("done"));
    form
}

async fn list(c: Ctx, Path(id): Path<String>) -> Handled {
    let activity = known(&c, &id).await?;
    page(Typed::new(&c, blank(&c)), activity).await
}

fn read(form: &Form) -> QuestionDraft {
    let kind = QuestionKind::parse(form.get("kind")).unwrap_or(QuestionKind::Choice);
    let lines = form.get("choices").lines().map(|l| l.trim().to_owned());
    QuestionDraft {
        label: form.get("label").to_owned(),
        choices: match kind {
            QuestionKind::Choice => lines.filter(|l| !l.is_empty()).collect(),
            QuestionKind::Words => vec![],
        },
        kind,
        sensitive: form.flag("sensitive"),
        keep_days: form.get("keep_days").parse().unwrap_or(0),
    }
}

async fn add(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let activity = known(&c, &id).await?;
    c.actor.need(Permission::Plan, &activity.organisation)?;
    let anyway = form.flag("anyway");
    match service::ask(&c.app, &c.actor, &activity.id, read(&form), anyway).await {
        Ok(_) => Ok(c.see(&format!("/staff/activities/{}/questions?done=1", activity.id))),
        Err(problem) => page(Typed::new(&c, form).refused(problem)?, activity).await,
    }
}

async fn end(c: Ctx, Path(id): Path<String>) -> Handled {
    let activity = service::ask_no_longer(&c.app, &c.actor, &read_id(&id)?).await?;
    Ok(c.see(&format!("/staff/activities/{activity}/questions?done=1")))
}
