//! Pieces of words, and a text cut into the likeliest of them (a unigram model: Kudo, "Subword
//! Regularization", 2018; the path is found as Viterbi's).

/// The text with one `▁` before each word and no other blank; empty if it is nothing but blanks.
/// `replaced` says how long the next character is, and by what it is replaced.
pub(crate) fn spaced<'a>(
    text: &'a str,
    replaced: impl Fn(&'a str) -> Option<(usize, &'a str)>,
) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    // A blank is written only once something follows it: there is none at the end.
    let mut blank = true;
    while let Some(first) = rest.chars().next() {
        let as_is = (first.len_utf8(), &rest[..first.len_utf8()]);
        let (length, replacement) = replaced(rest).unwrap_or(as_is);
        for c in replacement.chars() {
            if c == ' ' {
                blank = true;
                continue;
            }
            if std::mem::take(&mut blank) {
                out.push('▁');
            }
            out.push(c);
        }
        rest = &rest[length..];
    }
    out
}

/// A piece.
pub(crate) struct Piece<'a> {
    /// How it is written, `▁` standing for the beginning of a word.
    pub text: &'a str,
    /// Logarithm of how likely it is.
    pub score: f32,
    /// Whether it may be found in a text.
    pub in_texts: bool,
}

/// The pieces in the order of their bytes, so that those with a common beginning lie together.
pub(crate) struct Vocabulary {
    /// All of them, one after the other.
    text: Vec<u8>,
    /// Where each begins, and where the last ends.
    starts: Vec<u32>,
    /// Its number and its score.
    pieces: Vec<(u32, f32)>,
    /// Number of the piece that stands for what no other covers.
    unknown: u32,
    unknown_score: f32,
    /// How many there are, those included that are in no text.
    count: usize,
}

impl Vocabulary {
    /// Of pieces in the order of their numbers; `unknown` is the number of the one that stands for
    /// what is unknown. `None` if they cannot be pieces of a model.
    pub fn of(pieces: Vec<Piece<'_>>, unknown: u32) -> Option<Self> {
        let count = pieces.len();
        let mut sorted: Vec<(u32, Piece<'_>)> = (0..).zip(pieces).collect();
        sorted.retain(|(_, piece)| piece.in_texts && !piece.text.is_empty());
        sorted.sort_by_key(|(_, piece)| piece.text);
        let (mut text, mut starts, mut numbered) = (Vec::new(), vec![0], Vec::new());
        let mut least = f32::INFINITY;
        for (number, piece) in sorted {
            if !piece.score.is_finite() {
                return None;
            }
            text.extend(piece.text.as_bytes());
            starts.push(u32::try_from(text.len()).ok()?);
            numbered.push((number, piece.score));
            least = least.min(piece.score);
        }
        let unknown_score = least - 10.0;
        (!numbered.is_empty()).then_some(Self {
            text,
            starts,
            pieces: numbered,
            unknown,
            unknown_score,
            count,
        })
    }

    /// How many pieces there are: all numbers are below.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The pieces of a text, at most so many.
    pub fn cut(&self, text: &str, most: usize) -> Vec<u32> {
        // For each byte: the best score of a cut that ends before it, where the last piece of that
        // begins, and which it is.
        let mut best = vec![(f64::NEG_INFINITY, 0, self.unknown); text.len() + 1];
        best[0].0 = 0.0;
        for (at, c) in text.char_indices() {
            let so_far = best[at].0;
            let mut reach = |length: usize, number, score: f32| {
                let end = &mut best[at + length];
                let score = so_far + f64::from(score);
                if score > end.0 {
                    *end = (score, at, number);
                }
            };
            let mut single = false;
            self.beginnings(&text.as_bytes()[at..], |length, (number, score)| {
                single |= length == c.len_utf8();
                reach(length, number, score);
            });
            if !single {
                reach(c.len_utf8(), self.unknown, self.unknown_score);
            }
        }
        let mut numbers = Vec::new();
        let mut end = text.len();
        while end > 0 {
            numbers.push(best[end].2);
            end = best[end].1;
        }
        numbers.reverse();
        numbers.truncate(most);
        numbers
    }

    /// Tells `each` piece that `text` begins with, the shortest first, and how long it is.
    fn beginnings(&self, text: &[u8], mut each: impl FnMut(usize, (u32, f32))) {
        // The pieces that begin with the bytes that were read.
        let (mut low, mut high) = (0, self.pieces.len());
        for (depth, &byte) in text.iter().enumerate() {
            low = self.first(low, high, depth, byte);
            high = match byte.checked_add(1) {
                Some(next) => self.first(low, high, depth, next),
                None => high,
            };
            // Those that are written alike: numbers beyond the first are never used.
            let alike = low;
            while low < high && self.length(low) == depth + 1 {
                low += 1;
            }
            if low > alike {
                each(depth + 1, self.pieces[alike]);
            }
            if low == high {
                return;
            }
        }
    }

    fn length(&self, piece: usize) -> usize {
        (self.starts[piece + 1] - self.starts[piece]) as usize
    }

    /// The first of the pieces from `low` to `high` whose byte at `depth` is not below `byte`; each
    /// is longer than that.
    fn first(&self, mut low: usize, mut high: usize, depth: usize, byte: u8) -> usize {
        while low < high {
            let middle = low.midpoint(high);
            match self.text[self.starts[middle] as usize + depth] < byte {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The best score of all cuts, tried one after the other.
    fn tried(pieces: &[(String, f32)], unknown: f32, text: &str) -> f64 {
        let Some(first) = text.chars().next() else { return 0.0 };
        let single = first.len_utf8();
        let mut best = f64::NEG_INFINITY;
        let mut alone = false;
        for (piece, score) in pieces.iter().filter(|(piece, _)| text.starts_with(piece)) {
            alone |= piece.len() == single;
            let rest = tried(pieces, unknown, &text[piece.len()..]);
            best = best.max(f64::from(*score) + rest);
        }
        match alone {
            true => best,
            false => best.max(f64::from(unknown) + tried(pieces, unknown, &text[single..])),
        }
    }

    proptest! {
        #[test]
        fn no_cut_is_likelier(
            pieces in prop::collection::btree_map("[aé▁\u{10FFFF}]{1,3}", -9_i16..0, 1..12),
            text in "[aé▁\u{10FFFF}b]{0,9}",
        ) {
            let pieces: Vec<(String, f32)> =
                pieces.into_iter().map(|(text, score)| (text, f32::from(score))).collect();
            let all = pieces.iter().map(|(text, score)| Piece { text, score: *score, in_texts: true });
            let unknown = Piece { text: "<unk>", score: 0.0, in_texts: false };
            let vocabulary = Vocabulary::of(std::iter::once(unknown).chain(all).collect(), 0).unwrap();
            prop_assert_eq!(vocabulary.count(), pieces.len() + 1);
            let cut = vocabulary.cut(&text, 99);
            let (mut score, mut rest) = (0.0, text.as_str());
            for number in cut {
                let single = rest.chars().next().map_or(0, char::len_utf8);
                let (length, its) = match number {
                    0 => (single, vocabulary.unknown_score),
                    n => {
                        let (piece, score) = &pieces[n as usize - 1];
                        prop_assert!(rest.starts_with(piece));
                        (piece.len(), *score)
                    }
                };
                score += f64::from(its);
                rest = &rest[length..];
            }
            prop_assert_eq!(rest, "");
            prop_assert_eq!(score, tried(&pieces, vocabulary.unknown_score, &text));
        }
    }
}
