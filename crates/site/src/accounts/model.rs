//! People as administered, and the delays of sign-in.

use base::{Id, Problem, problem::FieldProblem};

use crate::Role;

/// A sign-in link works this long, in seconds. Mail takes its time in town halls: five minutes more
/// than OWASP ASVS would have it.
pub const LINK_LIFE: i64 = 15 * 60;
/// The link of an invitation works this long.
pub const INVITATION_LIFE: i64 = 7 * 86_400;
/// So many wrong codes, and a link no longer works by its code.
pub const MOST_TRIES: i64 = 5;
/// A session nobody uses ends after this long.
pub const IDLE: i64 = 8 * 3_600;
/// Any session ends after this long.
pub const ABSOLUTE: i64 = 7 * 86_400;

/// Where somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebSession {
    /// Digest of the secret in its cookie.
    pub digest: Vec<u8>,
    /// When it was opened, seconds since 1970.
    pub created_at: i64,
    /// When it was last used, give or take a few minutes.
    pub seen_at: i64,
    /// What browser on what system, as far as it says.
    pub agent: String,
}

/// Browser and system of a `User-Agent`, in two words: enough to tell one's own devices apart.
#[must_use]
pub fn agent_of(header: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| header.contains(mark)).map(|(_, name)| *name)
    };
    // Each names those it claims to be like: the most particular come first.
    let browser = first(&[
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A person as the list of people shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Administrator of the network.
    pub administrator: bool,
    /// No longer lets in.
    pub disabled: bool,
    /// Organisation (identifier and name) and role.
    pub roles: Vec<(Id, String, Role)>,
}

/// A person to invite.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Administrator of the network.
    pub administrator: bool,
    /// Organisation and role.
    pub role: Option<(Id, Role)>,
}

impl NewPerson {
    /// Checks what a form can get wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if self.name.trim().is_empty() || self.name.chars().count() > 100 {
            wrong.push(FieldProblem::new("name", "accounts-problem-name"));
        }
        if !crate::mail::valid_address(&self.email) {
            wrong.push(FieldProblem::new("email", "accounts-problem-email"));
        }
        if !self.administrator && self.role.is_none() {
            wrong.push(FieldProblem::new("organisation", "accounts-problem-organisation"));
        }
        Problem::from_fields(wrong)
    }
}

/// Addresses are compared in lower case.
#[must_use]
pub fn normal_address(address: &str) -> String {
    address.trim().to_lowercase()
}
