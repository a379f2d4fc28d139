//! What anyone may tell about an entry, what holds for a while, and the answer.

use ::store::Tx;
use base::{Id, Problem};
use jiff::civil::Date;
use site::audit::Act;
use site::{Actor, App, Permission};

use super::{change, not_found, signal_in};
use crate::model::{Answer, ErrorReport, Notice, Reason, Signal, State};
use crate::store as rows;

/// Somebody, nobody knows who, says that an entry is wrong. It is visible on the entry until it is
/// answered; the same said again counts once more.
pub async fn report(app: &App, id: &Id, reason: Reason) -> Result<ErrorReport, Problem> {
    let (id, today) = (id.clone(), site::sealing::today(app));
    app.db
        .write(move |tx| {
            report_in(tx, &id, reason, today)?;
            let id = rows::merged_into(tx, &id)?.unwrap_or(id);
            let open = rows::reports::open(tx, &id)?;
            open.into_iter().find(|r| r.reason == reason).ok_or_else(not_found)
        })
        .await
}

/// The same inside a transaction.
pub(crate) fn report_in(
    tx: &mut Tx<'_>,
    id: &Id,
    reason: Reason,
    today: Date,
) -> Result<(), Problem> {
    let known = rows::standing(tx, id)?.filter(|e| e.state == State::Published);
    let id = known.ok_or_else(not_found)?.id;
    rows::reports::keep(tx, &ErrorReport::new(&id, reason, today))?;
    Ok(signal_in(tx, &id, Signal::Report, reason.code(), today)?)
}

/// Answers a report, for one of the keepers. One that was right and for something that exists no
/// longer puts the entry away.
pub async fn answer(
    app: &App,
    actor: &Actor,
    id: &Id,
    report: &Id,
    answer: Answer,
) -> Result<(), Problem> {
    let (report, today) = (report.clone(), site::sealing::today(app));
    change(app, actor, Permission::Desk, id, Act::ReportAnswered, move |tx, _, entry| {
        if !rows::reports::answer(tx, &entry.id, &report, answer, today)? {
            return Err(not_found());
        }
        if rows::reports::open(tx, &entry.id)?.is_empty() {
            rows::unsignal(tx, &entry.id, Signal::Report)?;
        }
        if answer == Answer::Removed {
            entry.state = State::Archived;
        }
        Ok(answer.code().to_owned())
    })
    .await
}

/// Says what holds for a while.
pub async fn add_notice(app: &App, actor: &Actor, id: &Id, notice: Notice) -> Result<(), Problem> {
    notice.check()?;
    change(app, actor, Permission::Desk, id, Act::NoticeAdded, move |tx, _, entry| {
        rows::notices::insert(tx, &entry.id, &notice)?;
        Ok(notice.kind.code().to_owned())
    })
    .await
}

/// Takes it back.
pub async fn remove_notice(app: &App, actor: &Actor, id: &Id, notice: &Id) -> Result<(), Problem> {
    let notice = notice.clone();
    change(app, actor, Permission::Desk, id, Act::NoticeRemoved, move |tx, _, entry| {
        if !rows::notices::remove(tx, &entry.id, &notice)? {
            return Err(not_found());
        }
        Ok(String::new())
    })
    .await
}
