//! One cell, and the ways people write numbers, dates and hours in it.

use jiff::civil::{Date, DateTime, Time, date};
use jiff::{SignedDuration, ToSpan};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A date, with the time of day where the spreadsheet keeps one.
    Date(DateTime),
    /// True or false.
    Bool(bool),
}

/// What could not be read, and the kind of reading that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// `not-a-number`, `not-whole`, `not-a-date`, `no-such-date`, `not-a-time`, `not-yes-or-no`.
    pub code: &'static str,
    /// What was found.
    pub found: String,
}

/// A heading folded for comparison: lower case, no accents, words apart by one space.
#[must_use]
pub fn normal(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    for c in heading.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => "a",
            'ç' => "c",
            'é' | 'è' | 'ê' | 'ë' => "e",
            'î' | 'ï' | 'í' => "i",
            'ô' | 'ö' | 'ó' | 'õ' => "o",
            'ù' | 'û' | 'ü' | 'ú' => "u",
            'ÿ' => "y",
            'ñ' => "n",
            'œ' => "oe",
            'æ' => "ae",
            c if c.is_alphanumeric() => {
                out.push(c);
                continue;
            }
            // Accents written apart (NFD).
            '\u{300}'..='\u{36f}' => "",
            _ => " ",
        };
        if plain != " " || !out.ends_with(' ') {
            out.push_str(plain);
        }
    }
    out.trim().to_owned()
}

impl Cell {
    /// As a person would write it; empty for an empty cell.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(n) => format!("{n}"),
            Self::Date(at) if at.time() == Time::midnight() => at.date().to_string(),
            Self::Date(at) => at.to_string(),
            Self::Bool(b) => (if *b { "1" } else { "0" }).to_owned(),
        }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    fn wrong(&self, code: &'static str) -> CellError {
        CellError { code, found: self.text() }
    }

    /// A number: `1 234,5`, `1.234,50`, `12`.
    pub fn decimal(&self) -> Result<Option<f64>, CellError> {
        match self {
            Self::Number(n) => Ok(Some(*n)),
            _ if self.is_empty() => Ok(None),
            Self::Text(text) => {
                let mut plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                if plain.contains(',') {
                    plain = plain.replace('.', "").replace(',', ".");
                }
                let digits = plain.trim_start_matches('-');
                let fine =
                    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                let number = if fine { plain.parse::<f64>().ok() } else { None };
                number.map(Some).ok_or_else(|| self.wrong("not-a-number"))
            }
            _ => Err(self.wrong("not-a-number")),
        }
    }

    /// A whole number: `12`, `12,0`; `12,5` is refused.
    pub fn whole(&self) -> Result<Option<i64>, CellError> {
        let Some(number) = self.decimal()? else { return Ok(None) };
        if number.fract() != 0.0 || number.abs() > 9e15 {
            return Err(self.wrong("not-whole"));
        }
        #[allow(clippy::cast_possible_truncation)]
        Ok(Some(number as i64))
    }

    /// A date: `12/03/2016`, `12.3.16`, `2016-03-12`, `mardi 1er mars 2016`, or a spreadsheet's
    /// own.
    pub fn date(&self) -> Result<Option<Date>, CellError> {
        match self {
            Self::Date(at) => Ok(Some(at.date())),
            Self::Number(n) => serial(*n).map(Some).ok_or_else(|| self.wrong("not-a-date")),
            _ if self.is_empty() => Ok(None),
            Self::Text(text) => read_date(text).map(Some).map_err(|code| self.wrong(code)),
            _ => Err(self.wrong("not-a-date")),
        }
    }

    /// A time of day: `14h30`, `14 h`, `14:30`, or a spreadsheet's fraction of a day.
    pub fn time(&self) -> Result<Option<Time>, CellError> {
        match self {
            Self::Date(at) => Ok(Some(at.time())),
            Self::Number(n) if (0.0..1.0).contains(n) => {
                #[allow(clippy::cast_possible_truncation)]
                let minutes = (n * 1_440.0).round() as i64;
                let time = Time::midnight().checked_add(SignedDuration::from_mins(minutes));
                time.map(Some).map_err(|_| self.wrong("not-a-time"))
            }
            _ if self.is_empty() => Ok(None),
            Self::Text(text) => read_time(text).map(Some).ok_or_else(|| self.wrong("not-a-time")),
            _ => Err(self.wrong("not-a-time")),
        }
    }

    /// Yes or no: `oui`, `non`, `x`, `vrai`, `1`…
    pub fn yes(&self) -> Result<Option<bool>, CellError> {
        match self {
            Self::Bool(b) => Ok(Some(*b)),
            _ if self.is_empty() => Ok(None),
            _ => match normal(&self.text()).as_str() {
                "oui" | "o" | "x" | "vrai" | "yes" | "y" | "true" | "1" => Ok(Some(true)),
                "non" | "n" | "faux" | "no" | "false" | "0" => Ok(Some(false)),
                _ => Err(self.wrong("not-yes-or-no")),
            },
        }
    }
}

/// Day number of a spreadsheet (1 is 1900-01-01, with its phantom 29 February 1900).
fn serial(n: f64) -> Option<Date> {
    if !(1.0..=80_000.0).contains(&n) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let days = n.trunc() as i64;
    date(1899, 12, 30).checked_add(days.days()).ok()
}

const MONTHS: [&str; 12] =
    ["janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"];

fn read_date(text: &str) -> Result<Date, &'static str> {
    let text = text.trim();
    let head = text.split(['T', ' ']).next().unwrap_or_default();
    if head.len() == 10 && head.as_bytes()[4] == b'-' {
        return head.parse().map_err(|_| "no-such-date");
    }
    let folded = normal(text);
    let mut words: Vec<&str> = folded.split(' ').collect();
    if words.first().is_some_and(|w| w.len() > 4 && w.ends_with("di") || *w == "dimanche") {
        words.remove(0);
    }
    let [day, month, year, ..] = words.as_slice() else { return Err("not-a-date") };
    let day: i8 = day.trim_end_matches("er").parse().map_err(|_| "not-a-date")?;
    let month: i8 = match month.parse() {
        Ok(number) => number,
        Err(_) => {
            let found = MONTHS.iter().position(|m| month.starts_with(m) || m.starts_with(month));
            i8::try_from(found.ok_or("not-a-date")? + 1).map_err(|_| "not-a-date")?
        }
    };
    let number: i16 = year.parse().map_err(|_| "not-a-date")?;
    let year = if year.len() <= 2 { number + 2_000 } else { number };
    Date::new(year, month, day).map_err(|_| "no-such-date")
}

fn read_time(text: &str) -> Option<Time> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.to_lowercase();
    let (hour, rest) = text.split_once(['h', ':'])?;
    let minute = rest.split([':', 'm']).next().unwrap_or_default();
    let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> Cell {
        Cell::Text(t.into())
    }

    #[test]
    fn headings_are_folded() {
        assert_eq!(normal("  Nb. d’inscrits "), "nb d inscrits");
        assert_eq!(normal("Préinscrits"), "preinscrits");
        assert_eq!(normal("Œuvre"), "oeuvre");
    }

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!(text("1 234,5").decimal(), Ok(Some(1_234.5)));
        assert_eq!(text("1.234,50").decimal(), Ok(Some(1_234.5)));
        assert_eq!(text("12,0").whole(), Ok(Some(12)));
        assert_eq!(text("12,5").whole().unwrap_err().code, "not-whole");
        assert_eq!(text("environ 12").whole().unwrap_err().code, "not-a-number");
        assert_eq!(text(" ").whole(), Ok(None));
    }

    #[test]
    fn dates_and_hours_as_people_write_them() {
        let expected = Ok(Some(date(2016, 3, 1)));
        for written in ["01/03/2016", "1.3.16", "2016-03-01", "mardi 1er mars 2016", "1 mars 2016"]
        {
            assert_eq!(text(written).date(), expected, "{written}");
        }
        assert_eq!(Cell::Number(42_430.0).date(), expected);
        assert_eq!(text("31/02/2016").date().unwrap_err().code, "no-such-date");
        assert_eq!(text("bientôt").date().unwrap_err().code, "not-a-date");
        assert_eq!(text("12 décembre 2016").date(), Ok(Some(date(2016, 12, 12))));
        for written in ["14h30", "14 h 30", "14:30", "14:30:00"] {
            assert_eq!(text(written).time(), Ok(Time::new(14, 30, 0, 0).ok()), "{written}");
        }
        assert_eq!(Cell::Number(0.5).time(), Ok(Time::new(12, 0, 0, 0).ok()));
        assert!(text("25h").time().is_err());
    }

    #[test]
    fn yes_and_no() {
        assert_eq!(text("Oui").yes(), Ok(Some(true)));
        assert_eq!(text("non").yes(), Ok(Some(false)));
        assert!(text("peut-être").yes().is_err());
    }
}
