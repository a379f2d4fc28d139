//! Occupations that are heard in a question.

use directory::exchange::import_occupations;
use jiff::ToSpan;
use site::Actor;

use super::{between, entry};
use crate::common::{houses, monday};

const OCCUPATIONS: &str = "code_rome;libelle_rome;code_rome_parent\n\
    D1102;Boulanger / Boulangère;D1102\nD1104;Pâtissier / Pâtissière;D1104\n";
const TITLES: &str = "libelle_appellation_long;code_rome;peu_usite\n\
    Aide boulanger / Aide boulangère;D1102;N\nTourier / Tourière;D1104;N\n";

#[tokio::test(flavor = "multi_thread")]
async fn an_occupation_is_heard_shown_with_its_neighbours_and_put_aside() {
    for house in houses().await {
        entry(&house, "Formation de boulanger", |_| {}).await;
        let (_, page) = house.get("/find?q=devenir+boulang%C3%A8re").await;
        assert!(!page.contains("Métier reconnu"), "no list was imported");
        let (app, operator) = (&house.app, Actor::Operator);
        import_occupations(app, &operator, OCCUPATIONS.as_bytes(), TITLES.as_bytes())
            .await
            .unwrap();
        // What is heard is read anew after some minutes.
        house.app.clock.set(monday() + 6.minutes());
        let (_, page) = house.get("/find?q=devenir+boulang%C3%A8re&where=94081").await;
        let job = between(&page, "Métier reconnu", "</section>");
        let plain = job.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(plain.contains("Boulanger / Boulangère (D1102)"), "{plain}");
        assert!(plain.contains("Se dit aussi : Aide boulanger / Aide boulangère."), "{plain}");
        assert!(job.contains("q=P%C3%A2tissier") && job.contains("where=94081"), "{job}");
        // It changes nothing of the results, and can be put aside.
        let results = |page: &str| page.matches("<article").count();
        let not =
            between(job, "/find?q=devenir", "job=no").replace("&#38;", "&").replace("&amp;", "&");
        let (status, without) = house.get(&format!("{not}job=no")).await;
        assert_eq!(status, 200);
        assert!(!without.contains("Métier reconnu"), "{without}");
        assert_eq!(results(&page), results(&without));
        let (_, page) = house.get("/find?q=refaire+mon+cv").await;
        assert!(!page.contains("Métier reconnu"), "{page}");
        let (_, page) = house.get("/find?q=boulanger&easy=1").await;
        assert!(page.contains("Vous parlez d’un métier"), "{page}");
    }
}
