//! The charter: its principles, and who adheres to which version of it. What departs from it in the
//! programme is found by the rooms that hold the programme.

mod model;
mod service;
mod store;

pub use model::{Adherence, Charter, MOST_PRINCIPLES, Principle, Rule};
pub use service::{adhere, adherences, charters, in_force, leave, write_charter};
