//! Headers of every answer, and the check that a form comes from our own pages. The public side
//! has no cookie, so a state change is judged by what browsers say of its origin (Fetch Metadata,
//! `Origin`), not by a token.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::Response;

/// Whether a state-changing request comes from another site. Clients that are no browsers send
/// neither header and pass: they carry no cookie of ours either.
#[must_use]
pub fn is_cross_site(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some("null"), _) => true,
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_none_or(|(_, from)| !from.eq_ignore_ascii_case(host))
        }
        _ => false,
    }
}

const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), geolocation=(), microphone=(), browsing-topics=()",
    ),
];

/// Adds the headers.
pub fn dress(response: &mut Response, https: bool) {
    let headers = response.headers_mut();
    // Who keeps a page says so; whatever is said of nobody's is kept by nobody.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (k, v) in pairs {
            headers.insert(*k, HeaderValue::from_static(v));
        }
        is_cross_site(&Method::POST, &headers)
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        assert!(judged(&[("sec-fetch-site", "cross-site")]));
        assert!(judged(&[("sec-fetch-site", "same-site")]));
        assert!(judged(&[("origin", "https://evil.example"), ("host", "tandem.example")]));
        assert!(judged(&[("origin", "null"), ("host", "tandem.example")]));
        assert!(!judged(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!judged(&[("sec-fetch-site", "same-origin")]));
        assert!(!judged(&[]));
    }
}
