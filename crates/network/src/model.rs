//! Organisations, places and themes.

use ::store::words;
use base::{Id, Lang, Problem, problem::FieldProblem};
use serde::Serialize;
use territory::{Commune, Guess, Point};

words! {
    /// What an organisation is.
    OrganisationKind {
        /// A public library.
        Library = "library", "network-kind-library";
        /// A career-guidance centre (Cité des métiers).
        CareerCentre = "career_centre", "network-kind-career-centre";
        /// A regional book centre (CRL).
        RegionalBookCentre = "regional_book_centre", "network-kind-regional-book-centre";
        /// An association.
        Association = "association", "network-kind-association";
        /// A company.
        Company = "company", "network-kind-company";
        /// A public service.
        PublicService = "public_service", "network-kind-public-service";
        /// Anything else.
        Other = "other", "network-kind-other";
    }
}

words! {
    /// How close a partner is to the centre.
    Circle {
        /// Signatories, permanent actors, counsel on the hubs.
        First = "first", "network-circle-first";
        /// Service provider (prestataire).
        ServiceProvider = "service_provider", "network-circle-service-provider";
        /// Recurring actors, animators of small-group offers.
        Second = "second", "network-circle-second";
    }
}

words! {
    /// The form a partnership takes.
    PartnershipForm {
        /// Centre associé.
        AssociatedCentre = "associated_centre", "network-form-associated-centre";
        /// Centre labellisé.
        LabelledCentre = "labelled_centre", "network-form-labelled-centre";
        /// Partner.
        Partner = "partner", "network-form-partner";
    }
}

words! {
    /// What can be known of an organisation in numbers.
    Fact {
        /// Surface open to the public, in square metres.
        Surface = "surface", "network-fact-surface";
        /// Seats.
        Seats = "seats", "network-fact-seats";
        /// Books held.
        Collection = "collection", "network-fact-collection";
        /// People who came in, in a year.
        Visits = "visits", "network-fact-visits";
        /// Employees, in full-time equivalents.
        Staff = "staff", "network-fact-staff";
        /// Volunteers.
        Volunteers = "volunteers", "network-fact-volunteers";
        /// Cultural activities in a year, as reported to the ministry.
        Actions = "actions", "network-fact-actions";
        /// People reached by cultural activities in a year, as reported to the ministry.
        Reached = "reached", "network-fact-reached";
    }
}

words! {
    /// Whether an organisation takes part in the network.
    Standing {
        /// It does: it stands in the lists to choose from.
        Member = "member", "network-standing-member";
        /// It is known to the network, from a list of the ministry, say, and no more.
        Listed = "listed", "network-standing-listed";
    }
}

words! {
    /// Whether one gets into a place without a step.
    StepFree {
        /// One does.
        Yes = "yes", "network-step-free-yes";
        /// One does not.
        No = "no", "network-step-free-no";
    }
}

/// A structure that the network knows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Organisation {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its circle, if any.
    pub circle: Option<Circle>,
    /// Its form of partnership, if any.
    pub form: Option<PartnershipForm>,
    /// Whether it is a member of the network or only known to it.
    pub standing: Standing,
    /// Whether people can go there.
    pub open_to_public: bool,
    /// Street and number of its seat.
    pub address: String,
    /// Postcode of its seat.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Code of the commune (INSEE) of its seat, or of the municipal arrondissement; empty when it is
    /// not known. What territories it lies in follows from it.
    pub insee: String,
    /// Where its seat is, if known.
    #[serde(flatten)]
    pub point: Option<Point>,
    /// Web address; empty when there is none.
    pub website: String,
    /// Public address for questions; empty when there is none.
    pub public_email: String,
    /// Days after a session at which its registrations are forgotten; `None`: as the network does.
    pub retention_days: Option<u32>,
}

impl Organisation {
    /// An empty one with a new identifier.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            id: Id::new(),
            name: String::new(),
            kind: OrganisationKind::Other,
            circle: None,
            form: None,
            standing: Standing::Member,
            open_to_public: true,
            address: String::new(),
            postcode: String::new(),
            city: String::new(),
            insee: String::new(),
            point: None,
            website: String::new(),
            public_email: String::new(),
            retention_days: None,
        }
    }

    /// Checks what a form can get wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if self.name.trim().is_empty() || self.name.chars().count() > 200 {
            wrong.push(FieldProblem::new("name", "network-problem-name"));
        }
        for (field, text) in [
            ("address", &self.address),
            ("postcode", &self.postcode),
            ("city", &self.city),
            ("website", &self.website),
        ] {
            if text.chars().count() > 500 {
                wrong.push(FieldProblem::new(field, "network-problem-long"));
            }
        }
        let web = self.website.starts_with("https://") || self.website.starts_with("http://");
        if !self.website.is_empty() && !web {
            wrong.push(FieldProblem::new("website", "network-problem-website"));
        }
        if !self.public_email.is_empty() && !site::mail::valid_address(&self.public_email) {
            wrong.push(FieldProblem::new("public_email", "network-problem-email"));
        }
        if self.retention_days.is_some_and(|days| !(1..=30).contains(&days)) {
            wrong.push(FieldProblem::new("retention_days", "network-problem-retention"));
        }
        if !self.insee.is_empty() && territory::commune(&self.insee).is_none() {
            wrong.push(FieldProblem::new("insee", "network-problem-insee"));
        }
        if self.point.is_some_and(|p| p.lat.abs() > 90.0 || p.lon.abs() > 180.0) {
            wrong.push(FieldProblem::new("latitude", "network-problem-coordinates"));
        }
        Problem::from_fields(wrong)
    }

    /// Finds the code of the commune where town and postcode leave no doubt.
    pub fn settle(&mut self) {
        if self.insee.is_empty()
            && let Guess::Sure(commune) = Guess::of(&self.city, "", &self.postcode)
        {
            commune.code.clone_into(&mut self.insee);
        }
    }

    /// The commune of its seat, if known.
    #[must_use]
    pub fn commune(&self) -> Option<&'static Commune> {
        territory::commune(&self.insee)
    }

    /// Inhabitants of its commune (all of Paris for an arrondissement), if known.
    #[must_use]
    pub fn inhabitants(&self) -> Option<u32> {
        territory::commune(self.commune()?.whole())?.population
    }

    /// Where its seat is: its own coordinates, or else the middle of its commune.
    #[must_use]
    pub fn whereabouts(&self) -> Option<Point> {
        self.point.or_else(|| self.commune()?.middle)
    }
}

/// Whether this can be the code of a French commune (INSEE, *code officiel géographique*): five
/// characters, the department first, Corsica's being 2A and 2B.
#[must_use]
pub fn is_commune(code: &str) -> bool {
    let department = code.get(..2).unwrap_or_default();
    code.len() == 5
        && (matches!(department, "2A" | "2B") || department.bytes().all(|b| b.is_ascii_digit()))
        && code.bytes().skip(2).all(|b| b.is_ascii_digit())
}

/// Time zones proposed for a place: those of France and of its neighbours who speak French.
pub const ZONES: [&str; 13] = [
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
    "Europe/Brussels",
    "Europe/Luxembourg",
    "Europe/Zurich",
];

/// Where people meet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// Identifier.
    pub id: Id,
    /// Whose place it is, if known.
    pub organisation: Option<Id>,
    /// Name.
    pub name: String,
    /// Usual room.
    pub room: String,
    /// Street and number.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Code of the commune (INSEE).
    pub insee: String,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// IANA name.
    pub time_zone: String,
    /// How to get in.
    pub access_note: String,
    /// People that its usual room holds, if known.
    pub capacity: Option<u32>,
    /// What is there: screen, computers, chairs…
    pub equipment: String,
    /// Whether one gets in without a step, if anybody has said.
    pub step_free: Option<StepFree>,
    /// When it is open, in words, of several lines.
    pub opening_hours: String,
}

impl Place {
    /// An empty one with a new identifier, in the default time zone.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            id: Id::new(),
            organisation: None,
            name: String::new(),
            room: String::new(),
            address: String::new(),
            postcode: String::new(),
            city: String::new(),
            insee: String::new(),
            latitude: None,
            longitude: None,
            time_zone: base::dates::DEFAULT_ZONE.to_owned(),
            access_note: String::new(),
            capacity: None,
            equipment: String::new(),
            step_free: None,
            opening_hours: String::new(),
        }
    }

    /// Checks what a form can get wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if self.name.trim().is_empty() || self.name.chars().count() > 200 {
            wrong.push(FieldProblem::new("name", "network-problem-name"));
        }
        for (field, text) in [
            ("room", &self.room),
            ("address", &self.address),
            ("postcode", &self.postcode),
            ("city", &self.city),
            ("access_note", &self.access_note),
            ("equipment", &self.equipment),
            ("opening_hours", &self.opening_hours),
        ] {
            if text.chars().count() > 500 {
                wrong.push(FieldProblem::new(field, "network-problem-long"));
            }
        }
        if self.capacity.is_some_and(|n| !(1..=100_000).contains(&n)) {
            wrong.push(FieldProblem::new("capacity", "network-problem-capacity"));
        }
        if !self.insee.is_empty() && !is_commune(&self.insee) {
            wrong.push(FieldProblem::new("insee", "network-problem-insee"));
        }
        if self.latitude.is_some() != self.longitude.is_some() {
            wrong.push(FieldProblem::new("latitude", "network-problem-both"));
        }
        if base::dates::zone(&self.time_zone).is_none() {
            wrong.push(FieldProblem::new("time_zone", "network-problem-zone"));
        }
        let inside = |v: Option<f64>, most: f64| v.is_none_or(|v| v.abs() <= most);
        if !inside(self.latitude, 90.0) || !inside(self.longitude, 180.0) {
            wrong.push(FieldProblem::new("latitude", "network-problem-coordinates"));
        }
        Problem::from_fields(wrong)
    }
}

/// What an activity is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// Identifier.
    pub id: Id,
    /// In French.
    pub name_fr: String,
    /// In English.
    pub name_en: String,
    /// Order on screens.
    pub position: i64,
}

impl Theme {
    /// An empty one with a new identifier.
    #[must_use]
    pub fn blank() -> Self {
        Self { id: Id::new(), name_fr: String::new(), name_en: String::new(), position: 0 }
    }

    /// Checks what a form can get wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let length = |text: &str| text.trim().chars().count();
        let mut wrong = vec![];
        if !(1..=200).contains(&length(&self.name_fr)) {
            wrong.push(FieldProblem::new("name_fr", "network-problem-name"));
        }
        if length(&self.name_en) > 200 {
            wrong.push(FieldProblem::new("name_en", "network-problem-name"));
        }
        if !(0..=9_999).contains(&self.position) {
            wrong.push(FieldProblem::new("position", "network-problem-position"));
        }
        Problem::from_fields(wrong)
    }

    /// Its name in a language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.name_en.is_empty() => &self.name_en,
            _ => &self.name_fr,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposed_zones_exist() {
        assert!(ZONES.iter().all(|zone| base::dates::zone(zone).is_some()));
    }

    #[test]
    fn communes_have_five_characters() {
        for good in ["75104", "2A004", "97411"] {
            assert!(is_commune(good), "{good}");
        }
        for bad in ["", "7510", "751044", "2C004", "A5104", "75é4"] {
            assert!(!is_commune(bad), "{bad}");
        }
    }

    #[test]
    fn forms_are_checked() {
        let mut place = Place { name: "Bpi".into(), ..Place::blank() };
        assert!(place.check().is_ok());
        place.time_zone = "Europe/Atlantis".into();
        place.latitude = Some(91.0);
        place.longitude = Some(2.0);
        assert_eq!(place.check().unwrap_err().fields.len(), 2);
        let organisation = Organisation { website: "javascript:x".into(), ..Organisation::blank() };
        assert_eq!(organisation.check().unwrap_err().fields.len(), 2);
    }
}
