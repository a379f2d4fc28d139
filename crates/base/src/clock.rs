//! Time as the program sees it. Whatever depends on "now" is handed a [`Clock`], so that tests
//! can choose the moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Where "now" comes from. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock set by hand, in seconds since 1970-01-01T00:00Z.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `at` until it is set again.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.as_second())))
    }

    /// Moves a fixed clock; does nothing to the machine's.
    pub fn set(&self, at: Timestamp) {
        if let Self::Fixed(seconds) = self {
            seconds.store(at.as_second(), Ordering::SeqCst);
        }
    }

    /// The moment it is now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(s) => {
                Timestamp::from_second(s.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
            }
        }
    }

    /// Now, in whole seconds since 1970-01-01T00:00Z, as the database keeps moments.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.now().as_second()
    }
}
