//! Two or three entries side by side.

use directory::model::{Fees, How, Mode, Public, State};
use directory::service;
use site::Actor;

use super::{between, entry, state};
use crate::common::houses;

#[tokio::test(flavor = "multi_thread")]
async fn what_differs_is_told_from_what_is_the_same_and_from_what_nobody_says() {
    for house in houses().await {
        let one = entry(&house, "Aide au CV", |d| {
            d.fees = Some(Fees::Free);
            d.modes = vec![Mode::OnSite];
            d.publics = vec![Public::Young];
            d.phone = "01 23 45 67 89".into();
            d.hours_typed = "lundi, 9 h–18 h".into();
        })
        .await;
        let two = entry(&house, "Atelier CV", |d| {
            d.fees = Some(Fees::Free);
            d.modes = vec![Mode::OnSite];
            d.hours_typed = "mardi, 9 h–18 h".into();
        })
        .await;
        service::verify(&house.app, &Actor::Operator, &one, How::Called).await.unwrap();

        let (status, page) = house.get(&format!("/compare?e={one}&e={two}&near=94081")).await;
        assert_eq!(status, 200, "{page}");
        let differs = between(&page, "id=\"differ\"", "</table>");
        for words in [
            "≠&nbsp;</span>Pour qui",
            "Jeunes",
            "Pas précisé",
            "≠&nbsp;</span>Horaires",
            "lundi",
            "≠&nbsp;</span>Aujourd’hui",
            "ouvert maintenant",
            "tel:+33123456789",
            "par téléphone, par Médiathèque",
            "Jamais vérifié",
        ] {
            assert!(differs.contains(words), "{}: {words}: {differs}", house.engine());
        }
        assert!(!differs.contains("Gratuit"), "{differs}");
        // What both say stands once, in a list of its own.
        let same = between(&page, "Ce qui est pareil", "</dl>");
        assert_eq!(same.matches("Gratuit").count(), 1, "{same}");
        assert!(same.contains("Sur place") && same.contains("Distance"), "{same}");
        assert!(same.contains("à moins d’un kilomètre"), "{same}");
        let silent = between(&page, "Aucune des deux ne le dit", "</p>");
        assert!(silent.contains("à apporter") && silent.contains("conditions"), "{silent}");
        // The slip with both.
        let slip = format!("/slip/new?entry={one}&amp;entry={two}");
        assert!(page.contains(&slip) || page.contains(&slip.replace("&amp;", "&#38;")), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_three_the_odd_one_is_marked_and_a_fourth_is_left_out() {
    for house in houses().await {
        let mut ids = vec![];
        for (title, fees) in [
            ("Un", Fees::Free),
            ("Deux", Fees::Paid),
            ("Trois", Fees::Free),
            ("Quatre", Fees::Free),
        ] {
            ids.push(entry(&house, &format!("Aide {title}"), |d| d.fees = Some(fees)).await);
        }
        let path = format!("/compare?e={}&e={}&e={}&e={}", ids[0], ids[1], ids[2], ids[3]);
        let (status, page) = house.get(&path).await;
        assert_eq!(status, 200);
        assert!(page.contains("Comparer trois fiches") && page.contains("trois fiches au plus"));
        assert!(!page.contains("Aide Quatre"), "{page}");
        let fees = between(&page, "≠&nbsp;</span>Frais", "</tr>");
        let odd = between(fees, "Aide Deux", "</td>");
        assert!(odd.contains("à part des autres") && odd.contains("Payant"), "{fees}");
        assert_eq!(fees.matches("à part des autres").count(), 1, "{fees}");
        // Without the second, the other two are left.
        let without = format!("/compare?e={}", ids[0]);
        assert!(page.contains(&without), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_or_never_was_is_said_in_words() {
    for house in houses().await {
        let one = entry(&house, "Aide au CV", |_| {}).await;
        let two = entry(&house, "Atelier CV", |_| {}).await;
        let draft = entry(&house, "Brouillon", |_| {}).await;
        state(&house, &draft, State::Draft).await;
        state(&house, &two, State::Archived).await;
        let (status, page) = house.get(&format!("/compare?e={one}&e={two}")).await;
        assert_eq!(status, 200);
        assert!(page.contains("n’est plus dans l’annuaire"), "{page}");
        assert!(page.contains("Il faut deux fiches") && page.contains("Aide au CV"), "{page}");
        assert!(!page.contains("Atelier CV"), "{page}");
        for (query, expected) in [
            (format!("e={draft}&e={two}"), 404),
            ("e=nobody&e=%25%00".to_owned(), 404),
            (String::new(), 200),
            (format!("e={one}&near=Nulle-Part-sur-Rien"), 422),
            (format!("e={one}&near={}", "x".repeat(4_000)), 422),
            (format!("e={one}&near=Saint-Denis"), 422),
        ] {
            let (status, page) = house.get(&format!("/compare?{query}")).await;
            assert_eq!(status, expected, "{}: {query}", house.engine());
            assert!(!page.contains("Brouillon"), "{page}");
        }
        // Several places of one name: each is a link that compares there.
        let (_, page) = house.get(&format!("/compare?e={one}&near=Saint-Denis")).await;
        assert!(page.contains("near=commune-93066"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_comes_there_from_the_results_and_from_what_was_chosen() {
    for house in houses().await {
        let one = entry(&house, "Aide au CV", |_| {}).await;
        let two = entry(&house, "Atelier CV", |_| {}).await;
        let picked = format!("/find?q=cv&where=94081&pick=entry/{one}");
        let (_, page) = house.get(&picked).await;
        assert!(!page.contains("/compare?"), "one cannot be compared");
        let (_, page) = house.get(&format!("{picked}&pick=entry/{two}")).await;
        assert!(page.contains("Comparer les deux"), "{page}");
        assert!(page.contains("near=commune-94081"), "{page}");
        let (_, page) = house.get(&format!("/slip/new?entry={one}&entry={two}")).await;
        assert!(page.contains("Comparer les deux"), "{page}");
    }
}
