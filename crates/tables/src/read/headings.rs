//! Which row holds the headings.

use super::limits::{Budget, check};
use super::{Grid, Merge, ReadError, Row, Table};
use crate::Cell;

/// How far down the headings are looked for.
const FARTHEST: usize = 50;
/// How many later rows must agree.
const WITNESSES: usize = 100;

/// Text that is neither a number nor a date nor an hour.
fn wordy(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(_))
        && !cell.is_empty()
        && cell.decimal().is_err()
        && cell.date().is_err_and(|e| e.code != "no-such-date")
        && cell.time().is_err()
}

/// A year may stand among headings: one column a year.
fn year(cell: &Cell) -> bool {
    matches!(cell.whole(), Ok(Some(1900..=2100)))
}

/// At least two texts, and nothing that looks like data.
fn could_head(row: &Row) -> bool {
    row.cells.iter().filter(|c| wordy(c)).count() >= 2
        && row.cells.iter().all(|c| c.is_empty() || wordy(c) || year(c))
}

/// The part of the later rows whose every cell has a heading above it.
fn agreement(row: &Row, later: &[Row]) -> f64 {
    let later = &later[..later.len().min(WITNESSES)];
    if later.is_empty() {
        return 1.0;
    }
    let headed = |at: usize| row.cells.get(at).is_some_and(|c| !c.is_empty());
    let agree = later
        .iter()
        .filter(|r| r.cells.iter().enumerate().all(|(at, c)| c.is_empty() || headed(at)))
        .count();
    #[allow(clippy::cast_precision_loss)]
    let part = agree as f64 / later.len() as f64;
    part
}

/// The first row that could be headings and that most later rows agree with; if there is none, the
/// one that most agree with.
fn find(rows: &[Row]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (at, row) in rows.iter().enumerate().take(FARTHEST).filter(|(_, r)| could_head(r)) {
        let part = agreement(row, &rows[at + 1..]);
        if part > 0.5 {
            return Some(at);
        }
        if best.is_none_or(|(_, most)| part > most) {
            best = Some((at, part));
        }
    }
    best.map(|(at, _)| at)
}

/// Writes the value of each merged region into its lower rows. Above the data this may only make
/// headings whole: a merged title goes across, and never down into the data.
fn unmerge(
    rows: &mut [Row],
    merges: &[Merge],
    wanted: impl Fn(&Merge) -> bool,
    budget: &mut Budget,
) -> Result<(), ReadError> {
    for merge in merges.iter().filter(|m| wanted(m)) {
        let start = rows.partition_point(|r| r.line < merge.first);
        let top = rows.get(start).filter(|r| r.line == merge.first);
        let Some(value) = top.and_then(|r| r.cells.get(merge.column)).cloned() else { continue };
        if value.is_empty() {
            continue;
        }
        for row in rows[start + 1..].iter_mut().take_while(|r| r.line <= merge.last) {
            // Paid for even when nothing is written, so that regions without number end.
            budget.cells(1)?;
            if row.cells.len() <= merge.column {
                budget.cells(merge.column + 1 - row.cells.len())?;
                row.cells.resize(merge.column + 1, Cell::Empty);
            }
            if row.cells[merge.column].is_empty() {
                budget.text(&value)?;
                row.cells[merge.column] = value.clone();
            }
        }
    }
    Ok(())
}

/// Finds the headings of a grid.
pub(super) fn table(grid: Grid, budget: &mut Budget) -> Result<Table, ReadError> {
    let Grid { name, mut rows, mut merges } = grid;
    rows.retain(|row| row.cells.iter().any(|c| !c.is_empty()));
    if rows.is_empty() {
        return Err(ReadError::Empty);
    }
    // A table may stand some columns to the right.
    let first = |row: &Row| row.cells.iter().position(|c| !c.is_empty()).unwrap_or(0);
    let left = rows.iter().map(first).min().unwrap_or(0);
    if left > 0 && !name.is_empty() {
        for row in &mut rows {
            row.cells.drain(..left);
        }
        merges.retain(|m| m.column >= left);
        for merge in &mut merges {
            merge.column -= left;
        }
    }
    // Headings over two rows: what is merged down near the top belongs to the lower row too.
    let end = rows.len().min(FARTHEST);
    let bottom = rows[..end].last().map_or(0, |r| r.line);
    let mut top: Vec<Row> = rows[..end].to_vec();
    unmerge(&mut top, &merges, |m| m.last <= bottom, budget)?;
    let mut looked_at = top;
    looked_at.extend(rows[end..].iter().take(WITNESSES).cloned());
    let at = find(&looked_at).ok_or(ReadError::NoHeadings)?;
    let line = looked_at[at].line;
    let mut headings: Vec<String> = looked_at[at].cells.iter().map(Cell::text).collect();
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    let width = headings.len();
    let mut rows = rows.split_off(at + 1);
    check(rows.len(), width)?;
    unmerge(&mut rows, &merges, |m| m.first > line, budget)?;
    for row in &mut rows {
        budget.cells(width.saturating_sub(row.cells.len()))?;
        row.cells.resize(width, Cell::Empty);
    }
    rows.retain(|row| row.cells.iter().any(|c| !c.is_empty()));
    Ok(Table { name, headings, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let cell = |t: &&str| if t.is_empty() { Cell::Empty } else { Cell::Text((*t).into()) };
        let rows = (1..)
            .zip(rows)
            .map(|(line, cells)| Row { line, cells: cells.iter().map(cell).collect() })
            .collect();
        Grid { name: "s".into(), rows, merges: vec![] }
    }

    fn read(grid: Grid) -> Table {
        table(grid, &mut Budget::default()).unwrap()
    }

    #[test]
    fn a_title_and_a_block_of_facts_are_no_headings() {
        let table = read(grid(&[
            &["Bilan des ateliers"],
            &["Structure", "Bpi"],
            &[],
            &["Intitulé", "Date", "Présents"],
            &["CV", "12/03/2016", "7"],
            &["VAE", "13/03/2016", "12"],
        ]));
        assert_eq!(table.headings, ["Intitulé", "Date", "Présents"]);
        assert_eq!(table.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [5, 6]);
    }

    #[test]
    fn years_may_be_headings() {
        let table = read(grid(&[&["Atelier", "Pôle", "2015", "2016"], &["CV", "A", "7", "8"]]));
        assert_eq!(table.headings, ["Atelier", "Pôle", "2015", "2016"]);
    }

    #[test]
    fn data_alone_has_no_headings() {
        let found = table(grid(&[&["CV", "x", "12/03/2016", "7"]]), &mut Budget::default());
        assert_eq!(found, Err(ReadError::NoHeadings));
        assert_eq!(table(grid(&[&[], &[""]]), &mut Budget::default()), Err(ReadError::Empty));
    }

    #[test]
    fn headings_alone_are_a_table_without_rows() {
        let table = read(grid(&[&["Intitulé", "Date"]]));
        assert_eq!((table.headings.len(), table.rows.len()), (2, 0));
    }

    #[test]
    fn a_table_to_the_right_begins_where_it_begins() {
        let table = read(grid(&[&["", "", "Intitulé", "Date"], &["", "", "CV", "12/03/2016"]]));
        assert_eq!(table.headings, ["Intitulé", "Date"]);
        assert_eq!(table.rows[0].cells[0].text(), "CV");
    }

    #[test]
    fn headings_over_two_rows_and_values_merged_down() {
        let mut grid = grid(&[
            &["Atelier", "Participants", ""],
            &["", "Inscrits", "Présents"],
            &["CV", "12", "7"],
            &["", "10", "8"],
            &["VAE", "10", "8"],
        ]);
        grid.merges =
            vec![Merge { column: 0, first: 1, last: 2 }, Merge { column: 0, first: 3, last: 4 }];
        let table = read(grid);
        assert_eq!(table.headings, ["Atelier", "Inscrits", "Présents"]);
        let names: Vec<_> = table.rows.iter().map(|r| r.cells[0].text()).collect();
        assert_eq!(names, ["CV", "CV", "VAE"]);
    }
}
