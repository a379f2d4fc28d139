//! The day of a session: two devices, walk-ins, closing, figures typed in; on both databases.

use crate::common::forms::Answer;
use crate::common::{House, houses, monday};
use base::Id;
use jiff::ToSpan;
use jiff::civil::{date, time};
use programme::model::{ActivityDraft, Format, RegistrationMode, SessionDraft, WalkInRule};
use programme::service as rooms;
use serde_json::{Value, json};
use site::{Actor, Role};

struct Day {
    house: House,
    who: reqwest::Client,
    session: Id,
}

impl Day {
    /// A session of today at two in the afternoon; it is noon.
    async fn start(house: House, change: impl FnOnce(&mut SessionDraft)) -> Self {
        let library = house.library().await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        let session = house
            .session(|s| {
                (s.date, s.start, s.end) =
                    (date(2026, 11, 23), time(14, 0, 0, 0), time(16, 0, 0, 0));
                change(s);
            })
            .await;
        Self { house, who, session }
    }

    async fn post(&self, what: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/staff/sessions/{}/{what}", self.session);
        self.house.send(&self.who, &path, fields).await
    }

    async fn desk(&self) -> rooms::Desk {
        rooms::desk(&self.house.app, &Actor::Operator, &self.session).await.unwrap()
    }

    async fn take(&self, key: &str, places: u32) -> Value {
        let (status, body) = self.house.take(&self.session, key, places).await;
        assert_eq!(status, 201, "{body}");
        body
    }

    /// `[expected, present, walk-ins]`.
    async fn tally(&self) -> [u32; 3] {
        let desk = self.desk().await;
        [desk.expected, desk.present, desk.walk_ins]
    }

    /// It is a quarter past two.
    fn begin(&self) {
        self.house.app.clock.set(monday() + 135.minutes());
    }

    async fn report(&self) -> Value {
        let path = "/report.json?from=2026-11-23&to=2026-11-23";
        let answer = self.house.see(&self.who, path).await;
        assert_eq!(answer.status, 200, "{}", answer.page);
        serde_json::from_str(&answer.page).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_typed_anyhow_and_two_devices_agree() {
    for house in houses().await {
        let day = Day::start(house, |_| {}).await;
        let taken = day.take("one", 2).await;
        let code = taken["code"].as_str().unwrap();
        let sloppy = format!("  {} ", code.to_lowercase().replace('-', " "));
        let answer = day.post("desk/code", &[("code", &sloppy)]).await;
        assert!(answer.status < 400, "{}", answer.page);
        assert_eq!(day.tally().await, [2, 2, 0]);

        // Both devices say "one of the two is there" at the same moment, again and again.
        let id = day.desk().await.people[0].registration.id.clone();
        let tick = format!("desk/tick/{id}");
        for _ in 0..5 {
            let (a, b) = tokio::join!(
                day.post(&tick, &[("people", "1")]),
                day.post(&tick, &[("people", "1")])
            );
            assert!(a.status < 400 && b.status < 400);
        }
        assert_eq!(day.tally().await, [2, 1, 0]);
        // More than the group holds is refused, and nothing changes.
        assert_eq!(day.post(&tick, &[("people", "3")]).await.status, 422);
        assert_eq!(day.post(&tick, &[("people", "beaucoup")]).await.status, 422);
        assert_eq!(day.tally().await, [2, 1, 0]);
        day.post(&tick, &[("people", "0")]).await;
        assert_eq!(day.tally().await, [2, 0, 0]);

        for wrong in ["AAA-AAA", "", "pas un code"] {
            let answer = day.post("desk/code", &[("code", wrong)]).await;
            assert!([404, 422].contains(&answer.status), "{wrong:?}: {}", answer.status);
            assert!(answer.page.contains("code"), "{}", answer.page);
        }
        // Without JavaScript the search finds by name or code.
        let path = format!("/staff/sessions/{}/desk?q=zzz", day.session);
        assert!(!day.house.see(&day.who, &path).await.page.contains(code));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_without_a_place_is_let_in_as_the_organiser_decided() {
    for (rule, refused) in [
        (WalkInRule::Always, None),
        (WalkInRule::IfRoom, Some(409)),
        (WalkInRule::Never, Some(409)),
    ] {
        for house in houses().await {
            let day = Day::start(house, |s| {
                s.capacity = 2;
                s.walk_ins = rule;
            })
            .await;
            let taken = day.take("both", 2).await;
            let code = taken["code"].as_str().unwrap();
            day.post("desk/code", &[("code", code)]).await;
            let answer = day
                .post("desk/walk-in", &[("people", "3"), ("name", "Classe de 3e"), ("key", "k1")])
                .await;
            let walk_ins = match refused {
                None => 3,
                Some(status) => {
                    assert_eq!(answer.status, status, "{rule:?}");
                    0
                }
            };
            assert_eq!(day.tally().await, [2, 2 + walk_ins, walk_ins], "{rule:?}");
            if refused.is_none() {
                // The same form sent twice lets nobody else in; taken back it leaves nothing.
                let again = [("people", "3"), ("name", "Classe de 3e"), ("key", "k1")];
                assert!(day.post("desk/walk-in", &again).await.status < 400);
                assert_eq!(day.tally().await, [2, 5, 3]);
                let desk = day.desk().await;
                let id = &desk.people.last().unwrap().registration.id;
                day.post(&format!("desk/walk-in/{id}/remove"), &[]).await;
                assert_eq!(day.tally().await, [2, 2, 0]);
            }
            for wrong in ["0", "-1", "1000", "trois"] {
                let fields = [("people", wrong), ("key", "k2")];
                let answer = day.post("desk/walk-in", &fields).await;
                assert!([409, 422].contains(&answer.status), "{wrong}: {}", answer.status);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_are_counted_without_names_where_nobody_registers() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        let draft = ActivityDraft {
            title: "Cosearching".into(),
            format: Format::CoSearching,
            ..ActivityDraft::blank()
        };
        let operator = Actor::Operator;
        let activity =
            rooms::create_activity(&house.app, &operator, &library, draft).await.unwrap();
        let mut draft =
            SessionDraft::on(date(2026, 11, 23), time(14, 0, 0, 0), time(16, 0, 0, 0), 0);
        draft.registration = RegistrationMode::None;
        let ids = rooms::add_sessions(&house.app, &operator, &activity, vec![draft]).await.unwrap();
        rooms::publish(&house.app, &operator, &ids).await.unwrap();
        let day = Day { house, who, session: ids[0].clone() };
        day.begin();
        for (n, key) in [("4", "a"), ("1", "b"), ("7", "c")] {
            let fields = [("people", n), ("key", key)];
            assert!(day.post("desk/walk-in", &fields).await.status < 400);
        }
        assert!(day.post("desk/close", &[("note", "")]).await.status < 400);
        let report = day.report().await;
        assert_eq!((&report["walk_ins"], &report["participants"]), (&json!(12), &json!(12)));
        let names = day.house.app.db.read(|tx| {
            tx.query_one("SELECT count(*) FROM registrations WHERE sealed IS NOT NULL", &[])?
                .get::<i64>(0)
        });
        assert_eq!(names.await.map_err(|e: store::StoreError| e.to_string()).unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_counts_and_the_report_shows_it_with_its_rows() {
    for house in houses().await {
        let day = Day::start(house, |_| {}).await;
        let here = day.take("here", 2).await;
        day.take("absent", 3).await;
        assert_eq!(day.post("desk/close", &[("note", "")]).await.status, 409, "not begun");
        day.begin();
        let code = here["code"].as_str().unwrap();
        day.post("desk/code", &[("code", code)]).await;
        day.post("desk/walk-in", &[("people", "1"), ("name", "Driss"), ("key", "w")]).await;
        // Ticked and unticked again: absent, not "never seen".
        let desk = day.desk().await;
        let absent = desk.people.iter().find(|p| p.registration.places == 3).unwrap();
        let tick = format!("desk/tick/{}", absent.registration.id);
        day.post(&tick, &[("people", "3")]).await;
        day.post(&tick, &[("people", "0")]).await;

        for _ in 0..2 {
            // Twice: the second finds it closed and changes nothing.
            let answer = day.post("desk/close", &[("note", "Salle chaude")]).await;
            assert!([303, 409].contains(&answer.status), "{}", answer.page);
            let report = day.report().await;
            let figures = ["sessions", "preregistered", "walk_ins", "participants", "no_shows"];
            assert_eq!(figures.map(|f| report[f].as_u64().unwrap()), [1, 5, 1, 3, 3]);
            assert_eq!(report["typed"], json!([]));
        }
        let path = "/report/rows?from=2026-11-23&to=2026-11-23&figure=participants";
        let rows = day.house.see(&day.who, path).await.page;
        assert!(rows.contains(day.session.as_str()) && rows.contains("Compté à l’accueil"));

        // A desk that is closed takes nobody; opened again its figures leave the report.
        assert_eq!(day.post(&tick, &[("people", "1")]).await.status, 409);
        assert!(day.post("desk/reopen", &[]).await.status < 400);
        assert_eq!(day.report().await["sessions"], 0);
        assert_eq!(day.tally().await, [5, 3, 1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_a_paper_sheet_are_typed_in_and_marked() {
    for house in houses().await {
        let day = Day::start(house, |_| {}).await;
        day.begin();
        let sheet = format!("/staff/sessions/{}/sheet", day.session);
        assert_eq!(day.house.see(&day.who, &sheet).await.status, 200);
        for wrong in ["-3", "douze", "2,5", "10000000"] {
            let answer = day.post("totals", &[("participants", wrong), ("note", "Vu")]).await;
            assert_eq!(answer.status, 422, "{wrong}");
            assert!(answer.page.contains("participants-error") && answer.page.contains("Vu"));
        }
        assert_eq!(day.post("totals", &[]).await.status, 422, "nothing typed is not nobody");
        let typed = [("preregistered", "9"), ("participants", "8"), ("no_shows", "1")];
        assert_eq!(day.post("totals", &typed).await.status, 303);
        let report = day.report().await;
        assert_eq!((&report["participants"], &report["walk_ins"]), (&json!(8), &Value::Null));
        assert!(report["typed"].as_array().unwrap().contains(&json!("participants")));
        // What was typed can be corrected at once.
        assert_eq!(day.post("totals", &[("participants", "7")]).await.status, 303);
        assert_eq!(day.report().await["participants"], 7);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_counted_is_replaced_only_where_that_is_said() {
    for house in houses().await {
        let day = Day::start(house, |_| {}).await;
        let taken = day.take("one", 1).await;
        day.begin();
        day.post("desk/code", &[("code", taken["code"].as_str().unwrap())]).await;
        day.post("desk/close", &[("note", "")]).await;
        let answer = day.post("totals", &[("participants", "12")]).await;
        assert_eq!(answer.status, 409);
        assert!(answer.page.contains("name=\"replace\""), "{}", answer.page);
        assert_eq!(day.report().await["participants"], 1);
        let said = [("participants", "12"), ("replace", "1")];
        assert_eq!(day.post("totals", &said).await.status, 303);
        let report = day.report().await;
        assert_eq!(report["participants"], 12);
        assert!(report["typed"].as_array().unwrap().contains(&json!("participants")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_offered_a_place_and_comes_has_it() {
    for house in houses().await {
        let day = Day::start(house, |s| {
            s.capacity = 1;
            s.offer_minutes = Some(60);
        })
        .await;
        let holder = day.take("holder", 1).await;
        let next = day.take("next", 1).await;
        let waiting = day.take("third", 1).await;
        let secret = holder["ticket"].as_str().unwrap().rsplit('/').next().unwrap();
        rooms::cancel(&day.house.app, secret).await.unwrap();
        let page = day.house.see(&day.who, &format!("/staff/sessions/{}/desk", day.session)).await;
        assert!(page.page.contains("place proposée"), "{}", page.page);
        let code = |v: &Value| v["code"].as_str().unwrap().to_owned();
        assert!(day.post("desk/code", &[("code", &code(&next))]).await.status < 400);
        assert_eq!(day.tally().await, [1, 1, 0]);
        // The hour of the offer passes: it was answered.
        day.house.app.clock.set(monday() + 90.minutes());
        assert_eq!(rooms::expire_offers(&day.house.app).await.unwrap(), 0);
        assert_eq!(day.tally().await, [1, 1, 0]);
        let refused = day.post("desk/code", &[("code", &code(&waiting))]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.page.contains("attente"), "{}", refused.page);
    }
}
