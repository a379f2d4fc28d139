//! Table `sessions`.

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use vault::Day;

use super::{date, maybe, word};
use crate::model::{
    AttendanceMode, Fairness, RegistrationMode, Session, SessionDraft, SessionStatus, Totals,
    TotalsSource, WalkInRule,
};

/// What is written of a session, in the order of [`values`] and [`read`]. A new column comes last
/// in all three.
const KEPT: [&str; 32] = [
    "id",
    "activity_id",
    "lead_id",
    "part",
    "place_id",
    "room",
    "access",
    "attendance_mode",
    "online_url",
    "local_date",
    "starts_at",
    "ends_at",
    "time_zone",
    "status",
    "status_reason",
    "moved_from",
    "registration",
    "capacity",
    "overbook",
    "most_places",
    "opens_at",
    "closes_at",
    "fairness",
    "offer_minutes",
    "walk_ins",
    "preregistered_total",
    "walk_in_total",
    "participant_total",
    "no_show_total",
    "totals_source",
    "note",
    "illustrative",
];
/// What only statements of their own move, and the moment of the last change; read after the
/// others.
const READ_ONLY: [&str; 3] = ["taken", "waiting", "updated_at"];
/// How many columns [`read`] takes.
pub const WIDTH: usize = KEPT.len() + READ_ONLY.len();

/// Columns of a session `s`, as [`read`] expects them.
#[must_use]
pub fn columns() -> String {
    KEPT.iter().chain(&READ_ONLY).map(|c| format!("s.{c}")).collect::<Vec<_>>().join(", ")
}

/// Reads a session whose columns begin at `first`.
pub fn read(row: &Row, first: usize) -> Result<Session, StoreError> {
    let mut at = first;
    // The column that is read next.
    let mut next = || {
        at += 1;
        at - 1
    };
    let (id, activity, lead) = (row.get(next())?, row.get(next())?, row.get(next())?);
    let part = row.get(next())?;
    let (place, room, access) = (row.get(next())?, row.get(next())?, row.get(next())?);
    let mode = word(row, next(), AttendanceMode::parse, "a mode")?;
    let online_url = row.get(next())?;
    let local_date = date(row, next())?;
    let (starts_at, ends_at): (i64, i64) = (row.get(next())?, row.get(next())?);
    let time_zone: String = row.get(next())?;
    let status = word(row, next(), SessionStatus::parse, "a status")?;
    let status_reason = row.get(next())?;
    let moved: Option<String> = row.get(next())?;
    let registration = word(row, next(), RegistrationMode::parse, "a registration mode")?;
    let (capacity, overbook, most_places) = (row.get(next())?, row.get(next())?, row.get(next())?);
    let (opens_at, closes_at) = (maybe(row, next())?, maybe(row, next())?);
    let fairness = word(row, next(), Fairness::parse, "a fairness rule")?;
    let offer_minutes = maybe(row, next())?;
    let walk_ins = word(row, next(), WalkInRule::parse, "a walk-in rule")?;
    let totals = Totals {
        preregistered: maybe(row, next())?,
        walk_ins: maybe(row, next())?,
        participants: maybe(row, next())?,
        no_shows: maybe(row, next())?,
    };
    let source: Option<String> = row.get(next())?;
    let (note, illustrative) = (row.get(next())?, row.get(next())?);
    let (taken, waiting, updated_at) = (row.get(next())?, row.get(next())?, row.get(next())?);
    Ok(Session {
        id,
        activity,
        lead,
        part,
        draft: SessionDraft {
            date: local_date,
            start: base::dates::local(starts_at, &time_zone).time(),
            end: base::dates::local(ends_at, &time_zone).time(),
            place,
            room,
            access,
            mode,
            online_url,
            registration,
            capacity,
            overbook,
            most_places,
            opens_at,
            closes_at,
            fairness,
            offer_minutes,
            walk_ins,
        },
        starts_at,
        ends_at,
        time_zone,
        status,
        status_reason,
        moved_from: moved.and_then(|d| d.parse().ok()),
        taken,
        waiting,
        totals,
        totals_source: source.and_then(|s| TotalsSource::parse(&s)),
        note,
        illustrative,
        updated_at,
    })
}

/// Values of the columns [`KEPT`].
fn values(s: &Session) -> Vec<Value> {
    let d = &s.draft;
    vec![
        (&s.id).into(),
        (&s.activity).into(),
        (&s.lead).into(),
        s.part.into(),
        d.place.as_ref().into(),
        (&d.room).into(),
        (&d.access).into(),
        d.mode.into(),
        (&d.online_url).into(),
        d.date.to_string().into(),
        s.starts_at.into(),
        s.ends_at.into(),
        (&s.time_zone).into(),
        s.status.into(),
        (&s.status_reason).into(),
        s.moved_from.map(|d| d.to_string()).into(),
        d.registration.into(),
        d.capacity.into(),
        d.overbook.into(),
        d.most_places.into(),
        d.opens_at.into(),
        d.closes_at.into(),
        d.fairness.into(),
        d.offer_minutes.into(),
        d.walk_ins.into(),
        s.totals.preregistered.into(),
        s.totals.walk_ins.into(),
        s.totals.participants.into(),
        s.totals.no_shows.into(),
        s.totals_source.into(),
        (&s.note).into(),
        s.illustrative.into(),
    ]
}

/// When the session was closed, as far as a writing at this moment tells.
fn closed_at(s: &Session, now: i64) -> Option<i64> {
    (s.status == SessionStatus::Held).then_some(now)
}

/// Adds a session with nobody registered.
pub fn insert(
    tx: &mut Tx<'_>,
    session: &Session,
    source_key: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    let mut params = values(session);
    params.extend([closed_at(session, now).into(), now.into(), now.into(), source_key.into()]);
    let marks: Vec<String> = (1..=params.len()).map(|n| format!("?{n}")).collect();
    let sql = format!(
        "INSERT INTO sessions ({}, closed_at, created_at, updated_at, source_key) VALUES ({})",
        KEPT.join(", "),
        marks.join(", ")
    );
    tx.execute(&sql, &params)?;
    Ok(())
}

/// Writes everything but the counters.
pub fn update(tx: &mut Tx<'_>, session: &Session, now: i64) -> Result<(), StoreError> {
    let mut params = values(session);
    params.extend([closed_at(session, now).into(), now.into()]);
    let columns = KEPT.iter().chain(&["closed_at", "updated_at"]).enumerate().skip(1);
    let set: Vec<String> = columns.map(|(i, c)| format!("{c} = ?{}", i + 1)).collect();
    tx.execute(&format!("UPDATE sessions SET {} WHERE id = ?1", set.join(", ")), &params)?;
    Ok(())
}

/// One session.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Session>, StoreError> {
    let sql = format!("SELECT {} FROM sessions s WHERE s.id = ?1", columns());
    tx.query_opt(&sql, &[id.into()])?.map(|row| read(&row, 0)).transpose()
}

/// The session that an import made under this key.
pub fn by_source_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<Session>, StoreError> {
    let sql = format!("SELECT {} FROM sessions s WHERE s.source_key = ?1", columns());
    tx.query_opt(&sql, &[key.into()])?.map(|row| read(&row, 0)).transpose()
}

/// All parts that share the places of this one, in order.
pub fn parts(tx: &mut Tx<'_>, lead: &Id) -> Result<Vec<Session>, StoreError> {
    let sql =
        format!("SELECT {} FROM sessions s WHERE s.lead_id = ?1 ORDER BY s.part, s.id", columns());
    tx.query(&sql, &[lead.into()])?.iter().map(|row| read(row, 0)).collect()
}

/// All sessions of an activity, by date.
pub fn of_activity(tx: &mut Tx<'_>, activity: &Id) -> Result<Vec<Session>, StoreError> {
    let columns = columns();
    let sql = format!(
        "SELECT {columns} FROM sessions s WHERE s.activity_id = ?1 ORDER BY s.starts_at, s.id"
    );
    tx.query(&sql, &[activity.into()])?.iter().map(|row| read(row, 0)).collect()
}

/// The day on which the registrations of a cycle are forgotten, if it was settled.
pub fn forget_day(tx: &mut Tx<'_>, lead: &Id) -> Result<Option<Day>, StoreError> {
    let row = tx.query_opt("SELECT forget_day FROM sessions WHERE id = ?1", &[lead.into()])?;
    let day: Option<i64> = row.map(|row| maybe(&row, 0)).transpose()?.flatten();
    Ok(day.and_then(|day| Day::try_from(day).ok()))
}

/// Settles it. What is forgotten on another day may have something to forget again.
pub fn set_forget_day(tx: &mut Tx<'_>, lead: &Id, day: Day) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE sessions SET forget_day = ?2, forgotten_at = NULL WHERE id = ?1",
        &[lead.into(), i64::from(day).into()],
    )
    .map(|_| ())
}

/// Some leads of cycles with registrations whose day has come, or whose day was never settled and
/// which lie before `latest`.
pub fn not_forgotten(tx: &mut Tx<'_>, day: Day, latest: &str) -> Result<Vec<Id>, StoreError> {
    tx.query(
        "SELECT s.id FROM sessions s WHERE s.lead_id = s.id AND s.forgotten_at IS NULL \
         AND (s.forget_day <= ?1 OR (s.forget_day IS NULL AND s.local_date < ?2)) \
         AND EXISTS (SELECT 1 FROM sessions p JOIN registrations r ON r.session_id = p.id \
         WHERE p.lead_id = s.id) ORDER BY s.id LIMIT 200",
        &[i64::from(day).into(), latest.into()],
    )?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Leads of cycles whose day is settled and has not come.
pub fn settled(tx: &mut Tx<'_>) -> Result<Vec<Id>, StoreError> {
    tx.query(
        "SELECT id FROM sessions WHERE forget_day IS NOT NULL AND forgotten_at IS NULL ORDER BY id",
        &[],
    )?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Whether its registrations were forgotten.
pub fn is_forgotten(tx: &mut Tx<'_>, lead: &Id) -> Result<bool, StoreError> {
    let row = tx.query_opt("SELECT forgotten_at FROM sessions WHERE id = ?1", &[lead.into()])?;
    Ok(row.map(|row| maybe::<i64>(&row, 0)).transpose()?.flatten().is_some())
}

/// Notes that the registrations of all parts were forgotten.
pub fn set_forgotten(tx: &mut Tx<'_>, lead: &Id, now: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE sessions SET forgotten_at = ?2 WHERE lead_id = ?1",
        &[lead.into(), now.into()],
    )
    .map(|_| ())
}

/// Takes `places` if that many are free, registration is open and, under the strict rule, nobody
/// waits. **This one conditional statement is what keeps a session from being oversold**: the
/// comparison and the change are one step for the database, under the lock of the row.
pub fn take_places(tx: &mut Tx<'_>, id: &Id, places: u32, now: i64) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE sessions SET taken = taken + ?2 WHERE id = ?1 AND taken + ?2 <= capacity + overbook \
         AND ?2 <= most_places AND status = 'published' AND registration <> 'none' \
         AND (opens_at IS NULL OR opens_at <= ?3) AND COALESCE(closes_at, starts_at) > ?3 \
         AND starts_at > ?3 AND lead_id = id AND (fairness = 'first_fit' OR waiting = 0)",
        &[id.into(), places.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// The same without the comparison: for the test that shows that the guard is what holds.
#[cfg(feature = "unguarded")]
pub fn take_places_unguarded(tx: &mut Tx<'_>, id: &Id, places: u32) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE sessions SET taken = taken + ?2 WHERE id = ?1",
        &[id.into(), places.into()],
    )?;
    Ok(())
}

/// Adds one to the waiting list: its rank there. The caller holds the session.
pub fn queue(tx: &mut Tx<'_>, id: &Id) -> Result<i64, StoreError> {
    let sql = "UPDATE sessions SET waiting = waiting + 1, queued = queued + 1 WHERE id = ?1 \
               RETURNING queued";
    tx.query_one(sql, &[id.into()])?.get(0)
}

/// Moves the counters. The `CHECK` under them refuses what must not be.
pub fn move_counters(tx: &mut Tx<'_>, id: &Id, taken: i64, waiting: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE sessions SET taken = taken + ?2, waiting = waiting + ?3 WHERE id = ?1",
        &[id.into(), taken.into(), waiting.into()],
    )?;
    Ok(())
}
