//! What an administrator adds to the lexicon of the trade: how people here say it, and what they
//! mean by it. The search is read with it from the next question on.

mod model;
mod pages;
mod service;
mod store;

pub use model::Words;
pub(crate) use pages::routes;
pub use service::{all, put, remove};
pub(crate) use service::{lexicon, version};
