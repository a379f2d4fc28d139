//! French prose to OSM `opening_hours`. What is certain is converted, what is not is said.
//!
//! `words` finds times, days and phrases; `items` puts them together (a list of days, a run of
//! hours); `meaning` gives each day of each period its hours; `week` writes them down. Nothing is
//! ever guessed: a piece that may mean two things makes its hours `unknown` and leaves a remark.

mod items;
mod letters;
mod meaning;
mod phrases;
mod week;
mod words;

use crate::reading::Reading;

/// Longer texts are no opening hours.
const LONGEST: usize = 4_000;

/// Reads opening hours written in French.
#[must_use]
pub fn from_french(text: &str) -> Reading {
    from_french_on(text, "")
}

/// The same, with the days beside it in a column of their own (`{Lundi,Mardi}`, `lundi au
/// vendredi`): hours that name no day are meant for these.
#[must_use]
pub fn from_french_on(text: &str, days: &str) -> Reading {
    let letters: Vec<char> = text.chars().take(LONGEST).collect();
    let beside: String =
        days.chars().take(LONGEST).map(|c| if "{}[]".contains(c) { ' ' } else { c }).collect();
    let beside: Vec<char> = beside.chars().collect();
    let named = items::items(&words::words(&beside))
        .into_iter()
        .filter_map(|item| match item.what {
            items::What::Days(days, None) => Some(days),
            _ => None,
        })
        .flatten()
        .filter(|d| d.nth.is_empty())
        .collect();
    meaning::read(&letters, &items::items(&words::words(&letters)), named)
}
