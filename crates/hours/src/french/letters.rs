//! Days by their first letters: « L-V », « Lu-Ve », « L, J, V », « LMMJV ». They are read only beside hours,
//! in order, at least two of them at first, and where M is told: « M-V » may begin on two days and stays unread.

use super::words::{Piece, Word};

/// The week by its letters.
const WEEK: &str = "LMMJVSD";
const EVERY: &[u8] = &[0, 1, 2, 3, 4, 5, 6];
const PAIRS: [&str; 7] = ["lu", "ma", "me", "je", "ve", "sa", "di"];

/// What a piece may say of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Day(u8),
    /// M: Tuesday or Wednesday.
    Either,
}

/// The day of a word of one capital or two letters, as it stands in the text.
fn code(written: &str) -> Option<Code> {
    match written {
        "M" => Some(Code::Either),
        "L" | "J" | "V" | "S" | "D" => {
            WEEK.find(written).and_then(|n| u8::try_from(n).ok()).map(Code::Day)
        }
        _ => {
            let pair = written.to_lowercase();
            let at = PAIRS.iter().position(|p| *p == pair)?;
            u8::try_from(at).ok().map(Code::Day)
        }
    }
}

/// Whether a dash stands between two days by their letters, and not within a word.
pub(super) fn joined(before: &str, after: &str) -> bool {
    code(before).is_some() && code(after).is_some()
}

/// The days of letters that follow each other without a gap: « LMMJV ».
fn run(written: &str) -> Option<&'static [u8]> {
    if written.len() < 3 {
        return None;
    }
    let from = WEEK.find(written)?;
    EVERY.get(from..from + written.len())
}

/// What stands between two days.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Sign,
    Word,
    Nothing,
}

/// What goes from one day to the next, and how many pieces it takes.
fn between(pieces: &[Piece]) -> (Between, usize) {
    match pieces.first() {
        Some(p) if matches!(p.read, Some(Word::Dash | Word::Slash | Word::Comma | Word::And)) => {
            (Between::Sign, 1)
        }
        Some(p) if p.read.is_none() && ["a", "au", "et"].contains(&p.text.as_str()) => {
            (Between::Word, 1)
        }
        _ => (Between::Nothing, 0),
    }
}

/// Days from here on, each with its piece, and whether they can be trusted to be days.
fn sequence(pieces: &[Piece], written: &dyn Fn(&Piece) -> String) -> Option<Vec<(usize, u8)>> {
    let code_at =
        |at: usize| pieces.get(at).filter(|p| p.read.is_none()).and_then(|p| code(&written(p)));
    let mut found = vec![(0, code_at(0)?)];
    let (mut bare, mut small) = (false, false);
    let lower =
        |at: usize| pieces.get(at).is_some_and(|p| written(p).starts_with(char::is_lowercase));
    loop {
        let last = found.last().map_or(0, |(at, _)| *at);
        small |= lower(last);
        let (sort, length) = between(pieces.get(last + 1..)?);
        let at = last + 1 + length;
        let Some(next) = code_at(at) else { break };
        bare |= sort == Between::Nothing;
        found.push((at, next));
    }
    // « je me … » is no two days.
    let enough = if bare { 3 } else { 2 };
    if found.len() < enough || (bare && small) {
        return None;
    }
    // Two M side by side are Tuesday and Wednesday; one alone may be either.
    let mut days: Vec<(usize, u8)> = vec![];
    let mut left = found.iter().peekable();
    while let Some((at, code)) = left.next() {
        match code {
            Code::Day(day) => days.push((*at, *day)),
            Code::Either => {
                let (second, _) = left.next().filter(|(_, code)| *code == Code::Either)?;
                days.extend([(*at, 1), (*second, 2)]);
            }
        }
    }
    days.is_sorted_by(|(_, a), (_, b)| a < b).then_some(days)
}

/// Whether hours, or that it is closed, stand right before or right after.
fn beside_hours(pieces: &[Piece], from: usize, to: usize) -> bool {
    let hours = |p: &Piece| match &p.read {
        Some(word) => matches!(word, Word::Time(_) | Word::Number(_) | Word::Odd),
        None => ["ferme", "midi", "ouvert"].contains(&p.text.as_str()),
    };
    let silent = |p: &&Piece| match &p.read {
        Some(word) => matches!(word, Word::Colon | Word::Dash | Word::Comma | Word::Open),
        None => ["de", "des", "du", "le", "les"].contains(&p.text.as_str()),
    };
    let before = pieces.get(..from).unwrap_or_default().iter().rev().find(|p| !silent(p));
    let after = pieces.get(to..).unwrap_or_default().iter().find(|p| !silent(p));
    before.is_some_and(hours) || after.is_some_and(hours)
}

/// Reads days by their letters.
pub(super) fn read(pieces: &mut [Piece], written: &dyn Fn(&Piece) -> String) {
    let (mut at, mut any) = (0, false);
    while let Some(piece) = pieces.get(at) {
        let alone = if piece.read.is_none() { run(&written(piece)) } else { None };
        if let Some(days) = alone.filter(|_| beside_hours(pieces, at, at + 1)) {
            pieces[at].read = Some(Word::Days(days));
            any = true;
        } else if let Some(days) = sequence(&pieces[at..], written) {
            let last = days.last().map_or(0, |(n, _)| *n);
            if beside_hours(pieces, at, at + last + 1) {
                // From one letter to another: « L-J » is no Monday and Thursday.
                if days.len() == 2 && pieces[at + 1].read == Some(Word::Dash) {
                    pieces[at + 1].read = Some(Word::To);
                }
                for (n, day) in days {
                    pieces[at + n].read = Some(Word::Day(day));
                }
                at += last;
                any = true;
            }
        }
        at += 1;
    }
    // Where days are letters, one alone is a day too: « L-J 9 h-17 h, V 9 h-12 h ».
    for at in 0..if any { pieces.len() } else { 0 } {
        let alone = pieces[at].read.is_none() && beside_hours(pieces, at, at + 1);
        if let Some(Code::Day(day)) = code(&written(&pieces[at])).filter(|_| alone) {
            pieces[at].read = Some(Word::Day(day));
        }
    }
}
