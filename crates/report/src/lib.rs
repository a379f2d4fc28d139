//! The bilan: what the sessions of a period add up to, with every figure open to its rows.

pub mod commitments;
pub mod facts;
pub mod model;
pub mod pages;
pub mod service;
mod store;
pub mod uncovered;

use site::Messages;

/// Texts of this room.
pub const MESSAGES: Messages = Messages {
    fr: concat!(include_str!("../i18n/fr.ftl"), "\n", include_str!("../i18n/commitments.fr.ftl")),
    en: concat!(include_str!("../i18n/en.ftl"), "\n", include_str!("../i18n/commitments.en.ftl")),
};
