//! Buttons that lead to a provider, the way back, and the page for whom nobody knows yet.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use base::{Id, Kind, Problem, codes};

use super::service::{self, Back, Sent};
use crate::accounts::{pages, service as accounts};
use crate::ctx::PublicCtx;
use crate::form::Form;
use crate::{App, Ctx, Handled, Role};

/// Routes of the providers.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in/with/{provider}", get(leave))
        .route("/sign-in/with/{provider}/back", get(back))
        .route("/sign-in/join", get(join).post(pick))
        .route("/admin/people/requests/{id}/accept", post(accept))
        .route("/admin/people/requests/{id}/refuse", post(refuse))
}

async fn leave(c: Ctx, headers: HeaderMap, Path(provider): Path<String>) -> Handled {
    // Only a button of ours leads there: no other site makes somebody enter who pressed nothing.
    let from = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    if from.is_some_and(|from| !matches!(from, "same-origin" | "none")) {
        return Ok(c.see("/sign-in"));
    }
    let attach = Form::from_query(&c.query).flag("attach");
    let browser = accounts::asking_cookie(&c.app, &headers)
        .unwrap_or_else(|| codes::secret(&mut rand::rng()));
    let to = service::leave(&c.app, &c.actor, &provider, attach, &browser, c.lang).await?;
    let mut response = Redirect::to(&to).into_response();
    let name = accounts::asking_cookie_name(&c.app);
    pages::set_cookie(&c.app, &mut response, name, &browser, service::PATIENCE)?;
    Ok(response)
}

async fn back(mut c: Ctx, headers: HeaderMap, Path(provider): Path<String>) -> Handled {
    let query = Form::from_query(&c.query);
    let code = match query.get("code") {
        "" => Err(query.get("error")),
        code => Ok(code),
    };
    let sent = Sent { state: query.get("state"), code };
    let browser = accounts::asking_cookie(&c.app, &headers).unwrap_or_default();
    let agent = pages::agent(&headers);
    let come = service::come_back(&c.app, &c.actor, &provider, sent, &browser, agent).await?;
    c.lang = come.1.unwrap_or(c.lang);
    let mut response = match come.0 {
        Back::In(session) => {
            pages::leave_former(&c, &headers).await?;
            let to = pages::way_on(&c, &session).await?;
            pages::entered(&c, &session, to)?
        }
        Back::Added => c.see("/account"),
        Back::Unknown => c.see("/sign-in/join"),
    };
    let none = HeaderValue::from_static("no-referrer");
    response.headers_mut().insert(header::REFERRER_POLICY, none);
    Ok(response)
}

#[derive(Template)]
#[template(path = "accounts/join.html")]
struct JoinPage<'a> {
    c: &'a Ctx,
    name: String,
    email: String,
    organisations: Vec<(Id, String)>,
    /// The organisation that was asked.
    asked: Option<String>,
    error: Option<String>,
}

async fn join_page(c: &Ctx, headers: &HeaderMap, error: Option<String>) -> Handled {
    let browser = accounts::asking_cookie(&c.app, headers).unwrap_or_default();
    let found = service::waiting(&c.app, &browser).await?;
    let gone = || Problem::new(Kind::Gone, "accounts-problem-back");
    let (name, email, picked, organisations) = found.ok_or_else(gone)?;
    let name_of = |id: &Id| organisations.iter().find(|(o, _)| o == id).map(|(_, n)| n.clone());
    let asked = picked.as_ref().and_then(name_of);
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    c.html_status(status, &JoinPage { c, name, email, organisations, asked, error })
}

async fn join(PublicCtx(c): PublicCtx, headers: HeaderMap) -> Handled {
    join_page(&c, &headers, None).await
}

async fn pick(PublicCtx(c): PublicCtx, headers: HeaderMap, form: Form) -> Handled {
    let browser = accounts::asking_cookie(&c.app, &headers).unwrap_or_default();
    match service::pick(&c.app, &browser, form.get("organisation")).await {
        Ok(()) => Ok(c.see("/sign-in/join")),
        Err(problem) if !problem.fields.is_empty() => {
            let error = c.problem_text(&problem.fields[0].message, &[]);
            join_page(&c, &headers, Some(error)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn accept(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    c.actor.need_person()?;
    let role = Role::parse(form.get("role"))
        .ok_or_else(|| Problem::new(Kind::Invalid, "accounts-problem-role"))?;
    service::accept(&c.app, &c.actor, &pages::id_of(&id)?, role, c.lang).await?;
    Ok(c.see("/admin/people"))
}

async fn refuse(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_person()?;
    service::refuse(&c.app, &c.actor, &pages::id_of(&id)?).await?;
    Ok(c.see("/admin/people"))
}
