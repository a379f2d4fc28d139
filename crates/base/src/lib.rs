//! Words every room shares: identifiers, codes, dates, telephone numbers,
//! languages. No input or output happens here.

pub mod clock;
pub mod codes;
pub mod dates;
pub mod holidays;
pub mod ids;
pub mod lang;
pub mod phones;
pub mod problem;

pub use clock::Clock;
pub use ids::Id;
pub use lang::Lang;
pub use problem::{Kind, Problem};
