//! Completing what somebody begins to type: titles, organisations, themes, job titles, and what the
//! lexicon knows.

use std::sync::{Arc, Mutex, PoisonError};

use base::{Lang, Problem};
use retrieval::{Completer, Completion, Lexicon, Offer};
use site::App;

use crate::{exchange, service, themes};

/// Seconds for which what completes may be older than the database.
const OLD: i64 = 300;
/// Completions at once.
pub(super) const MOST: usize = 8;

/// What completes, made at the first question and kept for a while.
#[derive(Default)]
pub(super) struct Completing(Mutex<Option<(i64, Arc<Completer>)>>);

impl Completing {
    /// The texts that may be meant.
    pub async fn complete(
        &self,
        app: &App,
        lexicon: Arc<Lexicon>,
        typed: &str,
    ) -> Result<Vec<Completion>, Problem> {
        Ok(self.completer(app, lexicon).await?.complete(typed, MOST))
    }

    async fn completer(&self, app: &App, lexicon: Arc<Lexicon>) -> Result<Arc<Completer>, Problem> {
        let now = app.clock.seconds();
        if let Some((made, known)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && (*made..*made + OLD).contains(&now)
        {
            return Ok(known.clone());
        }
        let titles = app.db.read(service::titles).await?;
        let occupations = exchange::occupations(app).await?;
        let made = tokio::task::spawn_blocking(move || {
            let of = |text: String, weight| Offer { text, kind: 0, weight };
            let told = lexicon.told().map(|t| of(t.to_owned(), 40));
            let themes = themes::groups(Lang::Fr).into_iter().flat_map(|(_, themes)| themes);
            let themes = themes.map(|(_, name)| of(name, 60));
            let titles = titles.into_iter().map(|t| of(t, 50));
            let jobs = occupations
                .into_iter()
                .flat_map(|o| std::iter::once(o.name).chain(o.titles))
                .map(|t| of(t, 20));
            Arc::new(Completer::of(told.chain(themes).chain(titles).chain(jobs)))
        })
        .await
        .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, made.clone()));
        Ok(made)
    }
}
