//! The territory of France, offline: communes, inter-communal bodies (EPCI), départements, régions;
//! what a code or a name stands for, what lies within what, how far apart two points are, and outlines to draw guessed from the middles
//! of communes.
//!
//! The data is built in (`data/SOURCES.md`), unpacked at the first question and kept: some 10 MB.

mod asked;
mod find;
mod mesh;
mod near;
mod outline;
mod point;
#[cfg(test)]
mod shapes_tests;
mod zone;

use std::collections::HashMap;
use std::io::Read;
use std::sync::LazyLock;

pub use find::{Guess, folded};
pub use mesh::{Flat, Mesh, mesh_of};
pub use near::Nearest;
pub use outline::{Frame, Outlines, path, within};
pub use point::Point;
pub use zone::{Zone, ZoneKind};

/// A commune, or an arrondissement of Paris, Lyon or Marseille.
#[derive(Clone, Debug, PartialEq)]
pub struct Commune {
    /// INSEE code, five characters.
    pub code: &'static str,
    /// Name, as INSEE writes it.
    pub name: &'static str,
    /// Whether it is a municipal arrondissement.
    pub arrondissement: bool,
    /// Code of its département (or of its overseas territory).
    pub department: &'static str,
    /// SIREN of its inter-communal body; empty where it has none, as arrondissements do.
    pub epci: &'static str,
    /// Postcodes.
    pub postcodes: Vec<&'static str>,
    /// Inhabitants, if known.
    pub population: Option<u32>,
    /// The middle of it, if known.
    pub middle: Option<Point>,
}

/// A département, or an overseas territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Code: `94`, `2A`, `974`.
    pub code: &'static str,
    /// Code of its région.
    pub region: &'static str,
    /// Name.
    pub name: &'static str,
    /// INSEE code of its main town.
    pub seat: &'static str,
}

/// A région, or an overseas territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// INSEE code: `93`.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
}

/// All of it.
#[derive(Debug)]
pub struct France {
    /// By code.
    pub communes: Vec<Commune>,
    /// By code.
    pub departments: Vec<Department>,
    /// By code.
    pub regions: Vec<Region>,
    by_code: HashMap<&'static str, usize>,
    names: find::Names,
}

/// What is built in.
#[must_use]
pub fn france() -> &'static France {
    static FRANCE: LazyLock<France> = LazyLock::new(France::unpack);
    &FRANCE
}

/// The commune of an INSEE code.
#[must_use]
pub fn commune(code: &str) -> Option<&'static Commune> {
    let france = france();
    france.by_code.get(code).map(|&n| &france.communes[n])
}

/// The département of a code.
#[must_use]
pub fn department(code: &str) -> Option<&'static Department> {
    let all = &france().departments;
    all.binary_search_by(|d| d.code.cmp(code)).ok().map(|n| &all[n])
}

/// The région of a code.
#[must_use]
pub fn region(code: &str) -> Option<&'static Region> {
    let all = &france().regions;
    all.binary_search_by(|r| r.code.cmp(code)).ok().map(|n| &all[n])
}

impl Commune {
    /// Code of its région; empty when its département is not known.
    #[must_use]
    pub fn region(&self) -> &'static str {
        department(self.department).map_or("", |d| d.region)
    }

    /// The commune itself, or the commune that an arrondissement belongs to.
    #[must_use]
    pub fn whole(&self) -> &'static str {
        match (self.arrondissement, self.code.get(..3)) {
            (true, Some("751")) => "75056",
            (true, Some("693")) => "69123",
            (true, Some("132")) => "13055",
            _ => self.code,
        }
    }

    /// Its inter-communal body; that of its commune for an arrondissement.
    #[must_use]
    pub fn intercommunality(&self) -> &'static str {
        match self.arrondissement {
            true => commune(self.whole()).map_or("", |c| c.epci),
            false => self.epci,
        }
    }
}

impl France {
    fn unpack() -> Self {
        let mut text = String::with_capacity(2_200_000);
        let packed: &[u8] = include_bytes!("../data/communes.tsv.gz");
        // Built in and tried by a test: it can be read.
        let _ = flate2::read::GzDecoder::new(packed).read_to_string(&mut text);
        let communes: Vec<Commune> = String::leak(text).lines().filter_map(read_commune).collect();
        let mut departments: Vec<Department> = include_str!("../data/departments.tsv")
            .lines()
            .filter_map(|line| {
                let mut cells = line.split('\t');
                let (code, region) = (cells.next()?, cells.next()?);
                Some(Department { code, region, name: cells.next()?, seat: cells.next()? })
            })
            .collect();
        let mut regions: Vec<Region> = include_str!("../data/regions.tsv")
            .lines()
            .filter_map(|line| line.split_once('\t').map(|(code, name)| Region { code, name }))
            .collect();
        departments.sort_by_key(|d| d.code);
        regions.sort_by_key(|r| r.code);
        let by_code = communes.iter().enumerate().map(|(n, c)| (c.code, n)).collect();
        let names = find::Names::of(&communes);
        Self { communes, departments, regions, by_code, names }
    }
}

fn read_commune(line: &'static str) -> Option<Commune> {
    let mut cells = line.split('\t');
    let (code, name, kind) = (cells.next()?, cells.next()?, cells.next()?);
    let (department, epci, postcodes) = (cells.next()?, cells.next()?, cells.next()?);
    let population = cells.next()?.parse().ok();
    let (latitude, longitude) = (cells.next()?.parse().ok(), cells.next()?.parse().ok());
    Some(Commune {
        code,
        name,
        arrondissement: kind == "a",
        department,
        epci,
        postcodes: postcodes.split('|').filter(|p| !p.is_empty()).collect(),
        population,
        middle: latitude.zip(longitude).map(|(lat, lon)| Point { lat, lon }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_it_is_there() {
        let france = france();
        assert_eq!(france.communes.len(), 35_014);
        assert_eq!((france.departments.len(), france.regions.len()), (109, 26));
        assert_eq!(france.communes.iter().filter(|c| c.arrondissement).count(), 45);
        assert!(france.communes.iter().all(|c| department(c.department).is_some()));
        assert!(france.departments.iter().all(|d| region(d.region).is_some()));
        assert!(france.communes.iter().filter(|c| c.middle.is_none()).count() < 100);
        let people: u64 = france
            .communes
            .iter()
            .filter(|c| !c.arrondissement)
            .filter_map(|c| c.population)
            .map(u64::from)
            .sum();
        assert!((66_000_000..72_000_000).contains(&people), "{people}");
    }

    #[test]
    fn a_commune_knows_what_it_lies_in() {
        let creteil = commune("94028").unwrap();
        assert_eq!((creteil.name, creteil.department, creteil.region()), ("Créteil", "94", "11"));
        let fourth = commune("75104").unwrap();
        assert_eq!((fourth.whole(), commune("75056").unwrap().name), ("75056", "Paris"));
        assert_eq!(fourth.intercommunality(), commune("75056").unwrap().epci);
        assert!(!fourth.intercommunality().is_empty());
        assert!(commune("99999").is_none());
    }
}
