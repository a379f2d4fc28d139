//! The public directory: members by circle where they are few and nothing is asked; else a search
//! with its form.

use askama::Template;
use axum::Router;
use axum::routing::get;
use base::{Kind, Problem, problem::FieldProblem};
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled, Typed};
use store::words;
use territory::{Zone, ZoneKind, commune, department};

use super::model::{Found, Page, Search, Spot, Step, Total, Words};
use super::service;
use crate::model::{Circle, Organisation, OrganisationKind, Standing};
use crate::profile::Offer;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/partners", get(directory)).merge(super::api::routes())
}

/// Organisations on a page.
pub(super) const PAGE: usize = 50;
/// Longest text looked for, in characters.
pub(super) const MOST_CHARACTERS: usize = 200;
/// Territories one chooses from.
const CHOICES: usize = 12;

words! {
    /// How far around a commune.
    Distance {
        /// Five kilometres.
        Five = "5", "search-km-5";
        /// Ten.
        Ten = "10", "search-km-10";
        /// Twenty.
        Twenty = "20", "search-km-20";
        /// Fifty.
        Fifty = "50", "search-km-50";
    }
}

impl Distance {
    fn km(self) -> f64 {
        match self {
            Self::Five => 5.0,
            Self::Ten => 10.0,
            Self::Twenty => 20.0,
            Self::Fifty => 50.0,
        }
    }
}

/// A territory in words that are understood again when they are sent back.
pub fn zone_words(c: &Ctx, zone: Zone) -> String {
    match zone.kind() {
        ZoneKind::Country => zone.name().to_owned(),
        ZoneKind::Region => c.t1("search-region", "name", zone.name()),
        ZoneKind::Department => c.t1("search-department", "name", zone.name()),
        ZoneKind::Intercommunality => c.t1("search-epci", "name", zone.name()),
        ZoneKind::Commune => {
            let code = commune(zone.code()).map_or("", |c| c.department);
            let name = department(code).map_or(code, |d| d.name);
            format!("{} ({name})", zone.name())
        }
    }
}

/// How many there are: exactly by the first key, more than so many by the second.
pub(crate) fn total_words(c: &Ctx, total: Total, exactly: &str, more: &str) -> String {
    #[allow(clippy::cast_precision_loss)]
    let say = |key: &str, n: u64| c.t2(key, "count", n, "number", c.number(&(n as f64)));
    match total {
        Total::Exactly(n) => say(exactly, n),
        Total::MoreThan(n) => say(more, n),
    }
}

/// What a query asks for, and which page of it.
pub(super) struct Asked {
    pub search: Search,
    pub step: Step,
}

/// Reads a query; what is wrong with it, by field. Which territories were meant, where that is not
/// certain, stands in `choices`.
pub(super) fn read(c: &Ctx, form: &Form, choices: &mut Vec<Zone>) -> Result<Asked, Problem> {
    let mut wrong = vec![];
    let mut choice = |name: &'static str, known: bool| {
        if form.some(name).is_some() && !known {
            wrong.push(FieldProblem::new(name, "search-problem-choice"));
        }
    };
    let kind = OrganisationKind::parse(form.get("kind"));
    choice("kind", kind.is_some());
    let (offers, needs) = (Offer::parse(form.get("offers")), Offer::parse(form.get("needs")));
    choice("offers", offers.is_some());
    choice("needs", needs.is_some());
    let distance = Distance::parse(form.get("km"));
    choice("km", distance.is_some());
    choice("all", matches!(form.get("all"), "0" | "1" | "true" | "false" | "on"));
    for name in ["q", "where"] {
        if form.get(name).chars().count() > MOST_CHARACTERS {
            let mut problem = FieldProblem::new(name, "search-problem-long");
            problem.args.push(("most", MOST_CHARACTERS.to_string()));
            wrong.push(problem);
        }
    }
    let mut zone = None;
    if let Some(typed) = form.some("where").filter(|_| wrong.is_empty()) {
        let mut found = Zone::asked(&typed, CHOICES);
        match found.as_slice() {
            [one] => zone = Some(*one),
            [] => {
                let mut problem = FieldProblem::new("where", "search-problem-where");
                problem.args.push(("typed", typed));
                wrong.push(problem);
            }
            _ => {
                let all = found.iter().map(|z| format!("{} [{}]", zone_words(c, *z), z.slug()));
                let mut problem = FieldProblem::new("where", "search-problem-which");
                problem.args.push(("typed", typed));
                problem.args.push(("choices", all.collect::<Vec<_>>().join(", ")));
                wrong.push(problem);
                choices.append(&mut found);
            }
        }
    }
    let middle = zone.filter(|z| z.kind() == ZoneKind::Commune).and_then(|z| commune(z.code()));
    let around = match (distance, middle.and_then(|c| c.middle)) {
        (Some(distance), Some(middle)) => Some((middle, distance.km())),
        (Some(_), None) if wrong.is_empty() => {
            wrong.push(FieldProblem::new("km", "search-problem-km"));
            None
        }
        _ => None,
    };
    let mut spot = |name: &'static str| {
        let text = form.some(name)?;
        let spot = Spot::parse(&text);
        if spot.is_none() {
            wrong.push(FieldProblem::new(name, "search-problem-cursor"));
        }
        spot
    };
    let step = match (spot("after").or_else(|| spot("cursor")), spot("before")) {
        (Some(spot), _) => Step::After(spot),
        (None, Some(spot)) => Step::Before(spot),
        (None, None) => Step::First,
    };
    Problem::from_fields(wrong)?;
    let search = Search {
        words: Words::of(form.get("q")),
        kind,
        zone: zone.filter(|_| around.is_none()),
        around,
        offers,
        needs,
        all: form.flag("all"),
    };
    Ok(Asked { search, step })
}

/// Fields that ask for something.
const FIELDS: [&str; 7] = ["q", "where", "km", "kind", "offers", "needs", "all"];

#[derive(Template)]
#[template(path = "partners.html")]
struct Directory<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    /// Something is asked.
    asked: bool,
    /// Heading and its organisations, where nothing is asked.
    groups: Vec<(String, Vec<Organisation>)>,
    found: Option<Page<Found>>,
    count: String,
    /// Territories to choose from: words and address.
    choices: Vec<(String, String)>,
    /// What to ask instead where nothing was found: words and address.
    loosen: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    distances: Vec<(String, String)>,
    offers: Vec<(String, String)>,
}

impl Directory<'_> {
    fn turn(&self, way: &str, spot: Option<&Spot>) -> Option<String> {
        let there = with(&self.t.form, &["after", "before"], &[(way, &spot?.text())]);
        Some(self.c.url(&there))
    }
}

/// The address of the same question without some fields and with others.
fn with(form: &Form, without: &[&str], and: &[(&str, &str)]) -> String {
    let mut kept = Form::from_query(&form.query_without(without));
    for (name, value) in and {
        kept.set(name, *value);
    }
    format!("/partners?{}", kept.query_without(&[]))
}

async fn directory(PublicCtx(c): PublicCtx) -> Handled {
    let mut form = Form::from_query(&c.query);
    // An address from elsewhere may name a territory by its code: shown in words.
    if let Some(zone) = Zone::parse(form.get("where")) {
        let mut words = Form::from_query(&form.query_without(&["where"]));
        words.set("where", zone_words(&c, zone));
        form = words;
    }
    let mut choices = vec![];
    let (found, problem) = match read(&c, &form, &mut choices) {
        Ok(asked) => {
            let page = service::organisations(&c.app, asked.search, asked.step, PAGE).await?;
            (Some(page), None)
        }
        Err(problem) => (None, Some(problem)),
    };
    let asked = FIELDS.iter().any(|name| form.some(name).is_some());
    let few = |page: &Page<Found>| page.before.is_none() && page.after.is_none();
    let groups = match &found {
        Some(page) if !asked && few(page) => by_circle(&c, page),
        _ => vec![],
    };
    let count =
        found.as_ref().map(|p| total_words(&c, p.total, "search-count", "search-more-than"));
    let all = |none: &str, options: Vec<(String, String)>| -> Vec<(String, String)> {
        std::iter::once((String::new(), c.t(none))).chain(options).collect()
    };
    let kinds = OrganisationKind::ALL.iter().map(|k| (k.code().into(), c.t(k.label())));
    let distances = Distance::ALL.iter().map(|d| (d.code().into(), c.t(d.label())));
    let offers = Offer::ALL.iter().map(|o| (o.code().into(), c.t(o.label())));
    let page = Directory {
        asked,
        groups,
        count: count.unwrap_or_default(),
        choices: choices
            .into_iter()
            .map(|z| {
                let address = with(&form, &["where", "after", "before"], &[("where", &z.slug())]);
                (zone_words(&c, z), c.url(&address))
            })
            .collect(),
        loosen: match &found {
            Some(page) if page.items.is_empty() => loosen(&c, &form),
            _ => vec![],
        },
        kinds: all("search-any-kind", kinds.collect()),
        distances: all("search-no-distance", distances.collect()),
        offers: all("search-any-offer", offers.collect()),
        found,
        t: problem.map_or_else(
            || Ok(Typed::new(&c, form.clone())),
            |problem| Typed::new(&c, form.clone()).refused(gentle(problem)),
        )?,
        c: &c,
    };
    c.html(&page)
}

/// On the page the territories to choose from are links beside the field.
fn gentle(mut problem: Problem) -> Problem {
    for field in &mut problem.fields {
        if field.message == "search-problem-which" {
            field.message = "search-problem-several".into();
        }
    }
    Problem { kind: Kind::Invalid, ..problem }
}

fn by_circle(c: &Ctx, page: &Page<Found>) -> Vec<(String, Vec<Organisation>)> {
    let circles = [
        (Some(Circle::First), "network-circle-first"),
        (Some(Circle::ServiceProvider), "network-circle-service-provider"),
        (Some(Circle::Second), "network-circle-second"),
        (None, "network-circle-none"),
    ];
    let all = || page.items.iter().map(|f| &f.organisation);
    let group = |(circle, label)| {
        (c.t(label), all().filter(|o| o.circle == circle).cloned().collect::<Vec<_>>())
    };
    circles.into_iter().map(group).filter(|(_, members)| !members.is_empty()).collect()
}

/// What to ask instead, one condition less at a time.
fn loosen(c: &Ctx, form: &Form) -> Vec<(String, String)> {
    let mut all = vec![];
    let mut offer = |key: &str, without: &[&str], and: &[(&str, &str)]| {
        let without: Vec<&str> = without.iter().copied().chain(["after", "before"]).collect();
        all.push((c.t(key), c.url(&with(form, &without, and))));
    };
    if !form.flag("all") {
        offer("search-loosen-all", &["all"], &[("all", "1")]);
    }
    let at = Distance::ALL.iter().position(|d| d.code() == form.get("km"));
    if let Some(wider) = at.and_then(|n| Distance::ALL.get(n + 1)) {
        offer("search-loosen-wider", &["km"], &[("km", wider.code())]);
    }
    for (field, key) in [
        ("q", "search-loosen-words"),
        ("kind", "search-loosen-kind"),
        ("offers", "search-loosen-offers"),
        ("needs", "search-loosen-needs"),
    ] {
        if form.some(field).is_some() {
            offer(key, &[field], &[]);
        }
    }
    if form.some("where").is_some() {
        offer("search-loosen-where", &["where", "km"], &[]);
    }
    all
}
