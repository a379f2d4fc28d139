//! How well a service is described, from 0 to 1: `score_qualite` of data·inclusion, to the hundredth.
//!
//! Two oddities of the reference are kept, so that a score is the same wherever it is counted: at an
//! age of exactly 180 days (what `pendulum` calls six months) the date counts for nothing, although the
//! day before it counts in full and the day after nearly so; and a description of 2,000 characters
//! is already a long one. Where the reference has no answer (a price that is said to be an empty text),
//! it is taken as no price said.

use jiff::civil::Date;

use crate::{ContactMode, Fees, Reception, Service};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Criterion {
    /// An address, where people go there.
    Address,
    /// How and by whom it is turned to.
    ContactModes,
    /// Whom it is for.
    Audience,
    /// What it is about.
    Theme,
    /// A telephone, an address or a link.
    Contact,
    /// An e-mail address, where it takes mail.
    Email,
    /// When it was last changed.
    UpdatedOn,
    /// Whether it costs something.
    Fees,
    /// A description of a good length.
    Description,
    /// A telephone, where it takes calls.
    Phone,
}

impl Criterion {
    /// Key of its name in the catalogues.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Address => "inclusion-score-address",
            Self::ContactModes => "inclusion-score-contact-modes",
            Self::Audience => "inclusion-score-audience",
            Self::Theme => "inclusion-score-theme",
            Self::Contact => "inclusion-score-contact",
            Self::Email => "inclusion-score-email",
            Self::UpdatedOn => "inclusion-score-updated-on",
            Self::Fees => "inclusion-score-fees",
            Self::Description => "inclusion-score-description",
            Self::Phone => "inclusion-score-phone",
        }
    }
}

/// Sources that have no date of their own: theirs does not count.
const UNDATED: [&str; 2] = ["agefiph", "france-travail"];
/// Days up to which a date is recent.
const RECENT: i32 = 180;
/// Days from which it is no longer.
const OLD: i32 = 730;

fn some(text: Option<&str>) -> bool {
    text.is_some_and(|t| !t.is_empty())
}

fn full(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn freshness(service: &Service, today: Date) -> Option<f64> {
    if UNDATED.contains(&service.source.as_str()) {
        return None;
    }
    let age = (today - service.updated_on).get_days().abs();
    Some(if age < RECENT {
        1.0
    } else if RECENT < age && age < OLD {
        f64::from(OLD - age) / f64::from(OLD - RECENT)
    } else {
        0.0
    })
}

/// What each criterion gives, in the order of the reference: from 0 to 1, or nothing where it does not
/// apply.
#[must_use]
pub fn criteria(service: &Service, today: Date) -> [(Criterion, Option<f64>); 10] {
    let takes = |mode| service.contact_modes.contains(&mode);
    let there = service.receptions.contains(&Reception::IN_PERSON) || takes(ContactMode::VISIT);
    let (phone, email) = (some(service.phone.as_deref()), some(service.email.as_deref()));
    let modes = full(!service.contact_modes.is_empty()) + full(!service.contacted_by.is_empty());
    let fees = match service.fees {
        None => 0.0,
        Some(Fees::PAID) if !some(service.fees_detail.as_deref()) => 0.5,
        Some(_) => 1.0,
    };
    let description = match service.description.chars().count() {
        ..50 => 0.0,
        50..200 => 0.5,
        200..2_000 => 1.0,
        _ => 0.5,
    };
    let contact = phone || email || service.contact_link.is_some();
    [
        (Criterion::Address, there.then(|| full(some(service.site.address.as_deref())))),
        (Criterion::ContactModes, Some(modes / 2.0)),
        (Criterion::Audience, Some(full(!service.audiences.is_empty()))),
        (Criterion::Theme, Some(full(!service.themes.is_empty()))),
        (Criterion::Contact, Some(full(contact))),
        (Criterion::Email, takes(ContactMode::MAIL).then(|| full(email))),
        (Criterion::UpdatedOn, freshness(service, today)),
        (Criterion::Fees, Some(fees)),
        (Criterion::Description, Some(description)),
        (Criterion::Phone, takes(ContactMode::PHONE).then(|| full(phone))),
    ]
}

/// To the hundredth, halves to the even one.
fn rounded(value: f64) -> f64 {
    format!("{value:.2}").parse().unwrap_or(value)
}

/// The mean of the criteria that apply, each rounded to the hundredth, and rounded again.
#[must_use]
pub fn score(service: &Service, today: Date) -> f64 {
    let parts = criteria(service, today);
    let parts = parts.iter().filter_map(|(_, part)| *part);
    let (sum, count) = parts.fold((0.0, 0.0), |(sum, n), part| (sum + rounded(part), n + 1.0));
    rounded(sum / count)
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
