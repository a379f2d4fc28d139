//! The register: lists of organisations that are known from elsewhere (the ministry's of public
//! libraries), taken again each year without undoing what people corrected; and the same
//! organisation known twice, found, merged and parted again.

pub mod merging;
pub mod model;
mod names;
pub mod pairs;
mod read;
pub mod service;
mod store;
mod web;

pub use names::readable;

use ::store::Reference;

/// Columns of this room that hold identifiers of organisations.
pub const REFERENCES: &[Reference] = &[
    Reference::by_id("places", "organisation_id"),
    Reference::by_id("charter_adherences", "organisation_id"),
    Reference {
        table: "organisation_facts",
        column: "organisation_id",
        key: &["fact"],
        gives_way: Some(&["value", "source"]),
    },
    Reference {
        table: "organisation_offers",
        column: "organisation_id",
        key: &["side", "offer"],
        gives_way: Some(&[]),
    },
    Reference {
        table: "organisation_links",
        column: "organisation_id",
        key: &["position"],
        gives_way: Some(&["label", "url"]),
    },
    Reference {
        table: "organisation_sources",
        column: "organisation_id",
        key: &["source", "source_id"],
        gives_way: None,
    },
    Reference {
        table: "organisation_distinctions",
        column: "one_id",
        key: &["other_id"],
        gives_way: Some(&[]),
    },
    Reference {
        table: "organisation_distinctions",
        column: "other_id",
        key: &["one_id"],
        gives_way: Some(&[]),
    },
    Reference::by_id("relations", "organisation_id"),
    Reference::by_id("relations", "with_id"),
    Reference::by_id("agreements", "holder_id"),
    Reference {
        table: "agreement_parties",
        column: "organisation_id",
        key: &["agreement_id"],
        gives_way: Some(&["position"]),
    },
    Reference::by_id("commitments", "organisation_id"),
    Reference::by_id("immersions", "host_id"),
    Reference {
        table: "immersion_guests",
        column: "organisation_id",
        key: &["immersion_id"],
        gives_way: Some(&[]),
    },
    Reference::by_id("immersion_registrations", "organisation_id"),
    // Those that were merged into it before.
    Reference::by_id("organisations", "merged_into"),
];
