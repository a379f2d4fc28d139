//! What came of a list: how many, and which rows stand behind each count. Pure.

use ::store::words;
use base::Id;
use inclusion::{Fault, Mapping, Place, Said};
use serde::{Deserialize, Serialize};

use super::take::Counts;

words! {
    /// What a row of a result is about.
    Sort {
        /// An entry.
        Entry = "entry", "exchange-sort-entries";
        /// An organisation.
        Structure = "structure", "exchange-sort-structures";
        /// A line of the file.
        Line = "line", "exchange-sort-lines";
    }
}

words! {
    /// What became of it.
    Did {
        /// Not here before.
        Created = "created", "exchange-did-created";
        /// Changed.
        Updated = "updated", "exchange-did-updated";
        /// As it was.
        Unchanged = "unchanged", "exchange-did-unchanged";
        /// The list holds it no longer.
        Gone = "gone", "exchange-did-gone";
        /// Not taken.
        Refused = "refused", "exchange-did-refused";
        /// Taken, and something of it left out or to be looked at.
        Noted = "noted", "exchange-did-noted";
    }
}

/// How many of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Entries.
    pub entries: Counts,
    /// Entries that the list holds no longer.
    pub gone: usize,
    /// Entries in which people here say otherwise and were not overruled.
    pub kept: usize,
    /// Organisations.
    pub structures: Counts,
    /// Lines that were refused.
    pub refused: usize,
    /// Lines that were taken without something of theirs.
    pub noted: usize,
}

impl Tally {
    /// The counts of a result.
    #[must_use]
    pub fn of(rows: &[RowTaken]) -> Self {
        let mut tally = Self::default();
        for row in rows {
            tally.add(row.of, row.did, 1);
            tally.kept += usize::from(!row.kept.is_empty());
        }
        tally
    }

    /// Some rows more of one kind.
    pub(super) fn add(&mut self, of: Sort, did: Did, n: usize) {
        let counts = if of == Sort::Entry { &mut self.entries } else { &mut self.structures };
        let count = match (of, did) {
            (Sort::Line, Did::Refused) => &mut self.refused,
            (Sort::Line, Did::Noted) => &mut self.noted,
            (Sort::Line, _) => return,
            (_, Did::Created) => &mut counts.created,
            (_, Did::Updated) => &mut counts.updated,
            (_, Did::Unchanged) => &mut counts.unchanged,
            (Sort::Entry, Did::Gone) => &mut self.gone,
            _ => return,
        };
        *count += n;
    }

    /// Whether taking the list would change anything.
    #[must_use]
    pub fn moves(&self) -> bool {
        let moved = |c: Counts| c.created + c.updated > 0;
        moved(self.entries) || moved(self.structures) || self.gone > 0 || self.kept > 0
    }

    /// Whether it holds places of which nobody knows what they offer, and nothing else.
    #[must_use]
    pub fn no_entries(&self) -> bool {
        let any = |c: Counts| c.created + c.updated + c.unchanged > 0;
        any(self.structures) && !any(self.entries)
    }

    /// Whether so much is gone that the file may be a part of the list only.
    #[must_use]
    pub fn looks_cut(&self) -> bool {
        self.gone > 4 && self.gone > self.entries.updated + self.entries.unchanged
    }
}

/// A field and what it said and says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its name in the code.
    pub field: String,
    /// Before; of what is kept: what is kept.
    pub old: String,
    /// After; of what is kept: what the list says.
    pub new: String,
}

/// What is to be said about a value of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its column, as it is called in the file.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Key of the message.
    pub message: String,
    /// Its arguments.
    pub args: Vec<(String, String)>,
    /// What may be meant.
    pub guess: Option<String>,
}

impl Told {
    fn of(fault: &Fault, mapping: Option<&Mapping>) -> Self {
        let problem = fault.problem();
        let heading = mapping.and_then(|m| m.heading_of(&fault.field));
        Self {
            column: heading.unwrap_or(&fault.field).to_owned(),
            value: fault.value.clone(),
            message: problem.message.clone().into_owned(),
            args: problem.args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            guess: fault.did_you_mean.clone(),
        }
    }
}

/// What became of one entry, organisation or line.
#[derive(Clone, Debug, PartialEq)]
pub struct RowTaken {
    /// What it is about.
    pub of: Sort,
    /// What became of it.
    pub did: Did,
    /// Where it stands in the file; nowhere: it stands there no longer.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// The entry or organisation, where there is one.
    pub subject: Option<Id>,
    /// Fields that changed.
    pub changes: Vec<Change>,
    /// Fields in which people here say otherwise.
    pub kept: Vec<Change>,
    /// What is to be said about values.
    pub told: Vec<Told>,
}

/// What a row keeps as JSON.
#[derive(Default, Serialize, Deserialize)]
struct Detail {
    changes: Vec<Change>,
    kept: Vec<Change>,
    told: Vec<Told>,
}

impl RowTaken {
    /// A row about an entry or an organisation.
    #[must_use]
    pub fn new(of: Sort, did: Did, place: Place, name: &str, subject: Option<Id>) -> Self {
        let (changes, kept, told) = (vec![], vec![], vec![]);
        Self { of, did, place, name: name.to_owned(), subject, changes, kept, told }
    }

    /// A row about a line of the file.
    #[must_use]
    pub fn line(said: &Said, mapping: Option<&Mapping>) -> Self {
        let did = if said.taken { Did::Noted } else { Did::Refused };
        let told = said.faults.iter().map(|fault| Told::of(fault, mapping)).collect();
        Self { told, ..Self::new(Sort::Line, did, said.place.clone(), &said.id, None) }
    }

    /// Its details as they are kept.
    #[must_use]
    pub fn detail(&self) -> String {
        let (changes, kept, told) = (self.changes.clone(), self.kept.clone(), self.told.clone());
        serde_json::to_string(&Detail { changes, kept, told }).unwrap_or_default()
    }

    /// The same row with details that were kept.
    #[must_use]
    pub fn with_detail(self, text: &str) -> Self {
        let Detail { changes, kept, told } = serde_json::from_str(text).unwrap_or_default();
        Self { changes, kept, told, ..self }
    }
}

/// A list that was taken, once.
#[derive(Clone, Debug, PartialEq)]
pub struct Taking {
    /// Identifier.
    pub id: Id,
    /// Which list.
    pub source: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Who, as the audit trail has it.
    pub who: String,
    /// What came of it.
    pub tally: Tally,
    /// What the preview had announced, where it came otherwise.
    pub announced: Option<Tally>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_the_rows_and_details_read_back() {
        let row = |of, did| RowTaken::new(of, did, Place::default(), "A", None);
        let change = Change { field: "phone".into(), old: "01".into(), new: "02".into() };
        let kept = RowTaken { kept: vec![change], ..row(Sort::Entry, Did::Unchanged) };
        let rows = [
            row(Sort::Entry, Did::Created),
            row(Sort::Entry, Did::Gone),
            row(Sort::Structure, Did::Created),
            row(Sort::Line, Did::Refused),
            row(Sort::Line, Did::Noted),
            kept.clone(),
        ];
        let tally = Tally::of(&rows);
        assert_eq!((tally.entries.created, tally.entries.unchanged, tally.kept), (1, 1, 1));
        assert_eq!((tally.structures.created, tally.refused, tally.noted), (1, 1, 1));
        assert!(tally.moves() && !tally.looks_cut() && !tally.no_entries());
        assert!(Tally::of(&rows[2..3]).no_entries());
        assert!(!Tally::of(&rows[3..5]).moves());
        let text = kept.detail();
        assert_eq!(RowTaken { kept: vec![], ..kept.clone() }.with_detail(&text), kept);
    }

    #[test]
    fn a_list_that_has_lost_most_of_its_entries_looks_cut() {
        let tally = |gone, unchanged| Tally {
            gone,
            entries: Counts { unchanged, ..Counts::default() },
            ..Tally::default()
        };
        assert!(tally(9, 8).looks_cut());
        assert!(!tally(8, 9).looks_cut());
        assert!(!tally(3, 1).looks_cut(), "too few to tell");
    }
}
