//! Style, script and mark, served under an address that changes with their content.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

struct Asset {
    name: &'static str,
    kind: &'static str,
    body: &'static str,
}

const ASSETS: [Asset; 4] = [
    Asset {
        name: "tandem.css",
        kind: "text/css; charset=utf-8",
        body: include_str!("../assets/tandem.css"),
    },
    Asset {
        name: "slip.css",
        kind: "text/css; charset=utf-8",
        body: include_str!("../assets/slip.css"),
    },
    Asset {
        name: "tandem.js",
        kind: "text/javascript; charset=utf-8",
        body: include_str!("../assets/tandem.js"),
    },
    Asset {
        name: "mark.svg",
        kind: "image/svg+xml; charset=utf-8",
        body: include_str!("../assets/mark.svg"),
    },
];

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for asset in &ASSETS {
        hash.update(asset.body.as_bytes());
    }
    hex::encode(&hash.finalize()[..5])
});

impl crate::Ctx {
    /// Address of an asset.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        format!("/assets/{}/{name}", *VERSION)
    }
}

/// `GET /assets/{version}/{name}`.
pub async fn serve(Path((_, name)): Path<(String, String)>) -> Response {
    match ASSETS.iter().find(|a| a.name == name) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.body,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
