//! The embedded engine: WAL, `synchronous=FULL`, one writer with group commit, a pool of readers.
//!
//! In group commit each closure runs inside a savepoint, so that one that fails takes back only
//! its own changes; nobody is answered before the commit that holds their changes is on disk. An
//! error at that commit answers "not available" to all of them and ends the writer (crash only:
//! the process stops and the ordinary start recovers).

use std::fs;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, params_from_iter};

use crate::job::{Connected, Job, Queue, Worker, queue};
use crate::{Engine, Migration, Row, StoreError, Tx, Value, migrate};

/// Most closures in one commit: bounds how long the first of them waits.
const BATCH: usize = 256;
/// Versions before this one can corrupt a WAL that two connections reset at once.
const OLDEST: i32 = 3_051_003;
const READERS: usize = 4;

pub(crate) fn start(path: &Path, migrations: &[Migration]) -> Result<(Queue, Queue), StoreError> {
    if rusqlite::version_number() < OLDEST {
        return Err(StoreError::Schema(format!(
            "SQLite {} has a bug that can lose data; 3.51.3 or later is needed",
            rusqlite::version()
        )));
    }
    if let Some(dir) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
        // What is in there is for the program alone; a folder that is there is somebody's choice.
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|e| {
            StoreError::Unavailable(format!("cannot make the directory {}: {e}", dir.display()))
        })?;
    }
    // The journals beside it get the same rights.
    let file = fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path);
    file.map_err(|e| StoreError::Unavailable(format!("cannot open {}: {e}", path.display())))?;
    let writer = connect(path, false)?;
    writer.execute_batch("BEGIN IMMEDIATE").map_err(engine)?;
    migrate::run(&mut Tx { engine: Engine::Sqlite(&writer), read_only: false }, migrations)?;
    writer.execute_batch("COMMIT; PRAGMA optimize=0x10002;").map_err(engine)?;

    let (writers, work) = queue();
    spawn("tandem-writer", move || write_loop(&writer, &work))?;
    let (readers, work) = queue();
    for _ in 0..READERS {
        let conn = connect(path, true)?;
        let work = work.clone();
        spawn("tandem-reader", move || read_loop(&conn, &work))?;
    }
    Ok((writers, readers))
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    thread::Builder::new()
        .name(name.into())
        .spawn(body)
        .map(|_| ())
        .map_err(|e| StoreError::Unavailable(format!("no thread: {e}")))
}

fn connect(path: &Path, read_only: bool) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if !read_only {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags)
        .map_err(|e| StoreError::Unavailable(format!("cannot open {}: {e}", path.display())))?;
    conn.busy_timeout(Duration::from_secs(10)).map_err(engine)?;
    conn.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
         PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192;
         PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;",
    )
    .map_err(engine)?;
    if read_only {
        conn.execute_batch("PRAGMA query_only=ON").map_err(engine)?;
    }
    conn.set_prepared_statement_cache_capacity(128);
    Ok(conn)
}

fn write_loop(conn: &Connection, work: &Worker) {
    loop {
        let jobs = work.take(BATCH);
        if jobs.is_empty() {
            let _ = conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
            return;
        }
        if let Err(why) = write_batch(conn, jobs) {
            tracing::error!(error = %why, "the database writer stops");
            work.close();
            return;
        }
    }
}

/// One commit. `Err` when the writer cannot go on; the callers have been told by then.
fn write_batch(conn: &Connection, jobs: Vec<Job>) -> Result<(), StoreError> {
    if let Err(why) = run(conn, "BEGIN IMMEDIATE") {
        let words = why.to_string();
        for job in jobs {
            let done = job(Connected(Err(StoreError::Unavailable(words.clone()))));
            (done.reply)(Ok(()));
        }
        // Another process holds the file (an import from the command line): it will pass.
        return Ok(());
    }
    let mut done = Vec::with_capacity(jobs.len());
    let mut broken = None;
    for job in jobs {
        if let Some(words) = &broken {
            let refused = job(Connected(Err(StoreError::Unavailable(String::clone(words)))));
            done.push(refused);
            continue;
        }
        let mut step = run(conn, "SAVEPOINT job");
        let mut ended = job(Connected(match &step {
            Ok(()) => Ok(Engine::Sqlite(conn)),
            Err(why) => Err(StoreError::Unavailable(why.to_string())),
        }));
        if step.is_ok() {
            if !ended.commit {
                step = run(conn, "ROLLBACK TO job");
            }
            step = step.and_then(|()| run(conn, "RELEASE job"));
        }
        if let Err(why) = step {
            ended.commit = false;
            broken = Some(why.to_string());
        }
        done.push(ended);
    }
    let end = match &broken {
        Some(words) => {
            let _ = run(conn, "ROLLBACK");
            Err(words.clone())
        }
        None => run(conn, "COMMIT").map_err(|e| e.to_string()),
    };
    for ended in done {
        (ended.reply)(end.clone().map_err(StoreError::Unavailable));
    }
    match end {
        Ok(()) => Ok(()),
        Err(words) => {
            let _ = run(conn, "ROLLBACK");
            Err(StoreError::Unavailable(words))
        }
    }
}

fn read_loop(conn: &Connection, work: &Worker) {
    loop {
        let Some(job) = work.take(1).pop() else { return };
        let begun = run(conn, "BEGIN");
        let done = job(Connected(begun.map(|()| Engine::Sqlite(conn))));
        let _ = run(conn, "ROLLBACK");
        (done.reply)(Ok(()));
    }
}

fn run(conn: &Connection, sql: &str) -> Result<(), StoreError> {
    conn.prepare_cached(sql).and_then(|mut s| s.execute([])).map(|_| ()).map_err(engine)
}

pub(crate) fn batch(conn: &Connection, sql: &str) -> Result<(), StoreError> {
    conn.execute_batch(sql).map_err(engine)
}

pub(crate) fn query(
    conn: &Connection,
    sql: &str,
    params: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let mut statement = conn.prepare_cached(sql).map_err(engine)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(params)).map_err(engine)?;
    let mut found = vec![];
    while let Some(row) = rows.next().map_err(engine)? {
        let mut values = Vec::with_capacity(columns);
        for i in 0..columns {
            values.push(match row.get_ref(i).map_err(engine)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(v) => Value::Int(v),
                ValueRef::Real(v) => Value::Real(v),
                ValueRef::Text(v) => Value::Text(String::from_utf8_lossy(v).into_owned()),
                ValueRef::Blob(v) => Value::Blob(v.to_vec()),
            });
        }
        found.push(Row(values));
    }
    Ok(found)
}

pub(crate) fn execute(conn: &Connection, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached(sql).map_err(engine)?;
    statement.execute(params_from_iter(params)).map(|n| n as u64).map_err(engine)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(v) => ValueRef::Integer(*v),
            Self::Real(v) => ValueRef::Real(*v),
            Self::Text(v) => ValueRef::Text(v.as_bytes()),
            Self::Blob(v) => ValueRef::Blob(v),
        }))
    }
}

#[allow(clippy::needless_pass_by_value)]
fn engine(error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode as Code;
    let words = error.to_string();
    match error.sqlite_error_code() {
        Some(Code::ConstraintViolation) => StoreError::Constraint(words),
        Some(
            Code::DatabaseBusy
            | Code::DatabaseLocked
            | Code::DiskFull
            | Code::ReadOnly
            | Code::SystemIoFailure
            | Code::CannotOpen
            | Code::DatabaseCorrupt
            | Code::NotADatabase,
        ) => StoreError::Unavailable(words),
        _ => StoreError::Engine(words),
    }
}
