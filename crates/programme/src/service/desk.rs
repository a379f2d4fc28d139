//! What happens at the desk: ticking who came, people without a registration, closing.

use std::collections::HashMap;

use ::store::Tx;
use base::{Id, Kind, Lang, Problem, problem::FieldProblem};
use site::audit::Act;
use site::{Actor, App, Permission};

use super::forgetting::{drop_facts, keep_facts, key_for};
use super::{SessionView, hold, not_found, session_in, tickets, view_in};
use crate::model::{
    Channel, Registration, RegistrationKind, RegistrationStatus, Session, SessionStatus, Totals,
    TotalsSource, WalkInRule,
};
use crate::store::registrations::Keys;
use crate::store::{activities, attendance, registrations, sessions};

/// Most people let in at once by head count.
pub const MOST_WALK_INS: u32 = 500;
const MOST_NOTE: usize = 500;

/// The desk of a session.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The session.
    pub view: SessionView,
    /// Those with places, then those let in without a registration.
    pub people: Vec<DeskPerson>,
    /// Registrations on the waiting list.
    pub waiting: u32,
    /// Places registered ahead.
    pub expected: u32,
    /// People who are there.
    pub present: u32,
    /// People let in without a registration.
    pub walk_ins: u32,
}

/// One registration at the desk.
#[derive(Clone, Debug)]
pub struct DeskPerson {
    /// The registration.
    pub registration: Registration,
    /// How many of its people are there; `None`: not yet ticked.
    pub present: Option<u32>,
}

impl DeskPerson {
    /// Whether somebody of the registration is there.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.present.is_some_and(|people| people > 0)
    }

    /// How many are there, or will be if all come.
    #[must_use]
    pub fn likely(&self) -> u32 {
        self.present.unwrap_or(self.registration.places)
    }
}

impl Desk {
    /// What closing now would give.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let ahead = self.people.iter().filter(|p| {
            p.registration.kind == RegistrationKind::Ahead
                && p.registration.status == RegistrationStatus::Confirmed
        });
        let no_shows = ahead
            .map(|p| p.registration.places.saturating_sub(p.present.unwrap_or(0)))
            .fold(0, u32::saturating_add);
        Totals {
            preregistered: Some(self.expected),
            walk_ins: Some(self.walk_ins),
            participants: Some(self.present),
            no_shows: Some(no_shows),
        }
    }

    /// Registrations made ahead that nobody has ticked yet, present or absent.
    #[must_use]
    pub fn unticked(&self) -> usize {
        let confirmed = |p: &&DeskPerson| p.registration.status == RegistrationStatus::Confirmed;
        self.people.iter().filter(confirmed).filter(|p| p.present.is_none()).count()
    }
}

/// The desk of a session.
pub async fn desk(app: &App, actor: &Actor, session: &Id) -> Result<Desk, Problem> {
    let (app2, actor, session) = (app.clone(), actor.clone(), session.clone());
    signed_in(&actor)?;
    app.db
        .read(move |tx| {
            let view = view_in(tx, &session)?.ok_or_else(not_found)?;
            actor.need(Permission::Desk, &view.activity.organisation)?;
            desk_in(&app2, tx, view)
        })
        .await
}

pub(super) fn desk_in(app: &App, tx: &mut Tx<'_>, view: SessionView) -> Result<Desk, Problem> {
    let session = &view.session;
    let here: HashMap<Id, u32> = attendance::of_session(tx, &session.id)?.into_iter().collect();
    let mut rows = registrations::of_session(&app.vault, tx, &session.lead)?;
    let mut on_the_spot = if session.lead == session.id {
        rows.clone()
    } else {
        registrations::of_session(&app.vault, tx, &session.id)?
    };
    on_the_spot.retain(|r| {
        r.kind == RegistrationKind::WalkIn && r.status == RegistrationStatus::Confirmed
    });
    let waiting = rows.iter().filter(|r| r.status == RegistrationStatus::Waiting).count();
    // Those who were offered a place and have not answered may come all the same.
    let listed = [RegistrationStatus::Confirmed, RegistrationStatus::Offered];
    rows.retain(|r| r.kind == RegistrationKind::Ahead && listed.contains(&r.status));
    let sum = |rows: &[Registration]| {
        let confirmed = rows.iter().filter(|r| r.status == RegistrationStatus::Confirmed);
        confirmed.fold(0, |n: u32, r| n.saturating_add(r.places))
    };
    let (expected, walk_ins) = (sum(&rows), sum(&on_the_spot));
    let people: Vec<DeskPerson> = rows
        .into_iter()
        .chain(on_the_spot)
        .map(|registration| DeskPerson {
            present: here.get(&registration.id).copied(),
            registration,
        })
        .collect();
    let present = people.iter().filter_map(|p| p.present).fold(0, u32::saturating_add);
    let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
    Ok(Desk { view, people, waiting, expected, present, walk_ins })
}

/// Says how many people of a registration are there. The same again changes nothing, so two
/// devices agree.
pub async fn tick(
    app: &App,
    actor: &Actor,
    session: &Id,
    registration: &Id,
    people: u32,
) -> Result<(), Problem> {
    let app2 = app.clone();
    let (actor, session, registration) = (actor.clone(), session.clone(), registration.clone());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let session = open_desk(tx, &actor, &session, now)?;
            let r = registrations::find(&app2.vault, tx, &registration)?.ok_or_else(not_found)?;
            comes(tx, &session, &r, now)?;
            if people > r.places {
                let mut field = FieldProblem::new("people", "problem-desk-people");
                field.args.push(("most", r.places.to_string()));
                Problem::from_fields(vec![field])?;
            }
            attendance::set(tx, &r.id, &session.id, people, now)?;
            Ok(())
        })
        .await
}

/// Ticks the holder of a code, typed or scanned. All of the group, unless it was ticked already.
pub async fn tick_code(
    app: &App,
    actor: &Actor,
    session: &Id,
    typed: &str,
) -> Result<DeskPerson, Problem> {
    let (app2, actor, session) = (app.clone(), actor.clone(), session.clone());
    let (code, ticket) = read_code(app, typed);
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let session = open_desk(tx, &actor, &session, now)?;
            let found = match (code, ticket) {
                (Some(code), _) => registrations::by_code(&app2.vault, tx, &session.lead, &code)?,
                (None, Some(id)) => registrations::find(&app2.vault, tx, &id)?,
                (None, None) => None,
            };
            let unknown = || Problem::new(Kind::NotFound, "problem-desk-code-unknown");
            let registration = found
                .filter(|r| r.session == session.lead && r.kind == RegistrationKind::Ahead)
                .ok_or_else(unknown)?;
            comes(tx, &session, &registration, now)?;
            let before = attendance::of_session(tx, &session.id)?
                .into_iter()
                .find(|(id, people)| *id == registration.id && *people > 0);
            let present = before.map_or(registration.places, |(_, people)| people);
            attendance::set(tx, &registration.id, &session.id, present, now)?;
            Ok(DeskPerson { registration, present: Some(present) })
        })
        .await
}

/// A code, or the registration whose ticket's address was scanned.
fn read_code(app: &App, typed: &str) -> (Option<String>, Option<Id>) {
    let typed = typed.trim();
    if let Some((_, secret)) = typed.split_once("/ticket/") {
        let end = secret.find(['/', '?', '#']).unwrap_or(secret.len());
        return (None, tickets::registration_of(&app.vault, &secret[..end]));
    }
    let bare = match typed.get(..7) {
        Some(prefix) if prefix.eq_ignore_ascii_case("TANDEM:") => &typed[7..],
        _ => typed,
    };
    (base::codes::read_desk_code(bare), None)
}

/// Lets people in without a registration: one with a name or pseudonym, or so many by head count.
/// The same `key` again lets nobody else in.
pub async fn walk_in(
    app: &App,
    actor: &Actor,
    session: &Id,
    name: Option<String>,
    people: u32,
    key: String,
) -> Result<(), Problem> {
    let name = name.map(|n| n.trim().replace(char::is_control, "")).filter(|n| !n.is_empty());
    let mut wrong = vec![];
    if !(1..=MOST_WALK_INS).contains(&people) {
        let mut field = FieldProblem::new("people", "problem-desk-walk-in-people");
        field.args.push(("most", MOST_WALK_INS.to_string()));
        wrong.push(field);
    }
    if name.as_ref().is_some_and(|n| n.chars().count() > 60) {
        wrong.push(FieldProblem::new("name", "problem-field-name"));
    }
    if key.is_empty() || key.len() > 200 {
        wrong.push(FieldProblem::new("key", "problem-field-key"));
    }
    Problem::from_fields(wrong)?;
    let (app2, actor, session) = (app.clone(), actor.clone(), session.clone());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let session = open_desk(tx, &actor, &session, now)?;
            // Apart from the keys that the public's requests choose for the same session.
            let request = tickets::request(&app2.vault, &session.id, &format!("walk-in/{key}"));
            let day = match &name {
                Some(_) => key_for(&app2, tx, &session.lead)?,
                None => None,
            };
            let key = day.as_ref().map(|(_, key)| key);
            let asked = tickets::asked(key, people, [name.as_deref(), None]);
            for attempt in 0..tickets::TRIES {
                let code = tickets::code(&app2.vault, &request, attempt);
                let known = registrations::with_keys(&app2.vault, tx, &session.id, &code)?;
                match known.map(|(_, keys)| keys) {
                    Some(keys) if keys.request != request.digest => continue,
                    Some(keys) if keys.asked == asked => return Ok(()),
                    Some(_) => return Err(Problem::new(Kind::Invalid, "problem-key-reused")),
                    None => {}
                }
                room_for(tx, &session, people)?;
                let registration = Registration {
                    id: Id::new(),
                    session: session.id.clone(),
                    kind: RegistrationKind::WalkIn,
                    status: RegistrationStatus::Confirmed,
                    places: people,
                    code,
                    channel: Channel::Desk,
                    name,
                    contact: None,
                    forget_day: day.as_ref().map(|(day, _)| *day),
                    lang: Lang::Fr,
                    offer_ends_at: None,
                    rank: 0,
                    created_at: now,
                };
                let keys = Keys { request: request.digest, asked, contact_tag: None };
                if !registrations::insert(&app2.vault, tx, &registration, &keys, key)? {
                    break;
                }
                return attendance::set(tx, &registration.id, &session.id, people, now)
                    .map_err(Problem::from);
            }
            Err(Problem::new(Kind::Unavailable, "problem-unavailable").because("codes run out"))
        })
        .await
}

fn room_for(tx: &mut Tx<'_>, session: &Session, people: u32) -> Result<(), Problem> {
    match session.draft.walk_ins {
        WalkInRule::Never => Err(Problem::new(Kind::Conflict, "problem-desk-walk-ins-never")),
        WalkInRule::Always => Ok(()),
        WalkInRule::IfRoom => {
            let capacity = if session.lead == session.id {
                session.draft.capacity
            } else {
                session_in(tx, &session.lead)?.draft.capacity
            };
            let here: u32 =
                attendance::of_session(tx, &session.id)?.iter().map(|(_, people)| people).sum();
            // No capacity was set where nobody registers: then there is always room.
            if capacity > 0 && here.saturating_add(people) > capacity {
                return Err(Problem::new(Kind::Conflict, "problem-desk-full")
                    .with("left", capacity.saturating_sub(here)));
            }
            Ok(())
        }
    }
}

/// Removes people let in by mistake. Gone already is fine.
pub async fn remove_walk_in(
    app: &App,
    actor: &Actor,
    session: &Id,
    registration: &Id,
) -> Result<(), Problem> {
    let app2 = app.clone();
    let (actor, session, registration) = (actor.clone(), session.clone(), registration.clone());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let session = open_desk(tx, &actor, &session, now)?;
            let found = registrations::find(&app2.vault, tx, &registration)?;
            let there =
                found.filter(|r| r.session == session.id && r.kind == RegistrationKind::WalkIn);
            if there.is_none() {
                return Err(not_found());
            }
            registrations::remove_walk_in(tx, &session.id, &registration, now)?;
            Ok(())
        })
        .await
}

/// Closes a session that has begun: its figures are counted from the rows and go to the report.
pub async fn close(
    app: &App,
    actor: &Actor,
    session: &Id,
    note: String,
) -> Result<Totals, Problem> {
    let note = checked_note(&note)?;
    let (app2, actor, session) = (app.clone(), actor.clone(), session.clone());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let mut session = open_desk(tx, &actor, &session, now)?;
            if now < session.starts_at {
                return Err(Problem::new(Kind::Conflict, "problem-desk-not-begun"));
            }
            let view = view_in(tx, &session.id)?.ok_or_else(not_found)?;
            let totals = desk_in(&app2, tx, view)?.totals();
            totals.check()?;
            session.status = SessionStatus::Held;
            session.totals = totals;
            session.totals_source = Some(TotalsSource::Counted);
            session.note = note;
            sessions::update(tx, &session, now)?;
            keep_facts(&app2, tx, &session)?;
            noted(&app2, tx, &actor, Act::SessionClosed, &session)?;
            Ok(totals)
        })
        .await
}

/// Opens a closed session again; its figures are taken out of the report.
pub async fn reopen(app: &App, actor: &Actor, session: &Id) -> Result<(), Problem> {
    let (app2, actor, session) = (app.clone(), actor.clone(), session.clone());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let mut session = held(tx, &actor, &session)?;
            match session.status {
                SessionStatus::Published => return Ok(()),
                SessionStatus::Held => {}
                _ => return Err(Problem::new(Kind::Conflict, "problem-desk-not-open")),
            }
            if sessions::is_forgotten(tx, &session.lead)? {
                return Err(Problem::new(Kind::Conflict, "problem-desk-forgotten"));
            }
            session.status = SessionStatus::Published;
            session.totals = Totals::default();
            session.totals_source = None;
            sessions::update(tx, &session, now)?;
            drop_facts(tx, &session.id)?;
            noted(&app2, tx, &actor, Act::SessionReopened, &session)
        })
        .await
}

/// Types in the figures of a session that has begun: a paper sheet, or a session of the past. What
/// was counted at the desk is replaced only where that is said.
pub async fn type_totals(
    app: &App,
    actor: &Actor,
    session: &Id,
    totals: Totals,
    note: String,
    replace: bool,
) -> Result<(), Problem> {
    let note = checked_note(&note)?;
    totals.check()?;
    if totals == Totals::default() {
        let field = FieldProblem::new("participants", "problem-desk-totals-empty");
        Problem::from_fields(vec![field])?;
    }
    let (app2, actor, session) = (app.clone(), actor.clone(), session.clone());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let mut session = held(tx, &actor, &session)?;
            match (session.status, session.totals_source) {
                (SessionStatus::Published, _) => {}
                (SessionStatus::Held, source) if source != Some(TotalsSource::Counted) => {}
                (SessionStatus::Held, _) if replace => {}
                (SessionStatus::Held, _) => {
                    return Err(Problem::new(Kind::Conflict, "problem-desk-counted")
                        .field("replace", "problem-desk-counted"));
                }
                // A past date that was never published goes straight into the report.
                (SessionStatus::Draft, _) => {
                    let activity =
                        activities::find(tx, &session.activity)?.ok_or_else(not_found)?;
                    actor.need(Permission::Plan, &activity.organisation)?;
                }
                _ => return Err(Problem::new(Kind::Conflict, "problem-desk-not-open")),
            }
            if now < session.starts_at {
                return Err(Problem::new(Kind::Conflict, "problem-desk-not-begun"));
            }
            session.status = SessionStatus::Held;
            session.totals = totals;
            session.totals_source = Some(TotalsSource::Typed);
            session.note = note;
            sessions::update(tx, &session, now)?;
            noted(&app2, tx, &actor, Act::TotalsTyped, &session)
        })
        .await
}

/// Notes what was done to a session.
fn noted(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: Act,
    session: &Session,
) -> Result<(), Problem> {
    let activity = activities::find(tx, &session.activity)?.ok_or_else(not_found)?;
    super::planning::noted(app, tx, actor, act, &activity, &session.id)
}

fn signed_in(actor: &Actor) -> Result<(), Problem> {
    if matches!(actor, Actor::Public) {
        actor.need_person()?;
    }
    Ok(())
}

fn checked_note(note: &str) -> Result<String, Problem> {
    let note = note.trim();
    if note.chars().count() > MOST_NOTE {
        let mut field = FieldProblem::new("note", "problem-field-too-long");
        field.args.push(("most", MOST_NOTE.to_string()));
        Problem::from_fields(vec![field])?;
    }
    Ok(note.to_owned())
}

/// The session, allowed and held until the end of the transaction.
fn held(tx: &mut Tx<'_>, actor: &Actor, id: &Id) -> Result<Session, Problem> {
    signed_in(actor)?;
    let lead = session_in(tx, id)?.lead;
    hold(tx, &lead)?;
    // Parts of one cycle are held by their lead; closing and ticking meet at the same lock.
    let session = session_in(tx, id)?;
    let activity = activities::find(tx, &session.activity)?.ok_or_else(not_found)?;
    actor.need(Permission::Desk, &activity.organisation)?;
    Ok(session)
}

/// The same, when the desk is open: published, and from a day before the start.
fn open_desk(tx: &mut Tx<'_>, actor: &Actor, id: &Id, now: i64) -> Result<Session, Problem> {
    let session = held(tx, actor, id)?;
    match session.status {
        SessionStatus::Published => {}
        SessionStatus::Held => return Err(Problem::new(Kind::Conflict, "problem-desk-closed")),
        _ => return Err(Problem::new(Kind::Conflict, "problem-desk-not-open")),
    }
    if now < session.desk_opens_at() {
        return Err(Problem::new(Kind::Conflict, "problem-desk-too-early"));
    }
    Ok(session)
}

/// Checks that a registration made ahead has places in this session. Who comes while a place is
/// being offered accepts it by coming.
fn comes(tx: &mut Tx<'_>, session: &Session, r: &Registration, now: i64) -> Result<(), Problem> {
    if r.session != session.lead || r.kind != RegistrationKind::Ahead {
        return Err(not_found());
    }
    match r.status {
        RegistrationStatus::Confirmed => Ok(()),
        RegistrationStatus::Offered => {
            let (from, to) = (RegistrationStatus::Offered, RegistrationStatus::Confirmed);
            registrations::change(tx, &r.id, from, to, None, now)?;
            Ok(())
        }
        RegistrationStatus::Cancelled => {
            Err(Problem::new(Kind::Conflict, "problem-desk-code-cancelled"))
        }
        RegistrationStatus::Waiting => {
            Err(Problem::new(Kind::Conflict, "problem-desk-code-waiting"))
        }
    }
}

#[cfg(test)]
mod tests;
