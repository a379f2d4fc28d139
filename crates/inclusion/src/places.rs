//! Lists of places whatever their columns are called: exports of digital mediation (the national schema
//! and those that territories keep), tables of places with addresses and hours. What each column says
//! is a [`Mapping`], proposed from the headings, changed by a person, kept for each source.

mod clean;
mod rows;
mod site;
mod table;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tables::normal;

pub use rows::read_places;
pub use table::{Listing, headings, listing};
pub use words::{UnknownWord, WordList, unknown_words};

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
    /// Languages that people are met in: words.
    Languages,
    /// Whether somebody who uses a wheelchair gets in: yes or no.
    StepFree,
    /// Yes where this is offered.
    ThemeIfYes(Theme),
    /// Yes where it belongs to this network.
    #[serde(rename = "carrier-if-yes")]
    NetworkIfYes(Network),
}

/// What can be chosen for a column, those with a word of a list apart.
const PLAIN: [(Says, &str, &str); 29] = [
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
    (Says::Languages, "languages", "inclusion-says-languages"),
    (Says::StepFree, "step-free", "inclusion-says-step-free"),
];

impl Says {
    /// Those without a word of a list, in the order in which they are offered.
    pub fn plain() -> impl Iterator<Item = Self> {
        PLAIN.iter().map(|(says, ..)| *says)
    }

    /// Those with a word of a list that headings commonly say.
    #[must_use]
    pub fn commonly_flagged() -> Vec<Self> {
        let mut found: Vec<Self> = vec![];
        for (says, _) in known_headings() {
            if matches!(says, Self::ThemeIfYes(_) | Self::NetworkIfYes(_)) && !found.contains(&says)
            {
                found.push(says);
            }
        }
        found
    }

    /// The word of a list that goes with it.
    #[must_use]
    pub fn word(self, lang: base::Lang) -> Option<&'static str> {
        match self {
            Self::ThemeIfYes(theme) => Some(theme.name(lang)),
            Self::NetworkIfYes(network) => Some(network.name(lang)),
            _ => None,
        }
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

    /// The field of the format in which it ends up.
    #[must_use]
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::Nothing | Self::Summary | Self::Detail | Self::Id => return None,
            Self::Name => "nom",
            Self::Description => "description",
            Self::Siret => "siret",
            Self::Address => "adresse",
            Self::AddressMore => "complement_adresse",
            Self::Postcode => "code_postal",
            Self::Commune => "commune",
            Self::CommuneCode => "code_insee",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
            Self::Phone => "telephone",
            Self::Email => "courriel",
            Self::Website => "site_web",
            Self::Hours => "horaires_accueil",
            Self::UpdatedOn => "date_maj",
            Self::Accessibility => "accessibilite_lieu",
            Self::Networks | Self::NetworkIfYes(_) => "reseaux_porteurs",
            Self::Themes | Self::ThemeIfYes(_) => "thematiques",
            Self::Audiences => "publics",
            Self::Fees => "frais",
            Self::ContactModes => "modes_mobilisation",
            Self::Receptions => "modes_accueil",
            Self::ContactLink => "lien_mobilisation",
            Self::Languages => "languages",
            Self::StepFree => "step_free",
        })
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
                | Self::Languages
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
    /// What all that is in the list offers.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub themes: BTreeSet<Theme>,
    /// What words of its columns of themes mean that are no themes by themselves
    /// ([`UnknownWord::key`]); nothing: they are not to be taken.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, BTreeSet<Theme>>,
    /// The same for the words of other columns, by their list: codes of that list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub others: BTreeMap<WordList, BTreeMap<String, BTreeSet<String>>>,
}

/// What was made of opening hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoursRead {
    /// As OpenStreetMap writes them; nothing: they stay as they are written.
    pub osm: Option<String>,
    /// Whether somebody should look at them.
    pub unsure: bool,
    /// How they may be meant.
    pub guess: Option<String>,
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
    /// Turns opening hours into those of OpenStreetMap.
    pub hours: &'a dyn Fn(&str) -> HoursRead,
}

/// Headings as sources call them, the commoner first, and what they say.
fn known_headings() -> impl Iterator<Item = (Says, &'static str)> {
    let lines = include_str!("../data/headings.tsv").lines();
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(says, heading)| Some((Says::parse(says)?, heading)))
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
        let known: Vec<(Says, &str)> = known_headings().collect();
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
        let columns = headings.iter().enumerate().map(column).collect();
        Self { columns, ..Self::default() }
    }

    /// The same for a file with these headings: columns that it knows say what they said, others what
    /// their headings let guess, unless something else in the file says that already.
    #[must_use]
    pub fn applied(&self, headings: &[String]) -> Self {
        let mut mapping = Self::guess(headings);
        // Each once: two columns may be called the same.
        let mut left: Vec<&Column> = self.columns.iter().collect();
        for column in &mut mapping.columns {
            let at = left.iter().position(|c| c.heading == column.heading);
            let known = at.map(|at| left.remove(at));
            let there = |c: &Column| headings.contains(&c.heading);
            let taken = |says: Says| {
                !says.often() && self.columns.iter().any(|c| c.says == says && there(c))
            };
            match known {
                Some(known) => column.says = known.says,
                None if taken(column.says) => column.says = Says::Nothing,
                None => {}
            }
        }
        mapping.themes.clone_from(&self.themes);
        mapping.words.clone_from(&self.words);
        mapping.others.clone_from(&self.others);
        mapping
    }

    /// What a person said that a word of a list means ([`UnknownWord::key`]), as codes; nothing: nobody
    /// said, no code: it is not to be taken.
    #[must_use]
    pub fn said(&self, list: WordList, key: &str) -> Option<Vec<&str>> {
        match list {
            WordList::Themes => {
                self.words.get(key).map(|themes| themes.iter().map(|t| t.code()).collect())
            }
            other => {
                let codes = self.others.get(&other).and_then(|words| words.get(key));
                codes.map(|codes| codes.iter().map(String::as_str).collect())
            }
        }
    }

    /// Keeps what a word of a list means; whether the list has these codes.
    pub fn say(&mut self, list: WordList, key: &str, codes: &[&str]) -> bool {
        if !codes.iter().all(|code| list.name(code, base::Lang::Fr).is_some()) {
            return false;
        }
        if list == WordList::Themes {
            let themes = codes.iter().filter_map(|code| Theme::parse(code)).collect();
            self.words.insert(key.to_owned(), themes);
        } else {
            let codes = codes.iter().map(|&code| code.to_owned()).collect();
            self.others.entry(list).or_default().insert(key.to_owned(), codes);
        }
        true
    }

    /// Forgets what a word of a list means.
    pub fn unsay(&mut self, list: WordList, key: &str) {
        match list {
            WordList::Themes => drop(self.words.remove(key)),
            other => drop(self.others.get_mut(&other).and_then(|words| words.remove(key))),
        }
        self.others.retain(|_, words| !words.is_empty());
    }

    /// Headings that it does not know, and those it knows that are there no longer and said something.
    #[must_use]
    pub fn changes(&self, headings: &[String]) -> (Vec<String>, Vec<String>) {
        let known = |heading: &String| self.columns.iter().any(|c| c.heading == *heading);
        let new = headings.iter().filter(|h| !known(h)).cloned().collect();
        let lost = self.columns.iter().filter(|c| c.says != Says::Nothing);
        let lost = lost.map(|c| c.heading.clone()).filter(|h| !headings.contains(h)).collect();
        (new, lost)
    }

    /// What two columns say although only one may.
    #[must_use]
    pub fn twice(&self) -> Option<Says> {
        let once = self.columns.iter().map(|c| c.says).filter(|says| !says.often());
        let mut seen = BTreeSet::new();
        once.into_iter().find(|says| !seen.insert(*says))
    }

    /// The heading of the column that a fault of this field is about.
    #[must_use]
    pub fn heading_of(&self, field: &str) -> Option<&str> {
        let says = |c: &&Column| c.says.field() == Some(field);
        self.columns.iter().find(says).map(|c| c.heading.as_str())
    }

    /// Whether a place can be made of it: it needs a name.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.columns.iter().any(|c| c.says == Says::Name)
    }

    /// What the columns of a table say: by their place where they are all as they were, since two may
    /// be called the same, else by their heading.
    fn of_columns(&self, headings: &[String]) -> Vec<Says> {
        if self.columns.iter().map(|c| &c.heading).eq(headings) {
            return self.columns.iter().map(|c| c.says).collect();
        }
        headings.iter().map(|heading| self.says(heading)).collect()
    }

    fn says(&self, heading: &str) -> Says {
        let column = self.columns.iter().find(|c| c.heading == heading);
        column.map_or(Says::Nothing, |c| c.says)
    }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
