//! Identifiers of records: UUID version 7, written in 26 digits of base 32, ordered by creation.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Identifier of one record. Any text of 1 to 64 characters out of `A-Z a-z 0-9 - _` is accepted,
/// so that a demonstration or an import can choose stable names; new ones are UUIDv7.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Id(String);

impl Id {
    /// A new identifier, later in order than those made before.
    #[must_use]
    pub fn new() -> Self {
        Self(crate::codes::base32(uuid::Uuid::now_v7().as_u128()))
    }

    /// Reads an identifier; `None` when it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fine = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        fine.then(|| Self(text.to_owned()))
    }

    /// A stable identifier made of a readable prefix and a digest of `parts`: the same parts give
    /// the same identifier, which makes an import repeatable.
    #[must_use]
    pub fn derived(prefix: &str, parts: &[&str]) -> Self {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.len().to_be_bytes());
            hash.update(part.as_bytes());
        }
        Self(format!("{prefix}-{}", &hex::encode(hash.finalize())[..24]))
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Id {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an identifier"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_could_escape_a_url() {
        for bad in ["", "a b", "a/b", "../x", "é", &"x".repeat(65)] {
            assert!(Id::parse(bad).is_none(), "{bad:?}");
        }
        assert!(Id::parse("bpi-2016_01").is_some());
    }

    #[test]
    fn derived_is_stable_and_does_not_confuse_parts() {
        assert_eq!(Id::derived("s", &["ab", "c"]), Id::derived("s", &["ab", "c"]));
        assert_ne!(Id::derived("s", &["ab", "c"]), Id::derived("s", &["a", "bc"]));
    }
}
