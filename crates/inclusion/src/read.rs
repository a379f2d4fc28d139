//! From bytes to structures and services, row by row: a row is taken whole or not at all.

mod json;
mod sheets;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde_json::{Map, Value};
use thiserror::Error;

pub(crate) use sheets::unguarded;

use crate::check::{Checked, check_service, check_structure};
use crate::{Fault, FaultKind, Service, Severity, Structure};

/// What reading needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The day it is: no record was changed later.
    pub today: Date,
    /// Who produced the records, where they do not say: the official spreadsheet has no such
    /// column.
    pub source: Option<String>,
}

/// Where a row stands.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Place {
    /// The sheet, or the list within a JSON document; empty where there is only one.
    pub sheet: String,
    /// Its line in a table or in JSON lines, its number in a list; from 1. 0 is the whole file.
    pub line: u32,
}

/// A record with the row it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<T> {
    /// Where.
    pub place: Place,
    /// The record.
    pub value: T,
}

/// What is to be said about a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Which row.
    pub place: Place,
    /// Identifier of its record, as far as it has one.
    pub id: String,
    /// Whether its record was taken.
    pub taken: bool,
    /// What is wrong with it; only warnings and remarks where it was taken.
    pub faults: Vec<Fault>,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The structures that were taken.
    pub structures: Vec<Row<Structure>>,
    /// The services that were taken.
    pub services: Vec<Row<Service>>,
    /// What is to be said about rows, in their order; nothing about rows that are as they should
    /// be.
    pub said: Vec<Said>,
}

/// Why nothing could be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FileError {
    /// It is no JSON from this place on.
    #[error("this is no JSON: line {line}, column {column}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// It is no table.
    #[error(transparent)]
    Table(#[from] tables::ReadError),
    /// No column, or too few of them, is one of the format.
    #[error("these columns are missing: {0}")]
    Columns(String),
}

impl FileError {
    /// Key of its message in the catalogues.
    #[must_use]
    pub fn message(&self) -> &'static str {
        match self {
            Self::Json { .. } => "inclusion-file-json",
            Self::Columns(_) => "inclusion-file-columns",
            Self::Table(tables::ReadError::Unknown) => "inclusion-file-unknown",
            Self::Table(tables::ReadError::Empty) => "inclusion-file-empty",
            Self::Table(tables::ReadError::Damaged(_)) => "inclusion-file-damaged",
            Self::Table(tables::ReadError::TooLarge(limit)) => match limit {
                tables::Limit::Columns => "inclusion-file-too-wide",
                tables::Limit::Rows => "inclusion-file-too-long",
                tables::Limit::Cell => "inclusion-file-long-cell",
                _ => "inclusion-file-too-large",
            },
            Self::Table(tables::ReadError::NoHeadings) => "inclusion-file-no-headings",
        }
    }

    /// Arguments of its message.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Json { line, column } => {
                vec![("line", line.to_string()), ("column", column.to_string())]
            }
            Self::Columns(columns) => vec![("columns", columns.clone())],
            Self::Table(_) => vec![],
        }
    }
}

/// Reads JSON (a list of records, `{"structures": […], "services": […]}`, a record a line, one record),
/// CSV, or a workbook as the official template has it: sheets *Structures* and *Services*, lists also in
/// sheets like *Services - Thématiques*, rows with something in the column `__ignore__` left out.
///
/// # Errors
/// [`FileError`] when nothing can be read; what is wrong with single rows stands in the
/// [`Outcome`].
pub fn read(bytes: &[u8], reading: &Reading) -> Result<Outcome, FileError> {
    let mut gathering = Gathering { reading, outcome: Outcome::default() };
    match tables::sniff(bytes) {
        Some(tables::Kind::Json) => json::read(bytes, &mut gathering)?,
        _ => sheets::read(bytes, &mut gathering)?,
    }
    let mut outcome = gathering.outcome;
    outcome.compare();
    Ok(outcome)
}

/// Whether a file is of this format, as far as its headings or first records tell: it has what each
/// record needs, and little that the format does not know.
#[must_use]
pub fn is_known(bytes: &[u8]) -> bool {
    if tables::sniff(bytes) != Some(tables::Kind::Json) {
        let pages = tables::pages(bytes).unwrap_or_default();
        let named = |page: &tables::Page| {
            let name = tables::normal(&page.name);
            name == "structures" || name == "services"
        };
        if pages.iter().any(named) {
            return true;
        }
    }
    // A record a line.
    let line = || bytes.split(|b| *b == b'\n').find(|l| !l.trim_ascii().is_empty());
    let first = || Some([b"[", line()?, b"]"].concat());
    let headings = crate::headings(bytes).ok().or_else(|| crate::headings(&first()?).ok());
    headings.is_some_and(|headings| {
        let names: Vec<String> =
            headings.iter().map(|h| tables::normal(h).replace(' ', "_")).collect();
        let fields = match Kind::of(names.iter().map(String::as_str)) {
            Kind::Service => crate::SERVICE_FIELDS,
            Kind::Structure => crate::STRUCTURE_FIELDS,
        };
        let known = names.iter().filter(|n| fields.iter().any(|f| f.name == *n)).count();
        let needed = fields.iter().filter(|f| f.required && f.name != "source");
        needed.into_iter().all(|f| names.iter().any(|n| n == f.name))
            && known * 10 >= names.len() * 8
    })
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Structure,
    Service,
}

impl Kind {
    /// By the fields it has: those that only services have tell.
    fn of<'a>(fields: impl IntoIterator<Item = &'a str>) -> Self {
        let only = |field: &str| {
            let named = |fields: &[crate::Field]| fields.iter().any(|f| f.name == field);
            named(crate::SERVICE_FIELDS) && !named(crate::STRUCTURE_FIELDS)
        };
        if fields.into_iter().any(only) { Self::Service } else { Self::Structure }
    }
}

/// Takes NULs out of all texts: they are no text, and PostgreSQL refuses them.
fn without_nul(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => *text = text.replace('\0', ""),
        Value::Array(items) => items.iter_mut().for_each(without_nul),
        Value::Object(fields) => fields.values_mut().for_each(without_nul),
        _ => {}
    }
}

/// Rows on their way into an outcome.
struct Gathering<'a> {
    reading: &'a Reading,
    outcome: Outcome,
}

impl Gathering<'_> {
    fn take(&mut self, place: Place, kind: Option<Kind>, mut value: Value) {
        let mut kind = kind;
        let mut id = String::new();
        without_nul(&mut value);
        if let Value::Object(object) = &mut value {
            self.source(object);
            id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
            kind = kind.or_else(|| Some(Kind::of(object.keys().map(String::as_str))));
        }
        let today = self.reading.today;
        let (taken, faults) = match kind {
            Some(Kind::Service) => {
                let Checked { value, faults } = check_service(&value, today);
                let taken = value.is_some();
                let row = value.map(|value| Row { place: place.clone(), value });
                self.outcome.services.extend(row);
                (taken, faults)
            }
            _ => {
                let Checked { value, faults } = check_structure(&value, today);
                let taken = value.is_some();
                let row = value.map(|value| Row { place: place.clone(), value });
                self.outcome.structures.extend(row);
                (taken, faults)
            }
        };
        if !faults.is_empty() {
            self.outcome.said.push(Said { place, id, taken, faults });
        }
    }

    fn source(&self, object: &mut Map<String, Value>) {
        let silent = object.get("source").is_none_or(Value::is_null);
        if let Some(source) = self.reading.source.as_deref().filter(|_| silent) {
            object.insert("source".into(), source.into());
        }
    }

    fn say(&mut self, place: Place, fault: Fault) {
        let said = Said { place, id: String::new(), taken: false, faults: vec![fault] };
        self.outcome.said.push(said);
    }
}

impl Outcome {
    /// How many rows were left out.
    #[must_use]
    pub fn refused(&self) -> usize {
        let wrong = |f: &Fault| f.severity() == Severity::Error;
        self.said.iter().filter(|s| !s.taken && s.faults.iter().any(wrong)).count()
    }

    /// Remarks on identifiers: one that stands twice, a structure that is not there.
    fn compare(&mut self) {
        let mut more: Vec<(Place, String, Fault)> = vec![];
        let mut seen = HashSet::new();
        for row in &self.structures {
            if !seen.insert(row.value.id.as_str()) {
                let fault = Fault::new("id", &row.value.id, FaultKind::Twice);
                more.push((row.place.clone(), row.value.id.clone(), fault));
            }
        }
        let mut services = HashSet::new();
        for row in &self.services {
            let id = &row.value.id;
            if !services.insert(id.as_str()) {
                let fault = Fault::new("id", id, FaultKind::Twice);
                more.push((row.place.clone(), id.clone(), fault));
            }
            if !seen.is_empty() && !seen.contains(row.value.structure_id.as_str()) {
                let structure = &row.value.structure_id;
                let fault = Fault::new("structure_id", structure, FaultKind::NoSuchStructure);
                more.push((row.place.clone(), id.clone(), fault));
            }
        }
        let said = self.said.iter().enumerate();
        let mut places: HashMap<Place, usize> = said.map(|(at, s)| (s.place.clone(), at)).collect();
        for (place, id, fault) in more {
            let at = *places.entry(place.clone()).or_insert(self.said.len());
            match self.said.get_mut(at) {
                Some(said) => said.faults.push(fault),
                None => self.said.push(Said { place, id, taken: true, faults: vec![fault] }),
            }
        }
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
