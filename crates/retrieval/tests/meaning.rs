//! Meaning: what is compared, what is kept, and what it changes.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use retrieval::{Document, Embedder, Found, Index, Lexicon, Options, Question, lexicon};

/// Counts letters, and remembers what it was given.
#[derive(Default)]
struct Letters {
    name: &'static str,
    version: &'static str,
    passages: AtomicUsize,
    questions: Mutex<Vec<String>>,
}

impl Letters {
    fn of(name: &'static str, version: &'static str) -> Arc<Self> {
        Arc::new(Self { name, version, ..Self::default() })
    }

    fn count(text: &str) -> Vec<f32> {
        let mut counts = vec![0.0; 26];
        for b in retrieval::analysis::fold(text).bytes().filter(u8::is_ascii_lowercase) {
            counts[usize::from(b - b'a')] += 1.0;
        }
        let length = counts.iter().map(|c: &f32| c * c).sum::<f32>().sqrt().max(1e-6);
        counts.into_iter().map(|c| c / length).collect()
    }

    /// How many passages it turned since this was last asked.
    fn made(&self) -> usize {
        self.passages.swap(0, Ordering::SeqCst)
    }
}

impl Embedder for Letters {
    fn name(&self) -> &str {
        self.name
    }

    fn version(&self) -> &str {
        self.version
    }

    fn dimensions(&self) -> usize {
        26
    }

    fn question(&self, text: &str) -> Vec<f32> {
        self.questions.lock().unwrap().push(text.to_owned());
        Self::count(text)
    }

    fn passage(&self, text: &str) -> Vec<f32> {
        self.passages.fetch_add(1, Ordering::SeqCst);
        Self::count(text)
    }
}

fn entry(id: &str, title: &str) -> Document {
    Document { id: id.to_owned(), title: title.to_owned(), ..Document::default() }
}

fn with(models: &[&Arc<Letters>]) -> Options {
    let embedders = models.iter().map(|m| (*m).clone() as Arc<dyn Embedder>).collect();
    Options { embedders, ..Options::default() }
}

fn three(folder: &Path, options: Options) -> Index {
    let index = Index::open(folder, options).unwrap();
    for (id, title) in [("a", "kayak wagon"), ("b", "zoom fjord"), ("c", "bal lundi")] {
        index.put(&entry(id, title)).unwrap();
    }
    index.commit(1).unwrap();
    index
}

fn first(found: &Found) -> &str {
    &found.hits[0].id
}

#[test]
fn meaning_decides_where_no_word_does_and_its_vectors_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (Letters::of("one", "1"), Letters::of("two/small", "1"));
    drop(three(folder.path(), with(&[&one, &two])));
    assert_eq!((one.made(), two.made()), (3, 3));
    let again = Index::open(folder.path(), with(&[&one, &two])).unwrap();
    let found = again.search(&Question::of("ozmofdjr")).unwrap();
    assert_eq!(first(&found), "b");
    assert!(found.hits[0].parts.meaning > 0.5);
    // The same documents again are not turned again; another title is.
    drop(again);
    let again = three(folder.path(), with(&[&one, &two]));
    assert_eq!((one.made(), two.made()), (0, 0));
    again.put(&entry("a", "canoe")).unwrap();
    assert_eq!((one.made(), two.made()), (1, 1));
}

#[test]
fn a_row_that_a_crash_cut_off_does_not_make_the_others_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let one = Letters::of("one", "1");
    drop(three(folder.path(), with(&[&one])));
    let path = folder.path().join("vectors-one.bin");
    let whole = std::fs::read(&path).unwrap();
    for cut in [1, 5, 26 + 10] {
        std::fs::write(&path, &whole[..whole.len() - cut]).unwrap();
        let index = Index::open(folder.path(), with(&[&one])).unwrap();
        assert_eq!(first(&index.search(&Question::of("ozmofdjr")).unwrap()), "b");
        one.made();
        drop(index);
        drop(three(folder.path(), with(&[&one])));
        assert_eq!((one.made(), std::fs::read(&path).unwrap().len()), (1, whole.len()), "{cut}");
    }
}

#[test]
fn vectors_of_another_version_are_made_anew_and_those_of_another_model_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (Letters::of("one", "1"), Letters::of("two", "1"));
    drop(three(folder.path(), with(&[&one, &two])));
    let newer = Letters::of("one", "2");
    two.made();
    drop(three(folder.path(), with(&[&newer, &two])));
    assert_eq!((newer.made(), two.made()), (3, 0));
}

#[test]
fn a_question_is_compared_corrected_with_its_accents_and_its_acronyms_in_full() {
    let one = Letters::of("one", "1");
    let rows = "said,means,themes,weight\nvae,validation des acquis de l’expérience,,\n\
                esat,établissement et service d’aide par le travail,,\n";
    let lexicon = Some(Arc::new(Lexicon::of(lexicon::read(rows).unwrap())));
    let index = Index::in_memory(Options { lexicon, ..with(&[&one]) }).unwrap();
    index.put(&entry("a", "Formation à distance")).unwrap();
    index.put(&entry("b", "Hébergement d’urgence")).unwrap();
    index.put(&entry("c", "Période d’essai")).unwrap();
    index.put(&entry("d", "Place en ESAT")).unwrap();
    index.commit(1).unwrap();
    let asked = |text: &str| {
        index.search(&Question::of(text)).unwrap();
        one.questions.lock().unwrap().pop().unwrap()
    };
    assert_eq!(asked("formatoin utile"), "formation utile");
    assert_eq!(asked("hebergement"), "hébergement");
    // The index has the stem of what is no word.
    assert_eq!(asked("hebbergement"), "hébergement");
    // What a misspelt word is less likely to mean is not said in full.
    assert_eq!(asked("esai"), "essai");
    // Who typed an accent left none out.
    assert_eq!(asked("hebergement à distance"), "hebergement à distance");
    assert_eq!(asked("ma VAE"), "ma VAE, validation des acquis de l’expérience");
}

#[test]
fn keywords_are_compared_one_by_one_and_wordings_of_themes_count() {
    let one = Letters::of("one", "1");
    let rows = "said,means,themes,weight\nzzz www,,theme--last,\n";
    let lexicon = Some(Arc::new(Lexicon::of(lexicon::read(rows).unwrap())));
    let index = Index::in_memory(Options { lexicon, ..with(&[&one]) }).unwrap();
    let many = "aaa bbb ; ccc ddd ; eee fff ; ggg hhh ; iii jjj ; kkk lll";
    index.put(&Document { keywords: many.into(), ..entry("many", "mmm") }).unwrap();
    index.put(&entry("other", "nnn ooo")).unwrap();
    index.put(&Document { themes: vec!["theme--last".into()], ..entry("theme", "ppp") }).unwrap();
    index.commit(1).unwrap();
    // A passage and six keywords; a passage; a passage and one row of wordings.
    assert_eq!(one.made(), 7 + 1 + 2);
    let nearer = |text: &str, id: &str| {
        let found = index.search(&Question::of(text)).unwrap();
        let hit = found.hits.iter().find(|hit| hit.id == id);
        hit.map_or(f32::MIN, |hit| hit.parts.meaning)
    };
    assert!(nearer("hghghg", "many") > nearer("hghghg", "other"));
    assert!(nearer("wzwzw", "theme") > nearer("wzwzw", "other"));
}

/// The order of two documents that nothing tells apart but what the others are like, whichever of the
/// two has which identifier.
fn comes_first(question: &str, others: &[(&str, &str)], first: &str, second: &str) -> bool {
    let keywords = if others.iter().all(|o| o.1.is_empty()) { "" } else { "x; y" };
    let of = |id: &str, title: &str, keywords: &str| Document {
        keywords: keywords.to_owned(),
        ..entry(id, title)
    };
    [("a", "b"), ("b", "a")].iter().all(|(one, two)| {
        let model = Letters::of("one", "1");
        let index = Index::in_memory(with(&[&model])).unwrap();
        for (n, (title, keywords)) in others.iter().enumerate() {
            index.put(&of(&format!("other{n}"), title, keywords)).unwrap();
        }
        index.put(&of(one, first, keywords)).unwrap();
        index.put(&of(two, second, keywords)).unwrap();
        index.commit(1).unwrap();
        let found = index.search(&Question::of(question)).unwrap();
        let place = |id: &str| found.hits.iter().position(|h| h.id == id).unwrap();
        place(one) < place(two)
    })
}

#[test]
fn what_is_like_the_best_comes_before_what_is_found_as_well() {
    // What has keywords stands for itself: no company counts here.
    let listed = [("velo atelier qqqqqqqqqq", "x; y"), ("lundi", "x; y"), ("jeudi", "x; y")];
    assert!(comes_first("velo atelier", &listed, "velo qqqqqqqqqq", "velo wwwwwwwwww"));
    assert!(comes_first("velo atelier", &listed, "velo qqqqqqqqqq", "velo kkkkkkkkkk"));
}

#[test]
fn of_two_texts_that_are_found_alike_the_one_in_good_company_comes_first() {
    // No word is found, so that the best tell nothing of the others.
    let company = [
        ("bbbb cccc qqqq", ""),
        ("bbbb cccc qqqqq", ""),
        ("wwww wwww wwww", ""),
        ("wwww wwww", ""),
        ("zzzz", ""),
    ];
    let (one, two) = ("bbbb cccc qqqqqqqqqq", "bbbb cccc wwwwwwwwww");
    assert!(comes_first("bcbcbc", &company, one, two));
    let listed = company.map(|(title, _)| (title, "x; y"));
    assert!(!comes_first("bcbcbc", &listed, one, two), "what has keywords stands for itself");
}

#[test]
fn a_word_that_may_be_right_is_left_and_compared_as_what_it_likelier_is() {
    let letters = Letters::of("letters", "1");
    let index = Index::in_memory(with(&[&letters])).unwrap();
    for n in 0..3_000 {
        index.put(&entry(&format!("t{n}"), "heures payées en euros")).unwrap();
    }
    index.put(&entry("v", "congés de fin de voyage")).unwrap();
    index.commit(1).unwrap();
    let found = index.search(&Question::of("payer mes heures en eros")).unwrap();
    assert_eq!(found.understanding.corrected, None, "« eros » may be what was meant");
    let asked = || letters.questions.lock().unwrap().last().cloned();
    assert_eq!(asked().as_deref(), Some("payer mes heures en euros"));
    // What the index has is what was meant.
    index.search(&Question::of("une voyage")).unwrap();
    assert_eq!(asked().as_deref(), Some("une voyage"));
}
