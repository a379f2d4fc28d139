//! Counters in Prometheus' text format. Labels are route patterns and status classes, never a
//! path as asked: a path may hold a ticket's secret.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

/// What came of a password that was typed.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, EncodeLabelValue)]
pub enum PasswordTry {
    /// It was theirs.
    Right,
    /// It was not, or there is no such account.
    Wrong,
    /// It was not looked at: there were too many before it.
    Waiting,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Password {
    outcome: PasswordTry,
}

/// The counters.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter<u64, AtomicU64>>,
    seconds: Histogram,
    passwords: Family<Password, Counter<u64, AtomicU64>>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("tandem");
        let requests = Family::default();
        let seconds = Histogram::new([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0]);
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time to answer", seconds.clone());
        let passwords = Family::default();
        registry.register("passwords", "Passwords typed", passwords.clone());
        Self { registry, requests, seconds, passwords }
    }
}

impl Metrics {
    /// Counts a request.
    pub fn request(&self, method: &str, route: &str, status: u16, seconds: f64) {
        // Anyone can send any method: each would be kept for ever.
        let known = ["GET", "HEAD", "POST", "OPTIONS"];
        let method = known.into_iter().find(|m| *m == method).unwrap_or("other");
        let labels = Request { method: method.into(), route: route.into(), status };
        self.requests.get_or_create(&labels).inc();
        self.seconds.observe(seconds);
    }

    /// Counts a password that was typed, whoever's it is.
    pub fn password(&self, outcome: PasswordTry) {
        self.passwords.get_or_create(&Password { outcome }).inc();
    }

    /// Everything counted so far, as text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let _ = text::encode(&mut out, &self.registry);
        out
    }
}
