//! Finding the days that no agreement covers, without any database.

use std::collections::BTreeMap;

use base::Id;
use jiff::civil::Date;
use network::agreements::model::Cover;

/// That somebody animated a session.
#[derive(Clone, Debug)]
pub struct Animated {
    /// The session.
    pub session: Id,
    /// Its local date.
    pub date: Date,
    /// Title of its activity.
    pub title: String,
    /// Who organises it: identifier and name.
    pub organiser: (Id, String),
    /// Who animated it: identifier and name.
    pub partner: (Id, String),
}

/// The sessions that one organisation animated for another without an agreement.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Who organised: identifier and name.
    pub organiser: (Id, String),
    /// Who animated: identifier and name.
    pub partner: (Id, String),
    /// The sessions, by date.
    pub sessions: Vec<Animated>,
}

/// What no agreement covers, by name of those who animated.
#[must_use]
pub fn gaps(animated: Vec<Animated>, covers: &[Cover]) -> Vec<Gap> {
    let mut found: BTreeMap<(String, Id, String, Id), Gap> = BTreeMap::new();
    for one in animated {
        if covers.iter().any(|c| c.binds(&one.organiser.0, &one.partner.0, one.date)) {
            continue;
        }
        let (organiser, partner) = (one.organiser.clone(), one.partner.clone());
        let key = (partner.1.clone(), partner.0.clone(), organiser.1.clone(), organiser.0.clone());
        let gap = found.entry(key).or_insert_with(|| Gap { organiser, partner, sessions: vec![] });
        gap.sessions.push(one);
    }
    let mut gaps: Vec<Gap> = found.into_values().collect();
    for gap in &mut gaps {
        gap.sessions.sort_by(|a, b| (a.date, &a.session).cmp(&(b.date, &b.session)));
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_session_is_covered_on_the_days_of_an_agreement_of_both_and_on_no_other() {
        let id = |text: &str| Id::parse(text).unwrap();
        let one = |partner: &str, day| Animated {
            session: Id::new(),
            date: day,
            title: String::new(),
            organiser: (id("library"), "Bpi".into()),
            partner: (id(partner), partner.into()),
        };
        let (first, last) = (date(2016, 1, 1), date(2016, 12, 31));
        let covers = [
            Cover { parties: vec![id("library"), id("tip")], from: first, to: Some(last) },
            Cover { parties: vec![id("centre"), id("admissions")], from: first, to: None },
        ];
        let animated = vec![
            one("tip", date(2017, 1, 1)),
            one("tip", date(2015, 12, 31)),
            one("tip", first),
            one("tip", last),
            one("admissions", first),
        ];
        let gaps = gaps(animated, &covers);
        let days = |n: usize| gaps[n].sessions.iter().map(|s| s.date).collect::<Vec<_>>();
        assert_eq!(gaps.len(), 2);
        assert_eq!((gaps[0].partner.1.as_str(), days(0)), ("admissions", vec![first]));
        assert_eq!(days(1), [date(2015, 12, 31), date(2017, 1, 1)]);
    }
}
