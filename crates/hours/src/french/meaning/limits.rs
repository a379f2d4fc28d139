//! What is said around hours: closed days, exceptions, parts of the day, appointments, periods.

use super::super::items::{Part, What};
use super::super::week::{Day, Kind, Period, Span};
use super::{Current, Reader, doubtful, fits, part_of, quiet};
use crate::reading::Doubt;

impl Reader<'_> {
    pub(super) fn always(&mut self, at: usize) {
        let alone = self.items.iter().all(|i| {
            let all_days = matches!(&i.what, What::Days(days, None) if days.len() == 7);
            all_days || matches!(i.what, What::Always | What::Break | What::Free) || quiet(&i.what)
        });
        match alone {
            true => self.week.always = true,
            false => self.remark_at(Doubt::Unread, at),
        }
        self.said();
    }

    /// « Matin », « l’après-midi » beside hours or days.
    pub(super) fn part(&mut self, at: usize, part: Part) {
        let begin = self.items[at].from;
        if matches!(self.what(self.next(at)), Some(What::Spans(..) | What::Times(_))) {
            if let Some(current) = &mut self.current {
                current.part = Some(part);
                current.part_at = begin;
            }
        } else if self.before(at, |w| matches!(w, What::Spans(..))) {
            if !self.last_spans.iter().all(|s| fits(s, part)) {
                self.remark_at(Doubt::Part, at);
                self.doubt_last(at);
            }
        } else if self.what(self.next(at)) != Some(&What::Closed) {
            self.remark_at(Doubt::NoHours, at);
            self.all_day(at);
        } else if let Some(current) = &mut self.current {
            current.part = Some(part);
        }
    }

    /// « Fermé le mercredi », « lundi : fermé », « fermé en août », « fermé de 12 h à 14 h ».
    pub(super) fn closed(&mut self, at: usize) -> usize {
        let next = self.next(at);
        let part = match self.what(next) {
            Some(What::Part(part)) => Some(*part),
            _ => None,
        };
        let current = self.current.clone();
        if let Some(current) = current.as_ref().filter(|c| !c.said) {
            // « Du lundi au samedi, fermé le mercredi, 9 h – 17 h ».
            let aside = matches!(self.what(at - 1), Some(What::Comma | What::Open))
                && matches!(self.what(at + 1), Some(What::Days(..)));
            if aside {
                return self.without(at, at + 1);
            }
            if self.what(at + 1).is_some_and(|w| matches!(w, What::Spans(..) | What::Times(_))) {
                self.remark(Doubt::Part, self.items[at].from, self.items[at + 1].to);
                self.all_day(at + 1);
                return at + 2;
            }
            self.said();
            self.shut(&current.days, part.or(current.part), at);
            return if part.is_some() { next + 1 } else { at + 1 };
        }
        if let Some(What::Spans(hours, None)) = self.what(next).cloned() {
            self.cut(current.map(|c| c.days), &hours, at, next);
            return next + 1;
        }
        let end = self.except_or_closed(at, next, false);
        if end > next {
            return end;
        }
        if let (Some(part), Some(current)) = (part, current) {
            self.shut(&current.days, Some(part), at);
            return next + 1;
        }
        self.remark_at(Doubt::Unread, at);
        at + 1
    }

    /// « Sauf le vendredi », « sauf le vendredi 8 h – 12 h », « sauf jours fériés ».
    pub(super) fn except(&mut self, at: usize) -> usize {
        let next = self.next(at);
        // « Tous les jours sauf le dimanche : 9 h – 17 h ».
        if self.current.as_ref().is_some_and(|c| !c.said)
            && matches!(self.what(next), Some(What::Days(..)))
        {
            return self.without(at, next);
        }
        let end = self.except_or_closed(at, next, true);
        if end == next {
            self.remark_at(Doubt::Unread, at);
            return at + 1;
        }
        end
    }

    /// Takes days out of those that are about to be given their hours.
    fn without(&mut self, at: usize, days_at: usize) -> usize {
        let Some(What::Days(days, doubt)) = self.what(days_at).cloned() else { return at + 1 };
        let end = days_at + 1;
        let text = self.piece(self.items[at].from, self.items[days_at].to);
        let part = matches!(self.what(end), Some(What::Part(_)));
        let Some(current) = &mut self.current else { return end };
        let known = days.iter().all(|d| current.days.contains(d));
        if known && doubt.is_none() && !part {
            current.days.retain(|d| !days.contains(d));
        } else {
            current.doubt = Some(text);
            self.remark_at(doubt.unwrap_or(Doubt::Part), days_at);
        }
        if part { end + 1 } else { end }
    }

    /// « Fermé de 12 h à 14 h »: taken out of the hours of these days, or of all.
    fn cut(&mut self, days: Option<Vec<Day>>, gaps: &[Span], at: usize, last: usize) {
        let sure = self.clause_doubt(at).is_none() && !self.many_periods();
        let text = self.piece(self.items[at].from, self.items[last].to);
        if !sure {
            self.remark(Doubt::Part, self.items[at].from, self.items[last].to);
            return self.doubt_all(&text);
        }
        let hours = self.week.periods.entry(self.period.clone()).or_default();
        for (_, spans) in hours.iter_mut().filter(|(d, _)| days.iter().flatten().any(|x| x == *d)) {
            for gap in gaps {
                let parts = spans.drain(..).flat_map(|s| s.without(gap)).collect();
                *spans = parts;
            }
        }
    }

    /// « Fermé le lundi matin. Lundi au vendredi : 9 h – 12 h »: which of the two holds on Mondays?
    pub(super) fn contradicted(&mut self) {
        for (period, day, part, at) in std::mem::take(&mut self.shut_before) {
            let text = self.piece(self.items[at].from, self.items[at].to);
            let hours = self.week.periods.get_mut(&period).and_then(|h| h.get_mut(&day));
            let Some(spans) = hours else { continue };
            let against = |s: &Span| part.is_none_or(|p| fits(s, p) || part_of(s).is_none());
            if !spans.iter().any(against) {
                continue;
            }
            doubtful(&mut spans.iter_mut(), &text);
            self.remark_at(Doubt::Twice, at);
        }
    }

    /// Whether hours were given for more than one part of the year: then what is closed may be meant
    /// for one of them or for all.
    fn many_periods(&self) -> bool {
        self.week.periods.values().filter(|hours| !hours.is_empty()).count() > 1
    }

    /// What follows « fermé » or « sauf »; gives back where it ends, `next` if nothing was read.
    fn except_or_closed(&mut self, at: usize, mut next: usize, except: bool) -> usize {
        loop {
            match self.what(next).cloned() {
                Some(What::Days(days, doubt)) => next = self.but(at, next, &days, doubt, except),
                Some(What::PublicHolidays) => self.week.closed_on_public_holidays = true,
                Some(What::SchoolHolidays) => self.close(at, next, Period::SchoolHolidays),
                Some(What::Season(season)) => self.close(at, next, Period::Season(season)),
                // What is said between « fermé » and a season may limit it.
                Some(What::Unread) if self.season_follows(next) => {
                    self.remark_at(Doubt::Unread, next);
                }
                Some(What::Comma | What::And) if self.more_follows(next) => {}
                _ => return next,
            }
            next += 1;
        }
    }

    /// « Fermé le mercredi, le dimanche »: no hours behind these days.
    fn more_follows(&self, at: usize) -> bool {
        let hours = |w: &What| matches!(w, What::Spans(..) | What::Times(_) | What::Closed);
        match self.what(at + 1) {
            Some(What::Days(..)) => !self.what(self.next(at + 1)).is_some_and(hours),
            Some(What::PublicHolidays | What::SchoolHolidays | What::Season(_)) => !self
                .what(self.next(at + 1))
                .is_some_and(|w| matches!(w, What::Days(..)) || hours(w)),
            _ => false,
        }
    }

    /// Days after « fermé » or « sauf »; gives back the last item of what is said of them.
    fn but(
        &mut self,
        at: usize,
        days_at: usize,
        days: &[Day],
        doubt: Option<Doubt>,
        except: bool,
    ) -> usize {
        if let Some(kind) = doubt {
            self.remark_at(kind, days_at);
        }
        self.current = None;
        let then = self.next(days_at);
        let following = self.what(then).cloned();
        let (from, to) = (self.items[at].from, self.items[days_at].to);
        match following {
            Some(What::Spans(spans, None)) if doubt.is_none() && !self.week.is_empty() => {
                if except {
                    self.instead(days, days_at, then);
                } else {
                    self.cut(Some(days.to_vec()), &spans, at, then);
                }
                then
            }
            Some(What::Spans(..) | What::Times(_)) => {
                self.remark_at(Doubt::Order, then);
                let text = self.piece(from, self.items[then].to);
                self.doubt_days(days, &text);
                then
            }
            // « Le mercredi et vendredi matin »: Wednesday, or its morning?
            Some(What::Part(_)) if days.len() > 1 || doubt.is_some() => {
                let to = self.items[then].to;
                self.remark(Doubt::Part, self.items[days_at].from, to);
                let text = self.piece(from, to);
                self.doubt_days(days, &text);
                then
            }
            Some(What::Part(part)) if self.sure(at, to, days) => {
                self.shut(days, Some(part), at);
                then
            }
            Some(What::Part(_)) => then,
            _ if doubt.is_some() => {
                let text = self.piece(from, to);
                self.doubt_days(days, &text);
                days_at
            }
            _ => {
                if self.sure(at, to, days) {
                    self.shut(days, None, at);
                }
                days_at
            }
        }
    }

    /// Whether nothing around it limits what is closed; where something does, the hours of these
    /// days are doubtful.
    fn sure(&mut self, at: usize, to: usize, days: &[Day]) -> bool {
        let strange = self.clause_doubt(at);
        if self.many_periods() {
            self.remark(Doubt::Period, self.items[at].from, to);
            let text = self.piece(self.items[at].from, to);
            self.doubt_all(&text);
            return false;
        }
        if let Some(text) = strange {
            self.doubt_days(days, &text);
            return false;
        }
        true
    }

    pub(super) fn doubt_days(&mut self, days: &[Day], text: &str) {
        for day in days {
            doubtful(&mut self.known(day).iter_mut(), text);
        }
    }

    fn season_follows(&self, at: usize) -> bool {
        matches!(self.what(at + 1), Some(What::Season(_) | What::SchoolHolidays))
    }

    /// Closed in this period; or, if something limits that, its hours are not sure.
    fn close(&mut self, at: usize, period_at: usize, period: Period) {
        let Some(text) = self.clause_doubt(period_at) else {
            self.week.closed.push(period);
            return;
        };
        self.remark(Doubt::Period, self.items[at].from, self.items[period_at].to);
        let mut hours = self.week.periods.get(&Period::Always).cloned().unwrap_or_default();
        doubtful(&mut hours.values_mut().flatten(), &text);
        if !hours.is_empty() {
            self.week.periods.insert(period, hours);
        }
    }

    /// Hours that hold on these days instead of the usual ones.
    fn instead(&mut self, days: &[Day], days_at: usize, at: usize) {
        let Some(What::Spans(spans, doubt)) = self.what(at).cloned() else { return };
        for day in days {
            self.known(day).clear();
            self.owners.remove(&(self.period.clone(), day.clone()));
        }
        self.named += 1;
        self.current = Some(Current::new(days.to_vec(), self.named, None, days_at));
        self.spans(at, spans, doubt);
    }

    /// Closed on these days, or for a part of them.
    fn shut(&mut self, days: &[Day], part: Option<Part>, at: usize) {
        for day in days {
            if self.known(day).is_empty() && day.nth.is_empty() {
                self.shut_before.push((self.period.clone(), day.clone(), part, at));
                continue;
            }
            let Some(part) = part else {
                self.known(day).clear();
                continue;
            };
            let crosses = |s: &Span| part_of(s).is_none();
            if self.known(day).iter().any(crosses) {
                self.remark_at(Doubt::Part, at);
                let text = self.piece(self.items[at].from, self.items[at].to);
                doubtful(&mut self.known(day).iter_mut(), &text);
            } else {
                self.known(day).retain(|s| !fits(s, part));
            }
        }
    }

    /// « Uniquement le matin ».
    pub(super) fn only(&mut self, at: usize) -> usize {
        let next = self.next(at);
        let Some(What::Part(part)) = self.what(next).cloned() else { return at + 1 };
        if matches!(self.what(self.next(next)), Some(What::Spans(..))) {
            return at + 1;
        }
        let current = self.current.clone();
        let days = current.map(|c| c.days).unwrap_or_default();
        let crosses = |s: &Span| part_of(s).is_none();
        let unclear = days.is_empty()
            || days.iter().any(|d| self.known(d).is_empty() || self.known(d).iter().any(crosses));
        if unclear {
            self.remark(Doubt::NoHours, self.items[at].from, self.items[next].to);
            let text = self.piece(self.items[at].from, self.items[next].to);
            for day in &days {
                doubtful(&mut self.known(day).iter_mut(), &text);
            }
        } else {
            for day in &days {
                self.known(day).retain(|s| fits(s, part));
            }
        }
        self.said();
        next + 1
    }

    pub(super) fn appointment(&mut self, at: usize) -> usize {
        let is_spans = |w: &What| matches!(w, What::Spans(..));
        let hours = self.count(is_spans);
        // « Mercredi : sur rendez-vous ».
        if let Some(current) = self.current.clone()
            && !current.said
            && current.doubt.is_none()
            && !self.what(self.next(at)).is_some_and(|w| is_spans(w) || matches!(w, What::Part(_)))
        {
            self.mark_all_day(&current.days, "by appointment");
            self.said();
            return at + 1;
        }
        if hours == 0 {
            self.week.by_appointment = true;
            self.said();
            return at + 1;
        }
        let (_, end) = self.clause(at);
        let hours_follow = self.items[at..end].iter().any(|i| is_spans(&i.what));
        let days_follow = matches!(self.what(at + 1), Some(What::Days(..)));
        // « 9 h – 12 h et sur rendez-vous », « sur rendez-vous l’après-midi »: at other times.
        let part_follows = matches!(self.what(self.next(at)), Some(What::Part(_)));
        if self.before(at, is_spans) && (part_follows || self.what(at - 1) == Some(&What::And)) {
            self.remark_at(Doubt::Appointment, at);
            return if part_follows { self.next(at) + 1 } else { at + 1 };
        }
        if self.before(at, is_spans) && (!days_follow || hours_follow) {
            let sure = (hours == 1 && self.last_spans.len() == 1)
                || self.what(at + 1) == Some(&What::Close)
                || self.count(|w| *w == What::Free) > 0;
            if !sure || days_follow {
                self.remark_at(Doubt::Appointment, at);
                let text = self.piece(self.items[at].from, self.items[at].to);
                self.doubt_all(&text);
                self.doubt_rest = Some(text);
            }
            let spans = self.last_spans.clone();
            for day in self.last.clone() {
                for span in self.known(&day).iter_mut().filter(|k| spans.contains(k)) {
                    span.kind = Kind::Appointment;
                }
            }
            return at + 1;
        }
        if hours_follow {
            self.by_appointment = true;
            return at + 1;
        }
        // « Sur rendez-vous les mercredi et vendredi après-midi »: hours that nobody wrote.
        self.remark(Doubt::Appointment, self.items[at].from, self.items[end - 1].to);
        if at + 1 == end {
            let text = self.piece(self.items[at].from, self.items[at].to);
            self.doubt_rest = Some(text);
        }
        end
    }

    /// « En période scolaire », « vacances scolaires », « juillet et août ».
    pub(super) fn period(&mut self, at: usize, period: Period) -> usize {
        let is_spans = |w: &What| matches!(w, What::Spans(..));
        let (from, to) = self.clause(at);
        let after = self.items[at..].iter().any(|i| is_spans(&i.what));
        let named = matches!(self.what(self.next(at)), Some(What::Days(..)));
        let leads = !self.items[from..at].iter().any(|i| is_spans(&i.what))
            || (named && self.period != Period::Always);
        let strange = self.items[from..to].iter().any(|i| i.what == What::Unread);
        // « Vacances scolaires : fermé ».
        let next = self.next(at);
        if leads && self.what(next) == Some(&What::Closed) && period != Period::SchoolTime {
            self.unsaid();
            self.close(at, at, period);
            return next + 1;
        }
        if leads && after && !strange {
            self.unsaid();
            self.period = period;
            return at + 1;
        }
        // « Mercredi 14 h – 17 h, hors vacances scolaires ».
        if !leads && self.count(is_spans) == 1 && self.week.periods.len() == 1 && !strange {
            let hours = self.week.periods.remove(&self.period).unwrap_or_default();
            self.week.periods.insert(period, hours);
            return at + 1;
        }
        self.remark_at(Doubt::Period, at);
        let text = self.piece(self.items[at].from, self.items[at].to);
        if !leads {
            self.doubt_all(&text);
        }
        at + 1
    }
}
