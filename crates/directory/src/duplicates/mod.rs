//! The same help told by two sources: found without comparing all with all, each time with what
//! speaks for it and against it; a person decides, and may take it back.
//!
//! `sight.rs` is what is compared of an entry, `rule.rs` decides which two are worth a look,
//! `fields.rs` is what of each stands in the one that stays. `look.rs` keeps the pairs, following the
//! order of changes; `merging.rs` decides, `parting.rs` undoes. All of the first three are pure.

pub mod fields;
pub mod look;
pub mod merging;
pub(crate) mod pages;
pub mod parting;
pub mod rule;
pub mod sight;
mod store;
mod street;

use ::store::Reference;

/// Columns of this room that hold identifiers of entries and follow one that is merged. What is told
/// of a past that does not change (editions, closed campaigns), and what is kept of each for itself
/// (links, delays, silences, parts), stays where it is.
pub const ENTRY_REFERENCES: &[Reference] = &[
    Reference {
        table: "entry_signals",
        column: "entry_id",
        key: &["kind"],
        gives_way: Some(&["since_on", "detail"]),
    },
    Reference::by_id("entry_notices", "entry_id"),
    // One that is open for the same reason at both stays: the reason is answered once.
    Reference::by_id("entry_reports", "entry_id"),
    Reference {
        table: "entry_sources",
        column: "entry_id",
        key: &["source", "source_ref"],
        gives_way: None,
    },
    Reference {
        table: "slip_results",
        column: "entry_id",
        key: &["slip_id", "position"],
        gives_way: None,
    },
    Reference::by_id("referral_weeks", "entry_id"),
    Reference {
        table: "booklet_entries",
        column: "entry_id",
        key: &["booklet_id"],
        gives_way: Some(&["heading", "position"]),
    },
    // Those that were merged into it before.
    Reference::by_id("entries", "merged_into"),
];

/// Columns with identifiers of entries that stay where they are.
pub const ENTRY_STAYS: &[(&str, &str)] = &[
    ("entry_silences", "entry_id"),
    ("entry_delays", "entry_id"),
    ("entry_sections", "entry_id"),
    ("campaign_entries", "entry_id"),
    ("link_checks", "entry_id"),
    ("edition_entries", "entry_id"),
    ("search_results", "entry_id"),
    ("entry_distinctions", "one_id"),
    ("entry_distinctions", "other_id"),
    ("entry_merges", "kept_id"),
    ("entry_merges", "merged_id"),
];
