use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use network::model::Organisation;
use proptest::prelude::*;
use territory::Point;

use super::super::sight::Told;
use super::*;
use crate::model::{Due, Entry, EntryDraft, Mode, State, Why};

fn told(title: &str, owner: &str, change: impl FnOnce(&mut Told)) -> Told {
    let owner = Organisation { id: Id::new(), name: owner.into(), ..Organisation::blank() };
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), "Ce qu’on y trouve.".into());
    (draft.insee, draft.city) = ("69091".into(), "Givors".into());
    let entry = Entry {
        id: Id::new(),
        owner: owner.id.clone(),
        curator: None,
        draft,
        state: State::Published,
        source: (String::new(), String::new()),
        created_at: 0,
        changed_on: date(2026, 1, 1),
        verified: None,
        due: Due { on: date(2026, 1, 1), why: Why::Never },
        illustrative: false,
        seq: 0,
    };
    let mut told = Told { entry, owner, siret: String::new(), lists: vec![], alone: false };
    change(&mut told);
    told
}

fn at(t: &mut Told, address: &str) {
    t.entry.draft.address = address.into();
}

fn pair(a: &Told, b: &Told) -> Option<Evidence> {
    let (a, b) = (Sight::of(a), Sight::of(b));
    let found = weigh(&a, &b);
    assert_eq!(found, weigh(&b, &a), "the order matters");
    found
}

const PHONE: &str = "04 72 24 20 12";

#[test]
fn the_same_title_at_the_same_address_is_a_pair_with_its_reasons() {
    let one = told("Atelier CV", "Mission locale de Givors", |t| {
        at(t, "6 rue Jacques Prévert");
        t.entry.draft.phone = PHONE.into();
    });
    let other = told("ATELIER C.V.", "MISSION LOCALE", |t| {
        at(t, "6 R JACQUES PREVERT");
        t.entry.draft.phone = "+33472242012".into();
    });
    let found = pair(&one, &other);
    assert!(found.is_none(), "« C.V. » is read as two letters: {found:?}");
    let other = told("ATELIER CV", "MISSION LOCALE", |t| {
        at(t, "6 R JACQUES PREVERT");
        t.entry.draft.phone = "+33472242012".into();
    });
    let found = pair(&one, &other).unwrap();
    let wanted = [For::SameLetters, For::SameAddress, For::OwnerName, For::SamePhone];
    assert_eq!((found.pro.as_slice(), found.likely()), (&wanted[..], Likely::Very));
    assert!(found.con.is_empty());
}

#[test]
fn branches_of_one_network_are_never_a_pair() {
    let branch = |title: &str, owner: &str, insee: &str, address: &str| {
        told(title, owner, |t| {
            let d = &mut t.entry.draft;
            (d.insee, d.city) = (insee.into(), String::new());
            (d.phone, d.address) = (PHONE.into(), address.into());
            d.website = "https://www.ml-rhone-sud.fr/jeunes".into();
            d.email = "accueil@ml-rhone-sud.fr".into();
        })
    };
    for (title, owner) in
        [("Mission locale", "Mission locale Rhône Sud"), ("Accueil des jeunes", "Mission locale")]
    {
        let givors = branch(title, owner, "69091", "6 rue Jacques Prévert");
        // Other towns, known by their street or not.
        for (insee, address) in
            [("69064", "12 Grande Rue"), ("69096", ""), ("69064", "6 rue Prévert")]
        {
            assert_eq!(pair(&givors, &branch(title, owner, insee, address)), None, "{insee}");
        }
        // The same town: another street, another number, another suffix, no street at all.
        for address in ["10 rue Jacques Prévert", "6 place Jacques Prévert", "6 rue Curie"] {
            assert_eq!(pair(&givors, &branch(title, owner, "69091", address)), None, "{address}");
        }
    }
    let bare = |address: &str| branch("Mission locale", "Mission locale", "69091", address);
    assert_eq!(pair(&bare("6 rue Jacques Prévert"), &bare("")), None, "a network’s name is none");
    // A list that gives all branches the address of the seat.
    let seat = |owner: &str| branch("Accueil des jeunes", owner, "69091", "6 rue Jacques Prévert");
    let condrieu = seat("Mission locale – antenne de Condrieu");
    assert_eq!(pair(&seat("Mission locale"), &condrieu), None);
    assert!(pair(&seat("Mission locale"), &seat("Mission locale, antenne de Givors")).is_some());
}

#[test]
fn two_under_one_roof_need_more_than_a_common_title() {
    let roof = |owner: &str, phone: &str| {
        told("Permanence", owner, |t| {
            at(t, "1 place de la Mairie");
            t.entry.draft.phone = phone.into();
        })
    };
    assert_eq!(pair(&roof("Caf du Rhône", ""), &roof("Carsat", "")), None);
    assert_eq!(pair(&roof("Adil", PHONE), &roof("Carsat", "04 00 00 00 00")), None);
    // What answers to one number at one door under one name is told to a person, who decides.
    let found = pair(&roof("Adil", PHONE), &roof("Carsat", PHONE)).unwrap();
    assert!(found.con.contains(&Against::OtherOwner));
}

#[test]
fn one_list_knows_its_own() {
    let of = |title: &str, list: &str| {
        told(title, "Médiathèque Hugo", |t| {
            at(t, "3 place Hugo");
            t.lists = vec![list.into()];
        })
    };
    assert!(pair(&of("Atelier Scratch", "a"), &of("Atelier scratch", "b")).is_some());
    let copied = pair(&of("Atelier Scratch", "a"), &of("Atelier scratch", "a")).unwrap();
    assert!(copied.con.contains(&Against::SameList), "letter for letter the same");
    let mut elsewhere = of("Atelier scratch", "a");
    elsewhere.owner.name = "Centre social".into();
    assert_eq!(pair(&of("Atelier Scratch", "a"), &elsewhere), None, "it knows its organisations");
    let mut other = of("Atelier scratch", "a");
    other.entry.draft.description = "Pour les adultes.".into();
    assert_eq!(pair(&of("Atelier Scratch", "a"), &other), None);
}

#[test]
fn the_single_thing_that_each_list_tells_of_one_place() {
    let of = |title: &str, theme: &str, alone: bool| {
        told(title, "Médiathèque Nelson Mandela", |t| {
            at(t, "3 place de l’Abbaye");
            t.alone = alone;
            t.entry.draft.themes = vec![theme.into()];
        })
    };
    let (one, two) = ("numerique--utiliser-le-numerique", "sante--acces-aux-soins");
    let a = of("Formation au numérique", one, true);
    assert_eq!(pair(&a, &of("Aide aux démarches", one, true)).unwrap().pro[0], For::OnlyOne);
    assert_eq!(pair(&a, &of("Aide aux démarches", one, false)), None, "one of several");
    assert_eq!(pair(&a, &of("Aide aux démarches", two, true)), None, "about something else");
    // The common name of a library at its address; at another, or of two that have names, it is none.
    let named = |name: &str, address: &str| {
        let mut told = of("Aide aux démarches", one, true);
        told.owner.name = name.into();
        at(&mut told, address);
        told
    };
    let common = named("Médiathèque municipale de Givors", "3 place de l’Abbaye");
    let found = pair(&a, &common).unwrap();
    assert!(found.pro.contains(&For::SameLibrary));
    assert_eq!(pair(&a, &named("Médiathèque municipale", "")), None);
    assert_eq!(pair(&a, &named("Médiathèque Max-Pol Fouchet", "3 place de l’Abbaye")), None);
    assert_eq!(pair(&a, &named("Mairie de Givors", "3 place de l’Abbaye")), None);
}

#[test]
fn two_establishments_of_one_enterprise_are_two() {
    let of = |siret: &str| {
        told("Atelier Scratch", "Simplon", |t| {
            at(t, "3 place Hugo");
            t.siret = siret.into();
        })
    };
    assert!(pair(&of("12345678900011"), &of("12345678900011")).is_some());
    assert_eq!(pair(&of("12345678900011"), &of("12345678900029")), None);
    let other = pair(&of("12345678900011"), &of("98765432100011")).unwrap();
    assert!(other.con.contains(&Against::OtherSiret));
}

#[test]
fn what_is_had_from_a_distance_is_told_by_who_gives_it() {
    let of = |title: &str, owner: &str| {
        told(title, owner, |t| {
            (t.entry.draft.insee, t.entry.draft.city) = (String::new(), String::new());
            t.entry.draft.modes = vec![Mode::Remote];
        })
    };
    assert!(pair(&of("Cours Pix", "Konexio"), &of("Cours PIX", "Konexio")).is_some());
    assert_eq!(pair(&of("Cours Pix", "Konexio"), &of("Cours PIX", "Simplon")), None);
}

/// Any two entries out of a few words, so that much of them is the same.
fn some() -> impl Strategy<Value = Told> {
    let pick = |all: &'static [&'static str]| prop::sample::select(all);
    (
        (
            pick(&[
                "Mission locale",
                "Accueil",
                "Atelier Scratch",
                "ATELIER SCRATCH",
                "Scratch !",
                "Skratch",
            ]),
            pick(&[
                "Mission locale",
                "Médiathèque",
                "Médiathèque Hugo",
                "Médiathèque Victor Hugo",
                "Médiathèque Victor Hugot",
                "Mission locale – antenne Hugo",
            ]),
            pick(&[
                "",
                "6 rue Prévert",
                "6 R PREVERT",
                "8 rue Prévert",
                "6 rue Curie",
                "rue Curie",
                "6 rue Pierre Curie",
            ]),
            pick(&["69091", "69064", ""]),
        ),
        (
            pick(&["", PHONE]),
            pick(&["", "a@ml.fr"]),
            pick(&["", "https://ml.fr/a", "https://ml.fr"]),
        ),
        (pick(&["", "12345678900011", "12345678900029"]), pick(&["", "a", "b"])),
        (prop::option::of((0..4_u8, 0..4_u8)), any::<bool>(), 0..6_u8),
    )
        .prop_map(
            |((title, owner, street, insee), (phone, mail, page), (siret, list), rest)| {
                told(title, owner, |t| {
                    let (point, alone, owner) = rest;
                    let d = &mut t.entry.draft;
                    (d.address, d.insee, d.city) = (street.into(), insee.into(), String::new());
                    (d.phone, d.email, d.website) = (phone.into(), mail.into(), page.into());
                    d.point = point.map(|(y, x)| Point {
                        lat: 45.60 + f64::from(y) * 0.0007,
                        lon: 4.80 + f64::from(x) * 0.0011,
                    });
                    d.themes = vec!["numerique--utiliser-le-numerique".into()];
                    // One organisation has one name, be it one that tells nothing.
                    if let Some(name) = ["CCAS", "Médiathèque"].get(usize::from(owner)) {
                        t.owner.id = Id::parse(&format!("shared{owner}")).unwrap();
                        t.owner.name = (*name).into();
                    }
                    (t.siret, t.alone) = (siret.into(), alone);
                    t.lists = if list.is_empty() { vec![] } else { vec![list.into()] };
                })
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// The rule as it is promised: two addresses are two, two branches are two, and nothing is a pair
    /// without a place or an organisation that is one.
    #[test]
    fn what_they_share_never_takes_the_place_of_where_they_are(a in some(), b in some()) {
        let (x, y) = (Sight::of(&a), Sight::of(&b));
        let found = weigh(&x, &y);
        prop_assert_eq!(&found, &weigh(&y, &x));
        let Some(found) = found else { return Ok(()) };
        if let (Some(one), Some(other)) = (&x.street, &y.street) {
            prop_assert!(one.agrees(other));
        }
        prop_assert_eq!(&x.branch, &y.branch);
        let located = [For::SameAddress, For::Near].iter().any(|r| found.pro.contains(r));
        let owned = [For::SameOwner, For::OwnerName].iter().any(|r| found.pro.contains(r));
        let named = !x.told.is_disjoint(&y.told) || !x.owner_told.is_disjoint(&y.owner_told);
        prop_assert!(located || (owned && named), "{found:?}");
    }

    /// A telephone number, a mail address, a site make no pair of two that are nowhere the same.
    #[test]
    fn a_shared_contact_alone_makes_no_pair(a in some(), b in some()) {
        let mut bare = [a.clone(), b.clone()];
        for t in &mut bare {
            let d = &mut t.entry.draft;
            (d.phone, d.email, d.website) = (String::new(), String::new(), String::new());
        }
        let mut shared = bare.clone();
        for t in &mut shared {
            let d = &mut t.entry.draft;
            (d.phone, d.email) = (PHONE.into(), "a@ml.fr".into());
            d.website = "https://ml.fr/a".into();
        }
        let of = |two: &[Told; 2]| weigh(&Sight::of(&two[0]), &Sight::of(&two[1]));
        let (without, with) = (of(&bare), of(&shared));
        if without.is_none() && let Some(found) = with {
            prop_assert!(
                found.pro.contains(&For::SameAddress) || found.pro.contains(&For::Near),
                "{found:?}"
            );
        }
    }

    /// Those that are a pair are found by what both have in common: nobody compares all with all.
    /// « CCAS » and « Médiathèque » are names that no word is left of, « rue Curie » and « 6 rue Curie »
    /// one address.
    #[test]
    fn blocking_misses_nothing(all in prop::collection::vec(some(), 0..8)) {
        let sights: Vec<Sight> = all.iter().map(Sight::of).collect();
        let mut by_key: BTreeMap<i64, BTreeSet<usize>> = BTreeMap::new();
        for (n, sight) in sights.iter().enumerate() {
            for key in sight.keys() {
                by_key.entry(key).or_default().insert(n);
            }
        }
        for (n, sight) in sights.iter().enumerate() {
            let found: BTreeSet<usize> =
                sight.asked().iter().filter_map(|k| by_key.get(k)).flatten().copied().collect();
            for (m, other) in sights.iter().enumerate() {
                if weigh(sight, other).is_some() {
                    prop_assert!(found.contains(&m), "{:?} {:?}", all[n].entry, all[m].entry);
                }
            }
        }
    }
}
