//! A backup made in a storm, restored elsewhere: the drill, by the command line.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::common::House;
use base::Clock;
use programme::service as rooms;
use serde_json::json;
use site::{Actor, Config};
use store::Location;
use tandem::{Schedule, backup, backup_if_due};
use vault::Vault;

const NAME: &str = "Zéphyrine-Marqueur";

fn tandem(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
    command.env_clear().args(arguments).arg("--dir").arg(dir).output().unwrap()
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}{text}", String::from_utf8_lossy(&output.stderr));
    text
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A key of a backup: its public half, and the file of the private one.
fn key(folder: &Path) -> (String, String) {
    let file = folder.join("key").display().to_string();
    let public = said(&tandem(folder, &["backup-key", &file])).trim().to_owned();
    assert!(public.starts_with("age1"), "{public}");
    (public, file)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_in_a_storm_restores_to_one_moment_of_it() {
    let house = House::start(store::testing::sqlite(), Config::default()).await;
    let session = house.session(|d| d.capacity = 10_000).await;
    let (_, first) = house.register(&session, "named", json!({ "name": NAME })).await;
    let stop = Arc::new(AtomicBool::new(false));
    let storm = {
        let (stop, client, session) = (stop.clone(), house.client.clone(), session.clone());
        let base = house.base.clone();
        tokio::spawn(async move {
            let url = format!("{base}/api/v1/sessions/{session}/registrations");
            let mut made = 0_u32;
            while !stop.load(Ordering::SeqCst) {
                let request = client.post(&url).header("Idempotency-Key", format!("s{made}"));
                assert_eq!(request.json(&json!({})).send().await.unwrap().status(), 201);
                made += 1;
            }
            made
        })
    };
    let safe = tempfile::tempdir().unwrap();
    let (public, private) = key(safe.path());
    let file = safe.path().join("tandem.age").display().to_string();
    let dir = house.fresh.dir.path();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let taken = ["backup", "--output", &file, "--recipient", &public];
    said(&tandem(dir, &taken));
    assert!(refused(&tandem(dir, &taken)).contains("existe déjà"));
    stop.store(true, Ordering::SeqCst);
    assert!(storm.await.unwrap() > 20);
    let left = std::fs::read_dir(dir).unwrap().flatten().map(|e| e.file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with(".backup")));

    let elsewhere = safe.path().join("elsewhere");
    let restore = ["restore", &file, "--identity", &private];
    said(&tandem(&elsewhere, &restore));
    assert!(refused(&tandem(&elsewhere, &restore)).contains("n’est pas vide"));
    assert_eq!(said(&tandem(&elsewhere, &["check"])), "ok\n");
    let app = tandem::app(
        Location::Sqlite(elsewhere.join("tandem.db")),
        Vault::open(&elsewhere.join("keys")).unwrap(),
        Config::default(),
        Clock::fixed(crate::common::monday()),
    );
    let app = app.await.unwrap();
    let view = rooms::any_session(&app, &Actor::Operator, &session).await.unwrap();
    assert!(view.session.taken > 0 && view.session.taken <= 10_000);
    // Tickets given out before open, and the name, whose key is in no backup, does not.
    let secret = first["ticket"].as_str().unwrap().rsplit('/').next().unwrap();
    let ticket = rooms::ticket(&app, secret).await.unwrap();
    assert_eq!(ticket.registration.code, first["code"].as_str().unwrap());
    assert_eq!(ticket.registration.name, None);
    let here = rooms::ticket(&house.app, secret).await.unwrap();
    assert_eq!(here.registration.name.as_deref(), Some(NAME));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_damaged_or_sealed_for_somebody_else_restores_nothing() {
    let house = House::start(store::testing::sqlite(), Config::default()).await;
    house.session(|_| {}).await;
    let dir = house.fresh.dir.path();
    let safe = tempfile::tempdir().unwrap();
    let words = safe.path().join("words").display().to_string();
    std::fs::write(&words, "deux tasses de thé et un train de nuit\n").unwrap();
    let file = safe.path().join("tandem.age");
    let name = file.display().to_string();
    assert!(refused(&tandem(dir, &["backup", "--output", &name])).contains("pour qui"));
    said(&tandem(dir, &["backup", "--output", &name, "--passphrase-file", &words]));

    let target = safe.path().join("target");
    let (_, private) = key(safe.path());
    let other = refused(&tandem(&target, &["restore", &name, "--identity", &private]));
    assert!(other.contains("n’ouvre pas"), "{other}");
    let whole = std::fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for broken in [&whole[..whole.len() / 2], &whole[..whole.len() - 1], &flipped, b"PK\x03\x04"] {
        let bad = safe.path().join("bad.age").display().to_string();
        std::fs::write(&bad, broken).unwrap();
        let answer = tandem(&target, &["restore", &bad, "--passphrase-file", &words]);
        assert!(refused(&answer).contains("abîmée"), "{}", refused(&answer));
        let left = std::fs::read_dir(&target).map_or(0, Iterator::count);
        assert_eq!(left, 0, "nothing half restored");
    }
    said(&tandem(&target, &["restore", &name, "--passphrase-file", &words]));
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_are_written_by_themselves_and_the_oldest_go() {
    let house = House::start(store::testing::sqlite(), Config::default()).await;
    house.session(|_| {}).await;
    let folder = tempfile::tempdir().unwrap();
    let key = age::x25519::Identity::generate();
    let plan = Schedule {
        seal: backup::Seal::Recipient(Box::new(key.to_public())),
        folder: folder.path().join("backups"),
        every: Duration::from_secs(86_400),
        keep: 3,
    };
    let mut written = vec![];
    for hour in 0..24 * 6 {
        house.app.clock.set(crate::common::monday() + jiff::ToSpan::hours(hour));
        written.extend(backup_if_due(&house.app, &plan).unwrap());
    }
    assert_eq!(written.len(), 6, "one a day");
    assert_eq!(backup::kept(&plan.folder), written[3..]);
    // A file of somebody else's stays.
    std::fs::write(plan.folder.join("notes.txt"), "à garder").unwrap();
    assert_eq!(backup::rotate(&plan.folder, 1), 2);
    assert!(plan.folder.join("notes.txt").exists());
    let target = folder.path().join("target");
    let opening = backup::Opening::Identity(Box::new(key));
    backup::restore(&written[5], &target, &target.join("keys"), &opening).unwrap();
}
