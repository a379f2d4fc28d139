//! Deciding on a pair: one entry stands for both, or they are two; and taking it back.
//!
//! A merge moves what refers to the one entry to the other ([`ENTRY_REFERENCES`]) and keeps what the
//! other was. Undone, every row goes back and every field is what it was, but for what somebody
//! changed since. What a list said meanwhile is forgotten then, so that it says it again to the one
//! whose it is.

use std::collections::HashSet;

use ::store::moving::{self, Move};
use ::store::{StoreError, Tx, Value};
use base::{Id, Kind, Problem};
use inclusion::Service;
use jiff::civil::Date;
use network::model::Standing;
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

fn conflict(message: &'static str) -> Problem {
    Problem::new(Kind::Conflict, message)
}

/// Whether nobody of the network looks after it.
fn free(told: &Told) -> bool {
    told.owner.standing == Standing::Listed && told.entry.curator.is_none()
}

/// Who keeps one of the two decides, unless the other is somebody else's.
fn decides(actor: &Actor, one: &Told, other: &Told) -> bool {
    let keeps = |t: &Told| may(actor, Permission::Network, &t.entry);
    (keeps(one) && (keeps(other) || free(other))) || (keeps(other) && free(one))
}

fn must_decide(actor: &Actor, one: &Told, other: &Told) -> Result<(), Problem> {
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
fn hold(tx: &mut Tx<'_>, one: &Id, other: &Id) -> Result<(), StoreError> {
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
struct SaidThen {
    /// Whether of the one that stayed.
    kept: bool,
    source: String,
    name: String,
    said: String,
}

/// The signal of disagreement before, and the fields of the one that the merge gave.
#[derive(Serialize, Deserialize)]
struct Contradicted {
    before: Option<(Date, String)>,
    fields: Option<String>,
}

/// What was verified when, before and after.
#[derive(Serialize, Deserialize)]
struct Parts {
    before: Vec<(Section, Date)>,
    after: Vec<(Section, Date)>,
}

fn text(of: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(of)
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))
}

fn value<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, Problem> {
    serde_json::from_str(text)
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))
}

fn disagreement(tx: &mut Tx<'_>, id: &Id) -> Result<Option<(Date, String)>, StoreError> {
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

/// Parts what was merged. The latest merge into an entry first.
pub async fn undo(app: &App, actor: &Actor, merge: &Id) -> Result<(Id, Id), Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, merge) = (app.clone(), actor.clone(), merge.clone());
    app.db
        .write(move |tx| {
            let found = store::find_merge(tx, &merge)?.ok_or_else(not_found)?;
            hold(tx, &found.kept, &found.merged)?;
            // Somebody else may have undone it meanwhile.
            let found = store::find_merge(tx, &merge)?.ok_or_else(not_found)?;
            let kept = rows::find(tx, &found.kept)?.ok_or_else(not_found)?;
            let merged = rows::find(tx, &found.merged)?.ok_or_else(not_found)?;
            let two = told(tx, vec![kept, merged])?;
            let Ok([kept, merged]) = <[Told; 2]>::try_from(two) else { return Err(not_found()) };
            must_decide(&actor, &kept, &merged)?;
            if store::merged_later(tx, &found)? {
                return Err(conflict("duplicates-problem-later-merge"));
            }
            unsignal(tx, &found)?;
            for step in store::moves(tx, &merge)?.iter().rev() {
                let Some(reference) = ENTRY_REFERENCES.iter().find(|r| step.is_of(r)) else {
                    let what = format!("{}.{}", step.table, step.column);
                    return Err(Problem::new(Kind::Internal, "problem-internal").because(what));
                };
                moving::hand_back(tx, reference, step, &found.merged, &found.kept)?;
            }
            part(tx, &found, kept.entry, merged.entry)?;
            let owner = rows::find(tx, &found.kept)?.map(|e| e.owner);
            let (act, id) = (Act::EntriesParted, found.kept.as_str());
            audit::note(&app2, tx, &actor, act, owner.as_ref(), id, found.merged.as_str())?;
            Ok::<_, Problem>((found.kept, found.merged))
        })
        .await
}

/// Takes back the signal that a merge gave, before what was moved goes back.
fn unsignal(tx: &mut Tx<'_>, m: &Merge) -> Result<(), Problem> {
    let contradicted: Contradicted = value(&m.contradicted)?;
    let now = disagreement(tx, &m.kept)?.map(|(_, detail)| detail);
    if contradicted.fields.is_some() && now == contradicted.fields {
        rows::unsignal(tx, &m.kept, Signal::Disagreement)?;
        if let Some((since, detail)) = contradicted.before {
            rows::signal(tx, &m.kept, Signal::Disagreement, since, &detail)?;
        }
    }
    Ok(())
}

/// Makes both what they were, after what was moved went back.
fn part(tx: &mut Tx<'_>, m: &Merge, kept: Entry, merged: Entry) -> Result<(), Problem> {
    let (before, after) = (rows::of_row_text(&m.rows.0)?, rows::of_row_text(&m.rows.1)?);
    let then: Vec<SaidThen> = value(&m.said)?;
    let draft = parted(tx, m, &then, (&before.draft, &after.draft, &kept.draft))?;
    for said in &then {
        store::unsay(tx, (&said.source, &said.name), &said.said)?;
    }
    let parts: Parts = value(&m.sections)?;
    let mut now = sections::sections(tx, &m.kept)?;
    let mut known = parts.after.clone();
    now.sort_unstable_by_key(|(s, _)| s.code());
    known.sort_unstable_by_key(|(s, _)| s.code());
    if now == known {
        sections::replace(tx, &m.kept, &parts.before)?;
    }
    let verified = if kept.verified == after.verified { before.verified } else { kept.verified };
    let changed = kept.changed_on == after.changed_on;
    let mut stays = Entry {
        verified,
        changed_on: if changed { before.changed_on } else { kept.changed_on },
        state: if kept.state == after.state { before.state } else { kept.state },
        draft,
        ..kept
    };
    settle(tx, &mut stays)?;
    rows::save(tx, &stays)?;
    let mut goes = Entry { state: m.state, ..merged };
    settle(tx, &mut goes)?;
    rows::save(tx, &goes)?;
    store::stand(tx, &goes.id, None)?;
    store::drop_merge(tx, &m.id)?;
    Ok(look_at(tx, vec![stays, goes])?)
}

/// What the entry that stayed says on its own again: as before, where it says what the merge made of
/// it, or what the list of the other said since; what people changed stays.
fn parted(
    tx: &mut Tx<'_>,
    m: &Merge,
    then: &[SaidThen],
    (before, after, now): (&EntryDraft, &EntryDraft, &EntryDraft),
) -> Result<EntryDraft, StoreError> {
    let read = |text: &str| serde_json::from_str::<Service>(text).ok().map(|s| draft_of(&s));
    let mut lists: Vec<(bool, EntryDraft, EntryDraft)> = vec![];
    for id in [&m.kept, &m.merged] {
        for (source, name, said) in store::said(tx, id)? {
            let known = then.iter().find(|t| t.source == source && t.name == name);
            let Some(known) = known else { continue };
            if let (Some(then), Some(now)) = (read(&known.said), read(&said)) {
                lists.push((known.kept, then, now));
            }
        }
    }
    let mut draft = now.clone();
    for field in Field::ALL {
        let of_merge = field.same(now, after);
        let of_list = || {
            let of_other = |(kept, then, said): &(bool, EntryDraft, EntryDraft)| {
                !kept && !field.same(then, said) && field.same(said, now)
            };
            let own =
                |(kept, _, said): &(bool, EntryDraft, EntryDraft)| *kept && field.same(said, now);
            lists.iter().any(of_other) && !lists.iter().any(own)
        };
        if of_merge || of_list() {
            field.copy(before, &mut draft);
        }
    }
    Ok(draft)
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
}

/// Where what an entry says comes from, for those who keep it.
pub async fn origin(app: &App, id: &Id) -> Result<Origin, Problem> {
    let id = id.clone();
    app.db
        .read(move |tx| {
            let mut lists = vec![];
            for (source, _, said) in store::said(tx, &id)? {
                if let Ok(service) = serde_json::from_str::<Service>(&said) {
                    lists.push((source, draft_of(&service)));
                }
            }
            Ok::<_, Problem>(Origin { lists, merged: store::merged_into(tx, &id)? })
        })
        .await
}
