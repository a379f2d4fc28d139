//! Completes what somebody begins to type.

use std::collections::HashMap;

use tantivy_fst::{IntoStreamer, Map, Streamer};

use crate::analysis::fold;
use crate::french::map_of;
use crate::speller::Within;

/// A beginning of so many letters or fewer is answered from a table.
const SHORT: usize = 3;
/// How many answers the table keeps.
const KEPT: usize = 12;
/// From so many letters on, one may be wrong.
const TOLERANT: usize = 4;
/// More keys than this are not looked at for one answer.
const MOST: usize = 6_000;

/// One of the texts that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// As it is written.
    pub text: String,
    /// What kind of text it is, a code of the caller's.
    pub kind: u8,
}

/// All texts that are offered, ready to be asked. Made anew when the entries have changed much; it
/// is quick, and the old one answers meanwhile.
pub struct Completer {
    keys: Map<Vec<u8>>,
    /// Texts one after the other, and where each ends.
    texts: String,
    ends: Vec<u32>,
    kinds: Vec<u8>,
    weights: Vec<u32>,
    /// For short beginnings the best of all that begin so.
    short: HashMap<String, Vec<u32>>,
}

/// A text to be offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// As it is written.
    pub text: String,
    /// What kind of text it is, a code of the caller's.
    pub kind: u8,
    /// Which comes first among those that begin alike.
    pub weight: u32,
}

impl Completer {
    /// Takes all texts; of those that fold to the same the weightiest is kept.
    #[must_use]
    pub fn of(offers: impl IntoIterator<Item = Offer>) -> Self {
        let mut all: Vec<(String, Offer)> = offers
            .into_iter()
            .map(|offer| (fold(&offer.text), offer))
            .filter(|(key, _)| !key.is_empty())
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.weight.cmp(&a.1.weight)));
        all.dedup_by(|later, first| later.0 == first.0);
        let keys = map_of((0..).zip(&all).map(|(n, (key, _))| (key.as_str(), n)));
        let mut completer = Self {
            keys,
            texts: String::new(),
            ends: vec![],
            kinds: vec![],
            weights: vec![],
            short: HashMap::new(),
        };
        for (n, (key, offer)) in (0..).zip(&all) {
            completer.texts.push_str(&offer.text);
            completer.ends.push(u32::try_from(completer.texts.len()).unwrap_or(u32::MAX));
            completer.kinds.push(offer.kind);
            completer.weights.push(offer.weight);
            for letters in 1..=SHORT {
                if let Some((end, _)) = key.char_indices().nth(letters) {
                    completer.short.entry(key[..end].to_owned()).or_default().push(n);
                } else {
                    completer.short.entry(key.clone()).or_default().push(n);
                    break;
                }
            }
        }
        let weights = &completer.weights;
        for best in completer.short.values_mut() {
            best.sort_by_key(|n| (std::cmp::Reverse(weights[*n as usize]), *n));
            best.truncate(KEPT);
            best.shrink_to_fit();
        }
        completer
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The texts that begin like `typed`, the weightiest first; if there are too few, those that do
    /// but for one letter.
    #[must_use]
    pub fn complete(&self, typed: &str, most: usize) -> Vec<Completion> {
        let mut key = fold(typed);
        // A blank at the end says that the word is whole.
        if typed.ends_with(char::is_whitespace) && !key.is_empty() {
            key.push(' ');
        }
        let letters = key.chars().count();
        let mut found: Vec<u32> = match letters {
            0 => return vec![],
            1..=SHORT if most <= KEPT => self.short.get(&key).cloned().unwrap_or_default(),
            _ => self.exact(&key),
        };
        self.best(&mut found, most);
        if found.len() < most && letters >= TOLERANT {
            let mut near = self.near(&key);
            near.retain(|n| !found.contains(n));
            self.best(&mut near, most - found.len());
            found.extend(near);
        }
        found.into_iter().filter_map(|n| self.at(n)).collect()
    }

    fn at(&self, n: u32) -> Option<Completion> {
        let n = n as usize;
        let start = if n == 0 { 0 } else { self.ends[n - 1] as usize };
        let text = self.texts.get(start..*self.ends.get(n)? as usize)?.to_owned();
        Some(Completion { text, kind: self.kinds[n] })
    }

    fn best(&self, found: &mut Vec<u32>, most: usize) {
        let order = |n: &u32| (std::cmp::Reverse(self.weights[*n as usize]), *n);
        if found.len() > most && most > 0 {
            found.select_nth_unstable_by_key(most - 1, order);
        }
        found.truncate(most);
        found.sort_by_key(order);
    }

    /// Keys are numbered in their order: all that begin alike are a run of numbers.
    fn exact(&self, key: &str) -> Vec<u32> {
        let first = |from: &[u8]| {
            let mut stream = self.keys.range().ge(from).into_stream();
            stream.next().map_or(self.ends.len() as u64, |(_, n)| n)
        };
        let mut behind = key.as_bytes().to_vec();
        // Bytes of UTF-8 never reach 255.
        behind.push(255);
        (first(key.as_bytes())..first(&behind)).filter_map(|n| u32::try_from(n).ok()).collect()
    }

    fn near(&self, key: &str) -> Vec<u32> {
        let within = Within::beginning(key);
        let mut stream = self.keys.search(&within).into_stream();
        let mut found = vec![];
        while let Some((_, n)) = stream.next() {
            found.extend(u32::try_from(n).ok());
            if found.len() >= MOST {
                break;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offers(texts: &[&str]) -> Completer {
        Completer::of((0..).zip(texts).map(|(n, text)| Offer {
            text: (*text).to_owned(),
            kind: 1,
            weight: n,
        }))
    }

    fn texts(completer: &Completer, typed: &str) -> Vec<String> {
        completer.complete(typed, 5).into_iter().map(|c| c.text).collect()
    }

    #[test]
    fn the_weightiest_that_begins_so_comes_first() {
        let c = offers(&["Épicerie solidaire", "Épicerie sociale", "Écrivain public", "épi"]);
        assert_eq!(texts(&c, "epi"), ["épi", "Épicerie sociale", "Épicerie solidaire"]);
        assert_eq!(texts(&c, "Épicerie s"), ["Épicerie sociale", "Épicerie solidaire"]);
        assert_eq!(texts(&c, "e")[0], "épi");
        assert!(texts(&c, "z").is_empty() && texts(&c, " ").is_empty());
    }

    #[test]
    fn one_letter_may_be_wrong_from_four_on() {
        let c = offers(&["Écrivain public", "Logement"]);
        assert_eq!(texts(&c, "ecrvain"), ["Écrivain public"]);
        assert_eq!(texts(&c, "logme"), ["Logement"]);
        assert!(texts(&c, "lgo").is_empty());
    }

    proptest! {
        #[test]
        fn what_begins_so_is_offered(words in prop::collection::vec("[a-z]{1,8}", 1..12), n in 0usize..12) {
            let all: Vec<&str> = words.iter().map(String::as_str).collect();
            let c = offers(&all);
            let word = all[n % all.len()];
            for end in 1..=word.len() {
                let found = c.complete(&word[..end], 100);
                let alike = found.iter().filter(|f| f.text.starts_with(&word[..end])).count();
                let mut expected: Vec<&str> =
                    all.iter().copied().filter(|w| w.starts_with(&word[..end])).collect();
                expected.sort_unstable();
                expected.dedup();
                prop_assert_eq!(alike, expected.len());
            }
        }
    }
}
