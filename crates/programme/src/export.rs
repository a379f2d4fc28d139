//! The sessions of a period as a table: for spreadsheets, and for the import of another instance,
//! which takes it as it is.

use base::{Lang, Problem};
use site::{Actor, App};
use tables::{Cell, Sheet};

use crate::service::{self, Filter, SessionView};

/// Read at once from the database.
const STEP: usize = 1_000;

/// Every session that fits, however many they are, in order of their start.
pub async fn every(app: &App, actor: &Actor, filter: Filter) -> Result<Vec<SessionView>, Problem> {
    let (mut all, mut filter) = (vec![], Filter { limit: STEP, ..filter });
    loop {
        let found = service::plan(app, actor, filter.clone()).await?;
        let more = found.len() == STEP;
        all.extend(found);
        let Some(last) = all.last().filter(|_| more) else { return Ok(all) };
        filter.after = Some((last.session.starts_at.to_string(), last.session.id.to_string()));
    }
}

/// The table. Its headings are words that the import knows.
#[must_use]
pub fn sheet(app: &App, lang: Lang, views: &[SessionView]) -> Sheet {
    let text = |key: &str| app.catalogue.text(lang, key, &[]);
    let headings = [
        "import-field-title",
        "import-field-format",
        "import-field-theme",
        "import-field-date",
        "export-start",
        "import-field-end",
        "import-field-place",
        "import-field-city",
        "import-field-address",
        "import-field-room",
        "export-partners",
        "import-field-capacity",
        "export-status",
        "import-field-preregistered",
        "import-field-walk-ins",
        "import-field-participants",
        "import-field-no-shows",
        "import-field-note",
    ];
    let number = |n: Option<u32>| n.map_or(Cell::Empty, |n| Cell::Number(f64::from(n)));
    let row = |v: &SessionView| {
        let (s, d, t) = (&v.session, &v.activity.draft, &v.session.totals);
        let place = |of: fn(&network::model::Place) -> &String| {
            Cell::Text(v.place.as_ref().map(|p| of(p).clone()).unwrap_or_default())
        };
        let clock = |time: jiff::civil::Time| {
            Cell::Text(format!("{:02}:{:02}", time.hour(), time.minute()))
        };
        let partners: Vec<&str> = v.partners.iter().map(|(_, name)| name.as_str()).collect();
        vec![
            Cell::Text(d.title.clone()),
            Cell::Text(text(d.format.label())),
            Cell::Text(v.theme.as_ref().map(|t| t.name(lang).to_owned()).unwrap_or_default()),
            Cell::Date(s.draft.date.at(0, 0, 0, 0)),
            clock(s.draft.start),
            clock(s.draft.end),
            place(|p| &p.name),
            place(|p| &p.city),
            place(|p| &p.address),
            Cell::Text(s.draft.room.clone()),
            Cell::Text(partners.join("; ")),
            if s.draft.capacity > 0 { number(Some(s.draft.capacity)) } else { Cell::Empty },
            Cell::Text(text(s.status.label())),
            number(t.preregistered),
            number(t.walk_ins),
            number(t.participants),
            number(t.no_shows),
            Cell::Text(s.note.clone()),
        ]
    };
    Sheet {
        name: text("export-sheet"),
        headings: headings.map(text).to_vec(),
        rows: views.iter().map(row).collect(),
    }
}
