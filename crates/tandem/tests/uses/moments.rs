//! What depends on the moment: mails that come too late, calendars that learn of a change.

use crate::common::{House, houses, monday};
use base::Lang;
use jiff::ToSpan;
use programme::service as rooms;
use serde_json::json;
use site::accounts::service as accounts;
use site::mail::{Delivered, deliver_due};
use site::{Actor, Config, Role, Smtp};

/// A house whose mail server cannot be reached.
async fn cut_off() -> Vec<House> {
    let mut all = vec![];
    for fresh in store::testing::databases() {
        let smtp = Smtp { url: "smtp://127.0.0.1:9".into(), from: "reseau@example.org".into() };
        all.push(House::start(fresh, Config { smtp: Some(smtp), ..Config::default() }).await);
    }
    all
}

async fn waiting(house: &House) -> i64 {
    let count = |tx: &mut store::Tx<'_>| tx.query_one("SELECT count(*) FROM outbox", &[])?.get(0);
    house.app.db.read(count).await.map_err(|e: store::StoreError| e.to_string()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_would_come_too_late_is_not_sent() {
    for house in cut_off().await {
        let library = house.library().await;
        house.signed_in(Role::Mediator, Some(&library)).await;
        let invitations = waiting(&house).await;
        let people = accounts::list_people(&house.app, &Actor::Operator).await.unwrap().0;
        accounts::ask_for_link(&house.app, &people[0].email, Lang::Fr, "browser").await.unwrap();
        let session = house.session(|_| {}).await;
        let wish = json!({ "email": "camille@example.org" });
        assert_eq!(house.register(&session, "one", wish).await.0, 201);
        assert_eq!(waiting(&house).await, invitations + 2);

        // A link that no longer opens anything is not sent any more.
        house.app.clock.set(monday() + 16.minutes());
        deliver_due(&house.app).await.unwrap();
        assert_eq!(waiting(&house).await, invitations + 1);
        // The reminder is of use until the session begins, the confirmation until it is over.
        house.app.clock.set("2026-11-30T13:30:00Z".parse().unwrap());
        deliver_due(&house.app).await.unwrap();
        rooms::maintain(&house.app).await.unwrap();
        let reminded = waiting(&house).await;
        assert_eq!(reminded, 2, "invitations are over, confirmation and reminder wait");
        house.app.clock.set("2026-12-01T13:30:00Z".parse().unwrap());
        deliver_due(&house.app).await.unwrap();
        assert_eq!(waiting(&house).await, 1);
        house.app.clock.set("2026-12-03T13:00:00Z".parse().unwrap());
        assert_eq!(deliver_due(&house.app).await.unwrap(), Delivered::default());
        assert_eq!(waiting(&house).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_takes_the_new_date_over_the_old_one() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let read = || async {
            let (status, ics) = house.get(&format!("/sessions/{session}/calendar.ics")).await;
            assert_eq!(status, 200);
            let line = |name: &str| {
                let line = ics.lines().find_map(|l| l.strip_prefix(&format!("{name}:")));
                line.unwrap_or_else(|| panic!("{name}: {ics}")).to_owned()
            };
            (line("UID"), line("DTSTART"), line("SEQUENCE").parse::<i64>().unwrap())
        };
        let before = read().await;
        house.app.clock.set(monday() + 1.hour());
        let to = (
            jiff::civil::date(2026, 12, 2),
            jiff::civil::time(10, 0, 0, 0),
            jiff::civil::time(12, 0, 0, 0),
        );
        rooms::postpone(&house.app, &Actor::Operator, &session, String::new(), Some(to))
            .await
            .unwrap();
        let after = read().await;
        assert_eq!(after.0, before.0);
        assert_eq!(after.1, "20261202T090000Z");
        assert!(after.2 > before.2, "{before:?} {after:?}");
    }
}
