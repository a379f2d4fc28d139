//! What was promised beside what came of it, and who animated without an agreement.

use base::Id;
use jiff::civil::{Date, date, time};
use network::agreements::model::{Agreement, Commitment, CommitmentKind, Counting, YearKind};
use network::agreements::service;
use network::model::Place;
use programme::model::{
    Activity, ActivityDraft, Format, Session, SessionDraft, SessionStatus, TotalsSource,
};
use report::commitments::model::State;
use site::{Actor, Role};
use store::StoreError;

use super::{agreement, id, organisations, write};
use crate::common::{House, houses};

/// A session of an activity as it came out.
struct Came<'a> {
    organiser: &'a str,
    partners: &'a [&'a str],
    format: Format,
    place: Option<&'a str>,
    status: SessionStatus,
    apart: bool,
}

const HELD: Came<'static> = Came {
    organiser: "library",
    partners: &[],
    format: Format::Workshop,
    place: None,
    status: SessionStatus::Held,
    apart: false,
};

async fn came(house: &House, day: Date, came: Came<'_>) -> Id {
    let activity = Activity {
        id: Id::new(),
        organisation: id(came.organiser),
        draft: ActivityDraft {
            title: "Refaire son CV".into(),
            format: came.format,
            partners: came.partners.iter().map(|p| id(p)).collect(),
            apart: came.apart,
            ..ActivityDraft::blank()
        },
        source: String::new(),
    };
    let mut draft = SessionDraft::on(day, time(14, 0, 0, 0), time(16, 0, 0, 0), 12);
    draft.place = came.place.map(id);
    let zone = base::dates::DEFAULT_ZONE;
    let (starts_at, ends_at) = draft.instants(zone).unwrap();
    let session = Session {
        starts_at,
        ends_at,
        status: came.status,
        totals_source: (came.status == SessionStatus::Held).then_some(TotalsSource::Counted),
        ..Session::new(Id::new(), activity.id.clone(), draft, zone.into())
    };
    let made = session.id.clone();
    house
        .app
        .db
        .write(move |tx| {
            programme::store::activities::insert(tx, &activity, None, 0)?;
            programme::store::sessions::insert(tx, &session, None, 0)
        })
        .await
        .map_err(|e: StoreError| e.to_string())
        .unwrap();
    made
}

/// A promise of an agreement.
fn promise(who: &str, kind: CommitmentKind, counting: Counting) -> Commitment {
    Commitment {
        id: Id::new(),
        organisation: id(who),
        name: String::new(),
        kind,
        per_year: Some(3),
        year: YearKind::Calendar,
        counting,
        text: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn promises_stand_beside_the_sessions_that_were_counted_by_hand() {
    for house in houses().await {
        house.library().await;
        organisations(&house, &["centre", "theatre"]).await;
        for name in ["centre", "library"] {
            let place = Place {
                id: id(&format!("at-{name}")),
                organisation: Some(id(name)),
                name: name.into(),
                ..Place::blank()
            };
            let (app, operator) = (&house.app, Actor::Operator);
            network::service::write_place(app, &operator, place).await.unwrap();
        }
        let ends = Some(date(2027, 6, 30));
        let made =
            write(&house, agreement("Convention", &["library", "centre"], date(2025, 9, 1), ends))
                .await;
        let (sessions, drop_ins) = (CommitmentKind::Sessions, CommitmentKind::DropIns);
        let all = vec![
            promise("library", sessions, Counting::Whole),
            promise("library", sessions, Counting::With),
            promise("centre", sessions, Counting::With),
            promise("centre", drop_ins, Counting::With),
            promise("centre", CommitmentKind::Exchanges, Counting::With),
        ];
        let operator = Actor::Operator;
        service::write_commitments(&house.app, &operator, &made, all, None).await.unwrap();

        // Before the agreement: counts nowhere.
        came(&house, date(2025, 8, 31), HELD).await;
        // The library's own.
        came(&house, date(2025, 9, 1), HELD).await;
        came(&house, date(2026, 1, 2), HELD).await;
        came(&house, date(2026, 1, 3), Came { partners: &["theatre"], ..HELD }).await;
        // With the centre: it animates; at its place; organised by it and animated by the library.
        came(&house, date(2026, 2, 1), Came { partners: &["centre", "theatre"], ..HELD }).await;
        came(&house, date(2026, 2, 2), Came { place: Some("at-centre"), ..HELD }).await;
        let theirs = Came { organiser: "centre", partners: &["library"], ..HELD };
        came(&house, date(2026, 2, 3), theirs).await;
        // The centre at the library, by itself; and at home, which is nobody else's matter.
        let guest = || Came { organiser: "centre", place: Some("at-library"), ..HELD };
        came(&house, date(2026, 2, 4), guest()).await;
        came(&house, date(2026, 2, 5), Came { place: Some("at-centre"), ..guest() }).await;
        // A desk, one counted besides, one cancelled, one draft, one nobody closed, one to come.
        let desk = Came { format: Format::DropIn, partners: &["centre"], ..HELD };
        came(&house, date(2026, 3, 1), desk).await;
        came(&house, date(2026, 3, 2), Came { apart: true, partners: &["centre"], ..HELD }).await;
        for (day, status) in [
            (3, SessionStatus::Cancelled),
            (4, SessionStatus::Draft),
            (5, SessionStatus::Published),
        ] {
            came(&house, date(2026, 3, day), Came { status, ..HELD }).await;
        }
        let coming = Came { status: SessionStatus::Published, partners: &["centre"], ..HELD };
        came(&house, date(2026, 12, 20), coming).await;

        let followed =
            report::commitments::service::followed(&house.app, &operator, &made).await.unwrap();
        let numbers = |n: usize| -> Vec<(String, u32, u32, u32)> {
            let lines = &followed.commitments[n].years;
            lines.iter().map(|l| (l.year.name(), l.done, l.planned, l.to_close)).collect()
        };
        let year = |name: &str, done, planned, to_close| (name.to_owned(), done, planned, to_close);
        // 2, 3 January; 1, 2, 3 February.
        assert_eq!(numbers(0), [year("2026", 5, 1, 1), year("2025", 1, 0, 0)]);
        // 1, 2, 3 February.
        assert_eq!(numbers(1), [year("2026", 3, 1, 0), year("2025", 0, 0, 0)]);
        // 1, 3, 4 February.
        assert_eq!(numbers(2), [year("2026", 3, 1, 0), year("2025", 0, 0, 0)]);
        assert_eq!(numbers(3), [year("2026", 1, 0, 0), year("2025", 0, 0, 0)]);
        assert_eq!(followed.commitments[4].years[0].all_done(false), None);

        // Each number opens onto as many sessions.
        let camille = house.signed_in(Role::Coordinator, Some(&id("library"))).await;
        for one in &followed.commitments {
            for line in &one.years {
                let of = [
                    (State::Done, line.done),
                    (State::Planned, line.planned),
                    (State::ToClose, line.to_close),
                ];
                for (state, n) in of {
                    let path = format!(
                        "/agreements/{made}/followed/rows?commitment={}&year={}&figure={}",
                        one.commitment.id,
                        line.year.begins,
                        state.name()
                    );
                    let rows = house.see(&camille, &path).await.page;
                    assert_eq!(rows.matches("href=\"/sessions/").count(), n as usize, "{path}");
                }
            }
        }

        // What nobody counts is typed, and says so; what is counted cannot be.
        let figures = format!("/agreements/{made}/figures");
        let exchange = format!("{}.2026", followed.commitments[4].commitment.id);
        let counted = format!("{}.2026", followed.commitments[0].commitment.id);
        let before = format!("{}.2024", followed.commitments[4].commitment.id);
        for (commitment, done, status) in [
            (&exchange, "11", 303),
            (&exchange, "onze", 422),
            (&counted, "11", 422),
            (&before, "11", 422),
        ] {
            let form = [("commitment", commitment.as_str()), ("done", done)];
            assert_eq!(house.send(&camille, &figures, &form).await.status, status, "{done}");
        }
        let page = house.see(&camille, &format!("/agreements/{made}/followed")).await.page;
        assert!(
            page.contains("11 <span class=\"typed\">saisi le lundi 23 novembre 2026"),
            "{page}"
        );
        let form = [("commitment", exchange.as_str()), ("done", "")];
        assert_eq!(house.send(&camille, &figures, &form).await.status, 303);
        let page = house.see(&camille, &format!("/agreements/{made}/followed")).await.page;
        assert!(!page.contains("saisi le") && page.contains("rien de saisi"), "{page}");

        // Totals without rows are added where no session explains them, and marked.
        let typed = |tx: &mut store::Tx<'_>| {
            for (id, from, to) in
                [("a", "2025-10-01", "2025-12-31"), ("b", "2026-01-01", "2026-02-28")]
            {
                tx.execute(
                    "INSERT INTO typed_totals (id, organisation_id, from_date, to_date, label, \
                     sessions, source, typed_at) VALUES (?1, 'library', ?2, ?3, 'Automne', 7, '', 0)",
                    &[id.into(), from.into(), to.into()],
                )?;
            }
            Ok::<_, StoreError>(())
        };
        house.app.db.write(typed).await.unwrap();
        let page = house.see(&camille, &format!("/agreements/{made}/followed")).await.page;
        assert!(page.contains(">8</a> <span class=\"typed\">dont 7 en totaux saisis"), "{page}");
        assert_eq!(page.matches("en totaux saisis").count(), 1, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_animated_without_an_agreement_is_listed_with_the_days() {
    for house in houses().await {
        house.library().await;
        organisations(&house, &["covered", "before", "never", "centre"]).await;
        let (first, last) = (date(2026, 1, 1), date(2026, 6, 30));
        write(&house, agreement("A", &["library", "covered"], first, None)).await;
        write(&house, agreement("B", &["library", "before"], first, Some(last))).await;
        // With the centre, not with the organiser; and a draft that nobody signed.
        write(&house, agreement("C", &["centre", "never"], first, None)).await;
        let draft =
            Agreement { signed: None, ..agreement("D", &["library", "never"], first, None) };
        write(&house, draft).await;
        for partner in ["covered", "before", "never"] {
            for day in [last, date(2026, 7, 1)] {
                came(&house, day, Came { partners: &[partner], ..HELD }).await;
            }
        }
        let announced = Came { status: SessionStatus::Published, partners: &["never"], ..HELD };
        came(&house, date(2026, 7, 2), announced).await;
        let camille = house.signed_in(Role::Mediator, Some(&id("library"))).await;
        let path = "/report/without-agreement?from=2026-01-01&to=2026-12-31";
        let page = house.see(&camille, path).await.page;
        let row = |name: &str, n: usize| {
            page.contains(&format!(">{n}<span class=\"visually-hidden\"> {name}"))
        };
        assert!(row("before", 1) && row("never", 2), "{page}");
        assert!(!page.contains("covered"), "{page}");
        let opened = format!("{path}&organisation=library&partner=before");
        let page = house.see(&camille, &opened).await.page;
        assert!(page.contains("1er juillet 2026") && !page.contains("30 juin"), "{page}");
        assert_eq!(page.matches("href=\"/sessions/").count(), 1);
        let refused = house.see(&camille, "/report/without-agreement?from=hier").await;
        assert!(refused.status == 422 && refused.page.contains("from-error"), "{}", refused.page);
        // Another organisation's people see nothing of it.
        let other = house.signed_in(Role::Coordinator, Some(&id("centre"))).await;
        let page = house.see(&other, path).await.page;
        assert!(page.contains("Personne"), "{page}");
    }
}
