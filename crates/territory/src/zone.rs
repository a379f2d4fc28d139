//! A territory of any size, as people choose it: the country, a région, a département, an
//! inter-communal body, a commune.

use crate::{Commune, commune, department, france, region};

/// What kind of territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneKind {
    /// All of France.
    Country,
    /// A région.
    Region,
    /// A département.
    Department,
    /// An inter-communal body (EPCI).
    Intercommunality,
    /// A commune, its arrondissements included; or one arrondissement.
    Commune,
}

/// A territory. [`Zone::parse`] makes only those that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone {
    kind: ZoneKind,
    code: &'static str,
}

impl Zone {
    /// All of France.
    pub const COUNTRY: Self = Self { kind: ZoneKind::Country, code: "" };

    /// Reads what [`Zone::slug`] writes: `france`, `region-93`, `departement-94`, `epci-200054781`,
    /// `commune-94028`.
    #[must_use]
    pub fn parse(slug: &str) -> Option<Self> {
        if slug == "france" {
            return Some(Self::COUNTRY);
        }
        let (kind, code) = slug.split_once('-')?;
        Self::of(
            match kind {
                "region" => ZoneKind::Region,
                "departement" => ZoneKind::Department,
                "epci" => ZoneKind::Intercommunality,
                "commune" => ZoneKind::Commune,
                _ => return None,
            },
            code,
        )
    }

    /// The territory of a kind with this code, if there is one.
    #[must_use]
    pub fn of(kind: ZoneKind, code: &str) -> Option<Self> {
        let code = match kind {
            ZoneKind::Country => "",
            ZoneKind::Region => region(code)?.code,
            ZoneKind::Department => department(code)?.code,
            ZoneKind::Intercommunality => {
                france().communes.iter().find(|c| !code.is_empty() && c.epci == code)?.epci
            }
            ZoneKind::Commune => commune(code)?.code,
        };
        Some(Self { kind, code })
    }

    /// Its kind.
    #[must_use]
    pub fn kind(self) -> ZoneKind {
        self.kind
    }

    /// Its code: INSEE's, the SIREN of an inter-communal body, empty for the country.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.code
    }

    /// As it stands in addresses.
    #[must_use]
    pub fn slug(self) -> String {
        match self.kind {
            ZoneKind::Country => "france".to_owned(),
            ZoneKind::Region => format!("region-{}", self.code),
            ZoneKind::Department => format!("departement-{}", self.code),
            ZoneKind::Intercommunality => format!("epci-{}", self.code),
            ZoneKind::Commune => format!("commune-{}", self.code),
        }
    }

    /// Its name. The data holds no names of inter-communal bodies: theirs is that of their largest
    /// commune, to be shown as *around* it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.kind {
            ZoneKind::Country => "France",
            ZoneKind::Region => region(self.code).map_or("", |r| r.name),
            ZoneKind::Department => department(self.code).map_or("", |d| d.name),
            ZoneKind::Intercommunality => {
                self.communes().max_by_key(|c| c.population).map_or("", |c| c.name)
            }
            ZoneKind::Commune => commune(self.code).map_or("", |c| c.name),
        }
    }

    /// Whether a commune lies in it.
    #[must_use]
    pub fn holds(self, c: &Commune) -> bool {
        match self.kind {
            ZoneKind::Country => true,
            ZoneKind::Region => c.region() == self.code,
            ZoneKind::Department => c.department == self.code,
            ZoneKind::Intercommunality => c.intercommunality() == self.code,
            ZoneKind::Commune => c.code == self.code || c.whole() == self.code,
        }
    }

    /// Its communes, by code, without municipal arrondissements unless it is one.
    pub fn communes(self) -> impl Iterator<Item = &'static Commune> {
        let own = self.code;
        france()
            .communes
            .iter()
            .filter(move |c| self.holds(c) && (!c.arrondissement || c.code == own))
    }

    /// What it lies in, the largest first, itself not included.
    #[must_use]
    pub fn around(self) -> Vec<Self> {
        let mut all = vec![];
        let department = match self.kind {
            ZoneKind::Country => return all,
            ZoneKind::Region => "",
            ZoneKind::Department => self.code,
            ZoneKind::Intercommunality | ZoneKind::Commune => {
                self.communes().max_by_key(|c| c.population).map_or("", |c| c.department)
            }
        };
        all.push(Self::COUNTRY);
        if let Some(d) = crate::department(department) {
            all.extend(Self::of(ZoneKind::Region, d.region));
            all.extend(Self::of(ZoneKind::Department, d.code));
        }
        if self.kind == ZoneKind::Commune {
            let body = commune(self.code).map_or("", Commune::intercommunality);
            all.extend(Self::of(ZoneKind::Intercommunality, body));
        }
        all.retain(|z| *z != self);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_exists_is_a_zone_and_its_address_leads_back() {
        for slug in ["france", "region-93", "departement-2A", "commune-94028", "epci-200054781"] {
            let zone = Zone::parse(slug).unwrap();
            assert_eq!(zone.slug(), slug);
            assert!(!zone.name().is_empty());
        }
        for wrong in ["", "region", "region-99", "departement-94028", "epci-", "commune-x", "de-1"]
        {
            assert!(Zone::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn val_de_marne_has_its_47_communes_and_paris_is_one() {
        let val = Zone::parse("departement-94").unwrap();
        assert_eq!(val.communes().count(), 47);
        let paris = Zone::parse("commune-75056").unwrap();
        assert_eq!(paris.communes().count(), 1);
        assert!(paris.holds(commune("75104").unwrap()));
        assert!(!Zone::parse("commune-75104").unwrap().holds(commune("75056").unwrap()));
    }

    #[test]
    fn what_a_zone_lies_in_goes_from_large_to_small() {
        let names: Vec<_> =
            Zone::parse("commune-94028").unwrap().around().into_iter().map(Zone::name).collect();
        assert_eq!(names[..3], ["France", "Île-de-France", "Val-de-Marne"]);
        assert_eq!(names.len(), 4);
        assert!(Zone::COUNTRY.around().is_empty());
        assert_eq!(Zone::parse("region-93").unwrap().around(), [Zone::COUNTRY]);
    }
}
