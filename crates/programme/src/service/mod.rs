//! One function a use case: permission, one transaction, what follows.

mod charter;
mod dates;
pub mod desk;
mod forgetting;
pub mod planning;
mod proposals;
mod questions;
mod reading;
mod registering;
mod upkeep;

pub use charter::{CharterCheck, Checked, Departure, charter, charter_check, departures_of};
pub use dates::*;
pub use desk::*;
pub use forgetting::*;
pub use planning::*;
pub(crate) use proposals::proposal_path;
pub use proposals::{
    ProposalView, erase_proposal, keep_proposal, move_proposal, own_proposal, plan_proposal,
    proposal, proposals, propose, receivers, years_of_proposals,
};
pub use questions::{all_questions_asked, answered, ask, ask_no_longer, questions_asked};
pub use reading::*;
pub use registering::*;
pub use upkeep::maintain;

pub use crate::tickets;
use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};

/// "No such thing", for a record that is not there or not to be seen.
#[must_use]
pub fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

/// The session, or "no such thing".
pub(crate) fn session_in(tx: &mut Tx<'_>, id: &Id) -> Result<crate::model::Session, Problem> {
    crate::store::sessions::find(tx, id).map_err(Problem::from)?.ok_or_else(not_found)
}

/// Holds the session whose places count, so that its counters and rows can be read and changed
/// together.
pub(crate) fn hold(tx: &mut Tx<'_>, lead: &Id) -> Result<bool, StoreError> {
    tx.lock("sessions", lead)
}
