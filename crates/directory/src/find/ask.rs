//! Putting a question to the index, and reading what it found from the database.

use base::{Id, Problem};
use jiff::Timestamp;
use jiff::civil::Date;
use network::model::Organisation;
use programme::service::SessionView;
use retrieval::{Answer, Codes, Found, Here, Hit, Question, Ring, Understanding};
use site::App;
use territory::{Point, Zone, ZoneKind};

use super::{Finder, documents};
use crate::model::Public;
use crate::service::{self, Seen};

/// A question as somebody put it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// In their own words.
    pub text: String,
    /// Where they are.
    pub near: Option<Zone>,
    /// Any of these kinds; none: all.
    pub kinds: Vec<String>,
    /// Any of these themes; none: all.
    pub themes: Vec<String>,
    /// Any of these publics; none: all.
    pub publics: Vec<String>,
    /// From a distance only.
    pub remote: bool,
    /// Only what is offered in this language, by its code.
    pub language: Option<String>,
    /// Only where somebody who uses a wheelchair gets in without help.
    pub step_free: bool,
    /// Only entries of this organisation.
    pub organisation: Option<Id>,
    /// Open at this moment only.
    pub open: bool,
    /// How many are shown, and how many come before them.
    pub limit: usize,
    /// How many come before.
    pub offset: usize,
}

/// What was found.
#[derive(Clone, Debug)]
pub enum What {
    /// An entry of the directory.
    Entry(Box<Seen>),
    /// The next session of an activity.
    Session(Box<SessionView>),
    /// An organisation.
    Organisation(Box<Organisation>),
}

/// One thing found, with why.
#[derive(Clone, Debug)]
pub struct Result {
    /// What it is, as the database has it now.
    pub what: What,
    /// How it was found.
    pub hit: Hit,
    /// Whether it is open, where its hours are known.
    pub opening: Option<hours::Opening>,
}

/// What a question is answered with.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The best first.
    pub results: Vec<Result>,
    /// About how many there are.
    pub total: usize,
    /// How far the search went.
    pub ring: Ring,
    /// How the results are to be taken.
    pub answer: Answer,
    /// How the question was understood.
    pub understanding: Understanding,
}

/// Hits that are looked at for those that are open.
const LOOKED_AT: usize = 100;

/// Where a territory is: the middle of a commune, or of all communes of a larger one.
#[must_use]
pub fn here(zone: Zone) -> Here {
    if zone.kind() == ZoneKind::Commune {
        return Here::in_commune(zone.code());
    }
    let middles: Vec<Point> = zone.communes().filter_map(|c| c.middle).collect();
    #[allow(clippy::cast_precision_loss)]
    let n = middles.len().max(1) as f64;
    let (lat, lon) = middles.iter().fold((0.0, 0.0), |(a, o), p| (a + p.lat, o + p.lon));
    let point = (!middles.is_empty()).then_some(Point { lat: lat / n, lon: lon / n });
    let mut codes = Codes::default();
    match zone.kind() {
        ZoneKind::Region => zone.code().clone_into(&mut codes.region),
        ZoneKind::Department => {
            zone.code().clone_into(&mut codes.department);
            let region = territory::department(zone.code()).map_or("", |d| d.region);
            region.clone_into(&mut codes.region);
        }
        ZoneKind::Intercommunality => {
            zone.code().clone_into(&mut codes.epci);
            if let Some(commune) = zone.communes().next() {
                commune.department.clone_into(&mut codes.department);
                commune.region().clone_into(&mut codes.region);
            }
        }
        ZoneKind::Commune | ZoneKind::Country => {}
    }
    Here { point, codes }
}

/// What all that is found must have.
fn tags(asked: &Asked) -> Vec<String> {
    let owner = asked.organisation.iter().map(documents::owned);
    let language = asked.language.iter().map(|code| documents::speaks(code));
    let step_free = asked.step_free.then(|| documents::STEP_FREE.to_owned());
    owner.chain(language).chain(step_free).collect()
}

/// Answers a question. Nothing about whoever asked is kept.
pub async fn ask(app: &App, asked: &Asked) -> std::result::Result<Answered, Problem> {
    let internal = |e: &dyn std::fmt::Display| {
        Problem::new(base::Kind::Internal, "problem-internal").because(e)
    };
    let finder = app.part::<Finder>().ok_or_else(|| internal(&"no finder"))?;
    let index = finder.index(app).await?;
    let now = app.clock.seconds();
    let today = site::sealing::today(app);
    let limit = asked.limit.clamp(1, 50);
    let question = Question {
        text: asked.text.clone(),
        near: asked.near.filter(|z| z.kind() != ZoneKind::Country).map(here),
        today: Some(documents::day(today)),
        kinds: asked.kinds.clone(),
        themes: asked.themes.clone(),
        publics: with_everyone(&asked.publics),
        tags: tags(asked),
        remote: asked.remote.then_some(true),
        wanted: limit.max(10),
        limit: if asked.open { LOOKED_AT } else { limit },
        offset: if asked.open { 0 } else { asked.offset },
        ..Question::default()
    };
    let found: Found = tokio::task::spawn_blocking(move || index.search(&question))
        .await
        .map_err(|e| internal(&e))?
        .map_err(|e| internal(&e))?;
    let Found { hits, total, ring, answer, understanding } = found;
    let mut results = app.db.read(move |tx| read_hits(tx, hits, (now, today))).await?;
    let mut total = total;
    if asked.open {
        results.retain(|r| r.opening.as_ref().is_some_and(|o| o.state == hours::State::Open));
        total = results.len();
        results = results.into_iter().skip(asked.offset).take(limit).collect();
    }
    Ok(Answered { results, total, ring, answer, understanding })
}

/// What the hits stand for; what is gone in the meantime is left out.
fn read_hits(
    tx: &mut ::store::Tx<'_>,
    hits: Vec<Hit>,
    (now, today): (i64, Date),
) -> std::result::Result<Vec<Result>, Problem> {
    let mut results = vec![];
    for hit in hits {
        let Some((kind, id)) = hit.id.split_once('/') else { continue };
        let Some(id) = Id::parse(id) else { continue };
        let what = match kind {
            documents::SESSION => programme::service::published_session(tx, &id, now)?
                .map(|v| What::Session(Box::new(v))),
            documents::ORGANISATION => {
                network::service::organisation(tx, &id)?.map(|o| What::Organisation(Box::new(o)))
            }
            _ => service::published_in(tx, &[id], today)?.pop().map(|v| What::Entry(Box::new(v))),
        };
        let Some(what) = what else { continue };
        let opening = match &what {
            What::Entry(seen) => service::opening(seen, now),
            _ => None,
        };
        results.push(Result { what, hit, opening });
    }
    Ok(results)
}

/// The instant of a number of seconds.
#[must_use]
pub(crate) fn instant(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or_default()
}

/// What is for everyone is for each of them too.
fn with_everyone(publics: &[String]) -> Vec<String> {
    let everyone = (!publics.is_empty()).then(|| Public::Everyone.code().to_owned());
    publics.iter().cloned().chain(everyone).collect()
}
