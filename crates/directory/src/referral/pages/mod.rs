//! Pages of referral: what was chosen, the slip, what became of it, the figures.

mod basket;
mod figures;
mod slip;
mod telling;

use axum::Router;
use site::App;

/// Routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(basket::routes())
        .merge(slip::routes())
        .merge(telling::routes())
        .merge(figures::routes())
}
