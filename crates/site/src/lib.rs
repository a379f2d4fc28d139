//! The shell of the web site and of the API: layout, languages, errors, sign-in, permissions, mail.
//! Rooms plug their routes, messages and migrations into it; it knows no room.

pub mod accounts;
pub mod actor;
pub mod app;
pub mod assets;
pub mod audit;
pub mod cache;
pub mod ctx;
pub mod error;
pub mod form;
pub mod i18n;
pub mod layout;
pub mod limits;
mod linger;
pub mod mail;
pub mod metrics;
pub mod openapi;
pub mod qr;
pub mod sealing;
pub mod secrets;
pub mod security;
pub mod server;
pub mod typed;
pub mod waiting;

pub use actor::{Actor, Membership, Permission, Person, Role};
pub use app::{App, Config, Smtp};
pub use ctx::Ctx;
pub use error::{Error, Handled};
pub use i18n::{Catalogue, Messages};
pub use typed::Typed;

use store::{Migration, Reference};

/// Steps of the schema that belong to the shell.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "site", version: 1, sql: include_str!("../migrations/001_site.sql") },
    Migration { room: "site", version: 2, sql: include_str!("../migrations/002_audit.sql") },
    Migration { room: "site", version: 3, sql: include_str!("../migrations/003_passkeys.sql") },
    Migration { room: "site", version: 4, sql: include_str!("../migrations/004_federated.sql") },
    Migration { room: "site", version: 5, sql: include_str!("../migrations/005_passwords.sql") },
];

/// Columns of the shell that hold identifiers of organisations.
pub const REFERENCES: &[Reference] = &[
    Reference {
        table: "memberships",
        column: "organisation_id",
        key: &["person_id"],
        gives_way: Some(&["role"]),
    },
    Reference::by_id("access_requests", "organisation_id"),
];

/// Messages of the shell.
pub const MESSAGES: Messages = Messages {
    fr: concat!(include_str!("../i18n/fr.ftl"), include_str!("../i18n/passwords.fr.ftl")),
    en: concat!(include_str!("../i18n/en.ftl"), include_str!("../i18n/passwords.en.ftl")),
};
