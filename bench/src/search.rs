//! What a question to the directory costs: 200,000 entries made of the lexicon's wordings, one in each
//! of the communes in turn, asked by people who live somewhere, some of whom mistype.
//!
//! Beside it stands bare tantivy over the same entries in the same run, which knows neither distance
//! nor freshness nor errors, and with `--database postgres://…` the full-text search of PostgreSQL.

use std::path::Path;
use std::time::Instant;

use relevance::peers::{Bare, Engine, Postgres};
use relevance::{Sheet, Variant};
use retrieval::{Completer, Document, Here, Index, Lexicon, Offer, Options, Question};
use serde_json::{Value, json};
use territory::{Commune, france};

use crate::Fallible;

/// Entries, questions, texts to complete.
const ENTRIES: usize = 200_000;
const QUESTIONS: usize = 1_000;
const TEXTS: usize = 500_000;
const TODAY: i32 = 20_000;

/// The same numbers in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap_or(0) % n.max(1)
    }

    fn some(&mut self, from: &[&str], count: usize) -> String {
        let picked: Vec<&str> = (0..count).map(|_| from[self.below(from.len())]).collect();
        picked.join(", ")
    }
}

/// Nanoseconds of this thread on a processor so far.
fn thread_cpu() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

/// Seconds of all threads on a processor so far; hundredths are its unit.
fn process_cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> = after.split(' ').filter_map(|f| f.parse().ok()).collect();
    fields.get(10).zip(fields.get(11)).map_or(0.0, |(u, s)| (u + s) / 100.0)
}

fn sheet(n: usize, commune: &Commune, wordings: &[&str], dice: &mut Dice) -> Sheet {
    let (title, keywords) = (dice.some(wordings, 2), dice.some(wordings, 3));
    Sheet {
        id: format!("{n:032x}"),
        title: format!("{title} – {}", commune.name),
        keywords,
        summary: dice.some(wordings, 6),
        body: dice.some(wordings, 10),
    }
}

fn document(sheet: &Sheet, commune: &Commune, dice: &mut Dice) -> Document {
    let here = Here::in_commune(commune.code);
    let (day, remote) =
        (TODAY - i32::try_from(dice.below(2_000)).unwrap_or(0), dice.below(20) == 0);
    Document {
        kind: "service".to_owned(),
        place: commune.name.to_owned(),
        point: here.point,
        within: here.codes,
        verified: Some(day),
        remote,
        ..relevance::peers::document(sheet)
    }
}

/// Bytes of a folder's files: all, and those of stored texts.
fn bytes(folder: &Path) -> Fallible<(u64, u64)> {
    let (mut all, mut stored) = (0, 0);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let size = entry.metadata()?.len();
        all += size;
        if entry.path().extension().is_some_and(|e| e == "store") {
            stored += size;
        }
    }
    Ok((all, stored))
}

/// Median, 95th and 99th of a hundred, and the worst, in milliseconds.
fn spread(mut nanoseconds: Vec<f64>) -> Value {
    nanoseconds.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let n = (nanoseconds.len() as f64 * share) as usize;
        let value = nanoseconds.get(n.min(nanoseconds.len().saturating_sub(1)));
        (value.copied().unwrap_or(0.0) / 1e3).round() / 1e3
    };
    json!({ "p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "worst_ms": at(1.0) })
}

/// Runs all of it.
pub fn measure(database: Option<&str>) -> Fallible<Value> {
    let wordings: Vec<&str> = Lexicon::built_in().told().collect();
    let communes: Vec<&Commune> =
        france().communes.iter().filter(|c| c.middle.is_some() && !c.arrondissement).collect();
    let mut dice = Dice(0x5eed);
    let home = |n: usize| communes[n * 7_919 % communes.len()];
    let sheets: Vec<Sheet> =
        (0..ENTRIES).map(|n| sheet(n, home(n), &wordings, &mut dice)).collect();
    let documents: Vec<Document> =
        (0..).zip(&sheets).map(|(n, s)| document(s, home(n), &mut dice)).collect();
    let text: usize = sheets.iter().map(|s| s.title.len() + s.summary.len() + s.body.len()).sum();

    let folder = tempfile::tempdir()?;
    let index =
        Index::open(folder.path(), Options { writer_memory: 100_000_000, ..Options::default() })?;
    let _ = retrieval::french();
    let start = process_cpu();
    for document in &documents {
        index.put(document)?;
    }
    index.commit(1)?;
    let build = process_cpu() - start;
    index.settle()?;
    let settled = process_cpu() - start;
    let (all, stored) = bytes(folder.path())?;

    let mut changes = vec![];
    for n in 0..50 {
        let changed = Document { title: format!("nouveauté {n}"), ..documents[n * 13].clone() };
        let start = Instant::now();
        index.put(&changed)?;
        index.commit(2)?;
        let found = index.search(&Question::of(&changed.title))?;
        if found.hits.first().map(|h| &h.id) != Some(&changed.id) {
            return Err("what was put was not found".into());
        }
        changes.push(start.elapsed().as_nanos() as f64);
    }

    let questions: Vec<(String, Here)> = (0..QUESTIONS)
        .map(|n| {
            let text = dice.some(&wordings, 1 + n % 2);
            let errors = if n % 4 == 0 { Variant::Likely(1) } else { Variant::Clean };
            let here = Here::in_commune(communes[dice.below(communes.len())].code);
            (errors.apply(&n.to_string(), &text), here)
        })
        .collect();
    let ask = |near: bool| -> Fallible<Value> {
        let mut each = vec![];
        for (text, here) in &questions {
            let near = near.then(|| here.clone());
            let question = Question { near, today: Some(TODAY), ..Question::of(text) };
            let start = thread_cpu();
            let found = index.search(&question)?;
            each.push(thread_cpu() - start);
            if found.hits.is_empty() {
                return Err(format!("{text}: no answer").into());
            }
        }
        Ok(spread(each))
    };
    // The first ones read the files and make the tables.
    ask(true)?;
    let (near, everywhere) = (ask(true)?, ask(false)?);
    drop(index);

    let peer = |engine: &mut dyn Engine, wall: bool| -> Fallible<Value> {
        let mut each = vec![];
        for (text, _) in &questions {
            let (cpu, start) = (thread_cpu(), Instant::now());
            engine.ask(text)?;
            let took = start.elapsed().as_nanos() as f64;
            each.push(if wall { took } else { thread_cpu() - cpu });
        }
        Ok(spread(each))
    };
    let bare = peer(&mut Bare::default_over(&sheets)?, false)?;
    let postgres = match database {
        Some(address) => peer(&mut Postgres::over(&sheets, address)?, true)?,
        None => Value::Null,
    };

    let offers = (0..TEXTS).map(|n| Offer {
        text: format!("{} {}", dice.some(&wordings, 1), home(n).name),
        kind: 0,
        weight: u32::try_from(n % 1_000).unwrap_or(0),
    });
    let offers: Vec<Offer> = offers.collect();
    let start = thread_cpu();
    let completer = Completer::of(offers.iter().cloned());
    let made = (thread_cpu() - start) / 1e9;
    let (mut exact, mut near_by) = (vec![], vec![]);
    for n in 0..5_000 {
        let offer = &offers[dice.below(offers.len())].text;
        let letters = 1 + n % 12;
        let typed: String = offer.chars().take(letters).collect();
        let start = thread_cpu();
        let _ = completer.complete(&typed, 8);
        exact.push(thread_cpu() - start);
        if letters >= 4 {
            let typed = Variant::Random(1).apply(&n.to_string(), &typed);
            let start = thread_cpu();
            let _ = completer.complete(&typed, 8);
            near_by.push(thread_cpu() - start);
        }
    }

    let per_entry = |bytes: u64| (bytes as f64 / ENTRIES as f64).round();
    Ok(json!({
        "entries": ENTRIES,
        "bytes_of_text_an_entry": text / ENTRIES,
        "build": {
            "entries_a_cpu_second": (ENTRIES as f64 / build).round(),
            "cpu_s": build,
            "cpu_s_with_one_segment": settled,
            "bytes_an_entry_without_stored": per_entry(all - stored),
            "bytes_an_entry_stored": per_entry(stored),
        },
        "put_to_found_wall": spread(changes),
        "question_near_cpu": near,
        "question_everywhere_cpu": everywhere,
        "bare_tantivy_cpu": bare,
        "postgresql_wall": postgres,
        "completion": {
            "texts": completer.len(),
            "made_cpu_s": made,
            "exact_cpu": spread(exact),
            "one_error_cpu": spread(near_by),
        },
    }))
}
