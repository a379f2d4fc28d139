//! The programme: activities, sessions, registrations, waiting list, attendance, feeds, imports,
//! exports.

pub mod api;
pub mod export;
pub mod feeds;
pub mod import;
pub mod mails;
pub mod model;
pub mod pages;
pub mod service;
pub mod store;
pub mod tickets;

use ::store::{Migration, Reference};
use site::Messages;

/// Steps of the schema that belong to this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        room: "programme",
        version: 1,
        sql: include_str!("../migrations/001_programme.sql"),
    },
    Migration {
        room: "programme",
        version: 2,
        sql: include_str!("../migrations/002_reminders.sql"),
    },
    Migration {
        room: "programme",
        version: 3,
        sql: include_str!("../migrations/003_questions.sql"),
    },
    Migration {
        room: "programme",
        version: 4,
        sql: include_str!("../migrations/004_proposals.sql"),
    },
];

/// Columns of this room that hold identifiers of organisations.
pub const REFERENCES: &[Reference] = &[
    Reference::by_id("activities", "organisation_id"),
    Reference {
        table: "activity_partners",
        column: "organisation_id",
        key: &["activity_id"],
        gives_way: Some(&[]),
    },
    Reference::by_id("typed_totals", "organisation_id"),
    Reference::by_id("proposals", "organisation_id"),
];

/// Texts of this room, in one file a group of pages.
pub const MESSAGES: Messages = Messages {
    fr: concat!(
        include_str!("../i18n/fr.ftl"),
        "\n",
        include_str!("../i18n/public.fr.ftl"),
        "\n",
        include_str!("../i18n/staff.fr.ftl"),
        "\n",
        include_str!("../i18n/import.fr.ftl"),
        "\n",
        include_str!("../i18n/charter.fr.ftl"),
        "\n",
        include_str!("../i18n/proposals.fr.ftl"),
    ),
    en: concat!(
        include_str!("../i18n/en.ftl"),
        "\n",
        include_str!("../i18n/public.en.ftl"),
        "\n",
        include_str!("../i18n/staff.en.ftl"),
        "\n",
        include_str!("../i18n/import.en.ftl"),
        "\n",
        include_str!("../i18n/charter.en.ftl"),
        "\n",
        include_str!("../i18n/proposals.en.ftl"),
    ),
};
