//! OpenDocument.
//!
//! Read here and not by calamine, which unfolds repeated cells, rows and spaces before anything
//! can be counted: a file of some kilobytes may ask it for gigabytes. Here every repetition is
//! counted first.

use jiff::civil::{Date, DateTime};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limits::{Budget, MOST_CELL_BYTES, check};
use super::{Grid, Merge, Next, ReadError, Row, packed};
use crate::Cell;

fn damaged(e: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged(format!("content.xml: {e}"))
}

/// One sheet after the other.
pub(super) fn sheets<T>(
    bytes: &[u8],
    work: impl FnOnce(Next<'_>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let manifest = packed::part(bytes, "META-INF/manifest.xml").unwrap_or_default();
    if manifest.windows(15).any(|w| w == b"encryption-data") {
        return Err(ReadError::Damaged("it is protected by a password".into()));
    }
    let content = packed::part(bytes, "content.xml")?;
    let content = std::str::from_utf8(&content).map_err(damaged)?;
    let mut reader = Reader::from_str(content);
    reader.config_mut().expand_empty_elements = true;
    work(&mut |budget| {
        loop {
            match reader.read_event().map_err(damaged)? {
                Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                    let name = attribute(&tag, "table:name")?.unwrap_or_default();
                    return grid(&mut reader, name, budget).map(Some);
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    })
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
    for found in tag.attributes().with_checks(false) {
        let found = found.map_err(damaged)?;
        if found.key.as_ref() == name {
            let value = found.normalized_value(quick_xml::XmlVersion::Explicit1_0);
            return value.map_err(damaged).map(|v| Some(v.into_owned()));
        }
    }
    Ok(None)
}

/// A number of repetitions: 1 when none is given.
fn times(tag: &BytesStart<'_>, name: &str) -> Result<u32, ReadError> {
    let written = attribute(tag, name)?;
    Ok(written.map_or(1, |w| w.trim().parse().unwrap_or(1)).max(1))
}

fn grid(reader: &mut Reader<&[u8]>, name: String, budget: &mut Budget) -> Result<Grid, ReadError> {
    let mut grid = Grid { name, rows: vec![], merges: vec![] };
    let mut line = 1_u32;
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag) if tag.name().as_ref() == "table:table-row" => {
                let repeated = times(&tag, "table:number-rows-repeated")?;
                let cells = row(reader, line, &mut grid.merges, budget)?;
                if !cells.is_empty() {
                    let copies = usize::try_from(repeated).unwrap_or(usize::MAX);
                    check(grid.rows.len().saturating_add(copies), cells.len())?;
                    for copy in 1..repeated {
                        budget.cells(cells.len())?;
                        for cell in &cells {
                            budget.text(cell)?;
                        }
                        let line = line.saturating_add(copy - 1);
                        grid.rows.push(Row { line, cells: cells.clone() });
                    }
                    grid.rows.push(Row { line: line.saturating_add(repeated - 1), cells });
                }
                line = line.saturating_add(repeated);
            }
            Event::End(tag) if tag.name().as_ref() == "table:table" => return Ok(grid),
            Event::Eof => return Err(damaged("a sheet has no end")),
            _ => {}
        }
    }
}

/// The cells of a row up to the last that is not empty.
fn row(
    reader: &mut Reader<&[u8]>,
    line: u32,
    merges: &mut Vec<Merge>,
    budget: &mut Budget,
) -> Result<Vec<Cell>, ReadError> {
    let mut cells: Vec<Cell> = vec![];
    let mut column = 0_usize;
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag)
                if matches!(
                    tag.name().as_ref(),
                    "table:table-cell" | "table:covered-table-cell"
                ) =>
            {
                let repeated = times(&tag, "table:number-columns-repeated")?;
                let repeated = usize::try_from(repeated).unwrap_or(usize::MAX);
                let down = times(&tag, "table:number-rows-spanned")?;
                if down > 1 {
                    let last = line.saturating_add(down - 1);
                    merges.push(Merge { column, first: line, last });
                }
                let cell = cell(reader, &tag)?;
                let after = column.saturating_add(repeated);
                if !cell.is_empty() {
                    check(0, after)?;
                    budget.cells(after - cells.len())?;
                    cells.resize(column, Cell::Empty);
                    for _ in 0..repeated {
                        budget.text(&cell)?;
                        cells.push(cell.clone());
                    }
                }
                column = after;
            }
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(cells),
            Event::Eof => return Err(damaged("a row has no end")),
            _ => {}
        }
    }
}

/// One cell; the reader stands after its end.
fn cell(reader: &mut Reader<&[u8]>, tag: &BytesStart<'_>) -> Result<Cell, ReadError> {
    let end = tag.name().as_ref().to_owned();
    let kind = attribute(tag, "office:value-type")?.unwrap_or_default();
    let value = match kind.as_str() {
        "float" | "percentage" | "currency" => {
            attribute(tag, "office:value")?.and_then(|v| v.parse().ok()).map(Cell::Number)
        }
        "date" => attribute(tag, "office:date-value")?.and_then(|v| moment(&v)),
        "time" => attribute(tag, "office:time-value")?.and_then(|v| length(&v)),
        "boolean" => attribute(tag, "office:boolean-value")?.map(|v| Cell::Bool(v == "true")),
        "string" => attribute(tag, "office:string-value")?.map(Cell::Text),
        _ => None,
    };
    let text = text(reader, &end)?;
    Ok(match value {
        Some(value) => value,
        None if text.is_empty() => Cell::Empty,
        None => Cell::Text(text),
    })
}

/// The paragraphs of a cell, without its comments.
fn text(reader: &mut Reader<&[u8]>, end: &str) -> Result<String, ReadError> {
    let mut out = String::new();
    let (mut paragraphs, mut comments, mut inside, mut deep) = (0, 0_u32, 0_u32, 0_u32);
    loop {
        let event = reader.read_event().map_err(damaged)?;
        let keep = comments == 0 && inside > 0;
        match event {
            Event::Start(tag) => match tag.name().as_ref() {
                "office:annotation" => comments += 1,
                "text:p" | "text:h" if comments == 0 => {
                    if paragraphs > 0 && inside == 0 {
                        out.push('\n');
                    }
                    paragraphs += 1;
                    inside += 1;
                }
                "text:s" if keep => {
                    let spaces = usize::try_from(times(&tag, "text:c")?).unwrap_or(usize::MAX);
                    out.push_str(&" ".repeat(spaces.min(MOST_CELL_BYTES + 1)));
                }
                "text:tab" if keep => out.push('\t'),
                "text:line-break" if keep => out.push('\n'),
                // A table in a drawing in a cell.
                name if name == end => deep += 1,
                _ => {}
            },
            Event::End(tag) => match tag.name().as_ref() {
                "office:annotation" => comments = comments.saturating_sub(1),
                "text:p" | "text:h" if comments == 0 => inside = inside.saturating_sub(1),
                name if name == end && deep > 0 => deep -= 1,
                name if name == end => return Ok(out),
                _ => {}
            },
            Event::Text(part) if keep => out.push_str(&part.xml10_content()),
            Event::CData(part) if keep => out.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) if keep => {
                match entity.resolve_char_ref().map_err(damaged)? {
                    Some(c) => out.push(c),
                    None => {
                        let name: &str = entity.as_ref();
                        let text = quick_xml::escape::resolve_predefined_entity(name);
                        out.push_str(text.unwrap_or_default());
                    }
                }
            }
            Event::Eof => return Err(damaged("a cell has no end")),
            _ => {}
        }
        if out.len() > MOST_CELL_BYTES {
            return Err(ReadError::TooLarge(super::Limit::Cell));
        }
    }
}

/// `2016-03-12` or `2016-03-12T14:30:00`.
pub(super) fn moment(text: &str) -> Option<Cell> {
    let at = text.parse::<DateTime>().ok();
    at.or_else(|| text.parse::<Date>().ok().map(|d| d.at(0, 0, 0, 0))).map(Cell::Date)
}

/// `PT14H30M00S`, as OpenDocument writes a time of day: a fraction of a day.
pub(super) fn length(text: &str) -> Option<Cell> {
    let length = text.parse::<jiff::SignedDuration>().ok()?;
    Some(Cell::Number(length.as_secs_f64() / 86_400.0))
}
