//! What is searched.

use territory::Point;

/// One entry of the directory, as it is searched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Identifier: putting another document with it replaces this one.
    pub id: String,
    /// What it is, a code: `service`, `structure`, `workshop`…
    pub kind: String,
    /// Title.
    pub title: String,
    /// Words under which it is looked for: labels of its themes, job titles, wordings.
    pub keywords: String,
    /// Summary.
    pub summary: String,
    /// The rest of its text.
    pub body: String,
    /// Name of the organisation.
    pub organisation: String,
    /// Name of the place.
    pub place: String,
    /// Where it is.
    pub point: Option<Point>,
    /// Whether it also takes place at a distance.
    pub remote: bool,
    /// Codes of the territory in which it is: of its commune, département, région.
    pub within: Codes,
    /// Codes of territories whose people it is for ([`zone`]); empty: for everybody.
    pub zones: Vec<String>,
    /// Day on which somebody last looked at it, in days since 1970-01-01.
    pub verified: Option<i32>,
    /// Who may see it: one of these must be among a question's scopes; empty: everybody.
    pub scopes: Vec<String>,
    /// Codes of its themes.
    pub themes: Vec<String>,
    /// Codes of the publics that it is for.
    pub publics: Vec<String>,
    /// Anything else that a question may demand word by word (`open:saturday`, `free`).
    pub tags: Vec<String>,
    /// What comes back with a hit, unread.
    pub payload: String,
}

/// Codes of a commune, its département and its région; those that are not known are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// INSEE code of the commune.
    pub commune: String,
    /// SIREN of its inter-communal body.
    pub epci: String,
    /// Code of the département.
    pub department: String,
    /// Code of the région.
    pub region: String,
}

impl Codes {
    /// All codes of a commune of the built-in list; only its own if it is not there.
    #[must_use]
    pub fn of_commune(code: &str) -> Self {
        let Some(commune) = territory::commune(code) else {
            return Self { commune: code.to_owned(), ..Self::default() };
        };
        Self {
            commune: commune.whole().to_owned(),
            epci: commune.intercommunality().to_owned(),
            department: commune.department.to_owned(),
            region: commune.region().to_owned(),
        }
    }

    /// The zones in which somebody there stands, as [`Document::zones`] has them.
    pub(crate) fn zones(&self) -> Vec<String> {
        let all = [
            ("commune", &self.commune),
            ("epci", &self.epci),
            ("departement", &self.department),
            ("region", &self.region),
        ];
        let mut zones: Vec<String> =
            all.iter().filter(|(_, c)| !c.is_empty()).map(|(kind, c)| zone(kind, c)).collect();
        zones.push(zone("pays", "FR"));
        zones
    }
}

/// The code of a zone: `commune:94028`, `epci:200058006`, `departement:94`, `region:11`, `pays:FR`.
#[must_use]
pub fn zone(kind: &str, code: &str) -> String {
    format!("{kind}:{code}")
}

/// A digest of an identifier that is the same everywhere (FNV-1a, mixed): it decides between equals.
#[must_use]
pub(crate) fn digest(id: &str) -> u64 {
    let mut h = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    h ^= h >> 32;
    h = h.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ (h >> 29)
}
