//! Circles, forms of partnership, agreements and what was promised in them: types and rules.

mod agreement;
mod commitment;
mod document;
mod form;
mod relation;

pub use agreement::{
    Agreement, Cover, EXPIRING_DAYS, MOST_PARTIES, Party, REMINDERS, Renewal, Status,
};
pub use commitment::{
    Commitment, CommitmentKind, Counting, Figure, MOST_COMMITMENTS, Year, YearKind,
};
pub use document::{Document, DocumentKind, MOST_BYTES, MOST_DOCUMENTS, kind_of, safe_name};
pub use form::{FormOfPartnership, lines};
pub use relation::{Bond, Relation};
