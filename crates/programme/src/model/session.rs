//! One date of an activity, its places and its registrations.

use base::{Id, Problem, problem::FieldProblem};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::model::Fairness;
use ::store::words;

words! {
    /// Where a session stands.
    SessionStatus {
        /// Being prepared; nobody outside sees it.
        Draft = "draft", "programme-status-draft";
        /// In the programme.
        Published = "published", "programme-status-published";
        /// Over and closed: its figures are in the report.
        Held = "held", "programme-status-held";
        /// Will not take place.
        Cancelled = "cancelled", "programme-status-cancelled";
        /// Will take place at a date not yet known; places are kept.
        Postponed = "postponed", "programme-status-postponed";
    }
}

words! {
    /// How one registers.
    RegistrationMode {
        /// Not at all: come.
        None = "none", "programme-registration-none";
        /// Places, until they are taken.
        Places = "places", "programme-registration-places";
        /// Places, then a waiting list.
        WaitingList = "waiting_list", "programme-registration-waiting-list";
    }
}

words! {
    /// Where people meet.
    AttendanceMode {
        /// In a place.
        OnSite = "on_site", "programme-mode-on-site";
        /// On line.
        Online = "online", "programme-mode-online";
        /// Both.
        Hybrid = "hybrid", "programme-mode-hybrid";
    }
}

words! {
    /// Whether people without a registration are let in.
    WalkInRule {
        /// No.
        Never = "never", "programme-walk-ins-never";
        /// While there is room.
        IfRoom = "if_room", "programme-walk-ins-if-room";
        /// Also when full.
        Always = "always", "programme-walk-ins-always";
    }
}

words! {
    /// Where a registration stands.
    RegistrationStatus {
        /// Has its places.
        Confirmed = "confirmed", "programme-ticket-confirmed";
        /// On the waiting list.
        Waiting = "waiting", "programme-ticket-waiting";
        /// A place is held for it until a deadline.
        Offered = "offered", "programme-ticket-offered";
        /// Taken back.
        Cancelled = "cancelled", "programme-ticket-cancelled";
    }
}

words! {
    /// How a registration came.
    Channel {
        /// On the web page.
        Web = "web", "programme-channel-web";
        /// Through the programming interface.
        Api = "api", "programme-channel-api";
        /// At the desk.
        Desk = "desk", "programme-channel-desk";
    }
}

words! {
    /// How a registration came about.
    RegistrationKind {
        /// Before the session (préinscription).
        Ahead = "ahead", "programme-kind-ahead";
        /// On the spot (inscription sur place).
        WalkIn = "walk_in", "programme-kind-walk-in";
    }
}

words! {
    /// Where the totals of a session come from.
    TotalsSource {
        /// Counted from the rows of the desk.
        Counted = "counted", "programme-totals-counted";
        /// Typed in afterwards.
        Typed = "typed", "programme-totals-typed";
    }
}

/// More people than this come to no session.
const MOST_COUNTED: u32 = 100_000;

/// What came of a session. `None`: nobody counted it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Places registered ahead and not cancelled.
    pub preregistered: Option<u32>,
    /// People let in without a registration.
    pub walk_ins: Option<u32>,
    /// People who took part.
    pub participants: Option<u32>,
    /// Places registered ahead that stayed empty.
    pub no_shows: Option<u32>,
}

impl Totals {
    /// Refuses totals that cannot be: more no-shows than registered ahead, more walk-ins than
    /// participants, a slip of the finger of many digits.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        for (name, number) in [
            ("preregistered", self.preregistered),
            ("walk_ins", self.walk_ins),
            ("participants", self.participants),
            ("no_shows", self.no_shows),
        ] {
            if number.is_some_and(|n| n > MOST_COUNTED) {
                wrong.push(FieldProblem::new(name, "problem-desk-totals-most"));
            }
        }
        if let (Some(p), Some(n)) = (self.preregistered, self.no_shows)
            && n > p
        {
            wrong.push(FieldProblem::new("no_shows", "problem-totals-no-shows"));
        }
        if let (Some(w), Some(p)) = (self.walk_ins, self.participants)
            && w > p
        {
            wrong.push(FieldProblem::new("walk_ins", "problem-totals-walk-ins"));
        }
        Problem::from_fields(wrong)
    }
}

/// What a coordinator writes of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDraft {
    /// Local date.
    pub date: Date,
    /// Local start.
    pub start: Time,
    /// Local end; before the start means the next day.
    pub end: Time,
    /// Where, if in a place.
    pub place: Option<Id>,
    /// Room.
    pub room: String,
    /// How to get in.
    pub access: String,
    /// In a place, on line, or both.
    pub mode: AttendanceMode,
    /// Address of the meeting on line; given to those registered only.
    pub online_url: String,
    /// How one registers.
    pub registration: RegistrationMode,
    /// Places.
    pub capacity: u32,
    /// Places given beyond the capacity, because some do not come.
    pub overbook: u32,
    /// Most places in one registration.
    pub most_places: u32,
    /// Days before the session at which registration opens; `None`: at publication.
    pub opens_at: Option<i64>,
    /// Instant at which registration closes; `None`: when the session starts.
    pub closes_at: Option<i64>,
    /// Who is next on the waiting list.
    pub fairness: Fairness,
    /// Minutes to accept an offered place; `None`: the place is given at once.
    pub offer_minutes: Option<u32>,
    /// Whether people without a registration are let in.
    pub walk_ins: WalkInRule,
}

impl SessionDraft {
    /// A session of two hours with a waiting list.
    #[must_use]
    pub fn on(date: Date, start: Time, end: Time, capacity: u32) -> Self {
        Self {
            date,
            start,
            end,
            place: None,
            room: String::new(),
            access: String::new(),
            mode: AttendanceMode::OnSite,
            online_url: String::new(),
            registration: RegistrationMode::WaitingList,
            capacity,
            overbook: 0,
            most_places: 4,
            opens_at: None,
            closes_at: None,
            fairness: Fairness::FirstFit,
            offer_minutes: None,
            walk_ins: WalkInRule::Always,
        }
    }

    /// Instants of start and end in this time zone; an end before the start is on the next day.
    pub fn instants(&self, zone: &str) -> Result<(i64, i64), Problem> {
        let bad = || {
            Problem::from_fields(vec![FieldProblem::new("date", "problem-field-date")])
                .err()
                .unwrap_or_else(|| Problem::new(base::Kind::Invalid, "problem-form"))
        };
        let starts =
            base::dates::instant(self.date.to_datetime(self.start), zone).ok_or_else(bad)?;
        let end_date = if self.end > self.start {
            self.date
        } else {
            self.date.tomorrow().map_err(|_| bad())?
        };
        let ends = base::dates::instant(end_date.to_datetime(self.end), zone).ok_or_else(bad)?;
        Ok((starts, ends.max(starts + 60)))
    }

    /// Refuses an end before the start: past midnight is possible, half a day and more is a slip of
    /// the finger.
    pub fn check_times(&self) -> Result<(), Problem> {
        let minutes = |t: Time| i32::from(t.hour()) * 60 + i32::from(t.minute());
        let length = (minutes(self.end) - minutes(self.start)).rem_euclid(24 * 60);
        if length == 0 || (self.end <= self.start && length > 12 * 60) {
            Problem::from_fields(vec![FieldProblem::new("end", "problem-field-end")])?;
        }
        Ok(())
    }

    /// Checks what can be checked without the database.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = self.check_times().err().map(|p| p.fields).unwrap_or_default();
        if self.registration != RegistrationMode::None && self.capacity == 0 {
            wrong.push(FieldProblem::new("capacity", "problem-field-capacity"));
        }
        if self.capacity > 100_000 {
            wrong.push(FieldProblem::new("capacity", "problem-field-capacity"));
        }
        if self.overbook > self.capacity {
            wrong.push(FieldProblem::new("overbook", "problem-field-overbook"));
        }
        if !(1..=50).contains(&self.most_places) {
            wrong.push(FieldProblem::new("most_places", "problem-field-most-places"));
        }
        if self.offer_minutes.is_some_and(|m| !(15..=20_160).contains(&m)) {
            wrong.push(FieldProblem::new("offer_minutes", "problem-field-offer"));
        }
        if let (Some(opens), Some(closes)) = (self.opens_at, self.closes_at)
            && closes <= opens
        {
            wrong.push(FieldProblem::new("closes_at", "problem-field-closes"));
        }
        if !self.online_url.is_empty() && !super::is_web_address(&self.online_url) {
            wrong.push(FieldProblem::new("online_url", "problem-field-link"));
        }
        if self.room.chars().count() > 200 || self.access.chars().count() > 1_000 {
            let mut problem = FieldProblem::new("access", "problem-field-too-long");
            problem.args.push(("most", "1000".into()));
            wrong.push(problem);
        }
        Problem::from_fields(wrong)
    }
}

/// A session as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Identifier.
    pub id: Id,
    /// Its activity.
    pub activity: Id,
    /// The session whose places count: itself, or the first part.
    pub lead: Id,
    /// 1, 2, 3… in an activity of several parts.
    pub part: u32,
    /// What the coordinator wrote.
    #[serde(flatten)]
    pub draft: SessionDraft,
    /// Start, seconds since 1970.
    pub starts_at: i64,
    /// End, seconds since 1970.
    pub ends_at: i64,
    /// IANA name.
    pub time_zone: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// Why it was cancelled or postponed.
    pub status_reason: String,
    /// The date it was first announced for, if it moved.
    pub moved_from: Option<Date>,
    /// Places taken ahead (confirmed and offered).
    pub taken: u32,
    /// Registrations on the waiting list.
    pub waiting: u32,
    /// What came of it.
    pub totals: Totals,
    /// Where the totals come from; `None` before it is closed.
    pub totals_source: Option<TotalsSource>,
    /// A line of notes at closing.
    pub note: String,
    /// Made up for the demonstration.
    pub illustrative: bool,
    /// When it was last changed, seconds since 1970 (counters apart); 0 before it is kept.
    pub updated_at: i64,
}

impl Session {
    /// A new draft of an activity, its own lead, with nobody registered; its instants are those of
    /// `draft` once [`Session::place_in_time`] has been asked.
    #[must_use]
    pub fn new(id: Id, activity: Id, draft: SessionDraft, time_zone: String) -> Self {
        Self {
            lead: id.clone(),
            id,
            activity,
            part: 1,
            draft,
            starts_at: 0,
            ends_at: 0,
            time_zone,
            status: SessionStatus::Draft,
            status_reason: String::new(),
            moved_from: None,
            taken: 0,
            waiting: 0,
            totals: Totals::default(),
            totals_source: None,
            note: String::new(),
            illustrative: false,
            updated_at: 0,
        }
    }

    /// Sets the instants from date, times and time zone.
    pub fn place_in_time(&mut self) -> Result<(), Problem> {
        (self.starts_at, self.ends_at) = self.draft.instants(&self.time_zone)?;
        Ok(())
    }

    /// When its desk opens: as the day before it begins.
    #[must_use]
    pub fn desk_opens_at(&self) -> i64 {
        let eve = self.draft.date.yesterday().unwrap_or(self.draft.date);
        let midnight = eve.to_datetime(Time::midnight());
        base::dates::instant(midnight, &self.time_zone).unwrap_or(self.starts_at - 86_400)
    }

    /// Places that can still be taken.
    #[must_use]
    pub fn places_left(&self) -> u32 {
        (self.draft.capacity + self.draft.overbook).saturating_sub(self.taken)
    }

    /// Why nobody can register now; `None` when one can (perhaps on the waiting list).
    #[must_use]
    pub fn closed_because(&self, now: i64) -> Option<&'static str> {
        match self.status {
            SessionStatus::Draft => return Some("problem-session-not-published"),
            SessionStatus::Cancelled => return Some("problem-session-cancelled"),
            SessionStatus::Postponed => return Some("problem-session-postponed"),
            SessionStatus::Held => return Some("problem-session-over"),
            SessionStatus::Published => {}
        }
        if self.draft.registration == RegistrationMode::None {
            return Some("problem-session-no-registration");
        }
        if now >= self.ends_at {
            return Some("problem-session-over");
        }
        if now >= self.draft.closes_at.unwrap_or(self.starts_at).min(self.starts_at) {
            return Some("problem-session-closed");
        }
        if self.draft.opens_at.is_some_and(|opens| now < opens) {
            return Some("problem-session-not-open-yet");
        }
        let full = self.places_left() == 0;
        if full && self.draft.registration == RegistrationMode::Places {
            return Some("problem-session-full");
        }
        None
    }
}

/// A registration as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Identifier.
    pub id: Id,
    /// The session (the first part, for an activity in several parts).
    pub session: Id,
    /// Ahead or on the spot.
    pub kind: RegistrationKind,
    /// Where it stands.
    pub status: RegistrationStatus,
    /// Places.
    pub places: u32,
    /// Readable code, for the desk.
    pub code: String,
    /// How it came.
    pub channel: Channel,
    /// First name or pseudonym, if given and not yet forgotten.
    pub name: Option<String>,
    /// Address, if given and not yet forgotten.
    pub contact: Option<String>,
    /// Day (since 1970) on which name and address are forgotten, if one was given.
    pub forget_day: Option<vault::Day>,
    /// Language of its mails.
    pub lang: base::Lang,
    /// Until when an offered place is held.
    pub offer_ends_at: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// Order on the waiting list of its session, from 1; 0: it never waited.
    pub rank: i64,
}
