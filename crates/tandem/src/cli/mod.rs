//! Options, settings, and the way from a problem to a line.

mod alone;
mod backup;
mod check;
mod directory;
mod doctor;
mod find;
mod relevance;
mod run;
mod settings;
mod vectors;

use std::path::PathBuf;
use std::process::ExitCode;

use base::{Clock, Id, Lang, Problem};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use site::{App, Catalogue};

/// Free workshops of libraries and career centres: programme, anonymous registration, desk, report.
#[derive(Parser)]
#[command(name = "tandem", version, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  tandem demo
      a demonstration network, with a sign-in link for each role
  tandem serve --dir /var/lib/tandem --base-url https://ateliers.example.org
  tandem user invite --dir /var/lib/tandem --admin --name Ada ada@example.org
  tandem import openagenda agenda.json --dir /var/lib/tandem --dry-run
  tandem report --dir /var/lib/tandem --from 2026-01-01 --to 2026-12-31

Options can also be environment variables (TANDEM_DIR, TANDEM_DATABASE…) or lines of
tandem.toml in the data directory: database, keys, listen, base_url, network_name, smtp_url,
smtp_from, retention_days, trusted_proxies, passwords, check_links, vectors, backup_recipient,
backup_dir, backup_hours, backup_keep.";

#[derive(Args, Clone)]
struct Common {
    /// Directory of the data.
    #[arg(long, global = true, env = "TANDEM_DIR", value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Database: sqlite:PATH or postgres://USER@HOST/NAME [default: SQLite in the data directory].
    #[arg(long, global = true, env = "TANDEM_DATABASE", value_name = "ADDRESS")]
    database: Option<String>,
    /// Folder of the keys, kept out of every backup [default: keys in the data directory].
    #[arg(long, global = true, env = "TANDEM_KEYS", value_name = "DIR")]
    keys: Option<PathBuf>,
    /// File of settings [default: tandem.toml in the data directory].
    #[arg(long, global = true, env = "TANDEM_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the weights with which the search compares by meaning too; `auto` looks in
    /// .cache/vectors and beside the program, `none` goes by words alone [default: none; for
    /// relevance: auto].
    #[arg(
        long,
        global = true,
        env = "TANDEM_VECTORS",
        value_name = "DIR|auto|none",
        value_parser = |text: &str| Ok::<_, std::convert::Infallible>(vectors::Vectors::from(text))
    )]
    vectors: Option<vectors::Vectors>,
    /// How answers are printed.
    #[arg(long, global = true, value_enum, default_value = "text")]
    format: Output,
    /// Language of answers.
    #[arg(long, global = true, env = "TANDEM_LANG", default_value = "fr", value_parser = ["fr", "en"])]
    lang: String,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Args, Clone)]
struct Serve {
    /// Address to listen on [default: 127.0.0.1:8080].
    #[arg(long, env = "TANDEM_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Address under which people reach the site.
    #[arg(long, env = "TANDEM_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// Name of the network.
    #[arg(long, env = "TANDEM_NETWORK_NAME", value_name = "NAME")]
    network_name: Option<String>,
    /// Mail server, smtp://host:25 or smtps://user:password@host.
    #[arg(long, env = "TANDEM_SMTP_URL", value_name = "URL", requires = "smtp_from")]
    smtp_url: Option<String>,
    /// Sender of mails.
    #[arg(long, env = "TANDEM_SMTP_FROM", value_name = "ADDRESS")]
    smtp_from: Option<String>,
    /// Days after a session at which names and addresses are erased (0 to 30).
    #[arg(long, env = "TANDEM_RETENTION_DAYS", value_name = "DAYS")]
    retention_days: Option<u32>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the web site and the API.
    Serve(Serve),
    /// Serve a demonstration network.
    Demo(Serve),
    /// Import sessions and counts. All of a file or nothing; the same file twice changes nothing.
    Import {
        /// What the file is.
        #[arg(value_enum)]
        kind: Kind,
        /// The file: CSV, XLSX, ODS, or JSON. Two for rome.
        #[arg(required = true)]
        file: Vec<PathBuf>,
        /// Who keeps the list (data-inclusion, mednum, places) [default: the name of the file].
        #[arg(long)]
        source: Option<String>,
        /// Organiser of what is imported (identifier).
        #[arg(long)]
        organisation: Option<String>,
        /// Say what would happen and write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Which column is what: HEADING=FIELD.
        #[arg(long, value_name = "HEADING=FIELD")]
        map: Vec<String>,
    },
    /// Write the sessions of a period with their counts, as a table that `tandem import sessions`
    /// takes again.
    ///
    /// Prints CSV, or JSON with --format json; --output writes a file, .csv, .xlsx or .json.
    Export {
        #[command(flatten)]
        period: Period,
        /// Where to: FILE.csv, FILE.xlsx or FILE.json. Must not exist yet.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Print the activity report (bilan) of a period.
    Report(Period),
    /// Check that counters agree with rows and that nothing is oversold.
    Check,
    /// Look at configuration, files, keys, database, clock, mail, backups; say what to do.
    Doctor,
    /// Forget what is due: destroy the keys of days that are over, erase the registrations of their
    /// sessions. A running server does this by itself.
    Purge {
        /// As if it were this day, which must not be in the future [default: today].
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<Date>,
    },
    /// Write an encrypted backup of the embedded database, while it is in use, and read it again.
    Backup(backup::Write),
    /// Restore a backup into an empty data directory.
    Restore(backup::Restore),
    /// Make a key for backups: the private half goes into FILE, which belongs in a safe place that
    /// is not this machine; the public half is printed, for backup_recipient in tandem.toml.
    BackupKey {
        /// File of the private key; must not exist.
        file: PathBuf,
    },
    /// The audit trail: who did what to which record, and when.
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// Measure how good the search is: judged questions, as they are and with errors in them, asked
    /// of the search of the directory and of other engines beside it.
    ///
    /// Distance and freshness do not count. Needs no data directory.
    Relevance(relevance::Judged),
    /// Ask the directory: what answers a need, near a commune.
    Search(find::Search),
    /// The directory of what helps people.
    Directory {
        #[command(subcommand)]
        command: directory::DirectoryCommand,
    },
    /// The index of the search.
    Index {
        #[command(subcommand)]
        command: find::IndexCommand,
    },
    /// Professionals: invite, list, sign-in link, disable.
    User {
        #[command(subcommand)]
        command: User,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// OpenAgenda open-data JSON.
    Openagenda,
    /// Sessions and their counts.
    Sessions,
    /// Yearly totals with no rows behind them.
    Totals,
    /// The ministry's list of public libraries. Rows that cannot be read are refused, the others
    /// go in; a later list changes what nobody corrected since.
    Libraries,
    /// A list of career centres with the columns nom and territoire.
    CareerCentres,
    /// Structures and services of data·inclusion v1: JSON, CSV, or its official spreadsheet.
    DataInclusion,
    /// Places of digital mediation, in the national schema or as a territory keeps them.
    Mednum,
    /// Any table of places where people get help.
    Places,
    /// Occupations and job titles of the ROME: its two tables.
    Rome,
}

#[derive(Args)]
struct Period {
    /// First day, 2026-01-01 or 01/01/2026.
    #[arg(long, value_parser = day)]
    from: Date,
    /// Last day.
    #[arg(long, value_parser = day)]
    to: Date,
    /// Organiser (identifier).
    #[arg(long, value_parser = id)]
    organisation: Option<Id>,
    /// Theme (identifier).
    #[arg(long, value_parser = id)]
    theme: Option<Id>,
    /// Place (identifier).
    #[arg(long, value_parser = id)]
    place: Option<Id>,
    /// Who animated (identifier).
    #[arg(long, value_parser = id)]
    partner: Option<Id>,
}

fn day(text: &str) -> Result<Date, String> {
    base::dates::read_date(text).ok_or_else(|| "no such date: write 2026-01-31".to_owned())
}

fn id(text: &str) -> Result<Id, String> {
    Id::parse(text).ok_or_else(|| "not an identifier".to_owned())
}

#[derive(Subcommand)]
enum Audit {
    /// Check that no row was changed, put in or taken out; prints where the trail ends.
    Verify {
        /// An end noted down earlier, which must still lie on the trail.
        #[arg(long, value_name = "NUMBER:DIGEST", value_parser = run::head)]
        head: Option<site::audit::Head>,
    },
    /// Print the latest rows.
    List {
        /// How many.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
}

#[derive(Subcommand)]
enum User {
    /// Invite somebody; prints the link of the invitation.
    Invite {
        /// Address.
        email: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// Administrator of the network.
        #[arg(long)]
        admin: bool,
        /// Organisation (identifier).
        #[arg(long, value_parser = id, requires = "role")]
        organisation: Option<Id>,
        /// Role in the organisation.
        #[arg(long, value_parser = ["coordinator", "mediator", "partner"], requires = "organisation")]
        role: Option<String>,
    },
    /// List everybody.
    List,
    /// Print a sign-in link for somebody (15 minutes).
    Link {
        /// Address.
        email: String,
    },
    /// Take all passkeys away from somebody who lost theirs: they enter by a link and add another.
    ForgetKeys {
        /// Address.
        email: String,
    },
    /// Let somebody in no longer.
    Disable {
        /// Address.
        email: String,
    },
}

/// How a command ended badly.
enum Failure {
    /// A problem to put into words.
    Problem(Problem),
    /// Words already.
    Words(String),
    /// Everything was said; only the status is left.
    Status(u8),
}

impl<T: Into<Problem>> From<T> for Failure {
    fn from(problem: T) -> Self {
        Self::Problem(problem.into())
    }
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let json = cli.common.format == Output::Json;
    let lang = Lang::parse(&cli.common.lang).unwrap_or_default();
    // The demonstration prints its links itself.
    logging(if matches!(cli.command, Command::Demo(_)) {
        "warn"
    } else {
        "warn,tandem=info,site=info,programme=info,security=info"
    });
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("tandem: {error}");
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(run::command(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => say(failure, lang, json),
    }
}

fn logging(usual: &str) {
    use std::io::IsTerminal;
    use tracing_subscriber::EnvFilter;
    let mut filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    // In more detail the client of PostgreSQL would write what goes into each statement.
    if let Ok(quiet) = "tokio_postgres=info".parse() {
        filter = filter.add_directive(quiet);
    }
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.compact().init();
    } else {
        builder.json().init();
    }
}

/// The one place where a problem becomes a line.
fn say(failure: Failure, lang: Lang, json: bool) -> ExitCode {
    let (code, text, fields) = match failure {
        Failure::Status(status) => return ExitCode::from(status),
        Failure::Words(words) => ("error".to_owned(), words, vec![]),
        Failure::Problem(problem) => {
            let catalogue = Catalogue::new(&tandem::messages()).ok();
            let words = |key: &str, args: &[(&'static str, String)]| {
                let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
                catalogue.as_ref().map_or_else(|| key.to_owned(), |c| c.text(lang, key, &args))
            };
            let mut text = words(&problem.message, &problem.args);
            if !problem.detail.is_empty() {
                text = format!("{text} ({})", problem.detail);
            }
            let fields: Vec<String> = problem
                .fields
                .iter()
                .map(|f| format!("{}: {}", f.field, words(&f.message, &f.args)))
                .collect();
            (problem.message.to_string(), text, fields)
        }
    };
    if json {
        let body =
            serde_json::json!({ "error": { "code": code, "title": text, "fields": fields } });
        eprintln!("{body}");
    } else {
        let lead = if lang == Lang::Fr { "erreur : " } else { "error: " };
        eprintln!("{lead}{text}");
        for field in fields {
            eprintln!("  {field}");
        }
    }
    ExitCode::from(1)
}

/// A mistyped directory must not look like an empty network.
fn must_exist(location: &store::Location) -> Result<(), Problem> {
    match location {
        store::Location::Sqlite(path) if !path.exists() => {
            let problem = Problem::new(base::Kind::NotFound, "site-problem-no-data");
            Err(problem.with("path", path.display()))
        }
        _ => Ok(()),
    }
}

/// The texts, where there is no application yet.
fn catalogue() -> Result<Catalogue, Failure> {
    Catalogue::new(&tandem::messages()).map_err(|e| Failure::Words(e.to_string()))
}

/// The keys that the settings name.
fn vault_of(settings: &settings::Settings) -> Result<vault::Vault, Failure> {
    vault::Vault::open(&settings.keys).map_err(|e| Failure::Words(e.to_string()))
}

/// The application of a data directory, without serving it; `may_be_made` lets it be made.
async fn open(common: &Common, may_be_made: bool) -> Result<App, Failure> {
    let settings = settings::read(common, None)?;
    if !may_be_made {
        must_exist(&settings.location)?;
    }
    let vault = vault_of(&settings)?;
    Ok(tandem::app(settings.location, vault, settings.config, Clock::System).await?)
}
