//! How people came: counts kept of registrations that are forgotten. A count of few people could
//! tell of one of them, so small counts are added together and none below a floor is shown.

use serde::Serialize;

/// People below which a count is not shown by itself.
pub const FLOOR: u32 = 5;

/// A count of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// What it counts (`web`, `2`, `attended`); `others` for several small ones together.
    pub value: String,
    /// People.
    pub count: u32,
}

/// What is told of one thing, such as how places were taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// `channel`, `lead` or `outcome`.
    pub fact: String,
    /// Its counts; none where all of them together are too few.
    pub counts: Vec<Count>,
}

/// The counts as they may be shown: those below the floor are added together, with the next
/// smallest until the sum reaches it; what never does is not shown.
#[must_use]
pub fn floored(mut counts: Vec<Count>) -> Vec<Count> {
    counts.retain(|c| c.count > 0);
    let mut small: Vec<Count> = vec![];
    loop {
        let sum = small.iter().fold(0, |n: u32, c| n.saturating_add(c.count));
        let next = counts.iter().enumerate().min_by_key(|(_, c)| c.count);
        let Some((at, least)) = next else { break };
        // One small count alone would be told by the others and their sum.
        let hidden = small.is_empty() || (small.len() > 1 && sum >= FLOOR);
        if least.count >= FLOOR && hidden {
            break;
        }
        small.push(counts.remove(at));
    }
    let sum = small.iter().fold(0, |n: u32, c| n.saturating_add(c.count));
    if sum >= FLOOR {
        counts.push(Count { value: "others".into(), count: sum });
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(of: &[u32]) -> Vec<Count> {
        let count = |(i, n): (usize, &u32)| Count { value: i.to_string(), count: *n };
        of.iter().enumerate().map(count).collect()
    }

    #[test]
    fn few_are_added_to_others() {
        let shown = |of: &[u32]| -> Vec<(String, u32)> {
            floored(counts(of)).into_iter().map(|c| (c.value, c.count)).collect()
        };
        let named = |n: &str, c: u32| (n.to_owned(), c);
        assert_eq!(shown(&[40, 12, 7]), [named("0", 40), named("1", 12), named("2", 7)]);
        assert_eq!(shown(&[40, 12, 2]), [named("0", 40), named("others", 14)]);
        assert_eq!(shown(&[40, 3, 2]), [named("0", 40), named("others", 5)]);
        assert_eq!(shown(&[40, 1, 1]), [named("others", 42)]);
        assert_eq!(shown(&[2, 1]), []);
        assert_eq!(shown(&[0, 0]), []);
    }

    proptest! {
        #[test]
        fn nothing_small_is_shown_and_nothing_is_lost(of in proptest::collection::vec(0_u32..30, 0..8)) {
            let sum: u32 = of.iter().sum();
            let shown = floored(counts(&of));
            prop_assert!(shown.iter().all(|c| c.count >= FLOOR));
            let left: u32 = shown.iter().map(|c| c.count).sum();
            prop_assert!(left == sum || (left == 0 && sum < FLOOR));
            // A small count cannot be had by taking the others from the whole.
            let small = of.iter().filter(|n| (1..FLOOR).contains(*n)).count();
            let others = shown.iter().find(|c| c.value == "others");
            if small == 1 && sum >= FLOOR && of.iter().filter(|n| **n > 0).count() > 1 {
                prop_assert!(others.is_some_and(|o| o.count >= 2 * FLOOR - 4));
            }
        }
    }
}
