//! What a session keeps of its registrations when they are forgotten: counts of people, each by
//! itself and never crossed with another, so that nobody can be told from them.

use std::collections::{BTreeMap, HashMap};

use base::Id;
use jiff::civil::Date;
use vault::{Day, day_of};

use super::{Registration, RegistrationKind, RegistrationStatus, Session, SessionStatus};
use ::store::words;

words! {
    /// What is counted.
    FactKind {
        /// How places were taken.
        Channel = "channel", "programme-fact-channel";
        /// How long before the session.
        Lead = "lead", "programme-fact-lead";
        /// What became of the places asked for.
        Outcome = "outcome", "programme-fact-outcome";
    }
}

/// A count that a session keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Of what.
    pub kind: FactKind,
    /// Which of its values.
    pub value: &'static str,
    /// People.
    pub count: u32,
}

/// How long before the start somebody registered, in whole weeks.
#[must_use]
pub fn lead_of(starts_at: i64, created_at: i64) -> &'static str {
    const WEEK: i64 = 7 * 86_400;
    match (starts_at - created_at).div_euclid(WEEK) {
        ..=0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        _ => "4",
    }
}

/// The facts of a session: `rows` are its registrations (those of the lead, and who came without
/// one), `here` how many of each were there.
#[must_use]
pub fn session_facts(
    session: &Session,
    rows: &[Registration],
    here: &HashMap<Id, u32>,
) -> Vec<Fact> {
    let mut counts: BTreeMap<(&'static str, &'static str), (FactKind, u32)> = BTreeMap::new();
    let mut add = |kind: FactKind, value: &'static str, people: u32| {
        if people > 0 {
            let count = &mut counts.entry((kind.code(), value)).or_insert((kind, 0)).1;
            *count = count.saturating_add(people);
        }
    };
    for r in rows {
        let present = here.get(&r.id).copied().unwrap_or(0);
        match (r.kind, r.status) {
            (RegistrationKind::WalkIn, RegistrationStatus::Cancelled) => {}
            (RegistrationKind::WalkIn, _) => {
                if r.session == session.id {
                    add(FactKind::Outcome, "walk_in", present);
                }
            }
            (RegistrationKind::Ahead, RegistrationStatus::Confirmed) => {
                add(FactKind::Channel, r.channel.code(), r.places);
                add(FactKind::Lead, lead_of(session.starts_at, r.created_at), r.places);
                add(FactKind::Outcome, "attended", present);
                add(FactKind::Outcome, "no_show", r.places.saturating_sub(present));
            }
            (RegistrationKind::Ahead, RegistrationStatus::Cancelled) => {
                add(FactKind::Outcome, "given_back", r.places);
            }
            (RegistrationKind::Ahead, _) => add(FactKind::Outcome, "never_served", r.places),
        }
    }
    counts.into_iter().map(|((_, value), (kind, count))| Fact { kind, value, count }).collect()
}

/// The day on which the registrations of a session, or of all parts of a cycle, are forgotten:
/// `days` after the last of them, and never before the day after it. One that waits for a new date
/// counts from the day it was put off, if that is later.
#[must_use]
pub fn forget_day(parts: &[Session], days: u32) -> Day {
    let last = parts.iter().map(|part| {
        let at = match part.status {
            SessionStatus::Postponed => part.ends_at.max(part.updated_at),
            _ => part.ends_at,
        };
        day_of(base::dates::local(at, &part.time_zone).date())
    });
    let days = Day::try_from(days.max(1)).unwrap_or(Day::MAX);
    last.max().unwrap_or_default().saturating_add(days)
}

/// A session for which something personal is kept.
#[derive(Clone, Debug)]
pub struct KeptSession {
    /// The session.
    pub id: Id,
    /// Title of its activity.
    pub title: String,
    /// Its date.
    pub date: Date,
    /// Registrations with a name or an address.
    pub registrations: u32,
    /// Day on which they are forgotten.
    pub forget_day: Day,
}
