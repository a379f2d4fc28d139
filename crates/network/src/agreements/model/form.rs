//! Forms of partnership, which a network words for itself.

use base::{Id, Lang, Problem, problem::FieldProblem};

use crate::model::PartnershipForm;

/// A form of partnership: what it asks for and what it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormOfPartnership {
    /// Identifier.
    pub id: Id,
    /// Its name in French.
    pub name_fr: String,
    /// Its name in English.
    pub name_en: String,
    /// As which of the forms known to the lists it counts there.
    pub counts_as: PartnershipForm,
    /// What it asks for, one a line, in French.
    pub asks_fr: String,
    /// The same in English.
    pub asks_en: String,
    /// What it gives, one a line, in French.
    pub gives_fr: String,
    /// The same in English.
    pub gives_en: String,
    /// Order on screens.
    pub position: i64,
}

/// The lines of a text, without empty ones.
#[must_use]
pub fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

fn either<'a>(lang: Lang, fr: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::En && !en.trim().is_empty() { en } else { fr }
}

impl FormOfPartnership {
    /// An empty one with a new identifier.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            id: Id::new(),
            name_fr: String::new(),
            name_en: String::new(),
            counts_as: PartnershipForm::Partner,
            asks_fr: String::new(),
            asks_en: String::new(),
            gives_fr: String::new(),
            gives_en: String::new(),
            position: 0,
        }
    }

    /// Its name in a language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        either(lang, &self.name_fr, &self.name_en)
    }

    /// What it asks for, in a language.
    #[must_use]
    pub fn asks(&self, lang: Lang) -> Vec<&str> {
        lines(either(lang, &self.asks_fr, &self.asks_en))
    }

    /// What it gives, in a language.
    #[must_use]
    pub fn gives(&self, lang: Lang) -> Vec<&str> {
        lines(either(lang, &self.gives_fr, &self.gives_en))
    }

    /// Checks what a form can get wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if self.name_fr.trim().is_empty() {
            wrong.push(FieldProblem::new("name_fr", "network-problem-name"));
        }
        for (field, text) in [("name_fr", &self.name_fr), ("name_en", &self.name_en)] {
            if text.chars().count() > 200 {
                wrong.push(FieldProblem::new(field, "network-problem-name"));
            }
        }
        for (field, text) in [
            ("asks_fr", &self.asks_fr),
            ("asks_en", &self.asks_en),
            ("gives_fr", &self.gives_fr),
            ("gives_en", &self.gives_en),
        ] {
            if text.chars().count() > 4_000 {
                wrong.push(FieldProblem::new(field, "agreements-problem-notes"));
            }
        }
        if !(0..=9_999).contains(&self.position) {
            wrong.push(FieldProblem::new("position", "network-problem-position"));
        }
        Problem::from_fields(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_with_something_on_them() {
        assert_eq!(lines(" Adhérer.\r\n\r\n Signer. "), ["Adhérer.", "Signer."]);
        let form = FormOfPartnership {
            name_fr: "Centre associé".into(),
            asks_fr: "Adhérer.".into(),
            asks_en: "Adhere.".into(),
            ..FormOfPartnership::blank()
        };
        form.check().unwrap();
        assert_eq!((form.name(Lang::En), form.asks(Lang::En)), ("Centre associé", vec!["Adhere."]));
        assert_eq!(form.gives(Lang::Fr), Vec::<&str>::new());
        assert_eq!(FormOfPartnership::blank().check().unwrap_err().fields[0].field, "name_fr");
    }
}
