//! Imports in the browser: choose a file, say what its columns hold, try, import.
//!
//! Between the steps the file waits in the memory of the server: [`site::waiting`].

use askama::Template;
use axum::Router;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, Path};
use axum::http::StatusCode;
use axum::routing::get;
use base::{Id, Kind, Problem};
use bytes::Bytes;
use site::form::Form;
use site::waiting::{Shelf, Waiting};
use site::{Actor, App, Ctx, Handled, Permission};

use crate::import::{self, Field, Options, Outcome, SESSION_FIELDS, TOTALS_FIELDS};
use ::store::words;

/// Largest file, in bytes.
const BODY_LIMIT: usize = 20 * 1024 * 1024;
/// Rows shown before the import.
const PREVIEW: usize = 5;

words! {
    /// What is imported.
    Source {
        /// A table of sessions.
        Sessions = "sessions", "import-kind-sessions";
        /// A table of totals.
        Totals = "totals", "import-kind-totals";
        /// An OpenAgenda export.
        OpenAgenda = "openagenda", "import-kind-openagenda";
    }
}

/// Routes of the import.
pub fn routes() -> Router<App> {
    let start = get(start).post(send).layer(DefaultBodyLimit::max(BODY_LIMIT));
    Router::new().route("/staff/import", start).route("/staff/import/{key}", get(map).post(go))
}

/// What was said of a file that waits.
#[derive(Clone, Debug)]
pub struct ToImport {
    source: Source,
    organisation: Option<Id>,
}

/// Where files wait between two steps.
pub type Uploads = Shelf<ToImport>;
type Upload = Waiting<ToImport>;

fn kept(c: &Ctx, key: &str) -> Result<Upload, Problem> {
    Uploads::of(&c.app)?.kept(c, key)
}

#[derive(Template)]
#[template(path = "import/start.html")]
struct Start<'a> {
    c: &'a Ctx,
    organisations: Vec<(Id, String)>,
    administrator: bool,
    source: Source,
    organisation: String,
    /// Field and what is wrong with it.
    wrong: Vec<(&'static str, String)>,
}

impl Start<'_> {
    fn wrong_of(&self, field: &str) -> Option<&str> {
        self.wrong.iter().find(|(f, _)| *f == field).map(|(_, text)| text.as_str())
    }
}

async fn page(c: &Ctx) -> Result<Start<'_>, Problem> {
    let person = c.actor.need_person()?;
    let mine = c.actor.organisations(Permission::Plan);
    let all = c.app.db.read(::network::service::organisations).await?;
    let organisations: Vec<_> = all
        .into_iter()
        .filter(|o| mine.as_ref().is_none_or(|m| m.contains(&o.id)))
        .map(|o| (o.id, o.name))
        .collect();
    if organisations.is_empty() && !person.administrator {
        return Err(Problem::new(Kind::Forbidden, "problem-forbidden"));
    }
    Ok(Start {
        c,
        administrator: person.administrator,
        source: Source::Sessions,
        organisation: match organisations.as_slice() {
            [(only, _)] if !person.administrator => only.to_string(),
            _ => String::new(),
        },
        organisations,
        wrong: vec![],
    })
}

async fn start(c: Ctx) -> Handled {
    let page = page(&c).await?;
    c.html(&page)
}

fn broken(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "problem-too-large"),
        _ => Problem::new(Kind::Invalid, "problem-unreadable"),
    }
}

/// Whether the file is of the kind that was chosen; a large one takes its time, apart.
async fn opens(source: Source, bytes: Bytes) -> Result<(), Problem> {
    let open = move || match source {
        Source::OpenAgenda => import::events_in(&bytes).map(|_| ()),
        Source::Sessions | Source::Totals => import::open_table(&bytes).map(|_| ()),
    };
    tokio::task::spawn_blocking(open)
        .await
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?
}

async fn send(c: Ctx, mut multipart: Multipart) -> Handled {
    let mut page = page(&c).await?;
    let (mut name, mut bytes) = (String::new(), Bytes::new());
    while let Some(part) = multipart.next_field().await.map_err(|e| broken(&e))? {
        match part.name() {
            Some("file") => {
                part.file_name().unwrap_or_default().clone_into(&mut name);
                bytes = part.bytes().await.map_err(|e| broken(&e))?;
            }
            Some("kind") => {
                let code = part.text().await.map_err(|e| broken(&e))?;
                page.source = Source::parse(code.trim())
                    .ok_or_else(|| Problem::new(Kind::Invalid, "problem-unreadable"))?;
            }
            Some("organisation") => {
                page.organisation = part.text().await.map_err(|e| broken(&e))?.trim().to_owned();
            }
            _ => {}
        }
    }
    let organisation = Id::parse(&page.organisation);
    if bytes.is_empty() {
        page.wrong.push(("file", c.t("import-file-missing")));
    } else if let Err(problem) = opens(page.source, bytes.clone()).await {
        // Said where the file was chosen: another is chosen there.
        if problem.kind != Kind::Invalid {
            return Err(problem.into());
        }
        page.wrong.push(("file", c.problem_text(&problem.message, &problem.args)));
    }
    match &organisation {
        Some(organisation) => c.actor.need(Permission::Plan, organisation)?,
        None if page.source == Source::OpenAgenda && page.administrator => {}
        None => page.wrong.push(("organisation", c.t("problem-import-organisation"))),
    }
    if !page.wrong.is_empty() {
        return c.html_status(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let what = ToImport { source: page.source, organisation };
    let key = Uploads::of(&c.app)?.keep(&c, name, bytes, what)?;
    Ok(c.see(&format!("/staff/import/{key}")))
}

/// One column of the file.
struct Column {
    number: usize,
    heading: String,
    field: &'static str,
    /// The first cells under it.
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "import/map.html")]
struct Map<'a> {
    c: &'a Ctx,
    upload: &'a Upload,
    fields: &'static [Field],
    columns: Vec<Column>,
    /// Rows of a table, events of an export.
    rows: usize,
    /// What is wrong with the choice or the file.
    wrong: Option<String>,
}

impl Map<'_> {
    fn preview(&self) -> Vec<Vec<&str>> {
        let longest = self.columns.iter().map(|c| c.cells.len()).max().unwrap_or(0);
        (0..longest)
            .map(|at| self.columns.iter().map(|c| c.cells.get(at).map_or("", |t| t)).collect())
            .collect()
    }
}

fn fields_of(source: Source) -> &'static [Field] {
    match source {
        Source::Sessions => SESSION_FIELDS,
        Source::Totals => TOTALS_FIELDS,
        Source::OpenAgenda => &[],
    }
}

fn mapping_page<'a>(
    c: &'a Ctx,
    upload: &'a Upload,
    mapping: &[(String, String)],
    wrong: Option<String>,
) -> Result<Map<'a>, Problem> {
    let fields = fields_of(upload.what.source);
    if upload.what.source == Source::OpenAgenda {
        let rows = import::events_in(&upload.bytes)?;
        return Ok(Map { c, upload, fields, columns: vec![], rows, wrong });
    }
    let table = import::open_table(&upload.bytes)?;
    let assigned = import::assign(&table.headings, fields, mapping)
        .or_else(|_| import::assign(&table.headings, fields, &[]))?;
    let columns = assigned
        .into_iter()
        .zip(&table.headings)
        .enumerate()
        .map(|(number, (field, heading))| Column {
            number,
            heading: heading.clone(),
            field: field.unwrap_or_default(),
            cells: table
                .rows
                .iter()
                .take(PREVIEW)
                .map(|r| r.cells.get(number).map(|c| c.text().to_string()).unwrap_or_default())
                .collect(),
        })
        .collect();
    Ok(Map { c, upload, fields, columns, rows: table.rows.len(), wrong })
}

async fn map(c: Ctx, Path(key): Path<String>) -> Handled {
    let upload = kept(&c, &key)?;
    let page = mapping_page(&c, &upload, &[], None)?;
    c.html(&page)
}

#[derive(Template)]
#[template(path = "import/result.html")]
struct Done<'a> {
    c: &'a Ctx,
    upload: &'a Upload,
    outcome: Outcome,
    /// The choice of columns, to import what was tried.
    chosen: Vec<(String, String)>,
}

async fn go(c: Ctx, Path(key): Path<String>, form: Form) -> Handled {
    let upload = kept(&c, &key)?;
    let dry_run = form.get("action") != "import";
    let mut mapping = vec![];
    let mut chosen = vec![];
    if upload.what.source != Source::OpenAgenda {
        for (at, heading) in import::open_table(&upload.bytes)?.headings.into_iter().enumerate() {
            let (name, field) = (format!("c{at}"), form.get(&format!("c{at}")).to_owned());
            mapping.push((heading, field.clone()));
            chosen.push((name, field));
        }
    }
    let organisation = upload.what.organisation.clone();
    let options = Options { organisation, dry_run, mapping, progress: None };
    let result = run(&c.app, &c.actor, &upload, &options).await;
    let outcome = match result {
        Ok(outcome) => outcome,
        // The file cannot be read this way: choose again.
        Err(problem) if problem.kind == Kind::Invalid => {
            let wrong = c.problem_text(&problem.message, &problem.args);
            let page = mapping_page(&c, &upload, &options.mapping, Some(wrong))?;
            return c.html_status(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(problem) => return Err(problem.into()),
    };
    let refused = !outcome.refused.is_empty();
    if !refused && !dry_run {
        Uploads::of(&c.app)?.forget(&c, &key);
    }
    let page = Done { c: &c, upload: &upload, outcome, chosen };
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    c.html_status(status, &page)
}

async fn run(
    app: &App,
    actor: &Actor,
    upload: &Upload,
    options: &Options,
) -> Result<Outcome, Problem> {
    match upload.what.source {
        Source::Sessions => import::sessions(app, actor, &upload.bytes, options).await,
        Source::Totals => import::totals(app, actor, &upload.bytes, options).await,
        Source::OpenAgenda => import::openagenda(app, actor, &upload.bytes, options).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(key: &str, at: i64, size: usize) -> Upload {
        Upload {
            key: key.to_owned(),
            person: Id::new(),
            at,
            name: String::new(),
            bytes: Bytes::from(vec![0; size]),
            what: ToImport { source: Source::Sessions, organisation: None },
        }
    }

    #[tokio::test]
    async fn every_page_is_drawn() {
        use crate::import::end_to_end::{TABLE, app, bpi};
        let (_dir, app) = app().await;
        let person = site::Person {
            id: Id::new(),
            name: "Claire".into(),
            email: "claire@example.org".into(),
            administrator: true,
            unproven: false,
            memberships: vec![],
        };
        let c = Ctx {
            app: app.clone(),
            lang: base::Lang::Fr,
            actor: Actor::Person(person),
            path: "/staff/import".into(),
            query: String::new(),
        };
        let mut first = page(&c).await.unwrap();
        first.wrong.push(("file", c.t("import-file-missing")));
        let drawn = first.render().unwrap();
        assert!(drawn.contains("<option value=\"bpi\">Bpi</option>"), "{drawn}");
        assert!(drawn.contains("id=\"file-error\""));
        let table = TABLE.replace("12;3;9", "12;3;9,5");
        let mut sent = upload("k", 1, 0);
        (sent.bytes, sent.what.organisation) = (Bytes::from(table), Some(bpi()));
        let drawn = mapping_page(&c, &sent, &[], None).unwrap().render().unwrap();
        assert!(drawn.contains("<option value=\"walk_ins\" selected>"), "{drawn}");
        assert!(drawn.contains("<td>Refaire son CV</td>"));
        let options = Options { organisation: Some(bpi()), ..Options::default() };
        let outcome = run(&app, &c.actor, &sent, &options).await.unwrap();
        let drawn = Done { c: &c, upload: &sent, outcome, chosen: vec![] }.render().unwrap();
        assert!(
            drawn.contains("<td>Participants</td><td>«\u{a0}9,5\u{a0}» n’est pas un nombre entier"),
            "{drawn}"
        );
        assert!(!drawn.contains(">import-"), "a text is missing: {drawn}");
    }
}
