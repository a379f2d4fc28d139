//! Finding organisations among thousands: by words, kind, territory, distance, by what they offer
//! or need; a page at a time.

pub mod api;
pub mod model;
pub(crate) mod pages;
pub mod service;
pub(crate) mod store;

pub use pages::zone_words;
