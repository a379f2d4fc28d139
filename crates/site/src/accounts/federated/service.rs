//! Leaving for a provider, coming back, asking to be let in, letting in.

use base::{Id, Kind, Lang, Problem, codes};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::super::model::{INVITATION_LIFE, NewPerson, agent_of};
use super::super::{service as accounts, store as people};
use super::client;
use super::model::{Identity, Provider};
use super::store as rows;
use crate::audit::{self, Act};
use crate::{Actor, App, Permission, Role};

/// Seconds to come back from a provider, and to pick an organisation afterwards.
pub const PATIENCE: i64 = 900;
/// Days that a request is kept without an answer.
const DAYS: vault::Day = 30;

/// Where coming back has led.
#[derive(Debug, PartialEq, Eq)]
pub enum Back {
    /// In: the secret of the session's cookie.
    In(String),
    /// This way of entering was added to the account that was open.
    Added,
    /// The network does not know them: they pick their organisation.
    Unknown,
}

/// Somebody who asks to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Identifier.
    pub id: Id,
    /// Name, as the provider gave it.
    pub name: String,
    /// Address, as the provider gave it.
    pub email: String,
    /// Organisation they picked.
    pub organisation: Id,
    /// When, seconds since 1970.
    pub asked_at: i64,
}

#[derive(Serialize, Deserialize)]
struct Said {
    name: String,
    email: String,
}

fn unknown() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

fn refused(why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Forbidden, "accounts-problem-identity").because(why)
}

fn provider<'a>(app: &'a App, id: &str) -> Result<&'a Provider, Problem> {
    app.config.providers.iter().find(|p| p.id == id).ok_or_else(unknown)
}

/// Where to send a browser, known by a secret of its own. `attach`: the person who is signed in adds
/// this way of entering to their account.
pub async fn leave(
    app: &App,
    actor: &Actor,
    id: &str,
    attach: bool,
    browser: &str,
    lang: Lang,
) -> Result<String, Problem> {
    let provider = provider(app, id)?;
    let person = if attach { Some(actor.need_person()?.id.clone()) } else { None };
    let asked = client::ask(app, provider).await?;
    let (state, browser) = (codes::digest(&asked.state), codes::digest(browser));
    let ceremony = rows::Ceremony {
        provider: provider.id.clone(),
        nonce: asked.nonce,
        verifier: asked.verifier,
        person,
        lang: lang.tag().to_owned(),
    };
    let now = app.clock.seconds();
    app.db
        .write(move |tx| rows::begin(tx, &state, &browser, &ceremony, (now, now + PATIENCE)))
        .await?;
    Ok(asked.address)
}

/// What a provider sends back.
pub struct Sent<'a> {
    /// The state that was given to it.
    pub state: &'a str,
    /// What its tokens are had for; `Err`: what it says went wrong.
    pub code: Result<&'a str, &'a str>,
}

/// Takes somebody back, and says in which language they left. The state is used up whatever comes of
/// it.
pub async fn come_back(
    app: &App,
    actor: &Actor,
    id: &str,
    sent: Sent<'_>,
    browser: &str,
    agent: &str,
) -> Result<(Back, Option<Lang>), Problem> {
    let provider = provider(app, id)?;
    let (state, browser) = (codes::digest(sent.state), codes::digest(browser));
    let (kept, now) = (browser.clone(), app.clock.seconds());
    let ceremony = app.db.write(move |tx| rows::take(tx, &state, &kept, now)).await?;
    let ceremony = ceremony
        .filter(|c| c.provider == provider.id)
        .ok_or_else(|| Problem::new(Kind::Gone, "accounts-problem-back"))?;
    let code = sent.code.map_err(refused)?;
    let who = client::learn(app, provider, code, &ceremony.nonce, ceremony.verifier).await?;
    let lang = Lang::parse(&ceremony.lang);
    if let Some(person) = ceremony.person {
        // Whoever left is still the one who is signed in.
        if actor.need_person()?.id != person {
            return Err(refused("somebody else is signed in"));
        }
        add(app, actor, &person, &who).await?;
        return Ok((Back::Added, lang));
    }
    let session = codes::secret(&mut rand::rng()) + &codes::secret(&mut rand::rng());
    let (digest, agent, app2) = (codes::digest(&session), agent_of(agent), app.clone());
    let known = app
        .db
        .write(move |tx| {
            let Some(person) = recognise(tx, &who, now)? else {
                return ask_to_pick(&app2, tx, &who, &browser).map(|()| false);
            };
            let person = people::person(tx, &person)?.ok_or_else(|| refused("let in no longer"))?;
            people::add_session(tx, digest.clone(), &person.id, &agent, now)?;
            let id = person.id.clone();
            let who = Actor::Person(person);
            audit::note(&app2, tx, &who, Act::SignedIn, None, id.as_str(), "")?;
            Ok::<_, Problem>(true)
        })
        .await?;
    Ok((if known { Back::In(session) } else { Back::Unknown }, lang))
}

async fn add(app: &App, actor: &Actor, person: &Id, who: &Identity) -> Result<(), Problem> {
    let (app2, actor, person, who) = (app.clone(), actor.clone(), person.clone(), who.clone());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let whose = rows::person_of(tx, &who.issuer, &who.subject)?;
            if whose.is_some_and(|other| other != person) {
                return Err(Problem::new(Kind::Conflict, "accounts-problem-other-account"));
            }
            if rows::attach(tx, &who.issuer, &who.subject, &person, now)? {
                let subject = person.as_str();
                audit::note(&app2, tx, &actor, Act::ProviderAdded, None, subject, &who.issuer)?;
            }
            Ok(())
        })
        .await
}

/// Whom the network knows by a name of a provider, or, the first time, by an address that the
/// provider says is theirs.
fn recognise(tx: &mut Tx<'_>, who: &Identity, now: i64) -> Result<Option<Id>, Problem> {
    if let Some(person) = rows::person_of(tx, &who.issuer, &who.subject)? {
        return Ok(Some(person));
    }
    if !crate::mail::valid_address(&who.email) {
        return Err(Problem::new(Kind::Forbidden, "accounts-problem-no-address"));
    }
    let known = people::id_by_email(tx, &who.email)?;
    match known {
        Some(person) if who.verified => {
            rows::attach(tx, &who.issuer, &who.subject, &person, now)?;
            Ok(Some(person))
        }
        // Anybody might have told the provider this address.
        Some(_) => Err(Problem::new(Kind::Conflict, "accounts-problem-attach-first")),
        None => Ok(None),
    }
}

/// Keeps who came, until they have picked their organisation.
fn ask_to_pick(app: &App, tx: &mut Tx<'_>, who: &Identity, browser: &[u8]) -> Result<(), Problem> {
    let said = Said { name: who.name.clone(), email: who.email.clone() };
    let request = rows::Kept {
        id: Id::new(),
        issuer: who.issuer.clone(),
        subject: who.subject.clone(),
        sealed: vec![],
        forget_day: i64::from(vault::day_of(crate::sealing::today(app)) + 2),
        organisation: None,
        asked_at: app.clock.seconds(),
    };
    put(app, tx, request, &said, browser)
}

fn place(id: &Id) -> String {
    format!("access/{id}")
}

fn put(
    app: &App,
    tx: &mut Tx<'_>,
    mut request: rows::Kept,
    said: &Said,
    browser: &[u8],
) -> Result<(), Problem> {
    let broken = |e: serde_json::Error| Problem::new(Kind::Internal, "problem-internal").because(e);
    let day = vault::Day::try_from(request.forget_day).unwrap_or_default();
    let key = crate::sealing::key(app, tx, day)?.ok_or_else(unknown)?;
    request.sealed = key.seal(&place(&request.id), &serde_json::to_vec(said).map_err(broken)?);
    Ok(rows::put(tx, &request, browser)?)
}

/// Name and address of a request; `None` once they are forgotten.
fn said(app: &App, tx: &mut Tx<'_>, request: &rows::Kept) -> Result<Option<Said>, Problem> {
    let day = vault::Day::try_from(request.forget_day).unwrap_or_default();
    let Some(key) = crate::sealing::key(app, tx, day)? else { return Ok(None) };
    let plain = key.open(&place(&request.id), &request.sealed);
    Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
}

/// Who came back in this browser and is unknown: name, address, the organisation they picked, and
/// the organisations there are.
pub async fn waiting(
    app: &App,
    browser: &str,
) -> Result<Option<(String, String, Option<Id>, Vec<(Id, String)>)>, Problem> {
    let (app2, browser) = (app.clone(), codes::digest(browser));
    let now = app.clock.seconds();
    // A write: the key of a day is noted where it is first used.
    app.db
        .write(move |tx| {
            let Some(request) = rows::of_browser(tx, &browser)? else { return Ok(None) };
            if now - request.asked_at > PATIENCE {
                return Ok(None);
            }
            let Some(said) = said(&app2, tx, &request)? else { return Ok(None) };
            let all = people::organisation_names(tx)?;
            Ok(Some((said.name, said.email, request.organisation, all)))
        })
        .await
}

/// Asks to be let into an organisation.
pub async fn pick(app: &App, browser: &str, organisation: &str) -> Result<(), Problem> {
    let wrong = || {
        Problem::new(Kind::Invalid, "problem-form")
            .field("organisation", "accounts-problem-organisation")
    };
    let organisation = Id::parse(organisation).ok_or_else(wrong)?;
    let (app2, browser, now) = (app.clone(), codes::digest(browser), app.clock.seconds());
    app.db
        .write(move |tx| {
            let gone = || Problem::new(Kind::Gone, "accounts-problem-back");
            let request = rows::of_browser(tx, &browser)?.ok_or_else(gone)?;
            if now - request.asked_at > PATIENCE {
                return Err(gone());
            }
            let said = said(&app2, tx, &request)?.ok_or_else(gone)?;
            if !people::is_member(tx, &organisation)? {
                return Err(wrong());
            }
            let request = rows::Kept {
                organisation: Some(organisation.clone()),
                forget_day: i64::from(vault::day_of(crate::sealing::today(&app2)) + DAYS),
                ..request
            };
            put(&app2, tx, request, &said, &browser)
        })
        .await
}

/// Who asks to be let in, of those whom the actor may let in.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Request>, Problem> {
    let mine = actor.organisations(Permission::People);
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            let mut all = vec![];
            for request in rows::requests(tx)? {
                let Some(organisation) = request.organisation.clone() else { continue };
                if mine.as_ref().is_some_and(|mine| !mine.contains(&organisation)) {
                    continue;
                }
                let Some(said) = said(&app2, tx, &request)? else { continue };
                let Said { name, email } = said;
                let (id, asked_at) = (request.id, request.asked_at);
                all.push(Request { id, name, email, organisation, asked_at });
            }
            Ok(all)
        })
        .await
}

/// Lets in who asked, with a role in the organisation they picked, and tells them by mail.
pub async fn accept(
    app: &App,
    actor: &Actor,
    id: &Id,
    role: Role,
    lang: Lang,
) -> Result<(), Problem> {
    let (app2, actor, id, now) = (app.clone(), actor.clone(), id.clone(), app.clock.seconds());
    let email = app
        .db
        .write(move |tx| {
            let request = rows::request(tx, &id)?.ok_or_else(unknown)?;
            let organisation = request.organisation.clone().ok_or_else(unknown)?;
            actor.need(Permission::People, &organisation)?;
            let said = said(&app2, tx, &request)?.ok_or_else(unknown)?;
            // An account that is there, or was, belongs to who reads that mailbox.
            if rows::is_address_known(tx, &said.email)? {
                return Err(Problem::new(Kind::Conflict, "accounts-problem-known-address"));
            }
            let person = NewPerson {
                name: said.name,
                email: said.email.clone(),
                administrator: false,
                role: Some((organisation.clone(), role)),
            };
            person.check()?;
            let person = people::save(tx, &person, lang.tag(), now)?;
            rows::attach(tx, &request.issuer, &request.subject, &person, now)?;
            let (act, whose) = (Act::PersonInvited, Some(&organisation));
            audit::note(&app2, tx, &actor, act, whose, person.as_str(), role.code())?;
            Ok::<_, Problem>(said.email)
        })
        .await?;
    let subject = "accounts-mail-invitation-subject";
    accounts::make_link(app, &email, INVITATION_LIFE, lang, subject, None).await?;
    Ok(())
}

/// Lets somebody who asked not in, and erases what they said.
pub async fn refuse(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let request = rows::request(tx, &id)?.ok_or_else(unknown)?;
            let organisation = request.organisation.ok_or_else(unknown)?;
            actor.need(Permission::People, &organisation)?;
            rows::remove(tx, &id)?;
            let whose = Some(&organisation);
            Ok(audit::note(&app2, tx, &actor, Act::AccessRefused, whose, id.as_str(), "")?)
        })
        .await
}

/// The providers, and whether the actor enters by each.
pub async fn ways(app: &App, actor: &Actor) -> Result<Vec<(Provider, bool)>, Problem> {
    let id = actor.need_person()?.id.clone();
    let issuers = app.db.read(move |tx| rows::issuers_of(tx, &id)).await?;
    let mark = |p: &Provider| (p.clone(), issuers.contains(&p.issuer));
    Ok(app.config.providers.iter().map(mark).collect())
}
