//! Circles, and what lists and public pages show of an organisation.

use std::collections::BTreeSet;

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use jiff::civil::Date;
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::{in_force, not_found, rows, wrong};
use crate::agreements::model::{Agreement, FormOfPartnership, Relation};
use crate::charter::{self, Adherence};
use crate::model::PartnershipForm;

/// Keeps circle and form of an organisation as they follow from its relations and agreements. One
/// of which no relation was ever noted keeps its circle, and the same for the form.
pub(super) fn settle(tx: &mut Tx<'_>, organisation: &Id, today: Date) -> Result<(), StoreError> {
    let Some((mut circle, mut form)) = rows::standing(tx, organisation)? else { return Ok(()) };
    let before = (circle, form);
    let relations = rows::relations_of(tx, organisation)?;
    if !relations.is_empty() {
        circle = Relation::closest(&relations, today);
    }
    let all = rows::binding(tx, std::slice::from_ref(organisation))?;
    let held: Vec<_> = all
        .iter()
        .filter(|a| a.holder.as_ref() == Some(organisation) && a.cover().is_some())
        .collect();
    if !held.is_empty() {
        form = None;
        for one in held.into_iter().filter(|a| a.in_force(today)) {
            let gives = rows::find_form(tx, &one.form)?.map(|f| f.counts_as);
            form = [form, gives].into_iter().flatten().min_by_key(|f| closeness(*f));
        }
    }
    if (circle, form) != before {
        rows::set_standing(tx, organisation, (circle, form))?;
    }
    Ok(())
}

/// How close a form is to the centre: the smaller the closer.
fn closeness(form: PartnershipForm) -> u8 {
    match form {
        PartnershipForm::LabelledCentre => 0,
        PartnershipForm::AssociatedCentre => 1,
        PartnershipForm::Partner => 2,
    }
}

/// Settles all organisations: what begins or ends today shows by itself. Safe to run at any time,
/// on several nodes at once.
pub async fn settle_all(app: &App) -> Result<(), Problem> {
    let today = site::sealing::today(app);
    let concerned = |tx: &mut Tx<'_>| {
        let mut all: BTreeSet<Id> = rows::with_relations(tx)?.into_iter().collect();
        all.extend(rows::all(tx)?.into_iter().filter_map(|a| a.holder));
        Ok::<_, StoreError>(all)
    };
    let all = app.db.read(concerned).await?;
    app.db
        .write(move |tx| {
            for one in all {
                settle(tx, &one, today)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

/// All circles.
#[derive(Clone, Debug)]
pub struct Circles {
    /// Relations, by centre and organisation.
    pub relations: Vec<Relation>,
    /// Members of the network, to choose from.
    pub members: Vec<(Id, String)>,
    /// Those around which the actor may draw circles.
    pub centres: Vec<(Id, String)>,
}

/// Who stands where: for professionals.
pub async fn circles(app: &App, actor: &Actor) -> Result<Circles, Problem> {
    actor.need_somewhere(Permission::Report)?;
    let mine = actor.organisations(Permission::Network);
    app.db
        .read(move |tx| {
            let all = crate::store::members(tx)?;
            let members: Vec<_> = all.into_iter().map(|o| (o.id, o.name)).collect();
            let own = |id: &Id| mine.as_ref().is_none_or(|mine| mine.contains(id));
            Ok::<_, Problem>(Circles {
                relations: rows::relations(tx)?,
                centres: members.iter().filter(|(id, _)| own(id)).cloned().collect(),
                members,
            })
        })
        .await
}

/// One relation: for those who look after its centre.
pub async fn relation(app: &App, actor: &Actor, id: &Id) -> Result<Relation, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let id = id.clone();
    let found = app.db.read(move |tx| rows::find_relation(tx, &id)).await?;
    let found = found.ok_or_else(not_found)?;
    actor.need(Permission::Network, &found.with)?;
    Ok(found)
}

/// Adds a relation: for those who look after the centre.
pub async fn write_relation(app: &App, actor: &Actor, relation: Relation) -> Result<Id, Problem> {
    change_relation(app, actor, relation, None).await
}

/// Adds a relation or changes its bond and its days, if it is still what its
/// [`mark`](crate::service::mark) says.
pub async fn change_relation(
    app: &App,
    actor: &Actor,
    mut relation: Relation,
    seen: Option<String>,
) -> Result<Id, Problem> {
    actor.need(Permission::Network, &relation.with)?;
    let (app2, actor, today) = (app.clone(), actor.clone(), site::sealing::today(app));
    app.db
        .write(move |tx| {
            tx.lock("relations", &relation.id)?;
            let known = rows::find_relation(tx, &relation.id)?;
            if let Some(known) = &known {
                actor.need(Permission::Network, &known.with)?;
                relation.organisation.clone_from(&known.organisation);
                relation.with.clone_from(&known.with);
            }
            crate::service::as_seen(seen.as_deref(), known.as_ref())?;
            relation.check()?;
            for (field, id) in [("organisation", &relation.organisation), ("with", &relation.with)]
            {
                if crate::store::find_organisation(tx, id)?.is_none() {
                    return Err(wrong(field, "network-problem-organisation"));
                }
            }
            rows::save_relation(tx, &relation)?;
            settle(tx, &relation.organisation, today)?;
            let (act, of) = (Act::RelationChanged, Some(&relation.with));
            let (subject, detail) = (relation.organisation.as_str(), relation.bond.code());
            audit::note(&app2, tx, &actor, act, of, subject, detail)?;
            Ok::<_, Problem>(relation.id)
        })
        .await
}

/// Removes a relation that was never true; one that is over is given its last day.
pub async fn remove_relation(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    let today = site::sealing::today(app);
    app.db
        .write(move |tx| {
            let known = rows::find_relation(tx, &id)?.ok_or_else(not_found)?;
            actor.need(Permission::Network, &known.with)?;
            rows::remove_relation(tx, &id)?;
            let (mut circle, form) = rows::standing(tx, &known.organisation)?.unwrap_or_default();
            if rows::relations_of(tx, &known.organisation)?.is_empty() {
                circle = None;
            }
            rows::set_standing(tx, &known.organisation, (circle, form))?;
            settle(tx, &known.organisation, today)?;
            let (act, of) = (Act::RelationRemoved, Some(&known.with));
            let (subject, detail) = (known.organisation.as_str(), known.bond.code());
            Ok(audit::note(&app2, tx, &actor, act, of, subject, detail)?)
        })
        .await
}

/// What is public of an organisation's part in the network.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// Its circles, those that hold today.
    pub circles: Vec<Relation>,
    /// The agreements in force that bind it, with the form each gives to its holder.
    pub agreements: Vec<(Agreement, FormOfPartnership)>,
    /// The version of the charter that it adheres to.
    pub charter: Option<Adherence>,
}

/// What is public of an organisation's part in the network today: parties, forms and dates, nothing
/// of what agreements say.
pub fn ties(tx: &mut Tx<'_>, organisation: &Id, today: Date) -> Result<Ties, StoreError> {
    let mut circles = rows::relations_of(tx, organisation)?;
    circles.retain(|r| r.holds(today));
    let mut agreements = in_force(tx, organisation, today)?;
    for (agreement, _) in &mut agreements {
        agreement.notes.clear();
    }
    let adherences = charter::adherences(tx)?.into_iter();
    let charter = adherences.filter(|a| a.organisation == *organisation).find(|a| a.holds(today));
    Ok(Ties { circles, agreements, charter })
}
