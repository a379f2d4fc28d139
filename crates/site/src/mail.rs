//! Mail: an outbox in the database, written in the transaction that causes it, and a postman that
//! empties it. A row is deleted once the server has taken the mail.

use std::time::Duration;

use base::{Id, Problem};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use store::{StoreError, Tx};
use vault::Day;

use crate::{App, Smtp};

/// A mail to be.
#[derive(Clone, Debug)]
pub struct Mail {
    /// What it is about, for the log: never personal.
    pub kind: &'static str,
    /// Address of the recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// An iCalendar attachment.
    pub calendar: Option<String>,
    /// Where one stops mails of this kind: a page, and by a POST without signing in (RFC 8058).
    pub unsubscribe: Option<String>,
    /// Under the key of this day it waits, sealed.
    pub forget_day: Day,
    /// Not before this instant.
    pub not_before: i64,
    /// Not after this moment: a reminder of yesterday helps nobody.
    pub not_after: Option<i64>,
    /// The same key again is the same mail: it is written once while it waits.
    pub dedupe: Option<String>,
}

/// Kind of the mails that go to an address that stands in public. That the server delivers there no
/// more says something of what is published: it is told to the room that wrote (see [`refused`]).
pub const PUBLIC_ADDRESS: &str = "public-address";

/// Rounds of the postman.
const ROUND: Duration = Duration::from_secs(5);
/// How long a postman has to deliver what it took before another may take it.
const LEASE: i64 = 300;
/// After so many tries (some five days) a mail is given up and forgotten.
const TRIES: i64 = 24;

/// Whether mail is sent at all: without a server none is written.
#[must_use]
pub fn wanted(app: &App) -> bool {
    app.config.smtp.is_some()
}

/// Whether this is an address that a mail can be sent to.
#[must_use]
pub fn valid_address(address: &str) -> bool {
    address.len() <= 254
        && address.parse::<Address>().is_ok_and(|a| a.domain().contains('.'))
        && !address.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// What is sealed of a mail.
#[derive(Serialize, Deserialize)]
struct Letter {
    to: String,
    subject: String,
    body: String,
    calendar: Option<String>,
    #[serde(default)]
    unsubscribe: Option<String>,
}

/// Puts a mail into the outbox, sealed. One whose day is over is not written.
pub fn enqueue(app: &App, tx: &mut Tx<'_>, mail: &Mail) -> Result<(), Problem> {
    let Some(key) = crate::sealing::key(app, tx, mail.forget_day)? else { return Ok(()) };
    let letter = Letter {
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        body: mail.body.clone(),
        calendar: mail.calendar.clone(),
        unsubscribe: mail.unsubscribe.clone(),
    };
    let id = Id::new();
    let plain = serde_json::to_vec(&letter)
        .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?;
    tx.execute(
        "INSERT INTO outbox (id, dedupe, kind, sealed, forget_day, not_before, not_after) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (dedupe) DO NOTHING",
        &[
            (&id).into(),
            mail.dedupe.clone().into(),
            mail.kind.into(),
            key.seal(&format!("mail/{id}"), &plain).into(),
            i64::from(mail.forget_day).into(),
            mail.not_before.into(),
            mail.not_after.into(),
        ],
    )?;
    Ok(())
}

/// Drops the mails whose `dedupe` begins with an identifier: what they are about is forgotten.
pub fn drop_about(tx: &mut Tx<'_>, prefix: &Id) -> Result<(), StoreError> {
    // An identifier holds no wildcard.
    tx.execute("DELETE FROM outbox WHERE dedupe LIKE ?1", &[format!("{prefix}-%").into()])
        .map(|_| ())
}

/// How many mails wait.
pub fn waiting(tx: &mut Tx<'_>) -> Result<u32, StoreError> {
    tx.query_one("SELECT count(*) FROM outbox WHERE last_error IS NULL", &[])?.get(0)
}

/// The `dedupe` of mails to public addresses that the server refused for good; each is told once.
pub fn refused(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let sql = "DELETE FROM outbox WHERE kind = ?1 AND last_error IS NOT NULL RETURNING dedupe";
    tx.query(sql, &[PUBLIC_ADDRESS.into()])?.iter().map(|row| row.get(0)).collect()
}

/// Drops what waits beyond its day.
pub fn drop_until(tx: &mut Tx<'_>, day: Day) -> Result<(), StoreError> {
    tx.execute("DELETE FROM outbox WHERE forget_day <= ?1", &[i64::from(day).into()]).map(|_| ())
}

/// What a round of the postman did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken by the mail server.
    pub sent: usize,
    /// To be tried again later.
    pub failed: usize,
}

struct Claimed {
    id: Id,
    kind: String,
    letter: Letter,
    attempts: i64,
}

/// Sends what is due.
pub async fn deliver_due(app: &App) -> Result<Delivered, Problem> {
    let Some(smtp) = app.config.smtp.clone() else { return Ok(Delivered::default()) };
    let now = app.clock.seconds();
    let app2 = app.clone();
    let due = app.db.write(move |tx| claim(&app2, tx, now)).await?;
    let mut done = Delivered::default();
    if due.is_empty() {
        return Ok(done);
    }
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.url)
        .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?
        .timeout(Some(Duration::from_secs(30)))
        .build();
    for mail in due {
        // A server that dawdles: what is left another postman may have taken by now.
        if app.clock.seconds() > now + LEASE / 2 {
            break;
        }
        let sent = match message(&smtp, &mail) {
            Ok(message) => {
                transport.send(message).await.map(|_| ()).map_err(|e| unknown_mailbox(&e))
            }
            Err(()) => Err(true),
        };
        let (id, attempts, told) = (mail.id, mail.attempts + 1, mail.kind == PUBLIC_ADDRESS);
        match sent {
            Ok(()) => {
                done.sent += 1;
                app.db.write(move |tx| forget(tx, &id)).await?;
            }
            Err(permanent) => {
                done.failed += 1;
                // The server's words may repeat the address: they are not logged.
                tracing::warn!(kind = mail.kind, attempts, permanent, "a mail was not taken");
                let wait = 60_i64.saturating_mul(1 << attempts.min(9)).min(6 * 3_600);
                app.db
                    .write(move |tx| {
                        if permanent && told {
                            return keep_refusal(tx, &id);
                        }
                        if permanent || attempts >= TRIES {
                            return forget(tx, &id);
                        }
                        postpone(tx, &id, attempts, now + wait)
                    })
                    .await?;
            }
        }
    }
    Ok(done)
}

/// Whether the server said for good that it does not deliver to this address. Other permanent
/// answers (a password it asks for, a server that lets nobody in) are about us: an administrator
/// mends that, and the mail waits.
fn unknown_mailbox(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| matches!(u16::from(code), 550 | 551 | 553 | 556))
}

/// Whether the mail server lets us in.
pub async fn answers(app: &App) -> bool {
    let Some(smtp) = &app.config.smtp else { return false };
    let Ok(builder) = AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.url) else {
        return false;
    };
    let transport: AsyncSmtpTransport<Tokio1Executor> =
        builder.timeout(Some(Duration::from_secs(10))).build();
    transport.test_connection().await.unwrap_or(false)
}

fn claim(app: &App, tx: &mut Tx<'_>, now: i64) -> Result<Vec<Claimed>, StoreError> {
    tx.execute("DELETE FROM outbox WHERE not_after < ?1", &[now.into()])?;
    let rows = tx.query(
        "SELECT id, kind, sealed, forget_day, attempts FROM outbox \
         WHERE not_before <= ?1 AND claimed_until <= ?1 ORDER BY not_before, id LIMIT 50",
        &[now.into()],
    )?;
    let mut claimed = vec![];
    for row in &rows {
        let id: Id = row.get(0)?;
        let mine = tx.execute(
            "UPDATE outbox SET claimed_until = ?2 WHERE id = ?1 AND claimed_until <= ?3",
            &[(&id).into(), (now + LEASE).into(), now.into()],
        )?;
        if mine != 1 {
            continue;
        }
        let (sealed, day): (Vec<u8>, i64) = (row.get(2)?, row.get(3)?);
        let key = Day::try_from(day).ok().and_then(|day| app.vault.known_day(day));
        let letter = key.and_then(|key| key.open(&format!("mail/{id}"), &sealed));
        match letter.and_then(|plain| serde_json::from_slice(&plain).ok()) {
            Some(letter) => {
                claimed.push(Claimed { id, kind: row.get(1)?, letter, attempts: row.get(4)? });
            }
            None => {
                tracing::warn!("a mail can no longer be opened, and is dropped");
                forget(tx, &id)?;
            }
        }
    }
    Ok(claimed)
}

fn forget(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    tx.execute("DELETE FROM outbox WHERE id = ?1", &[id.into()]).map(|_| ())
}

/// Leaves of a mail nothing but that it was refused, until it is told or its day is over.
fn keep_refusal(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE outbox SET last_error = 'refused', sealed = ?2, not_before = ?3, not_after = NULL \
         WHERE id = ?1 AND dedupe IS NOT NULL",
        &[id.into(), Vec::<u8>::new().into(), i64::MAX.into()],
    )
    .map(|_| ())
}

fn postpone(tx: &mut Tx<'_>, id: &Id, attempts: i64, until: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE outbox SET attempts = ?2, not_before = ?3, claimed_until = 0 WHERE id = ?1",
        &[id.into(), attempts.into(), until.into()],
    )
    .map(|_| ())
}

#[derive(Clone)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}

/// Headers by which a program of mail offers to stop mails of this kind with one click.
const UNSUBSCRIBE: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe");
const ONE_CLICK: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe-Post");

fn message(smtp: &Smtp, mail: &Claimed) -> Result<Message, ()> {
    let from: Mailbox = smtp.from.parse().map_err(|_| ())?;
    let domain = from.email.domain().to_owned();
    let to: Mailbox = mail.letter.to.parse().map_err(|_| ())?;
    let mut builder = Message::builder()
        .from(from)
        .to(to)
        .subject(mail.letter.subject.replace(['\r', '\n'], " "))
        // The same row is the same message, should a server see it twice.
        .message_id(Some(format!("<{}@{domain}>", mail.id)))
        .header(AutoSubmitted);
    if let Some(address) = &mail.letter.unsubscribe {
        let both = [
            (UNSUBSCRIBE, format!("<{address}>")),
            (ONE_CLICK, "List-Unsubscribe=One-Click".to_owned()),
        ];
        for (header, value) in both {
            // An address is written whole, however long it is.
            let value = HeaderValue::dangerous_new_pre_encoded(header, value.clone(), value);
            builder = builder.raw_header(value);
        }
    }
    let text = SinglePart::plain(mail.letter.body.clone());
    match &mail.letter.calendar {
        None => builder.singlepart(text),
        Some(ics) => {
            let kind = ContentType::parse("text/calendar; charset=utf-8").map_err(|_| ())?;
            let calendar = Attachment::new("tandem.ics".into()).body(ics.clone(), kind);
            builder.multipart(MultiPart::mixed().singlepart(text).singlepart(calendar))
        }
    }
    .map_err(|_| ())
}

/// The postman, until the program stops.
pub async fn run(app: App) {
    loop {
        if let Err(problem) = deliver_due(&app).await {
            tracing::warn!(%problem, "the outbox could not be emptied");
        }
        tokio::time::sleep(ROUND).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_can_be_stopped_says_where_in_one_line() {
        let smtp = Smtp { url: String::new(), from: "Tandem <tandem@example.org>".into() };
        let address = format!("https://tandem.example/searches/stop/{}", "abc123".repeat(20));
        let written = |unsubscribe: Option<&str>| {
            let letter = Letter {
                to: "camille@example.org".into(),
                subject: "Deux fiches ont bougé".into(),
                body: "Bonjour".into(),
                calendar: None,
                unsubscribe: unsubscribe.map(str::to_owned),
            };
            let claimed = Claimed { id: Id::new(), kind: "searches".into(), letter, attempts: 0 };
            String::from_utf8(message(&smtp, &claimed).unwrap().formatted()).unwrap()
        };
        let mail = written(Some(&address));
        assert!(mail.contains(&format!("\r\nList-Unsubscribe: <{address}>\r\n")), "{mail}");
        assert!(mail.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
        assert!(!written(None).contains("List-Unsubscribe"));
    }

    #[test]
    fn addresses() {
        assert!(valid_address("camille@example.org"));
        for bad in ["", "camille", "camille@", "a b@example.org", "x@localhost", "x@e.org\nBcc: y"]
        {
            assert!(!valid_address(bad), "{bad:?}");
        }
    }
}
