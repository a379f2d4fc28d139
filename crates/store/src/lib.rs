//! The one door to the database. A use case is written once, as a plain function of a [`Tx`], and
//! runs on either engine:
//!
//! ```ignore
//! db.write(move |tx| {
//!     let taken = tx.execute("UPDATE sessions SET taken = taken + ?1 WHERE id = ?2", &[n.into(), id.into()])?;
//!     Ok(taken)
//! }).await
//! ```
//!
//! SQLite (embedded): one writer thread gathers the waiting closures into one transaction (group
//! commit), each inside a savepoint of its own, and answers them after the commit is on disk. A
//! pool of readers sees committed states only. PostgreSQL: a pool of threads, one connection each,
//! one transaction a closure, READ COMMITTED.
//!
//! What differs between the engines stands in `dialect.rs`, `sqlite.rs` and `postgres.rs`, and
//! nowhere else.

mod dialect;
mod job;
pub mod migrate;
pub mod moving;
mod postgres;
mod postgres_address;
mod reference;
pub mod snapshot;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod value;
mod words;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use thiserror::Error;
use tokio::sync::oneshot;

pub use migrate::Migration;
pub use reference::Reference;
pub use value::{FromValue, Row, Value};

use job::{Done, Job};

/// Most values in one statement of [`Tx::execute_rows`]; both engines take more.
const MOST_PARAMS: usize = 8_000;

/// What can go wrong at the door.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A constraint of the schema refused the write (uniqueness, check, foreign key).
    #[error("a constraint refused the write: {0}")]
    Constraint(String),
    /// The statement or the data is wrong: a bug.
    #[error("database: {0}")]
    Engine(String),
    /// The database cannot be reached, or the commit failed: nothing was acknowledged. A commit
    /// whose connection died may have happened; ask again with the same idempotency key.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The schema is newer than this program, or does not fit it.
    #[error("{0}")]
    Schema(String),
    /// A column does not hold what was expected: a bug.
    #[error("column {column}: {found} is not {wanted}")]
    Column {
        /// Position in the row.
        column: usize,
        /// What was wanted.
        wanted: &'static str,
        /// What was found.
        found: String,
    },
}

impl From<StoreError> for base::Problem {
    fn from(error: StoreError) -> Self {
        let (kind, message) = match error {
            StoreError::Unavailable(_) => (base::Kind::Unavailable, "problem-unavailable"),
            _ => (base::Kind::Internal, "problem-internal"),
        };
        base::Problem::new(kind, message).because(error)
    }
}

/// Which database, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL connection string or URL.
    Postgres(String),
}

impl Location {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgres:key=value …`.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.is_empty() {
                return Ok(Self::Sqlite(PathBuf::from(path)));
            }
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        } else if let Some(rest) = text.strip_prefix("postgres:") {
            return Ok(Self::Postgres(rest.to_owned()));
        }
        Err(StoreError::Schema(format!(
            "`{text}` is no database address: write sqlite:PATH or postgres://USER@HOST/NAME"
        )))
    }
}

/// A transaction, or for [`Db::read`] a consistent view. Statements are written once, with
/// `?1`-style parameters; column types are those of [`Value`].
pub struct Tx<'a> {
    engine: Engine<'a>,
    /// True in the one closure that may not write.
    read_only: bool,
}

enum Engine<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut postgres::Session),
}

impl Tx<'_> {
    /// All rows of a query.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        match &mut self.engine {
            Engine::Sqlite(conn) => sqlite::query(conn, sql, params),
            Engine::Postgres(session) => session.query(sql, params),
        }
    }

    /// The first row of a query, if any.
    pub fn query_opt(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// The one row of a query that always has one, such as a count.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Row, StoreError> {
        self.query_opt(sql, params)?
            .ok_or_else(|| StoreError::Engine(format!("no row where one was certain: {sql}")))
    }

    /// Runs a statement; how many rows it changed.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        debug_assert!(!self.read_only, "a write in Db::read: {sql}");
        match &mut self.engine {
            Engine::Sqlite(conn) => sqlite::execute(conn, sql, params),
            Engine::Postgres(session) => session.execute(sql, params),
        }
    }

    /// Inserts many rows with few statements: `head` (`INSERT INTO … (…)`), the rows' values, `tail`
    /// (`ON CONFLICT …`, or nothing). All rows have as many values.
    pub fn execute_rows(
        &mut self,
        head: &str,
        tail: &str,
        rows: &[Vec<Value>],
    ) -> Result<(), StoreError> {
        let width = rows.first().map_or(1, Vec::len).max(1);
        for some in rows.chunks((MOST_PARAMS / width).max(1)) {
            let mut sql = String::with_capacity(head.len() + tail.len() + some.len() * width * 6);
            sql.push_str(head);
            for n in 0..some.len() {
                sql.push_str(if n == 0 { " VALUES (" } else { ", (" });
                for column in 1..=width {
                    let comma = if column == 1 { "?" } else { ", ?" };
                    sql.push_str(comma);
                    sql.push_str(&(n * width + column).to_string());
                }
                sql.push(')');
            }
            sql.push(' ');
            sql.push_str(tail);
            self.execute(&sql, &some.concat())?;
        }
        Ok(())
    }

    /// Runs an `INSERT`; whether the row is new. `false` means that a uniqueness or check
    /// constraint refused it, and the transaction goes on.
    pub fn try_execute(&mut self, sql: &str, params: &[Value]) -> Result<bool, StoreError> {
        self.statements("SAVEPOINT attempt")?;
        match self.execute(sql, params) {
            Ok(_) => {
                self.statements("RELEASE SAVEPOINT attempt")?;
                Ok(true)
            }
            Err(StoreError::Constraint(_)) => {
                self.statements("ROLLBACK TO SAVEPOINT attempt")?;
                self.statements("RELEASE SAVEPOINT attempt")?;
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    /// Holds one row of `table` until the end of the transaction, so that what is read of it and
    /// of the rows it governs stays true. SQLite has one writer: nothing to do there.
    pub fn lock(&mut self, table: &'static str, id: &base::Id) -> Result<bool, StoreError> {
        let tail = match self.engine {
            Engine::Sqlite(_) => "",
            Engine::Postgres(_) => " FOR UPDATE",
        };
        let sql = format!("SELECT 1 FROM {table} WHERE id = ?1{tail}");
        Ok(self.query_opt(&sql, &[id.into()])?.is_some())
    }

    /// [`Tx::lock`] for many rows, in the order of their identifiers, so that two who hold many do
    /// not wait for each other.
    pub fn lock_all(&mut self, table: &'static str, ids: &[&base::Id]) -> Result<(), StoreError> {
        if self.is_embedded() {
            return Ok(());
        }
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        for some in ids.chunks(1_000) {
            let marks: Vec<String> = (1..=some.len()).map(|n| format!("?{n}")).collect();
            let sql = format!(
                "SELECT 1 FROM {table} WHERE id IN ({}) ORDER BY id FOR UPDATE",
                marks.join(", ")
            );
            let params: Vec<Value> = some.iter().map(|id| (*id).into()).collect();
            self.query(&sql, &params)?;
        }
        Ok(())
    }

    /// Runs several statements without parameters, translated to the engine's dialect.
    pub fn statements(&mut self, sql: &str) -> Result<(), StoreError> {
        match &mut self.engine {
            Engine::Sqlite(conn) => sqlite::batch(conn, &dialect::sqlite(sql)),
            Engine::Postgres(session) => session.batch(&dialect::postgres(sql)),
        }
    }

    /// Whether this is the embedded engine.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    location: Location,
    writers: job::Queue,
    readers: job::Queue,
    commits: Arc<AtomicU64>,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.location {
            Location::Sqlite(_) => "Db(sqlite)",
            Location::Postgres(_) => "Db(postgres)",
        })
    }
}

impl Db {
    /// Opens the database and brings its schema up to date. Creates an SQLite file that is not
    /// there yet. Refuses a schema newer than `migrations`.
    pub fn open(location: Location, migrations: &[Migration]) -> Result<Self, StoreError> {
        let (writers, readers) = match &location {
            Location::Sqlite(path) => sqlite::start(path, migrations)?,
            Location::Postgres(address) => postgres::start(address, migrations)?,
        };
        let commits = Arc::default();
        Ok(Self(Arc::new(Inner { location, writers, readers, commits })))
    }

    /// Where it is.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.0.location
    }

    /// How many transactions of this process have been committed: what was read before this
    /// number moved may be out of date after it.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::SeqCst)
    }

    /// Whether writes are still taken: the embedded engine stops at an error of the disk.
    #[must_use]
    pub fn takes_writes(&self) -> bool {
        self.0.writers.is_open()
    }

    /// Runs `work` in a transaction. `Ok` means committed and on disk; `Err` means rolled back.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        Self::run(&self.0.writers, Some(self.0.commits.clone()), work).await
    }

    /// Runs `work` on a consistent view of committed data.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        Self::run(&self.0.readers, None, work).await
    }

    async fn run<T, E, F>(
        queue: &job::Queue,
        commits: Option<Arc<AtomicU64>>,
        work: F,
    ) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let read_only = commits.is_none();
        let (answer, wait) = oneshot::channel::<Result<T, E>>();
        let job: Job = Box::new(move |engine| {
            let result = engine.and_then_run(read_only, work);
            let commit = result.is_ok() && !read_only;
            Done {
                commit,
                reply: Box::new(move |committed| {
                    // Before the caller hears of it: whoever was told must not see an old page.
                    if let (Some(commits), true) = (&commits, commit) {
                        commits.fetch_add(1, Ordering::SeqCst);
                    }
                    // The caller may have gone (its connection closed): nothing to tell then.
                    let _ = answer.send(match committed {
                        Ok(()) => result,
                        Err(why) => Err(E::from(why)),
                    });
                }),
            }
        });
        if !queue.push(job) {
            return Err(StoreError::Unavailable("the database has stopped".into()).into());
        }
        wait.await.unwrap_or_else(|_| {
            Err(StoreError::Unavailable("the database stopped while it worked".into()).into())
        })
    }
}
