//! Hours as people write them in a table: `14h-16h30`, `de 14 h à 16 h`, `14:00`, `9-12h`.

use base::dates::read_time;
use jiff::civil::Time;

/// A start, and an end when one is written. `None` when it is no time of day.
pub fn read_hours(text: &str) -> Option<(Time, Option<Time>)> {
    let text: String = text.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ");
    let text = text.trim().trim_start_matches("de ").trim_start_matches("from ");
    // The longest separators first: `à` stands between words, the others anywhere.
    for separator in [" à ", " a ", " to ", "→", "–", "—", "-", "/", "à"] {
        if let Some((start, end)) = text.split_once(separator) {
            let end = one(end)?;
            let start = one(start)?;
            return Some((start, Some(end)));
        }
    }
    Some((one(text)?, None))
}

/// One time of day: also a bare hour (`9`), and `14h30min`, `14 heures`, `14:00:00`.
fn one(text: &str) -> Option<Time> {
    let text = text.trim().replace("heures", "h").replace("heure", "h").replace("min", "");
    let text = text.replace('.', ":");
    let text = text.trim();
    if !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Time::new(text.parse().ok()?, 0, 0, 0).ok();
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let known = text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'h' | ':' | ' '));
    if digits == 0 || digits > 6 || !known {
        return None;
    }
    if text.contains(':') {
        let mut parts = text.split(':').map(str::trim);
        let (h, m) = (parts.next()?, parts.next()?);
        if m.len() != 2 {
            return None;
        }
        return Time::new(h.parse().ok()?, m.parse().ok()?, 0, 0).ok();
    }
    read_time(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn t(h: i8, m: i8) -> Time {
        Time::constant(h, m, 0, 0)
    }

    #[test]
    fn hours_as_people_write_them() {
        let both = [
            ("14h-16h30", t(14, 0), t(16, 30)),
            ("14h–16h30", t(14, 0), t(16, 30)),
            ("de 14 h à 16 h 30", t(14, 0), t(16, 30)),
            ("14:00 - 16:30", t(14, 0), t(16, 30)),
            ("9-12h", t(9, 0), t(12, 0)),
            ("14h00/16h30", t(14, 0), t(16, 30)),
            ("9 heures à 12 heures", t(9, 0), t(12, 0)),
            ("14\u{a0}h\u{a0}à\u{a0}16\u{a0}h\u{a0}30", t(14, 0), t(16, 30)),
        ];
        for (text, start, end) in both {
            assert_eq!(read_hours(text), Some((start, Some(end))), "{text}");
        }
        assert_eq!(read_hours("14h"), Some((t(14, 0), None)));
        assert_eq!(read_hours("14:30:00"), Some((t(14, 30), None)));
        for bad in ["", "après-midi", "25h", "14h-", "14h75", "matin"] {
            assert_eq!(read_hours(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text: String) {
            let _ = read_hours(&text);
        }
    }
}
