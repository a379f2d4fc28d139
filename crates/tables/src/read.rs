//! From bytes to a table.

mod book;
mod csv;
mod headings;
mod limits;
mod ods;
mod packed;

use thiserror::Error;

pub use limits::{
    Limit, MOST_BYTES, MOST_CELL_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_PARTS, MOST_ROWS,
    MOST_TEXT_BYTES, MOST_UNPACKED_BYTES,
};

use crate::Cell;
pub use csv::decode;
use limits::Budget;
pub use limits::check;

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text with separators.
    Csv,
    /// Excel.
    Xlsx,
    /// OpenDocument.
    Ods,
    /// JSON: recognised, not read here.
    Json,
}

/// A table with its headings.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of the sheet; empty for CSV.
    pub name: String,
    /// Headings, as written, trimmed.
    pub headings: Vec<String>,
    /// Rows that are not empty.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Line or row number in the file, from 1, as the person sees it.
    pub line: u32,
    /// As many cells as there are headings.
    pub cells: Vec<Cell>,
}

/// A sheet as it stands, for formats that say in which row their headings are.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its name; empty for CSV.
    pub name: String,
    /// Rows that are not empty, each with the cells up to its last that is not.
    pub rows: Vec<Row>,
}

/// Why a file cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ReadError {
    /// Neither CSV nor XLSX nor ODS.
    #[error("this is no table: CSV, XLSX and ODS can be read")]
    Unknown,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Broken.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Over one of the limits.
    #[error("the file is too large: {0}")]
    TooLarge(Limit),
    /// No row of headings.
    #[error("no row of headings was found")]
    NoHeadings,
}

impl ReadError {
    /// A word for machines: `unknown-format`, `empty`, `damaged`, `too-large`, `no-headings`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown-format",
            Self::Empty => "empty",
            Self::Damaged(_) => "damaged",
            Self::TooLarge(_) => "too-large",
            Self::NoHeadings => "no-headings",
        }
    }
}

/// A sheet before its headings are found.
struct Grid {
    name: String,
    /// Rows that are not empty, in order.
    rows: Vec<Row>,
    /// Merged cells that go over more than one row.
    merges: Vec<Merge>,
}

/// A merged region: its first column, its first and last line (from 1).
struct Merge {
    column: usize,
    first: u32,
    last: u32,
}

/// Gives one sheet after the other, until there is none.
type Next<'a> = &'a mut dyn FnMut(&mut Budget) -> Result<Option<Grid>, ReadError>;

/// What this is, by its content; `None` when it is no table.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"PK\x03\x04") {
        return packed::kind(bytes);
    }
    let head = csv::decode_beginning(bytes, 4_096);
    let trimmed = head.trim_start();
    let mut chars = trimmed.chars();
    match chars.next()? {
        // Web pages (some call them .xls) and PDF, RTF that begin like text.
        '<' => return None,
        _ if trimmed.starts_with("%PDF-") || trimmed.starts_with("{\\rtf") => return None,
        '{' => return Some(Kind::Json),
        '[' => {
            let next = chars.find(|c| !c.is_whitespace());
            let json = |c: char| c.is_ascii_digit() || "{[]\"-tfn".contains(c);
            if next.is_none_or(json) {
                return Some(Kind::Json);
            }
        }
        _ => {}
    }
    // 0x1A ends some files written under DOS.
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1a}');
    (!head.chars().any(odd)).then_some(Kind::Csv)
}

/// Reads the first sheet that holds data.
///
/// # Errors
/// [`ReadError`] says why nothing could be read. Nothing a file holds makes this panic.
pub fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    within_bounds(bytes)?;
    let mut budget = Budget::default();
    match sniff(bytes) {
        Some(Kind::Csv) => headings::table(csv::grid(bytes, &mut budget)?, &mut budget),
        Some(Kind::Xlsx) => packed::guarded(bytes, || book::sheets(bytes, first_table)),
        Some(Kind::Ods) => packed::guarded(bytes, || ods::sheets(bytes, first_table)),
        _ => Err(ReadError::Unknown),
    }
}

/// Reads every sheet, without looking for headings; hidden sheets come last.
///
/// # Errors
/// As [`read`], except that a sheet without headings is a sheet too.
pub fn pages(bytes: &[u8]) -> Result<Vec<Page>, ReadError> {
    within_bounds(bytes)?;
    let page = |grid: Grid| Page { name: grid.name, rows: grid.rows };
    let every = |next: Next<'_>| {
        let mut budget = Budget::default();
        let mut pages = vec![];
        while let Some(grid) = next(&mut budget)? {
            pages.push(page(grid));
        }
        Ok(pages)
    };
    match sniff(bytes) {
        Some(Kind::Csv) => Ok(vec![page(csv::grid(bytes, &mut Budget::default())?)]),
        Some(Kind::Xlsx) => packed::guarded(bytes, || book::sheets(bytes, every)),
        Some(Kind::Ods) => packed::guarded(bytes, || ods::sheets(bytes, every)),
        _ => Err(ReadError::Unknown),
    }
}

/// Neither too large nor empty.
fn within_bounds(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::TooLarge(Limit::Bytes));
    }
    if csv::decode_beginning(bytes, 4_096).trim().is_empty() && csv::decode(bytes).trim().is_empty()
    {
        return Err(ReadError::Empty);
    }
    Ok(())
}

/// The first grid that is a table with rows; else one that is a table without; else why there is
/// none.
fn first_table(next: Next<'_>) -> Result<Table, ReadError> {
    // One for all sheets: what is looked at and put aside has been paid for too.
    let mut budget = Budget::default();
    let mut kept = Err(ReadError::Empty);
    while let Some(grid) = next(&mut budget)? {
        match headings::table(grid, &mut budget) {
            Ok(table) if !table.rows.is_empty() => return Ok(table),
            Ok(table) => {
                if kept.is_err() {
                    kept = Ok(table);
                }
            }
            Err(ReadError::NoHeadings) => {
                if kept == Err(ReadError::Empty) {
                    kept = Err(ReadError::NoHeadings);
                }
            }
            Err(ReadError::Empty) => {}
            Err(e) => return Err(e),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_what_a_file_is() {
        assert_eq!(sniff(b"a;b\n1;2\n"), Some(Kind::Csv));
        assert_eq!(sniff(b"\xEF\xBB\xBFa;b\n"), Some(Kind::Csv));
        assert_eq!(sniff(b"caf\xE9;b\n"), Some(Kind::Csv));
        assert_eq!(sniff(b" {\"a\": 1}"), Some(Kind::Json));
        assert_eq!(sniff(b"[{\"a\": 1}]"), Some(Kind::Json));
        assert_eq!(sniff(b"[Note];b\n1;2\n"), Some(Kind::Csv));
        for no in [
            &b""[..],
            b"\x89PNG\r\n\x1a\n\0\0",
            b"%PDF-1.7\n",
            b"<html><table>",
            b"{\\rtf1 a;b}",
            b"PK\x03\x04 something else",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        ] {
            assert_eq!(sniff(no), None, "{no:?}");
        }
    }

    #[test]
    fn what_is_no_table_says_so() {
        assert_eq!(read(b"").unwrap_err().code(), "empty");
        assert_eq!(read(b"  \n").unwrap_err().code(), "empty");
        assert_eq!(read(b"\xEF\xBB\xBF\r\n").unwrap_err().code(), "empty");
        assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0").unwrap_err().code(), "unknown-format");
        assert_eq!(read(b"{\"a\": 1}").unwrap_err().code(), "unknown-format");
        assert_eq!(read(b"1;2\n3;4\n").unwrap_err().code(), "no-headings");
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]).unwrap_err().code(), "too-large");
    }
}
