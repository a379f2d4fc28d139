//! What became of a result: a code is typed, and one of three buttons pressed.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use base::{Kind, Problem};
use site::ctx::{PublicCtx, discreet};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use crate::pages::Options;
use crate::referral::model::{By, Said};
use crate::referral::service::{self, Outcome, Turn};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/return", get(type_in)).route("/return/{code}", get(show).post(say))
}

#[derive(Template)]
#[template(path = "directory/return.html")]
struct TypeIn<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
}

async fn type_in(PublicCtx(c): PublicCtx) -> Handled {
    let form = Form::from_query(&c.query);
    match form.some("code") {
        None => c.html(&TypeIn { c: &c, t: Typed::new(&c, form) }),
        Some(code) => match service::asked(&c.app, &code).await {
            Ok(turn) => Ok(c.see(&format!("/return/{}", turn.code))),
            Err(problem) => unknown(&c, form, problem),
        },
    }
}

/// The form again, with what is wrong with the code.
fn unknown(c: &Ctx, form: Form, problem: Problem) -> Handled {
    if problem.kind != Kind::NotFound {
        return Err(problem.into());
    }
    let t = Typed { c, form, problem: Some(problem) };
    c.html_status(StatusCode::NOT_FOUND, &TypeIn { c, t })
}

#[derive(Template)]
#[template(path = "directory/return_code.html")]
struct Page<'a> {
    c: &'a Ctx,
    turn: &'a Turn,
    bys: Options,
    said: Options,
    /// What was said of it, and when.
    used: Option<(String, String)>,
    thanks: bool,
    /// Somebody was first.
    late: bool,
}

fn page(c: &Ctx, turn: &Turn, late: bool) -> Handled {
    let page = Page {
        bys: By::ALL.iter().map(|b| (b.code().into(), c.t(b.label()))).collect(),
        said: Said::ALL.iter().map(|s| (s.code().into(), c.t(s.label()))).collect(),
        used: turn.said.map(|(said, on)| (c.t(said.label()), c.long_date(&on))),
        thanks: Form::from_query(&c.query).flag("thanks"),
        late,
        turn,
        c,
    };
    let status = if late { StatusCode::CONFLICT } else { StatusCode::OK };
    c.html_status(status, &page).map(discreet)
}

fn typed(code: &str) -> Form {
    let mut form = Form::default();
    form.set("code", code);
    form
}

async fn show(PublicCtx(c): PublicCtx, Path(code): Path<String>) -> Handled {
    match service::asked(&c.app, &code).await {
        Ok(turn) => page(&c, &turn, false),
        Err(problem) => unknown(&c, typed(&code), problem),
    }
}

async fn say(PublicCtx(c): PublicCtx, Path(code): Path<String>, form: Form) -> Handled {
    let choose = || Problem::new(Kind::Invalid, "referral-problem-said");
    let said = Said::parse(form.get("said")).ok_or_else(choose)?;
    let by = match form.some("by") {
        None => By::Person,
        Some(by) => By::parse(&by).ok_or_else(choose)?,
    };
    match service::say(&c.app, &code, said, by).await {
        Ok(Outcome::Counted) => Ok(c.see(&format!("/return/{code}?thanks=1"))),
        Ok(Outcome::Used(_)) => page(&c, &service::asked(&c.app, &code).await?, true),
        Err(problem) => unknown(&c, typed(&code), problem),
    }
}
