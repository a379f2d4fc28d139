//! What goes into a statement and comes out of a row: the types both engines hold alike.

use base::Id;

use crate::StoreError;

/// A value of a column. Truth is kept as 0 or 1, moments as seconds since 1970, dates as
/// `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number (`INTEGER`, `BIGINT`).
    Int(i64),
    /// A number with a fraction (`REAL`, `DOUBLE PRECISION`).
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes (`BLOB`, `BYTEA`).
    Blob(Vec<u8>),
}

macro_rules! into_value {
    ($($from:ty => |$v:ident| $make:expr),* $(,)?) => {$(
        impl From<$from> for Value { fn from($v: $from) -> Self { $make } }
    )*};
}
into_value! {
    i64 => |v| Value::Int(v),
    i32 => |v| Value::Int(v.into()),
    u32 => |v| Value::Int(v.into()),
    bool => |v| Value::Int(v.into()),
    f64 => |v| Value::Real(v),
    &str => |v| Value::Text(v.to_owned()),
    String => |v| Value::Text(v),
    &String => |v| Value::Text(v.clone()),
    Vec<u8> => |v| Value::Blob(v),
    Id => |v| Value::Text(v.into()),
    &Id => |v| Value::Text(v.as_str().to_owned()),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Into::into)
    }
}

/// A type that a column can be read as.
pub trait FromValue: Sized {
    /// Its name in an error.
    const NAME: &'static str;
    /// Reads it; `None` when the value is of another type.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($to:ty, $name:literal, $pattern:pat => $make:expr;)*) => {$(
        impl FromValue for $to {
            const NAME: &'static str = $name;
            fn from_value(value: &Value) -> Option<Self> {
                match value { $pattern => $make, _ => None }
            }
        }
    )*};
}
from_value! {
    i64, "a whole number", Value::Int(v) => Some(*v);
    u32, "a count", Value::Int(v) => u32::try_from(*v).ok();
    bool, "yes or no", Value::Int(v) => Some(*v != 0);
    String, "text", Value::Text(v) => Some(v.clone());
    Vec<u8>, "bytes", Value::Blob(v) => Some(v.clone());
    Id, "an identifier", Value::Text(v) => Id::parse(v);
}

impl FromValue for f64 {
    const NAME: &'static str = "a number";
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Real(v) => Some(*v),
            #[allow(clippy::cast_precision_loss)]
            Value::Int(v) => Some(*v as f64),
            _ => None,
        }
    }
}

impl FromValue for Value {
    const NAME: &'static str = "a value";
    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const NAME: &'static str = T::NAME;
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// One row of an answer; columns by position, from 0.
#[derive(Clone, Debug)]
pub struct Row(pub(crate) Vec<Value>);

impl From<Vec<Value>> for Row {
    fn from(values: Vec<Value>) -> Self {
        Self(values)
    }
}

impl Row {
    /// Reads a column.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T, StoreError> {
        let value = self.0.get(column).unwrap_or(&Value::Null);
        T::from_value(value).ok_or_else(|| StoreError::Column {
            column,
            wanted: T::NAME,
            // Never the value itself: it may be personal.
            found: match value {
                Value::Null => "nothing",
                Value::Int(_) => "another whole number",
                Value::Real(_) => "a number",
                Value::Text(_) => "text",
                Value::Blob(_) => "bytes",
            }
            .to_owned(),
        })
    }
}
