//! Services for readers abroad: documents of HSDS 3.0 (Open Referral), one a service, with all that
//! belongs to it. When a service was verified, and by whom, is said apart from when it was changed
//! (`assured_date`, `last_modified`).
//!
//! Identifiers are derived from those of the records, so that a document keeps them from one export
//! to the next. Opening hours are local: HSDS wants an offset that holds all year, which no place
//! with summer time has, so none is given.

use base::Lang;
use jiff::civil::{Date, Time, Weekday};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::lists::Listed;
use crate::{Fees, Reception, Service, Site, Structure};

/// A service as it is published.
#[derive(Clone, Debug)]
pub struct Published<'a> {
    /// Who offers it.
    pub structure: &'a Structure,
    /// What is offered.
    pub service: &'a Service,
    /// When somebody last made sure of it.
    pub verified_on: Option<Date>,
    /// The address of whoever did: of an organisation, not of a person.
    pub verified_by: Option<&'a str>,
    /// What to know these days: closed for works.
    pub alert: Option<&'a str>,
    /// Whether it can be turned to.
    pub status: Status,
    /// When it is open, week by week.
    pub openings: &'a [Opening],
    /// The languages spoken: codes (ISO 639) and names.
    pub languages: &'a [(&'a str, &'a str)],
    /// How accessible the place is, as far as somebody said.
    pub accessibility: Accessibility<'a>,
    /// What to bring.
    pub documents: &'a [&'a str],
    /// What was changed in its record.
    pub changes: &'a [Change<'a>],
}

/// How accessible a place is; what is empty was not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accessibility<'a> {
    /// In a few words.
    pub description: &'a str,
    /// More exactly.
    pub details: &'a str,
    /// The page that tells it.
    pub url: &'a str,
}

/// Whether a service can be turned to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// It can.
    #[default]
    Active,
    /// It is no longer offered.
    Defunct,
    /// Not now.
    Closed,
}

/// When a service is open on some days of each week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The days.
    pub days: Vec<Weekday>,
    /// From when.
    pub opens: Time,
    /// Until when.
    pub closes: Time,
}

/// A change of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// When.
    pub on: Date,
    /// Who: an organisation, not a person.
    pub by: &'a str,
    /// Which field.
    pub field: &'a str,
    /// What stood there.
    pub before: &'a str,
    /// What stands there now.
    pub after: &'a str,
}

/// The identifier of a part of a record (UUID, version 8).
fn identifier(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let mut bytes = [0_u8; 16];
    for (byte, found) in bytes.iter_mut().zip(digest.finalize()) {
        *byte = found;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// A JSON object without what is not known.
#[derive(Default)]
struct Document(Map<String, Value>);

impl Document {
    fn of(table: &str, parts: &[&str]) -> Self {
        let parts: Vec<&str> = std::iter::once(table).chain(parts.iter().copied()).collect();
        Self::default().with("id", identifier(&parts))
    }

    fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let nothing = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !nothing && value.as_str() != Some("") {
            self.0.insert(field.to_owned(), value);
        }
        self
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }

    fn id(&self) -> String {
        self.0.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

/// The document of a service, its words in a language.
#[must_use]
pub fn hsds(published: &Published<'_>, lang: Lang) -> Value {
    let Published { structure, service, .. } = *published;
    let key = service.id.as_str();
    let document = Document::of("service", &[key]);
    let id = document.id();
    let organization = organization(structure);
    let organization_id = organization.get("id").cloned().unwrap_or_default();
    let status = match published.status {
        Status::Active => "active",
        Status::Defunct => "defunct",
        Status::Closed => "temporarily closed",
    };
    let names = |words: Vec<&'static str>| words.join(", ");
    let process = names(service.contact_modes.iter().map(|w| w.name(lang)).collect());
    let eligible = names(service.audiences.iter().map(|w| w.name(lang)).collect());
    let fees = service.fees.map_or("", |f| f.name(lang));
    let contact = Document::of("contact", &[key])
        .with("service_id", id.clone())
        .with("name", service.contact_name.clone())
        .with("email", service.email.clone())
        .done();
    let contacts = service.contact_name.is_some().then_some(contact);
    document
        .with("organization_id", organization_id)
        .with("name", service.name.clone())
        .with("description", service.description.clone())
        .with("url", service.contact_link.clone().or_else(|| service.source_link.clone()))
        .with("email", service.email.clone())
        .with("status", status)
        .with("application_process", joined(&process, service.contact_detail.as_deref()))
        .with("fees_description", joined(fees, service.fees_detail.as_deref()))
        .with("eligibility_description", eligibility(service, &eligible))
        .with("assured_date", published.verified_on.map(|day| day.to_string()))
        .with("assurer_email", published.verified_by)
        .with("alert", published.alert)
        .with("last_modified", format!("{}T00:00:00.000Z", service.updated_on))
        .with("phones", phones(key, service.phone.as_deref(), ("service_id", &id)))
        .with("contacts", contacts.into_iter().collect::<Vec<_>>())
        .with("schedules", schedules(published, &id))
        .with("service_areas", areas(service, &id))
        .with("service_at_locations", locations(published, &id))
        .with("languages", languages(published, &id))
        .with("cost_options", costs(service, &id))
        .with("required_documents", documents(published, &id))
        .with("attributes", attributes(service, &id, lang))
        .with("metadata", metadata(published, &id))
        .with("organization", organization)
        .done()
}

/// A general word and what is said more exactly.
fn joined(general: &str, exact: Option<&str>) -> String {
    let parts = [general, exact.unwrap_or_default()];
    let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    parts.join(" – ")
}

fn eligibility(service: &Service, audiences: &str) -> String {
    let first = joined(audiences, service.audiences_detail.as_deref());
    joined(&first, service.conditions.as_deref())
}

fn organization(structure: &Structure) -> Value {
    let document = Document::of("organization", &[&structure.id]);
    let id = document.id();
    let siret = structure.siret.as_ref().map(|siret| {
        Document::of("organization_identifier", &[&structure.id])
            .with("organization_id", id.clone())
            .with("identifier_type", "SIRET")
            .with("identifier", siret.clone())
            .done()
    });
    // HSDS wants a description of each.
    let description = structure.description.as_ref().unwrap_or(&structure.name);
    document
        .with("name", structure.name.clone())
        .with("description", description.clone())
        .with("email", structure.email.clone())
        .with("website", structure.website.clone())
        .with("phones", phones(&structure.id, structure.phone.as_deref(), ("organization_id", &id)))
        .with("organization_identifiers", siret.into_iter().collect::<Vec<_>>())
        .done()
}

fn phones(key: &str, number: Option<&str>, (owner, id): (&str, &str)) -> Vec<Value> {
    let phone = number.map(|number| {
        Document::of("phone", &[owner, key]).with(owner, id).with("number", number).done()
    });
    phone.into_iter().collect()
}

fn day(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

fn schedules(published: &Published<'_>, id: &str) -> Vec<Value> {
    let key = published.service.id.as_str();
    let own = published.service.opening_hours.as_ref();
    let hours = own.or(published.structure.opening_hours.as_ref());
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let schedule = |(at, opening): (usize, &Opening)| {
        let days: Vec<_> = opening.days.iter().map(|d| day(*d)).collect();
        Document::of("schedule", &[key, &at.to_string()])
            .with("service_id", id)
            .with("freq", "WEEKLY")
            .with("wkst", "MO")
            .with("byday", days.join(","))
            .with("opens_at", clock(opening.opens))
            .with("closes_at", clock(opening.closes))
            .with("description", hours.cloned())
            .done()
    };
    let mut found: Vec<Value> = published.openings.iter().enumerate().map(schedule).collect();
    if let (true, Some(hours)) = (found.is_empty(), hours) {
        let text = Document::of("schedule", &[key, "text"]).with("service_id", id);
        found.push(text.with("description", hours.clone()).done());
    }
    found
}

/// The name of a territory by its code.
fn area(code: &str) -> Option<&'static str> {
    match code.len() {
        2 | 3 => territory::department(code).map(|d| d.name),
        5 if code == "99100" => Some("France"),
        5 => territory::commune(code).map(|c| c.name),
        9 => territory::Zone::of(territory::ZoneKind::Intercommunality, code).map(|z| z.name()),
        _ => (code == "france").then_some("France"),
    }
}

fn areas(service: &Service, id: &str) -> Vec<Value> {
    let area = |code: &String| {
        Document::of("service_area", &[&service.id, code])
            .with("service_id", id)
            .with("name", area(code).unwrap_or(code))
            .with("description", code.clone())
            .done()
    };
    service.eligible_in.iter().map(area).collect()
}

/// The place of a service: its own, else that of its structure; none is needed for what is offered
/// remotely.
fn locations(published: &Published<'_>, id: &str) -> Vec<Value> {
    let Published { structure, service, .. } = *published;
    let key = service.id.as_str();
    let known = |site: &&Site| site.address.is_some() || site.latitude.is_some();
    let remote = service.receptions.len() == 1 && service.receptions.contains(&Reception::REMOTE);
    let site = [&service.site, &structure.site].into_iter().find(known).filter(|_| !remote);
    let document = Document::of("location", &[key]);
    let location_id = document.id();
    let location = match site {
        Some(site) => document
            .with("location_type", "physical")
            .with("name", structure.name.clone())
            .with("latitude", site.latitude)
            .with("longitude", site.longitude)
            .with("addresses", address(site, key, &location_id))
            .with("accessibility", accessibility(published, key, &location_id)),
        None if remote => document
            .with("location_type", "virtual")
            .with("url", service.contact_link.clone().or_else(|| structure.website.clone())),
        None => return vec![],
    };
    let link = Document::of("service_at_location", &[key])
        .with("service_id", id)
        .with("location_id", location_id)
        .with("location", location.done());
    vec![link.done()]
}

/// An address, where it is whole.
fn address(site: &Site, key: &str, location_id: &str) -> Vec<Value> {
    let (Some(street), Some(city), Some(postcode)) = (&site.address, &site.commune, &site.postcode)
    else {
        return vec![];
    };
    let commune = site.commune_code.as_deref().and_then(territory::commune);
    let department = commune.and_then(|c| territory::department(c.department));
    let region = commune.and_then(|c| territory::region(c.region()));
    // HSDS wants one; a département is named by its number where the commune is not known.
    let number = postcode.get(..2).unwrap_or(postcode);
    let address = Document::of("address", &[key])
        .with("location_id", location_id)
        .with("address_1", street.clone())
        .with("address_2", site.address_more.clone())
        .with("city", city.clone())
        .with("region", region.map(|r| r.name))
        .with("state_province", department.map_or(number, |d| d.name))
        .with("postal_code", postcode.clone())
        .with("country", "FR")
        .with("address_type", "physical");
    vec![address.done()]
}

fn accessibility(published: &Published<'_>, key: &str, location_id: &str) -> Vec<Value> {
    let Accessibility { description, details, url } = published.accessibility;
    let structure = published.structure.accessibility.as_deref().unwrap_or_default();
    let url = if url.is_empty() { structure } else { url };
    if [description, details, url].iter().all(|text| text.is_empty()) {
        return vec![];
    }
    let found = Document::of("accessibility", &[key])
        .with("location_id", location_id)
        .with("description", description)
        .with("details", details)
        .with("url", url);
    vec![found.done()]
}

fn languages(published: &Published<'_>, id: &str) -> Vec<Value> {
    let language = |(code, name): &(&str, &str)| {
        Document::of("language", &[&published.service.id, code])
            .with("service_id", id)
            .with("name", *name)
            .with("code", *code)
            .done()
    };
    published.languages.iter().map(language).collect()
}

fn costs(service: &Service, id: &str) -> Vec<Value> {
    let cost = service.fees.map(|fees| {
        let cost = Document::of("cost_option", &[&service.id])
            .with("service_id", id)
            .with("amount_description", service.fees_detail.clone());
        match fees {
            Fees::FREE => cost.with("amount", 0).with("currency", "EUR").done(),
            _ => cost.done(),
        }
    });
    cost.into_iter().collect()
}

fn documents(published: &Published<'_>, id: &str) -> Vec<Value> {
    let document = |document: &&str| {
        Document::of("required_document", &[&published.service.id, document])
            .with("service_id", id)
            .with("document", *document)
            .done()
    };
    published.documents.iter().map(document).collect()
}

/// A word of a list, as a term of a taxonomy that applies to the service.
fn attribute<T: Listed>(word: T, list: &str, general: &str, id: &str, lang: Lang) -> Value {
    let term = Document::of("taxonomy_term", &[list, word.code()]);
    let term_id = term.id();
    let term = term
        .with("code", word.code())
        .with("name", word.name(lang))
        .with("description", if general.is_empty() { word.name(lang) } else { general })
        .with("taxonomy", format!("data·inclusion v1: {list}"))
        .with("language", lang.tag());
    Document::of("attribute", &[id, list, word.code()])
        .with("link_id", id)
        .with("link_type", list)
        .with("link_entity", "service")
        .with("taxonomy_term_id", term_id)
        .with("taxonomy_term", term.done())
        .done()
}

fn attributes(service: &Service, id: &str, lang: Lang) -> Vec<Value> {
    let themes = service.themes.iter().map(|t| {
        let general = t.category().map_or("", |c| c.name(lang));
        attribute(*t, "thematiques", general, id, lang)
    });
    let audiences = service.audiences.iter().map(|a| attribute(*a, "publics", "", id, lang));
    let kind = service.kind.iter().map(|k| attribute(*k, "types-de-services", "", id, lang));
    themes.chain(audiences).chain(kind).collect()
}

fn metadata(published: &Published<'_>, id: &str) -> Vec<Value> {
    let change = |(at, change): (usize, &Change<'_>)| {
        let mut found = Document::of("metadata", &[&published.service.id, &at.to_string()])
            .with("resource_id", id)
            .with("resource_type", "service")
            .with("last_action_date", change.on.to_string())
            .with("last_action_type", "update")
            .with("field_name", change.field)
            .with("updated_by", change.by);
        // What was or became empty is said so: both are asked for.
        found.0.insert("previous_value".into(), json!(change.before));
        found.0.insert("replacement_value".into(), json!(change.after));
        found.done()
    };
    published.changes.iter().enumerate().map(change).collect()
}
