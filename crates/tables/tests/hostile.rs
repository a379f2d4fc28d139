//! Files that are broken, or made to do harm.
#![allow(clippy::unwrap_used)]

mod common;

use common::{WORKSHOPS, ods, packed};
use proptest::prelude::*;
use tables::{Cell, MOST_PARTS, MOST_UNPACKED_BYTES, Sheet, read, sniff, write_csv, write_xlsx};

fn book() -> Vec<u8> {
    let rows = (0..40)
        .map(|n| vec![Cell::Text(format!("Atelier {n}")), Cell::Number(f64::from(n))])
        .collect();
    let headings = vec!["Intitulé".into(), "Présents".into()];
    write_xlsx(&[Sheet { name: "2016".into(), headings, rows }]).unwrap()
}

fn code(bytes: &[u8]) -> &'static str {
    read(bytes).map_or_else(|e| e.code(), |_| "read")
}

#[test]
fn cut_or_spoiled_files_are_survived() {
    for whole in [book(), ods(WORKSHOPS)] {
        for end in (0..whole.len()).step_by(97) {
            assert_ne!(code(&whole[..end]), "read", "{end}");
            let mut spoiled = whole.clone();
            spoiled[end] ^= 0xFF;
            let _ = read(&spoiled);
        }
        // Known for what it was.
        assert_eq!(code(&whole[..whole.len() - 30]), "damaged");
    }
}

#[test]
fn bombs_are_not_unpacked() {
    let zeros = vec![b' '; usize::try_from(MOST_UNPACKED_BYTES).unwrap() + 1];
    let mut bomb = packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &zeros),
    ]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(code(&bomb), "too-large");
    // The directory lies, and the part's own header with it: ten bytes, they say. The unpacking
    // stops all the same.
    let find = |mark: &[u8]| bomb.windows(4).rposition(|w| w == mark).unwrap();
    let (entry, header) = (find(b"PK\x01\x02"), find(b"PK\x03\x04"));
    let start = std::time::Instant::now();
    for both in [false, true] {
        bomb[entry + 24..entry + 28].copy_from_slice(&10_u32.to_le_bytes());
        if both {
            bomb[header + 22..header + 26].copy_from_slice(&10_u32.to_le_bytes());
        }
        assert!(matches!(code(&bomb), "too-large" | "damaged"), "{both}");
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn so_many_parts_are_no_workbook() {
    let names: Vec<String> = (0..=MOST_PARTS).map(|n| format!("xl/a{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    assert_eq!(code(&packed(&parts)), "too-large");
}

/// An entity of the document's own, or one that names a file, is nothing.
#[test]
fn what_a_document_declares_is_not_looked_up() {
    let secret = tempfile("a secret of this machine");
    let content = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY own \"once\">\
         <!ENTITY many \"&own;&own;&own;\"><!ENTITY file SYSTEM \"file://{}\">]>\
         <office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet><table:table table:name=\"a\"><table:table-row>{}{}</table:table-row>\
         <table:table-row>{}{}</table:table-row></table:table></office:spreadsheet></office:body>\
         </office:document-content>",
        secret.display(),
        entity("Un"),
        entity("Deux"),
        entity("x&file;x"),
        entity("y&many;&amp;y"),
    );
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let table = read(&packed(&[("mimetype", mimetype), ("content.xml", content.as_bytes())]));
    std::fs::remove_file(secret).unwrap();
    let cells = &table.unwrap().rows[0].cells;
    assert_eq!(*cells, [Cell::Text("xx".into()), Cell::Text("y&y".into())]);
}

fn entity(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
}

fn tempfile(text: &str) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("tandem-entity-{}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_largest_csv_is_read_without_delay() {
    let bytes =
        "Nom;Ville;Date;Présents\n".to_owned() + &"CV;Paris;12/03/2016;7\n".repeat(200_000 - 1);
    let start = std::time::Instant::now();
    assert_eq!(read(bytes.as_bytes()).map(|t| t.rows.len()), Ok(199_999));
    // Far above what it takes, far below what a mistake would.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    let stray = "Nom;Ville\n".to_owned() + &"a;\"b \"\"\n".repeat(100_000);
    let _ = read(stray.as_bytes());
    assert!(start.elapsed().as_secs() < 40, "{:?}", start.elapsed());
}

#[test]
fn repetitions_are_counted_first() {
    let cell = |attributes: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" {attributes}><text:p>{text}</text:p>\
             </table:table-cell>"
        )
    };
    let sheet = |row: &str, cells: &str| {
        ods(&format!(
            "<table:table table:name=\"a\"><table:table-row {row}>{cells}</table:table-row>\
             </table:table>"
        ))
    };
    let two = cell("", "Un") + &cell("", "Deux");
    assert_eq!(code(&sheet("", &two)), "read");
    let wide = cell("table:number-columns-repeated=\"16384\"", "x");
    assert_eq!(code(&sheet("", &wide)), "too-large");
    assert_eq!(code(&sheet("table:number-rows-repeated=\"4000000000\"", &two)), "too-large");
    let hundred = cell("table:number-columns-repeated=\"150\"", "x");
    assert_eq!(code(&sheet("table:number-rows-repeated=\"199999\"", &hundred)), "too-large");
    let spaces = cell("", "<text:s text:c=\"4000000000\"/>");
    assert_eq!(code(&sheet("", &spaces)), "too-large");
    let deep = cell("", "a").repeat(3) + &"<text:p>".repeat(100_000);
    assert_eq!(code(&sheet("", &deep)), "damaged");
}

#[test]
fn a_cell_in_the_farthest_corner_costs_nothing() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "Nom").unwrap().write_string(0, 1, "Ville").unwrap();
    page.write_string(1_048_575, 0, "x").unwrap();
    let table = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(table.rows[0].line, 1_048_576);
    let page = book.worksheet_from_index(0).unwrap();
    page.write_string(1_048_575, 16_383, "x").unwrap();
    assert_eq!(code(&book.save_to_buffer().unwrap()), "too-large");
}

#[test]
fn other_packed_files_are_no_tables() {
    let writer: &[u8] = b"application/vnd.oasis.opendocument.text";
    assert_eq!(sniff(&packed(&[("mimetype", writer), ("content.xml", b"<a/>")])), None);
    assert_eq!(sniff(&packed(&[("word/document.xml", b"<a/>")])), None);
    assert_eq!(code(&packed(&[("word/document.xml", b"<a/>")])), "unknown-format");
    assert_eq!(code(&packed(&[("xl/workbook.xml", b"<a/>")])), "damaged");
    assert_eq!(code(b"PK\x03\x04xl/workbook broken"), "damaged");
}

#[test]
fn a_password_is_said() {
    let bytes = packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
        ("content.xml", b"\x01\x02"),
    ]);
    assert!(read(&bytes).unwrap_err().to_string().contains("password"));
}

#[test]
fn once_fatal() {
    let _ = read(" \t0é".as_bytes());
    let _ = read("sep=é".as_bytes());
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_text_is_survived(text in "[a-zé0-9 ;,\t|\"\r\n=/:-]{0,300}") {
        let _ = read(text.as_bytes());
    }

    #[test]
    fn any_sheet_is_survived(inside in "(<(/)?(table:table|table:table-row|table:table-cell|text:p|text:s)( table:number-(rows|columns)-(repeated|spanned)=\"[0-9]{1,10}\")?(/)?>|a|&amp;|&x;){0,60}") {
        let _ = read(&ods(&inside));
    }

    #[test]
    fn any_spoiled_book_is_survived(at in 0_usize..100_000, byte: u8) {
        let mut bytes = book();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read(&bytes);
    }

    #[test]
    fn texts_come_back_from_csv(
        texts in prop::collection::vec("[a-zA-Zéœ’'0-9,;|\"\t\r\n =+@-]{0,20}", 1..20),
    ) {
        // What might be taken for a formula comes back with its apostrophe; `x` stands before it.
        let rows = texts.iter().map(|t| vec![Cell::Text(format!("x{t}")), Cell::Text(t.clone())]);
        let headings = vec!["Un".to_owned(), "Deux".to_owned()];
        let sheet = Sheet { name: String::new(), headings, rows: rows.collect() };
        let table = read(&write_csv(&sheet)).unwrap();
        prop_assert_eq!(&table.headings, &sheet.headings);
        prop_assert_eq!(table.rows.len(), texts.len());
        for (row, text) in table.rows.iter().zip(&texts) {
            let with_x = format!("x{text}");
            prop_assert_eq!(row.cells[0].text(), with_x.trim());
            let back = row.cells[1].text();
            prop_assert!(back == text.trim() || back == format!("'{text}").trim(), "{back:?}");
        }
    }

    #[test]
    fn texts_come_back_from_xlsx(texts in prop::collection::vec("[^\0-\x1F\u{FFFE}\u{FFFF}]{1,20}", 1..10)) {
        let rows = texts.iter().map(|t| vec![Cell::Text("x".into()), Cell::Text(t.clone())]);
        let headings = vec!["Un".to_owned(), "Deux".to_owned()];
        let sheet = Sheet { name: "s".into(), headings, rows: rows.collect() };
        let table = read(&write_xlsx(&[sheet]).unwrap()).unwrap();
        for (row, text) in table.rows.iter().zip(&texts) {
            prop_assert_eq!(row.cells[1].text(), text.trim());
        }
    }
}
