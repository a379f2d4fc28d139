//! The charter check: what departs from which principle, where, and since when.

use std::collections::HashMap;

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use network::charter::{Adherence, Charter};
use site::{Actor, App, Permission, sealing};

use super::not_found;
use crate::model::{Sign, departures};
use crate::store::{activities, departures as rows, questions, sessions};

pub use rows::Kept as Departure;

/// Compares what departs from the charter in an activity with what was known, and notes what has
/// begun and what has ended.
pub(crate) fn look_at(tx: &mut Tx<'_>, activity: &Id, now: i64) -> Result<(), StoreError> {
    let Some(known) = activities::find(tx, activity)? else { return Ok(()) };
    let all = sessions::of_activity(tx, activity)?;
    let asked = questions::of_activity(tx, activity)?;
    let found = departures(&known.draft, &all, &asked);
    let open = rows::open(tx, activity)?;
    for (sign, subject, _) in &open {
        if !found.iter().any(|(s, w)| s == sign && w == subject) {
            rows::end(tx, activity, *sign, subject, now)?;
        }
    }
    for (sign, subject) in &found {
        if !open.iter().any(|(s, w, _)| s == sign && w == subject) {
            rows::begin(tx, activity, *sign, subject, now)?;
        }
    }
    Ok(())
}

/// Looks at every activity: what was imported, and what the program has learnt to look for.
pub(super) async fn look_at_all(app: &App) -> Result<(), Problem> {
    let now = app.clock.seconds();
    let all = app.db.read(|tx| Ok::<_, Problem>(rows::activities(tx)?)).await?;
    for some in all.chunks(100) {
        let some = some.to_vec();
        app.db
            .write(move |tx| {
                some.iter().try_for_each(|id| look_at(tx, id, now)).map_err(Problem::from)
            })
            .await?;
    }
    Ok(())
}

/// What departs from the charter in an activity now, for its own pages.
pub async fn departures_of(app: &App, activity: &Id) -> Result<Vec<(Sign, String)>, Problem> {
    let activity = activity.clone();
    app.db
        .read(move |tx| {
            let open = rows::open(tx, &activity)?;
            Ok(open.into_iter().map(|(sign, subject, _)| (sign, subject)).collect())
        })
        .await
}

/// An organisation in the charter check.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The organisation.
    pub organisation: Id,
    /// Its name.
    pub name: String,
    /// What it adheres or adhered to, the latest first.
    pub adherences: Vec<Adherence>,
    /// What departs now, and people can see.
    pub open: Vec<Departure>,
    /// What departs in drafts that nobody sees yet.
    pub drafts: Vec<Departure>,
    /// What departed and does no longer.
    pub ended: Vec<Departure>,
    /// How many of its sessions people saw.
    pub sessions: u32,
    /// How many of them belong to an activity in which something departs now.
    pub departing: u32,
    /// The actor may say what it adheres to.
    pub own: bool,
}

/// An organisation and its name.
pub type Named = (Id, String);

/// The charter check.
#[derive(Clone, Debug)]
pub struct CharterCheck {
    /// The version in force.
    pub charter: Option<Charter>,
    /// All versions.
    pub versions: Vec<Charter>,
    /// Organisations that organise something or adhere, by name.
    pub organisations: Vec<Checked>,
    /// Organisations of which the actor may say what they adhere to.
    pub cared_for: Vec<Named>,
}

/// The charter check of the organisations whose report the actor reads.
pub async fn charter_check(app: &App, actor: &Actor) -> Result<CharterCheck, Problem> {
    actor.need_somewhere(Permission::Report)?;
    let (actor, today) = (actor.clone(), sealing::today(app));
    let versions = network::charter::charters(app).await?;
    app.db
        .read(move |tx| {
            let mine = actor.organisations(Permission::Report);
            let published: HashMap<Id, u32> = rows::published(tx)?.into_iter().collect();
            let all = rows::all(tx)?;
            let adherences = network::charter::adherences(tx)?;
            let (mut organisations, mut cared_for) = (vec![], vec![]);
            for o in network::service::organisations(tx)? {
                if mine.as_ref().is_some_and(|ids| !ids.contains(&o.id)) {
                    continue;
                }
                let own: Vec<Departure> =
                    all.iter().filter(|d| d.organisation == o.id).cloned().collect();
                let sessions = published.get(&o.id).copied().unwrap_or(0);
                let adheres = adherences.iter().filter(|a| a.organisation == o.id);
                let adherences: Vec<Adherence> = adheres.cloned().collect();
                let may = actor.can(Permission::Network, &o.id);
                if may {
                    cared_for.push((o.id.clone(), o.name.clone()));
                }
                if sessions == 0 && own.is_empty() && adherences.is_empty() {
                    continue;
                }
                let (ended, live): (Vec<_>, Vec<_>) =
                    own.into_iter().partition(|d| d.ended_at.is_some());
                let (open, drafts): (Vec<_>, Vec<_>) = live.into_iter().partition(|d| d.public);
                let mut touched: Vec<&Id> = open.iter().map(|d| &d.activity).collect();
                touched.sort();
                touched.dedup();
                let mut departing = 0;
                for activity in touched {
                    departing += rows::sessions_of(tx, activity)?;
                }
                organisations.push(Checked {
                    organisation: o.id,
                    name: o.name,
                    adherences,
                    open,
                    drafts,
                    ended,
                    sessions,
                    departing,
                    own: may,
                });
            }
            let charter = network::charter::in_force(tx, today)?;
            Ok(CharterCheck { charter, versions, organisations, cared_for })
        })
        .await
}

/// The charter for everybody: the version in force and who adheres today.
pub async fn charter(app: &App) -> Result<(Charter, Vec<Adherence>), Problem> {
    let today = sealing::today(app);
    app.db
        .read(move |tx| {
            let charter = network::charter::in_force(tx, today)?.ok_or_else(not_found)?;
            let mut adherences = network::charter::adherences(tx)?;
            adherences.retain(|a| a.holds(today));
            Ok((charter, adherences))
        })
        .await
}
