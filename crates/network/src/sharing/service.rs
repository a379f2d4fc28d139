//! Making a day, announcing it, changing it. Who comes is in `places.rs`, who came in `desk.rs`.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::audit::{self, Act};
use site::{Actor, App, Permission, sealing};

use super::mails::{News, tell};
use super::model::{Immersion, ImmersionDraft, State, Totals, forget_day, too_long};
use super::store as rows;
use crate::store as network;

/// Longest reason of a cancellation, in characters.
const MOST_REASON: usize = 500;

/// A day with the names that belong to it.
#[derive(Clone, Debug)]
pub struct Coming {
    /// The day.
    pub immersion: Immersion,
    /// Name of its host.
    pub host: String,
    /// Whose people may come: identifiers and names.
    pub guests: Vec<(Id, String)>,
    /// Where, if it is a place of the network.
    pub place: Option<crate::model::Place>,
}

impl Coming {
    /// Where it is, in words.
    #[must_use]
    pub fn where_in_words(&self) -> String {
        let place = self.place.as_ref();
        let parts = [
            place.map_or("", |p| p.name.as_str()),
            self.immersion.draft.room.as_str(),
            place.map_or("", |p| p.address.as_str()),
            place.map_or("", |p| p.city.as_str()),
        ];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

pub(super) fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

pub(super) fn signed_in(actor: &Actor) -> Result<(), Problem> {
    match actor {
        Actor::Public => actor.need_person().map(|_| ()),
        _ => Ok(()),
    }
}

pub(super) fn view(tx: &mut Tx<'_>, immersion: Immersion) -> Result<Coming, StoreError> {
    let named = |tx: &mut Tx<'_>, id: &Id| -> Result<String, StoreError> {
        Ok(network::find_organisation(tx, id)?.map(|o| o.name).unwrap_or_default())
    };
    let host = named(tx, &immersion.host)?;
    let mut guests = vec![];
    for id in &immersion.draft.guests {
        guests.push((id.clone(), named(tx, id)?));
    }
    let place = match &immersion.draft.place {
        Some(id) => network::find_place(tx, id)?,
        None => None,
    };
    Ok(Coming { immersion, host, guests, place })
}

pub(super) fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Immersion, Problem> {
    rows::find(tx, id)?.ok_or_else(not_found)
}

/// The day, held until the end of the transaction, if the actor may do this at its host.
pub(super) fn held(
    tx: &mut Tx<'_>,
    actor: &Actor,
    what: Permission,
    id: &Id,
) -> Result<Immersion, Problem> {
    signed_in(actor)?;
    tx.lock("immersions", id)?;
    let immersion = find(tx, id)?;
    actor.need(what, &immersion.host)?;
    Ok(immersion)
}

pub(super) fn note(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: Act,
    immersion: &Immersion,
) -> Result<(), Problem> {
    let (host, id) = (Some(&immersion.host), immersion.id.as_str());
    Ok(audit::note(app, tx, actor, act, host, id, &immersion.draft.title)?)
}

/// Days that are announced and not over, for everyone.
pub async fn coming(app: &App) -> Result<Vec<Coming>, Problem> {
    let now = app.clock.seconds();
    app.db
        .read(move |tx| {
            let all = rows::coming(tx, now)?;
            all.into_iter().map(|i| Ok(view(tx, i)?)).collect()
        })
        .await
}

/// What the actor's organisations have to do: drafts, and days that are over and not closed.
pub(super) async fn to_do(app: &App, actor: &Actor) -> Result<Vec<Coming>, Problem> {
    signed_in(actor)?;
    let (actor, now) = (actor.clone(), app.clock.seconds());
    app.db
        .read(move |tx| {
            let mut all = rows::to_do(tx, now)?;
            all.retain(|i| actor.can(Permission::Desk, &i.host));
            all.into_iter().map(|i| Ok(view(tx, i)?)).collect()
        })
        .await
}

/// One day, as a professional sees it: a draft only at its host.
pub async fn immersion(app: &App, actor: &Actor, id: &Id) -> Result<Coming, Problem> {
    signed_in(actor)?;
    let (actor, id) = (actor.clone(), id.clone());
    app.db
        .read(move |tx| {
            let immersion = find(tx, &id)?;
            if immersion.state == State::Draft && !actor.can(Permission::Desk, &immersion.host) {
                return Err(not_found());
            }
            Ok(view(tx, immersion)?)
        })
        .await
}

/// Fills in what follows from what was written: instants, and the day of forgetting.
fn settle(app: &App, tx: &mut Tx<'_>, immersion: &mut Immersion) -> Result<(), Problem> {
    let refused = |field, message| Problem::from_fields(vec![FieldProblem::new(field, message)]);
    let d = &immersion.draft;
    d.check()?;
    immersion.time_zone = base::dates::DEFAULT_ZONE.to_owned();
    if let Some(place) = &d.place {
        match network::find_place(tx, place)? {
            Some(place) => immersion.time_zone = place.time_zone,
            None => refused("place", "sharing-problem-place")?,
        }
    }
    for guest in &d.guests {
        if network::find_organisation(tx, guest)?.is_none() {
            refused("guests", "sharing-problem-guest")?;
        }
    }
    let at = |time| base::dates::instant(d.date.to_datetime(time), &immersion.time_zone);
    let (Some(starts_at), Some(ends_at)) = (at(d.start), at(d.end)) else {
        return refused("date", "problem-field-date");
    };
    if ends_at <= starts_at {
        refused("end", "sharing-problem-end")?;
    }
    let host = network::find_organisation(tx, &immersion.host)?;
    let days = host.and_then(|o| o.retention_days).unwrap_or(app.config.retention_days);
    immersion.forget_day = forget_day(d.date, days.min(app.config.retention_days));
    (immersion.starts_at, immersion.ends_at) = (starts_at, ends_at);
    Ok(())
}

pub(super) fn blank(host: &Id, draft: ImmersionDraft) -> Immersion {
    Immersion {
        id: Id::new(),
        host: host.clone(),
        draft,
        starts_at: 0,
        ends_at: 1,
        time_zone: base::dates::DEFAULT_ZONE.to_owned(),
        state: State::Draft,
        reason: String::new(),
        taken: 0,
        walk_ins: 0,
        totals: Totals::default(),
        source: None,
        illustrative: false,
        forget_day: 0,
        forgotten: false,
    }
}

/// Makes a day, as a draft.
pub async fn make(
    app: &App,
    actor: &Actor,
    host: &Id,
    draft: ImmersionDraft,
) -> Result<Id, Problem> {
    actor.need(Permission::Plan, host)?;
    let (app2, actor, mut made) = (app.clone(), actor.clone(), blank(host, draft));
    app.db
        .write(move |tx| {
            if network::find_organisation(tx, &made.host)?.is_none() {
                let field = FieldProblem::new("host", "network-problem-organisation");
                Problem::from_fields(vec![field])?;
            }
            settle(&app2, tx, &mut made)?;
            rows::save(tx, &made, app2.clock.seconds())?;
            note(&app2, tx, &actor, Act::ImmersionMade, &made)?;
            Ok(made.id)
        })
        .await
}

/// Changes a day that has not taken place, if it is still what its [`mark`](crate::service::mark)
/// says. Who comes is told of another date, time or place.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: &Id,
    draft: ImmersionDraft,
    seen: Option<String>,
) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let before = held(tx, &actor, Permission::Plan, &id)?;
            if seen.is_some_and(|seen| seen != crate::service::mark(&before.draft)) {
                return Err(Problem::new(Kind::Conflict, "network-problem-changed"));
            }
            if matches!(before.state, State::Held | State::Cancelled) {
                return Err(Problem::new(Kind::Conflict, "sharing-problem-over"));
            }
            if draft.capacity < before.taken {
                let mut field = FieldProblem::new("capacity", "sharing-problem-taken");
                field.args.push(("taken", before.taken.to_string()));
                Problem::from_fields(vec![field])?;
            }
            let mut after = Immersion { draft, ..before.clone() };
            settle(&app2, tx, &mut after)?;
            let now = app2.clock.seconds();
            if after.state == State::Announced && before.starts_at > now && after.starts_at <= now {
                let field = FieldProblem::new("date", "sharing-problem-past");
                Problem::from_fields(vec![field])?;
            }
            rows::save(tx, &after, now)?;
            moved(&app2, tx, &before, &after)?;
            note(&app2, tx, &actor, Act::ImmersionChanged, &after)
        })
        .await
}

/// Seals anew what is forgotten on another day, and tells who comes of another date or place.
fn moved(app: &App, tx: &mut Tx<'_>, before: &Immersion, after: &Immersion) -> Result<(), Problem> {
    let place = |i: &Immersion| (i.draft.place.clone(), i.draft.room.clone());
    let told = after.state == State::Announced
        && after.starts_at > app.clock.seconds()
        && ((before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)
            || place(before) != place(after));
    let of = view(tx, after.clone())?;
    for mut r in rows::of_immersion(&app.vault, tx, &after.id)? {
        if r.forget_day != after.forget_day {
            r.forget_day = after.forget_day;
            let key = match r.colleague {
                Some(_) => sealing::key(app, tx, r.forget_day)?,
                None => None,
            };
            rows::reseal(tx, &r, key.as_ref())?;
        }
        if told {
            tell(app, tx, &of, &r, News::Changed, "")?;
        }
    }
    Ok(())
}

/// Announces a draft: from now on one can register.
pub async fn announce(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let mut immersion = held(tx, &actor, Permission::Plan, &id)?;
            let now = app2.clock.seconds();
            match immersion.state {
                State::Announced => return Ok(()),
                State::Draft if immersion.starts_at > now => {}
                State::Draft => return Err(Problem::new(Kind::Conflict, "sharing-problem-past")),
                _ => return Err(Problem::new(Kind::Conflict, "sharing-problem-over")),
            }
            immersion.state = State::Announced;
            rows::save(tx, &immersion, now)?;
            note(&app2, tx, &actor, Act::ImmersionAnnounced, &immersion)
        })
        .await
}

/// Cancels a day. Who would have come is told why.
pub async fn cancel(app: &App, actor: &Actor, id: &Id, reason: &str) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    let reason = reason.trim().to_owned();
    if reason.chars().count() > MOST_REASON {
        Problem::from_fields(vec![too_long("reason", MOST_REASON)])?;
    }
    app.db
        .write(move |tx| {
            let mut immersion = held(tx, &actor, Permission::Plan, &id)?;
            match immersion.state {
                State::Cancelled => return Ok(()),
                State::Held => return Err(Problem::new(Kind::Conflict, "sharing-problem-over")),
                State::Draft | State::Announced => {}
            }
            (immersion.state, immersion.reason) = (State::Cancelled, reason);
            rows::save(tx, &immersion, app2.clock.seconds())?;
            let of = view(tx, immersion.clone())?;
            for r in rows::of_immersion(&app2.vault, tx, &id)? {
                tell(&app2, tx, &of, &r, News::Cancelled, "")?;
            }
            note(&app2, tx, &actor, Act::ImmersionCancelled, &immersion)
        })
        .await
}
