//! The French words that everybody knows, with how often they are used (`data/SOURCES.md`).

use std::io::Read;
use std::sync::LazyLock;

use tantivy_fst::Map;

use crate::analysis::fold;
use crate::phonetic;

/// The list, unpacked at the first question and kept: some 5 MB.
pub struct French {
    words: Vec<(&'static str, u8)>,
    by_key: Map<Vec<u8>>,
    /// Digest of what a word sounds like, and the word.
    sounds: Vec<(u32, u32)>,
}

/// A word of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// As it is written, with its accents.
    pub shown: &'static str,
    /// Ten times its Zipf frequency: 10 is once in a hundred million words, 70 once in a hundred.
    pub zipf10: u8,
}

/// What is built in.
#[must_use]
pub fn french() -> &'static French {
    static FRENCH: LazyLock<French> = LazyLock::new(French::unpack);
    &FRENCH
}

impl French {
    fn unpack() -> Self {
        let mut text = String::with_capacity(1_500_000);
        let packed: &[u8] = include_bytes!("../data/words.tsv.gz");
        // Built in and tried by a test: it can be read.
        let _ = flate2::read::GzDecoder::new(packed).read_to_string(&mut text);
        let words: Vec<(&'static str, u8)> = String::leak(text)
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(word, zipf)| Some((word, zipf.parse().ok()?)))
            .collect();
        let mut keys: Vec<(String, u32)> =
            (0..).zip(&words).map(|(n, (word, _))| (fold(word), n)).collect();
        keys.sort_unstable();
        keys.dedup_by(|a, b| a.0 == b.0);
        let mut sounds: Vec<(u32, u32)> =
            keys.iter().map(|(key, n)| (phonetic::digest(key), *n)).collect();
        sounds.sort_unstable();
        let by_key = map_of(keys.iter().map(|(key, n)| (key.as_str(), u64::from(*n))));
        Self { words, by_key, sounds }
    }

    /// The word of a folded key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Known> {
        self.by_key.get(key).and_then(|n| self.at(n))
    }

    /// Whether it is a word.
    #[must_use]
    pub fn knows(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    pub(crate) fn at(&self, n: u64) -> Option<Known> {
        let (shown, zipf10) = *self.words.get(usize::try_from(n).ok()?)?;
        Some(Known { shown, zipf10 })
    }

    pub(crate) fn keys(&self) -> &Map<Vec<u8>> {
        &self.by_key
    }

    /// The words that sound like this one.
    pub fn like(&self, key: &str) -> impl Iterator<Item = Known> + '_ {
        let sound = phonetic::digest(key);
        let first = self.sounds.partition_point(|s| s.0 < sound);
        let same = self.sounds[first..].iter().take_while(move |s| s.0 == sound);
        same.filter_map(|s| self.at(u64::from(s.1)))
    }
}

/// A map of sorted, different keys; empty if they are not.
pub(crate) fn map_of<'a>(keys: impl Iterator<Item = (&'a str, u64)>) -> Map<Vec<u8>> {
    let made = Map::from_iter(keys).or_else(|_| Map::from_iter(std::iter::empty::<(&str, u64)>()));
    // An empty map can always be made.
    #[allow(clippy::unwrap_used)]
    made.unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_read() {
        let list = french();
        assert!(list.words.len() > 100_000 && list.by_key.len() + 10 > list.words.len());
        assert_eq!(list.get("hebergement").map(|w| w.shown), Some("hébergement"));
        assert!(list.get("travail").map(|w| w.zipf10) > list.get("travaillotte").map(|w| w.zipf10));
        assert!(!list.knows("travial"));
        assert!(list.like("formassion").any(|w| w.shown == "formation"));
    }
}
