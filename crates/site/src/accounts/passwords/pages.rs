//! The form beneath that of the link, and the one on the page of the account.

use std::net::IpAddr;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use base::{Kind, Problem};

use super::service::{self, need_on};
use crate::accounts::pages::{self, Said};
use crate::accounts::service as accounts;
use crate::ctx::PublicCtx;
use crate::form::Form;
use crate::server::Peer;
use crate::{App, Ctx, Error, Handled, limits};

/// Routes of passwords.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in/password", get(form).post(enter))
        .route("/account/password", get(to_account).post(choose))
        .route("/account/password/remove", post(remove))
}

/// Where a request comes from, as far as it is told.
struct From(Option<IpAddr>);

impl FromRequestParts<App> for From {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0);
        let trusted = &app.config.trusted_proxies;
        Ok(Self(peer.and_then(|peer| limits::client(peer, &parts.headers, trusted))))
    }
}

async fn form(PublicCtx(c): PublicCtx) -> Handled {
    need_on(&c.app)?;
    pages::sign_in_page(&c, Said::default()).await
}

/// When to come back, in words of HTTP too.
fn later(mut response: Response, problem: &Problem) -> Response {
    let seconds = problem.args.iter().find(|(name, _)| *name == "seconds");
    let seconds = seconds.and_then(|(_, seconds)| HeaderValue::from_str(seconds).ok());
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

async fn enter(
    PublicCtx(c): PublicCtx,
    From(from): From,
    headers: HeaderMap,
    form: Form,
) -> Handled {
    need_on(&c.app)?;
    let before = accounts::cookie(&c.app, &headers);
    let (email, password) = (form.get("email"), form.raw("password"));
    let agent = pages::agent(&headers);
    let entered = service::sign_in(&c.app, from, email, password, before.as_deref(), agent).await;
    match entered {
        Ok(session) => {
            let to = pages::way_on(&c, &session).await?;
            pages::entered(&c, &session, to)
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::TooMany) => {
            let said =
                Said { account: email.to_owned(), refused: Some(&problem), ..Said::default() };
            Ok(later(pages::sign_in_page(&c, said).await?, &problem))
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn to_account(c: Ctx) -> Handled {
    need_on(&c.app)?;
    Ok(c.see("/account"))
}

/// The page of the account again, with what was done or what is wrong.
async fn show(c: Ctx, headers: &HeaderMap, done: Result<service::Change, Problem>) -> Handled {
    match done {
        Ok(change) => {
            let word = change.said().rsplit('-').next().unwrap_or_default();
            Ok(c.see(&format!("/account?password={word}")))
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::TooMany) => {
            Ok(later(pages::account_page(&c, headers, Some(&problem)).await?, &problem))
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn choose(c: Ctx, headers: HeaderMap, form: Form) -> Handled {
    let cookie = accounts::cookie(&c.app, &headers);
    let (current, new) = (form.raw("current"), form.raw("new"));
    let done = service::choose(&c.app, &c.actor, cookie.as_deref(), current, new, c.lang).await;
    show(c, &headers, done).await
}

async fn remove(c: Ctx, headers: HeaderMap, form: Form) -> Handled {
    let cookie = accounts::cookie(&c.app, &headers);
    let current = form.raw("current");
    let done = service::remove(&c.app, &c.actor, cookie.as_deref(), current, c.lang).await;
    show(c, &headers, done).await
}
