//! Forgetting. Name and address of a registration lie sealed under the key of the day on which
//! they are to be forgotten; on that day the key is destroyed, then the rows are erased. What the
//! report needs was counted when the session was closed, so its figures are the same before and
//! after.

use ::store::Tx;
use std::time::Duration;

use base::{Id, Kind, Problem};
use serde::Serialize;
use site::audit::{self, Act};
use site::sealing::Guard;
use site::{Actor, App, sealing};
use vault::{Day, DayKey, KeyState, day_of};

use super::desk::desk_in;
use super::reading::retention;
use super::{hold, session_in, view_in};
use crate::model::{
    KeptSession, Registration, Scope, Session, SessionStatus, TotalsSource, forget_day,
    session_facts,
};
use crate::store::registrations::{self, Keys};
use crate::store::{activities, attendance, facts, proposals, questions, sessions};
use crate::tickets;

/// The day on which the registrations of a session are to be forgotten, kept on the lead of its
/// cycle. When it changes, what is sealed is sealed anew.
pub(crate) fn settle(app: &App, tx: &mut Tx<'_>, lead: &Id) -> Result<Day, Problem> {
    let parts = sessions::parts(tx, lead)?;
    let most = retention_of(app, tx, parts.first())?;
    let day = forget_day(&parts, most);
    let before = sessions::forget_day(tx, lead)?;
    if before == Some(day) {
        return Ok(day);
    }
    sessions::set_forget_day(tx, lead, day)?;
    if before.is_some() {
        for part in &parts {
            reseal(app, tx, part, day)?;
        }
        super::questions::move_answers(app, tx, &parts, most)?;
    }
    Ok(day)
}

/// How long the organiser of a session has its registrations kept.
pub(super) fn retention_of(
    app: &App,
    tx: &mut Tx<'_>,
    session: Option<&Session>,
) -> Result<u32, Problem> {
    let activity = session.map(|s| activities::find(tx, &s.activity)).transpose()?.flatten();
    let owner = activity.map(|a| network::service::organisation(tx, &a.organisation));
    Ok(retention(app, owner.transpose()?.flatten().and_then(|o| o.retention_days)))
}

/// Settles anew the days of all sessions that have one: a delay was changed.
pub async fn settle_all(app: &App) -> Result<(), Problem> {
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            for lead in sessions::settled(tx)? {
                settle(&app2, tx, &lead)?;
            }
            Ok(())
        })
        .await
}

/// The same, where somebody left a name or an address already; otherwise nothing is kept that
/// would have a day.
pub(crate) fn resettle(app: &App, tx: &mut Tx<'_>, lead: &Id) -> Result<(), Problem> {
    if sessions::forget_day(tx, lead)?.is_some() {
        settle(app, tx, lead)?;
    }
    Ok(())
}

/// The key under which to seal what comes for a session, and its day; `None` when its day is over.
pub(crate) fn key_for(
    app: &App,
    tx: &mut Tx<'_>,
    lead: &Id,
) -> Result<Option<(Day, DayKey)>, Problem> {
    let day = settle(app, tx, lead)?;
    if day <= day_of(sealing::today(app)) {
        return Ok(None);
    }
    Ok(sealing::key(app, tx, day)?.map(|key| (day, key)))
}

/// Of what an address is known: of the session, or of the whole activity where a registration is
/// for any one of its dates.
pub(crate) fn known_of(
    tx: &mut Tx<'_>,
    session: &Session,
) -> Result<(Id, Scope), ::store::StoreError> {
    let scope = activities::find(tx, &session.activity)?.map_or(Scope::Session, |a| a.draft.scope);
    let of = if scope == Scope::Any { &session.activity } else { &session.lead };
    Ok((of.clone(), scope))
}

/// The keys of a registration under the key of its day.
pub(crate) fn keys_of(of: &Id, r: &Registration, key: &DayKey, request: Vec<u8>) -> Keys {
    let personal = [r.name.as_deref(), r.contact.as_deref()];
    Keys {
        request,
        asked: tickets::asked(Some(key), r.places, personal),
        contact_tag: r.contact.as_ref().map(|email| tickets::contact_tag(key, of, email)),
    }
}

fn reseal(app: &App, tx: &mut Tx<'_>, part: &Session, day: Day) -> Result<(), Problem> {
    let moved = registrations::sealed_otherwise(&app.vault, tx, &part.id, day)?;
    if moved.is_empty() {
        return Ok(());
    }
    let key = sealing::key(app, tx, day)?;
    let (of, _) = known_of(tx, part)?;
    for mut r in moved {
        r.forget_day = Some(day);
        let keys = match &key {
            Some(key) => keys_of(&of, &r, key, vec![]),
            None => nothing(&r),
        };
        registrations::reseal(tx, &r, &keys, key.as_ref())?;
    }
    Ok(())
}

/// What remains of the keys of a registration whose name and address are erased.
fn nothing(r: &Registration) -> Keys {
    let asked = tickets::asked(None, r.places, [None, None]);
    Keys { request: vec![], asked, contact_tag: None }
}

/// Erases name and address of a registration.
pub(crate) fn erase_personal(tx: &mut Tx<'_>, r: &Registration) -> Result<(), Problem> {
    if r.forget_day.is_none() {
        return Ok(());
    }
    let bare = Registration { name: None, contact: None, ..r.clone() };
    Ok(registrations::reseal(tx, &bare, &nothing(&bare), None)?)
}

/// Erases name and address of a ticket at once, at its holder's wish. Places and code stay.
pub async fn forget_me(app: &App, secret: &str) -> Result<(), Problem> {
    let app2 = app.clone();
    let id = tickets::registration_of(&app.vault, secret).ok_or_else(super::not_found)?;
    app.db
        .write(move |tx| {
            let found = registrations::find(&app2.vault, tx, &id)?;
            let r = found.ok_or_else(super::not_found)?;
            erase_personal(tx, &r)?;
            site::mail::drop_about(tx, &r.id)?;
            Ok(())
        })
        .await
}

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Forgotten {
    /// Days whose key was destroyed.
    pub keys: usize,
    /// Sessions whose registrations were erased.
    pub sessions: usize,
    /// Registrations erased.
    pub registrations: u64,
    /// Registrations of professionals for immersion days erased.
    pub immersions: u64,
    /// Proposals whose words and contact were erased.
    pub proposals: u64,
}

/// The days that are due, as the clock says: those of the ring whose key lives, and today, for
/// what was never sealed.
#[must_use]
pub fn due(app: &App) -> Vec<Day> {
    let today = day_of(sealing::today(app));
    let mut due = live_until(app, today);
    if due.last() != Some(&today) {
        due.push(today);
    }
    due
}

fn live_until(app: &App, day: Day) -> Vec<Day> {
    let live = app.vault.days().into_iter().filter(|(_, state)| *state == KeyState::Live);
    live.map(|(d, _)| d).filter(|d| *d <= day).collect()
}

/// A round of forgetting: what is due is armed, and what was armed long enough is forgotten.
/// `running` is how long the program has been running.
pub async fn forget_due(
    app: &App,
    guard: &mut Guard,
    running: Duration,
) -> Result<Forgotten, Problem> {
    let (node, now) = (app.config.node.clone(), app.clock.seconds());
    let before = app.db.write(move |tx| sealing::beat(tx, &node, now)).await;
    let before = before.map_err(|e: ::store::StoreError| Problem::from(e))?;
    if guard.beat(now, running, before) {
        tracing::warn!(
            now,
            before,
            "the clock jumped, or this node was away for days: nothing is forgotten for 24 hours. \
             If the clock is right, `tandem purge` forgets what is due at once"
        );
    }
    let due = due(app);
    let ripe = guard.ripe(&due, running);
    // In order, up to the first that is not.
    let until = due.iter().take_while(|day| ripe.contains(day)).last();
    match until {
        Some(day) => forget_until(app, *day).await,
        None => Ok(Forgotten::default()),
    }
}

/// Forgets everything up to a day: first the keys, then the rows. Safe to interrupt, to run again,
/// and on several nodes at once. Whether the day has really come is the caller's to know.
pub async fn forget_until(app: &App, day: Day) -> Result<Forgotten, Problem> {
    let mut done = Forgotten::default();
    for due in live_until(app, day) {
        let destroyed = app.vault.destroy(due);
        destroyed.map_err(|e| Problem::new(Kind::Unavailable, "problem-unavailable").because(e))?;
        done.keys += 1;
    }
    let (node, now) = (app.config.node.clone(), app.clock.seconds());
    let ended: Vec<Day> =
        app.vault.days().into_iter().map(|(d, _)| d).filter(|d| *d <= day).collect();
    app.db
        .write(move |tx| {
            let noted = sealing::ends_of(tx, &node)?;
            for day in ended.into_iter().filter(|day| !noted.contains(day)) {
                sealing::note_end(tx, &node, day, now)?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    loop {
        let app2 = app.clone();
        let (leads, more) = app.db.write(move |tx| over(&app2, tx, day)).await?;
        for lead in leads {
            let app2 = app.clone();
            done.registrations += app.db.write(move |tx| forget_session(&app2, tx, &lead)).await?;
            done.sessions += 1;
        }
        if !more {
            break;
        }
    }
    done.immersions = network::sharing::forget(app, day).await?;
    done.proposals = super::proposals::forget_proposals(app, day).await?;
    app.db
        .write(move |tx| {
            site::mail::drop_until(tx, day)?;
            questions::erase_until(tx, day)?;
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(done)
}

/// Some sessions whose day has come, and whether there may be more.
fn over(app: &App, tx: &mut Tx<'_>, day: Day) -> Result<(Vec<Id>, bool), Problem> {
    // Sessions with a day; and those where nobody left anything personal, which have none yet.
    let latest = vault::date_of(day.saturating_add(1)).to_string();
    let some = sessions::not_forgotten(tx, day, &latest)?;
    let more = !some.is_empty();
    let mut leads = vec![];
    for lead in some {
        if settle(app, tx, &lead)? <= day {
            leads.push(lead);
        }
    }
    Ok((leads, more))
}

/// Erases the registrations of a session and of the other parts of its cycle.
fn forget_session(app: &App, tx: &mut Tx<'_>, lead: &Id) -> Result<u64, Problem> {
    hold(tx, lead)?;
    if sessions::is_forgotten(tx, lead)? {
        return Ok(0);
    }
    let now = app.clock.seconds();
    let parts = sessions::parts(tx, lead)?;
    for part in &parts {
        close_if_counted(app, tx, part, now)?;
    }
    let mut rows = 0;
    for part in &parts {
        for id in registrations::with_contact(tx, &part.id)? {
            site::mail::drop_about(tx, &id)?;
        }
        rows += registrations::erase(tx, &part.id)?;
    }
    sessions::set_forgotten(tx, lead, now)?;
    let activity = parts.first().map(|p| activities::find(tx, &p.activity)).transpose()?.flatten();
    let owner = activity.map(|a| a.organisation);
    let (act, count) = (Act::Forgotten, rows.to_string());
    audit::note(app, tx, &Actor::Public, act, owner.as_ref(), lead.as_str(), &count)?;
    Ok(rows)
}

/// Somebody ticked people and forgot to close: what was counted goes to the report before its rows
/// go. A session at which nobody was ticked stays open for figures typed in.
fn close_if_counted(app: &App, tx: &mut Tx<'_>, part: &Session, now: i64) -> Result<(), Problem> {
    if part.status != SessionStatus::Published || attendance::of_session(tx, &part.id)?.is_empty() {
        return Ok(());
    }
    let view = view_in(tx, &part.id)?.ok_or_else(super::not_found)?;
    let desk = desk_in(app, tx, view)?;
    let mut session = session_in(tx, &part.id)?;
    session.status = SessionStatus::Held;
    session.totals = desk.totals();
    session.totals_source = Some(TotalsSource::Counted);
    sessions::update(tx, &session, now)?;
    keep_facts(app, tx, &session)
}

/// Counts what a closed session keeps of its registrations.
pub(crate) fn keep_facts(app: &App, tx: &mut Tx<'_>, session: &Session) -> Result<(), Problem> {
    let here = attendance::of_session(tx, &session.id)?.into_iter().collect();
    let mut rows = registrations::of_session(&app.vault, tx, &session.lead)?;
    if session.lead != session.id {
        rows.extend(registrations::of_session(&app.vault, tx, &session.id)?);
    }
    facts::replace(tx, &session.id, &session_facts(session, &rows, &here))?;
    Ok(())
}

/// A session that is opened again keeps none.
pub(crate) fn drop_facts(tx: &mut Tx<'_>, session: &Id) -> Result<(), Problem> {
    facts::replace(tx, session, &[]).map_err(Problem::from)
}

/// What is kept that is personal, of those who register.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// By session, those that are forgotten first before the others.
    pub sessions: Vec<KeptSession>,
    /// Registrations with a name or an address.
    pub registrations: u32,
    /// Answers in words to questions of organisers.
    pub answers: u32,
    /// Registrations of professionals for immersion days.
    pub immersions: u32,
    /// Proposals with words and a contact.
    pub proposals: u32,
    /// Of all these, those that should be forgotten already.
    pub overdue: u32,
    /// Mails waiting to be sent.
    pub mails: u32,
    /// When something was last forgotten, seconds since 1970.
    pub last: Option<i64>,
}

/// What is kept today.
pub async fn kept(app: &App) -> Result<Kept, Problem> {
    let today = day_of(sealing::today(app));
    app.db
        .read(move |tx| {
            let sessions = registrations::kept(tx)?;
            let sum = |all: &mut dyn Iterator<Item = &KeptSession>| {
                all.fold(0, |n: u32, s| n.saturating_add(s.registrations))
            };
            let (answers, late) = questions::kept(tx, today)?;
            let (immersions, late_immersions) = network::sharing::kept(tx, today)?;
            let (kept_proposals, late_proposals) = proposals::kept(tx, today)?;
            Ok(Kept {
                answers,
                immersions,
                proposals: kept_proposals,
                registrations: sum(&mut sessions.iter()),
                overdue: sum(&mut sessions.iter().filter(|s| s.forget_day < today))
                    + late
                    + late_immersions
                    + late_proposals,
                sessions,
                mails: site::mail::waiting(tx)?,
                last: sealing::last_end(tx)?,
            })
        })
        .await
}
