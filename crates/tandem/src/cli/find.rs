//! `tandem search` and `tandem index`: asking the directory, building its index anew.

use base::Problem;
use directory::find::{self, Asked, Finder, Rebuilt};
use site::{Actor, App, Ctx};
use territory::{Zone, ZoneKind};

use super::{Common, Failure, Output};

/// Where and how much to look.
#[derive(clap::Args)]
pub struct Search {
    /// The need, in plain French.
    query: String,
    /// INSEE code of the commune where the person is.
    #[arg(long, value_name = "CODE_INSEE")]
    near: Option<String>,
    /// Kinds to look for: service, collection, session, organisation…
    #[arg(long)]
    kind: Vec<String>,
    /// At most so many results.
    #[arg(long, default_value = "10", value_parser = clap::value_parser!(u8).range(1..=50))]
    limit: u8,
}

/// What to do with the index of the search.
#[derive(clap::Subcommand)]
pub enum IndexCommand {
    /// Build it anew from the database.
    Rebuild,
}

fn finder(app: &App) -> Result<Finder, Failure> {
    let missing = || Problem::new(base::Kind::Internal, "problem-internal");
    Ok(app.part::<Finder>().cloned().ok_or_else(missing)?)
}

/// Prints what answers a need.
pub async fn search(app: App, common: &Common, search: &Search) -> Result<String, Failure> {
    let near = match &search.near {
        None => None,
        Some(code) => {
            let unknown =
                || Problem::new(base::Kind::Invalid, "cli-search-near").with("code", code);
            Some(Zone::of(ZoneKind::Commune, code).ok_or_else(unknown)?)
        }
    };
    let asked = Asked {
        text: search.query.clone(),
        near,
        kinds: search.kind.clone(),
        limit: search.limit.into(),
        ..Asked::default()
    };
    let answered = find::ask(&app, &asked).await?;
    let c = Ctx {
        lang: super::run::lang(common),
        app,
        actor: Actor::Operator,
        path: String::new(),
        query: String::new(),
    };
    let found = find::found_documents(&c, &answered);
    if common.format == Output::Json {
        return super::run::json_text(&found);
    }
    let mut text = String::new();
    for (n, one) in found.iter().enumerate() {
        text.push_str(&format!("{}. {}\n   {}\n", n + 1, one.title, one.organisation));
        text.push_str(&format!("   {}\n", one.reasons.join(" · ")));
    }
    if found.is_empty() {
        text = c.t("find-nothing") + "\n";
    }
    Ok(text)
}

/// Does something with the index.
pub async fn index(app: App, common: &Common, what: &IndexCommand) -> Result<String, Failure> {
    match what {
        IndexCommand::Rebuild => {
            let rebuilt = finder(&app)?.rebuild(&app).await?;
            let documents = match rebuilt {
                Rebuilt::Here(n) => Some(n),
                Rebuilt::ByTheServer => None,
            };
            if common.format == Output::Json {
                return super::run::json_text(&serde_json::json!({ "documents": documents }));
            }
            let (lang, n) = (super::run::lang(common), documents.unwrap_or_default().to_string());
            Ok(match documents {
                Some(_) => app.catalogue.text(lang, "cli-index-rebuilt", &[("n", &n)]),
                None => app.catalogue.text(lang, "cli-index-asked", &[]),
            } + "\n")
        }
    }
}
