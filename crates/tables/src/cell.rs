//! One cell, and what can be asked of it.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, date};

use crate::parse;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number. A time of day without a date is a fraction of a day.
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
    /// What was found (its first 200 characters).
    pub found: String,
}

/// A heading folded for comparison: lower case, no accents, words apart by one space, no
/// punctuation. `Nb. d'inscrits ` becomes `nb d inscrits`.
#[must_use]
pub fn normal(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    for c in heading.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => "a",
            'ç' => "c",
            'é' | 'è' | 'ê' | 'ë' => "e",
            'î' | 'ï' | 'í' | 'ì' => "i",
            'ô' | 'ö' | 'ó' | 'õ' | 'ò' => "o",
            'ù' | 'û' | 'ü' | 'ú' => "u",
            'ÿ' => "y",
            'ñ' => "n",
            'œ' => "oe",
            'æ' => "ae",
            c if c.is_alphanumeric() => {
                out.push(c);
                continue;
            }
            // Accents written apart (NFD), soft hyphens, marks of no width.
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => "",
            _ => " ",
        };
        if plain != " " || !out.ends_with(' ') {
            out.push_str(plain);
        }
    }
    out.trim().to_owned()
}

impl Cell {
    /// As a person would write it, trimmed; empty for an empty cell. Dates in ISO 8601.
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

    /// Whether nothing (or only white space) stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    fn wrong(&self, code: &'static str) -> CellError {
        CellError { code, found: self.text().chars().take(200).collect() }
    }

    /// A number: `1 234,5`, `1.234,50`, `1234.5`, `12`.
    ///
    /// # Errors
    /// `not-a-number`.
    pub fn decimal(&self) -> Result<Option<f64>, CellError> {
        let number = match self {
            _ if self.is_empty() => return Ok(None),
            Self::Number(n) => Some(*n).filter(|n| n.is_finite()),
            Self::Text(text) => parse::number(text),
            _ => None,
        };
        number.map(Some).ok_or_else(|| self.wrong("not-a-number"))
    }

    /// A whole number: `12`, `12,0`; `12,5` and `environ 12` are refused.
    ///
    /// # Errors
    /// `not-a-number`, `not-whole`.
    pub fn whole(&self) -> Result<Option<i64>, CellError> {
        let Some(number) = self.decimal()? else { return Ok(None) };
        if number.fract() != 0.0 || number.abs() > 9e15 {
            return Err(self.wrong("not-whole"));
        }
        #[allow(clippy::cast_possible_truncation)]
        Ok(Some(number as i64))
    }

    /// A date: `12/03/2016`, `12.3.16`, `2016-03-12`, `mardi 1er mars 2016`, or a spreadsheet's
    /// own. Two-digit years are of this century.
    ///
    /// # Errors
    /// `not-a-date`; `no-such-date` for the 31st of February.
    pub fn date(&self) -> Result<Option<Date>, CellError> {
        match self {
            _ if self.is_empty() => Ok(None),
            Self::Date(at) => Ok(Some(at.date())),
            Self::Number(n) => serial(*n).map(Some).ok_or_else(|| self.wrong("not-a-date")),
            Self::Text(text) => parse::day(text).map(Some).map_err(|code| self.wrong(code)),
            _ => Err(self.wrong("not-a-date")),
        }
    }

    /// A time of day: `14h30`, `14 h`, `14:30`, a date with a time, or a spreadsheet's fraction of
    /// a day.
    ///
    /// # Errors
    /// `not-a-time`.
    pub fn time(&self) -> Result<Option<Time>, CellError> {
        let time = match self {
            _ if self.is_empty() => return Ok(None),
            Self::Date(at) => Some(at.time()),
            Self::Number(n) => fraction(*n),
            Self::Text(text) => parse::clock(text).or_else(|| parse::clock_after_day(text)),
            _ => None,
        };
        time.map(Some).ok_or_else(|| self.wrong("not-a-time"))
    }

    /// Yes or no: oui/non, o/n, x, vrai/faux, yes/no, true/false, 1/0, a tick.
    ///
    /// # Errors
    /// `not-yes-or-no`.
    pub fn yes(&self) -> Result<Option<bool>, CellError> {
        match self {
            _ if self.is_empty() => Ok(None),
            Self::Bool(b) => Ok(Some(*b)),
            Self::Text(text) if matches!(text.trim(), "✓" | "✔" | "☑" | "☒") => {
                Ok(Some(true))
            }
            Self::Text(text) if text.trim() == "☐" => Ok(Some(false)),
            Self::Date(_) => Err(self.wrong("not-yes-or-no")),
            // A minus sign is no punctuation to be folded away.
            Self::Number(n) if *n < 0.0 => Err(self.wrong("not-yes-or-no")),
            _ => match normal(&self.text()).as_str() {
                "oui" | "o" | "x" | "vrai" | "yes" | "y" | "true" | "1" => Ok(Some(true)),
                "non" | "n" | "faux" | "no" | "false" | "0" => Ok(Some(false)),
                _ => Err(self.wrong("not-yes-or-no")),
            },
        }
    }
}

/// Day number of a spreadsheet (1 is 1900-01-01, 60 its phantom 29 February 1900).
fn serial(n: f64) -> Option<Date> {
    if !(1.0..=80_000.0).contains(&n) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let days = n.trunc() as i64;
    let days = match days {
        60 => return None,
        ..60 => days + 1,
        _ => days,
    };
    date(1899, 12, 30).checked_add(SignedDuration::from_hours(days * 24)).ok()
}

/// The time of day in a spreadsheet's number. A whole number of days says nothing of the hour.
fn fraction(n: f64) -> Option<Time> {
    if !(0.0..=80_000.0).contains(&n) || (n >= 1.0 && n.fract() == 0.0) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (n.fract() * 86_400.0).round() as i64;
    Time::midnight().checked_add(SignedDuration::from_secs(seconds)).ok()
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
        assert_eq!(normal("Nb. d'inscrits "), "nb d inscrits");
        assert_eq!(normal("Préinscrits"), "preinscrits");
        assert_eq!(normal("E\u{301}tat"), "etat");
        assert_eq!(normal("Œuvre"), "oeuvre");
        assert_eq!(normal("Présents\n(hors\u{a0}équipe)"), "presents hors equipe");
        assert_eq!(normal("—"), "");
    }

    #[test]
    fn numbers() {
        assert_eq!(text("1 234,5").decimal(), Ok(Some(1_234.5)));
        assert_eq!(text("12,0").whole(), Ok(Some(12)));
        assert_eq!(text("12,5").whole().unwrap_err().code, "not-whole");
        assert_eq!(Cell::Number(12.5).whole().unwrap_err().code, "not-whole");
        assert_eq!(text("environ 12").whole().unwrap_err().code, "not-a-number");
        assert_eq!(text("environ 12").whole().unwrap_err().found, "environ 12");
        assert_eq!(text(" ").whole(), Ok(None));
        assert_eq!(Cell::Empty.decimal(), Ok(None));
        assert_eq!(Cell::Number(f64::NAN).decimal().unwrap_err().code, "not-a-number");
        assert_eq!(Cell::Bool(true).whole().unwrap_err().code, "not-a-number");
        assert_eq!(Cell::Number(1e18).whole().unwrap_err().code, "not-whole");
    }

    #[test]
    fn a_spreadsheets_days_and_hours() {
        assert_eq!(Cell::Number(42_430.0).date(), Ok(Some(date(2016, 3, 1))));
        assert_eq!(Cell::Number(1.0).date(), Ok(Some(date(1900, 1, 1))));
        assert_eq!(Cell::Number(61.0).date(), Ok(Some(date(1900, 3, 1))));
        for n in [0.0, 60.0, 80_001.0, -1.0, f64::NAN] {
            assert_eq!(Cell::Number(n).date().unwrap_err().code, "not-a-date", "{n}");
        }
        assert_eq!(Cell::Number(0.5).time(), Ok(Time::new(12, 0, 0, 0).ok()));
        assert_eq!(Cell::Number(0.604_166_666_666).time(), Ok(Time::new(14, 30, 0, 0).ok()));
        assert_eq!(Cell::Number(42_430.75).time(), Ok(Time::new(18, 0, 0, 0).ok()));
        for n in [14.0, -0.5, f64::INFINITY] {
            assert_eq!(Cell::Number(n).time().unwrap_err().code, "not-a-time", "{n}");
        }
        let at = date(2016, 3, 1).at(14, 30, 0, 0);
        assert_eq!(Cell::Date(at).date(), Ok(Some(at.date())));
        assert_eq!(Cell::Date(at).time(), Ok(Some(at.time())));
        assert_eq!(text("01/03/2016 14h30").time(), Ok(Some(at.time())));
        assert_eq!(text("2016-03-01T14:30:00").time(), Ok(Some(at.time())));
    }

    #[test]
    fn yes_and_no() {
        for yes in ["Oui", "o", " X ", "vrai", "VRAI", "yes", "true", "1", "✔"] {
            assert_eq!(text(yes).yes(), Ok(Some(true)), "{yes}");
        }
        for no in ["non", "N", "Faux", "no", "false", "0"] {
            assert_eq!(text(no).yes(), Ok(Some(false)), "{no}");
        }
        assert_eq!(Cell::Number(1.0).yes(), Ok(Some(true)));
        assert_eq!(Cell::Number(0.0).yes(), Ok(Some(false)));
        assert_eq!(Cell::Number(-1.0).yes().unwrap_err().code, "not-yes-or-no");
        assert_eq!(Cell::Bool(false).yes(), Ok(Some(false)));
        assert_eq!(Cell::Empty.yes(), Ok(None));
        assert_eq!(text("peut-être").yes().unwrap_err().code, "not-yes-or-no");
    }

    #[test]
    fn what_was_found_is_kept_short() {
        assert_eq!(text(&"a".repeat(5_000)).date().unwrap_err().found.len(), 200);
    }
}
