//! Settings: the command line, then the environment (both by clap), then the file.

use std::path::PathBuf;

use serde::Deserialize;
use site::accounts::federated::{Profile, Provider};
use site::{Config, Smtp};
use store::Location;

use super::{Common, Failure, Serve};

/// The file `tandem.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database: Option<String>,
    keys: Option<PathBuf>,
    listen: Option<String>,
    base_url: Option<String>,
    network_name: Option<String>,
    smtp_url: Option<String>,
    smtp_from: Option<String>,
    retention_days: Option<u32>,
    #[serde(default)]
    trusted_proxies: Vec<std::net::IpAddr>,
    #[serde(default)]
    controller: String,
    #[serde(default)]
    dpo_contact: String,
    passwords: Option<bool>,
    check_links: Option<bool>,
    vectors: Option<String>,
    #[serde(default)]
    provider: Vec<FileProvider>,
    backup_recipient: Option<String>,
    backup_dir: Option<PathBuf>,
    backup_hours: Option<u32>,
    backup_keep: Option<u32>,
}

/// A table `[[provider]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileProvider {
    id: String,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: String,
    profile: Option<String>,
}

/// Providers that can work, with different names.
fn providers(all: Vec<FileProvider>) -> Result<Vec<Provider>, Failure> {
    let mut providers: Vec<Provider> = vec![];
    for FileProvider { id, name, issuer, client_id, client_secret, profile } in all {
        let wrong = |why: &str| Failure::Words(format!("provider {id}: {why}"));
        let profile = match profile.as_deref() {
            None | Some("standard") => Profile::Standard,
            Some("proconnect") => Profile::ProConnect,
            Some(_) => return Err(wrong("profile: standard, proconnect")),
        };
        if providers.iter().any(|p| p.id == id) {
            return Err(wrong("twice"));
        }
        let given = Provider { id: id.clone(), name, issuer, client_id, client_secret, profile };
        if !given.is_well_formed() {
            return Err(wrong("id (a-z, 0-9, -), name, issuer (https://…) and client_id"));
        }
        providers.push(given);
    }
    Ok(providers)
}

/// When and for whom backups are written.
pub struct Backup {
    /// Public key they are sealed for; without one none is written by itself.
    pub recipient: Option<String>,
    /// Where they go.
    pub folder: PathBuf,
    /// Hours between two.
    pub hours: u32,
    /// How many are kept.
    pub keep: u32,
}

/// What the program goes by.
pub struct Settings {
    /// The database.
    pub location: Location,
    /// Folder of the keys.
    pub keys: PathBuf,
    /// Backups.
    pub backup: Backup,
    /// Address to listen on.
    pub listen: String,
    /// The rest.
    pub config: Config,
    /// The file that was read, if it holds a secret.
    pub secret_file: Option<PathBuf>,
    /// The address of the site was given, rather than taken from the port.
    pub base_url_given: bool,
}

/// `TANDEM_NODE`, or the name of the machine.
fn node() -> String {
    let given = std::env::var("TANDEM_NODE").ok();
    let machine = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = given.or_else(machine).map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    name.unwrap_or_else(|| Config::default().node)
}

/// A setting that is on or off: the environment, or what the file says; off where nobody says
/// anything.
fn switch(name: &str, file: Option<bool>) -> Result<bool, Failure> {
    match std::env::var(name).ok().as_deref().map(str::trim) {
        None | Some("") => Ok(file.unwrap_or(false)),
        Some("true" | "1") => Ok(true),
        Some("false" | "0") => Ok(false),
        Some(_) => Err(Failure::Words(format!("{name}: true, false"))),
    }
}

/// A short name for a database: what is derived from several is kept apart.
fn database_code(location: &Location) -> String {
    let of = match location {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(address) => format!("{address:?}"),
    };
    base::Id::derived("derived", &[&of]).as_str().chars().take(12).collect()
}

/// Reads the settings.
pub fn read(common: &Common, serve: Option<&Serve>) -> Result<Settings, Failure> {
    let dir = common.dir.clone().unwrap_or_else(|| PathBuf::from("tandem-data"));
    let path = common.config.clone().unwrap_or_else(|| dir.join("tandem.toml"));
    let file: File = match std::fs::read_to_string(&path) {
        Ok(text) => {
            toml::from_str(&text).map_err(|e| Failure::Words(format!("{}: {e}", path.display())))?
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && common.config.is_none() => {
            File::default()
        }
        Err(error) => return Err(Failure::Words(format!("{}: {error}", path.display()))),
    };
    let given = |pick: fn(&Serve) -> Option<String>| serve.and_then(pick);
    let location = match common.database.clone().or(file.database) {
        Some(text) => Location::parse(&text)?,
        None => Location::Sqlite(dir.join("tandem.db")),
    };
    let retention_days = serve.and_then(|s| s.retention_days).or(file.retention_days).unwrap_or(30);
    if retention_days > 30 {
        return Err(Failure::Words("retention_days: 0 to 30".into()));
    }
    let listen = given(|s| s.listen.clone()).or(file.listen);
    let base_url = given(|s| s.base_url.clone()).or(file.base_url);
    let smtp_url = given(|s| s.smtp_url.clone()).or(file.smtp_url.clone());
    let smtp_from = given(|s| s.smtp_from.clone()).or(file.smtp_from);
    let secret = !file.provider.is_empty() || file.smtp_url.is_some_and(|url| url.contains('@'));
    let smtp = match (smtp_url, smtp_from) {
        (Some(url), Some(from)) => Some(Smtp { url, from }),
        (None, _) => None,
        (Some(_), None) => return Err(Failure::Words("smtp_from is missing".into())),
    };
    let backup = Backup {
        recipient: file.backup_recipient,
        folder: file.backup_dir.unwrap_or_else(|| dir.join("backups")),
        hours: file.backup_hours.unwrap_or(24).clamp(1, 24 * 31),
        keep: file.backup_keep.unwrap_or(14).clamp(1, 1_000),
    };
    let embedded = matches!(location, Location::Sqlite(_));
    let written = backup.recipient.is_some() && embedded;
    let name = given(|s| s.network_name.clone()).or(file.network_name);
    let keys = common.keys.clone().or(file.keys).unwrap_or_else(|| dir.join("keys"));
    let derived = Some(dir.join("derived").join(database_code(&location)));
    let vectors = common.vectors.clone().or_else(|| file.vectors.as_deref().map(Into::into));
    let vectors = vectors.and_then(|v| v.folder());
    Ok(Settings {
        location,
        keys,
        listen: listen.unwrap_or_else(|| "127.0.0.1:8080".into()),
        secret_file: secret.then_some(path),
        base_url_given: base_url.is_some(),
        config: Config {
            base_url: base_url
                .map(|u| u.trim_end_matches('/').to_owned())
                .unwrap_or_else(|| Config::default().base_url),
            network_name: name.unwrap_or_else(|| Config::default().network_name),
            smtp,
            demonstration: false,
            retention_days,
            trusted_proxies: file.trusted_proxies,
            controller: file.controller,
            dpo_contact: file.dpo_contact,
            providers: providers(file.provider)?,
            passwords: switch("TANDEM_PASSWORDS", file.passwords)?,
            check_links: switch("TANDEM_CHECK_LINKS", file.check_links)?,
            backups: written.then_some((backup.hours, backup.keep)),
            node: node(),
            derived,
            vectors,
        },
        backup,
    })
}
