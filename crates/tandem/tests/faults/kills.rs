//! `kill -9`, at any moment: of the server in a storm, of an import, of a purge, of a backup.

use std::time::{Duration, Instant};

use jiff::ToSpan;
use rand::RngExt;
use serde_json::json;
use site::Config;
use store::Location;

use crate::common::House;
use crate::ledger::{Ledger, Sessions};
use crate::server::{Server, run, run_and_kill};
use crate::{Tried, times};

/// A moment within the time that something takes.
fn within(most: Duration) -> Duration {
    most.mul_f64(rand::rng().random_range(0.0..1.0))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_in_a_storm() {
    for fresh in store::testing::databases() {
        let house = House::start(fresh, Config::default()).await;
        let sessions = Sessions::make(&house).await;
        let (dir, location) = (house.fresh.dir.path(), &house.fresh.location);
        let (ledger, kills) = (Ledger::default(), times(20, 1_000));
        for round in 0..kills {
            let server = Server::start(dir, location);
            let callers =
                ledger.storm(&house.client, &server.base, &sessions, round, Duration::from_secs(9));
            tokio::time::sleep(Duration::from_millis(40) + within(Duration::from_millis(160)))
                .await;
            server.kill();
            for caller in callers {
                caller.await.unwrap();
            }
        }
        assert!(ledger.acknowledged() > kills, "{}", ledger.acknowledged());
        ledger
            .tried(&house, &sessions, "F1", "kill -9, registrations and cancellations", kills)
            .await
            .end();
    }
}

async fn number(house: &House, sql: &'static str) -> i64 {
    let asked = house.app.db.read(move |tx| tx.query_one(sql, &[])?.get(0)).await;
    asked.map_err(|e: store::StoreError| e.to_string()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_whole_or_not_there() {
    const LINES: i64 = 300;
    for fresh in store::testing::databases() {
        let house = House::start(fresh, Config::default()).await;
        house.library().await;
        let (dir, location) = (house.fresh.dir.path(), &house.fresh.location);
        let file = dir.join("saison.csv");
        let (kills, mut whole, mut torn, mut took) = (times(8, 200), 0, 0, Duration::from_secs(1));
        for round in 0..kills {
            let mut table = String::from("Titre;Date;Horaire\n");
            for n in 0..LINES {
                let (month, day) = (1 + n % 12, 1 + n / 12 % 28);
                table += &format!("Vague {round};{day:02}/{month:02}/2027;{:02}h-20h\n", 8 + n % 9);
            }
            std::fs::write(&file, table).unwrap();
            let words = ["import", "sessions", file.to_str().unwrap(), "--organisation", "library"];
            let before = number(&house, "SELECT count(*) FROM sessions").await;
            let begun = Instant::now();
            // The first runs to its end, to know how long that takes.
            if round == 0 {
                let done = run(dir, location, &words);
                assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
                took = begun.elapsed();
            } else {
                run_and_kill(dir, location, &words, within(took));
            }
            let made = number(&house, "SELECT count(*) FROM sessions").await - before;
            whole += usize::from(made == LINES);
            torn += usize::from(made != LINES && made != 0);
        }
        // Once more, and it is there once.
        let words = ["import", "sessions", file.to_str().unwrap(), "--organisation", "library"];
        assert!(run(dir, location, &words).status.success());
        let last = number(&house, "SELECT count(*) FROM activities").await;
        let sessions = number(&house, "SELECT count(*) FROM sessions").await;
        assert_eq!(sessions, last * LINES);
        Tried {
            row: "F1",
            what: "kill -9, import".into(),
            engine: house.engine(),
            faults: kills,
            acknowledged: whole,
            lost: torn,
            ..Tried::default()
        }
        .end();
    }
}

/// Sessions of the past with registrations that were never forgotten, made by a clock of the past.
async fn overdue(house: &House, round: usize) -> usize {
    house.app.clock.set("2026-01-05T11:00:00Z".parse().unwrap());
    let mut made = 0;
    for n in 0..6_i64 {
        let session = house
            .session(|s| {
                s.date = jiff::civil::date(2026, 1, 10).checked_add((n * 2).days()).unwrap();
            })
            .await;
        for who in 0..3 {
            let wish = json!({ "name": format!("Marqueur {who}"), "email": "m@example.org" });
            let wish = if who == 0 { wish } else { json!({ "name": "Marqueur" }) };
            let (status, _) = house.register(&session, &format!("{round}-{n}-{who}"), wish).await;
            assert_eq!(status, 201);
            made += 1;
        }
    }
    made
}

/// What a purge that has ended left that was due: registrations, sessions not marked, keys that live.
async fn left_over(house: &House) -> usize {
    let mut left = 0;
    for sql in [
        "SELECT count(*) FROM registrations",
        "SELECT count(*) FROM sessions WHERE forgotten_at IS NULL AND local_date < '2027'",
    ] {
        left += number(house, sql).await;
    }
    // One registration is of a session to come.
    let ring = vault::Vault::open(&house.fresh.dir.path().join("keys")).unwrap();
    let over = vault::day_of(jiff::civil::date(2026, 6, 1));
    let lives = |(day, state): &(vault::Day, vault::KeyState)| {
        *day < over && *state == vault::KeyState::Live
    };
    let keys = ring.days().into_iter().filter(lives).count();
    usize::try_from(left - 1).unwrap_or(usize::MAX) + keys
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_goes_on_where_it_was_stopped() {
    for engine in store::testing::databases() {
        let embedded = matches!(engine.location, Location::Sqlite(_));
        let (kills, mut round, mut asked, mut lost) = (times(12, 300), 0, 0, 0);
        // A key that is destroyed is destroyed for good: each filling is an instance of its own.
        while round < kills {
            let fresh = match embedded {
                true => store::testing::sqlite(),
                false => store::testing::postgres().unwrap(),
            };
            let house = House::start(fresh, Config::default()).await;
            asked += overdue(&house, round).await;
            let kept = house.session(|s| s.date = jiff::civil::date(2099, 1, 5)).await;
            let (_, first) = house.register(&kept, "kept", json!({ "name": "Gardée" })).await;
            let (dir, location) = (house.fresh.dir.path(), &house.fresh.location);
            for _ in 0..5 {
                round += 1;
                let most = Duration::from_millis(250);
                if run_and_kill(dir, location, &["purge"], within(most)) {
                    break;
                }
            }
            let done = run(dir, location, &["purge"]);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            lost += left_over(&house).await;
            // What is not due is there, with its name.
            let path = first["ticket"].as_str().unwrap().strip_prefix(&house.base).unwrap();
            assert!(house.get(path).await.1.contains("Gardée"));
        }
        Tried {
            row: "F1",
            what: "kill -9, purge".into(),
            engine: if embedded { "sqlite" } else { "postgres" },
            faults: round,
            acknowledged: asked,
            lost,
            ..Tried::default()
        }
        .end();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_whole_or_has_no_name() {
    let house = House::start(store::testing::sqlite(), Config::default()).await;
    let session = house.session(|s| s.capacity = 2_000).await;
    for n in 0..200 {
        house.register(&session, &format!("b{n}"), json!({ "name": "Marqueur" })).await;
    }
    let (dir, location) = (house.fresh.dir.path(), &house.fresh.location);
    let safe = tempfile::tempdir().unwrap();
    let key = safe.path().join("key").display().to_string();
    let made = run(dir, location, &["backup-key", &key]);
    let public = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    let (kills, mut whole, mut torn, mut took) = (times(10, 100), 0, 0, Duration::from_secs(1));
    for round in 0..kills {
        let file = safe.path().join(format!("{round}.age"));
        let words = ["backup", "--output", file.to_str().unwrap(), "--recipient", &public];
        let begun = Instant::now();
        if round == 0 {
            assert!(run(dir, location, &words).status.success());
            took = begun.elapsed();
        } else {
            run_and_kill(dir, location, &words, within(took));
        }
        if !file.exists() {
            continue;
        }
        let elsewhere = safe.path().join(format!("to-{round}"));
        let database = Location::Sqlite(elsewhere.join("tandem.db"));
        let words = ["restore", file.to_str().unwrap(), "--identity", &key];
        let restored = run(&elsewhere, &database, &words).status.success()
            && run(&elsewhere, &database, &["check"]).status.success();
        whole += usize::from(restored);
        torn += usize::from(!restored);
    }
    // What was left half-written by the kills is not in the way of the next, and does not stay.
    let next = safe.path().join("next.age");
    let words = ["backup", "--output", next.to_str().unwrap(), "--recipient", &public];
    assert!(run(dir, location, &words).status.success());
    let half = |name: &std::ffi::OsString| name.to_string_lossy().starts_with(".backup");
    for folder in [dir, safe.path()] {
        let left: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .flatten()
            .map(|e| e.file_name())
            .filter(half)
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
    Tried {
        row: "F1",
        what: "kill -9, backup".into(),
        engine: "sqlite",
        faults: kills,
        acknowledged: whole,
        lost: torn,
        ..Tried::default()
    }
    .end();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_file_are_refused() {
    let house = House::start(store::testing::sqlite(), Config::default()).await;
    let (dir, location) = (house.fresh.dir.path(), &house.fresh.location);
    let first = Server::start(dir, location);
    let second = run(dir, location, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(!second.status.success());
    let why = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(why.contains("Un autre serveur utilise déjà"), "{why}");
    // A command beside it is welcome; after the first is killed another serves.
    assert!(run(dir, location, &["check"]).status.success());
    first.kill();
    Server::start(dir, location).kill();
}
