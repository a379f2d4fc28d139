//! Types and rules of the programme. Nothing here reads or writes.

mod activity;
mod charter;
mod facts;
mod proposal;
mod question;
mod queue;
mod series;
mod session;

pub use activity::{Activity, ActivityDraft, Format, Scope};
pub use charter::{Sign, departures, drop_in};
pub use facts::{Fact, FactKind, KeptSession, forget_day, session_facts};
pub use proposal::{
    ANSWER_DAYS, KEPT_DAYS, Kept, MOST_DAYS, MOST_MESSAGE, Offer, Proposal, Step, YearOfProposals,
    forget_proposal_on, told,
};
pub use question::{
    Answered, FLOOR, Identity, MOST_ANSWER, MOST_QUESTIONS, Question, QuestionDraft, QuestionKind,
    shown,
};
pub use queue::{Fairness, Waiting, promote};
pub use series::{Rhythm, Series};
pub use session::{
    AttendanceMode, Channel, Registration, RegistrationKind, RegistrationMode, RegistrationStatus,
    Session, SessionDraft, SessionStatus, Totals, TotalsSource, WalkInRule,
};

/// Whether a text is an address that a page may link to.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
