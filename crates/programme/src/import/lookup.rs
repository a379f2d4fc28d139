//! Organisations, places and themes by the name a file gives them; made when nobody knows them.
//! Names are compared without case, accents and punctuation.

use std::collections::HashMap;

use ::network::model::{Organisation, OrganisationKind, Place, Theme};
use ::network::service as network;
use ::store::{StoreError, Tx};
use base::Id;
use base::dates::DEFAULT_ZONE;

use super::record::Spot;
use super::{plain, shortened};

/// Everything with a name, read once an import.
pub struct Lookup {
    organisations: HashMap<String, Id>,
    places: Vec<Place>,
    themes: Vec<Theme>,
}

impl Lookup {
    /// Reads what there is.
    pub fn open(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        let mut organisations = HashMap::new();
        for one in network::organisations(tx)? {
            organisations.entry(plain(&one.name)).or_insert(one.id);
        }
        let (places, themes) = (network::places(tx)?, network::themes(tx)?);
        Ok(Self { organisations, places, themes })
    }

    /// The organisation that animates, by name.
    pub fn partner(&mut self, tx: &mut Tx<'_>, name: &str) -> Result<Id, StoreError> {
        self.organisation(tx, name, || Id::derived("org", &[&plain(name)]))
    }

    /// The organisation behind an agenda.
    pub fn agenda(&mut self, tx: &mut Tx<'_>, uid: &str, title: &str) -> Result<Id, StoreError> {
        let name = match (title, uid) {
            ("", "") => "OpenAgenda",
            ("", uid) => uid,
            (title, _) => title,
        };
        let id = Id::derived("oa-agenda", &[if uid.is_empty() { name } else { uid }]);
        // Its name at OpenAgenda may have changed since.
        if network::organisation(tx, &id)?.is_some() {
            return Ok(id);
        }
        self.organisation(tx, name, || id)
    }

    fn organisation(
        &mut self,
        tx: &mut Tx<'_>,
        name: &str,
        id: impl FnOnce() -> Id,
    ) -> Result<Id, StoreError> {
        if let Some(known) = self.organisations.get(&plain(name)) {
            return Ok(known.clone());
        }
        let mut made = Organisation {
            id: id(),
            name: shortened(name, 200),
            kind: OrganisationKind::Other,
            ..Organisation::blank()
        };
        if network::organisation(tx, &made.id)?.is_some() {
            // Made by an earlier import and renamed since: another one of this name.
            made.id = Id::new();
        }
        network::save_organisation(tx, &made)?;
        self.organisations.insert(plain(name), made.id.clone());
        Ok(made.id)
    }

    /// The theme of this name, in either language.
    pub fn theme(&mut self, tx: &mut Tx<'_>, name: &str) -> Result<Id, StoreError> {
        let wanted = plain(name);
        let same = |t: &&Theme| plain(&t.name_fr) == wanted || plain(&t.name_en) == wanted;
        if let Some(known) = self.themes.iter().find(same) {
            return Ok(known.id.clone());
        }
        let mut id = Id::derived("theme", &[&wanted]);
        if self.themes.iter().any(|t| t.id == id) {
            id = Id::new();
        }
        let position = self.themes.iter().map(|t| t.position).max().unwrap_or(0) + 1;
        let theme = Theme {
            id: id.clone(),
            name_fr: shortened(name, 100),
            name_en: String::new(),
            position,
        };
        network::save_theme(tx, &theme)?;
        self.themes.push(theme);
        Ok(id)
    }

    /// The place of this name, in this city when one is given.
    pub fn place(
        &mut self,
        tx: &mut Tx<'_>,
        name: &str,
        city: &str,
        address: &str,
    ) -> Result<Id, StoreError> {
        let (wanted, town) = (plain(name), plain(city));
        let same =
            |p: &&Place| plain(&p.name) == wanted && (town.is_empty() || plain(&p.city) == town);
        if let Some(known) = self.places.iter().find(same) {
            return Ok(known.id.clone());
        }
        let id = Id::derived("place", &[&wanted, &town]);
        self.add(
            tx,
            Place {
                id,
                name: name.to_owned(),
                city: city.to_owned(),
                address: address.to_owned(),
                ..Place::blank()
            },
        )
    }

    /// The place of an OpenAgenda event.
    pub fn spot(&mut self, tx: &mut Tx<'_>, spot: &Spot) -> Result<Id, StoreError> {
        let id = Id::derived("oa-place", &[&spot.key]);
        if self.places.iter().any(|p| p.id == id) {
            return Ok(id);
        }
        self.add(
            tx,
            Place {
                id,
                name: spot.name.clone(),
                address: spot.address.clone(),
                postcode: spot.postcode.clone(),
                city: spot.city.clone(),
                insee: spot.insee.clone(),
                latitude: spot.coordinates.map(|c| c.0),
                longitude: spot.coordinates.map(|c| c.1),
                time_zone: spot.zone.to_owned(),
                access_note: spot.access.clone(),
                ..Place::blank()
            },
        )
    }

    fn add(&mut self, tx: &mut Tx<'_>, mut place: Place) -> Result<Id, StoreError> {
        if self.places.iter().any(|p| p.id == place.id) {
            place.id = Id::new();
        }
        network::save_place(tx, &place)?;
        let id = place.id.clone();
        self.places.push(place);
        Ok(id)
    }

    /// The time zone of a place.
    pub fn zone(&self, place: Option<&Id>) -> String {
        self.places
            .iter()
            .find(|p| Some(&p.id) == place)
            .map_or_else(|| DEFAULT_ZONE.to_owned(), |p| p.time_zone.clone())
    }
}
