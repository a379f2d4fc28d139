//! A territory for programs and for spreadsheets.

use axum::Json;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use site::ctx::PublicCtx;
use site::form::Form;
use site::{Ctx, Handled};
use tables::{Cell, Sheet};
use territory::Zone;

use super::model::{LIMITS, Shares, farthest};
use super::pages::{class_label, help_of, kind_code, title, zone_of};
use super::service;

/// Kilometres with one decimal: the middle of a commune is no finer.
fn rounded(km: f64) -> f64 {
    (km * 10.0).round() / 10.0
}

pub(super) async fn csv(PublicCtx(c): PublicCtx, Path(slug): Path<String>) -> Handled {
    let zone = zone_of(&slug)?;
    let help = help_of(&Form::from_query(&c.query))?;
    let view = service::territory(&c.app, zone, help).await?;
    let headings = [
        "territory-column-insee",
        "territory-column-commune",
        "territory-column-department",
        "territory-column-people",
        "territory-column-km",
        "territory-column-class",
        "territory-column-nearest",
    ];
    let rows = farthest(&view.communes, &view.reach, 0).into_iter().map(|from| {
        let people = from.commune.population.map_or(Cell::Empty, |n| Cell::Number(n.into()));
        let km = from.nearest.map_or(Cell::Empty, |(_, km)| Cell::Number(rounded(km)));
        let name = from.nearest.and_then(|(n, _)| view.spots.get(n)).map(|s| s.name.clone());
        vec![
            Cell::Text(from.commune.code.to_owned()),
            Cell::Text(from.commune.name.to_owned()),
            Cell::Text(from.commune.department.to_owned()),
            people,
            km,
            Cell::Text(c.t(class_label(from.class))),
            Cell::Text(name.unwrap_or_default()),
        ]
    });
    let sheet = Sheet {
        name: title(&c, zone),
        headings: headings.iter().map(|k| c.t(k)).collect(),
        rows: rows.collect(),
    };
    let name = format!("attachment; filename=\"{}-{}.csv\"", zone.slug(), help.code());
    let kind = "text/csv; charset=utf-8".to_owned();
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, tables::write_csv(&sheet)).into_response())
}

fn within(shares: &Shares) -> Value {
    let one = |(n, km): (usize, &u32)| {
        json!({ "km": km, "communes": shares.communes_within(n).0,
                "inhabitants": shares.people_within(n).0 })
    };
    LIMITS.iter().enumerate().map(one).collect()
}

fn territory(c: &Ctx, zone: Zone) -> Value {
    json!({ "slug": zone.slug(), "kind": kind_code(zone), "code": zone.code(),
            "name": title(c, zone) })
}

pub(super) async fn document(PublicCtx(c): PublicCtx, Path(slug): Path<String>) -> Handled {
    let zone = zone_of(&slug)?;
    let help = help_of(&Form::from_query(&c.query))?;
    let view = service::territory(&c.app, zone, help).await?;
    let mut document = territory(&c, zone);
    let (communes, people) = (view.shares.communes_within(2).1, view.shares.people_within(2).1);
    let years: Vec<_> =
        view.years.iter().map(|y| json!({ "year": y.year, "within": within(&y.shares) })).collect();
    let parts: Vec<_> = view
        .parts
        .iter()
        .map(|part| {
            let mut one = territory(&c, part.zone);
            one["organisations"] = json!(part.present);
            one["within"] = within(&part.shares);
            one
        })
        .collect();
    document["around"] = zone.around().into_iter().map(|z| territory(&c, z)).collect();
    document["organisations"] = json!(view.present);
    document["coming_sessions"] = json!(view.coming.len());
    document["held"] = json!(view.ran);
    document["coverage"] = json!({
        "help": help.code(),
        "communes": communes,
        "communes_without_position": view.shares.communes[LIMITS.len() + 1],
        "inhabitants": people,
        "within": within(&view.shares),
        "years": years,
    });
    document["parts"] = json!(parts);
    document["url"] = json!(c.app.absolute(c.lang, &format!("/territory/{}", zone.slug())));
    Ok(Json(document).into_response())
}
