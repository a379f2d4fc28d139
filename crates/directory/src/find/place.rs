//! Where somebody says in their words where they are: « formation cuisine 93 », « imprimer à Vitry ».
//! Nothing is taken from it unasked: a territory is proposed beside what was found.

use territory::{Zone, ZoneKind};

/// Words before the name of a place.
const BEFORE: [&str; 7] = ["a", "à", "sur", "vers", "dans", "en", "de"];
/// Most words of a name.
const MOST: usize = 5;
/// Words that are left over before a place: « dans le 93 ».
const LEFT: [&str; 8] = ["dans", "le", "la", "les", "en", "du", "à", "a"];

/// From this frequency in French on (ten times Zipf's) a word is one that everybody says.
const COMMON: u8 = 40;
/// A commune of so many people is one that everybody names.
const LARGE: u32 = 20_000;

/// The territory that the end of a question names for certain, and the question without it.
pub(super) fn place_in(text: &str) -> Option<(Zone, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (last, rest) = words.split_last()?;
    let last = last.trim_matches(|c: char| !c.is_alphanumeric());
    if !rest.is_empty()
        && let Some(zone) = numbered(last)
    {
        return told(zone, rest);
    }
    // The longest name first: « sur » stands in « Vitry-sur-Seine » too.
    let from = words.len().saturating_sub(MOST + 1).max(1);
    (from..words.len().saturating_sub(1)).find_map(|n| {
        let before = words[n].to_lowercase();
        if !BEFORE.contains(&before.as_str()) {
            return None;
        }
        let name = words[n + 1..].join(" ");
        let zone = called(&name)?;
        let commune = zone.kind() == ZoneKind::Commune;
        if commune && (before == "en" || is_a_word(zone, &name)) {
            return None;
        }
        told(zone, &words[..n])
    })
}

/// A département by its number, a commune by its postcode.
fn numbered(word: &str) -> Option<Zone> {
    let word = word.to_uppercase();
    if word.len() == 5 && word.chars().all(|c| c.is_ascii_digit()) {
        let found = Zone::asked(&word, 2);
        return <[Zone; 1]>::try_from(found).ok().map(|[zone]| zone);
    }
    Zone::of(ZoneKind::Department, &word)
}

/// The one place that is called exactly so.
fn called(name: &str) -> Option<Zone> {
    let found = Zone::asked(name, 3);
    let [zone] = found.as_slice() else { return None };
    let same = tables::normal(zone.name()) == tables::normal(name);
    (same && zone.kind() != ZoneKind::Country).then_some(*zone)
}

/// Whether a small commune is called as something that everybody says, and nothing shows that it is meant:
/// « plus de boulot » tells of no journey to Boulot in Haute-Saône.
fn is_a_word(zone: Zone, name: &str) -> bool {
    let people = territory::commune(zone.code()).and_then(|c| c.population).unwrap_or(0);
    let common = |word: retrieval::Known| word.zipf10 >= COMMON;
    people < LARGE
        && !name.contains(char::is_uppercase)
        && retrieval::french().get(&retrieval::analysis::fold(name)).is_some_and(common)
}

fn told(zone: Zone, rest: &[&str]) -> Option<(Zone, String)> {
    let mut rest = rest.to_vec();
    while rest.last().is_some_and(|word| LEFT.contains(&word.to_lowercase().as_str())) {
        rest.pop();
    }
    (!rest.is_empty()).then(|| (zone, rest.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::place_in;

    fn told(text: &str) -> Option<(String, String)> {
        place_in(text).map(|(zone, rest)| (zone.slug(), rest))
    }

    #[test]
    fn a_place_at_the_end_is_heard() {
        let of = |slug: &str, rest: &str| Some((slug.to_owned(), rest.to_owned()));
        assert_eq!(told("formation cuisine 93"), of("departement-93", "formation cuisine"));
        assert_eq!(told("garde d’enfants dans le 2a"), of("departement-2A", "garde d’enfants"));
        assert_eq!(told("imprimer cv 94400"), of("commune-94081", "imprimer cv"));
        let vitry = of("commune-94081", "ou imprimer mon cv");
        assert_eq!(told("ou imprimer mon cv à Vitry-sur-Seine"), vitry);
        assert_eq!(told("ou imprimer mon cv a vitry sur seine"), vitry);
        assert_eq!(told("aide caf en Guadeloupe ?"), of("departement-971", "aide caf"));
        assert_eq!(told("cours de français à Givors"), of("commune-69091", "cours de français"));
        assert_eq!(told("mission locale de givors"), of("commune-69091", "mission locale"));
        assert_eq!(told("bibliothèque de gap"), of("commune-05061", "bibliothèque"));
        assert_eq!(told("chercher près de Boulot"), of("commune-70084", "chercher près"));
    }

    #[test]
    fn what_is_no_place_for_certain_is_none() {
        for text in [
            "",
            "93",
            "à Paris",
            "j’ai 17 ans",
            "permis b",
            "cours à distance",
            "aide à la maison",
            "apprendre à lire",
            "je suis à la rue",
            "cuisine à Saint-Denis",
            "travailler dans le 00",
            "jai plu de boulot",
            "formation en cours",
            "une formation en Cours",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
