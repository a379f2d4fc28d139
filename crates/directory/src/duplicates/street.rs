//! Street and number, as far as two lists that write them differently can be compared.

use std::collections::BTreeSet;

use territory::folded;

/// Kinds of streets, each with how it is shortened.
const TYPES: &[(&str, &[&str])] = &[
    ("rue", &["r"]),
    ("avenue", &["av", "ave"]),
    ("boulevard", &["bd", "bld", "boul", "blvd"]),
    ("place", &["pl"]),
    ("chemin", &["ch", "che", "chem"]),
    ("impasse", &["imp"]),
    ("allee", &["all", "allees"]),
    ("quai", &[]),
    ("cours", &["crs"]),
    ("route", &["rte"]),
    ("square", &["sq"]),
    ("esplanade", &["esp"]),
    ("passage", &["pas", "pass"]),
    ("faubourg", &["fg", "fbg"]),
    ("montee", &["mte"]),
    ("mail", &[]),
    ("rond", &[]),
    ("promenade", &["prom"]),
    ("sentier", &[]),
    ("villa", &[]),
    ("ruelle", &[]),
    ("voie", &[]),
];
/// Words that no street is told by.
const JOINING: &[&str] = &["de", "du", "des", "d", "l", "la", "le", "les", "a", "au", "aux", "en"];
/// What stands behind a number.
const SUFFIXES: &[&str] = &["bis", "ter", "quater", "b", "t", "c", "d"];
/// What a number of a post office box stands behind.
const BOXES: &[&str] = &["bp", "cs", "tsa", "cedex"];

/// Street and number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Street {
    /// Numbers before it: several for `10-12`.
    pub numbers: BTreeSet<String>,
    suffix: Option<String>,
    kind: Option<&'static str>,
    /// Its words.
    pub words: BTreeSet<String>,
}

fn kind_of(word: &str) -> Option<&'static str> {
    TYPES.iter().find(|(kind, short)| *kind == word || short.contains(&word)).map(|(kind, _)| *kind)
}

fn number(word: &str) -> Option<(String, Option<String>)> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = &word[digits.len()..];
    let known = rest.is_empty() || SUFFIXES.contains(&rest);
    (!digits.is_empty() && digits.len() <= 4 && known)
        .then(|| (digits, (!rest.is_empty()).then(|| suffix(rest))))
}

/// `b` is `bis`.
fn suffix(word: &str) -> String {
    match word {
        "b" => "bis",
        "t" => "ter",
        other => other,
    }
    .to_owned()
}

impl Street {
    /// Of a line of an address; `None` where it names no street and no place.
    #[must_use]
    pub fn of(line: &str) -> Option<Self> {
        let line = folded(line);
        let mut all: Vec<&str> = vec![];
        let mut skip = false;
        for word in line.split(' ').filter(|w| !w.is_empty()) {
            let boxed = BOXES.contains(&word);
            let of_box = skip && word.chars().all(|c| c.is_ascii_digit());
            if !boxed && !of_box {
                all.push(word);
            }
            skip = boxed;
        }
        // The street of `Îlot Grammont, 56 rue du Lieutenant` is the one with a number before it.
        let kinds: Vec<usize> = (0..all.len()).filter(|n| kind_of(all[*n]).is_some()).collect();
        let before = |at: usize| {
            let mut from = at;
            while from > 0 && (number(all[from - 1]).is_some() || SUFFIXES.contains(&all[from - 1]))
            {
                from -= 1;
            }
            from
        };
        let at = kinds.iter().copied().find(|at| before(*at) < *at).or(kinds.first().copied());
        let (from, start) = match at {
            Some(at) => (before(at), at),
            None => {
                let leading =
                    all.iter().take_while(|w| number(w).is_some() || SUFFIXES.contains(w));
                (0, leading.count())
            }
        };
        let mut street = Self { kind: at.and_then(|at| kind_of(all[at])), ..Self::default() };
        for word in &all[from..start] {
            match number(word) {
                Some((digits, behind)) => {
                    street.numbers.insert(digits);
                    street.suffix = behind.or(street.suffix);
                }
                None => street.suffix = Some(suffix(word)),
            }
        }
        let told = |w: &&&str| !JOINING.contains(*w) && kind_of(w).is_none();
        let rest = all.iter().skip(start + usize::from(at.is_some()));
        street.words = rest.filter(told).map(|w| (*w).to_owned()).collect();
        if street.words.is_empty() {
            // `2 Grande Rue` has its number and its name before it; of `12 le Bourg`, better all than
            // nothing.
            let head = &all[..start];
            let many = head.iter().take_while(|w| number(w).is_some()).count();
            street.numbers.extend(head.iter().filter_map(|w| number(w)).map(|(digits, _)| digits));
            street.words = head.iter().skip(many).map(|w| (*w).to_owned()).collect();
        }
        if street.words.is_empty() {
            street.words = all[start..].iter().map(|w| (*w).to_owned()).collect();
        }
        (!street.words.is_empty()).then_some(street)
    }

    /// Whether both can be one address: the same street, and no number that differs.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        self.is_along(other) && !self.other_number(other)
    }

    /// Whether both are the same street.
    #[must_use]
    pub fn is_along(&self, other: &Self) -> bool {
        let kinds = self.kind.zip(other.kind).is_none_or(|(a, b)| a == b);
        let (few, many) = if self.words.len() <= other.words.len() {
            (&self.words, &other.words)
        } else {
            (&other.words, &self.words)
        };
        let typo = || {
            let mut apart = few.difference(many).zip(many.difference(few));
            few.len() == many.len()
                && matches!((apart.next(), apart.next()), (Some((a, b)), None)
                    if network::register::pairs::one_letter_apart(a, b))
        };
        kinds && (few.is_subset(many) || typo())
    }

    /// Whether both have a number, and another.
    #[must_use]
    pub fn other_number(&self, other: &Self) -> bool {
        if self.numbers.is_empty() || other.numbers.is_empty() {
            return false;
        }
        let suffixes = self.suffix.as_ref().zip(other.suffix.as_ref());
        self.numbers.is_disjoint(&other.numbers) || suffixes.is_some_and(|(a, b)| a != b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agree(a: &str, b: &str) -> bool {
        Street::of(a).unwrap().agrees(&Street::of(b).unwrap())
    }

    #[test]
    fn what_is_written_differently_is_the_same_street() {
        for (a, b) in [
            ("3 place de l’Abbaye", "3, PLACE DE L'ABBAYE"),
            ("12 av. Jean Jaurès", "12 Avenue Jean-Jaurès"),
            ("Lycée du Bugey, rue du Promenoir", "5 rue du Promenoir"),
            ("10-12 rue Pasteur", "12 rue Pasteur"),
            ("10 bis rue Pasteur", "10 rue Pasteur"),
            ("10bis rue Pasteur", "10 B rue Pasteur"),
            ("BP 123 - 4 bd Victor Hugo", "4 boulevard Victor Hugo CS 12345"),
            ("Îlot Grammont 56 rue du Lieutenant-Argenton", "56 r. du Lieutenant Argenton"),
            ("rue du 8 mai 1945", "2 rue du 8 Mai 1945"),
            ("7 rue Mandella", "7 rue Mandela"),
            ("2 Grande Rue", "2 GRANDE R"),
            ("1 place Carroi, rue Picois", "1 PL CARROI R PICOIS"),
        ] {
            assert!(agree(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn two_addresses_are_two() {
        for (a, b) in [
            ("3 place de l’Abbaye", "5 place de l’Abbaye"),
            ("3 place de l’Abbaye", "3 rue de l’Abbaye"),
            ("10 bis rue Pasteur", "10 ter rue Pasteur"),
            ("12 rue Pasteur", "12 rue Curie"),
            ("2 Grande Rue", "4 Grande Rue"),
            ("2 Grande Rue", "2 rue Basse"),
            ("rue du 8 mai 1945", "rue du 11 novembre 1918"),
        ] {
            assert!(!agree(a, b), "{a} / {b}");
        }
        assert_eq!(Street::of(" , "), None);
        assert_eq!(Street::of("BP 12"), None);
    }

    proptest! {
        #[test]
        fn any_line_is_read_and_agrees_with_itself(line in "[ -~éèà’]{0,40}", other in "[ -~é]{0,40}") {
            let (one, other) = (Street::of(&line), Street::of(&other));
            if let Some(one) = &one {
                prop_assert!(one.agrees(one));
            }
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert_eq!(one.agrees(&other), other.agrees(&one));
            }
        }
    }
}
