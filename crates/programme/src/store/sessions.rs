//! Table `sessions`.

use ::store::{Row, StoreError, Tx, Value};
use base::Id;

use super::{date, maybe, word};
use crate::model::{
    AttendanceMode, Fairness, RegistrationMode, Session, SessionDraft, SessionStatus, Totals,
    TotalsSource, WalkInRule,
};

/// Columns of a session `s`, as [`read`] expects them.
pub const COLUMNS: &str = "s.id, s.activity_id, s.lead_id, s.part, s.place_id, s.room, s.access, \
     s.attendance_mode, s.online_url, s.local_date, s.starts_at, s.ends_at, s.time_zone, s.status, \
     s.status_reason, s.moved_from, s.registration, s.capacity, s.overbook, s.most_places, \
     s.opens_at, s.closes_at, s.fairness, s.offer_minutes, s.walk_ins, s.taken, s.waiting, \
     s.preregistered_total, s.walk_in_total, s.participant_total, s.no_show_total, \
     s.totals_source, s.note, s.illustrative";
/// How many they are.
pub const WIDTH: usize = 34;

/// Reads a session whose columns begin at `i`.
pub fn read(row: &Row, i: usize) -> Result<Session, StoreError> {
    let time_zone: String = row.get(i + 12)?;
    let (starts_at, ends_at): (i64, i64) = (row.get(i + 10)?, row.get(i + 11)?);
    let source: Option<String> = row.get(i + 31)?;
    let moved: Option<String> = row.get(i + 15)?;
    Ok(Session {
        id: row.get(i)?,
        activity: row.get(i + 1)?,
        lead: row.get(i + 2)?,
        part: row.get(i + 3)?,
        draft: SessionDraft {
            date: date(row, i + 9)?,
            start: base::dates::local(starts_at, &time_zone).time(),
            end: base::dates::local(ends_at, &time_zone).time(),
            place: row.get(i + 4)?,
            room: row.get(i + 5)?,
            access: row.get(i + 6)?,
            mode: word(row, i + 7, AttendanceMode::parse, "a mode")?,
            online_url: row.get(i + 8)?,
            registration: word(row, i + 16, RegistrationMode::parse, "a registration mode")?,
            capacity: row.get(i + 17)?,
            overbook: row.get(i + 18)?,
            most_places: row.get(i + 19)?,
            opens_at: maybe(row, i + 20)?,
            closes_at: maybe(row, i + 21)?,
            fairness: word(row, i + 22, Fairness::parse, "a fairness rule")?,
            offer_minutes: maybe(row, i + 23)?,
            walk_ins: word(row, i + 24, WalkInRule::parse, "a walk-in rule")?,
        },
        starts_at,
        ends_at,
        time_zone,
        status: word(row, i + 13, SessionStatus::parse, "a status")?,
        status_reason: row.get(i + 14)?,
        moved_from: moved.and_then(|d| d.parse().ok()),
        taken: row.get(i + 25)?,
        waiting: row.get(i + 26)?,
        totals: Totals {
            preregistered: maybe(row, i + 27)?,
            walk_ins: maybe(row, i + 28)?,
            participants: maybe(row, i + 29)?,
            no_shows: maybe(row, i + 30)?,
        },
        totals_source: source.and_then(|s| TotalsSource::parse(&s)),
        note: row.get(i + 32)?,
        illustrative: row.get(i + 33)?,
    })
}

/// Values of everything but the counters, in the order of `insert` and `update`.
fn values(s: &Session, now: i64) -> Vec<Value> {
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
        (s.status == SessionStatus::Held).then_some(now).into(),
        now.into(),
    ]
}

/// Adds a session with nobody registered.
pub fn insert(
    tx: &mut Tx<'_>,
    session: &Session,
    source_key: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    let mut params = values(session, now);
    params.push(source_key.into());
    tx.execute(
        "INSERT INTO sessions (id, activity_id, lead_id, part, place_id, room, access, \
         attendance_mode, online_url, local_date, starts_at, ends_at, time_zone, status, \
         status_reason, moved_from, registration, capacity, overbook, most_places, opens_at, \
         closes_at, fairness, offer_minutes, walk_ins, preregistered_total, walk_in_total, \
         participant_total, no_show_total, totals_source, note, illustrative, closed_at, \
         created_at, updated_at, source_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, \
         ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, \
         ?30, ?31, ?32, ?33, ?34, ?34, ?35)",
        &params,
    )?;
    Ok(())
}

/// Writes everything but the counters `taken` and `waiting`.
pub fn update(tx: &mut Tx<'_>, session: &Session, now: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE sessions SET activity_id = ?2, lead_id = ?3, part = ?4, place_id = ?5, room = ?6, \
         access = ?7, attendance_mode = ?8, online_url = ?9, local_date = ?10, starts_at = ?11, \
         ends_at = ?12, time_zone = ?13, status = ?14, status_reason = ?15, moved_from = ?16, \
         registration = ?17, capacity = ?18, overbook = ?19, most_places = ?20, opens_at = ?21, \
         closes_at = ?22, fairness = ?23, offer_minutes = ?24, walk_ins = ?25, \
         preregistered_total = ?26, walk_in_total = ?27, participant_total = ?28, \
         no_show_total = ?29, totals_source = ?30, note = ?31, illustrative = ?32, \
         closed_at = ?33, updated_at = ?34 WHERE id = ?1",
        &values(session, now),
    )?;
    Ok(())
}

/// One session.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Session>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM sessions s WHERE s.id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| read(&row, 0)).transpose()
}

/// The session that an import made under this key.
pub fn by_source_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<Session>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM sessions s WHERE s.source_key = ?1");
    tx.query_opt(&sql, &[key.into()])?.map(|row| read(&row, 0)).transpose()
}

/// All parts that share the places of this one, in order.
pub fn parts(tx: &mut Tx<'_>, lead: &Id) -> Result<Vec<Session>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM sessions s WHERE s.lead_id = ?1 ORDER BY s.part, s.id");
    tx.query(&sql, &[lead.into()])?.iter().map(|row| read(row, 0)).collect()
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
