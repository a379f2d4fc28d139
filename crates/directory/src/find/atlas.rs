//! The map of what is missing: for each département how many of its questions were not answered as
//! they should be, of those alone that enough people asked.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use territory::{Commune, Flat, Frame, Outlines, Zone, france, mesh_of, path};

use super::needs::Needs;

/// Classes of the share that was not answered: below a tenth, a quarter, a half, from there on; and
/// nothing that could be told.
pub(super) const CLASSES: usize = 5;
/// The last class: nothing that could be told.
const UNTOLD: usize = CLASSES - 1;

/// Largest width and height, in tenths of a pixel.
const MOST: (f64, f64) = (6_000.0, 5_600.0);
/// Room around the country.
const MARGIN: f64 = 100.0;
/// Lines are no finer than this.
const DETAIL: f64 = 12.0;

/// What was asked in a département.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Code of the département.
    pub department: String,
    /// Questions.
    pub asked: u64,
    /// Those that were not answered as they should be.
    pub unmet: u64,
}

impl Part {
    /// Its class.
    pub fn class(&self) -> usize {
        let (asked, unmet) = (self.asked, self.unmet);
        match asked {
            0 => UNTOLD,
            _ if unmet * 2 >= asked => 3,
            _ if unmet * 4 >= asked => 2,
            _ if unmet * 10 >= asked => 1,
            _ => 0,
        }
    }

    /// Unanswered ones in a hundred.
    pub fn percent(&self) -> u64 {
        (self.unmet * 100 + self.asked / 2) / self.asked.max(1)
    }
}

/// What was asked, by département, the largest share of unanswered questions first. Only what is
/// shown by itself counts: from a sum that held more, the rest could be told.
pub(super) fn parts(needs: &Needs) -> Vec<Part> {
    let mut all: BTreeMap<&str, Part> = BTreeMap::new();
    for need in needs.shown.iter().filter(|n| !n.department.is_empty()) {
        let part = all.entry(&need.department).or_default();
        part.asked += need.asked;
        part.unmet += need.unmet();
    }
    let named = |(code, part): (&str, Part)| Part { department: code.to_owned(), ..part };
    let mut parts: Vec<Part> = all.into_iter().map(named).collect();
    parts.sort_by(|a, b| {
        (b.unmet * a.asked)
            .cmp(&(a.unmet * b.asked))
            .then_with(|| b.asked.cmp(&a.asked))
            .then_with(|| a.department.cmp(&b.department))
    });
    parts
}

/// The map.
#[derive(Clone, Debug)]
pub(super) struct Map {
    /// Units across.
    pub width: i64,
    /// Units down.
    pub height: i64,
    /// The ground by class.
    pub ground: [String; CLASSES],
    /// Borders of départements.
    pub inner: String,
    /// The outline of the country.
    pub coast: String,
}

struct Country {
    frame: Frame,
    outlines: Outlines,
}

/// The départements as they are drawn; their pieces are numbered from 1.
static COUNTRY: LazyLock<Option<Country>> = LazyLock::new(|| {
    let mesh = mesh_of(Zone::COUNTRY)?;
    let numbers = numbers();
    let piece = |c: &Commune| numbers.get(c.department).copied().unwrap_or(0);
    let rough = Outlines::of(&mesh, piece);
    let rings = rough.rings(|p| p != 0);
    let frame = Frame::around(rings.iter().flatten(), MOST, MARGIN)?;
    let outlines = rough.drawn(&frame, DETAIL);
    Some(Country { frame, outlines })
});

fn numbers() -> HashMap<&'static str, u32> {
    (1..).zip(&france().departments).map(|(n, d)| (d.code, n)).collect()
}

/// Draws the country with the classes of its départements; those overseas are not on it.
pub(super) fn draw(parts: &[Part]) -> Option<Map> {
    let Country { frame, outlines } = COUNTRY.as_ref()?;
    let numbers = numbers();
    let classes: HashMap<u32, usize> = parts
        .iter()
        .filter_map(|p| Some((*numbers.get(p.department.as_str())?, p.class())))
        .collect();
    let class = |piece: u32| classes.get(&piece).copied().unwrap_or(UNTOLD);
    let closed = |rings: Vec<Vec<Flat>>| path(rings.iter().map(Vec::as_slice), true);
    Some(Map {
        width: frame.width.round() as i64,
        height: frame.height.round() as i64,
        ground: std::array::from_fn(|k| closed(outlines.rings(|p| p != 0 && class(p) == k))),
        inner: path(outlines.lines(|a, b| a != 0 && b != 0), false),
        coast: closed(outlines.rings(|p| p != 0)),
    })
}

#[cfg(test)]
mod tests {
    use super::super::needs::Need;
    use super::*;

    fn need(department: &str, theme: &str, asked: u64, nothing: u64) -> Need {
        let (department, theme) = (department.into(), theme.into());
        Need { department, theme, asked, weak: 0, nothing }
    }

    #[test]
    fn the_worst_answered_comes_first_and_nowhere_is_not_drawn() {
        let shown = vec![
            need("94", "a", 20, 1),
            need("94", "b", 20, 1),
            need("75", "a", 10, 5),
            need("", "a", 50, 50),
            need("2A", "a", 8, 2),
        ];
        let parts = parts(&Needs { shown, rest: 0, few: true });
        let told: Vec<_> =
            parts.iter().map(|p| (p.department.as_str(), p.class(), p.percent())).collect();
        assert_eq!(told, [("75", 3, 50), ("2A", 2, 25), ("94", 0, 5)]);
    }

    #[test]
    fn every_departement_of_the_country_is_in_one_class() {
        let parts = vec![Part { department: "94".into(), asked: 10, unmet: 1 }];
        let map = draw(&parts).unwrap();
        assert!(!map.ground[1].is_empty() && !map.ground[UNTOLD].is_empty());
        assert!(map.ground[0].is_empty() && map.ground[2].is_empty() && map.ground[3].is_empty());
        let bytes = map.ground.iter().map(String::len).sum::<usize>() + map.inner.len();
        assert!(bytes < 80_000, "{bytes}");
    }
}
