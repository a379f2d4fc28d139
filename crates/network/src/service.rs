//! What the other rooms ask of the network, inside their own transaction, and the use cases of
//! its pages.

use std::collections::HashMap;
use std::fmt::Debug;

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::audit::{self, Act};
use site::{Actor, App, Permission, Role};

use crate::model::{Fact, Organisation, Place, Standing, Theme};
use crate::profile::Profile;
use crate::store as rows;

/// One organisation.
pub fn organisation(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Organisation>, StoreError> {
    rows::find_organisation(tx, id)
}

/// The members of the network, by name: those one chooses from.
pub fn organisations(tx: &mut Tx<'_>) -> Result<Vec<Organisation>, StoreError> {
    rows::members(tx)
}

/// All organisations, members and those that are only known.
pub fn everyone(tx: &mut Tx<'_>) -> Result<Vec<Organisation>, StoreError> {
    rows::organisations_where(tx, "standing IN ('member', 'listed')", &[])
}

/// Adds or changes an organisation.
pub fn save_organisation(tx: &mut Tx<'_>, organisation: &Organisation) -> Result<(), StoreError> {
    rows::save_organisation(tx, organisation)
}

/// What is known of an organisation in numbers, with where it is from (`ministry`, `typed`).
pub fn facts(tx: &mut Tx<'_>, id: &Id) -> Result<Vec<(Fact, f64, String)>, StoreError> {
    rows::facts(tx, id)
}

/// One number of all organisations of which it is known.
pub fn fact_of_all(tx: &mut Tx<'_>, fact: Fact) -> Result<HashMap<Id, f64>, StoreError> {
    rows::fact_of_all(tx, fact)
}

/// Keeps a number of an organisation in place of what was known.
pub fn save_fact(tx: &mut Tx<'_>, id: &Id, fact: (Fact, f64, &str)) -> Result<(), StoreError> {
    rows::save_fact(tx, id, fact)
}

/// One place.
pub fn place(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Place>, StoreError> {
    rows::find_place(tx, id)
}

/// All places, by name.
pub fn places(tx: &mut Tx<'_>) -> Result<Vec<Place>, StoreError> {
    rows::places(tx)
}

/// Adds or changes a place.
pub fn save_place(tx: &mut Tx<'_>, place: &Place) -> Result<(), StoreError> {
    rows::save_place(tx, place)
}

/// One theme.
pub fn theme(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Theme>, StoreError> {
    rows::find_theme(tx, id)
}

/// All themes, in the order of the screens.
pub fn themes(tx: &mut Tx<'_>) -> Result<Vec<Theme>, StoreError> {
    rows::themes(tx)
}

/// Adds or changes a theme.
pub fn save_theme(tx: &mut Tx<'_>, theme: &Theme) -> Result<(), StoreError> {
    rows::save_theme(tx, theme)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The organisation of this name, case and accents apart; a member rather than one that is only
/// known.
pub fn organisation_by_name(
    tx: &mut Tx<'_>,
    name: &str,
) -> Result<Option<Organisation>, StoreError> {
    Ok(rows::organisations_named(tx, &territory::folded(name))?.into_iter().next())
}

/// All organisations of this name, case and accents apart, members first.
pub fn organisations_by_name(tx: &mut Tx<'_>, name: &str) -> Result<Vec<Organisation>, StoreError> {
    rows::organisations_named(tx, &territory::folded(name))
}

/// Adds or changes organisations, each named once, in few statements.
pub fn save_organisations(tx: &mut Tx<'_>, all: &[Organisation]) -> Result<(), StoreError> {
    let all: Vec<&Organisation> = all.iter().collect();
    if all.is_empty() { Ok(()) } else { rows::save_organisations(tx, &all) }
}

/// The place of this name in this town (any town when `city` is empty), case apart.
pub fn place_by_name(tx: &mut Tx<'_>, name: &str, city: &str) -> Result<Option<Place>, StoreError> {
    let same = |p: &Place| {
        folded(&p.name) == folded(name) && (city.is_empty() || folded(&p.city) == folded(city))
    };
    Ok(rows::places(tx)?.into_iter().find(same))
}

/// The theme of this name in either language, case apart.
pub fn theme_by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Theme>, StoreError> {
    let same = |t: &Theme| [&t.name_fr, &t.name_en].iter().any(|n| folded(n) == folded(name));
    Ok(rows::themes(tx)?.into_iter().find(same))
}

/// An organisation as its page shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The organisation.
    pub organisation: Organisation,
    /// Its places, by name.
    pub places: Vec<Place>,
    /// What is known of it in numbers, with where that is from.
    pub facts: Vec<(Fact, f64, String)>,
    /// What it says of itself.
    pub profile: Profile,
    /// Professionals with a role there, by name: to professionals who are signed in only.
    pub people: Vec<(String, Role)>,
}

/// One organisation with what its page says.
pub async fn shown(app: &App, actor: &Actor, id: &Id) -> Result<Shown, Problem> {
    let (id, inside) = (id.clone(), actor.person().is_some());
    app.db
        .read(move |tx| {
            let organisation = rows::find_organisation(tx, &id)?.ok_or_else(not_found)?;
            let people = match inside {
                true => site::accounts::service::colleagues(tx, &id)?,
                false => vec![],
            };
            Ok::<_, Problem>(Shown {
                organisation,
                places: rows::places_of(tx, &id)?,
                facts: rows::facts(tx, &id)?,
                profile: crate::profile::service::profile(tx, &id)?,
                people,
            })
        })
        .await
}

fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

/// An organisation that the actor looks after. To a coordinator elsewhere there is none.
pub async fn cared_organisation(
    app: &App,
    actor: &Actor,
    id: &Id,
) -> Result<Organisation, Problem> {
    actor.need_somewhere(Permission::Network)?;
    if !actor.can(Permission::Network, id) {
        return Err(not_found());
    }
    let id = id.clone();
    app.db.read(move |tx| rows::find_organisation(tx, &id)).await?.ok_or_else(not_found)
}

/// A place that the actor looks after.
pub async fn cared_place(app: &App, actor: &Actor, id: &Id) -> Result<Place, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let id = id.clone();
    let place = app.db.read(move |tx| rows::find_place(tx, &id)).await?.ok_or_else(not_found)?;
    let mine = match &place.organisation {
        Some(owner) => actor.can(Permission::Network, owner),
        None => actor.need_administrator().is_ok(),
    };
    if mine { Ok(place) } else { Err(not_found()) }
}

/// A theme, for administrators of the network.
pub async fn cared_theme(app: &App, actor: &Actor, id: &Id) -> Result<Theme, Problem> {
    actor.need_administrator()?;
    let id = id.clone();
    app.db.read(move |tx| rows::find_theme(tx, &id)).await?.ok_or_else(not_found)
}

/// Makes an organisation that was only known a member of the network, so that it can be chosen: for
/// administrators.
pub async fn enrol(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    set_standing(app, actor, id, Standing::Member).await
}

/// Makes a member one that is only known, as long as nothing refers to it: for administrators.
pub async fn let_go(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    set_standing(app, actor, id, Standing::Listed).await
}

async fn set_standing(
    app: &App,
    actor: &Actor,
    id: &Id,
    standing: Standing,
) -> Result<(), Problem> {
    actor.need_administrator()?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            tx.lock("organisations", &id)?;
            let known = rows::find_organisation(tx, &id)?.ok_or_else(not_found)?;
            if known.standing == standing {
                return Ok(());
            }
            let used = standing == Standing::Listed
                && (site::accounts::service::has_members(tx, &id)?
                    || rows::is_referred_to(tx, &id)?);
            if used {
                return Err(Problem::new(Kind::Conflict, "network-problem-stays-member"));
            }
            rows::save_organisation(tx, &Organisation { standing, ..known.clone() })?;
            let act = match standing {
                Standing::Member => Act::OrganisationEnrolled,
                Standing::Listed => Act::OrganisationLetGo,
            };
            audit::note(&app2, tx, &actor, act, Some(&id), id.as_str(), &known.name)?;
            Ok::<_, Problem>(())
        })
        .await
}

/// A mark of what a form showed of a record. Sent back with the form, it tells whether somebody
/// else changed the record in the meantime.
#[must_use]
pub fn mark(record: &impl Debug) -> String {
    Id::derived("seen", &[&format!("{record:?}")]).into()
}

/// Refuses a change to something other than what its author has seen.
pub fn as_seen<T: Debug>(seen: Option<&str>, now: Option<&T>) -> Result<(), Problem> {
    match (seen, now) {
        (None, _) => Ok(()),
        (Some(seen), Some(now)) if mark(now) == seen => Ok(()),
        (Some(_), Some(_)) => Err(Problem::new(Kind::Conflict, "network-problem-changed")),
        (Some(_), None) => Err(Problem::new(Kind::NotFound, "problem-not-found")),
    }
}

/// Adds or changes an organisation: administrators any of them; a coordinator what their own says
/// of itself, but neither its name nor what it is in the network.
pub async fn write_organisation(
    app: &App,
    actor: &Actor,
    organisation: Organisation,
) -> Result<Id, Problem> {
    change_organisation(app, actor, organisation, None).await
}

/// As [`write_organisation`], if the organisation is still what its [`mark`] says.
pub async fn change_organisation(
    app: &App,
    actor: &Actor,
    mut organisation: Organisation,
    seen: Option<String>,
) -> Result<Id, Problem> {
    actor.need(Permission::Network, &organisation.id)?;
    let administrator = actor.need_administrator();
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            tx.lock("organisations", &organisation.id)?;
            let known = rows::find_organisation(tx, &organisation.id)?;
            as_seen(seen.as_deref(), known.as_ref())?;
            if let Some(known) = &known {
                // Changed by themselves: standing by `enrol`, the others by relations and agreements.
                organisation.standing = known.standing;
                (organisation.circle, organisation.form) = (known.circle, known.form);
            }
            if let Err(refusal) = administrator {
                let known = known.ok_or(refusal)?;
                (organisation.name, organisation.kind) = (known.name, known.kind);
            }
            organisation.settle();
            organisation.check()?;
            rows::save_organisation(tx, &organisation)?;
            let (id, name) = (&organisation.id, &organisation.name);
            let act = Act::OrganisationChanged;
            audit::note(&app2, tx, &actor, act, Some(id), id.as_str(), name)?;
            Ok::<_, Problem>(organisation.id)
        })
        .await
}

/// Adds or changes a place: administrators any of them, coordinators those of their organisation.
pub async fn write_place(app: &App, actor: &Actor, place: Place) -> Result<Id, Problem> {
    change_place(app, actor, place, None).await
}

/// As [`write_place`], if the place is still what its [`mark`] says.
pub async fn change_place(
    app: &App,
    actor: &Actor,
    place: Place,
    seen: Option<String>,
) -> Result<Id, Problem> {
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            let may = |owner: &Option<Id>| match owner {
                Some(id) => actor.need(Permission::Network, id),
                None => actor.need_administrator(),
            };
            tx.lock("places", &place.id)?;
            let known = rows::find_place(tx, &place.id)?;
            if let Some(known) = &known {
                may(&known.organisation)?;
            }
            as_seen(seen.as_deref(), known.as_ref())?;
            may(&place.organisation)?;
            place.check()?;
            if let Some(owner) = &place.organisation
                && rows::find_organisation(tx, owner)?.is_none()
            {
                let gone = FieldProblem::new("organisation", "network-problem-organisation");
                Problem::from_fields(vec![gone])?;
            }
            rows::save_place(tx, &place)?;
            let (id, owner) = (place.id.as_str(), place.organisation.as_ref());
            audit::note(&app2, tx, &actor, Act::PlaceChanged, owner, id, &place.name)?;
            Ok::<_, Problem>(place.id)
        })
        .await
}

/// Adds or changes a theme: for administrators of the network.
pub async fn write_theme(app: &App, actor: &Actor, theme: Theme) -> Result<(), Problem> {
    change_theme(app, actor, theme, None).await
}

/// As [`write_theme`], if the theme is still what its [`mark`] says.
pub async fn change_theme(
    app: &App,
    actor: &Actor,
    theme: Theme,
    seen: Option<String>,
) -> Result<(), Problem> {
    actor.need_administrator()?;
    theme.check()?;
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            tx.lock("themes", &theme.id)?;
            as_seen(seen.as_deref(), rows::find_theme(tx, &theme.id)?.as_ref())?;
            rows::save_theme(tx, &theme)?;
            let id = theme.id.as_str();
            audit::note(&app2, tx, &actor, Act::ThemeChanged, None, id, &theme.name_fr)?;
            Ok(())
        })
        .await
}

/// What can be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An organisation in which nobody has a role and which nothing refers to.
    Organisation,
    /// A place where no session takes place.
    Place,
    /// A theme of no activity.
    Theme,
}

/// Removes what nothing refers to, such as an entry made by mistake; refuses what is in use, so
/// that no report loses a row.
pub async fn remove(app: &App, actor: &Actor, thing: Thing, id: &Id) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    actor.need_somewhere(Permission::Network)?;
    let in_use = || Problem::new(Kind::Conflict, "network-problem-in-use");
    app.db
        .write(move |tx| {
            let table = match thing {
                Thing::Organisation => {
                    actor.need_administrator()?;
                    if site::accounts::service::has_members(tx, &id)? {
                        return Err(in_use());
                    }
                    site::accounts::service::forget_roles(tx, &id)?;
                    "organisations"
                }
                Thing::Place => {
                    let place = rows::find_place(tx, &id)?;
                    match place.and_then(|p| p.organisation) {
                        Some(owner) => actor.need(Permission::Network, &owner)?,
                        None => actor.need_administrator()?,
                    }
                    "places"
                }
                Thing::Theme => {
                    actor.need_administrator()?;
                    "themes"
                }
            };
            match rows::remove(tx, table, &id) {
                Ok(true) => {
                    audit::note(&app2, tx, &actor, Act::Removed, None, id.as_str(), table)?;
                    Ok(())
                }
                Ok(false) => Err(Problem::new(Kind::NotFound, "problem-not-found")),
                Err(StoreError::Constraint(_)) => Err(in_use()),
                Err(other) => Err(other.into()),
            }
        })
        .await
}
