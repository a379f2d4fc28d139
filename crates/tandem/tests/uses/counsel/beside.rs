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
        let (_, page) = house.get(&format!("/en{path}")).await;
        assert!(page.contains("What this organisation offers"), "{page}");
        assert!(page.contains("And 3 more entries"), "{page}");
    }
}
