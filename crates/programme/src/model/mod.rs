//! Types and rules of the programme. Nothing here reads or writes.

mod activity;
mod facts;
mod queue;
mod series;
mod session;

pub use activity::{Activity, ActivityDraft, Format, Scope};
pub use facts::{Fact, FactKind, forget_day, session_facts};
pub use queue::{Fairness, Waiting, promote};
pub use series::{Rhythm, Series};
pub use session::{
    AttendanceMode, Channel, Registration, RegistrationKind, RegistrationMode, RegistrationStatus,
    Session, SessionDraft, SessionStatus, Totals, TotalsSource, WalkInRule,
};
