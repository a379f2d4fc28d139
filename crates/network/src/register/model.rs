//! What a list says of an organisation, and what becomes of it.

use std::collections::BTreeMap;

use ::store::words;
use serde::{Deserialize, Serialize};
use territory::Point;

use crate::model::{Fact, Organisation, OrganisationKind, Standing};

words! {
    /// A list that organisations are known from.
    Source {
        /// Public libraries, of the ministry of culture.
        Ministry = "ministry", "register-source-ministry";
        /// Career centres (Cités des métiers).
        CareerCentres = "career_centres", "register-source-career-centres";
    }
}

/// What a list says of an organisation, cleaned. Kept as it was last said: what the organisation
/// says otherwise was changed by people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Whether people can go there.
    pub open: bool,
    /// Street and number.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Code of the commune; empty when it is not known.
    pub insee: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// Web address.
    pub website: String,
    /// Numbers, by the code of their [`Fact`].
    pub facts: BTreeMap<String, f64>,
}

/// Numbers of an organisation, each with where it is from.
pub type Facts = Vec<(Fact, f64, String)>;

impl Said {
    /// As kept.
    #[must_use]
    pub fn text(&self) -> String {
        // Of names and finite numbers: it can be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what was kept; `None` when it was written by another version of the program.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// A new organisation as the list says it is, only known to the network.
    #[must_use]
    pub fn organisation(&self, id: base::Id) -> Organisation {
        Organisation {
            id,
            name: self.name.clone(),
            kind: self.kind,
            standing: Standing::Listed,
            open_to_public: self.open,
            address: self.address.clone(),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            insee: self.insee.clone(),
            point: self.point.map(|(lat, lon)| Point { lat, lon }),
            website: self.website.clone(),
            ..Organisation::blank()
        }
    }

    /// The numbers as an organisation has them.
    #[must_use]
    pub fn numbers(&self, source: &str) -> Facts {
        let known = |(code, value): (&String, &f64)| {
            Fact::parse(code).map(|fact| (fact, *value, source.to_owned()))
        };
        self.facts.iter().filter_map(known).collect()
    }

    /// Takes over what the list says otherwise than `before`, where the organisation still says
    /// what the list said then; what people changed stays. Whether something was taken over.
    pub fn take_over(
        &self,
        before: &Self,
        source: &str,
        o: &mut Organisation,
        facts: &mut Facts,
    ) -> bool {
        let mut point = o.point.map(|p| (p.lat, p.lon));
        let mut changed = step(&mut o.name, &before.name, &self.name)
            | step(&mut o.kind, &before.kind, &self.kind)
            | step(&mut o.open_to_public, &before.open, &self.open)
            | step(&mut o.address, &before.address, &self.address)
            | step(&mut o.postcode, &before.postcode, &self.postcode)
            | step(&mut o.city, &before.city, &self.city)
            | step(&mut o.insee, &before.insee, &self.insee)
            | step(&mut point, &before.point, &self.point)
            | step(&mut o.website, &before.website, &self.website);
        o.point = point.map(|(lat, lon)| Point { lat, lon });
        for fact in Fact::ALL {
            let (was, says) = (before.facts.get(fact.code()), self.facts.get(fact.code()));
            let at = facts.iter().position(|(f, ..)| f == fact);
            let mut now = at.map(|at| facts[at].1);
            if !step(&mut now, &was.copied(), &says.copied()) {
                continue;
            }
            changed = true;
            facts.retain(|(f, ..)| f != fact);
            facts.extend(now.map(|value| (*fact, value, source.to_owned())));
        }
        changed
    }
}

/// Goes from what was said before to what is said now, unless somebody went elsewhere meanwhile.
fn step<T: Clone + PartialEq>(now: &mut T, before: &T, says: &T) -> bool {
    let go = before != says && now == before;
    if go {
        now.clone_from(says);
    }
    go
}

/// A row of a list that can be taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its line in the file.
    pub line: u32,
    /// Its code in the list.
    pub source_id: String,
    /// What the list says.
    pub said: Said,
}

/// Something to be told of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line in the file.
    pub line: u32,
    /// Heading as written in the file.
    pub field: String,
    /// Key of the words.
    pub code: &'static str,
    /// Arguments of the words.
    pub args: Vec<(&'static str, String)>,
}

impl Note {
    /// Of a line and a column.
    #[must_use]
    pub fn new(line: u32, field: &str, code: &'static str) -> Self {
        Self { line, field: field.to_owned(), code, args: vec![] }
    }

    /// With an argument of the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string().chars().take(120).collect()));
        self
    }
}

/// What stands in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What can be taken.
    pub entries: Vec<Entry>,
    /// Lines that cannot, and why.
    pub refused: Vec<Note>,
    /// What was left out or mended in lines that can.
    pub remarks: Vec<Note>,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Organisations that were not known.
    pub created: usize,
    /// Organisations that changed.
    pub updated: usize,
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Organisations known from this list that are in it no longer; they stay.
    pub missing: usize,
    /// Lines that were not taken, and why.
    pub refused: Vec<Note>,
    /// What was left out or mended in lines that were.
    pub remarks: Vec<Note>,
    /// Nothing was written because nothing was to be.
    pub dry_run: bool,
}

impl Outcome {
    /// The remarks, those that say the same together, the most frequent first.
    #[must_use]
    pub fn remarks_by_code(&self) -> Vec<Vec<&Note>> {
        let mut by_code: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
        for note in &self.remarks {
            by_code.entry(note.code).or_default().push(note);
        }
        let mut groups: Vec<_> = by_code.into_values().collect();
        groups.sort_by_key(|notes| std::cmp::Reverse(notes.len()));
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Id;
    use proptest::prelude::*;

    fn said() -> Said {
        Said {
            name: "Bibliothèque".into(),
            kind: OrganisationKind::Library,
            open: true,
            address: "1 rue Haute".into(),
            postcode: "94000".into(),
            city: "Créteil".into(),
            insee: "94028".into(),
            point: Some((48.79, 2.45)),
            website: String::new(),
            facts: [("seats".to_owned(), 20.0)].into(),
        }
    }

    #[test]
    fn what_is_kept_is_read_again() {
        assert_eq!(Said::parse(&said().text()), Some(said()));
        assert_eq!(Said::parse("{}"), None);
    }

    #[test]
    fn a_later_list_changes_what_nobody_corrected() {
        let (before, mut now) = (said(), said());
        let mut o = before.organisation(Id::new());
        let mut facts = before.numbers("ministry");
        o.website = "https://typed.fr".into();
        now.name = "Médiathèque".into();
        now.website = "https://list.fr".into();
        now.facts = [("visits".to_owned(), 7.0)].into();
        assert!(now.take_over(&before, "ministry", &mut o, &mut facts));
        assert_eq!((o.name.as_str(), o.website.as_str()), ("Médiathèque", "https://typed.fr"));
        assert_eq!(facts, [(Fact::Visits, 7.0, "ministry".to_owned())]);
        assert!(!now.take_over(&now.clone(), "ministry", &mut o, &mut facts));
    }

    #[test]
    fn a_number_that_somebody_typed_stays() {
        let (before, mut now) = (said(), said());
        let mut facts = vec![(Fact::Seats, 25.0, "typed".to_owned())];
        now.facts.insert("seats".into(), 30.0);
        let mut o = before.organisation(Id::new());
        assert!(!now.take_over(&before, "ministry", &mut o, &mut facts));
        assert_eq!(facts, [(Fact::Seats, 25.0, "typed".to_owned())]);
    }

    proptest! {
        #[test]
        fn each_field_is_the_lists_or_the_peoples(
            before in "[ab]", now in "[ab]", people in prop::option::of("[abc]"),
        ) {
            let (mut first, mut second) = (said(), said());
            (first.name, second.name) = (before.clone(), now.clone());
            let mut o = first.organisation(Id::new());
            let corrected = people.filter(|p| *p != before);
            if let Some(name) = &corrected {
                o.name.clone_from(name);
            }
            let mut facts = first.numbers("ministry");
            second.take_over(&first, "ministry", &mut o, &mut facts);
            prop_assert_eq!(o.name, corrected.unwrap_or(now));
        }
    }
}
