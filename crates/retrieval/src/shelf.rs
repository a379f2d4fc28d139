//! Where an index lies that can be built anew while it answers.
//!
//! A folder with one folder for each generation and a file that names the one in use. A new generation
//! is built beside it and takes its place by one rename; whatever moment the program ends at, the file
//! names a whole generation. Others are swept at the next opening.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use crate::index::{Error, Index, Options};

const CURRENT: &str = "current";
const GENERATION: &str = "generation-";

/// What stands on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// An index of this version.
    Current,
    /// An index that another version of the analysis has built: it answers until it is rebuilt.
    Outdated,
    /// No index, or none that can be read: an empty one answers until one is built.
    Absent,
    /// Another process writes to the index in use: an empty one in memory answers here.
    Busy,
}

/// An index that is always there.
pub struct Shelf {
    folder: PathBuf,
    options: Options,
    index: RwLock<(Arc<Index>, State)>,
}

/// A generation that is being built.
pub struct Rebuild<'a> {
    shelf: &'a Shelf,
    name: String,
    index: Index,
}

impl Shelf {
    /// Opens the index that is in use. One that cannot be read counts as absent: it can always be
    /// built again from what it was made of.
    pub fn open(folder: &Path, options: Options) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::folder(folder))?;
        let named = fs::read_to_string(folder.join(CURRENT)).unwrap_or_default();
        let named = named.trim();
        let opened = match named.starts_with(GENERATION) && folder.join(named).is_dir() {
            true => match Index::open(&folder.join(named), options.clone()) {
                Err(error) if error.is_busy() => {
                    let index =
                        RwLock::new((Arc::new(Index::in_memory(options.clone())?), State::Busy));
                    return Ok(Self { folder: folder.to_owned(), options, index });
                }
                opened => opened.ok(),
            },
            false => None,
        };
        sweep(folder, named)?;
        let (index, state) = match opened {
            Some(index) if index.is_outdated() => (index, State::Outdated),
            Some(index) => (index, State::Current),
            None => (Index::in_memory(options.clone())?, State::Absent),
        };
        let index = RwLock::new((Arc::new(index), state));
        Ok(Self { folder: folder.to_owned(), options, index })
    }

    /// The index in use. Whoever holds it goes on with it while another takes its place.
    #[must_use]
    pub fn index(&self) -> Arc<Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// What stands on the shelf.
    #[must_use]
    pub fn state(&self) -> State {
        self.index.read().unwrap_or_else(PoisonError::into_inner).1
    }

    /// Begins a new generation beside the one in use.
    pub fn rebuild(&self) -> Result<Rebuild<'_>, Error> {
        let mut number = 1_u64;
        for entry in fs::read_dir(&self.folder).map_err(Error::folder(&self.folder))?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let taken = name.strip_prefix(GENERATION).and_then(|n| n.parse::<u64>().ok());
            number = number.max(taken.map_or(1, |n| n + 1));
        }
        let name = format!("{GENERATION}{number}");
        let index = Index::open(&self.folder.join(&name), self.options.clone())?;
        index.use_lexicon(self.index().lexicon());
        Ok(Rebuild { shelf: self, name, index })
    }
}

impl Rebuild<'_> {
    /// The index that is being built: put everything there is into it. What changes meanwhile goes
    /// into the one in use as always, and into this one afterwards, from the cursor on.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Puts what was built in the place of the index in use.
    pub fn finish(self, cursor: u64) -> Result<Arc<Index>, Error> {
        self.index.commit(cursor)?;
        self.index.settle()?;
        name_current(&self.shelf.folder, &self.name)?;
        let index = Arc::new(self.index);
        *self.shelf.index.write().unwrap_or_else(PoisonError::into_inner) =
            (index.clone(), State::Current);
        // Files that a reader still has open stay readable until it lets go of them.
        sweep(&self.shelf.folder, &self.name)?;
        Ok(index)
    }
}

/// Names the generation in use, durably and at once.
fn name_current(folder: &Path, name: &str) -> Result<(), Error> {
    let (new, current) = (folder.join("current.new"), folder.join(CURRENT));
    let write = || {
        let mut file = File::create(&new)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, &current)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(Error::folder(&current))
}

/// Removes all generations but one.
fn sweep(folder: &Path, kept: &str) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::folder(folder))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(GENERATION) && name != kept {
            let path = entry.path();
            fs::remove_dir_all(&path).map_err(Error::folder(&path))?;
        }
    }
    Ok(())
}
