//! How long vectors take and how much memory the models occupy:
//! `cargo run --release -p vectors --example measure -- .cache/vectors`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

/// How often each is made: the clock has a tick of 4 ms.
const ROUNDS: u32 = 200;

/// Milliseconds for which this thread has been on a processor, as Linux counts them: what others do
/// on the machine does not count.
fn on_cpu() -> f64 {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e6
}

/// Memory of the process in MB: now, and the most it ever was.
fn memory() -> [u64; 2] {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    ["VmRSS:", "VmHWM:"].map(|name| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim_end_matches("kB").trim().parse::<u64>().unwrap_or_default() / 1_000
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or(PathBuf::from(".cache/vectors"), PathBuf::from);
    let sentences = include_str!("../tests/expected/sentences.txt");
    let begun = on_cpu();
    let models = vectors::found(&folder)?;
    let [now, most] = memory();
    println!(
        "{} models opened in {:.0} ms: {now} MB, at most {most} MB",
        models.len(),
        on_cpu() - begun
    );
    let summary = "Un atelier pour préparer son entretien d’embauche, ".repeat(5);
    for model in &models {
        let timed = |what: &str, text: &str| {
            let begun = on_cpu();
            for _ in 0..ROUNDS {
                model.passage(text);
            }
            println!("{}: {what}: {:.2} ms", model.name(), (on_cpu() - begun) / f64::from(ROUNDS));
        };
        for sentence in sentences.lines().take(3) {
            timed(sentence, sentence);
        }
        timed("a summary of 260 characters", &summary);
    }
    let [now, most] = memory();
    println!("afterwards {now} MB, at most {most} MB");
    Ok(())
}
