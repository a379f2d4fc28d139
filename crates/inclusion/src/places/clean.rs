//! Telephone numbers, web addresses, postcodes and days as people write them.

use jiff::civil::Date;
use tables::Cell;

/// What people write where they have nothing to write.
const NOTHING: [&str; 12] =
    ["-", "--", "---", "—", "–", "0", "?", "/", "x", "nc", "néant", "non renseigné"];

/// The text of a cell, without what only fills it.
pub(super) fn text(cell: &Cell) -> Option<String> {
    // A NUL is no text: PostgreSQL refuses it.
    let text = cell.text().replace('\0', "");
    let filler = NOTHING.contains(&text.to_lowercase().as_str());
    (!text.is_empty() && !filler).then_some(text)
}

/// The first of several things in one cell.
pub(super) fn first<'a>(text: &'a str, signs: &[char]) -> &'a str {
    text.split(signs).map(str::trim).find(|part| !part.is_empty()).unwrap_or(text)
}

/// A telephone number as it is dialled from anywhere (E.164); a short one as it is. The first where
/// there are several.
pub(super) fn phone(text: &str) -> Option<String> {
    let one = first(text, &['/', '|', ';', '\n', ',']);
    let digits: String = one.chars().filter(char::is_ascii_digit).collect();
    let other = |c: char| !c.is_ascii_digit() && !c.is_whitespace() && !".-()+ ".contains(c);
    // Words before or after it: « Tél. : 01 23 45 67 89 ».
    let words = one.chars().filter(|c| other(*c)).count();
    if words > 12 {
        return None;
    }
    if one.trim_start().starts_with('+') {
        let digits = digits.replacen("330", "33", usize::from(digits.starts_with("330")));
        return (8..=15).contains(&digits.len()).then(|| format!("+{digits}"));
    }
    // The nought that a spreadsheet took away.
    let digits = match digits.len() {
        9 if !digits.starts_with('0') => format!("0{digits}"),
        13 if digits.starts_with("0033") => format!("0{}", digits.get(4..)?),
        11 if digits.starts_with("33") => format!("0{}", digits.get(2..)?),
        _ => digits,
    };
    match digits.len() {
        // Short numbers: 3949.
        4 if digits.starts_with(['1', '3']) && words == 0 => Some(digits),
        10 => {
            let (area, rest) = (digits.get(..4)?, digits.get(1..)?);
            let country = match area {
                "0590" | "0690" | "0691" => "590",
                "0594" | "0694" => "594",
                "0596" | "0696" | "0697" => "596",
                "0262" | "0263" | "0692" | "0693" | "0269" | "0639" => "262",
                _ => "33",
            };
            let valid = digits.starts_with('0') && !digits.starts_with("00");
            valid.then(|| format!("+{country}{rest}"))
        }
        _ => None,
    }
}

/// A web address, with its scheme where that was left out; the first where there are several.
pub(super) fn website(text: &str) -> String {
    let one = first(text, &['|', '\n', ' ']);
    let name = |t: &str| t.contains('.') && !t.contains('@') && !t.starts_with(['.', '/']);
    if one.contains("://") || !name(one) { one.to_owned() } else { format!("https://{one}") }
}

/// Whether a postcode has four digits: a spreadsheet takes the first nought away.
pub(super) fn lost_nought(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| !c.is_whitespace());
    letters.clone().count() == 4 && letters.all(|c| c.is_ascii_digit())
}

/// A postcode with its five digits.
pub(super) fn postcode(text: &str) -> String {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if lost_nought(text) { format!("0{digits}") } else { digits }
}

/// A day, of whatever stands beside it no notice is taken.
pub(super) fn day(cell: &Cell) -> Option<Date> {
    if let Ok(day) = cell.date() {
        return day;
    }
    let text = cell.text();
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let cell = match day.parse::<u32>() {
        // The number by which a spreadsheet counts days, that came out as text: of our time.
        Ok(number @ 36_526..=60_000) => Cell::Number(f64::from(number)),
        Ok(20_000_101..=20_991_231) if day.len() == 8 => {
            let part = |from, to| day.get(from..to).unwrap_or_default();
            Cell::Text(format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8)))
        }
        _ => Cell::Text(day.into()),
    };
    cell.date().ok().flatten()
}

/// A name that can be a part of an identifier.
pub(super) fn slug(text: &str) -> String {
    let folded = tables::normal(text).replace(' ', "-");
    folded.chars().take(60).collect::<String>().trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_a_spreadsheet_left_as_numbers() {
        let of = |text: &str| day(&Cell::Text(text.into())).map(|day| day.to_string());
        for (written, meant) in [
            ("45981", Some("2025-11-20")),
            ("20251120", Some("2025-11-20")),
            ("20/11/2025 08:30", Some("2025-11-20")),
            ("20251340", None),
            ("2025", None),
            ("18000", None),
        ] {
            assert_eq!(of(written).as_deref(), meant, "{written}");
        }
    }

    #[test]
    fn telephone_numbers() {
        for (written, dialled) in [
            ("02 48 24 22 26", Some("+33248242226")),
            ("02.48.24.22.26 / 06 11 22 33 44", Some("+33248242226")),
            ("+33 (0)2 48 24 22 26", Some("+33248242226")),
            ("+33 2 48 24 22 26", Some("+33248242226")),
            ("0033248242226", Some("+33248242226")),
            ("248242226", Some("+33248242226")),
            ("Tél. : 02 48 24 22 26", Some("+33248242226")),
            ("0590 12 34 56", Some("+590590123456")),
            ("0692 12 34 56", Some("+262692123456")),
            ("3949", Some("3949")),
            ("voir la mairie", None),
            ("02 48 24 22", None),
            ("00 48 24 22 26", None),
        ] {
            assert_eq!(phone(written).as_deref(), dialled, "{written}");
        }
    }

    #[test]
    fn postcodes_addresses_and_days() {
        assert_eq!(postcode("1500"), "01500");
        assert_eq!(postcode("59 000"), "59000");
        assert_eq!(postcode("BP 12"), "BP12");
        assert_eq!(website("www.exemple.fr"), "https://www.exemple.fr");
        assert_eq!(website("http://a.fr|http://b.fr"), "http://a.fr");
        assert_eq!(website("non"), "non");
        let cell = |t: &str| Cell::Text(t.into());
        let day_of = |t: &str| day(&cell(t));
        let wanted = Some(jiff::civil::date(2020, 6, 30));
        for text in ["2020/06/30 14:16:50.898", "30/06/2020", "2020-06-30T14:16:50.898Z"] {
            assert_eq!(day_of(text), wanted, "{text}");
        }
        assert_eq!(day_of("bientôt"), None);
        assert_eq!((text(&cell(" - ")), text(&cell("NC")), text(&cell(""))), (None, None, None));
        assert_eq!(slug("CIO – Ambérieu-en-Bugey"), "cio-amberieu-en-bugey");
    }
}
