//! What a registration is known by: to its holder, at the desk, and to a request sent twice.
//!
//! All of it is derived from the key of the instance, so that nothing of it needs to be kept, and
//! the same request asked again is told the same.

use base::{Id, codes};
use site::App;

/// How many codes a request may fall on before it is told to come back: two requests of one
/// session fall on the same code once in 2^30.
pub const TRIES: u32 = 8;

/// The last part of the address of a ticket: the registration and 128 bits that prove that its
/// address was learnt from us.
#[must_use]
pub fn secret(app: &App, registration: &Id) -> String {
    let proof = app.vault.derived("ticket", registration.as_str());
    format!("{registration}.{}", codes::base32(proof))
}

/// The registration of a ticket's address; `None` when nobody was ever given it.
#[must_use]
pub fn registration_of(app: &App, secret: &str) -> Option<Id> {
    let (id, proof) = secret.rsplit_once('.')?;
    let (id, proof) = (Id::parse(id)?, codes::read_base32(proof)?);
    // The whole of both numbers is compared whatever they hold, so that the time tells nothing.
    (std::hint::black_box(app.vault.derived("ticket", id.as_str()) ^ proof) == 0).then_some(id)
}

/// The code at the desk for a request to a session. It is derived from the idempotency key, so
/// that the one unique index on the codes of a session also keeps the same request from being
/// answered twice. `attempt` counts the codes found taken by other requests.
#[must_use]
pub fn code(app: &App, session: &Id, idempotency_key: &str, attempt: u32) -> String {
    let of = format!("{session}\0{idempotency_key}\0{attempt}");
    // The lowest 30 bits are what a code holds.
    codes::desk_code(app.vault.derived("code", &of) as u32)
}

/// Tells that the same address comes twice to one session, or to one activity where a registration
/// is for any one of its dates; and nothing beyond.
#[must_use]
pub fn contact_tag(app: &App, of: &Id, email: &str) -> Vec<u8> {
    let of = format!("{of}\0{}", email.trim().to_lowercase());
    app.vault.derived("contact", &of).to_be_bytes().to_vec()
}
