//! Types and rules of the directory, pure.

mod due;
mod entry;
mod notice;
mod words;

pub use due::{Due, FRESH_DAYS, Freshness, Signal, Why};
pub use entry::{Entry, EntryDraft, REVIEW_MONTHS, Verification};
pub use notice::{Answer, ErrorReport, Notice, NoticeKind, Reason};
pub use words::{
    EntryKind, Fees, How, Mode, Public, Reach, ReachBy, ServiceType, State, StepFree, parse_words,
    words_text,
};
