//! Pages of the directory.

mod forms;
mod public;
mod staff;

use axum::Router;
use base::{Id, Kind, Problem};
use site::{App, Ctx};

use crate::model::{Entry, EntryDraft, Freshness, Why};

pub(crate) use public::{facts, verification, zone_words};

/// Routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(public::routes())
        .merge(staff::routes())
        .merge(crate::find::routes())
        .merge(crate::referral::pages::routes())
        .merge(crate::freshness::routes())
        .merge(crate::editions::routes())
        .merge(crate::counsel::routes())
        .merge(crate::exchange::pages::routes())
        .merge(crate::duplicates::pages::routes())
}

/// A language by its code.
pub(crate) fn language(c: &Ctx, code: &str) -> String {
    let known = inclusion::Language::parse(code);
    known.map_or_else(|| code.to_owned(), |language| language.name(c.lang).to_owned())
}

/// The languages that people are met in; nothing: nobody said.
pub(crate) fn languages(c: &Ctx, d: &EntryDraft) -> String {
    d.languages.iter().map(|code| language(c, code)).collect::<Vec<_>>().join(", ")
}

/// What is said of how accessible the place is, without the page that tells more.
pub(crate) fn access_words(c: &Ctx, d: &EntryDraft) -> Vec<String> {
    let words = d.step_free.map(|s| c.t(s.label())).into_iter();
    words.chain((!d.access_detail.is_empty()).then(|| d.access_detail.clone())).collect()
}

/// Value and text of what can be chosen.
pub(crate) type Options = Vec<(String, String)>;

pub(crate) fn id_of(text: &str) -> Result<Id, Problem> {
    Id::parse(text).ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))
}

/// When an entry is to be verified, or since when, and why.
pub(crate) fn due_words(c: &Ctx, entry: &Entry) -> String {
    let (due, date) = (&entry.due, c.long_date(&entry.due.on));
    match (due.on < site::sealing::today(&c.app), due.why) {
        (true, why) => c.t2("directory-due-since", "date", date, "why", c.t(why.label())),
        // That time passes needs no reason.
        (false, Why::Age) => c.t1("directory-due-by", "date", date),
        (false, why) => c.t2("directory-due", "date", date, "why", c.t(why.label())),
    }
}

/// Class of the badge that tells how fresh an entry is.
pub(crate) fn freshness_look(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Fresh => "open",
        Freshness::Due => "waiting",
        Freshness::Never => "draft",
    }
}

/// How fresh an entry is, in words: its age is always said, an old one is called old.
pub(crate) fn freshness_words(c: &Ctx, entry: &Entry) -> String {
    let today = site::sealing::today(&c.app);
    let Some(verified) = &entry.verified else { return c.t("directory-never-verified") };
    let key = match entry.freshness(today) {
        Freshness::Due => "directory-verified-old",
        _ => "directory-verified",
    };
    c.t1(key, "ago", ago(c, verified.on, today))
}

/// When an entry was last verified, with the day: « three weeks ago » is soon no longer true on paper.
pub(crate) fn dated_words(c: &Ctx, entry: &Entry) -> String {
    let Some(verified) = &entry.verified else { return c.t("directory-never-verified") };
    let key = match entry.freshness(site::sealing::today(&c.app)) {
        Freshness::Due => "referral-verified-old",
        _ => "referral-verified",
    };
    c.t1(key, "day", c.long_date(&verified.on))
}

/// How long ago a day is: exact where it is near, rounded down where it is far.
pub(crate) fn ago(c: &Ctx, day: jiff::civil::Date, today: jiff::civil::Date) -> String {
    let days = (today - day).get_days();
    match days {
        ..=0 => c.t("directory-ago-today"),
        1 => c.t("directory-ago-yesterday"),
        2..=13 => c.t1("directory-ago-days", "n", days),
        14..=60 => c.t1("directory-ago-weeks", "n", days / 7),
        61..=729 => c.t1("directory-ago-months", "n", days / 30),
        _ => c.t1("directory-ago-years", "n", days / 365),
    }
}
