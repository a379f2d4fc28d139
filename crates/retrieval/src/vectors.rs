//! Meaning, where something can turn a text into a vector: a side file of the index.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::index::Error;

/// Turns a text into a vector of length one.
pub trait Embedder: Send + Sync {
    /// Name and version of the model: vectors of another are not mixed with these.
    fn name(&self) -> &str;
    /// How many numbers a vector has.
    fn dimensions(&self) -> usize;
    /// The vector of a text.
    fn embed(&self, text: &str) -> Vec<f32>;
}

/// Bytes of a text that the vector is made of: what a title and a summary say.
const MEANT: usize = 300;

struct Row {
    /// Digest of the text, so that the same is not turned twice.
    text: u64,
    numbers: Box<[i8]>,
}

/// The vectors of an index's documents, by the digest of their identifiers.
pub(crate) struct Vectors {
    embedder: Arc<dyn Embedder>,
    rows: RwLock<HashMap<u64, Row>>,
    path: Option<PathBuf>,
    unwritten: Mutex<Vec<u8>>,
}

impl Vectors {
    /// Reads the side file; one of another model is begun anew.
    pub(crate) fn open(folder: Option<&Path>, embedder: Arc<dyn Embedder>) -> Result<Self, Error> {
        let path = folder.map(|f| f.join("vectors.bin"));
        let mut rows = HashMap::new();
        let heading = format!("{} {}\n", embedder.name(), embedder.dimensions()).into_bytes();
        let mut unwritten = heading.clone();
        if let Some(path) = &path {
            let bytes = fs::read(path).unwrap_or_default();
            if let Some(rest) = bytes.strip_prefix(heading.as_slice()) {
                let size = 16 + embedder.dimensions();
                for piece in rest.chunks_exact(size) {
                    let (id, rest) = piece.split_at(8);
                    let (text, numbers) = rest.split_at(8);
                    let whole = |b: &[u8]| b.iter().fold(0, |n, b| n << 8 | u64::from(*b));
                    let numbers = numbers.iter().map(|b| b.cast_signed()).collect();
                    rows.insert(whole(id), Row { text: whole(text), numbers });
                }
                unwritten.clear();
                // A row that a crash cut off is cut away.
                let whole = heading.len() + rest.len() / size * size;
                if whole < bytes.len() {
                    fs::write(path, &bytes[..whole]).map_err(Error::folder(path))?;
                }
            } else if path.exists() {
                fs::remove_file(path).map_err(Error::folder(path))?;
            }
        }
        Ok(Self { embedder, rows: RwLock::new(rows), path, unwritten: Mutex::new(unwritten) })
    }

    /// The vector of a document, unless its text is the one of the vector that is there.
    pub(crate) fn put(&self, id: u64, title: &str, summary: &str) -> Result<(), Error> {
        let mut text = format!("{title}. {summary}");
        if let Some(end) = (MEANT..text.len()).find(|n| text.is_char_boundary(*n)) {
            text.truncate(end);
        }
        let digest = crate::document::digest(&text);
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        if rows.get(&id).is_some_and(|row| row.text == digest) {
            return Ok(());
        }
        drop(rows);
        let numbers = small(&self.embedder.embed(&text));
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        unwritten.extend_from_slice(&id.to_be_bytes());
        unwritten.extend_from_slice(&digest.to_be_bytes());
        unwritten.extend(numbers.iter().map(|n| n.cast_unsigned()));
        let row = Row { text: digest, numbers };
        self.rows.write().unwrap_or_else(PoisonError::into_inner).insert(id, row);
        Ok(())
    }

    /// A document that is gone; its bytes stay in the file until the index is built anew.
    pub(crate) fn remove(&self, id: u64) {
        self.rows.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    pub(crate) fn commit(&self) -> Result<(), Error> {
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = self.path.as_ref().filter(|_| !unwritten.is_empty()) {
            fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(path)
                .and_then(|mut file| file.write_all(&unwritten).and_then(|()| file.sync_data()))
                .map_err(Error::folder(path))?;
        }
        unwritten.clear();
        Ok(())
    }

    /// The vector of a question.
    pub(crate) fn of(&self, text: &str) -> Box<[i8]> {
        small(&self.embedder.embed(text))
    }

    /// How near documents are to a question in meaning: cosines, in the order of the documents.
    pub(crate) fn nearness(
        &self,
        question: &[i8],
        documents: impl Iterator<Item = u64>,
    ) -> Vec<Option<f32>> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        documents.map(|id| rows.get(&id).map(|row| cosine(question, &row.numbers))).collect()
    }
}

/// A vector in one byte a number: each times 127 over the largest.
fn small(vector: &[f32]) -> Box<[i8]> {
    let largest = vector.iter().fold(1e-9_f32, |m, x| m.max(x.abs()));
    vector.iter().map(|x| (x / largest * 127.0).round() as i8).collect()
}

fn cosine(a: &[i8], b: &[i8]) -> f32 {
    let (mut dot, mut aa, mut bb) = (0_i32, 0_i32, 0_i32);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (i32::from(*x), i32::from(*y));
        dot += x * y;
        aa += x * x;
        bb += y * y;
    }
    dot as f32 / ((aa as f32) * (bb as f32)).sqrt().max(1.0)
}
