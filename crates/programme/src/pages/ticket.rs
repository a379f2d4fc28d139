//! A ticket: what its holder sees, and how it is given back.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use qrcode::QrCode;
use qrcode::types::Color;
use site::ctx::PublicCtx;
use site::{App, Ctx, Handled};

use crate::feeds;
use crate::model::{AttendanceMode, RegistrationStatus};
use crate::service::{self, Ticket};

/// Routes of the ticket.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/ticket/{secret}", get(show))
        .route("/ticket/{secret}/cancel", get(ask).post(cancel))
        .route("/ticket/{secret}/accept", post(accept))
        .route("/ticket/{secret}/calendar.ics", get(calendar))
}

#[derive(Template)]
#[template(path = "public/ticket.html")]
struct TicketPage<'a> {
    c: &'a Ctx,
    ticket: &'a Ticket,
    when: String,
    time: String,
    status_class: &'static str,
    /// Side of the square and the path of its dark modules.
    qr: Option<(usize, String)>,
    until: String,
    online: bool,
    over: bool,
    asking: bool,
}

impl TicketPage<'_> {
    fn is(&self, status: RegistrationStatus) -> bool {
        self.ticket.registration.status == status
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

/// The QR code as the side of its square and an SVG path, with the quiet zone of four modules.
fn qr(code: &str) -> Option<(usize, String)> {
    let made = QrCode::new(qr_text(code)).ok()?;
    let width = made.width();
    let mut path = String::new();
    for (i, color) in made.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", i % width + 4, i / width + 4));
        }
    }
    Some((width + 8, path))
}

async fn page(c: &Ctx, ticket: &Ticket, asking: bool) -> Handled {
    let view = &ticket.view;
    let r = &ticket.registration;
    let until = r.offer_ends_at.map(|at| {
        let at = base::dates::local(at, &view.session.time_zone);
        format!("{}, {}", c.long_date(&at.date()), c.clock_time(&at.time()))
    });
    let page = TicketPage {
        c,
        ticket,
        when: c.long_date(&view.date()),
        time: c.clock_time(&view.start().time()),
        status_class: match r.status {
            RegistrationStatus::Confirmed => "confirmed",
            RegistrationStatus::Cancelled => "cancelled",
            RegistrationStatus::Waiting | RegistrationStatus::Offered => "waiting",
        },
        qr: if r.status == RegistrationStatus::Confirmed { qr(&r.code) } else { None },
        until: until.unwrap_or_default(),
        online: view.session.draft.mode != AttendanceMode::OnSite,
        over: c.app.clock.seconds() >= view.session.ends_at,
        asking,
    };
    c.html(&page).map(discreet)
}

/// Search engines do not keep it, and no other site learns its address.
fn discreet(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let robots = HeaderName::from_static("x-robots-tag");
    headers.insert(robots, HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

async fn show(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let ticket = service::ticket(&c.app, &secret).await?;
    page(&c, &ticket, false).await
}

async fn ask(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let ticket = service::ticket(&c.app, &secret).await?;
    page(&c, &ticket, true).await
}

async fn cancel(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    service::cancel(&c.app, &secret).await?;
    Ok(c.see(&format!("/ticket/{secret}")))
}

async fn accept(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    service::accept(&c.app, &secret).await?;
    Ok(c.see(&format!("/ticket/{secret}")))
}

async fn calendar(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let ticket = service::ticket(&c.app, &secret).await?;
    let url = c.app.absolute(c.lang, &format!("/ticket/{secret}"));
    Ok(discreet(feeds::answer(feeds::session_ics(&ticket.view, &url))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_qr_code_tells_the_desk_code_and_no_address() {
        assert_eq!(qr_text("ABC-123"), "TANDEM:ABC-123");
        let (side, path) = qr("ABC-123").unwrap();
        assert_eq!(side, 29);
        assert!(path.starts_with("M4 4h1v1h-1z"));
    }
}
