//! What a handler knows of its request: language, who asks, where.

use std::convert::Infallible;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::{Kind, Lang, Problem};

use crate::app::Sees;
use crate::{Actor, App, Error, accounts};

/// Language of the request, set by the server from the `/en` prefix.
#[derive(Clone, Copy, Debug)]
pub struct RequestLang(pub Lang);

/// A request's context; also what every template receives as `c`.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The application.
    pub app: App,
    /// Language of the answer.
    pub lang: Lang,
    /// Who asks.
    pub actor: Actor,
    /// Path without language prefix.
    pub path: String,
    /// Query string, without `?`.
    pub query: String,
}

/// The path with its language prefix: French has none, English has `/en`.
#[must_use]
pub fn localised(lang: Lang, path: &str) -> String {
    match lang {
        Lang::Fr => path.to_owned(),
        Lang::En if path == "/" => "/en".to_owned(),
        Lang::En => format!("/en{path}"),
    }
}

impl Ctx {
    /// The text of a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.app.catalogue.text(self.lang, key, &[])
    }

    /// The text of a key with one argument.
    pub fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.app.catalogue.text(self.lang, key, &[(name, &value.to_string())])
    }

    /// The text of a key with two arguments.
    pub fn t2(
        &self,
        key: &str,
        name: &str,
        value: impl ToString,
        name2: &str,
        value2: impl ToString,
    ) -> String {
        let (a, b) = (value.to_string(), value2.to_string());
        self.app.catalogue.text(self.lang, key, &[(name, &a), (name2, &b)])
    }

    /// The text of a problem or of a field problem.
    #[must_use]
    pub fn problem_text(&self, key: &str, args: &[(&'static str, String)]) -> String {
        let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
        self.app.catalogue.text(self.lang, key, &args)
    }

    /// A link within the site, in the language of the page.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        localised(self.lang, path)
    }

    /// This page in the other language.
    #[must_use]
    pub fn other_lang_url(&self) -> String {
        // In a link, `//elsewhere.example` is another site: one slash, and nothing taken for one.
        let own = self.path.trim_start_matches(['/', '\\']);
        let path = localised(self.other_lang(), &format!("/{own}"));
        if self.query.is_empty() { path } else { format!("{path}?{}", self.query) }
    }

    /// The other language.
    #[must_use]
    pub fn other_lang(&self) -> Lang {
        match self.lang {
            Lang::Fr => Lang::En,
            Lang::En => Lang::Fr,
        }
    }

    /// Whether the person is signed in.
    #[must_use]
    pub fn signed_in(&self) -> bool {
        self.actor.person().is_some()
    }

    /// The attribute for what people of the network wrote, which is French on pages in English too
    /// (WCAG 3.1.2, language of parts).
    #[must_use]
    pub fn written(&self) -> &'static str {
        if self.lang == Lang::Fr { "" } else { " lang=fr" }
    }

    /// Whether a navigation entry leads to where we are.
    #[must_use]
    pub fn is_current(&self, path: &str) -> bool {
        self.path == path || (path != "/" && self.path.starts_with(&format!("{path}/")))
    }

    /// Entries of the navigation that this person sees: label, address, whether it is here.
    #[must_use]
    pub fn menu(&self) -> Vec<(String, String, bool)> {
        // `/staff/import` lies under `/staff`: the longest address that fits is where we are.
        let entries = self.app.menu.iter().flat_map(|m| {
            let paths = m.under.iter().copied().chain([m.path]);
            paths.filter(|path| self.is_current(path)).map(|path| (path.len(), m.path))
        });
        let here = entries.max().map(|(_, path)| path);
        self.app
            .menu
            .iter()
            .filter(|m| match m.sees {
                Sees::Everyone => true,
                Sees::Professionals => self.signed_in(),
                Sees::Those(may) => self.signed_in() && self.actor.need_somewhere(may).is_ok(),
            })
            .map(|m| (self.t(m.label), self.url(m.path), here == Some(m.path)))
            .collect()
    }

    /// A number as people read it in this language, at most one decimal.
    #[must_use]
    pub fn number(&self, value: &f64) -> String {
        base::lang::number(self.lang, *value)
    }

    /// A date in words (`mardi 1er décembre 2026`).
    #[must_use]
    pub fn long_date(&self, date: &jiff::civil::Date) -> String {
        base::dates::long_date(*date, self.lang)
    }

    /// A telephone number as people read it (`01 23 45 67 89`).
    #[must_use]
    pub fn phone(&self, number: &str) -> String {
        base::phones::shown(number)
    }

    /// A telephone number as a link has it (`+33123456789`).
    #[must_use]
    pub fn tel(&self, number: &str) -> String {
        base::phones::dialled(number)
    }

    /// A time of day (`14 h 30`).
    #[must_use]
    pub fn clock_time(&self, time: &jiff::civil::Time) -> String {
        base::dates::clock_time(*time, self.lang)
    }

    /// A page.
    pub fn html(&self, page: &impl Template) -> Result<Response, Error> {
        self.html_status(StatusCode::OK, page)
    }

    /// A page with another status than 200, such as a form with mistakes (422).
    pub fn html_status(&self, status: StatusCode, page: &impl Template) -> Result<Response, Error> {
        let body = page
            .render()
            .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?;
        let mut response =
            (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response();
        // What a signed-in person sees, and any ticket, stays out of shared caches.
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        Ok(response)
    }

    /// After a form: go and see the result (303), in the language of the page.
    #[must_use]
    pub fn see(&self, path: &str) -> Response {
        axum::response::Redirect::to(&self.url(path)).into_response()
    }
}

impl FromRequestParts<App> for Ctx {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let actor = accounts::service::actor_of(app, &parts.headers).await?;
        Ok(Self {
            app: app.clone(),
            lang: parts.extensions.get::<RequestLang>().map_or(Lang::Fr, |l| l.0),
            actor,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
        })
    }
}

/// For pages with a secret address: search engines do not keep them, and no other site learns it.
#[must_use]
pub fn discreet(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let robots = HeaderName::from_static("x-robots-tag");
    headers.insert(robots, HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// The context of the public side, which never looks for a session: no cookie is read.
#[derive(Clone, Debug)]
pub struct PublicCtx(pub Ctx);

impl FromRequestParts<App> for PublicCtx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(Ctx {
            app: app.clone(),
            lang: parts.extensions.get::<RequestLang>().map_or(Lang::Fr, |l| l.0),
            actor: Actor::Public,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
        }))
    }
}
