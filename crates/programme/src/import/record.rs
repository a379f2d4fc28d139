//! One record of an OpenAgenda export, read without the database: what it says, or everything
//! that is wrong with it.

use base::dates::DEFAULT_ZONE;
use html2text::config;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Refused, plain, shortened};
use crate::model::{AttendanceMode, Format, SessionStatus};

/// Most characters of HTML that are read of one description.
const MOST_HTML: usize = 200_000;

/// Where an event takes place, as the file says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spot {
    /// What tells it from the others: `location_uid`, or name, address and city.
    pub key: String,
    /// Name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Post code.
    pub postcode: String,
    /// City.
    pub city: String,
    /// INSEE code of the commune.
    pub insee: String,
    /// Latitude and longitude, WGS 84.
    pub coordinates: Option<(f64, f64)>,
    /// How to get there.
    pub access: String,
    /// IANA name.
    pub zone: &'static str,
}

/// One date of an event, seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Begin.
    pub begin: i64,
    /// End, not before the begin.
    pub end: i64,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Number of the record in the file, from 1.
    pub line: u32,
    /// Identifier at OpenAgenda.
    pub uid: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Plain text in paragraphs.
    pub description: String,
    /// Guessed of the title and the keywords.
    pub format: Format,
    /// Least and greatest age.
    pub ages: (Option<u32>, Option<u32>),
    /// Ways to register elsewhere.
    pub contact: String,
    /// Its page at OpenAgenda.
    pub link: String,
    /// Address of the meeting on line.
    pub online_url: String,
    /// On site, on line or both.
    pub mode: AttendanceMode,
    /// Published, cancelled or postponed.
    pub status: SessionStatus,
    /// Identifier and title of the agenda it comes from.
    pub agenda: (String, String),
    /// Where.
    pub spot: Option<Spot>,
    /// Its dates, in order, each once.
    pub timings: Vec<Timing>,
}

/// The records of a file: the open-data export (`{records: [{fields}]}`), a plain array of them,
/// or the events of OpenAgenda's own API (`{events: [...]}`).
pub fn records(file: &Value) -> Option<&Vec<Value>> {
    match file {
        Value::Array(list) => Some(list),
        Value::Object(map) => {
            ["records", "events", "results"].iter().find_map(|k| map.get(*k)?.as_array())
        }
        _ => None,
    }
}

/// Reads one record.
pub fn event(record: &Value, line: u32) -> Result<Event, Vec<Refused>> {
    let fields = record.get("fields").unwrap_or(record);
    let Value::Object(fields) = fields else {
        return Err(vec![Refused::new(line, "fields", "problem-import-not-a-record")]);
    };
    let mut reading = Reading { fields: flat(fields), line, wrong: vec![] };
    let r = &mut reading;
    let uid = r.required("uid");
    let title = r.required("title_fr");
    let timings = r.timings();
    let (mut mode, mut status) = (AttendanceMode::OnSite, SessionStatus::Published);
    match r.code("attendancemode") {
        None | Some(1) => {}
        Some(2) => mode = AttendanceMode::Online,
        Some(3) => mode = AttendanceMode::Hybrid,
        Some(other) => r.refuse("attendancemode", "problem-import-code", &other.to_string()),
    }
    match r.code("status") {
        // Scheduled, rescheduled (the timings are the new ones), full (registration is elsewhere).
        None | Some(1 | 2 | 5) => {}
        Some(3) => mode = AttendanceMode::Online,
        Some(4) => status = SessionStatus::Postponed,
        Some(6) => status = SessionStatus::Cancelled,
        Some(other) => r.refuse("status", "problem-import-code", &other.to_string()),
    }
    let spot = r.spot();
    if !r.wrong.is_empty() {
        return Err(reading.wrong);
    }
    let description = [paragraphs(&r.text("longdescription_fr")), r.text("conditions_fr")];
    let description: Vec<_> =
        description.iter().map(String::as_str).filter(|t| !t.is_empty()).collect();
    let words = format!("{} {}", title, r.text("keywords_fr"));
    Ok(Event {
        line,
        title: shortened(&title, 200),
        summary: shortened(&r.text("description_fr"), 500),
        description: shortened(&description.join("\n\n"), 20_000),
        format: guess_format(&words),
        ages: (r.number("age_min"), r.number("age_max")),
        contact: shortened(&r.registration(), 300),
        link: web(r.text("canonicalurl")),
        online_url: web(r.text("onlineaccesslink")),
        mode,
        status,
        agenda: (r.text("originagenda_uid"), r.text("originagenda_title")),
        spot,
        timings,
        uid,
    })
}

struct Reading {
    fields: Map<String, Value>,
    line: u32,
    wrong: Vec<Refused>,
}

impl Reading {
    fn refuse(&mut self, field: &str, reason: &str, value: &str) {
        self.wrong.push(Refused::new(self.line, field, reason).with("value", value));
    }

    fn text(&self, name: &str) -> String {
        self.fields.get(name).map(text_of).unwrap_or_default()
    }

    fn required(&mut self, name: &str) -> String {
        let text = self.text(name);
        if text.is_empty() {
            self.refuse(name, "problem-import-required", "");
        }
        text
    }

    fn number(&self, name: &str) -> Option<u32> {
        let number = self.text(name).parse::<f64>().ok()?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (0.0..=150.0).contains(&number).then_some(number as u32)
    }

    /// A field that holds JSON, sometimes as text.
    fn inner(&self, name: &str) -> Option<Value> {
        match self.fields.get(name)? {
            Value::Null => None,
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => {
                Some(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())))
            }
            other => Some(other.clone()),
        }
    }

    /// The number of a coded field: `{"id": 1, …}`, `1` or `"1"`. Unreadable ones are 0.
    fn code(&self, name: &str) -> Option<i64> {
        let value = self.inner(name)?;
        let id = value.get("id").unwrap_or(&value);
        Some(id.as_i64().or_else(|| id.as_str()?.trim().parse().ok()).unwrap_or(0))
    }

    fn timings(&mut self) -> Vec<Timing> {
        let Some(value) = self.inner("timings") else {
            self.refuse("timings", "problem-import-required", "");
            return vec![];
        };
        let list = match value {
            Value::Array(list) if !list.is_empty() => list,
            Value::Array(_) => {
                self.refuse("timings", "problem-import-required", "");
                return vec![];
            }
            other => {
                self.refuse("timings", "problem-import-timings", &text_of(&other));
                return vec![];
            }
        };
        let mut timings = vec![];
        for one in &list {
            let mut instant = |name: &str| {
                let text = one.get(name).map(text_of).unwrap_or_default();
                let read = text.parse::<Timestamp>().ok().map(Timestamp::as_second);
                if read.is_none() {
                    self.refuse(&format!("timings.{name}"), "problem-import-instant", &text);
                }
                read.map(|r| (r, text))
            };
            let (begin, end) = (instant("begin"), instant("end"));
            let (Some((begin, begin_text)), Some((end, end_text))) = (begin, end) else { continue };
            if end < begin {
                let refused = Refused::new(self.line, "timings.end", "problem-import-end");
                self.wrong.push(refused.with("begin", begin_text).with("end", end_text));
                continue;
            }
            timings.push(Timing { begin, end });
        }
        timings.sort_by_key(|t| (t.begin, t.end));
        timings.dedup_by_key(|t| t.begin);
        timings
    }

    fn spot(&mut self) -> Option<Spot> {
        let coordinates = self.coordinates();
        let name = self.text("location_name");
        let (address, city) = (self.text("location_address"), self.text("location_city"));
        if name.is_empty() && address.is_empty() {
            return None;
        }
        let postcode = self.text("location_postalcode");
        let uid = self.text("location_uid");
        let key = if uid.is_empty() {
            format!("{}|{}|{}", plain(&name), plain(&address), plain(&city))
        } else {
            uid
        };
        Some(Spot {
            key,
            name: shortened(if name.is_empty() { &address } else { &name }, 200),
            address: shortened(&address, 300),
            zone: zone_of(&postcode),
            postcode: shortened(&postcode, 10),
            city: shortened(&city, 100),
            insee: shortened(&self.text("location_insee"), 5),
            coordinates,
            access: shortened(&self.text("location_access_fr"), 1_000),
        })
    }

    /// `[lat, lon]`, `{"lat": …, "lon": …}` or `"lat, lon"`.
    fn coordinates(&mut self) -> Option<(f64, f64)> {
        let name = "location_coordinates";
        let value = self.inner(name)?;
        let pair = match &value {
            Value::Array(list) if list.len() == 2 => list[0].as_f64().zip(list[1].as_f64()),
            Value::Object(map) => {
                let get = |a: &str, b: &str| map.get(a).or_else(|| map.get(b))?.as_f64();
                get("lat", "latitude").zip(get("lon", "longitude"))
            }
            Value::String(text) => text
                .split_once(',')
                .and_then(|(lat, lon)| Some((lat.trim().parse().ok()?, lon.trim().parse().ok()?))),
            _ => None,
        };
        match pair {
            Some((lat, lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => Some((lat, lon)),
            _ => {
                self.refuse(name, "problem-import-coordinates", &value.to_string());
                None
            }
        }
    }

    /// The ways to register: addresses of pages, mail addresses, telephone numbers.
    fn registration(&self) -> String {
        let list = match self.inner("registration") {
            Some(Value::Array(list)) => list,
            Some(other) => vec![other],
            None => return String::new(),
        };
        let ways: Vec<_> = list
            .iter()
            .map(|one| one.get("value").map_or_else(|| text_of(one), text_of))
            .filter(|t| !t.is_empty())
            .collect();
        ways.join(", ")
    }
}

/// Text of a value: of an object the French one (`{"fr": …}`), of a list its items.
fn text_of(value: &Value) -> String {
    match value {
        // A NUL is no text: PostgreSQL refuses it.
        Value::String(text) => text.replace('\0', "").trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => list.iter().map(text_of).collect::<Vec<_>>().join(";"),
        Value::Object(map) => {
            map.get("fr").or_else(|| map.get("en")).map(text_of).unwrap_or_default()
        }
        Value::Null | Value::Bool(_) => String::new(),
    }
}

/// The fields under the names of the open-data export, whatever the shape they came in.
fn flat(fields: &Map<String, Value>) -> Map<String, Value> {
    let mut flat = fields.clone();
    let mut add = |name: &str, value: Option<&Value>| {
        if let (Some(value), false) = (value, fields.contains_key(name)) {
            flat.insert(name.to_owned(), value.clone());
        }
    };
    for (name, own) in [
        ("title_fr", "title"),
        ("description_fr", "description"),
        ("longdescription_fr", "longDescription"),
        ("conditions_fr", "conditions"),
        ("keywords_fr", "keywords"),
        ("attendancemode", "attendanceMode"),
        ("canonicalurl", "canonicalUrl"),
        ("onlineaccesslink", "onlineAccessLink"),
    ] {
        add(name, fields.get(own));
    }
    if let Some(age) = fields.get("age") {
        add("age_min", age.get("min"));
        add("age_max", age.get("max"));
    }
    if let Some(agenda) = fields.get("originAgenda") {
        add("originagenda_uid", agenda.get("uid"));
        add("originagenda_title", agenda.get("title"));
    }
    if let Some(place) = fields.get("location").filter(|p| p.is_object()) {
        for (name, own) in [
            ("location_uid", "uid"),
            ("location_name", "name"),
            ("location_address", "address"),
            ("location_postalcode", "postalCode"),
            ("location_insee", "insee"),
            ("location_city", "city"),
            ("location_access_fr", "access"),
        ] {
            add(name, place.get(own));
        }
        if place.get("latitude").is_some_and(|l| !l.is_null()) {
            add("location_coordinates", Some(place));
        }
    }
    flat
}

/// Paragraphs of plain text, apart by an empty line.
fn paragraphs(html: &str) -> String {
    if !html.contains('<') && !html.contains('&') {
        return html.trim().to_owned();
    }
    let html: String = html.chars().take(MOST_HTML).collect();
    let read = config::plain_no_decorate()
        .raw_mode(true)
        .allow_width_overflow()
        .link_footnotes(false)
        .string_from_read(html.as_bytes(), 10_000);
    // A text that cannot be read as HTML is no reason to refuse the event.
    let Ok(text) = read else { return String::new() };
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() || line.chars().all(|c| c == '─') {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(line);
    }
    out
}

/// An address on the web, or nothing.
fn web(text: String) -> String {
    let fine = (text.starts_with("https://") || text.starts_with("http://")) && text.len() <= 2_000;
    if fine { text } else { String::new() }
}

/// How people meet, by the first word that tells.
pub fn guess_format(text: &str) -> Format {
    let text = format!(" {} ", plain(text));
    let words = [
        (" job dating", Format::JobDating),
        (" recrutement", Format::JobDating),
        (" cosearching", Format::CoSearching),
        (" co searching", Format::CoSearching),
        (" reunion d information", Format::InformationMeeting),
        (" information collective", Format::InformationMeeting),
        (" permanence", Format::DropIn),
        (" atelier", Format::Workshop),
        (" club ", Format::Club),
        (" visite", Format::Visit),
        (" conference", Format::Talk),
        (" table ronde", Format::Talk),
        (" rencontre", Format::Talk),
    ];
    words.iter().find(|(word, _)| text.contains(word)).map_or(Format::Other, |(_, f)| *f)
}

/// The time zone of a French post code.
pub fn zone_of(postcode: &str) -> &'static str {
    match postcode.get(..3) {
        Some("971" | "977" | "978") => "America/Guadeloupe",
        Some("972") => "America/Martinique",
        Some("973") => "America/Cayenne",
        Some("974") => "Indian/Reunion",
        Some("975") => "America/Miquelon",
        Some("976") => "Indian/Mayotte",
        Some("986") => "Pacific/Wallis",
        Some("987") => "Pacific/Tahiti",
        Some("988") => "Pacific/Noumea",
        _ => DEFAULT_ZONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fine() -> Value {
        json!({"fields": {
            "uid": "1", "title_fr": "Atelier : refaire son CV", "description_fr": "Court.",
            "longdescription_fr": "<p>Un <b>CV</b> clair &amp; net.</p><ul><li>court</li></ul><p>Fin.</p>",
            "timings": "[{\"begin\":\"2026-03-18T09:00:00+01:00\",\"end\":\"2026-03-18T11:00:00+01:00\"}]",
            "location_uid": "7", "location_name": "Bpi", "location_city": "Paris",
            "location_postalcode": "75004", "location_coordinates": [48.86, 2.35],
            "status": "{\"id\": 6, \"label\": {}}", "attendancemode": "{\"id\": 3}",
            "registration": "[{\"type\":\"link\",\"value\":\"https://a.fr\"},{\"type\":\"phone\",\"value\":\"01\"}]",
            "canonicalurl": "https://openagenda.com/x", "age_min": 6,
        }})
    }

    fn with(field: &str, value: Value) -> Vec<(String, String)> {
        let mut record = fine();
        record["fields"][field] = value;
        let refused = event(&record, 3).unwrap_err();
        assert!(refused.iter().all(|r| r.line == Some(3)));
        refused.into_iter().map(|r| (r.field, r.reason)).collect()
    }

    #[test]
    fn a_record_says_what_it_says() {
        let e = event(&fine(), 1).unwrap();
        assert_eq!(e.description, "Un CV clair & net.\n* court\n\nFin.");
        assert_eq!((e.format, e.status), (Format::Workshop, SessionStatus::Cancelled));
        assert_eq!((e.mode, e.ages), (AttendanceMode::Hybrid, (Some(6), None)));
        assert_eq!(e.contact, "https://a.fr, 01");
        assert_eq!(e.spot.unwrap().coordinates, Some((48.86, 2.35)));
        assert_eq!(e.timings, [Timing { begin: 1_773_820_800, end: 1_773_828_000 }]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let one = |f: &str, r: &str| vec![(f.to_owned(), r.to_owned())];
        assert_eq!(with("title_fr", json!("  ")), one("title_fr", "problem-import-required"));
        assert_eq!(with("timings", Value::Null), one("timings", "problem-import-required"));
        assert_eq!(with("timings", json!("demain")), one("timings", "problem-import-timings"));
        let bad =
            "[{\"begin\":\"2026-02-31T09:00:00+01:00\",\"end\":\"2026-03-18T11:00:00+01:00\"}]";
        assert_eq!(with("timings", json!(bad)), one("timings.begin", "problem-import-instant"));
        let bad =
            "[{\"begin\":\"2026-03-18T09:00:00+01:00\",\"end\":\"2026-03-17T11:00:00+01:00\"}]";
        assert_eq!(with("timings", json!(bad)), one("timings.end", "problem-import-end"));
        assert_eq!(
            with("location_coordinates", json!([148.0, 2.0])),
            one("location_coordinates", "problem-import-coordinates")
        );
        assert_eq!(with("status", json!(9)), one("status", "problem-import-code"));
    }

    #[test]
    fn events_of_the_api_are_read_too() {
        let e = event(
            &json!({"uid": 5, "title": {"fr": "Visite"}, "status": 1, "attendanceMode": 1,
                "timings": [{"begin": "2026-03-18T09:00:00+01:00", "end": "2026-03-18T11:00:00+01:00"}],
                "location": {"uid": 3, "name": "Ici", "latitude": 48.0, "longitude": 2.0}}),
            1,
        )
        .unwrap();
        assert_eq!((e.uid.as_str(), e.format), ("5", Format::Visit));
        assert_eq!(e.spot.unwrap().coordinates, Some((48.0, 2.0)));
    }

    #[test]
    fn overseas_has_its_own_time() {
        assert_eq!(zone_of("97400"), "Indian/Reunion");
        assert_eq!(zone_of("75004"), DEFAULT_ZONE);
        assert_eq!(zone_of(""), DEFAULT_ZONE);
    }
}
