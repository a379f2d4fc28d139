//! What is there for the matrix to be asked of.

use super::*;

/// What is there to be asked for: made anew after each request that changed something.
pub(super) struct Things {
    pub activity: Id,
    /// Runs now; somebody is registered, somebody was let in without.
    pub open: Id,
    /// Tomorrow, published, nobody registered.
    pub next: Id,
    /// Tomorrow, nobody outside sees it.
    pub draft: Id,
    /// Yesterday, never published.
    pub past: Id,
    /// Ran this morning and is closed.
    pub closed: Id,
    /// An activity all of whose sessions are published.
    pub published: Id,
    pub registration: Id,
    pub walk_in: Id,
    pub code: String,
    pub ticket: String,
    pub link: String,
    pub person: Id,
    /// Nobody has a role there, nothing refers to it.
    pub spare: Id,
    pub theme: Id,
    pub question: Id,
    pub adherence: Id,
    pub agreements: agreements::Things,
    pub entries: directory::Things,
    /// Next week, announced; a colleague is registered.
    pub visit: Id,
    /// Announced and begun; the same.
    pub running: Id,
    /// Next week, nobody outside sees it.
    pub planned: Id,
    /// Their registrations, and the secret of the first.
    pub colleagues: [Id; 2],
    pub place: Id,
    pub seat: String,
    pub testimony: Id,
    /// Just arrived, and the secret of its page; and one that is accepted.
    pub proposal: Id,
    pub page: String,
    pub accepted: Id,
}

pub(super) async fn things(house: &House) -> Things {
    let (app, operator) = (&house.app, Actor::Operator);
    // Morning: the first session runs, the next one begins at two.
    app.clock.set("2026-11-23T09:30:00Z".parse().unwrap());
    let library = house.library().await;
    let title = || ActivityDraft { title: "Refaire son CV".into(), ..ActivityDraft::blank() };
    let activity = rooms::create_activity(app, &operator, &library, title()).await.unwrap();
    let published = rooms::create_activity(app, &operator, &library, title()).await.unwrap();
    let at = |day, from, to| {
        let hour = |h| time(h, 0, 0, 0);
        SessionDraft::on(date(2026, 11, day), hour(from), hour(to), 12)
    };
    let mut made = vec![];
    for draft in [at(23, 10, 11), at(23, 14, 16), at(24, 14, 16), at(24, 9, 10)] {
        made.extend(rooms::add_sessions(app, &operator, &activity, vec![draft]).await.unwrap());
    }
    let [closed, open, next, draft] = made.try_into().unwrap();
    let shown = [closed.clone(), open.clone(), next.clone()];
    rooms::publish(app, &operator, &shown).await.unwrap();
    let other = vec![at(25, 14, 16)];
    let other = rooms::add_sessions(app, &operator, &published, other).await.unwrap();
    rooms::publish(app, &operator, &other).await.unwrap();
    let forgotten = rooms::create_activity(app, &operator, &library, title()).await.unwrap();
    let past = vec![at(22, 14, 16)];
    let past = rooms::add_sessions(app, &operator, &forgotten, past).await.unwrap().remove(0);
    let [visit, running, planned] = immersions(app, &library).await;
    let (status, taken) = house.take(&open, "first", 1).await;
    assert_eq!(status, 201, "{taken}");
    let ticket = taken["ticket"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    rooms::close(app, &operator, &closed, String::new()).await.unwrap();
    rooms::walk_in(app, &operator, &open, None, 1, "walk-in".into()).await.unwrap();
    let desk = rooms::desk(app, &operator, &open).await.unwrap();
    let [registration, walk_in] = [0, 1].map(|i| desk.people[i].registration.id.clone());
    let person = NewPerson {
        name: "Dominique".into(),
        email: format!("{}@example.org", Id::new()),
        administrator: false,
        role: Some((library, Role::Mediator)),
    };
    // Three in the afternoon: the second session runs, its desk is open.
    app.clock.set(monday() + 3.hours());
    let (person, link) = accounts::invite(app, &operator, person, Lang::Fr).await.unwrap();
    let spare = network::model::Organisation {
        name: "Pour rien".into(),
        ..network::model::Organisation::blank()
    };
    let spare = network::service::write_organisation(app, &operator, spare).await.unwrap();
    let place = network::model::Place {
        name: "Salle de travail".into(),
        organisation: Some(house.library().await),
        ..network::model::Place::blank()
    };
    let place = network::service::write_place(app, &operator, place).await.unwrap();
    let theme =
        network::model::Theme { name_fr: "Projet".into(), ..network::model::Theme::blank() };
    let id = theme.id.clone();
    network::service::write_theme(app, &operator, theme).await.unwrap();
    let theme = id;
    let question = QuestionDraft {
        label: "Qu’attendez-vous ?".into(),
        kind: QuestionKind::Words,
        choices: vec![],
        sensitive: false,
        keep_days: 5,
    };
    let question = rooms::ask(app, &operator, &activity, question, false).await.unwrap();
    // Made anew: the day before the one that is noted in the matrix, each time.
    let adherence = adherence(house).await;
    let agreements = agreements::things(house).await;
    let entries = directory::things(house).await;
    let seat = sharing::list(app, &operator, &visit).await.unwrap().remove(0);
    let other = sharing::list(app, &operator, &running).await.unwrap().remove(0);
    let testimony = testimony(house, &visit).await;
    let before = house.app.db.write(|tx| tx.execute("DELETE FROM proposals", &[]));
    before.await.map_err(|e| e.to_string()).unwrap();
    let (proposal, page) = proposed(house).await;
    let (accepted, _) = proposed(house).await;
    let step = Some(programme::model::Step::Accepted);
    rooms::move_proposal(app, &operator, &accepted, step, "").await.unwrap();
    Things {
        agreements,
        entries,
        visit,
        running,
        planned,
        colleagues: [seat.id, other.id],
        seat: seat.link.unwrap().rsplit('/').next().unwrap().to_owned(),
        testimony,
        proposal,
        page,
        accepted,
        question,
        adherence,
        spare,
        place,
        theme,
        activity,
        open,
        next,
        draft,
        past,
        closed,
        published,
        registration,
        walk_in,
        code: taken["code"].as_str().unwrap().to_owned(),
        ticket,
        link: link.rsplit('/').next().unwrap().to_owned(),
        person,
    }
}

/// A visit next week and one that begins at two, with a colleague each, and a draft.
async fn immersions(app: &site::App, library: &Id) -> [Id; 3] {
    let operator = Actor::Operator;
    let mut made = vec![];
    for (day, from) in [(1, 9), (23, 14), (2, 9)] {
        let on = if day == 23 { date(2026, 11, 23) } else { date(2026, 12, day) };
        let draft = ImmersionDraft {
            title: "Visite".into(),
            ..ImmersionDraft::on(on, time(from, 0, 0, 0), time(from + 3, 0, 0, 0))
        };
        made.push(sharing::make(app, &operator, library, draft).await.unwrap());
    }
    for id in &made[..2] {
        sharing::announce(app, &operator, id).await.unwrap();
        let who = ("Sacha".to_owned(), "sacha@example.org".to_owned());
        sharing::colleague(app, &operator, id, library, who, "k").await.unwrap();
    }
    made.try_into().unwrap()
}

/// What somebody said of a day, waiting to be read.
async fn testimony(house: &House, day: &Id) -> Id {
    let (id, of) = (Id::new(), day.clone());
    let same = id.clone();
    let said = house.app.db.write(move |tx| {
        tx.execute(
            "INSERT INTO testimonies (id, immersion_id, person_id, profession, words, consent, \
             state, written_at) VALUES (?1, ?2, ?1, 'librarian', 'Merci', 1, 'waiting', 0)",
            &[(&same).into(), (&of).into()],
        )
    });
    said.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
    id
}

/// What somebody proposes at the library, and the secret of its page.
async fn proposed(house: &House) -> (Id, String) {
    let offer = programme::model::Offer {
        title: "Lire une fiche de paie".into(),
        description: "Deux heures".into(),
        audience: String::new(),
        format: programme::model::Format::Workshop,
        experience: String::new(),
        availability: String::new(),
        name: "Noor".into(),
        email: String::new(),
        phone: "06 39 98 71 23".into(),
    };
    let (library, key) = (Id::parse("library").unwrap(), Id::new());
    let key = key.as_str();
    let secret = rooms::propose(&house.app, Some(library), offer, Lang::Fr, key).await.unwrap();
    (Id::parse(secret.rsplit_once('.').unwrap().0).unwrap(), secret)
}

/// That the library adheres to the charter, since a day long ago.
async fn adherence(house: &House) -> Id {
    let library = house.library().await;
    let id = Id::new();
    let (same, since) = (id.clone(), "2020-01-01");
    house
        .app
        .db
        .write(move |tx| {
            let of = (&library).into();
            tx.execute("DELETE FROM charter_adherences WHERE organisation_id = ?1", &[of])?;
            tx.execute(
                "INSERT INTO charter_adherences (id, organisation_id, charter, adhered_on) \
                 VALUES (?1, ?2, '2017', ?3)",
                &[(&same).into(), (&library).into(), since.into()],
            )
        })
        .await
        .map_err(|e: store::StoreError| e.to_string())
        .unwrap();
    id
}
