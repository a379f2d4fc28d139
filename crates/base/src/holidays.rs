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

/// Whether this day is a public holiday in this département or overseas territory (`67`, `2A`,
/// `974`). The eleven days of [`is_public_holiday`] hold everywhere; besides them:
///
/// - Bas-Rhin, Haut-Rhin, Moselle: Good Friday and 26 December (Code du travail, art. L3134-13; the
///   law keeps Good Friday to communes with a Protestant church, and nearly all observe it);
/// - the day that remembers the abolition of slavery (Code du travail, art. L3422-2): 27 April in
///   Mayotte, 22 May in Martinique, 27 May in Guadeloupe, 10 June in Guyane, 9 October in
///   Saint-Barthélemy, 20 December in La Réunion; in Saint-Martin 27 May, and 28 May since 2018
///   (circular of 4 May 2018: the law was never mended);
/// - French Polynesia: 5 March, Good Friday, 29 June until 2024, 20 November since 2025 (local Code
///   du travail);
/// - New Caledonia: 24 September.
///
/// Where sources differ, see [`may_be_public_holiday_in`].
#[must_use]
pub fn is_public_holiday_in(date: Date, department: &str) -> bool {
    if is_public_holiday(date) {
        return true;
    }
    let (year, day) = (date.year(), (date.month(), date.day()));
    match department {
        "57" | "67" | "68" => day == (12, 26) || is_good_friday(date),
        "971" => day == (5, 27),
        "972" => day == (5, 22),
        "973" => day == (6, 10),
        "974" => day == (12, 20),
        "976" => day == (4, 27),
        "977" => day == (10, 9),
        "978" => day == if year < 2018 { (5, 27) } else { (5, 28) },
        "987" => {
            let own = if year < 2025 { (6, 29) } else { (11, 20) };
            day == (3, 5) || day == own || is_good_friday(date)
        }
        "988" => day == (9, 24),
        _ => false,
    }
}

/// Whether this day may be a public holiday there though we cannot be sure: Saint-Martin's 27 May,
/// which the law still names; French Polynesia's 29 June 2025, when the day was being moved; Wallis
/// and Futuna's 28 April and 29 July, which its own rules add.
#[must_use]
pub fn may_be_public_holiday_in(date: Date, department: &str) -> bool {
    let (year, day) = (date.year(), (date.month(), date.day()));
    match department {
        "978" => day == (5, 27) && year >= 2018,
        "986" => day == (4, 28) || day == (7, 29),
        "987" => day == (6, 29) && year == 2025,
        _ => false,
    }
}

fn is_good_friday(date: Date) -> bool {
    easter(date.year())
        .is_some_and(|easter| easter.checked_sub(2.days()).is_ok_and(|friday| friday == date))
}

const SCHOOL: &str = include_str!("../data/school-holidays-fr.csv");

/// Whether this day lies in the school holidays of zone A, B or C. `false` also where the calendar
/// in `data/school-holidays-fr.csv` does not reach: see [`school_calendar_ends`].
#[must_use]
pub fn is_school_holiday(date: Date, zone: char) -> bool {
    school_holidays(zone).any(|(from, to)| from <= date && date <= to)
}

/// The school holidays of zone A, B or C that the calendar knows of: first and last day of each.
pub fn school_holidays(zone: char) -> impl Iterator<Item = (Date, Date)> {
    let zone = zone.to_ascii_uppercase();
    school().filter(move |(z, _, _)| *z == zone).map(|(_, from, to)| (from, to))
}

/// The first day that the school calendar knows of.
#[must_use]
pub fn school_calendar_begins() -> Option<Date> {
    school().map(|(_, from, _)| from).min()
}

/// The last day that the school calendar knows of.
#[must_use]
pub fn school_calendar_ends() -> Option<Date> {
    school().map(|(_, _, to)| to).max()
}

/// The zone of the school calendar that a département belongs to (Code de l’éducation, art. D521-2,
/// by its académie). `None` for Corsica and overseas, which have calendars of their own.
#[must_use]
pub fn school_zone(department: &str) -> Option<char> {
    const A: &str = "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 \
                     74 79 86 87 89 90";
    const B: &str = "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 \
                     56 57 59 60 61 62 67 68 72 76 80 83 84 85 88";
    const C: &str = "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95";
    [('A', A), ('B', B), ('C', C)]
        .into_iter()
        .find(|(_, codes)| codes.split_whitespace().any(|code| code == department))
        .map(|(zone, _)| zone)
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
    fn each_territory_has_its_own_days_besides() {
        let own = |department: &str, year: i16| {
            let mut day = date(year, 1, 1);
            let mut found = vec![];
            while day.year() == year {
                if is_public_holiday_in(day, department) && !is_public_holiday(day) {
                    found.push((day.month(), day.day()));
                }
                day = day.tomorrow().unwrap();
            }
            found
        };
        assert_eq!(own("75", 2026), []);
        assert_eq!(own("975", 2026), []);
        for alsace_moselle in ["57", "67", "68"] {
            assert_eq!(own(alsace_moselle, 2026), [(4, 3), (12, 26)]);
        }
        assert_eq!(own("971", 2026), [(5, 27)]);
        assert_eq!(own("972", 2026), [(5, 22)]);
        assert_eq!(own("973", 2026), [(6, 10)]);
        assert_eq!(own("974", 2026), [(12, 20)]);
        assert_eq!(own("976", 2026), [(4, 27)]);
        assert_eq!(own("977", 2026), [(10, 9)]);
        assert_eq!((own("978", 2017), own("978", 2026)), (vec![(5, 27)], vec![(5, 28)]));
        assert_eq!(own("987", 2024), [(3, 5), (3, 29), (6, 29)]);
        assert_eq!(own("987", 2026), [(3, 5), (4, 3), (11, 20)]);
        assert_eq!(own("988", 2026), [(9, 24)]);
        assert!(may_be_public_holiday_in(date(2026, 5, 27), "978"));
        assert!(may_be_public_holiday_in(date(2026, 7, 29), "986"));
        assert!(!may_be_public_holiday_in(date(2026, 7, 29), "75"));
    }

    #[test]
    fn every_mainland_department_has_a_school_zone() {
        let mainland = (1..=95).filter(|n| *n != 20).map(|n| format!("{n:02}"));
        let zones: Vec<char> = mainland.map(|d| school_zone(&d).expect("a zone")).collect();
        let count = |zone| zones.iter().filter(|z| **z == zone).count();
        assert_eq!((count('A'), count('B'), count('C')), (32, 41, 21));
        assert_eq!((school_zone("69"), school_zone("37")), (Some('A'), Some('B')));
        for elsewhere in ["2A", "2B", "971", "974", "988", "", "99"] {
            assert_eq!(school_zone(elsewhere), None, "{elsewhere}");
        }
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
