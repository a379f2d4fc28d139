//! What every answer and every session holds to, whoever asks: headers, cookies, the ends of a
//! session, what is told of a failure and what is written to the log. SECURITY.md counts on it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crate::common::{House, houses, monday};
use base::{Id, Lang};
use jiff::ToSpan;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use site::accounts::federated::{Profile, Provider};
use site::accounts::model::NewPerson;
use site::accounts::service as accounts;
use site::{Actor, Config, Role};

/// Somebody at the desk of the library, and a link that opens.
async fn mediator(house: &House) -> (String, String) {
    let library = house.library().await;
    let email = format!("{}@example.org", Id::new());
    let person = NewPerson {
        name: "Camille Essai".into(),
        email: email.clone(),
        administrator: false,
        role: Some((library, Role::Mediator)),
    };
    let invited = accounts::invite(&house.app, &Actor::Operator, person, Lang::Fr).await;
    (email, invited.unwrap().1)
}

/// Opens a link with the cookie of the browser: the line that sets the new one.
async fn enter(house: &House, link: &str, cookie: &str) -> String {
    let asked = house.client.post(format!("{}{link}", house.base)).header(COOKIE, cookie);
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), 303);
    answer.headers()[SET_COOKIE].to_str().unwrap().to_owned()
}

async fn staff(house: &House, cookie: &str) -> u16 {
    let asked = house.client.get(format!("{}/staff", house.base)).header(COOKIE, cookie);
    asked.send().await.unwrap().status().as_u16()
}

fn pair(line: &str) -> String {
    line.split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn under_tls_every_answer_is_dressed_and_every_cookie_bound() {
    for fresh in store::testing::databases() {
        let config = Config { base_url: "https://tandem.example".into(), ..Config::default() };
        let house = House::start(fresh, config).await;
        let (email, link) = mediator(&house).await;
        for path in
            ["/", "/nowhere", "/staff", "/api/v1/sessions", "/assets/1/tandem.css", "/healthz"]
        {
            let asked = house.client.get(format!("{}{path}", house.base));
            let asked = asked.header("origin", "https://elsewhere.example");
            let headers = asked.send().await.unwrap().headers().clone();
            let said = |name: &str| {
                headers.get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
            };
            assert_eq!(said("strict-transport-security"), "max-age=31536000; includeSubDomains");
            assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(said("referrer-policy"), "same-origin", "{path}");
            assert_eq!(said("cross-origin-opener-policy"), "same-origin", "{path}");
            let policy = said("content-security-policy");
            for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
                assert!(policy.contains(part) && !policy.contains("unsafe"), "{path}: {policy}");
            }
            assert_eq!(said("access-control-allow-origin"), "", "{path}");
            assert_eq!(said("server"), "", "{path}");
            let kind = said("content-type");
            assert!(
                kind == "application/json" || kind.ends_with("charset=utf-8"),
                "{path}: {kind}"
            );
        }
        let asked = house.client.post(format!("{}/sign-in", house.base));
        let asked = asked.form(&[("email", &email)]).send().await.unwrap();
        let asking = asked.headers()[SET_COOKIE].to_str().unwrap().to_owned();
        let session = enter(&house, &link, "").await;
        for (line, name, digits) in
            [(&asking, "__Host-tandem-ask=", 32), (&session, "__Host-tandem=", 64)]
        {
            let value = pair(line).strip_prefix(name).unwrap().to_owned();
            assert_eq!(hex_digits(&value), digits, "{line}");
            for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
                assert!(line.contains(part), "{line}");
            }
            assert!(!line.contains("Domain"), "{line}");
        }
        assert_eq!(staff(&house, &pair(&session)).await, 200);
    }
}

fn hex_digits(text: &str) -> usize {
    if text.bytes().all(|b| b.is_ascii_hexdigit()) { text.len() } else { 0 }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_enters_again_or_leaves_has_no_session_left_behind() {
    for house in houses().await {
        let (email, link) = mediator(&house).await;
        let first = pair(&enter(&house, &link, "").await);
        assert_eq!(staff(&house, &first).await, 200);
        let link = accounts::sign_in_link(&house.app, &Actor::Operator, &email).await.unwrap();
        let second = pair(&enter(&house, &link, &first).await);
        assert_ne!(first, second);
        assert_eq!((staff(&house, &first).await, staff(&house, &second).await), (401, 200));
        let out = house.client.post(format!("{}/sign-out", house.base)).header(COOKIE, &second);
        assert_eq!(out.send().await.unwrap().status(), 303);
        assert_eq!(staff(&house, &second).await, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_always_used_ends_after_a_week() {
    for house in houses().await {
        let (_, link) = mediator(&house).await;
        let cookie = pair(&enter(&house, &link, "").await);
        // Never away for long; the last time after seven days and an hour.
        for hours in (6..24 * 7).step_by(6).chain([167, 169]) {
            house.app.clock.set(monday() + hours.hours());
            let expected = if hours < 24 * 7 { 200 } else { 401 };
            assert_eq!(staff(&house, &cookie).await, expected, "{hours}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_asked_for_works_for_fifteen_minutes() {
    for house in houses().await {
        let (email, _) = mediator(&house).await;
        for (minutes, expected) in [(14, 303), (16, 410)] {
            house.app.clock.set(monday());
            let link = accounts::sign_in_link(&house.app, &Actor::Operator, &email).await.unwrap();
            house.app.clock.set(monday() + minutes.minutes());
            assert_eq!(house.post_form(&link, &[]).await.0, expected, "{minutes}");
        }
    }
}

/// `//elsewhere.example` in a link would be another site.
#[tokio::test(flavor = "multi_thread")]
async fn the_other_language_of_a_page_is_never_another_site() {
    for house in houses().await {
        for path in ["/en//elsewhere.example/x", "//elsewhere.example", "/en///elsewhere.example"] {
            let (status, page) = house.get(path).await;
            assert_eq!(status, 404, "{path}");
            assert!(page.contains("elsewhere.example"), "{path}: {page}");
            assert!(!page.contains("href=\"//"), "{path}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_is_shown_to_this_machine_and_its_proxies() {
    let trusted_proxies = vec!["127.0.0.1".parse().unwrap(), "192.0.2.1".parse().unwrap()];
    let config = Config { trusted_proxies, ..Config::default() };
    let house = House::start(store::testing::sqlite(), config).await;
    for (from, expected) in [("", 200), ("192.0.2.1", 200), ("192.0.2.7", 404)] {
        let asked = house.client.get(format!("{}/metrics", house.base));
        let asked = if from.is_empty() { asked } else { asked.header("x-forwarded-for", from) };
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), expected, "{from}");
        let counted = answer.text().await.unwrap().contains("tandem_http_request");
        assert_eq!(counted, expected == 200, "{from}");
    }
}

/// Otherwise any site could have somebody enter who pressed nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_provider_is_left_for_by_a_button_of_ours_alone() {
    let provider = Provider {
        id: "nowhere".into(),
        name: "Annuaire".into(),
        issuer: "http://127.0.0.1:9".into(),
        client_id: "tandem".into(),
        client_secret: "hush".into(),
        profile: Profile::Standard,
    };
    let config = Config { providers: vec![provider], ..Config::default() };
    let house = House::start(store::testing::sqlite(), config).await;
    for (from, expected) in
        [("cross-site", 303), ("same-site", 303), ("same-origin", 503), ("none", 503)]
    {
        let asked = house.client.get(format!("{}/sign-in/with/nowhere", house.base));
        let answer = asked.header("sec-fetch-site", from).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{from}");
        let to = answer.headers().get(LOCATION).map(|to| to.to_str().unwrap());
        assert_eq!(to, (expected == 303).then_some("/sign-in"), "{from}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_inside_is_told_to_nobody() {
    for house in houses().await {
        let done = house.app.db.write(|tx| tx.execute("ALTER TABLE sessions RENAME TO gone", &[]));
        done.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        for path in ["/programme", "/api/v1/sessions"] {
            let (status, said) = house.get(path).await;
            assert_eq!(status, 500, "{path}");
            for word in ["SELECT", "no such", "does not exist", "relation", "panicked", ".rs"] {
                assert!(!said.contains(word), "{path}: {word} in {said}");
            }
        }
        assert_eq!(house.get("/healthz").await.0, 200);
        // Nor does it give back what was sent to it.
        let trace = house.client.request(reqwest::Method::TRACE, &house.base);
        assert_eq!(trace.send().await.unwrap().status(), 405);
    }
}

/// Refusals are lines of JSON with a moment in UTC; no address, no secret stands in them.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_noted_in_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_tandem"))
        .env_clear()
        .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
        .arg(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut base = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut base).unwrap();
    let base = base.trim();
    let client = reqwest::Client::new();
    let secret = base::codes::secret(&mut rand::rng());
    let form = |path: &str, fields: &[(&str, &str)]| {
        client.post(format!("{base}{path}")).form(fields).header(COOKIE, "tandem-ask=browser")
    };
    for (request, expected) in [
        (client.get(format!("{base}/staff?name=forged")), 401),
        (form("/sign-out", &[]).header("sec-fetch-site", "cross-site"), 403),
        (client.get(format!("{base}/sign-in/{secret}")), 410),
        (form(&format!("/sign-in/{secret}"), &[]), 410),
        (form("/sign-in/code", &[("code", "ABC-234")]), 422),
        (form("/sign-in", &[("email", "camille@example.org")]), 200),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), expected, "{}", answer.url());
    }
    server.kill().unwrap();
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    server.wait().unwrap();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let noted: Vec<(&str, &str)> = lines
        .iter()
        .filter(|line| line["target"] == "security")
        .map(|line| {
            assert!(line["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
            let said = |name: &str| line["fields"][name].as_str().unwrap_or_default();
            let why = if said("why").is_empty() { said("message") } else { said("why") };
            (why, said("route"))
        })
        .collect();
    let expected = [
        ("problem-sign-in", "/staff"),
        ("problem-cross-site", "/sign-out"),
        ("accounts-problem-link", "/sign-in/{secret}"),
        ("a wrong sign-in code", ""),
        ("no sign-in link was made", ""),
    ];
    assert_eq!(noted, expected, "{log}");
    for word in [&secret, "camille", "127.0.0.1:", "forged"] {
        assert!(!log.contains(word), "{word}: {log}");
    }
}
