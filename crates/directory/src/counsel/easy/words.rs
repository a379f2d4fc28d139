//! Words that are easy to read: acronyms in full, hours as they are spoken, one idea a line; pure.

use std::collections::HashMap;
use std::sync::LazyLock;

use base::Lang;
use base::dates::day_name;
use hours::{Line, State};
use jiff::civil::Time;
use retrieval::Lexicon;

/// Says a key of the catalogue with its arguments.
pub type Say<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> String;

/// What acronyms stand for, as people set it in print.
static ACRONYMS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let all = Lexicon::built_in().acronyms();
    all.map(|(said, means)| (said.to_owned(), means.replace('\'', "’"))).collect()
});

/// What people shorten, with what it is short for.
const SHORT: [(&str, &str); 8] = [
    ("rdv", "rendez-vous"),
    ("tél.", "téléphone"),
    ("tel.", "téléphone"),
    ("n°", "numéro"),
    ("etc.", "et d’autres choses"),
    ("min.", "minutes"),
    ("bd", "boulevard"),
    ("av.", "avenue"),
];

/// A word parted into what stands before it (an elided article, a quotation mark), its letters and
/// figures, and what follows.
fn parted(word: &str) -> (&str, &str, &str) {
    let mut elided = word.char_indices().filter(|(_, c)| matches!(c, '’' | '\''));
    let elided = elided.next_back().map_or(0, |(at, c)| at + c.len_utf8());
    let letters = |c: char| c.is_alphanumeric();
    let start = word[elided..].find(letters).map_or(word.len(), |at| elided + at);
    let end = word[start..].find(|c| !letters(c)).map_or(word.len(), |at| start + at);
    (&word[..start], &word[start..end], &word[end..])
}

/// Whether a word is all capitals, as an acronym is, or a word on a poster.
fn is_capitals(word: &str) -> bool {
    let (_, core, _) = parted(word);
    let capitals = core.chars().filter(|c| c.is_uppercase()).count();
    capitals > 1 && capitals == core.chars().count()
}

/// A text with its acronyms and what is shortened in it written out. `named`: of a name, where the
/// acronym stays in brackets, as it is on the door. Words that shout side by side stay: among them
/// every word looks like an acronym.
#[must_use]
pub fn spelled(text: &str, named: bool) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let runs = words.chunk_by(|a, b| is_capitals(a) && is_capitals(b));
    let spelled = runs.flat_map(|run| {
        let known = |word: &&&str| ACRONYMS.contains_key(parted(word).1);
        let shouts = run.len() > 1 && run.iter().any(|word| !known(&word));
        run.iter().map(move |word| match shouts {
            true => (*word).to_owned(),
            false => spelled_word(word, named),
        })
    });
    spelled.collect::<Vec<_>>().join(" ")
}

fn spelled_word(word: &str, named: bool) -> String {
    let low = word.to_lowercase();
    if let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == low) {
        return (*long).to_owned();
    }
    let bare = low.trim_end_matches(|c: char| !c.is_alphanumeric());
    if let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == bare) {
        return format!("{long}{}", &low[bare.len()..]);
    }
    let (before, acronym, after) = parted(word);
    // What is in brackets explains what is written out already; what goes on is another word.
    let whole = !before.contains('(') && !after.starts_with([')', '-', '/']);
    match ACRONYMS.get(acronym).filter(|_| whole) {
        Some(long) if named => format!("{before}{long}\u{a0}({acronym}){after}"),
        Some(long) => format!("{before}{long}{after}"),
        None => word.to_owned(),
    }
}

/// The ideas of a text, one a line: its sentences, and what semicolons part.
#[must_use]
pub fn ideas(text: &str) -> Vec<String> {
    let spelled = spelled(&text.split_whitespace().collect::<Vec<_>>().join(" "), false);
    let mut ideas = vec![String::new()];
    let mut letters = spelled.chars().peekable();
    while let Some(c) = letters.next() {
        let breaks = letters.peek().is_none_or(|next| next.is_whitespace());
        if c == ';' {
            ideas.push(String::new());
            continue;
        }
        let Some(idea) = ideas.last_mut() else { continue };
        idea.push(c);
        if breaks && matches!(c, '.' | '!' | '?' | '…') {
            ideas.push(String::new());
        }
    }
    let mut whole = vec![];
    for idea in ideas {
        let idea = idea.trim().trim_matches(['\u{a0}', '\u{202f}']).to_owned();
        let mut letters = idea.chars();
        let Some(first) = letters.next() else { continue };
        let capital: String = first.to_uppercase().chain(letters).collect();
        let ended = capital.ends_with(['.', '!', '?', '…', ':']);
        whole.push(if ended { capital } else { format!("{capital}.") });
    }
    whole
}

/// A time of day as it is spoken: « midi », « 9 heures ».
#[must_use]
pub fn clock(time: Time, say: Say<'_>) -> String {
    let (hour, minute) = (time.hour().to_string(), format!("{:02}", time.minute()));
    match (time.hour(), time.minute()) {
        (0, 0) => say("easy-midnight", &[]),
        (12, 0) => say("easy-noon", &[]),
        (_, 0) => say("easy-hour", &[("hour", &hour)]),
        _ => say("easy-minutes", &[("hour", &hour), ("minute", &minute)]),
    }
}

/// Reads a time of day as it is shown: `9 h 30`, `09:30`.
fn read_clock(text: &str) -> Option<Time> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (hour, minute) = text.split_once(['h', ':'])?;
    let minute = if minute.is_empty() { "0" } else { minute };
    let (hour, minute) = (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?);
    Time::new(if hour == 24 { 0 } else { hour }, minute, 0, 0).ok()
}

/// Hours of a day as they are spoken; `None`: they say something else than from when to when.
fn spans(hours: &str, say: Say<'_>) -> Option<String> {
    let one = |span: &str| {
        let (from, to) = span.split_once('–')?;
        let (from, to) = (clock(read_clock(from)?, say), clock(read_clock(to)?, say));
        Some(say("easy-span", &[("from", &from), ("to", &to)]))
    };
    let all: Option<Vec<String>> = hours.split(", ").map(one).collect();
    let mut all = all?.into_iter();
    let first = all.next()?;
    Some(all.fold(first, |so_far, next| say("easy-then", &[("first", &so_far), ("next", &next)])))
}

/// Days of the week as they are spoken: « du lundi au vendredi », « le mercredi ».
fn days(days: &str, lang: Lang, say: Say<'_>) -> String {
    let names: Vec<&str> = (0..7).map(|n| day_name(n, lang)).collect();
    let bare = |text: &str| names.contains(&text);
    let between = match lang {
        Lang::Fr => " au ",
        Lang::En => " to ",
    };
    if let Some((from, to)) = days.split_once(between)
        && bare(from)
        && bare(to)
    {
        return say("easy-days", &[("from", from), ("to", to)]);
    }
    let and = match lang {
        Lang::Fr => " et ",
        Lang::En => " and ",
    };
    let several: Vec<&str> = days.split(", ").flat_map(|d| d.split(and)).collect();
    if several.iter().all(|d| bare(d)) {
        let each: Vec<_> = several.iter().map(|d| say("easy-day", &[("day", d)])).collect();
        return match each.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!("{}{and}{last}", before.join(", "))
            }
            _ => each.concat(),
        };
    }
    days.to_owned()
}

/// A line of opening hours as it is spoken: « Ouvert le mercredi de 9 heures à midi. »
#[must_use]
pub fn opened(line: &Line, lang: Lang, say: Say<'_>) -> String {
    let days = days(&line.days, lang, say);
    let spoken = spans(&line.hours, say);
    match (line.state, spoken) {
        (State::Open, Some(hours)) => {
            let text = say("easy-open-line", &[("days", &days), ("hours", &hours)]);
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        (State::ByAppointment, Some(hours)) => {
            let text = say("easy-appointment-line", &[("days", &days), ("hours", &hours)]);
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        (State::Closed, _) if !days.is_empty() => say("easy-closed-line", &[("days", &days)]),
        _ if line.days.is_empty() => ideas(&line.hours).concat(),
        _ if line.hours.is_empty() => ideas(&line.days).concat(),
        _ => say("easy-other-line", &[("days", &days), ("hours", &line.hours)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(osm: &str, lang: Lang) -> Vec<String> {
        let all = [crate::MESSAGES];
        let catalogue = site::Catalogue::new(&all).unwrap();
        let say = |key: &str, args: &[(&str, &str)]| catalogue.text(lang, key, args);
        hours::lines(osm, lang).unwrap().iter().map(|line| opened(line, lang, &say)).collect()
    }

    #[test]
    fn hours_are_said_as_they_are_spoken() {
        for (osm, french, english) in [
            (
                "We 09:00-12:00",
                "Ouvert le mercredi de 9 heures à midi.",
                "Open on Wednesday from 9:00 to noon.",
            ),
            (
                "Mo-Fr 09:00-12:30,13:30-17:00",
                "Ouvert du lundi au vendredi de 9 heures à 12 heures 30, puis de 13 heures 30 à 17 heures.",
                "Open from Monday to Friday from 9:00 to 12:30, then from 13:30 to 17:00.",
            ),
            (
                "Tu,Th 14:00-17:00",
                "Ouvert le mardi et le jeudi de 14 heures à 17 heures.",
                "Open on Tuesday and on Thursday from 14:00 to 17:00.",
            ),
        ] {
            assert_eq!(said(osm, Lang::Fr), [french], "{osm}");
            assert_eq!(said(osm, Lang::En), [english], "{osm}");
        }
    }

    #[test]
    fn acronyms_are_written_out_and_names_keep_them() {
        assert_eq!(
            spelled("Dossier RSA, avec la CAF.", false),
            "Dossier revenu de solidarité active, avec la caisse d’allocations familiales."
        );
        assert_eq!(spelled("Aide au CV", true), "Aide au curriculum vitae\u{a0}(CV)");
        assert_eq!(
            spelled("L’AAH sur RDV.", false),
            "L’allocation aux adultes handicapés sur rendez-vous."
        );
        // What is explained already, what is no acronym, and what shouts, stays.
        for text in ["Validation des acquis (VAE)", "Le CVS", "MAISON DE VIE", "PIX", "A1", ""] {
            assert_eq!(spelled(text, false), text);
        }
    }

    #[test]
    fn each_idea_has_its_line() {
        assert_eq!(
            ideas("On relit votre CV ; on l’imprime. Sans rendez-vous ! venez"),
            ["On relit votre curriculum vitae.", "On l’imprime.", "Sans rendez-vous !", "Venez."]
        );
        assert_eq!(ideas(" \n "), Vec::<String>::new());
    }

    proptest! {
        /// Whatever is written: nothing panics, and of what is no acronym nothing is lost.
        #[test]
        fn nothing_is_lost(text in "[a-zé ;.!’']{0,60}") {
            let bare = |t: &str| t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let is_short = |w: &str| {
                let bare = w.trim_end_matches(|c: char| !c.is_alphanumeric());
                SHORT.iter().any(|(s, _)| *s == w || *s == bare)
            };
            let shortened = text.split([' ', ';']).any(is_short);
            prop_assume!(!shortened);
            prop_assert_eq!(bare(&ideas(&text).concat()), bare(&text));
        }

        #[test]
        fn any_text_is_taken(text in ".{0,80}") {
            let _ = (spelled(&text, true), ideas(&text));
        }
    }
}
