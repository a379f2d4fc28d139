//! The file of a SentencePiece model: the pieces that a text is cut into, and how its characters
//! are made alike before.
//!
//! It is a protocol buffer of which three fields of the first level matter, so it is read here
//! rather than by generated code: `pieces = 1 { piece = 1, score = 2, type = 3 }` and
//! `normalizer_spec = 3 { precompiled_charsmap = 2 }`
//! (`sentencepiece_model.proto` of github.com/google/sentencepiece). The crates that cut texts into
//! pieces bind the C++ library or read other files; the cutting itself is short
//! ([`crate::vocabulary`]) and serves the other model too.

use crate::Error;
use crate::bytes::Bytes;
use crate::charsmap::Charsmap;
use crate::vocabulary::{Piece, Vocabulary};

/// One field: its number and what it holds.
enum Field<'a> {
    Number(u64),
    Text(&'a [u8]),
    Fixed(u32),
    /// Of a kind that nothing here is kept in.
    Other,
}

impl<'a> Bytes<'a> {
    /// The next field of a protocol buffer.
    fn field(&mut self) -> Option<(u64, Field<'a>)> {
        let tag = self.varint()?;
        let field = match tag & 7 {
            0 => Field::Number(self.varint()?),
            1 => self.take(8).map(|_| Field::Other)?,
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Field::Text(self.take(length)?)
            }
            5 => Field::Fixed(self.u32()?),
            _ => return None,
        };
        Some((tag >> 3, field))
    }
}

/// Kinds of pieces that are never found in a text: `UNKNOWN`, `CONTROL`, `UNUSED`.
const NOT_IN_TEXTS: [u64; 3] = [2, 3, 5];

/// Reads the file `part`.
pub(crate) fn read(part: &'static str, bytes: &[u8]) -> Result<(Vocabulary, Charsmap), Error> {
    let damaged = |what| Error::Damaged { part, what };
    let cut = || damaged("it ends, or goes on, where it should not");
    let mut pieces = Vec::new();
    let mut charsmap = None;
    let mut rest = Bytes(bytes);
    while !rest.0.is_empty() {
        match rest.field().ok_or_else(cut)? {
            (1, Field::Text(inner)) => pieces.push(piece(inner).ok_or_else(cut)?),
            (3, Field::Text(inner)) => {
                let mut inner = Bytes(inner);
                while !inner.0.is_empty() {
                    if let (2, Field::Text(map)) = inner.field().ok_or_else(cut)? {
                        charsmap = Some(map);
                    }
                }
            }
            _ => {}
        }
    }
    let charsmap = charsmap.ok_or_else(|| damaged("it does not say how to normalise"))?;
    let charsmap = Charsmap::read(charsmap).ok_or_else(|| damaged("its charsmap is none"))?;
    let vocabulary = Vocabulary::of(pieces, 0).ok_or_else(|| damaged("its pieces are none"))?;
    Ok((vocabulary, charsmap))
}

fn piece(bytes: &[u8]) -> Option<Piece<'_>> {
    let mut piece = Piece { text: "", score: 0.0, in_texts: true };
    let mut rest = Bytes(bytes);
    while !rest.0.is_empty() {
        match rest.field()? {
            (1, Field::Text(text)) => piece.text = std::str::from_utf8(text).ok()?,
            (2, Field::Fixed(bits)) => piece.score = f32::from_bits(bits),
            (3, Field::Number(kind)) => piece.in_texts = !NOT_IN_TEXTS.contains(&kind),
            _ => {}
        }
    }
    Some(piece)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(number: u8, kind: u8, inner: &[u8]) -> Vec<u8> {
        let mut bytes = vec![number << 3 | kind];
        if kind == 2 {
            let mut length = inner.len();
            while length > 0x7F {
                bytes.push((length & 0x7F) as u8 | 0x80);
                length >>= 7;
            }
            bytes.push(length as u8);
        }
        bytes.extend(inner);
        bytes
    }

    /// A model of some pieces whose charsmap makes `A` an `a`.
    fn model() -> Vec<u8> {
        let mut model = Vec::new();
        let pieces =
            [("<unk>", 0.0, 2), ("<s>", 0.0, 3), ("▁", -3.0, 1), ("a", -4.0, 1), ("▁ab", -5.0, 1)];
        for (text, score, kind) in pieces {
            let mut inner = field(1, 2, text.as_bytes());
            inner.extend(field(2, 5, &f32::to_le_bytes(score)));
            inner.extend(field(3, 0, &[kind]));
            inner.extend(field(9, 1, &[0; 8]));
            model.extend(field(1, 2, &inner));
        }
        let mut spec = field(1, 2, b"nmt_nfkc");
        spec.extend(field(2, 2, &crate::charsmap::tests::upper_a()));
        model.extend(field(3, 2, &spec));
        model
    }

    #[test]
    fn a_model_cuts_a_text_into_its_pieces() {
        let (vocabulary, charsmap) = read("sp.model", &model()).unwrap();
        let cut = |text| vocabulary.cut(&charsmap.normalised(text), 99);
        assert_eq!(cut("ab  Aa"), [4, 2, 3, 3]);
        // What no piece covers is unknown, and a text cannot speak of the pieces that are none.
        assert_eq!(cut("é"), [2, 0]);
        assert!(!cut("<s>").contains(&1));
        assert_eq!(cut("aaaa").len(), 5);
        assert_eq!(vocabulary.cut("▁aaaa", 3), [2, 3, 3]);
    }

    proptest! {
        #[test]
        fn whatever_a_file_holds_is_read_or_refused(
            at in 0_usize..200, flipped in 1_u8.., cut in 0_usize..200, text in ".{0,20}",
        ) {
            let mut bytes = model();
            let at = at % bytes.len();
            bytes[at] ^= flipped;
            bytes.truncate(bytes.len() - (cut / 2) % bytes.len());
            if let Ok((vocabulary, charsmap)) = read("sp.model", &bytes) {
                for text in [text.as_str(), "AaAb A"] {
                    vocabulary.cut(&charsmap.normalised(text), 99);
                }
            }
        }

        #[test]
        fn noise_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(read("sp.model", &bytes).is_err());
        }
    }
}
