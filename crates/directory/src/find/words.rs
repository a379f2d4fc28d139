//! Why something was found, in words.

use jiff::ToSpan;
use retrieval::{Reading, Ring, Understanding, Word};
use site::Ctx;

use super::ask::{Result, What};
use crate::pages::ago;
use crate::themes;

/// Why a result fits: what it answers, how far, whether it is open, when it was last checked.
pub(super) fn reasons(c: &Ctx, result: &Result, understanding: &Understanding) -> Vec<String> {
    let mut said = vec![];
    let answers = answers(c, result, understanding);
    if !answers.is_empty() {
        said.push(c.t1("find-answers", "what", answers.join(", ")));
    }
    said.extend(distance(c, result));
    match &result.what {
        What::Entry(seen) => {
            said.extend(result.opening.as_ref().and_then(|o| opening(c, o)));
            let today = site::sealing::today(&c.app);
            said.push(match &seen.entry.verified {
                Some(v) => c.t1("find-verified", "ago", ago(c, v.on, today)),
                None => c.t("find-never-verified"),
            });
        }
        What::Session(view) => {
            let when =
                format!("{}, {}", c.long_date(&view.date()), c.clock_time(&view.start().time()));
            said.push(c.t1("find-next", "when", when));
        }
        What::Organisation(_) => {}
    }
    said
}

/// The person's own words that it answers, in their order; how they were read, where that is not
/// as they were typed.
pub(super) fn answers(c: &Ctx, result: &Result, understanding: &Understanding) -> Vec<String> {
    let mut said: Vec<String> = vec![];
    let mut themes_heard = false;
    let words = understanding.words.iter().map(|Word { typed, .. }| typed);
    // Expressions of several words answer too.
    let reasons = result.hit.reasons.iter().map(|r| &r.typed);
    let mut all: Vec<&String> = words.collect();
    for typed in reasons.filter(|typed| !typed.is_empty()) {
        if !all.contains(&typed) {
            all.push(typed);
        }
    }
    for typed in all {
        let of_word = result.hit.reasons.iter().filter(|r| r.typed == *typed);
        let mut best: Option<String> = None;
        for reason in of_word {
            if reason.field == "themes" {
                themes_heard = true;
                continue;
            }
            let words = match &reason.read {
                Reading::Typed => typed.clone(),
                Reading::Corrected(word) => word.clone(),
                Reading::Means(means) => c.t2("find-means", "typed", typed, "means", means),
                Reading::Begins(word) => c.t2("find-begins", "typed", typed, "word", word),
            };
            if best.is_none() || reason.read == Reading::Typed {
                best = Some(words);
            }
        }
        said.extend(best.filter(|w| !said.contains(w)));
    }
    let about_themes = result.hit.reasons.iter().any(|r| r.field == "themes") || themes_heard;
    if let (true, What::Entry(seen)) = (about_themes, &result.what) {
        let heard = understanding.themes.iter().map(|(code, _)| code);
        let own = heard.filter(|code| seen.entry.draft.themes.contains(code)).take(2);
        said.extend(own.map(|code| themes::label(code, c.lang)));
    }
    said
}

fn distance(c: &Ctx, result: &Result) -> Option<String> {
    match (result.hit.km, result.hit.ring) {
        (Some(km), _) if km < 1.0 => Some(c.t("find-near")),
        (Some(km), _) => Some(c.t1("find-km", "km", c.number(&((km * 10.0).round() / 10.0)))),
        (None, Ring::Remote) => Some(c.t("find-remote")),
        (None, _) => None,
    }
}

/// Whether it is open, in words.
pub(crate) fn opening(c: &Ctx, o: &hours::Opening) -> Option<String> {
    let until = |key: &str, at: &jiff::ZonedDateTime| c.t1(key, "time", c.clock_time(&at.time()));
    match o.state {
        hours::State::Open => Some(match &o.until {
            Some(at) => until("find-open-until", at),
            None => c.t("find-open"),
        }),
        hours::State::ByAppointment => Some(c.t("find-by-appointment")),
        hours::State::Closed => {
            let Some(next) = &o.next_opening else { return Some(c.t("find-closed")) };
            let now = super::ask::instant(c.app.clock.seconds());
            let here = now.to_zoned_datetime(next.time_zone().clone()).date();
            let key = if next.date() == here {
                "find-opens-today"
            } else if here.checked_add(1.day()).is_ok_and(|d| d == next.date()) {
                "find-opens-tomorrow"
            } else {
                "find-opens"
            };
            Some(c.t2(key, "date", c.long_date(&next.date()), "time", c.clock_time(&next.time())))
        }
        hours::State::Unknown => None,
    }
}

/// The hours of today, in words; `None` where they are not known.
pub(crate) fn today(c: &Ctx, o: &hours::Opening) -> Option<String> {
    let span = |p: &hours::Period| {
        let (from, to) = (c.clock_time(&p.from.time()), c.clock_time(&p.to.time()));
        match p.state {
            hours::State::Open => Some(format!("{from} – {to}")),
            hours::State::ByAppointment => {
                let span = format!("{from} – {to}");
                Some(c.t1("find-today-appointment", "span", span))
            }
            hours::State::Closed | hours::State::Unknown => None,
        }
    };
    let spans: Vec<String> = o.today.iter().filter_map(span).collect();
    let unknown = o.today.iter().any(|p| p.state == hours::State::Unknown);
    match (spans.is_empty(), unknown) {
        (false, _) => Some(spans.join(", ")),
        (true, true) => None,
        (true, false) => Some(c.t("find-today-closed")),
    }
}
