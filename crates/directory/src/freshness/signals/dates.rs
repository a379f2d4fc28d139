//! Dates that an entry speaks of, and that have passed: « inscriptions jusqu’au 30 juin 2026 ».

use std::collections::HashMap;

use base::{Id, Problem};
use jiff::ToSpan;
use jiff::civil::Date;
use site::App;

use super::store as rows;
use crate::model::{EntryDraft, Signal};
use crate::service::{signal_in, unsignal_in};

const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];
const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
/// Words before a date that say that something ends then, or happens once.
const ENDS: [&str; 20] = [
    "jusqu",
    "jusque",
    "avant",
    "tard",
    "ici",
    "limite",
    "cloture",
    "cloturees",
    "fin",
    "finit",
    "termine",
    "terminera",
    "expire",
    "prochain",
    "prochaine",
    "rendez",
    "valable",
    "until",
    "before",
    "deadline",
];
/// Words after which such a date speaks of people, not of the offer.
const BORN: [&str; 6] = ["ne", "nee", "nes", "nees", "naissance", "depuis"];
/// How many words before a date are looked at.
const AROUND: usize = 5;

/// A date that begins with these words: `30 juin 2026`, `15 09 2026`, `2026 09 15`.
fn date_at(words: &[&str]) -> Option<Date> {
    let number = |n: usize| words.get(n).and_then(|w| w.parse::<i16>().ok());
    let month = |n: usize| {
        let word = words.get(n)?;
        let named = MONTHS.iter().position(|m| m == word).and_then(|m| i8::try_from(m + 1).ok());
        named.or_else(|| word.parse().ok())
    };
    let small = |n: i16| i8::try_from(n).ok();
    let first = words.first().map(|w| w.strip_suffix("er").unwrap_or(w))?.parse::<i16>().ok()?;
    let (year, month, day) = if first >= 1_000 {
        (first, month(1)?, small(number(2)?)?)
    } else {
        (number(2).filter(|y| *y >= 1_000)?, month(1)?, small(first)?)
    };
    Date::new(year, month, day).ok()
}

/// The dates of a text at which something ends or happens: with a year, after words that say so.
fn dates(text: &str) -> Vec<Date> {
    let folded = territory::folded(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut found = vec![];
    for at in 0..words.len() {
        let Some(date) = words.get(at..).and_then(date_at) else { continue };
        let before = words.get(at.saturating_sub(AROUND)..at).unwrap_or_default();
        let near: Vec<&str> = before.iter().copied().filter(|w| !DAYS.contains(w)).collect();
        let ends = near.iter().any(|w| ENDS.contains(w));
        // « du 3 au 7 mars 2026 »: the second day.
        let range = near.last() == Some(&"au") && near.contains(&"du");
        let earlier = words.get(at.saturating_sub(AROUND + 3)..at).unwrap_or_default();
        if (ends || range) && !earlier.iter().any(|w| BORN.contains(w)) {
            found.push(date);
        }
    }
    found
}

/// The latest date of a text that has passed since somebody last made sure.
fn passed(text: &str, verified: Option<Date>, today: Date) -> Option<Date> {
    let since = |day: &Date| *day < today && verified.is_none_or(|verified| verified <= *day);
    dates(text).into_iter().filter(since).max()
}

/// The latest date of an entry that has passed since somebody last made sure.
fn passed_in(d: &EntryDraft, verified: Option<Date>, today: Date) -> Option<Date> {
    let texts = [
        &d.title,
        &d.description,
        &d.publics_note,
        &d.conditions,
        &d.bring,
        &d.fees_note,
        &d.access_note,
        &d.reach_note,
        &d.hours_typed,
    ];
    texts.into_iter().filter_map(|text| passed(text, verified, today)).max()
}

/// Entries that are looked at in one transaction.
const AT_ONCE: usize = 500;

/// Looks through all published entries for dates that have passed. Safe at any time, and again.
pub async fn look_for_dates(app: &App) -> Result<(), Problem> {
    let today = site::sealing::today(app);
    let known = app.db.read(|tx| rows::signalled(tx, Signal::DatePassed)).await?;
    let known: HashMap<Id, Date> = known.into_iter().collect();
    let mut after = String::new();
    loop {
        let behind = after.clone();
        let some = app.db.read(move |tx| rows::published_after(tx, &behind, AT_ONCE)).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after = last.id.to_string();
        let mut changes = vec![];
        for entry in some {
            let verified = entry.verified.as_ref().map(|v| v.on);
            let day = passed_in(&entry.draft, verified, today);
            if day.is_some() != known.contains_key(&entry.id) {
                changes.push((entry.id, day));
            }
        }
        if !changes.is_empty() {
            app.db
                .write(move |tx| {
                    tx.lock_all("entries", &changes.iter().map(|(id, _)| id).collect::<Vec<_>>())?;
                    for (id, day) in changes {
                        match day {
                            Some(day) => {
                                let (since, day) = (day.saturating_add(1.day()), day.to_string());
                                signal_in(tx, &id, Signal::DatePassed, &day, since)?;
                            }
                            None => unsignal_in(tx, &id, &[Signal::DatePassed])?,
                        }
                    }
                    Ok::<_, Problem>(())
                })
                .await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn an_end_is_found_and_a_birth_is_not() {
        for (text, day) in [
            ("Inscriptions jusqu’au 30 juin 2026.", Some((2026, 6, 30))),
            ("Inscriptions avant le 15/09/2026", Some((2026, 9, 15))),
            ("Au plus tard le mardi 1er septembre 2026 !", Some((2026, 9, 1))),
            ("Date limite : 2026-03-31", Some((2026, 3, 31))),
            ("Du 3 au 7 mars 2026, de 9 h à 17 h", Some((2026, 3, 7))),
            ("Fermé du 3 août au 1er septembre 2026", Some((2026, 9, 1))),
            ("Prochaine séance le jeudi 12 février 2026", Some((2026, 2, 12))),
            ("D’ici le 5 décembre 2025", Some((2025, 12, 5))),
            ("Ouvert depuis le 12 mars 2010", None),
            ("Association créée le 12 mars 2010", None),
            ("Pour les personnes nées avant le 31/12/1990", None),
            ("Jusqu’au 30 juin de chaque année", None),
            ("Jusqu’au 31 juin 2026", None),
            ("Appeler le 01 40 00 20 26", None),
            ("", None),
        ] {
            let found = dates(text).first().copied();
            assert_eq!(found, day.map(|(y, m, d)| date(y, m, d)), "{text}");
        }
    }

    #[test]
    fn a_date_that_somebody_saw_pass_no_longer_counts() {
        let (text, end) = ("Jusqu’au 30 juin 2026", date(2026, 6, 30));
        let on = |verified, today| passed(text, verified, today);
        assert_eq!(on(None, date(2026, 7, 1)), Some(end));
        assert_eq!(on(None, end), None, "the day itself is still in time");
        assert_eq!(on(Some(date(2026, 6, 1)), date(2026, 7, 1)), Some(end));
        assert_eq!(on(Some(date(2026, 7, 1)), date(2026, 8, 1)), None);
    }

    proptest! {
        /// However a date is written, it is found, and nothing that has not passed is told.
        #[test]
        fn every_date_is_found(days in 0..4000i32, form in 0..4usize, today in 0..4000i32) {
            let day = date(2020, 1, 1).saturating_add(days.days());
            let (y, m, d) = (day.year(), day.month(), day.day());
            let month = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                "septembre", "octobre", "novembre", "décembre"][usize::from(m.unsigned_abs()) - 1];
            let words = match form {
                0 => format!("{d} {month} {y}"),
                1 => format!("{d:02}/{m:02}/{y}"),
                2 => format!("{y}-{m:02}-{d:02}"),
                _ => format!("{d}\u{a0}{} {y}", month.to_uppercase()),
            };
            let text = format!("On s’inscrit avant le {words}, au 01 40 00 00 00.");
            prop_assert_eq!(dates(&text), vec![day]);
            let today = date(2020, 1, 1).saturating_add(today.days());
            prop_assert_eq!(passed(&text, None, today).is_some(), day < today);
        }

        /// No text makes it stumble.
        #[test]
        fn any_text_is_read(text: String) {
            dates(&text);
        }
    }
}
