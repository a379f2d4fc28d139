//! Addresses on the web and for mail, as the reference implementation reads them (pydantic, which asks
//! the crate `url` for the one and `email-validator` for the other), and dates and numbers in its lax
//! way.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;
use url::{Host, Url};

/// Longest address on the web.
const LONGEST_LINK: usize = 2_083;

/// A web address (HTTP, HTTPS), made regular.
pub(crate) fn link(text: &str) -> Option<String> {
    if text.len() > LONGEST_LINK {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let regular = matches!(url.scheme(), "http" | "https").then(|| String::from(url))?;
    // Made regular, an address may be too long to be read again: then it stays as it is.
    Some(if regular.len() > LONGEST_LINK { text.trim().to_owned() } else { regular })
}

/// Characters that may stand before the @ (RFC 5322), dots apart.
fn atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_!#$%&'*+-/=?^`{|}~".contains(c) || (!c.is_ascii() && visible(c))
}

/// Neither white space nor a control or format character.
fn visible(c: char) -> bool {
    let formats = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2064}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}');
    !c.is_whitespace() && !c.is_control() && !formats
}

/// Domains that no mail goes to.
const RESERVED: [&str; 6] = ["arpa", "invalid", "local", "localhost", "onion", "test"];

/// The domain of a mail address, in lower case.
fn mail_domain(text: &str) -> Option<String> {
    if text.len() > 253 || !text.chars().all(|c| c == '.' || c == '-' || c.is_alphanumeric()) {
        return None;
    }
    let ascii = if text.is_ascii() && !text.to_ascii_lowercase().contains("xn--") {
        text.to_ascii_lowercase()
    } else {
        match Host::parse(text).ok()? {
            Host::Domain(domain) => domain,
            _ => return None,
        }
    };
    let label = |label: &str| {
        let edges = label.starts_with('-') || label.ends_with('-');
        let dashed = label.get(2..4) == Some("--") && !label.starts_with("xn");
        (1..=63).contains(&label.len()) && !edges && !dashed
    };
    let reserved = |name: &&str| ascii.strip_suffix(*name).is_some_and(|r| r.ends_with('.'));
    let fits = ascii.len() <= 253
        && ascii.contains('.')
        && ascii.split('.').all(label)
        && ascii.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
        && ascii.ends_with(|c: char| c.is_ascii_alphabetic())
        && !RESERVED.iter().any(reserved);
    fits.then(|| if text.is_ascii() { ascii } else { text.to_lowercase() })
}

/// The address within `Name <address>`; the text itself where it is not of that shape.
fn bare(text: &str) -> Option<&str> {
    let Some(rest) = text.trim().strip_suffix('>') else { return Some(text.trim()) };
    let rest = rest.trim_start();
    let (name, address) = match rest.strip_prefix('"') {
        Some(quoted) => {
            let (name, after) = quoted.rsplit_once('"')?;
            (name, after.trim_start().strip_prefix('<')?)
        }
        None => {
            let (name, address) = rest.split_once('<')?;
            let word = |c: char| c == '.' || atom(c) || c.is_whitespace();
            (name.chars().all(word).then_some(name)?, address)
        }
    };
    (!rest.starts_with('"') || !name.is_empty()).then(|| address.trim())
}

/// An address for mail, the domain in lower case; without a name before it.
pub(crate) fn email(text: &str) -> Option<String> {
    if text.contains(['\r', '\n']) || text.chars().count() > 2_048 {
        return None;
    }
    let address = bare(text)?;
    let (local, domain) = address.split_once('@')?;
    let fits = local.split('.').all(|part| !part.is_empty() && part.chars().all(atom));
    let domain = mail_domain(domain)?;
    let role = ROLES.contains(&local.to_ascii_lowercase().as_str());
    let local = if role { local.to_ascii_lowercase() } else { local.to_owned() };
    let whole = format!("{local}@{domain}");
    (fits && whole.len() <= 254).then_some(whole)
}

/// Names before the @ whose letters may be small or large (RFC 2142).
const ROLES: [&str; 15] = [
    "info",
    "marketing",
    "sales",
    "support",
    "abuse",
    "noc",
    "security",
    "postmaster",
    "hostmaster",
    "usenet",
    "news",
    "webmaster",
    "www",
    "uucp",
    "ftp",
];

/// A day from seconds since 1970, from thousandths where there are too many of them; only the first
/// instant of a day is one.
fn day_of_seconds(seconds: f64) -> Option<Date> {
    if !seconds.is_finite() || seconds.abs() > 1e15 {
        return None;
    }
    let seconds = if seconds.abs() > 2e10 { seconds / 1_000.0 } else { seconds };
    if seconds % 86_400.0 != 0.0 {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let whole = seconds as i64;
    let at = Timestamp::from_second(whole).ok()?;
    Some(at.to_zoned_datetime(TimeZone::UTC).date())
}

/// Digits, and the number they are.
fn digits(text: &str) -> Option<i16> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// `00:00`, `00:00:00`, `00:00:00.000`, with a time zone or without.
fn midnight(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("00:00") else { return false };
    let mut rest = rest;
    if let Some(more) = rest.strip_prefix(":00") {
        rest = more;
        if let Some(part) = rest.strip_prefix('.') {
            let after = part.trim_start_matches('0');
            if after.len() == part.len() {
                return false;
            }
            rest = after;
        }
    }
    let zone = |zone: &str| {
        let (hours, minutes) = zone.split_once(':').or_else(|| zone.split_at_checked(2))?;
        let both = hours.len() == 2 && minutes.len() == 2;
        (both && digits(hours)? < 24 && digits(minutes)? < 60).then_some(())
    };
    match rest.as_bytes().first() {
        None => true,
        Some(b'Z' | b'z') => rest.len() == 1,
        Some(b'+' | b'-') => rest.get(1..).and_then(zone).is_some(),
        _ => false,
    }
}

/// A day: `2025-02-14`, with a time of nought where there is one; seconds since 1970.
pub(crate) fn day(value: &Value) -> Option<Date> {
    let text = match value {
        Value::Number(number) => return day_of_seconds(number.as_f64()?),
        Value::String(text) => text,
        _ => return None,
    };
    if let Some((day, rest)) = text.split_at_checked(10) {
        let parts: Vec<&str> = day.split('-').collect();
        if let [year, month, day] = parts.as_slice()
            && (year.len(), month.len(), day.len()) == (4, 2, 2)
            && let (Some(year), Some(month), Some(day)) = (digits(year), digits(month), digits(day))
        {
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            let date = Date::new(year, month, day).ok()?;
            let timed = rest.strip_prefix(['T', 't', ' ', '_']);
            return (rest.is_empty() || timed.is_some_and(midnight)).then_some(date);
        }
    }
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let plain = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    (plain(whole) && plain(part)).then(|| text.parse().ok()).flatten().and_then(day_of_seconds)
}

/// Digits without the underscores that may group them.
fn ungrouped(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let grouped =
        |(at, b): (usize, &u8)| *b != b'_' || (digit(at.checked_sub(1)) && digit(Some(at + 1)));
    bytes.iter().enumerate().all(grouped).then(|| text.replace('_', ""))
}

/// A number, also written as text. Not the infinite, nor what is none: no directory can use it.
pub(crate) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::Bool(yes) => f64::from(u8::from(*yes)),
        Value::String(text) => ungrouped(text.trim())?.parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// A whole number, also written as text or with noughts behind the point.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let number = number.as_f64()?;
            #[allow(clippy::cast_possible_truncation)]
            let whole = number as i64;
            (number.fract() == 0.0 && number.abs() < 9e15).then_some(whole)
        }),
        Value::Bool(yes) => Some(i64::from(*yes)),
        Value::String(text) => {
            let text = text.trim();
            let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
            let noughts = !part.is_empty() && part.bytes().all(|b| b == b'0');
            noughts.then(|| ungrouped(whole)?.parse().ok()).flatten()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn days_in_the_ways_of_the_reference() {
        let first = jiff::civil::date(2024, 1, 1);
        for good in [
            json!("2024-01-01"),
            json!("1704067200"),
            json!(1_704_067_200),
            json!(1_704_067_200.0),
            json!(1_704_067_200_000_i64),
            json!("2024-01-01T00:00:00Z"),
            json!("2024-01-01 00:00:00"),
            json!("2024-01-01T00:00"),
            json!("2024-01-01T00:00:00+02:00"),
            json!("2024-01-01T00:00:00.000"),
            json!("2024-01-01t00:00:00z"),
            json!("2024-01-01_00:00"),
        ] {
            assert_eq!(day(&good), Some(first), "{good}");
        }
        for bad in [
            json!("20240101"),
            json!("2024-1-1"),
            json!(" 2024-01-01 "),
            json!("2024-01-01T"),
            json!(true),
            json!("01/02/2024"),
            json!("2024-02-30"),
            json!("2024-01-01T00"),
            json!("2024-01-01T00:00:01"),
            json!("1704067200.5"),
            json!(null),
            json!("2024-01-01 00:00:00 +00:00"),
            json!("2024-01-01T24:00:00"),
            json!("9999999999999"),
            json!("é024-01-01"),
            json!(""),
        ] {
            assert_eq!(day(&bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_in_the_ways_of_the_reference() {
        for (text, value) in [
            ("1", Some(1.0)),
            ("1,5", None),
            (" 1.5 ", Some(1.5)),
            ("1_000", Some(1_000.0)),
            ("1__0", None),
            ("inf", None),
            ("nan", None),
            ("+1", Some(1.0)),
            ("1e3", Some(1_000.0)),
            ("0x1", None),
            ("", None),
            (".5", Some(0.5)),
            ("_1", None),
            ("1_", None),
        ] {
            assert_eq!(number(&json!(text)), value, "{text}");
        }
        for (value, number) in [
            (json!("3.00"), Some(3)),
            (json!(" 3 "), Some(3)),
            (json!("1_0"), Some(10)),
            (json!("3.5"), None),
            (json!(3.0), Some(3)),
            (json!(3.5), None),
            (json!(true), Some(1)),
            (json!("3."), None),
            (json!("1e2"), None),
            (json!("3.0_0"), None),
            (json!([]), None),
        ] {
            assert_eq!(whole(&value), number, "{value}");
        }
    }

    #[test]
    fn mail_addresses() {
        for (text, address) in [
            ("info@exemple.fr", "info@exemple.fr"),
            (" Info@EXEMPLE.fr ", "info@exemple.fr"),
            ("Marie.Curie@Exemple.fr", "Marie.Curie@exemple.fr"),
            ("Accueil <accueil@exemple.fr>", "accueil@exemple.fr"),
            ("\"Accueil, 2e\" <accueil@exemple.fr>", "accueil@exemple.fr"),
            ("<a@b.fr>", "a@b.fr"),
            ("mél@bibliothèque.fr", "mél@bibliothèque.fr"),
        ] {
            assert_eq!(email(text).as_deref(), Some(address), "{text}");
        }
        for bad in [
            "",
            "@",
            "a@",
            "@b.fr",
            "a b@c.fr",
            "a@b",
            "a@b.test",
            "a@b..fr",
            "a@-b.fr",
            "a@b.f1",
            "a@localhost",
            "a@[1.2.3.4]",
            "\"a\"@b.fr",
            "a.@b.fr",
            "a@b.fr\n",
            "a@b@c.fr",
            "pas une adresse",
            "a@ab--c.fr",
            "a(b)@c.fr",
            "a, b <c@d.fr>",
        ] {
            assert_eq!(email(bad), None, "{bad}");
        }
    }

    #[test]
    fn web_addresses() {
        assert_eq!(link("https://exemple.fr").as_deref(), Some("https://exemple.fr/"));
        assert_eq!(link(" http://exemple.fr/a b").as_deref(), Some("http://exemple.fr/a%20b"));
        let long = format!("https://exemple.fr/{}", "é".repeat(900));
        assert_eq!(link(&long).as_deref(), Some(long.as_str()));
        for bad in
            ["", "exemple.fr", "ftp://exemple.fr", "https://", "pas une url !", "mailto:a@b.fr"]
        {
            assert_eq!(link(bad), None, "{bad}");
        }
    }
}
