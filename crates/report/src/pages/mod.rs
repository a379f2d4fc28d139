//! The report as page and files, and the rows behind each figure.

mod files;
mod rows;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use base::problem::FieldProblem;
use base::{Id, Problem};
use jiff::civil::Date;
use programme::model::Format;
use site::form::Form;
use site::{App, Ctx, Handled};

use crate::facts::Told;
use crate::model::{Figure, Line, NONE, Report};
use crate::service::{self, Query};

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/report", get(page))
        .route("/report/rows", get(rows::rows))
        .route("/report/benchmark", get(crate::benchmark::page))
        .route("/report.json", get(files::json))
        .route("/api/v1/report", get(files::json))
        .route("/report.csv", get(files::csv))
        .route("/report.xlsx", get(files::xlsx))
        .merge(crate::territory::routes())
        .merge(crate::commitments::pages::routes())
        .merge(crate::uncovered::pages::routes())
}

/// How many years can stand side by side.
const MOST_YEARS: i16 = 10;

/// Reads the query; without dates it is the current year.
pub(crate) fn query_of(c: &Ctx, form: &Form) -> Result<Query, Problem> {
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

fn theme_name(c: &Ctx, theme: &(Id, String, String)) -> String {
    let english = c.lang == base::Lang::En && !theme.2.is_empty();
    if english { theme.2.clone() } else { theme.1.clone() }
}

fn rate(c: &Ctx, value: Option<f64>) -> String {
    let Some(n) = value else { return "–".to_owned() };
    match c.lang {
        base::Lang::Fr => format!("{n:.1}\u{a0}%").replace('.', ","),
        base::Lang::En => format!("{n:.1}%"),
    }
}

/// A figure on the page.
struct Shown {
    label: String,
    value: String,
    typed: bool,
    missing: u32,
    href: String,
}

/// A line of a table: its name, and each number with the address of its rows.
struct TableLine {
    name: String,
    numbers: Vec<(String, String)>,
}

struct Table {
    title: String,
    /// Heading of the column of names.
    column: String,
    lines: Vec<TableLine>,
}

/// A choice of the form: name of the field, text of its label, what can be chosen.
struct Choice {
    field: &'static str,
    label: String,
    options: Vec<(String, String)>,
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
    figures: Vec<Shown>,
    tables: Vec<Table>,
    /// Of what, and each count with its name.
    told: Vec<(String, Vec<(String, u32)>)>,
    bars: Vec<Bar>,
    width: usize,
    choices: Vec<Choice>,
    years_back: i16,
    kept: String,
}

/// How people came, in words.
fn told(c: &Ctx, report: &Report) -> Vec<(String, Vec<(String, u32)>)> {
    let name = |fact: &str, value: &str| {
        let key = match (fact, value) {
            ("channel", "web") => "programme-channel-web",
            ("channel", "api") => "programme-channel-api",
            ("channel", "desk") => "programme-channel-desk",
            ("lead", "0") => "report-lead-week",
            ("lead", "4") => "report-lead-month",
            ("lead", weeks) if weeks != "others" => {
                return c.t1("report-lead-weeks", "weeks", weeks);
            }
            ("outcome", "attended") => "report-outcome-attended",
            ("outcome", "no_show") => "report-outcome-no-show",
            ("outcome", "walk_in") => "report-outcome-walk-in",
            ("outcome", "given_back") => "report-outcome-given-back",
            ("outcome", "never_served") => "report-outcome-never-served",
            _ => "report-others",
        };
        c.t(key)
    };
    let one = |told: &Told| {
        let kind = programme::model::FactKind::parse(&told.fact)?;
        let counts = told.counts.iter().map(|n| (name(&told.fact, &n.value), n.count));
        Some((c.t(kind.label()), counts.collect()))
    };
    report.told.iter().filter_map(one).collect()
}

impl ReportPage<'_> {
    fn number(&self, value: &Option<u32>) -> String {
        dash(*value)
    }
}

fn dash(value: Option<u32>) -> String {
    value.map_or_else(|| "–".to_owned(), |n| n.to_string())
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
            Bar {
                x: 10 + i * 48,
                label: base::dates::short_month_name(month, c.lang).to_owned(),
                ahead_y: CHART_HEIGHT + 20 - ahead_h,
                ahead_h,
                there_y: CHART_HEIGHT + 20 - there_h,
                there_h,
                ahead: dash(m.totals.preregistered),
                there: dash(m.totals.participants),
            }
        })
        .collect();
    let width = 20 + bars.len().max(4) * 48;
    (bars, width)
}

/// What the report was asked, as a query string, with some of it put differently.
fn asked(form: &Form, query: &Query, change: &[(&str, &str)]) -> String {
    let mut out: Vec<&str> = vec!["from", "to", "figure", "years"];
    out.extend(change.iter().map(|(name, _)| *name));
    let mut kept = Form::from_query(&form.query_without(&out));
    for (name, date) in [("from", query.from), ("to", query.to)] {
        if !change.iter().any(|(n, _)| *n == name) {
            kept.set(name, date.to_string());
        }
    }
    for (name, value) in change {
        kept.set(name, *value);
    }
    kept.query_without(&[])
}

/// The numbers of a line, each with the address of the rows behind it.
fn numbers(c: &Ctx, line: &Line, rows: &str) -> Vec<(String, String)> {
    let href = |figure: Figure| c.url(&format!("/report/rows?{rows}&figure={}", figure.name()));
    let mut all = vec![(line.sessions.to_string(), href(Figure::Sessions))];
    all.extend(Figure::SUMMED.map(|f| (dash(f.of(&line.totals)), href(f))));
    all
}

/// First and last day of a month (`2016-03`), within the period.
fn month_of(query: &Query, key: &str) -> (Date, Date) {
    let first: Date = format!("{key}-01").parse().unwrap_or(query.from);
    (first.max(query.from), first.last_of_month().min(query.to))
}

fn tables_of(c: &Ctx, form: &Form, query: &Query, report: &Report, years: &[Report]) -> Vec<Table> {
    let line = |name: String, line: &Line, change: &[(&str, &str)]| TableLine {
        name,
        numbers: numbers(c, line, &asked(form, query, change)),
    };
    let years = years.iter().map(|y| {
        let (from, to) = (y.from.to_string(), y.to.to_string());
        let name = if (y.from, y.to) == (y.from.first_of_year(), y.from.last_of_year()) {
            y.from.year().to_string()
        } else {
            let short = base::dates::short_date;
            format!("{} – {}", short(y.from), short(y.to))
        };
        line(name, &y.sum(), &[("from", &from), ("to", &to)])
    });
    let years =
        Table { title: c.t("report-years"), column: c.t("report-year"), lines: years.collect() };
    let months = report.by_month.iter().map(|l| {
        let (from, to) = month_of(query, &l.key);
        let month = base::dates::month_name(from.month(), c.lang);
        let (first, last) = (from.to_string(), to.to_string());
        line(format!("{month} {}", from.year()), l, &[("from", &first), ("to", &last)])
    });
    let titled = |key: &str, lines| Table { title: c.t(key), column: c.t(key), lines };
    let mut tables = vec![years, titled("report-by-month", months.collect())];
    for (title, field, lines) in [
        ("report-by-theme", "theme", &report.by_theme),
        ("report-by-format", "format", &report.by_format),
        ("report-by-partner", "partner", &report.by_partner),
        ("report-by-place", "place", &report.by_place),
    ] {
        let name = |l: &Line| match Format::parse(&l.key) {
            _ if l.key == NONE => c.t("report-none"),
            Some(format) if field == "format" => c.t(format.label()),
            _ => l.name.clone(),
        };
        let lines = lines.iter().map(|l| line(name(l), l, &[(field, &l.key)])).collect();
        tables.push(titled(title, lines));
    }
    tables
}

async fn choices(c: &Ctx) -> Result<Vec<Choice>, site::Error> {
    let (organisations, places, themes) = c
        .app
        .db
        .read(|tx| {
            Ok::<_, ::store::StoreError>((
                network::service::organisations(tx)?,
                network::service::places(tx)?,
                network::service::themes(tx)?,
            ))
        })
        .await
        .map_err(site::Error::store)?;
    let mine = c.actor.organisations(site::Permission::Report);
    let named = |o: &network::model::Organisation| (o.id.to_string(), o.name.clone());
    let own = organisations.iter().filter(|o| mine.as_ref().is_none_or(|ids| ids.contains(&o.id)));
    let own = own.map(named).collect();
    let choice = |field, label, options| Choice { field, label: c.t(label), options };
    let themes = themes.iter().map(|t| (t.id.to_string(), t.name(c.lang).to_owned())).collect();
    let formats = Format::ALL.iter().map(|f| (f.code().to_owned(), c.t(f.label()))).collect();
    let places = places.iter().map(|p| {
        let name =
            if p.city.is_empty() { p.name.clone() } else { format!("{} ({})", p.name, p.city) };
        (p.id.to_string(), name)
    });
    Ok(vec![
        choice("organisation", "report-organisation", own),
        choice("theme", "report-theme", themes),
        choice("format", "report-format", formats),
        choice("partner", "report-partner", organisations.iter().map(named).collect()),
        choice("place", "report-place", places.collect()),
    ])
}

fn figures_of(c: &Ctx, report: &Report, kept: &str) -> Vec<Shown> {
    let count = |n: u32| n.to_string();
    let value = |figure: Figure| match figure {
        Figure::Sessions => count(report.sessions),
        Figure::Themes => count(report.themes),
        Figure::Partners => count(report.partners),
        Figure::FillRate => rate(c, report.fill_rate),
        Figure::WaitingPressure => rate(c, report.waiting_pressure),
        Figure::Cancelled => count(report.cancelled),
        Figure::Postponed => count(report.postponed),
        Figure::ToClose => count(report.to_close),
        Figure::Besides => count(report.besides.iter().map(|b| b.sessions).sum()),
        _ => report.value(figure).map_or_else(|| c.t("report-not-counted"), count),
    };
    Figure::ALL
        .into_iter()
        .filter(|(figure, ..)| *figure != Figure::Besides || !report.besides.is_empty())
        .map(|(figure, name, label)| Shown {
            label: c.t(label),
            value: value(figure),
            typed: report.typed.contains(&name),
            missing: report.value(figure).and(report.missing.get(name).copied()).unwrap_or(0),
            href: c.url(&format!("/report/rows?{kept}&figure={name}")),
        })
        .collect()
}

/// What a form asks for, what is wrong with it, and how to answer then.
type Asked = (Query, Vec<(String, String)>, StatusCode);

/// What a form asks for, or else the current year with what is wrong at which field.
fn read(c: &Ctx, form: &Form) -> Result<Asked, Problem> {
    match query_of(c, form) {
        Ok(query) => Ok((query, vec![], StatusCode::OK)),
        Err(problem) => {
            let text =
                |f: &FieldProblem| (f.field.to_string(), c.problem_text(&f.message, &f.args));
            let errors = problem.fields.iter().map(text).collect();
            Ok((query_of(c, &Form::default())?, errors, StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// First and last day that a form asks for, what is wrong with them, and how to answer then.
type Period = ((Date, Date), Vec<(String, String)>, StatusCode);

/// The period of a form, as the report reads it.
pub(crate) fn period(c: &Ctx, form: &Form) -> Result<Period, Problem> {
    let (query, errors, status) = read(c, form)?;
    Ok(((query.from, query.to), errors, status))
}

async fn page(c: Ctx) -> Handled {
    let form = Form::from_query(&c.query);
    let (query, errors, status) = read(&c, &form)?;
    let report = service::report(&c.app, &c.actor, query.clone()).await?;
    let years_back = form.get("years").parse().unwrap_or(2).clamp(0, MOST_YEARS);
    let mut years = vec![];
    for back in (1..=years_back).rev() {
        let shifted = |d: Date| d.checked_sub(jiff::Span::new().years(back)).unwrap_or(d);
        let earlier = Query { from: shifted(query.from), to: shifted(query.to), ..query.clone() };
        years.push(service::report(&c.app, &c.actor, earlier).await?);
    }
    years.push(report.clone());
    let kept = asked(&form, &query, &[]);
    let (bars, width) = bars(&c, &report);
    let page = ReportPage {
        c: &c,
        figures: figures_of(&c, &report, &kept),
        told: told(&c, &report),
        tables: tables_of(&c, &form, &query, &report, &years),
        choices: choices(&c).await?,
        report: &report,
        form,
        errors,
        bars,
        width,
        years_back,
        kept,
    };
    c.html_status(status, &page)
}
