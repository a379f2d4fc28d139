//! The figures of referral, from the counts by week that stay when slips are erased.

use std::collections::{BTreeMap, HashMap};

use ::store::Tx;
use base::{Id, Problem};
use jiff::civil::Date;
use site::{Actor, App, Permission};

use super::shown_in;
use crate::referral::model::{Counts, Target, week_of};
use crate::referral::store::{self as rows, Line, Side};

/// Which figures.
#[derive(Clone, Debug)]
pub struct Query {
    /// From the week of this day.
    pub from: Date,
    /// To the week of this day.
    pub to: Date,
    /// Of this organisation; `None`: of all of the actor's.
    pub organisation: Option<Id>,
    /// Of this entry or session only.
    pub target: Option<Target>,
    /// Of entries on this theme only.
    pub theme: Option<String>,
}

/// What a target is called, and what it is about.
#[derive(Clone, Debug, Default)]
pub struct Title {
    /// Its name; empty where it is no longer known.
    pub name: String,
    /// Whose it is.
    pub owner: String,
    /// Codes of its themes.
    pub themes: Vec<String>,
}

/// Figures and the rows behind them.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Slips made, by week, the latest first; of results received nobody counts slips.
    pub slips: Vec<(Date, u32)>,
    /// The rows, the latest week first.
    pub lines: Vec<Line>,
    /// What the targets are called.
    pub titles: HashMap<Target, Title>,
    /// What the desks are called.
    pub desks: HashMap<Id, String>,
}

impl Figures {
    /// All together.
    #[must_use]
    pub fn all(&self) -> Counts {
        self.lines.iter().map(|l| l.counts).sum()
    }

    /// Slips made.
    #[must_use]
    pub fn slip_count(&self) -> u32 {
        self.slips.iter().map(|(_, n)| n).sum()
    }

    /// By target, those handed over most first.
    #[must_use]
    pub fn by_target(&self) -> Vec<(&Target, Counts)> {
        let mut sums: BTreeMap<&Target, Counts> = BTreeMap::new();
        for line in &self.lines {
            let sum = sums.entry(&line.target).or_default();
            *sum = sum.plus(line.counts);
        }
        let mut all: Vec<_> = sums.into_iter().collect();
        all.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.handed));
        all
    }

    /// By theme; what has several counts in each.
    #[must_use]
    pub fn by_theme(&self) -> Vec<(&str, Counts)> {
        let mut sums: BTreeMap<&str, Counts> = BTreeMap::new();
        for line in &self.lines {
            for theme in self.titles.get(&line.target).iter().flat_map(|t| &t.themes) {
                let sum = sums.entry(theme.as_str()).or_default();
                *sum = sum.plus(line.counts);
            }
        }
        let mut all: Vec<_> = sums.into_iter().collect();
        all.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.handed));
        all
    }

    /// By week and target, the latest week first.
    #[must_use]
    pub fn by_week(&self) -> Vec<(Date, &Target, Counts)> {
        let mut sums: BTreeMap<(std::cmp::Reverse<Date>, &Target), Counts> = BTreeMap::new();
        for line in &self.lines {
            let sum = sums.entry((std::cmp::Reverse(line.week), &line.target)).or_default();
            *sum = sum.plus(line.counts);
        }
        sums.into_iter().map(|((week, target), counts)| (week.0, target, counts)).collect()
    }

    /// What a target is called.
    #[must_use]
    pub fn title(&self, target: &Target) -> &Title {
        const NONE: &Title = &Title { name: String::new(), owner: String::new(), themes: vec![] };
        self.titles.get(target).unwrap_or(NONE)
    }
}

fn scope(actor: &Actor, query: &Query) -> Result<Option<Vec<Id>>, Problem> {
    actor.need_somewhere(Permission::Report)?;
    match &query.organisation {
        Some(one) => {
            actor.need(Permission::Report, one)?;
            Ok(Some(vec![one.clone()]))
        }
        None => Ok(actor.organisations(Permission::Report)),
    }
}

fn named(
    tx: &mut Tx<'_>,
    lines: Vec<Line>,
    query: &Query,
    today: Date,
) -> Result<Figures, Problem> {
    let mut figures = Figures::default();
    for line in lines {
        if !figures.titles.contains_key(&line.target) {
            let title = shown_in(tx, &line.target, today)?.map(|shown| Title {
                name: shown.title().to_owned(),
                owner: shown.owner().to_owned(),
                themes: match &shown {
                    super::Shown::Entry(seen) => seen.entry.draft.themes.clone(),
                    super::Shown::Session(_) => vec![],
                },
            });
            figures.titles.insert(line.target.clone(), title.unwrap_or_default());
        }
        if let Some(desk) = line.organisation.as_ref().filter(|d| !figures.desks.contains_key(d)) {
            let name = network::service::organisation(tx, desk)?.map(|o| o.name);
            figures.desks.insert(desk.clone(), name.unwrap_or_default());
        }
        let fits = query.target.as_ref().is_none_or(|t| *t == line.target)
            && query.theme.as_ref().is_none_or(|theme| {
                figures.titles.get(&line.target).is_some_and(|t| t.themes.contains(theme))
            });
        if fits {
            figures.lines.push(line);
        }
    }
    Ok(figures)
}

/// What the actor's desks handed over, and what became of it. Administrators see what people made
/// alone too.
pub async fn made(app: &App, actor: &Actor, query: Query) -> Result<Figures, Problem> {
    let by = scope(actor, &query)?;
    let today = site::sealing::today(app);
    app.db
        .read(move |tx| {
            let weeks = (week_of(query.from), week_of(query.to));
            let slips = rows::slips(tx, by.as_deref(), weeks)?;
            let lines = rows::lines(tx, &Side::Made(by), weeks)?;
            let mut figures = named(tx, lines, &query, today)?;
            let mut sums: BTreeMap<std::cmp::Reverse<Date>, u32> = BTreeMap::new();
            for (week, _, n) in slips {
                *sums.entry(std::cmp::Reverse(week)).or_default() += n;
            }
            figures.slips = sums.into_iter().map(|(week, n)| (week.0, n)).collect();
            Ok::<_, Problem>(figures)
        })
        .await
}

/// Who was sent to what the actor's organisations own or look after, whoever sent them.
pub async fn received(app: &App, actor: &Actor, query: Query) -> Result<Figures, Problem> {
    let of = scope(actor, &query)?;
    let today = site::sealing::today(app);
    app.db
        .read(move |tx| {
            let weeks = (week_of(query.from), week_of(query.to));
            let lines = rows::lines(tx, &Side::Received(of), weeks)?;
            named(tx, lines, &query, today)
        })
        .await
}
