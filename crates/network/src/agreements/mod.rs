//! Circles and agreements: who is how close to which centre, what organisations have agreed on,
//! until when, and what they have promised each other. Whether promises are kept is counted by the
//! room that holds the report.
//!
//! Circle and form of an organisation, as the lists show them, follow from here
//! ([`service::settle_all`]): the closest circle of its relations that hold today, the closest form
//! of the agreements in force whose holder it is. An organisation of which no relation was ever
//! noted keeps the circle it had before there were any; the same for the form.

pub mod model;
pub(crate) mod pages;
pub mod service;
mod store;
