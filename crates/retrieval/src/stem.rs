//! The light stemmer of J. Savoy (University of Neuchâtel) for French, over folded words.
//!
//! It takes off endings of number, gender and the commonest derivations and little more: a word with
//! a typing error keeps most of its letters, which a deeper stemmer would have cut at another place.

/// The stem of a folded word: lower case, without accents. Other words come back as they are.
#[must_use]
pub fn stem(word: &str) -> String {
    let mut s: Vec<u8> = word.as_bytes().to_vec();
    if s.len() > 3 && s.iter().all(u8::is_ascii_lowercase) {
        light(&mut s);
    }
    String::from_utf8(s).unwrap_or_else(|_| word.to_owned())
}

fn ends(s: &[u8], least: usize, ending: &str) -> bool {
    s.len() > least && s.ends_with(ending.as_bytes())
}

/// Takes `off` letters away and puts `on` in their place.
fn change(s: &mut Vec<u8>, off: usize, on: &str) {
    s.truncate(s.len().saturating_sub(off));
    s.extend_from_slice(on.as_bytes());
}

fn light(s: &mut Vec<u8>) {
    plural(s);
    derivation(s);
    normal(s);
}

fn plural(s: &mut Vec<u8>) {
    if ends(s, 5, "x") {
        if s.ends_with(b"aux") && s[s.len() - 4] != b'e' {
            change(s, 2, "lx");
        }
        s.pop();
    }
    if ends(s, 3, "x") {
        s.pop();
    }
    if ends(s, 3, "s") {
        s.pop();
    }
}

/// Endings after which nothing more is looked for: shortest length, ending, letters off, letters on.
const ENDINGS: [(usize, &str, usize, &str); 8] = [
    (9, "issement", 7, "r"),
    (8, "issant", 5, "r"),
    (11, "ficatrice", 7, "er"),
    (10, "ficateur", 6, "er"),
    (9, "catrice", 7, "quer"),
    (8, "cateur", 6, "quer"),
    (8, "atrice", 6, "er"),
    (7, "ateur", 5, "er"),
];

const LATER: [(usize, &str, usize, &str); 11] = [
    (5, "ieme", 4, ""),
    (7, "teuse", 4, "er"),
    (6, "teur", 3, "er"),
    (5, "euse", 2, ""),
    (8, "ere", 2, "er"),
    (7, "ive", 2, "f"),
    (4, "folle", 3, "u"),
    (4, "molle", 3, "u"),
    (9, "nnelle", 5, ""),
    (9, "nnel", 3, ""),
    (7, "inage", 3, ""),
];

fn derivation(s: &mut Vec<u8>) {
    if ends(s, 6, "ement") && !ends(s, 9, "issement") {
        change(s, 4, "");
        if ends(s, 3, "ive") {
            change(s, 2, "f");
        }
        return;
    }
    if let Some((_, _, off, on)) = ENDINGS.iter().find(|(least, end, ..)| ends(s, *least, end)) {
        change(s, *off, on);
        return;
    }
    if ends(s, 6, "trice") {
        change(s, 4, "eur");
    }
    if let Some((_, _, off, on)) = LATER.iter().find(|(least, end, ..)| ends(s, *least, end)) {
        change(s, *off, on);
        return;
    }
    if ends(s, 4, "ete") {
        change(s, 3, "et");
    }
    if ends(s, 8, "ique") {
        change(s, 4, "");
    }
    if ends(s, 8, "esse") {
        change(s, 3, "");
    } else if ends(s, 9, "isation") {
        change(s, 7, "");
        if ends(s, 5, "ual") {
            change(s, 2, "el");
        }
    } else if ends(s, 9, "isateur") {
        change(s, 7, "");
    } else if ends(s, 8, "ation") || ends(s, 8, "ition") {
        change(s, 5, "");
    }
}

fn normal(s: &mut Vec<u8>) {
    if s.len() <= 4 {
        return;
    }
    s.dedup();
    if ends(s, 4, "ie") {
        change(s, 2, "");
    }
    if s.len() > 4 {
        for letter in [b'r', b'e', b'e'] {
            if s.last() == Some(&letter) {
                s.pop();
            }
        }
        if s.len() > 1 && s[s.len() - 1] == s[s.len() - 2] {
            s.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["conseiller", "conseillere", "conseillers", "conseilleres"][..],
            &["formation", "formations"],
            &["logement", "logements"],
            &["chercher", "cherche", "cherches"],
            &["travail", "travails"],
            &["animateur", "animatrice", "animateurs"],
            &["regional", "regionaux"],
            &["actif", "actifs"],
        ] {
            let stems: Vec<String> = forms.iter().map(|w| stem(w)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{forms:?}: {stems:?}");
        }
        assert_eq!(stem("etablissement"), stem("etablir"));
        assert_eq!(
            (stem("cv"), stem("94000"), stem("bus")),
            ("cv".into(), "94000".into(), "bus".into())
        );
    }

    proptest! {
        #[test]
        fn a_stem_is_never_empty_nor_much_longer(word in "[a-z]{1,20}") {
            let stem = stem(&word);
            prop_assert!(!stem.is_empty() && stem.len() <= word.len() + 1);
        }
    }
}
