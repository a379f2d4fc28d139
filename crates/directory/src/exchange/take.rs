//! Taking a list.

use std::collections::{BTreeSet, HashMap, HashSet};

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use inclusion::{Mapping, Outcome, PlaceReading, Reading, Said, Service, Structure, Theme};
use jiff::civil::Date;
use network::model::{Organisation, OrganisationKind, Standing};
use site::audit::{self, Act};
use site::{Actor, App};
use territory::Point;

use super::draft::{draft_of, take_over};
use super::occupations::unreadable;
use super::store;
use crate::model::{Due, Entry, Signal, State, Why};
use crate::service::{settle, signal_in};
use crate::store as rows;

/// What a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// data·inclusion v1: JSON, CSV, the official spreadsheet.
    Inclusion,
    /// Places of digital mediation, or any table of places: columns by their headings.
    Places,
}

/// A list to take.
#[derive(Clone, Debug)]
pub struct Import {
    /// What it is.
    pub format: Format,
    /// Who keeps it: a short name, the same each time.
    pub source: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Which column says what; nothing: as it was last time, or as the headings let guess.
    pub mapping: Option<Mapping>,
    /// Themes that everything in the list has.
    pub themes: BTreeSet<Theme>,
    /// Goes the same way and writes nothing.
    pub dry_run: bool,
}

/// How many of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Not here before.
    pub created: usize,
    /// Here, and otherwise now.
    pub updated: usize,
    /// As they were.
    pub unchanged: usize,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Structures.
    pub structures: Counts,
    /// Services.
    pub services: Counts,
    /// Services that the list held last time and holds no longer.
    pub gone: usize,
    /// Fields in which people here say otherwise than the list now does.
    pub contradicted: usize,
    /// What is to be said about rows: refused ones, and what is odd about others.
    pub said: Vec<Said>,
    /// Nothing was written.
    pub dry_run: bool,
}

impl Taken {
    /// Rows that were refused.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.said.iter().filter(|s| !s.taken).count()
    }
}

enum Stop {
    Problem(Problem),
    Tried(Box<Taken>),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Takes a list: every row that can be read, in one transaction.
pub async fn import(app: &App, actor: &Actor, import: Import) -> Result<Taken, Problem> {
    actor.need_administrator()?;
    let name = import.source.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Problem::new(Kind::Invalid, "exchange-problem-source"));
    }
    let today = site::sealing::today(app);
    let kept = import.source.clone();
    let kept = app.db.read(move |tx| store::mapping(tx, &kept)).await.map_err(Problem::from)?;
    let kept = kept.and_then(|text| serde_json::from_str::<Mapping>(&text).ok());
    let reading = tokio::task::spawn_blocking(move || read(import, kept, today));
    let (import, mapping, outcome) = reading
        .await
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))??;
    let (app2, actor, dry_run) = (app.clone(), actor.clone(), import.dry_run);
    let written = app
        .db
        .write(move |tx| {
            let mut taken = write(tx, &import.source, outcome, &app2, today)?;
            taken.dry_run = dry_run;
            if dry_run {
                return Err(Stop::Tried(Box::new(taken)));
            }
            if let Some(mapping) = mapping {
                let text = serde_json::to_string(&mapping).unwrap_or_default();
                store::keep_mapping(tx, &import.source, &text)?;
            }
            let moved = |c: Counts| c.created + c.updated;
            if moved(taken.structures) + moved(taken.services) + taken.gone > 0 {
                let (s, o) = (taken.services, taken.structures);
                let done = format!(
                    "+{} ~{} +{} ~{} -{}",
                    o.created, o.updated, s.created, s.updated, taken.gone
                );
                audit::note(&app2, tx, &actor, Act::Imported, None, &import.source, &done)?;
            }
            Ok(taken)
        })
        .await;
    match written {
        Ok(taken) => Ok(taken),
        Err(Stop::Tried(taken)) => Ok(*taken),
        Err(Stop::Problem(problem)) => Err(problem),
    }
}

type Parsed = (Import, Option<Mapping>, Outcome);

fn read(import: Import, kept: Option<Mapping>, today: Date) -> Result<Parsed, Problem> {
    match import.format {
        Format::Inclusion => {
            let reading = Reading { today, source: Some(import.source.clone()) };
            let outcome = inclusion::read(&import.bytes, &reading).map_err(|e| unreadable(&e))?;
            Ok((import, None, outcome))
        }
        Format::Places => {
            let mapping = match import.mapping.clone().or(kept) {
                Some(mapping) => mapping,
                None => {
                    let headings =
                        inclusion::headings(&import.bytes).map_err(|e| unreadable(&e))?;
                    Mapping::guess(&headings)
                }
            };
            let osm = |text: &str| hours::from_french(text).osm;
            let reading = PlaceReading {
                today,
                source: &import.source,
                made_on: None,
                themes: &import.themes,
                hours: &osm,
            };
            let outcome = inclusion::read_places(&import.bytes, &mapping, &reading)
                .map_err(|e| unreadable(&e))?;
            Ok((import, Some(mapping), outcome))
        }
    }
}

fn write(
    tx: &mut Tx<'_>,
    source: &str,
    outcome: Outcome,
    app: &App,
    today: Date,
) -> Result<Taken, Stop> {
    let mut taken = Taken { said: outcome.said, ..Taken::default() };
    let structures: Vec<Structure> = outcome.structures.into_iter().map(|r| r.value).collect();
    let services: Vec<Service> = outcome.services.into_iter().map(|r| r.value).collect();
    let owners = take_structures(tx, source, &structures, &mut taken)?;
    take_services(tx, source, &services, &owners, (app.clock.seconds(), today), &mut taken)?;
    Ok(taken)
}

/// What a structure says of an organisation.
fn organisation_of(s: &Structure, id: Id) -> Organisation {
    let text = |of: &Option<String>| of.clone().unwrap_or_default();
    let mut organisation = Organisation {
        id,
        name: s.name.clone(),
        kind: OrganisationKind::Other,
        standing: Standing::Listed,
        address: text(&s.site.address),
        postcode: text(&s.site.postcode),
        city: text(&s.site.commune),
        insee: text(&s.site.commune_code),
        point: s.site.latitude.zip(s.site.longitude).map(|(lat, lon)| Point { lat, lon }),
        website: text(&s.website),
        public_email: text(&s.email),
        ..Organisation::blank()
    };
    if territory::commune(&organisation.insee).is_none() {
        organisation.insee.clear();
    }
    organisation.settle();
    organisation
}

/// The organisation of the network that a structure is, by name and commune: never by name alone,
/// since branches share it.
fn same_organisation(tx: &mut Tx<'_>, s: &Organisation) -> Result<Option<Id>, StoreError> {
    if s.insee.is_empty() {
        return Ok(None);
    }
    let found = network::service::organisations_by_name(tx, &s.name)?;
    Ok(found.into_iter().find(|o| o.insee == s.insee).map(|o| o.id))
}

fn take_structures(
    tx: &mut Tx<'_>,
    source: &str,
    structures: &[Structure],
    taken: &mut Taken,
) -> Result<HashMap<String, Id>, Stop> {
    let known = store::structures(tx, source)?;
    let mut owners: HashMap<String, Id> =
        known.iter().map(|(name, (id, _))| (name.clone(), id.clone())).collect();
    let (mut save, mut said) = (vec![], vec![]);
    for s in structures {
        let text = serde_json::to_string(s).unwrap_or_default();
        if let Some((id, before)) = known.get(&s.id) {
            if *before == text {
                taken.structures.unchanged += 1;
                continue;
            }
            taken.structures.updated += 1;
            if let (Some(here), Ok(before)) =
                (network::service::organisation(tx, id)?, serde_json::from_str::<Structure>(before))
            {
                let (before, now) =
                    (organisation_of(&before, id.clone()), organisation_of(s, id.clone()));
                let merged = follow(&here, &before, &now);
                if merged != here {
                    save.push(merged);
                }
            }
            said.push((s.id.clone(), id.clone(), text));
            continue;
        }
        let new = organisation_of(s, Id::derived("structure", &[source, &s.id]));
        let id = match same_organisation(tx, &new)? {
            Some(id) => {
                taken.structures.unchanged += 1;
                id
            }
            None => {
                taken.structures.created += 1;
                let id = new.id.clone();
                save.push(new);
                id
            }
        };
        owners.insert(s.id.clone(), id.clone());
        said.push((s.id.clone(), id, text));
    }
    network::service::save_organisations(tx, &save)?;
    store::keep_structures(tx, source, &said)?;
    Ok(owners)
}

/// An organisation that is only known follows its list where nobody changed it here.
fn follow(here: &Organisation, before: &Organisation, now: &Organisation) -> Organisation {
    let mut merged = here.clone();
    if here.standing != Standing::Listed {
        return merged;
    }
    macro_rules! fields {
        ($($field:ident),*) => { $(
            if here.$field == before.$field { merged.$field = now.$field.clone(); }
        )* };
    }
    fields!(name, address, postcode, city, insee, point, website, public_email);
    merged
}

fn take_services(
    tx: &mut Tx<'_>,
    source: &str,
    services: &[Service],
    owners: &HashMap<String, Id>,
    (now, today): (i64, Date),
    taken: &mut Taken,
) -> Result<(), Stop> {
    let known = store::services(tx, source)?;
    let (mut save, mut said): (Vec<Entry>, _) = (vec![], vec![]);
    let mut pending: HashMap<Id, usize> = HashMap::new();
    let mut contradictions = vec![];
    for s in services {
        let text = serde_json::to_string(s).unwrap_or_default();
        let draft = draft_of(s);
        if let Some((id, before)) = known.get(&s.id) {
            if *before == text {
                taken.services.unchanged += 1;
                continue;
            }
            taken.services.updated += 1;
            // Two lines may lead to one entry: it was told twice and merged.
            let here = match pending.get(id) {
                Some(place) => save.get(*place).cloned(),
                None => rows::find(tx, id)?,
            };
            if let (Some(here), Ok(before)) = (here, serde_json::from_str::<Service>(before)) {
                let (merged, contradicted) = take_over(&here.draft, &draft_of(&before), &draft);
                taken.contradicted += contradicted.len();
                if !contradicted.is_empty() {
                    contradictions.push((id.clone(), contradicted.join(" ")));
                }
                if merged != here.draft {
                    let changed = Entry { draft: merged, changed_on: s.updated_on, ..here };
                    let place = *pending.entry(id.clone()).or_insert(save.len());
                    match save.get_mut(place) {
                        Some(known) => *known = changed,
                        None => save.push(changed),
                    }
                }
            }
            said.push((s.id.clone(), id.clone(), text));
            continue;
        }
        let Some(owner) = owners.get(&s.structure_id) else { continue };
        taken.services.created += 1;
        let id = Id::derived("entry", &[source, &s.id]);
        save.push(Entry {
            id: id.clone(),
            owner: owner.clone(),
            curator: None,
            draft,
            state: State::Published,
            source: (source.to_owned(), s.id.clone()),
            created_at: now,
            changed_on: s.updated_on,
            verified: None,
            due: Due { on: today, why: Why::Never },
            illustrative: false,
            seq: 0,
        });
        said.push((s.id.clone(), id, text));
    }
    if !save.is_empty() {
        for entry in &mut save {
            settle(tx, entry)?;
        }
        let seq = rows::next_seq(tx)?;
        rows::save_all(tx, &save, seq)?;
    }
    store::keep_services(tx, source, &said)?;
    for (id, fields) in contradictions {
        signal_in(tx, &id, Signal::Disagreement, &fields, today)?;
    }
    let here: HashSet<&str> = services.iter().map(|s| s.id.as_str()).collect();
    for (name, (id, _)) in known.iter().filter(|(name, _)| !here.contains(name.as_str())) {
        if store::gone(tx, source, name, today)? {
            taken.gone += 1;
            signal_in(tx, id, Signal::Disagreement, "gone", today)?;
        }
    }
    Ok(())
}
