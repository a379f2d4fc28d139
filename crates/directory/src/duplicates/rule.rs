//! Which two entries are worth a look, and why. Pure.
//!
//! Two conditions, both needed, and no sum of hints in their place:
//!
//! * *the name*: the titles say the same, or each list tells one single thing of an organisation, of one
//!   category of themes (lists of places have no titles, and rarely choose the same theme);
//! * *the place*: one address, or one spot where an address is missing; where not even the spot is
//!   known, one commune, one organisation, and a title that belongs to no network as a whole.
//!
//! A telephone number, a mail address, a site are told and never take the place of either: networks
//! share them among their branches (the three branches of a *mission locale* south of Lyon answer to
//! one number), and so does the name of a network. Two addresses, two branches, two numbers of one
//! street are two, whatever else they have in common: what is missed costs a second look, a wrong
//! merge sends people to the wrong door. data·inclusion adds such hints up instead, to a score learnt
//! from 203 pairs.

use std::collections::BTreeSet;

use ::store::words;
use base::Id;
use network::register::pairs::{Name, Reason as Alike};

use super::sight::Sight;
use crate::model::EntryKind;

/// Coordinates that agree.
const SAME_SPOT_KM: f64 = 0.1;
/// Coordinates that do not contradict one commune.
const NEAR_KM: f64 = 0.3;
/// Two that are farther apart than this although their address is one: one of them is wrong.
const FAR_KM: f64 = 1.0;
/// Digits of a SIRET that name the enterprise; the rest is the establishment.
const SIREN: usize = 9;

words! {
    /// What speaks for two being one.
    For {
        /// The same title, letter for letter.
        SameName = "same_name", "register-reason-same-name";
        /// The same title but for capitals and accents.
        SameLetters = "same_letters", "register-reason-same-letters";
        /// The words of the title that tell are the same.
        SameWords = "same_words", "register-reason-same-words";
        /// The same but for a letter.
        OneLetter = "one_letter", "register-reason-one-letter";
        /// Each list tells one single thing of this organisation.
        OnlyOne = "only_one", "duplicates-for-only-one";
        /// The same address.
        SameAddress = "same_address", "register-reason-same-address";
        /// So many metres apart.
        Near = "near", "register-reason-near";
        /// The same commune.
        SameCommune = "same_commune", "register-reason-same-commune";
        /// Both from a distance only.
        Remote = "remote", "duplicates-for-remote";
        /// The same organisation of the network.
        SameOwner = "same_owner", "duplicates-for-owner";
        /// Two organisations of the same name.
        OwnerName = "owner_name", "duplicates-for-owner-name";
        /// Two libraries at one address, one of them by its common name alone.
        SameLibrary = "same_library", "duplicates-for-library";
        /// The same number of establishment.
        SameSiret = "same_siret", "duplicates-for-siret";
        /// The same page on the web.
        SamePage = "same_page", "duplicates-for-page";
        /// The same mail address.
        SameEmail = "same_email", "register-reason-same-email";
        /// The same telephone number.
        SamePhone = "same_phone", "duplicates-for-phone";
        /// Themes that both have.
        SameThemes = "same_themes", "duplicates-for-themes";
    }
}

words! {
    /// What speaks against it.
    Against {
        /// One list tells both, under two identifiers: it usually knows its own.
        SameList = "same_list", "duplicates-against-list";
        /// Two organisations of different names.
        OtherOwner = "other_owner", "duplicates-against-owner";
        /// Two numbers of enterprise.
        OtherSiret = "other_siret", "duplicates-against-siret";
        /// Two telephone numbers.
        OtherPhone = "other_phone", "duplicates-against-phone";
        /// Two mail addresses.
        OtherEmail = "other_email", "duplicates-against-email";
        /// One is a service, the other a place, a collection, a group.
        OtherKind = "other_kind", "duplicates-against-kind";
        /// Two forms of help.
        OtherType = "other_type", "duplicates-against-type";
        /// No theme in common.
        OtherThemes = "other_themes", "duplicates-against-themes";
        /// Of one of them the street is not known.
        NoStreet = "no_street", "duplicates-against-no-street";
        /// One says a number of the street, the other none.
        NoNumber = "no_number", "duplicates-against-no-number";
        /// Two communes.
        OtherCommune = "other_commune", "duplicates-against-commune";
        /// Their coordinates are so many metres apart.
        Far = "far", "duplicates-against-far";
    }
}

/// Why two are worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What speaks for it, the strongest first.
    pub pro: Vec<For>,
    /// What speaks against it.
    pub con: Vec<Against>,
    /// Metres apart, where both are known.
    pub metres: Option<u32>,
    /// Themes in common.
    pub themes: usize,
    /// How likely, for the order.
    pub weight: i32,
}

/// How likely two are one, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likely {
    /// Hardly a doubt.
    Very,
    /// More likely than not.
    Quite,
    /// Worth a look.
    Perhaps,
}

impl Evidence {
    /// How likely.
    #[must_use]
    pub fn likely(&self) -> Likely {
        match self.weight {
            80.. => Likely::Very,
            55.. => Likely::Quite,
            _ => Likely::Perhaps,
        }
    }
}

impl For {
    fn weight(self) -> i32 {
        match self {
            Self::SameName | Self::SameLetters => 40,
            Self::SameWords => 35,
            Self::OneLetter | Self::OnlyOne => 28,
            Self::SameAddress => 25,
            Self::Near | Self::SameSiret => 20,
            Self::SameOwner | Self::OwnerName => 15,
            Self::SamePage => 12,
            Self::SameEmail | Self::SamePhone | Self::SameLibrary => 8,
            Self::SameThemes | Self::Remote | Self::SameCommune => 5,
        }
    }
}

impl Against {
    fn weight(self) -> i32 {
        match self {
            Self::OtherOwner => 30,
            Self::SameList => 25,
            Self::OtherSiret => 15,
            Self::OtherKind | Self::OtherCommune | Self::Far => 12,
            Self::OtherPhone | Self::OtherThemes => 8,
            Self::OtherEmail | Self::OtherType | Self::NoStreet => 5,
            Self::NoNumber => 2,
        }
    }
}

/// Two values that are known: whether they are the same.
fn same(one: &str, other: &str) -> Option<bool> {
    (!one.is_empty() && !other.is_empty()).then(|| one == other)
}

/// What two names have in common; words that are left of neither are none.
fn alike(one: &Name, other: &Name) -> Option<Alike> {
    let empty = one.words.is_empty() || other.words.is_empty();
    one.agrees(other).filter(|alike| {
        !empty || matches!(alike, Alike::SameName | Alike::SameLetters) && !one.letters.is_empty()
    })
}

/// Whose they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owners {
    /// One organisation.
    One,
    /// Two of one name.
    Named,
    /// Two libraries at one address, one of them by its common name alone.
    Library,
    Other,
}

fn owners(a: &Sight, b: &Sight, place: For) -> Owners {
    if a.owner == b.owner {
        return Owners::One;
    }
    let (one, other) = (&a.owner_name, &b.owner_name);
    if alike(one, other).is_some() {
        return Owners::Named;
    }
    // « Médiathèque de Gien » and « Médiathèque municipale » in Gien are left without words.
    let bare = one.words.is_empty() || other.words.is_empty();
    if bare && a.library && b.library && place == For::SameAddress {
        return Owners::Library;
    }
    Owners::Other
}

/// What the titles have in common, or what stands for it.
fn name(a: &Sight, b: &Sight, owners: Owners) -> Option<For> {
    if let Some(alike) = alike(&a.title, &b.title) {
        return Some(match alike {
            Alike::SameName => For::SameName,
            Alike::SameLetters => For::SameLetters,
            Alike::OneLetter => For::OneLetter,
            _ => For::SameWords,
        });
    }
    // « Atelier CV de la Mission locale » at the Mission locale is « Atelier CV ».
    let without = |s: &Sight| -> BTreeSet<String> {
        let of = |w: &&String| !a.owner_name.words.contains(*w) && !b.owner_name.words.contains(*w);
        s.title.words.iter().filter(of).cloned().collect()
    };
    let (x, y) = (without(a), without(b));
    if !x.is_empty() && x == y && x.iter().any(|w| a.told.contains(w)) {
        return Some(For::SameWords);
    }
    let one_each = a.alone && b.alone && owners != Owners::Other;
    let about = !a.categories().is_disjoint(&b.categories()) || !a.told.is_disjoint(&b.told);
    (one_each && about).then_some(For::OnlyOne)
}

/// Where they are, if it can be one place: what it is known by.
fn place(a: &Sight, b: &Sight, km: Option<f64>) -> Option<For> {
    if a.remote && b.remote {
        return Some(For::Remote);
    }
    let here = !a.commune.is_empty() && a.commune == b.commune;
    let spot = km.is_some_and(|km| km <= SAME_SPOT_KM);
    match a.street.as_ref().zip(b.street.as_ref()) {
        // Two addresses are two, however near.
        Some((one, other)) if !one.agrees(other) => None,
        Some(_) if here => Some(For::SameAddress),
        Some(_) => spot.then_some(For::Near),
        None if spot => Some(For::Near),
        None => (here && km.is_none_or(|km| km <= NEAR_KM)).then_some(For::SameCommune),
    }
}

/// Whether two entries are worth a look, and why; the order of the two does not matter.
#[must_use]
pub fn weigh(a: &Sight, b: &Sight) -> Option<Evidence> {
    let service = |s: &Sight| s.kind == EntryKind::Service;
    if a.id == b.id || a.branch != b.branch || (a.kind != b.kind && !service(a) && !service(b)) {
        return None;
    }
    let km = a.point.zip(b.point).map(|(p, q)| p.km_to(q));
    let place = place(a, b, km)?;
    let owners = owners(a, b, place);
    let name = name(a, b, owners)?;

    let siret = same(&a.siret, &b.siret);
    let enterprise = |s: &Sight| s.siret.chars().take(SIREN).collect::<String>();
    if siret == Some(false) && enterprise(a) == enterprise(b) {
        // Two establishments of one enterprise.
        return None;
    }
    let (phone, email, page) =
        (same(&a.phone, &b.phone), same(&a.email, &b.email), same(&a.page, &b.page));
    let contacts = [phone, email, page, siret];
    let reached = contacts.contains(&Some(true));
    let told = match name {
        For::OnlyOne => !a.owner_told.is_disjoint(&b.owner_told),
        _ => !a.told.is_disjoint(&b.told),
    };
    let possible = match place {
        // Of a network whose branches share all but the address, the address is all there is.
        For::SameCommune => told && owners != Owners::Other,
        For::Remote => told && (owners != Owners::Other || page == Some(true)),
        // Two organisations under one roof may each have their « Permanence ».
        _ if owners == Owners::Other => reached || (told && !contacts.contains(&Some(false))),
        _ => true,
    };
    let twice = a.lists.iter().any(|list| b.lists.contains(list));
    let copied = matches!(name, For::SameName | For::SameLetters)
        && matches!(place, For::SameAddress | For::Near | For::Remote)
        && matches!(owners, Owners::One | Owners::Named)
        && a.description == b.description;
    if !possible || (twice && !copied) {
        return None;
    }
    Some(evidence(a, b, (name, place, owners, twice), (phone, email, page, siret), km))
}

type Known = (Option<bool>, Option<bool>, Option<bool>, Option<bool>);

fn evidence(
    a: &Sight,
    b: &Sight,
    (name, place, owners, twice): (For, For, Owners, bool),
    (phone, email, page, siret): Known,
    km: Option<f64>,
) -> Evidence {
    let here = !a.commune.is_empty() && a.commune == b.commune;
    let themes = a.themes.intersection(&b.themes).count();
    let streets = a.street.as_ref().zip(b.street.as_ref());
    let mut pro = vec![name, place];
    for (is_so, reason) in [
        (place == For::SameAddress && km.is_some_and(|km| km <= SAME_SPOT_KM), For::Near),
        (here && place == For::Near, For::SameCommune),
        (owners == Owners::One, For::SameOwner),
        (owners == Owners::Named, For::OwnerName),
        (owners == Owners::Library, For::SameLibrary),
        (siret == Some(true), For::SameSiret),
        (page == Some(true), For::SamePage),
        (email == Some(true), For::SameEmail),
        (phone == Some(true), For::SamePhone),
        (themes > 0, For::SameThemes),
    ] {
        if is_so {
            pro.push(reason);
        }
    }
    let types = a.service_type.zip(b.service_type);
    let on_site = place != For::Remote;
    let mut con = vec![];
    for (is_so, reason) in [
        (twice, Against::SameList),
        (owners == Owners::Other, Against::OtherOwner),
        (siret == Some(false), Against::OtherSiret),
        (phone == Some(false), Against::OtherPhone),
        (email == Some(false), Against::OtherEmail),
        (a.kind != b.kind, Against::OtherKind),
        (types.is_some_and(|(x, y)| x != y), Against::OtherType),
        (themes == 0 && !a.themes.is_empty() && !b.themes.is_empty(), Against::OtherThemes),
        (on_site && streets.is_none(), Against::NoStreet),
        (
            on_site && streets.is_some_and(|(x, y)| x.numbers.is_empty() != y.numbers.is_empty()),
            Against::NoNumber,
        ),
        (on_site && !here, Against::OtherCommune),
        (on_site && km.is_some_and(|km| km > FAR_KM), Against::Far),
    ] {
        if is_so {
            con.push(reason);
        }
    }
    let weight =
        pro.iter().map(|r| r.weight()).sum::<i32>() - con.iter().map(|r| r.weight()).sum::<i32>();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let metres = km.map(|km| (km * 1_000.0).round() as u32);
    Evidence { pro, con, metres, themes, weight }
}

/// Two identifiers, the smaller first: a pair is one thing, whichever is named first.
#[must_use]
pub fn ordered<'a>(one: &'a Id, other: &'a Id) -> (&'a Id, &'a Id) {
    if one < other { (one, other) } else { (other, one) }
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
