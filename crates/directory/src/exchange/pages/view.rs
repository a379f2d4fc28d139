//! Rows of a preview or a result, in words.

use base::Lang;
use inclusion::{Network, Place};
use site::Ctx;

use crate::exchange::{Change, Did, RowTaken, Sort, Told};
use crate::model::{Fees, Mode, Public, Reach, ReachBy, ServiceType, StepFree, parse_words};
use crate::pages::zone_words;
use crate::themes;

/// A field that changed: its name, what it said, what it says.
pub(super) struct Field {
    pub name: String,
    pub old: String,
    pub new: String,
}

/// A value of the file of which something is to be said.
pub(super) struct Value {
    pub column: String,
    pub value: String,
    pub why: String,
    pub guess: String,
}

/// A row in words.
pub(super) struct View {
    pub place: String,
    pub name: String,
    /// Where it is looked at; empty: nowhere.
    pub href: String,
    pub changes: Vec<Field>,
    pub kept: Vec<Field>,
    pub told: Vec<Value>,
}

/// Where a row stands in the file.
pub(super) fn place_words(c: &Ctx, place: &Place) -> String {
    match (place.line, place.sheet.as_str()) {
        (0, _) => String::new(),
        (line, "") => line.to_string(),
        (line, sheet) => c.t2("exchange-line-of", "line", line, "sheet", sheet),
    }
}

/// Key of the name of a field.
fn label(field: &str) -> &'static str {
    match field {
        "title" => "inclusion-field-nom",
        "description" => "inclusion-field-description",
        "service_type" => "inclusion-field-type",
        "themes" => "inclusion-field-thematiques",
        "publics" => "inclusion-field-publics",
        "publics_note" => "inclusion-field-publics-precisions",
        "conditions" => "inclusion-field-conditions-acces",
        "fees" => "inclusion-field-frais",
        "fees_note" => "inclusion-field-frais-precisions",
        "modes" => "inclusion-field-modes-accueil",
        "zones" => "inclusion-field-zone-eligibilite",
        "address" => "inclusion-field-adresse",
        "address_more" => "inclusion-field-complement-adresse",
        "postcode" => "inclusion-field-code-postal",
        "city" => "inclusion-field-commune",
        "insee" => "inclusion-field-code-insee",
        "phone" => "inclusion-field-telephone",
        "email" => "inclusion-field-courriel",
        "website" => "inclusion-field-site-web",
        "contact" => "inclusion-field-contact-nom-prenom",
        "step_free" => "directory-step-free",
        "access_link" => "inclusion-field-accessibilite-lieu",
        "access_detail" => "directory-access-detail",
        "languages" => "directory-languages",
        "reach" => "inclusion-field-modes-mobilisation",
        "reach_by" => "inclusion-field-mobilisable-par",
        "reach_link" => "inclusion-field-lien-mobilisation",
        "reach_note" => "inclusion-field-mobilisation-precisions",
        "weekly_hours" => "inclusion-field-volume-horaire-hebdomadaire",
        "weeks" => "inclusion-field-nombre-semaines",
        "hours_typed" => "inclusion-field-horaires-accueil",
        _ => "exchange-field-point",
    }
}

/// What a field says, its codes as words.
fn said(c: &Ctx, field: &str, text: &str) -> String {
    fn named<T: Copy>(
        c: &Ctx,
        text: &str,
        parse: fn(&str) -> Option<T>,
        label: fn(T) -> &'static str,
    ) -> String {
        let words = parse_words(text, parse);
        words.into_iter().map(|w| c.t(label(w))).collect::<Vec<_>>().join(", ")
    }
    let split = |name: &dyn Fn(&str) -> String| {
        text.split_whitespace().map(name).collect::<Vec<_>>().join(", ")
    };
    match field {
        "themes" => split(&|code| themes::label(code, c.lang)),
        "zones" => split(&|code| zone_words(c, code)),
        "service_type" => named(c, text, ServiceType::parse, ServiceType::label),
        "publics" => named(c, text, Public::parse, Public::label),
        "fees" => named(c, text, Fees::parse, Fees::label),
        "modes" => named(c, text, Mode::parse, Mode::label),
        "step_free" => named(c, text, StepFree::parse, StepFree::label),
        "languages" => split(&|code| crate::pages::language(c, code)),
        "reach" => named(c, text, Reach::parse, Reach::label),
        "reach_by" => named(c, text, ReachBy::parse, ReachBy::label),
        "phone" => c.phone(text),
        "hours_typed" if hours::problem(text).is_none() => hours::text(text, c.lang),
        _ => text.to_owned(),
    }
}

fn field(c: &Ctx, change: &Change) -> Field {
    let words = |text: &str| match said(c, &change.field, text) {
        text if text.is_empty() => c.t("exchange-empty"),
        text => text,
    };
    Field { name: c.t(label(&change.field)), old: words(&change.old), new: words(&change.new) }
}

/// What is wrong with a value, in words.
pub(super) fn value(c: &Ctx, told: &Told) -> Value {
    let args: Vec<(&str, &str)> =
        told.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let guess = told
        .guess
        .as_deref()
        .map(|guess| c.t1("inclusion-did-you-mean", "guess", known_word(guess, c.lang)));
    Value {
        column: told.column.clone(),
        value: told.value.clone(),
        why: c.app.catalogue.text(c.lang, &told.message, &args),
        guess: guess.unwrap_or_default(),
    }
}

/// A code with the name it stands for, as a person needs to type it.
fn known_word(guess: &str, lang: Lang) -> String {
    let theme = inclusion::Theme::parse(guess).map(|t| t.name(lang));
    let name = theme.or_else(|| Network::parse(guess).map(|n| n.name(lang)));
    name.map_or_else(|| guess.to_owned(), |name| format!("{guess} ({name})"))
}

/// A row in words.
pub(super) fn view(c: &Ctx, row: &RowTaken) -> View {
    let there = match (&row.subject, row.of) {
        // What the preview would make is nowhere yet.
        (Some(id), Sort::Entry) => format!("/staff/directory/{id}"),
        (Some(id), Sort::Structure) => format!("/partners/{id}"),
        _ => String::new(),
    };
    View {
        place: place_words(c, &row.place),
        name: row.name.clone(),
        href: if there.is_empty() { there } else { c.url(&there) },
        changes: row.changes.iter().map(|change| field(c, change)).collect(),
        kept: row.kept.iter().map(|change| field(c, change)).collect(),
        told: row.told.iter().map(|told| value(c, told)).collect(),
    }
}

/// A count with what it counts and where its rows are; no address where there are none.
pub(super) struct Count {
    pub what: &'static str,
    pub n: usize,
    pub href: String,
}

/// All counts of a result, `there` leading to the rows behind one.
pub(super) fn counts(
    tally: &super::Tally,
    there: impl Fn(&str) -> String,
) -> [(&'static str, Vec<Count>); 3] {
    let count = |what: &'static str, code: &str, n: usize| Count {
        what,
        n,
        href: if n > 0 { there(code) } else { String::new() },
    };
    let of = |of: Sort, did: Did, n: usize| {
        count(did.label(), &format!("{}-{}", of.code(), did.code()), n)
    };
    let (e, s) = (tally.entries, tally.structures);
    [
        (
            Sort::Entry.label(),
            vec![
                of(Sort::Entry, Did::Created, e.created),
                of(Sort::Entry, Did::Updated, e.updated),
                of(Sort::Entry, Did::Unchanged, e.unchanged),
                of(Sort::Entry, Did::Gone, tally.gone),
                count("exchange-kept", "kept", tally.kept),
            ],
        ),
        (
            Sort::Structure.label(),
            vec![
                of(Sort::Structure, Did::Created, s.created),
                of(Sort::Structure, Did::Updated, s.updated),
                of(Sort::Structure, Did::Unchanged, s.unchanged),
            ],
        ),
        (
            Sort::Line.label(),
            vec![
                of(Sort::Line, Did::Refused, tally.refused),
                of(Sort::Line, Did::Noted, tally.noted),
            ],
        ),
    ]
}

/// Which rows an address asks for: those of one kind, or those in which people were not overruled.
pub(super) fn asked(show: &str) -> Option<Option<(Sort, Did)>> {
    if show == "kept" {
        return Some(None);
    }
    let (of, did) = show.split_once('-')?;
    Some(Some((Sort::parse(of)?, Did::parse(did)?)))
}
