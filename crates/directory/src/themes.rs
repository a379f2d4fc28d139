//! The themes of data·inclusion and the codes of its eligibility zones, as this room needs them.
use base::Lang;
use territory::{Zone, ZoneKind};
/// Name of a theme.
pub fn label(code: &str, _lang: Lang) -> String {
    code.to_owned()
}
/// Whether a theme is known.
pub fn known(_code: &str) -> bool {
    true
}
/// All themes: heading and its themes, code and name.
pub fn groups(_lang: Lang) -> Vec<(String, Vec<(String, String)>)> {
    vec![]
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
