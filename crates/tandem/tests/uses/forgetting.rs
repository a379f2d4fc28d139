//! Forgetting, proved by looking for it: markers are planted, and every byte of the data directory,
//! of the PostgreSQL cluster and of a copy of the database is searched for them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use crate::common::{House, houses, monday};
use base::Id;
use jiff::ToSpan;
use programme::model::SessionStatus;
use programme::service as rooms;
use serde_json::json;
use site::sealing::{Guard, PATIENCE};
use site::{Actor, Config, Smtp};
use store::Location;
use vault::{Vault, day_of};

const NAME: &str = "Zéphyrine-Marqueur";
const EMAIL: &str = "zephyrine.marqueur@example.org";
const ANSWER: &str = "Réponse-Marqueur à l’atelier";
const WALK_IN: &str = "Passante-Marqueur";
const PHONE: &str = "06 39 98 71 23";
const KEY: &str = "cle-marqueur-71c2";

/// A house whose mail server cannot be reached: mails wait.
async fn cut_off() -> Vec<House> {
    let mut all = vec![];
    for fresh in store::testing::databases() {
        let smtp = Smtp { url: "smtp://127.0.0.1:9".into(), from: "reseau@example.org".into() };
        all.push(House::start(fresh, Config { smtp: Some(smtp), ..Config::default() }).await);
    }
    all
}

/// What somebody proposes at the library, whose coordinator reads it: the secret of its page.
async fn proposal(house: &House, library: &Id) -> String {
    house.signed_in(site::Role::Coordinator, Some(library)).await;
    let offer = programme::model::Offer {
        title: "Titre-Marqueur de la proposition".into(),
        description: "Texte-Marqueur".into(),
        audience: "Public-Marqueur".into(),
        format: programme::model::Format::Workshop,
        experience: "Parcours-Marqueur".into(),
        availability: "Mardi-Marqueur".into(),
        name: NAME.into(),
        email: EMAIL.into(),
        phone: PHONE.into(),
    };
    let lang = base::Lang::Fr;
    rooms::propose(&house.app, Some(library.clone()), offer, lang, KEY).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_and_a_colleague_are_gone_from_every_byte_on_their_day() {
    for house in cut_off().await {
        let library = house.library().await;
        let secret = proposal(&house, &library).await;
        let operator = Actor::Operator;
        let (start, end) = (jiff::civil::time(9, 0, 0, 0), jiff::civil::time(12, 0, 0, 0));
        let visit = network::sharing::ImmersionDraft {
            title: "Visite qui reste".into(),
            ..network::sharing::ImmersionDraft::on(jiff::civil::date(2026, 12, 8), start, end)
        };
        let visit = network::sharing::make(&house.app, &operator, &library, visit).await.unwrap();
        network::sharing::announce(&house.app, &operator, &visit).await.unwrap();
        let who = (WALK_IN.to_owned(), format!("collegue.{EMAIL}"));
        network::sharing::colleague(&house.app, &operator, &visit, &library, who, KEY)
            .await
            .unwrap();
        // To whoever proposed, to the coordinator, to the colleague.
        let mails = "SELECT count(*) FROM outbox WHERE kind <> 'sign-in'";
        assert_eq!(count(&house, mails).await, 3);
        let proof = secret.rsplit('.').next().unwrap().to_owned();
        let markers = [
            NAME,
            EMAIL,
            PHONE,
            WALK_IN,
            KEY,
            "Titre-Marqueur",
            "Texte-Marqueur",
            "Public-Marqueur",
            "Parcours-Marqueur",
            "Mardi-Marqueur",
            &proof,
        ];
        for marker in markers {
            assert!(
                where_is(marker, &places(&house)).is_empty(),
                "{marker}: from the first moment"
            );
        }
        assert!(!where_is("Visite qui reste", &places(&house)).is_empty(), "what is no secret");
        let kept = rooms::kept(&house.app).await.unwrap();
        assert_eq!((kept.proposals, kept.immersions, kept.overdue), (1, 1, 0));
        let (_, page) = house.get(&format!("/propose/{secret}")).await;
        assert!(page.contains(NAME) && page.contains(&base::phones::shown(PHONE)), "{page}");
        let (_, page) = house.get("/privacy").await;
        assert!(page.contains("Une proposition d’animation est gardée"), "{page}");

        // A copy with its keys opens; once the keys are spent it does not.
        let keys = house.fresh.dir.path().join("keys");
        let (late, dump) = copy(&house, &keys).await;
        assert_eq!(late.get(&format!("/propose/{secret}")).await.0, 200);
        let due = "2027-02-21".parse::<jiff::civil::Date>().unwrap();
        house.app.clock.set("2027-02-21T06:00:00Z".parse().unwrap());
        let done = rooms::forget_until(&house.app, day_of(due)).await.unwrap();
        assert_eq!((done.proposals, done.immersions), (1, 1));
        std::fs::copy(keys.join("days"), late.fresh.dir.path().join("keys/days")).unwrap();
        let vault = Vault::open(&late.fresh.dir.path().join("keys")).unwrap();
        let clock = base::Clock::fixed(monday());
        let app = tandem::app(late.fresh.location.clone(), vault, Config::default(), clock);
        let seen = rooms::own_proposal(&app.await.unwrap(), &secret).await.unwrap();
        assert_eq!(seen.proposal.kept, programme::model::Kept::default(), "nothing opens it");
        let mut all = places(&house);
        all.push(dump);
        for marker in markers {
            assert!(where_is(marker, &all).is_empty(), "{marker}");
        }
        assert_eq!(count(&house, "SELECT count(*) FROM outbox").await, 0);
        let sealed = "SELECT count(*) FROM proposals WHERE sealed IS NOT NULL OR asked IS NOT NULL";
        assert_eq!(count(&house, sealed).await, 0);
        assert_eq!(count(&house, "SELECT count(*) FROM proposals WHERE step = 'lapsed'").await, 1);
        let (status, page) = house.get(&format!("/propose/{secret}")).await;
        assert!(status == 410 && page.contains("effacée"), "{page}");
    }
}

/// Every file under a folder, keys apart.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Where the bytes of a database lie: its folder, or the files of the cluster.
fn places(house: &House) -> Vec<PathBuf> {
    let mut found = vec![];
    files(house.fresh.dir.path(), &mut found);
    if let Location::Postgres(address) = &house.fresh.location {
        let ask = |sql: &str| {
            let mut client = postgres::Client::connect(address, postgres::NoTls).unwrap();
            client.batch_execute("CHECKPOINT").unwrap();
            client.query_one(sql, &[]).unwrap().get::<_, String>(0)
        };
        let (folder, own) = std::thread::scope(|s| {
            s.spawn(|| {
                let own = "SELECT pg_relation_filepath('registrations')";
                (ask("SELECT current_setting('data_directory')"), ask(own))
            })
            .join()
            .unwrap()
        });
        let folder = PathBuf::from(folder);
        let before = found.len();
        files(folder.join(own).parent().unwrap(), &mut found);
        files(&folder.join("pg_wal"), &mut found);
        // Where tools/pg.sh has the server write its log.
        found.extend(Some(folder.join("server.log")).filter(|log| log.exists()));
        assert!(found.len() > before + 10, "the files of the cluster cannot be read");
    }
    found
}

/// What the program has said in its log since the first call, in every detail it can be asked for.
fn log() -> &'static Mutex<Vec<u8>> {
    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    LOG.get_or_init(|| {
        let kept = Arc::new(Mutex::new(vec![]));
        // The test's own client, which sends the markers, is not the program.
        let filter = tracing_subscriber::EnvFilter::new("trace,reqwest=off,hyper_util::client=off");
        let writer = kept.clone();
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(move || Writer(writer.clone()))
            .init();
        kept
    })
}

struct Writer(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether a marker, in any case, stands in the log.
fn is_logged(marker: &str) -> bool {
    let log = String::from_utf8_lossy(&log().lock().unwrap()).to_lowercase();
    log.contains(&marker.to_lowercase())
}

/// The files in which a marker stands.
fn where_is(marker: &str, places: &[PathBuf]) -> Vec<PathBuf> {
    let finder = memchr::memmem::Finder::new(marker.as_bytes());
    let holds = |path: &&PathBuf| std::fs::read(path).is_ok_and(|b| finder.find(&b).is_some());
    places.iter().filter(holds).cloned().collect()
}

/// A copy of the database as a backup would hold it, in a house of its own with these keys.
async fn copy(house: &House, keys: &Path) -> (House, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("copy");
    let location = match &house.fresh.location {
        Location::Sqlite(path) => {
            let sql = format!("VACUUM INTO '{}'", file.display());
            rusqlite::Connection::open(path).unwrap().execute_batch(&sql).unwrap();
            Location::Sqlite(file.clone())
        }
        Location::Postgres(address) => {
            let run = |program: &str, arguments: &[&str]| {
                let done = Command::new(program).args(arguments).output().unwrap();
                assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            };
            run("pg_dump", &["-d", address, "-f", file.to_str().unwrap()]);
            let fresh = store::testing::postgres().unwrap();
            let Location::Postgres(other) = &fresh.location else { unreachable!() };
            run(
                "psql",
                &["-q", "-v", "ON_ERROR_STOP=1", "-d", other, "-f", file.to_str().unwrap()],
            );
            fresh.location.clone()
        }
    };
    let to = dir.path().join("keys");
    std::fs::create_dir(&to).unwrap();
    for name in ["instance", "days"] {
        std::fs::copy(keys.join(name), to.join(name)).unwrap();
    }
    let fresh = store::testing::Fresh { location, dir };
    (House::start(fresh, Config::default()).await, file)
}

async fn names(house: &House, session: &Id) -> Vec<String> {
    let desk = rooms::desk(&house.app, &Actor::Operator, session).await.unwrap();
    let mut names: Vec<String> =
        desk.people.iter().filter_map(|p| p.registration.name.clone()).collect();
    names.sort();
    names
}

async fn count(house: &House, sql: &'static str) -> i64 {
    let asked = house.app.db.read(move |tx| tx.query_one(sql, &[])?.get(0)).await;
    asked.map_err(|e: store::StoreError| e.to_string()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_its_day_a_name_is_gone_from_the_database_and_from_every_copy_of_it() {
    log();
    for house in cut_off().await {
        tracing::info!("marker-house-{}", house.engine());
        let session = house.session(|d| d.capacity = 1).await;
        let question = house.question(&session).await;
        let answers = json!([{ "question": question, "answer": ANSWER }]);
        let wish = json!({ "name": NAME, "email": EMAIL, "answers": answers });
        let (_, taken) = house.register(&session, KEY, wish).await;
        let waits = json!({ "name": NAME, "email": format!("deux.{EMAIL}") });
        assert_eq!(house.register(&session, "deux", waits).await.1["status"], json!("waiting"));
        // What is refused is said in no log either; nor is a mail that cannot be sent.
        let wrong = json!({ "name": NAME, "email": format!("{EMAIL}@"), "places": 0 });
        assert_eq!(house.register(&session, "wrong", wrong).await.0, 422);
        let form = [("name", NAME), ("email", EMAIL), ("places", "many"), ("key", KEY)];
        house.post_form(&format!("/sessions/{session}/registrations"), &form).await;
        site::mail::deliver_due(&house.app).await.unwrap();
        house.app.clock.set("2026-12-01T13:30:00Z".parse().unwrap());
        let walk_in = Some(WALK_IN.to_owned());
        let operator = Actor::Operator;
        rooms::walk_in(&house.app, &operator, &session, walk_in, 1, "w".into()).await.unwrap();
        assert_eq!(names(&house, &session).await, [WALK_IN, NAME], "the desk can read them");
        assert_eq!(count(&house, "SELECT count(*) FROM outbox").await, 2);

        // Nothing personal lies anywhere in clear, from the first moment on.
        let code = taken["code"].as_str().unwrap().to_owned();
        let secret = taken["ticket"].as_str().unwrap().rsplit('.').next().unwrap().to_owned();
        let markers = [NAME, EMAIL, ANSWER, WALK_IN, KEY, &code, &secret];
        for marker in markers {
            assert!(where_is(marker, &places(&house)).is_empty(), "{marker}");
        }
        // What is searched is what is kept: a word that is no secret is found.
        assert!(!where_is("Refaire son CV", &places(&house)).is_empty());

        // A copy opens as long as the key lives, wherever the copy lies.
        let keys = house.fresh.dir.path().join("keys");
        let (early, _) = copy(&house, &keys).await;
        assert_eq!(names(&early, &session).await, [WALK_IN, NAME]);
        assert_eq!(early.answers(&early.app, &session).await, [ANSWER]);
        let (_, kept_file) = (early, copy(&house, &keys).await.1);
        drop(kept_file);

        // On the day: armed, then an hour later destroyed.
        let (late, dump) = copy(&house, &keys).await;
        let due = "2026-12-31T06:00:00Z".parse::<jiff::Timestamp>().unwrap();
        house.app.clock.set(due);
        let mut guard = Guard::default();
        let nothing = rooms::forget_due(&house.app, &mut guard, Duration::ZERO).await.unwrap();
        assert_eq!(nothing, rooms::Forgotten::default(), "armed");
        house.app.clock.set(due + 1.hour());
        let done = rooms::forget_due(&house.app, &mut guard, PATIENCE).await.unwrap();
        // Two days: that of the registrations, and an earlier one of the answers.
        assert_eq!((done.keys, done.sessions, done.registrations), (2, 1, 3));
        assert_eq!(count(&house, "SELECT count(*) FROM answer_words").await, 0);
        assert_eq!(count(&house, "SELECT count(*) FROM registrations").await, 0);
        assert_eq!(count(&house, "SELECT count(*) FROM attendance").await, 0);
        assert_eq!(count(&house, "SELECT count(*) FROM outbox").await, 0);
        let again = rooms::forget_due(&house.app, &mut guard, PATIENCE * 2).await.unwrap();
        assert_eq!(again, rooms::Forgotten::default());

        // The copy made before: its rows are there, and nothing opens them any more.
        let spent = Vault::open(&keys).unwrap();
        assert!(spent.known_day(day_of("2026-12-31".parse().unwrap())).is_none());
        std::fs::copy(keys.join("days"), late.fresh.dir.path().join("keys/days")).unwrap();
        let copied = late.fresh.location.clone();
        let folder = late.fresh.dir.path().join("keys");
        let app = tandem::app(
            copied,
            Vault::open(&folder).unwrap(),
            Config::default(),
            base::Clock::fixed(due),
        );
        let app = app.await.unwrap();
        let desk = rooms::desk(&app, &operator, &session).await.unwrap();
        assert_eq!(desk.people.len(), 2);
        assert!(desk.people.iter().all(|p| p.registration.name.is_none()));
        assert!(late.answers(&app, &session).await.is_empty());
        let mut all = places(&house);
        all.push(dump);
        for marker in markers {
            assert!(where_is(marker, &all).is_empty(), "{marker}");
            assert!(!is_logged(marker), "{marker} stands in the log");
        }
        assert!(is_logged(&format!("marker-house-{}", house.engine())), "the log is looked at");
        // The holder is told, rather than shown an error.
        let path = taken["ticket"].as_str().unwrap().strip_prefix(&house.base).unwrap().to_owned();
        let (status, page) = house.get(&path).await;
        assert_eq!(status, 410);
        assert!(page.contains("est effacé"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_the_same_before_and_after() {
    for house in houses().await {
        let closed = house.session(|d| d.capacity = 5).await;
        // Ticked and never closed; and nobody ticked.
        let ticked = house.session(|d| d.capacity = 5).await;
        let empty = house.session(|d| d.capacity = 5).await;
        for session in [&closed, &ticked, &empty] {
            for key in ["one", "two"] {
                house.register(session, key, json!({ "places": 2, "name": NAME })).await;
            }
        }
        house.app.clock.set("2026-12-01T15:30:00Z".parse().unwrap());
        let operator = Actor::Operator;
        for session in [&closed, &ticked] {
            let desk = rooms::desk(&house.app, &operator, session).await.unwrap();
            let first = desk.people[0].registration.id.clone();
            rooms::tick(&house.app, &operator, session, &first, 2).await.unwrap();
        }
        rooms::close(&house.app, &operator, &closed, String::new()).await.unwrap();
        let figures = async || {
            let (from, to) = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
            let query = report::service::Query::period(from, to);
            let made = report::service::report(&house.app, &Actor::Operator, query).await.unwrap();
            let all = serde_json::to_value(&made).unwrap();
            ["sessions", "preregistered", "participants", "no_shows"].map(|k| all[k].clone())
        };
        let before = figures().await;
        assert_eq!(before, [json!(1), json!(4), json!(2), json!(2)]);

        house.app.clock.set("2026-12-31T06:00:00Z".parse().unwrap());
        let day = day_of("2026-12-31".parse().unwrap());
        rooms::forget_until(&house.app, day).await.unwrap();
        assert_eq!(count(&house, "SELECT count(*) FROM registrations").await, 0);
        // What had been ticked and not closed was counted before its rows went.
        let after = figures().await;
        assert_eq!(after, [json!(2), json!(8), json!(4), json!(4)]);
        let of = |id: &Id| {
            let (app, id) = (house.app.clone(), id.clone());
            async move { rooms::any_session(&app, &Actor::Operator, &id).await.unwrap().session }
        };
        assert_eq!(of(&closed).await.totals.participants, Some(2));
        assert_eq!(of(&empty).await.status, SessionStatus::Published, "nobody counted");
        let facts = count(
            &house,
            "SELECT CAST(SUM(count) AS BIGINT) FROM session_facts \
             WHERE fact = 'outcome'",
        );
        assert_eq!(facts.await, 8);
        // Its figures can be corrected, but what is gone cannot be opened again.
        let refused = rooms::reopen(&house.app, &operator, &closed).await;
        assert_eq!(refused.unwrap_err().message, "problem-desk-forgotten");
        assert_eq!(after, figures().await);
        // How people came is told from what was kept; few people are not told of apart.
        let (from, to) = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        let query = report::service::Query::period(from, to);
        let made = report::service::report(&house.app, &operator, query).await.unwrap();
        let told = serde_json::to_value(&made.told).unwrap();
        assert_eq!(
            told,
            json!([
                { "fact": "channel", "counts": [{ "value": "api", "count": 8 }] },
                { "fact": "lead", "counts": [{ "value": "1", "count": 8 }] },
                { "fact": "outcome", "counts": [{ "value": "others", "count": 8 }] },
            ])
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_moves_takes_its_day_with_it() {
    for house in cut_off().await {
        let session = house.session(|_| {}).await;
        let question = house.question(&session).await;
        let answers = json!([{ "question": question, "answer": ANSWER }]);
        let wish = json!({ "name": NAME, "email": EMAIL, "answers": answers });
        house.register(&session, KEY, wish.clone()).await;
        let (start, end) = (jiff::civil::time(14, 0, 0, 0), jiff::civil::time(16, 0, 0, 0));
        let to = Some((jiff::civil::date(2027, 2, 2), start, end));
        let operator = Actor::Operator;
        rooms::postpone(&house.app, &operator, &session, String::new(), to).await.unwrap();
        // The day of the first date passes; the name is still needed.
        house.app.clock.set("2027-01-05T06:00:00Z".parse().unwrap());
        rooms::forget_until(&house.app, day_of("2027-01-05".parse().unwrap())).await.unwrap();
        assert_eq!(names(&house, &session).await, [NAME]);
        assert_eq!(house.answers(&house.app, &session).await, [ANSWER]);
        // The same address is still noticed, and the same request still answered the same.
        let again = json!({ "name": NAME, "email": EMAIL.to_uppercase() });
        assert_eq!(house.register(&session, "other", again).await.1["code"], "same-contact");
        assert_eq!(house.register(&session, KEY, wish).await.0, 201);
        assert_eq!(house.answers(&house.app, &session).await.len(), 1, "sent again, kept once");
        // Ten days after the new date its answers are gone; the registrations stay a while longer.
        house.app.clock.set("2027-02-12T06:00:00Z".parse().unwrap());
        rooms::forget_until(&house.app, day_of("2027-02-12".parse().unwrap())).await.unwrap();
        assert_eq!(count(&house, "SELECT count(*) FROM answer_words").await, 0);
        assert_eq!(names(&house, &session).await, [NAME]);
        house.app.clock.set("2027-03-05T06:00:00Z".parse().unwrap());
        rooms::forget_until(&house.app, day_of("2027-03-05".parse().unwrap())).await.unwrap();
        assert_eq!(count(&house, "SELECT count(*) FROM registrations").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_forgets_sooner_and_never_later() {
    for house in cut_off().await {
        let session = house.session(|_| {}).await;
        house.register(&session, KEY, json!({ "name": NAME, "email": EMAIL })).await;
        let day = |house: &House| {
            let days: Vec<_> = house.app.vault.days().iter().map(|(day, _)| *day).collect();
            days.last().map(|day| vault::date_of(*day).to_string()).unwrap()
        };
        assert_eq!(day(&house), "2026-12-31");
        let keep = async |days: Option<u32>| {
            let mut library = network::model::Organisation::blank();
            library.id = Id::parse("library").unwrap();
            library.name = "Médiathèque d’essai".into();
            library.retention_days = days;
            let operator = Actor::Operator;
            network::service::write_organisation(&house.app, &operator, library).await
        };
        for wrong in [0, 31, 365] {
            assert!(keep(Some(wrong)).await.is_err(), "{wrong}");
        }
        keep(Some(2)).await.unwrap();
        rooms::maintain(&house.app).await.unwrap();
        let kept = rooms::kept(&house.app).await.unwrap();
        assert_eq!(vault::date_of(kept.sessions[0].forget_day).to_string(), "2026-12-03");
        let (_, page) = house.get(&format!("/sessions/{session}")).await;
        assert!(page.contains("2\u{a0}jours après") || page.contains("2 jours après"), "{page}");
        house.app.clock.set("2026-12-03T06:00:00Z".parse().unwrap());
        rooms::forget_until(&house.app, day_of("2026-12-03".parse().unwrap())).await.unwrap();
        assert_eq!(count(&house, "SELECT count(*) FROM registrations").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_years_ahead_destroys_nothing() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        house.register(&session, KEY, json!({ "name": NAME })).await;
        let mut guard = Guard::default();
        rooms::forget_due(&house.app, &mut guard, Duration::ZERO).await.unwrap();
        house.app.clock.set(monday() + (24 * 365).hours());
        for hours in [1, 2, 12] {
            let done = rooms::forget_due(&house.app, &mut guard, PATIENCE * hours).await.unwrap();
            assert_eq!(done, rooms::Forgotten::default());
            house.app.clock.set(monday() + (24 * 365 + i64::from(hours)).hours());
        }
        house.app.clock.set(monday() + 13.hours());
        rooms::forget_due(&house.app, &mut guard, PATIENCE * 13).await.unwrap();
        assert_eq!(names(&house, &session).await, [NAME]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_can_have_name_and_address_erased_at_once() {
    for house in cut_off().await {
        let session = house.session(|_| {}).await;
        let (_, taken) =
            house.register(&session, KEY, json!({ "name": NAME, "email": EMAIL })).await;
        let path = taken["ticket"].as_str().unwrap().strip_prefix(&house.base).unwrap().to_owned();
        let (_, page) = house.get(&path).await;
        assert!(page.contains(NAME) && page.contains("31 décembre 2026"), "{page}");
        let (status, _, _) = house.post_form(&format!("{path}/forget"), &[]).await;
        assert_eq!(status, 303);
        let (_, page) = house.get(&path).await;
        assert!(!page.contains(NAME) && page.contains("Place réservée"), "{page}");
        assert_eq!(count(&house, "SELECT count(*) FROM outbox").await, 0);
        let sealed = "SELECT count(*) FROM registrations WHERE sealed IS NOT NULL \
             OR contact_tag IS NOT NULL OR forget_day IS NOT NULL";
        assert_eq!(count(&house, sealed).await, 0);
        // The address may come again, and the place is still theirs.
        assert_eq!(house.counters(&session).await, [1, 0, 1, 0]);
        assert_eq!(house.register(&session, "new", json!({ "email": EMAIL })).await.0, 201);
    }
}
