//! A territory of any size as one page: who is there, what runs, how far it is to the nearest help.

mod files;
mod map;
pub mod model;
mod pages;
pub mod service;
mod store;

pub use pages::routes;
