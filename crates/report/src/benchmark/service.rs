//! One organisation beside comparable ones, as a use case.

use base::{Id, Kind, Problem};
use jiff::civil::Date;
use network::model::Fact;
use site::{Actor, App, Permission};

use super::model::{Candidate, Compared, Likeness, compare};
use super::store as rows;

/// An organisation and what it is compared with.
#[derive(Clone, Debug)]
pub struct Benchmark {
    /// The organisation.
    pub one: Candidate,
    /// Beside the others.
    pub compared: Compared,
}

/// Puts an organisation whose report the actor may read beside the members that are like it.
pub async fn benchmark(
    app: &App,
    actor: &Actor,
    organisation: &Id,
    (from, to): (Date, Date),
    like: Likeness,
) -> Result<Benchmark, Problem> {
    actor.need(Permission::Report, organisation)?;
    let organisation = organisation.clone();
    let found: Option<Benchmark> = app
        .db
        .read(move |tx| {
            let mut practices = rows::practices(tx, from, to)?;
            let surfaces = network::service::fact_of_all(tx, Fact::Surface)?;
            let candidates: Vec<Candidate> = network::service::organisations(tx)?
                .into_iter()
                .map(|o| Candidate {
                    inhabitants: o.inhabitants().map(f64::from),
                    surface: surfaces.get(&o.id).copied(),
                    practice: practices.remove(&o.id).unwrap_or_default(),
                    id: o.id,
                    name: o.name,
                    kind: o.kind,
                })
                .collect();
            let one = candidates.iter().find(|c| c.id == organisation);
            Ok::<_, ::store::StoreError>(one.map(|one| Benchmark {
                one: one.clone(),
                compared: compare(one, &candidates, like),
            }))
        })
        .await?;
    found.ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))
}
