//! Informed referral: from what somebody said, in their own words, to the right help near them, why
//! it fits, and when it was last checked.
//!
//! [`Finder`] keeps an index of entries, sessions and organisations that is derived from the
//! database and follows its changes; [`ask`] puts a question to it and reads what was found from the
//! database again, so that what is shown is never older than the database.

mod api;
mod ask;
mod atlas;
mod completing;
mod documents;
mod feed;
mod jobs;
mod lines;
mod models;
mod needs;
mod pages;
mod place;
mod reading;
mod refine;
mod staff;
mod urgent;
mod words;

pub use api::{FoundDocument, describe, documents as found_documents};
pub(crate) use ask::instant;
pub use ask::{Answered, Asked, Result, What, ask, here};
pub use feed::{Finder, Rebuilt};
pub use jobs::Job;
pub use models::embedders;
pub use needs::{FLOOR, Need, Needs, needs, note_needs};
pub(crate) use pages::{HEARD, routes};
pub(crate) use reading::{read, zone_of};
pub use refine::{Chip, Question as Refinement, refine};
pub(crate) use words::{opening as opening_words, today as today_words};
