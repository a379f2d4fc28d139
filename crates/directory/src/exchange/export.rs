//! The published entries, for elsewhere.

use std::collections::BTreeMap;

use base::{Id, Problem};
use inclusion::{Service, Structure};
use site::App;

use super::draft::{service_of, structure_of};
use crate::model::State;
use crate::service;

/// What leaves the instance.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    /// Owners of what follows.
    pub structures: Vec<Structure>,
    /// Published entries.
    pub services: Vec<Service>,
}

/// Entries read at once.
const BATCH: usize = 1_000;

/// Everything that is published, as data·inclusion has it. `source` is the name of this instance
/// there. The date of a record is that of its change: data·inclusion knows no other.
pub async fn exported(app: &App, source: &str) -> Result<Exported, Problem> {
    let source = source.to_owned();
    app.db
        .read(move |tx| {
            let mut owners: BTreeMap<Id, Option<Structure>> = BTreeMap::new();
            let mut all = Exported::default();
            let mut place = service::beyond(0);
            loop {
                let (entries, last) = service::changed_after(tx, &place, BATCH)?;
                let Some(last) = last else { break };
                for entry in entries.iter().filter(|e| e.state == State::Published) {
                    let Some(owner) = network::service::organisation(tx, &entry.owner)? else {
                        continue;
                    };
                    all.services.push(service_of(entry, &owner, &source));
                    let known = owners.entry(entry.owner.clone()).or_default();
                    let latest = known
                        .as_ref()
                        .map_or(entry.changed_on, |s| s.updated_on.max(entry.changed_on));
                    *known = Some(structure_of(&owner, &source, latest));
                }
                place = last;
            }
            all.structures = owners.into_values().flatten().collect();
            Ok::<_, Problem>(all)
        })
        .await
}
