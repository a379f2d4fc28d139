//! The pages of territories.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::problem::FieldProblem;
use base::{Kind, Problem};
use site::ctx::PublicCtx;
use site::form::Form;
use site::{App, Ctx, Handled};
use territory::{Guess, Zone, ZoneKind, folded, france};

use super::files;
use super::map::{Map, Mark, draw};
use super::model::{CLASSES, Far, Help, LIMITS, Present, Shares, farthest, percent};
use super::service::{self, View};

/// Routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/territory", get(country))
        .route("/territory/{slug}", get(page))
        .route("/territory/{slug}/coverage.csv", get(files::csv))
        .route("/api/v1/territories/{slug}", get(files::document))
}

/// Rows of the list of communes on a page, members listed, and coming sessions listed.
const ROWS: usize = 20;
const MEMBERS: usize = 40;
const COMING: usize = 8;

pub(super) fn zone_of(slug: &str) -> Result<Zone, Problem> {
    Zone::parse(slug).ok_or_else(|| Problem::new(Kind::NotFound, "territory-problem-unknown"))
}

/// What help is asked about; centres, unless said otherwise.
pub(super) fn help_of(form: &Form) -> Result<Help, Problem> {
    match form.get("help") {
        "" => Ok(Help::Centre),
        code => Help::parse(code).ok_or_else(|| wrong("help")),
    }
}

fn wrong(field: &'static str) -> Problem {
    let field = FieldProblem::new(field, "territory-problem-choice");
    match Problem::from_fields(vec![field]) {
        Err(problem) => problem,
        Ok(()) => Problem::new(Kind::Invalid, "territory-problem-choice"),
    }
}

/// Beyond how many kilometres communes are listed; 0: all.
fn beyond_of(form: &Form) -> Result<u32, Problem> {
    match form.get("beyond") {
        "" | "0" => Ok(0),
        text => LIMITS.into_iter().find(|l| l.to_string() == text).ok_or_else(|| wrong("beyond")),
    }
}

/// The name of a territory. That of an inter-communal body is not known, only its main town.
pub(super) fn title(c: &Ctx, zone: Zone) -> String {
    match zone.kind() {
        ZoneKind::Intercommunality => c.t1("territory-around-town", "town", zone.name()),
        _ => zone.name().to_owned(),
    }
}

pub(super) fn kind_code(zone: Zone) -> &'static str {
    match zone.kind() {
        ZoneKind::Country => "country",
        ZoneKind::Region => "region",
        ZoneKind::Department => "department",
        ZoneKind::Intercommunality => "intercommunality",
        ZoneKind::Commune => "commune",
    }
}

fn kind_label(zone: Zone) -> &'static str {
    match zone.kind() {
        ZoneKind::Country => "territory-kind-country",
        ZoneKind::Region => "territory-kind-region",
        ZoneKind::Department => "territory-kind-department",
        ZoneKind::Intercommunality => "territory-kind-intercommunality",
        ZoneKind::Commune => "territory-kind-commune",
    }
}

pub(super) fn class_label(class: usize) -> &'static str {
    match class {
        0 => "territory-class-10",
        1 => "territory-class-20",
        2 => "territory-class-30",
        3 => "territory-class-beyond",
        _ => "territory-class-unknown",
    }
}

/// The key of the heading of a territory's parts.
fn parts_label(zone: Zone) -> &'static str {
    match zone.kind() {
        ZoneKind::Country => "territory-regions",
        ZoneKind::Region => "territory-departments",
        _ => "territory-bodies",
    }
}

/// A territory that was found, and what it lies in.
struct Hit {
    name: String,
    path: String,
    within: String,
}

/// Territories by name; communes by postcode and code too.
fn search(c: &Ctx, words: &str) -> Vec<Hit> {
    let key = folded(words);
    if key.is_empty() {
        return vec![];
    }
    let named = |name: &str| folded(name).contains(&key);
    let regions = france().regions.iter().filter(|r| named(r.name));
    let departments =
        france().departments.iter().filter(|d| named(d.name) || d.code == words.trim());
    let zones = (regions.filter_map(|r| Zone::of(ZoneKind::Region, r.code)))
        .chain(departments.filter_map(|d| Zone::of(ZoneKind::Department, d.code)));
    let communes = Guess::suggest(words, 15);
    let communes = communes.into_iter().filter_map(|m| Zone::of(ZoneKind::Commune, m.code));
    let hit = |zone: Zone| {
        let department = |z: &Zone| z.kind() == ZoneKind::Department;
        let within = zone.around().into_iter().find(department).map_or("", Zone::name);
        let within = if within.is_empty() { c.t(kind_label(zone)) } else { within.to_owned() };
        Hit { name: title(c, zone), path: path_of(c, zone), within }
    };
    zones.chain(communes).map(hit).collect()
}

fn path_of(c: &Ctx, zone: Zone) -> String {
    c.url(&match zone.kind() {
        ZoneKind::Country => "/territory".to_owned(),
        _ => format!("/territory/{}", zone.slug()),
    })
}

/// A class of distance in the legend.
struct Class {
    number: usize,
    ground: String,
    label: String,
    communes: f64,
    people: f64,
    share: String,
}

/// A row of the list of communes.
struct Row {
    name: &'static str,
    department: &'static str,
    href: String,
    people: Option<f64>,
    km: Option<f64>,
    nearest: Option<(String, String)>,
    class: usize,
}

/// A territory within.
struct PartRow {
    name: String,
    href: String,
    libraries: u32,
    centres: u32,
    members: u32,
    shares: Vec<String>,
}

/// A year of coverage.
struct YearRow {
    year: i16,
    spots: usize,
    shares: Vec<String>,
}

#[derive(Template)]
#[template(path = "territory/page.html")]
struct Page<'a> {
    c: &'a Ctx,
    view: &'a View,
    name: String,
    kind: String,
    crumbs: Vec<(String, String)>,
    words: String,
    hits: Vec<Hit>,
    map: Option<Map>,
    map_name: String,
    helps: Vec<(String, String, bool)>,
    help: String,
    classes: Vec<Class>,
    within: Vec<(u32, String, String)>,
    unknown: u32,
    years: Vec<YearRow>,
    rows: Vec<Row>,
    beyond: u32,
    count: usize,
    pages: (usize, usize),
    kept: String,
    parts: Vec<PartRow>,
    parts_label: String,
    departments: Vec<(String, String)>,
}

fn share(c: &Ctx, of: (u64, u64)) -> String {
    let Some(n) = percent(of) else { return "–".to_owned() };
    match c.lang {
        base::Lang::Fr => format!("{}\u{202f}%", c.number(&n)),
        base::Lang::En => format!("{}%", c.number(&n)),
    }
}

fn people(c: &Ctx, shares: &Shares) -> Vec<String> {
    (0..LIMITS.len()).map(|n| share(c, shares.people_within(n))).collect()
}

impl Page<'_> {
    fn kind_of(&self, seat: &network::seats::Seat) -> String {
        self.c.t(seat.kind.label())
    }

    /// The directory, narrowed to this territory and a kind.
    fn directory(&self, present: &Present, known: bool) -> String {
        let known = if known { "&known=1" } else { "" };
        let (slug, kind) = (self.view.zone.slug(), present.kind.code());
        self.c.url(&format!("/partners?territory={slug}&kind={kind}{known}"))
    }

    /// The directory, narrowed to this territory.
    fn directory_of_all(&self) -> String {
        self.c.url(&format!("/partners?territory={}&known=1", self.view.zone.slug()))
    }

    fn own(&self, more: &str) -> String {
        let address = path_of(self.c, self.view.zone);
        if more.is_empty() { address } else { format!("{address}?{more}") }
    }

    fn csv(&self) -> String {
        let (slug, help) = (self.view.zone.slug(), self.view.help.code());
        self.c.url(&format!("/territory/{slug}/coverage.csv?help={help}"))
    }

    fn json(&self) -> String {
        format!("/api/v1/territories/{}?help={}", self.view.zone.slug(), self.view.help.code())
    }

    fn members(&self) -> Vec<&network::seats::Seat> {
        self.view.members().take(MEMBERS).collect()
    }

    fn more_members(&self) -> usize {
        self.view.members().count().saturating_sub(MEMBERS)
    }

    fn coming(&self) -> &[super::model::Coming] {
        &self.view.coming[..self.view.coming.len().min(COMING)]
    }

    fn many(&self, n: &usize) -> String {
        self.c.number(&(*n as f64))
    }

    fn whole(&self, n: &u32) -> String {
        self.c.number(&f64::from(*n))
    }
}

fn rows(c: &Ctx, view: &View, far: &[Far]) -> Vec<Row> {
    let row = |from: &Far| {
        let spot = from.nearest.and_then(|(n, _)| view.spots.get(n));
        Row {
            name: from.commune.name,
            department: from.commune.department,
            href: c.url(&format!("/territory/commune-{}", from.commune.code)),
            people: from.commune.population.map(f64::from),
            km: from.nearest.map(|(_, km)| km),
            nearest: spot
                .map(|s| (s.name.clone(), c.url(&format!("/partners/{}", s.organisation)))),
            class: from.class,
        }
    };
    far.iter().map(row).collect()
}

fn part_rows(c: &Ctx, view: &View) -> Vec<PartRow> {
    use network::model::OrganisationKind::{CareerCentre, Library};
    let row = |part: &service::Part| {
        let of = |kind| {
            part.present.iter().filter(|p| p.kind == kind).map(|p| p.members + p.known).sum()
        };
        PartRow {
            name: title(c, part.zone),
            href: path_of(c, part.zone),
            libraries: of(Library),
            centres: of(CareerCentre),
            members: part.present.iter().map(|p| p.members).sum(),
            shares: people(c, &part.shares),
        }
    };
    view.parts.iter().map(row).collect()
}

async fn country(c: PublicCtx) -> Handled {
    show(c.0, Zone::COUNTRY).await
}

async fn page(PublicCtx(c): PublicCtx, Path(slug): Path<String>) -> Handled {
    let zone = zone_of(&slug)?;
    show(c, zone).await
}

async fn show(c: Ctx, zone: Zone) -> Handled {
    let (commits, now) = (c.app.db.commits(), c.app.clock.seconds());
    let address = format!("{}?{}", c.path, c.query);
    if let Some(kept) = c.app.pages.get(c.lang, &address, commits, now) {
        return Ok(kept);
    }
    let form = Form::from_query(&c.query);
    let (help, beyond) = (help_of(&form)?, beyond_of(&form)?);
    let view = service::territory(&c.app, zone, help).await?;
    let far = farthest(&view.communes, &view.reach, beyond);
    let last = far.len().div_ceil(ROWS).max(1);
    let at = form.get("page").parse().unwrap_or(1).clamp(1, last);
    let shown = &far[(at - 1) * ROWS..(at * ROWS).min(far.len())];
    let link = |help: Help| {
        let address = format!("{}?help={}#coverage", path_of(&c, zone), help.code());
        (c.t(help.label()), address, help == view.help)
    };
    let mut map = draw(&view);
    let class = |number: usize| Class {
        number,
        ground: map.as_mut().map_or_else(String::new, |m| std::mem::take(&mut m.ground[number])),
        label: c.t(class_label(number)),
        communes: f64::from(view.shares.communes[number]),
        people: view.shares.people[number] as f64,
        share: match number + 1 < CLASSES {
            true => share(&c, (view.shares.people[number], view.shares.people_within(2).1)),
            false => "–".to_owned(),
        },
    };
    let used = |class: &Class| class.communes > 0.0 || !class.ground.is_empty();
    let words = form.get("q").to_owned();
    let classes = (0..CLASSES).map(class).filter(used).collect();
    let page = Page {
        c: &c,
        name: title(&c, zone),
        kind: c.t(kind_label(zone)),
        crumbs: zone.around().into_iter().map(|z| (title(&c, z), path_of(&c, z))).collect(),
        hits: search(&c, &words),
        words,
        map_name: map.as_ref().map_or_else(String::new, |m| title(&c, m.of)),
        map,
        helps: Help::ALL.iter().copied().map(link).collect(),
        help: c.t(help.label()),
        classes,
        within: (0..LIMITS.len())
            .map(|n| {
                let (communes, people) =
                    (view.shares.communes_within(n), view.shares.people_within(n));
                (LIMITS[n], share(&c, communes), share(&c, people))
            })
            .collect(),
        unknown: view.shares.communes[CLASSES - 1],
        years: view
            .years
            .iter()
            .map(|y| YearRow { year: y.year, spots: y.spots, shares: people(&c, &y.shares) })
            .collect(),
        rows: rows(&c, &view, shown),
        beyond,
        count: far.len(),
        pages: (at, last),
        kept: format!("help={}&beyond={beyond}", help.code()),
        parts: part_rows(&c, &view),
        parts_label: c.t(parts_label(zone)),
        departments: match zone.kind() {
            ZoneKind::Country => {
                let of = |d: &territory::Department| Zone::of(ZoneKind::Department, d.code);
                let all = france().departments.iter().filter_map(of);
                all.map(|z| (format!("{} ({})", z.name(), z.code()), path_of(&c, z))).collect()
            }
            _ => vec![],
        },
        view: &view,
    };
    let body =
        page.render().map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?;
    Ok(c.app.pages.keep(c.lang, &address, commits, now, body))
}
