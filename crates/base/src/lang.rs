//! The languages of the screens.

use serde::{Deserialize, Serialize};

/// A language of the screens, mails and documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French, the first language.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Both, French first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The tag used in `lang` attributes and in the database.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Reads a tag such as `fr`, `en` or `en-GB`.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that we speak; French otherwise.
    #[must_use]
    pub fn negotiate(header: &str) -> Self {
        let mut best = (Self::Fr, 0.0_f32);
        for part in header.split(',').take(16) {
            let mut pieces = part.trim().split(';');
            let Some(lang) = pieces.next().and_then(Self::parse) else { continue };
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q=").map(str::to_owned))
                .and_then(|q| q.parse::<f32>().ok())
                .unwrap_or(1.0);
            if weight > best.1 {
                best = (lang, weight);
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn negotiates() {
        assert_eq!(Lang::negotiate("en-GB,fr;q=0.8"), Lang::En);
        assert_eq!(Lang::negotiate("de, fr;q=0.5, en;q=0.4"), Lang::Fr);
        assert_eq!(Lang::negotiate(""), Lang::Fr);
    }
}
