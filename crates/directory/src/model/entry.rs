//! An entry of the directory.

use base::{Id, Problem, problem::FieldProblem};
use inclusion::Language;
use jiff::civil::Date;
use territory::Point;

use super::words::{
    EntryKind, Fees, How, Mode, Public, Reach, ReachBy, ServiceType, State, StepFree,
};
use super::{Due, Freshness};

/// What is written in an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryDraft {
    /// What it is.
    pub kind: EntryKind,
    /// Name: 3 to 150 characters.
    pub title: String,
    /// What one finds there: 5 to 10,000 characters.
    pub description: String,
    /// What kind of help, for a service.
    pub service_type: Option<ServiceType>,
    /// Codes of themes of data·inclusion.
    pub themes: Vec<String>,
    /// For whom; empty: not said.
    pub publics: Vec<Public>,
    /// For whom, more precisely.
    pub publics_note: String,
    /// Conditions.
    pub conditions: String,
    /// What to bring.
    pub bring: String,
    /// What it costs.
    pub fees: Option<Fees>,
    /// What it costs, more precisely.
    pub fees_note: String,
    /// Where it takes place.
    pub modes: Vec<Mode>,
    /// Where one has to live: codes of communes, EPCI, départements, régions, countries, or
    /// `france`; empty: anywhere.
    pub zones: Vec<String>,
    /// Street and number; empty with the rest of the address: that of its owner.
    pub address: String,
    /// What completes the address.
    pub address_more: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Code of the commune.
    pub insee: String,
    /// Where it is.
    pub point: Option<Point>,
    /// How to get there, in words.
    pub access_note: String,
    /// Whether somebody who uses a wheelchair gets in; nothing: nobody said.
    pub step_free: Option<StepFree>,
    /// The page that tells how accessible the place is.
    pub access_link: String,
    /// How accessible it is, more precisely.
    pub access_detail: String,
    /// Languages that people are met in, by their codes; empty: nobody said.
    pub languages: Vec<String>,
    /// Telephone.
    pub phone: String,
    /// Address of mail.
    pub email: String,
    /// Its page.
    pub website: String,
    /// Whom to ask for, at work.
    pub contact: String,
    /// How one gets in.
    pub reach: Vec<Reach>,
    /// Who may ask.
    pub reach_by: Vec<ReachBy>,
    /// The link by which to ask.
    pub reach_link: String,
    /// How one gets in, more precisely.
    pub reach_note: String,
    /// Hours a week that it takes.
    pub weekly_hours: Option<f64>,
    /// Weeks that it takes.
    pub weeks: Option<u32>,
    /// Opening hours, as OpenStreetMap writes them; empty: not known.
    pub hours: String,
    /// Opening hours as somebody typed them.
    pub hours_typed: String,
    /// Months after which it is verified again: 1 to 24.
    pub review_months: u32,
}

/// Months between two verifications where nobody says otherwise.
pub const REVIEW_MONTHS: u32 = 6;

impl EntryDraft {
    /// An empty one.
    #[must_use]
    pub fn blank(kind: EntryKind) -> Self {
        Self {
            kind,
            title: String::new(),
            description: String::new(),
            service_type: None,
            themes: vec![],
            publics: vec![],
            publics_note: String::new(),
            conditions: String::new(),
            bring: String::new(),
            fees: None,
            fees_note: String::new(),
            modes: vec![],
            zones: vec![],
            address: String::new(),
            address_more: String::new(),
            postcode: String::new(),
            city: String::new(),
            insee: String::new(),
            point: None,
            access_note: String::new(),
            step_free: None,
            access_link: String::new(),
            access_detail: String::new(),
            languages: vec![],
            phone: String::new(),
            email: String::new(),
            website: String::new(),
            contact: String::new(),
            reach: vec![],
            reach_by: vec![],
            reach_link: String::new(),
            reach_note: String::new(),
            weekly_hours: None,
            weeks: None,
            hours: String::new(),
            hours_typed: String::new(),
            review_months: REVIEW_MONTHS,
        }
    }

    /// Refuses what cannot stand in the directory (the bounds are those of data·inclusion's schema).
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        let mut refuse = |field: &'static str, key: &'static str| {
            wrong.push(FieldProblem::new(field, key));
        };
        let length = |text: &str| text.trim().chars().count();
        if !(3..=150).contains(&length(&self.title)) {
            refuse("title", "directory-problem-title");
        }
        if !(5..=10_000).contains(&length(&self.description)) {
            refuse("description", "directory-problem-description");
        }
        for (field, text) in self.short_texts() {
            if length(text) > 1_000 {
                refuse(field, "directory-problem-long");
            }
        }
        if self.publics.contains(&Public::Everyone) && self.publics.len() > 1 {
            refuse("publics", "directory-problem-everyone");
        }
        for (field, link) in [
            ("website", &self.website),
            ("reach_link", &self.reach_link),
            ("access_link", &self.access_link),
        ] {
            if !link.is_empty() && !is_web(link) {
                refuse(field, "network-problem-website");
            }
        }
        if !self.languages.iter().all(|code| Language::parse(code).is_some()) {
            refuse("languages", "problem-form");
        }
        if !self.email.is_empty() && !site::mail::valid_address(&self.email) {
            refuse("email", "network-problem-email");
        }
        if !self.insee.is_empty() && territory::commune(&self.insee).is_none() {
            refuse("city", "directory-problem-commune");
        }
        if self.point.is_some_and(|p| p.lat.abs() > 90.0 || p.lon.abs() > 180.0) {
            refuse("latitude", "network-problem-coordinates");
        }
        if self.weekly_hours.is_some_and(|h| !(0.0..=168.0).contains(&h)) {
            refuse("weekly_hours", "directory-problem-weekly");
        }
        if self.weeks.is_some_and(|w| !(1..=520).contains(&w)) {
            refuse("weeks", "directory-problem-weeks");
        }
        if !(1..=24).contains(&self.review_months) {
            refuse("review_months", "directory-problem-review");
        }
        if self.reach.contains(&Reach::Link) && self.reach_link.is_empty() {
            refuse("reach_link", "problem-field-required");
        }
        Problem::from_fields(wrong)
    }

    fn short_texts(&self) -> [(&'static str, &String); 14] {
        [
            ("publics_note", &self.publics_note),
            ("conditions", &self.conditions),
            ("bring", &self.bring),
            ("fees_note", &self.fees_note),
            ("address", &self.address),
            ("address_more", &self.address_more),
            ("postcode", &self.postcode),
            ("city", &self.city),
            ("access_note", &self.access_note),
            ("access_detail", &self.access_detail),
            ("phone", &self.phone),
            ("contact", &self.contact),
            ("reach_note", &self.reach_note),
            ("hours", &self.hours),
        ]
    }

    /// Whether it has an address of its own.
    #[must_use]
    pub fn has_address(&self) -> bool {
        [&self.address, &self.postcode, &self.city, &self.insee].iter().any(|t| !t.is_empty())
    }

    /// Whether it can be had from a distance only.
    #[must_use]
    pub fn remote_only(&self) -> bool {
        self.modes == [Mode::Remote]
    }
}

fn is_web(link: &str) -> bool {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    link.len() <= 2_000 && rest.is_some_and(|r| r.contains('.') && !r.contains(char::is_whitespace))
}

/// When somebody last made sure that an entry is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The day.
    pub on: Date,
    /// How.
    pub how: How,
    /// The organisation that did.
    pub by: Option<Id>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Identifier.
    pub id: Id,
    /// Whose it is.
    pub owner: Id,
    /// Who looks after it instead.
    pub curator: Option<Id>,
    /// What it says.
    pub draft: EntryDraft,
    /// Whether it is shown.
    pub state: State,
    /// The list it came from, and its identifier there; empty: written here.
    pub source: (String, String),
    /// The day it came, in seconds since 1970.
    pub created_at: i64,
    /// When what it says last changed. The date of a list that was loaded is one of these: it says
    /// nothing about whether somebody looked.
    pub changed_on: Date,
    /// When somebody last made sure.
    pub verified: Option<Verification>,
    /// By when somebody is to look again.
    pub due: Due,
    /// Of the demonstration.
    pub illustrative: bool,
    /// Position in the order of changes.
    pub seq: i64,
}

impl Entry {
    /// How fresh it is on a day.
    #[must_use]
    pub fn freshness(&self, today: Date) -> Freshness {
        Freshness::of(self.verified.as_ref().map(|v| v.on), self.due, today)
    }

    /// Who may change it: its owner, and who looks after it.
    pub fn keepers(&self) -> impl Iterator<Item = &Id> {
        std::iter::once(&self.owner).chain(&self.curator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> EntryDraft {
        let mut draft = EntryDraft::blank(EntryKind::Service);
        draft.title = "Point d’accueil".into();
        draft.description = "On y refait son CV.".into();
        draft
    }

    #[test]
    fn each_thing_that_is_wrong_is_named_by_its_field() {
        assert!(good().check().is_ok());
        type Spoil = fn(&mut EntryDraft);
        let cases: [(&str, Spoil); 13] = [
            ("title", |d| d.title = "ab".into()),
            ("description", |d| d.description = "x".repeat(10_001)),
            ("conditions", |d| d.conditions = "x".repeat(1_001)),
            ("publics", |d| d.publics = vec![Public::Everyone, Public::Young]),
            ("website", |d| d.website = "javascript:alert(1)".into()),
            ("reach_link", |d| d.reach = vec![Reach::Link]),
            ("access_link", |d| d.access_link = "acceslibre".into()),
            ("languages", |d| d.languages = vec!["ar".into(), "klingon".into()]),
            ("email", |d| d.email = "nobody".into()),
            ("city", |d| d.insee = "99999".into()),
            ("weekly_hours", |d| d.weekly_hours = Some(f64::NAN)),
            ("weeks", |d| d.weeks = Some(0)),
            ("review_months", |d| d.review_months = 25),
        ];
        for (field, spoil) in cases {
            let mut draft = good();
            spoil(&mut draft);
            assert_eq!(draft.check().unwrap_err().fields[0].field, field);
        }
    }
}
