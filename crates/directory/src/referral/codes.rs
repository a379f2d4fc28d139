//! The return codes of the results of a slip: derived from the key of the instance, so that the
//! database alone tells no code, and a code tells nothing but its result.

use base::{Id, codes};
use vault::Vault;

/// How many codes a result may fall on before its slip is refused: two results fall on the same code
/// once in 2^40.
pub const TRIES: u32 = 8;

/// The code of a result. `attempt` counts the codes found taken by other results.
#[must_use]
pub fn code(vault: &Vault, slip: &Id, position: u32, attempt: u32) -> String {
    let of = [slip.as_str().as_bytes(), &position.to_be_bytes(), &attempt.to_be_bytes()].concat();
    let all = vault.derived_bytes("return", &of);
    codes::return_code(all.iter().take(5).fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
}

/// What the database keeps of a code: 128 bits that only the key of the instance leads to.
#[must_use]
pub fn kept(vault: &Vault, code: &str) -> Vec<u8> {
    vault.derived_bytes("return-kept", code.as_bytes())[..16].to_vec()
}

/// The code of a result of which the database keeps this.
#[must_use]
pub fn known(vault: &Vault, slip: &Id, position: u32, of: &[u8]) -> Option<String> {
    (0..TRIES).map(|n| code(vault, slip, position, n)).find(|code| kept(vault, code) == of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_again_by_its_key_alone() {
        let (vault, slip) = (Vault::in_memory(), Id::new());
        for (position, attempt) in [(0, 0), (4, 0), (0, 3)] {
            let code = code(&vault, &slip, position, attempt);
            assert_eq!(codes::read_return_code(&code).as_ref(), Some(&code));
            let kept = kept(&vault, &code);
            assert_eq!(known(&vault, &slip, position, &kept), Some(code));
            assert_eq!(known(&vault, &slip, position + 1, &kept), None);
            assert_eq!(known(&Vault::in_memory(), &slip, position, &kept), None);
        }
    }
}
