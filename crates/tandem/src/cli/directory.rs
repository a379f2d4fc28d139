//! `tandem import data-inclusion|mednum|places|rome` and `tandem directory export`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use directory::exchange::{self, Format, Import, Taken};
use inclusion::{Column, Mapping, Says, Severity};
use serde_json::json;
use site::{Actor, App};

use super::run::{json_text, lang, print};
use super::{Common, Failure, Output};

/// What there is to do with the directory.
#[derive(clap::Subcommand)]
pub enum DirectoryCommand {
    /// Write what is published, as other directories take it.
    Export {
        /// Where to: FILE.json, FILE.csv (services), FILE.xlsx (the official template's layout of
        /// data·inclusion v1), or FILE.hsds.json (HSDS 3.0). Must not exist yet.
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        /// The name of this instance among producers.
        #[arg(long, default_value = "tandem")]
        source: String,
    },
    /// Ask the links of published entries whether they answer, each once a day at most. A running
    /// server does this by night with check_links = true.
    CheckLinks,
}

/// Where a list comes from and how it is read.
pub struct Options<'a> {
    /// Who keeps it.
    pub source: Option<&'a str>,
    /// HEADING=WHAT, for tables of places.
    pub map: &'a [String],
    /// Goes the same way and writes nothing.
    pub dry_run: bool,
}

fn mapping(map: &[String], bytes: &[u8]) -> Result<Option<Mapping>, Failure> {
    if map.is_empty() {
        return Ok(None);
    }
    let headings = inclusion::headings(bytes).map_err(|e| Failure::Words(e.to_string()))?;
    let mut mapping = Mapping::guess(&headings);
    for pair in map {
        let wrong = || {
            let all: Vec<String> = Says::plain().map(Says::code).collect();
            Failure::Words(format!("--map {pair}: HEADING=WHAT ({})", all.join(", ")))
        };
        let (heading, says) = pair.split_once('=').ok_or_else(wrong)?;
        let says = Says::parse(says).ok_or_else(wrong)?;
        if !headings.iter().any(|h| h == heading) {
            return Err(wrong());
        }
        mapping.columns.retain(|c| c.heading != heading && c.says != says);
        mapping.columns.push(Column { heading: heading.to_owned(), says });
    }
    Ok(Some(mapping))
}

/// Takes a list of help.
pub async fn take(
    common: &Common,
    app: &App,
    format: Format,
    file: &Path,
    options: &Options<'_>,
) -> Result<(), Failure> {
    let bytes =
        std::fs::read(file).map_err(|e| Failure::Words(format!("{}: {e}", file.display())))?;
    let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let import = Import {
        format,
        source: options.source.map_or(name, str::to_owned),
        mapping: mapping(options.map, &bytes)?,
        bytes,
        themes: BTreeSet::new(),
        dry_run: options.dry_run,
    };
    let taken = exchange::import(app, &Actor::Operator, import).await?;
    print(&told(app, common, &taken)?)?;
    if taken.refused() == 0 { Ok(()) } else { Err(Failure::Status(1)) }
}

fn told(app: &App, common: &Common, taken: &Taken) -> Result<String, Failure> {
    let lang = lang(common);
    let words = |key: &str, args: &[(&'static str, String)]| {
        let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
        app.catalogue.text(lang, key, &args)
    };
    let mut lines = vec![];
    // In a list of thousands the same remark is told once, with how many more of its kind there are.
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    for said in &taken.said {
        for fault in &said.faults {
            let problem = fault.problem();
            if said.taken && fault.severity() == Severity::Remark && common.format == Output::Text {
                let count = alike.entry(problem.message.to_string()).or_default();
                *count += 1;
                if *count > 1 {
                    continue;
                }
            }
            let mut text = words(&problem.message, &problem.args);
            if let Some((key, (name, guess))) = fault.guess() {
                text = format!("{text} {}", app.catalogue.text(lang, key, &[(name, guess)]));
            }
            lines.push((said, problem, text));
        }
    }
    if common.format == Output::Json {
        let said: Vec<_> = lines
            .iter()
            .map(|(said, problem, text)| {
                json!({ "sheet": said.place.sheet, "line": said.place.line, "id": said.id,
                    "taken": said.taken, "field": problem.field, "message": text })
            })
            .collect();
        return json_text(&json!({
            "structures": taken.structures, "services": taken.services, "gone": taken.gone,
            "contradicted": taken.contradicted, "refused": taken.refused(),
            "dry_run": taken.dry_run, "said": said,
        }));
    }
    let (o, s) = (taken.structures, taken.services);
    let mut text = words(
        "cli-taken",
        &[
            ("structures", format!("+{} ~{} ={}", o.created, o.updated, o.unchanged)),
            ("services", format!("+{} ~{} ={}", s.created, s.updated, s.unchanged)),
            ("refused", taken.refused().to_string()),
            ("gone", taken.gone.to_string()),
        ],
    ) + "\n";
    for (said, problem, message) in lines {
        let sheet = if said.place.sheet.is_empty() { "" } else { " " };
        let mark = if said.taken { "" } else { "✗ " };
        let place = format!("{}{sheet}{}", said.place.sheet, said.place.line);
        text.push_str(&format!("{mark}{place}: {}: {message}", problem.field));
        match alike.get(problem.message.as_ref()).filter(|count| said.taken && **count > 1) {
            Some(count) => {
                let more = words("cli-more-alike", &[("count", (count - 1).to_string())]);
                text.push_str(&format!(" {more}\n"));
            }
            None => text.push('\n'),
        }
    }
    Ok(text)
}

/// Takes the tables of the ROME: occupations and titles, in any order.
pub async fn rome(common: &Common, app: &App, files: &[PathBuf]) -> Result<(), Failure> {
    let [one, other] = files else {
        return Err(Failure::Words(app.catalogue.text(lang(common), "cli-rome-files", &[])));
    };
    let read = |path: &PathBuf| {
        std::fs::read(path).map_err(|e| Failure::Words(format!("{}: {e}", path.display())))
    };
    let (one, other) = (read(one)?, read(other)?);
    // The table of occupations names them; the other one names titles.
    let titles = |bytes: &[u8]| {
        inclusion::headings(bytes)
            .is_ok_and(|all| all.iter().any(|h| h.contains("libelle_appellation")))
    };
    let (occupations, titles) = if titles(&one) { (other, one) } else { (one, other) };
    let (n, m, strays) =
        exchange::import_occupations(app, &Actor::Operator, &occupations, &titles).await?;
    if common.format == Output::Json {
        return print(&json_text(&json!({ "occupations": n, "titles": m, "strays": strays }))?);
    }
    let args =
        [("occupations", n.to_string()), ("titles", m.to_string()), ("strays", strays.to_string())];
    let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
    print(&(app.catalogue.text(lang(common), "cli-rome-taken", &args) + "\n"))
}

/// Writes what is published into a file that does not exist yet.
pub async fn export(
    app: &App,
    common: &Common,
    output: &Path,
    source: &str,
) -> Result<(), Failure> {
    let all = exchange::exported(app, source).await?;
    let failed = |e: &dyn std::fmt::Display| Failure::Words(format!("{}: {e}", output.display()));
    let name = output.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = match name.rsplit_once('.').map(|(_, end)| end) {
        _ if name.ends_with(".hsds.json") => {
            json_text(&exchange::hsds(app, source).await?)?.into_bytes()
        }
        Some("json") => {
            inclusion::write_json(&all.structures, &all.services).map_err(|e| failed(&e))?
        }
        Some("csv") => inclusion::write_csv(&all.services).map_err(|e| failed(&e))?,
        Some("xlsx") => {
            inclusion::write_xlsx(&all.structures, &all.services).map_err(|e| failed(&e))?
        }
        _ => return Err(failed(&".json, .csv, .xlsx, .hsds.json")),
    };
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(output)
        .map_err(|e| failed(&e))?;
    std::io::Write::write_all(&mut file, &bytes).map_err(|e| failed(&e))?;
    let n = all.services.len().to_string();
    let text = app.catalogue.text(lang(common), "cli-exported", &[("n", &n)]);
    print(&(text + "\n"))
}

/// Asks the links of published entries whether they answer.
pub async fn check_links(app: &App, common: &Common) -> Result<(), Failure> {
    use directory::freshness::signals::{Guard, check_links};
    let done = check_links(app, Guard::Outside).await?;
    if common.format == Output::Json {
        let document = json!({ "asked": done.asked, "silent": done.silent, "dead": done.dead });
        return print(&json_text(&document)?);
    }
    let (asked, silent) = (done.asked.to_string(), done.silent.to_string());
    let args = [("asked", asked.as_str()), ("silent", silent.as_str())];
    print(&format!("{}\n", app.catalogue.text(lang(common), "cli-links-asked", &args)))
}
