//! Types and rules of the programme. Nothing here reads or writes.

mod activity;
mod queue;
mod series;
mod session;

pub use activity::{Activity, ActivityDraft, Format, Scope};
pub use queue::{Fairness, Waiting, promote};
pub use series::{Rhythm, Series};
pub use session::{
    AttendanceMode, Registration, RegistrationKind, RegistrationMode, RegistrationStatus, Session,
    SessionDraft, SessionStatus, Totals, TotalsSource, WalkInRule,
};
