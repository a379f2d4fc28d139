//! A coordinator plans a season in the pages, on both databases.

use crate::common::{House, houses};
use base::Id;
use programme::model::{ActivityDraft, RegistrationStatus, Scope, SessionDraft, SessionStatus};
use programme::service as rooms;
use serde_json::json;
use site::{Actor, Role};

const ACTIVITY: [(&str, &str); 4] = [
    ("organisation", "library"),
    ("title", "Refaire son CV"),
    ("format", "workshop"),
    ("scope", "session"),
];

const SESSION: [(&str, &str); 6] = [
    ("start", "14:00"),
    ("end", "16:00"),
    ("mode", "on_site"),
    ("registration", "waiting_list"),
    ("capacity", "2"),
    ("most_places", "4"),
];

async fn coordinator(house: &House) -> reqwest::Client {
    let library = house.library().await;
    house.signed_in(Role::Coordinator, Some(&library)).await
}

/// A new activity: its address.
async fn activity(house: &House, who: &reqwest::Client, more: &[(&str, &str)]) -> String {
    let mut fields = ACTIVITY.to_vec();
    fields.retain(|(name, _)| !more.iter().any(|(n, _)| n == name));
    fields.extend(more);
    let answer = house.send(who, "/staff/activities/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.page);
    answer.location.split('?').next().unwrap().to_owned()
}

async fn add(
    house: &House,
    who: &reqwest::Client,
    activity: &str,
    fields: &[(&str, &str)],
) -> crate::common::forms::Answer {
    let mut all = SESSION.to_vec();
    all.retain(|(name, _)| !fields.iter().any(|(n, _)| n == name));
    all.extend(fields);
    house.send(who, &format!("{activity}/sessions/new"), &all).await
}

/// Its sessions, in order of their dates.
async fn sessions(house: &House, activity: &str) -> Vec<programme::model::Session> {
    let id = Id::parse(activity.rsplit('/').next().unwrap()).unwrap();
    let filter = rooms::Filter {
        activity: Some(id),
        statuses: SessionStatus::ALL.to_vec(),
        limit: 500,
        ..rooms::Filter::default()
    };
    let views = rooms::plan(&house.app, &Actor::Operator, filter).await.unwrap();
    views.into_iter().map(|v| v.session).collect()
}

fn dates(sessions: &[programme::model::Session]) -> Vec<String> {
    sessions.iter().map(|s| s.draft.date.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_leaves_holidays_out_and_shows_them_before() {
    for house in houses().await {
        let who = coordinator(&house).await;
        let activity = activity(&house, &who, &[]).await;
        // Mondays from 7 December: Christmas holidays (19 December to 3 January) and none besides.
        let series = [
            ("first", "2026-12-07"),
            ("rhythm", "weekly"),
            ("until", "2027-01-18"),
            ("skip_public", "1"),
            ("skip_school", "C"),
        ];
        let preview = [&series[..], &[("do", "preview")]].concat();
        let answer = add(&house, &who, &activity, &preview).await;
        assert_eq!(answer.status, 200);
        assert!(answer.page.contains("lundi 21 décembre 2026"), "{}", answer.page);
        assert!(sessions(&house, &activity).await.is_empty(), "a preview makes nothing");

        let save = [&series[..], &[("do", "save")]].concat();
        assert_eq!(add(&house, &who, &activity, &save).await.status, 303);
        let made = sessions(&house, &activity).await;
        let kept = ["2026-12-07", "2026-12-14", "2027-01-04", "2027-01-11", "2027-01-18"];
        assert_eq!(dates(&made), kept);
        assert!(made.iter().all(|s| s.status == SessionStatus::Draft));

        // A draft is nobody's business but ours; published it is in the programme.
        let page = format!("/sessions/{}", made[0].id);
        assert_eq!(house.get(&page).await.0, 404);
        let answer = house.send(&who, &format!("{activity}/publish"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.page);
        assert_eq!(house.get(&page).await.0, 200);
        assert!(house.get("/programme").await.1.contains(made[4].id.as_str()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn picked_dates_are_read_as_people_write_them() {
    for house in houses().await {
        let who = coordinator(&house).await;
        let activity = activity(&house, &who, &[]).await;
        let picked = [("dates", "12/01/2027\n2027-01-19, 26/1/2027"), ("do", "save")];
        let answer = add(&house, &who, &activity, &picked).await;
        assert_eq!(answer.status, 303, "{}", answer.page);
        assert_eq!(
            dates(&sessions(&house, &activity).await),
            ["2027-01-12", "2027-01-19", "2027-01-26"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_named_at_its_field_and_kept() {
    for house in houses().await {
        let who = coordinator(&house).await;
        let path = activity(&house, &who, &[]).await;
        let day = ("dates", "2027-01-12");
        for (field, fields) in [
            ("dates", vec![("dates", "31/02/2027")]),
            ("dates", vec![("dates", "")]),
            ("end", vec![day, ("end", "13:00")]),
            ("end", vec![day, ("end", "14:00")]),
            ("start", vec![day, ("start", "25:00")]),
            ("capacity", vec![day, ("capacity", "0")]),
            ("capacity", vec![day, ("capacity", "1000000")]),
            ("capacity", vec![day, ("capacity", "douze")]),
            ("most_places", vec![day, ("most_places", "0")]),
            ("place", vec![day, ("place", "nowhere")]),
        ] {
            let mut fields = fields;
            fields.extend([("do", "save"), ("room", "Salle Prévert")]);
            let answer = add(&house, &who, &path, &fields).await;
            assert_eq!(answer.status, 422, "{fields:?} {}", house.engine());
            assert!(answer.page.contains(&format!("id=\"{field}-error\"")), "{fields:?}");
            assert!(answer.page.contains("Salle Prévert"), "{fields:?}: typed text is lost");
        }
        assert!(sessions(&house, &path).await.is_empty());

        for (field, value) in
            [("title", ""), ("theme", "nothing"), ("partners", "nobody"), ("link", "javascript:x")]
        {
            let mut fields = ACTIVITY.to_vec();
            fields.retain(|(name, _)| *name != field);
            fields.extend([(field, value), ("audience", "Tout public curieux")]);
            let answer = house.send(&who, "/staff/activities/new", &fields).await;
            assert_eq!(answer.status, 422, "{field}");
            assert!(answer.page.contains("Tout public curieux"), "{field}");
            let changed = house.send(&who, &path, &fields).await;
            assert_eq!(changed.status, 422, "{field}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_places_serve_the_list_and_fewer_than_taken_are_refused() {
    for house in houses().await {
        let who = coordinator(&house).await;
        let path = activity(&house, &who, &[]).await;
        add(&house, &who, &path, &[("dates", "2027-01-12"), ("do", "save")]).await;
        house.send(&who, &format!("{path}/publish"), &[]).await;
        let id = sessions(&house, &path).await[0].id.clone();
        for (key, places) in [("a", 2), ("b", 2), ("c", 1)] {
            assert_eq!(house.take(&id, key, places).await.0, 201);
        }
        assert_eq!(house.counters(&id).await, [2, 2, 2, 2]);
        let edit = format!("/staff/sessions/{id}/edit");
        let with = |capacity: &'static str| {
            let mut fields = SESSION.to_vec();
            fields.retain(|(name, _)| *name != "capacity");
            fields.extend([("capacity", capacity), ("date", "2027-01-12")]);
            fields
        };
        let grown = house.send(&who, &edit, &with("4")).await;
        assert_eq!(grown.status, 303, "{}", grown.page);
        assert_eq!(house.counters(&id).await, [4, 1, 4, 1]);
        let shrunk = house.send(&who, &edit, &with("3")).await;
        assert_eq!(shrunk.status, 409);
        assert!(shrunk.page.contains('4'), "{}", shrunk.page);
        assert_eq!(house.counters(&id).await, [4, 1, 4, 1]);
        let unpublished = house.send(&who, &format!("/staff/sessions/{id}/unpublish"), &[]).await;
        assert_eq!(unpublished.status, 409, "people are registered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postponed_session_keeps_its_places() {
    for house in houses().await {
        let who = coordinator(&house).await;
        let id = house.session(|s| s.capacity = 3).await;
        house.take(&id, "one", 2).await;
        let path = format!("/staff/sessions/{id}/postpone");
        let answer = house.send(&who, &path, &[("reason", "Grève des transports")]).await;
        assert_eq!(answer.status, 303, "{}", answer.page);
        let (_, page) = house.get(&format!("/sessions/{id}")).await;
        assert!(page.contains("Grève des transports"), "{page}");
        assert_eq!(house.take(&id, "two", 1).await.0, 409);

        let to = [("reason", ""), ("date", "2026-12-15"), ("start", "10:00"), ("end", "12:00")];
        assert_eq!(house.send(&who, &path, &to).await.status, 303);
        assert_eq!(house.counters(&id).await, [2, 0, 2, 0]);
        assert_eq!(house.take(&id, "two", 1).await.0, 201);
        let past = [("reason", ""), ("date", "2026-11-02"), ("start", "10:00"), ("end", "12:00")];
        assert_eq!(house.send(&who, &path, &past).await.status, 409);
        let (_, page) = house.get(&format!("/sessions/{id}")).await;
        assert!(page.contains("mardi 15 décembre 2026"));
    }
}

/// An activity of three parts with one registration for all.
async fn cycle(house: &House) -> Vec<Id> {
    let library = house.library().await;
    let draft = ActivityDraft {
        title: "Trois séances".into(),
        scope: Scope::All,
        ..ActivityDraft::blank()
    };
    let operator = Actor::Operator;
    let activity = rooms::create_activity(&house.app, &operator, &library, draft).await.unwrap();
    let drafts = [1, 8, 15].map(|day| {
        let (start, end) = (jiff::civil::time(14, 0, 0, 0), jiff::civil::time(16, 0, 0, 0));
        SessionDraft::on(jiff::civil::date(2026, 12, day), start, end, 4)
    });
    let ids = rooms::add_sessions(&house.app, &operator, &activity, drafts.to_vec()).await.unwrap();
    rooms::publish(&house.app, &operator, &ids[..1]).await.unwrap();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn one_registration_is_good_for_all_parts() {
    for house in houses().await {
        let ids = cycle(&house).await;
        let (status, taken) = house.take(&ids[1], "part-two", 3).await;
        assert_eq!((status, &taken["status"]), (201, &json!("confirmed")));
        assert_eq!(house.counters(&ids[0]).await, [3, 0, 3, 0]);
        assert_eq!(house.counters(&ids[1]).await, [0, 0, 0, 0]);
        assert_eq!(house.take(&ids[2], "part-two", 3).await, (201, taken), "the same request");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_goes_on_without_its_first_part() {
    for house in houses().await {
        let who = coordinator(&house).await;
        let ids = cycle(&house).await;
        let (_, taken) = house.take(&ids[0], "early", 1).await;
        let cancel = format!("/staff/sessions/{}/cancel", ids[0]);
        assert_eq!(house.send(&who, &cancel, &[("reason", "Panne")]).await.status, 303);

        let view = |id: Id| {
            let app = house.app.clone();
            async move { rooms::any_session(&app, &Actor::Operator, &id).await.unwrap().session }
        };
        let (lead, fallen) = (view(ids[0].clone()).await, view(ids[1].clone()).await);
        assert_eq!(
            (lead.status, lead.draft.date.to_string().as_str()),
            (SessionStatus::Published, "2026-12-08")
        );
        assert_eq!(
            (fallen.status, fallen.draft.date.to_string().as_str()),
            (SessionStatus::Cancelled, "2026-12-01")
        );
        assert_eq!(fallen.status_reason, "Panne");
        // Places are still taken and counted where they were.
        assert_eq!(house.take(&ids[2], "late", 2).await.0, 201);
        assert_eq!(house.counters(&ids[0]).await, [3, 0, 3, 0]);
        let secret = taken["ticket"].as_str().unwrap().rsplit('/').next().unwrap();
        let ticket = rooms::ticket(&house.app, secret).await.unwrap();
        assert_eq!(ticket.registration.status, RegistrationStatus::Confirmed);
        assert_eq!(ticket.view.session.draft.date.to_string(), "2026-12-08");

        // The last date that remains falls out like any session.
        for left in ["2026-12-15", "2026-12-15"] {
            assert_eq!(house.send(&who, &cancel, &[("reason", "")]).await.status, 303);
            assert_eq!(view(ids[0].clone()).await.draft.date.to_string(), left);
        }
        assert_eq!(view(ids[0].clone()).await.status, SessionStatus::Cancelled);
        assert_eq!(house.take(&ids[0], "too-late", 1).await.0, 409);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_shows_the_places_of_its_cycle() {
    for house in houses().await {
        let who = coordinator(&house).await;
        let ids = cycle(&house).await;
        house.take(&ids[1], "three", 3).await;
        for id in &ids {
            let part = house.get_json(&format!("/api/v1/sessions/{id}")).await;
            assert_eq!(part["places_left"], json!(1), "{part}");
            let (_, page) = house.get(&format!("/sessions/{id}")).await;
            assert!(page.contains("Il reste une place") || page.contains("Plus que 1"), "{page}");
        }
        // Another part changes room and hours, nothing about the places.
        let edit = format!("/staff/sessions/{}/edit", ids[1]);
        assert!(house.see(&who, &edit).await.page.contains("se règlent à sa première partie"));
        let fields = [("date", "2026-12-08"), ("room", "Atelier 2"), ("capacity", "50")];
        let mut all = SESSION.to_vec();
        all.retain(|(name, _)| !fields.iter().any(|(n, _)| n == name));
        all.extend(fields);
        assert_eq!(house.send(&who, &edit, &all).await.status, 303);
        let part = house.get_json(&format!("/api/v1/sessions/{}", ids[1])).await;
        assert_eq!((&part["room"], &part["capacity"]), (&json!("Atelier 2"), &json!(4)));

        assert_eq!(house.take(&ids[2], "last", 1).await.0, 201);
        let open = house.get_json("/api/v1/sessions?open=true").await;
        for part in open["items"].as_array().unwrap() {
            assert_eq!((&part["places_left"], &part["waiting_list"]), (&json!(0), &json!(0)));
        }
        let part = house.get_json(&format!("/api/v1/sessions/{}", ids[2])).await;
        assert_eq!((&part["places_left"], &part["capacity"]), (&json!(0), &json!(4)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_goes_on_while_its_first_part_waits_for_a_date() {
    for house in houses().await {
        let who = coordinator(&house).await;
        let ids = cycle(&house).await;
        let postpone = format!("/staff/sessions/{}/postpone", ids[0]);
        assert_eq!(house.send(&who, &postpone, &[("reason", "Grève")]).await.status, 303);
        let of = |id: &Id| format!("/api/v1/sessions/{id}");
        let lead = house.get_json(&of(&ids[0])).await;
        let later = house.get_json(&of(&ids[1])).await;
        assert_eq!(
            (&lead["status"], &lead["registration_open"]),
            (&json!("published"), &json!(true))
        );
        assert!(lead["starts_at"].as_str().unwrap().starts_with("2026-12-08"), "{lead}");
        assert_eq!(later["status"], json!("postponed"));
        assert_eq!(house.take(&ids[2], "late", 2).await.0, 201);
        // It finds its date again; an end before the start is refused here too.
        let postpone = format!("/staff/sessions/{}/postpone", ids[1]);
        let back = [("reason", ""), ("date", "2026-12-22"), ("start", "14:00"), ("end", "01:00")];
        assert_eq!(house.send(&who, &postpone, &back).await.status, 303, "over midnight");
        let wrong = [("reason", ""), ("date", "2026-12-22"), ("start", "14:00"), ("end", "13:00")];
        assert_eq!(house.send(&who, &postpone, &wrong).await.status, 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_says_what_became_of_its_session() {
    for house in houses().await {
        let who = coordinator(&house).await;
        // A course: all its dates stand on the ticket and in its calendar file.
        let ids = cycle(&house).await;
        let (_, taken) = house.take(&ids[0], "course", 1).await;
        let path = |taken: &serde_json::Value| {
            let at = taken["ticket"].as_str().unwrap();
            at[at.find("/ticket/").unwrap()..].to_owned()
        };
        let ticket = path(&taken);
        let (_, page) = house.get(&ticket).await;
        for day in ["1er décembre", "8 décembre", "15 décembre"] {
            assert!(page.contains(day), "{day}: {page}");
        }
        let (_, ics) = house.get(&format!("{ticket}/calendar.ics")).await;
        assert_eq!(ics.matches("BEGIN:VEVENT").count(), 3, "{ics}");
        let cancel = format!("/staff/sessions/{}/cancel", ids[1]);
        assert_eq!(house.send(&who, &cancel, &[("reason", "Salle inondée")]).await.status, 303);
        let (_, page) = house.get(&ticket).await;
        assert!(page.contains("Place réservée") && page.contains("id=\"code\""), "{page}");
        assert!(page.contains("Séance annulée") && page.contains("Salle inondée"), "{page}");
        let (_, ics) = house.get(&format!("{ticket}/calendar.ics")).await;
        assert!(ics.contains("STATUS:CANCELLED"), "{ics}");

        // A session: what was a place is none any more, and the page says so first.
        let id = house.session(|d| d.capacity = 2).await;
        let (_, taken) = house.take(&id, "one", 1).await;
        let ticket = path(&taken);
        let cancel = format!("/staff/sessions/{id}/cancel");
        assert_eq!(house.send(&who, &cancel, &[("reason", "Grippe")]).await.status, 303);
        let (_, page) = house.get(&ticket).await;
        assert!(page.contains("Séance annulée") && page.contains("Grippe"), "{page}");
        assert!(!page.contains("Place réservée") && !page.contains("id=\"code\""), "{page}");
    }
}
