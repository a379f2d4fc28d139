//! Every row of every table, to see what changed.

use std::collections::BTreeMap;

use store::{StoreError, Tx, Value};

use super::House;

/// Tables, each with its columns.
pub fn tables(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let embedded = tx.is_embedded();
    let sql = if embedded {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    } else {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
         WHERE table_schema = 'public'"
    };
    let columns = if embedded {
        "SELECT name FROM pragma_table_info(?1)"
    } else {
        "SELECT CAST(column_name AS TEXT) FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name = ?1 ORDER BY ordinal_position"
    };
    let mut tables = BTreeMap::new();
    for row in tx.query(sql, &[])? {
        let table: String = row.get(0)?;
        let names = tx.query(columns, &[(&table).into()])?;
        let names = names.iter().map(|r| r.get(0)).collect::<Result<Vec<String>, _>>()?;
        tables.insert(table, names);
    }
    Ok(tables)
}

/// All rows of all tables, in order.
pub type Dump = BTreeMap<String, Vec<String>>;

impl House {
    /// What the database holds; the audit trail, which tells of everything, left out.
    pub async fn dump(&self) -> Dump {
        let dump = |tx: &mut Tx<'_>| {
            let mut all = Dump::new();
            for (table, columns) in tables(tx)? {
                if table.starts_with("audit") {
                    continue;
                }
                let rows = tx.query(&format!("SELECT {} FROM {table}", columns.join(", ")), &[])?;
                let text = |row: &store::Row| {
                    let values = (0..columns.len()).map(|n| row.get::<Value>(n));
                    Ok::<_, StoreError>(format!("{:?}", values.collect::<Result<Vec<_>, _>>()?))
                };
                let mut rows = rows.iter().map(text).collect::<Result<Vec<_>, _>>()?;
                rows.sort();
                all.insert(table, rows);
            }
            Ok::<_, StoreError>(all)
        };
        self.app.db.read(dump).await.unwrap()
    }
}
