//! Structures and services in the files that other directories take.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use tables::{Cell, Sheet};
use thiserror::Error;

use crate::lists::Listed;
use crate::{
    Audience, ContactMode, ContactedBy, Fees, Field, Network, Reception, SERVICE_FIELDS,
    STRUCTURE_FIELDS, Service, ServiceKind, Shape, Structure, Theme,
};

/// A file could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// As JSON.
    #[error("the records could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// As CSV.
    #[error("the records could not be written as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// As a workbook.
    #[error(transparent)]
    Book(#[from] tables::WriteError),
}

/// What can be a row of a table: structures and services.
pub trait Record: Serialize {
    /// Its fields.
    const FIELDS: &'static [Field];
    /// Names of the columns of the official template, in their order. What it has no column for
    /// comes after them.
    #[doc(hidden)]
    const TEMPLATE: &'static [&'static str];
}

impl Record for Structure {
    const FIELDS: &'static [Field] = STRUCTURE_FIELDS;
    const TEMPLATE: &'static [&'static str] = &[
        "id",
        "date_maj",
        "nom",
        "siret",
        "description",
        "adresse",
        "complement_adresse",
        "commune",
        "code_postal",
        "telephone",
        "courriel",
        "lien_source",
        "site_web",
        "horaires_accueil",
        "accessibilite_lieu",
        "reseaux_porteurs",
    ];
}

impl Record for Service {
    const FIELDS: &'static [Field] = SERVICE_FIELDS;
    const TEMPLATE: &'static [&'static str] = &[
        "structure_id",
        "id",
        "date_maj",
        "nom",
        "description",
        "lien_source",
        "type",
        "thematiques",
        "frais",
        "frais_precisions",
        "publics",
        "publics_precisions",
        "conditions_acces",
        "commune",
        "code_insee",
        "code_postal",
        "adresse",
        "complement_adresse",
        "telephone",
        "courriel",
        "modes_accueil",
        "zone_eligibilite",
        "contact_nom_prenom",
        "modes_mobilisation",
        "lien_mobilisation",
        "mobilisable_par",
        "mobilisation_precisions",
        "volume_horaire_hebdomadaire",
        "nombre_semaines",
        "horaires_accueil",
    ];
}

/// One JSON document with both lists, as [`crate::read`] takes it back.
///
/// # Errors
/// [`WriteError`].
pub fn write_json(structures: &[Structure], services: &[Service]) -> Result<Vec<u8>, WriteError> {
    #[derive(Serialize)]
    struct Document<'a> {
        structures: &'a [Structure],
        services: &'a [Service],
    }
    Ok(serde_json::to_vec(&Document { structures, services })?)
}

/// CSV for machines: commas, UTF-8, days and numbers as in JSON, lists with commas in one cell. Texts
/// that a spreadsheet might take for a formula have an apostrophe before them, which [`crate::read`]
/// takes off again; a telephone number of digits alone can stay as it is.
///
/// # Errors
/// [`WriteError`].
pub fn write_csv<T: Record>(records: &[T]) -> Result<Vec<u8>, WriteError> {
    let mut out = csv::Writer::from_writer(vec![]);
    out.write_record(T::FIELDS.iter().map(|f| f.name))?;
    for record in records {
        let value = serde_json::to_value(record)?;
        let cell = |field: &Field| match value.get(field.name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => guarded(text).into_owned(),
            Some(Value::Array(words)) => joined(words),
            Some(other) => other.to_string(),
        };
        out.write_record(T::FIELDS.iter().map(cell))?;
    }
    out.into_inner().map_err(|e| WriteError::Csv(e.into_error().into()))
}

fn guarded(text: &str) -> Cow<'_, str> {
    let number = text.strip_prefix('+').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    if number {
        return Cow::Borrowed(text);
    }
    // What already looks kept from being a formula is kept once more, to come back as it was.
    let kept = crate::read::unguarded(text) != text;
    Cow::Owned(if kept { format!("'{text}") } else { tables::harmless(text) })
}

fn joined(words: &[Value]) -> String {
    let words: Vec<_> = words.iter().filter_map(Value::as_str).collect();
    words.join(", ")
}

/// A workbook laid out as the official template: a sheet for structures and one for services with its
/// columns, then a sheet for each list of words. Fields that the template has no column for come
/// after its own.
///
/// # Errors
/// [`WriteError`], when there are more records than a sheet holds.
pub fn write_xlsx(structures: &[Structure], services: &[Service]) -> Result<Vec<u8>, WriteError> {
    let sheets = [
        sheet("Structures", structures)?,
        sheet("Services", services)?,
        list::<Theme>("Thématiques"),
        list::<Reception>("Modes daccueil"),
        list::<Network>("Réseaux porteurs"),
        list::<ServiceKind>("Types de services"),
        list::<Fees>("Frais"),
        list::<ContactMode>("Modes de mobilisation"),
        list::<ContactedBy>("Personnes mobilisatrices"),
        list::<Audience>("Publics"),
    ];
    Ok(tables::write_xlsx(&sheets)?)
}

fn sheet<T: Record>(name: &str, records: &[T]) -> Result<Sheet, WriteError> {
    let named = |name: &&str| T::FIELDS.iter().find(|f| f.name == *name);
    let rest = T::FIELDS.iter().filter(|f| !T::TEMPLATE.contains(&f.name));
    let fields: Vec<&Field> = T::TEMPLATE.iter().filter_map(named).chain(rest).collect();
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        let value = serde_json::to_value(record)?;
        let cells = fields.iter().map(|field| cell(field, value.get(field.name)));
        rows.push(std::iter::once(Cell::Empty).chain(cells).collect());
    }
    let headings = std::iter::once("__ignore__").chain(fields.iter().map(|f| f.name));
    Ok(Sheet { name: name.into(), headings: headings.map(String::from).collect(), rows })
}

fn cell(field: &Field, value: Option<&Value>) -> Cell {
    let text = match value {
        None | Some(Value::Null) => return Cell::Empty,
        Some(Value::Array(words)) => return Cell::Text(joined(words)),
        Some(Value::Number(number)) => return number.as_f64().map_or(Cell::Empty, Cell::Number),
        Some(Value::String(text)) => text,
        Some(other) => return Cell::Text(other.to_string()),
    };
    let day = (field.shape == Shape::Day).then(|| text.parse::<Date>().ok()).flatten();
    day.map_or_else(|| Cell::Text(text.clone()), |day| Cell::Date(day.at(0, 0, 0, 0)))
}

fn list<T: Listed>(name: &str) -> Sheet {
    let row = |word: T| {
        vec![Cell::Text(word.code().into()), Cell::Text(word.name(base::Lang::Fr).into())]
    };
    Sheet {
        name: name.into(),
        headings: vec!["value".into(), "label".into()],
        rows: T::all().map(row).collect(),
    }
}
