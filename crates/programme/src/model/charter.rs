//! What in an activity departs from the charter. The program has no field for a price and asks for
//! no registration where a format is open to all; what is left is what people write: a price in
//! words, a question that asks who somebody is, a public that shuts others out.

use network::charter::Rule;

use ::store::words;

use super::{ActivityDraft, Question};
use crate::model::{Format, RegistrationMode, Session, SessionStatus};

words! {
    /// What shows that something departs from the charter.
    Sign {
        /// Money is asked for.
        Price = "price", "charter-sign-price";
        /// A question of the registration asks who somebody is.
        IdentityAsked = "identity_asked", "charter-sign-identity-asked";
        /// Papers or numbers are asked for.
        IdentityPapers = "identity_papers", "charter-sign-identity-papers";
        /// An appointment is asked for.
        Appointment = "appointment", "charter-sign-appointment";
        /// Registration is asked for where a format is open to whoever comes.
        Registration = "registration", "charter-sign-registration";
        /// Some are let in and others not.
        Restricted = "restricted", "charter-sign-restricted";
    }
}

impl Sign {
    /// The rule it departs from.
    #[must_use]
    pub fn rule(self) -> Rule {
        match self {
            Self::Price => Rule::Free,
            Self::IdentityAsked | Self::IdentityPapers => Rule::Anonymous,
            Self::Appointment | Self::Registration => Rule::NoAppointment,
            Self::Restricted => Rule::Everyone,
        }
    }
}

/// Whether a format is open to anyone who comes, so that no registration may be asked for.
#[must_use]
pub fn drop_in(format: Format) -> bool {
    matches!(format, Format::DropIn | Format::CoSearching)
}

const PAPERS: [&str; 12] = [
    "piece d identite",
    "carte d identite",
    "carte nationale d identite",
    "titre de sejour",
    "carte vitale",
    "identifiant france travail",
    "identifiant pole emploi",
    "numero de demandeur d emploi",
    "numero de securite sociale",
    "inscription nominative",
    "identity card",
    "proof of identity",
];

const PAID: [&str; 7] = [
    "payant",
    "payante",
    "payants",
    "payantes",
    "paiement",
    "adhesion obligatoire",
    "cotisation obligatoire",
];

const PRICE_OF: [&str; 14] = [
    "tarif",
    "tarifs",
    "prix",
    "cout",
    "frais",
    "participation",
    "droit d entree",
    "entree",
    "billet",
    "adhesion",
    "cotisation",
    "par personne",
    "price",
    "fee",
];

const SHUT: [&str; 15] = [
    "reserve aux",
    "reservee aux",
    "reserves aux",
    "reserve a nos",
    "reservee a nos",
    "exclusivement",
    "uniquement pour",
    "uniquement les",
    "uniquement aux",
    "sur prescription",
    "abonnes uniquement",
    "adherents uniquement",
    "inscrits uniquement",
    "members only",
    "subscribers only",
];

/// A sentence folded for comparison, with a space at each end.
fn folded(sentence: &str) -> String {
    format!(" {} ", tables::normal(sentence))
}

fn has(folded: &str, words: &[&str]) -> bool {
    words.iter().any(|word| folded.contains(&format!(" {word} ")))
}

/// Amounts of money in a sentence, without their cents.
fn amounts(sentence: &str) -> Vec<u64> {
    let text = sentence.to_lowercase().replace('€', " € ").replace(['\u{a0}', '\u{202f}'], " ");
    let mut found = vec![];
    let mut number = String::new();
    for token in text.split_whitespace() {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '€');
        if matches!(word, "€" | "euro" | "euros" | "eur") {
            let whole = number.split([',', '.']).next().unwrap_or_default();
            found.extend(whole.parse::<u64>().ok());
        }
        let digits = token.trim_matches(|c: char| !c.is_ascii_digit());
        if digits.is_empty() {
            number.clear();
        } else {
            number.push_str(digits);
        }
    }
    found
}

/// Whether a sentence asks for money: a price and what it is the price of, or "payant" without
/// "non".
fn asks_for_money(sentence: &str) -> bool {
    let words = folded(sentence);
    let denied = ["non payant", "pas payant", "sans paiement", "aucun paiement", "aucun frais"];
    let paid = has(&words, &PAID) && !denied.iter().any(|d| words.contains(d));
    paid || (has(&words, &PRICE_OF) && amounts(sentence).iter().any(|n| *n > 0))
}

fn asks_for_papers(sentence: &str) -> bool {
    let words = folded(sentence);
    has(&words, &PAPERS) && !words.contains(" sans ") && !words.contains(" aucun")
}

fn asks_for_appointment(sentence: &str) -> bool {
    let words = folded(sentence);
    let asked = ["sur rendez vous", "sur rdv", "prendre rendez vous", "prendre rdv"];
    has(&words, &asked) || has(&words, &["rendez vous obligatoire", "by appointment"])
}

fn shuts_out(sentence: &str) -> bool {
    has(&folded(sentence), &SHUT)
}

/// What in an activity departs from the charter: the sign, and the words or the question that show
/// it. In the order of the signs, each once.
#[must_use]
pub fn departures(
    draft: &ActivityDraft,
    sessions: &[Session],
    questions: &[Question],
) -> Vec<(Sign, String)> {
    let mut found: Vec<(Sign, String)> = vec![];
    let mut note = |sign, subject: &str| {
        let subject: String = subject.trim().chars().take(200).collect();
        let known = found.iter().any(|(s, w)| *s == sign && *w == subject);
        if !known {
            found.push((sign, subject));
        }
    };
    let live = |s: &&Session| matches!(s.status, SessionStatus::Published | SessionStatus::Draft);
    let mut texts: Vec<&str> = vec![&draft.title, &draft.summary, &draft.description];
    texts.push(&draft.contact);
    texts.extend(sessions.iter().filter(live).map(|s| s.draft.access.as_str()));
    // A public is said as a phrase: it is read as a whole.
    texts.push(&draft.audience);
    for sentence in texts.into_iter().flat_map(|text| text.split(['.', ';', '!', '?', '\n'])) {
        if asks_for_money(sentence) {
            note(Sign::Price, sentence);
        }
        if asks_for_papers(sentence) {
            note(Sign::IdentityPapers, sentence);
        }
        if drop_in(draft.format) && asks_for_appointment(sentence) {
            note(Sign::Appointment, sentence);
        }
        if shuts_out(sentence) {
            note(Sign::Restricted, sentence);
        }
    }
    let asked = questions.iter().filter(|q| q.ended_at.is_none());
    for question in asked.filter(|q| q.draft.identity().is_some()) {
        note(Sign::IdentityAsked, &question.draft.label);
    }
    let registered = |s: &Session| s.draft.registration != RegistrationMode::None;
    if drop_in(draft.format) {
        for session in sessions.iter().filter(live).filter(|s| registered(s)) {
            note(Sign::Registration, &session.draft.date.to_string());
        }
    }
    found.sort_by_key(|(sign, _)| Sign::ALL.iter().position(|s| s == sign));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Id;
    use jiff::civil::{date, time};

    use crate::model::SessionDraft;

    fn signs(text: &str) -> Vec<Sign> {
        let draft = ActivityDraft { description: text.into(), ..ActivityDraft::blank() };
        departures(&draft, &[], &[]).into_iter().map(|(sign, _)| sign).collect()
    }

    #[test]
    fn a_price_is_noticed_and_money_that_is_not_one_is_not() {
        for text in [
            "Tarif : 5 €",
            "Participation aux frais de 10 euros.",
            "Entrée : 3,50 €",
            "Atelier payant",
            "Gratuit pour les abonnés. Sinon 1 200 € par personne",
            "Adhésion obligatoire à l’association",
        ] {
            assert_eq!(signs(text), [Sign::Price], "{text}");
        }
        for text in [
            "Tarif : gratuit",
            "Entrée libre, 0 €",
            "Comment obtenir une aide de 500 € pour son permis",
            "Un salaire de 1 800 euros, est-ce bien payé ?",
            "Atelier non payant",
            "Négocier le prix de ses prestations",
            "Aucun frais d’inscription",
        ] {
            assert_eq!(signs(text), [], "{text}");
        }
    }

    #[test]
    fn papers_and_shut_doors_are_noticed() {
        assert_eq!(signs("Se munir d’une pièce d’identité"), [Sign::IdentityPapers]);
        assert_eq!(signs("Sans pièce d’identité ni inscription"), []);
        let audience = |text: &str| {
            let draft = ActivityDraft { audience: text.into(), ..ActivityDraft::blank() };
            departures(&draft, &[], &[]).len()
        };
        assert_eq!(audience("Réservé aux demandeurs d’emploi"), 1);
        assert_eq!(audience("Tout public, notamment les demandeurs d’emploi"), 0);
        assert_eq!(audience("Jeunes de 16 à 25 ans"), 0, "said for whom, nobody shut out");
    }

    #[test]
    fn a_drop_in_asks_for_no_appointment() {
        let mut draft = ActivityDraft {
            description: "Sur rendez-vous au 01 02 03 04 05".into(),
            ..ActivityDraft::blank()
        };
        assert_eq!(departures(&draft, &[], &[]), [], "a workshop may");
        draft.format = Format::DropIn;
        assert_eq!(departures(&draft, &[], &[])[0].0, Sign::Appointment);
        let day = SessionDraft::on(date(2026, 12, 1), time(14, 0, 0, 0), time(16, 0, 0, 0), 12);
        let session = Session::new(Id::new(), Id::new(), day, "Europe/Paris".into());
        let found = departures(&draft, &[session], &[]);
        assert_eq!(found[1], (Sign::Registration, "2026-12-01".into()));
    }

    #[test]
    fn every_sign_departs_from_a_rule_that_can_be_watched() {
        assert!(Sign::ALL.iter().all(|sign| sign.rule() != Rule::Need));
        for rule in Rule::ALL.iter().filter(|rule| **rule != Rule::Need) {
            assert!(Sign::ALL.iter().any(|sign| sign.rule() == *rule), "{rule}");
        }
    }
}
