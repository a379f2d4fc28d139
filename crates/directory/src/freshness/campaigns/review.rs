//! The review of one's own entries in a campaign, one after the other, part by part.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Kind, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::model::{Campaign, Concerned, Count, Progress, Section, Stage};
use super::{forms, service};
use crate::model::How;
use crate::pages::{Options, facts, id_of};
use crate::service::{self as entries, Seen, not_found};
use crate::themes;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/directory/campaigns/{id}/review", get(next))
        .route("/staff/directory/campaigns/{id}/review/{entry}", post(answer))
}

/// A part of an entry as it is read.
struct Part {
    section: Section,
    /// What it says: label, text.
    lines: Vec<(String, String)>,
    /// Verified in this campaign.
    done: bool,
}

/// What an entry says in a part.
fn lines(c: &Ctx, v: &Seen, section: Section) -> Vec<(String, String)> {
    let d = &v.entry.draft;
    let names = |words: Vec<String>| words.join(", ");
    let all: Vec<(&str, String)> = match section {
        Section::Hours => vec![("directory-hours", d.hours_typed.clone())],
        Section::Contact => vec![
            ("directory-address", v.address().line()),
            ("directory-access", d.access_note.clone()),
            ("directory-accessibility", crate::pages::access_words(c, d).join(", ")),
            ("directory-phone", c.phone(&d.phone)),
            ("directory-email", d.email.clone()),
            ("directory-website", d.website.clone()),
            ("directory-contact", d.contact.clone()),
            ("directory-reach", names(d.reach.iter().map(|w| c.t(w.label())).collect())),
            ("directory-ask-link", d.reach_link.clone()),
            ("directory-reach-note", d.reach_note.clone()),
        ],
        Section::Publics => vec![
            ("directory-publics", names(d.publics.iter().map(|w| c.t(w.label())).collect())),
            ("directory-publics-note", d.publics_note.clone()),
            (
                "directory-zones",
                names(d.zones.iter().map(|code| crate::pages::zone_words(c, code)).collect()),
            ),
            ("directory-conditions", d.conditions.clone()),
        ],
        Section::Fees => vec![
            ("directory-fees", d.fees.map(|f| c.t(f.label())).unwrap_or_default()),
            ("directory-fees-note", d.fees_note.clone()),
        ],
        Section::Content => vec![
            ("directory-description", d.description.clone()),
            ("directory-type", d.service_type.map(|t| c.t(t.label())).unwrap_or_default()),
            (
                "directory-themes",
                names(d.themes.iter().map(|t| themes::label(t, c.lang)).collect()),
            ),
            ("directory-modes", names(d.modes.iter().map(|w| c.t(w.label())).collect())),
            ("directory-languages", crate::pages::languages(c, d)),
            ("directory-bring", d.bring.clone()),
        ],
    };
    // What is not filled in is read too where it is all there is to a part.
    let some = all.iter().any(|(_, text)| !text.is_empty());
    let shown = all.into_iter().filter(|(_, text)| !some || !text.is_empty());
    shown
        .map(|(key, text)| {
            let text = if text.is_empty() { c.t("directory-not-said") } else { text };
            (c.t(key), text)
        })
        .collect()
}

#[derive(Template)]
#[template(path = "freshness/review.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    campaign: Campaign,
    base: String,
    own: Count,
    /// The entry that is looked at; `None`: all are done, or put off.
    entry: Option<Seen>,
    facts: String,
    parts: Vec<Part>,
    hows: Options,
    /// Those that were put off.
    later: Vec<(String, String)>,
}

/// One's own entries of a campaign that runs.
async fn own(c: &Ctx, id: &str) -> Result<(Campaign, Vec<Concerned>), Problem> {
    let (campaign, mut rows) = service::one(&c.app, &c.actor, &id_of(id)?).await?;
    let keepers = c.actor.organisations(Permission::Desk);
    rows.retain(|row| row.kept_by(keepers.as_deref()));
    Ok((campaign, rows))
}

async fn page(t: Typed<'_>, id: &str, wanted: Option<Id>) -> Handled {
    let c = t.c;
    let (campaign, rows) = own(c, id).await?;
    let today = site::sealing::today(&c.app);
    if campaign.stage(today) != Stage::Running {
        return Err(Problem::new(Kind::Conflict, "freshness-problem-closed").into());
    }
    let waits = |row: &&Concerned| row.later.is_none_or(|until| until <= today);
    let left: Vec<&Concerned> = rows.iter().filter(|row| row.done.is_none()).collect();
    let row = match &wanted {
        Some(id) => Some(rows.iter().find(|row| row.entry == *id).ok_or_else(not_found)?),
        None => left.iter().copied().find(waits),
    };
    let entry = match row {
        Some(row) => Some(entries::kept(&c.app, &c.actor, Permission::Desk, &row.entry).await?),
        None => None,
    };
    let open = row.map(|row| campaign.left(&row.sections)).unwrap_or_default();
    let parts = campaign.draft.sections.iter().filter_map(|section| {
        let entry = entry.as_ref()?;
        let (section, done) = (*section, !open.contains(section));
        Some(Part { section, lines: lines(c, entry, section), done })
    });
    let own_entry = row.is_some_and(|row| c.actor.can(Permission::Desk, &row.owner.0));
    let hows = How::ALL.iter().filter(|how| own_entry || **how != How::Owner);
    let base = c.url(&format!("/staff/directory/campaigns/{id}"));
    let later = left.iter().filter(|row| !waits(row)).take(entries::MOST_LISTED);
    let later = later
        .map(|row| (row.title.clone(), format!("{base}/review?entry={}", row.entry)))
        .collect();
    let page = Page {
        parts: parts.collect(),
        facts: entry.as_ref().map(|v| facts(c, v)).transpose()?.unwrap_or_default(),
        hows: hows.map(|how| (how.code().to_owned(), c.t(how.label()))).collect(),
        own: Progress::of(&rows).all,
        later,
        campaign,
        base,
        entry,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn next(c: Ctx, Path(id): Path<String>) -> Handled {
    let form = Form::from_query(&c.query);
    let mut shown = Form::default();
    shown.set("how", form.get("how"));
    page(Typed::new(&c, shown), &id, Id::parse(form.get("entry"))).await
}

async fn answer(c: Ctx, Path((id, entry)): Path<(String, String)>, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Desk)?;
    let entry = id_of(&entry)?;
    let (campaign, rows) = own(&c, &id).await?;
    rows.iter().find(|row| row.entry == entry).ok_or_else(not_found)?;
    let there = format!("/staff/directory/campaigns/{id}/review");
    let sections = match form.get("do") {
        "later" => {
            service::put_off(&c.app, &c.actor, &entry).await?;
            return Ok(c.see(&there));
        }
        "all" => campaign.draft.sections.clone(),
        one => {
            let known = Section::parse(one).filter(|s| campaign.draft.sections.contains(s));
            vec![known.ok_or_else(|| Problem::new(Kind::Invalid, "problem-form"))?]
        }
    };
    let done = match forms::how(&form) {
        Ok(how) => service::verify(&c.app, &c.actor, (&campaign.id, &entry), sections, how).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(left) if left.is_empty() => Ok(c.see(&there)),
        Ok(_) => {
            let how = form.get("how");
            Ok(c.see(&format!("{there}?entry={entry}&how={how}#parts")))
        }
        Err(problem) => page(Typed::new(&c, form).refused(problem)?, &id, Some(entry)).await,
    }
}
