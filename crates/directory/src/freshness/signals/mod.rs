//! What the program notices by itself: links that answer no longer, dates that have passed.

mod addresses;
mod client;
mod dates;
mod links;
mod model;
mod store;

pub use client::Guard;
pub use dates::look_for_dates;
pub(crate) use links::moved;
pub use links::{Checked, check_links, nightly};
