//! Backups of the embedded database: one file, encrypted by age (age-encryption.org/v1), in it a
//! gzipped tar that `age -d FILE | tar xz` opens without Tandem. The key ring is not in it: what
//! was to be forgotten stays forgotten, see [`vault`].

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use age::{Decryptor, Encryptor, x25519};
use base::{Kind, Problem};
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Location, snapshot};
use vault::Vault;

/// To whom a backup is sealed.
pub enum Seal {
    /// To the holder of a key: the server can write it and cannot read it.
    Recipient(Box<x25519::Recipient>),
    /// Under a passphrase.
    Passphrase(SecretString),
}

/// What opens a backup.
pub enum Opening {
    /// The key of the recipient.
    Identity(Box<x25519::Identity>),
    /// The passphrase.
    Passphrase(SecretString),
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that wrote it.
    pub version: String,
    /// When, seconds since 1970.
    pub made_at: i64,
    /// Size of the database, bytes.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

const DATABASE: &str = "tandem.db";
const INSTANCE: &str = "keys/instance";
const MANIFEST: &str = "manifest.json";

fn refused(message: &'static str, why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Unavailable, message).because(why)
}

fn unwritten(path: &Path, why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Unavailable, "backup-unwritten").with("path", path.display()).because(why)
}

/// Writes a backup of a database that may be in use, and reads it again. `to` must not exist; a
/// backup that is there under its name is whole.
pub fn write(
    location: &Location,
    vault: &Vault,
    now: i64,
    to: &Path,
    seal: &Seal,
) -> Result<Manifest, Problem> {
    let Location::Sqlite(database) = location else {
        return Err(Problem::new(Kind::Invalid, "backup-postgres"));
    };
    if to.exists() {
        return Err(Problem::new(Kind::Conflict, "backup-exists").with("path", to.display()));
    }
    let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Beside the database: there is room for as much as it holds, and its rights.
    let near = database.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    clear_left(near, folder);
    let scratch = tempfile::Builder::new().prefix(SCRATCH).tempdir_in(near);
    let scratch = scratch.map_err(|e| unwritten(near, e))?;
    // Held as long as this is somebody's: see `clear_left`.
    let held = File::open(scratch.path()).and_then(|f| f.lock().map(|()| f));
    let _held = held.map_err(|e| unwritten(near, e))?;
    let copy = scratch.path().join(DATABASE);
    snapshot::snapshot(database, &copy)?;
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        bytes: fs::metadata(&copy).map_err(|e| unwritten(&copy, e))?.len(),
        sha256: digest_of(&copy).map_err(|e| unwritten(&copy, e))?,
    };
    let part = tempfile::Builder::new().prefix(PART).tempfile_in(folder);
    let part = part.map_err(|e| unwritten(folder, e))?;
    part.as_file().lock().map_err(|e| unwritten(folder, e))?;
    let written = pack(part.as_file(), &copy, vault, &manifest, seal);
    let written = written.map_err(|e| unwritten(to, e))?;
    part.as_file().sync_all().map_err(|e| unwritten(to, e))?;
    if digest_of(part.path()).map_err(|e| unwritten(to, e))? != written {
        return Err(unwritten(to, "what was read back is not what was written"));
    }
    if let Seal::Passphrase(words) = seal {
        // It can be opened here: it is, to the last byte.
        let unpacked = scratch.path().join("read-back");
        fs::create_dir(&unpacked).map_err(|e| unwritten(near, e))?;
        unpack(part.path(), &unpacked, &Opening::Passphrase(words.clone()))?;
    }
    part.persist_noclobber(to).map_err(|e| unwritten(to, e))?;
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| unwritten(to, e))?;
    Ok(manifest)
}

/// What a backup is made in, beside the database; what is written, beside its name.
const SCRATCH: &str = ".backup-";
const PART: &str = ".tandem-part-";

/// Removes what backups that were killed left: what nobody holds a lock on.
fn clear_left(near: &Path, folder: &Path) {
    let left = |folder: &Path, prefix: &'static str| {
        let all = fs::read_dir(folder).into_iter().flatten().flatten();
        all.filter(move |e| e.file_name().to_string_lossy().starts_with(prefix)).map(|e| e.path())
    };
    let nobodys = |path: &Path| File::open(path).is_ok_and(|file| file.try_lock().is_ok());
    for path in left(near, SCRATCH).filter(|path| nobodys(path)) {
        let _ = fs::remove_dir_all(path);
    }
    for path in left(folder, PART).filter(|path| nobodys(path)) {
        let _ = fs::remove_file(path);
    }
}

/// Writes what goes through to the file and into a digest.
struct Digesting<W> {
    inner: W,
    digest: Sha256,
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The digest of what was written.
fn pack(
    file: &File,
    copy: &Path,
    vault: &Vault,
    manifest: &Manifest,
    seal: &Seal,
) -> io::Result<String> {
    let encryptor = match seal {
        Seal::Passphrase(words) => Encryptor::with_user_passphrase(words.clone()),
        Seal::Recipient(to) => {
            let to: &dyn age::Recipient = to.as_ref();
            Encryptor::with_recipients(std::iter::once(to)).map_err(io::Error::other)?
        }
    };
    let mut out = Digesting { inner: BufWriter::new(file), digest: Sha256::new() };
    let sealed = encryptor.wrap_output(&mut out)?;
    let mut tar = tar::Builder::new(GzEncoder::new(sealed, flate2::Compression::fast()));
    let mut add = |name: &str, mut bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        tar.append_data(&mut header, name, &mut bytes)
    };
    add(MANIFEST, &serde_json::to_vec_pretty(manifest)?)?;
    add(INSTANCE, hex::encode(*vault.instance_key()).as_bytes())?;
    tar.append_path_with_name(copy, DATABASE)?;
    tar.into_inner()?.finish()?.finish()?;
    out.flush()?;
    Ok(hex::encode(out.digest.finalize()))
}

fn digest_of(path: &Path) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut file = BufReader::new(File::open(path)?);
    let mut block = vec![0; 64 * 1024];
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hex::encode(digest.finalize())),
            n => digest.update(&block[..n]),
        }
    }
}

/// Opens a backup into an empty folder and checks all of it.
fn unpack(from: &Path, to: &Path, opening: &Opening) -> Result<Manifest, Problem> {
    let damaged = |e: &dyn std::fmt::Display| refused("backup-damaged", e);
    let file = File::open(from).map_err(|e| refused("backup-unreadable", e))?;
    let decryptor =
        Decryptor::new_buffered(BufReader::new(file)).map_err(|e| refused("backup-damaged", e))?;
    let identity: Box<dyn age::Identity> = match opening {
        Opening::Identity(identity) => identity.clone(),
        Opening::Passphrase(words) => Box::new(age::scrypt::Identity::new(words.clone())),
    };
    let opened = decryptor.decrypt(std::iter::once(identity.as_ref()));
    let opened = opened.map_err(|e| refused("backup-wrong-key", e))?;
    let mut archive = tar::Archive::new(GzDecoder::new(opened));
    let mut manifest: Option<Manifest> = None;
    let mut entries = archive.entries().map_err(|e| damaged(&e))?;
    while let Some(entry) = entries.next().transpose().map_err(|e| damaged(&e))? {
        let mut entry = entry;
        let path = entry.path().map_err(|e| damaged(&e))?.into_owned();
        match path.to_str() {
            Some(MANIFEST) => {
                let read = serde_json::from_reader(&mut entry).map_err(|e| damaged(&e))?;
                manifest = Some(read);
            }
            // No other name is written, wherever it would lead.
            Some(name @ (DATABASE | INSTANCE)) => {
                let target = to.join(name);
                let write = || {
                    if let Some(folder) = target.parent() {
                        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
                    }
                    let file = fs::OpenOptions::new()
                        .write(true)
                        .create_new(true)
                        .mode(0o600)
                        .open(&target);
                    let mut file = file?;
                    io::copy(&mut entry, &mut file)?;
                    file.sync_all()
                };
                let mut write = write;
                write().map_err(|e| damaged(&e))?;
            }
            _ => return Err(damaged(&path.display())),
        }
    }
    // To the end: the last block of age tells that nothing is missing.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(|e| damaged(&e))?;
    let manifest = manifest.ok_or_else(|| damaged(&"no manifest"))?;
    let database = to.join(DATABASE);
    let digest = digest_of(&database).map_err(|e| damaged(&e))?;
    if digest != manifest.sha256 {
        return Err(damaged(&"the database is not the one that was saved"));
    }
    snapshot::check(&database)?;
    Ok(manifest)
}

/// Restores a backup into a data directory that is empty or does not exist yet. Either all of it
/// is there afterwards or nothing.
pub fn restore(
    from: &Path,
    dir: &Path,
    keys: &Path,
    opening: &Opening,
) -> Result<Manifest, Problem> {
    let occupied = |path: &Path| fs::read_dir(path).is_ok_and(|mut all| all.next().is_some());
    for path in [dir, keys] {
        if occupied(path) {
            return Err(
                Problem::new(Kind::Conflict, "backup-occupied").with("path", path.display())
            );
        }
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|e| unwritten(dir, e))?;
    let scratch = tempfile::Builder::new().prefix(".restore-").tempdir_in(dir);
    let scratch = scratch.map_err(|e| unwritten(dir, e))?;
    let manifest = unpack(from, scratch.path(), opening)?;
    let text = fs::read_to_string(scratch.path().join(INSTANCE));
    let mut instance = [0; 32];
    let read = text.ok().and_then(|t| hex::decode_to_slice(t.trim(), &mut instance).ok());
    read.ok_or_else(|| refused("backup-damaged", "no key of the instance"))?;
    Vault::plant(keys, &instance).map_err(|e| unwritten(keys, e))?;
    let place = || {
        fs::rename(scratch.path().join(DATABASE), dir.join(DATABASE))?;
        File::open(dir)?.sync_all()
    };
    place().map_err(|e| unwritten(dir, e))?;
    Ok(manifest)
}

/// Backups of a folder by this program, oldest first.
pub fn kept(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            name.starts_with("tandem-") && name.ends_with(".age")
        })
        .collect();
    all.sort();
    all
}

/// Name of the backup of a moment: names in order are moments in order.
#[must_use]
pub fn name(now: i64) -> String {
    let at = base::dates::local(now, "UTC").strftime("%Y%m%dT%H%M%SZ").to_string();
    format!("tandem-{at}.age")
}

/// Removes the oldest until no more than `most` are left. How many.
pub fn rotate(folder: &Path, most: usize) -> usize {
    let all = kept(folder);
    let surplus = all.len().saturating_sub(most.max(1));
    all.iter().take(surplus).filter(|path| fs::remove_file(path).is_ok()).count()
}
