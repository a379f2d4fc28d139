//! Pages of practice sharing: what everyone sees, and the place of a colleague who was registered.

mod forms;
mod report;
mod staff;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use jiff::civil::Date;
use site::ctx::{PublicCtx, discreet};
use site::form::Form;
use site::{App, Ctx, Handled};

use super::model::{Figures, State, Testimony};
use super::places::{self, Place};
use super::report::Query;
use super::service::{self, Coming};
use crate::pages::admin::id_of;

/// Routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/exchanges", get(public))
        .route("/exchanges/place/{secret}", get(place))
        .route("/exchanges/place/{secret}/leave", post(leave))
        .merge(staff::routes())
        .merge(report::routes())
}

/// The period asked for: everything up to today where nothing is said.
fn period(c: &Ctx, form: &Form) -> (Query, Vec<(&'static str, String)>) {
    let mut errors = vec![];
    let mut read = |field: &'static str, otherwise: Date| {
        let text = form.get(field);
        let date = base::dates::read_date(text);
        if !text.is_empty() && date.is_none() {
            errors.push((field, c.t("problem-field-date")));
        }
        date.unwrap_or(otherwise)
    };
    let first = Date::new(2000, 1, 1).unwrap_or(Date::MIN);
    let (from, to) = (read("from", first), read("to", site::sealing::today(&c.app)));
    if to < from {
        errors.push(("to", c.t("problem-field-period")));
    }
    (Query::period(from, to), errors)
}

/// When a day is, in words.
fn when(c: &Ctx, coming: &Coming) -> String {
    let d = &coming.immersion.draft;
    let times =
        c.t2("sharing-from-to", "start", c.clock_time(&d.start), "end", c.clock_time(&d.end));
    format!("{}, {times}", c.long_date(&d.date))
}

/// Class and text of the badge of a day.
fn badge(c: &Ctx, coming: &Coming) -> (&'static str, String) {
    let i = &coming.immersion;
    match i.closed_because(c.app.clock.seconds()) {
        None => ("open", c.t1("sharing-left", "left", i.left())),
        Some("sharing-closed-full") => ("full", c.t("sharing-full")),
        Some(_) => match i.state {
            State::Cancelled => ("cancelled", c.t(i.state.label())),
            State::Draft => ("draft", c.t(i.state.label())),
            State::Announced | State::Held => ("", c.t("sharing-over")),
        },
    }
}

#[derive(Template)]
#[template(path = "sharing/public.html")]
struct Public<'a> {
    c: &'a Ctx,
    coming: Vec<Coming>,
    form: Form,
    errors: Vec<(&'static str, String)>,
    figures: Figures,
    said: Vec<Testimony>,
}

async fn public(PublicCtx(c): PublicCtx) -> Handled {
    let form = Form::from_query(&c.query);
    let (query, errors) = period(&c, &form);
    let page = Public {
        coming: service::coming(&c.app).await?,
        figures: super::report(&c.app, query).await?,
        said: super::published(&c.app).await?,
        form,
        errors,
        c: &c,
    };
    c.html(&page)
}

#[derive(Template)]
#[template(path = "sharing/place.html")]
struct PlacePage<'a> {
    c: &'a Ctx,
    secret: String,
    place: Place,
    /// It can still be given back.
    open: bool,
    forgotten: String,
}

async fn place(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let place = places::place(&c.app, &secret).await?;
    let i = &place.coming.immersion;
    let open = i.state == State::Announced && i.starts_at > c.app.clock.seconds();
    let forgotten = c.long_date(&vault::date_of(place.forget_day));
    c.html(&PlacePage { c: &c, secret, place, open, forgotten }).map(discreet)
}

async fn leave(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    places::leave_place(&c.app, &secret).await?;
    // Its page says that what it led to is gone.
    Ok(c.see(&format!("/exchanges/place/{secret}")))
}
