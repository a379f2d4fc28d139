//! Names of a list made readable: capitals, accents, double spaces. Only case and accents ever
//! change, never a letter.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Nouns of the field; inside a name they keep the capital they were given.
const NOUNS: &str = "bibliothèque bibliothèques médiathèque médiathèques ludothèque ludothèques \
    ludobibliothèque bibliobus médiabus vidéothèque artothèque phonothèque lecture point relais \
    annexe antenne dépôt réseau espace centre salle";
/// Adjectives of the field; small inside a name.
const ADJECTIVES: &str = "municipale municipal municipales communale communal intercommunale \
    intercommunal communautaire départementale départemental régionale régional publique \
    associative associatif scolaire paroissiale cantonale nationale universitaire culturel \
    culturelle";
/// Other words whose accents capitals hid, small inside a name.
const WORDS: &str = "école écoles église château théâtre cité métiers hôtel général générale \
    département région université préfecture pôle communauté communes agglomération société musée \
    collège lycée prêt médiation numérique jeunesse livre livres culture service maison mairie \
    secteur adulte adultes enfants";
/// Names of people whose accents capitals hid.
const PEOPLE: &str = "François Françoise André Andrée René Renée Étienne Émile Émilie Éluard \
    Prévert Hélène Geneviève Thérèse Cécile Frédéric Gérard Hervé Noël Eugène Molière Aimé Césaire \
    Léo Ferré Édith Élisabeth Éric Jérôme Mélanie Béatrice Irène Joséphine Sévigné Mérimée \
    Exupéry Valéry Rémy Rémi Régine Désiré Stéphane Léopold Sédar Agnès Mallarmé Théodore";
/// Words that join others; small inside a name.
const JOINING: &str = "de du des et en au aux sur sous dans par pour";
/// Kept in capitals.
const ACRONYMS: &str = "BM BDP MDP MDA BCPF BMVR BPI BNF BU CDI MJC CCAS CCES CSC CAF CNRS ZUP ZAC \
    EHPAD ENM CE CIAS MPT SIVOM SIVU CC CA CRL BMI BCI RLP EPCI ALSH";
const NUMERALS: &str =
    "II III IV VI VII VIII IX XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXIII";

fn small(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn capital(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// A letter without case and accent.
fn bare(c: char) -> char {
    match small(c) {
        'à' | 'â' | 'ä' | 'á' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ÿ' => 'y',
        other => other,
    }
}

fn bared(word: &str) -> String {
    word.chars().map(bare).collect()
}

fn lowered(word: &str) -> String {
    word.chars().map(small).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(capital).into_iter().chain(chars.map(small)).collect()
}

/// What kind of word it is, and how it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lexicon {
    Noun,
    Adjective,
    Word,
    Person,
    Joining,
}

/// A known word, accents and case apart.
fn known_word(bare: &str) -> Option<(Lexicon, &'static str)> {
    static KNOWN: LazyLock<HashMap<String, (Lexicon, &'static str)>> = LazyLock::new(|| {
        let lists = [
            (Lexicon::Person, PEOPLE),
            (Lexicon::Word, WORDS),
            (Lexicon::Joining, JOINING),
            (Lexicon::Adjective, ADJECTIVES),
            (Lexicon::Noun, NOUNS),
        ];
        let words = |(kind, list): (Lexicon, &'static str)| {
            list.split_whitespace().map(move |word| (bared(word), (kind, word)))
        };
        lists.into_iter().flat_map(words).collect()
    });
    KNOWN.get(bare).copied()
}

/// Whether it joins others (`de`, `sur`).
fn joins(word: &str) -> bool {
    known_word(&bared(word)).is_some_and(|(kind, _)| kind == Lexicon::Joining)
}

/// Words and what stands between them, in turn; the first is what stands before the first word.
fn pieces(name: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut between, mut words, mut rest) = (vec![], vec![], name);
    loop {
        let start = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        between.push(&rest[..start]);
        rest = &rest[start..];
        if rest.is_empty() {
            return (between, words);
        }
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// ALL IN CAPITALS.
    Shouted,
    /// Every Word De La Name.
    Titled,
    /// As one writes.
    Written,
}

fn manner(words: &[&str]) -> Manner {
    let small = |w: &str| w.chars().any(char::is_lowercase);
    if !words.iter().any(|w| small(w)) && words.iter().any(|w| w.chars().count() >= 4) {
        return Manner::Shouted;
    }
    let joining = words.iter().skip(1).any(|w| joins(w));
    let capital = |w: &str| !w.starts_with(char::is_lowercase);
    if joining && words.iter().all(|w| capital(w)) { Manner::Titled } else { Manner::Written }
}

/// The name as one would write it. `known` are names that may stand in it with their accents: of
/// the commune, of the département.
#[must_use]
pub fn readable(name: &str, known: &[&str]) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let (between, words) = pieces(&name);
    let manner = manner(&words);
    let places = placed(&words, known);
    let mut out = String::with_capacity(name.len());
    for (n, word) in words.iter().enumerate() {
        out.push_str(between[n]);
        let opens = |c: char| "(/:–—.\"«,;".contains(c);
        let start = n == 0 || between[n].contains(opens) || between[n].contains(" - ");
        let shouted = word.chars().all(|c| !c.is_lowercase());
        out.push_str(&match &places[n] {
            Some(place) if shouted || word.starts_with(char::is_uppercase) => place.clone(),
            _ => {
                let before = n.checked_sub(1).map_or("", |b| words[b]);
                let after = between.get(n + 1).copied().unwrap_or_default();
                one(word, manner, start, Beside { before, gap: between[n], after })
            }
        });
    }
    out.push_str(between.last().copied().filter(|_| !words.is_empty()).unwrap_or(&name));
    out
}

/// For each word the way it is written in a name of a place that stands there.
fn placed(words: &[&str], known: &[&str]) -> Vec<Option<String>> {
    let bare: Vec<String> = words.iter().map(|w| bared(w)).collect();
    let mut places = vec![None; words.len()];
    for name in known {
        let (_, mut parts) = pieces(name);
        if parts.len() > 1 && matches!(parts[0], "Le" | "La" | "Les" | "L") {
            let whole: Vec<String> = parts.iter().map(|p| bared(p)).collect();
            if !bare.windows(whole.len()).any(|w| w == whole) {
                parts.remove(0);
            }
        }
        let wanted: Vec<String> = parts.iter().map(|p| bared(p)).collect();
        if wanted.is_empty() || wanted.len() > bare.len() {
            continue;
        }
        for at in 0..=bare.len() - wanted.len() {
            if bare[at..at + wanted.len()] == wanted {
                for (n, part) in parts.iter().enumerate() {
                    places[at + n].get_or_insert_with(|| (*part).to_owned());
                }
            }
        }
    }
    places
}

/// What stands beside a word.
struct Beside<'a> {
    before: &'a str,
    gap: &'a str,
    after: &'a str,
}

fn one(word: &str, manner: Manner, start: bool, beside: Beside<'_>) -> String {
    let bare = bared(word);
    let shouted = word.chars().all(|c| !c.is_lowercase());
    let known = known_word(&bare);
    match known {
        Some((Lexicon::Noun, noun)) => {
            let high = start || (manner != Manner::Shouted && word.starts_with(char::is_uppercase));
            return if high { capitalised(noun) } else { noun.to_owned() };
        }
        Some((Lexicon::Adjective, adjective)) => {
            return if start { capitalised(adjective) } else { adjective.to_owned() };
        }
        _ => {}
    }
    let elided = beside.after.starts_with(['\'', '’'])
        && matches!(bare.as_str(), "l" | "d" | "j" | "n" | "s" | "c" | "m" | "t" | "qu");
    let joined = matches!(known, Some((Lexicon::Joining, _)));
    match manner {
        Manner::Written => word.to_owned(),
        Manner::Titled if !start && (joined || (elided && bare == "d")) => lowered(word),
        Manner::Titled => word.to_owned(),
        Manner::Shouted if elided || joined || matches!(bare.as_str(), "le" | "la" | "les") => {
            let article = matches!(bare.as_str(), "le" | "la" | "les" | "l");
            let inside = joins(beside.before) || beside.gap == "-";
            if start || (article && !inside) { capitalised(word) } else { lowered(word) }
        }
        Manner::Shouted => {
            let digits = word.chars().any(|c| c.is_ascii_digit());
            let vowel = bare.contains(['a', 'e', 'i', 'o', 'u', 'y']);
            let saint = matches!(bare.as_str(), "st" | "ste" | "dr" | "mgr");
            let listed = |list: &str| list.split_whitespace().any(|w| w == word);
            let length = word.chars().count();
            if digits
                || length == 1
                || listed(ACRONYMS)
                || listed(NUMERALS)
                || (!vowel && !saint && shouted)
            {
                return word.to_owned();
            }
            match known {
                Some((Lexicon::Person, name)) => name.to_owned(),
                Some((Lexicon::Word, small)) if !start => small.to_owned(),
                Some((_, small)) => capitalised(small),
                None => capitalised(word),
            }
        }
    }
}

/// The name without the code of its département in front of it (`03 - Annexe`).
#[must_use]
pub fn without_department<'a>(name: &'a str, department: &str) -> &'a str {
    let rest = name.trim().strip_prefix(department).filter(|_| !department.is_empty());
    let rest = rest.and_then(|r| r.trim_start().strip_prefix(['-', '–', '—']));
    rest.map(str::trim).filter(|r| !r.is_empty()).unwrap_or(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn capitals_become_readable() {
        for (written, town, wanted) in [
            ("BIBLIOTHEQUE  MUNICIPALE", "Vesoul", "Bibliothèque municipale"),
            ("Bibliotheque Municipale", "Vesoul", "Bibliothèque municipale"),
            ("Médiathèque municipale", "Vesoul", "Médiathèque municipale"),
            ("MEDIATHEQUE DE MEZOS", "Mézos", "Médiathèque de Mézos"),
            ("BIBLIOTHEQUE MUNICIPALE DU FRECHE", "Le Frêche", "Bibliothèque municipale du Frêche"),
            ("BIBLIOTHEQUE DE LA ROCHELLE", "La Rochelle", "Bibliothèque de La Rochelle"),
            ("MEDIATHEQUE DE LA GARE", "Le Mans", "Médiathèque de la Gare"),
            ("MÉDIATHÈQUE LA PASSERELLE", "Vitré", "Médiathèque La Passerelle"),
            ("MEDIATHEQUE L'EAU VIVE", "Sarrazac", "Médiathèque L'Eau Vive"),
            ("MEDIATHEQUE FRANCOIS MITTERRAND", "Brest", "Médiathèque François Mitterrand"),
            ("BIBLIOTHEQUE D'ORTHEVIELLE", "Orthevielle", "Bibliothèque d'Orthevielle"),
            ("Biblitotheque De Crouy", "Crouy", "Biblitotheque de Crouy"),
            ("Bibliotheque De Saint Sauflieu", "Saint-Sauflieu", "Bibliothèque de Saint Sauflieu"),
            ("Médiathèque de La Meilleraie-Tillay", "", "Médiathèque de La Meilleraie-Tillay"),
            ("MDA annexe de Commentry", "Commentry", "MDA annexe de Commentry"),
            ("BM", "Lyon", "BM"),
            ("MEDIATHEQUE DU CCAS JEAN XXIII", "", "Médiathèque du CCAS Jean XXIII"),
            ("POINT-LECTURE DE SAINT-JEAN-LES-BAINS", "", "Point-lecture de Saint-Jean-les-Bains"),
        ] {
            let got = readable(written, &[town]);
            assert_eq!(got, wanted, "{written}");
        }
    }

    #[test]
    fn only_the_own_department_is_taken_off() {
        assert_eq!(without_department("03 - MDA annexe", "03"), "MDA annexe");
        assert_eq!(without_department("2A - Antenne", "2A"), "Antenne");
        assert_eq!(without_department("04 - MDA annexe", "03"), "04 - MDA annexe");
        assert_eq!(without_department("1001 pages", "10"), "1001 pages");
        assert_eq!(without_department("03 -", "03"), "03 -");
    }

    fn letters(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(bare).collect()
    }

    proptest! {
        #[test]
        fn no_letter_changes(name in "\\PC{0,40}", town in "\\PC{0,12}") {
            let made = readable(&name, &[&town]);
            prop_assert_eq!(letters(&made), letters(&name));
        }

        #[test]
        fn no_letter_of_a_real_looking_name_changes_and_twice_is_once(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "BIBLIOTHEQUE", "Bibliotheque", "DE", "De", "LA", "L'", "SAINT-JEAN", "ST",
                    "CCAS", "MUNICIPALE", "Municipale", "(", "-", "PREVERT", "d'", "Écume", "II",
                ]), 0..7),
        ) {
            let name = words.join(" ");
            let made = readable(&name, &["Saint-Jean-d'Écume"]);
            prop_assert_eq!(letters(&made), letters(&name));
            prop_assert_eq!(readable(&made, &["Saint-Jean-d'Écume"]), made);
        }
    }
}
