//! Forms filled in by hand, and words that try to be more than words.

use crate::common::{House, houses};
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

#[tokio::test(flavor = "multi_thread")]
async fn methods_nobody_knows_do_not_grow_the_metrics() {
    for house in houses().await {
        for n in 0..40 {
            let method = reqwest::Method::from_bytes(format!("ODD{n}").as_bytes()).unwrap();
            let answer = house.client.request(method, &house.base).send().await.unwrap();
            assert_eq!(answer.status(), 405);
        }
        let (_, metrics) = house.get("/metrics").await;
        assert!(!metrics.contains("ODD") && metrics.contains("method=\"other\""), "{metrics}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_none_is_no_link() {
    for house in houses().await {
        let administrator = house.signed_in(Role::Mediator, None).await;
        let session = house.session(|_| {}).await;
        let form = "date=2026-12-01&start=14:00&end=16:00&mode=hybrid&registration=places\
                    &capacity=5&most_places=2&online_url=javascript:alert(1)";
        let path = format!("/staff/sessions/{session}/edit");
        let (status, page) = send(&administrator, &house, &path, form).await;
        assert_eq!(status, 422, "{page}");
        assert!(page.contains("online_url-error"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_one_person_is_kept_by_no_cache() {
    for house in houses().await {
        let administrator = house.signed_in(Role::Mediator, None).await;
        let session = house.session(|_| {}).await;
        let (_, taken) = house.take(&session, "one", 1).await;
        let ticket = taken["ticket"].as_str().unwrap().strip_prefix(&house.base).unwrap();
        let calendar = format!("{ticket}/calendar.ics");
        for path in ["/report.csv", "/report.xlsx", "/report.json", "/staff", ticket, &calendar] {
            let answer = administrator.get(format!("{}{path}", house.base)).send().await.unwrap();
            let kept = answer.headers()["cache-control"].to_str().unwrap().to_owned();
            assert_eq!(kept, "private, no-store", "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_does_not_arrive_is_its_senders_fault() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let house = houses().await.remove(0);
    let at = house.base.strip_prefix("http://").unwrap().to_owned();
    let mut stream = tokio::net::TcpStream::connect(&at).await.unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {at}\r\nContent-Length: 100\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 12];
    let patience = std::time::Duration::from_secs(40);
    tokio::time::timeout(patience, stream.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 408");
    // And the connection is not kept for the rest.
    let rest = stream.read_to_end(&mut answer);
    tokio::time::timeout(patience / 8, rest).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_not_filled_with_sign_in_links() {
    for fresh in store::testing::databases() {
        let smtp = site::Smtp { url: "smtp://127.0.0.1:9".into(), from: "r@example.org".into() };
        let config = site::Config { smtp: Some(smtp), ..site::Config::default() };
        let house = House::start(fresh, config).await;
        house.signed_in(Role::Mediator, None).await;
        let people = site::accounts::service::list_people(&house.app, &site::Actor::Operator);
        let email = people.await.unwrap().0[0].email.clone();
        let count = async || {
            let sql = "SELECT count(*) FROM outbox";
            let asked = house.app.db.read(move |tx| tx.query_one(sql, &[])?.get::<i64>(0)).await;
            asked.map_err(|e: store::StoreError| e.to_string()).unwrap()
        };
        let before = count().await;
        let mut pages = vec![];
        for _ in 0..12 {
            pages.push(house.post_form("/sign-in", &[("email", &email)]).await);
        }
        assert!(count().await - before <= 5);
        assert!(pages.iter().all(|page| *page == pages[0]), "whether it was sent is not told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_from_one_address_is_refused_and_nobody_else_notices() {
    let trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    let config = site::Config { trusted_proxies, ..site::Config::default() };
    let house = House::start(store::testing::sqlite(), config).await;
    let session = house.session(|d| d.capacity = 1_000).await;
    let url = format!("{}/api/v1/sessions/{session}/registrations", house.base);
    let ask = |from: &'static str| {
        let request = house.client.post(&url).header("X-Forwarded-For", from);
        async move { request.json(&serde_json::json!({})).send().await.unwrap() }
    };
    let flood = futures_util::future::join_all((0..160).map(|_| ask("192.0.2.7"))).await;
    let refused: Vec<_> = flood.iter().filter(|a| a.status() == 429).collect();
    assert!((20..=40).contains(&refused.len()), "{}", refused.len());
    assert!(flood.iter().all(|a| matches!(a.status().as_u16(), 201 | 429)));
    assert!(refused.iter().all(|a| a.headers().contains_key("retry-after")));
    assert_eq!(ask("192.0.2.8").await.status(), 201);
}
