//! What people ask for and do not find, as professionals see it.

use askama::Template;
use jiff::ToSpan;
use site::form::Form;
use site::{Ctx, Handled};

use super::atlas::{self, CLASSES, Map, Part};
use super::needs::{self, FLOOR, Needs};
use crate::themes;

#[derive(Template)]
#[template(path = "directory/needs.html")]
struct Page<'a> {
    c: &'a Ctx,
    form: Form,
    errors: Vec<(&'static str, String)>,
    needs: Needs,
    departments: Vec<(String, String)>,
    parts: Vec<Part>,
    map: Option<Map>,
    /// The address of the same period, for one département.
    of: String,
}

impl Page<'_> {
    fn department(&self, code: &str) -> String {
        match territory::department(code) {
            Some(d) => format!("{} ({})", d.name, d.code),
            None => self.c.t("needs-nowhere"),
        }
    }

    fn theme(&self, code: &str) -> String {
        if code.is_empty() { self.c.t("needs-no-theme") } else { themes::label(code, self.c.lang) }
    }

    /// Names of the classes on the map that it has.
    fn classes(&self, map: &Map) -> Vec<(usize, String)> {
        let keys: [&str; CLASSES] = [
            "needs-class-few",
            "needs-class-some",
            "needs-class-many",
            "needs-class-most",
            "needs-class-untold",
        ];
        let here = (0..CLASSES).filter(|n| !map.ground[*n].is_empty());
        here.map(|n| (n, self.c.t(keys[n]))).collect()
    }

    fn floor(&self) -> u64 {
        FLOOR
    }
}

pub(super) async fn page(c: Ctx) -> Handled {
    let mut form = Form::from_query(&c.query);
    let today = site::sealing::today(&c.app);
    let quarter = today.saturating_sub(13.weeks());
    let mut errors = vec![];
    let mut read = |name: &'static str, otherwise| {
        let typed = form.get(name);
        let date = base::dates::read_date(typed);
        if !typed.is_empty() && date.is_none() {
            errors.push((name, c.t("problem-field-date")));
        }
        date.unwrap_or(otherwise)
    };
    let (from, to) = (read("from", quarter), read("to", today));
    if to < from {
        errors.push(("to", c.t("problem-field-period")));
    }
    let department = form.get("department").to_owned();
    let needs = needs::needs(&c.app, &c.actor, (from, to), &department).await?;
    for (name, date) in [("from", from), ("to", to)] {
        if form.some(name).is_none() {
            form.set(name, date.to_string());
        }
    }
    let all = territory::france().departments.iter();
    let departments = std::iter::once((String::new(), c.t("needs-everywhere")))
        .chain(all.map(|d| (d.code.to_owned(), format!("{} ({})", d.name, d.code))))
        .collect();
    // One département alone is no map.
    let parts = if department.is_empty() { atlas::parts(&needs) } else { vec![] };
    let map = Some(&parts).filter(|p| !p.is_empty()).and_then(|p| atlas::draw(p));
    let of = c.url(&format!("/staff/needs?from={from}&to={to}&department="));
    c.html(&Page { form, errors, needs, departments, parts, map, of, c: &c })
}
