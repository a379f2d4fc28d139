//! Helping to say it better: what was understood, and a few questions that would sharpen it. Each
//! comes from a rule that can be said in words; nothing of the answers is kept.

use retrieval::Understanding;

use super::pages::HEARD;
use crate::model::Public;
use crate::themes;

/// An answer that one can touch: the words on it and what it adds to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Key of its words.
    pub label: &'static str,
    /// A theme that it asks for.
    pub theme: Option<&'static str>,
    /// A public that it asks for.
    pub public: Option<Public>,
}

/// A question that sharpens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Key of the question.
    pub ask: &'static str,
    /// Codes of the understood themes that bring it up.
    pub heard: Vec<String>,
    /// Codes of the chosen themes that do.
    pub chosen: Vec<String>,
    /// Key of why the answer matters, where that is not plain.
    pub why: Option<&'static str>,
    /// Its answers.
    pub chips: &'static [Chip],
}

const fn theme(label: &'static str, code: &'static str) -> Chip {
    Chip { label, theme: Some(code), public: None }
}

const fn public(label: &'static str, public: Public) -> Chip {
    Chip { label, theme: None, public: Some(public) }
}

struct Rule {
    /// Categories of themes that bring the question up; none: it is always asked.
    categories: &'static [&'static str],
    ask: &'static str,
    why: Option<&'static str>,
    chips: &'static [Chip],
}

/// In the order in which they are asked.
const RULES: &[Rule] = &[
    Rule {
        categories: &[
            "choisir-un-metier",
            "se-former",
            "trouver-un-emploi",
            "creer-une-entreprise",
        ],
        ask: "refine-job",
        why: None,
        chips: &[
            theme("refine-job-yes", "choisir-un-metier--confirmer-son-choix-de-metier"),
            theme(
                "refine-job-no",
                "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite",
            ),
        ],
    },
    Rule {
        categories: &["se-former", "choisir-un-metier"],
        ask: "refine-training",
        why: Some("refine-training-why"),
        chips: &[
            theme("refine-training-find", "se-former--trouver-sa-formation"),
            theme("refine-training-pay", "se-former--monter-son-dossier-de-formation"),
        ],
    },
    Rule {
        categories: &["preparer-sa-candidature", "trouver-un-emploi"],
        ask: "refine-step",
        why: None,
        chips: &[
            theme(
                "refine-step-cv",
                "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
            ),
            theme("refine-step-offers", "trouver-un-emploi--repondre-a-des-offres-demploi"),
            theme(
                "refine-step-interview",
                "trouver-un-emploi--convaincre-un-recruteur-en-entretien",
            ),
        ],
    },
    Rule {
        categories: &["lecture-ecriture-calcul"],
        ask: "refine-french",
        why: Some("refine-french-why"),
        chips: &[
            theme("refine-french-learn", "lecture-ecriture-calcul--maitriser-le-francais"),
            theme("refine-french-count", "lecture-ecriture-calcul--maitriser-le-calcul"),
        ],
    },
    Rule {
        categories: &["logement-hebergement"],
        ask: "refine-housing",
        why: Some("refine-housing-why"),
        chips: &[
            theme(
                "refine-housing-tonight",
                "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
            ),
            theme("refine-housing-keep", "logement-hebergement--se-maintenir-dans-le-logement"),
            theme("refine-housing-rent", "logement-hebergement--louer-un-logement"),
        ],
    },
    Rule {
        categories: &["numerique"],
        ask: "refine-digital",
        why: None,
        chips: &[
            theme("refine-digital-learn", "numerique--maitriser-les-fondamentaux-du-numerique"),
            theme("refine-digital-do", "numerique--acceder-a-des-services-en-ligne"),
            theme("refine-digital-get", "numerique--acquerir-un-equipement"),
        ],
    },
    Rule {
        categories: &[],
        ask: "refine-who",
        why: Some("refine-who-why"),
        chips: &[
            public("refine-who-registered", Public::JobSeekers),
            public("refine-who-young", Public::Young),
            public("refine-who-work", Public::Workers),
            public("refine-who-disabled", Public::Disabled),
        ],
    },
];

/// Most questions at once.
const MOST: usize = 3;

/// The questions that would sharpen what was understood, at most three, each with the themes that bring
/// it up; a question whose answer is already chosen is not asked again.
#[must_use]
pub fn refine(
    understanding: &Understanding,
    chosen_themes: &[String],
    chosen_publics: &[String],
) -> Vec<Question> {
    let themes = understanding.themes.iter().map(|(code, _)| code).take(HEARD);
    let heard: Vec<&String> = themes.filter(|code| !chosen_themes.contains(code)).collect();
    let of = |rule: &Rule, code: &str| {
        let category = code.split("--").next().unwrap_or_default();
        rule.categories.contains(&category)
    };
    let answered = |chip: &Chip| {
        chip.theme.is_some_and(|t| chosen_themes.iter().any(|c| c == t))
            || chip.public.is_some_and(|p| chosen_publics.iter().any(|c| c == p.code()))
    };
    let question = |rule: &Rule| Question {
        ask: rule.ask,
        heard: heard.iter().filter(|code| of(rule, code)).map(|c| (*c).clone()).collect(),
        chosen: chosen_themes.iter().filter(|code| of(rule, code)).cloned().collect(),
        why: rule.why,
        chips: rule.chips,
    };
    RULES
        .iter()
        .filter(|rule| !rule.chips.iter().any(answered))
        .map(|rule| (rule.categories.is_empty(), question(rule)))
        .filter(|(always, q)| *always || !q.heard.is_empty() || !q.chosen.is_empty())
        .map(|(_, question)| question)
        .take(MOST)
        .collect()
}

/// Neighbouring needs: the other themes of the category of the surest one, at most four.
#[must_use]
pub fn neighbours(understanding: &Understanding, chosen: &[String]) -> Vec<&'static str> {
    let first = chosen.first().or_else(|| understanding.themes.first().map(|(code, _)| code));
    let Some(first) = first else { return vec![] };
    themes::neighbours(first).filter(|code| !chosen.iter().any(|c| c == code)).take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(themes: &[&str]) -> Understanding {
        let themes = themes.iter().map(|t| ((*t).to_owned(), 1.0)).collect();
        Understanding { themes, ..Understanding::default() }
    }

    #[test]
    fn every_answer_is_a_theme_that_exists() {
        for chip in RULES.iter().flat_map(|rule| rule.chips) {
            assert!(chip.theme.is_none_or(themes::known), "{chip:?}");
            assert!(chip.theme.is_some() || chip.public.is_some(), "{chip:?}");
        }
        for category in RULES.iter().flat_map(|rule| rule.categories) {
            assert!(inclusion::Category::parse(category).is_some(), "{category}");
        }
    }

    #[test]
    fn what_is_answered_is_not_asked_again() {
        let heard = heard(&["se-former--trouver-sa-formation"]);
        let asks = |themes: &[String], publics: &[String]| -> Vec<&str> {
            refine(&heard, themes, publics).iter().map(|q| q.ask).collect()
        };
        assert_eq!(asks(&[], &[]), ["refine-job", "refine-training", "refine-who"]);
        let themes = ["se-former--trouver-sa-formation".to_owned()];
        assert_eq!(asks(&themes, &["jeunes".to_owned()]), ["refine-job"]);
        assert_eq!(refine(&Understanding::default(), &[], &[]).len(), 1);
    }

    /// Why a question is asked is what was understood or chosen, and of its own matter.
    #[test]
    fn a_question_names_the_themes_that_bring_it_up_and_no_other() {
        let offers = "trouver-un-emploi--repondre-a-des-offres-demploi".to_owned();
        let training = "se-former--trouver-sa-formation".to_owned();
        let heard = heard(&[&offers, "sante--addictions"]);
        let asked = refine(&heard, std::slice::from_ref(&training), &[]);
        let told = |ask: &str| {
            let q = asked.iter().find(|q| q.ask == ask).unwrap();
            (q.heard.clone(), q.chosen.clone())
        };
        assert_eq!(told("refine-job"), (vec![offers.clone()], vec![training]));
        assert_eq!(told("refine-step"), (vec![offers], vec![]));
        assert_eq!(told("refine-who"), (vec![], vec![]));
        assert!(asked.iter().all(|q| q.ask != "refine-training"), "its answer is chosen");
    }

    #[test]
    fn neighbours_are_of_the_same_category() {
        let near = neighbours(&heard(&["sante--addictions"]), &[]);
        assert_eq!(near.len(), 4);
        assert!(
            near.iter().all(|code| code.starts_with("sante--") && !code.contains("addictions"))
        );
    }
}
