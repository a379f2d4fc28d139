//! The search and an entry in words that are easy to read.

use directory::model::{Fees, Mode, Public};

use super::{between, entry};
use crate::common::houses;

/// Addresses of the links and forms of a page's main part that lead into the search or to an entry.
fn inner(page: &str) -> Vec<String> {
    let main = between(page, "<main", "</main>");
    let all = main.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let ours = all
        .filter(|a| a.starts_with("/find") || a.starts_with("/entries") || a.starts_with("/slip"));
    ours.map(|a| a.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_things_in_full_and_stays_easy_from_link_to_link() {
    for house in houses().await {
        let id = entry(&house, "Aide au CV", |d| {
            d.description = "On relit votre CV ; on l’imprime. Venez sur rdv.".into();
            d.hours_typed = "lundi, 9 h–12 h ; mercredi, 14 h–17 h 30".into();
            d.fees = Some(Fees::Free);
            d.modes = vec![Mode::OnSite];
            d.publics = vec![Public::Young];
            d.conditions = "Toucher le RSA.".into();
            d.phone = "01 23 45 67 89".into();
        })
        .await;
        for n in 0..12 {
            entry(&house, &format!("Atelier CV {n}"), |_| {}).await;
        }
        let (status, page) = house.get("/find?q=cv&where=94081&easy=1").await;
        assert_eq!(status, 200);
        let first = between(&page, &format!("/entries/{id}"), "</article>");
        for words in [
            "Aide au curriculum vitae\u{a0}(CV)",
            "On relit votre curriculum vitae.</p>",
            "On l’imprime.</p>",
            "C’est proposé par : Médiathèque d’essai, Vitry-sur-Seine.",
            "C’est tout près, à moins d’un kilomètre.",
            "C’est fermé maintenant.",
            "Cela ouvre le mercredi 25 novembre à 14 heures.",
        ] {
            let plain = |t: &str| t.replace(['\u{a0}', '\u{202f}'], " ");
            assert!(plain(first).contains(&plain(words)), "{}: {words}: {first}", house.engine());
        }
        // Every link into the search or to an entry stays easy, but for the one that leads back.
        let links = inner(&page);
        assert!(links.iter().any(|l| l.contains("from=10")) && links.len() > 12, "{links:?}");
        let back: Vec<_> = links.iter().filter(|l| !l.contains("easy=1")).collect();
        assert_eq!(back, ["/find?q=cv&where=94081"], "{links:?}");
        let form = between(&page, "<form method=\"get\"", "</form>");
        assert!(form.contains("name=\"easy\" value=\"1\""), "{form}");
        // With something on the slip, the slip is easy too.
        let (_, page) = house.get(&format!("/find?q=cv&easy=1&pick=entry/{id}")).await;
        let slip = inner(&page).into_iter().find(|l| l.starts_with("/slip")).unwrap();
        let (_, basket) = house.get(&slip).await;
        assert!(between(&basket, "name=\"easy\"", ">").contains("checked"), "{basket}");

        let (status, page) = house.get(&format!("/entries/{id}?easy=1")).await;
        assert_eq!(status, 200);
        for words in [
            "C’est quoi",
            "Venez sur rendez-vous.",
            "Toucher le revenu de solidarité active.",
            "C’est gratuit. Vous ne payez rien.",
            "Ouvert le lundi de 9 heures à midi.",
            "Ouvert le mercredi de 14 heures à 17 heures 30.",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let back: Vec<_> = inner(&page).into_iter().filter(|l| !l.contains("easy=1")).collect();
        assert_eq!(back, [format!("/entries/{id}")]);
        let reports = format!("/entries/{id}/reports");
        let done = house.post_form(&reports, &[("reason", "hours"), ("easy", "1")]).await;
        assert_eq!(done.1, format!("/entries/{id}?reported=1&easy=1"));
        assert!(house.get(&done.1).await.1.contains("Nous allons vérifier"));
        let (_, english) = house.get(&format!("/en/entries/{id}?easy=1")).await;
        assert!(english.contains("Open on Monday from 9:00 to noon."), "{english}");
        // The usual pages lead there.
        for from in ["/find".to_owned(), "/find?q=cv".to_owned(), format!("/entries/{id}")] {
            let (_, page) = house.get(&from).await;
            assert!(inner(&page).iter().any(|l| l.contains("easy=1")), "{from}");
        }
        // A question that cannot be read says so in easy words too.
        let (status, page) = house.get("/find?q=cv&where=Nulle-Part-sur-Rien&easy=1").await;
        assert!(status == 422 && page.contains("class=\"easy\""), "{page}");
    }
}
