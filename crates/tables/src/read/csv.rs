//! Text with separators.

use super::limits::{Budget, check};
use super::{Grid, ReadError, Row};
use crate::Cell;

/// How many opening quotes that nothing closes are forgiven.
const MOST_STRAY_QUOTES: u32 = 10;
/// How much is looked at to find the separator.
const SAMPLE: usize = 64 * 1024;
const SAMPLE_ROWS: usize = 40;
/// How many separators in a row beyond the last column are put up with.
const MOST_EMPTY: usize = 20_000;

/// Text that is UTF-8 but for some bytes: two exports, one below the other. These bytes are read as
/// Windows-1252, and not all the rest with them. Nothing, if it is not mostly UTF-8.
fn mixed(bytes: &[u8]) -> Option<String> {
    let (mut letters, mut strange) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        strange += chunk.invalid().len();
    }
    (letters >= strange).then(|| {
        let part = |chunk: std::str::Utf8Chunk<'_>| {
            let strange = encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0;
            [chunk.valid(), &strange].concat()
        };
        bytes.utf8_chunks().map(part).collect()
    })
}

/// The beginning of bytes to text, as [`decode`] would read it: a letter that is cut at its end is left
/// out and tells of no other encoding.
pub(super) fn decode_beginning(bytes: &[u8], most: usize) -> String {
    let Some(beginning) = bytes.get(..most) else { return decode(bytes) };
    match std::str::from_utf8(beginning) {
        Err(e) if e.error_len().is_none() => decode(&beginning[..e.valid_up_to()]),
        _ => decode(beginning),
    }
}

/// Bytes to text: UTF-8 and UTF-16 by their marks, UTF-8 without, else Windows-1252.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            mixed(bytes).unwrap_or_else(|| encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned())
        }
    }
}

/// A record and the line it begins on.
struct Record {
    line: u32,
    fields: Vec<String>,
}

/// Reads record after record; keeps count of lines, whatever ends them (LF, CRLF, CR).
struct Records<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    separator: u8,
    stray: u32,
    /// How many closing quotes had text after them.
    odd: usize,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: u8) -> Self {
        Self { text, at: 0, line: 1, separator, stray: 0, odd: 0 }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over the end of a line, if one is here.
    fn line_end(&mut self) -> bool {
        match self.byte() {
            Some(b'\r') => {
                self.at += 1;
                if self.byte() == Some(b'\n') {
                    self.at += 1;
                }
            }
            Some(b'\n') => self.at += 1,
            _ => return false,
        }
        self.line = self.line.saturating_add(1);
        true
    }

    /// The next record, an empty line being one with one empty field.
    fn next(&mut self) -> Result<Option<Record>, ReadError> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        let mut record = Record { line: self.line, fields: vec![] };
        loop {
            record.fields.push(self.field()?);
            // Spreadsheets like to end lines with separators: these are cut off later.
            check(0, record.fields.len().saturating_sub(MOST_EMPTY))?;
            if self.byte() == Some(self.separator) {
                self.at += 1;
                continue;
            }
            self.line_end();
            return Ok(Some(record));
        }
    }

    fn field(&mut self) -> Result<String, ReadError> {
        let mut out = String::new();
        if self.byte() == Some(b'"') {
            let (at, line) = (self.at, self.line);
            match self.quoted() {
                Some(text) => {
                    out = text;
                    let after = [None, Some(self.separator), Some(b'\r'), Some(b'\n')];
                    self.odd += usize::from(!after.contains(&self.byte()));
                }
                // Nothing closes this quote: it is a character like any other.
                None if self.stray < MOST_STRAY_QUOTES => {
                    self.stray += 1;
                    (self.at, self.line) = (at, line);
                }
                None => return Err(ReadError::Damaged("a quote is never closed".into())),
            }
        }
        let separator = self.separator;
        let rest = &self.text[self.at..];
        let end = rest.bytes().position(|b| b == separator || matches!(b, b'\r' | b'\n'));
        let plain = &rest[..end.unwrap_or(rest.len())];
        out.push_str(plain);
        self.at += plain.len();
        Ok(out)
    }

    /// A quoted field, from its quote; nothing when it is not closed.
    fn quoted(&mut self) -> Option<String> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let end = rest.bytes().position(|b| matches!(b, b'"' | b'\r' | b'\n'))?;
            out.push_str(&rest[..end]);
            self.at += end;
            let start = self.at;
            if self.line_end() {
                out.push_str(&self.text[start..self.at]);
                continue;
            }
            self.at += 1;
            if self.byte() != Some(b'"') {
                return Some(out);
            }
            self.at += 1;
            out.push('"');
        }
    }
}

/// The separator that cuts the first lines most evenly, from the headings on.
fn separator(text: &str) -> u8 {
    let mut cut = text.len().min(SAMPLE);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let sample = &text[..cut];
    let mut best = (b';', 0.0);
    for candidate in [b';', b'\t', b',', b'|'] {
        let mut records = Records::new(sample, candidate);
        let mut widths = vec![];
        while widths.len() < SAMPLE_ROWS {
            let Ok(Some(record)) = records.next() else { break };
            if record.fields.iter().any(|f| !f.trim().is_empty()) {
                widths.push(record.fields.len());
            }
        }
        // Another separator stands after the closing quotes, and decimal commas are many.
        #[allow(clippy::cast_precision_loss)]
        let odd = records.odd.min(widths.len()) as f64 / widths.len().max(1) as f64;
        let comma = if candidate == b',' { 0.03 } else { 0.0 };
        let score = evenness(&widths) - odd - comma;
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// How evenly rows are cut: 1 when all have the same width; titles above cost a little, a wider
/// cut gains a little.
fn evenness(widths: &[usize]) -> f64 {
    let count = |width: usize| widths.iter().filter(|w| **w == width).count();
    let usual = widths.iter().copied().filter(|w| *w > 1).max_by_key(|w| (count(*w), *w));
    let Some(usual) = usual else { return 0.0 };
    let titles = widths.iter().position(|w| *w == usual).unwrap_or(0);
    let rows = &widths[titles..];
    let sum: f64 = rows
        .iter()
        .map(|w| match *w {
            1 => 0.0,
            w if w == usual => 1.0,
            _ => 0.8,
        })
        .sum();
    #[allow(clippy::cast_precision_loss)]
    let score = sum / rows.len() as f64 - 0.05 * titles.min(5) as f64 + 0.02 * usual.min(10) as f64;
    score
}

/// All rows that are not empty.
pub(super) fn grid(bytes: &[u8], budget: &mut Budget) -> Result<Grid, ReadError> {
    let text = decode(bytes);
    let text = text.trim_end_matches(['\u{1a}', '\0']);
    let mut grid = Grid { name: String::new(), rows: vec![], merges: vec![] };
    // Excel's own note: `sep=;`.
    let note = text.get(..4).is_some_and(|n| n.eq_ignore_ascii_case("sep="));
    let noted = text.as_bytes().get(4).copied().filter(|b| note && b";,\t|".contains(b));
    let mut records = Records::new(text, noted.unwrap_or_else(|| separator(text)));
    if noted.is_some() {
        records.at = text.find(['\r', '\n']).unwrap_or(text.len());
        records.line_end();
    }
    while let Some(Record { line, mut fields }) = records.next()? {
        while fields.last().is_some_and(|f| f.trim().is_empty()) {
            fields.pop();
        }
        if fields.is_empty() {
            continue;
        }
        check(grid.rows.len() + 1, fields.len())?;
        budget.cells(fields.len())?;
        let cells: Vec<Cell> = fields
            .into_iter()
            .map(|f| if f.is_empty() { Cell::Empty } else { Cell::Text(f) })
            .collect();
        for cell in &cells {
            budget.text(cell)?;
        }
        grid.rows.push(Row { line, cells });
    }
    Ok(grid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: impl AsRef<[u8]>) -> Vec<(u32, Vec<String>)> {
        let grid = grid(text.as_ref(), &mut Budget::default()).unwrap();
        let texts = |r: &Row| r.cells.iter().map(Cell::text).collect();
        grid.rows.iter().map(|r| (r.line, texts(r))).collect()
    }

    fn first(text: &str) -> Vec<String> {
        rows(text)[0].1.clone()
    }

    #[test]
    fn separators_are_found() {
        assert_eq!(separator("a;b\nCV;12,5\nVAE;13,5\n"), b';');
        assert_eq!(separator("Bilan 2016, Bpi\na;b\nCV;12,5\nVAE;13,5\n"), b';');
        assert_eq!(separator("Nom,Mots\nX,a;b\nY,c;d\n"), b',');
        assert_eq!(separator("a\tb\tc\n1,5\t2,5\t3,5\n"), b'\t');
        assert_eq!(separator("a|b\nCV, lettre|3\n"), b'|');
        assert_eq!(separator("a,b,c\n\"x;y;z\",2,3\n\"x;y\",2,3\n"), b',');
        assert_eq!(separator("a;b;c\nCV, suite;1;2\nVAE, suite;1\nX, suite;3;4\n"), b';');
        assert_eq!(separator("Un;Deux\n\"x\t\t\t\t\";\"'\t\t\t\t\"\n"), b';');
        assert_eq!(separator("seul\n"), b';');
        assert_eq!(rows("sep=|\na;b|c\n"), [(2, vec!["a;b".to_owned(), "c".to_owned()])]);
    }

    #[test]
    fn encodings_are_found() {
        let expected = ["Intitulé", "Œuvre"];
        let text = "Intitulé;Œuvre\r\n";
        assert_eq!(first(text), expected);
        assert_eq!(first(&format!("\u{feff}{text}")), expected);
        let (old, ..) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(rows(old.clone())[0].1, expected);
        let little = text.encode_utf16().flat_map(u16::to_le_bytes);
        assert_eq!(
            rows(b"\xFF\xFE".iter().copied().chain(little).collect::<Vec<_>>())[0].1,
            expected
        );
        let big = text.encode_utf16().flat_map(u16::to_be_bytes);
        assert_eq!(rows(b"\xFE\xFF".iter().copied().chain(big).collect::<Vec<_>>())[0].1, expected);
        // One line of another encoding does not spoil those that are right.
        let mixed = [text.as_bytes(), b"\n", &old].concat();
        assert_eq!(decode(&mixed), format!("{text}\n{text}"));
        // An accent across the end of the sample is no other encoding.
        let long = format!("a;{}é\n", "b".repeat(4_093));
        assert!(decode_beginning(long.as_bytes(), 4_096).ends_with('b'));
        // Nor is a last letter lost that another encoding writes in one byte.
        let last = format!("a;{}é", "b".repeat(5_000));
        assert!(decode(&encoding_rs::WINDOWS_1252.encode(&last).0).ends_with("bé"));
    }

    #[test]
    fn lines_are_counted_as_the_person_sees_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "a;b", "", "\"x", "", "y\";1", ";", "z;2"].join(end);
            let lines: Vec<u32> = rows(&text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(lines, [2, 4, 8], "{end:?}");
        }
    }

    #[test]
    fn quotes() {
        assert_eq!(rows("a;b\n\"x ; \"\"y\"\"\";2\n")[1].1, ["x ; \"y\"", "2"]);
        // Nothing closes it: it is no quote.
        assert_eq!(rows("a;b\n\"x;2\ny;3\n")[1].1, ["\"x", "2"]);
        assert_eq!(rows("a;b\n5\" x;2\ny;3\n")[1].1, ["5\" x", "2"]);
    }

    #[test]
    fn too_much_is_refused() {
        let code =
            |text: String| grid(text.as_bytes(), &mut Budget::default()).err().map(|e| e.code());
        assert_eq!(code("a;b\n".repeat(200_001)), Some("too-large"));
        assert_eq!(code(format!("a{}\n", ";b".repeat(200))), Some("too-large"));
        assert_eq!(code(format!("a{}\n", ";b".repeat(199))), None);
        assert_eq!(code(format!("a{}\n", ";".repeat(2_000))), None);
        assert_eq!(code(format!("a;{}\n", "b".repeat(32 * 1024 + 1))), Some("too-large"));
    }
}
