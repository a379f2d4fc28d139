//! Meaning, where models can turn a text into a vector: of what, and how much it counts.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::analysis::each_word;
use crate::document::{Document, digest};
use crate::french::french;
use crate::index::{Error, Snapshot};
use crate::lexicon::{Lexicon, stands_for};
use crate::rank::Ranking;
use crate::vectors::{Embedder, Near, Small, Vectors};

/// Number of how passages are made: vectors of others are made anew.
const PASSAGES: u32 = 1;

/// Bytes of a document that the vector of its passage is made of.
const MEANT: usize = 400;

/// Keywords beyond these have no vectors of their own.
const KEYWORDS: usize = 32;

/// Bytes beyond which something between semicolons is no keyword.
const LONGEST_KEYWORD: usize = 120;

/// How much keywords count beside the passage where there are several.
const BY_KEYWORDS: f32 = 0.67;

/// How much the ways in which people name a document's themes count in its vector.
const WORDINGS: f32 = 0.5;

/// Vectors of keywords and wordings that are kept, as many documents share them.
const KEPT: usize = 4_096;

/// The documents that say what is usual for a question.
const SAMPLE: usize = 1_000;

/// What documents mean, to each model.
pub(crate) struct Meaning {
    models: Vec<Model>,
}

struct Model {
    vectors: Vectors,
    /// Vectors of keywords and of wordings, by digests of them.
    kept: Mutex<HashMap<u64, Arc<Vec<f32>>>>,
}

/// What the vectors of a document are made of.
struct Made {
    passage: String,
    keywords: Vec<String>,
    /// For each of its themes the ways in which people name it, with a digest of them.
    wordings: Vec<(u64, Vec<String>)>,
}

/// A question, to each model.
pub(crate) struct Asked<'a> {
    pub(crate) models: Vec<(&'a Vectors, Small, Usual, Usual)>,
    /// The documents that say what is usual.
    pub(crate) sample: Vec<u64>,
}

/// Mean and deviation of the nearness of documents to a question.
pub(crate) struct Usual {
    mean: f32,
    deviation: f32,
}

impl Usual {
    pub(crate) fn of(near: &[f32]) -> Self {
        let n = near.len().max(1) as f32;
        let mean = near.iter().sum::<f32>() / n;
        let variance = near.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / n;
        Self { mean, deviation: variance.sqrt().max(1e-3) }
    }

    /// How many deviations nearer than usual.
    pub(crate) fn beyond(&self, cosine: f32) -> f32 {
        (cosine - self.mean) / self.deviation
    }
}

impl Made {
    fn of(document: &Document, lexicon: &Lexicon) -> Self {
        let keywords: Vec<String> = document
            .keywords
            .split(';')
            .map(|k| k.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|k| !k.is_empty())
            .take(KEYWORDS)
            .collect();
        let wordings = document
            .themes
            .iter()
            .map(|theme| lexicon.wordings(theme))
            .filter(|rows| !rows.is_empty())
            .map(|rows| (digest(&rows.join("\n")), rows))
            .collect();
        // Sentences with semicolons in them are no list, and are part of the passage.
        let listed = keywords.len() > 1 && keywords.iter().all(|k| k.len() <= LONGEST_KEYWORD);
        let keywords = if listed { keywords } else { vec![] };
        Self { passage: passage(document), keywords, wordings }
    }

    /// A digest of all of it.
    fn digest(&self) -> u64 {
        let texts = std::iter::once(&self.passage).chain(&self.keywords).map(|t| digest(t));
        let wordings = self.wordings.iter().map(|w| w.0);
        texts.chain(wordings).fold(0, |all: u64, next| all.rotate_left(7) ^ next)
    }
}

/// A title and what follows it, up to a length. The title is not said twice.
fn passage(document: &Document) -> String {
    let d = document;
    let mut text = d.title.trim().to_owned();
    for part in [&d.summary, &d.keywords, &d.body] {
        let part = if text.is_empty() { part.clone() } else { part.replacen(&d.title, " ", 1) };
        if text.ends_with(char::is_alphanumeric) && !part.trim().is_empty() {
            text.push('.');
        }
        for word in part.split_whitespace() {
            if text.len() >= MEANT {
                break;
            }
            text.push(' ');
            text.push_str(word);
        }
    }
    text.truncate(text.ceil_char_boundary(MEANT));
    text
}

fn normal(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
    vector.iter_mut().for_each(|x| *x /= length);
    vector
}

fn add(sum: &mut Vec<f32>, vector: &[f32], share: f32) {
    sum.resize(vector.len().max(sum.len()), 0.0);
    sum.iter_mut().zip(vector).for_each(|(s, x)| *s += share * x);
}

impl Model {
    /// The vector of a passage and of the ways in which its themes are named, then those of keywords.
    fn vectors(&self, made: &Made) -> Vec<Vec<f32>> {
        let mut sum = normal(self.vectors.embedder.passage(&made.passage));
        let share = WORDINGS / ((1.0 - WORDINGS) * made.wordings.len().max(1) as f32);
        for (digest, rows) in &made.wordings {
            add(&mut sum, &self.kept(*digest, rows), share);
        }
        let mut all = vec![sum];
        for keyword in &made.keywords {
            all.push(self.kept(digest(keyword), std::slice::from_ref(keyword)).to_vec());
        }
        all
    }

    /// The mean of what short texts mean, which many documents share.
    fn kept(&self, digest: u64, texts: &[String]) -> Arc<Vec<f32>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mean) = kept.get(&digest) {
            return mean.clone();
        }
        drop(kept);
        let mut sum = vec![];
        for text in texts {
            add(&mut sum, &normal(self.vectors.embedder.passage(text)), 1.0);
        }
        let mean = Arc::new(normal(sum));
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(digest, mean.clone());
        mean
    }
}

impl Meaning {
    /// Reads the side files; none if there are no models.
    pub(crate) fn open(
        folder: Option<&Path>,
        embedders: Vec<Arc<dyn Embedder>>,
    ) -> Result<Option<Self>, Error> {
        let mut models = vec![];
        for embedder in embedders {
            let vectors = Vectors::open(folder, embedder, PASSAGES)?;
            models.push(Model { vectors, kept: Mutex::default() });
        }
        Ok(Some(Self { models }).filter(|m| !m.models.is_empty()))
    }

    /// The vectors of a document, unless those that are there were made of the same.
    pub(crate) fn put(&self, document: &Document, lexicon: &Lexicon) {
        let id = digest(&document.id);
        let made = Made::of(document, lexicon);
        let text = made.digest();
        for model in self.models.iter().filter(|m| !m.vectors.has(id, text)) {
            model.vectors.put(id, text, &model.vectors(&made));
        }
    }

    pub(crate) fn remove(&self, id: u64) {
        self.models.iter().for_each(|m| m.vectors.remove(id));
    }

    pub(crate) fn commit(&self) -> Result<(), Error> {
        self.models.iter().try_for_each(|m| m.vectors.commit())
    }

    /// A question, and what is usual for it: taken from documents that lie evenly.
    pub(crate) fn ask(&self, text: &str, snapshot: &Snapshot) -> Asked<'_> {
        let count: usize = snapshot.facts.iter().map(|f| f.ties.len()).sum();
        let step = count / SAMPLE + 1;
        let sample: Vec<u64> =
            snapshot.facts.iter().flat_map(|f| &f.ties).copied().step_by(step).collect();
        let mut models = vec![];
        for Model { vectors, .. } in &self.models {
            let question = Small::of(&vectors.embedder.question(text));
            let near = vectors.nearness(&question, sample.iter().copied());
            let near: Vec<Near> = near.into_iter().flatten().collect();
            let passages: Vec<f32> = near.iter().map(|n| n.passage).collect();
            let keywords: Vec<f32> = near.iter().filter_map(|n| n.keywords).collect();
            models.push((vectors, question, Usual::of(&passages), Usual::of(&keywords)));
        }
        Asked { models, sample }
    }
}

impl Asked<'_> {
    /// For each document what meaning adds to its sum, and how much nearer than usual it is.
    /// `coverage` is how much of the question was found by its words.
    pub(crate) fn of(
        &self,
        documents: &[u64],
        ranking: &Ranking,
        coverage: f32,
    ) -> Vec<(f32, f32)> {
        let mut all = vec![(0.0, 0.0); documents.len()];
        let weight = |vectors: &Vectors| {
            let counts = vectors.embedder.counts();
            let alone = (1.0 - coverage) * ranking.meaning_alone;
            ranking.meaning * counts.beside + alone * (counts.alone - counts.beside)
        };
        let sum = self.models.iter().map(|m| weight(m.0)).sum::<f32>().max(1e-6);
        for (vectors, question, passages, keywords) in &self.models {
            let weight = weight(vectors);
            let near = vectors.nearness(question, documents.iter().copied());
            for ((added, nearer), near) in all.iter_mut().zip(near) {
                let Some(near) = near else { continue };
                let passage = passages.beyond(near.passage);
                let z = near.keywords.map_or(passage, |cosine| {
                    BY_KEYWORDS * keywords.beyond(cosine) + (1.0 - BY_KEYWORDS) * passage
                });
                *added += weight * z;
                *nearer += weight / sum * z;
            }
        }
        all
    }
}

/// A question as its meaning is taken: corrected, with the accents it was typed without, and with
/// its acronyms in full.
pub(crate) fn wording(
    text: &str,
    meant: Option<&str>,
    expressions: &[(String, Vec<String>)],
) -> String {
    let corrected = meant.unwrap_or(text);
    let mut whole = match text.is_ascii() {
        true => accented(corrected),
        false => corrected.to_owned(),
    };
    for (typed, means) in expressions {
        if let Some(full) = means.first().filter(|full| is_acronym(typed, full)) {
            whole.push_str(", ");
            whole.push_str(full);
        }
    }
    whole
}

/// Whether something is as short as acronyms are, and its letters stand for these words: « CPF », and
/// not « chef » for « employeur ».
fn is_acronym(typed: &str, full: &str) -> bool {
    (2..=6).contains(&typed.len()) && stands_for(&typed.replace('.', ""), full)
}

/// Words as they are written, accents included.
fn accented(text: &str) -> String {
    let mut whole = String::with_capacity(text.len() + 8);
    let mut done = 0;
    each_word(text, |folded, at| {
        let typed = &text[at.clone()];
        if at.start >= done && typed.eq_ignore_ascii_case(folded) {
            let shown = french().get(folded).map_or(typed, |word| word.shown);
            if !shown.is_ascii() {
                whole.push_str(&text[done..at.start]);
                whole.push_str(shown);
                done = at.end;
            }
        }
    });
    whole.push_str(&text[done..]);
    whole
}
