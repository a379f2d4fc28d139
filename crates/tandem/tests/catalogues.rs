//! Every text that code or a template asks for stands in both languages, and none is left over.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use base::Lang;

fn files(dir: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ends, found);
        } else if ends.iter().any(|e| path.extension().is_some_and(|x| x == *e)) {
            found.push(path);
        }
    }
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Keys of all catalogues of a language, each with the variables it uses.
fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut paths = vec![];
    files(&crates(), &["ftl"], &mut paths);
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(&format!("{}.ftl", lang.tag())) {
            continue;
        }
        let mut current = String::new();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let key = line.split([' ', '=']).next().unwrap_or_default();
            let starts = line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains('=');
            if starts {
                current = key.to_owned();
                let known = keys.insert(current.clone(), BTreeSet::new());
                assert!(known.is_none(), "{current} stands twice ({})", path.display());
            }
            for piece in line.split('$').skip(1) {
                let end = |c: char| !c.is_ascii_alphanumeric() && c != '_';
                let variable = piece.split(end).next().unwrap_or_default();
                keys.entry(current.clone()).or_default().insert(variable.to_owned());
            }
        }
    }
    keys
}

#[test]
fn both_languages_say_the_same_things() {
    let (fr, en) = (keys(Lang::Fr), keys(Lang::En));
    assert!(fr.len() > 100);
    let missing: Vec<_> = fr.keys().filter(|k| !en.contains_key(*k)).collect();
    assert!(missing.is_empty(), "only in French: {missing:?}");
    let missing: Vec<_> = en.keys().filter(|k| !fr.contains_key(*k)).collect();
    assert!(missing.is_empty(), "only in English: {missing:?}");
    for (key, variables) in &fr {
        assert_eq!(variables, &en[key], "{key} uses other variables in English");
    }
    site::Catalogue::new(&tandem::messages()).unwrap();
}

/// What stands between double quotes in code and templates.
fn quoted() -> BTreeMap<String, PathBuf> {
    let mut paths = vec![];
    files(&crates(), &["rs", "html", "txt", "xml", "svg"], &mut paths);
    let mut found = BTreeMap::new();
    for path in paths {
        if path.components().any(|c| c.as_os_str() == "tests") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for piece in text.split(['"', '\'']) {
            let looks = piece.contains('-')
                && !piece.ends_with('-')
                && piece.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if looks {
                found.insert(piece.to_owned(), path.clone());
            }
        }
    }
    found
}

#[test]
fn no_text_is_missing_and_none_is_left_over() {
    let (fr, used) = (keys(Lang::Fr), quoted());
    let rooms = [
        "site",
        "accounts",
        "hours",
        "network",
        "directory",
        "referral",
        "agreements",
        "sharing",
        "proposal",
        "programme",
        "report",
        "territory",
        "import",
        "directory",
        "freshness",
        "editions",
        "export",
        "problem",
        "mail",
        "cli",
    ];
    let missing: Vec<_> = used
        .iter()
        .filter(|(key, _)| rooms.iter().any(|room| key.starts_with(&format!("{room}-"))))
        .filter(|(key, _)| !fr.contains_key(*key))
        .collect();
    assert!(missing.is_empty(), "asked for and nowhere: {missing:#?}");
    let unused: Vec<_> = fr.keys().filter(|k| !used.contains_key(*k)).collect();
    assert!(unused.is_empty(), "nobody asks for: {unused:#?}");
}

/// Double punctuation and quotation marks hold on to their word, and the apostrophe is a curved one.
#[test]
fn french_is_set_as_printers_set_it() {
    for message in tandem::messages() {
        for line in message.fr.lines().filter(|l| !l.trim_start().starts_with('#')) {
            for wrong in ["« ", " »", " :", " ;", " ?", " !", " %"] {
                assert!(!line.contains(wrong), "{wrong:?} breaks: {line}");
            }
            let letters: Vec<char> = line.chars().collect();
            let straight = letters
                .windows(3)
                .any(|w| w[1] == '\'' && w[0].is_alphabetic() && w[2].is_alphabetic());
            assert!(!straight, "a straight apostrophe: {line}");
        }
    }
}
