//! French public holidays (Code du travail, art. L3133-1) and school holidays, on which a series
//! can skip a date.

use jiff::ToSpan;
use jiff::civil::Date;

/// Whether this day is a public holiday in metropolitan France.
#[must_use]
pub fn is_public_holiday(date: Date) -> bool {
    match (date.month(), date.day()) {
        (1, 1) | (5, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 1) | (11, 11) | (12, 25) => true,
        _ => easter(date.year()).is_some_and(|easter| {
            // Easter Monday, Ascension, Whit Monday.
            [1, 39, 50].iter().any(|&days| easter.checked_add(days.days()).is_ok_and(|d| d == date))
        }),
    }
}

const SCHOOL: &str = include_str!("../data/school-holidays-fr.csv");

/// Whether this day lies in the school holidays of zone A, B or C. `false` also where the calendar
/// in `data/school-holidays-fr.csv` does not reach: see [`school_calendar_ends`].
#[must_use]
pub fn is_school_holiday(date: Date, zone: char) -> bool {
    school().any(|(z, from, to)| z == zone.to_ascii_uppercase() && from <= date && date <= to)
}

/// The last day that the school calendar knows of.
#[must_use]
pub fn school_calendar_ends() -> Option<Date> {
    school().map(|(_, _, to)| to).max()
}

fn school() -> impl Iterator<Item = (char, Date, Date)> {
    SCHOOL.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split(';');
        let zone = cells.next()?.chars().next()?;
        let from = cells.nth(1)?.parse().ok()?;
        Some((zone, from, cells.next()?.parse().ok()?))
    })
}

/// Easter Sunday of the Gregorian calendar.
fn easter(year: i16) -> Option<Date> {
    let found = computus::gregorian(i32::from(year)).ok()?;
    Date::new(year, i8::try_from(found.month).ok()?, i8::try_from(found.day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn school_holidays_differ_by_zone() {
        assert!(is_school_holiday(date(2027, 2, 14), 'A'));
        assert!(!is_school_holiday(date(2027, 2, 22), 'C'));
        assert!(is_school_holiday(date(2026, 12, 24), 'b'));
        assert!(!is_school_holiday(date(2026, 11, 23), 'A'));
        assert!(school_calendar_ends().unwrap() > date(2027, 8, 1));
        let rows = SCHOOL.lines().filter(|l| l.starts_with(['A', 'B', 'C'])).count();
        assert_eq!(school().count(), rows, "a line of the calendar cannot be read");
    }

    #[test]
    fn the_eleven_days_of_2026() {
        let mut day = date(2026, 1, 1);
        let mut found = vec![];
        while day.year() == 2026 {
            if is_public_holiday(day) {
                found.push((day.month(), day.day()));
            }
            day = day.tomorrow().unwrap();
        }
        let expected = [
            (1, 1),
            (4, 6),
            (5, 1),
            (5, 8),
            (5, 14),
            (5, 25),
            (7, 14),
            (8, 15),
            (11, 1),
            (11, 11),
            (12, 25),
        ];
        assert_eq!(found, expected);
    }
}
