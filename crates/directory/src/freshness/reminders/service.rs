//! Writing to those who look after entries that are due, and what they answer by the link.

use std::collections::{BTreeMap, HashMap, HashSet};

use ::store::Tx;
use base::{Id, Lang, Problem};
use jiff::ToSpan;
use jiff::civil::Date;
use network::model::Organisation;
use site::accounts::service::{Correspondent, staff};
use site::audit::{self, Act};
use site::mail::{self, Mail};
use site::{Actor, App, Permission};

use super::model::{LATER_DAYS, Told, alive, read_secret, secret};
use super::store as rows;
use crate::model::{Entry, How, Reason, Signal, State};
use crate::service::{Seen, around, not_found, report_in, settle, signal_in, verified_in};
use crate::store as entries;

/// Most entries that are looked at in a round; the others come when these are verified.
const MOST: usize = 5_000;
/// Most entries that a mail names; it leads to the list for the others.
const MOST_NAMED: usize = 20;

/// The entries of a round, by the organisation that is written to.
#[derive(Default)]
struct Round {
    /// To its people: what it owns, and what it looks after for an owner without people.
    inside: BTreeMap<Id, Vec<Entry>>,
    /// To addresses in public: what it owns, nobody of it has an account, and a member of the
    /// network looks after it. Where nobody does, the program writes to no stranger.
    outside: BTreeMap<Id, Vec<Entry>>,
}

fn round(tx: &mut Tx<'_>, today: Date) -> Result<Round, Problem> {
    let (mut round, mut people) = (Round::default(), HashMap::<Id, bool>::new());
    let mut reads = |tx: &mut Tx<'_>, id: &Id| -> Result<bool, Problem> {
        if let Some(known) = people.get(id) {
            return Ok(*known);
        }
        let some = !staff(tx, id)?.is_empty();
        people.insert(id.clone(), some);
        Ok(some)
    };
    for entry in rows::due(tx, today, MOST)? {
        if reads(tx, &entry.owner)? {
            round.inside.entry(entry.owner.clone()).or_default().push(entry);
            continue;
        }
        let Some(curator) = entry.curator.clone() else { continue };
        if reads(tx, &curator)? {
            round.inside.entry(curator).or_default().push(entry.clone());
        }
        let bounced = entries::signals(tx, &entry.id)?.iter().any(|s| s.0 == Signal::Bounced);
        if !entry.draft.email.is_empty() && !bounced {
            round.outside.entry(entry.owner.clone()).or_default().push(entry);
        }
    }
    Ok(round)
}

/// Writes the reminders that are due: one mail to each who looks after entries, for all of them.
/// Safe to run at any time, on several nodes at once, and again. Without a mail server nothing is
/// written: the list of the directory says the same. How many organisations were written to.
pub async fn remind(app: &App) -> Result<usize, Problem> {
    if !mail::wanted(app) {
        return Ok(0);
    }
    heed_refusals(app).await?;
    let today = site::sealing::today(app);
    let (round, told) =
        app.db.read(move |tx| Ok::<_, Problem>((round(tx, today)?, rows::told_some(tx)?))).await?;
    let busy: HashSet<&Id> = round.inside.keys().chain(round.outside.keys()).collect();
    let quiet: Vec<Id> = told.into_iter().filter(|id| !busy.contains(id)).collect();
    if !quiet.is_empty() {
        app.db.write(move |tx| quiet.iter().try_for_each(|id| rows::up_to_date(tx, id))).await?;
    }
    let mut written = 0;
    for (outside, all) in [(false, round.inside), (true, round.outside)] {
        for (organisation, entries) in all {
            let app2 = app.clone();
            let done = app
                .db
                .write(move |tx| remind_of(&app2, tx, &organisation, entries, outside))
                .await?;
            written += usize::from(done);
        }
    }
    Ok(written)
}

fn remind_of(
    app: &App,
    tx: &mut Tx<'_>,
    id: &Id,
    all: Vec<Entry>,
    outside: bool,
) -> Result<bool, Problem> {
    let today = site::sealing::today(app);
    let before = rows::told(tx, id)?;
    let Some(now) = Told::next(before.as_ref().map(|(_, told)| *told), today, outside) else {
        return Ok(false);
    };
    let Some(organisation) = network::service::organisation(tx, id)? else { return Ok(false) };
    // What was verified since the round began is left out.
    let mut due = vec![];
    for entry in all {
        let now = entries::find(tx, &entry.id)?;
        due.extend(now.filter(|e| e.state == State::Published && e.due.on <= today));
    }
    if due.is_empty() || !rows::tell(tx, id, before.as_ref().map(|(row, _)| row), now)? {
        return Ok(false);
    }
    let count = due.len();
    if outside {
        let mut by_address: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for entry in due {
            by_address.entry(entry.draft.email.to_lowercase()).or_default().push(entry);
        }
        for (address, due) in by_address {
            let dedupe = outside_key(app, id, today, &address);
            let to = Correspondent { id: id.clone(), email: address, lang: Lang::Fr };
            write(app, tx, &organisation, &due, &to, (mail::PUBLIC_ADDRESS, dedupe))?;
        }
    } else {
        for to in staff(tx, id)? {
            let dedupe = format!("{id}-entries-{today}-{}", to.id);
            write(app, tx, &organisation, &due, &to, ("entries", dedupe))?;
        }
    }
    let detail = format!("{count} {}", now.times);
    let act = Act::EntriesReminded;
    audit::note(app, tx, &Actor::Public, act, Some(id), id.as_str(), &detail)?;
    Ok(true)
}

/// What tells a mail to an address in public apart: whose, when, and a keyed digest of the address.
fn outside_key(app: &App, id: &Id, today: Date, address: &str) -> String {
    let digest = base::codes::base32(app.vault.derived("entry-address", address));
    format!("{id}/{today}/{digest}")
}

/// Writes one mail.
fn write(
    app: &App,
    tx: &mut Tx<'_>,
    of: &Organisation,
    due: &[Entry],
    to: &Correspondent,
    (kind, dedupe): (&'static str, String),
) -> Result<(), Problem> {
    let today = site::sealing::today(app);
    let written = vault::day_of(today);
    let text = |key: &str, args: &[(&str, &str)]| app.catalogue.text(to.lang, key, args);
    let mut lines = String::new();
    for entry in due.iter().take(MOST_NAMED) {
        let path = if entry.owner == of.id {
            format!("/verify/{}", secret(&app.vault, &entry.id, written))
        } else {
            format!("/staff/directory/{}", entry.id)
        };
        let (why, link) = (text(entry.due.why.label(), &[]), app.absolute(to.lang, &path));
        let title = entry.draft.title.as_str();
        let args = [("title", title), ("why", why.as_str()), ("link", link.as_str())];
        lines.push_str(&text("mail-entries-line", &args));
        lines.push_str("\n\n");
    }
    let more = due.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        let list = app.absolute(to.lang, "/staff/directory?show=due");
        let args = [("count", more.to_string()), ("link", list)];
        let args: Vec<_> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
        lines.push_str(&text("mail-entries-more", &args));
        lines.push_str("\n\n");
    }
    let (count, days) = (due.len().to_string(), super::LINK_DAYS.to_string());
    let args = [
        ("count", count.as_str()),
        ("organisation", of.name.as_str()),
        ("lines", lines.trim_end()),
        ("days", days.as_str()),
        ("network", app.config.network_name.as_str()),
    ];
    let mail = Mail {
        kind,
        to: to.email.clone(),
        subject: text("mail-entries-subject", &args),
        body: format!("{}\n", text("mail-entries-body", &args)),
        calendar: None,
        unsubscribe: None,
        // A mail that nobody takes is given up after some days.
        forget_day: written + 10,
        not_before: app.clock.seconds(),
        not_after: None,
        dedupe: Some(dedupe),
    };
    mail::enqueue(app, tx, &mail)
}

/// Where a server said for good that it delivers no more to the address of an entry, the entry is
/// due sooner.
pub async fn heed_refusals(app: &App) -> Result<(), Problem> {
    let (app2, today) = (app.clone(), site::sealing::today(app));
    app.db
        .write(move |tx| {
            for key in mail::refused(tx)? {
                let mut parts = key.split('/');
                let (Some(id), Some(_), Some(digest)) = (parts.next(), parts.next(), parts.next())
                else {
                    continue;
                };
                let Some(id) = Id::parse(id) else { continue };
                for entry in entries::published_of(tx, &id)? {
                    let address = entry.draft.email.to_lowercase();
                    let same = base::codes::base32(app2.vault.derived("entry-address", &address));
                    if !address.is_empty() && same == digest {
                        signal_in(tx, &entry.id, Signal::Bounced, "", today)?;
                    }
                }
            }
            Ok::<_, Problem>(())
        })
        .await
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub enum Linked {
    /// The entry, to be verified.
    Open(Box<Asked>),
    /// It was verified on this day: nothing is left to do.
    Verified(String, Date),
    /// The link is too old, or the entry was taken out of the directory.
    Over,
}

/// An entry to be verified by its link.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The entry.
    pub seen: Seen,
    /// Put off until this day.
    pub later: Option<Date>,
}

fn linked_in(app: &App, tx: &mut Tx<'_>, secret: &str) -> Result<Linked, Problem> {
    let (id, written) = read_secret(&app.vault, secret).ok_or_else(not_found)?;
    let today = site::sealing::today(app);
    let entry = entries::find(tx, &id)?.ok_or_else(not_found)?;
    if entry.state != State::Published {
        return Ok(Linked::Over);
    }
    let verified = entry.verified.as_ref().map(|v| v.on);
    if !alive(written, verified, today) {
        let since = verified.filter(|day| vault::day_of(*day) >= written);
        return Ok(since.map_or(Linked::Over, |day| Linked::Verified(entry.draft.title, day)));
    }
    let later = rows::delayed(tx, &id)?.filter(|until| *until > today);
    Ok(Linked::Open(Box::new(Asked { seen: around(tx, entry, today)?, later })))
}

/// What is behind a link. Looking changes nothing: mail servers open links to look at them.
pub async fn linked(app: &App, secret: &str) -> Result<Linked, Problem> {
    let (app2, secret) = (app.clone(), secret.to_owned());
    app.db.read(move |tx| linked_in(&app2, tx, &secret)).await
}

/// One answer by a link that is still good; by one that is not, nothing happens.
async fn answered(
    app: &App,
    secret: &str,
    work: impl FnOnce(&App, &mut Tx<'_>, Entry, Date) -> Result<(), Problem> + Send + 'static,
) -> Result<(), Problem> {
    let (app2, secret) = (app.clone(), secret.to_owned());
    app.db
        .write(move |tx| {
            if let Some((id, _)) = read_secret(&app2.vault, &secret) {
                tx.lock("entries", &id)?;
            }
            match linked_in(&app2, tx, &secret)? {
                Linked::Open(asked) => {
                    work(&app2, tx, asked.seen.entry, site::sealing::today(&app2))
                }
                Linked::Verified(..) | Linked::Over => Ok(()),
            }
        })
        .await
}

/// The owner says by the link that nothing changed. Twice is once.
pub async fn confirm(app: &App, secret: &str) -> Result<(), Problem> {
    answered(app, secret, |app, tx, mut entry, today| {
        let owner = entry.owner.clone();
        verified_in(tx, &mut entry, How::Owner, Some(owner), today)?;
        settle(tx, &mut entry)?;
        entries::save(tx, &entry)?;
        let (act, of, id) = (Act::EntryVerified, Some(&entry.owner), entry.id.as_str());
        Ok(audit::note(app, tx, &Actor::Public, act, of, id, "owner link")?)
    })
    .await
}

/// The owner says by the link what is wrong: a report as anyone may leave it.
pub async fn report(app: &App, secret: &str, reason: Reason) -> Result<(), Problem> {
    answered(app, secret, move |_, tx, entry, today| {
        report_in(tx, &entry.id, reason, today).map(|_| ())
    })
    .await
}

/// The owner asks to be reminded later.
pub async fn later(app: &App, secret: &str) -> Result<(), Problem> {
    answered(app, secret, |_, tx, entry, today| {
        Ok(rows::delay(tx, &entry.id, today.saturating_add(LATER_DAYS.days()))?)
    })
    .await
}

/// Puts an entry off until a day, for one of its keepers.
pub(crate) async fn put_off(
    app: &App,
    actor: &Actor,
    entry: &Id,
    until: Date,
) -> Result<(), Problem> {
    crate::service::kept(app, actor, Permission::Desk, entry).await?;
    let entry = entry.clone();
    Ok(app.db.write(move |tx| rows::delay(tx, &entry, until)).await?)
}
