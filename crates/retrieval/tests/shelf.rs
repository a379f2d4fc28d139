//! An index in a folder: kept, rebuilt, and what is left when the program ends in the middle.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use retrieval::{Document, Error, Index, Options, Question, Shelf, ShelfState as State, version};

fn entry(id: &str, title: &str) -> Document {
    Document { id: id.to_owned(), title: title.to_owned(), ..Document::default() }
}

fn build(shelf: &Shelf, title: &str, cursor: u64) {
    let rebuild = shelf.rebuild().unwrap();
    rebuild.index().put(&entry("a", title)).unwrap();
    rebuild.finish(cursor).unwrap();
}

fn first(shelf: &Shelf, text: &str) -> Option<String> {
    shelf.index().search(&Question::of(text)).unwrap().hits.first().map(|h| h.id.clone())
}

fn folders(path: &Path) -> usize {
    fs::read_dir(path).unwrap().flatten().filter(|e| e.path().is_dir()).count()
}

#[test]
fn a_generation_takes_the_place_of_the_other_while_readers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(folder.path(), Options::default()).unwrap();
    assert_eq!((shelf.state(), shelf.index().cursor()), (State::Absent, 0));
    build(&shelf, "Atelier vélo", 3);
    assert_eq!((shelf.state(), shelf.index().cursor()), (State::Current, 3));
    let held = shelf.index();
    build(&shelf, "Atelier couture", 5);
    assert_eq!(first(&shelf, "couture").as_deref(), Some("a"));
    // Who holds the old one still gets its answers.
    assert!(!held.search(&Question::of("vélo")).unwrap().hits[0].reasons.is_empty());
    assert_eq!(folders(folder.path()), 1);
    drop((shelf, held));
    let again = Shelf::open(folder.path(), Options::default()).unwrap();
    assert_eq!((again.state(), again.index().cursor()), (State::Current, 5));
}

#[test]
fn a_rebuild_that_does_not_end_leaves_the_one_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(folder.path(), Options::default()).unwrap();
    build(&shelf, "Atelier vélo", 3);
    let rebuild = shelf.rebuild().unwrap();
    rebuild.index().put(&entry("b", "Autre chose")).unwrap();
    rebuild.index().commit(4).unwrap();
    drop(rebuild);
    drop(shelf);
    // Nor does one that ended between writing the name and renaming.
    fs::write(folder.path().join("current.new"), "generation-2").unwrap();
    let again = Shelf::open(folder.path(), Options::default()).unwrap();
    assert_eq!((again.state(), again.index().cursor()), (State::Current, 3));
    assert_eq!(first(&again, "vélo").as_deref(), Some("a"));
    assert_eq!(folders(folder.path()), 1);
}

#[test]
fn what_cannot_be_read_is_absent_and_can_be_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(folder.path(), Options::default()).unwrap();
    build(&shelf, "Atelier vélo", 3);
    drop(shelf);
    let generation = folder.path().join(fs::read_to_string(folder.path().join("current")).unwrap());
    fs::write(generation.join("meta.json"), "{").unwrap();
    let damaged = Shelf::open(folder.path(), Options::default()).unwrap();
    assert_eq!((damaged.state(), damaged.index().len()), (State::Absent, 0));
    build(&damaged, "Atelier vélo", 4);
    assert_eq!(damaged.state(), State::Current);
    assert_eq!(first(&damaged, "vélo").as_deref(), Some("a"));
}

#[test]
fn words_of_the_index_are_kept_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path(), Options::default()).unwrap();
    index.put(&entry("a", "Réseau Zourbatik")).unwrap();
    index.commit(1).unwrap();
    drop(index);
    let again = Index::open(folder.path(), Options::default()).unwrap();
    let found = again.search(&Question::of("zourbatick")).unwrap();
    assert_eq!(found.understanding.corrected.as_deref(), Some("Zourbatik"));
    let exact = again.search(&Question::of("zourbatik")).unwrap();
    assert_eq!(exact.understanding.corrected, None);
}

#[test]
fn an_index_of_another_version_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path(), Options::default()).unwrap();
    index.put(&entry("a", "Atelier vélo")).unwrap();
    index.commit(1).unwrap();
    drop(index);
    let meta = folder.path().join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    assert!(text.contains(&version()));
    fs::write(&meta, text.replace(&version(), "1.0")).unwrap();
    let old = Index::open(folder.path(), Options::default()).unwrap();
    assert!(old.is_outdated());
    assert_eq!(old.search(&Question::of("vélo")).unwrap().hits.len(), 1);
    // What goes into it does not make it new.
    old.commit(2).unwrap();
    drop(old);
    assert!(Index::open(folder.path(), Options::default()).unwrap().is_outdated());
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replace("\"summary\"", "\"other\"")).unwrap();
    let other = Index::open(folder.path(), Options::default());
    assert!(matches!(other, Err(Error::Version { .. })));
}
