//! Lists that were taken, for those who look after them.

use base::{Id, Problem};
use inclusion::Mapping;
use site::{Actor, App};

use super::store::{self, plans};
use super::take::need;
use super::takings::{Did, RowTaken, Sort, Taking};
use crate::service::not_found;

/// Most takings in a list.
pub const MOST_TAKINGS: usize = 50;
/// Rows on a page.
pub const PAGE: usize = 200;
/// Seconds for which the rows behind the counts are kept.
pub const KEPT_SECONDS: i64 = 60 * 86_400;

/// Rows erased in one transaction: who writes something else does not wait for all of them.
const ERASED_AT_ONCE: usize = 1_000;

/// A list and who looks after it; nobody: those who administer the network.
pub type Kept = (String, Option<Id>);

fn may(actor: &Actor, curator: Option<&Id>) -> bool {
    need(actor, curator).is_ok()
}

/// Lists that somebody may take again, by name.
pub async fn sources(app: &App, actor: &Actor) -> Result<Vec<Kept>, Problem> {
    let actor = actor.clone();
    let all = app.db.read(move |tx| Ok::<_, Problem>(store::sources(tx)?)).await?;
    Ok(all.into_iter().filter(|(_, curator)| may(&actor, curator.as_ref())).collect())
}

/// Who looks after a list; nothing: no list of this name was taken yet.
pub async fn source_of(app: &App, source: &str) -> Result<Option<Option<Id>>, Problem> {
    let source = source.to_owned();
    app.db.read(move |tx| Ok(store::curator(tx, &source)?)).await
}

/// How a list is called here: as it is known, whatever the capitals and accents it is written with now.
pub async fn called(app: &App, source: &str) -> Result<String, Problem> {
    let source = source.to_owned();
    app.db.read(move |tx| Ok(store::source_called(tx, &source)?.unwrap_or(source))).await
}

/// What the columns of a list said last time.
pub async fn kept_mapping(app: &App, source: &str) -> Result<Option<Mapping>, Problem> {
    let source = source.to_owned();
    let text = app.db.read(move |tx| Ok::<_, Problem>(store::mapping(tx, &source)?)).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// When lists were taken, the last first: one list, or all that somebody looks after.
pub async fn takings(
    app: &App,
    actor: &Actor,
    source: Option<&str>,
) -> Result<Vec<Taking>, Problem> {
    let mine: Vec<String> = sources(app, actor).await?.into_iter().map(|(name, _)| name).collect();
    let source = source.map(str::to_owned);
    if source.as_ref().is_some_and(|source| !mine.contains(source)) {
        return Err(not_found());
    }
    let wanted = source.map_or(mine, |source| vec![source]);
    app.db
        .read(move |tx| {
            let mut all = vec![];
            for source in &wanted {
                all.extend(store::takings(tx, source, MOST_TAKINGS)?);
            }
            all.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
            all.truncate(MOST_TAKINGS);
            Ok::<_, Problem>(all)
        })
        .await
}

/// One taking.
pub async fn taking(app: &App, actor: &Actor, id: &Id) -> Result<Taking, Problem> {
    actor.need_somewhere(site::Permission::Network)?;
    let (id, actor) = (id.clone(), actor.clone());
    app.db
        .read(move |tx| {
            let taking = store::taking(tx, &id)?.ok_or_else(not_found)?;
            need(&actor, store::curator(tx, &taking.source)?.flatten().as_ref())?;
            Ok(taking)
        })
        .await
}

/// How far a list is that is being written: rows that are, and all of them.
pub async fn progress(app: &App, source: &str) -> Result<Option<(usize, usize)>, Problem> {
    let source = source.to_owned();
    let found = app.db.read(move |tx| Ok::<_, Problem>(plans::of_source(tx, &source)?)).await?;
    Ok(found.filter(|underway| underway.decided).map(|underway| (underway.done, underway.steps)))
}

/// Rows behind one of its counts, [`PAGE`] at a time; where nothing is asked for, those in which people
/// were not overruled.
pub async fn rows_of(
    app: &App,
    actor: &Actor,
    id: &Id,
    what: Option<(Sort, Did)>,
    page: usize,
) -> Result<Vec<RowTaken>, Problem> {
    let id = taking(app, actor, id).await?.id;
    let from = page.saturating_mul(PAGE);
    app.db.read(move |tx| Ok(store::rows(tx, &id, what, (from, PAGE))?)).await
}

/// Erases what stands behind the counts of old takings. Safe to run at any time.
pub async fn maintain(app: &App) -> Result<(), Problem> {
    let before = app.clock.seconds() - KEPT_SECONDS;
    while app
        .db
        .write(move |tx| Ok::<_, Problem>(store::erase_rows(tx, before, ERASED_AT_ONCE)?))
        .await?
    {}
    Ok(())
}
