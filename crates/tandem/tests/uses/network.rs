//! Organisations, places and themes changed in the pages of those who look after them.

use crate::common::{House, houses};
use base::Id;
use network::model::{Circle, PartnershipForm};
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

/// The mark of what a form has seen.
fn mark(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"seen\" value=\"").expect("a mark in the form");
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_change_the_same_record_the_slower_is_told_and_nothing_is_lost() {
    for house in houses().await {
        house.library().await;
        let first = house.signed_in(Role::Mediator, None).await;
        let second = house.signed_in(Role::Mediator, None).await;
        assert_eq!(send(&first, &house, "/admin/places/new", PLACE).await.0, 303);
        let theme = "name_fr=Emploi&name_en=Jobs&position=1";
        assert_eq!(send(&first, &house, "/admin/themes/new", theme).await.0, 303);
        let [place] = places(&house).await.try_into().unwrap();
        let [kept] = house.app.db.read(network_rooms::themes).await.unwrap().try_into().unwrap();
        let library = "name=M%C3%A9diath%C3%A8que&kind=library&city=Paris";
        for (path, form, from, ours, theirs, told, slip) in [
            (
                format!("/admin/places/{}", place.id),
                PLACE,
                "room=Salle+2",
                "room=Salle+3",
                "room=Auditorium",
                "Salle habituelle\u{a0}: la fiche dit à présent «\u{a0}Auditorium\u{a0}».",
                Some(("latitude=48%2C8607", "latitude=nord")),
            ),
            (
                "/admin/organisations/library".to_owned(),
                library,
                "kind=library",
                "kind=association",
                "kind=company",
                "Nature\u{a0}: la fiche porte à présent un autre choix.",
                None,
            ),
            (
                format!("/admin/themes/{}", kept.id),
                theme,
                "name_en=Jobs",
                "name_en=Work",
                "name_en=",
                "Nom en anglais\u{a0}: la fiche ne dit plus rien.",
                Some(("position=1", "position=un")),
            ),
        ] {
            let before = mark(&see(&second, &house, &path).await);
            let form = |what: &str, seen: &str| form.replace(from, what) + "&seen=" + seen;
            assert_eq!(send(&first, &house, &path, &form(theirs, &before)).await.0, 303, "{path}");

            // A mistake on the way does not hide that the record was changed.
            if let Some((right, mistake)) = slip {
                let wrong = form(ours, &before).replace(right, mistake);
                let (status, page) = send(&second, &house, &path, &wrong).await;
                assert_eq!((status, mark(&page)), (422, before.clone()), "{path}");
            }
            let (status, page) = send(&second, &house, &path, &form(ours, &before)).await;
            assert_eq!(status, 409, "{path}: {page}");
            assert!(page.contains(told), "{path}: {page}");
            let typed = ours.split_once('=').unwrap().1.replace('+', " ");
            assert!(page.contains(&format!("value=\"{typed}\"")), "{path}: {page}");
            let now = see(&second, &house, &path).await;
            assert_ne!(mark(&now), before);

            // Told of it, the second may go on.
            let again = form(ours, &mark(&page));
            assert_eq!(send(&second, &house, &path, &again).await.0, 303, "{path}");
            assert_ne!(mark(&see(&second, &house, &path).await), mark(&now));
        }
        assert_eq!(places(&house).await[0].room, "Salle 3");
        assert_eq!(places(&house).await[0].latitude, place.latitude);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn degrees_with_a_comma_are_not_taken_for_a_difference() {
    for house in houses().await {
        house.library().await;
        let who = house.signed_in(Role::Mediator, None).await;
        assert_eq!(send(&who, &house, "/admin/places/new", PLACE).await.0, 303);
        let path = format!("/admin/places/{}", places(&house).await[0].id);
        let (status, page) = send(&who, &house, &path, &format!("{PLACE}&seen=another")).await;
        assert_eq!(status, 409);
        assert!(!page.contains("-error\""), "nothing differs: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_whose_people_have_all_left_can_be_removed() {
    for house in houses().await {
        let library = house.library().await;
        let administrator = house.signed_in(Role::Mediator, None).await;
        let left = site::accounts::model::NewPerson {
            name: "Dominique Essai".into(),
            email: "dominique@example.org".into(),
            administrator: false,
            role: Some((library, Role::Coordinator)),
        };
        let operator = site::Actor::Operator;
        let invited =
            site::accounts::service::invite(&house.app, &operator, left, base::Lang::Fr).await;
        let remove = "/admin/organisations/library/remove";
        assert_eq!(send(&administrator, &house, remove, "").await.0, 409);
        let (person, _) = invited.unwrap();
        site::accounts::service::disable(&house.app, &operator, &person).await.unwrap();
        assert_eq!(send(&administrator, &house, remove, "").await.0, 303);
        let roles = |tx: &mut store::Tx<'_>| {
            tx.query_one("SELECT count(*) FROM memberships", &[])?.get::<i64>(0)
        };
        assert_eq!(house.app.db.read(roles).await.unwrap(), 0, "no role in what is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_searched_accents_apart() {
    for house in houses().await {
        house.library().await;
        let who = house.signed_in(Role::Mediator, None).await;
        let page = see(&who, &house, "/admin/network").await;
        assert!(!page.contains("type=\"search\""), "a short list needs no search");
        house
            .app
            .db
            .write(|tx| {
                for n in 0..30 {
                    let place = network::model::Place {
                        name: format!("Salle {n}"),
                        city: if n == 7 { "Évry".into() } else { "Paris".into() },
                        ..network::model::Place::blank()
                    };
                    network_rooms::save_place(tx, &place)?;
                }
                Ok::<_, store::StoreError>(())
            })
            .await
            .unwrap();
        let page = see(&who, &house, "/admin/network").await;
        assert!(page.contains("type=\"search\"") && page.contains("Salle 29"));
        let page = see(&who, &house, "/admin/network?q=salle+evry").await;
        assert!(page.contains("Un résultat") && page.contains("Salle 7"), "{page}");
        assert!(!page.contains("Salle 8") && !page.contains("Médiathèque d’essai"), "{page}");
        let page = see(&who, &house, "/en/admin/network?q=nowhere").await;
        assert!(page.contains("Nothing contains “nowhere”"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_has_a_page_with_its_places_and_no_others() {
    for house in houses().await {
        house.library().await;
        let who = house.signed_in(Role::Mediator, None).await;
        let form = "name=Biblioth%C3%A8que+A&kind=library&city=Lyon\
                    &website=https%3A%2F%2Fexemple.org&public_email=accueil%40exemple.org";
        // Its circle and its form follow from relations and agreements: no form changes them.
        let stands = |tx: &mut store::Tx<'_>| {
            let mut library = network_rooms::organisations(tx)?.remove(0);
            library.circle = Some(Circle::First);
            library.form = Some(PartnershipForm::LabelledCentre);
            network_rooms::save_organisation(tx, &library)
        };
        house.app.db.write(stands).await.map_err(|e| e.to_string()).unwrap();
        assert_eq!(send(&who, &house, "/admin/organisations/library", form).await.0, 303);
        assert_eq!(send(&who, &house, "/admin/places/new", PLACE).await.0, 303);
        let nobodys = PLACE
            .replace("organisation=library", "organisation=")
            .replace("name=M%C3%A9diath%C3%A8que+Marguerite", "name=Ailleurs");
        assert_eq!(send(&who, &house, "/admin/places/new", &nobodys).await.0, 303);

        let (_, list) = house.get("/partners").await;
        assert!(
            list.contains("href=\"/partners/library\"") && list.contains("https://exemple.org")
        );
        let (status, page) = house.get("/partners/library").await;
        assert_eq!(status, 200);
        for part in [
            "Bibliothèque A",
            "Cercle",
            "centre labellisé",
            "mailto:accueil@exemple.org",
            "Médiathèque Marguerite",
            "1 rue du Livre",
            "Métro Rambuteau",
            "mlat=48.8607",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("Ailleurs"), "{page}");
        let (_, page) = house.get("/en/partners/library").await;
        assert!(page.contains("labelled centre") && page.contains("Usual room: Salle 2"), "{page}");
        assert_eq!(house.get("/partners/nobody").await.0, 404);
        assert_eq!(house.get("/partners/no%20identifier").await.0, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_organisation_says_of_itself_has_a_length() {
    for house in houses().await {
        house.library().await;
        let who = house.signed_in(Role::Mediator, None).await;
        let long = "a".repeat(501);
        for (field, value) in [("city", long.clone()), ("website", format!("https://{long}"))] {
            let form = format!("name=Biblioth%C3%A8que&kind=library&{field}={value}");
            let (status, page) = send(&who, &house, "/admin/organisations/library", &form).await;
            assert_eq!(status, 422, "{field}");
            assert!(page.contains(&format!("id=\"{field}-error\"")), "{field}");
        }
    }
}

/// Writes what `change` writes, and sends the form while that is not committed yet: its status.
async fn send_meanwhile(
    who: &reqwest::Client,
    house: &House,
    (path, form): (&str, &str),
    change: impl FnOnce(&mut store::Tx<'_>) -> Result<(), store::StoreError> + Send + 'static,
) -> u16 {
    let form = format!("{form}&seen={}", mark(&see(who, house, path).await));
    let (written, when_written) = tokio::sync::oneshot::channel();
    let db = house.app.db.clone();
    let first = tokio::spawn(async move {
        db.write(move |tx| {
            change(tx)?;
            written.send(()).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(500));
            Ok::<_, store::StoreError>(())
        })
        .await
    });
    when_written.await.unwrap();
    let (status, _) = send(who, house, path, &form).await;
    first.await.unwrap().unwrap();
    status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_being_written_is_waited_for() {
    for house in houses().await {
        house.library().await;
        let who = house.signed_in(Role::Mediator, None).await;
        assert_eq!(send(&who, &house, "/admin/places/new", PLACE).await.0, 303);
        let theme = "name_fr=Emploi&name_en=Jobs&position=1";
        assert_eq!(send(&who, &house, "/admin/themes/new", theme).await.0, 303);
        let engine = house.engine();

        let [mut place] = places(&house).await.try_into().unwrap();
        place.room = "Auditorium".into();
        let path = format!("/admin/places/{}", place.id);
        let save = move |tx: &mut store::Tx<'_>| network_rooms::save_place(tx, &place);
        assert_eq!(send_meanwhile(&who, &house, (&path, PLACE), save).await, 409, "{engine}");
        assert_eq!(places(&house).await[0].room, "Auditorium");

        let all = house.app.db.read(network_rooms::themes).await.unwrap();
        let [mut kept] = all.try_into().unwrap();
        kept.position = 9;
        let path = format!("/admin/themes/{}", kept.id);
        let save = move |tx: &mut store::Tx<'_>| network_rooms::save_theme(tx, &kept);
        assert_eq!(send_meanwhile(&who, &house, (&path, theme), save).await, 409, "{engine}");

        let all = house.app.db.read(network_rooms::organisations).await.unwrap();
        let [mut library] = all.try_into().unwrap();
        library.city = "Lyon".into();
        let request = ("/admin/organisations/library", "name=Biblioth%C3%A8que&kind=library");
        let save = move |tx: &mut store::Tx<'_>| network_rooms::save_organisation(tx, &library);
        assert_eq!(send_meanwhile(&who, &house, request, save).await, 409, "{engine}");
    }
}
