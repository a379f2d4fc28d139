//! Planning and the desk on an SQLite file: the rules that figures and people depend on.

use super::*;
use crate::model::{ActivityDraft, Format, RegistrationMode, Scope, SessionDraft};
use crate::service::planning;
use ::store::{Db, Location, StoreError};
use base::Clock;
use jiff::civil::{Date, Time, date, time};
use site::{Catalogue, Config};

struct Bench {
    app: App,
    who: Actor,
    session: Id,
    _folder: tempfile::TempDir,
}

const DAY: Date = date(2026, 11, 30);

/// Seconds of a local time on the day of the session.
fn at(hour: i8) -> i64 {
    base::dates::instant(DAY.at(hour, 0, 0, 0), base::dates::DEFAULT_ZONE).unwrap()
}

impl Bench {
    async fn new(change: impl FnOnce(&mut SessionDraft)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let steps = [site::MIGRATIONS, network::MIGRATIONS, crate::MIGRATIONS].concat();
        let db = Db::open(Location::Sqlite(folder.path().join("t.db")), &steps).unwrap();
        let clock = Clock::fixed(jiff::Timestamp::from_second(at(0) - 3 * 86_400).unwrap());
        let catalogue = Catalogue::new(&[crate::MESSAGES]).unwrap();
        let app =
            App::new(db, clock, catalogue, Config::default(), vec![], vault::Vault::in_memory());
        let who = Actor::Operator;
        let bpi = network::model::Organisation {
            id: Id::parse("bpi").unwrap(),
            name: "Bpi".into(),
            ..network::model::Organisation::blank()
        };
        let bpi = network::service::write_organisation(&app, &who, bpi).await.unwrap();
        let draft = ActivityDraft { title: "CV".into(), ..ActivityDraft::blank() };
        let activity = planning::create_activity(&app, &who, &bpi, draft).await.unwrap();
        let mut draft = SessionDraft::on(DAY, hour(14), hour(16), 5);
        change(&mut draft);
        let ids = planning::add_sessions(&app, &who, &activity, vec![draft]).await.unwrap();
        planning::publish(&app, &who, &ids).await.unwrap();
        Self { app, who, session: ids[0].clone(), _folder: folder }
    }

    fn clock(&self, seconds: i64) {
        self.app.clock.set(jiff::Timestamp::from_second(seconds).unwrap());
    }

    /// A registration with its counters, as the public side makes it.
    async fn registered(&self, places: u32, code: &str, status: RegistrationStatus) -> Id {
        let r = Registration {
            id: Id::new(),
            session: self.session.clone(),
            kind: RegistrationKind::Ahead,
            status,
            places,
            code: code.into(),
            name: None,
            contact: None,
            channel: Channel::Web,
            forget_day: None,
            lang: Lang::Fr,
            offer_ends_at: None,
            rank: 0,
            created_at: self.app.clock.seconds(),
        };
        let id = r.id.clone();
        let (taken, waiting) = match status {
            RegistrationStatus::Waiting => (0, 1),
            RegistrationStatus::Cancelled => (0, 0),
            _ => (i64::from(places), 0),
        };
        let app = self.app.clone();
        let write = move |tx: &mut Tx<'_>| {
            let keys = Keys {
                request: r.id.as_str().as_bytes().to_vec(),
                asked: vec![],
                contact_tag: None,
            };
            assert!(registrations::insert(&app.vault, tx, &r, &keys, None)?);
            sessions::move_counters(tx, &r.session, taken, waiting)
        };
        self.app.db.write::<(), StoreError, _>(write).await.unwrap();
        id
    }

    async fn now(&self) -> Session {
        let id = self.session.clone();
        self.app.db.read(move |tx| session_in(tx, &id)).await.unwrap()
    }

    async fn desk(&self) -> Desk {
        desk(&self.app, &self.who, &self.session).await.unwrap()
    }

    async fn walk_in(&self, people: u32, key: &str) -> Result<(), Problem> {
        walk_in(&self.app, &self.who, &self.session, None, people, key.into()).await
    }
}

fn hour(hour: i8) -> Time {
    time(hour, 0, 0, 0)
}

fn message<T>(result: Result<T, Problem>) -> String {
    result.err().map(|p| p.message.to_string()).unwrap_or_default()
}

#[tokio::test]
async fn reads_what_scanners_and_people_type() {
    let bench = Bench::new(|_| {}).await;
    let read = |typed: &str| read_code(&bench.app, typed);
    assert_eq!(read("TANDEM:k7f-2qx").0.as_deref(), Some("K7F-2QX"));
    assert_eq!(read(" tandem:K7F 2QX ").0.as_deref(), Some("K7F-2QX"));
    assert_eq!(read("k7f2qx").0.as_deref(), Some("K7F-2QX"));
    let id = Id::new();
    let ticket = tickets::secret(&bench.app.vault, &id);
    assert_eq!(read(&format!("https://x.example/en/ticket/{ticket}?a")).1, Some(id.clone()));
    // Another registration's proof opens nothing, nor does a made-up one.
    let other = tickets::secret(&bench.app.vault, &Id::new());
    let proof = other.rsplit_once('.').unwrap().1;
    assert_eq!(read(&format!("https://x.example/ticket/{id}.{proof}")), (None, None));
    assert_eq!(read("https://x.example/ticket/0123456789abcdef"), (None, None));
    assert_eq!(read("ééééééééé"), (None, None));
}

#[tokio::test]
async fn figures_are_counted_from_the_rows_and_cleared_by_reopening() {
    let b = Bench::new(|_| ()).await;
    let group = b.registered(3, "AAA-111", RegistrationStatus::Confirmed).await;
    b.registered(1, "AAA-222", RegistrationStatus::Confirmed).await;
    b.registered(1, "AAA-333", RegistrationStatus::Waiting).await;
    let early = tick(&b.app, &b.who, &b.session, &group, 2).await;
    assert_eq!(message(early), "problem-desk-too-early");
    // The whole of the day before is the day before, whatever hour it begins.
    assert_eq!(b.now().await.desk_opens_at(), at(0) - 86_400);
    b.clock(at(13));
    for _ in 0..2 {
        tick(&b.app, &b.who, &b.session, &group, 2).await.unwrap();
        b.walk_in(2, "k").await.unwrap();
    }
    assert_eq!(message(b.walk_in(3, "k").await), "problem-key-reused");
    assert!(tick(&b.app, &b.who, &b.session, &group, 4).await.is_err());
    let early = close(&b.app, &b.who, &b.session, String::new()).await;
    assert_eq!(message(early), "problem-desk-not-begun");
    let d = b.desk().await;
    assert_eq!((d.expected, d.present, d.walk_ins, d.waiting), (4, 4, 2, 1));
    b.clock(at(16));
    let totals = close(&b.app, &b.who, &b.session, " calme ".into()).await.unwrap();
    let counted = Totals {
        preregistered: Some(4),
        walk_ins: Some(2),
        participants: Some(4),
        no_shows: Some(2),
    };
    assert_eq!(totals, counted);
    let s = b.now().await;
    assert_eq!((s.status, s.totals, s.note.as_str()), (SessionStatus::Held, counted, "calme"));
    assert_eq!(message(b.walk_in(1, "l").await), "problem-desk-closed");
    reopen(&b.app, &b.who, &b.session).await.unwrap();
    let s = b.now().await;
    assert_eq!((s.status, s.totals), (SessionStatus::Published, Totals::default()));
}

#[tokio::test]
async fn codes_say_why_they_do_not_open() {
    let b = Bench::new(|_| ()).await;
    b.registered(2, "AAA-111", RegistrationStatus::Confirmed).await;
    b.registered(1, "AAA-222", RegistrationStatus::Waiting).await;
    b.registered(1, "AAA-333", RegistrationStatus::Cancelled).await;
    b.clock(at(13));
    let read = |typed: &'static str| tick_code(&b.app, &b.who, &b.session, typed);
    assert_eq!(read("TANDEM:AAA-111").await.unwrap().present, Some(2));
    assert_eq!(message(read("aaa222").await), "problem-desk-code-waiting");
    assert_eq!(message(read("aaa333").await), "problem-desk-code-cancelled");
    assert_eq!(message(read("zzz999").await), "problem-desk-code-unknown");
    assert_eq!(b.desk().await.present, 2);
}

#[tokio::test]
async fn walk_ins_follow_the_rule_of_the_session() {
    let never = Bench::new(|d| d.walk_ins = WalkInRule::Never).await;
    never.clock(at(13));
    assert_eq!(message(never.walk_in(1, "k").await), "problem-desk-walk-ins-never");
    let b = Bench::new(|d| d.walk_ins = WalkInRule::IfRoom).await;
    b.clock(at(13));
    b.walk_in(4, "a").await.unwrap();
    assert_eq!(message(b.walk_in(2, "b").await), "problem-desk-full");
    b.walk_in(1, "c").await.unwrap();
    let first = b.desk().await.people[0].registration.id.clone();
    remove_walk_in(&b.app, &b.who, &b.session, &first).await.unwrap();
    assert!(b.desk().await.present < 5);
}

#[tokio::test]
async fn fewer_places_are_refused_and_more_serve_the_waiting_list() {
    let b = Bench::new(|_| ()).await;
    b.registered(5, "AAA-111", RegistrationStatus::Confirmed).await;
    b.registered(2, "AAA-222", RegistrationStatus::Waiting).await;
    let draft = |capacity| SessionDraft::on(DAY, hour(14), hour(16), capacity);
    let fewer = planning::update_session(&b.app, &b.who, &b.session, draft(4)).await;
    assert_eq!(message(fewer), "problem-plan-capacity-taken");
    assert_eq!(b.now().await.draft.capacity, 5);
    planning::update_session(&b.app, &b.who, &b.session, draft(7)).await.unwrap();
    let s = b.now().await;
    assert_eq!((s.taken, s.waiting, s.moved_from), (7, 0, None));
}

#[tokio::test]
async fn moving_keeps_places_and_the_first_date() {
    let b = Bench::new(|_| ()).await;
    b.registered(2, "AAA-111", RegistrationStatus::Confirmed).await;
    planning::postpone(&b.app, &b.who, &b.session, "grève".into(), None).await.unwrap();
    assert_eq!(b.now().await.status, SessionStatus::Postponed);
    let to = Some((date(2026, 12, 7), hour(10), hour(12)));
    planning::postpone(&b.app, &b.who, &b.session, String::new(), to).await.unwrap();
    let s = b.now().await;
    assert_eq!((s.status, s.moved_from, s.taken), (SessionStatus::Published, Some(DAY), 2));
    let off = planning::unpublish(&b.app, &b.who, std::slice::from_ref(&b.session)).await;
    assert_eq!(message(off), "problem-plan-registered");
    planning::cancel_session(&b.app, &b.who, &b.session, "grève".into()).await.unwrap();
    let s = b.now().await;
    assert_eq!((s.status, s.taken), (SessionStatus::Cancelled, 2));
    let edit = SessionDraft::on(DAY, hour(14), hour(16), 9);
    let edit = planning::update_session(&b.app, &b.who, &b.session, edit).await;
    assert_eq!(message(edit), "problem-plan-not-editable");
}

#[tokio::test]
async fn past_dates_enter_the_report_by_typing_only() {
    let b = Bench::new(|_| ()).await;
    b.clock(at(18));
    let activity = b.now().await.activity;
    let draft = vec![SessionDraft::on(date(2026, 11, 2), hour(14), hour(16), 5)];
    let ids = planning::add_sessions(&b.app, &b.who, &activity, draft).await.unwrap();
    let refused = planning::publish(&b.app, &b.who, &ids).await;
    assert_eq!(message(refused), "problem-plan-past");
    let totals = Totals { participants: Some(9), walk_ins: Some(10), ..Totals::default() };
    assert!(type_totals(&b.app, &b.who, &ids[0], totals, String::new(), false).await.is_err());
    assert!(
        type_totals(&b.app, &b.who, &ids[0], Totals::default(), String::new(), false)
            .await
            .is_err()
    );
    let totals = Totals { participants: Some(9), ..Totals::default() };
    type_totals(&b.app, &b.who, &ids[0], totals, String::new(), false).await.unwrap();
    let d = desk(&b.app, &b.who, &ids[0]).await.unwrap();
    assert_eq!(d.view.session.totals_source, Some(TotalsSource::Typed));
}

#[tokio::test]
async fn parts_share_the_first_and_drop_ins_ask_for_no_registration() {
    let b = Bench::new(|_| ()).await;
    let bpi = Id::parse("bpi").unwrap();
    let draft =
        ActivityDraft { title: "Cycle".into(), scope: Scope::All, ..ActivityDraft::blank() };
    let cycle = planning::create_activity(&b.app, &b.who, &bpi, draft).await.unwrap();
    let day = |d| SessionDraft::on(date(2026, 12, d), hour(14), hour(16), 5);
    let ids = planning::add_sessions(&b.app, &b.who, &cycle, vec![day(9), day(2)]).await.unwrap();
    let second = desk(&b.app, &b.who, &ids[1]).await.unwrap().view.session;
    assert_eq!((second.lead, second.part), (ids[0].clone(), 2));
    assert_eq!(second.draft.date, date(2026, 12, 9));
    planning::publish(&b.app, &b.who, &ids[..1]).await.unwrap();
    let second = desk(&b.app, &b.who, &ids[1]).await.unwrap().view.session;
    assert_eq!(second.status, SessionStatus::Published);
    let draft = ActivityDraft {
        title: "Permanence".into(),
        format: Format::DropIn,
        ..ActivityDraft::blank()
    };
    let open = planning::create_activity(&b.app, &b.who, &bpi, draft).await.unwrap();
    let refused = planning::add_sessions(&b.app, &b.who, &open, vec![day(2)]).await.unwrap_err();
    assert_eq!(refused.fields[0].message, "problem-plan-drop-in");
    let free = SessionDraft { registration: RegistrationMode::None, ..day(2) };
    planning::add_sessions(&b.app, &b.who, &open, vec![free]).await.unwrap();
    let stranger = planning::publish(&b.app, &Actor::Public, &ids).await;
    assert_eq!(stranger.unwrap_err().kind, Kind::SignIn);
}
