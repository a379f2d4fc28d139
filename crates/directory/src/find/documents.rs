//! What is written into the index.

use base::{Id, Lang};
use inclusion::Language;
use jiff::civil::Date;
use network::model::Organisation;
use programme::service::SessionView;
use retrieval::{Codes, Document, zone};
use territory::ZoneKind;

use crate::model::{Entry, EntryDraft, Mode, Public, ServiceType, StepFree};
use crate::service::Address;
use crate::themes;

/// Kind of an entry in identifiers of the index.
pub(super) const ENTRY: &str = "entry";
/// Kind of a session of the programme, among the kinds of entries.
pub(super) const SESSION: &str = "session";
/// Kind of an organisation.
pub(super) const ORGANISATION: &str = "organisation";

/// Days since 1970-01-01.
pub(super) fn day(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

/// Identifier of an entry in the index.
pub(super) fn entry_id(id: &Id) -> String {
    format!("{ENTRY}/{id}")
}

/// The first paragraph of a text, and the rest.
fn summary(text: &str) -> (&str, &str) {
    text.split_once("\n\n").unwrap_or((text, ""))
}

/// An entry, with the names of what its codes mean: `named` gives the text of a key in French.
pub(super) fn of_entry(
    e: &Entry,
    owner: &Organisation,
    address: Address<'_>,
    named: &dyn Fn(&str) -> String,
) -> Document {
    let d = &e.draft;
    let (first, rest) = summary(&d.description);
    let mut keywords: Vec<String> = vec![];
    for theme in &d.themes {
        keywords.push(themes::label(theme, Lang::Fr));
        keywords.push(themes::category_label(theme, Lang::Fr).to_owned());
    }
    keywords.push(named(d.kind.label()));
    keywords.extend(d.service_type.map(ServiceType::label).map(named));
    keywords.dedup();
    let publics: Vec<String> = d.publics.iter().map(|p| named(p.label())).collect();
    let languages = d.languages.iter().filter_map(|code| Language::parse(code));
    let languages: Vec<&str> = languages.map(|language| language.name(Lang::Fr)).collect();
    // A no would be found by whoever asks for a yes.
    let step_free = d.step_free.filter(|s| *s != StepFree::No && !d.remote_only());
    let body = [
        rest,
        &publics.join(", "),
        &d.publics_note,
        &d.conditions,
        &d.reach_note,
        &languages.join(", "),
        &step_free.map(|s| named(s.label())).unwrap_or_default(),
        &d.access_detail,
    ];
    Document {
        id: entry_id(&e.id),
        kind: d.kind.code().to_owned(),
        title: d.title.clone(),
        keywords: keywords.join(" ; "),
        summary: first.to_owned(),
        body: body.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n"),
        organisation: owner.name.clone(),
        place: address.city.to_owned(),
        point: address.point.filter(|_| !d.remote_only()),
        remote: d.modes.contains(&Mode::Remote),
        within: Codes::of_commune(address.insee),
        zones: d.zones.iter().filter_map(|code| zone_of(code)).collect(),
        verified: e.verified.as_ref().map(|v| day(v.on)),
        scopes: vec![],
        themes: d.themes.clone(),
        publics: publics_of(d),
        tags: tags(d, owner),
        payload: String::new(),
    }
}

fn tags(d: &EntryDraft, owner: &Organisation) -> Vec<String> {
    let fees = d.fees.map(|f| format!("fees:{f}"));
    let mut all: Vec<String> = fees.into_iter().chain([owned(&owner.id)]).collect();
    all.extend(d.languages.iter().map(|code| speaks(code)));
    let gets_in = d.step_free == Some(StepFree::Yes) && !d.remote_only();
    all.extend(gets_in.then(|| STEP_FREE.to_owned()));
    all
}

/// The tag of places where somebody who uses a wheelchair gets in without help.
pub(super) const STEP_FREE: &str = "step-free";

/// The tag of what is offered in a language.
pub(super) fn speaks(code: &str) -> String {
    format!("speaks:{code}")
}

/// The tag of the entries of an organisation.
pub(super) fn owned(by: &base::Id) -> String {
    format!("owner:{by}")
}

/// A code of an eligibility zone as the index knows it.
fn zone_of(code: &str) -> Option<String> {
    let known = themes::zone(code)?;
    Some(match known.kind() {
        ZoneKind::Country => zone("pays", "FR"),
        ZoneKind::Region => zone("region", known.code()),
        ZoneKind::Department => zone("departement", known.code()),
        ZoneKind::Intercommunality => zone("epci", known.code()),
        ZoneKind::Commune => zone("commune", known.code()),
    })
}

/// A session that the public sees.
pub(super) fn of_session(v: &SessionView, named: &dyn Fn(&str) -> String) -> Document {
    let d = &v.activity.draft;
    let theme = v.theme.as_ref().map(|t| t.name_fr.clone()).unwrap_or_default();
    let partners: Vec<&str> = v.partners.iter().map(|(_, name)| name.as_str()).collect();
    let place = v.place.as_ref();
    let insee = place.map_or("", |p| p.insee.as_str());
    let point = place.and_then(|p| p.latitude.zip(p.longitude));
    let point = point.map(|(lat, lon)| territory::Point { lat, lon });
    Document {
        id: format!("{SESSION}/{}", v.session.id),
        kind: SESSION.to_owned(),
        title: d.title.clone(),
        keywords: [theme.as_str(), &named(d.format.label())].join(" ; "),
        summary: d.summary.clone(),
        body: [d.description.as_str(), &d.audience, &partners.join(", ")].join("\n"),
        organisation: v.organisation.clone(),
        place: place.map(|p| p.city.clone()).unwrap_or_default(),
        point: point.or_else(|| territory::commune(insee).and_then(|c| c.middle)),
        within: Codes::of_commune(insee),
        ..Document::default()
    }
}

/// An organisation that people can go to.
pub(super) fn of_organisation(o: &Organisation, named: &dyn Fn(&str) -> String) -> Document {
    Document {
        id: format!("{ORGANISATION}/{}", o.id),
        kind: ORGANISATION.to_owned(),
        title: o.name.clone(),
        keywords: named(o.kind.label()),
        place: o.city.clone(),
        point: o.whereabouts(),
        within: Codes::of_commune(&o.insee),
        ..Document::default()
    }
}

/// Whom an entry is for; where nobody said, it is not known to exclude anyone.
fn publics_of(d: &EntryDraft) -> Vec<String> {
    match d.publics.as_slice() {
        [] => vec![Public::Everyone.code().to_owned()],
        some => some.iter().map(|p| p.code().to_owned()).collect(),
    }
}
