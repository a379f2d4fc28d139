//! The forms of partnership that a network offers.

use base::{Id, Problem};
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::{not_found, rows};
use crate::agreements::model::FormOfPartnership;

/// All forms: for professionals.
pub async fn forms(app: &App, actor: &Actor) -> Result<Vec<FormOfPartnership>, Problem> {
    actor.need_somewhere(Permission::Report)?;
    Ok(app.db.read(rows::forms).await?)
}

/// One form, to change it: for administrators.
pub async fn form(app: &App, actor: &Actor, id: &Id) -> Result<FormOfPartnership, Problem> {
    actor.need_administrator()?;
    let id = id.clone();
    app.db.read(move |tx| rows::find_form(tx, &id)).await?.ok_or_else(not_found)
}

/// Adds a form: for administrators.
pub async fn write_form(app: &App, actor: &Actor, form: FormOfPartnership) -> Result<(), Problem> {
    change_form(app, actor, form, None).await
}

/// As [`write_form`], if the form is still what its [`mark`](crate::service::mark) says.
pub async fn change_form(
    app: &App,
    actor: &Actor,
    form: FormOfPartnership,
    seen: Option<String>,
) -> Result<(), Problem> {
    actor.need_administrator()?;
    form.check()?;
    let (app2, actor, today) = (app.clone(), actor.clone(), site::sealing::today(app));
    app.db
        .write(move |tx| {
            tx.lock("partnership_forms", &form.id)?;
            let known = rows::find_form(tx, &form.id)?;
            crate::service::as_seen(seen.as_deref(), known.as_ref())?;
            rows::save_form(tx, &form)?;
            if known.is_some_and(|known| known.counts_as != form.counts_as) {
                let held = rows::all(tx)?.into_iter().filter(|a| a.form == form.id);
                for holder in held.filter_map(|a| a.holder) {
                    super::circles::settle(tx, &holder, today)?;
                }
            }
            let (act, id) = (Act::PartnershipFormChanged, form.id.as_str());
            Ok(audit::note(&app2, tx, &actor, act, None, id, &form.name_fr)?)
        })
        .await
}
