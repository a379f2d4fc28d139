//! Two or three entries side by side: what differs, what is the same, what none of them says.

mod model;
mod pages;

pub(crate) use model::{MOST, path};
pub(super) use pages::routes;
