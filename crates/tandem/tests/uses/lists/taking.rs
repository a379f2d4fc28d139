//! Looking at a list and taking it, beside others who write.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_once_even_where_nobody_waits_for_the_answer() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.straight("essai", &data("Accueil", "+33472242012", &["a"])).await;
        desk.look(&at).await;
        // Somebody else holds the list for a while.
        let (begun, begins) = tokio::sync::oneshot::channel();
        let (release, ends) = std::sync::mpsc::channel::<()>();
        let app = desk.house.app.clone();
        let held = tokio::spawn(async move {
            let hold = move |tx: &mut store::Tx<'_>| {
                tx.execute("INSERT INTO list_sources (source) VALUES ('essai')", &[])?;
                let _ = begun.send(());
                let _ = ends.recv();
                Err::<(), _>(Problem::new(base::Kind::Conflict, "rolled back"))
            };
            app.db.write(hold).await
        });
        begins.await.unwrap();
        // Whoever takes it does not wait for the answer.
        let take = format!("{}{at}/take", desk.house.base);
        let gone = desk.who.post(&take).timeout(std::time::Duration::from_millis(400));
        assert!(gone.send().await.is_err(), "the list is held");
        let again = desk.house.send(&desk.who, &format!("{at}/take"), &[]).await;
        assert_eq!((again.status, again.location), (303, format!("{at}/preview")));
        let page = desk.see(&format!("{at}/preview")).await;
        assert!(page.page.contains("en train d’être prise"), "{}", page.page);
        release.send(()).unwrap();
        held.await.unwrap().unwrap_err();
        let mut seen = desk.see(&format!("{at}/preview")).await;
        for _ in 0..100 {
            if seen.status == 303 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            seen = desk.see(&format!("{at}/preview")).await;
        }
        assert!(seen.location.starts_with("/staff/directory/imports/"), "{}", seen.page);
        // Once more, by the back button: it was taken.
        let again = desk.house.send(&desk.who, &format!("{at}/take"), &[]).await;
        assert_eq!(again.location, format!("{at}/preview"));
        assert_eq!(desk.see(&again.location).await.location, seen.location);
        assert_eq!((desk.count("takings").await, desk.count("entries").await), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_waits_for_no_writer_and_holds_none() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        desk.again("essai", &data("Accueil", "+33472242012", &["a", "b"])).await;
        let at = desk.straight("essai", &data("Conseil", "+33499999999", &["b", "c"])).await;
        // Somebody writes for a long time, to this very list.
        let (begun, begins) = tokio::sync::oneshot::channel();
        let (release, ends) = std::sync::mpsc::channel::<()>();
        let app = desk.house.app.clone();
        let held = tokio::spawn(async move {
            let hold = move |tx: &mut store::Tx<'_>| {
                tx.execute("UPDATE list_sources SET source = source", &[])?;
                tx.execute("UPDATE entry_clock SET seq = seq", &[])?;
                tx.execute("UPDATE entries SET title = title", &[])?;
                let _ = begun.send(());
                let _ = ends.recv();
                Err::<(), _>(Problem::new(base::Kind::Conflict, "rolled back"))
            };
            app.db.write(hold).await
        });
        begins.await.unwrap();
        let looked = tokio::time::timeout(std::time::Duration::from_secs(10), desk.look(&at)).await;
        release.send(()).unwrap();
        held.await.unwrap().unwrap_err();
        let announced = counts(&looked.expect("it waits for whoever writes"));
        assert_eq!(announced, [1, 1, 0, 1]);
        assert_eq!(
            counts(&desk.take(&at).await.1),
            announced,
            "what was announced is what is done"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_tried_one_at_a_time() {
    for house in houses().await {
        let desk = std::sync::Arc::new(Desk::open(house).await);
        let at = desk.straight("essai", &data("Accueil", "+33472242012", &["a"])).await;
        let turn = directory::exchange::pages::turn().await;
        let pages = ["preview", "refused.csv"].map(|page| {
            let (desk, path) = (desk.clone(), format!("{at}/{page}"));
            tokio::spawn(async move { desk.see(&path).await.status })
        });
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        assert!(pages.iter().all(|page| !page.is_finished()), "another list has its turn");
        drop(turn);
        for page in pages {
            assert_eq!(page.await.unwrap(), 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_between_preview_and_taking_is_told() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let list = data("Accueil", "+33472242012", &["a", "b"]);
        let at = desk.straight("essai", &list).await;
        let preview = desk.look(&at).await;
        assert_eq!(counts(&preview), [2, 0, 0, 0]);
        // A colleague takes the same list meanwhile.
        let import = exchange::Import {
            format: exchange::Format::Inclusion,
            source: "essai".into(),
            bytes: list.clone(),
            mapping: None,
            themes: std::collections::BTreeSet::new(),
            dry_run: false,
        };
        exchange::import(&desk.house.app, &Actor::Operator, import).await.unwrap();
        let (_, page) = desk.take(&at).await;
        let (real, announced) = page.split_once("Ce que l’aperçu annonçait").unwrap();
        assert!(real.contains("quelque chose avait changé"), "{page}");
        assert_eq!((counts(real), counts(announced)), ([0, 0, 2, 0], [2, 0, 0, 0]));

        // Somebody corrects an entry meanwhile: kept, and said.
        let at = desk.straight("essai", &data("Accueil", "+33499999999", &["a", "b"])).await;
        assert_eq!(counts(&desk.look(&at).await), [0, 2, 0, 0]);
        correct(&desk.house, &desk.entries().await[0], "04 00 00 00 00").await;
        let (_, page) = desk.take(&at).await;
        let real = page.split("Ce que l’aperçu annonçait").next().unwrap();
        assert_eq!(
            (counts(real), count(real, "Fiches", "Gardées telles quelles ici")),
            ([0, 1, 1, 0], 1)
        );
        assert_eq!(desk.entries().await[0].draft.phone, "04 00 00 00 00");
    }
}
