//! Entries side by side on a desk, one under the other on a telephone.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled, Typed};
use territory::{Zone, ZoneKind};

use super::model::{Choice, Likeness, Piece, Said, path};
use crate::find::{here, opening_words, today_words, zone_of};
use crate::pages::{freshness_words, verification, zone_words};
use crate::service::{self, Seen};
use crate::themes;

pub(in crate::counsel) fn routes() -> Router<App> {
    Router::new().route("/compare", get(compare))
}

/// An entry of the comparison.
struct Column {
    id: String,
    title: String,
    owner: String,
    href: String,
    /// The comparison without it.
    without: Option<String>,
}

/// One thing, and what each entry says of it.
struct Row {
    key: &'static str,
    label: String,
    cells: Vec<Said>,
    likeness: Likeness,
}

impl Row {
    fn odd(&self, n: &usize) -> bool {
        self.likeness == Likeness::Odd(*n)
    }
}

#[derive(Template)]
#[template(path = "counsel/compare.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    columns: Vec<Column>,
    differ: Vec<Row>,
    same: Vec<Row>,
    /// What none of them says.
    silent: String,
    /// Asked for, and no longer there.
    missing: usize,
    over: usize,
    /// Territories that may be meant: words and address.
    choices: Vec<(String, String)>,
    slip: String,
}

fn plain(text: impl Into<String>) -> Said {
    let text: String = text.into();
    let piece = Piece { text, href: None, written: false };
    if piece.text.trim().is_empty() { vec![] } else { vec![piece] }
}

fn written(text: &str) -> Said {
    plain(text).into_iter().map(|piece| Piece { written: true, ..piece }).collect()
}

fn link(text: &str, href: String) -> Said {
    plain(text).into_iter().map(|piece| Piece { href: Some(href.clone()), ..piece }).collect()
}

fn list(words: impl Iterator<Item = String>) -> Said {
    plain(words.collect::<Vec<_>>().join(", "))
}

fn far(c: &Ctx, seen: &Seen, near: Zone) -> Said {
    if seen.entry.draft.remote_only() {
        return plain(c.t("find-remote"));
    }
    let points = (here(near).point, seen.address().point);
    let (Some(from), Some(to)) = points else { return vec![] };
    let km = from.km_to(to);
    if km < 1.0 {
        return plain(c.t("find-near"));
    }
    plain(c.t1("find-km", "km", c.number(&((km * 10.0).round() / 10.0))))
}

fn hours(c: &Ctx, seen: &Seen) -> Said {
    let d = &seen.entry.draft;
    let lines = ::hours::lines(&d.hours, c.lang).unwrap_or_default();
    if lines.is_empty() {
        return written(&d.hours_typed);
    }
    lines
        .into_iter()
        .flat_map(|line| {
            let colon = match line.days.is_empty() || line.hours.is_empty() {
                true => String::new(),
                false => c.t("directory-colon"),
            };
            plain(format!("{}{colon}{}", line.days, line.hours))
        })
        .collect()
}

/// Whether it is open now, and today's hours.
fn today(c: &Ctx, seen: &Seen) -> Said {
    let Some(opening) = service::opening(seen, c.app.clock.seconds()) else { return vec![] };
    let now = opening_words(c, &opening).map(plain).unwrap_or_default();
    let hours = today_words(c, &opening).map(plain).unwrap_or_default();
    [now, hours].concat()
}

fn reach(c: &Ctx, seen: &Seen) -> Said {
    let d = &seen.entry.draft;
    [
        link(&c.phone(&d.phone), format!("tel:{}", c.tel(&d.phone))),
        link(&d.email, format!("mailto:{}", d.email)),
        link(&d.website, d.website.clone()),
        list(d.reach.iter().map(|r| c.t(r.label()))),
        written(&d.reach_note),
        link(&d.reach_link, d.reach_link.clone()),
    ]
    .concat()
}

/// How accessible the place is, where it is one.
fn access(c: &Ctx, seen: &Seen) -> Said {
    let d = &seen.entry.draft;
    if d.remote_only() {
        return vec![];
    }
    let free = d.step_free.map(|s| plain(c.t(s.label()))).unwrap_or_default();
    let page = match d.access_link.is_empty() {
        true => vec![],
        false => link(&c.t("directory-access-page"), d.access_link.clone()),
    };
    [free, written(&d.access_detail), page].concat()
}

/// What holds for a while, and what was reported and is not answered.
fn now(c: &Ctx, seen: &Seen) -> Said {
    let notices = seen.notices.iter().flat_map(|n| {
        let days =
            c.t2("directory-from-to", "first", c.long_date(&n.first), "last", c.long_date(&n.last));
        [plain(format!("{} {days}", c.t(n.kind.label()))), written(&n.words)].concat()
    });
    let reports = seen.reports.iter();
    let reports = reports.flat_map(|r| plain(c.t1("find-reported", "what", c.t(r.reason.label()))));
    notices.chain(reports).collect()
}

/// What an entry says of each thing, in the order in which a counsellor asks.
fn said(c: &Ctx, seen: &Seen, near: Option<Zone>) -> Vec<(&'static str, Said)> {
    let (d, a) = (&seen.entry.draft, seen.address());
    let publics = list(d.publics.iter().map(|p| c.t(p.label())));
    let (place, way) = match d.remote_only() {
        true => (String::new(), ""),
        false => (a.line(), d.access_note.as_str()),
    };
    let mut all = vec![
        ("compare-now", now(c, seen)),
        ("directory-kind", plain(c.t(d.kind.label()))),
        ("directory-themes", list(d.themes.iter().map(|code| themes::label(code, c.lang)))),
        ("directory-publics", [publics, written(&d.publics_note)].concat()),
        ("directory-zones", list(d.zones.iter().map(|code| zone_words(c, code)))),
        ("directory-conditions", written(&d.conditions)),
        (
            "directory-fees",
            [d.fees.map(|f| plain(c.t(f.label()))).unwrap_or_default(), written(&d.fees_note)]
                .concat(),
        ),
        ("directory-modes", list(d.modes.iter().map(|m| c.t(m.label())))),
        ("directory-address", [plain(place), written(way)].concat()),
        ("directory-accessibility", access(c, seen)),
        ("directory-languages", plain(crate::pages::languages(c, d))),
        ("compare-open", today(c, seen)),
        ("directory-hours", hours(c, seen)),
        ("directory-reach", reach(c, seen)),
        ("directory-bring", written(&d.bring)),
        (
            "directory-verification",
            [
                plain(freshness_words(c, &seen.entry)),
                verification(c, seen).map(plain).unwrap_or_default(),
            ]
            .concat(),
        ),
    ];
    if let Some(zone) = near.filter(|zone| zone.kind() != ZoneKind::Country) {
        all.insert(9, ("compare-far", far(c, seen, zone)));
    }
    all
}

/// What is said of each thing, entry by entry.
fn rows(c: &Ctx, all: &[Seen], near: Option<Zone>) -> Vec<Row> {
    let mut columns: Vec<_> = all.iter().map(|seen| said(c, seen, near).into_iter()).collect();
    let mut rows = vec![];
    loop {
        let line: Vec<_> = columns.iter_mut().filter_map(Iterator::next).collect();
        let Some((key, _)) = line.first() else { return rows };
        let (key, label) = (*key, c.t(key));
        let cells: Vec<Said> = line.into_iter().map(|(_, said)| said).collect();
        rows.push(Row { key, label, likeness: Likeness::of(&cells), cells });
    }
}

async fn compare(PublicCtx(c): PublicCtx) -> Handled {
    let form = Form::from_query(&c.query);
    let choice = Choice::read(form.all("e").into_iter().chain(form.all("entry")));
    let mut choices = vec![];
    let (near, wrong) = match zone_of(form.get("near"), "near", &mut choices) {
        Ok(near) => (near, None),
        Err(problem) => (None, Some(problem)),
    };
    let (ids, day) = (choice.ids.clone(), site::sealing::today(&c.app));
    let all = c.app.db.read(move |tx| service::published_in(tx, &ids, day)).await?;
    let missing = choice.ids.len() - all.len() + choice.unreadable;
    let slug = near.map(Zone::slug);
    let columns: Vec<Column> = all
        .iter()
        .map(|seen| {
            let others = all.iter().map(|s| &s.entry.id).filter(|id| **id != seen.entry.id);
            Column {
                id: seen.entry.id.to_string(),
                title: seen.entry.draft.title.clone(),
                owner: seen.owner.name.clone(),
                href: c.url(&format!("/entries/{}", seen.entry.id)),
                without: (all.len() > 2).then(|| c.url(&path(others, slug.as_deref()))),
            }
        })
        .collect();
    let (mut differ, mut same, mut silent) = (vec![], vec![], vec![]);
    for row in if all.len() > 1 { rows(&c, &all, near) } else { vec![] } {
        match row.likeness {
            // That nothing is out of the ordinary need not be said.
            Likeness::Silent if row.key == "compare-now" => {}
            Likeness::Silent => silent.push(row.label.to_lowercase()),
            Likeness::Same => same.push(row),
            Likeness::Odd(_) | Likeness::Different => differ.push(row),
        }
    }
    let ids = all.iter().map(|seen| &seen.entry.id);
    let here = path(ids.clone(), None);
    let zone = |zone: Zone| {
        let words = network::search::zone_words(&c, zone);
        (words, c.url(&format!("{here}&near={}", zone.slug())))
    };
    let slip: Vec<String> = ids.map(|id| format!("entry={id}")).collect();
    let mut shown = Form::default();
    let typed = near
        .map_or_else(|| form.get("near").to_owned(), |zone| network::search::zone_words(&c, zone));
    shown.set("near", typed);
    let mut t = Typed::new(&c, shown);
    t.problem = wrong.and_then(|wrong| base::Problem::from_fields(vec![wrong]).err());
    let gone = all.is_empty() && missing > 0;
    let page = Page {
        choices: choices.into_iter().map(zone).collect(),
        columns,
        differ,
        same,
        silent: silent.join(", "),
        missing,
        over: choice.over,
        slip: c.url(&format!("/slip/new?{}", slip.join("&"))),
        t,
        c: &c,
    };
    c.html_status(if gone { StatusCode::NOT_FOUND } else { page.t.status() }, &page)
}
