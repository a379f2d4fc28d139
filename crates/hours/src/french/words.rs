//! From letters to words: clock times, days, months and the phrases that French uses around them.

use super::{letters, phrases};

/// What a piece of a French text says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// Minutes since midnight.
    Time(u16),
    /// Something like a time that cannot be trusted: `15h18h`, `9h75`, `9.30`.
    Odd,
    /// A number without an `h`.
    Number(u16),
    /// 0 is Monday.
    Day(u8),
    /// `1er`, `2e`; −1 is the last.
    Nth(i8),
    /// 1 is January.
    Month(u8),
    /// Two or more days by one name: `tous les jours`, `week-end`.
    Days(&'static [u8]),
    Dash,
    Slash,
    Comma,
    And,
    Colon,
    /// Ends a clause: `;`, `.`, `|`, a new line, `(`, `)`.
    Break,
    Open,
    Close,
    /// `à`, `au`, `jusqu’à`.
    To,
    /// `de`, `du`, `des`, `le`, `les`…: says nothing by itself.
    Small,
    /// `dès`, `à partir de`.
    From,
    Closed,
    Except,
    Including,
    Only,
    Morning,
    Afternoon,
    Evening,
    Appointment,
    /// `avec ou sans rendez-vous`, `sans rendez-vous`.
    Free,
    SchoolTime,
    SchoolHolidays,
    PublicHolidays,
    OfMonth,
    /// `semaine paire`, `un lundi sur deux`.
    Alternate,
    /// `24h/24`, with or without `7j/7`.
    Always,
    /// `horaires d’ouverture`, a telephone number: read, and says nothing about hours.
    Noise,
    /// `à vérifier : « … »`, as Tandem itself writes what it is not sure of.
    Doubt(String),
    Unknown,
}

/// A word and where it stands, in characters.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) word: Word,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// A letter without its accent, in lower case; dashes, spaces and apostrophes by one name each.
fn plain(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' | 'á' | 'À' | 'Â' | 'Ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'Î' | 'Ï' => 'i',
        'ô' | 'ö' | 'Ô' | 'Ö' => 'o',
        'û' | 'ù' | 'ü' | 'Û' | 'Ù' | 'Ü' => 'u',
        'ç' | 'Ç' => 'c',
        'º' | '°' => 'e',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '~' | '→' | '>' | '\u{ad}' => '-',
        '’' | '‘' | 'ʼ' | '´' | '`' => '\'',
        '\r' => '\n',
        '：' | '∶' => ':',
        '&' | '+' => '&',
        c if c != '\n' && c.is_whitespace() => ' ',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// A raw piece: what the text is cut into before phrases are looked for.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The word in plain letters, or the mark; empty for what is already read.
    pub(super) text: String,
    pub(super) read: Option<Word>,
    from: usize,
    to: usize,
}

/// Cuts a text into words.
pub(super) fn words(text: &[char]) -> Vec<Token> {
    let letters: Vec<char> = text.iter().copied().map(plain).collect();
    let mut pieces = Scanner { text, letters: &letters, at: 0 }.pieces();
    letters::read(&mut pieces, &|piece| text[piece.from..piece.to].iter().collect());
    let mut found = vec![];
    let mut n = 0;
    while n < pieces.len() {
        let piece = &pieces[n];
        if let Some(word) = &piece.read {
            found.push(Token { word: word.clone(), from: piece.from, to: piece.to });
            n += 1;
            continue;
        }
        let rest: Vec<&str> = pieces[n..pieces.len().min(n + phrases::LONGEST)]
            .iter()
            .take_while(|p| p.read.is_none())
            .map(|p| p.text.as_str())
            .collect();
        let (word, length) = phrases::read(&rest).unwrap_or((Word::Unknown, 1));
        let to = pieces[n + length - 1].to;
        found.push(Token { word, from: piece.from, to });
        n += length;
    }
    always(found)
}

/// `24h/24`, `24 h sur 24`, `7j/7`: numbers that together say one thing.
fn always(tokens: Vec<Token>) -> Vec<Token> {
    let mut found: Vec<Token> = vec![];
    let mut n = 0;
    while n < tokens.len() {
        let word = |ahead: usize| tokens.get(n + ahead).map(|t| &t.word);
        let around_the_clock = matches!(word(0), Some(Word::Time(1440)))
            && matches!(word(1), Some(Word::Slash))
            && matches!(word(2), Some(Word::Number(24) | Word::Time(1440)));
        if around_the_clock {
            found.push(Token { word: Word::Always, from: tokens[n].from, to: tokens[n + 2].to });
            n += 3;
        } else {
            found.push(tokens[n].clone());
            n += 1;
        }
    }
    found
}

struct Scanner<'a> {
    text: &'a [char],
    letters: &'a [char],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.letters.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn pieces(mut self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = vec![];
        while self.at < self.letters.len() {
            let from = self.at;
            let c = self.peek(0);
            let silent = matches!(c, ' ' | '\'' | '"' | '“' | '”') || (c == '-' && self.hyphen());
            let (text, read) = if silent {
                self.at += 1;
                continue;
            } else if let Some(quoted) = self.quoted(&mut pieces) {
                (String::new(), Some(quoted))
            } else if c.is_ascii_digit() {
                self.digits()
            } else if c.is_alphabetic() {
                self.word()
            } else {
                self.at += 1;
                (String::new(), Some(self.mark(c, from)))
            };
            pieces.push(Piece { text, read, from, to: self.at });
        }
        pieces
    }

    /// A hyphen within a word that is no list of days: « rendez-vous ».
    fn hyphen(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|n| self.letters.get(n));
        before.is_some_and(|c| c.is_alphabetic())
            && self.peek(1).is_alphabetic()
            && !(self.day_ends(self.at) && self.day_begins(self.at + 1))
            && !self.between_letters()
    }

    /// Between « L » and « V ».
    fn between_letters(&self) -> bool {
        let word = |c: &&char| c.is_alphabetic();
        let before: Vec<char> =
            self.text[..self.at].iter().rev().take_while(word).copied().collect();
        let after: String = self.text[self.at + 1..].iter().take_while(word).collect();
        letters::joined(&before.iter().rev().collect::<String>(), &after)
    }

    fn mark(&self, c: char, from: usize) -> Word {
        match c {
            '-' => Word::Dash,
            '/' => Word::Slash,
            ',' => Word::Comma,
            '&' => Word::And,
            ':' => Word::Colon,
            '(' | '[' => Word::Open,
            ')' | ']' => Word::Close,
            // The point of an abbreviation: « lun. ».
            '.' if self.day_ends(from) && !self.long_day_ends(from) => Word::Small,
            // An address of the web: « www.ville.fr ».
            '.' if self.letter_before(from)
                && self.peek(0).is_alphabetic()
                && !self.day_begins(from + 1) =>
            {
                Word::Unknown
            }
            '.' | ';' | '|' | '\n' | '•' | '*' | '!' => Word::Break,
            '«' | '»' => Word::Small,
            _ => Word::Unknown,
        }
    }

    fn letter_before(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|n| self.letters.get(n)).is_some_and(|c| c.is_alphanumeric())
    }

    fn word_before(&self, end: usize) -> String {
        let begin =
            self.letters[..end].iter().rposition(|c| !c.is_alphabetic()).map_or(0, |n| n + 1);
        self.letters[begin..end].iter().collect()
    }

    fn day_ends(&self, end: usize) -> bool {
        phrases::day(&self.word_before(end)).is_some()
    }

    fn long_day_ends(&self, end: usize) -> bool {
        self.word_before(end).len() > 4
    }

    fn day_begins(&self, from: usize) -> bool {
        let word: String = self.letters[from..].iter().take_while(|c| c.is_alphabetic()).collect();
        phrases::day(&word).is_some()
    }

    fn word(&mut self) -> (String, Option<Word>) {
        let from = self.at;
        while self.peek(0).is_alphabetic() {
            self.at += 1;
        }
        let word: String = self.letters[from..self.at].iter().collect();
        // « dès 9 h » is not « des mardis »: here the accent counts.
        if word == "des" && self.text[from + 1] != 'e' && self.text[from + 1] != 'E' {
            return (word, Some(Word::From));
        }
        (word, None)
    }

    /// `« … »` after `à vérifier :`.
    fn quoted(&mut self, pieces: &mut Vec<Piece>) -> Option<Word> {
        let introduced = |pieces: &[Piece]| {
            let n = pieces.len();
            n >= 3
                && pieces[n - 3].text == "a"
                && pieces[n - 2].text == "verifier"
                && pieces[n - 1].read == Some(Word::Colon)
        };
        if self.peek(0) != '«' || !introduced(pieces) {
            return None;
        }
        let end = self.letters[self.at..].iter().position(|&c| c == '»')? + self.at;
        let inside: String = self.text[self.at + 1..end].iter().collect();
        pieces.truncate(pieces.len() - 3);
        self.at = end + 1;
        Some(Word::Doubt(inside.trim().to_owned()))
    }

    fn skip_spaces(&mut self) -> bool {
        let from = self.at;
        while self.peek(0) == ' ' {
            self.at += 1;
        }
        self.at > from
    }

    fn number(&mut self) -> (u16, usize) {
        let from = self.at;
        let mut value: u16 = 0;
        while let Some(digit) = self.peek(0).to_digit(10) {
            value = value.saturating_mul(10).saturating_add(u16::try_from(digit).unwrap_or(0));
            self.at += 1;
        }
        (value, self.at - from)
    }

    fn digits(&mut self) -> (String, Option<Word>) {
        if self.telephone() {
            return (String::new(), Some(Word::Noise));
        }
        let (hour, length) = self.number();
        if length > 2 {
            return (String::new(), Some(Word::Unknown));
        }
        let end = self.at;
        if self.peek(0) == ':' && self.peek(1).is_ascii_digit() {
            self.at += 1;
            return (String::new(), Some(self.minutes_after(hour, true)));
        }
        if self.peek(0) == '.' && self.peek(1).is_ascii_digit() {
            self.at += 1;
            self.number();
            if self.peek(0) == 'h' {
                self.at += 1;
            }
            return (String::new(), Some(Word::Odd));
        }
        if hour == 7 && self.seven_of_seven() {
            return (String::new(), Some(Word::Days(phrases::EVERY)));
        }
        for (ending, ordinal) in [
            ("er", 1),
            ("ere", 1),
            ("ers", 1),
            ("nd", 2),
            ("nde", 2),
            ("eme", 0),
            ("emes", 0),
            ("e", 0),
        ] {
            let nth = if ordinal == 0 { hour } else { ordinal };
            let suffix: String =
                self.letters[end..].iter().take_while(|c| c.is_alphabetic()).collect();
            if suffix == ending && (1..=5).contains(&nth) && nth == hour {
                self.at += ending.len();
                return (String::new(), Some(Word::Nth(i8::try_from(nth).unwrap_or(1))));
            }
        }
        let apart = self.skip_spaces();
        if self.hour_sign() {
            let word = self.minutes_after(hour, false);
            // « 12h 15-19h »: a quarter past twelve, or twelve and then from fifteen?
            let glued = !apart && self.letters[end..self.at].contains(&' ');
            let goes_on = self.letters[self.at..].iter().find(|c| **c != ' ');
            let unclear = matches!(word, Word::Time(at) if (1..=24).contains(&(at % 60)));
            if glued && unclear && matches!(goes_on, Some('-' | '/' | 'a')) {
                return (String::new(), Some(Word::Odd));
            }
            return (String::new(), Some(word));
        }
        self.at = end;
        (String::new(), Some(Word::Number(hour)))
    }

    /// `j/7`, `jours sur 7` after a seven.
    fn seven_of_seven(&mut self) -> bool {
        let ahead = self.letters.get(self.at..).unwrap_or_default();
        let Some(end) = ahead.iter().take(14).position(|&c| c == '7') else { return false };
        let between: String = ahead[..end].iter().filter(|c| **c != ' ').collect();
        let found = matches!(between.as_str(), "j/" | "jsur" | "jours/" | "jourssur" | "/");
        if found {
            self.at += end + 1;
        }
        found
    }

    /// `h`, `heure`, `heures`, `hrs`.
    fn hour_sign(&mut self) -> bool {
        let word: String =
            self.letters[self.at..].iter().take_while(|c| c.is_alphabetic()).take(7).collect();
        let sign = matches!(word.as_str(), "h" | "hr" | "hrs" | "heure" | "heures");
        if sign {
            self.at += word.len();
        }
        sign
    }

    /// What follows `9h` or `9:`.
    fn minutes_after(&mut self, hour: u16, colon: bool) -> Word {
        let end = self.at;
        let spaced = !colon && self.skip_spaces();
        let (minutes, length) = match self.peek(0).is_ascii_digit() {
            true => self.number(),
            false => (0, 0),
        };
        if length == 0 {
            self.at = end;
            return time(hour, 0);
        }
        let after = self.at;
        let gap = self.skip_spaces();
        let again = self.hour_sign();
        // « 16 h 18 h » is two times, « 09h30h » one; « 15h18h » may be either.
        if again && spaced && minutes <= 24 {
            self.at = end;
            return time(hour, 0);
        }
        if again && !gap && minutes <= 24 && minutes != 0 {
            return Word::Odd;
        }
        if !again {
            self.at = after;
        } else if gap {
            self.at = after;
            return Word::Odd;
        }
        if self.peek(0) == ':' && self.peek(1).is_ascii_digit() {
            // « 16 h 18:30 ».
            if spaced {
                self.at = end;
                return time(hour, 0);
            }
            return Word::Odd;
        }
        if length != 2 { Word::Odd } else { time(hour, minutes) }
    }

    /// `02 48 24 22 26`, `02.48.24.22.26`, `0248242226`, `+33 2…` without its plus.
    fn telephone(&mut self) -> bool {
        let mut at = self.at;
        let mut digits = 0;
        let mut last = at;
        while let Some(c) = self.letters.get(at) {
            match c {
                '0'..='9' => {
                    digits += 1;
                    last = at + 1;
                }
                ' ' | '.' | '-' if at == last => {}
                _ => break,
            }
            at += 1;
            if digits == 10 {
                break;
            }
        }
        let long = digits == 10
            && self.peek(0) == '0'
            && !self.letters.get(at).is_some_and(|c| c.is_ascii_digit() || *c == 'h');
        if long {
            self.at = at;
        }
        long
    }
}

fn time(hour: u16, minutes: u16) -> Word {
    match hour * 60 + minutes {
        at if hour <= 24 && minutes < 60 && at <= 1440 => Word::Time(at),
        _ => Word::Odd,
    }
}
