//! What people ask for and do not find: counted by week, département and theme. No words are kept,
//! and what too few asked for is not shown.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use ::store::{StoreError, Tx, Value};
use base::Problem;
use jiff::ToSpan;
use jiff::civil::Date;
use retrieval::{Answer, Ring};
use site::{Actor, App, Permission};
use territory::{Zone, ZoneKind};

use super::Finder;
use super::ask::{Answered, Asked};

/// Questions below which a need is not shown by itself: fewer might tell of one person.
pub const FLOOR: u64 = 5;

/// How well a question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// Something near answers it.
    Answered,
    /// What answers it is far away, or answers a part of it only.
    Weak,
    /// Nothing does.
    Nothing,
}

/// How well a question was answered: not at all where no word was found; weakly where what answers
/// lies beyond the département, or where less than half of the words that say something were found.
pub(super) fn strength(answered: &Answered, near: bool) -> Strength {
    if answered.answer != Answer::Found {
        return Strength::Nothing;
    }
    let telling = answered.understanding.words.iter().filter(|w| !w.ignored);
    let (mut all, mut found) = (0, 0);
    for word in telling {
        all += 1;
        found += usize::from(word.found);
    }
    let far = near && matches!(answered.ring, Ring::Region | Ring::Everywhere);
    if far || found * 2 < all { Strength::Weak } else { Strength::Answered }
}

/// Monday of a day's week.
pub(super) fn week(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// Département of a territory; empty where it is larger than one.
fn department(zone: Option<Zone>) -> &'static str {
    match zone {
        Some(zone) if zone.kind() == ZoneKind::Department => zone.code(),
        Some(zone) if matches!(zone.kind(), ZoneKind::Commune | ZoneKind::Intercommunality) => {
            zone.communes().next().map_or("", |c| c.department)
        }
        _ => "",
    }
}

type Key = (Date, &'static str, String);

/// Counts that are not in the database yet: a minute of them at most.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally(Arc<Mutex<HashMap<Key, [u64; 3]>>>);

/// How sure a theme must be to count as the one that was meant.
const SURE: f32 = 0.2;

impl Tally {
    /// Counts a question.
    pub fn count(&self, asked: &Asked, answered: &Answered, today: Date) {
        if asked.text.is_empty() || asked.offset > 0 || asked.open {
            return;
        }
        let heard = answered.understanding.themes.first().filter(|(_, sure)| *sure >= SURE);
        let theme = asked.themes.first().or(heard.map(|(code, _)| code)).cloned();
        let key = (week(today), department(asked.near), theme.unwrap_or_default());
        let of = strength(answered, asked.near.is_some());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = all.entry(key).or_default();
        counts[0] += 1;
        counts[1] += u64::from(of == Strength::Weak);
        counts[2] += u64::from(of == Strength::Nothing);
    }

    fn take(&self) -> HashMap<Key, [u64; 3]> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn give_back(&self, counts: HashMap<Key, [u64; 3]>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, more) in counts {
            let known = all.entry(key).or_default();
            known.iter_mut().zip(more).for_each(|(n, more)| *n += more);
        }
    }
}

/// Writes what was counted into the database.
pub async fn note_needs(app: &App) -> Result<(), Problem> {
    let Some(finder) = app.part::<Finder>() else { return Ok(()) };
    let counts = finder.tally().take();
    if counts.is_empty() {
        return Ok(());
    }
    let all: Vec<(Key, [u64; 3])> = counts.iter().map(|(k, v)| (k.clone(), *v)).collect();
    let written = app.db.write(move |tx| {
        for ((week, department, theme), [asked, weak, nothing]) in &all {
            let number = |n: &u64| i64::try_from(*n).unwrap_or(i64::MAX);
            tx.execute(
                "INSERT INTO asked_needs (week, department, theme, asked, weak, unanswered) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (week, department, theme) \
                 DO UPDATE SET asked = asked_needs.asked + excluded.asked, \
                 weak = asked_needs.weak + excluded.weak, \
                 unanswered = asked_needs.unanswered + excluded.unanswered",
                &[
                    week.to_string().into(),
                    (*department).into(),
                    theme.into(),
                    number(asked).into(),
                    number(weak).into(),
                    number(nothing).into(),
                ],
            )?;
        }
        Ok::<_, StoreError>(())
    });
    if let Err(error) = written.await {
        finder.tally().give_back(counts);
        return Err(error.into());
    }
    Ok(())
}

/// How often a need was asked for, and how it was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// Code of the département; empty: nobody said where.
    pub department: String,
    /// Code of the theme; empty: none was understood.
    pub theme: String,
    /// Questions.
    pub asked: u64,
    /// Answered weakly.
    pub weak: u64,
    /// Not answered.
    pub nothing: u64,
}

impl Need {
    /// Questions that were not answered as they should be.
    #[must_use]
    pub fn unmet(&self) -> u64 {
        self.weak + self.nothing
    }
}

/// Needs of a period: those that enough people asked for, most unmet first; and the rest together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// By département and theme.
    pub shown: Vec<Need>,
    /// All that too few asked for.
    pub rest: Need,
}

/// Keeps apart what too few asked for.
pub(super) fn gathered(rows: Vec<Need>) -> Needs {
    let mut by: BTreeMap<(String, String), Need> = BTreeMap::new();
    for row in rows {
        let need = by.entry((row.department.clone(), row.theme.clone())).or_insert_with(|| Need {
            department: row.department.clone(),
            theme: row.theme.clone(),
            ..Need::default()
        });
        need.asked += row.asked;
        need.weak += row.weak;
        need.nothing += row.nothing;
    }
    let mut needs = Needs::default();
    for need in by.into_values() {
        if need.asked >= FLOOR {
            needs.shown.push(need);
        } else {
            needs.rest.asked += need.asked;
            needs.rest.weak += need.weak;
            needs.rest.nothing += need.nothing;
        }
    }
    needs.shown.sort_by(|a, b| {
        b.unmet()
            .cmp(&a.unmet())
            .then_with(|| b.asked.cmp(&a.asked))
            .then_with(|| (&a.department, &a.theme).cmp(&(&b.department, &b.theme)))
    });
    needs
}

fn rows(tx: &mut Tx<'_>, from: Date, to: Date, department: &str) -> Result<Vec<Need>, StoreError> {
    let mut sql = "SELECT department, theme, asked, weak, unanswered FROM asked_needs \
                   WHERE week >= ?1 AND week <= ?2"
        .to_owned();
    let mut params: Vec<Value> = vec![week(from).to_string().into(), to.to_string().into()];
    if !department.is_empty() {
        sql.push_str(" AND department = ?3");
        params.push(department.into());
    }
    tx.query(&sql, &params)?
        .iter()
        .map(|row| {
            let number = |n: i64| u64::try_from(n).unwrap_or_default();
            Ok(Need {
                department: row.get(0)?,
                theme: row.get(1)?,
                asked: number(row.get(2)?),
                weak: number(row.get(3)?),
                nothing: number(row.get(4)?),
            })
        })
        .collect()
}

/// What was asked for in a period, in whole weeks; of one département where one is given. For
/// professionals.
pub async fn needs(
    app: &App,
    actor: &Actor,
    (from, to): (Date, Date),
    department: &str,
) -> Result<Needs, Problem> {
    actor.need_somewhere(Permission::Report)?;
    let department = department.to_owned();
    app.db.read(move |tx| Ok(gathered(rows(tx, from, to, &department)?))).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use retrieval::{Understanding, Word};

    fn answered(answer: Answer, ring: Ring, found: &[bool]) -> Answered {
        let words = found.iter().map(|found| Word { found: *found, ..Word::typed("mot") });
        let understanding = Understanding { words: words.collect(), ..Understanding::default() };
        Answered { results: vec![], total: 0, ring, answer, understanding }
    }

    #[test]
    fn far_or_half_understood_is_weak() {
        let of = |answer, ring, found: &[bool]| strength(&answered(answer, ring, found), true);
        assert_eq!(of(Answer::Found, Ring::Km15, &[true, true]), Strength::Answered);
        assert_eq!(of(Answer::Found, Ring::Km15, &[true, false]), Strength::Answered);
        assert_eq!(of(Answer::Found, Ring::Km15, &[true, false, false]), Strength::Weak);
        assert_eq!(of(Answer::Found, Ring::Everywhere, &[true]), Strength::Weak);
        assert_eq!(of(Answer::Nearby, Ring::Km15, &[false]), Strength::Nothing);
        // Where nobody said where they are, nothing is far.
        let everywhere = answered(Answer::Found, Ring::Everywhere, &[true]);
        assert_eq!(strength(&everywhere, false), Strength::Answered);
    }

    #[test]
    fn a_week_begins_on_monday() {
        for day in 23..=29 {
            assert_eq!(week(date(2026, 11, day)), date(2026, 11, 23));
        }
    }

    proptest! {
        /// Nothing is lost between what is shown and the rest, and nothing that too few asked for is
        /// shown.
        #[test]
        fn what_too_few_asked_for_is_not_shown(
            counts in proptest::collection::vec((0..3_usize, 0..3_usize, 1..9_u64), 0..30),
        ) {
            let rows: Vec<Need> = counts
                .iter()
                .map(|(d, t, n)| Need {
                    department: ["", "94", "75"][*d].into(),
                    theme: ["", "a", "b"][*t].into(),
                    asked: *n,
                    weak: n / 2,
                    nothing: 0,
                })
                .collect();
            let sum: u64 = rows.iter().map(|r| r.asked).sum();
            let needs = gathered(rows);
            prop_assert!(needs.shown.iter().all(|n| n.asked >= FLOOR));
            let shown: u64 = needs.shown.iter().map(|n| n.asked).sum();
            prop_assert_eq!(shown + needs.rest.asked, sum);
        }
    }
}
