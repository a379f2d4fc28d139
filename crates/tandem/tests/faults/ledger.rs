//! What was asked and what was answered, kept by those who asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base::Id;
use programme::model::RegistrationStatus;
use programme::store::registrations;
use programme::tickets;
use serde_json::{Value, json};

use crate::Tried;
use crate::common::House;

/// What a caller knows of a registration.
#[derive(Clone, Debug)]
pub struct Known {
    session: Id,
    code: String,
    /// A cancellation was asked for; acknowledged.
    asked_back: bool,
    given_back: bool,
}

/// By idempotency key.
#[derive(Clone, Default)]
pub struct Ledger {
    known: Arc<Mutex<HashMap<String, Known>>>,
    refused: Arc<AtomicUsize>,
}

/// Many places, and few with a waiting list that moves when some are given back.
pub struct Sessions {
    pub many: Vec<Id>,
    pub few: Id,
}

/// Places of one of the many: as many as a session may have.
const ROOM: u32 = 100_000;

impl Sessions {
    /// Far enough ahead of the machine's own clock.
    pub async fn make(house: &House) -> Self {
        let far = jiff::civil::date(2099, 1, 5);
        let mut many = vec![];
        for _ in 0..10 {
            many.push(house.session(|s| (s.date, s.capacity) = (far, ROOM)).await);
        }
        let few = house.session(|s| (s.date, s.capacity) = (far, 30)).await;
        Self { many, few }
    }
}

impl Ledger {
    pub fn acknowledged(&self) -> usize {
        let known = self.known.lock().unwrap();
        known.len() + known.values().filter(|k| k.given_back).count()
    }

    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }

    /// Takes a place and, for one key in three, gives it back. `false`: nobody answers any more.
    pub async fn visit(
        &self,
        client: &reqwest::Client,
        base: &str,
        session: &Id,
        key: &str,
        back: bool,
    ) -> bool {
        let url = format!("{base}/api/v1/sessions/{session}/registrations");
        let asked = client.post(&url).header("Idempotency-Key", key).json(&json!({}));
        let Ok(answer) = asked.send().await else { return false };
        if answer.status() != 201 {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return true;
        }
        let Ok(body) = answer.json::<Value>().await else { return false };
        let known = Known {
            session: session.clone(),
            code: body["code"].as_str().unwrap().to_owned(),
            asked_back: back,
            given_back: false,
        };
        self.known.lock().unwrap().insert(key.to_owned(), known);
        if !back {
            return true;
        }
        let secret = body["ticket"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let url = format!("{base}/api/v1/tickets/{secret}/cancel");
        let Ok(answer) = client.post(&url).send().await else { return false };
        if answer.status() != 200 {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return true;
        }
        // Acknowledged with its first line: the rest may be cut off by the fault.
        if let Some(known) = self.known.lock().unwrap().get_mut(key) {
            known.given_back = true;
        }
        true
    }

    /// Sixteen callers that go on until nobody answers, or until the time is over.
    pub fn storm(
        &self,
        client: &reqwest::Client,
        base: &str,
        sessions: &Sessions,
        round: usize,
        most: Duration,
    ) -> Vec<tokio::task::JoinHandle<()>> {
        let until = std::time::Instant::now() + most;
        let caller = |caller: usize| {
            let (ledger, client, base) = (self.clone(), client.clone(), base.to_owned());
            let many = &sessions.many[(caller + round) % sessions.many.len()];
            let session = if caller.is_multiple_of(4) { &sessions.few } else { many }.clone();
            tokio::spawn(async move {
                for n in 0.. {
                    let key = format!("r{round}-c{caller}-n{n}");
                    let over = std::time::Instant::now() > until;
                    if over || !ledger.visit(&client, &base, &session, &key, n % 3 == 0).await {
                        return;
                    }
                }
            })
        };
        (0..16).map(caller).collect()
    }

    /// How many acknowledgements the database does not hold.
    pub async fn lost(&self, house: &House) -> usize {
        let known: Vec<_> = self.known.lock().unwrap().clone().into_iter().collect();
        let app = house.app.clone();
        let count = house.app.db.read(move |tx| {
            let mut lost = 0;
            for (key, known) in &known {
                let found = registrations::with_keys(&app.vault, tx, &known.session, &known.code)?;
                let request = tickets::request(&app.vault, &known.session, key);
                let there = found.is_some_and(|(r, keys)| {
                    let back = r.status == RegistrationStatus::Cancelled;
                    keys.request == request.digest
                        && (back || !known.given_back)
                        && (!back || known.asked_back)
                });
                lost += usize::from(!there);
            }
            Ok::<_, store::StoreError>(lost)
        });
        count.await.unwrap()
    }

    /// The line of the table.
    pub async fn tried(
        &self,
        house: &House,
        sessions: &Sessions,
        row: &'static str,
        what: &str,
        faults: usize,
    ) -> Tried {
        Tried {
            row,
            what: what.to_owned(),
            engine: house.engine(),
            faults,
            acknowledged: self.acknowledged(),
            lost: self.lost(house).await,
            oversold: oversold(house, sessions).await,
            refused: self.refused(),
        }
    }
}

/// Sessions whose counters do not agree with their rows, or that gave more than they have.
pub async fn oversold(house: &House, sessions: &Sessions) -> usize {
    let mut wrong = 0;
    let many = sessions.many.iter().map(|id| (id, i64::from(ROOM)));
    for (session, capacity) in many.chain([(&sessions.few, 30)]) {
        let [taken, waiting, rows, queued] = house.counters(session).await;
        wrong += usize::from(taken != rows || waiting != queued || taken > capacity);
        // A place that is free while somebody waits was lost on the way.
        wrong += usize::from(waiting > 0 && taken < capacity);
    }
    wrong
}
