//! What is said of a packed file (XLSX and ODS are ZIP files) before it is opened.

use std::io::{Cursor, Read, copy, sink};
use std::panic::{AssertUnwindSafe, catch_unwind};

use zip::ZipArchive;

use super::{Kind, MOST_PARTS, MOST_UNPACKED_BYTES, ReadError};

const ODS_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// XLSX or ODS, by the names of the parts; a file that is cut short is known by what is left.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    let Some(mut parts) = open(bytes) else {
        let has = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
        return if has(ODS_TYPE) {
            Some(Kind::Ods)
        } else {
            (has(b"xl/workbook") || has(b"xl/worksheets")).then_some(Kind::Xlsx)
        };
    };
    if parts.file_names_raw().any(|name| name.starts_with(b"xl/") && name.ends_with(b".xml")) {
        return Some(Kind::Xlsx);
    }
    let mut written = vec![];
    parts.by_name("mimetype").ok()?.take(200).read_to_end(&mut written).ok()?;
    written.starts_with(ODS_TYPE).then_some(Kind::Ods)
}

/// The archive; nothing when it cannot be opened.
fn open(bytes: &[u8]) -> Option<ZipArchive<Cursor<&[u8]>>> {
    catch_unwind(|| ZipArchive::new(Cursor::new(bytes)).ok()).ok().flatten()
}

/// One part, whole.
pub(super) fn part(bytes: &[u8], name: &str) -> Result<Vec<u8>, ReadError> {
    let damaged = |e: &dyn std::fmt::Display| ReadError::Damaged(format!("{name}: {e}"));
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let mut out = vec![];
    let found = parts.by_name(name).map_err(|e| damaged(&e))?;
    found.take(MOST_UNPACKED_BYTES + 1).read_to_end(&mut out).map_err(|e| damaged(&e))?;
    if out.len() as u64 > MOST_UNPACKED_BYTES {
        return Err(too_large());
    }
    Ok(out)
}

fn too_large() -> ReadError {
    ReadError::TooLarge(super::Limit::Unpacked)
}

/// Refuses what unpacks to too much: first by what the directory declares, then by unpacking it
/// to nowhere, since a directory can lie.
fn weigh(bytes: &[u8]) -> Result<(), ReadError> {
    let damaged = |e: zip::result::ZipError| ReadError::Damaged(e.to_string());
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if parts.len() > MOST_PARTS {
        return Err(ReadError::TooLarge(super::Limit::Parts));
    }
    let mut declared = 0_u64;
    for at in 0..parts.len() {
        declared = declared.saturating_add(parts.by_index_raw(at).map_err(damaged)?.size());
    }
    if declared > MOST_UNPACKED_BYTES {
        return Err(too_large());
    }
    let mut left = MOST_UNPACKED_BYTES;
    for at in 0..parts.len() {
        // A part that cannot be unpacked matters only if it is asked for, later.
        let Ok(part) = parts.by_index(at) else { continue };
        let mut limited = part.take(left + 1);
        let _ = copy(&mut limited, &mut sink());
        let taken = left + 1 - limited.limit();
        if taken > left {
            return Err(too_large());
        }
        left -= taken;
    }
    Ok(())
}

/// Reads a packed file that is not too large. A hostile file may make a library panic: that is a
/// damaged file, not a dead server.
pub(super) fn guarded<T>(
    bytes: &[u8],
    work: impl FnOnce() -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(|| {
        weigh(bytes)?;
        work()
    }))
    .unwrap_or_else(|_| Err(ReadError::Damaged("it could not be read to the end".into())))
}
