//! Tables of sessions and counts, as people keep them.
//!
//! A row belongs to the activity of that title that does not contradict it in theme, format and
//! partners, so that the report counts the themes and partners of a period exactly. A session is
//! known by its organisation, title, date, start and place; the same row again finds it.

use std::collections::{HashMap, HashSet};

use ::store::Tx;
use base::{Id, Kind, Problem};
use site::{Actor, App, Permission};

use super::lookup::Lookup;
use super::openagenda::known;
use super::row::{Line, read_lines};
use super::{Change, Options, Outcome, Refused, Stop, Tally, plain, run, store as own};
use crate::model::{
    Activity, ActivityDraft, Format, RegistrationMode, Session, SessionDraft, SessionStatus,
    Totals, TotalsSource,
};
use crate::store::{activities, sessions as stored};

/// Imports sessions from a CSV, XLSX or ODS table into [`Options::organisation`].
///
/// A past session with participants becomes *held*, its totals typed in; any other stays a draft
/// unless a column says what it is. Cells that are empty leave what is here as it is. Totals that
/// were counted at the desk are never overwritten, and where people have registered neither the
/// places nor the status are changed: such lines are refused.
pub async fn sessions(
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
    let now = app.clock.seconds();
    let today = base::dates::local(now, base::dates::DEFAULT_ZONE).date();
    let (lines, refused) = read_lines(bytes, &options.mapping, today)?;
    run(app, actor, options, lines.len(), refused, move |tx, tally| {
        known(tx, &organisation)?;
        let mut import = Import {
            lookup: Lookup::open(tx)?,
            activities: own::activities_of(tx, &organisation)?,
            seen: HashMap::new(),
            touched: HashSet::new(),
            left: vec![],
            organisation,
            now,
        };
        for line in &lines {
            import.line(tx, tally, line)?;
            tally.step();
        }
        import.finish(tx, tally)
    })
    .await
}

struct Import {
    lookup: Lookup,
    activities: Vec<Activity>,
    /// Session → line of the file.
    seen: HashMap<Id, u32>,
    /// Activities that the file concerns.
    touched: HashSet<Id>,
    /// Activities that a session left.
    left: Vec<Id>,
    organisation: Id,
    now: i64,
}

/// What a row says of its activity, once its names are known.
struct Said {
    title: String,
    theme: Option<Id>,
    format: Option<Format>,
    partners: Vec<Id>,
}

impl Said {
    fn fits(&self, activity: &Activity) -> bool {
        let draft = &activity.draft;
        let partners = self.partners.is_empty()
            || draft.partners.iter().collect::<HashSet<_>>() == self.partners.iter().collect();
        plain(&draft.title) == plain(&self.title)
            && (self.theme.is_none() || draft.theme == self.theme)
            && self.format.is_none_or(|f| f == draft.format)
            && partners
    }
}

impl Import {
    fn line(&mut self, tx: &mut Tx<'_>, tally: &mut Tally, line: &Line) -> Result<(), Stop> {
        let start = line.start.to_string();
        let place_name = line.place.as_deref().map(plain).unwrap_or_default();
        let id = Id::derived(
            "imp",
            &[
                self.organisation.as_str(),
                &plain(&line.title),
                &line.date.to_string(),
                &start,
                &place_name,
            ],
        );
        if let Some(first) = self.seen.insert(id.clone(), line.number) {
            let refused = Refused::new(line.number, &line.title_heading, "problem-import-twice");
            tally.outcome.refused.push(refused.with("first", first));
            return Ok(());
        }
        let there = stored::find(tx, &id)?;
        let said = self.said(tx, line)?;
        let activity = self.activity(tx, there.as_ref(), &said)?;
        self.touched.insert(activity.clone());
        let place = match &line.place {
            Some(name) => Some(self.lookup.place(tx, name, &line.city, &line.address)?),
            None => None,
        };
        let zone = self.lookup.zone(place.as_ref());
        let wanted = wanted(there.as_ref(), id, &activity, line, place, zone)?;
        let Some(there) = there else {
            stored::insert(tx, &wanted, Some(wanted.id.as_str()), self.now)?;
            tally.count(Change::Created);
            return Ok(());
        };
        if there == wanted {
            tally.count(Change::Unchanged);
            return Ok(());
        }
        if let Some((field, reason)) = forbidden(&there, &wanted) {
            let heading = line.heading(field);
            tally.outcome.refused.push(Refused::new(line.number, heading, reason));
            return Ok(());
        }
        if there.activity != wanted.activity {
            self.left.push(there.activity.clone());
        }
        stored::update(tx, &wanted, self.now)?;
        tally.count(Change::Updated);
        Ok(())
    }

    fn said(&mut self, tx: &mut Tx<'_>, line: &Line) -> Result<Said, Stop> {
        let theme = match &line.theme {
            Some(name) => Some(self.lookup.theme(tx, name)?),
            None => None,
        };
        let mut partners = vec![];
        for name in &line.partners {
            let id = self.lookup.partner(tx, name)?;
            if !partners.contains(&id) {
                partners.push(id);
            }
        }
        partners.sort();
        Ok(Said { title: line.title.clone(), theme, format: line.format, partners })
    }

    /// The activity of a row: that of its session when it fits, another that fits, or a new one.
    fn activity(
        &mut self,
        tx: &mut Tx<'_>,
        there: Option<&Session>,
        said: &Said,
    ) -> Result<Id, Stop> {
        let own = there.and_then(|s| self.activities.iter().find(|a| a.id == s.activity));
        if let Some(fits) = own.filter(|a| said.fits(a)) {
            return Ok(fits.id.clone());
        }
        if let Some(fits) = self.activities.iter().find(|a| said.fits(a)) {
            return Ok(fits.id.clone());
        }
        let partners: Vec<&str> = said.partners.iter().map(Id::as_str).collect();
        let activity = Activity {
            id: Id::derived(
                "imp",
                &[
                    self.organisation.as_str(),
                    "activity",
                    &plain(&said.title),
                    said.theme.as_ref().map_or("", Id::as_str),
                    said.format.map_or("", Format::code),
                    &partners.join(" "),
                ],
            ),
            organisation: self.organisation.clone(),
            draft: ActivityDraft {
                title: said.title.clone(),
                theme: said.theme.clone(),
                format: said.format.unwrap_or(Format::Workshop),
                partners: said.partners.clone(),
                ..ActivityDraft::blank()
            },
            source: "import".into(),
        };
        let id = activity.id.clone();
        // Someone may have renamed what an earlier import made: then it no longer fits, and its
        // identifier is taken.
        let activity = match activities::find(tx, &id)? {
            Some(_) => Activity { id: Id::new(), ..activity },
            None => activity,
        };
        activities::insert(tx, &activity, None, self.now)?;
        let id = activity.id.clone();
        self.activities.push(activity);
        Ok(id)
    }

    fn finish(self, tx: &mut Tx<'_>, tally: &mut Tally) -> Result<(), Stop> {
        for activity in &self.left {
            own::sweep(tx, activity)?;
        }
        tally.outcome.activities = self.touched.len();
        Ok(())
    }
}

/// What an import may not change, and why.
fn forbidden(there: &Session, wanted: &Session) -> Option<(&'static str, &'static str)> {
    let counted = there.totals_source == Some(TotalsSource::Counted);
    if counted && (there.totals != wanted.totals || there.status != wanted.status) {
        return Some(("participants", "problem-import-counted"));
    }
    if there.taken + there.waiting > 0 {
        if there.draft.capacity != wanted.draft.capacity {
            return Some(("capacity", "problem-import-registered"));
        }
        if there.status != wanted.status && wanted.status != SessionStatus::Held {
            return Some(("status", "problem-import-registered"));
        }
    }
    None
}

/// The session of a row; what the row does not say stays as it is here.
fn wanted(
    there: Option<&Session>,
    id: Id,
    activity: &Id,
    line: &Line,
    place: Option<Id>,
    zone: String,
) -> Result<Session, Problem> {
    let mut session = match there {
        Some(session) => session.clone(),
        None => {
            let draft = SessionDraft {
                registration: RegistrationMode::None,
                ..SessionDraft::on(line.date, line.start, line.end, 0)
            };
            Session::new(id, activity.clone(), draft, zone)
        }
    };
    activity.clone_into(&mut session.activity);
    let draft = &mut session.draft;
    draft.place = place;
    if line.end_given || there.is_none() {
        draft.end = line.end;
        (session.starts_at, session.ends_at) = draft.instants(&session.time_zone)?;
        // In the night when clocks change, what is kept is the time that exists.
        draft.start = base::dates::local(session.starts_at, &session.time_zone).time();
        draft.end = base::dates::local(session.ends_at, &session.time_zone).time();
    }
    if let Some(room) = &line.room {
        room.clone_into(&mut draft.room);
    }
    if let Some(capacity) = line.capacity {
        if capacity != draft.capacity {
            draft.capacity = capacity;
            draft.overbook = draft.overbook.min(capacity);
        }
        if capacity == 0 {
            draft.registration = RegistrationMode::None;
        } else if draft.registration == RegistrationMode::None {
            draft.registration = RegistrationMode::WaitingList;
        }
    }
    if let Some(note) = &line.note {
        note.clone_into(&mut session.note);
    }
    if let Some(status) = line.status {
        session.status = status;
    }
    if session.status == SessionStatus::Held {
        let (new, old) = (line.totals, session.totals);
        session.totals = Totals {
            preregistered: new.preregistered.or(old.preregistered),
            walk_ins: new.walk_ins.or(old.walk_ins),
            participants: new.participants.or(old.participants),
            no_shows: new.no_shows.or(old.no_shows),
        };
        if session.totals_source.is_none() {
            session.totals_source = Some(TotalsSource::Typed);
        }
    }
    Ok(session)
}
