//! XLSX.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::limits::{Budget, check};
use super::{Grid, Merge, Next, ReadError, Row};
use crate::Cell;

fn damaged(e: XlsxError) -> ReadError {
    ReadError::Damaged(e.to_string())
}

/// One sheet after the other; hidden sheets come last.
pub(super) fn sheets<T>(
    bytes: &[u8],
    work: impl FnOnce(Next<'_>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets: Vec<(bool, String)> = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.visible != SheetVisible::Visible, s.name.clone()))
        .collect();
    sheets.sort_by_key(|(hidden, _)| *hidden);
    let mut names = sheets.into_iter().map(|(_, name)| name);
    work(&mut |budget| names.next().map(|name| grid(&mut book, name, budget)).transpose())
}

/// Cell by cell: a sheet with one cell in its farthest corner costs no more than that cell.
fn grid(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: String,
    budget: &mut Budget,
) -> Result<Grid, ReadError> {
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut reader = match book.worksheet_cells_reader(&name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Grid { name, rows: vec![], merges: vec![] }),
        Err(e) => return Err(damaged(e)),
    };
    while let Some(found) = reader.next_cell().map_err(damaged)? {
        let (row, column) = found.get_position();
        let cell = cell(found.get_value());
        if cell.is_empty() {
            continue;
        }
        budget.text(&cell)?;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        check(rows.len(), column.saturating_add(1))?;
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            budget.cells(column + 1 - cells.len())?;
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
    }
    drop(reader);
    check(rows.len(), 0)?;
    let rows: Vec<Row> =
        rows.into_iter().map(|(row, cells)| Row { line: row.saturating_add(1), cells }).collect();
    let merges = if rows.is_empty() {
        vec![]
    } else {
        let regions = book.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        regions
            .into_iter()
            .filter(|r| r.end.0 > r.start.0)
            .map(|r| Merge {
                column: usize::try_from(r.start.1).unwrap_or(usize::MAX),
                first: r.start.0.saturating_add(1),
                last: r.end.0.saturating_add(1),
            })
            .collect()
    };
    Ok(Grid { name, rows, merges })
}

fn cell(data: &DataRef<'_>) -> Cell {
    match Data::from(data.clone()) {
        Data::Empty => Cell::Empty,
        Data::Int(n) => {
            #[allow(clippy::cast_precision_loss)]
            let n = n as f64;
            Cell::Number(n)
        }
        Data::Float(n) => Cell::Number(n),
        Data::Bool(b) => Cell::Bool(b),
        Data::String(text) => Cell::Text(text),
        Data::DateTime(at) => {
            let value = at.as_f64();
            if at.is_duration() || value < 1.0 {
                return Cell::Number(value);
            }
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let make = || {
                let (year, month) = (i16::try_from(year).ok()?, month.cast_signed());
                let date = jiff::civil::Date::new(year, month, day.cast_signed()).ok()?;
                let (h, m, s) = (hour.cast_signed(), minute.cast_signed(), second.cast_signed());
                Some(date.to_datetime(jiff::civil::Time::new(h, m, s, 0).ok()?))
            };
            make().map_or(Cell::Number(value), Cell::Date)
        }
        Data::DateTimeIso(text) => super::ods::moment(&text).unwrap_or(Cell::Text(text)),
        Data::DurationIso(text) => super::ods::length(&text).unwrap_or(Cell::Text(text)),
        // #N/A and its like, as the person sees them.
        Data::Error(e) => Cell::Text(e.to_string()),
    }
}
