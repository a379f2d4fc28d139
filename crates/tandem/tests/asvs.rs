//! OWASP ASVS 5.0.0, levels 1 and 2: every requirement has an answer, every answer names something
//! that is there, and the table of SECURITY.md says the same. `TANDEM_BLESS=1` writes that table anew.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The chapters of the standard, and how many requirements of levels 1 and 2 each has.
const CHAPTERS: [(&str, usize, usize); 17] = [
    ("Encoding and sanitization", 8, 19),
    ("Validation and business logic", 4, 7),
    ("Web frontend", 8, 11),
    ("API and web service", 2, 8),
    ("Files", 4, 5),
    ("Authentication", 13, 22),
    ("Sessions", 6, 12),
    ("Authorisation", 4, 3),
    ("Self-contained tokens", 4, 3),
    ("OAuth and OpenID Connect", 5, 24),
    ("Cryptography", 3, 11),
    ("Communication", 3, 6),
    ("Configuration", 1, 12),
    ("Data protection", 2, 7),
    ("Secure coding", 3, 10),
    ("Logging and errors", 0, 16),
    ("WebRTC", 0, 7),
];

const BEGIN: &str = "<!-- Written by crates/tandem/tests/asvs.rs: TANDEM_BLESS=1 -->\n";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Standard {
    requirement: Vec<Requirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    id: String,
    level: u8,
    asks: String,
    state: State,
    #[serde(default)]
    tests: Vec<String>,
    #[serde(default)]
    kept: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    why: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    #[serde(rename = "met")]
    Met,
    #[serde(rename = "partly")]
    Partly,
    #[serde(rename = "not met")]
    NotMet,
    #[serde(rename = "operator")]
    Operator,
    #[serde(rename = "not applicable")]
    NotApplicable,
}

impl State {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Met, "met"),
        (Self::Partly, "partly"),
        (Self::NotMet, "not met"),
        (Self::Operator, "operator"),
        (Self::NotApplicable, "not applicable"),
    ];

    fn words(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).unwrap().1
    }
}

impl Requirement {
    fn chapter(&self) -> usize {
        self.id.split('.').next().unwrap().parse().unwrap()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn standard() -> Vec<Requirement> {
    let text = include_str!("asvs.toml");
    toml::from_str::<Standard>(text).unwrap().requirement
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// What the program is made of: sources without their tests, templates, scripts.
fn program() -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    for room in std::fs::read_dir(root().join("crates")).unwrap() {
        for part in ["src", "templates", "assets"] {
            let dir = room.as_ref().unwrap().path().join(part);
            if dir.is_dir() {
                files(&dir, &mut found);
            }
        }
    }
    assert!(found.len() > 150, "{}", found.len());
    let text = |path: PathBuf| std::fs::read_to_string(&path).ok().map(|text| (path, text));
    found.into_iter().filter_map(text).collect()
}

/// Whether a function of this name stands there and is run as a test.
fn is_test(text: &str, name: &str) -> bool {
    let Some((before, _)) = text.split_once(&format!("fn {name}(")) else { return false };
    let marks: Vec<&str> = before.lines().rev().take(3).collect();
    marks.iter().any(|line| line.contains("#[test]") || line.contains("#[tokio::test"))
}

#[test]
fn every_requirement_of_levels_one_and_two_is_there_once() {
    let all = standard();
    let ids: BTreeSet<&str> = all.iter().map(|r| r.id.as_str()).collect();
    assert_eq!((all.len(), ids.len()), (253, 253));
    let parts = |id: &str| id.split('.').map(|n| n.parse().unwrap()).collect::<Vec<u8>>();
    assert!(all.iter().all(|r| parts(&r.id).len() == 3));
    assert!(all.is_sorted_by_key(|r| parts(&r.id)), "in the order of the standard");
    for (n, (name, first, second)) in CHAPTERS.into_iter().enumerate() {
        let of = |level| all.iter().filter(|r| r.chapter() == n + 1 && r.level == level).count();
        assert_eq!((of(1), of(2)), (first, second), "{name}");
    }
    assert_eq!(all.iter().filter(|r| r.level == 1).count(), 70);
    assert_eq!(all.iter().filter(|r| r.level == 2).count(), 183);
}

#[test]
fn every_answer_names_what_is_there() {
    let program = program();
    let mut wrong = vec![];
    for r in standard() {
        let mut say = |what: String| wrong.push(format!("{}: {what}", r.id));
        if r.asks.is_empty() {
            say("nothing is asked".into());
        }
        if r.tests.is_empty() && r.kept.is_empty() {
            say("neither a test nor a file where it is kept".into());
        }
        // What is written down needs no reason; what is only done, or not done, does.
        let written = r.kept.iter().any(|file| !file.ends_with(".rs"));
        if r.why.is_empty() && (r.state != State::Met || r.tests.is_empty() && !written) {
            say("neither a test nor a reason".into());
        }
        for test in &r.tests {
            let (file, name) = test.split_once("::").unwrap_or((test, ""));
            let Ok(text) = std::fs::read_to_string(root().join(file)) else {
                say(format!("no file {file}"));
                continue;
            };
            if !name.is_empty() && !is_test(&text, name) {
                say(format!("no test {name} in {file}"));
            }
        }
        for file in &r.kept {
            if !root().join(file).is_file() {
                say(format!("no file {file}"));
            }
        }
        for word in &r.absent {
            for (path, _) in program.iter().filter(|(_, text)| text.contains(word)) {
                say(format!("{word:?} stands in {}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A link to a file, by its name; of a test by the test's.
fn link(what: &str) -> String {
    let (file, name) = what.split_once("::").unwrap_or((what, ""));
    let shown = if name.is_empty() { file.rsplit('/').next().unwrap() } else { name };
    format!("[{}]({file})", shown.replace('_', "\\_"))
}

fn table() -> String {
    let all = standard();
    let mut out = String::from(BEGIN);
    let mut counts: BTreeMap<usize, BTreeMap<State, usize>> = BTreeMap::new();
    for r in &all {
        *counts.entry(r.chapter()).or_default().entry(r.state).or_default() += 1;
    }
    let heads: Vec<&str> = State::ALL.map(|(_, words)| words).to_vec();
    writeln!(out, "\n| | chapter | {} |", heads.join(" | ")).unwrap();
    writeln!(out, "|---|---|{}", "--:|".repeat(heads.len())).unwrap();
    let line = |of: &dyn Fn(State) -> usize| {
        State::ALL.map(|(state, _)| of(state).to_string()).join(" | ")
    };
    for (n, (name, ..)) in CHAPTERS.into_iter().enumerate() {
        let of = |state| counts[&(n + 1)].get(&state).copied().unwrap_or_default();
        writeln!(out, "| {} | [{name}](#chapter-{}) | {} |", n + 1, n + 1, line(&of)).unwrap();
    }
    for (words, level) in [("level 1", 1), ("level 2", 2)] {
        let of = |state| all.iter().filter(|r| r.level == level && r.state == state).count();
        writeln!(out, "| | {words} | {} |", line(&of)).unwrap();
    }
    let of = |state| all.iter().filter(|r| r.state == state).count();
    writeln!(out, "| | **both** | {} |", line(&of)).unwrap();
    for (n, (name, ..)) in CHAPTERS.into_iter().enumerate() {
        let n = n + 1;
        writeln!(out, "\n### Chapter {n}\n\n{name}.\n").unwrap();
        writeln!(out, "| | level | asks that | | test or place | why |").unwrap();
        writeln!(out, "|---|---|---|---|---|---|").unwrap();
        for r in all.iter().filter(|r| r.chapter() == n) {
            let places: Vec<String> =
                r.tests.iter().chain(&r.kept).map(|what| link(what)).collect();
            let asks = r.asks.replace('|', "\\|");
            let (id, level, state) = (&r.id, r.level, r.state.words());
            let (places, why) = (places.join(", "), r.why.replace('|', "\\|"));
            writeln!(out, "| {id} | {level} | {asks} | {state} | {places} | {why} |").unwrap();
        }
    }
    out
}

#[test]
fn the_table_for_people_says_the_same() {
    let path = root().join("SECURITY.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, kept) = text.split_once(BEGIN).unwrap();
    let made = table();
    if std::env::var("TANDEM_BLESS").is_ok() {
        std::fs::write(&path, format!("{before}{made}")).unwrap();
        return;
    }
    let kept = format!("{BEGIN}{kept}");
    assert!(kept == made, "SECURITY.md is older than asvs.toml: TANDEM_BLESS=1 writes it anew");
}
