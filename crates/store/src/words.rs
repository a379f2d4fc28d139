//! Closed sets of words, kept in the database as text.

/// A closed set of words: each with its code in the database and the API, and the key of its name
/// in the catalogues. The room that uses it depends on `serde`.
///
/// ```ignore
/// store::words! {
///     /// How people meet.
///     Format {
///         /// In a small group.
///         Workshop = "workshop", "programme-format-workshop";
///     }
/// }
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant,)* }
        impl $name {
            /// All of them, in the order of the screens.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// As kept in the database and said by the API.
            #[must_use]
            pub fn code(self) -> &'static str { match self { $(Self::$variant => $code,)* } }
            /// Reads a code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> { match code { $($code => Some(Self::$variant),)* _ => None } }
            /// Key of its name in the catalogues.
            #[must_use]
            pub fn label(self) -> &'static str { match self { $(Self::$variant => $label,)* } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.code()) }
        }
        impl From<$name> for $crate::Value {
            fn from(word: $name) -> Self { word.code().into() }
        }
    };
}
