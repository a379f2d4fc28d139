//! The list of a day: who was there, its figures, and how its names are forgotten.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::audit::{self, Act};
use site::{Actor, App, Permission};
use vault::Day;

use super::mails::{News, tell};
use super::model::{Immersion, ImmersionDraft, Source, State, Totals, forget_day};
use super::service::{blank, find, held, not_found, note, view};
use super::store as rows;

const DAY: i64 = 86_400;
/// Most people let in without a registration.
const MOST_WALK_INS: u32 = 1_000;

/// The list of a day while it can be ticked.
fn open_list(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: &Id) -> Result<Immersion, Problem> {
    let immersion = held(tx, actor, Permission::Desk, id)?;
    let closed = |message| Err(Problem::new(Kind::Conflict, message));
    match immersion.state {
        _ if immersion.forgotten => closed("sharing-problem-forgotten"),
        State::Announced if immersion.is_open(app.clock.seconds()) => Ok(immersion),
        State::Announced | State::Draft => closed("sharing-problem-not-yet"),
        State::Held | State::Cancelled => closed("sharing-problem-over"),
    }
}

/// Says whether somebody was there. The same again changes nothing.
pub async fn tick(
    app: &App,
    actor: &Actor,
    id: &Id,
    registration: &Id,
    present: bool,
) -> Result<(), Problem> {
    let (app2, actor) = (app.clone(), actor.clone());
    let (id, registration) = (id.clone(), registration.clone());
    app.db
        .write(move |tx| {
            open_list(&app2, tx, &actor, &id)?;
            let found = rows::find_registration(&app2.vault, tx, &registration)?;
            let r = found.filter(|r| r.immersion == id).ok_or_else(not_found)?;
            Ok(rows::set_present(tx, &r.id, present)?)
        })
        .await
}

/// Says how many came without a registration: an absolute number, so that two devices agree.
pub async fn walk_ins(app: &App, actor: &Actor, id: &Id, people: u32) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            open_list(&app2, tx, &actor, &id)?;
            if people > MOST_WALK_INS {
                let field = FieldProblem::new("people", "sharing-problem-figure");
                Problem::from_fields(vec![field])?;
            }
            Ok(rows::set_walk_ins(tx, &id, people)?)
        })
        .await
}

fn count(app: &App, tx: &mut Tx<'_>, immersion: &mut Immersion) -> Result<(), Problem> {
    let all = rows::of_immersion(&app.vault, tx, &immersion.id)?;
    let present: Vec<Option<bool>> = all.iter().map(|r| r.present).collect();
    immersion.totals = Totals::counted(&present, immersion.walk_ins);
    (immersion.source, immersion.state) = (Some(Source::Counted), State::Held);
    rows::save(tx, immersion, app.clock.seconds())?;
    Ok(())
}

/// Closes a day: who was ticked and who walked in is counted and kept.
pub async fn close(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let mut immersion = open_list(&app2, tx, &actor, &id)?;
            count(&app2, tx, &mut immersion)?;
            note(&app2, tx, &actor, Act::ImmersionClosed, &immersion)
        })
        .await
}

/// Keeps figures of a sheet of paper: of a day that is over, closed or not. Figures that were
/// counted are replaced only on purpose.
pub async fn type_totals(
    app: &App,
    actor: &Actor,
    id: &Id,
    totals: Totals,
    replace: bool,
) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let mut immersion = held(tx, &actor, Permission::Desk, &id)?;
            let now = app2.clock.seconds();
            if immersion.state == State::Cancelled {
                return Err(Problem::new(Kind::Conflict, "sharing-closed-cancelled"));
            }
            if immersion.starts_at > now {
                return Err(Problem::new(Kind::Conflict, "sharing-problem-not-yet"));
            }
            totals.check()?;
            if immersion.source == Some(Source::Counted) && !replace {
                return Err(Problem::new(Kind::Conflict, "sharing-problem-counted"));
            }
            (immersion.totals, immersion.source) = (totals, Some(Source::Typed));
            immersion.state = State::Held;
            rows::save(tx, &immersion, now)?;
            note(&app2, tx, &actor, Act::ImmersionClosed, &immersion)
        })
        .await
}

/// Reminds those who come of tomorrow's days. Safe to run at any time and again.
pub async fn remind_due(app: &App) -> Result<(), Problem> {
    let now = app.clock.seconds();
    loop {
        let app2 = app.clone();
        let more = app.db.write(move |tx| {
            // Who registered half a day before or later knows.
            let due = rows::to_remind(&app2.vault, tx, (now, now + DAY), now - DAY / 2)?;
            for r in &due {
                let immersion = find(tx, &r.immersion)?;
                if rows::note_reminder(tx, &r.id, immersion.starts_at)? {
                    let of = view(tx, immersion)?;
                    tell(&app2, tx, &of, r, News::Reminder, "")?;
                }
            }
            Ok::<_, Problem>(!due.is_empty())
        });
        if !more.await? {
            return Ok(());
        }
    }
}

/// Forgets the registrations whose day has come. What was ticked and never closed is counted before.
/// How many were erased.
pub async fn forget(app: &App, day: Day) -> Result<u64, Problem> {
    let mut gone = 0;
    loop {
        let due = app.db.read(move |tx| rows::due(tx, day)).await;
        let due = due.map_err(|e: StoreError| Problem::from(e))?;
        if due.is_empty() {
            return Ok(gone);
        }
        for id in due {
            let app2 = app.clone();
            gone += app.db.write(move |tx| forget_one(&app2, tx, &id)).await?;
        }
    }
}

fn forget_one(app: &App, tx: &mut Tx<'_>, id: &Id) -> Result<u64, Problem> {
    tx.lock("immersions", id)?;
    let mut immersion = find(tx, id)?;
    if immersion.forgotten {
        return Ok(0);
    }
    let all = rows::of_immersion(&app.vault, tx, id)?;
    let ticked = immersion.walk_ins > 0 || all.iter().any(|r| r.present.is_some());
    if immersion.state == State::Announced && ticked {
        count(app, tx, &mut immersion)?;
    }
    for r in &all {
        site::mail::drop_about(tx, &r.id)?;
    }
    let gone = rows::erase(tx, id, app.clock.seconds())?;
    if gone > 0 {
        let (act, host, count) = (Act::Forgotten, Some(&immersion.host), gone.to_string());
        audit::note(app, tx, &Actor::Public, act, host, id.as_str(), &count)?;
    }
    Ok(gone)
}

/// How many registrations are kept, and how many of them should be forgotten.
pub fn kept(tx: &mut Tx<'_>, today: Day) -> Result<(u32, u32), StoreError> {
    rows::kept(tx, today)
}

/// Keeps a day as it is: for the demonstration.
pub fn seed(
    tx: &mut Tx<'_>,
    id: Id,
    host: &Id,
    draft: ImmersionDraft,
    totals: Option<Totals>,
    now: i64,
) -> Result<(), StoreError> {
    let at = |time| {
        let zone = base::dates::DEFAULT_ZONE;
        base::dates::instant(draft.date.to_datetime(time), zone).unwrap_or_default()
    };
    let (starts_at, ends_at) = (at(draft.start), at(draft.end));
    let forget_day = forget_day(draft.date, 30);
    let held = totals.is_some();
    let immersion = Immersion {
        id,
        starts_at,
        ends_at,
        state: if held { State::Held } else { State::Announced },
        totals: totals.unwrap_or_default(),
        source: held.then_some(Source::Typed),
        illustrative: true,
        forget_day,
        ..blank(host, draft)
    };
    rows::save(tx, &immersion, now)
}
