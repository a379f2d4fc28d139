//! Practice shared between the professions: immersion days and visits, who comes, what they say of
//! it, and the figures of it.

mod desk;
mod mails;
mod model;
pub(crate) mod pages;
mod places;
mod report;
mod service;
mod store;
mod testimonies;

pub use desk::{close, forget, kept, remind_due, seed, tick, type_totals, walk_ins};
pub use model::{
    Figures, Group, Immersion, ImmersionDraft, ImmersionKind, Line, MOST_WORDS, Profession, Source,
    State, Testimony, TestimonyState, Totals, tells_who,
};
#[cfg(feature = "unguarded")]
pub use places::sabotage;
pub use places::{Attendee, Place, colleague, come_not, leave_place, list, place, register};
pub use report::{Query, held, held_for, published, report};
pub use service::{Coming, announce, cancel, change, coming, immersion, make};
pub use testimonies::{decide, own_testimony, say, seed_testimony, testimonies, withdraw};
