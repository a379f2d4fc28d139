//! From a text to the words that are looked for: folding, elision, acronyms, inclusive writing, stop
//! words, stems, four-grams.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::stem::stem;

/// Number of this analysis: an index that another one has built is built anew.
pub const ANALYSIS: u32 = 2;

/// Words beyond are no words.
const LONGEST: usize = 40;

/// Gives the letters of one character: lower case, without accents, ligatures undone.
fn fold_char(c: char, out: &mut dyn FnMut(char)) {
    match c {
        'a'..='z' | '0'..='9' => out(c),
        'A'..='Z' => out(c.to_ascii_lowercase()),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => out('e'),
        'à' | 'â' | 'ä' | 'À' | 'Â' => out('a'),
        'ç' | 'Ç' => out('c'),
        'î' | 'ï' | 'Î' => out('i'),
        'ô' | 'ö' | 'Ô' => out('o'),
        'ù' | 'û' | 'ü' => out('u'),
        'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(out),
        'æ' | 'Æ' => ['a', 'e'].into_iter().for_each(out),
        _ if c.is_ascii() => out(c),
        _ => unicode_normalization::char::decompose_compatible(c, |part| {
            if part != c {
                fold_char(part, out);
            } else if !unicode_normalization::char::is_combining_mark(part) {
                for lower in part.to_lowercase() {
                    if lower == part { out(lower) } else { fold_char(lower, out) }
                }
            }
        }),
    }
}

/// A text in lower case, without accents, with single blanks for all that is no letter and no digit.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut |f| {
            if f.is_alphanumeric() {
                folded.push(f);
            } else if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        });
    }
    while folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// What is written before an apostrophe and says nothing.
const ELISIONS: [&str; 14] =
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"];

/// Endings that inclusive writing puts behind a mark.
const FEMININE: [&str; 24] = [
    "e", "es", "ne", "nes", "le", "les", "te", "tes", "ere", "eres", "iere", "ieres", "euse",
    "euses", "rice", "rices", "trice", "trices", "se", "ses", "ve", "ves", "ive", "ives",
];

/// Those among them that are not also words behind a hyphen, a full stop or a slash.
const PLAIN_FEMININE: [&str; 14] = [
    "e", "es", "ne", "nes", "ere", "eres", "iere", "ieres", "euse", "euses", "rice", "rices",
    "trice", "trices",
];

/// The feminine form that `ending` makes of a word: *formateur* and *trice* is *formatrice*.
fn feminine(word: &str, ending: &str) -> String {
    let word = word.strip_suffix('s').filter(|w| w.len() > 2).unwrap_or(word);
    let one = ending.strip_suffix('s').filter(|e| e.len() > 1).unwrap_or(ending);
    let off = match one {
        "trice" => "teur",
        "rice" | "euse" => "eur",
        "ere" => "er",
        "iere" => "ier",
        "ive" => "if",
        "ve" => "f",
        "se" => "x",
        _ => "",
    };
    format!("{}{ending}", word.strip_suffix(off).unwrap_or(word))
}

/// Walks through the words of a text: each folded, with its place in the text.
pub fn each_word(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut walk = Walk { text, word: String::new(), start: 0, end: 0, letters: vec![], at: 0 };
    while let Some(c) = text[walk.at..].chars().next() {
        walk.step(c, &mut each);
    }
    walk.close(&mut each);
    walk.spell(&mut each);
}

struct Walk<'a> {
    text: &'a str,
    word: String,
    start: usize,
    end: usize,
    /// Single letters with full stops behind them, as in *V.A.E.*
    letters: Vec<(char, Range<usize>)>,
    at: usize,
}

impl Walk<'_> {
    fn step(&mut self, c: char, each: &mut impl FnMut(&str, Range<usize>)) {
        let next = self.at + c.len_utf8();
        let before = self.word.len();
        let mut other = false;
        let word = &mut self.word;
        fold_char(c, &mut |f| match f.is_alphanumeric() {
            true => word.push(f),
            false => other = true,
        });
        if self.word.len() > before {
            if before == 0 {
                self.start = self.at;
            }
            self.end = next;
            if !self.letters.is_empty()
                && self.letters.last().map(|l| l.1.end + 1) != Some(self.start)
            {
                self.spell(each);
            }
        } else if other {
            match c {
                '\'' | '’' | 'ʼ' | '‘' | '`' if ELISIONS.contains(&self.word.as_str()) => {
                    self.word.clear();
                }
                '\'' | '’' if self.word == "aujourd" || self.word == "prud" => {}
                '.' if self.word.len() == 1 && self.word.starts_with(char::is_alphabetic) => {
                    let letter = self.word.chars().next().unwrap_or(' ');
                    self.letters.push((letter, self.start..self.end));
                    self.word.clear();
                }
                '·' | '•' | '‧' | '∙' | '⋅' | '.' | '-' | '/' | '(' => {
                    if let Some(past) = self.inclusive(c, next, each) {
                        self.at = past;
                        return;
                    }
                    self.close(each);
                }
                _ => self.close(each),
            }
        }
        self.at = next;
    }

    /// Both forms of a word whose feminine ending stands behind a mark; where the text goes on.
    fn inclusive(
        &mut self,
        mark: char,
        next: usize,
        each: &mut impl FnMut(&str, Range<usize>),
    ) -> Option<usize> {
        if self.word.len() < 3 || !self.letters.is_empty() {
            return None;
        }
        let rest = &self.text[next..];
        let long = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let ending = fold(&rest[..long]);
        let known = match mark {
            '-' | '.' | '/' => PLAIN_FEMININE.contains(&ending.as_str()),
            _ => FEMININE.contains(&ending.as_str()),
        };
        let mut past = next + long;
        let behind = &self.text[past..];
        match mark {
            '(' if !behind.starts_with(')') => return None,
            '(' => past += 1,
            '/' if behind.starts_with('/') => return None,
            _ => {}
        }
        if !known {
            return None;
        }
        // The plural's own mark: « étudiant·e·s », « étudiant(e)s ».
        let behind = &self.text[past..];
        let mut plural = behind.chars();
        let first = plural.next();
        let s_alone = |mut rest: std::str::Chars| {
            rest.next() == Some('s') && !rest.next().is_some_and(char::is_alphanumeric)
        };
        if first == Some(mark) && mark != '(' && s_alone(plural.clone()) {
            past += mark.len_utf8() + 1;
        } else if mark == '(' && s_alone(behind.chars()) {
            past += 1;
        }
        let word = std::mem::take(&mut self.word);
        each(&word, self.start..past);
        each(&feminine(&word, &ending), self.start..past);
        Some(past)
    }

    /// Gives away the word that was being read.
    fn close(&mut self, each: &mut impl FnMut(&str, Range<usize>)) {
        if self.word.is_empty() {
            return;
        }
        let joins = self.letters.last().is_some_and(|l| l.1.end + 1 == self.start);
        if joins && self.word.chars().count() == 1 {
            let letter = self.word.chars().next().unwrap_or(' ');
            self.letters.push((letter, self.start..self.end));
            self.word.clear();
            self.spell(each);
            return;
        }
        self.spell(each);
        if self.word.len() <= LONGEST {
            each(&self.word, self.start..self.end);
        }
        self.word.clear();
    }

    /// Gives away an acronym whose letters were read.
    fn spell(&mut self, each: &mut impl FnMut(&str, Range<usize>)) {
        let letters = std::mem::take(&mut self.letters);
        if let (Some(first), Some(last)) = (letters.first(), letters.last()) {
            let word: String = letters.iter().map(|l| l.0).collect();
            each(&word, first.1.start..last.1.end);
        }
    }
}

/// Words that are everywhere and are looked for only when there are no others.
static STOP: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../data/stop.txt").split_whitespace().collect());

/// Whether a folded word says nothing by itself.
#[must_use]
pub fn is_stop(word: &str) -> bool {
    STOP.contains(word)
}

/// The words of a text that say something, folded.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = vec![];
    each_word(text, |word, _| {
        if !is_stop(word) {
            words.push(word.to_owned());
        }
    });
    words
}

/// The stems of the words of a text that say something.
#[must_use]
pub fn stems(text: &str) -> Vec<String> {
    words(text).iter().map(|word| stem(word)).collect()
}

/// The runs of four letters of a word with its ends marked: `_cv_`; `_taf`, `taf_`.
pub fn grams(word: &str, mut each: impl FnMut(&str)) {
    let marked: Vec<char> = std::iter::once('_').chain(word.chars()).chain(['_']).collect();
    if marked.len() < 4 {
        return;
    }
    let mut gram = String::with_capacity(8);
    for run in marked.windows(4) {
        gram.clear();
        gram.extend(run);
        each(&gram);
    }
}

/// What a field's text is cut into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Stems.
    Stems,
    /// Runs of four letters.
    Grams,
}

/// The analysis as the index uses it.
#[derive(Clone)]
pub struct French(pub Cut);

/// Tokens of one text.
pub struct Tokens {
    texts: Vec<String>,
    next: usize,
    token: Token,
}

impl Tokenizer for French {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let mut texts = vec![];
        each_word(text, |word, _| {
            if !is_stop(word) {
                match self.0 {
                    Cut::Stems => texts.push(stem(word)),
                    Cut::Grams => grams(word, |gram| texts.push(gram.to_owned())),
                }
            }
        });
        Tokens { texts, next: 0, token: Token::default() }
    }
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        let Some(text) = self.texts.get_mut(self.next) else { return false };
        self.token.text = std::mem::take(text);
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<String> {
        let mut words = vec![];
        each_word(text, |word, at| {
            assert!(text.get(at.clone()).is_some_and(|part| !part.is_empty()), "{at:?}");
            words.push(word.to_owned());
        });
        words
    }

    #[test]
    fn words_are_folded_and_elision_goes() {
        assert_eq!(all("L’Œuvre d'Été"), ["oeuvre", "ete"]);
        assert_eq!(all("aujourd'hui, au prud’homme"), ["aujourdhui", "au", "prudhomme"]);
        assert_eq!(all("e\u{301}cole ﬁn \u{10783}"), ["ecole", "fin", "ae"]);
        assert_eq!(all("rendez-vous à 18h30"), ["rendez", "vous", "a", "18h30"]);
    }

    #[test]
    fn acronyms_lose_their_full_stops() {
        assert_eq!(all("la V.A.E. et l'a.p.l"), ["la", "vae", "et", "apl"]);
        assert_eq!(all("permis B. Puis"), ["permis", "b", "puis"]);
    }

    #[test]
    fn inclusive_writing_gives_both_forms() {
        assert_eq!(all("conseiller·ère"), ["conseiller", "conseillere"]);
        assert_eq!(all("un(e) employé(e)s"), ["un", "e", "employe", "employee"]);
        assert_eq!(all("formateur/trice"), ["formateur", "formatrice"]);
        assert_eq!(all("étudiant-e-s ici"), ["etudiant", "etudiante", "ici"]);
        assert_eq!(all("animateur.rice.s"), ["animateur", "animatrice"]);
        assert_eq!(all("salarié·e·s"), ["salarie", "salariee"]);
        assert_eq!(all("dis-le ou fais-les"), ["dis", "le", "ou", "fais", "les"]);
    }

    #[test]
    fn grams_mark_the_ends() {
        let mut found = vec![];
        grams("taf", |g| found.push(g.to_owned()));
        grams("cv", |g| found.push(g.to_owned()));
        assert_eq!(found, ["_taf", "taf_", "_cv_"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end_and_folds_once(text in "\\PC{0,40}") {
            for word in all(&text) {
                prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric));
            }
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
