//! Promised and done.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use network::agreements::model::{Agreement, Commitment, CommitmentKind, Counting, Cover, Year};
use network::agreements::service::promised;
use site::{Actor, App, Permission};

use super::model::{Counted, State, YearLine, lines};
use super::store as rows;
use crate::model::TypedTotals;
use crate::service::Query;

/// A commitment with its years.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What was promised.
    pub commitment: Commitment,
    /// Year by year, the latest first.
    pub years: Vec<YearLine>,
}

/// An agreement with what was promised in it and what came of it.
#[derive(Clone, Debug)]
pub struct Followed {
    /// The agreement.
    pub agreement: Agreement,
    /// What was promised.
    pub commitments: Vec<Compared>,
    /// The actor looks after a party, and may type figures in.
    pub may_type: bool,
}

/// The last day that the years go to: the present year's, sessions to come among them.
fn period(years: &[Year], cover: &Cover) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let (latest, first) = (years.first()?, years.last()?);
    Some((first.within(cover).0, latest.within(cover).1))
}

fn others(agreement: &Agreement, commitment: &Commitment) -> Vec<Id> {
    let others = agreement.parties.iter().filter(|p| p.id != commitment.organisation);
    others.map(|p| p.id.clone()).collect()
}

/// Days of exchange that the party that promised held for the others.
fn exchanged(
    tx: &mut Tx<'_>,
    commitment: &Commitment,
    others: &[Id],
    (from, to): (jiff::civil::Date, jiff::civil::Date),
) -> Result<u32, StoreError> {
    network::sharing::held_for(tx, &commitment.organisation, others, from, to)
}

/// Totals without rows of the party that promised, where its whole programme counts and no session
/// of their period explains them.
fn typed(
    tx: &mut Tx<'_>,
    commitment: &Commitment,
    (from, to): (jiff::civil::Date, jiff::civil::Date),
) -> Result<Vec<TypedTotals>, StoreError> {
    let whole = commitment.counting == Counting::Whole;
    if !whole || commitment.kind != CommitmentKind::Sessions {
        return Ok(vec![]);
    }
    let organisation = Some(commitment.organisation.clone());
    let query = Query { organisation, ..Query::period(from, to) };
    let mut alone = vec![];
    for one in crate::store::typed_totals(tx, &query, None)? {
        if one.sessions.is_some() && !crate::store::has_rows(tx, &one)? {
            alone.push(one);
        }
    }
    Ok(alone)
}

/// What was promised in an agreement beside what came of it: for professionals of its parties.
pub async fn followed(app: &App, actor: &Actor, id: &Id) -> Result<Followed, Problem> {
    let (actor, id, now) = (actor.clone(), id.clone(), app.clock.seconds());
    let today = site::sealing::today(app);
    app.db
        .read(move |tx| {
            let known = promised(tx, &actor, &id)?;
            let mut all = vec![];
            for commitment in known.commitments {
                let years = commitment.years(&known.agreement, today);
                let cover = known.agreement.cover();
                let Some((cover, period)) =
                    cover.and_then(|c| Some((c.clone(), period(&years, &c)?)))
                else {
                    all.push(Compared { commitment, years: vec![] });
                    continue;
                };
                let others = others(&known.agreement, &commitment);
                let sessions = rows::sessions(tx, &commitment, &others, period, now)?;
                let totals = typed(tx, &commitment, period)?;
                let mut years =
                    lines(&commitment, &years, &cover, &sessions, &totals, &known.figures);
                if commitment.kind == CommitmentKind::Exchanges {
                    for line in &mut years {
                        line.exchanged = Some(exchanged(tx, &commitment, &others, line.within)?);
                    }
                }
                all.push(Compared { commitment, years });
            }
            let parties = &known.agreement.parties;
            Ok::<_, Problem>(Followed {
                may_type: parties.iter().any(|p| actor.can(Permission::Network, &p.id)),
                agreement: known.agreement,
                commitments: all,
            })
        })
        .await
}

/// What stands behind a figure of a year.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The agreement.
    pub agreement: Agreement,
    /// What was promised.
    pub commitment: Commitment,
    /// The year.
    pub line: YearLine,
    /// The sessions.
    pub sessions: Vec<Counted>,
}

/// The sessions behind a figure: for professionals of the parties.
pub async fn behind(
    app: &App,
    actor: &Actor,
    id: &Id,
    commitment: &Id,
    begins: i16,
    state: State,
) -> Result<Behind, Problem> {
    let not_found = || Problem::new(Kind::NotFound, "problem-not-found");
    let (actor, id, commitment) = (actor.clone(), id.clone(), commitment.clone());
    let (now, today) = (app.clock.seconds(), site::sealing::today(app));
    app.db
        .read(move |tx| {
            let known = promised(tx, &actor, &id)?;
            let one = known.commitments.into_iter().find(|c| c.id == commitment);
            let commitment = one.ok_or_else(not_found)?;
            let years = commitment.years(&known.agreement, today);
            let year = years.into_iter().find(|y| y.begins == begins).ok_or_else(not_found)?;
            let cover = known.agreement.cover().ok_or_else(not_found)?;
            let within = year.within(&cover);
            let others = others(&known.agreement, &commitment);
            let sessions = rows::sessions(tx, &commitment, &others, within, now)?;
            let totals = typed(tx, &commitment, within)?;
            let all = lines(&commitment, &[year], &cover, &sessions, &totals, &known.figures);
            let line = all.into_iter().next().ok_or_else(not_found)?;
            let sessions = sessions.into_iter().filter(|s| s.state == state).collect();
            Ok::<_, Problem>(Behind { agreement: known.agreement, commitment, line, sessions })
        })
        .await
}
