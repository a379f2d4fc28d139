//! Circles: who stands how close to which centre, and since when.

use ::store::words;
use base::{Id, Problem, problem::FieldProblem};
use jiff::civil::Date;

use crate::model::Circle;

words! {
    /// What an organisation is to a centre: its circle, and its part in it where that is known.
    Bond {
        /// First circle, without saying more.
        First = "first", "agreements-bond-first";
        /// First circle: signed the agreement that founded the centre.
        Signatory = "signatory", "agreements-bond-signatory";
        /// First circle: always there.
        PermanentActor = "permanent_actor", "agreements-bond-permanent-actor";
        /// First circle: counsels people on the hubs.
        Counsel = "counsel", "agreements-bond-counsel";
        /// Paid for what it does.
        ServiceProvider = "service_provider", "agreements-bond-service-provider";
        /// Second circle, without saying more.
        Second = "second", "agreements-bond-second";
        /// Second circle: comes back regularly.
        RecurringActor = "recurring_actor", "agreements-bond-recurring-actor";
        /// Second circle: animates workshops and clubs.
        Animator = "animator", "agreements-bond-animator";
    }
}

impl Bond {
    /// The circle it lies in.
    #[must_use]
    pub fn circle(self) -> Circle {
        match self {
            Self::First | Self::Signatory | Self::PermanentActor | Self::Counsel => Circle::First,
            Self::ServiceProvider => Circle::ServiceProvider,
            Self::Second | Self::RecurringActor | Self::Animator => Circle::Second,
        }
    }
}

/// That an organisation stands in a circle of a centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Identifier.
    pub id: Id,
    /// The organisation.
    pub organisation: Id,
    /// Its name.
    pub name: String,
    /// The centre.
    pub with: Id,
    /// The name of the centre.
    pub with_name: String,
    /// What the organisation is to the centre.
    pub bond: Bond,
    /// First day; `None`: it is not known.
    pub since: Option<Date>,
    /// Last day; `None`: it goes on.
    pub until: Option<Date>,
}

impl Relation {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The closest circle among those that hold on a day.
    #[must_use]
    pub fn closest(all: &[Self], day: Date) -> Option<Circle> {
        let circles = all.iter().filter(|r| r.holds(day)).map(|r| r.bond.circle());
        circles.min_by_key(|circle| Circle::ALL.iter().position(|one| one == circle))
    }

    /// Checks what a form can get wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if self.organisation == self.with {
            wrong.push(FieldProblem::new("organisation", "agreements-problem-itself"));
        }
        if self.since.zip(self.until).is_some_and(|(since, until)| until < since) {
            wrong.push(FieldProblem::new("until", "agreements-problem-until"));
        }
        Problem::from_fields(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn relation(bond: Bond, since: Option<Date>, until: Option<Date>) -> Relation {
        Relation {
            id: Id::new(),
            organisation: Id::new(),
            name: String::new(),
            with: Id::new(),
            with_name: String::new(),
            bond,
            since,
            until,
        }
    }

    #[test]
    fn the_closest_circle_of_those_that_hold() {
        let all = [
            relation(Bond::Animator, None, None),
            relation(Bond::Counsel, Some(date(2016, 1, 1)), Some(date(2016, 12, 31))),
            relation(Bond::ServiceProvider, Some(date(2018, 1, 1)), None),
        ];
        for (day, circle) in [
            (date(2015, 12, 31), Circle::Second),
            (date(2016, 1, 1), Circle::First),
            (date(2016, 12, 31), Circle::First),
            (date(2017, 1, 1), Circle::Second),
            (date(2018, 1, 1), Circle::ServiceProvider),
        ] {
            assert_eq!(Relation::closest(&all, day), Some(circle), "{day}");
        }
        assert_eq!(Relation::closest(&all[1..2], date(2017, 1, 1)), None);
    }

    #[test]
    fn every_circle_is_a_bond_by_its_own_word() {
        for circle in Circle::ALL {
            assert_eq!(Bond::parse(circle.code()).map(Bond::circle), Some(*circle));
        }
    }

    #[test]
    fn nobody_stands_in_a_circle_of_their_own_nor_leaves_before_they_come() {
        let mut one = relation(Bond::Second, Some(date(2016, 1, 2)), Some(date(2016, 1, 1)));
        assert_eq!(one.check().unwrap_err().fields[0].field, "until");
        one.until = None;
        one.check().unwrap();
        one.with = one.organisation.clone();
        assert_eq!(one.check().unwrap_err().fields[0].field, "organisation");
    }
}
