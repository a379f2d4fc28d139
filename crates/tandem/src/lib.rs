//! Tandem, composed: the rooms, their routes, messages and migrations, and what runs beside the
//! requests.

pub mod backup;
pub mod demo;

use std::time::{Duration, Instant};

use axum::routing::get;
use axum::{Json, Router};
use base::{Clock, Problem};
use directory::find::Finder;
use network::beside::Beside;
use programme::service::Forgotten;
use site::app::{MenuEntry, Sees};
use site::sealing::Guard;
use site::{App, Catalogue, Config, Messages, Permission};
use store::{Db, Location, Migration, Reference};
use vault::Vault;

/// Every step of the schema.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    [site::MIGRATIONS, network::MIGRATIONS, programme::MIGRATIONS, directory::MIGRATIONS].concat()
}

/// Every column that holds identifiers of organisations: what a merge of two moves.
#[must_use]
pub fn references() -> Vec<Reference> {
    [site::REFERENCES, network::REFERENCES, programme::REFERENCES, directory::REFERENCES].concat()
}

/// Every text.
#[must_use]
pub fn messages() -> Vec<Messages> {
    let own = Messages { fr: include_str!("../i18n/fr.ftl"), en: include_str!("../i18n/en.ftl") };
    vec![
        site::MESSAGES,
        Messages { fr: hours::FR, en: hours::EN },
        Messages { fr: inclusion::TEXTS_FR, en: inclusion::TEXTS_EN },
        network::MESSAGES,
        programme::MESSAGES,
        directory::MESSAGES,
        report::MESSAGES,
        own,
    ]
}

/// Addresses that belong to an entry of the menu without lying under its own.
fn under(path: &str) -> &'static [&'static str] {
    match path {
        "/programme" => &["/sessions", "/ticket", "/propose"],
        "/find" => &["/entries", "/slip/new", "/compare", "/editions", "/staff/searches"],
        "/staff/referrals" => &["/slip", "/return"],
        "/partners" => &["/territory", "/exchanges"],
        "/report" => &["/charter/check", "/admin/charter"],
        "/agreements" => &["/report/without-agreement"],
        "/admin/people" => &["/admin/audit", "/admin/processing"],
        "/admin/network" => &[
            "/admin/organisations",
            "/admin/places",
            "/admin/themes",
            "/admin/duplicates",
            "/admin/merges",
        ],
        _ => &[],
    }
}

fn menu() -> Vec<MenuEntry> {
    let entry = |label, path, sees| MenuEntry { label, path, under: under(path), sees };
    vec![
        entry("programme-menu", "/programme", Sees::Everyone),
        entry("find-menu", "/find", Sees::Everyone),
        entry("network-menu", "/partners", Sees::Everyone),
        entry("programme-staff-title", "/staff", Sees::Professionals),
        entry("directory-menu", "/staff/directory", Sees::Those(Permission::Desk)),
        entry("referral-title", "/staff/referrals", Sees::Those(Permission::Report)),
        entry("import-title", "/staff/import", Sees::Those(Permission::Plan)),
        entry("report-menu", "/report", Sees::Those(Permission::Report)),
        entry("agreements-menu", "/agreements", Sees::Those(Permission::Report)),
        entry("network-admin", "/admin/network", Sees::Those(Permission::Network)),
        entry("accounts-people", "/admin/people", Sees::Those(Permission::People)),
    ]
}

/// The routes of all rooms.
pub fn router() -> Router<App> {
    Router::new()
        .merge(network::pages::routes())
        .merge(programme::pages::routes())
        .merge(directory::pages::routes())
        .merge(report::pages::routes())
        .route("/api/v1/openapi.json", get(|| async { Json(api_document()) }))
}

/// What the API says of itself: each room describes its own part.
fn api_document() -> serde_json::Value {
    let mut document = programme::api::document();
    directory::find::describe(&mut document);
    document
}

/// Opens the database, brings it up to date and puts the application together.
pub async fn app(
    location: Location,
    vault: Vault,
    config: Config,
    clock: Clock,
) -> Result<App, Problem> {
    let db = Db::open(location, &migrations())?;
    site::app::check_keys(&db, &vault).await?;
    let catalogue = Catalogue::new(&messages())
        .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?;
    let finder = Finder::new(
        config.derived.as_ref().map(|folder| folder.join("search")),
        config.vectors.clone(),
    );
    let app = App::new(db, clock, catalogue, config, menu(), vault).referring(references());
    let app = app.with(finder).with(Beside(directory::counsel::offered));
    let app = app
        .with(programme::pages::import_pages::Uploads::default())
        .with(directory::exchange::pages::Uploads::default());
    network::search::service::catch_up(&app).await?;
    Ok(app)
}

/// What runs beside the requests: the postman, offers that end, reminders and forgetting.
pub fn background(app: &App) {
    tokio::spawn(site::mail::run(app.clone()));
    let offers = app.clone();
    tokio::spawn(async move {
        loop {
            if let Err(problem) = programme::service::expire_offers(&offers).await {
                tracing::warn!(%problem, "offers could not be looked through");
            }
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
    });
    let finding = app.clone();
    tokio::spawn(async move {
        let Some(finder) = finding.part::<Finder>().cloned() else { return };
        let mut round = 0_u64;
        loop {
            if let Err(problem) = finder.keep_up(&finding).await {
                tracing::warn!(%problem, "the index could not be brought up to date");
            }
            if round.is_multiple_of(60)
                && let Err(problem) = directory::find::note_needs(&finding).await
            {
                tracing::warn!(%problem, "what was asked for could not be counted");
            }
            round = round.wrapping_add(1);
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    });
    let upkeep = app.clone();
    tokio::spawn(async move {
        loop {
            if let Err(problem) = programme::service::maintain(&upkeep).await {
                tracing::warn!(%problem, "reminders did not end");
            }
            if let Err(problem) = network::agreements::service::settle_all(&upkeep).await {
                tracing::warn!(%problem, "circles and forms could not be settled");
            }
            if let Err(problem) = network::agreements::service::remind(&upkeep).await {
                tracing::warn!(%problem, "reminders of agreements did not end");
            }
            if let Err(problem) = network::sharing::remind_due(&upkeep).await {
                tracing::warn!(%problem, "reminders of immersion days did not end");
            }
            if let Err(problem) = directory::referral::service::maintain(&upkeep).await {
                tracing::warn!(%problem, "referral slips could not be looked through");
            }
            if let Err(problem) = directory::exchange::maintain(&upkeep).await {
                tracing::warn!(%problem, "rows of old imports could not be erased");
            }
            if let Err(problem) = directory::freshness::campaigns::close_over(&upkeep).await {
                tracing::warn!(%problem, "campaigns that are over could not be closed");
            }
            if let Err(problem) = directory::counsel::saved::maintain(&upkeep).await {
                tracing::warn!(%problem, "searches that are over could not be forgotten");
            }
            if let Err(problem) = directory::counsel::saved::alert(&upkeep).await {
                tracing::warn!(%problem, "what moved in searches could not be told");
            }
            if let Err(problem) = directory::freshness::reminders::remind(&upkeep).await {
                tracing::warn!(%problem, "reminders of the directory did not end");
            }
            if let Err(problem) = site::accounts::former::forget_former(&upkeep).await {
                tracing::warn!(%problem, "those who left could not be forgotten");
            }
            tokio::time::sleep(Duration::from_secs(3_600)).await;
        }
    });
    let often = app.clone();
    tokio::spawn(async move {
        let mut start = true;
        loop {
            if let Err(problem) = directory::exchange::carry_through(&often, start).await {
                tracing::warn!(%problem, "a list that was begun could not be carried through");
            }
            start = false;
            if let Err(problem) = directory::referral::service::settle(&often).await {
                tracing::warn!(%problem, "answers about slips could not be settled");
            }
            if let Err(problem) = directory::duplicates::look::catch_up(&often).await {
                tracing::warn!(%problem, "duplicates could not be looked for");
            }
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    });
    let notices = app.clone();
    tokio::spawn(async move {
        loop {
            if let Err(problem) = directory::freshness::signals::nightly(&notices).await {
                tracing::warn!(%problem, "the directory could not be looked through");
            }
            tokio::time::sleep(Duration::from_secs(3_600)).await;
        }
    });
    let forgetful = app.clone();
    tokio::spawn(async move {
        let (started, mut guard) = (Instant::now(), Guard::default());
        loop {
            let round =
                programme::service::forget_due(&forgetful, &mut guard, started.elapsed()).await;
            match round {
                Ok(done) if done != Forgotten::default() => tracing::info!(
                    keys = done.keys,
                    sessions = done.sessions,
                    registrations = done.registrations,
                    immersions = done.immersions,
                    proposals = done.proposals,
                    "what was due is forgotten"
                ),
                Ok(_) => {}
                Err(problem) => tracing::error!(%problem, "what is due could not be forgotten"),
            }
            tokio::time::sleep(Duration::from_secs(600)).await;
        }
    });
}

/// Backups that are written by themselves.
pub struct Schedule {
    /// For whom they are sealed.
    pub seal: backup::Seal,
    /// Where they go.
    pub folder: std::path::PathBuf,
    /// Time between two.
    pub every: Duration,
    /// How many are kept.
    pub keep: usize,
}

/// Writes a backup whenever the last one is old enough, and removes the oldest. One that fails is
/// said in the log and tried again after a quarter of an hour.
pub fn schedule_backups(app: &App, schedule: Schedule) {
    let (app, schedule) = (app.clone(), std::sync::Arc::new(schedule));
    tokio::spawn(async move {
        loop {
            let (app2, plan) = (app.clone(), schedule.clone());
            let round = tokio::task::spawn_blocking(move || backup_if_due(&app2, &plan)).await;
            match round {
                Ok(Ok(Some(path))) => tracing::info!(path = %path.display(), "backup written"),
                Ok(Ok(None)) => {}
                Ok(Err(problem)) => tracing::error!(%problem, "no backup could be written"),
                Err(error) => tracing::error!(%error, "no backup could be written"),
            }
            tokio::time::sleep(Duration::from_secs(900)).await;
        }
    });
}

/// A backup, if the last one in the folder is old enough. Its path.
pub fn backup_if_due(app: &App, plan: &Schedule) -> Result<Option<std::path::PathBuf>, Problem> {
    let now = app.clock.seconds();
    let every = i64::try_from(plan.every.as_secs()).unwrap_or(i64::MAX);
    let due = plan.folder.join(backup::name(now.saturating_sub(every)));
    if backup::kept(&plan.folder).last().is_some_and(|last| *last > due) {
        return Ok(None);
    }
    let unmade = |e| Problem::new(base::Kind::Unavailable, "backup-unwritten").because(e);
    std::fs::create_dir_all(&plan.folder).map_err(unmade)?;
    let to = plan.folder.join(backup::name(now));
    backup::write(app.db.location(), &app.vault, now, &to, &plan.seal)?;
    backup::rotate(&plan.folder, plan.keep);
    Ok(Some(to))
}

/// Ends when the database no longer takes writes: the process stops then, and the ordinary start
/// recovers.
pub async fn watch(app: &App) {
    while app.db.takes_writes() {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
