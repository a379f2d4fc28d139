//! Structures and services of data·inclusion v1. The fields have English names here and the names of
//! the format in JSON.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::check::{self, Checked};
use crate::{
    Audience, ContactMode, ContactedBy, Fees, Language, Network, Reception, ServiceKind, Theme,
};

/// An organisation that offers services, at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub struct Structure {
    /// Who produced the record.
    pub source: String,
    /// Identifier among all sources: `dora--42`.
    pub id: String,
    /// Name, 3 to 150 characters.
    #[serde(rename = "nom")]
    pub name: String,
    /// When the producer last changed it.
    #[serde(rename = "date_maj")]
    pub updated_on: Date,
    /// Description, 5 to 10,000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its page at the producer’s.
    #[serde(rename = "lien_source", skip_serializing_if = "Option::is_none")]
    pub source_link: Option<String>,
    /// SIRET, 14 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// Where it is.
    #[serde(flatten)]
    pub site: Site,
    /// Telephone.
    #[serde(rename = "telephone", skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(rename = "courriel", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Website.
    #[serde(rename = "site_web", skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Opening hours, as OpenStreetMap writes them; not checked here.
    #[serde(rename = "horaires_accueil", skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<String>,
    /// Its page at Acceslibre.
    #[serde(rename = "accessibilite_lieu", skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<String>,
    /// The networks it belongs to.
    #[serde(rename = "reseaux_porteurs", skip_serializing_if = "BTreeSet::is_empty")]
    pub networks: BTreeSet<Network>,
}

/// Where a structure or a service is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Site {
    /// Name of the commune.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commune: Option<String>,
    /// Postcode.
    #[serde(rename = "code_postal", skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// INSEE code of the commune.
    #[serde(rename = "code_insee", skip_serializing_if = "Option::is_none")]
    pub commune_code: Option<String>,
    /// Number and street.
    #[serde(rename = "adresse", skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Building, floor.
    #[serde(rename = "complement_adresse", skip_serializing_if = "Option::is_none")]
    pub address_more: Option<String>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
}

/// What lists tell of a service that data·inclusion has no field for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct More {
    /// Languages that people are met in; nothing is said where it is empty.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub languages: BTreeSet<Language>,
    /// Whether somebody who uses a wheelchair gets in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_free: Option<bool>,
    /// What else is told of how people get in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_detail: Option<String>,
    /// The page at Acceslibre of the place where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<String>,
}

impl More {
    /// Whether nothing is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a structure offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub struct Service {
    /// Who produced the record.
    pub source: String,
    /// Identifier of its structure.
    pub structure_id: String,
    /// Identifier among all sources.
    pub id: String,
    /// Name, 3 to 150 characters.
    #[serde(rename = "nom")]
    pub name: String,
    /// Description, 5 to 10,000 characters.
    pub description: String,
    /// Its page at the producer’s.
    #[serde(rename = "lien_source", skip_serializing_if = "Option::is_none")]
    pub source_link: Option<String>,
    /// When the producer last changed it.
    #[serde(rename = "date_maj")]
    pub updated_on: Date,
    /// What kind of service.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ServiceKind>,
    /// The needs it answers.
    #[serde(rename = "thematiques", skip_serializing_if = "BTreeSet::is_empty")]
    pub themes: BTreeSet<Theme>,
    /// Whether it costs something.
    #[serde(rename = "frais", skip_serializing_if = "Option::is_none")]
    pub fees: Option<Fees>,
    /// What it costs.
    #[serde(rename = "frais_precisions", skip_serializing_if = "Option::is_none")]
    pub fees_detail: Option<String>,
    /// Whom it is for: one of them is enough.
    #[serde(rename = "publics", skip_serializing_if = "BTreeSet::is_empty")]
    pub audiences: BTreeSet<Audience>,
    /// More about whom it is for.
    #[serde(rename = "publics_precisions", skip_serializing_if = "Option::is_none")]
    pub audiences_detail: Option<String>,
    /// What is asked of people: requirements, documents.
    #[serde(rename = "conditions_acces", skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
    /// Where it is.
    #[serde(flatten)]
    pub site: Site,
    /// Telephone.
    #[serde(rename = "telephone", skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(rename = "courriel", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// In person, remotely.
    #[serde(rename = "modes_accueil", skip_serializing_if = "BTreeSet::is_empty")]
    pub receptions: BTreeSet<Reception>,
    /// Codes of the territories whose people may come: communes, départements, inter-communal
    /// bodies, countries, or `france`. Nothing is said where it is empty.
    #[serde(rename = "zone_eligibilite", skip_serializing_if = "Vec::is_empty")]
    pub eligible_in: Vec<String>,
    /// Name of the person to turn to.
    #[serde(rename = "contact_nom_prenom", skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    /// The link by which people turn to it.
    #[serde(rename = "lien_mobilisation", skip_serializing_if = "Option::is_none")]
    pub contact_link: Option<String>,
    /// How to turn to it.
    #[serde(rename = "modes_mobilisation", skip_serializing_if = "BTreeSet::is_empty")]
    pub contact_modes: BTreeSet<ContactMode>,
    /// Who may turn to it.
    #[serde(rename = "mobilisable_par", skip_serializing_if = "BTreeSet::is_empty")]
    pub contacted_by: BTreeSet<ContactedBy>,
    /// More about how to turn to it.
    #[serde(rename = "mobilisation_precisions", skip_serializing_if = "Option::is_none")]
    pub contact_detail: Option<String>,
    /// Hours a week.
    #[serde(rename = "volume_horaire_hebdomadaire", skip_serializing_if = "Option::is_none")]
    pub weekly_hours: Option<f64>,
    /// How many weeks it lasts.
    #[serde(rename = "nombre_semaines", skip_serializing_if = "Option::is_none")]
    pub weeks: Option<u32>,
    /// Opening hours, as OpenStreetMap writes them; not checked here.
    #[serde(rename = "horaires_accueil", skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<String>,
    /// What the format has no field for: never written into a file, kept by those who take a list.
    #[serde(rename = "more", skip_serializing_if = "More::is_empty")]
    pub more: More,
}

/// A value is read by the rules of the format; that its date may lie in the future is left to
/// [`crate::check_structure`], which knows what day it is.
fn read<T>(checked: Checked<T>) -> Result<T, String> {
    let Checked { value, faults } = checked;
    value.ok_or_else(|| {
        let wrong = faults.iter().filter(|f| f.severity() == crate::Severity::Error);
        let wrong: Vec<_> = wrong.map(|f| format!("{} ({:?})", f.field, f.kind)).collect();
        wrong.join(", ")
    })
}

impl TryFrom<Value> for Structure {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        read(check::check_structure(&value, Date::MAX))
    }
}

impl TryFrom<Value> for Service {
    type Error = String;

    fn try_from(mut value: Value) -> Result<Self, String> {
        let more = value.as_object_mut().and_then(|object| object.remove("more"));
        let more = more.map(serde_json::from_value).transpose().map_err(|e| e.to_string())?;
        let service = read(check::check_service(&value, Date::MAX))?;
        Ok(Self { more: more.unwrap_or_default(), ..service })
    }
}
