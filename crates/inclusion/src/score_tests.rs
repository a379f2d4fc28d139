//! The reference's own tests of its score, case by case, and the edges of its intervals.

use jiff::ToSpan;
use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::check_service;

const TODAY: Date = date(2024, 1, 1);

/// A service with what these fields add to the least there can be.
fn service(more: Value) -> Service {
    let mut whole = json!({
        "id": "1", "structure_id": "2", "nom": "foo", "date_maj": "2024-01-01", "source": "3",
        "description": ".".repeat(500),
    });
    whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let checked = check_service(&whole, TODAY);
    checked.value.unwrap_or_else(|| panic!("{:?}", checked.faults))
}

fn part(criterion: Criterion, more: Value) -> Option<f64> {
    let parts = criteria(&service(more), TODAY);
    parts.iter().find(|(c, _)| *c == criterion).unwrap().1
}

fn old(days: i32, source: &str) -> Option<f64> {
    let day = TODAY - days.days();
    part(Criterion::UpdatedOn, json!({"date_maj": day, "source": source}))
}

#[test]
fn an_address_where_people_go_there() {
    let of = |more| part(Criterion::Address, more);
    assert_eq!(of(json!({})), None);
    assert_eq!(of(json!({"modes_mobilisation": ["se-presenter"]})), Some(0.0));
    assert_eq!(of(json!({"modes_accueil": ["en-presentiel"]})), Some(0.0));
    let street = "1 rue de la paix";
    let visit = json!({"adresse": street, "modes_mobilisation": ["se-presenter"]});
    assert_eq!(of(visit), Some(1.0));
    assert_eq!(of(json!({"adresse": street, "modes_accueil": ["en-presentiel"]})), Some(1.0));
}

#[test]
fn a_telephone_where_calls_are_taken() {
    let of = |more| part(Criterion::Phone, more);
    assert_eq!(of(json!({})), None);
    assert_eq!(of(json!({"modes_mobilisation": ["telephoner"]})), Some(0.0));
    let call = json!({"telephone": "3615", "modes_mobilisation": ["telephoner"]});
    assert_eq!(of(call), Some(1.0));
}

#[test]
fn an_address_for_mail_where_mail_is_taken() {
    let of = |more| part(Criterion::Email, more);
    assert_eq!(of(json!({})), None);
    assert_eq!(of(json!({"modes_mobilisation": ["envoyer-un-courriel"]})), Some(0.0));
    let mail =
        json!({"courriel": "lorem@ipsum.dolor", "modes_mobilisation": ["envoyer-un-courriel"]});
    assert_eq!(of(mail), Some(1.0));
}

#[test]
fn the_date() {
    assert_eq!(old(0, "3"), Some(1.0));
    // Six months, fifteen months and two years of the calendar.
    assert!((old(184, "3").unwrap() - 1.0).abs() < 0.01);
    assert!((old(457, "3").unwrap() - 0.5).abs() < 0.005);
    assert_eq!(old(731, "3"), Some(0.0));
    for (source, wanted) in [("agefiph", None), ("france-travail", None), ("foobar", Some(0.0))] {
        assert_eq!(old(1_095, source), wanted);
    }
}

#[test]
fn the_day_of_180_is_the_one_of_the_reference() {
    assert_eq!(old(179, "3"), Some(1.0));
    assert_eq!(old(180, "3"), Some(0.0));
    assert!((old(181, "3").unwrap() - 0.998).abs() < 0.001);
    assert!(old(729, "3").unwrap() > 0.0);
    assert_eq!(old(730, "3"), Some(0.0));
}

#[test]
fn themes_audiences_and_contacts() {
    assert_eq!(part(Criterion::Theme, json!({"thematiques": null})), Some(0.0));
    assert_eq!(part(Criterion::Theme, json!({"thematiques": []})), Some(0.0));
    assert_eq!(
        part(Criterion::Theme, json!({"thematiques": ["famille--garde-denfants"]})),
        Some(1.0)
    );
    assert_eq!(part(Criterion::Audience, json!({"publics": null})), Some(0.0));
    assert_eq!(part(Criterion::Audience, json!({"publics": ["femmes"]})), Some(1.0));
    let of = |more| part(Criterion::Contact, more);
    assert_eq!(of(json!({})), Some(0.0));
    assert_eq!(of(json!({"telephone": "3615"})), Some(1.0));
    assert_eq!(of(json!({"courriel": "lorem@ipsum.dolor"})), Some(1.0));
    assert_eq!(of(json!({"lien_mobilisation": "https://foo.bar"})), Some(1.0));
}

#[test]
fn how_and_by_whom_it_is_turned_to() {
    let of = |more| part(Criterion::ContactModes, more);
    assert_eq!(of(json!({})), Some(0.0));
    assert_eq!(of(json!({"mobilisable_par": ["professionnels"]})), Some(0.5));
    assert_eq!(of(json!({"modes_mobilisation": ["telephoner"]})), Some(0.5));
    let both = json!({"modes_mobilisation": ["telephoner"], "mobilisable_par": ["professionnels"]});
    assert_eq!(of(both), Some(1.0));
}

#[test]
fn the_length_of_the_description() {
    let of = |n| part(Criterion::Description, json!({"description": ".".repeat(n)}));
    for (length, wanted) in
        [(5, 0.0), (49, 0.0), (50, 0.5), (199, 0.5), (200, 1.0), (1_999, 1.0), (2_000, 0.5)]
    {
        assert_eq!(of(length), Some(wanted), "{length}");
    }
    assert_eq!(of(10_000), Some(0.5));
}

#[test]
fn fees() {
    let of = |more| part(Criterion::Fees, more);
    assert_eq!(of(json!({})), Some(0.0));
    assert_eq!(of(json!({"frais": "payant"})), Some(0.5));
    assert_eq!(of(json!({"frais": "payant", "frais_precisions": "lorem ipsum"})), Some(1.0));
    assert_eq!(of(json!({"frais": "payant", "frais_precisions": ""})), Some(0.5));
    assert_eq!(of(json!({"frais": "gratuit"})), Some(1.0));
}

#[test]
fn the_mean_of_what_applies() {
    let perfect = service(json!({
        "thematiques": ["famille--garde-denfants"], "frais": "gratuit", "publics": ["femmes"],
        "telephone": "3615", "modes_mobilisation": ["telephoner"],
        "mobilisable_par": ["professionnels"],
    }));
    assert_eq!(score(&perfect, TODAY), 1.0);
    let dated = service(json!({
        "adresse": "1 rue de la paix", "telephone": "3615", "courriel": "lorem@ipsum.dolor",
        "frais": "payant", "frais_precisions": "lorem ipsum", "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": ["telephoner", "envoyer-un-courriel"],
        "mobilisable_par": ["professionnels"], "date_maj": "2021-01-01",
        "thematiques": ["famille--garde-denfants"], "publics": ["femmes"],
    }));
    assert_eq!(score(&dated, TODAY), 0.9);
    let stale = service(json!({"date_maj": "2021-01-01", "description": ".".repeat(49)}));
    assert_eq!(score(&stale, TODAY), 0.0);
}
