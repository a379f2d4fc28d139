//! Codes that people read aloud and type, and secrets that only machines carry.

use rand::{Rng, RngExt};

/// Crockford's base 32: no I, L, O, U, so nothing is mistaken for a digit or makes a word.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Two groups of so many digits, of the lowest bits.
fn grouped(bits: u64, half: u32) -> String {
    let mut code = String::with_capacity(half as usize * 2 + 1);
    for i in 0..2 * half {
        if i == half {
            code.push('-');
        }
        code.push(char::from(ALPHABET[(bits >> (5 * (2 * half - 1 - i))) as usize & 31]));
    }
    code
}

/// A short readable code, `XXX-XXX`, of the lowest 30 bits: unique within a session, valid at the
/// desk only.
#[must_use]
pub fn desk_code(bits: u32) -> String {
    grouped(bits.into(), 3)
}

/// A readable code, `XXXX-XXXX`, of the lowest 40 bits: valid anywhere on the instance, so that
/// guessing finds none.
#[must_use]
pub fn return_code(bits: u64) -> String {
    grouped(bits, 4)
}

/// The 30 bits of a code that [`desk_code`] wrote; `None` when it is something else.
#[must_use]
pub fn desk_code_bits(code: &str) -> Option<u32> {
    let digits = code.bytes().filter(|b| *b != b'-');
    let bits = digits.clone().try_fold(0u32, |bits, b| {
        let digit = ALPHABET.iter().position(|a| *a == b)?;
        (bits >> 25 == 0).then_some(bits << 5 | digit as u32)
    });
    bits.filter(|_| digits.count() == 6)
}

/// 128 bits in 26 digits of the same base, in small letters: order of texts is order of numbers.
#[must_use]
pub fn base32(bits: u128) -> String {
    let digit = |i: u32| ALPHABET[(bits >> (5 * i)) as usize & 31].to_ascii_lowercase();
    (0..26).rev().map(|i| char::from(digit(i))).collect()
}

/// Reads what [`base32`] wrote, in any case; `None` when it is something else.
#[must_use]
pub fn read_base32(text: &str) -> Option<u128> {
    if text.len() != 26 {
        return None;
    }
    text.bytes().try_fold(0u128, |bits, b| {
        let digit = ALPHABET.iter().position(|a| *a == b.to_ascii_uppercase())?;
        // The first of 26 digits carries three bits: more would be lost without a word.
        (bits >> 123 == 0).then_some(bits << 5 | digit as u128)
    })
}

/// Reads a code as a person types it: any case, with or without dash or spaces, O for 0, I or L
/// for 1. `None` when it cannot be a code.
#[must_use]
pub fn read_desk_code(typed: &str) -> Option<String> {
    read_grouped(typed, 3)
}

/// Reads what [`return_code`] wrote, as a person types it.
#[must_use]
pub fn read_return_code(typed: &str) -> Option<String> {
    read_grouped(typed, 4)
}

fn read_grouped(typed: &str, half: usize) -> Option<String> {
    let whole = 2 * half + 1;
    let mut code = String::with_capacity(whole);
    for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.')) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !c.is_ascii() || !ALPHABET.contains(&(c as u8)) || code.len() == whole {
            return None;
        }
        if code.len() == half {
            code.push('-');
        }
        code.push(c);
    }
    (code.len() == whole).then_some(code)
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
        fn every_code_reads_back_however_it_is_typed(bits: u32) {
            let code = desk_code(bits);
            let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            prop_assert_eq!(desk_code_bits(&code), Some(bits & ((1 << 30) - 1)));
            prop_assert_eq!(read_desk_code(&sloppy), Some(code));
        }

        #[test]
        fn a_longer_code_reads_back_too_and_is_no_desk_code(bits: u64) {
            let code = return_code(bits);
            let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "i");
            prop_assert_eq!(read_return_code(&sloppy), Some(code.clone()));
            prop_assert_eq!(read_desk_code(&code), None);
        }

        #[test]
        fn reading_never_panics(text: String) {
            let _ = (read_desk_code(&text), read_return_code(&text), desk_code_bits(&text), read_base32(&text));
        }

        #[test]
        fn base32_reads_back_and_keeps_the_order(a: u128, b: u128) {
            prop_assert_eq!(read_base32(&base32(a)), Some(a));
            prop_assert_eq!(read_base32(&base32(a).to_uppercase()), Some(a));
            prop_assert_eq!(a.cmp(&b), base32(a).cmp(&base32(b)));
        }
    }

    #[test]
    fn refuses_more_than_128_bits() {
        assert_eq!(read_base32("8zzzzzzzzzzzzzzzzzzzzzzzzz"), None);
        assert_eq!(read_base32("7zzzzzzzzzzzzzzzzzzzzzzzzz"), Some(u128::MAX));
    }

    #[test]
    fn refuses_what_is_not_a_code() {
        for bad in ["", "ABC", "ABC-DEFG", "ABU-123", "été-123"] {
            assert_eq!(read_desk_code(bad), None, "{bad}");
        }
    }
}
