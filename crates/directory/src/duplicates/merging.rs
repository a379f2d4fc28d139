//! Deciding on a pair: one entry stands for both, or they are two; and taking it back.
//!
//! A merge moves what refers to the one entry to the other ([`ENTRY_REFERENCES`]) and keeps what is
//! needed to part them (`parting.rs`).

use std::collections::HashSet;

use ::store::moving::{self, Move};
use ::store::{StoreError, Tx, Value};
use base::{Id, Kind, Problem};
use inclusion::Service;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::ENTRY_REFERENCES;
use super::fields::{self, Field};
use super::look::{look_at, mark, stands, told};
use super::rule::{self, Evidence, ordered};
use super::sight::{Sight, Told};
use super::store::{self, Distinction, Merge};
use crate::exchange::draft_of;
use crate::freshness::campaigns::{Section, store as sections};
use crate::model::{Entry, EntryDraft, Signal, State};
use crate::service::{address_of, may, need, not_found, settle};
use crate::store as rows;

/// Pairs on a page.
pub const ON_A_PAGE: usize = 20;
/// Decisions in a list, the latest.
const MOST_DECIDED: usize = 200;

/// Two entries side by side.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Both, the one that is proposed to stay first.
    pub sides: [Told; 2],
    /// Why they are thought to be one; `None`: by the rule they are not.
    pub evidence: Option<Evidence>,
    /// Whether whoever asks may decide.
    pub decides: bool,
    /// Who said that they are two, which still holds.
    pub apart: Option<Distinction>,
}

pub(super) fn conflict(message: &'static str) -> Problem {
    Problem::new(Kind::Conflict, message)
}

/// Who keeps both decides: a merge can change every field of either, and take one of them away. What
/// nobody of the network keeps is its administrators'.
fn decides(actor: &Actor, one: &Told, other: &Told) -> bool {
    let keeps = |t: &Told| may(actor, Permission::Network, &t.entry);
    keeps(one) && keeps(other)
}

/// Whether somebody may see both: their own, and beside it what everybody sees.
fn sees(actor: &Actor, two: [&Entry; 2]) -> bool {
    let keeps = |e: &Entry| may(actor, Permission::Network, e);
    let open = |e: &&Entry| keeps(e) || e.state == State::Published;
    two.iter().any(|e| keeps(e)) && two.iter().all(open)
}

pub(super) fn must_decide(actor: &Actor, one: &Told, other: &Told) -> Result<(), Problem> {
    if decides(actor, one, other) {
        return Ok(());
    }
    // Who keeps neither is told no more than that.
    if !may(actor, Permission::Network, &one.entry) {
        need(actor, Permission::Network, &other.entry)?;
    }
    Err(Problem::new(Kind::Forbidden, "duplicates-problem-other-keeper"))
}

/// The one that is proposed to stay: shown, verified more recently, written here, known for longer.
fn weight(t: &Told) -> (bool, Option<Date>, bool, std::cmp::Reverse<i64>) {
    let e = &t.entry;
    let verified = e.verified.as_ref().map(|v| v.on);
    let here = e.source.0.is_empty();
    (e.state == State::Published, verified, here, std::cmp::Reverse(e.created_at))
}

fn beside(tx: &mut Tx<'_>, actor: &Actor, two: [Entry; 2]) -> Result<Pair, Problem> {
    let all = told(tx, two.into())?;
    let Ok(mut sides) = <[Told; 2]>::try_from(all) else { return Err(not_found()) };
    if weight(&sides[1]) > weight(&sides[0]) {
        sides.reverse();
    }
    let (one, other) = ordered(&sides[0].entry.id, &sides[1].entry.id);
    let said = store::distinctions_of(tx, &[one])?;
    let (a, b) =
        if *one == sides[0].entry.id { (&sides[0], &sides[1]) } else { (&sides[1], &sides[0]) };
    let apart =
        said.into_iter().find(|d| d.one == *one && d.other == *other).filter(|d| stands(d, (a, b)));
    Ok(Pair {
        evidence: rule::weigh(&Sight::of(&sides[0]), &Sight::of(&sides[1])),
        decides: decides(actor, &sides[0], &sides[1]),
        apart,
        sides,
    })
}

/// A page of what is probably told twice, the likeliest first, and how many pairs there are. Those of
/// which one is kept by the actor's organisations; an administrator sees all.
pub async fn proposals(
    app: &App,
    actor: &Actor,
    page: usize,
) -> Result<(Vec<Pair>, usize), Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (actor, keepers) = (actor.clone(), actor.organisations(Permission::Network));
    app.db
        .read(move |tx| {
            let (ids, all) = store::pairs(tx, keepers.as_deref(), (page, ON_A_PAGE))?;
            let mut shown = vec![];
            for (one, other) in ids {
                let (Some(a), Some(b)) = (rows::find(tx, &one)?, rows::find(tx, &other)?) else {
                    continue;
                };
                if !sees(&actor, [&a, &b]) {
                    continue;
                }
                let pair = beside(tx, &actor, [a, b])?;
                // What stands around them (their organisation) may have changed since.
                if pair.evidence.is_some() && pair.apart.is_none() {
                    shown.push(pair);
                }
            }
            Ok::<_, Problem>((shown, all))
        })
        .await
}

/// Two entries, neither of which another stands for.
fn both(tx: &mut Tx<'_>, one: &Id, other: &Id) -> Result<[Entry; 2], Problem> {
    if one == other {
        return Err(Problem::new(Kind::Invalid, "duplicates-problem-itself"));
    }
    let mut found = vec![];
    for id in [one, other] {
        let entry = rows::find(tx, id)?.ok_or_else(not_found)?;
        if entry.state == State::Merged {
            return Err(conflict("duplicates-problem-merged"));
        }
        found.push(entry);
    }
    <[Entry; 2]>::try_from(found).map_err(|_| not_found())
}

/// Holds both until the end of the transaction, always in the same order.
pub(super) fn hold(tx: &mut Tx<'_>, one: &Id, other: &Id) -> Result<(), StoreError> {
    let (first, second) = ordered(one, other);
    tx.lock("entries", first)?;
    tx.lock("entries", second)?;
    Ok(())
}

/// Two entries side by side, for who keeps one of them.
pub async fn pair(app: &App, actor: &Actor, one: &Id, other: &Id) -> Result<Pair, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (actor, one, other) = (actor.clone(), one.clone(), other.clone());
    app.db
        .read(move |tx| {
            let two = both(tx, &one, &other)?;
            if !may(&actor, Permission::Network, &two[0]) {
                need(&actor, Permission::Network, &two[1])?;
            }
            if !sees(&actor, [&two[0], &two[1]]) {
                return Err(Problem::new(Kind::Forbidden, "duplicates-problem-other-keeper"));
            }
            beside(tx, &actor, two)
        })
        .await
}

/// The entry that stands for one that was merged.
pub async fn stands_for(app: &App, id: &Id) -> Result<Option<Id>, Problem> {
    let id = id.clone();
    Ok(app.db.read(move |tx| rows::merged_into(tx, &id)).await?)
}

/// That two are one.
#[derive(Clone, Debug)]
pub struct Merging {
    /// The entry that stays.
    pub kept: Id,
    /// The one that it stands for from then on.
    pub merged: Id,
    /// The fields that are taken from the one that goes.
    pub taken: Vec<Field>,
    /// What the form has seen of both, see [`network::service::mark`].
    pub seen: Option<String>,
}

/// What a form has seen of two entries.
#[must_use]
pub fn seen_of(one: &Entry, other: &Entry) -> String {
    let (one, other) = if one.id < other.id { (one, other) } else { (other, one) };
    network::service::mark(&(&one.draft, &other.draft))
}

/// What a list said of one of two when they were merged.
#[derive(Serialize, Deserialize)]
pub(super) struct SaidThen {
    /// Whether of the one that stayed.
    pub(super) kept: bool,
    pub(super) source: String,
    pub(super) name: String,
    pub(super) said: String,
}

/// The signal of disagreement before, and the fields of the one that the merge gave.
#[derive(Serialize, Deserialize)]
pub(super) struct Contradicted {
    pub(super) before: Option<(Date, String)>,
    pub(super) fields: Option<String>,
}

/// What was verified when, before and after.
#[derive(Serialize, Deserialize)]
pub(super) struct Parts {
    pub(super) before: Vec<(Section, Date)>,
    pub(super) after: Vec<(Section, Date)>,
}

fn text(of: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(of)
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))
}

pub(super) fn disagreement(tx: &mut Tx<'_>, id: &Id) -> Result<Option<(Date, String)>, StoreError> {
    let known = rows::signals(tx, id)?.into_iter().find(|(s, ..)| *s == Signal::Disagreement);
    Ok(known.map(|(_, since, detail)| (since, detail)))
}

/// What an entry says with the address of its owner in it, where it has none of its own and stands
/// for another's from now on.
fn located(told: &Told, owner: &Id) -> EntryDraft {
    let mut draft = told.entry.draft.clone();
    if !draft.has_address() && told.entry.owner != *owner {
        let a = address_of(&told.entry, &told.owner);
        let (street, postcode, city, insee) =
            (a.street.to_owned(), a.postcode.to_owned(), a.city.to_owned(), a.insee.to_owned());
        (draft.address, draft.postcode, draft.city, draft.insee) = (street, postcode, city, insee);
        draft.point = told.owner.point;
    }
    draft
}

/// Makes of two entries one.
pub async fn merge(app: &App, actor: &Actor, wish: Merging) -> Result<Id, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, today) = (app.clone(), actor.clone(), site::sealing::today(app));
    app.db
        .write(move |tx| {
            hold(tx, &wish.kept, &wish.merged)?;
            let two = both(tx, &wish.kept, &wish.merged)?;
            if wish.seen.as_ref().is_some_and(|seen| *seen != seen_of(&two[0], &two[1])) {
                return Err(conflict("network-problem-changed"));
            }
            let pair = beside(tx, &actor, two)?;
            let [kept, merged] = match pair.sides {
                [a, b] if a.entry.id == wish.kept => [a, b],
                [a, b] => [b, a],
            };
            must_decide(&actor, &kept, &merged)?;
            if pair.apart.is_some() {
                return Err(conflict("duplicates-problem-apart"));
            }
            let by = actor.person().map(|p| p.id.clone());
            let merge = Merge {
                id: Id::new(),
                position: 0,
                kept: wish.kept.clone(),
                merged: wish.merged.clone(),
                at: app2.clock.seconds(),
                by,
                state: merged.entry.state,
                rows: (rows::row_text(&kept.entry), String::new()),
                said: text(&said_of(tx, &wish.kept, &wish.merged)?)?,
                sections: String::new(),
                contradicted: String::new(),
            };
            let merge = one_of_both(tx, merge, (kept, merged), &wish.taken, today)?;
            let owner = rows::find(tx, &wish.kept)?.map(|e| e.owner);
            let (act, kept) = (Act::EntriesMerged, wish.kept.as_str());
            audit::note(&app2, tx, &actor, act, owner.as_ref(), kept, wish.merged.as_str())?;
            Ok(merge)
        })
        .await
}

fn said_of(tx: &mut Tx<'_>, kept: &Id, merged: &Id) -> Result<Vec<SaidThen>, StoreError> {
    let mut all = vec![];
    for (id, kept) in [(kept, true), (merged, false)] {
        let said = store::said(tx, id)?.into_iter();
        all.extend(said.map(|(source, name, said)| SaidThen { kept, source, name, said }));
    }
    Ok(all)
}

/// Moves, and writes both. The identifier of the merge.
fn one_of_both(
    tx: &mut Tx<'_>,
    mut merge: Merge,
    (kept, merged): (Told, Told),
    taken: &[Field],
    today: Date,
) -> Result<Id, Problem> {
    let other = located(&merged, &kept.entry.owner);
    let of = fields::taken_of(&kept.entry.draft, &other, taken);
    let verified = fields::verification(&kept.entry, &merged.entry, of);
    let contradicted = fields::contradicted(&kept.entry.draft, &other);
    let before = sections::sections(tx, &merge.kept)?;
    let after = parts(&before, &sections::sections(tx, &merge.merged)?, of);
    let names: Vec<&str> = contradicted.iter().map(|f| f.code()).collect();
    let signalled = (!names.is_empty()).then(|| names.join(" "));
    merge.sections = text(&Parts { before, after: after.clone() })?;
    store::insert_merge(tx, &merge)?;
    move_all(tx, &merge)?;
    let before = disagreement(tx, &merge.kept)?;
    merge.contradicted = text(&Contradicted { before, fields: signalled.clone() })?;
    sections::replace(tx, &merge.kept, &after)?;
    if let Some(fields) = signalled {
        rows::signal(tx, &merge.kept, Signal::Disagreement, today, &fields)?;
    }

    let draft = fields::together(&kept.entry.draft, &other, taken);
    draft.check()?;
    let shown = [kept.entry.state, merged.entry.state].contains(&State::Published);
    let changed_on = if draft == kept.entry.draft { kept.entry.changed_on } else { today };
    let mut stays = Entry {
        draft,
        verified,
        changed_on,
        state: if shown { State::Published } else { kept.entry.state },
        ..kept.entry
    };
    settle(tx, &mut stays)?;
    rows::save(tx, &stays)?;
    let goes = Entry { state: State::Merged, ..merged.entry };
    rows::save(tx, &goes)?;
    store::stand(tx, &goes.id, Some(&stays.id))?;
    merge.rows.1 = rows::row_text(&stays);
    store::keep_after(tx, &merge)?;
    look_at(tx, vec![stays, goes])?;
    Ok(merge.id)
}

/// When each part was verified, by the rule that holds for the whole.
fn parts(
    kept: &[(Section, Date)],
    merged: &[(Section, Date)],
    of: (bool, bool),
) -> Vec<(Section, Date)> {
    let day =
        |all: &[(Section, Date)], s| all.iter().find(|(known, _)| *known == s).map(|(_, on)| *on);
    let each = Section::ALL.iter().filter_map(|section| {
        let (one, other) = (day(kept, *section), day(merged, *section));
        let on = fields::older_of_taken(one.as_ref(), other.as_ref(), of, |d| *d);
        on.map(|on| (*section, on))
    });
    each.collect()
}

fn move_all(tx: &mut Tx<'_>, merge: &Merge) -> Result<(), StoreError> {
    let stay: HashSet<Id> =
        store::clashing_reports(tx, &merge.merged, &merge.kept)?.into_iter().collect();
    let stays = |table: &str, key: &[Value]| {
        table == "entry_reports"
            && key
                .iter()
                .any(|k| matches!(k, Value::Text(id) if stay.iter().any(|s| s.as_str() == id)))
    };
    let mut position = 0;
    for reference in ENTRY_REFERENCES {
        for key in moving::referring(tx, reference, &merge.merged)? {
            if stays(reference.table, &key) {
                continue;
            }
            let rest = moving::hand_over(tx, reference, &key, &merge.merged, &merge.kept)?;
            store::note_move(tx, &merge.id, position, &Move::of(reference, key, rest))?;
            position += 1;
        }
    }
    Ok(())
}

/// Remembers that two are two.
pub async fn tell_apart(app: &App, actor: &Actor, one: &Id, other: &Id) -> Result<(), Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor) = (app.clone(), actor.clone());
    let (one, other) = ordered(one, other);
    let (one, other) = (one.clone(), other.clone());
    app.db
        .write(move |tx| {
            hold(tx, &one, &other)?;
            let two = both(tx, &one, &other)?;
            let Ok([a, b]) = <[Told; 2]>::try_from(told(tx, two.into())?) else {
                return Err(not_found());
            };
            must_decide(&actor, &a, &b)?;
            let said = Distinction {
                was: (mark(&a), mark(&b)),
                at: app2.clock.seconds(),
                by: actor.person().map(|p| p.id.clone()),
                one,
                other,
            };
            store::keep_distinction(tx, &said)?;
            let (act, owner, id) = (Act::EntriesToldApart, &a.entry.owner, said.one.as_str());
            audit::note(&app2, tx, &actor, act, Some(owner), id, said.other.as_str())?;
            Ok::<_, Problem>(())
        })
        .await
}

/// Takes back that two are two.
pub async fn untell_apart(app: &App, actor: &Actor, one: &Id, other: &Id) -> Result<(), Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, one, other) = (app.clone(), actor.clone(), one.clone(), other.clone());
    app.db
        .write(move |tx| {
            hold(tx, &one, &other)?;
            let mut two = vec![];
            for id in [&one, &other] {
                two.push(rows::find(tx, id)?.ok_or_else(not_found)?);
            }
            let Ok([a, b]) = <[Told; 2]>::try_from(told(tx, two)?) else {
                return Err(not_found());
            };
            must_decide(&actor, &a, &b)?;
            if !store::drop_distinction(tx, &one, &other)? {
                return Err(not_found());
            }
            let owner = a.entry.owner.clone();
            look_at(tx, vec![a.entry, b.entry])?;
            let (act, id) = (Act::EntriesToldApartUndone, one.as_str());
            audit::note(&app2, tx, &actor, act, Some(&owner), id, other.as_str())?;
            Ok::<_, Problem>(())
        })
        .await
}

/// What was decided, the latest first, with the names of both.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// Merges that stand.
    pub merges: Vec<(Merge, String, String)>,
    /// Pairs that are two.
    pub apart: Vec<(Distinction, String, String)>,
}

/// What was decided of entries that the actor's organisations keep.
pub async fn decided(app: &App, actor: &Actor) -> Result<Decided, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let keepers = actor.organisations(Permission::Network);
    app.db
        .read(move |tx| {
            Ok::<_, Problem>(Decided {
                merges: store::merges(tx, keepers.as_deref(), MOST_DECIDED)?,
                apart: store::distinctions(tx, keepers.as_deref(), MOST_DECIDED)?,
            })
        })
        .await
}

/// What lists say of an entry in a field.
pub type SaidNow = (String, EntryDraft);

/// Where what an entry says comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// What each list said last, by the name of the list.
    pub lists: Vec<SaidNow>,
    /// Entries that it stands for: the merge, and their names.
    pub merged: Vec<(Merge, String)>,
    /// With which it is probably one: where the actor can see both, and how the other is called.
    pub alike: Vec<(Id, String)>,
}

/// What an entry is probably one with, as far as the actor sees both.
fn alike(tx: &mut Tx<'_>, actor: &Actor, id: &Id) -> Result<Vec<(Id, String)>, Problem> {
    let Some(entry) = rows::find(tx, id)?.filter(|e| e.state != State::Merged) else {
        return Ok(vec![]);
    };
    let mut alike = vec![];
    for other in store::beside(tx, id)? {
        let Some(other) = rows::find(tx, &other)?.filter(|o| sees(actor, [&entry, o])) else {
            continue;
        };
        let title = other.draft.title.clone();
        let pair = beside(tx, actor, [entry.clone(), other])?;
        if pair.evidence.is_some() && pair.apart.is_none() {
            let other = pair.sides.into_iter().map(|s| s.entry.id).find(|side| side != id);
            alike.extend(other.map(|other| (other, title)));
        }
    }
    Ok(alike)
}

/// Where what an entry says comes from, for those who keep it.
pub async fn origin(app: &App, actor: &Actor, id: &Id) -> Result<Origin, Problem> {
    let (actor, id) = (actor.clone(), id.clone());
    app.db
        .read(move |tx| {
            let mut lists = vec![];
            for (source, _, said) in store::said(tx, &id)? {
                if let Ok(service) = serde_json::from_str::<Service>(&said) {
                    lists.push((source, draft_of(&service)));
                }
            }
            let merged = store::merged_into(tx, &id)?;
            Ok::<_, Problem>(Origin { lists, merged, alike: alike(tx, &actor, &id)? })
        })
        .await
}
