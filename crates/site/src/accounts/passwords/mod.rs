//! Passwords: a second way to enter, on the instances that turn it on (`passwords` in `tandem.toml`).
//! Elsewhere no page, no field and no route knows of them.

mod hashing;
mod model;
pub(super) mod pages;
mod service;
mod store;
mod throttle;

pub use hashing::Seats;
pub use model::{LONGEST, SHORTEST};
pub use service::{Change, State, choose, kept, remove, sign_in, state};
pub use throttle::Tries;
