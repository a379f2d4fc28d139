//! Lists in the browser: a file is chosen, what its columns say is remembered for its source, a preview
//! writes nothing, and the list is taken whole. Between the pages the file waits ([`site::waiting`]).

mod files;
mod mapping;
mod preview;
mod result;
mod start;
mod taking;
mod view;

pub use preview::turn;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use base::{Id, Kind, Problem};
use inclusion::{Mapping, Theme};
use jiff::civil::Date;
use site::waiting::{Shelf, Waiting};
use site::{App, Ctx};

use super::{Format, Import, Tally, Way};

/// Largest file, in bytes.
const BODY_LIMIT: usize = 20 * 1024 * 1024;

/// What was said of a list that waits.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its name, the same each time.
    source: String,
    /// Who looks after it, if it is new here.
    curator: Option<Id>,
    /// The file is a part of the list.
    partial: bool,
    /// What it is.
    format: Format,
    /// What its columns say, once somebody said so or it is remembered.
    mapping: Option<Mapping>,
    /// When the list was made.
    made_on: Option<Date>,
    /// What the preview announced.
    announced: Option<Tally>,
    /// How far it is.
    progress: taking::Progress,
}

/// Where lists wait between two pages.
pub type Uploads = Shelf<Sent>;
type Upload = Waiting<Sent>;

/// Routes of imports and exports.
pub(crate) fn routes() -> Router<App> {
    let start = get(start::start).post(start::send).layer(DefaultBodyLimit::max(BODY_LIMIT));
    Router::new()
        .route("/staff/directory/import", start)
        .route("/staff/directory/import/{key}", get(mapping::map).post(mapping::mapped))
        .route("/staff/directory/import/{key}/preview", get(preview::preview))
        .route("/staff/directory/import/{key}/refused.csv", get(preview::refused))
        .route("/staff/directory/import/{key}/take", post(taking::take))
        .route("/staff/directory/imports", get(result::list))
        .route("/staff/directory/imports/{id}", get(result::one))
        .route("/staff/directory/export", get(files::choose))
        .route("/staff/directory/export/{file}", get(files::document))
}

fn kept(c: &Ctx, key: &str) -> Result<Upload, Problem> {
    c.actor.need_somewhere(site::Permission::Network)?;
    Uploads::of(&c.app)?.kept(c, key)
}

/// The list as it is to be taken, and the way.
fn import_of(c: &Ctx, upload: &Upload, dry_run: bool) -> (Import, Way) {
    let sent = &upload.what;
    let import = Import {
        format: sent.format,
        source: sent.source.clone(),
        bytes: upload.bytes.to_vec(),
        mapping: sent.mapping.clone(),
        themes: std::collections::BTreeSet::<Theme>::new(),
        dry_run,
    };
    let way = Way {
        curator: sent.curator.clone(),
        partial: sent.partial,
        made_on: Some(sent.made_on.unwrap_or_else(|| site::sealing::today(&c.app))),
        announced: sent.announced,
    };
    (import, way)
}

/// What takes its time, apart.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?
}

/// Headings that the file of lines to be mended has beside those of the list, in both languages.
fn own_heading(app: &App, heading: &str) -> bool {
    base::Lang::ALL.iter().any(|lang| {
        let text = |key| app.catalogue.text(*lang, key, &[]);
        heading == text("exchange-csv-line") || heading == text("exchange-csv-why")
    })
}
