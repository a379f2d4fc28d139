//! When a link is asked, and what its answer means.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days after which a link that answered is asked again.
const AGAIN_DAYS: i32 = 7;
/// Days in a row on which a link does not answer before it counts as dead: a server may be down for
/// one.
pub const DEAD_DAYS: i64 = 2;

/// What is known of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// When it was last asked.
    pub on: Date,
    /// On how many days in a row it did not answer.
    pub failed_days: i64,
}

/// Whether a link is to be asked on a day: the first time, a week after it answered, the next day
/// after it did not; never twice a day.
#[must_use]
pub fn is_due(known: Option<Known>, today: Date) -> bool {
    known.is_none_or(|known| {
        let wait = if known.failed_days > 0 { 1 } else { AGAIN_DAYS };
        known.on.saturating_add(wait.days()) <= today
    })
}

/// Whether a page answers: it is there, or it wants to know who asks, or to be asked less.
#[must_use]
pub fn answers(status: u16) -> bool {
    status < 400
        || matches!(status, 401 | 403 | 405 | 406 | 407 | 423 | 425 | 426 | 428 | 429 | 451)
}

/// What became of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It answers, at this address in the end.
    Alive(String),
    /// It does not.
    Dead,
    /// It leads inside, or nowhere that is asked: nothing can be said.
    Unasked,
}

/// Whether a round says anything: where many hosts were asked and none answered, it is our own line
/// that is down.
#[must_use]
pub fn is_telling(hosts: usize, alive: usize) -> bool {
    alive > 0 || hosts < 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_page_that_is_gone_does_not_answer_and_one_that_is_shy_does() {
        for (status, alive) in [(200, true), (301, true), (403, true), (429, true)] {
            assert_eq!(answers(status), alive, "{status}");
        }
        for status in [400, 404, 410, 500, 502, 503] {
            assert!(!answers(status), "{status}");
        }
        assert!(is_telling(2, 0) && is_telling(50, 1) && !is_telling(3, 0));
    }

    proptest! {
        /// A link is never asked twice a day, and one that failed is asked before one that answered.
        #[test]
        fn once_a_day_at_most(ago in 0..30i32, failed in 0..5i64) {
            let today = date(2026, 11, 25);
            let on = today.saturating_add((-ago).days());
            let due = |failed_days| is_due(Some(Known { on, failed_days }), today);
            prop_assert!(ago > 0 || !due(failed));
            prop_assert!(!due(0) || due(failed));
        }
    }
}
