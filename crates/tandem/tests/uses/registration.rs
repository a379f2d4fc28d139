//! Taking places, giving them back, waiting: through the real server, on both databases.

use crate::common::{House, houses};
use programme::model::{Fairness, RegistrationMode, SessionStatus};
use programme::service as rooms;
use proptest::prelude::*;
use serde_json::json;
use site::Actor;

/// 1,000 attempts, 64 at once.
async fn storm(house: &House, session: &base::Id) -> (usize, usize) {
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(64));
    let mut tasks = vec![];
    for i in 0..1_000 {
        let (gate, client) = (gate.clone(), house.client.clone());
        let url = format!("{}/api/v1/sessions/{session}/registrations", house.base);
        tasks.push(tokio::spawn(async move {
            let _turn = gate.acquire().await.unwrap();
            let request = client.post(url).header("Idempotency-Key", format!("storm-{i}"));
            request.json(&json!({ "places": 1 })).send().await.unwrap().status().as_u16()
        }));
    }
    let (mut confirmed, mut failed) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            201 => confirmed += 1,
            409 => {}
            _ => failed += 1,
        }
    }
    (confirmed, failed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_at_once_take_exactly_the_two_hundred_places() {
    for house in houses().await {
        let session = house
            .session(|s| {
                s.capacity = 200;
                s.registration = RegistrationMode::Places;
            })
            .await;
        assert_eq!(storm(&house, &session).await, (200, 0), "{}", house.engine());
        assert_eq!(house.counters(&session).await, [200, 0, 200, 0]);
    }
}

/// The same storm with the guard and the constraint out: it oversells, so the test above proves
/// something.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_the_same_storm_oversells() {
    for house in houses().await {
        house
            .app
            .db
            .write(|tx| {
                if tx.is_embedded() {
                    tx.statements("PRAGMA ignore_check_constraints = ON")
                } else {
                    tx.statements("ALTER TABLE sessions DROP CONSTRAINT never_oversold")
                }
            })
            .await
            .unwrap();
        // A busy machine may answer one after the other by chance, though not again and again.
        let mut most = 0;
        for _ in 0..20 {
            let session = house
                .session(|s| {
                    s.capacity = 200;
                    s.registration = RegistrationMode::Places;
                })
                .await;
            rooms::sabotage::remove_guard(&session);
            most = storm(&house, &session).await.0.max(most);
            if most > 200 {
                break;
            }
        }
        assert!(most > 200, "{}: {most}", house.engine());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_twice_takes_one_place() {
    for house in houses().await {
        let session = house.session(|s| s.capacity = 3).await;
        let (status, first) = house.take(&session, "the-same-key", 2).await;
        assert_eq!(status, 201);
        assert_eq!(first["status"], "confirmed");
        assert_eq!(house.take(&session, "the-same-key", 2).await, (201, first));
        assert_eq!(house.counters(&session).await, [2, 0, 2, 0]);
        let (status, refused) = house.take(&session, "the-same-key", 1).await;
        assert_eq!((status, &refused["code"]), (422, &json!("key-reused")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_at_the_same_moment_takes_one_place() {
    for house in houses().await {
        let session = house.session(|s| s.capacity = 50).await;
        let answers = futures_all((0..20).map(|_| house.take(&session, "one-key", 1))).await;
        assert!(answers.iter().all(|a| *a == answers[0]), "{answers:?}");
        assert_eq!(house.counters(&session).await, [1, 0, 1, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_freed_place_goes_to_the_next_who_fits() {
    for house in houses().await {
        let session = house.session(|s| s.capacity = 2).await;
        let (_, holder) = house.take(&session, "holder", 2).await;
        let (_, group) = house.take(&session, "group", 2).await;
        let (_, single) = house.take(&session, "single", 1).await;
        assert_eq!((&group["status"], &group["position"]), (&json!("waiting"), &json!(1)));
        assert_eq!(single["position"], 2);
        assert_eq!(house.counters(&session).await, [2, 2, 2, 2]);

        let ticket = holder["ticket"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let (status, ..) = house.post_form(&format!("/ticket/{ticket}/cancel"), &[]).await;
        assert_eq!(status, 303);
        // The group of two fits and was first; the single one still waits.
        assert_eq!(house.counters(&session).await, [2, 1, 2, 1]);
        let secret = group["ticket"].as_str().unwrap().rsplit('/').next().unwrap();
        let group = rooms::ticket(&house.app, secret).await.unwrap();
        assert_eq!(group.registration.status.code(), "confirmed");
        // Cancelling again changes nothing.
        house.post_form(&format!("/ticket/{ticket}/cancel"), &[]).await;
        assert_eq!(house.counters(&session).await, [2, 1, 2, 1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_not_taken_up_goes_to_the_next() {
    for house in houses().await {
        let session = house
            .session(|s| {
                s.capacity = 1;
                s.offer_minutes = Some(60);
            })
            .await;
        let (_, holder) = house.take(&session, "holder", 1).await;
        let (_, second) = house.take(&session, "second", 1).await;
        let (_, third) = house.take(&session, "third", 1).await;
        let secret = |v: &serde_json::Value| {
            v["ticket"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
        };
        rooms::cancel(&house.app, &secret(&holder)).await.unwrap();
        let offered = rooms::ticket(&house.app, &secret(&second)).await.unwrap();
        assert_eq!(offered.registration.status.code(), "offered");
        house.app.clock.set(crate::common::monday() + jiff::SignedDuration::from_secs(3_700));
        assert_eq!(rooms::expire_offers(&house.app).await.unwrap(), 1);
        assert!(rooms::accept(&house.app, &secret(&second)).await.is_err());
        let third = rooms::accept(&house.app, &secret(&third)).await.unwrap();
        assert_eq!(third.registration.status.code(), "confirmed");
        assert_eq!(house.counters(&session).await, [1, 0, 1, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_register_is_told_why() {
    for house in houses().await {
        let full = house
            .session(|s| {
                s.capacity = 1;
                s.registration = RegistrationMode::Places;
            })
            .await;
        house.take(&full, "a", 1).await;
        let (status, problem) = house.take(&full, "b", 1).await;
        assert_eq!((status, &problem["code"]), (409, &json!("session-full")));
        assert!(problem["title"].as_str().unwrap().contains("complète"));

        let free = house.session(|s| s.registration = RegistrationMode::None).await;
        assert_eq!(house.take(&free, "c", 1).await.1["code"], "session-no-registration");
        let (status, problem) = house.take(&full, "d", 0).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("places")));
        let body = json!({ "places": 1, "email": "not an address" });
        assert_eq!(house.register(&full, "e", body).await.1["errors"][0]["field"], "email");
        let none = base::Id::parse("nowhere").unwrap();
        assert_eq!(house.take(&none, "f", 1).await.0, 404);

        house.app.clock.set("2026-12-01T13:30:00Z".parse().unwrap());
        let open = house.session(|s| s.date = jiff::civil::date(2026, 12, 2)).await;
        house.app.clock.set("2026-12-02T13:30:00Z".parse().unwrap());
        assert_eq!(house.take(&open, "g", 1).await.1["code"], "session-closed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_twice_is_noticed_and_can_insist() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let body = json!({ "places": 1, "email": "Camille@example.org" });
        assert_eq!(house.register(&session, "one", body).await.0, 201);
        let again = json!({ "places": 1, "email": "camille@EXAMPLE.org" });
        let (status, problem) = house.register(&session, "two", again).await;
        assert_eq!((status, &problem["code"]), (409, &json!("same-contact")));
        let insist = json!({ "places": 1, "email": "camille@example.org", "again": true });
        assert_eq!(house.register(&session, "three", insist).await.0, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_many_times_at_once_takes_one_place() {
    for house in houses().await {
        let session = house.session(|d| d.capacity = 100).await;
        let keys: Vec<String> = (0..24).map(|n| format!("at-once-{n}")).collect();
        let wish = json!({ "places": 1, "email": "camille@example.org" });
        let all = keys.iter().map(|key| house.register(&session, key, wish.clone()));
        let answers = futures_util::future::join_all(all).await;
        let taken = answers.iter().filter(|(status, _)| *status == 201).count();
        assert_eq!(taken, 1, "{}", house.engine());
        assert!(answers.iter().all(|(status, _)| matches!(status, 201 | 409)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_an_object_and_nothing_else() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        for body in [json!([]), json!([3, "n"]), json!(1), json!("a"), json!(null)] {
            assert_eq!(house.register(&session, "odd", body.clone()).await.0, 422, "{body}");
        }
        assert_eq!(house.counters(&session).await, [0, 0, 0, 0]);
    }
}

#[derive(Clone, Debug)]
enum Move {
    Register(u32),
    Cancel(usize),
    Capacity(u32),
    Close,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        6 => (1_u32..4).prop_map(Move::Register),
        4 => (0_usize..40).prop_map(Move::Cancel),
        2 => (1_u32..8).prop_map(Move::Capacity),
        1 => Just(Move::Close),
    ];
    prop::collection::vec(one, 1..40)
}

/// Random interleavings of register, cancel, grow, shrink and close, some of them at once.
#[test]
fn random_moves_keep_the_invariants() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let houses = runtime.block_on(houses());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let strategy = (moves(), any::<bool>());
    runner
        .run(&strategy, |(moves, strict)| {
            for house in &houses {
                runtime.block_on(play(house, &moves, strict));
            }
            Ok(())
        })
        .unwrap();
}

async fn play(house: &House, moves: &[Move], strict: bool) {
    let session = house
        .session(|s| {
            s.capacity = 4;
            s.overbook = 1;
            if strict {
                s.fairness = Fairness::Strict;
            }
        })
        .await;
    let mut tickets: Vec<String> = vec![];
    for (i, pair) in moves.chunks(2).enumerate() {
        let steps = pair.iter().enumerate().map(|(j, step)| {
            let tickets = &tickets;
            let session = &session;
            async move {
                match step {
                    Move::Register(places) => {
                        let (status, body) =
                            house.take(session, &format!("{i}-{j}"), *places).await;
                        assert!(matches!(status, 201 | 409 | 422), "{status}: {body}");
                        let ticket = body["ticket"].as_str()?;
                        Some(ticket.rsplit('/').next()?.to_owned())
                    }
                    Move::Cancel(n) if !tickets.is_empty() => {
                        let _ = rooms::cancel(&house.app, &tickets[n % tickets.len()]).await;
                        None
                    }
                    Move::Capacity(n) => {
                        let view = rooms::any_session(&house.app, &Actor::Operator, session).await;
                        let mut draft = view.unwrap().session.draft;
                        draft.capacity = *n;
                        draft.overbook = draft.overbook.min(*n);
                        let _ = rooms::update_session(&house.app, &Actor::Operator, session, draft)
                            .await;
                        None
                    }
                    Move::Close => {
                        let reason = "essai".to_owned();
                        if i > 15 {
                            let _ = rooms::cancel_session(
                                &house.app,
                                &Actor::Operator,
                                session,
                                reason,
                            )
                            .await;
                        }
                        None
                    }
                    Move::Cancel(_) => None,
                }
            }
        });
        tickets.extend(futures_all(steps).await.into_iter().flatten());

        let [taken, waiting, rows_taken, rows_waiting] = house.counters(&session).await;
        assert_eq!((taken, waiting), (rows_taken, rows_waiting), "{}", house.engine());
        let view = rooms::any_session(&house.app, &Actor::Operator, &session).await.unwrap();
        let s = view.session;
        assert!(s.taken <= s.draft.capacity + s.draft.overbook);
        if s.status == SessionStatus::Published && s.waiting > 0 {
            let id = session.clone();
            let app = house.app.clone();
            let list = house
                .app
                .db
                .read(move |tx| programme::store::registrations::waiting(&app.vault, tx, &id))
                .await
                .unwrap();
            let groups: Vec<_> = list
                .iter()
                .map(|(r, passed)| programme::model::Waiting { places: r.places, passed: *passed })
                .collect();
            let (served, _) = programme::model::promote(s.places_left(), &groups, s.draft.fairness);
            assert!(served.is_empty(), "somebody who fits still waits ({})", house.engine());
        }
    }
}

async fn futures_all<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut pinned: Vec<_> = futures.into_iter().map(|f| Some(Box::pin(f))).collect();
    let mut done: Vec<Option<F::Output>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        let mut open = false;
        for (slot, out) in pinned.iter_mut().zip(done.iter_mut()) {
            if let Some(future) = slot {
                match future.as_mut().poll(cx) {
                    std::task::Poll::Ready(value) => {
                        *out = Some(value);
                        *slot = None;
                    }
                    std::task::Poll::Pending => open = true,
                }
            }
        }
        if open { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    done.into_iter().flatten().collect()
}
