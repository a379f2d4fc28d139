//! Practice sharing: immersion days, who comes, what they say, the figures: on both databases.

use crate::common::{House, houses, monday};
use base::Id;
use jiff::ToSpan;
use jiff::civil::{date, time};
use network::model::{Organisation, OrganisationKind};
use network::sharing::{self, ImmersionDraft, ImmersionKind, Query, State, Totals};
use site::{Actor, Config, Membership, Person, Role};

fn person(n: usize, role: Role, organisation: &Id) -> Actor {
    Actor::Person(Person {
        id: Id::parse(&format!("person-{n}")).unwrap(),
        name: format!("Personne {n}"),
        email: format!("p{n}@example.org"),
        administrator: false,
        unproven: false,
        memberships: vec![Membership { organisation: organisation.clone(), role }],
    })
}

/// A career-guidance centre beside the library of the house.
async fn centre(house: &House) -> Id {
    let id = Id::parse("centre").unwrap();
    let centre = Organisation {
        id: id.clone(),
        name: "Cité des métiers d’essai".into(),
        kind: OrganisationKind::CareerCentre,
        ..Organisation::blank()
    };
    let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &centre));
    saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
    id
}

fn draft(guest: &Id, capacity: u32) -> ImmersionDraft {
    ImmersionDraft {
        kind: ImmersionKind::Visit,
        title: "Matinée de visite".into(),
        audience: "Conseillers".into(),
        guests: vec![guest.clone()],
        capacity,
        ..ImmersionDraft::on(date(2026, 12, 8), time(9, 30, 0, 0), time(12, 0, 0, 0))
    }
}

/// An announced visit of the library for the centre: library, centre, the day.
async fn announced(house: &House, capacity: u32) -> (Id, Id, Id) {
    let (library, centre) = (house.library().await, centre(house).await);
    let (app, operator) = (&house.app, Actor::Operator);
    let id = sharing::make(app, &operator, &library, draft(&centre, capacity)).await.unwrap();
    sharing::announce(app, &operator, &id).await.unwrap();
    (library, centre, id)
}

async fn count(house: &House, sql: &'static str) -> i64 {
    let asked = house.app.db.read(move |tx| tx.query_one(sql, &[])?.get(0)).await;
    asked.map_err(|e: store::StoreError| e.to_string()).unwrap()
}

/// Sixty people at once: how many were told that they have a place.
async fn storm(house: &House, id: &Id, centre: &Id) -> usize {
    let mut tasks = vec![];
    for n in 0..60 {
        let (app, id, who) = (house.app.clone(), id.clone(), person(n, Role::Mediator, centre));
        let task = async move { sharing::register(&app, &who, &id, None).await.is_ok() };
        tasks.push(tokio::spawn(task));
    }
    let mut places = 0;
    for task in tasks {
        places += usize::from(task.await.unwrap());
    }
    places
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_at_once_take_exactly_the_twelve_places() {
    for house in houses().await {
        let (_, centre, id) = announced(&house, 12).await;
        assert_eq!(storm(&house, &id, &centre).await, 12, "{}", house.engine());
        let kept = "SELECT count(*) FROM immersion_registrations";
        assert_eq!(count(&house, kept).await, 12);
        assert_eq!(count(&house, "SELECT taken FROM immersions").await, 12);
        let late = person(99, Role::Partner, &centre);
        let full = sharing::register(&house.app, &late, &id, None);
        assert_eq!(full.await.unwrap_err().message, "sharing-closed-full");
        // Said before the form, to everyone.
        let (_, page) = house.get("/exchanges").await;
        assert!(page.contains("Complet") && page.contains("Matinée de visite"), "{page}");
    }
}

/// The same with the guard and the constraint out: it oversells, so the test above proves something.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_the_same_rush_oversells() {
    for house in houses().await {
        house
            .app
            .db
            .write(|tx| {
                if tx.is_embedded() {
                    tx.statements("PRAGMA ignore_check_constraints = ON")
                } else {
                    tx.statements("ALTER TABLE immersions DROP CONSTRAINT immersion_never_oversold")
                }
            })
            .await
            .unwrap();
        let mut most = 0;
        for _ in 0..20 {
            let (_, centre, id) = announced(&house, 12).await;
            sharing::sabotage::remove_guard(&id);
            most = storm(&house, &id, &centre).await.max(most);
            if most > 12 {
                break;
            }
        }
        assert!(most > 12, "{}: {most}", house.engine());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_constraint_holds_whatever_the_code_does() {
    for house in houses().await {
        let (_, _, id) = announced(&house, 2).await;
        let over = house.app.db.write(move |tx| {
            tx.execute("UPDATE immersions SET taken = 3 WHERE id = ?1", &[(&id).into()])
        });
        assert!(matches!(over.await, Err(store::StoreError::Constraint(_))));
        let unoffered = house.app.db.write(|tx| {
            tx.execute(
                "INSERT INTO testimonies (id, immersion_id, person_id, profession, words, consent, \
                 state, written_at) SELECT 't', id, 'p', 'partner', 'mots', 0, 'published', 0 \
                 FROM immersions",
                &[],
            )
        });
        assert!(matches!(unoffered.await, Err(store::StoreError::Constraint(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_do_what() {
    for house in houses().await {
        let app = &house.app;
        let (library, centre) = (house.library().await, centre(&house).await);
        let host = person(1, Role::Coordinator, &library);
        let (guest, desk) =
            (person(2, Role::Coordinator, &centre), person(3, Role::Mediator, &library));
        let refused = sharing::make(app, &guest, &library, draft(&centre, 5)).await.unwrap_err();
        assert_eq!(refused.kind, base::Kind::Forbidden);
        assert!(sharing::make(app, &desk, &library, draft(&centre, 5)).await.is_err());
        let id = sharing::make(app, &host, &library, draft(&centre, 5)).await.unwrap();
        // A draft is not there for others.
        for who in [&guest, &Actor::Public] {
            assert!(sharing::immersion(app, who, &id).await.is_err());
        }
        assert_eq!(
            sharing::register(app, &guest, &id, None).await.unwrap_err().kind,
            base::Kind::NotFound
        );
        let (_, page) = house.get("/exchanges").await;
        assert!(!page.contains("Matinée de visite"));
        assert!(sharing::announce(app, &guest, &id).await.is_err());
        sharing::announce(app, &host, &id).await.unwrap();
        sharing::register(app, &guest, &id, None).await.unwrap();
        sharing::register(app, &guest, &id, None).await.unwrap();
        assert_eq!(count(&house, "SELECT taken FROM immersions").await, 1, "twice is once");
        // People of organisations that are not invited.
        let elsewhere = person(4, Role::Coordinator, &Id::parse("elsewhere").unwrap());
        let refused = sharing::register(app, &elsewhere, &id, None).await.unwrap_err();
        assert_eq!(refused.message, "sharing-problem-not-for-you");
        // Colleagues: of one's own organisation alone, and once for a form sent twice.
        let who = || ("Camille Durand".to_owned(), "camille@example.org".to_owned());
        let other = sharing::colleague(app, &guest, &id, &library, who(), "k").await;
        assert_eq!(other.unwrap_err().kind, base::Kind::Forbidden);
        for _ in 0..2 {
            sharing::colleague(app, &guest, &id, &centre, who(), "k").await.unwrap();
        }
        assert_eq!(count(&house, "SELECT taken FROM immersions").await, 2);
        assert_eq!(sharing::list(app, &elsewhere, &id).await.unwrap(), []);
        let list = sharing::list(app, &desk, &id).await.unwrap();
        assert!(list.iter().any(|a| a.name == "Camille Durand" && a.link.is_none()), "{list:?}");
        let list = sharing::list(app, &guest, &id).await.unwrap();
        let place = list.iter().find_map(|a| a.link.clone()).unwrap();
        // Not on the list of others, and not by a guessed address.
        let camille = list.iter().find(|a| a.colleague).unwrap().id.clone();
        assert!(sharing::come_not(app, &elsewhere, &id, &camille).await.is_err());
        let (status, page) = house.get(&place).await;
        assert!(status == 200 && page.contains("Camille Durand"), "{page}");
        let guessed = place.rsplit_once('.').unwrap().0;
        assert_eq!(house.get(&format!("{guessed}.{}", "0".repeat(26))).await.0, 404);
        // Camille gives the place back, and is forgotten at once.
        let (status, location, _) = house.post_form(&format!("{place}/leave"), &[]).await;
        assert_eq!((status, location), (303, place.clone()));
        let (status, page) = house.get(&place).await;
        assert!(status == 410 && page.contains("effacée"), "{page}");
        assert_eq!(count(&house, "SELECT taken FROM immersions").await, 1);
        assert!(sharing::tick(app, &desk, &id, &camille, true).await.is_err(), "not yet");
        // A capacity below what is taken is refused, an edit of something else seen too.
        let mut fewer = draft(&centre, 5);
        fewer.capacity = 0;
        assert!(sharing::change(app, &host, &id, fewer, None).await.is_err());
        let stale = sharing::change(app, &host, &id, draft(&centre, 9), Some("old".into())).await;
        assert_eq!(stale.unwrap_err().message, "network-problem-changed");
        sharing::cancel(app, &host, &id, "La bibliothèque est fermée.").await.unwrap();
        let (_, page) = house.get("/exchanges").await;
        assert!(page.contains("Annulée") && page.contains("fermée"), "{page}");
        let late = sharing::register(app, &person(5, Role::Partner, &centre), &id, None).await;
        assert_eq!(late.unwrap_err().message, "sharing-closed-cancelled");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_counted_told_of_and_forgotten() {
    for house in houses().await {
        let app = &house.app;
        let (library, centre, id) = announced(&house, 10).await;
        let desk = person(1, Role::Mediator, &library);
        let host = person(2, Role::Coordinator, &library);
        let people: Vec<Actor> = (10..14).map(|n| person(n, Role::Partner, &centre)).collect();
        for who in &people {
            sharing::register(app, who, &id, None).await.unwrap();
        }
        let who = ("Camille".to_owned(), "camille@example.org".to_owned());
        let coordinator = person(3, Role::Coordinator, &centre);
        sharing::colleague(app, &coordinator, &id, &centre, who, "k").await.unwrap();
        app.clock.set("2026-12-08T10:00:00Z".parse().unwrap());
        let of = |n: usize| {
            let (app, who, id) = (app.clone(), people[n].clone(), id.clone());
            async move { sharing::say(&app, &who, &id, "On se comprend mieux.", true).await }
        };
        assert_eq!(of(0).await.unwrap_err().message, "sharing-problem-not-there");
        let own: Vec<Id> = sharing::list(app, &desk, &id)
            .await
            .unwrap()
            .into_iter()
            .filter(|a| !a.colleague)
            .map(|a| a.id)
            .collect();
        for (n, registration) in own.iter().enumerate() {
            sharing::tick(app, &desk, &id, registration, n != 3).await.unwrap();
        }
        sharing::walk_ins(app, &desk, &id, 2).await.unwrap();
        sharing::walk_ins(app, &desk, &id, 3).await.unwrap();
        sharing::close(app, &desk, &id).await.unwrap();
        let day = sharing::immersion(app, &desk, &id).await.unwrap().immersion;
        let expected = [Some(5), Some(3), Some(6), Some(2)];
        let t = day.totals;
        assert_eq!([t.registered, t.walk_ins, t.participants, t.no_shows], expected);
        assert_eq!(day.state, State::Held);
        let typed = Totals { participants: Some(9), ..Totals::default() };
        let kept = sharing::type_totals(app, &desk, &id, typed, false).await.unwrap_err();
        assert_eq!(kept.message, "sharing-problem-counted");

        // Words: by those who were there, published by the host, with consent alone.
        let mut said = vec![];
        for n in 0..4 {
            said.extend(of(n).await.ok());
        }
        assert_eq!(said.len(), 3, "one of the four was absent");
        let (first, second) = (said[0].clone(), said[1].clone());
        assert!(of(0).await.is_err(), "once each");
        assert!(!house.get("/exchanges").await.1.contains("On se comprend mieux."));
        assert!(sharing::decide(app, &people[1], &first, true, "").await.is_err());
        assert!(sharing::decide(app, &host, &second, false, "").await.is_err(), "a reason");
        sharing::decide(app, &host, &second, false, "Déjà dit ailleurs.").await.unwrap();
        sharing::decide(app, &host, &first, true, "").await.unwrap();
        let (_, page) = house.get("/exchanges").await;
        assert!(page.contains("On se comprend mieux."), "{page}");
        assert!(page.contains("Cité des métiers, 2026") && !page.contains("Personne 1"), "{page}");
        let mut gone = 0;
        for who in &people {
            gone += usize::from(sharing::withdraw(app, who, &first).await.is_ok());
        }
        assert_eq!(gone, 1, "its author alone");
        assert!(!house.get("/exchanges").await.1.contains("On se comprend mieux."));

        // On its day the list goes, and the figures stay.
        let operator = Query::period(date(2026, 1, 1), date(2026, 12, 31));
        let before = sharing::report(app, operator.clone()).await.unwrap();
        assert_eq!((before.all.days, before.all.people, before.all.typed), (1, 6, 0));
        assert_eq!(vault::date_of(day.forget_day).to_string(), "2027-01-07");
        app.clock.set("2027-01-07T06:00:00Z".parse().unwrap());
        let kept = programme::service::kept(app).await.unwrap();
        assert_eq!((kept.immersions, kept.overdue), (5, 0));
        let due = vault::day_of(date(2027, 1, 7));
        let done = programme::service::forget_until(app, due).await.unwrap();
        assert_eq!(done.immersions, 5);
        assert_eq!(count(&house, "SELECT count(*) FROM immersion_registrations").await, 0);
        assert_eq!(sharing::report(app, operator).await.unwrap(), before);
        assert!(sharing::say(app, &people[2], &id, "Trop tard", true).await.is_err());
        let between = house.app.db.read(move |tx| {
            let (from, to) = (date(2026, 12, 1), date(2026, 12, 31));
            Ok::<_, store::StoreError>([
                sharing::held_for(tx, &library, std::slice::from_ref(&centre), from, to)?,
                sharing::held_for(tx, &centre, std::slice::from_ref(&library), from, to)?,
                sharing::held_for(
                    tx,
                    &library,
                    std::slice::from_ref(&centre),
                    from,
                    date(2026, 12, 7),
                )?,
                sharing::held_for(tx, &centre, &[Id::parse("x").unwrap()], from, to)?,
            ])
        });
        assert_eq!(between.await.unwrap(), [1, 0, 0, 0], "only who received");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_ticked_and_never_closed_is_counted_before_it_goes() {
    for house in houses().await {
        let app = &house.app;
        let (library, centre, id) = announced(&house, 10).await;
        sharing::register(app, &person(7, Role::Partner, &centre), &id, None).await.unwrap();
        app.clock.set("2026-12-08T10:00:00Z".parse().unwrap());
        let desk = person(1, Role::Mediator, &library);
        let one = sharing::list(app, &desk, &id).await.unwrap()[0].id.clone();
        sharing::tick(app, &desk, &id, &one, true).await.unwrap();
        app.clock.set("2027-01-08T06:00:00Z".parse().unwrap());
        assert_eq!(programme::service::kept(app).await.unwrap().overdue, 1, "said to be late");
        let today = vault::day_of(date(2027, 1, 8));
        programme::service::forget_until(app, today).await.unwrap();
        let day = sharing::immersion(app, &desk, &id).await.unwrap().immersion;
        assert_eq!((day.state, day.totals.participants), (State::Held, Some(1)));
        assert!(day.forgotten);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_moves_takes_its_names_along_and_tells_everyone() {
    for fresh in store::testing::databases() {
        let smtp =
            site::Smtp { url: "smtp://127.0.0.1:9".into(), from: "reseau@example.org".into() };
        let house = House::start(fresh, Config { smtp: Some(smtp), ..Config::default() }).await;
        let app = &house.app;
        let (library, centre, id) = announced(&house, 10).await;
        let coordinator = person(3, Role::Coordinator, &centre);
        let who = ("Camille".to_owned(), "camille@example.org".to_owned());
        sharing::colleague(app, &coordinator, &id, &centre, who, "k").await.unwrap();
        let mails = "SELECT count(*) FROM outbox";
        assert_eq!(count(&house, mails).await, 1, "told that they are registered");
        let mut later = draft(&centre, 10);
        later.date = date(2027, 2, 9);
        let host = person(1, Role::Coordinator, &library);
        sharing::change(app, &host, &id, later, None).await.unwrap();
        assert_eq!(count(&house, mails).await, 2, "told of the change");
        // The day of the first date passes.
        app.clock.set("2027-01-10T06:00:00Z".parse().unwrap());
        let today = vault::day_of(date(2027, 1, 10));
        programme::service::forget_until(app, today).await.unwrap();
        assert_eq!(sharing::list(app, &host, &id).await.unwrap()[0].name, "Camille");
        app.clock.set("2027-02-08T12:00:00Z".parse().unwrap());
        for _ in 0..2 {
            sharing::remind_due(app).await.unwrap();
        }
        let reminders = "SELECT count(*) FROM outbox WHERE dedupe LIKE '%-reminder-%'";
        assert_eq!(count(&house, reminders).await, 1, "reminded once");
        sharing::cancel(app, &host, &id, "").await.unwrap();
        let cancelled = "SELECT count(*) FROM outbox WHERE dedupe LIKE '%-cancelled'";
        assert_eq!(count(&house, cancelled).await, 1);
        app.clock.set(monday() + (24 * 120).hours());
        let today = site::sealing::today(app);
        programme::service::forget_until(app, vault::day_of(today)).await.unwrap();
        assert_eq!(count(&house, "SELECT count(*) FROM immersion_registrations").await, 0);
        assert_eq!(count(&house, mails).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_gives_the_sums_of_the_report_and_opens_them() {
    for fresh in store::testing::databases() {
        let house = House::start(fresh, Config { demonstration: true, ..Config::default() }).await;
        tandem::demo::fill(&house.app).await.unwrap();
        let figures =
            sharing::report(&house.app, Query::period(date(2015, 1, 1), date(2017, 12, 31)));
        let figures = figures.await.unwrap();
        let kinds: Vec<_> =
            figures.kinds.iter().map(|(kind, _, g)| (*kind, g.days, g.people)).collect();
        assert_eq!(kinds, [(ImmersionKind::Awareness, 11, 45), (ImmersionKind::Visit, 4, 45)]);
        let (_, page) = house.get("/exchanges").await;
        assert!(page.contains("11\u{a0}journées") || page.contains("11 journées"), "{page}");
        assert!(page.contains("inventé"), "the demonstration says so: {page}");
        let who = house.signed_in(Role::Partner, Some(&Id::derived("demo", &["bpi"]))).await;
        let report = house.see(&who, "/staff/exchanges/report").await.page;
        let opened = report.split("href=\"").find(|p| p.contains("kind=visit")).unwrap();
        let address = opened.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let rows = house.see(&who, &address).await.page;
        assert_eq!(rows.matches("<tr><td>").count(), 4, "{rows}");
        let file = house.see(&who, "/staff/exchanges/report.csv").await.page;
        assert_eq!(file.lines().count(), 16, "{file}");
    }
}
