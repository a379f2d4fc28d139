//! From a [`Problem`] to what the person sees: a page, a JSON problem document (RFC 9457). The
//! command line does the same in `tandem`. Handlers return [`Handled`]; the server turns what went
//! wrong into words once it knows the language and the kind of client.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::{Kind, Lang, Problem};
use serde::Serialize;
use store::StoreError;

use crate::{App, Ctx};

/// What went wrong in a handler.
#[derive(Debug)]
pub struct Error(pub Box<Problem>);

/// What a handler returns.
pub type Handled = Result<Response, Error>;

impl<T: Into<Problem>> From<T> for Error {
    fn from(problem: T) -> Self {
        Self(Box::new(problem.into()))
    }
}

/// The problem travels in the response until the server puts it into words.
#[derive(Clone, Debug)]
struct Unsaid(Box<Problem>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = StatusCode::from_u16(self.0.kind.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        response.extensions_mut().insert(Unsaid(self.0));
        response
    }
}

/// A store error inside an extractor or handler.
impl Error {
    /// For a store error that no room has translated.
    #[must_use]
    pub fn store(error: StoreError) -> Self {
        Self::from(Problem::from(error))
    }
}

/// RFC 9457.
#[derive(Serialize)]
struct Document<'a> {
    r#type: String,
    title: String,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<DocumentField<'a>>,
}

#[derive(Serialize)]
struct DocumentField<'a> {
    field: &'a str,
    code: &'a str,
    detail: String,
}

/// Puts a response's problem into words; other responses pass. Also dresses bare 404, 405, 413
/// and 4xx rejections of the framework.
pub(crate) fn speak(app: &App, asked: &Asked, response: Response) -> Response {
    let problem = match response.extensions().get::<Unsaid>() {
        Some(Unsaid(problem)) => (**problem).clone(),
        None => match dressed(&response) {
            Some(problem) => problem,
            None => return response,
        },
    };
    if matches!(problem.kind, Kind::Internal | Kind::Unavailable) {
        tracing::error!(problem = %problem, path = asked.route.as_str(), "a request failed");
    }
    let entering = problem.kind == Kind::Gone && asked.route.starts_with("/sign-in");
    if entering || matches!(problem.kind, Kind::SignIn | Kind::Forbidden | Kind::TooMany) {
        // For who watches over the instance: what was refused, and where. Not to whom, and not the
        // words about it, which may hold what a provider sent.
        let (why, route) = (problem.message.as_ref(), asked.route.as_str());
        tracing::info!(target: "security", why, route, "refused");
    }
    let status = match (response.extensions().get::<Unsaid>(), response.status()) {
        (None, status) => status,
        (Some(_), _) => {
            StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }
    };
    let mut answer = if asked.json {
        as_json(app, asked.lang, status, &problem)
    } else {
        as_page(app, asked, status, &problem)
    };
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    if problem.kind == Kind::Unavailable {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    answer
}

/// What is known of a request once it has been handled.
pub(crate) struct Asked {
    pub lang: Lang,
    pub json: bool,
    pub path: String,
    pub query: String,
    pub route: String,
}

impl Asked {
    pub fn wants_json(path: &str, headers: &HeaderMap) -> bool {
        let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        path.starts_with("/api/")
            || (accept.contains("application/json") && !accept.contains("text/html"))
    }
}

fn dressed(response: &Response) -> Option<Problem> {
    let typed = response.headers().get(header::CONTENT_TYPE).map(|v| v.as_bytes().to_vec());
    if typed.is_some_and(|t| !t.starts_with(b"text/plain")) {
        return None;
    }
    Some(match response.status() {
        StatusCode::NOT_FOUND => Problem::new(Kind::NotFound, "problem-not-found"),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(Kind::Invalid, "problem-method"),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "problem-too-large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(Kind::Invalid, "problem-media-type"),
        StatusCode::REQUEST_TIMEOUT => Problem::new(Kind::Slow, "problem-slow"),
        s if s.is_client_error() => Problem::new(Kind::Invalid, "problem-unreadable"),
        s if s.is_server_error() => Problem::new(Kind::Internal, "problem-internal"),
        _ => return None,
    })
}

fn words(app: &App, lang: Lang, key: &str, args: &[(&'static str, String)]) -> String {
    let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
    app.catalogue.text(lang, key, &args)
}

fn as_json(app: &App, lang: Lang, status: StatusCode, problem: &Problem) -> Response {
    let code = problem.message.strip_prefix("problem-").unwrap_or(&problem.message);
    let document = Document {
        r#type: format!("urn:tandem:problem:{code}"),
        title: words(app, lang, &problem.message, &problem.args),
        status: status.as_u16(),
        code,
        errors: problem
            .fields
            .iter()
            .map(|f| DocumentField {
                field: &f.field,
                code: f.message.as_ref(),
                detail: words(app, lang, &f.message, &f.args),
            })
            .collect(),
    };
    let mut response = (status, Json(document)).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn as_page(app: &App, asked: &Asked, status: StatusCode, problem: &Problem) -> Response {
    let c = Ctx {
        app: app.clone(),
        lang: asked.lang,
        actor: crate::Actor::Public,
        path: asked.path.clone(),
        query: asked.query.clone(),
    };
    let fields =
        problem.fields.iter().map(|f| words(app, asked.lang, &f.message, &f.args)).collect();
    let page = crate::layout::ProblemPage {
        title: words(app, asked.lang, &problem.message, &problem.args),
        fields,
        sign_in: problem.kind == Kind::SignIn,
        c: &c,
    };
    c.html_status(status, &page).unwrap_or_else(|_| status.into_response())
}
