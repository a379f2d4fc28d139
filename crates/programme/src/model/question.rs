//! Questions that an organiser adds to the registration. All of them are optional; answers are
//! kept apart from registrations and from one another.

use base::{Id, Problem, problem::FieldProblem};

use ::store::words;

words! {
    /// How a question is answered.
    QuestionKind {
        /// One of several answers. Only counts are kept.
        Choice = "choice", "programme-question-kind-choice";
        /// In a few words. Sealed until they are forgotten.
        Words = "words", "programme-question-kind-words";
    }
}

words! {
    /// What a question asks for that tells who somebody is.
    Identity {
        /// Name.
        Name = "name", "programme-identity-name";
        /// Date of birth. An age band does not.
        BirthDate = "birth_date", "programme-identity-birth-date";
        /// Social-security number (NIR).
        SocialSecurity = "social_security", "programme-identity-social-security";
        /// Number given by the employment service.
        JobSeeker = "job_seeker", "programme-identity-job-seeker";
        /// Telephone, address.
        Contact = "contact", "programme-identity-contact";
    }
}

/// Longest answer in words, in characters.
pub const MOST_ANSWER: usize = 300;
/// Most questions of an activity: a form that asks more is no longer a short one.
pub const MOST_QUESTIONS: usize = 4;
/// Count under which an answer to a sensitive question is not shown, and not kept for good.
pub const FLOOR: u32 = 5;

/// Words that tell what is asked for, folded by [`tables::normal`], each whole.
const SIGNS: [(Identity, &[&str]); 5] = [
    (
        Identity::SocialSecurity,
        &[
            "securite sociale",
            "numero de secu",
            "numero secu",
            "no de secu",
            "num secu",
            "nir",
            "carte vitale",
            "social security",
            "insurance number",
        ],
    ),
    (
        Identity::JobSeeker,
        &[
            "identifiant france travail",
            "numero france travail",
            "identifiant pole emploi",
            "numero pole emploi",
            "numero de demandeur d emploi",
            "numero demandeur d emploi",
            "numero d inscription a france travail",
            "numero d inscription a pole emploi",
            "identifiant demandeur d emploi",
            "numero d allocataire",
            "numero allocataire",
            "numero caf",
            "job seeker number",
            "jobseeker number",
        ],
    ),
    (
        Identity::BirthDate,
        &[
            "date de naissance",
            "jour de naissance",
            "ne e le",
            "nee le",
            "ne le",
            "ddn",
            "birth date",
            "birthdate",
            "date of birth",
            "birthday",
        ],
    ),
    (
        Identity::Contact,
        &[
            "telephone",
            "portable",
            "adresse mail",
            "adresse e mail",
            "adresse electronique",
            "adresse postale",
            "adresse personnelle",
            "votre adresse",
            "courriel",
            "e mail",
            "email",
            "phone",
            "your address",
        ],
    ),
    (
        Identity::Name,
        &[
            "nom",
            "noms",
            "prenom",
            "prenoms",
            "patronyme",
            "surname",
            "last name",
            "first name",
            "full name",
            "your name",
            "comment vous appelez vous",
        ],
    ),
];

impl Identity {
    /// What a text asks for, if it asks who somebody is.
    #[must_use]
    pub fn asked_by(text: &str) -> Option<Self> {
        let folded = format!(" {} ", tables::normal(text)).replace(" n ", " numero ");
        // « Le nom de votre métier » names something else.
        let named = [" nom de votre ", " nom de l ", " nom du ", " nom de la ", " nom d un "];
        let of_a_thing = named.iter().any(|words| folded.contains(words));
        let asks = |(identity, words): &(Self, &[&str])| {
            let found = words.iter().any(|word| folded.contains(&format!(" {word} ")));
            found && !(*identity == Self::Name && of_a_thing)
        };
        SIGNS.iter().find(|sign| asks(sign)).map(|(identity, _)| *identity)
    }
}

/// A question as it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Identifier.
    pub id: Id,
    /// Of which activity.
    pub activity: Id,
    /// What it asks.
    pub draft: QuestionDraft,
    /// Since when, seconds since 1970.
    pub asked_at: i64,
    /// Until when, if it is asked no longer.
    pub ended_at: Option<i64>,
}

impl Question {
    /// Name of its field in a form.
    #[must_use]
    pub fn field(&self) -> String {
        format!("q-{}", self.id)
    }
}

/// What a coordinator writes of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionDraft {
    /// The question, 1 to 200 characters.
    pub label: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The answers to choose from, 2 to 12; none where it is answered in words.
    pub choices: Vec<String>,
    /// Health, origin, opinions… (GDPR, article 9): answered by choice alone, and small counts are
    /// not shown.
    pub sensitive: bool,
    /// Days after the session at which words are erased and small counts with them, 1 to 30.
    pub keep_days: u32,
}

impl QuestionDraft {
    /// What it asks for that tells who somebody is.
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        Identity::asked_by(&self.label)
    }

    /// Checks it. `anyway`: a question that asks who somebody is was written on purpose.
    pub fn check(&self, anyway: bool) -> Result<(), Problem> {
        let mut wrong = vec![];
        let length = |text: &str| text.chars().count();
        if self.label.trim().is_empty() {
            wrong.push(FieldProblem::new("label", "problem-field-required"));
        } else if length(&self.label) > 200 {
            let mut problem = FieldProblem::new("label", "problem-field-too-long");
            problem.args.push(("most", "200".into()));
            wrong.push(problem);
        } else if let Some(identity) = self.identity()
            && !anyway
        {
            wrong.push(FieldProblem::new("label", discouraged(identity)));
        }
        if !(1..=30).contains(&self.keep_days) {
            wrong.push(FieldProblem::new("keep_days", "problem-question-days"));
        }
        match self.kind {
            QuestionKind::Choice => {
                let mut distinct = self.choices.clone();
                distinct.sort();
                distinct.dedup();
                let too_long = self.choices.iter().any(|c| c.trim().is_empty() || length(c) > 80);
                let number = (2..=12).contains(&self.choices.len());
                if !number || too_long || distinct.len() != self.choices.len() {
                    wrong.push(FieldProblem::new("choices", "problem-question-choices"));
                }
            }
            QuestionKind::Words if self.sensitive => {
                wrong.push(FieldProblem::new("sensitive", "problem-question-sensitive"));
            }
            QuestionKind::Words => {}
        }
        Problem::from_fields(wrong)
    }

    /// An answer as it may be kept; the key of what is wrong with it otherwise.
    pub fn accepts(&self, answer: &str) -> Result<String, &'static str> {
        let answer = answer.trim().replace(char::is_control, " ");
        match self.kind {
            QuestionKind::Choice if !self.choices.contains(&answer) => {
                Err("problem-answer-unknown")
            }
            QuestionKind::Words if answer.chars().count() > MOST_ANSWER => {
                Err("problem-answer-long")
            }
            _ => Ok(answer),
        }
    }
}

/// Why such a question should not be asked, and what to ask instead.
fn discouraged(identity: Identity) -> &'static str {
    match identity {
        Identity::Name => "problem-question-name",
        Identity::BirthDate => "problem-question-birth-date",
        Identity::SocialSecurity => "problem-question-social-security",
        Identity::JobSeeker => "problem-question-job-seeker",
        Identity::Contact => "problem-question-contact",
    }
}

/// What a question was answered, over all sessions of its activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: Question,
    /// Choices and how often they were chosen; `None`: so rarely that it is not shown.
    pub counts: Vec<(String, Option<u32>)>,
    /// Date of the session and what was written, in no order that tells who.
    pub words: Vec<(jiff::civil::Date, String)>,
}

/// The counts of a question as they may be shown.
#[must_use]
pub fn shown(draft: &QuestionDraft, counts: &[(String, u32)]) -> Vec<(String, Option<u32>)> {
    let of = |choice: &String| counts.iter().find(|(c, _)| c == choice).map_or(0, |(_, n)| *n);
    let show = |n: u32| (!draft.sensitive || n >= FLOOR).then_some(n);
    draft.choices.iter().map(|choice| (choice.clone(), show(of(choice)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(label: &str) -> QuestionDraft {
        QuestionDraft {
            label: label.into(),
            kind: QuestionKind::Words,
            choices: vec![],
            sensitive: false,
            keep_days: 7,
        }
    }

    #[test]
    fn asking_who_somebody_is_is_noticed_and_nothing_else() {
        for (label, identity) in [
            ("Votre nom", Identity::Name),
            ("NOM ET PRÉNOM :", Identity::Name),
            ("Nom de famille", Identity::Name),
            ("What is your full name?", Identity::Name),
            ("Date de naissance (jj/mm/aaaa)", Identity::BirthDate),
            ("Né(e) le", Identity::BirthDate),
            ("N° de sécurité sociale", Identity::SocialSecurity),
            ("Votre n° sécu", Identity::SocialSecurity),
            ("NIR", Identity::SocialSecurity),
            ("Identifiant France Travail", Identity::JobSeeker),
            ("Numéro de demandeur d’emploi", Identity::JobSeeker),
            ("N° Pôle emploi", Identity::JobSeeker),
            ("Téléphone portable", Identity::Contact),
            ("Une adresse e-mail où vous joindre", Identity::Contact),
        ] {
            assert_eq!(Identity::asked_by(label), Some(identity), "{label}");
        }
        for label in [
            "Qu’attendez-vous de cet atelier ?",
            "Le nom de votre dernier métier",
            "Votre tranche d’âge",
            "Êtes-vous inscrit à France Travail ?",
            "Comment avez-vous connu l’atelier ?",
            "Combien d’années d’expérience ?",
            "Avez-vous un ordinateur ?",
            "Quel nombre de personnes dans votre entreprise ?",
        ] {
            assert_eq!(Identity::asked_by(label), None, "{label}");
        }
        assert!(draft("Votre nom").check(false).is_err());
        assert!(draft("Votre nom").check(true).is_ok());
    }

    #[test]
    fn what_is_sensitive_is_never_kept_in_words_and_small_counts_are_not_shown() {
        let mut d = QuestionDraft { sensitive: true, ..draft("Avez-vous une RQTH ?") };
        assert!(d.check(false).is_err());
        d.kind = QuestionKind::Choice;
        d.choices = vec!["Oui".into(), "Non".into(), "Je ne sais pas".into()];
        d.check(false).unwrap();
        let counts = [("Oui".to_owned(), 4), ("Non".to_owned(), 12)];
        let told: Vec<_> = shown(&d, &counts).into_iter().map(|(_, n)| n).collect();
        assert_eq!(told, [None, Some(12), None], "none and few look alike");
        d.sensitive = false;
        let told: Vec<_> = shown(&d, &counts).into_iter().map(|(_, n)| n).collect();
        assert_eq!(told, [Some(4), Some(12), Some(0)]);
    }

    #[test]
    fn an_answer_is_one_of_the_choices_or_a_few_words() {
        let mut d = draft("Qu’attendez-vous de cet atelier ?");
        assert_eq!(d.accepts(" refaire\nmon CV "), Ok("refaire mon CV".into()));
        assert!(d.accepts(&"x".repeat(MOST_ANSWER + 1)).is_err());
        d.kind = QuestionKind::Choice;
        d.choices = vec!["Oui".into(), "Non".into()];
        assert!(d.accepts("Peut-être").is_err());
        assert_eq!(d.accepts("Oui"), Ok("Oui".into()));
        d.choices.push("Oui".into());
        assert!(d.check(false).is_err(), "twice the same answer");
    }
}
