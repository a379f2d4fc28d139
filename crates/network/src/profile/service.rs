//! Reading and changing what an organisation says of itself.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::{Profile, store as rows};
use crate::service::as_seen;

/// What an organisation says of itself.
pub fn profile(tx: &mut Tx<'_>, id: &Id) -> Result<Profile, StoreError> {
    rows::find(tx, id)
}

/// What an organisation says of itself, for those who may change it.
pub async fn cared_profile(app: &App, actor: &Actor, id: &Id) -> Result<Profile, Problem> {
    actor.need(Permission::Network, id)?;
    let id = id.clone();
    Ok(app.db.read(move |tx| rows::find(tx, &id)).await?)
}

/// Changes what an organisation says of itself, if it still says what the mark in `seen` was made
/// of: administrators and the coordinators of that organisation.
pub async fn change_profile(
    app: &App,
    actor: &Actor,
    id: &Id,
    profile: Profile,
    seen: Option<String>,
) -> Result<(), Problem> {
    actor.need(Permission::Network, id)?;
    profile.check()?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            tx.lock("organisations", &id)?;
            let known = crate::service::organisation(tx, &id)?
                .ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))?;
            as_seen(seen.as_deref(), Some(&rows::find(tx, &id)?))?;
            rows::save(tx, &id, &profile)?;
            let act = Act::OrganisationChanged;
            audit::note(&app2, tx, &actor, act, Some(&id), id.as_str(), &known.name)
                .map_err(Problem::from)
        })
        .await
}
