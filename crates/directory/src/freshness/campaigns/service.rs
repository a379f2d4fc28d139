//! Use cases of campaigns.

use base::{Id, Kind, Problem, problem::FieldProblem};
use jiff::ToSpan;
use site::audit::{self, Act};
use site::{Actor, App, Permission};

use super::model::{Campaign, CampaignDraft, Concerned, Section, Stage, whole};
use super::store as rows;
use crate::freshness::reminders;
use crate::model::{Entry, How, Verification};
use crate::service::{change, not_found, verified_in};

/// Most campaigns in the list.
const MOST: usize = 200;
/// Days for which « later » leaves an entry alone in a campaign.
const LATER_DAYS: i32 = 7;

/// All campaigns, the latest first, for those who keep entries.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Campaign>, Problem> {
    actor.need_somewhere(Permission::Desk)?;
    Ok(app.db.read(|tx| rows::all(tx, MOST)).await?)
}

/// Opens a campaign: for coordinators and administrators of the network.
pub async fn open(app: &App, actor: &Actor, draft: CampaignDraft) -> Result<Id, Problem> {
    actor.need_somewhere(Permission::Network)?;
    draft.check()?;
    let organisation =
        actor.organisations(Permission::Network).and_then(|ids| ids.into_iter().next());
    let campaign = Campaign { id: Id::new(), organisation, draft, closed: None };
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            rows::insert(tx, &campaign)?;
            let (of, id) = (campaign.organisation.as_ref(), campaign.id.as_str());
            audit::note(&app2, tx, &actor, Act::CampaignOpened, of, id, "")?;
            Ok::<_, Problem>(campaign.id)
        })
        .await
}

/// A campaign and the entries that it concerns, for those who keep entries.
pub async fn one(app: &App, actor: &Actor, id: &Id) -> Result<(Campaign, Vec<Concerned>), Problem> {
    actor.need_somewhere(Permission::Desk)?;
    let id = id.clone();
    app.db
        .read(move |tx| {
            let campaign = rows::find(tx, &id)?.ok_or_else(not_found)?;
            let entries = rows::entries_of(tx, &campaign)?;
            Ok::<_, Problem>((campaign, entries))
        })
        .await
}

/// Whether somebody may close a campaign: administrators, and coordinators of the organisation that
/// opened it.
pub(super) fn may_close(actor: &Actor, campaign: &Campaign) -> Result<(), Problem> {
    match &campaign.organisation {
        Some(id) => actor.need(Permission::Network, id),
        None => actor.need_administrator(),
    }
}

/// Closes a campaign: its figures stay as they are. Twice is once.
pub async fn close(app: &App, actor: &Actor, id: &Id) -> Result<(), Problem> {
    // Who is not signed in is told that, whether there is one or not.
    actor.need_somewhere(Permission::Desk)?;
    let (app2, actor, id) = (app.clone(), actor.clone(), id.clone());
    app.db
        .write(move |tx| {
            tx.lock("campaigns", &id)?;
            let campaign = rows::find(tx, &id)?.ok_or_else(not_found)?;
            may_close(&actor, &campaign)?;
            close_in(&app2, tx, &actor, &campaign)
        })
        .await
}

fn close_in(
    app: &App,
    tx: &mut ::store::Tx<'_>,
    actor: &Actor,
    campaign: &Campaign,
) -> Result<(), Problem> {
    if campaign.closed.is_some() {
        return Ok(());
    }
    let entries = rows::entries_of(tx, campaign)?;
    rows::close(tx, &campaign.id, site::sealing::today(app), &entries)?;
    let (of, id) = (campaign.organisation.as_ref(), campaign.id.as_str());
    Ok(audit::note(app, tx, actor, Act::CampaignClosed, of, id, "")?)
}

/// Closes the campaigns whose last day is over. Safe to run at any time, and again.
pub async fn close_over(app: &App) -> Result<(), Problem> {
    let today = site::sealing::today(app);
    for campaign in app.db.read(move |tx| rows::over(tx, today)).await? {
        let app2 = app.clone();
        app.db
            .write(move |tx| {
                tx.lock("campaigns", &campaign.id)?;
                let campaign = rows::find(tx, &campaign.id)?.ok_or_else(not_found)?;
                close_in(&app2, tx, &Actor::Public, &campaign)
            })
            .await?;
    }
    Ok(())
}

/// Parts of an entry are right. With the last part the whole is verified, on the day of the part
/// that was looked at the longest ago. Which parts of the campaign are left then.
pub async fn verify(
    app: &App,
    actor: &Actor,
    (campaign, entry): (&Id, &Id),
    sections: Vec<Section>,
    how: How,
) -> Result<Vec<Section>, Problem> {
    let (campaign, _) = one(app, actor, campaign).await?;
    let today = site::sealing::today(app);
    if campaign.stage(today) != Stage::Running {
        return Err(Problem::new(Kind::Conflict, "freshness-problem-closed"));
    }
    let names: Vec<&str> = sections.iter().map(|s| s.code()).collect();
    let detail = format!("{} {}", names.join(","), how.code());
    let act = Act::SectionVerified;
    change(app, actor, Permission::Desk, entry, act, move |tx, actor, entry| {
        let by = entry.keepers().find(|keeper| actor.can(Permission::Desk, keeper)).cloned();
        if how == How::Owner && by.as_ref() != Some(&entry.owner) {
            let wrong = vec![FieldProblem::new("how", "directory-problem-not-owner")];
            Problem::from_fields(wrong)?;
        }
        rows::verified(tx, &entry.id, &sections, today)?;
        whole_in(tx, entry, how, by, today)?;
        Ok(detail)
    })
    .await?;
    let entry = entry.clone();
    let known = app.db.read(move |tx| rows::sections(tx, &entry)).await?;
    Ok(campaign.left(&known))
}

fn whole_in(
    tx: &mut ::store::Tx<'_>,
    entry: &mut Entry,
    how: How,
    by: Option<Id>,
    today: jiff::civil::Date,
) -> Result<(), Problem> {
    let Some(on) = whole(&rows::sections(tx, &entry.id)?) else { return Ok(()) };
    if on == today {
        return verified_in(tx, entry, how, by, today);
    }
    if entry.verified.as_ref().is_none_or(|known| known.on < on) {
        entry.verified = Some(Verification { on, how, by });
        rows::unsignal_before(tx, &entry.id, on)?;
    }
    Ok(())
}

/// « Later »: the entry comes last in the review for a week, and no reminder names it.
pub async fn put_off(app: &App, actor: &Actor, entry: &Id) -> Result<(), Problem> {
    let until = site::sealing::today(app).saturating_add(LATER_DAYS.days());
    reminders::put_off(app, actor, entry, until).await
}
