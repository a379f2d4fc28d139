//! What the public side promises on every page: facts a search engine can read, no cookie, nothing
//! from elsewhere, and little weight.

use std::collections::BTreeSet;

use crate::common::{House, houses, monday};
use base::{Id, Lang};
use jiff::ToSpan;
use jiff::civil::{date, time};
use network::model::Place;
use programme::model::{AttendanceMode, RegistrationMode};
use programme::service as rooms;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, SET_COOKIE};
use serde_json::{Value, json};
use site::{Actor, Config};

const MOST_BYTES: usize = 50_000;

/// The facts of a session's page for search engines.
async fn facts(house: &House, path: &str) -> Value {
    let (status, page) = house.get(path).await;
    assert_eq!(status, 200, "{page}");
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    let facts: Value = serde_json::from_str(data).unwrap();
    assert_eq!(
        (&facts["@context"], &facts["@type"]),
        (&json!("https://schema.org"), &json!("Event"))
    );
    assert_eq!(facts["isAccessibleForFree"], json!(true));
    assert_eq!(facts["offers"]["price"], json!(0));
    facts
}

fn numbers(facts: &Value) -> [&Value; 3] {
    ["maximumAttendeeCapacity", "remainingAttendeeCapacity", "availability"]
        .map(|name| facts.get(name).unwrap_or(&facts["offers"][name]))
}

#[tokio::test(flavor = "multi_thread")]
async fn search_engines_read_what_is_true() {
    const IN_STOCK: &str = "https://schema.org/InStock";
    const SOLD_OUT: &str = "https://schema.org/SoldOut";
    for house in houses().await {
        let (app, operator) = (&house.app, Actor::Operator);
        let place = Place {
            name: "Salle </script><b>\"du\" Marais & Cie".into(),
            address: "2 rue des Essais".into(),
            postcode: "75003".into(),
            city: "Paris".into(),
            ..Place::blank()
        };
        let name = place.name.clone();
        let place = network::service::write_place(app, &operator, place).await.unwrap();
        let session = house.session(|s| (s.overbook, s.place) = (2, Some(place.clone()))).await;
        for (lang, prefix) in [(Lang::Fr, ""), (Lang::En, "/en")] {
            let path = format!("{prefix}/sessions/{session}");
            let said = facts(&house, &path).await;
            assert_eq!(said["name"], json!("Refaire son CV"));
            assert_eq!(said["startDate"], json!("2026-12-01T14:00:00+01:00"));
            assert_eq!(said["endDate"], json!("2026-12-01T16:00:00+01:00"));
            assert_eq!(said["eventStatus"], json!("https://schema.org/EventScheduled"));
            assert_eq!(said["location"]["@type"], json!("Place"));
            assert_eq!(said["location"]["name"], json!(name));
            assert_eq!(said["location"]["address"]["addressLocality"], json!("Paris"));
            assert_eq!(said["location"]["address"]["postalCode"], json!("75003"));
            assert_eq!(said["organizer"]["name"], json!("Médiathèque d’essai"));
            assert_eq!(said["url"], json!(app.absolute(lang, &format!("/sessions/{session}"))));
            assert_eq!(numbers(&said), [&json!(12), &json!(12), &json!(IN_STOCK)]);
        }
        let path = format!("/sessions/{session}");
        let left = async || {
            let said = facts(&house, &path).await;
            numbers(&said).map(Clone::clone)
        };
        // Two places beyond the capacity are given as well; nobody is told of more than there are.
        assert_eq!(house.take(&session, "four", 4).await.0, 201);
        assert_eq!(left().await, [json!(12), json!(10), json!(IN_STOCK)]);
        for key in ["eight", "twelve"] {
            assert_eq!(house.take(&session, key, 4).await.0, 201);
        }
        assert_eq!(left().await, [json!(12), json!(2), json!(IN_STOCK)]);
        assert_eq!(house.take(&session, "fourteen", 2).await.0, 201);
        assert_eq!(left().await, [json!(12), json!(0), json!(SOLD_OUT)]);

        let to = Some((date(2026, 12, 8), time(14, 0, 0, 0), time(16, 0, 0, 0)));
        rooms::postpone(app, &operator, &session, String::new(), to).await.unwrap();
        let said = facts(&house, &path).await;
        assert_eq!(said["eventStatus"], json!("https://schema.org/EventRescheduled"));
        assert_eq!(said["startDate"], json!("2026-12-08T14:00:00+01:00"));
        assert_eq!(said["previousStartDate"], json!("2026-12-01"));
        rooms::cancel_session(app, &operator, &session, String::new()).await.unwrap();
        let said = facts(&house, &path).await;
        assert_eq!(said["eventStatus"], json!("https://schema.org/EventCancelled"));
        assert_eq!(said["offers"]["availability"], json!(SOLD_OUT));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn search_engines_read_where_and_whether_to_come() {
    const MEETING: &str = "https://visio.example.org/salon";
    for house in houses().await {
        let hybrid = Place { name: "Bpi".into(), ..Place::blank() };
        let place = network::service::write_place(&house.app, &Actor::Operator, hybrid).await;
        let place = place.unwrap();
        let cases = [
            (AttendanceMode::OnSite, None, "Offline", json!("Place")),
            (AttendanceMode::Online, None, "Online", json!("VirtualLocation")),
            (AttendanceMode::Hybrid, Some(place), "Mixed", json!(["Place", "VirtualLocation"])),
        ];
        for (mode, place, word, kinds) in cases {
            let session = house
                .session(|s| {
                    (s.mode, s.place) = (mode, place);
                    s.online_url = MEETING.into();
                })
                .await;
            let path = format!("/sessions/{session}");
            let said = facts(&house, &path).await;
            let mode = format!("https://schema.org/{word}EventAttendanceMode");
            assert_eq!(said["eventAttendanceMode"], json!(mode));
            let found = match said["location"].as_array() {
                None => said["location"]["@type"].clone(),
                Some(all) => all.iter().map(|l| l["@type"].clone()).collect(),
            };
            assert_eq!(found, kinds);
            for path in [path.clone(), format!("/en{path}"), format!("{path}/calendar.ics")] {
                assert!(!house.get(&path).await.1.contains("visio.example.org"), "{path}");
            }
            assert!(!house.get(&format!("/api/v1{path}")).await.1.contains("visio.example.org"));
        }
        let free = house.session(|s| s.registration = RegistrationMode::None).await;
        let said = facts(&house, &format!("/sessions/{free}")).await;
        assert_eq!(
            numbers(&said),
            [&Value::Null, &Value::Null, &json!("https://schema.org/InStock")]
        );
        let later = monday() + 48.hours();
        let early = house.session(|s| s.opens_at = Some(later.as_second())).await;
        let said = facts(&house, &format!("/sessions/{early}")).await;
        assert_eq!(said["offers"]["availability"], json!("https://schema.org/PreSale"));
        house.app.clock.set(later);
        let said = facts(&house, &format!("/sessions/{early}")).await;
        assert_eq!(said["offers"]["availability"], json!("https://schema.org/InStock"));
    }
}

/// How many places are left, or that there are none, stands before the form.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_session_says_so_before_the_form() {
    let languages = [
        ("", "Il reste une place", "Vous seriez en position 1", "Cette séance est complète."),
        ("/en", "One place is left", "You would be number 1", "This session is full."),
    ];
    for house in houses().await {
        for mode in [RegistrationMode::WaitingList, RegistrationMode::Places] {
            let session = house.session(|s| (s.capacity, s.registration) = (1, mode)).await;
            let form = format!("/sessions/{session}/registrations\"");
            let before_form = async |prefix: &str| {
                let (status, page) = house.get(&format!("{prefix}/sessions/{session}")).await;
                assert_eq!(status, 200);
                let main = page.split_once("<main").unwrap().1.to_owned();
                let before = main.split_once(&form).map(|(before, _)| before.to_owned());
                (before, main)
            };
            for (prefix, left, ..) in languages {
                let (before, page) = before_form(prefix).await;
                assert!(before.is_some_and(|b| b.contains(left)), "{page}");
            }
            assert_eq!(house.take(&session, "one", 1).await.0, 201);
            for (prefix, _, position, full) in languages {
                let (before, page) = before_form(prefix).await;
                assert!(page.contains(full), "{page}");
                match (mode, before) {
                    (RegistrationMode::WaitingList, Some(before)) => {
                        assert!(before.contains(full) && before.contains(position), "{before}");
                    }
                    (RegistrationMode::Places, None) => {}
                    (_, before) => panic!("{mode:?}: {before:?}"),
                }
            }
        }
    }
}

/// The tags of a page: name and attributes.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = vec![];
    for piece in page.split('<').skip(1) {
        let Some((tag, _)) = piece.split_once('>') else { continue };
        let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let mut attributes = vec![];
        while let Some((key, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap_or((after, ""));
            let key = key.split_whitespace().last().unwrap_or_default();
            attributes.push((key.to_lowercase(), value.to_owned()));
            rest = after;
        }
        tags.push((name.to_lowercase(), attributes));
    }
    tags
}

/// What a page makes the browser load or send to, by itself or by its forms.
fn loaded(page: &str) -> Vec<String> {
    let mut found = vec![];
    for (name, attributes) in tags(page) {
        for (key, value) in attributes {
            let loads = match key.as_str() {
                "src" | "srcset" | "poster" | "data" | "action" | "formaction" | "background"
                | "ping" | "manifest" => true,
                // A link that a person follows may lead elsewhere; one that the browser follows
                // may not.
                "href" => name != "a",
                "style" => value.contains("url("),
                _ => false,
            };
            if loads {
                found.push(value);
            }
        }
    }
    found
}

fn own(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//")
}

/// Asks for a page as a browser does, judges it, and gives it back with its weight on the line.
async fn judged(house: &House, path: &str) -> (u16, String, usize) {
    let url = format!("{}{path}", house.base);
    let plain = house.client.get(&url).send().await.unwrap();
    let status = plain.status().as_u16();
    assert!(plain.headers().get(SET_COOKIE).is_none(), "{path} sets a cookie");
    let policy = plain.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("http"), "{policy}");
    let page = plain.text().await.unwrap();
    for address in loaded(&page) {
        assert!(own(&address), "{path} loads {address}");
    }
    let packed = house.client.get(&url).header(ACCEPT_ENCODING, "gzip").send().await.unwrap();
    assert_eq!(packed.headers()[CONTENT_ENCODING], "gzip", "{path}");
    let weight = packed.bytes().await.unwrap().len();
    assert!(weight < MOST_BYTES, "{path} weighs {weight} bytes");
    (status, page, weight)
}

/// The sessions a page links to.
fn sessions_in(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"/sessions/").skip(1).filter_map(|l| l.split_once('"'));
    links.map(|(id, _)| id.to_owned()).filter(|id| !id.contains('/')).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_sets_a_cookie_loads_from_elsewhere_or_weighs_much() {
    for fresh in store::testing::databases() {
        let config = Config { demonstration: true, ..Config::default() };
        let house = House::start(fresh, config).await;
        tandem::demo::fill(&house.app).await.unwrap();
        let (_, programme) = house.get("/programme").await;
        let sessions = sessions_in(&programme);
        assert!(sessions.len() > 10, "{sessions:?}");
        let open = rooms::programme(
            &house.app,
            rooms::Filter { open_only: true, limit: 100, ..rooms::Filter::default() },
        );
        let open = open.await.unwrap();
        let open: &Id = open
            .iter()
            .map(|v| &v.session)
            .find(|s| s.places_left() > 0 && s.draft.registration != RegistrationMode::None)
            .map(|s| &s.id)
            .unwrap();
        let (_, taken) = house.take(open, "judge", 1).await;
        let ticket = taken["ticket"].as_str().unwrap().strip_prefix(&house.base).unwrap();
        let mut paths: Vec<(String, u16)> = [
            "/",
            "/programme",
            "/programme?q=emploi&open=1",
            "/programme?limit=1000",
            "/programme/calendar",
            "/partners",
            "/privacy",
            "/sign-in",
        ]
        .into_iter()
        .map(|path| (path.to_owned(), 200))
        .collect();
        paths.extend(sessions.iter().take(12).map(|id| (format!("/sessions/{id}"), 200)));
        paths.push((ticket.to_owned(), 200));
        paths.push((format!("{ticket}/cancel"), 200));
        paths.push(("/programme?from=hier".to_owned(), 422));
        paths.push(("/sessions/nowhere".to_owned(), 404));
        paths.push(("/sign-in/guessed".to_owned(), 410));
        paths.push(("/staff".to_owned(), 401));
        for (path, expected) in paths {
            for (lang, prefix, other) in [("fr", "", "en"), ("en", "/en", "fr")] {
                let (status, page, _) = judged(&house, &format!("{prefix}{path}")).await;
                assert_eq!(status, expected, "{prefix}{path}");
                assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{prefix}{path}");
                assert!(page.contains(&format!("hreflang=\"{other}\"")), "{prefix}{path}");
            }
        }
        // What a form answers is as discreet as the page.
        for form in [&[("places", "0")][..], &[("places", "1")]] {
            let request =
                house.client.post(format!("{}/sessions/{open}/registrations", house.base));
            let answer = request.form(form).send().await.unwrap();
            assert!(answer.headers().get(SET_COOKIE).is_none());
            let status = answer.status().as_u16();
            let page = answer.text().await.unwrap();
            assert_eq!(status, if form[0].1 == "0" { 422 } else { 303 }, "{page}");
            assert!(loaded(&page).iter().all(|address| own(address)), "{page}");
        }
        // A first visit: a page with all that it loads.
        let (_, page, mut weight) = judged(&house, "/").await;
        let parts: BTreeSet<String> =
            loaded(&page).into_iter().filter(|address| address.starts_with("/assets/")).collect();
        assert_eq!(parts.len(), 3, "style, script and icon: {parts:?}");
        for part in parts {
            let asked = house.client.get(format!("{}{part}", house.base));
            let plain = asked.send().await.unwrap();
            assert!(plain.headers().get(SET_COOKIE).is_none(), "{part}");
            let text = plain.text().await.unwrap();
            for piece in text.split("url(").skip(1) {
                assert!(piece.starts_with("data:") || own(piece), "{part}: {piece:.60}");
            }
            assert!(!text.contains("@import") && !text.contains("https://"), "{part}");
            let asked = house.client.get(format!("{}{part}", house.base));
            let packed = asked.header(ACCEPT_ENCODING, "gzip").send().await.unwrap();
            weight += packed.bytes().await.unwrap().len();
        }
        assert!(weight < MOST_BYTES, "a first visit weighs {weight} bytes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_ends_before_it_begins_is_named() {
    for house in houses().await {
        let query = "from=2026-12-10&to=2026-12-01";
        let (status, page) = house.get(&format!("/programme?{query}")).await;
        assert!(page.contains("échangez les deux dates"), "{status} {page}");
        let (status, _) = house.get(&format!("/api/v1/sessions?{query}")).await;
        assert_eq!(status, 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fewer_places_than_asked_for_are_offered_before_the_waiting_list() {
    for house in houses().await {
        let session = house.session(|d| (d.capacity, d.most_places) = (5, 4)).await;
        house.take(&session, "three", 3).await;
        let path = format!("/sessions/{session}/registrations");
        let (status, _, page) = house.post_form(&path, &[("places", "4")]).await;
        assert_eq!(status, 409);
        assert!(page.contains("Il ne reste que 2 places") && page.contains("name=\"wait\""));
        assert_eq!(house.counters(&session).await, [3, 0, 3, 0], "nothing was taken");
        for (typed, words) in [("", "au moins une"), ("0", "au moins une"), ("99", "4 places au")] {
            let (status, _, page) = house.post_form(&path, &[("places", typed)]).await;
            assert_eq!(status, 422, "{typed}");
            assert!(page.contains(words), "{typed}: {page}");
        }
        let (status, ticket, _) = house.post_form(&path, &[("places", "4"), ("wait", "1")]).await;
        assert_eq!(status, 303);
        assert_eq!(house.counters(&session).await, [3, 1, 3, 1]);
        // A calendar does not show a place that nobody has; leaving erases what was left.
        let (_, page) = house.get(&ticket).await;
        assert!(page.contains("Sur liste d’attente") && !page.contains("calendar.ics"));
        let (_, ics) = house.get(&format!("{ticket}/calendar.ics")).await;
        assert!(ics.contains("STATUS:TENTATIVE") && ics.contains("liste d’attente"), "{ics}");
        // The address of a refused form, in the other language.
        let (status, page) = house.get(&format!("/en{path}")).await;
        assert_eq!(status, 303, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_a_place_back_leaves_nothing_behind() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let path = format!("/sessions/{session}/registrations");
        let fields = [("places", "1"), ("name", "Camille"), ("email", "camille@example.org")];
        let (_, ticket, _) = house.post_form(&path, &fields).await;
        assert_eq!(programme::service::kept(&house.app).await.unwrap().registrations, 1);
        assert_eq!(house.post_form(&format!("{ticket}/cancel"), &[]).await.0, 303);
        assert_eq!(programme::service::kept(&house.app).await.unwrap().registrations, 0);
        let (_, page) = house.get(&ticket).await;
        assert!(!page.contains("Camille") && page.contains("Ni prénom, ni adresse"), "{page}");
    }
}
