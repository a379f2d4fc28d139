//! « Vouliez-vous dire … ? »: the nearest of some words to what was written.

use std::cell::RefCell;
use std::collections::HashMap;

/// Longest text that is compared: longer ones are no slip of the pen.
const LONGEST: usize = 199;

/// How alike two texts are, from 0 to 1, as Python's `difflib` counts it (Ratcliff and Obershelp): twice
/// the letters in common runs, by the letters in all. One text is compared with many.
#[derive(Debug)]
pub struct Nearness {
    letters: Vec<char>,
    places: HashMap<char, Vec<usize>>,
}

impl Nearness {
    /// Compares with this text.
    #[must_use]
    pub fn to(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let mut places: HashMap<char, Vec<usize>> = HashMap::new();
        for (at, c) in letters.iter().enumerate() {
            places.entry(*c).or_default().push(at);
        }
        Self { letters, places }
    }

    /// How alike another is.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn of(&self, other: &str) -> f64 {
        let other: Vec<char> = other.chars().collect();
        let all = self.letters.len() + other.len();
        if all == 0 {
            return 1.0;
        }
        let mut common = 0;
        let mut open = vec![(0, other.len(), 0, self.letters.len())];
        while let Some((from, to, own_from, own_to)) = open.pop() {
            let (at, own_at, length) = self.longest(&other, from..to, own_from..own_to);
            if length > 0 {
                common += length;
                open.push((from, at, own_from, own_at));
                open.push((at + length, to, own_at + length, own_to));
            }
        }
        2.0 * common as f64 / all as f64
    }

    /// The longest run in common, the first of those that are equally long.
    fn longest(
        &self,
        other: &[char],
        within: std::ops::Range<usize>,
        own: std::ops::Range<usize>,
    ) -> (usize, usize, usize) {
        let mut best = (within.start, own.start, 0);
        let mut runs: HashMap<usize, usize> = HashMap::new();
        for at in within {
            let mut next = HashMap::new();
            for &own_at in self.places.get(&other[at]).into_iter().flatten() {
                if own_at < own.start {
                    continue;
                }
                if own_at >= own.end {
                    break;
                }
                let length =
                    1 + own_at.checked_sub(1).and_then(|p| runs.get(&p)).copied().unwrap_or(0);
                next.insert(own_at, length);
                if length > best.2 {
                    best = (at + 1 - length, own_at + 1 - length, length);
                }
            }
            runs = next;
        }
        best
    }
}

/// Where a letter is counted; several may share a place.
fn place(c: char) -> usize {
    usize::try_from(u32::from(c) & 255).unwrap_or_default()
}

fn counted(text: &str) -> [u8; 256] {
    let mut counts = [0_u8; 256];
    for c in text.chars() {
        if let Some(count) = counts.get_mut(place(c)) {
            *count += 1;
        }
    }
    counts
}

/// The nearest of some words, if any is near (six tenths alike). Of two that are equally near, the one
/// that comes last in the alphabet, as `difflib.get_close_matches` has it.
pub fn nearest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let nearness = Nearness::to(written);
    let counts = counted(written);
    let mut best: Option<(f64, &str)> = None;
    for word in words {
        // No more letters can be in common runs than in common at all: most words end here.
        let (mut left, mut own, mut common) = (counts, 0, 0);
        for c in word.chars() {
            own += 1;
            if let Some(count) = left.get_mut(place(c)).filter(|count| **count > 0) {
                *count -= 1;
                common += 1;
            }
        }
        if common * 10 < (own + length) * 3 {
            continue;
        }
        let alike = nearness.of(word);
        if alike >= 0.6 && best.is_none_or(|(most, at)| (alike, word) > (most, at)) {
            best = Some((alike, word));
        }
    }
    best.map(|(_, word)| word)
}

/// How many guesses are remembered.
const REMEMBERED: usize = 10_000;

/// What was found for a word of a list before, else what is found now. A file that has one thing wrong
/// often has it wrong in each of its rows.
pub(crate) fn remembered(
    list: &'static str,
    written: &str,
    find: impl FnOnce() -> Option<&'static str>,
) -> Option<&'static str> {
    type Known = HashMap<&'static str, HashMap<String, Option<&'static str>>>;
    thread_local! {
        static KNOWN: RefCell<Known> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        let known = known.entry(list).or_default();
        if let Some(found) = known.get(written) {
            return *found;
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let found = find();
        if written.len() <= 4 * LONGEST {
            known.insert(written.to_owned(), found);
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Audience, Theme};

    #[test]
    fn letters_are_counted_as_difflib_counts_them() {
        // Values of difflib.SequenceMatcher(None, a, b).ratio().
        for (a, b, ratio) in [
            ("abcd", "bcde", 0.75),
            ("qabxcd", "abycdf", 2.0 / 3.0),
            ("", "", 1.0),
            ("a", "", 0.0),
            ("private Thread currentThread;", "private volatile Thread currentThread;", 0.866),
        ] {
            let found = Nearness::to(b).of(a);
            assert!((found - ratio).abs() < 0.001, "{a} {b} {found}");
        }
    }

    #[test]
    fn a_slip_finds_its_word() {
        let themes = || Theme::all().map(Theme::code);
        assert_eq!(
            nearest("numerique--acquerir-equipement", themes()),
            Some("numerique--acquerir-un-equipement")
        );
        assert_eq!(nearest("jeune", Audience::all().map(Audience::code)), Some("jeunes"));
        assert_eq!(nearest("xyz", themes()), None);
        assert_eq!(nearest("", themes()), None);
        assert_eq!(nearest(&"numerique".repeat(50), themes()), None);
    }
}
