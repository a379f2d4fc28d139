//! The report as a use case.

use base::{Id, Problem};
use jiff::civil::Date;
use site::{Actor, App, Catalogue, Permission};

use crate::model::{Held, Report, add_up};
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
            let sessions = rows::held(tx, &query, mine.as_deref())?;
            let others = rows::others(tx, &query, mine.as_deref(), now)?;
            let typed = if query.narrowed() {
                vec![]
            } else {
                rows::typed_totals(tx, &query, mine.as_deref())?
            };
            let mut with_rows = vec![];
            for one in &typed {
                if rows::has_rows(tx, one)? {
                    with_rows.push((one.organisation.clone(), one.from, one.to));
                }
            }
            let rows_of = |t: &crate::model::TypedTotals| {
                with_rows
                    .iter()
                    .any(|(o, f, to)| *o == t.organisation && *f == t.from && *to == t.to)
            };
            Ok(add_up(query.from, query.to, &sessions, others, typed, rows_of))
        })
        .await
}

/// The sessions behind the figures.
pub async fn rows(app: &App, actor: &Actor, query: Query) -> Result<Vec<Held>, Problem> {
    let mine = readable(actor, &query)?;
    Ok(app.db.read(move |tx| rows::held(tx, &query, mine.as_deref())).await?)
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
    let figures = [
        ("report-preregistered", "preregistered", report.preregistered),
        ("report-walk-ins", "walk_ins", report.walk_ins),
        ("report-participants", "participants", report.participants),
        ("report-no-shows", "no_shows", report.no_shows),
    ];
    for (label, name, value) in figures {
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
