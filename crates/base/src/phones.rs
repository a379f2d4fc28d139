//! Telephone numbers: as people read them and as telephones take them.

/// Prefixes of France and of its départements overseas, where nine digits follow.
const FRENCH: [&str; 5] = ["33", "262", "590", "594", "596"];

/// First digits of numbers of the départements overseas, and their prefix abroad.
const OVERSEAS: [(&str, &[&str]); 4] = [
    ("262", &["0262", "0263", "0269", "0639", "0692", "0693"]),
    ("590", &["0590", "0690", "0691"]),
    ("594", &["0594", "0694"]),
    ("596", &["0596", "0696", "0697"]),
];

/// The ten digits of a French number, where a text is one and nothing else.
fn national(text: &str) -> Option<String> {
    let sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+.-()/\u{2011}".contains(c);
    if !text.chars().all(sign) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = match text.trim().strip_prefix('+') {
        Some(_) => Some(digits.as_str()),
        // A spreadsheet takes the plus away.
        None if digits.len() == 11 && digits.starts_with("33") => Some(digits.as_str()),
        None => digits.strip_prefix("00"),
    };
    let ten = match abroad {
        Some(abroad) => {
            let rest = FRENCH.iter().find_map(|prefix| abroad.strip_prefix(prefix))?;
            // « +33 (0)1 23 45 67 89 ».
            let nine = if rest.len() == 10 { rest.strip_prefix('0')? } else { rest };
            format!("0{nine}")
        }
        None => digits,
    };
    (ten.len() == 10 && ten.starts_with('0') && !ten.starts_with("00")).then_some(ten)
}

/// A number as people read it: a French one by twos, `01 23 45 67 89`, held together; any other text as
/// it is.
#[must_use]
pub fn shown(text: &str) -> String {
    let Some(ten) = national(text) else { return text.to_owned() };
    let digits: Vec<char> = ten.chars().collect();
    let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
    pairs.join("\u{a0}")
}

/// A number as a telephone takes it, wherever it is: `+33123456789`. A short number, or a foreign one,
/// by its digits.
#[must_use]
pub fn dialled(text: &str) -> String {
    let Some(ten) = national(text) else {
        return text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    };
    let overseas = OVERSEAS.iter().find(|(_, first)| first.iter().any(|f| ten.starts_with(f)));
    let prefix = overseas.map_or("33", |(prefix, _)| prefix);
    format!("+{prefix}{}", ten.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_numbers_are_read_by_twos_and_dialled_from_anywhere() {
        for (written, read, taken) in [
            ("+33123456789", "01 23 45 67 89", "+33123456789"),
            ("0123456789", "01 23 45 67 89", "+33123456789"),
            ("01.23.45.67.89", "01 23 45 67 89", "+33123456789"),
            ("+33 (0)1 23 45 67 89", "01 23 45 67 89", "+33123456789"),
            ("33123456789", "01 23 45 67 89", "+33123456789"),
            ("0033123456789", "01 23 45 67 89", "+33123456789"),
            ("+590590123456", "05 90 12 34 56", "+590590123456"),
            ("+262692123456", "06 92 12 34 56", "+262692123456"),
        ] {
            assert_eq!(shown(written), read.replace(' ', "\u{a0}"), "{written}");
            assert_eq!(dialled(written), taken, "{written}");
            assert_eq!(dialled(&shown(written)), taken, "{written}");
        }
    }

    #[test]
    fn any_other_text_stays_as_it_is() {
        for (written, taken) in [
            ("", ""),
            ("3949", "3949"),
            ("115", "115"),
            ("+32 2 555 12 34", "+3225551234"),
            ("+3312345", "+3312345"),
            ("01 23 45 67 89 (accueil)", "0123456789"),
            ("01 23 45 67 89 / 06 12 34 56 78", "01234567890612345678"),
            ("à la mairie", ""),
        ] {
            assert_eq!(shown(written), written);
            assert_eq!(dialled(written), taken, "{written}");
        }
    }
}
