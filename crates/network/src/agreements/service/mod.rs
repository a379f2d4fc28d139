//! What is done with circles, forms and agreements, and what other rooms ask of them.

mod circles;
mod commitments;
mod documents;
mod forms;
mod reminders;

use std::collections::HashMap;

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use jiff::civil::Date;
use site::audit::{self, Act, Entry};
use site::{Actor, App, Permission};

pub use circles::{
    Circles, Ties, change_relation, circles, relation, remove_relation, settle_all, ties,
    write_relation,
};
pub use commitments::{Promised, promised, type_figure, write_commitments};
pub use documents::{add_document, document, remove_document};
pub use forms::{change_form, form, forms, write_form};
pub use reminders::remind;

use super::model::{Agreement, Commitment, Cover, Document, FormOfPartnership};
use super::store as rows;

fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

fn wrong(field: &'static str, message: &'static str) -> Problem {
    Problem::new(Kind::Invalid, "problem-form").field(field, message)
}

/// Whether the actor may do this in one of the parties.
fn may(actor: &Actor, what: Permission, agreement: &Agreement) -> bool {
    agreement.parties.iter().any(|p| actor.can(what, &p.id))
}

/// Refuses unless the actor may do this in one of the parties.
fn need(actor: &Actor, what: Permission, agreement: &Agreement) -> Result<(), Problem> {
    if may(actor, what, agreement) {
        return Ok(());
    }
    match agreement.parties.first() {
        Some(party) => actor.need(what, &party.id),
        None => actor.need_administrator(),
    }
}

/// The agreement, if the actor may do this in one of its parties; held until the end.
fn held(tx: &mut Tx<'_>, actor: &Actor, what: Permission, id: &Id) -> Result<Agreement, Problem> {
    tx.lock("agreements", id)?;
    let known = rows::find(tx, id)?.ok_or_else(not_found)?;
    need(actor, what, &known)?;
    Ok(known)
}

/// In whose part of the audit trail an agreement stands: its holder's, or else its first party's.
fn owner(agreement: &Agreement) -> Option<&Id> {
    agreement.holder.as_ref().or_else(|| agreement.parties.first().map(|p| &p.id))
}

/// Notes what was done to an agreement.
fn note(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: Act,
    agreement: &Agreement,
    detail: &str,
) -> Result<(), Problem> {
    Ok(audit::note(app, tx, actor, act, owner(agreement), agreement.id.as_str(), detail)?)
}

/// Which organisations' agreements the actor may read (`None`: all).
fn readable(actor: &Actor) -> Result<Option<Vec<Id>>, Problem> {
    actor.need_somewhere(Permission::Report)?;
    Ok(actor.organisations(Permission::Report))
}

/// Those that another agreement, signed, renews.
fn followed(all: &[Agreement]) -> Vec<Id> {
    all.iter().filter(|a| a.signed.is_some()).filter_map(|a| a.follows.clone()).collect()
}

/// An agreement in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The agreement.
    pub agreement: Agreement,
    /// Another one renews it.
    pub followed: bool,
}

/// The agreements that the actor may read, the latest first, and all forms.
pub async fn listed(
    app: &App,
    actor: &Actor,
) -> Result<(Vec<Listed>, Vec<FormOfPartnership>), Problem> {
    let mine = readable(actor)?;
    app.db
        .read(move |tx| {
            let all = match &mine {
                None => rows::all(tx)?,
                Some(mine) => rows::binding(tx, mine)?,
            };
            let followed = followed(&all);
            let listed = all
                .into_iter()
                .map(|agreement| Listed { followed: followed.contains(&agreement.id), agreement });
            Ok::<_, Problem>((listed.collect(), rows::forms(tx)?))
        })
        .await
}

/// An agreement with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The agreement.
    pub agreement: Agreement,
    /// The form it gives.
    pub form: FormOfPartnership,
    /// What its parties have promised.
    pub commitments: Vec<Commitment>,
    /// Its documents.
    pub documents: Vec<Document>,
    /// The agreement that it renews.
    pub before: Option<Agreement>,
    /// The agreement that renews it.
    pub after: Option<Agreement>,
    /// What was done to it, the latest first.
    pub history: Vec<Entry>,
    /// Names of professionals, for the history.
    pub people: HashMap<Id, String>,
    /// The actor may change it.
    pub may_change: bool,
}

/// One agreement: for professionals of its parties.
pub async fn seen(app: &App, actor: &Actor, id: &Id) -> Result<Seen, Problem> {
    readable(actor)?;
    let (people, _) = site::accounts::service::names(app, vec![]).await?;
    let (id, actor) = (id.clone(), actor.clone());
    app.db
        .read(move |tx| {
            let agreement = rows::find(tx, &id)?.ok_or_else(not_found)?;
            need(&actor, Permission::Report, &agreement)?;
            let before = match &agreement.follows {
                Some(before) => rows::find(tx, before)?,
                None => None,
            };
            Ok::<_, Problem>(Seen {
                form: rows::find_form(tx, &agreement.form)?.ok_or_else(not_found)?,
                commitments: rows::commitments::of(tx, &id)?,
                documents: rows::documents::of(tx, &id)?,
                before,
                after: rows::follower(tx, &id)?,
                history: audit::about(tx, id.as_str(), 200)?,
                people,
                may_change: may(&actor, Permission::Network, &agreement),
                agreement,
            })
        })
        .await
}

/// Adds an agreement. One that renews another takes over its commitments.
pub async fn write(app: &App, actor: &Actor, agreement: Agreement) -> Result<Id, Problem> {
    change(app, actor, agreement, None).await
}

/// Adds or changes an agreement, if it is still what its [`mark`](crate::service::mark) says.
pub async fn change(
    app: &App,
    actor: &Actor,
    mut agreement: Agreement,
    seen: Option<String>,
) -> Result<Id, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, today) = (app.clone(), actor.clone(), site::sealing::today(app));
    app.db
        .write(move |tx| {
            tx.lock("agreements", &agreement.id)?;
            let known = rows::find(tx, &agreement.id)?;
            if let Some(known) = &known {
                need(&actor, Permission::Network, known)?;
                agreement.follows.clone_from(&known.follows);
            }
            crate::service::as_seen(seen.as_deref(), known.as_ref())?;
            for party in &mut agreement.parties {
                let found = crate::store::find_organisation(tx, &party.id)?;
                party.name =
                    found.ok_or_else(|| wrong("party_1", "network-problem-organisation"))?.name;
            }
            if rows::find_form(tx, &agreement.form)?.is_none() {
                return Err(wrong("form", "agreements-problem-form"));
            }
            agreement.check(today)?;
            if !may(&actor, Permission::Network, &agreement) {
                // Whoever writes it down looks after one of the parties.
                return Err(wrong("party_1", "agreements-problem-own"));
            }
            let promised = rows::commitments::of(tx, &agreement.id)?;
            if promised.iter().any(|c| !agreement.binds(&c.organisation)) {
                return Err(wrong("party_1", "agreements-problem-promised"));
            }
            if let Some(before) = &agreement.follows
                && known.is_none()
            {
                let before = rows::find(tx, before)?.ok_or_else(not_found)?;
                need(&actor, Permission::Network, &before)?;
            }
            if !rows::save(tx, &agreement, app2.clock.seconds())? {
                return Err(Problem::new(Kind::Conflict, "agreements-problem-followed"));
            }
            if let (Some(before), None) = (&agreement.follows, &known) {
                take_over(tx, before, &agreement)?;
            }
            let before = known.iter().flat_map(|known| &known.parties);
            for party in before.chain(&agreement.parties) {
                circles::settle(tx, &party.id, today)?;
            }
            let (act, detail) = match &known {
                None => (Act::AgreementMade, String::new()),
                Some(known) => (Act::AgreementChanged, agreement.changes(known)),
            };
            note(&app2, tx, &actor, act, &agreement, &detail)?;
            Ok::<_, Problem>(agreement.id)
        })
        .await
}

/// What was promised in an agreement is promised in the one that renews it, by those who are still
/// bound.
fn take_over(tx: &mut Tx<'_>, before: &Id, agreement: &Agreement) -> Result<(), StoreError> {
    let mut promised = rows::commitments::of(tx, before)?;
    promised.retain(|c| agreement.binds(&c.organisation));
    for one in &mut promised {
        one.id = Id::new();
    }
    rows::commitments::replace(tx, &agreement.id, &promised)
}

/// Removes a draft, such as one made by mistake. What was signed stays.
pub async fn remove(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let known = held(tx, &actor, Permission::Network, &id)?;
            if known.signed.is_some() || rows::follower(tx, &id)?.is_some() {
                return Err(Problem::new(Kind::Conflict, "agreements-problem-signed-stays"));
            }
            rows::remove(tx, &id)?;
            note(&app2, tx, &actor, Act::AgreementRemoved, &known, &known.title)
        })
        .await
}

/// Between whom something was agreed, and on which days: all signed agreements.
pub fn covers(tx: &mut Tx<'_>) -> Result<Vec<Cover>, StoreError> {
    Ok(rows::all(tx)?.iter().filter_map(Agreement::cover).collect())
}

/// All agreements in force on a day. That they are, between whom and until when is public; their
/// notes and documents are not.
pub fn all_in_force(tx: &mut Tx<'_>, day: Date) -> Result<Vec<Agreement>, StoreError> {
    Ok(rows::all(tx)?.into_iter().filter(|one| one.in_force(day)).collect())
}

/// The agreements in force on a day that bind an organisation, with the form each gives.
fn in_force(
    tx: &mut Tx<'_>,
    organisation: &Id,
    day: Date,
) -> Result<Vec<(Agreement, FormOfPartnership)>, StoreError> {
    let mut found = vec![];
    for one in rows::binding(tx, std::slice::from_ref(organisation))? {
        if one.in_force(day)
            && let Some(form) = rows::find_form(tx, &one.form)?
        {
            found.push((one, form));
        }
    }
    Ok(found)
}
