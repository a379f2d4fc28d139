//! Documents of HSDS 3.0 by a JSON Schema of its tables (`hsds.json`).
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::io::Write;
use std::path::Path;

use base::Lang;
use common::run;
use inclusion::{Accessibility, Change, Opening, Published, Service, Status, Structure, hsds};
use jiff::civil::{Time, Weekday, date};
use serde_json::{Value, json};

fn structure(more: Value) -> Structure {
    let mut value = json!({
        "source": "essai", "id": "essai--1", "nom": "Cité des métiers", "date_maj": "2026-01-02",
    });
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(value).unwrap()
}

fn service(more: Value) -> Service {
    let mut value = json!({
        "source": "essai", "structure_id": "essai--1", "id": "essai--s1", "nom": "Atelier CV",
        "description": "Écrire son CV.", "date_maj": "2026-01-02",
    });
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(value).unwrap()
}

fn plain<'a>(structure: &'a Structure, service: &'a Service) -> Published<'a> {
    Published {
        structure,
        service,
        verified_on: None,
        verified_by: None,
        alert: None,
        status: Status::Active,
        openings: &[],
        languages: &[("ar", "arabe"), ("fsl", "langue des signes française")],
        accessibility: Accessibility {
            description: "Accessible en fauteuil roulant",
            details: "Boucle magnétique",
            url: "https://acceslibre.beta.gouv.fr/app/x",
        },
        documents: &[],
        changes: &[],
    }
}

fn full() -> (Structure, Service) {
    let structure = structure(json!({
        "siret": "13003013300016", "adresse": "1 rue X", "commune": "Créteil", "code_postal": "94000",
        "code_insee": "94028", "latitude": 48.79, "longitude": 2.46, "telephone": "+33123456789",
        "courriel": "info@exemple.fr", "site_web": "https://exemple.fr/",
        "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/app/94/",
    }));
    let service = service(json!({
        "type": "atelier", "thematiques": ["preparer-sa-candidature--developper-son-reseau"],
        "publics": ["jeunes", "demandeurs-emploi"], "frais": "gratuit", "conditions_acces": "Aucune.",
        "modes_accueil": ["en-presentiel", "a-distance"], "telephone": "+33987654321",
        "courriel": "atelier@exemple.fr", "zone_eligibilite": ["94", "94028", "200054781", "france"],
        "contact_nom_prenom": "Accueil", "lien_mobilisation": "https://exemple.fr/rdv",
        "modes_mobilisation": ["se-presenter"], "horaires_accueil": "Mo,We 14:00-18:00",
    }));
    (structure, service)
}

#[test]
fn what_is_verified_stands_apart_from_what_is_changed() {
    let (structure, service) = full();
    let mut published = plain(&structure, &service);
    let document = hsds(&published, Lang::Fr);
    assert_eq!(document["last_modified"], "2026-01-02T00:00:00.000Z");
    assert!(document.get("assured_date").is_none() && document.get("alert").is_none());
    published.verified_on = Some(date(2026, 11, 20));
    published.verified_by = Some("centre@exemple.fr");
    published.alert = Some("Fermé pour travaux jusqu’au 4 décembre.");
    published.status = Status::Closed;
    let document = hsds(&published, Lang::Fr);
    assert_eq!(document["last_modified"], "2026-01-02T00:00:00.000Z");
    assert_eq!(document["assured_date"], "2026-11-20");
    assert_eq!(document["assurer_email"], "centre@exemple.fr");
    assert_eq!(document["status"], "temporarily closed");
    let areas = document["service_areas"].as_array().unwrap();
    let areas: Vec<_> = areas.iter().map(|a| a["name"].as_str().unwrap()).collect();
    assert_eq!((areas[0], areas[1], areas[3]), ("Val-de-Marne", "Créteil", "France"));
    let location = &document["service_at_locations"][0]["location"];
    assert_eq!(location["addresses"][0]["state_province"], "Val-de-Marne");
    let english = hsds(&published, Lang::En);
    assert_eq!(english["id"], document["id"]);
    assert_eq!(english["fees_description"], "Free of charge");
}

#[test]
fn documents_are_what_the_specification_says() {
    let (structure, service) = full();
    let hour = |h| Time::new(h, 0, 0, 0).unwrap();
    let days = vec![Weekday::Monday, Weekday::Wednesday];
    let openings = [Opening { days, opens: hour(14), closes: hour(18) }];
    let changes = [Change {
        on: date(2026, 3, 1),
        by: "Cité des métiers",
        field: "telephone",
        before: "",
        after: "+33987654321",
    }];
    let mut whole = plain(&structure, &service);
    whole.verified_on = Some(date(2026, 11, 20));
    whole.verified_by = Some("centre@exemple.fr");
    whole.openings = &openings;
    whole.languages = &[("fr", "français"), ("ar", "arabe")];
    whole.documents = &["Pièce d’identité"];
    whole.changes = &changes;
    let bare_structure = self::structure(json!({}));
    let bare_service = self::service(json!({}));
    let remote = self::service(json!({
        "modes_accueil": ["a-distance"], "frais": "payant", "frais_precisions": "10 € par an",
    }));
    let abroad =
        self::service(json!({"adresse": "2 rue Y", "commune": "X", "code_postal": "20000"}));
    let all = [
        whole,
        plain(&bare_structure, &bare_service),
        plain(&structure, &remote),
        plain(&bare_structure, &abroad),
    ];
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for published in &all {
        for lang in Lang::ALL {
            writeln!(file, "{}", hsds(published, lang)).unwrap();
        }
    }
    // One that is wrong, so that the judge is known to judge.
    writeln!(file, r#"{{"id": "1", "name": "x", "status": "open", "nom": "x"}}"#).unwrap();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hsds.json");
    let Some(mut judged) = run("hsds.py", &[&schema, file.path()]) else { return };
    let wrong = judged.pop().unwrap();
    assert_eq!(wrong.as_array().map(Vec::len), Some(3), "{wrong}");
    assert_eq!(judged.len(), 8);
    for said in judged {
        assert_eq!(said, json!([]));
    }
}
