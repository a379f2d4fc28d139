//! Files as people keep them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{WORKSHOPS, ods};
use jiff::civil::{Time, date};
use rust_xlsxwriter::{Format, Workbook};
use tables::{Cell, Kind, Sheet, read, sniff, write_csv, write_xlsx};

fn text(t: &str) -> Cell {
    Cell::Text(t.into())
}

#[test]
fn a_french_csv_with_a_title_and_old_encoding() {
    let text = "Bilan des ateliers;;\r\n\r\nIntitulé;Date;Présents\r\n\
                \"CV ; lettre\";12/03/2016;12,0\r\n;;\r\nVAE;13/03/2016;7\r\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
    assert_eq!(sniff(&bytes), Some(Kind::Csv));
    let table = read(&bytes).unwrap();
    assert_eq!(table.name, "");
    assert_eq!(table.headings, ["Intitulé", "Date", "Présents"]);
    assert_eq!(table.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [4, 6]);
    assert_eq!(table.rows[0].cells[0].text(), "CV ; lettre");
    assert_eq!(table.rows[0].cells[2].whole(), Ok(Some(12)));
}

#[test]
fn rows_are_padded_and_cut_to_the_headings() {
    let table = read(b"Nom;Ville;Date\nA\nB;Paris;12/03/2016;;;\n").unwrap();
    assert!(table.rows.iter().all(|r| r.cells.len() == 3));
    assert_eq!(table.rows[0].cells[1..], [Cell::Empty, Cell::Empty]);
}

#[test]
fn an_opendocument_sheet() {
    let bytes = ods(WORKSHOPS);
    assert_eq!(sniff(&bytes), Some(Kind::Ods));
    let table = read(&bytes).unwrap();
    assert_eq!(table.name, "Bilan");
    assert_eq!(table.headings, ["Intitulé", "Date", "Heure", "Présents", "Complet"]);
    assert_eq!(table.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [5, 6, 7]);
    let first = &table.rows[0].cells;
    assert_eq!(first[0].text(), "CV & lettre  !\nsuite é");
    assert_eq!(first[1].date(), Ok(Some(date(2016, 3, 12))));
    assert_eq!(first[2].time(), Ok(Time::new(14, 30, 0, 0).ok()));
    assert_eq!(first[3].whole(), Ok(Some(7)));
    assert_eq!(first[4].yes(), Ok(Some(true)));
    // Merged down over one more row, not over two.
    assert_eq!(table.rows[1].cells[0], first[0]);
    assert!(table.rows[2].cells[0].is_empty());
    assert_eq!(table.rows[1].cells[1].time(), Ok(Time::new(9, 0, 0, 0).ok()));
    assert_eq!(table.rows[2].cells[3].whole().unwrap_err().code, "not-whole");
}

#[test]
fn a_workbook_with_merged_cells() {
    let mut book = Workbook::new();
    let plain = Format::new();
    book.add_worksheet().write_string(0, 0, "Lisez-moi").unwrap();
    book.add_worksheet().set_hidden(true).write_string(0, 0, "x").unwrap();
    let page = book.add_worksheet().set_name("2016").unwrap();
    page.merge_range(1, 1, 1, 4, "Bilan 2016", &plain).unwrap();
    page.merge_range(3, 1, 4, 1, "Atelier", &plain).unwrap();
    page.merge_range(3, 2, 3, 3, "Participants", &plain).unwrap();
    page.write_string(4, 2, "Inscrits").unwrap().write_string(4, 3, "Présents").unwrap();
    page.merge_range(6, 1, 7, 1, "CV", &plain).unwrap();
    for (row, inscrits) in [(6, 12.0), (7, 10.0), (9, 8.0)] {
        page.write_number(row, 2, inscrits).unwrap().write_number(row, 3, 7).unwrap();
    }
    page.write_string(9, 1, "VAE").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(sniff(&bytes), Some(Kind::Xlsx));
    let table = read(&bytes).unwrap();
    assert_eq!(table.name, "2016");
    assert_eq!(table.headings, ["Atelier", "Inscrits", "Présents"]);
    let rows: Vec<_> = table.rows.iter().map(|r| (r.line, r.cells[0].text())).collect();
    assert_eq!(rows, [(7, "CV".into()), (8, "CV".into()), (10, "VAE".into())]);
    assert_eq!(table.rows[2].cells[1].whole(), Ok(Some(8)));
}

#[test]
fn a_workbook_goes_there_and_back() {
    let at = date(2016, 3, 12).at(14, 30, 0, 0);
    let rows = vec![
        vec![text("=1+1"), Cell::Date(date(2016, 3, 12).at(0, 0, 0, 0)), Cell::Bool(true)],
        vec![text("VAE"), Cell::Number(12.5), Cell::Date(at)],
    ];
    let headings = vec!["Intitulé".into(), "Date".into(), "Autre".into()];
    let sheet = Sheet { name: "2016".into(), headings, rows };
    let table = read(&write_xlsx(&[sheet]).unwrap()).unwrap();
    assert_eq!((table.name.as_str(), table.headings.len()), ("2016", 3));
    // A text is a text: neither a formula nor changed.
    assert_eq!(table.rows[0].cells[0], text("=1+1"));
    assert_eq!(table.rows[0].cells[1].date(), Ok(Some(date(2016, 3, 12))));
    assert_eq!(table.rows[0].cells[2].yes(), Ok(Some(true)));
    assert_eq!(table.rows[1].cells[1].decimal(), Ok(Some(12.5)));
    assert_eq!(table.rows[1].cells[2], Cell::Date(at));
    assert_eq!(table.rows[0].line, 2);
}

#[test]
fn what_csv_writes_is_read_again() {
    let at = date(2016, 3, 12).at(14, 30, 0, 0);
    let rows = vec![vec![text("CV"), Cell::Number(1234.5), Cell::Date(at), Cell::Bool(false)]];
    let headings = ["Intitulé", "Taux", "Quand", "Complet"].map(String::from).to_vec();
    let table = read(&write_csv(&Sheet { name: String::new(), headings, rows })).unwrap();
    let cells = &table.rows[0].cells;
    assert_eq!(cells[1].decimal(), Ok(Some(1234.5)));
    assert_eq!(cells[2].date(), Ok(Some(at.date())));
    assert_eq!(cells[2].time(), Ok(Some(at.time())));
    assert_eq!(cells[3].yes(), Ok(Some(false)));
}

#[test]
fn pages_are_the_sheets_as_they_stand() {
    let sheet = |name: &str, heading: &str, cell: &str| tables::Sheet {
        name: name.into(),
        headings: vec![heading.into(), "2".into()],
        rows: vec![vec![], vec![tables::Cell::Text(cell.into())]],
    };
    let book = tables::write_xlsx(&[sheet("un", "1", "a"), sheet("deux", "id", "b")]).unwrap();
    let pages = tables::pages(&book).unwrap();
    let names: Vec<_> = pages.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["un", "deux"]);
    let lines: Vec<_> = pages[1].rows.iter().map(|r| (r.line, r.cells[0].text())).collect();
    assert_eq!(lines, [(1, "id".to_owned()), (3, "b".to_owned())]);
    let text = tables::pages(b"1;2\n3;4\n").unwrap();
    assert_eq!((text.len(), text[0].rows.len()), (1, 2));
    assert_eq!(tables::pages(b"").unwrap_err().code(), "empty");
    assert_eq!(tables::pages(b"{}").unwrap_err().code(), "unknown-format");
}
