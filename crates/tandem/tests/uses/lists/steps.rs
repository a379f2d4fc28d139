//! A list that goes into the directory in steps: who writes meanwhile, and what follows when a program ends
//! in the middle.

use super::*;

use std::sync::atomic::{AtomicBool, Ordering};

/// More rows than one step writes.
const MANY: usize = 1_100;

fn import(bytes: Vec<u8>) -> exchange::Import {
    exchange::Import {
        format: exchange::Format::Inclusion,
        source: "essai".into(),
        bytes,
        mapping: None,
        themes: std::collections::BTreeSet::new(),
        dry_run: false,
    }
}

fn many(name: &str) -> Vec<u8> {
    let ids: Vec<String> = (0..MANY).map(|n| format!("a{n}")).collect();
    data(name, "+33472242012", &ids.iter().map(String::as_str).collect::<Vec<_>>())
}

/// How many rows are written and how many there are, of the list that is on its way.
fn progress(tx: &mut store::Tx<'_>) -> Result<Option<(i64, i64)>, store::StoreError> {
    let sql = "SELECT done, steps FROM taking_plans WHERE state = 'decided'";
    tx.query_opt(sql, &[])?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// Takes a list and ends in the middle of it, as a program does that is killed between two steps.
async fn ends_in_the_middle(house: &House, bytes: Vec<u8>) -> (i64, i64) {
    let app = house.app.clone();
    let list = import(bytes);
    let work = tokio::spawn(async move { exchange::import(&app, &Actor::Operator, list).await });
    loop {
        assert!(!work.is_finished(), "it was not ended");
        let found = house.app.db.read(progress).await.unwrap();
        if found.is_some_and(|(done, _)| done > 0) {
            work.abort();
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    assert!(work.await.unwrap_err().is_cancelled());
    // The step that goes on is the last.
    house.app.db.write(progress).await.unwrap().expect("it was ended in the middle")
}

async fn left(house: &House) -> [i64; 2] {
    let mut counts = [0; 2];
    for (n, table) in ["taking_plans", "taking_plan_rows"].into_iter().enumerate() {
        let count = house.app.db.read(move |tx| {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            tx.query_one(&sql, &[])?.get::<i64>(0)
        });
        counts[n] = count.await.unwrap();
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_something_else_comes_between_two_steps() {
    for house in houses().await {
        let over = std::sync::Arc::new(AtomicBool::new(false));
        let (app, ends) = (house.app.clone(), over.clone());
        let other = tokio::spawn(async move {
            let mut seen = std::collections::BTreeSet::new();
            while !ends.load(Ordering::SeqCst) {
                let write = |tx: &mut store::Tx<'_>| {
                    tx.execute("UPDATE audit_head SET seq = seq", &[])?;
                    progress(tx)
                };
                seen.extend(app.db.write(write).await.unwrap());
            }
            seen
        });
        let taken = exchange::import(&house.app, &Actor::Operator, import(many("Accueil"))).await;
        over.store(true, Ordering::SeqCst);
        assert_eq!(taken.unwrap().services.created, MANY);
        let seen: Vec<_> = other.await.unwrap().into_iter().collect();
        let all = 1 + MANY as i64;
        let between = seen.iter().filter(|(done, _)| *done > 0 && *done < all).count();
        assert!(between > 0, "{}: {seen:?}", house.engine());
        // However long the list, a step is not.
        assert!(seen.iter().all(|(done, _)| done % 100 == 0 || *done == all), "{seen:?}");
        assert_eq!(left(&house).await, [0, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_ended_in_the_middle_is_carried_through_once() {
    let (starts, others) = (houses().await, houses().await);
    let starts = starts.into_iter().map(|house| (house, true));
    for (house, start) in starts.chain(others.into_iter().map(|house| (house, false))) {
        let desk = Desk::open(house).await;
        let (done, all) = ends_in_the_middle(&desk.house, many("Accueil")).await;
        assert!(done > 0 && done < all, "{done} {all}");
        let written = desk.entries().await.len();
        assert!(written > 0 && written < MANY, "{written}");
        // It was not taken yet, and says so nowhere.
        let none = exchange::takings(&desk.house.app, &Actor::Operator, None).await.unwrap();
        assert!(none.is_empty(), "{none:?}");
        if start {
            // The next start.
            exchange::carry_through(&desk.house.app, true).await.unwrap();
        } else {
            // Whoever takes it next: once nobody has worked on it for a while.
            let app = desk.house.app.clone();
            let time = tokio::spawn(async move {
                for seconds in (21_i64..).step_by(21) {
                    app.clock.set(crate::common::monday() + seconds.seconds());
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
            });
            let again =
                exchange::import(&desk.house.app, &Actor::Operator, import(many("Accueil")));
            let again = again.await.unwrap();
            time.abort();
            assert_eq!((again.services.created, again.services.unchanged), (0, MANY));
        }
        assert_eq!(desk.entries().await.len(), MANY);
        assert_eq!(left(&desk.house).await, [0, 0]);
        // Counted whole, and noted once, by whoever began.
        let all = exchange::takings(&desk.house.app, &Actor::Operator, None).await.unwrap();
        let first = all.last().unwrap();
        assert_eq!((first.tally.entries.created, first.tally.structures.created), (MANY, 1));
        assert_eq!(first.who, "operator");
        let notes = desk.house.app.db.read(|tx| {
            let sql = "SELECT COUNT(*) FROM audit WHERE subject = 'essai'";
            tx.query_one(sql, &[])?.get::<i64>(0)
        });
        assert_eq!(notes.await.unwrap(), 1);
        let again = exchange::import(&desk.house.app, &Actor::Operator, import(many("Accueil")));
        assert_eq!(again.await.unwrap().services.unchanged, MANY);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_decided_leaves_nothing() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let app = &desk.house.app;
        // As a program leaves it that ends before it has decided.
        let prepared = app.db.write(|tx| {
            tx.execute("INSERT INTO list_sources (source) VALUES ('essai')", &[])?;
            tx.execute(
                "INSERT INTO takings (id, source, taken_at, who, tally, announced) \
                 VALUES ('t', 'essai', 0, 'operator', '{}', '')",
                &[],
            )?;
            tx.execute(
                "INSERT INTO taking_plans (id, source, state, touched_at, head) \
                 VALUES ('t', 'essai', 'prepared', 0, '{}')",
                &[],
            )?;
            let sql = "INSERT INTO taking_plan_rows (taking_id, position, planned) \
                       VALUES ('t', 0, '{}')";
            tx.execute(sql, &[]).map(|_| ())
        });
        prepared.await.unwrap();
        exchange::carry_through(app, false).await.unwrap();
        for table in ["taking_plans", "taking_plan_rows", "takings", "taking_rows", "list_sources"]
        {
            assert_eq!(desk.count(table).await, 0, "{table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_written_is_refused_and_keeps_nothing_else_out() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        ends_in_the_middle(&desk.house, many("Accueil")).await;
        let spoilt = desk.house.app.db.write(|tx| {
            let sql = "UPDATE taking_plan_rows SET planned = '' WHERE position = \
                       (SELECT MAX(position) FROM taking_plan_rows)";
            tx.execute(sql, &[])
        });
        assert_eq!(spoilt.await.unwrap(), 1);
        exchange::carry_through(&desk.house.app, true).await.unwrap();
        assert_eq!(desk.entries().await.len(), MANY - 1);
        assert_eq!(left(&desk.house).await, [0, 0]);
        let all = exchange::takings(&desk.house.app, &Actor::Operator, None).await.unwrap();
        assert_eq!((all[0].tally.entries.created, all[0].tally.refused), (MANY - 1, 1));
        let refused = format!("/staff/directory/imports/{}?show=line-refused", all[0].id);
        let rows = desk.see(&refused).await.page;
        assert!(rows.contains("n’a pas pu être enregistrée"), "{rows}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_take_one_list_take_it_one_after_the_other() {
    for house in houses().await {
        let take =
            |name: &'static str| exchange::import(&house.app, &Actor::Operator, import(many(name)));
        let (one, other) = tokio::join!(take("Accueil"), take("Conseil"));
        let (one, other) = (one.unwrap(), other.unwrap());
        let (first, second) =
            if one.services.created > 0 { (&one, &other) } else { (&other, &one) };
        assert_eq!((first.services.created, second.services.created), (MANY, 0));
        assert_eq!(second.services.updated, MANY, "{:?}", second.services);
        let names = house.app.db.read(|tx| {
            let sql = "SELECT COUNT(DISTINCT substr(title, 1, 7)) FROM entries";
            tx.query_one(sql, &[])?.get::<i64>(0)
        });
        assert_eq!(names.await.unwrap(), 1, "all of it is of one of the two");
    }
}
