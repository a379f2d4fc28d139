//! PostgreSQL: threads that own one connection each, one transaction a closure, READ COMMITTED.
//! PostgreSQL groups the commits of concurrent connections by itself.

use std::collections::HashMap;
use std::thread;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};

use crate::job::{Connected, Job, Queue, Worker, queue};
use crate::postgres_address::Address;
use crate::{Engine, Migration, Row, StoreError, Tx, Value, dialect, migrate};

const CONNECTIONS: usize = 16;
/// Lock of the schema while an instance migrates; any number of ours.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(7221600113)";

/// A connection with its prepared statements.
pub(crate) struct Session {
    client: Client,
    prepared: HashMap<String, Statement>,
}

pub(crate) fn start(address: &str, migrations: &[Migration]) -> Result<(Queue, Queue), StoreError> {
    // In a thread of its own: the client must not be driven from within an async runtime.
    thread::scope(|scope| {
        scope
            .spawn(|| bring_up_to_date(address, migrations))
            .join()
            .unwrap_or_else(|_| Err(StoreError::Engine("a panic in a migration".into())))
    })?;

    let (jobs, work) = queue();
    for _ in 0..CONNECTIONS {
        let (work, address) = (work.clone(), address.to_owned());
        thread::Builder::new()
            .name("tandem-postgres".into())
            .spawn(move || serve(&address, &work))
            .map_err(|e| StoreError::Unavailable(format!("no thread: {e}")))?;
    }
    Ok((jobs.clone(), jobs))
}

fn bring_up_to_date(address: &str, migrations: &[Migration]) -> Result<(), StoreError> {
    let mut session = Session::connect(address)?;
    session.batch("BEGIN")?;
    session.batch(MIGRATION_LOCK)?;
    let ended = migrate::run(
        &mut Tx { engine: Engine::Postgres(&mut session), read_only: false },
        migrations,
    );
    session.batch(if ended.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    ended.map(|_| ())
}

fn serve(address: &str, work: &Worker) {
    let mut session: Option<Session> = None;
    loop {
        let Some(job) = work.take(1).pop() else { return };
        match begun(&mut session, address) {
            Ok(open) => one(open, job),
            Err(why) => ((job(Connected(Err(why)))).reply)(Ok(())),
        }
    }
}

/// A session in a new transaction. That the server was restarted is noticed here at the latest,
/// before anything was done: a fresh connection takes the place of the old one.
fn begun<'s>(
    session: &'s mut Option<Session>,
    address: &str,
) -> Result<&'s mut Session, StoreError> {
    let alive = match session.as_mut() {
        Some(open) if !open.client.is_closed() => open.batch("BEGIN").is_ok(),
        _ => false,
    };
    if !alive {
        let fresh = Session::connect(address).or_else(|_| {
            // One more try after a breath: a restart takes some seconds.
            thread::sleep(Duration::from_millis(200));
            Session::connect(address)
        });
        *session = None;
        session.insert(fresh?).batch("BEGIN")?;
    }
    session.as_mut().ok_or_else(|| StoreError::Unavailable("no connection".into()))
}

/// One closure, in a transaction that has begun.
fn one(session: &mut Session, job: Job) {
    let done = job(Connected(Ok(Engine::Postgres(session))));
    let end = session.batch(if done.commit { "COMMIT" } else { "ROLLBACK" });
    let told = match (done.commit, end) {
        (true, Err(why)) => Err(StoreError::Unavailable(format!("commit unknown: {why}"))),
        _ => Ok(()),
    };
    (done.reply)(told);
}

impl Session {
    fn connect(address: &str) -> Result<Self, StoreError> {
        let Address { mut config, tls } = Address::read(address)?;
        config.connect_timeout(Duration::from_secs(5)).application_name("tandem");
        // A way that swallows everything is noticed after ten seconds, not after hours.
        config.tcp_user_timeout(Duration::from_secs(10));
        config.keepalives_idle(Duration::from_secs(10));
        config.keepalives_interval(Duration::from_secs(3)).keepalives_retries(3);
        let client = match tls {
            Some(tls) => config.connect(tls),
            None => config.connect(NoTls),
        }
        .map_err(|e| {
            let why = std::error::Error::source(&e).filter(|_| e.as_db_error().is_none());
            let why = why.map_or_else(String::new, |w| format!(": {w}"));
            StoreError::Unavailable(format!("cannot reach PostgreSQL: {}{why}", describe(&e)))
        })?;
        Ok(Self { client, prepared: HashMap::new() })
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&dialect::placeholders(sql)).map_err(engine)?;
        if self.prepared.len() >= 256 {
            self.prepared.clear();
        }
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as _).collect();
        let rows = self.client.query(&statement, &params).map_err(engine)?;
        rows.iter()
            .map(|row| {
                (0..row.len())
                    .map(|i| row.try_get::<_, Value>(i).map_err(engine))
                    .collect::<Result<Vec<_>, _>>()
                    .map(Row)
            })
            .collect()
    }

    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as _).collect();
        self.client.execute(&statement, &params).map_err(engine)
    }

    pub fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(engine)
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(v) if *ty == Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
            Self::Int(v) if *ty == Type::FLOAT8 => {
                #[allow(clippy::cast_precision_loss)]
                let v = *v as f64;
                v.to_sql(ty, out)
            }
            Self::Int(v) => v.to_sql(ty, out),
            Self::Real(v) => v.to_sql(ty, out),
            // PostgreSQL keeps no NUL in a text; screens refuse it before.
            Self::Text(v) => v.replace('\0', "").to_sql(ty, out),
            Self::Blob(v) => v.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::INT8
                | Type::INT4
                | Type::FLOAT8
                | Type::TEXT
                | Type::VARCHAR
                | Type::NAME
                | Type::BYTEA
        )
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(
        ty: &Type,
        raw: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Self::Real(f64::from_sql(ty, raw)?),
            Type::BYTEA => Self::Blob(Vec::<u8>::from_sql(ty, raw)?),
            _ => Self::Text(String::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::BOOL || <Self as ToSql>::accepts(ty)
    }
}

/// The engine's words without the row they speak of: a detail may hold personal data.
fn describe(error: &postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |e| e.message().to_owned())
}

#[allow(clippy::needless_pass_by_value)]
fn engine(error: postgres::Error) -> StoreError {
    let words = describe(&error);
    match error.code() {
        Some(code) if code.code().starts_with("23") => StoreError::Constraint(words),
        Some(code)
            if code.code().starts_with("57")
                || code.code().starts_with("08")
                || code.code().starts_with("53")
                || *code == SqlState::T_R_DEADLOCK_DETECTED
                || *code == SqlState::T_R_SERIALIZATION_FAILURE =>
        {
            StoreError::Unavailable(words)
        }
        None if error.is_closed() => StoreError::Unavailable(words),
        None if std::error::Error::source(&error)
            .is_some_and(|s| s.downcast_ref::<std::io::Error>().is_some()) =>
        {
            StoreError::Unavailable(words)
        }
        _ => StoreError::Engine(words),
    }
}
