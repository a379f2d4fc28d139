//! The models whose weights lie in a folder, as an index takes them.

use std::path::Path;
use std::sync::Arc;

use crate::vectors::Embedder;

/// Why models cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The program was built without them.
    #[error("this program was built without the models that compare by meaning")]
    BuiltWithout,
    /// The folder, or what lies in it.
    #[error("{0}")]
    Weights(String),
}

/// The models whose weights lie in a folder; none if there are none.
#[cfg(feature = "vectors")]
pub fn models(folder: &Path) -> Result<Vec<Arc<dyn Embedder>>, ModelError> {
    let found = vectors::found(folder).map_err(|e| ModelError::Weights(e.to_string()))?;
    Ok(found.into_iter().map(|model| Arc::new(there::Model::of(model)) as _).collect())
}

/// The models whose weights lie in a folder: this program knows none.
#[cfg(not(feature = "vectors"))]
pub fn models(_: &Path) -> Result<Vec<Arc<dyn Embedder>>, ModelError> {
    Err(ModelError::BuiltWithout)
}

#[cfg(feature = "vectors")]
mod there {
    use crate::vectors::{Counts, Embedder};

    /// A model with how much it counts, measured on all judged collections at once.
    pub(super) struct Model {
        model: Box<dyn vectors::Embedder>,
        counts: Counts,
    }

    impl Model {
        pub(super) fn of(model: Box<dyn vectors::Embedder>) -> Self {
            let counts = match model.name() {
                "multilingual-e5-small" => Counts { beside: 0.1, alone: 0.3 },
                _ => Counts { beside: 0.05, alone: 0.15 },
            };
            Self { model, counts }
        }
    }

    impl Embedder for Model {
        fn name(&self) -> &str {
            self.model.name()
        }

        fn version(&self) -> &str {
            self.model.version()
        }

        fn dimensions(&self) -> usize {
            self.model.dimensions()
        }

        fn question(&self, text: &str) -> Vec<f32> {
            self.model.question(text)
        }

        fn passage(&self, text: &str) -> Vec<f32> {
            self.model.passage(text)
        }

        fn counts(&self) -> Counts {
            self.counts
        }
    }
}
