//! A client that keeps its connections and asks as fast as it is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::Fallible;

/// What to ask, by how many at once, for how long.
#[derive(Clone)]
pub struct Load {
    /// GET or POST.
    pub method: Method,
    /// Paths, asked in turn: the next one after so many requests.
    pub paths: Arc<[String]>,
    /// Requests to one path before the next is asked.
    pub each: usize,
    /// Connections.
    pub at_once: usize,
    /// How long.
    pub time: Duration,
    /// Who asks, if somebody who is signed in.
    pub cookie: String,
}

impl Load {
    /// A page.
    pub fn get(path: &str, at_once: usize, time: Duration) -> Self {
        let paths = [path.to_owned()].into();
        Self { method: Method::GET, paths, each: 1, at_once, time, cookie: String::new() }
    }

    /// The same, asked by somebody who is signed in.
    pub fn by(self, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..self }
    }

    /// Registrations: so many to each path, then to the next.
    pub fn post(paths: Vec<String>, each: usize, at_once: usize, time: Duration) -> Self {
        let cookie = String::new();
        Self { method: Method::POST, paths: paths.into(), each, at_once, time, cookie }
    }

    fn path(&self, asked: usize) -> &str {
        &self.paths[asked / self.each % self.paths.len()]
    }
}

/// What came of it.
pub struct Measured {
    /// Answers of status 200 or 201.
    pub answers: usize,
    /// Other answers.
    pub refused: usize,
    took: Vec<Duration>,
    time: Duration,
}

impl Measured {
    /// As JSON.
    pub fn document(&self) -> Value {
        let at = |share: usize| {
            let index = (self.took.len() * share / 100).min(self.took.len().saturating_sub(1));
            let each = self.took.get(index).copied().unwrap_or_default();
            json!((each.as_secs_f64() * 1e5).round() / 100.0)
        };
        #[allow(clippy::cast_precision_loss)]
        let rate = self.answers as f64 / self.time.as_secs_f64();
        json!({ "per_second": rate.round(), "p50_ms": at(50), "p99_ms": at(99),
                "refused": self.refused })
    }
}

async fn connect(address: &str) -> Fallible<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

fn request(address: &str, load: &Load, asked: usize) -> Fallible<Request<Full<Bytes>>> {
    let body = if load.method == Method::POST { r#"{"places":1}"# } else { "" };
    Ok(Request::builder()
        .method(&load.method)
        .uri(load.path(asked))
        .header("host", address)
        .header("content-type", "application/json")
        .header("cookie", &load.cookie)
        .body(Full::new(Bytes::from_static(body.as_bytes())))?)
}

/// Waits until the server answers.
pub async fn ready(address: &str) -> Fallible<()> {
    for _ in 0..600 {
        if size(address, "/healthz").await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err("the server does not answer".into())
}

async fn fetch(address: &str, path: &str) -> Fallible<Bytes> {
    let load = Load::get(path, 1, Duration::ZERO);
    let mut sender = connect(address).await?;
    let answer = sender.send_request(request(address, &load, 0)?).await?;
    if !answer.status().is_success() {
        return Err(format!("{path}: {}", answer.status()).into());
    }
    Ok(answer.into_body().collect().await?.to_bytes())
}

/// The cookie of whoever enters by the link of this path.
pub async fn enter(address: &str, path: &str) -> Fallible<String> {
    let load = Load::post(vec![path.to_owned()], 1, 1, Duration::ZERO);
    let mut sender = connect(address).await?;
    let answer = sender.send_request(request(address, &load, 0)?).await?;
    let cookie = answer.headers().get("set-cookie").and_then(|v| v.to_str().ok());
    let cookie = cookie.and_then(|line| line.split(';').next());
    Ok(cookie.ok_or("nobody entered")?.to_owned())
}

/// Bytes of a page.
pub async fn size(address: &str, path: &str) -> Fallible<usize> {
    Ok(fetch(address, path).await?.len())
}

/// Identifiers of the sessions on a day that take registrations.
pub async fn sessions_on(address: &str, date: &str) -> Fallible<Vec<String>> {
    let (mut found, mut next) = (vec![], String::new());
    loop {
        let path = format!("/api/v1/sessions?open=true&from={date}&to={date}&limit=1000{next}");
        let list: Value = serde_json::from_slice(&fetch(address, &path).await?)?;
        let items = list["items"].as_array().ok_or("no sessions")?;
        found.extend(items.iter().filter_map(|s| s["id"].as_str().map(ToOwned::to_owned)));
        match list["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return Ok(found),
        }
    }
}

/// Asks until the time is over.
pub async fn run(address: &str, load: &Load) -> Fallible<Measured> {
    let begun = Instant::now();
    let asked = Arc::new(AtomicUsize::new(0));
    let callers: Vec<_> = (0..load.at_once)
        .map(|_| {
            let (address, load, asked) = (address.to_owned(), load.clone(), asked.clone());
            tokio::spawn(async move { call(&address, &load, &asked, begun).await.ok() })
        })
        .collect();
    let (mut took, mut refused) = (vec![], 0);
    for caller in callers {
        let (mine, no) = caller.await?.ok_or("a connection failed")?;
        took.extend(mine);
        refused += no;
    }
    took.sort_unstable();
    Ok(Measured { answers: took.len(), refused, took, time: begun.elapsed() })
}

async fn call(
    address: &str,
    load: &Load,
    all: &AtomicUsize,
    begun: Instant,
) -> Fallible<(Vec<Duration>, usize)> {
    let mut sender = connect(address).await?;
    let (mut took, mut refused) = (vec![], 0);
    while begun.elapsed() < load.time {
        let number = all.fetch_add(1, Ordering::Relaxed);
        let asked = Instant::now();
        sender.ready().await?;
        let answer = sender.send_request(request(address, load, number)?).await?;
        let fine = answer.status().is_success();
        answer.into_body().collect().await?;
        if fine { took.push(asked.elapsed()) } else { refused += 1 }
    }
    Ok((took, refused))
}
