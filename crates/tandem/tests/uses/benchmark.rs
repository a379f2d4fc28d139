//! An organisation beside comparable ones, on both databases.

use crate::common::{House, houses};
use base::Id;
use network::model::{Fact, Organisation, OrganisationKind};
use programme::import::{self, Options};
use site::{Actor, Role};

/// A library of a town, and sessions with so many participants each.
async fn library(house: &House, name: &str, insee: &str, participants: &[u32]) -> Id {
    let organisation = Organisation {
        name: name.into(),
        kind: OrganisationKind::Library,
        insee: insee.into(),
        ..Organisation::blank()
    };
    let operator = Actor::Operator;
    let id =
        network::service::write_organisation(&house.app, &operator, organisation).await.unwrap();
    let mut table = "Titre;Date;Horaire;Préinscrits;Participants;Absents\n".to_owned();
    for (n, there) in participants.iter().enumerate() {
        let (day, ahead) = (n + 1, there + 1);
        table += &format!("Refaire son CV;{day:02}/03/2026;14h-16h;{ahead};{there};1\n");
    }
    let options = Options { organisation: Some(id.clone()), ..Options::default() };
    let done = import::sessions(&house.app, &operator, table.as_bytes(), &options).await.unwrap();
    assert!(done.refused.is_empty(), "{:?}", done.refused);
    id
}

/// Cells of the line of a measure.
fn line(page: &str, measure: &str) -> String {
    let row = page.split("<tr>").find(|row| row.contains(&format!("row\">{measure}<"))).unwrap();
    row.split("</tr>").next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_sees_the_middle_half_of_its_likes_and_none_of_them_apart() {
    for house in houses().await {
        // Créteil and towns of its size: 40,000 to 100,000 inhabitants.
        let ours = library(&house, "Médiathèque de Créteil", "94028", &[10, 20]).await;
        for (n, insee) in ["94081", "94017", "94068", "94041"].iter().enumerate() {
            let sessions = vec![8; n + 1];
            library(&house, &format!("Médiathèque voisine {n}"), insee, &sessions).await;
        }
        // A village's is not like it.
        library(&house, "Bibliothèque de village", "01001", &[3; 9]).await;
        let who = house.signed_in(Role::Mediator, Some(&ours)).await;
        let year = "from=2026-01-01&to=2026-12-31";
        let at = format!("/report/benchmark?{year}&organisation={ours}&asked=1&kind=1&town=1");
        let page = house.see(&who, &at).await.page;
        assert!(line(&page, "Séances").contains("trop peu de structures"), "{page}");
        assert!(!page.contains("Médiathèque voisine"), "four could be told apart");

        library(&house, "Médiathèque voisine 5", "94046", &[8; 5]).await;
        let page = house.see(&who, &at).await.page;
        let sessions = line(&page, "Séances");
        assert!(sessions.contains(">2</a>") && sessions.contains("entre 2 et 4"), "{sessions}");
        assert!(
            sessions.contains(&format!("/report/rows?{}", year.replace('&', "&#38;"))),
            "{sessions}"
        );
        let mean = line(&page, "Participants par séance, en moyenne");
        assert!(mean.contains(">15</a>") && mean.contains("entre 8 et 8"), "{mean}");
        let rate = line(&page, "Places préinscrites restées vides");
        assert!(rate.contains("entre 11,1"), "1 of 9 each: {rate}");
        assert!(page.contains("de 2\u{a0}de vos séances") || page.contains("de 2 de vos séances"));
        assert!(
            page.contains("Médiathèque voisine 5") && !page.contains("Bibliothèque de village")
        );
        // Whatever the town: the village's library counts too.
        let wider = house.see(&who, &at.replace("&town=1", "")).await.page;
        assert!(wider.contains("Bibliothèque de village"), "{wider}");
        // A surface that is not known is like no other.
        let narrow = house.see(&who, &format!("{at}&surface=1")).await.page;
        assert!(line(&narrow, "Séances").contains("trop peu de structures"));
        let id = ours.clone();
        let fact = (Fact::Surface, 500.0, "typed");
        let save = move |tx: &mut store::Tx<'_>| network::service::save_fact(tx, &id, fact);
        house.app.db.write(save).await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        let page = house.see(&who, &at).await.page;
        assert!(page.contains("m²"), "{page}");
        // A period that ends before it begins is named.
        let wrong = format!("/report/benchmark?from=2026-12-31&to=2026-01-01&organisation={ours}");
        let answer = house.see(&who, &wrong).await;
        assert!(answer.status == 422 && answer.page.contains("error-summary"), "{}", answer.page);
    }
}
