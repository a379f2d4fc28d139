//! Passkeys: entering with a key that stays on the person's device. Offered to everybody, required
//! of administrators wherever they can work (a name under TLS, or `localhost`).

pub(super) mod pages;
mod service;
mod store;

pub use service::{
    Passkey, begin_entry, begin_registration, finish_entry, finish_registration, forget_keys,
    is_due, list, need_shown, possible, remove,
};
