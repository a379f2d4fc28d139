//! JSON, one record in memory at a time.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{FileError, Gathering, Kind, Outcome, Place};
use crate::{Fault, FaultKind};

/// Names of lists within a document, and what is in them.
const LISTS: [(&str, Option<Kind>); 4] = [
    ("structures", Some(Kind::Structure)),
    ("services", Some(Kind::Service)),
    ("items", None),
    ("data", None),
];

fn no_json(e: &serde_json::Error) -> FileError {
    FileError::Json { line: e.line(), column: e.column() }
}

pub(super) fn read(bytes: &[u8], gathering: &mut Gathering<'_>) -> Result<(), FileError> {
    let text = tables::decode(bytes);
    let bytes = text.as_bytes();
    if a_record_a_line(bytes) {
        lines(bytes, gathering);
        return Ok(());
    }
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let read = Document { gathering }.deserialize(&mut source).and_then(|()| source.end());
    read.map_err(|e| {
        gathering.outcome = Outcome::default();
        no_json(&e)
    })
}

/// Whether the first line is an object by itself and others follow.
fn a_record_a_line(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty());
    let (Some(first), Some(_)) = (lines.next(), lines.next()) else { return false };
    first.trim_ascii_start().starts_with(b"{")
        && serde_json::from_slice::<IgnoredAny>(first).is_ok()
}

fn lines(bytes: &[u8], gathering: &mut Gathering<'_>) {
    for (line, text) in (1_u32..).zip(bytes.split(|b| *b == b'\n')) {
        if text.trim_ascii().is_empty() {
            continue;
        }
        let place = Place { sheet: String::new(), line };
        match serde_json::from_slice::<Value>(text) {
            Ok(value) => gathering.take(place, None, value),
            Err(_) => {
                let text = String::from_utf8_lossy(text);
                gathering.say(place, Fault::new("", text, FaultKind::NotARecord));
            }
        }
    }
}

/// A list of records, a document with lists in it, or one record.
struct Document<'a, 'b> {
    gathering: &'a mut Gathering<'b>,
}

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("structures and services")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, records: A) -> Result<(), A::Error> {
        List { gathering: self.gathering, name: "", kind: None }.visit_seq(records)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut lists = false;
        let mut record = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            match LISTS.iter().find(|(list, _)| *list == name) {
                Some(&(name, kind)) => {
                    lists = true;
                    fields.next_value_seed(List { gathering: self.gathering, name, kind })?;
                }
                None => {
                    record.insert(name, fields.next_value()?);
                }
            }
        }
        if !lists {
            let place = Place { sheet: String::new(), line: 1 };
            self.gathering.take(place, None, Value::Object(record));
        }
        Ok(())
    }
}

/// The records of a list.
struct List<'a, 'b> {
    gathering: &'a mut Gathering<'b>,
    name: &'static str,
    kind: Option<Kind>,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of structures or services")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        let mut line = 0;
        while let Some(value) = records.next_element::<Value>()? {
            line += 1;
            self.gathering.take(Place { sheet: self.name.into(), line }, self.kind, value);
        }
        Ok(())
    }
}
