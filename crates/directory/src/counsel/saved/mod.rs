//! Searches that a professional keeps for themselves, and the mail that says what moved among their
//! results. The public keeps none: its page asks for no account.

mod alerts;
mod model;
mod others;
mod pages;
mod service;
mod store;

pub use alerts::{alert, stop, stopping};
pub use model::{KEPT_MONTHS, Kept, MOST, Pace, secret};
pub(super) use pages::routes;
pub use service::{Draft, List, Saved, change, list, maintain, open, remove, save, set_pace};
