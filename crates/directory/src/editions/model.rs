//! A selection, what was published of it, and what changed between two editions.

use std::collections::HashMap;

use base::{Id, Problem, problem::FieldProblem};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::{EntryDraft, FRESH_DAYS};

/// Most headings.
const MOST_HEADINGS: usize = 30;

/// What is written of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookletDraft {
    /// Its title: 3 to 150 characters.
    pub title: String,
    /// What stands at its beginning.
    pub introduction: String,
    /// Headings, in order: at least one.
    pub headings: Vec<String>,
}

impl BookletDraft {
    /// Headings from lines, as they are typed and kept.
    #[must_use]
    pub fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
    }

    /// Refuses what cannot be printed.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        let length = |text: &str| text.trim().chars().count();
        if !(3..=150).contains(&length(&self.title)) {
            wrong.push(FieldProblem::new("title", "directory-problem-title"));
        }
        if length(&self.introduction) > 5_000 {
            wrong.push(FieldProblem::new("introduction", "directory-problem-long"));
        }
        if self.headings.is_empty() {
            wrong.push(FieldProblem::new("headings", "problem-field-required"));
        } else if self.headings.len() > MOST_HEADINGS
            || self.headings.iter().any(|h| length(h) > 150)
        {
            wrong.push(FieldProblem::new("headings", "directory-problem-long"));
        }
        Problem::from_fields(wrong)
    }
}

/// Where what stood under each heading goes when headings change: to the same words, wherever they
/// stand now; otherwise to the same place, or the last.
#[must_use]
pub fn moved(before: &[String], now: &[String]) -> Vec<usize> {
    let last = now.len().saturating_sub(1);
    let place = |(n, words): (usize, &String)| {
        now.iter().position(|w| w == words).unwrap_or_else(|| n.min(last))
    };
    before.iter().enumerate().map(place).collect()
}

/// A selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booklet {
    /// Identifier.
    pub id: Id,
    /// Whose it is.
    pub organisation: Id,
    /// What it is.
    pub draft: BookletDraft,
}

/// An edition of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Identifier.
    pub id: Id,
    /// Of which selection.
    pub booklet: Id,
    /// 1, 2, 3…
    pub number: u32,
    /// When it was published.
    pub on: Date,
    /// What it was then.
    pub draft: BookletDraft,
}

/// An entry as it was when an edition was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The entry.
    pub entry: Id,
    /// Under which heading: its position.
    pub heading: usize,
    /// Its name.
    pub title: String,
    /// Of what it said.
    pub digest: String,
    /// When it was last verified.
    pub verified: Option<Date>,
}

/// A digest of what an entry says to people: the same words, the same digest.
#[must_use]
pub fn digest(d: &EntryDraft) -> String {
    let codes = |all: Vec<&'static str>| all.join(" ");
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let parts = [
        d.kind.code().to_owned(),
        d.title.clone(),
        d.description.clone(),
        d.service_type.map_or("", |t| t.code()).to_owned(),
        d.themes.join(" "),
        codes(d.publics.iter().map(|w| w.code()).collect()),
        d.publics_note.clone(),
        d.conditions.clone(),
        d.bring.clone(),
        d.fees.map_or("", |f| f.code()).to_owned(),
        d.fees_note.clone(),
        codes(d.modes.iter().map(|w| w.code()).collect()),
        d.zones.join(" "),
        d.address.clone(),
        d.address_more.clone(),
        d.postcode.clone(),
        d.city.clone(),
        d.access_note.clone(),
        d.phone.clone(),
        d.email.clone(),
        d.website.clone(),
        d.contact.clone(),
        codes(d.reach.iter().map(|w| w.code()).collect()),
        codes(d.reach_by.iter().map(|w| w.code()).collect()),
        d.reach_link.clone(),
        d.reach_note.clone(),
        number(d.weekly_hours),
        d.weeks.map(|w| w.to_string()).unwrap_or_default(),
        d.hours_typed.clone(),
    ];
    // What came later counts where something is said: entries that were frozen before say the same.
    let later = [
        ("languages", d.languages.join(" ")),
        ("step_free", d.step_free.map_or("", |s| s.code()).to_owned()),
        ("access_link", d.access_link.clone()),
        ("access_detail", d.access_detail.clone()),
    ];
    let later = later.iter().filter(|(_, said)| !said.is_empty());
    let later = later.flat_map(|(field, said)| [*field, said.as_str()]);
    let parts: Vec<&str> = parts.iter().map(String::as_str).chain(later).collect();
    Id::derived("said", &parts).into()
}

/// What changed between two editions; each entry by its name in the newer one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// It was not there.
    pub added: Vec<(Id, String)>,
    /// It is no longer there.
    pub removed: Vec<(Id, String)>,
    /// It says something else.
    pub changed: Vec<(Id, String)>,
    /// It says the same, and was verified since.
    pub verified: Vec<(Id, String)>,
}

impl Changes {
    /// Between an edition and the next.
    #[must_use]
    pub fn between(before: &[Frozen], now: &[Frozen]) -> Self {
        let known: HashMap<&Id, &Frozen> = before.iter().map(|f| (&f.entry, f)).collect();
        let mut made = Self::default();
        for one in now {
            let list = match known.get(&one.entry) {
                None => &mut made.added,
                Some(old) if old.digest != one.digest => &mut made.changed,
                Some(old) if one.verified > old.verified => &mut made.verified,
                Some(_) => continue,
            };
            list.push((one.entry.clone(), one.title.clone()));
        }
        let still: std::collections::HashSet<&Id> = now.iter().map(|f| &f.entry).collect();
        let gone = before.iter().filter(|f| !still.contains(&f.entry));
        made.removed = gone.map(|f| (f.entry.clone(), f.title.clone())).collect();
        made
    }

    /// Whether nothing did.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// How many entries were verified in the last six months, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Verified lately.
    pub fresh: usize,
    /// All.
    pub all: usize,
}

impl Share {
    /// Whether what was verified on a day is fresh on another.
    #[must_use]
    pub fn is_fresh(verified: Option<Date>, today: Date) -> bool {
        verified.is_some_and(|day| day.saturating_add(FRESH_DAYS.days()) >= today)
    }

    /// On a day.
    pub fn of(verified: impl IntoIterator<Item = Option<Date>>, today: Date) -> Self {
        let mut share = Self::default();
        for day in verified {
            share.all += 1;
            share.fresh += usize::from(Self::is_fresh(day, today));
        }
        share
    }

    /// In a hundred, rounded down: what is not whole is not said to be.
    #[must_use]
    pub fn percent(self) -> usize {
        (self.fresh * 100).checked_div(self.all).unwrap_or(0)
    }
}

/// Entries in their order, with one of them a place further up or down; at its end it stays.
#[must_use]
pub fn shifted<'a>(mut all: Vec<&'a Id>, one: &Id, up: bool) -> Vec<&'a Id> {
    if let Some(at) = all.iter().position(|id| *id == one) {
        let to = if up { at.saturating_sub(1) } else { (at + 1).min(all.len() - 1) };
        all.swap(at, to);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntryKind;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn lines(all: &[&str]) -> Vec<String> {
        all.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_stands_under_a_heading_follows_its_words() {
        let before = lines(&["Emploi", "Langue", "Logement"]);
        assert_eq!(moved(&before, &lines(&["Langue", "Emploi", "Logement"])), [1, 0, 2]);
        assert_eq!(moved(&before, &lines(&["Travail", "Langue", "Logement"])), [0, 1, 2]);
        assert_eq!(moved(&before, &lines(&["Tout"])), [0, 0, 0]);
    }

    #[test]
    fn every_field_that_people_read_is_in_the_digest() {
        let blank = EntryDraft::blank(EntryKind::Service);
        let same = EntryDraft { review_months: 3, ..blank.clone() };
        assert_eq!(digest(&blank), digest(&same), "how often it is verified is not said");
        type Change = fn(&mut EntryDraft);
        let changes: [Change; 8] = [
            |d| d.phone = "01".into(),
            |d| d.hours_typed = "lundi".into(),
            |d| d.weeks = Some(2),
            |d| d.fees = Some(crate::model::Fees::Paid),
            |d| d.zones = vec!["94".into()],
            |d| d.access_link = "01".into(),
            |d| d.access_detail = "01".into(),
            // What moves from one field to the next is another thing.
            |d| d.access_note = "01".into(),
        ];
        let mut seen = vec![digest(&blank)];
        for change in changes {
            let mut draft = blank.clone();
            change(&mut draft);
            let now = digest(&draft);
            assert!(!seen.contains(&now));
            seen.push(now);
        }
    }

    #[test]
    fn fresh_is_half_a_year() {
        let today = date(2026, 11, 25);
        let days = [Some(today), Some(date(2026, 5, 26)), Some(date(2026, 5, 25)), None];
        let share = Share::of(days, today);
        assert_eq!((share, share.percent()), (Share { fresh: 2, all: 4 }, 50));
        assert_eq!(Share::of([], today).percent(), 0);
    }

    fn frozen() -> impl Strategy<Value = Vec<Frozen>> {
        proptest::collection::btree_map(0..12u8, (0..3u8, 0..3i8), 0..12).prop_map(|all| {
            all.into_iter()
                .map(|(id, (said, day))| Frozen {
                    entry: Id::parse(&format!("entry-{id}")).unwrap(),
                    heading: 0,
                    title: format!("{id}"),
                    digest: format!("{said}"),
                    verified: (day > 0).then(|| date(2026, 1, day)),
                })
                .collect()
        })
    }

    #[test]
    fn one_place_up_or_down_and_no_further_than_the_end() {
        let ids: Vec<Id> = ["a", "b", "c"].iter().filter_map(|id| Id::parse(id)).collect();
        let moved = |n: usize, up| -> String {
            shifted(ids.iter().collect(), &ids[n], up).iter().map(|id| id.as_str()).collect()
        };
        assert_eq!([moved(0, true), moved(1, true), moved(2, true)], ["abc", "bac", "acb"]);
        assert_eq!([moved(0, false), moved(1, false), moved(2, false)], ["bac", "acb", "abc"]);
        assert!(shifted(vec![], &ids[0], false).is_empty());
    }

    proptest! {
        /// From the older list, taking away what is gone and adding what is new gives the newer one;
        /// an entry stands in one list only; between an edition and itself nothing changed.
        #[test]
        fn changes_lead_from_one_to_the_other(before in frozen(), now in frozen()) {
            let changes = Changes::between(&before, &now);
            let ids = |all: &[Frozen]| all.iter().map(|f| f.entry.clone()).collect::<Vec<_>>();
            let mut led: Vec<Id> = ids(&before);
            led.retain(|id| !changes.removed.iter().any(|r| r.0 == *id));
            led.extend(changes.added.iter().map(|a| a.0.clone()));
            let mut there = ids(&now);
            led.sort();
            there.sort();
            prop_assert_eq!(led, there);
            let mut all: Vec<&Id> = [
                &changes.added, &changes.removed, &changes.changed, &changes.verified,
            ].into_iter().flatten().map(|(id, _)| id).collect();
            let many = all.len();
            all.sort();
            all.dedup();
            prop_assert_eq!(all.len(), many);
            prop_assert!(Changes::between(&now, &now).is_empty());
        }

        /// No entry is lost between headings.
        #[test]
        fn a_heading_leads_to_a_heading(
            before in proptest::collection::vec("[a-c]{1,2}", 1..6),
            now in proptest::collection::vec("[a-c]{1,2}", 1..6),
        ) {
            let places = moved(&before, &now);
            prop_assert_eq!(places.len(), before.len());
            for (words, place) in before.iter().zip(places) {
                prop_assert!(place < now.len());
                prop_assert!(!now.contains(words) || now[place] == *words);
            }
        }
    }
}
