//! What is wrong with an expression that somebody typed.

use opening_hours_syntax::{Error, RuleKind};

use crate::expression::{Expression, Join};

/// OSM allows no more.
const LONGEST: usize = 255;
/// Ours may hold remarks.
const LONGEST_HERE: usize = 2_000;

/// Why an expression cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong.
    pub kind: InvalidKind,
    /// The piece of the expression from which on it cannot be read; empty where there is none.
    pub at: String,
}

/// What can be wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidKind {
    /// Nothing is there.
    Empty,
    /// Too long.
    Long,
    /// It cannot be read from somewhere on.
    Syntax,
    /// A number, time or range that cannot be.
    Range,
    /// It is French prose, which can be converted.
    Prose,
    /// It never opens.
    Never,
    /// Holidays, weekdays and a season in one rule: more than can be evaluated.
    Mixed,
}

impl InvalidKind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Empty, Self::Long, Self::Syntax, Self::Range, Self::Prose, Self::Never, Self::Mixed];

    /// Key of the message that says it, with the piece of text as `text`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "hours-problem-empty",
            Self::Long => "hours-problem-long",
            Self::Syntax => "hours-problem-syntax",
            Self::Range => "hours-problem-range",
            Self::Prose => "hours-problem-prose",
            Self::Never => "hours-problem-never",
            Self::Mixed => "hours-problem-mixed",
        }
    }
}

impl Invalid {
    fn new(kind: InvalidKind, at: impl Into<String>) -> Self {
        Self { kind, at: at.into() }
    }
}

/// What is wrong with this expression, typed by a person; `None` when it can be kept.
#[must_use]
pub fn problem(osm: &str) -> Option<Invalid> {
    let expression = match checked(osm) {
        Ok(expression) => expression,
        Err(invalid) => return Some(invalid),
    };
    if expression.rules().iter().all(|r| r.kind == RuleKind::Closed) {
        return Some(Invalid::new(InvalidKind::Never, ""));
    }
    let mixed = expression.rules().iter().zip(&expression.joins).any(|(rule, join)| {
        let days = &rule.day_selector;
        *join == Join::Unclear
            || (*join == Join::And && !(days.monthday.is_empty() && days.year.is_empty()))
    });
    mixed.then(|| Invalid::new(InvalidKind::Mixed, ""))
}

/// The expression, if it can be evaluated.
pub(crate) fn checked(osm: &str) -> Result<Expression, Invalid> {
    let text = osm.trim();
    if text.is_empty() {
        return Err(Invalid::new(InvalidKind::Empty, ""));
    }
    let letters = text.chars().count();
    if letters > LONGEST_HERE || (letters > LONGEST && !text.contains('"')) {
        return Err(Invalid::new(InvalidKind::Long, ""));
    }
    Expression::parse(text).map_err(|error| match error {
        Error::Syntax(error) => {
            if crate::from_french(text).osm.is_some() {
                return Invalid::new(InvalidKind::Prose, text);
            }
            let at = match error.location {
                pest::error::InputLocation::Pos(at) => at,
                pest::error::InputLocation::Span((at, _)) => at,
            };
            Invalid::new(InvalidKind::Syntax, text.get(at..).unwrap_or_default())
        }
        _ => Invalid::new(InvalidKind::Range, ""),
    })
}
