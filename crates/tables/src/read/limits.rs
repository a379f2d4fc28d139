//! How much is read at most.

use super::ReadError;
use crate::Cell;

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Most bytes that the parts of a packed file may unpack to.
pub const MOST_UNPACKED_BYTES: u64 = 200 * 1024 * 1024;
/// Most parts of a packed file: a workbook of two hundred sheets has some four hundred.
pub const MOST_PARTS: usize = 2_000;
/// Most rows that are not empty.
pub const MOST_ROWS: usize = 200_000;
/// Most columns.
pub const MOST_COLUMNS: usize = 200;
/// Longest text in one cell, in bytes.
pub const MOST_CELL_BYTES: usize = 32 * 1024;
/// Most cells in all: a few bytes can ask for very many.
pub const MOST_CELLS: usize = 5_000_000;
/// Most bytes of text in all cells: a packed file can name one long text a million times.
pub const MOST_TEXT_BYTES: usize = 200 * 1024 * 1024;

/// Which of these a file goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of the file.
    Bytes,
    /// Bytes that it unpacks to.
    Unpacked,
    /// Parts of a packed file.
    Parts,
    /// Rows.
    Rows,
    /// Columns.
    Columns,
    /// Text in one cell.
    Cell,
    /// Cells in all.
    Cells,
    /// Text in all.
    Text,
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Bytes => "20 MiB at most",
            Self::Unpacked => "200 MiB unpacked at most",
            Self::Parts => "2,000 parts at most",
            Self::Rows => "200,000 rows at most",
            Self::Columns => "200 columns at most",
            Self::Cell => "32 KiB in a cell at most",
            Self::Cells => "5,000,000 cells at most",
            Self::Text => "200 MiB of text at most",
        })
    }
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Takes note of so many more cells.
    pub(super) fn cells(&mut self, more: usize) -> Result<(), ReadError> {
        self.cells = self.cells.saturating_add(more);
        if self.cells > MOST_CELLS {
            return Err(ReadError::TooLarge(Limit::Cells));
        }
        Ok(())
    }

    /// Takes note of the text of a cell.
    pub(super) fn text(&mut self, cell: &Cell) -> Result<(), ReadError> {
        let Cell::Text(text) = cell else { return Ok(()) };
        if text.len() > MOST_CELL_BYTES {
            return Err(ReadError::TooLarge(Limit::Cell));
        }
        self.text = self.text.saturating_add(text.len());
        if self.text > MOST_TEXT_BYTES {
            return Err(ReadError::TooLarge(Limit::Text));
        }
        Ok(())
    }
}

/// Whether so many rows and columns may be.
///
/// # Errors
/// [`ReadError::TooLarge`] where they may not.
pub fn check(rows: usize, columns: usize) -> Result<(), ReadError> {
    if rows > MOST_ROWS {
        return Err(ReadError::TooLarge(Limit::Rows));
    }
    if columns > MOST_COLUMNS {
        return Err(ReadError::TooLarge(Limit::Columns));
    }
    Ok(())
}
