//! Starts the whole application in the test, on a fresh database and a free port, and speaks to
//! it over HTTP.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

pub mod forms;
pub mod postoffice;
pub mod rows;
mod signin;

use base::{Clock, Id};
use jiff::Timestamp;
use jiff::civil::{date, time};
use programme::model::{ActivityDraft, Format, QuestionDraft, QuestionKind, SessionDraft};
use programme::service as rooms;
use serde_json::{Value, json};
use site::{Actor, App, Config};
use store::Location;
use store::testing::Fresh;
use vault::Vault;

pub struct House {
    pub app: App,
    pub base: String,
    pub client: reqwest::Client,
    pub fresh: Fresh,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
}

/// Noon in Paris on a Monday.
pub fn monday() -> Timestamp {
    "2026-11-23T11:00:00Z".parse().unwrap()
}

/// The application on each engine that is to be had.
pub async fn houses() -> Vec<House> {
    let mut all = vec![];
    for fresh in store::testing::databases() {
        all.push(House::start(fresh, Config::default()).await);
    }
    all
}

impl House {
    pub async fn start(fresh: Fresh, config: Config) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        // The address that people see may be another one, that of a proxy with TLS.
        let own = config.base_url == Config::default().base_url;
        let config = if own { Config { base_url: base.clone(), ..config } } else { config };
        let keys = Vault::open(&fresh.dir.path().join("keys")).unwrap();
        let app = tandem::app(fresh.location.clone(), keys, config, Clock::fixed(monday()))
            .await
            .unwrap();
        let site = site::server::compose(app.clone(), tandem::router());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        tokio::spawn(site::server::serve(listener, site, async move {
            let _ = stopped.await;
        }));
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { app, base, client, fresh, stop: Some(stop) }
    }

    pub fn engine(&self) -> &'static str {
        match self.fresh.location {
            Location::Sqlite(_) => "sqlite",
            Location::Postgres(_) => "postgres",
        }
    }

    /// A library, its workshop and one published session next week.
    pub async fn session(&self, change: impl FnOnce(&mut SessionDraft)) -> Id {
        let library = self.library().await;
        let mut activity = ActivityDraft::blank();
        activity.title = "Refaire son CV".into();
        activity.format = Format::Workshop;
        let activity =
            rooms::create_activity(&self.app, &Actor::Operator, &library, activity).await.unwrap();
        let mut draft =
            SessionDraft::on(date(2026, 12, 1), time(14, 0, 0, 0), time(16, 0, 0, 0), 12);
        change(&mut draft);
        let ids =
            rooms::add_sessions(&self.app, &Actor::Operator, &activity, vec![draft]).await.unwrap();
        rooms::publish(&self.app, &Actor::Operator, &ids).await.unwrap();
        ids[0].clone()
    }

    pub async fn library(&self) -> Id {
        let id = Id::parse("library").unwrap();
        let library = network::model::Organisation {
            id: id.clone(),
            name: "Médiathèque d’essai".into(),
            kind: network::model::OrganisationKind::Library,
            ..network::model::Organisation::blank()
        };
        self.app
            .db
            .write(move |tx| network::service::save_organisation(tx, &library))
            .await
            .map_err(|e: store::StoreError| e.to_string())
            .unwrap();
        id
    }

    pub async fn get(&self, path: &str) -> (u16, String) {
        let answer = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    pub async fn get_json(&self, path: &str) -> Value {
        let (status, text) = self.get(path).await;
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        let request = self.client.post(format!("{}{path}", self.base)).form(fields);
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let location = answer.headers().get("location").and_then(|v| v.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        (status, location, answer.text().await.unwrap())
    }

    /// Registers by the API: status and body.
    pub async fn register(&self, session: &Id, key: &str, body: Value) -> (u16, Value) {
        let answer = self
            .client
            .post(format!("{}/api/v1/sessions/{session}/registrations", self.base))
            .header("Idempotency-Key", key)
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
    }

    pub async fn take(&self, session: &Id, key: &str, places: u32) -> (u16, Value) {
        self.register(session, key, json!({ "places": places })).await
    }

    /// A question in words of the activity of a session, kept for ten days.
    pub async fn question(&self, session: &Id) -> Id {
        let operator = Actor::Operator;
        let view = rooms::any_session(&self.app, &operator, session).await.unwrap();
        let question = QuestionDraft {
            label: "Qu’attendez-vous de cet atelier ?".into(),
            kind: QuestionKind::Words,
            choices: vec![],
            sensitive: false,
            keep_days: 10,
        };
        rooms::ask(&self.app, &operator, &view.activity.id, question, false).await.unwrap()
    }

    /// What was answered in words to the questions of the activity of a session.
    pub async fn answers(&self, app: &App, session: &Id) -> Vec<String> {
        let operator = Actor::Operator;
        let view = rooms::any_session(app, &operator, session).await.unwrap();
        let all = rooms::answered(app, &operator, &view.activity.id).await.unwrap();
        all.into_iter().flat_map(|a| a.words).map(|(_, words)| words).collect()
    }

    /// `taken`, `waiting`, and what the rows say of both.
    pub async fn counters(&self, session: &Id) -> [i64; 4] {
        let id = session.clone();
        self.app
            .db
            .read(move |tx| {
                let row = tx.query_one(
                    "SELECT taken, waiting, \
                     (SELECT CAST(COALESCE(SUM(places), 0) AS BIGINT) FROM registrations \
                      WHERE session_id = s.id AND kind = 'ahead' \
                      AND status IN ('confirmed', 'offered')), \
                     (SELECT count(*) FROM registrations WHERE session_id = s.id \
                      AND status = 'waiting') FROM sessions s WHERE s.id = ?1",
                    &[(&id).into()],
                )?;
                Ok::<_, store::StoreError>([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
            })
            .await
            .unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}
