//! Forms as browsers send them, read without guessing: missing fields are empty text.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use base::{Kind, Problem};

use crate::{App, Error};

/// Most fields a form may have; a real one has some dozens, an attendance sheet some hundreds.
const MOST_FIELDS: usize = 4_000;

/// The fields of a form or of a query string.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads `a=1&b=2`.
    #[must_use]
    pub fn from_query(query: &str) -> Self {
        Self(
            form_urlencoded::parse(query.as_bytes())
                .take(MOST_FIELDS)
                // A NUL is no text: PostgreSQL refuses it and no keyboard types it.
                .map(|(k, v)| (k.into_owned(), v.replace('\0', "")))
                .collect(),
        )
    }

    /// The first value of a field, trimmed; empty when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.trim())
    }

    /// The first value of a field exactly as typed: a password may begin or end with a space.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }

    /// The first value of a field, `None` when absent or empty.
    #[must_use]
    pub fn some(&self, name: &str) -> Option<String> {
        let value = self.get(name);
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Whether a field was sent, be it empty.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(k, _)| k == name)
    }

    /// All values of a field, trimmed, empty ones left out.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(k, v)| k == name && !v.trim().is_empty())
            .map(|(_, v)| v.trim())
            .collect()
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), "1" | "on" | "true" | "yes")
    }

    /// All fields in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// Adds a field.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Written again as a query string, without the fields named.
    #[must_use]
    pub fn query_without(&self, names: &[&str]) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (k, v) in &self.0 {
            if !names.contains(&k.as_str()) && !v.is_empty() {
                out.append_pair(k, v);
            }
        }
        out.finish()
    }
}

impl FromRequest<App> for Form {
    type Rejection = Error;

    async fn from_request(req: Request, app: &App) -> Result<Self, Error> {
        let bytes = Bytes::from_request(req, app).await.map_err(|e| {
            let kind = if e.status() == 413 { Kind::TooLarge } else { Kind::Invalid };
            Problem::new(
                kind,
                if kind == Kind::TooLarge { "problem-too-large" } else { "problem-unreadable" },
            )
        })?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Problem::new(Kind::Invalid, "problem-unreadable"))?;
        Ok(Self::from_query(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn of_a_field_that_comes_twice_the_first_counts() {
        let form = Form::from_query("role=partner&role=coordinator&name=%00Ada%2520");
        assert_eq!(form.get("role"), "partner");
        assert_eq!(form.get("name"), "Ada%20", "decoded once");
        assert_eq!(form.get("email"), "");
    }
}
