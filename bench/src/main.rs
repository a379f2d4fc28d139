//! One command that starts a server, loads it and prints JSON:
//!
//! ```text
//! cargo build --release --workspace && target/release/bench
//! ```
//!
//! Beside Tandem's own figures stand the ceilings of the same machine in the same run, over the
//! same client: a bare axum server that answers a page of the same size from memory, and one whose
//! handler does nothing but one durable insert through the same group commit. The storm goes to one
//! session after another, 200 places each, and every place is taken. Client and server share the
//! machine. `bench lists` measures instead what a page of a list costs over 50 organisations and over
//! 15,702 (`lists.rs`), `bench search` what a question to the directory costs among 200,000 entries
//! (`search.rs`). `--seconds N` (5) is the length of each measure, `--database ADDRESS` another
//! database than SQLite.

mod ceiling;
mod client;
mod lists;
mod search;

use std::process::Stdio;
use std::time::Duration;

use client::{Load, Measured};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The same as Tandem's, so that the ceilings are measured alike.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A server under measure.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts a program that prints its address in its first line.
    async fn start(program: &str, arguments: &[&str]) -> Fallible<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(out).lines();
        let line = lines.next_line().await?.ok_or("the server said nothing")?;
        let address = line.rsplit("http://").next().unwrap_or_default().trim().to_owned();
        // Go on reading, so that it never waits for us.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, address })
    }

    /// Seconds of processor time so far (user and system), by `/proc`; hundredths are its unit.
    fn cpu(&self) -> f64 {
        let path = format!("/proc/{}/stat", self.child.id().unwrap_or(0));
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let after = text.rsplit(')').next().unwrap_or_default();
        let fields: Vec<f64> = after.split(' ').filter_map(|f| f.parse().ok()).collect();
        // The state letter does not parse: utime and stime are the 11th and 12th numbers.
        fields.get(10).zip(fields.get(11)).map_or(0.0, |(u, s)| (u + s) / 100.0)
    }

    /// Resident memory in MiB.
    fn resident(&self) -> f64 {
        let path = format!("/proc/{}/status", self.child.id().unwrap_or(0));
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|l| l.starts_with("VmRSS:")).unwrap_or_default();
        let kib = line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok());
        kib.unwrap_or(0.0) / 1024.0
    }

    async fn measure(&self, load: &Load) -> Fallible<Value> {
        let before = self.cpu();
        let measured: Measured = client::run(&self.address, load).await?;
        let cpu = self.cpu() - before;
        let mut document = measured.document();
        #[allow(clippy::cast_precision_loss)]
        let each = cpu * 1e6 / measured.answers.max(1) as f64;
        document["cpu_us_each"] = json!(each.round());
        Ok(document)
    }
}

fn ratio(ours: &Value, ceiling: &Value) -> Value {
    let rate = |v: &Value| v["per_second"].as_f64().unwrap_or(0.0);
    json!((rate(ours) / rate(ceiling).max(1.0) * 1_000.0).round() / 1_000.0)
}

/// Where the storm goes: many sessions of the size of a full lecture room, on one day.
const DAY: &str = "2099-01-05";
const SESSIONS: usize = 1_500;
const PLACES: usize = 200;

/// Adds them.
async fn add_sessions(
    tandem: &str,
    data: &str,
    database: Option<&str>,
    dir: &std::path::Path,
) -> Fallible<()> {
    let mut table = String::from("Titre;Date;Début;Fin;Jauge;Statut\r\n");
    for n in 0..SESSIONS {
        table += &format!("Mesure {n};05/01/2099;14h;16h;{PLACES};publiée\r\n");
    }
    let file = dir.join("measure.csv");
    std::fs::write(&file, table)?;
    let organisation = base::Id::derived("demo", &["bpi"]);
    let mut command = Command::new(tandem);
    command.args(["import", "sessions"]).arg(&file);
    command.args(["--dir", data, "--organisation", organisation.as_str()]);
    if let Some(address) = database {
        command.args(["--database", address]);
    }
    let ended = command.output().await?;
    if !ended.status.success() {
        return Err(String::from_utf8_lossy(&ended.stderr).into_owned().into());
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1)).cloned()
    };
    if let Some(kind) = option("--ceiling") {
        return ceiling::serve(&kind, option("--bytes").and_then(|b| b.parse().ok())).await;
    }
    let seconds = option("--seconds").and_then(|s| s.parse().ok()).unwrap_or(5);
    let time = Duration::from_secs(seconds);
    let here = std::env::current_exe()?;
    let tandem = here.with_file_name("tandem");
    let (here, tandem) = (here.display().to_string(), tandem.display().to_string());

    if arguments.first().is_some_and(|a| a == "lists") {
        println!("{:#}", lists::measure(&tandem, option("--database").as_deref(), time).await?);
        return Ok(());
    }

    if arguments.first().is_some_and(|a| a == "search") {
        let database = option("--database");
        let measured = tokio::task::spawn_blocking(move || search::measure(database.as_deref()));
        println!("{:#}", measured.await??);
        return Ok(());
    }

    let dir = tempfile::tempdir()?;
    let path = dir.path().display().to_string();
    let mut start = vec!["demo", "--listen", "127.0.0.1:0", "--dir", &path];
    let database = option("--database");
    if let Some(address) = &database {
        start.extend(["--database", address]);
    }
    let server = Server::start(&tandem, &start).await?;
    client::ready(&server.address).await?;
    let resident_idle = server.resident();
    add_sessions(&tandem, &path, database.as_deref(), dir.path()).await?;
    let sessions = client::sessions_on(&server.address, DAY).await?;
    let page = format!("/sessions/{}", sessions.first().ok_or("no sessions")?);
    let bytes = client::size(&server.address, &page).await?.to_string();
    let page = Load::get(&page, 32, time);
    let paths = sessions.iter().map(|id| format!("/api/v1/sessions/{id}/registrations")).collect();
    let register = Load::post(paths, PLACES, 64, time);

    let pages = server.measure(&page).await?;
    let registrations = server.measure(&register).await?;
    let resident = server.resident();
    drop(server);

    let bare = Server::start(&here, &["--ceiling", "page", "--bytes", &bytes]).await?;
    let bare_pages = bare.measure(&Load::get("/", 32, time)).await?;
    drop(bare);
    let raw = Server::start(&here, &["--ceiling", "insert"]).await?;
    let raw_inserts = raw.measure(&Load::post(vec!["/".into()], 1, 64, time)).await?;
    drop(raw);

    let document = json!({
        "seconds_each": seconds,
        "database": database.unwrap_or_else(|| "sqlite".into()),
        "page": { "tandem": pages, "bare_axum": bare_pages, "ratio": ratio(&pages, &bare_pages) },
        "registration": {
            "tandem": registrations,
            "raw_insert": raw_inserts,
            "ratio": ratio(&registrations, &raw_inserts),
        },
        "resident_mib": { "after_start": resident_idle.round(), "after_load": resident.round() },
    });
    println!("{document:#}");
    Ok(())
}
