//! Lists of help from elsewhere: data·inclusion, digital mediation, the ROME; on both databases.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::common::{House, houses};
use base::Problem;
use directory::exchange::{self, Format, Import, Taken};
use directory::model::{EntryDraft, How, Signal};
use directory::service::{self, Writing};
use jiff::civil::date;
use serde_json::{Value, json};
use site::Actor;

fn structure(id: &str, name: &str, phone: &str) -> Value {
    json!({ "source": "essai", "id": id, "nom": name, "date_maj": "2026-03-01", "commune": "Givors",
        "code_postal": "69700", "code_insee": "69091", "telephone": phone })
}

fn help(id: &str, of: &str, name: &str, more: &[(&str, Value)]) -> Value {
    let mut service = json!({ "source": "essai", "structure_id": of, "id": id, "nom": name,
        "description": "Un accueil et des conseils.", "date_maj": "2026-03-01",
        "thematiques": ["numerique--acceder-a-des-services-en-ligne"],
        "horaires_accueil": "Mo-Fr 09:00-12:00", "modes_accueil": ["en-presentiel"] });
    for (field, value) in more {
        service[*field] = value.clone();
    }
    service
}

async fn take(house: &House, list: &Value, dry_run: bool) -> Result<Taken, Problem> {
    let import = Import {
        format: Format::Inclusion,
        source: "essai".into(),
        bytes: list.to_string().into_bytes(),
        mapping: None,
        themes: BTreeSet::new(),
        dry_run,
    };
    exchange::import(&house.app, &Actor::Operator, import).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_whole_the_same_again_changes_nothing_and_people_are_not_overruled() {
    for house in houses().await {
        let list = |name: &str, phone: &str| {
            json!({ "structures": [structure("s1", "Mission locale de Givors", "0472242012")],
                "services": [help("a", "s1", name, &[("telephone", json!(phone))]),
                    help("b", "s1", "Aide numérique", &[("thematiques", json!(["numerik"]))]),
                    help("c", "s1", "Permanence", &[])] })
        };
        let first = list("Accueil jeunes", "+33472242012");
        let tried = take(&house, &first, true).await.unwrap();
        assert_eq!((tried.services.created, tried.dry_run), (2, true));
        let taken = take(&house, &first, false).await.unwrap();
        assert_eq!((taken.structures.created, taken.services.created, taken.refused()), (1, 2, 1));
        // The refused row says which, why, and what may be meant.
        let said = taken.said.iter().find(|s| !s.taken).unwrap();
        assert_eq!(said.id, "b");
        assert!(said.faults.iter().any(|f| f.field == "thematiques"), "{:?}", said.faults);
        let again = take(&house, &first, false).await.unwrap();
        assert_eq!((again.services.unchanged, again.services.updated, again.gone), (2, 0, 0));

        let of = |name: &'static str| {
            let app = house.app.clone();
            async move {
                app.db
                    .read(move |tx| {
                        Ok::<_, Problem>(service::of_source(tx, "essai", name)?.unwrap())
                    })
                    .await
                    .unwrap()
            }
        };
        // What came from a list is published and verified by nobody.
        let entry = of("a").await;
        assert_eq!((entry.verified.clone(), entry.changed_on), (None, date(2026, 3, 1)));
        let (status, page) = house.get(&format!("/entries/{}", entry.id)).await;
        assert_eq!(status, 200);
        assert!(page.contains("Jamais vérifié"), "{page}");

        // Somebody corrects the telephone; the list changes name and telephone.
        let draft = EntryDraft { phone: "04 00 00 00 00".into(), ..entry.draft.clone() };
        let writing = Writing {
            id: Some(entry.id.clone()),
            owner: entry.owner.clone(),
            curator: None,
            draft,
            verified: None,
            seen: None,
        };
        service::write(&house.app, &Actor::Operator, writing).await.unwrap();
        let taken = take(&house, &list("Accueil des jeunes", "+33499999999"), false).await.unwrap();
        assert_eq!((taken.services.updated, taken.contradicted), (1, 1));
        let entry = of("a").await;
        assert_eq!(entry.draft.title, "Accueil des jeunes");
        assert_eq!(entry.draft.phone, "04 00 00 00 00");
        let seen =
            service::kept(&house.app, &Actor::Operator, site::Permission::Desk, &entry.id).await;
        let signals = seen.unwrap().signals;
        assert!(signals.iter().any(|(s, _, what)| *s == Signal::Disagreement && what == "phone"));

        // What the list holds no longer is noted, once, and not taken out.
        let mut shorter = list("Accueil des jeunes", "+33499999999");
        shorter["services"].as_array_mut().unwrap().pop();
        assert_eq!(take(&house, &shorter, false).await.unwrap().gone, 1);
        assert_eq!(take(&house, &shorter, false).await.unwrap().gone, 0);
        assert_eq!(house.get(&format!("/entries/{}", of("c").await.id)).await.0, 200);

        // What leaves is what came.
        let all = exchange::exported(&house.app, "tandem").await.unwrap();
        assert_eq!(all.services.len(), 2);
        let bytes = inclusion::write_json(&all.structures, &all.services).unwrap();
        let reading = inclusion::Reading { today: date(2026, 11, 23), source: None };
        let back = inclusion::read(&bytes, &reading).unwrap();
        assert_eq!((back.services.len(), back.refused()), (2, 0), "{:?}", back.said);
        assert_eq!(back.services[0].value.opening_hours.as_deref(), Some("Mo-Fr 09:00-12:00"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_abroad_are_told_when_it_was_verified_apart_from_when_it_changed() {
    for house in houses().await {
        let list = json!({ "structures": [structure("s1", "Mission locale de Givors", "0472242012")],
            "services": [help("a", "s1", "Accueil jeunes", &[])] });
        take(&house, &list, false).await.unwrap();
        let document = exchange::hsds(&house.app, "tandem").await.unwrap().remove(0);
        assert_eq!(document["last_modified"].as_str().map(|d| &d[..10]), Some("2026-03-01"));
        assert!(document.get("assured_date").is_none(), "{document}");
        let entry = house
            .app
            .db
            .read(|tx| Ok::<_, Problem>(service::of_source(tx, "essai", "a")?.unwrap()))
            .await
            .unwrap();
        service::verify(&house.app, &Actor::Operator, &entry.id, How::Called).await.unwrap();
        let document = exchange::hsds(&house.app, "tandem").await.unwrap().remove(0);
        assert_eq!(document["assured_date"], "2026-11-23");
        // The hours as a table of the week, where they are one.
        let schedules = document["schedules"].as_array().unwrap();
        let told = |s: &serde_json::Value| {
            format!("{} {} {}", s["byday"], s["opens_at"], s["closes_at"]).replace('"', "")
        };
        let told: Vec<String> = schedules.iter().map(told).collect();
        assert_eq!(told, ["MO,TU,WE,TH,FR 09:00 12:00"], "{document}");
    }
}

/// Data that lies beside the project, where it lies there.
fn shared(path: &str) -> Option<Vec<u8>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    std::fs::read(beside).ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_messy_list_of_a_territory_and_the_job_titles_are_taken() {
    let Some(list) = shared("career-services/mediation-numerique-centre-val-de-loire.json") else {
        return;
    };
    let codes = shared("rome/unix_referentiel_code_rome_v460_utf8.csv").unwrap();
    let titles = shared("rome/unix_referentiel_appellation_v460_utf8.csv").unwrap();
    for house in houses().await {
        let import = |dry_run| Import {
            format: Format::Places,
            source: "centre-val-de-loire".into(),
            bytes: list.clone(),
            mapping: None,
            themes: BTreeSet::new(),
            dry_run,
        };
        let taken = exchange::import(&house.app, &Actor::Operator, import(false)).await.unwrap();
        assert!(taken.structures.created > 380, "{:?}", taken.structures);
        let again = exchange::import(&house.app, &Actor::Operator, import(false)).await.unwrap();
        assert_eq!((again.structures.created, again.structures.updated), (0, 0));
        assert_eq!((again.services.created, again.services.updated), (0, 0));

        let (app, operator) = (&house.app, Actor::Operator);
        let (n, m, _) =
            exchange::import_occupations(app, &operator, &codes, &titles).await.unwrap();
        assert!(n > 500 && m > 11_000, "{n} {m}");
        assert_eq!(exchange::occupations(app).await.unwrap().len(), n);
    }
}
