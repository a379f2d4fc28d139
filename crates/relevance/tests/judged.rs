//! Judged collections: how they are read, and how good the answers are.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use relevance::peers::Ours;
use relevance::{Collection, Peers, Variant, Why, ask, judged};
use retrieval::Options;

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

const DOCS: &str = "\u{feff}{\"id\": \"a\", \"title\": \"Congés payés\"}\r\n\r\n\
    {\"id\": 2, \"title\": \"Réparer son vélo\", \"keywords\": [\"cycle\", \"atelier\"], \"body\": null}\n";

#[test]
fn marks_packing_and_line_ends_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let docs = file(folder.path(), "docs.jsonl", DOCS.as_bytes());
    let queries =
        file(folder.path(), "q.tsv", "\u{feff}1\tles congés\r\n2\tle velo\r\n3\trien".as_bytes());
    let qrels = file(folder.path(), "r.txt", b"1 0 a 1\r\n2\t0\t2\t2\n2 0 a 0\n");
    let read = judged::read(&docs, &queries, Some(&qrels)).unwrap();
    assert_eq!((read.sheets.len(), read.questions.len(), read.unanswered), (2, 2, 1));
    assert_eq!(read.sheets[1].keywords, "cycle ; atelier");
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    packed.write_all(DOCS.as_bytes()).unwrap();
    let packed = file(folder.path(), "packed", &packed.finish().unwrap());
    assert_eq!(judged::sheets(&packed).unwrap(), read.sheets);
    let report = relevance::measure(&read, Options::default(), &Peers::default()).unwrap();
    assert_eq!(report.lines.len(), 4 * Variant::ALL.len());
    let first = &report.lines[0];
    assert_eq!((first.engine, first.figures.mrr, first.figures.empty), ("tandem", 1.0, 0));
    assert!(report.text().contains("sqlite_fts5"));
}

#[test]
fn answers_may_stand_beside_the_questions() {
    let folder = tempfile::tempdir().unwrap();
    let docs = file(
        folder.path(),
        "t.csv",
        "value,label,description\na--b,\"Lire, écrire\",\n".as_bytes(),
    );
    let csv = file(folder.path(), "q.csv", b"query,theme\nlecture,a--b\nlecture,c--d\n");
    let read = judged::read(&docs, &csv, None).unwrap();
    assert_eq!(read.sheets[0].title, "Lire, écrire");
    assert_eq!((read.questions.len(), read.questions[0].answers.len()), (1, 2));
    let tsv = file(folder.path(), "q.tsv", b"lecture\ta--b c--d\n");
    assert_eq!(judged::read(&docs, &tsv, None).unwrap().questions[0].answers.len(), 2);
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| file(folder.path(), name, text.as_bytes());
    let docs = file("docs.jsonl", DOCS);
    let queries = file("q.tsv", "1\tles congés\n");
    let wrong = |docs: &Path, queries: &Path, qrels: Option<&Path>| {
        let wrong = judged::read(docs, queries, qrels).unwrap_err();
        (wrong.line, wrong.why)
    };
    let bad = file("bad.jsonl", "{\"id\": \"a\"}\n{\"id\": \"b\"");
    assert!(matches!(wrong(&bad, &queries, None), (Some(2), Why::Json(_))));
    let twice = file("twice.jsonl", "{\"id\": \"a\"}\n{\"id\": \"a\"}");
    assert!(matches!(wrong(&twice, &queries, None), (Some(2), Why::Twice(_, 1))));
    let nameless = file("nameless.jsonl", "{\"title\": \"a\"}");
    assert!(matches!(wrong(&nameless, &queries, None), (Some(1), Why::NoId)));
    let short = file("short.txt", "1 0 a 1\n1 0 a\n");
    assert!(matches!(wrong(&docs, &queries, Some(&short)), (Some(2), Why::Judgement)));
    let grade = file("grade.txt", "1 0 a yes\n");
    assert!(matches!(wrong(&docs, &queries, Some(&grade)), (Some(1), Why::Grade(_))));
    let qrels = file("r.txt", "9 0 a 1\n");
    assert!(matches!(wrong(&docs, &queries, Some(&qrels)), (None, Why::Unjudged)));
    let untabbed = file("u.tsv", "1 les congés\n");
    assert!(matches!(wrong(&docs, &untabbed, Some(&qrels)), (Some(1), Why::Question)));
    let missing = folder.path().join("missing");
    assert!(matches!(wrong(&missing, &queries, None), (None, Why::System(_))));
}

/// The development halves of the collections, where they lie beside the project.
fn collection(docs: &str, queries: &str, qrels: Option<&str>) -> Option<Collection> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let place = ["relevance", "data-inclusion/reference"];
    let path = |name: &str| place.iter().map(|p| root.join(p).join(name)).find(|p| p.exists());
    let read = judged::read(&path(docs)?, &path(queries)?, qrels.and_then(path).as_deref());
    Some(read.unwrap())
}

fn held(collection: &Collection, wanted: &[(Variant, f64)]) {
    let mut ours = Ours::over(&collection.sheets, Options::default()).unwrap();
    for (variant, least) in wanted {
        let figures = ask(&mut ours, &collection.questions, *variant).unwrap().figures;
        assert_eq!(figures.empty, 0);
        assert!(figures.ndcg10 >= *least, "{variant:?}: {:.4} < {least}", figures.ndcg10);
    }
}

#[test]
fn the_labour_code_is_answered_as_well_as_it_was_measured() {
    let files = ("labour-code/docs.jsonl.gz", "labour-code/queries-dev.tsv");
    let qrels = Some("labour-code/qrels-dev.txt");
    let Some(all) = collection(files.0, files.1, qrels) else { return };
    held(
        &all,
        &[
            (Variant::Clean, 0.52),
            (Variant::NoAccents, 0.52),
            (Variant::Likely(2), 0.505),
            (Variant::Random(2), 0.50),
        ],
    );
}

#[test]
fn job_titles_are_answered_as_well_as_they_were_measured() {
    let files = ("rome/docs.jsonl", "rome/queries-dev.tsv", "rome/qrels-dev.txt");
    let Some(all) = collection(files.0, files.1, Some(files.2)) else { return };
    held(&all, &[(Variant::Clean, 0.815), (Variant::Likely(2), 0.80), (Variant::Random(2), 0.795)]);
}

#[test]
fn labels_of_professionals_and_plain_needs_lead_to_their_themes() {
    for (queries, labels) in [("themes-dev.csv", true), ("needs-dev.tsv", false)] {
        let Some(all) = collection("thematiques_v1.csv", queries, None) else { return };
        let mut ours = Ours::over(&all.sheets, Options::default()).unwrap();
        let figures = ask(&mut ours, &all.questions, Variant::Clean).unwrap().figures;
        let reached = if labels { figures.recall5 } else { figures.success5 };
        let least = if labels { 0.80 } else { 0.75 };
        assert!(reached >= least, "{queries}: {reached:.4}");
    }
}
