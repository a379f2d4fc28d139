//! The room's SQL and nothing else. No function here decides.

pub mod activities;
pub mod attendance;
pub mod departures;
pub mod facts;
pub mod proposals;
pub mod questions;
pub mod registrations;
pub mod sessions;

use ::store::{FromValue, Row, StoreError};

/// Reads a column that holds one of a closed set of words.
fn word<T>(
    row: &Row,
    column: usize,
    parse: impl Fn(&str) -> Option<T>,
    wanted: &'static str,
) -> Result<T, StoreError> {
    let code: String = row.get(column)?;
    parse(&code).ok_or(StoreError::Column { column, wanted, found: "another word".into() })
}

/// Reads a column that holds a date, `YYYY-MM-DD`.
fn date(row: &Row, column: usize) -> Result<jiff::civil::Date, StoreError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| StoreError::Column {
        column,
        wanted: "a date",
        found: "another text".into(),
    })
}

/// Reads a column that may be null.
fn maybe<T: FromValue>(row: &Row, column: usize) -> Result<Option<T>, StoreError> {
    row.get(column)
}
