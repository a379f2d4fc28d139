//! Table `agreement_documents`.

use ::store::{Row, StoreError, Tx};
use base::Id;

use crate::agreements::model::{Document, DocumentKind};

fn document(row: &Row) -> Result<Document, StoreError> {
    let kind: String = row.get(2)?;
    let unknown = StoreError::Column {
        column: 2,
        wanted: "a kind of document",
        found: "another word".into(),
    };
    Ok(Document {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: DocumentKind::parse(&kind).ok_or(unknown)?,
        size: row.get(3)?,
        added_at: row.get(4)?,
    })
}

/// The documents of an agreement, the oldest first.
pub fn of(tx: &mut Tx<'_>, agreement: &Id) -> Result<Vec<Document>, StoreError> {
    let sql = "SELECT id, name, kind, size, added_at FROM agreement_documents \
               WHERE agreement_id = ?1 ORDER BY added_at, id";
    tx.query(sql, &[agreement.into()])?.iter().map(document).collect()
}

/// One document of an agreement with its bytes.
pub fn find(
    tx: &mut Tx<'_>,
    agreement: &Id,
    id: &Id,
) -> Result<Option<(Document, Vec<u8>)>, StoreError> {
    let sql = "SELECT id, name, kind, size, added_at, bytes FROM agreement_documents \
               WHERE agreement_id = ?1 AND id = ?2";
    tx.query_opt(sql, &[agreement.into(), id.into()])?
        .map(|row| Ok((document(&row)?, row.get(5)?)))
        .transpose()
}

/// Adds a document.
pub fn add(
    tx: &mut Tx<'_>,
    agreement: &Id,
    d: &Document,
    bytes: Vec<u8>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO agreement_documents (id, agreement_id, name, kind, size, bytes, added_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            (&d.id).into(),
            agreement.into(),
            (&d.name).into(),
            d.kind.into(),
            d.size.into(),
            bytes.into(),
            d.added_at.into(),
        ],
    )
    .map(|_| ())
}

/// Removes a document of an agreement.
pub fn remove(tx: &mut Tx<'_>, agreement: &Id, id: &Id) -> Result<bool, StoreError> {
    let sql = "DELETE FROM agreement_documents WHERE agreement_id = ?1 AND id = ?2";
    Ok(tx.execute(sql, &[agreement.into(), id.into()])? == 1)
}
