//! The booklets that were published, for everyone.

use directory::editions::{self, BookletDraft};
use jiff::ToSpan;
use site::Actor;

use super::entry;
use crate::common::{houses, monday};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_is_listed_the_latest_first() {
    for house in houses().await {
        let (_, page) = house.get("/editions").await;
        assert!(page.contains("Aucun livret"), "{page}");
        let id = entry(&house, "Aide au CV", |_| {}).await;
        let (app, operator) = (&house.app, Actor::Operator);
        let library = house.library().await;
        let mut made = vec![];
        for title in ["Livret de l’emploi", "Livret des langues", "Jamais publié"] {
            let draft = BookletDraft {
                title: title.into(),
                introduction: "Pour les partenaires.\n\nAutre chose.".into(),
                headings: vec!["Tout".into()],
            };
            let booklet = editions::make(app, &operator, &library, draft).await.unwrap();
            editions::add(app, &operator, &booklet, vec![id.clone()], 0).await.unwrap();
            made.push(booklet);
        }
        let first = editions::publish(app, &operator, &made[0], None).await.unwrap();
        app.clock.set(monday() + 48.hours());
        let second = editions::publish(app, &operator, &made[1], None).await.unwrap();
        app.clock.set(monday() + 96.hours());
        let third = editions::publish(app, &operator, &made[0], None).await.unwrap();
        let (status, page) = house.get("/editions").await;
        assert_eq!(status, 200);
        let at = |id: &base::Id| page.find(&format!("/editions/{id}")).unwrap();
        assert!(at(&third) < at(&first) && at(&first) < at(&second), "{page}");
        assert!(page.contains("Pour les partenaires.") && !page.contains("Autre chose"), "{page}");
        assert!(page.contains("Médiathèque d’essai") && !page.contains("Jamais publié"), "{page}");
        // The foot of every page leads there, and an edition leads back.
        for from in ["/", "/find", &format!("/editions/{first}")] {
            assert!(house.get(from).await.1.contains("href=\"/editions\""), "{from}");
        }
    }
}
