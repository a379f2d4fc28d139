//! The sessions behind a figure.

use askama::Template;
use base::{Kind, Problem};
use programme::model::TotalsSource;
use site::form::Form;
use site::{Ctx, Handled};

use super::query_of;
use crate::model::{Figure, Held, TypedTotals};
use crate::service::{self, Behind};

/// A session, what it adds to the figure, where that came from.
struct Row {
    session: Held,
    value: String,
    source: String,
    typed: bool,
    href: String,
}

#[derive(Template)]
#[template(path = "rows.html")]
struct RowsPage<'a> {
    c: &'a Ctx,
    title: String,
    /// Heading of the column of values; empty when there is none.
    column: String,
    period: String,
    rows: Vec<Row>,
    typed: Vec<(TypedTotals, String)>,
    total: String,
    back: String,
}

fn or_dash(value: Option<u32>) -> String {
    value.map_or_else(|| "–".to_owned(), |n| n.to_string())
}

/// What a session says about a figure.
fn value(c: &Ctx, figure: Figure, s: &Held) -> String {
    match figure {
        Figure::Themes => s.theme.as_ref().map_or_else(|| "–".into(), |t| super::theme_name(c, t)),
        Figure::Partners => {
            let names: Vec<&str> = s.partners.iter().map(|p| p.1.as_str()).collect();
            if names.is_empty() { "–".to_owned() } else { names.join(", ") }
        }
        Figure::FillRate | Figure::WaitingPressure if !s.registrable || s.capacity == 0 => {
            c.t("report-no-places")
        }
        Figure::FillRate => format!("{} / {}", or_dash(s.totals.preregistered), s.capacity),
        Figure::WaitingPressure => format!("{} / {}", s.waiting, s.capacity),
        Figure::Besides => or_dash(s.totals.participants),
        _ if Figure::SUMMED.contains(&figure) => {
            figure.of(&s.totals).map_or_else(|| c.t("report-not-counted"), |n| n.to_string())
        }
        _ => String::new(),
    }
}

/// The figure as the rows below give it; empty where it is no sum of theirs.
fn total(c: &Ctx, figure: Figure, behind: &Behind) -> String {
    let typed = |of: &dyn Fn(&TypedTotals) -> Option<u32>| -> u32 {
        behind.typed.iter().filter_map(of).sum()
    };
    let sessions = behind.sessions.len();
    match figure {
        Figure::Sessions => (sessions + typed(&|t: &TypedTotals| t.sessions) as usize).to_string(),
        Figure::Cancelled | Figure::Postponed | Figure::ToClose => sessions.to_string(),
        Figure::FillRate | Figure::WaitingPressure => {
            let counted = behind.sessions.iter().filter(|s| s.registrable && s.capacity > 0);
            let (mut part, mut places) = (0_u64, 0_u64);
            for s in counted {
                places += u64::from(s.capacity);
                part += u64::from(match figure {
                    Figure::FillRate => s.totals.preregistered.unwrap_or(0),
                    _ => s.waiting,
                });
            }
            format!("{part} / {places} = {}", super::rate(c, crate::model::percent(part, places)))
        }
        _ if Figure::SUMMED.contains(&figure) => {
            let rows: u32 = behind.sessions.iter().filter_map(|s| figure.of(&s.totals)).sum();
            (rows + typed(&|t: &TypedTotals| figure.of(&t.totals))).to_string()
        }
        _ => String::new(),
    }
}

pub(super) async fn rows(c: Ctx) -> Handled {
    let form = Form::from_query(&c.query);
    let query = query_of(&c, &form)?;
    let figure = match form.some("figure") {
        None => Figure::Sessions,
        Some(name) => {
            Figure::parse(&name).ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))?
        }
    };
    let period =
        c.t2("report-period", "from", c.long_date(&query.from), "to", c.long_date(&query.to));
    let behind = service::behind(&c.app, &c.actor, query, figure).await?;
    let total = total(&c, figure, &behind);
    let staff = !matches!(figure, Figure::Cancelled | Figure::Postponed);
    let rows = behind
        .sessions
        .into_iter()
        .map(|s| Row {
            value: value(&c, figure, &s),
            source: s.source.map(|w| c.t(w.label())).unwrap_or_default(),
            typed: s.source == Some(TotalsSource::Typed),
            href: c.url(&if staff {
                format!("/staff/sessions/{}/desk", s.id)
            } else {
                format!("/sessions/{}", s.id)
            }),
            session: s,
        })
        .collect();
    let typed = behind
        .typed
        .into_iter()
        .map(|t| {
            let n = if figure == Figure::Sessions { t.sessions } else { figure.of(&t.totals) };
            (t, or_dash(n))
        })
        .collect();
    let counts_only = matches!(
        figure,
        Figure::Sessions | Figure::Cancelled | Figure::Postponed | Figure::ToClose
    );
    let column = match figure {
        _ if counts_only => String::new(),
        Figure::Besides => c.t("report-participants"),
        _ => c.t(figure.label()),
    };
    let back = c.url(&format!("/report?{}", form.query_without(&["figure"])));
    c.html(&RowsPage {
        title: c.t(figure.label()),
        column,
        period,
        rows,
        typed,
        total,
        back,
        c: &c,
    })
}
