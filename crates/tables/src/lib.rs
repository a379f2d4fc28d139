//! Reads the tables people keep (CSV, XLSX, ODS), writes the ones they open.
//!
//! Reading is forgiving about form (separators, encodings, a title above the headings, decimal
//! commas, French dates) and strict about content: what cannot be read is said, cell by cell.

mod cell;
mod parse;
mod read;
mod write;

pub use cell::{Cell, CellError, normal};
pub use read::{
    Kind, Limit, MOST_BYTES, MOST_CELL_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_PARTS, MOST_ROWS,
    MOST_TEXT_BYTES, MOST_UNPACKED_BYTES, Page, ReadError, Row, Table, check, decode, pages, read,
    sniff,
};
pub use write::{Sheet, WriteError, harmless, write_csv, write_xlsx};
