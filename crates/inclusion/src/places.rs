//! Lists of places whatever their columns are called: exports of digital mediation (the national schema
//! and those that territories keep), tables of places with addresses and hours. What each column says
//! is a [`Mapping`], proposed from the headings, changed by a person, kept for each source.

mod clean;
mod rows;
mod site;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tables::normal;

pub use rows::{headings, read_places};

use crate::{Network, Theme};

/// What a column says of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// Nothing that is taken over.
    Nothing,
    /// The identifier at the source.
    Id,
    /// Its name.
    Name,
    /// A description.
    Description,
    /// A short description, where there is no other.
    Summary,
    /// More about what is offered: added to the description of the service.
    Detail,
    /// SIRET.
    Siret,
    /// Number and street.
    Address,
    /// Building, floor.
    AddressMore,
    /// Postcode.
    Postcode,
    /// Name of the commune.
    Commune,
    /// INSEE code of the commune.
    CommuneCode,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Telephone.
    Phone,
    /// E-mail address.
    Email,
    /// Website.
    Website,
    /// Opening hours, however they are written.
    Hours,
    /// When it was last changed.
    UpdatedOn,
    /// Its page at Acceslibre.
    Accessibility,
    /// What kind of place, which networks: words.
    Networks,
    /// What is offered: words of the national schema, codes or names of themes.
    Themes,
    /// Whom it is for: words.
    Audiences,
    /// Whether it costs something: words.
    Fees,
    /// How to turn to it: words.
    ContactModes,
    /// Where people are met: words.
    Receptions,
    /// A link to make an appointment.
    ContactLink,
    /// Yes where this is offered.
    ThemeIfYes(Theme),
    /// Yes where it belongs to this network.
    #[serde(rename = "carrier-if-yes")]
    NetworkIfYes(Network),
}

/// What can be chosen for a column, those with a word of a list apart.
const PLAIN: [(Says, &str, &str); 27] = [
    (Says::Nothing, "nothing", "inclusion-says-nothing"),
    (Says::Id, "id", "inclusion-says-id"),
    (Says::Name, "name", "inclusion-says-name"),
    (Says::Description, "description", "inclusion-says-description"),
    (Says::Summary, "summary", "inclusion-says-summary"),
    (Says::Detail, "detail", "inclusion-says-detail"),
    (Says::Siret, "siret", "inclusion-says-siret"),
    (Says::Address, "address", "inclusion-says-address"),
    (Says::AddressMore, "address-more", "inclusion-says-address-more"),
    (Says::Postcode, "postcode", "inclusion-says-postcode"),
    (Says::Commune, "commune", "inclusion-says-commune"),
    (Says::CommuneCode, "commune-code", "inclusion-says-commune-code"),
    (Says::Latitude, "latitude", "inclusion-says-latitude"),
    (Says::Longitude, "longitude", "inclusion-says-longitude"),
    (Says::Phone, "phone", "inclusion-says-phone"),
    (Says::Email, "email", "inclusion-says-email"),
    (Says::Website, "website", "inclusion-says-website"),
    (Says::Hours, "hours", "inclusion-says-hours"),
    (Says::UpdatedOn, "updated-on", "inclusion-says-updated-on"),
    (Says::Accessibility, "accessibility", "inclusion-says-accessibility"),
    (Says::Networks, "networks", "inclusion-says-networks"),
    (Says::Themes, "themes", "inclusion-says-themes"),
    (Says::Audiences, "audiences", "inclusion-says-audiences"),
    (Says::Fees, "fees", "inclusion-says-fees"),
    (Says::ContactModes, "contact-modes", "inclusion-says-contact-modes"),
    (Says::Receptions, "receptions", "inclusion-says-receptions"),
    (Says::ContactLink, "contact-link", "inclusion-says-contact-link"),
];

impl Says {
    /// Those without a word of a list, in the order in which they are offered.
    pub fn plain() -> impl Iterator<Item = Self> {
        PLAIN.iter().map(|(says, ..)| *says)
    }

    /// As a form sends it: `name`, `theme-if-yes numerique--acceder-a-une-connexion-internet`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::ThemeIfYes(theme) => format!("theme-if-yes {theme}"),
            Self::NetworkIfYes(network) => format!("carrier-if-yes {network}"),
            plain => {
                let found = PLAIN.iter().find(|(says, ..)| *says == plain);
                found.map_or("nothing", |(_, code, _)| code).to_owned()
            }
        }
    }

    /// Reads what [`Says::code`] writes.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code.split_once(' ') {
            Some(("theme-if-yes", theme)) => Theme::parse(theme).map(Self::ThemeIfYes),
            Some(("carrier-if-yes", network)) => Network::parse(network).map(Self::NetworkIfYes),
            Some(_) => None,
            None => PLAIN.iter().find(|(_, plain, _)| *plain == code).map(|(says, ..)| *says),
        }
    }

    /// Key of its name in the catalogues; the name of the theme or network comes after it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ThemeIfYes(_) => "inclusion-says-theme-if-yes",
            Self::NetworkIfYes(_) => "inclusion-says-network-if-yes",
            plain => {
                let found = PLAIN.iter().find(|(says, ..)| *says == plain);
                found.map_or("inclusion-says-nothing", |(_, _, label)| label)
            }
        }
    }

    /// Whether several columns may say it.
    fn often(self) -> bool {
        matches!(
            self,
            Self::Nothing
                | Self::Detail
                | Self::Networks
                | Self::Themes
                | Self::Audiences
                | Self::ThemeIfYes(_)
                | Self::NetworkIfYes(_)
        )
    }
}

/// A column and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading, as it stands in the file; in JSON the name of the field.
    pub heading: String,
    /// What it says.
    pub says: Says,
}

/// What the columns of a source say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Column by column; one that is not among them says nothing.
    pub columns: Vec<Column>,
}

/// What reading places needs to know.
#[derive(Clone, Copy)]
pub struct PlaceReading<'a> {
    /// The day it is.
    pub today: Date,
    /// Who keeps the list: the beginning of each identifier.
    pub source: &'a str,
    /// When the list was made, for places that do not say when they were changed.
    pub made_on: Option<Date>,
    /// What all of the places offer.
    pub themes: &'a BTreeSet<Theme>,
    /// Turns opening hours into those of OpenStreetMap. Hours of which it makes nothing stay as
    /// they are written.
    pub hours: &'a dyn Fn(&str) -> Option<String>,
}

/// A heading without what exports put around it: `c__edit_datemaj`, `c_lat_coor1`.
fn plain_heading(heading: &str) -> String {
    let folded = normal(heading);
    let words = folded.strip_prefix("c ").unwrap_or(&folded);
    words.trim_end_matches(|c: char| c.is_ascii_digit()).trim().to_owned()
}

impl Mapping {
    /// What the headings let guess. Of two columns that seem to say the same, the one that is called by
    /// the commoner name does.
    #[must_use]
    pub fn guess(headings: &[String]) -> Self {
        let table = include_str!("../data/headings.tsv");
        let known: Vec<(Says, &str)> = table
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(says, heading)| Some((Says::parse(says)?, heading)))
            .collect();
        let found = |heading: &String| {
            let called = |name: &str| known.iter().position(|(_, known)| *known == name);
            let rank = called(&normal(heading)).or_else(|| called(&plain_heading(heading)))?;
            known.get(rank).map(|(says, _)| (*says, rank))
        };
        let found: Vec<Option<(Says, usize)>> = headings.iter().map(found).collect();
        let column = |(at, heading): (usize, &String)| {
            let says = found.get(at).copied().flatten().filter(|(says, rank)| {
                let better = |(other_at, other): (usize, &Option<(Says, usize)>)| {
                    other.is_some_and(|(same, r)| same == *says && (r, other_at) < (*rank, at))
                };
                says.often() || !found.iter().enumerate().any(better)
            });
            let says = says.map_or(Says::Nothing, |(says, _)| says);
            Column { heading: heading.clone(), says }
        };
        Self { columns: headings.iter().enumerate().map(column).collect() }
    }

    /// Whether a place can be made of it: it needs a name.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.columns.iter().any(|c| c.says == Says::Name)
    }

    fn says(&self, heading: &str) -> Says {
        let column = self.columns.iter().find(|c| c.heading == heading);
        column.map_or(Says::Nothing, |c| c.says)
    }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
