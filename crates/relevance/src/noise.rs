//! Makes errors, the same ones in every run: each question's come from its identifier.
//!
//! Two makers: one of the errors that people make on a French keyboard and by ear, and one that knows
//! nothing of either and changes letters at random, so that a corrector is not measured only by what
//! its authors thought of.

use retrieval::analysis::fold;

/// How a question is changed before it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Not at all.
    Clean,
    /// Lower case, no accents.
    NoAccents,
    /// So many errors of keyboard and ear, each in another word where there are enough.
    Likely(usize),
    /// So many random edits of letters, anywhere.
    Random(usize),
}

impl Variant {
    /// All that are measured.
    pub const ALL: [Self; 6] = [
        Self::Clean,
        Self::NoAccents,
        Self::Likely(1),
        Self::Likely(2),
        Self::Random(1),
        Self::Random(2),
    ];

    /// Its name in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::NoAccents => "no_accents",
            Self::Likely(1) => "one_error",
            Self::Likely(_) => "two_errors",
            Self::Random(1) => "one_random_edit",
            Self::Random(_) => "two_random_edits",
        }
    }

    /// The question as it is asked.
    #[must_use]
    pub fn apply(self, id: &str, text: &str) -> String {
        match self {
            Self::Clean => text.to_owned(),
            Self::NoAccents => plain(text),
            Self::Likely(errors) => likely(text, errors, &mut Dice::of(id, self.name())),
            Self::Random(edits) => random(text, edits, &mut Dice::of(id, self.name())),
        }
    }
}

/// Lower case and no accents, everything else as it was.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c.is_alphabetic() {
            true => fold(&c.to_string()),
            false => c.to_string(),
        })
        .collect()
}

/// xorshift64*, seeded by names (FNV-1a).
struct Dice(u64);

impl Dice {
    fn of(id: &str, name: &str) -> Self {
        let seed = id.bytes().chain([0]).chain(name.bytes()).fold(0xcbf2_9ce4_8422_2325, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(seed | 1)
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or(0) % n.max(1)
    }
}

const ROWS: [&str; 3] = ["azertyuiop", "qsdfghjklm", "wxcvbn"];

fn neighbour(letter: char, dice: &mut Dice) -> char {
    for row in ROWS {
        let keys: Vec<char> = row.chars().collect();
        if let Some(n) = keys.iter().position(|k| *k == letter) {
            let aside =
                if n == 0 || (n + 1 < keys.len() && dice.below(2) == 0) { n + 1 } else { n - 1 };
            return keys[aside];
        }
    }
    letter
}

/// What is written for one another by ear.
const EAR: [(&str, &str); 18] = [
    ("ph", "f"),
    ("qu", "k"),
    ("eau", "o"),
    ("au", "o"),
    ("ai", "e"),
    ("ss", "s"),
    ("ti", "si"),
    ("ce", "se"),
    ("an", "en"),
    ("en", "an"),
    ("in", "ain"),
    ("mm", "m"),
    ("nn", "n"),
    ("ll", "l"),
    ("tt", "t"),
    ("y", "i"),
    ("ge", "je"),
    ("h", ""),
];

fn likely(text: &str, errors: usize, dice: &mut Dice) -> String {
    let mut words: Vec<String> = plain(text).split(' ').map(str::to_owned).collect();
    let mut done: Vec<usize> = vec![];
    for _ in 0..errors {
        let long = |least: usize| -> Vec<usize> {
            let letters = |w: &String| w.chars().filter(|c| c.is_alphabetic()).count();
            (0..words.len()).filter(|n| letters(&words[*n]) >= least).collect()
        };
        let all = [long(5), long(4), long(3)];
        let fresh = |set: &Vec<usize>| -> Vec<usize> {
            set.iter().copied().filter(|n| !done.contains(n)).collect()
        };
        let pick = all.iter().map(fresh).chain(all.clone()).find(|set| !set.is_empty());
        let Some(from) = pick else { break };
        let n = from[dice.below(from.len())];
        words[n] = misspelt(&words[n], dice);
        done.push(n);
    }
    words.join(" ")
}

/// One error in a word, never in its first letter.
fn misspelt(word: &str, dice: &mut Dice) -> String {
    let letters: Vec<char> = word.chars().collect();
    for _ in 0..20 {
        let mut changed = letters.clone();
        let at = 1 + dice.below(letters.len().saturating_sub(1));
        if !changed.get(at).is_some_and(|c| c.is_ascii_lowercase()) {
            continue;
        }
        match dice.below(10) {
            0 | 1 => changed[at] = neighbour(changed[at], dice),
            2 | 3 if at + 1 < changed.len() => changed.swap(at, at + 1),
            4 | 5 => drop(changed.remove(at)),
            6 => changed.insert(at, changed[at]),
            7 => changed.insert(at, neighbour(letters[at], dice)),
            _ => {
                let fits: Vec<_> = EAR.iter().filter(|e| word[1..].contains(e.0)).collect();
                if fits.is_empty() {
                    continue;
                }
                let (from, to) = fits[dice.below(fits.len())];
                let new = format!("{}{}", &word[..1], word[1..].replacen(from, to, 1));
                changed = new.chars().collect();
            }
        }
        if changed != letters {
            return changed.into_iter().collect();
        }
    }
    word.to_owned()
}

fn random(text: &str, edits: usize, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = plain(text).chars().collect();
    for _ in 0..edits {
        let places: Vec<usize> =
            (0..letters.len()).filter(|n| letters[*n].is_ascii_lowercase()).collect();
        if places.len() < 3 {
            break;
        }
        let at = places[dice.below(places.len())];
        let letter = char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or(0));
        match dice.below(4) {
            0 => letters[at] = letter,
            1 => letters.insert(at, letter),
            2 => drop(letters.remove(at)),
            _ if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => letters[at] = letter,
        }
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_made_and_are_the_same_every_time() {
        let text = "Comment demander une formation à l’université ?";
        for variant in Variant::ALL {
            let once = variant.apply("q1", text);
            assert_eq!(once, variant.apply("q1", text));
            assert_eq!(once == text, variant == Variant::Clean, "{once}");
        }
        assert_eq!(
            Variant::NoAccents.apply("q", text),
            "comment demander une formation a l’universite ?"
        );
        let one = Variant::Likely(1).apply("q1", text);
        let changed = plain(text).split(' ').zip(one.split(' ')).filter(|(a, b)| a != b).count();
        assert_eq!(changed, 1, "{one}");
    }
}
