//! Forms filled in by hand, and words that try to be more than words.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{House, houses};
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

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_that_is_gone_is_named_wherever_it_is_chosen() {
    for house in houses().await {
        let administrator = house.signed_in(Role::Mediator, None).await;
        for (path, form) in [
            ("/staff/activities/new", "organisation=gone&title=Club&format=club&scope=session"),
            ("/admin/people", "name=Ada&email=ada%40example.org&organisation=gone&role=mediator"),
        ] {
            let (status, page) = send(&administrator, &house, path, form).await;
            assert_eq!(status, 422, "{path}: {page}");
            assert!(page.contains("organisation-error"), "{path}: {page}");
        }
    }
}

/// A title that would end the script it stands in, and a formula for a spreadsheet.
#[tokio::test(flavor = "multi_thread")]
async fn what_people_write_stays_text() {
    const TITLE: &str = "</script><script>alert(1)</script>\" onload=\"x";
    for house in houses().await {
        let library = house.library().await;
        let draft = programme::model::ActivityDraft {
            title: TITLE.into(),
            summary: "=HYPERLINK(\"http://x\")".into(),
            description: "<img src=x onerror=alert(1)>".into(),
            ..programme::model::ActivityDraft::blank()
        };
        let operator = site::Actor::Operator;
        let activity =
            programme::service::create_activity(&house.app, &operator, &library, draft).await;
        let activity = activity.unwrap();
        let session = programme::model::SessionDraft::on(
            jiff::civil::date(2026, 12, 1),
            jiff::civil::time(14, 0, 0, 0),
            jiff::civil::time(16, 0, 0, 0),
            5,
        );
        let ids = programme::service::add_sessions(&house.app, &operator, &activity, vec![session]);
        let ids = ids.await.unwrap();
        programme::service::publish(&house.app, &operator, &ids).await.unwrap();
        let (_, taken) = house.take(&ids[0], "one", 1).await;
        let ticket = taken["ticket"].as_str().unwrap().strip_prefix(&house.base).unwrap();
        let session = format!("/sessions/{}", ids[0]);
        for path in ["/", "/programme", "/programme/calendar?month=2026-12", &session, ticket] {
            let (status, page) = house.get(path).await;
            assert_eq!(status, 200, "{path}");
            assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{path}");
            assert!(!page.contains("\" onload=\""), "{path}");
        }
        let administrator = house.signed_in(Role::Mediator, None).await;
        let desk = format!("/staff/sessions/{}/desk", ids[0]);
        for path in ["/staff", "/staff/activities", &desk] {
            let answer = administrator.get(format!("{}{path}", house.base)).send().await.unwrap();
            let page = answer.text().await.unwrap();
            assert!(!page.contains("<script>alert"), "{path}");
        }
    }
}
