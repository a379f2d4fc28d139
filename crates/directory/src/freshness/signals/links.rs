//! Asking the links of entries whether they answer: by night, where the settings allow it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use base::{Id, Problem};
use site::App;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::client::{Asker, Guard};
use super::model::{Known, Outcome, is_due, is_telling};
use super::store as rows;
use crate::model::Signal;
use crate::service::{signal_in, unsignal_in};
use crate::store as entries;

/// Most links of a round.
const MOST: usize = 3_000;
/// Most that are asked at a time, each of another host.
const AT_ONCE: usize = 8;
/// Hours of the night, of local time.
const NIGHT: std::ops::Range<i8> = 2..5;

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Links that were asked.
    pub asked: usize,
    /// Of these, those that did not answer today.
    pub silent: usize,
    /// Entries with a link that is dead.
    pub dead: usize,
}

/// What the program notices by itself: once a night, whenever it is called. Links are asked only
/// where the settings say so, since nothing else of the program asks anything of anybody.
pub async fn nightly(app: &App) -> Result<(), Problem> {
    let hour = base::dates::local(app.clock.seconds(), base::dates::DEFAULT_ZONE).hour();
    if !NIGHT.contains(&hour) {
        return Ok(());
    }
    super::look_for_dates(app).await?;
    if app.config.check_links {
        let done = check_links(app, Guard::Outside).await?;
        if done.asked > 0 {
            tracing::info!(asked = done.asked, silent = done.silent, "links were asked");
        }
    }
    Ok(())
}

type Link = (Id, String, Option<Known>);

/// Asks the links that are due, each once a day at most.
pub async fn check_links(app: &App, guard: Guard) -> Result<Checked, Problem> {
    let today = site::sealing::today(app);
    let mut due: Vec<Link> = app.db.read(rows::links).await?;
    due.retain(|(_, _, known)| is_due(*known, today));
    due.truncate(MOST);
    let taken = app.db.write(move |tx| {
        let mut taken = vec![];
        for (entry, url, known) in due {
            if rows::claim(tx, &entry, &url, today)? {
                taken.push((entry, url, known));
            }
        }
        Ok::<_, Problem>(taken)
    });
    let taken: Vec<Link> = taken.await?;
    let outcomes = ask_all(app, guard, &taken).await?;
    let alive = outcomes.values().filter(|o| matches!(o, Outcome::Alive(_))).count();
    let silent = outcomes.iter().filter(|(_, o)| **o == Outcome::Dead);
    let hosts: HashSet<&str> = silent.map(|(url, _)| host(url)).collect();
    if !is_telling(hosts.len(), alive) {
        tracing::warn!("no link answered: this machine seems to be cut off");
        app.db
            .write(move |tx| taken.iter().try_for_each(|(e, u, k)| rows::release(tx, e, u, *k)))
            .await?;
        return Ok(Checked::default());
    }
    note(app, taken, outcomes).await
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

async fn ask_all(
    app: &App,
    guard: Guard,
    taken: &[Link],
) -> Result<HashMap<String, Outcome>, Problem> {
    if taken.is_empty() {
        return Ok(HashMap::new());
    }
    let asker = Asker::new(guard, &app.config.base_url)?;
    let (seats, mut tasks) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    // Links of one host follow each other, and take one seat.
    let mut by_host: HashMap<&str, Vec<String>> = HashMap::new();
    let different: HashSet<&str> = taken.iter().map(|(_, url, _)| url.as_str()).collect();
    for url in different {
        by_host.entry(host(url)).or_default().push(url.to_owned());
    }
    for (_, urls) in by_host {
        let (asker, seats) = (asker.clone(), seats.clone());
        tasks.spawn(async move {
            let _seat = seats.acquire_owned().await;
            let mut said = vec![];
            for url in urls {
                let outcome = asker.ask(&url).await;
                said.push((url, outcome));
            }
            said
        });
    }
    Ok(tasks.join_all().await.into_iter().flatten().collect())
}

async fn note(
    app: &App,
    taken: Vec<Link>,
    outcomes: HashMap<String, Outcome>,
) -> Result<Checked, Problem> {
    let today = site::sealing::today(app);
    let mut done = Checked::default();
    for (entry, url, _) in taken {
        let outcome = outcomes.get(&url).cloned().unwrap_or(Outcome::Unasked);
        done.asked += usize::from(outcome != Outcome::Unasked);
        done.silent += usize::from(outcome == Outcome::Dead);
        let dead = app.db.write(move |tx| {
            tx.lock("entries", &entry)?;
            match &outcome {
                Outcome::Alive(at) => rows::alive(tx, &entry, &url, at)?,
                Outcome::Dead => rows::failed(tx, &entry, &url)?,
                Outcome::Unasked => {}
            }
            let told = entries::signals(tx, &entry)?.iter().any(|s| s.0 == Signal::DeadLink);
            let dead = rows::dead(tx, &entry)?;
            match &dead {
                Some(link) if !told => signal_in(tx, &entry, Signal::DeadLink, link, today)?,
                None if told => unsignal_in(tx, &entry, &[Signal::DeadLink])?,
                _ => {}
            }
            Ok::<_, Problem>(dead.is_some())
        });
        done.dead += usize::from(dead.await?);
    }
    Ok(done)
}

/// Where links of an entry led when they were last asked, if elsewhere: link, address.
pub(crate) async fn moved(app: &App, entry: &Id) -> Result<Vec<(String, String)>, Problem> {
    let entry = entry.clone();
    Ok(app.db.read(move |tx| rows::moved(tx, &entry)).await?)
}
