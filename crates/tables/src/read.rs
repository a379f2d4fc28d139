//! From bytes to a table.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader};
use jiff::civil::{DateTime, date, time};
use thiserror::Error;

use crate::Cell;

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Most bytes that the parts of a packed file may unpack to.
const MOST_UNPACKED: u64 = 200 * 1024 * 1024;
const MOST_ROWS: usize = 200_000;
const MOST_COLUMNS: usize = 200;
const MOST_CELL: usize = 32 * 1024;

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text with separators.
    Csv,
    /// Excel.
    Xlsx,
    /// OpenDocument.
    Ods,
    /// JSON.
    Json,
}

/// A table with its headings.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of the sheet; empty for CSV.
    pub name: String,
    /// Headings, as written.
    pub headings: Vec<String>,
    /// Rows that are not empty.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Line or row number in the file, from 1.
    pub line: u32,
    /// As many cells as there are headings.
    pub cells: Vec<Cell>,
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
    TooLarge(&'static str),
    /// No row of headings.
    #[error("no row of headings was found")]
    NoHeadings,
}

impl ReadError {
    /// A word for machines.
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

/// What this is, by its content; `None` when it is no table.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"PK\x03\x04") {
        let has = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
        if has(b"opendocument.spreadsheet") || has(b"content.xml") {
            return Some(Kind::Ods);
        }
        return has(b"xl/").then_some(Kind::Xlsx);
    }
    let head = decode(bytes.get(..4_096).unwrap_or(bytes));
    let trimmed = head.trim_start();
    if trimmed.starts_with('{') || trimmed.starts_with('[') {
        return Some(Kind::Json);
    }
    let odd = head.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')).count();
    (odd == 0 && !trimmed.is_empty()).then_some(Kind::Csv)
}

/// Reads the first sheet that holds data.
pub fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::TooLarge("20 MiB at most"));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    let (name, rows) = match sniff(bytes) {
        Some(Kind::Csv) => (String::new(), csv_rows(bytes)?),
        Some(Kind::Xlsx | Kind::Ods) => book_rows(bytes)?,
        _ => return Err(ReadError::Unknown),
    };
    with_headings(name, rows)
}

fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // A cut at the end of a sample is no other encoding.
        Err(e) if e.error_len().is_none() && e.valid_up_to() > 0 => {
            String::from_utf8_lossy(&bytes[..e.valid_up_to()]).into_owned()
        }
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

fn csv_rows(bytes: &[u8]) -> Result<Vec<Row>, ReadError> {
    let text = decode(bytes);
    let separator = separator(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = vec![];
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record);
        if !more.map_err(|e| ReadError::Damaged(e.to_string()))? {
            return Ok(rows);
        }
        // The reader notes where it was before it passed over empty lines.
        let line = record.position().map_or(0, |at| {
            let start = usize::try_from(at.byte()).unwrap_or(usize::MAX);
            let rest = text.as_bytes().get(start..).unwrap_or_default();
            let empty = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
            at.line() + empty.filter(|b| **b == b'\n').count() as u64
        });
        check_size(rows.len(), record.len(), record.iter().map(str::len).max())?;
        rows.push(Row {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            cells: record.iter().map(|t| Cell::Text(t.to_owned())).collect(),
        });
    }
}

/// The separator that cuts the first lines most evenly.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(20).collect();
    let mut best = (b';', 0_usize);
    for candidate in [b';', b'\t', b',', b'|'] {
        let mut counts: Vec<usize> = lines
            .iter()
            .map(|line| {
                let mut quoted = false;
                line.bytes()
                    .filter(|b| {
                        quoted ^= *b == b'"';
                        !quoted && *b == candidate
                    })
                    .count()
            })
            .collect();
        counts.sort_unstable();
        let middle = counts.get(counts.len() / 2).copied().unwrap_or(0);
        // Decimal commas make commas frequent: another separator that is there wins over them.
        if middle > best.1 && !(candidate == b',' && best.1 > 0) {
            best = (candidate, middle);
        }
    }
    best.0
}

fn book_rows(bytes: &[u8]) -> Result<(String, Vec<Row>), ReadError> {
    if unpacked(bytes) > MOST_UNPACKED {
        return Err(ReadError::TooLarge("200 MiB unpacked at most"));
    }
    let damaged = |e: calamine::Error| ReadError::Damaged(e.to_string());
    // A hostile file may make the reader panic: that is a damaged file, not a dead server.
    catch_unwind(AssertUnwindSafe(|| {
        let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(damaged)?;
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).map_err(damaged)?;
            let (height, width) = range.get_size();
            check_size(height.saturating_sub(1), width, None)?;
            let first = range.start().map_or(0, |(row, _)| row);
            let rows: Vec<Row> = (first..)
                .zip(range.rows())
                .map(|(row, cells)| Row { line: row + 1, cells: cells.iter().map(cell).collect() })
                .collect();
            if rows.iter().any(|r| r.cells.iter().any(|c| !c.is_empty())) {
                return Ok((name, rows));
            }
        }
        Err(ReadError::Empty)
    }))
    .unwrap_or_else(|_| Err(ReadError::Damaged("it could not be read to the end".into())))
}

/// What the central directory of a packed file says it unpacks to.
fn unpacked(bytes: &[u8]) -> u64 {
    let mut total = 0_u64;
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(4).position(|w| w == b"PK\x01\x02") {
        let entry = at + found;
        if let Some(size) = bytes.get(entry + 24..entry + 28) {
            let size: [u8; 4] = size.try_into().unwrap_or_default();
            total = total.saturating_add(u64::from(u32::from_le_bytes(size)));
        }
        at = entry + 4;
    }
    total
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(n) => {
            #[allow(clippy::cast_precision_loss)]
            let n = *n as f64;
            Cell::Number(n)
        }
        Data::Float(n) => Cell::Number(*n),
        Data::Bool(b) => Cell::Bool(*b),
        Data::DateTime(at) => {
            let value = at.as_f64();
            if at.is_duration() || value < 1.0 {
                return Cell::Number(value);
            }
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let make = || {
                let year = i16::try_from(year).ok()?;
                let month = i8::try_from(month).ok()?;
                let day = i8::try_from(day).ok()?;
                let at = jiff::civil::Date::new(year, month, day).ok()?;
                let (h, m, s) = (hour.cast_signed(), minute.cast_signed(), second.cast_signed());
                Some(at.to_datetime(jiff::civil::Time::new(h, m, s, 0).ok()?))
            };
            make().map_or(Cell::Number(value), Cell::Date)
        }
        Data::DateTimeIso(text) => {
            let at = text.parse::<DateTime>().ok();
            at.or_else(|| text.parse::<jiff::civil::Date>().ok().map(|d| d.at(0, 0, 0, 0)))
                .map_or_else(|| Cell::Text(text.clone()), Cell::Date)
        }
        // PT14H30M00S, as OpenDocument writes a time of day.
        Data::DurationIso(text) => match text.parse::<jiff::SignedDuration>() {
            Ok(length) => {
                let at = date(1899, 12, 30).to_datetime(time(0, 0, 0, 0)).checked_add(length);
                at.map_or_else(|_| Cell::Text(text.clone()), Cell::Date)
            }
            Err(_) => Cell::Text(text.clone()),
        },
        other => Cell::Text(other.to_string()),
    }
}

fn check_size(rows: usize, columns: usize, cell: Option<usize>) -> Result<(), ReadError> {
    if rows > MOST_ROWS {
        return Err(ReadError::TooLarge("200,000 rows at most"));
    }
    if columns > MOST_COLUMNS {
        return Err(ReadError::TooLarge("200 columns at most"));
    }
    if cell.is_some_and(|length| length > MOST_CELL) {
        return Err(ReadError::TooLarge("32 KiB in a cell at most"));
    }
    Ok(())
}

/// The headings are the first row with at least two texts in which nothing is a number or a date;
/// what stands above is a title.
fn with_headings(name: String, rows: Vec<Row>) -> Result<Table, ReadError> {
    let is_heading = |row: &Row| {
        let filled: Vec<&Cell> = row.cells.iter().filter(|c| !c.is_empty()).collect();
        filled.len() >= 2
            && filled.iter().all(|c| {
                matches!(c, Cell::Text(_))
                    && !matches!(c.decimal(), Ok(Some(_)))
                    && !matches!(c.date(), Ok(Some(_)))
            })
    };
    let at = rows.iter().take(50).position(is_heading).ok_or(ReadError::NoHeadings)?;
    let mut headings: Vec<String> = rows[at].cells.iter().map(Cell::text).collect();
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    let width = headings.len();
    let rows = rows
        .into_iter()
        .skip(at + 1)
        .filter(|row| row.cells.iter().any(|c| !c.is_empty()))
        .map(|mut row| {
            row.cells.resize(width, Cell::Empty);
            row
        })
        .collect();
    Ok(Table { name, headings, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Sheet, write_csv, write_xlsx};
    use proptest::prelude::*;

    #[test]
    fn a_french_csv_with_a_title_and_old_encoding() {
        let text = "Bilan des ateliers;;\r\n\r\nIntitulé;Date;Présents\r\n\
                    \"CV ; lettre\";12/03/2016;12,0\r\n;;\r\nVAE;13/03/2016;7\r\n";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        let table = read(&bytes).unwrap();
        assert_eq!(table.headings, ["Intitulé", "Date", "Présents"]);
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[0].cells[0].text(), "CV ; lettre");
        assert_eq!(table.rows[0].line, 4);
        assert_eq!(table.rows[1].line, 6);
        assert_eq!(table.rows[0].cells[2].whole(), Ok(Some(12)));
    }

    #[test]
    fn what_is_no_table_says_so() {
        assert_eq!(read(b"  \n").unwrap_err().code(), "empty");
        assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0").unwrap_err().code(), "unknown-format");
        assert_eq!(read(b"PK\x03\x04xl/ broken").unwrap_err().code(), "damaged");
        assert_eq!(read(b"1;2\n3;4\n").unwrap_err().code(), "no-headings");
    }

    fn book() -> Vec<u8> {
        let rows = vec![
            vec![Cell::Text("CV".into()), Cell::Date(date(2016, 3, 12).at(0, 0, 0, 0))],
            vec![Cell::Text("VAE".into()), Cell::Number(12.5)],
        ];
        let headings = vec!["Intitulé".into(), "Date".into()];
        write_xlsx(&[Sheet { name: "2016".into(), headings, rows }]).unwrap()
    }

    #[test]
    fn a_workbook_goes_there_and_back() {
        let table = read(&book()).unwrap();
        assert_eq!((table.name.as_str(), table.headings.len()), ("2016", 2));
        assert_eq!(table.rows[0].cells[1].date(), Ok(Some(date(2016, 3, 12))));
        assert_eq!(table.rows[1].cells[1].decimal(), Ok(Some(12.5)));
        assert_eq!(table.rows[0].line, 2);
    }

    #[test]
    fn a_cut_workbook_is_damaged_and_nothing_worse() {
        let whole = book();
        for end in (0..whole.len()).step_by(97) {
            let _ = read(&whole[..end]);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }

        #[test]
        fn texts_come_back(texts in prop::collection::vec("[a-zé;\"\n ]{0,12}", 1..20)) {
            let rows = texts.iter().map(|t| {
                vec![Cell::Text(format!("x{t}")), Cell::Text("y".into())]
            }).collect();
            let headings = vec!["Un".to_owned(), "Deux".to_owned()];
            let table = read(&write_csv(&Sheet { name: String::new(), headings, rows })).unwrap();
            let back: Vec<_> = table.rows.iter().map(|r| r.cells[0].text()).collect();
            let sent: Vec<_> = texts.iter().map(|t| format!("x{t}").trim().to_owned()).collect();
            prop_assert_eq!(back, sent);
        }
    }
}
