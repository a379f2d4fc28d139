//! What is wrong with a field, for people of both languages.

use std::borrow::Cow;

use base::problem::FieldProblem;

/// How much a fault matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; the reference implementation says nothing of it.
    Remark,
    /// Accepted, but not as it should be.
    Warning,
    /// Not accepted.
    Error,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A field that each record has is not there.
    Missing,
    /// Neither structure nor service can be made of it.
    NotARecord,
    /// It is no text.
    NotText,
    /// Fewer characters than there must be.
    TooShort(usize),
    /// More characters than there may be.
    TooLong(usize),
    /// Not a number of so many digits.
    NotDigits(usize),
    /// Not a code of a commune, by its form.
    NotACommuneCode,
    /// Not a code of any territory, by its form.
    NotATerritory,
    /// It is no date.
    NotADate,
    /// A date before the year 2000.
    BeforeCentury,
    /// A date that is yet to come.
    InTheFuture,
    /// It is no address for mail.
    NotAnEmail,
    /// It is no address on the web.
    NotALink,
    /// It is no list.
    NotAList,
    /// A list that has to hold something holds nothing.
    EmptyList,
    /// A word that is not on the list.
    NotOnList,
    /// « Tous publics » beside other audiences.
    EveryoneAlone,
    /// It is no number.
    NotANumber,
    /// It is no whole number.
    NotWhole,
    /// A number below what it may be.
    Below(u32),
    /// A name that ends with a full stop.
    EndsWithStop,
    /// A field that the format does not have.
    UnknownField,
    /// A code of a commune, by its form, that no commune has.
    NoSuchCommune,
    /// A code of a territory, by its form, that no territory has.
    NoSuchTerritory,
    /// The commune of this name is not known.
    CommuneUnknown,
    /// Several communes have this name, or something contradicts it.
    CommuneUnsure,
    /// A telephone number that cannot be dialled as it stands.
    NotAPhone,
    /// Coordinates that lie far from the commune, or nowhere.
    FarAway,
    /// The same identifier stands in another row.
    Twice,
    /// The service belongs to a structure that is not there.
    NoSuchStructure,
    /// Opening hours that were not understood, or not wholly.
    HoursUnsure,
    /// It belongs to a structure that keeps its entries itself.
    KeptElsewhere,
    /// A postcode of four digits that is that of the commune with a nought before it.
    NoughtAdded,
    /// The same as in this line.
    SameLine(u32),
    /// A postcode of four digits, and no commune that agrees with the fifth.
    NoughtUnsure,
    /// Neither yes nor no.
    NotYesOrNo,
}

impl FaultKind {
    /// How much it matters.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::EndsWithStop => Severity::Warning,
            Self::UnknownField
            | Self::NoSuchCommune
            | Self::NoSuchTerritory
            | Self::CommuneUnknown
            | Self::CommuneUnsure
            | Self::NotAPhone
            | Self::FarAway
            | Self::Twice
            | Self::NoSuchStructure
            | Self::HoursUnsure
            | Self::NoughtAdded
            | Self::SameLine(_)
            | Self::NoughtUnsure
            | Self::NotYesOrNo => Severity::Remark,
            _ => Severity::Error,
        }
    }

    /// Key of its message in the catalogues.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Missing => "inclusion-fault-missing",
            Self::NotARecord => "inclusion-fault-not-a-record",
            Self::NotText => "inclusion-fault-not-text",
            Self::TooShort(_) => "inclusion-fault-too-short",
            Self::TooLong(_) => "inclusion-fault-too-long",
            Self::NotDigits(_) => "inclusion-fault-not-digits",
            Self::NotACommuneCode => "inclusion-fault-not-a-commune-code",
            Self::NotATerritory => "inclusion-fault-not-a-territory",
            Self::NotADate => "inclusion-fault-not-a-date",
            Self::BeforeCentury => "inclusion-fault-before-century",
            Self::InTheFuture => "inclusion-fault-in-the-future",
            Self::NotAnEmail => "inclusion-fault-not-an-email",
            Self::NotALink => "inclusion-fault-not-a-link",
            Self::NotAList => "inclusion-fault-not-a-list",
            Self::EmptyList => "inclusion-fault-empty-list",
            Self::NotOnList => "inclusion-fault-not-on-list",
            Self::EveryoneAlone => "inclusion-fault-everyone-alone",
            Self::NotANumber => "inclusion-fault-not-a-number",
            Self::NotWhole => "inclusion-fault-not-whole",
            Self::Below(_) => "inclusion-fault-below",
            Self::EndsWithStop => "inclusion-fault-ends-with-stop",
            Self::UnknownField => "inclusion-fault-unknown-field",
            Self::NoSuchCommune => "inclusion-fault-no-such-commune",
            Self::NoSuchTerritory => "inclusion-fault-no-such-territory",
            Self::CommuneUnknown => "inclusion-fault-commune-unknown",
            Self::CommuneUnsure => "inclusion-fault-commune-unsure",
            Self::NotAPhone => "inclusion-fault-not-a-phone",
            Self::FarAway => "inclusion-fault-far-away",
            Self::Twice => "inclusion-fault-twice",
            Self::NoSuchStructure => "inclusion-fault-no-such-structure",
            Self::HoursUnsure => "inclusion-fault-hours-unsure",
            Self::KeptElsewhere => "inclusion-fault-kept-elsewhere",
            Self::SameLine(_) => "inclusion-fault-same-line",
            Self::NoughtAdded => "inclusion-fault-nought-added",
            Self::NoughtUnsure => "inclusion-fault-nought-unsure",
            Self::NotYesOrNo => "inclusion-fault-not-yes-or-no",
        }
    }

    /// The bound that was not kept, where there is one.
    fn bound(self) -> Option<usize> {
        match self {
            Self::TooShort(n) | Self::TooLong(n) | Self::NotDigits(n) => Some(n),
            Self::Below(n) | Self::SameLine(n) => usize::try_from(n).ok(),
            _ => None,
        }
    }
}

/// What is wrong with one field of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the field in the format, or the heading of the column; empty for the whole record.
    pub field: Cow<'static, str>,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong with it.
    pub kind: FaultKind,
    /// What may be meant.
    pub did_you_mean: Option<String>,
}

/// Longest value that is shown.
const SHOWN: usize = 80;

/// A value cut to what can be shown.
pub(crate) fn shortened(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}

impl Fault {
    /// A fault of a field.
    pub fn new(
        field: impl Into<Cow<'static, str>>,
        value: impl AsRef<str>,
        kind: FaultKind,
    ) -> Self {
        let value = shortened(value.as_ref());
        Self { field: field.into(), value, kind, did_you_mean: None }
    }

    /// Adds what may be meant.
    #[must_use]
    pub fn meaning(mut self, guess: Option<impl Into<String>>) -> Self {
        self.did_you_mean = guess.map(Into::into);
        self
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// In the shape that forms and APIs show: the field, the key of the message and its arguments. What
    /// may be meant is an argument of the message `inclusion-did-you-mean` that may follow
    /// ([`Fault::guess`]).
    #[must_use]
    pub fn problem(&self) -> FieldProblem {
        let mut problem = FieldProblem::new(self.field.clone(), self.kind.message());
        problem.args.push(("value", self.value.clone()));
        problem.args.extend(self.kind.bound().map(|n| ("count", n.to_string())));
        problem
    }

    /// Key and argument of « Vouliez-vous dire … ? », where there is something to propose.
    #[must_use]
    pub fn guess(&self) -> Option<(&'static str, (&'static str, &str))> {
        let guess = self.did_you_mean.as_deref()?;
        Some(("inclusion-did-you-mean", ("guess", guess)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_between_letters() {
        let fault = Fault::new("nom", "é".repeat(200), FaultKind::TooLong(150));
        assert_eq!(fault.value.chars().count(), SHOWN + 1);
        let problem = fault.problem();
        assert_eq!(problem.message, "inclusion-fault-too-long");
        assert!(problem.args.contains(&("count", "150".into())));
        assert!(fault.guess().is_none());
        let guess = fault.meaning(Some("jeunes"));
        assert_eq!(guess.guess(), Some(("inclusion-did-you-mean", ("guess", "jeunes"))));
    }
}
