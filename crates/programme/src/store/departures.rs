//! Table `departures`.

use ::store::{StoreError, Tx};
use base::Id;

use super::{maybe, word};
use crate::model::Sign;

/// A departure as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The activity.
    pub activity: Id,
    /// Its title.
    pub title: String,
    /// Who organises it.
    pub organisation: Id,
    /// What shows it.
    pub sign: Sign,
    /// In which words, or in which question.
    pub subject: String,
    /// Since when, seconds since 1970.
    pub since: i64,
    /// Until when, if it has ended.
    pub ended_at: Option<i64>,
    /// People can see it: the activity has a session that was published.
    pub public: bool,
}

/// Those of one activity that have not ended: sign, subject, since when.
pub fn open(tx: &mut Tx<'_>, activity: &Id) -> Result<Vec<(Sign, String, i64)>, StoreError> {
    tx.query(
        "SELECT sign, subject, since FROM departures WHERE activity_id = ?1 AND ended_at IS NULL \
         ORDER BY since, sign, subject",
        &[activity.into()],
    )?
    .iter()
    .map(|row| Ok((word(row, 0, Sign::parse, "a sign")?, row.get(1)?, row.get(2)?)))
    .collect()
}

/// Notes one that has begun.
pub fn begin(
    tx: &mut Tx<'_>,
    activity: &Id,
    sign: Sign,
    subject: &str,
    now: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO departures (activity_id, sign, subject, since) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (activity_id, sign, subject, since) DO UPDATE SET ended_at = NULL",
        &[activity.into(), sign.into(), subject.into(), now.into()],
    )
    .map(|_| ())
}

/// Notes that one has ended.
pub fn end(
    tx: &mut Tx<'_>,
    activity: &Id,
    sign: Sign,
    subject: &str,
    now: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE departures SET ended_at = ?4 WHERE activity_id = ?1 AND sign = ?2 \
         AND subject = ?3 AND ended_at IS NULL",
        &[activity.into(), sign.into(), subject.into(), now.into()],
    )
    .map(|_| ())
}

/// All of them, those that last longest first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "SELECT d.activity_id, a.title, a.organisation_id, d.sign, d.subject, d.since, \
         d.ended_at, (SELECT count(*) FROM sessions s WHERE s.activity_id = a.id \
         AND s.status <> 'draft') FROM departures d JOIN activities a ON a.id = d.activity_id \
         ORDER BY d.since, d.activity_id, d.sign, d.subject",
        &[],
    )?
    .iter()
    .map(|row| {
        Ok(Kept {
            activity: row.get(0)?,
            title: row.get(1)?,
            organisation: row.get(2)?,
            sign: word(row, 3, Sign::parse, "a sign")?,
            subject: row.get(4)?,
            since: row.get(5)?,
            ended_at: maybe(row, 6)?,
            public: row.get(7)?,
        })
    })
    .collect()
}

/// Identifiers of all activities.
pub fn activities(tx: &mut Tx<'_>) -> Result<Vec<Id>, StoreError> {
    tx.query("SELECT id FROM activities ORDER BY id", &[])?.iter().map(|row| row.get(0)).collect()
}

/// How many sessions of each organisation people saw, in all.
pub fn published(tx: &mut Tx<'_>) -> Result<Vec<(Id, u32)>, StoreError> {
    tx.query(
        "SELECT a.organisation_id, count(*) FROM sessions s JOIN activities a \
         ON a.id = s.activity_id WHERE s.status <> 'draft' GROUP BY a.organisation_id",
        &[],
    )?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// How many sessions of an activity people saw.
pub fn sessions_of(tx: &mut Tx<'_>, activity: &Id) -> Result<u32, StoreError> {
    tx.query_one(
        "SELECT count(*) FROM sessions WHERE activity_id = ?1 AND status <> 'draft'",
        &[activity.into()],
    )?
    .get(0)
}
