//! What people write and what lists say of the same.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_people_corrected_is_not_overruled_and_both_sides_are_shown() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        desk.again("essai", &data("Accueil", "+33472242012", &["a", "b"])).await;
        let entry = desk.entries().await.remove(0);
        correct(&desk.house, &entry, "04 00 00 00 00").await;

        let at = desk.straight("essai", &data("Conseil", "+33499999999", &["a", "b"])).await;
        let preview = desk.look(&at).await;
        assert_eq!(
            (counts(&preview), count(&preview, "Fiches", "Gardées telles quelles ici")),
            ([0, 2, 0, 0], 1)
        );
        // Field by field, what it said and what it will say.
        let numbers = "<td>04 00 00 00 00</td><td>04 99 99 99 99</td>".replace(' ', "\u{a0}");
        for cell in ["<td>Accueil a</td><td>Conseil a</td>", &numbers] {
            assert!(preview.contains(cell), "{cell}: {preview}");
        }
        let (result, _) = desk.take(&at).await;
        let after = desk.entries().await;
        assert_eq!(after[0].draft.title, "Conseil a");
        assert_eq!(after[0].draft.phone, "04 00 00 00 00", "what people wrote stays");
        assert_eq!(after[1].draft.phone, "+33499999999");
        let rows = desk.see(&format!("{result}?show=kept")).await.page;
        let kept = "04 00 00 00 00".replace(' ', "\u{a0}");
        assert!(rows.contains(&kept) && !rows.contains("Conseil b"), "{rows}");
        let path = format!("/staff/directory/{}", after[0].id);
        assert!(rows.contains(&path));
        // The staff page of an entry says how well it is described, and what it lacks.
        let page = desk.see(&path).await.page;
        assert!(
            page.contains("sur\u{a0}100") && page.contains("Aucun public n’est indiqué"),
            "{page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_is_proposed_and_what_comes_back_is_no_longer() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let whole = data("Accueil", "+33472242012", &["a", "b"]);
        let part = data("Accueil", "+33472242012", &["a"]);
        desk.again("essai", &whole).await;
        let gone = desk.entries().await.remove(1);
        let signals = async || {
            let operator = Actor::Operator;
            let seen = service::kept(&desk.house.app, &operator, Permission::Desk, &gone.id)
                .await
                .unwrap();
            (seen.entry.state, seen.signals.iter().any(|(s, ..)| *s == Signal::Disagreement))
        };
        // A part of the list takes nothing away.
        let sent = desk.upload("essai", &part, &[("partial", "1")]).await;
        let preview = desk.look(&sent.location).await;
        assert_eq!(counts(&preview), [0, 0, 1, 0]);
        desk.take(&sent.location).await;
        assert_eq!(signals().await, (State::Published, false));

        let (result, page) = desk.again("essai", &part).await;
        assert_eq!(counts(&page), [0, 0, 1, 1]);
        assert_eq!(signals().await, (State::Published, true), "proposed, not taken out");
        let rows = desk.see(&format!("{result}?show=entry-gone")).await.page;
        assert!(rows.contains(&format!("/staff/directory/{}", gone.id)), "{rows}");
        assert_eq!(counts(&desk.again("essai", &part).await.1)[3], 0, "said once");

        assert_eq!(counts(&desk.again("essai", &whole).await.1), [0, 0, 2, 0]);
        assert_eq!(signals().await, (State::Published, false));
        assert_eq!(counts(&desk.again("essai", &part).await.1)[3], 1, "gone once more, said again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_do_while_a_list_is_taken_is_not_lost() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let ids = ["a", "b", "c", "d", "e", "f"];
        let take = async |name: &str, ids: &[&str]| {
            let import = exchange::Import {
                format: exchange::Format::Inclusion,
                source: "essai".into(),
                bytes: data(name, "+33472242012", ids),
                mapping: None,
                themes: std::collections::BTreeSet::new(),
                dry_run: false,
            };
            exchange::import(&desk.house.app, &Actor::Operator, import).await.unwrap();
        };
        take("Accueil", &ids).await;
        let entries = desk.entries().await;
        for round in 0..12 {
            // One is gone and comes back each time, the others change their names.
            let held = if round % 2 == 0 { &ids[..5] } else { &ids[..] };
            let name = format!("Accueil {round}");
            let verify = async {
                for entry in &entries {
                    let how = directory::model::How::Called;
                    service::verify(&desk.house.app, &Actor::Operator, &entry.id, how)
                        .await
                        .unwrap();
                }
            };
            tokio::join!(take(&name, held), verify);
            let after = desk.entries().await;
            assert!(after.iter().all(|e| e.verified.is_some()), "{}", desk.house.engine());
            let named = after.iter().filter(|e| e.draft.title.starts_with(&name)).count();
            assert_eq!(named, held.len());
            let wipe = desk.house.app.db.write(|tx| {
                tx.execute("UPDATE entries SET verified_on = NULL, verified_how = NULL", &[])
            });
            wipe.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        }
    }
}

/// Name and site of the organisations of Givors.
async fn named(house: &House) -> Vec<(String, String)> {
    let read = house.app.db.read(|tx| {
        let sql = "SELECT name, website FROM organisations WHERE insee = '69091'";
        let rows = tx.query(sql, &[])?;
        rows.iter().map(|r| Ok((r.get::<String>(0)?, r.get::<String>(1)?))).collect()
    });
    read.await.map_err(|e: store::StoreError| e.to_string()).unwrap()
}

/// A list that names an organisation that another list brought says nothing about it: its name, its
/// address and its site stay what they were.
#[tokio::test(flavor = "multi_thread")]
async fn no_list_renames_what_another_one_brought() {
    for house in houses().await {
        let library = house.library().await;
        let administrator = house.signed_in(Role::Coordinator, None).await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let list = |name: &str, site: &str| {
            let list = json!({
                "structures": [{ "source": "x", "id": "s", "nom": name, "date_maj": "2026-03-01",
                    "commune": "Givors", "code_postal": "69700", "code_insee": "69091",
                    "adresse": "1 place de la Liberté", "site_web": site }],
                "services": [{ "source": "x", "structure_id": "s", "id": "a", "nom": "Accueil",
                    "description": "Un accueil et des conseils.", "date_maj": "2026-03-01",
                    "thematiques": ["numerique--acceder-a-des-services-en-ligne"] }],
            });
            serde_json::to_vec(&list).unwrap()
        };
        let first = Desk { house, who: administrator };
        first.again("ville", &list("Maison Foo", "https://foo.example/")).await;
        let before = named(&first.house).await;
        assert_eq!(before, [("Maison Foo".to_owned(), "https://foo.example/".to_owned())]);

        let Desk { house, who: administrator } = first;
        let pirate = Desk { house, who };
        for bytes in [
            list("Maison Foo", "https://foo.example/"),
            list("Maison Pirate", "https://evil.example/"),
        ] {
            let sent = pirate.upload("pirate", &bytes, &[("curator", "library")]).await;
            assert_eq!(sent.status, 303, "{}", sent.page);
            pirate.see(&sent.location).await;
            pirate.look(&sent.location).await;
            pirate.take(&sent.location).await;
            assert_eq!(named(&pirate.house).await, before, "{}", pirate.house.engine());
        }
        // The list that brought it still changes it.
        let first = Desk { house: pirate.house, who: administrator };
        first.again("ville", &list("Maison Foo-Bar", "https://foo.example/")).await;
        assert_eq!(named(&first.house).await[0].0, "Maison Foo-Bar");
    }
}
