//! Replays the kept corpus, and changes of it: bytes flipped, cut, doubled, joined.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::Path;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use targets::TARGETS;

/// Changes of one input.
const CHANGES: usize = 40;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    files.into_iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn changed(from: &[u8], other: &[u8], rng: &mut StdRng) -> Vec<u8> {
    let mut bytes = from.to_vec();
    let at = |n: usize, rng: &mut StdRng| if n == 0 { 0 } else { rng.random_range(0..n) };
    for _ in 0..rng.random_range(1..6) {
        let (place, until) = (at(bytes.len(), rng), at(other.len(), rng));
        match rng.random_range(0..5) {
            0 => bytes.truncate(place),
            1 if !bytes.is_empty() => bytes[place] = rng.random(),
            2 => bytes.insert(place, rng.random()),
            3 => bytes.extend_from_slice(&other[..until]),
            _ => {
                let part = bytes[place..].to_vec();
                bytes.extend(part);
            }
        }
        bytes.truncate(1 << 20);
    }
    bytes
}

#[test]
fn the_corpus_and_changes_of_it_hold() {
    let mut rng = StdRng::seed_from_u64(20_261_124);
    for (name, target) in TARGETS {
        let inputs = corpus(name);
        assert!(inputs.len() >= 3, "{name} has no corpus");
        for input in &inputs {
            target(input);
            for _ in 0..CHANGES {
                let other = &inputs[rng.random_range(0..inputs.len())];
                target(&changed(input, other, &mut rng));
            }
        }
    }
}
