//! What a registration is known by: to its holder, at the desk, and to a request sent twice.
//!
//! All of it is derived from the key of the instance, so that nothing of it needs to be kept, and
//! the same request asked again is told the same. What the database does keep says nothing to who
//! has no key.

use base::{Id, codes};
use site::secrets;
use vault::{DayKey, Vault};

/// How many codes a request may fall on before it is told to come back: two requests of one
/// session fall on the same code once in 2^30.
pub const TRIES: u32 = 8;

/// A code at the desk holds 30 bits.
const CODE: u32 = (1 << 30) - 1;

/// The last part of the address of a ticket: the registration and 128 bits that prove that its
/// address was learnt from us.
#[must_use]
pub fn secret(vault: &Vault, registration: &Id) -> String {
    secrets::of(vault, "ticket", registration)
}

/// The registration of a ticket's address; `None` when nobody was ever given it.
#[must_use]
pub fn registration_of(vault: &Vault, secret: &str) -> Option<Id> {
    secrets::read(vault, "ticket", secret)
}

/// A request, by session and idempotency key. The key itself, which a client chooses, is not kept.
#[derive(Clone, Debug)]
pub struct Request {
    /// What the database keeps of it: 128 bits.
    pub digest: Vec<u8>,
    code: u32,
}

/// The request of an idempotency key to a session.
#[must_use]
pub fn request(vault: &Vault, session: &Id, idempotency_key: &str) -> Request {
    let of = format!("{session}\0{idempotency_key}");
    let all = vault.derived_bytes("request", of.as_bytes());
    let (digest, rest) = all.split_at(16);
    // Other bits than those that are kept.
    let code = rest.iter().take(4).fold(0, |bits, byte| bits << 8 | u32::from(*byte));
    Request { digest: digest.to_vec(), code: code & CODE }
}

/// The code at the desk for a request to a session. It is derived from the request, so that the
/// one unique index on the codes of a session also keeps the same request from being answered
/// twice. `attempt` counts the codes found taken by other requests.
#[must_use]
pub fn code(vault: &Vault, request: &Request, attempt: u32) -> String {
    if attempt == 0 {
        return codes::desk_code(request.code);
    }
    let of = [&request.digest[..], &attempt.to_be_bytes()].concat();
    let other = vault.derived_bytes("code", &of);
    let bits = other.iter().take(4).fold(0, |bits, byte| bits << 8 | u32::from(*byte));
    codes::desk_code(bits & CODE)
}

/// What the database keeps of a code: its number under a mask of its session.
#[must_use]
pub fn masked(vault: &Vault, session: &Id, code: &str) -> Option<i64> {
    codes::desk_code_bits(code).map(|bits| i64::from(bits ^ mask(vault, session)))
}

/// The code of what [`masked`] gave.
#[must_use]
pub fn unmasked(vault: &Vault, session: &Id, kept: i64) -> String {
    codes::desk_code((kept as u32 ^ mask(vault, session)) & CODE)
}

fn mask(vault: &Vault, session: &Id) -> u32 {
    vault.remembered(session.as_str(), || vault.derived("mask", session.as_str()) as u32 & CODE)
}

/// Tells a repeated request from another with the same key: where a name or an address was given,
/// a digest under the key of the day on which they are forgotten.
#[must_use]
pub fn asked(day: Option<&DayKey>, places: u32, personal: [Option<&str>; 2]) -> Vec<u8> {
    let mut of = places.to_be_bytes().to_vec();
    let Some(key) = day else { return of };
    for part in personal {
        let text = part.unwrap_or_default();
        of.extend(text.len().to_be_bytes());
        of.extend(text.as_bytes());
    }
    key.tag("asked", &of)
}

/// Tells that the same address comes twice to one session, or to one activity where a registration
/// is for any one of its dates; and nothing beyond.
#[must_use]
pub fn contact_tag(day: &DayKey, of: &Id, email: &str) -> Vec<u8> {
    day.tag("contact", format!("{of}\0{}", email.trim().to_lowercase()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_kept_of_a_code_gives_it_back(bits in 0..=CODE, session in "[a-z0-9]{4,26}") {
            let vault = Vault::in_memory();
            let session = Id::parse(&session).unwrap();
            let code = codes::desk_code(bits);
            let kept = masked(&vault, &session, &code).unwrap();
            prop_assert!((0..=i64::from(CODE)).contains(&kept));
            prop_assert_eq!(unmasked(&vault, &session, kept), code);
        }
    }

    #[test]
    fn a_ticket_opens_for_its_own_address_alone() {
        let vault = Vault::in_memory();
        let id = Id::new();
        let secret = secret(&vault, &id);
        assert_eq!(registration_of(&vault, &secret), Some(id.clone()));
        assert_eq!(registration_of(&Vault::in_memory(), &secret), None, "another instance");
        let other = secret.replace(id.as_str(), Id::new().as_str());
        assert_eq!(registration_of(&vault, &other), None);
    }
}
