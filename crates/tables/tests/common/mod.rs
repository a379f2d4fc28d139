//! Packed files made by hand.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in parts {
        // The type stands at the beginning, as it is: so OpenDocument wants it.
        let method = match *name {
            "mimetype" => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An OpenDocument file around the sheets given.
pub fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>
</office:document-content>"#
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

pub const WORKSHOPS: &str = r#"
<table:table table:name="Lisez-moi"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>Ce fichier…</text:p></table:table-cell>
</table:table-row></table:table>
<table:table table:name="Bilan">
<table:table-column table:number-columns-repeated="16384"/>
<table:table-row>
 <table:table-cell table:number-columns-spanned="4" office:value-type="string"><text:p>Bilan 2016</text:p></table:table-cell>
 <table:covered-table-cell table:number-columns-repeated="3"/>
</table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-header-rows><table:table-row>
 <table:table-cell office:value-type="string"><text:p>Intitulé</text:p></table:table-cell>
 <table:table-cell office:value-type="string"><text:p>Date<office:annotation><text:p>note</text:p></office:annotation></text:p></table:table-cell>
 <table:table-cell office:value-type="string"><text:p>Heure</text:p></table:table-cell>
 <table:table-cell office:value-type="string"><text:p>Présents</text:p></table:table-cell>
 <table:table-cell office:value-type="string"><text:p>Complet</text:p></table:table-cell>
 <table:table-cell table:number-columns-repeated="16379"/>
</table:table-row></table:table-header-rows>
<table:table-row>
 <table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>CV &amp; <text:span>lettre</text:span><text:s text:c="2"/>!</text:p><text:p>suite &#233;</text:p></table:table-cell>
 <table:table-cell office:value-type="date" office:date-value="2016-03-12"><text:p>12/03/16</text:p></table:table-cell>
 <table:table-cell office:value-type="time" office:time-value="PT14H30M00S"><text:p>14:30</text:p></table:table-cell>
 <table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>
 <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="2">
 <table:covered-table-cell/>
 <table:table-cell office:value-type="date" office:date-value="2016-03-13T09:00:00"><text:p>13/03/16</text:p></table:table-cell>
 <table:table-cell/>
 <table:table-cell office:value-type="float" office:value="12.5"><text:p>12,5</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table>"#;
