//! Helping to say it better: what was understood, and a few questions that would sharpen it. Each
//! comes from a rule that can be said in words; nothing of the answers is kept.

use retrieval::Understanding;

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
    /// Key of why it is asked.
    pub because: &'static str,
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
    /// Categories of themes that bring the question up.
    categories: &'static [&'static str],
    ask: &'static str,
    because: &'static str,
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
        because: "refine-job-because",
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
        because: "refine-training-because",
        chips: &[
            theme("refine-training-find", "se-former--trouver-sa-formation"),
            theme("refine-training-pay", "se-former--monter-son-dossier-de-formation"),
        ],
    },
    Rule {
        categories: &["preparer-sa-candidature", "trouver-un-emploi"],
        ask: "refine-step",
        because: "refine-step-because",
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
        because: "refine-french-because",
        chips: &[
            theme("refine-french-learn", "lecture-ecriture-calcul--maitriser-le-francais"),
            theme("refine-french-count", "lecture-ecriture-calcul--maitriser-le-calcul"),
        ],
    },
    Rule {
        categories: &["logement-hebergement"],
        ask: "refine-housing",
        because: "refine-housing-because",
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
        because: "refine-digital-because",
        chips: &[
            theme("refine-digital-learn", "numerique--maitriser-les-fondamentaux-du-numerique"),
            theme("refine-digital-do", "numerique--acceder-a-des-services-en-ligne"),
            theme("refine-digital-get", "numerique--acquerir-un-equipement"),
        ],
    },
    Rule {
        categories: &[],
        ask: "refine-who",
        because: "refine-who-because",
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

/// The questions that would sharpen what was understood, at most three; a question whose answer is
/// already chosen is not asked again.
#[must_use]
pub fn refine(
    understanding: &Understanding,
    chosen_themes: &[String],
    chosen_publics: &[String],
) -> Vec<Question> {
    let heard = understanding.themes.iter().map(|(code, _)| code.as_str()).take(3);
    let heard: Vec<&str> = heard.chain(chosen_themes.iter().map(String::as_str)).collect();
    let of = |category: &str| heard.iter().any(|code| code.split("--").next() == Some(category));
    let answered = |chip: &Chip| {
        chip.theme.is_some_and(|t| chosen_themes.iter().any(|c| c == t))
            || chip.public.is_some_and(|p| chosen_publics.iter().any(|c| c == p.code()))
    };
    RULES
        .iter()
        .filter(|rule| rule.categories.is_empty() || rule.categories.iter().any(|c| of(c)))
        .filter(|rule| !rule.chips.iter().any(answered))
        .take(MOST)
        .map(|rule| Question { ask: rule.ask, because: rule.because, chips: rule.chips })
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

    #[test]
    fn neighbours_are_of_the_same_category() {
        let near = neighbours(&heard(&["sante--addictions"]), &[]);
        assert_eq!(near.len(), 4);
        assert!(
            near.iter().all(|code| code.starts_with("sante--") && !code.contains("addictions"))
        );
    }
}
