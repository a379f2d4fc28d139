//! Tables `questions`, `answer_counts`, `answer_words`.

use ::store::{Row, StoreError, Tx};
use base::Id;
use jiff::civil::Date;
use vault::{Day, DayKey, Vault};

use super::{date, maybe, word};
use crate::model::{FLOOR, Question, QuestionDraft, QuestionKind};

const COLUMNS: &str =
    "id, activity_id, label, kind, choices, sensitive, keep_days, asked_at, ended_at";

fn read(row: &Row) -> Result<Question, StoreError> {
    let choices: String = row.get(4)?;
    Ok(Question {
        id: row.get(0)?,
        activity: row.get(1)?,
        draft: QuestionDraft {
            label: row.get(2)?,
            kind: word(row, 3, QuestionKind::parse, "a kind of question")?,
            choices: choices.lines().map(str::to_owned).collect(),
            sensitive: row.get(5)?,
            keep_days: row.get(6)?,
        },
        asked_at: row.get(7)?,
        ended_at: maybe(row, 8)?,
    })
}

/// The questions of an activity, oldest first; those asked no longer too.
pub fn of_activity(tx: &mut Tx<'_>, activity: &Id) -> Result<Vec<Question>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM questions WHERE activity_id = ?1 ORDER BY asked_at, id");
    tx.query(&sql, &[activity.into()])?.iter().map(read).collect()
}

/// All questions that are asked, with the organisation of their activity.
pub fn all_asked(tx: &mut Tx<'_>) -> Result<Vec<(Id, Question)>, StoreError> {
    let columns: Vec<String> = COLUMNS.split(", ").map(|c| format!("q.{c}")).collect();
    let sql = format!(
        "SELECT {}, a.organisation_id FROM questions q JOIN activities a ON a.id = q.activity_id \
         WHERE q.ended_at IS NULL ORDER BY q.asked_at, q.id",
        columns.join(", ")
    );
    tx.query(&sql, &[])?.iter().map(|row| Ok((row.get(columns.len())?, read(row)?))).collect()
}

/// One question.
pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Question>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM questions WHERE id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| read(&row)).transpose()
}

/// Adds a question.
pub fn insert(tx: &mut Tx<'_>, q: &Question) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO questions (id, activity_id, label, kind, choices, sensitive, keep_days, \
         asked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &[
            (&q.id).into(),
            (&q.activity).into(),
            (&q.draft.label).into(),
            q.draft.kind.into(),
            q.draft.choices.join("\n").into(),
            q.draft.sensitive.into(),
            q.draft.keep_days.into(),
            q.asked_at.into(),
        ],
    )
    .map(|_| ())
}

/// Asks it no longer. `false`: it was not asked any more.
pub fn end(tx: &mut Tx<'_>, id: &Id, now: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE questions SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL";
    Ok(tx.execute(sql, &[id.into(), now.into()])? == 1)
}

/// Counts an answer by choice.
pub fn count(
    tx: &mut Tx<'_>,
    session: &Id,
    question: &Id,
    choice: &str,
    day: Day,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO answer_counts (session_id, question_id, choice, count, forget_day) \
         VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT (session_id, question_id, choice) \
         DO UPDATE SET count = answer_counts.count + 1",
        &[session.into(), question.into(), choice.into(), i64::from(day).into()],
    )
    .map(|_| ())
}

/// How often each choice of a question was chosen, over all sessions.
pub fn counts(tx: &mut Tx<'_>, question: &Id) -> Result<Vec<(String, u32)>, StoreError> {
    tx.query(
        "SELECT choice, CAST(SUM(count) AS BIGINT) FROM answer_counts WHERE question_id = ?1 \
         GROUP BY choice ORDER BY choice",
        &[question.into()],
    )?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// For what an answer in words is sealed: one row alone.
fn seal_of(id: &Id) -> String {
    format!("answer/{id}")
}

/// Keeps an answer in words, under the key of its day.
pub fn keep_words(
    tx: &mut Tx<'_>,
    session: &Id,
    question: &Id,
    words: &str,
    (day, key): (Day, &DayKey),
) -> Result<(), StoreError> {
    // Random through and through: identifiers made by `Id::new` tell in which order they were.
    let id = Id::derived("answer", &[&base::codes::secret(&mut rand::rng())]);
    let sealed = key.seal(&seal_of(&id), words.as_bytes());
    tx.execute(
        "INSERT INTO answer_words (id, session_id, question_id, sealed, forget_day) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        &[(&id).into(), session.into(), question.into(), sealed.into(), i64::from(day).into()],
    )
    .map(|_| ())
}

fn open(vault: &Vault, row: &Row) -> Result<Option<String>, StoreError> {
    let (id, sealed, day): (Id, Vec<u8>, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let key = Day::try_from(day).ok().and_then(|day| vault.known_day(day));
    let plain = key.and_then(|key| key.open(&seal_of(&id), &sealed));
    Ok(plain.and_then(|plain| String::from_utf8(plain).ok()))
}

/// What was answered to a question in words, with the date of the session.
pub fn words(
    vault: &Vault,
    tx: &mut Tx<'_>,
    question: &Id,
) -> Result<Vec<(Date, String)>, StoreError> {
    let mut all = vec![];
    for row in tx.query(
        "SELECT w.id, w.sealed, w.forget_day, s.local_date FROM answer_words w \
         JOIN sessions s ON s.id = w.session_id WHERE w.question_id = ?1 \
         ORDER BY s.local_date, w.id",
        &[question.into()],
    )? {
        if let Some(words) = open(vault, &row)? {
            all.push((date(&row, 3)?, words));
        }
    }
    Ok(all)
}

/// An answer in words whose day moves with its session: identifier, question and what it says;
/// `None` where its key is gone.
pub type Moving = (Id, Id, Option<String>);

/// The answers in words of a session.
pub fn of_session(vault: &Vault, tx: &mut Tx<'_>, session: &Id) -> Result<Vec<Moving>, StoreError> {
    tx.query(
        "SELECT id, sealed, forget_day, question_id FROM answer_words WHERE session_id = ?1",
        &[session.into()],
    )?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(3)?, open(vault, row)?)))
    .collect()
}

/// Seals an answer anew, under the key of another day.
pub fn reseal(
    tx: &mut Tx<'_>,
    id: &Id,
    words: &str,
    (day, key): (Day, &DayKey),
) -> Result<(), StoreError> {
    let sealed = key.seal(&seal_of(id), words.as_bytes());
    let sql = "UPDATE answer_words SET sealed = ?2, forget_day = ?3 WHERE id = ?1";
    tx.execute(sql, &[id.into(), sealed.into(), i64::from(day).into()]).map(|_| ())
}

/// Moves the day of the counts of a session.
pub fn move_counts(
    tx: &mut Tx<'_>,
    session: &Id,
    question: &Id,
    day: Day,
) -> Result<(), StoreError> {
    let sql = "UPDATE answer_counts SET forget_day = ?3 WHERE session_id = ?1 AND question_id = ?2";
    tx.execute(sql, &[session.into(), question.into(), i64::from(day).into()]).map(|_| ())
}

/// Erases one answer.
pub fn erase(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    tx.execute("DELETE FROM answer_words WHERE id = ?1", &[id.into()]).map(|_| ())
}

/// Erases what was answered in words up to a day, and the counts that are too small to keep. How
/// many answers in words.
pub fn erase_until(tx: &mut Tx<'_>, day: Day) -> Result<u64, StoreError> {
    let day = i64::from(day);
    tx.execute(
        "DELETE FROM answer_counts WHERE forget_day <= ?1 AND count < ?2",
        &[day.into(), FLOOR.into()],
    )?;
    tx.execute("DELETE FROM answer_words WHERE forget_day <= ?1", &[day.into()])
}

/// How many answers in words are kept, and how many of them should be gone by a day.
pub fn kept(tx: &mut Tx<'_>, today: Day) -> Result<(u32, u32), StoreError> {
    let sql = "SELECT count(*), COALESCE(SUM(CASE WHEN forget_day < ?1 THEN 1 ELSE 0 END), 0) \
         FROM answer_words";
    let row = tx.query_one(sql, &[i64::from(today).into()])?;
    Ok((row.get(0)?, row.get(1)?))
}
