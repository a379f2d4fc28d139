//! One row of a table, read without the database: what it says, or everything that is wrong.

use base::dates::short_date;
use base::{Kind, Problem};
use jiff::civil::{Date, Time};
use tables::{Cell, ReadError, Row, Table};

use super::columns::{SESSION_FIELDS, assign};
use super::hours::read_hours;
use super::{Refused, nearest, plain, shortened, unreadable};
use crate::model::{Format, SessionStatus, Totals};

/// Largest figure of one cell.
const MOST: i64 = 10_000_000;

/// Formats by the words people use; the first of each is offered as a correction.
const FORMATS: &[(&str, Format)] = &[
    ("Atelier", Format::Workshop),
    ("Workshop", Format::Workshop),
    ("Club", Format::Club),
    ("Réunion d'information", Format::InformationMeeting),
    ("Information collective", Format::InformationMeeting),
    ("Permanence", Format::DropIn),
    ("Cosearching", Format::CoSearching),
    ("Co-searching", Format::CoSearching),
    ("Visite", Format::Visit),
    ("Conférence", Format::Talk),
    ("Rencontre", Format::Talk),
    ("Table ronde", Format::Talk),
    ("Job dating", Format::JobDating),
    ("Recrutement", Format::JobDating),
    ("Autre", Format::Other),
    ("Information meeting", Format::InformationMeeting),
    ("Drop-in desk", Format::DropIn),
    ("Visit", Format::Visit),
    ("Talk", Format::Talk),
    ("Rencontre avec des recruteurs", Format::JobDating),
    ("Meeting recruiters", Format::JobDating),
    ("Other", Format::Other),
];

const STATUSES: &[(&str, SessionStatus)] = &[
    ("Annulé", SessionStatus::Cancelled),
    ("Annulée", SessionStatus::Cancelled),
    ("Cancelled", SessionStatus::Cancelled),
    ("Reporté", SessionStatus::Postponed),
    ("Reportée", SessionStatus::Postponed),
    ("Postponed", SessionStatus::Postponed),
    ("Publié", SessionStatus::Published),
    ("Publiée", SessionStatus::Published),
    ("Published", SessionStatus::Published),
    ("Programmé", SessionStatus::Published),
    ("Programmée", SessionStatus::Published),
    ("Confirmé", SessionStatus::Published),
    ("Confirmée", SessionStatus::Published),
    ("Brouillon", SessionStatus::Draft),
    ("Draft", SessionStatus::Draft),
    ("Prévu", SessionStatus::Draft),
    ("Prévue", SessionStatus::Draft),
    ("À confirmer", SessionStatus::Draft),
    ("Close", SessionStatus::Held),
    ("Closed", SessionStatus::Held),
    ("Tenue", SessionStatus::Held),
    ("Réalisé", SessionStatus::Held),
    ("Réalisée", SessionStatus::Held),
    ("Terminé", SessionStatus::Held),
    ("Terminée", SessionStatus::Held),
    ("Held", SessionStatus::Held),
];

/// A session as a row says it. What the row does not say is `None`, or empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Line of the file.
    pub number: u32,
    pub title: String,
    /// Heading of the title, as written.
    pub title_heading: String,
    pub date: Date,
    /// 00:00 where a past session has no hours.
    pub start: Time,
    pub end: Time,
    /// Whether the row says when it ended.
    pub end_given: bool,
    pub place: Option<String>,
    pub city: String,
    pub address: String,
    pub room: Option<String>,
    pub theme: Option<String>,
    pub format: Option<Format>,
    pub partners: Vec<String>,
    pub capacity: Option<u32>,
    pub totals: Totals,
    pub status: Option<SessionStatus>,
    pub note: Option<String>,
    headings: Vec<(&'static str, String)>,
}

impl Line {
    /// The heading over a field, as written.
    pub fn heading(&self, field: &str) -> String {
        self.headings
            .iter()
            .find(|(code, _)| *code == field)
            .map_or_else(|| field.to_owned(), |(_, heading)| heading.clone())
    }
}

/// A table, or why it is none.
pub fn open(bytes: &[u8]) -> Result<Table, Problem> {
    let table = tables::read(bytes).map_err(|e| {
        match e {
            ReadError::Empty => unreadable("problem-import-empty"),
            ReadError::TooLarge(_) => Problem::new(Kind::TooLarge, "problem-too-large"),
            ReadError::NoHeadings => unreadable("problem-import-no-headings"),
            ReadError::Damaged(_) => unreadable("problem-import-damaged"),
            ReadError::Unknown => unreadable("problem-import-table"),
        }
        .because(e)
    })?;
    if table.headings.is_empty() || table.rows.is_empty() {
        return Err(unreadable("problem-import-empty"));
    }
    Ok(table)
}

/// The sessions of a table, and the lines that cannot be taken.
pub fn read_lines(
    bytes: &[u8],
    mapping: &[(String, String)],
    today: Date,
) -> Result<(Vec<Line>, Vec<Refused>), Problem> {
    let table = open(bytes)?;
    let columns = assign(&table.headings, SESSION_FIELDS, mapping)?;
    if !columns.contains(&Some("title")) {
        return Err(unreadable("problem-import-no-title"));
    }
    if !columns.contains(&Some("date")) {
        return Err(unreadable("problem-import-no-date"));
    }
    let (mut lines, mut refused) = (vec![], vec![]);
    for row in &table.rows {
        let mut cells = Cells::new(&table.headings, &columns, row);
        if cells.is_empty() || cells.is_sum() {
            continue;
        }
        match read_line(&mut cells, today) {
            Some(line) if cells.wrong.is_empty() => lines.push(line),
            _ => refused.append(&mut cells.wrong),
        }
    }
    if lines.is_empty() && refused.is_empty() {
        return Err(Problem::new(Kind::Invalid, "problem-import-empty"));
    }
    Ok((lines, refused))
}

fn read_line(cells: &mut Cells<'_>, today: Date) -> Option<Line> {
    let title = shortened(&cells.text("title"), 200);
    if title.is_empty() {
        cells.refuse("title", "problem-import-required", "");
    }
    let date = cells.date("date");
    let hours = cells.hours("start");
    let end_column = cells.hours("end").map(|(end, _)| end);
    let format = cells.format();
    let totals = Totals {
        preregistered: cells.whole("preregistered"),
        walk_ins: cells.whole("walk_ins"),
        participants: cells.whole("participants"),
        no_shows: cells.whole("no_shows"),
    };
    let capacity = cells.whole("capacity");
    if capacity.is_some_and(|c| c > 100_000) {
        let text = cells.text("capacity");
        cells.refuse("capacity", "problem-import-number", &text);
    }
    if let Err(problem) = totals.check() {
        for field in problem.fields {
            cells.refuse(&field.field, &field.message, "");
        }
    }
    let said = cells.status();
    let future = date.is_some_and(|d| d > today);
    if future && totals.participants.is_some_and(|p| p > 0) {
        let text = cells.text("date");
        cells.refuse("date", "problem-import-future", &text);
    }
    if future && said == Some(SessionStatus::Held) {
        let text = cells.text("date");
        cells.refuse("status", "problem-import-not-yet-held", &text);
    }
    let status = match said {
        Some(status) => Some(status),
        None if !future && totals.participants.is_some() => Some(SessionStatus::Held),
        None => None,
    };
    let day = !matches!(status, Some(SessionStatus::Held)) && future;
    if hours.is_none() && day && cells.text("start").is_empty() {
        cells.refuse("start", "problem-import-required", "");
    }
    let end_given = end_column.or(hours.and_then(|(_, end)| end));
    let (start, end) = match (hours, end_given) {
        (Some((start, _)), Some(end)) => (start, end),
        // A session of two hours, as one made on the screen.
        (Some((start, _)), None) => {
            (start, start.wrapping_add(jiff::SignedDuration::from_hours(2)))
        }
        // Nobody wrote when: the whole day.
        (None, end) => (Time::MIN, end.unwrap_or(Time::constant(23, 59, 0, 0))),
    };
    let (city, address) = (cells.text("city"), cells.text("address"));
    let place = [cells.text("place"), address.clone(), city.clone()];
    let some = |text: String| (!text.is_empty()).then_some(text);
    let partners = cells.text("partners");
    Some(Line {
        number: cells.number,
        title,
        title_heading: cells.heading("title"),
        date: date?,
        start,
        end,
        end_given: end_given.is_some(),
        place: place.into_iter().find(|p| !p.is_empty()).map(|p| shortened(&p, 200)),
        city: shortened(&city, 100),
        address: shortened(&address, 300),
        room: some(shortened(&cells.text("room"), 200)),
        theme: some(shortened(&cells.text("theme"), 100)),
        format,
        partners: partners
            .split([',', ';', '/', '\n'])
            .map(|p| shortened(p, 200))
            .filter(|p| !plain(p).is_empty())
            .collect(),
        capacity,
        totals,
        status,
        note: some(shortened(&cells.text("note"), 1_000)),
        headings: cells.all_headings(),
    })
}

/// The cells of one row by field, and what was found wrong with them.
pub struct Cells<'a> {
    headings: &'a [String],
    columns: &'a [Option<&'static str>],
    row: &'a Row,
    /// Line of the file.
    pub number: u32,
    /// What is wrong so far.
    pub wrong: Vec<Refused>,
}

impl<'a> Cells<'a> {
    pub fn new(headings: &'a [String], columns: &'a [Option<&'static str>], row: &'a Row) -> Self {
        Self { headings, columns, row, number: row.line, wrong: vec![] }
    }

    fn at(&self, code: &str) -> Option<usize> {
        self.columns.iter().position(|c| *c == Some(code))
    }

    /// The heading over a field, as written; its code where there is no such column.
    pub fn heading(&self, code: &str) -> String {
        let heading = self.at(code).and_then(|at| self.headings.get(at));
        heading.cloned().unwrap_or_else(|| code.to_owned())
    }

    fn all_headings(&self) -> Vec<(&'static str, String)> {
        let pairs = self.columns.iter().zip(self.headings);
        pairs.filter_map(|(code, heading)| Some(((*code)?, heading.clone()))).collect()
    }

    /// Refuses the row for this field.
    pub fn refuse(&mut self, code: &str, reason: &str, value: &str) {
        let refused = Refused::new(self.number, self.heading(code), reason);
        self.wrong.push(refused.with("value", value));
    }

    fn refuse_near(&mut self, code: &str, reason: &str, value: &str, near: Option<&str>) {
        let refused = Refused::new(self.number, self.heading(code), reason).with("value", value);
        self.wrong.push(refused.with("near", near.unwrap_or("none")));
    }

    /// Text of a field, trimmed; empty where there is none.
    pub fn text(&self, code: &str) -> String {
        let cell = self.at(code).and_then(|at| self.row.cells.get(at));
        // A NUL is no text: PostgreSQL refuses it.
        cell.map(|c| c.text().replace('\0', "").trim().to_owned()).unwrap_or_default()
    }

    /// Whether no cell that is read says anything.
    pub fn is_empty(&self) -> bool {
        self.columns.iter().flatten().all(|code| self.text(code).is_empty())
    }

    /// A line of sums under the table: no date, and its first word is "total".
    fn is_sum(&self) -> bool {
        let first = self.row.cells.iter().map(|c| plain(&c.text())).find(|t| !t.is_empty());
        self.text("date").is_empty()
            && first.is_some_and(|t| t.split(' ').next().is_some_and(|w| w.starts_with("total")))
    }

    fn cell(&self, code: &str) -> Option<&'a Cell> {
        self.at(code).and_then(|at| self.row.cells.get(at))
    }

    /// A whole number, 0 or more.
    pub fn whole(&mut self, code: &str) -> Option<u32> {
        let text = self.text(code);
        if matches!(text.as_str(), "" | "-" | "–" | "—" | "/") {
            return None;
        }
        let number = self.number(code);
        if number.is_none() {
            self.refuse(code, "problem-import-number", &text);
        }
        number
    }

    /// The same without a word on what is none.
    pub fn number(&self, code: &str) -> Option<u32> {
        let read = self.cell(code)?.whole().ok().flatten();
        read.filter(|n| (0..=MOST).contains(n)).and_then(|n| u32::try_from(n).ok())
    }

    /// A date, required.
    pub fn date(&mut self, code: &str) -> Option<Date> {
        let text = self.text(code);
        if text.is_empty() {
            self.refuse(code, "problem-import-required", "");
            return None;
        }
        let read = self.cell(code).and_then(|c| c.date().ok().flatten());
        if read.is_none() {
            let near = near_date(&text).map(short_date);
            self.refuse_near(code, "problem-import-date", &text, near.as_deref());
        }
        read
    }

    fn hours(&mut self, code: &str) -> Option<(Time, Option<Time>)> {
        let text = self.text(code);
        if text.is_empty() {
            return None;
        }
        // A spreadsheet's own time, or what people write.
        let own = self.cell(code).filter(|c| !matches!(c, Cell::Text(_)));
        let own = own.and_then(|c| c.time().ok().flatten()).map(|t| (t, None));
        let read = own.or_else(|| read_hours(&text));
        if read.is_none() {
            self.refuse(code, "problem-import-hours", &text);
        }
        read
    }

    fn format(&mut self) -> Option<Format> {
        let text = self.text("format");
        let name = plain(&text);
        if name.is_empty() {
            return None;
        }
        let same = |f: &&(&str, Format)| {
            let known = plain(f.0);
            known == name || format!("{known}s") == name || f.1.code() == text
        };
        let found = FORMATS.iter().find(same).map(|f| f.1);
        if found.is_none() {
            let near = nearest(&text, FORMATS.iter().map(|f| f.0)).or(Some("Autre"));
            self.refuse_near("format", "problem-import-format", &text, near);
        }
        found
    }

    /// What a column says of the status: a word, or under « Annulé » yes or no.
    fn status(&mut self) -> Option<SessionStatus> {
        let text = self.text("status");
        let word = plain(&text);
        let asks = ["annul", "cancel"].iter().any(|w| plain(&self.heading("status")).contains(w));
        match word.as_str() {
            "" | "non" | "no" | "0" | "faux" | "false" => return None,
            "oui" | "yes" | "x" | "1" | "vrai" | "true" if asks => {
                return Some(SessionStatus::Cancelled);
            }
            _ => {}
        }
        let same = |s: &&(&str, SessionStatus)| plain(s.0) == word || s.1.code() == word;
        let found = STATUSES.iter().find(same).map(|s| s.1);
        if found.is_none() {
            let near = nearest(&text, STATUSES.iter().map(|s| s.0));
            self.refuse_near("status", "problem-import-status", &text, near);
        }
        found
    }
}

/// The date that was perhaps meant: the last day of a month for 31/02, day and month exchanged
/// for 02/31.
fn near_date(text: &str) -> Option<Date> {
    let numbers: Vec<i16> =
        text.split(['/', '.', '-', ' ']).map(|p| p.trim().parse().ok()).collect::<Option<_>>()?;
    let &[a, b, c] = numbers.as_slice() else { return None };
    let (day, month, year) = if a > 31 { (c, b, a) } else { (a, b, c) };
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
    if let Ok(first) = Date::new(year, month, 1) {
        return (29..=31).contains(&day).then(|| first.last_of_month());
    }
    Date::new(year, day, month).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = Date::constant(2026, 11, 24);

    fn lines(csv: &str) -> (Vec<Line>, Vec<Refused>) {
        read_lines(csv.as_bytes(), &[], TODAY).unwrap()
    }

    /// What our own screens and exports say must be understood.
    #[test]
    fn every_name_of_a_format_or_status_is_known() {
        let catalogue = site::Catalogue::new(&[crate::MESSAGES]).unwrap();
        for lang in [base::Lang::Fr, base::Lang::En] {
            let known = |label: &str, words: Vec<&str>| {
                let text = catalogue.text(lang, label, &[]);
                assert!(words.iter().any(|w| plain(w) == plain(&text)), "{text}");
            };
            for format in Format::ALL {
                let words = FORMATS.iter().filter(|f| f.1 == *format).map(|f| f.0).collect();
                known(format.label(), words);
            }
            for status in SessionStatus::ALL {
                let words = STATUSES.iter().filter(|s| s.1 == *status).map(|s| s.0).collect();
                known(status.label(), words);
            }
        }
    }

    #[test]
    fn a_table_as_people_keep_it() {
        let (read, refused) = lines(
            "Atelier;Date;Horaire;Lieu;Thème;Type;Intervenants;Inscrits;Sans inscription;Présents;Annulé\n\
             Refaire son CV;12/03/2016;14h-16h30;Bpi;CV;Atelier;Apec, Pôle emploi / CRL;12;3;9;\n\
             Entretien;jeudi 17 mars 2016;10h;;;;;8;;;oui\n\
             Club;02/12/2026;10h;;;Club;;;;;\n\
             Total;;;;;;;20;3;9;\n",
        );
        assert_eq!(refused, []);
        assert_eq!(read.len(), 3);
        let first = &read[0];
        assert_eq!(first.partners, ["Apec", "Pôle emploi", "CRL"]);
        assert_eq!(first.end, Time::constant(16, 30, 0, 0));
        assert_eq!(first.status, Some(SessionStatus::Held));
        assert_eq!(first.totals.walk_ins, Some(3));
        assert_eq!(read[1].date, date(2016, 3, 17));
        assert_eq!(read[1].status, Some(SessionStatus::Cancelled));
        assert_eq!((read[2].status, read[2].format), (None, Some(Format::Club)));
    }

    #[test]
    fn every_mistake_is_named_with_its_line_and_heading() {
        let (read, refused) = lines(
            "Atelier;Date;Format;Participants;Statut\n\
             CV;31/02/2016;Atelier;12;\n\
             CV;01/03/2016;Atelié;12,5;\n\
             ;01/03/2016;;4;\n\
             CV;01/03/2027;;4;anulé\n",
        );
        assert_eq!(read.len(), 0);
        let said: Vec<_> = refused
            .iter()
            .map(|r| {
                let near = r.args.iter().find(|a| a.0 == "near").map_or("", |a| a.1.as_str());
                (r.line.unwrap_or(0), r.field.as_str(), r.reason.as_str(), near)
            })
            .collect();
        for wanted in [
            (2, "Date", "problem-import-date", "29/02/2016"),
            (3, "Format", "problem-import-format", "Atelier"),
            (3, "Participants", "problem-import-number", ""),
            (4, "Atelier", "problem-import-required", ""),
            (5, "Date", "problem-import-future", ""),
            (5, "Statut", "problem-import-status", "Annulé"),
        ] {
            assert!(said.contains(&wanted), "{wanted:?} in {said:?}");
        }
    }

    #[test]
    fn what_was_perhaps_meant() {
        assert_eq!(near_date("31/02/2016"), Some(date(2016, 2, 29)));
        assert_eq!(near_date("03/13/2016"), Some(date(2016, 3, 13)));
    }
}
