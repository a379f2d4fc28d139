//! Organisations that may be known twice, for administrators: side by side, to be merged or told
//! apart; and the merges, to be undone.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Kind, Problem};
use site::form::Form;
use site::{App, Ctx, Handled};
use territory::Zone;

use super::admin::id_of;
use crate::register::merging::{self, ON_A_PAGE, Proposal, Side};
use crate::register::model::Source;
use crate::register::pairs::{Pair, Reason};

/// Routes of these pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/duplicates", get(duplicates).post(answer))
        .route("/admin/merges", get(merges))
        .route("/admin/merges/{id}/undo", post(undo))
}

#[derive(Template)]
#[template(path = "register/duplicates.html")]
struct Duplicates<'a> {
    c: &'a Ctx,
    zone: Zone,
    /// Address and name of what can be chosen, by its kind.
    zones: [(&'static str, Vec<(String, &'static str)>); 2],
    shown: Vec<Proposal>,
    total: usize,
    /// Key of what was just done.
    done: Option<&'static str>,
    page: usize,
    before: Option<String>,
    after: Option<String>,
}

impl Duplicates<'_> {
    fn reason(&self, reason: &Reason, pair: &Pair) -> String {
        let metres = pair.metres.unwrap_or_default();
        match reason {
            Reason::Near => self.c.t1(reason.label(), "metres", metres),
            _ => self.c.t(reason.label()),
        }
    }

    fn sources(&self, side: &Side) -> String {
        let names = side.seen.sources.iter().filter_map(|s| Source::parse(s));
        names.map(|s| self.c.t(s.label())).collect::<Vec<_>>().join(", ")
    }
}

/// The page of a list, from 0, that a query asks for.
fn page_of(form: &Form) -> usize {
    form.get("page").parse::<usize>().ok().and_then(|n| n.checked_sub(1)).unwrap_or(0)
}

/// Addresses of the pages before and after.
fn around(path: &str, page: usize, total: usize) -> (Option<String>, Option<String>) {
    let join = if path.contains('?') { '&' } else { '?' };
    let before = (page > 0).then(|| format!("{path}{join}page={page}"));
    let after = (total > (page + 1).saturating_mul(ON_A_PAGE))
        .then(|| format!("{path}{join}page={}", page + 2));
    (before, after)
}

fn here(zone: Zone) -> String {
    format!("/admin/duplicates?zone={}", zone.slug())
}

async fn duplicates(c: Ctx) -> Handled {
    let form = Form::from_query(&c.query);
    let zone = Zone::parse(form.get("zone")).unwrap_or(Zone::COUNTRY);
    let page = page_of(&form).min(1_000_000);
    let found = merging::proposals(&c.app, &c.actor, zone, page).await?;
    let (before, after) = around(&here(zone), page, found.total);
    let france = territory::france();
    let named = |slug: String, name| (slug, name);
    let regions = france.regions.iter().map(|r| named(format!("region-{}", r.code), r.name));
    let departments =
        france.departments.iter().map(|d| named(format!("departement-{}", d.code), d.name));
    let page = Duplicates {
        c: &c,
        zone,
        zones: [
            ("register-zone-departments", departments.collect()),
            ("register-zone-regions", regions.collect()),
        ],
        shown: found.shown,
        total: found.total,
        done: match form.get("done") {
            "same" => Some("register-done-same"),
            "two" => Some("register-done-two"),
            _ => None,
        },
        page,
        before,
        after,
    };
    c.html(&page)
}

async fn answer(c: Ctx, form: Form) -> Handled {
    c.actor.need_administrator()?;
    let (one, other) = (id_of(form.get("one"))?, id_of(form.get("other"))?);
    let done = match (form.get("answer"), form.get("kept")) {
        ("two", _) => {
            merging::tell_apart(&c.app, &c.actor, &one, &other).await?;
            "two"
        }
        ("same", kept) if kept == one.as_str() => {
            merging::merge(&c.app, &c.actor, &one, &other).await?;
            "same"
        }
        ("same", kept) if kept == other.as_str() => {
            merging::merge(&c.app, &c.actor, &other, &one).await?;
            "same"
        }
        _ => return Err(Problem::new(Kind::Invalid, "register-problem-which").into()),
    };
    let zone = Zone::parse(form.get("zone")).unwrap_or(Zone::COUNTRY);
    Ok(c.see(&format!("{}&done={done}", here(zone))))
}

/// A merge in words.
struct Line {
    id: String,
    kept: (String, String),
    merged: String,
    on: String,
}

#[derive(Template)]
#[template(path = "register/merges.html")]
struct Merges<'a> {
    c: &'a Ctx,
    lines: Vec<Line>,
    done: bool,
    before: Option<String>,
    after: Option<String>,
}

async fn merges(c: Ctx) -> Handled {
    let form = Form::from_query(&c.query);
    let page = page_of(&form).min(1_000_000);
    let (found, total) = merging::merges(&c.app, &c.actor, page).await?;
    let day = |at| c.long_date(&base::dates::local(at, base::dates::DEFAULT_ZONE).date());
    let lines = found.into_iter().map(|(merge, kept, merged)| Line {
        id: merge.id.to_string(),
        kept: (merge.kept.to_string(), kept),
        merged,
        on: day(merge.at),
    });
    let (before, after) = around("/admin/merges", page, total);
    c.html(&Merges { c: &c, lines: lines.collect(), done: form.flag("done"), before, after })
}

async fn undo(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_administrator()?;
    merging::undo(&c.app, &c.actor, &id_of(&id)?).await?;
    Ok(c.see("/admin/merges?done=1"))
}
