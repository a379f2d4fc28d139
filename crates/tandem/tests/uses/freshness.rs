//! How the directory stays true: campaigns, links that are dead, dates that have passed; on both
//! databases. Reminders are in `mail/entries.rs`.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use crate::common::forms::Answer;
use crate::common::{House, houses, monday};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base::Id;
use directory::freshness::campaigns::close_over;
use directory::freshness::signals::{Checked, Guard, check_links, nightly};
use directory::model::{EntryDraft, EntryKind, How, Signal};
use directory::service::{self, Writing};
use jiff::ToSpan;
use network::model::{Organisation, Standing};
use site::{Actor, Role};

const CAMPAIGNS: &str = "/staff/directory/campaigns";

async fn organisation(house: &House, id: &str, name: &str, standing: Standing) -> Id {
    let id = Id::parse(id).unwrap();
    let (id2, name) = (id.clone(), name.to_owned());
    let other = Organisation { id: id2, name, standing, ..Organisation::blank() };
    let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &other));
    saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
    id
}

async fn entry(house: &House, title: &str, owner: &Id, change: impl FnOnce(&mut EntryDraft)) -> Id {
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), "On y refait son CV.".into());
    change(&mut draft);
    let (owner, curator, verified, seen) = (owner.clone(), None, None, None);
    let writing = Writing { id: None, owner, curator, draft, verified, seen };
    let id = service::write(&house.app, &Actor::Operator, writing).await.unwrap();
    service::set_state(&house.app, &Actor::Operator, &id, directory::model::State::Published)
        .await
        .unwrap();
    id
}

fn in_town(draft: &mut EntryDraft, postcode: &str, city: &str) {
    (draft.postcode, draft.city) = (postcode.into(), city.into());
}

fn at(house: &House, days: i64) {
    house.app.clock.set(monday() + (24 * days).hours());
}

async fn opened(house: &House, who: &reqwest::Client, zone: &str) -> String {
    let fields = [
        ("name", "Avant l’hiver"),
        ("zone", zone),
        ("sections", "hours"),
        ("sections", "contact"),
        ("first", "2026-11-23"),
        ("last", "2026-12-20"),
    ];
    let answer = house.send(who, &format!("{CAMPAIGNS}/new"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.page);
    answer.location.rsplit('/').next().unwrap().replace("?done=1", "")
}

async fn review(house: &House, who: &reqwest::Client, of: &str, fields: &[(&str, &str)]) -> Answer {
    house.send(who, &format!("{CAMPAIGNS}/{of}"), fields).await
}

fn figure(page: &str) -> (String, String) {
    let figure = page.split("class=\"figure\"").nth(1).unwrap();
    let mut numbers = figure.split("</a>").map(|p| p.rsplit('>').next().unwrap().to_owned());
    (numbers.next().unwrap(), numbers.next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_goes_part_by_part_and_its_figures_open() {
    for house in houses().await {
        let library = house.library().await;
        let other = organisation(&house, "other", "Mission locale", Standing::Member).await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        let lead = house.signed_in(Role::Coordinator, Some(&library)).await;
        let vitry = |d: &mut EntryDraft| in_town(d, "94400", "Vitry-sur-Seine");
        let cv = entry(&house, "Aide au CV", &library, vitry).await;
        let desk = entry(&house, "Écrivain public", &library, vitry).await;
        entry(&house, "Accueil", &other, vitry).await;
        // Elsewhere, and nowhere: not concerned.
        entry(&house, "À Lyon", &library, |d| in_town(d, "69100", "Villeurbanne")).await;
        entry(&house, "Nulle part", &library, |_| {}).await;
        let id = opened(&house, &lead, "Val-de-Marne").await;
        let page = house.see(&who, &format!("{CAMPAIGNS}/{id}")).await.page;
        assert_eq!(figure(&page), ("0".into(), "3".into()), "{page}");
        assert!(page.contains("Relire vos 2") && page.contains("en cours"), "{page}");

        // The first of one's own comes; a part of it is right, then the other.
        let first = house.see(&who, &format!("{CAMPAIGNS}/{id}/review")).await.page;
        assert!(first.contains("Aide au CV") && first.contains("Adresse et accès"), "{first}");
        let there = format!("{id}/review/{cv}");
        let missing = review(&house, &who, &there, &[("do", "hours")]).await;
        assert_eq!(missing.status, 422, "how it was verified has to be said");
        let some = review(&house, &who, &there, &[("do", "hours"), ("how", "owner")]).await;
        assert!(some.status == 303 && some.location.contains("entry="), "{some:?}");
        let page = house.see(&who, &format!("{CAMPAIGNS}/{id}")).await.page;
        assert_eq!(figure(&page).0, "0", "one part is not all of them");
        let fees = review(&house, &who, &there, &[("do", "fees"), ("how", "owner")]).await;
        assert_eq!(fees.status, 422, "nobody asked for that part");
        let rest = review(&house, &who, &there, &[("do", "contact"), ("how", "owner")]).await;
        assert!(rest.location.ends_with("/review"), "{rest:?}");
        // Two parts of five: that the whole is right nobody said.
        assert!(house.get(&format!("/entries/{cv}")).await.1.contains("Jamais vérifié"));

        // The other one is put off: it comes last, and can still be found.
        review(&house, &who, &format!("{id}/review/{desk}"), &[("do", "later")]).await;
        let page = house.see(&who, &format!("{CAMPAIGNS}/{id}/review")).await.page;
        assert!(page.contains("Remises à plus tard") && page.contains("Écrivain public"), "{page}");
        // Verified whole from the directory, it counts here too.
        let whole = format!("/staff/directory/{desk}/verify");
        house.send(&who, &whole, &[("how", "owner")]).await;
        let page = house.see(&who, &format!("{CAMPAIGNS}/{id}")).await.page;
        assert_eq!(figure(&page), ("2".into(), "3".into()), "{page}");
        // Each figure opens onto as many rows as it says.
        for (query, rows) in [
            ("", 3),
            ("?done=1", 2),
            ("?done=0", 1),
            ("?owner=library", 2),
            ("?owner=other&done=1", 0),
            ("?commune=94081", 3),
            ("?commune=", 0),
        ] {
            let page = house.see(&who, &format!("{CAMPAIGNS}/{id}/rows{query}")).await.page;
            assert_eq!(page.matches("<th scope=\"row\"><a").count(), rows, "{query}: {page}");
        }
        let csv = house.see(&who, &format!("{CAMPAIGNS}/{id}/entries.csv?done=1")).await.page;
        assert!(csv.lines().count() == 3 && csv.contains("94081"), "{csv}");

        // Not one's own.
        let accueil = house.see(&who, &format!("{CAMPAIGNS}/{id}/rows?owner=other")).await.page;
        let accueil = accueil.split("/entries/").nth(1).unwrap().split('"').next().unwrap();
        let answer = [("do", "all"), ("how", "called")];
        let refused = review(&house, &who, &format!("{id}/review/{accueil}"), &answer).await;
        assert_eq!(refused.status, 404);
        assert_eq!(review(&house, &who, &format!("{id}/close"), &[]).await.status, 403);

        // Over: closed by itself, and what is verified afterwards changes nothing of it.
        at(&house, 28);
        close_over(&house.app).await.unwrap();
        let lead = house.signed_in(Role::Coordinator, Some(&other)).await;
        let verify = format!("/staff/directory/{accueil}/verify");
        assert_eq!(house.send(&lead, &verify, &[("how", "owner")]).await.status, 303);
        let page = house.see(&lead, &format!("{CAMPAIGNS}/{id}")).await.page;
        assert_eq!(figure(&page), ("2".into(), "3".into()), "{page}");
        assert!(page.contains("close"), "{page}");
        let late = house.see(&lead, &format!("{CAMPAIGNS}/{id}/review")).await;
        assert_eq!(late.status, 409);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_is_verified_on_the_day_of_its_oldest_part() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let cv = entry(&house, "Aide au CV", &library, |d| in_town(d, "94000", "Créteil")).await;
        let all = ["hours", "contact", "publics", "fees", "content"];
        let mut fields = vec![
            ("name", "Toute l’année"),
            ("zone", "Créteil"),
            ("first", "2026-11-23"),
            ("last", "2026-12-20"),
        ];
        fields.extend(all.iter().map(|s| ("sections", *s)));
        let made = house.send(&who, &format!("{CAMPAIGNS}/new"), &fields).await;
        assert_eq!(made.status, 303, "{}", made.page);
        let id = made.location.rsplit('/').next().unwrap().replace("?done=1", "");
        let there = format!("{id}/review/{cv}");
        for (day, part) in all.into_iter().enumerate() {
            at(&house, i64::try_from(day).unwrap() + 1);
            let who = house.signed_in(Role::Coordinator, Some(&library)).await;
            // Something happened in between: on the second day.
            if day == 1 {
                let (cv, today) = (cv.clone(), site::sealing::today(&house.app));
                let told = house
                    .app
                    .db
                    .write(move |tx| service::signal_in(tx, &cv, Signal::DeadLink, "", today));
                told.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
            }
            let done = review(&house, &who, &there, &[("do", part), ("how", "called")]).await;
            assert_eq!(done.status, 303, "{}", done.page);
        }
        let (_, page) = house.get(&format!("/entries/{cv}")).await;
        assert!(page.contains("24 novembre 2026") && page.contains("il y a 4"), "{page}");
        // What happened after the oldest part still counts.
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let page = house.see(&who, &format!("/staff/directory/{cv}")).await.page;
        assert!(page.contains("son site ne répond plus"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_campaign_is_said_by_field() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let fields =
            [("name", "x"), ("zone", "Saint-Denis"), ("first", "2026-12-20"), ("last", "demain")];
        let answer = house.send(&who, &format!("{CAMPAIGNS}/new"), &fields).await;
        assert_eq!(answer.status, 422);
        for words in ["plusieurs territoires", "href=\"#last\"", "href=\"#name\"", "#sections"] {
            assert!(answer.page.contains(words), "{words}: {}", answer.page);
        }
        let partner = house.signed_in(Role::Partner, Some(&library)).await;
        assert_eq!(house.send(&partner, &format!("{CAMPAIGNS}/new"), &fields).await.status, 403);
    }
}

/// A web site on this machine: what was asked of it, how many at a time, and whether it is down.
#[derive(Default)]
struct Site {
    asked: Mutex<Vec<String>>,
    now: AtomicUsize,
    most: AtomicUsize,
    down: AtomicBool,
}

async fn site_answers(State(site): State<Arc<Site>>, request: Request) -> Response {
    let here = site.now.fetch_add(1, SeqCst) + 1;
    site.most.fetch_max(here, SeqCst);
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let agent = request.headers()["user-agent"].to_str().unwrap().to_owned();
    let line = format!("{} {} {agent}", request.method(), request.uri().path());
    site.asked.lock().unwrap().push(line);
    site.now.fetch_sub(1, SeqCst);
    let head = request.method() == Method::HEAD;
    match request.uri().path() {
        "/gone" if site.down.load(SeqCst) => StatusCode::NOT_FOUND.into_response(),
        "/nohead" if head => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        "/old" => Redirect::permanent("/new").into_response(),
        "/trap" => Redirect::temporary("http://10.0.0.1/secret").into_response(),
        _ => "ok".into_response(),
    }
}

async fn site() -> (Arc<Site>, u16) {
    let site = Arc::new(Site { down: AtomicBool::new(true), ..Site::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let app = axum::Router::new().fallback(site_answers).with_state(site.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (site, port)
}

async fn due_because(house: &House, id: &Id) -> String {
    let seen = service::published(&house.app, id).await.unwrap();
    seen.entry.due.why.code().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_dead_for_two_days_makes_its_entry_due() {
    for house in houses().await {
        let (library, app) = (house.library().await, &house.app);
        let (site, port) = site().await;
        let at_site = |path: &str| format!("http://127.0.0.1:{port}{path}");
        let mut made = vec![];
        for path in ["/fine", "/gone", "/nohead", "/old", "/trap"] {
            let link = at_site(path);
            let id = entry(&house, "Atelier", &library, |d| d.website = link).await;
            service::verify(app, &Actor::Operator, &id, How::Called).await.unwrap();
            made.push(id);
        }
        // By its name too, as a list that is loaded may bring it.
        let named = entry(&house, "Dedans", &library, |_| {}).await;
        let (id, link) = (named.clone(), format!("http://localhost:{port}/named"));
        let set = house.app.db.write(move |tx| {
            let sql = "UPDATE entries SET website = ?2 WHERE id = ?1";
            tx.execute(sql, &[(&id).into(), link.into()])
        });
        set.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        let [_, gone, _, old, _] = made.clone().try_into().unwrap();

        // As it is served, nothing inside is asked: by name, by number.
        assert_eq!(check_links(app, Guard::Outside).await.unwrap(), Checked::default());
        assert!(site.asked.lock().unwrap().is_empty());
        let state = directory::model::State::Archived;
        service::set_state(app, &Actor::Operator, &named, state).await.unwrap();
        // Nobody is asked without the setting, nor by day with it.
        house.app.clock.set("2026-11-24T02:00:00Z".parse().unwrap());
        nightly(app).await.unwrap();
        assert!(site.asked.lock().unwrap().is_empty());

        at(&house, 10);
        let done = check_links(app, Guard::Loopback).await.unwrap();
        // The one that leads into the network is not followed there.
        assert_eq!(done, Checked { asked: 4, silent: 1, dead: 0 });
        let asked = site.asked.lock().unwrap().clone();
        assert!(asked.iter().all(|a| a.contains(&format!("(+{})", house.base))), "{asked:?}");
        for line in ["HEAD /gone", "GET /gone", "HEAD /nohead", "GET /nohead", "HEAD /new"] {
            assert!(asked.iter().any(|a| a.starts_with(line)), "{line}: {asked:?}");
        }
        assert!(!asked.iter().any(|a| a.starts_with("GET /fine")), "{asked:?}");
        assert_eq!(site.most.load(SeqCst), 1, "one at a time");
        assert_eq!(due_because(&house, &gone).await, "age", "a day is no proof");
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let page = house.see(&who, &format!("/staff/directory/{old}")).await.page;
        assert!(page.contains("mène maintenant à") && page.contains("/new"), "{page}");

        // Not twice a day, and two nodes ask each link once between them.
        assert_eq!(check_links(app, Guard::Loopback).await.unwrap().asked, 0);
        at(&house, 11);
        let (one, two) =
            tokio::join!(check_links(app, Guard::Loopback), check_links(app, Guard::Loopback));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one.asked + two.asked, one.dead + two.dead), (1, 1));
        assert_eq!(due_because(&house, &gone).await, "dead_link");
        // It answers again.
        site.down.store(false, SeqCst);
        at(&house, 12);
        assert_eq!(check_links(app, Guard::Loopback).await.unwrap().asked, 1);
        assert_eq!(due_because(&house, &gone).await, "age");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_has_passed_is_noticed_by_night_and_once() {
    for house in houses().await {
        let (library, app) = (house.library().await, &house.app);
        let words = "Inscriptions jusqu’au 30 novembre 2026.";
        let said = |d: &mut EntryDraft| d.conditions = words.into();
        let one = entry(&house, "Atelier", &library, said).await;
        let two = entry(&house, "Stage", &library, said).await;
        for id in [&one, &two] {
            service::verify(app, &Actor::Operator, id, How::Called).await.unwrap();
        }
        let night = async |day: &str| {
            app.clock.set(format!("{day}T02:30:00Z").parse().unwrap());
            nightly(app).await.unwrap();
        };
        night("2026-11-30").await;
        assert_eq!(due_because(&house, &one).await, "age", "the last day is still in time");
        // By day nothing is looked for.
        app.clock.set("2026-12-01T11:00:00Z".parse().unwrap());
        nightly(app).await.unwrap();
        assert_eq!(due_because(&house, &one).await, "age");
        night("2026-12-02").await;
        assert_eq!(due_because(&house, &one).await, "date_passed");
        // Somebody looked, and left it: it is not told again. Or it was corrected.
        service::verify(app, &Actor::Operator, &one, How::Called).await.unwrap();
        let seen = service::published(app, &two).await.unwrap();
        let mut draft = seen.entry.draft.clone();
        draft.conditions = "Inscriptions toute l’année.".into();
        let (owner, curator, verified, mark) = (library.clone(), None, None, None);
        let id = Some(two.clone());
        let writing = Writing { id, owner, curator, draft, verified, seen: mark };
        service::write(app, &Actor::Operator, writing).await.unwrap();
        assert_eq!(due_because(&house, &two).await, "date_passed");
        night("2026-12-03").await;
        for id in [&one, &two] {
            assert_eq!(due_because(&house, id).await, "age");
        }
    }
}
