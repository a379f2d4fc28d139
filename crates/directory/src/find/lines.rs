//! What answers, line by line.

use std::collections::HashMap;

use site::Ctx;
use site::form::Form;

use super::ask::{Answered, What};
use super::pages::{less, with};
use super::words;

/// Most entries on a slip.
pub(super) const MOST_PICKED: usize = 5;

/// One result as it is shown.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) link: String,
    pub(super) kind: String,
    pub(super) by: String,
    /// Whose it is, its street and its town: said where two would read the same otherwise.
    pub(super) at: String,
    /// Whether that is said.
    pub(super) alike: bool,
    pub(super) text: String,
    pub(super) reasons: Vec<String>,
    /// Reported, and not answered yet; closed or full for a while.
    pub(super) warnings: Vec<String>,
    pub(super) telephone: String,
    /// Where it stands on the page.
    pub(super) anchor: String,
    /// Puts it on the slip, or takes it off; `None`: cannot be on one, or it is full.
    pub(super) pick: Option<(bool, String)>,
}

/// A result as it is shown.
pub(super) fn line(
    c: &Ctx,
    form: &Form,
    result: &super::ask::Result,
    answered: &Answered,
    picked: &[String],
) -> Line {
    let mut warnings = vec![];
    let mut at = String::new();
    let (title, link, kind, by, text, telephone) = match &result.what {
        What::Entry(v) => {
            let d = &v.entry.draft;
            let today = site::sealing::today(&c.app);
            for notice in v.notices.iter().filter(|n| n.holds(today)) {
                let until = c.t1("find-until", "date", c.long_date(&notice.last));
                let told = format!("{} {until} {}", c.t(notice.kind.label()), notice.words);
                warnings.push(told.trim_end().to_owned());
            }
            if let Some(report) = v.reports.first() {
                warnings.push(c.t1("find-reported", "what", c.t(report.reason.label())));
            }
            let first = d.description.split("\n\n").next().unwrap_or_default();
            // A place of a list is often called as its owner is.
            let owner = Some(v.owner.name.as_str()).filter(|owner| *owner != d.title);
            let joined = |parts: &[&str]| {
                let all = owner.iter().chain(parts).filter(|part| !part.is_empty());
                all.copied().collect::<Vec<_>>().join(" · ")
            };
            let place = v.address();
            let by = joined(&[place.city]);
            at = joined(&[place.street, place.more, place.city]);
            let link = format!("/entries/{}", v.entry.id);
            (d.title.clone(), link, c.t(d.kind.label()), by, short(first), d.phone.clone())
        }
        What::Session(v) => {
            let d = &v.activity.draft;
            let city = v.place.as_ref().map(|p| p.city.clone()).unwrap_or_default();
            let by = [v.organisation.as_str(), &city].join(" · ");
            let link = format!("/sessions/{}", v.session.id);
            let by = by.trim_end_matches(" · ").to_owned();
            let kind = c.t("find-kind-session");
            (d.title.clone(), link, kind, by, short(&d.summary), String::new())
        }
        What::Organisation(o) => {
            let link = format!("/partners/{}", o.id);
            (
                o.name.clone(),
                link,
                c.t(o.kind.label()),
                o.city.clone(),
                String::new(),
                String::new(),
            )
        }
    };
    Line {
        title,
        link: c.url(&link),
        kind,
        by,
        at,
        alike: false,
        text,
        reasons: words::reasons(c, result, &answered.understanding),
        warnings,
        telephone,
        anchor: anchor(&result.hit.id),
        pick: pick(c, form, result, picked),
    }
}

/// Says the street too of those that would read the same as another.
pub(super) fn tell_apart(lines: &mut [Line]) {
    let mut read: HashMap<(String, String), usize> = HashMap::new();
    for line in lines.iter() {
        *read.entry((line.title.clone(), line.by.clone())).or_default() += 1;
    }
    for line in lines {
        line.alike = read.get(&(line.title.clone(), line.by.clone())).is_some_and(|n| *n > 1);
        if line.alike && !line.at.is_empty() {
            line.by = std::mem::take(&mut line.at);
        }
    }
}

/// The address that puts a result on the slip, or takes it off.
pub(super) fn pick(
    c: &Ctx,
    form: &Form,
    result: &super::ask::Result,
    picked: &[String],
) -> Option<(bool, String)> {
    let id = &result.hit.id;
    let here = format!("#{}", anchor(id));
    if picked.contains(id) {
        return Some((true, less(c, form, "pick", id) + &here));
    }
    let fits = picked.len() < MOST_PICKED && !matches!(result.what, What::Organisation(_));
    fits.then(|| (false, with(c, form, &[], &[("pick", id)]) + &here))
}

/// Where on the page a result stands: one comes back to it.
pub(super) fn anchor(id: &str) -> String {
    format!("r-{}", id.replace('/', "-"))
}

/// The beginning of a text, cut between two words.
fn short(text: &str) -> String {
    const MOST: usize = 180;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{cut}…")
}
