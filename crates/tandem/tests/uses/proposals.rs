//! From user to facilitator: proposing, answering, making an activity of it, taking it back: through
//! the real server, on both databases.

use crate::common::{House, houses, monday};
use base::{Id, Kind, Lang};
use jiff::ToSpan;
use programme::model::{Offer, Step};
use programme::service as rooms;
use site::{Actor, Config, Role, Smtp};

const FORM: [(&str, &str); 9] = [
    ("organisation", "library"),
    ("title", "Lire une fiche de paie"),
    ("description", "Deux heures, à plusieurs."),
    ("format", "workshop"),
    ("experience", "Dix ans de comptabilité"),
    ("name", "Noor"),
    ("email", "noor@example.org"),
    ("phone", ""),
    ("key", "une-cle"),
];

/// The form, one field changed.
fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    FORM.into_iter().map(|(n, v)| if n == name { (n, value) } else { (n, v) }).collect()
}

/// A library whose coordinator reads what is proposed.
async fn library(house: &House) -> (Id, reqwest::Client) {
    let id = house.library().await;
    let coordinator = house.signed_in(Role::Coordinator, Some(&id)).await;
    (id, coordinator)
}

async fn count(house: &House, sql: &'static str) -> i64 {
    let asked = house.app.db.read(move |tx| tx.query_one(sql, &[])?.get(0)).await;
    asked.map_err(|e: store::StoreError| e.to_string()).unwrap()
}

async fn with_mail() -> Vec<House> {
    let mut all = vec![];
    for fresh in store::testing::databases() {
        let smtp = Smtp { url: "smtp://127.0.0.1:9".into(), from: "reseau@example.org".into() };
        all.push(House::start(fresh, Config { smtp: Some(smtp), ..Config::default() }).await);
    }
    all
}

/// Sends the form: the path of its page.
async fn send(house: &House, fields: &[(&str, &str)]) -> String {
    let (status, location, page) = house.post_form("/propose", fields).await;
    assert_eq!(status, 303, "{page}");
    location.split('?').next().unwrap().to_owned()
}

async fn id_of_the_only_one(house: &House) -> Id {
    let all = rooms::proposals(&house.app, &Actor::Operator).await.unwrap();
    assert_eq!(all.len(), 1);
    all[0].proposal.id.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_proposal_to_a_session_in_the_programme() {
    for house in with_mail().await {
        let (library, coordinator) = library(&house).await;
        let (_, page) = house.get("/propose?organisation=library").await;
        assert!(page.contains("seul endroit de ce site") && page.contains("90"), "{page}");
        let path = send(&house, &FORM).await;
        assert_eq!(send(&house, &FORM).await, path, "sent twice, kept once");
        let (_, page) = house.get(&path).await;
        assert!(page.contains("Reçue") && page.contains("noor@example.org"), "{page}");
        let mails = "SELECT count(*) FROM outbox WHERE kind = 'proposal'";
        assert_eq!(count(&house, mails).await, 2, "to Noor and to the coordinator");
        let list = house.see(&coordinator, "/staff/proposals").await.page;
        assert!(list.contains("Lire une fiche de paie") && list.contains("aujourd’hui"), "{list}");
        let id = id_of_the_only_one(&house).await;
        let step = format!("/staff/proposals/{id}/step");
        // A meeting without place and time helps nobody.
        let empty = house.send(&coordinator, &step, &[("step", "meeting")]).await;
        assert!(empty.status == 422 && empty.page.contains("où et quand"), "{}", empty.page);
        let meet = [("step", "meeting"), ("message", "Mardi à 10 h, à l’accueil.")];
        assert_eq!(house.send(&coordinator, &step, &meet).await.status, 303);
        let (_, page) = house.get(&path).await;
        assert!(page.contains("Rencontre proposée") && page.contains("Mardi à 10 h"), "{page}");
        // Not before it is accepted.
        let make = format!("/staff/proposals/{id}/activity");
        assert_eq!(house.send(&coordinator, &make, &[]).await.status, 409);
        let accept = [("step", "accepted")];
        assert_eq!(house.send(&coordinator, &step, &accept).await.status, 303);
        let back = house.send(&coordinator, &step, &[("step", "received")]).await;
        assert_eq!(back.status, 409, "no way back");
        let made = house.send(&coordinator, &make, &[]).await;
        let again = house.send(&coordinator, &make, &[]).await;
        assert_eq!((made.status, &made.location), (303, &again.location), "made once");
        let activity = made.location.rsplit('/').next().unwrap().split('?').next().unwrap();
        let activity = Id::parse(activity).unwrap();
        let known = rooms::activity(&house.app, &Actor::Operator, &activity).await.unwrap();
        assert_eq!((known.organisation, known.draft.title.as_str()), (library, FORM[1].1));
        assert_eq!(known.draft.contact, "", "nobody's contact is published");
        // Its page leads to the session once there is one.
        assert!(!house.get(&path).await.1.contains("/sessions/"));
        let draft = programme::model::SessionDraft::on(
            jiff::civil::date(2026, 12, 15),
            jiff::civil::time(14, 0, 0, 0),
            jiff::civil::time(16, 0, 0, 0),
            12,
        );
        let (operator, app) = (Actor::Operator, &house.app);
        let ids = rooms::add_sessions(app, &operator, &activity, vec![draft]).await.unwrap();
        rooms::publish(app, &operator, &ids).await.unwrap();
        let (_, page) = house.get(&path).await;
        assert!(page.contains(&format!("/sessions/{}", ids[0])), "{page}");
        // Forgotten, it stays as a count.
        house.app.clock.set(monday() + (24 * 91).hours());
        let today = vault::day_of(site::sealing::today(&house.app));
        assert_eq!(rooms::kept(app).await.unwrap().overdue, 1, "said to be late");
        rooms::forget_until(app, today).await.unwrap();
        assert_eq!(house.get(&path).await.0, 410);
        let years = rooms::years_of_proposals(app, &operator).await.unwrap();
        let y = &years[0];
        assert_eq!((y.year, y.received, y.accepted, y.planned, y.declined), (2026, 1, 1, 1, 0));
        assert!(rooms::activity(app, &operator, &activity).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_nothing_typed_is_lost() {
    for house in houses().await {
        let (_, page) = house.get("/propose").await;
        assert!(page.contains("Aucune structure ne reçoit"), "nobody would read it: {page}");
        library(&house).await;
        for (name, value, said) in [
            ("organisation", "", "Choisissez une des structures"),
            ("organisation", "elsewhere", "Choisissez une des structures"),
            ("title", "", "href=\"#title\""),
            ("email", "noor", "href=\"#email\""),
            ("email", "", "Laissez un courriel ou un téléphone"),
            ("phone", "appelez-moi", "href=\"#phone\""),
        ] {
            let (status, _, page) = house.post_form("/propose", &with(name, value)).await;
            assert!(status == 422 && page.contains(said), "{name}: {page}");
            assert!(page.contains("Dix ans de comptabilité"), "{name}: what was typed is lost");
        }
        assert_eq!(count(&house, "SELECT count(*) FROM proposals").await, 0);
        send(&house, &FORM).await;
        let (status, _, page) = house.post_form("/propose", &with("title", "Autre titre")).await;
        assert!(
            status == 409 && page.contains("Autre titre"),
            "the same key, another text: {page}"
        );
        assert!(!page.contains("value=\"une-cle\""), "{page}");
        assert_eq!(count(&house, "SELECT count(*) FROM proposals").await, 1);
        // A flood at one organisation ends.
        let many = house.app.db.write(|tx| {
            for n in 0..200 {
                tx.execute(
                    "INSERT INTO proposals (id, organisation_id, step, lang, received_on, \
                     moved_at, request) VALUES (?1, 'library', 'received', 'fr', '2026-11-23', 0, \
                     ?2)",
                    &[format!("p{n}").into(), vec![1_u8, n].into()],
                )?;
            }
            Ok::<_, store::StoreError>(())
        });
        many.await.unwrap();
        let (status, _, page) = house.post_form("/propose", &with("key", "autre")).await;
        assert!(status == 409 && page.contains("Revenez dans quelques jours"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_coordinators_it_is_for_read_it() {
    for house in houses().await {
        let (library, coordinator) = library(&house).await;
        let path = send(&house, &FORM).await;
        let id = id_of_the_only_one(&house).await;
        let mediator = house.signed_in(Role::Mediator, Some(&library)).await;
        let elsewhere = Id::parse("elsewhere").unwrap();
        let other = network::model::Organisation {
            id: elsewhere.clone(),
            name: "Ailleurs".into(),
            ..network::model::Organisation::blank()
        };
        let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &other));
        saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        let other = house.signed_in(Role::Coordinator, Some(&elsewhere)).await;
        let one = format!("/staff/proposals/{id}");
        assert_eq!(house.see(&mediator, &one).await.status, 403);
        assert_eq!(house.see(&other, &one).await.status, 403);
        assert!(!house.see(&other, "/staff/proposals").await.page.contains("fiche de paie"));
        assert_eq!(house.get(&one).await.0, 401);
        let page = house.see(&coordinator, &one).await.page;
        assert!(page.contains("noor@example.org") && page.contains("Dix ans"), "{page}");
        // A guessed address of its page opens nothing.
        let guessed = format!("{}.{}", path.rsplit_once('.').unwrap().0, "0".repeat(26));
        assert_eq!(house.get(&guessed).await.0, 404);
        assert_eq!(house.post_form(&format!("{guessed}/erase"), &[]).await.0, 404);
        assert_eq!(house.get(&path).await.0, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn declined_or_taken_back_the_contact_goes_at_once() {
    for house in with_mail().await {
        let (_, coordinator) = library(&house).await;
        let declined = send(&house, &FORM).await;
        let id = id_of_the_only_one(&house).await;
        let step = format!("/staff/proposals/{id}/step");
        let unkind = house.send(&coordinator, &step, &[("step", "declined")]).await;
        assert_eq!(unkind.status, 422, "a reason");
        let kind = [("step", "declined"), ("message", "Nos salles sont prises jusqu’à l’été.")];
        assert_eq!(house.send(&coordinator, &step, &kind).await.status, 303);
        let (status, page) = house.get(&declined).await;
        assert!(status == 200 && page.contains("salles sont prises"), "{page}");
        assert!(!page.contains("Noor") && !page.contains("noor@example.org"), "{page}");
        let staff = house.see(&coordinator, &format!("/staff/proposals/{id}")).await.page;
        assert!(!staff.contains("noor@example.org") && !staff.contains("Dix ans"), "{staff}");
        let answer = "SELECT count(*) FROM outbox WHERE dedupe LIKE '%-declined-%'";
        assert_eq!(count(&house, answer).await, 1, "and is told");

        let mine = send(&house, &with("key", "deux")).await;
        assert_eq!(house.post_form(&format!("{mine}/erase"), &[]).await.0, 303);
        assert_eq!(house.post_form(&format!("{mine}/erase"), &[]).await.0, 303, "twice is once");
        let (status, page) = house.get(&mine).await;
        assert!(status == 410 && page.contains("effacée"), "{page}");
        assert_eq!(count(&house, answer).await, 1, "the other answer still waits to be sent");
        let left = "SELECT count(*) FROM proposals WHERE sealed IS NOT NULL";
        assert_eq!(count(&house, left).await, 1, "the answer alone");
        let steps = "SELECT count(*) FROM proposals WHERE step = 'withdrawn'";
        assert_eq!(count(&house, steps).await, 1);
        let mails = "SELECT count(*) FROM outbox WHERE dedupe LIKE '%-received-%'";
        assert_eq!(count(&house, mails).await, 0, "no mail goes to who has left");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_that_is_followed_is_kept_and_never_beyond_its_year() {
    for house in houses().await {
        let (library, _) = library(&house).await;
        let offer = Offer {
            title: "Club de conversation".into(),
            description: "Parler français du travail".into(),
            audience: String::new(),
            format: programme::model::Format::Club,
            experience: String::new(),
            availability: String::new(),
            name: "Noor".into(),
            email: String::new(),
            phone: "06 39 98 71 23".into(),
        };
        let app = &house.app;
        rooms::propose(app, Some(library), offer, Lang::Fr, "k").await.unwrap();
        let id = id_of_the_only_one(&house).await;
        let operator = Actor::Operator;
        let until = async || {
            let seen = rooms::proposal(app, &operator, &id).await.unwrap();
            assert_eq!(seen.proposal.kept.offer.unwrap().name, "Noor", "it still opens");
            vault::date_of(seen.proposal.forget_day.unwrap()).to_string()
        };
        assert_eq!(until().await, "2027-02-21");
        for (days, expected) in [(60, "2027-04-22"), (140, "2027-07-11"), (300, "2027-11-23")] {
            app.clock.set(monday() + (24 * days).hours());
            rooms::keep_proposal(app, &operator, &id).await.unwrap();
            assert_eq!(until().await, expected);
        }
        // The days it was sealed under before pass, and it is still there.
        let today = vault::day_of(site::sealing::today(app));
        rooms::forget_until(app, today).await.unwrap();
        assert_eq!(until().await, "2027-11-23");
        rooms::move_proposal(app, &operator, &id, Some(Step::Accepted), "").await.unwrap();
        app.clock.set(monday() + (24 * 366).hours());
        let today = vault::day_of(site::sealing::today(app));
        rooms::forget_until(app, today).await.unwrap();
        let refused = rooms::proposal(app, &operator, &id).await.unwrap_err();
        assert_eq!(refused.kind, Kind::Gone);
        let years = rooms::years_of_proposals(app, &operator).await.unwrap();
        assert_eq!((years[0].accepted, years[0].planned), (1, 0), "that it was accepted stays");
    }
}
