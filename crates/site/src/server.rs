//! The HTTP server: hyper with limits on headers and time, the language prefix, errors into
//! words, security headers, compression, metrics, graceful shutdown.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, State};
use axum::http::{HeaderValue, Request, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base::{Kind, Lang, Problem};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;

use crate::ctx::RequestLang;
use crate::error::{Asked, speak};
use crate::limits;
use crate::linger::{Arrival, Lingering};
use crate::{App, assets, security};

/// Largest body of an ordinary request, in bytes. Imports set their own.
pub const BODY_LIMIT: usize = 256 * 1024;
/// Connections at once; below the usual limit of open files.
const MOST_CONNECTIONS: usize = 900;
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// The whole site: the rooms' routes with what every answer needs around them.
pub fn compose(app: App, rooms: Router<App>) -> Router {
    rooms
        .merge(crate::accounts::pages::routes())
        .merge(crate::audit::pages::routes())
        .route("/assets/{version}/{name}", get(assets::serve))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(app.clone(), around))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// `GET /healthz`: 200 when the database answers and takes writes.
async fn health(State(app): State<App>) -> Response {
    if !app.db.takes_writes() {
        let stopped = store::StoreError::Unavailable("the database writer has stopped".into());
        return crate::Error::store(stopped).into_response();
    }
    let answer = app.db.read(|tx| tx.query_one("SELECT 1", &[]).map(|_| ())).await;
    match answer {
        Ok(()) => "ok\n".into_response(),
        Err(error) => crate::Error::store(error).into_response(),
    }
}

/// `GET /metrics`, for this machine and for those named in `trusted_proxies`: how much an instance is
/// used is not for everybody.
async fn metrics(State(app): State<App>, request: Request<Body>) -> Response {
    let trusted = &app.config.trusted_proxies;
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let client = peer.and_then(|peer| limits::client(peer, request.headers(), trusted));
    if client.is_some_and(|client| !trusted.contains(&client)) {
        return crate::Error::from(Problem::new(Kind::NotFound, "problem-not-found"))
            .into_response();
    }
    app.metrics.text().into_response()
}

async fn around(State(app): State<App>, request: Request<Body>, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let arrival = request.extensions().get::<Arrival>().cloned();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |m| m.as_str().to_owned());
    let asked = Asked {
        lang: language(&request, &path),
        json: Asked::wants_json(&path, request.headers()),
        query: request.uri().query().unwrap_or_default().to_owned(),
        path,
        route,
    };
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let trusted = &app.config.trusted_proxies;
    let client = peer.and_then(|peer| limits::client(peer, request.headers(), trusted));
    let turn = match client {
        Some(address) => app.limits.wait(address, &method).await,
        None => Ok(()),
    };
    let response = if let Err(wait) = turn {
        too_many(wait)
    } else if security::is_cross_site(&method, request.headers()) {
        crate::Error::from(Problem::new(Kind::Forbidden, "problem-cross-site")).into_response()
    } else {
        // Dropped after it was given up, not before: then nobody waits for the rest of it.
        let mut run = std::pin::pin!(next.run(request));
        match tokio::time::timeout(REQUEST_TIMEOUT, &mut run).await {
            Ok(response) => response,
            Err(_) => crate::Error::from(too_late(arrival.as_ref())).into_response(),
        }
    };
    let mut response = speak(&app, &asked, response);
    security::dress(&mut response, app.config.base_url.starts_with("https://"));
    let vary = HeaderValue::from_static("accept, accept-language");
    response.headers_mut().append(header::VARY, vary);
    let status = response.status().as_u16();
    let seconds = begun.elapsed().as_secs_f64();
    app.metrics.request(method.as_str(), &asked.route, status, seconds);
    // The route's pattern, never the path: a path may hold a ticket's secret.
    tracing::debug!(%method, route = asked.route, status, seconds, "request");
    response
}

/// The answer to who asks too fast.
fn too_many(wait: Duration) -> Response {
    let problem = Problem::new(Kind::TooMany, "problem-too-many");
    let mut response = crate::Error::from(problem).into_response();
    let seconds = HeaderValue::from(wait.as_secs().max(1));
    response.headers_mut().insert(header::RETRY_AFTER, seconds);
    response
}

/// Whose fault it is that there is no answer in time.
fn too_late(arrival: Option<&Arrival>) -> Problem {
    match arrival {
        Some(arrival) if !arrival.is_whole() => {
            arrival.give_up();
            Problem::new(Kind::Slow, "problem-slow")
        }
        _ => Problem::new(Kind::Unavailable, "problem-unavailable"),
    }
}

/// The prefix decides on pages; the API, whose addresses have none, reads `Accept-Language`.
fn language(request: &Request<Body>, path: &str) -> Lang {
    if !path.starts_with("/api/") {
        return request.extensions().get::<RequestLang>().map_or(Lang::Fr, |l| l.0);
    }
    let header = request.headers().get(header::ACCEPT_LANGUAGE);
    header.and_then(|v| v.to_str().ok()).map_or(Lang::Fr, Lang::negotiate)
}

/// Takes `/en` off the path and remembers the language.
fn take_language<B>(mut request: Request<B>) -> Request<B> {
    let path = request.uri().path();
    let lang = match path.strip_prefix("/en") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            let path = if rest.is_empty() { "/" } else { rest };
            let target = match request.uri().query() {
                Some(query) => format!("{path}?{query}"),
                None => path.to_owned(),
            };
            match target.parse::<Uri>() {
                Ok(uri) => {
                    *request.uri_mut() = uri;
                    Lang::En
                }
                Err(_) => Lang::Fr,
            }
        }
        _ => Lang::Fr,
    };
    request.extensions_mut().insert(RequestLang(lang));
    request
}

/// Serves until `stop` is done, then lets requests under way finish (10 s at most).
pub async fn serve(
    listener: TcpListener,
    site: Router,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        // Full: who comes waits in the queue of the system.
        let Ok(seat) = room.clone().acquire_owned().await else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(pair) => pair,
                Err(error) => {
                    // Out of file descriptors, usually: breathe and go on.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let _ = stream.set_nodelay(true);
        let site = site.clone();
        let service = tower::service_fn(move |request: Request<hyper::body::Incoming>| {
            let arrival = Arrival::default();
            let body = |b| Body::new(Lingering::new(b, arrival.clone()));
            let mut request = take_language(request.map(body));
            request.extensions_mut().insert(Peer(peer));
            request.extensions_mut().insert(arrival);
            site.clone().oneshot(request)
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended badly");
            }
            drop(seat);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(SHUTDOWN_TIMEOUT) => tracing::warn!("some requests were cut off"),
    }
    Ok(())
}

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);
