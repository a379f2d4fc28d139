//! Documents of an agreement: what their bytes say they are, whatever their name.

use ::store::words;
use base::Id;

words! {
    /// What a document is.
    DocumentKind {
        /// PDF.
        Pdf = "pdf", "agreements-document-pdf";
        /// A text of LibreOffice.
        Odt = "odt", "agreements-document-odt";
        /// A text of Word, without macros.
        Docx = "docx", "agreements-document-docx";
        /// A picture.
        Png = "png", "agreements-document-png";
        /// A picture.
        Jpeg = "jpeg", "agreements-document-jpeg";
        /// A picture.
        Webp = "webp", "agreements-document-webp";
    }
}

impl DocumentKind {
    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// How its name ends.
    fn ending(self) -> &'static str {
        if self == Self::Jpeg { "jpg" } else { self.code() }
    }
}

/// Largest document, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// Most documents of an agreement.
pub const MOST_DOCUMENTS: usize = 20;

/// A document, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Identifier.
    pub id: Id,
    /// Name of the file.
    pub name: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Bytes.
    pub size: u32,
    /// When it was added, in seconds since 1970.
    pub added_at: i64,
}

/// What the bytes of a file are, if it is one of the kinds that are taken.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<DocumentKind> {
    if bytes.starts_with(b"%PDF-") {
        return Some(DocumentKind::Pdf);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(DocumentKind::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some(DocumentKind::Jpeg);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(DocumentKind::Webp);
    }
    let parts = parts(bytes)?;
    let has = |name: &[u8]| parts.contains(&name);
    // An OpenDocument file begins with its type, neither packed nor preceded by anything.
    const ODT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";
    let macros = |name: &&[u8]| name.starts_with(b"Basic/") || name.ends_with(b"vbaProject.bin");
    if parts.iter().any(macros) {
        return None;
    }
    let after = bytes.get(30 + ODT.len()..).unwrap_or_default();
    if bytes.get(30..30 + ODT.len()) == Some(ODT) && !after.starts_with(b"-") {
        return Some(DocumentKind::Odt);
    }
    (has(b"word/document.xml") && has(b"[Content_Types].xml")).then_some(DocumentKind::Docx)
}

/// The names in the directory of a ZIP file, which lies at its end. Nothing is unpacked.
fn parts(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    // The end of the directory: 22 bytes and a comment of at most 65,535.
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let end = bytes.get(tail..)?.windows(4).rposition(|w| w == b"PK\x05\x06")? + tail;
    let two = |at: usize| {
        let raw = bytes.get(at..at.checked_add(2)?)?;
        Some(usize::from(u16::from_le_bytes([raw[0], raw[1]])))
    };
    let four = |at: usize| {
        let raw = bytes.get(at..at.checked_add(4)?)?;
        usize::try_from(u32::from_le_bytes([raw[0], raw[1], raw[2], raw[3]])).ok()
    };
    let (count, mut at) = (two(end + 10)?, four(end + 16)?);
    let mut names = vec![];
    for _ in 0..count {
        if bytes.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let (name, extra, comment) = (two(at + 28)?, two(at + 30)?, two(at + 32)?);
        names.push(bytes.get(at + 46..at + 46 + name)?);
        at += 46 + name + extra + comment;
    }
    Some(names)
}

/// A name for the file that no machine stumbles over and that ends as its kind does.
#[must_use]
pub fn safe_name(name: &str, kind: DocumentKind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let fine = |c: char| !c.is_control() && !"<>:\"|?*;%".contains(c) && !is_direction(c);
    let stem: String = stem.chars().filter(|c| fine(*c)).take(100).collect();
    let stem = stem.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let stem = if stem.is_empty() { "document" } else { stem };
    format!("{stem}.{}", kind.ending())
}

/// A mark that turns the direction of writing: by it a name can be made to look as if it ended
/// otherwise.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ZIP file with these empty parts.
    fn zip(names: &[&str], content: &[u8]) -> Vec<u8> {
        let (mut out, mut directory) = (vec![], vec![]);
        for (i, name) in names.iter().enumerate() {
            let content = if i == 0 { content } else { b"" };
            let at = u32::try_from(out.len()).unwrap();
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            out.extend(b"PK\x03\x04");
            out.extend([0; 22]);
            out.extend(length);
            out.extend([0; 2]);
            out.extend(name.as_bytes());
            out.extend(content);
            directory.extend(b"PK\x01\x02");
            directory.extend([0; 24]);
            directory.extend(length);
            directory.extend([0; 12]);
            directory.extend(at.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let at = u32::try_from(out.len()).unwrap();
        out.extend(&directory);
        out.extend(b"PK\x05\x06");
        out.extend([0; 4]);
        let count = u16::try_from(names.len()).unwrap().to_le_bytes();
        out.extend(count);
        out.extend(count);
        out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend([0; 2]);
        out
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let odt: &[u8] = b"application/vnd.oasis.opendocument.text";
        let docx = zip(&["[Content_Types].xml", "word/document.xml"], b"");
        for (bytes, kind) in [
            (b"%PDF-1.7\n".to_vec(), Some(DocumentKind::Pdf)),
            (b"\x89PNG\r\n\x1a\n....".to_vec(), Some(DocumentKind::Png)),
            (b"\xff\xd8\xff\xe0".to_vec(), Some(DocumentKind::Jpeg)),
            (b"RIFF0000WEBPVP8 ".to_vec(), Some(DocumentKind::Webp)),
            (zip(&["mimetype", "content.xml"], odt), Some(DocumentKind::Odt)),
            (docx.clone(), Some(DocumentKind::Docx)),
            (zip(&["mimetype", "Basic/script.xml"], odt), None),
            (zip(&["mimetype"], b"application/vnd.oasis.opendocument.text-template"), None),
            (zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"], b""), None),
            (zip(&["xl/workbook.xml", "[Content_Types].xml"], b""), None),
            (docx[..docx.len() - 20].to_vec(), None),
            (b"<html>%PDF-".to_vec(), None),
            (b"MZ\x90".to_vec(), None),
            (vec![], None),
        ] {
            assert_eq!(kind_of(&bytes), kind, "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn names_are_made_harmless() {
        let of = |name| safe_name(name, DocumentKind::Pdf);
        assert_eq!(of("Convention signée.PDF"), "Convention signée.pdf");
        assert_eq!(of("C:\\Temp\\a.exe"), "a.pdf");
        assert_eq!(of("../../etc/passwd"), "passwd.pdf");
        assert_eq!(of("a\r\nSet-Cookie: x\".pdf"), "aSet-Cookie x.pdf");
        assert_eq!(of("..."), "document.pdf");
        assert_eq!(of("fdp\u{202e}.exe"), "fdp.pdf");
        assert_eq!(of(&"é".repeat(300)).chars().count(), 104);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_strange(bytes: Vec<u8>, packed: bool) {
            let mut all = if packed { b"PK\x03\x04".to_vec() } else { vec![] };
            all.extend(&bytes);
            if packed {
                all.extend(b"PK\x05\x06");
                all.extend(&bytes);
            }
            let _ = kind_of(&all);
        }
    }
}
