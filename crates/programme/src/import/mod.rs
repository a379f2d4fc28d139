//! Imports: OpenAgenda exports, tables of sessions, tables of totals.
//!
//! Every import is all or nothing, in one transaction: as soon as one line is refused nothing is
//! written, and the [`Outcome`] lists every refused line, not the first only. A dry run goes the
//! same way to the end and is then rolled back. Everything an import makes has an identifier
//! derived from what it is ([`base::Id::derived`]), so that the same file twice changes nothing.

mod columns;
#[cfg(test)]
pub(crate) mod end_to_end;
mod hours;
mod lookup;
mod openagenda;
mod record;
mod row;
mod sessions;
mod store;
mod totals;

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use serde::Serialize;
use site::audit::{self, Act};
use site::{Actor, App};
use tokio::sync::mpsc;

pub use columns::{Field, SESSION_FIELDS, TOTALS_FIELDS, assign, guess};
pub use openagenda::{events_in, openagenda};
pub use row::open as open_table;
pub use sessions::sessions;
pub use totals::totals;

/// How many sessions a table holds that can be taken, and the lines that cannot. Headings are
/// guessed.
pub fn lines_in(bytes: &[u8], today: jiff::civil::Date) -> Result<(usize, Vec<Refused>), Problem> {
    row::read_lines(bytes, &[], today).map(|(lines, refused)| (lines.len(), refused))
}

/// Told how many rows are done, of how many.
pub type Progress = Box<dyn Fn(usize, usize) + Send + Sync>;

/// How to import.
#[derive(Default)]
pub struct Options {
    /// Whose programme it is. Needed for sessions and totals; without it, OpenAgenda events belong
    /// to the agenda they come from.
    pub organisation: Option<Id>,
    /// Go through everything and write nothing.
    pub dry_run: bool,
    /// Heading as written in the file → code of a field ([`SESSION_FIELDS`], [`TOTALS_FIELDS`]) or
    /// nothing, to leave the column out. Headings not named here are guessed.
    pub mapping: Vec<(String, String)>,
    /// Told of the progress.
    pub progress: Option<Progress>,
}

/// What came of an import. Counts are sessions, or totals when totals are imported; a session
/// whose activity changed counts as updated. All are 0 when a line was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Made.
    pub created: usize,
    /// Changed.
    pub updated: usize,
    /// Found as they are in the file.
    pub unchanged: usize,
    /// Activities they belong to.
    pub activities: usize,
    /// Lines that cannot be taken; when there is one, nothing was written.
    pub refused: Vec<Refused>,
    /// Nothing was written because nothing was to be.
    pub dry_run: bool,
}

/// A line that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Line of the file, or number of the record in a JSON file, from 1.
    pub line: Option<u32>,
    /// Heading as written, or name of the JSON field.
    pub field: String,
    /// Key of the reason in the catalogues.
    pub reason: String,
    /// Arguments of the reason.
    pub args: Vec<(&'static str, String)>,
}

impl Refused {
    /// A refused line.
    #[must_use]
    pub fn new(line: u32, field: impl Into<String>, reason: &str) -> Self {
        Self { line: Some(line), field: field.into(), reason: reason.to_owned(), args: vec![] }
    }

    /// Adds an argument of the reason.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, shortened(&value.to_string(), 120)));
        self
    }
}

/// Why a transaction was not committed.
enum Stop {
    /// It cannot go on.
    Problem(Problem),
    /// It went to the end and is taken back: a dry run, or refused lines.
    TakenBack(Outcome),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// What happened to one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Created,
    Updated,
    Unchanged,
}

/// Counts while a transaction runs.
struct Tally {
    outcome: Outcome,
    done: usize,
    total: usize,
    told: mpsc::UnboundedSender<(usize, usize)>,
}

impl Tally {
    fn count(&mut self, change: Change) {
        match change {
            Change::Created => self.outcome.created += 1,
            Change::Updated => self.outcome.updated += 1,
            Change::Unchanged => self.outcome.unchanged += 1,
        }
    }

    /// One more row of the file is done.
    fn step(&mut self) {
        self.done += 1;
        // Whoever listened may have gone.
        let _ = self.told.send((self.done, self.total));
    }
}

/// Runs an import in one transaction: committed when nothing was refused and it is no dry run.
async fn run<F>(
    app: &App,
    actor: &Actor,
    options: &Options,
    total: usize,
    refused: Vec<Refused>,
    work: F,
) -> Result<Outcome, Problem>
where
    F: FnOnce(&mut Tx<'_>, &mut Tally) -> Result<(), Stop> + Send + 'static,
{
    let dry_run = options.dry_run;
    let (told, mut listened) = mpsc::unbounded_channel();
    let (app2, actor, organisation) = (app.clone(), actor.clone(), options.organisation.clone());
    let writing = app.db.write(move |tx| {
        let outcome = Outcome { dry_run, refused, ..Outcome::default() };
        let mut tally = Tally { outcome, done: 0, total, told };
        work(tx, &mut tally)?;
        let mut outcome = tally.outcome;
        if !outcome.refused.is_empty() {
            outcome.refused.sort_by_key(|r| r.line);
            let Outcome { refused, .. } = outcome;
            let outcome = Outcome { refused, dry_run, ..Outcome::default() };
            return Err(Stop::TakenBack(outcome));
        }
        if dry_run {
            return Err(Stop::TakenBack(outcome));
        }
        if outcome.created + outcome.updated > 0 {
            let done = format!("+{} ~{}", outcome.created, outcome.updated);
            let (owner, subject) =
                (organisation.as_ref(), organisation.as_ref().map_or("", Id::as_str));
            audit::note(&app2, tx, &actor, Act::Imported, owner, subject, &done)?;
        }
        Ok(outcome)
    });
    let mut writing = std::pin::pin!(writing);
    let result = loop {
        tokio::select! {
            Some((done, total)) = listened.recv() => {
                if let Some(progress) = &options.progress {
                    progress(done, total);
                }
            }
            result = &mut writing => break result,
        }
    };
    if let Some(progress) = &options.progress {
        while let Ok((done, total)) = listened.try_recv() {
            progress(done, total);
        }
    }
    match result {
        Ok(outcome) | Err(Stop::TakenBack(outcome)) => Ok(outcome),
        Err(Stop::Problem(problem)) => Err(problem),
    }
}

/// A file that cannot be read at all.
fn unreadable(message: &'static str) -> Problem {
    Problem::new(Kind::Invalid, message)
}

/// At most `most` characters; an ellipsis stands for what was cut off.
fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// Letters and digits in lower case without accents, words apart by one space: how names and
/// headings are compared.
fn plain(text: &str) -> String {
    let words = tables::normal(text).replace(|c: char| !c.is_alphanumeric(), " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The candidate nearest to `word`, if one is near enough to be meant.
fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = plain(word).chars().collect();
    let most = (word.len() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|c| (distance(&word, &plain(c).chars().collect::<Vec<_>>()), c))
        .filter(|(d, _)| *d <= most)
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}

/// Levenshtein's distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_is_near_or_nothing() {
        assert_eq!(nearest("atelie", ["Club", "Atelier"]), Some("Atelier"));
        assert_eq!(nearest("xyz", ["Club", "Atelier"]), None);
    }

    #[test]
    fn shortened_keeps_whole_characters() {
        assert_eq!(shortened("été", 3), "été");
        assert_eq!(shortened("été chaud", 5), "été…");
    }
}
