//! What is kept of a search, what is news about a result, and the link that stops the mails; pure.

use ::store::words;
use base::{Id, Problem, codes, problem::FieldProblem};
use jiff::ToSpan;
use jiff::civil::Date;
use retrieval::{Understanding, Word};
use serde::{Deserialize, Serialize};
use site::form::Form;
use vault::Vault;

use super::others::OtherKind;
use crate::freshness::campaigns::Section;
use crate::model::{Entry, EntryDraft, EntryKind, Notice, NoticeKind, State};

/// Most searches that a person keeps.
pub const MOST: usize = 20;
/// Longest name, in characters.
pub const LONGEST: usize = 80;
/// Months after which a search that nobody opened is forgotten.
pub const KEPT_MONTHS: i32 = 12;

words! {
    /// How often a person is written to, at most.
    Pace {
        /// Every day.
        Daily = "daily", "saved-pace-daily";
        /// Every week.
        Weekly = "weekly", "saved-pace-weekly";
    }
}

impl Pace {
    /// Days between two mails, at least.
    #[must_use]
    pub fn days(self) -> i32 {
        match self {
            Self::Daily => 1,
            Self::Weekly => 7,
        }
    }

    /// Whether one looks on a day for what is to be written: once a day, and no sooner after the last
    /// mail than the pace says.
    #[must_use]
    pub fn due(self, mailed: Date, looked: Date, today: Date) -> bool {
        looked < today && mailed.saturating_add(self.days().days()) <= today
    }
}

/// The day on which a search is forgotten that is opened on this one: the first of a month, so that
/// few days have a key of their own.
#[must_use]
pub fn forgotten_on(opened: Date) -> Date {
    opened.saturating_add((KEPT_MONTHS + 1).months()).first_of_month()
}

/// What is kept of a search: what its owner chose, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// The question as an address has it: words, territory, filters.
    pub query: String,
}

/// Fields of a question that are kept. Whether a place is open at this moment, what was on the slip
/// and the page one was on are not.
const FIELDS: [&str; 9] =
    ["q", "where", "kind", "theme", "public", "organisation", "remote", "language", "step_free"];

impl Kept {
    /// Of a form: the fields that are kept, as the question of an address.
    #[must_use]
    pub fn query(form: &Form) -> String {
        let mut kept = Form::default();
        for (name, value) in form.iter().filter(|(name, _)| FIELDS.contains(name)) {
            kept.set(name, value.trim());
        }
        kept.query_without(&[])
    }

    /// Refuses what cannot be kept.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if !(2..=LONGEST).contains(&self.name.trim().chars().count()) {
            let mut problem = FieldProblem::new("name", "saved-problem-name");
            problem.args.push(("most", LONGEST.to_string()));
            wrong.push(problem);
        }
        let form = Form::from_query(&self.query);
        if !FIELDS.iter().any(|name| *name != "where" && form.some(name).is_some()) {
            wrong.push(FieldProblem::new("q", "saved-problem-empty"));
        }
        Problem::from_fields(wrong)
    }

    /// Where it is asked again.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/find?{}", self.query)
    }
}

/// The kinds among those that are asked for: of entries, which are looked for by themselves, and of all
/// else. None of one: nothing of it is asked for.
#[must_use]
pub fn followed_kinds(asked: &[String]) -> [Vec<String>; 2] {
    let wanted = |k: &String| asked.is_empty() || asked.contains(k);
    let entries = EntryKind::ALL.iter().map(|k| k.code().to_owned());
    let others = OtherKind::ALL.iter().map(|k| k.code().to_owned());
    [entries.filter(wanted).collect(), others.filter(wanted).collect()]
}

/// Words before a name.
const TITLES: [&str; 7] = ["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"];

/// Of what somebody typed, the words that were understood, as they are best spelt: those that something
/// has, and those of which the lexicon made something, so that the same themes are heard again. A name
/// that nobody of the directory bears is not among them.
#[must_use]
pub fn understood(u: &Understanding) -> String {
    let kept = |word: &&Word| {
        let titled = TITLES.contains(&tables::normal(&word.typed).as_str());
        !titled && (word.heard || (word.found && !word.ignored))
    };
    u.words.iter().filter(kept).map(Word::spelt).collect::<Vec<_>>().join(" ")
}

/// What an entry said when a search was last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// A digest of each part, in the order of [`Section::ALL`].
    pub parts: Vec<String>,
    /// When it was last verified.
    pub verified: Option<Date>,
    /// Last day of a closing that is known.
    pub closed_until: Option<Date>,
}

/// What a part of an entry says; what came later counts where something is said.
fn part(d: &EntryDraft, section: Section) -> String {
    let later = match section {
        Section::Contact => {
            let step_free = d.step_free.map_or("", |s| s.code());
            [step_free, &d.access_link, &d.access_detail].join("\0")
        }
        Section::Content => d.languages.join(" "),
        _ => String::new(),
    };
    let said = part_before(d, section);
    if later.trim_matches('\0').is_empty() { said } else { format!("{said}\0\0{later}") }
}

fn part_before(d: &EntryDraft, section: Section) -> String {
    let codes = |all: Vec<&'static str>| all.join(" ");
    let publics = || codes(d.publics.iter().map(|w| w.code()).collect());
    match section {
        Section::Hours => d.hours_typed.clone(),
        Section::Contact => [
            &d.address,
            &d.address_more,
            &d.postcode,
            &d.city,
            &d.access_note,
            &d.phone,
            &d.email,
            &d.website,
            &codes(d.reach.iter().map(|w| w.code()).collect()),
            &d.reach_link,
            &d.reach_note,
        ]
        .map(String::as_str)
        .join("\0"),
        Section::Publics => {
            [publics(), d.publics_note.clone(), d.conditions.clone(), d.zones.join(" ")].join("\0")
        }
        Section::Fees => format!("{}\0{}", d.fees.map_or("", |f| f.code()), d.fees_note),
        Section::Content => [
            d.kind.code(),
            &d.title,
            &d.description,
            d.service_type.map_or("", |t| t.code()),
            &d.themes.join(" "),
            &d.bring,
            &codes(d.modes.iter().map(|w| w.code()).collect()),
        ]
        .join("\0"),
    }
}

impl Known {
    /// Of an entry as it is on a day.
    #[must_use]
    pub fn of(entry: &Entry, notices: &[Notice], today: Date) -> Self {
        let parts = Section::ALL.iter().map(|section| {
            Id::derived("part", &[section.code(), &part(&entry.draft, *section)]).to_string()
        });
        Self {
            parts: parts.collect(),
            verified: entry.verified.as_ref().map(|v| v.on),
            closed_until: closing(notices, today).map(|(_, last)| last),
        }
    }
}

/// The closing of an entry that lasts longest, if there is one.
fn closing(notices: &[Notice], today: Date) -> Option<(Date, Date)> {
    let closed = notices.iter().filter(|n| n.kind == NoticeKind::Closed && n.last >= today);
    closed.map(|n| (n.first, n.last)).max_by_key(|(_, last)| *last)
}

/// What moved about a result since the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It is no longer in the directory.
    Gone,
    /// It is closed, between these days.
    Closed(Date, Date),
    /// It answers, and did not before.
    New,
    /// It says something else, in these parts.
    Changed(Vec<Section>),
    /// Somebody made sure of it, on this day.
    Verified(Date),
}

/// What moved about an entry. `moved`: something happened to it since the last look; one that merely
/// climbed among the results is no news.
#[must_use]
pub fn news(
    known: Option<&Known>,
    entry: &Entry,
    notices: &[Notice],
    moved: bool,
    today: Date,
) -> Vec<News> {
    // What another entry stands for is told of that one.
    if entry.state == State::Merged {
        return vec![];
    }
    if entry.state != State::Published {
        return known.map(|_| News::Gone).into_iter().collect();
    }
    let now = Known::of(entry, notices, today);
    let Some(known) = known else {
        return if moved { vec![News::New] } else { vec![] };
    };
    let mut said = vec![];
    if now.closed_until > known.closed_until
        && let Some((first, last)) = closing(notices, today)
    {
        said.push(News::Closed(first, last));
    }
    let sections = Section::ALL.iter().zip(&now.parts).enumerate();
    let changed: Vec<Section> = sections
        .filter(|(n, (_, part))| known.parts.get(*n) != Some(*part))
        .map(|(_, (section, _))| *section)
        .collect();
    if !changed.is_empty() {
        said.push(News::Changed(changed));
    }
    if now.verified > known.verified
        && let Some(day) = now.verified
    {
        said.push(News::Verified(day));
    }
    said
}

const PURPOSE: &str = "searches-stop";

/// Secret of the address where somebody stops their mails: who, and a proof derived from the
/// instance's key. Nothing of it is kept.
#[must_use]
pub fn secret(vault: &Vault, person: &Id) -> String {
    format!("{person}.{}", codes::base32(vault.derived(PURPOSE, person.as_str())))
}

/// Whose mails a secret stops, if this instance made it.
pub(super) fn read_secret(vault: &Vault, secret: &str) -> Option<Id> {
    let (person, given) = secret.rsplit_once('.')?;
    let (person, given) = (Id::parse(person)?, codes::read_base32(given)?);
    let right = vault.derived(PURPOSE, person.as_str());
    (std::hint::black_box(right ^ given) == 0).then_some(person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Due, How, Verification, Why};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn day(n: i32) -> Date {
        date(2026, 11, 1).saturating_add(n.days())
    }

    fn entry() -> Entry {
        let mut draft = EntryDraft::blank(EntryKind::Service);
        (draft.title, draft.description) = ("Aide au CV".into(), "On y refait son CV.".into());
        Entry {
            id: Id::new(),
            owner: Id::new(),
            curator: None,
            draft,
            state: State::Published,
            source: (String::new(), String::new()),
            created_at: 0,
            changed_on: day(0),
            verified: None,
            due: Due { on: day(0), why: Why::Never },
            illustrative: false,
            seq: 1,
        }
    }

    fn closed(first: i32, last: i32) -> Notice {
        Notice {
            id: Id::new(),
            kind: NoticeKind::Closed,
            first: day(first),
            last: day(last),
            hours: String::new(),
            words: String::new(),
        }
    }

    #[test]
    fn each_thing_that_moved_is_said_and_no_other() {
        let (before, today) = (entry(), day(1));
        let known = Known::of(&before, &[], today);
        let of = |e: &Entry, notices: &[Notice]| news(Some(&known), e, notices, true, today);
        assert_eq!(of(&before, &[]), []);
        assert_eq!(news(None, &before, &[], true, today), [News::New]);
        assert_eq!(news(None, &before, &[], false, today), [], "it merely climbed");
        let mut after = before.clone();
        after.draft.phone = "01 23 45 67 89".into();
        after.draft.hours_typed = "lundi".into();
        after.verified = Some(Verification { on: day(1), how: How::Called, by: None });
        let parts = vec![Section::Hours, Section::Contact];
        assert_eq!(of(&after, &[]), [News::Changed(parts), News::Verified(day(1))]);
        assert_eq!(of(&before, &[closed(3, 9)]), [News::Closed(day(3), day(9))]);
        assert_eq!(of(&before, &[closed(-9, 0)]), [], "a closing that is over");
        after.state = State::Archived;
        assert_eq!(of(&after, &[closed(3, 9)]), [News::Gone]);
        after.state = State::Merged;
        assert_eq!(of(&after, &[closed(3, 9)]), []);
        assert_eq!(news(None, &after, &[], true, today), []);
    }

    #[test]
    fn nothing_but_the_question_is_kept() {
        let form = Form::from_query("q=cv+&where=paris&open=1&pick=entry/a&from=10&easy=1&theme=x");
        let query = Kept::query(&form);
        assert_eq!(query, "q=cv&where=paris&theme=x");
        let kept = |name: &str, query: &str| Kept { name: name.into(), query: query.into() };
        assert!(kept("CV", &query).check().is_ok());
        let refused = |k: Kept| k.check().unwrap_err().fields[0].field.to_string();
        assert_eq!(refused(kept(" ", &query)), "name");
        assert_eq!(refused(kept(&"x".repeat(81), &query)), "name");
        assert_eq!(refused(kept("CV", "where=paris")), "q");
    }

    #[test]
    fn a_name_that_nobody_bears_is_not_kept() {
        let word = |typed: &str, found, ignored| Word { found, ignored, ..Word::typed(typed) };
        let heard = |word: Word| Word { heard: true, ..word };
        let u = Understanding {
            words: vec![
                word("Mme", true, false),
                word("Durand", false, false),
                heard(word("je", true, true)),
                heard(word("sais", false, true)),
                word("le", true, true),
                word("cherche", true, false),
                word("CV", true, false),
                Word { spelling: Some("lettre".into()), ..word("letre", true, false) },
                // Nothing of the directory has it: its theme would be lost without it.
                Word { spelling: Some("boulot".into()), ..heard(word("boulo", false, false)) },
            ],
            ..Understanding::default()
        };
        assert_eq!(understood(&u), "je sais cherche CV lettre boulot");
    }

    #[test]
    fn entries_are_followed_and_all_else_by_itself() {
        assert_eq!(followed_kinds(&[]).map(|kinds| kinds.len()), [EntryKind::ALL.len(), 2]);
        assert_eq!(followed_kinds(&["session".into()]), [vec![], vec!["session".to_owned()]]);
        let both = ["session".to_owned(), "service".to_owned()];
        let [entries, others] = followed_kinds(&both);
        assert_eq!((entries, others), (vec!["service".to_owned()], vec!["session".to_owned()]));
    }

    #[test]
    fn a_secret_stops_the_mails_of_its_own_person() {
        let (ours, other, id) = (Vault::in_memory(), Vault::in_memory(), Id::new());
        let secret = secret(&ours, &id);
        assert_eq!(read_secret(&ours, &secret), Some(id.clone()));
        assert_eq!(read_secret(&other, &secret), None);
        let proof = secret.rsplit('.').next().unwrap();
        assert_eq!(read_secret(&ours, &format!("{}.{proof}", Id::new())), None);
    }

    proptest! {
        /// Whatever is on: never twice a day, and two mails are as far apart as the pace says.
        #[test]
        fn never_more_often_than_asked(
            something in proptest::collection::vec(proptest::bool::weighted(0.6), 1..200),
            weekly: bool,
        ) {
            let pace = if weekly { Pace::Weekly } else { Pace::Daily };
            let (mut mailed, mut looked, mut days) = (day(0), day(0), vec![]);
            for (n, something) in (0..).zip(something) {
                for _ in 0..2 {
                    if pace.due(mailed, looked, day(n)) {
                        looked = day(n);
                        if something {
                            mailed = day(n);
                            days.push(n);
                        }
                    }
                }
            }
            prop_assert!(days.windows(2).all(|w| w[1] - w[0] >= pace.days()), "{days:?}");
            prop_assert!(days.first().is_none_or(|first| *first >= pace.days()));
        }

        /// A search is kept for a year at least, and a month more at most.
        #[test]
        fn it_is_forgotten_after_a_year(n in 0..3_000i32) {
            let (opened, forgotten) = (day(n), forgotten_on(day(n)));
            prop_assert!(forgotten > opened.saturating_add(KEPT_MONTHS.months()));
            prop_assert!(forgotten <= opened.saturating_add((KEPT_MONTHS + 1).months()));
            prop_assert_eq!(forgotten.day(), 1);
        }
    }
}
