//! Lists of help from elsewhere and for elsewhere: data·inclusion, exports of digital mediation, tables
//! of places, the occupations of the ROME.
//!
//! The crate `inclusion` reads and writes the formats; here it is decided what they mean to the
//! directory. A list is taken whole or not at all (`steps.rs`), the same list again changes nothing, and
//! what a list says otherwise than last time is taken over where nobody changed it here.

mod draft;
mod export;
mod occupations;
pub mod pages;
mod past;
mod plan;
mod steps;
mod store;
mod take;
mod takings;
mod write;

pub use draft::{draft_of, service_of, structure_of};
pub use export::{Exported, exported, hsds};
pub use occupations::{import_occupations, occupations};
pub use past::{
    KEPT_SECONDS, Kept, MOST_TAKINGS, PAGE, called, kept_mapping, maintain, progress, rows_of,
    source_of, sources, taking, takings,
};
pub use steps::carry_through;
pub use take::{Counts, Format, Import, Taken, Way, import, import_as};
pub use takings::{Change, Did, RowTaken, Sort, Taking, Tally, Told};
