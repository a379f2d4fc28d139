//! Referral: a slip is made, printed, read again, answered once, counted, erased; on both databases.

use std::path::Path;
use std::process::Command;

use crate::common::{House, houses, monday};
use base::Id;
use directory::model::{EntryDraft, EntryKind, Fees, How, Signal, State};
use directory::referral::model::{Basket, Paper, Target};
use directory::referral::service as referral;
use directory::service::{self, Writing};
use jiff::ToSpan;
use network::register::merging::merge;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use site::audit::{self, Act};
use site::{Actor, Role};

async fn entry(house: &House, title: &str, owner: &Id) -> Id {
    let (app, operator) = (&house.app, Actor::Operator);
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), "On y refait son CV.".into());
    draft.bring = "Une pièce d’identité".into();
    draft.phone = "01 23 45 67 89".into();
    draft.hours_typed = "mercredi, 14 h–17 h".into();
    draft.fees = Some(Fees::Free);
    draft.access_note = "Tram 3b, arrêt Ella-Fitzgerald".into();
    draft.themes = vec!["numerique--acceder-aux-services-en-ligne".into()];
    let writing = Writing {
        id: None,
        owner: owner.clone(),
        curator: None,
        draft,
        verified: Some(How::Owner),
        seen: None,
    };
    let id = service::write(app, &operator, writing).await.unwrap();
    service::set_state(app, &operator, &id, State::Published).await.unwrap();
    id
}

/// Makes a slip as somebody; the address of its page.
async fn made(house: &House, who: &reqwest::Client, fields: &[(&str, &str)]) -> String {
    let answer = house.send(who, "/slips", fields).await;
    assert_eq!(answer.status, 303, "{}", answer.page);
    answer.location
}

fn between<'a>(page: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    page.split(before).skip(1).filter_map(|rest| rest.split_once(after)).map(|p| p.0).collect()
}

fn codes(page: &str) -> Vec<&str> {
    between(page, "class=\"return-code\">", "<")
}

/// What the figures of a page say, in their order.
fn figures(page: &str) -> Vec<String> {
    let all = between(page, "<dd>", "</dd>");
    all.iter()
        .map(|f| f.split(['<', '>']).nth(2).unwrap_or_default().replace('\u{a0}', ""))
        .collect()
}

async fn signals(house: &House, id: &Id) -> Vec<Signal> {
    let seen =
        service::kept(&house.app, &Actor::Operator, site::Permission::Desk, id).await.unwrap();
    seen.signals.iter().map(|(signal, ..)| *signal).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_chosen_is_sorted_and_becomes_a_slip_that_stays_true() {
    for house in houses().await {
        let library = house.library().await;
        let (cv, tablet) = (
            entry(&house, "Aide au CV", &library).await,
            entry(&house, "Tablettes", &library).await,
        );
        let session = house.session(|_| {}).await;
        let chosen = format!("/slip/new?entry={cv}&entry={tablet}&session={session}&entry=nowhere");
        let (status, page) = house.get(&chosen).await;
        assert_eq!(status, 200);
        let at =
            |page: &str, words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
        assert!(at(&page, "<h2>Aide au CV") < at(&page, "<h2>Tablettes"));
        assert!(page.contains("Refaire son CV") && page.contains("n’est plus proposé"), "{page}");

        // Sorting is a link to another address; what was chosen for the paper stays.
        let up = house.see(&house.client, &format!("{chosen}&paper=receipt&up=2")).await;
        assert_eq!(up.status, 303);
        assert!(up.location.starts_with(&format!("/slip/new?entry={tablet}&entry={cv}&session=")));
        assert!(up.location.ends_with("&paper=receipt"), "{}", up.location);
        let fewer = house.see(&house.client, &format!("/slip/new?entry={cv}&remove=1")).await;
        assert_eq!(fewer.location, "/slip/new");

        // None, too many, one that is not there: said, and nothing is made.
        let (status, _, page) = house.post_form("/slips", &[("paper", "a5")]).await;
        assert_eq!(status, 422);
        assert!(page.contains("Choisissez au moins un résultat"), "{page}");
        let many: Vec<_> = ["a", "b", "c", "d", "e", "f"].map(|id| ("entry", id)).to_vec();
        let (status, _, page) = house.post_form("/slips", &many).await;
        assert_eq!((status, page.contains("porte 5 résultats au plus")), (422, true), "{page}");
        let gone = [("entry", cv.as_str()), ("entry", "nowhere")];
        assert_eq!(house.post_form("/slips", &gone).await.0, 409);
        let no_paper = [("entry", cv.as_str()), ("paper", "papyrus")];
        assert_eq!(house.post_form("/slips", &no_paper).await.0, 422);

        // Made by anyone, without a cookie; the same once more is the same slip.
        let fields = [
            ("entry", tablet.as_str()),
            ("session", session.as_str()),
            ("entry", cv.as_str()),
            ("paper", "receipt"),
            ("easy", "1"),
            ("key", "one"),
        ];
        let there = made(&house, &house.client, &fields).await;
        assert_eq!(made(&house, &house.client, &fields).await, there);
        let answer = house.client.get(format!("{}{there}", house.base)).send().await.unwrap();
        assert!(answer.headers().get("set-cookie").is_none());
        assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
        let page = answer.text().await.unwrap();
        assert!(page.contains("class=\"slip receipt easy\""), "{page}");
        for words in [
            "Tablettes",
            "Refaire son CV",
            "Aide au CV",
            "Médiathèque d’essai",
            "Une pièce d’identité",
            "01\u{a0}23\u{a0}45\u{a0}67\u{a0}89",
            "tel:+33123456789",
            "Ella-Fitzgerald",
            "Vérifié le lundi 23 novembre 2026",
            "Qu’est-ce que j’apporte",
            // Today, a Monday, and the week: the paper is taken along.
            "Aujourd’hui, lundi 23 novembre 2026\u{a0}: fermé",
            "mercredi",
            "Gratuit",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(at(&page, "Tablettes") < at(&page, "Refaire son CV"));
        let three = codes(&page);
        assert!(three.len() == 3 && three[0] != three[1] && three[1] != three[2], "{three:?}");
        // No place to write anything about anybody.
        let main = between(&page, "<main", "</main>")[0];
        for field in ["<input", "<textarea", "<select", "<form"] {
            assert!(!main.contains(field), "{field}: {main}");
        }
        // In English on demand; another secret is none.
        let english = [("entry", cv.as_str()), ("lang", "en")];
        let english = made(&house, &house.client, &english).await;
        let (_, page) = house.get(&english).await;
        assert!(english.starts_with("/en/slip/") && page.contains("What to bring"), "{page}");
        let guessed = there.replace(&there[there.len() - 4..], "0000");
        assert_eq!(house.get(&guessed).await.0, 404);

        // Put away since, cancelled since: the slip says so instead of the address.
        service::set_state(&house.app, &Actor::Operator, &cv, State::Archived).await.unwrap();
        let why = "Complet".to_owned();
        programme::service::cancel_session(&house.app, &Actor::Operator, &session, why)
            .await
            .unwrap();
        let (_, page) = house.get(&there).await;
        assert!(page.contains("Ceci n’est plus proposé"), "{page}");
        assert!(page.contains("n’a plus lieu") && page.contains("Ella-Fitzgerald"), "{page}");
        assert_eq!(page.matches("Ella-Fitzgerald").count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_used_once_however_many_try() {
    for house in houses().await {
        let library = house.library().await;
        let cv = entry(&house, "Aide au CV", &library).await;
        let desk = house.signed_in(Role::Mediator, Some(&library)).await;
        let fields = [("entry", cv.as_str()), ("organisation", "library")];
        let there = made(&house, &desk, &fields).await;
        let (_, page) = house.get(&there).await;
        let code = codes(&page)[0].to_owned();

        let tries: Vec<_> = (0..20)
            .map(|n| {
                let said = ["arrived", "wrong_place", "closed"][n % 3];
                let (client, url) = (house.client.clone(), format!("{}/return/{code}", house.base));
                tokio::spawn(async move {
                    let form = [("said", said), ("by", "receiver")];
                    client.post(url).form(&form).send().await.unwrap().status().as_u16()
                })
            })
            .collect();
        let mut statuses = vec![];
        for one in tries {
            statuses.push(one.await.unwrap());
        }
        statuses.sort_unstable();
        let mut expected = vec![409; 19];
        expected.insert(0, 303);
        assert_eq!(statuses, expected, "{}", house.engine());
        let page = house.see(&desk, "/staff/referrals").await.page;
        let all: Vec<u32> = figures(&page).iter().filter_map(|f| f.parse().ok()).collect();
        assert_eq!(all[..2], [1, 1], "{page}");
        assert_eq!(all[2..5].iter().sum::<u32>(), 1, "counted once: {all:?}");
    }
}

/// So many minutes pass, and the round that settles answers comes.
async fn later(house: &House, minutes: i64) {
    house
        .app
        .clock
        .set(jiff::Timestamp::from_second(house.app.clock.seconds()).unwrap() + minutes.minutes());
    referral::settle(&house.app).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_says_who_they_are_and_corrects_it_for_a_quarter_of_an_hour() {
    for house in houses().await {
        let library = house.library().await;
        let cv = entry(&house, "Aide au CV", &library).await;
        let desk = house.signed_in(Role::Mediator, Some(&library)).await;
        let fields = [("entry", cv.as_str()), ("organisation", "library")];
        let there = made(&house, &desk, &fields).await;
        let path = format!("/return/{}", codes(&house.get(&there).await.1)[0]);
        let counted = async || {
            let page = house.see(&desk, "/staff/referrals").await.page;
            figures(&page)[2..5].join(" ")
        };
        // Nobody is taken for the person unasked.
        let (_, page) = house.get(&path).await;
        assert!(page.contains("required") && !page.contains(" checked"), "{page}");
        for (answer, words) in [
            (vec![("said", "arrived")], "Dites qui répond"),
            (vec![("by", "person")], "l’une des trois réponses"),
            (vec![("by", "nobody"), ("said", "arrived")], "Dites qui répond"),
            (vec![("by", "person"), ("said", "nothing")], "l’une des trois réponses"),
        ] {
            let (status, _, page) = house.post_form(&path, &answer).await;
            assert!(status == 422 && page.contains(words), "{answer:?}: {page}");
        }
        assert_eq!(counted().await, "0 0 0");
        let (status, ..) = house.post_form(&path, &[("by", "person"), ("said", "closed")]).await;
        assert_eq!((status, counted().await.as_str()), (303, "0 0 1"));
        // The page says what was said, by whom, and until when it can be corrected.
        let (_, page) = house.get(&path).await;
        let until = jiff::Timestamp::from_second(house.app.clock.seconds() + 900).unwrap();
        let until = until.in_tz("Europe/Paris").unwrap().strftime("%-H").to_string();
        assert!(page.contains("C’était fermé") && page.contains("la personne qui a la fiche"));
        let words = between(&page, "Jusqu’à ", ",").remove(0);
        assert!(words.starts_with(&until), "{words}");
        let mark = between(&page, "name=\"was\" value=\"", "\"").remove(0);
        assert!(mark.ends_with("closed.person"), "{mark}");
        // Corrected; of two who correct the same, the slower is told.
        let right = [("was", "closed.person"), ("by", "receiver"), ("said", "arrived")];
        assert_eq!(house.post_form(&path, &right).await.0, 303);
        let (status, _, page) = house.post_form(&path, &right).await;
        assert!(status == 409 && page.contains("le lieu qui reçoit"), "{page}");
        assert_eq!(counted().await, "1 0 0");
        // Taken back, said anew.
        let back = [("was", "arrived.receiver"), ("said", "nothing")];
        assert_eq!(house.post_form(&path, &back).await.0, 303);
        assert_eq!(counted().await, "0 0 0");
        let (status, _, page) = house.post_form(&path, &back).await;
        assert!(status == 409 && page.contains("vient d’être retirée"), "{page}");
        later(&house, 14).await;
        let wrong = [("by", "person"), ("said", "wrong_place")];
        assert_eq!(house.post_form(&path, &wrong).await.0, 303);
        // Nothing followed from what was corrected; when it stands, when it was said is forgotten.
        later(&house, 14).await;
        assert_eq!(signals(&house, &cv).await, []);
        let correct = [("was", "wrong_place.person"), ("by", "person"), ("said", "closed")];
        assert_eq!(house.post_form(&path, &correct).await.0, 303);
        house.app.clock.set(jiff::Timestamp::from_second(house.app.clock.seconds() + 60).unwrap());
        let late = [("was", "closed.person"), ("by", "person"), ("said", "arrived")];
        let (status, _, page) = house.post_form(&path, &late).await;
        assert!(status == 409 && !page.contains("name=\"was\""), "{page}");
        for _ in 0..2 {
            later(&house, 0).await;
        }
        assert_eq!(signals(&house, &cv).await, [Signal::Report]);
        assert_eq!(counted().await, "0 0 1");
        let sql = "SELECT count(*) FROM slip_results WHERE settles_at IS NOT NULL";
        let timed = house.app.db.read(move |tx| tx.query_one(sql, &[])?.get::<i64>(0)).await;
        assert_eq!(timed.map_err(|e: store::StoreError| e.to_string()), Ok(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_counted_and_tells_the_directory() {
    for house in houses().await {
        let library = house.library().await;
        let cv = entry(&house, "Aide au CV", &library).await;
        let desk = house.signed_in(Role::Mediator, Some(&library)).await;
        let mut slips = vec![];
        for key in ["1", "2", "3", "4"] {
            let fields = [("entry", cv.as_str()), ("organisation", "library"), ("key", key)];
            let there = made(&house, &desk, &fields).await;
            slips.push(codes(&house.get(&there).await.1)[0].to_owned());
        }
        // A code as people type it; one that is none, and one that nobody was given.
        let sloppy = slips[0].to_lowercase().replace('-', "%20");
        let found = house.see(&house.client, &format!("/return?code={sloppy}")).await;
        assert_eq!((found.status, found.location), (303, format!("/return/{}", slips[0])));
        for wrong in ["/return?code=7K3M", "/return/0000-0000", "/return/ABC-123"] {
            let (status, page) = house.get(wrong).await;
            assert_eq!((status, page.contains("n’est pas connu")), (404, true), "{wrong}: {page}");
        }
        let (_, page) = house.get(&format!("/return/{}", slips[0])).await;
        assert!(page.contains("Aide au CV") && page.contains("C’était fermé"), "{page}");
        let say = async |n: usize, said: &'static str, by: &'static str| {
            let path = format!("/return/{}", slips[n]);
            house.post_form(&path, &[("said", said), ("by", by)]).await
        };
        assert_eq!(say(0, "nothing", "person").await.0, 422);
        assert_eq!(say(0, "arrived", "receiver").await.0, 303);
        assert_eq!(signals(&house, &cv).await, []);
        // Looked at again, it is offered to be corrected and blames nobody.
        let (_, page) = house.get(&format!("/return/{}", slips[0])).await;
        assert!(page.contains("est notée") && page.contains("Corriger cette réponse"), "{page}");
        assert!(!page.contains("déjà servi"), "{page}");
        let (status, _, page) = say(0, "closed", "person").await;
        assert_eq!(status, 409);
        assert!(page.contains("déjà servi") && page.contains("La personne est arrivée"), "{page}");

        assert_eq!(say(1, "wrong_place", "receiver").await.0, 303);
        // What follows from an answer follows once it can be corrected no longer.
        assert_eq!(signals(&house, &cv).await, []);
        later(&house, 15).await;
        assert_eq!(signals(&house, &cv).await, [Signal::WrongPlace]);
        assert_eq!(say(2, "closed", "person").await.0, 303);
        later(&house, 15).await;
        assert!(signals(&house, &cv).await.contains(&Signal::Report));
        assert!(house.get(&format!("/entries/{cv}")).await.1.contains("C’est fermé"));

        // The figures, and the rows behind them: a week and an entry, no hour, nobody.
        let page = house.see(&desk, "/staff/referrals").await.page;
        assert_eq!(figures(&page), ["4", "4", "1", "1", "1", "75%"], "{page}");
        assert!(page.contains("On vous a adressé 4 personnes, une confirmée"), "{page}");
        // Who said it stands apart: of the arrival and the wrong place the place did.
        let made = page.split("id=\"received\"").next().unwrap();
        for (heading, told) in [("Arrivées", true), ("Pas le bon endroit", true), ("Fermé", false)]
        {
            let tile = between(made, &format!("<dt>{heading}"), "</dt>").remove(0);
            assert_eq!(tile.contains("dont 1 par le lieu"), told, "{heading}: {tile}");
        }
        let rows = house.see(&desk, "/staff/referrals/rows?side=received").await.page;
        assert!(rows.contains("lundi 23 novembre 2026") && rows.contains("Aide au CV"), "{rows}");
        let theme = "/staff/referrals/rows?theme=numerique--acceder-aux-services-en-ligne";
        assert!(house.see(&desk, theme).await.page.contains("Aide au CV"));
        assert!(
            !house
                .see(&desk, "/staff/referrals/rows?theme=mobilite")
                .await
                .page
                .contains("Aide au CV")
        );
        let csv = house.see(&desk, "/staff/referrals.csv").await.page;
        assert!(csv.contains("Médiathèque d’essai") && csv.contains("23/11/2026"), "{csv}");
        // Another organisation sees nothing of it, and cannot make slips for this one.
        let other = network::model::Organisation {
            id: Id::parse("elsewhere").unwrap(),
            name: "Ailleurs".into(),
            ..network::model::Organisation::blank()
        };
        let other_id = other.id.clone();
        let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &other));
        saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        let stranger = house.signed_in(Role::Coordinator, Some(&other_id)).await;
        assert_eq!(figures(&house.see(&stranger, "/staff/referrals").await.page)[0], "0");
        let csv = house.see(&stranger, "/staff/referrals.csv?side=received").await.page;
        assert!(!csv.contains("Aide au CV"), "{csv}");
        let fields = [("entry", cv.as_str()), ("organisation", "library")];
        assert_eq!(house.send(&stranger, "/slips", &fields).await.status, 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_answers_brings_the_day_closer_and_an_arrival_puts_it_back() {
    for house in houses().await {
        let library = house.library().await;
        let cv = entry(&house, "Aide au CV", &library).await;
        let mut late = String::new();
        for key in ["1", "2"] {
            let there = made(&house, &house.client, &[("entry", cv.as_str()), ("key", key)]).await;
            late = codes(&house.get(&there).await.1)[0].to_owned();
        }
        let day = |n: i64| house.app.clock.set(monday() + (24 * n).hours());
        day(29);
        referral::maintain(&house.app).await.unwrap();
        assert_eq!(signals(&house, &cv).await, []);
        day(30);
        for _ in 0..2 {
            referral::maintain(&house.app).await.unwrap();
        }
        assert_eq!(signals(&house, &cv).await, [Signal::Unanswered]);
        made(&house, &house.client, &[("entry", cv.as_str()), ("key", "3")]).await;
        day(59);
        referral::maintain(&house.app).await.unwrap();
        assert_eq!(signals(&house, &cv).await, [Signal::Unanswered]);
        // Late is not too late.
        let said = house
            .post_form(&format!("/return/{late}"), &[("said", "arrived"), ("by", "person")])
            .await;
        assert_eq!(said.0, 303);
        later(&house, 15).await;
        assert_eq!(signals(&house, &cv).await, []);
        // The row was broken: the third is a first again. Two more, and somebody looks today.
        for key in ["4", "5"] {
            made(&house, &house.client, &[("entry", cv.as_str()), ("key", key)]).await;
        }
        day(60);
        referral::maintain(&house.app).await.unwrap();
        assert_eq!(signals(&house, &cv).await, [Signal::Unanswered]);
        day(90);
        referral::maintain(&house.app).await.unwrap();
        assert!(signals(&house, &cv).await.contains(&Signal::NobodyArrives));
        let due = Actor::Operator;
        let seen = service::kept(&house.app, &due, site::Permission::Desk, &cv).await.unwrap();
        assert_eq!(seen.entry.due.on, site::sealing::today(&house.app));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slips_are_erased_their_counts_stay_and_nothing_was_of_a_person() {
    for house in houses().await {
        let library = house.library().await;
        let cv = entry(&house, "Aide au CV", &library).await;
        let desk = house.signed_in(Role::Mediator, Some(&library)).await;
        // What a page does not ask for is not kept, whoever sends it.
        let fields = [
            ("entry", cv.as_str()),
            ("organisation", "library"),
            ("key", "marker-key"),
            ("name", "marker-name"),
            ("note", "marker-note"),
        ];
        let there = made(&house, &desk, &fields).await;
        let code = codes(&house.get(&there).await.1)[0].to_owned();
        let answer = [("said", "arrived"), ("by", "person"), ("name", "marker-said")];
        assert_eq!(house.post_form(&format!("/return/{code}"), &answer).await.0, 303);
        // The trail says that a desk made one, and leads to none.
        let trail = audit::latest(&house.app, &Actor::Operator, None, 100).await.unwrap();
        let made: Vec<_> = trail.iter().filter(|e| e.act == Act::SlipMade).collect();
        assert_eq!((made.len(), made[0].organisation.as_ref()), (1, Some(&library)));
        assert_eq!((made[0].subject.as_str(), made[0].detail.as_str()), ("", "1"));
        let dump = format!("{:?}", house.dump().await);
        for marker in ["marker", code.as_str(), &code.replace('-', "")] {
            assert!(!dump.contains(marker), "{marker} is kept");
        }
        assert_eq!(house.dump().await["slips"].len(), 1);

        house.app.clock.set(monday() + (24 * 59).hours());
        referral::maintain(&house.app).await.unwrap();
        assert_eq!(house.get(&there).await.0, 200);
        house.app.clock.set(monday() + (24 * 60).hours());
        referral::maintain(&house.app).await.unwrap();
        let (status, page) = house.get(&there).await;
        assert_eq!(status, 410);
        assert!(page.contains("plus de 60 jours"), "{page}");
        assert_eq!(house.get(&format!("/return/{code}")).await.0, 404);
        let dump = house.dump().await;
        assert!(dump["slips"].is_empty() && dump["slip_results"].is_empty());
        let desk = house.signed_in(Role::Mediator, Some(&library)).await;
        let page = house.see(&desk, "/staff/referrals").await.page;
        assert_eq!(figures(&page), ["1", "1", "1", "0", "0", "100%"], "{page}");
        assert!(page.contains("On vous a adressé une personne, arrivée."), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn desks_that_are_merged_keep_what_they_counted() {
    for house in houses().await {
        let library = house.library().await;
        let cv = entry(&house, "Aide au CV", &library).await;
        let other = network::model::Organisation {
            id: Id::parse("annexe").unwrap(),
            name: "Médiathèque annexe".into(),
            ..network::model::Organisation::blank()
        };
        let annexe = other.id.clone();
        let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &other));
        saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        let operator = Actor::Operator;
        let mut codes = vec![];
        for desk in [&library, &annexe] {
            let wish = referral::Wish {
                basket: Basket::of([Target::Entry(cv.clone())]),
                paper: Paper::A5,
                easy: false,
                organisation: Some(desk.clone()),
                key: "same".into(),
            };
            let secret = referral::make(&house.app, &operator, wish).await.unwrap();
            let slip = referral::slip(&house.app, &secret).await.unwrap();
            codes.push(slip.results[0].code.clone());
        }
        merge(&house.app, &operator, &library, &annexe).await.unwrap();
        for code in codes {
            let said = house
                .post_form(&format!("/return/{code}"), &[("said", "arrived"), ("by", "person")])
                .await;
            assert_eq!(said.0, 303, "{}", said.2);
        }
        let desk = house.signed_in(Role::Mediator, Some(&library)).await;
        let page = house.see(&desk, "/staff/referrals").await.page;
        assert_eq!(figures(&page)[..3], ["2", "2", "2"], "{page}");
    }
}

/// The QR code of a page, drawn as a screen draws it and read by a real reader.
fn read(page: &str, dir: &Path) -> Option<String> {
    if Command::new("zbarimg").arg("--version").output().is_err() {
        assert!(std::env::var("TANDEM_TEST_REQUIRE").is_err(), "zbarimg is missing");
        eprintln!("left out: zbarimg is missing");
        return None;
    }
    let svg = between(page, "<svg class=\"qr\"", "</svg>")[0];
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"{svg}</svg>");
    let tree = Tree::from_str(&svg, &Options::default()).unwrap();
    let size = tree.size().to_int_size().scale_by(5.0).unwrap();
    let mut pixmap = Pixmap::new(size.width(), size.height()).unwrap();
    resvg::render(&tree, Transform::from_scale(5.0, 5.0), &mut pixmap.as_mut());
    let file = dir.join("slip.png");
    pixmap.save_png(&file).unwrap();
    let words = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"];
    let reader = Command::new("zbarimg").args(words).arg(&file).output().unwrap();
    Some(String::from_utf8(reader.stdout).unwrap().trim().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_qr_code_leads_to_the_slip() {
    for house in houses().await {
        let library = house.library().await;
        let cv = entry(&house, "Aide au CV", &library).await;
        for lang in ["fr", "en"] {
            let fields = [("entry", cv.as_str()), ("lang", lang)];
            let there = made(&house, &house.client, &fields).await;
            let (_, page) = house.get(&there).await;
            if let Some(found) = read(&page, house.fresh.dir.path()) {
                assert_eq!(found, format!("{}{there}", house.base));
            }
        }
    }
}
