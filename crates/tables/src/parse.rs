//! The ways people write numbers, dates and hours.

use jiff::civil::{Date, Time};

use crate::normal;

/// `1 234,5`, `1.234,50`, `1,234.50`, `-12`, `1234.5`. Spaces, dots, commas and apostrophes group
/// digits by three or are refused.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let points = |c| digits.matches(c).count();
    let decimal = match (digits.rfind(','), digits.rfind('.')) {
        (Some(comma), Some(dot)) => Some(comma.max(dot)),
        (Some(comma), None) if points(',') == 1 => Some(comma),
        (None, Some(dot)) if points('.') == 1 => Some(dot),
        _ => None,
    };
    let (whole, part) = match decimal {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, ""),
    };
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    // The decimal sign cannot also group.
    let sign = decimal.and_then(|at| digits[at..].chars().next());
    let groups: Vec<&str> = whole
        .split(|c: char| {
            c.is_whitespace()
                || matches!(c, '\'' | '’')
                || (matches!(c, '.' | ',') && Some(c) != sign)
        })
        .collect();
    let grouped = groups.iter().all(|g| all_digits(g))
        && (groups.len() == 1
            || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3)));
    let plain = groups.concat();
    if !grouped || !all_digits(part) || (plain.is_empty() && part.is_empty()) {
        return None;
    }
    let value: f64 = format!("{plain}.{part}0").parse().ok().filter(|n: &f64| n.is_finite())?;
    Some(if negative { -value } else { value })
}

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

/// Which of the names is meant, by three letters at least and by one name only.
fn named(names: &[&str], word: &str) -> Option<usize> {
    let mut found =
        names.iter().enumerate().filter(|(_, n)| word.len() >= 3 && n.starts_with(word));
    let first = found.next()?;
    found.next().is_none().then_some(first.0)
}

fn digits(word: &str) -> Option<i16> {
    (word.len() <= 4 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()))
        .then(|| word.parse().ok())
        .flatten()
}

/// A date, and what follows it (a time of day, if anything).
fn day_and_rest(text: &str) -> Result<(Date, String), &'static str> {
    const NO: &str = "not-a-date";
    let folded = normal(text);
    let mut words = folded.split(' ').peekable();
    words.next_if_eq(&"le");
    words.next_if(|w| named(&DAYS, w).is_some());
    // Digits that run into a `t`: 2016-03-12T14:30.
    let (Some(first), Some(second), Some(third)) = (words.next(), words.next(), words.next())
    else {
        return Err(NO);
    };
    let (third, tail) = match third.split_once('t') {
        Some((day, tail)) if digits(day).is_some() => (day, tail),
        _ => (third, ""),
    };
    let rest: Vec<&str> = Some(tail).filter(|t| !t.is_empty()).into_iter().chain(words).collect();
    let (year, day) = if first.len() == 4 && digits(first).is_some() {
        (first, third)
    } else {
        (third, if first == "1er" { "1" } else { first })
    };
    if !matches!(year.len(), 2 | 4) || !matches!(day.len(), 1 | 2) {
        return Err(NO);
    }
    let (year_number, day) = (digits(year).ok_or(NO)?, digits(day).ok_or(NO)?);
    let year = if year.len() == 2 { year_number + 2_000 } else { year_number };
    let month = match digits(second) {
        Some(number) if second.len() <= 2 => number,
        Some(_) => return Err(NO),
        None => i16::try_from(named(&MONTHS, second).ok_or(NO)?).map_err(|_| NO)? + 1,
    };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Err(NO) };
    let date = Date::new(year, month, day).map_err(|_| "no-such-date")?;
    Ok((date, rest.join(" ")))
}

/// A date on its own or with a time of day after it; two dates are none.
pub(crate) fn day(text: &str) -> Result<Date, &'static str> {
    let (date, rest) = day_and_rest(text)?;
    if rest.is_empty() || folded_clock(&rest).is_some() { Ok(date) } else { Err("not-a-date") }
}

/// The time of day in `12/03/2016 14:30`.
pub(crate) fn clock_after_day(text: &str) -> Option<Time> {
    let (_, rest) = day_and_rest(text).ok()?;
    folded_clock(&rest)
}

/// What [`normal`] makes of a time: `14 30 00`, `14 30 00z`, `14h30`, `a 14 h 30`.
fn folded_clock(rest: &str) -> Option<Time> {
    let rest = rest.strip_prefix("a ").unwrap_or(rest);
    let rest = rest.strip_suffix('z').unwrap_or(rest).trim_end();
    let words: Vec<&str> = rest.split(' ').collect();
    if words.iter().all(|w| w.len() == 2 && digits(w).is_some()) && words.len() >= 2 {
        // Hours, minutes, then perhaps seconds, then perhaps what was +01:00.
        let number = |at: usize| {
            words.get(at).and_then(|w| digits(w)).map_or(Some(0), |n| i8::try_from(n).ok())
        };
        let seconds = if matches!(words.len(), 3 | 5) { number(2)? } else { 0 };
        return (words.len() <= 5).then(|| Time::new(number(0)?, number(1)?, seconds, 0).ok())?;
    }
    clock(rest)
}

/// `14h`, `14h30`, `14 h 30`, `14 heures 30`, `14:30`, `14:30:00`, `9h`.
pub(crate) fn clock(text: &str) -> Option<Time> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.to_lowercase().replace("heures", "h").replace("heure", "h");
    if text == "midi" {
        return Time::new(12, 0, 0, 0).ok();
    }
    let number = |s: &str| {
        let fine = matches!(s.len(), 1 | 2) && s.bytes().all(|b| b.is_ascii_digit());
        if fine { s.parse::<i8>().ok() } else { None }
    };
    let (hour, rest) = text.split_once(['h', ':'])?;
    let rest = rest.strip_suffix("min").or_else(|| rest.strip_suffix("mn")).unwrap_or(rest);
    let (minute, second) = rest.split_once([':', 'm']).unwrap_or((rest, ""));
    let second = second.strip_suffix('s').unwrap_or(second);
    let (second, thousandths) = second.split_once('.').unwrap_or((second, ""));
    if !thousandths.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let or_zero = |s: &str| if s.is_empty() { Some(0) } else { number(s) };
    // 14: is unfinished, 14h is not.
    if minute.is_empty() && text.contains(':') {
        return None;
    }
    Time::new(number(hour)?, or_zero(minute)?, or_zero(second)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_as_people_write_them() {
        for (written, value) in [
            ("1 234,5", 1_234.5),
            ("1\u{202f}234,5", 1_234.5),
            ("1\u{a0}234\u{a0}567", 1_234_567.0),
            ("1.234,50", 1_234.5),
            ("1,234.50", 1_234.5),
            ("1.234.567", 1_234_567.0),
            ("1'234", 1_234.0),
            ("12,0", 12.0),
            ("12.5", 12.5),
            (" 12 ", 12.0),
            ("-3", -3.0),
            ("\u{2212} 3,5", -3.5),
            ("+7", 7.0),
            (",5", 0.5),
            ("2016", 2016.0),
            ("007", 7.0),
        ] {
            assert_eq!(number(written), Some(value), "{written}");
        }
        for written in [
            "",
            "-",
            ",",
            "environ 12",
            "12 13",
            "1 2345",
            "12 personnes",
            "1e5",
            "0x10",
            "inf",
            "NaN",
            "1,2,3",
            "1.234.5",
            "--5",
            "12/03",
            "1,234,56",
            "1..2",
        ] {
            assert_eq!(number(written), None, "{written}");
        }
    }

    #[test]
    fn dates_as_people_write_them() {
        for written in [
            "01/03/2016",
            "1/3/16",
            "1.3.16",
            "01.03.2016",
            "01-03-2016",
            "2016-03-01",
            "2016-03-01T14:30:00",
            "2016-03-01T14:30:00Z",
            "2016-03-01T14:30:00+01:00",
            "2016-03-01 14:30",
            "01/03/2016 14:30",
            "01/03/2016 14h30",
            "mardi 1er mars 2016 à 14 h 30",
            "mardi 1er mars 2016",
            "Mar. 1er mars 2016",
            "le 1 mars 2016",
            "1 mars 2016",
            "1 mars 16",
        ] {
            assert_eq!(day(written), Ok(date(2016, 3, 1)), "{written}");
        }
        assert_eq!(day("12 déc. 2016"), Ok(date(2016, 12, 12)));
        assert_eq!(day("12 août 2016"), Ok(date(2016, 8, 12)));
        assert_eq!(day("1er avril 2016"), Ok(date(2016, 4, 1)));
        assert_eq!(day("29/02/2016"), Ok(date(2016, 2, 29)));
        for written in ["31/02/2016", "29/02/2015", "2016-13-01", "31 avril 2016", "00/01/2016"] {
            assert_eq!(day(written), Err("no-such-date"), "{written}");
        }
        for written in [
            "bientôt",
            "12/03",
            "mars 2016",
            "12 jui 2016",
            "12/03/216",
            "12/03/20166",
            "12/03/2016 ou 13/03/2016",
            "12 et 13 mars 2016",
            "123/03/2016",
            "é2/03/2016",
        ] {
            assert_eq!(day(written), Err("not-a-date"), "{written}");
        }
    }

    #[test]
    fn hours_as_people_write_them() {
        for (written, hour, minute) in [
            ("14h", 14, 0),
            ("14h30", 14, 30),
            ("14 h 30", 14, 30),
            ("14\u{a0}h\u{a0}30", 14, 30),
            ("14 heures 30", 14, 30),
            ("14:30", 14, 30),
            ("14:30:00", 14, 30),
            ("14H30", 14, 30),
            ("14h30min", 14, 30),
            ("9h", 9, 0),
            ("09h05", 9, 5),
            ("midi", 12, 0),
            ("0h", 0, 0),
        ] {
            assert_eq!(clock(written), Time::new(hour, minute, 0, 0).ok(), "{written}");
        }
        for written in ["25h", "14h60", "14", "14:", "h30", "14h-16h", "-1h", "14h+5", "matin", ""]
        {
            assert_eq!(clock(written), None, "{written}");
        }
        assert_eq!(clock_after_day("2016-03-01T14:30:00+01:00"), Time::new(14, 30, 0, 0).ok());
    }
}
