//! Power cuts. A recorder notes every write and every sync of the server; from the notes the disk is
//! built as it may stand after a cut at any moment: what was synced is there, what was not is there
//! in part, in any order, torn between sectors. Whatever was acknowledged before the cut must be
//! there, and every name must open.
//!
//! Not simulated: directory entries that were not synced, disks that lie about a sync.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use base::{Clock, Id};
use programme::store::registrations;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use site::Config;
use store::Location;
use vault::Vault;

use crate::common::{House, monday};
use crate::server::{Server, command};
use crate::{Tried, times};

/// One thing the disk was asked to do.
enum Note {
    Write { path: PathBuf, at: usize, bytes: Vec<u8> },
    Truncate { path: PathBuf, length: usize },
    Sync { path: PathBuf },
}

/// The notes, each with the place in the file of notes where it ends.
fn read_notes(path: &Path) -> Vec<(u64, Note)> {
    let all = std::fs::read(path).unwrap();
    let (mut at, mut notes) = (0, vec![]);
    while at + 3 <= all.len() {
        let mut take = |n: usize| {
            let part = all.get(at..at + n)?;
            at += n;
            Some(part)
        };
        let mut read = || {
            let kind = take(1)?[0];
            let length = u16::from_ne_bytes(take(2)?.try_into().ok()?);
            let path = PathBuf::from(String::from_utf8(take(length.into())?.to_vec()).ok()?);
            let offset = u64::from_ne_bytes(take(8)?.try_into().ok()?) as usize;
            let length = u32::from_ne_bytes(take(4)?.try_into().ok()?) as usize;
            let bytes = take(length)?.to_vec();
            Some(match kind {
                b'w' => Note::Write { path, at: offset, bytes },
                b't' => Note::Truncate { path, length: offset },
                _ => Note::Sync { path },
            })
        };
        // The last may have been cut off by the kill.
        let Some(note) = read() else { break };
        notes.push((at as u64, note));
    }
    notes
}

/// A file on the disk, and what was asked of it since its last sync.
#[derive(Clone, Default)]
struct Disk {
    synced: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Arc<Vec<u8>>),
    Truncate(usize),
}

const SECTOR: usize = 512;

fn apply(file: &mut Vec<u8>, change: &Change, kept: impl Fn(usize) -> bool) {
    match change {
        Change::Truncate(length) => file.resize(*length, 0),
        Change::Write(at, bytes) => {
            if file.len() < at + bytes.len() {
                file.resize(at + bytes.len(), 0);
            }
            for (n, part) in bytes.chunks(SECTOR).enumerate() {
                if kept(n) {
                    let from = at + n * SECTOR;
                    file[from..from + part.len()].copy_from_slice(part);
                }
            }
        }
    }
}

impl Disk {
    fn sync(&mut self) {
        for change in std::mem::take(&mut self.pending) {
            apply(&mut self.synced, &change, |_| true);
        }
    }

    /// As it may stand after a cut.
    fn after_cut(&self, how: usize, rng: &mut StdRng) -> Vec<u8> {
        let mut file = self.synced.clone();
        let first = rng.random_range(0..=self.pending.len());
        for (n, change) in self.pending.iter().enumerate() {
            match how {
                // Nothing of it arrived; all of it; the first of it.
                0 => {}
                1 => apply(&mut file, change, |_| true),
                2 if n < first => apply(&mut file, change, |_| true),
                // The first of it, and half of the sectors of the next.
                3 if n <= first => {
                    let torn = if n == first { rng.random() } else { u64::MAX };
                    apply(&mut file, change, |sector| torn >> (sector % 64) & 1 == 1);
                }
                // Some of it, in no order.
                4 if rng.random_bool(0.5) => {
                    let torn: u64 = rng.random::<u64>() | rng.random::<u64>();
                    apply(&mut file, change, |sector| torn >> (sector % 64) & 1 == 1);
                }
                _ => {}
            }
        }
        file
    }
}

/// An acknowledged registration: its code, whether it has a name, and how much was noted when its
/// answer arrived.
struct Acknowledged {
    session: Id,
    code: String,
    key: String,
    noted: u64,
}

fn build_recorder(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/record.c");
    let library = folder.join("record.so");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library)
        .arg(source)
        .args(["-ldl", "-lpthread"])
        .status()
        .unwrap();
    assert!(built.success());
    library
}

/// Lets sixteen callers register for a while, some with a name; what was answered.
async fn storm(
    house: &House,
    base: &str,
    sessions: &[Id],
    notes: &Path,
    seconds: f64,
) -> Vec<Acknowledged> {
    let all: Arc<Mutex<Vec<Acknowledged>>> = Arc::default();
    let until = std::time::Instant::now() + std::time::Duration::from_secs_f64(seconds);
    let callers: Vec<_> = (0..16)
        .map(|caller| {
            let (client, base, all) = (house.client.clone(), base.to_owned(), all.clone());
            let (sessions, notes) = (sessions.to_vec(), notes.to_owned());
            tokio::spawn(async move {
                for n in 0.. {
                    if std::time::Instant::now() > until {
                        return;
                    }
                    let session = &sessions[(n + caller) % sessions.len()];
                    let url = format!("{base}/api/v1/sessions/{session}/registrations");
                    let key = format!("c{caller}-n{n}");
                    let named = json!({ "name": format!("Nom {key}") });
                    let wish = if n % 4 == 0 { named } else { json!({}) };
                    let request = client.post(url).header("Idempotency-Key", &key).json(&wish);
                    let Ok(answer) = request.send().await else { return };
                    let noted = std::fs::metadata(&notes).unwrap().len();
                    assert_eq!(answer.status(), 201);
                    let body: Value = answer.json().await.unwrap();
                    all.lock().unwrap().push(Acknowledged {
                        session: session.clone(),
                        code: body["code"].as_str().unwrap().to_owned(),
                        key,
                        noted,
                    });
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    Arc::into_inner(all).unwrap().into_inner().unwrap()
}

/// How many acknowledgements of before the cut a rebuilt disk does not hold, and how many counters
/// do not agree with their rows.
async fn look(dir: &Path, before: &[&Acknowledged]) -> (usize, usize) {
    let database = dir.join("tandem.db");
    let sound: String = {
        let db = rusqlite::Connection::open(&database).unwrap();
        db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
    };
    if sound != "ok" {
        return (before.len().max(1), 1);
    }
    let Ok(keys) = Vault::open(&dir.join("keys")) else { return (before.len().max(1), 0) };
    let location = Location::Sqlite(database);
    let app = tandem::app(location, keys, Config::default(), Clock::fixed(monday())).await.unwrap();
    let asked: Vec<(Id, String, bool)> = before
        .iter()
        .map(|a| {
            let named =
                a.key.rsplit('n').next().is_some_and(|n| n.parse::<u64>().unwrap() % 4 == 0);
            (a.session.clone(), a.code.clone(), named)
        })
        .collect();
    let app2 = app.clone();
    let found = app.db.read(move |tx| {
        let mut lost = 0;
        for (session, code, named) in &asked {
            let found = registrations::with_keys(&app2.vault, tx, session, code)?;
            lost += usize::from(found.is_none_or(|(r, _)| r.name.is_some() != *named));
        }
        let wrong = tx.query(
            "SELECT s.id FROM sessions s WHERE s.taken <> (SELECT COALESCE(SUM(places), 0) \
             FROM registrations r WHERE r.session_id = s.id AND r.status = 'confirmed')",
            &[],
        )?;
        // A name without its key would be lost although nobody forgot it.
        let shut =
            tx.query("SELECT forget_day FROM registrations WHERE sealed IS NOT NULL", &[])?;
        for row in shut {
            let day = vault::Day::try_from(row.get::<i64>(0)?).unwrap();
            lost += usize::from(app2.vault.known_day(day).is_none());
        }
        Ok::<_, store::StoreError>((lost, wrong.len()))
    });
    found.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_acknowledged_before_a_power_cut_is_there_after_it() {
    let house = House::start(store::testing::sqlite(), Config::default()).await;
    let mut sessions = vec![];
    for day in 1..=8 {
        let on = jiff::civil::date(2099, 1, day);
        sessions.push(house.session(|s| (s.date, s.capacity) = (on, 100_000)).await);
    }
    let recorder = tempfile::tempdir().unwrap();
    let library = build_recorder(recorder.path());
    let notes = recorder.path().join("notes");
    let dir = house.fresh.dir.path().canonicalize().unwrap();
    // The house lets go of the files, so that what lies there is what the notes begin with.
    let location = house.fresh.location.clone();
    {
        let db = rusqlite::Connection::open(dir.join("tandem.db")).unwrap();
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }
    let kept = ["tandem.db", "tandem.db-wal", "keys/days", "keys/instance"];
    let mut disks: BTreeMap<PathBuf, Disk> = BTreeMap::new();
    for name in kept {
        let synced = std::fs::read(dir.join(name)).unwrap_or_default();
        disks.insert(dir.join(name), Disk { synced, pending: vec![] });
    }
    let mut by = Command::new("env");
    by.arg(format!("LD_PRELOAD={}", library.display()))
        .arg(format!("TANDEM_RECORD={}", notes.display()))
        .arg(format!("TANDEM_RECORD_UNDER={}", dir.display()));
    let server = Server::of(&mut by, &command(&dir, &location)).expect("the server starts");
    let seconds = if times(0, 1) == 1 { 6.0 } else { 1.5 };
    let acknowledged = storm(&house, &server.base, &sessions, &notes, seconds).await;
    server.kill();

    let all = read_notes(&notes);
    assert!(all.iter().any(|(_, n)| matches!(n, Note::Sync { path } if path.ends_with("days"))));
    let syncs = all.iter().filter(|(_, n)| matches!(n, Note::Sync { .. })).count();
    assert!(acknowledged.len() > 100 && syncs > 2, "{} {syncs}", acknowledged.len());
    let cuts = times(60, 1_000);
    let mut rng = StdRng::seed_from_u64(20_261_124);
    let places: Vec<usize> = (0..all.len()).collect();
    let mut chosen: Vec<usize> = (0..cuts).map(|_| *places.choose(&mut rng).unwrap()).collect();
    chosen.sort_unstable();
    let (mut next, mut lost, mut wrong, mut asked) = (0, 0, 0, 0);
    for (n, (ends, note)) in all.iter().enumerate() {
        match note {
            Note::Write { path, at, bytes } => {
                let change = Change::Write(*at, Arc::new(bytes.clone()));
                disks.entry(path.clone()).or_default().pending.push(change);
            }
            Note::Truncate { path, length } => {
                disks.entry(path.clone()).or_default().pending.push(Change::Truncate(*length));
            }
            Note::Sync { path } => disks.entry(path.clone()).or_default().sync(),
        }
        while chosen.get(next) == Some(&n) {
            let after = tempfile::tempdir().unwrap();
            std::fs::create_dir(after.path().join("keys")).unwrap();
            for (path, disk) in &disks {
                let name = path.strip_prefix(&dir).unwrap();
                // The index of the journal is rebuilt at every start.
                if kept.iter().any(|k| Path::new(k) == name) {
                    let bytes = disk.after_cut(next % 5, &mut rng);
                    std::fs::write(after.path().join(name), bytes).unwrap();
                }
            }
            only_ours(after.path());
            let before: Vec<_> = acknowledged.iter().filter(|a| a.noted <= *ends).collect();
            asked += before.len();
            let (gone, counters) = look(after.path(), &before).await;
            assert_eq!((gone, counters), (0, 0), "cut {next} after note {n}");
            lost += gone;
            wrong += counters;
            next += 1;
        }
    }
    assert_eq!(next, cuts);
    Tried {
        row: "F2",
        what: "power cut, five ways".into(),
        engine: "sqlite",
        faults: cuts,
        acknowledged: asked,
        lost,
        oversold: wrong,
        refused: 0,
    }
    .end();
}

/// The vault refuses keys that others can read.
fn only_ours(dir: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: PathBuf, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(dir.join("keys"), 0o700);
    mode(dir.join("keys/days"), 0o600);
    mode(dir.join("keys/instance"), 0o600);
}
