//! What somebody of the public proposes to animate, and the steps it goes through.

use ::store::words;
use base::{Id, Lang, Problem, problem::FieldProblem};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vault::{Day, day_of};

use super::{FLOOR, Format};

words! {
    /// Where a proposal stands.
    Step {
        /// It has arrived.
        Received = "received", "proposal-step-received";
        /// Somebody looks at it.
        Looking = "looking", "proposal-step-looking";
        /// The organisation proposes to meet.
        Meeting = "meeting", "proposal-step-meeting";
        /// It is accepted.
        Accepted = "accepted", "proposal-step-accepted";
        /// An activity was made of it.
        Planned = "planned", "proposal-step-planned";
        /// It is declined.
        Declined = "declined", "proposal-step-declined";
        /// Whoever made it has taken it back.
        Withdrawn = "withdrawn", "proposal-step-withdrawn";
        /// Nothing came of it in time, and it was forgotten.
        Lapsed = "lapsed", "proposal-step-lapsed";
    }
}

impl Step {
    /// The steps an organisation may choose from here. An activity is made of it on a way of its own.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Received => &[Self::Looking, Self::Meeting, Self::Accepted, Self::Declined],
            Self::Looking => &[Self::Meeting, Self::Accepted, Self::Declined],
            Self::Meeting => &[Self::Meeting, Self::Accepted, Self::Declined],
            Self::Accepted => &[Self::Meeting, Self::Declined],
            Self::Planned | Self::Declined | Self::Withdrawn | Self::Lapsed => &[],
        }
    }

    /// Whether something is still to come of it.
    #[must_use]
    pub fn is_open(self) -> bool {
        !self.next().is_empty()
    }

    /// Whether whoever takes this step has to say something: when to meet, why not.
    #[must_use]
    pub fn needs_words(self) -> bool {
        matches!(self, Self::Meeting | Self::Declined)
    }
}

/// Days after the last step on which what was written is forgotten.
pub const KEPT_DAYS: u32 = 90;
/// Days after its arrival beyond which nothing is kept, whatever is done with it.
pub const MOST_DAYS: u32 = 365;
/// Days for which the answer to a declined proposal can still be read; its contact is erased at once.
pub const ANSWER_DAYS: u32 = 30;
/// Longest message of the organisation, in characters.
pub const MOST_MESSAGE: usize = 1_000;

/// The day on which a proposal is forgotten when its last step is taken today.
#[must_use]
pub fn forget_proposal_on(received: Date, today: Date) -> Day {
    let on = |date: Date, days: u32| day_of(date.saturating_add(i64::from(days).days()));
    on(today, KEPT_DAYS).min(on(received, MOST_DAYS))
}

/// What is proposed, and by whom. Kept under seal, all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Title, 1 to 200 characters.
    pub title: String,
    /// What they would share, 1 to 3,000 characters.
    pub description: String,
    /// For whom, in words.
    pub audience: String,
    /// How people would meet.
    pub format: Format,
    /// What they know of it, in words.
    pub experience: String,
    /// When they could come, in words.
    pub availability: String,
    /// What to call them.
    pub name: String,
    /// Address for mails; empty when they left a number.
    pub email: String,
    /// Number to call; empty when they left an address.
    pub phone: String,
}

impl Offer {
    /// Trims and checks it.
    pub fn checked(mut self) -> Result<Self, Problem> {
        let fields = [
            ("title", &mut self.title, 200),
            ("description", &mut self.description, 3_000),
            ("audience", &mut self.audience, 300),
            ("experience", &mut self.experience, 1_000),
            ("availability", &mut self.availability, 500),
            ("name", &mut self.name, 60),
            ("email", &mut self.email, 254),
            ("phone", &mut self.phone, 30),
        ];
        let mut wrong = vec![];
        for (field, text, most) in fields {
            let plain = |c: char| c == '\n' || !c.is_control();
            *text = text.trim().replace("\r\n", "\n").chars().filter(|c| plain(*c)).collect();
            if text.is_empty() && matches!(field, "title" | "description" | "name") {
                wrong.push(FieldProblem::new(field, "problem-field-required"));
            }
            if text.chars().count() > most {
                let mut problem = FieldProblem::new(field, "problem-field-too-long");
                problem.args.push(("most", most.to_string()));
                wrong.push(problem);
            }
        }
        if self.email.is_empty() && self.phone.is_empty() {
            wrong.push(FieldProblem::new("email", "proposal-problem-contact"));
        }
        if !self.email.is_empty() && !site::mail::valid_address(&self.email) {
            wrong.push(FieldProblem::new("email", "problem-field-email"));
        }
        let digits = self.phone.chars().filter(char::is_ascii_digit).count();
        let signs = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '.' | '-' | '(' | ')');
        let callable = digits >= 6 && self.phone.chars().all(signs);
        if !self.phone.is_empty() && !callable {
            wrong.push(FieldProblem::new("phone", "proposal-problem-phone"));
        }
        Problem::from_fields(wrong)?;
        Ok(self)
    }
}

/// What lies under the seal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What was proposed; `None` when it was declined.
    pub offer: Option<Offer>,
    /// What the organisation answered last.
    pub message: String,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Identifier.
    pub id: Id,
    /// To whom.
    pub organisation: Id,
    /// Where it stands.
    pub step: Step,
    /// It was accepted.
    pub accepted: bool,
    /// The activity made of it.
    pub activity: Option<Id>,
    /// Language of the mails.
    pub lang: Lang,
    /// When it arrived.
    pub received_on: Date,
    /// When its last step was taken, seconds since 1970.
    pub moved_at: i64,
    /// What is kept of it, as long as it can be read.
    pub kept: Kept,
    /// When that is forgotten; `None`: it is.
    pub forget_day: Option<Day>,
}

/// What became of the proposals of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct YearOfProposals {
    /// The year.
    pub year: i16,
    /// Received.
    pub received: u32,
    /// Accepted, whatever came after.
    pub accepted: u32,
    /// Of which an activity was made.
    pub planned: u32,
    /// Declined.
    pub declined: u32,
}

/// A count as it may be told: a small one could tell of somebody.
#[must_use]
pub fn told(count: u32) -> Option<u32> {
    (count == 0 || count >= FLOOR).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    pub fn offer() -> Offer {
        Offer {
            title: "Lire une fiche de paie".into(),
            description: "Deux heures, à plusieurs.".into(),
            audience: String::new(),
            format: Format::Workshop,
            experience: String::new(),
            availability: String::new(),
            name: "Noor".into(),
            email: String::new(),
            phone: "06 00 00 00 00".into(),
        }
    }

    #[test]
    fn somebody_can_be_reached_one_way_or_the_other() {
        assert!(offer().checked().is_ok());
        let mut nobody = Offer { phone: String::new(), ..offer() };
        assert_eq!(nobody.clone().checked().unwrap_err().fields[0].field, "email");
        nobody.email = "noor@example.org".into();
        assert!(nobody.clone().checked().is_ok());
        for phone in ["appelez-moi", "12", "06 00 00 00 00 poste Noor"] {
            let wrong = Offer { phone: phone.into(), ..offer() }.checked().unwrap_err();
            assert_eq!(wrong.fields[0].field, "phone", "{phone}");
        }
        let empty = Offer { title: " ".into(), name: "\u{7}".into(), ..offer() };
        assert_eq!(empty.checked().unwrap_err().fields.len(), 2);
    }

    #[test]
    fn no_step_leads_out_of_an_end() {
        for step in Step::ALL {
            for next in step.next() {
                assert!(step.is_open());
                assert!(!matches!(next, Step::Received | Step::Withdrawn | Step::Lapsed));
            }
        }
        assert!(!Step::Planned.is_open() && !Step::Declined.is_open());
    }

    proptest! {
        #[test]
        fn a_proposal_is_forgotten_within_its_year(steps in prop::collection::vec(0_i64..200, 0..12)) {
            let received = date(2026, 1, 1);
            let mut today = received;
            for days in steps {
                today = today.saturating_add(days.days());
                let day = forget_proposal_on(received, today);
                prop_assert!(day <= day_of(received) + i32::try_from(MOST_DAYS).unwrap());
                prop_assert!(day <= day_of(today) + i32::try_from(KEPT_DAYS).unwrap());
            }
        }
    }

    #[test]
    fn small_counts_are_not_told() {
        assert_eq!([told(0), told(1), told(4), told(5)], [Some(0), None, None, Some(5)]);
    }
}
