//! An agreement (*convention*) and what its dates say of it on a given day.

use ::store::words;
use base::{Id, Problem, problem::FieldProblem};
use jiff::Span;
use jiff::civil::Date;

words! {
    /// What becomes of an agreement at its end.
    Renewal {
        /// It ends.
        None = "none", "agreements-renewal-none";
        /// It goes on by itself for so many months, again and again.
        Tacit = "tacit", "agreements-renewal-tacit";
        /// It goes on if the parties say so: by another agreement that follows it.
        Explicit = "explicit", "agreements-renewal-explicit";
    }
}

words! {
    /// Where an agreement stands on a day.
    Status {
        /// Nobody has signed it.
        Draft = "draft", "agreements-status-draft";
        /// Signed, not begun.
        Upcoming = "upcoming", "agreements-status-upcoming";
        /// In force.
        InForce = "in_force", "agreements-status-in-force";
        /// In force, and over soon.
        Expiring = "expiring", "agreements-status-expiring";
        /// Over.
        Expired = "expired", "agreements-status-expired";
        /// Over before its time.
        EndedEarly = "ended_early", "agreements-status-ended-early";
    }
}

/// From so many days before its last one an agreement is expiring.
pub const EXPIRING_DAYS: i32 = 90;
/// So many days before a term the parties are reminded of it; the nearest last.
pub const REMINDERS: [i32; 2] = [90, 30];
/// What expired longer ago is no longer among those to renew.
const LONG_AGO: i32 = 365;
/// Most parties of an agreement.
pub const MOST_PARTIES: usize = 12;

/// An organisation that is bound by an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The organisation.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// An agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Identifier.
    pub id: Id,
    /// The form of partnership it gives.
    pub form: Id,
    /// What it is called.
    pub title: String,
    /// Who is bound by it, in the order of the document.
    pub parties: Vec<Party>,
    /// The party that takes the form (the associated centre, the partner), if one does.
    pub holder: Option<Id>,
    /// When it was signed; `None`: it is a draft.
    pub signed: Option<Date>,
    /// Its first day.
    pub starts: Option<Date>,
    /// Its last day; `None`: without end. With tacit renewal the last day of its first term.
    pub ends: Option<Date>,
    /// What becomes of it then.
    pub renewal: Renewal,
    /// Length of each further term, with tacit renewal.
    pub renewal_months: u32,
    /// Its last day, where it was ended before its time.
    pub ended: Option<Date>,
    /// Why.
    pub ended_reason: String,
    /// For professionals.
    pub notes: String,
    /// The agreement that it renews.
    pub follows: Option<Id>,
}

/// Between which organisations, and on which days, something was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The organisations.
    pub parties: Vec<Id>,
    /// First day.
    pub from: Date,
    /// Last day; `None`: no end is known.
    pub to: Option<Date>,
}

impl Cover {
    /// Whether it covers a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether two organisations had agreed on something that day.
    #[must_use]
    pub fn binds(&self, one: &Id, other: &Id, day: Date) -> bool {
        self.holds(day) && self.parties.contains(one) && self.parties.contains(other)
    }
}

/// Days from one date to another.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The first end of a term at or after `day`, terms of so many months following the first end. Each
/// is counted from the first one, so that the 31st comes back after a month of thirty days.
fn term_at(ends: Date, months: u32, day: Date) -> Option<Date> {
    let length = i64::from(months.max(1));
    let month = |d: Date| i64::from(d.year()) * 12 + i64::from(d.month());
    let mut terms = ((month(day) - month(ends)) / length - 1).max(0);
    loop {
        let span = Span::new().try_months(terms * length).ok()?;
        let term = ends.checked_add(span).ok()?;
        if term >= day {
            return Some(term);
        }
        terms += 1;
    }
}

impl Agreement {
    /// An empty one with a new identifier.
    #[must_use]
    pub fn blank(form: Id) -> Self {
        Self {
            id: Id::new(),
            form,
            title: String::new(),
            parties: vec![],
            holder: None,
            signed: None,
            starts: None,
            ends: None,
            renewal: Renewal::Explicit,
            renewal_months: 0,
            ended: None,
            ended_reason: String::new(),
            notes: String::new(),
            follows: None,
        }
    }

    /// Whether an organisation is bound by it.
    #[must_use]
    pub fn binds(&self, organisation: &Id) -> bool {
        self.parties.iter().any(|p| p.id == *organisation)
    }

    /// The end that stands in it; none where it goes on by itself.
    fn agreed_end(&self) -> Option<Date> {
        self.ends.filter(|_| self.renewal != Renewal::Tacit)
    }

    /// Its last day as far as it is known.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        match (self.agreed_end(), self.ended) {
            (Some(end), Some(ended)) => Some(end.min(ended)),
            (end, ended) => end.or(ended),
        }
    }

    /// The days it covers; nothing as long as it is a draft.
    #[must_use]
    pub fn cover(&self) -> Option<Cover> {
        let from = self.signed.and(self.starts)?;
        let parties = self.parties.iter().map(|p| p.id.clone()).collect();
        Some(Cover { parties, from, to: self.last_day() })
    }

    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.cover().is_some_and(|cover| cover.holds(day))
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn status(&self, day: Date) -> Status {
        let Some(cover) = self.cover() else { return Status::Draft };
        match cover.to {
            Some(last) if day > last => match (self.agreed_end(), self.ended) {
                (Some(end), Some(ended)) if ended >= end => Status::Expired,
                (_, Some(_)) => Status::EndedEarly,
                _ => Status::Expired,
            },
            _ if day < cover.from => Status::Upcoming,
            Some(last) if days(day, last) <= EXPIRING_DAYS => Status::Expiring,
            _ => Status::InForce,
        }
    }

    /// The next day on which it ends or goes on by itself, from `day` on: what the parties are
    /// reminded of. Nothing for a draft, or where its end was decided.
    #[must_use]
    pub fn term(&self, day: Date) -> Option<Date> {
        self.cover()?;
        let ends = self.ends.filter(|_| self.ended.is_none())?;
        match self.renewal {
            Renewal::Tacit => term_at(ends, self.renewal_months, day),
            _ => Some(ends).filter(|ends| *ends >= day),
        }
    }

    /// Which reminder is due on a day, if any, with the term it is of.
    #[must_use]
    pub fn reminder(&self, day: Date) -> Option<(Date, i32)> {
        let term = self.term(day)?;
        let left = days(day, term);
        let due = REMINDERS.into_iter().filter(|before| left <= *before).min()?;
        Some((term, due))
    }

    /// Whether it is time to think of what follows, or past time; `followed`: another agreement
    /// renews it.
    #[must_use]
    pub fn to_renew(&self, day: Date, followed: bool) -> bool {
        if followed || self.cover().is_none() || self.ended.is_some() {
            return false;
        }
        let soon = self.term(day).is_some_and(|term| days(day, term) <= EXPIRING_DAYS);
        let lately = self.last_day().is_some_and(|l| l < day && days(l, day) <= LONG_AGO);
        soon || lately
    }

    /// Checks what a form can get wrong.
    pub fn check(&self, today: Date) -> Result<(), Problem> {
        let mut wrong = vec![];
        let mut refuse = |field: &'static str, message: &'static str| {
            wrong.push(FieldProblem::new(field, message));
        };
        if self.title.trim().is_empty() || self.title.chars().count() > 200 {
            refuse("title", "agreements-problem-title");
        }
        let mut ids: Vec<&Id> = self.parties.iter().map(|p| &p.id).collect();
        ids.sort();
        ids.dedup();
        if ids.len() < 2 || ids.len() != self.parties.len() || ids.len() > MOST_PARTIES {
            refuse("party_1", "agreements-problem-parties");
        }
        if self.holder.as_ref().is_some_and(|holder| !self.binds(holder)) {
            refuse("holder", "agreements-problem-holder");
        }
        if self.signed.is_some_and(|signed| signed > today) {
            refuse("signed", "agreements-problem-signed");
        }
        if self.signed.is_some() && self.starts.is_none() {
            refuse("starts", "agreements-problem-starts");
        }
        if self.starts.zip(self.ends).is_some_and(|(starts, ends)| ends < starts) {
            refuse("ends", "agreements-problem-ends");
        }
        if self.renewal == Renewal::Tacit {
            if self.ends.is_none() {
                refuse("ends", "agreements-problem-tacit-end");
            }
            if !(1..=120).contains(&self.renewal_months) {
                refuse("renewal_months", "agreements-problem-months");
            }
        }
        if let Some(ended) = self.ended {
            let begun = self.signed.and(self.starts).is_some_and(|starts| starts <= ended);
            if !begun || self.agreed_end().is_some_and(|end| ended >= end) {
                refuse("ended", "agreements-problem-ended");
            }
            if self.ended_reason.trim().is_empty() {
                refuse("ended_reason", "agreements-problem-reason");
            }
        }
        if self.ended_reason.chars().count() > 500 {
            refuse("ended_reason", "network-problem-long");
        }
        if self.notes.chars().count() > 4_000 {
            refuse("notes", "agreements-problem-notes");
        }
        Problem::from_fields(wrong)
    }

    /// What differs from how it was, for its history: names of fields, dates before and after.
    #[must_use]
    pub fn changes(&self, before: &Self) -> String {
        let said = |date: Option<Date>| date.map_or_else(|| "–".to_owned(), |d| d.to_string());
        let mut all = vec![];
        for (name, was, is) in [
            ("signed", before.signed, self.signed),
            ("starts", before.starts, self.starts),
            ("ends", before.ends, self.ends),
            ("ended", before.ended, self.ended),
        ] {
            if was != is {
                all.push(format!("{name} {} → {}", said(was), said(is)));
            }
        }
        for (name, differs) in [
            ("title", before.title != self.title),
            ("form", before.form != self.form),
            ("parties", before.parties != self.parties),
            ("holder", before.holder != self.holder),
            (
                "renewal",
                (before.renewal, before.renewal_months) != (self.renewal, self.renewal_months),
            ),
            ("ended_reason", before.ended_reason != self.ended_reason),
            ("notes", before.notes != self.notes),
        ] {
            if differs {
                all.push(name.to_owned());
            }
        }
        all.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn agreement() -> Agreement {
        let party = |n: &str| Party { id: Id::parse(n).unwrap(), name: n.into() };
        Agreement {
            title: "Convention".into(),
            parties: vec![party("library"), party("centre")],
            signed: Some(date(2015, 9, 1)),
            starts: Some(date(2015, 9, 15)),
            ends: Some(date(2018, 8, 31)),
            ..Agreement::blank(Id::new())
        }
    }

    #[test]
    fn each_boundary_day_says_what_it_should() {
        let a = agreement();
        for (day, expected) in [
            (date(2015, 9, 14), Status::Upcoming),
            (date(2015, 9, 15), Status::InForce),
            (date(2018, 6, 1), Status::InForce),
            (date(2018, 6, 2), Status::Expiring),
            (date(2018, 8, 31), Status::Expiring),
            (date(2018, 9, 1), Status::Expired),
        ] {
            assert_eq!(a.status(day), expected, "{day}");
            assert_eq!(
                a.in_force(day),
                matches!(expected, Status::InForce | Status::Expiring),
                "{day}"
            );
        }
        let draft = Agreement { signed: None, ..a.clone() };
        assert_eq!(draft.status(date(2016, 1, 1)), Status::Draft);
        assert!(!draft.in_force(date(2016, 1, 1)) && draft.term(date(2016, 1, 1)).is_none());
        let ended = Agreement { ended: Some(date(2017, 3, 31)), ..a.clone() };
        assert_eq!(ended.status(date(2017, 3, 31)), Status::Expiring);
        assert_eq!(ended.status(date(2017, 4, 1)), Status::EndedEarly);
        assert_eq!(ended.status(date(2018, 9, 1)), Status::EndedEarly);
        let endless = Agreement { ends: None, ..a };
        assert_eq!(endless.status(date(2099, 1, 1)), Status::InForce);
    }

    #[test]
    fn tacit_renewal_goes_on_and_comes_back_to_the_31st() {
        let a = Agreement {
            ends: Some(date(2016, 8, 31)),
            renewal: Renewal::Tacit,
            renewal_months: 6,
            ..agreement()
        };
        assert_eq!(a.status(date(2030, 1, 1)), Status::InForce);
        for (day, term) in [
            (date(2016, 8, 31), date(2016, 8, 31)),
            (date(2016, 9, 1), date(2017, 2, 28)),
            (date(2017, 3, 1), date(2017, 8, 31)),
            (date(2020, 2, 1), date(2020, 2, 29)),
        ] {
            assert_eq!(a.term(day), Some(term), "{day}");
        }
        let ended = Agreement { ended: Some(date(2019, 12, 31)), ..a };
        assert_eq!(ended.status(date(2020, 1, 1)), Status::EndedEarly);
        assert_eq!(ended.term(date(2019, 1, 1)), None, "its end is decided");
    }

    #[test]
    fn reminders_come_at_ninety_and_at_thirty_days() {
        let a = agreement();
        let of = |day| a.reminder(day).map(|(_, before)| before);
        assert_eq!(of(date(2018, 6, 1)), None);
        assert_eq!(of(date(2018, 6, 2)), Some(90));
        assert_eq!(of(date(2018, 7, 31)), Some(90));
        assert_eq!(of(date(2018, 8, 1)), Some(30));
        assert_eq!(of(date(2018, 8, 31)), Some(30));
        assert_eq!(of(date(2018, 9, 1)), None);
    }

    #[test]
    fn what_ends_soon_or_ended_lately_is_to_be_renewed_unless_it_is() {
        let a = agreement();
        for (day, expected) in [
            (date(2018, 6, 1), false),
            (date(2018, 6, 2), true),
            (date(2018, 9, 1), true),
            (date(2019, 8, 31), true),
            (date(2019, 9, 1), false),
        ] {
            assert_eq!(a.to_renew(day, false), expected, "{day}");
            assert!(!a.to_renew(day, true), "{day}");
        }
    }

    #[test]
    fn a_form_is_checked() {
        let today = date(2018, 1, 1);
        agreement().check(today).unwrap();
        let wrong = |change: &dyn Fn(&mut Agreement)| {
            let mut a = agreement();
            change(&mut a);
            let fields = a.check(today).unwrap_err().fields;
            fields.iter().map(|f| f.field.to_string()).collect::<Vec<_>>().join(",")
        };
        assert_eq!(wrong(&|a| a.title = " ".into()), "title");
        assert_eq!(wrong(&|a| a.parties.truncate(1)), "party_1");
        assert_eq!(wrong(&|a| a.parties[1] = a.parties[0].clone()), "party_1");
        assert_eq!(wrong(&|a| a.holder = Some(Id::new())), "holder");
        assert_eq!(wrong(&|a| a.signed = Some(date(2018, 1, 2))), "signed");
        assert_eq!(wrong(&|a| a.starts = None), "starts");
        assert_eq!(wrong(&|a| a.ends = Some(date(2015, 9, 14))), "ends");
        let tacit = |a: &mut Agreement| {
            (a.renewal, a.ends) = (Renewal::Tacit, None);
        };
        assert_eq!(wrong(&tacit), "ends,renewal_months");
        assert_eq!(wrong(&|a| a.ended = a.ends), "ended,ended_reason");
    }

    #[test]
    fn what_changed_is_named_and_notes_are_not_repeated() {
        let before = agreement();
        let after = Agreement { ends: None, notes: "secret".into(), ..before.clone() };
        assert_eq!(after.changes(&before), "ends 2018-08-31 → –; notes");
        assert_eq!(before.changes(&before), "");
    }

    proptest! {
        /// Whatever its dates: it is in force on exactly the days from its first to its last, the
        /// words for these days are the two of those in force, and time only goes on.
        #[test]
        fn its_words_follow_its_dates(
            length in proptest::option::of(0_i64..2_000),
            ended in proptest::option::of(0_i64..2_000),
            tacit in proptest::bool::ANY,
            months in 1_u32..40,
            offset in -500_i64..3_000,
        ) {
            let start = date(2015, 9, 15);
            let after = |n: i64| start.checked_add(n.days()).unwrap();
            let a = Agreement {
                ends: length.map(after),
                ended: ended.map(after),
                renewal: if tacit { Renewal::Tacit } else { Renewal::None },
                renewal_months: months,
                ..agreement()
            };
            let day = after(offset);
            let last = match (length.filter(|_| !tacit), ended) {
                (Some(l), Some(e)) => Some(l.min(e)),
                (l, e) => l.or(e),
            };
            let inside = offset >= 0 && last.is_none_or(|last| offset <= last);
            prop_assert_eq!(a.in_force(day), inside);
            let status = a.status(day);
            prop_assert_eq!(matches!(status, Status::InForce | Status::Expiring), inside);
            if status == Status::Expiring {
                prop_assert!(last.unwrap() - offset <= i64::from(EXPIRING_DAYS));
            }
            let order = |s: Status| Status::ALL.iter().position(|one| *one == s).unwrap().min(4);
            prop_assert!(order(status) <= order(a.status(after(offset + 1))));
            if let Some(term) = a.term(day) {
                prop_assert!(term >= day);
                prop_assert!(a.reminder(day).is_none_or(|(of, _)| of == term));
                // No end of a term lies between.
                prop_assert!(!tacit || a.term(term) == Some(term));
            }
        }
    }
}
