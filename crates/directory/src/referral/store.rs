//! Tables `slips`, `slip_results`, `entry_silences`, `slip_weeks`, `referral_weeks`.

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use jiff::civil::Date;

use super::model::{By, Counts, Paper, Said, Silence, Target, Told, week_of};
use crate::store::{date, maybe, word};

/// A slip.
#[derive(Clone, Debug)]
pub struct Slip {
    /// Identifier.
    pub id: Id,
    /// Whose desk made it.
    pub organisation: Option<Id>,
    /// What it is printed on.
    pub paper: Paper,
    /// In words that are easy to read.
    pub easy: bool,
    /// The day.
    pub made_on: Date,
}

/// A result of a slip.
#[derive(Clone, Debug)]
pub struct Held {
    /// The slip.
    pub slip: Id,
    /// Where on it, from 0.
    pub position: u32,
    /// What it leads to.
    pub target: Target,
    /// What is kept of its code.
    pub code: Vec<u8>,
    /// The row of its week in which it is counted.
    pub counted_in: Id,
    /// What became of it.
    pub said: Option<Told>,
}

fn target(row: &Row, column: usize) -> Result<Target, StoreError> {
    let (entry, session): (Option<Id>, Option<Id>) = (row.get(column)?, row.get(column + 1)?);
    let none = StoreError::Column { column, wanted: "an entry or a session", found: "none".into() };
    entry.map(Target::Entry).or(session.map(Target::Session)).ok_or(none)
}

fn columns(target: &Target) -> [Value; 2] {
    match target {
        Target::Entry(id) => [id.into(), Value::Null],
        Target::Session(id) => [Value::Null, id.into()],
    }
}

/// Keeps a slip; `false`: it is there already.
pub fn insert(tx: &mut Tx<'_>, s: &Slip) -> Result<bool, StoreError> {
    let sql = "INSERT INTO slips (id, organisation_id, paper, easy, made_on) \
               VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO NOTHING";
    let params = [
        (&s.id).into(),
        s.organisation.clone().into(),
        s.paper.into(),
        s.easy.into(),
        s.made_on.to_string().into(),
    ];
    Ok(tx.execute(sql, &params)? == 1)
}

/// Keeps a result; `false`: its code is taken.
pub fn insert_result(tx: &mut Tx<'_>, r: &Held) -> Result<bool, StoreError> {
    let [entry, session] = columns(&r.target);
    let sql = "INSERT INTO slip_results (slip_id, position, entry_id, session_id, code, counted_in) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (code) DO NOTHING";
    let (slip, counted_in) = ((&r.slip).into(), (&r.counted_in).into());
    let params = [slip, r.position.into(), entry, session, r.code.clone().into(), counted_in];
    Ok(tx.execute(sql, &params)? == 1)
}

/// A slip.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Slip>, StoreError> {
    let sql = "SELECT id, organisation_id, paper, easy, made_on FROM slips WHERE id = ?1";
    tx.query_opt(sql, &[id.into()])?
        .map(|row| {
            Ok(Slip {
                id: row.get(0)?,
                organisation: row.get(1)?,
                paper: word(&row, 2, Paper::parse)?,
                easy: row.get(3)?,
                made_on: date(&row, 4)?,
            })
        })
        .transpose()
}

const HELD: &str = "SELECT r.slip_id, r.position, r.entry_id, r.session_id, r.code, r.counted_in, r.said, \
     r.said_on, r.said_by, r.settles_at FROM slip_results r";

fn held(row: &Row) -> Result<Held, StoreError> {
    let said: Option<String> = row.get(6)?;
    Ok(Held {
        slip: row.get(0)?,
        position: row.get(1)?,
        target: target(row, 2)?,
        code: row.get(4)?,
        counted_in: row.get(5)?,
        said: match said {
            None => None,
            Some(_) => Some(Told {
                said: word(row, 6, Said::parse)?,
                on: date(row, 7)?,
                by: maybe(row, 8, By::parse)?,
                until: row.get(9)?,
            }),
        },
    })
}

/// The results of a slip, in their order.
pub fn results(tx: &mut Tx<'_>, slip: &Id) -> Result<Vec<Held>, StoreError> {
    let sql = format!("{HELD} WHERE r.slip_id = ?1 ORDER BY r.position");
    tx.query(&sql, &[slip.into()])?.iter().map(held).collect()
}

/// The result of a code.
pub fn by_code(tx: &mut Tx<'_>, code: &[u8]) -> Result<Option<Held>, StoreError> {
    let sql = format!("{HELD} WHERE r.code = ?1");
    tx.query_opt(&sql, &[code.to_vec().into()])?.as_ref().map(held).transpose()
}

/// Uses a code, the one time that it can be used; `false`: it was, or is not known. This one
/// condition is what holds when many say something at once. `until`: when it settles.
pub fn say(
    tx: &mut Tx<'_>,
    code: &[u8],
    (said, by): (Said, By),
    today: Date,
    until: i64,
) -> Result<bool, StoreError> {
    let sql = "UPDATE slip_results SET said = ?1, said_by = ?2, said_on = ?3, settles_at = ?4 \
               WHERE code = ?5 AND said IS NULL";
    let (on, code) = (today.to_string().into(), code.to_vec().into());
    Ok(tx.execute(sql, &[said.into(), by.into(), on, until.into(), code])? == 1)
}

/// Puts another answer in the place of one that may still be corrected, or takes it back, and with it
/// the code can be used again; `false`: it is another answer by now, or too late.
pub fn correct(
    tx: &mut Tx<'_>,
    code: &[u8],
    (was, was_by): (Said, By),
    instead: Option<(Said, By)>,
    now: i64,
) -> Result<bool, StoreError> {
    let (said, by) = (instead.map(|i| i.0), instead.map(|i| i.1));
    let back = "said_on = NULL, settles_at = NULL";
    let kept = "said_on = said_on, settles_at = settles_at";
    let sql = format!(
        "UPDATE slip_results SET said = ?1, said_by = ?2, {} \
         WHERE code = ?3 AND said = ?4 AND said_by = ?5 AND settles_at > ?6",
        if instead.is_some() { kept } else { back },
    );
    let text = |code: Option<&'static str>| Value::from(code.map(str::to_owned));
    let params = [
        text(said.map(Said::code)),
        text(by.map(By::code)),
        code.to_vec().into(),
        was.into(),
        was_by.into(),
        now.into(),
    ];
    Ok(tx.execute(&sql, &params)? == 1)
}

/// Answers that can no longer be corrected and of which nothing followed yet.
pub fn settling(tx: &mut Tx<'_>, now: i64, most: usize) -> Result<Vec<Held>, StoreError> {
    let sql = format!("{HELD} WHERE r.settles_at <= ?1 ORDER BY r.settles_at, r.code LIMIT {most}");
    tx.query(&sql, &[now.into()])?.iter().map(held).collect()
}

/// Notes that an answer stands; `false`: another node was faster. When it was given is forgotten.
pub fn settle(tx: &mut Tx<'_>, of: &Held, now: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE slip_results SET settles_at = NULL \
               WHERE slip_id = ?1 AND position = ?2 AND settles_at <= ?3";
    Ok(tx.execute(sql, &[(&of.slip).into(), of.position.into(), now.into()])? == 1)
}

/// Results handed over on this day or before of which nobody said anything and that were not looked
/// at yet.
pub fn quiet(tx: &mut Tx<'_>, made_by: Date, most: usize) -> Result<Vec<Held>, StoreError> {
    let sql = format!(
        "{HELD} JOIN slips s ON s.id = r.slip_id \
         WHERE s.made_on <= ?1 AND r.said IS NULL AND r.silent = 0 \
         ORDER BY s.made_on, r.slip_id, r.position LIMIT {most}"
    );
    tx.query(&sql, &[made_by.to_string().into()])?.iter().map(held).collect()
}

/// Notes that a result is unanswered; `false`: it was noted, or answered just now.
pub fn hush(tx: &mut Tx<'_>, of: &Held) -> Result<bool, StoreError> {
    let sql = "UPDATE slip_results SET silent = 1 \
               WHERE slip_id = ?1 AND position = ?2 AND said IS NULL AND silent = 0";
    Ok(tx.execute(sql, &[(&of.slip).into(), of.position.into()])? == 1)
}

/// Erases slips of this day and before, some at once; how many.
pub fn erase(tx: &mut Tx<'_>, made_by: Date, most: usize) -> Result<usize, StoreError> {
    let sql = format!("SELECT id FROM slips WHERE made_on <= ?1 ORDER BY made_on, id LIMIT {most}");
    let rows = tx.query(&sql, &[made_by.to_string().into()])?;
    for row in &rows {
        let id: Id = row.get(0)?;
        tx.execute("DELETE FROM slip_results WHERE slip_id = ?1", &[(&id).into()])?;
        tx.execute("DELETE FROM slips WHERE id = ?1", &[id.into()])?;
    }
    Ok(rows.len())
}

/// How often in a row nobody said anything.
pub fn silence(tx: &mut Tx<'_>, entry: &Id) -> Result<Option<Silence>, StoreError> {
    let sql = "SELECT times, last_on FROM entry_silences WHERE entry_id = ?1";
    tx.query_opt(sql, &[entry.into()])?
        .map(|row| Ok(Silence { times: row.get(0)?, last: date(&row, 1)? }))
        .transpose()
}

/// Keeps it.
pub fn keep_silence(tx: &mut Tx<'_>, entry: &Id, s: Silence) -> Result<(), StoreError> {
    let sql = "INSERT INTO entry_silences (entry_id, times, last_on) VALUES (?1, ?2, ?3) \
               ON CONFLICT (entry_id) DO UPDATE SET times = excluded.times, last_on = excluded.last_on";
    tx.execute(sql, &[entry.into(), s.times.into(), s.last.to_string().into()]).map(|_| ())
}

/// Somebody said something: the row is broken.
pub fn break_silence(tx: &mut Tx<'_>, entry: &Id) -> Result<(), StoreError> {
    tx.execute("DELETE FROM entry_silences WHERE entry_id = ?1", &[entry.into()]).map(|_| ())
}

/// Counts a slip in the week of its day.
pub fn count_slip(tx: &mut Tx<'_>, s: &Slip) -> Result<(), StoreError> {
    let week = week_of(s.made_on).to_string();
    let of = s.organisation.as_ref().map_or("", Id::as_str);
    let sql = "INSERT INTO slip_weeks (id, week, organisation_id, slips) VALUES (?1, ?2, ?3, 1) \
               ON CONFLICT (id) DO UPDATE SET slips = slip_weeks.slips + 1";
    let id = Id::derived("slips", &[&week, of]);
    tx.execute(sql, &[id.into(), week.into(), s.organisation.clone().into()]).map(|_| ())
}

/// Counts a result as handed over in the week of its slip; the row in which it is counted, where
/// what is said of it will be counted too.
pub fn count_handed(tx: &mut Tx<'_>, s: &Slip, target: &Target) -> Result<Id, StoreError> {
    let week = week_of(s.made_on).to_string();
    let of = s.organisation.as_ref().map_or("", Id::as_str);
    let id = Id::derived("referrals", &[&week, of, target.field(), target.id().as_str()]);
    let [entry, session] = columns(target);
    let sql = "INSERT INTO referral_weeks (id, week, organisation_id, entry_id, session_id, handed, \
               arrived, received, wrong_place, closed) VALUES (?1, ?2, ?3, ?4, ?5, 1, 0, 0, 0, 0) \
               ON CONFLICT (id) DO UPDATE SET handed = referral_weeks.handed + 1";
    let params = [(&id).into(), week.into(), s.organisation.clone().into(), entry, session];
    tx.execute(sql, &params)?;
    Ok(id)
}

/// Counts what was said of a result, beside its being handed over; `before`: what was said of it
/// until now, which is no longer counted.
pub fn count_said(
    tx: &mut Tx<'_>,
    of: &Held,
    more: Counts,
    before: Counts,
) -> Result<(), StoreError> {
    let sql = "UPDATE referral_weeks SET arrived = arrived + ?1, received = received + ?2, \
               wrong_place = wrong_place + ?3, wrong_place_received = wrong_place_received + ?4, \
               closed = closed + ?5, closed_received = closed_received + ?6 WHERE id = ?7";
    let all = |c: Counts| {
        let wrong = [c.wrong_place, c.wrong_place_received];
        let parts = [c.arrived, c.received, wrong[0], wrong[1], c.closed, c.closed_received];
        parts.map(i64::from)
    };
    let changes = all(more).into_iter().zip(all(before)).map(|(more, less)| (more - less).into());
    let params: Vec<Value> = changes.chain([(&of.counted_in).into()]).collect();
    tx.execute(sql, &params).map(|_| ())
}

/// Whose figures.
#[derive(Clone, Debug)]
pub enum Side {
    /// Of slips that these made; `None`: all, those that people made alone too.
    Made(Option<Vec<Id>>),
    /// Of entries that these own or look after; `None`: all entries.
    Received(Option<Vec<Id>>),
}

/// Results of one week, one desk and one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Monday.
    pub week: Date,
    /// Whose desk.
    pub organisation: Option<Id>,
    /// What they led to.
    pub target: Target,
    /// How many.
    pub counts: Counts,
}

fn among(params: &mut Vec<Value>, ids: &[Id]) -> String {
    let marks: Vec<_> = ids
        .iter()
        .map(|id| {
            params.push(id.into());
            format!("?{}", params.len())
        })
        .collect();
    marks.join(", ")
}

/// The counts of the weeks from one Monday to another.
pub fn lines(tx: &mut Tx<'_>, side: &Side, weeks: (Date, Date)) -> Result<Vec<Line>, StoreError> {
    let mut params: Vec<Value> = vec![weeks.0.to_string().into(), weeks.1.to_string().into()];
    let only = match side {
        Side::Made(Some(ids)) | Side::Received(Some(ids)) if ids.is_empty() => return Ok(vec![]),
        Side::Made(None) => String::new(),
        Side::Made(Some(ids)) => format!(" AND w.organisation_id IN ({})", among(&mut params, ids)),
        Side::Received(None) => " AND w.entry_id IS NOT NULL".to_owned(),
        Side::Received(Some(ids)) => {
            let ids = among(&mut params, ids);
            format!(
                " AND w.entry_id IN (SELECT id FROM entries WHERE owner_id IN ({ids}) \
                 OR curator_id IN ({ids}))"
            )
        }
    };
    let sql = format!(
        "SELECT w.week, w.organisation_id, w.entry_id, w.session_id, w.handed, w.arrived, \
         w.received, w.wrong_place, w.wrong_place_received, w.closed, w.closed_received \
         FROM referral_weeks w \
         WHERE w.week >= ?1 AND w.week <= ?2{only} ORDER BY w.week DESC, w.id"
    );
    let read = |row: &Row| {
        Ok(Line {
            week: date(row, 0)?,
            organisation: row.get(1)?,
            target: target(row, 2)?,
            counts: Counts {
                handed: row.get(4)?,
                arrived: row.get(5)?,
                received: row.get(6)?,
                wrong_place: row.get(7)?,
                wrong_place_received: row.get(8)?,
                closed: row.get(9)?,
                closed_received: row.get(10)?,
            },
        })
    };
    tx.query(&sql, &params)?.iter().map(read).collect()
}

/// Slips made by these (`None`: all) in the weeks from one Monday to another: week, whose, how many.
pub fn slips(
    tx: &mut Tx<'_>,
    by: Option<&[Id]>,
    weeks: (Date, Date),
) -> Result<Vec<(Date, Option<Id>, u32)>, StoreError> {
    let mut params: Vec<Value> = vec![weeks.0.to_string().into(), weeks.1.to_string().into()];
    let only = match by {
        Some([]) => return Ok(vec![]),
        Some(ids) => format!(" AND organisation_id IN ({})", among(&mut params, ids)),
        None => String::new(),
    };
    let sql = format!(
        "SELECT week, organisation_id, slips FROM slip_weeks WHERE week >= ?1 AND week <= ?2{only} \
         ORDER BY week DESC, id"
    );
    let rows = tx.query(&sql, &params)?;
    rows.iter().map(|row| Ok((date(row, 0)?, row.get(1)?, row.get(2)?))).collect()
}
