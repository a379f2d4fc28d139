//! What the form of an entry holds.

use base::{Problem, problem::FieldProblem};
use inclusion::Language;
use site::Ctx;
use site::form::Form;
use territory::{Point, Zone};

use super::public::zone_words;
use crate::model::{
    EntryDraft, EntryKind, Fees, How, Mode, Notice, NoticeKind, Public, Reach, ReachBy,
    ServiceType, StepFree,
};
use crate::themes;

/// The fields of an entry.
pub(super) fn of(c: &Ctx, d: &EntryDraft) -> Form {
    let mut form = Form::default();
    let number = |n: f64| base::lang::number(base::Lang::En, n).replace(',', "");
    for (name, text) in [
        ("kind", d.kind.code()),
        ("title", &d.title),
        ("description", &d.description),
        ("service_type", d.service_type.map_or("", |t| t.code())),
        ("publics_note", &d.publics_note),
        ("conditions", &d.conditions),
        ("bring", &d.bring),
        ("fees", d.fees.map_or("", |f| f.code())),
        ("fees_note", &d.fees_note),
        ("address", &d.address),
        ("address_more", &d.address_more),
        ("postcode", &d.postcode),
        ("city", &d.city),
        ("access_note", &d.access_note),
        ("step_free", d.step_free.map_or("", |s| s.code())),
        ("access_link", &d.access_link),
        ("access_detail", &d.access_detail),
        ("phone", &d.phone),
        ("email", &d.email),
        ("website", &d.website),
        ("contact", &d.contact),
        ("reach_link", &d.reach_link),
        ("reach_note", &d.reach_note),
        ("hours", &d.hours_typed),
    ] {
        form.set(name, text);
    }
    for theme in &d.themes {
        form.set("themes", theme.as_str());
    }
    for (name, codes) in [
        ("publics", d.publics.iter().map(|w| w.code()).collect::<Vec<_>>()),
        ("modes", d.modes.iter().map(|w| w.code()).collect()),
        ("reach", d.reach.iter().map(|w| w.code()).collect()),
        ("reach_by", d.reach_by.iter().map(|w| w.code()).collect()),
    ] {
        for code in codes {
            form.set(name, code);
        }
    }
    for code in &d.languages {
        form.set("languages", code.as_str());
    }
    let zones: Vec<_> = d.zones.iter().map(|code| zone_words(c, code)).collect();
    form.set("zones", zones.join("\n"));
    form.set("latitude", d.point.map(|p| p.lat.to_string()).unwrap_or_default());
    form.set("longitude", d.point.map(|p| p.lon.to_string()).unwrap_or_default());
    form.set("weekly_hours", d.weekly_hours.map(number).unwrap_or_default());
    form.set("weeks", d.weeks.map(|w| w.to_string()).unwrap_or_default());
    form.set("review_months", d.review_months.to_string());
    form
}

struct Reading<'a> {
    form: &'a Form,
    wrong: Vec<FieldProblem>,
}

impl Reading<'_> {
    fn refuse(&mut self, field: &'static str, key: &'static str, typed: &str) {
        let mut problem = FieldProblem::new(field, key);
        problem.args.push(("typed", typed.to_owned()));
        self.wrong.push(problem);
    }

    fn text(&self, name: &str) -> String {
        self.form.get(name).replace("\r\n", "\n")
    }

    fn one<T>(&mut self, name: &'static str, parse: fn(&str) -> Option<T>) -> Option<T> {
        let typed = self.form.some(name)?;
        let known = parse(&typed);
        if known.is_none() {
            self.refuse(name, "directory-problem-choice", &typed);
        }
        known
    }

    /// What was ticked, in the order of the list.
    fn some<T: Copy + PartialEq>(
        &mut self,
        name: &'static str,
        all: &[T],
        code: fn(T) -> &'static str,
    ) -> Vec<T> {
        let ticked = self.form.all(name);
        let unknown = ticked.iter().find(|t| !all.iter().any(|w| code(*w) == **t));
        if let Some(unknown) = unknown.copied() {
            self.refuse(name, "directory-problem-choice", unknown);
        }
        all.iter().copied().filter(|w| ticked.contains(&code(*w))).collect()
    }

    fn number(&mut self, name: &'static str) -> Option<f64> {
        let typed = self.form.some(name)?;
        let number = typed.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite());
        if number.is_none() {
            self.refuse(name, "directory-problem-number", &typed);
        }
        number
    }

    fn whole(&mut self, name: &'static str) -> Option<u32> {
        let typed = self.form.some(name)?;
        let number = typed.parse().ok();
        if number.is_none() {
            self.refuse(name, "directory-problem-number", &typed);
        }
        number
    }

    fn themes(&mut self) -> Vec<String> {
        let ticked = self.form.all("themes");
        if let Some(unknown) = ticked.iter().find(|code| !themes::known(code)).copied() {
            self.refuse("themes", "directory-problem-choice", unknown);
        }
        let mut known: Vec<String> = ticked.iter().map(ToString::to_string).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    fn languages(&mut self) -> Vec<String> {
        let ticked = self.form.all("languages");
        if let Some(unknown) = ticked.iter().find(|code| Language::parse(code).is_none()).copied() {
            self.refuse("languages", "directory-problem-choice", unknown);
        }
        let mut known: Vec<String> = ticked.iter().map(ToString::to_string).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// Territories, one a line, as people write them.
    fn zones(&mut self) -> Vec<String> {
        let typed = self.text("zones");
        let mut codes = vec![];
        for line in typed.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let zones = themes::zone(line).map_or_else(|| Zone::asked(line, 6), |zone| vec![zone]);
            match zones.as_slice() {
                [one] => codes.push(themes::zone_code(*one)),
                [] => self.refuse("zones", "directory-problem-zone", line),
                several => {
                    let mut problem = FieldProblem::new("zones", "directory-problem-zones");
                    let all: Vec<_> = several.iter().map(|z| z.slug()).collect();
                    problem.args.push(("typed", line.to_owned()));
                    problem.args.push(("choices", all.join(", ")));
                    self.wrong.push(problem);
                }
            }
        }
        codes.dedup();
        codes
    }
}

/// An entry from its fields.
pub(super) fn read(form: &Form) -> Result<EntryDraft, Problem> {
    let mut r = Reading { form, wrong: vec![] };
    let kind = r.one("kind", EntryKind::parse).unwrap_or(EntryKind::Service);
    let (lat, lon) = (r.number("latitude"), r.number("longitude"));
    let hours_typed = r.text("hours");
    let draft = EntryDraft {
        title: r.text("title"),
        description: r.text("description"),
        service_type: r.one("service_type", ServiceType::parse),
        themes: r.themes(),
        publics: r.some("publics", Public::ALL, Public::code),
        publics_note: r.text("publics_note"),
        conditions: r.text("conditions"),
        bring: r.text("bring"),
        fees: r.one("fees", Fees::parse),
        fees_note: r.text("fees_note"),
        modes: r.some("modes", Mode::ALL, Mode::code),
        zones: r.zones(),
        address: r.text("address"),
        address_more: r.text("address_more"),
        postcode: r.text("postcode"),
        city: r.text("city"),
        point: lat.zip(lon).map(|(lat, lon)| Point { lat, lon }),
        access_note: r.text("access_note"),
        step_free: r.one("step_free", StepFree::parse),
        access_link: r.text("access_link"),
        access_detail: r.text("access_detail"),
        languages: r.languages(),
        phone: r.text("phone"),
        email: r.text("email"),
        website: r.text("website"),
        contact: r.text("contact"),
        reach: r.some("reach", Reach::ALL, Reach::code),
        reach_by: r.some("reach_by", ReachBy::ALL, ReachBy::code),
        reach_link: r.text("reach_link"),
        reach_note: r.text("reach_note"),
        weekly_hours: r.number("weekly_hours"),
        weeks: r.whole("weeks"),
        hours_typed,
        review_months: r.whole("review_months").unwrap_or(crate::model::REVIEW_MONTHS),
        ..EntryDraft::blank(kind)
    };
    Problem::from_fields(r.wrong)?;
    Ok(draft)
}

/// How it was verified, if it was.
pub(super) fn how(form: &Form) -> Result<Option<How>, Problem> {
    let Some(code) = form.some("how") else { return Ok(None) };
    let how = How::parse(&code);
    if how.is_none() {
        let mut wrong = FieldProblem::new("how", "directory-problem-choice");
        wrong.args.push(("typed", code));
        Problem::from_fields(vec![wrong])?;
    }
    Ok(how)
}

/// A notice from its fields.
pub(super) fn notice(form: &Form) -> Result<Notice, Problem> {
    let mut wrong = vec![];
    let mut date = |name: &'static str| {
        let date = base::dates::read_date(form.get(name));
        if date.is_none() {
            wrong.push(FieldProblem::new(name, "problem-field-date"));
        }
        date.unwrap_or_default()
    };
    let (first, last) = (date("first"), date("last"));
    let Some(kind) = NoticeKind::parse(form.get("notice")) else {
        return Err(Problem::new(base::Kind::Invalid, "problem-form")
            .field("notice", "problem-field-required"));
    };
    Problem::from_fields(wrong)?;
    let words = form.get("words").to_owned();
    Ok(Notice {
        id: base::Id::new(),
        kind,
        first,
        last,
        hours: form.get("other_hours").to_owned(),
        words,
    })
}
