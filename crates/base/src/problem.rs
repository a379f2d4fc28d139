//! One shape for everything that can be said to a person who asked for something we cannot do.
//! Rooms have typed errors of their own; each turns into a `Problem`, and the site turns the
//! `Problem` into a page, an RFC 9457 document or a line on the command line, in one place.

use std::borrow::Cow;

/// What went wrong, in the terms that decide the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request cannot be read or breaks a rule (422).
    Invalid,
    /// Sign in first (401).
    SignIn,
    /// Signed in, but not allowed (403).
    Forbidden,
    /// No such record, or none that this person may see (404).
    NotFound,
    /// It existed and is over, or was taken back (410).
    Gone,
    /// The state of the record forbids it: full, closed, cancelled (409).
    Conflict,
    /// The request did not arrive in time (408).
    Slow,
    /// Too many requests (429).
    TooMany,
    /// Too large (413).
    TooLarge,
    /// Try again later (503).
    Unavailable,
    /// Our fault (500).
    Internal,
}

impl Kind {
    /// HTTP status code.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Invalid => 422,
            Self::SignIn => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Gone => 410,
            Self::Conflict => 409,
            Self::Slow => 408,
            Self::TooMany => 429,
            Self::TooLarge => 413,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

/// A refusal that says what the person can do: a message of the catalogues with its arguments,
/// and for forms the fields that need another look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Decides the status.
    pub kind: Kind,
    /// Key of the message in the catalogues (`problem-session-full`).
    pub message: Cow<'static, str>,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
    /// Form fields and the key of what is wrong with each.
    pub fields: Vec<FieldProblem>,
    /// For the log only; never shown, never holds personal data.
    pub detail: String,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Name of the field as in the form or JSON body.
    pub field: Cow<'static, str>,
    /// Key of the message in the catalogues.
    pub message: Cow<'static, str>,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem of this kind with the message of this key.
    pub fn new(kind: Kind, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, message: message.into(), args: vec![], fields: vec![], detail: String::new() }
    }

    /// Adds an argument of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds a field that needs another look.
    #[must_use]
    pub fn field(
        mut self,
        field: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.fields.push(FieldProblem {
            field: field.into(),
            message: message.into(),
            args: vec![],
        });
        self
    }

    /// Adds words for the log.
    #[must_use]
    pub fn because(mut self, detail: impl ToString) -> Self {
        self.detail = detail.to_string();
        self
    }

    /// A form with these wrong fields, or `Ok` when there are none.
    pub fn from_fields(fields: Vec<FieldProblem>) -> Result<(), Self> {
        if fields.is_empty() {
            return Ok(());
        }
        Err(Self { fields, ..Self::new(Kind::Invalid, "problem-form") })
    }
}

impl FieldProblem {
    /// What is wrong with one field.
    pub fn new(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), message: message.into(), args: vec![] }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.message)?;
        if !self.detail.is_empty() {
            write!(f, " ({})", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
