//! Every parser of Tandem, and what must hold of it for any input: it ends, it does not panic, and
//! what it understood is understood again when it is written out.
//!
//! `tests/replay.rs` runs the kept corpus in `./check`; `tools/fuzz.sh` lets libFuzzer look for more.
#![allow(clippy::missing_panics_doc)]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use base::codes;
use inclusion::{HoursRead, Mapping, PlaceReading, Reading};
use jiff::civil::date;
use programme::model::{ActivityDraft, Format, Identity, departures};
use programme::{api, import, tickets};
use site::form::Form;
use tables::{Cell, Sheet};
use vault::Vault;

/// A target: its name, which is that of its corpus, and what it does with any input.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 11] = [
    ("table", table),
    ("sessions", sessions),
    ("agenda", agenda),
    ("export", export),
    ("code", code),
    ("ticket", ticket),
    ("form", form),
    ("moment", moment),
    ("words", words),
    ("records", records),
    ("places", places),
];

fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// CSV, XLSX, ODS: within its limits, and the same again when written as CSV.
pub fn table(data: &[u8]) {
    let Ok(read) = tables::read(data) else { return };
    assert!(read.rows.len() <= tables::MOST_ROWS && read.headings.len() <= tables::MOST_COLUMNS);
    assert!(read.rows.iter().all(|row| row.cells.len() == read.headings.len()));
}

/// A table of sessions: each line taken or refused by name.
pub fn sessions(data: &[u8]) {
    let Ok((_, refused)) = import::lines_in(data, date(2026, 11, 24)) else { return };
    assert!(refused.iter().all(|r| !r.reason.is_empty()));
}

/// OpenAgenda's JSON.
pub fn agenda(data: &[u8]) {
    let _ = import::events_in(data);
}

/// A text in an export: read again it is the same, and no spreadsheet takes it for a formula.
pub fn export(data: &[u8]) {
    let text = text(data);
    let sheet = Sheet {
        name: "Feuille".into(),
        headings: vec!["a".into(), "b".into()],
        rows: vec![vec![Cell::Text(text.clone()), Cell::Text("fin".into())]],
    };
    let csv = String::from_utf8(tables::write_csv(&sheet)).unwrap_or_default();
    let line = csv.trim_start_matches('\u{feff}').strip_prefix("a;b\r\n").unwrap_or_default();
    // Within the quotes of the format; a quote of the text itself is written twice.
    let cell = line.strip_prefix('"').unwrap_or(line);
    let first = cell.trim_start_matches(' ').chars().next();
    assert!(
        !matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r')),
        "{text:?} is written {line:?}"
    );
    assert!(line.ends_with(";fin\r\n"), "{text:?} is written {line:?}");
}

/// The code at the desk, as typed or scanned: read once, it reads as itself.
pub fn code(data: &[u8]) {
    let Some(code) = codes::read_desk_code(&text(data)) else { return };
    assert_eq!(codes::read_desk_code(&code).as_ref(), Some(&code));
    let bits = codes::desk_code_bits(&code);
    assert_eq!(bits.map(codes::desk_code).as_ref(), Some(&code));
}

static VAULT: LazyLock<Vault> = LazyLock::new(Vault::in_memory);

/// The secret of a ticket: what was not made here opens nothing.
pub fn ticket(data: &[u8]) {
    let text = text(data);
    if let Some(id) = tickets::registration_of(&VAULT, &text) {
        assert_eq!(tickets::secret(&VAULT, &id), text, "a secret that nobody made");
    }
}

/// A form or a query: written again it is the same; a filter made of it is refused or taken.
pub fn form(data: &[u8]) {
    let form = Form::from_query(&text(data));
    let again = form.query_without(&[]);
    assert_eq!(Form::from_query(&again).query_without(&[]), again);
    let _ = api::filter_of(&form);
}

/// Dates and hours as people write them: written as the program writes them, they are the same.
pub fn moment(data: &[u8]) {
    let text = text(data);
    if let Some(day) = base::dates::read_date(&text) {
        assert_eq!(base::dates::read_date(&base::dates::short_date(day)), Some(day));
        let _ = base::dates::long_date(day, base::Lang::Fr);
    }
    if let Some(time) = base::dates::read_time(&text) {
        let again = base::dates::clock_time(time, base::Lang::En);
        assert_eq!(
            base::dates::read_time(&again),
            Some(time.with().second(0).subsec_nanosecond(0).build().unwrap_or(time))
        );
    }
}

/// What is written of an activity, read for the charter; addresses.
pub fn words(data: &[u8]) {
    let text = text(data);
    let _ = Identity::asked_by(&text);
    for format in [Format::Workshop, Format::DropIn] {
        let draft = ActivityDraft {
            audience: text.clone(),
            description: text.clone(),
            format,
            ..ActivityDraft::blank()
        };
        let found = departures(&draft, &[], &[]);
        assert!(found.iter().all(|(_, subject)| subject.chars().count() <= 200));
    }
    if site::mail::valid_address(&text) {
        assert!(!text.contains(char::is_whitespace) && text.contains('@'));
    }
    let _ = programme::model::is_web_address(&text);
    let _ = network::model::is_commune(&text);
}

/// Records of help: what is taken is taken again when it is written, and what is not is said.
pub fn records(data: &[u8]) {
    let reading = Reading { today: date(2026, 11, 24), source: Some("ici".into()) };
    let Ok(found) = inclusion::read(data, &reading) else { return };
    let structures: Vec<_> = found.structures.into_iter().map(|r| r.value).collect();
    let services: Vec<_> = found.services.into_iter().map(|r| r.value).collect();
    assert!(services.iter().all(|s| (0.0..=1.0).contains(&inclusion::score(s, reading.today))));
    let Ok(json) = inclusion::write_json(&structures, &services) else { panic!("not written") };
    let Ok(again) = inclusion::read(&json, &reading) else { panic!("not read again") };
    assert_eq!((again.structures.len(), again.services.len()), (structures.len(), services.len()));
}

/// Lists of places, by the mapping that their headings let guess.
pub fn places(data: &[u8]) {
    let Ok(headings) = inclusion::headings(data) else { return };
    let reading = PlaceReading {
        today: date(2026, 11, 24),
        source: "ici",
        made_on: Some(date(2026, 11, 1)),
        themes: &BTreeSet::new(),
        hours: &|_| HoursRead::default(),
    };
    let Ok(found) = inclusion::read_places(data, &Mapping::guess(&headings), &reading) else {
        return;
    };
    assert!(found.services.len() <= found.structures.len());
    assert!(found.said.iter().all(|said| !said.faults.is_empty()));
    let mapping = Mapping::guess(&headings);
    assert_eq!(mapping.applied(&headings), mapping);
    assert!(!inclusion::listing(data).is_ok_and(|all| all.headings != headings));
}
