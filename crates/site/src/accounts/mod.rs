//! Professional accounts: ways to enter, sessions, who belongs where.

pub mod federated;
pub mod former;
pub mod model;
pub mod pages;
pub mod passkeys;
pub mod passwords;
pub mod service;
mod store;
