//! A real mail server (aiosmtpd) to send to: `postoffice.py`, run by the Python of the virtual
//! environment that `TANDEM_TEST_VENV` names (`./check` makes one). Without it a test is left out,
//! and with `TANDEM_TEST_REQUIRE=1` it fails.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A mail as the server took it.
#[derive(Debug)]
pub struct Letter {
    pub to: Vec<String>,
    pub text: String,
    headers: Value,
    attachments: Vec<Value>,
}

impl Letter {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].as_str().unwrap_or_default()
    }

    pub fn subject(&self) -> &str {
        self.header("Subject")
    }

    /// The iCalendar file with it, if there is one.
    pub fn calendar(&self) -> Option<&str> {
        let found = self.attachments.iter().find(|a| a["type"] == "text/calendar")?;
        assert_eq!((self.attachments.len(), found["name"].as_str()), (1, Some("tandem.ics")));
        found["text"].as_str()
    }

    /// The addresses in the text.
    pub fn links(&self) -> Vec<&str> {
        self.text.split_whitespace().filter(|w| w.starts_with("http")).collect()
    }
}

pub struct PostOffice {
    pub port: u16,
    python: PathBuf,
    dir: tempfile::TempDir,
    server: Option<Child>,
}

impl PostOffice {
    /// A server that runs, or `None` where there is no aiosmtpd.
    pub fn open() -> Option<Self> {
        let Some(venv) = std::env::var_os("TANDEM_TEST_VENV") else {
            assert!(std::env::var("TANDEM_TEST_REQUIRE").is_err(), "TANDEM_TEST_VENV names none");
            eprintln!("left out: TANDEM_TEST_VENV names no virtual environment with aiosmtpd");
            return None;
        };
        let python = Path::new(&venv).join("bin/python");
        let mut office = Self { port: 0, python, dir: tempfile::tempdir().unwrap(), server: None };
        office.start();
        Some(office)
    }

    /// Runs the server, on the port it had before if it ran before.
    pub fn start(&mut self) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/postoffice.py");
        let mut server = Command::new(&self.python)
            .arg(script)
            .arg(self.dir.path())
            .arg(self.port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.port = line.trim().parse().unwrap();
        self.server = Some(server);
    }

    /// Ends the server.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().unwrap();
            server.wait().unwrap();
        }
    }

    /// Whether the server asks for a password that nobody has.
    pub fn lock(&self, locked: bool) {
        let path = self.dir.path().join("locked");
        if locked { std::fs::write(path, "") } else { std::fs::remove_file(path) }.unwrap();
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The mails that came since the last time.
    pub fn collect(&self) -> Vec<Letter> {
        let entries = std::fs::read_dir(self.dir.path()).unwrap().map(|e| e.unwrap().path());
        let mut paths: Vec<_> =
            entries.filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
        paths.sort();
        let read = |path: PathBuf| {
            // Words are compared, not the width of the spaces that hold them together.
            let mail = std::fs::read_to_string(&path).unwrap();
            let mail = mail.replace("\\u00a0", " ").replace('\u{a0}', " ");
            let mut mail: Value = serde_json::from_str(&mail).unwrap();
            std::fs::remove_file(path).unwrap();
            Letter {
                to: serde_json::from_value(mail["envelope"].take()).unwrap(),
                text: mail["text"].as_str().unwrap().to_owned(),
                headers: mail["headers"].take(),
                attachments: mail["attachments"].as_array().unwrap().clone(),
            }
        };
        paths.into_iter().map(read).collect()
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.stop();
    }
}
