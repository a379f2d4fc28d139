//! Tables that open right in a spreadsheet, and that cannot run anything there.

use jiff::civil::{DateTime, Time};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use thiserror::Error;

use crate::Cell;

/// A sheet to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name: made fit for Excel (31 characters, no signs it refuses, no two alike).
    pub name: String,
    /// Headings.
    pub headings: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A workbook could not be made.
#[derive(Debug, Error)]
#[error("the workbook could not be written: {0}")]
pub struct WriteError(#[from] XlsxError);

/// A text that a spreadsheet might take for a formula gets an apostrophe before it (OWASP, *CSV
/// injection*).
#[must_use]
pub fn harmless(text: &str) -> String {
    let blank = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let rest = text.trim_start_matches(blank);
    let before = &text[..text.len() - rest.len()];
    // Full-width signs too: some spreadsheets make them plain.
    if rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || before.contains(char::is_control)
    {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// CSV for a French spreadsheet: UTF-8 with its mark, semicolons, decimal commas, dd/mm/yyyy.
///
/// Texts that begin like a formula (`=`, `+`, `-`, `@`, a control character, after white space
/// too) get an apostrophe before them; numbers may be negative.
#[must_use]
pub fn write_csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    csv_line(sheet.headings.iter().map(|h| harmless(h)), &mut out);
    for row in &sheet.rows {
        csv_line(row.iter().map(csv_cell), &mut out);
    }
    out.into_bytes()
}

fn csv_line(cells: impl Iterator<Item = String>, out: &mut String) {
    for (at, text) in cells.enumerate() {
        if at > 0 {
            out.push(';');
        }
        if text.contains([';', '"', '\n', '\r', ',', '\t', '|']) {
            out.push('"');
            out.push_str(&text.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&text);
        }
    }
    out.push_str("\r\n");
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Number(n) if !n.is_finite() => String::new(),
        Cell::Number(n) => format!("{n}").replace('.', ","),
        Cell::Date(at) => french(*at),
        Cell::Bool(yes) => (if *yes { "oui" } else { "non" }).to_owned(),
    }
}

/// `01/03/2016`, `01/03/2016 14:30`, with seconds where there are any.
fn french(at: DateTime) -> String {
    let day = format!("{:02}/{:02}/{:04}", at.day(), at.month(), at.year());
    match (at.hour(), at.minute(), at.second()) {
        (0, 0, 0) => day,
        (hour, minute, 0) => format!("{day} {hour:02}:{minute:02}"),
        (hour, minute, second) => format!("{day} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// An Excel workbook: texts are written as texts, never as formulas; headings are bold and stay in
/// sight; dates are dates.
///
/// # Errors
/// When a sheet has more rows or columns than Excel can hold, or a text of over 32,767 characters.
pub fn write_xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let mut names = vec![];
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(sheet_name(&sheet.name, &mut names))?;
        page.set_freeze_panes(1, 0)?;
        for (column, heading) in sheet.headings.iter().enumerate() {
            page.write_string_with_format(0, narrow(column)?, heading.as_str(), &bold)?;
        }
        for (row, cells) in sheet.rows.iter().enumerate() {
            let row = u32::try_from(row + 1).map_err(|_| XlsxError::RowColumnLimitError)?;
            for (column, cell) in cells.iter().enumerate() {
                let column = narrow(column)?;
                match cell {
                    Cell::Text(text) => {
                        page.write_string(row, column, text.as_str())?;
                    }
                    Cell::Number(n) if n.is_finite() => {
                        page.write_number(row, column, *n)?;
                    }
                    Cell::Empty | Cell::Number(_) => {}
                    Cell::Bool(yes) => {
                        page.write_string(row, column, if *yes { "oui" } else { "non" })?;
                    }
                    // Excel knows no day before 1900: such a day is written as text.
                    Cell::Date(at) => match excel(*at) {
                        Ok(date) => {
                            let timed = at.time() != Time::midnight();
                            let format = if timed { &moment } else { &day };
                            page.write_datetime_with_format(row, column, &date, format)?;
                        }
                        Err(_) => {
                            page.write_string(row, column, french(*at))?;
                        }
                    },
                }
            }
        }
        page.set_autofit_max_width(400);
        page.autofit();
    }
    Ok(book.save_to_buffer()?)
}

fn narrow(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

fn excel(at: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(at.year()).map_err(|_| XlsxError::RowColumnLimitError)?;
    let day = ExcelDateTime::from_ymd(year, at.month().unsigned_abs(), at.day().unsigned_abs())?;
    let hour = u16::from(at.hour().unsigned_abs());
    day.and_hms(hour, at.minute().unsigned_abs(), f64::from(at.second()))
}

/// A name Excel takes: 31 characters, without the signs it refuses, of which no other sheet has
/// the like.
fn sheet_name(wanted: &str, taken: &mut Vec<String>) -> String {
    let clean: String =
        wanted.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).collect();
    let clean = clean.trim().trim_matches('\'').trim();
    let clean = if clean.is_empty() { "Table" } else { clean };
    let cut = |most: usize| {
        let mut units = 0;
        let fits = clean.chars().take_while(|c| {
            units += c.len_utf16();
            units <= most
        });
        fits.collect::<String>().trim_end_matches([' ', '\'']).to_owned()
    };
    let mut name = cut(31);
    let mut number = 2_u32;
    while taken.contains(&name.to_lowercase()) {
        let ending = format!(" ({number})");
        name = cut(31 - ending.len()) + &ending;
        number += 1;
    }
    taken.push(name.to_lowercase());
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_can_be_a_formula(
            blank in "[ \u{a0}\u{feff}\t\r\n\0]{0,3}", sign in "[-=+@＝]?", text: String,
        ) {
            let text = format!("{blank}{sign}{text}");
            let rows = vec![vec![Cell::Text(text.clone())]];
            let csv = write_csv(&Sheet { name: String::new(), headings: vec![text], rows });
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.delimiter(b';').has_headers(false).from_reader(&csv[3..]);
            for record in reader.records().map_while(Result::ok) {
                let cell = record.get(0).unwrap_or_default();
                prop_assert!(!cell.starts_with(['\t', '\r', '\n', '\0']), "{cell:?}");
                let cell = cell.trim_start();
                prop_assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell:?}");
            }
        }
    }

    #[test]
    fn signs_of_formulas() {
        for text in ["=1+1", " =1", "\u{a0}@a", "\t=1", "-1", "+33 1", "\0=1", "\u{feff}=1", "＝1"]
        {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["a=1", " a", "", "l’été", "1-2"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn names_of_sheets() {
        let mut taken = vec![];
        assert_eq!(
            sheet_name("Bilan de l'année 2015/2016", &mut taken),
            "Bilan de l'année 20152016"
        );
        assert_eq!(sheet_name("'a'", &mut taken), "a");
        assert_eq!(sheet_name("A", &mut taken), "A (2)");
        assert_eq!(sheet_name("", &mut taken), "Table");
        assert_eq!(sheet_name("[]", &mut taken), "Table (2)");
        let long = "é".repeat(40);
        assert_eq!(sheet_name(&long, &mut taken).chars().count(), 31);
        assert_eq!(sheet_name(&long, &mut taken).chars().count(), 31);
    }

    #[test]
    fn what_excel_cannot_hold() {
        let old = jiff::civil::date(1789, 7, 14).at(0, 0, 0, 0);
        let sheet = |rows| Sheet { name: "s".into(), headings: vec!["a".into()], rows };
        assert!(write_xlsx(&[sheet(vec![vec![Cell::Date(old), Cell::Number(f64::NAN)]])]).is_ok());
        assert!(write_xlsx(&[sheet(vec![vec![Cell::Empty; 70_000]])]).is_err());
        assert!(write_xlsx(&[sheet(vec![]), sheet(vec![])]).is_ok());
        assert!(write_xlsx(&[]).is_ok());
    }

    #[test]
    fn written_for_a_french_spreadsheet() {
        let at = jiff::civil::date(2016, 3, 1).at(14, 30, 0, 0);
        let rows = vec![vec![Cell::Number(12.5), Cell::Date(at), Cell::Text("a;b".into())]];
        let headings = vec!["Taux".into(), "Quand".into(), "Quoi".into()];
        let csv = write_csv(&Sheet { name: String::new(), headings, rows });
        let text = String::from_utf8(csv).unwrap();
        assert_eq!(text, "\u{feff}Taux;Quand;Quoi\r\n\"12,5\";01/03/2016 14:30;\"a;b\"\r\n");
    }
}
