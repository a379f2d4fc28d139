//! What a campaign is, which entries it is done with, and what that adds up to.

use ::store::words;
use base::{Id, Problem, problem::FieldProblem};
use jiff::ToSpan;
use jiff::civil::Date;
use territory::{Zone, commune};

words! {
    /// A part of an entry that is verified by itself.
    Section {
        /// When it is open.
        Hours = "hours", "freshness-section-hours";
        /// Where it is, how to reach it.
        Contact = "contact", "freshness-section-contact";
        /// For whom.
        Publics = "publics", "freshness-section-publics";
        /// What it costs.
        Fees = "fees", "freshness-section-fees";
        /// What it is.
        Content = "content", "freshness-section-content";
    }
}

/// The day on which the whole of an entry was last known to be right: that of the part that was
/// verified the longest ago; `None` while a part never was.
#[must_use]
pub fn whole(sections: &[(Section, Date)]) -> Option<Date> {
    let day = |section| sections.iter().filter(|(s, _)| *s == section).map(|(_, on)| *on).max();
    let days: Option<Vec<Date>> = Section::ALL.iter().map(|s| day(*s)).collect();
    days?.into_iter().min()
}

/// Longest campaign, in days.
const MOST_DAYS: i32 = 366;

/// What is written of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignDraft {
    /// Its name: 3 to 150 characters.
    pub name: String,
    /// Where.
    pub zone: Zone,
    /// What is looked at.
    pub sections: Vec<Section>,
    /// First day: what was verified before does not count.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl CampaignDraft {
    /// Refuses what can be no campaign.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if !(3..=150).contains(&self.name.trim().chars().count()) {
            wrong.push(FieldProblem::new("name", "directory-problem-title"));
        }
        if self.sections.is_empty() {
            wrong.push(FieldProblem::new("sections", "problem-field-required"));
        }
        if self.last < self.first {
            wrong.push(FieldProblem::new("last", "problem-field-period"));
        } else if self.first.saturating_add(MOST_DAYS.days()) < self.last {
            wrong.push(FieldProblem::new("last", "freshness-problem-long"));
        }
        Problem::from_fields(wrong)
    }
}

/// Where a campaign stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It has not begun.
    Coming,
    /// It runs.
    Running,
    /// Its time is over, or somebody closed it: its figures stay as they are.
    Closed,
}

impl Stage {
    /// Key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Coming => "freshness-stage-coming",
            Self::Running => "freshness-stage-running",
            Self::Closed => "freshness-stage-closed",
        }
    }
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Identifier.
    pub id: Id,
    /// Whose coordinator opened it; `None`: an administrator of the network.
    pub organisation: Option<Id>,
    /// What it is.
    pub draft: CampaignDraft,
    /// When it was closed.
    pub closed: Option<Date>,
}

impl Campaign {
    /// Where it stands on a day.
    #[must_use]
    pub fn stage(&self, today: Date) -> Stage {
        match self.closed {
            Some(_) => Stage::Closed,
            None if today < self.draft.first => Stage::Coming,
            None if today > self.draft.last => Stage::Closed,
            None => Stage::Running,
        }
    }

    /// Whether an entry in this commune is concerned; one that is nowhere is in the country.
    #[must_use]
    pub fn concerns(&self, insee: &str) -> bool {
        self.draft.zone == Zone::COUNTRY || commune(insee).is_some_and(|c| self.draft.zone.holds(c))
    }

    /// The parts of an entry that are still to be verified.
    #[must_use]
    pub fn left(&self, sections: &[(Section, Date)]) -> Vec<Section> {
        let done =
            |s: &Section| sections.iter().any(|(known, on)| known == s && *on >= self.draft.first);
        self.draft.sections.iter().copied().filter(|s| !done(s)).collect()
    }

    /// When the last of its parts was verified, if all of them were since the campaign began.
    #[must_use]
    pub fn done_on(&self, sections: &[(Section, Date)]) -> Option<Date> {
        if !self.left(sections).is_empty() {
            return None;
        }
        let asked = sections.iter().filter(|(s, _)| self.draft.sections.contains(s));
        asked.map(|(_, on)| *on).max()
    }
}

/// An entry that a campaign concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    /// The entry.
    pub entry: Id,
    /// Its name.
    pub title: String,
    /// Whose it is, and its name.
    pub owner: (Id, String),
    /// Who looks after it instead.
    pub curator: Option<Id>,
    /// Code of the commune; empty: not known.
    pub insee: String,
    /// When which part was verified.
    pub sections: Vec<(Section, Date)>,
    /// When all that is asked was verified since the campaign began.
    pub done: Option<Date>,
    /// Put off until this day.
    pub later: Option<Date>,
}

impl Concerned {
    /// Whether one of these looks after it; `None`: anybody.
    #[must_use]
    pub fn kept_by(&self, keepers: Option<&[Id]>) -> bool {
        keepers.is_none_or(|ids| {
            ids.contains(&self.owner.0) || self.curator.as_ref().is_some_and(|c| ids.contains(c))
        })
    }
}

/// Entries verified, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Verified since the beginning.
    pub done: usize,
    /// All.
    pub all: usize,
}

impl Count {
    fn add(&mut self, row: &Concerned) {
        self.done += usize::from(row.done.is_some());
        self.all += 1;
    }

    /// Those that are left.
    #[must_use]
    pub fn left(self) -> usize {
        self.all - self.done
    }
}

/// How far a campaign is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Of all.
    pub all: Count,
    /// By owner: identifier, name; those with the most left first.
    pub owners: Vec<(Id, String, Count)>,
    /// By commune: code; those with the most left first.
    pub communes: Vec<(String, Count)>,
}

impl Progress {
    /// Adds rows up.
    #[must_use]
    pub fn of(rows: &[Concerned]) -> Self {
        let mut made = Self::default();
        let mut owners = std::collections::BTreeMap::<&Id, (&str, Count)>::new();
        let mut communes = std::collections::BTreeMap::<&str, Count>::new();
        for row in rows {
            made.all.add(row);
            let (id, name) = &row.owner;
            owners.entry(id).or_insert((name, Count::default())).1.add(row);
            communes.entry(&row.insee).or_default().add(row);
        }
        made.owners =
            owners.into_iter().map(|(id, (name, n))| (id.clone(), name.to_owned(), n)).collect();
        made.owners.sort_by(|a, b| b.2.left().cmp(&a.2.left()).then(a.1.cmp(&b.1)));
        made.communes = communes.into_iter().map(|(code, n)| (code.to_owned(), n)).collect();
        made.communes.sort_by_key(|(_, n)| std::cmp::Reverse(n.left()));
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn day(n: i32) -> Date {
        date(2026, 1, 1).saturating_add(n.days())
    }

    fn campaign(sections: &[Section]) -> Campaign {
        let draft = CampaignDraft {
            name: "Hiver".into(),
            zone: Zone::COUNTRY,
            sections: sections.to_vec(),
            first: day(100),
            last: day(130),
        };
        Campaign { id: Id::new(), organisation: None, draft, closed: None }
    }

    #[test]
    fn an_entry_is_done_with_its_last_part() {
        use Section::{Contact, Fees, Hours};
        let c = campaign(&[Hours, Contact]);
        // Before the beginning nothing counts, and nothing that is not asked does.
        let mut known = vec![(Hours, day(99)), (Contact, day(100)), (Fees, day(120))];
        assert_eq!((c.left(&known), c.done_on(&known)), (vec![Hours], None));
        known[0].1 = day(110);
        assert_eq!((c.left(&known), c.done_on(&known)), (vec![], Some(day(110))));
    }

    #[test]
    fn what_is_wrong_with_a_campaign_is_named() {
        let good = campaign(&[Section::Hours]).draft;
        assert!(good.check().is_ok());
        let field = |d: CampaignDraft| d.check().unwrap_err().fields[0].field.to_string();
        assert_eq!(field(CampaignDraft { name: " a ".into(), ..good.clone() }), "name");
        assert_eq!(field(CampaignDraft { sections: vec![], ..good.clone() }), "sections");
        assert_eq!(field(CampaignDraft { last: day(99), ..good.clone() }), "last");
        assert_eq!(field(CampaignDraft { last: day(500), ..good }), "last");
    }

    #[test]
    fn a_territory_concerns_its_communes() {
        let mut c = campaign(&[Section::Hours]);
        assert!(c.concerns("") && c.concerns("94028"));
        c.draft.zone = Zone::parse("departement-94").unwrap();
        assert!(c.concerns("94028") && !c.concerns("75104") && !c.concerns(""));
    }

    fn known() -> impl Strategy<Value = Vec<(Section, Date)>> {
        proptest::collection::vec((0..Section::ALL.len(), 80..140i32), 0..8)
            .prop_map(|all| all.into_iter().map(|(s, d)| (Section::ALL[s], day(d))).collect())
    }

    proptest! {
        /// The whole was never verified later than any of its parts, and verifying a part never
        /// sets it back.
        #[test]
        fn the_whole_is_as_old_as_its_oldest_part(known in known(), part in 0..5usize) {
            let before = whole(&known);
            if let Some(day) = before {
                for section in Section::ALL {
                    let last = known.iter().filter(|(s, _)| s == section).map(|(_, d)| *d).max();
                    prop_assert!(last.unwrap() >= day);
                }
            }
            let mut more = known.clone();
            more.push((Section::ALL[part], day(200)));
            prop_assert!(whole(&more) >= before);
        }

        /// Every figure is made of its rows: owners and communes add up to all, and what is verified
        /// is never undone by verifying more.
        #[test]
        fn figures_add_up(rows in proptest::collection::vec((0..4usize, 0..3usize, known()), 0..40)) {
            let c = campaign(&[Section::Hours, Section::Fees]);
            let owners: Vec<Id> = (0..4).map(|_| Id::new()).collect();
            let rows: Vec<Concerned> = rows
                .into_iter()
                .map(|(owner, commune, sections)| Concerned {
                    entry: Id::new(),
                    title: String::new(),
                    owner: (owners[owner].clone(), String::new()),
                    curator: None,
                    insee: ["", "94028", "75104"][commune].to_owned(),
                    done: c.done_on(&sections),
                    sections,
                    later: None,
                })
                .collect();
            let p = Progress::of(&rows);
            prop_assert_eq!(p.all.all, rows.len());
            for counts in [
                p.owners.iter().map(|o| o.2).collect::<Vec<_>>(),
                p.communes.iter().map(|o| o.1).collect(),
            ] {
                prop_assert_eq!(counts.iter().map(|n| n.all).sum::<usize>(), p.all.all);
                prop_assert_eq!(counts.iter().map(|n| n.done).sum::<usize>(), p.all.done);
                prop_assert!(counts.windows(2).all(|w| w[0].left() >= w[1].left()));
            }
            for row in &rows {
                let mut more = row.sections.clone();
                more.extend(Section::ALL.iter().map(|s| (*s, day(135))));
                prop_assert!(c.done_on(&more) >= row.done);
            }
        }
    }
}
