//! Which rows refer to a record of another table, told as data: who merges two records moves what
//! refers to one of them, whichever room it belongs to.

/// A column that holds identifiers of another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The columns that, with this one or without it, tell a row of the table from the others. This
    /// one is not among them.
    pub key: &'static [&'static str],
    /// Where `key` and this column are unique together, and a row may have to give way to one that
    /// is there already: the columns besides both.
    pub gives_way: Option<&'static [&'static str]>,
}

impl Reference {
    /// Of rows with an identifier of their own.
    #[must_use]
    pub const fn by_id(table: &'static str, column: &'static str) -> Self {
        Self { table, column, key: &["id"], gives_way: None }
    }
}
