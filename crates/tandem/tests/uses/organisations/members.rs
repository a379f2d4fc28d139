//! From what is only known to a member, and back.

use super::*;

async fn standing(house: &House, id: &str) -> Standing {
    let id = Id::parse(id).unwrap();
    let found = house.app.db.read(move |tx| rooms::organisation(tx, &id)).await.unwrap();
    found.unwrap().standing
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_only_known_becomes_a_member_before_it_is_chosen_and_goes_back_when_unused() {
    for house in houses().await {
        some(&house).await;
        let library = house.library().await;
        let coordinator = house.signed_in(Role::Coordinator, Some(&library)).await;
        let administrator = house.signed_in(Role::Mediator, None).await;
        let (_, page) = see(&administrator, &house, "/staff/activities/new").await;
        assert!(page.contains("Maison de l’Étoile") && !page.contains("Ulysse"), "members only");
        let enrol = "/admin/organisations/denis/enrol";
        let (_, page) = see(&coordinator, &house, "/partners/denis").await;
        assert!(page.contains("sans en être membre") && !page.contains(enrol), "{page}");
        assert_eq!(send(&coordinator, &house, enrol, "").await.0, 403);
        assert_eq!(house.post_form(enrol, &[]).await.0, 401);
        assert_eq!(standing(&house, "denis").await, Standing::Listed);

        let (_, page) = see(&administrator, &house, "/partners/denis").await;
        assert!(page.contains(enrol) && page.contains("L’inscrire au réseau"), "{page}");
        assert_eq!(send(&administrator, &house, enrol, "").await.0, 303);
        assert_eq!(standing(&house, "denis").await, Standing::Member);
        let (_, page) = see(&administrator, &house, "/staff/activities/new").await;
        assert!(page.contains("Ulysse"), "{page}");
        // The form of the record does not change it by the way.
        let form = "name=M%C3%A9diath%C3%A8que+Ulysse&kind=library&standing=listed";
        assert_eq!(send(&administrator, &house, "/admin/organisations/denis", form).await.0, 303);
        assert_eq!(standing(&house, "denis").await, Standing::Member);

        // As long as a place refers to it, it stays.
        let place = Place {
            organisation: Id::parse("denis"),
            name: "Salle Ulysse".into(),
            ..Place::blank()
        };
        let id = rooms::write_place(&house.app, &Actor::Operator, place).await.unwrap();
        let back = "/admin/organisations/denis/let-go";
        let (status, page) = send(&administrator, &house, back, "").await;
        assert_eq!(status, 409);
        assert!(page.contains("Elle reste membre"), "{page}");
        rooms::remove(&house.app, &Actor::Operator, rooms::Thing::Place, &id).await.unwrap();
        assert_eq!(send(&administrator, &house, back, "").await.0, 303);
        assert_eq!(standing(&house, "denis").await, Standing::Listed);
        // Somebody has a role in the library.
        let back = "/admin/organisations/library/let-go";
        assert_eq!(send(&administrator, &house, back, "").await.0, 409);
        assert_eq!(send(&coordinator, &house, back, "").await.0, 403);
        let (_, page) = see(&administrator, &house, "/admin/audit").await;
        assert!(page.contains("Structure inscrite au réseau"), "{page}");
        assert!(page.contains("Structure retirée du réseau"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_members_to_choose_from_the_chosen_ones_come_first() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let many = (0..30).map(|n| Organisation {
            standing: Standing::Member,
            ..known(&format!("m{n}"), &format!("Partenaire {n:02}"), "94028")
        });
        save(&house, many.collect()).await;
        let operator = Actor::Operator;
        let view = programme::service::any_session(&house.app, &operator, &session).await.unwrap();
        let mut draft = view.activity.draft.clone();
        draft.partners = vec![Id::parse("m27").unwrap()];
        let id = &view.activity.id;
        programme::service::update_activity(&house.app, &operator, id, draft).await.unwrap();
        let who = house.signed_in(Role::Mediator, None).await;
        let (_, page) = see(&who, &house, &format!("/staff/activities/{id}")).await;
        let at = |name: &str| page.find(&format!("> {name}<")).unwrap();
        assert!(at("Partenaire 27") < at("Partenaire 00"), "{page}");
        assert!(at("Partenaire 00") < at("Partenaire 01") && page.contains("find-partner"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_given_in_members_only() {
    for house in houses().await {
        some(&house).await;
        let administrator = house.signed_in(Role::Mediator, None).await;
        let (_, page) = see(&administrator, &house, "/admin/people").await;
        assert!(page.contains("Maison de l’Étoile") && !page.contains("Ulysse"), "{page}");
        let form =
            |o: &str| format!("name=Sacha&email=s%40example.org&organisation={o}&role=mediator");
        assert_eq!(send(&administrator, &house, "/admin/people", &form("denis")).await.0, 422);
        assert_eq!(send(&administrator, &house, "/admin/people", &form("member")).await.0, 200);
    }
}
