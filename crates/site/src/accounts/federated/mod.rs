//! Signing in through a provider of OpenID Connect: any of them, and ProConnect, the one of French
//! public agents. Whom the network does not know picks an organisation, and somebody there says yes.

mod client;
mod model;
pub(super) mod pages;
mod service;
mod store;

pub use client::answers;
pub use model::{Profile, Provider};
pub use service::{Request, list, ways};
pub(super) use store::forget;
