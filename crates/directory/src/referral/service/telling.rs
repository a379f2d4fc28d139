//! What is said of the results of slips, once each and without a name; and what nobody says.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use jiff::ToSpan;
use jiff::civil::Date;
use site::App;

use super::{Shown, shown_in};
use crate::model::{Reason, Signal, State};
use crate::referral::codes;
use crate::referral::model::{
    By, CORRECTED_SECONDS, Counts, KEPT_DAYS, SILENT_DAYS, Said, Silence, Target, Told,
};
use crate::referral::store::{self as rows, Held};
use crate::service::{any_in, report_in, signal_in, unsignal_in};

/// A return code, looked up.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The code as it is printed.
    pub code: String,
    /// What its result shows.
    pub shown: Option<Shown>,
    /// What was said of it already.
    pub said: Option<Told>,
}

fn unknown() -> Problem {
    Problem::new(Kind::NotFound, "referral-problem-code").field("code", "referral-problem-code")
}

/// Reads a code as it is typed; refuses what is none.
fn read(typed: &str) -> Result<String, Problem> {
    base::codes::read_return_code(typed).ok_or_else(unknown)
}

/// The result of a code.
pub async fn asked(app: &App, typed: &str) -> Result<Turn, Problem> {
    let code = read(typed)?;
    let (kept, today) = (codes::kept(&app.vault, &code), site::sealing::today(app));
    app.db
        .read(move |tx| {
            let held = rows::by_code(tx, &kept)?.ok_or_else(unknown)?;
            let shown = shown_in(tx, &held.target, today)?;
            Ok::<_, Problem>(Turn { code, shown, said: held.said })
        })
        .await
}

/// What came of saying something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is counted.
    Counted,
    /// The code was used before.
    Used(Said),
}

/// Says what became of a result. Its code is used up by it; for a quarter of an hour the answer may be
/// corrected, and only then something follows from it.
pub async fn say(app: &App, typed: &str, said: Said, by: By) -> Result<Outcome, Problem> {
    let kept = codes::kept(&app.vault, &read(typed)?);
    let today = site::sealing::today(app);
    let until = app.clock.seconds() + CORRECTED_SECONDS;
    app.db
        .write(move |tx| {
            let counted = rows::say(tx, &kept, (said, by), today, until)?;
            let held = rows::by_code(tx, &kept)?.ok_or_else(unknown)?;
            if !counted {
                return Ok(Outcome::Used(held.said.ok_or_else(unknown)?.said));
            }
            rows::count_said(tx, &held, Counts::answer(said, by), Counts::default())?;
            Ok(Outcome::Counted)
        })
        .await
}

/// Corrects an answer with its code, while that is possible: `was` is the answer that was seen,
/// `instead` the right one; without one it is taken back, and the code can be used again.
pub async fn correct(
    app: &App,
    typed: &str,
    was: (Said, By),
    instead: Option<(Said, By)>,
) -> Result<Outcome, Problem> {
    let kept = codes::kept(&app.vault, &read(typed)?);
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let held = rows::by_code(tx, &kept)?.ok_or_else(unknown)?;
            if !rows::correct(tx, &kept, was, instead, now)? {
                // Taken back meanwhile: the page asks again.
                let said = held.said.map_or(was.0, |told| told.said);
                return Ok(Outcome::Used(said));
            }
            let answer = |(said, by)| Counts::answer(said, by);
            let more = instead.map(answer).unwrap_or_default();
            rows::count_said(tx, &held, more, answer(was))?;
            Ok(Outcome::Counted)
        })
        .await
}

/// What answers that stand by now say of their entries. Safe to run at any time, on several nodes at
/// once, and again.
pub async fn settle(app: &App) -> Result<(), Problem> {
    while settle_some(app).await? {}
    Ok(())
}

/// As many as one transaction should hold; whether there may be more.
async fn settle_some(app: &App) -> Result<bool, Problem> {
    let now = app.clock.seconds();
    app.db
        .write(move |tx| {
            let (settling, more) = with_entries(tx, |tx| rows::settling(tx, now, SOME))?;
            for held in &settling {
                if let (true, Some(told)) = (rows::settle(tx, held, now)?, held.said) {
                    follow(tx, &held.target, told.said, told.on)?;
                }
            }
            Ok::<_, Problem>(more)
        })
        .await
}

/// What an answer says of an entry.
fn follow(tx: &mut Tx<'_>, target: &Target, said: Said, on: Date) -> Result<(), Problem> {
    let Target::Entry(id) = target else { return Ok(()) };
    rows::break_silence(tx, id)?;
    match said {
        Said::Arrived => unsignal_in(tx, id, &[Signal::Unanswered, Signal::NobodyArrives])?,
        Said::WrongPlace => signal_in(tx, id, Signal::WrongPlace, "", on)?,
        Said::Closed => {
            let seen = any_in(tx, id, on)?;
            if seen.is_some_and(|s| s.entry.state == State::Published) {
                report_in(tx, id, Reason::Closed, on)?;
            }
        }
    }
    Ok(())
}

/// Most slips or results in one transaction.
const SOME: usize = 200;

/// Results with their entries held, before anything of them is written: whoever changes several holds
/// all of them first, in one order, so that no two wait for each other. What a merge moved to another
/// entry meanwhile is left for the next time. Whether there may be more.
fn with_entries(
    tx: &mut Tx<'_>,
    read: impl Fn(&mut Tx<'_>) -> Result<Vec<Held>, StoreError>,
) -> Result<(Vec<Held>, bool), StoreError> {
    let seen = read(tx)?;
    let ids: Vec<&Id> = seen.iter().filter_map(|held| held.target.entry()).collect();
    tx.lock_all("entries", &ids)?;
    let mut now = read(tx)?;
    now.retain(|held| held.target.entry().is_none_or(|id| ids.contains(&id)));
    Ok((now, seen.len() == SOME))
}

/// Settles answers, notes what nobody said anything of, and erases old slips. Safe to run at any time,
/// on several nodes at once, and again.
pub async fn maintain(app: &App) -> Result<(), Problem> {
    settle(app).await?;
    let today = site::sealing::today(app);
    let before = |days: i32| today.saturating_sub(i64::from(days).days());
    while hush_some(app, before(SILENT_DAYS), today).await? {}
    let old = before(KEPT_DAYS);
    while app.db.write(move |tx| rows::erase(tx, old, SOME)).await? == SOME {}
    Ok(())
}

/// As many as one transaction should hold; whether there may be more.
async fn hush_some(app: &App, made_by: Date, today: Date) -> Result<bool, Problem> {
    app.db
        .write(move |tx| {
            let (quiet, more) = with_entries(tx, |tx| rows::quiet(tx, made_by, SOME))?;
            for held in &quiet {
                if !rows::hush(tx, held)? {
                    continue;
                }
                let Target::Entry(id) = &held.target else { continue };
                let Some(seen) = any_in(tx, id, today)? else { continue };
                let verified = seen.entry.verified.map(|v| v.on);
                let silence = Silence::after(rows::silence(tx, id)?, verified, today);
                rows::keep_silence(tx, id, silence)?;
                signal_in(tx, id, silence.signal(), "", today)?;
            }
            Ok::<_, Problem>(more)
        })
        .await
}
