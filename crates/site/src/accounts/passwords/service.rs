//! Entering with a password, choosing one, taking it away.

use std::net::IpAddr;
use std::time::Duration;

use base::{Kind, Lang, Problem, codes};
use store::Tx;

use super::super::model::{agent_of, normal_address};
use super::super::{passkeys, store as accounts};
use super::hashing::{self, Verdict};
use super::{model, store as rows};
use crate::actor::Person;
use crate::audit::{self, Act};
use crate::mail::{self, Mail};
use crate::metrics::PasswordTry;
use crate::{Actor, App};

/// Days that the mail about a change waits at most for the mail server.
const MAIL_DAYS: vault::Day = 7;

/// Refuses as if there were no such page, where the instance allows no passwords.
pub fn need_on(app: &App) -> Result<(), Problem> {
    if app.config.passwords {
        return Ok(());
    }
    Err(Problem::new(Kind::NotFound, "problem-not-found"))
}

/// The same words whether the address is unknown or the password wrong.
fn refused() -> Problem {
    Problem::new(Kind::Invalid, "problem-form").field("password", "accounts-problem-password")
}

fn wrong_current() -> Problem {
    Problem::new(Kind::Invalid, "problem-form")
        .field("current", "accounts-problem-password-current")
}

/// Waits for a turn to try a password of this account; too many tries have to come back.
async fn wait(app: &App, account: &[u8], from: Option<IpAddr>) -> Result<(), Problem> {
    match app.password_tries.take(account, from, app.clock.seconds()) {
        Ok(seconds) => {
            tokio::time::sleep(Duration::from_secs(seconds.unsigned_abs())).await;
            Ok(())
        }
        Err(seconds) => {
            tracing::info!(target: "security", "passwords tried too fast");
            app.metrics.password(PasswordTry::Waiting);
            let problem = Problem::new(Kind::TooMany, "accounts-problem-password-wait");
            Err(problem.with("seconds", seconds))
        }
    }
}

/// Looks at a password, and counts what came of it.
async fn look(
    app: &App,
    account: &[u8],
    from: Option<IpAddr>,
    phc: Option<String>,
    password: &str,
) -> Result<Verdict, Problem> {
    let verdict = hashing::verify(app, phc, password).await?;
    match verdict {
        Verdict::Right(_) => {
            app.password_tries.right(account, from);
            app.metrics.password(PasswordTry::Right);
        }
        Verdict::Wrong => {
            tracing::info!(target: "security", "a wrong password");
            app.metrics.password(PasswordTry::Wrong);
        }
    }
    Ok(verdict)
}

/// Enters with a password, from an address of the network: the secret of the session's cookie. The
/// session that was open in this browser ends.
pub async fn sign_in(
    app: &App,
    from: Option<IpAddr>,
    email: &str,
    password: &str,
    before: Option<&str>,
    agent: &str,
) -> Result<String, Problem> {
    need_on(app)?;
    let email = normal_address(email);
    let account = codes::digest(&email);
    wait(app, &account, from).await?;
    let known = app
        .db
        .read(move |tx| {
            let Some(id) = accounts::id_by_email(tx, &email)? else { return Ok(None) };
            Ok::<_, store::StoreError>(rows::find(tx, &id)?.map(|(phc, _)| (id, phc)))
        })
        .await?;
    let phc = known.as_ref().map(|(_, phc)| phc.clone());
    let verdict = look(app, &account, from, phc, password).await?;
    let (Some((id, phc)), Verdict::Right(better)) = (known, verdict) else {
        return Err(refused());
    };
    let session = codes::secret(&mut rand::rng()) + &codes::secret(&mut rand::rng());
    let (digest, before) = (codes::digest(&session), before.map(codes::digest));
    let (app2, agent, now) = (app.clone(), agent_of(agent), app.clock.seconds());
    app.db
        .write(move |tx| {
            // Taken away, changed or let in no longer while it was looked at.
            let person = accounts::person(tx, &id)?.ok_or_else(refused)?;
            if rows::find(tx, &id)?.is_none_or(|(kept, _)| kept != phc) {
                return Err(refused());
            }
            if let Some(better) = &better {
                rows::strengthen(tx, &id, &phc, better)?;
            }
            if let Some(before) = &before {
                accounts::end_session(tx, before)?;
            }
            accounts::add_session(tx, digest.clone(), &id, &agent, now)?;
            rows::mark_session(tx, &digest)?;
            let who = Actor::Person(person);
            Ok(audit::note(&app2, tx, &who, Act::SignedIn, None, id.as_str(), "")?)
        })
        .await?;
    Ok(session)
}

/// How it stands with somebody's password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Since when they have one, seconds since 1970.
    pub since: Option<i64>,
    /// This session shows who it is without one.
    pub fresh: bool,
}

/// How it stands with the actor's password, in the session of this cookie; `None` where the instance
/// allows none.
pub async fn state(
    app: &App,
    actor: &Actor,
    cookie: Option<&str>,
) -> Result<Option<State>, Problem> {
    if !app.config.passwords {
        return Ok(None);
    }
    let (id, now) = (actor.need_person()?.id.clone(), app.clock.seconds());
    let session = cookie.map(codes::digest).unwrap_or_default();
    app.db
        .read(move |tx| {
            let since = rows::find(tx, &id)?.map(|(_, since)| since);
            let fresh = rows::opened(tx, &session, &id)?.is_some_and(|o| o.is_fresh(now));
            Ok(Some(State { since, fresh }))
        })
        .await
}

/// How many passwords are kept.
pub async fn kept(app: &App) -> Result<u32, Problem> {
    Ok(app.db.read(rows::count).await?)
}

/// What was done to a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There was none.
    Set,
    /// There was another.
    Changed,
    /// There is none any more.
    Removed,
}

impl Change {
    /// Its act in the audit trail.
    fn act(self) -> Act {
        match self {
            Self::Set => Act::PasswordSet,
            Self::Changed => Act::PasswordChanged,
            Self::Removed => Act::PasswordRemoved,
        }
    }

    /// Key of what is said of it.
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::Set => "accounts-password-set",
            Self::Changed => "accounts-password-changed",
            Self::Removed => "accounts-password-removed",
        }
    }
}

/// What follows every change: other sessions end, the person is told by mail, it is noted.
fn follow(
    app: &App,
    tx: &mut Tx<'_>,
    person: &Person,
    session: &[u8],
    change: Change,
    lang: Lang,
) -> Result<(), Problem> {
    accounts::end_others(tx, &person.id, session)?;
    if mail::wanted(app) {
        let network = ("network", app.config.network_name.as_str());
        let what = app.catalogue.text(lang, change.said(), &[]);
        let link = app.absolute(lang, "/sign-in");
        let args = [network, ("what", what.as_str()), ("link", link.as_str())];
        let text = |key: &str| app.catalogue.text(lang, key, &args);
        let mail = Mail {
            kind: "password",
            to: person.email.clone(),
            subject: text("accounts-mail-password-subject"),
            body: text("accounts-mail-password-body"),
            calendar: None,
            unsubscribe: None,
            forget_day: vault::day_of(crate::sealing::today(app)) + MAIL_DAYS,
            not_before: app.clock.seconds(),
            not_after: None,
            dedupe: None,
        };
        mail::enqueue(app, tx, &mail)?;
    }
    let who = Actor::Person(person.clone());
    Ok(audit::note(app, tx, &who, change.act(), None, person.id.as_str(), "")?)
}

/// What is kept of the actor's password, and whether their session is fresh. Refuses administrators
/// who have a passkey and have not shown it: a mailbox read by somebody else must not be enough.
async fn begin(
    app: &App,
    person: &Person,
    session: Vec<u8>,
) -> Result<(Option<String>, bool), Problem> {
    let (person, now) = (person.clone(), app.clock.seconds());
    app.db
        .read(move |tx| {
            passkeys::need_shown(tx, &person)?;
            let fresh = rows::opened(tx, &session, &person.id)?.is_some_and(|o| o.is_fresh(now));
            Ok((rows::find(tx, &person.id)?.map(|(phc, _)| phc), fresh))
        })
        .await
}

/// Looks at the password that somebody signed in says is theirs.
async fn look_at_current(
    app: &App,
    person: &Person,
    phc: &str,
    current: &str,
) -> Result<(), Problem> {
    let account = codes::digest(&normal_address(&person.email));
    wait(app, &account, None).await?;
    match look(app, &account, None, Some(phc.to_owned()), current).await? {
        Verdict::Right(_) => Ok(()),
        Verdict::Wrong => Err(wrong_current()),
    }
}

/// Sets a first password, which takes a fresh session, or another one, which takes the current one.
/// The session of this cookie stays, all others end.
pub async fn choose(
    app: &App,
    actor: &Actor,
    cookie: Option<&str>,
    current: &str,
    new: &str,
    lang: Lang,
) -> Result<Change, Problem> {
    need_on(app)?;
    let person = actor.need_person()?.clone();
    let session = cookie.map(codes::digest).unwrap_or_default();
    let (before, fresh) = begin(app, &person, session.clone()).await?;
    if before.is_none() && !fresh {
        return Err(Problem::new(Kind::Forbidden, "accounts-problem-password-fresh"));
    }
    let own = [app.config.network_name.as_str(), &person.email, &person.name];
    model::check(new, &own).map_err(|field| Problem {
        fields: vec![field],
        ..Problem::new(Kind::Invalid, "problem-form")
    })?;
    if let Some(before) = &before {
        look_at_current(app, &person, before, current).await?;
    }
    let phc = hashing::keep(app, new).await?;
    let (app2, now) = (app.clone(), app.clock.seconds());
    app.db
        .write(move |tx| {
            let change = if before.is_some() { Change::Changed } else { Change::Set };
            let kept = match &before {
                Some(before) => rows::replace(tx, &person.id, before, &phc, now)?,
                None => rows::insert(tx, &person.id, &phc, now)?,
            };
            if !kept {
                // Somebody was faster: what was typed as the current one is that no longer.
                return Err(wrong_current());
            }
            follow(&app2, tx, &person, &session, change, lang)?;
            Ok(change)
        })
        .await
}

/// Takes the password away, which takes a fresh session or the password itself: whoever forgot it
/// enters by a link and does this.
pub async fn remove(
    app: &App,
    actor: &Actor,
    cookie: Option<&str>,
    current: &str,
    lang: Lang,
) -> Result<Change, Problem> {
    need_on(app)?;
    let person = actor.need_person()?.clone();
    let session = cookie.map(codes::digest).unwrap_or_default();
    let (before, fresh) = begin(app, &person, session.clone()).await?;
    let none = || Problem::new(Kind::NotFound, "problem-not-found");
    let before = before.ok_or_else(none)?;
    if !fresh {
        look_at_current(app, &person, &before, current).await?;
    }
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            if !rows::remove(tx, &person.id)? {
                return Err(none());
            }
            follow(&app2, tx, &person, &session, Change::Removed, lang)?;
            Ok(Change::Removed)
        })
        .await
}
