//! The published entries, for elsewhere.

use std::collections::BTreeMap;

use base::{Id, Problem};
use inclusion::{Accessibility, Language, Opening, Published, Service, Status, Structure};
use serde_json::Value;
use site::App;

use super::draft::{service_of, structure_of};
use crate::model::{NoticeKind, State};
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
                    let told = known.as_ref().and_then(|s| s.accessibility.clone());
                    let latest = known
                        .as_ref()
                        .map_or(entry.changed_on, |s| s.updated_on.max(entry.changed_on));
                    // The format has a page of the structure's place, and none of a service's.
                    let own = Some(&entry.draft.access_link);
                    let own = own.filter(|link| !link.is_empty() && !entry.draft.has_address());
                    let accessibility = told.or_else(|| own.cloned());
                    *known =
                        Some(Structure { accessibility, ..structure_of(&owner, &source, latest) });
                }
                place = last;
            }
            all.structures = owners.into_values().flatten().collect();
            Ok::<_, Problem>(all)
        })
        .await
}

/// Everything that is published, as documents of HSDS 3.0, one an entry: when somebody last made sure,
/// and who, apart from when it was changed.
pub async fn hsds(app: &App, source: &str) -> Result<Vec<Value>, Problem> {
    let (source, today) = (source.to_owned(), site::sealing::today(app));
    let app2 = app.clone();
    let named = move |key: &str| app2.catalogue.text(base::Lang::Fr, key, &[]);
    app.db
        .read(move |tx| {
            let mut documents = vec![];
            let mut place = service::beyond(0);
            loop {
                let (entries, last) = service::changed_after(tx, &place, BATCH)?;
                let Some(last) = last else { break };
                for entry in entries.into_iter().filter(|e| e.state == State::Published) {
                    let seen = service::around(tx, entry, today)?;
                    documents.push(hsds_of(&seen, (&source, today), &named));
                }
                place = last;
            }
            Ok::<_, Problem>(documents)
        })
        .await
}

fn hsds_of(
    seen: &service::Seen,
    (source, today): (&str, jiff::civil::Date),
    named: &dyn Fn(&str) -> String,
) -> Value {
    let (entry, owner) = (&seen.entry, &seen.owner);
    let structure = structure_of(owner, source, entry.changed_on);
    let held = seen.notices.iter().find(|n| n.holds(today));
    let closed = held.is_some_and(|n| n.kind == NoticeKind::Closed);
    let bring: Vec<&str> = entry
        .draft
        .bring
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|b| !b.is_empty())
        .collect();
    let week = hours::weekly(&entry.draft.hours).unwrap_or_default();
    let opening = |w: hours::Weekly| Opening { days: w.days, opens: w.opens, closes: w.closes };
    let openings: Vec<Opening> = week.into_iter().map(opening).collect();
    let d = &entry.draft;
    let languages = d.languages.iter().filter_map(|code| Language::parse(code));
    let languages: Vec<(&str, &str)> =
        languages.map(|l| (l.code(), l.name(base::Lang::Fr))).collect();
    let by = entry.verified.as_ref().map(|_| owner.public_email.as_str());
    inclusion::hsds(
        &Published {
            structure: &structure,
            service: &service_of(entry, owner, source),
            verified_on: entry.verified.as_ref().map(|v| v.on),
            verified_by: by.filter(|address| !address.is_empty()),
            alert: held.map(|n| n.words.as_str()).filter(|words| !words.is_empty()),
            status: if closed { Status::Closed } else { Status::Active },
            openings: &openings,
            languages: &languages,
            accessibility: Accessibility {
                description: d.step_free.map(|s| named(s.label())).as_deref().unwrap_or_default(),
                details: &d.access_detail,
                url: &d.access_link,
            },
            documents: &bring,
            changes: &[],
        },
        base::Lang::Fr,
    )
}
