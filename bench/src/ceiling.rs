//! What this machine can do at best with the same shape of work.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::{get, post};
use store::{Db, Location, Migration, StoreError};

use crate::Fallible;

const TABLE: Migration = Migration {
    room: "ceiling",
    version: 1,
    sql: "CREATE TABLE rows (id TEXT PRIMARY KEY, word TEXT NOT NULL) /*strict*/",
};

/// Serves a page of so many bytes from memory, or one durable insert a request.
pub async fn serve(kind: &str, bytes: Option<usize>) -> Fallible<()> {
    let dir = tempfile::tempdir()?;
    let router = match kind {
        "page" => {
            let page: Arc<str> = "x".repeat(bytes.unwrap_or(8_000)).into();
            Router::new()
                .route(
                    "/",
                    get(|State(page): State<Arc<str>>| async move { Html(page.to_string()) }),
                )
                .with_state(page)
        }
        _ => {
            let db = Db::open(Location::Sqlite(dir.path().join("ceiling.db")), &[TABLE])?;
            Router::new().route("/", post(insert)).with_state(db)
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

async fn insert(State(db): State<Db>) -> String {
    let id = base::Id::new();
    let word = id.to_string();
    let done: Result<u64, StoreError> = db
        .write(move |tx| {
            tx.execute("INSERT INTO rows (id, word) VALUES (?1, 'registration')", &[id.into()])
        })
        .await;
    if done.is_ok() { word } else { String::new() }
}
