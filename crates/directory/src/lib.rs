//! The directory: what helps people, kept true; and informed referral, from what somebody said to
//! the right help near them.

pub mod exchange;
pub mod find;
pub mod model;
pub mod pages;
pub mod referral;
pub mod service;
mod store;
pub mod themes;

use ::store::{Migration, Reference};
use site::Messages;

/// Steps of the schema that belong to this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        room: "directory",
        version: 1,
        sql: include_str!("../migrations/001_directory.sql"),
    },
    Migration {
        room: "directory",
        version: 2,
        sql: include_str!("../migrations/002_referral.sql"),
    },
    Migration { room: "directory", version: 5, sql: include_str!("../migrations/005_sources.sql") },
    Migration { room: "directory", version: 6, sql: include_str!("../migrations/006_needs.sql") },
];

/// Columns of this room that hold identifiers of organisations.
pub const REFERENCES: &[Reference] = &[
    Reference::by_id("entries", "owner_id"),
    Reference::by_id("entries", "curator_id"),
    Reference::by_id("entries", "verified_by"),
    Reference {
        table: "structure_sources",
        column: "organisation_id",
        key: &["source", "source_ref"],
        gives_way: None,
    },
    Reference::by_id("slips", "organisation_id"),
    Reference::by_id("slip_weeks", "organisation_id"),
    Reference::by_id("referral_weeks", "organisation_id"),
];

/// Texts of this room.
pub const MESSAGES: Messages = Messages {
    fr: concat!(
        include_str!("../i18n/fr.ftl"),
        "\n",
        include_str!("../i18n/find.fr.ftl"),
        "\n",
        include_str!("../i18n/referral.fr.ftl"),
    ),
    en: concat!(
        include_str!("../i18n/en.ftl"),
        "\n",
        include_str!("../i18n/find.en.ftl"),
        "\n",
        include_str!("../i18n/referral.en.ftl"),
    ),
};
