//! Use cases of editions.

use ::store::Tx;
use base::{Id, Kind, Problem, problem::FieldProblem};
use jiff::civil::Date;
use network::model::Organisation;
use network::service::as_seen;
use site::audit::{self, Act};
use site::{Actor, App, Permission};
use territory::Zone;

use super::model::{Booklet, BookletDraft, Changes, Edition, Frozen, digest, moved, shifted};
use super::store::{self as rows, Candidate, Picked};
use crate::model::State;
use crate::service::{Seen, not_found, published_in};
use crate::store as entries;

/// Most entries of a selection: what can still be carried.
const MOST: usize = 300;

/// Selections of the actor's organisations, with their editions, the latest first.
pub async fn booklets(
    app: &App,
    actor: &Actor,
) -> Result<Vec<(Booklet, String, Vec<Edition>)>, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let own = actor.organisations(Permission::Network);
    app.db
        .read(move |tx| {
            let mut found = vec![];
            for booklet in rows::all(tx)? {
                if own.as_ref().is_none_or(|ids| ids.contains(&booklet.organisation)) {
                    let of = network::service::organisation(tx, &booklet.organisation)?;
                    let editions = rows::editions(tx, &booklet.id)?;
                    found.push((booklet, of.map(|o| o.name).unwrap_or_default(), editions));
                }
            }
            Ok::<_, Problem>(found)
        })
        .await
}

/// A selection that was published, as everyone sees it: whose it is, and its editions, the latest
/// first.
#[derive(Clone, Debug)]
pub struct Published {
    /// Name of the organisation that keeps it.
    pub organisation: String,
    /// Its editions: the latest, then those before it.
    pub editions: Vec<Edition>,
}

/// Every selection that was published, the one with the latest edition first.
pub async fn published(app: &App) -> Result<Vec<Published>, Problem> {
    app.db
        .read(move |tx| {
            let mut found: Vec<Published> = vec![];
            for booklet in rows::all(tx)? {
                let editions = rows::editions(tx, &booklet.id)?;
                if !editions.is_empty() {
                    let of = network::service::organisation(tx, &booklet.organisation)?;
                    let organisation = of.map(|o| o.name).unwrap_or_default();
                    found.push(Published { organisation, editions });
                }
            }
            found.sort_by_key(|p| std::cmp::Reverse(p.editions.first().map(|e| e.on)));
            Ok::<_, Problem>(found)
        })
        .await
}

/// Begins a selection, for an organisation of the actor.
pub async fn make(
    app: &App,
    actor: &Actor,
    organisation: &Id,
    draft: BookletDraft,
) -> Result<Id, Problem> {
    actor.need(Permission::Network, organisation)?;
    draft.check()?;
    let (app2, actor) = (app.clone(), actor.clone());
    let booklet = Booklet { id: Id::new(), organisation: organisation.clone(), draft };
    app.db
        .write(move |tx| {
            if network::service::organisation(tx, &booklet.organisation)?.is_none() {
                let wrong = vec![FieldProblem::new("organisation", "directory-problem-owner")];
                Problem::from_fields(wrong)?;
            }
            rows::save(tx, &booklet)?;
            let (of, id) = (Some(&booklet.organisation), booklet.id.as_str());
            audit::note(&app2, tx, &actor, Act::EditionMade, of, id, "")?;
            Ok::<_, Problem>(booklet.id)
        })
        .await
}

/// What somebody looks for to put into a selection.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// A theme.
    pub theme: String,
    /// A territory.
    pub zone: Option<Zone>,
    /// Words of its name or its owner's.
    pub words: String,
    /// Everything, where nothing of these is said.
    pub all: bool,
}

impl Query {
    /// Whether anything is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.theme.is_empty() && self.zone.is_none() && self.words.is_empty()
    }

    fn fits(&self, one: &Candidate) -> bool {
        let here = |zone: Zone| {
            zone == Zone::COUNTRY || territory::commune(&one.insee).is_some_and(|c| zone.holds(c))
        };
        let hay = tables::normal(&format!("{} {}", one.title, one.owner));
        (self.theme.is_empty() || one.themes.split(' ').any(|t| t == self.theme))
            && self.zone.is_none_or(here)
            && tables::normal(&self.words).split(' ').all(|word| hay.contains(word))
    }
}

/// An entry that was found: which, its name, its owner's, when it was verified.
pub type Found = (Id, String, String, Option<Date>);

/// A selection as those see it who make it.
#[derive(Clone, Debug)]
pub struct Open {
    /// The selection.
    pub booklet: Booklet,
    /// Its published entries, by heading.
    pub picked: Vec<Picked>,
    /// Its editions, the latest first.
    pub editions: Vec<Edition>,
    /// What was looked for and is not in it.
    pub found: Vec<Found>,
}

fn held(tx: &mut Tx<'_>, actor: &Actor, id: &Id) -> Result<Booklet, Problem> {
    let booklet = rows::find(tx, id)?.ok_or_else(not_found)?;
    actor.need(Permission::Network, &booklet.organisation)?;
    Ok(booklet)
}

/// A selection, and what else could go into it.
pub async fn booklet(app: &App, actor: &Actor, id: &Id, query: Query) -> Result<Open, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (actor, id) = (actor.clone(), id.clone());
    app.db
        .read(move |tx| {
            let booklet = held(tx, &actor, &id)?;
            let mut found = vec![];
            if !query.is_empty() {
                let all = rows::candidates(tx, &id)?.into_iter().filter(|one| query.fits(one));
                let one = |c: Candidate| (c.id, c.title, c.owner, c.verified);
                found = all.map(one).take(MOST).collect();
            }
            let (picked, editions) = (rows::picked(tx, &id)?, rows::editions(tx, &id)?);
            Ok::<_, Problem>(Open { booklet, picked, editions, found })
        })
        .await
}

/// One change of a selection: held, changed, noted.
async fn changed<T: Send + 'static>(
    app: &App,
    actor: &Actor,
    id: &Id,
    act: Act,
    work: impl FnOnce(&App, &mut Tx<'_>, Booklet) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            tx.lock("booklets", &id)?;
            let booklet = held(tx, &actor, &id)?;
            let of = booklet.organisation.clone();
            let done = work(&app2, tx, booklet)?;
            audit::note(&app2, tx, &actor, act, Some(&of), id.as_str(), "")?;
            Ok::<_, Problem>(done)
        })
        .await
}

/// Changes title, introduction and headings; what stands under a heading follows its words.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: &Id,
    draft: BookletDraft,
    seen: Option<String>,
) -> Result<(), Problem> {
    draft.check()?;
    changed(app, actor, id, Act::EditionChanged, move |_, tx, booklet| {
        as_seen(seen.as_deref(), Some(&booklet.draft))?;
        let places = moved(&booklet.draft.headings, &draft.headings);
        for (entry, heading, ..) in rows::picked(tx, &booklet.id)? {
            let place = places.get(heading).copied().unwrap_or_default();
            if place != heading {
                rows::follow(tx, &booklet.id, &entry, place)?;
            }
        }
        Ok(rows::save(tx, &Booklet { draft, ..booklet })?)
    })
    .await
}

/// Puts published entries under a heading.
pub async fn add(
    app: &App,
    actor: &Actor,
    id: &Id,
    all: Vec<Id>,
    heading: usize,
) -> Result<(), Problem> {
    changed(app, actor, id, Act::EditionChanged, move |_, tx, booklet| {
        if heading >= booklet.draft.headings.len() {
            return Err(Problem::new(Kind::Invalid, "problem-form"));
        }
        for entry in &all {
            let known = entries::find(tx, entry)?.filter(|e| e.state == State::Published);
            known.ok_or_else(not_found)?;
            rows::pick(tx, &booklet.id, entry, heading)?;
        }
        if rows::picked(tx, &booklet.id)?.len() > MOST {
            return Err(Problem::new(Kind::Conflict, "editions-problem-full"));
        }
        Ok(())
    })
    .await
}

/// Moves an entry one place up or down under its heading. At its end it stays.
pub async fn shift(app: &App, actor: &Actor, id: &Id, entry: &Id, up: bool) -> Result<(), Problem> {
    let entry = entry.clone();
    changed(app, actor, id, Act::EditionChanged, move |_, tx, booklet| {
        let picked = rows::picked(tx, &booklet.id)?;
        let heading = picked.iter().find(|p| p.0 == entry).map(|p| p.1).ok_or_else(not_found)?;
        let here = picked.iter().filter(|p| p.1 == heading).map(|p| &p.0);
        Ok(rows::order(tx, &booklet.id, &shifted(here.collect(), &entry, up))?)
    })
    .await
}

/// Takes an entry out of a selection. Twice is once.
pub async fn remove(app: &App, actor: &Actor, id: &Id, entry: &Id) -> Result<(), Problem> {
    let entry = entry.clone();
    changed(app, actor, id, Act::EditionChanged, move |_, tx, booklet| {
        Ok(rows::drop(tx, &booklet.id, &entry)?)
    })
    .await
}

/// A mark of what a selection would publish.
#[must_use]
pub fn mark(open: &Open) -> String {
    network::service::mark(&(&open.booklet.draft, &open.picked))
}

/// Publishes what the selection holds now as its next edition. `seen`: the mark of what its author was
/// shown; something else by now is not published.
pub async fn publish(
    app: &App,
    actor: &Actor,
    id: &Id,
    seen: Option<String>,
) -> Result<Id, Problem> {
    changed(app, actor, id, Act::EditionPublished, move |app, tx, booklet| {
        let mut all = vec![];
        let picked = rows::picked(tx, &booklet.id)?;
        as_seen(seen.as_deref(), Some(&(&booklet.draft, &picked)))?;
        for (entry, heading, ..) in picked {
            if let Some(entry) = entries::find(tx, &entry)? {
                all.push(Frozen {
                    entry: entry.id,
                    heading,
                    digest: digest(&entry.draft),
                    title: entry.draft.title,
                    verified: entry.verified.map(|v| v.on),
                });
            }
        }
        if all.is_empty() {
            return Err(Problem::new(Kind::Conflict, "editions-problem-empty"));
        }
        let last = rows::editions(tx, &booklet.id)?.first().map_or(0, |e| e.number);
        let edition = Edition {
            id: Id::new(),
            booklet: booklet.id,
            number: last + 1,
            on: site::sealing::today(app),
            draft: booklet.draft,
        };
        rows::insert_edition(tx, &edition, &all)?;
        Ok(edition.id)
    })
    .await
}

/// An edition as everyone reads it.
#[derive(Clone, Debug)]
pub struct Read {
    /// The edition.
    pub edition: Edition,
    /// Who keeps it.
    pub organisation: Organisation,
    /// Each entry as it was published, and as it is now; `None`: it was taken out since.
    pub entries: Vec<(Frozen, Option<Seen>)>,
    /// The edition before, and what changed since.
    pub changes: Option<(Edition, Changes)>,
    /// The latest edition, where this is another one.
    pub latest: Option<Edition>,
}

/// An edition: the list is that of its day, what each entry says is that of today.
pub async fn edition(app: &App, id: &Id) -> Result<Read, Problem> {
    let (id, today) = (id.clone(), site::sealing::today(app));
    app.db
        .read(move |tx| {
            let edition = rows::find_edition(tx, &id)?.ok_or_else(not_found)?;
            let booklet = rows::find(tx, &edition.booklet)?.ok_or_else(not_found)?;
            let organisation =
                network::service::organisation(tx, &booklet.organisation)?.ok_or_else(not_found)?;
            let frozen = rows::frozen(tx, &id)?;
            let all = rows::editions(tx, &booklet.id)?;
            let before = all.iter().find(|e| e.number + 1 == edition.number).cloned();
            let changes = match before {
                Some(before) => {
                    let old = rows::frozen(tx, &before.id)?;
                    Some((before, Changes::between(&old, &frozen)))
                }
                None => None,
            };
            let latest = all.into_iter().next().filter(|latest| latest.id != edition.id);
            let mut entries = vec![];
            for f in frozen {
                let seen = published_in(tx, std::slice::from_ref(&f.entry), today)?.pop();
                entries.push((f, seen));
            }
            Ok::<_, Problem>(Read { edition, organisation, entries, changes, latest })
        })
        .await
}
