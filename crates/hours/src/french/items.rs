//! From words to what they say together: days, hours, periods.

use super::week::{Day, Kind, Span};
use super::words::{Token, Word};
use crate::reading::Doubt;

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
}

/// What some words say together.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Days(Vec<Day>, Option<Doubt>),
    /// « 2e et 4e du mois », after its day.
    Nth(Vec<i8>),
    Spans(Vec<Span>, Option<Doubt>),
    /// Times that make no hours.
    Times(Doubt),
    Part(Part),
    /// As OSM writes it.
    Season(String),
    SchoolTime,
    SchoolHolidays,
    PublicHolidays,
    Closed,
    Except,
    Including,
    Only,
    Appointment,
    Free,
    Alternate,
    Always,
    Note(String),
    Break,
    Colon,
    Comma,
    And,
    Open,
    Close,
    Unread,
}

/// It, and where it stands in the text.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Puts words together.
pub(super) fn items(tokens: &[Token]) -> Vec<Item> {
    let mut reader = Reader { tokens, at: 0 };
    let mut found: Vec<Item> = vec![];
    while let Some(first) = tokens.get(reader.at) {
        let start = reader.at;
        let what = reader.item();
        if reader.at == start {
            reader.at += 1;
        }
        let Some(what) = what else { continue };
        let to = tokens[reader.at - 1].to;
        // Unread words side by side are one piece.
        if what == What::Unread {
            let comma = matches!(found.last(), Some(i) if i.what == What::Comma);
            let before = found.len().saturating_sub(1 + usize::from(comma));
            if let Some(last) = found.get_mut(before)
                && last.what == What::Unread
            {
                last.to = to;
                found.truncate(before + 1);
                continue;
            }
        }
        found.push(Item { what, from: first.from, to });
    }
    found
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> Option<&Word> {
        self.tokens.get(at).map(|t| &t.word)
    }

    fn item(&mut self) -> Option<What> {
        let word = self.word(self.at)?.clone();
        if let Some(days) = self.days() {
            return Some(days);
        }
        if let Some(season) = self.season() {
            return Some(season);
        }
        if let Some(spans) = self.spans() {
            return Some(spans);
        }
        let before_day = matches!(
            self.word(self.past(self.at + 1, &[Word::Small])),
            Some(Word::Day(_) | Word::Days(_))
        );
        Some(match word {
            Word::Colon => What::Colon,
            Word::Break => What::Break,
            Word::Dash if matches!(self.word(self.at + 1), Some(Word::Dash)) => What::Break,
            Word::Dash | Word::Slash if before_day || self.before_period() => What::Break,
            Word::Open => What::Open,
            Word::Close => What::Close,
            Word::Closed => What::Closed,
            Word::Except => What::Except,
            Word::Including => What::Including,
            Word::Only => What::Only,
            Word::Morning => What::Part(Part::Morning),
            Word::Afternoon => What::Part(Part::Afternoon),
            Word::Evening => What::Part(Part::Evening),
            Word::Appointment => What::Appointment,
            Word::Free => What::Free,
            Word::SchoolTime => What::SchoolTime,
            Word::SchoolHolidays => What::SchoolHolidays,
            Word::PublicHolidays => What::PublicHolidays,
            Word::Alternate => What::Alternate,
            Word::Always => What::Always,
            Word::Doubt(text) => What::Note(text),
            Word::Odd => What::Times(Doubt::Odd),
            Word::Unknown
            | Word::From
            | Word::Number(_)
            | Word::Nth(_)
            | Word::Month(_)
            | Word::OfMonth => What::Unread,
            Word::Comma => What::Comma,
            Word::And => What::And,
            Word::Small | Word::Noise | Word::To | Word::Dash | Word::Slash => {
                return None;
            }
            Word::Time(_) | Word::Day(_) | Word::Days(_) => What::Unread,
        })
    }

    fn before_period(&self) -> bool {
        matches!(self.word(self.at + 1), Some(Word::SchoolTime | Word::SchoolHolidays))
    }

    /// The first place from here on where none of these stands.
    fn past(&self, mut at: usize, words: &[Word]) -> usize {
        while self.word(at).is_some_and(|w| words.contains(w)) {
            at += 1;
        }
        at
    }

    /// `1er et 3e`, with what goes between; and where it ends.
    fn ordinals(&self, mut at: usize) -> (Vec<i8>, usize) {
        let mut found = vec![];
        while let Some(Word::Nth(n)) = self.word(at) {
            found.push(*n);
            let next = self.past(at + 1, &[Word::Comma, Word::And, Word::Small]);
            if !matches!(self.word(next), Some(Word::Nth(_))) {
                return (found, at + 1);
            }
            at = next;
        }
        (found, at)
    }

    fn days(&mut self) -> Option<What> {
        let begin = self.past(self.at, &[Word::Small]);
        let (nth, at) = self.ordinals(begin);
        if !nth.is_empty() && self.word(at) == Some(&Word::OfMonth) {
            self.at = at + 1;
            return Some(What::Nth(nth));
        }
        if !matches!(self.word(at), Some(Word::Day(_) | Word::Days(_))) {
            return None;
        }
        let mut list = DayList::default();
        let mut at = begin;
        loop {
            let (nth, day_at) = self.ordinals(at);
            match self.word(day_at) {
                Some(Word::Day(day)) => list.push(vec![*day], nth),
                Some(Word::Days(days)) => list.push(days.to_vec(), nth),
                _ => break,
            }
            self.at = day_at + 1;
            // What stands before the next day, if a day follows.
            let next = self.past(
                self.at,
                &[Word::Small, Word::Comma, Word::And, Word::To, Word::Dash, Word::Slash],
            );
            let (_, then) = self.ordinals(next);
            if !matches!(self.word(then), Some(Word::Day(_) | Word::Days(_))) {
                break;
            }
            let between = &self.tokens[self.at..next];
            let has = |w: &Word| between.iter().any(|t| t.word == *w);
            list.link(if has(&Word::To) {
                Link::To
            } else if has(&Word::Dash) {
                Link::Dash
            } else {
                Link::And
            });
            at = next;
        }
        let of_month = self.word(self.at) == Some(&Word::OfMonth);
        if of_month {
            self.at += 1;
        }
        let (days, doubt) = list.days(of_month);
        Some(What::Days(days, doubt))
    }

    fn season(&mut self) -> Option<What> {
        let begin = self.past(self.at, &[Word::Small]);
        let day = |at: usize| match self.word(at) {
            Some(Word::Number(n)) if (1..=31).contains(n) => Some(*n),
            Some(Word::Nth(1)) => Some(1),
            _ => None,
        };
        let month = |at: usize| match self.word(at) {
            Some(Word::Month(n)) => Some(*n),
            _ => None,
        };
        let to = |at: usize| {
            matches!(self.word(at), Some(Word::To | Word::Dash))
                .then(|| self.past(at + 1, &[Word::Small]))
        };
        let name = |n: u8| MONTHS[usize::from(n.clamp(1, 12)) - 1];
        let (text, end) = if let Some(first) = day(begin) {
            if let Some(from) = month(begin + 1) {
                match to(begin + 2).and_then(|at| Some((day(at)?, month(at + 1)?, at + 2))) {
                    Some((last, until, end)) => {
                        (format!("{} {first:02}-{} {last:02}", name(from), name(until)), end)
                    }
                    None => (format!("{} {first:02}", name(from)), begin + 2),
                }
            } else {
                let (last, until, end) =
                    to(begin + 1).and_then(|at| Some((day(at)?, month(at + 1)?, at + 2)))?;
                (format!("{} {first:02}-{} {last:02}", name(until), name(until)), end)
            }
        } else {
            let from = month(begin)?;
            let next = to(begin + 1).or_else(|| {
                matches!(self.word(begin + 1), Some(Word::And | Word::Comma))
                    .then(|| self.past(begin + 2, &[Word::Small]))
            });
            match next.and_then(|at| Some((month(at)?, at + 1))) {
                Some((until, end)) if to(begin + 1).is_some() || until == from + 1 => {
                    (format!("{}-{}", name(from), name(until)), end)
                }
                Some((until, end)) => (format!("{},{}", name(from), name(until)), end),
                None => (name(from).to_owned(), begin + 1),
            }
        };
        self.at = end;
        Some(What::Season(text))
    }

    /// A run of times and what stands between them, made into spans.
    fn spans(&mut self) -> Option<What> {
        let begin = self.past(self.at, &[Word::Small]);
        let open_end = self.word(begin) == Some(&Word::From);
        let begin = if open_end { self.past(begin + 1, &[Word::Small]) } else { begin };
        let mut times = vec![self.time(begin)?];
        let mut gaps: Vec<&[Token]> = vec![];
        let mut at = begin + 1;
        loop {
            let next = self.past(
                at,
                &[Word::Small, Word::Comma, Word::And, Word::To, Word::Dash, Word::Slash],
            );
            let Some(time) = self.time(next) else { break };
            gaps.push(&self.tokens[at..next]);
            times.push(time);
            at = next + 1;
        }
        self.at = at;
        if times.contains(&None) {
            return Some(What::Times(Doubt::Odd));
        }
        let times: Vec<u16> = times.into_iter().flatten().collect();
        if open_end && times.len() == 1 {
            let span = Span { from: times[0] % 1440, to: None, kind: Kind::Open };
            return Some(What::Spans(vec![span], None));
        }
        if open_end || times.len() % 2 == 1 {
            return Some(What::Times(Doubt::Order));
        }
        let mut doubt = None;
        for (n, gap) in gaps.iter().enumerate() {
            let has = |w: &Word| gap.iter().any(|t| t.word == *w);
            let joins = has(&Word::To) || has(&Word::Dash) || has(&Word::Slash);
            let parts = has(&Word::And) || has(&Word::Comma);
            match n % 2 {
                0 if !joins || parts => doubt = Some(Doubt::Pair),
                1 if has(&Word::To) => doubt = Some(Doubt::Pair),
                _ => {}
            }
        }
        let spans = pairs(&times);
        match spans {
            Some(spans) => Some(What::Spans(spans, doubt)),
            None => Some(What::Times(Doubt::Order)),
        }
    }

    /// A time here: `Some(None)` for one that is odd. A bare number is one beside a dash and a time.
    #[expect(clippy::option_option, reason = "no time, an odd one, a good one")]
    fn time(&self, at: usize) -> Option<Option<u16>> {
        match self.word(at)? {
            Word::Time(minutes) => Some(Some(*minutes)),
            Word::Odd => Some(None),
            Word::Number(hour) if *hour <= 24 => {
                let joined = |w: Option<&Word>| matches!(w, Some(Word::Dash | Word::To));
                let timed = |w: Option<&Word>| matches!(w, Some(Word::Time(_)));
                let before = at >= 2 && joined(self.word(at - 1)) && timed(self.word(at - 2));
                let after = joined(self.word(at + 1)) && timed(self.word(at + 2));
                (before || after).then_some(Some(hour * 60))
            }
            _ => None,
        }
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Times two by two, each after the one before; the last may end after midnight.
fn pairs(times: &[u16]) -> Option<Vec<Span>> {
    let mut spans: Vec<Span> = vec![];
    let last = times.len() / 2;
    for (n, pair) in times.chunks_exact(2).enumerate() {
        let (mut from, mut to) = (pair[0], pair[1]);
        if from == 1440 {
            from = 0;
        }
        if to == 0 {
            to = 1440;
        }
        if to <= from && n + 1 == last && from >= 720 && to <= 360 {
            to += 1440;
        }
        if to <= from || spans.last().is_some_and(|s| s.end() > from) {
            return None;
        }
        spans.push(Span { from, to: Some(to), kind: Kind::Open });
    }
    Some(spans)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    And,
    To,
    Dash,
}

/// Days and what stands between them.
#[derive(Default)]
struct DayList {
    names: Vec<(Vec<u8>, Vec<i8>)>,
    links: Vec<Link>,
}

impl DayList {
    fn push(&mut self, days: Vec<u8>, nth: Vec<i8>) {
        self.names.push((days, nth));
    }

    fn link(&mut self, link: Link) {
        self.links.push(link);
    }

    fn days(self, of_month: bool) -> (Vec<Day>, Option<Doubt>) {
        let mut doubt = None;
        let mut found: Vec<Day> = vec![];
        // « lundi-mardi-jeudi » is a list, « lundi-vendredi » goes from one to the other.
        let dashes = self.links.iter().filter(|l| **l == Link::Dash).count();
        let mut last_nth: Vec<i8> = vec![];
        for (n, (days, nth)) in self.names.iter().enumerate() {
            // « 1er et 3e lundis » of the month: what is counted is counted for the whole list.
            if nth.is_empty() && !last_nth.is_empty() {
                doubt = Some(Doubt::Unread);
            }
            last_nth.clone_from(nth);
            let link = n.checked_sub(1).map(|n| self.links[n]);
            let from = n.checked_sub(1).and_then(|n| self.names[n].0.last().copied());
            let ranged = match link {
                Some(Link::To) => true,
                Some(Link::Dash) => dashes == 1,
                _ => false,
            };
            if let (true, Some(from), Some(&to)) = (ranged, from, days.first()) {
                let length = (7 + to - from) % 7;
                if link == Some(Link::Dash) && (2..4).contains(&length) {
                    doubt = Some(Doubt::Range);
                }
                if length == 0 || !nth.is_empty() {
                    doubt = Some(Doubt::Range);
                }
                found.extend((1..length).map(|n| Day { week: (from + n) % 7, nth: vec![] }));
            }
            found.extend(days.iter().map(|&week| Day { week, nth: nth.clone() }));
        }
        let counted = found.iter().any(|d| !d.nth.is_empty());
        if counted != of_month {
            doubt = Some(Doubt::Unread);
        }
        found.sort();
        found.dedup();
        (found, doubt)
    }
}
