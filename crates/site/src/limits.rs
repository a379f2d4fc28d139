//! How much one address may ask for. A library shares one address among all its readers: who asks
//! too fast is made to wait a little, and refused only when they would wait long.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, Method};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Changes (registrations, cancellations, sign-in links) of one address: so many at once, then one
/// a second. A class of thirty that registers together does not notice.
const CHANGES_AT_ONCE: u32 = 120;
/// Pages of one address at once, then twenty a second.
const PAGES_AT_ONCE: u32 = 600;
const PAGES_A_SECOND: u32 = 20;
/// Longest wait; who would wait longer is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// Addresses remembered before those that are quiet are forgotten.
const MANY: usize = 50_000;

/// The limits of every address, in memory and nowhere else.
#[derive(Debug)]
pub struct Limits {
    changes: DefaultKeyedRateLimiter<IpAddr>,
    pages: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Default for Limits {
    fn default() -> Self {
        let of = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let changes = Quota::per_second(NonZeroU32::MIN).allow_burst(of(CHANGES_AT_ONCE));
        let pages = Quota::per_second(of(PAGES_A_SECOND)).allow_burst(of(PAGES_AT_ONCE));
        Self {
            changes: RateLimiter::dashmap(changes),
            pages: RateLimiter::dashmap(pages),
            clock: DefaultClock::default(),
        }
    }
}

impl Limits {
    /// Takes a turn for a request of this address; otherwise how long until there may be one.
    pub fn take(&self, address: IpAddr, method: &Method) -> Result<(), Duration> {
        let safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        let limiter = if safe { &self.pages } else { &self.changes };
        if limiter.len() > MANY {
            limiter.retain_recent();
        }
        let taken = limiter.check_key(&household(address));
        taken.map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Waits for a turn; when there is none in time, how long it would have taken.
    pub async fn wait(&self, address: IpAddr, method: &Method) -> Result<(), Duration> {
        let begun = Instant::now();
        loop {
            match self.take(address, method) {
                Ok(()) => return Ok(()),
                Err(wait) if begun.elapsed() + wait <= PATIENCE => tokio::time::sleep(wait).await,
                Err(wait) => return Err(wait),
            }
        }
    }
}

/// An address, or of version 6 the network of one household: it has as many as it likes.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let mut parts = v6.segments();
            parts[4..].fill(0);
            IpAddr::from(parts)
        }
        v4 => v4,
    }
}

/// Whose request this is: of the connection, or, behind a proxy that is trusted, the last address
/// in `X-Forwarded-For` that is no such proxy. `None` for this machine itself: a proxy on it that
/// nobody named must not make everyone one address.
#[must_use]
pub fn client(peer: SocketAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let mut at = peer.ip().to_canonical();
    if trusted.contains(&at) {
        let lines = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
        let all: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
        for word in all.iter().rev() {
            let Ok(next) = word.trim().parse::<IpAddr>() else { break };
            at = next.to_canonical();
            if !trusted.contains(&at) {
                break;
            }
        }
    }
    (!at.is_loopback()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_class_registers_at_once_and_a_flood_does_not() {
        let limits = Limits::default();
        let school = ip("192.0.2.7");
        for _ in 0..CHANGES_AT_ONCE {
            assert_eq!(limits.take(school, &Method::POST), Ok(()));
        }
        assert!(limits.take(school, &Method::POST).is_err_and(|wait| wait <= PATIENCE));
        // Reading and other addresses are not touched.
        assert_eq!(limits.take(school, &Method::GET), Ok(()));
        assert_eq!(limits.take(ip("192.0.2.8"), &Method::POST), Ok(()));
    }

    #[test]
    fn one_household_is_one_address_of_version_six() {
        assert_eq!(household(ip("2001:db8:1:2:3::4")), household(ip("2001:db8:1:2:ffff::1")));
        assert_ne!(household(ip("2001:db8:1:2::1")), household(ip("2001:db8:1:3::1")));
        assert_eq!(household(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "203.0.113.9, 198.51.100.1".parse().unwrap());
        headers.append("x-forwarded-for", "10.0.0.2".parse().unwrap());
        let peer = |text: &str| SocketAddr::new(ip(text), 4000);
        let proxies = [ip("10.0.0.1"), ip("10.0.0.2")];
        assert_eq!(client(peer("10.0.0.1"), &headers, &proxies), Some(ip("198.51.100.1")));
        assert_eq!(client(peer("10.0.0.1"), &headers, &[]), Some(ip("10.0.0.1")));
        assert_eq!(client(peer("192.0.2.1"), &headers, &proxies), Some(ip("192.0.2.1")));
        assert_eq!(client(peer("127.0.0.1"), &headers, &[]), None);
        let local = [ip("127.0.0.1"), ip("10.0.0.2")];
        assert_eq!(client(peer("127.0.0.1"), &headers, &local), Some(ip("198.51.100.1")));
    }
}
