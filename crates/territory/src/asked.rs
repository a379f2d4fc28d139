//! What territory people mean by what they type into one field.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::{Guess, Zone, ZoneKind, commune, department, folded, france, region};

impl Zone {
    /// The territories that may be meant by a name, a code, a postcode or an address
    /// ([`Zone::slug`]), the likeliest first, at most so many. One is certain; several are for the
    /// person to choose from; none is unknown. Understood beside a name, in brackets, behind a comma
    /// or at its end: the département (or région) it lies in; in brackets also what it is
    /// (`Loire (département)`).
    #[must_use]
    pub fn asked(typed: &str, most: usize) -> Vec<Self> {
        let typed = typed.trim();
        if let Some(zone) = Self::parse(typed) {
            return vec![zone];
        }
        let name = folded(typed);
        if name.is_empty() {
            return vec![];
        }
        let mut found = of_code(&name);
        if found.is_empty() {
            found = named(&name);
        }
        if found.is_empty() {
            found = within(typed, &name);
        }
        if found.is_empty() {
            let areas = AREAS.iter().filter(|(area, _)| area.starts_with(&name));
            let mut areas: Vec<Self> = areas.flat_map(|(_, zones)| zones.clone()).collect();
            areas.sort_unstable();
            found.extend(areas);
            let communes = Guess::suggest(typed, most);
            found.extend(communes.iter().filter_map(|c| Self::of(ZoneKind::Commune, c.code)));
        }
        found.truncate(most);
        found
    }
}

/// Départements and régions by their folded names.
static AREAS: LazyLock<HashMap<String, Vec<Zone>>> = LazyLock::new(|| {
    let mut areas: HashMap<String, Vec<Zone>> = HashMap::new();
    let departments =
        france().departments.iter().map(|d| (d.name, Zone::of(ZoneKind::Department, d.code)));
    for (name, zone) in departments {
        areas.entry(folded(name)).or_default().extend(zone);
    }
    let regions = france().regions.iter().map(|r| (r.name, Zone::of(ZoneKind::Region, r.code)));
    for (name, zone) in regions {
        let same = areas.entry(folded(name)).or_default();
        // Overseas, région and département are the same land: named once.
        if same.is_empty() {
            same.extend(zone);
        }
    }
    areas
});

/// The territories of a code: postcodes before the codes of INSEE, which few people know.
fn of_code(name: &str) -> Vec<Zone> {
    let code = name.to_uppercase();
    if code.len() <= 3 {
        return Zone::of(ZoneKind::Department, &code).into_iter().collect();
    }
    if code.len() != 5 || !code.bytes().skip(2).all(|b| b.is_ascii_digit()) {
        return vec![];
    }
    let mut places: Vec<_> =
        france().communes.iter().filter(|c| c.postcodes.contains(&code.as_str())).collect();
    // The arrondissement that has the postcode says more than its whole commune.
    if places.iter().any(|c| c.arrondissement) {
        places.retain(|c| c.arrondissement || c.postcodes.len() == 1);
    }
    places.sort_by_key(|c| (std::cmp::Reverse(c.population), c.code));
    places.extend(commune(&code).filter(|c| !places.contains(c)));
    places.iter().filter_map(|c| Zone::of(ZoneKind::Commune, c.code)).collect()
}

/// The territories of exactly this folded name.
fn named(name: &str) -> Vec<Zone> {
    let mut communes: Vec<_> = france().names.get(name).collect();
    communes.sort_by_key(|c| (std::cmp::Reverse(c.population), c.code));
    let mut found: Vec<Zone> =
        communes.iter().filter_map(|c| Zone::of(ZoneKind::Commune, c.code)).collect();
    for area in AREAS.get(name).into_iter().flatten() {
        // Paris is its département.
        let same = found.iter().any(|z| {
            let whole = commune(z.code()).is_some_and(|c| area.holds(c));
            whole && area.communes().count() == 1
        });
        if !same {
            found.push(*area);
        }
    }
    found
}

/// A name with what it lies in, or what it is: `Saint-Denis (93)`, `Saint-Denis, La Réunion`,
/// `Saint-Denis 93`.
fn within(typed: &str, name: &str) -> Vec<Zone> {
    let bracketed = typed.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let parts = bracketed
        .or_else(|| typed.rsplit_once(','))
        .map(|(name, hint)| (folded(name), folded(hint)))
        .or_else(|| name.rsplit_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())));
    let Some((name, hint)) = parts else { return vec![] };
    let mut found = named(&name);
    found.retain(|zone| {
        let kind = match hint.as_str() {
            "departement" | "department" => Some(ZoneKind::Department),
            "region" => Some(ZoneKind::Region),
            "commune" => Some(ZoneKind::Commune),
            _ => None,
        };
        if let Some(kind) = kind {
            return zone.kind() == kind;
        }
        let Some(c) = commune(zone.code()).filter(|_| zone.kind() == ZoneKind::Commune) else {
            return false;
        };
        let code = hint.to_uppercase();
        c.department == code
            || c.postcodes.contains(&code.as_str())
            || department(c.department).is_some_and(|d| folded(d.name) == hint)
            || region(c.region()).is_some_and(|r| folded(r.name) == hint)
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slugs(typed: &str) -> Vec<String> {
        Zone::asked(typed, 8).into_iter().map(Zone::slug).collect()
    }

    #[test]
    fn what_is_certain_is_one() {
        for (typed, slug) in [
            ("Créteil", "commune-94028"),
            ("creteil ", "commune-94028"),
            ("val de marne", "departement-94"),
            ("94", "departement-94"),
            ("2a", "departement-2A"),
            ("974", "departement-974"),
            ("Île-de-France", "region-11"),
            ("l'hay les roses", "commune-94038"),
            ("94000", "commune-94028"),
            ("Paris", "commune-75056"),
            ("75004", "commune-75104"),
            ("Martinique", "departement-972"),
            ("St-Denis 93", "commune-93066"),
            ("Saint-Denis (Seine-Saint-Denis)", "commune-93066"),
            ("Saint-Denis, La Réunion", "commune-97411"),
            ("Loire (département)", "departement-42"),
            ("departement-94", "departement-94"),
            ("val-de-mar", "departement-94"),
        ] {
            assert_eq!(slugs(typed), [slug], "{typed}");
        }
    }

    #[test]
    fn what_may_mean_several_gives_them_all_the_largest_first() {
        let denis = slugs("saint-denis");
        assert!(denis.len() > 2 && denis.starts_with(&["commune-97411".into()]), "{denis:?}");
        assert!(denis.contains(&"commune-93066".to_owned()), "{denis:?}");
        assert!(slugs("Vienne").contains(&"departement-86".to_owned()));
        assert!(slugs("Vienne").contains(&"commune-38544".to_owned()));
        // A postcode that is also somebody's code at INSEE.
        assert!(slugs("13001").contains(&"commune-13001".to_owned()));
        assert!(slugs("13001").contains(&"commune-13201".to_owned()));
        assert!(slugs("montp").len() == 8, "the beginning of a name");
    }

    #[test]
    fn what_is_nowhere_is_nothing() {
        for typed in ["", "  ", "Atlantis", "00000", "(", ",", "zz (93)", "departement-99"] {
            assert!(slugs(typed).is_empty(), "{typed}");
        }
    }
}
