//! The figures of practice sharing, the days behind each, and the same as a file.

use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use base::Id;
use site::form::Form;
use site::{App, Ctx, Handled, Permission};
use tables::{Cell, Sheet};

use super::period;
use crate::sharing::model::{Figures, Group, ImmersionKind, Line};
use crate::sharing::report::{self, Query};

/// Routes of these pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/exchanges/report", get(figures))
        .route("/staff/exchanges/rows", get(rows))
        .route("/staff/exchanges/report.csv", get(csv))
}

/// The days asked for, and what is wrong with the question.
fn asked(c: &Ctx) -> (Form, Query, Vec<(&'static str, String)>) {
    let form = Form::from_query(&c.query);
    let (mut query, errors) = period(c, &form);
    query.kind = ImmersionKind::parse(form.get("kind"));
    query.host = Id::parse(form.get("host"));
    query.guest = Id::parse(form.get("guest"));
    (form, query, errors)
}

/// A line of a table: what it is, its figures, the address of the days behind them.
struct Opened {
    label: String,
    group: Group,
    href: String,
}

struct Table {
    title: String,
    lines: Vec<Opened>,
}

#[derive(Template)]
#[template(path = "sharing/report.html")]
struct Page<'a> {
    c: &'a Ctx,
    form: Form,
    errors: Vec<(&'static str, String)>,
    figures: Figures,
    /// Of all days.
    all: String,
    file: String,
    tables: Vec<Table>,
}

async fn figures(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let (form, query, errors) = asked(&c);
    let figures = report::report(&c.app, query).await?;
    let same = form.query_without(&["kind", "host", "guest"]);
    let href = |more: &str| c.url(&format!("/staff/exchanges/rows?{same}&{more}"));
    let of_host = |id: &Id| href(&format!("host={id}"));
    let kinds = figures.kinds.iter().map(|(kind, (id, name), group)| Opened {
        label: c.t2("sharing-kind-at", "kind", c.t(kind.label()), "host", name),
        group: group.clone(),
        href: href(&format!("kind={kind}&host={id}")),
    });
    let hosts = figures.hosts.iter().map(|((id, name), group)| Opened {
        label: name.clone(),
        group: group.clone(),
        href: of_host(id),
    });
    let guests = figures.guests.iter().map(|((id, name), group)| Opened {
        label: name.clone(),
        group: group.clone(),
        href: href(&format!("guest={id}")),
    });
    let table = |title, lines: Vec<Opened>| Table { title: c.t(title), lines };
    let page = Page {
        tables: vec![
            table("sharing-by-kind", kinds.collect()),
            table("sharing-by-host", hosts.collect()),
            table("sharing-by-guest", guests.collect()),
        ],
        all: href(""),
        file: format!("/staff/exchanges/report.csv?{}", c.query),
        figures,
        form,
        errors,
        c: &c,
    };
    c.html(&page)
}

#[derive(Template)]
#[template(path = "sharing/rows.html")]
struct Rows<'a> {
    c: &'a Ctx,
    lines: Vec<Line>,
    people: u32,
    back: String,
}

async fn rows(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let (form, query, _) = asked(&c);
    let mut lines = report::held(&c.app, query).await?;
    // Those of one organisation for others: what an agreement promised is compared with.
    if let Some(one) = Id::parse(form.get("of")) {
        let others: Vec<Id> = form.get("with").split(',').filter_map(Id::parse).collect();
        lines.retain(|day| day.received(&one, &others));
    }
    let people = Figures::of(&lines).all.people;
    let same = form.query_without(&["kind", "host", "guest"]);
    c.html(&Rows { c: &c, lines, people, back: c.url(&format!("/staff/exchanges/report?{same}")) })
}

async fn csv(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Report)?;
    let (_, query, _) = asked(&c);
    let number = |n: Option<u32>| n.map_or(Cell::Empty, |n| Cell::Number(f64::from(n)));
    let headings = [
        "sharing-date",
        "sharing-kind",
        "sharing-title",
        "sharing-host",
        "sharing-guests",
        "sharing-audience",
        "sharing-registered",
        "sharing-walk-ins",
        "sharing-participants",
        "sharing-no-shows",
        "sharing-source",
        "sharing-remark",
    ];
    let rows = report::held(&c.app, query).await?.into_iter().map(|l| {
        let names: Vec<&str> = l.guests.iter().map(|(_, name)| name.as_str()).collect();
        vec![
            Cell::Date(l.date.at(0, 0, 0, 0)),
            Cell::Text(c.t(l.kind.label())),
            Cell::Text(l.title.clone()),
            Cell::Text(l.host.1.clone()),
            Cell::Text(names.join(", ")),
            Cell::Text(l.audience.clone()),
            number(l.totals.registered),
            number(l.totals.walk_ins),
            number(l.totals.participants),
            number(l.totals.no_shows),
            Cell::Text(l.source.map(|s| c.t(s.label())).unwrap_or_default()),
            Cell::Text(if l.illustrative { c.t("sharing-illustrative") } else { String::new() }),
        ]
    });
    let sheet = Sheet {
        name: c.t("sharing-public"),
        headings: headings.iter().map(|key| c.t(key)).collect(),
        rows: rows.collect(),
    };
    let disposition = "attachment; filename=\"partage-de-pratiques.csv\"";
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, tables::write_csv(&sheet)).into_response())
}
