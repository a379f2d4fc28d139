//! Faults, and what is left after them: kills, power cuts, errors of the disk, a database that goes
//! away. After each: nothing acknowledged is lost, nothing is oversold, counters agree with rows.
//!
//! `./check` tries some of each; `tools/faults.sh` (`TANDEM_FAULTS=long`) tries as many as
//! RELIABILITY.md says, and prints its table.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod cuts;
mod disk;
mod kills;
mod ledger;
mod network;
mod proxy;
mod server;

use std::io::Write;

/// How often: `quick` in `./check`, `long` in the long run.
fn times(quick: usize, long: usize) -> usize {
    match std::env::var("TANDEM_FAULTS").as_deref() {
        Ok("long") => long,
        _ => quick,
    }
}

/// A line of the table: what was tried, and what came of it.
#[derive(Debug, Default, serde::Serialize)]
struct Tried {
    /// Row of the plan (F1…F12).
    row: &'static str,
    what: String,
    engine: &'static str,
    faults: usize,
    acknowledged: usize,
    lost: usize,
    /// Sessions that gave more places than they have, or whose counters do not agree with the rows.
    oversold: usize,
    /// Requests that were told of an error.
    refused: usize,
}

impl Tried {
    /// Notes the line where the long run looks for it; nothing may be lost or oversold.
    fn end(self) {
        println!("{self:?}");
        if let Ok(path) = std::env::var("TANDEM_FAULTS_TABLE") {
            let mut file =
                std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
            writeln!(file, "{}", serde_json::to_string(&self).unwrap()).unwrap();
        }
        assert_eq!((self.lost, self.oversold), (0, 0), "{self:?}");
    }
}
