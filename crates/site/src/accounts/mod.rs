//! Professional accounts: sign-in by a link in a mail, sessions, who belongs where.

pub mod federated;
pub mod former;
pub mod model;
pub mod pages;
pub mod passkeys;
pub mod service;
mod store;
