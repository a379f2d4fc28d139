//! Immersion days: what they are, when one may come, and what is counted.

use std::collections::BTreeMap;

use ::store::words;
use base::{Id, Problem, problem::FieldProblem};
use jiff::civil::{Date, Time};
use serde::Serialize;
use vault::Day;

use crate::model::OrganisationKind;

words! {
    /// How practice is shared.
    ImmersionKind {
        /// A day on which one profession discovers the other (journée de sensibilisation).
        Awareness = "awareness", "sharing-kind-awareness";
        /// A visit of a place and of what it offers (matinée de visite).
        Visit = "visit", "sharing-kind-visit";
        /// Two people work in each other's place for a while.
        JobSwap = "job_swap", "sharing-kind-job-swap";
        /// Anything else.
        Other = "other", "sharing-kind-other";
    }
}

words! {
    /// Where a day stands.
    State {
        /// Only its host sees it.
        Draft = "draft", "sharing-state-draft";
        /// One can register.
        Announced = "announced", "sharing-state-announced";
        /// It took place, its figures are known.
        Held = "held", "sharing-state-held";
        /// It does not take place.
        Cancelled = "cancelled", "sharing-state-cancelled";
    }
}

words! {
    /// Where figures come from.
    Source {
        /// From the list of the day.
        Counted = "counted", "sharing-counted";
        /// Typed in afterwards.
        Typed = "typed", "sharing-typed";
    }
}

words! {
    /// What is told of who gives a testimony, and nothing more.
    Profession {
        /// Works in a library.
        Librarian = "librarian", "sharing-profession-librarian";
        /// Works in a career-guidance centre.
        Counsellor = "counsellor", "sharing-profession-counsellor";
        /// Works with a partner.
        Partner = "partner", "sharing-profession-partner";
    }
}

words! {
    /// Where a testimony stands.
    TestimonyState {
        /// Nobody has read it yet.
        Waiting = "waiting", "sharing-testimony-waiting";
        /// Everyone can read it.
        Published = "published", "sharing-testimony-published";
        /// It is not published.
        Refused = "refused", "sharing-testimony-refused";
    }
}

impl Profession {
    /// That of the people of an organisation.
    #[must_use]
    pub fn of(kind: OrganisationKind) -> Self {
        match kind {
            OrganisationKind::Library | OrganisationKind::RegionalBookCentre => Self::Librarian,
            OrganisationKind::CareerCentre => Self::Counsellor,
            _ => Self::Partner,
        }
    }
}

/// What a coordinator writes of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImmersionDraft {
    /// How practice is shared.
    pub kind: ImmersionKind,
    /// Title, 1 to 200 characters.
    pub title: String,
    /// Plain text, up to 5,000 characters.
    pub description: String,
    /// For whom, in words, up to 300 characters.
    pub audience: String,
    /// Organisations whose people may come; none: of the whole network.
    pub guests: Vec<Id>,
    /// Where.
    pub place: Option<Id>,
    /// Room, up to 200 characters.
    pub room: String,
    /// Local date.
    pub date: Date,
    /// Local start.
    pub start: Time,
    /// Local end.
    pub end: Time,
    /// Places, 1 to 1,000.
    pub capacity: u32,
}

impl ImmersionDraft {
    /// One with nothing but its date.
    #[must_use]
    pub fn on(date: Date, start: Time, end: Time) -> Self {
        Self {
            kind: ImmersionKind::Awareness,
            title: String::new(),
            description: String::new(),
            audience: String::new(),
            guests: vec![],
            place: None,
            room: String::new(),
            date,
            start,
            end,
            capacity: 12,
        }
    }

    /// Checks what a form can get wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if self.title.trim().is_empty() {
            wrong.push(FieldProblem::new("title", "problem-field-required"));
        }
        for (field, text, most) in [
            ("title", &self.title, 200),
            ("description", &self.description, 5_000),
            ("audience", &self.audience, 300),
            ("room", &self.room, 200),
        ] {
            if text.chars().count() > most {
                wrong.push(too_long(field, most));
            }
        }
        if self.end <= self.start {
            wrong.push(FieldProblem::new("end", "sharing-problem-end"));
        }
        if !(1..=1_000).contains(&self.capacity) {
            wrong.push(FieldProblem::new("capacity", "sharing-problem-capacity"));
        }
        Problem::from_fields(wrong)
    }
}

/// A text of more characters than there is room for.
pub(super) fn too_long(field: &'static str, most: usize) -> FieldProblem {
    let mut problem = FieldProblem::new(field, "problem-field-too-long");
    problem.args.push(("most", most.to_string()));
    problem
}

/// What came of a day. A figure nobody counted is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Registered beforehand.
    pub registered: Option<u32>,
    /// Came without a registration.
    pub walk_ins: Option<u32>,
    /// Were there.
    pub participants: Option<u32>,
    /// Registered and did not come.
    pub no_shows: Option<u32>,
}

impl Totals {
    /// From the list of a day: for each registration whether they were there, and those let in
    /// without one.
    #[must_use]
    pub fn counted(present: &[Option<bool>], walk_ins: u32) -> Self {
        let here = present.iter().filter(|p| **p == Some(true)).count();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            registered: Some(number(present.len())),
            walk_ins: Some(walk_ins),
            participants: Some(number(here).saturating_add(walk_ins)),
            no_shows: Some(number(present.len() - here)),
        }
    }

    /// Figures typed in must agree with one another, as far as they are given.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        let all = [self.registered, self.walk_ins, self.participants, self.no_shows];
        let fields = ["registered", "walk_ins", "participants", "no_shows"];
        for (field, figure) in fields.into_iter().zip(all) {
            if figure.is_some_and(|n| n > 100_000) {
                wrong.push(FieldProblem::new(field, "sharing-problem-figure"));
            }
        }
        if self.participants.is_none() {
            wrong.push(FieldProblem::new("participants", "problem-field-required"));
        }
        Problem::from_fields(wrong)?;
        if let (Some(r), Some(w), Some(p), Some(n)) =
            (self.registered, self.walk_ins, self.participants, self.no_shows)
            && u64::from(r) + u64::from(w) != u64::from(p) + u64::from(n)
        {
            Problem::from_fields(vec![FieldProblem::new("participants", "sharing-problem-sums")])?;
        }
        Ok(())
    }
}

/// A day as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Immersion {
    /// Identifier.
    pub id: Id,
    /// Who receives.
    pub host: Id,
    /// What it says of itself.
    #[serde(flatten)]
    pub draft: ImmersionDraft,
    /// Start, seconds since 1970.
    pub starts_at: i64,
    /// End, seconds since 1970.
    pub ends_at: i64,
    /// IANA name of the time zone of its place.
    pub time_zone: String,
    /// Where it stands.
    pub state: State,
    /// Why it is cancelled.
    pub reason: String,
    /// Places taken.
    pub taken: u32,
    /// Let in without a registration, so far.
    pub walk_ins: u32,
    /// What came of it.
    pub totals: Totals,
    /// Where the figures are from.
    pub source: Option<Source>,
    /// Made up for the demonstration.
    pub illustrative: bool,
    /// The day on which its registrations are forgotten.
    pub forget_day: Day,
    /// They are.
    pub forgotten: bool,
}

impl Immersion {
    /// Places that are free.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.draft.capacity.saturating_sub(self.taken)
    }

    /// Key of why nobody can register now.
    #[must_use]
    pub fn closed_because(&self, now: i64) -> Option<&'static str> {
        match self.state {
            State::Draft => Some("sharing-closed-draft"),
            State::Cancelled => Some("sharing-closed-cancelled"),
            State::Held => Some("sharing-closed-over"),
            State::Announced if now >= self.starts_at => Some("sharing-closed-over"),
            State::Announced if self.left() == 0 => Some("sharing-closed-full"),
            State::Announced => None,
        }
    }

    /// Whether people of an organisation may come.
    #[must_use]
    pub fn welcomes(&self, organisation: &Id) -> bool {
        let guests = &self.draft.guests;
        guests.is_empty() || *organisation == self.host || guests.contains(organisation)
    }

    /// Whether the list can be ticked: the day has come, and the names are there.
    #[must_use]
    pub fn is_open(&self, now: i64) -> bool {
        self.state == State::Announced && now >= self.starts_at && !self.forgotten
    }
}

/// The day on which the registrations of a day are forgotten.
#[must_use]
pub fn forget_day(date: Date, days: u32) -> Day {
    vault::day_of(date).saturating_add(Day::try_from(days).unwrap_or(30).clamp(1, 30))
}

/// What somebody says of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Testimony {
    /// Identifier.
    pub id: Id,
    /// Of which day.
    pub immersion: Id,
    /// What is told of its author.
    pub profession: Profession,
    /// What they say.
    pub words: String,
    /// It may be published.
    pub consent: bool,
    /// Where it stands.
    pub state: TestimonyState,
    /// Why it is not published.
    pub reason: String,
    /// Year of the day.
    pub year: i16,
    /// Made up for the demonstration.
    pub illustrative: bool,
}

/// Longest testimony, in characters: a sentence or two.
pub const MOST_WORDS: usize = 300;

/// Whether a text seems to tell who somebody is: an address, a number to call, a name after a title.
#[must_use]
pub fn tells_who(text: &str) -> bool {
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    let compact: String =
        text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}')).collect();
    let mut run = 0;
    let long_number = compact.chars().any(|c| {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        run >= 9
    });
    let words: Vec<&str> = text.split_whitespace().collect();
    let titled = words.windows(2).any(|pair| {
        let title = matches!(
            pair[0].to_lowercase().as_str(),
            "m." | "mr" | "mr." | "mme" | "mme." | "mlle" | "monsieur" | "madame" | "mrs" | "ms"
        );
        title && pair[1].chars().next().is_some_and(char::is_uppercase)
    });
    text.contains('@') || long_number || titled || words.iter().any(|w| digits(w) >= 9)
}

/// A held day in the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Identifier.
    pub id: Id,
    /// When.
    pub date: Date,
    /// How practice was shared.
    pub kind: ImmersionKind,
    /// Title.
    pub title: String,
    /// Who received: identifier and name.
    pub host: (Id, String),
    /// Whose people came: identifiers and names.
    pub guests: Vec<(Id, String)>,
    /// For whom, in words.
    pub audience: String,
    /// What came of it.
    pub totals: Totals,
    /// Where the figures are from.
    pub source: Option<Source>,
    /// Made up for the demonstration.
    pub illustrative: bool,
}

impl Line {
    /// Whether one organisation received people of any of the others.
    #[must_use]
    pub fn received(&self, one: &Id, others: &[Id]) -> bool {
        let came = |id: &Id| self.guests.iter().any(|(guest, _)| guest == id);
        self.host.0 == *one && others.iter().any(came)
    }
}

/// Days that have something in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Days held.
    pub days: u32,
    /// People who were there.
    pub people: u32,
    /// Of the days, those whose figures were typed in.
    pub typed: u32,
    /// Of the days, those of which nobody knows how many came.
    pub missing: u32,
}

impl Group {
    fn add(&mut self, line: &Line) {
        self.days += 1;
        self.people = self.people.saturating_add(line.totals.participants.unwrap_or(0));
        self.typed += u32::from(line.source == Some(Source::Typed));
        self.missing += u32::from(line.totals.participants.is_none());
    }
}

/// The figures of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// All of them.
    pub all: Group,
    /// By kind and host: an awareness day here is not a visit there.
    pub kinds: Vec<(ImmersionKind, (Id, String), Group)>,
    /// By who received.
    pub hosts: Vec<((Id, String), Group)>,
    /// By whose people came. A day for two organisations counts for both.
    pub guests: Vec<((Id, String), Group)>,
    /// Some days were made up for the demonstration.
    pub illustrative: bool,
}

impl Figures {
    /// Adds up held days.
    #[must_use]
    pub fn of(lines: &[Line]) -> Self {
        let mut figures = Self::default();
        let mut kinds: BTreeMap<(usize, String, Id), Group> = BTreeMap::new();
        let mut hosts: BTreeMap<(String, Id), Group> = BTreeMap::new();
        let mut guests: BTreeMap<(String, Id), Group> = BTreeMap::new();
        let key = |(id, name): &(Id, String)| (name.clone(), id.clone());
        for line in lines {
            figures.all.add(line);
            figures.illustrative |= line.illustrative;
            let kind = ImmersionKind::ALL.iter().position(|k| *k == line.kind).unwrap_or_default();
            let (name, host) = key(&line.host);
            kinds.entry((kind, name, host)).or_default().add(line);
            hosts.entry(key(&line.host)).or_default().add(line);
            for guest in &line.guests {
                guests.entry(key(guest)).or_default().add(line);
            }
        }
        let list = |all: BTreeMap<(String, Id), Group>| {
            all.into_iter().map(|((name, id), group)| ((id, name), group)).collect()
        };
        figures.kinds = kinds
            .into_iter()
            .map(|((kind, name, id), group)| (ImmersionKind::ALL[kind], (id, name), group))
            .collect();
        (figures.hosts, figures.guests) = (list(hosts), list(guests));
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn line(kind: ImmersionKind, host: &str, people: Option<u32>) -> Line {
        let named = |name: &str| (Id::parse(name).unwrap(), name.to_owned());
        Line {
            id: Id::new(),
            date: date(2016, 3, 1),
            kind,
            title: String::new(),
            host: named(host),
            guests: vec![named("bpi"), named("cdm")],
            audience: String::new(),
            totals: Totals { participants: people, ..Totals::default() },
            source: Some(Source::Typed),
            illustrative: false,
        }
    }

    #[test]
    fn every_day_is_counted_once_in_each_way() {
        let lines = [
            line(ImmersionKind::Awareness, "cdm", Some(4)),
            line(ImmersionKind::Awareness, "cdm", None),
            line(ImmersionKind::Visit, "bpi", Some(11)),
        ];
        let figures = Figures::of(&lines);
        assert_eq!(figures.all, Group { days: 3, people: 15, typed: 3, missing: 1 });
        let days = |groups: &[((Id, String), Group)]| groups.iter().map(|g| g.1.days).sum::<u32>();
        assert_eq!(figures.kinds.iter().map(|g| g.2.days).sum::<u32>(), 3);
        assert_eq!(days(&figures.hosts), 3);
        assert_eq!(days(&figures.guests), 6, "for both");
    }

    #[test]
    fn the_list_of_a_day_is_counted() {
        let totals = Totals::counted(&[Some(true), Some(false), None, Some(true)], 3);
        let expected = [Some(4), Some(3), Some(5), Some(2)];
        assert_eq!(
            [totals.registered, totals.walk_ins, totals.participants, totals.no_shows],
            expected
        );
        assert!(totals.check().is_ok());
        let wrong = Totals { no_shows: Some(0), ..totals };
        assert_eq!(wrong.check().unwrap_err().fields[0].message, "sharing-problem-sums");
        let some = Totals { participants: Some(9), ..Totals::default() };
        assert!(some.check().is_ok(), "what nobody counted need not be typed");
        assert!(Totals::default().check().is_err());
    }

    #[test]
    fn words_that_tell_who_somebody_is() {
        for who in [
            "Écrivez-moi : claude@example.org",
            "Merci à Mme Durand pour l’accueil",
            "Merci à monsieur Petit",
            "Mon numéro : 06 12 34 56 78",
            "Appelez le 06.12.34.56.78",
        ] {
            assert!(tells_who(who), "{who}");
        }
        for nobody in [
            "En 2016 nous étions 12, de 9 h à 17 h 30.",
            "Madame, on m’a dit de chercher seul : ici, on cherche à deux.",
            "J’ai compris comment orienter vers le bon guichet.",
        ] {
            assert!(!tells_who(nobody), "{nobody}");
        }
    }

    #[test]
    fn forms_are_checked_and_days_are_forgotten_within_thirty() {
        let (start, end) = (time(9, 0, 0, 0), time(12, 0, 0, 0));
        let mut draft = ImmersionDraft::on(date(2027, 1, 12), start, end);
        assert_eq!(draft.check().unwrap_err().fields.len(), 1, "a title");
        draft.title = "Une matinée à la bibliothèque".into();
        assert!(draft.check().is_ok());
        (draft.start, draft.end, draft.capacity) = (end, start, 0);
        assert_eq!(draft.check().unwrap_err().fields.len(), 2);
        let on = |days| vault::date_of(forget_day(date(2027, 1, 12), days)).to_string();
        assert_eq!(
            [on(30), on(5), on(400), on(0)],
            ["2027-02-11", "2027-01-17", "2027-02-11", "2027-01-13"]
        );
    }
}
