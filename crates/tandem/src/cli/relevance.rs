//! `tandem relevance`: how good the search is.

use std::path::PathBuf;

use base::{Kind, Problem};
use clap::Args;
use relevance::{Peers, Unreadable, Why};

use super::vectors::Vectors;
use super::{Common, Failure, Output};

/// What is measured, and beside what.
#[derive(Args)]
pub struct Judged {
    /// Documents: JSON lines with id, title, keywords, summary, body (gzip or not), or a CSV table
    /// value,label,description of themes.
    #[arg(long, value_name = "FILE")]
    docs: PathBuf,
    /// Questions: lines of identifier, tabulator, text. Without --qrels, lines of text, tabulator,
    /// identifiers of the answers, or a CSV table query,theme.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Judgements as TREC writes them: question 0 document grade.
    #[arg(long, value_name = "FILE")]
    qrels: Option<PathBuf>,
    /// Other engines in the same run.
    #[arg(long, default_value = "all", value_parser = ["all", "none"])]
    peers: String,
    /// A PostgreSQL to measure too; it makes nothing but a temporary table there.
    #[arg(long, env = "TANDEM_TEST_POSTGRES", hide_env_values = true, value_name = "ADDRESS")]
    postgres: Option<String>,
}

fn problem(unreadable: Unreadable) -> Problem {
    let Unreadable { path, line, why } = unreadable;
    let key = match &why {
        Why::System(_) => "relevance-system",
        Why::Json(_) => "relevance-json",
        Why::Utf8 => "relevance-utf8",
        Why::NoId => "relevance-no-id",
        Why::Twice(..) => "relevance-twice",
        Why::Judgement => "relevance-judgement",
        Why::Grade(_) => "relevance-grade",
        Why::Question => "relevance-question",
        Why::Beside => "relevance-beside",
        Why::Documents => "relevance-documents",
        Why::Questions => "relevance-questions",
        Why::Empty => "relevance-empty",
        Why::Unjudged => "relevance-unjudged",
    };
    let path = match line {
        Some(line) => format!("{}:{line}", path.display()),
        None => path.display().to_string(),
    };
    let problem = Problem::new(Kind::Invalid, key).with("path", path);
    match why {
        Why::System(why) | Why::Json(why) => problem.because(why),
        Why::Twice(id, first) => problem.with("id", id).with("line", first),
        Why::Grade(grade) => problem.with("grade", grade),
        _ => problem,
    }
}

/// Measures and prints.
pub async fn measure(common: &Common, judged: Judged) -> Result<(), Failure> {
    let folder = common.vectors.clone().unwrap_or(Vectors::Auto);
    let peers = Peers { none: judged.peers == "none", postgres: judged.postgres };
    let done = tokio::task::spawn_blocking(move || {
        let qrels = judged.qrels.as_deref();
        let collection = relevance::judged::read(&judged.docs, &judged.queries, qrels)
            .map_err(|unreadable| Failure::from(problem(unreadable)))?;
        let embedders = folder.embedders()?;
        let options = retrieval::Options { embedders, ..retrieval::Options::default() };
        relevance::measure(&collection, options, &peers).map_err(Failure::Words)
    });
    let report = done.await.map_err(|e| Failure::Words(e.to_string()))??;
    match common.format {
        Output::Json => super::run::print(&super::run::json_text(&report)?),
        Output::Text => super::run::print(&report.text()),
    }
}
