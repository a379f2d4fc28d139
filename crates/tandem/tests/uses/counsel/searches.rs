//! Searches that professionals keep, and the mail that says what moved in them.

use base::Id;
use directory::counsel::saved::{alert, maintain, secret};
use directory::model::{EntryDraft, How, Notice, NoticeKind, State};
use directory::service::{self, Writing};
use jiff::ToSpan;
use jiff::civil::date;
use network::model::Organisation;
use programme::model::SessionDraft;
use programme::service as planning;
use reqwest::Client;
use reqwest::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use site::accounts::service as accounts;
use site::mail::{self, deliver_due};
use site::{Actor, Config, Role, Smtp};
use store::testing::databases;

use super::{between, entry, state};
use crate::common::postoffice::{Letter, PostOffice};
use crate::common::{House, houses, monday};

const SEARCHES: &str = "/staff/searches";

/// Addresses of the searches on somebody's page.
async fn listed(house: &House, who: &Client) -> Vec<String> {
    let page = house.see(who, SEARCHES).await;
    assert_eq!(page.status, 200, "{}", page.page);
    let found = page.page.split("class=\"button primary\" href=\"").skip(1);
    found.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

async fn keep(house: &House, who: &Client, name: &str, query: &str) -> String {
    let form = house.see(who, &format!("{SEARCHES}/new?{query}")).await;
    assert_eq!(form.status, 200, "{}", form.page);
    let before = listed(house, who).await;
    let mut fields = vec![("name", name)];
    // It is offered where mails are sent.
    assert_eq!(form.page.contains("name=\"followed\""), mail::wanted(&house.app), "{}", form.page);
    if mail::wanted(&house.app) {
        fields.push(("followed", "1"));
    }
    fields.extend(query.split('&').filter_map(|pair| pair.split_once('=')));
    let done = house.send(who, SEARCHES, &fields).await;
    assert_eq!(done.status, 303, "{}", done.page);
    let after = listed(house, who).await;
    after.into_iter().find(|s| !before.contains(s)).unwrap()
}

async fn count(house: &House, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    let found = house.app.db.read(move |tx| tx.query_one(&sql, &[])?.get(0)).await;
    found.map_err(|e: store::StoreError| e.to_string()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_owner_sees_a_search_and_nothing_of_a_person_is_proposed() {
    for house in houses().await {
        let library = house.library().await;
        entry(&house, "Aide au CV", |_| {}).await;
        let camille = house.signed_in(Role::Mediator, Some(&library)).await;
        let other = house.signed_in(Role::Coordinator, Some(&library)).await;
        let administrator = house.signed_in(Role::Coordinator, None).await;

        // The public is not asked to keep anything.
        let words = "q=Mme+Durand+veut+refaire+son+CV&where=94081&open=1&pick=entry%2Fabc";
        let (_, page) = house.get(&format!("/find?{words}")).await;
        assert!(!page.contains(SEARCHES), "{page}");
        assert_eq!(house.get(SEARCHES).await.0, 401);
        assert_eq!(house.get(&format!("{SEARCHES}/new?{words}")).await.0, 401);
        assert_eq!(house.post_form(SEARCHES, &[("name", "CV"), ("q", "cv")]).await.0, 401);

        let found = house.see(&camille, &format!("/find?{words}")).await.page;
        assert!(found.contains("Enregistrer cette recherche"), "{found}");
        let link = between(&found, "/staff/searches/new?", "\"").replace("&amp;", "&");
        assert!(!link.contains("open") && !link.contains("pick"), "{link}");
        let form = house.see(&camille, &link.replace("&#38;", "&")).await.page;
        assert!(form.contains("N’écrivez ici ni nom"), "{form}");
        // Of what was typed, what the directory knows; a person's name is not.
        let form = between(&form, "<form method=\"post\" data-once", "</form>");
        let question = between(form, "id=\"q\"", ">");
        assert!(question.contains("CV") && !form.contains("Durand"), "{form}");
        assert!(form.contains("Seuls les mots que l’annuaire connaît"), "{form}");
        assert!(form.contains("Vitry-sur-Seine"), "{form}");

        let path = keep(&house, &camille, "Besoin de CV", "q=cv&where=94081").await;
        // Words and name lie sealed.
        let sealed = house
            .app
            .db
            .read(|tx| tx.query_one("SELECT sealed FROM saved_searches", &[])?.get::<Vec<u8>>(0));
        let sealed = sealed.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        assert!(!sealed.windows(2).any(|w| w == b"cv") && sealed.len() > 20);

        for who in [&other, &administrator] {
            assert!(listed(&house, who).await.is_empty());
            assert_eq!(house.see(who, &path).await.status, 404);
            for (at, fields) in
                [(path.clone(), vec![("name", "À moi")]), (path.clone() + "/remove", vec![])]
            {
                assert_eq!(house.send(who, &at, &fields).await.status, 404, "{at}");
            }
        }
        for at in [path.clone(), path.clone() + "/remove", format!("{SEARCHES}/pace")] {
            assert_eq!(house.post_form(&at, &[("pace", "daily")]).await.0, 401, "{at}");
        }
        let open = house.see(&camille, &path).await;
        assert_eq!((open.status, open.location.as_str()), (303, "/find?q=cv&where=commune-94081"));
        assert_eq!(house.see(&camille, &open.location).await.status, 200);
        let page = house.see(&camille, SEARCHES).await.page;
        assert!(page.contains("Besoin de CV") && page.contains("Vitry-sur-Seine"), "{page}");

        // Renamed, no longer followed, erased.
        let renamed = house.send(&camille, &path, &[("name", "Refaire un CV")]).await;
        assert_eq!(renamed.status, 303, "{}", renamed.page);
        let page = house.see(&camille, SEARCHES).await.page;
        assert!(page.contains("Refaire un CV") && !page.contains("badge open"), "{page}");
        let refused = house.send(&camille, &path, &[("name", " ")]).await;
        assert!(refused.status == 422 && refused.page.contains("de 2 à 80"), "{}", refused.page);
        assert_eq!(house.send(&camille, &(path.clone() + "/remove"), &[]).await.status, 303);
        assert_eq!(house.see(&camille, &path).await.status, 404);
        for table in ["saved_searches", "search_results", "search_readers"] {
            assert_eq!(count(&house, table).await, 0, "{table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_is_said_by_field() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Partner, Some(&library)).await;
        for (fields, words) in [
            (vec![("name", "x"), ("q", "cv")], "de 2 à 80"),
            (vec![("name", "Rien"), ("where", "94081")], "rien à chercher"),
            (vec![("name", "Où"), ("q", "cv"), ("where", "Nulle-Part")], "Nulle-Part"),
            (vec![("name", "Où"), ("q", "cv"), ("where", "Saint-Denis")], "plusieurs territoires"),
            (vec![("name", "Quoi"), ("q", "cv"), ("theme", "nowhere")], "nowhere"),
            (vec![("name", "Quoi"), ("q", "cv"), ("followed", "1")], "Aucun serveur de courriel"),
        ] {
            let answer = house.send(&who, SEARCHES, &fields).await;
            assert_eq!(answer.status, 422, "{fields:?}: {}", answer.page);
            assert!(answer.page.contains(words), "{words}: {}", answer.page);
        }
        // Not followed, it may be of workshops; and twenty are enough.
        for n in 0..20 {
            let name = format!("Recherche {n}");
            let fields = [("name", name.as_str()), ("kind", "session")];
            assert_eq!(house.send(&who, SEARCHES, &fields).await.status, 303);
        }
        let full = house.send(&who, SEARCHES, &[("name", "Encore"), ("q", "cv")]).await;
        assert!(full.status == 409 && full.page.contains("effacez-en une"), "{}", full.page);
        let pace = format!("{SEARCHES}/pace");
        assert_eq!(house.send(&who, &pace, &[("pace", "hourly")]).await.status, 422);
        assert_eq!(house.send(&who, &pace, &[("pace", "daily")]).await.status, 303);
        let page = house.see(&who, SEARCHES).await.page;
        // Without a mail server nothing is offered that would need one, and the page says so.
        assert!(page.contains("Aucun serveur de courriel"), "{page}");
        assert!(!page.contains("name=\"followed\"") && !page.contains("name=\"pace\""), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_forgotten_a_year_after_it_was_opened_and_with_the_account() {
    for house in houses().await {
        let library = house.library().await;
        entry(&house, "Aide au CV", |_| {}).await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        let old = keep(&house, &who, "Ancienne", "q=cv").await;
        let used = keep(&house, &who, "Rouverte", "q=aide").await;
        let person = house.person_of(&used).await;
        house.app.clock.set(monday() + (24 * 200).hours());
        let again = house.signed_in(Role::Mediator, Some(&library)).await;
        let third = keep(&house, &again, "D’une autre", "q=cv").await;
        assert_eq!(maintain(&house.app).await.unwrap(), (0, 0));
        // Its owner comes back and opens one of them.
        let back = house.enter(&person).await;
        assert_eq!(house.see(&back, &used).await.status, 303);
        // 13 months after the first day.
        house.app.clock.set(monday() + (24 * 396).hours());
        assert_eq!(maintain(&house.app).await.unwrap(), (0, 1));
        let back = house.enter(&person).await;
        assert_eq!(listed(&house, &back).await, std::slice::from_ref(&used));
        assert_eq!(house.see(&back, &old).await.status, 404);
        // Whoever is let in no longer is forgotten with all of it, and nobody else.
        let other = house.person_of(&third).await;
        accounts::disable(&house.app, &Actor::Operator, &other).await.unwrap();
        assert_eq!(maintain(&house.app).await.unwrap(), (1, 0));
        assert_eq!(count(&house, "saved_searches").await, 1);
        assert_eq!(count(&house, "search_readers").await, 1);
        assert_eq!(listed(&house, &back).await, [used]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_finds_again_what_the_page_showed() {
    for house in houses().await {
        let library = house.library().await;
        let of = |theme: &'static str| move |d: &mut EntryDraft| d.themes = vec![theme.into()];
        let eating = of("equipement-et-alimentation--alimentation");
        let applying = of("preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation");
        let food = entry(&house, "Le panier du quartier", eating).await;
        let work = entry(&house, "Se présenter par écrit", applying).await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        for (typed, kept, found, heard) in [
            // No word of it stands in any entry: the need alone leads there.
            ("Mme+Durand+a+rien+à+bouffer", "bouffer", &food, "Alimentation"),
            ("refaire+mon+curiculum+vitae", "curriculum vitae", &work, "CV"),
        ] {
            let shown = house.see(&who, &format!("/find?q={typed}")).await.page;
            let answers = |page: &str| page.contains(found.as_str()) && !page.contains("Rien ne ");
            assert!(answers(&shown), "{typed}: {shown}");
            let form = house.see(&who, &format!("{SEARCHES}/new?q={typed}")).await.page;
            let form = between(&form, "<form method=\"post\" data-once", "</form>");
            let words = between(form, "id=\"q\"", ">").split("value=\"").nth(1).unwrap();
            let words = words.split('"').next().unwrap();
            assert!(words.contains(kept) && !words.contains("Durand"), "{typed}: {words}");
            assert!(form.contains("Compris comme") && form.contains(heard), "{form}");
            let path =
                keep(&house, &who, "Besoin", &format!("q={}", words.replace(' ', "+"))).await;
            let open = house.see(&who, &path).await.location;
            let again = house.see(&who, &open).await.page;
            assert!(answers(&again), "{typed}, then {words}: {again}");
            assert_eq!(house.send(&who, &(path + "/remove"), &[]).await.status, 303);
        }
    }
}

struct Post {
    house: House,
    office: PostOffice,
}

async fn posts() -> Vec<Post> {
    let mut all = vec![];
    for fresh in databases() {
        let Some(office) = PostOffice::open() else { continue };
        let from = "Réseau d’essai <reseau@example.org>".to_owned();
        let smtp = Some(Smtp { url: office.url(), from });
        let house = House::start(fresh, Config { smtp, ..Config::default() }).await;
        all.push(Post { house, office });
    }
    all
}

impl Post {
    fn at(&self, days: i64) {
        self.house.app.clock.set(monday() + (24 * days).hours());
    }

    async fn round(&self) -> Vec<Letter> {
        deliver_due(&self.house.app).await.unwrap();
        self.office.collect()
    }

    /// What the day's round of upkeep, run thrice at once and once again, writes to one person.
    async fn letter(&self) -> Option<Letter> {
        let app = &self.house.app;
        let (one, two, three) = tokio::join!(alert(app), alert(app), alert(app));
        let written = one.unwrap() + two.unwrap() + three.unwrap() + alert(app).await.unwrap();
        let mut letters = self.round().await;
        assert_eq!(letters.len(), written, "{letters:?}");
        assert!(letters.len() < 2, "{letters:?}");
        letters.pop()
    }

    async fn change(&self, id: &Id, change: impl FnOnce(&mut EntryDraft)) {
        let seen = service::published(&self.house.app, id).await.unwrap();
        let mut draft = seen.entry.draft;
        change(&mut draft);
        let (owner, id) = (seen.entry.owner, Some(id.clone()));
        let writing = Writing { id, owner, curator: None, draft, verified: None, seen: None };
        service::write(&self.house.app, &Actor::Operator, writing).await.unwrap();
    }
}

fn said(letter: &Letter, words: &[&str]) {
    for word in words {
        let word = word.replace(['\u{a0}', '\u{202f}'], " ");
        let text = letter.text.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(text.contains(&word), "{word:?} is not in:\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_mail_says_what_moved_and_none_comes_when_nothing_did() {
    for post in posts().await {
        let house = &post.house;
        let library = house.library().await;
        let cv = entry(house, "Aide au CV", |_| {}).await;
        entry(house, "Cours de français", |_| {}).await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        post.round().await;
        keep(house, &who, "Besoin de CV", "q=cv").await;
        keep(house, &who, "Apprendre le français", "q=cours+de+français").await;
        // Nothing answers this one: what is merely shown instead is no news.
        keep(house, &who, "Rien de tel", "q=zzyzx+qwrtz").await;
        // A week passes and nothing moves.
        for days in [0, 1, 6, 7, 8] {
            post.at(days);
            assert!(post.letter().await.is_none(), "day {days}");
        }
        // One is new, one is changed: one mail for both, once, however often one looks.
        post.at(9);
        let new = entry(house, "Atelier CV du samedi", |_| {}).await;
        post.change(&cv, |d| d.phone = "01 23 45 67 89".into()).await;
        let letter = post.letter().await.unwrap();
        assert_eq!(letter.subject(), "2 résultats ont bougé dans vos recherches");
        said(
            &letter,
            &[
                "« Besoin de CV »",
                "Atelier CV du samedi (Médiathèque d’essai) : nouvelle",
                "Aide au CV (Médiathèque d’essai) : modifiée (adresse et accès)",
                &format!("/entries/{new}"),
            ],
        );
        assert!(!letter.text.contains("français"), "{}", letter.text);
        assert!(!letter.text.contains("Rien de tel"), "{}", letter.text);
        assert!(!letter.text.contains(['{', '}']) && !letter.text.contains("mail-"));
        // Too early again, whatever happens; then all of it at once, in the words of today.
        let notice = Notice {
            id: Id::new(),
            kind: NoticeKind::Closed,
            first: date(2026, 12, 24),
            last: date(2026, 12, 31),
            hours: String::new(),
            words: String::new(),
        };
        service::add_notice(&house.app, &Actor::Operator, &cv, notice).await.unwrap();
        state(house, &new, State::Archived).await;
        for days in [10, 15] {
            post.at(days);
            assert!(post.letter().await.is_none(), "day {days}");
        }
        service::verify(&house.app, &Actor::Operator, &cv, How::Called).await.unwrap();
        post.at(16);
        let letter = post.letter().await.unwrap();
        said(
            &letter,
            &[
                "fermé du jeudi 24 décembre 2026 au jeudi 31 décembre 2026 ; vérifiée le",
                "(par téléphone)",
                "Atelier CV du samedi (Médiathèque d’essai) : retirée de l’annuaire",
            ],
        );
        // Daily, where one asked for it.
        let who = house.enter(&house.only_reader().await).await;
        let pace = format!("{SEARCHES}/pace");
        assert_eq!(house.send(&who, &pace, &[("pace", "daily")]).await.status, 303);
        let page = house.see(&who, SEARCHES).await.page;
        assert!(page.contains("<option value=\"daily\" selected"), "{page}");
        post.at(17);
        assert!(post.letter().await.is_none());
        post.at(18);
        post.change(&cv, |d| d.bring = "Une clé USB".into()).await;
        said(&post.letter().await.unwrap(), &["modifiée (contenu)"]);
        post.at(19);
        assert!(post.letter().await.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_and_organisations_are_told_too() {
    for post in posts().await {
        let house = &post.house;
        let (app, library) = (&house.app, house.library().await);
        entry(house, "Aide au CV", |_| {}).await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        post.round().await;
        keep(house, &who, "Besoin de CV", "q=cv").await;
        // Of workshops alone: nothing answers yet.
        keep(house, &who, "Ateliers", "q=cv&kind=session").await;
        post.at(7);
        assert!(post.letter().await.is_none());
        let session = house.session(|d| d.date = date(2026, 12, 8)).await;
        post.at(8);
        let letter = post.letter().await.unwrap();
        assert_eq!(letter.subject(), "2 résultats ont bougé dans vos recherches");
        let there = format!("/sessions/{session}");
        let day = "prochaine séance le mardi 8 décembre 2026";
        said(&letter, &["« Besoin de CV »", "« Ateliers »", "Refaire son CV", day, &there]);
        // The same session once more is no news; on another day it is, and so is that it is cancelled.
        post.at(15);
        assert!(post.letter().await.is_none());
        let moved = programme::service::public_session(app, &session).await.unwrap();
        let draft = SessionDraft { date: date(2026, 12, 22), ..moved.session.draft };
        planning::update_session(app, &Actor::Operator, &session, draft).await.unwrap();
        post.at(16);
        said(&post.letter().await.unwrap(), &["date ou lieu changé : mardi 22 décembre 2026"]);
        post.at(23);
        let reason = "Salle fermée".to_owned();
        planning::cancel_session(app, &Actor::Operator, &session, reason).await.unwrap();
        let gone = "la séance du mardi 22 décembre 2026 est annulée ou reportée";
        said(&post.letter().await.unwrap(), &[gone, &there]);
        // An organisation that answers, has another address, is no longer open.
        post.at(30);
        assert!(post.letter().await.is_none());
        let mut of = Organisation { name: "Maison du CV".into(), ..Organisation::blank() };
        (of.open_to_public, of.city) = (true, "Givors".into());
        let write = async |of: &Organisation| {
            network::service::write_organisation(app, &Actor::Operator, of.clone()).await.unwrap()
        };
        of.id = write(&of).await;
        let page = format!("/partners/{}", of.id);
        post.at(31);
        said(&post.letter().await.unwrap(), &["Maison du CV (Givors) : nouvelle", &page]);
        post.at(38);
        of.address = "6 rue Prévert".into();
        write(&of).await;
        said(&post.letter().await.unwrap(), &["Maison du CV (Givors) : nom, adresse ou contact"]);
        post.at(45);
        of.open_to_public = false;
        write(&of).await;
        said(&post.letter().await.unwrap(), &["n’accueille plus le public"]);
        post.at(52);
        assert!(post.letter().await.is_none());
        assert_eq!(count(house, "search_others").await, 0);
    }
}

/// What was followed before others were looked at: what answers already is no news.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_looked_at_is_no_news_the_first_time() {
    for post in posts().await {
        let house = &post.house;
        let library = house.library().await;
        house.session(|d| d.date = date(2026, 12, 29)).await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        post.round().await;
        let search = keep(house, &who, "Ateliers", "q=cv&kind=session").await;
        assert_eq!(count(house, "search_others").await, 1);
        let forget = |tx: &mut store::Tx<'_>| {
            tx.execute("DELETE FROM search_others", &[])?;
            tx.execute("UPDATE saved_searches SET others_seen = 0", &[])
        };
        house.app.db.write(forget).await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        post.at(7);
        assert!(post.letter().await.is_none());
        assert_eq!(count(house, "search_others").await, 1);
        let who = house.enter(&house.only_reader().await).await;
        assert_eq!(house.send(&who, &(search + "/remove"), &[]).await.status, 303);
        assert_eq!(count(house, "search_others").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_of_a_mail_stops_them_and_what_is_followed_anew_begins_anew() {
    for post in posts().await {
        let house = &post.house;
        let library = house.library().await;
        let cv = entry(house, "Aide au CV", |_| {}).await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        post.round().await;
        let search = keep(house, &who, "Besoin de CV", "q=cv").await;
        post.at(7);
        post.change(&cv, |d| d.bring = "Une clé USB".into()).await;
        let letter = post.letter().await.unwrap();
        let link = letter.links().into_iter().find(|l| l.contains("/searches/stop/")).unwrap();
        let path = link.replace(&house.base, "");
        // A mail server that looks at it stops nothing.
        for _ in 0..2 {
            let (status, page) = house.get(&path).await;
            assert!(status == 200 && page.contains("Vous suivez une recherche"), "{page}");
        }
        let person = house.person_of(&search).await;
        let guessed = secret(&vault::Vault::in_memory(), &person);
        for other in [format!("/searches/stop/{guessed}"), "/searches/stop/x".to_owned()] {
            assert_eq!(house.get(&other).await.0, 404);
            assert_eq!(house.post_form(&other, &[]).await.0, 404);
        }
        // A program of mail stops them with one click, without an account, and follows nowhere.
        assert_eq!(letter.header("List-Unsubscribe"), format!("<{link}>"));
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let parts = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n\
                     One-Click\r\n--x--\r\n";
        for (kind, body) in [
            ("multipart/form-data; boundary=x", parts),
            ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
            ("application/x-www-form-urlencoded", ""),
        ] {
            let click = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
            let click = click.build().unwrap().post(link).header("content-type", kind);
            let answer = click.body(body).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{kind}");
            let page = answer.text().await.unwrap();
            assert!(page.contains("vous ne suivez aucune recherche"), "{page}");
        }
        assert!(house.get(&path).await.1.contains("vous ne suivez aucune recherche"));
        let who = house.enter(&person).await;
        assert_eq!(listed(house, &who).await.len(), 1, "it stays kept");
        post.change(&cv, |d| d.phone = "01 23 45 67 89".into()).await;
        post.at(14);
        assert!(post.letter().await.is_none());
        // Followed again: what changed meanwhile is known, what changes from now on is told.
        let who = house.enter(&person).await;
        let again = [("name", "Besoin de CV"), ("followed", "1")];
        assert_eq!(house.send(&who, &search, &again).await.status, 303);
        post.at(15);
        assert!(post.letter().await.is_none());
        post.change(&cv, |d| d.hours_typed = "lundi, 9 h–12 h".into()).await;
        post.at(16);
        said(&post.letter().await.unwrap(), &["modifiée (horaires)"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_looked_at_is_kept_with_the_mail_or_not_at_all() {
    for post in posts().await {
        let house = &post.house;
        let library = house.library().await;
        let cv = entry(house, "Aide au CV", |_| {}).await;
        let who = house.signed_in(Role::Mediator, Some(&library)).await;
        post.round().await;
        keep(house, &who, "Besoin de CV", "q=cv").await;
        post.at(7);
        post.change(&cv, |d| d.bring = "Une clé USB".into()).await;
        // The mail cannot be written: nothing is noted either, and the next round writes it.
        let run = |sql: &'static str| {
            house.app.db.write(move |tx| Ok::<_, base::Problem>(tx.execute(sql, &[])?))
        };
        run("ALTER TABLE outbox RENAME TO outbox_away").await.unwrap();
        assert!(alert(&house.app).await.is_err());
        run("ALTER TABLE outbox_away RENAME TO outbox").await.unwrap();
        said(&post.letter().await.unwrap(), &["Aide au CV", "modifiée (contenu)"]);
        // Whoever is let in no longer is not written to.
        post.at(14);
        post.change(&cv, |d| d.bring = String::new()).await;
        let person = house.only_reader().await;
        accounts::disable(&house.app, &Actor::Operator, &person).await.unwrap();
        assert!(post.letter().await.is_none());
    }
}

impl House {
    /// Whose search this is.
    async fn person_of(&self, path: &str) -> Id {
        let id = Id::parse(path.rsplit('/').next().unwrap()).unwrap();
        let sql = "SELECT person_id FROM saved_searches WHERE id = ?1";
        let found = self.app.db.read(move |tx| tx.query_one(sql, &[(&id).into()])?.get(0)).await;
        found.map_err(|e: store::StoreError| e.to_string()).unwrap()
    }

    /// A browser in which somebody enters again: a session ends after some hours.
    async fn enter(&self, person: &Id) -> Client {
        let (sql, id) = ("SELECT email FROM people WHERE id = ?1", person.clone());
        let email = self.app.db.read(move |tx| tx.query_one(sql, &[(&id).into()])?.get(0)).await;
        let email: String = email.map_err(|e: store::StoreError| e.to_string()).unwrap();
        let path = accounts::sign_in_link(&self.app, &Actor::Operator, &email).await.unwrap();
        let answer = self.client.post(format!("{}{path}", self.base)).send().await.unwrap();
        let line = answer.headers().get(SET_COOKIE).unwrap().to_str().unwrap();
        let cookie = HeaderValue::from_str(line.split(';').next().unwrap()).unwrap();
        let headers = HeaderMap::from_iter([(COOKIE, cookie)]);
        let none = reqwest::redirect::Policy::none();
        Client::builder().redirect(none).default_headers(headers).build().unwrap()
    }

    async fn only_reader(&self) -> Id {
        let sql = "SELECT id FROM search_readers";
        let found = self.app.db.read(move |tx| tx.query_one(sql, &[])?.get(0)).await;
        found.map_err(|e: store::StoreError| e.to_string()).unwrap()
    }
}
