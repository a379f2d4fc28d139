//! What is asked, and what is answered.

use territory::Point;

use crate::document::Codes;

/// Where somebody is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Here {
    /// The point.
    pub point: Option<Point>,
    /// The codes of commune, inter-communal body, département and région around it.
    pub codes: Codes,
}

impl Here {
    /// The middle of a commune of the built-in list.
    #[must_use]
    pub fn in_commune(code: &str) -> Self {
        let point = territory::commune(code).and_then(|c| c.middle);
        Self { point, codes: Codes::of_commune(code) }
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// In the person's own words; nothing: everything there is, the nearest first.
    pub text: String,
    /// Where the person is; nothing leaves distance out of the score and out of the filter.
    pub near: Option<Here>,
    /// Today, in days since 1970-01-01; nothing leaves freshness out of the score.
    pub today: Option<i32>,
    /// Any of these kinds; none: all.
    pub kinds: Vec<String>,
    /// Any of these themes; none: all.
    pub themes: Vec<String>,
    /// Any of these publics; none: all.
    pub publics: Vec<String>,
    /// All of these tags.
    pub tags: Vec<String>,
    /// Only what takes place at a distance (`true`) or not only so (`false`).
    pub remote: Option<bool>,
    /// What the person may see beside what everybody may.
    pub scopes: Vec<String>,
    /// The search goes further away while fewer than so many were found.
    pub wanted: usize,
    /// How many come back.
    pub limit: usize,
    /// How many of the first are left out.
    pub offset: usize,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            text: String::new(),
            near: None,
            today: None,
            kinds: vec![],
            themes: vec![],
            publics: vec![],
            tags: vec![],
            remote: None,
            scopes: vec![],
            wanted: 10,
            limit: 10,
            offset: 0,
        }
    }
}

impl Question {
    /// A question of these words alone.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// How far the search went, or how far away a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ring {
    /// Within 15 km, or in the same commune.
    Km15,
    /// Within 30 km.
    Km30,
    /// Within 60 km.
    Km60,
    /// In the département.
    Department,
    /// In the région.
    Region,
    /// At a distance, by telephone or screen.
    Remote,
    /// Anywhere.
    Everywhere,
}

impl Ring {
    /// All of them, the nearest first.
    pub const ALL: [Self; 7] = [
        Self::Km15,
        Self::Km30,
        Self::Km60,
        Self::Department,
        Self::Region,
        Self::Remote,
        Self::Everywhere,
    ];

    /// A code for addresses and messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Km15 => "km15",
            Self::Km30 => "km30",
            Self::Km60 => "km60",
            Self::Department => "department",
            Self::Region => "region",
            Self::Remote => "remote",
            Self::Everywhere => "everywhere",
        }
    }
}

/// How a word of the question came to be looked for as it was.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// As it was typed.
    Typed,
    /// Corrected, to the word that is written here.
    Corrected(String),
    /// By the lexicon: an acronym, a synonym, plainer or more official words.
    Means(String),
    /// By words that begin alike, as nothing else was found.
    Begins(String),
}

/// Why a hit is one: a word of the question and where it was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// What was typed.
    pub typed: String,
    /// How it was read.
    pub read: Reading,
    /// The field in which it stands: one of [`crate::TEXTS`], or `themes`.
    pub field: &'static str,
}

/// What a score is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Words, as a share of the best (0 to 1).
    pub words: f32,
    /// Runs of letters, as a share of the best.
    pub grams: f32,
    /// Themes that the lexicon heard.
    pub themes: f32,
    /// Meaning: how much nearer than usual, in standard deviations; 0 without vectors.
    pub meaning: f32,
    /// Nearness and freshness: what all of the above is multiplied by (0.35 to 1).
    pub standing: f32,
}

/// One entry found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Identifier.
    pub id: String,
    /// What was stored with it.
    pub payload: String,
    /// By which hits are sorted.
    pub score: f32,
    /// What the score is made of.
    pub parts: Parts,
    /// Kilometres as the crow flies.
    pub km: Option<f64>,
    /// How far away it counts as.
    pub ring: Ring,
    /// Why it was found.
    pub reasons: Vec<Reason>,
}

/// How an answer is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// These entries answer the question.
    Found,
    /// No word was found; these entries have words that are spelt alike, or are near in meaning.
    Alike,
    /// Nothing like it was found; these are merely the nearest entries.
    Nearby,
    /// There are no entries at all for this person with these filters.
    Nothing,
}

/// How a word of the question was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As it was typed.
    pub typed: String,
    /// Its likeliest correction, where it is no word as it was typed.
    pub spelling: Option<String>,
    /// As what it was looked for, with how much each counts; empty if it was left out.
    pub read: Vec<(Reading, f32)>,
    /// Whether it was left out because it says nothing.
    pub ignored: bool,
    /// Whether anything has it, read in any way.
    pub found: bool,
    /// Whether the lexicon made something of it: it belongs to what was recognised, or to a theme.
    pub heard: bool,
}

impl Word {
    /// A word before anything is made of it.
    #[must_use]
    pub fn typed(typed: &str) -> Self {
        let typed = typed.to_owned();
        Self { typed, spelling: None, read: vec![], ignored: false, found: false, heard: false }
    }

    /// As it is best spelt.
    #[must_use]
    pub fn spelt(&self) -> &str {
        self.spelling.as_deref().unwrap_or(&self.typed)
    }
}

/// How the question was understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understanding {
    /// Its words in their order.
    pub words: Vec<Word>,
    /// The question with its corrections, if there are any: « vous cherchiez… ».
    pub corrected: Option<String>,
    /// What the lexicon recognised: what was typed, and what it means.
    pub expressions: Vec<(String, Vec<String>)>,
    /// Codes of themes that are probably meant, the surest first, with how sure (0 to 1).
    pub themes: Vec<(String, f32)>,
}

/// What a question is answered with.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The entries, the best first.
    pub hits: Vec<Hit>,
    /// How many there are that answer about as well, on all pages.
    pub total: usize,
    /// How far the search had to go.
    pub ring: Ring,
    /// How the hits are to be taken.
    pub answer: Answer,
    /// How the question was understood.
    pub understanding: Understanding,
}
