//! Informed referral: a slip with the results that were chosen for somebody, always as true as the
//! directory is, and what became of them, said with a code and without a name.

pub mod codes;
pub mod model;
pub mod pages;
pub mod service;
mod store;
