//! The charter as code: questions that are never needed, what departs from a principle and since
//! when, who adheres to what.

use crate::common::{House, houses};
use base::Id;
use jiff::ToSpan;
use programme::model::{ActivityDraft, Format, Sign};
use programme::service as rooms;
use serde_json::{Value, json};
use site::accounts::former;
use site::accounts::service as accounts;
use site::{Actor, Config, Role, Smtp};

async fn activity_of(house: &House, session: &Id) -> Id {
    rooms::any_session(&house.app, &Actor::Operator, session).await.unwrap().activity.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_asked_answered_counted_and_asked_no_longer() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let activity = activity_of(&house, &session).await;
        let library = house.library().await;
        let camille = house.signed_in(Role::Coordinator, Some(&library)).await;
        let path = format!("/staff/activities/{activity}/questions");
        let mut form = [
            ("label", "Avez-vous besoin d’un aménagement ?"),
            ("kind", "choice"),
            ("choices", "Oui\r\nNon\r\n"),
            ("sensitive", "1"),
            ("keep_days", "5"),
        ];
        let made = house.send(&camille, &path, &form).await;
        assert_eq!((made.status, made.location), (303, format!("{path}?done=1")));
        (form[0].1, form[1].1, form[2].1) = ("Et en un mot ?", "words", "");
        let refused = house.send(&camille, &path, &form).await;
        assert_eq!(refused.status, 422, "what is sensitive is never kept in words");
        assert!(refused.page.contains("que par un choix"), "{}", refused.page);
        form[3].1 = "";
        assert_eq!(house.send(&camille, &path, &form).await.status, 303);

        // Anybody sees what is asked, and needs to answer nothing.
        let (_, page) = house.get(&format!("/sessions/{session}")).await;
        assert!(
            page.contains("Avez-vous besoin d’un aménagement ?") && page.contains("Sans réponse")
        );
        let document = house.get_json(&format!("/api/v1/sessions/{session}")).await;
        let ids: Vec<String> = document["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|q| q["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(document["questions"][0]["choices"], json!(["Oui", "Non"]));
        assert_eq!(house.take(&session, "silent", 1).await.0, 201);

        // A page without answers, one with them, and the same sent twice.
        let (choice, words) = (format!("q-{}", ids[0]), format!("q-{}", ids[1]));
        let answers =
            [("places", "1"), (choice.as_str(), "Oui"), (words.as_str(), " la pente\n douce ")];
        let post = format!("/sessions/{session}/registrations");
        for key in ["a", "a", "b", "c", "d"] {
            let fields: Vec<_> = answers.iter().copied().chain([("key", key)]).collect();
            assert_eq!(house.post_form(&post, &fields).await.0, 303);
        }
        let page = house.see(&camille, &path).await.page;
        assert!(page.contains("moins de 5"), "four are too few to be shown: {page}");
        assert_eq!(page.matches("la pente  douce").count(), 4, "{page}");
        let fields: Vec<_> = answers.iter().copied().chain([("key", "e")]).collect();
        house.post_form(&post, &fields).await;
        let page = house.see(&camille, &path).await.page;
        assert!(page.contains("<td class=\"n\">5</td>"), "{page}");

        // What nobody offered is refused where it was given, and no place is taken for it.
        let before = house.counters(&session).await;
        let (status, _, page) = house
            .post_form(&post, &[("places", "1"), (choice.as_str(), "Peut-être"), ("key", "f")])
            .await;
        assert_eq!(status, 422);
        assert!(page.contains(&format!("id=\"{choice}-error\"")), "{page}");
        for answers in [
            json!([{ "question": ids[0], "answer": "Peut-être" }]),
            json!([{ "question": "nowhere", "answer": "Oui" }]),
            json!([{ "question": "../x y", "answer": "Oui" }]),
            Value::Array(vec![json!({ "question": ids[0], "answer": "Oui" }); 9]),
            json!([{ "question": ids[1], "answer": "x".repeat(301) }]),
        ] {
            let wish = json!({ "answers": answers });
            assert_eq!(house.register(&session, "g", wish.clone()).await.0, 422, "{wish}");
        }
        assert_eq!(house.counters(&session).await, before);

        // Nothing that was kept leads from an answer to who gave it.
        let columns = house.app.db.read(|tx| tx.query("SELECT * FROM answer_words", &[])).await;
        let rows: Vec<store::Row> = columns.map_err(|e: store::StoreError| e.to_string()).unwrap();
        assert_eq!(rows.len(), 5);
        let end = house.send(&camille, &format!("/staff/questions/{}/end", ids[1]), &[]).await;
        assert_eq!(end.status, 303);
        let (_, page) = house.get(&format!("/sessions/{session}")).await;
        assert!(!page.contains("Et en un mot ?"));
        let wish = json!({ "answers": [{ "question": ids[1], "answer": "trop tard" }] });
        assert_eq!(house.register(&session, "h", wish).await.0, 422);

        // After its delay words are gone, and a count that could tell of somebody with them.
        let wish = json!({ "answers": [{ "question": ids[0], "answer": "Non" }] });
        assert_eq!(house.register(&session, "i", wish).await.0, 201);
        house.app.clock.set("2026-12-06T06:00:00Z".parse().unwrap());
        assert_eq!(rooms::kept(&house.app).await.unwrap().answers, 5);
        rooms::forget_until(&house.app, vault::day_of("2026-12-06".parse().unwrap()))
            .await
            .unwrap();
        assert_eq!(rooms::kept(&house.app).await.unwrap().answers, 0);
        let count = |choice: &'static str| {
            house.app.db.read(move |tx| {
                tx.query("SELECT count FROM answer_counts WHERE choice = ?1", &[choice.into()])
            })
        };
        let left: Vec<store::Row> =
            count("Non").await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        assert!(left.is_empty());
        let left: Vec<store::Row> =
            count("Oui").await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        assert_eq!(left[0].get::<i64>(0).unwrap(), 5, "the others stay for good");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_who_somebody_is_takes_a_second_thought_and_is_said_and_counted() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let activity = activity_of(&house, &session).await;
        let library = house.library().await;
        let camille = house.signed_in(Role::Coordinator, Some(&library)).await;
        let path = format!("/staff/activities/{activity}/questions");
        let form = [("label", "Votre date de naissance"), ("kind", "words"), ("keep_days", "5")];
        let doubt = house.send(&camille, &path, &form).await;
        assert_eq!(doubt.status, 422);
        assert!(doubt.page.contains("tranche d’âge"), "what to ask instead: {}", doubt.page);
        assert!(doubt.page.contains("name=\"anyway\""));
        assert!(!house.see(&camille, "/charter/check").await.page.contains("date de naissance"));

        let anyway = [form.as_slice(), &[("anyway", "1")]].concat();
        assert_eq!(house.send(&camille, &path, &anyway).await.status, 303);
        // The public page says it before the form, and its answer stays optional.
        let (_, page) = house.get(&format!("/sessions/{session}")).await;
        assert!(page.contains("s’écarte de la charte") && page.contains("Votre date de naissance"));
        assert_eq!(house.take(&session, "one", 1).await.0, 201);

        // The check lists it with its principle and its day, which stays the day it began.
        house.app.clock.set(crate::common::monday() + 72.hours());
        rooms::maintain(&house.app).await.unwrap();
        let camille = house.signed_in(Role::Coordinator, Some(&library)).await;
        let check = house.see(&camille, "/charter/check").await.page;
        assert!(check.contains("2. Accueillir de manière anonyme."), "{check}");
        assert!(check.contains("23 novembre 2026"), "{check}");
        assert!(check.contains("Une séance s’écarte de la charte."), "{check}");
        // Somebody of another organisation does not see it.
        let elsewhere = network::model::Organisation {
            id: Id::parse("elsewhere").unwrap(),
            name: "Ailleurs".into(),
            ..network::model::Organisation::blank()
        };
        network::service::write_organisation(&house.app, &Actor::Operator, elsewhere)
            .await
            .unwrap();
        let other =
            house.signed_in(Role::Coordinator, Some(&Id::parse("elsewhere").unwrap())).await;
        assert!(!house.see(&other, "/charter/check").await.page.contains("date de naissance"));

        let all = rooms::answered(&house.app, &Actor::Operator, &activity).await.unwrap();
        let id = &all[0].question.id;
        house.send(&camille, &format!("/staff/questions/{id}/end"), &[]).await;
        let check = rooms::charter_check(&house.app, &Actor::Operator).await.unwrap();
        let here = check.organisations.iter().find(|o| o.organisation == library).unwrap();
        assert_eq!((here.open.len(), here.ended.len(), here.departing), (0, 1, 0));
        assert_eq!(here.ended[0].sign, Sign::IdentityAsked);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_of_an_activity_is_looked_at_whatever_door_it_came_by() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let activity = activity_of(&house, &session).await;
        let operator = Actor::Operator;
        let known = rooms::activity(&house.app, &operator, &activity).await.unwrap();
        let draft =
            ActivityDraft { audience: "Réservé aux abonnés".into(), ..known.draft.clone() };
        rooms::update_activity(&house.app, &operator, &activity, draft).await.unwrap();
        let found = rooms::departures_of(&house.app, &activity).await.unwrap();
        assert_eq!(found, [(Sign::Restricted, "Réservé aux abonnés".to_owned())]);
        rooms::update_activity(&house.app, &operator, &activity, known.draft).await.unwrap();
        assert!(rooms::departures_of(&house.app, &activity).await.unwrap().is_empty());

        // By a file: seen by the hourly round.
        let library = house.library().await;
        let camille = house.signed_in(Role::Coordinator, Some(&library)).await;
        let table = "Titre;Date;Horaire\nPorte ouverte, tarif 8 €;12/03/2027;14h-16h\n";
        let read = house.upload(&camille, "sessions", "library", "a.csv", table.into()).await;
        assert_eq!(read.status, 303, "{}", read.page);
        let fields = [("action", "import"), ("c0", "title"), ("c1", "date"), ("c2", "start")];
        let done = house.send(&camille, &read.location, &fields).await;
        assert!(done.status == 200 || done.status == 303, "{}", done.page);
        rooms::maintain(&house.app).await.unwrap();
        let check = rooms::charter_check(&house.app, &operator).await.unwrap();
        let here = check.organisations.iter().find(|o| o.organisation == library).unwrap();
        let price =
            here.open.iter().chain(&here.drafts).find(|d| d.title.starts_with("Porte ouverte"));
        assert_eq!(price.unwrap().sign, Sign::Price);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_one_comes_freely_no_registration_can_be_demanded() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let activity = activity_of(&house, &session).await;
        let operator = Actor::Operator;
        let known = rooms::activity(&house.app, &operator, &activity).await.unwrap();
        let draft = ActivityDraft { format: Format::DropIn, ..known.draft };
        let refused = rooms::update_activity(&house.app, &operator, &activity, draft).await;
        assert_eq!(refused.unwrap_err().message, "problem-plan-drop-in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_adheres_to_a_version_and_leaves_it() {
    for house in houses().await {
        let library = house.library().await;
        let camille = house.signed_in(Role::Coordinator, Some(&library)).await;
        let admin = house.signed_in(Role::Coordinator, None).await;
        let (_, page) = house.get("/charter").await;
        assert!(page.contains("S’adresser à tout public.") && page.contains("Aucune adhésion"));
        let adhere = async |charter: &str, since: &str| {
            let fields = [("organisation", "library"), ("charter", charter), ("since", since)];
            house.send(&camille, "/charter/adherences", &fields).await
        };
        assert_eq!(adhere("1999", "2026-01-01").await.status, 422);
        assert!(adhere("2017", "2027-01-01").await.page.contains("date passée"));
        assert_eq!(adhere("2017", "31/02/2026").await.status, 422);
        assert_eq!(adhere("2017", "2019-03-04").await.status, 303);
        assert_eq!(adhere("2017", "2018-03-04").await.status, 422, "it came later");
        let (_, page) = house.get("/charter").await;
        assert!(page.contains("depuis le") && page.contains("4 mars 2019"), "{page}");

        // A new version; a name is taken once.
        let fields = [
            ("version", "2026"),
            ("in_force_from", "2026-11-01"),
            ("text_fr_1", "Accueillir gratuitement."),
            ("rule_1", "free"),
        ];
        assert_eq!(house.send(&camille, "/admin/charter/new", &fields).await.status, 403);
        assert_eq!(house.send(&admin, "/admin/charter/new", &fields).await.status, 303);
        assert_eq!(house.send(&admin, "/admin/charter/new", &fields).await.status, 422);
        let (_, page) = house.get("/en/charter").await;
        assert!(page.contains("Version 2026"), "{page}");
        assert_eq!(adhere("2026", "2026-11-20").await.status, 303);
        let check = rooms::charter_check(&house.app, &Actor::Operator).await.unwrap();
        let all =
            &check.organisations.iter().find(|o| o.organisation == library).unwrap().adherences;
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].charter.as_str(), all[0].ended), ("2026", None));
        assert_eq!(all[1].ended.unwrap().to_string(), "2026-11-20");
        let end = format!("/charter/adherences/{}/end", all[0].id);
        assert_eq!(house.send(&camille, &end, &[]).await.status, 303);
        assert!(house.get("/charter").await.1.contains("Aucune adhésion"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_of_processing_is_that_of_the_instance_as_configured() {
    for fresh in store::testing::databases() {
        let config = Config {
            controller: "Ville d’Essai, place de la Mairie".into(),
            retention_days: 12,
            smtp: Some(Smtp {
                url: "smtp://robot:tres-secret@127.0.0.1:9".into(),
                from: "reseau@example.org".into(),
            }),
            backups: Some((6, 20)),
            ..Config::default()
        };
        let house = House::start(fresh, config).await;
        let session = house.session(|_| {}).await;
        let activity = activity_of(&house, &session).await;
        house.question(&session).await;
        let admin = house.signed_in(Role::Coordinator, None).await;
        house.register(&session, "one", json!({ "name": "Lili" })).await;
        let page = house.see(&admin, "/admin/processing").await.page;
        for said in [
            "Ville d’Essai, place de la Mairie",
            "« dpo_contact »",
            "12 jours après",
            "127.0.0.1:9",
            "Qu’attendez-vous de cet atelier",
            "toutes les 6 heures",
            "Une inscription",
            "qui a pris une liste venue d’ailleurs",
            "Une recherche enregistrée est effacée un an après",
        ] {
            let page = page.replace('\u{a0}', " ");
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("tres-secret") && !page.contains("robot"));
        assert!(!page.contains("données sensibles"), "nothing sensitive is asked");
        // It follows the instance: an organisation that forgets sooner, a question asked no longer.
        let mut library = network::model::Organisation::blank();
        library.id = house.library().await;
        library.name = "Médiathèque d’essai".into();
        library.retention_days = Some(3);
        network::service::write_organisation(&house.app, &Actor::Operator, library).await.unwrap();
        let all = rooms::answered(&house.app, &Actor::Operator, &activity).await.unwrap();
        rooms::ask_no_longer(&house.app, &Actor::Operator, &all[0].question.id).await.unwrap();
        let page = house.see(&admin, "/admin/processing").await.page;
        assert!(page.contains("3 jours") && !page.contains("Qu’attendez-vous"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_is_forgotten_a_year_later_and_the_trail_still_holds() {
    for house in houses().await {
        let library = house.library().await;
        let admin = house.signed_in(Role::Coordinator, None).await;
        let person = site::accounts::model::NewPerson {
            name: "Partie Marqueur".into(),
            email: "partie.marqueur@example.org".into(),
            administrator: false,
            role: Some((library, Role::Mediator)),
        };
        let operator = Actor::Operator;
        let (id, _) =
            accounts::invite(&house.app, &operator, person, base::Lang::Fr).await.unwrap();
        house.send(&admin, &format!("/admin/people/{id}/disable"), &[]).await;
        assert_eq!(former::counts(&house.app).await.unwrap(), (1, 1));
        house.app.clock.set(crate::common::monday() + (364 * 24).hours());
        assert_eq!(former::forget_former(&house.app).await.unwrap(), 0);
        house.app.clock.set(crate::common::monday() + (366 * 24).hours());
        assert_eq!(former::forget_former(&house.app).await.unwrap(), 1);
        assert_eq!(former::counts(&house.app).await.unwrap(), (1, 0));
        let admin = house.signed_in(Role::Coordinator, None).await;
        for page in ["/admin/people", "/admin/audit"] {
            let page = house.see(&admin, page).await.page;
            assert!(!page.contains("Marqueur") && !page.contains("marqueur"), "{page}");
        }
        assert!(site::audit::verify(&house.app, None).await.unwrap().is_ok());
    }
}
