//! The figures of referral, the rows behind each, and the same as a file.

use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use base::Id;
use jiff::ToSpan;
use jiff::civil::Date;
use site::form::Form;
use site::{App, Ctx, Handled, Permission};
use tables::{Cell, Sheet};

use crate::pages::Options;
use crate::referral::model::{Counts, Target, week_of};
use crate::referral::service::{self, Figures, Query};
use crate::themes;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/referrals", get(overview))
        .route("/staff/referrals/rows", get(rows))
        .route("/staff/referrals.csv", get(csv))
}

/// Weeks that are shown where nobody asks for others: a quarter of a year.
const WEEKS: i64 = 13;

/// What was asked for, what is wrong with the question, and whether it is of what was received.
struct Asked {
    form: Form,
    query: Query,
    errors: Vec<(&'static str, String)>,
    received: bool,
}

fn asked(c: &Ctx) -> Asked {
    let mut form = Form::from_query(&c.query);
    let mut errors = vec![];
    let today = site::sealing::today(&c.app);
    let mut read = |field: &'static str, otherwise: Date| {
        let text = form.get(field).to_owned();
        let date = base::dates::read_date(&text);
        if !text.is_empty() && date.is_none() {
            errors.push((field, c.t("problem-field-date")));
        }
        if text.is_empty() {
            form.set(field, otherwise.to_string());
        }
        date.unwrap_or(otherwise)
    };
    let from = read("from", week_of(today).saturating_sub((WEEKS - 1).weeks()));
    let to = read("to", today);
    if to < from {
        errors.push(("to", c.t("problem-field-period")));
    }
    let target = ["entry", "session"].iter().find_map(|f| Target::read(f, form.get(f)));
    let organisation = Id::parse(form.get("organisation"));
    let query = Query { from, to, organisation, target, theme: form.some("theme") };
    Asked { received: form.get("side") == "received", form, query, errors }
}

async fn figures_of(c: &Ctx, asked: &Asked) -> Result<Figures, base::Problem> {
    match asked.received {
        true => service::received(&c.app, &c.actor, asked.query.clone()).await,
        false => service::made(&c.app, &c.actor, asked.query.clone()).await,
    }
}

/// A line of a table: what it is, its counts, the address of the rows behind them.
struct Opened {
    label: String,
    about: String,
    counts: Counts,
    href: String,
}

struct Table {
    title: String,
    lines: Vec<Opened>,
}

#[derive(Template)]
#[template(path = "directory/referrals.html")]
struct Page<'a> {
    c: &'a Ctx,
    form: Form,
    errors: Vec<(&'static str, String)>,
    organisations: Options,
    slips: u32,
    made: Counts,
    /// Rows behind what was made and what was received.
    all: [String; 2],
    tables: Vec<Table>,
    received: Counts,
    addressed: Vec<Opened>,
    files: [String; 2],
}

/// What a target is called, where that is still known.
fn name(c: &Ctx, figures: &Figures, target: &Target) -> String {
    let title = figures.title(target);
    if title.name.is_empty() { c.t("referral-unknown") } else { title.name.clone() }
}

async fn overview(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let mut asked = asked(&c);
    asked.query.target = None;
    asked.query.theme = None;
    let made = service::made(&c.app, &c.actor, asked.query.clone()).await?;
    let received = service::received(&c.app, &c.actor, asked.query.clone()).await?;
    let same = asked.form.query_without(&["side", "entry", "session", "theme"]);
    let rows = |more: &str| c.url(&format!("/staff/referrals/rows?{same}{more}"));
    let of_target = |figures: &Figures, side: &str| -> Vec<Opened> {
        let opened = |(target, counts): (&Target, Counts)| Opened {
            label: name(&c, figures, target),
            about: figures.title(target).owner.clone(),
            counts,
            href: rows(&format!("&{}={}{side}", target.field(), target.id())),
        };
        figures.by_target().into_iter().map(opened).collect()
    };
    let of_theme = |(theme, counts): (&str, Counts)| Opened {
        label: themes::label(theme, c.lang),
        about: String::new(),
        counts,
        href: rows(&format!("&theme={theme}")),
    };
    let table = |key, lines| Table { title: c.t(key), lines };
    let file = |side: &str| c.url(&format!("/staff/referrals.csv?{same}{side}"));
    let page = Page {
        organisations: organisations(&c).await?,
        slips: made.slip_count(),
        made: made.all(),
        all: [rows(""), rows("&side=received")],
        tables: vec![
            table("referral-by-entry", of_target(&made, "")),
            table("referral-by-theme", made.by_theme().into_iter().map(of_theme).collect()),
        ],
        received: received.all(),
        addressed: of_target(&received, "&side=received"),
        files: [file(""), file("&side=received")],
        form: asked.form,
        errors: asked.errors,
        c: &c,
    };
    c.html(&page)
}

/// The organisations whose figures somebody reads, where there are several.
async fn organisations(c: &Ctx) -> Result<Options, base::Problem> {
    let own = c.actor.organisations(Permission::Report);
    let all = c.app.db.read(network::service::organisations).await?;
    let mine = all.into_iter().filter(|o| own.as_ref().is_none_or(|ids| ids.contains(&o.id)));
    let mine: Vec<_> = mine.map(|o| (o.id.to_string(), o.name)).collect();
    if mine.len() < 2 {
        return Ok(vec![]);
    }
    Ok(std::iter::once((String::new(), c.t("referral-all-desks"))).chain(mine).collect())
}

struct WeekLine {
    week: String,
    label: String,
    counts: Counts,
}

#[derive(Template)]
#[template(path = "directory/referral_rows.html")]
struct Rows<'a> {
    c: &'a Ctx,
    heading: String,
    lines: Vec<WeekLine>,
    all: Counts,
    /// Slips made by week, where they are asked for.
    slips: Vec<(String, u32)>,
    slip_count: u32,
    back: String,
}

async fn rows(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let asked = asked(&c);
    let figures = figures_of(&c, &asked).await?;
    let lines = figures.by_week().into_iter().map(|(week, target, counts)| WeekLine {
        week: c.long_date(&week),
        label: name(&c, &figures, target),
        counts,
    });
    let narrowed = asked.query.target.is_some() || asked.query.theme.is_some();
    let slips = if asked.received || narrowed { vec![] } else { figures.slips.clone() };
    let same = asked.form.query_without(&["side", "entry", "session", "theme"]);
    let page = Rows {
        heading: c.t(if asked.received { "referral-received" } else { "referral-made" }),
        lines: lines.collect(),
        all: figures.all(),
        slip_count: slips.iter().map(|(_, n)| n).sum(),
        slips: slips.iter().map(|(week, n)| (c.long_date(week), *n)).collect(),
        back: c.url(&format!("/staff/referrals?{same}")),
        c: &c,
    };
    c.html(&page)
}

async fn csv(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let asked = asked(&c);
    let figures = figures_of(&c, &asked).await?;
    let number = |n: u32| Cell::Number(f64::from(n));
    let headings = [
        "referral-week",
        "referral-desk",
        "referral-result",
        "referral-owner",
        "referral-handed",
        "referral-arrived",
        "referral-of-which-received",
        "referral-wrong-place",
        "referral-wrong-place-received",
        "referral-closed",
        "referral-closed-received",
        "referral-unanswered",
    ];
    let rows = figures.lines.iter().map(|line| {
        let (title, n) = (figures.title(&line.target), line.counts);
        let desk = line.organisation.as_ref().and_then(|id| figures.desks.get(id));
        // Whoever receives is not told who sent: that is between a person and a desk.
        let desk = if asked.received { None } else { desk };
        vec![
            Cell::Date(line.week.at(0, 0, 0, 0)),
            Cell::Text(desk.cloned().unwrap_or_default()),
            Cell::Text(name(&c, &figures, &line.target)),
            Cell::Text(title.owner.clone()),
            number(n.handed),
            number(n.arrived),
            number(n.received),
            number(n.wrong_place),
            number(n.wrong_place_received),
            number(n.closed),
            number(n.closed_received),
            number(n.unanswered()),
        ]
    });
    let sheet = Sheet {
        name: c.t("referral-title"),
        headings: headings.map(|key| c.t(key)).to_vec(),
        rows: rows.collect(),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"aiguillage.csv\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, tables::write_csv(&sheet)).into_response())
}
