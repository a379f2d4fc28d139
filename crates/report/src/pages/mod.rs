//! The report as page, JSON, CSV and XLSX, and the rows behind each figure.

use askama::Template;
use axum::Json;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base::problem::FieldProblem;
use base::{Id, Problem};
use programme::model::{Format, TotalsSource};
use site::form::Form;
use site::{App, Ctx, Handled};
use tables::{Cell, Sheet};

use crate::model::{FIGURES, Held, Line, Report, figure_of};
use crate::service::{self, Query};

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/report", get(page))
        .route("/report/rows", get(rows))
        .route("/report.json", get(json))
        .route("/api/v1/report", get(json))
        .route("/report.csv", get(csv))
        .route("/report.xlsx", get(xlsx))
}

/// Reads the query; without dates it is the current year.
fn query_of(c: &Ctx, form: &Form) -> Result<Query, Problem> {
    let today = base::dates::local(c.app.clock.seconds(), base::dates::DEFAULT_ZONE).date();
    let mut wrong = vec![];
    let mut date = |name: &'static str, default| match form.some(name) {
        None => default,
        Some(text) => base::dates::read_date(&text).unwrap_or_else(|| {
            wrong.push(FieldProblem::new(name, "report-problem-date"));
            default
        }),
    };
    let (from, to) = (date("from", today.first_of_year()), date("to", today.last_of_year()));
    if to < from {
        wrong.push(FieldProblem::new("to", "report-problem-period"));
    }
    Problem::from_fields(wrong)?;
    let id = |name: &str| form.some(name).and_then(|text| Id::parse(&text));
    Ok(Query {
        organisation: id("organisation"),
        place: id("place"),
        theme: id("theme"),
        format: form.some("format"),
        partner: id("partner"),
        ..Query::period(from, to)
    })
}

/// A figure on the page.
struct Figure {
    label: String,
    value: Option<u32>,
    typed: bool,
    missing: u32,
    href: String,
}

struct Group {
    title: String,
    lines: Vec<(String, Line)>,
}

/// A pair of bars of the chart.
struct Bar {
    x: usize,
    label: String,
    ahead_y: u32,
    ahead_h: u32,
    there_y: u32,
    there_h: u32,
    ahead: String,
    there: String,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    c: &'a Ctx,
    report: &'a Report,
    form: Form,
    errors: Vec<(String, String)>,
    figures: Vec<Figure>,
    groups: Vec<Group>,
    bars: Vec<Bar>,
    width: usize,
    organisations: Vec<(Id, String)>,
    themes: Vec<(Id, String)>,
    kept: String,
    years: Vec<Report>,
}

impl ReportPage<'_> {
    fn format_name(&self, code: &str) -> String {
        Format::parse(code).map_or_else(|| code.to_owned(), |f| self.c.t(f.label()))
    }

    fn period(&self, report: &Report) -> String {
        format!("{} – {}", base::dates::short_date(report.from), base::dates::short_date(report.to))
    }

    fn number(&self, value: &Option<u32>) -> String {
        value.map_or_else(|| "–".to_owned(), |n| n.to_string())
    }

    fn rate(&self, value: &Option<f64>) -> String {
        value.map_or_else(
            || "–".to_owned(),
            |n| {
                let text = format!("{n:.1} %");
                if self.c.lang == base::Lang::Fr { text.replace('.', ",") } else { text }
            },
        )
    }
}

const CHART_HEIGHT: u32 = 160;

fn bars(c: &Ctx, report: &Report) -> (Vec<Bar>, usize) {
    let most = report
        .by_month
        .iter()
        .flat_map(|m| [m.totals.preregistered, m.totals.participants])
        .flatten()
        .max()
        .unwrap_or(0)
        .max(1);
    let height = |n: Option<u32>| n.unwrap_or(0) * CHART_HEIGHT / most;
    let bars: Vec<Bar> = report
        .by_month
        .iter()
        .enumerate()
        .map(|(i, m)| {
            let month: i8 = m.key[5..].parse().unwrap_or(1);
            let (ahead_h, there_h) =
                (height(m.totals.preregistered), height(m.totals.participants));
            let name: String = base::dates::month_name(month, c.lang).chars().take(4).collect();
            Bar {
                x: 10 + i * 48,
                label: name,
                ahead_y: CHART_HEIGHT + 20 - ahead_h,
                ahead_h,
                there_y: CHART_HEIGHT + 20 - there_h,
                there_h,
                ahead: m.totals.preregistered.map_or_else(|| "–".into(), |n| n.to_string()),
                there: m.totals.participants.map_or_else(|| "–".into(), |n| n.to_string()),
            }
        })
        .collect();
    let width = 20 + bars.len().max(4) * 48;
    (bars, width)
}

fn label_of(figure: &str) -> &'static str {
    match figure {
        "preregistered" => "report-preregistered",
        "walk_ins" => "report-walk-ins",
        "participants" => "report-participants",
        "no_shows" => "report-no-shows",
        _ => "report-sessions",
    }
}

async fn page(c: Ctx) -> Handled {
    let form = Form::from_query(&c.query);
    let (query, errors, status) = match query_of(&c, &form) {
        Ok(query) => (query, vec![], StatusCode::OK),
        Err(problem) => {
            let text =
                |f: &FieldProblem| (f.field.to_string(), c.problem_text(&f.message, &f.args));
            let errors = problem.fields.iter().map(text).collect();
            (query_of(&c, &Form::default())?, errors, StatusCode::UNPROCESSABLE_ENTITY)
        }
    };
    let report = service::report(&c.app, &c.actor, query.clone()).await?;
    let mut years = vec![];
    // The same period of the two years before, side by side.
    for back in [2_i16, 1] {
        let shifted =
            |d: jiff::civil::Date| d.checked_sub(jiff::Span::new().years(back)).unwrap_or(d);
        let earlier = Query { from: shifted(query.from), to: shifted(query.to), ..query.clone() };
        years.push(service::report(&c.app, &c.actor, earlier).await?);
    }
    years.push(report.clone());
    let (organisations, themes) = c
        .app
        .db
        .read(|tx| {
            Ok::<_, ::store::StoreError>((
                network::service::organisations(tx)?,
                network::service::themes(tx)?,
            ))
        })
        .await
        .map_err(site::Error::store)?;
    let mine = c.actor.organisations(site::Permission::Report);
    let organisations = organisations
        .into_iter()
        .filter(|o| mine.as_ref().is_none_or(|ids| ids.contains(&o.id)))
        .map(|o| (o.id, o.name))
        .collect();
    let kept = {
        let mut kept = Form::from_query(&form.query_without(&["from", "to", "figure"]));
        kept.set("from", query.from.to_string());
        kept.set("to", query.to.to_string());
        kept.query_without(&[])
    };
    let href = |figure: &str| c.url(&format!("/report/rows?{kept}&figure={figure}"));
    let mut figures: Vec<Figure> = [
        ("report-sessions", "sessions", report.sessions),
        ("report-themes", "themes", report.themes),
        ("report-partners", "partners", report.partners),
    ]
    .into_iter()
    .map(|(label, name, value)| Figure {
        label: c.t(label),
        value: Some(value),
        typed: report.typed.contains(&name),
        missing: 0,
        href: href(name),
    })
    .collect();
    let values = [report.preregistered, report.walk_ins, report.participants, report.no_shows];
    for (name, value) in FIGURES.into_iter().zip(values) {
        figures.push(Figure {
            label: c.t(label_of(name)),
            value,
            typed: report.typed.contains(&name),
            missing: report.missing.get(name).copied().unwrap_or(0),
            href: href(name),
        });
    }
    let (bars, width) = bars(&c, &report);
    let plain = |lines: &[Line]| lines.iter().map(|l| (l.key.clone(), l.clone())).collect();
    let formats = report.by_format.iter().map(|l| {
        (Format::parse(&l.key).map_or_else(|| l.key.clone(), |f| c.t(f.label())), l.clone())
    });
    let groups = vec![
        Group { title: c.t("report-by-month"), lines: plain(&report.by_month) },
        Group { title: c.t("report-by-theme"), lines: plain(&report.by_theme) },
        Group { title: c.t("report-by-format"), lines: formats.collect() },
        Group { title: c.t("report-by-partner"), lines: plain(&report.by_partner) },
        Group { title: c.t("report-by-place"), lines: plain(&report.by_place) },
    ];
    let page = ReportPage {
        c: &c,
        report: &report,
        form,
        errors,
        figures,
        groups,
        bars,
        width,
        organisations,
        themes: themes.into_iter().map(|t| (t.id.clone(), t.name(c.lang).to_owned())).collect(),
        kept,
        years,
    };
    c.html_status(status, &page)
}

#[derive(Template)]
#[template(path = "rows.html")]
struct RowsPage<'a> {
    c: &'a Ctx,
    title: String,
    rows: Vec<(Held, String, bool)>,
    total: String,
    back: String,
}

async fn rows(c: Ctx) -> Handled {
    let form = Form::from_query(&c.query);
    let query = query_of(&c, &form)?;
    let figure = form.get("figure").to_owned();
    let held = service::rows(&c.app, &c.actor, query).await?;
    let held: Vec<Held> = held.into_iter().filter(|s| !s.apart).collect();
    let value = |s: &Held| match figure.as_str() {
        "themes" => s.theme.as_ref().map_or_else(
            || "–".to_owned(),
            |t| if c.lang == base::Lang::En { t.2.clone() } else { t.1.clone() },
        ),
        "partners" => {
            let names: Vec<&str> = s.partners.iter().map(|p| p.1.as_str()).collect();
            names.join(", ")
        }
        "sessions" => "1".to_owned(),
        name => {
            figure_of(&s.totals, name).map_or_else(|| c.t("report-not-counted"), |n| n.to_string())
        }
    };
    let sum: u32 = held.iter().filter_map(|s| figure_of(&s.totals, &figure)).sum();
    let total = match figure.as_str() {
        "sessions" => held.len().to_string(),
        name if FIGURES.contains(&name) => sum.to_string(),
        _ => String::new(),
    };
    let label = match figure.as_str() {
        "themes" => "report-themes",
        "partners" => "report-partners",
        name => label_of(name),
    };
    let rows = held
        .into_iter()
        .map(|s| {
            let text = value(&s);
            let typed = s.source == Some(TotalsSource::Typed);
            (s, text, typed)
        })
        .collect();
    let back = c.url(&format!("/report?{}", form.query_without(&["figure"])));
    c.html(&RowsPage { title: c.t(label), rows, total, back, c: &c })
}

async fn json(c: Ctx) -> Handled {
    let query = query_of(&c, &Form::from_query(&c.query))?;
    Ok(Json(service::report(&c.app, &c.actor, query).await?).into_response())
}

fn number(value: Option<u32>) -> Cell {
    value.map_or(Cell::Empty, |n| Cell::Number(f64::from(n)))
}

/// The sessions of a report as a sheet, for the people who go on counting.
fn sheet(c: &Ctx, held: &[Held]) -> Sheet {
    let headings = [
        "report-date",
        "report-session",
        "report-format",
        "report-theme",
        "report-by-partner",
        "report-preregistered",
        "report-walk-ins",
        "report-participants",
        "report-no-shows",
        "report-source",
    ];
    let rows = held
        .iter()
        .map(|s| {
            let names: Vec<&str> = s.partners.iter().map(|p| p.1.as_str()).collect();
            let format = Format::parse(&s.format).map_or_else(String::new, |f| c.t(f.label()));
            vec![
                Cell::Date(s.date.at(0, 0, 0, 0)),
                Cell::Text(s.title.clone()),
                Cell::Text(format),
                Cell::Text(s.theme.as_ref().map(|t| t.1.clone()).unwrap_or_default()),
                Cell::Text(names.join(", ")),
                number(s.totals.preregistered),
                number(s.totals.walk_ins),
                number(s.totals.participants),
                number(s.totals.no_shows),
                Cell::Text(s.source.map(|w| c.t(w.label())).unwrap_or_default()),
            ]
        })
        .collect();
    Sheet { name: c.t("report-title"), headings: headings.iter().map(|k| c.t(k)).collect(), rows }
}

fn download(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}

async fn csv(c: Ctx) -> Handled {
    let query = query_of(&c, &Form::from_query(&c.query))?;
    let held = service::rows(&c.app, &c.actor, query).await?;
    let bytes = tables::write_csv(&sheet(&c, &held));
    Ok(download("text/csv; charset=utf-8", "bilan.csv", bytes))
}

async fn xlsx(c: Ctx) -> Handled {
    let query = query_of(&c, &Form::from_query(&c.query))?;
    let held = service::rows(&c.app, &c.actor, query).await?;
    let bytes = tables::write_xlsx(&[sheet(&c, &held)])
        .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(kind, "bilan.xlsx", bytes))
}
