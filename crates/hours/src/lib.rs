//! Opening hours of places: from French prose to OSM `opening_hours` and back, and whether a place
//! is open now.

mod french;
mod reading;

pub use french::{from_french, from_french_on};
pub use reading::{Doubt, Reading, Remark};
