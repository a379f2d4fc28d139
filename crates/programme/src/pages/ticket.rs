//! A ticket: what its holder sees, and how it is given back.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use base::{Id, Kind};
use icalendar::EventStatus;
use site::ctx::{PublicCtx, discreet};
use site::form::Form;
use site::{App, Ctx, Handled};

use crate::feeds;
use crate::model::{AttendanceMode, RegistrationStatus, Session, SessionStatus};
use crate::service::{self, SessionView, Ticket};

/// Routes of the ticket.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/ticket/{secret}", get(show))
        .route("/ticket/{secret}/cancel", get(ask).post(cancel))
        .route("/ticket/{secret}/accept", post(accept))
        .route("/ticket/{secret}/forget", post(forget))
        .route("/ticket/{secret}/dates", get(dates).post(change_date))
        .route("/ticket/{secret}/calendar.ics", get(calendar))
}

#[derive(Template)]
#[template(path = "public/ticket.html")]
struct TicketPage<'a> {
    c: &'a Ctx,
    ticket: &'a Ticket,
    when: String,
    time: String,
    /// Key of where the person stands, and the colour of it.
    status: &'static str,
    status_class: &'static str,
    /// The dates of a cycle: when, where, key of what became of it and why.
    parts: Vec<(String, String, Option<&'static str>, String)>,
    /// Side of the square and the path of its dark modules.
    qr: Option<(usize, String)>,
    until: String,
    online: bool,
    over: bool,
    /// Another date can be chosen.
    may_change: bool,
    asking: bool,
    /// Name and address were erased just now.
    forgotten: bool,
    /// The date was changed just now.
    moved: bool,
    /// The ticket that took the place of this one.
    replaced: Option<String>,
    /// The day on which everything of it is erased.
    forgotten_on: String,
}

impl TicketPage<'_> {
    fn is(&self, status: RegistrationStatus) -> bool {
        self.ticket.registration.status == status
    }

    /// What the person must know before everything else.
    fn notice(&self) -> Option<String> {
        let s = &self.ticket.view.session;
        let cycle = !self.parts.is_empty();
        let off = matches!(s.status, SessionStatus::Cancelled | SessionStatus::Postponed);
        if off {
            let key = s.closed_because(self.c.app.clock.seconds())?;
            return Some(format!("{} {}", self.c.t(key), s.status_reason).trim().to_owned());
        }
        let from = s.moved_from.filter(|_| !cycle && !off)?;
        Some(self.c.t1("programme-moved-from", "date", self.c.long_date(&from)))
    }

    fn confirmed(&self) -> bool {
        self.is(RegistrationStatus::Confirmed)
    }

    fn offered(&self) -> bool {
        self.is(RegistrationStatus::Offered)
    }

    fn waiting(&self) -> bool {
        self.is(RegistrationStatus::Waiting)
    }
}

/// What the QR code says: the desk code alone, so that a photograph of it cancels nothing.
#[must_use]
pub fn qr_text(code: &str) -> String {
    format!("TANDEM:{code}")
}

fn colour(status: RegistrationStatus) -> &'static str {
    match status {
        RegistrationStatus::Confirmed => "confirmed",
        RegistrationStatus::Cancelled => "cancelled",
        RegistrationStatus::Waiting | RegistrationStatus::Offered => "waiting",
    }
}

/// What became of a session that does not take place as announced: key and colour.
fn fate(session: &Session) -> Option<(&'static str, &'static str)> {
    match session.status {
        SessionStatus::Cancelled => Some(("programme-ticket-session-cancelled", "cancelled")),
        SessionStatus::Postponed => Some(("programme-ticket-session-postponed", "waiting")),
        _ => None,
    }
}

/// A date of a cycle in words: when, where, what became of it and why.
fn part(c: &Ctx, v: &SessionView) -> (String, String, Option<&'static str>, String) {
    let times = (c.clock_time(&v.start().time()), c.clock_time(&v.end().time()));
    let times = c.t2("programme-from-to", "start", times.0, "end", times.1);
    let place = v.place.as_ref().map_or("", |p| p.name.as_str());
    let place = [place, &v.session.draft.room];
    let place: Vec<&str> = place.into_iter().filter(|p| !p.is_empty()).collect();
    (
        format!("{}, {times}", c.long_date(&v.date())),
        place.join(" · "),
        fate(&v.session).map(|(key, _)| key),
        v.session.status_reason.clone(),
    )
}

async fn page(c: &Ctx, ticket: &Ticket, asking: bool) -> Handled {
    let view = &ticket.view;
    let r = &ticket.registration;
    let until = r.offer_ends_at.map(|at| {
        let at = base::dates::local(at, &view.session.time_zone);
        format!("{}, {}", c.long_date(&at.date()), c.clock_time(&at.time()))
    });
    let others = if ticket.may_change_date(c.app.clock.seconds()) {
        service::other_dates(&c.app, &ticket.secret).await?.1
    } else {
        vec![]
    };
    let off = if r.status == RegistrationStatus::Cancelled { None } else { fate(&view.session) };
    let query = Form::from_query(&c.query);
    let replaced = service::replaced_by(&c.app, ticket).await?;
    let page = TicketPage {
        c,
        ticket,
        when: c.long_date(&view.date()),
        time: {
            let (start, end) = (view.start().time(), view.end().time());
            c.t2("programme-from-to", "start", c.clock_time(&start), "end", c.clock_time(&end))
        },
        status: off.map_or(r.status.label(), |(key, _)| key),
        status_class: off.map_or_else(|| colour(r.status), |(_, class)| class),
        parts: if ticket.parts.len() > 1 {
            ticket.parts.iter().map(|v| part(c, v)).collect()
        } else {
            vec![]
        },
        qr: if r.status == RegistrationStatus::Confirmed && !ticket.fell_out() {
            site::qr::path(&qr_text(&r.code))
        } else {
            None
        },
        until: until.unwrap_or_default(),
        online: view.session.draft.mode != AttendanceMode::OnSite,
        over: c.app.clock.seconds() >= view.session.ends_at,
        may_change: !others.is_empty(),
        asking,
        forgotten: query.flag("erased"),
        moved: query.flag("moved"),
        replaced,
        forgotten_on: c.long_date(&vault::date_of(ticket.forget_day(&c.app))),
    };
    c.html(&page).map(discreet)
}

async fn show(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let ticket = service::ticket(&c.app, &secret).await?;
    page(&c, &ticket, false).await
}

async fn ask(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let ticket = service::ticket(&c.app, &secret).await?;
    // A bookmark of before: there is nothing to give back any more.
    if ticket.registration.status == RegistrationStatus::Cancelled {
        return Ok(c.see(&format!("/ticket/{secret}")));
    }
    page(&c, &ticket, true).await
}

async fn cancel(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    service::cancel(&c.app, &secret).await?;
    Ok(c.see(&format!("/ticket/{secret}")))
}

async fn forget(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    service::forget_me(&c.app, &secret).await?;
    Ok(c.see(&format!("/ticket/{secret}?erased=1")))
}

async fn accept(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    service::accept(&c.app, &secret).await?;
    Ok(c.see(&format!("/ticket/{secret}")))
}

#[derive(Template)]
#[template(path = "public/dates.html")]
struct DatesPage<'a> {
    c: &'a Ctx,
    ticket: &'a Ticket,
    when: String,
    /// Session, its date and time in words, its place, free places.
    dates: Vec<(Id, String, String, u32)>,
    error: Option<String>,
}

async fn dates_page(c: &Ctx, secret: &str, error: Option<String>) -> Handled {
    let (ticket, others) = service::other_dates(&c.app, secret).await?;
    let words = |v: &SessionView| {
        format!("{}, {}", c.long_date(&v.date()), c.clock_time(&v.start().time()))
    };
    let dates = others
        .iter()
        .map(|v| {
            let place = v.place.as_ref().map(|p| p.name.clone()).unwrap_or_default();
            (v.session.id.clone(), words(v), place, v.session.places_left())
        })
        .collect();
    let status = if error.is_none() { StatusCode::OK } else { StatusCode::CONFLICT };
    let page = DatesPage { c, ticket: &ticket, when: words(&ticket.view), dates, error };
    c.html_status(status, &page).map(discreet)
}

async fn dates(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let ticket = service::ticket(&c.app, &secret).await?;
    if !ticket.may_change_date(c.app.clock.seconds()) {
        return Ok(c.see(&format!("/ticket/{secret}")));
    }
    dates_page(&c, &secret, None).await
}

async fn change_date(PublicCtx(c): PublicCtx, Path(secret): Path<String>, form: Form) -> Handled {
    let Some(to) = Id::parse(form.get("to")) else {
        return dates_page(&c, &secret, Some(c.t("programme-dates-choose"))).await;
    };
    match service::change_date(&c.app, &secret, &to).await {
        Ok(done) => Ok(c.see(&format!("/ticket/{}?moved=1", done.secret))),
        Err(problem) if problem.kind == Kind::Conflict => {
            let text = c.problem_text(&problem.message, &problem.args);
            dates_page(&c, &secret, Some(text)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn calendar(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let ticket = service::ticket(&c.app, &secret).await?;
    let url = c.app.absolute(c.lang, &format!("/ticket/{secret}"));
    let ics = match ticket.registration.status {
        RegistrationStatus::Confirmed => feeds::sessions_ics(&ticket.parts, &url),
        RegistrationStatus::Cancelled => {
            feeds::marked_ics(&ticket.parts, &url, EventStatus::Cancelled, &c)
        }
        // A calendar must not show a place that nobody has.
        RegistrationStatus::Waiting | RegistrationStatus::Offered => {
            feeds::marked_ics(&ticket.parts, &url, EventStatus::Tentative, &c)
        }
    };
    Ok(discreet(feeds::answer(ics)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_qr_code_tells_the_desk_code_and_no_address() {
        assert_eq!(qr_text("ABC-123"), "TANDEM:ABC-123");
    }
}
