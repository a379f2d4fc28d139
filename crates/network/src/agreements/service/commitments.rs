//! What was promised, and the figures of it that are typed in.

use ::store::Tx;
use base::{Id, Problem};
use site::audit::Act;
use site::{Actor, App, Permission};

use super::{held, need, not_found, note, rows, wrong};
use crate::agreements::model::{Agreement, Commitment, Figure, MOST_COMMITMENTS, Year};
use crate::service::{as_seen, mark};

/// An agreement, what was promised in it, and the figures that were typed in.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The agreement.
    pub agreement: Agreement,
    /// What was promised.
    pub commitments: Vec<Commitment>,
    /// What was typed in of what came of it.
    pub figures: Vec<Figure>,
}

/// What was promised in an agreement, in the transaction of whoever compares it: for professionals
/// of its parties.
pub fn promised(tx: &mut Tx<'_>, actor: &Actor, id: &Id) -> Result<Promised, Problem> {
    actor.need_somewhere(Permission::Report)?;
    let agreement = rows::find(tx, id)?.ok_or_else(not_found)?;
    need(actor, Permission::Report, &agreement)?;
    let commitments = rows::commitments::of(tx, id)?;
    let figures = rows::commitments::figures(tx, id)?;
    Ok(Promised { agreement, commitments, figures })
}

/// Makes these the commitments of an agreement, if they are still those that `seen` marks: for
/// those who look after a party. One that is left out is gone, with the figures typed for it.
pub async fn write_commitments(
    app: &App,
    actor: &Actor,
    agreement: &Id,
    mut all: Vec<Commitment>,
    seen: Option<String>,
) -> Result<(), Problem> {
    actor.need_somewhere(Permission::Network)?;
    all.truncate(MOST_COMMITMENTS);
    let (app2, actor, agreement) = (app.clone(), actor.clone(), agreement.clone());
    app.db
        .write(move |tx| {
            let known = held(tx, &actor, Permission::Network, &agreement)?;
            let before = rows::commitments::of(tx, &agreement)?;
            as_seen(seen.as_deref(), Some(&before))?;
            for one in &mut all {
                // An identifier that came with the form is one of this agreement or none.
                if !before.iter().any(|c| c.id == one.id) {
                    one.id = Id::new();
                }
            }
            Commitment::check_all(&all, &known)?;
            rows::commitments::replace(tx, &agreement, &all)?;
            if mark(&before) == mark(&rows::commitments::of(tx, &agreement)?) {
                return Ok(());
            }
            let count = all.len().to_string();
            note(&app2, tx, &actor, Act::CommitmentsChanged, &known, &count)
        })
        .await
}

/// Types in what came of a commitment in a year; nothing takes a figure away. For those who look
/// after a party, and for what the program does not count alone.
pub async fn type_figure(
    app: &App,
    actor: &Actor,
    agreement: &Id,
    commitment: &Id,
    year: i16,
    done: Option<u32>,
) -> Result<(), Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor) = (app.clone(), actor.clone());
    let (agreement, commitment) = (agreement.clone(), commitment.clone());
    let today = site::sealing::today(app);
    app.db
        .write(move |tx| {
            let known = held(tx, &actor, Permission::Network, &agreement)?;
            let all = rows::commitments::of(tx, &agreement)?;
            let Some(one) = all.into_iter().find(|c| c.id == commitment && !c.kind.counted())
            else {
                return Err(wrong("commitment", "agreements-problem-counted"));
            };
            if !one.years(&known, today).iter().any(|y| y.begins == year) {
                return Err(wrong("year", "agreements-problem-year"));
            }
            rows::commitments::set_figure(tx, &one.id, year, done, app2.clock.seconds())?;
            let year = Year { kind: one.year, begins: year }.name();
            let done = done.map_or_else(|| "–".to_owned(), |n| n.to_string());
            note(&app2, tx, &actor, Act::FigureTyped, &known, &format!("{year} : {done}"))
        })
        .await
}
