//! What each command does.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use base::{Clock, Lang, Problem};
use directory::exchange::Format;
use jiff::civil::Date;
use network::register::model::{Note, Source};
use network::register::service as register;
use programme::import::{self, Options, Outcome};
use report::service::Query;
use serde_json::json;
use site::accounts::model::NewPerson;
use site::accounts::service as accounts;
use site::{Actor, App, Role};
use tandem::Schedule;
use tokio::net::TcpListener;

use super::alone::alone;
use super::settings::{self, Settings};
use super::{Audit, Cli, Command, Common, Failure, Kind, Output, Period, Serve, User, check, open};

/// Runs a command.
pub async fn command(cli: Cli) -> Result<(), Failure> {
    let common = cli.common;
    match cli.command {
        Command::Serve(options) => serve(&common, &options, false).await,
        Command::Demo(options) => demo(common, &options).await,
        Command::Import { kind: Kind::Rome, file, .. } => {
            let app = open(&common, true).await?;
            super::directory::rome(&common, &app, &file).await
        }
        Command::Import {
            kind: kind @ (Kind::DataInclusion | Kind::Mednum | Kind::Places),
            file,
            source,
            dry_run,
            map,
            ..
        } => {
            let app = open(&common, true).await?;
            let format = match kind {
                Kind::DataInclusion => Format::Inclusion,
                _ => Format::Places,
            };
            let options =
                super::directory::Options { source: source.as_deref(), map: &map, dry_run };
            super::directory::take(&common, &app, format, one_file(&file)?, &options).await
        }
        Command::Directory { command } => match command {
            super::directory::DirectoryCommand::Export { output, source } => {
                let app = open(&common, false).await?;
                super::directory::export(&app, &common, &output, &source).await
            }
            super::directory::DirectoryCommand::CheckLinks => {
                let app = open(&common, false).await?;
                super::directory::check_links(&app, &common).await
            }
        },
        Command::Import { kind, file, organisation, dry_run, map, .. } => {
            let file = one_file(&file)?;
            let organisation = organisation.as_deref().map(super::id).transpose();
            let options = Options {
                organisation: organisation.map_err(Failure::Words)?,
                dry_run,
                mapping: mapping(&map)?,
                progress: progress(),
            };
            let bytes = std::fs::read(file)
                .map_err(|e| Failure::Words(format!("{}: {e}", file.display())))?;
            import(&common, kind, &bytes, &options).await
        }
        Command::Export { period, output } => export(&common, &period, output.as_deref()).await,
        Command::Report(period) => {
            let app = open(&common, false).await?;
            let made = report::service::report(&app, &Actor::Operator, query(&period)).await?;
            if common.format == Output::Json {
                return print(&json_text(&made)?);
            }
            print(&report::service::as_text(&made, &app.catalogue, lang(&common)))
        }
        Command::Check => {
            let app = open(&common, false).await?;
            let found = check::deviations(&app).await?;
            if common.format == Output::Json {
                print(&json_text(&json!({ "deviations": found }))?)?;
            } else {
                for d in &found {
                    print(&format!("{}: {} {} ≠ {}\n", d.session, d.what, d.kept, d.rows))?;
                }
                print(&format!("{} ✗\n", found.len()).replace("0 ✗", "ok"))?;
            }
            if found.is_empty() { Ok(()) } else { Err(Failure::Status(1)) }
        }
        Command::Backup(options) => super::backup::write(&common, &options),
        Command::Restore(options) => super::backup::restore(&common, &options).await,
        Command::BackupKey { file } => super::backup::make_key(&common, &file),
        Command::Audit { command } => audit(&common, command).await,
        Command::Doctor => super::doctor::visit(&common).await,
        Command::Purge { as_of } => purge(&common, as_of).await,
        Command::Search(what) => {
            let app = open(&common, false).await?;
            print(&super::find::search(app, &common, &what).await?)
        }
        Command::Index { command } => {
            let app = open(&common, false).await?;
            print(&super::find::index(app, &common, &command).await?)
        }
        Command::Relevance(judged) => super::relevance::measure(&common, judged).await,
        Command::User { command } => user(&common, command).await,
    }
}

/// An end of the trail as `audit verify` prints it.
pub fn head(text: &str) -> Result<site::audit::Head, String> {
    let read = || {
        let (seq, digest) = text.split_once(':')?;
        Some(site::audit::Head { seq: seq.parse().ok()?, digest: hex::decode(digest).ok()? })
    };
    read().ok_or_else(|| "write it as `audit verify` prints it: NUMBER:DIGEST".to_owned())
}

async fn audit(common: &Common, command: Audit) -> Result<(), Failure> {
    use site::audit::Broken;
    let app = open(common, false).await?;
    let text = |key: &str, args: &[(&str, &str)]| app.catalogue.text(lang(common), key, args);
    let json = common.format == Output::Json;
    match command {
        Audit::Verify { head } => match site::audit::verify(&app, head).await? {
            Ok(end) => {
                let end = format!("{}:{}", end.seq, hex::encode(end.digest));
                print(&if json { json_text(&json!({ "head": end }))? } else { end + "\n" })
            }
            Err(broken) => {
                let (key, at) = match broken {
                    Broken::At(seq) => ("audit-broken", seq),
                    Broken::Cut(last, _) => ("audit-cut", last),
                };
                if json {
                    print(&json_text(&json!({ "broken": key, "at": at }))?)?;
                } else {
                    eprintln!("{}", text(key, &[("seq", &at.to_string())]));
                }
                Err(Failure::Status(1))
            }
        },
        Audit::List { limit } => {
            for e in site::audit::latest(&app, &Actor::Operator, None, limit).await? {
                let at = base::dates::local(e.at, "UTC").strftime("%Y-%m-%dT%H:%M:%SZ");
                let (act, organisation) = (e.act.code(), e.organisation.map(|o| o.to_string()));
                print(&if json {
                    json_text(&json!({ "seq": e.seq, "at": at.to_string(), "who": e.who,
                        "act": act, "organisation": organisation, "subject": e.subject,
                        "detail": e.detail }))?
                } else {
                    format!("{} {at} {} {act} {} {}\n", e.seq, e.who, e.subject, e.detail)
                })?;
            }
            Ok(())
        }
    }
}

async fn purge(common: &Common, as_of: Option<Date>) -> Result<(), Failure> {
    let app = open(common, false).await?;
    let today = site::sealing::today(&app);
    let as_of = as_of.unwrap_or(today);
    if as_of > today {
        // What it would destroy is still needed, and cannot be had back.
        return Err(Problem::new(base::Kind::Invalid, "problem-purge-future").into());
    }
    let done = programme::service::forget_until(&app, vault::day_of(as_of)).await?;
    if common.format == Output::Json {
        return print(&json_text(&done)?);
    }
    let (keys, sessions) = (done.keys.to_string(), done.sessions.to_string());
    let rows = done.registrations.to_string();
    let (immersions, proposals) = (done.immersions.to_string(), done.proposals.to_string());
    let args = [
        ("keys", keys.as_str()),
        ("sessions", &sessions),
        ("registrations", &rows),
        ("immersions", &immersions),
        ("proposals", &proposals),
    ];
    print(&format!("{}\n", app.catalogue.text(lang(common), "purge-done", &args)))
}

pub fn lang(common: &Common) -> Lang {
    Lang::parse(&common.lang).unwrap_or_default()
}

pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    // A reader that has gone (`| head`) is no failure of ours.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    Ok(())
}

pub fn json_text(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map(|t| t + "\n").map_err(|e| Failure::Words(e.to_string()))
}

fn query(period: &Period) -> Query {
    Query {
        organisation: period.organisation.clone(),
        theme: period.theme.clone(),
        place: period.place.clone(),
        partner: period.partner.clone(),
        ..Query::period(period.from, period.to)
    }
}

async fn listen(
    settings: &mut Settings,
    demonstration: bool,
) -> Result<(TcpListener, App), Failure> {
    let listener = TcpListener::bind(&settings.listen)
        .await
        .map_err(|e| Failure::Words(format!("{}: {e}", settings.listen)))?;
    if !settings.base_url_given {
        let at = listener.local_addr().map_err(|e| Failure::Words(e.to_string()))?;
        settings.config.base_url = format!("http://{at}");
    }
    settings.config.demonstration = demonstration;
    let app = tandem::app(
        settings.location.clone(),
        super::vault_of(settings)?,
        settings.config.clone(),
        Clock::System,
    )
    .await?;
    Ok((listener, app))
}

async fn run_until_stopped(
    listener: TcpListener,
    app: App,
    schedule: Option<Schedule>,
) -> Result<(), Failure> {
    tandem::background(&app);
    if let Some(schedule) = schedule {
        tandem::schedule_backups(&app, schedule);
    }
    let site = site::server::compose(app.clone(), tandem::router());
    let served = site::server::serve(listener, site, stopped());
    tokio::select! {
        ended = served => ended.map_err(|e| Failure::Words(e.to_string())),
        () = tandem::watch(&app) => {
            Err(Failure::Words("the database no longer takes writes; start again".into()))
        }
    }
}

async fn stopped() {
    let ctrl_c = tokio::signal::ctrl_c();
    let Ok(mut term) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    else {
        let _ = ctrl_c.await;
        return;
    };
    tokio::select! {
        _ = ctrl_c => {}
        _ = term.recv() => {}
    }
}

async fn serve(common: &Common, options: &Serve, demonstration: bool) -> Result<(), Failure> {
    let mut settings = settings::read(common, Some(options))?;
    let _alone = alone(&settings.location)?;
    let (listener, app) = listen(&mut settings, demonstration).await?;
    print(&format!("{}\n", app.config.base_url))?;
    let schedule = match (&settings.backup.recipient, &settings.location) {
        (Some(key), store::Location::Sqlite(_)) => Some(Schedule {
            seal: super::backup::recipient(key)?,
            folder: settings.backup.folder.clone(),
            every: Duration::from_secs(u64::from(settings.backup.hours) * 3_600),
            keep: settings.backup.keep as usize,
        }),
        _ => None,
    };
    run_until_stopped(listener, app, schedule).await
}

async fn demo(mut common: Common, options: &Serve) -> Result<(), Failure> {
    let temporary = std::env::temp_dir().join(format!("tandem-demo-{}", std::process::id()));
    let own = common.dir.is_none() && common.database.is_none();
    if own {
        common.dir = Some(temporary.clone());
    }
    let mut settings = settings::read(&common, Some(options))?;
    let _alone = alone(&settings.location)?;
    let (listener, app) = listen(&mut settings, true).await?;
    tandem::demo::fill(&app).await?;
    let mut links = vec![];
    for (role, email) in tandem::demo::ACCOUNTS {
        let path = accounts::sign_in_link(&app, &Actor::Operator, email).await?;
        let text = app.catalogue.text(lang(&common), role, &[]);
        links.push((text, app.absolute(lang(&common), &path)));
    }
    if common.format == Output::Json {
        let links: Vec<_> =
            links.iter().map(|(role, url)| json!({ "role": role, "url": url })).collect();
        print(&json_text(&json!({ "url": app.config.base_url, "sign_in": links }))?)?;
    } else {
        let text =
            |key: &str, args: &[(&str, &str)]| app.catalogue.text(lang(&common), key, args) + "\n";
        print(&text("cli-demo-at", &[("url", &app.config.base_url)]))?;
        print(&text("cli-demo-enter", &[]))?;
        for (role, url) in &links {
            print(&format!("  {role}\n    {url}\n"))?;
        }
        print(&match (&common.dir, own) {
            (Some(dir), false) => text("cli-demo-keeps", &[("dir", &dir.display().to_string())]),
            (None, _) => String::new(),
            (Some(_), true) => text("cli-demo-forgets", &[]),
        })?;
    }
    let ended = run_until_stopped(listener, app, None).await;
    if own {
        let _ = std::fs::remove_dir_all(temporary);
    }
    ended
}

fn mapping(pairs: &[String]) -> Result<Vec<(String, String)>, Failure> {
    pairs
        .iter()
        .map(|pair| {
            pair.split_once('=')
                .map(|(heading, field)| (heading.to_owned(), field.to_owned()))
                .ok_or_else(|| Failure::Words(format!("--map {pair}: HEADING=FIELD")))
        })
        .collect()
}

type Progress = Option<Box<dyn Fn(usize, usize) + Send + Sync>>;

/// A bar where somebody looks.
fn progress() -> Progress {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let bar = indicatif::ProgressBar::new(0);
    Some(Box::new(move |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        if done >= all {
            bar.finish_and_clear();
        }
    }))
}

fn one_file(files: &[std::path::PathBuf]) -> Result<&std::path::Path, Failure> {
    match files {
        [one] => Ok(one),
        _ => Err(Failure::Words("FILE: 1".into())),
    }
}

async fn import(
    common: &Common,
    kind: Kind,
    bytes: &[u8],
    options: &Options,
) -> Result<(), Failure> {
    let app = open(common, true).await?;
    let who = Actor::Operator;
    let outcome: Outcome = match kind {
        Kind::Openagenda => import::openagenda(&app, &who, bytes, options).await?,
        Kind::Sessions => import::sessions(&app, &who, bytes, options).await?,
        Kind::Totals => import::totals(&app, &who, bytes, options).await?,
        Kind::Libraries => return list(common, &app, Source::Ministry, bytes, options).await,
        Kind::CareerCentres => {
            return list(common, &app, Source::CareerCentres, bytes, options).await;
        }
        // Taken by the directory before it comes to this.
        Kind::DataInclusion | Kind::Mednum | Kind::Places | Kind::Rome => return Ok(()),
    };
    if common.format == Output::Json {
        print(&json_text(&outcome)?)?;
    } else {
        print(&format!("+{} ~{} ={}\n", outcome.created, outcome.updated, outcome.unchanged))?;
        for r in &outcome.refused {
            let args: Vec<(&str, &str)> = r.args.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let words = app.catalogue.text(lang(common), &r.reason, &args);
            let line = r.line.map_or_else(String::new, |n| n.to_string());
            print(&format!("{line}: {}: {words}\n", r.field))?;
        }
    }
    if outcome.refused.is_empty() { Ok(()) } else { Err(Failure::Status(1)) }
}

/// Takes a list of organisations and says what came of it.
async fn list(
    common: &Common,
    app: &App,
    source: Source,
    bytes: &[u8],
    options: &Options,
) -> Result<(), Failure> {
    let (bytes, dry_run) = (bytes.to_vec(), options.dry_run);
    let outcome = register::import(app, &Actor::Operator, source, bytes, dry_run).await?;
    let words = |note: &Note| {
        let args: Vec<(&str, &str)> = note.args.iter().map(|(n, v)| (*n, v.as_str())).collect();
        app.catalogue.text(lang(common), note.code, &args)
    };
    let remarks = outcome.remarks_by_code();
    if common.format == Output::Json {
        let refused: Vec<_> = outcome
            .refused
            .iter()
            .map(
                |n| json!({ "line": n.line, "field": n.field, "reason": words(n), "code": n.code }),
            )
            .collect();
        let remarks: Vec<_> = remarks
            .iter()
            .map(|notes| {
                let lines: Vec<u32> = notes.iter().map(|n| n.line).collect();
                let first = notes.first();
                json!({ "remark": first.map(|n| words(n)), "code": first.map(|n| n.code),
                    "field": first.map(|n| &n.field), "count": notes.len(), "lines": lines })
            })
            .collect();
        print(&json_text(&json!({
            "created": outcome.created,
            "updated": outcome.updated,
            "unchanged": outcome.unchanged,
            "missing": outcome.missing,
            "refused": refused,
            "refused_count": refused.len(),
            "remarks": remarks,
            "dry_run": outcome.dry_run,
        }))?)?;
    } else {
        let (created, updated) = (outcome.created, outcome.updated);
        print(&format!("+{created} ~{updated} ={} -{}\n", outcome.unchanged, outcome.missing))?;
        for note in &outcome.refused {
            print(&format!("{}: {}: {}\n", note.line, note.field, words(note)))?;
        }
        for notes in remarks {
            let first = notes.first().map(|n| words(n)).unwrap_or_default();
            print(&format!("{} × {first}\n", notes.len()))?;
        }
    }
    if outcome.refused.is_empty() { Ok(()) } else { Err(Failure::Status(1)) }
}

async fn export(
    common: &Common,
    period: &Period,
    output: Option<&std::path::Path>,
) -> Result<(), Failure> {
    let ending = output.and_then(|p| p.extension()).and_then(|e| e.to_str()).map(str::to_lowercase);
    let kind = match (output, ending.as_deref(), common.format) {
        (None, _, Output::Json) | (Some(_), Some("json"), _) => "json",
        (None, _, Output::Text) | (Some(_), Some("csv"), _) => "csv",
        (Some(_), Some("xlsx"), _) => "xlsx",
        (Some(path), ..) => {
            let words = format!("{}: FILE.csv, FILE.xlsx, FILE.json", path.display());
            return Err(Failure::Words(words));
        }
    };
    let app = open(common, false).await?;
    let filter = programme::service::Filter {
        from: Some(period.from),
        to: Some(period.to),
        organisation: period.organisation.clone(),
        theme: period.theme.clone(),
        place: period.place.clone(),
        ..Default::default()
    };
    let mut views = programme::export::every(&app, &Actor::Operator, filter).await?;
    if let Some(partner) = &period.partner {
        views.retain(|v| v.partners.iter().any(|(id, _)| id == partner));
    }
    let bytes = match kind {
        "json" => {
            let documents: Vec<_> = views
                .iter()
                .map(|v| {
                    json!({
                        "session": programme::api::SessionDocument::of(&app, lang(common), v),
                        "totals": v.session.totals,
                        "totals_source": v.session.totals_source,
                    })
                })
                .collect();
            json_text(&documents)?.into_bytes()
        }
        "csv" => tables::write_csv(&programme::export::sheet(&app, lang(common), &views)),
        _ => tables::write_xlsx(&[programme::export::sheet(&app, lang(common), &views)])
            .map_err(|e| Failure::Words(e.to_string()))?,
    };
    let Some(path) = output else { return print(&String::from_utf8_lossy(&bytes)) };
    // Never over a file that is there: it may be last year's.
    let file = std::fs::File::options().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
        .map_err(|e| Failure::Words(format!("{}: {e}", path.display())))
}

async fn user(common: &Common, command: User) -> Result<(), Failure> {
    let app = open(common, matches!(command, User::Invite { .. })).await?;
    let who = Actor::Operator;
    match command {
        User::Invite { email, name, admin, organisation, role } => {
            let role = organisation.zip(role.as_deref().and_then(Role::parse));
            let person = NewPerson { name, email, administrator: admin, role };
            let (id, path) = accounts::invite(&app, &who, person, lang(common)).await?;
            let url = app.absolute(lang(common), &path);
            if common.format == Output::Json {
                return print(&json_text(&json!({ "id": id, "url": url }))?);
            }
            print(&format!("{url}\n"))
        }
        User::List => {
            let (people, _) = accounts::list_people(&app, &who).await?;
            for p in people {
                let roles: Vec<String> = p
                    .roles
                    .iter()
                    .map(|(_, name, role)| format!("{} ({name})", role.code()))
                    .collect();
                if common.format == Output::Json {
                    let line = json!({ "id": p.id, "name": p.name, "email": p.email,
                        "administrator": p.administrator, "disabled": p.disabled, "roles": roles });
                    print(&json_text(&line)?)?;
                } else {
                    let admin = if p.administrator { " *" } else { "" };
                    print(&format!("{} <{}>{admin} {}\n", p.name, p.email, roles.join(", ")))?;
                }
            }
            Ok(())
        }
        User::Link { email } => {
            let path = accounts::sign_in_link(&app, &who, &email).await?;
            print(&format!("{}\n", app.absolute(lang(common), &path)))
        }
        User::ForgetKeys { email } => {
            let gone = site::accounts::passkeys::forget_keys(&app, &who, &email).await?;
            print(&format!("{gone}\n"))
        }
        User::Disable { email } => {
            let (people, _) = accounts::list_people(&app, &who).await?;
            let unknown = || Problem::new(base::Kind::NotFound, "accounts-problem-unknown");
            let wanted = email.trim().to_lowercase();
            let person = people.iter().find(|p| p.email == wanted).ok_or_else(unknown)?;
            Ok(accounts::disable(&app, &who, &person.id).await?)
        }
    }
}
