//! Where the weights of the models lie that compare by meaning.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::Problem;
use directory::find;
use retrieval::Embedder;

/// What somebody says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vectors {
    /// By words alone.
    None,
    /// Wherever they usually lie.
    Auto,
    /// In this folder.
    Folder(PathBuf),
}

impl From<&str> for Vectors {
    fn from(text: &str) -> Self {
        match text {
            "none" | "" => Self::None,
            "auto" => Self::Auto,
            folder => Self::Folder(folder.into()),
        }
    }
}

/// Where `tools/vectors.sh` puts them, and beside the program.
fn usual() -> impl Iterator<Item = PathBuf> {
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("vectors")));
    [Some(PathBuf::from(".cache/vectors")), beside].into_iter().flatten()
}

impl Vectors {
    /// The folder; none where nothing compares by meaning.
    pub fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::None => None,
            Self::Auto => usual().find(|folder| has_weights(folder)),
            Self::Folder(folder) => Some(folder.clone()),
        }
    }

    /// The models; a folder that was named must hold some.
    pub fn embedders(&self) -> Result<Vec<Arc<dyn Embedder>>, Problem> {
        find::embedders(self.folder().as_deref())
    }
}

/// Whether any file lies there that models are made of.
fn has_weights(folder: &Path) -> bool {
    ["weights.npz", "e5-small-q4.bin"].iter().any(|name| folder.join(name).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_what_is_neither_none_nor_auto() {
        assert_eq!(Vectors::from("none"), Vectors::None);
        assert_eq!(Vectors::from("auto"), Vectors::Auto);
        let folder = Vectors::from("/var/lib/vectors");
        assert_eq!(folder.folder(), Some(PathBuf::from("/var/lib/vectors")));
        assert!(Vectors::None.embedders().unwrap().is_empty());
        assert!(folder.embedders().is_err());
    }
}
