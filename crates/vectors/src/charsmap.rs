//! How SentencePiece makes the characters of a text alike: full-width letters, ligatures, strange
//! blanks, as Unicode's NFKC does, with a few more of its own.
//!
//! A table that comes with the model: a trie of what is replaced (an array of units as Susumu Yata's
//! darts-clone lays it out) and behind it the replacements, each ended by a zero.

use crate::bytes::{Bytes, words};
use crate::vocabulary::spaced;

/// Replacements of beginnings of texts.
pub(crate) struct Charsmap {
    units: Vec<u32>,
    replacements: String,
}

/// How far the children of a unit are away from it.
fn offset(unit: u32) -> u32 {
    (unit >> 10) << ((unit & 0x200) >> 6)
}

impl Charsmap {
    /// Reads the table; `None` if it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = Bytes(bytes);
        let size = rest.u32()?;
        let units: Vec<u32> = words(rest.take(usize::try_from(size).ok()?)?).collect();
        let replacements = std::str::from_utf8(rest.0).ok()?.to_owned();
        (!units.is_empty()).then_some(Self { units, replacements })
    }

    /// The longest beginning of `text` that is replaced, and by what.
    fn replaced<'a>(&'a self, text: &str) -> Option<(usize, &'a str)> {
        let unit = |at: u32| self.units.get(usize::try_from(at).ok()?).copied();
        let mut found = None;
        let mut at = offset(unit(0)?);
        for (n, byte) in text.bytes().enumerate() {
            at ^= u32::from(byte);
            let Some(here) = unit(at).filter(|u| u & 0x8000_00FF == u32::from(byte)) else { break };
            at ^= offset(here);
            if here & 0x100 != 0 {
                found = unit(at).map(|leaf| (n + 1, leaf & 0x7FFF_FFFF));
            }
        }
        let (length, value) = found?;
        let from = self.replacements.get(usize::try_from(value).ok()?..)?;
        let replacement = from.split('\0').next()?;
        text.is_char_boundary(length).then_some((length, replacement))
    }

    /// The text with alike characters, and a mark before each word.
    pub fn normalised<'a>(&'a self, text: &'a str) -> String {
        spaced(text, |rest| self.replaced(rest))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A table that replaces `A` by `a` and nothing else.
    pub(crate) fn upper_a() -> Vec<u8> {
        let a = u32::from(b'A');
        // The root's children lie at 1 XOR their byte, here 64: it has a leaf, 1 away, at 65.
        let mut units = [0_u32; 70];
        units[0] = 1 << 10;
        units[64] = a | 0x100 | 1 << 10;
        units[65] = 0x8000_0000;
        let mut bytes = (4 * units.len() as u32).to_le_bytes().to_vec();
        bytes.extend(units.iter().flat_map(|u| u.to_le_bytes()));
        bytes.extend(b"a\0");
        bytes
    }

    #[test]
    fn characters_are_made_alike_and_blanks_single() {
        let map = Charsmap::read(&upper_a()).unwrap();
        assert_eq!(map.normalised("  ABA  été A "), "▁aBa▁été▁a");
        assert_eq!(map.normalised("   "), "");
        assert_eq!(map.normalised(""), "");
    }
}
