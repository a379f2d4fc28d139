//! From what words say together to the hours of each day.

mod limits;

use std::collections::BTreeMap;

use super::items::{Item, Part, What};
use super::week::{Day, Kind, Period, Span, Week};
use crate::reading::{Doubt, Reading, Remark};

/// Reads the items of a text; `beside` are the days named next to it, if any.
pub(super) fn read(text: &[char], items: &[Item], beside: Vec<Day>) -> Reading {
    let items = days_first(items);
    let mut reader = Reader {
        text,
        items: &items,
        beside,
        week: Week::default(),
        remarks: vec![],
        period: Period::Always,
        current: None,
        named: 0,
        owners: BTreeMap::new(),
        last: vec![],
        last_spans: vec![],
        by_appointment: false,
        shut_before: vec![],
        doubt_rest: None,
    };
    reader.all();
    reader.finish()
}

/// Puts days before their hours where the whole text has them after: « 9 h – 12 h le lundi ».
fn days_first(items: &[Item]) -> Vec<Item> {
    let ends = |w: &What| matches!(w, What::Except | What::Closed);
    let mut head = items.iter().position(|i| ends(&i.what)).unwrap_or(items.len());
    // « 9 h – 12 h, lundi fermé »: these days are not those of the hours.
    while head < items.len() && head > 0 && !matches!(items[head - 1].what, What::Spans(..)) {
        head -= 1;
    }
    let mut groups: Vec<usize> = vec![];
    let mut hours = None;
    for (n, item) in items[..head].iter().enumerate() {
        match item.what {
            What::Spans(..) => hours = hours.or(Some(n)),
            What::Days(..) => match hours.take() {
                Some(first) => groups.extend([first, n]),
                None => return items.to_vec(),
            },
            _ => {}
        }
    }
    if hours.is_some() || groups.is_empty() {
        return items.to_vec();
    }
    let mut found = items.to_vec();
    for pair in groups.chunks_exact(2) {
        found[pair[0]..=pair[1]].rotate_right(1);
    }
    found
}

/// The days that are being spoken of.
#[derive(Clone)]
struct Current {
    days: Vec<Day>,
    /// Which naming this is: hours under the same name belong together.
    named: usize,
    /// Whether it has been said what they are like.
    said: bool,
    /// Why their hours are doubtful.
    doubt: Option<String>,
    /// « Matin » said before the hours, and where.
    part: Option<Part>,
    part_at: usize,
    item: usize,
}

impl Current {
    fn new(days: Vec<Day>, named: usize, doubt: Option<String>, item: usize) -> Self {
        Self { days, named, said: false, doubt, part: None, part_at: 0, item }
    }
}

struct Reader<'a> {
    text: &'a [char],
    items: &'a [Item],
    beside: Vec<Day>,
    week: Week,
    remarks: Vec<Remark>,
    period: Period,
    current: Option<Current>,
    named: usize,
    /// Which naming gave a day its hours.
    owners: BTreeMap<(Period, Day), usize>,
    /// The days and spans said last, to which « sur rendez-vous » may belong.
    last: Vec<Day>,
    last_spans: Vec<Span>,
    /// Whether the hours of this clause are by appointment.
    by_appointment: bool,
    /// Days that were said to be closed before anything else was said of them, and where.
    shut_before: Vec<(Period, Day, Option<Part>, usize)>,
    /// Said of everything in the end, without saying of what.
    doubt_rest: Option<String>,
}

impl Reader<'_> {
    fn piece(&self, from: usize, to: usize) -> String {
        let text: String = self.text.get(from..to).unwrap_or_default().iter().collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.strip_suffix(')') {
            Some(inside) if !inside.contains('(') => inside.trim_end().to_owned(),
            _ => text,
        }
    }

    fn remark(&mut self, kind: Doubt, from: usize, to: usize) {
        let remark = Remark { kind, text: self.piece(from, to) };
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn remark_at(&mut self, kind: Doubt, at: usize) {
        let item = &self.items[at];
        let (from, to) = (item.from, item.to);
        self.remark(kind, from, to);
    }

    fn what(&self, at: usize) -> Option<&What> {
        self.items.get(at).map(|i| &i.what)
    }

    /// The next item that is more than punctuation.
    fn next(&self, mut at: usize) -> usize {
        at += 1;
        while self.what(at).is_some_and(quiet) {
            at += 1;
        }
        at
    }

    /// The clause that this item stands in: from one break to the next.
    fn clause(&self, at: usize) -> (usize, usize) {
        let is_break = |i: &Item| i.what == What::Break;
        let from = self.items[..at].iter().rposition(is_break).map_or(0, |n| n + 1);
        let to = self.items[at..].iter().position(is_break).map_or(self.items.len(), |n| at + n);
        (from, to)
    }

    /// What makes the hours of this clause doubtful: words that may change what it says.
    fn clause_doubt(&self, at: usize) -> Option<String> {
        let (from, to) = self.clause(at);
        let strange = |w: &What| {
            matches!(w, What::Unread | What::Alternate | What::Times(_) | What::Including)
        };
        let items = &self.items[from..to];
        // What stands in parentheses is about what stands just before them.
        let aside = self.inside(at);
        let counts = |n: usize| strange(&self.items[n].what) && (aside || !self.inside(n));
        if !(from..to).any(counts) {
            return None;
        }
        let begin = items.iter().map(|i| i.from).min()?;
        let end = items.iter().map(|i| i.to).max()?;
        Some(self.piece(begin, end))
    }

    fn all(&mut self) {
        let mut at = 0;
        while at < self.items.len() {
            at = self.item(at);
        }
        self.unsaid();
    }

    /// Days that were named and of which nothing was said.
    fn unsaid(&mut self) {
        if let Some(current) = self.current.take()
            && !current.said
        {
            self.remark_at(Doubt::NoHours, current.item);
            let item = &self.items[current.item];
            let text = self.piece(item.from, item.to);
            self.unclear(&current, &text);
        }
    }

    fn item(&mut self, at: usize) -> usize {
        match self.items[at].what.clone() {
            What::Days(days, doubt) => self.days(at, days, doubt),
            What::Spans(spans, doubt) => self.spans(at, spans, doubt),
            What::Nth(nth) => self.nth(at, &nth),
            What::Times(doubt) => {
                self.remark_at(doubt, at);
                self.all_day(at);
            }
            What::Unread | What::Including => {
                self.remark_at(Doubt::Unread, at);
                self.aside(at);
            }
            What::Alternate => {
                self.remark_at(Doubt::Alternate, at);
                self.aside(at);
                self.all_day(at);
            }
            What::Note(text) => self.noted(at, text),
            What::Closed => return self.closed(at),
            What::Except => return self.except(at),
            What::Only => return self.only(at),
            What::Part(part) => self.part(at, part),
            What::Appointment => return self.appointment(at),
            What::SchoolTime => return self.period(at, Period::SchoolTime),
            What::SchoolHolidays => return self.period(at, Period::SchoolHolidays),
            What::Season(season) => return self.period(at, Period::Season(season)),
            What::PublicHolidays => self.remark_at(Doubt::Period, at),
            What::Always => self.always(at),
            What::Break => self.by_appointment = false,
            What::Free | What::Colon | What::Comma | What::And | What::Open | What::Close => {}
        }
        at + 1
    }

    /// Nothing is known of the days spoken of: not even that they are closed.
    fn all_day(&mut self, at: usize) {
        let text = self.piece(self.items[at].from, self.items[at].to);
        let Some(current) = self.current.clone() else { return };
        if !current.said {
            self.unclear(&current, &text);
        }
        self.said();
    }

    /// Days named without hours: what is known of them is doubtful, unless words that are not
    /// understood stand beside them, which take nothing away.
    fn unclear(&mut self, current: &Current, text: &str) {
        if current.doubt.is_none() || self.inside(current.item) {
            self.doubt_days(&current.days, text);
        }
        self.mark_all_day(&current.days, text);
    }

    /// « (à vérifier : « … ») »: the doubt of an earlier reading, kept.
    fn noted(&mut self, at: usize, text: String) {
        if let Some(current) = self.current.clone()
            && !current.said
        {
            self.mark_all_day(&current.days, &text);
            self.said();
        } else if self.inside(at) {
            self.doubt_last_for(&text);
        }
        self.remarks.push(Remark { kind: Doubt::Unread, text });
    }

    fn mark_all_day(&mut self, days: &[Day], text: &str) {
        for day in days {
            let known = self.known(day);
            if known.is_empty() {
                known.push(Span { from: 0, to: Some(1440), kind: Kind::Unknown(text.to_owned()) });
            }
        }
    }

    /// Words in parentheses: they may change the hours before them.
    fn aside(&mut self, at: usize) {
        if self.inside(at) {
            let is = |what: What| move |i: &Item| i.what == what;
            let from = self.items[..at].iter().rev().find(|i| is(What::Open)(i));
            let to = self.items[at..].iter().find(|i| is(What::Close)(i));
            if let (Some(from), Some(to)) = (from, to) {
                let text = self.piece(from.to, to.from);
                self.doubt_last_for(&text);
            }
        }
    }

    /// Whether this item stands in parentheses.
    fn inside(&self, at: usize) -> bool {
        let depth = self.items[..at].iter().fold(0_i32, |depth, item| match item.what {
            What::Open => depth + 1,
            What::Close => (depth - 1).max(0),
            _ => depth,
        });
        depth > 0 && self.items[at..].iter().any(|i| i.what == What::Close)
    }

    fn said(&mut self) {
        if let Some(current) = &mut self.current {
            current.said = true;
        }
    }

    fn days(&mut self, at: usize, days: Vec<Day>, doubt: Option<Doubt>) {
        self.unsaid();
        if self.week.always {
            return;
        }
        if let Some(kind) = doubt {
            self.remark_at(kind, at);
        }
        let item = &self.items[at];
        let own = doubt.map(|_| self.piece(item.from, item.to));
        let doubt = own.or_else(|| self.clause_doubt(at));
        self.named += 1;
        self.current = Some(Current::new(days, self.named, doubt, at));
    }

    /// « 2e et 4e du mois » after the hours of a day.
    fn nth(&mut self, at: usize, nth: &[i8]) {
        let single = match &self.current {
            Some(c)
                if c.days.len() == 1
                    && c.said
                    && c.days[0].nth.is_empty()
                    && self.before(at, |w| matches!(w, What::Spans(..))) =>
            {
                Some(c.days[0].clone())
            }
            _ => None,
        };
        let hours = self.week.periods.entry(self.period.clone()).or_default();
        match single.and_then(|day| hours.remove(&day).map(|spans| (day.week, spans))) {
            Some((week, spans)) => {
                let mut nth = nth.to_vec();
                nth.sort_unstable();
                hours.insert(Day { week, nth }, spans);
            }
            None => self.remark_at(Doubt::Unread, at),
        }
    }

    fn spans(&mut self, at: usize, mut spans: Vec<Span>, doubt: Option<Doubt>) {
        let (from, to) = (self.items[at].from, self.items[at].to);
        if let Some(kind) = doubt {
            self.remark(kind, from, to);
        }
        let Some(current) = self.current.clone().or_else(|| self.beside_days(at)) else {
            self.remark(Doubt::NoDay, from, to);
            // They may be meant for days that were given others.
            self.doubt_rest = Some(self.piece(from, to));
            return;
        };
        let misfit = current.part.is_some_and(|part| !spans.iter().all(|s| fits(s, part)));
        if misfit {
            self.remark(Doubt::Part, current.part_at, to);
        }
        let doubt = (doubt.is_some() || misfit)
            .then(|| self.piece(from, to))
            .or_else(|| current.doubt.clone())
            .or_else(|| self.clause_doubt(at));
        let kind = match doubt {
            Some(text) => Kind::Unknown(text),
            None if self.by_appointment => Kind::Appointment,
            None => Kind::Open,
        };
        for span in &mut spans {
            span.kind.clone_from(&kind);
        }
        self.last.clear();
        let text = self.piece(from, to);
        let mut twice = false;
        for day in &current.days {
            let mut added = spans.clone();
            let key = (self.period.clone(), day.clone());
            let named = self.owners.insert(key, current.named).is_some_and(|n| n != current.named);
            let known = self.known(day);
            let meets = added.iter().any(|s| known.iter().any(|k| k.meets(s)));
            if meets && matches!(kind, Kind::Unknown(_)) {
                // Words that are not understood take nothing away from what is.
                continue;
            }
            if !known.is_empty() && (meets || (named && current.part.is_none())) {
                twice = true;
                doubtful(&mut known.iter_mut().chain(&mut added), &text);
            }
            self.known(day).extend(added);
            self.last.push(day.clone());
        }
        self.last_spans = spans;
        if twice {
            self.remark(Doubt::Twice, from, to);
        }
        if let Some(current) = &mut self.current {
            current.said = true;
            current.part = None;
        }
    }

    fn known(&mut self, day: &Day) -> &mut Vec<Span> {
        let hours = self.week.periods.entry(self.period.clone()).or_default();
        hours.entry(day.clone()).or_default()
    }

    /// The days of the column beside the text.
    fn beside_days(&mut self, at: usize) -> Option<Current> {
        if self.beside.is_empty() {
            return None;
        }
        self.named += 1;
        let days = self.beside.clone();
        self.current = Some(Current::new(days, self.named, None, at));
        self.current.clone()
    }

    fn before(&self, at: usize, is: impl Fn(&What) -> bool) -> bool {
        self.items[..at].iter().rev().find(|i| !quiet(&i.what)).is_some_and(|i| is(&i.what))
    }

    /// Makes the hours said last doubtful.
    fn doubt_last(&mut self, at: usize) {
        let text = self.piece(self.items[at].from, self.items[at].to);
        self.doubt_last_for(&text);
    }

    fn doubt_last_for(&mut self, text: &str) {
        let said = self.last_spans.clone();
        for day in self.last.clone() {
            let same = |k: &&mut Span| said.iter().any(|s| (s.from, s.to) == (k.from, k.to));
            doubtful(&mut self.known(&day).iter_mut().filter(same), text);
        }
    }

    /// Makes all hours doubtful.
    fn doubt_all(&mut self, text: &str) {
        for hours in self.week.periods.values_mut() {
            doubtful(&mut hours.values_mut().flatten(), text);
        }
    }

    fn count(&self, is: impl Fn(&What) -> bool) -> usize {
        self.items.iter().filter(|i| is(&i.what)).count()
    }

    fn finish(mut self) -> Reading {
        self.contradicted();
        if let Some(text) = self.doubt_rest.take() {
            self.doubt_all(&text);
        }
        let none = |hours: &super::week::Hours| {
            hours.iter().filter(|(d, s)| d.nth.is_empty() && s.is_empty()).count()
        };
        for hours in self.week.periods.values_mut() {
            if none(hours) > 0 {
                hours.retain(|day, spans| !day.nth.is_empty() || !spans.is_empty());
            }
        }
        self.week.periods.retain(|_, hours| !hours.is_empty());
        self.other_days();
        let osm = self.week.osm();
        Reading { certain: self.remarks.is_empty(), osm, remarks: self.remarks }
    }

    /// Whether the text names other days than the column beside it.
    fn other_days(&mut self) {
        let mut named: Vec<u8> =
            self.week.periods.values().flat_map(|h| h.keys().map(|d| d.week)).collect();
        named.sort_unstable();
        named.dedup();
        let mut beside: Vec<u8> = self.beside.iter().map(|d| d.week).collect();
        beside.sort_unstable();
        beside.dedup();
        if !named.is_empty() && !beside.is_empty() && named != beside {
            self.remark(Doubt::OtherDays, 0, self.text.len());
        }
    }
}

/// Punctuation that ends nothing.
fn quiet(what: &What) -> bool {
    matches!(what, What::Colon | What::Comma | What::And | What::Open | What::Close)
}

/// The part of the day that these hours are all in, if they are.
fn part_of(span: &Span) -> Option<Part> {
    match (span.from, span.end()) {
        (from, to) if from < 720 && to <= 840 => Some(Part::Morning),
        (from, _) if from >= 1020 => Some(Part::Evening),
        (from, _) if from >= 720 => Some(Part::Afternoon),
        _ => None,
    }
}

fn fits(span: &Span, part: Part) -> bool {
    match (part_of(span), part) {
        (Some(found), part) if found == part => true,
        // « L’après-midi de 17 h à 19 h ».
        (Some(Part::Evening), Part::Afternoon) => true,
        _ => false,
    }
}

fn doubtful(spans: &mut dyn Iterator<Item = &mut Span>, text: &str) {
    for span in spans {
        if !matches!(span.kind, Kind::Unknown(_)) {
            span.kind = Kind::Unknown(text.to_owned());
        }
    }
}
