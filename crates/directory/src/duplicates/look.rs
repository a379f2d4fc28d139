//! Keeps the pairs: follows the order of changes, and compares each entry that changed with those
//! that it shares a key with.

use std::collections::{BTreeSet, HashMap, HashSet};

use ::store::{StoreError, Tx, Value};
use base::{Id, Problem};
use site::App;

use super::rule::{self, ordered};
use super::sight::{Sight, Told};
use super::store::{self, Distinction};
use crate::model::{Entry, State};
use crate::service::{Place, changed_after, position};
use crate::store as rows;

/// Grows when the rule or the keys change: then all entries are looked at anew.
const VERSION: &str = "2";
/// Entries in one transaction.
const BATCH: usize = 200;
/// A key that more than these share tells nobody from the others; those that are the same share a
/// rarer one.
const MOST_BEARERS: usize = 40;

/// Whether it is compared with others.
fn counts(entry: &Entry) -> bool {
    matches!(entry.state, State::Published | State::Draft)
}

/// Name and address of an entry: what has to change before two that were told apart are proposed
/// again.
#[must_use]
pub fn mark(told: &Told) -> String {
    let line = crate::service::address_of(&told.entry, &told.owner).line();
    format!("{}\n{line}", told.entry.draft.title.trim())
}

/// Entries with what is known around them.
pub(super) fn told(tx: &mut Tx<'_>, entries: Vec<Entry>) -> Result<Vec<Told>, StoreError> {
    let mut owners = HashMap::new();
    for entry in &entries {
        if !owners.contains_key(&entry.owner)
            && let Some(owner) = network::service::organisation(tx, &entry.owner)?
        {
            owners.insert(entry.owner.clone(), owner);
        }
    }
    let of: Vec<&Id> = owners.keys().collect();
    let told = store::told_of(tx, &of)?;
    let mut sirets: HashMap<Id, String> = HashMap::new();
    for (owner, said) in store::structures(tx, &of)? {
        let siret = serde_json::from_str::<inclusion::Structure>(&said).ok().and_then(|s| s.siret);
        if let Some(siret) = siret {
            sirets.entry(owner).or_insert(siret);
        }
    }
    let mut lists = store::lists(tx, &entries.iter().map(|e| &e.id).collect::<Vec<_>>())?;
    let all = entries.into_iter().filter_map(|entry| {
        let owner = owners.get(&entry.owner)?.clone();
        let key = (entry.owner.clone(), entry.source.0.clone());
        Some(Told {
            alone: told.get(&key) == Some(&1),
            siret: sirets.get(&owner.id).cloned().unwrap_or_default(),
            lists: lists.remove(&entry.id).unwrap_or_default(),
            entry,
            owner,
        })
    });
    Ok(all.collect())
}

/// Some entries by their identifiers.
fn some(tx: &mut Tx<'_>, ids: &[Id]) -> Result<Vec<Entry>, StoreError> {
    let mut found = vec![];
    for some in ids.chunks(400) {
        let marks: Vec<String> = (1..=some.len()).map(|n| format!("?{n}")).collect();
        let rest = format!("WHERE id IN ({}) ORDER BY id", marks.join(", "));
        let params: Vec<Value> = some.iter().map(Into::into).collect();
        found.extend(rows::all(tx, &rest, &params)?);
    }
    Ok(found)
}

/// Looks at some entries: by what they are found, and which others may be the same.
pub(super) fn look_at(tx: &mut Tx<'_>, entries: Vec<Entry>) -> Result<(), StoreError> {
    store::forget(tx, &entries.iter().map(|e| &e.id).collect::<Vec<_>>())?;
    let entries: Vec<Entry> = entries.into_iter().filter(counts).collect();
    let mut all = told(tx, entries)?;
    let here = all.len();
    let mut sights: Vec<Sight> = all.iter().map(Sight::of).collect();
    let mut keys: Vec<(i64, Id)> = vec![];
    let mut asked: BTreeSet<i64> = BTreeSet::new();
    for (told, sight) in all.iter().zip(&sights) {
        keys.extend(sight.keys().into_iter().map(|key| (key, told.entry.id.clone())));
        asked.extend(sight.asked());
    }
    store::keep_keys(tx, &keys.iter().map(|(key, id)| (*key, id)).collect::<Vec<_>>())?;
    let mut bearers = store::bearers(tx, &asked)?;
    bearers.retain(|_, ids| ids.len() > 1 && ids.len() <= MOST_BEARERS);

    let known: HashSet<Id> = all.iter().map(|t| t.entry.id.clone()).collect();
    let mut others: Vec<Id> =
        bearers.values().flatten().filter(|id| !known.contains(*id)).cloned().collect();
    others.sort_unstable();
    others.dedup();
    let others = some(tx, &others)?;
    all.extend(told(tx, others)?);
    sights.extend(all[here..].iter().map(Sight::of));
    let place: HashMap<&Id, usize> =
        all.iter().enumerate().map(|(n, t)| (&t.entry.id, n)).collect();

    let said =
        store::distinctions_of(tx, &all[..here].iter().map(|t| &t.entry.id).collect::<Vec<_>>())?;
    let said: HashMap<(&Id, &Id), &Distinction> =
        said.iter().map(|d| ((&d.one, &d.other), d)).collect();
    let mut pairs: Vec<(&Id, &Id, i32)> = vec![];
    let mut done: HashSet<(&Id, &Id)> = HashSet::new();
    for (n, sight) in sights[..here].iter().enumerate() {
        for id in sight.asked().iter().filter_map(|key| bearers.get(key)).flatten() {
            let Some(m) = place.get(id).copied() else { continue };
            let pair = ordered(&all[n].entry.id, &all[m].entry.id);
            if n == m || !counts(&all[m].entry) || !done.insert(pair) {
                continue;
            }
            let two = if pair.0 == &all[n].entry.id { (n, m) } else { (m, n) };
            let apart = said.get(&pair).is_some_and(|d| stands(d, (&all[two.0], &all[two.1])));
            if let Some(found) = rule::weigh(sight, &sights[m]).filter(|_| !apart) {
                pairs.push((pair.0, pair.1, found.weight));
            }
        }
    }
    store::keep_pairs(tx, &pairs)
}

/// Whether what somebody said of two still holds: both have the name and the address that they had.
/// The smaller identifier comes first.
pub(super) fn stands(d: &Distinction, (one, other): (&Told, &Told)) -> bool {
    d.was.0 == mark(one) && d.was.1 == mark(other)
}

fn place_of(text: &str) -> Option<Place> {
    let mut parts = text.splitn(3, ' ');
    if parts.next() != Some(VERSION) {
        return None;
    }
    Some((parts.next()?.parse().ok()?, parts.next()?.to_owned()))
}

/// Looks at what changed since, as much as one transaction should hold; whether there may be more.
async fn some_more(app: &App) -> Result<bool, Problem> {
    let (kept, place, known) = app
        .db
        .read(|tx| {
            let kept = store::looked(tx)?;
            let place = place_of(&kept);
            let (changed, _) = changed_after(tx, &place.clone().unwrap_or((0, String::new())), 1)?;
            Ok::<_, Problem>((kept, place, !changed.is_empty()))
        })
        .await?;
    // Looking costs nothing where nothing changed.
    if !known {
        return Ok(false);
    }
    app.db
        .write(move |tx| {
            rows::hold_order(tx)?;
            // Whoever else looked meanwhile has done this part.
            if store::looked(tx)? != kept {
                return Ok(true);
            }
            let from = place.unwrap_or((0, String::new()));
            let (entries, last) = changed_after(tx, &from, BATCH)?;
            let more = entries.len() == BATCH;
            look_at(tx, entries)?;
            if let Some((seq, id)) = last {
                store::keep_looked(tx, &format!("{VERSION} {seq} {id}"))?;
            }
            Ok::<_, Problem>(more)
        })
        .await
}

/// Looks at everything that changed; safe to run at any time, on several nodes at once, and again.
pub async fn catch_up(app: &App) -> Result<(), Problem> {
    while some_more(app).await? {}
    Ok(())
}

/// Looks at what changed, a little: for whoever opens the page. Whether all has been looked at.
pub async fn catch_up_some(app: &App) -> Result<bool, Problem> {
    for _ in 0..5 {
        if !some_more(app).await? {
            return Ok(true);
        }
    }
    let kept = app.db.read(|tx| Ok::<_, Problem>((store::looked(tx)?, position(tx)?))).await?;
    Ok(place_of(&kept.0).is_some_and(|(seq, _)| seq >= kept.1))
}
