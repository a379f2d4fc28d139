//! Row after row, by the mapping of its source.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};
use tables::{Cell, normal};
use territory::Point;

use super::site::{Communes, plausible};
use super::table::Table;
use super::words::{is_called, meant, words_of};
use super::{Mapping, PlaceReading, Says, WordList, clean};
use crate::check::{Checked, check_service, check_structure};
use crate::lists::Listed;
use crate::{
    Audience, ContactMode, ContactedBy, Fault, FaultKind, Fees, Field, FileError, Language, More,
    Network, Outcome, Place, Reception, Row, SERVICE_FIELDS, STRUCTURE_FIELDS, Said, Service,
    Severity, Theme,
};

/// Reads places: of each a structure and, where it offers something, a service. A place is taken where
/// it has a name and a date; what else cannot be read is left out and said.
///
/// # Errors
/// [`FileError`] when it is no list of places, or no column says their names.
pub fn read_places(
    bytes: &[u8],
    mapping: &Mapping,
    reading: &PlaceReading<'_>,
) -> Result<Outcome, FileError> {
    let table = Table::of(bytes)?;
    let says = mapping.of_columns(&table.headings);
    if !says.contains(&Says::Name) {
        return Err(FileError::Columns("nom".into()));
    }
    let mut outcome = Outcome::default();
    let mut communes = Communes::default();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let twice = told_twice(&says, &table.rows);
    let mut lines: HashMap<BTreeMap<Says, Vec<String>>, u32> = HashMap::new();
    for (line, cells) in table.rows {
        let again = twice.get(&line).copied();
        let mut row = Gathered { reading, mapping, cells: BTreeMap::new(), faults: vec![], again };
        for (says, cell) in says.iter().zip(cells) {
            if *says != Says::Nothing && clean::text(&cell).is_some() {
                row.cells.entry(*says).or_default().push(cell);
            }
        }
        if row.cells.is_empty() {
            continue;
        }
        // What is told in two lines, word for word, is one place.
        let first = *lines.entry(row.texts()).or_insert(line);
        if first != line {
            row.same_as(first, Place { sheet: String::new(), line }, &mut outcome);
            continue;
        }
        row.take(Place { sheet: String::new(), line }, &mut communes, &mut seen, &mut outcome);
    }
    Ok(outcome)
}

/// One row: the cells that say something, by what they say.
struct Gathered<'a> {
    reading: &'a PlaceReading<'a>,
    mapping: &'a Mapping,
    cells: BTreeMap<Says, Vec<Cell>>,
    faults: Vec<Fault>,
    /// Which one of those it is that have the identifier of the source in common, from 1.
    again: Option<usize>,
}

/// Lines whose identifier is that of others too, and which of these each is: by what they say and not by
/// where they stand, so that none becomes the other when the file is sorted anew.
fn told_twice(says: &[Says], rows: &[(u32, Vec<Cell>)]) -> HashMap<u32, usize> {
    let mut all: HashMap<String, Vec<(Vec<String>, u32)>> = HashMap::new();
    for (line, cells) in rows {
        let texts = |wanted: Says| {
            let cells = says.iter().zip(cells).filter(move |(says, _)| **says == wanted);
            cells.filter_map(|(_, cell)| clean::text(cell)).next()
        };
        let Some(id) = texts(Says::Id) else { continue };
        let told = [Says::Name, Says::Address, Says::Postcode, Says::Commune];
        let told = told.into_iter().map(|says| normal(&texts(says).unwrap_or_default()));
        let all_of_it = cells.iter().map(|cell| clean::text(cell).unwrap_or_default());
        all.entry(id).or_default().push((told.chain(all_of_it).collect(), *line));
    }
    let mut found = HashMap::new();
    for mut same in all.into_values() {
        same.sort_unstable();
        // Word for word the same is one, and told elsewhere.
        same.dedup_by(|one, other| one.0 == other.0);
        if same.len() < 2 {
            continue;
        }
        found.extend(same.into_iter().zip(1..).map(|((_, line), n)| (line, n)));
    }
    found
}

impl Gathered<'_> {
    fn text(&self, says: Says) -> Option<String> {
        self.cells.get(&says).and_then(|cells| cells.iter().find_map(clean::text))
    }

    /// What all cells say.
    fn texts(&self) -> BTreeMap<Says, Vec<String>> {
        let texts = |cells: &Vec<Cell>| cells.iter().filter_map(clean::text).collect();
        self.cells.iter().map(|(says, cells)| (*says, texts(cells))).collect()
    }

    /// Says that a line tells what an earlier one told.
    fn same_as(&self, first: u32, place: Place, outcome: &mut Outcome) {
        let name = self.text(Says::Name).unwrap_or_default();
        let fault = Fault::new("nom", &name, FaultKind::SameLine(first));
        outcome.said.push(Said { place, id: name, taken: true, faults: vec![fault] });
    }

    /// Puts a text into a record, if there is one.
    fn put(&self, object: &mut Map<String, Value>, field: &str, says: Says) {
        if let Some(text) = self.text(says) {
            object.insert(field.into(), text.into());
        }
    }

    fn put_text(&self, object: &mut Map<String, Value>, field: &str, text: String) {
        if !text.is_empty() {
            object.insert(field.into(), text.into());
        }
    }

    /// The words of all cells that say this, with the codes they stand for, those included of which a
    /// person said what they mean; without words that are not to be taken.
    fn words<T: Listed>(&self, says: Says, list: &'static str) -> Vec<(String, Vec<T>)> {
        let cells = self.cells.get(&says).into_iter().flatten().filter_map(clean::text);
        let all = cells.flat_map(|text| words_of::<T>(list, &text));
        let meant = |(word, codes): (String, Vec<T>)| {
            let said = WordList::of(says).and_then(|list| self.mapping.said(list, &normal(&word)));
            match said {
                Some(said) if said.is_empty() => None,
                Some(said) => Some((word, said.into_iter().filter_map(T::parse).collect())),
                None => Some((word, codes)),
            }
        };
        all.filter_map(meant).collect()
    }

    fn known<T: Listed>(&self, says: Says, list: &'static str) -> BTreeSet<T> {
        self.words::<T>(says, list).into_iter().flat_map(|(_, codes)| codes).collect()
    }

    /// The same, and what is on no list is said; whether the words say more than the codes do.
    fn listed<T: Listed>(
        &mut self,
        says: Says,
        list: &'static str,
        field: &'static str,
    ) -> (BTreeSet<T>, Vec<String>) {
        let mut known = BTreeSet::new();
        let mut own = vec![];
        for (word, codes) in self.words::<T>(says, list) {
            if codes.is_empty() {
                self.off_list::<T>(list, field, &word);
            }
            // What no list has, and what a person said of it, is not lost.
            if words_of::<T>(list, &word).iter().all(|(_, codes)| codes.is_empty()) {
                own.push(word);
            }
            known.extend(codes);
        }
        (known, own)
    }

    fn off_list<T: Listed>(&mut self, list: &'static str, field: &'static str, word: &str) {
        let guess = meant::<T>(list, word);
        self.faults.push(Fault::new(field, word, FaultKind::NotOnList).meaning(guess));
    }

    fn take(
        mut self,
        place: Place,
        communes: &mut Communes,
        seen: &mut BTreeMap<String, u32>,
        outcome: &mut Outcome,
    ) {
        let mut structure = Map::new();
        structure.insert("source".into(), self.reading.source.into());
        self.put(&mut structure, "nom", Says::Name);
        self.date(&mut structure);
        let description = self.text(Says::Description).or_else(|| self.text(Says::Summary));
        if let Some(text) = description.filter(|t| t.chars().count() >= 5) {
            structure.insert("description".into(), text.into());
        }
        self.put(&mut structure, "siret", Says::Siret);
        self.put(&mut structure, "accessibilite_lieu", Says::Accessibility);
        self.site(&mut structure, communes);
        self.contact(&mut structure);
        let id = self.identifier(&structure, seen);
        structure.insert("id".into(), id.clone().into());
        let service = self.service(&structure);
        let networks = self.networks();
        if !networks.is_empty() {
            structure.insert("reseaux_porteurs".into(), networks.into());
        }
        let today = self.reading.today;
        let read = |value: &Value| check_structure(value, today);
        let kept = self.forgiving(structure, STRUCTURE_FIELDS, read);
        let taken = kept.is_some();
        if let Some(value) = kept {
            outcome.structures.push(Row { place: place.clone(), value });
            let read = |value: &Value| check_service(value, today);
            // What is wrong in both has been said of the structure.
            let faults = std::mem::take(&mut self.faults);
            let service = service.and_then(|s| self.forgiving(s, SERVICE_FIELDS, read));
            let service = service.map(|s| Service { more: self.more(), ..s });
            let own = std::mem::replace(&mut self.faults, faults);
            let new = own.into_iter().filter(|f| !self.faults.contains(f));
            let new: Vec<Fault> = new.collect();
            self.faults.extend(new);
            outcome.services.extend(service.map(|value| Row { place: place.clone(), value }));
        }
        if !self.faults.is_empty() {
            outcome.said.push(Said { place, id, taken, faults: self.faults });
        }
    }

    /// Checks a record, leaving out the fields that are wrong and can be missing.
    fn forgiving<T>(
        &mut self,
        mut object: Map<String, Value>,
        fields: &[Field],
        read: impl Fn(&Value) -> Checked<T>,
    ) -> Option<T> {
        let required = |name: &str| fields.iter().any(|f| f.required && f.name == name);
        let Checked { value, faults } = read(&Value::Object(object.clone()));
        let wrong = faults.iter().filter(|f| f.severity() == Severity::Error);
        let wrong: Vec<String> = wrong.map(|f| f.field.to_string()).collect();
        self.faults.extend(faults);
        if wrong.is_empty() || wrong.iter().any(|field| required(field)) {
            return value;
        }
        for field in wrong {
            object.remove(&field);
        }
        read(&Value::Object(object)).value
    }

    fn date(&mut self, structure: &mut Map<String, Value>) {
        let cell = self.cells.get(&Says::UpdatedOn).and_then(|cells| cells.first());
        let day = match cell {
            None => self.reading.made_on.map(|day| day.to_string()),
            // What is no day is refused as it is written.
            Some(cell) => Some(clean::day(cell).map_or_else(|| cell.text(), |d| d.to_string())),
        };
        structure.extend(day.map(|day| ("date_maj".to_owned(), day.into())));
    }

    fn degrees(&mut self, says: Says, field: &'static str) -> Option<f64> {
        let cell = self.cells.get(&says)?.first()?;
        match cell.decimal() {
            Ok(degrees) => degrees,
            Err(_) => {
                let fault = Fault::new(field, cell.text(), FaultKind::NotANumber);
                self.faults.push(fault);
                None
            }
        }
    }

    fn site(&mut self, structure: &mut Map<String, Value>, communes: &mut Communes) {
        self.put(structure, "adresse", Says::Address);
        self.put(structure, "complement_adresse", Says::AddressMore);
        let written = self.text(Says::Postcode).unwrap_or_default();
        let postcode = clean::postcode(&written);
        let latitude = self.degrees(Says::Latitude, "latitude");
        let longitude = self.degrees(Says::Longitude, "longitude");
        let point = latitude.zip(longitude).map(|(lat, lon)| Point { lat, lon });
        let code = self.text(Says::CommuneCode).map(|code| match code.len() {
            4 => format!("0{code}"),
            _ => code,
        });
        let name = self.text(Says::Commune).unwrap_or_default();
        let mut commune = code.as_deref().and_then(territory::commune);
        if commune.is_none() {
            let (found, fault) = communes.of(&name, &postcode, point);
            commune = found;
            self.faults.extend(fault);
        }
        let told = !name.is_empty() || code.is_some();
        let agrees = told && commune.is_some_and(|c| c.postcodes.contains(&postcode.as_str()));
        let four = postcode.get(1..).unwrap_or_default().to_owned();
        if !clean::lost_nought(&written) {
            self.put_text(structure, "code_postal", postcode);
        } else if agrees {
            self.put_text(structure, "code_postal", postcode);
            self.faults.push(Fault::new("code_postal", four, FaultKind::NoughtAdded));
        } else {
            self.faults.push(Fault::new("code_postal", four, FaultKind::NoughtUnsure));
        }
        let name = commune.map_or(name, |c| c.name.to_owned());
        self.put_text(structure, "commune", name);
        if let Some(code) = commune.map(|c| c.code.to_owned()).or(code) {
            structure.insert("code_insee".into(), code.into());
        }
        let Some(point) = point else { return };
        if plausible(point, commune) {
            structure.insert("latitude".into(), point.lat.into());
            structure.insert("longitude".into(), point.lon.into());
        } else {
            let both = format!("{}, {}", point.lat, point.lon);
            self.faults.push(Fault::new("latitude", both, FaultKind::FarAway));
        }
    }

    fn contact(&mut self, structure: &mut Map<String, Value>) {
        if let Some(written) = self.text(Says::Phone) {
            match clean::phone(&written) {
                Some(number) => drop(structure.insert("telephone".into(), number.into())),
                None => {
                    self.faults.push(Fault::new("telephone", written, FaultKind::NotAPhone));
                }
            }
        }
        if let Some(written) = self.text(Says::Email) {
            let one = clean::first(&written, &['|', ';', ',', '\n', ' ']);
            structure.insert("courriel".into(), one.into());
        }
        if let Some(written) = self.text(Says::Website) {
            structure.insert("site_web".into(), clean::website(&written).into());
        }
        if let Some(written) = self.text(Says::Hours) {
            let read = (self.reading.hours)(&written);
            if read.unsure {
                let fault = Fault::new("horaires_accueil", &written, FaultKind::HoursUnsure);
                self.faults.push(fault.meaning(read.guess));
            }
            let hours = read.osm.unwrap_or(written);
            structure.insert("horaires_accueil".into(), hours.into());
        }
    }

    /// The identifier: the source's own, or one made of name and place that stays the same as long as
    /// these do.
    fn identifier(
        &mut self,
        structure: &Map<String, Value>,
        seen: &mut BTreeMap<String, u32>,
    ) -> String {
        let part = |field: &str| {
            structure.get(field).and_then(Value::as_str).map(clean::slug).unwrap_or_default()
        };
        let own = self.text(Says::Id).unwrap_or_else(|| {
            // As it would be with its nought: whether that is taken over does not change which place it is.
            let postcode = self.text(Says::Postcode).map(|t| clean::slug(&clean::postcode(&t)));
            let parts = [part("nom"), postcode.unwrap_or_default(), part("adresse")];
            let parts = parts.into_iter().filter(|p| !p.is_empty());
            parts.collect::<Vec<_>>().join("-")
        });
        let id = format!("{}--{own}", self.reading.source);
        if let Some(again) = self.again {
            self.faults.push(Fault::new("id", &own, FaultKind::Twice));
            return if again == 1 { id } else { format!("{id}-{again}") };
        }
        // The same in two rows: the second of them is another place.
        let count = seen.entry(id.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { id } else { format!("{id}-{count}") }
    }

    fn yes(&self) -> impl Iterator<Item = Says> {
        let yes = |cells: &Vec<Cell>| cells.iter().any(|c| c.yes() == Ok(Some(true)));
        self.cells.iter().filter(move |(_, cells)| yes(cells)).map(|(says, _)| *says)
    }

    fn networks(&self) -> Vec<Value> {
        let mut networks = self.known::<Network>(Says::Networks, "network");
        networks.extend(self.yes().filter_map(|says| match says {
            Says::NetworkIfYes(network) => Some(network),
            _ => None,
        }));
        networks.iter().map(|n| n.code().into()).collect()
    }

    /// What the place offers: one service with all its themes. It is called as the place is: that is
    /// what people ask for, while the words of its themes are those of a hundred others.
    fn service(&mut self, structure: &Map<String, Value>) -> Option<Map<String, Value>> {
        let mut own: Vec<String> = vec![];
        let mut themes: BTreeSet<Theme> = BTreeSet::new();
        for (word, found) in self.words::<Theme>(Says::Themes, "theme") {
            if found.is_empty() {
                self.off_list::<Theme>("theme", "thematiques", &word);
                continue;
            }
            if !found.iter().any(|t| is_called(*t, &word)) {
                own.push(word);
            }
            themes.extend(found);
        }
        themes.extend(self.yes().filter_map(|says| match says {
            Says::ThemeIfYes(theme) => Some(theme),
            _ => None,
        }));
        themes.extend(self.reading.themes.iter().chain(&self.mapping.themes).copied());
        if themes.is_empty() {
            return None;
        }
        let mut service = structure.clone();
        for field in ["siret", "site_web", "accessibilite_lieu"] {
            service.remove(field);
        }
        let id = service.get("id").cloned().unwrap_or_default();
        service.insert("structure_id".into(), id);
        let mut said: Vec<String> = vec![];
        said.extend(self.text(Says::Description).or_else(|| self.text(Says::Summary)));
        let details = self.cells.get(&Says::Detail).into_iter().flatten();
        said.extend(details.filter_map(clean::text));
        // The words of the list itself are not lost: they are no longer its name.
        said.extend((!own.is_empty()).then(|| own.join(", ")));
        let text: String = said.join("\n\n").chars().take(10_000).collect();
        let names = || themes.iter().map(|t| t.name(base::Lang::Fr)).collect::<Vec<_>>().join(", ");
        let text = if text.chars().count() < 5 { names() } else { text };
        service.insert("description".into(), text.into());
        insert(&mut service, "thematiques", &themes);
        self.access(&mut service);
        Some(service)
    }

    /// What the format has no field for.
    fn more(&mut self) -> More {
        let (languages, _) = self.listed::<Language>(Says::Languages, "language", "languages");
        let cell = self.cells.get(&Says::StepFree).and_then(|cells| cells.first());
        let mut more = More { languages, ..More::default() };
        match cell.map(|cell| (cell.yes(), cell.text())) {
            Some((Ok(yes), _)) => more.step_free = yes,
            // What is neither is not lost.
            Some((Err(_), text)) => {
                self.faults.push(Fault::new("step_free", &text, FaultKind::NotYesOrNo));
                more.access_detail = Some(text.chars().take(1_000).collect());
            }
            None => {}
        }
        more
    }

    /// Whom it is for, what it costs, how to turn to it.
    fn access(&mut self, service: &mut Map<String, Value>) {
        let (mut audiences, own) = self.listed::<Audience>(Says::Audiences, "audience", "publics");
        if !own.is_empty() {
            let cells = self.cells.get(&Says::Audiences).into_iter().flatten();
            let texts: Vec<String> = cells.filter_map(clean::text).collect();
            let all = texts.iter().flat_map(|text| words_of::<Audience>("audience", text)).count();
            let words = self.words::<Audience>(Says::Audiences, "audience");
            // As it is written, but for words that are not to be taken.
            let texts = if words.len() == all {
                texts
            } else {
                words.into_iter().map(|(word, _)| word).collect()
            };
            let text: String = texts.join(", ").chars().take(1_000).collect();
            service.insert("publics_precisions".into(), text.into());
        }
        if audiences.len() > 1 {
            audiences.remove(&Audience::EVERYONE);
        }
        insert(service, "publics", &audiences);
        let fees = self.words::<Fees>(Says::Fees, "fees");
        let found: BTreeSet<Fees> = fees.iter().flat_map(|(_, f)| f.iter().copied()).collect();
        if let Some(fees_code) = found.last() {
            service.insert("frais".into(), fees_code.code().into());
        }
        // A slip of the pen is said; other words, a price for instance, are kept as they stand.
        for (word, _) in fees
            .iter()
            .filter(|(word, codes)| codes.is_empty() && meant::<Fees>("fees", word).is_some())
        {
            self.off_list::<Fees>("fees", "frais", word);
        }
        let words: Vec<_> = fees.iter().map(|(word, _)| word.as_str()).collect();
        let plain = words.len() == 1 && Fees::all().any(|f| f.name(base::Lang::Fr) == words[0]);
        if !plain && !words.is_empty() {
            service.insert("frais_precisions".into(), words.join(", ").into());
        }
        let link = self.text(Says::ContactLink).map(|t| clean::website(&t));
        let (modes, _) =
            self.listed::<ContactMode>(Says::ContactModes, "contact", "modes_mobilisation");
        insert(service, "modes_mobilisation", &modes);
        if !modes.is_empty() {
            let people = BTreeSet::from([ContactedBy::PEOPLE, ContactedBy::PROFESSIONALS]);
            insert(service, "mobilisable_par", &people);
        }
        if let Some(link) = link {
            service.insert("lien_mobilisation".into(), link.into());
        }
        let (mut receptions, _) =
            self.listed::<Reception>(Says::Receptions, "reception", "modes_accueil");
        // A place that says nothing else is one that people go to.
        if receptions.is_empty() && service.contains_key("adresse") {
            receptions.insert(Reception::IN_PERSON);
        }
        insert(service, "modes_accueil", &receptions);
    }
}

fn insert<T: Listed>(object: &mut Map<String, Value>, field: &str, words: &BTreeSet<T>) {
    if !words.is_empty() {
        let codes: Vec<Value> = words.iter().map(|w| w.code().into()).collect();
        object.insert(field.into(), codes.into());
    }
}
