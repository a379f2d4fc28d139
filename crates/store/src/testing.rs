//! Fresh databases for tests: an SQLite file, and a PostgreSQL database where the environment
//! variable `TANDEM_TEST_POSTGRES` names a server (`./check` starts one). With
//! `TANDEM_TEST_REQUIRE=1` a missing server fails the test instead of leaving it out.

#![allow(clippy::panic, clippy::expect_used, clippy::missing_panics_doc)]

use crate::Location;

/// A database of one test; an SQLite one is removed at the end.
#[derive(Debug)]
pub struct Fresh {
    /// Where it is.
    pub location: Location,
    /// A directory for the test, removed at the end.
    pub dir: tempfile::TempDir,
}

/// One fresh database on each engine that is to be had.
#[must_use]
pub fn databases() -> Vec<Fresh> {
    let mut fresh = vec![sqlite()];
    fresh.extend(postgres());
    fresh
}

/// A fresh SQLite database.
#[must_use]
pub fn sqlite() -> Fresh {
    let dir = tempfile::tempdir().expect("a temporary directory");
    Fresh { location: Location::Sqlite(dir.path().join("tandem.db")), dir }
}

/// A fresh PostgreSQL database, where there is a server.
#[must_use]
pub fn postgres() -> Option<Fresh> {
    let Ok(server) = std::env::var("TANDEM_TEST_POSTGRES") else {
        assert!(
            std::env::var("TANDEM_TEST_REQUIRE").is_err(),
            "TANDEM_TEST_POSTGRES names no server"
        );
        return None;
    };
    // The clock at the end of a version 7 identifier is random enough for a name.
    let name = format!("t{}", base::Id::new().as_str().replace('-', ""));
    let make = {
        let (server, name) = (server.clone(), name.clone());
        std::thread::spawn(move || {
            postgres::Client::connect(&server, postgres::NoTls)
                .and_then(|mut c| c.batch_execute(&format!("CREATE DATABASE {name}")))
        })
    };
    make.join().expect("the thread").expect("a fresh database");
    let (base, query) = server.split_once('?').unwrap_or((&server, ""));
    let root = base.rsplit_once('/').map_or(base, |(root, _)| root);
    let address =
        if query.is_empty() { format!("{root}/{name}") } else { format!("{root}/{name}?{query}") };
    let dir = tempfile::tempdir().expect("a temporary directory");
    Some(Fresh { location: Location::Postgres(address), dir })
}
