//! What became of a result: a code is typed, and one of three buttons pressed.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use base::dates::{DEFAULT_ZONE, local};
use base::{Kind, Problem};
use site::ctx::{PublicCtx, discreet};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use crate::pages::Options;
use crate::referral::model::{By, Said, Told};
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

/// An answer that was given, in words.
struct Used {
    said: String,
    by: String,
    on: String,
    /// Until when it may be corrected, and what the form says that it corrects.
    correct: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "directory/return_code.html")]
struct Page<'a> {
    c: &'a Ctx,
    turn: &'a Turn,
    bys: Options,
    said: Options,
    used: Option<Used>,
    thanks: bool,
    /// Somebody was first, or it is too late.
    late: bool,
    /// Who was chosen.
    by: String,
    /// What was not chosen: the field and what is to be done.
    wrong: Vec<(&'static str, String)>,
}

/// How a page about a code comes to be shown.
#[derive(Default)]
struct Came {
    late: bool,
    by: String,
    wrong: Vec<(&'static str, String)>,
}

fn page(c: &Ctx, turn: &Turn, came: Came) -> Handled {
    let used = turn.said.map(|told| {
        let until = told.correctable(c.app.clock.seconds());
        let time = |at: i64| c.clock_time(&local(at, DEFAULT_ZONE).time());
        Used {
            said: c.t(told.said.label()),
            by: told.by.map_or_else(String::new, |by| c.t(by.label()).to_lowercase()),
            on: c.long_date(&told.on),
            correct: until.map(|at| (time(at), told.mark())),
        }
    });
    let by = turn.said.and_then(|told| told.by).filter(|_| came.by.is_empty());
    let page = Page {
        bys: By::ALL.iter().map(|b| (b.code().into(), c.t(b.label()))).collect(),
        said: Said::ALL.iter().map(|s| (s.code().into(), c.t(s.label()))).collect(),
        thanks: Form::from_query(&c.query).flag("thanks") && used.is_some(),
        by: by.map_or(came.by, |by| by.code().to_owned()),
        late: came.late,
        wrong: came.wrong,
        used,
        turn,
        c,
    };
    let status = match (page.late, page.wrong.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    c.html_status(status, &page).map(discreet)
}

fn typed(code: &str) -> Form {
    let mut form = Form::default();
    form.set("code", code);
    form
}

async fn show(PublicCtx(c): PublicCtx, Path(code): Path<String>) -> Handled {
    match service::asked(&c.app, &code).await {
        Ok(turn) => page(&c, &turn, Came::default()),
        Err(problem) => unknown(&c, typed(&code), problem),
    }
}

/// Takes an answer back, in the place of one of the three.
const NOTHING: &str = "nothing";

async fn say(PublicCtx(c): PublicCtx, Path(code): Path<String>, form: Form) -> Handled {
    let was = Told::read(form.get("was"));
    let (said, by) = (Said::parse(form.get("said")), By::parse(form.get("by")));
    let back = was.is_some() && form.get("said") == NOTHING;
    let mut wrong = vec![];
    if by.is_none() && !back {
        wrong.push(("by", c.t("referral-problem-by")));
    }
    if said.is_none() && !back {
        wrong.push(("said", c.t("referral-problem-said")));
    }
    let outcome = match (was, said.zip(by)) {
        (Some(was), _) if back => service::correct(&c.app, &code, was, None).await,
        (Some(was), Some(answer)) => service::correct(&c.app, &code, was, Some(answer)).await,
        (None, Some((said, by))) => service::say(&c.app, &code, said, by).await,
        (_, None) => match service::asked(&c.app, &code).await {
            Ok(turn) => {
                let by = by.map_or_else(String::new, |by| by.code().to_owned());
                return page(&c, &turn, Came { wrong, by, late: false });
            }
            Err(problem) => Err(problem),
        },
    };
    match outcome {
        Ok(Outcome::Counted) => Ok(c.see(&format!("/return/{code}?thanks=1"))),
        Ok(Outcome::Used(_)) => {
            let turn = service::asked(&c.app, &code).await?;
            page(&c, &turn, Came { late: true, ..Came::default() })
        }
        Err(problem) => unknown(&c, typed(&code), problem),
    }
}
