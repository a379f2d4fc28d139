//! Finding a commune by what people write of it.

use std::collections::HashMap;

use crate::{Commune, commune, france};

/// A name folded for comparison: lower case, no accents, words apart by one space, no punctuation,
/// `St` and `Ste` written out, articles at the beginning left out.
#[must_use]
pub fn folded(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' => plain.push('a'),
            'ç' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' | 'í' => plain.push('i'),
            'ô' | 'ö' | 'ó' => plain.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => plain.push('u'),
            'ÿ' => plain.push('y'),
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            '\u{300}'..='\u{36f}' | '\u{ad}' => {}
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    let mut words: Vec<&str> = plain
        .split_whitespace()
        .map(|word| match word {
            "st" => "saint",
            "ste" => "sainte",
            word => word,
        })
        .collect();
    while words.len() > 1 && matches!(words[0], "l" | "le" | "la" | "les") {
        words.remove(0);
    }
    words.join(" ")
}

/// Communes by their folded names.
#[derive(Debug)]
pub(crate) struct Names(HashMap<String, Vec<usize>>);

impl Names {
    pub(crate) fn of(communes: &[Commune]) -> Self {
        let mut names: HashMap<String, Vec<usize>> = HashMap::with_capacity(communes.len());
        for (n, c) in communes.iter().enumerate() {
            names.entry(folded(c.name)).or_default().push(n);
        }
        Self(names)
    }

    pub(crate) fn get(&self, name: &str) -> impl Iterator<Item = &'static Commune> + use<> {
        let found = self.0.get(&folded(name)).cloned().unwrap_or_default();
        found.into_iter().map(|n| &france().communes[n])
    }
}

/// What was found for a name with other hints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Guess {
    /// The one commune that fits.
    Sure(&'static Commune),
    /// Several fit, or something contradicts it: the most likely one.
    Likely(&'static Commune),
    /// None.
    None,
}

impl Guess {
    /// The commune, however sure.
    #[must_use]
    pub fn any(self) -> Option<&'static Commune> {
        match self {
            Self::Sure(c) | Self::Likely(c) => Some(c),
            Self::None => None,
        }
    }

    /// The commune of a name in a département, or of a postcode: what people write beside a town.
    /// Either hint may be empty. Paris, Lyon and Marseille with the postcode of an arrondissement
    /// give the arrondissement.
    #[must_use]
    pub fn of(name: &str, department: &str, postcode: &str) -> Self {
        let named: Vec<_> = france().names.get(name).collect();
        let here = |c: &&Commune| department.is_empty() || c.department == department;
        let posted = |c: &&Commune| c.postcodes.contains(&postcode);
        let here: Vec<_> = named.iter().copied().filter(here).collect();
        let both: Vec<_> = here.iter().copied().filter(posted).collect();
        match (both.as_slice(), here.as_slice()) {
            ([one], _) => Self::Sure(part_of(one, postcode)),
            ([], [one]) if !department.is_empty() => Self::Sure(one),
            ([first, ..], _) | ([], [first, ..]) => Self::Likely(largest(&both, first)),
            ([], []) => {
                let posted: Vec<_> = france().communes.iter().filter(posted).collect();
                match posted.as_slice() {
                    [] => Self::None,
                    [first, ..] => Self::Likely(largest(&posted, first)),
                }
            }
        }
    }

    /// The communes whose names begin with what was typed, or one of whose words does, the largest
    /// first; a postcode or an INSEE code is understood too.
    #[must_use]
    pub fn suggest(typed: &str, most: usize) -> Vec<&'static Commune> {
        let typed = folded(typed);
        if typed.is_empty() {
            return vec![];
        }
        if let Some(one) = commune(&typed.to_uppercase()) {
            return vec![one];
        }
        let number = typed.bytes().all(|b| b.is_ascii_digit());
        let mut found: Vec<(u8, &'static Commune)> = vec![];
        if number {
            let starts = |c: &&Commune| c.postcodes.iter().any(|p| p.starts_with(&typed));
            found.extend(france().communes.iter().filter(starts).map(|c| (0, c)));
        } else {
            for (name, places) in &france().names.0 {
                let rank = match name.strip_prefix(&typed) {
                    Some("") => 0,
                    Some(_) => 1,
                    None if name.contains(&format!(" {typed}")) => 2,
                    None => continue,
                };
                found.extend(places.iter().map(|&n| (rank, &france().communes[n])));
            }
        }
        let size = |c: &Commune| std::cmp::Reverse(c.population.unwrap_or(0));
        found.sort_by_key(|(rank, c)| (*rank, size(c), c.code));
        found.into_iter().map(|(_, c)| c).take(most).collect()
    }
}

fn largest(all: &[&'static Commune], first: &'static Commune) -> &'static Commune {
    all.iter().copied().max_by_key(|c| c.population).unwrap_or(first)
}

/// The arrondissement that a postcode tells, or the commune itself.
fn part_of(whole: &'static Commune, postcode: &str) -> &'static Commune {
    let part = |c: &&Commune| {
        c.arrondissement && c.whole() == whole.code && c.postcodes.contains(&postcode)
    };
    match whole.code {
        "75056" | "69123" | "13055" => france().communes.iter().find(part).unwrap_or(whole),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_their_accidents() {
        assert_eq!(folded("L'Haÿ-les-Roses"), folded("HAY LES ROSES"));
        assert_eq!(folded("St-Maur-des-Fossés"), folded("Saint-Maur-des-Fosses"));
        assert_eq!(folded("Ste Geneviève"), "sainte genevieve");
    }

    #[test]
    fn the_same_name_in_two_places_is_told_apart() {
        let in_93 = Guess::of("Saint-Denis", "93", "93200");
        assert_eq!(in_93.any().unwrap().code, "93066");
        assert_eq!(Guess::of("ST DENIS", "974", "").any().unwrap().code, "97411");
        let fourth = Guess::of("Paris", "75", "75004");
        assert!(matches!(fourth, Guess::Sure(c) if c.code == "75104"));
        assert_eq!(Guess::of("Paris", "75", "").any().unwrap().code, "75056");
        assert_eq!(Guess::of("Atlantis", "94", ""), Guess::None);
        assert!(
            matches!(Guess::of("Atlantis", "", "94000"), Guess::Likely(c) if c.code == "94028")
        );
    }

    #[test]
    fn what_is_typed_is_completed_the_largest_first() {
        let codes = |typed| -> Vec<_> { Guess::suggest(typed, 3).iter().map(|c| c.code).collect() };
        assert_eq!(codes("creteil")[0], "94028");
        assert_eq!(codes("94028"), ["94028"]);
        assert_eq!(codes("marsei")[0], "13055");
        assert_eq!(codes("94000"), ["94028"]);
        assert_eq!(codes("roses")[0], "94038", "a word within the name");
        assert!(codes("").is_empty() && codes("zzzz").is_empty());
    }
}
