//! The bilan: what the sessions of a period add up to, with every figure open to its rows.

pub mod benchmark;
pub mod commitments;
pub mod facts;
pub mod model;
pub mod pages;
pub mod service;
mod store;
pub mod territory;
pub mod uncovered;

use site::Messages;

/// Texts of this room, in one file a group of pages.
pub const MESSAGES: Messages = Messages {
    fr: concat!(
        include_str!("../i18n/fr.ftl"),
        "\n",
        include_str!("../i18n/benchmark.fr.ftl"),
        "\n",
        include_str!("../i18n/commitments.fr.ftl"),
        "\n",
        include_str!("../i18n/territory.fr.ftl"),
    ),
    en: concat!(
        include_str!("../i18n/en.ftl"),
        "\n",
        include_str!("../i18n/benchmark.en.ftl"),
        "\n",
        include_str!("../i18n/commitments.en.ftl"),
        "\n",
        include_str!("../i18n/territory.en.ftl"),
    ),
};
