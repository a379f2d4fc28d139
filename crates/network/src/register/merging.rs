//! The same organisation known twice: proposed, merged, parted again, told apart.
//!
//! A merge moves what refers to the one organisation to the other, whichever room it belongs to
//! ([`store::Reference`], composed by the binary), and keeps a list of what it moved: undone, every
//! row is what it was.

use std::collections::{HashMap, HashSet};

use ::store::moving::{self, Move};
use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use site::audit::{self, Act};
use site::{Actor, App};
use territory::Zone;

use super::pairs::{self, Pair, Seen};
use super::store::{self, Merge, Named};
use crate::model::Organisation;
use crate::store as rows;

/// Pairs on a page.
pub const ON_A_PAGE: usize = 20;

/// One of two that may be the same.
#[derive(Clone, Debug)]
pub struct Side {
    /// The organisation and where it is known from.
    pub seen: Seen,
    /// How much of the network refers to it: activities, places, people…
    pub attached: i64,
}

/// Two that may be the same, the one that is proposed to stay first.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Both.
    pub sides: [Side; 2],
    /// Why.
    pub pair: Pair,
}

/// A page of what may be known twice.
#[derive(Clone, Debug)]
pub struct Proposals {
    /// Those of this page.
    pub shown: Vec<Proposal>,
    /// All of them.
    pub total: usize,
}

/// What may be known twice in a territory, the surest first. For administrators of the network.
pub async fn proposals(
    app: &App,
    actor: &Actor,
    zone: Zone,
    page: usize,
) -> Result<Proposals, Problem> {
    actor.need_administrator()?;
    let (all, apart) = app
        .db
        .read(move |tx| {
            let all = store::listed(tx, zone)?;
            Ok::<_, StoreError>((all, store::told_apart(tx)?))
        })
        .await?;
    let (all, pairs) = tokio::task::spawn_blocking(move || {
        let pairs = pairs::pairs(&all, &apart);
        (all, pairs)
    })
    .await
    .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?;
    let total = pairs.len();
    let first = page.saturating_mul(ON_A_PAGE);
    let pairs: Vec<Pair> = pairs.into_iter().skip(first).take(ON_A_PAGE).collect();
    let ids: HashSet<Id> = pairs
        .iter()
        .flat_map(|p| [p.one, p.other])
        .map(|n| all[n].organisation.id.clone())
        .collect();
    let references = app.references.clone();
    let counts: HashMap<Id, i64> = app
        .db
        .read(move |tx| store::attached(tx, &references, &ids.into_iter().collect::<Vec<_>>()))
        .await?;
    let side = |n: usize| {
        let seen = all[n].clone();
        let attached = counts.get(&seen.organisation.id).copied().unwrap_or_default();
        Side { seen, attached }
    };
    let shown = pairs.into_iter().map(|pair| {
        let mut sides = [side(pair.one), side(pair.other)];
        // A member stays before one that is only known, the one more refers to before the other.
        let weight =
            |s: &Side| (s.seen.organisation.standing == crate::model::Standing::Member, s.attached);
        if weight(&sides[1]) > weight(&sides[0]) {
            sides.reverse();
        }
        Proposal { sides, pair }
    });
    Ok(Proposals { shown: shown.collect(), total })
}

/// The organisation that one was merged into.
pub async fn stands_for(app: &App, id: &Id) -> Result<Option<Id>, Problem> {
    let id = id.clone();
    Ok(app.db.read(move |tx| store::merged_into(tx, &id)).await?)
}

fn conflict(message: &'static str) -> Problem {
    Problem::new(Kind::Conflict, message)
}

/// Both organisations, held until the end of the transaction, neither of them merged.
fn both(tx: &mut Tx<'_>, one: &Id, other: &Id) -> Result<[Organisation; 2], Problem> {
    if one == other {
        return Err(Problem::new(Kind::Invalid, "register-problem-itself"));
    }
    // Always in the same order, so that two who merge do not wait for each other.
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    tx.lock("organisations", first)?;
    tx.lock("organisations", second)?;
    let mut found = vec![];
    for id in [one, other] {
        if store::merged_into(tx, id)?.is_some() {
            return Err(conflict("register-problem-merged"));
        }
        let organisation = rows::find_organisation(tx, id)?;
        found.push(organisation.ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))?);
    }
    <[Organisation; 2]>::try_from(found)
        .map_err(|_| Problem::new(Kind::Internal, "problem-internal"))
}

/// Makes of two organisations one: `kept` stands for `merged` from now on, which is listed nowhere
/// any more. For administrators of the network.
pub async fn merge(app: &App, actor: &Actor, kept: &Id, merged: &Id) -> Result<Id, Problem> {
    actor.need_administrator()?;
    let (app2, actor) = (app.clone(), actor.clone());
    let (kept, merged) = (kept.clone(), merged.clone());
    app.db
        .write(move |tx| {
            store::hold_all(tx)?;
            both(tx, &kept, &merged)?;
            if store::are_apart(tx, &kept, &merged)? {
                return Err(conflict("register-problem-apart"));
            }
            if store::are_related(tx, &kept, &merged)? {
                return Err(conflict("register-problem-related"));
            }
            let merge = store::begin_merge(tx, &kept, &merged, app2.clock.seconds())?;
            let mut position = 0;
            for reference in &app2.references {
                for key in moving::referring(tx, reference, &merged)? {
                    let rest = moving::hand_over(tx, reference, &key, &merged, &kept)?;
                    store::note_move(tx, &merge, position, &Move::of(reference, key, rest))?;
                    position += 1;
                }
            }
            store::end_merge(tx, &kept, &merged)?;
            let act = Act::OrganisationsMerged;
            audit::note(&app2, tx, &actor, act, Some(&kept), kept.as_str(), merged.as_str())?;
            Ok::<_, Problem>(merge)
        })
        .await
}

/// Parts what was merged: everything that was moved goes back to where it was, unless somebody has
/// put it elsewhere since. The latest merge into an organisation first. For administrators.
pub async fn undo(app: &App, actor: &Actor, merge: &Id) -> Result<(), Problem> {
    actor.need_administrator()?;
    let (app2, actor, merge) = (app.clone(), actor.clone(), merge.clone());
    app.db
        .write(move |tx| {
            let not_found = || Problem::new(Kind::NotFound, "problem-not-found");
            store::hold_all(tx)?;
            let found = store::find_merge(tx, &merge)?.ok_or_else(not_found)?;
            let Merge { kept, merged, .. } = &found;
            let (first, second) = if kept < merged { (kept, merged) } else { (merged, kept) };
            tx.lock("organisations", first)?;
            tx.lock("organisations", second)?;
            if store::merged_later(tx, &found)? {
                return Err(conflict("register-problem-later-merge"));
            }
            for step in store::moves(tx, &merge)?.into_iter().rev() {
                let known = app2.references.iter().find(|r| step.is_of(r));
                let Some(reference) = known else {
                    let what = format!("{}.{}", step.table, step.column);
                    return Err(Problem::new(Kind::Internal, "problem-internal").because(what));
                };
                moving::hand_back(tx, reference, &step, merged, kept)?;
            }
            store::part(tx, &found)?;
            let act = Act::MergeUndone;
            audit::note(&app2, tx, &actor, act, Some(kept), kept.as_str(), merged.as_str())?;
            Ok(())
        })
        .await
}

/// Remembers that two organisations are two, however alike they look. For administrators.
pub async fn tell_apart(app: &App, actor: &Actor, one: &Id, other: &Id) -> Result<(), Problem> {
    actor.need_administrator()?;
    let (app2, actor) = (app.clone(), actor.clone());
    let (one, other) = (one.clone(), other.clone());
    app.db
        .write(move |tx| {
            both(tx, &one, &other)?;
            store::tell_apart(tx, &one, &other)?;
            let act = Act::OrganisationsToldApart;
            audit::note(&app2, tx, &actor, act, Some(&one), one.as_str(), other.as_str())?;
            Ok(())
        })
        .await
}

/// The merges that stand, the latest first, from one on; each with the names of both. For
/// administrators.
pub async fn merges(app: &App, actor: &Actor, page: usize) -> Result<(Vec<Named>, usize), Problem> {
    actor.need_administrator()?;
    Ok(app.db.read(move |tx| store::merges(tx, page, ON_A_PAGE)).await?)
}
