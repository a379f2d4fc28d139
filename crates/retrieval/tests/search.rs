//! Questions to a small directory.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use proptest::prelude::*;
use retrieval::{
    Answer, Codes, Document, Found, Here, Index, Lexicon, Options, Question, Reading, Ring,
    lexicon, zone,
};
use territory::Point;

fn entry(id: &str, title: &str) -> Document {
    Document { id: id.to_owned(), title: title.to_owned(), ..Document::default() }
}

fn at(id: &str, title: &str, commune: &str) -> Document {
    let here = Here::in_commune(commune);
    Document { point: here.point, within: here.codes, ..entry(id, title) }
}

fn index(documents: &[Document]) -> Index {
    let index = Index::in_memory(Options::default()).unwrap();
    documents.iter().for_each(|d| index.put(d).unwrap());
    index.commit(7).unwrap();
    index
}

fn ids(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn small() -> Index {
    index(&[
        Document {
            keywords: "CV lettre de motivation".to_owned(),
            themes: vec![
                "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation".into(),
            ],
            payload: "{\"n\":1}".to_owned(),
            ..entry("cv", "Atelier pour rédiger son curriculum vitae")
        },
        entry("fle", "Cours de français langue étrangère"),
        entry("velo", "Réparer son vélo"),
        entry("psy", "Consultations de psychologue"),
        Document {
            themes: vec!["equipement-et-alimentation--alimentation".into()],
            ..entry("colis", "Distribution le mardi soir")
        },
    ])
}

#[test]
fn a_word_is_found_without_accents_in_another_form_and_misspelt() {
    let index = small();
    for text in ["vélos", "velo", "VÉLO", "reparation de vélo", "réparer mon vlo", "réparrer"]
    {
        let found = index.search(&Question::of(text)).unwrap();
        assert_eq!(ids(&found)[0], "velo", "{text}");
        assert_eq!(found.answer, Answer::Found, "{text}");
    }
}

#[test]
fn a_correction_is_said_and_a_valid_word_is_left_alone() {
    let index = small();
    let found = index.search(&Question::of("cours de fransais")).unwrap();
    assert_eq!(found.understanding.corrected.as_deref(), Some("cours de français"));
    let reason = &found.hits[0].reasons;
    let corrected = Reading::Corrected("français".to_owned());
    assert!(
        reason.iter().any(|r| r.typed == "fransais" && r.read == corrected && r.field == "title")
    );
    let ignored: Vec<&str> =
        found.understanding.words.iter().filter(|w| w.ignored).map(|w| w.typed.as_str()).collect();
    assert_eq!(ignored, ["de"]);
    // A word of the language that the index lacks stays as it was typed.
    let found = index.search(&Question::of("cours de piano")).unwrap();
    assert_eq!(found.understanding.corrected, None);
}

#[test]
fn small_words_are_meant_too_and_written_without_their_apostrophe() {
    let index = small();
    let found = index.search(&Question::of("reparer mon vélo penadnt la semaine")).unwrap();
    let corrected = found.understanding.corrected.as_deref();
    assert_eq!(corrected, Some("reparer mon vélo pendant la semaine"));
    assert_eq!(ids(&found)[0], "velo");
    // Alone it is no question, and something else is made of it.
    let found = index.search(&Question::of("penadnt")).unwrap();
    assert_ne!(found.understanding.corrected.as_deref(), Some("pendant"));
    assert!(!found.hits.is_empty());
    let found = index.search(&Question::of("bonjour jai besoin quil reparent mon velo")).unwrap();
    let left_out = |w: &&retrieval::Word| w.ignored;
    let left_out: Vec<&str> =
        found.understanding.words.iter().filter(left_out).map(|w| w.typed.as_str()).collect();
    assert_eq!(left_out, ["bonjour", "jai", "quil", "mon"]);
}

#[test]
fn plain_english_finds_what_is_said_in_french() {
    let index = small();
    let asked = [
        ("I need help with my resume", "cv"),
        ("where can I learn french?", "fle"),
        ("food for my kids", "colis"),
        ("I am depressed", "psy"),
    ];
    for (text, id) in asked {
        let found = index.search(&Question::of(text)).unwrap();
        assert_eq!(ids(&found)[0], id, "{text}");
        assert_eq!(found.understanding.corrected, None, "{text}");
    }
}

#[test]
fn acronyms_slang_and_themes_are_understood() {
    let index = small();
    let found = index.search(&Question::of("fle")).unwrap();
    assert_eq!(ids(&found)[0], "fle");
    assert_eq!(found.understanding.expressions[0].0, "fle");
    assert_eq!(ids(&index.search(&Question::of("voir un psy")).unwrap())[0], "psy");
    // Nothing of what is written there is in the question: the theme alone speaks for it.
    let hungry = index.search(&Question::of("j’ai rien à bouffer")).unwrap();
    assert_eq!(ids(&hungry)[0], "colis");
    assert_eq!(hungry.understanding.themes[0].0, "equipement-et-alimentation--alimentation");
    assert!(hungry.hits[0].reasons.iter().any(|r| r.field == "themes"));
}

/// What is made of each word is told: how it is best spelt, and whether a theme was heard in it.
#[test]
fn each_word_tells_how_it_is_best_spelt_and_whether_it_was_heard() {
    let index = small();
    let told = |text: &str| -> Vec<(String, bool)> {
        let words = index.search(&Question::of(text)).unwrap().understanding.words;
        words.into_iter().map(|w| (w.spelt().to_owned(), w.heard)).collect()
    };
    let of = |words: &[(&str, bool)]| -> Vec<(String, bool)> {
        words.iter().map(|(word, heard)| ((*word).to_owned(), *heard)).collect()
    };
    // A small word is heard where a wording needs it.
    let street = [("je", false), ("suis", false), ("à", true), ("la", true), ("rue", true)];
    assert_eq!(told("je suis à la rue"), of(&street));
    // A valid word is never replaced, though a need may be heard in what it resembles.
    assert_eq!(told("boulet"), of(&[("boulet", true)]));
    assert_eq!(told("zyxqw fransais"), of(&[("zyxqw", false), ("français", true)]));
}

/// Slang, and misspelt, is understood as the wording that it stands for.
#[test]
fn slang_within_a_wording_is_heard_as_what_it_means() {
    let index = small();
    let themes = |text: &str| -> Vec<String> {
        let found = index.search(&Question::of(text)).unwrap().understanding.themes;
        found.into_iter().map(|(code, _)| code).collect()
    };
    let offers = "trouver-un-emploi--repondre-a-des-offres-demploi".to_owned();
    for text in ["jai perdu mon boulo", "j’ai perdu mon boulot", "perdu mon taf"] {
        let heard = themes(text);
        assert!(!heard.contains(&offers), "{text}: {heard:?}");
        assert!(heard.contains(&themes("j’ai perdu mon emploi")[0]), "{text}: {heard:?}");
    }
    let back = "trouver-un-emploi--maintien-dans-lemploi";
    assert_eq!(themes("mal au dos au boulot")[0], back);
    assert!(themes("je cherche du boulot").contains(&offers));
}

#[test]
fn rows_may_be_added_while_it_runs() {
    let index = small();
    let before = index.search(&Question::of("zinzolin")).unwrap();
    assert_ne!(before.answer, Answer::Found);
    let rows = lexicon::read("said,means,themes,weight\nzinzolin,vélo,,0.7\n").unwrap();
    index.use_lexicon(Arc::new(Lexicon::with(rows)));
    assert_eq!(ids(&index.search(&Question::of("zinzolin")).unwrap())[0], "velo");
}

#[test]
fn there_is_never_nothing_and_it_is_said_how_it_is_to_be_taken() {
    let index = small();
    let begins = index.search(&Question::of("zzvelqq")).unwrap();
    assert!(!begins.hits.is_empty() && begins.answer != Answer::Found);
    let nothing = index.search(&Question::of("xkcd qqq")).unwrap();
    assert_eq!((nothing.answer, nothing.hits.len()), (Answer::Nearby, 5));
    let all = index.search(&Question::of("")).unwrap();
    assert_eq!((all.answer, all.hits.len()), (Answer::Found, 5));
    let small_words = index.search(&Question::of("à la")).unwrap();
    assert_eq!(small_words.hits.len(), 5);
    let filtered = Question { kinds: vec!["none".into()], ..Question::of("vélo") };
    let none = index.search(&filtered).unwrap();
    assert_eq!((none.answer, none.hits.len()), (Answer::Nothing, 0));
}

#[test]
fn changes_are_seen_and_the_cursor_is_kept() {
    let index = small();
    assert_eq!((index.cursor(), index.len()), (7, 5));
    index.put(&entry("velo", "Atelier de couture")).unwrap();
    index.remove("psy").unwrap();
    assert_eq!(ids(&index.search(&Question::of("vélo")).unwrap())[0], "velo");
    index.commit(9).unwrap();
    assert_eq!((index.cursor(), index.len()), (9, 4));
    assert_eq!(ids(&index.search(&Question::of("couture")).unwrap())[0], "velo");
    assert!(!ids(&index.search(&Question::of("psychologue")).unwrap()).contains(&"psy"));
    index.remove("fle").unwrap();
    index.roll_back().unwrap();
    index.commit(10).unwrap();
    assert_eq!(index.len(), 4);
}

#[test]
fn the_payload_comes_back() {
    let found = small().search(&Question::of("curriculum")).unwrap();
    assert_eq!((found.hits[0].id.as_str(), found.hits[0].payload.as_str()), ("cv", "{\"n\":1}"));
}

#[test]
fn the_search_widens_only_as_far_as_it_must() {
    // Créteil, Maisons-Alfort (3 km), Versailles (25 km), Lyon, and one by telephone.
    let mut documents = vec![
        at("creteil", "Atelier numérique", "94028"),
        at("maisons", "Atelier numérique", "94046"),
        at("versailles", "Atelier numérique", "78646"),
        at("lyon", "Atelier numérique", "69123"),
    ];
    documents.push(Document { remote: true, ..entry("phone", "Atelier numérique") });
    let index = index(&documents);
    let ask = |wanted| {
        let near = Some(Here::in_commune("94028"));
        index.search(&Question { near, wanted, ..Question::of("atelier numérique") }).unwrap()
    };
    let near = ask(2);
    assert_eq!((near.ring, ids(&near)), (Ring::Km15, vec!["creteil", "maisons"]));
    assert_eq!(near.hits[1].km.map(|km| km < 15.0), Some(true));
    let wider = ask(3);
    assert_eq!((wider.ring, wider.hits.len()), (Ring::Km30, 3));
    let remote = ask(4);
    assert_eq!((remote.ring, remote.hits.len()), (Ring::Remote, 4));
    assert!(ids(&remote).contains(&"phone"));
    assert_eq!(ask(99).ring, Ring::Everywhere);
    assert_eq!(ids(&ask(99))[..2], ["creteil", "maisons"]);
}

#[test]
fn a_poor_match_nearby_does_not_keep_the_search_from_a_good_one() {
    let mut documents: Vec<Document> =
        (0..12).map(|n| at(&format!("n{n}"), &format!("Atelier couture {n}"), "94028")).collect();
    documents.push(at("far", "Atelier de réparation de vélos électriques", "78646"));
    let near = Some(Here::in_commune("94028"));
    let question = Question { near, ..Question::of("atelier réparation vélo électrique") };
    let found = index(&documents).search(&question).unwrap();
    assert_eq!(ids(&found)[0], "far");
}

#[test]
fn what_is_fresh_comes_before_what_is_old() {
    let dated = |id: &str, day| Document { verified: Some(day), ..entry(id, "Atelier numérique") };
    let index = index(&[dated("old", 18_000), dated("new", 20_000)]);
    let question = Question { today: Some(20_010), ..Question::of("atelier") };
    let found = index.search(&question).unwrap();
    assert_eq!(ids(&found), ["new", "old"]);
    let neutral = index.search(&Question::of("atelier")).unwrap();
    assert_eq!(neutral.hits[0].score, neutral.hits[1].score);
}

#[test]
fn filters_zones_and_scopes_hold() {
    let index = index(&[
        Document {
            kind: "service".into(),
            publics: vec!["jeunes".into()],
            ..entry("a", "Aide au permis")
        },
        Document { zones: vec![zone("departement", "94")], ..entry("b", "Aide au permis") },
        Document { scopes: vec!["network:1".into()], ..entry("c", "Aide au permis") },
        Document { tags: vec!["free".into()], remote: true, ..entry("d", "Aide au permis") },
    ]);
    let ask = |change: &dyn Fn(&mut Question)| {
        let mut question = Question::of("permis");
        change(&mut question);
        let found = index.search(&question).unwrap();
        let mut ids: Vec<String> = found.hits.into_iter().map(|h| h.id).collect();
        ids.sort();
        ids.concat()
    };
    assert_eq!(ask(&|_| {}), "abd");
    assert_eq!(ask(&|q| q.kinds = vec!["service".into()]), "a");
    assert_eq!(ask(&|q| q.publics = vec!["jeunes".into(), "seniors".into()]), "a");
    assert_eq!(ask(&|q| q.tags = vec!["free".into()]), "d");
    assert_eq!(ask(&|q| q.remote = Some(false)), "ab");
    assert_eq!(ask(&|q| q.scopes = vec!["network:1".into()]), "abcd");
    assert_eq!(ask(&|q| q.near = Some(Here::in_commune("94028"))), "abd");
    assert_eq!(ask(&|q| q.near = Some(Here::in_commune("69123"))), "ad");
}

#[test]
fn pages_have_no_hole_and_no_repetition() {
    let documents: Vec<Document> =
        (0..25).map(|n| entry(&format!("n{n}"), "Atelier numérique")).collect();
    let index = index(&documents);
    let mut seen = vec![];
    for page in 0..5 {
        let question = Question { offset: page * 6, limit: 6, ..Question::of("atelier") };
        let found = index.search(&question).unwrap();
        assert_eq!(found.total, 25);
        seen.extend(found.hits.into_iter().map(|h| h.id));
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((count, seen.len()), (25, 25));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_question_is_answered(text in "\\PC{0,60}", near in prop::option::of(-30.0..30.0_f64)) {
        thread_local! {
            static SMALL: Index = small();
        }
        let here = near.map(|lat| Here {
            point: Some(Point { lat, lon: lat / 2.0 }),
            codes: Codes::of_commune("94028"),
        });
        let question = Question { near: here, today: Some(20_000), ..Question::of(&text) };
        SMALL.with(|index| {
            let found = index.search(&question).unwrap();
            prop_assert!(!found.hits.is_empty());
            prop_assert!(found.hits.windows(2).all(|w| w[0].score >= w[1].score));
            prop_assert!(found.hits.iter().all(|h| h.score.is_finite() && h.score >= 0.0));
            prop_assert!(found.hits.iter().all(|h| (0.0..=1.0).contains(&h.parts.words)));
            Ok(())
        })?;
    }
}
