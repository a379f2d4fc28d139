//! One registration for any one of the dates: the same address is noticed on the others, and the
//! holder of a ticket changes from one to another without ever standing without a place.

use crate::common::{House, houses};
use base::Id;
use jiff::civil::{date, time};
use programme::model::{ActivityDraft, Scope, SessionDraft};
use programme::service as rooms;
use serde_json::{Value, json};
use site::Actor;

/// An activity of one place a date, on so many Tuesdays.
async fn dates(house: &House, scope: Scope, capacities: &[u32]) -> Vec<Id> {
    let library = house.library().await;
    let draft = ActivityDraft { title: "Entretien blanc".into(), scope, ..ActivityDraft::blank() };
    let activity =
        rooms::create_activity(&house.app, &Actor::Operator, &library, draft).await.unwrap();
    let (start, end) = (time(14, 0, 0, 0), time(16, 0, 0, 0));
    let drafts = capacities
        .iter()
        .zip([1, 8, 15])
        .map(|(capacity, day)| SessionDraft::on(date(2026, 12, day), start, end, *capacity));
    let ids = rooms::add_sessions(&house.app, &Actor::Operator, &activity, drafts.collect()).await;
    let ids = ids.unwrap();
    rooms::publish(&house.app, &Actor::Operator, &ids).await.unwrap();
    ids
}

fn secret(registered: &Value) -> String {
    registered["ticket"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_on_another_date_is_noticed() {
    for house in houses().await {
        let any = dates(&house, Scope::Any, &[2, 2]).await;
        let wish = json!({ "places": 1, "email": "camille@example.org" });
        assert_eq!(house.register(&any[0], "one", wish.clone()).await.0, 201);
        let (status, refused) = house.register(&any[1], "two", wish.clone()).await;
        assert_eq!((status, &refused["code"]), (409, &json!("same-contact-dates")));
        assert_eq!(house.counters(&any[1]).await, [0, 0, 0, 0]);
        let insist = json!({ "places": 1, "email": "camille@example.org", "again": true });
        assert_eq!(house.register(&any[1], "three", insist).await.0, 201);

        // Where each date stands for itself nobody is asked.
        let each = dates(&house, Scope::Session, &[2, 2]).await;
        assert_eq!(house.register(&each[0], "one", wish.clone()).await.0, 201);
        assert_eq!(house.register(&each[1], "two", wish).await.0, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_moves_to_another_date_and_the_next_gets_the_old_one() {
    for house in houses().await {
        let ids = dates(&house, Scope::Any, &[1, 1, 1]).await;
        let (_, holder) = house.take(&ids[0], "holder", 1).await;
        let (_, next) = house.take(&ids[0], "next", 1).await;
        let (_, other) = house.take(&ids[2], "other", 1).await;
        assert_eq!((&next["status"], &other["status"]), (&json!("waiting"), &json!("confirmed")));

        // The page offers the free date and not the full one.
        let ticket = secret(&holder);
        let path = format!("/ticket/{ticket}/dates");
        let (_, page) = house.get(&path).await;
        assert!(page.contains(ids[1].as_str()) && !page.contains(ids[2].as_str()));

        // A full date by hand: nothing moves, and the place is kept.
        let (status, _, page) = house.post_form(&path, &[("to", ids[2].as_str())]).await;
        assert_eq!(status, 409, "{page}");
        assert_eq!(house.counters(&ids[0]).await, [1, 1, 1, 1]);
        assert_eq!(house.counters(&ids[2]).await, [1, 0, 1, 0]);
        assert_eq!(house.get(&format!("/ticket/{ticket}")).await.0, 200);

        // The free one: a new ticket, and the next on the list has the old place at once.
        let (status, there, _) = house.post_form(&path, &[("to", ids[1].as_str())]).await;
        assert_eq!(status, 303);
        let new = there.split('?').next().unwrap();
        let (_, page) = house.get(&there).await;
        assert!(page.contains("Votre date est changée"), "{page}");
        let (_, page) = house.get(&format!("/ticket/{ticket}")).await;
        assert!(page.contains(new), "the old ticket leads to the new one: {page}");
        // What is given back already is not asked for again.
        for gone in ["cancel", "dates"] {
            assert_eq!(house.get(&format!("/ticket/{ticket}/{gone}")).await.0, 303);
        }
        let moved = rooms::ticket(&house.app, new.rsplit('/').next().unwrap()).await.unwrap();
        assert_eq!((&moved.registration.session, moved.registration.places), (&ids[1], 1));
        let next = rooms::ticket(&house.app, &secret(&next)).await.unwrap();
        assert_eq!(next.registration.status.code(), "confirmed");
        let old = rooms::ticket(&house.app, &ticket).await.unwrap();
        assert_eq!(old.registration.status.code(), "cancelled");
        assert_eq!(house.counters(&ids[0]).await, [1, 0, 1, 0]);
        assert_eq!(house.counters(&ids[1]).await, [1, 0, 1, 0]);

        // The same form sent twice leads to the same ticket.
        let (status, again, _) = house.post_form(&path, &[("to", ids[1].as_str())]).await;
        assert_eq!((status, again), (303, there));
        assert_eq!(house.counters(&ids[1]).await, [1, 0, 1, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_of_another_activity_and_parts_of_a_course_are_no_choice() {
    for house in houses().await {
        let (here, there) =
            (dates(&house, Scope::Any, &[2]).await, dates(&house, Scope::Any, &[2]).await);
        let (_, taken) = house.take(&here[0], "one", 1).await;
        let to = |id: &Id| [("to", id.to_string())];
        let path = format!("/ticket/{}/dates", secret(&taken));
        for id in [&there[0], &here[0]] {
            let [(name, value)] = to(id);
            assert_eq!(house.post_form(&path, &[(name, &value)]).await.0, 404);
        }
        assert_eq!(house.counters(&there[0]).await, [0, 0, 0, 0]);

        let parts = dates(&house, Scope::All, &[2, 2]).await;
        let (_, taken) = house.take(&parts[0], "one", 1).await;
        let path = format!("/ticket/{}/dates", secret(&taken));
        assert_eq!(house.post_form(&path, &[("to", parts[1].as_str())]).await.0, 404);
        assert_eq!(house.counters(&parts[0]).await, [1, 0, 1, 0]);
    }
}

/// Two crowds change places with each other at the same moment.
#[tokio::test(flavor = "multi_thread")]
async fn those_who_exchange_their_dates_do_not_block_each_other() {
    for house in houses().await {
        let ids = dates(&house, Scope::Session, &[20, 20]).await;
        let mut moves = vec![];
        for n in 0..20 {
            let (from, to) = (ids[n % 2].clone(), ids[(n + 1) % 2].clone());
            let (_, taken) = house.take(&from, &format!("key-{n}"), 1).await;
            let (app, ticket) = (house.app.clone(), secret(&taken));
            moves.push(async move { rooms::change_date(&app, &ticket, &to).await });
        }
        let tasks: Vec<_> = moves.into_iter().map(tokio::spawn).collect();
        for task in tasks {
            let done = task.await.unwrap();
            assert!(done.is_ok(), "{}: {:?}", house.engine(), done.err());
        }
        for id in &ids {
            assert_eq!(house.counters(id).await, [10, 0, 10, 0], "{}", house.engine());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_on_two_dates_at_once_takes_one_place() {
    for house in houses().await {
        let any = dates(&house, Scope::Any, &[20, 20]).await;
        for round in 0..6 {
            let wish = json!({ "places": 1, "email": format!("camille{round}@example.org") });
            let keys: Vec<String> = (0..4).map(|n| format!("{round}-{n}")).collect();
            let all = keys
                .iter()
                .enumerate()
                .map(|(n, key)| house.register(&any[n % 2], key, wish.clone()));
            let answers = futures_util::future::join_all(all).await;
            let taken = answers.iter().filter(|(status, _)| *status == 201).count();
            assert_eq!(taken, 1, "{}: {answers:?}", house.engine());
        }
    }
}
