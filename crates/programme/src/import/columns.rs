//! Which column holds what: headings guessed by the words people use, or given by hand.

use base::{Kind, Problem};

use super::{nearest, plain};

/// Something a column can hold.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its code, for `--map HEADING=CODE` and the form.
    pub code: &'static str,
    /// Key of its name.
    pub label: &'static str,
    /// Headings people give it, as [`plain`] writes them.
    synonyms: &'static [&'static str],
}

const fn field(
    code: &'static str,
    label: &'static str,
    synonyms: &'static [&'static str],
) -> Field {
    Field { code, label, synonyms }
}

/// What a table of sessions can hold.
pub const SESSION_FIELDS: &[Field] = &[
    field(
        "title",
        "import-field-title",
        &[
            "titre",
            "intitule",
            "atelier",
            "activite",
            "nom de l atelier",
            "title",
            "activity",
            "workshop",
        ],
    ),
    field("date", "import-field-date", &["date", "jour", "day", "date de la seance"]),
    field(
        "start",
        "import-field-start",
        &[
            "heure",
            "debut",
            "horaire",
            "horaires",
            "heures",
            "heure de debut",
            "creneau",
            "start",
            "time",
        ],
    ),
    field("end", "import-field-end", &["fin", "heure de fin", "end"]),
    field("place", "import-field-place", &["lieu", "site", "place", "venue", "bibliotheque"]),
    field("room", "import-field-room", &["salle", "espace", "room"]),
    field("city", "import-field-city", &["ville", "commune", "city", "town"]),
    field("address", "import-field-address", &["adresse", "address"]),
    field("theme", "import-field-theme", &["theme", "thematique", "pole", "topic"]),
    field("format", "import-field-format", &["format", "type", "type d activite", "nature"]),
    field(
        "partners",
        "import-field-partners",
        &[
            "partenaire",
            "partenaires",
            "intervenant",
            "intervenants",
            "intervenante",
            "intervenantes",
            "anime par",
            "partner",
            "partners",
        ],
    ),
    field(
        "capacity",
        "import-field-capacity",
        &["jauge", "capacite", "places", "capacity", "nombre de places"],
    ),
    field("preregistered", "import-field-preregistered", PREREGISTERED),
    field("walk_ins", "import-field-walk-ins", WALK_INS),
    field("participants", "import-field-participants", PARTICIPANTS),
    field("no_shows", "import-field-no-shows", NO_SHOWS),
    field(
        "status",
        "import-field-status",
        &["annule", "annulee", "annulation", "statut", "etat", "status", "cancelled"],
    ),
    field(
        "note",
        "import-field-note",
        &[
            "remarque",
            "remarques",
            "observations",
            "commentaire",
            "commentaires",
            "note",
            "notes",
            "remarks",
        ],
    ),
];

/// What a table of totals can hold.
pub const TOTALS_FIELDS: &[Field] = &[
    field("year", "import-field-year", &["annee", "an", "exercice", "year"]),
    field("from", "import-field-from", &["du", "debut", "depuis", "from", "date de debut"]),
    field("to", "import-field-to", &["au", "fin", "jusqu au", "to", "date de fin"]),
    field("label", "import-field-label", &["libelle", "intitule", "label", "titre", "objet"]),
    field("sessions", "import-field-sessions", &["seances", "ateliers", "sessions"]),
    field("themes", "import-field-themes", &["themes", "thematiques"]),
    field("partners", "import-field-partner-count", &["partenaires", "partners", "intervenants"]),
    field("preregistered", "import-field-preregistered", PREREGISTERED),
    field("walk_ins", "import-field-walk-ins", WALK_INS),
    field("participants", "import-field-participants", PARTICIPANTS),
    field("no_shows", "import-field-no-shows", NO_SHOWS),
];

const PREREGISTERED: &[&str] = &[
    "preinscrits",
    "preinscriptions",
    "pre inscrits",
    "pre inscriptions",
    "inscrits",
    "inscriptions",
    "inscrits a l avance",
    "preregistered",
    "pre registered",
    "registered",
];
const WALK_INS: &[&str] = &[
    "inscrits sur place",
    "inscriptions sur place",
    "inscription sur place",
    "sans inscription",
    "non inscrits",
    "sur place",
    "walk ins",
];
const PARTICIPANTS: &[&str] = &[
    "participants",
    "presents",
    "presence",
    "frequentation",
    "venus",
    "participant",
    "participants presents",
    "attended",
];
const NO_SHOWS: &[&str] =
    &["absents", "absences", "absent", "non venus", "desistements", "inscrits absents", "no shows"];

/// How well a heading names a field: 3 exactly, 2 after "nombre de", 1 among other words.
fn fit(heading: &str, field: &Field) -> (u8, usize) {
    let heading = plain(heading);
    let bare = [
        "nombre total de ",
        "nombre de ",
        "nombre d ",
        "nb de ",
        "nb d ",
        "nb ",
        "nbre de ",
        "nbre ",
        "total ",
        "number of ",
    ]
    .iter()
    .find_map(|p| heading.strip_prefix(p))
    .unwrap_or(&heading);
    let spaced = format!(" {heading} ");
    field
        .synonyms
        .iter()
        .map(|s| {
            if heading == *s {
                (3, s.len())
            } else if bare == *s {
                (2, s.len())
            } else if spaced.contains(&format!(" {s} ")) && s.len() > 2 {
                (1, s.len())
            } else {
                (0, 0)
            }
        })
        .max()
        .unwrap_or((0, 0))
}

/// The field a heading names, if any.
#[must_use]
pub fn guess(heading: &str, fields: &'static [Field]) -> Option<&'static Field> {
    let best = fields.iter().map(|f| (fit(heading, f), f)).max_by_key(|(fit, _)| *fit);
    best.filter(|((rank, _), _)| *rank > 0).map(|(_, f)| f)
}

/// The field of each column: what `mapping` says, the rest guessed. A field is guessed for one
/// column only, the one whose heading fits best.
pub fn assign(
    headings: &[String],
    fields: &'static [Field],
    mapping: &[(String, String)],
) -> Result<Vec<Option<&'static str>>, Problem> {
    let mut columns = vec![None; headings.len()];
    let mut given = vec![false; headings.len()];
    for (heading, code) in mapping {
        // Of columns of one name, the first not yet spoken of.
        let named = |(at, h): (usize, &String)| plain(h) == plain(heading) && !given[at];
        let Some(at) = headings.iter().enumerate().position(named) else {
            let near = nearest(heading, headings.iter().map(String::as_str))
                .or(headings.first().map(String::as_str))
                .unwrap_or_default();
            return Err(Problem::new(Kind::Invalid, "problem-import-heading")
                .with("heading", heading)
                .with("near", near));
        };
        given[at] = true;
        let code = code.trim();
        if code.is_empty() {
            continue;
        }
        let Some(field) = fields.iter().find(|f| f.code == code) else {
            let known: Vec<_> = fields.iter().map(|f| f.code).collect();
            return Err(Problem::new(Kind::Invalid, "problem-import-field")
                .with("field", code)
                .with("known", known.join(", ")));
        };
        if columns.contains(&Some(field.code)) {
            return Err(
                Problem::new(Kind::Invalid, "problem-import-field-twice").with("field", field.code)
            );
        }
        columns[at] = Some(field.code);
    }
    let mut guesses: Vec<_> = headings
        .iter()
        .enumerate()
        .filter(|(at, _)| !given[*at])
        .filter_map(|(at, heading)| {
            let field = guess(heading, fields)?;
            Some((fit(heading, field), at, field.code))
        })
        .collect();
    // Best fit first, then from left to right.
    guesses.sort_by_key(|(fit, at, _)| (std::cmp::Reverse(*fit), *at));
    for (_, at, code) in guesses {
        if !columns.contains(&Some(code)) {
            columns[at] = Some(code);
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(heading: &str) -> Option<&'static str> {
        guess(heading, SESSION_FIELDS).map(|f| f.code)
    }

    #[test]
    fn headings_as_people_write_them() {
        for (heading, code) in [
            ("Intitulé", "title"),
            ("Nom de l'atelier", "title"),
            ("DATE", "date"),
            ("Date de la séance", "date"),
            ("Horaires", "start"),
            ("Heure de fin", "end"),
            ("Nb inscrits sur place", "walk_ins"),
            ("Nombre de participants", "participants"),
            ("Pré-inscrits", "preregistered"),
            ("Inscrits", "preregistered"),
            ("Présents", "participants"),
            ("Absents", "no_shows"),
            ("Nombre de places", "capacity"),
            ("Annulé ?", "status"),
            ("Thématique", "theme"),
        ] {
            assert_eq!(session(heading), Some(code), "{heading}");
        }
        assert_eq!(session("Couleur"), None);
    }

    #[test]
    fn a_field_is_given_to_one_column_and_mapping_wins() {
        let headings: Vec<String> =
            ["Date d'envoi", "Date", "Chose", "Lieu"].iter().map(ToString::to_string).collect();
        let mapping =
            [("chose".to_owned(), "title".to_owned()), ("Lieu".to_owned(), String::new())];
        let columns = assign(&headings, SESSION_FIELDS, &mapping).unwrap();
        assert_eq!(columns, [None, Some("date"), Some("title"), None]);
        let wrong = [("Dade".to_owned(), "date".to_owned())];
        let problem = assign(&headings, SESSION_FIELDS, &wrong).unwrap_err();
        assert_eq!(problem.args[1].1, "Date");
        let wrong = [("Date".to_owned(), "datum".to_owned())];
        assert!(assign(&headings, SESSION_FIELDS, &wrong).is_err());
    }
}
