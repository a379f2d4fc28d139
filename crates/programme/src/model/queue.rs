//! The waiting list's rule, without any database.
//!
//! *First fit*: a freed place goes to the first of the list whose group fits. So that a large
//! group is not passed over for ever, one that was passed over [`PATIENCE`] times is waited for:
//! nobody behind it moves until it fits. *Strict*: nobody ever passes anybody.

use ::store::words;

words! {
    /// Who is next.
    Fairness {
        /// The first who fits; a group passed over three times is waited for.
        FirstFit = "first_fit", "programme-fairness-first-fit";
        /// Strictly in order.
        Strict = "strict", "programme-fairness-strict";
    }
}

/// How often a group is passed over before the list waits for it.
pub const PATIENCE: u32 = 3;

/// One registration on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Places wanted, all or none.
    pub places: u32,
    /// How often it was passed over.
    pub passed: u32,
}

/// Which of the list get places when `free` are free: positions in the list, and the positions of
/// those passed over by somebody behind them.
#[must_use]
pub fn promote(mut free: u32, list: &[Waiting], rule: Fairness) -> (Vec<usize>, Vec<usize>) {
    let mut served = vec![];
    let mut left_standing = vec![];
    for (i, one) in list.iter().enumerate() {
        if free == 0 {
            break;
        }
        if one.places <= free {
            free -= one.places;
            served.push(i);
        } else if rule == Fairness::Strict || one.passed >= PATIENCE {
            break;
        } else {
            left_standing.push(i);
        }
    }
    let last = served.last().copied().unwrap_or(0);
    left_standing.retain(|&i| i < last);
    (served, left_standing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn waiting(places: u32) -> Waiting {
        Waiting { places, passed: 0 }
    }

    #[test]
    fn a_group_is_served_whole_or_not_at_all() {
        let list = [waiting(3), waiting(1), waiting(2)];
        assert_eq!(promote(2, &list, Fairness::FirstFit), (vec![1], vec![0]));
        assert_eq!(promote(2, &list, Fairness::Strict), (vec![], vec![]));
        assert_eq!(promote(4, &list, Fairness::FirstFit), (vec![0, 1], vec![]));
    }

    #[test]
    fn a_patient_group_is_waited_for() {
        let list = [Waiting { places: 3, passed: PATIENCE }, waiting(1)];
        assert_eq!(promote(2, &list, Fairness::FirstFit).0, Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn never_more_than_free_and_nobody_left_who_fits(
            free in 0u32..20,
            groups in prop::collection::vec((1u32..6, 0u32..5), 0..30),
        ) {
            let list: Vec<_> =
                groups.iter().map(|&(places, passed)| Waiting { places, passed }).collect();
            let (served, _) = promote(free, &list, Fairness::FirstFit);
            let given: u32 = served.iter().map(|&i| list[i].places).sum();
            prop_assert!(given <= free);
            let left = free - given;
            let blocked = list.iter().enumerate().find(|(i, w)| {
                !served.contains(i) && w.passed >= PATIENCE && w.places > left
            });
            let stop = blocked.map_or(list.len(), |(i, _)| i);
            for (i, one) in list.iter().enumerate().take(stop) {
                prop_assert!(served.contains(&i) || one.places > left);
            }
        }

        #[test]
        fn strict_serves_a_prefix(
            free in 0u32..20,
            groups in prop::collection::vec(1u32..6, 0..30),
        ) {
            let list: Vec<_> = groups.iter().map(|&p| waiting(p)).collect();
            let (served, passed) = promote(free, &list, Fairness::Strict);
            prop_assert_eq!(served.clone(), (0..served.len()).collect::<Vec<_>>());
            prop_assert!(passed.is_empty());
        }
    }
}
