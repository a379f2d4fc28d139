//! Dates of a series, from a recurrence rule (RFC 5545, by the `rrule` crate).

use base::{Kind, Problem};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use ::store::words;

/// Most dates that one series makes.
pub const MOST_DATES: usize = 200;

words! {
    /// How often a series comes back.
    Rhythm {
        /// Every day.
        Daily = "daily", "programme-rhythm-daily";
        /// Every week.
        Weekly = "weekly", "programme-rhythm-weekly";
        /// Every second week.
        Fortnightly = "fortnightly", "programme-rhythm-fortnightly";
        /// Every month, the same day of the week (the second Tuesday).
        MonthlyByDay = "monthly", "programme-rhythm-monthly";
    }
}

/// A series as a coordinator asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// First date.
    pub first: Date,
    /// How often.
    pub rhythm: Rhythm,
    /// Last date at the latest.
    pub until: Date,
    /// Leave out public holidays.
    pub skip_public_holidays: bool,
    /// Zone (A, B or C) whose school holidays are left out.
    pub skip_school_holidays: Option<char>,
}

impl Series {
    /// The RFC 5545 rule.
    #[must_use]
    pub fn rule(&self) -> String {
        let until = format!("UNTIL={}T235959Z", self.until.to_string().replace('-', ""));
        match self.rhythm {
            Rhythm::Daily => format!("FREQ=DAILY;{until}"),
            Rhythm::Weekly => format!("FREQ=WEEKLY;{until}"),
            Rhythm::Fortnightly => format!("FREQ=WEEKLY;INTERVAL=2;{until}"),
            Rhythm::MonthlyByDay => {
                let nth = (self.first.day() - 1) / 7 + 1;
                // A fifth Tuesday does not exist in every month: the last one does.
                let nth = if nth == 5 { -1 } else { nth };
                let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
                    [usize::from(self.first.weekday().to_monday_zero_offset().unsigned_abs())];
                format!("FREQ=MONTHLY;BYDAY={nth}{day};{until}")
            }
        }
    }

    /// The dates, in order, and those left out. At most [`MOST_DATES`].
    pub fn dates(&self) -> Result<(Vec<Date>, Vec<Date>), Problem> {
        let bad = |why: String| Problem::new(Kind::Invalid, "problem-series").because(why);
        if self.until < self.first {
            return Err(bad("ends before it starts".into()));
        }
        let start = self.first.to_string().replace('-', "");
        let text = format!("DTSTART:{start}T120000Z\nRRULE:{}", self.rule());
        let set: rrule::RRuleSet = text.parse().map_err(|e| bad(format!("{e}")))?;
        let found = set.all(u16::try_from(MOST_DATES + 1).unwrap_or(u16::MAX));
        if found.dates.len() > MOST_DATES {
            return Err(
                Problem::new(Kind::Invalid, "problem-series-too-long").with("most", MOST_DATES)
            );
        }
        let (mut kept, mut left_out) = (vec![], vec![]);
        for at in found.dates {
            let Ok(date) = at.format("%Y-%m-%d").to_string().parse::<Date>() else { continue };
            let public = self.skip_public_holidays && base::holidays::is_public_holiday(date);
            let school = self
                .skip_school_holidays
                .is_some_and(|zone| base::holidays::is_school_holiday(date, zone));
            if public || school { left_out.push(date) } else { kept.push(date) }
        }
        Ok((kept, left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn mondays_of_spring_without_the_public_holidays() {
        let series = Series {
            first: date(2026, 3, 30),
            rhythm: Rhythm::Weekly,
            until: date(2026, 5, 31),
            skip_public_holidays: true,
            skip_school_holidays: None,
        };
        let (kept, left_out) = series.dates().unwrap();
        assert_eq!(left_out, [date(2026, 4, 6), date(2026, 5, 25)]);
        assert_eq!(kept.len(), 7);
        assert!(kept.iter().all(|d| d.weekday() == jiff::civil::Weekday::Monday));
    }

    #[test]
    fn second_tuesdays() {
        let series = Series {
            first: date(2027, 1, 12),
            rhythm: Rhythm::MonthlyByDay,
            until: date(2027, 4, 30),
            skip_public_holidays: false,
            skip_school_holidays: None,
        };
        let (kept, _) = series.dates().unwrap();
        assert_eq!(
            kept,
            [date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9), date(2027, 4, 13)]
        );
    }

    #[test]
    fn too_many_dates_are_refused() {
        let series = Series {
            first: date(2026, 1, 1),
            rhythm: Rhythm::Daily,
            until: date(2027, 12, 31),
            skip_public_holidays: false,
            skip_school_holidays: None,
        };
        assert!(series.dates().is_err());
    }
}
