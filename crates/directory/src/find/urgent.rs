//! Numbers that answer at once, where what somebody says cannot wait for an appointment.
//!
//! National, free of charge, at any hour: 17 and 114 (police; by text message), 3919 (violence against
//! women), 115 (shelter), 119 (children in danger), 3114 (suicide). Source: service-public.gouv.fr,
//! « Numéros d'appel d'urgence ».

/// What is said, folded, and the text that answers it.
const CASES: [(&[&str], &str); 4] = [
    (
        &[
            "me frappe",
            "me bat",
            "me tape",
            "me cogne",
            "ma frappe",
            "a frappe",
            "me menace",
            "violence",
            "violences",
            "violent",
            "violente",
            "battue",
            "viol",
            "violee",
            "agresse",
            "agressee",
            "agression",
            "peur de mon mari",
            "peur de mon conjoint",
            "mariage force",
        ],
        "find-urgent-violence",
    ),
    (
        &[
            "dors dehors",
            "dormir dehors",
            "dort dehors",
            "a la rue",
            "sans abri",
            "sdf",
            "nulle part ou dormir",
            "ou dormir",
            "hebergement d urgence",
            "hebergement urgence",
            "dans ma voiture",
            "mis dehors",
            "mise dehors",
        ],
        "find-urgent-shelter",
    ),
    (
        &[
            "suicide",
            "suicider",
            "me tuer",
            "envie de mourir",
            "en finir",
            "plus envie de vivre",
            "mettre fin a mes jours",
        ],
        "find-urgent-suicide",
    ),
    (
        &[
            "enfant battu",
            "enfant en danger",
            "enfant maltraite",
            "maltraitance",
            "frappe mon enfant",
            "frappe mes enfants",
            "frappe ma fille",
            "frappe mon fils",
        ],
        "find-urgent-child",
    ),
];

/// Keys of the texts for what is said.
pub(super) fn urgent(text: &str) -> Vec<&'static str> {
    let said = format!(" {} ", tables::normal(text));
    let says = |words: &&str| said.contains(&format!(" {words} "));
    CASES.iter().filter(|(all, _)| all.iter().any(&says)).map(|(_, key)| *key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_wait_is_heard_and_nothing_else() {
        assert_eq!(urgent("mon mari me frappe"), ["find-urgent-violence"]);
        assert_eq!(urgent("Je dors dehors depuis hier"), ["find-urgent-shelter"]);
        assert_eq!(urgent("j’ai envie de mourir"), ["find-urgent-suicide"]);
        assert_eq!(urgent("il frappe mes enfants"), ["find-urgent-child"]);
        for calm in ["refaire mon CV", "cours de violon", "logement social", "garde d’enfants", ""]
        {
            assert!(urgent(calm).is_empty(), "{calm}");
        }
    }
}
