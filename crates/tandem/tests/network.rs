//! Organisations, places and themes changed in the pages of those who look after them.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use base::Id;
use common::{House, houses};
use network::service as network_rooms;
use site::Role;

/// Sends a form: status and page.
async fn send(who: &reqwest::Client, house: &House, path: &str, form: &str) -> (u16, String) {
    let request = who
        .post(format!("{}{path}", house.base))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned());
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn see(who: &reqwest::Client, house: &House, path: &str) -> String {
    let answer = who.get(format!("{}{path}", house.base)).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    answer.text().await.unwrap()
}

async fn places(house: &House) -> Vec<network::model::Place> {
    house.app.db.read(network_rooms::places).await.unwrap()
}

const PLACE: &str = "name=M%C3%A9diath%C3%A8que+Marguerite&organisation=library&room=Salle+2\
    &address=1+rue+du+Livre&postcode=75004&city=Paris&insee=75104&latitude=48%2C8607\
    &longitude=2.3522&time_zone=Europe%2FParis&access_note=M%C3%A9tro+Rambuteau";

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_adds_a_place_and_plans_there() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        assert_eq!(send(&who, &house, "/admin/places/new", PLACE).await.0, 303);
        let [place] = places(&house).await.try_into().unwrap();
        assert_eq!((place.latitude, place.longitude), (Some(48.8607), Some(2.3522)));
        assert_eq!((place.insee.as_str(), place.room.as_str()), ("75104", "Salle 2"));

        // The form shows what is kept; sent back unchanged it changes nothing.
        let path = format!("/admin/places/{}", place.id);
        let page = see(&who, &house, &path).await;
        assert!(page.contains("1 rue du Livre") && page.contains("48.8607"), "{page}");
        assert_eq!(send(&who, &house, &path, PLACE).await.0, 303);
        assert_eq!(places(&house).await, std::slice::from_ref(&place));

        // It can be chosen for a session, and then no longer be removed.
        let session = house.session(|s| s.place = Some(place.id.clone())).await;
        let (status, page) = send(&who, &house, &format!("{path}/remove"), "").await;
        assert_eq!(status, 409);
        assert!(page.contains("On s’en sert") && page.contains("1 rue du Livre"), "{page}");
        assert_eq!(places(&house).await.len(), 1);
        let (_, page) = house.get(&format!("/sessions/{session}")).await;
        assert!(page.contains("Médiathèque Marguerite") && page.contains("Métro Rambuteau"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_named_and_nothing_typed_is_lost() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        for (from, to, field) in [
            ("name=M%C3%A9diath%C3%A8que+Marguerite", "name=", "name"),
            ("insee=75104", "insee=Paris", "insee"),
            ("latitude=48%2C8607", "latitude=nord", "latitude"),
            ("latitude=48%2C8607", "latitude=148", "latitude"),
            ("longitude=2.3522", "longitude=", "latitude"),
            ("time_zone=Europe%2FParis", "time_zone=Paris", "time_zone"),
        ] {
            let form = PLACE.replace(from, to);
            let (status, page) = send(&who, &house, "/admin/places/new", &form).await;
            assert_eq!(status, 422, "{to}");
            assert!(page.contains(&format!("id=\"{field}-error\"")), "{to}: {page}");
            assert!(page.contains("1 rue du Livre"), "{to}");
        }
        assert_eq!(places(&house).await, []);
        // Another's organisation, put in by hand.
        let form = PLACE.replace("organisation=library", "organisation=elsewhere");
        assert_eq!(send(&who, &house, "/admin/places/new", &form).await.0, 403);
        let administrator = house.signed_in(Role::Mediator, None).await;
        let (status, page) = send(&administrator, &house, "/admin/places/new", &form).await;
        assert_eq!(status, 422, "{page}");
        assert!(page.contains("organisation-error"));
        assert_eq!(places(&house).await, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_speaks_for_the_library_but_does_not_rename_it() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let form = "name=Autre+nom&kind=company&circle=first&city=Lyon\
                    &website=https%3A%2F%2Fexemple.org&public_email=accueil%40exemple.org";
        let path = "/admin/organisations/library";
        assert_eq!(send(&who, &house, path, form).await.0, 303);
        let kept = || async {
            let all = house.app.db.read(network_rooms::organisations).await.unwrap();
            all.into_iter().find(|o| o.id == library).unwrap()
        };
        let after = kept().await;
        assert_eq!((after.name.as_str(), after.circle), ("Médiathèque d’essai", None));
        assert_eq!((after.city.as_str(), after.website.as_str()), ("Lyon", "https://exemple.org"));

        let administrator = house.signed_in(Role::Mediator, None).await;
        assert_eq!(send(&administrator, &house, path, form).await.0, 303);
        assert_eq!(kept().await.name, "Autre nom");
        let (_, page) = house.get("/partners").await;
        assert!(page.contains("Autre nom") && page.contains("https://exemple.org"));

        let bad = form.replace("https%3A", "javascript%3A");
        let (status, page) = send(&administrator, &house, path, &bad).await;
        assert_eq!(status, 422);
        assert!(page.contains("website-error"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unused_can_be_removed_and_nothing_else() {
    for house in houses().await {
        let library = house.library().await;
        let administrator = house.signed_in(Role::Mediator, None).await;
        let new = "name_fr=Mobilit%C3%A9&name_en=Mobility&position=2";
        assert_eq!(send(&administrator, &house, "/admin/themes/new", new).await.0, 303);
        let [theme] = house.app.db.read(network_rooms::themes).await.unwrap().try_into().unwrap();
        assert_eq!((theme.name_en.as_str(), theme.position), ("Mobility", 2));
        let bad = new.replace("position=2", "position=deux");
        let path = format!("/admin/themes/{}", theme.id);
        assert_eq!(send(&administrator, &house, &path, &bad).await.0, 422);
        assert_eq!(send(&administrator, &house, &format!("{path}/remove"), "").await.0, 303);
        assert_eq!(send(&administrator, &house, &format!("{path}/remove"), "").await.0, 404);

        // Somebody has a role in the library; once nobody has, a place still belongs to it.
        let _coordinator = house.signed_in(Role::Coordinator, Some(&library)).await;
        let remove = "/admin/organisations/library/remove";
        assert_eq!(send(&administrator, &house, remove, "").await.0, 409);
        let nobody = network::model::Organisation {
            id: Id::parse("nobody").unwrap(),
            name: "Sans personne".into(),
            ..network::model::Organisation::blank()
        };
        let operator = site::Actor::Operator;
        network_rooms::write_organisation(&house.app, &operator, nobody).await.unwrap();
        let place = PLACE.replace("organisation=library", "organisation=nobody");
        assert_eq!(send(&administrator, &house, "/admin/places/new", &place).await.0, 303);
        let remove = "/admin/organisations/nobody/remove";
        assert_eq!(send(&administrator, &house, remove, "").await.0, 409);
        let [place] = places(&house).await.try_into().unwrap();
        let gone = format!("/admin/places/{}/remove", place.id);
        assert_eq!(send(&administrator, &house, &gone, "").await.0, 303);
        assert_eq!(send(&administrator, &house, remove, "").await.0, 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_that_is_gone_is_named_wherever_it_is_chosen() {
    for house in houses().await {
        let administrator = house.signed_in(Role::Mediator, None).await;
        for (path, form) in [
            ("/staff/activities/new", "organisation=gone&title=Club&format=club&scope=session"),
            ("/admin/people", "name=Ada&email=ada%40example.org&organisation=gone&role=mediator"),
        ] {
            let (status, page) = send(&administrator, &house, path, form).await;
            assert_eq!(status, 422, "{path}: {page}");
            assert!(page.contains("organisation-error"), "{path}: {page}");
        }
    }
}

/// A title that would end the script it stands in, and a formula for a spreadsheet.
#[tokio::test(flavor = "multi_thread")]
async fn what_people_write_stays_text() {
    const TITLE: &str = "</script><script>alert(1)</script>\" onload=\"x";
    for house in houses().await {
        let library = house.library().await;
        let draft = programme::model::ActivityDraft {
            title: TITLE.into(),
            summary: "=HYPERLINK(\"http://x\")".into(),
            description: "<img src=x onerror=alert(1)>".into(),
            ..programme::model::ActivityDraft::blank()
        };
        let operator = site::Actor::Operator;
        let activity =
            programme::service::create_activity(&house.app, &operator, &library, draft).await;
        let activity = activity.unwrap();
        let session = programme::model::SessionDraft::on(
            jiff::civil::date(2026, 12, 1),
            jiff::civil::time(14, 0, 0, 0),
            jiff::civil::time(16, 0, 0, 0),
            5,
        );
        let ids = programme::service::add_sessions(&house.app, &operator, &activity, vec![session]);
        let ids = ids.await.unwrap();
        programme::service::publish(&house.app, &operator, &ids).await.unwrap();
        let (_, taken) = house.take(&ids[0], "one", 1).await;
        let ticket = taken["ticket"].as_str().unwrap().strip_prefix(&house.base).unwrap();
        let session = format!("/sessions/{}", ids[0]);
        for path in ["/", "/programme", "/programme/calendar?month=2026-12", &session, ticket] {
            let (status, page) = house.get(path).await;
            assert_eq!(status, 200, "{path}");
            assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{path}");
            assert!(!page.contains("\" onload=\""), "{path}");
        }
        let administrator = house.signed_in(Role::Mediator, None).await;
        let desk = format!("/staff/sessions/{}/desk", ids[0]);
        for path in ["/staff", "/staff/activities", &desk] {
            let answer = administrator.get(format!("{}{path}", house.base)).send().await.unwrap();
            let page = answer.text().await.unwrap();
            assert!(!page.contains("<script>alert"), "{path}");
        }
    }
}
