//! Finished public pages, kept until something changes.
//!
//! A page is kept with the number of commits of this process at the time it was begun. It is given
//! again while that number stands and no more than a second has passed, so that what another
//! process changed (an import, another node) is seen within a second, and what a registration here
//! changed is seen at once. Where a page needs something of its own in each answer (the random key
//! of a form), it writes [`FRESH`], which is replaced on the way out.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base::{Lang, codes};

/// Stands in a kept page where each answer gets a fresh 128-bit secret.
pub const FRESH: &str = "00000000000000000000000000000000";
/// Most pages kept.
const MOST: usize = 512;
/// Seconds for which a page may be given again.
const SECONDS: i64 = 1;

#[derive(Clone)]
struct Kept {
    commits: u64,
    at: i64,
    body: std::sync::Arc<str>,
}

/// The kept pages of a process.
#[derive(Default)]
pub struct PageCache(Mutex<HashMap<(Lang, String), Kept>>);

impl std::fmt::Debug for PageCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PageCache")
    }
}

impl PageCache {
    /// The page of this address, if it still stands.
    #[must_use]
    pub fn get(&self, lang: Lang, address: &str, commits: u64, now: i64) -> Option<Response> {
        let kept = {
            let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            pages.get(&(lang, address.to_owned())).cloned()?
        };
        let stands = kept.commits == commits && (kept.at..=kept.at + SECONDS).contains(&now);
        stands.then(|| answer(&kept.body))
    }

    /// Keeps a page and answers with it. `commits` and `now` are those of before it was begun.
    pub fn keep(
        &self,
        lang: Lang,
        address: &str,
        commits: u64,
        now: i64,
        body: String,
    ) -> Response {
        let body: std::sync::Arc<str> = body.into();
        let response = answer(&body);
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= MOST {
            pages.clear();
        }
        pages.insert((lang, address.to_owned()), Kept { commits, at: now, body });
        response
    }
}

fn answer(body: &str) -> Response {
    let mut out = String::with_capacity(body.len());
    let mut pieces = body.split(FRESH);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.push_str(&codes::secret(&mut rand::rng()));
        out.push_str(piece);
    }
    let mut response = ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], out).into_response();
    let private = HeaderValue::from_static("private, no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, private);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    async fn text(response: Response) -> String {
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_page_stands_until_a_commit_or_a_second_and_its_key_never_comes_twice() {
        let cache = PageCache::default();
        let page = format!("key={FRESH};");
        let first = text(cache.keep(Lang::Fr, "/a", 7, 100, page)).await;
        let again = text(cache.get(Lang::Fr, "/a", 7, 101).unwrap()).await;
        assert_ne!(first, again);
        assert!(!again.contains(FRESH));
        assert!(cache.get(Lang::Fr, "/a", 8, 100).is_none(), "a commit");
        assert!(cache.get(Lang::Fr, "/a", 7, 102).is_none(), "time");
        assert!(cache.get(Lang::Fr, "/a", 7, 99).is_none(), "a clock set back");
        assert!(cache.get(Lang::En, "/a", 7, 100).is_none(), "another language");
    }
}
