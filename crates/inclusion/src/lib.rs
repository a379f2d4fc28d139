//! The formats in which directories of help exchange: data·inclusion (structures and services, read,
//! checked, scored and written), exports of digital mediation, tables of places whatever their columns
//! are called, HSDS for readers abroad, and the occupations of the ROME.
//!
//! Nothing here reads or writes a file or a socket: bytes come in, values and [`Fault`]s go out. What
//! is read is either a whole value or none, with the reason field by field; what a value means to a
//! directory, and whether it is kept, is for the room that asks.
//!
//! The judge of data·inclusion is its reference implementation (`data-inclusion-schema`, on PyPI):
//! [`check_structure`], [`check_service`] and [`score`] answer as it does, and a test compares them.

mod addresses;
mod check;
mod fault;
mod fields;
mod hsds;
mod lists;
mod near;
mod places;
mod read;
mod record;
mod rome;
mod score;
mod write;

pub use check::{Checked, check_service, check_structure};
pub use fault::{Fault, FaultKind, Severity};
pub use fields::{Field, SERVICE_FIELDS, STRUCTURE_FIELDS, Shape};
pub use hsds::{Accessibility, Change, Opening, Published, Status, hsds};
pub use lists::{
    Audience, Category, ContactMode, ContactedBy, Fees, Language, Network, Reception, ServiceKind,
    Theme,
};
pub use near::{Nearness, nearest};
pub use places::{
    Column, HoursRead, Listing, Mapping, PlaceReading, Says, UnknownWord, WordList, headings,
    listing, read_places, unknown_words,
};
pub use read::{FileError, Outcome, Place, Reading, Row, Said, is_known, read};
pub use record::{More, Service, Site, Structure};
pub use rome::{Occupation, Stray, read_occupations};
pub use score::{Criterion, criteria, score};
pub use write::{Record, WriteError, write_csv, write_json, write_xlsx};

/// The messages of this crate in French, for the catalogue of whoever shows them.
pub const TEXTS_FR: &str = include_str!("../i18n/fr.ftl");
/// The same in English.
pub const TEXTS_EN: &str = include_str!("../i18n/en.ftl");
