//! The audit trail: what is done is noted, and what is changed afterwards is noticed.

use crate::common::{House, houses};
use base::Id;
use jiff::civil::time;
use programme::model::{RegistrationMode, Totals};
use programme::service as rooms;
use site::audit::{self, Act, Broken, Head};
use site::{Actor, Role};

async fn acts(house: &House) -> Vec<Act> {
    let all = audit::latest(&house.app, &Actor::Operator, None, 1_000).await.unwrap();
    all.into_iter().rev().map(|e| e.act).collect()
}

async fn verify(house: &House, known: Option<Head>) -> Result<Head, Broken> {
    audit::verify(&house.app, known).await.map_err(|e| e.to_string()).unwrap()
}

async fn run(house: &House, sql: &'static str) {
    let done = house.app.db.write(move |tx| tx.execute(sql, &[]).map(|_| ())).await;
    done.map_err(|e: store::StoreError| e.to_string()).unwrap();
}

/// Something of everything that professionals do.
async fn season(house: &House) -> Id {
    let operator = Actor::Operator;
    let session = house.session(|d| d.registration = RegistrationMode::Places).await;
    let view = rooms::any_session(&house.app, &operator, &session).await.unwrap();
    let mut draft = view.session.draft.clone();
    draft.room = "Atelier".into();
    rooms::update_session(&house.app, &operator, &session, draft).await.unwrap();
    let to = Some((view.session.draft.date, time(15, 0, 0, 0), time(17, 0, 0, 0)));
    rooms::postpone(&house.app, &operator, &session, String::new(), to).await.unwrap();
    house.app.clock.set("2026-12-01T15:30:00Z".parse().unwrap());
    rooms::close(&house.app, &operator, &session, String::new()).await.unwrap();
    rooms::reopen(&house.app, &operator, &session).await.unwrap();
    let totals = Totals { participants: Some(4), ..Totals::default() };
    let typed = rooms::type_totals(&house.app, &operator, &session, totals, String::new(), false);
    typed.await.unwrap();
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_noted() {
    for house in houses().await {
        season(&house).await;
        let expected = [
            Act::ActivityMade,
            Act::SessionsMade,
            Act::SessionPublished,
            Act::SessionChanged,
            Act::SessionPostponed,
            Act::SessionClosed,
            Act::SessionReopened,
            Act::TotalsTyped,
        ];
        assert_eq!(acts(&house).await, expected);
        assert_eq!(verify(&house, None).await.unwrap().seq, 8);
        // What is refused is not noted, and neither is what the public does.
        house.app.clock.set(crate::common::monday());
        let closed = [season(&house).await];
        house.app.clock.set(crate::common::monday());
        let session = house.session(|_| {}).await;
        let before = acts(&house).await.len();
        assert!(rooms::publish(&house.app, &Actor::Operator, &closed).await.is_err());
        assert_eq!(house.take(&session, "one", 1).await.0, 201);
        assert_eq!(acts(&house).await.len(), before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_changed_put_in_taken_out_or_cut_off_is_noticed() {
    for (tampering, expected) in [
        ("UPDATE audit SET who = 'person/x' WHERE seq = 3", Broken::At(3)),
        ("UPDATE audit SET at = at - 1 WHERE seq = 1", Broken::At(1)),
        ("UPDATE audit SET act = 'nothing' WHERE seq = 2", Broken::At(2)),
        ("DELETE FROM audit WHERE seq = 4", Broken::At(5)),
        ("DELETE FROM audit WHERE seq >= 7", Broken::Cut(6, 8)),
        (
            "INSERT INTO audit (seq, at, who, act, subject, detail, digest) \
             SELECT 9, at, who, act, subject, detail, digest FROM audit WHERE seq = 8",
            Broken::At(9),
        ),
    ] {
        for house in houses().await {
            season(&house).await;
            let end = verify(&house, None).await.unwrap();
            run(&house, tampering).await;
            assert_eq!(verify(&house, None).await, Err(expected.clone()), "{tampering}");
            assert!(verify(&house, Some(end)).await.is_err());
        }
    }
    // Cut off together with the note of its end: who noted the end elsewhere notices.
    for house in houses().await {
        season(&house).await;
        let end = verify(&house, None).await.unwrap();
        run(&house, "DELETE FROM audit WHERE seq >= 7").await;
        run(
            &house,
            "UPDATE audit_head SET seq = 6, digest = (SELECT digest FROM audit WHERE seq = 6)",
        )
        .await;
        assert_eq!(verify(&house, None).await.unwrap().seq, 6);
        assert_eq!(verify(&house, Some(end)).await, Err(Broken::Cut(6, 8)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_once_the_rows_still_make_one_chain() {
    for house in houses().await {
        let session = house.session(|_| {}).await;
        let ids = [session];
        let operator = Actor::Operator;
        let all = (0..16).map(|n| {
            let (house, ids, operator) = (&house, &ids, &operator);
            async move {
                let path = format!("Salle {n}");
                let view = rooms::any_session(&house.app, operator, &ids[0]).await.unwrap();
                let mut draft = view.session.draft.clone();
                draft.room = path;
                rooms::update_session(&house.app, operator, &ids[0], draft).await.unwrap();
            }
        });
        futures_util::future::join_all(all).await;
        assert_eq!(verify(&house, None).await.unwrap().seq, 3 + 16);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_reads_its_own_rows_and_no_other() {
    for house in houses().await {
        let library = house.library().await;
        let coordinator = house.signed_in(Role::Coordinator, Some(&library)).await;
        let administrator = house.signed_in(Role::Mediator, None).await;
        let elsewhere = network::model::Organisation {
            id: Id::parse("elsewhere").unwrap(),
            name: "Ailleurs".into(),
            ..network::model::Organisation::blank()
        };
        let operator = Actor::Operator;
        network::service::write_organisation(&house.app, &operator, elsewhere).await.unwrap();
        house.session(|_| {}).await;
        let own = house.see(&coordinator, "/admin/audit").await.page;
        assert!(own.contains("Séance publiée") && own.contains("Refaire son CV"), "{own}");
        assert!(!own.contains("Ailleurs"), "{own}");
        let all = house.see(&administrator, "/en/admin/audit").await.page;
        assert!(all.contains("Session published") && all.contains("Ailleurs"), "{all}");
    }
}
