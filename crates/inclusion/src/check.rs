//! Whether an object is a structure or a service of data·inclusion v1: what the reference implementation
//! accepts is accepted, with its warnings asked for, and field by field what it refuses is refused.
//!
//! Where this one is stricter: figures are the ten of ASCII, and a number is neither infinite nor
//! undefined. Where it says more: a field that the format does not have is a remark, and so is a
//! code that no territory has.

use std::collections::BTreeSet;

use base::Lang;
use jiff::civil::{Date, date};
use serde_json::{Map, Value};

use crate::fields::{Field, SERVICE_FIELDS, STRUCTURE_FIELDS};
use crate::lists::Listed;
use crate::near::{nearest, remembered};
use crate::record::{More, Service, Site, Structure};
use crate::{Audience, Fault, FaultKind, Severity, addresses};

/// A record, if it is one, and what is to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked<T> {
    /// The record; none where a fault is an error.
    pub value: Option<T>,
    /// What is wrong, in the order of the fields.
    pub faults: Vec<Fault>,
}

/// Reads a structure out of a JSON object.
#[must_use]
pub fn check_structure(value: &Value, today: Date) -> Checked<Structure> {
    check(value, today, STRUCTURE_FIELDS, structure)
}

/// Reads a service out of a JSON object.
#[must_use]
pub fn check_service(value: &Value, today: Date) -> Checked<Service> {
    check(value, today, SERVICE_FIELDS, service)
}

fn check<T>(
    value: &Value,
    today: Date,
    fields: &'static [Field],
    read: fn(&mut Reader<'_>) -> Option<T>,
) -> Checked<T> {
    let Value::Object(object) = value else {
        let fault = Fault::new("", shown(value), FaultKind::NotARecord);
        return Checked { value: None, faults: vec![fault] };
    };
    let mut reader = Reader { object, today, faults: vec![] };
    let value = read(&mut reader);
    let mut faults = reader.faults;
    let wrong = faults.iter().any(|f| f.severity() == Severity::Error);
    // A misspelt field lies among those that are not there.
    let unknown = |name: &&String| !fields.iter().any(|f| f.name == name.as_str());
    for name in object.keys().filter(unknown) {
        let list = if fields.len() == STRUCTURE_FIELDS.len() { "structure" } else { "service" };
        let guess = remembered(list, name, || nearest(name, fields.iter().map(|f| f.name)));
        let fault = Fault::new(name.clone(), "", FaultKind::UnknownField);
        faults.push(fault.meaning(guess.filter(|guess| !object.contains_key(*guess))));
    }
    Checked { value: value.filter(|_| !wrong), faults }
}

/// A value as a person would see it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// How many characters a text may have.
#[derive(Clone, Copy)]
struct Length(usize, usize);

const ANY: Length = Length(0, usize::MAX);
const NAME: Length = Length(3, 150);
const DESCRIPTION: Length = Length(5, 10_000);

struct Reader<'a> {
    object: &'a Map<String, Value>,
    today: Date,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, field: &'static str, value: &Value, kind: FaultKind) {
        self.faults.push(Fault::new(field, shown(value), kind));
    }

    /// The value of a field that may be left out.
    fn given(&self, field: &str) -> Option<&'a Value> {
        self.object.get(field).filter(|v| !v.is_null())
    }

    fn text_of(
        &mut self,
        field: &'static str,
        value: &'a Value,
        length: Length,
    ) -> Option<&'a str> {
        let Value::String(text) = value else {
            self.fault(field, value, FaultKind::NotText);
            return None;
        };
        let count = text.chars().count();
        let kind = match length {
            Length(least, _) if count < least => FaultKind::TooShort(least),
            Length(_, most) if count > most => FaultKind::TooLong(most),
            _ => return Some(text),
        };
        self.fault(field, value, kind);
        None
    }

    fn required(&mut self, field: &'static str, length: Length) -> Option<String> {
        match self.object.get(field) {
            None => {
                self.faults.push(Fault::new(field, "", FaultKind::Missing));
                None
            }
            Some(value) => self.text_of(field, value, length).map(str::to_owned),
        }
    }

    fn text(&mut self, field: &'static str, length: Length) -> Option<String> {
        let value = self.given(field)?;
        self.text_of(field, value, length).map(str::to_owned)
    }

    /// A text that a rule accepts or makes regular.
    fn ruled(
        &mut self,
        field: &'static str,
        kind: FaultKind,
        rule: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let value = self.given(field)?;
        let text = self.text_of(field, value, ANY)?;
        let found = rule(text);
        if found.is_none() {
            self.fault(field, value, kind);
        }
        found
    }

    fn digits(&mut self, field: &'static str, count: usize) -> Option<String> {
        let value = self.given(field)?;
        let text = self.text_of(field, value, ANY)?;
        if text.len() == count && text.bytes().all(|b| b.is_ascii_digit()) {
            return Some(text.to_owned());
        }
        // Without the spaces between them, with the nought that a spreadsheet took away.
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let lost = count.checked_sub(bare.len()).filter(|lost| *lost <= 1);
        let plain = bare.bytes().all(|b| b.is_ascii_digit());
        let guess = lost.filter(|_| plain).map(|lost| format!("{}{bare}", "0".repeat(lost)));
        let fault = Fault::new(field, text, FaultKind::NotDigits(count));
        self.faults.push(fault.meaning(guess));
        None
    }

    fn link(&mut self, field: &'static str) -> Option<String> {
        self.ruled(field, FaultKind::NotALink, addresses::link)
    }

    fn email(&mut self, field: &'static str) -> Option<String> {
        self.ruled(field, FaultKind::NotAnEmail, addresses::email)
    }

    fn name(&mut self) -> Option<String> {
        let name = self.required("nom", NAME)?;
        if name.ends_with('.') && !name.ends_with("etc.") {
            self.faults.push(Fault::new("nom", &name, FaultKind::EndsWithStop));
        }
        Some(name)
    }

    fn updated_on(&mut self) -> Option<Date> {
        const FIELD: &str = "date_maj";
        let Some(value) = self.object.get(FIELD) else {
            self.faults.push(Fault::new(FIELD, "", FaultKind::Missing));
            return None;
        };
        let kind = match addresses::day(value) {
            None => FaultKind::NotADate,
            Some(day) if day < date(2000, 1, 1) => FaultKind::BeforeCentury,
            Some(day) if day > self.today => FaultKind::InTheFuture,
            Some(day) => return Some(day),
        };
        self.fault(FIELD, value, kind);
        None
    }

    fn number(&mut self, field: &'static str) -> Option<f64> {
        let value = self.given(field)?;
        let number = addresses::number(value);
        if number.is_none() {
            self.fault(field, value, FaultKind::NotANumber);
        }
        number
    }

    fn weekly_hours(&mut self) -> Option<f64> {
        const FIELD: &str = "volume_horaire_hebdomadaire";
        let hours = self.number(FIELD)?;
        if hours < 0.0 {
            let value = self.given(FIELD)?;
            self.fault(FIELD, value, FaultKind::Below(0));
            return None;
        }
        Some(hours)
    }

    fn weeks(&mut self) -> Option<u32> {
        const FIELD: &str = "nombre_semaines";
        let value = self.given(FIELD)?;
        let kind = match addresses::whole(value) {
            Some(weeks) if weeks < 1 => FaultKind::Below(1),
            Some(weeks) => match u32::try_from(weeks) {
                Ok(weeks) => return Some(weeks),
                Err(_) => FaultKind::NotWhole,
            },
            None => FaultKind::NotWhole,
        };
        self.fault(FIELD, value, kind);
        None
    }

    fn items(&mut self, field: &'static str) -> Option<&'a [Value]> {
        let value = self.given(field)?;
        let Value::Array(items) = value else {
            self.fault(field, value, FaultKind::NotAList);
            return None;
        };
        Some(items)
    }

    fn word<T: Listed>(&mut self, field: &'static str, value: &Value) -> Option<T> {
        let found = value.as_str().and_then(T::parse);
        if found.is_none() {
            let written = shown(value);
            let find = || guess::<T>(&written).map(T::code);
            let guess = remembered(std::any::type_name::<T>(), &written, find);
            self.faults.push(Fault::new(field, written, FaultKind::NotOnList).meaning(guess));
        }
        found
    }

    fn one_of<T: Listed>(&mut self, field: &'static str) -> Option<T> {
        let value = self.given(field)?;
        self.word(field, value)
    }

    fn several_of<T: Listed>(&mut self, field: &'static str, least: usize) -> BTreeSet<T> {
        let Some(items) = self.items(field) else { return BTreeSet::new() };
        let before = self.faults.len();
        let found: BTreeSet<T> = items.iter().filter_map(|i| self.word(field, i)).collect();
        if self.faults.len() == before && found.len() < least {
            self.faults.push(Fault::new(field, "", FaultKind::EmptyList));
        }
        found
    }

    fn audiences(&mut self) -> BTreeSet<Audience> {
        const FIELD: &str = "publics";
        let before = self.faults.len();
        let found = self.several_of::<Audience>(FIELD, 1);
        if self.faults.len() == before && found.len() > 1 && found.contains(&Audience::EVERYONE) {
            let codes: Vec<_> = found.iter().map(|a| a.code()).collect();
            self.faults.push(Fault::new(FIELD, codes.join(", "), FaultKind::EveryoneAlone));
        }
        found
    }

    fn eligible_in(&mut self) -> Vec<String> {
        const FIELD: &str = "zone_eligibilite";
        let Some(items) = self.items(FIELD) else { return vec![] };
        if items.is_empty() {
            self.faults.push(Fault::new(FIELD, "", FaultKind::EmptyList));
        }
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            match item.as_str() {
                Some(code) if zone_shaped(code) => {
                    if !zone_known(code) {
                        self.fault(FIELD, item, FaultKind::NoSuchTerritory);
                    }
                    found.push(code.to_owned());
                }
                _ => self.fault(FIELD, item, FaultKind::NotATerritory),
            }
        }
        found
    }

    fn site(&mut self) -> Site {
        let commune = self.text("commune", ANY);
        let postcode = self.digits("code_postal", 5);
        let rule = |code: &str| (coded(code, 5..=5)).then(|| code.to_owned());
        let commune_code = self.ruled("code_insee", FaultKind::NotACommuneCode, rule);
        if let Some(code) = &commune_code
            && territory::commune(code).is_none()
        {
            let place = commune.as_deref().unwrap_or_default();
            let guess = territory::Guess::of(place, "", postcode.as_deref().unwrap_or_default());
            let fault = Fault::new("code_insee", code, FaultKind::NoSuchCommune);
            self.faults.push(fault.meaning(guess.any().map(|c| c.code)));
        }
        Site {
            commune,
            postcode,
            commune_code,
            address: self.text("adresse", ANY),
            address_more: self.text("complement_adresse", ANY),
            longitude: self.number("longitude"),
            latitude: self.number("latitude"),
        }
    }
}

/// What may be meant by a word that is not on the list: the nearest code, or the word of this name.
fn guess<T: Listed>(written: &str) -> Option<T> {
    let near = nearest(written, T::all().map(T::code)).and_then(T::parse);
    near.or_else(|| {
        let folded = tables::normal(written);
        let named = |word: &T| Lang::ALL.iter().any(|l| tables::normal(word.name(*l)) == folded);
        T::all().find(named)
    })
}

/// Letters and digits, so many.
fn coded(code: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&code.chars().count()) && code.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Shaped like the code of a commune, a département, an inter-communal body or a country, or the word
/// for France.
fn zone_shaped(code: &str) -> bool {
    let body = code.len() == 9 && code.bytes().all(|b| b.is_ascii_digit());
    code == "france" || body || coded(code, 5..=5) || coded(code, 2..=3)
}

/// Whether there is such a territory; countries are not known here and pass.
fn zone_known(code: &str) -> bool {
    match code.len() {
        2 | 3 => territory::department(code).is_some(),
        5 => code.starts_with("99") || territory::commune(code).is_some(),
        9 => bodies().contains(code),
        _ => true,
    }
}

/// The inter-communal bodies, by their number.
fn bodies() -> &'static BTreeSet<&'static str> {
    static BODIES: std::sync::LazyLock<BTreeSet<&'static str>> =
        std::sync::LazyLock::new(|| territory::france().communes.iter().map(|c| c.epci).collect());
    &BODIES
}

fn structure(r: &mut Reader<'_>) -> Option<Structure> {
    let source = r.required("source", ANY);
    let id = r.required("id", ANY);
    let name = r.name();
    let updated_on = r.updated_on();
    let rest = Structure {
        source: String::new(),
        id: String::new(),
        name: String::new(),
        updated_on: Date::MIN,
        description: r.text("description", DESCRIPTION),
        source_link: r.link("lien_source"),
        siret: r.digits("siret", 14),
        site: r.site(),
        phone: r.text("telephone", ANY),
        email: r.email("courriel"),
        website: r.link("site_web"),
        opening_hours: r.text("horaires_accueil", ANY),
        accessibility: r.link("accessibilite_lieu"),
        networks: r.several_of("reseaux_porteurs", 0),
    };
    Some(Structure { source: source?, id: id?, name: name?, updated_on: updated_on?, ..rest })
}

fn service(r: &mut Reader<'_>) -> Option<Service> {
    let source = r.required("source", ANY);
    let structure_id = r.required("structure_id", ANY);
    let id = r.required("id", ANY);
    let name = r.name();
    let description = r.required("description", DESCRIPTION);
    let source_link = r.link("lien_source");
    let updated_on = r.updated_on();
    let rest = Service {
        source: String::new(),
        structure_id: String::new(),
        id: String::new(),
        name: String::new(),
        description: String::new(),
        source_link,
        updated_on: Date::MIN,
        kind: r.one_of("type"),
        themes: r.several_of("thematiques", 0),
        fees: r.one_of("frais"),
        fees_detail: r.text("frais_precisions", ANY),
        audiences: r.audiences(),
        audiences_detail: r.text("publics_precisions", ANY),
        conditions: r.text("conditions_acces", ANY),
        site: r.site(),
        phone: r.text("telephone", ANY),
        email: r.email("courriel"),
        receptions: r.several_of("modes_accueil", 0),
        eligible_in: r.eligible_in(),
        contact_name: r.text("contact_nom_prenom", ANY),
        contact_link: r.link("lien_mobilisation"),
        contact_modes: r.several_of("modes_mobilisation", 1),
        contacted_by: r.several_of("mobilisable_par", 1),
        contact_detail: r.text("mobilisation_precisions", ANY),
        weekly_hours: r.weekly_hours(),
        weeks: r.weeks(),
        opening_hours: r.text("horaires_accueil", ANY),
        more: More::default(),
    };
    Some(Service {
        source: source?,
        structure_id: structure_id?,
        id: id?,
        name: name?,
        description: description?,
        updated_on: updated_on?,
        ..rest
    })
}
