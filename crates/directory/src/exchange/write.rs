//! What a list says, written into the directory: in one transaction, row by row. A preview goes the same way
//! on a view of what is committed, and leaves out the writing alone: it keeps nobody from writing.

use std::collections::{HashMap, HashSet};

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use inclusion::{Fault, FaultKind, Outcome, Place, Row, Said, Service, Structure};
use jiff::civil::Date;
use network::model::{Organisation, OrganisationKind, Standing};
use site::{Actor, Permission};
use territory::Point;

use super::draft::{differences, draft_of, take_over};
use super::store;
use super::take::Taken;
use super::takings::{Change, Did, RowTaken, Sort};
use crate::model::{Due, Entry, Signal, State, Why};
use crate::service::{settle, signal_in, unsignal_in};
use crate::store as rows;

/// What the signal of an entry says whose list holds it no longer.
const GONE: &str = "gone";

/// Who writes, and how.
pub(super) struct Writer<'a> {
    pub source: &'a str,
    pub actor: &'a Actor,
    /// Who looks after entries that are new here.
    pub curator: Option<Id>,
    /// The file is a part of the list: what it does not hold is not gone.
    pub partial: bool,
    pub now: i64,
    pub today: Date,
    pub taken: Taken,
    /// Names of structures, by their identifiers in the list.
    pub names: HashMap<String, String>,
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

/// What an organisation says otherwise.
fn changed(here: &Organisation, merged: &Organisation) -> Vec<Change> {
    let point = |o: &Organisation| o.point.map(|p| format!("{}, {}", p.lat, p.lon));
    let pairs = [
        ("title", here.name.clone(), merged.name.clone()),
        ("address", here.address.clone(), merged.address.clone()),
        ("postcode", here.postcode.clone(), merged.postcode.clone()),
        ("city", here.city.clone(), merged.city.clone()),
        ("insee", here.insee.clone(), merged.insee.clone()),
        ("point", point(here).unwrap_or_default(), point(merged).unwrap_or_default()),
        ("website", here.website.clone(), merged.website.clone()),
        ("email", here.public_email.clone(), merged.public_email.clone()),
    ];
    let differ = pairs.into_iter().filter(|(_, old, new)| old != new);
    differ.map(|(field, old, new)| Change { field: field.to_owned(), old, new }).collect()
}

impl Writer<'_> {
    /// Everything that was read.
    pub fn write(&mut self, tx: &mut Tx<'_>, outcome: Outcome) -> Result<(), Problem> {
        self.taken.said = outcome.said;
        let named = outcome.structures.iter().map(|r| (r.value.id.clone(), r.value.name.clone()));
        self.names = named.collect();
        // Entries, then the order of changes, then organisations: as whoever changes an entry holds
        // them, who refers to organisations last. Nothing is read of them before.
        let known = store::services(tx, self.source)?;
        let seq = if self.taken.dry_run {
            0
        } else {
            tx.lock_all("entries", &known.values().map(|k| &k.id).collect::<Vec<_>>())?;
            rows::next_seq(tx)?
        };
        let owners = self.structures(tx, &outcome.structures)?;
        self.services(tx, (known, seq), &outcome.services, &owners)?;
        self.taken.said.sort_by_key(|said| said.place.line);
        Ok(())
    }

    fn row(&mut self, of: Sort, did: Did, place: &Place, name: &str, subject: &Id) {
        let subject = Some(subject.clone());
        self.taken.rows.push(RowTaken::new(of, did, place.clone(), name, subject));
    }

    /// A service as it is told from others of its name.
    fn called(&self, s: &Service) -> String {
        match self.names.get(&s.structure_id) {
            Some(owner) => whole_name(owner, &s.name),
            None => s.name.clone(),
        }
    }

    /// Refuses a row that was read: it is said beside what was said of it already.
    fn refuse(&mut self, place: &Place, id: &str, fault: Fault) {
        let found = self.taken.said.iter_mut().find(|s| s.place == *place);
        match found {
            Some(said) => {
                said.taken = false;
                if !said.faults.contains(&fault) {
                    said.faults.push(fault);
                }
            }
            None => {
                let (place, id) = (place.clone(), id.to_owned());
                self.taken.said.push(Said { place, id, taken: false, faults: vec![fault] });
            }
        }
    }

    /// Whether a list changes an organisation: one that it brought, or one that whoever takes it may
    /// change by hand. One that it merely names is somebody else's to describe.
    fn may_change(&self, organisation: &Id, name: &str) -> bool {
        *organisation == Id::derived("structure", &[self.source, name])
            || self.actor.can(Permission::Network, organisation)
    }

    fn structures(
        &mut self,
        tx: &mut Tx<'_>,
        structures: &[Row<Structure>],
    ) -> Result<HashMap<String, Id>, Problem> {
        let known = store::structures(tx, self.source)?;
        if !self.taken.dry_run {
            let held: Vec<&Id> = known.values().map(|k| &k.id).collect();
            tx.lock_all("organisations", &held)?;
        }
        let mut owners: HashMap<String, Id> =
            known.iter().map(|(name, k)| (name.clone(), k.id.clone())).collect();
        let (mut save, mut said) = (vec![], vec![]);
        let mut seen = HashSet::new();
        for Row { place, value: s } in structures {
            if !seen.insert(s.id.as_str()) {
                self.refuse(place, &s.id, Fault::new("id", &s.id, FaultKind::Twice));
                continue;
            }
            let text = serde_json::to_string(s).unwrap_or_default();
            if let Some(before) = known.get(&s.id) {
                let merged = match before.said == text {
                    true => None,
                    false => {
                        said.push((s.id.clone(), before.id.clone(), text));
                        match self.may_change(&before.id, &s.id) {
                            true => followed(tx, &before.id, &before.said, s)?,
                            false => None,
                        }
                    }
                };
                match merged {
                    Some((merged, changes)) => {
                        self.taken.structures.updated += 1;
                        self.row(Sort::Structure, Did::Updated, place, &s.name, &before.id);
                        self.taken.rows.last_mut().into_iter().for_each(|r| {
                            r.changes.clone_from(&changes);
                        });
                        save.push(merged);
                    }
                    None => {
                        self.taken.structures.unchanged += 1;
                        self.row(Sort::Structure, Did::Unchanged, place, &s.name, &before.id);
                    }
                }
                continue;
            }
            let new = organisation_of(s, Id::derived("structure", &[self.source, &s.id]));
            let id = match same_organisation(tx, &new)? {
                Some(id) => {
                    self.taken.structures.unchanged += 1;
                    self.row(Sort::Structure, Did::Unchanged, place, &s.name, &id);
                    id
                }
                None => {
                    self.taken.structures.created += 1;
                    self.row(Sort::Structure, Did::Created, place, &s.name, &new.id);
                    let id = new.id.clone();
                    save.push(new);
                    id
                }
            };
            owners.insert(s.id.clone(), id.clone());
            said.push((s.id.clone(), id, text));
        }
        if !self.taken.dry_run {
            network::service::save_organisations(tx, &save)?;
            store::keep_structures(tx, self.source, &said)?;
        }
        Ok(owners)
    }

    fn services(
        &mut self,
        tx: &mut Tx<'_>,
        (known, seq): (store::Known, i64),
        services: &[Row<Service>],
        owners: &HashMap<String, Id>,
    ) -> Result<(), Problem> {
        let here: HashSet<&str> = services.iter().map(|r| r.value.id.as_str()).collect();
        let (mut save, mut said): (Vec<Entry>, _) = (vec![], vec![]);
        let mut pending: HashMap<Id, usize> = HashMap::new();
        let (mut contradictions, mut back) = (vec![], vec![]);
        let mut seen = HashSet::new();
        for Row { place, value: s } in services {
            if !seen.insert(s.id.as_str()) {
                self.refuse(place, &s.id, Fault::new("id", &s.id, FaultKind::Twice));
                continue;
            }
            let text = serde_json::to_string(s).unwrap_or_default();
            if let Some(before) = known.get(&s.id) {
                if before.gone {
                    back.push(before.id.clone());
                }
                if before.said != text || before.gone {
                    said.push((s.id.clone(), before.id.clone(), text.clone()));
                }
                let merged = match before.said == text {
                    true => None,
                    false => {
                        // Two lines may lead to one entry: it was told twice and merged.
                        let here = match pending.get(&before.id) {
                            Some(at) => save.get(*at).cloned(),
                            None => rows::find(tx, &before.id)?,
                        };
                        self.merged(place, s, here, &before.said)
                    }
                };
                let Some((entry, contradicted)) = merged else {
                    self.taken.services.unchanged += 1;
                    self.row(Sort::Entry, Did::Unchanged, place, &self.called(s), &before.id);
                    continue;
                };
                if !contradicted.is_empty() {
                    contradictions.push((before.id.clone(), contradicted));
                }
                if let Some(entry) = entry {
                    let at = *pending.entry(entry.id.clone()).or_insert(save.len());
                    match save.get_mut(at) {
                        Some(known) => *known = entry,
                        None => save.push(entry),
                    }
                }
                continue;
            }
            if let Some((id, entry)) = self.made(tx, place, s, owners)? {
                save.push(entry);
                said.push((s.id.clone(), id, text));
            }
        }
        if !self.taken.dry_run {
            if !save.is_empty() {
                for entry in &mut save {
                    settle(tx, entry)?;
                }
                rows::save_all(tx, &save, seq)?;
            }
            store::keep_services(tx, self.source, &said)?;
            for id in back {
                // The signal may by now say something else than that it was gone.
                let gone = rows::signals(tx, &id)?;
                if gone.iter().any(|(s, _, what)| *s == Signal::Disagreement && what == GONE) {
                    unsignal_in(tx, &id, &[Signal::Disagreement])?;
                }
            }
            for (id, fields) in contradictions {
                signal_in(tx, &id, Signal::Disagreement, &fields, self.today)?;
            }
        }
        if !self.partial {
            let mut lost: Vec<_> =
                known.iter().filter(|(name, _)| !here.contains(name.as_str())).collect();
            lost.sort_by_key(|(name, _)| name.as_str());
            for (name, before) in lost {
                self.lost(tx, name, before)?;
            }
        }
        Ok(())
    }

    /// What becomes of an entry whose list says otherwise than last time: the entry, if it changes, and
    /// the names of the fields that people here changed otherwise; nothing, if neither is so.
    fn merged(
        &mut self,
        place: &Place,
        s: &Service,
        here: Option<Entry>,
        before: &str,
    ) -> Option<(Option<Entry>, String)> {
        let (here, before) = (here?, serde_json::from_str::<Service>(before).ok()?);
        let now = draft_of(s);
        let (merged, contradicted) = take_over(&here.draft, &draft_of(&before), &now);
        let same = merged == here.draft;
        if same && contradicted.is_empty() {
            return None;
        }
        let did = if same { Did::Unchanged } else { Did::Updated };
        let counts = &mut self.taken.services;
        let count = if same { &mut counts.unchanged } else { &mut counts.updated };
        *count += 1;
        self.taken.contradicted += contradicted.len();
        let mut kept = differences(&here.draft, &now);
        kept.retain(|change| contradicted.contains(&change.field.as_str()));
        let changes = differences(&here.draft, &merged);
        let name = self.called(s);
        let id = Some(here.id.clone());
        let row = RowTaken::new(Sort::Entry, did, place.clone(), &name, id);
        self.taken.rows.push(RowTaken { changes, kept, ..row });
        let entry =
            (!same).then(|| Entry { draft: merged, changed_on: s.updated_on, ..here.clone() });
        Some((entry, contradicted.join(" ")))
    }

    /// The entry of a service that was not here before; nothing, if the row is refused.
    fn made(
        &mut self,
        tx: &mut Tx<'_>,
        place: &Place,
        s: &Service,
        owners: &HashMap<String, Id>,
    ) -> Result<Option<(Id, Entry)>, Problem> {
        let nobody = Fault::new("structure_id", &s.structure_id, FaultKind::NoSuchStructure);
        let Some(owner) = owners.get(&s.structure_id) else {
            self.refuse(place, &s.id, nobody);
            return Ok(None);
        };
        if !self.actor.can(Permission::Network, owner) {
            let found = network::service::organisation(tx, owner)?;
            let member = found.filter(|o| o.standing == Standing::Member);
            if let Some(member) = member {
                let fault = Fault::new("structure_id", &member.name, FaultKind::KeptElsewhere);
                self.refuse(place, &s.id, fault);
                return Ok(None);
            }
        }
        self.taken.services.created += 1;
        let id = Id::derived("entry", &[self.source, &s.id]);
        self.row(Sort::Entry, Did::Created, place, &self.called(s), &id);
        let entry = Entry {
            id: id.clone(),
            owner: owner.clone(),
            curator: self.curator.clone().filter(|curator| curator != owner),
            draft: draft_of(s),
            state: State::Published,
            source: (self.source.to_owned(), s.id.clone()),
            created_at: self.now,
            changed_on: s.updated_on,
            verified: None,
            due: Due { on: self.today, why: Why::Never },
            illustrative: false,
            seq: 0,
        };
        Ok(Some((id, entry)))
    }

    /// A service that the list holds no longer: noted once, for people to look.
    fn lost(&mut self, tx: &mut Tx<'_>, name: &str, before: &store::Before) -> Result<(), Problem> {
        let id = &before.id;
        if before.gone {
            return Ok(());
        }
        self.taken.gone += 1;
        if !self.taken.dry_run {
            store::gone(tx, self.source, name, self.today)?;
            signal_in(tx, id, Signal::Disagreement, GONE, self.today)?;
        }
        let mut called = String::new();
        if let Some(entry) = rows::find(tx, id)? {
            let owner = network::service::organisation(tx, &entry.owner)?;
            let owner = owner.map(|o| o.name).unwrap_or_default();
            called = whole_name(&owner, &entry.draft.title);
        }
        self.row(Sort::Entry, Did::Gone, &Place::default(), &called, id);
        Ok(())
    }
}

/// What an entry is called beside its owner: once, where both have one name.
fn whole_name(owner: &str, title: &str) -> String {
    if owner == title { title.to_owned() } else { format!("{owner} · {title}") }
}

/// An organisation as its list now says it, and what changes; nothing, if nothing does.
fn followed(
    tx: &mut Tx<'_>,
    id: &Id,
    before: &str,
    s: &Structure,
) -> Result<Option<(Organisation, Vec<Change>)>, Problem> {
    let (Some(here), Ok(before)) =
        (network::service::organisation(tx, id)?, serde_json::from_str::<Structure>(before))
    else {
        return Ok(None);
    };
    let (before, now) = (organisation_of(&before, id.clone()), organisation_of(s, id.clone()));
    let merged = follow(&here, &before, &now);
    let changes = changed(&here, &merged);
    Ok((merged != here).then_some((merged, changes)))
}
