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
            return Err(ReadError::TooLarge("5,000,000 cells at most"));
        }
        Ok(())
    }

    /// Takes note of the text of a cell.
    pub(super) fn text(&mut self, cell: &Cell) -> Result<(), ReadError> {
        let Cell::Text(text) = cell else { return Ok(()) };
        if text.len() > MOST_CELL_BYTES {
            return Err(ReadError::TooLarge("32 KiB in a cell at most"));
        }
        self.text = self.text.saturating_add(text.len());
        if self.text > MOST_TEXT_BYTES {
            return Err(ReadError::TooLarge("200 MiB of text at most"));
        }
        Ok(())
    }
}

/// Whether so many rows and columns may be.
pub(super) fn check(rows: usize, columns: usize) -> Result<(), ReadError> {
    if rows > MOST_ROWS {
        return Err(ReadError::TooLarge("200,000 rows at most"));
    }
    if columns > MOST_COLUMNS {
        return Err(ReadError::TooLarge("200 columns at most"));
    }
    Ok(())
}
