//! Who animated sessions on days on which no agreement with the organiser was in force.

pub mod model;
pub(crate) mod pages;
pub mod service;
mod store;
