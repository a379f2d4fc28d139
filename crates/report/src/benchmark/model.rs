//! One organisation beside comparable ones: distributions, never a ranking. What fewer than
//! [`FLOOR`] other organisations did is not told: it could be told of one of them.

use std::collections::BTreeSet;

use base::Id;
use network::model::OrganisationKind;

/// Other organisations below which nothing is told of them.
pub const FLOOR: usize = 5;

/// Inhabitants of the commune from which each band of sizes begins: those of the yearly survey of
/// public libraries by the ministry of culture.
pub const TOWNS: [u32; 7] = [0, 2_000, 5_000, 10_000, 20_000, 40_000, 100_000];
/// Square metres from which each band of surfaces begins.
pub const SURFACES: [u32; 5] = [0, 100, 300, 1_000, 3_000];

/// The band a number falls into, counted from 0.
#[must_use]
pub fn band(starts: &[u32], value: f64) -> usize {
    starts.iter().rposition(|start| value >= f64::from(*start)).unwrap_or(0)
}

/// What an organisation did in a period, from its held sessions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Practice {
    /// Sessions held.
    pub sessions: u32,
    /// People who took part, in the sessions where they were counted.
    pub participants: u32,
    /// Sessions where they were.
    pub counted: u32,
    /// Places registered ahead, in the sessions where those and the absent were counted.
    pub preregistered: u32,
    /// Places of those that stayed empty.
    pub no_shows: u32,
    /// Different themes.
    pub themes: u32,
    /// Different organisations that animated.
    pub partners: u32,
    /// Sessions whose figures were typed in.
    pub typed: u32,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Sessions held.
    Sessions,
    /// People who took part.
    Participants,
    /// People who took part in a session, on average.
    PerSession,
    /// Places that stayed empty for 100 registered ahead.
    NoShowRate,
    /// Different themes.
    Themes,
    /// Different organisations that animated.
    Partners,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Sessions,
        Self::Participants,
        Self::PerSession,
        Self::NoShowRate,
        Self::Themes,
        Self::Partners,
    ];

    /// Key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Sessions => "report-sessions",
            Self::Participants => "report-participants",
            Self::PerSession => "benchmark-per-session",
            Self::NoShowRate => "benchmark-no-show-rate",
            Self::Themes => "report-themes",
            Self::Partners => "report-partners",
        }
    }

    /// The figure of the report that opens onto what stands behind it.
    #[must_use]
    pub fn figure(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Participants | Self::PerSession => "participants",
            Self::NoShowRate => "no_shows",
            Self::Themes => "themes",
            Self::Partners => "partners",
        }
    }

    /// Its value; `None` where nothing was held, or nobody counted.
    #[must_use]
    pub fn of(self, p: &Practice) -> Option<f64> {
        let number = |n: u32, known: bool| known.then(|| f64::from(n));
        let ratio = |n: u32, of: u32| (of > 0).then(|| f64::from(n) / f64::from(of));
        match self {
            Self::Sessions => number(p.sessions, p.sessions > 0),
            Self::Participants => number(p.participants, p.counted > 0),
            Self::PerSession => ratio(p.participants, p.counted),
            Self::NoShowRate => ratio(p.no_shows, p.preregistered).map(|r| r * 100.0),
            Self::Themes => number(p.themes, p.sessions > 0),
            Self::Partners => number(p.partners, p.sessions > 0),
        }
    }
}

/// Half of what others did lies between the quartiles. Neither the least nor the most is told: they
/// are those of one organisation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution {
    /// Organisations it is made of.
    pub n: usize,
    /// A quarter did less.
    pub lower: f64,
    /// Half did less.
    pub median: f64,
    /// A quarter did more.
    pub upper: f64,
}

impl Distribution {
    /// Of these values; `None` below the floor.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        if values.len() < FLOOR {
            return None;
        }
        values.sort_by(f64::total_cmp);
        let at = |share: f64| quantile(&values, share);
        Some(Self { n: values.len(), lower: at(0.25), median: at(0.5), upper: at(0.75) })
    }
}

/// The quantile of sorted values, between neighbours in proportion (Hyndman and Fan, type 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    #[allow(clippy::cast_precision_loss)]
    let place = share * last as f64;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (place - place.floor())
}

/// An organisation as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Inhabitants of its commune, if known.
    pub inhabitants: Option<f64>,
    /// Square metres, if known.
    pub surface: Option<f64>,
    /// What it did.
    pub practice: Practice,
}

/// In what others have to be like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// Of the same kind.
    pub kind: bool,
    /// In a commune of the same band of sizes.
    pub town: bool,
    /// Of the same band of surfaces.
    pub surface: bool,
}

/// Whether one is comparable to another. A size that is not known is like no other.
#[must_use]
pub fn alike(one: &Candidate, other: &Candidate, like: Likeness) -> bool {
    let same = |a: Option<f64>, b: Option<f64>, starts: &[u32]| match (a, b) {
        (Some(a), Some(b)) => band(starts, a) == band(starts, b),
        _ => false,
    };
    one.id != other.id
        && (!like.kind || one.kind == other.kind)
        && (!like.town || same(one.inhabitants, other.inhabitants, &TOWNS))
        && (!like.surface || same(one.surface, other.surface, &SURFACES))
}

/// A measure of one organisation beside others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// What.
    pub measure: Measure,
    /// Its own value.
    pub own: Option<f64>,
    /// That of the others; `None` where they are too few.
    pub others: Option<Distribution>,
}

/// One organisation beside those that are like it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Measure by measure.
    pub measures: Vec<Beside>,
    /// Names of those that are like it and held sessions.
    pub names: Vec<String>,
    /// How many are like it and held none.
    pub idle: usize,
}

/// Puts an organisation beside others.
#[must_use]
pub fn compare(one: &Candidate, all: &[Candidate], like: Likeness) -> Compared {
    let (active, idle): (Vec<_>, Vec<_>) = all
        .iter()
        .filter(|other| alike(one, other, like))
        .partition(|other| other.practice.sessions > 0);
    let beside = |measure: Measure| Beside {
        measure,
        own: measure.of(&one.practice),
        others: Distribution::of(active.iter().filter_map(|o| measure.of(&o.practice)).collect()),
    };
    let names: BTreeSet<String> = active.iter().map(|o| o.name.clone()).collect();
    Compared {
        measures: Measure::ALL.map(beside).to_vec(),
        names: names.into_iter().collect(),
        idle: idle.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(sessions: u32) -> Candidate {
        Candidate {
            id: Id::new(),
            name: format!("M{sessions}"),
            kind: OrganisationKind::Library,
            inhabitants: Some(12_000.0),
            surface: Some(500.0),
            practice: Practice { sessions, ..Practice::default() },
        }
    }

    const LIKE: Likeness = Likeness { kind: true, town: true, surface: true };

    #[test]
    fn bands_begin_where_they_say() {
        for (value, expected) in [(0.0, 0), (1_999.0, 0), (2_000.0, 1), (99_999.0, 5), (2e6, 6)] {
            assert_eq!(band(&TOWNS, value), expected, "{value}");
        }
    }

    #[test]
    fn four_others_are_not_told_of_and_five_are() {
        let one = candidate(3);
        let others: Vec<_> = (1..=5).map(candidate).collect();
        let told = |n: usize| compare(&one, &others[..n], LIKE).measures[0].others;
        assert_eq!(told(4), None);
        let five = told(5).unwrap();
        assert_eq!((five.n, five.lower, five.median, five.upper), (5, 2.0, 3.0, 4.0));
        // It is not among its own others.
        let with_itself = [&others[..4], std::slice::from_ref(&one)].concat();
        assert_eq!(compare(&one, &with_itself, LIKE).measures[0].others, None);
    }

    #[test]
    fn only_what_is_alike_is_compared_and_what_is_unknown_is_like_nothing() {
        let one = candidate(1);
        let mut other = candidate(2);
        assert!(alike(&one, &other, LIKE));
        other.inhabitants = Some(9_999.0);
        assert!(!alike(&one, &other, LIKE));
        assert!(alike(&one, &other, Likeness { town: false, ..LIKE }));
        other.surface = None;
        assert!(!alike(&one, &other, Likeness { town: false, ..LIKE }));
        other.kind = OrganisationKind::CareerCentre;
        assert!(alike(&one, &other, Likeness { kind: false, town: false, surface: false }));
    }

    #[test]
    fn what_nobody_counted_is_no_zero() {
        let practice = Practice { sessions: 2, ..Practice::default() };
        assert_eq!(Measure::Participants.of(&practice), None);
        assert_eq!(Measure::NoShowRate.of(&practice), None);
        assert_eq!(Measure::Themes.of(&practice), Some(0.0));
        assert_eq!(Measure::Sessions.of(&Practice::default()), None);
        let counted = Practice { counted: 2, participants: 9, ..practice };
        assert_eq!(Measure::PerSession.of(&counted), Some(4.5));
    }

    proptest! {
        #[test]
        fn quartiles_lie_between_the_least_and_the_most_and_in_order(
            values in proptest::collection::vec(0.0..1e6_f64, FLOOR..60),
        ) {
            let d = Distribution::of(values.clone()).unwrap();
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(0.0, f64::max);
            prop_assert!(least <= d.lower && d.lower <= d.median);
            prop_assert!(d.median <= d.upper && d.upper <= most);
            let below = values.iter().filter(|v| **v <= d.median).count();
            prop_assert!(below * 2 >= values.len());
        }
    }
}
