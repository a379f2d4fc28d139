//! Taking a list: what is new is added, what the list says otherwise than last time is taken over
//! where nobody corrected it, what is in it no longer is noted.

use std::collections::{HashMap, HashSet};

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use site::audit::{self, Act};
use site::{Actor, App};

use super::model::{Entry, Facts, Outcome, Said, Source};
use super::{read, store};
use crate::model::Organisation;
use crate::store as rows;

/// Why a transaction was not committed.
enum Stop {
    Problem(Problem),
    /// It went to the end and is taken back.
    Tried(Outcome),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Problem(error.into())
    }
}

/// Takes a list: every row that can be read, in one transaction. The same file again changes
/// nothing. `dry_run` goes the same way and writes nothing. For administrators of the network.
pub async fn import(
    app: &App,
    actor: &Actor,
    source: Source,
    bytes: Vec<u8>,
    dry_run: bool,
) -> Result<Outcome, Problem> {
    actor.need_administrator()?;
    let reading = tokio::task::spawn_blocking(move || read::read(source, &bytes))
        .await
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))??;
    let (app2, actor) = (app.clone(), actor.clone());
    let written = app
        .db
        .write(move |tx| {
            let now = app2.clock.seconds();
            let mut outcome = take(tx, source, &reading.entries, now)?;
            (outcome.refused, outcome.remarks) = (reading.refused, reading.remarks);
            outcome.dry_run = dry_run;
            if dry_run {
                return Err(Stop::Tried(outcome));
            }
            if outcome.created + outcome.updated > 0 {
                store::changed(tx, source, now)?;
                let done = format!("+{} ~{}", outcome.created, outcome.updated);
                audit::note(&app2, tx, &actor, Act::Imported, None, source.code(), &done)?;
            }
            Ok(outcome)
        })
        .await;
    match written {
        Ok(outcome) | Err(Stop::Tried(outcome)) => Ok(outcome),
        Err(Stop::Problem(problem)) => Err(problem),
    }
}

fn take(
    tx: &mut Tx<'_>,
    source: Source,
    entries: &[Entry],
    now: i64,
) -> Result<Outcome, StoreError> {
    store::hold(tx, source)?;
    let known = store::known(tx, source)?;
    let mut outcome = Outcome::default();
    let (mut fresh, mut moved) = (vec![], vec![]);
    for entry in entries {
        let text = entry.said.text();
        match known.get(&entry.source_id) {
            None => fresh.push((entry, text)),
            Some(before) if before.said == text && !before.missing => outcome.unchanged += 1,
            Some(before) => moved.push((entry, text, before)),
        }
    }
    outcome.created = fresh.len();
    add(tx, source, fresh)?;
    let changed = renew(tx, source, &moved)?;
    outcome.updated = changed;
    outcome.unchanged += moved.len() - changed;

    let here: HashSet<&str> = entries.iter().map(|e| e.source_id.as_str()).collect();
    let gone = known.iter().filter(|(code, _)| !here.contains(code.as_str()));
    let (noted, left): (Vec<_>, Vec<_>) = gone.partition(|(_, k)| k.missing);
    outcome.missing = noted.len() + left.len();
    let mut left: Vec<&str> = left.into_iter().map(|(code, _)| code.as_str()).collect();
    left.sort_unstable();
    store::note_missing(tx, source, &left, now)?;
    Ok(outcome)
}

/// Adds organisations that were not known.
fn add(tx: &mut Tx<'_>, source: Source, fresh: Vec<(&Entry, String)>) -> Result<(), StoreError> {
    let made = |(entry, text): (&Entry, String)| {
        let id = Id::derived("list", &[source.code(), &entry.source_id]);
        let facts = entry.said.numbers(source.code());
        (entry.source_id.clone(), entry.said.organisation(id), facts, text)
    };
    let made: Vec<(String, Organisation, Facts, String)> = fresh.into_iter().map(made).collect();
    let organisations: Vec<&Organisation> = made.iter().map(|(_, o, ..)| o).collect();
    rows::save_organisations(tx, &organisations)?;
    let facts: Vec<(&Id, &Facts)> = made.iter().map(|(_, o, facts, _)| (&o.id, facts)).collect();
    store::add_facts(tx, &facts)?;
    let said: Vec<_> =
        made.iter().map(|(code, o, _, s)| (code.as_str(), &o.id, s.clone())).collect();
    store::remember(tx, source, &said)
}

/// Takes over what a list says otherwise than last time. How many rows changed something.
fn renew(
    tx: &mut Tx<'_>,
    source: Source,
    moved: &[(&Entry, String, &store::Known)],
) -> Result<usize, StoreError> {
    let mut ids: Vec<&Id> = moved.iter().map(|(.., before)| &before.organisation).collect();
    ids.sort_unstable();
    ids.dedup();
    // Whoever changes one of them meanwhile comes before or after, and loses nothing.
    tx.lock_all("organisations", &ids)?;
    let mut all = store::with_facts(tx, &ids)?;
    let mut changed: HashMap<&Id, usize> = HashMap::new();
    for (entry, _, before) in moved {
        // Two rows may lead to one organisation: it was known twice and merged.
        let Some((o, facts)) = all.get_mut(&before.organisation) else { continue };
        let was = Said::parse(&before.said).unwrap_or_else(|| entry.said.clone());
        if entry.said.take_over(&was, source.code(), o, facts) {
            *changed.entry(&before.organisation).or_default() += 1;
        }
    }
    let mut done: Vec<&(Organisation, Facts)> =
        changed.keys().filter_map(|id| all.get(*id)).collect();
    done.sort_unstable_by(|a, b| a.0.id.cmp(&b.0.id));
    let organisations: Vec<&Organisation> = done.iter().map(|(o, _)| o).collect();
    rows::save_organisations(tx, &organisations)?;
    let facts: Vec<(&Id, &Facts)> = done.iter().map(|(o, facts)| (&o.id, facts)).collect();
    store::replace_facts(tx, &facts)?;
    let said: Vec<_> = moved
        .iter()
        .map(|(entry, text, before)| (entry.source_id.as_str(), &before.organisation, text.clone()))
        .collect();
    store::remember(tx, source, &said)?;
    Ok(changed.values().sum())
}
