//! The page: own figures, which open onto their rows, beside the middle half of the others.

use askama::Template;
use base::Id;
use site::form::Form;
use site::{Ctx, Handled, Permission};

use super::model::{Distribution, FLOOR, Likeness, Measure, SURFACES, TOWNS, band};
use super::service::{self, Benchmark};

/// A measure as a line of the table, with its little picture.
struct Line {
    label: String,
    own: String,
    href: String,
    others: Option<Told>,
}

/// The others' middle half, and where it lies on a scale of 0 to 200.
struct Told {
    n: usize,
    lower: String,
    median: String,
    upper: String,
    box_x: u32,
    box_width: u32,
    median_x: u32,
    own_x: Option<u32>,
}

#[derive(Template)]
#[template(path = "benchmark.html")]
struct Page<'a> {
    c: &'a Ctx,
    form: Form,
    from: String,
    to: String,
    organisations: Vec<(String, String)>,
    /// `None` where there is no organisation to compare.
    shown: Option<Shown>,
    errors: Vec<(String, String)>,
}

struct Shown {
    name: String,
    lines: Vec<Line>,
    names: Vec<String>,
    idle: usize,
    typed: u32,
    kind: String,
    town: Option<String>,
    surface: Option<String>,
    floor: usize,
}

fn value(c: &Ctx, measure: Measure, value: f64) -> String {
    let number = c.number(&value);
    if measure == Measure::NoShowRate { c.t1("benchmark-percent", "n", number) } else { number }
}

fn told(c: &Ctx, measure: Measure, own: Option<f64>, others: Distribution) -> Told {
    let most = own.unwrap_or(0.0).max(others.upper).max(f64::MIN_POSITIVE);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let x = |v: f64| (v / most * 190.0).round() as u32 + 5;
    Told {
        n: others.n,
        lower: value(c, measure, others.lower),
        median: value(c, measure, others.median),
        upper: value(c, measure, others.upper),
        box_x: x(others.lower),
        box_width: (x(others.upper) - x(others.lower)).max(2),
        median_x: x(others.median),
        own_x: own.map(x),
    }
}

/// The band a number falls into, in words.
fn band_words(c: &Ctx, starts: &[u32], number: f64, unit: &str) -> String {
    let at = band(starts, number);
    let from = c.number(&f64::from(starts[at]));
    match starts.get(at + 1) {
        Some(next) => {
            let to = c.number(&f64::from(next - 1));
            c.t2("benchmark-band", "from", from, "to", to) + " " + &c.t(unit)
        }
        None => c.t1("benchmark-band-open", "from", from) + " " + &c.t(unit),
    }
}

fn show(c: &Ctx, found: Benchmark, period: &str) -> Shown {
    let one = &found.one;
    let line = |beside: &super::model::Beside| Line {
        label: c.t(beside.measure.label()),
        own: beside.own.map_or_else(|| c.t("report-not-counted"), |v| value(c, beside.measure, v)),
        href: c.url(&format!(
            "/report/rows?{period}&organisation={}&figure={}",
            one.id,
            beside.measure.figure()
        )),
        others: beside.others.map(|d| told(c, beside.measure, beside.own, d)),
    };
    Shown {
        lines: found.compared.measures.iter().map(line).collect(),
        kind: c.t(one.kind.label()),
        town: one.inhabitants.map(|n| band_words(c, &TOWNS, n, "benchmark-inhabitants")),
        surface: one.surface.map(|n| band_words(c, &SURFACES, n, "benchmark-square-metres")),
        typed: one.practice.typed,
        name: one.name.clone(),
        idle: found.compared.idle,
        names: found.compared.names,
        floor: FLOOR,
    }
}

/// `GET /report/benchmark`
pub(crate) async fn page(c: Ctx) -> Handled {
    let mut form = Form::from_query(&c.query);
    c.actor.need_somewhere(Permission::Report)?;
    let ((from, to), errors, status) = crate::pages::period(&c, &form)?;
    // What was not asked is as it is most useful: the same kind, a town of the same size.
    if form.get("asked").is_empty() {
        form.set("kind", "1");
        form.set("town", "1");
    }
    let like = Likeness {
        kind: form.flag("kind"),
        town: form.flag("town"),
        surface: form.flag("surface"),
    };
    let all = c.app.db.read(network::service::organisations).await.map_err(site::Error::store)?;
    let mine = c.actor.organisations(Permission::Report);
    let organisations: Vec<(String, String)> = all
        .iter()
        .filter(|o| mine.as_ref().is_none_or(|ids| ids.contains(&o.id)))
        .map(|o| (o.id.to_string(), o.name.clone()))
        .collect();
    let chosen = form.some("organisation").or_else(|| organisations.first().map(|o| o.0.clone()));
    let shown = match chosen.as_deref().and_then(Id::parse) {
        Some(id) => {
            form.set("organisation", id.as_str());
            let found = service::benchmark(&c.app, &c.actor, &id, (from, to), like).await?;
            Some(show(&c, found, &format!("from={from}&to={to}")))
        }
        None => None,
    };
    let page = Page {
        c: &c,
        form,
        from: from.to_string(),
        to: to.to_string(),
        organisations,
        shown,
        errors,
    };
    c.html_status(status, &page)
}
