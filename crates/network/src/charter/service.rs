//! What is done with the charter.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use jiff::civil::Date;
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::model::{Adherence, Charter};
use super::store as rows;
use crate::store::find_organisation;

/// All versions, the latest first.
pub async fn charters(app: &App) -> Result<Vec<Charter>, Problem> {
    app.db.read(|tx| Ok(rows::charters(tx)?)).await
}

/// The version that is in force on a day: the latest that has begun.
pub fn in_force(tx: &mut Tx<'_>, day: Date) -> Result<Option<Charter>, StoreError> {
    Ok(rows::charters(tx)?.into_iter().find(|c| c.in_force_from <= day))
}

/// Who adheres or adhered to what, by name.
pub fn adherences(tx: &mut Tx<'_>) -> Result<Vec<Adherence>, StoreError> {
    rows::adherences(tx)
}

/// Adds a version of the charter. Versions are never changed: organisations adhere to them.
pub async fn write_charter(app: &App, actor: &Actor, charter: Charter) -> Result<(), Problem> {
    actor.need_administrator()?;
    charter.check()?;
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            if !rows::insert(tx, &charter, app2.clock.seconds())? {
                return Err(Problem::new(Kind::Invalid, "problem-form")
                    .field("version", "charter-problem-known"));
            }
            let version = &charter.version;
            Ok(audit::note(&app2, tx, &actor, Act::CharterWritten, None, version, "")?)
        })
        .await
}

/// Notes that an organisation adheres to a version since a day. What it adhered to before ends then.
pub async fn adhere(
    app: &App,
    actor: &Actor,
    organisation: &Id,
    version: &str,
    since: Date,
) -> Result<(), Problem> {
    actor.need(Permission::Network, organisation)?;
    let (app2, actor) = (app.clone(), actor.clone());
    let (organisation, version) = (organisation.clone(), version.to_owned());
    let today = site::sealing::today(app);
    app.db
        .write(move |tx| {
            let refused =
                |field, message| Problem::new(Kind::Invalid, "problem-form").field(field, message);
            tx.lock("organisations", &organisation)?;
            if find_organisation(tx, &organisation)?.is_none() {
                return Err(refused("organisation", "network-problem-organisation"));
            }
            if !rows::charters(tx)?.iter().any(|c| c.version == version) {
                return Err(refused("charter", "charter-problem-unknown"));
            }
            if since > today {
                return Err(refused("since", "charter-problem-future"));
            }
            let known = rows::adherences(tx)?;
            let mut known = known.iter().filter(|a| a.organisation == organisation);
            if known.any(|a| a.since >= since && a.ended.is_none_or(|end| end > since)) {
                return Err(refused("since", "charter-problem-before"));
            }
            rows::end_adherences(tx, &organisation, since)?;
            let id = rows::insert_adherence(tx, &organisation, &version, since)?;
            let (act, of) = (Act::CharterAdhered, Some(&organisation));
            Ok(audit::note(&app2, tx, &actor, act, of, id.as_str(), &version)?)
        })
        .await
}

/// Notes that an organisation adheres no longer, from today.
pub async fn leave(app: &App, actor: &Actor, adherence: &Id) -> Result<(), Problem> {
    let (app2, actor, adherence) = (app.clone(), actor.clone(), adherence.clone());
    let today = site::sealing::today(app);
    app.db
        .write(move |tx| {
            let known = rows::find_adherence(tx, &adherence)?
                .ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))?;
            actor.need(Permission::Network, &known.organisation)?;
            if rows::end_adherences(tx, &known.organisation, today)? == 0 {
                return Ok(());
            }
            let (act, of) = (Act::CharterLeft, Some(&known.organisation));
            Ok(audit::note(&app2, tx, &actor, act, of, adherence.as_str(), &known.charter)?)
        })
        .await
}
