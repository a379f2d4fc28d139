//! Sealing under the key of a day.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use zeroize::Zeroize;

/// The key of what is to be forgotten on a day.
#[derive(Clone)]
pub struct DayKey([u8; 32]);

impl Drop for DayKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for DayKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DayKey")
    }
}

/// HMAC-SHA-256 over purpose and subject.
pub(crate) fn mac(key: &hmac::Key, purpose: &str, of: &[u8]) -> [u8; 32] {
    let mut mac = hmac::Context::with_key(key);
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(of);
    let mut all = [0; 32];
    all.copy_from_slice(mac.sign().as_ref());
    all
}

/// The first 128 bits of it.
pub(crate) fn first(all: &[u8; 32]) -> u128 {
    let mut first = [0; 16];
    first.copy_from_slice(&all[..16]);
    u128::from_be_bytes(first)
}

impl DayKey {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    #[cfg(test)]
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn mac_key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.0)
    }

    /// A key for one thing alone: nonces are random, and few are ever drawn for one key.
    fn cipher(&self, of: &str) -> Option<LessSafeKey> {
        let mut key = mac(&self.mac_key(), "seal", of.as_bytes());
        let cipher = UnboundKey::new(&CHACHA20_POLY1305, &key).ok().map(LessSafeKey::new);
        key.zeroize();
        cipher
    }

    /// Seals `plain` (ChaCha20-Poly1305): nonce, text, tag. It opens under the same `of` alone, so
    /// that what is sealed in one row cannot be moved into another.
    #[must_use]
    pub fn seal(&self, of: &str, plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut text = plain.to_vec();
        let cipher = self.cipher(of);
        // Neither can fail: the key has its length, and nobody seals 256 GiB.
        let sealed = cipher.is_some_and(|cipher| {
            let nonce = Nonce::assume_unique_for_key(nonce);
            cipher.seal_in_place_append_tag(nonce, Aad::from(of.as_bytes()), &mut text).is_ok()
        });
        if !sealed {
            // Rather nothing than anything in clear.
            text.zeroize();
            return vec![];
        }
        [&nonce[..], &text].concat()
    }

    /// What [`DayKey::seal`] sealed; `None` if it was sealed under another key, for something
    /// else, or changed since.
    #[must_use]
    pub fn open(&self, of: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let aad = Aad::from(of.as_bytes());
        let length = self.cipher(of)?.open_in_place(nonce, aad, &mut text).ok()?.len();
        text.truncate(length);
        Some(text)
    }

    /// 128 bits that tell the same thing twice and nothing else, as long as the key lives.
    #[must_use]
    pub fn tag(&self, purpose: &str, of: &[u8]) -> Vec<u8> {
        first(&mac(&self.mac_key(), purpose, of)).to_be_bytes().to_vec()
    }
}
