//! The index and how it follows the database.
//!
//! Entries are followed by their position in the order of changes. Sessions and organisations are
//! compared as a whole whenever a professional changed anything (the audit trail tells), and once a
//! quarter of an hour, as sessions pass by themselves: they are few, and reading them is cheap.
//!
//! An index that is missing, of another version, of another database or asked to be built anew is
//! built beside the one that answers and put in its place. The wish stands in the database, so that
//! every node that serves it hears of it.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use ::store::{StoreError, Tx};
use base::{Id, Kind, Lang, Problem};
use network::model::Organisation;
use programme::model::SessionStatus;
use programme::service::{Filter, SessionView};
use retrieval::{Document, Index, Options, Shelf, ShelfState};
use site::App;
use tokio::sync::Mutex;

use super::completing::Completing;
use super::documents;
use super::jobs::Hearing;
use super::models::embedders;
use super::needs::Tally;
use crate::lexicon;
use crate::model::{Entry, State};
use crate::service::{self, Place};

/// Entries that are read at once.
const BATCH: usize = 1_000;
/// Seconds after which sessions and organisations are compared although nobody changed any.
const QUARTER: i64 = 900;
/// Before the identifier of an organisation that is not in the index itself.
const CLOSED: &str = "closed/";
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

/// Where the index lies.
enum Home {
    Folder(Shelf),
    Memory(RwLock<Arc<Index>>),
}

impl Home {
    fn index(&self) -> Arc<Index> {
        match self {
            Self::Folder(shelf) => shelf.index(),
            Self::Memory(index) => index.read().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}

struct Inner {
    folder: Option<PathBuf>,
    /// Where the weights of models lie that compare by meaning.
    vectors: Option<PathBuf>,
    options: OnceLock<Options>,
    home: RwLock<Option<Arc<Home>>>,
    position: Mutex<Option<Position>>,
    /// Which additions to the lexicon questions are read with.
    words: RwLock<String>,
    /// Which wish to be built anew the index in memory answers.
    wish: RwLock<String>,
    /// Commits of this process and the second at which they were last looked at.
    commits: AtomicU64,
    looked_at: AtomicI64,
    /// It was brought up to date once: before, nothing in it is worth an answer.
    ready: AtomicBool,
    tally: Tally,
    completing: Completing,
    hearing: Hearing,
}

/// Keeps the index of a process.
#[derive(Clone)]
pub struct Finder(Arc<Inner>);

pub(super) fn failed(error: &retrieval::Error) -> Problem {
    Problem::new(Kind::Unavailable, "directory-problem-index").because(error)
}

async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, retrieval::Error> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?
        .map_err(|e| failed(&e))
}

/// A digest of a document that is the same in one process.
fn digest(document: &Document) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(format!("{document:?}").as_bytes());
    hasher.finish()
}

/// What came of the wish to have the index built anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebuilt {
    /// It was built here: so many documents.
    Here(u64),
    /// The server that writes to it builds it.
    ByTheServer,
}

/// Where the database stands.
struct Stand {
    entries: i64,
    audit: i64,
    wish: String,
    words: String,
}

fn stand(tx: &mut Tx<'_>) -> Result<Stand, StoreError> {
    let wish = tx.query_opt("SELECT value FROM settings WHERE name = 'index'", &[])?;
    Ok(Stand {
        entries: service::position(tx)?,
        audit: site::audit::position(tx)?,
        wish: wish.map(|row| row.get(0)).transpose()?.unwrap_or_default(),
        words: lexicon::version(tx)?,
    })
}

impl Finder {
    /// An index in a folder, or in memory, that compares by meaning where the weights of models lie in
    /// another. Nothing is opened before the first question.
    #[must_use]
    pub fn new(folder: Option<PathBuf>, vectors: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            folder,
            vectors,
            options: OnceLock::new(),
            home: RwLock::new(None),
            position: Mutex::new(None),
            words: RwLock::default(),
            wish: RwLock::default(),
            commits: AtomicU64::new(u64::MAX),
            looked_at: AtomicI64::new(i64::MIN),
            ready: AtomicBool::new(false),
            tally: Tally::default(),
            completing: Completing::default(),
            hearing: Hearing::default(),
        }))
    }

    /// What was asked and is not in the database yet.
    pub(super) fn tally(&self) -> &Tally {
        &self.0.tally
    }

    /// What completes a question.
    pub(super) fn completing(&self) -> &Completing {
        &self.0.completing
    }

    /// What hears occupations.
    pub(super) fn hearing(&self) -> &Hearing {
        &self.0.hearing
    }

    fn known(&self) -> Option<Arc<Home>> {
        self.0.home.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The index, brought up to date with what this process committed, and with what others did up
    /// to a second ago. While another request brings it up to date, what is there is good enough.
    pub async fn index(&self, app: &App) -> Result<Arc<Index>, Problem> {
        let (commits, now) = (app.db.commits(), app.clock.seconds());
        let fresh = self.0.commits.load(Ordering::SeqCst) == commits
            && self.0.looked_at.load(Ordering::SeqCst) == now;
        let ready = self.0.ready.load(Ordering::SeqCst);
        match (self.known().filter(|_| ready), fresh) {
            (Some(home), true) => Ok(home.index()),
            (Some(home), false) => match self.0.position.try_lock() {
                Ok(mut position) => self.follow(app, &mut position, commits, now).await,
                Err(_) => Ok(home.index()),
            },
            (None, _) => {
                let mut position = self.0.position.lock().await;
                self.follow(app, &mut position, commits, now).await
            }
        }
    }

    /// Waits until the index has taken over what changed, for whoever must miss nothing: the position
    /// in the order of changes of entries up to which it knows them.
    pub async fn caught_up(&self, app: &App) -> Result<i64, Problem> {
        let mut position = self.0.position.lock().await;
        let (commits, now) = (app.db.commits(), app.clock.seconds());
        let index = self.follow(app, &mut position, commits, now).await?;
        Ok(i64::try_from(index.cursor()).unwrap_or(i64::MAX))
    }

    /// Takes over what changed, for whoever runs beside the requests.
    pub async fn keep_up(&self, app: &App) -> Result<(), Problem> {
        self.index(app).await.map(|_| ())
    }

    /// Has the index built anew, here and on every node that serves this database.
    pub async fn rebuild(&self, app: &App) -> Result<Rebuilt, Problem> {
        let wish = Id::new();
        app.db
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO settings (name, value) VALUES ('index', ?1) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    &[(&wish).into()],
                )
            })
            .await?;
        let mut position = self.0.position.lock().await;
        let (commits, now) = (app.db.commits(), app.clock.seconds());
        let index = self.follow(app, &mut position, commits, now).await?;
        Ok(match self.known().as_deref() {
            Some(Home::Folder(shelf)) if shelf.state() == ShelfState::Busy => Rebuilt::ByTheServer,
            _ => Rebuilt::Here(index.len()),
        })
    }

    /// How an index is opened; the models are read at the first time.
    async fn options(&self) -> Result<Options, Problem> {
        if let Some(options) = self.0.options.get() {
            return Ok(options.clone());
        }
        let vectors = self.0.vectors.clone();
        let embedders =
            tokio::task::spawn_blocking(move || embedders(vectors.as_deref()))
                .await
                .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))??;
        let options = Options { embedders, ..Options::default() };
        Ok(self.0.options.get_or_init(|| options).clone())
    }

    /// What an index answers to: the wish to be built anew, and the models it was built with, which
    /// have vectors of what themes are called.
    async fn asked_of_it(&self, stand: &Stand) -> Result<String, Problem> {
        let options = self.options().await?;
        let models = options
            .embedders
            .iter()
            .map(|e| format!(" {} {} {}", e.name(), e.version(), stand.words));
        Ok(std::iter::once(stand.wish.clone()).chain(models).collect())
    }

    /// Has questions read with what administrators added, where it is not what they were read with.
    async fn learn(&self, app: &App, index: &Index, stand: &Stand) -> Result<(), Problem> {
        let learnt = self.0.words.read().unwrap_or_else(PoisonError::into_inner).clone();
        if learnt != stand.words {
            index.use_lexicon(app.db.read(lexicon::lexicon).await?);
            let mut words = self.0.words.write().unwrap_or_else(PoisonError::into_inner);
            words.clone_from(&stand.words);
        }
        Ok(())
    }

    async fn home(&self) -> Result<Arc<Home>, Problem> {
        if let Some(home) = self.known() {
            return Ok(home);
        }
        let (folder, options) = (self.0.folder.clone(), self.options().await?);
        let home = off(move || match folder {
            Some(folder) => Shelf::open(&folder, options).map(Home::Folder),
            None => Ok(Home::Memory(RwLock::new(Arc::new(Index::in_memory(options)?)))),
        });
        let home = Arc::new(home.await?);
        *self.0.home.write().unwrap_or_else(PoisonError::into_inner) = Some(home.clone());
        Ok(home)
    }

    /// The wish that the index in use answers.
    fn answered_wish(&self) -> String {
        match &self.0.folder {
            Some(folder) => std::fs::read_to_string(folder.join("wish")).unwrap_or_default(),
            None => self.0.wish.read().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    fn answer_wish(&self, wish: &str) {
        match &self.0.folder {
            // Should it not be written, the index is built once more than needed.
            Some(folder) => drop(std::fs::write(folder.join("wish"), wish)),
            None => {
                wish.clone_into(&mut self.0.wish.write().unwrap_or_else(PoisonError::into_inner))
            }
        }
    }

    async fn follow(
        &self,
        app: &App,
        position: &mut Option<Position>,
        commits: u64,
        now: i64,
    ) -> Result<Arc<Index>, Problem> {
        let home = self.home().await?;
        let stand = app.db.read(stand).await?;
        let state = match &*home {
            Home::Folder(shelf) => shelf.state(),
            Home::Memory(_) => ShelfState::Current,
        };
        let index = home.index();
        self.learn(app, &index, &stand).await?;
        let wish = self.asked_of_it(&stand).await?;
        let behind = u64::try_from(stand.entries).unwrap_or_default() < index.cursor();
        let anew = match state {
            ShelfState::Busy => false,
            ShelfState::Absent | ShelfState::Outdated => true,
            // It followed another database, such as the one before a backup was restored.
            ShelfState::Current => behind || self.answered_wish() != wish,
        };
        let index = if anew {
            let index = build(app, &home, position, &self.options().await?).await?;
            self.answer_wish(&wish);
            index
        } else {
            catch_up(app, &index, position, (&stand, now)).await?;
            index
        };
        self.0.ready.store(true, Ordering::SeqCst);
        self.0.commits.store(commits, Ordering::SeqCst);
        self.0.looked_at.store(now, Ordering::SeqCst);
        Ok(index)
    }
}

/// Builds an index beside the one that answers, and puts it in its place.
async fn build(
    app: &App,
    home: &Arc<Home>,
    position: &mut Option<Position>,
    options: &Options,
) -> Result<Arc<Index>, Problem> {
    let mut place = Position::default();
    match &**home {
        Home::Folder(shelf) => {
            let rebuild = shelf.rebuild().map_err(|e| failed(&e))?;
            let cursor = fill(app, rebuild.index(), &mut place).await?;
            let index = rebuild.finish(cursor).map_err(|e| failed(&e))?;
            *position = Some(place);
            Ok(index)
        }
        Home::Memory(kept) => {
            let options = Options { lexicon: Some(home.index().lexicon()), ..options.clone() };
            let index = Arc::new(Index::in_memory(options).map_err(|e| failed(&e))?);
            let cursor = fill(app, &index, &mut place).await?;
            index.commit(cursor).map_err(|e| failed(&e))?;
            *kept.write().unwrap_or_else(PoisonError::into_inner) = index.clone();
            *position = Some(place);
            Ok(index)
        }
    }
}

/// Puts everything there is into an empty index.
async fn fill(app: &App, index: &Index, place: &mut Position) -> Result<u64, Problem> {
    let audit = app.db.read(site::audit::position).await?;
    let last = follow_entries(app, index, service::beyond(0)).await?;
    compare_others(app, index, place).await?;
    (place.audit, place.compared_at) = (audit, app.clock.seconds());
    Ok(last.unwrap_or_default())
}

/// Puts what changed into the index.
async fn catch_up(
    app: &App,
    index: &Arc<Index>,
    position: &mut Option<Position>,
    (stand, now): (&Stand, i64),
) -> Result<(), Problem> {
    let first = position.is_none();
    let place = position.get_or_insert_with(Position::default);
    let from = i64::try_from(index.cursor()).unwrap_or_default();
    let others = first || stand.audit != place.audit || now - place.compared_at >= QUARTER;
    if from == stand.entries && !others {
        return Ok(());
    }
    if first {
        // What an earlier process left of them is compared with nothing: taken out and put in.
        for kind in [documents::SESSION, documents::ORGANISATION] {
            index.remove_kind(kind).map_err(|e| failed(&e))?;
        }
    }
    let changed = follow_entries(app, index, service::beyond(from)).await?;
    if others {
        compare_others(app, index, place).await?;
        (place.audit, place.compared_at) = (stand.audit, now);
    }
    let (index, seq) = (index.clone(), changed.unwrap_or_else(|| index.cursor()));
    let done = off(move || index.commit(seq)).await;
    if done.is_err() {
        // A full disk: what was put may be seen or not. The next one puts all of it again.
        *position = None;
    }
    done
}

/// Puts what changed among the entries; the position of the last one, if there were any.
async fn follow_entries(
    app: &App,
    index: &Index,
    mut place: Place,
) -> Result<Option<u64>, Problem> {
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
        v.session.starts_at > now && seen.insert((v.activity.id.clone(), place))
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
    // Of those that people cannot go to, the entries alone are there.
    for organisation in organisations.iter().filter(|o| !o.open_to_public) {
        let known = digest(&documents::of_organisation(organisation, &named));
        let key = format!("{CLOSED}{}", organisation.id);
        if place.others.get(&key).is_some_and(|before| *before != known) {
            changed.push(organisation.id.clone());
        }
        now.insert(key, known);
    }
    for gone in place.others.keys().filter(|id| !now.contains_key(*id)) {
        if let Some(id) = gone.strip_prefix(CLOSED).and_then(Id::parse) {
            changed.push(id);
            continue;
        }
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
