//! Taking a place, giving it back, waiting for one. Everything that moves the counters of a
//! session does so in one transaction with the rows it moves.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Lang, Problem, problem::FieldProblem};
use sha2::{Digest, Sha256};
use site::App;

use super::{SessionView, hold, not_found, session_in, view_in};
use crate::mails;
use crate::model::{
    Registration, RegistrationKind, RegistrationMode, RegistrationStatus, Session, SessionStatus,
    Waiting, promote,
};
use crate::store::registrations::Keys;
use crate::store::{registrations, sessions};

/// What someone asks for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// How many places, all or none.
    pub places: u32,
    /// First name or pseudonym, if they like.
    pub name: Option<String>,
    /// Address for confirmation and reminder, if they like.
    pub email: Option<String>,
    /// Language of the mails.
    pub lang: Lang,
    /// The same address a second time, on purpose.
    pub again: bool,
    /// A random text of the client's: the same request sent twice takes one place.
    pub idempotency_key: String,
}

/// What the registration gave.
#[derive(Clone, Debug)]
pub struct Registered {
    /// As kept.
    pub registration: Registration,
    /// Position on the waiting list, from 1.
    pub position: Option<u32>,
    /// Secret of the ticket's page, `/ticket/{secret}`.
    pub secret: String,
    /// The request had been answered before.
    pub replayed: bool,
}

/// A ticket as its holder sees it.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// As kept.
    pub registration: Registration,
    /// The session it is for.
    pub view: SessionView,
    /// Position on the waiting list, from 1.
    pub position: Option<u32>,
    /// Secret of the ticket's page.
    pub secret: String,
}

/// Why a transaction did not end.
enum Stop {
    /// Another request was faster with the same key, or a code was drawn twice: start over.
    Again,
    /// This is the answer.
    Refused(Problem),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl Wish {
    /// Trims and checks what can be checked alone.
    fn checked(mut self) -> Result<Self, Problem> {
        let tidy = |t: Option<String>| {
            t.map(|t| t.trim().replace(char::is_control, "")).filter(|t| !t.is_empty())
        };
        self.name = tidy(self.name);
        self.email = tidy(self.email);
        let mut wrong = vec![];
        if !(1..=50).contains(&self.places) {
            wrong.push(FieldProblem::new("places", "problem-field-places"));
        }
        if self.name.as_ref().is_some_and(|n| n.chars().count() > 60) {
            wrong.push(FieldProblem::new("name", "problem-field-name"));
        }
        if self.email.as_ref().is_some_and(|e| !site::mail::valid_address(e)) {
            wrong.push(FieldProblem::new("email", "problem-field-email"));
        }
        if self.idempotency_key.is_empty() || self.idempotency_key.len() > 255 {
            wrong.push(FieldProblem::new("key", "problem-field-key"));
        }
        Problem::from_fields(wrong)?;
        Ok(self)
    }

    /// What tells this request from another with the same key.
    fn digest(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(self.places.to_be_bytes());
        for part in [&self.name, &self.email] {
            let text = part.as_deref().unwrap_or_default();
            hash.update(text.len().to_be_bytes());
            hash.update(text.as_bytes());
        }
        hash.finalize().to_vec()
    }
}

/// Digest of a session and an address: tells that the same address comes twice to one session,
/// and nothing across sessions.
fn contact_tag(app: &App, session: &Id, email: &str) -> Vec<u8> {
    let of = format!("{session}\0{}", email.trim().to_lowercase());
    app.derived_secret("contact", &of).into_bytes()
}

/// Takes places, or a position on the waiting list. The same request again (same key) gets the
/// same answer and takes nothing more.
pub async fn register(app: &App, session: &Id, wish: Wish) -> Result<Registered, Problem> {
    let wish = wish.checked()?;
    #[cfg(feature = "unguarded")]
    if sabotage::is_unguarded(session) {
        return sabotage::register(app, session, &wish).await;
    }
    for _ in 0..8 {
        let (app2, session, wish) = (app.clone(), session.clone(), wish.clone());
        match app.db.write(move |tx| register_in(&app2, tx, &session, &wish)).await {
            Ok(registered) => return Ok(registered),
            Err(Stop::Refused(problem)) => return Err(problem),
            Err(Stop::Again) => {}
        }
    }
    Err(Problem::new(Kind::Unavailable, "problem-unavailable").because("eight tries"))
}

fn register_in(app: &App, tx: &mut Tx<'_>, asked: &Id, wish: &Wish) -> Result<Registered, Stop> {
    let digest = wish.digest();
    if let Some(known) = replay(app, tx, asked, wish, &digest)? {
        return Ok(known);
    }
    let tag = wish.email.as_ref().map(|email| contact_tag(app, asked, email));
    if let (Some(tag), false) = (&tag, wish.again)
        && registrations::has_contact(tx, asked, tag)?
    {
        return Err(Problem::new(Kind::Conflict, "problem-same-contact").into());
    }
    let now = app.clock.seconds();
    let status = if sessions::take_places(tx, asked, wish.places, now)? {
        RegistrationStatus::Confirmed
    } else {
        let session = session_in(tx, asked)?;
        if session.lead != session.id {
            // A later part of a course: its places are counted on the first.
            return register_in(app, tx, &session.lead, wish);
        }
        // Full, closed or not for everyone: look again, now that nobody can change it.
        hold(tx, asked)?;
        queue_or_refuse(app, tx, asked, wish, now)?
    };
    let registration = new_registration(asked, wish, status, now);
    let secret = app.derived_secret("ticket", registration.id.as_str());
    let keys = Keys {
        ticket_digest: base::codes::digest(&secret),
        idempotency_key: wish.idempotency_key.clone(),
        request_digest: digest,
        contact_tag: tag,
    };
    if !registrations::insert(tx, &registration, &keys)? {
        return Err(Stop::Again);
    }
    let position = position_in(tx, &registration)?;
    if registration.contact.is_some()
        && let Some(view) = view_in(tx, asked)?
    {
        mails::registered(app, tx, &view, &registration, position)?;
    }
    Ok(Registered { registration, position, secret, replayed: false })
}

fn replay(
    app: &App,
    tx: &mut Tx<'_>,
    asked: &Id,
    wish: &Wish,
    digest: &[u8],
) -> Result<Option<Registered>, Stop> {
    let Some((registration, known)) = registrations::by_key(tx, asked, &wish.idempotency_key)?
    else {
        return Ok(None);
    };
    if known != digest {
        return Err(Problem::new(Kind::Invalid, "problem-key-reused").into());
    }
    let position = position_in(tx, &registration)?;
    let secret = app.derived_secret("ticket", registration.id.as_str());
    Ok(Some(Registered { registration, position, secret, replayed: true }))
}

/// Under the lock of the session: the places after all, a position on the list, or why not.
fn queue_or_refuse(
    app: &App,
    tx: &mut Tx<'_>,
    asked: &Id,
    wish: &Wish,
    now: i64,
) -> Result<RegistrationStatus, Stop> {
    if sessions::take_places(tx, asked, wish.places, now)? {
        return Ok(RegistrationStatus::Confirmed);
    }
    let session = session_in(tx, asked)?;
    if session.status == SessionStatus::Draft {
        return Err(not_found().into());
    }
    if let Some(why) = session.closed_because(now) {
        return Err(Problem::new(Kind::Conflict, why).into());
    }
    let most = session.draft.most_places.min(session.draft.capacity + session.draft.overbook);
    if wish.places > most {
        let mut field = FieldProblem::new("places", "problem-field-most");
        field.args.push(("most", most.to_string()));
        return Err(Problem::from_fields(vec![field]).err().unwrap_or_else(not_found).into());
    }
    if session.draft.registration == RegistrationMode::Places {
        let left = session.places_left();
        let problem = Problem::new(Kind::Conflict, "problem-session-too-few").with("left", left);
        return Err(problem.into());
    }
    let _ = app;
    sessions::move_counters(tx, asked, 0, 1)?;
    Ok(RegistrationStatus::Waiting)
}

fn new_registration(
    session: &Id,
    wish: &Wish,
    status: RegistrationStatus,
    now: i64,
) -> Registration {
    Registration {
        id: Id::new(),
        session: session.clone(),
        kind: RegistrationKind::Ahead,
        status,
        places: wish.places,
        code: base::codes::desk_code(&mut rand::rng()),
        name: wish.name.clone(),
        contact: wish.email.clone(),
        lang: wish.lang,
        offer_ends_at: None,
        created_at: now,
    }
}

fn position_in(tx: &mut Tx<'_>, r: &Registration) -> Result<Option<u32>, StoreError> {
    if r.status != RegistrationStatus::Waiting {
        return Ok(None);
    }
    registrations::position(tx, r).map(Some)
}

/// The ticket of a secret.
pub async fn ticket(app: &App, secret: &str) -> Result<Ticket, Problem> {
    let secret = secret.to_owned();
    app.db.read(move |tx| ticket_in(tx, &secret)).await
}

fn ticket_in(tx: &mut Tx<'_>, secret: &str) -> Result<Ticket, Problem> {
    let found = registrations::by_ticket(tx, &base::codes::digest(secret))?;
    let registration = found.ok_or_else(not_found)?;
    let view = view_in(tx, &registration.session)?.ok_or_else(not_found)?;
    let position = position_in(tx, &registration)?;
    Ok(Ticket { registration, view, position, secret: secret.to_owned() })
}

/// Gives the places back, or leaves the waiting list; what is freed goes to the next who fits,
/// in the same transaction. Twice is once.
pub async fn cancel(app: &App, secret: &str) -> Result<Ticket, Problem> {
    let (app2, secret) = (app.clone(), secret.to_owned());
    app.db
        .write(move |tx| {
            let ticket = ticket_in(tx, &secret)?;
            let session = &ticket.view.session;
            hold(tx, &session.lead)?;
            // Read again under the lock: the list may have moved.
            let r = registrations::find(tx, &ticket.registration.id)?.ok_or_else(not_found)?;
            if r.status != RegistrationStatus::Cancelled {
                if session.status == SessionStatus::Held {
                    return Err(Problem::new(Kind::Conflict, "problem-session-over"));
                }
                give_back(&app2, tx, session, &r)?;
                mails::cancelled_by_holder(&app2, tx, &ticket.view, &r)?;
            }
            ticket_in(tx, &secret)
        })
        .await
}

/// Takes a registration off the session and serves the waiting list. The caller holds the session.
fn give_back(
    app: &App,
    tx: &mut Tx<'_>,
    session: &Session,
    r: &Registration,
) -> Result<(), StoreError> {
    let now = app.clock.seconds();
    let gone = RegistrationStatus::Cancelled;
    if !registrations::change(tx, &r.id, r.status, gone, None, now)? {
        return Ok(());
    }
    match r.status {
        RegistrationStatus::Waiting => sessions::move_counters(tx, &session.lead, 0, -1)?,
        _ => sessions::move_counters(tx, &session.lead, -i64::from(r.places), 0)?,
    }
    promote_in(app, tx, session)
}

/// Accepts an offered place before its deadline.
pub async fn accept(app: &App, secret: &str) -> Result<Ticket, Problem> {
    let (app2, secret) = (app.clone(), secret.to_owned());
    app.db
        .write(move |tx| {
            let ticket = ticket_in(tx, &secret)?;
            hold(tx, &ticket.view.session.lead)?;
            let r = registrations::find(tx, &ticket.registration.id)?.ok_or_else(not_found)?;
            let now = app2.clock.seconds();
            match r.status {
                RegistrationStatus::Confirmed => {}
                RegistrationStatus::Offered if r.offer_ends_at.is_none_or(|ends| ends > now) => {
                    let (from, to) = (RegistrationStatus::Offered, RegistrationStatus::Confirmed);
                    registrations::change(tx, &r.id, from, to, None, now)?;
                    let r = Registration { status: to, offer_ends_at: None, ..r };
                    mails::registered(&app2, tx, &ticket.view, &r, None)?;
                }
                _ => return Err(Problem::new(Kind::Gone, "problem-offer-over")),
            }
            ticket_in(tx, &secret)
        })
        .await
}

/// Takes back the offers whose deadline has passed and serves the next. How many.
pub async fn expire_offers(app: &App) -> Result<usize, Problem> {
    let now = app.clock.seconds();
    let stale: Vec<(Id, Id)> = app
        .db
        .read(move |tx| registrations::stale_offers(tx, now))
        .await
        .map_err(|e: StoreError| Problem::from(e))?;
    let count = stale.len();
    for (registration, session) in stale {
        let app2 = app.clone();
        app.db
            .write(move |tx| {
                hold(tx, &session)?;
                let session = session_in(tx, &session)?;
                let Some(r) = registrations::find(tx, &registration)? else { return Ok(()) };
                let over = r.offer_ends_at.is_some_and(|ends| ends <= now);
                if r.status == RegistrationStatus::Offered && over {
                    give_back(&app2, tx, &session, &r)?;
                }
                Ok::<_, Problem>(())
            })
            .await?;
    }
    Ok(count)
}

/// Serves the waiting list of a session whose places were freed (a cancellation, a larger
/// capacity, a withdrawal). The caller holds the session (`tx.lock`) in the same transaction.
pub fn promote_in(app: &App, tx: &mut Tx<'_>, session: &Session) -> Result<(), StoreError> {
    let Some(session) = sessions::find(tx, &session.lead)? else { return Ok(()) };
    let now = app.clock.seconds();
    let over = session.status != SessionStatus::Published || now >= session.starts_at;
    if over || session.waiting == 0 {
        return Ok(());
    }
    let list = registrations::waiting(tx, &session.id)?;
    let groups: Vec<Waiting> =
        list.iter().map(|(r, passed)| Waiting { places: r.places, passed: *passed }).collect();
    let (served, passed) = promote(session.places_left(), &groups, session.draft.fairness);
    if served.is_empty() {
        return Ok(());
    }
    let offer_ends_at =
        session.draft.offer_minutes.map(|m| (now + i64::from(m) * 60).min(session.starts_at));
    let to = if offer_ends_at.is_some() {
        RegistrationStatus::Offered
    } else {
        RegistrationStatus::Confirmed
    };
    let view = view_in(tx, &session.id).map_err(|p| StoreError::Engine(p.to_string()))?;
    for i in served {
        let r = &list[i].0;
        registrations::change(tx, &r.id, RegistrationStatus::Waiting, to, offer_ends_at, now)?;
        sessions::move_counters(tx, &session.id, i64::from(r.places), -1)?;
        if let (Some(view), Some(_)) = (&view, &r.contact) {
            let r = Registration { status: to, offer_ends_at, ..r.clone() };
            mails::promoted(app, tx, view, &r)?;
        }
    }
    for i in passed {
        registrations::passed_over(tx, &list[i].0.id)?;
    }
    Ok(())
}

/// Taking the guard out, to show that it is what holds: look first, then take.
#[cfg(feature = "unguarded")]
pub mod sabotage {
    use super::*;

    static UNGUARDED: std::sync::Mutex<Vec<Id>> = std::sync::Mutex::new(vec![]);

    /// Takes the guard of this session out.
    pub fn remove_guard(session: &Id) {
        if let Ok(mut list) = UNGUARDED.lock() {
            list.push(session.clone());
        }
    }

    pub(super) fn is_unguarded(session: &Id) -> bool {
        UNGUARDED.lock().is_ok_and(|list| list.contains(session))
    }

    pub(super) async fn register(
        app: &App,
        session: &Id,
        wish: &Wish,
    ) -> Result<Registered, Problem> {
        let id = session.clone();
        let seen = app.db.read(move |tx| session_in(tx, &id)).await?;
        if seen.places_left() < wish.places {
            return Err(Problem::new(Kind::Conflict, "problem-session-full"));
        }
        let (app2, session, wish) = (app.clone(), session.clone(), wish.clone());
        app.db
            .write(move |tx| {
                sessions::take_places_unguarded(tx, &session, wish.places)?;
                let now = app2.clock.seconds();
                let r = new_registration(&session, &wish, RegistrationStatus::Confirmed, now);
                let secret = app2.derived_secret("ticket", r.id.as_str());
                let keys = Keys {
                    ticket_digest: base::codes::digest(&secret),
                    idempotency_key: wish.idempotency_key.clone(),
                    request_digest: wish.digest(),
                    contact_tag: None,
                };
                registrations::insert(tx, &r, &keys)?;
                Ok(Registered { registration: r, position: None, secret, replayed: false })
            })
            .await
    }
}
