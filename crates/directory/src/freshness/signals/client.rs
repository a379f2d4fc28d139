//! Asking a link: briefly, politely, and only out there.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::{Method, Request, header};
use base::{Kind, Problem};
use bytes::Bytes;
use http_body_util::Empty;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use tokio::sync::Mutex;
use tower::util::BoxCloneSyncService;
use url::{Host, Url};

use super::addresses::is_outside;
use super::model::{Outcome, answers};

/// Longest that a request may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Time between two requests to a host.
const PAUSE: Duration = Duration::from_millis(500);
/// Most redirections that are followed.
const MOST_HOPS: usize = 5;

/// Where links may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// To the public Internet.
    Outside,
    /// To this machine too: for tests.
    #[cfg(feature = "testing")]
    Loopback,
}

impl Guard {
    fn lets(self, ip: IpAddr) -> bool {
        match self {
            Self::Outside => is_outside(ip),
            #[cfg(feature = "testing")]
            Self::Loopback => is_outside(ip) || ip.is_loopback(),
        }
    }
}

type Found = std::vec::IntoIter<SocketAddr>;
type Resolver = BoxCloneSyncService<Name, Found, std::io::Error>;

/// Looks names up, and knows those of the public Internet only: what is connected to is what was
/// looked at, so that a name that changes in between leads nowhere else.
fn resolver(guard: Guard) -> Resolver {
    BoxCloneSyncService::new(tower::service_fn(move |name: Name| async move {
        let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
        let outside: Vec<SocketAddr> = found.filter(|at| guard.lets(at.ip())).collect();
        if outside.is_empty() {
            return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, INSIDE));
        }
        Ok(outside.into_iter())
    }))
}

/// How a refusal of the resolver is told from a failure.
const INSIDE: &str = "not an address of the public Internet";

fn is_inside(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut at = Some(error);
    while let Some(error) = at {
        if error.to_string() == INSIDE {
            return true;
        }
        at = error.source();
    }
    false
}

/// Who asks.
#[derive(Clone)]
pub struct Asker {
    client: Client<HttpsConnector<HttpConnector<Resolver>>, Empty<Bytes>>,
    guard: Guard,
    name: String,
    hosts: Arc<Mutex<HashMap<String, Arc<Mutex<()>>>>>,
}

impl Asker {
    /// Who asks in the name of the instance at this address.
    pub fn new(guard: Guard, base_url: &str) -> Result<Self, Problem> {
        let mut http = HttpConnector::new_with_resolver(resolver(guard));
        http.enforce_http(false);
        http.set_connect_timeout(Some(PATIENCE));
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|e| Problem::new(Kind::Unavailable, "problem-unavailable").because(e))?
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        Ok(Self {
            client: Client::builder(TokioExecutor::new())
                .pool_max_idle_per_host(0)
                .build(connector),
            guard,
            name: format!("Tandem/{} (+{base_url})", env!("CARGO_PKG_VERSION")),
            hosts: Arc::default(),
        })
    }

    /// Whether a page answers, and where it is in the end.
    pub async fn ask(&self, link: &str) -> Outcome {
        let Ok(mut url) = Url::parse(link) else { return Outcome::Dead };
        for _ in 0..=MOST_HOPS {
            match self.hop(&url).await {
                Hop::Answers => return Outcome::Alive(url.into()),
                Hop::Elsewhere(next) => url = next,
                Hop::Silent => return Outcome::Dead,
                Hop::Inside => return Outcome::Unasked,
            }
        }
        // It sends from one place to another without end: somebody is there.
        Outcome::Alive(link.to_owned())
    }

    async fn hop(&self, url: &Url) -> Hop {
        let literal = match url.host() {
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            Some(Host::Domain(_)) => None,
            None => return Hop::Inside,
        };
        let web = matches!(url.scheme(), "http" | "https");
        if !web || literal.is_some_and(|ip| !self.guard.lets(ip)) {
            return Hop::Inside;
        }
        let host = url.host_str().unwrap_or_default().to_owned();
        let turn = self.hosts.lock().await.entry(host).or_default().clone();
        // One at a time.
        let _turn = turn.lock().await;
        let first = self.request(Method::HEAD, url).await;
        let hop = match first {
            Hop::Silent => {
                tokio::time::sleep(PAUSE).await;
                self.request(Method::GET, url).await
            }
            other => other,
        };
        tokio::time::sleep(PAUSE).await;
        hop
    }

    async fn request(&self, method: Method, url: &Url) -> Hop {
        let head = method == Method::HEAD;
        let request = Request::builder()
            .method(method)
            .uri(url.as_str().split('#').next().unwrap_or_default())
            .header(header::USER_AGENT, &self.name)
            .header(header::ACCEPT, "text/html,*/*;q=0.5")
            .body(Empty::new());
        let Ok(request) = request else { return Hop::Silent };
        let answer = match tokio::time::timeout(PATIENCE, self.client.request(request)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) if is_inside(&error) => return Hop::Inside,
            Ok(Err(_)) | Err(_) => return Hop::Silent,
        };
        let to = answer.headers().get(header::LOCATION).and_then(|v| v.to_str().ok());
        match (answer.status().is_redirection(), to.and_then(|to| url.join(to).ok())) {
            (true, Some(next)) => Hop::Elsewhere(next),
            // Whoever does not know HEAD is asked the long way.
            _ if head && answer.status().as_u16() >= 400 => Hop::Silent,
            _ if answers(answer.status().as_u16()) => Hop::Answers,
            _ => Hop::Silent,
        }
    }
}

/// What one request came to.
enum Hop {
    Answers,
    Elsewhere(Url),
    Silent,
    Inside,
}
