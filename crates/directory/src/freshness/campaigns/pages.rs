//! Campaigns: the list, opening one, how far it is, the rows behind each figure.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::Id;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};
use tables::{Cell, Sheet};

use super::model::{Campaign, Concerned, Count, Progress, Section, Stage};
use super::{forms, review, service};
use crate::pages::{Options, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/directory/campaigns", get(list))
        .route("/staff/directory/campaigns/new", get(new).post(create))
        .route("/staff/directory/campaigns/{id}", get(one))
        .route("/staff/directory/campaigns/{id}/rows", get(rows))
        .route("/staff/directory/campaigns/{id}/entries.csv", get(csv))
        .route("/staff/directory/campaigns/{id}/close", post(close))
        .merge(review::routes())
}

/// Most lines of a table; the file has all of them.
const MOST_LINES: usize = 200;

#[derive(Template)]
#[template(path = "freshness/campaigns.html")]
struct List<'a> {
    c: &'a Ctx,
    campaigns: Vec<Campaign>,
    may_open: bool,
}

impl List<'_> {
    fn stage(&self, campaign: &Campaign) -> String {
        self.c.t(campaign.stage(site::sealing::today(&self.c.app)).label())
    }

    fn period(&self, campaign: &Campaign) -> String {
        period(self.c, campaign)
    }

    fn zone(&self, campaign: &Campaign) -> String {
        network::search::zone_words(self.c, campaign.draft.zone)
    }
}

fn period(c: &Ctx, campaign: &Campaign) -> String {
    let (first, last) = (c.long_date(&campaign.draft.first), c.long_date(&campaign.draft.last));
    c.t2("freshness-period", "first", first, "last", last)
}

async fn list(c: Ctx) -> Handled {
    let campaigns = service::list(&c.app, &c.actor).await?;
    let may_open = c.actor.need_somewhere(Permission::Network).is_ok();
    c.html(&List { c: &c, campaigns, may_open })
}

#[derive(Template)]
#[template(path = "freshness/campaign_new.html")]
struct New<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    sections: Options,
}

fn form_page(t: Typed<'_>) -> Handled {
    let c = t.c;
    let sections = Section::ALL.iter().map(|s| (s.code().to_owned(), c.t(s.label()))).collect();
    c.html_status(t.status(), &New { c, t, sections })
}

async fn new(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let mut form = Form::default();
    let today = site::sealing::today(&c.app);
    form.set("first", today.to_string());
    for section in Section::ALL {
        form.set("sections", section.code());
    }
    form_page(Typed::new(&c, form))
}

async fn create(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let done = match forms::read(&form) {
        Ok(draft) => service::open(&c.app, &c.actor, draft).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(id) => Ok(c.see(&format!("/staff/directory/campaigns/{id}?done=1"))),
        Err(problem) => form_page(Typed::new(&c, form).refused(problem)?),
    }
}

/// A line of a table of figures.
struct Line {
    label: String,
    count: Count,
    /// Rows behind all, behind those verified.
    all: String,
    done: String,
}

#[derive(Template)]
#[template(path = "freshness/campaign.html")]
struct One<'a> {
    c: &'a Ctx,
    campaign: Campaign,
    done: bool,
    stage: Stage,
    period: String,
    zone: String,
    base: String,
    all: Count,
    /// One's own.
    own: Count,
    running: bool,
    may_close: bool,
    tables: Vec<(String, Vec<Line>, bool)>,
}

/// Name of a commune.
pub(crate) fn commune_words(c: &Ctx, insee: &str) -> String {
    territory::commune(insee)
        .map_or_else(|| c.t("freshness-commune-unknown"), |commune| commune.name.to_owned())
}

async fn one(c: Ctx, Path(id): Path<String>) -> Handled {
    let (campaign, entries) = service::one(&c.app, &c.actor, &id_of(&id)?).await?;
    let progress = Progress::of(&entries);
    let base = c.url(&format!("/staff/directory/campaigns/{id}"));
    let line = |label: String, count: Count, query: String| Line {
        label,
        count,
        all: format!("{base}/rows?{query}"),
        done: format!("{base}/rows?{query}&done=1"),
    };
    let cut = |mut lines: Vec<Line>| {
        let more = lines.len() > MOST_LINES;
        lines.truncate(MOST_LINES);
        (lines, more)
    };
    let owners = progress.owners.iter();
    let owners = owners.map(|(id, name, n)| line(name.clone(), *n, format!("owner={id}")));
    let communes = progress.communes.iter();
    let communes =
        communes.map(|(code, n)| line(commune_words(&c, code), *n, format!("commune={code}")));
    let ((owners, more), (communes, more_communes)) =
        (cut(owners.collect()), cut(communes.collect()));
    let keepers = c.actor.organisations(Permission::Desk);
    let own: Vec<Concerned> =
        entries.into_iter().filter(|row| row.kept_by(keepers.as_deref())).collect();
    let stage = campaign.stage(site::sealing::today(&c.app));
    let page = One {
        done: Form::from_query(&c.query).flag("done"),
        stage,
        period: period(&c, &campaign),
        zone: network::search::zone_words(&c, campaign.draft.zone),
        all: progress.all,
        own: Progress::of(&own).all,
        running: stage == Stage::Running,
        may_close: campaign.closed.is_none() && service::may_close(&c.actor, &campaign).is_ok(),
        tables: vec![
            (c.t("freshness-by-owner"), owners, more),
            (c.t("freshness-by-commune"), communes, more_communes),
        ],
        campaign,
        base,
        c: &c,
    };
    c.html(&page)
}

/// The rows behind a figure.
async fn asked(c: &Ctx, id: &str) -> Result<(Campaign, Vec<Concerned>), base::Problem> {
    let (campaign, mut entries) = service::one(&c.app, &c.actor, &id_of(id)?).await?;
    let form = Form::from_query(&c.query);
    if let Some(owner) = form.some("owner") {
        let owner = Id::parse(&owner);
        entries.retain(|row| Some(&row.owner.0) == owner.as_ref());
    }
    if form.iter().any(|(name, _)| name == "commune") {
        entries.retain(|row| row.insee == form.get("commune"));
    }
    match form.get("done") {
        "1" => entries.retain(|row| row.done.is_some()),
        "0" => entries.retain(|row| row.done.is_none()),
        _ => {}
    }
    Ok((campaign, entries))
}

#[derive(Template)]
#[template(path = "freshness/campaign_rows.html")]
struct Rows<'a> {
    c: &'a Ctx,
    campaign: Campaign,
    entries: Vec<Concerned>,
    more: bool,
    file: String,
}

impl Rows<'_> {
    fn commune(&self, row: &Concerned) -> String {
        commune_words(self.c, &row.insee)
    }

    /// The page where somebody sees the entry who may; the public one otherwise.
    fn there(&self, row: &Concerned) -> String {
        let keepers = self.c.actor.organisations(Permission::Desk);
        let path = if row.kept_by(keepers.as_deref()) { "/staff/directory" } else { "/entries" };
        self.c.url(&format!("{path}/{}", row.entry))
    }
}

async fn rows(c: Ctx, Path(id): Path<String>) -> Handled {
    let (campaign, mut entries) = asked(&c, &id).await?;
    let more = entries.len() > crate::service::MOST_LISTED;
    entries.truncate(crate::service::MOST_LISTED);
    let file = c.url(&format!("/staff/directory/campaigns/{id}/entries.csv?{}", c.query));
    c.html(&Rows { c: &c, campaign, entries, more, file })
}

async fn csv(c: Ctx, Path(id): Path<String>) -> Handled {
    let (campaign, entries) = asked(&c, &id).await?;
    let day = |day: Option<jiff::civil::Date>| {
        day.map_or(Cell::Empty, |day| Cell::Date(day.at(0, 0, 0, 0)))
    };
    let mut headings: Vec<String> = [
        "directory-title",
        "directory-owner",
        "network-city",
        "freshness-insee",
        "freshness-done-on",
    ]
    .iter()
    .map(|key| c.t(key))
    .collect();
    headings.extend(campaign.draft.sections.iter().map(|s| c.t(s.label())));
    headings.push(c.t("freshness-address"));
    let rows = entries.iter().map(|row| {
        let part = |s: &Section| row.sections.iter().find(|(known, _)| known == s).map(|p| p.1);
        let mut cells = vec![
            Cell::Text(row.title.clone()),
            Cell::Text(row.owner.1.clone()),
            Cell::Text(commune_words(&c, &row.insee)),
            Cell::Text(row.insee.clone()),
            day(row.done),
        ];
        cells.extend(campaign.draft.sections.iter().map(|s| day(part(s))));
        cells.push(Cell::Text(c.app.absolute(c.lang, &format!("/entries/{}", row.entry))));
        cells
    });
    let sheet = Sheet { name: c.t("freshness-campaign"), headings, rows: rows.collect() };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"campagne.csv\""),
    ];
    Ok((headers, tables::write_csv(&sheet)).into_response())
}

async fn close(c: Ctx, Path(id): Path<String>) -> Handled {
    service::close(&c.app, &c.actor, &id_of(&id)?).await?;
    Ok(c.see(&format!("/staff/directory/campaigns/{id}?done=1")))
}
