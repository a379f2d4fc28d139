//! The public side: the programme and a session with its form. No account, no cookie.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use base::{Id, Problem};
use jiff::civil::Date;
use network::model::Theme;
use serde_json::json;
use site::cache::FRESH;
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled};

use crate::api::filter_of;
use crate::model::{
    AttendanceMode, Format, MOST_ANSWER, Question, QuestionKind, RegistrationMode, Scope,
    SessionStatus, Sign,
};
use crate::service::{self, Filter, SessionView, Wish, not_found};

/// Sessions on one page of the programme.
const PAGE: usize = 60;

/// Routes of the public side.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/programme", get(programme))
        .route("/programme/calendar", get(calendar))
        .route("/sessions/{id}", get(session))
        .route("/sessions/{id}/registrations", get(back_to_session).post(register))
}

/// What the list says of a session's places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// Class of the badge.
    pub class: &'static str,
    /// Key of the text.
    pub key: &'static str,
    /// Places left.
    pub left: u32,
}

/// The badge of a session at this moment.
#[must_use]
pub fn badge(view: &SessionView, now: i64) -> Badge {
    let s = &view.session;
    let counted = view.counted();
    let left = counted.places_left();
    let make = |class, key| Badge { class, key, left };
    match s.status {
        SessionStatus::Cancelled => return make("cancelled", "programme-badge-cancelled"),
        SessionStatus::Postponed => return make("postponed", "programme-badge-postponed"),
        SessionStatus::Draft => return make("draft", "programme-badge-draft"),
        SessionStatus::Held => return make("", "programme-badge-over"),
        SessionStatus::Published => {}
    }
    if now >= s.ends_at {
        return make("", "programme-badge-over");
    }
    match counted.draft.registration {
        RegistrationMode::None => make("open", "programme-badge-free"),
        _ if left == 0 && counted.draft.registration == RegistrationMode::WaitingList => {
            make("waiting", "programme-badge-waiting")
        }
        _ if left == 0 => make("full", "programme-badge-full"),
        _ if view.closed_because(now).is_some() => make("full", "programme-badge-closed"),
        _ if left <= 3 => make("few", "programme-badge-few"),
        _ => make("open", "programme-badge-open"),
    }
}

/// One line of a list of sessions.
struct Line {
    id: Id,
    date: Date,
    time: String,
    datetime: String,
    title: String,
    format: String,
    theme: String,
    place: String,
    partners: String,
    badge: Badge,
    badge_text: String,
    cancelled: bool,
    illustrative: bool,
}

fn line(c: &Ctx, view: &SessionView) -> Line {
    let badge = badge(view, c.app.clock.seconds());
    let place = match (&view.place, view.session.draft.mode) {
        (Some(p), _) if p.city.is_empty() => p.name.clone(),
        (Some(p), _) => format!("{}, {}", p.name, p.city),
        (None, AttendanceMode::OnSite) => String::new(),
        (None, mode) => c.t(mode.label()),
    };
    let names: Vec<&str> = view.partners.iter().map(|(_, name)| name.as_str()).collect();
    Line {
        id: view.session.id.clone(),
        date: view.date(),
        time: c.clock_time(&view.start().time()),
        datetime: crate::api::rfc3339(&view.start()),
        title: view.activity.draft.title.clone(),
        format: c.t(view.activity.draft.format.label()),
        theme: view.theme.as_ref().map(|t| t.name(c.lang).to_owned()).unwrap_or_default(),
        place,
        partners: names.join(", "),
        badge_text: c.t1(badge.key, "left", badge.left),
        badge,
        cancelled: view.session.status == SessionStatus::Cancelled,
        illustrative: view.session.illustrative,
    }
}

/// A day of the programme.
struct Day {
    date: Date,
    words: String,
    lines: Vec<Line>,
}

fn days(c: &Ctx, views: &[SessionView]) -> Vec<Day> {
    let mut days: Vec<Day> = vec![];
    for view in views {
        let line = line(c, view);
        match days.last_mut() {
            Some(day) if day.date == line.date => day.lines.push(line),
            _ => days.push(Day {
                date: line.date,
                words: c.long_date(&line.date),
                lines: vec![line],
            }),
        }
    }
    days
}

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage<'a> {
    c: &'a Ctx,
    days: Vec<Day>,
}

async fn home(PublicCtx(c): PublicCtx) -> Handled {
    let filter = Filter { limit: 8, open_only: true, ..Filter::default() };
    let views = service::programme(&c.app, filter).await?;
    c.html(&HomePage { c: &c, days: days(&c, &views) })
}

#[derive(Template)]
#[template(path = "public/programme.html")]
struct ProgrammePage<'a> {
    c: &'a Ctx,
    days: Vec<Day>,
    query: Form,
    errors: Vec<String>,
    themes: Vec<Theme>,
    cities: Vec<String>,
    formats: &'static [Format],
    next: Option<String>,
    filtered: bool,
    feed: String,
}

impl ProgrammePage<'_> {
    fn theme_name<'t>(&self, theme: &'t Theme) -> &'t str {
        theme.name(self.c.lang)
    }

    fn value(&self, name: &str) -> &str {
        self.query.get(name)
    }
}

async fn programme(PublicCtx(c): PublicCtx) -> Handled {
    let query = Form::from_query(&c.query);
    let (filter, errors) = match filter_of(&query) {
        Ok(filter) => (filter, vec![]),
        Err(problem) => {
            let texts = problem.fields.iter().map(|f| c.problem_text(&f.message, &f.args));
            (Filter::default(), texts.collect())
        }
    };
    let mut views = service::programme(&c.app, Filter { limit: PAGE + 1, ..filter }).await?;
    let more = views.len() > PAGE;
    views.truncate(PAGE);
    let kept = query.query_without(&["cursor"]);
    let next = views
        .last()
        .filter(|_| more)
        .map(|v| format!("/programme?{kept}&cursor={}.{}", v.session.starts_at, v.session.id));
    let (themes, places) = c
        .app
        .db
        .read(|tx| {
            Ok::<_, ::store::StoreError>((
                network::service::themes(tx)?,
                network::service::places(tx)?,
            ))
        })
        .await
        .map_err(site::Error::store)?;
    let mut cities: Vec<String> =
        places.into_iter().map(|p| p.city).filter(|city| !city.is_empty()).collect();
    cities.sort();
    cities.dedup();
    let page = ProgrammePage {
        days: days(&c, &views),
        filtered: !kept.is_empty(),
        feed: format!("/programme.ics?{kept}"),
        query,
        themes,
        cities,
        formats: Format::ALL,
        next,
        c: &c,
        errors: errors.clone(),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    c.html_status(status, &page)
}

/// A cell of the month.
struct Cell {
    date: Date,
    words: String,
    class: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "public/calendar.html")]
struct CalendarPage<'a> {
    c: &'a Ctx,
    month: String,
    weekdays: Vec<String>,
    weeks: Vec<Vec<Cell>>,
    before: String,
    after: String,
}

async fn calendar(PublicCtx(c): PublicCtx) -> Handled {
    let now = c.app.clock.seconds();
    let today = base::dates::local(now, base::dates::DEFAULT_ZONE).date();
    let asked = Form::from_query(&c.query);
    let first =
        format!("{}-01", asked.get("month")).parse::<Date>().unwrap_or(today.first_of_month());
    let first = if (2000..=2100).contains(&first.year()) { first } else { today.first_of_month() };
    let last = first.last_of_month();
    let filter = Filter { from: Some(first), to: Some(last), limit: 1_000, ..Filter::default() };
    let statuses = [service::PUBLIC.to_vec(), vec![SessionStatus::Held]].concat();
    let views = service::programme(&c.app, Filter { statuses, ..filter }).await?;
    let offset = i64::from(first.weekday().to_monday_zero_offset());
    let day = |n: i64| first.checked_add(jiff::SignedDuration::from_hours(24 * n)).unwrap_or(first);
    let mut weeks = vec![];
    let mut at = -offset;
    while day(at) <= last {
        let week = (at..at + 7)
            .map(|n| {
                let date = day(n);
                let lines: Vec<Line> =
                    views.iter().filter(|v| v.date() == date).map(|v| line(&c, v)).collect();
                let class = match () {
                    () if date.month() != first.month() => "other",
                    () if !lines.is_empty() && date == today => "has today",
                    () if !lines.is_empty() => "has",
                    () if date == today => "today",
                    () => "",
                };
                let lines = if class == "other" { vec![] } else { lines };
                Cell { date, words: c.long_date(&date), class, lines }
            })
            .collect();
        weeks.push(week);
        at += 7;
    }
    let link = |d: Date| format!("/programme/calendar?month={:04}-{:02}", d.year(), d.month());
    let page = CalendarPage {
        month: format!("{} {}", base::dates::month_name(first.month(), c.lang), first.year()),
        weekdays: (0..7).map(|n| base::dates::day_name(n, c.lang).to_owned()).collect(),
        weeks,
        before: link(first.yesterday().unwrap_or(first)),
        after: link(last.tomorrow().unwrap_or(last)),
        c: &c,
    };
    c.html(&page)
}

#[derive(Template)]
#[template(path = "public/session.html")]
struct SessionPage<'a> {
    c: &'a Ctx,
    view: &'a SessionView,
    badge: Badge,
    badge_text: String,
    paragraphs: Vec<String>,
    when: String,
    time: String,
    end: String,
    zone: Option<String>,
    siblings: Vec<Line>,
    closed: Option<String>,
    left: u32,
    position: u32,
    most: u32,
    key: String,
    form: Form,
    errors: Vec<(String, String)>,
    same_contact: bool,
    /// Fewer places are free than were asked for.
    fewer: bool,
    data: String,
    questions: Vec<Question>,
    /// What departs from the charter, and in which words.
    departures: Vec<(Sign, String)>,
}

impl SessionPage<'_> {
    fn scope(&self) -> Scope {
        self.view.activity.draft.scope
    }

    fn theme_name<'t>(&self, theme: &'t Theme) -> &'t str {
        theme.name(self.c.lang)
    }

    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(f, _)| f == field).map(|(_, text)| text.as_str())
    }
}

async fn session(PublicCtx(c): PublicCtx, Path(id): Path<String>) -> Handled {
    let id = Id::parse(&id).ok_or_else(not_found)?;
    let (commits, now) = (c.app.db.commits(), c.app.clock.seconds());
    let address = format!("{}?{}", c.path, c.query);
    if let Some(kept) = c.app.pages.get(c.lang, &address, commits, now) {
        return Ok(kept);
    }
    let (_, body) = draw(&c, &id, Form::default(), None, FRESH.to_owned()).await?;
    Ok(c.app.pages.keep(c.lang, &address, commits, now, body))
}

async fn show(c: &Ctx, id: &Id, form: Form, problem: Option<Problem>) -> Handled {
    // After a refusal the next try is a new request.
    let key = base::codes::secret(&mut rand::rng());
    let (status, body) = draw(c, id, form, problem, key).await?;
    // It repeats what was typed: nobody keeps a copy.
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((status, headers, body).into_response())
}

/// The page of a session, with the form as typed and what is wrong with it.
async fn draw(
    c: &Ctx,
    id: &Id,
    form: Form,
    problem: Option<Problem>,
    key: String,
) -> Result<(StatusCode, String), site::Error> {
    let view = service::public_session(&c.app, id).await?;
    let s = &view.session;
    let now = c.app.clock.seconds();
    let siblings = service::siblings(&c.app, &s.activity).await?;
    let siblings = siblings
        .iter()
        .filter(|v| v.session.id != s.id && v.session.ends_at > now)
        .map(|v| line(c, v))
        .collect();
    let (mut errors, mut status, mut same_contact) = (vec![], StatusCode::OK, false);
    let mut fewer = false;
    if let Some(problem) = problem {
        status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::CONFLICT);
        same_contact = problem.message.starts_with("problem-same-contact");
        fewer = problem.message == "problem-session-fewer";
        for f in &problem.fields {
            errors.push((f.field.to_string(), c.problem_text(&f.message, &f.args)));
        }
        if problem.fields.is_empty() {
            let field = if same_contact { "again" } else { "places" };
            errors.push((field.to_owned(), c.problem_text(&problem.message, &problem.args)));
        }
    }
    let badge = badge(&view, now);
    let counted = view.counted();
    let questions = service::questions_asked(&c.app, &s.activity).await?;
    let departures = service::departures_of(&c.app, &s.activity).await?;
    let page = SessionPage {
        questions,
        departures,
        badge_text: c.t1(badge.key, "left", badge.left),
        badge,
        paragraphs: view
            .activity
            .draft
            .description
            .split("\n\n")
            .map(|p| p.trim().to_owned())
            .filter(|p| !p.is_empty())
            .collect(),
        when: c.long_date(&view.date()),
        time: c.clock_time(&view.start().time()),
        end: c.clock_time(&view.end().time()),
        zone: (s.time_zone != base::dates::DEFAULT_ZONE).then(|| s.time_zone.clone()),
        siblings,
        closed: view.closed_because(now).map(|key| c.t(key)),
        left: counted.places_left(),
        position: counted.waiting + 1,
        most: counted
            .draft
            .most_places
            .min((counted.draft.capacity + counted.draft.overbook).max(1)),
        key,
        form,
        errors,
        same_contact,
        fewer,
        data: linked_data(c, &view),
        view: &view,
        c,
    };
    let body = page
        .render()
        .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?;
    Ok((status, body))
}

/// What was answered to the questions of the organiser.
fn answers(form: &Form) -> Vec<(Id, String)> {
    let asked = form.iter().filter_map(|(name, text)| Some((name.strip_prefix("q-")?, text)));
    let answered = asked.filter(|(_, text)| !text.trim().is_empty());
    answered.filter_map(|(id, text)| Some((Id::parse(id)?, text.to_owned()))).collect()
}

/// The address of a refused registration, opened again: in the other language, from a bookmark.
async fn back_to_session(PublicCtx(c): PublicCtx, Path(id): Path<String>) -> Handled {
    let id = Id::parse(&id).ok_or_else(not_found)?;
    Ok(c.see(&format!("/sessions/{id}")))
}

async fn register(PublicCtx(c): PublicCtx, Path(id): Path<String>, form: Form) -> Handled {
    let id = Id::parse(&id).ok_or_else(not_found)?;
    let places = form.get("places");
    let wish = Wish {
        channel: crate::model::Channel::Web,
        answers: answers(&form),
        places: places.trim().parse().unwrap_or(0),
        wait: form.flag("wait"),
        name: form.some("name"),
        email: form.some("email"),
        lang: c.lang,
        again: form.flag("again"),
        idempotency_key: form.some("key").unwrap_or_else(|| base::codes::secret(&mut rand::rng())),
    };
    match service::register(&c.app, &id, wish).await {
        Ok(done) => Ok(c.see(&format!("/ticket/{}", done.secret))),
        Err(problem) if matches!(problem.kind, base::Kind::Invalid | base::Kind::Conflict) => {
            show(&c, &id, form, Some(problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The session for search engines (schema.org Event), free of charge by construction.
fn linked_data(c: &Ctx, view: &SessionView) -> String {
    let s = &view.session;
    let url = c.app.absolute(c.lang, &format!("/sessions/{}", s.id));
    let status = match s.status {
        SessionStatus::Cancelled => "https://schema.org/EventCancelled",
        SessionStatus::Postponed => "https://schema.org/EventPostponed",
        _ if s.moved_from.is_some() => "https://schema.org/EventRescheduled",
        _ => "https://schema.org/EventScheduled",
    };
    let mode = match s.draft.mode {
        AttendanceMode::OnSite => "https://schema.org/OfflineEventAttendanceMode",
        AttendanceMode::Online => "https://schema.org/OnlineEventAttendanceMode",
        AttendanceMode::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    };
    // Places given beyond the capacity are not announced: never more left than there are.
    let counted = view.counted();
    let left = counted.places_left().min(counted.draft.capacity);
    let availability = match view.closed_because(c.app.clock.seconds()) {
        Some("problem-session-no-registration") => "https://schema.org/InStock",
        Some("problem-session-not-open-yet") => "https://schema.org/PreSale",
        None if left > 0 => "https://schema.org/InStock",
        _ => "https://schema.org/SoldOut",
    };
    // The address of the meeting on line is for those registered: this page leads to it.
    let online = json!({ "@type": "VirtualLocation", "url": url });
    let place = match &view.place {
        Some(p) => json!({ "@type": "Place", "name": p.name, "address": {
            "@type": "PostalAddress", "streetAddress": p.address, "postalCode": p.postcode,
            "addressLocality": p.city } }),
        None => json!({ "@type": "Place", "name": view.organisation }),
    };
    let location = match s.draft.mode {
        AttendanceMode::OnSite => place,
        AttendanceMode::Online => online,
        AttendanceMode::Hybrid => json!([place, online]),
    };
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": view.activity.draft.title,
        "description": view.activity.draft.summary,
        "startDate": crate::api::rfc3339(&view.start()),
        "endDate": crate::api::rfc3339(&view.end()),
        "eventStatus": status,
        "eventAttendanceMode": mode,
        "location": location,
        "organizer": { "@type": "Organization", "name": view.organisation },
        "isAccessibleForFree": true,
        "url": url,
        "offers": { "@type": "Offer", "price": 0, "priceCurrency": "EUR", "url": url,
                    "availability": availability },
    });
    if counted.draft.registration != RegistrationMode::None {
        data["maximumAttendeeCapacity"] = json!(counted.draft.capacity);
        data["remainingAttendeeCapacity"] = json!(left);
    }
    if let Some(from) = s.moved_from {
        data["previousStartDate"] = json!(from.to_string());
    }
    data.to_string().replace('<', "\\u003c")
}
