//! Writing a version of the charter.

use askama::Template;
use axum::Router;
use axum::routing::get;
use base::{Kind, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use crate::charter::{self, Charter, MOST_PRINCIPLES, Principle, Rule};

/// Routes of these pages.
pub(super) fn routes() -> Router<App> {
    Router::new().route("/admin/charter/new", get(new).post(create))
}

#[derive(Template)]
#[template(path = "admin/charter.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    rules: Vec<(String, String)>,
    /// Numbers of the fields of the principles, from 1.
    numbers: Vec<usize>,
}

impl Page<'_> {
    fn field(&self, name: &str, number: &usize) -> String {
        format!("{name}_{number}")
    }
}

fn page(t: Typed<'_>) -> Handled {
    let c = t.c;
    let rules = Rule::ALL.iter().map(|r| (r.code().to_owned(), c.t(r.label()))).collect();
    let page = Page { c, t, rules, numbers: (1..=MOST_PRINCIPLES).collect() };
    c.html_status(page.t.status(), &page)
}

/// The form of a new version begins as the latest one ends.
async fn new(c: Ctx) -> Handled {
    c.actor.need_administrator()?;
    let mut form = Form::default();
    form.set("in_force_from", site::sealing::today(&c.app).to_string());
    if let Some(last) = charter::charters(&c.app).await?.first() {
        for (n, p) in (1..).zip(&last.principles) {
            form.set(&format!("rule_{n}"), p.rule.code());
            form.set(&format!("text_fr_{n}"), &p.text_fr);
            form.set(&format!("text_en_{n}"), &p.text_en);
        }
    }
    page(Typed::new(&c, form))
}

fn read(form: &Form) -> Result<Charter, Problem> {
    let in_force_from = base::dates::read_date(form.get("in_force_from")).ok_or_else(|| {
        Problem::new(Kind::Invalid, "problem-form").field("in_force_from", "problem-field-date")
    })?;
    let principle = |n: usize| {
        let text = |name: &str| form.get(&format!("{name}_{n}")).to_owned();
        let (text_fr, text_en) = (text("text_fr"), text("text_en"));
        let rule = Rule::parse(&text("rule")).unwrap_or(Rule::Need);
        (!text_fr.is_empty() || !text_en.is_empty()).then_some(Principle { rule, text_fr, text_en })
    };
    Ok(Charter {
        version: form.get("version").to_owned(),
        in_force_from,
        principles: (1..=MOST_PRINCIPLES).filter_map(principle).collect(),
    })
}

async fn create(c: Ctx, form: Form) -> Handled {
    c.actor.need_administrator()?;
    let done = match read(&form) {
        Ok(charter) => charter::write_charter(&c.app, &c.actor, charter).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(c.see("/charter/check?done=1")),
        Err(problem) => page(Typed::new(&c, form).refused(problem)?),
    }
}
