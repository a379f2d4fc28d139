//! Opening hours of places: from French prose to OSM `opening_hours` and back, and whether a place
//! is open now. No input or output happens here.
//!
//! - [`from_french`] reads prose and says what it is not sure of;
//! - [`problem`] says what is wrong with an expression that somebody typed;
//! - [`Hours::at`] tells whether a place is open, by the clock, the public holidays and the school
//!   holidays of its département, and with its [`Exception`]s.

mod calendar;
mod expression;
mod french;
mod opening;
mod problem;
mod reading;
mod zone;

pub use french::{from_french, from_french_on};
pub use opening::{Exception, Hours, Opening, Period, State};
pub use problem::{Invalid, InvalidKind, problem};
pub use reading::{Doubt, Reading, Remark};
pub use zone::time_zone;
