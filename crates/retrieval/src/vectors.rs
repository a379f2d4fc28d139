//! The vectors of one model: a side file of the index.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::index::Error;

/// How much a model counts beside the words of a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    /// What one standard deviation of its nearness adds where all words are found.
    pub beside: f32,
    /// What it adds where none is.
    pub alone: f32,
}

impl Default for Counts {
    fn default() -> Self {
        Self { beside: 0.05, alone: 0.25 }
    }
}

/// Turns a text into a vector.
pub trait Embedder: Send + Sync {
    /// Name of the model.
    fn name(&self) -> &str;
    /// Which weights and which arithmetic: vectors of another are not mixed with these.
    fn version(&self) -> &str;
    /// How many numbers a vector has.
    fn dimensions(&self) -> usize;
    /// The vector of what somebody looks for.
    fn question(&self, text: &str) -> Vec<f32>;
    /// The vector of what may be found.
    fn passage(&self, text: &str) -> Vec<f32>;
    /// How much it counts.
    fn counts(&self) -> Counts {
        Counts::default()
    }
}

/// A vector in one byte a number, and its length.
pub(crate) struct Small {
    numbers: Box<[i8]>,
    length: f32,
}

impl Small {
    /// Each number times 127 over the largest.
    pub(crate) fn of(vector: &[f32]) -> Self {
        let largest = vector.iter().fold(1e-9_f32, |m, x| m.max(x.abs()));
        Self::new(vector.iter().map(|x| (x / largest * 127.0).round() as i8).collect())
    }

    fn new(numbers: Box<[i8]>) -> Self {
        let length = dot(&numbers, &numbers).sqrt().max(1.0);
        Self { numbers, length }
    }

    fn cosine(&self, other: &Self) -> f32 {
        dot(&self.numbers, &other.numbers) / (self.length * other.length)
    }
}

fn dot(a: &[i8], b: &[i8]) -> f32 {
    a.iter().zip(b).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum::<i32>() as f32
}

struct Row {
    /// Digest of what the vector was made of, so that the same is not turned twice.
    text: u64,
    /// Of its passage, then of its keywords.
    vectors: Vec<Small>,
}

/// How near a document is to a question: cosines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Near {
    /// Its passage.
    pub passage: f32,
    /// Its keywords, if it has several: the mean of the nearest three.
    pub keywords: Option<f32>,
}

/// The vectors of an index's documents, by the digest of their identifiers.
pub(crate) struct Vectors {
    pub embedder: Arc<dyn Embedder>,
    rows: RwLock<HashMap<u64, Row>>,
    path: Option<PathBuf>,
    unwritten: Mutex<Vec<u8>>,
}

/// Name of the side file of a model.
fn file_name(model: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("vectors-{}.bin", model.chars().map(plain).collect::<String>())
}

impl Vectors {
    /// Reads the side file; one of another version of the model, or of other passages, is begun anew.
    pub(crate) fn open(
        folder: Option<&Path>,
        embedder: Arc<dyn Embedder>,
        passages: u32,
    ) -> Result<Self, Error> {
        let path = folder.map(|f| f.join(file_name(embedder.name())));
        let mut rows = HashMap::new();
        let (name, version, size) = (embedder.name(), embedder.version(), embedder.dimensions());
        let heading = format!("{name} {version} {size} {passages}\n").into_bytes();
        let mut unwritten = heading.clone();
        if let Some(path) = &path {
            let bytes = fs::read(path).unwrap_or_default();
            if let Some(rest) = bytes.strip_prefix(heading.as_slice()) {
                let whole = bytes.len() - read_rows(rest, size, &mut rows);
                unwritten.clear();
                // A row that a crash cut off is cut away.
                if whole < bytes.len() {
                    fs::write(path, &bytes[..whole]).map_err(Error::folder(path))?;
                }
            } else if path.exists() {
                fs::remove_file(path).map_err(Error::folder(path))?;
            }
        }
        Ok(Self { embedder, rows: RwLock::new(rows), path, unwritten: Mutex::new(unwritten) })
    }

    /// Whether the vector that is there was made of what has this digest.
    pub(crate) fn has(&self, id: u64, text: u64) -> bool {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        rows.get(&id).is_some_and(|row| row.text == text)
    }

    /// The vectors of a document, at most 255, and the digest of what they were made of.
    pub(crate) fn put(&self, id: u64, text: u64, vectors: &[Vec<f32>]) {
        let vectors: Vec<Small> = vectors.iter().take(255).map(|v| Small::of(v)).collect();
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        unwritten.extend_from_slice(&id.to_be_bytes());
        unwritten.extend_from_slice(&text.to_be_bytes());
        unwritten.push(u8::try_from(vectors.len()).unwrap_or(u8::MAX));
        unwritten.extend(vectors.iter().flat_map(|v| &v.numbers).map(|n| n.cast_unsigned()));
        let row = Row { text, vectors };
        self.rows.write().unwrap_or_else(PoisonError::into_inner).insert(id, row);
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

    /// What documents say on the whole, each as much as it counts; none of them may have vectors.
    pub(crate) fn middle(&self, documents: &[(u64, f32)]) -> Option<Small> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        let mut sum: Vec<f32> = vec![];
        for (id, counts) in documents {
            let Some(passage) = rows.get(id).and_then(|row| row.vectors.first()) else { continue };
            sum.resize(passage.numbers.len().max(sum.len()), 0.0);
            let share = counts / passage.length;
            sum.iter_mut().zip(&passage.numbers).for_each(|(s, n)| *s += share * f32::from(*n));
        }
        (!sum.is_empty()).then(|| Small::of(&sum))
    }

    /// For each of the first so many documents that is a running text, without keywords of its own,
    /// the places of the `most` others that are nearest to it.
    pub(crate) fn company(&self, documents: &[u64], first: usize, most: usize) -> Vec<Vec<usize>> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        let all: Vec<Option<&Row>> = documents.iter().map(|id| rows.get(id)).collect();
        let of = |n: usize, passage: &Small| -> Vec<usize> {
            let mut near: Vec<(f32, usize)> = all
                .iter()
                .enumerate()
                .filter(|(m, _)| *m != n)
                .filter_map(|(m, row)| Some((passage.cosine(row.as_ref()?.vectors.first()?), m)))
                .collect();
            near.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            near.into_iter().take(most).map(|n| n.1).collect()
        };
        all.iter()
            .take(first)
            .enumerate()
            .map(|(n, row)| match row.map(|row| row.vectors.as_slice()) {
                Some([passage]) => of(n, passage),
                _ => vec![],
            })
            .collect()
    }

    /// How near documents are to a question in meaning, in the order of the documents.
    pub(crate) fn nearness(
        &self,
        question: &Small,
        documents: impl Iterator<Item = u64>,
    ) -> Vec<Option<Near>> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        documents.map(|id| rows.get(&id).and_then(|row| near(question, &row.vectors))).collect()
    }
}

fn near(question: &Small, vectors: &[Small]) -> Option<Near> {
    let (passage, keywords) = vectors.split_first()?;
    let mut best = [f32::MIN; 3];
    for keyword in keywords {
        let mut here = question.cosine(keyword);
        for so_far in &mut best {
            if here > *so_far {
                std::mem::swap(so_far, &mut here);
            }
        }
    }
    let count = keywords.len().min(best.len());
    let mean = best[..count].iter().sum::<f32>() / count.max(1) as f32;
    Some(Near { passage: question.cosine(passage), keywords: (count > 0).then_some(mean) })
}

/// Reads rows; how many bytes at the end are no whole one.
fn read_rows(mut bytes: &[u8], size: usize, rows: &mut HashMap<u64, Row>) -> usize {
    let whole = |b: &[u8]| b.iter().fold(0, |n, b| n << 8 | u64::from(*b));
    while let Some((head, rest)) = bytes.split_at_checked(17) {
        let Some((numbers, rest)) = rest.split_at_checked(usize::from(head[16]) * size) else {
            break;
        };
        let vector = |n: &[u8]| Small::new(n.iter().map(|b| b.cast_signed()).collect());
        let vectors = numbers.chunks_exact(size.max(1)).map(vector).collect();
        rows.insert(whole(&head[..8]), Row { text: whole(&head[8..16]), vectors });
        bytes = rest;
    }
    bytes.len()
}
