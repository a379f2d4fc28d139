//! What is compared of an entry, made once; and the keys by which those that may be the same are
//! found.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use base::{Id, Lang, phones};
use inclusion::{Network, Theme};
use network::model::Organisation;
use network::register::pairs::Name;
use territory::{Point, folded};

use super::street::Street;
use crate::model::{Entry, EntryKind};
use crate::service::address_of;

/// Words of titles and names that join others, folded.
const JOINING: &str = "de du des d l la le les et a au aux en pour par avec sur dans ou un une vos \
    votre son sa ses mon ma mes nos notre se s";
/// Words that many services and organisations have in their names: alone they tell none from another.
const COMMON: &str = "accueil accompagnement permanence permanences aide aides information \
    informations atelier ateliers service services point points conseil conseils orientation \
    rendez rdv entretien entretiens suivi soutien insertion professionnelle professionnel emploi \
    social sociale sociaux public publics publique publiques association centre maison espace pole \
    structure antenne agence annexe site delegation relais bureau local locale locales municipal \
    municipale communal communale intercommunal intercommunale departemental departementale ville \
    commune mairie communaute bibliotheque mediatheque france";
/// Behind these stands which branch it is.
const BRANCH: &str = "antenne agence annexe permanence delegation succursale filiale site secteur \
    bureau relais";
/// Stems of the words for a library.
const LIBRARY: [&str; 3] = ["bibliothe", "mediathe", "medi theque"];
/// Coordinates this near to the middle of the commune are those of the commune.
const MIDDLE_KM: f64 = 0.03;
/// A side of a cell of the grid, in degrees: on each parallel of France at least the distance at which
/// two are the same spot.
const CELL: f64 = 0.002;
/// Words of a name or a street that it is found by.
const MOST_WORDS: usize = 4;

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

/// Words that tell no entry from another: common ones, those of the names of networks, which all their
/// branches share, and those of themes, which stand for a title where a list has none.
fn weak(word: &str) -> bool {
    static WEAK: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let networks =
            Network::all().flat_map(|n| [n.name(Lang::Fr).to_owned(), n.code().to_owned()]);
        let themes = Theme::all().map(|t| t.name(Lang::Fr).to_owned());
        let told = networks
            .chain(themes)
            .flat_map(|name| folded(&name).split(' ').map(str::to_owned).collect::<Vec<_>>());
        COMMON.split_whitespace().map(str::to_owned).chain(told).collect()
    });
    word.chars().count() < 2 || WEAK.contains(word)
}

/// An entry with what is known around it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The entry.
    pub entry: Entry,
    /// Whose it is.
    pub owner: Organisation,
    /// Number of the establishment, as a list told it.
    pub siret: String,
    /// Lists that tell of it.
    pub lists: Vec<String>,
    /// Whether its list tells nothing else of its owner.
    pub alone: bool,
}

/// What is compared of an entry.
#[derive(Clone, Debug)]
pub struct Sight {
    pub(super) id: Id,
    pub(super) kind: EntryKind,
    pub(super) service_type: Option<&'static str>,
    pub(super) title: Name,
    /// Words of the title that tell it from others of its kind.
    pub(super) told: BTreeSet<String>,
    pub(super) description: String,
    pub(super) owner: Id,
    pub(super) owner_name: Name,
    /// Words of the owner's name that tell it from others.
    pub(super) owner_told: BTreeSet<String>,
    /// Whether its owner calls itself a library.
    pub(super) library: bool,
    /// Which branch it is, where its title or its owner says so.
    pub(super) branch: BTreeSet<String>,
    /// Commune, or the town where that is not known.
    pub(super) commune: String,
    pub(super) street: Option<Street>,
    /// Where it is, as exactly as a list knew it.
    pub(super) point: Option<Point>,
    pub(super) remote: bool,
    pub(super) phone: String,
    pub(super) email: String,
    /// A page of its own: not the first one of a site.
    pub(super) page: String,
    pub(super) siret: String,
    pub(super) themes: BTreeSet<String>,
    pub(super) lists: Vec<String>,
    pub(super) alone: bool,
}

/// A telephone number as it is compared: as it is dialled, without words beside it.
pub(super) fn phone(text: &str) -> String {
    phones::dialled(&text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())
}

/// An address on the web without what does not tell it from another.
pub(super) fn page(link: &str) -> String {
    let bare = link.trim().trim_start_matches("https://").trim_start_matches("http://");
    bare.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
}

/// The words behind one that says that a branch follows.
fn branch(text: &str, towns: &HashSet<String>) -> BTreeSet<String> {
    let (text, marks, joining) = (folded(text), set(BRANCH), set(JOINING));
    let mut words = text.split(' ').skip_while(|w| !marks.contains(w)).skip(1);
    let told: BTreeSet<String> = words
        .by_ref()
        .filter(|w| !w.is_empty() && !joining.contains(w) && !weak(w))
        .map(str::to_owned)
        .collect();
    told.into_iter().filter(|w| !towns.contains(w)).collect()
}

impl Sight {
    /// Of an entry.
    #[must_use]
    pub fn of(t: &Told) -> Self {
        static JOINED: LazyLock<HashSet<&str>> = LazyLock::new(|| set(JOINING));
        let (d, address) = (&t.entry.draft, address_of(&t.entry, &t.owner));
        let commune = territory::commune(address.insee);
        let towns = [commune.map_or("", |c| c.name), address.city];
        let title = Name::of(&d.title, &towns, &JOINED);
        let owner_name = Name::of_organisation(&t.owner.name, &towns);
        let telling = |name: &Name| name.words.iter().filter(|w| !weak(w)).cloned().collect();
        let town_words: HashSet<String> = towns
            .iter()
            .flat_map(|town| folded(town).split(' ').map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let mut of_branch = branch(&d.title, &town_words);
        if of_branch.is_empty() {
            of_branch = branch(&t.owner.name, &town_words);
        }
        let exact = if d.has_address() { d.point } else { t.owner.point };
        let middle = commune.and_then(|c| c.middle);
        let exact = exact.filter(|p| middle.is_none_or(|m| p.km_to(m) > MIDDLE_KM));
        let website = page(&d.website);
        Self {
            id: t.entry.id.clone(),
            kind: d.kind,
            service_type: d.service_type.map(crate::model::ServiceType::code),
            told: telling(&title),
            title,
            description: folded(&d.description),
            owner: t.owner.id.clone(),
            owner_told: telling(&owner_name),
            library: LIBRARY.iter().any(|stem| owner_name.letters.contains(stem)),
            owner_name,
            branch: of_branch,
            commune: commune.map_or_else(|| folded(address.city), |c| c.whole().to_owned()),
            street: Street::of(address.street),
            point: exact,
            remote: d.remote_only(),
            phone: phone(&d.phone),
            email: d.email.trim().to_lowercase(),
            page: if website.contains('/') { website } else { String::new() },
            siret: t.siret.clone(),
            themes: d.themes.iter().cloned().collect(),
            lists: t.lists.clone(),
            alone: t.alone,
        }
    }

    /// Its categories of themes: two lists rarely choose the same theme for the same help.
    pub(super) fn categories(&self) -> BTreeSet<&str> {
        self.themes.iter().map(|t| t.split_once("--").map_or(t.as_str(), |(c, _)| c)).collect()
    }

    fn cell(&self) -> Option<(i64, i64)> {
        #[allow(clippy::cast_possible_truncation)]
        self.point.map(|p| ((p.lat / CELL).floor() as i64, (p.lon / CELL).floor() as i64))
    }

    /// By what it is found.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<i64> {
        let mut keys = self.keys_here();
        keys.extend(self.cell().map(cell_key));
        keys
    }

    /// By what those that may be the same are found.
    #[must_use]
    pub fn asked(&self) -> BTreeSet<i64> {
        let mut keys = self.keys_here();
        if let Some((y, x)) = self.cell() {
            let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (y + dy, x + dx)));
            keys.extend(around.map(cell_key));
        }
        keys
    }

    fn keys_here(&self) -> BTreeSet<i64> {
        let commune = self.commune.as_str();
        let mut keys = BTreeSet::new();
        let mut add = |parts: &[&str]| {
            keys.insert(digest(parts));
        };
        if !commune.is_empty() {
            add(&["name", commune, &self.title.letters]);
            for word in longest(if self.told.is_empty() { &self.title.words } else { &self.told }) {
                add(&["word", commune, word]);
            }
            add(&["owned", commune, self.owner.as_str()]);
            let all: Vec<&str> = self.owner_name.words.iter().map(String::as_str).collect();
            if !all.is_empty() {
                add(&["owner", commune, &all.join(" ")]);
            }
            // Of two names but for a letter, one of the words that tell is the same.
            for word in longest(&self.owner_told) {
                add(&["owner", commune, word]);
            }
            // A commune has few, some of them by their common name alone.
            if self.library {
                add(&["library", commune]);
            }
            // « rue Curie » may be « 6 rue Pierre Curie ».
            if let Some(street) = &self.street {
                for word in longest(&street.words) {
                    add(&["street", commune, word]);
                    for number in &street.numbers {
                        add(&["street", commune, number, word]);
                    }
                }
            }
        }
        let phone = if self.phone.len() >= 8 { self.phone.as_str() } else { "" };
        for (what, value) in
            [("phone", phone), ("mail", &self.email), ("page", &self.page), ("siret", &self.siret)]
        {
            if !value.is_empty() {
                add(&[what, commune, value]);
            }
        }
        if self.remote {
            let words: Vec<&str> = self.told.iter().map(String::as_str).collect();
            add(&["remote", &words.join(" ")]);
        }
        keys
    }
}

/// The words that something is found by: the longest tell most.
fn longest(words: &BTreeSet<String>) -> Vec<&String> {
    let mut words: Vec<&String> = words.iter().collect();
    words.sort_by_key(|w| (std::cmp::Reverse(w.chars().count()), *w));
    words.truncate(MOST_WORDS);
    words
}

fn cell_key((y, x): (i64, i64)) -> i64 {
    digest(&["cell", &y.to_string(), &x.to_string()])
}

/// A digest that stays the same from one version to the next (FNV-1a, 64 bits). Two that collide are
/// compared once too often.
fn digest(parts: &[&str]) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    i64::from_ne_bytes(hash.to_ne_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_page_are_one_however_they_are_written() {
        for text in [
            "04 72 24 20 12",
            "+33472242012",
            "0033 4 72 24 20 12",
            "+33 (0)4 72 24 20 12",
            "33472242012",
            "Accueil : 04 72 24 20 12",
        ] {
            assert_eq!(phone(text), "+33472242012", "{text}");
        }
        assert_eq!(phone("+262 262 12 34 56"), phone("0262 12 34 56"));
        assert_eq!(phone("3949"), "3949");
        assert_eq!(page("https://www.Givors.fr/emploi/"), "givors.fr/emploi");
    }

    #[test]
    fn a_branch_is_what_stands_behind_its_word_but_for_its_own_town() {
        let towns = HashSet::from(["givors".to_owned()]);
        assert!(branch("Mission locale, antenne de Givors", &towns).is_empty());
        assert!(branch("Mission locale", &towns).is_empty());
        let other = branch("Mission locale – antenne de Condrieu", &towns);
        assert_eq!(other, BTreeSet::from(["condrieu".to_owned()]));
        assert!(branch("Permanence d’accueil", &towns).is_empty());
    }

    #[test]
    fn names_of_networks_and_of_themes_tell_nothing() {
        for word in ["mission", "accueil", "cap", "ccas", "acceder", "ligne"] {
            assert!(weak(word), "{word}");
        }
        assert!(!weak("mandela"));
    }
}
