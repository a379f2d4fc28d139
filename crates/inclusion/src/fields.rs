//! The fields of data·inclusion v1, in the order of its schema.

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// Several texts.
    List,
    /// A number.
    Number,
    /// A day.
    Day,
}

/// A field of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the format.
    pub name: &'static str,
    /// Key of its name for people, in the catalogues.
    pub label: &'static str,
    /// How it is written.
    pub shape: Shape,
    /// Whether each record has it.
    pub required: bool,
}

/// The fields of a structure.
pub const STRUCTURE_FIELDS: &[Field] = &[
    Field { name: "source", label: "inclusion-field-source", shape: Shape::Text, required: true },
    Field { name: "id", label: "inclusion-field-id", shape: Shape::Text, required: true },
    Field { name: "nom", label: "inclusion-field-nom", shape: Shape::Text, required: true },
    Field {
        name: "date_maj",
        label: "inclusion-field-date-maj",
        shape: Shape::Day,
        required: true,
    },
    Field {
        name: "description",
        label: "inclusion-field-description",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "lien_source",
        label: "inclusion-field-lien-source",
        shape: Shape::Text,
        required: false,
    },
    Field { name: "siret", label: "inclusion-field-siret", shape: Shape::Text, required: false },
    Field {
        name: "commune",
        label: "inclusion-field-commune",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "code_postal",
        label: "inclusion-field-code-postal",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "code_insee",
        label: "inclusion-field-code-insee",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "adresse",
        label: "inclusion-field-adresse",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "complement_adresse",
        label: "inclusion-field-complement-adresse",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "longitude",
        label: "inclusion-field-longitude",
        shape: Shape::Number,
        required: false,
    },
    Field {
        name: "latitude",
        label: "inclusion-field-latitude",
        shape: Shape::Number,
        required: false,
    },
    Field {
        name: "telephone",
        label: "inclusion-field-telephone",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "courriel",
        label: "inclusion-field-courriel",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "site_web",
        label: "inclusion-field-site-web",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "horaires_accueil",
        label: "inclusion-field-horaires-accueil",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "accessibilite_lieu",
        label: "inclusion-field-accessibilite-lieu",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "reseaux_porteurs",
        label: "inclusion-field-reseaux-porteurs",
        shape: Shape::List,
        required: false,
    },
];

/// The fields of a service.
pub const SERVICE_FIELDS: &[Field] = &[
    Field { name: "source", label: "inclusion-field-source", shape: Shape::Text, required: true },
    Field {
        name: "structure_id",
        label: "inclusion-field-structure-id",
        shape: Shape::Text,
        required: true,
    },
    Field { name: "id", label: "inclusion-field-id", shape: Shape::Text, required: true },
    Field { name: "nom", label: "inclusion-field-nom", shape: Shape::Text, required: true },
    Field {
        name: "description",
        label: "inclusion-field-description",
        shape: Shape::Text,
        required: true,
    },
    Field {
        name: "lien_source",
        label: "inclusion-field-lien-source",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "date_maj",
        label: "inclusion-field-date-maj",
        shape: Shape::Day,
        required: true,
    },
    Field { name: "type", label: "inclusion-field-type", shape: Shape::Text, required: false },
    Field {
        name: "thematiques",
        label: "inclusion-field-thematiques",
        shape: Shape::List,
        required: false,
    },
    Field { name: "frais", label: "inclusion-field-frais", shape: Shape::Text, required: false },
    Field {
        name: "frais_precisions",
        label: "inclusion-field-frais-precisions",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "publics",
        label: "inclusion-field-publics",
        shape: Shape::List,
        required: false,
    },
    Field {
        name: "publics_precisions",
        label: "inclusion-field-publics-precisions",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "conditions_acces",
        label: "inclusion-field-conditions-acces",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "commune",
        label: "inclusion-field-commune",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "code_postal",
        label: "inclusion-field-code-postal",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "code_insee",
        label: "inclusion-field-code-insee",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "adresse",
        label: "inclusion-field-adresse",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "complement_adresse",
        label: "inclusion-field-complement-adresse",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "longitude",
        label: "inclusion-field-longitude",
        shape: Shape::Number,
        required: false,
    },
    Field {
        name: "latitude",
        label: "inclusion-field-latitude",
        shape: Shape::Number,
        required: false,
    },
    Field {
        name: "telephone",
        label: "inclusion-field-telephone",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "courriel",
        label: "inclusion-field-courriel",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "modes_accueil",
        label: "inclusion-field-modes-accueil",
        shape: Shape::List,
        required: false,
    },
    Field {
        name: "zone_eligibilite",
        label: "inclusion-field-zone-eligibilite",
        shape: Shape::List,
        required: false,
    },
    Field {
        name: "contact_nom_prenom",
        label: "inclusion-field-contact-nom-prenom",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "lien_mobilisation",
        label: "inclusion-field-lien-mobilisation",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "modes_mobilisation",
        label: "inclusion-field-modes-mobilisation",
        shape: Shape::List,
        required: false,
    },
    Field {
        name: "mobilisable_par",
        label: "inclusion-field-mobilisable-par",
        shape: Shape::List,
        required: false,
    },
    Field {
        name: "mobilisation_precisions",
        label: "inclusion-field-mobilisation-precisions",
        shape: Shape::Text,
        required: false,
    },
    Field {
        name: "volume_horaire_hebdomadaire",
        label: "inclusion-field-volume-horaire-hebdomadaire",
        shape: Shape::Number,
        required: false,
    },
    Field {
        name: "nombre_semaines",
        label: "inclusion-field-nombre-semaines",
        shape: Shape::Number,
        required: false,
    },
    Field {
        name: "horaires_accueil",
        label: "inclusion-field-horaires-accueil",
        shape: Shape::Text,
        required: false,
    },
];
