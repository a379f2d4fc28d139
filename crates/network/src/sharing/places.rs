//! Coming to a day: for oneself, for a colleague, and not coming after all.

use ::store::Tx;
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::audit::{self, Act};
use site::{Actor, App, Permission, Person, sealing, secrets};
use vault::{Day, DayKey, Vault, day_of};

use super::mails::{News, tell};
use super::model::{Immersion, State};
use super::service::{Coming, find, not_found, signed_in, view};
use super::store::{self as rows, Registration};
use crate::store as network;

/// Somebody on the list of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// Registration.
    pub id: Id,
    /// Name; empty when it is forgotten.
    pub name: String,
    /// Of whose staff they are.
    pub of: Id,
    /// Its name.
    pub organisation: String,
    /// Registered by their coordinator.
    pub colleague: bool,
    /// Where no mail is sent, the address of their place, for their coordinator to hand over.
    pub link: Option<String>,
    /// Whether they were there; `None`: nobody said.
    pub present: Option<bool>,
}

/// A place on a day, as its holder sees it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The day.
    pub coming: Coming,
    /// Registration.
    pub id: Id,
    /// Name kept, if any.
    pub name: Option<String>,
    /// Address kept, if any.
    pub email: Option<String>,
    /// They were there.
    pub present: Option<bool>,
    /// Day on which it is forgotten.
    pub forget_day: Day,
}

/// Secret of the address where a colleague who was registered sees their place.
pub(super) fn secret(vault: &Vault, registration: &Id) -> String {
    secrets::of(vault, "immersion-place", registration)
}

fn registration_of(vault: &Vault, secret: &str) -> Option<Id> {
    secrets::read(vault, "immersion-place", secret)
}

/// The organisations as whose staff somebody may come.
#[must_use]
pub(super) fn as_whose(person: &Person, immersion: &Immersion) -> Vec<Id> {
    let own = person.memberships.iter().map(|m| m.organisation.clone());
    own.filter(|id| immersion.welcomes(id)).collect()
}

/// Takes the place of a registration that is in already, or says why there is none.
fn take(app: &App, tx: &mut Tx<'_>, id: &Id) -> Result<(), Problem> {
    let now = app.clock.seconds();
    if rows::take_place(tx, id, now)? {
        return Ok(());
    }
    let closed = find(tx, id)?.closed_because(now).unwrap_or("sharing-closed-full");
    Err(Problem::new(Kind::Conflict, closed))
}

/// Registers the person who asks. Twice is once.
pub async fn register(
    app: &App,
    actor: &Actor,
    id: &Id,
    organisation: Option<Id>,
) -> Result<(), Problem> {
    let person = actor.need_person()?.clone();
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    #[cfg(feature = "unguarded")]
    if sabotage::is_unguarded(&id) {
        return sabotage::register(app, &id, &person).await;
    }
    app.db
        .write(move |tx| {
            let immersion = find(tx, &id)?;
            if immersion.state == State::Draft {
                return Err(not_found());
            }
            let choices = as_whose(&person, &immersion);
            let organisation = match organisation {
                Some(wanted) if choices.contains(&wanted) => wanted,
                None if choices.len() == 1 => choices[0].clone(),
                None if choices.len() > 1 => {
                    let field = FieldProblem::new("organisation", "sharing-problem-as-whose");
                    return Err(Problem::from_fields(vec![field]).err().unwrap_or_else(not_found));
                }
                _ => return Err(Problem::new(Kind::Forbidden, "sharing-problem-not-for-you")),
            };
            let r = Registration {
                id: Id::new(),
                immersion: id.clone(),
                organisation: organisation.clone(),
                person: Some(person.id),
                colleague: None,
                forget_day: immersion.forget_day,
                present: None,
            };
            if !rows::insert(tx, &r, None, None, app2.clock.seconds())? {
                return Ok(());
            }
            take(&app2, tx, &id)?;
            let act = Act::ImmersionJoined;
            Ok(audit::note(&app2, tx, &actor, act, Some(&organisation), id.as_str(), "")?)
        })
        .await
}

/// Registers a colleague by name and address; they are told so. The same `key` again registers
/// nobody else.
pub async fn colleague(
    app: &App,
    actor: &Actor,
    id: &Id,
    organisation: &Id,
    who: (String, String),
    key: &str,
) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    signed_in(&actor)?;
    let (name, email) = (who.0.trim().replace(char::is_control, ""), who.1.trim().to_owned());
    let (organisation, key) = (organisation.clone(), key.to_owned());
    app.db
        .write(move |tx| {
            let immersion = find(tx, &id)?;
            if immersion.state == State::Draft {
                return Err(not_found());
            }
            actor.need(Permission::Plan, &organisation)?;
            if !immersion.welcomes(&organisation) {
                return Err(Problem::new(Kind::Forbidden, "sharing-problem-not-for-you"));
            }
            let mut wrong = vec![];
            if name.is_empty() || name.chars().count() > 100 {
                wrong.push(FieldProblem::new("name", "sharing-problem-name"));
            }
            if !site::mail::valid_address(&email) {
                wrong.push(FieldProblem::new("email", "problem-field-email"));
            }
            if key.is_empty() || key.len() > 200 {
                wrong.push(FieldProblem::new("key", "problem-field-key"));
            }
            Problem::from_fields(wrong)?;
            let today = day_of(sealing::today(&app2));
            let sealed = match immersion.forget_day > today {
                true => sealing::key(&app2, tx, immersion.forget_day)?,
                false => None,
            };
            let over = || Problem::new(Kind::Conflict, "sharing-closed-over");
            let sealed: DayKey = sealed.ok_or_else(over)?;
            let of = format!("{id}\0{key}");
            let request = app2.vault.derived_bytes("immersion-request", of.as_bytes());
            let r = Registration {
                id: Id::new(),
                immersion: id.clone(),
                organisation: organisation.clone(),
                person: None,
                colleague: Some((name, email)),
                forget_day: immersion.forget_day,
                present: None,
            };
            let now = app2.clock.seconds();
            if !rows::insert(tx, &r, Some(&sealed), Some(request[..16].to_vec()), now)? {
                return Ok(());
            }
            take(&app2, tx, &id)?;
            let by = actor.person().map(|p| p.name.clone()).unwrap_or_default();
            let of = view(tx, immersion)?;
            tell(&app2, tx, &of, &r, News::Registered, &by)?;
            let act = Act::ImmersionJoined;
            Ok(audit::note(&app2, tx, &actor, act, Some(&organisation), id.as_str(), "")?)
        })
        .await
}

/// Takes somebody off a day: themselves, their coordinator, or the host. Twice is once.
pub async fn come_not(app: &App, actor: &Actor, id: &Id, registration: &Id) -> Result<(), Problem> {
    let (app2, actor) = (app.clone(), actor.clone());
    let (id, registration) = (id.clone(), registration.clone());
    signed_in(&actor)?;
    app.db
        .write(move |tx| {
            tx.lock("immersions", &id)?;
            let immersion = find(tx, &id)?;
            let found = rows::find_registration(&app2.vault, tx, &registration)?;
            let r = found.filter(|r| r.immersion == id).ok_or_else(not_found)?;
            let own = actor.person().is_some_and(|p| Some(&p.id) == r.person.as_ref());
            if !own && !actor.can(Permission::Plan, &r.organisation) {
                actor.need(Permission::Plan, &immersion.host)?;
            }
            leave(&app2, tx, &immersion, &r)?;
            let act = Act::ImmersionLeft;
            Ok(audit::note(&app2, tx, &actor, act, Some(&r.organisation), id.as_str(), "")?)
        })
        .await
}

fn leave(app: &App, tx: &mut Tx<'_>, i: &Immersion, r: &Registration) -> Result<(), Problem> {
    if i.state == State::Held || (i.state == State::Announced && i.starts_at <= app.clock.seconds())
    {
        return Err(Problem::new(Kind::Conflict, "sharing-closed-over"));
    }
    rows::remove(tx, r)?;
    site::mail::drop_about(tx, &r.id)?;
    Ok(())
}

/// The place of somebody who was registered by their coordinator, by its secret address.
pub async fn place(app: &App, secret: &str) -> Result<Place, Problem> {
    let id = registration_of(&app.vault, secret).ok_or_else(not_found)?;
    let app2 = app.clone();
    app.db
        .read(move |tx| {
            let gone = || Problem::new(Kind::Gone, "sharing-problem-gone");
            let r = rows::find_registration(&app2.vault, tx, &id)?.ok_or_else(gone)?;
            place_in(tx, r)
        })
        .await
}

fn place_in(tx: &mut Tx<'_>, r: Registration) -> Result<Place, Problem> {
    let immersion = find(tx, &r.immersion)?;
    let (name, email) = r.colleague.unzip();
    Ok(Place {
        coming: view(tx, immersion)?,
        id: r.id,
        name,
        email,
        present: r.present,
        forget_day: r.forget_day,
    })
}

/// Gives that place back; name and address are erased at once.
pub async fn leave_place(app: &App, secret: &str) -> Result<(), Problem> {
    let id = registration_of(&app.vault, secret).ok_or_else(not_found)?;
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            // Twice is once.
            let Some(r) = rows::find_registration(&app2.vault, tx, &id)? else { return Ok(()) };
            tx.lock("immersions", &r.immersion)?;
            let immersion = find(tx, &r.immersion)?;
            leave(&app2, tx, &immersion, &r)?;
            let (act, of) = (Act::ImmersionLeft, Some(&r.organisation));
            let subject = r.immersion.as_str();
            Ok(audit::note(&app2, tx, &Actor::Public, act, of, subject, "")?)
        })
        .await
}

/// The place of the person who asks on a day, if they have one.
pub(super) async fn own_place(app: &App, actor: &Actor, id: &Id) -> Result<Option<Place>, Problem> {
    let Some(person) = actor.person().map(|p| p.id.clone()) else { return Ok(None) };
    let (app2, id) = (app.clone(), id.clone());
    app.db
        .read(move |tx| match rows::own(&app2.vault, tx, &id, &person)? {
            Some(r) => place_in(tx, r).map(Some),
            None => Ok(None),
        })
        .await
}

/// Who comes to a day: all of them for its host, for others the people of the organisations they
/// coordinate.
pub async fn list(app: &App, actor: &Actor, id: &Id) -> Result<Vec<Attendee>, Problem> {
    signed_in(actor)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .read(move |tx| {
            let immersion = find(tx, &id)?;
            let host = actor.can(Permission::Desk, &immersion.host);
            let mut all = vec![];
            for r in rows::of_immersion(&app2.vault, tx, &id)? {
                if !host && !actor.can(Permission::Plan, &r.organisation) {
                    continue;
                }
                let name = match (&r.person, r.colleague) {
                    (Some(person), _) => site::accounts::service::reach(tx, person)?
                        .map(|(name, _, _)| name)
                        .unwrap_or_default(),
                    (None, colleague) => colleague.map(|(name, _)| name).unwrap_or_default(),
                };
                let of = network::find_organisation(tx, &r.organisation)?;
                let told =
                    site::mail::wanted(&app2) || !actor.can(Permission::Plan, &r.organisation);
                let link =
                    (!told).then(|| format!("/exchanges/place/{}", secret(&app2.vault, &r.id)));
                all.push(Attendee {
                    id: r.id,
                    name,
                    of: r.organisation,
                    organisation: of.map(|o| o.name).unwrap_or_default(),
                    colleague: r.person.is_none(),
                    link: link.filter(|_| r.person.is_none()),
                    present: r.present,
                });
            }
            all.sort_by_key(|a| territory::folded(&a.name));
            Ok(all)
        })
        .await
}

/// Taking the guard out, to show that it is what holds: look first, then take.
#[cfg(feature = "unguarded")]
pub mod sabotage {
    use super::*;

    static UNGUARDED: std::sync::Mutex<Vec<Id>> = std::sync::Mutex::new(vec![]);

    /// Takes the guard of this day out.
    pub fn remove_guard(immersion: &Id) {
        if let Ok(mut list) = UNGUARDED.lock() {
            list.push(immersion.clone());
        }
    }

    pub(super) fn is_unguarded(immersion: &Id) -> bool {
        UNGUARDED.lock().is_ok_and(|list| list.contains(immersion))
    }

    pub(super) async fn register(app: &App, id: &Id, person: &Person) -> Result<(), Problem> {
        let of = id.clone();
        let seen = app.db.read(move |tx| find(tx, &of)).await?;
        if seen.left() == 0 {
            return Err(Problem::new(Kind::Conflict, "sharing-closed-full"));
        }
        let r = Registration {
            id: Id::new(),
            immersion: id.clone(),
            organisation: seen.host,
            person: Some(person.id.clone()),
            colleague: None,
            forget_day: seen.forget_day,
            present: None,
        };
        let now = app.clock.seconds();
        app.db
            .write(move |tx| {
                rows::insert(tx, &r, None, None, now)?;
                Ok(rows::take_place_unguarded(tx, &r.immersion)?)
            })
            .await
    }
}
