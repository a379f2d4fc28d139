//! The directory: what helps people, kept true; and informed referral, from what somebody said to
//! the right help near them.

pub mod counsel;
pub mod duplicates;
pub mod editions;
pub mod exchange;
pub mod find;
pub mod freshness;
pub mod lexicon;
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
    Migration {
        room: "directory",
        version: 3,
        sql: include_str!("../migrations/003_campaigns.sql"),
    },
    Migration {
        room: "directory",
        version: 4,
        sql: include_str!("../migrations/004_editions.sql"),
    },
    Migration { room: "directory", version: 5, sql: include_str!("../migrations/005_sources.sql") },
    Migration { room: "directory", version: 6, sql: include_str!("../migrations/006_needs.sql") },
    Migration {
        room: "directory",
        version: 7,
        sql: include_str!("../migrations/007_duplicates.sql"),
    },
    Migration { room: "directory", version: 8, sql: include_str!("../migrations/008_takings.sql") },
    Migration {
        room: "directory",
        version: 9,
        sql: include_str!("../migrations/009_searches.sql"),
    },
    Migration {
        room: "directory",
        version: 10,
        sql: include_str!("../migrations/010_own_words.sql"),
    },
    Migration {
        room: "directory",
        version: 11,
        sql: include_str!("../migrations/011_answers.sql"),
    },
    Migration {
        room: "directory",
        version: 12,
        sql: include_str!("../migrations/012_steps_and_access.sql"),
    },
    Migration {
        room: "directory",
        version: 13,
        sql: include_str!("../migrations/013_other_results.sql"),
    },
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
    Reference { table: "list_sources", column: "curator_id", key: &["source"], gives_way: None },
    Reference::by_id("slips", "organisation_id"),
    Reference::by_id("slip_weeks", "organisation_id"),
    Reference::by_id("referral_weeks", "organisation_id"),
    Reference::by_id("entry_reminders", "organisation_id"),
    Reference::by_id("campaigns", "organisation_id"),
    Reference::by_id("booklets", "organisation_id"),
];

/// Texts of this room, in one file a group of pages.
pub const MESSAGES: Messages = Messages {
    fr: concat!(
        include_str!("../i18n/fr.ftl"),
        "\n",
        include_str!("../i18n/find.fr.ftl"),
        "\n",
        include_str!("../i18n/referral.fr.ftl"),
        "\n",
        include_str!("../i18n/freshness.fr.ftl"),
        "\n",
        include_str!("../i18n/editions.fr.ftl"),
        "\n",
        include_str!("../i18n/lexicon.fr.ftl"),
        "\n",
        include_str!("../i18n/counsel.fr.ftl"),
        "\n",
        include_str!("../i18n/exchange.fr.ftl"),
        "\n",
        include_str!("../i18n/duplicates.fr.ftl"),
    ),
    en: concat!(
        include_str!("../i18n/en.ftl"),
        "\n",
        include_str!("../i18n/find.en.ftl"),
        "\n",
        include_str!("../i18n/referral.en.ftl"),
        "\n",
        include_str!("../i18n/freshness.en.ftl"),
        "\n",
        include_str!("../i18n/editions.en.ftl"),
        "\n",
        include_str!("../i18n/lexicon.en.ftl"),
        "\n",
        include_str!("../i18n/counsel.en.ftl"),
        "\n",
        include_str!("../i18n/exchange.en.ftl"),
        "\n",
        include_str!("../i18n/duplicates.en.ftl"),
    ),
};
