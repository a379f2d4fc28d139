//! What is kept, of whom and until when: the promise, and what it amounts to today.

use askama::Template;
use axum::Router;
use axum::routing::get;
use base::Id;
use site::ctx::PublicCtx;
use site::{App, Ctx, Handled};

use crate::service::{self, Kept};

/// The route.
pub fn routes() -> Router<App> {
    Router::new().route("/privacy", get(privacy))
}

#[derive(Template)]
#[template(path = "public/privacy.html")]
struct Privacy<'a> {
    c: &'a Ctx,
    kept: &'a Kept,
    /// Day of the last forgetting.
    last: Option<String>,
    /// Session, title, date, how many, until when.
    rows: Vec<(Id, String, String, u32, String)>,
}

async fn privacy(PublicCtx(c): PublicCtx) -> Handled {
    let kept = service::kept(&c.app).await?;
    let rows = kept.sessions.iter().map(|s| {
        let until = c.long_date(&vault::date_of(s.forget_day));
        (s.id.clone(), s.title.clone(), c.long_date(&s.date), s.registrations, until)
    });
    let zone = base::dates::DEFAULT_ZONE;
    let last = kept.last.map(|at| c.long_date(&base::dates::local(at, zone).date()));
    c.html(&Privacy { c: &c, kept: &kept, last, rows: rows.collect() })
}
