//! What those who were there say of a day.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::model::{MOST_WORDS, Profession, Testimony, TestimonyState, tells_who, too_long};
use super::service::{find, not_found, signed_in};
use super::store as rows;
use crate::store::find_organisation;

/// Leaves a sentence or two on a day one was at, and says whether it may be published.
pub async fn say(
    app: &App,
    actor: &Actor,
    immersion: &Id,
    words: &str,
    consent: bool,
) -> Result<Id, Problem> {
    let person = actor.need_person()?.clone();
    let (app2, actor, immersion) = (app.clone(), actor.clone(), immersion.clone());
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    app.db
        .write(move |tx| {
            let day = find(tx, &immersion)?;
            let own = rows::own(&app2.vault, tx, &immersion, &person.id)?;
            let was_there = own.filter(|r| r.present == Some(true));
            let absent = || Problem::new(Kind::Forbidden, "sharing-problem-not-there");
            let registration = was_there.ok_or_else(absent)?;
            if words.is_empty() {
                Problem::from_fields(vec![FieldProblem::new("words", "problem-field-required")])?;
            }
            if words.chars().count() > MOST_WORDS {
                Problem::from_fields(vec![too_long("words", MOST_WORDS)])?;
            }
            if tells_who(&words) {
                let field = FieldProblem::new("words", "sharing-problem-tells-who");
                Problem::from_fields(vec![field])?;
            }
            let of = find_organisation(tx, &registration.organisation)?;
            let testimony = Testimony {
                id: Id::new(),
                immersion: immersion.clone(),
                profession: of.map_or(Profession::Partner, |o| Profession::of(o.kind)),
                words,
                consent,
                state: TestimonyState::Waiting,
                reason: String::new(),
                year: day.draft.date.year(),
                illustrative: day.illustrative,
            };
            if !rows::insert_testimony(tx, &testimony, person.id.as_str(), app2.clock.seconds())? {
                return Err(Problem::new(Kind::Conflict, "sharing-problem-said"));
            }
            let (act, host) = (Act::TestimonyLeft, Some(&day.host));
            audit::note(&app2, tx, &actor, act, host, testimony.id.as_str(), "")?;
            Ok(testimony.id)
        })
        .await
}

/// What the person who asks said of a day.
pub async fn own_testimony(
    app: &App,
    actor: &Actor,
    immersion: &Id,
) -> Result<Option<Testimony>, Problem> {
    let Some(person) = actor.person().map(|p| p.id.clone()) else { return Ok(None) };
    let immersion = immersion.clone();
    app.db.read(move |tx| Ok(rows::own_testimony(tx, &immersion, &person)?)).await
}

/// What was said of a day, for its host.
pub async fn testimonies(
    app: &App,
    actor: &Actor,
    immersion: &Id,
) -> Result<Vec<Testimony>, Problem> {
    signed_in(actor)?;
    let (actor, immersion) = (actor.clone(), immersion.clone());
    app.db
        .read(move |tx| {
            let day = find(tx, &immersion)?;
            actor.need(Permission::Plan, &day.host)?;
            Ok(rows::testimonies_of(tx, &immersion)?)
        })
        .await
}

/// Publishes a testimony whose author agreed, or says why it is not published.
pub async fn decide(
    app: &App,
    actor: &Actor,
    id: &Id,
    publish: bool,
    reason: &str,
) -> Result<Id, Problem> {
    signed_in(actor)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    let reason = if publish { String::new() } else { reason.trim().to_owned() };
    app.db
        .write(move |tx| {
            tx.lock("testimonies", &id)?;
            let (testimony, _) = rows::find_testimony(tx, &id)?.ok_or_else(not_found)?;
            let day = find(tx, &testimony.immersion)?;
            actor.need(Permission::Plan, &day.host)?;
            if publish && !testimony.consent {
                return Err(Problem::new(Kind::Conflict, "sharing-problem-no-consent"));
            }
            if !publish && (reason.is_empty() || reason.chars().count() > 300) {
                let field = FieldProblem::new("reason", "sharing-problem-reason");
                Problem::from_fields(vec![field])?;
            }
            let (state, act) = match publish {
                true => (TestimonyState::Published, Act::TestimonyPublished),
                false => (TestimonyState::Refused, Act::TestimonyRefused),
            };
            rows::decide(tx, &id, state, &reason)?;
            audit::note(&app2, tx, &actor, act, Some(&day.host), id.as_str(), "")?;
            Ok(day.id)
        })
        .await
}

/// Takes back what one said, published or not: it is erased.
pub async fn withdraw(app: &App, actor: &Actor, id: &Id) -> Result<Id, Problem> {
    signed_in(actor)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            let (testimony, author) = rows::find_testimony(tx, &id)?.ok_or_else(not_found)?;
            if actor.need_person()?.id.as_str() != author {
                return Err(Problem::new(Kind::Forbidden, "problem-forbidden"));
            }
            rows::remove_testimony(tx, &id)?;
            let day = find(tx, &testimony.immersion)?;
            let (act, host) = (Act::TestimonyWithdrawn, Some(&day.host));
            audit::note(&app2, tx, &actor, act, host, id.as_str(), "")?;
            Ok(day.id)
        })
        .await
}

/// Keeps a published testimony: for the demonstration.
pub fn seed_testimony(
    tx: &mut Tx<'_>,
    immersion: &Id,
    author: &Id,
    profession: Profession,
    words: &str,
    now: i64,
) -> Result<(), StoreError> {
    let testimony = Testimony {
        id: Id::derived("testimony", &[author.as_str()]),
        immersion: immersion.clone(),
        profession,
        words: words.to_owned(),
        consent: true,
        state: TestimonyState::Published,
        reason: String::new(),
        year: 0,
        illustrative: true,
    };
    rows::insert_testimony(tx, &testimony, author.as_str(), now).map(|_| ())
}
