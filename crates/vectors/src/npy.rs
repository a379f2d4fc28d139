//! Arrays as NumPy keeps them: `.npz`, an archive of `.npy` files.
//!
//! The crates that read them bring a grammar of Python's literals; the head of such a file is one
//! line of which each word is known here before it is read.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::Error;
use crate::bytes::{Bytes, words};

/// An archive of arrays.
pub(crate) struct Arrays<'a> {
    part: &'static str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Arrays<'a> {
    /// The archive that is the file `part`.
    pub fn open(part: &'static str, bytes: &'a [u8]) -> Result<Self, Error> {
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => Ok(Self { part, archive }),
            Err(_) => Err(Error::Damaged { part, what: "it is not an archive" }),
        }
    }

    fn damaged(&self, what: &'static str) -> Error {
        Error::Damaged { part: self.part, what }
    }

    /// The bytes of the numbers of an array, all of a row, then the next row.
    fn bytes(&mut self, name: &str, kind: &str, shape: &[usize]) -> Result<Vec<u8>, Error> {
        let Ok(file) = self.archive.by_name(&format!("{name}.npy")) else {
            return Err(self.damaged("an array is missing"));
        };
        let width = if kind == SMALL { 1 } else { 4 };
        let length = width * shape.iter().product::<usize>();
        // A head has 128 bytes, as NumPy writes it; whatever is too long is wrong.
        let mut bytes = Vec::with_capacity(length + 1_024);
        let most = u64::try_from(length + 1_024).unwrap_or(u64::MAX);
        if file.take(most).read_to_end(&mut bytes).is_err() {
            return Err(self.damaged("an array cannot be unpacked"));
        }
        let (line, numbers) = head(&bytes).ok_or_else(|| self.damaged("an array has no head"))?;
        if !says(line, kind, shape) || numbers.len() != length {
            return Err(self.damaged("an array is of another kind or size"));
        }
        Ok(bytes.split_off(bytes.len() - length))
    }

    /// An array of numbers.
    pub fn numbers(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let bytes = self.bytes(name, NUMBERS, shape)?;
        let numbers: Vec<f32> = words(&bytes).map(f32::from_bits).collect();
        match numbers.iter().all(|n| n.is_finite()) {
            true => Ok(numbers),
            false => Err(self.damaged("a number is none")),
        }
    }

    /// An array of small whole numbers.
    pub fn small(&mut self, name: &str, shape: &[usize]) -> Result<Vec<u8>, Error> {
        self.bytes(name, SMALL, shape)
    }
}

/// How NumPy calls the kinds of numbers: of four bytes, of one.
const NUMBERS: &str = "<f4";
const SMALL: &str = "|u1";

/// The line at the head of an `.npy` file, and what follows it.
fn head(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let mut rest = Bytes(bytes);
    if rest.take(6)? != b"\x93NUMPY" || rest.u16()? != 1 {
        return None;
    }
    let length = usize::from(rest.u16()?);
    let line = std::str::from_utf8(rest.take(length)?).ok()?;
    Some((line, rest.0))
}

/// Whether the line speaks of an array of this kind and shape.
fn says(line: &str, kind: &str, shape: &[usize]) -> bool {
    let line: String = line.split_whitespace().collect();
    let shape: Vec<String> = shape.iter().map(ToString::to_string).collect();
    // Of one dimension it is written `(17,)`, of two `(512, 256)`.
    let comma = if shape.len() == 1 { "," } else { "" };
    let shape = shape.join(",");
    line == format!("{{'descr':'{kind}','fortran_order':False,'shape':({shape}{comma}),}}")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn npy(line: &str, numbers: &[f32]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend(u16::try_from(line.len()).unwrap().to_le_bytes());
        bytes.extend(line.as_bytes());
        bytes.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
        bytes
    }

    fn archive(numbers: &[f32]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let matrix = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }      \n";
        let column = "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }\n";
        for (name, line) in [("m", matrix), ("c", column)] {
            zip.start_file(format!("{name}.npy"), SimpleFileOptions::default()).unwrap();
            zip.write_all(&npy(line, numbers)).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn arrays_are_read_if_they_are_of_the_kind_and_size_that_is_asked_for() {
        let bytes = archive(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let mut arrays = Arrays::open("weights.npz", &bytes).unwrap();
        assert_eq!(arrays.numbers("c", &[6]).unwrap(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(arrays.numbers("m", &[2, 3]).unwrap(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert!(arrays.numbers("m", &[3, 2]).is_err());
        assert!(arrays.numbers("m", &[6]).is_err());
        assert!(arrays.numbers("c", &[5]).is_err());
        assert!(arrays.small("m", &[2, 3]).is_err());
        assert!(arrays.numbers("absent", &[6]).is_err());
        let bytes = archive(&[1.0, 2.0, 3.0, 4.0, 5.0, f32::NAN]);
        let mut arrays = Arrays::open("weights.npz", &bytes).unwrap();
        assert!(arrays.numbers("c", &[6]).is_err() && arrays.numbers("m", &[2, 3]).is_err());
        let bytes = archive(&[1.0; 7]);
        let mut arrays = Arrays::open("weights.npz", &bytes).unwrap();
        assert!(arrays.numbers("c", &[6]).is_err() && arrays.numbers("m", &[2, 3]).is_err());
    }

    proptest! {
        #[test]
        fn a_changed_archive_gives_the_same_numbers_or_none(
            at in 0_usize..9_999, flipped in 1_u8.., cut in 0_usize..9_999,
        ) {
            let whole = archive(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
            let mut bytes = whole.clone();
            let at = at % bytes.len();
            bytes[at] ^= flipped;
            for bytes in [&bytes[..], &whole[..cut % whole.len()]] {
                let Ok(mut arrays) = Arrays::open("weights.npz", bytes) else { continue };
                if let Ok(numbers) = arrays.numbers("c", &[6]) {
                    prop_assert_eq!(numbers, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
                }
            }
        }
    }
}
