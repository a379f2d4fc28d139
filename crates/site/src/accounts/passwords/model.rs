//! What makes a password too easy to guess, and who may set one.

use std::sync::LazyLock;

use base::problem::FieldProblem;

/// Fewest characters of a password.
pub const SHORTEST: usize = 12;
/// Most characters of a password: what is longer is refused, never cut.
pub const LONGEST: usize = 256;
/// A session opened by a link counts as fresh this long, in seconds.
pub const FRESH: i64 = 15 * 60;

/// Passwords that are tried first, in order (see `data/common-passwords.LICENSE`).
static COMMON: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../../../data/common-passwords.txt").lines().collect());
/// What fingers run along.
const RUNS: [&str; 4] = [
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
];
/// So many characters around a common password do not make another one of it.
const TRIMMINGS: usize = 8;
/// Fewest letters of a name or common password to be looked for inside another.
const TELLING: usize = 4;

/// What is wrong with a new password, if anything. `own`: the name of the network, the address of the
/// person, their name.
pub fn check(password: &str, own: &[&str]) -> Result<(), FieldProblem> {
    let wrong = |key: &'static str| FieldProblem::new("new", key);
    let length = password.chars().count();
    if length < SHORTEST {
        let mut short = wrong("accounts-problem-password-short");
        short.args.push(("least", SHORTEST.to_string()));
        return Err(short);
    }
    if length > LONGEST {
        let mut long = wrong("accounts-problem-password-long");
        long.args.push(("most", LONGEST.to_string()));
        return Err(long);
    }
    if holds_own(password, own) {
        return Err(wrong("accounts-problem-password-own"));
    }
    if is_common(password) {
        return Err(wrong("accounts-problem-password-common"));
    }
    Ok(())
}

/// Letters and digits alone, small.
fn squeezed(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a name of the person or of the network stands in it, whatever stands between its words.
fn holds_own(password: &str, own: &[&str]) -> bool {
    let password = squeezed(password);
    let parts = own.iter().flat_map(|name| [*name, name.split('@').next().unwrap_or_default()]);
    parts.map(squeezed).any(|name| name.chars().count() >= TELLING && password.contains(&name))
}

fn is_listed(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

/// Whether those who guess try it early: a common password, or one with a little put around it, with
/// digits for letters or spaces between; the same thing over and over; a run of keys.
fn is_common(password: &str) -> bool {
    let (small, squeezed) = (password.to_lowercase(), squeezed(password));
    // What is mostly signs is not judged by its few letters.
    let telling = squeezed.chars().count() + TRIMMINGS >= small.chars().count();
    let words = [Some(&small), Some(&squeezed).filter(|_| telling)];
    words.into_iter().flatten().any(|word| {
        let unit = unit(word);
        let repeats = unit.len() < word.len();
        [word, unit].iter().any(|w| is_listed(w) || is_run(w) || is_dressed(w))
            || (repeats && unit.chars().count() <= TELLING)
    })
}

/// What a text repeats, the last time perhaps not to its end; the text itself if nothing.
fn unit(text: &str) -> &str {
    let repeats =
        |(unit, rest): &(&str, &str)| unit.repeat(rest.len() / unit.len() + 1).starts_with(rest);
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    let mut parts = ends.take_while(|at| at * 2 <= text.len()).map(|at| text.split_at(at));
    parts.find(repeats).map_or(text, |(unit, _)| unit)
}

fn is_run(text: &str) -> bool {
    let back: String = text.chars().rev().collect();
    // Shorter ones are words of the list.
    text.len() > TELLING && RUNS.iter().any(|run| run.contains(text) || run.contains(&back))
}

/// A common password with something put before or after it, letters written as digits or not.
fn is_dressed(text: &str) -> bool {
    let core = text.trim_matches(|c: char| !c.is_alphabetic());
    let (all, letters) = (text.chars().count(), core.chars().count());
    if letters < TELLING || all - letters > TRIMMINGS {
        return false;
    }
    let plain: String = core.chars().map(read_digit).collect();
    is_listed(core) || is_listed(&plain) || is_run(core)
}

/// The letter that a digit or sign is written for.
fn read_digit(c: char) -> char {
    match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '3' => 'e',
        '1' | '!' => 'i',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// How a session was opened, and when.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    /// When, seconds since 1970.
    pub at: i64,
    /// A passkey was shown in it.
    pub by_key: bool,
    /// With a password.
    pub by_password: bool,
}

impl Opened {
    /// Whether the session itself shows who it is: a passkey, or a link used a moment ago.
    #[must_use]
    pub fn is_fresh(&self, now: i64) -> bool {
        self.by_key || (!self.by_password && now - self.at <= FRESH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(password: &str) -> String {
        let own = ["Réseau des Médiathèques", "camille.durand@example.org", "Camille Durand"];
        check(password, &own).err().map(|f| f.message.into_owned()).unwrap_or_default()
    }

    #[test]
    fn the_list_is_long_small_and_whole() {
        assert!(COMMON.len() > 20_000 && COMMON.is_sorted());
        assert!(COMMON.iter().all(|l| l.len() >= TELLING && *l == l.to_lowercase()));
        assert!(is_listed("password") && is_listed("motdepasse") && !is_listed(""));
    }

    #[test]
    fn length_is_counted_in_characters_and_nothing_else_is_asked() {
        assert_eq!(said("onze lettre"), "accounts-problem-password-short");
        assert_eq!(said("été à Sète ✓"), "");
        assert_eq!(said("   chat   noir   "), "");
        assert_eq!(said(&"pâté".repeat(60)), "accounts-problem-password-common");
        let long: String = ('a'..='z').cycle().step_by(7).take(LONGEST).collect();
        assert_eq!(long.chars().count(), LONGEST);
        let check = |text: &str| said(text) == "accounts-problem-password-long";
        assert!(!check(&long) && check(&format!("{long}é")));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "1qaz2wsx3edc",
            "Administrator",
            "motdepasse1234",
            "mot de passe 2026",
            "P@ssw0rd2026!",
            "AZERTYUIOP123",
            "2026Azertyuiop",
            "azertyuiopqsdf",
            "mlkjhgfdsqpoi",
            "abcdefghijklm",
            "987654321098",
            "soleil soleil",
            "soleilsoleilsol",
            "aaaaaaaaaaaa",
            "abababababab",
            "            ",
            "............",
        ] {
            assert_eq!(said(common), "accounts-problem-password-common", "{common}");
        }
        for good in [
            "correct horse battery",
            "trois vélos dans l’eau",
            "kX9-wq2v!bTz",
            "8402975513067",
            "!$%&*()_+=-[]é",
        ] {
            assert_eq!(said(good), "", "{good}");
        }
    }

    #[test]
    fn names_of_the_network_and_the_person_are_refused() {
        for own in [
            "reseau-réseau des médiathèques",
            "RÉSEAUDESMÉDIATHÈQUES!",
            "camille.durand@example.org",
            "trois Camille Durand",
            "camilledurand1999",
        ] {
            assert_eq!(said(own), "accounts-problem-password-own", "{own}");
        }
        // A name that tells nothing refuses nothing.
        assert!(check("bar à thé vert", &["Bar", "", "t@example.org"]).is_ok());
    }

    #[test]
    fn a_session_is_fresh_by_a_key_or_a_recent_link() {
        let opened = |by_key, by_password| Opened { at: 1_000, by_key, by_password };
        assert!(opened(false, false).is_fresh(1_000 + FRESH));
        assert!(!opened(false, false).is_fresh(1_001 + FRESH));
        assert!(opened(true, false).is_fresh(1_000_000));
        assert!(opened(true, true).is_fresh(1_000_000), "a key was shown after the password");
        assert!(!opened(false, true).is_fresh(1_000));
    }

    proptest! {
        #[test]
        fn digits_around_a_common_password_do_not_save_it(
            at in 0usize..20_000, before in "[0-9]{0,4}", after in "[0-9]{0,4}",
        ) {
            let word = COMMON[at];
            prop_assume!(word.chars().all(char::is_alphabetic));
            let password = format!("{before}{word}{after}");
            prop_assert!(is_common(&password), "{password}");
            prop_assert!(is_common(&password.to_uppercase()));
        }

        #[test]
        fn any_text_is_judged(password in "\\PC{0,300}", name in "\\PC{0,20}") {
            let length = password.chars().count();
            let judged = check(&password, &[&name]);
            if !(SHORTEST..=LONGEST).contains(&length) {
                prop_assert!(judged.is_err());
            }
        }

        #[test]
        fn a_text_repeats_its_unit(text in "[ab\u{e9}]{1,12}", times in 2usize..5) {
            let all = text.repeat(times);
            let unit = unit(&all);
            prop_assert!(unit.len() <= text.len());
            prop_assert!(unit.repeat(all.len()).starts_with(&all));
        }
    }
}
