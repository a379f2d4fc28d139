//! Where a place is: the commune that is meant, offline, and whether its coordinates can be right.

use std::collections::HashMap;
use std::sync::LazyLock;

use territory::{Commune, Guess, Point, folded, france};

use crate::{Fault, FaultKind, nearest};

/// Kilometres from the middle of a commune within which a place of it may lie.
const FAR: f64 = 50.0;

/// Finds communes, and remembers what it was asked.
pub(super) struct Communes {
    known: HashMap<(String, String), Found>,
    /// How many names may still be compared letter by letter: a list of nothing but unknown names
    /// gets no guesses from some row on.
    left: usize,
}

impl Default for Communes {
    fn default() -> Self {
        Self { known: HashMap::new(), left: 20_000_000 }
    }
}

/// What was found for a name and a postcode.
#[derive(Clone, Copy)]
enum Found {
    /// This one.
    Sure(&'static Commune),
    /// There are several of the name, or the postcode is another’s.
    Unsure(Option<&'static Commune>),
    /// There is none of the name; this one may be meant.
    Unknown(Option<&'static Commune>),
}

/// The name without what the post adds to it.
fn bare(name: &str) -> String {
    let name = name.split('(').next().unwrap_or_default();
    let words = name.split_whitespace();
    let words = words.take_while(|w| !w.eq_ignore_ascii_case("cedex"));
    let mut words: Vec<&str> = words.collect();
    // Lyon 3e, PARIS 12.
    let ordinal =
        |w: &&str| w.starts_with(|c: char| c.is_ascii_digit()) && w.len() <= 4 && !w.contains('-');
    if words.len() > 1 && words.last().is_some_and(ordinal) {
        words.pop();
    }
    words.join(" ")
}

/// The département that a postcode begins with; empty where that does not tell.
fn department(postcode: &str) -> &str {
    match postcode.get(..2) {
        Some("97" | "98") => postcode.get(..3).unwrap_or_default(),
        Some("20") | None => "",
        Some(two) => two,
    }
}

fn find(name: &str, postcode: &str, left: &mut usize) -> Found {
    let department = department(postcode);
    for hint in [department, ""] {
        if let Guess::Sure(commune) = Guess::of(name, hint, postcode) {
            return Found::Sure(commune);
        }
    }
    let whole = folded(name);
    let named = |c: &&'static Commune| folded(c.name) == whole;
    let same: Vec<_> = Guess::suggest(name, 20).into_iter().filter(named).collect();
    match same.as_slice() {
        [] => {}
        [one] if postcode.is_empty() => return Found::Sure(one),
        // The largest of the name, unless the postcode tells of another town.
        _ => return Found::Unsure(Guess::of("", "", postcode).any()),
    }
    let all = || france().communes.iter();
    let posted = all().filter(|c| c.postcodes.contains(&postcode));
    let near = spelt(&whole, posted, left)
        .or_else(|| spelt(&whole, all().filter(|c| c.department == department), left))
        .or_else(|| Guess::of("", "", postcode).any())
        .or_else(|| spelt(&whole, all(), left));
    Found::Unknown(near)
}

/// The commune whose name is spelt most nearly like this.
fn spelt(
    name: &str,
    communes: impl Iterator<Item = &'static Commune>,
    left: &mut usize,
) -> Option<&'static Commune> {
    static FOLDED: LazyLock<HashMap<&'static str, String>> =
        LazyLock::new(|| france().communes.iter().map(|c| (c.code, folded(c.name))).collect());
    let named: Vec<(&str, &'static Commune)> =
        communes.filter_map(|c| FOLDED.get(c.code).map(|name| (name.as_str(), c))).collect();
    *left = left.checked_sub(named.len())?;
    let found = nearest(name, named.iter().map(|(name, _)| *name))?;
    named.iter().find(|(name, _)| *name == found).map(|(_, c)| *c)
}

impl Communes {
    /// The commune of a name beside a postcode and coordinates, or what is to be said about it.
    pub(super) fn of(
        &mut self,
        name: &str,
        postcode: &str,
        point: Option<Point>,
    ) -> (Option<&'static Commune>, Option<Fault>) {
        let plain = bare(name);
        if plain.is_empty() && postcode.is_empty() {
            return (None, None);
        }
        let key = (plain.clone(), postcode.to_owned());
        let left = &mut self.left;
        let found = *self.known.entry(key).or_insert_with(|| match plain.is_empty() {
            true => alone(postcode),
            false => find(&plain, postcode, left),
        });
        let fault = |kind, meant: Option<&Commune>| {
            Fault::new("commune", name, kind).meaning(meant.map(|c| c.name))
        };
        match found {
            Found::Sure(commune) => (Some(commune), None),
            Found::Unsure(meant) => match point.and_then(|p| near(&plain, p)) {
                Some(commune) => (Some(commune), None),
                None => (None, Some(fault(FaultKind::CommuneUnsure, meant))),
            },
            Found::Unknown(_) if plain.is_empty() => (None, None),
            Found::Unknown(meant) => (None, Some(fault(FaultKind::CommuneUnknown, meant))),
        }
    }
}

/// The one commune of a postcode.
fn alone(postcode: &str) -> Found {
    let mut posted = france().communes.iter().filter(|c| c.postcodes.contains(&postcode));
    match (posted.next(), posted.next()) {
        (Some(one), None) => Found::Sure(one),
        _ => Found::Unknown(None),
    }
}

/// The commune of a name in which a point may lie.
fn near(name: &str, point: Point) -> Option<&'static Commune> {
    let whole = folded(name);
    let mut same: Vec<(f64, &'static Commune)> = Guess::suggest(name, 20)
        .into_iter()
        .filter(|c| folded(c.name) == whole)
        .filter_map(|c| c.middle.map(|m| (m.km_to(point), c)))
        .collect();
    same.sort_by(|a, b| a.0.total_cmp(&b.0));
    same.first().filter(|(km, _)| *km < FAR / 2.0).map(|(_, c)| *c)
}

/// Whether coordinates are on earth and not far from a commune.
pub(super) fn plausible(point: Point, commune: Option<&Commune>) -> bool {
    let on_earth = (-90.0..=90.0).contains(&point.lat) && (-180.0..=180.0).contains(&point.lon);
    let somewhere = point.lat != 0.0 || point.lon != 0.0;
    let middle = commune.and_then(|c| c.middle);
    on_earth && somewhere && middle.is_none_or(|m| m.km_to(point) <= FAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, postcode: &str) -> (Option<&'static str>, Option<FaultKind>, Option<String>) {
        let (commune, fault) = Communes::default().of(name, postcode, None);
        let kind = fault.as_ref().map(|f| f.kind);
        (commune.map(|c| c.code), kind, fault.and_then(|f| f.did_you_mean))
    }

    #[test]
    fn communes_as_people_write_them() {
        for (name, postcode, code) in [
            ("ORLEANS", "45000", "45234"),
            ("Tours Cedex 2", "37032", "37261"),
            ("Lyon 3e", "69003", "69383"),
            ("ST DOULCHARD", "18230", "18205"),
            ("Saint-Denis", "97400", "97411"),
            ("Saint-Denis", "93200", "93066"),
            ("Bourges (18)", "", "18033"),
            ("", "18000", "18033"),
        ] {
            assert_eq!(of(name, postcode), (Some(code), None, None), "{name} {postcode}");
        }
        assert_eq!(of("", ""), (None, None, None));
    }

    #[test]
    fn an_unknown_one_is_guessed_and_not_taken() {
        let unknown = Some(FaultKind::CommuneUnknown);
        assert_eq!(of("Orlean", "45000"), (None, unknown, Some("Orléans".into())));
        assert_eq!(of("Vierzone", ""), (None, unknown, Some("Vierzon".into())));
        assert_eq!(of("Atlantis", "18000"), (None, unknown, Some("Bourges".into())));
    }

    #[test]
    fn one_of_several_is_told_by_where_it_lies() {
        let mut communes = Communes::default();
        let (none, fault) = communes.of("Saint-Denis", "", None);
        assert_eq!((none, fault.unwrap().kind), (None, FaultKind::CommuneUnsure));
        let here = Point { lat: 48.936, lon: 2.357 };
        assert_eq!(communes.of("Saint-Denis", "", Some(here)).0.unwrap().code, "93066");
    }

    #[test]
    fn coordinates() {
        let bourges = territory::commune("18033");
        assert!(plausible(Point { lat: 47.09, lon: 2.40 }, bourges));
        assert!(!plausible(Point { lat: 2.40, lon: 47.09 }, bourges));
        assert!(!plausible(Point { lat: 0.0, lon: 0.0 }, None));
        assert!(!plausible(Point { lat: 470.9, lon: 2.4 }, None));
    }
}
