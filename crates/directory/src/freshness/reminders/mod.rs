//! Reminders: one mail an organisation for all of its entries that are due, with a link for each by
//! which it is verified without signing in.

mod model;
pub(crate) mod pages;
mod service;
mod store;

pub use model::{LATER_DAYS, LINK_DAYS, MOST_OUTSIDE, SHORTEST_DAYS, Told, secret};
pub(crate) use service::put_off;
pub use service::{Asked, Linked, confirm, heed_refusals, later, linked, remind, report};
