//! Whole imports into a fresh SQLite database.

use ::store::{Db, Location};
use base::Clock;
use site::{Actor, App, Catalogue, Config};

use super::*;

const EVENTS: &[u8] = include_bytes!("../../tests/data/openagenda.json");
pub const TABLE: &str = "Titre;Date;Horaire;Lieu;Thème;Partenaires;Préinscrits;Sans inscription;Participants\n\
    Refaire son CV;12/03/2016;14h-16h;Bpi;CV;Apec, CRL;12;3;9\n\
    Refaire son CV;19/03/2016;14h-16h;Bpi;CV;Apec;10;1;8\n\
    Entretien;20/03/2027;14h-16h;Bpi;Entretien;Apec;;;\n";

pub async fn app() -> (tempfile::TempDir, App) {
    let dir = tempfile::tempdir().unwrap();
    let mut steps = site::MIGRATIONS.to_vec();
    steps.extend_from_slice(::network::MIGRATIONS);
    steps.extend_from_slice(crate::MIGRATIONS);
    let db = Db::open(Location::Sqlite(dir.path().join("t.db")), &steps).unwrap();
    let clock = Clock::fixed("2026-11-24T10:00:00Z".parse().unwrap());
    let catalogue = Catalogue::new(&[crate::MESSAGES]).unwrap();
    let app = App::new(db, clock, catalogue, Config::default(), vec![], vault::Vault::in_memory());
    app.db
        .write(|tx| {
            let bpi = ::network::model::Organisation {
                id: bpi(),
                name: "Bpi".into(),
                ..::network::model::Organisation::blank()
            };
            ::network::service::save_organisation(tx, &bpi)
        })
        .await
        .unwrap();
    (dir, app)
}

pub fn bpi() -> Id {
    Id::parse("bpi").unwrap()
}

fn for_bpi() -> Options {
    Options { organisation: Some(bpi()), ..Options::default() }
}

async fn count(app: &App, table: &'static str) -> i64 {
    app.db
        .read(move |tx| tx.query_one(&format!("SELECT COUNT(*) FROM {table}"), &[])?.get::<i64>(0))
        .await
        .map_err(|e: StoreError| e.to_string())
        .unwrap()
}

fn counts(outcome: &Outcome) -> (usize, usize, usize, usize) {
    (outcome.created, outcome.updated, outcome.unchanged, outcome.refused.len())
}

#[tokio::test]
async fn events_twice_then_with_a_date_withdrawn() {
    let (_dir, app) = app().await;
    let import = async |bytes: &[u8], options: &Options| {
        openagenda(&app, &Actor::Operator, bytes, options).await.unwrap()
    };
    let dry = Options { dry_run: true, ..Options::default() };
    assert_eq!(counts(&import(EVENTS, &dry).await), (3, 0, 0, 0));
    assert_eq!(count(&app, "sessions").await, 0);
    let told = std::sync::Arc::new(std::sync::Mutex::new(vec![]));
    let heard = told.clone();
    let progress: Progress = Box::new(move |done, of| heard.lock().unwrap().push((done, of)));
    let options = Options { progress: Some(progress), ..Options::default() };
    let first = import(EVENTS, &options).await;
    assert_eq!((counts(&first), first.activities), ((3, 0, 0, 0), 2));
    assert_eq!(*told.lock().unwrap(), [(1, 2), (2, 2)]);
    assert_eq!(counts(&import(EVENTS, &Options::default()).await), (0, 0, 3, 0));
    let text = std::str::from_utf8(EVENTS).unwrap();
    let cut = text.replace("2027-03-19T", "2027-03-20T");
    assert_eq!(counts(&import(cut.as_bytes(), &Options::default()).await), (1, 1, 2, 0));
    assert_eq!(counts(&import(cut.as_bytes(), &Options::default()).await), (0, 0, 3, 0));
    // An event of one organisation is not taken over by another.
    let elsewhere = import(EVENTS, &for_bpi()).await;
    assert_eq!(elsewhere.refused[0].reason, "problem-import-elsewhere");
}

#[tokio::test]
async fn the_whole_export_is_taken() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/openagenda/evenements-publics-2026.json"
    );
    let Ok(bytes) = std::fs::read(file) else { return };
    let (_dir, app) = app().await;
    let first = openagenda(&app, &Actor::Operator, &bytes, &Options::default()).await.unwrap();
    assert_eq!((counts(&first), first.activities), ((308, 0, 0, 0), 40));
    assert_eq!(count(&app, "activities").await, 40);
    let placed = "places WHERE latitude IS NOT NULL";
    assert_eq!(count(&app, placed).await, 28);
    let again = openagenda(&app, &Actor::Operator, &bytes, &Options::default()).await.unwrap();
    assert_eq!(counts(&again), (0, 0, 308, 0));
}

#[tokio::test]
async fn one_bad_record_and_nothing_is_written() {
    let (_dir, app) = app().await;
    let text = std::str::from_utf8(EVENTS).unwrap().replace("48.86", "148.86");
    let outcome =
        openagenda(&app, &Actor::Operator, text.as_bytes(), &Options::default()).await.unwrap();
    assert_eq!(counts(&outcome), (0, 0, 0, 1));
    assert_eq!(outcome.refused[0].reason, "problem-import-coordinates");
    assert_eq!(count(&app, "activities").await, 0);
    let refused = openagenda(&app, &Actor::Public, EVENTS, &Options::default()).await;
    assert_eq!(refused.unwrap_err().kind, Kind::SignIn);
}

#[tokio::test]
async fn a_table_twice_then_corrected() {
    let (_dir, app) = app().await;
    let import = async |table: &str| {
        sessions(&app, &Actor::Operator, table.as_bytes(), &for_bpi()).await.unwrap()
    };
    assert_eq!(counts(&import(TABLE).await), (3, 0, 0, 0));
    assert_eq!(counts(&import(TABLE).await), (0, 0, 3, 0));
    // Two partners and one: two activities, so that the report counts each year's partners.
    assert_eq!(count(&app, "activities").await, 3);
    let corrected = TABLE.replace("12;3;9", "12;3;10").replace(";CV;Apec;", ";CV;CRL;");
    assert_eq!(counts(&import(&corrected).await), (0, 2, 1, 0));
    assert_eq!(count(&app, "activities").await, 3);
    let held =
        "sessions WHERE status = 'held' AND totals_source = 'typed' AND participant_total = 10";
    assert_eq!(count(&app, held).await, 1);
    assert_eq!(count(&app, "sessions WHERE status = 'draft'").await, 1);
}

#[tokio::test]
async fn counted_figures_and_places_taken_are_left_alone() {
    let (_dir, app) = app().await;
    let table = TABLE
        .replace("Participants\n", "Participants;Jauge;Statut\n")
        .replace(";;;\n", ";;;;12;publié\n");
    let import = async |table: String| {
        sessions(&app, &Actor::Operator, table.as_bytes(), &for_bpi()).await.unwrap()
    };
    assert_eq!(counts(&import(table.clone()).await), (3, 0, 0, 0));
    app.db
        .write(|tx| {
            tx.execute("UPDATE sessions SET totals_source = 'counted' WHERE status = 'held'", &[])?;
            tx.execute("UPDATE sessions SET taken = 2 WHERE status = 'published'", &[])
        })
        .await
        .map_err(|e: StoreError| e.to_string())
        .unwrap();
    assert_eq!(counts(&import(table.clone()).await), (0, 0, 3, 0));
    let changed = table.replace("12;3;9", "12;3;10").replace(";12;publié", ";1;annulé");
    let outcome = import(changed).await;
    let said: Vec<_> =
        outcome.refused.iter().map(|r| (r.line, r.field.as_str(), r.reason.as_str())).collect();
    assert_eq!(
        said,
        [
            (Some(2), "Participants", "problem-import-counted"),
            (Some(4), "Jauge", "problem-import-registered")
        ]
    );
}

#[tokio::test]
async fn totals_twice_then_corrected() {
    let (_dir, app) = app().await;
    let import = async |table: &str| {
        totals(&app, &Actor::Operator, table.as_bytes(), &for_bpi()).await.unwrap()
    };
    let table = "Année;Séances;Participants\n2016;56;551\n2017;85;700\n";
    assert_eq!(counts(&import(table).await), (2, 0, 0, 0));
    assert_eq!(counts(&import(table).await), (0, 0, 2, 0));
    assert_eq!(counts(&import(&table.replace("551", "552")).await), (0, 1, 1, 0));
    assert_eq!(counts(&import(&table.replace("551", "5,5")).await), (0, 0, 0, 1));
    let nobody = Options { organisation: Some(Id::parse("nobody").unwrap()), ..Options::default() };
    let none = totals(&app, &Actor::Operator, table.as_bytes(), &nobody).await;
    assert_eq!(none.unwrap_err().kind, Kind::NotFound);
}
