//! Pages of the shell itself.

use askama::Template;

use crate::Ctx;

/// A refusal that says what to do.
#[derive(Template)]
#[template(path = "problem.html")]
pub struct ProblemPage<'a> {
    /// Context.
    pub c: &'a Ctx,
    /// What happened and what to do.
    pub title: String,
    /// Fields that need another look.
    pub fields: Vec<String>,
    /// Offer to sign in.
    pub sign_in: bool,
}
