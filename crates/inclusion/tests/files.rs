//! What is written is read again, by us and by the reference implementation; real files are read.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::io::Write;

use common::run;
use inclusion::{
    Audience, ContactMode, Fees, Outcome, Reading, Reception, Record, Service, Site, Structure,
    Theme, read, write_csv, write_json, write_xlsx,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 25);

fn reading() -> Reading {
    Reading { today: TODAY, source: None }
}

prop_compose! {
    fn site()(
        commune in proptest::option::of("[A-Z][a-zé’-]{2,12}"), street in proptest::option::of(words()),
        point in proptest::option::of((-18_000..18_000_i32, -9_000..9_000_i32)), coded: bool,
    ) -> Site {
        Site {
            commune,
            postcode: coded.then(|| "01500".into()),
            commune_code: coded.then(|| "2A004".into()),
            address: street.clone(),
            address_more: street,
            longitude: point.map(|(east, _)| f64::from(east) / 100.0),
            latitude: point.map(|(_, north)| f64::from(north) / 100.0),
        }
    }
}

/// A text as people write it, formulas and quotes included.
fn words() -> impl Strategy<Value = String> {
    "[-=+@'\"a-zA-Zéœ0-9][a-zA-Zéœ’\";,|\n \\[\\]0-9.+-]{1,60}[a-z!?]"
}

prop_compose! {
    fn structure()(
        id in "[a-z]{2,6}--[0-9]{1,9}", name in words(), description in proptest::option::of(words()),
        days in 0..9_000_i32, site in site(), contact: bool,
    ) -> Structure {
        Structure {
            source: "essai".into(),
            id,
            name: format!("{name}abc"),
            updated_on: date(2001, 1, 1) + jiff::Span::new().days(days),
            description: description.map(|d| format!("{d}abcde")),
            source_link: contact.then(|| "https://exemple.fr/".into()),
            siret: contact.then(|| "01234567890123".into()),
            site,
            phone: contact.then(|| "+33123456789".into()),
            email: contact.then(|| "info@exemple.fr".into()),
            website: None,
            opening_hours: contact.then(|| "Mo-Fr 08:30-12:30; PH off".into()),
            accessibility: None,
            networks: inclusion::Network::all().skip(days as usize % 100).take(2).collect(),
        }
    }
}

prop_compose! {
    fn service()(
        structure in structure(), themes in proptest::collection::btree_set(0..69_usize, 0..4),
        detail in proptest::option::of(words()), weeks in proptest::option::of(1..99_u32),
        hours in proptest::option::of(0..160_u8), paid: bool,
    ) -> Service {
        let audiences = if paid { vec![Audience::YOUNG, Audience::JOBSEEKERS] } else { vec![] };
        Service {
            source: structure.source,
            structure_id: structure.id.clone(),
            id: structure.id,
            name: structure.name,
            description: structure.description.unwrap_or_else(|| "Sans plus.".into()),
            source_link: structure.source_link,
            updated_on: structure.updated_on,
            kind: paid.then_some(inclusion::ServiceKind::WORKSHOP),
            themes: themes.into_iter().filter_map(|n| Theme::all().nth(n)).collect(),
            fees: paid.then_some(Fees::PAID),
            fees_detail: detail.clone(),
            audiences: audiences.into_iter().collect(),
            audiences_detail: detail.clone(),
            conditions: detail.clone(),
            site: structure.site,
            phone: structure.phone,
            email: structure.email,
            receptions: BTreeSet::from([Reception::IN_PERSON]),
            eligible_in: if paid { vec!["2A".into(), "france".into()] } else { vec![] },
            contact_name: None,
            contact_link: None,
            contact_modes: BTreeSet::from([ContactMode::PHONE]),
            contacted_by: BTreeSet::new(),
            contact_detail: detail,
            weekly_hours: hours.map(|h| f64::from(h) / 4.0),
            weeks,
            opening_hours: structure.opening_hours,
            more: inclusion::More::default(),
        }
    }
}

fn values(outcome: Outcome) -> (Vec<Structure>, Vec<Service>) {
    let structures = outcome.structures.into_iter().map(|r| r.value).collect();
    (structures, outcome.services.into_iter().map(|r| r.value).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_again(
        structures in proptest::collection::vec(structure(), 1..4),
        services in proptest::collection::vec(service(), 1..4),
    ) {
        let json = write_json(&structures, &services).unwrap();
        let both = values(read(&json, &reading()).unwrap());
        prop_assert_eq!(both, (structures.clone(), services.clone()));
        let book = write_xlsx(&structures, &services).unwrap();
        let outcome = read(&book, &reading()).unwrap();
        prop_assert_eq!(outcome.refused(), 0);
        prop_assert_eq!(values(outcome), (structures.clone(), services.clone()));
        let csv = write_csv(&structures).unwrap();
        prop_assert_eq!(values(read(&csv, &reading()).unwrap()).0, structures);
        let csv = write_csv(&services).unwrap();
        prop_assert_eq!(values(read(&csv, &reading()).unwrap()).1, services);
    }

    /// The two kinds of cells that a machine's reader takes as they stand.
    #[test]
    fn no_cell_of_a_csv_is_a_formula(services in proptest::collection::vec(service(), 1..4)) {
        let text = write_csv(&services).unwrap();
        for record in csv::Reader::from_reader(text.as_slice()).records() {
            for (cell, field) in record.unwrap().iter().zip(Service::FIELDS) {
                let number = cell.parse::<f64>().is_ok();
                let phone = field.name == "telephone";
                prop_assert!(
                    number || phone || !cell.trim_start().starts_with(['=', '+', '-', '@']),
                    "{}", cell
                );
            }
        }
    }
}

#[test]
fn the_reference_takes_the_workbook() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut made = |n: usize| {
        let strategy =
            (proptest::collection::vec(structure(), n), proptest::collection::vec(service(), n));
        let tree = strategy.new_tree(&mut runner).unwrap();
        proptest::strategy::ValueTree::current(&tree)
    };
    let (structures, services) = made(40);
    let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile().unwrap();
    file.write_all(&write_xlsx(&structures, &services).unwrap()).unwrap();
    let Some(judged) = run("reference.py", &["workbook".as_ref(), file.path()]) else { return };
    assert_eq!(judged.len(), 80);
    for said in judged {
        assert_eq!(said["errors"].as_array().map(Vec::len), Some(0), "{said}");
    }
}
