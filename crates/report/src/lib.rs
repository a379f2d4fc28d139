//! The bilan: what the sessions of a period add up to, with every figure open to its rows.

pub mod facts;
pub mod model;
pub mod pages;
pub mod service;
mod store;

use site::Messages;

/// Texts of this room.
pub const MESSAGES: Messages =
    Messages { fr: include_str!("../i18n/fr.ftl"), en: include_str!("../i18n/en.ftl") };
