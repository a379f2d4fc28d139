//! Use cases of the directory: writing, publishing, verifying. What anyone may tell about an entry
//! is in `telling.rs`.

mod reading;
mod telling;

use std::collections::HashMap;

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem, problem::FieldProblem};
use jiff::civil::Date;
use network::model::{Organisation, Standing};
use network::service::as_seen;
use site::audit::{self, Act};
use site::{Actor, App, Permission};
use territory::{Zone, ZoneKind};

use crate::freshness::campaigns::{Section, store as sections};
use crate::model::{
    Due, Entry, EntryDraft, ErrorReport, How, Notice, Signal, State, Verification, Why,
};
use crate::store as rows;

pub(crate) use reading::any_in;
pub use reading::{
    Place, beyond, changed_after, hours_of, of_source, opening, owned, position, published_in,
    published_of, titles,
};
pub(crate) use telling::report_in;
pub use telling::{add_notice, answer, remove_notice, report};

pub(crate) fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "problem-not-found")
}

fn signed_in(actor: &Actor) -> Result<(), Problem> {
    match actor {
        Actor::Public => actor.need_person().map(|_| ()),
        _ => Ok(()),
    }
}

/// An entry with what stands around it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The entry.
    pub entry: Entry,
    /// Whose it is.
    pub owner: Organisation,
    /// Who looks after it instead.
    pub curator: Option<Organisation>,
    /// Name of who verified it.
    pub verifier: Option<String>,
    /// What holds for a while, now or soon.
    pub notices: Vec<Notice>,
    /// Errors that were reported and not answered.
    pub reports: Vec<ErrorReport>,
    /// The last ones that were.
    pub answered: Vec<ErrorReport>,
    /// What makes it due before its time.
    pub signals: Vec<(Signal, Date, String)>,
}

impl Seen {
    /// Where it is: its own address, or that of its owner.
    #[must_use]
    pub fn address(&self) -> Address<'_> {
        address_of(&self.entry, &self.owner)
    }
}

/// Where an entry is: its own address, or that of its owner.
pub(crate) fn address_of<'a>(entry: &'a Entry, owner: &'a Organisation) -> Address<'a> {
    let d = &entry.draft;
    if d.has_address() {
        let middle = || territory::commune(&d.insee).and_then(|c| c.middle);
        return Address {
            street: &d.address,
            more: &d.address_more,
            postcode: &d.postcode,
            city: &d.city,
            insee: &d.insee,
            point: d.point.or_else(middle),
        };
    }
    Address {
        street: &owner.address,
        more: "",
        postcode: &owner.postcode,
        city: &owner.city,
        insee: &owner.insee,
        point: owner.whereabouts(),
    }
}

/// An address.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// Street and number.
    pub street: &'a str,
    /// What completes it.
    pub more: &'a str,
    /// Postcode.
    pub postcode: &'a str,
    /// Town.
    pub city: &'a str,
    /// Code of the commune.
    pub insee: &'a str,
    /// Where it is.
    pub point: Option<territory::Point>,
}

impl Address<'_> {
    /// In one line.
    #[must_use]
    pub fn line(&self) -> String {
        let town = format!("{} {}", self.postcode, self.city);
        let parts = [self.street, self.more, town.trim()];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// What stands around an entry.
pub(crate) fn around(tx: &mut Tx<'_>, entry: Entry, today: Date) -> Result<Seen, Problem> {
    let organisation = |tx: &mut Tx<'_>, id: &Id| network::service::organisation(tx, id);
    let owner = organisation(tx, &entry.owner)?.ok_or_else(not_found)?;
    let curator = match &entry.curator {
        Some(id) => organisation(tx, id)?,
        None => None,
    };
    let verifier = match entry.verified.as_ref().and_then(|v| v.by.as_ref()) {
        Some(id) => organisation(tx, id)?.map(|o| o.name),
        None => None,
    };
    Ok(Seen {
        notices: rows::notices::of(tx, &entry.id, today)?,
        reports: rows::reports::open(tx, &entry.id)?,
        answered: rows::reports::answered(tx, &entry.id, 10)?,
        signals: rows::signals(tx, &entry.id)?,
        entry,
        owner,
        curator,
        verifier,
    })
}

/// A published entry, as everyone sees it. One that is archived is gone, and says so.
pub async fn published(app: &App, id: &Id) -> Result<Seen, Problem> {
    let (id, today) = (id.clone(), site::sealing::today(app));
    app.db
        .read(move |tx| {
            let entry = rows::find(tx, &id)?.ok_or_else(not_found)?;
            match entry.state {
                State::Published => around(tx, entry, today),
                State::Draft => Err(not_found()),
                State::Archived | State::Merged => {
                    Err(Problem::new(Kind::Gone, "directory-problem-archived"))
                }
            }
        })
        .await
}

/// An entry as those see it who may do this for one of its keepers.
pub async fn kept(app: &App, actor: &Actor, what: Permission, id: &Id) -> Result<Seen, Problem> {
    signed_in(actor)?;
    let (id, actor, today) = (id.clone(), actor.clone(), site::sealing::today(app));
    app.db
        .read(move |tx| {
            let entry = rows::find(tx, &id)?.ok_or_else(not_found)?;
            need(&actor, what, &entry)?;
            around(tx, entry, today)
        })
        .await
}

pub(crate) fn may(actor: &Actor, what: Permission, entry: &Entry) -> bool {
    entry.keepers().any(|keeper| actor.can(what, keeper))
}

pub(crate) fn need(actor: &Actor, what: Permission, entry: &Entry) -> Result<(), Problem> {
    if may(actor, what, entry) { Ok(()) } else { actor.need(what, &entry.owner) }
}

/// Refuses to change an entry that another stands for.
fn stands_for_itself(entry: &Entry) -> Result<(), Problem> {
    if entry.state == State::Merged {
        return Err(Problem::new(Kind::Conflict, "duplicates-problem-merged"));
    }
    Ok(())
}

/// What a list of entries is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// In this state only.
    pub state: Option<State>,
    /// Due only.
    pub due: bool,
}

/// Most entries in a list of those to look after.
pub const MOST_LISTED: usize = 500;

/// Entries that the actor's organisations own or look after, those due first, and the names of
/// their owners.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: Filter,
) -> Result<(Vec<Entry>, HashMap<Id, String>), Problem> {
    actor.need_somewhere(Permission::Desk)?;
    let keepers = actor.organisations(Permission::Desk);
    let today = site::sealing::today(app);
    app.db
        .read(move |tx| {
            let due = filter.due.then_some(today);
            let found = rows::kept_by(tx, keepers.as_deref(), filter.state, due, MOST_LISTED)?;
            let mut names = HashMap::new();
            for entry in &found {
                if !names.contains_key(&entry.owner)
                    && let Some(owner) = network::service::organisation(tx, &entry.owner)?
                {
                    names.insert(entry.owner.clone(), owner.name);
                }
            }
            Ok::<_, Problem>((found, names))
        })
        .await
}

/// Brings the day by which somebody is to look up to date.
pub(crate) fn settle(tx: &mut Tx<'_>, entry: &mut Entry) -> Result<(), StoreError> {
    let signals = rows::signals(tx, &entry.id)?;
    let came = base::dates::local(entry.created_at, base::dates::DEFAULT_ZONE).date();
    let verified = entry.verified.as_ref().map(|v| v.on);
    let signals = signals.into_iter().map(|(signal, since, _)| (signal, since));
    entry.due = Due::of(came, verified, entry.draft.review_months, signals);
    Ok(())
}

/// Something happened, on a day, that brings the day closer by which somebody is to look.
pub fn signal_in(
    tx: &mut Tx<'_>,
    id: &Id,
    signal: Signal,
    detail: &str,
    since: Date,
) -> Result<(), StoreError> {
    tx.lock("entries", id)?;
    let Some(mut entry) = rows::find(tx, id)? else { return Ok(()) };
    rows::signal(tx, id, signal, since, detail)?;
    settle(tx, &mut entry)?;
    rows::save(tx, &entry)
}

/// What was a reason to look is one no longer.
pub(crate) fn unsignal_in(tx: &mut Tx<'_>, id: &Id, signals: &[Signal]) -> Result<(), StoreError> {
    tx.lock("entries", id)?;
    let Some(mut entry) = rows::find(tx, id)? else { return Ok(()) };
    let known = rows::signals(tx, id)?;
    if !known.iter().any(|(signal, ..)| signals.contains(signal)) {
        return Ok(());
    }
    for signal in signals {
        rows::unsignal(tx, id, *signal)?;
    }
    settle(tx, &mut entry)?;
    rows::save(tx, &entry)
}

/// Where an entry without an address of its own commune is, found by its town and postcode.
fn locate(draft: &mut EntryDraft) {
    if draft.insee.is_empty() && !draft.city.is_empty() {
        if let territory::Guess::Sure(commune) =
            territory::Guess::of(&draft.city, "", &draft.postcode)
        {
            commune.code.clone_into(&mut draft.insee);
        } else if draft.postcode.is_empty()
            && let [one] = Zone::asked(&draft.city, 2).as_slice()
            && one.kind() == ZoneKind::Commune
        {
            one.code().clone_into(&mut draft.insee);
        }
    }
    if draft.city.is_empty()
        && draft.postcode.is_empty()
        && draft.address.is_empty()
        && draft.address_more.is_empty()
    {
        draft.insee.clear();
        draft.point = None;
    }
}

/// Keeps an entry as it is, of a list or a demonstration: whoever calls answers for what it says.
pub fn keep_in(tx: &mut Tx<'_>, mut entry: Entry) -> Result<(), Problem> {
    entry.draft.check()?;
    settle(tx, &mut entry)?;
    Ok(rows::save(tx, &entry)?)
}

/// A new entry, or a change of one.
#[derive(Clone, Debug)]
pub struct Writing {
    /// The entry to change; `None`: a new one.
    pub id: Option<Id>,
    /// Whose it is; counts for a new one.
    pub owner: Id,
    /// Who looks after it instead; counts for a new one.
    pub curator: Option<Id>,
    /// What it says.
    pub draft: EntryDraft,
    /// All of it was verified on the way, and how.
    pub verified: Option<How>,
    /// What the form has seen of it, see [`network::service::mark`].
    pub seen: Option<String>,
}

/// Writes an entry. Organisations that are members write their own; for one that is only known,
/// another may look after the entry.
pub async fn write(app: &App, actor: &Actor, writing: Writing) -> Result<Id, Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, today) = (app.clone(), actor.clone(), site::sealing::today(app));
    app.db
        .write(move |tx| {
            let known = match &writing.id {
                None => None,
                Some(id) => {
                    tx.lock("entries", id)?;
                    Some(rows::find(tx, id)?.ok_or_else(not_found)?)
                }
            };
            as_seen(writing.seen.as_deref(), known.as_ref().map(|k| &k.draft))?;
            let mut draft = writing.draft;
            locate(&mut draft);
            draft.hours = hours_of(&draft.hours_typed);
            draft.check()?;
            let act = if known.is_some() { Act::EntryChanged } else { Act::EntryMade };
            let mut entry = match known {
                Some(known) => {
                    need(&actor, Permission::Network, &known)?;
                    stands_for_itself(&known)?;
                    let changed_on = if known.draft == draft { known.changed_on } else { today };
                    Entry { draft, changed_on, ..known }
                }
                None => {
                    new_entry(tx, &actor, (writing.owner, writing.curator), draft, &app2, today)?
                }
            };
            if let Some(how) = writing.verified {
                // What is verified of it refers to it.
                rows::save(tx, &entry)?;
                verify_in(tx, &actor, &mut entry, how, today)?;
            }
            settle(tx, &mut entry)?;
            rows::save(tx, &entry)?;
            audit::note(&app2, tx, &actor, act, Some(&entry.owner), entry.id.as_str(), "")?;
            Ok::<_, Problem>(entry.id)
        })
        .await
}

fn new_entry(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (owner, curator): (Id, Option<Id>),
    draft: EntryDraft,
    app: &App,
    today: Date,
) -> Result<Entry, Problem> {
    let refused = |field: &'static str, key: &'static str| -> Result<Entry, Problem> {
        Problem::from_fields(vec![FieldProblem::new(field, key)])?;
        Err(not_found())
    };
    let Some(found) = network::service::organisation(tx, &owner)? else {
        return refused("owner", "directory-problem-owner");
    };
    let curator = curator.filter(|c| *c != owner);
    if let Some(curator) = &curator {
        actor.need(Permission::Network, curator)?;
        if network::service::organisation(tx, curator)?.is_none() {
            return refused("curator", "directory-problem-owner");
        }
        if found.standing == Standing::Member && !actor.can(Permission::Network, &owner) {
            return refused("owner", "directory-problem-member");
        }
    } else {
        actor.need(Permission::Network, &owner)?;
    }
    Ok(Entry {
        id: Id::new(),
        owner,
        curator,
        draft,
        state: State::Draft,
        source: (String::new(), String::new()),
        created_at: app.clock.seconds(),
        changed_on: today,
        verified: None,
        due: Due { on: today, why: Why::Never },
        illustrative: false,
        seq: 0,
    })
}

/// Notes that somebody made sure. Whoever did speaks for one of the keepers.
fn verify_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    entry: &mut Entry,
    how: How,
    today: Date,
) -> Result<(), Problem> {
    need(actor, Permission::Desk, entry)?;
    let by = entry.keepers().find(|keeper| actor.can(Permission::Desk, keeper)).cloned();
    if how == How::Owner && by.as_ref() != Some(&entry.owner) {
        let wrong = vec![FieldProblem::new("how", "directory-problem-not-owner")];
        return Problem::from_fields(wrong);
    }
    verified_in(tx, entry, how, by, today)
}

/// An entry is right: what happened before no longer counts, but reports that are open stay open.
pub(crate) fn verified_in(
    tx: &mut Tx<'_>,
    entry: &mut Entry,
    how: How,
    by: Option<Id>,
    today: Date,
) -> Result<(), Problem> {
    entry.verified = Some(Verification { on: today, how, by });
    sections::verified(tx, &entry.id, Section::ALL, today)?;
    rows::unsignal_all(tx, &entry.id)?;
    for report in rows::reports::open(tx, &entry.id)? {
        let since = report.on.max(today);
        rows::signal(tx, &entry.id, Signal::Report, since, report.reason.code())?;
    }
    Ok(())
}

/// Nothing changed: somebody made sure that the entry is right. Reports that are open stay open.
pub async fn verify(app: &App, actor: &Actor, id: &Id, how: How) -> Result<(), Problem> {
    let today = site::sealing::today(app);
    change(app, actor, Permission::Desk, id, Act::EntryVerified, move |tx, actor, entry| {
        verify_in(tx, actor, entry, how, today)?;
        Ok(how.code().to_owned())
    })
    .await
}

/// Shows an entry, puts it away, or takes it back to be written.
pub async fn set_state(app: &App, actor: &Actor, id: &Id, state: State) -> Result<(), Problem> {
    let act = match state {
        State::Published => Act::EntryPublished,
        State::Draft => Act::EntryWithdrawn,
        State::Archived => Act::EntryArchived,
        // Only a merge makes it so.
        State::Merged => return Err(Problem::new(Kind::Invalid, "problem-form")),
    };
    change(app, actor, Permission::Network, id, act, move |_, _, entry| {
        entry.state = state;
        Ok(String::new())
    })
    .await
}

/// One change of an entry by those who may do this for one of its keepers: held, changed, settled,
/// noted. `work` says the detail of the note.
pub(crate) async fn change(
    app: &App,
    actor: &Actor,
    what: Permission,
    id: &Id,
    act: Act,
    work: impl FnOnce(&mut Tx<'_>, &Actor, &mut Entry) -> Result<String, Problem> + Send + 'static,
) -> Result<(), Problem> {
    signed_in(actor)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            tx.lock("entries", &id)?;
            let mut entry = rows::find(tx, &id)?.ok_or_else(not_found)?;
            need(&actor, what, &entry)?;
            stands_for_itself(&entry)?;
            let detail = work(tx, &actor, &mut entry)?;
            settle(tx, &mut entry)?;
            rows::save(tx, &entry)?;
            Ok::<_, Problem>(audit::note(
                &app2,
                tx,
                &actor,
                act,
                Some(&entry.owner),
                id.as_str(),
                &detail,
            )?)
        })
        .await
}
