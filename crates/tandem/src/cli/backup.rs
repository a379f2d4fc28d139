//! `tandem backup`, `tandem restore`, `tandem backup-key`.

use std::path::{Path, PathBuf};

use age::secrecy::{ExposeSecret, SecretString};
use base::{Clock, Kind, Problem};
use clap::Args;
use serde_json::json;
use tandem::backup::{self, Manifest, Opening, Seal};

use super::run::{json_text, lang, print};
use super::{Common, Failure, Output, settings};

/// Where a backup goes and for whom it is sealed.
#[derive(Args)]
pub struct Write {
    /// File to write; must not exist [default: a name of its own in the folder of backups].
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Public key to seal it for, age1… (from `tandem backup-key`, or age-keygen).
    #[arg(long, env = "TANDEM_BACKUP_RECIPIENT", value_name = "KEY")]
    recipient: Option<String>,
    /// File with a passphrase to seal it under.
    #[arg(long, value_name = "FILE", conflicts_with = "recipient")]
    passphrase_file: Option<PathBuf>,
}

/// What is restored, and with what.
#[derive(Args)]
pub struct Restore {
    /// The backup.
    file: PathBuf,
    /// File with the private key, AGE-SECRET-KEY-1….
    #[arg(long, value_name = "FILE", required_unless_present = "passphrase_file")]
    identity: Option<PathBuf>,
    /// File with the passphrase.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

fn secret_of(path: &Path) -> Result<SecretString, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| Failure::Words(format!("{}: {e}", path.display())))?;
    let line = text.lines().find(|l| !l.trim().is_empty() && !l.starts_with('#'));
    Ok(SecretString::from(line.unwrap_or_default().trim().to_owned()))
}

/// The public key in a text.
pub fn recipient(text: &str) -> Result<Seal, Problem> {
    let read = text.trim().parse::<age::x25519::Recipient>();
    read.map(|key| Seal::Recipient(Box::new(key)))
        .map_err(|e| Problem::new(Kind::Invalid, "backup-recipient").because(e))
}

fn said(common: &Common, key: &str, path: &Path, manifest: &Manifest) -> Result<(), Failure> {
    if common.format == Output::Json {
        let body = json!({ "file": path, "bytes": manifest.bytes, "sha256": manifest.sha256,
                           "made_at": manifest.made_at });
        return print(&json_text(&body)?);
    }
    let catalogue = super::catalogue()?;
    let (path, bytes) = (path.display().to_string(), manifest.bytes.to_string());
    let args = [("path", path.as_str()), ("bytes", bytes.as_str())];
    print(&format!("{}\n", catalogue.text(lang(common), key, &args)))
}

/// Writes a backup.
pub fn write(common: &Common, options: &Write) -> Result<(), Failure> {
    let settings = settings::read(common, None)?;
    super::must_exist(&settings.location)?;
    let seal = match (&options.passphrase_file, &options.recipient, &settings.backup.recipient) {
        (Some(path), _, _) => Seal::Passphrase(secret_of(path)?),
        (None, Some(text), _) | (None, None, Some(text)) => recipient(text)?,
        (None, None, None) => return Err(Problem::new(Kind::Invalid, "backup-for-whom").into()),
    };
    let now = Clock::System.seconds();
    let to = match &options.output {
        Some(path) => path.clone(),
        None => {
            std::fs::create_dir_all(&settings.backup.folder).map_err(|e| {
                Failure::Words(format!("{}: {e}", settings.backup.folder.display()))
            })?;
            settings.backup.folder.join(backup::name(now))
        }
    };
    let vault = super::vault_of(&settings)?;
    let manifest = backup::write(&settings.location, &vault, now, &to, &seal)?;
    said(common, "backup-written", &to, &manifest)
}

/// Restores a backup.
pub async fn restore(common: &Common, options: &Restore) -> Result<(), Failure> {
    let settings = settings::read(common, None)?;
    let store::Location::Sqlite(database) = &settings.location else {
        return Err(Problem::new(Kind::Invalid, "backup-postgres").into());
    };
    let opening = match (&options.passphrase_file, &options.identity) {
        (Some(path), _) => Opening::Passphrase(secret_of(path)?),
        (None, Some(path)) => {
            let key = secret_of(path)?;
            let key = key.expose_secret().parse::<age::x25519::Identity>();
            Opening::Identity(Box::new(
                key.map_err(|e| Problem::new(Kind::Invalid, "backup-identity").because(e))?,
            ))
        }
        (None, None) => return Err(Problem::new(Kind::Invalid, "backup-for-whom").into()),
    };
    let dir = database.parent().unwrap_or(Path::new("."));
    let manifest = backup::restore(&options.file, dir, &settings.keys, &opening)?;
    // Opened as the server will open it, and looked through.
    let app = super::open(common, false).await?;
    let deviations = super::check::deviations(&app).await?;
    if !deviations.is_empty() {
        return Err(Failure::Words(format!("{} deviations: tandem check", deviations.len())));
    }
    said(common, "backup-restored", dir, &manifest)
}

/// Makes a key for backups: the private half into a file, the public half is printed.
pub fn make_key(common: &Common, to: &Path) -> Result<(), Failure> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let key = age::x25519::Identity::generate();
    let file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    let written = file.and_then(|mut file| {
        writeln!(file, "# public key: {}", key.to_public())?;
        writeln!(file, "{}", key.to_string().expose_secret())?;
        file.sync_all()
    });
    written.map_err(|e| Failure::Words(format!("{}: {e}", to.display())))?;
    if common.format == Output::Json {
        return print(&json_text(&json!({ "recipient": key.to_public().to_string() }))?);
    }
    print(&format!("{}\n", key.to_public()))
}
