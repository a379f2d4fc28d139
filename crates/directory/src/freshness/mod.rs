//! How the directory keeps itself fresh: who looks after an entry is reminded when it is due,
//! campaigns have the entries of a territory verified together, and what the program notices by
//! itself makes an entry due sooner.

pub mod campaigns;
pub mod reminders;
pub mod signals;

use axum::Router;
use site::App;

/// Routes of this part.
pub(crate) fn routes() -> Router<App> {
    Router::new().merge(reminders::pages::routes()).merge(campaigns::pages::routes())
}
