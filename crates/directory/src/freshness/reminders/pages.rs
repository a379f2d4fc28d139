//! An entry as its owner sees it by the link of a mail.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use base::{Kind, Problem};
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled};

use super::service::{self, Linked};
use crate::model::Reason;
use crate::pages::{Options, ago, facts, freshness_look, freshness_words};
use crate::service::Seen;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/verify/{secret}", get(look).post(answer))
}

#[derive(Template)]
#[template(path = "freshness/verify.html")]
struct Page<'a> {
    c: &'a Ctx,
    action: String,
    v: Seen,
    facts: String,
    freshness: (&'static str, String),
    reasons: Options,
    reported: bool,
    later: Option<String>,
}

#[derive(Template)]
#[template(path = "freshness/verified.html")]
struct Done<'a> {
    c: &'a Ctx,
    title: String,
    words: String,
    thanks: bool,
}

async fn look(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let today = site::sealing::today(&c.app);
    let form = Form::from_query(&c.query);
    let done = |title: String, words: String, thanks: bool| {
        let status = if thanks { StatusCode::OK } else { StatusCode::GONE };
        c.html_status(status, &Done { c: &c, title, words, thanks })
    };
    match service::linked(&c.app, &secret).await? {
        Linked::Open(asked) => {
            let entry = &asked.seen.entry;
            c.html(&Page {
                action: c.url(&format!("/verify/{secret}")),
                freshness: (freshness_look(entry.freshness(today)), freshness_words(&c, entry)),
                reasons: Reason::ALL.iter().map(|r| (r.code().into(), c.t(r.label()))).collect(),
                reported: form.flag("reported"),
                later: asked
                    .later
                    .map(|day| c.t1("freshness-later-until", "date", c.long_date(&day))),
                facts: facts(&c, &asked.seen)?,
                v: asked.seen,
                c: &c,
            })
        }
        Linked::Verified(title, day) => {
            let words = c.t1("freshness-verified-already", "ago", ago(&c, day, today));
            done(title, words, form.flag("done"))
        }
        Linked::Over => done(c.t("freshness-over-title"), c.t("freshness-over"), false),
    }
}

async fn answer(PublicCtx(c): PublicCtx, Path(secret): Path<String>, form: Form) -> Handled {
    let there = |what: &str| Ok(c.see(&format!("/verify/{secret}?{what}=1")));
    if let Some(reason) = Reason::parse(form.get("reason")) {
        service::report(&c.app, &secret, reason).await?;
        return there("reported");
    }
    match form.get("do") {
        "right" => {
            service::confirm(&c.app, &secret).await?;
            there("done")
        }
        "later" => {
            service::later(&c.app, &secret).await?;
            there("later")
        }
        _ => {
            // A link that is none says so first.
            service::linked(&c.app, &secret).await?;
            Err(Problem::new(Kind::Invalid, "problem-form").into())
        }
    }
}
