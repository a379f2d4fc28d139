//! Mail servers that are down, refuse or know nobody; postmen who are held up.

use base::Lang;
use jiff::ToSpan;
use programme::service as rooms;
use serde_json::json;
use site::mail::{Delivered, deliver_due};
use site::{Actor, Config};

use super::{ENGLISH, FRENCH, Post, posts};
use crate::common::postoffice::PostOffice;
use crate::common::{House, monday};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_or_locked_gets_the_mails_later() {
    for mut post in posts().await {
        let session = post.house.session(|s| s.capacity = 3).await;
        post.register(&session, "ada@example.org", Lang::Fr).await;
        post.register(&session, "bea@example.org", Lang::En).await;
        post.office.stop();
        let round = async |post: &Post| deliver_due(&post.house.app).await.unwrap();
        assert_eq!(round(&post).await, Delivered { sent: 0, failed: 2 });
        assert_eq!(round(&post).await, Delivered::default(), "not at once again");
        // It is back, but does not know us: an administrator sees to that, no mail is lost.
        post.office.start();
        post.office.lock(true);
        post.house.app.clock.set(monday() + 5.minutes());
        assert_eq!(round(&post).await, Delivered { sent: 0, failed: 2 });
        assert_eq!(post.waiting().await, 2);
        post.office.lock(false);
        post.house.app.clock.set(monday() + 1.hours());
        let mut letters = post.round().await;
        letters.sort_by(|a, b| a.to.cmp(&b.to));
        assert_eq!(letters.len(), 2);
        assert_eq!(letters[0].subject(), FRENCH.subjects[0]);
        assert_eq!(letters[1].subject(), ENGLISH.subjects[0]);
    }
}

/// A day without the mail server: nobody who registers notices, the queue is kept and asked for less
/// and less often, and each mail arrives once.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_for_a_day_costs_nothing_but_time() {
    for mut post in posts().await {
        let session = post.house.session(|s| s.capacity = 200).await;
        post.office.stop();
        let (mut tries, mut registered) = (0, 0);
        for minute in (0..24 * 60).step_by(10) {
            post.house.app.clock.set(monday() + minute.minutes());
            if minute % 120 == 0 {
                post.register(&session, &format!("n{minute}@example.org"), Lang::Fr).await;
                registered += 1;
            }
            tries += deliver_due(&post.house.app).await.unwrap().failed;
        }
        assert_eq!(post.waiting().await, registered);
        assert!(tries < registered as usize * 20, "tried {tries} times: it does not back off");
        post.office.start();
        let (mut letters, mut minute) = (vec![], 24 * 60);
        while minute < 48 * 60 {
            post.house.app.clock.set(monday() + minute.minutes());
            deliver_due(&post.house.app).await.unwrap();
            letters.extend(post.office.collect().into_iter().flat_map(|l| l.to));
            minute += 10;
        }
        assert_eq!(post.waiting().await, 0);
        let confirmations = letters.len();
        letters.sort();
        letters.dedup();
        assert_eq!((letters.len(), confirmations as i64), (registered as usize, registered));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_refused_keeps_nobody_from_their_mail() {
    for post in posts().await {
        let session = post.house.session(|s| s.capacity = 9).await;
        for who in ["refused", "ada", "later", "bea", "refused.too", "cleo"] {
            post.register(&session, &format!("{who}@example.org"), Lang::Fr).await;
        }
        let round = deliver_due(&post.house.app).await.unwrap();
        assert_eq!(round, Delivered { sent: 3, failed: 3 });
        let mut to: Vec<_> = post.office.collect().into_iter().flat_map(|l| l.to).collect();
        to.sort();
        assert_eq!(to, ["ada@example.org", "bea@example.org", "cleo@example.org"]);
        assert_eq!(post.waiting().await, 1, "one is tried again, what is refused is forgotten");
        post.house.app.clock.set(monday() + 1.hours());
        let round = deliver_due(&post.house.app).await.unwrap();
        assert_eq!(round, Delivered { sent: 0, failed: 1 });
        // After five days it is given up, and the address with it.
        for day in 1..=7 {
            for quarter in 0..4 {
                post.house.app.clock.set(monday() + (24 * day + 6 * quarter).hours());
                deliver_due(&post.house.app).await.unwrap();
            }
        }
        assert_eq!(post.waiting().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_or_a_server_no_mail_is_written() {
    let mut houses = vec![];
    for post in posts().await {
        houses.push((post, None));
    }
    for fresh in store::testing::databases() {
        let Some(office) = PostOffice::open() else { continue };
        let house = House::start(fresh, Config::default()).await;
        houses.push((Post { house, office }, Some("ada@example.org")));
    }
    for (post, email) in houses {
        let (app, operator) = (&post.house.app, Actor::Operator);
        let session = post.house.session(|s| s.capacity = 1).await;
        let mut tickets = vec![];
        for (key, again) in [("first", false), ("second", true)] {
            let wish = json!({ "email": email, "name": "Ada", "again": again });
            let (status, taken) = post.house.register(&session, key, wish).await;
            assert_eq!(status, 201, "{taken}");
            tickets.push(taken["ticket"].as_str().unwrap().to_owned());
        }
        post.house.client.post(format!("{}/cancel", tickets[0])).send().await.unwrap();
        post.change(&session, |s| s.room = "Salle bleue".into()).await;
        app.clock.set("2026-11-30T15:00:00Z".parse().unwrap());
        rooms::maintain(app).await.unwrap();
        rooms::cancel_session(app, &operator, &session, String::new()).await.unwrap();
        assert_eq!(post.waiting().await, 0);
        assert_eq!(deliver_due(app).await.unwrap(), Delivered::default());
        assert!(post.office.collect().is_empty());
    }
}

/// Several nodes empty the same outbox.
#[tokio::test(flavor = "multi_thread")]
async fn four_postmen_at_once_bring_each_mail_once() {
    for post in posts().await {
        let session = post.house.session(|s| s.capacity = 40).await;
        for i in 0..40 {
            post.register(&session, &format!("{i}@example.org"), Lang::Fr).await;
        }
        let app = &post.house.app;
        let rounds =
            tokio::join!(deliver_due(app), deliver_due(app), deliver_due(app), deliver_due(app));
        let sent: usize = [rounds.0, rounds.1, rounds.2, rounds.3]
            .into_iter()
            .map(|round| round.unwrap().sent)
            .sum();
        let mut to: Vec<_> = post.office.collect().into_iter().flat_map(|l| l.to).collect();
        to.sort();
        to.dedup();
        assert_eq!((sent, to.len(), post.waiting().await), (40, 40, 0));
    }
}

/// A postman who is held up leaves what another may have taken in the meantime.
#[tokio::test(flavor = "multi_thread")]
async fn a_postman_held_up_leaves_the_rest_to_the_next() {
    for post in posts().await {
        let session = post.house.session(|s| s.capacity = 3).await;
        for who in ["slow", "ada", "bea"] {
            post.register(&session, &format!("{who}@example.org"), Lang::Fr).await;
        }
        let app = post.house.app.clone();
        let first = tokio::spawn(async move { deliver_due(&app).await.unwrap() });
        // The server takes a second over the first address; for the postman it is five minutes.
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        post.house.app.clock.set(monday() + 5.minutes());
        let second = deliver_due(&post.house.app).await.unwrap();
        assert_eq!(first.await.unwrap().sent + second.sent, 4, "the slow one comes twice");
        let mut to: Vec<_> = post.office.collect().into_iter().flat_map(|l| l.to).collect();
        to.sort();
        assert_eq!(
            to,
            ["ada@example.org", "bea@example.org", "slow@example.org", "slow@example.org"]
        );
    }
}
