//! The room's pages.

mod charter;
pub mod desk;
pub mod import_pages;
pub mod plan;
pub mod privacy;
mod processing;
mod proposals;
mod public;
mod questions;
pub mod ticket;

use axum::Router;
use site::App;

/// Routes of this room: pages, API, feeds.
pub fn routes() -> Router<App> {
    public::routes()
        .merge(ticket::routes())
        .merge(privacy::routes())
        .merge(plan::routes())
        .merge(questions::routes())
        .merge(charter::routes())
        .merge(processing::routes())
        .merge(proposals::routes())
        .merge(desk::routes())
        .merge(import_pages::routes())
        .merge(crate::api::routes())
        .merge(crate::feeds::routes())
}
