//! The program itself, started, killed, looked at.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use store::Location;

/// A server in a process of its own.
pub struct Server {
    pub child: Child,
    pub base: String,
}

pub fn address(location: &Location) -> String {
    match location {
        Location::Sqlite(path) => format!("sqlite:{}", path.display()),
        Location::Postgres(address) => address.clone(),
    }
}

/// What starts a server.
pub fn command(dir: &Path, location: &Location) -> Vec<String> {
    [env!("CARGO_BIN_EXE_tandem"), "serve", "--listen", "127.0.0.1:0", "--database"]
        .map(str::to_owned)
        .into_iter()
        .chain([address(location), "--dir".into(), dir.display().to_string()])
        .collect()
}

impl Server {
    pub fn start(dir: &Path, location: &Location) -> Self {
        Self::of(&mut Command::new("env"), &command(dir, location)).expect("the server starts")
    }

    /// Starts it by way of another program, such as `strace`; `None` when it ends before it listens.
    pub fn of(by: &mut Command, words: &[String]) -> Option<Self> {
        let by = by.args(words).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = by.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            let _ = child.kill();
            child.wait().unwrap();
            return None;
        }
        Some(Self { child, base: line.trim().to_owned() })
    }

    pub fn kill(mut self) {
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }
}

/// Runs a command of the program to its end.
pub fn run(dir: &Path, location: &Location, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
    let common = ["--database", &address(location), "--dir"];
    command.args(words).args(common).arg(dir).output().unwrap()
}

/// Starts a command and kills it after a while; whether it had ended by itself.
pub fn run_and_kill(
    dir: &Path,
    location: &Location,
    words: &[&str],
    after: std::time::Duration,
) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(words)
        .args(["--database", &address(location), "--dir"])
        .arg(dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let ended = child.try_wait().unwrap().is_some();
    let _ = child.kill();
    child.wait().unwrap();
    ended
}
