//! A form shown again with what was typed and what is wrong with it; `templates/fields.html` draws
//! its fields.

use base::{Kind, Problem, problem::FieldProblem};

use crate::Ctx;
use crate::form::Form;

/// A form as typed, with what is wrong with it.
pub struct Typed<'a> {
    /// The request.
    pub c: &'a Ctx,
    /// What was typed.
    pub form: Form,
    /// What is wrong with it, if anything.
    pub problem: Option<Problem>,
}

impl<'a> Typed<'a> {
    /// A form with nothing wrong.
    #[must_use]
    pub fn new(c: &'a Ctx, form: Form) -> Self {
        Self { c, form, problem: None }
    }

    /// The problem to show with the form; what the form cannot mend goes on to its own page.
    pub fn refused(mut self, problem: Problem) -> Result<Self, crate::Error> {
        match problem.kind {
            Kind::Invalid | Kind::Conflict => {
                self.problem = Some(problem);
                Ok(self)
            }
            _ => Err(problem.into()),
        }
    }

    /// The status of the page that shows it.
    #[must_use]
    pub fn status(&self) -> axum::http::StatusCode {
        let status = self.problem.as_ref().map_or(200, |p| p.kind.status());
        axum::http::StatusCode::from_u16(status).unwrap_or_default()
    }

    /// What was typed into a field.
    #[must_use]
    pub fn v(&self, name: &str) -> &str {
        self.form.get(name)
    }

    /// Whether a value is chosen.
    #[must_use]
    pub fn on(&self, name: &str, value: &str) -> bool {
        let typed = self.form.all(name);
        typed.contains(&value) || (typed.is_empty() && value.is_empty())
    }

    fn find(&self, name: &str) -> Option<&FieldProblem> {
        self.problem.as_ref()?.fields.iter().find(|f| f.field == name)
    }

    /// Whether something is wrong with a field.
    #[must_use]
    pub fn wrong(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// What is wrong with a field, in words.
    #[must_use]
    pub fn error(&self, name: &str) -> String {
        self.find(name).map(|f| self.c.problem_text(&f.message, &f.args)).unwrap_or_default()
    }

    /// Fields with something wrong, and what.
    #[must_use]
    pub fn errors(&self) -> Vec<(String, String)> {
        let fields = self.problem.iter().flat_map(|p| &p.fields);
        fields.map(|f| (f.field.to_string(), self.c.problem_text(&f.message, &f.args))).collect()
    }

    /// What is wrong with the form as a whole.
    #[must_use]
    pub fn said(&self) -> Option<String> {
        self.problem.as_ref().map(|p| self.c.problem_text(&p.message, &p.args))
    }
}
