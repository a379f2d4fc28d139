//! The page of a territory as a use case. Everything on it is public.

use std::sync::Arc;

use base::{Kind, Problem};
use jiff::ToSpan;
use jiff::civil::Date;
use network::model::{OrganisationKind, Standing};
use network::seats::{Seat, seats};
use site::App;
use territory::{Point, Zone, ZoneKind};

use super::model::{
    self, Coming, Help, PlaceYear, Present, Ran, Reach, Shares, Spot, by_year, spots_by_year,
};
use super::store as rows;
use crate::service::Query;

/// Most years told.
const YEARS: usize = 6;

/// A territory within the one shown.
#[derive(Clone, Debug)]
pub struct Part {
    /// The territory.
    pub zone: Zone,
    /// Who is there.
    pub present: Vec<Present>,
    /// How far it is.
    pub shares: Shares,
}

/// How far it was in a year.
#[derive(Clone, Debug)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Places in all of France in which sessions took place.
    pub spots: usize,
    /// How far it was to the nearest.
    pub shares: Shares,
}

/// An agreement in force.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// What it is called, with its parties.
    pub title: String,
    /// Its page.
    pub path: String,
    /// Until when, if it ends.
    pub until: Option<Date>,
}

/// All that is told of a territory.
#[derive(Clone, Debug)]
pub struct View {
    /// The territory.
    pub zone: Zone,
    /// What help is asked about.
    pub help: Help,
    /// Organisations in it, members first.
    pub seats: Vec<Seat>,
    /// Those in what the map shows, which for a commune is more.
    pub nearby: Vec<Seat>,
    /// Those in it by kind.
    pub present: Vec<Present>,
    /// Coming sessions in it, the next first.
    pub coming: Vec<Coming>,
    /// What was held, by year.
    pub ran: Vec<Ran>,
    /// Agreements in force; `None` where the network keeps none.
    pub agreements: Option<Vec<Agreement>>,
    /// All help of the kind, wherever it is.
    pub spots: Vec<Spot>,
    /// Its communes, by their numbers.
    pub communes: Vec<usize>,
    /// How far it is from each commune of France.
    pub reach: Arc<Reach>,
    /// How far it is in the territory.
    pub shares: Shares,
    /// How that was in earlier years, where it is known.
    pub years: Vec<Year>,
    /// What it is made of.
    pub parts: Vec<Part>,
}

/// What is read from the database.
struct Found {
    seats: Vec<Seat>,
    held: Vec<PlaceYear>,
    spots: Vec<Spot>,
    coming: Vec<Coming>,
    typed: Vec<Ran>,
    agreements: Option<Vec<Agreement>>,
}

/// Everything about a territory.
pub async fn territory(app: &App, zone: Zone, help: Help) -> Result<View, Problem> {
    let now = app.clock.seconds();
    let today = base::dates::local(now, base::dates::DEFAULT_ZONE).date();
    let found = app.db.read(move |tx| {
        let year = 1.year();
        let (from, to) = (today.saturating_sub(year), today.saturating_add(year));
        Ok::<_, ::store::StoreError>(Found {
            seats: seats(tx)?,
            held: rows::held(tx)?,
            spots: if help == Help::Programme { rows::spots(tx, from, to)? } else { vec![] },
            coming: rows::coming(tx, now)?,
            typed: typed(tx, zone, today)?,
            agreements: agreements_in_force(tx, zone, today)?,
        })
    });
    let found = found.await?;
    let worked = tokio::task::spawn_blocking(move || put_together(zone, help, found)).await;
    worked.map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))
}

/// Agreements in force of which a party has its seat in a territory, told by their parties: each
/// leads to the public page of the one in the territory.
fn agreements_in_force(
    tx: &mut ::store::Tx<'_>,
    zone: Zone,
    today: Date,
) -> Result<Option<Vec<Agreement>>, ::store::StoreError> {
    let mut here = vec![];
    for one in network::agreements::service::all_in_force(tx, today)? {
        let mut seated = None;
        for party in &one.parties {
            let organisation = network::service::organisation(tx, &party.id)?;
            if organisation.and_then(|o| o.commune()).is_some_and(|c| zone.holds(c)) {
                seated = Some(party.id.clone());
                break;
            }
        }
        if let Some(id) = seated {
            let names: Vec<&str> = one.parties.iter().map(|p| p.name.as_str()).collect();
            here.push(Agreement {
                title: names.join(" – "),
                path: format!("/partners/{id}"),
                until: one.cover().and_then(|c| c.to),
            });
        }
    }
    Ok(Some(here))
}

/// Totals that organisers of the territory typed in for a period of which there are no sessions.
fn typed(
    tx: &mut ::store::Tx<'_>,
    zone: Zone,
    today: Date,
) -> Result<Vec<Ran>, ::store::StoreError> {
    let years = i64::try_from(YEARS).unwrap_or_default().years();
    let period = Query::period(today.saturating_sub(years).first_of_year(), today);
    let mut all = vec![];
    for totals in crate::store::typed_totals(tx, &period, None)? {
        let organiser = network::service::organisation(tx, &totals.organisation)?;
        let here = organiser.and_then(|o| o.commune()).is_some_and(|c| zone.holds(c));
        if here && !crate::store::has_rows(tx, &totals)? {
            let ran = Ran {
                label: totals.label,
                without_detail: true,
                sessions: totals.sessions,
                participants: totals.totals.participants,
                typed: totals.totals.participants.unwrap_or(0),
                ..Ran::default()
            };
            all.push(ran.floored());
        }
    }
    Ok(all)
}

fn points(spots: &[Spot]) -> Vec<Point> {
    spots.iter().map(|s| s.point).collect()
}

fn spots_of(seats: &[Seat], kind: OrganisationKind) -> Vec<Spot> {
    let one = |seat: &Seat| {
        let point = seat.point.filter(|_| seat.open && seat.kind == kind)?;
        Some(Spot { name: seat.name.clone(), organisation: seat.id.clone(), point })
    };
    seats.iter().filter_map(one).collect()
}

fn put_together(zone: Zone, help: Help, found: Found) -> View {
    let spots = match help {
        Help::Centre => spots_of(&found.seats, OrganisationKind::CareerCentre),
        Help::Library => spots_of(&found.seats, OrganisationKind::Library),
        Help::Programme => found.spots,
    };
    let reach = Reach::kept(&points(&spots));
    let communes = model::numbers(zone);
    let year = |(year, spots): (i16, Vec<Spot>)| Year {
        year,
        spots: spots.len(),
        shares: Shares::of(&communes, &Reach::kept(&points(&spots))),
    };
    // Since when an organisation exists is not kept; where sessions took place is.
    let years = match help {
        Help::Programme => spots_by_year(&found.held, YEARS).into_iter().map(year).collect(),
        Help::Centre | Help::Library => vec![],
    };
    let seated = |zone: Zone| {
        found.seats.iter().filter(move |s| match zone.kind() {
            ZoneKind::Country => true,
            _ => s.commune.is_some_and(|c| zone.holds(c)),
        })
    };
    let part = |zone: Zone| Part {
        zone,
        present: model::present(seated(zone)),
        shares: Shares::of(&model::numbers(zone), &reach),
    };
    let parts = model::parts(zone).into_iter().map(part).collect();
    let here = |c: Option<&'static territory::Commune>| match zone.kind() {
        ZoneKind::Country => true,
        _ => c.is_some_and(|c| zone.holds(c)),
    };
    let coming = found.coming.into_iter().filter(|c| here(c.commune)).collect();
    let mut ran = by_year(&found.held, zone, YEARS);
    ran.extend(found.typed);
    View {
        present: model::present(seated(zone)),
        seats: seated(zone).cloned().collect(),
        nearby: seated(super::map::shown(zone)).cloned().collect(),
        shares: Shares::of(&communes, &reach),
        agreements: found.agreements,
        zone,
        help,
        coming,
        ran,
        spots,
        communes,
        reach,
        years,
        parts,
    }
}

impl View {
    /// The members of the network among those in the territory.
    pub fn members(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|s| s.standing == Standing::Member)
    }
}
