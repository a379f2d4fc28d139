//! Tables: CSV, and workbooks as the official template has them.

use std::collections::HashMap;

use serde_json::{Map, Value};
use tables::{Cell, Kind as FileKind, Page, Row, normal};

use super::{FileError, Gathering, Kind, Place};
use crate::{Fault, FaultKind, Field, SERVICE_FIELDS, STRUCTURE_FIELDS, Shape, nearest};

/// The column that says that a row is an explanation or an example.
const IGNORE: &str = "__ignore__";

pub(super) fn read(bytes: &[u8], gathering: &mut Gathering<'_>) -> Result<(), FileError> {
    if tables::sniff(bytes) == Some(FileKind::Csv) {
        // A title above the headings, empty lines: found by what the table looks like.
        let table = tables::read(bytes)?;
        let headings = table.headings.iter().map(|h| Cell::Text(h.clone())).collect();
        return plain(String::new(), &headings, &table.rows, gathering);
    }
    let pages = tables::pages(bytes)?;
    let named = |kind: Kind| pages.iter().find(|p| normal(&p.name) == kind.sheet());
    let (structures, services) = (named(Kind::Structure), named(Kind::Service));
    if structures.is_none() && services.is_none() {
        let table = tables::read(bytes)?;
        let headings = table.headings.iter().map(|h| Cell::Text(h.clone())).collect();
        return plain(table.name, &headings, &table.rows, gathering);
    }
    for (kind, page) in [(Kind::Structure, structures), (Kind::Service, services)] {
        let Some(page) = page else { continue };
        let Some((headings, rows)) = split(page) else { continue };
        let more = lists_beside(&pages, kind);
        sheet(
            Sheet { name: &page.name, kind, headings: &headings.cells, rows, csv: false },
            &more,
            gathering,
        );
    }
    Ok(())
}

impl Kind {
    fn sheet(self) -> &'static str {
        match self {
            Self::Structure => "structures",
            Self::Service => "services",
        }
    }

    fn fields(self) -> &'static [Field] {
        match self {
            Self::Structure => STRUCTURE_FIELDS,
            Self::Service => SERVICE_FIELDS,
        }
    }
}

fn split(page: &Page) -> Option<(&Row, &[Row])> {
    page.rows.split_first()
}

/// The field that a heading names: by its own name, however it is written.
fn field(kind: Kind, heading: &str) -> Option<&'static Field> {
    let folded = normal(heading);
    kind.fields().iter().find(|f| normal(f.name) == folded)
}

/// A table that is not one of the template's sheets.
fn plain(
    name: String,
    headings: &Vec<Cell>,
    rows: &[Row],
    gathering: &mut Gathering<'_>,
) -> Result<(), FileError> {
    let texts: Vec<String> = headings.iter().map(|h| normal(&h.text()).replace(' ', "_")).collect();
    let kind = Kind::of(texts.iter().map(String::as_str));
    let has = |name: &str| texts.iter().any(|t| t == name);
    let optional = |name: &str| name == "source" && gathering.reading.source.is_some();
    let required = kind.fields().iter().filter(|f| f.required && !optional(f.name));
    let missing: Vec<_> = required.map(|f| f.name).filter(|name| !has(name)).collect();
    // A table of something else is told at once, and not row by row.
    if missing.len() > 1 {
        return Err(FileError::Columns(missing.join(", ")));
    }
    let csv = name.is_empty();
    sheet(Sheet { name: &name, kind, headings, rows, csv }, &HashMap::new(), gathering);
    Ok(())
}

struct Sheet<'a> {
    name: &'a str,
    kind: Kind,
    headings: &'a [Cell],
    rows: &'a [Row],
    /// Whether texts may have been kept from being formulas.
    csv: bool,
}

/// What a list in a sheet of its own adds, by identifier.
type Beside = HashMap<String, Vec<(&'static str, String)>>;

/// Lists that stand in sheets of their own: *Services - Thématiques* with an identifier and a word a
/// row.
fn lists_beside(pages: &[Page], kind: Kind) -> Beside {
    let mut beside = Beside::new();
    for page in pages {
        let Some((of, list)) = page.name.split_once(" - ") else { continue };
        let list = normal(list).replace(' ', "_");
        let named = |f: &&Field| f.shape == Shape::List && f.name == list;
        let Some(field) = kind.fields().iter().find(named) else { continue };
        let Some((headings, rows)) = split(page).filter(|_| normal(of) == kind.sheet()) else {
            continue;
        };
        let ignored = column(&headings.cells, IGNORE);
        let texts: Vec<_> = headings.cells.iter().map(|h| normal(&h.text())).collect();
        let id = texts.iter().position(|t| t.ends_with(" id"));
        let word = texts.iter().rposition(|t| !t.is_empty() && !t.ends_with(" id"));
        let (Some(id), Some(word)) = (id, word) else { continue };
        for row in rows.iter().filter(|row| !skipped(row, ignored)) {
            let text = |at: usize| row.cells.get(at).map(Cell::text).unwrap_or_default();
            let (id, word) = (text(id), text(word));
            if !id.is_empty() && !word.is_empty() {
                beside.entry(id).or_default().push((field.name, word));
            }
        }
    }
    beside
}

fn column(headings: &[Cell], name: &str) -> Option<usize> {
    headings.iter().position(|h| h.text() == name)
}

/// Whether something stands in the column that says so; a box that is not ticked is nothing.
fn skipped(row: &Row, ignored: Option<usize>) -> bool {
    let cell = ignored.and_then(|at| row.cells.get(at));
    cell.is_some_and(|c| !c.is_empty() && c.yes() != Ok(Some(false)))
}

fn sheet(sheet: Sheet<'_>, beside: &Beside, gathering: &mut Gathering<'_>) {
    let Sheet { name, kind, headings, rows, csv } = sheet;
    let columns: Vec<Option<&'static Field>> =
        headings.iter().map(|h| field(kind, &h.text())).collect();
    let ignored = column(headings, IGNORE);
    let there = |f: &str| columns.iter().flatten().any(|c| c.name == f);
    for (at, heading) in headings.iter().enumerate() {
        let text = heading.text();
        if text.is_empty() || columns.get(at).is_some_and(Option::is_some) || text == IGNORE {
            continue;
        }
        let missing = kind.fields().iter().map(|f| f.name).filter(|f| !there(f));
        let guess = nearest(&text, missing);
        let place = Place { sheet: name.to_owned(), line: 0 };
        gathering.say(place, Fault::new(text, "", FaultKind::UnknownField).meaning(guess));
    }
    for row in rows.iter().filter(|row| !skipped(row, ignored)) {
        let mut object = Map::new();
        for (field, cell) in columns.iter().zip(&row.cells) {
            let Some(field) = field.filter(|_| !cell.is_empty()) else { continue };
            // Of two columns of one name, the first that says something.
            object.entry(field.name).or_insert_with(|| value(field, cell, csv));
        }
        if object.is_empty() {
            continue;
        }
        let id = object.get("id").and_then(Value::as_str).unwrap_or_default();
        for (field, word) in beside.get(id).cloned().unwrap_or_default() {
            let list = object.entry(field).or_insert_with(|| Value::Array(vec![]));
            if let Value::Array(words) = list {
                words.push(word.into());
            }
        }
        let place = Place { sheet: name.to_owned(), line: row.line };
        gathering.take(place, Some(kind), Value::Object(object));
    }
}

/// What a cell says of a field. What cannot be read stays as it is written, for the check to refuse.
fn value(field: &Field, cell: &Cell, csv: bool) -> Value {
    let text = || {
        let text = cell.text();
        Value::String(if csv { unguarded(&text).to_owned() } else { text })
    };
    match field.shape {
        Shape::Text => text(),
        Shape::List => Value::Array(words(&cell.text()).map(Value::from).collect()),
        Shape::Number => match cell.decimal() {
            Ok(Some(number)) => Value::from(number),
            _ => text(),
        },
        Shape::Day => match cell.date() {
            Ok(Some(day)) => Value::from(day.to_string()),
            _ => text(),
        },
    }
}

/// The text without the apostrophe that keeps it from being a formula.
pub(crate) fn unguarded(text: &str) -> &str {
    let bare = text.trim_start_matches('\'');
    match text.strip_prefix('\'') {
        Some(rest) if tables::harmless(bare) != bare => rest,
        _ => text,
    }
}

/// The words of a list in one cell: `a, b`, `a|b`, `["a", "b"]`, `{a,b}`.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let sign = |c: char| c.is_whitespace() || "[]{}\"'".contains(c);
    text.split([',', ';', '|', '\n']).map(move |w| w.trim_matches(sign)).filter(|w| !w.is_empty())
}
