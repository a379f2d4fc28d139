//! Informed referral: one box, what answers it, why; on both databases.

use crate::common::{House, houses, monday};
use base::Id;
use directory::find::{Finder, Rebuilt};
use directory::model::{EntryDraft, EntryKind, How, Mode, Public, State};
use directory::service::{self, Writing};
use jiff::ToSpan;
use network::model::Organisation;
use site::Actor;

async fn entry(house: &House, title: &str, change: impl FnOnce(&mut EntryDraft)) -> Id {
    let library = house.library().await;
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), format!("{title}, avec quelqu’un."));
    draft.city = "Vitry-sur-Seine".into();
    draft.modes = vec![Mode::OnSite];
    change(&mut draft);
    let (owner, curator, seen) = (library, None, None);
    let writing = Writing { id: None, owner, curator, draft, verified: Some(How::Owner), seen };
    let id = service::write(&house.app, &Actor::Operator, writing).await.unwrap();
    service::set_state(&house.app, &Actor::Operator, &id, State::Published).await.unwrap();
    id
}

async fn titles(house: &House, query: &str) -> Vec<String> {
    let found = house.get_json(&format!("/api/v1/find?{query}")).await;
    let found = found.as_array().unwrap_or_else(|| panic!("{query}: {found}"));
    found.iter().map(|f| f["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_words_find_what_fits_and_say_why() {
    for house in houses().await {
        entry(&house, "Aide au CV et à la lettre de motivation", |d| {
            d.themes = vec![
                "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation".into(),
            ];
            d.hours_typed = "lundi au vendredi, 9 h–12 h 30, 13 h 30–18 h".into();
        })
        .await;
        entry(&house, "Cours de français pour débutants", |d| {
            d.themes = vec!["lecture-ecriture-calcul--maitriser-le-francais".into()];
            d.kind = EntryKind::ConversationGroup;
        })
        .await;
        house.session(|_| {}).await;

        // With a typing error, without accents, and near: why is said in words.
        let (status, page) = house.get("/find?q=refaire+mon+cv&where=94081").await;
        assert_eq!(status, 200);
        for words in [
            "Aide au CV",
            "répond à",
            "vérifié aujourd’hui",
            "ouvert maintenant",
            "dans tout l’annuaire",
        ] {
            assert!(page.contains(words), "{}: {words}: {page}", house.engine());
        }
        assert_eq!(
            titles(&house, "q=letre+de+motivassion").await[0],
            "Aide au CV et à la lettre de motivation"
        );
        assert_eq!(
            titles(&house, "q=cours+de+francais").await[0],
            "Cours de français pour débutants"
        );
        // Sessions and organisations beside them.
        assert!(titles(&house, "q=refaire+son+cv").await.contains(&"Refaire son CV".to_owned()));
        assert_eq!(titles(&house, "q=refaire+son+cv&kind=session").await, ["Refaire son CV"]);
        // Nothing answers: it is said, and something near is shown all the same.
        let (_, page) = house.get("/find?q=zzyzx").await;
        assert!(
            page.contains("Rien ne répond à ces mots") || page.contains("Rien ne contient"),
            "{page}"
        );
        assert!(page.contains("<article"), "{page}");
        // What is wrong with the question is said by field.
        for (query, words) in [
            ("q=cv&where=Nulle-Part-sur-Rien", "Nulle-Part-sur-Rien"),
            ("q=cv&theme=nowhere", "nowhere"),
            ("q=cv&from=beaucoup", "beaucoup"),
            ("q=cv&kind=nowhere", "parmi les choix de"),
            ("q=cv&remote=peut-etre", "mal recopiée"),
            ("q=cv&where=Saint-Denis", "plusieurs territoires"),
        ] {
            let (status, page) = house.get(&format!("/find?{query}")).await;
            assert_eq!(status, 422, "{query}");
            assert!(page.contains(words), "{query}: {page}");
            // In the words of whoever reads: no codes that programs send.
            assert!(!page.contains("accepté pour") && !page.contains("data·inclusion, comme"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_found_at_once_and_what_is_gone_is_not() {
    for house in houses().await {
        let id = entry(&house, "Atelier informatique", |_| {}).await;
        assert!(
            titles(&house, "q=informatique").await.contains(&"Atelier informatique".to_owned())
        );
        let other = entry(&house, "Atelier de couture", |_| {}).await;
        assert_eq!(titles(&house, "q=couture").await[0], "Atelier de couture");
        service::set_state(&house.app, &Actor::Operator, &id, State::Archived).await.unwrap();
        assert!(
            !titles(&house, "q=informatique").await.contains(&"Atelier informatique".to_owned())
        );
        // Built anew, it answers the same.
        let finder = house.app.part::<Finder>().unwrap().clone();
        let rebuilt = finder.rebuild(&house.app).await.unwrap();
        assert!(matches!(rebuilt, Rebuilt::Here(n) if n >= 2), "{rebuilt:?}");
        assert_eq!(titles(&house, "q=couture").await[0], "Atelier de couture");
        service::set_state(&house.app, &Actor::Operator, &other, State::Archived).await.unwrap();
        assert!(!titles(&house, "q=couture").await.contains(&"Atelier de couture".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_open_and_only_for_those_who_may_come() {
    for house in houses().await {
        entry(&house, "Permanence du lundi", |d| {
            d.hours_typed = "lundi, 9 h–18 h".into();
            d.publics = vec![Public::Seniors];
        })
        .await;
        entry(&house, "Permanence du mardi", |d| {
            d.hours_typed = "mardi, 9 h–18 h".into();
            d.publics = vec![Public::Seniors];
        })
        .await;
        entry(&house, "Permanence des jeunes", |d| {
            d.publics = vec![Public::Young];
            d.zones = vec!["75".into()];
        })
        .await;
        // It is Monday noon.
        assert_eq!(titles(&house, "q=permanence&open=1").await, ["Permanence du lundi"]);
        house.app.clock.set(monday() + 24.hours());
        assert_eq!(titles(&house, "q=permanence&open=1").await, ["Permanence du mardi"]);
        // Eligibility: from Vitry one cannot go where one has to live in Paris.
        assert_eq!(
            titles(&house, "q=permanence+jeunes&where=94081&public=jeunes").await,
            Vec::<String>::new()
        );
        assert_eq!(
            titles(&house, "q=permanence+jeunes&where=75113&public=jeunes").await,
            ["Permanence des jeunes"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_describes_what_it_takes_and_refuses_the_rest() {
    for house in houses().await {
        let document = house.get_json("/api/v1/openapi.json").await;
        for path in ["/api/v1/find", "/api/v1/find/complete", "/api/v1/sessions"] {
            assert!(document["paths"][path]["get"].is_object(), "{path}");
        }
        for (query, field) in [
            ("open=maybe", "open"),
            ("remote=2", "remote"),
            ("kind=nothing", "kind"),
            ("theme=nothing", "theme"),
            ("public=nobody", "public"),
            ("from=-1", "from"),
            ("from=1001", "from"),
            ("from=dix", "from"),
            ("limit=-1", "limit"),
            ("limit=0", "limit"),
            ("limit=51", "limit"),
            ("where=Nullepart-sur-Rien", "where"),
            ("where=Saint-Denis", "where"),
            ("where=94&where=75", "where"),
            // What this address does not know is not left aside.
            ("lat=48.8&lon=2.3", "lat"),
            ("near=Vitry", "near"),
            ("job=no", "job"),
        ] {
            let (status, said) = house.get(&format!("/api/v1/find?q=cv&{query}")).await;
            assert_eq!(status, 422, "{query}: {said}");
            assert!(said.contains(&format!("\"field\":\"{field}\"")), "{query}: {said}");
            assert!(!said.contains("enregistré"), "nothing was to be written: {said}");
        }
        for (query, words) in [
            ("kind=nothing", ["« kind »", "service, "]),
            ("limit=51", ["« limit »", "de 1 à 50"]),
            ("lat=48.8", ["« lat »", "q, where, kind"]),
            ("where=Saint-Denis", ["Saint-Denis", "commune-93066"]),
            ("theme=nothing", ["« theme »", "numerique--"]),
        ] {
            let (_, said) = house.get(&format!("/api/v1/find?q=cv&{query}")).await;
            let said = said.replace(['\u{a0}', '\u{202f}'], " ");
            assert!(words.iter().all(|word| said.contains(word)), "{query}: {said}");
        }
        let english = format!("{}/api/v1/find?q=cv&limit=51", house.base);
        let english = house.client.get(english).header("accept-language", "en").send().await;
        let said = english.unwrap().text().await.unwrap();
        assert!(said.contains("from 1 to 50"), "{said}");
        assert_eq!(house.get("/api/v1/find/complete?q=cv&from=2").await.0, 422);
        for query in ["open=&remote=&kind=&from=&limit=", "open=true", "open=1&remote=no&limit=50"]
        {
            assert_eq!(house.get(&format!("/api/v1/find?q=cv&{query}")).await.0, 200, "{query}");
        }
        for title in ["Aide au CV", "CV en ligne"] {
            entry(&house, title, |_| {}).await;
        }
        assert_eq!(titles(&house, "q=cv").await.len(), 2);
        assert_eq!(titles(&house, "q=cv&limit=1").await.len(), 1);
        // A page says it in a sentence, and shows nothing that was not asked for.
        for query in ["from=-1", "from=9999999", "kind=nothing", "theme=nothing", "job=yes"] {
            let (status, page) = house.get(&format!("/find?q=cv&{query}")).await;
            let value = query.split('=').nth(1).unwrap();
            assert!(status == 422 && page.contains("Précisez votre recherche"), "{query}: {page}");
            assert!(page.contains(value) && !page.contains("class=\"why\""), "{query}: {page}");
        }
    }
}

/// Somebody says where they are in the one box: it is offered, never taken unasked.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_in_the_words_is_offered() {
    for house in houses().await {
        entry(&house, "Cours de cuisine", |_| {}).await;
        let page = house.get("/find?q=cours+cuisine+94&kind=service").await.1;
        let link = page.split("Chercher près de").nth(1).unwrap_or_default();
        let link = link.split("href=\"").nth(1).unwrap_or_default();
        let link = link.split('"').next().unwrap_or_default().replace("&#38;", "&");
        let mut fields: Vec<&str> = link.trim_start_matches("/find?").split('&').collect();
        fields.sort_unstable();
        assert_eq!(fields, ["kind=service", "q=cours+cuisine", "where=departement-94"], "{page}");
        let there = house.get(&link).await.1;
        assert!(there.contains("Cours de cuisine"), "{there}");
        assert!(!there.contains("Chercher près de"), "{there}");
        let easy = house.get("/find?q=cours+cuisine+%C3%A0+Givors&easy=1").await.1;
        assert!(easy.contains("Chercher près de") && easy.contains("commune-69091"), "{easy}");
    }
}

/// An organisation that receives nobody itself is found by its entries, as it is called today.
#[tokio::test(flavor = "multi_thread")]
async fn an_entry_follows_the_name_of_its_owner() {
    for house in houses().await {
        let id = entry(&house, "Aide au CV", |_| {}).await;
        let owner = service::published(&house.app, &id).await.unwrap().owner;
        for name in ["Xylophone", "Hippocampe"] {
            let asked = format!("/find?q={name}");
            let page = house.get(&asked).await.1;
            assert!(page.contains("Rien ne"), "{page}");
            let named = Organisation { name: name.into(), open_to_public: false, ..owner.clone() };
            network::service::write_organisation(&house.app, &Actor::Operator, named)
                .await
                .unwrap();
            let page = house.get(&asked).await.1;
            assert!(page.contains("Aide au CV") && !page.contains("Rien ne"), "{page}");
        }
    }
}

/// Two places of one organisation in one town say their street; one that stands alone does not.
#[tokio::test(flavor = "multi_thread")]
async fn two_of_one_name_in_one_town_say_their_street() {
    for house in houses().await {
        let there = |street: &'static str| move |d: &mut EntryDraft| d.address = street.into();
        entry(&house, "Aide au CV", there("12 rue du Parc")).await;
        entry(&house, "Aide au CV", there("3 avenue Gambetta")).await;
        entry(&house, "Aide aux courriers", there("5 place de la Mairie")).await;
        let page = house.get("/find?q=aide+cv+courriers").await.1;
        for said in ["12 rue du Parc · Vitry-sur-Seine", "3 avenue Gambetta · Vitry-sur-Seine"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("5 place de la Mairie"), "{page}");
        let easy = house.get("/find?q=aide+cv+courriers&easy=1").await.1;
        assert!(easy.contains("12 rue du Parc") && easy.contains("3 avenue Gambetta"), "{easy}");
        assert!(!easy.contains("5 place de la Mairie"), "{easy}");
    }
}

/// What is for everyone is for the young too, and so is what nobody said whom it is for; a danger is
/// answered before anything else; what cannot say why it is here is no answer.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_less_than_there_is_or_more() {
    for house in houses().await {
        entry(&house, "Aide au CV pour tous", |d| d.publics = vec![Public::Everyone]).await;
        entry(&house, "Aide au CV sans plus", |d| d.publics = vec![]).await;
        entry(&house, "Aide au CV des seniors", |d| d.publics = vec![Public::Seniors]).await;
        let young = titles(&house, "q=aide+cv&public=jeunes").await;
        assert!(young.contains(&"Aide au CV pour tous".to_owned()), "{young:?}");
        assert!(young.contains(&"Aide au CV sans plus".to_owned()), "{young:?}");
        assert!(!young.contains(&"Aide au CV des seniors".to_owned()), "{young:?}");

        let danger = house.get("/find?q=mon+mari+me+frappe").await.1;
        assert!(danger.contains("3919") && danger.contains("Si c’est urgent"), "{danger}");
        let easy = house.get("/find?q=je+dors+dehors&easy=1").await.1;
        assert!(easy.contains("115"), "{easy}");
        assert!(!house.get("/find?q=aide+cv").await.1.contains("3919"));
    }
}
