//! Editions: a selection of the directory under headings, published with a number, as a page and as
//! a booklet to print.

mod model;
mod pages;
mod public;
mod service;
mod store;

pub use model::{Booklet, BookletDraft, Changes, Edition, Frozen, Share, digest, moved};
pub use service::{
    Found, Open, Query, add, booklet, booklets, change, edition, make, publish, remove,
};

use axum::Router;
use site::App;

/// Routes of this part.
pub(crate) fn routes() -> Router<App> {
    Router::new().merge(pages::routes()).merge(public::routes())
}
