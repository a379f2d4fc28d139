//! What the tests beside the reference implementation share.
#![allow(dead_code)]

use std::io::Write;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Numbers by chance, the same ones each time.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Less than `most`.
    pub fn below(&mut self, most: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut n = self.0;
        n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((n ^ (n >> 31)) % most as u64).unwrap()
    }

    pub fn one<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }

    pub fn one_of(&mut self, values: &[Value]) -> Value {
        values[self.below(values.len())].clone()
    }
}

/// Runs a script of this folder; `None` where there is no virtual environment.
pub fn run(script: &str, args: &[&Path]) -> Option<Vec<Value>> {
    let Some(venv) = std::env::var_os("TANDEM_TEST_VENV") else {
        assert!(std::env::var("TANDEM_TEST_REQUIRE").is_err(), "TANDEM_TEST_VENV names none");
        eprintln!("left out: TANDEM_TEST_VENV names no virtual environment");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(script);
    let python = Path::new(&venv).join("bin/python");
    let output = Command::new(python).arg(script).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// What the reference implementation says of each of these records.
pub fn judged(lines: &str) -> Option<Vec<Value>> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(lines.as_bytes()).unwrap();
    run("reference.py", &[file.path()])
}
