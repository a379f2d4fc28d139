//! Who asks, and what they may do. The one table of permissions of the program.

use base::{Id, Kind, Problem};

/// A role in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Plans the programme, imports, invites colleagues.
    Coordinator,
    /// At the desk: ticks, walk-ins, closing; reads the report.
    Mediator,
    /// Animates activities of the organisation; reads its report.
    Partner,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::Coordinator, Self::Mediator, Self::Partner];

    /// As kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Mediator => "mediator",
            Self::Partner => "partner",
        }
    }

    /// Reads the database's word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// Key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Coordinator => "accounts-role-coordinator",
            Self::Mediator => "accounts-role-mediator",
            Self::Partner => "accounts-role-partner",
        }
    }
}

/// A thing that not everyone may do in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Make, change, publish, cancel activities and sessions; import.
    Plan,
    /// See the list of a session, tick, add walk-ins, close.
    Desk,
    /// Read the activity report.
    Report,
    /// Invite people, change roles.
    People,
    /// Change what the organisation says of itself, and its places.
    Network,
}

/// A role in one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation: Id,
    /// The role there.
    pub role: Role,
}

/// A professional who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identifier.
    pub id: Id,
    /// Name shown to colleagues.
    pub name: String,
    /// Address for sign-in links.
    pub email: String,
    /// Administrator of the network.
    pub administrator: bool,
    /// Roles.
    pub memberships: Vec<Membership>,
    /// Administers the network, and has not shown their passkey in this session, or has entered with
    /// a password: until they do better they are no administrator.
    pub unproven: bool,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Anyone.
    Public,
    /// A signed-in professional.
    Person(Person),
    /// The command line, on the machine itself.
    Operator,
}

impl Actor {
    /// Whether they may do this in this organisation.
    #[must_use]
    pub fn can(&self, what: Permission, organisation: &Id) -> bool {
        match self {
            Self::Public => false,
            Self::Operator => true,
            Self::Person(p) if p.administrator => true,
            Self::Person(p) => p
                .memberships
                .iter()
                .any(|m| m.organisation == *organisation && allowed(m.role, what)),
        }
    }

    /// Refuses with what to do about it when they may not.
    pub fn need(&self, what: Permission, organisation: &Id) -> Result<(), Problem> {
        if self.can(what, organisation) {
            return Ok(());
        }
        Err(self.refusal())
    }

    /// Refuses unless they may do this in at least one organisation.
    pub fn need_somewhere(&self, what: Permission) -> Result<(), Problem> {
        if self.organisations(what).is_none_or(|ids| !ids.is_empty()) {
            return Ok(());
        }
        Err(self.refusal())
    }

    /// Refuses unless they administer the network.
    pub fn need_administrator(&self) -> Result<(), Problem> {
        match self {
            Self::Operator => Ok(()),
            Self::Person(p) if p.administrator => Ok(()),
            _ => Err(self.refusal()),
        }
    }

    /// The signed-in person; refuses anyone else.
    pub fn need_person(&self) -> Result<&Person, Problem> {
        match self {
            Self::Person(p) => Ok(p),
            _ => Err(self.refusal()),
        }
    }

    /// The signed-in person, if any.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(p) => Some(p),
            _ => None,
        }
    }

    /// The organisations in which they may do this; `None` means all.
    #[must_use]
    pub fn organisations(&self, what: Permission) -> Option<Vec<Id>> {
        match self {
            Self::Operator => None,
            Self::Public => Some(vec![]),
            Self::Person(p) if p.administrator => None,
            Self::Person(p) => Some(
                p.memberships
                    .iter()
                    .filter(|m| allowed(m.role, what))
                    .map(|m| m.organisation.clone())
                    .collect(),
            ),
        }
    }

    fn refusal(&self) -> Problem {
        match self {
            Self::Public => Problem::new(Kind::SignIn, "problem-sign-in"),
            Self::Person(p) if p.unproven => Problem::new(Kind::Forbidden, "problem-unproven"),
            _ => Problem::new(Kind::Forbidden, "problem-forbidden"),
        }
    }
}

fn allowed(role: Role, what: Permission) -> bool {
    match role {
        Role::Coordinator => true,
        Role::Mediator => matches!(what, Permission::Desk | Permission::Report),
        Role::Partner => matches!(what, Permission::Report),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_coordinator_changes_the_organisation_and_only_their_own() {
        let (here, there) = (Id::new(), Id::new());
        let actor = |role, administrator| {
            Actor::Person(Person {
                id: Id::new(),
                name: String::new(),
                email: String::new(),
                administrator,
                unproven: false,
                memberships: vec![Membership { organisation: here.clone(), role }],
            })
        };
        for role in Role::ALL {
            let may = role == Role::Coordinator;
            let who = actor(role, false);
            assert_eq!(who.can(Permission::Network, &here), may, "{role:?}");
            assert_eq!(who.need_somewhere(Permission::Network).is_ok(), may, "{role:?}");
            assert!(!who.can(Permission::Network, &there), "{role:?}");
            assert!(actor(role, true).can(Permission::Network, &there), "{role:?}");
        }
        let nobody = Actor::Public.need(Permission::Network, &here).unwrap_err();
        assert_eq!(nobody.kind, Kind::SignIn);
    }
}
