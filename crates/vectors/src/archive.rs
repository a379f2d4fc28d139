//! Where the parts of a model lie: as files in a folder, or in the package they were published in.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ring::digest::{SHA256, digest};
use zip::ZipArchive;

use crate::Error;

/// A file of a model.
pub(crate) struct Part {
    /// Its name.
    pub name: &'static str,
    /// The folder it lies in within the package.
    pub within: &'static str,
    /// How many bytes it has.
    pub size: u64,
    /// Its SHA-256.
    pub digest: &'static str,
}

/// A folder or a package.
pub(crate) enum Place {
    Folder(PathBuf),
    Package(PathBuf, Box<ZipArchive<File>>),
}

impl Place {
    /// What lies at `path`.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let io = |source| Error::Io { path: path.to_owned(), source };
        if fs::metadata(path).map_err(io)?.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        let archive = ZipArchive::new(File::open(path).map_err(io)?).map_err(|e| io(e.into()))?;
        Ok(Self::Package(path.to_owned(), Box::new(archive)))
    }

    /// The bytes of a part, if they are those that were published.
    pub fn read(&mut self, part: &Part) -> Result<Vec<u8>, Error> {
        let (path, bytes) = match self {
            Self::Folder(path) => {
                let file = File::open(path.join(part.name));
                (path, file.and_then(|file| at_most(file, part.size)))
            }
            Self::Package(path, archive) => {
                let file = archive.by_name(&format!("{}/{}", part.within, part.name));
                (path, file.map_err(io::Error::from).and_then(|file| at_most(file, part.size)))
            }
        };
        let bytes = bytes.map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => Error::Missing { path: path.clone(), part: part.name },
            _ => Error::Io { path: path.clone(), source },
        })?;
        let found = hex::encode(digest(&SHA256, &bytes));
        match found == part.digest {
            true => Ok(bytes),
            false => Err(Error::Foreign { part: part.name, found }),
        }
    }
}

/// What a file holds; of a file that is too long, no more than is needed to see it.
fn at_most(file: impl Read, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.take(size + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
