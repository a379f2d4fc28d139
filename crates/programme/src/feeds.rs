//! The programme for calendars and readers: iCalendar (RFC 5545).

use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base::Id;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Handled};

use crate::model::SessionStatus;
use crate::service::{self, SessionView, not_found};

/// Routes of the feeds.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/programme.ics", get(programme))
        .route("/sessions/{id}/calendar.ics", get(one))
}

fn event(view: &SessionView, url: &str) -> Event {
    let s = &view.session;
    let at =
        |seconds: i64| base::dates::local(seconds, "UTC").strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut event = Event::new();
    event
        .uid(&format!("{}@tandem", s.id))
        .summary(&view.activity.draft.title)
        .description(&format!("{}\n\n{url}", view.activity.draft.summary))
        .url(url)
        // A calendar takes a later edition of the same event over an earlier one.
        .add_property("DTSTAMP", at(s.updated_at))
        .add_property("SEQUENCE", s.updated_at.clamp(0, i64::from(i32::MAX)).to_string())
        .add_property("DTSTART", at(s.starts_at))
        .add_property("DTEND", at(s.ends_at));
    if let Some(place) = &view.place {
        let parts = [&place.name, &s.draft.room, &place.address, &place.postcode, &place.city];
        let parts: Vec<&str> =
            parts.into_iter().filter(|p| !p.is_empty()).map(String::as_str).collect();
        event.location(&parts.join(", "));
    }
    event.status(match s.status {
        SessionStatus::Cancelled => EventStatus::Cancelled,
        SessionStatus::Postponed => EventStatus::Tentative,
        _ => EventStatus::Confirmed,
    });
    event.done()
}

/// One session as an iCalendar file, with the address to come back to.
#[must_use]
pub fn session_ics(view: &SessionView, url: &str) -> String {
    sessions_ics(std::slice::from_ref(view), url)
}

/// All parts of a cycle as one iCalendar file.
#[must_use]
pub fn sessions_ics(views: &[SessionView], url: &str) -> String {
    let mut calendar = Calendar::new();
    for view in views {
        calendar.push(event(view, url));
    }
    calendar.done().to_string()
}

/// The same for who has no place: on the waiting list, or given back.
#[must_use]
pub fn marked_ics(views: &[SessionView], url: &str, status: EventStatus, c: &site::Ctx) -> String {
    let mut calendar = Calendar::new();
    for view in views {
        let mut event = event(view, url);
        if status == EventStatus::Tentative {
            let title = &view.activity.draft.title;
            event.summary(&c.t1("programme-ticket-on-list", "title", title));
        }
        calendar.push(event.status(status).done());
    }
    calendar.done().to_string()
}

pub(crate) fn answer(ics: String) -> Response {
    ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], ics).into_response()
}

async fn programme(PublicCtx(c): PublicCtx) -> Handled {
    let mut filter = crate::api::filter_of(&Form::from_query(&c.query))?;
    filter.limit = 1_000;
    let mut calendar = Calendar::new();
    for view in service::programme(&c.app, filter).await? {
        let url = c.app.absolute(c.lang, &format!("/sessions/{}", view.session.id));
        calendar.push(event(&view, &url));
    }
    Ok(answer(calendar.done().to_string()))
}

async fn one(PublicCtx(c): PublicCtx, Path(id): Path<String>) -> Handled {
    let id = Id::parse(&id).ok_or_else(not_found)?;
    let view = service::public_session(&c.app, &id).await?;
    let url = c.app.absolute(c.lang, &format!("/sessions/{id}"));
    Ok(answer(session_ics(&view, &url)))
}
