//! Versioned migrations. Each room has its own numbers; a database that knows a higher number
//! than the program is refused.

use crate::{StoreError, Tx};

/// One step of a room's schema. Never edited once released: add another.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The room it belongs to.
    pub room: &'static str,
    /// 1, 2, 3… without gaps.
    pub version: i64,
    /// The statements, see `dialect.rs` for the words to use.
    pub sql: &'static str,
}

/// Brings the schema up to date, inside the caller's transaction. How many steps were taken.
pub(crate) fn run(tx: &mut Tx<'_>, migrations: &[Migration]) -> Result<usize, StoreError> {
    tx.statements(
        "CREATE TABLE IF NOT EXISTS schema_migrations (
            room TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL,
            PRIMARY KEY (room, version)) /*strict*/",
    )?;
    let mut applied = std::collections::BTreeMap::new();
    for row in tx.query("SELECT room, version, digest FROM schema_migrations", &[])? {
        applied.insert((row.get::<String>(0)?, row.get::<i64>(1)?), row.get::<String>(2)?);
    }
    for (room, version) in applied.keys() {
        if !migrations.iter().any(|m| m.room == room && m.version == *version) {
            return Err(StoreError::Schema(format!(
                "this database was made by a newer Tandem (it has step {version} of `{room}`, \
                 which this program does not know). Install the newer program, or restore a \
                 backup made before the upgrade. Nothing was changed."
            )));
        }
    }
    let mut steps = 0;
    for m in migrations {
        let digest = digest(m.sql);
        match applied.get(&(m.room.to_owned(), m.version)) {
            Some(known) if *known == digest => {}
            Some(_) => {
                return Err(StoreError::Schema(format!(
                    "step {} of `{}` in this database is not the one of this program: the \
                     program was changed after its release. Nothing was changed.",
                    m.version, m.room
                )));
            }
            None => {
                tx.statements(m.sql)?;
                tx.execute(
                    "INSERT INTO schema_migrations (room, version, digest) VALUES (?1, ?2, ?3)",
                    &[m.room.into(), m.version.into(), digest.into()],
                )?;
                steps += 1;
            }
        }
    }
    Ok(steps)
}

fn digest(sql: &str) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(sql.as_bytes()))
}
