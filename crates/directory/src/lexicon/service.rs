//! Use cases: only administrators, as what is added changes what everybody finds.

use std::sync::Arc;

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use network::service::as_seen;
use retrieval::Lexicon;
use site::audit::{self, Act};
use site::{Actor, App};

use super::model::{Known, Words};
use super::store as rows;
use crate::service::not_found;

/// All additions, by what is said.
pub async fn all(app: &App, actor: &Actor) -> Result<Vec<Known>, Problem> {
    actor.need_administrator()?;
    Ok(app.db.read(rows::all).await?)
}

/// Adds one, or changes the one that was `seen` so.
pub async fn put(
    app: &App,
    actor: &Actor,
    id: &Id,
    words: Words,
    seen: Option<String>,
) -> Result<(), Problem> {
    actor.need_administrator()?;
    words.check()?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            as_seen(seen.as_deref(), rows::find(tx, &id)?.as_ref())?;
            rows::save(tx, &id, &words, app2.clock.seconds())?;
            rows::touch(tx)?;
            audit::note(&app2, tx, &actor, Act::WordsChanged, None, id.as_str(), "")?;
            Ok::<_, Problem>(())
        })
        .await
}

/// Takes one away.
pub async fn remove(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    actor.need_administrator()?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            rows::find(tx, &id)?.ok_or_else(not_found)?;
            rows::remove(tx, &id)?;
            rows::touch(tx)?;
            audit::note(&app2, tx, &actor, Act::WordsRemoved, None, id.as_str(), "")?;
            Ok::<_, Problem>(())
        })
        .await
}

/// Which additions the database holds.
pub(crate) fn version(tx: &mut Tx<'_>) -> Result<String, StoreError> {
    rows::version(tx)
}

/// The lexicon that comes with the program, and what was added to it.
pub(crate) fn lexicon(tx: &mut Tx<'_>) -> Result<Arc<Lexicon>, StoreError> {
    let more = rows::all(tx)?.iter().map(|(_, words)| words.row()).collect();
    Ok(Arc::new(Lexicon::with(more)))
}
