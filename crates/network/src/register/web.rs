//! Web addresses as people type them into a list.

/// What came of a text that should be a web address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Web {
    /// Nothing was written.
    Empty,
    /// An address as it should be.
    Good(String),
    /// Not quite an address, made one.
    Mended(String),
    /// No address: `0`, `non`, « page de la mairie ».
    None,
}

/// Longest address that is kept.
const LONGEST: usize = 500;

impl Web {
    /// Reads what was typed.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let typed = typed.trim();
        if typed.is_empty() {
            return Self::Empty;
        }
        let (scheme, rest) = scheme(typed);
        // Of several the first; what follows an address is a remark.
        let words: Vec<&str> = rest.split_whitespace().collect();
        let Some(first) = words.first().map(|w| w.trim_end_matches([',', ';', '|'])) else {
            return Self::None;
        };
        let (host, path) = first.split_at(first.find(['/', '?', '#']).unwrap_or(first.len()));
        // A sentence with a dot somewhere is no address.
        let end = host.rsplit('.').next().map_or(0, str::len);
        let meant = scheme.is_some() || words.len() == 1 || host.starts_with("www.") || end <= 3;
        if !is_host(host) || !meant {
            return Self::None;
        }
        let made = format!("{}{}{path}", scheme.unwrap_or("https://"), host.to_ascii_lowercase());
        match made {
            made if made.len() > LONGEST => Self::None,
            made if made == typed => Self::Good(made),
            made => Self::Mended(made),
        }
    }
}

/// The scheme as it should be, if one was meant, and what follows it.
fn scheme(typed: &str) -> (Option<&'static str>, &str) {
    let head = |length: usize| typed.get(..length).map(str::to_lowercase).unwrap_or_default();
    for (word, scheme) in [("https", "https://"), ("http", "http://")] {
        if head(word.len()) != word {
            continue;
        }
        let rest = typed.get(word.len()..).unwrap_or_default();
        let after = rest.trim_start_matches(|c: char| ":/;\\".contains(c) || c.is_whitespace());
        // `httpbin.org` is a host of its own.
        if rest.len() > after.len() {
            return (Some(scheme), after);
        }
    }
    (None, typed)
}

fn is_host(host: &str) -> bool {
    let (host, port) = host.split_once(':').unwrap_or((host, "80"));
    let labels: Vec<&str> = host.split('.').collect();
    let fine = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    port.parse::<u16>().is_ok()
        && labels.len() >= 2
        && labels.iter().all(|label| fine(label))
        && labels.last().is_some_and(|end| {
            (2..=24).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphabetic())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_an_address_stays_what_is_nearly_one_is_mended() {
        for good in ["https://bm.fr", "http://a-b.bibli.fr/x?y=1#z", "https://a.fr/De/La"] {
            assert_eq!(Web::of(good), Web::Good(good.to_owned()));
        }
        for (typed, mended) in [
            ("www.bm-lyon.fr", "https://www.bm-lyon.fr"),
            ("mediatheque.brest.fr/accueil", "https://mediatheque.brest.fr/accueil"),
            ("Http://www.legrandnord.fr", "http://www.legrandnord.fr"),
            ("HTTPS://BM.FR/Accueil", "https://bm.fr/Accueil"),
            ("https:/ /resolu.net/", "https://resolu.net/"),
            ("http/www.mairie-chorges.fr/x", "http://www.mairie-chorges.fr/x"),
            ("https ://a06.fr", "https://a06.fr"),
            ("www.grasse.fr, https://fonds.grasse.fr", "https://www.grasse.fr"),
            ("https://www.quinsac33.com/   (Onglet)", "https://www.quinsac33.com/"),
        ] {
            assert_eq!(Web::of(typed), Web::Mended(mended.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_is_none_is_none() {
        assert_eq!(Web::of("  "), Web::Empty);
        for none in [
            "0",
            "non",
            "OUI",
            "NC",
            "-",
            "Site internet propre",
            "BiblixNet 3.0",
            "facebook",
            "mairie@ville.fr",
            "https://",
            "http://non",
            "javascript:alert(1)",
            "a..fr",
            "x.1",
            "Bibliotheques. vyvs.fr",
            "https://mediatheques-coeurdu jura.fr",
            "http://[::1]/",
        ] {
            assert_eq!(Web::of(none), Web::None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn what_comes_out_is_an_address_and_stays_one(typed in "\\PC{0,40}|(http|www|[a-z.:/ ]){1,9}") {
            if let Web::Good(made) | Web::Mended(made) = Web::of(&typed) {
                prop_assert!(made.starts_with("https://") || made.starts_with("http://"));
                prop_assert!(!made.contains(char::is_whitespace) && made.len() <= LONGEST);
                prop_assert_eq!(Web::of(&made), Web::Good(made.clone()));
            }
        }
    }
}
