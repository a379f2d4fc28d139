//! An entry as a service of data·inclusion, and the other way round. Pure.

use std::collections::BTreeSet;

use inclusion::{
    Audience, ContactMode, ContactedBy, More, Reception, Service, ServiceKind, Site, Structure,
    Theme,
};
use network::model::Organisation;
use territory::{Point, ZoneKind};

use super::takings::Change;
use crate::model::{
    Entry, EntryDraft, EntryKind, Fees, Mode, Public, Reach, ReachBy, ServiceType, StepFree,
    words_text,
};
use crate::service::hours_of;
use crate::themes;

fn text(of: Option<&String>) -> String {
    of.cloned().unwrap_or_default()
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a service says, as an entry.
#[must_use]
pub fn draft_of(s: &Service) -> EntryDraft {
    let site = &s.site;
    let link = text(s.source_link.as_ref());
    let hours_typed = text(s.opening_hours.as_ref());
    EntryDraft {
        title: s.name.clone(),
        description: s.description.clone(),
        service_type: s.kind.and_then(|k| ServiceType::parse(k.code())),
        themes: s.themes.iter().map(|t| t.code().to_owned()).collect(),
        publics: s.audiences.iter().filter_map(|a| Public::parse(a.code())).collect(),
        publics_note: text(s.audiences_detail.as_ref()),
        conditions: text(s.conditions.as_ref()),
        fees: s.fees.and_then(|f| Fees::parse(f.code())),
        fees_note: text(s.fees_detail.as_ref()),
        modes: s.receptions.iter().filter_map(|m| Mode::parse(m.code())).collect(),
        zones: s.eligible_in.clone(),
        address: text(site.address.as_ref()),
        address_more: text(site.address_more.as_ref()),
        postcode: text(site.postcode.as_ref()),
        city: text(site.commune.as_ref()),
        insee: site
            .commune_code
            .as_deref()
            .filter(|code| territory::commune(code).is_some())
            .unwrap_or_default()
            .to_owned(),
        point: site.latitude.zip(site.longitude).map(|(lat, lon)| Point { lat, lon }),
        step_free: s.more.step_free.map(|yes| if yes { StepFree::Yes } else { StepFree::No }),
        access_link: text(s.more.accessibility.as_ref()),
        access_detail: text(s.more.access_detail.as_ref()),
        languages: s.more.languages.iter().map(|l| l.code().to_owned()).collect(),
        phone: text(s.phone.as_ref()),
        email: text(s.email.as_ref()),
        website: link,
        contact: text(s.contact_name.as_ref()),
        reach: s
            .contact_modes
            .iter()
            .filter_map(|m| Reach::parse(m.code()))
            .filter(|m| *m != Reach::Link || s.contact_link.is_some())
            .collect(),
        reach_by: s.contacted_by.iter().filter_map(|b| ReachBy::parse(b.code())).collect(),
        reach_link: text(s.contact_link.as_ref()),
        reach_note: text(s.contact_detail.as_ref()),
        weekly_hours: s.weekly_hours,
        weeks: s.weeks,
        hours: hours_of(&hours_typed),
        hours_typed,
        ..EntryDraft::blank(EntryKind::Service)
    }
}

/// The codes of an eligibility zone that data·inclusion knows: a région becomes its départements.
fn eligible(zones: &[String]) -> Vec<String> {
    let mut codes = vec![];
    for code in zones {
        match themes::zone(code) {
            Some(zone) if zone.kind() == ZoneKind::Region => {
                let departments = &territory::france().departments;
                let within = departments.iter().filter(|d| d.region == zone.code());
                codes.extend(within.map(|d| d.code.to_owned()));
            }
            _ => codes.push(code.clone()),
        }
    }
    codes
}

/// The identifiers under which an entry and its owner leave this instance: those of the list that
/// they came from, where they came from one.
fn ids(source: &str, entry: &Entry) -> (String, String, String) {
    match (entry.source.0.as_str(), entry.source.1.as_str()) {
        ("", _) | (_, "") => (
            source.to_owned(),
            format!("{source}--{}", entry.id),
            format!("{source}--{}", entry.owner),
        ),
        (from, name) => (from.to_owned(), name.to_owned(), format!("{source}--{}", entry.owner)),
    }
}

/// An entry as a service of data·inclusion. `source` is the name of this instance there.
#[must_use]
pub fn service_of(entry: &Entry, owner: &Organisation, source: &str) -> Service {
    let d = &entry.draft;
    let address = crate::service::address_of(entry, owner);
    let (from, id, structure_id) = ids(source, entry);
    let set = |codes: Vec<&'static str>| codes;
    Service {
        source: from,
        structure_id,
        id,
        name: d.title.clone(),
        description: d.description.clone(),
        source_link: some(&d.website),
        updated_on: entry.changed_on,
        kind: d.service_type.and_then(|t| ServiceKind::parse(t.code())),
        themes: d.themes.iter().filter_map(|t| Theme::parse(t)).collect(),
        fees: d.fees.and_then(|f| inclusion::Fees::parse(f.code())),
        fees_detail: some(&d.fees_note),
        audiences: set(d.publics.iter().map(|p| p.code()).collect())
            .into_iter()
            .filter_map(Audience::parse)
            .collect(),
        audiences_detail: some(&d.publics_note),
        conditions: some(&d.conditions),
        site: Site {
            commune: some(address.city),
            postcode: some(address.postcode),
            commune_code: some(address.insee),
            address: some(address.street),
            address_more: some(address.more),
            longitude: address.point.map(|p| p.lon),
            latitude: address.point.map(|p| p.lat),
        },
        phone: some(&d.phone),
        email: some(&d.email),
        receptions: d.modes.iter().filter_map(|m| Reception::parse(m.code())).collect(),
        eligible_in: eligible(&d.zones),
        contact_name: some(&d.contact),
        contact_link: some(&d.reach_link),
        contact_modes: d.reach.iter().filter_map(|r| ContactMode::parse(r.code())).collect(),
        contacted_by: d.reach_by.iter().filter_map(|b| ContactedBy::parse(b.code())).collect(),
        contact_detail: some(&d.reach_note),
        weekly_hours: d.weekly_hours,
        weeks: d.weeks,
        opening_hours: some(&d.hours).or_else(|| some(&d.hours_typed)),
        // The format has no field for it.
        more: More::default(),
    }
}

/// An organisation as a structure of data·inclusion.
#[must_use]
pub fn structure_of(o: &Organisation, source: &str, updated_on: jiff::civil::Date) -> Structure {
    Structure {
        source: source.to_owned(),
        id: format!("{source}--{}", o.id),
        name: o.name.clone(),
        updated_on,
        description: None,
        source_link: None,
        siret: None,
        site: Site {
            commune: some(&o.city),
            postcode: some(&o.postcode),
            commune_code: some(&o.insee),
            address: some(&o.address),
            address_more: None,
            longitude: o.point.map(|p| p.lon),
            latitude: o.point.map(|p| p.lat),
        },
        phone: None,
        email: some(&o.public_email),
        website: some(&o.website),
        opening_hours: None,
        accessibility: None,
        networks: BTreeSet::new(),
    }
}

/// Takes over what a list says otherwise than it last did, field by field, where the entry still says
/// what the list last said. What people changed here stays; the names of such fields that the list
/// now contradicts come back.
#[must_use]
pub(super) fn take_over(
    here: &EntryDraft,
    before: &EntryDraft,
    now: &EntryDraft,
) -> (EntryDraft, Vec<&'static str>) {
    let mut merged = here.clone();
    let mut contradicted = vec![];
    macro_rules! fields {
        ($($field:ident),*) => { $(
            if now.$field != before.$field {
                if here.$field == before.$field {
                    merged.$field = now.$field.clone();
                } else if here.$field != now.$field {
                    contradicted.push(stringify!($field));
                }
            }
        )* };
    }
    fields!(
        title,
        description,
        service_type,
        themes,
        publics,
        publics_note,
        conditions,
        fees,
        fees_note,
        modes,
        zones,
        address,
        address_more,
        postcode,
        city,
        insee,
        point,
        step_free,
        access_link,
        access_detail,
        languages,
        phone,
        email,
        website,
        contact,
        reach,
        reach_by,
        reach_link,
        reach_note,
        weekly_hours,
        weeks,
        hours_typed
    );
    merged.hours = hours_of(&merged.hours_typed);
    (merged, contradicted)
}

/// Longest text of which all is kept in a result.
const SHOWN: usize = 400;

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// What a field says, lists as their codes.
fn said(d: &EntryDraft, field: &str) -> String {
    let number = |n: Option<String>| n.unwrap_or_default();
    match field {
        "title" => d.title.clone(),
        "description" => d.description.clone(),
        "service_type" => d.service_type.map(|t| t.code().to_owned()).unwrap_or_default(),
        "themes" => d.themes.join(" "),
        "publics" => words_text(d.publics.iter().map(|p| p.code())),
        "publics_note" => d.publics_note.clone(),
        "conditions" => d.conditions.clone(),
        "fees" => d.fees.map(|f| f.code().to_owned()).unwrap_or_default(),
        "fees_note" => d.fees_note.clone(),
        "modes" => words_text(d.modes.iter().map(|m| m.code())),
        "zones" => d.zones.join(" "),
        "address" => d.address.clone(),
        "address_more" => d.address_more.clone(),
        "postcode" => d.postcode.clone(),
        "city" => d.city.clone(),
        "insee" => d.insee.clone(),
        "step_free" => d.step_free.map(|s| s.code().to_owned()).unwrap_or_default(),
        "access_link" => d.access_link.clone(),
        "access_detail" => d.access_detail.clone(),
        "languages" => d.languages.join(" "),
        "point" => number(d.point.map(|p| format!("{}, {}", p.lat, p.lon))),
        "phone" => d.phone.clone(),
        "email" => d.email.clone(),
        "website" => d.website.clone(),
        "contact" => d.contact.clone(),
        "reach" => words_text(d.reach.iter().map(|r| r.code())),
        "reach_by" => words_text(d.reach_by.iter().map(|b| b.code())),
        "reach_link" => d.reach_link.clone(),
        "reach_note" => d.reach_note.clone(),
        "weekly_hours" => number(d.weekly_hours.map(|h| h.to_string())),
        "weeks" => number(d.weeks.map(|w| w.to_string())),
        "hours_typed" => d.hours_typed.clone(),
        _ => String::new(),
    }
}

/// Fields that a list may bring, in the order of the form.
pub(super) const FIELDS: [&str; 32] = [
    "title",
    "description",
    "service_type",
    "themes",
    "publics",
    "publics_note",
    "conditions",
    "fees",
    "fees_note",
    "modes",
    "zones",
    "address",
    "address_more",
    "postcode",
    "city",
    "insee",
    "point",
    "step_free",
    "access_link",
    "access_detail",
    "languages",
    "phone",
    "email",
    "website",
    "contact",
    "reach",
    "reach_by",
    "reach_link",
    "reach_note",
    "weekly_hours",
    "weeks",
    "hours_typed",
];

/// Field by field, what one says otherwise than the other.
#[must_use]
pub(super) fn differences(old: &EntryDraft, new: &EntryDraft) -> Vec<Change> {
    let pairs = FIELDS.iter().map(|field| (*field, said(old, field), said(new, field)));
    pairs
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| Change { field: field.into(), old: cut(&old), new: cut(&new) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(title: &str, phone: &str) -> EntryDraft {
        EntryDraft {
            title: title.into(),
            phone: phone.into(),
            ..EntryDraft::blank(EntryKind::Service)
        }
    }

    #[test]
    fn what_people_changed_stays_and_what_they_did_not_is_taken_over() {
        let before = draft("Mobilité", "01 00 00 00 00");
        let here = draft("Mobilité", "01 11 11 11 11");
        let now = draft("Aide à la mobilité", "01 22 22 22 22");
        let (merged, contradicted) = take_over(&here, &before, &now);
        assert_eq!(
            (merged.title.as_str(), merged.phone.as_str()),
            ("Aide à la mobilité", "01 11 11 11 11")
        );
        assert_eq!(contradicted, ["phone"]);
        // The same list again changes nothing.
        assert_eq!(take_over(&here, &before, &before), (here.clone(), vec![]));
        // Both say the same now: nothing is contradicted.
        assert_eq!(take_over(&now, &before, &now).1, Vec::<&str>::new());
    }

    #[test]
    fn every_field_that_is_taken_over_is_told() {
        let blank = EntryDraft::blank(EntryKind::Service);
        let theme = "numerique--acquerir-un-equipement";
        let text = || "autre".to_owned();
        let other = EntryDraft {
            title: text(),
            description: text(),
            service_type: ServiceType::ALL.first().copied(),
            themes: vec![theme.into()],
            publics: Public::ALL.to_vec(),
            publics_note: text(),
            conditions: text(),
            fees: Fees::ALL.first().copied(),
            fees_note: text(),
            modes: Mode::ALL.to_vec(),
            zones: vec!["france".into()],
            address: text(),
            address_more: text(),
            postcode: text(),
            city: text(),
            insee: text(),
            point: Some(Point { lat: 1.0, lon: 2.0 }),
            step_free: Some(StepFree::No),
            access_link: text(),
            access_detail: text(),
            languages: vec!["ar".into()],
            phone: text(),
            email: text(),
            website: text(),
            contact: text(),
            reach: Reach::ALL.to_vec(),
            reach_by: ReachBy::ALL.to_vec(),
            reach_link: text(),
            reach_note: text(),
            weekly_hours: Some(1.0),
            weeks: Some(1),
            hours_typed: "x".repeat(900),
            ..blank.clone()
        };
        let told = differences(&blank, &other);
        let fields: Vec<_> = told.iter().map(|c| c.field.as_str()).collect();
        assert_eq!(fields, FIELDS);
        assert!(told.iter().all(|c| c.old.is_empty() && !c.new.is_empty()));
        assert_eq!(told[31].new.chars().count(), SHOWN + 1);
        // Where people here say otherwise everywhere, everything of it is kept.
        let mut here = other.clone();
        here.title = "ici".into();
        assert_eq!(take_over(&here, &blank, &other).1, ["title"]);
        assert_eq!(take_over(&blank, &blank, &other).0.hours_typed, other.hours_typed);
    }

    #[test]
    fn a_region_leaves_as_its_departments() {
        assert_eq!(eligible(&["region-94".into()]), ["2A", "2B"]);
        assert_eq!(eligible(&["france".into(), "75056".into()]), ["france", "75056"]);
    }
}
