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

/// A number as people read it: 15 702 and 2,5 in French, 15,702 and 2.5 in English; a decimal where
/// there is one, rounded.
#[must_use]
pub fn number(lang: Lang, value: f64) -> String {
    let (group, mark) = match lang {
        Lang::Fr => ('\u{202f}', ','),
        Lang::En => (',', '.'),
    };
    let rounded = format!("{:.1}", value.abs());
    let (whole, tenth) = rounded.split_once('.').unwrap_or((&rounded, "0"));
    let mut out = String::with_capacity(whole.len() + 8);
    if value < 0.0 && rounded != "0.0" {
        out.push('\u{2212}');
    }
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    if tenth != "0" {
        out.push(mark);
        out.push_str(tenth);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Lang, number};

    #[test]
    fn negotiates() {
        assert_eq!(Lang::negotiate("en-GB,fr;q=0.8"), Lang::En);
        assert_eq!(Lang::negotiate("de, fr;q=0.5, en;q=0.4"), Lang::Fr);
        assert_eq!(Lang::negotiate(""), Lang::Fr);
    }

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        let fr = |n| number(Lang::Fr, n);
        assert_eq!(fr(15_702.0), "15\u{202f}702");
        assert_eq!((fr(2.5), fr(0.0), fr(999.0)), ("2,5".into(), "0".into(), "999".into()));
        assert_eq!(fr(-1_000.04), "\u{2212}1\u{202f}000");
        assert_eq!(number(Lang::En, 1_234_567.89), "1,234,567.9");
    }
}
