//! What of two entries stands in the one that stays: field by field, where they differ. Pure.

use ::store::words;
use jiff::civil::Date;

use super::sight::{page, phone};
use super::street::Street;
use crate::model::{Entry, EntryDraft, Verification};

words! {
    /// What is chosen as one: an address is not half of one and half of another.
    Field {
        /// Its name.
        Title = "title", "directory-title";
        /// What it is.
        Kind = "kind", "directory-kind";
        /// What one finds there.
        Description = "description", "directory-description";
        /// What kind of help.
        Type = "service_type", "directory-type";
        /// Its themes.
        Themes = "themes", "directory-themes";
        /// For whom.
        Publics = "publics", "directory-publics";
        /// Where one has to live.
        Zones = "zones", "directory-zones";
        /// Conditions.
        Conditions = "conditions", "directory-conditions";
        /// What to bring.
        Bring = "bring", "directory-bring";
        /// What it costs.
        Fees = "fees", "directory-fees";
        /// Where it takes place: there or from a distance.
        Modes = "modes", "directory-modes";
        /// Where it is.
        Address = "address", "directory-address";
        /// How to get there.
        Access = "access_note", "directory-access";
        /// How accessible it is.
        Accessibility = "step_free", "directory-accessibility";
        /// In which languages.
        Languages = "languages", "directory-languages";
        /// When it is open.
        Hours = "hours_typed", "directory-hours";
        /// Telephone.
        Phone = "phone", "directory-phone";
        /// Mail.
        Email = "email", "directory-email";
        /// Its page.
        Website = "website", "directory-website";
        /// Whom to ask for.
        Contact = "contact", "directory-contact";
        /// How one gets in.
        Reach = "reach", "directory-reach";
        /// How long it takes.
        Effort = "weekly_hours", "directory-weekly";
        /// After how long it is verified again.
        Review = "review_months", "directory-review";
    }
}

macro_rules! parts {
    ($($field:ident: $($part:ident)*;)*) => {
        impl Field {
            /// Whether two say the same.
            #[must_use]
            pub fn same(self, one: &EntryDraft, other: &EntryDraft) -> bool {
                match self { $(Self::$field => true $(&& one.$part == other.$part)*,)* }
            }

            /// Takes over what another says.
            pub fn copy(self, from: &EntryDraft, to: &mut EntryDraft) {
                match self { $(Self::$field => { $(to.$part = from.$part.clone();)* })* }
            }

            /// Whether nothing is said.
            #[must_use]
            pub fn empty(self, draft: &EntryDraft) -> bool {
                let blank = EntryDraft::blank(draft.kind);
                self != Self::Kind && self != Self::Review && self.same(draft, &blank)
            }

            /// The field that a column of an entry belongs to.
            #[must_use]
            pub fn of_part(part: &str) -> Option<Self> {
                $($(if part == stringify!($part) { return Some(Self::$field); })*)*
                None
            }
        }
    };
}
parts! {
    Title: title;
    Kind: kind;
    Description: description;
    Type: service_type;
    Themes: themes;
    Publics: publics publics_note;
    Zones: zones;
    Conditions: conditions;
    Bring: bring;
    Fees: fees fees_note;
    Modes: modes;
    Address: address address_more postcode city insee point;
    Access: access_note;
    Accessibility: step_free access_link access_detail;
    Languages: languages;
    Hours: hours_typed hours;
    Phone: phone;
    Email: email;
    Website: website;
    Contact: contact;
    Reach: reach reach_by reach_link reach_note;
    Effort: weekly_hours weeks;
    Review: review_months;
}

/// Which of two a value is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The entry that stays.
    Kept,
    /// The one that it stands for.
    Merged,
}

/// The fields in which two differ.
#[must_use]
pub fn different(one: &EntryDraft, other: &EntryDraft) -> Vec<Field> {
    Field::ALL.iter().copied().filter(|f| !f.same(one, other)).collect()
}

fn verified(entry: &Entry) -> Option<Date> {
    entry.verified.as_ref().map(|v| v.on)
}

/// Whose value is proposed: what is said rather than nothing, then that of the entry that was
/// verified more recently, then that of the one that stays.
#[must_use]
pub fn proposed(field: Field, kept: &Entry, merged: &Entry) -> Whose {
    match (field.empty(&kept.draft), field.empty(&merged.draft)) {
        (true, false) => Whose::Merged,
        (false, true) => Whose::Kept,
        _ if verified(merged) > verified(kept) => Whose::Merged,
        _ => Whose::Kept,
    }
}

/// What the entry that stays says then: its own, and what was chosen of the other.
#[must_use]
pub fn together(kept: &EntryDraft, merged: &EntryDraft, taken: &[Field]) -> EntryDraft {
    let mut draft = kept.clone();
    for field in taken {
        field.copy(merged, &mut draft);
    }
    draft
}

/// What a merge may say of when something was verified: as the whole of an entry is as old as its
/// oldest part, what is taken from both is as old as the older; what both say alike was last
/// verified when either was. Of `None` nobody made sure.
#[must_use]
pub fn older_of_taken<T: Clone>(
    kept: Option<&T>,
    merged: Option<&T>,
    (of_kept, of_merged): (bool, bool),
    on: impl Fn(&T) -> Date,
) -> Option<T> {
    let day = |known: Option<&T>| known.map(&on);
    let later = if day(merged) > day(kept) { merged } else { kept };
    let older = if day(merged) < day(kept) { merged } else { kept };
    match (of_kept, of_merged) {
        (true, false) => kept,
        (false, true) => merged,
        (true, true) => older,
        (false, false) => later,
    }
    .cloned()
}

/// Whether values of either are among those that differ.
#[must_use]
pub fn taken_of(kept: &EntryDraft, merged: &EntryDraft, taken: &[Field]) -> (bool, bool) {
    let differing = different(kept, merged);
    let of_merged = differing.iter().any(|f| taken.contains(f));
    let of_kept = differing.iter().any(|f| !taken.contains(f) && !f.empty(kept));
    (of_kept, of_merged)
}

/// When the entry that stays was last verified.
#[must_use]
pub fn verification(kept: &Entry, merged: &Entry, of: (bool, bool)) -> Option<Verification> {
    older_of_taken(kept.verified.as_ref(), merged.verified.as_ref(), of, |v| v.on)
}

/// Facts in which both say something, and another thing: what somebody is to look at.
#[must_use]
pub fn contradicted(kept: &EntryDraft, merged: &EntryDraft) -> Vec<Field> {
    let facts =
        [Field::Address, Field::Hours, Field::Phone, Field::Email, Field::Website, Field::Fees];
    let alike = |field: Field| match field {
        Field::Phone => phone(&kept.phone) == phone(&merged.phone),
        Field::Website => page(&kept.website) == page(&merged.website),
        Field::Email => kept.email.eq_ignore_ascii_case(&merged.email),
        Field::Fees => kept.fees.is_none() || merged.fees.is_none() || kept.fees == merged.fees,
        Field::Hours => !kept.hours.is_empty() && kept.hours == merged.hours,
        Field::Address => match (Street::of(&kept.address), Street::of(&merged.address)) {
            (Some(one), Some(other)) => one.agrees(&other) && kept.insee == merged.insee,
            _ => true,
        },
        _ => true,
    };
    let said = |f: &Field| !f.empty(kept) && !f.empty(merged);
    facts.into_iter().filter(said).filter(|f| !alike(*f)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::model::EntryKind;

    fn draft(bits: u32) -> EntryDraft {
        let text = |n: u32| if bits & 1 << n == 0 { String::new() } else { format!("{n}") };
        EntryDraft {
            title: text(0),
            description: text(1),
            phone: text(2),
            email: text(3),
            hours_typed: text(4),
            city: text(5),
            contact: text(6),
            review_months: 6 + (bits >> 7 & 1),
            publics_note: text(8),
            ..EntryDraft::blank(EntryKind::Service)
        }
    }

    #[test]
    fn every_part_of_an_entry_belongs_to_one_field() {
        // The columns of the form but the ones that follow from others.
        for (part, field) in [
            ("publics_note", Field::Publics),
            ("insee", Field::Address),
            ("weeks", Field::Effort),
            ("hours_typed", Field::Hours),
        ] {
            assert_eq!(Field::of_part(part), Some(field));
        }
        assert_eq!(Field::of_part("gone"), None);
    }

    #[test]
    fn what_is_taken_from_both_is_as_old_as_the_older() {
        let (old, new) = (date(2026, 1, 1), date(2026, 6, 1));
        let of = |kept, merged, of| older_of_taken::<Date>(kept, merged, of, |d| *d);
        assert_eq!(of(Some(&old), Some(&new), (false, false)), Some(new));
        assert_eq!(of(Some(&old), Some(&new), (true, true)), Some(old));
        assert_eq!(of(Some(&old), Some(&new), (false, true)), Some(new));
        assert_eq!(of(Some(&old), None, (true, true)), None);
        assert_eq!(of(None, Some(&new), (true, false)), None);
    }

    #[test]
    fn the_same_number_written_otherwise_contradicts_nothing() {
        let of = |phone: &str| EntryDraft { phone: phone.into(), ..draft(0) };
        assert!(contradicted(&of("04 72 24 20 12"), &of("+33472242012")).is_empty());
        assert_eq!(contradicted(&of("04 72 24 20 12"), &of("04 72 24 20 13")), [Field::Phone]);
        assert!(contradicted(&of("04 72 24 20 12"), &of("")).is_empty());
    }

    proptest! {
        /// Each field of what comes out is that of one of the two, the one that was chosen; all of
        /// an entry is copied when all fields are.
        #[test]
        fn each_field_is_of_the_one_that_was_chosen(
            one in 0..512u32, other in 0..512u32,
            taken in prop::collection::btree_set(0..Field::ALL.len(), 0..Field::ALL.len()),
        ) {
            let (one, other) = (draft(one), draft(other));
            let taken: Vec<Field> = taken.into_iter().map(|n| Field::ALL[n]).collect();
            let both = together(&one, &other, &taken);
            for field in Field::ALL {
                let from = if taken.contains(field) { &other } else { &one };
                prop_assert!(field.same(&both, from));
            }
            prop_assert_eq!(&together(&one, &other, Field::ALL), &other);
            prop_assert_eq!(different(&one, &other).is_empty(), one == other);
        }
    }
}
