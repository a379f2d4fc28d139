//! Words that an administrator adds to the lexicon: found by them, and without them no longer.

use crate::common::{House, houses};
use directory::model::{EntryDraft, EntryKind, State};
use directory::service::{self, Writing};
use site::{Actor, Role};

async fn entry(house: &House, title: &str) {
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), "Un accueil, sans rendez-vous.".into());
    let (owner, curator, verified, seen) = (house.library().await, None, None, None);
    let writing = Writing { id: None, owner, curator, draft, verified, seen };
    let id = service::write(&house.app, &Actor::Operator, writing).await.unwrap();
    service::set_state(&house.app, &Actor::Operator, &id, State::Published).await.unwrap();
}

/// Whether the question is answered by it, by its words.
async fn answers(house: &House, question: &str, title: &str) -> bool {
    let (status, page) = house.get(&format!("/find?q={question}")).await;
    assert_eq!(status, 200);
    page.contains(title) && !page.contains("Rien ne répond") && !page.contains("Rien ne contient")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_call_a_place_here_finds_it() {
    for house in houses().await {
        entry(&house, "Espace insertion du canal").await;
        entry(&house, "Atelier de couture").await;
        let administrator = house.signed_in(Role::Coordinator, None).await;
        let coordinator = house.signed_in(Role::Coordinator, Some(&house.library().await)).await;
        assert!(!answers(&house, "la+Zanzibule", "Espace insertion du canal").await);

        let fields = [("said", "Zanzibule\r\n\r\nchez Zanzi"), ("means", "espace insertion")];
        assert_eq!(house.send(&coordinator, "/admin/words/new", &fields).await.status, 403);
        assert!(!answers(&house, "la+Zanzibule", "Espace insertion du canal").await);
        let made = house.send(&administrator, "/admin/words/new", &fields).await;
        assert_eq!((made.status, made.location.as_str()), (303, "/admin/words?done=1"));

        // Each way of saying it can be tried.
        let list = house.see(&administrator, "/admin/words").await.page;
        for trial in ["/find?q=Zanzibule", "/find?q=chez+Zanzi"] {
            assert!(list.contains(&format!("href=\"{trial}\"")), "{trial}: {list}");
        }
        // What is known already is told with what it means, and added only by who was told.
        for (said, means) in [("TAF", "emploi, travail"), ("zanzibule", "espace insertion")] {
            let fields = [("said", said), ("means", "canal")];
            let warned = house.send(&administrator, "/admin/words/new", &fields).await;
            assert!(
                warned.status == 200 && warned.page.contains("connaît déjà"),
                "{}",
                warned.page
            );
            assert!(warned.page.contains(means), "{means}: {}", warned.page);
            assert_eq!(house.see(&administrator, "/admin/words").await.page, list);
            // Words that are changed after it are looked at again.
            let told = warned.page.split("name=\"told\" value=\"").nth(1).unwrap();
            let told = told.split('"').next().unwrap().to_owned();
            let other = [("said", "boulot"), ("means", "canal"), ("told", &told)];
            let warned = house.send(&administrator, "/admin/words/new", &other).await;
            assert!(
                warned.status == 200 && warned.page.contains("connaît déjà"),
                "{}",
                warned.page
            );
            if said == "TAF" {
                continue;
            }
            let fields = [("said", said), ("means", "canal"), ("told", &told)];
            assert_eq!(house.send(&administrator, "/admin/words/new", &fields).await.status, 303);
            let now = house.see(&administrator, "/admin/words").await.page;
            let added = now.split("/admin/words/").find(|part| part.contains(">zanzibule<"));
            let added = added.unwrap().split('"').next().unwrap();
            let gone = format!("/admin/words/{added}/remove");
            assert_eq!(house.send(&administrator, &gone, &[]).await.status, 303);
        }

        // From the next question on, with a typing error too, and as what completes it.
        for question in ["la+Zanzibule", "zanzibulle", "je+vais+chez+zanzi"] {
            let found = answers(&house, question, "Espace insertion du canal").await;
            assert!(found, "{}: {question}", house.engine());
        }
        let found = house.get_json("/api/v1/find/complete?q=zanzi").await;
        assert!(found.as_array().unwrap().iter().any(|t| t == "Zanzibule"), "{found}");
        // An index that is built anew is read with it too.
        let finder = house.app.part::<directory::find::Finder>().unwrap();
        finder.rebuild(&house.app).await.unwrap();
        assert!(answers(&house, "la+Zanzibule", "Espace insertion du canal").await);

        // Two who change it at once: the second is told.
        let list = house.see(&administrator, "/admin/words").await.page;
        let path = list
            .match_indices("/admin/words/")
            .filter_map(|(at, _)| list[at..].split('"').next())
            .find(|path| !path.ends_with("/new"))
            .unwrap()
            .to_owned();
        let page = house.see(&administrator, &path).await.page;
        let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let change = |said: &'static str| [("said", said), ("means", "couture"), ("seen", seen)];
        let done = house.send(&administrator, &path, &change("Zanzibule")).await;
        assert_eq!(done.status, 303);
        let late = house.send(&administrator, &path, &change("Zanzibar")).await;
        assert_eq!(late.status, 409, "{}", late.page);
        assert!(late.page.contains("Zanzibar"), "nothing typed is lost");
        assert!(answers(&house, "la+Zanzibule", "Atelier de couture").await);

        let gone = house.send(&administrator, &format!("{path}/remove"), &[]).await;
        assert_eq!(gone.status, 303);
        assert!(!answers(&house, "la+Zanzibule", "Atelier de couture").await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_mean_nothing_is_refused_with_words() {
    for house in houses().await {
        let administrator = house.signed_in(Role::Coordinator, None).await;
        for (said, means, theme, words) in [
            ("", "emploi", "", "Ce champ"),
            ("!!!", "emploi", "", "ne contient aucun mot"),
            ("taf", "", "", "Dites ce qu’il faut chercher aussi"),
            ("taf", "", "inconnu", "inconnu"),
        ] {
            let fields = [("said", said), ("means", means), ("theme1", theme)];
            let refused = house.send(&administrator, "/admin/words/new", &fields).await;
            assert_eq!(refused.status, 422, "{said}");
            assert!(refused.page.contains(words), "{said}: {}", refused.page);
        }
        let nothing = house.see(&administrator, "/admin/words").await.page;
        assert!(nothing.contains("Rien n’a encore été ajouté"));
        // What comes with the program can be looked up.
        let known = house.see(&administrator, "/admin/words?words=VAE").await.page;
        assert!(known.contains("validation des acquis"), "{known}");
    }
}
