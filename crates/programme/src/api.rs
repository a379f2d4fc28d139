//! The programme's JSON API, version 1. Its document is part of `/api/v1/openapi.json`.

mod document;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::problem::FieldProblem;
use base::{Id, Kind, Lang, Problem};
use serde::{Deserialize, Serialize};
use serde_json::json;
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled};

use crate::model::{Format, MOST_QUESTIONS, Question, RegistrationMode};
use crate::service::{self, Filter, SessionView, Ticket, Wish, not_found};

pub use document::document;

/// Routes of the API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/sessions", get(sessions))
        .route("/api/v1/sessions/{id}", get(session))
        .route("/api/v1/sessions/{id}/registrations", post(register))
        .route("/api/v1/tickets/{secret}", get(ticket))
        .route("/api/v1/tickets/{secret}/cancel", post(cancel))
        .route("/api/v1/tickets/{secret}/accept", post(accept))
}

/// A session as the API says it.
#[derive(Clone, Debug, Serialize)]
pub struct SessionDocument {
    id: Id,
    activity_id: Id,
    title: String,
    summary: String,
    format: &'static str,
    theme: Option<String>,
    audience: String,
    organiser: String,
    partners: Vec<String>,
    starts_at: String,
    ends_at: String,
    time_zone: String,
    place: Option<PlaceDocument>,
    room: String,
    attendance_mode: &'static str,
    status: &'static str,
    registration: &'static str,
    registration_open: bool,
    /// Places in all.
    capacity: u32,
    /// Places that can still be taken.
    places_left: u32,
    /// Registrations on the waiting list; null where there is none.
    waiting_list: Option<u32>,
    most_places: u32,
    url: String,
    illustrative: bool,
}

#[derive(Clone, Debug, Serialize)]
struct PlaceDocument {
    name: String,
    address: String,
    postcode: String,
    city: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

/// A moment as RFC 3339 with its offset.
#[must_use]
pub fn rfc3339(at: &jiff::ZonedDateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

impl SessionDocument {
    /// The document of a session, in a language.
    #[must_use]
    pub fn of(app: &App, lang: Lang, view: &SessionView) -> Self {
        let (s, d) = (&view.session, &view.activity.draft);
        let counted = view.counted();
        let listed = counted.draft.registration == RegistrationMode::WaitingList;
        Self {
            id: s.id.clone(),
            activity_id: s.activity.clone(),
            title: d.title.clone(),
            summary: d.summary.clone(),
            format: d.format.code(),
            theme: view.theme.as_ref().map(|t| t.name(lang).to_owned()),
            audience: d.audience.clone(),
            organiser: view.organisation.clone(),
            partners: view.partners.iter().map(|(_, name)| name.clone()).collect(),
            starts_at: rfc3339(&view.start()),
            ends_at: rfc3339(&view.end()),
            time_zone: s.time_zone.clone(),
            place: view.place.as_ref().map(|p| PlaceDocument {
                name: p.name.clone(),
                address: p.address.clone(),
                postcode: p.postcode.clone(),
                city: p.city.clone(),
                latitude: p.latitude,
                longitude: p.longitude,
            }),
            room: s.draft.room.clone(),
            attendance_mode: s.draft.mode.code(),
            status: s.status.code(),
            registration: counted.draft.registration.code(),
            registration_open: view.closed_because(app.clock.seconds()).is_none(),
            capacity: counted.draft.capacity,
            places_left: counted.places_left(),
            waiting_list: listed.then_some(counted.waiting),
            most_places: counted.draft.most_places,
            url: app.absolute(lang, &format!("/sessions/{}", s.id)),
            illustrative: s.illustrative,
        }
    }
}

/// Language of an answer of the API.
fn language(headers: &HeaderMap) -> Lang {
    let header = headers.get(header::ACCEPT_LANGUAGE);
    header.and_then(|v| v.to_str().ok()).map_or(Lang::Fr, Lang::negotiate)
}

/// Longest text looked for, in characters.
pub(crate) const MOST_WORDS: usize = 200;

/// Reads a filter from a query; unknown names are passed over, wrong values are refused.
pub fn filter_of(query: &Form) -> Result<Filter, Problem> {
    let mut wrong = vec![];
    let mut date = |name: &'static str| match query.some(name) {
        None => None,
        Some(text) => {
            let read = base::dates::read_date(&text);
            if read.is_none() {
                wrong.push(FieldProblem::new(name, "problem-field-date"));
            }
            read
        }
    };
    let (from, to) = (date("from"), date("to"));
    let format = query.some("format").and_then(|code| {
        let format = Format::parse(&code);
        if format.is_none() {
            wrong.push(FieldProblem::new("format", "problem-field-choice"));
        }
        format
    });
    let mut id = |name: &'static str| {
        query.some(name).and_then(|text| {
            let id = Id::parse(&text);
            if id.is_none() {
                wrong.push(FieldProblem::new(name, "problem-field-choice"));
            }
            id
        })
    };
    let (theme, place, activity) = (id("theme"), id("place"), id("activity"));
    let limit = match query.some("limit") {
        None => 100,
        Some(text) => match text.parse() {
            Ok(n) if (1..=1_000).contains(&n) => n,
            _ => {
                wrong.push(FieldProblem::new("limit", "problem-field-limit"));
                100
            }
        },
    };
    let after = match query.some("cursor") {
        None => None,
        Some(cursor) => match cursor.split_once('.') {
            Some((at, id)) if at.parse::<i64>().is_ok() => Some((at.to_owned(), id.to_owned())),
            _ => {
                wrong.push(FieldProblem::new("cursor", "problem-field-cursor"));
                None
            }
        },
    };
    if !matches!(query.get("open"), "" | "0" | "1" | "true" | "false" | "on") {
        wrong.push(FieldProblem::new("open", "problem-field-choice"));
    }
    for name in ["city", "audience", "q"] {
        if query.get(name).chars().count() > MOST_WORDS {
            let mut problem = FieldProblem::new(name, "problem-field-too-long");
            problem.args.push(("most", MOST_WORDS.to_string()));
            wrong.push(problem);
        }
    }
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        wrong.push(FieldProblem::new("to", "problem-field-period"));
    }
    Problem::from_fields(wrong)?;
    Ok(Filter {
        from,
        to,
        place,
        city: query.some("city"),
        theme,
        format,
        audience: query.some("audience"),
        text: query.some("q"),
        open_only: query.flag("open"),
        organisation: None,
        activity,
        statuses: vec![],
        limit,
        after,
    })
}

async fn sessions(PublicCtx(c): PublicCtx, headers: HeaderMap) -> Handled {
    let mut filter = filter_of(&Form::from_query(&c.query))?;
    let (limit, lang) = (filter.limit, language(&headers));
    filter.limit += 1;
    let mut views = service::programme(&c.app, filter).await?;
    let more = views.len() > limit;
    views.truncate(limit);
    let next =
        views.last().filter(|_| more).map(|v| format!("{}.{}", v.session.starts_at, v.session.id));
    let items: Vec<_> = views.iter().map(|v| SessionDocument::of(&c.app, lang, v)).collect();
    Ok(Json(json!({ "items": items, "next": next })).into_response())
}

fn id_of(text: &str) -> Result<Id, Problem> {
    Id::parse(text).ok_or_else(not_found)
}

async fn session(PublicCtx(c): PublicCtx, Path(id): Path<String>, headers: HeaderMap) -> Handled {
    let view = service::public_session(&c.app, &id_of(&id)?).await?;
    let questions = service::questions_asked(&c.app, &view.activity.id).await?;
    let questions = questions.iter().map(QuestionDocument::of).collect();
    let session = SessionDocument::of(&c.app, language(&headers), &view);
    Ok(Json(AskingDocument { session, questions }).into_response())
}

/// A session with what its organiser asks.
#[derive(Serialize)]
struct AskingDocument {
    #[serde(flatten)]
    session: SessionDocument,
    questions: Vec<QuestionDocument>,
}

/// A question, optional like all of them.
#[derive(Serialize)]
struct QuestionDocument {
    id: Id,
    label: String,
    kind: &'static str,
    choices: Vec<String>,
    sensitive: bool,
    keep_days: u32,
}

impl QuestionDocument {
    fn of(question: &Question) -> Self {
        let d = &question.draft;
        Self {
            id: question.id.clone(),
            label: d.label.clone(),
            kind: d.kind.code(),
            choices: d.choices.clone(),
            sensitive: d.sensitive,
            keep_days: d.keep_days,
        }
    }
}

/// An answer to one of them.
#[derive(Deserialize)]
struct AnswerDocument {
    question: String,
    answer: String,
}

/// The answers of a request; which questions there are is checked where they are kept.
fn answers_of(given: Vec<AnswerDocument>) -> Result<Vec<(Id, String)>, Problem> {
    let unknown = || FieldProblem::new("answers", "problem-answer-question");
    let read =
        given.into_iter().map(|a| Some((Id::parse(&a.question)?, a.answer.replace('\0', ""))));
    match read.collect::<Option<Vec<_>>>() {
        Some(read) if read.len() <= MOST_QUESTIONS => Ok(read),
        _ => Problem::from_fields(vec![unknown()]).map(|()| vec![]),
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default = "one")]
    places: i64,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    lang: Option<Lang>,
    #[serde(default)]
    again: bool,
    #[serde(default)]
    answers: Vec<AnswerDocument>,
}

fn one() -> i64 {
    1
}

/// What a registration gave.
#[derive(Serialize)]
struct RegisteredDocument<'a> {
    code: &'a str,
    status: &'static str,
    position: Option<u32>,
    places: u32,
    ticket: &'a str,
}

async fn register(
    PublicCtx(c): PublicCtx,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Handled {
    let id = id_of(&id)?;
    let unreadable =
        |e: serde_json::Error| Problem::new(Kind::Invalid, "problem-unreadable").because(e);
    // A sequence of values would be read as well: an object says what each is.
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&body).map_err(unreadable)?;
    let asked: Asked =
        serde_json::from_value(serde_json::Value::Object(object)).map_err(unreadable)?;
    let key = match headers.get("idempotency-key") {
        None => base::codes::secret(&mut rand::rng()),
        Some(value) => match value.to_str() {
            Ok(key) if !key.is_empty() && key.bytes().all(|b| b.is_ascii_graphic()) => {
                key.to_owned()
            }
            _ => return Err(key_problem().into()),
        },
    };
    let lang = asked.lang.unwrap_or_else(|| language(&headers));
    let wish = Wish {
        channel: crate::model::Channel::Api,
        // Its answer says whether one waits.
        wait: true,
        answers: answers_of(asked.answers)?,
        places: u32::try_from(asked.places).unwrap_or(0),
        name: asked.name,
        email: asked.email,
        lang,
        again: asked.again,
        idempotency_key: key,
    };
    let done = service::register(&c.app, &id, wish).await?;
    let ticket = c.app.absolute(lang, &format!("/ticket/{}", done.secret));
    let body = RegisteredDocument {
        code: &done.registration.code,
        status: done.registration.status.code(),
        position: done.position,
        places: done.registration.places,
        ticket: &ticket,
    };
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    let answer = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&format!("/api/v1/tickets/{}", done.secret)) {
        answer.insert(header::LOCATION, value);
    }
    if done.replayed {
        answer.insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn key_problem() -> Problem {
    Problem::from_fields(vec![FieldProblem::new("Idempotency-Key", "problem-field-key")])
        .err()
        .unwrap_or_else(not_found)
}

async fn ticket(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    Ok(ticket_document(&c, &service::ticket(&c.app, &secret).await?))
}

async fn cancel(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    Ok(ticket_document(&c, &service::cancel(&c.app, &secret).await?))
}

async fn accept(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    Ok(ticket_document(&c, &service::accept(&c.app, &secret).await?))
}

fn ticket_document(c: &Ctx, ticket: &Ticket) -> axum::response::Response {
    let r = &ticket.registration;
    let until =
        r.offer_ends_at.map(|at| rfc3339(&base::dates::local(at, base::dates::DEFAULT_ZONE)));
    let mut response = Json(json!({
        "code": r.code,
        "status": r.status.code(),
        "places": r.places,
        "position": ticket.position,
        "offer_until": until,
        "session": SessionDocument::of(&c.app, c.lang, &ticket.view),
    }))
    .into_response();
    let none = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, none);
    response
}
