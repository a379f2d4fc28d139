//! The numbers that rank: measured on two judged collections at once (`tandem relevance`).

use crate::lexicon::Theming;
use crate::speller::Spelling;

/// All of them.
#[derive(Clone, Copy, Debug)]
pub struct Ranking {
    /// Weight of each field, in the order of [`crate::TEXTS`].
    pub fields: [f32; 6],
    /// How much the length of a field counts against it.
    pub length: [f32; 6],
    /// How slowly a word that stands there often is saturated.
    pub slow: f32,
    /// What a document loses of its words' score if it has none of the others that were asked.
    pub together: f32,
    /// What runs of four letters add, beside words at 1.
    pub grams: f32,
    /// How much the length of titles and keywords counts against their runs.
    pub grams_length: f32,
    /// Beyond so many documents, what is common is not looked for where it merely adds: runs of
    /// letters and meanings that a twentieth of them have.
    pub large: f32,
    /// What themes add that the lexicon heard.
    pub themes: f32,
    /// What counts of each model's [`Counts::beside`](crate::Counts::beside).
    pub meaning: f32,
    /// What counts of what its [`Counts::alone`](crate::Counts::alone) adds to that where words of
    /// the question were not found.
    pub meaning_alone: f32,
    /// What the meanings of the lexicon count, on top of their own weights.
    pub means: f32,
    /// What corrections count of a word nobody knows whose stem the index has.
    pub half_known: f32,
    /// What corrections count of a French word that the index does not have.
    pub valid_but_absent: f32,
    /// What corrections count of a rare word that the index has, for a word that is much less rare.
    pub rare: f32,
    /// How corrections are weighed.
    pub spelling: Spelling,
    /// How themes are added up.
    pub theming: Theming,
    /// The share of the best score from which an entry counts as found.
    pub found: f32,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            fields: [2.4, 0.96, 1.0, 0.8, 1.0, 0.7],
            length: [0.8, 0.6, 0.6, 0.7, 0.3, 0.3],
            slow: 8.0,
            together: 0.37,
            grams: 0.38,
            grams_length: 0.45,
            large: 20_000.0,
            themes: 0.7,
            meaning: 1.0,
            meaning_alone: 1.0,
            means: 1.0,
            half_known: 0.6,
            valid_but_absent: 0.62,
            rare: 0.3,
            spelling: Spelling::default(),
            theming: Theming::default(),
            found: 0.35,
        }
    }
}

/// What nearness and freshness leave of a score: from 0.35 for what is far and old to 1. What is not
/// known stands in the middle; what does not count at all is left out.
#[must_use]
pub fn standing(km: Option<f32>, age: Option<f32>, near: bool, dated: bool) -> f32 {
    let distance = match (near, km) {
        (false, _) => 1.0,
        (true, None) => 0.5,
        (true, Some(km)) => 1.0 / (1.0 + km / 15.0),
    };
    let freshness = match (dated, age) {
        (false, _) => 1.0,
        (true, None) => 0.5,
        (true, Some(days)) => (-days.max(0.0) / 700.0).exp(),
    };
    0.35 + 0.5 * distance + 0.15 * freshness
}
