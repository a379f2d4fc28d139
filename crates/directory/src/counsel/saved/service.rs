//! Use cases of searches that are kept: only their owner sees them.

use ::store::Tx;
use base::{Id, Kind, Problem};
use jiff::civil::Date;
use site::audit::{self, Act};
use site::form::Form;
use site::{Actor, App, sealing};

use super::model::{Kept, Known, MOST, Pace, followed_kinds, forgotten_on};
use super::others::{self, Other};
use super::store::{self as rows, Sealed};
use crate::find::{self, Asked, Finder};
use crate::model::State;
use crate::service::{any_in, not_found};

/// Results that are followed: those that answer best.
const FOLLOWED: usize = 50;

/// A search to keep, or what is changed of one.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its name and question.
    pub kept: Kept,
    /// Whether its owner is written to about it.
    pub followed: bool,
}

/// A search that somebody keeps.
#[derive(Clone, Debug)]
pub struct Saved {
    /// Identifier.
    pub id: Id,
    /// Its name and question.
    pub kept: Kept,
    /// Whether its owner is written to about it.
    pub followed: bool,
    /// When it was kept.
    pub made_on: Date,
    /// When it is forgotten, unless it is opened before.
    pub until: Date,
}

/// Somebody's searches.
#[derive(Clone, Debug)]
pub struct List {
    /// The searches, the oldest first.
    pub searches: Vec<Saved>,
    /// How often they are written to at most.
    pub pace: Pace,
    /// Whether mails are sent at all.
    pub mails: bool,
}

fn about(id: &Id) -> String {
    format!("search/{id}")
}

/// What lies sealed in a search; `None`: its key is gone, and with it the search.
pub(super) fn opened(app: &App, s: &Sealed) -> Option<Kept> {
    let key = app.vault.known_day(s.forget_day)?;
    serde_json::from_slice(&key.open(&about(&s.id), &s.sealed)?).ok()
}

fn internal(error: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Internal, "problem-internal").because(error)
}

/// Seals name and question of a search until a year after today.
fn seal(app: &App, tx: &mut Tx<'_>, s: &mut Sealed, kept: &Kept) -> Result<(), Problem> {
    let day = vault::day_of(forgotten_on(sealing::today(app)));
    let key = sealing::key(app, tx, day)?.ok_or_else(|| internal("a year from now is over"))?;
    let plain = serde_json::to_vec(kept).map_err(internal)?;
    (s.forget_day, s.sealed) = (day, key.seal(&about(&s.id), &plain));
    Ok(())
}

/// A kept search as it is asked again for the mails, of entries and of all else; nothing where its
/// territory is no longer known by its name.
pub(super) fn asked(kept: &Kept) -> [Option<Asked>; 2] {
    let Ok(asked) = find::read(&Form::from_query(&kept.query), &mut vec![]) else {
        return [None, None];
    };
    followed_kinds(&asked.kinds).map(|kinds| {
        let wanted = !kinds.is_empty();
        let asked = Asked { kinds, open: false, limit: FOLLOWED, offset: 0, ..asked.clone() };
        wanted.then_some(asked)
    })
}

/// What answers a search well now, the best first.
#[derive(Clone, Debug, Default)]
pub(super) struct Answering {
    /// Entries.
    pub entries: Vec<Id>,
    /// Sessions and organisations.
    pub others: Vec<Other>,
}

async fn well(app: &App, asked: &Asked) -> Result<Vec<find::What>, Problem> {
    let answered = find::ask(app, asked).await?;
    if answered.answer != retrieval::Answer::Found {
        return Ok(vec![]);
    }
    Ok(answered.results.into_iter().take(answered.total).map(|r| r.what).collect())
}

/// What answers a search well now; `None`: it can no longer be asked.
pub(super) async fn answering(app: &App, kept: &Kept) -> Result<Option<Answering>, Problem> {
    let (mut found, mut rest, mut is_asked) = (Answering::default(), vec![], false);
    for asked in asked(kept).into_iter().flatten() {
        is_asked = true;
        for what in well(app, &asked).await? {
            match what {
                find::What::Entry(seen) => found.entries.push(seen.entry.id),
                other => rest.push(other),
            }
        }
    }
    found.others = others::of(rest.into_iter());
    Ok(is_asked.then_some(found))
}

/// What is known of the entries that answer a search, for the first look.
fn known_of(tx: &mut Tx<'_>, ids: &[Id], today: Date) -> Result<Vec<(Id, Known)>, Problem> {
    let mut known = vec![];
    for id in ids {
        if let Some(seen) = any_in(tx, id, today)?.filter(|s| s.entry.state == State::Published) {
            known.push((id.clone(), Known::of(&seen.entry, &seen.notices, today)));
        }
    }
    Ok(known)
}

/// The position in the order of changes up to which a search sees them from now on: what the index has
/// not taken over yet is news for the next look.
pub(super) async fn seen_until(app: &App) -> Result<i64, Problem> {
    let finder = app.part::<Finder>().ok_or_else(|| internal("no finder"))?;
    finder.caught_up(app).await
}

/// Where a search stands when it is begun to be followed: the position in the order of changes, and
/// what answers it.
async fn first_look(app: &App, draft: &Draft) -> Result<(i64, Answering), Problem> {
    let seq = seen_until(app).await?;
    if !draft.followed {
        return Ok((seq, Answering::default()));
    }
    Ok((seq, answering(app, &draft.kept).await?.unwrap_or_default()))
}

/// Keeps what answers a search that begins to be followed.
fn begin(tx: &mut Tx<'_>, search: &Id, found: &Answering, today: Date) -> Result<(), Problem> {
    let known = known_of(tx, &found.entries, today)?;
    rows::replace_results(tx, search, &known)?;
    let known: Vec<_> = found.others.iter().map(|other| other.known.clone()).collect();
    Ok(others::replace(tx, search, &known)?)
}

/// What is to be kept, if it can be. `was_followed`: it is already, whatever has become of the mail
/// server since.
fn checked(app: &App, mut draft: Draft, was_followed: bool) -> Result<Draft, Problem> {
    draft.kept.name = draft.kept.name.trim().to_owned();
    draft.kept.check()?;
    let form = Form::from_query(&draft.kept.query);
    let known = find::read(&form, &mut vec![])?;
    // The territory as an address has it, whatever was typed.
    if let Some(zone) = known.near {
        let mut exact = Form::from_query(&form.query_without(&["where"]));
        exact.set("where", zone.slug());
        draft.kept.query = Kept::query(&exact);
    }
    let refused = |key| Err(Problem::new(Kind::Invalid, "problem-form").field("followed", key));
    if draft.followed && !was_followed && !site::mail::wanted(app) {
        return refused("saved-no-mail");
    }
    Ok(draft)
}

/// Keeps a search for the actor.
pub async fn save(app: &App, actor: &Actor, draft: Draft) -> Result<Id, Problem> {
    let person = actor.need_person()?.id.clone();
    let draft = checked(app, draft, false)?;
    let (seq, found) = first_look(app, &draft).await?;
    let (app2, actor, today) = (app.clone(), actor.clone(), sealing::today(app));
    app.db
        .write(move |tx| {
            rows::add_reader(tx, &person, Pace::Weekly, today)?;
            tx.lock("search_readers", &person)?;
            if rows::of(tx, &person)?.len() >= MOST {
                return Err(Problem::new(Kind::Conflict, "saved-problem-many").with("most", MOST));
            }
            let mut search = Sealed {
                id: Id::new(),
                sealed: vec![],
                forget_day: 0,
                made_on: today,
                followed: draft.followed,
                seq,
            };
            seal(&app2, tx, &mut search, &draft.kept)?;
            rows::save(tx, &person, &search)?;
            begin(tx, &search.id, &found, today)?;
            audit::note(&app2, tx, &actor, Act::SearchKept, None, search.id.as_str(), "")?;
            Ok::<_, Problem>(search.id)
        })
        .await
}

/// The actor's searches.
pub async fn list(app: &App, actor: &Actor) -> Result<List, Problem> {
    let person = actor.need_person()?.id.clone();
    let app2 = app.clone();
    app.db
        .read(move |tx| {
            let pace = rows::find_reader(tx, &person)?.map_or(Pace::Weekly, |r| r.pace);
            let saved = |s: Sealed| {
                opened(&app2, &s).map(|kept| Saved {
                    kept,
                    followed: s.followed,
                    made_on: s.made_on,
                    until: vault::date_of(s.forget_day),
                    id: s.id,
                })
            };
            let searches = rows::of(tx, &person)?.into_iter().filter_map(saved).collect();
            Ok::<_, Problem>(List { searches, pace, mails: site::mail::wanted(&app2) })
        })
        .await
}

/// A search of the actor's, held: how it lies there, and what it is.
fn held(app: &App, tx: &mut Tx<'_>, person: &Id, id: &Id) -> Result<(Sealed, Kept), Problem> {
    tx.lock("search_readers", person)?;
    let search = rows::find(tx, person, id)?.ok_or_else(not_found)?;
    let kept = opened(app, &search).ok_or_else(not_found)?;
    Ok((search, kept))
}

/// Opens a search of the actor's: where it is asked. It is kept for another year.
pub async fn open(app: &App, actor: &Actor, id: &Id) -> Result<String, Problem> {
    let person = actor.need_person()?.id.clone();
    let (app2, id) = (app.clone(), id.clone());
    app.db
        .write(move |tx| {
            let (mut search, kept) = held(&app2, tx, &person, &id)?;
            let until = vault::day_of(forgotten_on(sealing::today(&app2)));
            if search.forget_day != until {
                seal(&app2, tx, &mut search, &kept)?;
                rows::save(tx, &person, &search)?;
            }
            Ok::<_, Problem>(kept.path())
        })
        .await
}

/// Gives a search of the actor's another name, and follows it or no longer.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: &Id,
    name: &str,
    followed: bool,
) -> Result<(), Problem> {
    let person = actor.need_person()?.id.clone();
    let (app2, person2, id2) = (app.clone(), person.clone(), id.clone());
    let before = app.db.read(move |tx| {
        let search = rows::find(tx, &person2, &id2)?.ok_or_else(not_found)?;
        let kept = opened(&app2, &search).ok_or_else(not_found)?;
        Ok::<_, Problem>((search.followed, kept))
    });
    let (was_followed, kept) = before.await?;
    let draft = Draft { kept: Kept { name: name.to_owned(), ..kept }, followed };
    let draft = checked(app, draft, was_followed)?;
    // Followed anew, it begins with what answers it today.
    let begins = followed && !was_followed;
    let (seq, found) =
        if begins { first_look(app, &draft).await? } else { (0, Answering::default()) };
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    let today = sealing::today(app);
    app.db
        .write(move |tx| {
            let (mut search, _) = held(&app2, tx, &person, &id)?;
            search.followed = followed;
            seal(&app2, tx, &mut search, &draft.kept)?;
            if begins {
                search.seq = seq;
                begin(tx, &search.id, &found, today)?;
            }
            rows::save(tx, &person, &search)?;
            audit::note(&app2, tx, &actor, Act::SearchChanged, None, id.as_str(), "")?;
            Ok::<_, Problem>(())
        })
        .await
}

/// Forgets a search of the actor's.
pub async fn remove(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    let person = actor.need_person()?.id.clone();
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            tx.lock("search_readers", &person)?;
            rows::find(tx, &person, &id)?.ok_or_else(not_found)?;
            rows::remove(tx, &id)?;
            if rows::of(tx, &person)?.is_empty() {
                rows::forget_reader(tx, &person)?;
            }
            audit::note(&app2, tx, &actor, Act::SearchRemoved, None, id.as_str(), "")?;
            Ok::<_, Problem>(())
        })
        .await
}

/// How often the actor is written to at most.
pub async fn set_pace(app: &App, actor: &Actor, pace: Pace) -> Result<(), Problem> {
    let person = actor.need_person()?.id.clone();
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            if rows::set_pace(tx, &person, pace)? {
                let (act, of) = (Act::SearchChanged, person.as_str());
                audit::note(&app2, tx, &actor, act, None, of, pace.code())?;
            }
            Ok::<_, Problem>(())
        })
        .await
}

/// Forgets the searches whose day is over, and all of those who are let in no longer. How many people
/// and searches.
pub async fn maintain(app: &App) -> Result<(usize, u64), Problem> {
    let today = vault::day_of(sealing::today(app));
    app.db
        .write(move |tx| {
            let mut left = 0;
            for reader in rows::readers(tx)? {
                if site::accounts::service::reach(tx, &reader.id)?.is_none() {
                    rows::forget_reader(tx, &reader.id)?;
                    left += 1;
                }
            }
            Ok::<_, Problem>((left, rows::forget_until(tx, today)?))
        })
        .await
}
