//! How far it is from each commune to the nearest help, and what a territory adds up to.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use ::store::words;
use base::Id;
use jiff::civil::Date;
use network::model::{OrganisationKind, Standing};
use network::seats::Seat;
use serde::Serialize;
use territory::{Commune, Nearest, Point, Zone, ZoneKind, france};

use crate::facts::FLOOR;

words! {
    /// What counts as help, when it is asked how far it is.
    Help {
        /// A career-guidance centre.
        Centre = "centre", "territory-help-centre";
        /// A place where sessions of the programme ran in the last twelve months, or will in the
        /// next.
        Programme = "programme", "territory-help-programme";
        /// Any library open to the public.
        Library = "library", "territory-help-library";
    }
}

/// Kilometres at which classes end.
pub const LIMITS: [u32; 3] = [10, 20, 30];
/// Classes of distance: up to each limit, beyond the last, not known.
pub const CLASSES: usize = LIMITS.len() + 2;

/// Something that can be near.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// The organisation whose page tells more.
    pub organisation: Id,
    /// Where it is.
    pub point: Point,
}

/// Far each commune of France, in the order of [`france`], the nearest of some points: which one,
/// and how far. Nothing where there is none or the commune has no known middle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach(Vec<Option<(u32, f32)>>);

impl Reach {
    /// As the crow flies, from the middle of each commune.
    #[must_use]
    pub fn to(points: &[Point]) -> Self {
        let nearest = Nearest::of(points.iter().copied());
        let from = |c: &Commune| {
            let middle = c.middle?;
            let found = nearest.to(middle)?;
            Some((u32::try_from(found).ok()?, middle.km_to(points[found]) as f32))
        };
        Self(france().communes.iter().map(from).collect())
    }

    /// The same, remembered: while the points are the same, so is what is near.
    #[must_use]
    pub fn kept(points: &[Point]) -> Arc<Self> {
        type Kept = Vec<(Vec<Point>, Arc<Reach>)>;
        static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
        /// A reach for each help and some years; each takes some 400 kB.
        const MOST: usize = 12;
        let find = |kept: &mut Kept| {
            let at = kept.iter().position(|(p, _)| p == points)?;
            let one = kept.remove(at);
            kept.push(one.clone());
            Some(one.1)
        };
        if let Some(found) = find(&mut KEPT.lock().unwrap_or_else(PoisonError::into_inner)) {
            return found;
        }
        let reach = Arc::new(Self::to(points));
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((points.to_vec(), reach.clone()));
        reach
    }

    /// Which point is nearest to a commune, and kilometres to it.
    #[must_use]
    pub fn from(&self, commune: usize) -> Option<(usize, f64)> {
        let (which, km) = (*self.0.get(commune)?)?;
        Some((which as usize, f64::from(km)))
    }

    /// The class of a commune.
    #[must_use]
    pub fn class(&self, commune: usize) -> usize {
        match (self.from(commune), france().communes.get(commune).and_then(|c| c.middle)) {
            (Some((_, km)), _) => {
                LIMITS.iter().position(|l| km <= f64::from(*l)).unwrap_or(LIMITS.len())
            }
            // There is no help anywhere: beyond any limit.
            (None, Some(_)) => LIMITS.len(),
            (None, None) => CLASSES - 1,
        }
    }
}

/// The communes of a territory by their numbers in [`france`].
#[must_use]
pub fn numbers(zone: Zone) -> Vec<usize> {
    let all = france().communes.iter().enumerate();
    let here = |c: &Commune| zone.holds(c) && (!c.arrondissement || c.code == zone.code());
    all.filter(|(_, c)| here(c)).map(|(n, _)| n).collect()
}

/// Communes and their inhabitants by class of distance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Communes of each class.
    pub communes: [u32; CLASSES],
    /// Their inhabitants, where they are known.
    pub people: [u64; CLASSES],
}

impl Shares {
    /// Of these communes.
    #[must_use]
    pub fn of(communes: &[usize], reach: &Reach) -> Self {
        let mut shares = Self::default();
        for n in communes {
            let class = reach.class(*n);
            shares.communes[class] += 1;
            let people = france().communes.get(*n).and_then(|c| c.population);
            shares.people[class] += u64::from(people.unwrap_or(0));
        }
        shares
    }

    /// Communes whose distance is known, and those of them up to a limit.
    #[must_use]
    pub fn communes_within(&self, limit: usize) -> (u64, u64) {
        let sum = |until: usize| self.communes[..until].iter().copied().map(u64::from).sum();
        (sum(limit + 1), sum(CLASSES - 1))
    }

    /// The same of their inhabitants.
    #[must_use]
    pub fn people_within(&self, limit: usize) -> (u64, u64) {
        (self.people[..=limit].iter().sum(), self.people[..CLASSES - 1].iter().sum())
    }
}

/// Tenths of a hundredth, never rounded up: what is not all does not read 100.
#[must_use]
pub fn percent((part, whole): (u64, u64)) -> Option<f64> {
    let tenths = (part * 1_000).checked_div(whole)?;
    Some(tenths as f64 / 10.0)
}

/// How many organisations of a kind are in a territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Present {
    /// The kind.
    pub kind: OrganisationKind,
    /// Members of the network.
    pub members: u32,
    /// Only known to it.
    pub known: u32,
}

/// Organisations by kind; kinds of which there are none are left out.
#[must_use]
pub fn present<'a>(seats: impl IntoIterator<Item = &'a Seat>) -> Vec<Present> {
    let none = |kind: &OrganisationKind| Present { kind: *kind, members: 0, known: 0 };
    let mut all: Vec<_> = OrganisationKind::ALL.iter().map(none).collect();
    for seat in seats {
        if let Some(one) = all.iter_mut().find(|p| p.kind == seat.kind) {
            match seat.standing {
                Standing::Member => one.members += 1,
                Standing::Listed => one.known += 1,
            }
        }
    }
    all.retain(|p| p.members + p.known > 0);
    all
}

/// What took place somewhere in a year, or over a period that somebody typed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ran {
    /// The year, or what the period is called.
    pub label: String,
    /// Whether there are only totals, and no sessions behind them.
    pub without_detail: bool,
    /// Sessions held; `None` where totals do not say.
    pub sessions: Option<u32>,
    /// People who took part, where they were counted.
    pub participants: Option<u32>,
    /// How many of them are typed in and not counted at the desk.
    pub typed: u32,
    /// Sessions in which nobody counted.
    pub uncounted: u32,
    /// Whether there were participants and too few to be told.
    pub few: bool,
    /// Made up for the demonstration.
    pub illustrative: bool,
}

impl Ran {
    /// As it may be shown to everybody: no count of fewer people than the report would show.
    #[must_use]
    pub fn floored(mut self) -> Self {
        let few = |n: u32| (1..FLOOR).contains(&n);
        if self.participants.is_some_and(few) {
            (self.few, self.participants, self.typed) = (true, None, 0);
        }
        // What is counted would tell what is typed, and the other way round.
        if let Some(all) = self.participants
            && (few(self.typed) || few(all.saturating_sub(self.typed)))
        {
            self.typed = if self.typed * 2 >= all { all } else { 0 };
        }
        self
    }
}

/// Sessions of one place and organiser in one year.
#[derive(Clone, Debug)]
pub struct PlaceYear {
    /// Year.
    pub year: i16,
    /// The commune in which they took place; the organiser's where that is not known.
    pub commune: Option<&'static Commune>,
    /// Where help was to be had; `None` for what took place online, or nobody knows where.
    pub spot: Option<Spot>,
    /// Sessions that the report counts.
    pub sessions: u32,
    /// All sessions.
    pub all: u32,
    /// Participants.
    pub participants: u32,
    /// Of them typed in.
    pub typed: u32,
    /// Sessions without a count.
    pub uncounted: u32,
    /// Made up.
    pub illustrative: bool,
}

/// The years of a territory, the latest first.
#[must_use]
pub fn by_year(held: &[PlaceYear], zone: Zone, most: usize) -> Vec<Ran> {
    let mut years: BTreeMap<i16, Ran> = BTreeMap::new();
    let here = |one: &&PlaceYear| one.commune.is_some_and(|c| zone.holds(c)) && one.sessions > 0;
    for one in held.iter().filter(here) {
        let ran = years.entry(one.year).or_default();
        ran.label = one.year.to_string();
        ran.sessions = Some(ran.sessions.unwrap_or(0) + one.sessions);
        ran.uncounted += one.uncounted;
        ran.typed += one.typed;
        ran.illustrative |= one.illustrative;
        if one.uncounted < one.sessions {
            ran.participants = Some(ran.participants.unwrap_or(0) + one.participants);
        }
    }
    years.into_values().rev().take(most).map(Ran::floored).collect()
}

/// Where sessions took place in each year, the latest first.
#[must_use]
pub fn spots_by_year(held: &[PlaceYear], most: usize) -> Vec<(i16, Vec<Spot>)> {
    let mut years: BTreeMap<i16, Vec<Spot>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.all > 0) {
        if let Some(spot) = &one.spot {
            years.entry(one.year).or_default().push(spot.clone());
        }
    }
    years.into_iter().rev().take(most).collect()
}

/// A coming session.
#[derive(Clone, Debug)]
pub struct Coming {
    /// Identifier.
    pub id: Id,
    /// Title of its activity.
    pub title: String,
    /// Local date.
    pub date: Date,
    /// Where: the place and its town, or the organiser.
    pub place: String,
    /// In which commune, if known.
    pub commune: Option<&'static Commune>,
}

/// The territories that a territory is made of, as they are listed: régions, départements,
/// inter-communal bodies, communes.
#[must_use]
pub fn parts(zone: Zone) -> Vec<Zone> {
    let communes = || zone.communes();
    let of = |kind: ZoneKind, codes: Vec<&str>| -> Vec<Zone> {
        codes.into_iter().filter_map(|code| Zone::of(kind, code)).collect()
    };
    match zone.kind() {
        ZoneKind::Country => {
            of(ZoneKind::Region, france().regions.iter().map(|r| r.code).collect())
        }
        ZoneKind::Region => {
            let own = france().departments.iter().filter(|d| d.region == zone.code());
            of(ZoneKind::Department, own.map(|d| d.code).collect())
        }
        ZoneKind::Department => {
            let mut size: BTreeMap<&str, u64> = BTreeMap::new();
            for c in communes().filter(|c| !c.epci.is_empty()) {
                *size.entry(c.epci).or_default() += u64::from(c.population.unwrap_or(0));
            }
            let mut codes: Vec<_> = size.into_iter().collect();
            codes.sort_by_key(|(code, people)| (std::cmp::Reverse(*people), *code));
            of(ZoneKind::Intercommunality, codes.into_iter().map(|(code, _)| code).collect())
        }
        ZoneKind::Intercommunality | ZoneKind::Commune => vec![],
    }
}

/// A commune with how far it is from there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Far {
    /// The commune.
    pub commune: &'static Commune,
    /// Which spot is nearest, and kilometres to it.
    pub nearest: Option<(usize, f64)>,
    /// Class of that distance.
    pub class: usize,
}

/// The communes beyond a limit in kilometres (0: all), the farthest first, the most populous of
/// those that are equally far first; those of which nobody knows where they are last.
#[must_use]
pub fn farthest(communes: &[usize], reach: &Reach, beyond: u32) -> Vec<Far> {
    let row = |n: &usize| {
        let commune = france().communes.get(*n)?;
        Some(Far { commune, nearest: reach.from(*n), class: reach.class(*n) })
    };
    let far = |f: &Far| {
        let known = f.class + 1 < CLASSES;
        beyond == 0 || known && f.nearest.is_none_or(|(_, km)| km > f64::from(beyond))
    };
    let mut rows: Vec<Far> = communes.iter().filter_map(row).filter(far).collect();
    rows.sort_by(|a, b| {
        let unknown = |f: &Far| f.class + 1 == CLASSES;
        let km = |f: &Far| f.nearest.map_or(f64::INFINITY, |(_, km)| km);
        let people = |f: &Far| f.commune.population.unwrap_or(0);
        (unknown(a).cmp(&unknown(b)))
            .then(km(b).total_cmp(&km(a)))
            .then(people(b).cmp(&people(a)))
            .then(a.commune.code.cmp(b.commune.code))
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn position(code: &str) -> usize {
        france().communes.iter().position(|c| c.code == code).unwrap()
    }

    #[test]
    fn without_help_everything_is_beyond_and_what_has_no_middle_is_not_known() {
        let zone = Zone::parse("departement-94").unwrap();
        let all = numbers(zone);
        let shares = Shares::of(&all, &Reach::to(&[]));
        assert_eq!(shares.communes, [0, 0, 0, 47, 0]);
        assert_eq!(percent(shares.communes_within(2)), Some(0.0));
        let afar = Zone::parse("departement-987").unwrap();
        let shares = Shares::of(&numbers(afar), &Reach::to(&[Point { lat: 48.8, lon: 2.3 }]));
        assert_eq!(percent(shares.communes_within(2)), None);
        assert!(shares.communes[CLASSES - 1] > 40);
        assert!(farthest(&numbers(afar), &Reach::to(&[]), 10).is_empty(), "not known is not far");
    }

    #[test]
    fn what_is_not_all_is_not_called_all() {
        assert_eq!(percent((9_999, 10_000)), Some(99.9));
        assert_eq!((percent((3, 3)), percent((0, 0))), (Some(100.0), None));
    }

    #[test]
    fn few_people_are_not_told_neither_counted_nor_typed() {
        let ran = |participants, typed| {
            let one = Ran { participants: Some(participants), typed, ..Ran::default() }.floored();
            (one.participants, one.typed, one.few)
        };
        assert_eq!(ran(4, 4), (None, 0, true));
        assert_eq!(ran(0, 0), (Some(0), 0, false));
        assert_eq!(ran(30, 12), (Some(30), 12, false));
        assert_eq!(ran(30, 2), (Some(30), 0, false), "2 typed would be told");
        assert_eq!(ran(30, 28), (Some(30), 30, false), "2 counted would be told");
    }

    #[test]
    fn parts_make_the_whole() {
        for slug in ["region-93", "departement-94", "france"] {
            let zone = Zone::parse(slug).unwrap();
            let sum: usize = parts(zone)
                .into_iter()
                .map(|p| p.communes().filter(|c| zone.holds(c)).count())
                .sum();
            assert_eq!(sum, zone.communes().count(), "{slug}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
        #[test]
        fn the_nearest_is_as_near_as_the_nearest_of_all_and_the_class_follows(
            points in proptest::collection::vec((42.0..51.0_f64, -4.0..8.0_f64), 1..40),
        ) {
            let points: Vec<_> = points.into_iter().map(|(lat, lon)| Point { lat, lon }).collect();
            let reach = Reach::to(&points);
            for (n, c) in france().communes.iter().enumerate().step_by(97) {
                let Some(middle) = c.middle else { continue };
                let least = points.iter().map(|p| p.km_to(middle)).fold(f64::INFINITY, f64::min);
                let (_, km) = reach.from(n).unwrap();
                prop_assert!((km - least).abs() < 0.01 + least * 1e-6);
                let class = LIMITS.iter().filter(|l| km > f64::from(**l)).count();
                prop_assert_eq!(reach.class(n), class);
            }
        }
    }

    #[test]
    fn the_farthest_come_first_and_only_those_beyond() {
        let zone = Zone::parse("departement-94").unwrap();
        let creteil = territory::commune("94028").unwrap().middle.unwrap();
        let reach = Reach::to(&[creteil]);
        let all = farthest(&numbers(zone), &reach, 0);
        assert_eq!((all.len(), all[46].commune.code), (47, "94028"));
        assert!(all.windows(2).all(|w| w[0].nearest.unwrap().1 >= w[1].nearest.unwrap().1));
        let beyond = farthest(&numbers(zone), &reach, 10);
        let (within, known) = Shares::of(&numbers(zone), &reach).communes_within(0);
        assert_eq!(beyond.len() as u64, known - within);
        assert!(!beyond.is_empty() && beyond.iter().all(|f| f.nearest.unwrap().1 > 10.0));
        assert_eq!(reach.from(position("94028")), Some((0, 0.0)));
    }

    #[test]
    fn what_is_near_is_remembered() {
        let points = [Point { lat: 47.0, lon: 2.0 }];
        assert!(Arc::ptr_eq(&Reach::kept(&points), &Reach::kept(&points)));
        assert_eq!(*Reach::kept(&points), Reach::to(&points));
    }
}
