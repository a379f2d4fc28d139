//! What a list says, written into the directory row by row: some of it in one transaction, with whatever
//! belongs to it. A preview goes the same way through all of it, on a view of what is committed, and leaves
//! out the writing alone: it keeps nobody from writing.

use std::collections::HashMap;

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use inclusion::{Fault, FaultKind, Place, Said, Service, Structure};
use jiff::civil::Date;
use network::model::{Organisation, OrganisationKind, Standing};
use territory::Point;

use super::draft::{differences, draft_of, take_over};
use super::plan::{Planned, What, refuse, whole_name};
use super::store::{self, LastSaid};
use super::takings::{Change, Did, RowTaken, Sort};
use crate::model::{Due, Entry, Signal, State, Why};
use crate::service::{settle, signal_in, unsignal_in};
use crate::store as rows;

/// What the signal of an entry says whose list holds it no longer.
const GONE: &str = "gone";

/// Who writes, and how.
pub(super) struct Writer<'a> {
    pub source: &'a str,
    /// Organisations for which whoever takes the list may write; nothing: all.
    pub may: Option<&'a [String]>,
    /// Who looks after entries that are new here.
    pub curator: Option<Id>,
    pub now: i64,
    pub today: Date,
    pub dry_run: bool,
    /// What became of each row, with its position in the result.
    pub rows: Vec<(i64, RowTaken)>,
    /// What is said of lines.
    pub said: Vec<Said>,
}

/// A row with where it stands.
#[derive(Clone, Copy)]
struct Spot<'a> {
    position: i64,
    place: &'a Place,
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
    /// Writes some rows of a list.
    pub fn write(
        &mut self,
        tx: &mut Tx<'_>,
        last: &LastSaid,
        todo: &[Planned],
    ) -> Result<(), Problem> {
        // Entries, then the order of changes, then organisations: as whoever changes an entry holds
        // them, who refers to organisations last. Nothing is read of them before.
        let entries = todo.iter().any(|p| !matches!(p.what, What::Structure(_)));
        let mut seq = 0;
        if entries && !self.dry_run {
            let named = todo.iter().filter_map(|p| p.what.of_services(last));
            tx.lock_all("entries", &named.collect::<Vec<_>>())?;
            seq = rows::next_seq(tx)?;
        }
        let owners = self.structures(tx, last, todo)?;
        if entries {
            self.services(tx, last, seq, todo, &owners)?;
        }
        Ok(())
    }

    fn row(&mut self, of: Sort, did: Did, at: Spot<'_>, name: &str, subject: &Id) {
        let row = RowTaken::new(of, did, at.place.clone(), name, Some(subject.clone()));
        self.rows.push((at.position, row));
    }

    fn can(&self, organisation: &Id) -> bool {
        self.may.is_none_or(|may| may.iter().any(|id| id == organisation.as_str()))
    }

    /// Whether a list changes an organisation: one that it brought, or one that whoever takes it may
    /// change by hand. One that it merely names is somebody else's to describe.
    fn may_change(&self, organisation: &Id, name: &str) -> bool {
        *organisation == Id::derived("structure", &[self.source, name]) || self.can(organisation)
    }

    /// Writes organisations; which one each structure is, those included that the list named before.
    fn structures(
        &mut self,
        tx: &mut Tx<'_>,
        last: &LastSaid,
        todo: &[Planned],
    ) -> Result<HashMap<String, Id>, Problem> {
        let structures: Vec<_> = todo
            .iter()
            .filter_map(|p| match &p.what {
                What::Structure(s) => Some((Spot { position: p.position, place: &p.place }, s)),
                _ => None,
            })
            .collect();
        if !self.dry_run {
            let held = structures.iter().filter_map(|(_, s)| last.structures.get(&s.id));
            tx.lock_all("organisations", &held.map(|k| &k.id).collect::<Vec<_>>())?;
        }
        let mut owners: HashMap<String, Id> =
            last.structures.iter().map(|(name, k)| (name.clone(), k.id.clone())).collect();
        let (mut save, mut said) = (vec![], vec![]);
        for (at, s) in structures {
            let text = store::as_text(s);
            if let Some(before) = last.structures.get(&s.id) {
                said.push((s.id.clone(), before.id.clone(), text));
                let merged = match self.may_change(&before.id, &s.id) {
                    true => followed(tx, &before.id, &before.said, s)?,
                    false => None,
                };
                match merged {
                    Some((merged, changes)) => {
                        self.row(Sort::Structure, Did::Updated, at, &s.name, &before.id);
                        if let Some((_, row)) = self.rows.last_mut() {
                            row.changes = changes;
                        }
                        save.push(merged);
                    }
                    None => self.row(Sort::Structure, Did::Unchanged, at, &s.name, &before.id),
                }
                continue;
            }
            let new = organisation_of(s, Id::derived("structure", &[self.source, &s.id]));
            let id = match same_organisation(tx, &new)? {
                Some(id) => {
                    self.row(Sort::Structure, Did::Unchanged, at, &s.name, &id);
                    id
                }
                None => {
                    self.row(Sort::Structure, Did::Created, at, &s.name, &new.id);
                    let id = new.id.clone();
                    save.push(new);
                    id
                }
            };
            owners.insert(s.id.clone(), id.clone());
            said.push((s.id.clone(), id, text));
        }
        if !self.dry_run {
            network::service::save_organisations(tx, &save)?;
            store::keep_structures(tx, self.source, &said)?;
        }
        Ok(owners)
    }

    fn services(
        &mut self,
        tx: &mut Tx<'_>,
        last: &LastSaid,
        seq: i64,
        todo: &[Planned],
        owners: &HashMap<String, Id>,
    ) -> Result<(), Problem> {
        let (mut save, mut said): (Vec<Entry>, _) = (vec![], vec![]);
        let mut pending: HashMap<Id, usize> = HashMap::new();
        let (mut contradictions, mut back, mut lost) = (vec![], vec![], vec![]);
        for Planned { position, place, what, .. } in todo {
            let at = Spot { position: *position, place };
            let (s, owner) = match what {
                What::Structure(_) => continue,
                What::Gone(name) => {
                    lost.extend(last.services.get(name).map(|before| (at, name, before)));
                    continue;
                }
                What::Service(s, owner) => (s, owner),
            };
            let name = whole_name(owner, &s.name);
            let text = store::as_text(s);
            if let Some(before) = last.services.get(&s.id) {
                if before.gone {
                    back.push(before.id.clone());
                }
                let merged = match before.said == text {
                    true => None,
                    false => {
                        // Two lines may lead to one entry: it was told twice and merged.
                        let here = match pending.get(&before.id) {
                            Some(at) => save.get(*at).cloned(),
                            None => rows::find(tx, &before.id)?,
                        };
                        self.merged(at, (s, &name), here, &before.said)
                    }
                };
                said.push((s.id.clone(), before.id.clone(), text));
                let Some((entry, contradicted)) = merged else {
                    self.row(Sort::Entry, Did::Unchanged, at, &name, &before.id);
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
            if let Some((id, entry)) = self.made(tx, at, (s, &name), owners)? {
                save.push(entry);
                said.push((s.id.clone(), id, text));
            }
        }
        if !self.dry_run {
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
        for (at, name, before) in lost {
            self.lost(tx, at, name, before)?;
        }
        Ok(())
    }

    /// What becomes of an entry whose list says otherwise than last time: the entry, if it changes, and
    /// the names of the fields that people here changed otherwise; nothing, if neither is so.
    fn merged(
        &mut self,
        at: Spot<'_>,
        (s, name): (&Service, &str),
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
        let mut kept = differences(&here.draft, &now);
        kept.retain(|change| contradicted.contains(&change.field.as_str()));
        let changes = differences(&here.draft, &merged);
        let id = Some(here.id.clone());
        let row = RowTaken::new(Sort::Entry, did, at.place.clone(), name, id);
        self.rows.push((at.position, RowTaken { changes, kept, ..row }));
        let entry =
            (!same).then(|| Entry { draft: merged, changed_on: s.updated_on, ..here.clone() });
        Some((entry, contradicted.join(" ")))
    }

    /// The entry of a service that was not here before; nothing, if the row is refused.
    fn made(
        &mut self,
        tx: &mut Tx<'_>,
        at: Spot<'_>,
        (s, name): (&Service, &str),
        owners: &HashMap<String, Id>,
    ) -> Result<Option<(Id, Entry)>, Problem> {
        let Some(owner) = owners.get(&s.structure_id) else {
            let nobody = Fault::new("structure_id", &s.structure_id, FaultKind::NoSuchStructure);
            refuse(&mut self.said, at.place, &s.id, nobody);
            return Ok(None);
        };
        if !self.can(owner) {
            let found = network::service::organisation(tx, owner)?;
            let member = found.filter(|o| o.standing == Standing::Member);
            if let Some(member) = member {
                let fault = Fault::new("structure_id", &member.name, FaultKind::KeptElsewhere);
                refuse(&mut self.said, at.place, &s.id, fault);
                return Ok(None);
            }
        }
        let id = Id::derived("entry", &[self.source, &s.id]);
        self.row(Sort::Entry, Did::Created, at, name, &id);
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
    fn lost(
        &mut self,
        tx: &mut Tx<'_>,
        at: Spot<'_>,
        name: &str,
        before: &store::Before,
    ) -> Result<(), Problem> {
        let id = &before.id;
        if before.gone {
            return Ok(());
        }
        if !self.dry_run {
            store::gone(tx, self.source, name, self.today)?;
            signal_in(tx, id, Signal::Disagreement, GONE, self.today)?;
        }
        let mut called = String::new();
        if let Some(entry) = rows::find(tx, id)? {
            let owner = network::service::organisation(tx, &entry.owner)?;
            let owner = owner.map(|o| o.name).unwrap_or_default();
            called = whole_name(&owner, &entry.draft.title);
        }
        self.row(Sort::Entry, Did::Gone, at, &called, id);
        Ok(())
    }
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
