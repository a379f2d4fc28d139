//! Signing in and out, inviting and disabling.

use axum::http::{HeaderMap, header};
use base::{Id, Kind, Lang, Problem, codes};
use store::StoreError;

use std::collections::HashMap;
use std::time::Duration;

use super::model::{
    INVITATION_LIFE, LINK_LIFE, Listed, MOST_TRIES, NewPerson, WebSession, agent_of, normal_address,
};
use super::passkeys;
use super::store as rows;
use crate::audit::{self, Act};
use crate::mail::{self, Mail};
use crate::{Actor, App, Error, Permission};

/// A session used within this many seconds is not written again.
const SEEN_EVERY: i64 = 300;

/// Name of the cookie of signed-in professionals. The public side has none.
#[must_use]
pub fn cookie_name(app: &App) -> &'static str {
    if app.config.base_url.starts_with("https://") { "__Host-tandem" } else { "tandem" }
}

/// Name of the cookie that tells the browser that asked for a sign-in link.
#[must_use]
pub fn asking_cookie_name(app: &App) -> &'static str {
    if app.config.base_url.starts_with("https://") { "__Host-tandem-ask" } else { "tandem-ask" }
}

/// The secret of the session in a request's cookies.
#[must_use]
pub fn cookie(app: &App, headers: &HeaderMap) -> Option<String> {
    cookie_named(cookie_name(app), headers)
}

/// The secret of the browser that asked for a sign-in link.
#[must_use]
pub fn asking_cookie(app: &App, headers: &HeaderMap) -> Option<String> {
    cookie_named(asking_cookie_name(app), headers)
}

fn cookie_named(name: &str, headers: &HeaderMap) -> Option<String> {
    headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).find_map(|line| {
        line.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    })
}

/// Who sends this request. Without our cookie the database is not asked.
pub async fn actor_of(app: &App, headers: &HeaderMap) -> Result<Actor, Error> {
    let Some(secret) = cookie(app, headers) else { return Ok(Actor::Public) };
    actor_of_session(app, &secret).await
}

/// Whose session this is.
pub(super) async fn actor_of_session(app: &App, secret: &str) -> Result<Actor, Error> {
    let digest = codes::digest(secret);
    let now = app.clock.seconds();
    let key = digest.clone();
    let found = app
        .db
        .read(move |tx| {
            let Some(open) = rows::session(tx, &key, now)? else { return Ok(None) };
            Ok::<_, StoreError>(rows::person(tx, &open.person)?.map(|person| (person, open)))
        })
        .await
        .map_err(Error::store)?;
    let Some((mut person, open)) = found else { return Ok(Actor::Public) };
    let asked = !app.config.demonstration && passkeys::possible(app).is_some();
    // A password alone makes no administrator, even where browsers take no keys.
    if person.administrator && (asked || open.by_password) && !open.by_key {
        (person.administrator, person.unproven) = (false, true);
    }
    if now - open.seen_at > SEEN_EVERY {
        app.db.write(move |tx| rows::seen(tx, &digest, now)).await.map_err(Error::store)?;
    }
    Ok(Actor::Person(person))
}

/// Most sign-in links asked for by one address while the first of them works.
const MOST_LINKS: i64 = 5;
/// How long an answer to it takes, at least.
const ANSWER: Duration = Duration::from_millis(50);

/// Sends a sign-in link if the address is known; says nothing about whether it is. The browser that
/// asks, known by a secret of its own, alone may enter by it. In the demonstration, which has no
/// secrets, the path of the link.
pub async fn ask_for_link(
    app: &App,
    email: &str,
    lang: Lang,
    browser: &str,
) -> Result<Option<String>, Problem> {
    let email = normal_address(email);
    if !mail::valid_address(&email) {
        let wrong = base::problem::FieldProblem::new("email", "accounts-problem-email");
        Problem::from_fields(vec![wrong])?;
    }
    let asked_from = Some(codes::digest(browser)).filter(|_| !app.config.demonstration);
    // Known or not, the answer takes as long.
    let (made, ()) = tokio::join!(
        make_link(app, &email, LINK_LIFE, lang, "accounts-mail-link-subject", asked_from),
        tokio::time::sleep(if app.config.demonstration { Duration::ZERO } else { ANSWER })
    );
    match made {
        Ok(path) => Ok(Some(path).filter(|_| app.config.demonstration)),
        Err(problem) if problem.kind == Kind::NotFound => {
            tracing::info!(target: "security", "no sign-in link was made");
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
}

/// In the demonstration: everybody one can enter as, name and address. Elsewhere nobody.
pub async fn shown_accounts(app: &App) -> Result<Vec<(String, String)>, Problem> {
    if !app.config.demonstration {
        return Ok(vec![]);
    }
    let people = app.db.read(rows::all).await?;
    Ok(people.into_iter().filter(|p| !p.disabled).map(|p| (p.name, p.email)).collect())
}

/// A sign-in link for somebody (path on this site): for the command line.
pub async fn sign_in_link(app: &App, actor: &Actor, email: &str) -> Result<String, Problem> {
    if !matches!(actor, Actor::Operator) {
        return Err(Problem::new(Kind::Forbidden, "problem-forbidden"));
    }
    let email = normal_address(email);
    let (secret, now) = (codes::secret(&mut rand::rng()), app.clock.seconds());
    let digest = codes::digest(&secret);
    app.db
        .write(move |tx| {
            let id = rows::id_by_email(tx, &email)?.ok_or_else(unknown)?;
            rows::add_link(tx, digest, &id, now, LINK_LIFE, None)?;
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(format!("/sign-in/{secret}"))
}

fn unknown() -> Problem {
    Problem::new(Kind::NotFound, "accounts-problem-unknown")
}

/// Makes a link for an address, and sends it. Its path.
pub(super) async fn make_link(
    app: &App,
    email: &str,
    life: i64,
    lang: Lang,
    subject: &'static str,
    browser: Option<Vec<u8>>,
) -> Result<String, Problem> {
    let (secret, now) = (codes::secret(&mut rand::rng()), app.clock.seconds());
    let digest = codes::digest(&secret);
    let path = format!("/sign-in/{secret}");
    let link = app.absolute(lang, &path);
    let (app2, email) = (app.clone(), email.to_owned());
    let url = link.clone();
    app.db
        .write(move |tx| {
            let id = rows::id_by_email(tx, &email)?.ok_or_else(unknown)?;
            if life == LINK_LIFE && rows::links_since(tx, &id, now - LINK_LIFE)? >= MOST_LINKS {
                // Enough mails lie in that box.
                return Err(unknown());
            }
            rows::add_link(tx, digest, &id, now, life, browser)?;
            if mail::wanted(&app2) {
                let text = |key: &str| {
                    let name = app2.config.network_name.as_str();
                    app2.catalogue.text(lang, key, &[("link", &url), ("network", name)])
                };
                let mail = Mail {
                    kind: "sign-in",
                    to: email,
                    subject: text(subject),
                    body: text("accounts-mail-link-body"),
                    calendar: None,
                    unsubscribe: None,
                    forget_day: vault::day_of(crate::sealing::today(&app2))
                        + 2
                        + vault::Day::try_from(life / 86_400).unwrap_or_default(),
                    not_before: now,
                    not_after: Some(now + life),
                    dedupe: None,
                };
                mail::enqueue(&app2, tx, &mail)?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    if !mail::wanted(app) {
        // No mail server: whoever reads the log of this instance is its administrator.
        tracing::info!(%link, "sign-in link");
    }
    Ok(path)
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Nowhere any more.
    Over,
    /// In, at the press of a button.
    Here,
    /// In, on the browser that asked for it, where this code is to be typed.
    Elsewhere(String),
}

/// The code of a link, for the browser that asked for it.
fn code_of(app: &App, link: &[u8]) -> String {
    let bits = app.vault.derived_bytes("sign-in", link);
    codes::desk_code(u32::from_be_bytes([bits[0], bits[1], bits[2], bits[3]]))
}

fn is_same_browser(asked_from: Option<&[u8]>, browser: Option<&str>) -> bool {
    asked_from.is_none_or(|asked| browser.is_some_and(|b| codes::digest(b) == asked))
}

/// Where a link leads from this browser. Looking at it (a mail scanner does) uses nothing up.
pub async fn look_at_link(app: &App, secret: &str, browser: Option<&str>) -> Result<Link, Problem> {
    let (digest, now) = (codes::digest(secret), app.clock.seconds());
    let key = digest.clone();
    let Some((_, asked_from)) = app.db.read(move |tx| rows::link(tx, &key, now)).await? else {
        return Ok(Link::Over);
    };
    if is_same_browser(asked_from.as_deref(), browser) {
        return Ok(Link::Here);
    }
    Ok(Link::Elsewhere(code_of(app, &digest)))
}

fn over() -> Problem {
    Problem::new(Kind::Gone, "accounts-problem-link")
}

/// Uses a link up and opens a session: the secret of its cookie. `agent` is what the browser says
/// it is.
pub async fn sign_in(
    app: &App,
    secret: &str,
    browser: Option<&str>,
    agent: &str,
) -> Result<String, Problem> {
    let (link, now) = (codes::digest(secret), app.clock.seconds());
    let key = link.clone();
    let found = app.db.read(move |tx| rows::link(tx, &key, now)).await?;
    let (_, asked_from) = found.ok_or_else(over)?;
    if !is_same_browser(asked_from.as_deref(), browser) {
        return Err(Problem::new(Kind::Forbidden, "accounts-problem-browser"));
    }
    open_session(app, link, agent).await
}

/// The same with the code that the link shows elsewhere, typed into the browser that asked for it.
pub async fn sign_in_by_code(
    app: &App,
    browser: &str,
    typed: &str,
    agent: &str,
) -> Result<String, Problem> {
    let wrong =
        || Problem::new(Kind::Invalid, "problem-form").field("code", "accounts-problem-code");
    let code = codes::read_desk_code(typed).ok_or_else(wrong)?;
    let (asked_from, now) = (codes::digest(browser), app.clock.seconds());
    let key = asked_from.clone();
    let links = app.db.read(move |tx| rows::links_of_browser(tx, &key, now, MOST_TRIES)).await?;
    let Some(link) = links.into_iter().find(|link| code_of(app, link) == code) else {
        app.db.write(move |tx| rows::note_try(tx, &asked_from)).await?;
        tracing::info!(target: "security", "a wrong sign-in code");
        return Err(wrong());
    };
    open_session(app, link, agent).await
}

async fn open_session(app: &App, link: Vec<u8>, agent: &str) -> Result<String, Problem> {
    let session = codes::secret(&mut rand::rng()) + &codes::secret(&mut rand::rng());
    let (digest, now) = (codes::digest(&session), app.clock.seconds());
    let (app2, agent) = (app.clone(), agent_of(agent));
    app.db
        .write(move |tx| {
            let (id, _) = rows::link(tx, &link, now)?.ok_or_else(over)?;
            if !rows::use_link(tx, &link, now)? {
                return Err(over());
            }
            rows::add_session(tx, digest, &id, &agent, now)?;
            let who = Actor::Person(rows::person(tx, &id)?.ok_or_else(over)?);
            audit::note(&app2, tx, &who, Act::SignedIn, None, id.as_str(), "")?;
            Ok(())
        })
        .await?;
    Ok(session)
}

/// Where the person is signed in, and which of these sessions this cookie is.
pub async fn own_sessions(
    app: &App,
    actor: &Actor,
    cookie: Option<&str>,
) -> Result<Vec<(WebSession, bool)>, Problem> {
    let (id, now) = (actor.need_person()?.id.clone(), app.clock.seconds());
    let this = cookie.map(codes::digest).unwrap_or_default();
    let all = app.db.read(move |tx| rows::sessions_of(tx, &id, now)).await?;
    Ok(all.into_iter().map(|s| (s.digest == this, s)).map(|(here, s)| (s, here)).collect())
}

/// Ends the person's sessions on all other devices.
pub async fn end_other_sessions(
    app: &App,
    actor: &Actor,
    cookie: Option<&str>,
) -> Result<(), Problem> {
    let id = actor.need_person()?.id.clone();
    let kept = cookie.map(codes::digest).unwrap_or_default();
    Ok(app.db.write(move |tx| rows::end_others(tx, &id, &kept)).await?)
}

/// Ends a session.
pub async fn sign_out(app: &App, secret: &str) -> Result<(), Problem> {
    let digest = codes::digest(secret);
    Ok(app.db.write(move |tx| rows::end_session(tx, &digest)).await?)
}

/// Invites somebody: identifier, and the path of their link. An administrator may invite anyone, a
/// coordinator into their own organisation.
pub async fn invite(
    app: &App,
    actor: &Actor,
    mut person: NewPerson,
    lang: Lang,
) -> Result<(Id, String), Problem> {
    person.email = normal_address(&person.email);
    person.name = person.name.trim().to_owned();
    match &person.role {
        Some((organisation, _)) if !person.administrator => {
            actor.need(Permission::People, organisation)?;
        }
        _ => actor.need_administrator()?,
    }
    person.check()?;
    let (now, email) = (app.clock.seconds(), person.email.clone());
    let outsider = actor.need_administrator().is_err();
    let (app2, actor2) = (app.clone(), actor.clone());
    let id = app
        .db
        .write(move |tx| {
            if let Some((organisation, _)) = &person.role
                && !rows::is_member(tx, organisation)?
            {
                let wrong = base::problem::FieldProblem::new(
                    "organisation",
                    "accounts-problem-organisation",
                );
                Problem::from_fields(vec![wrong])?;
            }
            // A coordinator adds people; renaming those of others is for administrators.
            if outsider
                && let Some(id) = rows::id_by_email(tx, &person.email)?
                && let Some(known) = rows::person(tx, &id)?
            {
                person.name = known.name;
            }
            let id = rows::save(tx, &person, lang.tag(), now)?;
            let role = match &person.role {
                _ if person.administrator => "administrator",
                Some((_, role)) => role.code(),
                None => "",
            };
            let organisation = person.role.as_ref().map(|(organisation, _)| organisation);
            let act = Act::PersonInvited;
            audit::note(&app2, tx, &actor2, act, organisation, id.as_str(), role)?;
            Ok::<_, Problem>(id)
        })
        .await?;
    let subject = "accounts-mail-invitation-subject";
    let path = make_link(app, &email, INVITATION_LIFE, lang, subject, None).await?;
    Ok((id, path))
}

/// The people whom the actor administers, and the organisations they may invite into.
pub async fn list_people(
    app: &App,
    actor: &Actor,
) -> Result<(Vec<Listed>, Vec<(Id, String)>), Problem> {
    let mine = actor.organisations(Permission::People);
    if mine.as_ref().is_some_and(Vec::is_empty) {
        actor.need_administrator()?;
    }
    let (mut people, mut organisations) = app
        .db
        .read(|tx| Ok::<_, StoreError>((rows::all(tx)?, rows::organisation_names(tx)?)))
        .await?;
    if let Some(mine) = mine {
        people.retain(|p| p.roles.iter().any(|(id, ..)| mine.contains(id)));
        organisations.retain(|(id, _)| mine.contains(id));
    }
    Ok((people, organisations))
}

/// A fresh link for somebody who lost theirs, sent to them; its path, for instances without a mail
/// server: for administrators.
pub async fn link_for(app: &App, actor: &Actor, id: &Id, lang: Lang) -> Result<String, Problem> {
    actor.need_administrator()?;
    let id = id.clone();
    let person = app.db.read(move |tx| rows::person(tx, &id)).await?.ok_or_else(unknown)?;
    let (app2, actor2, about) = (app.clone(), actor.clone(), person.id.clone());
    app.db
        .write(move |tx| audit::note(&app2, tx, &actor2, Act::LinkMade, None, about.as_str(), ""))
        .await
        .map_err(|e: StoreError| Problem::from(e))?;
    make_link(app, &person.email, LINK_LIFE, lang, "accounts-mail-link-subject", None).await
}

/// Names of everybody and of these organisations, by identifier.
pub async fn names(
    app: &App,
    organisations: Vec<Id>,
) -> Result<(HashMap<Id, String>, HashMap<Id, String>), Problem> {
    let names = app.db.read(move |tx| {
        let people = rows::all(tx)?.into_iter().map(|p| (p.id, p.name)).collect();
        let mut names = HashMap::new();
        for id in organisations {
            if !names.contains_key(&id)
                && let Some(name) = rows::organisation_name(tx, &id)?
            {
                names.insert(id, name);
            }
        }
        Ok::<_, StoreError>((people, names))
    });
    names.await.map_err(Problem::from)
}

/// Who has a role in an organisation and may sign in, by name: for colleagues, never for the public.
pub fn colleagues(
    tx: &mut store::Tx<'_>,
    organisation: &Id,
) -> Result<Vec<(String, crate::Role)>, StoreError> {
    rows::colleagues(tx, organisation)
}

/// Somebody to write to.
#[derive(Clone, Debug)]
pub struct Correspondent {
    /// Who.
    pub id: Id,
    /// Address.
    pub email: String,
    /// In which language.
    pub lang: Lang,
}

/// The coordinators of these organisations and the administrators of the network.
pub fn correspondents(
    tx: &mut store::Tx<'_>,
    organisations: &[Id],
) -> Result<Vec<Correspondent>, StoreError> {
    Ok(rows::correspondents(tx, organisations)?.into_iter().map(correspondent).collect())
}

fn correspondent((id, email, lang): (Id, String, String)) -> Correspondent {
    let lang = if lang == Lang::En.tag() { Lang::En } else { Lang::Fr };
    Correspondent { id, email, lang }
}

/// The coordinators and mediators of an organisation.
pub fn staff(tx: &mut store::Tx<'_>, of: &Id) -> Result<Vec<Correspondent>, StoreError> {
    Ok(rows::staff(tx, of)?.into_iter().map(correspondent).collect())
}

/// Name, address and language of somebody who is let in, for a mail to them.
pub fn reach(
    tx: &mut store::Tx<'_>,
    id: &Id,
) -> Result<Option<(String, String, Lang)>, StoreError> {
    let found = rows::reach(tx, id)?;
    Ok(found.map(|(name, email, lang)| (name, email, Lang::parse(&lang).unwrap_or_default())))
}

/// Addresses and languages of the coordinators of an organisation.
pub fn coordinators(tx: &mut store::Tx<'_>, of: &Id) -> Result<Vec<(String, Lang)>, StoreError> {
    let all = rows::coordinators(tx, of)?;
    Ok(all.into_iter().map(|(to, lang)| (to, Lang::parse(&lang).unwrap_or_default())).collect())
}

/// The organisations that have a coordinator: somebody reads there what is sent to them.
pub fn coordinated(tx: &mut store::Tx<'_>) -> Result<Vec<Id>, StoreError> {
    rows::coordinated(tx)
}

/// Whether anybody who may sign in has a role in an organisation: it cannot be removed then.
pub fn has_members(tx: &mut store::Tx<'_>, organisation: &Id) -> Result<bool, StoreError> {
    rows::has_members(tx, organisation)
}

/// Takes the roles in an organisation that is removed away from those who are disabled.
pub fn forget_roles(tx: &mut store::Tx<'_>, organisation: &Id) -> Result<(), StoreError> {
    rows::forget_roles(tx, organisation)
}

/// Lets somebody in no longer, and ends their sessions: for administrators.
pub async fn disable(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    actor.need_administrator()?;
    let (id, now) = (id.clone(), app.clock.seconds());
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            if !rows::disable(tx, &id, now)? {
                return Err(unknown());
            }
            audit::note(&app2, tx, &actor, Act::PersonDisabled, None, id.as_str(), "")?;
            Ok(())
        })
        .await
}
