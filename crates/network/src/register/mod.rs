//! The register: lists of organisations that are known from elsewhere (the ministry's of public
//! libraries), taken again each year without undoing what people corrected; and the same
//! organisation known twice, found, merged and parted again.

pub mod model;
mod names;
mod read;
pub mod service;
mod store;
mod web;

pub use names::readable;
