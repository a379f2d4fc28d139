//! The report as files: JSON for programs, CSV and XLSX for the people who go on counting.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base::Problem;
use programme::model::Format;
use site::form::Form;
use site::{Ctx, Handled};
use tables::{Cell, Sheet};

use super::query_of;
use crate::model::{Figure, Held, Report, TypedTotals};
use crate::service;

pub(super) async fn json(c: Ctx) -> Handled {
    let query = query_of(&c, &Form::from_query(&c.query))?;
    Ok(Json(service::report(&c.app, &c.actor, query).await?).into_response())
}

fn number(value: Option<u32>) -> Cell {
    value.map_or(Cell::Empty, |n| Cell::Number(f64::from(n)))
}

fn session_row(c: &Ctx, s: &Held) -> Vec<Cell> {
    let names: Vec<&str> = s.partners.iter().map(|p| p.1.as_str()).collect();
    let format = Format::parse(&s.format).map_or_else(String::new, |f| c.t(f.label()));
    vec![
        Cell::Date(s.date.at(0, 0, 0, 0)),
        Cell::Text(s.title.clone()),
        Cell::Text(format),
        Cell::Text(s.theme.as_ref().map(|t| super::theme_name(c, t)).unwrap_or_default()),
        Cell::Text(names.join(", ")),
        Cell::Text(s.place.as_ref().map(|p| p.1.clone()).unwrap_or_default()),
        Cell::Number(1.0),
        number(s.totals.preregistered),
        number(s.totals.walk_ins),
        number(s.totals.participants),
        number(s.totals.no_shows),
        Cell::Text(s.source.map(|w| c.t(w.label())).unwrap_or_default()),
        Cell::Text(if s.apart { c.t("report-besides") } else { String::new() }),
    ]
}

/// Totals without rows are a row that says so, so that the columns add up to the page's figures.
fn typed_row(c: &Ctx, t: &TypedTotals) -> Vec<Cell> {
    let mut row = vec![Cell::Date(t.from.at(0, 0, 0, 0)), Cell::Text(t.label.clone())];
    row.extend((0..4).map(|_| Cell::Empty));
    row.push(number(t.sessions));
    row.extend(Figure::SUMMED.map(|f| number(f.of(&t.totals))));
    row.push(Cell::Text(c.t("report-typed")));
    row.push(Cell::Text(c.t("report-no-detail")));
    row
}

fn sessions_sheet(c: &Ctx, held: &[Held], report: &Report) -> Sheet {
    let headings = [
        "report-date",
        "report-session",
        "report-format",
        "report-theme",
        "report-by-partner",
        "report-place",
        "report-sessions",
        "report-preregistered",
        "report-walk-ins",
        "report-participants",
        "report-no-shows",
        "report-source",
        "report-remark",
    ];
    let mut rows: Vec<_> = held.iter().map(|s| session_row(c, s)).collect();
    rows.extend(
        report.typed_totals.iter().filter(|(_, added)| *added).map(|(t, _)| typed_row(c, t)),
    );
    Sheet {
        name: c.t("report-sessions"),
        headings: headings.iter().map(|k| c.t(k)).collect(),
        rows,
    }
}

/// The figures of the page, one a row, with what is to be known of each.
fn figures_sheet(c: &Ctx, report: &Report) -> Sheet {
    let counts = [
        (Figure::Sessions, Some(report.sessions)),
        (Figure::Themes, Some(report.themes)),
        (Figure::Partners, Some(report.partners)),
        (Figure::Preregistered, report.preregistered),
        (Figure::WalkIns, report.walk_ins),
        (Figure::Participants, report.participants),
        (Figure::NoShows, report.no_shows),
        (Figure::Cancelled, Some(report.cancelled)),
        (Figure::Postponed, Some(report.postponed)),
        (Figure::ToClose, Some(report.to_close)),
    ];
    let rates =
        [(Figure::FillRate, report.fill_rate), (Figure::WaitingPressure, report.waiting_pressure)];
    let remark = |figure: Figure| {
        let mut words = vec![];
        if report.typed.contains(&figure.name()) {
            words.push(c.t("report-typed"));
        }
        if let Some(n) = report.missing.get(figure.name()) {
            words.push(c.t1("report-missing", "n", n));
        }
        Cell::Text(words.join(", "))
    };
    let rows = counts.map(|(f, n)| vec![Cell::Text(c.t(f.label())), number(n), remark(f)]);
    let rates = rates.map(|(f, n)| {
        vec![Cell::Text(c.t(f.label())), n.map_or(Cell::Empty, Cell::Number), remark(f)]
    });
    let period =
        c.t2("report-period", "from", c.long_date(&report.from), "to", c.long_date(&report.to));
    Sheet {
        name: c.t("report-title"),
        headings: vec![period, c.t("report-figure"), c.t("report-remark")],
        rows: rows.into_iter().chain(rates).collect(),
    }
}

fn download(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}

pub(super) async fn csv(c: Ctx) -> Handled {
    let query = query_of(&c, &Form::from_query(&c.query))?;
    let report = service::report(&c.app, &c.actor, query.clone()).await?;
    let held = service::held(&c.app, &c.actor, query).await?;
    let bytes = tables::write_csv(&sessions_sheet(&c, &held, &report));
    Ok(download("text/csv; charset=utf-8", "bilan.csv", bytes))
}

pub(super) async fn xlsx(c: Ctx) -> Handled {
    let query = query_of(&c, &Form::from_query(&c.query))?;
    let report = service::report(&c.app, &c.actor, query.clone()).await?;
    let held = service::held(&c.app, &c.actor, query).await?;
    let sheets = [figures_sheet(&c, &report), sessions_sheet(&c, &held, &report)];
    let bytes = tables::write_xlsx(&sheets)
        .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(kind, "bilan.xlsx", bytes))
}
