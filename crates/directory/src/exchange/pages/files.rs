//! The published directory, for other directories.

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use base::{Kind, Problem};
use inclusion::{write_csv, write_json, write_xlsx};
use site::{Ctx, Handled, Permission};

use super::apart;
use crate::exchange::{exported, hsds};

/// Files, what they are, and what they are called.
const FILES: [(&str, &str, &str); 4] = [
    ("annuaire.json", "application/json", "exchange-export-json"),
    ("annuaire.csv", "text/csv; charset=utf-8", "exchange-export-csv"),
    (
        "annuaire.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "exchange-export-xlsx",
    ),
    ("annuaire.hsds.json", "application/json", "exchange-export-hsds"),
];

/// The name of this instance among producers.
const SOURCE: &str = "tandem";

#[derive(Template)]
#[template(path = "exchange/export.html")]
struct Choose<'a> {
    c: &'a Ctx,
}

impl Choose<'_> {
    fn files(&self) -> impl Iterator<Item = (String, String)> {
        FILES.iter().map(|(name, _, label)| {
            (self.c.url(&format!("/staff/directory/export/{name}")), self.c.t(label))
        })
    }
}

pub(super) async fn choose(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Desk)?;
    c.html(&Choose { c: &c })
}

pub(super) async fn document(c: Ctx, Path(document): Path<String>) -> Handled {
    c.actor.need_somewhere(Permission::Desk)?;
    let unknown = || Problem::new(Kind::NotFound, "problem-not-found");
    let (name, kind, _) =
        FILES.into_iter().find(|(name, ..)| *name == document).ok_or_else(unknown)?;
    let failed = |e: &dyn std::fmt::Display| {
        Problem::new(Kind::Internal, "problem-internal").because(e.to_string())
    };
    let bytes = if name == "annuaire.hsds.json" {
        let documents = hsds(&c.app, SOURCE).await?;
        apart(move || serde_json::to_vec(&documents).map_err(|e| failed(&e))).await?
    } else {
        let all = exported(&c.app, SOURCE).await?;
        let write = move || match name {
            "annuaire.csv" => write_csv(&all.services),
            "annuaire.xlsx" => write_xlsx(&all.structures, &all.services),
            _ => write_json(&all.structures, &all.services),
        };
        apart(move || write().map_err(|e| failed(&e))).await?
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}
