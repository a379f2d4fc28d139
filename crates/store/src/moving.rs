//! Moves what refers to one record to another and back, as a list of [`Reference`]s says: what a
//! merge of two records is made of. What was moved is told as data, so that it can be kept and undone.

use base::Id;
use serde_json::json;

use crate::{Reference, Row, StoreError, Tx, Value};

/// What became of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Its table.
    pub table: String,
    /// The column that referred to the record.
    pub column: String,
    key: Vec<Value>,
    /// What else stood in it, if it gave way.
    rest: Option<Vec<Value>>,
}

impl Move {
    /// Of a row of a reference.
    #[must_use]
    pub fn of(reference: &Reference, key: Vec<Value>, rest: Option<Vec<Value>>) -> Self {
        let (table, column) = (reference.table.to_owned(), reference.column.to_owned());
        Self { table, column, key, rest }
    }

    /// Whether it is of this reference.
    #[must_use]
    pub fn is_of(&self, reference: &Reference) -> bool {
        self.table == reference.table && self.column == reference.column
    }

    /// The key of the row, as text.
    #[must_use]
    pub fn key_text(&self) -> String {
        kept(&self.key)
    }

    /// What else stood in it, as text.
    #[must_use]
    pub fn rest_text(&self) -> Option<String> {
        self.rest.as_deref().map(kept)
    }

    /// Of the texts that were kept.
    pub fn read(
        table: String,
        column: String,
        key: String,
        rest: Option<String>,
    ) -> Result<Self, StoreError> {
        let unread = |column| StoreError::Column { column, wanted: "values", found: "text".into() };
        let key = read(&key).ok_or_else(|| unread(2))?;
        let rest = rest.map(|rest| read(&rest).ok_or_else(|| unread(3))).transpose()?;
        Ok(Self { table, column, key, rest })
    }
}

/// Values as kept: JSON in which each type can be told; a number with a fraction by its bits, so
/// that not the last of them is lost.
#[must_use]
pub fn kept(values: &[Value]) -> String {
    let one = |value: &Value| match value {
        Value::Null => json!(null),
        Value::Int(v) => json!({ "int": v }),
        Value::Real(v) => json!({ "real": v.to_bits() }),
        Value::Text(v) => json!(v),
        Value::Blob(v) => json!({ "bytes": v }),
    };
    serde_json::Value::Array(values.iter().map(one).collect()).to_string()
}

/// Reads them; `None`: nothing of the kind was kept.
#[must_use]
pub fn read(text: &str) -> Option<Vec<Value>> {
    let one = |value: &serde_json::Value| {
        Some(match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::String(text) => Value::Text(text.clone()),
            other => match (other.get("int"), other.get("real"), other.get("bytes")) {
                (Some(v), ..) => Value::Int(v.as_i64()?),
                (_, Some(v), _) => Value::Real(f64::from_bits(v.as_u64()?)),
                (_, _, Some(v)) => Value::Blob(serde_json::from_value(v.clone()).ok()?),
                _ => return None,
            },
        })
    };
    let values: serde_json::Value = serde_json::from_str(text).ok()?;
    values.as_array()?.iter().map(one).collect()
}

fn values(row: &Row, columns: usize) -> Result<Vec<Value>, StoreError> {
    (0..columns).map(|n| row.get(n)).collect()
}

/// `?1, ?2, …`: so many marks.
fn marks(many: usize) -> String {
    let marks: Vec<String> = (1..=many).map(|n| format!("?{n}")).collect();
    marks.join(", ")
}

/// `key = ?3 AND …`: the columns of a key, their marks after the first two.
fn same_key(reference: &Reference) -> String {
    let same: Vec<String> = reference
        .key
        .iter()
        .enumerate()
        .map(|(n, column)| format!("{column} = ?{}", n + 3))
        .collect();
    same.join(" AND ")
}

/// The keys of all rows that refer to a record.
pub fn referring(
    tx: &mut Tx<'_>,
    reference: &Reference,
    id: &Id,
) -> Result<Vec<Vec<Value>>, StoreError> {
    let key = reference.key.join(", ");
    let (table, column) = (reference.table, reference.column);
    let sql = format!("SELECT {key} FROM {table} WHERE {column} = ?1 ORDER BY {key}");
    tx.query(&sql, &[id.into()])?.iter().map(|row| values(row, reference.key.len())).collect()
}

/// Makes a row refer to another record. One for which that record has its like already
/// gives way: it goes, and what stood in it besides its key is returned.
pub fn hand_over(
    tx: &mut Tx<'_>,
    reference: &Reference,
    key: &[Value],
    from: &Id,
    to: &Id,
) -> Result<Option<Vec<Value>>, StoreError> {
    let (table, column, same) = (reference.table, reference.column, same_key(reference));
    let with = |id: &Id, other: &Id| -> Vec<Value> {
        [Value::from(id), Value::from(other)].into_iter().chain(key.iter().cloned()).collect()
    };
    if let Some(rest) = reference.gives_way {
        // `?2` is named so that both engines know its type.
        let sql =
            format!("SELECT 1 FROM {table} WHERE {column} = ?1 AND {column} <> ?2 AND {same}");
        if tx.query_opt(&sql, &with(to, from))?.is_some() {
            let columns = std::iter::once(column).chain(rest.iter().copied());
            let columns: Vec<&str> = columns.collect();
            let sql = format!(
                "SELECT {} FROM {table} WHERE {column} = ?1 AND {column} <> ?2 AND {same}",
                columns.join(", ")
            );
            let row = tx.query_one(&sql, &with(from, to))?;
            let rest = values(&row, columns.len())?.split_off(1);
            let sql =
                format!("DELETE FROM {table} WHERE {column} = ?1 AND {column} <> ?2 AND {same}");
            tx.execute(&sql, &with(from, to))?;
            return Ok(Some(rest));
        }
    }
    let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {column} = ?2 AND {same}");
    tx.execute(&sql, &with(to, from))?;
    Ok(None)
}

/// Takes [`hand_over`] back; what somebody has put elsewhere or removed since stays so.
pub fn hand_back(
    tx: &mut Tx<'_>,
    reference: &Reference,
    step: &Move,
    from: &Id,
    to: &Id,
) -> Result<(), StoreError> {
    let (table, column) = (reference.table, reference.column);
    let Some(rest) = &step.rest else {
        let same = same_key(reference);
        let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {column} = ?2 AND {same}");
        let params = [Value::from(from), Value::from(to)];
        tx.execute(&sql, &params.into_iter().chain(step.key.iter().cloned()).collect::<Vec<_>>())?;
        return Ok(());
    };
    let names: Vec<&str> = std::iter::once(column)
        .chain(reference.key.iter().copied())
        .chain(reference.gives_way.into_iter().flatten().copied())
        .collect();
    let params = std::iter::once(Value::from(from)).chain(step.key.iter().cloned());
    let params: Vec<Value> = params.chain(rest.iter().cloned()).collect();
    // What was kept before a column was added leaves it as it begins.
    let names: Vec<&str> = names.into_iter().take(params.len()).collect();
    let sql =
        format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks(params.len()));
    // Whoever had a role there may have been forgotten meanwhile.
    tx.try_execute(&sql, &params).map(|_| ())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_are_read_as_they_were_kept(
            number in any::<i64>(), real in any::<f64>().prop_filter("a number", |r| !r.is_nan()),
            text in ".*", bytes in any::<Vec<u8>>(),
        ) {
            let all =
                vec![Value::Null, number.into(), real.into(), text.into(), Value::Blob(bytes)];
            prop_assert_eq!(read(&kept(&all)), Some(all));
        }
    }
}
