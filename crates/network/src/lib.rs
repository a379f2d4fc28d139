//! The network: organisations, their places, the themes they share.

pub mod agreements;
pub mod beside;
pub mod charter;
pub mod model;
pub mod pages;
pub mod profile;
pub mod register;
pub mod search;
pub mod seats;
pub mod service;
pub mod sharing;
mod store;

use ::store::Migration;
use site::Messages;

/// Steps of the schema that belong to this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "network", version: 1, sql: include_str!("../migrations/001_network.sql") },
    Migration { room: "network", version: 2, sql: include_str!("../migrations/002_charter.sql") },
    Migration { room: "network", version: 3, sql: include_str!("../migrations/003_register.sql") },
    Migration { room: "network", version: 4, sql: include_str!("../migrations/004_sources.sql") },
    Migration { room: "network", version: 5, sql: include_str!("../migrations/005_search.sql") },
    Migration {
        room: "network",
        version: 6,
        sql: include_str!("../migrations/006_agreements.sql"),
    },
    Migration { room: "network", version: 7, sql: include_str!("../migrations/007_sharing.sql") },
];

pub use register::REFERENCES;

/// Texts of this room, in one file a group of pages.
pub const MESSAGES: Messages = Messages {
    fr: concat!(
        include_str!("../i18n/fr.ftl"),
        "\n",
        include_str!("../i18n/agreements.fr.ftl"),
        "\n",
        include_str!("../i18n/register.fr.ftl"),
        "\n",
        include_str!("../i18n/search.fr.ftl"),
        "\n",
        include_str!("../i18n/sharing.fr.ftl"),
    ),
    en: concat!(
        include_str!("../i18n/en.ftl"),
        "\n",
        include_str!("../i18n/agreements.en.ftl"),
        "\n",
        include_str!("../i18n/register.en.ftl"),
        "\n",
        include_str!("../i18n/search.en.ftl"),
        "\n",
        include_str!("../i18n/sharing.en.ftl"),
    ),
};
