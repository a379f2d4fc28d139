//! What is asked for, in which order it comes, and how one goes on from page to page.

use base::Id;
use territory::{Point, Zone};

use crate::model::{Organisation, OrganisationKind, Place, Standing};
use crate::profile::Offer;

/// Words that say nothing.
const EMPTY: [&str; 15] =
    ["l", "d", "le", "la", "les", "de", "du", "des", "et", "a", "au", "aux", "en", "the", "of"];
/// Characters of a word that count.
const LONGEST: usize = 40;
/// Words kept of one record, and words looked at in a question.
const MOST_KEPT: usize = 40;
const MOST_ASKED: usize = 8;
/// What no word begins with sorts before this.
const LAST: char = '\u{10ffff}';

fn words(texts: &[&str]) -> Vec<String> {
    let folded = territory::folded(&texts.join(" "));
    folded.split(' ').filter(|w| !w.is_empty()).map(|w| w.chars().take(LONGEST).collect()).collect()
}

/// The words by which a record is found: folded, each once.
#[must_use]
pub fn words_of(texts: &[&str]) -> Vec<String> {
    let mut all = words(texts);
    all.retain(|w| !EMPTY.contains(&w.as_str()));
    all.sort_unstable();
    all.dedup();
    all.truncate(MOST_KEPT);
    all
}

/// Words looked for: all of them have to be there, of the last one its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Reads what was typed. What says nothing by itself counts only where there is nothing else.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let all = words(&[typed]);
        let telling = all.iter().filter(|w| !EMPTY.contains(&w.as_str()));
        let mut kept: Vec<String> = telling.take(MOST_ASKED).cloned().collect();
        if kept.is_empty() {
            kept.extend(all.last().cloned());
        }
        Self(kept)
    }

    /// Whether nothing is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For each word the first and the last that will do.
    #[must_use]
    pub fn ranges(&self) -> Vec<(String, String)> {
        let last = self.0.len().saturating_sub(1);
        let range = |(n, word): (usize, &String)| {
            (word.clone(), if n == last { format!("{word}{LAST}") } else { word.clone() })
        };
        self.0.iter().enumerate().map(range).collect()
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Words of its name, town or postcode.
    pub words: Words,
    /// What it is.
    pub kind: Option<OrganisationKind>,
    /// Where its seat is.
    pub zone: Option<Zone>,
    /// At most so many kilometres from a point. The nearest come first then.
    pub around: Option<(Point, f64)>,
    /// What it offers.
    pub offers: Option<Offer>,
    /// What it needs.
    pub needs: Option<Offer>,
    /// Also those that are only known.
    pub all: bool,
}

impl Search {
    /// Whose standing will do, in the order in which they come.
    #[must_use]
    pub fn standings(&self) -> &'static [Standing] {
        if self.all { &[Standing::Member, Standing::Listed] } else { &[Standing::Member] }
    }
}

/// Where one is in a list: what it is sorted by, and the identifier. Members come before those that
/// are only known, then by name; or the nearest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// 0 for members, 1 for others; or kilometres.
    pub rank: f64,
    /// The folded name; empty where distance counts.
    pub key: String,
    /// Whose place this is.
    pub id: Id,
}

impl Spot {
    /// Which of two comes first.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let rank = self.rank.total_cmp(&other.rank);
        rank.then_with(|| self.key.cmp(&other.key)).then_with(|| self.id.cmp(&other.id))
    }

    /// Reads what [`Spot::text`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '~');
        let rank: f64 = parts.next()?.parse().ok().filter(|r: &f64| r.is_finite())?;
        let id = Id::parse(parts.next()?)?;
        Some(Self { rank, id, key: parts.next()?.to_owned() })
    }

    /// As it stands in addresses.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}~{}~{}", self.rank, self.id, self.key)
    }
}

/// The rank of a standing.
#[must_use]
pub fn rank(standing: Standing) -> f64 {
    match standing {
        Standing::Member => 0.0,
        Standing::Listed => 1.0,
    }
}

/// Which page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Step {
    /// The first one.
    #[default]
    First,
    /// What follows a spot.
    After(Spot),
    /// What leads up to a spot.
    Before(Spot),
}

impl Step {
    /// Whether one goes backwards.
    #[must_use]
    pub fn back(&self) -> bool {
        matches!(self, Self::Before(_))
    }
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Exactly so many.
    Exactly(u64),
    /// More than so many: counting all of them would cost more than it tells.
    MoreThan(u64),
}

impl Total {
    /// How many there are at least.
    #[must_use]
    pub fn least(self) -> u64 {
        match self {
            Self::Exactly(n) => n,
            Self::MoreThan(n) => n + 1,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exactly(a), Self::Exactly(b)) => Self::Exactly(a + b),
            (a, b) => Self::MoreThan((a.least() + b.least()).saturating_sub(1)),
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What stands on it.
    pub items: Vec<T>,
    /// Where the page before ends, if there is one.
    pub before: Option<Spot>,
    /// Where the next page begins, if there is one.
    pub after: Option<Spot>,
    /// How many there are on all pages.
    pub total: Total,
}

/// An organisation that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The organisation.
    pub organisation: Organisation,
    /// How far away, where distance was asked for.
    pub km: Option<f64>,
    /// Its place in the list.
    pub spot: Spot,
}

/// A place that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// The place.
    pub place: Place,
    /// Its place in the list.
    pub spot: Spot,
}

/// Makes a page of what was found in the direction of `step`, one more than `limit` where there is
/// more.
#[must_use]
pub fn page<T>(
    mut found: Vec<T>,
    step: &Step,
    limit: usize,
    spot: impl Fn(&T) -> Spot,
    total: Total,
) -> Page<T> {
    let more = found.len() > limit;
    found.truncate(limit);
    if step.back() {
        found.reverse();
    }
    let (first, last) = (found.first().map(&spot), found.last().map(&spot));
    let (before, after) = match step {
        Step::First => (None, last.filter(|_| more)),
        Step::After(from) => (first.or_else(|| Some(from.clone())), last.filter(|_| more)),
        Step::Before(from) => (first.filter(|_| more), last.or_else(|| Some(from.clone()))),
    };
    Page { items: found, before, after, total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_those_that_say_nothing_left_out() {
        let kept = words_of(&["Médiathèque de l’Haÿ", "St-Maur", "94210"]);
        assert_eq!(kept, ["94210", "hay", "maur", "mediatheque", "saint"]);
        assert!(words_of(&["", " - "]).is_empty());
        let ranges = Words::of("médiathèque de st mau").ranges();
        let [mediatheque, saint, mau] = ranges.try_into().unwrap();
        assert_eq!(mediatheque, ("mediatheque".into(), "mediatheque".into()));
        assert_eq!(saint.0, saint.1);
        let (first, last) = (mau.0.as_str(), mau.1.as_str());
        assert!((first..=last).contains(&"maurice") && (first..=last).contains(&"mau"));
        assert!("maz" > last && "ma" < first);
        assert_eq!(Words::of("de la").ranges().len(), 1, "nothing else to look for");
        assert!(Words::of(" … ").is_empty());
    }

    #[test]
    fn a_spot_is_read_as_it_was_written() {
        for (rank, key) in [(1.0, "a~b c"), (0.1 + 0.2, ""), (47.123_456_789, "é")] {
            let spot = Spot { rank, key: key.into(), id: Id::new() };
            assert_eq!(Spot::parse(&spot.text()), Some(spot));
        }
        for bad in ["", "1", "1~a", "x~a~b", "NaN~a~b", "inf~a~b", "1~a b~c"] {
            assert_eq!(Spot::parse(bad), None, "{bad}");
        }
    }
}
