//! Editions: chosen, put under headings, published, read, compared; on both databases.

use crate::common::{House, houses, monday};
use base::Id;
use directory::model::{EntryDraft, EntryKind, How, State};
use directory::service::{self, Writing};
use jiff::ToSpan;
use site::{Actor, Role};

const EDITIONS: &str = "/staff/directory/editions";

async fn written(house: &House, id: Option<Id>, title: &str, phone: &str) -> Id {
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), "On y refait son CV.".into());
    (draft.postcode, draft.city) = ("94400".into(), "Vitry-sur-Seine".into());
    draft.phone = phone.into();
    let (owner, curator, verified, seen) = (house.library().await, None, None, None);
    let fresh = id.is_none();
    let writing = Writing { id, owner, curator, draft, verified, seen };
    let id = service::write(&house.app, &Actor::Operator, writing).await.unwrap();
    if fresh {
        state(house, &id, State::Published).await;
    }
    id
}

async fn state(house: &House, id: &Id, state: State) {
    service::set_state(&house.app, &Actor::Operator, id, state).await.unwrap();
}

async fn verified(house: &House, id: &Id) {
    service::verify(&house.app, &Actor::Operator, id, How::Called).await.unwrap();
}

async fn begun(house: &House, who: &reqwest::Client) -> String {
    let fields = [
        ("organisation", "library"),
        ("title", "Toutes les ressources utiles"),
        ("introduction", "Pour les partenaires."),
        ("headings", "Emploi\r\nLangue"),
    ];
    let made = house.send(who, &format!("{EDITIONS}/new"), &fields).await;
    assert_eq!(made.status, 303, "{}", made.page);
    made.location.replace("?done=1", "")
}

async fn published(house: &House, who: &reqwest::Client, of: &str) -> String {
    let done = house.send(who, &format!("{of}/publish"), &[]).await;
    assert!(done.status == 303 && done.location.starts_with("/editions/"), "{}", done.page);
    done.location
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_is_chosen_published_and_says_what_changed() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let cv = written(&house, None, "Aide au CV", "01").await;
        let talk = written(&house, None, "Parler français", "02").await;
        let gone = written(&house, None, "Atelier couture", "03").await;
        let draft = written(&house, None, "Encore secret", "04").await;
        state(&house, &draft, State::Draft).await;
        let booklet = begun(&house, &who).await;

        // Nothing in it: nothing to publish.
        assert_eq!(house.send(&who, &format!("{booklet}/publish"), &[]).await.status, 409);
        // Looked for by territory and by name; drafts are not to be had.
        let found = house.see(&who, &format!("{booklet}?where=Val-de-Marne")).await.page;
        assert_eq!(found.matches("name=\"entries\"").count(), 3, "{found}");
        let found = house.see(&who, &format!("{booklet}?where=Rhône&words=aide")).await.page;
        assert_eq!(found.matches("name=\"entries\"").count(), 0, "{found}");
        // Sent empty, the form shows all there is; not sent, nothing.
        let found = house.see(&who, &format!("{booklet}?theme=&where=&words=")).await.page;
        assert_eq!(found.matches("name=\"entries\"").count(), 3, "{found}");
        let found = house.see(&who, &booklet).await.page;
        assert_eq!(found.matches("name=\"entries\"").count(), 0, "{found}");
        let found = house.see(&who, &format!("{booklet}?where=Nulle-Part&words=")).await;
        assert_eq!(found.page.matches("name=\"entries\"").count(), 0, "{}", found.page);
        let found = house.see(&who, &format!("{booklet}?where=Saint-Denis")).await;
        assert!(found.status == 422 && found.page.contains("plusieurs territoires"));
        let add = format!("{booklet}/entries");
        let secret = [("entries", draft.as_str()), ("heading", "0")];
        assert_eq!(house.send(&who, &add, &secret).await.status, 404);
        let two = [("entries", cv.as_str()), ("entries", gone.as_str()), ("heading", "0")];
        assert_eq!(house.send(&who, &add, &two).await.status, 303);
        let one = [("entries", talk.as_str()), ("heading", "1")];
        assert_eq!(house.send(&who, &add, &one).await.status, 303);
        let nowhere = [("entries", talk.as_str()), ("heading", "2")];
        assert_eq!(house.send(&who, &add, &nowhere).await.status, 422);

        // Headings change places, and what stands under them goes with them.
        let form = house.see(&who, &booklet).await.page;
        let seen = form.split("name=\"seen\" value=\"").nth(1).unwrap();
        let seen = seen.split('"').next().unwrap().to_owned();
        let fields = |title: &'static str, seen: &str| {
            [
                ("title", title.to_owned()),
                ("introduction", "Pour les partenaires.".into()),
                ("headings", "Langue\nEmploi".into()),
                ("seen", seen.to_owned()),
            ]
        };
        let sent = fields("Toutes les ressources utiles", &seen);
        let sent: Vec<_> = sent.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(house.send(&who, &booklet, &sent).await.status, 303);
        let late = fields("Autre titre", &seen);
        let late: Vec<_> = late.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(house.send(&who, &booklet, &late).await.status, 409, "somebody was faster");

        verified(&house, &cv).await;
        // Before it is public: what will be, how much of it is fresh, and that it stays.
        let page = house.see(&who, &booklet).await.page;
        assert!(page.contains(&format!("href=\"{booklet}/publish\"")), "{page}");
        assert!(!page.contains("publish\"><p class"), "nothing is published from there: {page}");
        let before = house.see(&who, &format!("{booklet}/publish")).await;
        let page = before.page.replace('\u{a0}', " ");
        assert_eq!(before.status, 200, "{page}");
        for words in
            ["sera publique", "Édition n° 1", "1 fiche sur 3 (33 %)", "2 fiches n’ont pas été"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(
            page.contains("Parler français") && !page.contains(">Aide au CV<"),
            "the stale: {page}"
        );
        let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap();
        let seen = seen.split('"').next().unwrap();
        // Something else by now is not published in its stead.
        let take = format!("{booklet}/entries/{cv}");
        assert_eq!(house.send(&who, &take, &[("do", "remove")]).await.status, 303);
        let late = house.send(&who, &format!("{booklet}/publish"), &[("seen", seen)]).await;
        assert!(late.status == 409 && late.page.contains("Publier cette édition"), "{}", late.page);
        assert_eq!(house.send(&who, &take, &[("heading", "1")]).await.status, 303);
        let first = published(&house, &who, &booklet).await;
        let (status, page) = house.get(&first).await;
        assert_eq!(status, 200);
        assert!(page.contains("1 fiche sur 3 (33"), "{page}");
        // It is printed: a day, not how long ago.
        assert!(page.contains(">Vérifié le lundi 23 novembre 2026<"), "{page}");
        assert!(!page.contains("Vérifié aujourd’hui"), "{page}");
        let at = |words: &str| page.rfind(words).unwrap_or_else(|| panic!("{words}: {page}"));
        assert!(
            at(">Langue</h2>") < at("Parler français")
                && at("Parler français") < at(">Emploi</h2>")
        );
        assert!(!page.contains("Ce qui a changé"), "there is none before");
        let (_, rows) = house.get(&format!("{first}/rows")).await;
        assert_eq!((rows.matches(">Oui<").count(), rows.matches(">Non<").count()), (1, 2));

        // Later: one entry says something else, one is verified, one is put away, one is new.
        house.app.clock.set(monday() + (24 * 30).hours());
        written(&house, Some(talk.clone()), "Parler français", "09 99").await;
        verified(&house, &cv).await;
        state(&house, &gone, State::Archived).await;
        let new = written(&house, None, "Écrivain public", "05").await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let add_new = [("entries", new.as_str()), ("heading", "0")];
        assert_eq!(house.send(&who, &add, &add_new).await.status, 303);
        // The list of the first is as it was; what its entries say is true today.
        let (_, page) = house.get(&first).await;
        assert!(page.contains("Retirée de l’annuaire depuis") && page.contains("Modifiée depuis"));
        assert!(page.contains("09 99") && !page.contains("Écrivain public"), "{page}");
        let second = published(&house, &who, &booklet).await;
        let (_, page) = house.get(&second).await;
        let changes = page.split("id=\"changes\"").nth(1).unwrap();
        let under = |label: &str| {
            let list = changes.split(label).nth(1).unwrap_or_else(|| panic!("{label}: {changes}"));
            list.split("</ul>").next().unwrap().to_owned()
        };
        assert!(under("Ajoutées").contains("Écrivain public"));
        assert!(under("Enlevées").contains("Atelier couture"));
        assert!(under("Modifiées").contains("Parler français"));
        assert!(under("Vérifiées, sans changement").contains("Aide au CV"));
        let (_, page) = house.get(&first).await;
        assert!(page.contains("Une édition plus récente") && page.contains(&second), "{page}");

        // Seven months on nothing of it is fresh any more, and its cover says so.
        house.app.clock.set(monday() + (24 * 240).hours());
        let (_, page) = house.get(&second).await;
        assert!(page.contains("0 fiche sur 3"), "{page}");

        // Taken out by hand.
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let out = format!("{add}/{new}");
        assert_eq!(house.send(&who, &out, &[("do", "remove")]).await.status, 303);
        assert!(!house.see(&who, &booklet).await.page.contains("Écrivain public"));
        assert_eq!(house.get("/editions/nowhere").await.0, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_stand_in_the_order_that_somebody_gives_them() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let mut ids = vec![];
        for (n, title) in ["Aide A", "Aide B", "Aide C"].iter().enumerate() {
            ids.push(written(&house, None, title, &format!("1{n}")).await);
        }
        let booklet = begun(&house, &who).await;
        for id in &ids {
            let fields = [("entries", id.as_str()), ("heading", "0")];
            let done = house.send(&who, &format!("{booklet}/entries"), &fields).await;
            assert_eq!(done.status, 303, "{}", done.page);
        }
        let order = async |page: String| -> String {
            let mut all: Vec<_> = ["Aide A", "Aide B", "Aide C"]
                .iter()
                .filter_map(|t| Some((page.find(&format!("{t}</a>"))?, &t[5..])))
                .collect();
            all.sort_unstable();
            all.into_iter().map(|(_, letter)| letter).collect()
        };
        let now = async || order(house.see(&who, &booklet).await.page).await;
        let go = async |n: usize, way: &str| {
            let path = format!("{booklet}/entries/{}", ids[n]);
            assert_eq!(house.send(&who, &path, &[("do", way)]).await.status, 303);
        };
        assert_eq!(now().await, "ABC");
        go(2, "up").await;
        assert_eq!(now().await, "ACB");
        go(0, "down").await;
        go(2, "up").await;
        assert_eq!(now().await, "CAB", "at its end it stays");
        // Taken out and put in again, it comes last.
        go(2, "remove").await;
        let fields = [("entries", ids[2].as_str()), ("heading", "0")];
        assert_eq!(house.send(&who, &format!("{booklet}/entries"), &fields).await.status, 303);
        assert_eq!(now().await, "ABC");
        go(1, "up").await;
        let edition = published(&house, &who, &booklet).await;
        assert_eq!(order(house.get(&edition).await.1).await, "BAC");
        let nobody = format!("{booklet}/entries/nobody");
        assert_eq!(house.send(&who, &nobody, &[("do", "up")]).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_publish_at_once_get_two_numbers() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let cv = written(&house, None, "Aide au CV", "01").await;
        let booklet = begun(&house, &who).await;
        let one = [("entries", cv.as_str()), ("heading", "0")];
        house.send(&who, &format!("{booklet}/entries"), &one).await;
        let (a, b, c) = tokio::join!(
            published(&house, &who, &booklet),
            published(&house, &who, &booklet),
            published(&house, &who, &booklet)
        );
        let mut numbers = vec![];
        for there in [a, b, c] {
            let (_, page) = house.get(&there).await;
            let lead = page.split("class=\"lead\">").nth(1).unwrap().to_owned();
            numbers.push(lead.split(',').next().unwrap().replace('\u{a0}', " "));
        }
        numbers.sort();
        assert_eq!(numbers, ["Édition n° 1", "Édition n° 2", "Édition n° 3"]);
    }
}
