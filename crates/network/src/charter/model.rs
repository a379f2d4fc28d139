//! Principles are data: a network words its own charter, and says of each principle what the
//! program can look for.

use ::store::words;
use base::{Id, Lang, Problem, problem::FieldProblem};
use jiff::civil::Date;

words! {
    /// What the program can look for, to tell whether a principle is kept.
    Rule {
        /// Nothing is paid for.
        Free = "free", "charter-rule-free";
        /// Nobody is asked who they are.
        Anonymous = "anonymous", "charter-rule-anonymous";
        /// Whoever comes is received.
        NoAppointment = "no_appointment", "charter-rule-no-appointment";
        /// Nobody is turned away for who they are.
        Everyone = "everyone", "charter-rule-everyone";
        /// Nothing: people judge it.
        Need = "need", "charter-rule-need";
    }
}

/// Most principles of a charter.
pub const MOST_PRINCIPLES: usize = 12;

/// A principle of a charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principle {
    /// What the program looks for.
    pub rule: Rule,
    /// In French.
    pub text_fr: String,
    /// In English.
    pub text_en: String,
}

impl Principle {
    /// In a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.text_en.is_empty() => &self.text_en,
            _ => &self.text_fr,
        }
    }
}

/// A version of the charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charter {
    /// Its name: a year, a number.
    pub version: String,
    /// Since when it is the one to adhere to.
    pub in_force_from: Date,
    /// Its principles, in order.
    pub principles: Vec<Principle>,
}

impl Charter {
    /// Checks what a form can get wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        let (version, length) = (self.version.trim(), self.version.chars().count());
        if version.is_empty() || length > 40 || self.version.chars().any(char::is_control) {
            wrong.push(FieldProblem::new("version", "charter-problem-version"));
        }
        if self.principles.is_empty() || self.principles.len() > MOST_PRINCIPLES {
            wrong.push(FieldProblem::new("text_fr_1", "charter-problem-principles"));
        }
        for (n, principle) in self.principles.iter().enumerate() {
            if principle.text_fr.is_empty() || principle.text_fr.chars().count() > 500 {
                let field = format!("text_fr_{}", n + 1);
                wrong.push(FieldProblem::new(field, "charter-problem-text"));
            }
            if principle.text_en.chars().count() > 500 {
                let field = format!("text_en_{}", n + 1);
                wrong.push(FieldProblem::new(field, "charter-problem-text"));
            }
        }
        Problem::from_fields(wrong)
    }

    /// The principles that a rule watches over, numbered from 1.
    pub fn watched_by(&self, rule: Rule) -> impl Iterator<Item = (usize, &Principle)> {
        let numbered = self.principles.iter().enumerate();
        numbered.filter(move |(_, p)| p.rule == rule).map(|(n, p)| (n + 1, p))
    }
}

/// That an organisation adheres to a version of the charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adherence {
    /// Identifier.
    pub id: Id,
    /// The organisation.
    pub organisation: Id,
    /// Its name.
    pub name: String,
    /// The version of the charter.
    pub charter: String,
    /// Since when.
    pub since: Date,
    /// Until when, if it has ended.
    pub ended: Option<Date>,
}

impl Adherence {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.since <= day && self.ended.is_none_or(|end| day < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_adherence_holds_from_its_first_day_to_the_day_before_its_end() {
        let mut a = Adherence {
            id: Id::new(),
            organisation: Id::new(),
            name: String::new(),
            charter: "2017".into(),
            since: date(2017, 3, 1),
            ended: None,
        };
        assert!(!a.holds(date(2017, 2, 28)));
        assert!(a.holds(date(2017, 3, 1)) && a.holds(date(2030, 1, 1)));
        a.ended = Some(date(2018, 1, 1));
        assert!(a.holds(date(2017, 12, 31)) && !a.holds(date(2018, 1, 1)));
    }

    #[test]
    fn a_charter_has_a_name_and_principles() {
        let principle =
            Principle { rule: Rule::Free, text_fr: "Gratuit.".into(), text_en: String::new() };
        let mut charter = Charter {
            version: "2027".into(),
            in_force_from: date(2027, 1, 1),
            principles: vec![principle.clone()],
        };
        charter.check().unwrap();
        assert_eq!(charter.watched_by(Rule::Free).count(), 1);
        assert_eq!(charter.watched_by(Rule::Everyone).count(), 0);
        assert_eq!(principle.text(Lang::En), "Gratuit.", "rather than nothing");
        charter.principles = vec![principle; MOST_PRINCIPLES + 1];
        assert!(charter.check().is_err());
        charter.principles.clear();
        assert!(charter.check().is_err());
    }
}
