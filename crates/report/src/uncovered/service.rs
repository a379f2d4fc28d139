//! Who animated without an agreement in force.

use base::{Id, Problem};
use jiff::civil::Date;
use site::{Actor, App, Permission};

use super::model::{Gap, gaps};
use super::store as rows;

/// The sessions of a period that somebody animated without an agreement with the organiser, for the
/// organisers whose report the actor reads; of one organiser if it is named.
pub async fn uncovered(
    app: &App,
    actor: &Actor,
    period: (Date, Date),
    organiser: Option<Id>,
) -> Result<Vec<Gap>, Problem> {
    actor.need_somewhere(Permission::Report)?;
    if let Some(id) = &organiser {
        actor.need(Permission::Report, id)?;
    }
    let own = match organiser {
        Some(id) => Some(vec![id]),
        None => actor.organisations(Permission::Report),
    };
    app.db
        .read(move |tx| {
            let animated = rows::animated(tx, period, own.as_deref())?;
            let covers = network::agreements::service::covers(tx)?;
            Ok::<_, Problem>(gaps(animated, &covers))
        })
        .await
}
