//! `tandem doctor`: what an administrator would look at with the lights off, each with what to do.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use base::{Clock, Problem};
use serde::Serialize;
use serde_json::json;
use site::{App, audit, sealing};
use store::Location;

use super::run::{json_text, lang, print};
use super::settings::{self, Settings};
use super::{Common, Failure, Output, check};

/// How it stands with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Warning,
    Problem,
}

struct Found {
    /// Key of what was looked at.
    about: &'static str,
    state: State,
    /// Key of what to do, with its arguments.
    say: &'static str,
    args: Vec<(&'static str, String)>,
}

#[derive(Default)]
struct Visit(Vec<Found>);

impl Visit {
    fn note(&mut self, about: &'static str, state: State, say: &'static str) -> &mut Found {
        let at = self.0.len();
        self.0.push(Found { about, state, say, args: vec![] });
        &mut self.0[at]
    }

    /// A thing that is well, or else in this state with these words.
    fn expect(
        &mut self,
        about: &'static str,
        well: bool,
        state: State,
        say: &'static str,
    ) -> &mut Found {
        if well { self.note(about, State::Ok, "doctor-ok") } else { self.note(about, state, say) }
    }
}

impl Found {
    fn with(&mut self, name: &'static str, value: impl std::fmt::Display) -> &mut Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Free space below which to warn, bytes.
const LITTLE: u64 = 1024 * 1024 * 1024;

/// Looks at everything and says it. Status 1 when something is wrong.
pub async fn visit(common: &Common) -> Result<(), Failure> {
    let settings = settings::read(common, None)?;
    super::must_exist(&settings.location)?;
    let mut v = Visit::default();
    files(&mut v, &settings);
    addresses(&mut v, &settings);
    controller(&mut v, &settings);
    passwords(&mut v, &settings);
    backups(&mut v, &settings);
    match super::open(common, false).await {
        Ok(app) => {
            v.note("doctor-database", State::Ok, "doctor-ok");
            database(&mut v, &app).await?;
            forgetting(&mut v, &app).await?;
            mail(&mut v, &app).await;
            providers(&mut v, &app).await;
        }
        Err(Failure::Problem(problem)) => {
            v.note("doctor-database", State::Problem, "doctor-database-shut").with("why", problem);
        }
        Err(Failure::Words(words)) => {
            v.note("doctor-database", State::Problem, "doctor-database-shut").with("why", words);
        }
        Err(other) => return Err(other),
    }
    say(common, &v)
}

fn say(common: &Common, v: &Visit) -> Result<(), Failure> {
    let catalogue = super::catalogue()?;
    let text = |f: &Found| {
        let args: Vec<(&str, &str)> = f.args.iter().map(|(n, v)| (*n, v.as_str())).collect();
        catalogue.text(lang(common), f.say, &args)
    };
    if common.format == Output::Json {
        let line = |f: &Found| {
            let about = f.about.trim_start_matches("doctor-");
            json!({ "about": about, "state": f.state, "say": text(f) })
        };
        let all: Vec<_> = v.0.iter().map(line).collect();
        print(&json_text(&all)?)?;
    } else {
        for f in &v.0 {
            let mark = match f.state {
                State::Ok => "✓",
                State::Warning => "!",
                State::Problem => "✗",
            };
            let about = catalogue.text(lang(common), f.about, &[]);
            print(&format!("{mark} {about} : {}\n", text(f)))?;
        }
    }
    if v.0.iter().any(|f| f.state == State::Problem) { Err(Failure::Status(1)) } else { Ok(()) }
}

fn readable_by_others(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
}

fn files(v: &mut Visit, settings: &Settings) {
    if let Location::Sqlite(path) = &settings.location {
        let open = readable_by_others(path);
        v.expect("doctor-files", !open, State::Problem, "doctor-files-open")
            .with("path", path.display());
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if let Ok(space) = rustix::fs::statvfs(folder) {
            let free = space.f_bavail.saturating_mul(space.f_frsize);
            v.expect("doctor-disk", free > LITTLE, State::Warning, "doctor-disk-little")
                .with("free", free / (1024 * 1024));
        }
    }
    if let Some(path) = &settings.secret_file {
        let open = readable_by_others(path);
        v.expect("doctor-settings", !open, State::Problem, "doctor-files-open")
            .with("path", path.display());
    }
    let keys = vault::Vault::open(&settings.keys);
    let why = keys.as_ref().err().map(ToString::to_string).unwrap_or_default();
    v.expect("doctor-keys", keys.is_ok(), State::Problem, "doctor-keys-shut").with("why", why);
}

fn addresses(v: &mut Visit, settings: &Settings) {
    let https = settings.config.base_url.starts_with("https://");
    v.expect("doctor-address", https, State::Warning, "doctor-address-plain")
        .with("url", &settings.config.base_url);
    let local = settings.listen.starts_with("127.") || settings.listen.starts_with("[::1]");
    let told = !(https && local && settings.config.trusted_proxies.is_empty());
    v.expect("doctor-proxy", told, State::Warning, "doctor-proxy-unknown");
}

/// Who answers for what is kept is to be named in the register and to the person.
fn controller(v: &mut Visit, settings: &Settings) {
    let named = !settings.config.controller.trim().is_empty();
    v.expect("doctor-controller", named, State::Warning, "doctor-controller-none");
}

/// Allowed is not wrong; there is something better.
fn passwords(v: &mut Visit, settings: &Settings) {
    if settings.config.passwords {
        v.note("doctor-passwords", State::Ok, "doctor-passwords-on");
    }
}

fn backups(v: &mut Visit, settings: &Settings) {
    if matches!(settings.location, Location::Postgres(_)) {
        return;
    }
    if settings.backup.recipient.is_none() {
        v.note("doctor-backups", State::Warning, "doctor-backups-none");
        return;
    }
    let now = Clock::System.seconds();
    let oldest = tandem::backup::name(now - i64::from(settings.backup.hours) * 2 * 3_600);
    let last = tandem::backup::kept(&settings.backup.folder).pop();
    let fresh = last.is_some_and(|p| p.file_name().is_some_and(|n| *n > *oldest));
    v.expect("doctor-backups", fresh, State::Problem, "doctor-backups-old")
        .with("folder", settings.backup.folder.display());
}

async fn database(v: &mut Visit, app: &App) -> Result<(), Failure> {
    let deviations = check::deviations(app).await?.len();
    v.expect("doctor-counters", deviations == 0, State::Problem, "doctor-counters-off")
        .with("count", deviations);
    let chain = audit::verify(app, None).await?;
    v.expect("doctor-audit", chain.is_ok(), State::Problem, "doctor-audit-broken");
    // The last thing that any node noted was noted before now, if the clock is right.
    let now = app.clock.seconds();
    let latest = app.db.read(sealing::last_beat).await.map_err(Problem::from)?;
    let ahead = latest.is_some_and(|at| at > now + 3_600);
    v.expect("doctor-clock", !ahead, State::Problem, "doctor-clock-behind");
    Ok(())
}

async fn forgetting(v: &mut Visit, app: &App) -> Result<(), Failure> {
    let overdue = programme::service::kept(app).await?.overdue;
    v.expect("doctor-forgetting", overdue == 0, State::Problem, "doctor-forgetting-late")
        .with("count", overdue);
    Ok(())
}

async fn mail(v: &mut Visit, app: &App) {
    if app.config.smtp.is_none() {
        v.note("doctor-mail", State::Warning, "doctor-mail-none");
        return;
    }
    let answers = site::mail::answers(app).await;
    v.expect("doctor-mail", answers, State::Problem, "doctor-mail-silent");
}

async fn providers(v: &mut Visit, app: &App) {
    for provider in &app.config.providers {
        let answers = site::accounts::federated::answers(app, provider).await;
        v.expect("doctor-provider", answers, State::Problem, "doctor-provider-silent")
            .with("name", &provider.name)
            .with("url", &provider.issuer);
    }
}
