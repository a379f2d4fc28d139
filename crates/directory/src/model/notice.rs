//! What holds for a while, and errors that people report.

use ::store::words;
use base::{Id, Problem, problem::FieldProblem};
use jiff::ToSpan;
use jiff::civil::Date;

use super::Signal;

words! {
    /// What holds for a while.
    NoticeKind {
        /// Closed.
        Closed = "closed", "directory-notice-closed";
        /// Other hours.
        Hours = "hours", "directory-notice-hours";
        /// Full: nobody else is taken.
        Full = "full", "directory-notice-full";
        /// Something to know.
        Message = "message", "directory-notice-message";
    }
}

/// Longest words of a notice, in characters.
const MOST_WORDS: usize = 300;
/// Longest time a notice may hold, in days: what holds longer is a change.
const MOST_DAYS: i32 = 366;

/// What holds between two days, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Identifier.
    pub id: Id,
    /// What it is.
    pub kind: NoticeKind,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// The other hours, as OpenStreetMap writes them.
    pub hours: String,
    /// In words.
    pub words: String,
}

impl Notice {
    /// Refuses what cannot hold.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        let mut refuse = |field, key| wrong.push(FieldProblem::new(field, key));
        if self.last < self.first {
            refuse("last", "problem-field-period");
        } else if self.first.saturating_add(MOST_DAYS.days()) < self.last {
            refuse("last", "directory-problem-notice-long");
        }
        if self.words.chars().count() > MOST_WORDS {
            refuse("words", "directory-problem-long");
        }
        if self.kind == NoticeKind::Message && self.words.trim().is_empty() {
            refuse("words", "problem-field-required");
        }
        if self.kind == NoticeKind::Hours && self.hours.is_empty() {
            refuse("hours", "problem-field-required");
        }
        Problem::from_fields(wrong)
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }
}

words! {
    /// What is wrong with an entry. No free words: whoever reports leaves nothing of themselves.
    Reason {
        /// It is closed, or exists no longer.
        Closed = "closed", "directory-reason-closed";
        /// The telephone number or the address of mail is wrong.
        Contact = "contact", "directory-reason-contact";
        /// The address is wrong, or it moved.
        Address = "address", "directory-reason-address";
        /// The hours are wrong.
        Hours = "hours", "directory-reason-hours";
        /// It is not for whom it says, or not what it says.
        Content = "content", "directory-reason-content";
        /// It asks for money though it says that it does not.
        Fees = "fees", "directory-reason-fees";
    }
}

words! {
    /// What came of a report.
    Answer {
        /// It was right, and the entry was corrected.
        Corrected = "corrected", "directory-answer-corrected";
        /// The entry was right.
        Unfounded = "unfounded", "directory-answer-unfounded";
        /// It exists no longer, and the entry with it.
        Removed = "removed", "directory-answer-removed";
    }
}

/// An error that somebody reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorReport {
    /// Identifier.
    pub id: Id,
    /// The entry.
    pub entry: Id,
    /// What is wrong.
    pub reason: Reason,
    /// Since when.
    pub on: Date,
    /// By when somebody looks.
    pub by: Date,
    /// How often it was said.
    pub times: u32,
    /// What came of it, and when.
    pub answer: Option<(Answer, Date)>,
}

impl ErrorReport {
    /// A first report.
    #[must_use]
    pub fn new(entry: &Id, reason: Reason, on: Date) -> Self {
        let by = on.saturating_add(Signal::Report.days().days());
        Self { id: Id::new(), entry: entry.clone(), reason, on, by, times: 1, answer: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_notice_holds_from_its_first_to_its_last_day() {
        let (first, last) = (date(2026, 12, 24), date(2026, 12, 26));
        let (hours, words) = (String::new(), String::new());
        let notice = Notice { id: Id::new(), kind: NoticeKind::Closed, first, last, hours, words };
        assert!(notice.check().is_ok());
        let held: Vec<_> = (22..29).filter(|d| notice.holds(date(2026, 12, *d))).collect();
        assert_eq!(held, [24, 25, 26]);
        let field = |n: &Notice| n.check().unwrap_err().fields[0].field.to_string();
        assert_eq!(field(&Notice { last: date(2026, 12, 23), ..notice.clone() }), "last");
        assert_eq!(field(&Notice { last: date(2028, 1, 1), ..notice.clone() }), "last");
        assert_eq!(field(&Notice { kind: NoticeKind::Message, ..notice.clone() }), "words");
        assert_eq!(field(&Notice { kind: NoticeKind::Hours, ..notice }), "hours");
    }
}
