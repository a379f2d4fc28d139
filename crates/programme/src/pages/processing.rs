//! The register of processing: the record that the European regulation on data protection (GDPR,
//! article 30) asks of whoever answers for the data, written out for this instance as configured.

use askama::Template;
use axum::Router;
use axum::routing::get;
use base::Id;
use site::accounts::former::{self, FORMER_DAYS};
use site::accounts::model::{ABSOLUTE, IDLE};
use site::accounts::passwords;
use site::{App, Ctx, Handled};
use store::Location;

use crate::model::{KEPT_DAYS, MOST_DAYS, Question};
use crate::service::{self, Kept};

/// The route.
pub fn routes() -> Router<App> {
    Router::new().route("/admin/processing", get(processing))
}

/// An organisation that forgets sooner than the network, or asks questions.
pub struct Particular {
    /// Its name.
    pub name: String,
    /// Its own delay in days, where it is shorter.
    pub days: Option<u32>,
    /// What it asks.
    pub questions: Vec<Question>,
}

#[derive(Template)]
#[template(path = "staff/processing.html")]
struct Page<'a> {
    c: &'a Ctx,
    kept: Kept,
    /// Professionals who are let in; those who are not and whose name is still kept.
    people: (u32, u32),
    particulars: Vec<Particular>,
    /// One of the questions is about health, origin, opinions…
    sensitive: bool,
    /// Where mail is handed over.
    mail_host: Option<String>,
    embedded: bool,
    today: String,
    idle_hours: i64,
    most_days: i64,
    former_days: i64,
    /// Passwords that are kept; `None` where none is and none may be.
    passwords: Option<u32>,
}

/// The host in the address of a mail server, without its user and password.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    rest.split(['/', '?']).next().unwrap_or_default().to_owned()
}

async fn processing(c: Ctx) -> Handled {
    c.actor.need_administrator()?;
    let most = c.app.config.retention_days;
    let asked = service::all_questions_asked(&c.app).await?;
    let organisations = c.app.db.read(network::service::organisations).await?;
    let of = |id: &Id| -> Vec<Question> {
        asked.iter().filter(|(o, _)| o == id).map(|(_, q)| q.clone()).collect()
    };
    let particulars: Vec<Particular> = organisations
        .into_iter()
        .map(|o| Particular {
            questions: of(&o.id),
            days: o.retention_days.filter(|days| *days < most),
            name: o.name,
        })
        .filter(|p| p.days.is_some() || !p.questions.is_empty())
        .collect();
    let proofs = passwords::kept(&c.app).await?;
    let page = Page {
        passwords: Some(proofs).filter(|kept| *kept > 0 || c.app.config.passwords),
        kept: service::kept(&c.app).await?,
        people: former::counts(&c.app).await?,
        sensitive: asked.iter().any(|(_, q)| q.draft.sensitive),
        particulars,
        mail_host: c.app.config.smtp.as_ref().map(|smtp| host(&smtp.url)),
        embedded: matches!(c.app.db.location(), Location::Sqlite(_)),
        today: c.long_date(&site::sealing::today(&c.app)),
        idle_hours: IDLE / 3_600,
        most_days: ABSOLUTE / 86_400,
        former_days: FORMER_DAYS,
        c: &c,
    };
    c.html(&page)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_password_of_the_mail_server_is_not_written_out() {
        assert_eq!(super::host("smtps://user:p%40ss@mail.example.org:465"), "mail.example.org:465");
        assert_eq!(super::host("smtp://127.0.0.1:2525/?tls=none"), "127.0.0.1:2525");
    }
}
