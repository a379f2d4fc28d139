//! Occupations and the titles of jobs: the tables of the ROME (France Travail).

use std::collections::BTreeMap;

use crate::{FileError, Place};

/// An occupation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// ROME code: `K1601`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The broader occupation that it is a part of; itself for one that is broad.
    pub parent: String,
    /// What people call jobs of this kind, the common ones first, each in alphabetical order.
    pub titles: Vec<String>,
}

/// Where something in the tables of the ROME does not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Which row of the table of titles.
    pub place: Place,
    /// The title.
    pub title: String,
    /// The code that no occupation has.
    pub code: String,
}

/// Reads the table of occupations (`code_rome`, `libelle_rome`) and the table of titles
/// (`libelle_appellation_long`, `code_rome`), CSV or spreadsheets; by code. Titles of an unknown
/// occupation are told, not kept.
///
/// # Errors
/// [`FileError`] when one of them is no such table.
pub fn read_occupations(
    occupations: &[u8],
    titles: &[u8],
) -> Result<(Vec<Occupation>, Vec<Stray>), FileError> {
    let mut found: BTreeMap<String, Occupation> = BTreeMap::new();
    let names = Columns::of(occupations, ["code_rome", "libelle_rome"], ["code_rome_parent"])?;
    for (_, [code, name], [parent]) in names.rows() {
        let parent = if parent.is_empty() { code.clone() } else { parent };
        let occupation = Occupation { code: code.clone(), name, parent, titles: vec![] };
        found.insert(code, occupation);
    }
    let named = Columns::of(titles, ["code_rome", "libelle_appellation_long"], ["peu_usite"])?;
    let mut rare: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut strays = vec![];
    for (line, [code, title], [little_used]) in named.rows() {
        match found.get_mut(&code) {
            Some(_) if little_used == "O" => rare.entry(code).or_default().push(title),
            Some(occupation) => occupation.titles.push(title),
            None => {
                let place = Place { sheet: String::new(), line };
                strays.push(Stray { place, title, code });
            }
        }
    }
    for occupation in found.values_mut() {
        occupation.titles.sort();
        let mut rare = rare.remove(&occupation.code).unwrap_or_default();
        rare.sort();
        occupation.titles.append(&mut rare);
        let mut seen = std::collections::HashSet::new();
        occupation.titles.retain(|title| seen.insert(title.clone()));
    }
    Ok((found.into_values().collect(), strays))
}

/// Some columns of a table, by name.
struct Columns<const N: usize, const M: usize> {
    table: tables::Table,
    needed: [usize; N],
    wished: [Option<usize>; M],
}

impl<const N: usize, const M: usize> Columns<N, M> {
    fn of(bytes: &[u8], needed: [&str; N], wished: [&str; M]) -> Result<Self, FileError> {
        let table = tables::read(bytes)?;
        let at = |name: &str| table.headings.iter().position(|h| h == name);
        let missing: Vec<_> = needed.iter().copied().filter(|n| at(n).is_none()).collect();
        if !missing.is_empty() {
            return Err(FileError::Columns(missing.join(", ")));
        }
        let (needed, wished) = (needed.map(|n| at(n).unwrap_or_default()), wished.map(at));
        Ok(Self { table, needed, wished })
    }

    /// Line and cells of the rows that have all that is needed.
    fn rows(&self) -> impl Iterator<Item = (u32, [String; N], [String; M])> {
        self.table.rows.iter().filter_map(|row| {
            let text = |at: usize| row.cells.get(at).map(tables::Cell::text).unwrap_or_default();
            let needed = self.needed.map(text);
            let whole = needed.iter().all(|t| !t.is_empty());
            whole.then(|| (row.line, needed, self.wished.map(|at| at.map_or(String::new(), text))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OCCUPATIONS: &str = "\"code_rome\",\"libelle_rome\",\"code_rome_parent\"\n\
        \"K1601\",\"Gestion de l'information\",\"K1601\"\n\
        \"K1609\",\"Archivage\",\"K1601\"\n";

    #[test]
    fn titles_come_to_their_occupation_the_common_ones_first() {
        let titles = "code_ogr,libelle_appellation_long,code_rome,peu_usite\n\
            1,Archiviste,K1609,N\n2,Bibliothécaire,K1601,N\n3,Aide-bibliothécaire,K1601,O\n\
            4,Documentaliste,K1601,N\n5,Bibliothécaire,K1601,N\n6,Astronaute,Z9999,N\n";
        let (found, strays) = read_occupations(OCCUPATIONS.as_bytes(), titles.as_bytes()).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].titles, ["Bibliothécaire", "Documentaliste", "Aide-bibliothécaire"]);
        assert_eq!((found[1].code.as_str(), found[1].parent.as_str()), ("K1609", "K1601"));
        assert_eq!((strays.len(), strays[0].place.line, strays[0].code.as_str()), (1, 7, "Z9999"));
    }

    #[test]
    fn another_table_is_refused() {
        let refused = read_occupations(OCCUPATIONS.as_bytes(), OCCUPATIONS.as_bytes());
        assert_eq!(refused, Err(FileError::Columns("libelle_appellation_long".into())));
    }
}
