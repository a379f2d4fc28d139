//! Every mail of the program, by SMTP into a real server and out of it again, on both databases.

mod entries;
mod outages;

use crate::common::postoffice::{Letter, PostOffice};
use crate::common::{House, monday};
use base::{Id, Lang};
use jiff::civil::{date, time};
use network::model::Place;
use programme::model::{AttendanceMode, SessionDraft};
use programme::service as rooms;
use serde_json::{Value, json};
use site::accounts::model::NewPerson;
use site::accounts::service as accounts;
use site::mail::{Delivered, deliver_due};
use site::{Actor, Config, Role, Smtp};

/// A house and the server its mails go to.
struct Post {
    house: House,
    office: PostOffice,
}

async fn posts() -> Vec<Post> {
    let mut all = vec![];
    for fresh in store::testing::databases() {
        let Some(office) = PostOffice::open() else { continue };
        let from = "Réseau d’essai <reseau@example.org>".to_owned();
        let smtp = Some(Smtp { url: office.url(), from });
        all.push(Post {
            house: House::start(fresh, Config { smtp, ..Config::default() }).await,
            office,
        });
    }
    all
}

impl Post {
    /// What the postman brings in one round, and that a second round brings nothing.
    async fn round(&self) -> Vec<Letter> {
        let first = deliver_due(&self.house.app).await.unwrap();
        let letters = self.office.collect();
        assert_eq!(first, Delivered { sent: letters.len(), failed: 0 });
        assert_eq!(deliver_due(&self.house.app).await.unwrap(), Delivered::default());
        assert!(self.office.collect().is_empty());
        assert_eq!(self.waiting().await, 0, "what was sent is forgotten");
        for letter in &letters {
            assert_eq!(letter.to.len(), 1);
            assert_eq!(letter.header("To"), letter.to[0]);
            assert!(letter.header("From").contains("reseau@example.org"));
            assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
            assert!(letter.header("Message-ID").ends_with("@example.org>"));
            let said = format!("{}\n{}", letter.subject(), letter.text);
            assert!(!said.contains(['{', '}']) && !said.contains("mail-"), "{said}");
        }
        letters
    }

    /// The only mail of the round.
    async fn one(&self, to: &str, subject: &str) -> Letter {
        let mut letters = self.round().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        let letter = letters.remove(0);
        assert_eq!((letter.to[0].as_str(), letter.subject()), (to, subject));
        letter
    }

    /// Mails in the outbox.
    async fn waiting(&self) -> i64 {
        let count =
            |tx: &mut store::Tx<'_>| tx.query_one("SELECT count(*) FROM outbox", &[])?.get(0);
        self.house.app.db.read(count).await.map_err(|e: store::StoreError| e.to_string()).unwrap()
    }

    async fn register(&self, session: &Id, email: &str, lang: Lang) -> Value {
        let wish = json!({ "email": email, "lang": lang.tag() });
        let (status, answer) = self.house.register(session, email, wish).await;
        assert_eq!(status, 201, "{answer}");
        answer
    }

    /// Follows the only link of a mail: its address and the page behind it.
    async fn follow(&self, letter: &Letter) -> (String, String) {
        let links = letter.links();
        assert_eq!(links.len(), 1, "{}", letter.text);
        let answer = self.house.client.get(links[0]).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{}", links[0]);
        (links[0].to_owned(), answer.text().await.unwrap())
    }

    async fn place(&self) -> Id {
        let place = Place {
            name: "Salle du Marais".into(),
            address: "2 rue des Essais".into(),
            city: "Paris".into(),
            ..Place::blank()
        };
        network::service::write_place(&self.house.app, &Actor::Operator, place).await.unwrap()
    }

    async fn change(&self, session: &Id, change: impl FnOnce(&mut SessionDraft)) {
        let (app, operator) = (&self.house.app, Actor::Operator);
        let mut draft = rooms::any_session(app, &operator, session).await.unwrap().session.draft;
        change(&mut draft);
        rooms::update_session(app, &operator, session, draft).await.unwrap();
    }
}

fn said(letter: &Letter, words: &[&str]) {
    for word in words {
        let word = word.replace('\u{a0}', " ");
        assert!(letter.text.contains(&word), "{word:?} is not in:\n{}", letter.text);
    }
}

fn unsaid(letter: &Letter, words: &[&str]) {
    for word in words {
        let word = word.replace('\u{a0}', " ");
        assert!(!letter.text.contains(&word), "{word:?} is in:\n{}", letter.text);
    }
}

/// The lines of an iCalendar file, unfolded.
fn calendar(letter: &Letter) -> String {
    letter.calendar().unwrap().replace("\r\n", "\n").replace("\n ", "")
}

/// What each mail says in this language.
struct Words {
    lang: Lang,
    /// Subjects: confirmed, waiting, given back, promoted, changed, postponed, reminder, cancelled.
    subjects: [&'static str; 8],
    first: [&'static str; 2],
    position: &'static str,
    later: &'static str,
    moved: [&'static str; 2],
    undated: &'static str,
    /// Of a page that the link leads to: reserved, waiting, cancelled.
    pages: [&'static str; 3],
}

const FRENCH: Words = Words {
    lang: Lang::Fr,
    subjects: [
        "Votre place : Refaire son CV",
        "Liste d’attente : Refaire son CV",
        "Inscription annulée : Refaire son CV",
        "Une place s’est libérée : Refaire son CV",
        "Changement : Refaire son CV",
        "Séance reportée : Refaire son CV",
        "Demain ou tout bientôt : Refaire son CV",
        "Séance annulée : Refaire son CV",
    ],
    first: ["Quand : mardi 1er décembre 2026, 14\u{a0}h", "Une place vous est réservée"],
    position: "position 1",
    later: "Quand : mardi 1er décembre 2026, 15\u{a0}h",
    moved: ["Nouvelle date : mardi 8 décembre 2026, 15\u{a0}h", "Votre place est gardée."],
    undated: "n’est pas encore fixée",
    pages: ["Place réservée", "Sur liste d’attente", "Annulée"],
};

const ENGLISH: Words = Words {
    lang: Lang::En,
    subjects: [
        "Your place: Refaire son CV",
        "Waiting list: Refaire son CV",
        "Registration cancelled: Refaire son CV",
        "A place is free: Refaire son CV",
        "Change: Refaire son CV",
        "Session postponed: Refaire son CV",
        "Tomorrow or very soon: Refaire son CV",
        "Session cancelled: Refaire son CV",
    ],
    first: ["When: Tuesday 1 December 2026, 14:00", "One place is reserved for you"],
    position: "number 1",
    later: "When: Tuesday 1 December 2026, 15:00",
    moved: ["New date: Tuesday 8 December 2026, 15:00", "Your place is kept."],
    undated: "is not set yet",
    pages: ["Place reserved", "On the waiting list", "Cancelled"],
};

#[tokio::test(flavor = "multi_thread")]
async fn each_mail_from_the_confirmation_to_the_cancellation() {
    for post in posts().await {
        for words in [FRENCH, ENGLISH] {
            walk(&post, &words).await;
        }
    }
}

async fn walk(post: &Post, w: &Words) {
    let (app, operator) = (&post.house.app, Actor::Operator);
    app.clock.set(monday());
    let [confirmed, waiting, given_back, promoted, changed, postponed, reminder, cancelled] =
        w.subjects;
    let place = post.place().await;
    let session = post.house.session(|s| (s.capacity, s.place) = (1, Some(place))).await;

    let ada = post.register(&session, "ada@example.org", w.lang).await;
    let letter = post.one("ada@example.org", confirmed).await;
    said(&letter, &w.first);
    let code = ada["code"].as_str().unwrap();
    said(&letter, &[code, "Salle du Marais, 2 rue des Essais, Paris", "Médiathèque d’essai"]);
    let (ada_link, page) = post.follow(&letter).await;
    assert_eq!(ada_link, ada["ticket"].as_str().unwrap());
    assert!(page.contains(w.pages[0]) && page.contains(code), "{page}");
    let ics = calendar(&letter);
    for line in
        ["DTSTART:20261201T130000Z", "DTEND:20261201T150000Z", "STATUS:CONFIRMED", &ada_link]
    {
        assert!(ics.contains(line), "{line} is not in {ics}");
    }

    let bea = post.register(&session, "bea@example.org", w.lang).await;
    let letter = post.one("bea@example.org", waiting).await;
    said(&letter, &[w.first[0], w.position]);
    let code = bea["code"].as_str().unwrap();
    unsaid(&letter, &[code]);
    assert!(letter.calendar().is_none(), "no place, no date to keep");
    assert!(post.follow(&letter).await.1.contains(w.pages[1]));

    // The link in the mail gives the place back, and the next person has it.
    let given = post.house.client.post(format!("{ada_link}/cancel")).send().await.unwrap();
    assert_eq!(given.status().as_u16(), 303);
    let mut letters = post.round().await;
    letters.sort_by(|a, b| a.to.cmp(&b.to));
    let [receipt, letter] = letters.try_into().unwrap();
    assert_eq!((receipt.to[0].as_str(), receipt.subject()), ("ada@example.org", given_back));
    assert!(receipt.calendar().is_none());
    assert_eq!((letter.to[0].as_str(), letter.subject()), ("bea@example.org", promoted));
    said(&letter, &[w.first[0], code]);
    let (link, page) = post.follow(&letter).await;
    assert!(page.contains(w.pages[0]), "{page}");
    assert!(calendar(&letter).contains("DTSTART:20261201T130000Z"));

    // Nobody is told of what does not concern them.
    post.change(&session, |s| s.capacity = 2).await;
    assert!(post.round().await.is_empty());
    post.change(&session, |s| (s.start, s.end) = (time(15, 0, 0, 0), time(17, 0, 0, 0))).await;
    let letter = post.one("bea@example.org", changed).await;
    said(&letter, &[w.later, code]);
    assert_eq!(post.follow(&letter).await.0, link);
    assert!(calendar(&letter).contains("DTSTART:20261201T140000Z"));
    post.change(&session, |s| s.room = "Salle bleue".into()).await;
    said(&post.one("bea@example.org", changed).await, &["Salle bleue"]);

    let why = || "Une intempérie".to_owned();
    rooms::postpone(app, &operator, &session, why(), None).await.unwrap();
    let letter = post.one("bea@example.org", postponed).await;
    said(&letter, &[w.undated, w.moved[1], "Une intempérie"]);
    assert!(letter.calendar().is_none(), "there is no date to keep");
    post.follow(&letter).await;
    let to = Some((date(2026, 12, 8), time(15, 0, 0, 0), time(17, 0, 0, 0)));
    rooms::postpone(app, &operator, &session, why(), to).await.unwrap();
    let letter = post.one("bea@example.org", postponed).await;
    said(&letter, &w.moved);
    assert!(calendar(&letter).contains("DTSTART:20261208T140000Z"));
    assert_eq!(post.follow(&letter).await.0, link);

    // The reminder goes once, however often the program looks.
    rooms::maintain(app).await.unwrap();
    assert!(post.round().await.is_empty(), "it is too early");
    app.clock.set("2026-12-07T15:00:00Z".parse().unwrap());
    let (one, other) = tokio::join!(rooms::maintain(app), rooms::maintain(app));
    one.and(other).unwrap();
    let letter = post.one("bea@example.org", reminder).await;
    said(&letter, &[code]);
    assert!(calendar(&letter).contains("DTSTART:20261208T140000Z"));
    assert_eq!(post.follow(&letter).await.0, link);
    app.clock.set("2026-12-07T16:00:00Z".parse().unwrap());
    rooms::maintain(app).await.unwrap();
    assert!(post.round().await.is_empty(), "reminded an hour ago");

    let why = || "Grève des transports".to_owned();
    rooms::cancel_session(app, &operator, &session, why()).await.unwrap();
    rooms::cancel_session(app, &operator, &session, why()).await.unwrap();
    let letter = post.one("bea@example.org", cancelled).await;
    said(&letter, &["Grève des transports"]);
    assert!(letter.calendar().is_none());
    post.follow(&letter).await;
    app.clock.set("2026-12-08T16:30:00Z".parse().unwrap());
    rooms::maintain(app).await.unwrap();
    assert!(post.round().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offered_place_is_accepted_from_the_mail() {
    let languages = [
        (
            Lang::Fr,
            "Une place vous est proposée",
            "Votre place",
            "lundi 23 novembre 2026, 13\u{a0}h",
            " : ",
        ),
        (
            Lang::En,
            "A place is offered to you",
            "Your place",
            "Monday 23 November 2026, 13:00",
            ": ",
        ),
    ];
    for post in posts().await {
        for (lang, offered, confirmed, until, colon) in languages {
            let subject = |what: &str| format!("{what}{colon}Refaire son CV");
            let session =
                post.house.session(|s| (s.capacity, s.offer_minutes) = (1, Some(60))).await;
            let ada = post.house.take(&session, "ada", 1).await.1;
            let bea = post.register(&session, "bea@example.org", lang).await;
            assert_eq!(post.round().await.len(), 1);
            let ticket = ada["ticket"].as_str().unwrap();
            post.house.client.post(format!("{ticket}/cancel")).send().await.unwrap();
            let letter = post.one("bea@example.org", &subject(offered)).await;
            said(&letter, &[until]);
            unsaid(&letter, &[bea["code"].as_str().unwrap()]);
            assert!(letter.calendar().is_none());
            let (link, page) = post.follow(&letter).await;
            assert!(page.contains("/accept\""), "{page}");
            let accepted = post.house.client.post(format!("{link}/accept")).send().await.unwrap();
            assert_eq!(accepted.status().as_u16(), 303);
            let letter = post.one("bea@example.org", &subject(confirmed)).await;
            said(&letter, &[bea["code"].as_str().unwrap()]);
            assert!(letter.calendar().is_some());
        }
    }
}

/// The address of a meeting on line is for those who have a place, and those who wait are not told
/// that they have one.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_told_of_changes_and_of_no_place() {
    const MEETING: &str = "https://visio.example.org/salon";
    for post in posts().await {
        let session = post
            .house
            .session(|s| {
                s.capacity = 1;
                s.mode = AttendanceMode::Online;
                s.online_url = MEETING.into();
            })
            .await;
        post.register(&session, "ada@example.org", Lang::Fr).await;
        let letter = post.one("ada@example.org", FRENCH.subjects[0]).await;
        said(&letter, &["Où : En ligne", MEETING]);
        let bea = post.register(&session, "bea@example.org", Lang::Fr).await;
        let code = bea["code"].as_str().unwrap();
        let letter = post.one("bea@example.org", FRENCH.subjects[1]).await;
        said(&letter, &["Où : En ligne"]);
        unsaid(&letter, &[MEETING, code]);
        post.change(&session, |s| s.start = time(13, 0, 0, 0)).await;
        let operator = Actor::Operator;
        let changed = post.round().await;
        rooms::postpone(&post.house.app, &operator, &session, String::new(), None).await.unwrap();
        let postponed = post.round().await;
        for letters in [changed, postponed] {
            assert_eq!(letters.len(), 2);
            let to = |who: &str| letters.iter().find(|l| l.to[0] == who).unwrap();
            said(to("ada@example.org"), &["rendez votre place"]);
            said(to("bea@example.org"), &["Vous gardez votre position", "quittez la liste"]);
            unsaid(to("bea@example.org"), &["votre place", "Votre place", MEETING, code]);
            assert!(to("bea@example.org").calendar().is_none());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_link_comes_by_mail_and_works_once() {
    let languages = [
        (Lang::Fr, "", "Vous êtes invité·e dans Tandem", "Votre lien pour entrer dans Tandem"),
        (Lang::En, "/en", "You are invited to Tandem", "Your link to enter Tandem"),
    ];
    for post in posts().await {
        let library = post.house.library().await;
        for (lang, prefix, invitation, link) in languages {
            let email = format!("camille{}@example.org", lang.tag());
            let person = NewPerson {
                name: "Camille".into(),
                email: email.clone(),
                administrator: false,
                role: Some((library.clone(), Role::Mediator)),
            };
            accounts::invite(&post.house.app, &Actor::Operator, person, lang).await.unwrap();
            let invited = post.one(&email, invitation).await;
            // Typed as people type: the account is found, the mail goes to its address.
            let typed = format!(" {} ", email.to_uppercase());
            let page = format!("{prefix}/sign-in");
            assert_eq!(post.house.post_form(&page, &[("email", &typed)]).await.0, 200);
            let asked = post.one(&email, link).await;
            for letter in [&invited, &asked] {
                let (url, _) = post.follow(letter).await;
                post.follow(letter).await;
                assert!(url.starts_with(&format!("{}{prefix}/sign-in/", post.house.base)));
            }
            // An invitation opens anywhere, once; how a link that was asked for does, sign_in.rs.
            let (url, _) = post.follow(&invited).await;
            let enter =
                || async { post.house.client.post(&url).send().await.unwrap().status().as_u16() };
            assert_eq!([enter().await, enter().await], [303, 410]);
        }
        let (status, _, page) =
            post.house.post_form("/sign-in", &[("email", "x@example.org")]).await;
        assert_eq!((status, post.round().await.len()), (200, 0), "{page}");
    }
}

/// More people than one transaction holds: each has a reminder, in one go.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_house_is_reminded_to_the_last_seat() {
    const SEATS: u32 = 1_001;
    for fresh in store::testing::databases() {
        let from = "reseau@example.org".to_owned();
        let smtp = Some(Smtp { url: "smtp://127.0.0.1:9".into(), from });
        let house = House::start(fresh, Config { smtp, ..Config::default() }).await;
        let session = house.session(|s| s.capacity = SEATS).await;
        let mut tasks = tokio::task::JoinSet::new();
        for i in 0..SEATS {
            let (app, session) = (house.app.clone(), session.clone());
            tasks.spawn(async move {
                let wish = rooms::Wish {
                    answers: vec![],
                    channel: programme::model::Channel::Web,
                    wait: true,
                    places: 1,
                    name: None,
                    email: Some(format!("{i}@example.org")),
                    lang: Lang::Fr,
                    again: false,
                    idempotency_key: i.to_string(),
                };
                rooms::register(&app, &session, wish).await.unwrap();
            });
        }
        tasks.join_all().await;
        house.app.clock.set("2026-11-30T15:00:00Z".parse().unwrap());
        rooms::maintain(&house.app).await.unwrap();
        let reminders = house.app.db.read(|tx| {
            let sql = "SELECT count(*) FROM outbox WHERE dedupe LIKE '%reminder%'";
            tx.query_one(sql, &[])?.get::<i64>(0)
        });
        let reminders = reminders.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        assert_eq!(reminders, i64::from(SEATS), "{}", house.engine());
    }
}
