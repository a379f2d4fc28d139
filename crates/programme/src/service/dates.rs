//! Changing one date of an activity for another: both moves in one transaction, so that nobody
//! stands without a place in between, and nobody holds two.

use base::{Kind, Problem};
use site::App;

use super::registering::{Request, Stop, give_back, register_in};
use super::{Registered, Ticket, Wish, hold, not_found, session_in, siblings, ticket, tickets};
use crate::model::{RegistrationStatus, Scope, SessionStatus};
use crate::service::SessionView;
use base::Id;

impl Ticket {
    /// Whether nothing of it takes place any more.
    #[must_use]
    pub fn fell_out(&self) -> bool {
        self.parts.iter().all(|v| v.session.status == SessionStatus::Cancelled)
    }

    /// The day on which everything of it is forgotten.
    #[must_use]
    pub fn forget_day(&self, app: &App) -> vault::Day {
        let parts: Vec<_> = self.parts.iter().map(|v| v.session.clone()).collect();
        crate::model::forget_day(&parts, self.view.forgotten_after(app))
    }

    /// Whether its holder may still choose another date.
    #[must_use]
    pub fn may_change_date(&self, now: i64) -> bool {
        let live = matches!(
            self.registration.status,
            RegistrationStatus::Confirmed
                | RegistrationStatus::Offered
                | RegistrationStatus::Waiting
        );
        live && self.view.activity.draft.scope != Scope::All && now < self.view.session.starts_at
    }
}

/// The other dates of a ticket's activity on which all of its places are free.
pub async fn other_dates(app: &App, secret: &str) -> Result<(Ticket, Vec<SessionView>), Problem> {
    let ticket = ticket(app, secret).await?;
    let now = app.clock.seconds();
    let mut others = siblings(app, &ticket.view.activity.id).await?;
    let places = ticket.registration.places;
    others.retain(|v| {
        let s = &v.session;
        s.id != ticket.view.session.id
            && s.closed_because(now).is_none()
            && s.places_left() >= places.min(s.draft.most_places)
            && places <= s.draft.most_places
    });
    Ok((ticket, others))
}

fn key_instead_of(registration: &Id) -> String {
    format!("instead-of/{registration}")
}

/// The ticket that took the place of this one, when its date was changed.
pub async fn replaced_by(app: &App, ticket: &Ticket) -> Result<Option<String>, Problem> {
    if ticket.registration.status != RegistrationStatus::Cancelled {
        return Ok(None);
    }
    let key = key_instead_of(&ticket.registration.id);
    let others = siblings(app, &ticket.view.activity.id).await?;
    let app2 = app.clone();
    app.db
        .read(move |tx| {
            for view in others {
                let session = &view.session.id;
                let request = tickets::request(&app2.vault, session, &key);
                let code = tickets::code(&app2.vault, &request, 0);
                let found =
                    crate::store::registrations::with_keys(&app2.vault, tx, session, &code)?;
                if let Some((r, keys)) = found
                    && keys.request == request.digest
                {
                    return Ok(Some(tickets::secret(&app2.vault, &r.id)));
                }
            }
            Ok::<_, Problem>(None)
        })
        .await
}

/// Takes the same places on another date of the activity, then gives the old ones back to the next
/// who fits. Where the other date has too few places nothing moves. The same request again gets
/// the same ticket.
pub async fn change_date(app: &App, secret: &str, to: &Id) -> Result<Registered, Problem> {
    let from = ticket(app, secret).await?;
    let r = from.registration;
    if from.view.activity.draft.scope == Scope::All || r.session == *to {
        return Err(not_found());
    }
    let wish = Wish {
        places: r.places,
        name: r.name.clone(),
        email: r.contact.clone(),
        lang: r.lang,
        again: true,
        channel: r.channel,
        wait: true,
        answers: vec![],
        idempotency_key: key_instead_of(&r.id),
    };
    let (app2, to) = (app.clone(), to.clone());
    let moved = app.db.write(move |tx| {
        // Always in the same order, so that two who exchange their dates do not wait for each
        // other for ever.
        let mut both = [&r.session, &to];
        both.sort();
        for id in both {
            hold(tx, id)?;
        }
        let (old, new) = (session_in(tx, &r.session)?, session_in(tx, &to)?);
        if old.activity != new.activity || new.status == SessionStatus::Draft {
            return Err(not_found().into());
        }
        let outcome = register_in(&app2, tx, Request::new(&app2, &to, &wish), true)?;
        let (taken, _, replayed) = &outcome;
        if *replayed {
            return Ok(outcome);
        }
        if taken.status != RegistrationStatus::Confirmed {
            let left = new.places_left();
            let problem = Problem::new(Kind::Conflict, "problem-session-too-few");
            return Err(problem.with("left", left).into());
        }
        let live =
            crate::store::registrations::find(&app2.vault, tx, &r.id)?.ok_or_else(not_found)?;
        let over = app2.clock.seconds() >= old.starts_at;
        if live.status == RegistrationStatus::Cancelled || over {
            return Err(Problem::new(Kind::Conflict, "problem-session-over").into());
        }
        give_back(&app2, tx, &old, &live)?;
        Ok::<_, Stop>(outcome)
    });
    match moved.await {
        Ok((registration, position, replayed)) => {
            let secret = tickets::secret(&app.vault, &registration.id);
            Ok(Registered { registration, position, secret, replayed })
        }
        Err(Stop::Refused(problem)) => Err(problem),
        // A code drawn twice, or a later part of a course: neither has anything to choose.
        Err(Stop::Look | Stop::Lead(_)) => {
            Err(Problem::new(Kind::Unavailable, "problem-unavailable").because("look again"))
        }
    }
}
