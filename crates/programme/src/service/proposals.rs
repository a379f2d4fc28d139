//! From user to facilitator: somebody proposes to animate an activity, an organisation answers.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Lang, Problem, problem::FieldProblem};
use network::model::{Organisation, OrganisationKind};
use site::audit::{self, Act};
use site::{Actor, App, Permission, sealing, secrets};
use vault::{Day, Vault};

use super::{Filter, find_views, not_found};
use crate::mails;
use crate::model::{
    ANSWER_DAYS, Activity, ActivityDraft, Kept, MOST_MESSAGE, Offer, Proposal, SessionStatus, Step,
    YearOfProposals, forget_proposal_on,
};
use crate::store::{activities, proposals as rows};

/// Most proposals that wait at one organisation: who finds more is asked to come back.
const MOST_WAITING: u32 = 200;

/// A proposal with the names that belong to it.
#[derive(Clone, Debug)]
pub struct ProposalView {
    /// The proposal.
    pub proposal: Proposal,
    /// Name of the organisation.
    pub organisation: String,
    /// A session of what became of it, if one is published.
    pub session: Option<Id>,
}

fn secret(vault: &Vault, id: &Id) -> String {
    secrets::of(vault, "proposal", id)
}

fn proposal_of(vault: &Vault, secret: &str) -> Option<Id> {
    secrets::read(vault, "proposal", secret)
}

/// The secret address of a proposal, for mails.
pub(crate) fn proposal_path(vault: &Vault, id: &Id) -> String {
    format!("/propose/{}", secret(vault, id))
}

/// Those to whom something can be proposed: libraries and centres of the network where somebody
/// reads it.
fn receivers_in(tx: &mut Tx<'_>) -> Result<Vec<Organisation>, StoreError> {
    let read = site::accounts::service::coordinated(tx)?;
    let mut all = network::service::organisations(tx)?;
    all.retain(|o| {
        matches!(o.kind, OrganisationKind::Library | OrganisationKind::CareerCentre)
            && read.contains(&o.id)
    });
    Ok(all)
}

/// The same, for the form.
pub async fn receivers(app: &App) -> Result<Vec<Organisation>, Problem> {
    app.db.read(|tx| Ok(receivers_in(tx)?)).await
}

/// Proposes. The same request again (same key) is told the same. The secret of its page.
pub async fn propose(
    app: &App,
    organisation: Option<Id>,
    offer: Offer,
    lang: Lang,
    key: &str,
) -> Result<String, Problem> {
    let mut wrong = vec![];
    if organisation.is_none() {
        wrong.push(FieldProblem::new("organisation", "proposal-problem-organisation"));
    }
    if key.is_empty() || key.len() > 255 {
        wrong.push(FieldProblem::new("key", "problem-field-key"));
    }
    let offer = match offer.checked() {
        Ok(offer) if wrong.is_empty() => offer,
        Ok(_) => {
            return Err(Problem { fields: wrong, ..Problem::new(Kind::Invalid, "problem-form") });
        }
        Err(mut problem) => {
            wrong.append(&mut problem.fields);
            return Err(Problem { fields: wrong, ..problem });
        }
    };
    let organisation = organisation.ok_or_else(not_found)?;
    let of = format!("{organisation}\0{key}");
    let request = app.vault.derived_bytes("proposal request", of.as_bytes())[..16].to_vec();
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            let today = sealing::today(&app2);
            let day = forget_proposal_on(today, today);
            let sealed = sealing::key(&app2, tx, day)?;
            let sealed =
                sealed.ok_or_else(|| Problem::new(Kind::Unavailable, "problem-unavailable"))?;
            let plain = serde_json::to_vec(&offer)
                .map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))?;
            let asked = sealed.tag("proposal", &plain);
            if let Some((known, before)) = rows::of_request(tx, &organisation, &request)? {
                if before.is_some_and(|before| before != asked) {
                    return Err(Problem::new(Kind::Invalid, "problem-key-reused"));
                }
                return Ok(secret(&app2.vault, &known));
            }
            if !receivers_in(tx)?.iter().any(|o| o.id == organisation) {
                let field = FieldProblem::new("organisation", "proposal-problem-organisation");
                Problem::from_fields(vec![field])?;
            }
            if rows::waiting(tx, &organisation)? >= MOST_WAITING {
                return Err(Problem::new(Kind::Conflict, "proposal-problem-many"));
            }
            let proposal = Proposal {
                id: Id::new(),
                organisation,
                step: Step::Received,
                accepted: false,
                activity: None,
                lang,
                received_on: today,
                moved_at: app2.clock.seconds(),
                kept: Kept { offer: Some(offer), message: String::new() },
                forget_day: Some(day),
            };
            if !rows::insert(tx, &proposal, &sealed, &request, asked)? {
                // The same request at the same moment: it is asked again, and told the same.
                return Err(Problem::new(Kind::Unavailable, "problem-unavailable"));
            }
            let name = name_of(tx, &proposal.organisation)?;
            mails::proposal_moved(&app2, tx, &proposal, &name)?;
            mails::proposal_arrived(&app2, tx, &proposal)?;
            Ok(secret(&app2.vault, &proposal.id))
        })
        .await
}

fn name_of(tx: &mut Tx<'_>, id: &Id) -> Result<String, StoreError> {
    Ok(network::service::organisation(tx, id)?.map(|o| o.name).unwrap_or_default())
}

fn view(tx: &mut Tx<'_>, proposal: Proposal, now: i64) -> Result<ProposalView, Problem> {
    let organisation = name_of(tx, &proposal.organisation)?;
    let session = match &proposal.activity {
        None => None,
        Some(activity) => {
            let filter = Filter {
                activity: Some(activity.clone()),
                statuses: vec![SessionStatus::Published],
                limit: 1,
                ..Filter::default()
            };
            find_views(tx, &filter, None, now)?.pop().map(|v| v.session.id)
        }
    };
    Ok(ProposalView { proposal, organisation, session })
}

fn gone() -> Problem {
    Problem::new(Kind::Gone, "proposal-problem-gone")
}

/// A proposal as whoever made it sees it, by its secret address.
pub async fn own_proposal(app: &App, secret: &str) -> Result<ProposalView, Problem> {
    let id = proposal_of(&app.vault, secret).ok_or_else(not_found)?;
    let (app2, now) = (app.clone(), app.clock.seconds());
    app.db
        .read(move |tx| {
            let proposal = rows::find(&app2.vault, tx, &id)?.ok_or_else(gone)?;
            if proposal.forget_day.is_none() {
                return Err(gone());
            }
            view(tx, proposal, now)
        })
        .await
}

/// Takes a proposal back: all that was written is erased at once. Twice is once.
pub async fn erase_proposal(app: &App, secret: &str) -> Result<(), Problem> {
    let id = proposal_of(&app.vault, secret).ok_or_else(not_found)?;
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            tx.lock("proposals", &id)?;
            let mut proposal = rows::find(&app2.vault, tx, &id)?.ok_or_else(gone)?;
            if proposal.forget_day.is_none() {
                return Ok(());
            }
            if proposal.step.is_open() {
                proposal.step = Step::Withdrawn;
            }
            end(&app2, tx, &mut proposal)
        })
        .await
}

/// Erases what was written of a proposal; where it stands is kept.
fn end(app: &App, tx: &mut Tx<'_>, proposal: &mut Proposal) -> Result<(), Problem> {
    proposal.kept = Kept::default();
    site::mail::drop_about(tx, &proposal.id)?;
    rows::update(tx, proposal, None)?;
    let (act, of) = (Act::ProposalMoved, Some(&proposal.organisation));
    let (id, step) = (proposal.id.as_str(), proposal.step.code());
    Ok(audit::note(app, tx, &Actor::Public, act, of, id, step)?)
}

/// Proposals of which something is kept, of the organisations that the actor plans for.
pub async fn proposals(app: &App, actor: &Actor) -> Result<Vec<ProposalView>, Problem> {
    actor.need_somewhere(Permission::Plan)?;
    let (app2, own) = (app.clone(), actor.organisations(Permission::Plan));
    let now = app.clock.seconds();
    app.db
        .read(move |tx| {
            let all = rows::list(&app2.vault, tx, own.as_deref())?;
            all.into_iter().map(|p| view(tx, p, now)).collect()
        })
        .await
}

/// What became of all of them, by year.
pub async fn years_of_proposals(app: &App, actor: &Actor) -> Result<Vec<YearOfProposals>, Problem> {
    actor.need_somewhere(Permission::Plan)?;
    let own = actor.organisations(Permission::Plan);
    app.db.read(move |tx| Ok(rows::years(tx, own.as_deref())?)).await
}

fn allowed(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: &Id) -> Result<Proposal, Problem> {
    if matches!(actor, Actor::Public) {
        actor.need_person()?;
    }
    let proposal = rows::find(&app.vault, tx, id)?.ok_or_else(not_found)?;
    actor.need(Permission::Plan, &proposal.organisation)?;
    if proposal.forget_day.is_none() {
        return Err(gone());
    }
    Ok(proposal)
}

/// One proposal, for those who answer it.
pub async fn proposal(app: &App, actor: &Actor, id: &Id) -> Result<ProposalView, Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    let now = app.clock.seconds();
    app.db
        .read(move |tx| {
            let proposal = allowed(&app2, tx, &actor, &id)?;
            view(tx, proposal, now)
        })
        .await
}

/// Keeps a proposal where it stands now, and tells whoever made it.
fn moved(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    proposal: &mut Proposal,
    tells: bool,
) -> Result<(), Problem> {
    let today = sealing::today(app);
    let day = match proposal.step {
        Step::Declined => vault::day_of(today) + Day::try_from(ANSWER_DAYS).unwrap_or_default(),
        _ => forget_proposal_on(proposal.received_on, today),
    };
    proposal.forget_day = Some(day);
    proposal.moved_at = app.clock.seconds();
    // What waits to be said under an earlier step is overtaken.
    site::mail::drop_about(tx, &proposal.id)?;
    if tells {
        let name = name_of(tx, &proposal.organisation)?;
        mails::proposal_moved(app, tx, proposal, &name)?;
    }
    if proposal.step == Step::Declined {
        // Who is not to be called any more is not to be known any more.
        proposal.kept.offer = None;
    }
    let key = sealing::key(app, tx, day)?;
    rows::update(tx, proposal, key.as_ref())?;
    let (act, of) = (Act::ProposalMoved, Some(&proposal.organisation));
    let (id, step) = (proposal.id.as_str(), proposal.step.code());
    Ok(audit::note(app, tx, actor, act, of, id, step)?)
}

/// Takes a step with a proposal, and says something with it.
pub async fn move_proposal(
    app: &App,
    actor: &Actor,
    id: &Id,
    step: Option<Step>,
    message: &str,
) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    let message = message.trim().replace("\r\n", "\n");
    app.db
        .write(move |tx| {
            tx.lock("proposals", &id)?;
            let mut proposal = allowed(&app2, tx, &actor, &id)?;
            let refused =
                |field, message| Problem::new(Kind::Invalid, "problem-form").field(field, message);
            let step = step.ok_or_else(|| refused("step", "problem-field-choice"))?;
            if !proposal.step.next().contains(&step) {
                return Err(Problem::new(Kind::Conflict, "proposal-problem-step"));
            }
            if step.needs_words() && message.is_empty() {
                return Err(refused("message", "proposal-problem-words"));
            }
            if message.chars().count() > MOST_MESSAGE {
                let mut field = FieldProblem::new("message", "problem-field-too-long");
                field.args.push(("most", MOST_MESSAGE.to_string()));
                Problem::from_fields(vec![field])?;
            }
            proposal.step = step;
            proposal.accepted |= step == Step::Accepted;
            proposal.kept.message = message;
            moved(&app2, tx, &actor, &mut proposal, true)
        })
        .await
}

/// Confirms that a proposal is still followed: it is kept a while longer.
pub async fn keep_proposal(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            tx.lock("proposals", &id)?;
            let mut proposal = allowed(&app2, tx, &actor, &id)?;
            if !proposal.step.is_open() {
                return Err(Problem::new(Kind::Conflict, "proposal-problem-step"));
            }
            moved(&app2, tx, &actor, &mut proposal, false)
        })
        .await
}

/// Makes an activity of an accepted proposal: title, words, format and audience are taken over, dates
/// are to be added. The activity, the same when asked again.
pub async fn plan_proposal(app: &App, actor: &Actor, id: &Id) -> Result<Id, Problem> {
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            tx.lock("proposals", &id)?;
            let mut proposal = allowed(&app2, tx, &actor, &id)?;
            if let Some(known) = proposal.activity {
                return Ok(known);
            }
            let accepted = proposal.step == Step::Accepted;
            let offer = proposal.kept.offer.clone().filter(|_| accepted);
            let unfit = || Problem::new(Kind::Conflict, "proposal-problem-step");
            let offer = offer.ok_or_else(unfit)?;
            let activity = Activity {
                id: Id::new(),
                organisation: proposal.organisation.clone(),
                draft: ActivityDraft {
                    title: offer.title,
                    description: offer.description,
                    audience: offer.audience,
                    format: offer.format,
                    ..ActivityDraft::blank()
                },
                source: String::new(),
            };
            activity.draft.check()?;
            activities::insert(tx, &activity, None, app2.clock.seconds())?;
            proposal.step = Step::Planned;
            proposal.activity = Some(activity.id.clone());
            proposal.kept.message = String::new();
            moved(&app2, tx, &actor, &mut proposal, true)?;
            super::planning::noted(&app2, tx, &actor, Act::ActivityMade, &activity, &activity.id)?;
            Ok(activity.id)
        })
        .await
}

/// Erases what was written of the proposals whose day has come. How many.
pub(super) async fn forget_proposals(app: &App, day: Day) -> Result<u64, Problem> {
    let mut done = 0;
    loop {
        let app2 = app.clone();
        let gone = app.db.write(move |tx| {
            let due = rows::due(tx, day)?;
            for id in &due {
                let Some(mut proposal) = rows::find(&app2.vault, tx, id)? else { continue };
                if proposal.step.is_open() {
                    proposal.step = Step::Lapsed;
                }
                end(&app2, tx, &mut proposal)?;
            }
            Ok::<_, Problem>(due.len() as u64)
        });
        match gone.await? {
            0 => return Ok(done),
            some => done += some,
        }
    }
}
