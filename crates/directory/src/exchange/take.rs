//! Taking a list.

use std::collections::{BTreeSet, HashMap};

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem};
use inclusion::{HoursRead, Mapping, Outcome, PlaceReading, Reading, Said, Site, Structure, Theme};
use jiff::civil::Date;
use site::audit;
use site::{Actor, App, Permission};

use super::occupations::unreadable;
use super::plan::{Plan, refused, told};
use super::steps::{self, Head};
use super::store;
use super::takings::{RowTaken, Tally};
use super::write::Writer;

/// What a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// data·inclusion v1: JSON, CSV, the official spreadsheet.
    Inclusion,
    /// Places of digital mediation, or any table of places: columns by their headings.
    Places,
}

/// A list to take.
#[derive(Clone, Debug)]
pub struct Import {
    /// What it is.
    pub format: Format,
    /// Who keeps it: a short name, the same each time.
    pub source: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Which column says what; nothing: as it was last time, or as the headings let guess.
    pub mapping: Option<Mapping>,
    /// Themes that everything in the list has.
    pub themes: BTreeSet<Theme>,
    /// Goes the same way, on a view of what is there, and writes nothing.
    pub dry_run: bool,
}

/// What goes with taking a list for one organisation, in the browser.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Who looks after the entries that it brings, where the list is new here; nobody: those who
    /// administer the network.
    pub curator: Option<Id>,
    /// The file is a part of the list: what it does not hold is not gone.
    pub partial: bool,
    /// When the list was made, for lines that do not say when they were changed.
    pub made_on: Option<Date>,
    /// What the preview announced.
    pub announced: Option<Tally>,
}

/// How many of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Not here before.
    pub created: usize,
    /// Here, and otherwise now.
    pub updated: usize,
    /// As they were.
    pub unchanged: usize,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Structures.
    pub structures: Counts,
    /// Services.
    pub services: Counts,
    /// Services that the list held last time and holds no longer.
    pub gone: usize,
    /// Fields in which people here say otherwise than the list now does.
    pub contradicted: usize,
    /// What is to be said about rows: refused ones, and what is odd about others.
    pub said: Vec<Said>,
    /// What became of each entry, organisation and line.
    pub rows: Vec<RowTaken>,
    /// Which taking it was; none: nothing was written.
    pub id: Option<Id>,
    /// Nothing was written.
    pub dry_run: bool,
}

impl Taken {
    /// Rows that were refused.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.said.iter().filter(|s| refused(s)).count()
    }

    /// Counts the rows, unless they were counted where they are kept.
    pub(super) fn count(&mut self, tally: Option<Tally>) {
        let tally = tally.unwrap_or_else(|| Tally::of(&self.rows));
        (self.structures, self.services, self.gone) = (tally.structures, tally.entries, tally.gone);
        self.contradicted = self.rows.iter().map(|row| row.kept.len()).sum();
    }
}

/// Takes a list: every row that can be read.
pub async fn import(app: &App, actor: &Actor, import: Import) -> Result<Taken, Problem> {
    import_as(app, actor, import, Way::default()).await
}

/// Whether somebody may take a list that this organisation looks after.
pub(super) fn need(actor: &Actor, curator: Option<&Id>) -> Result<(), Problem> {
    match curator {
        Some(curator) => actor.need(Permission::Network, curator),
        None => actor.need_administrator(),
    }
}

/// The same, with who looks after what it brings. A list that is known here is taken by those who look
/// after it and by those who administer the network.
pub async fn import_as(
    app: &App,
    actor: &Actor,
    mut import: Import,
    way: Way,
) -> Result<Taken, Problem> {
    import.source = named(&import.source)?;
    let today = site::sealing::today(app);
    let source = import.source.clone();
    let (source, known, kept) = app
        .db
        .read(move |tx| {
            let source = store::source_called(tx, &source)?.unwrap_or(source);
            let kept = store::mapping(tx, &source)?;
            let known = store::curator(tx, &source)?;
            Ok::<_, StoreError>((source, known, kept))
        })
        .await
        .map_err(Problem::from)?;
    import.source = source;
    let curator = known.unwrap_or_else(|| way.curator.clone());
    need(actor, curator.as_ref())?;
    let kept = kept.and_then(|text| serde_json::from_str::<Mapping>(&text).ok());
    let made_on = way.made_on;
    let reading = tokio::task::spawn_blocking(move || read(import, kept, made_on, today));
    let (import, mapping, outcome) = reading
        .await
        .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))??;
    let dry_run = import.dry_run;
    let going = Going {
        app: app.clone(),
        actor: actor.clone(),
        source: import.source,
        curator,
        today,
        mapping,
        way,
    };
    match dry_run {
        true => app.db.read(move |tx| going.tried(tx, outcome)).await,
        false => steps::take(going, outcome).await,
    }
}

/// A list that was read, on its way into the directory.
#[derive(Clone)]
pub(super) struct Going {
    pub app: App,
    pub actor: Actor,
    pub source: String,
    /// Who looks after what it brings, where that is not known yet.
    pub curator: Option<Id>,
    pub today: Date,
    pub mapping: Option<Mapping>,
    pub way: Way,
}

impl Going {
    /// Who takes it and how, as it is kept while it goes.
    pub(super) fn head(&self) -> Head {
        let may = self.actor.organisations(Permission::Network);
        Head {
            who: audit::who(&self.actor),
            now: self.app.clock.seconds(),
            today: self.today,
            may: may.map(|ids| ids.iter().map(Id::to_string).collect()),
            mapping: self.mapping.clone(),
            announced: self.way.announced,
        }
    }

    /// What would become of each row.
    fn tried(&self, tx: &mut Tx<'_>, outcome: Outcome) -> Result<Taken, Problem> {
        let last = store::last_said(tx, &self.source)?;
        let plan = Plan::of(&last, outcome, self.way.partial);
        let head = self.head();
        let mut writer = Writer {
            source: &self.source,
            may: head.may.as_deref(),
            curator: self.curator.clone(),
            now: head.now,
            today: head.today,
            dry_run: true,
            rows: plan.still,
            said: plan.said,
        };
        writer.write(tx, &last, &plan.todo)?;
        let Writer { mut rows, mut said, .. } = writer;
        rows.sort_by_key(|(at, _)| *at);
        said.sort_by_key(|said| said.place.line);
        let mut rows: Vec<RowTaken> = rows.into_iter().map(|(_, row)| row).collect();
        rows.extend(told(&said).map(|said| RowTaken::line(said, self.mapping.as_ref())));
        let mut taken = Taken { rows, said, dry_run: true, ..Taken::default() };
        taken.count(None);
        Ok(taken)
    }
}

/// The name of a list, as it is kept.
pub(super) fn named(source: &str) -> Result<String, Problem> {
    let name = source.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
        return Err(Problem::new(Kind::Invalid, "exchange-problem-source"));
    }
    Ok(name)
}

/// Opening hours as a list writes them.
fn hours_read(text: &str) -> HoursRead {
    if hours::problem(text).is_none() {
        return HoursRead { osm: Some(text.to_owned()), ..HoursRead::default() };
    }
    let reading = hours::from_french(text);
    let unsure = !reading.certain;
    let guess = reading.osm.as_deref().filter(|_| unsure).map(hours::to_french);
    HoursRead { osm: reading.osm, unsure, guess: guess.filter(|guess| !guess.is_empty()) }
}

/// Tells services what their structures say of the place, where it is theirs too.
fn accessible(outcome: &mut Outcome) {
    let told = outcome.structures.iter().filter(|s| s.value.accessibility.is_some());
    let told: HashMap<&str, &Structure> = told.map(|s| (s.value.id.as_str(), &s.value)).collect();
    for service in &mut outcome.services {
        let s = &mut service.value;
        let Some(structure) = told.get(s.structure_id.as_str()) else { continue };
        let own = s.site.address.is_some() || s.site.commune.is_some();
        let key = |site: &Site| {
            let text = |of: &Option<String>| tables::normal(of.as_deref().unwrap_or_default());
            (text(&site.address), text(&site.commune))
        };
        if !own || key(&s.site) == key(&structure.site) {
            s.more.accessibility.clone_from(&structure.accessibility);
        }
    }
}

type Parsed = (Import, Option<Mapping>, Outcome);

fn read(
    import: Import,
    kept: Option<Mapping>,
    made_on: Option<Date>,
    today: Date,
) -> Result<Parsed, Problem> {
    match import.format {
        Format::Inclusion => {
            let reading = Reading { today, source: Some(import.source.clone()) };
            let mut outcome =
                inclusion::read(&import.bytes, &reading).map_err(|e| unreadable(&e))?;
            accessible(&mut outcome);
            Ok((import, None, outcome))
        }
        Format::Places => {
            let mapping = match import.mapping.clone().or(kept) {
                Some(mapping) => mapping,
                None => {
                    let headings =
                        inclusion::headings(&import.bytes).map_err(|e| unreadable(&e))?;
                    Mapping::guess(&headings)
                }
            };
            let reading = PlaceReading {
                today,
                source: &import.source,
                made_on,
                themes: &import.themes,
                hours: &hours_read,
            };
            let mut outcome = inclusion::read_places(&import.bytes, &mapping, &reading)
                .map_err(|e| unreadable(&e))?;
            accessible(&mut outcome);
            Ok((import, Some(mapping), outcome))
        }
    }
}
