//! The directory: written, published, verified, doubted, on both databases.

use crate::common::forms::Answer;
use crate::common::{House, houses, monday};
use base::Id;
use jiff::ToSpan;
use network::model::{Organisation, Standing};
use site::Role;

/// What a form of an entry holds.
const FIELDS: [(&str, &str); 8] = [
    ("kind", "service"),
    ("title", "Permanence d’aide au CV"),
    ("description", "On y refait son CV avec quelqu’un."),
    ("service_type", "accompagnement"),
    ("publics", "demandeurs-emploi"),
    ("modes", "en-presentiel"),
    ("city", "Vitry-sur-Seine"),
    ("review_months", "6"),
];

async fn made(house: &House, who: &reqwest::Client, more: &[(&str, &str)]) -> String {
    let fields: Vec<_> = FIELDS.iter().chain(more).copied().collect();
    let answer = house.send(who, "/staff/directory/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.page);
    answer.location.rsplit('/').next().unwrap().replace("?done=1", "")
}

async fn act(house: &House, who: &reqwest::Client, there: &str, fields: &[(&str, &str)]) -> Answer {
    house.send(who, &format!("/staff/directory/{there}"), fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_written_published_doubted_answered_and_verified() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let id = made(&house, &who, &[("owner", "library")]).await;
        let public = format!("/entries/{id}");

        // A draft is not there for others; published, it says that nobody verified it.
        assert_eq!(house.get(&public).await.0, 404);
        assert_eq!(
            act(&house, &who, &format!("{id}/state"), &[("state", "published")]).await.status,
            303
        );
        let (status, page) = house.get(&public).await;
        assert_eq!(status, 200);
        assert!(
            page.contains("Permanence d’aide au CV") && page.contains("Jamais vérifié"),
            "{page}"
        );
        assert!(page.contains("Demandeurs d’emploi") && page.contains("Vitry-sur-Seine"));

        // Verified: by whom, how, when; and not due before half a year.
        let verified = act(&house, &who, &format!("{id}/verify"), &[("how", "owner")]).await;
        assert_eq!(verified.status, 303);
        let (_, page) = house.get(&public).await;
        assert!(
            page.contains("Vérifié aujourd’hui") && page.contains(", par la structure elle-même<"),
            "{page}"
        );
        let due = house.see(&who, "/staff/directory?show=due").await.page;
        assert!(!due.contains("Permanence d’aide"), "{due}");

        // Anyone may say that it is wrong; said twice it counts twice, and it stands on the entry.
        for _ in 0..2 {
            let said = house.post_form(&format!("{public}/reports"), &[("reason", "hours")]).await;
            assert_eq!(said.0, 303);
        }
        let (_, page) = house.get(&public).await;
        assert!(
            page.contains("Les horaires sont faux") && page.contains("26 novembre 2026"),
            "{page}"
        );
        let one = house.see(&who, &format!("/staff/directory/{id}")).await.page;
        assert!(one.contains("Dit 2\u{a0}fois") || one.contains("Dit 2 fois"), "{one}");
        house.app.clock.set(monday() + 96.hours());
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let due = house.see(&who, "/staff/directory?show=due").await.page;
        assert!(
            due.contains("Permanence d’aide") && due.contains("une erreur est signalée"),
            "{due}"
        );

        // Verifying does not silence the person who reported: it is answered.
        act(&house, &who, &format!("{id}/verify"), &[("how", "called")]).await;
        assert!(house.get(&public).await.1.contains("Les horaires sont faux"));
        let report = one.split("/reports/").nth(1).unwrap().split('"').next().unwrap();
        let there = format!("{id}/reports/{report}");
        assert_eq!(act(&house, &who, &there, &[("answer", "corrected")]).await.status, 303);
        assert_eq!(act(&house, &who, &there, &[("answer", "corrected")]).await.status, 404);
        let (_, page) = house.get(&public).await;
        assert!(!page.contains("réponse attendue"), "{page}");

        // For a while.
        let closed = [
            ("notice", "closed"),
            ("first", "2026-12-24"),
            ("last", "2026-12-26"),
            ("words", "Fêtes"),
        ];
        assert_eq!(act(&house, &who, &format!("{id}/notices"), &closed).await.status, 303);
        assert!(house.get(&public).await.1.contains("Fêtes"));
        house.app.clock.set(monday() + 24.hours() * 40);
        assert!(!house.get(&public).await.1.contains("Fêtes"));

        // Half a year on it is old, and says so; put away, its address says that too.
        house.app.clock.set(monday() + 24.hours() * 300);
        let (_, page) = house.get(&public).await;
        assert!(page.contains("à confirmer avant de s’y rendre"), "{page}");
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        act(&house, &who, &format!("{id}/state"), &[("state", "archived")]).await;
        let (status, page) = house.get(&public).await;
        assert_eq!(status, 410);
        assert!(page.contains("retirée de l’annuaire"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_that_is_a_member_writes_its_own_entries() {
    for house in houses().await {
        let library = house.library().await;
        for (id, standing) in [("known", Standing::Listed), ("member", Standing::Member)] {
            let other = Organisation {
                id: Id::parse(id).unwrap(),
                name: format!("Mission locale {id}"),
                standing,
                ..Organisation::blank()
            };
            let saved =
                house.app.db.write(move |tx| network::service::save_organisation(tx, &other));
            saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        }
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let curated = [("owner", "known"), ("curator", "library")];
        let id = made(&house, &who, &curated).await;
        let fields: Vec<_> =
            FIELDS.iter().copied().chain([("owner", "member"), ("curator", "library")]).collect();
        let refused = house.send(&who, "/staff/directory/new", &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.page.contains("elle écrit elle-même ses fiches"), "{}", refused.page);
        // Who looks after it cannot speak for the owner.
        let there = format!("{id}/verify");
        let refused = act(&house, &who, &there, &[("how", "owner")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.page.contains("Seule la structure elle-même"), "{}", refused.page);
        assert_eq!(act(&house, &who, &there, &[("how", "visited")]).await.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_by_field_and_nothing_is_lost() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let spoiled = [
            ("owner", "library"),
            ("title", "ab"),
            ("description", "Assez long"),
            ("zones", "Saint-Denis\nNulle-Part-sur-Rien"),
            ("weeks", "beaucoup"),
            ("website", "example"),
        ];
        let answer = house.send(&who, "/staff/directory/new", &spoiled).await;
        assert_eq!(answer.status, 422);
        for words in ["Nulle-Part-sur-Rien", "plusieurs territoires", "beaucoup"] {
            assert!(answer.page.contains(words), "{words}: {}", answer.page);
        }
        // Two who change the same: the second is told.
        let id = made(&house, &who, &[("owner", "library")]).await;
        let there = format!("/staff/directory/{id}/edit");
        let form = house.see(&who, &there).await.page;
        let seen = form
            .split("name=\"seen\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let fields: Vec<_> =
            FIELDS.iter().copied().chain([("bring", "Un CV"), ("seen", seen.as_str())]).collect();
        assert_eq!(house.send(&who, &there, &fields).await.status, 303);
        let late: Vec<_> =
            FIELDS.iter().copied().chain([("bring", "Rien"), ("seen", seen.as_str())]).collect();
        assert_eq!(house.send(&who, &there, &late).await.status, 409);
    }
}
