//! The index and how it follows the database.
//!
//! Entries are followed by their position in the order of changes. Sessions and organisations are
//! compared as a whole whenever a professional changed anything (the audit trail tells), and once a
//! quarter of an hour, as sessions pass by themselves: they are few, and reading them is cheap.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use ::store::Tx;
use base::{Id, Kind, Lang, Problem};
use network::model::Organisation;
use programme::model::SessionStatus;
use programme::service::{Filter, SessionView};
use retrieval::{Document, Index, Options};
use site::App;
use tokio::sync::Mutex;

use super::documents;
use super::needs::Tally;
use crate::model::{Entry, State};
use crate::service;

/// Entries that are read at once.
const BATCH: usize = 1_000;
/// Seconds after which sessions and organisations are compared although nobody changed any.
const QUARTER: i64 = 900;
/// Sessions that are looked at, the next ones.
const MOST_SESSIONS: usize = 5_000;

/// What the index was last brought up to.
#[derive(Default)]
struct Position {
    audit: i64,
    compared_at: i64,
    /// Sessions and organisations in the index: a digest of each document.
    others: HashMap<String, u64>,
}

struct Inner {
    folder: Option<PathBuf>,
    index: RwLock<Option<Arc<Index>>>,
    position: Mutex<Option<Position>>,
    /// Commits of this process and the second at which they were last looked at.
    commits: AtomicU64,
    looked_at: AtomicI64,
    tally: Tally,
}

/// Keeps the index of a process.
#[derive(Clone)]
pub struct Finder(Arc<Inner>);

fn failed(error: &retrieval::Error) -> Problem {
    Problem::new(Kind::Unavailable, "directory-problem-index").because(error)
}

/// A digest of a document that is the same in one process.
fn digest(document: &Document) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(format!("{document:?}").as_bytes());
    hasher.finish()
}

impl Finder {
    /// An index in a folder, or in memory. Nothing is opened before the first question.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            folder,
            index: RwLock::new(None),
            position: Mutex::new(None),
            commits: AtomicU64::new(u64::MAX),
            looked_at: AtomicI64::new(i64::MIN),
            tally: Tally::default(),
        }))
    }

    /// What was asked and is not in the database yet.
    pub(super) fn tally(&self) -> &Tally {
        &self.0.tally
    }

    fn known(&self) -> Option<Arc<Index>> {
        self.0.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The index, brought up to date with what this process committed, and with what others did up
    /// to a second ago. While another request brings it up to date, what is there is good enough.
    pub async fn index(&self, app: &App) -> Result<Arc<Index>, Problem> {
        let (commits, now) = (app.db.commits(), app.clock.seconds());
        let fresh = self.0.commits.load(Ordering::SeqCst) == commits
            && self.0.looked_at.load(Ordering::SeqCst) == now;
        match self.known() {
            Some(index) if fresh => Ok(index),
            Some(index) => match self.0.position.try_lock() {
                Ok(mut position) => self.follow(app, &mut position, commits, now).await,
                Err(_) => Ok(index),
            },
            None => {
                let mut position = self.0.position.lock().await;
                self.follow(app, &mut position, commits, now).await
            }
        }
    }

    /// Takes over what changed, for whoever runs beside the requests.
    pub async fn keep_up(&self, app: &App) -> Result<(), Problem> {
        self.index(app).await.map(|_| ())
    }

    /// Builds the index anew beside the one that answers, and puts it in its place.
    pub async fn rebuild(&self, app: &App) -> Result<u64, Problem> {
        let mut position = self.0.position.lock().await;
        *self.0.index.write().unwrap_or_else(PoisonError::into_inner) = None;
        *position = None;
        let index = self.open(true).await?;
        let (commits, now) = (app.db.commits(), app.clock.seconds());
        *self.0.index.write().unwrap_or_else(PoisonError::into_inner) = Some(index);
        let index = self.follow(app, &mut position, commits, now).await?;
        Ok(index.len())
    }

    async fn open(&self, anew: bool) -> Result<Arc<Index>, Problem> {
        let folder = self.0.folder.clone();
        let opened = tokio::task::spawn_blocking(move || {
            let Some(folder) = folder else { return Index::in_memory(Options::default()) };
            if anew {
                let _ = std::fs::remove_dir_all(&folder);
            }
            match Index::open(&folder, Options::default()) {
                Ok(index) if !index.is_outdated() => Ok(index),
                Err(retrieval::Error::Folder { path, source }) => {
                    Err(retrieval::Error::Folder { path, source })
                }
                // The server writes to it: a command line builds its own, and forgets it.
                Err(error) if error.is_busy() => Index::in_memory(Options::default()),
                // Of another version, or damaged: everything in it is in the database too.
                _ => {
                    let _ = std::fs::remove_dir_all(&folder);
                    Index::open(&folder, Options::default())
                }
            }
        });
        opened
            .await
            .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?
            .map(Arc::new)
            .map_err(|e| failed(&e))
    }

    async fn follow(
        &self,
        app: &App,
        position: &mut Option<Position>,
        commits: u64,
        now: i64,
    ) -> Result<Arc<Index>, Problem> {
        let index = match self.known() {
            Some(index) => index,
            None => {
                let index = self.open(false).await?;
                *self.0.index.write().unwrap_or_else(PoisonError::into_inner) = Some(index.clone());
                index
            }
        };
        let first = position.is_none();
        if first {
            // What an earlier process left of them is compared with nothing: taken out and put in.
            for kind in [documents::SESSION, documents::ORGANISATION] {
                index.remove_kind(kind).map_err(|e| failed(&e))?;
            }
        }
        if first && i64::try_from(index.cursor()).is_ok_and(|at| at > 0) {
            let clock = app.db.read(service::position).await?;
            if u64::try_from(clock).unwrap_or_default() < index.cursor() {
                // It followed another database, such as the one before a backup was restored.
                drop(index);
                *self.0.index.write().unwrap_or_else(PoisonError::into_inner) = None;
                let anew = self.open(true).await?;
                *self.0.index.write().unwrap_or_else(PoisonError::into_inner) = Some(anew);
                *position = None;
                return Box::pin(self.follow(app, position, commits, now)).await;
            }
        }
        let changed = follow_entries(app, &index).await?;
        let place = position.get_or_insert_with(Position::default);
        let audit = app.db.read(site::audit::position).await?;
        let others = first || audit != place.audit || now - place.compared_at >= QUARTER;
        if others {
            compare_others(app, &index, place).await?;
            (place.audit, place.compared_at) = (audit, now);
        }
        if changed.is_some() || others {
            let (index, seq) = (index.clone(), changed.unwrap_or_else(|| index.cursor()));
            tokio::task::spawn_blocking(move || index.commit(seq))
                .await
                .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?
                .map_err(|e| failed(&e))?;
        }
        self.0.commits.store(commits, Ordering::SeqCst);
        self.0.looked_at.store(now, Ordering::SeqCst);
        Ok(index)
    }
}

/// Puts what changed among the entries; the position of the last one, if there were any.
async fn follow_entries(app: &App, index: &Arc<Index>) -> Result<Option<u64>, Problem> {
    let mut place = service::beyond(i64::try_from(index.cursor()).unwrap_or_default());
    let mut moved = false;
    loop {
        let after = place.clone();
        let (entries, owners, last) = app
            .db
            .read(move |tx| {
                let (entries, last) = service::changed_after(tx, &after, BATCH)?;
                let owners = owners(tx, &entries)?;
                Ok::<_, Problem>((entries, owners, last))
            })
            .await?;
        let Some(last) = last else { break };
        put_entries(app, index, &entries, &owners)?;
        (place, moved) = (last, true);
    }
    Ok(moved.then(|| u64::try_from(place.0).unwrap_or_default()))
}

fn owners(tx: &mut Tx<'_>, entries: &[Entry]) -> Result<HashMap<Id, Organisation>, Problem> {
    let mut owners = HashMap::new();
    for entry in entries {
        if !owners.contains_key(&entry.owner)
            && let Some(owner) = network::service::organisation(tx, &entry.owner)?
        {
            owners.insert(entry.owner.clone(), owner);
        }
    }
    Ok(owners)
}

fn put_entries(
    app: &App,
    index: &Index,
    entries: &[Entry],
    owners: &HashMap<Id, Organisation>,
) -> Result<(), Problem> {
    let named = |key: &str| app.catalogue.text(Lang::Fr, key, &[]);
    for entry in entries {
        let done = match owners.get(&entry.owner) {
            Some(owner) if entry.state == State::Published => {
                let address = service::address_of(entry, owner);
                index.put(&documents::of_entry(entry, owner, address, &named))
            }
            _ => index.remove(&documents::entry_id(&entry.id)),
        };
        done.map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// The next session of each activity at each place.
async fn next_sessions(app: &App) -> Result<Vec<SessionView>, Problem> {
    let filter = Filter {
        statuses: vec![SessionStatus::Published],
        limit: MOST_SESSIONS,
        ..Filter::default()
    };
    let mut sessions = programme::service::programme(app, filter).await?;
    let now = app.clock.seconds();
    let mut seen = HashSet::new();
    sessions.retain(|v| {
        let place = v.place.as_ref().map(|p| p.id.clone());
        v.start().timestamp().as_second() > now && seen.insert((v.activity.id.clone(), place))
    });
    Ok(sessions)
}

/// Sessions and organisations, compared with what is in the index. The entries of an organisation
/// that changed carry its name and its address: they are put again.
async fn compare_others(app: &App, index: &Index, place: &mut Position) -> Result<(), Problem> {
    let named = |key: &str| app.catalogue.text(Lang::Fr, key, &[]);
    let sessions = next_sessions(app).await?;
    let organisations = app.db.read(network::service::everyone).await?;
    let mut now: HashMap<String, u64> = HashMap::new();
    let mut changed = vec![];
    let mut keep = |document: Document, owner: Option<&Id>| {
        let known = digest(&document);
        let before = place.others.get(&document.id).copied();
        now.insert(document.id.clone(), known);
        if before == Some(known) {
            return Ok(());
        }
        if before.is_some() {
            changed.extend(owner.cloned());
        }
        index.put(&document).map_err(|e| failed(&e))
    };
    for session in &sessions {
        keep(documents::of_session(session, &named), None)?;
    }
    for organisation in organisations.iter().filter(|o| o.open_to_public) {
        keep(documents::of_organisation(organisation, &named), Some(&organisation.id))?;
    }
    for gone in place.others.keys().filter(|id| !now.contains_key(*id)) {
        index.remove(gone).map_err(|e| failed(&e))?;
        if let Some(id) = gone.strip_prefix("organisation/").and_then(Id::parse) {
            changed.push(id);
        }
    }
    place.others = now;
    for id in changed {
        let (entries, owners) = app
            .db
            .read(move |tx| {
                let entries = service::owned(tx, &id)?;
                let owners = owners(tx, &entries)?;
                Ok::<_, Problem>((entries, owners))
            })
            .await?;
        put_entries(app, index, &entries, &owners)?;
    }
    Ok(())
}
