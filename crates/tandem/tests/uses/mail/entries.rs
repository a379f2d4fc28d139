//! Reminders of the directory: to those who look after what is due, and to addresses in public.

use base::{Id, Lang};
use directory::freshness::reminders::remind;
use directory::model::{EntryDraft, EntryKind, State};
use directory::service::{self, Writing};
use jiff::ToSpan;
use network::model::{Organisation, Standing};
use site::Actor;
use site::accounts::model::NewPerson;
use site::accounts::service as accounts;
use site::mail::{Delivered, deliver_due};

use super::{Post, Role, posts, said, unsaid};
use crate::common::{House, monday};

async fn entry(house: &House, title: &str, owner: &Id, curator: Option<&Id>, email: &str) -> Id {
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), "On y refait son CV.".into());
    draft.email = email.into();
    let (owner, curator) = (owner.clone(), curator.cloned());
    let writing = Writing { id: None, owner, curator, draft, verified: None, seen: None };
    let id = service::write(&house.app, &Actor::Operator, writing).await.unwrap();
    service::set_state(&house.app, &Actor::Operator, &id, State::Published).await.unwrap();
    id
}

async fn listed(house: &House) -> Id {
    let other = Organisation {
        id: Id::parse("known").unwrap(),
        name: "Mission locale d’essai".into(),
        standing: Standing::Listed,
        ..Organisation::blank()
    };
    let id = other.id.clone();
    let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &other));
    saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
    id
}

async fn invited(post: &Post, email: &str, organisation: &Id, role: Role, lang: Lang) {
    let person = NewPerson {
        name: "Camille".into(),
        email: email.into(),
        administrator: false,
        role: Some((organisation.clone(), role)),
    };
    accounts::invite(&post.house.app, &Actor::Operator, person, lang).await.unwrap();
    post.round().await;
}

fn at(post: &Post, days: i64) {
    post.house.app.clock.set(monday() + (24 * days).hours());
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_due_comes_in_one_mail_and_each_link_verifies_its_own_entry() {
    for post in posts().await {
        let app = &post.house.app;
        let library = post.house.library().await;
        invited(&post, "camille@example.org", &library, Role::Coordinator, Lang::Fr).await;
        invited(&post, "sacha@example.org", &library, Role::Mediator, Lang::En).await;
        invited(&post, "noor@example.org", &library, Role::Partner, Lang::Fr).await;
        let cv = entry(&post.house, "Aide au CV", &library, None, "").await;
        entry(&post.house, "Point logement", &library, None, "").await;

        // Several nodes look at once: one of them writes.
        let (one, two, three) = tokio::join!(remind(app), remind(app), remind(app));
        assert_eq!(one.unwrap() + two.unwrap() + three.unwrap(), 1);
        let mut letters = post.round().await;
        letters.sort_by(|a, b| a.to.cmp(&b.to));
        let [camille, sacha] = letters.try_into().unwrap();
        assert_eq!(camille.subject(), "2 fiches de l’annuaire à vérifier : Médiathèque d’essai");
        assert!(sacha.subject().starts_with("2 entries of the directory to verify"));
        said(&camille, &["Aide au CV (jamais vérifiée)", "Point logement"]);
        let links: Vec<String> = camille.links().into_iter().map(str::to_owned).collect();
        assert_eq!(links.len(), 2);

        // Looking at it changes nothing, however often; the button does.
        let link = links.iter().find(|l| l.contains(cv.as_str())).unwrap();
        for _ in 0..2 {
            let page = post.house.client.get(link).send().await.unwrap();
            assert_eq!(page.status().as_u16(), 200);
            assert!(page.text().await.unwrap().contains("Rien n’a changé"));
        }
        let path = format!("/entries/{cv}");
        assert!(post.house.get(&path).await.1.contains("Jamais vérifié"));
        let path_of = |link: &str| link.replace(&post.house.base, "");
        let done = post.house.post_form(&path_of(link), &[("do", "right")]).await;
        assert_eq!(done.0, 303);
        let (status, page) = post.house.get(&done.1).await;
        assert!(status == 200 && page.contains("vérifiée aujourd’hui"), "{page}");
        let (_, page) = post.house.get(&path).await;
        assert!(page.contains(", par la structure elle-même<"), "{page}");
        // It is dead now; the other one, of another entry, is not.
        assert_eq!(post.house.get(&path_of(link)).await.0, 410);
        let other = links.iter().find(|l| !l.contains(cv.as_str())).unwrap();
        assert_eq!(post.house.get(&path_of(other)).await.0, 200);

        // Two weeks later is too early, four are not; what was verified is no longer named.
        for (days, mails) in [(1, 0), (14, 0), (27, 0), (28, 2), (48, 0), (49, 2), (62, 0), (63, 2)]
        {
            at(&post, days);
            remind(app).await.unwrap();
            let letters = post.round().await;
            assert_eq!(letters.len(), mails, "day {days}");
            for letter in letters {
                said(&letter, &["Point logement"]);
                unsaid(&letter, &["Aide au CV"]);
            }
        }
        // The first link is too old; put off by the last one, nothing comes for a month.
        assert_eq!(post.house.get(&path_of(other)).await.0, 410);
        let id = path_of(other).replace("/verify/", "");
        let id = Id::parse(id.split('.').next().unwrap()).unwrap();
        let today = vault::day_of(site::sealing::today(app));
        let secret = directory::freshness::reminders::secret(&app.vault, &id, today);
        let later = post.house.post_form(&format!("/verify/{secret}"), &[("do", "later")]).await;
        assert_eq!(later.0, 303);
        assert!(post.house.get(&later.1).await.1.contains("24 février 2027"));
        at(&post, 85);
        remind(app).await.unwrap();
        assert!(post.round().await.is_empty());
        at(&post, 94);
        remind(app).await.unwrap();
        assert_eq!(post.round().await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_without_accounts_is_asked_at_its_address_and_its_curator_told() {
    for post in posts().await {
        let app = &post.house.app;
        let (library, known) = (post.house.library().await, listed(&post.house).await);
        invited(&post, "camille@example.org", &library, Role::Coordinator, Lang::Fr).await;
        let curated = entry(&post.house, "Accueil", &known, Some(&library), "a@example.org").await;
        entry(&post.house, "Atelier", &known, Some(&library), "refused@example.org").await;
        // Nobody of the network looks after this one: the program writes to no stranger.
        entry(&post.house, "Ailleurs", &known, None, "stranger@example.org").await;
        assert_eq!(remind(app).await.unwrap(), 2);
        assert_eq!(deliver_due(app).await.unwrap(), Delivered { sent: 2, failed: 1 });
        let mut letters = post.office.collect();
        letters.sort_by(|a, b| a.to.cmp(&b.to));
        let [owner, curator] = letters.try_into().unwrap();
        assert_eq!(
            (owner.to[0].as_str(), curator.to[0].as_str()),
            ("a@example.org", "camille@example.org")
        );
        said(&owner, &["Accueil"]);
        unsaid(&owner, &["Atelier", "Ailleurs"]);
        assert!(owner.links()[0].contains("/verify/"));
        // Who looks after it signs in: they do not speak for the owner.
        said(&curator, &["Accueil", "Atelier"]);
        assert!(curator.links().iter().all(|l| l.contains("/staff/directory/")), "{curator:?}");

        // The address that is refused for good is a signal, once, and forgotten.
        let signals = async || {
            let sql = "SELECT count(*) FROM entry_signals WHERE kind = 'bounced'";
            let count = post.house.app.db.read(|tx| tx.query_one(sql, &[])?.get::<i64>(0));
            count.await.map_err(|e: store::StoreError| e.to_string()).unwrap()
        };
        assert_eq!((post.waiting().await, signals().await), (1, 0));
        remind(app).await.unwrap();
        assert_eq!((post.waiting().await, signals().await), (0, 1));
        // Nobody answers at the other address: after three mails it is left alone.
        let mut outside = 0;
        for days in 1..200 {
            at(&post, days);
            remind(app).await.unwrap();
            deliver_due(app).await.unwrap();
            let letters = post.office.collect();
            outside += letters.iter().filter(|l| l.to[0] == "a@example.org").count();
        }
        assert_eq!(outside, 2, "three with the first");
        let path = format!("/staff/directory/{curated}");
        assert_eq!(post.house.get(&path).await.0, 401);
    }
}
