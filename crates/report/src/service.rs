//! The report as a use case.

use base::{Id, Problem};
use jiff::civil::Date;
use site::{Actor, App, Catalogue, Permission};

use crate::facts::{Count, Told, floored};
use crate::model::{Figure, Held, Report, TypedTotals, Which, add_up};
use crate::store as rows;

/// What the report is about.
#[derive(Clone, Debug)]
pub struct Query {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Organiser.
    pub organisation: Option<Id>,
    /// Place.
    pub place: Option<Id>,
    /// Theme.
    pub theme: Option<Id>,
    /// Format's code.
    pub format: Option<String>,
    /// Who animated.
    pub partner: Option<Id>,
}

impl Query {
    /// Everything between two days.
    #[must_use]
    pub fn period(from: Date, to: Date) -> Self {
        Self { from, to, organisation: None, place: None, theme: None, format: None, partner: None }
    }

    /// Narrowed to something that totals without rows say nothing about.
    fn narrowed(&self) -> bool {
        self.place.is_some()
            || self.theme.is_some()
            || self.format.is_some()
            || self.partner.is_some()
    }
}

/// The organisations whose report the actor may read (`None`: all).
fn readable(actor: &Actor, query: &Query) -> Result<Option<Vec<Id>>, Problem> {
    if matches!(actor, Actor::Public) {
        actor.need_person()?;
    }
    if let Some(id) = &query.organisation {
        actor.need(Permission::Report, id)?;
    }
    let mine = actor.organisations(Permission::Report);
    if mine.as_ref().is_some_and(Vec::is_empty) {
        actor.need_administrator()?;
    }
    Ok(mine)
}

/// The report of a period.
pub async fn report(app: &App, actor: &Actor, query: Query) -> Result<Report, Problem> {
    let mine = readable(actor, &query)?;
    let now = app.clock.seconds();
    app.db
        .read(move |tx| {
            let mine = mine.as_deref();
            let sessions = rows::sessions(tx, &query, mine, Which::Held, now)?;
            let others = rows::others(tx, &query, mine, now)?;
            let typed = typed_totals(tx, &query, mine)?;
            let added: Vec<bool> = typed.iter().map(|(_, added)| *added).collect();
            let typed: Vec<TypedTotals> = typed.into_iter().map(|(t, _)| t).collect();
            let mut report = add_up(query.from, query.to, &sessions, others, typed, &added);
            report.told = told(rows::facts(tx, &query, mine)?);
            Ok(report)
        })
        .await
}

/// Facts as they may be shown.
fn told(facts: Vec<(String, String, u32)>) -> Vec<Told> {
    let mut all: Vec<Told> = vec![];
    for (fact, value, count) in facts {
        if all.last().is_none_or(|told| told.fact != fact) {
            all.push(Told { fact, counts: vec![] });
        }
        if let Some(told) = all.last_mut() {
            told.counts.push(Count { value, count });
        }
    }
    for told in &mut all {
        told.counts = floored(std::mem::take(&mut told.counts));
    }
    all.retain(|told| !told.counts.is_empty());
    all
}

/// Totals without rows in the period, and whether they are added to the figures: they are not
/// where there are sessions to count.
fn typed_totals(
    tx: &mut ::store::Tx<'_>,
    query: &Query,
    mine: Option<&[Id]>,
) -> Result<Vec<(TypedTotals, bool)>, ::store::StoreError> {
    if query.narrowed() {
        return Ok(vec![]);
    }
    let typed = rows::typed_totals(tx, query, mine)?;
    typed.into_iter().map(|one| rows::has_rows(tx, &one).map(|has_rows| (one, !has_rows))).collect()
}

/// What stands behind a figure.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    /// The sessions.
    pub sessions: Vec<Held>,
    /// Totals without rows that are in the figure.
    pub typed: Vec<TypedTotals>,
}

/// The sessions behind a figure, and the typed-in totals that are in it.
pub async fn behind(
    app: &App,
    actor: &Actor,
    query: Query,
    figure: Figure,
) -> Result<Behind, Problem> {
    let mine = readable(actor, &query)?;
    let now = app.clock.seconds();
    let which = match figure {
        Figure::Cancelled => Which::Cancelled,
        Figure::Postponed => Which::Postponed,
        Figure::ToClose => Which::ToClose,
        _ => Which::Held,
    };
    let behind = app.db.read(move |tx| {
        let mut sessions = rows::sessions(tx, &query, mine.as_deref(), which, now)?;
        if which == Which::Held {
            sessions.retain(|s| s.apart == (figure == Figure::Besides));
        }
        let summed = figure == Figure::Sessions || Figure::SUMMED.contains(&figure);
        let typed = if summed { typed_totals(tx, &query, mine.as_deref())? } else { vec![] };
        let typed = typed.into_iter().filter(|(_, added)| *added).map(|(t, _)| t).collect();
        Ok::<_, ::store::StoreError>(Behind { sessions, typed })
    });
    Ok(behind.await?)
}

/// All sessions that were held, those counted besides too, for the files people go on with.
pub async fn held(app: &App, actor: &Actor, query: Query) -> Result<Vec<Held>, Problem> {
    let mine = readable(actor, &query)?;
    let now = app.clock.seconds();
    let rows = move |tx: &mut ::store::Tx<'_>| {
        rows::sessions(tx, &query, mine.as_deref(), Which::Held, now)
    };
    Ok(app.db.read(rows).await?)
}

/// The report as lines of text.
#[must_use]
pub fn as_text(report: &Report, catalogue: &Catalogue, lang: base::Lang) -> String {
    let text = |key: &str| catalogue.text(lang, key, &[]);
    let mut lines = vec![
        format!("{} {} – {}", text("report-title"), report.from, report.to),
        format!("{}: {}", text("report-sessions"), report.sessions),
        format!("{}: {}", text("report-themes"), report.themes),
        format!("{}: {}", text("report-partners"), report.partners),
    ];
    for figure in Figure::SUMMED {
        let (name, label, value) = (figure.name(), figure.label(), report.value(figure));
        let number = value.map_or_else(|| text("report-not-counted"), |n| n.to_string());
        let mark = if report.typed.contains(&name) {
            format!(" ({})", text("report-typed"))
        } else {
            String::new()
        };
        lines.push(format!("{}: {number}{mark}", text(label)));
    }
    for one in &report.besides {
        lines.push(format!("{}: {} × {}", text("report-besides"), one.sessions, one.format));
    }
    lines.push(format!("{}: {}", text("report-cancelled"), report.cancelled));
    lines.push(format!("{}: {}", text("report-postponed"), report.postponed));
    lines.push(format!("{}: {}", text("report-to-close"), report.to_close));
    lines.join("\n") + "\n"
}
