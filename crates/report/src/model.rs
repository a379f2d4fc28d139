//! Adding up, without any database.
//!
//! A figure that nobody counted in any session is `None`; one counted in some and not in others is
//! the sum of those that were, with the number of the others beside it. Typed-in numbers are
//! marked. Sessions counted apart (a co-searching session at a festival) are given besides.

use std::collections::{BTreeMap, BTreeSet};

use base::Id;
use jiff::civil::Date;
use programme::model::{Totals, TotalsSource};
use serde::Serialize;

/// A held session, as the report needs it.
#[derive(Clone, Debug)]
pub struct Held {
    /// Identifier.
    pub id: Id,
    /// Local date.
    pub date: Date,
    /// Title of the activity.
    pub title: String,
    /// Format's code.
    pub format: String,
    /// Theme: identifier and name in French and English.
    pub theme: Option<(Id, String, String)>,
    /// Who animated.
    pub partners: Vec<(Id, String)>,
    /// Place.
    pub place: Option<(Id, String)>,
    /// Counted besides the others.
    pub apart: bool,
    /// Registration was possible.
    pub registrable: bool,
    /// Places.
    pub capacity: u32,
    /// Registrations still waiting when it was held.
    pub waiting: u32,
    /// What came of it.
    pub totals: Totals,
    /// Counted at the desk or typed in.
    pub source: Option<TotalsSource>,
    /// Made up for the demonstration.
    pub illustrative: bool,
}

/// A figure of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Sessions held.
    Sessions,
    /// Different themes.
    Themes,
    /// Different organisations that animated.
    Partners,
    /// Places registered ahead.
    Preregistered,
    /// People let in without a registration.
    WalkIns,
    /// People who took part.
    Participants,
    /// Places registered ahead that stayed empty.
    NoShows,
    /// Places registered ahead for 100 places.
    FillRate,
    /// Registrations left waiting for 100 places.
    WaitingPressure,
    /// Sessions cancelled.
    Cancelled,
    /// Sessions that moved or wait for a new date.
    Postponed,
    /// Past sessions that nobody closed.
    ToClose,
    /// Sessions counted besides the others.
    Besides,
}

impl Figure {
    /// All of them, with the name in addresses and documents and the key of the text.
    pub const ALL: [(Self, &'static str, &'static str); 13] = [
        (Self::Sessions, "sessions", "report-sessions"),
        (Self::Themes, "themes", "report-themes"),
        (Self::Partners, "partners", "report-partners"),
        (Self::Preregistered, "preregistered", "report-preregistered"),
        (Self::WalkIns, "walk_ins", "report-walk-ins"),
        (Self::Participants, "participants", "report-participants"),
        (Self::NoShows, "no_shows", "report-no-shows"),
        (Self::FillRate, "fill_rate", "report-fill"),
        (Self::WaitingPressure, "waiting_pressure", "report-pressure"),
        (Self::Cancelled, "cancelled", "report-cancelled"),
        (Self::Postponed, "postponed", "report-postponed"),
        (Self::ToClose, "to_close", "report-to-close"),
        (Self::Besides, "besides", "report-besides"),
    ];
    /// Those that each session adds its own number to.
    pub const SUMMED: [Self; 4] =
        [Self::Preregistered, Self::WalkIns, Self::Participants, Self::NoShows];

    /// Its name in addresses and documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Key of its text.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|f| f.1 == name).map(|f| f.0)
    }

    /// What a session adds to it; `None` when it was not counted, or is no sum.
    #[must_use]
    pub fn of(self, totals: &Totals) -> Option<u32> {
        match self {
            Self::Preregistered => totals.preregistered,
            Self::WalkIns => totals.walk_ins,
            Self::Participants => totals.participants,
            Self::NoShows => totals.no_shows,
            _ => None,
        }
    }
}

/// Which sessions of the period are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Held and closed.
    Held,
    /// Cancelled.
    Cancelled,
    /// Moved, or waiting for a new date.
    Postponed,
    /// Past and not closed.
    ToClose,
}

/// Yearly totals typed in with no rows behind them.
#[derive(Clone, Debug, Serialize)]
pub struct TypedTotals {
    /// What they are.
    pub label: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Whose.
    pub organisation: Id,
    /// Sessions.
    pub sessions: Option<u32>,
    /// Themes.
    pub themes: Option<u32>,
    /// Partners.
    pub partners: Option<u32>,
    /// The rest.
    #[serde(flatten)]
    pub totals: Totals,
}

/// Key of the line of the sessions without theme, partner or place, and its name in a query.
pub const NONE: &str = "-";

/// A line of a breakdown.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What it is about: a month (`2016-03`), the identifier of a theme, a partner or a place, the
    /// code of a format; [`NONE`] for the sessions that have none.
    pub key: String,
    /// Its name in French, as far as it has one.
    pub name: String,
    /// Sessions.
    pub sessions: u32,
    /// Their totals.
    #[serde(flatten)]
    pub totals: Totals,
}

/// Sessions counted besides.
#[derive(Clone, Debug, Serialize)]
pub struct Besides {
    /// Format's code.
    pub format: String,
    /// How many.
    pub sessions: u32,
    /// Who took part, if counted.
    pub participants: Option<u32>,
}

/// The report of a period.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Sessions held.
    pub sessions: u32,
    /// Different themes.
    pub themes: u32,
    /// Different organisations that animated.
    pub partners: u32,
    /// Places registered ahead; null when nobody counted.
    pub preregistered: Option<u32>,
    /// People let in without a registration; null when nobody counted.
    pub walk_ins: Option<u32>,
    /// People who took part; null when nobody counted.
    pub participants: Option<u32>,
    /// Places registered ahead that stayed empty; null when nobody counted.
    pub no_shows: Option<u32>,
    /// Names of the figures that hold numbers typed in rather than counted.
    pub typed: Vec<&'static str>,
    /// For each figure, in how many sessions it was not counted.
    pub missing: BTreeMap<&'static str, u32>,
    /// Places registered ahead for 100 places, over the sessions with registration.
    pub fill_rate: Option<f64>,
    /// Registrations left waiting for 100 places, over the same sessions.
    pub waiting_pressure: Option<f64>,
    /// Sessions cancelled.
    pub cancelled: u32,
    /// Sessions that moved or wait for a new date.
    pub postponed: u32,
    /// Sessions of the past that nobody closed yet: not in the figures.
    pub to_close: u32,
    /// Sessions counted besides.
    pub besides: Vec<Besides>,
    /// Totals without rows, and whether they are in the figures above.
    pub typed_totals: Vec<(TypedTotals, bool)>,
    /// Some of the sessions are illustrations of a demonstration.
    pub illustrative: bool,
    /// Month by month (`2016-03`).
    pub by_month: Vec<Line>,
    /// Theme by theme.
    pub by_theme: Vec<Line>,
    /// Format by format.
    pub by_format: Vec<Line>,
    /// Partner by partner; a session with two partners stands under both.
    pub by_partner: Vec<Line>,
    /// Place by place.
    pub by_place: Vec<Line>,
    /// How people came, from sessions counted at the desk; small counts together.
    pub told: Vec<crate::facts::Told>,
}

impl Report {
    /// The whole of it as one line.
    #[must_use]
    pub fn sum(&self) -> Line {
        Line {
            key: String::new(),
            name: String::new(),
            sessions: self.sessions,
            totals: Totals {
                preregistered: self.preregistered,
                walk_ins: self.walk_ins,
                participants: self.participants,
                no_shows: self.no_shows,
            },
        }
    }

    /// A figure that is a sum; `None` when nobody counted it, or it is no sum.
    #[must_use]
    pub fn value(&self, figure: Figure) -> Option<u32> {
        figure.of(&self.sum().totals)
    }
}

fn plus(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.saturating_add(b)),
        (one, None) | (None, one) => one,
    }
}

fn add(sum: &mut Totals, more: &Totals) {
    sum.preregistered = plus(sum.preregistered, more.preregistered);
    sum.walk_ins = plus(sum.walk_ins, more.walk_ins);
    sum.participants = plus(sum.participants, more.participants);
    sum.no_shows = plus(sum.no_shows, more.no_shows);
}

/// Adds up line by line; `keys` gives key and name of the lines that a session stands under.
fn by(sessions: &[&Held], keys: impl Fn(&Held) -> Vec<(String, String)>) -> Vec<Line> {
    let mut lines: BTreeMap<(String, String), Line> = BTreeMap::new();
    for s in sessions {
        for (key, name) in keys(s) {
            let line = lines.entry((name.clone(), key.clone())).or_insert_with(|| Line {
                key,
                name,
                sessions: 0,
                totals: Totals::default(),
            });
            line.sessions += 1;
            add(&mut line.totals, &s.totals);
        }
    }
    lines.into_values().collect()
}

fn or_none<'a>(found: impl Iterator<Item = (&'a Id, &'a String)>) -> Vec<(String, String)> {
    let found: Vec<_> = found.map(|(id, name)| (id.to_string(), name.clone())).collect();
    if found.is_empty() { vec![(NONE.to_owned(), String::new())] } else { found }
}

pub(crate) fn percent(part: u64, whole: u64) -> Option<f64> {
    #[allow(clippy::cast_precision_loss)]
    (whole > 0).then(|| (part as f64 * 1_000.0 / whole as f64).round() / 10.0)
}

/// Sessions of the period that are not in its figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Others {
    /// Cancelled.
    pub cancelled: u32,
    /// Moved, or waiting for a new date.
    pub postponed: u32,
    /// Past and not closed.
    pub to_close: u32,
}

/// Adds up. `sessions` are the held ones of the period; `typed` the totals without rows whose
/// period lies within it. Typed totals of an organisation that has sessions in their period are
/// shown beside and not added, so that nothing counts twice: `added` tells for each.
#[must_use]
pub fn add_up(
    from: Date,
    to: Date,
    sessions: &[Held],
    others: Others,
    typed: Vec<TypedTotals>,
    added: &[bool],
) -> Report {
    let counted: Vec<&Held> = sessions.iter().filter(|s| !s.apart).collect();
    let mut sum = Totals::default();
    let mut missing = BTreeMap::new();
    let mut typed_names = BTreeSet::new();
    let (mut places, mut ahead, mut waiting) = (0_u64, 0_u64, 0_u64);
    for s in &counted {
        add(&mut sum, &s.totals);
        for figure in Figure::SUMMED {
            match figure.of(&s.totals) {
                None => *missing.entry(figure.name()).or_insert(0) += 1,
                Some(_) if s.source == Some(TotalsSource::Typed) => {
                    typed_names.insert(figure.name());
                }
                Some(_) => {}
            }
        }
        if s.registrable && s.capacity > 0 {
            places += u64::from(s.capacity);
            ahead += u64::from(s.totals.preregistered.unwrap_or(0));
            waiting += u64::from(s.waiting);
        }
    }
    let themes: BTreeSet<_> =
        counted.iter().filter_map(|s| s.theme.as_ref()).map(|t| &t.0).collect();
    let partners: BTreeSet<_> = counted.iter().flat_map(|s| &s.partners).map(|p| &p.0).collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (mut n, mut n_themes, mut n_partners) =
        (count(counted.len()), count(themes.len()), count(partners.len()));
    let mut typed_totals = vec![];
    for (one, added) in typed.into_iter().zip(added) {
        if *added {
            add(&mut sum, &one.totals);
            n += one.sessions.unwrap_or(0);
            // Which themes and partners they were is not known: the larger number is certain.
            for (figure, known, typed) in [
                (Figure::Themes, &mut n_themes, one.themes),
                (Figure::Partners, &mut n_partners, one.partners),
            ] {
                if typed.is_some_and(|typed| typed > *known) {
                    *known = typed.unwrap_or(0);
                    typed_names.insert(figure.name());
                }
            }
            typed_names.insert(Figure::Sessions.name());
            for figure in Figure::SUMMED {
                if figure.of(&one.totals).is_some() {
                    typed_names.insert(figure.name());
                }
            }
        }
        typed_totals.push((one, *added));
    }
    let mut besides: BTreeMap<&str, Besides> = BTreeMap::new();
    for s in sessions.iter().filter(|s| s.apart) {
        let line = besides.entry(&s.format).or_insert_with(|| Besides {
            format: s.format.clone(),
            sessions: 0,
            participants: None,
        });
        line.sessions += 1;
        line.participants = plus(line.participants, s.totals.participants);
    }
    Report {
        from,
        to,
        sessions: n,
        themes: n_themes,
        partners: n_partners,
        preregistered: sum.preregistered,
        walk_ins: sum.walk_ins,
        participants: sum.participants,
        no_shows: sum.no_shows,
        typed: typed_names.into_iter().collect(),
        missing,
        fill_rate: percent(ahead, places),
        waiting_pressure: percent(waiting, places),
        cancelled: others.cancelled,
        postponed: others.postponed,
        to_close: others.to_close,
        besides: besides.into_values().collect(),
        typed_totals,
        illustrative: sessions.iter().any(|s| s.illustrative),
        by_month: by(&counted, |s| {
            let month = format!("{:04}-{:02}", s.date.year(), s.date.month());
            vec![(month.clone(), month)]
        }),
        by_theme: by(&counted, |s| or_none(s.theme.iter().map(|t| (&t.0, &t.1)))),
        by_format: by(&counted, |s| vec![(s.format.clone(), s.format.clone())]),
        by_partner: by(&counted, |s| or_none(s.partners.iter().map(|p| (&p.0, &p.1)))),
        by_place: by(&counted, |s| or_none(s.place.iter().map(|p| (&p.0, &p.1)))),
        told: vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn held(n: i8, totals: Totals, source: TotalsSource) -> Held {
        Held {
            id: Id::new(),
            date: date(2016, n, 5),
            title: "CV".into(),
            format: "workshop".into(),
            theme: None,
            partners: vec![],
            place: None,
            apart: false,
            registrable: true,
            capacity: 10,
            waiting: 1,
            totals,
            source: Some(source),
            illustrative: false,
        }
    }

    fn totals(p: Option<u32>, w: Option<u32>) -> Totals {
        Totals { preregistered: p, walk_ins: w, participants: p, no_shows: None }
    }

    fn sum(sessions: &[Held], typed: Vec<TypedTotals>, rows: bool) -> Report {
        let (from, to) = (date(2016, 1, 1), date(2016, 12, 31));
        let added = vec![!rows; typed.len()];
        add_up(from, to, sessions, Others::default(), typed, &added)
    }

    #[test]
    fn every_figure_is_found_by_its_name() {
        for (figure, name, label) in Figure::ALL {
            assert_eq!((figure.name(), figure.label()), (name, label));
            assert_eq!(Figure::parse(name), Some(figure));
        }
    }

    #[test]
    fn breakdowns_leave_no_session_out() {
        let mut with = held(1, totals(Some(8), None), TotalsSource::Counted);
        with.theme = Some((Id::new(), "Emploi".into(), "Work".into()));
        let report =
            sum(&[with, held(1, totals(Some(1), None), TotalsSource::Counted)], vec![], false);
        let sessions: Vec<u32> = report.by_theme.iter().map(|l| l.sessions).collect();
        assert_eq!(sessions, [1, 1]);
        assert_eq!(report.by_theme[0].key, NONE);
    }

    #[test]
    fn what_nobody_counted_is_not_zero() {
        let sessions = [
            held(1, totals(Some(8), None), TotalsSource::Counted),
            held(2, totals(Some(7), Some(2)), TotalsSource::Typed),
        ];
        let report = sum(&sessions, vec![], false);
        assert_eq!(
            (report.preregistered, report.walk_ins, report.no_shows),
            (Some(15), Some(2), None)
        );
        assert_eq!(report.missing["walk_ins"], 1);
        assert!(report.typed.contains(&"walk_ins") && !report.typed.contains(&"no_shows"));
        assert_eq!(report.fill_rate, Some(75.0));
        let months: u32 = report.by_month.iter().filter_map(|m| m.totals.preregistered).sum();
        assert_eq!(Some(months), report.preregistered);
    }

    #[test]
    fn typed_totals_never_count_twice() {
        let typed = TypedTotals {
            label: "2016".into(),
            from: date(2016, 1, 1),
            to: date(2016, 12, 31),
            organisation: Id::new(),
            sessions: Some(5),
            themes: None,
            partners: Some(2),
            totals: totals(Some(40), None),
        };
        let alone = sum(&[], vec![typed.clone()], false);
        assert_eq!((alone.sessions, alone.partners, alone.preregistered), (5, 2, Some(40)));
        assert!(alone.typed.contains(&"preregistered"));
        let sessions = [held(1, totals(Some(8), None), TotalsSource::Counted)];
        let beside = sum(&sessions, vec![typed], true);
        assert_eq!((beside.sessions, beside.preregistered), (1, Some(8)));
        assert!(!beside.typed_totals[0].1);
    }

    #[test]
    fn sessions_counted_apart_stand_besides() {
        let mut festival = held(5, totals(Some(3), None), TotalsSource::Counted);
        festival.apart = true;
        let report = sum(&[festival], vec![], false);
        assert_eq!((report.sessions, report.besides[0].sessions), (0, 1));
        assert_eq!(report.participants, None);
    }
}
