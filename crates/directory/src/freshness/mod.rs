//! How the directory keeps itself fresh: who looks after an entry is reminded when it is due.

pub mod reminders;

use axum::Router;
use site::App;

/// Routes of this part.
pub(crate) fn routes() -> Router<App> {
    Router::new().merge(reminders::pages::routes())
}
