//! What every room rests on, on both engines.
#![allow(clippy::unwrap_used, missing_docs)]

use store::testing::databases;
use store::{Db, Migration, StoreError, Value};

const V1: Migration = Migration {
    room: "test",
    version: 1,
    sql: "CREATE TABLE cups (id TEXT PRIMARY KEY, n INTEGER NOT NULL, share REAL, raw BLOB, \
          CHECK (n >= 0)) /*strict*/; CREATE TABLE logged (seq /*serial*/, word TEXT NOT NULL) \
          /*strict*/;",
};
const V2: Migration =
    Migration { room: "test", version: 2, sql: "ALTER TABLE cups ADD COLUMN colour TEXT" };

async fn count(db: &Db) -> i64 {
    db.read(|tx| tx.query_one("SELECT count(*) FROM cups", &[])?.get::<i64>(0)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn values_come_back_as_they_went_in() {
    for fresh in databases() {
        let db = Db::open(fresh.location.clone(), &[V1]).unwrap();
        db.write(|tx| {
            tx.execute(
                "INSERT INTO cups (id, n, share, raw) VALUES (?1, ?2, ?3, ?4)",
                &["é'x".into(), 7_i64.into(), 0.25.into(), vec![0_u8, 255].into()],
            )?;
            tx.execute("INSERT INTO cups (id, n) VALUES (?1, ?2)", &["b".into(), 0_i64.into()])
        })
        .await
        .unwrap();
        let rows = db
            .read(|tx| tx.query("SELECT id, n, share, raw FROM cups ORDER BY n DESC", &[]))
            .await
            .unwrap();
        assert_eq!(rows[0].get::<String>(0).unwrap(), "é'x");
        assert_eq!(rows[0].get::<i64>(1).unwrap(), 7);
        assert!((rows[0].get::<f64>(2).unwrap() - 0.25).abs() < 1e-9);
        assert_eq!(rows[0].get::<Vec<u8>>(3).unwrap(), [0, 255]);
        assert_eq!(rows[1].get::<Option<f64>>(2).unwrap(), None);
        assert!(rows[1].get::<i64>(2).is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_closure_leaves_nothing_and_spares_its_neighbours() {
    for fresh in databases() {
        let db = Db::open(fresh.location.clone(), &[V1]).unwrap();
        let mut tasks = vec![];
        for i in 0..200_i64 {
            let db = db.clone();
            tasks.push(tokio::spawn(async move {
                db.write(move |tx| {
                    tx.execute(
                        "INSERT INTO cups (id, n) VALUES (?1, ?2)",
                        &[format!("{i}").into(), i.into()],
                    )?;
                    match i % 4 {
                        1 => Err(StoreError::Engine("no".into())),
                        2 => panic!("a bug in a use case"),
                        3 => tx.execute("INSERT INTO cups (id, n) VALUES ('x', -1)", &[]),
                        _ => Ok(1),
                    }
                })
                .await
                .is_ok()
            }));
        }
        let mut kept = 0;
        for task in tasks {
            kept += i64::from(task.await.unwrap());
        }
        assert_eq!(kept, 50, "{db:?}");
        assert_eq!(count(&db).await, 50, "{db:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_constraint_can_be_survived() {
    for fresh in databases() {
        let db = Db::open(fresh.location.clone(), &[V1]).unwrap();
        let new = db
            .write(|tx| {
                let sql = "INSERT INTO cups (id, n) VALUES ('a', ?1)";
                let first = tx.try_execute(sql, &[1_i64.into()])?;
                let second = tx.try_execute(sql, &[2_i64.into()])?;
                Ok::<_, StoreError>((first, second))
            })
            .await
            .unwrap();
        assert_eq!(new, (true, false));
        assert_eq!(count(&db).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_refused_and_an_older_one_is_brought_up_to_date() {
    for fresh in databases() {
        drop(Db::open(fresh.location.clone(), &[V1]).unwrap());
        drop(Db::open(fresh.location.clone(), &[V1, V2]).unwrap());
        drop(Db::open(fresh.location.clone(), &[V1, V2]).unwrap());
        let error = Db::open(fresh.location.clone(), &[V1]).unwrap_err().to_string();
        assert!(error.contains("newer"), "{error}");
        let edited = Migration { sql: "CREATE TABLE other (id TEXT)", ..V2 };
        assert!(Db::open(fresh.location.clone(), &[V1, edited]).is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_reopening() {
    for fresh in databases() {
        let db = Db::open(fresh.location.clone(), &[V1]).unwrap();
        for i in 0..20_i64 {
            db.write(move |tx| {
                let id = Value::from(format!("{i}"));
                tx.execute("INSERT INTO cups (id, n) VALUES (?1, 1)", &[id])
            })
            .await
            .unwrap();
        }
        drop(db);
        let db = Db::open(fresh.location.clone(), &[V1]).unwrap();
        assert_eq!(count(&db).await, 20);
    }
}
