//! Tables `immersions`, `immersion_guests`, `immersion_registrations`, `testimonies`.

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use jiff::civil::{Date, Time};
use vault::{Day, DayKey, Vault};

use super::model::{
    Immersion, ImmersionDraft, ImmersionKind, Line, Profession, Source, State, Testimony,
    TestimonyState, Totals,
};

fn word<T>(row: &Row, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    let code: String = row.get(column)?;
    let unknown = StoreError::Column { column, wanted: "a word", found: "another word".into() };
    parse(&code).ok_or(unknown)
}

fn date(row: &Row, column: usize) -> Result<Date, StoreError> {
    let text: String = row.get(column)?;
    let unknown = StoreError::Column { column, wanted: "a date", found: "another text".into() };
    text.parse().map_err(|_| unknown)
}

const COLUMNS: &str = "i.id, i.host_id, i.kind, i.title, i.description, i.audience, i.place_id, \
     i.room, i.local_date, i.starts_at, i.ends_at, i.time_zone, i.capacity, i.state, i.reason, \
     i.taken, i.walk_ins, i.registered_total, i.walk_in_total, i.participant_total, \
     i.no_show_total, i.totals_source, i.illustrative, i.forget_day, i.forgotten_at";

fn totals(row: &Row, from: usize) -> Result<Totals, StoreError> {
    Ok(Totals {
        registered: row.get(from)?,
        walk_ins: row.get(from + 1)?,
        participants: row.get(from + 2)?,
        no_shows: row.get(from + 3)?,
    })
}

fn read(row: &Row, guests: Vec<Id>) -> Result<Immersion, StoreError> {
    let (starts_at, ends_at, time_zone): (i64, i64, String) =
        (row.get(9)?, row.get(10)?, row.get(11)?);
    let clock = |at| -> Time { base::dates::local(at, &time_zone).time() };
    let source: Option<String> = row.get(21)?;
    Ok(Immersion {
        id: row.get(0)?,
        host: row.get(1)?,
        draft: ImmersionDraft {
            kind: word(row, 2, ImmersionKind::parse)?,
            title: row.get(3)?,
            description: row.get(4)?,
            audience: row.get(5)?,
            guests,
            place: row.get(6)?,
            room: row.get(7)?,
            date: date(row, 8)?,
            start: clock(starts_at),
            end: clock(ends_at),
            capacity: row.get(12)?,
        },
        starts_at,
        ends_at,
        state: word(row, 13, State::parse)?,
        reason: row.get(14)?,
        taken: row.get(15)?,
        walk_ins: row.get(16)?,
        totals: totals(row, 17)?,
        source: source.and_then(|code| Source::parse(&code)),
        illustrative: row.get(22)?,
        forget_day: Day::try_from(row.get::<i64>(23)?).unwrap_or_default(),
        forgotten: row.get::<Option<i64>>(24)?.is_some(),
        time_zone,
    })
}

fn guests(tx: &mut Tx<'_>, id: &Id) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT organisation_id FROM immersion_guests WHERE immersion_id = ?1 \
               ORDER BY organisation_id";
    tx.query(sql, &[id.into()])?.iter().map(|row| row.get(0)).collect()
}

fn all(tx: &mut Tx<'_>, rest: &str, params: &[Value]) -> Result<Vec<Immersion>, StoreError> {
    let rows = tx.query(&format!("SELECT {COLUMNS} FROM immersions i {rest}"), params)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let guests = guests(tx, &row.get(0)?)?;
        found.push(read(row, guests)?);
    }
    Ok(found)
}

pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Immersion>, StoreError> {
    Ok(all(tx, "WHERE i.id = ?1", &[id.into()])?.pop())
}

/// Those that are announced and not over, by date.
pub fn coming(tx: &mut Tx<'_>, now: i64) -> Result<Vec<Immersion>, StoreError> {
    let rest = "WHERE i.state IN ('announced', 'cancelled') AND i.ends_at > ?1 \
                ORDER BY i.starts_at, i.id LIMIT 200";
    all(tx, rest, &[now.into()])
}

/// What hosts have to do: drafts, and days that are over and not closed.
pub fn to_do(tx: &mut Tx<'_>, now: i64) -> Result<Vec<Immersion>, StoreError> {
    let rest = "WHERE i.state = 'draft' OR (i.state = 'announced' AND i.starts_at <= ?1) \
                ORDER BY i.starts_at, i.id LIMIT 500";
    all(tx, rest, &[now.into()])
}

pub fn save(tx: &mut Tx<'_>, i: &Immersion, now: i64) -> Result<(), StoreError> {
    let d = &i.draft;
    tx.execute(
        "INSERT INTO immersions (id, host_id, kind, title, description, audience, place_id, room, \
         local_date, starts_at, ends_at, time_zone, capacity, state, reason, walk_ins, \
         registered_total, walk_in_total, participant_total, no_show_total, totals_source, \
         illustrative, forget_day, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, \
         ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?24) \
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, \
         description = excluded.description, audience = excluded.audience, \
         place_id = excluded.place_id, room = excluded.room, local_date = excluded.local_date, \
         starts_at = excluded.starts_at, ends_at = excluded.ends_at, \
         time_zone = excluded.time_zone, capacity = excluded.capacity, state = excluded.state, \
         reason = excluded.reason, walk_ins = excluded.walk_ins, \
         registered_total = excluded.registered_total, walk_in_total = excluded.walk_in_total, \
         participant_total = excluded.participant_total, no_show_total = excluded.no_show_total, \
         totals_source = excluded.totals_source, forget_day = excluded.forget_day, \
         updated_at = excluded.updated_at",
        &[
            (&i.id).into(),
            (&i.host).into(),
            d.kind.into(),
            (&d.title).into(),
            (&d.description).into(),
            (&d.audience).into(),
            d.place.clone().into(),
            (&d.room).into(),
            d.date.to_string().into(),
            i.starts_at.into(),
            i.ends_at.into(),
            (&i.time_zone).into(),
            d.capacity.into(),
            i.state.into(),
            (&i.reason).into(),
            i.walk_ins.into(),
            i.totals.registered.into(),
            i.totals.walk_ins.into(),
            i.totals.participants.into(),
            i.totals.no_shows.into(),
            i.source.into(),
            i.illustrative.into(),
            i64::from(i.forget_day).into(),
            now.into(),
        ],
    )?;
    tx.execute("DELETE FROM immersion_guests WHERE immersion_id = ?1", &[(&i.id).into()])?;
    for guest in &d.guests {
        tx.execute(
            "INSERT INTO immersion_guests (immersion_id, organisation_id) VALUES (?1, ?2) \
             ON CONFLICT (immersion_id, organisation_id) DO NOTHING",
            &[(&i.id).into(), guest.into()],
        )?;
    }
    Ok(())
}

/// Takes a place if there is one and the day is open. The one statement that decides.
pub fn take_place(tx: &mut Tx<'_>, id: &Id, now: i64) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE immersions SET taken = taken + 1 WHERE id = ?1 AND taken < capacity \
         AND state = 'announced' AND starts_at > ?2",
        &[id.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// The same without the comparison: for the test that shows that the guard is what holds.
#[cfg(feature = "unguarded")]
pub fn take_place_unguarded(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    tx.execute("UPDATE immersions SET taken = taken + 1 WHERE id = ?1", &[id.into()]).map(|_| ())
}

fn give_back(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    let sql = "UPDATE immersions SET taken = taken - 1 WHERE id = ?1";
    tx.execute(sql, &[id.into()]).map(|_| ())
}

pub fn set_walk_ins(tx: &mut Tx<'_>, id: &Id, people: u32) -> Result<(), StoreError> {
    let sql = "UPDATE immersions SET walk_ins = ?2 WHERE id = ?1";
    tx.execute(sql, &[id.into(), people.into()]).map(|_| ())
}

/// A registration as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    pub id: Id,
    pub immersion: Id,
    pub organisation: Id,
    /// Who registered for themselves.
    pub person: Option<Id>,
    /// Name and address of a colleague, as long as they can be read.
    pub colleague: Option<(String, String)>,
    pub forget_day: Day,
    pub present: Option<bool>,
}

fn about(id: &Id) -> String {
    format!("immersion/{id}")
}

fn sealed(r: &Registration, key: Option<&DayKey>) -> Option<Vec<u8>> {
    let plain = serde_json::to_vec(r.colleague.as_ref()?).ok()?;
    Some(key?.seal(&about(&r.id), &plain))
}

/// Keeps a registration. `false`: the person, or the request, has one.
pub fn insert(
    tx: &mut Tx<'_>,
    r: &Registration,
    key: Option<&DayKey>,
    request: Option<Vec<u8>>,
    now: i64,
) -> Result<bool, StoreError> {
    let new = tx.execute(
        "INSERT INTO immersion_registrations (id, immersion_id, organisation_id, person_id, \
         sealed, forget_day, request, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
         ON CONFLICT DO NOTHING",
        &[
            (&r.id).into(),
            (&r.immersion).into(),
            (&r.organisation).into(),
            r.person.clone().into(),
            sealed(r, key).into(),
            i64::from(r.forget_day).into(),
            request.into(),
            now.into(),
        ],
    )?;
    Ok(new == 1)
}

const REGISTRATION: &str = "SELECT id, immersion_id, organisation_id, person_id, sealed, \
     forget_day, present FROM immersion_registrations";

fn registration(vault: &Vault, row: &Row) -> Result<Registration, StoreError> {
    let id: Id = row.get(0)?;
    let (sealed, day): (Option<Vec<u8>>, i64) = (row.get(4)?, row.get(5)?);
    let forget_day = Day::try_from(day).unwrap_or_default();
    let key = sealed.as_ref().and_then(|_| vault.known_day(forget_day));
    let plain = key.and_then(|key| key.open(&about(&id), &sealed.unwrap_or_default()));
    let present: Option<i64> = row.get(6)?;
    Ok(Registration {
        id,
        immersion: row.get(1)?,
        organisation: row.get(2)?,
        person: row.get(3)?,
        colleague: plain.and_then(|plain| serde_json::from_slice(&plain).ok()),
        forget_day,
        present: present.map(|p| p == 1),
    })
}

/// The registrations of a day, in the order they were made.
pub fn of_immersion(
    vault: &Vault,
    tx: &mut Tx<'_>,
    id: &Id,
) -> Result<Vec<Registration>, StoreError> {
    let sql = format!("{REGISTRATION} WHERE immersion_id = ?1 ORDER BY created_at, id");
    tx.query(&sql, &[id.into()])?.iter().map(|row| registration(vault, row)).collect()
}

pub fn find_registration(
    vault: &Vault,
    tx: &mut Tx<'_>,
    id: &Id,
) -> Result<Option<Registration>, StoreError> {
    let row = tx.query_opt(&format!("{REGISTRATION} WHERE id = ?1"), &[id.into()])?;
    row.map(|row| registration(vault, &row)).transpose()
}

/// Somebody's own registration for a day.
pub fn own(
    vault: &Vault,
    tx: &mut Tx<'_>,
    immersion: &Id,
    person: &Id,
) -> Result<Option<Registration>, StoreError> {
    let sql = format!("{REGISTRATION} WHERE immersion_id = ?1 AND person_id = ?2");
    let row = tx.query_opt(&sql, &[immersion.into(), person.into()])?;
    row.map(|row| registration(vault, &row)).transpose()
}

/// Takes a registration away and gives its place back.
pub fn remove(tx: &mut Tx<'_>, r: &Registration) -> Result<bool, StoreError> {
    let gone =
        tx.execute("DELETE FROM immersion_registrations WHERE id = ?1", &[(&r.id).into()])?;
    if gone == 1 {
        give_back(tx, &r.immersion)?;
    }
    Ok(gone == 1)
}

/// Seals what is known of a colleague under the key of another day.
pub fn reseal(tx: &mut Tx<'_>, r: &Registration, key: Option<&DayKey>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE immersion_registrations SET sealed = ?2, forget_day = ?3 WHERE id = ?1",
        &[(&r.id).into(), sealed(r, key).into(), i64::from(r.forget_day).into()],
    )
    .map(|_| ())
}

pub fn set_present(tx: &mut Tx<'_>, id: &Id, present: bool) -> Result<(), StoreError> {
    let sql = "UPDATE immersion_registrations SET present = ?2 WHERE id = ?1";
    tx.execute(sql, &[id.into(), present.into()]).map(|_| ())
}

/// Registrations to be reminded of a day that begins in this time.
pub fn to_remind(
    vault: &Vault,
    tx: &mut Tx<'_>,
    (from, to): (i64, i64),
    made_before: i64,
) -> Result<Vec<Registration>, StoreError> {
    let sql = format!(
        "{REGISTRATION} WHERE immersion_id IN (SELECT id FROM immersions WHERE starts_at > ?1 \
         AND starts_at <= ?2 AND state = 'announced') AND created_at < ?3 AND \
         COALESCE(reminded_of, 0) <> (SELECT starts_at FROM immersions i \
         WHERE i.id = immersion_id) ORDER BY id LIMIT 100"
    );
    let rows = tx.query(&sql, &[from.into(), to.into(), made_before.into()])?;
    rows.iter().map(|row| registration(vault, row)).collect()
}

/// Notes of which start somebody was reminded. `false`: they had been.
pub fn note_reminder(tx: &mut Tx<'_>, id: &Id, starts_at: i64) -> Result<bool, StoreError> {
    let noted = tx.execute(
        "UPDATE immersion_registrations SET reminded_of = ?2 WHERE id = ?1 \
         AND COALESCE(reminded_of, 0) <> ?2",
        &[id.into(), starts_at.into()],
    )?;
    Ok(noted == 1)
}

/// Days whose registrations are to be forgotten, some at a time.
pub fn due(tx: &mut Tx<'_>, day: Day) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT id FROM immersions WHERE forget_day <= ?1 AND forgotten_at IS NULL \
               ORDER BY id LIMIT 100";
    tx.query(sql, &[i64::from(day).into()])?.iter().map(|row| row.get(0)).collect()
}

/// Erases the registrations of a day.
pub fn erase(tx: &mut Tx<'_>, id: &Id, now: i64) -> Result<u64, StoreError> {
    let sql = "DELETE FROM immersion_registrations WHERE immersion_id = ?1";
    let rows = tx.execute(sql, &[id.into()])?;
    tx.execute(
        "UPDATE immersions SET forgotten_at = ?2, taken = 0 WHERE id = ?1",
        &[id.into(), now.into()],
    )?;
    Ok(rows)
}

/// Registrations that are kept, and those of them that should be forgotten.
pub fn kept(tx: &mut Tx<'_>, today: Day) -> Result<(u32, u32), StoreError> {
    let mut count = |rest: &str, params: &[Value]| -> Result<u32, StoreError> {
        let sql = format!("SELECT count(*) FROM immersion_registrations{rest}");
        tx.query_one(&sql, params)?.get(0)
    };
    let today = i64::from(today).into();
    Ok((count("", &[])?, count(" WHERE forget_day < ?1", &[today])?))
}

// Figures

/// What a period holds, and of whom.
#[derive(Debug, Default)]
pub struct Wanted<'a> {
    pub from: String,
    pub to: String,
    pub kind: Option<ImmersionKind>,
    pub host: Option<&'a Id>,
    pub guest: Option<&'a Id>,
}

/// The days held in a period, by date.
pub fn held(tx: &mut Tx<'_>, wanted: &Wanted<'_>) -> Result<Vec<Line>, StoreError> {
    let mut sql = "SELECT i.id, i.local_date, i.kind, i.title, i.host_id, o.name, i.audience, \
         i.registered_total, i.walk_in_total, i.participant_total, i.no_show_total, \
         i.totals_source, i.illustrative FROM immersions i JOIN organisations o \
         ON o.id = i.host_id WHERE i.state = 'held' AND i.local_date >= ?1 AND i.local_date <= ?2"
        .to_owned();
    let mut params: Vec<Value> = vec![(&wanted.from).into(), (&wanted.to).into()];
    if let Some(kind) = wanted.kind {
        params.push(kind.into());
        sql.push_str(&format!(" AND i.kind = ?{}", params.len()));
    }
    if let Some(host) = wanted.host {
        params.push(host.into());
        sql.push_str(&format!(" AND i.host_id = ?{}", params.len()));
    }
    if let Some(guest) = wanted.guest {
        params.push(guest.into());
        let n = params.len();
        sql.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM immersion_guests g WHERE g.immersion_id = i.id \
             AND g.organisation_id = ?{n})"
        ));
    }
    sql.push_str(" ORDER BY i.local_date, i.starts_at, i.id");
    let rows = tx.query(&sql, &params)?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: Id = row.get(0)?;
        let guests = tx
            .query(
                "SELECT o.id, o.name FROM immersion_guests g JOIN organisations o \
                 ON o.id = g.organisation_id WHERE g.immersion_id = ?1 ORDER BY o.name, o.id",
                &[(&id).into()],
            )?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect::<Result<_, StoreError>>()?;
        let source: Option<String> = row.get(11)?;
        lines.push(Line {
            id,
            date: date(row, 1)?,
            kind: word(row, 2, ImmersionKind::parse)?,
            title: row.get(3)?,
            host: (row.get(4)?, row.get(5)?),
            guests,
            audience: row.get(6)?,
            totals: totals(row, 7)?,
            source: source.and_then(|code| Source::parse(&code)),
            illustrative: row.get(12)?,
        });
    }
    Ok(lines)
}

// Testimonies

const TESTIMONY: &str = "SELECT t.id, t.immersion_id, t.profession, t.words, t.consent, t.state, \
     t.reason, i.local_date, i.illustrative, t.person_id FROM testimonies t \
     JOIN immersions i ON i.id = t.immersion_id";

fn testimony(row: &Row) -> Result<Testimony, StoreError> {
    Ok(Testimony {
        id: row.get(0)?,
        immersion: row.get(1)?,
        profession: word(row, 2, Profession::parse)?,
        words: row.get(3)?,
        consent: row.get(4)?,
        state: word(row, 5, TestimonyState::parse)?,
        reason: row.get(6)?,
        year: date(row, 7)?.year(),
        illustrative: row.get(8)?,
    })
}

/// A testimony and its author.
pub fn find_testimony(tx: &mut Tx<'_>, id: &Id) -> Result<Option<(Testimony, String)>, StoreError> {
    let row = tx.query_opt(&format!("{TESTIMONY} WHERE t.id = ?1"), &[id.into()])?;
    row.map(|row| Ok((testimony(&row)?, row.get(9)?))).transpose()
}

pub fn own_testimony(
    tx: &mut Tx<'_>,
    immersion: &Id,
    person: &Id,
) -> Result<Option<Testimony>, StoreError> {
    let sql = format!("{TESTIMONY} WHERE t.immersion_id = ?1 AND t.person_id = ?2");
    let row = tx.query_opt(&sql, &[immersion.into(), person.into()])?;
    row.map(|row| testimony(&row)).transpose()
}

pub fn testimonies_of(tx: &mut Tx<'_>, immersion: &Id) -> Result<Vec<Testimony>, StoreError> {
    let sql = format!("{TESTIMONY} WHERE t.immersion_id = ?1 ORDER BY t.written_at, t.id");
    tx.query(&sql, &[immersion.into()])?.iter().map(testimony).collect()
}

/// Those everyone can read, the latest days first.
pub fn published(tx: &mut Tx<'_>, most: usize) -> Result<Vec<Testimony>, StoreError> {
    let sql = format!(
        "{TESTIMONY} WHERE t.state = 'published' ORDER BY i.local_date DESC, t.id LIMIT {most}"
    );
    tx.query(&sql, &[])?.iter().map(testimony).collect()
}

/// Keeps a testimony. `false`: its author has left one of this day.
pub fn insert_testimony(
    tx: &mut Tx<'_>,
    t: &Testimony,
    person: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let new = tx.execute(
        "INSERT INTO testimonies (id, immersion_id, person_id, profession, words, consent, state, \
         reason, written_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        &[
            (&t.id).into(),
            (&t.immersion).into(),
            person.into(),
            t.profession.into(),
            (&t.words).into(),
            t.consent.into(),
            t.state.into(),
            (&t.reason).into(),
            now.into(),
        ],
    )?;
    Ok(new == 1)
}

pub fn decide(
    tx: &mut Tx<'_>,
    id: &Id,
    state: TestimonyState,
    reason: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE testimonies SET state = ?2, reason = ?3 WHERE id = ?1";
    tx.execute(sql, &[id.into(), state.into(), reason.into()]).map(|_| ())
}

pub fn remove_testimony(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    tx.execute("DELETE FROM testimonies WHERE id = ?1", &[id.into()]).map(|_| ())
}
