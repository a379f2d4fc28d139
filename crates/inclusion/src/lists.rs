//! The reference lists of data·inclusion v1: closed sets of words, each with its code and its names.
//! They are read from `data/`; a word that is not on its list cannot be made.

use std::sync::LazyLock;

use base::Lang;
use serde::{Serialize, Serializer};

/// A word of a list.
#[derive(Debug)]
struct Word {
    code: &'static str,
    fr: &'static str,
    en: &'static str,
}

fn words(table: &'static str) -> Vec<Word> {
    let word = |line: &'static str| {
        let (code, names) = line.split_once('\t')?;
        let (fr, en) = names.split_once('\t')?;
        Some(Word { code, fr, en })
    };
    table.lines().filter_map(word).collect()
}

/// What the closed lists have in common.
pub(crate) trait Listed: Copy + Ord + Sized + 'static {
    /// All words, by code.
    fn all() -> impl Iterator<Item = Self>;
    /// The word of a code.
    fn parse(code: &str) -> Option<Self>;
    /// Its code.
    fn code(self) -> &'static str;
    /// Its name.
    fn name(self, lang: Lang) -> &'static str;
}

macro_rules! lists {
    ($($(#[$meta:meta])* $name:ident = $file:literal {
        $($(#[$cmeta:meta])* $constant:ident = $at:literal, $code:literal;)*
    })*) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        impl $name {
            $($(#[$cmeta])* pub const $constant: Self = Self($at);)*

            fn words() -> &'static [Word] {
                static WORDS: LazyLock<Vec<Word>> =
                    LazyLock::new(|| words(include_str!(concat!("../data/", $file))));
                &WORDS
            }

            /// All of them, by code.
            pub fn all() -> impl Iterator<Item = Self> {
                (0_u8..).zip(Self::words()).map(|(at, _)| Self(at))
            }

            /// The word of a code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                let at = Self::words().binary_search_by(|w| w.code.cmp(code)).ok()?;
                u8::try_from(at).ok().map(Self)
            }

            /// The code that directories exchange.
            #[must_use]
            pub fn code(self) -> &'static str {
                Self::words().get(usize::from(self.0)).map_or("", |w| w.code)
            }

            /// Its name, for people.
            #[must_use]
            pub fn name(self, lang: Lang) -> &'static str {
                Self::words().get(usize::from(self.0)).map_or("", |w| match lang {
                    Lang::Fr => w.fr,
                    Lang::En => w.en,
                })
            }
        }

        impl Listed for $name {
            fn all() -> impl Iterator<Item = Self> { Self::all() }
            fn parse(code: &str) -> Option<Self> { Self::parse(code) }
            fn code(self) -> &'static str { self.code() }
            fn name(self, lang: Lang) -> &'static str { self.name(lang) }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'_, str>>::deserialize(source)?;
                Self::parse(&code).ok_or_else(|| serde::de::Error::custom("not on the list"))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    )*
        /// The constants and the codes they stand for.
        #[cfg(test)]
        const CONSTANTS: &[(&str, fn() -> &'static str)] =
            &[$($(($code, || $name::$constant.code()),)*)*];
    };
}

lists! {
    /// A need that a service answers (*thématique*).
    Theme = "themes.tsv" {}

    /// What themes have in common: the part of their code before the two dashes.
    Category = "categories.tsv" {}

    /// Whom a service is for (*public*).
    Audience = "audiences.tsv" {
        /// Everyone; stands alone.
        EVERYONE = 13, "tous-publics";
        /// Jobseekers.
        JOBSEEKERS = 2, "demandeurs-emploi";
        /// Young people.
        YOUNG = 6, "jeunes";
    }

    /// Whether a service costs something.
    Fees = "fees.tsv" {
        /// Free of charge.
        FREE = 0, "gratuit";
        /// With a charge.
        PAID = 1, "payant";
    }

    /// Where a service meets people (*mode d’accueil*).
    Reception = "receptions.tsv" {
        /// By telephone or over the network.
        REMOTE = 0, "a-distance";
        /// At its address.
        IN_PERSON = 1, "en-presentiel";
    }

    /// How to turn to a service (*mode de mobilisation*).
    ContactMode = "contact-modes.tsv" {
        /// By e-mail.
        MAIL = 0, "envoyer-un-courriel";
        /// By going there.
        VISIT = 1, "se-presenter";
        /// By telephone.
        PHONE = 2, "telephoner";
        /// By its link.
        LINK = 3, "utiliser-lien-mobilisation";
    }

    /// Who may turn to a service (*personne mobilisatrice*).
    ContactedBy = "contacted-by.tsv" {
        /// Professionals, on behalf of somebody.
        PROFESSIONALS = 0, "professionnels";
        /// The people themselves.
        PEOPLE = 1, "usagers";
    }

    /// What kind of service.
    ServiceKind = "service-kinds.tsv" {
        /// Guidance.
        GUIDANCE = 0, "accompagnement";
        /// A workshop.
        WORKSHOP = 3, "atelier";
        /// A training course.
        COURSE = 4, "formation";
        /// Information.
        INFORMATION = 5, "information";
    }

    /// A network that a structure belongs to (*réseau porteur*).
    Network = "networks.tsv" {}

    /// A language that people are met in, by its code of ISO 639; no list of data·inclusion.
    Language = "languages.tsv" {}
}

impl Theme {
    /// What it belongs to.
    #[must_use]
    pub fn category(self) -> Option<Category> {
        Category::parse(self.code().split_once("--")?.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole<T: Listed + std::fmt::Debug>(count: usize) {
        let codes: Vec<_> = T::all().map(T::code).collect();
        assert_eq!(codes.len(), count);
        assert!(codes.is_sorted());
        for word in T::all() {
            assert_eq!(T::parse(word.code()), Some(word));
            for lang in Lang::ALL {
                assert!(!word.name(lang).is_empty(), "{word:?}");
            }
        }
        assert_eq!(T::parse("nowhere"), None);
    }

    #[test]
    fn the_lists_are_whole_and_in_order() {
        whole::<Theme>(69);
        whole::<Category>(16);
        whole::<Audience>(14);
        whole::<Fees>(2);
        whole::<Reception>(2);
        whole::<ContactMode>(4);
        whole::<ContactedBy>(2);
        whole::<ServiceKind>(6);
        whole::<Network>(108);
        whole::<Language>(101);
    }

    #[test]
    fn constants_stand_for_their_codes() {
        for (code, constant) in CONSTANTS {
            assert_eq!(constant(), *code);
        }
    }

    #[test]
    fn every_theme_has_a_category_and_every_category_a_theme() {
        assert!(Theme::all().all(|t| t.category().is_some()));
        for category in Category::all() {
            assert!(Theme::all().any(|t| t.category() == Some(category)), "{category}");
        }
    }
}
