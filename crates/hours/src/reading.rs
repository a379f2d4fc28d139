//! What was understood of a text, and what was not.

/// What was understood of a French text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it says, as an OSM `opening_hours` expression. Whatever is doubtful in it is `unknown`
    /// there, with the piece of text as a comment: it never says *open* of hours that are not sure.
    /// `None` where nothing of hours could be read.
    pub osm: Option<String>,
    /// Whether the expression says all that the text says. `false` as soon as there is a remark.
    pub certain: bool,
    /// What could not be read, or can be read in more than one way.
    pub remarks: Vec<Remark>,
}

/// A piece of text that somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What is the matter with it.
    pub kind: Doubt,
    /// The piece, as it was written.
    pub text: String,
}

/// Why a piece of text was not taken at its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// It is not about hours, or says something about them that we do not know.
    Unread,
    /// Hours, and no day.
    NoDay,
    /// Days, and no hours.
    NoHours,
    /// Two times side by side, with neither « à » nor a dash.
    Pair,
    /// A time that has no other, or whose order makes no sense.
    Order,
    /// Digits that may be one time or two.
    Odd,
    /// Two days with a dash: from one to the other, or both?
    Range,
    /// The same day twice: do the later hours replace the earlier ones, or come besides?
    Twice,
    /// « Matin » or « après-midi » that does not fit the hours, or days it may not mean.
    Part,
    /// One week in two, and not which.
    Alternate,
    /// By appointment: all of the hours, or some?
    Appointment,
    /// A period whose limits or hours are not clear.
    Period,
    /// The text names other days than the list of days beside it.
    OtherDays,
}

impl Doubt {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Unread,
        Self::NoDay,
        Self::NoHours,
        Self::Pair,
        Self::Order,
        Self::Odd,
        Self::Range,
        Self::Twice,
        Self::Part,
        Self::Alternate,
        Self::Appointment,
        Self::Period,
        Self::OtherDays,
    ];

    /// Key of the message that says it, with the piece of text as `text`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Unread => "hours-doubt-unread",
            Self::NoDay => "hours-doubt-no-day",
            Self::NoHours => "hours-doubt-no-hours",
            Self::Pair => "hours-doubt-pair",
            Self::Order => "hours-doubt-order",
            Self::Odd => "hours-doubt-odd",
            Self::Range => "hours-doubt-range",
            Self::Twice => "hours-doubt-twice",
            Self::Part => "hours-doubt-part",
            Self::Alternate => "hours-doubt-alternate",
            Self::Appointment => "hours-doubt-appointment",
            Self::Period => "hours-doubt-period",
            Self::OtherDays => "hours-doubt-other-days",
        }
    }
}
