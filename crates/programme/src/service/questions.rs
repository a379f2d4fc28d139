//! Questions that an organiser asks at registration, and what is answered.

use ::store::{StoreError, Tx};
use base::{Id, Kind, Problem, problem::FieldProblem};
use site::audit::Act;
use site::{Actor, App, Permission, sealing};
use vault::{Day, day_of};

use super::forgetting::{retention_of, settle};
use super::not_found;
use super::planning::{activity_in, noted};
use crate::model::{
    Answered, MOST_QUESTIONS, Question, QuestionDraft, QuestionKind, Session, forget_day, shown,
};
use crate::store::{questions, sessions};

/// The questions that are asked of those who register for an activity.
pub async fn questions_asked(app: &App, activity: &Id) -> Result<Vec<Question>, Problem> {
    let activity = activity.clone();
    app.db.read(move |tx| Ok(asked_in(tx, &activity)?)).await
}

/// All questions that are asked anywhere, each with the organisation that asks.
pub async fn all_questions_asked(app: &App) -> Result<Vec<(Id, Question)>, Problem> {
    app.db.read(|tx| Ok(questions::all_asked(tx)?)).await
}

/// The same, in a transaction.
pub(crate) fn asked_in(tx: &mut Tx<'_>, activity: &Id) -> Result<Vec<Question>, StoreError> {
    let mut all = questions::of_activity(tx, activity)?;
    all.retain(|q| q.ended_at.is_none());
    Ok(all)
}

/// Adds a question to an activity. `anyway`: it asks who somebody is, on purpose.
pub async fn ask(
    app: &App,
    actor: &Actor,
    activity: &Id,
    draft: QuestionDraft,
    anyway: bool,
) -> Result<Id, Problem> {
    let (app2, actor, activity) = (app.clone(), actor.clone(), activity.clone());
    app.db
        .write(move |tx| {
            let activity = activity_in(tx, &actor, Permission::Plan, &activity)?;
            draft.check(anyway)?;
            tx.lock("activities", &activity.id)?;
            if asked_in(tx, &activity.id)?.len() >= MOST_QUESTIONS {
                return Err(Problem::new(Kind::Conflict, "problem-question-many")
                    .with("most", MOST_QUESTIONS));
            }
            let question = Question {
                id: Id::new(),
                activity: activity.id.clone(),
                draft,
                asked_at: app2.clock.seconds(),
                ended_at: None,
            };
            questions::insert(tx, &question)?;
            noted(&app2, tx, &actor, Act::QuestionAsked, &activity, &question.id)?;
            Ok(question.id)
        })
        .await
}

/// Asks a question no longer. What was answered stays until its day.
pub async fn ask_no_longer(app: &App, actor: &Actor, question: &Id) -> Result<Id, Problem> {
    let (app2, actor, question) = (app.clone(), actor.clone(), question.clone());
    app.db
        .write(move |tx| {
            if matches!(actor, Actor::Public) {
                actor.need_person()?;
            }
            let known = questions::find(tx, &question)?.ok_or_else(not_found)?;
            let activity = activity_in(tx, &actor, Permission::Plan, &known.activity)?;
            if questions::end(tx, &question, app2.clock.seconds())? {
                noted(&app2, tx, &actor, Act::QuestionEnded, &activity, &question)?;
            }
            Ok(activity.id)
        })
        .await
}

/// What was answered to the questions of an activity, for those who see its plan.
pub async fn answered(app: &App, actor: &Actor, activity: &Id) -> Result<Vec<Answered>, Problem> {
    let (app2, actor, activity) = (app.clone(), actor.clone(), activity.clone());
    app.db
        .read(move |tx| {
            activity_in(tx, &actor, Permission::Desk, &activity)?;
            let mut all = vec![];
            for question in questions::of_activity(tx, &activity)? {
                let counts = questions::counts(tx, &question.id)?;
                all.push(Answered {
                    counts: shown(&question.draft, &counts),
                    words: questions::words(&app2.vault, tx, &question.id)?,
                    question,
                });
            }
            Ok(all)
        })
        .await
}

/// Keeps what somebody who has just registered answered: choices are counted, words are sealed.
/// Nothing kept leads back to the registration.
pub(crate) fn answer_in(
    app: &App,
    tx: &mut Tx<'_>,
    asked: &Id,
    answers: &[(Id, String)],
) -> Result<(), Problem> {
    let session = super::session_in(tx, asked)?;
    let known = asked_in(tx, &session.activity)?;
    let mut wrong = vec![];
    let mut given = vec![];
    for (id, text) in answers.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let Some(question) = known.iter().find(|q| q.id == *id) else {
            wrong.push(FieldProblem::new(format!("q-{id}"), "problem-answer-question"));
            continue;
        };
        // A form with two answers to one question is not counted twice.
        if given.iter().any(|(q, _): &(&Question, _)| q.id == *id) {
            continue;
        }
        match question.draft.accepts(text) {
            Ok(answer) => given.push((question, answer)),
            Err(message) => wrong.push(FieldProblem::new(question.field(), message)),
        }
    }
    Problem::from_fields(wrong)?;
    if given.is_empty() {
        return Ok(());
    }
    settle(app, tx, &session.lead)?;
    let parts = sessions::parts(tx, &session.lead)?;
    let most = retention_of(app, tx, parts.first())?;
    let today = day_of(sealing::today(app));
    for (question, answer) in given {
        let day = day_of_answers(&parts, &question.draft, most);
        match question.draft.kind {
            QuestionKind::Choice => questions::count(tx, asked, &question.id, &answer, day)?,
            // Past its day it is not kept at all.
            QuestionKind::Words if day <= today => {}
            QuestionKind::Words => {
                if let Some(key) = sealing::key(app, tx, day)? {
                    questions::keep_words(tx, asked, &question.id, &answer, (day, &key))?;
                }
            }
        }
    }
    Ok(())
}

/// The day on which the answers to a question are forgotten: after its own delay, and never later
/// than the registrations.
fn day_of_answers(parts: &[Session], draft: &QuestionDraft, most: u32) -> Day {
    forget_day(parts, draft.keep_days.min(most))
}

/// The session moved: its answers are forgotten on another day.
pub(super) fn move_answers(
    app: &App,
    tx: &mut Tx<'_>,
    parts: &[Session],
    most: u32,
) -> Result<(), Problem> {
    let Some(lead) = parts.first() else { return Ok(()) };
    let all = questions::of_activity(tx, &lead.activity)?;
    for part in parts {
        for question in &all {
            let day = day_of_answers(parts, &question.draft, most);
            questions::move_counts(tx, &part.id, &question.id, day)?;
        }
        for (id, question, words) in questions::of_session(&app.vault, tx, &part.id)? {
            let draft = all.iter().find(|q| q.id == question).map(|q| &q.draft);
            let day = draft.map(|d| day_of_answers(parts, d, most));
            let key = day.map(|day| sealing::key(app, tx, day)).transpose()?.flatten();
            match (words, day, key) {
                (Some(words), Some(day), Some(key)) => {
                    questions::reseal(tx, &id, &words, (day, &key))?;
                }
                _ => questions::erase(tx, &id)?,
            }
        }
    }
    Ok(())
}
