//! The use cases of the search.

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use site::{Actor, App, Permission};

use super::model::{Found, FoundPlace, Page, Search, Spot, Step, Total, Words, page, rank};
use super::store as rows;
use crate::model::Theme;

/// A page of the organisations that fit, inside the caller's transaction.
pub fn find(
    tx: &mut Tx<'_>,
    search: &Search,
    step: &Step,
    limit: usize,
) -> Result<Page<Found>, StoreError> {
    let (found, total) = rows::organisations(tx, search, step, limit)?;
    Ok(page(found, step, limit, |f| f.spot.clone(), total))
}

/// A page of the organisations that fit.
pub async fn organisations(
    app: &App,
    search: Search,
    step: Step,
    limit: usize,
) -> Result<Page<Found>, Problem> {
    Ok(app.db.read(move |tx| find(tx, &search, &step, limit)).await?)
}

/// What the actor looks after, a page of each kind: all of it for administrators; for coordinators
/// their own organisations and their places.
#[derive(Clone, Debug)]
pub struct Cared {
    /// Organisations: members first.
    pub organisations: Page<Found>,
    /// Places, by name.
    pub places: Page<FoundPlace>,
    /// Themes; none where the actor may not change them.
    pub themes: Vec<Theme>,
}

impl Cared {
    /// How many there are of all kinds.
    #[must_use]
    pub fn count(&self) -> Total {
        let themes = Total::Exactly(self.themes.len() as u64);
        self.organisations.total.plus(self.places.total).plus(themes)
    }
}

/// Which pages of which records.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Words that all have to be there.
    pub words: Words,
    /// Which page of the organisations.
    pub organisations: Step,
    /// Which page of the places.
    pub places: Step,
}

/// What the actor may change, as far as the words fit.
pub async fn cared(app: &App, actor: &Actor, asked: Asked, limit: usize) -> Result<Cared, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let mine = actor.organisations(Permission::Network);
    let all = move |tx: &mut Tx<'_>| {
        let (found, total) = rows::places(tx, &asked.words, mine.as_deref(), &asked.places, limit)?;
        let places = page(found, &asked.places, limit, |f| f.spot.clone(), total);
        let Some(mine) = mine else {
            let search = Search { words: asked.words.clone(), all: true, ..Search::default() };
            let organisations = find(tx, &search, &asked.organisations, limit)?;
            let mut themes = crate::store::themes(tx)?;
            themes.retain(|t| fits(&asked.words, &[&t.name_fr, &t.name_en]));
            return Ok::<_, StoreError>(Cared { organisations, places, themes });
        };
        let mut own = own(tx, &mine)?;
        own.retain(|f| fits(&asked.words, &[&f.organisation.name, &f.organisation.city]));
        let total = Total::Exactly(own.len() as u64);
        let own = page(own, &Step::First, usize::MAX, |f| f.spot.clone(), total);
        Ok(Cared { organisations: own, places, themes: vec![] })
    };
    Ok(app.db.read(all).await?)
}

/// The few organisations in which somebody has a role.
fn own(tx: &mut Tx<'_>, ids: &[Id]) -> Result<Vec<Found>, StoreError> {
    let mut own = vec![];
    for id in ids {
        if let Some(organisation) = crate::store::find_organisation(tx, id)? {
            let key = territory::folded(&organisation.name);
            let spot = Spot { rank: rank(organisation.standing), key, id: id.clone() };
            own.push(Found { organisation, km: None, spot });
        }
    }
    own.sort_by(|a, b| a.spot.order(&b.spot));
    Ok(own)
}

/// Whether all these words stand in a short text.
fn fits(words: &Words, texts: &[&str]) -> bool {
    let there = super::model::words_of(texts);
    words.ranges().iter().all(|(a, b)| there.iter().any(|w| (a..=b).contains(&w)))
}

/// The organisations the actor may give a place to: members, or their own.
pub async fn owners(app: &App, actor: &Actor) -> Result<Vec<(Id, String)>, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let mine = actor.organisations(Permission::Network);
    let all = move |tx: &mut Tx<'_>| {
        let all = match mine {
            None => crate::store::members(tx)?,
            Some(mine) => own(tx, &mine)?.into_iter().map(|f| f.organisation).collect(),
        };
        Ok::<_, StoreError>(all.into_iter().map(|o| (o.id, o.name)).collect())
    };
    Ok(app.db.read(all).await?)
}

/// Records looked at in one transaction.
const BATCH: usize = 500;

/// Makes those found that were there before this search was.
pub async fn catch_up(app: &App) -> Result<(), Problem> {
    loop {
        let (organisations, places) = app.db.read(|tx| rows::unindexed(tx, BATCH)).await?;
        if organisations.is_empty() && places.is_empty() {
            return Ok(());
        }
        let keep = move |tx: &mut Tx<'_>| {
            for id in &organisations {
                if let Some(o) = crate::store::find_organisation(tx, id)? {
                    crate::store::save_organisation(tx, &o)?;
                }
            }
            for id in &places {
                if let Some(p) = crate::store::find_place(tx, id)? {
                    crate::store::save_place(tx, &p)?;
                }
            }
            Ok::<_, StoreError>(())
        };
        app.db.write(keep).await?;
    }
}
