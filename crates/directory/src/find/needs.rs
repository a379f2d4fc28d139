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

    fn add(&mut self, more: &Self) {
        self.asked += more.asked;
        self.weak += more.weak;
        self.nothing += more.nothing;
    }
}

/// Needs of a period: those that enough people asked for, most unmet first; and the rest together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// By département and theme.
    pub shown: Vec<Need>,
    /// How many other questions there were, in whole fives: a number that moves by one would tell of one.
    pub rest: u64,
    /// Whether there were fewer others than that can be said of.
    pub few: bool,
}

/// What was counted in a week.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// Its Monday.
    pub week: Date,
    /// Of a département and a theme.
    pub need: Need,
}

/// Some weeks of one need, one after the other, which together hold enough questions.
#[derive(Default)]
struct Block {
    first: Option<Date>,
    sum: Need,
}

/// Keeps apart what too few asked for. The weeks of a need (oldest first) are put together until they
/// hold enough questions, from the first one of each year on and so always the same ones together;
/// they count together or not at all. Whatever two periods are asked for, what one has more than the
/// other is never less than the floor, so that no question can be told by subtracting.
pub(super) fn gathered(rows: Vec<Counted>, (from, to): (Date, Date)) -> Needs {
    let asked_for = |week: Date| from <= week && week <= to;
    let mut open: BTreeMap<(String, String, i16), Block> = BTreeMap::new();
    let mut by: BTreeMap<(String, String), Need> = BTreeMap::new();
    let mut rest = 0;
    for Counted { week, need } in rows {
        rest += if asked_for(week) { need.asked } else { 0 };
        let of = (need.department.clone(), need.theme.clone());
        let block = open.entry((of.0.clone(), of.1.clone(), week.year())).or_default();
        let first = *block.first.get_or_insert(week);
        block.sum.add(&need);
        if block.sum.asked < FLOOR {
            continue;
        }
        let whole = std::mem::take(block).sum;
        if asked_for(first) && asked_for(week) {
            rest -= whole.asked;
            let (department, theme) = of.clone();
            by.entry(of)
                .or_insert_with(|| Need { department, theme, ..Need::default() })
                .add(&whole);
        }
    }
    let mut needs = Needs { rest: rest - rest % FLOOR, few: rest < FLOOR, shown: vec![] };
    needs.few &= rest > 0;
    needs.shown = by.into_values().collect();
    needs.shown.sort_by(|a, b| {
        b.unmet()
            .cmp(&a.unmet())
            .then_with(|| b.asked.cmp(&a.asked))
            .then_with(|| (&a.department, &a.theme).cmp(&(&b.department, &b.theme)))
    });
    needs
}

/// What was counted from the beginning of a year to a day, by week.
fn rows(
    tx: &mut Tx<'_>,
    (first, last): (Date, Date),
    department: &str,
) -> Result<Vec<Counted>, StoreError> {
    let mut sql = "SELECT department, theme, asked, weak, unanswered, week FROM asked_needs \
                   WHERE week >= ?1 AND week <= ?2"
        .to_owned();
    let mut params: Vec<Value> = vec![first.to_string().into(), last.to_string().into()];
    if !department.is_empty() {
        sql.push_str(" AND department = ?3");
        params.push(department.into());
    }
    sql.push_str(" ORDER BY week");
    tx.query(&sql, &params)?
        .iter()
        .map(|row| {
            let number = |n: i64| u64::try_from(n).unwrap_or_default();
            let need = Need {
                department: row.get(0)?,
                theme: row.get(1)?,
                asked: number(row.get(2)?),
                weak: number(row.get(3)?),
                nothing: number(row.get(4)?),
            };
            Ok(Counted { week: crate::store::date(row, 5)?, need })
        })
        .collect()
}

/// What was asked for in a period, in whole weeks that are over; of one département where one is given.
/// For professionals.
pub async fn needs(
    app: &App,
    actor: &Actor,
    (from, to): (Date, Date),
    department: &str,
) -> Result<Needs, Problem> {
    actor.need_somewhere(Permission::Report)?;
    let department = department.to_owned();
    // The week that runs grows question by question: who looks often would see each come.
    let over = week(site::sealing::today(app)).saturating_sub(1.week());
    let (from, to) = (week(from), to.min(over));
    let year = from.first_of_year();
    app.db.read(move |tx| Ok(gathered(rows(tx, (year, to), &department)?, (from, to)))).await
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

    const MONDAY: Date = date(2026, 10, 5);

    fn weeks_on(n: i64) -> Date {
        MONDAY.saturating_add(n.weeks())
    }

    fn counted(n: i64, department: &str, theme: &str, asked: u64) -> Counted {
        let (department, theme) = (department.to_owned(), theme.to_owned());
        Counted {
            week: weeks_on(n),
            need: Need { department, theme, asked, weak: asked / 2, nothing: 0 },
        }
    }

    #[test]
    fn no_week_more_tells_of_one_question() {
        // Five, then one: the sixth question could be told from the five before it.
        let rows = vec![counted(0, "94", "a", 5), counted(1, "94", "a", 1)];
        let (one, both) = (
            gathered(rows.clone(), (MONDAY, MONDAY)),
            gathered(rows.clone(), (MONDAY, weeks_on(1))),
        );
        assert_eq!(one.shown, both.shown);
        assert_eq!((both.shown[0].asked, both.rest, both.few), (5, 0, true));
        // Two, then three: neither by itself, both together.
        let rows = vec![counted(0, "94", "a", 2), counted(1, "94", "a", 3)];
        assert!(gathered(rows.clone(), (weeks_on(1), weeks_on(1))).shown.is_empty());
        assert_eq!(gathered(rows, (MONDAY, weeks_on(1))).shown[0].asked, 5);
        let nothing = gathered(vec![], (MONDAY, MONDAY));
        assert_eq!(nothing, Needs::default());
    }

    proptest! {
        /// Nothing is lost between what is shown and the rest, nothing that too few asked for is shown,
        /// and what a longer period has more than a shorter one is enough too.
        #[test]
        fn what_too_few_asked_for_is_never_told(
            counts in proptest::collection::btree_map(
                (0..20_i64, 0..3_usize, 0..3_usize), 1..9_u64, 0..60,
            ),
            (from, inner, last, to) in (0..8_i64, 0..6_i64, 0..6_i64, 0..8_i64),
        ) {
            let rows: Vec<Counted> = counts
                .iter()
                .map(|((n, d, t), asked)| counted(*n, ["", "94", "75"][*d], ["", "a", "b"][*t], *asked))
                .collect();
            let period = |first: i64, last: i64| (weeks_on(first), weeks_on(last));
            let (short, long) = ((from + inner, from + inner + last), (from, from + inner + last + to));
            let few = gathered(rows.clone(), period(short.0, short.1));
            let many = gathered(rows, period(long.0, long.1));
            let sum = |(first, last): (i64, i64)| -> u64 {
                counts.iter().filter(|((n, ..), _)| (first..=last).contains(n)).map(|(_, n)| n).sum()
            };
            for (needs, all) in [(&few, sum(short)), (&many, sum(long))] {
                let shown: u64 = needs.shown.iter().map(|n| n.asked).sum();
                prop_assert!(needs.shown.iter().all(|n| n.asked >= FLOOR));
                prop_assert!(needs.rest % FLOOR == 0);
                prop_assert!((0..FLOOR).contains(&(all - shown - needs.rest)));
                prop_assert_eq!(needs.few, (1..FLOOR).contains(&(all - shown)));
            }
            for need in &many.shown {
                let same = |n: &&Need| (&n.department, &n.theme) == (&need.department, &need.theme);
                let less = few.shown.iter().find(same).map_or(0, |n| n.asked);
                let more = need.asked - less;
                prop_assert!(more == 0 || more >= FLOOR, "{} could be told", more);
            }
        }
    }
}
