//! The models that compare by meaning, where an instance has their weights.

use std::path::Path;
use std::sync::Arc;

use base::{Kind, Problem};
use retrieval::Embedder;

/// The models of a folder, for [`retrieval::Options::embedders`]; none without a folder. Reading them
/// takes a second: once a process, and not in a thread that answers requests.
///
/// # Errors
/// If the folder was named and holds none, or not the files that were published.
pub fn embedders(folder: Option<&Path>) -> Result<Vec<Arc<dyn Embedder>>, Problem> {
    let Some(folder) = folder else { return Ok(vec![]) };
    let wrong = |key| Problem::new(Kind::Unavailable, key).with("path", folder.display());
    let models = retrieval::models(folder)
        .map_err(|e| wrong("directory-problem-vectors").because(e.to_string()).with("why", e))?;
    if models.is_empty() {
        return Err(wrong("directory-problem-no-vectors"));
    }
    Ok(models)
}
