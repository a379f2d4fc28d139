//! What a counsellor works with beside the search: results held side by side, searches that are kept
//! and followed, the same things in words that are easy to read.

pub(crate) mod compare;
pub(crate) mod easy;
mod offered;
pub mod saved;

pub use offered::offered;

use axum::Router;
use site::App;

/// Routes of these pages.
pub fn routes() -> Router<App> {
    Router::new().merge(compare::routes()).merge(saved::routes())
}
