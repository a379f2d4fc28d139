//! What the easy pages say of a result and of an entry.

use askama::Template;
use jiff::ToSpan;
use jiff::civil::Date;
use site::{Ctx, Handled};

use super::words::{clock, ideas, opened, spelled};
use crate::find::{self, What};
use crate::model::{Fees, Reason};
use crate::pages::{Options, ago};
use crate::service::{self, Seen};

/// Most ideas of a description among the results; the entry's page has all.
const FIRST_IDEAS: usize = 2;

fn say<'c>(c: &'c Ctx) -> impl Fn(&str, &[(&str, &str)]) -> String + 'c {
    |key, args| c.app.catalogue.text(c.lang, key, args)
}

/// A day in words, without its year where that is this one.
fn day(c: &Ctx, date: Date) -> String {
    let (words, year) = (c.long_date(&date), date.year());
    let this = site::sealing::today(&c.app).year();
    if year != this {
        return words;
    }
    words.trim_end_matches(&year.to_string()).trim_end().to_owned()
}

/// Whether it is open now and when it opens.
fn opening(c: &Ctx, o: &hours::Opening) -> Vec<String> {
    let say = say(c);
    let time = |at: &jiff::ZonedDateTime| clock(at.time(), &say);
    match (o.state, &o.until, &o.next_opening) {
        (hours::State::Open, Some(until), _) => vec![c.t1("easy-closes", "time", time(until))],
        (hours::State::Open, None, _) => vec![c.t("easy-open-now")],
        (hours::State::ByAppointment, ..) => vec![c.t("easy-appointment")],
        (hours::State::Closed, _, None) => vec![c.t("easy-closed-now")],
        (hours::State::Closed, _, Some(next)) => {
            let now = jiff::Timestamp::from_second(c.app.clock.seconds()).unwrap_or_default();
            let here = now.to_zoned_datetime(next.time_zone().clone()).date();
            let tomorrow = here.checked_add(1.day()).ok();
            let key = match next.date() {
                date if date == here => "easy-opens-today",
                date if Some(date) == tomorrow => "easy-opens-tomorrow",
                _ => "easy-opens",
            };
            let when = c.t2(key, "date", day(c, next.date()), "time", time(next));
            vec![c.t("easy-closed-now"), when]
        }
        (hours::State::Unknown, ..) => vec![],
    }
}

fn verified(c: &Ctx, seen: &Seen) -> String {
    let today = site::sealing::today(&c.app);
    match &seen.entry.verified {
        Some(v) => c.t1("easy-verified", "ago", ago(c, v.on, today)),
        None => c.t("easy-never"),
    }
}

/// What holds for a while, and what was reported.
fn warnings(c: &Ctx, seen: &Seen) -> Vec<String> {
    let notices = seen.notices.iter().map(|n| {
        let what = c.t(n.kind.label());
        let (first, last) = (day(c, n.first), day(c, n.last));
        let told = [("what", what), ("first", first), ("last", last)];
        format!("{} {}", c.problem_text("easy-notice", &told), n.words).trim_end().to_owned()
    });
    let reports =
        seen.reports.first().map(|r| c.t1("find-reported", "what", c.t(r.reason.label())));
    notices.chain(reports).collect()
}

/// A result as the easy page shows it.
pub(crate) struct Found {
    pub title: String,
    pub link: String,
    /// One idea each.
    pub lines: Vec<String>,
    /// How many of the lines somebody of the network wrote.
    pub written: usize,
    pub warnings: Vec<String>,
    pub telephone: String,
    /// Puts it on the slip, or takes it off.
    pub pick: Option<(bool, String)>,
}

/// What is said of a result; `alike`: its street too, as another reads the same.
pub(crate) fn found(
    c: &Ctx,
    result: &find::Result,
    alike: bool,
    pick: Option<(bool, String)>,
) -> Found {
    let say = say(c);
    let by = |name: &str, street: &str, city: &str| {
        let place = [name, street, city].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>();
        c.t1("easy-by", "by", place.join(", "))
    };
    let mut found = Found {
        title: String::new(),
        link: String::new(),
        lines: vec![],
        written: 0,
        warnings: vec![],
        telephone: String::new(),
        pick,
    };
    match &result.what {
        What::Entry(seen) => {
            let d = &seen.entry.draft;
            found.title = spelled(&d.title, true);
            found.link = c.url(&format!("/entries/{}?easy=1", seen.entry.id));
            found.lines = ideas(d.description.split("\n\n").next().unwrap_or_default());
            found.lines.truncate(FIRST_IDEAS);
            found.written = found.lines.len();
            let place = seen.address();
            let street = if alike { place.street } else { "" };
            found.lines.push(by(&seen.owner.name, street, place.city));
            found.warnings = warnings(c, seen);
            found.telephone.clone_from(&d.phone);
        }
        What::Session(view) => {
            let d = &view.activity.draft;
            found.title = spelled(&d.title, true);
            found.link = c.url(&format!("/sessions/{}", view.session.id));
            found.lines = ideas(&d.summary);
            found.written = found.lines.len();
            let (start, date) = (view.start().time(), day(c, view.date()));
            found.lines.push(c.t2("easy-next", "date", date, "time", clock(start, &say)));
            let city = view.place.as_ref().map(|p| p.city.as_str()).unwrap_or_default();
            found.lines.push(by(&view.organisation, "", city));
        }
        What::Organisation(o) => {
            found.title.clone_from(&o.name);
            found.link = c.url(&format!("/partners/{}", o.id));
            found.lines.push(c.t1("easy-organisation", "kind", c.t(o.kind.label()).to_lowercase()));
            if !o.city.is_empty() {
                found.lines.push(c.t1("easy-in", "city", &o.city));
            }
        }
    }
    match result.hit.km {
        Some(km) if km < 1.0 => found.lines.push(c.t("easy-near")),
        Some(km) => found.lines.push(c.t1("easy-km", "km", format!("{km:.0}"))),
        None if result.hit.ring == retrieval::Ring::Remote => found.lines.push(c.t("easy-remote")),
        None => {}
    }
    if let What::Entry(seen) = &result.what {
        found.lines.extend(result.opening.iter().flat_map(|o| opening(c, o)));
        found.lines.push(verified(c, seen));
    }
    found
}

#[derive(Template)]
#[template(path = "counsel/entry_easy.html")]
struct Entry<'a> {
    c: &'a Ctx,
    title: String,
    what: Vec<String>,
    publics: Vec<String>,
    conditions: Vec<String>,
    /// What it costs: our words, then theirs.
    cost: Option<String>,
    cost_note: Vec<String>,
    address: String,
    way: Vec<String>,
    access: Vec<String>,
    languages: String,
    now: Vec<String>,
    hours: Vec<String>,
    /// Hours that nobody could read, as they were typed.
    typed: String,
    bring: Vec<String>,
    reach: Vec<String>,
    reach_note: Vec<String>,
    verified: String,
    warnings: Vec<String>,
    reasons: Options,
    reported: bool,
    v: &'a Seen,
}

/// An entry in words that are easy to read.
pub(crate) fn entry_page(c: &Ctx, v: &Seen, reported: bool) -> Handled {
    let (d, say) = (&v.entry.draft, say(c));
    let lines = hours::lines(&d.hours, c.lang).unwrap_or_default();
    let seen_opening = service::opening(v, c.app.clock.seconds());
    let page = Entry {
        title: spelled(&d.title, true),
        what: d.description.split("\n\n").flat_map(ideas).collect(),
        publics: d.publics.iter().map(|p| c.t(p.label())).collect(),
        conditions: [ideas(&d.publics_note), ideas(&d.conditions)].concat(),
        cost: d.fees.map(|fees| match fees {
            Fees::Free => c.t("easy-free"),
            Fees::Paid => c.t("easy-paid"),
        }),
        cost_note: ideas(&d.fees_note),
        address: if d.remote_only() { String::new() } else { spelled(&v.address().line(), false) },
        way: ideas(&d.access_note),
        access: if d.remote_only() { vec![] } else { crate::pages::access_words(c, d) },
        languages: crate::pages::languages(c, d),
        now: seen_opening.iter().flat_map(|o| opening(c, o)).collect(),
        typed: if lines.is_empty() { d.hours_typed.clone() } else { String::new() },
        hours: lines.iter().map(|line| opened(line, c.lang, &say)).collect(),
        bring: ideas(&d.bring),
        reach: d.reach.iter().map(|r| c.t(r.label())).collect(),
        reach_note: ideas(&d.reach_note),
        verified: verified(c, v),
        warnings: warnings(c, v),
        reasons: Reason::ALL.iter().map(|r| (r.code().into(), c.t(r.label()))).collect(),
        reported,
        v,
        c,
    };
    c.html(&page)
}
