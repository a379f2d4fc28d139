//! What coordinators do: activities, their sessions, publishing, moving and cancelling them.

use ::store::Tx;
use base::{Id, Kind, Problem, problem::FieldProblem};
use jiff::civil::{Date, Time};
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::forgetting::resettle;
use super::{Filter, find_views, hold, not_found, promote_in, session_in, view_in};
use crate::mails;
use crate::model::{
    Activity, ActivityDraft, RegistrationKind, RegistrationMode, RegistrationStatus, Scope,
    Session, SessionDraft, SessionStatus, drop_in,
};
use crate::store::{activities, attendance, registrations, sessions};

/// Longest reason for a cancellation or a new date, in characters.
const MOST_REASON: usize = 500;

/// A mail of [`crate::mails`].
type Tell =
    fn(&App, &mut Tx<'_>, &super::SessionView, &crate::model::Registration) -> Result<(), Problem>;

/// Adds an activity.
pub async fn create_activity(
    app: &App,
    actor: &Actor,
    organisation: &Id,
    draft: ActivityDraft,
) -> Result<Id, Problem> {
    actor.need(Permission::Plan, organisation)?;
    draft.check()?;
    let activity = Activity {
        id: Id::new(),
        organisation: organisation.clone(),
        draft,
        source: String::new(),
    };
    let now = app.clock.seconds();
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            if network::service::organisation(tx, &activity.organisation)?.is_none() {
                let field = FieldProblem::new("organisation", "problem-plan-organisation");
                Problem::from_fields(vec![field])?;
            }
            check_known(tx, &activity.draft)?;
            activities::insert(tx, &activity, None, now)?;
            noted(&app2, tx, &actor, Act::ActivityMade, &activity, &activity.id)?;
            Ok(activity.id)
        })
        .await
}

/// Changes what an activity says about itself.
pub async fn update_activity(
    app: &App,
    actor: &Actor,
    id: &Id,
    draft: ActivityDraft,
) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    draft.check()?;
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let known = activity_in(tx, &actor, Permission::Plan, &id)?;
            check_known(tx, &draft)?;
            let filter = Filter {
                activity: Some(id),
                statuses: SessionStatus::ALL.to_vec(),
                limit: 2_000,
                ..Filter::default()
            };
            let views = find_views(tx, &filter, None, now)?;
            let parts = |scope| scope == Scope::All;
            if parts(known.draft.scope) != parts(draft.scope) && !views.is_empty() {
                return Err(Problem::new(Kind::Conflict, "problem-plan-scope"));
            }
            let open = views.iter().map(|v| &v.session).filter(|s| editable(s.status));
            if drop_in(draft.format)
                && open.into_iter().any(|s| s.draft.registration != RegistrationMode::None)
            {
                return Err(Problem::new(Kind::Conflict, "problem-plan-drop-in"));
            }
            let known = Activity { draft, ..known };
            activities::update(tx, &known, now)?;
            noted(&app2, tx, &actor, Act::ActivityChanged, &known, &known.id)
        })
        .await
}

/// One activity, for those who see its plan.
pub async fn activity(app: &App, actor: &Actor, id: &Id) -> Result<Activity, Problem> {
    let (actor, id) = (actor.clone(), id.clone());
    app.db.read(move |tx| activity_in(tx, &actor, Permission::Desk, &id)).await
}

/// Activities of the organisations whose plan the actor sees, newest first.
pub async fn activities_of(app: &App, actor: &Actor) -> Result<Vec<Activity>, Problem> {
    if matches!(actor, Actor::Public) {
        actor.need_person()?;
    }
    let organisations = actor.organisations(Permission::Desk);
    app.db.read(move |tx| Ok(activities::list(tx, organisations.as_deref())?)).await
}

/// Adds sessions as drafts. In an activity with one registration for all parts they become the
/// parts of one cycle, and the places of the first count.
pub async fn add_sessions(
    app: &App,
    actor: &Actor,
    activity: &Id,
    mut drafts: Vec<SessionDraft>,
) -> Result<Vec<Id>, Problem> {
    if drafts.is_empty() {
        let field = FieldProblem::new("dates", "problem-plan-no-date");
        Problem::from_fields(vec![field])?;
    }
    drafts.sort_by_key(|d| (d.date, d.start));
    let (app2, actor, activity) = (app.clone(), actor.clone(), activity.clone());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let activity = activity_in(tx, &actor, Permission::Plan, &activity)?;
            let mut lead: Option<Id> = None;
            let mut made = Vec::with_capacity(drafts.len());
            for draft in drafts {
                check_draft(&activity, &draft)?;
                let zone = zone_of(tx, &draft)?;
                let mut session = Session::new(Id::new(), activity.id.clone(), draft, zone);
                session.place_in_time()?;
                if activity.draft.scope == Scope::All {
                    session.lead = lead.get_or_insert_with(|| session.id.clone()).clone();
                    session.part = u32::try_from(made.len() + 1).unwrap_or(1);
                }
                sessions::insert(tx, &session, None, now)?;
                made.push(session.id);
            }
            for id in &made {
                noted(&app2, tx, &actor, Act::SessionsMade, &activity, id)?;
            }
            Ok(made)
        })
        .await
}

/// Changes a session. More places serve the waiting list; fewer than are taken are refused; a
/// change of date, time or place of a published session is told to everyone registered.
pub async fn update_session(
    app: &App,
    actor: &Actor,
    id: &Id,
    draft: SessionDraft,
) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let (activity, mut session) = held(tx, &actor, &id)?;
            if !editable(session.status) {
                return Err(Problem::new(Kind::Conflict, "problem-plan-not-editable"));
            }
            let mut draft = draft;
            if session.lead != session.id {
                keep_places(&mut draft, &session.draft);
            }
            check_draft(&activity, &draft)?;
            if draft.capacity + draft.overbook < session.taken {
                return Err(Problem::new(Kind::Conflict, "problem-plan-capacity-taken")
                    .with("taken", session.taken));
            }
            let has_people = session.taken > 0 || session.waiting > 0;
            if draft.registration == RegistrationMode::None && has_people {
                return Err(Problem::new(Kind::Conflict, "problem-plan-registered"));
            }
            let zone = zone_of(tx, &draft)?;
            let (starts_at, ends_at) = draft.instants(&zone)?;
            let now = app2.clock.seconds();
            let announced = session.status != SessionStatus::Draft;
            let moved = (starts_at, ends_at) != (session.starts_at, session.ends_at);
            if announced && moved && ends_at <= now {
                return Err(Problem::new(Kind::Conflict, "problem-plan-past"));
            }
            let elsewhere = draft.place != session.draft.place
                || draft.room != session.draft.room
                || draft.mode != session.draft.mode
                || draft.online_url != session.draft.online_url;
            if announced && moved {
                if draft.date != session.draft.date {
                    let first = session.moved_from.unwrap_or(session.draft.date);
                    session.moved_from = (first != draft.date).then_some(first);
                }
                session.status = SessionStatus::Published;
            }
            (session.draft, session.time_zone) = (draft, zone);
            (session.starts_at, session.ends_at) = (starts_at, ends_at);
            sessions::update(tx, &session, now)?;
            resettle(&app2, tx, &session.lead)?;
            if announced && (moved || elsewhere) {
                tell(&app2, tx, &session, mails::changed)?;
            }
            promote_in(&app2, tx, &session)?;
            noted(&app2, tx, &actor, Act::SessionChanged, &activity, &session.id)
        })
        .await
}

/// Puts drafts into the programme, with the other parts of their cycle. Refuses what is past.
pub async fn publish(app: &App, actor: &Actor, ids: &[Id]) -> Result<(), Problem> {
    let (app2, actor, ids) = (app.clone(), actor.clone(), ids.to_vec());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let mut done = vec![];
            for id in &ids {
                let (activity, session) = held(tx, &actor, id)?;
                match session.status {
                    SessionStatus::Published => continue,
                    SessionStatus::Draft => {}
                    _ => return Err(Problem::new(Kind::Conflict, "problem-plan-not-editable")),
                }
                let parts = sessions::parts(tx, &session.lead)?;
                for mut part in parts.into_iter().filter(|p| p.status == SessionStatus::Draft) {
                    if part.ends_at <= now {
                        return Err(Problem::new(Kind::Conflict, "problem-plan-past"));
                    }
                    part.status = SessionStatus::Published;
                    sessions::update(tx, &part, now)?;
                    done.push((activity.clone(), part.id));
                }
            }
            for (activity, id) in &done {
                noted(&app2, tx, &actor, Act::SessionPublished, activity, id)?;
            }
            Ok(())
        })
        .await
}

/// Takes sessions with nobody registered out of the programme again, with the other parts of
/// their cycle.
pub async fn unpublish(app: &App, actor: &Actor, ids: &[Id]) -> Result<(), Problem> {
    let (app2, actor, ids) = (app.clone(), actor.clone(), ids.to_vec());
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let mut done = vec![];
            for id in &ids {
                let (activity, session) = held(tx, &actor, id)?;
                match session.status {
                    SessionStatus::Draft => continue,
                    SessionStatus::Published => {}
                    _ => return Err(Problem::new(Kind::Conflict, "problem-plan-not-editable")),
                }
                let parts = sessions::parts(tx, &session.lead)?;
                if parts.iter().any(|p| p.taken > 0 || p.waiting > 0) {
                    return Err(Problem::new(Kind::Conflict, "problem-plan-registered"));
                }
                for mut part in parts.into_iter().filter(|p| p.status == SessionStatus::Published) {
                    part.status = SessionStatus::Draft;
                    sessions::update(tx, &part, now)?;
                    done.push((activity.clone(), part.id));
                }
            }
            for (activity, id) in &done {
                noted(&app2, tx, &actor, Act::SessionUnpublished, activity, id)?;
            }
            Ok(())
        })
        .await
}

/// Cancels a session and tells everyone registered; their rows and places stay as they are. The
/// other parts of a cycle go on.
pub async fn cancel_session(
    app: &App,
    actor: &Actor,
    id: &Id,
    reason: String,
) -> Result<(), Problem> {
    let reason = checked_reason(&reason)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let (activity, mut session) = held(tx, &actor, &id)?;
            match session.status {
                SessionStatus::Cancelled => return Ok(()),
                SessionStatus::Held => {
                    return Err(Problem::new(Kind::Conflict, "problem-plan-not-editable"));
                }
                _ => {}
            }
            let now = app2.clock.seconds();
            if session.lead == session.id
                && let Some(later) = hand_over(tx, &mut session, now)?
            {
                session = later;
            }
            session.status = SessionStatus::Cancelled;
            session.status_reason = reason;
            sessions::update(tx, &session, now)?;
            resettle(&app2, tx, &session.lead)?;
            tell(&app2, tx, &session, mails::cancelled)?;
            noted(&app2, tx, &actor, Act::SessionCancelled, &activity, &session.id)
        })
        .await
}

/// The places of a cycle are counted on its first part: when that one falls out and others remain,
/// it changes dates with the next of them, so that registration, tickets and counters stay where
/// they are. The part that now stands for the date that falls out; `None` where there is no other,
/// or people were ticked on either.
fn hand_over(
    tx: &mut Tx<'_>,
    lead: &mut Session,
    now: i64,
) -> Result<Option<Session>, ::store::StoreError> {
    let parts = sessions::parts(tx, &lead.id)?;
    let remaining =
        |p: &Session| p.id != lead.id && p.status == SessionStatus::Published && p.starts_at > now;
    let Some(mut later) = parts.into_iter().filter(remaining).min_by_key(|p| p.starts_at) else {
        return Ok(None);
    };
    for part in [&*lead, &later] {
        if !attendance::of_session(tx, &part.id)?.is_empty() {
            return Ok(None);
        }
    }
    // Who may register until when moves with the first date; how many places there are does not.
    let shift = later.starts_at - lead.starts_at;
    let (a, b) = (&mut lead.draft, &mut later.draft);
    std::mem::swap(&mut a.date, &mut b.date);
    std::mem::swap(&mut a.start, &mut b.start);
    std::mem::swap(&mut a.end, &mut b.end);
    std::mem::swap(&mut a.place, &mut b.place);
    std::mem::swap(&mut a.room, &mut b.room);
    std::mem::swap(&mut a.access, &mut b.access);
    std::mem::swap(&mut a.mode, &mut b.mode);
    std::mem::swap(&mut a.online_url, &mut b.online_url);
    a.closes_at = a.closes_at.map(|at| at + shift);
    std::mem::swap(&mut lead.starts_at, &mut later.starts_at);
    std::mem::swap(&mut lead.ends_at, &mut later.ends_at);
    std::mem::swap(&mut lead.time_zone, &mut later.time_zone);
    std::mem::swap(&mut lead.moved_from, &mut later.moved_from);
    sessions::update(tx, lead, now)?;
    Ok(Some(later))
}

/// Moves a published session to another date, or to one not yet known. Places follow.
pub async fn postpone(
    app: &App,
    actor: &Actor,
    id: &Id,
    reason: String,
    to: Option<(Date, Time, Time)>,
) -> Result<(), Problem> {
    let reason = checked_reason(&reason)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let (activity, mut session) = held(tx, &actor, &id)?;
            let announced = [SessionStatus::Published, SessionStatus::Postponed];
            if !announced.contains(&session.status) {
                return Err(Problem::new(Kind::Conflict, "problem-plan-not-editable"));
            }
            let now = app2.clock.seconds();
            if let Some((date, start, end)) = to {
                let first = session.moved_from.unwrap_or(session.draft.date);
                session.moved_from = (first != date).then_some(first);
                let before = session.starts_at;
                let d = &mut session.draft;
                (d.date, d.start, d.end) = (date, start, end);
                d.check_times()?;
                (session.starts_at, session.ends_at) = d.instants(&session.time_zone)?;
                if session.ends_at <= now {
                    return Err(Problem::new(Kind::Conflict, "problem-plan-past"));
                }
                let shift = session.starts_at - before;
                session.draft.closes_at = session.draft.closes_at.map(|at| at + shift);
                session.status = SessionStatus::Published;
            } else {
                if session.lead == session.id
                    && let Some(later) = hand_over(tx, &mut session, now)?
                {
                    session = later;
                }
                session.status = SessionStatus::Postponed;
            }
            session.status_reason = reason;
            sessions::update(tx, &session, now)?;
            resettle(&app2, tx, &session.lead)?;
            tell(&app2, tx, &session, mails::postponed)?;
            promote_in(&app2, tx, &session)?;
            noted(&app2, tx, &actor, Act::SessionPostponed, &activity, &session.id)
        })
        .await
}

fn editable(status: SessionStatus) -> bool {
    matches!(status, SessionStatus::Draft | SessionStatus::Published | SessionStatus::Postponed)
}

fn checked_reason(reason: &str) -> Result<String, Problem> {
    let reason = reason.trim();
    if reason.chars().count() > MOST_REASON {
        let mut field = FieldProblem::new("reason", "problem-field-too-long");
        field.args.push(("most", MOST_REASON.to_string()));
        Problem::from_fields(vec![field])?;
    }
    Ok(reason.to_owned())
}

/// The places of a cycle are those of its first part: another part changes nothing about them.
fn keep_places(draft: &mut SessionDraft, was: &SessionDraft) {
    draft.registration = was.registration;
    (draft.capacity, draft.overbook) = (was.capacity, was.overbook);
    draft.most_places = was.most_places;
    (draft.opens_at, draft.closes_at) = (was.opens_at, was.closes_at);
    (draft.fairness, draft.offer_minutes) = (was.fairness, was.offer_minutes);
}

fn check_draft(activity: &Activity, draft: &SessionDraft) -> Result<(), Problem> {
    draft.check()?;
    if drop_in(activity.draft.format) && draft.registration != RegistrationMode::None {
        let field = FieldProblem::new("registration", "problem-plan-drop-in");
        Problem::from_fields(vec![field])?;
    }
    Ok(())
}

/// Theme and partners must exist: a form may have lain open while they were removed.
fn check_known(tx: &mut Tx<'_>, draft: &ActivityDraft) -> Result<(), Problem> {
    let mut wrong = vec![];
    if let Some(theme) = &draft.theme
        && network::service::theme(tx, theme)?.is_none()
    {
        wrong.push(FieldProblem::new("theme", "problem-plan-theme"));
    }
    for partner in &draft.partners {
        if network::service::organisation(tx, partner)?.is_none() {
            wrong.push(FieldProblem::new("partners", "problem-plan-partner"));
            break;
        }
    }
    Problem::from_fields(wrong)
}

/// Time zone of the place, which must exist; without a place, the usual one.
fn zone_of(tx: &mut Tx<'_>, draft: &SessionDraft) -> Result<String, Problem> {
    let Some(id) = &draft.place else { return Ok(base::dates::DEFAULT_ZONE.to_owned()) };
    match network::service::place(tx, id)? {
        Some(place) => Ok(place.time_zone),
        None => {
            Err(Problem::new(Kind::Invalid, "problem-form").field("place", "problem-plan-place"))
        }
    }
}

pub(super) fn activity_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    what: Permission,
    id: &Id,
) -> Result<Activity, Problem> {
    if matches!(actor, Actor::Public) {
        actor.need_person()?;
    }
    let activity = activities::find(tx, id)?.ok_or_else(not_found)?;
    actor.need(what, &activity.organisation)?;
    Ok(activity)
}

/// The session with its activity, checked and held until the end of the transaction.
fn held(tx: &mut Tx<'_>, actor: &Actor, id: &Id) -> Result<(Activity, Session), Problem> {
    if matches!(actor, Actor::Public) {
        actor.need_person()?;
    }
    let lead = session_in(tx, id)?.lead;
    hold(tx, &lead)?;
    let session = session_in(tx, id)?;
    let activity = activity_in(tx, actor, Permission::Plan, &session.activity)?;
    Ok((activity, session))
}

/// Notes what was done to an activity or one of its sessions, and looks whether it departs from the
/// charter since.
pub(super) fn noted(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: Act,
    activity: &Activity,
    subject: &Id,
) -> Result<(), Problem> {
    super::charter::look_at(tx, &activity.id, app.clock.seconds())?;
    let (owner, title) = (Some(&activity.organisation), &activity.draft.title);
    Ok(audit::note(app, tx, actor, act, owner, subject.as_str(), title)?)
}

/// Writes to everyone who holds, is offered or awaits places.
fn tell(app: &App, tx: &mut Tx<'_>, session: &Session, mail: Tell) -> Result<(), Problem> {
    if session.status == SessionStatus::Draft {
        return Ok(());
    }
    let Some(view) = view_in(tx, &session.id)? else { return Ok(()) };
    for r in registrations::of_session(&app.vault, tx, &session.lead)? {
        if r.kind == RegistrationKind::Ahead && r.status != RegistrationStatus::Cancelled {
            mail(app, tx, &view, &r)?;
        }
    }
    Ok(())
}
