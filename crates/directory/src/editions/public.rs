//! An edition as everyone reads and prints it.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::Problem;
use jiff::civil::Date;
use site::ctx::PublicCtx;
use site::{App, Ctx, Handled};

use super::model::{Changes, Edition, Frozen, Share, digest};
use super::service::{self, Read};
use crate::pages::{dated_words, facts, freshness_look, id_of};
use crate::service::Seen;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/editions", get(list))
        .route("/editions/{id}", get(read))
        .route("/editions/{id}/rows", get(rows))
}

/// An entry of the page.
struct Item {
    title: String,
    /// As it is now; `None`: it was taken out since.
    seen: Option<Seen>,
    facts: String,
    /// It says something else than when it was published.
    changed: bool,
    freshness: (&'static str, String),
}

/// What changed, in words: since when, and under each label the names of entries.
type Told = (String, Vec<(String, Vec<String>)>);

#[derive(Template)]
#[template(path = "editions/public.html")]
struct Page<'a> {
    c: &'a Ctx,
    edition: Edition,
    organisation: String,
    date: String,
    share: Share,
    share_words: String,
    /// Heading and its entries; those without any are left out.
    sections: Vec<(String, Vec<Item>)>,
    changes: Option<Told>,
    latest: Option<(String, String)>,
    address: String,
}

fn share(read: &Read, today: Date) -> Share {
    let verified = |(_, seen): &(Frozen, Option<Seen>)| {
        seen.as_ref().and_then(|s| s.entry.verified.as_ref()).map(|v| v.on)
    };
    Share::of(read.entries.iter().map(verified), today)
}

pub(super) fn share_words(c: &Ctx, share: Share, today: Date) -> String {
    let args = [
        ("fresh", share.fresh.to_string()),
        ("all", share.all.to_string()),
        ("percent", share.percent().to_string()),
        ("date", c.long_date(&today)),
    ];
    c.problem_text("editions-share", &args)
}

fn item(c: &Ctx, frozen: Frozen, seen: Option<Seen>) -> Result<Item, Problem> {
    let today = site::sealing::today(&c.app);
    Ok(Item {
        title: seen.as_ref().map_or(frozen.title, |s| s.entry.draft.title.clone()),
        facts: seen.as_ref().map(|s| facts(c, s)).transpose()?.unwrap_or_default(),
        changed: seen.as_ref().is_some_and(|s| digest(&s.entry.draft) != frozen.digest),
        freshness: seen.as_ref().map_or_else(Default::default, |s| {
            (freshness_look(s.entry.freshness(today)), dated_words(c, &s.entry))
        }),
        seen,
    })
}

fn number(c: &Ctx, edition: &Edition) -> String {
    c.t2("editions-number", "n", edition.number, "date", c.long_date(&edition.on))
}

fn changes(c: &Ctx, (before, changes): (Edition, Changes)) -> Told {
    let lists = [
        ("editions-added", changes.added),
        ("editions-removed", changes.removed),
        ("editions-changed", changes.changed),
        ("editions-verified", changes.verified),
    ];
    let lists = lists
        .into_iter()
        .filter(|(_, all)| !all.is_empty())
        .map(|(key, all)| (c.t(key), all.into_iter().map(|(_, title)| title).collect()));
    (c.t1("editions-changes", "edition", number(c, &before)), lists.collect())
}

async fn read(PublicCtx(c): PublicCtx, Path(id): Path<String>) -> Handled {
    let read = service::edition(&c.app, &id_of(&id)?).await?;
    let today = site::sealing::today(&c.app);
    let share = share(&read, today);
    let mut sections: Vec<(String, Vec<Item>)> =
        read.edition.draft.headings.iter().map(|h| (h.clone(), vec![])).collect();
    for (frozen, seen) in read.entries {
        let heading = frozen.heading;
        let item = item(&c, frozen, seen)?;
        if let Some((_, items)) = sections.get_mut(heading) {
            items.push(item);
        }
    }
    sections.retain(|(_, items)| !items.is_empty());
    let page = Page {
        date: number(&c, &read.edition),
        share,
        share_words: share_words(&c, share, today),
        sections,
        changes: read.changes.map(|both| changes(&c, both)),
        latest: read.latest.map(|e| (number(&c, &e), c.url(&format!("/editions/{}", e.id)))),
        address: c.app.absolute(c.lang, &format!("/editions/{id}")),
        organisation: read.organisation.name,
        edition: read.edition,
        c: &c,
    };
    c.html(&page)
}

/// A selection of the list: its latest edition, and those before.
struct Booklet {
    title: String,
    organisation: String,
    introduction: String,
    /// Number and day, address.
    latest: (String, String),
    before: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "editions/all.html")]
struct List<'a> {
    c: &'a Ctx,
    booklets: Vec<Booklet>,
}

async fn list(PublicCtx(c): PublicCtx) -> Handled {
    let link = |e: &Edition| (number(&c, e), c.url(&format!("/editions/{}", e.id)));
    let booklet = |p: service::Published| {
        let latest = p.editions.first()?;
        let first = latest.draft.introduction.split("\n\n").next().unwrap_or_default();
        Some(Booklet {
            title: latest.draft.title.clone(),
            introduction: first.to_owned(),
            latest: link(latest),
            before: p.editions.iter().skip(1).map(link).collect(),
            organisation: p.organisation,
        })
    };
    let published = service::published(&c.app).await?;
    c.html(&List { booklets: published.into_iter().filter_map(booklet).collect(), c: &c })
}

/// A row behind the share on the cover.
struct Row {
    title: String,
    owner: String,
    href: Option<String>,
    verified: String,
    fresh: bool,
}

#[derive(Template)]
#[template(path = "editions/rows.html")]
struct Rows<'a> {
    c: &'a Ctx,
    edition: Edition,
    back: String,
    share_words: String,
    rows: Vec<Row>,
}

async fn rows(PublicCtx(c): PublicCtx, Path(id): Path<String>) -> Handled {
    let read = service::edition(&c.app, &id_of(&id)?).await?;
    let today = site::sealing::today(&c.app);
    let share = share(&read, today);
    let row = |(frozen, seen): &(Frozen, Option<Seen>)| {
        let day = seen.as_ref().and_then(|s| s.entry.verified.as_ref()).map(|v| v.on);
        let never = if seen.is_some() { "editions-never" } else { "editions-gone" };
        Row {
            title: seen.as_ref().map_or(&frozen.title, |s| &s.entry.draft.title).clone(),
            owner: seen.as_ref().map(|s| s.owner.name.clone()).unwrap_or_default(),
            href: seen.as_ref().map(|s| c.url(&format!("/entries/{}", s.entry.id))),
            verified: day.map_or_else(|| c.t(never), |day| c.long_date(&day)),
            fresh: Share::is_fresh(day, today),
        }
    };
    let page = Rows {
        rows: read.entries.iter().map(row).collect(),
        back: c.url(&format!("/editions/{id}")),
        share_words: share_words(&c, share, today),
        edition: read.edition,
        c: &c,
    };
    c.html(&page)
}
