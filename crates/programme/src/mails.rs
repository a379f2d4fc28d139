//! The mails of a registration, to those who left an address. Each is written into the outbox in
//! the transaction that causes it.

use ::store::Tx;
use base::{Lang, Problem};
use site::App;
use site::mail::{Mail, enqueue};

use crate::model::{
    AttendanceMode, Proposal, Registration, RegistrationStatus, SessionStatus, Step,
};
use crate::service::SessionView;

/// Places, or a position on the waiting list.
pub fn registered(
    app: &App,
    tx: &mut Tx<'_>,
    view: &SessionView,
    r: &Registration,
    position: Option<u32>,
) -> Result<(), Problem> {
    match r.status {
        RegistrationStatus::Waiting => {
            let place = position.unwrap_or(1).to_string();
            write(app, tx, view, r, "waiting", "mail-waiting-subject", "mail-waiting-body", &place)
        }
        _ => write(
            app,
            tx,
            view,
            r,
            "confirmed",
            "mail-confirmed-subject",
            "mail-confirmed-body",
            "",
        ),
    }
}

/// The waiting list moved: the place is theirs, or offered until a deadline.
pub fn promoted(
    app: &App,
    tx: &mut Tx<'_>,
    view: &SessionView,
    r: &Registration,
) -> Result<(), Problem> {
    let Some(ends) = r.offer_ends_at else {
        return write(
            app,
            tx,
            view,
            r,
            "promoted",
            "mail-promoted-subject",
            "mail-promoted-body",
            "",
        );
    };
    let until = base::dates::local(ends, &view.session.time_zone);
    let until = format!(
        "{}, {}",
        base::dates::long_date(until.date(), r.lang),
        base::dates::clock_time(until.time(), r.lang)
    );
    write(app, tx, view, r, "offered", "mail-offered-subject", "mail-offered-body", &until)
}

/// The day before.
pub fn reminder(
    app: &App,
    tx: &mut Tx<'_>,
    view: &SessionView,
    r: &Registration,
) -> Result<(), Problem> {
    let kind = format!("reminder-{}-{}", view.session.id, view.session.starts_at);
    write(app, tx, view, r, &kind, "mail-reminder-subject", "mail-reminder-body", "")
}

/// The holder gave the place back: a receipt.
pub fn cancelled_by_holder(
    app: &App,
    tx: &mut Tx<'_>,
    view: &SessionView,
    r: &Registration,
) -> Result<(), Problem> {
    write(app, tx, view, r, "given-back", "mail-given-back-subject", "mail-given-back-body", "")
}

/// The session will not take place.
pub fn cancelled(
    app: &App,
    tx: &mut Tx<'_>,
    view: &SessionView,
    r: &Registration,
) -> Result<(), Problem> {
    let why = &view.session.status_reason;
    let kind = format!("cancelled-{}", view.session.id);
    write(app, tx, view, r, &kind, "mail-cancelled-subject", "mail-cancelled-body", why)
}

/// The session will take place another day.
pub fn postponed(
    app: &App,
    tx: &mut Tx<'_>,
    view: &SessionView,
    r: &Registration,
) -> Result<(), Problem> {
    let kind = format!("postponed-{}", base::Id::new());
    let why = &view.session.status_reason;
    write(app, tx, view, r, &kind, "mail-postponed-subject", "mail-postponed-body", why)
}

/// Date, time or place changed.
pub fn changed(
    app: &App,
    tx: &mut Tx<'_>,
    view: &SessionView,
    r: &Registration,
) -> Result<(), Problem> {
    // Each change is told, but one change is told once.
    let kind = format!("changed-{}", base::Id::new());
    write(app, tx, view, r, &kind, "mail-changed-subject", "mail-changed-body", "")
}

/// A proposal went a step further: to whoever made it, if they left an address.
pub fn proposal_moved(
    app: &App,
    tx: &mut Tx<'_>,
    p: &Proposal,
    organisation: &str,
) -> Result<(), Problem> {
    let (subject, body) = match p.step {
        Step::Received => ("mail-proposal-received-subject", "mail-proposal-received-body"),
        Step::Looking => ("mail-proposal-looking-subject", "mail-proposal-looking-body"),
        Step::Meeting => ("mail-proposal-meeting-subject", "mail-proposal-meeting-body"),
        Step::Accepted => ("mail-proposal-accepted-subject", "mail-proposal-accepted-body"),
        Step::Planned => ("mail-proposal-planned-subject", "mail-proposal-planned-body"),
        Step::Declined => ("mail-proposal-declined-subject", "mail-proposal-declined-body"),
        Step::Withdrawn | Step::Lapsed => return Ok(()),
    };
    let Some(offer) = p.kept.offer.as_ref().filter(|o| !o.email.is_empty()) else { return Ok(()) };
    let path = crate::service::proposal_path(&app.vault, &p.id);
    let to = (offer.email.as_str(), p.lang);
    about_proposal(app, tx, p, to, (subject, body), (organisation, &path), p.step.code())
}

/// A proposal arrived: to those who read it. Nothing personal stands in it but the title.
pub fn proposal_arrived(app: &App, tx: &mut Tx<'_>, p: &Proposal) -> Result<(), Problem> {
    let readers = site::accounts::service::coordinators(tx, &p.organisation)?;
    let keys = ("mail-proposal-arrived-subject", "mail-proposal-arrived-body");
    for (n, (email, lang)) in readers.iter().enumerate() {
        let path = format!("/staff/proposals/{}", p.id);
        let name = format!("arrived-{n}");
        about_proposal(app, tx, p, (email, *lang), keys, ("", &path), &name)?;
    }
    Ok(())
}

fn about_proposal(
    app: &App,
    tx: &mut Tx<'_>,
    p: &Proposal,
    (to, lang): (&str, Lang),
    (subject, body): (&str, &str),
    (organisation, path): (&str, &str),
    name: &str,
) -> Result<(), Problem> {
    let (Some(forget_day), true) = (p.forget_day, site::mail::wanted(app)) else { return Ok(()) };
    let title = p.kept.offer.as_ref().map(|o| o.title.as_str()).unwrap_or_default();
    let link = app.absolute(lang, path);
    let until = base::dates::long_date(vault::date_of(forget_day), lang);
    let args: [(&str, &str); 5] = [
        ("title", title),
        ("organisation", organisation),
        ("link", &link),
        ("message", &p.kept.message),
        ("until", &until),
    ];
    let text = |key: &str| app.catalogue.text(lang, key, &args);
    let now = app.clock.seconds();
    enqueue(
        app,
        tx,
        &Mail {
            kind: "proposal",
            to: to.to_owned(),
            subject: text(subject),
            body: format!("{}\n", text(body)),
            calendar: None,
            unsubscribe: None,
            forget_day,
            not_before: now,
            not_after: Some(now + 30 * 86_400),
            dedupe: Some(format!("{}-{name}-{now}", p.id)),
        },
    )
}

/// Where to come. The address of a meeting on line is for those who have a place.
fn place_line(app: &App, view: &SessionView, r: &Registration) -> String {
    let draft = &view.session.draft;
    let mut line = match &view.place {
        None => app.catalogue.text(r.lang, draft.mode.label(), &[]),
        Some(p) => {
            let parts = [&p.name, &draft.room, &p.address, &p.city];
            let parts: Vec<&str> =
                parts.into_iter().filter(|p| !p.is_empty()).map(String::as_str).collect();
            parts.join(", ")
        }
    };
    let confirmed = r.status == RegistrationStatus::Confirmed;
    if confirmed && draft.mode != AttendanceMode::OnSite && !draft.online_url.is_empty() {
        line.push_str(" – ");
        line.push_str(&draft.online_url);
    }
    line
}

#[allow(clippy::too_many_arguments)]
fn write(
    app: &App,
    tx: &mut Tx<'_>,
    view: &SessionView,
    r: &Registration,
    kind: &str,
    subject: &str,
    body: &str,
    extra: &str,
) -> Result<(), Problem> {
    let (Some(to), Some(forget_day)) = (r.contact.clone(), r.forget_day) else { return Ok(()) };
    if !site::mail::wanted(app) {
        return Ok(());
    }
    let secret = crate::service::tickets::secret(&app.vault, &r.id);
    let link = app.absolute(r.lang, &format!("/ticket/{secret}"));
    let date = base::dates::long_date(view.date(), r.lang);
    let time = base::dates::clock_time(view.start().time(), r.lang);
    let place = place_line(app, view, r);
    let places = r.places.to_string();
    let postponed = view.session.status == SessionStatus::Postponed;
    let args: [(&str, &str); 11] = [
        ("title", &view.activity.draft.title),
        ("date", &date),
        ("time", &time),
        ("place", &place),
        ("code", &r.code),
        ("link", &link),
        ("places", &places),
        ("extra", extra),
        ("organiser", &view.organisation),
        ("status", r.status.code()),
        // Whether the date said is the one to come.
        ("dated", if postponed { "no" } else { "yes" }),
    ];
    let text = |key: &str| app.catalogue.text(r.lang, key, &args);
    let body = format!("{}\n\n{}\n", text(body), text("mail-foot"));
    let with_calendar = matches!(r.status, RegistrationStatus::Confirmed)
        && !postponed
        && kind != "given-back"
        && !kind.starts_with("cancelled");
    enqueue(
        app,
        tx,
        &Mail {
            kind: "registration",
            to,
            subject: text(subject),
            body,
            calendar: with_calendar.then(|| crate::feeds::session_ics(view, &link)),
            unsubscribe: None,
            forget_day,
            not_before: app.clock.seconds(),
            not_after: Some(match view.session.status {
                // Its date is not known: the news stays news.
                SessionStatus::Postponed => app.clock.seconds() + 30 * 86_400,
                _ if kind.starts_with("reminder") => view.session.starts_at,
                _ => view.session.ends_at.max(app.clock.seconds() + 86_400),
            }),
            dedupe: Some(format!("{}-{kind}", r.id)),
        },
    )
}
