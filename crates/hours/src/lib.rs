//! Opening hours of places: from French prose to OSM `opening_hours` and back, and whether a place
//! is open now. No input or output happens here.
//!
//! - [`from_french`] reads prose and says what it is not sure of;
//! - [`lines`] and [`text`] show an expression in French or English;
//! - [`weekly`] gives the table of a week, where hours are one;
//! - [`problem`] says what is wrong with an expression that somebody typed;
//! - [`Hours::at`] tells whether a place is open, by the clock, the public holidays and the school
//!   holidays of its département, and with its [`Exception`]s.

mod calendar;
mod expression;
mod french;
mod names;
mod opening;
mod problem;
mod reading;
mod render;
mod weekly;
mod zone;

/// What this room says, as Fluent messages in French: for the catalogue of the site.
pub const FR: &str = include_str!("../i18n/fr.ftl");
/// The same in English.
pub const EN: &str = include_str!("../i18n/en.ftl");

pub use french::{from_french, from_french_on};
pub use opening::{Exception, Hours, Opening, Period, State};
pub use problem::{Invalid, InvalidKind, problem};
pub use reading::{Doubt, Reading, Remark};
pub use render::{Line, lines, text, to_french};
pub use weekly::{Weekly, weekly};
pub use zone::time_zone;
