//! The mail that says what moved among the results of the searches that somebody follows: one mail a
//! person, as often as they asked at most, and none where nothing moved.

use std::collections::HashMap;

use ::store::Tx;
use base::{Id, Lang, Problem};
use jiff::civil::Date;
use site::accounts::service as accounts;
use site::audit::{self, Act};
use site::mail::{self, Mail};
use site::{Actor, App, sealing};

use super::model::{Kept, Known, News, news, read_secret, secret};
use super::others::{self, Other, OtherKind};
use super::service::{Answering, answering, opened, seen_until};
use super::store::{self as rows, Reader};
use crate::model::State;
use crate::service::{Seen, any_in, not_found};

/// Most entries that a mail names for one search; it leads to the search for the others.
const MOST_NAMED: usize = 15;

/// A search that is followed, and what answers it now.
struct Look {
    id: Id,
    kept: Kept,
    found: Answering,
}

/// Entries, and what moved about each.
type Moved = Vec<(Seen, Vec<News>)>;

/// What moved for one search.
struct Told {
    id: Id,
    name: String,
    entries: Moved,
    others: Vec<(Other, others::News)>,
}

impl Told {
    fn count(&self) -> usize {
        self.entries.len() + self.others.len()
    }
}

/// Writes the mails that are due. Safe to run at any time, on several nodes at once, and again: what
/// was looked at is kept in the transaction that writes the mail. Without a mail server nothing is
/// looked at. How many people were written to.
pub async fn alert(app: &App) -> Result<usize, Problem> {
    if !mail::wanted(app) {
        return Ok(0);
    }
    let today = sealing::today(app);
    let readers = app.db.read(rows::readers).await?;
    let due = readers.into_iter().filter(|r| r.pace.due(r.mailed_on, r.looked_on, today));
    let mut written = 0;
    for reader in due {
        written += usize::from(alert_one(app, reader).await?);
    }
    Ok(written)
}

async fn alert_one(app: &App, reader: Reader) -> Result<bool, Problem> {
    let (app2, person) = (app.clone(), reader.id.clone());
    let seq = seen_until(app).await?;
    let followed = app.db.read(move |tx| {
        let all = rows::of(tx, &person)?.into_iter().filter(|s| s.followed);
        let all: Vec<_> = all.filter_map(|s| opened(&app2, &s).map(|k| (s.id, k))).collect();
        Ok::<_, Problem>(all)
    });
    let all = followed.await?;
    let mut looks = vec![];
    for (id, kept) in all {
        let Some(found) = answering(app, &kept).await? else { continue };
        looks.push(Look { id, kept, found });
    }
    let app2 = app.clone();
    app.db.write(move |tx| tell(&app2, tx, &reader.id, seq, looks)).await
}

/// Compares with the last look, keeps this one, and writes what moved, all in one transaction.
fn tell(
    app: &App,
    tx: &mut Tx<'_>,
    person: &Id,
    seq: i64,
    looks: Vec<Look>,
) -> Result<bool, Problem> {
    let today = sealing::today(app);
    tx.lock("search_readers", person)?;
    let Some(reader) = rows::find_reader(tx, person)? else { return Ok(false) };
    let reached = accounts::reach(tx, person)?;
    let Some((_, email, lang)) = reached.filter(|_| {
        // Another node may have been faster.
        reader.pace.due(reader.mailed_on, reader.looked_on, today)
    }) else {
        return Ok(false);
    };
    // A merge of entries moves what is known of them: all are held before any of it is written.
    let mut all: Vec<Id> = looks.iter().flat_map(|look| look.found.entries.clone()).collect();
    for look in &looks {
        all.extend(rows::results(tx, &look.id)?.into_keys());
    }
    tx.lock_all("entries", &all.iter().collect::<Vec<_>>())?;
    let mut told = vec![];
    for look in looks {
        let Some(entries) = moved(tx, person, &look, seq, today)? else { continue };
        let others = others::moved(tx, &look.id, look.found.others, app.clock.seconds())?;
        let search = Told { id: look.id, name: look.kept.name, entries, others };
        if search.count() > 0 {
            told.push(search);
        }
    }
    rows::looked(tx, person, today, !told.is_empty())?;
    if told.is_empty() {
        return Ok(false);
    }
    write(app, tx, &reader, (email, lang), &told)?;
    let count: usize = told.iter().map(Told::count).sum();
    let (act, of) = (Act::SearchesTold, person.as_str());
    audit::note(app, tx, &Actor::Public, act, None, of, &count.to_string())?;
    Ok(true)
}

/// What moved among the entries that answer a search; what answers it now is kept for the next look.
/// `None`: it is followed no longer.
fn moved(
    tx: &mut Tx<'_>,
    person: &Id,
    look: &Look,
    seq: i64,
    today: Date,
) -> Result<Option<Moved>, Problem> {
    // It may have been stopped or removed since it was looked at.
    let Some(mut search) = rows::find(tx, person, &look.id)?.filter(|s| s.followed) else {
        return Ok(None);
    };
    let mut before: HashMap<Id, Known> = rows::results(tx, &look.id)?;
    let mut others: Vec<Id> =
        before.keys().filter(|id| !look.found.entries.contains(id)).cloned().collect();
    others.sort();
    let (mut now, mut said) = (vec![], vec![]);
    for id in look.found.entries.iter().chain(&others) {
        let Some(seen) = any_in(tx, id, today)? else { continue };
        let known = before.remove(id);
        let happened = seen.entry.seq > search.seq;
        let news = news(known.as_ref(), &seen.entry, &seen.notices, happened, today);
        if seen.entry.state == State::Published {
            now.push((id.clone(), Known::of(&seen.entry, &seen.notices, today)));
        }
        if !news.is_empty() {
            said.push((seen, news));
        }
    }
    rows::replace_results(tx, &look.id, &now)?;
    search.seq = seq;
    rows::save(tx, person, &search)?;
    Ok(Some(said))
}

/// Why an entry is named, in words.
fn why(app: &App, lang: Lang, seen: &Seen, news: &[News]) -> String {
    let text = |key: &str, args: &[(&str, &str)]| app.catalogue.text(lang, key, args);
    let date = |day: &Date| base::dates::long_date(*day, lang);
    let one = |news: &News| match news {
        News::Gone => text("saved-news-gone", &[]),
        News::New => text("saved-news-new", &[]),
        News::Closed(first, last) => {
            text("saved-news-closed", &[("first", &date(first)), ("last", &date(last))])
        }
        News::Changed(parts) => {
            let parts: Vec<_> = parts.iter().map(|p| text(p.label(), &[]).to_lowercase()).collect();
            text("saved-news-changed", &[("parts", &parts.join(", "))])
        }
        News::Verified(day) => {
            let how = seen.entry.verified.as_ref().map(|v| text(v.how.label(), &[]).to_lowercase());
            let how = how.unwrap_or_default();
            text("saved-news-verified", &[("date", &date(day)), ("how", &how)])
        }
    };
    news.iter().map(one).collect::<Vec<_>>().join(" ; ")
}

/// A session or an organisation, and what moved about it.
fn other_line(app: &App, lang: Lang, other: &Other, news: others::News) -> String {
    let text = |key: &str, args: &[(&str, &str)]| app.catalogue.text(lang, key, args);
    let date = other.on.map(|day| base::dates::long_date(day, lang)).unwrap_or_default();
    let of = other.known.kind;
    let key = match (of, news) {
        (OtherKind::Session, others::News::New) => "saved-news-session-new",
        (OtherKind::Session, others::News::Changed) => "saved-news-session-changed",
        (OtherKind::Session, others::News::Gone) => "saved-news-session-gone",
        (OtherKind::Organisation, others::News::New) => "saved-news-new",
        (OtherKind::Organisation, others::News::Changed) => "saved-news-organisation-changed",
        (OtherKind::Organisation, others::News::Gone) => "saved-news-organisation-gone",
    };
    let why = text(key, &[("date", &date)]);
    let path = match of {
        OtherKind::Session => format!("/sessions/{}", other.known.subject),
        OtherKind::Organisation => format!("/partners/{}", other.known.id),
    };
    let link = app.absolute(lang, &path);
    let who = if other.by.is_empty() { text(of.label(), &[]) } else { other.by.clone() };
    let args = [("title", other.title.as_str()), ("owner", &who), ("why", &why), ("link", &link)];
    // What is cancelled says so at its address.
    let gone = (of, news) == (OtherKind::Organisation, others::News::Gone);
    text(if gone { "mail-searches-gone" } else { "mail-searches-entry" }, &args)
}

/// Writes the mail of one person, for all of their searches.
fn write(
    app: &App,
    tx: &mut Tx<'_>,
    reader: &Reader,
    (to, lang): (String, Lang),
    told: &[Told],
) -> Result<(), Problem> {
    let today = sealing::today(app);
    let text = |key: &str, args: &[(&str, &str)]| app.catalogue.text(lang, key, args);
    let mut lines = String::new();
    for search in told {
        let link = app.absolute(lang, &format!("/staff/searches/{}", search.id));
        let head = [("name", search.name.as_str()), ("link", link.as_str())];
        lines.push_str(&text("mail-searches-search", &head));
        lines.push_str("\n\n");
        for (seen, news) in search.entries.iter().take(MOST_NAMED) {
            let owner = seen.owner.name.as_str();
            let why = why(app, lang, seen, news);
            let link = app.absolute(lang, &format!("/entries/{}", seen.entry.id));
            let (title, gone) = (seen.entry.draft.title.as_str(), news.contains(&News::Gone));
            let key = if gone { "mail-searches-gone" } else { "mail-searches-entry" };
            let args = [("title", title), ("owner", owner), ("why", &why), ("link", &link)];
            lines.push_str(&text(key, &args));
            lines.push_str("\n\n");
        }
        let left = MOST_NAMED.saturating_sub(search.entries.len());
        for (other, news) in search.others.iter().take(left) {
            lines.push_str(&other_line(app, lang, other, *news));
            lines.push_str("\n\n");
        }
        let more = search.count().saturating_sub(MOST_NAMED);
        if more > 0 {
            lines.push_str(&text("mail-searches-more", &[("count", &more.to_string())]));
            lines.push_str("\n\n");
        }
    }
    let count: usize = told.iter().map(Told::count).sum();
    let count = count.to_string();
    let since = base::dates::long_date(reader.mailed_on, lang);
    let list = app.absolute(lang, "/staff/searches");
    let stop = app.absolute(lang, &format!("/searches/stop/{}", secret(&app.vault, &reader.id)));
    let args = [
        ("count", count.as_str()),
        ("since", since.as_str()),
        ("lines", lines.trim_end()),
        ("list", list.as_str()),
        ("stop", stop.as_str()),
        ("network", app.config.network_name.as_str()),
    ];
    let mail = Mail {
        kind: "searches",
        to,
        subject: text("mail-searches-subject", &args),
        body: format!("{}\n", text("mail-searches-body", &args)),
        calendar: None,
        unsubscribe: Some(stop.clone()),
        // A mail that nobody takes is given up after some days.
        forget_day: vault::day_of(today) + 10,
        not_before: app.clock.seconds(),
        not_after: None,
        dedupe: Some(format!("{}-searches-{today}", reader.id)),
    };
    mail::enqueue(app, tx, &mail)
}

/// Of a link of a mail: how many searches of its person are followed. Looking changes nothing: mail
/// servers open links to look at them.
pub async fn stopping(app: &App, secret: &str) -> Result<u32, Problem> {
    let person = read_secret(&app.vault, secret).ok_or_else(not_found)?;
    Ok(app.db.read(move |tx| rows::followed(tx, &person)).await?)
}

/// Stops the mails of the person of a link: their searches stay, and none is followed. Twice is once.
pub async fn stop(app: &App, secret: &str) -> Result<(), Problem> {
    let person = read_secret(&app.vault, secret).ok_or_else(not_found)?;
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            tx.lock("search_readers", &person)?;
            if rows::unfollow(tx, &person)? > 0 {
                let (act, of) = (Act::SearchesStopped, person.as_str());
                audit::note(&app2, tx, &Actor::Public, act, None, of, "link")?;
            }
            Ok::<_, Problem>(())
        })
        .await
}
