//! The two ceremonies of WebAuthn, adding a key and entering with one; the library checks what the
//! standard asks, this module keeps what lies between its halves.

use base::{Id, Kind, Problem, codes};
use store::Tx;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::register::{
    CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions,
    UserHandle, UserHandle64, Username,
};
use webauthn_rp::request::{
    AsciiDomain, ExtensionInfo, PublicKeyCredentialDescriptor, RpId, TimedCeremony,
};
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
};

use super::super::model::agent_of;
use super::super::store as accounts;
use super::store as rows;
use crate::actor::Person;
use crate::audit::{self, Act};
use crate::{Actor, App};

/// Seconds to answer a challenge.
const PATIENCE: i64 = 300;
/// Most keys of a person.
const MOST: usize = 10;
/// Longest name of a key, in characters.
const MOST_NAME: usize = 60;

/// A key of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Identifier, in hexadecimal.
    pub id: String,
    /// As its owner calls it.
    pub name: String,
    /// Since when, seconds since 1970.
    pub made_at: i64,
    /// When it was last used.
    pub used_at: Option<i64>,
}

/// The name under which keys are kept for this site; `None` where browsers take none: under an
/// address in numbers, or without TLS.
#[must_use]
pub fn possible(app: &App) -> Option<String> {
    let base = &app.config.base_url;
    let (scheme, rest) = base.split_once("://")?;
    let host = rest.split(['/', ':']).next().filter(|h| !h.is_empty())?;
    let named = host.parse::<std::net::IpAddr>().is_err() && !rest.starts_with('[');
    let local = host == "localhost" || host.ends_with(".localhost");
    (named && (scheme == "https" || (scheme == "http" && local))).then(|| host.to_owned())
}

fn not_possible() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

/// What the browser sent proves nothing: a key of another site, an old answer, a wrong signature.
fn refused(why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Forbidden, "accounts-problem-passkey").because(why)
}

fn broken(why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Internal, "problem-internal").because(why)
}

fn site_of(app: &App) -> Result<RpId, Problem> {
    let host = possible(app).ok_or_else(not_possible)?;
    AsciiDomain::try_from(host).map(RpId::Domain).map_err(broken)
}

/// Where keys prove who administers, whoever holds none of them adds and removes none: a mailbox read
/// by somebody else must not be enough.
fn need_proof(person: &Person, keys: usize) -> Result<(), Problem> {
    if person.unproven && keys > 0 {
        return Err(Problem::new(Kind::Forbidden, "problem-unproven"));
    }
    Ok(())
}

/// The same for whoever changes another way in: their keys are counted here.
pub fn need_shown(tx: &mut Tx<'_>, person: &Person) -> Result<(), Problem> {
    need_proof(person, rows::of_person(tx, &person.id)?.len())
}

/// What authenticators know a person by: nothing that anybody else could tell.
fn handle_of(app: &App, person: &Id) -> Result<UserHandle64, Problem> {
    let mut bytes = [0; 64];
    for (half, name) in bytes.chunks_mut(32).zip(["passkey-1", "passkey-2"]) {
        half.copy_from_slice(&app.vault.derived_bytes(name, person.as_str().as_bytes()));
    }
    UserHandle::decode(bytes).map_err(broken)
}

/// The first half of adding a key: what the browser is to be asked, as JSON.
pub async fn begin_registration(app: &App, actor: &Actor) -> Result<Vec<u8>, Problem> {
    let person = actor.need_person()?.clone();
    let (site, handle) = (site_of(app)?, handle_of(app, &person.id)?);
    let id = person.id.clone();
    let known = app.db.read(move |tx| rows::of_person(tx, &id)).await?;
    need_proof(&person, known.len())?;
    if known.len() >= MOST {
        return Err(Problem::new(Kind::Conflict, "accounts-problem-passkeys").with("most", MOST));
    }
    let known = known.into_iter().filter_map(|(credential, _)| {
        let id = CredentialId::decode(credential).ok()?;
        Some(PublicKeyCredentialDescriptor { id, transports: AuthTransports::decode(0).ok()? })
    });
    let user = PublicKeyCredentialUserEntity {
        name: Username::try_from(person.email.as_str()).map_err(broken)?,
        id: &handle,
        display_name: Nickname::try_from(person.name.as_str()).ok(),
    };
    let mut options = PublicKeyCredentialCreationOptions::passkey(&site, user, known.collect());
    // Enforced, it would shut out the keys of telephones and laptops, which do not know it; that the
    // person was verified is checked at each entry.
    options.extensions.cred_protect =
        CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
    let (server, client) = options.start_ceremony().map_err(broken)?;
    let challenge = server.sent_challenge().encode().map_err(broken)?.to_be_bytes();
    let state = server.encode().map_err(broken)?;
    let asked = serde_json::to_vec(&client).map_err(broken)?;
    let (id, now) = (person.id, app.clock.seconds());
    app.db
        .write(move |tx| rows::begin(tx, &challenge, Some(&id), state, (now, now + PATIENCE)))
        .await?;
    Ok(asked)
}

/// The second half: checks the answer and keeps the key. The session in which it is done counts as
/// opened with it.
pub async fn finish_registration(
    app: &App,
    actor: &Actor,
    session: Option<&str>,
    answer: &str,
    name: &str,
) -> Result<(), Problem> {
    let person = actor.need_person()?.clone();
    let site = site_of(app)?;
    let answer = Registration::from_json_relaxed(answer.as_bytes()).map_err(refused)?;
    let challenge = answer.challenge_relaxed().map_err(refused)?;
    let challenge = challenge.encode().map_err(broken)?.to_be_bytes();
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(MOST_NAME).collect();
    let session = session.map(codes::digest).unwrap_or_default();
    let (app2, actor, now) = (app.clone(), actor.clone(), app.clock.seconds());
    app.db
        .write(move |tx| {
            need_proof(&person, rows::of_person(tx, &person.id)?.len())?;
            let kept = rows::take(tx, &challenge, Some(&person.id), now)?;
            let kept = kept.ok_or_else(|| refused("no such challenge"))?;
            let state = RegistrationServerState::<64>::decode(&kept).map_err(broken)?;
            let origins = [app2.config.base_url.as_str()];
            let options = RegistrationVerificationOptions::<&str, &str> {
                allowed_origins: &origins,
                ..Default::default()
            };
            let made = state.verify(&site, &answer, &options).map_err(refused)?;
            let credential = made.id().encode().map_err(broken)?.to_vec();
            let public_key = made.static_state().encode().map_err(broken)?;
            let changing = made.dynamic_state().encode().map_err(broken)?.to_vec();
            if !rows::insert(tx, &credential, &person.id, &name, (public_key, changing), now)? {
                return Err(refused("known already"));
            }
            rows::mark_session(tx, &session)?;
            let subject = person.id.as_str();
            Ok(audit::note(&app2, tx, &actor, Act::KeyAdded, None, subject, &name)?)
        })
        .await
}

/// The first half of entering: what the browser is to be asked, as JSON.
pub async fn begin_entry(app: &App) -> Result<Vec<u8>, Problem> {
    let site = site_of(app)?;
    let options = DiscoverableCredentialRequestOptions::passkey(&site);
    let (server, client) = options.start_ceremony().map_err(broken)?;
    let challenge = server.sent_challenge().encode().map_err(broken)?.to_be_bytes();
    let state = server.encode().map_err(broken)?;
    let asked = serde_json::to_vec(&client).map_err(broken)?;
    let now = app.clock.seconds();
    app.db.write(move |tx| rows::begin(tx, &challenge, None, state, (now, now + PATIENCE))).await?;
    Ok(asked)
}

type Key = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

/// The second half: checks the answer and opens a session, the secret of its cookie. The session
/// that was open in this browser ends.
pub async fn finish_entry(
    app: &App,
    answer: &str,
    before: Option<&str>,
    agent: &str,
) -> Result<String, Problem> {
    let site = site_of(app)?;
    let answer =
        DiscoverableAuthentication64::from_json_relaxed(answer.as_bytes()).map_err(refused)?;
    let challenge = answer.challenge_relaxed().map_err(refused)?;
    let challenge = challenge.encode().map_err(broken)?.to_be_bytes();
    let credential = answer.raw_id().encode().map_err(broken)?.to_vec();
    let session = codes::secret(&mut rand::rng()) + &codes::secret(&mut rand::rng());
    let (digest, before) = (codes::digest(&session), before.map(codes::digest));
    let (app2, agent, now) = (app.clone(), agent_of(agent), app.clock.seconds());
    app.db
        .write(move |tx| {
            let kept = rows::take(tx, &challenge, None, now)?;
            let kept = kept.ok_or_else(|| refused("no such challenge"))?;
            let state = DiscoverableAuthenticationServerState::decode(&kept).map_err(broken)?;
            let known = rows::find(tx, &credential)?.ok_or_else(|| refused("no such key"))?;
            // Whoever is let in no longer has no key either.
            let person = accounts::person(tx, &known.person)?;
            let person = person.ok_or_else(|| refused("no such person"))?;
            let handle = handle_of(&app2, &person.id)?;
            if *answer.response().user_handle() != handle {
                return Err(refused("the key of somebody else"));
            }
            let changing: [u8; 7] =
                known.state.try_into().map_err(|_| broken("a state of another length"))?;
            let mut key = AuthenticatedCredential::<'_, '_, 64, Key>::new(
                answer.raw_id(),
                &handle,
                StaticState::decode(known.public_key.as_slice()).map_err(broken)?,
                DynamicState::decode(changing).map_err(broken)?,
            )
            .map_err(broken)?;
            let origins = [app2.config.base_url.as_str()];
            let options = AuthenticationVerificationOptions::<&str, &str> {
                allowed_origins: &origins,
                ..Default::default()
            };
            state.verify(&site, &answer, &mut key, &options).map_err(refused)?;
            let changed = key.dynamic_state().encode().map_err(broken)?.to_vec();
            rows::used(tx, &credential, changed, now)?;
            if let Some(before) = &before {
                accounts::end_session(tx, before)?;
            }
            accounts::add_session(tx, digest.clone(), &person.id, &agent, now)?;
            rows::mark_session(tx, &digest)?;
            let id = person.id.clone();
            let who = Actor::Person(person);
            Ok(audit::note(&app2, tx, &who, Act::SignedIn, None, id.as_str(), "")?)
        })
        .await?;
    Ok(session)
}

/// The person's keys.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Passkey>, Problem> {
    let id = actor.need_person()?.id.clone();
    let all = app.db.read(move |tx| rows::of_person(tx, &id)).await?;
    Ok(all.into_iter().map(|(_, key)| key).collect())
}

/// Whether a key is to be offered now: at the second entry of somebody who has none.
pub async fn is_due(app: &App, actor: &Actor) -> Result<bool, Problem> {
    if possible(app).is_none() {
        return Ok(false);
    }
    let id = actor.need_person()?.id.clone();
    app.db
        .read(move |tx| Ok(rows::entries(tx, &id)? == 2 && rows::of_person(tx, &id)?.is_empty()))
        .await
}

/// Takes a key away from its owner.
pub async fn remove(app: &App, actor: &Actor, key: &str) -> Result<(), Problem> {
    let person = actor.need_person()?;
    need_proof(person, 1)?;
    let person = person.id.clone();
    let credential = hex::decode(key).map_err(|_| not_possible())?;
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            if !rows::remove(tx, &person, &credential)? {
                return Err(not_possible());
            }
            let subject = person.as_str();
            Ok(audit::note(&app2, tx, &actor, Act::KeyRemoved, None, subject, "")?)
        })
        .await
}

/// Takes all keys away from somebody who has lost theirs: for the command line. How many.
pub async fn forget_keys(app: &App, actor: &Actor, email: &str) -> Result<u64, Problem> {
    if !matches!(actor, Actor::Operator) {
        return Err(Problem::new(Kind::Forbidden, "problem-forbidden"));
    }
    let (app2, actor) = (app.clone(), actor.clone());
    let email = super::super::model::normal_address(email);
    app.db
        .write(move |tx| {
            let unknown = || Problem::new(Kind::NotFound, "accounts-problem-unknown");
            let person = accounts::id_by_email(tx, &email)?.ok_or_else(unknown)?;
            let gone = rows::remove_all(tx, &person)?;
            let subject = person.as_str();
            audit::note(&app2, tx, &actor, Act::KeyRemoved, None, subject, &gone.to_string())?;
            Ok(gone)
        })
        .await
}
