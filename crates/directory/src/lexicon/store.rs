//! SQL of the additions.

use ::store::{Row, StoreError, Tx};
use base::Id;

use super::model::{Known, Words, lines};

fn read(row: &Row) -> Result<Known, StoreError> {
    let list = |text: String| lines(&text);
    let words =
        Words { said: list(row.get(1)?), means: list(row.get(2)?), themes: list(row.get(3)?) };
    Ok((row.get(0)?, words))
}

/// All of them, by what is said.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Known>, StoreError> {
    let sql = "SELECT id, said, means, themes FROM own_words ORDER BY said, id";
    tx.query(sql, &[])?.iter().map(read).collect()
}

pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Words>, StoreError> {
    let sql = "SELECT id, said, means, themes FROM own_words WHERE id = ?1";
    tx.query_opt(sql, &[id.into()])?.map(|row| Ok(read(&row)?.1)).transpose()
}

pub fn save(tx: &mut Tx<'_>, id: &Id, words: &Words, at: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO own_words (id, said, means, themes, changed_at) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (id) DO UPDATE SET said = excluded.said, means = excluded.means, \
         themes = excluded.themes, changed_at = excluded.changed_at",
        &[
            id.into(),
            words.said.join("\n").into(),
            words.means.join("\n").into(),
            words.themes.join("\n").into(),
            at.into(),
        ],
    )?;
    Ok(())
}

pub fn remove(tx: &mut Tx<'_>, id: &Id) -> Result<(), StoreError> {
    tx.execute("DELETE FROM own_words WHERE id = ?1", &[id.into()])?;
    Ok(())
}

/// Tells every process that they changed.
pub fn touch(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO settings (name, value) VALUES ('lexicon', ?1) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        &[(&Id::new()).into()],
    )?;
    Ok(())
}

/// Another text after each change; empty before the first.
pub fn version(tx: &mut Tx<'_>) -> Result<String, StoreError> {
    let row = tx.query_opt("SELECT value FROM settings WHERE name = 'lexicon'", &[])?;
    Ok(row.map(|row| row.get(0)).transpose()?.unwrap_or_default())
}
