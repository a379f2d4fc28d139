//! What an organisation offers, on its page.

use directory::model::{How, State};
use directory::service;
use site::Actor;

use super::{between, entry, state};
use crate::common::houses;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_an_organisation_says_what_it_offers_and_how_old_that_is() {
    for house in houses().await {
        let library = house.library().await;
        let path = format!("/partners/{library}");
        assert!(!house.get(&path).await.1.contains("Ce que propose"), "nothing yet");
        let cv = entry(&house, "Aide au CV", |_| {}).await;
        let old = entry(&house, "Retirée", |_| {}).await;
        let draft = entry(&house, "Brouillon", |_| {}).await;
        service::verify(&house.app, &Actor::Operator, &cv, How::Called).await.unwrap();
        state(&house, &old, State::Archived).await;
        state(&house, &draft, State::Draft).await;
        let (status, page) = house.get(&path).await;
        assert_eq!(status, 200);
        let offered = between(&page, "Ce que propose cette structure", "</ul>");
        assert!(offered.contains(&format!("/entries/{cv}")), "{}: {offered}", house.engine());
        assert!(
            offered.contains("Service") && offered.contains("Vérifié aujourd’hui"),
            "{offered}"
        );
        assert!(!page.contains("Retirée") && !page.contains("Brouillon"), "{page}");
        for n in 0..32 {
            entry(&house, &format!("Fiche {n}"), |_| {}).await;
        }
        // The others are in the search, which holds what this organisation has and nothing else.
        let there = format!("/find?organisation={library}");
        assert!(house.get(&path).await.1.contains(&format!("href=\"{there}\"")), "{there}");
        let elsewhere = network::model::Organisation {
            id: base::Id::parse("elsewhere").unwrap(),
            name: "Ailleurs".into(),
            ..network::model::Organisation::blank()
        };
        let of = elsewhere.id.clone();
        let saved =
            house.app.db.write(move |tx| network::service::save_organisation(tx, &elsewhere));
        saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        let mut draft = directory::model::EntryDraft::blank(directory::model::EntryKind::Service);
        (draft.title, draft.description) = ("Fiche d’ailleurs".into(), "Une autre.".into());
        let writing = service::Writing {
            id: None,
            owner: of.clone(),
            curator: None,
            draft,
            verified: None,
            seen: None,
        };
        let other = service::write(&house.app, &Actor::Operator, writing).await.unwrap();
        state(&house, &other, State::Published).await;
        let (status, page) = house.get(&there).await;
        assert!(status == 200 && page.contains("33 résultats"), "{page}");
        assert!(page.contains("Médiathèque d’essai") && !page.contains("ailleurs"), "{page}");
        let of = house.get_json(&format!("/api/v1/find?organisation={of}")).await;
        assert_eq!(
            (of.as_array().unwrap().len(), of[0]["title"].as_str()),
            (1, Some("Fiche d’ailleurs"))
        );
        let (status, page) = house.get(&format!("{there}&q=fiche+7")).await;
        assert!(status == 200 && page.contains("Fiche 7") && !page.contains("ailleurs"), "{page}");
        for nobody in ["nobody", "%3C"] {
            let (status, page) = house.get(&format!("/find?organisation={nobody}")).await;
            assert!(status == 422 && page.contains("d’aucune structure"), "{page}");
            assert_eq!(house.get(&format!("/api/v1/find?organisation={nobody}")).await.0, 422);
        }
        let (_, page) = house.get(&format!("/en{path}")).await;
        assert!(page.contains("What this organisation offers"), "{page}");
        assert!(page.contains("And 3 more entries"), "{page}");
    }
}
