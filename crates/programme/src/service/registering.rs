//! Taking a place, giving it back, waiting for one. Everything that moves the counters of a
//! session does so in one transaction with the rows it moves.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Lang, Problem, problem::FieldProblem};
use site::App;

use super::forgetting::{key_for, known_of};
use super::questions::answer_in;
use super::reading::parts_in;
use super::{SessionView, hold, not_found, session_in, tickets, view_in};
use crate::mails;
use crate::model::{
    Channel, Fairness, Registration, RegistrationKind, RegistrationMode, RegistrationStatus, Scope,
    Session, SessionStatus, Waiting, promote,
};
use crate::store::registrations::Keys;
use crate::store::{registrations, sessions};
use vault::{Day, DayKey};

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
    /// How it came.
    pub channel: Channel,
    /// Waits for all of the places rather than be told that some are free.
    pub wait: bool,
    /// What was answered to the questions of the organiser: question and answer. Kept apart.
    pub answers: Vec<(Id, String)>,
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
    /// In a cycle, all its parts by date; otherwise the session alone.
    pub parts: Vec<SessionView>,
    /// Position on the waiting list, from 1.
    pub position: Option<u32>,
    /// Secret of the ticket's page.
    pub secret: String,
}

/// Why a transaction did not end.
pub(super) enum Stop {
    /// The code of the request is taken: by the same request, sent before, or by another. Look
    /// first, next time.
    Look,
    /// The places are counted on another session, the first part of the course.
    Lead(Id),
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
        let mut wrong = vec![];
        if self.name.as_ref().is_some_and(|n| n.chars().count() > 60) {
            wrong.push(FieldProblem::new("name", "problem-field-name"));
        }
        self.name = tidy(self.name);
        self.email = tidy(self.email);
        if self.places == 0 {
            wrong.push(FieldProblem::new("places", "problem-field-places"));
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

    /// Whether a name or an address was given.
    fn is_personal(&self) -> bool {
        self.name.is_some() || self.email.is_some()
    }

    /// What tells this request from another with the same key.
    fn asked(&self, day: Option<&DayKey>) -> Vec<u8> {
        let personal = [self.name.as_deref(), self.email.as_deref()];
        tickets::asked(day, self.places, personal)
    }
}

/// A wish and all that can be made of it outside the transaction.
pub(super) struct Request {
    session: Id,
    wish: Wish,
    id: Id,
    code: String,
    request: tickets::Request,
    keys: Keys,
    /// Under which name and address are sealed.
    day: Option<(Day, DayKey)>,
}

impl Request {
    pub(super) fn new(app: &App, session: &Id, wish: &Wish) -> Self {
        let request = tickets::request(&app.vault, session, &wish.idempotency_key);
        Self {
            id: Id::new(),
            code: tickets::code(&app.vault, &request, 0),
            keys: Keys {
                request: request.digest.clone(),
                asked: wish.asked(None),
                contact_tag: None,
            },
            request,
            session: session.clone(),
            wish: wish.clone(),
            day: None,
        }
    }

    /// `rank` is 0 for those who do not wait.
    fn registration(&self, rank: i64, now: i64) -> Registration {
        Registration {
            id: self.id.clone(),
            session: self.session.clone(),
            kind: RegistrationKind::Ahead,
            status: match rank {
                0 => RegistrationStatus::Confirmed,
                _ => RegistrationStatus::Waiting,
            },
            rank,
            places: self.wish.places,
            code: self.code.clone(),
            channel: self.wish.channel,
            name: self.wish.name.clone(),
            contact: self.wish.email.clone(),
            forget_day: self.day.as_ref().map(|(day, _)| *day),
            lang: self.wish.lang,
            offer_ends_at: None,
            created_at: now,
        }
    }
}

/// Takes places, or a position on the waiting list. The same request again (same key) gets the
/// same answer and takes nothing more.
pub async fn register(app: &App, session: &Id, wish: Wish) -> Result<Registered, Problem> {
    let wish = wish.checked()?;
    #[cfg(feature = "unguarded")]
    if sabotage::is_unguarded(session) {
        return sabotage::register(app, session, &wish).await;
    }
    let (mut session, mut look) = (session.clone(), false);
    for _ in 0..tickets::TRIES {
        let (app2, request) = (app.clone(), Request::new(app, &session, &wish));
        match app.db.write(move |tx| register_in(&app2, tx, request, look)).await {
            Ok((registration, position, replayed)) => {
                let secret = tickets::secret(&app.vault, &registration.id);
                return Ok(Registered { registration, position, secret, replayed });
            }
            Err(Stop::Refused(problem)) => return Err(problem),
            Err(Stop::Lead(lead)) => session = lead,
            Err(Stop::Look) => look = true,
        }
    }
    Err(Problem::new(Kind::Unavailable, "problem-unavailable").because("codes run out"))
}

/// Registration, position on the waiting list, whether it was there before.
pub(super) type Outcome = (Registration, Option<u32>, bool);

pub(super) fn register_in(
    app: &App,
    tx: &mut Tx<'_>,
    mut request: Request,
    look: bool,
) -> Result<Outcome, Stop> {
    // A new request without name and address takes two statements; everything else looks first.
    if (look || request.wish.is_personal())
        && let Some(known) = look_first(app, tx, &mut request)?
    {
        return Ok(known);
    }
    let (asked, places) = (request.session.clone(), request.wish.places);
    let now = app.clock.seconds();
    let rank = if sessions::take_places(tx, &asked, places, now)? {
        0
    } else {
        if let Some(known) = look_first(app, tx, &mut request)? {
            return Ok(known);
        }
        // Full, closed or not for everyone: look again, now that nobody can change it.
        hold(tx, &asked)?;
        queue_or_refuse(tx, &asked, &request.wish, now)?
    };
    let registration = request.registration(rank, now);
    let key = request.day.as_ref().map(|(_, key)| key);
    if !registrations::insert(&app.vault, tx, &registration, &request.keys, key)? {
        return Err(Stop::Look);
    }
    if !request.wish.answers.is_empty() {
        answer_in(app, tx, &asked, &request.wish.answers)?;
    }
    let position = position_in(tx, &registration)?;
    if registration.contact.is_some()
        && let Some(view) = view_in(tx, &asked)?
    {
        mails::registered(app, tx, &view, &registration, position)?;
    }
    Ok((registration, position, false))
}

/// What was answered to the same request before. Otherwise the request gets a code that nobody
/// has, and the same address a second time is refused gently.
fn look_first(app: &App, tx: &mut Tx<'_>, request: &mut Request) -> Result<Option<Outcome>, Stop> {
    let asked = &request.session;
    let session = session_in(tx, asked)?;
    if session.lead != session.id {
        return Err(Stop::Lead(session.lead));
    }
    if request.wish.is_personal() {
        request.day = key_for(app, tx, asked)?;
        let Some((_, key)) = &request.day else {
            return Err(Problem::new(Kind::Conflict, "problem-session-over").into());
        };
        request.keys.asked = request.wish.asked(Some(key));
    }
    for attempt in 0..tickets::TRIES {
        request.code = tickets::code(&app.vault, &request.request, attempt);
        let Some((known, keys)) = registrations::with_keys(&app.vault, tx, asked, &request.code)?
        else {
            break;
        };
        if keys.request == request.keys.request {
            if keys.asked != request.keys.asked {
                return Err(Problem::new(Kind::Invalid, "problem-key-reused").into());
            }
            let position = position_in(tx, &known)?;
            return Ok(Some((known, position, true)));
        }
    }
    if let (Some(email), Some((_, key))) = (&request.wish.email, &request.day) {
        let (of, scope) = known_of(tx, &session)?;
        if !request.wish.again {
            // Two requests at once with one address: the second waits and sees the first.
            if scope == Scope::Any {
                tx.lock("activities", &session.activity)?;
            } else {
                hold(tx, asked)?;
            }
        }
        if !request.wish.again && comes_again(app, tx, &session.activity, &of, email)? {
            // One place on any one of the dates: the address is known on all of them.
            let refusal = match scope {
                Scope::Any => "problem-same-contact-dates",
                _ => "problem-same-contact",
            };
            return Err(Problem::new(Kind::Conflict, refusal).into());
        }
        request.keys.contact_tag = Some(tickets::contact_tag(key, &of, email));
    }
    Ok(None)
}

/// Whether an address holds or awaits places already, on whatever day it is forgotten there.
fn comes_again(
    app: &App,
    tx: &mut Tx<'_>,
    activity: &Id,
    of: &Id,
    email: &str,
) -> Result<bool, StoreError> {
    for day in registrations::days_of_activity(tx, activity)? {
        if let Some(key) = app.vault.known_day(day)
            && registrations::has_contact(tx, activity, &tickets::contact_tag(&key, of, email))?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Under the lock of the session: the places after all (0), a rank on the list, or why not.
fn queue_or_refuse(tx: &mut Tx<'_>, asked: &Id, wish: &Wish, now: i64) -> Result<i64, Stop> {
    if sessions::take_places(tx, asked, wish.places, now)? {
        return Ok(0);
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
    let left = session.places_left();
    let ours = session.draft.fairness == Fairness::FirstFit || session.waiting == 0;
    if left > 0 && ours && !wish.wait {
        let problem = Problem::new(Kind::Conflict, "problem-session-fewer").with("left", left);
        return Err(problem.into());
    }
    Ok(sessions::queue(tx, asked)?)
}

fn position_in(tx: &mut Tx<'_>, r: &Registration) -> Result<Option<u32>, StoreError> {
    if r.status != RegistrationStatus::Waiting {
        return Ok(None);
    }
    registrations::position(tx, r).map(Some)
}

/// The ticket of a secret.
pub async fn ticket(app: &App, secret: &str) -> Result<Ticket, Problem> {
    let (app2, secret) = (app.clone(), secret.to_owned());
    app.db.read(move |tx| ticket_in(&app2, tx, &secret)).await
}

/// The address was ours, and what it opened is forgotten.
fn gone() -> Problem {
    Problem::new(Kind::Gone, "problem-ticket-gone")
}

fn ticket_in(app: &App, tx: &mut Tx<'_>, secret: &str) -> Result<Ticket, Problem> {
    let id = tickets::registration_of(&app.vault, secret).ok_or_else(not_found)?;
    let registration = registrations::find(&app.vault, tx, &id)?.ok_or_else(gone)?;
    let view = view_in(tx, &registration.session)?.ok_or_else(not_found)?;
    let position = position_in(tx, &registration)?;
    let parts = if view.activity.draft.scope == Scope::All {
        parts_in(tx, &view.session.lead)?
    } else {
        vec![view.clone()]
    };
    Ok(Ticket { registration, view, parts, position, secret: secret.to_owned() })
}

/// Gives the places back, or leaves the waiting list; what is freed goes to the next who fits,
/// in the same transaction. Twice is once.
pub async fn cancel(app: &App, secret: &str) -> Result<Ticket, Problem> {
    let (app2, secret) = (app.clone(), secret.to_owned());
    app.db
        .write(move |tx| {
            let ticket = ticket_in(&app2, tx, &secret)?;
            let session = &ticket.view.session;
            hold(tx, &session.lead)?;
            // Read again under the lock: the list may have moved.
            let r =
                registrations::find(&app2.vault, tx, &ticket.registration.id)?.ok_or_else(gone)?;
            if r.status != RegistrationStatus::Cancelled {
                if session.status == SessionStatus::Held {
                    return Err(Problem::new(Kind::Conflict, "problem-session-over"));
                }
                give_back(&app2, tx, session, &r)?;
                mails::cancelled_by_holder(&app2, tx, &ticket.view, &r)?;
            }
            ticket_in(&app2, tx, &secret)
        })
        .await
}

/// Takes a registration off the session and serves the waiting list. The caller holds the session.
pub(super) fn give_back(
    app: &App,
    tx: &mut Tx<'_>,
    session: &Session,
    r: &Registration,
) -> Result<(), Problem> {
    let now = app.clock.seconds();
    let gone = RegistrationStatus::Cancelled;
    if !registrations::change(tx, &r.id, r.status, gone, None, now)? {
        return Ok(());
    }
    // Nothing of who does not come any more is needed.
    super::forgetting::erase_personal(tx, r)?;
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
            let ticket = ticket_in(&app2, tx, &secret)?;
            hold(tx, &ticket.view.session.lead)?;
            let r =
                registrations::find(&app2.vault, tx, &ticket.registration.id)?.ok_or_else(gone)?;
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
            ticket_in(&app2, tx, &secret)
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
                let Some(r) = registrations::find(&app2.vault, tx, &registration)? else {
                    return Ok(());
                };
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
pub fn promote_in(app: &App, tx: &mut Tx<'_>, session: &Session) -> Result<(), Problem> {
    let Some(session) = sessions::find(tx, &session.lead)? else { return Ok(()) };
    let now = app.clock.seconds();
    let over = session.status != SessionStatus::Published || now >= session.starts_at;
    if over || session.waiting == 0 {
        return Ok(());
    }
    let list = registrations::waiting(&app.vault, tx, &session.id)?;
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
    let view = view_in(tx, &session.id)?;
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
                let request = Request::new(&app2, &session, &wish);
                let r = request.registration(0, now);
                registrations::insert(&app2.vault, tx, &r, &request.keys, None)?;
                let secret = tickets::secret(&app2.vault, &r.id);
                Ok(Registered { registration: r, position: None, secret, replayed: false })
            })
            .await
    }
}
