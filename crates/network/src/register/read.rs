//! From the file of a list to what it says, row by row. A row that cannot be read is refused and
//! says why; what can be left out or mended is, and is told.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use base::{Kind, Problem};
use tables::{Cell, Limit, ReadError, Row, Table};
use territory::{Commune, Guess, Point, folded};

use super::model::{Entry, Note, Reading, Said, Source};
use super::names::{readable, without_department};
use super::web::Web;
use crate::model::{Fact, OrganisationKind};

/// Farther from the middle of its commune than this, coordinates are of something else.
const FAR_KM: f64 = 60.0;
/// Communes of French Guiana are as large as départements.
const FAR_IN_GUIANA_KM: f64 = 250.0;
/// Where a town is not found by its name, the nearest commune of its postcode may be this far.
const NEAR_KM: f64 = 15.0;
/// Longest code of a row.
const LONGEST_CODE: usize = 100;

/// Columns by what they hold, each with the headings it may have (folded by [`tables::normal`]).
const LIBRARIES: &[(&str, &[&str])] = &[
    ("code", &["code bib", "code de la bibliotheque", "code", "identifiant"]),
    ("name", &["nom de l etablissement", "nom", "name"]),
    ("address", &["adresse", "address"]),
    ("department", &["code departement", "code du departement"]),
    ("postcode", &["cp", "code postal", "postcode"]),
    ("city", &["ville", "commune", "city"]),
    ("longitude", &["longitude", "lon"]),
    ("latitude", &["latitude", "lat"]),
    ("type", &["type adresse", "type d adresse"]),
    ("website", &["site internet", "site web", "website"]),
    ("surface", &["surface"]),
    ("seats", &["nombre de places", "places assises"]),
    ("collection", &["nombre de livres"]),
    ("visits", &["nombre d entrees", "nombre entrees"]),
    ("staff", &["etp salaries"]),
    ("volunteers", &["nombre de benevoles"]),
    ("actions", &["nombre actions culturelles"]),
    ("reached", &["pop touchee actions culturelles"]),
];
const CAREER_CENTRES: &[(&str, &[&str])] = &[
    ("name", &["nom", "nom de la structure", "name"]),
    ("territory", &["territoire", "territory"]),
    ("code", &["code", "identifiant"]),
    ("country", &["pays", "country"]),
    ("address", &["adresse", "address"]),
    ("department", &["code departement"]),
    ("postcode", &["cp", "code postal", "postcode"]),
    ("city", &["ville", "commune", "city"]),
    ("longitude", &["longitude", "lon"]),
    ("latitude", &["latitude", "lat"]),
    ("website", &["site internet", "site web", "site", "website"]),
];

/// Reads the file of a list.
///
/// # Errors
/// When it is no table, or a column is missing that each row needs.
pub fn read(source: Source, bytes: &[u8]) -> Result<Reading, Problem> {
    let table = tables::read(bytes).map_err(|error| unreadable(&error))?;
    let (columns, needed): (_, &[&str]) = match source {
        Source::Ministry => (LIBRARIES, &["code", "name", "city"]),
        Source::CareerCentres => (CAREER_CENTRES, &["name", "territory"]),
    };
    let sheet = Sheet::new(&table, columns);
    let missing: Vec<&str> = needed.iter().copied().filter(|n| !sheet.has(n)).collect();
    if !missing.is_empty() {
        let headings = |name: &&str| {
            let known = columns.iter().find(|(n, _)| n == name);
            known.and_then(|(_, headings)| headings.first().copied()).unwrap_or_default()
        };
        let wanted: Vec<_> = missing.iter().map(headings).collect();
        let problem = Problem::new(Kind::Invalid, "register-file-columns");
        return Err(problem.with("columns", wanted.join(", ")));
    }
    let mut reading = Reading::default();
    let mut lines: HashMap<String, u32> = HashMap::new();
    for row in &table.rows {
        let mut one = Line { sheet: &sheet, row, remarks: vec![] };
        let entry = match source {
            Source::Ministry => one.library(),
            Source::CareerCentres => one.career_centre(),
        };
        match entry.and_then(|entry| once(entry, &sheet, &mut lines)) {
            Ok(entry) => {
                reading.entries.push(entry);
                reading.remarks.append(&mut one.remarks);
            }
            Err(refused) => reading.refused.push(*refused),
        }
    }
    Ok(reading)
}

fn unreadable(error: &ReadError) -> Problem {
    let key = match error {
        ReadError::Unknown => "register-file-unknown",
        ReadError::Empty => "register-file-empty",
        ReadError::Damaged(_) => "register-file-damaged",
        ReadError::TooLarge(Limit::Rows) => "register-file-too-long",
        ReadError::TooLarge(Limit::Columns) => "register-file-too-wide",
        ReadError::TooLarge(Limit::Cell) => "register-file-long-cell",
        ReadError::TooLarge(_) => "register-file-too-large",
        ReadError::NoHeadings => "register-file-no-headings",
    };
    Problem::new(Kind::Invalid, key).because(error)
}

/// Refuses a code that stands on an earlier line already.
fn once(
    entry: Entry,
    sheet: &Sheet<'_>,
    lines: &mut HashMap<String, u32>,
) -> Result<Entry, Box<Note>> {
    if let Some(first) = lines.get(&entry.source_id) {
        let field = sheet.heading(if sheet.has("code") { "code" } else { "name" });
        let note = Note::new(entry.line, field, "register-refused-twice");
        return Err(Box::new(note.with("first", first).with("value", &entry.source_id)));
    }
    lines.insert(entry.source_id.clone(), entry.line);
    Ok(entry)
}

/// Which column holds what.
struct Sheet<'a> {
    headings: &'a [String],
    at: HashMap<&'static str, usize>,
}

impl<'a> Sheet<'a> {
    fn new(table: &'a Table, columns: &'static [(&'static str, &'static [&'static str])]) -> Self {
        let plain: Vec<String> = table.headings.iter().map(|h| tables::normal(h)).collect();
        let find = |headings: &[&str]| {
            headings.iter().find_map(|wanted| plain.iter().position(|h| h == wanted))
        };
        let at = columns.iter().filter_map(|(name, headings)| Some((*name, find(headings)?)));
        Self { headings: &table.headings, at: at.collect() }
    }

    fn has(&self, name: &str) -> bool {
        self.at.contains_key(name)
    }

    fn heading(&self, name: &str) -> &'a str {
        self.at.get(name).map_or("", |at| &self.headings[*at])
    }
}

/// A row that is being read.
struct Line<'a> {
    sheet: &'a Sheet<'a>,
    row: &'a Row,
    remarks: Vec<Note>,
}

/// Where a row says that it is.
struct Spot {
    commune: Option<&'static Commune>,
    postcode: String,
    city: String,
    point: Option<(f64, f64)>,
}

impl Line<'_> {
    fn cell(&self, name: &str) -> &Cell {
        self.sheet.at.get(name).and_then(|at| self.row.cells.get(*at)).unwrap_or(&Cell::Empty)
    }

    /// The text of a cell on one line, without what is no text.
    fn text(&self, name: &str) -> String {
        let text = self.cell(name).text();
        let clean = |c: char| if c.is_control() { ' ' } else { c };
        let text: String = text.chars().map(clean).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn note(&self, name: &str, code: &'static str) -> Note {
        Note::new(self.row.line, self.sheet.heading(name), code)
    }

    fn remark(&mut self, name: &str, code: &'static str, value: impl ToString) {
        let note = self.note(name, code).with("value", value);
        self.remarks.push(note);
    }

    fn needed(&self, name: &str, code: &'static str) -> Result<String, Box<Note>> {
        let text = self.text(name);
        if text.is_empty() { Err(Box::new(self.note(name, code))) } else { Ok(text) }
    }

    fn library(&mut self) -> Result<Entry, Box<Note>> {
        let source_id = self.needed("code", "register-refused-no-code")?;
        let name = self.needed("name", "register-refused-no-name")?;
        let department = self.text("department");
        let spot = self.spot(&department);
        let name = without_department(&name, &department).to_owned();
        let kind = self.text("type");
        let open = folded(&kind) == "batiment ouvert" || !self.sheet.has("type");
        let known = matches!(
            folded(&kind).as_str(),
            "batiment ouvert"
                | "bibliobus"
                | "bibliotheque departementale"
                | "lieu uniquement administratif"
                | "reserve de documents non ouverte au public"
        );
        if self.sheet.has("type") && !known {
            self.remark("type", "register-remark-type", kind);
        }
        let facts = self.facts();
        let kind = OrganisationKind::Library;
        self.entry(source_id, &name, kind, open, spot, facts)
    }

    fn career_centre(&mut self) -> Result<Entry, Box<Note>> {
        let name = self.needed("name", "register-refused-no-name")?;
        let territory = self.text("territory");
        let source_id = match self.text("code") {
            code if code.is_empty() => format!("{}|{}", folded(&name), folded(&territory)),
            code => code,
        };
        let country = self.text("country");
        let abroad = !country.is_empty() && folded(&country) != "france";
        let spot = match (abroad, self.text("city").is_empty()) {
            (false, false) => {
                let department = self.text("department");
                self.spot(&department)
            }
            (true, _) => {
                Spot { commune: None, postcode: String::new(), city: territory, point: None }
            }
            (false, true) => {
                let commune = town(&territory);
                if commune.is_none() {
                    self.remark("territory", "register-remark-territory", &territory);
                }
                let city = commune.map_or(territory, |c| c.name.to_owned());
                Spot { commune, postcode: String::new(), city, point: None }
            }
        };
        let kind = OrganisationKind::CareerCentre;
        self.entry(source_id, &name, kind, true, spot, BTreeMap::new())
    }

    fn entry(
        &mut self,
        source_id: String,
        name: &str,
        kind: OrganisationKind,
        open: bool,
        spot: Spot,
        facts: BTreeMap<String, f64>,
    ) -> Result<Entry, Box<Note>> {
        if source_id.chars().count() > LONGEST_CODE {
            return Err(Box::new(self.note("code", "register-refused-long")));
        }
        let department = spot.commune.and_then(|c| territory::department(c.department));
        let known = [
            spot.commune.map_or(spot.city.as_str(), |c| c.name),
            department.map_or("", |d| d.name),
        ];
        let website = match Web::of(&self.text("website")) {
            Web::Empty => String::new(),
            Web::Good(address) => address,
            Web::Mended(address) => {
                self.remark("website", "register-remark-website-mended", self.text("website"));
                address
            }
            Web::None => {
                self.remark("website", "register-remark-website", self.text("website"));
                String::new()
            }
        };
        let said = Said {
            name: readable(name, &known),
            kind,
            open,
            address: self.text("address"),
            postcode: spot.postcode,
            city: spot.city,
            insee: spot.commune.map_or("", |c| c.code).to_owned(),
            point: spot.point,
            website,
            facts,
        };
        let long =
            [("name", &said.name, 200), ("address", &said.address, 500), ("city", &said.city, 500)];
        for (field, text, most) in long {
            if text.chars().count() > most {
                return Err(Box::new(self.note(field, "register-refused-long")));
            }
        }
        Ok(Entry { line: self.row.line, source_id, said })
    }

    /// Commune, postcode, town and coordinates, each checked against the others.
    fn spot(&mut self, department: &str) -> Spot {
        let (mut postcode, city) = (self.text("postcode"), self.text("city"));
        let digits = postcode.bytes().all(|b| b.is_ascii_digit());
        if digits && postcode.len() == 4 {
            // A spreadsheet took it for a number.
            postcode.insert(0, '0');
            self.remark("postcode", "register-remark-postcode-mended", &postcode);
        } else if !postcode.is_empty() && (!digits || postcode.len() != 5) {
            let dropped = std::mem::take(&mut postcode);
            self.remark("postcode", "register-remark-postcode", dropped);
        }
        let point = self.point();
        // What the file calls a département may be none (`69M`, the métropole of Lyon).
        let department = match department {
            "69M" | "69D" => "69",
            code if territory::department(code).is_some() => code,
            _ => "",
        };
        let commune = match Guess::of(&city, department, &postcode) {
            Guess::Sure(commune) => Some(commune),
            Guess::Likely(_) | Guess::None => self.commune(&city, department, &postcode, point),
        };
        let middle = commune.and_then(|c| c.middle);
        let guiana = commune.is_some_and(|c| c.department == "973");
        let most = if guiana { FAR_IN_GUIANA_KM } else { FAR_KM };
        let far = point.zip(middle).map(|(p, middle)| p.km_to(middle)).filter(|km| *km > most);
        if let (Some(km), Some(commune)) = (far, commune) {
            let note = self.note("latitude", "register-remark-far");
            let note = note.with("km", km.round()).with("commune", commune.name);
            self.remarks.push(note);
        }
        let point = point.filter(|_| far.is_none()).map(|p| (p.lat, p.lon));
        Spot { commune, postcode, city, point }
    }

    /// Where the name in its département is not enough.
    fn commune(
        &mut self,
        city: &str,
        department: &str,
        postcode: &str,
        point: Option<Point>,
    ) -> Option<&'static Commune> {
        // Where postcode and name agree, the département is a mistake of the file.
        let (code, found) = match Guess::of(city, "", postcode) {
            Guess::Sure(commune) => ("register-remark-department", Some(commune)),
            _ => match nearest(city, department, postcode, point) {
                Some(commune) => ("register-remark-commune-guessed", Some(commune)),
                None => ("register-remark-commune", None),
            },
        };
        self.remark("city", code, format!("{city} {postcode}"));
        found
    }

    /// A number of degrees, in whatever way a program wrote it (`-5.68E-4`).
    fn degrees(&self, name: &str) -> Result<Option<f64>, tables::CellError> {
        let cell = self.cell(name);
        cell.decimal().or_else(|e| match cell.text().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(e),
        })
    }

    fn point(&mut self) -> Option<Point> {
        let (lat, lon) = (self.degrees("latitude"), self.degrees("longitude"));
        // Ten centimetres; and both engines and JSON keep such a number exactly.
        let rounded = |degrees: f64| (degrees * 1e6).round() / 1e6;
        match (lat, lon) {
            (Ok(None), Ok(None)) => None,
            (Ok(Some(lat)), Ok(Some(lon))) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => {
                Some(Point { lat: rounded(lat), lon: rounded(lon) })
            }
            _ => {
                let value = format!("{} {}", self.text("latitude"), self.text("longitude"));
                self.remark("latitude", "register-remark-coordinates", value);
                None
            }
        }
    }

    fn facts(&mut self) -> BTreeMap<String, f64> {
        let mut facts = BTreeMap::new();
        for fact in Fact::ALL {
            match self.cell(fact.code()).decimal() {
                Ok(None) => {}
                Ok(Some(value)) if (0.0..1e12).contains(&value) => {
                    facts.insert(fact.code().to_owned(), (value * 100.0).round() / 100.0);
                }
                _ => self.remark(fact.code(), "register-remark-number", self.text(fact.code())),
            }
        }
        facts
    }
}

/// The commune of this name, if France has only one.
fn town(name: &str) -> Option<&'static Commune> {
    let name = folded(name);
    let mut same = Guess::suggest(&name, 50).into_iter();
    let mut same = same.by_ref().filter(|c| folded(c.name) == name && !c.arrondissement);
    let first = same.next()?;
    same.next().is_none().then_some(first)
}

/// The commune of a postcode, or of a name in its département, that is nearest to the coordinates;
/// without coordinates the only one.
fn nearest(
    city: &str,
    department: &str,
    postcode: &str,
    point: Option<Point>,
) -> Option<&'static Commune> {
    static POSTED: LazyLock<HashMap<&'static str, Vec<&'static Commune>>> = LazyLock::new(|| {
        let mut posted: HashMap<_, Vec<_>> = HashMap::new();
        for commune in territory::france().communes.iter().filter(|c| !c.arrondissement) {
            for code in &commune.postcodes {
                posted.entry(*code).or_default().push(commune);
            }
        }
        posted
    });
    let here = |c: &&'static Commune| department.is_empty() || c.department == department;
    let posted = POSTED.get(postcode).into_iter().flatten().copied().filter(here);
    let name = folded(city);
    let posted: Vec<_> = posted.collect();
    let named: Vec<_> = posted.iter().copied().filter(|c| folded(c.name) == name).collect();
    let among = if named.is_empty() { posted } else { named };
    if let Some(point) = point {
        let km = |c: &&'static Commune| c.middle.map_or(f64::MAX, |m| m.km_to(point));
        let near = among.iter().copied().filter(|c| km(c) <= NEAR_KM);
        return near.min_by(|a, b| km(a).total_cmp(&km(b)));
    }
    match among.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}
