//! Measures how good the search is: judged questions, asked of our engine and of others beside it,
//! as they are and with errors in them.

pub mod judged;
pub mod metrics;
pub mod noise;
pub mod peers;

use std::time::Instant;

use serde::Serialize;

pub use judged::{Collection, Judged, Sheet, Unreadable, Why};
pub use metrics::Figures;
pub use noise::Variant;
pub use peers::Engine;

/// What is measured beside our own engine.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    /// None at all.
    pub none: bool,
    /// Address of a PostgreSQL in which a temporary table may be made.
    pub postgres: Option<String>,
}

/// One engine over one variant.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Which engine.
    pub engine: &'static str,
    /// Which variant.
    pub variant: &'static str,
    /// How good.
    #[serde(flatten)]
    pub figures: Figures,
    /// Milliseconds a question, on the whole.
    pub ms: f64,
}

/// A model that compares by meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// Which weights and arithmetic.
    pub version: String,
    /// How long its vectors are.
    pub dimensions: usize,
}

/// What was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// With which models the engine `tandem` compares by meaning; without any it goes by words alone,
    /// and is what `tandem-lexical` is otherwise.
    pub models: Vec<Model>,
    /// How many documents.
    pub documents: usize,
    /// How many questions.
    pub questions: usize,
    /// How many more questions nothing answers.
    pub unanswered: usize,
    /// Each engine over each variant.
    pub lines: Vec<Line>,
}

/// Asks all questions in one variant.
pub fn ask(
    engine: &mut dyn Engine,
    questions: &[Judged],
    variant: Variant,
) -> Result<Line, String> {
    let start = Instant::now();
    let mut all = vec![];
    for question in questions {
        let list = engine.ask(&variant.apply(&question.id, &question.text))?;
        all.push(metrics::of_list(&list, &question.answers));
    }
    let ms = start.elapsed().as_secs_f64() * 1_000.0 / questions.len().max(1) as f64;
    let figures = metrics::mean(&all);
    Ok(Line { engine: engine.name(), variant: variant.name(), figures, ms })
}

/// Measures everything.
pub fn measure(
    collection: &Collection,
    options: retrieval::Options,
    peers: &Peers,
) -> Result<Report, String> {
    let sheets = &collection.sheets;
    let models: Vec<Model> = options
        .embedders
        .iter()
        .map(|model| Model {
            name: model.name().to_owned(),
            version: model.version().to_owned(),
            dimensions: model.dimensions(),
        })
        .collect();
    let mut engines: Vec<Box<dyn Engine>> = vec![];
    if !models.is_empty() {
        let words = retrieval::Options { embedders: vec![], ..options.clone() };
        engines.push(Box::new(peers::Ours::over(sheets, words)?.named("tandem-lexical")));
    }
    engines.push(Box::new(peers::Ours::over(sheets, options)?));
    if !peers.none {
        engines.push(Box::new(peers::Bare::default_over(sheets)?));
        engines.push(Box::new(peers::Bare::french_over(sheets)?));
        engines.push(Box::new(peers::Sqlite::over(sheets)?));
        if let Some(address) = &peers.postgres {
            engines.push(Box::new(peers::Postgres::over(sheets, address)?));
        }
    }
    let mut lines = vec![];
    for engine in &mut engines {
        for variant in Variant::ALL {
            lines.push(ask(engine.as_mut(), &collection.questions, variant)?);
        }
    }
    Ok(Report {
        models,
        documents: sheets.len(),
        questions: collection.questions.len(),
        unanswered: collection.unanswered,
        lines,
    })
}

impl Report {
    /// As a table for people.
    #[must_use]
    pub fn text(&self) -> String {
        let models: Vec<String> =
            self.models.iter().map(|m| format!("{} {}", m.name, m.version)).collect();
        let models = match models.is_empty() {
            true => "no vectors: by words alone".to_owned(),
            false => format!("vectors: {}; tandem-lexical is without them", models.join(", ")),
        };
        let mut text = format!(
            "{models}\n{} documents, {} questions ({} more that nothing answers)\n\n{:<16}{:<18}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>7}{:>9}\n",
            self.documents,
            self.questions,
            self.unanswered,
            "engine",
            "questions",
            "nDCG@10",
            "MRR",
            "R@1",
            "R@3",
            "R@5",
            "S@5",
            "empty",
            "ms"
        );
        for line in &self.lines {
            let f = &line.figures;
            text.push_str(&format!(
                "{:<16}{:<18}{:>8.4}{:>8.4}{:>8.4}{:>8.4}{:>8.4}{:>8.4}{:>7}{:>9.2}\n",
                line.engine,
                line.variant,
                f.ndcg10,
                f.mrr,
                f.recall1,
                f.recall3,
                f.recall5,
                f.success5,
                f.empty,
                line.ms
            ));
        }
        text
    }
}
