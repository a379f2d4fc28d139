//! A disk that is full, and errors of the disk at every call that the program makes.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use site::Config;

use crate::common::House;
use crate::ledger::{Ledger, Sessions};
use crate::server::{Server, command};

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
        "trap '' XFSZ; ulimit -f 3000; exec {} serve --listen 127.0.0.1:0 --dir {}",
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
    let url = format!("{}/api/v1/sessions/{session}/registrations", server.base);
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

/// The process that `strace` follows: killing `strace` alone would let it live.
fn followed(strace: &std::process::Child) -> Option<rustix::process::Pid> {
    let id = strace.id();
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
    let first = children.split_whitespace().next()?.parse().ok()?;
    rustix::process::Pid::from_raw(first)
}

/// A scripted scenario under an injected fault: whether the fault was met, and what was answered.
async fn scenario(house: &House, sessions: &Sessions, ledger: &Ledger, inject: &str) -> bool {
    let (dir, location) = (house.fresh.dir.path(), &house.fresh.location);
    let log = dir.join("strace.log");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", "trace=none", "-e", inject, "-o"]).arg(&log);
    let trace = inject.split(['=', ':']).nth(1).unwrap_or_default().to_owned();
    strace.args(["-e", &format!("trace={trace}")]);
    if let Some(server) = Server::of(&mut strace, &command(dir, location)) {
        let pid = followed(&server.child);
        for n in 0..12 {
            let session = if n % 3 == 0 { &sessions.few } else { &sessions.many[0] };
            let key = format!("{inject}-{n}");
            let visit = ledger.visit(&house.client, &server.base, session, &key, n % 4 == 0);
            let done = tokio::time::timeout(Duration::from_secs(20), visit).await;
            if done != Ok(true) {
                break;
            }
        }
        if let Some(pid) = pid {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
        let mut server = server;
        server.child.wait().unwrap();
    }
    let met = std::fs::read_to_string(&log).unwrap_or_default();
    met.contains("INJECTED")
        || (inject.contains("signal=KILL") && met.contains("killed by SIGKILL"))
}

/// An error at every N-th sync, write, truncation and renaming of a scenario, and a kill there.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the long run: tools/faults.sh"]
async fn an_error_of_the_disk_at_every_call() {
    let present = Command::new("strace").arg("-V").output();
    assert!(present.is_ok_and(|o| o.status.success()), "strace is not installed");
    for (call, faults) in [
        ("fsync", ["error=EIO", "signal=KILL"].as_slice()),
        ("pwrite64", &["error=ENOSPC", "error=EIO", "signal=KILL"]),
        ("ftruncate", &["error=EIO"]),
        ("rename", &["error=EIO"]),
    ] {
        for fault in faults {
            let house = House::start(store::testing::sqlite(), Config::default()).await;
            let sessions = Sessions::make(&house).await;
            let ledger = Ledger::default();
            let mut met = 0;
            for n in 1..=400 {
                let inject = format!("inject={call}:{fault}:when={n}");
                let hit = scenario(&house, &sessions, &ledger, &inject).await;
                // Beyond the last call of the scenario. A kill leaves no trace of its own.
                if !hit && n > 3 {
                    break;
                }
                met += usize::from(hit);
            }
            // The ordinary start takes what is left.
            let server = Server::start(house.fresh.dir.path(), &house.fresh.location);
            server.kill();
            let what = format!("{fault} at every {call}");
            ledger.tried(&house, &sessions, "F3", &what, met).await.end();
        }
    }
}
