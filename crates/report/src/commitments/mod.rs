//! What the parties of an agreement have promised beside what came of it, each number open to the
//! sessions behind it.
//!
//! A session counts for the party that promised if that party organises or animates it. With
//! `Counting::With`, another party of the agreement must also organise it, animate it, or have it
//! at one of its places; with `Counting::Whole`, the party's whole programme counts, as for an
//! associated centre that has promised sixty sessions a year. Sessions that the bilan counts
//! besides the others are left out here too. Days of exchange and the like are typed in.

pub mod model;
pub(crate) mod pages;
pub mod service;
mod store;
