//! Tables of yearly totals with no sessions behind them.

use std::collections::HashMap;

use base::{Id, Kind, Problem};
use jiff::civil::Date;
use site::{Actor, App, Permission};

use super::columns::{TOTALS_FIELDS, assign};
use super::openagenda::known;
use super::row::{Cells, open};
use super::store::{TypedTotals, put_totals, totals as kept};
use super::{Change, Options, Outcome, Refused, plain, run, shortened, unreadable};

/// Imports totals from a CSV, XLSX or ODS table into [`Options::organisation`]. Each is known by
/// its organisation, period and label; the report shows it as typed in.
pub async fn totals(
    app: &App,
    actor: &Actor,
    bytes: &[u8],
    options: &Options,
) -> Result<Outcome, Problem> {
    let organisation = options
        .organisation
        .clone()
        .ok_or_else(|| Problem::new(Kind::Invalid, "problem-import-organisation"))?;
    actor.need(Permission::Plan, &organisation)?;
    let (lines, refused) = read(bytes, &options.mapping)?;
    let now = app.clock.seconds();
    run(app, actor, options, lines.len(), refused, move |tx, tally| {
        known(tx, &organisation)?;
        let mut seen: HashMap<Id, u32> = HashMap::new();
        for (line, totals) in &lines {
            let id = Id::derived(
                "tot",
                &[
                    organisation.as_str(),
                    &totals.period.0.to_string(),
                    &totals.period.1.to_string(),
                    &plain(&totals.label),
                ],
            );
            if let Some(first) = seen.insert(id.clone(), *line) {
                let refused = Refused::new(*line, "", "problem-import-twice");
                tally.outcome.refused.push(refused.with("first", first));
                continue;
            }
            let change = match kept(tx, &id)? {
                Some(figures) if figures == totals.figures => Change::Unchanged,
                Some(_) => Change::Updated,
                None => Change::Created,
            };
            if change != Change::Unchanged {
                put_totals(tx, &id, &organisation, totals, now)?;
            }
            tally.count(change);
            tally.step();
        }
        Ok(())
    })
    .await
}

/// Totals and their line in the file.
type Numbered = (u32, TypedTotals);

/// The totals of a table, and the lines that cannot be taken.
fn read(
    bytes: &[u8],
    mapping: &[(String, String)],
) -> Result<(Vec<Numbered>, Vec<Refused>), Problem> {
    let table = open(bytes)?;
    let columns = assign(&table.headings, TOTALS_FIELDS, mapping)?;
    let has = |code| columns.contains(&Some(code));
    let dated = has("year") || (has("from") && has("to"));
    if !dated {
        return Err(unreadable("problem-import-no-period"));
    }
    let (mut lines, mut refused) = (vec![], vec![]);
    for row in &table.rows {
        let mut cells = Cells::new(&table.headings, &columns, row);
        if cells.is_empty() {
            continue;
        }
        let period = period(&mut cells);
        let label = shortened(&cells.text("label"), 200);
        let figures = [
            "sessions",
            "themes",
            "partners",
            "preregistered",
            "walk_ins",
            "participants",
            "no_shows",
        ]
        .map(|code| cells.whole(code));
        if cells.wrong.is_empty() && figures.iter().all(Option::is_none) {
            cells.refuse("participants", "problem-import-no-figure", "");
        }
        let (number, wrong) = (cells.number, cells.wrong);
        match period {
            Some(period) if wrong.is_empty() => {
                lines.push((number, TypedTotals { period, label, figures }));
            }
            _ => refused.extend(wrong),
        }
    }
    if lines.is_empty() && refused.is_empty() {
        return Err(Problem::new(Kind::Invalid, "problem-import-empty"));
    }
    Ok((lines, refused))
}

fn period(cells: &mut Cells<'_>) -> Option<(Date, Date)> {
    if !cells.text("year").is_empty() {
        let year = cells.number("year").and_then(|year| i16::try_from(year).ok());
        let year = year.filter(|y| (1900..=2200).contains(y));
        let Some(year) = year else {
            let text = cells.text("year");
            cells.refuse("year", "problem-import-year", &text);
            return None;
        };
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    }
    let (from, to) = (cells.date("from"), cells.date("to"));
    let (from, to) = (from?, to?);
    if to < from {
        let text = cells.text("to");
        cells.refuse("to", "problem-import-period", &text);
        return None;
    }
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_periods() {
        let csv =
            "Année;Du;Au;Séances;Participants\n2016;;;56;551\n;01/09/2015;31/12/2015;15;142\n";
        let (lines, refused) = read(csv.as_bytes(), &[]).unwrap();
        assert_eq!(refused, []);
        assert_eq!(lines[0].1.period.1.to_string(), "2016-12-31");
        assert_eq!(lines[1].1.figures[0], Some(15));
        assert_eq!(lines[1].1.figures[5], Some(142));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let csv = "Année;Participants\n2016;12,5\n20016;3\n2017;\n";
        let (_, refused) = read(csv.as_bytes(), &[]).unwrap();
        let reasons: Vec<_> = refused.iter().map(|r| (r.line, r.reason.as_str())).collect();
        assert_eq!(
            reasons,
            [
                (Some(2), "problem-import-number"),
                (Some(3), "problem-import-year"),
                (Some(4), "problem-import-no-figure")
            ]
        );
        assert!(read(b"Participants\n3\n", &[]).is_err());
    }
}
