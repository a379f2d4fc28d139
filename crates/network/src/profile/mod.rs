//! What an organisation says of itself to the others: what it offers, what it needs, where more is
//! to be read.

mod model;
pub mod service;
mod store;

pub use model::{Link, MOST_LINKS, Offer, Profile, Side};
