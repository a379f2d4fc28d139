//! Codes that people read aloud and type, and secrets that only machines carry.

use rand::{Rng, RngExt};

/// Crockford's base 32: no I, L, O, U, so nothing is mistaken for a digit or makes a word.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A short readable code, `XXX-XXX` (30 bits): unique within a session, valid at the desk only.
pub fn desk_code(rng: &mut impl Rng) -> String {
    let mut code = String::with_capacity(7);
    for i in 0..6 {
        if i == 3 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[rng.random_range(0..32)]));
    }
    code
}

/// Reads a code as a person types it: any case, with or without dash or spaces, O for 0, I or L
/// for 1. `None` when it cannot be a code.
#[must_use]
pub fn read_desk_code(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(7);
    for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.')) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !c.is_ascii() || !ALPHABET.contains(&(c as u8)) || code.len() == 7 {
            return None;
        }
        if code.len() == 3 {
            code.push('-');
        }
        code.push(c);
    }
    (code.len() == 7).then_some(code)
}

/// A 128-bit secret in 32 hexadecimal digits: the address of a ticket page, a sign-in link.
pub fn secret(rng: &mut impl Rng) -> String {
    let bytes: [u8; 16] = rng.random();
    hex::encode(bytes)
}

/// What the database keeps of a secret: its SHA-256, so that a stolen copy opens nothing.
#[must_use]
pub fn digest(secret: &str) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_code_reads_back_however_it_is_typed(seed: u64) {
            use rand::SeedableRng;
            let code = desk_code(&mut rand::rngs::StdRng::seed_from_u64(seed));
            let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            prop_assert_eq!(read_desk_code(&sloppy), Some(code));
        }

        #[test]
        fn reading_never_panics(text: String) {
            let _ = read_desk_code(&text);
        }
    }

    #[test]
    fn refuses_what_is_not_a_code() {
        for bad in ["", "ABC", "ABC-DEFG", "ABU-123", "été-123"] {
            assert_eq!(read_desk_code(bad), None, "{bad}");
        }
    }
}
