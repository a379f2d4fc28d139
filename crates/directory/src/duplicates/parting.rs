//! Parting what was merged: every row goes back and every field is what it was, but for what somebody
//! changed since. What a list said meanwhile is forgotten, so that it says it again to the one whose
//! it is.

use ::store::moving;
use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use inclusion::Service;
use serde::Deserialize;
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::ENTRY_REFERENCES;
use super::fields::Field;
use super::look::{look_at, told};
use super::merging::{Contradicted, Parts, SaidThen, conflict, disagreement, hold, must_decide};
use super::sight::Told;
use super::store::{self, Merge};
use crate::exchange::draft_of;
use crate::freshness::campaigns::store as sections;
use crate::model::{Entry, EntryDraft, Signal};
use crate::service::{not_found, settle};
use crate::store as rows;

fn value<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, Problem> {
    serde_json::from_str(text)
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))
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
