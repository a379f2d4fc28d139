//! OpenAgenda: one activity per event, one session per date. Registration stays where the event
//! says it is; the page shows the way there.

use std::collections::{HashMap, HashSet};

use ::store::Tx;
use base::{Id, Kind, Lang, Problem, dates};
use serde_json::Value;
use site::{Actor, App, Permission};

use super::lookup::Lookup;
use super::record::{self, Event, Timing};
use super::{Change, Options, Outcome, Refused, Stop, Tally, run, store as own, unreadable};
use crate::model::{
    Activity, ActivityDraft, RegistrationMode, Session, SessionDraft, SessionStatus,
};
use crate::store::{activities, sessions};

/// Imports OpenAgenda's open-data export. Events go to [`Options::organisation`]; without one,
/// which only administrators of the network may do, each to the agenda it comes from. What the
/// file says of an event replaces what is here, except the figures and the registration mode of
/// its sessions; announced dates that are no longer in the file are cancelled.
pub async fn openagenda(
    app: &App,
    actor: &Actor,
    bytes: &[u8],
    options: &Options,
) -> Result<Outcome, Problem> {
    match &options.organisation {
        Some(organisation) => actor.need(Permission::Plan, organisation)?,
        None => actor.need_administrator()?,
    }
    let (events, refused) = read(bytes)?;
    let events: Vec<_> = events.into_iter().map(|e| (audience(app, e.ages), e)).collect();
    let organisation = options.organisation.clone();
    let now = app.clock.seconds();
    run(app, actor, options, events.len(), refused, move |tx, tally| {
        if let Some(id) = &organisation {
            known(tx, id)?;
        }
        let mut lookup = Lookup::open(tx)?;
        for (audience, event) in &events {
            apply(tx, tally, &mut lookup, event, audience, organisation.as_ref(), now)?;
            tally.step();
        }
        Ok(())
    })
    .await
}

/// Holds the organisation, so that two imports for it follow each other; 404 when there is none.
pub fn known(tx: &mut Tx<'_>, organisation: &Id) -> Result<(), Stop> {
    if tx.lock("organisations", organisation)? {
        return Ok(());
    }
    Err(Problem::new(Kind::NotFound, "problem-import-no-organisation").into())
}

/// How many events a file has.
pub fn events_in(bytes: &[u8]) -> Result<usize, Problem> {
    let (events, refused) = read(bytes)?;
    let bad: HashSet<_> =
        refused.iter().filter(|r| r.reason != "problem-import-twice").map(|r| r.line).collect();
    Ok(events.len() + bad.len())
}

/// The events of a file, and the records that cannot be taken.
pub fn read(bytes: &[u8]) -> Result<(Vec<Event>, Vec<Refused>), Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: Value = serde_json::from_slice(bytes).map_err(|e| {
        unreadable("problem-import-json").with("line", e.line()).with("column", e.column())
    })?;
    let records = record::records(&file).ok_or_else(|| unreadable("problem-import-shape"))?;
    if records.is_empty() {
        return Err(unreadable("problem-import-empty"));
    }
    let (mut events, mut refused) = (Vec::<Event>::new(), vec![]);
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (at, one) in records.iter().enumerate() {
        let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
        match record::event(one, line) {
            Ok(event) => {
                if let Some(first) = seen.insert(event.uid.clone(), line) {
                    let twice = Refused::new(line, "uid", "problem-import-twice");
                    refused.push(twice.with("first", first));
                }
                events.push(event);
            }
            Err(wrong) => refused.extend(wrong),
        }
    }
    Ok((events, refused))
}

/// Who it is for, in words. Texts of the programme are French first.
fn audience(app: &App, ages: (Option<u32>, Option<u32>)) -> String {
    let text = |key, args: &[(&str, &str)]| app.catalogue.text(Lang::Fr, key, args);
    match ages {
        (None, None) => String::new(),
        (Some(min), None) => text("import-ages-from", &[("min", &min.to_string())]),
        (None, Some(max)) => text("import-ages-to", &[("max", &max.to_string())]),
        (Some(min), Some(max)) => {
            text("import-ages-between", &[("min", &min.to_string()), ("max", &max.to_string())])
        }
    }
}

fn apply(
    tx: &mut Tx<'_>,
    tally: &mut Tally,
    lookup: &mut Lookup,
    event: &Event,
    audience: &str,
    organisation: Option<&Id>,
    now: i64,
) -> Result<(), Stop> {
    let key = format!("openagenda:{}", event.uid);
    let existing = match activities::by_source_key(tx, &key)? {
        Some(id) => activities::find(tx, &id)?,
        None => None,
    };
    let owner = match (&existing, organisation) {
        (Some(there), Some(wanted)) if there.organisation != *wanted => {
            tally.outcome.refused.push(Refused::new(event.line, "uid", "problem-import-elsewhere"));
            return Ok(());
        }
        (Some(there), _) => there.organisation.clone(),
        (None, Some(wanted)) => wanted.clone(),
        (None, None) => lookup.agenda(tx, &event.agenda.0, &event.agenda.1)?,
    };
    let mut activity = existing.clone().unwrap_or_else(|| Activity {
        id: Id::derived("oa", &[&event.uid]),
        organisation: owner,
        draft: ActivityDraft::blank(),
        source: "openagenda".into(),
    });
    let draft = &mut activity.draft;
    draft.title.clone_from(&event.title);
    draft.summary.clone_from(&event.summary);
    draft.description.clone_from(&event.description);
    draft.format = event.format;
    audience.clone_into(&mut draft.audience);
    draft.contact.clone_from(&event.contact);
    draft.link.clone_from(&event.link);
    let touched = match &existing {
        None => {
            activities::insert(tx, &activity, Some(&key), now)?;
            true
        }
        Some(there) if *there != activity => {
            activities::update(tx, &activity, now)?;
            true
        }
        Some(_) => false,
    };
    tally.outcome.activities += 1;
    let place = match &event.spot {
        Some(spot) => Some(lookup.spot(tx, spot)?),
        None => None,
    };
    let mut announced: HashSet<Id> = HashSet::new();
    for timing in &event.timings {
        let id = Id::derived("oa", &[&event.uid, &timing.begin.to_string()]);
        announced.insert(id.clone());
        let there = sessions::find(tx, &id)?;
        let wanted = wanted(there.as_ref(), id, &activity.id, event, *timing, place.as_ref());
        let change = match there {
            None => {
                let key = format!("{key}:{}", timing.begin);
                sessions::insert(tx, &wanted, Some(&key), now)?;
                Change::Created
            }
            Some(there) if there != wanted => {
                if there.status != wanted.status && there.taken + there.waiting > 0 {
                    let refused = Refused::new(event.line, "status", "problem-import-registered");
                    tally.outcome.refused.push(refused);
                }
                sessions::update(tx, &wanted, now)?;
                Change::Updated
            }
            Some(_) if touched => Change::Updated,
            Some(_) => Change::Unchanged,
        };
        tally.count(change);
    }
    withdraw(tx, tally, event, &activity.id, &announced, now)
}

/// Cancels the dates to come that the file no longer has.
fn withdraw(
    tx: &mut Tx<'_>,
    tally: &mut Tally,
    event: &Event,
    activity: &Id,
    announced: &HashSet<Id>,
    now: i64,
) -> Result<(), Stop> {
    for id in own::announced(tx, activity, now)? {
        if announced.contains(&id) {
            continue;
        }
        let Some(mut session) = sessions::find(tx, &id)? else { continue };
        if session.taken + session.waiting > 0 {
            let refused = Refused::new(event.line, "timings", "problem-import-registered");
            tally.outcome.refused.push(refused);
            continue;
        }
        session.status = SessionStatus::Cancelled;
        sessions::update(tx, &session, now)?;
        tally.count(Change::Updated);
    }
    Ok(())
}

/// The session of a date as the file wants it; what the file does not say stays as it is here.
fn wanted(
    there: Option<&Session>,
    id: Id,
    activity: &Id,
    event: &Event,
    timing: Timing,
    place: Option<&Id>,
) -> Session {
    let zone = event.spot.as_ref().map_or(dates::DEFAULT_ZONE, |s| s.zone);
    let (begin, end) = (dates::local(timing.begin, zone), dates::local(timing.end, zone));
    let mut session = there.cloned().unwrap_or_else(|| {
        let draft = SessionDraft {
            registration: RegistrationMode::None,
            ..SessionDraft::on(begin.date(), begin.time(), end.time(), 0)
        };
        Session::new(id, activity.clone(), draft, String::new())
    });
    activity.clone_into(&mut session.activity);
    session.starts_at = timing.begin;
    session.ends_at = timing.end.max(timing.begin + 60);
    zone.clone_into(&mut session.time_zone);
    session.draft.date = begin.date();
    session.draft.start = begin.time();
    session.draft.end = dates::local(session.ends_at, zone).time();
    session.draft.place = place.cloned();
    session.draft.mode = event.mode;
    session.draft.online_url.clone_from(&event.online_url);
    if session.status != SessionStatus::Held {
        session.status = event.status;
    }
    session
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/openagenda/evenements-publics-2026.json"
    );

    #[test]
    fn the_whole_file_is_read() {
        // The data stands beside the repository; elsewhere this test has nothing to read.
        let Ok(bytes) = std::fs::read(FILE) else { return };
        let (events, refused) = read(&bytes).unwrap();
        assert_eq!(refused, []);
        assert_eq!(events.len(), 40);
        assert_eq!(events.iter().map(|e| e.timings.len()).sum::<usize>(), 308);
        assert!(events.iter().all(|e| e.spot.as_ref().is_some_and(|s| s.coordinates.is_some())));
        assert!(
            events.iter().all(|e| !e.description.contains("</") && !e.description.contains('\r'))
        );
        let cut = read(&bytes[..bytes.len() / 2]).unwrap_err();
        assert_eq!(cut.message, "problem-import-json");
        assert_eq!(cut.args[0].0, "line");
    }

    #[test]
    fn what_is_no_export_is_refused() {
        assert_eq!(read(b"{\"a\": 1}").unwrap_err().message, "problem-import-shape");
        assert_eq!(read(b"[]").unwrap_err().message, "problem-import-empty");
        assert_eq!(read(b"[\"x\"]").unwrap().1[0].reason, "problem-import-not-a-record");
    }
}
