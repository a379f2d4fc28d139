//! One organisation beside comparable ones: what they do, not who does more.

pub mod model;
mod pages;
pub mod service;
mod store;

pub(crate) use pages::page;
