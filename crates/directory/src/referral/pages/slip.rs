//! The slip itself: what is printed, and what the QR code on it leads to.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use jiff::civil::Date;
use site::ctx::{PublicCtx, discreet};
use site::{App, Ctx, Handled};

use crate::find::instant;
use crate::model::EntryDraft;
use crate::pages::dated_words;
use crate::referral::service::{self, ResultView, Shown, SlipView};
use crate::service::Seen;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/slip/{secret}", get(show))
}

#[derive(Template)]
#[template(path = "directory/slip.html")]
struct Page<'a> {
    c: &'a Ctx,
    v: SlipView,
    /// Side of the square and the path of its dark modules.
    qr: Option<(usize, String)>,
    /// Where codes are typed, as people read it.
    back: String,
    made_on: String,
    until: String,
}

impl Page<'_> {
    /// A label, in plain words or in words that are easy to read.
    fn say(&self, plain: &'static str, easy: &'static str) -> String {
        self.c.t(if self.v.easy { easy } else { plain })
    }

    /// What is said of how one gets in, where one goes there.
    fn access(&self, draft: &EntryDraft) -> String {
        match draft.remote_only() {
            true => String::new(),
            false => crate::pages::access_words(self.c, draft).join(" · "),
        }
    }

    fn languages(&self, draft: &EntryDraft) -> String {
        crate::pages::languages(self.c, draft)
    }

    fn date(&self, date: &Date) -> String {
        self.c.long_date(date)
    }

    /// What today is like, beside the week: with its date, which the paper outlives.
    fn today(&self, seen: &Seen) -> String {
        let now = self.c.app.clock.seconds();
        let opening = crate::service::opening(seen, now);
        // As it is there: overseas it may be another day.
        let there = opening.as_ref().and_then(|o| o.until.as_ref().or(o.next_opening.as_ref()));
        let here = || site::sealing::today(&self.c.app);
        let there = there.map(|at| instant(now).to_zoned_datetime(at.time_zone().clone()).date());
        let day = self.c.long_date(&there.unwrap_or_else(here));
        let (hours, closed) = (self.hours(seen), self.c.t("find-today-closed"));
        if hours == closed {
            return self.c.t1("referral-today-closed", "day", day);
        }
        self.c.t2("referral-today", "day", day, "hours", hours)
    }

    /// The hours of the whole week, line by line: the paper is taken along.
    fn week(&self, seen: &Seen) -> Vec<String> {
        let lines = hours::lines(&seen.entry.draft.hours, self.c.lang).unwrap_or_default();
        let line = |l: hours::Line| match (l.days.is_empty(), l.hours.is_empty()) {
            (true, _) => l.hours,
            (false, true) => l.days,
            (false, false) => format!("{}{}{}", l.days, self.c.t("directory-colon"), l.hours),
        };
        lines.into_iter().map(line).collect()
    }

    fn hours(&self, seen: &Seen) -> String {
        let opening = crate::service::opening(seen, self.c.app.clock.seconds());
        opening
            .and_then(|o| crate::find::today_words(self.c, &o))
            .unwrap_or_else(|| seen.entry.draft.hours_typed.clone())
    }

    fn fresh(&self, seen: &Seen) -> String {
        dated_words(self.c, &seen.entry)
    }

    fn when(&self, view: &programme::service::SessionView) -> String {
        let (start, end) = (view.start().time(), view.end().time());
        let times = self.c.t2(
            "programme-from-to",
            "start",
            self.c.clock_time(&start),
            "end",
            self.c.clock_time(&end),
        );
        format!("{}, {times}", self.c.long_date(&view.date()))
    }

    /// Why nobody can be sent there any more.
    fn why(&self, result: &ResultView) -> String {
        let key = match &result.shown {
            Some(Shown::Session(_)) => "referral-session-gone",
            _ => "referral-entry-gone",
        };
        self.c.t(key)
    }
}

async fn show(PublicCtx(c): PublicCtx, Path(secret): Path<String>) -> Handled {
    let v = service::slip(&c.app, &secret).await?;
    let here = c.app.absolute(c.lang, &format!("/slip/{secret}"));
    let back = c.app.absolute(c.lang, "/return");
    let bare = back.strip_prefix("https://").or(back.strip_prefix("http://"));
    let page = Page {
        qr: site::qr::path(&here),
        back: bare.unwrap_or(&back).to_owned(),
        made_on: c.long_date(&v.made_on),
        until: c.long_date(&v.until),
        v,
        c: &c,
    };
    c.html(&page).map(discreet)
}
