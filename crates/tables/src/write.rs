//! Tables that open right in a spreadsheet, and that cannot run anything there.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use thiserror::Error;

use crate::Cell;

/// A sheet to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name (31 characters at most are kept).
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
fn harmless(text: &str) -> String {
    let first = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    if matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0')) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// CSV for a French spreadsheet: UTF-8 with its mark, semicolons, decimal commas, dd/mm/yyyy.
#[must_use]
pub fn write_csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let line = |cells: Vec<String>, out: &mut String| {
        let quoted: Vec<String> = cells
            .into_iter()
            .map(|text| {
                if text.contains([';', '"', '\n', '\r', ',']) {
                    format!("\"{}\"", text.replace('"', "\"\""))
                } else {
                    text
                }
            })
            .collect();
        out.push_str(&quoted.join(";"));
        out.push_str("\r\n");
    };
    line(sheet.headings.iter().map(|h| harmless(h)).collect(), &mut out);
    for row in &sheet.rows {
        line(row.iter().map(csv_cell).collect(), &mut out);
    }
    out.into_bytes()
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Number(n) => format!("{n}").replace('.', ","),
        Cell::Date(at) => {
            let day = format!("{:02}/{:02}/{:04}", at.day(), at.month(), at.year());
            if at.hour() == 0 && at.minute() == 0 {
                day
            } else {
                format!("{day} {:02}:{:02}", at.hour(), at.minute())
            }
        }
        Cell::Bool(yes) => (if *yes { "oui" } else { "non" }).to_owned(),
    }
}

/// An Excel workbook; texts are texts, never formulas.
pub fn write_xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let (day, moment) = (
        Format::new().set_num_format("dd/mm/yyyy"),
        Format::new().set_num_format("dd/mm/yyyy hh:mm"),
    );
    for sheet in sheets {
        let page = book.add_worksheet();
        let clean: String =
            sheet.name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
        if !clean.is_empty() {
            page.set_name(clean)?;
        }
        page.set_freeze_panes(1, 0)?;
        for (column, heading) in (0_u16..).zip(&sheet.headings) {
            page.write_string_with_format(0, column, heading.as_str(), &bold)?;
        }
        for (row, cells) in (1_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        page.write_string(row, column, harmless(text))?;
                    }
                    Cell::Number(n) => {
                        page.write_number(row, column, *n)?;
                    }
                    Cell::Bool(yes) => {
                        page.write_string(row, column, if *yes { "oui" } else { "non" })?;
                    }
                    Cell::Date(at) => {
                        let (y, m, d) = (at.year(), at.month(), at.day());
                        let date = ExcelDateTime::from_ymd(
                            y.unsigned_abs(),
                            m.unsigned_abs(),
                            d.unsigned_abs(),
                        )?;
                        let timed = at.hour() != 0 || at.minute() != 0;
                        let date = date.and_hms(
                            u16::from(at.hour().unsigned_abs()),
                            at.minute().unsigned_abs(),
                            f64::from(at.second()),
                        )?;
                        let format = if timed { &moment } else { &day };
                        page.write_datetime_with_format(row, column, &date, format)?;
                    }
                }
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_cell_can_be_a_formula(text: String) {
            let rows = vec![vec![Cell::Text(text)]];
            let csv = write_csv(&Sheet { name: String::new(), headings: vec!["a".into()], rows });
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&csv[..]);
            for record in reader.records().map_while(Result::ok) {
                let cell = record.get(0).unwrap_or_default().trim_start_matches(' ');
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']), "{cell:?}");
            }
        }
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
