//! The page of a territory, its CSV and its JSON, over HTTP on both databases.

use crate::common::{House, houses};
use base::Id;
use jiff::civil::date;
use network::model::{Organisation, OrganisationKind, Standing};
use programme::model::Totals;
use programme::service as rooms;
use serde_json::Value;
use site::Actor;

async fn organisation(house: &House, id: &str, change: impl FnOnce(&mut Organisation)) {
    let mut one = Organisation {
        id: Id::parse(id).unwrap(),
        name: id.into(),
        kind: OrganisationKind::Library,
        ..Organisation::blank()
    };
    change(&mut one);
    let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &one));
    saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
}

/// A centre in Créteil, a member library in Paris, one that is only known and one that is not open.
async fn some(house: &House) {
    organisation(house, "centre", |o| {
        o.name = "Cité des métiers d’essai".into();
        o.kind = OrganisationKind::CareerCentre;
        o.insee = "94028".into();
    })
    .await;
    organisation(house, "library", |o| {
        o.name = "Médiathèque d’essai".into();
        o.insee = "75104".into();
    })
    .await;
    organisation(house, "known", |o| {
        o.name = "=1+1".into();
        o.standing = Standing::Listed;
        o.insee = "94038".into();
    })
    .await;
    organisation(house, "store", |o| {
        o.standing = Standing::Listed;
        o.open_to_public = false;
        o.insee = "94074".into();
    })
    .await;
}

fn within(document: &Value, limit: usize) -> u64 {
    document["coverage"]["within"][limit]["communes"].as_u64().unwrap()
}

/// Communes of a département no farther than this from the middle of a commune.
fn counted(department: &str, from: &str, km: f64) -> u64 {
    let here = territory::commune(from).unwrap().middle.unwrap();
    let zone = territory::Zone::parse(&format!("departement-{department}")).unwrap();
    zone.communes().filter(|c| c.middle.is_some_and(|m| m.km_to(here) <= km)).count() as u64
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departement_says_who_is_there_and_how_far_help_is() {
    for house in houses().await {
        some(&house).await;
        let page = "/territory/departement-94";
        let (status, text) = house.get(page).await;
        assert_eq!(status, 200, "{text}");
        assert!(text.contains("<h1>Val-de-Marne</h1>") && text.contains("<svg"));
        assert!(text.contains(r#"href="/partners/centre" aria-label="Cité des métiers d’essai"#));
        let known = "/partners?territory=departement-94&#38;kind=library&#38;known=1\">2<";
        assert!(text.contains(known), "known libraries, open or not: {text}");
        assert!(!text.contains("Médiathèque d’essai"), "it is in Paris");
        let (_, region) = house.get("/territory/region-11").await;
        assert!(region.contains("Médiathèque d’essai"));
        let (_, english) = house.get(&format!("/en{page}")).await;
        assert!(english.contains("as the crow flies"));

        let document = house.get_json("/api/v1/territories/departement-94").await;
        for (at, km) in [10.0, 20.0, 30.0].into_iter().enumerate() {
            assert_eq!(within(&document, at), counted("94", "94028", km), "{km}");
        }
        assert!(counted("94", "94028", 10.0) < 47);
        assert_eq!(document["coverage"]["inhabitants"], 1_426_929);
        let libraries = house.get_json("/api/v1/territories/departement-94?help=library").await;
        assert_eq!(libraries["coverage"]["help"], "library");
        // What is near lies in Paris too; what is not open to the public is not near.
        let zone = territory::Zone::parse("departement-94").unwrap();
        let open = ["75104", "94038"].map(|c| territory::commune(c).unwrap().middle.unwrap());
        let near = |c: &&territory::Commune| {
            c.middle.is_some_and(|m| open.iter().any(|o| o.km_to(m) <= 10.0))
        };
        assert_eq!(within(&libraries, 0), zone.communes().filter(near).count() as u64);

        // What changes is seen at once.
        organisation(&house, "store", |o| {
            o.kind = OrganisationKind::CareerCentre;
            o.name = "Une autre".into();
            o.insee = "94074".into();
        })
        .await;
        let after = house.get_json("/api/v1/territories/departement-94").await;
        assert!(within(&after, 0) > within(&document, 0));
        assert!(house.get(page).await.1.contains("Une autre"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_is_a_file_too_and_holds_no_formula() {
    for house in houses().await {
        some(&house).await;
        let (status, csv) = house.get("/territory/departement-94/coverage.csv?help=library").await;
        assert_eq!(status, 200);
        assert_eq!(csv.lines().count(), 48, "47 communes and their headings");
        assert!(csv.contains("94028") && csv.contains("Créteil"));
        assert!(csv.contains("'=1+1") && !csv.contains(";=1+1"), "{csv}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_refused_and_what_is_not_known_is_not_drawn() {
    for house in houses().await {
        some(&house).await;
        for path in ["/territory/departement-99", "/territory/x", "/api/v1/territories/epci-1"] {
            assert_eq!(house.get(path).await.0, 404, "{path}");
        }
        for query in ["help=taxi", "beyond=15"] {
            let (status, text) = house.get(&format!("/territory/region-93?{query}")).await;
            assert_eq!(status, 422, "{text}");
            assert!(text.contains("Ce choix n’existe pas"));
        }
        // So far away that no page has that number.
        assert_eq!(house.get("/territory?page=99999").await.0, 200);
        let (_, afar) = house.get("/territory/departement-987").await;
        assert!(!afar.contains("class=\"coast\"") && afar.contains("ni carte ni distances"));
        let (_, island) = house.get("/territory/departement-974").await;
        assert!(island.contains("class=\"coast\"") && island.contains("plus de 30"));
        let (_, town) = house.get("/territory/commune-94028").await;
        assert!(town.contains("class=\"focus\"") && town.contains("Val-de-Marne"));
        let (_, found) = house.get("/territory?q=cr%C3%A9teil").await;
        assert!(found.contains("/territory/commune-94028"));
        let (_, found) = house.get("/territory?q=provence").await;
        assert!(found.contains("/territory/region-93"));
        assert!(house.get("/territory?q=%3Czzzz%3E").await.1.contains("Rien trouvé"));
        assert!(house.get("/partners").await.1.contains("href=\"/territory\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ran_and_what_will_is_told_without_telling_of_few_people() {
    for house in houses().await {
        some(&house).await;
        let operator = Actor::Operator;
        // One to come; its organiser has its seat in Paris.
        let coming = house.session(|_| {}).await;
        some(&house).await;
        let paris = "/territory/departement-75";
        let (_, text) = house.get(paris).await;
        assert!(text.contains(&format!("/sessions/{coming}")));
        assert!(!house.get("/territory/departement-94").await.1.contains(coming.as_str()));
        let near = house.get_json("/api/v1/territories/departement-75?help=programme").await;
        assert_eq!((near["coming_sessions"].as_u64(), within(&near, 0)), (Some(1), 1));
        assert_eq!(near["coverage"]["years"].as_array().unwrap().len(), 0, "none was held yet");

        // A draft is nobody's to see.
        let activity =
            rooms::any_session(&house.app, &operator, &coming).await.unwrap().activity.id;
        let on = |day| {
            let hour = |h| jiff::civil::time(h, 0, 0, 0);
            programme::model::SessionDraft::on(day, hour(14), hour(16), 12)
        };
        let days = [date(2025, 11, 4), date(2026, 11, 3), date(2026, 12, 8)];
        let drafts = days.map(on).to_vec();
        let made = rooms::add_sessions(&house.app, &operator, &activity, drafts).await.unwrap();
        assert!(!house.get(paris).await.1.contains(made[2].as_str()));

        // Two held: one with three people, one with thirty.
        for (session, people) in [(&made[1], 3), (&made[0], 30)] {
            let totals = Totals { participants: Some(people), ..Totals::default() };
            let note = String::new();
            rooms::type_totals(&house.app, &operator, session, totals, note, false).await.unwrap();
        }
        let document = house.get_json("/api/v1/territories/departement-75?help=programme").await;
        let held = document["held"].as_array().unwrap();
        assert_eq!(held.len(), 2);
        assert_eq!((&held[0]["label"], &held[0]["sessions"]), (&"2026".into(), &1.into()));
        assert_eq!((&held[0]["participants"], &held[0]["few"]), (&Value::Null, &true.into()));
        assert_eq!((&held[1]["participants"], &held[1]["typed"]), (&30.into(), &30.into()));
        let years = document["coverage"]["years"].as_array().unwrap();
        assert_eq!((years.len(), &years[0]["year"]), (2, &2026.into()));
        let (_, text) = house.get(paris).await;
        assert!(text.contains("moins de 5 participants") && text.contains("dont 30 saisis"));
    }
}

/// The ministry's list of public libraries, where it lies beside the project.
fn libraries() -> Option<Vec<Organisation>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let name = "shared/data/libraries/bibliotheques-publiques.csv";
    let path = folder.ancestors().map(|a| a.join(name)).find(|p| p.exists())?;
    let table = tables::read(&std::fs::read(path).unwrap()).unwrap();
    let one = |(n, row): (usize, &tables::Row)| {
        let cell = |n: usize| row.cells.get(n).map(|c| c.text()).unwrap_or_default();
        let mut library = Organisation {
            id: Id::parse(&format!("m{n}")).unwrap(),
            name: cell(1),
            kind: OrganisationKind::Library,
            standing: Standing::Listed,
            city: cell(8),
            postcode: cell(7),
            ..Organisation::blank()
        };
        library.settle();
        library
    };
    Some(table.rows.iter().enumerate().map(one).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn with_all_public_libraries_pages_stay_light_and_figures_stand() {
    let Some(libraries) = libraries() else { return };
    let house = houses().await.remove(0);
    some(&house).await;
    let of_94 = libraries.iter().filter(|l| l.commune().is_some_and(|c| c.department == "94"));
    let of_94 = of_94.count();
    assert!(of_94 > 60 && libraries.len() > 15_000, "{of_94} of {}", libraries.len());
    let saved = house.app.db.write(move |tx| {
        libraries.iter().try_for_each(|one| network::service::save_organisation(tx, one))
    });
    saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
    for slug in ["departement-94", "region-93", "france", "departement-62"] {
        let (status, page) = house.get(&format!("/territory/{slug}?help=library")).await;
        assert_eq!(status, 200);
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut packed, page.as_bytes()).unwrap();
        let weight = packed.finish().unwrap().len();
        // Style and script of the site come to some 10 kB.
        assert!(weight < 38_000, "{slug} weighs {weight}");
    }
    let document = house.get_json("/api/v1/territories/departement-94?help=library").await;
    let known = document["organisations"].as_array().unwrap().iter();
    let known = known.filter(|o| o["kind"] == "library").map(|o| o["known"].as_u64().unwrap());
    // The two of this test's own besides.
    assert_eq!(known.sum::<u64>(), of_94 as u64 + 2);
    assert_eq!(within(&document, 0), 47, "no commune of Val-de-Marne is far from a library");
}
