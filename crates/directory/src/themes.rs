//! The themes of data·inclusion and the codes of its eligibility zones, as this room needs them.

use base::Lang;
use inclusion::{Category, Theme};
use territory::{Zone, ZoneKind};

/// Name of a theme; its code, where it is not known.
#[must_use]
pub fn label(code: &str, lang: Lang) -> String {
    Theme::parse(code).map_or_else(|| code.to_owned(), |theme| theme.name(lang).to_owned())
}

/// Name of the category that a theme belongs to; empty where it is not known.
#[must_use]
pub fn category_label(code: &str, lang: Lang) -> &'static str {
    let category = code.split_once("--").map_or(code, |(category, _)| category);
    Category::parse(category).map_or("", |c| c.name(lang))
}

/// Whether a theme is known.
#[must_use]
pub fn known(code: &str) -> bool {
    Theme::parse(code).is_some()
}

/// Codes of all themes.
pub fn codes() -> impl Iterator<Item = &'static str> {
    Theme::all().map(Theme::code)
}

/// A heading and what stands under it: code and name.
pub type Group = (String, Vec<(String, String)>);

/// All themes, by category.
#[must_use]
pub fn groups(lang: Lang) -> Vec<Group> {
    Category::all()
        .map(|category| {
            let under = |theme: &Theme| {
                theme.code().split_once("--").map(|(c, _)| c) == Some(category.code())
            };
            let themes = Theme::all().filter(under);
            let named = themes.map(|t| (t.code().to_owned(), t.name(lang).to_owned()));
            (category.name(lang).to_owned(), named.collect())
        })
        .collect()
}

/// The other themes of a theme's category: neighbouring needs.
pub fn neighbours(code: &str) -> impl Iterator<Item = &'static str> {
    let category = code.split_once("--").map_or("", |(category, _)| category).to_owned();
    let own = code.to_owned();
    Theme::all()
        .map(Theme::code)
        .filter(move |c| *c != own && c.split_once("--").is_some_and(|(of, _)| of == category))
}

/// The territory that a code of an eligibility zone stands for: five characters a commune, nine an
/// inter-communal body, two or three a département, `france` the country (data·inclusion), and
/// `region-…` a région, which that schema does not know.
#[must_use]
pub fn zone(code: &str) -> Option<Zone> {
    match code.len() {
        2 | 3 => Zone::of(ZoneKind::Department, code),
        5 => Zone::of(ZoneKind::Commune, code),
        9 if !code.starts_with("region") => Zone::of(ZoneKind::Intercommunality, code),
        _ => Zone::parse(code),
    }
}

/// The code of a territory in an eligibility zone.
#[must_use]
pub fn zone_code(zone: Zone) -> String {
    match zone.kind() {
        ZoneKind::Country | ZoneKind::Region => zone.slug(),
        _ => zone.code().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_stands_under_a_heading_once() {
        let all: usize = groups(Lang::Fr).iter().map(|(_, themes)| themes.len()).sum();
        assert_eq!(all, Theme::all().count());
        assert!(neighbours("numerique--acquerir-un-equipement").count() >= 2);
    }

    #[test]
    fn zones_read_back() {
        for code in ["94", "2A", "974", "94081", "france", "region-11", "200054781"] {
            assert_eq!(zone(code).map(zone_code).as_deref(), Some(code));
        }
        assert_eq!(zone("99999"), None);
    }
}
