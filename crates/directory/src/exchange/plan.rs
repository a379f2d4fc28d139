//! What is to be written of a list, and what is already as it says. Pure.

use std::collections::HashSet;

use base::Id;
use inclusion::{Fault, FaultKind, Mapping, Outcome, Place, Row, Said, Service, Structure};
use serde::{Deserialize, Serialize};

use super::store::LastSaid;
use super::takings::{Did, RowTaken, Sort};

/// Where the rows about lines of the file begin, behind those about entries and organisations.
const LINES: i64 = 1 << 40;
/// Room for several things that are said of one line.
const A_LINE: i64 = 1 << 10;

/// What has to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum What {
    /// An organisation that is new or that the list tells otherwise.
    Structure(Box<Structure>),
    /// A service that is new, back, or that the list tells otherwise, and the name of its structure.
    Service(Box<Service>, String),
    /// What the list called so, and holds no longer.
    Gone(String),
}

impl What {
    /// The entry that is there for it.
    pub fn of_services<'a>(&self, last: &'a LastSaid) -> Option<&'a Id> {
        let name = match self {
            Self::Structure(_) => return None,
            Self::Service(s, _) => &s.id,
            Self::Gone(name) => name,
        };
        last.services.get(name).map(|before| &before.id)
    }
}

/// One row that has to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Planned {
    /// Its position in the result.
    pub position: i64,
    /// The position of what is said of its line.
    pub line: i64,
    /// Where it stands in the file.
    pub place: Place,
    /// What it is.
    pub what: What,
}

/// A whole list.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// What stays as it is, with its position in the result.
    pub still: Vec<(i64, RowTaken)>,
    /// What has to be written: organisations, services, and what is gone, each in the order of the file.
    pub todo: Vec<Planned>,
    /// What is said of lines.
    pub said: Vec<Said>,
    /// The rows about lines, as [`Plan::with_lines`] makes them.
    pub lines: Vec<(i64, RowTaken)>,
}

/// Refuses a row: that is said beside what was said of it already.
pub(super) fn refuse(said: &mut Vec<Said>, place: &Place, id: &str, fault: Fault) {
    match said.iter_mut().find(|s| s.place == *place) {
        Some(said) => {
            said.taken = false;
            if !said.faults.contains(&fault) {
                said.faults.push(fault);
            }
        }
        None => {
            let (place, id) = (place.clone(), id.to_owned());
            said.push(Said { place, id, taken: false, faults: vec![fault] });
        }
    }
}

/// A service as it is told from others of its name: once, where it and its owner have one name.
pub(super) fn whole_name(owner: &str, title: &str) -> String {
    if owner.is_empty() || owner == title {
        title.to_owned()
    } else {
        format!("{owner} · {title}")
    }
}

impl Plan {
    /// What a list says, beside what it last said. Of a partial list nothing is gone.
    #[must_use]
    pub fn of(last: &LastSaid, outcome: Outcome, partial: bool) -> Self {
        let mut plan = Self { said: outcome.said, ..Self::default() };
        let names: std::collections::HashMap<String, String> =
            outcome.structures.iter().map(|r| (r.value.id.clone(), r.value.name.clone())).collect();
        let mut at = 0;
        plan.structures(&mut at, last, outcome.structures);
        let mut here = HashSet::new();
        for Row { place, value: s } in outcome.services {
            let position = next(&mut at);
            if !here.insert(s.id.clone()) {
                refuse(&mut plan.said, &place, &s.id, Fault::new("id", &s.id, FaultKind::Twice));
                continue;
            }
            let owner = names.get(&s.structure_id).map(String::as_str).unwrap_or_default();
            match last.services.get(&s.id).filter(|before| !before.gone && before.says(&s)) {
                Some(before) => {
                    let name = whole_name(owner, &s.name);
                    let id = Some(before.id.clone());
                    let row = RowTaken::new(Sort::Entry, Did::Unchanged, place, &name, id);
                    plan.still.push((position, row));
                }
                None => plan.add(position, place, What::Service(Box::new(s), owner.to_owned())),
            }
        }
        if !partial {
            let lost = last.services.iter().filter(|(name, b)| !b.gone && !here.contains(*name));
            let mut lost: Vec<String> = lost.map(|(name, _)| name.clone()).collect();
            lost.sort_unstable();
            for name in lost {
                plan.add(next(&mut at), Place::default(), What::Gone(name));
            }
        }
        plan.said.sort_by_key(|said| key(&said.place));
        plan
    }

    fn structures(&mut self, at: &mut i64, last: &LastSaid, structures: Vec<Row<Structure>>) {
        let mut seen = HashSet::new();
        for Row { place, value: s } in structures {
            let position = next(at);
            if !seen.insert(s.id.clone()) {
                refuse(&mut self.said, &place, &s.id, Fault::new("id", &s.id, FaultKind::Twice));
                continue;
            }
            match last.structures.get(&s.id).filter(|before| before.says(&s)) {
                Some(before) => {
                    let id = Some(before.id.clone());
                    let row = RowTaken::new(Sort::Structure, Did::Unchanged, place, &s.name, id);
                    self.still.push((position, row));
                }
                None => self.add(position, place, What::Structure(Box::new(s))),
            }
        }
    }

    fn add(&mut self, position: i64, place: Place, what: What) {
        self.todo.push(Planned { position, line: 0, place, what });
    }

    /// With the rows about lines, and of each row that has to be written the position of what is said of
    /// its line.
    #[must_use]
    pub fn with_lines(mut self, mapping: Option<&Mapping>) -> Self {
        let said = self.said.iter().map(|s| key(&s.place));
        let mut places: Vec<_> = said.chain(self.todo.iter().map(|p| key(&p.place))).collect();
        places.sort_unstable();
        places.dedup();
        let line = |place: &Place| {
            let at = places.binary_search(&key(place)).unwrap_or_else(|at| at);
            LINES + A_LINE * i64::try_from(at).unwrap_or_default()
        };
        for planned in &mut self.todo {
            planned.line = line(&planned.place);
        }
        let mut last = 0;
        for said in told(&self.said) {
            // Two things may be said of one line.
            last = line(&said.place).max(last + 1);
            self.lines.push((last, RowTaken::line(said, mapping)));
        }
        self
    }
}

/// What lines are sorted by.
fn key(place: &Place) -> (u32, String) {
    (place.line, place.sheet.clone())
}

/// What is to be told of lines; what is said of the whole file refuses nothing.
pub(super) fn told(said: &[Said]) -> impl Iterator<Item = &Said> {
    said.iter().filter(|s| s.taken || refused(s))
}

/// Whether a line was refused.
pub(super) fn refused(said: &Said) -> bool {
    !said.taken && said.place.line > 0
}

fn next(at: &mut i64) -> i64 {
    *at += 1;
    *at - 1
}
