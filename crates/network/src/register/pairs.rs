//! The same organisation known twice: found without comparing all with all, and each time with the
//! reasons.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use ::store::words;
use base::Id;
use territory::{Point, folded};

use crate::model::{Organisation, OrganisationKind};

/// Two that are farther apart are not the same unless they are in the same commune.
const NEAR_KM: f64 = 0.3;
/// Coordinates that agree.
const SAME_SPOT_KM: f64 = 0.1;
/// A side of a cell of the grid, in degrees: on each parallel of France at least [`NEAR_KM`].
const CELL: f64 = 0.006;
/// Most of one commune that are compared with each other; above, only those whose names begin
/// alike. Paris has some seventy libraries.
const MOST_IN_BLOCK: usize = 400;
/// Shortest word that may differ by one letter.
const LONG_WORD: usize = 5;

/// Words that do not tell one organisation of its kind from another, folded.
const GENERIC: &str = "bibliotheque bibliotheques mediatheque mediatheques municipale \
    municipal communale intercommunale communautaire departementale associative publique point \
    lecture relais espace culturel centre cite metiers ville commune mairie de du des d l la \
    le les et a au aux en";

words! {
    /// Why two are thought to be the same.
    Reason {
        /// The same name, letter for letter.
        SameName = "same_name", "register-reason-same-name";
        /// The same name but for capitals and accents.
        SameLetters = "same_letters", "register-reason-same-letters";
        /// The words that tell are the same.
        SameWords = "same_words", "register-reason-same-words";
        /// The words that tell are the same but for a letter.
        OneLetter = "one_letter", "register-reason-one-letter";
        /// The same address.
        SameAddress = "same_address", "register-reason-same-address";
        /// So many metres apart.
        Near = "near", "register-reason-near";
        /// The same web site.
        SameWebsite = "same_website", "register-reason-same-website";
        /// The same public mail address.
        SameEmail = "same_email", "register-reason-same-email";
        /// The same commune.
        SameCommune = "same_commune", "register-reason-same-commune";
    }
}

/// An organisation with where it is known from.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The organisation.
    pub organisation: Organisation,
    /// Lists that it stands in.
    pub sources: Vec<String>,
}

/// Two that may be the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Place of the first in the list that was looked through.
    pub one: usize,
    /// Place of the second.
    pub other: usize,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Metres apart, where both are known.
    pub metres: Option<u32>,
}

/// What is compared of a name, made once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As it is written.
    pub written: String,
    /// Without case, accents and signs.
    pub letters: String,
    /// The words that tell it from others.
    pub words: BTreeSet<String>,
}

impl Name {
    /// Of what is written, in a town of these names; `common` are words that tell nothing.
    #[must_use]
    pub fn of(written: &str, towns: &[&str], common: &HashSet<&str>) -> Self {
        let letters = folded(written);
        let towns: HashSet<String> = towns
            .iter()
            .flat_map(|name| folded(name).split(' ').map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let words = letters
            .split(' ')
            .filter(|w| !w.is_empty() && !common.contains(w) && !towns.contains(*w))
            .map(str::to_owned)
            .collect();
        Self { written: written.to_owned(), letters, words }
    }

    /// Of an organisation in a town of these names.
    #[must_use]
    pub fn of_organisation(written: &str, towns: &[&str]) -> Self {
        static COMMON: LazyLock<HashSet<&str>> =
            LazyLock::new(|| GENERIC.split_whitespace().collect());
        Self::of(written, towns, &COMMON)
    }

    /// What two names have in common, if they say the same.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> Option<Reason> {
        if self.written == other.written {
            return Some(Reason::SameName);
        }
        if self.letters == other.letters {
            return Some(Reason::SameLetters);
        }
        if self.words == other.words {
            return Some(Reason::SameWords);
        }
        if self.words.len() != other.words.len() {
            return None;
        }
        let (here, there) = (&self.words, &other.words);
        let mut apart = here.difference(there).zip(there.difference(here));
        match (apart.next(), apart.next()) {
            (Some((a, b)), None) if one_letter_apart(a, b) => Some(Reason::OneLetter),
            _ => None,
        }
    }
}

/// What is compared of an organisation, made once.
struct Sight {
    /// Commune, or the town where that is not known.
    commune: String,
    name: Name,
    address: String,
    point: Option<Point>,
}

impl Sight {
    fn of(o: &Organisation) -> Self {
        let commune = o.commune().map(|c| c.whole());
        let towns = [o.commune().map_or("", |c| c.name), o.city.as_str()];
        Self {
            commune: commune.map_or_else(|| folded(&o.city), str::to_owned),
            name: Name::of_organisation(&o.name, &towns),
            address: folded(&o.address),
            point: o.point,
        }
    }
}

/// Whether one can be the other.
fn kinds_agree(one: OrganisationKind, other: OrganisationKind) -> bool {
    use OrganisationKind::{Association, Library, Other, PublicService};
    one == other
        || one == Other
        || other == Other
        || matches!((one, other), (Library, Association | PublicService))
        || matches!((one, other), (Association | PublicService, Library))
}

/// Whether two long words differ by one letter that is another, missing or too many. Numbers never
/// do: the 3rd is not the 4th.
#[must_use]
pub fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() < LONG_WORD || long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail =
        short[head..].iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    let digits = short.iter().chain(long.iter()).any(char::is_ascii_digit);
    !digits && head + tail + 1 >= long.len()
}

fn compare(all: &[Seen], sights: &[Sight], one: usize, other: usize) -> Option<Pair> {
    let (a, b) = (&all[one].organisation, &all[other].organisation);
    if !kinds_agree(a.kind, b.kind) {
        return None;
    }
    let (x, y) = (&sights[one], &sights[other]);
    let name = x.name.agrees(&y.name)?;
    let km = x.point.zip(y.point).map(|(p, q)| p.km_to(q));
    let here = !x.commune.is_empty() && x.commune == y.commune;
    let near = km.is_some_and(|km| km <= NEAR_KM);
    // « Bibliothèque municipale » on either side of a border are two.
    let told = !x.name.words.is_empty() && x.name.words == y.name.words;
    let close = near && told;
    if !here && !close {
        return None;
    }
    let address = here && !x.address.is_empty() && x.address == y.address;
    let spot = km.is_some_and(|km| km <= SAME_SPOT_KM);
    // A list does not name one twice without reason.
    let listed_twice = all[one].sources.iter().any(|s| all[other].sources.contains(s));
    if listed_twice && !address && !spot {
        return None;
    }
    // What a whole town shares (telephone, site) is told and is never a reason by itself.
    let site = |o: &Organisation| {
        let bare = o.website.trim_start_matches("https://").trim_start_matches("http://");
        bare.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
    };
    let mut reasons = vec![name];
    for (is_so, reason) in [
        (address, Reason::SameAddress),
        (near, Reason::Near),
        (here, Reason::SameCommune),
        (!a.website.is_empty() && site(a) == site(b), Reason::SameWebsite),
        (!a.public_email.is_empty() && a.public_email == b.public_email, Reason::SameEmail),
    ] {
        if is_so {
            reasons.push(reason);
        }
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let metres = km.map(|km| (km * 1_000.0).round() as u32);
    Some(Pair { one, other, reasons, metres })
}

/// The pairs that may be one, those with most reasons first. `apart` are pairs of which somebody
/// said that they are two, the smaller identifier first.
#[must_use]
pub fn pairs(all: &[Seen], apart: &HashSet<(Id, Id)>) -> Vec<Pair> {
    let sights: Vec<Sight> = all.iter().map(|s| Sight::of(&s.organisation)).collect();
    let mut found: Vec<Pair> = vec![];
    let mut done: HashSet<(usize, usize)> = HashSet::new();
    let mut look = |one: usize, other: usize| {
        let (one, other) = (one.min(other), one.max(other));
        if one == other || !done.insert((one, other)) {
            return;
        }
        let (a, b) = (&all[one].organisation.id, &all[other].organisation.id);
        let key = if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
        if let Some(pair) = compare(all, &sights, one, other)
            && !apart.contains(&key)
        {
            found.push(pair);
        }
    };
    for block in blocks(&sights) {
        for (n, one) in block.iter().enumerate() {
            for other in &block[n + 1..] {
                look(*one, *other);
            }
        }
    }
    for (one, other) in neighbours(&sights) {
        look(one, other);
    }
    let id = |n: usize| all[n].organisation.id.as_str();
    found.sort_by(|a, b| {
        let more = b.reasons.len().cmp(&a.reasons.len());
        let place = sights[a.one].commune.cmp(&sights[b.one].commune);
        more.then(place).then_with(|| (id(a.one), id(a.other)).cmp(&(id(b.one), id(b.other))))
    });
    found
}

/// Those of one commune.
fn blocks(sights: &[Sight]) -> Vec<Vec<usize>> {
    let mut communes: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, sight) in sights.iter().enumerate().filter(|(_, s)| !s.commune.is_empty()) {
        communes.entry(&sight.commune).or_default().push(n);
    }
    let mut blocks = vec![];
    for block in communes.into_values() {
        if block.len() <= MOST_IN_BLOCK {
            blocks.push(block);
            continue;
        }
        let mut alike: HashMap<&BTreeSet<String>, Vec<usize>> = HashMap::new();
        for n in block {
            alike.entry(&sights[n].name.words).or_default().push(n);
        }
        blocks.extend(alike.into_values());
    }
    blocks
}

/// Those of one cell of the grid or of two that touch, with the same words.
fn neighbours(sights: &[Sight]) -> Vec<(usize, usize)> {
    #[allow(clippy::cast_possible_truncation)]
    let cell = |p: Point| ((p.lat / CELL).floor() as i64, (p.lon / CELL).floor() as i64);
    let mut cells: HashMap<(i64, i64, &BTreeSet<String>), Vec<usize>> = HashMap::new();
    let told = |s: &&Sight| !s.name.words.is_empty();
    for (n, sight) in sights.iter().enumerate().filter(|(_, s)| told(s)) {
        if let Some(point) = sight.point {
            let (y, x) = cell(point);
            cells.entry((y, x, &sight.name.words)).or_default().push(n);
        }
    }
    let mut near = vec![];
    for ((y, x, words), here) in &cells {
        for (dy, dx) in [(0, 0), (0, 1), (1, -1), (1, 0), (1, 1)] {
            let there = cells.get(&(y + dy, x + dx, *words)).into_iter().flatten();
            near.extend(there.flat_map(|other| here.iter().map(|one| (*one, *other))));
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(name: &str, change: impl FnOnce(&mut Organisation)) -> Seen {
        let mut organisation = Organisation {
            name: name.into(),
            kind: OrganisationKind::Library,
            city: "Créteil".into(),
            insee: "94028".into(),
            ..Organisation::blank()
        };
        change(&mut organisation);
        Seen { organisation, sources: vec![] }
    }

    fn reasons(all: &[Seen]) -> Option<Vec<Reason>> {
        let mut pairs = pairs(all, &HashSet::new());
        assert!(pairs.len() < 2);
        pairs.pop().map(|p| p.reasons)
    }

    #[test]
    fn the_same_name_in_the_same_commune_is_proposed_with_its_reasons() {
        let spot = Some(Point { lat: 48.79, lon: 2.45 });
        let one = seen("Médiathèque Nelson Mandela", |o| {
            (o.point, o.address) = (spot, "3 place de l’Abbaye".into());
        });
        let other = seen("BIBLIOTHEQUE MUNICIPALE DE CRETEIL - NELSON MANDELA", |o| {
            (o.point, o.address) = (spot, "3, PLACE DE L'ABBAYE".into());
        });
        let wanted =
            vec![Reason::SameWords, Reason::SameAddress, Reason::Near, Reason::SameCommune];
        assert_eq!(reasons(&[one.clone(), other]), Some(wanted));
        let typo = seen("Médiathèque Nelson Mandella", |_| {});
        let wanted = vec![Reason::OneLetter, Reason::SameCommune];
        assert_eq!(reasons(&[one.clone(), typo]), Some(wanted));
        assert_eq!(reasons(&[one.clone(), seen("Médiathèque des Bleuets", |_| {})]), None);
        let centre = seen("Nelson Mandela", |o| o.kind = OrganisationKind::CareerCentre);
        assert_eq!(reasons(&[one, centre]), None, "kinds differ");
    }

    #[test]
    fn a_shared_site_is_no_reason_and_numbers_are_not_typos() {
        let site = |o: &mut Organisation| o.website = "https://www.creteil.fr".into();
        assert_eq!(reasons(&[seen("Médiathèque A", site), seen("Annexe B", site)]), None);
        assert_eq!(reasons(&[seen("Annexe 100003", |_| {}), seen("Annexe 100004", |_| {})]), None);
    }

    #[test]
    fn one_list_names_two_unless_they_are_at_the_same_spot() {
        let listed = |lat: f64| {
            let mut seen = seen("Bibliothèque municipale", |o| {
                o.point = Some(Point { lat, lon: 2.45 });
            });
            seen.sources = vec!["ministry".into()];
            seen
        };
        assert_eq!(reasons(&[listed(48.79), listed(48.792)]), None);
        assert!(reasons(&[listed(48.79), listed(48.7902)]).is_some());
        let mut other = listed(48.792);
        other.sources = vec!["career_centres".into()];
        assert!(reasons(&[listed(48.79), other]).is_some());
    }

    #[test]
    fn across_a_border_only_what_has_a_name_of_its_own() {
        let at = |name: &str, insee: &str, lat: f64| {
            seen(name, |o| {
                o.insee = insee.into();
                o.city = String::new();
                o.point = Some(Point { lat, lon: 2.4599 });
            })
        };
        let two =
            |name: &str, lat: f64| reasons(&[at(name, "94028", 48.79), at(name, "94046", lat)]);
        assert_eq!(
            two("Médiathèque Anatole France", 48.7915),
            Some(vec![Reason::SameName, Reason::Near])
        );
        assert_eq!(two("Médiathèque Anatole France", 48.7935), None, "390 m");
        assert_eq!(two("Bibliothèque municipale", 48.7901), None);
    }

    #[test]
    fn two_that_are_two_are_not_proposed_again() {
        let all = [seen("Bibliothèque", |_| {}), seen("Médiathèque", |_| {})];
        let (a, b) = (all[0].organisation.id.clone(), all[1].organisation.id.clone());
        let said = HashSet::from([if a < b { (a, b) } else { (b, a) }]);
        assert_eq!(pairs(&all, &HashSet::new()).len(), 1);
        assert_eq!(pairs(&all, &said), []);
    }

    proptest! {
        #[test]
        fn the_order_of_the_list_does_not_matter_and_blocking_misses_nothing(
            picks in prop::collection::vec((0..4_usize, 0..3_usize, 0..4_u8, 0..4_u8), 0..12),
        ) {
            let names = ["Médiathèque Hugo", "BIBLIOTHEQUE HUGO", "Bibliothèque", "Annexe Sand"];
            let communes = ["94028", "94046", ""];
            let all: Vec<Seen> = picks.iter().map(|(n, c, lat, lon)| seen(names[*n], |o| {
                o.insee = communes[*c].into();
                o.city = String::new();
                o.point = Some(Point {
                    lat: 48.79 + f64::from(*lat) * 0.0021,
                    lon: 2.45 + f64::from(*lon) * 0.0033,
                });
            })).collect();
            let sights: Vec<Sight> = all.iter().map(|s| Sight::of(&s.organisation)).collect();
            let mut every = 0;
            for one in 0..all.len() {
                for other in one + 1..all.len() {
                    every += usize::from(compare(&all, &sights, one, other).is_some());
                }
            }
            prop_assert_eq!(pairs(&all, &HashSet::new()).len(), every);
            let mut turned = all;
            turned.reverse();
            prop_assert_eq!(pairs(&turned, &HashSet::new()).len(), every);
        }
    }
}
