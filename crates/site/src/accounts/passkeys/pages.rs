//! What the browser asks for, and sends back, on the pages of signing in and of the account.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::accounts::{pages, service};
use crate::ctx::PublicCtx;
use crate::form::Form;
use crate::{App, Ctx, Handled};

/// Routes of the ceremonies.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in/passkey", post(enter))
        .route("/sign-in/passkey/options", post(entry_options))
        .route("/account/passkeys", post(add))
        .route("/account/passkeys/options", post(options))
        .route("/account/passkeys/{key}/remove", post(remove))
}

fn json(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn entry_options(PublicCtx(c): PublicCtx) -> Handled {
    Ok(json(super::begin_entry(&c.app).await?))
}

async fn enter(PublicCtx(c): PublicCtx, headers: HeaderMap, form: Form) -> Handled {
    let before = service::cookie(&c.app, &headers);
    let answer = form.get("credential");
    let agent = pages::agent(&headers);
    let session = super::finish_entry(&c.app, answer, before.as_deref(), agent).await?;
    pages::entered(&c, &session, "/staff")
}

async fn options(c: Ctx) -> Handled {
    Ok(json(super::begin_registration(&c.app, &c.actor).await?))
}

async fn add(c: Ctx, headers: HeaderMap, form: Form) -> Handled {
    let session = service::cookie(&c.app, &headers);
    let (answer, name) = (form.get("credential"), form.get("name"));
    super::finish_registration(&c.app, &c.actor, session.as_deref(), answer, name).await?;
    Ok(c.see("/account"))
}

async fn remove(c: Ctx, Path(key): Path<String>) -> Handled {
    super::remove(&c.app, &c.actor, &key).await?;
    Ok(c.see("/account"))
}
