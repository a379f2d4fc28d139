//! A list as a table, whatever its file.

use std::collections::HashMap;

use serde_json::Value;
use tables::Cell;

use crate::FileError;

/// The headings of a table; of a JSON list, the names of the fields in it.
///
/// # Errors
/// [`FileError`] when it is neither.
pub fn headings(bytes: &[u8]) -> Result<Vec<String>, FileError> {
    Ok(Table::of(bytes)?.headings)
}

/// A table as it stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Headings.
    pub headings: Vec<String>,
    /// Rows with their lines.
    pub rows: Vec<(u32, Vec<Cell>)>,
}

/// The whole table; of a JSON list, its objects as rows.
///
/// # Errors
/// [`FileError`] when it is neither.
pub fn listing(bytes: &[u8]) -> Result<Listing, FileError> {
    let Table { headings, rows } = Table::of(bytes)?;
    Ok(Listing { headings, rows })
}

pub(super) struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<(u32, Vec<Cell>)>,
}

impl Table {
    pub fn of(bytes: &[u8]) -> Result<Self, FileError> {
        if tables::sniff(bytes) == Some(tables::Kind::Json) {
            return Self::of_json(bytes);
        }
        let table = tables::read(bytes)?;
        let rows = table.rows.into_iter().map(|row| (row.line, row.cells)).collect();
        Ok(Self { headings: table.headings, rows })
    }

    /// A list of flat objects, or the first list of objects in a document.
    fn of_json(bytes: &[u8]) -> Result<Self, FileError> {
        let value: Value = serde_json::from_str(&tables::decode(bytes))
            .map_err(|e| FileError::Json { line: e.line(), column: e.column() })?;
        let list = match value {
            Value::Array(list) => list,
            Value::Object(document) => {
                let lists = document.into_iter().filter_map(|(_, value)| match value {
                    Value::Array(list) if list.iter().any(Value::is_object) => Some(list),
                    _ => None,
                });
                lists.take(1).flatten().collect()
            }
            _ => vec![],
        };
        let mut headings: Vec<String> = vec![];
        let mut columns: HashMap<String, usize> = HashMap::new();
        let mut rows = vec![];
        for (line, value) in (1_u32..).zip(list) {
            let Value::Object(object) = value else { continue };
            let mut cells = vec![Cell::Empty; headings.len()];
            for (name, value) in object {
                let at = *columns.entry(name.clone()).or_insert_with(|| {
                    headings.push(name);
                    headings.len() - 1
                });
                if cells.len() <= at {
                    cells.resize(at + 1, Cell::Empty);
                }
                if let Some(cell) = cells.get_mut(at) {
                    *cell = cell_of(value);
                }
            }
            rows.push((line, cells));
        }
        if rows.is_empty() {
            return Err(FileError::Table(tables::ReadError::Empty));
        }
        tables::check(rows.len(), headings.len())?;
        Ok(Self { headings, rows })
    }
}

/// Whole numbers below this are exact in a float.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

fn cell_of(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(yes) => Cell::Bool(yes),
        // An identifier of so many digits is none that a float can hold.
        Value::Number(number) => match number.as_f64() {
            Some(n) if n.abs() < MOST_EXACT || !number.is_i64() && !number.is_u64() => {
                Cell::Number(n)
            }
            _ => Cell::Text(number.to_string()),
        },
        Value::String(text) => Cell::Text(text),
        Value::Array(items) => {
            let words: Vec<String> = items.into_iter().map(|i| cell_of(i).text()).collect();
            Cell::Text(words.join("|"))
        }
        object @ Value::Object(_) => Cell::Text(object.to_string()),
    }
}
