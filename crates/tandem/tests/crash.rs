//! `kill -9` in a storm of registrations: every acknowledged one is there afterwards, on both
//! databases. `TANDEM_KILLS` says how often (6 by default; 100 for the long run).
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::House;
use programme::store::registrations;
use programme::tickets;
use serde_json::{Value, json};
use site::Config;
use store::Location;

struct Server(Child, String);

impl Server {
    fn start(dir: &std::path::Path, location: &Location) -> Self {
        let database = match location {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgres(address) => address.clone(),
        };
        let mut child = Command::new(env!("CARGO_BIN_EXE_tandem"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &database, "--dir"])
            .arg(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self(child, line.trim().to_owned())
    }

    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_nine() {
    let rounds = std::env::var("TANDEM_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    for fresh in store::testing::databases() {
        let house = House::start(fresh, Config::default()).await;
        // Far enough ahead of the machine's own clock.
        let session = house
            .session(|s| {
                s.date = jiff::civil::date(2099, 1, 5);
                s.capacity = 100_000;
            })
            .await;
        let dir = house.fresh.dir.path().to_owned();
        let location = house.fresh.location.clone();
        let client = house.client.clone();
        let acknowledged: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let made = Arc::new(AtomicUsize::new(0));
        for round in 0..rounds {
            let server = Server::start(&dir, &location);
            let url = format!("{}/api/v1/sessions/{session}/registrations", server.1);
            let callers: Vec<_> = (0..16)
                .map(|caller| {
                    let (client, url) = (client.clone(), url.clone());
                    let (acknowledged, made) = (acknowledged.clone(), made.clone());
                    tokio::spawn(async move {
                        for n in 0.. {
                            let key = format!("r{round}-c{caller}-n{n}");
                            let request = client
                                .post(&url)
                                .header("Idempotency-Key", &key)
                                .json(&json!({ "places": 1 }));
                            let Ok(answer) = request.send().await else { return };
                            if answer.status() != 201 {
                                return;
                            }
                            let Ok(body) = answer.json::<Value>().await else { return };
                            let code = body["code"].as_str().unwrap().to_owned();
                            acknowledged.lock().unwrap().push((key, code));
                            made.fetch_add(1, Ordering::SeqCst);
                        }
                    })
                })
                .collect();
            tokio::time::sleep(Duration::from_millis(150 + 37 * (round % 7))).await;
            server.kill();
            for caller in callers {
                caller.await.unwrap();
            }
        }
        let acknowledged = acknowledged.lock().unwrap().clone();
        assert!(acknowledged.len() > 100, "{}: {}", house.engine(), acknowledged.len());
        let (id, app) = (session.clone(), house.app.clone());
        let lost: Vec<(String, String)> = house
            .app
            .db
            .read(move |tx| {
                let mut lost = vec![];
                for (key, code) in acknowledged {
                    let found = registrations::with_keys(&app.vault, tx, &id, &code)?;
                    let request = tickets::request(&app.vault, &id, &key);
                    if found.is_none_or(|(_, keys)| keys.request != request.digest) {
                        lost.push((key, code));
                    }
                }
                Ok::<_, store::StoreError>(lost)
            })
            .await
            .unwrap();
        assert!(lost.is_empty(), "{}: lost {lost:?}", house.engine());
        let [taken, _, rows, _] = house.counters(&session).await;
        assert_eq!(taken, rows, "{}", house.engine());
    }
}

/// The disk is full: what was acknowledged is there once there is room again. A limit on the size of
/// files stands for the full disk; writing past it fails as writing to a full disk does.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let house = House::start(store::testing::sqlite(), Config::default()).await;
    let session = house
        .session(|s| {
            s.date = jiff::civil::date(2099, 1, 5);
            s.capacity = 100_000;
        })
        .await;
    let dir = house.fresh.dir.path().to_owned();
    // Bash counts in 1,024 bytes. The signal is ignored, so that the write fails instead.
    let script = format!(
        "trap '' XFSZ; ulimit -f 1500; exec {} serve --listen 127.0.0.1:0 --dir {}",
        env!("CARGO_BIN_EXE_tandem"),
        dir.display()
    );
    let mut child = Command::new("bash")
        .args(["-c", &script])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let (base, mut acknowledged) = (line.trim().to_owned(), vec![]);
    let url = format!("{base}/api/v1/sessions/{session}/registrations");
    let mut refusal = None;
    for n in 0..20_000 {
        let key = format!("full-{n}");
        let request = house.client.post(&url).header("Idempotency-Key", &key).json(&json!({}));
        let Ok(answer) = request.send().await else { break };
        match answer.status().as_u16() {
            201 => {
                let body: Value = answer.json().await.unwrap();
                acknowledged.push((key, body["code"].as_str().unwrap().to_owned()));
            }
            status => {
                refusal = Some(status);
                break;
            }
        }
    }
    assert_eq!(refusal, Some(503), "after {}", acknowledged.len());
    assert!(acknowledged.len() > 10);
    // It says that it is ill, or has stopped already; it does stop.
    for _ in 0..50 {
        let Ok(health) = house.client.get(format!("{base}/healthz")).send().await else { break };
        if health.status() == 503 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let ended = tokio::task::spawn_blocking(move || child.wait().unwrap());
    let status = tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap().unwrap();
    assert!(!status.success());

    // Room again: the ordinary start.
    let server = Server::start(&dir, &house.fresh.location);
    let url = format!("{}/api/v1/sessions/{session}/registrations", server.1);
    for (key, code) in &acknowledged {
        let request = house.client.post(&url).header("Idempotency-Key", key).json(&json!({}));
        let answer = request.send().await.unwrap();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["code"], json!(code), "the same request, the same answer");
    }
    server.kill();
    let [taken, _, rows, _] = house.counters(&session).await;
    assert_eq!((taken, taken >= acknowledged.len() as i64), (rows, true));
}
