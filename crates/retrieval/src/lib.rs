//! The search of the directory: French, tolerant of errors, near.
//!
//! An [`Index`] takes [`Document`]s and answers a [`Question`] with what it [`Found`], why, and how it
//! understood the question. It knows nothing of the database: whoever feeds it keeps a cursor with
//! each commit and goes on from there.
//!
//! A question goes this way: words ([`analysis`]), corrections of those that nobody knows (`speller`),
//! acronyms, slang and themes ([`lexicon`]), postings of all of it (`score`), then words, runs of
//! letters, themes and meaning are added up, multiplied by nearness and freshness, and cut off at the
//! narrowest ring around the person that holds enough (`search`).

pub mod analysis;
mod complete;
mod document;
mod feedback;
mod french;
mod index;
mod inflection;
pub mod lexicon;
mod meaning;
mod models;
mod phonetic;
mod plan;
mod question;
mod rank;
mod schema;
mod score;
mod search;
mod shelf;
mod speller;
mod stem;
mod vectors;

pub use complete::{Completer, Completion, Offer};
pub use document::{Codes, Document, zone};
pub use french::{French, Known, french};
pub use index::{Error, Index, Options};
pub use lexicon::Lexicon;
pub use models::{ModelError, models};
pub use question::{
    Answer, Found, Here, Hit, Parts, Question, Reading, Reason, Ring, Understanding, Word,
};
pub use rank::{Ranking, standing};
pub use schema::{SCHEMA, TEXTS, version};
pub use shelf::{Rebuild, Shelf, State as ShelfState};
pub use speller::{Correction, Spelling};
pub use stem::stem;
pub use vectors::{Counts, Embedder};
