//! Texts of the screens, from Fluent catalogues. Every key stands literally in code or template,
//! so that a test can find the missing and the unused ones.

use std::borrow::Cow;
use std::fmt;

use base::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// The catalogue of one room, in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Messages {
    /// French.
    pub fr: &'static str,
    /// English.
    pub en: &'static str,
}

/// All texts.
pub struct Catalogue {
    fr: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Catalogue")
    }
}

impl Catalogue {
    /// Puts the rooms' catalogues together. `Err` names the first mistake in one of them.
    pub fn new(rooms: &[Messages]) -> Result<Self, String> {
        let make = |lang: Lang| {
            let tag = lang.tag().parse().map_err(|e| format!("{e}"))?;
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            bundle.set_use_isolating(false);
            for room in rooms {
                let text = match lang {
                    Lang::Fr => room.fr,
                    Lang::En => room.en,
                };
                let resource = FluentResource::try_new(text.to_owned())
                    .map_err(|(_, e)| format!("{}: {e:?}", lang.tag()))?;
                bundle.add_resource(resource).map_err(|e| format!("{}: {e:?}", lang.tag()))?;
            }
            Ok::<_, String>(bundle)
        };
        Ok(Self { fr: make(Lang::Fr)?, en: make(Lang::En)? })
    }

    /// The text of a key, with its arguments. Whole numbers are given as numbers, so that plural
    /// forms work. A key that is nowhere is shown as it is.
    #[must_use]
    pub fn text(&self, lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
        let bundle = match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            tracing::warn!(key, lang = lang.tag(), "a text is missing");
            return key.to_owned();
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            let plain = value.len() < 10 && !(value.len() > 1 && value.starts_with('0'));
            let number = if plain { value.parse::<i32>().ok() } else { None };
            values.set(
                Cow::Borrowed(*name),
                number
                    .map_or_else(|| FluentValue::from(*value), |n| FluentValue::from(f64::from(n))),
            );
        }
        let mut errors = vec![];
        bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned()
    }

    /// Whether a key stands in this language.
    #[must_use]
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        match lang {
            Lang::Fr => self.fr.has_message(key),
            Lang::En => self.en.has_message(key),
        }
    }
}
