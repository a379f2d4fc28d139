//! Corrects words that nobody knows, before they are looked for.
//!
//! Candidates come from the general French list and from the words of the index that are not in it
//! (names, acronyms): those within one or two edits, and those that sound the same. What decides is
//! how they differ (a neighbouring key, a doubled letter, a sound), how often French uses them, and
//! whether the index has them.

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use tantivy_fst::{Automaton, IntoStreamer, Map, Streamer};

use crate::analysis::{fold, is_stop};
use crate::french::{french, map_of};
use crate::stem::stem;

/// What a word may have been meant as.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// Folded.
    pub word: String,
    /// As it is written.
    pub shown: String,
    /// How much it counts, up to 1.
    pub weight: f32,
    /// How far it is from what was typed.
    pub cost: f32,
    /// Ten times its Zipf frequency in French; 20 for a word of the index alone.
    pub zipf10: u8,
    /// In how many entries of the index it stands.
    pub entries: f32,
    /// [`Spelling::likely`] of it.
    pub likely: f32,
}

/// The words of an index that are not in the French list.
#[derive(Default)]
pub(crate) struct Own {
    shown: HashMap<String, String>,
    map: Option<Map<Vec<u8>>>,
    order: Vec<String>,
    /// Words that came after the map was made.
    recent: Vec<String>,
}

impl Own {
    pub(crate) fn has(&self, word: &str) -> bool {
        self.shown.contains_key(word)
    }

    pub(crate) fn add(&mut self, word: &str, shown: &str) -> bool {
        if self.has(word) {
            return false;
        }
        self.shown.insert(word.to_owned(), shown.to_owned());
        self.recent.push(word.to_owned());
        if self.recent.len() > 500 + self.order.len() / 4 {
            self.settle();
        }
        true
    }

    fn settle(&mut self) {
        self.recent.clear();
        self.order = self.shown.keys().cloned().collect();
        self.order.sort_unstable();
        self.map = Some(map_of((0..).zip(&self.order).map(|(n, w)| (w.as_str(), n))));
    }
}

/// Within so many edits of a word, transpositions being one.
pub(crate) struct Within(DFA);

impl Within {
    pub(crate) fn edits(word: &str, edits: u8) -> Self {
        static ONE: LazyLock<LevenshteinAutomatonBuilder> =
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
        static TWO: LazyLock<LevenshteinAutomatonBuilder> =
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));
        Self(if edits > 1 { TWO.build_dfa(word) } else { ONE.build_dfa(word) })
    }

    /// Whether a word is that near.
    fn holds(&self, word: &str) -> bool {
        let end = word.bytes().fold(self.0.initial_state(), |at, b| self.0.transition(at, b));
        matches!(self.0.distance(end), Distance::Exact(_))
    }

    /// Within one edit of the beginning of a word.
    pub(crate) fn beginning(word: &str) -> Self {
        static ONE: LazyLock<LevenshteinAutomatonBuilder> =
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
        Self(ONE.build_prefix_dfa(word))
    }
}

impl Automaton for &Within {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// Keys beside each other on the keyboard that France types on.
fn neighbours(a: u8, b: u8) -> bool {
    const ROWS: [&[u8]; 3] = [b"azertyuiop", b"qsdfghjklm", b"wxcvbn"];
    let place = |key: u8| {
        ROWS.iter()
            .enumerate()
            .find_map(|(row, keys)| keys.iter().position(|k| *k == key).map(|column| (row, column)))
    };
    match (place(a), place(b)) {
        (Some((r, c)), Some((s, d))) => r.abs_diff(s) <= 1 && c.abs_diff(d) <= 1,
        _ => false,
    }
}

/// Letters that sound alike.
fn alike(a: u8, b: u8) -> bool {
    const ALIKE: [&[u8]; 9] = [b"ckq", b"sz", b"sc", b"gj", b"iy", b"mn", b"ae", b"ei", b"vw"];
    ALIKE.iter().any(|set| set.contains(&a) && set.contains(&b))
}

/// The way from what was typed to a word: each edit costs about one, likely ones less.
pub(crate) fn distance(typed: &str, word: &str) -> f32 {
    let (a, b) = (typed.as_bytes(), word.as_bytes());
    let width = b.len() + 1;
    let mut rows = vec![0.0_f32; (a.len() + 1) * width];
    let missing = |s: &[u8], n: usize| {
        let doubled = n > 0 && s[n - 1] == s[n] || s.get(n + 1) == Some(&s[n]);
        let first = if n == 0 { 0.4 } else { 0.0 };
        if doubled { 0.45 } else { 0.8 + first }
    };
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 && j == 0 {
                continue;
            }
            let mut best = f32::INFINITY;
            if i > 0 {
                best = best.min(rows[(i - 1) * width + j] + missing(a, i - 1));
            }
            if j > 0 {
                best = best.min(rows[i * width + j - 1] + missing(b, j - 1));
            }
            if i > 0 && j > 0 {
                let (x, y) = (a[i - 1], b[j - 1]);
                let change = match x == y {
                    true => 0.0,
                    false if neighbours(x, y) => 0.75,
                    false if alike(x, y) => 0.9,
                    false => 1.2,
                };
                let first = if i == 1 && j == 1 && x != y { 0.3 } else { 0.0 };
                best = best.min(rows[(i - 1) * width + j - 1] + change + first);
                if i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y && x != y {
                    best = best.min(rows[(i - 2) * width + j - 2] + 0.7);
                }
            }
            rows[i * width + j] = best;
        }
    }
    rows[rows.len() - 1]
}

/// A candidate before the index was asked.
struct Near {
    score: f32,
    cost: f32,
    zipf: f32,
    shown: String,
}

/// What a word costs that sounds the same (« salere », « salaire »), beside a quarter of its edits: in
/// French people write by ear more often than they miss a key.
const SOUNDS: f32 = 0.5;

/// Small words (« pendant », « avec ») are meant too, from so many letters on; shorter ones are near to
/// every acronym.
const SHORTEST_SMALL: usize = 4;

/// Numbers that weigh candidates against each other.
#[derive(Clone, Copy, Debug)]
pub struct Spelling {
    /// Loss for one edit.
    pub edit: f32,
    /// Gain for ten times as frequent in French.
    pub french: f32,
    /// Gain for e times as frequent in the index.
    pub index: f32,
    /// How fast the weight falls with what a candidate lacks to the best.
    pub sharp: f32,
    /// How many candidates are looked for, words of one stem counting as one.
    pub most: usize,
    /// In what share of all entries a small word is taken to stand.
    pub small: f32,
}

impl Default for Spelling {
    fn default() -> Self {
        Self { edit: 4.0, french: 0.4, index: 0.24, sharp: 0.6, most: 4, small: 0.2 }
    }
}

impl Spelling {
    /// How likely a word is meant, on a scale of its own: of such a Zipf frequency in French, in so many
    /// entries, and so far from what was typed.
    pub(crate) fn likely(&self, zipf: f32, entries: f32, cost: f32) -> f32 {
        self.french * zipf + self.index * entries.ln_1p() - self.edit * cost
    }
}

/// What `typed` may have been meant as, best first; `found` says in how many entries of the index
/// a word stands (0 for one that is of no use).
pub(crate) fn correct(
    typed: &str,
    own: &Own,
    spelling: &Spelling,
    found: &mut dyn FnMut(&str) -> f32,
) -> Vec<Correction> {
    let letters = typed.chars().count();
    if letters < 3 || !typed.is_ascii() {
        return vec![];
    }
    let edits = if letters < 5 { 1 } else { 2 };
    let within = Within::edits(typed, edits);
    // The word, how far it is, and how it is written: what costs little to know.
    let mut near: HashMap<String, Near> = HashMap::new();
    let mut rate = |word: &str, shown: &str, zipf: f32, sounds: bool| {
        if is_stop(word) && word.len() < SHORTEST_SMALL {
            return;
        }
        let mut cost = distance(typed, word);
        if sounds {
            // What merely ends alike in the ear (« zzyzx », « six ») is another word.
            if cost * 2.0 > letters.max(word.len()) as f32 {
                return;
            }
            cost = cost.min(SOUNDS + 0.25 * cost);
        }
        let score = spelling.likely(zipf, 0.0, cost);
        let new = || Near { score, cost, zipf, shown: shown.to_owned() };
        let so_far = near.entry(word.to_owned()).or_insert_with(new);
        if score > so_far.score {
            (so_far.score, so_far.cost) = (score, cost);
        }
    };
    let list = french();
    let mut stream = list.keys().search(&within).into_stream();
    while let Some((word, n)) = stream.next() {
        if let (Ok(word), Some(known)) = (std::str::from_utf8(word), list.at(n)) {
            rate(word, known.shown, f32::from(known.zipf10) / 10.0, false);
        }
    }
    for known in list.like(typed) {
        rate(&fold(known.shown), known.shown, f32::from(known.zipf10) / 10.0, true);
    }
    if let Some(map) = &own.map {
        let mut stream = map.search(&within).into_stream();
        while let Some((word, _)) = stream.next() {
            if let Ok(word) = std::str::from_utf8(word) {
                rate(word, own.shown.get(word).map_or(word, String::as_str), 2.0, false);
            }
        }
    }
    for word in &own.recent {
        if within.holds(word) {
            rate(word, own.shown.get(word).map_or(word, String::as_str), 2.0, false);
        }
    }
    let mut near: Vec<(String, Near)> = near.into_iter().collect();
    near.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then_with(|| a.0.cmp(&b.0)));
    // Asking the index costs more: only for those that may win.
    let mut best: Vec<(f32, Correction)> = vec![];
    for (word, near) in near.into_iter().take(80) {
        let entries = found(&word);
        if entries > 0.0 {
            let score = near.score + spelling.index * entries.ln_1p();
            let Near { cost, zipf, shown, .. } = near;
            let zipf10 = (zipf * 10.0) as u8;
            let c = Correction { word, shown, weight: 1.0, cost, zipf10, entries, likely: score };
            best.push((score, c));
            if best.len() >= 16 {
                break;
            }
        }
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.word.cmp(&b.1.word)));
    let mut stems = HashSet::new();
    best.retain(|(_, c)| stems.insert(stem(&c.word)));
    best.truncate(spelling.most);
    let top = best.first().map_or(0.0, |b| b.0);
    best.into_iter()
        .map(|(score, c)| Correction { weight: ((score - top) * spelling.sharp).exp(), ..c })
        .filter(|c| c.weight > 0.08)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(typed: &str) -> String {
        let all = correct(typed, &Own::default(), &Spelling::default(), &mut |_| 1.0);
        all.first().map_or_else(String::new, |c| c.shown.clone())
    }

    #[test]
    fn what_was_meant_comes_first() {
        for (typed, meant) in [
            ("travial", "travail"),
            ("formatoin", "formation"),
            ("ortografe", "orthographe"),
            ("logememt", "logement"),
            ("licensiement", "licenciement"),
            ("hebergemnt", "hébergement"),
            ("anplois", "emplois"),
        ] {
            assert_eq!(first(typed), meant, "{typed}");
        }
    }

    #[test]
    fn what_sounds_the_same_is_near() {
        let mut found = |word: &str| if word == "salaire" { 400.0 } else { 1.0 };
        let all = correct("salere", &Own::default(), &Spelling::default(), &mut found);
        // By its letters it would be « salée » or « saleté ».
        assert_eq!(all.first().map(|c| c.shown.as_str()), Some("salaire"), "{all:?}");
    }

    #[test]
    fn a_name_that_only_the_index_knows_is_found() {
        let mut own = Own::default();
        assert!(own.add("agefiph", "Agefiph") && !own.add("agefiph", "Agefiph"));
        let mut found = |word: &str| if word == "agefiph" { 3.0 } else { 0.0 };
        let all = correct("agefip", &own, &Spelling::default(), &mut found);
        assert_eq!(all.first().map(|c| c.shown.as_str()), Some("Agefiph"));
    }

    proptest! {
        #[test]
        fn one_edit_costs_no_more_than_one_and_a_half(word in "[a-z]{4,12}", at in 0usize..4) {
            let mut typed = word.clone();
            typed.remove(at);
            prop_assert!(distance(&typed, &word) <= 1.5);
            prop_assert_eq!(distance(&word, &word), 0.0);
        }
    }
}
