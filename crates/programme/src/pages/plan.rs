//! Pages of those who plan: what needs them today, activities, their sessions.

mod forms;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use base::{Id, Kind, Problem};
use jiff::civil::Date;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use crate::model::{
    Activity, ActivityDraft, AttendanceMode, Fairness, Format, RegistrationMode, Rhythm, Scope,
    Session, SessionDraft, SessionStatus, Sign, WalkInRule, drop_in,
};
use crate::service::{self, Filter, SessionView};

/// Routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff", get(home))
        .route("/staff/activities", get(activities))
        .route("/staff/activities/new", get(new_activity).post(create_activity))
        .route("/staff/activities/{id}", get(activity).post(update_activity))
        .route("/staff/activities/{id}/publish", post(publish_all))
        .route("/staff/activities/{id}/sessions/new", get(new_sessions).post(create_sessions))
        .route("/staff/sessions/{id}/edit", get(edit_session).post(update_session))
        .route("/staff/sessions/{id}/publish", post(publish))
        .route("/staff/sessions/{id}/unpublish", post(unpublish))
        .route("/staff/sessions/{id}/cancel", get(cancel_form).post(cancel))
        .route("/staff/sessions/{id}/postpone", get(postpone_form).post(postpone))
}

/// Reads the identifier in a path.
pub(crate) fn read_id(id: &str) -> Result<Id, Problem> {
    Id::parse(id).ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))
}

/// Class of the badge of a session.
#[must_use]
pub fn badge(view: &SessionView) -> &'static str {
    let counted = view.counted();
    match view.session.status {
        SessionStatus::Draft => "draft",
        SessionStatus::Published if counted.waiting > 0 => "waiting",
        SessionStatus::Published
            if counted.draft.registration != RegistrationMode::None
                && counted.places_left() == 0 =>
        {
            "full"
        }
        SessionStatus::Published => "open",
        SessionStatus::Held => "typed",
        SessionStatus::Cancelled => "cancelled",
        SessionStatus::Postponed => "postponed",
    }
}

type Options = Vec<(String, String)>;

macro_rules! options {
    ($c:expr, $words:ty) => {
        <$words>::ALL.iter().map(|w| (w.code().to_owned(), $c.t(w.label()))).collect::<Options>()
    };
}

#[derive(Template)]
#[template(path = "staff/home.html")]
struct Home<'a> {
    c: &'a Ctx,
    may_plan: bool,
    soon: Vec<SessionView>,
    coming: Vec<SessionView>,
    unclosed: Vec<SessionView>,
    waiting: Vec<SessionView>,
    drafts: Vec<SessionView>,
}

/// Whether the person plans anywhere.
fn plans_somewhere(c: &Ctx) -> bool {
    c.actor.need_somewhere(Permission::Plan).is_ok()
}

async fn home(c: Ctx) -> Handled {
    let today = base::dates::local(c.app.clock.seconds(), base::dates::DEFAULT_ZONE).date();
    let tomorrow = today.tomorrow().unwrap_or(today);
    let find = |from: Option<Date>, to: Option<Date>, status, limit| {
        let filter = Filter { from, to, statuses: vec![status], limit, ..Filter::default() };
        service::plan(&c.app, &c.actor, filter)
    };
    let soon = find(Some(today), Some(tomorrow), SessionStatus::Published, 100).await?;
    let yesterday = today.yesterday().unwrap_or(today);
    let unclosed = find(None, Some(yesterday), SessionStatus::Published, 50).await?;
    let drafts = find(Some(today), None, SessionStatus::Draft, 50).await?;
    let mut waiting = find(Some(today), None, SessionStatus::Published, 1_000).await?;
    let fortnight = today.checked_add(jiff::Span::new().days(14)).unwrap_or(today);
    let coming = |v: &&SessionView| v.date() > tomorrow && v.date() <= fortnight;
    let coming = waiting.iter().filter(coming).take(20).cloned().collect();
    waiting.retain(|v| v.counted().waiting > 0);
    let may_plan = plans_somewhere(&c);
    c.html(&Home { c: &c, may_plan, soon, coming, unclosed, waiting, drafts })
}

#[derive(Template)]
#[template(path = "staff/activities.html")]
struct Activities<'a> {
    c: &'a Ctx,
    may_plan: bool,
    activities: Vec<(Activity, String)>,
}

async fn activities(c: Ctx) -> Handled {
    let names = c.app.db.read(network::service::organisations).await?;
    let activities = service::activities_of(&c.app, &c.actor).await?;
    let activities = activities
        .into_iter()
        .map(|a| {
            let name = names.iter().find(|o| o.id == a.organisation).map(|o| o.name.clone());
            (a, name.unwrap_or_default())
        })
        .collect();
    c.html(&Activities { c: &c, may_plan: plans_somewhere(&c), activities })
}

#[derive(Template)]
#[template(path = "staff/activity.html")]
struct ActivityPage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    id: Option<Id>,
    heading: String,
    action: String,
    may_plan: bool,
    has_drafts: bool,
    sessions: Vec<SessionView>,
    /// What departs from the charter, and in which words.
    departures: Vec<(Sign, String)>,
    /// How many questions are asked.
    questions: usize,
    organisations: Options,
    partners: Options,
    formats: Options,
    themes: Options,
    scopes: Options,
}

async fn activity_page(t: Typed<'_>, known: Option<Activity>) -> Handled {
    let c = t.c;
    let everyone = c.app.db.read(network::service::organisations).await?;
    let own = c.actor.organisations(Permission::Plan);
    let pair = |o: &network::model::Organisation| (o.id.to_string(), o.name.clone());
    let organisations =
        everyone.iter().filter(|o| own.as_ref().is_none_or(|ids| ids.contains(&o.id))).map(pair);
    let mut themes: Options = vec![(String::new(), c.t("programme-plan-theme-none"))];
    for theme in c.app.db.read(network::service::themes).await? {
        let name = match c.lang {
            base::Lang::Fr => theme.name_fr,
            base::Lang::En => theme.name_en,
        };
        themes.push((theme.id.to_string(), name));
    }
    let sessions = match &known {
        None => vec![],
        Some(a) => {
            let filter = Filter { activity: Some(a.id.clone()), limit: 1_000, ..Filter::default() };
            service::plan(&c.app, &c.actor, filter).await?
        }
    };
    let (departures, questions) = match &known {
        None => (vec![], 0),
        Some(a) => (
            service::departures_of(&c.app, &a.id).await?,
            service::questions_asked(&c.app, &a.id).await?.len(),
        ),
    };
    // Those that were chosen come first: of some hundreds they would be lost.
    let mut partners: Options = everyone.iter().map(pair).collect();
    partners.sort_by_key(|(id, _)| !t.on("partners", id));
    let page = ActivityPage {
        c,
        departures,
        questions,
        heading: known
            .as_ref()
            .map_or_else(|| c.t("programme-staff-new-activity"), |a| a.draft.title.clone()),
        action: known.as_ref().map_or_else(
            || "/staff/activities/new".to_owned(),
            |a| format!("/staff/activities/{}", a.id),
        ),
        may_plan: known
            .as_ref()
            .map_or_else(|| plans_somewhere(c), |a| c.actor.can(Permission::Plan, &a.organisation)),
        id: known.map(|a| a.id),
        has_drafts: sessions.iter().any(|v| v.session.status == SessionStatus::Draft),
        sessions,
        organisations: organisations.collect(),
        partners,
        formats: options!(c, Format),
        themes,
        scopes: options!(c, Scope),
        t,
    };
    c.html_status(page.t.status(), &page)
}

async fn new_activity(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Plan)?;
    activity_page(Typed::new(&c, forms::of_activity(&ActivityDraft::blank())), None).await
}

async fn create_activity(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Plan)?;
    let Some(organisation) = Id::parse(form.get("organisation")) else {
        let wrong = Problem::new(Kind::Invalid, "problem-form")
            .field("organisation", "problem-field-required");
        return activity_page(Typed::new(&c, form).refused(wrong)?, None).await;
    };
    let done = match forms::read_activity(&form) {
        Ok(draft) => service::create_activity(&c.app, &c.actor, &organisation, draft).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(id) => Ok(c.see(&format!("/staff/activities/{id}?done=1"))),
        Err(problem) => activity_page(Typed::new(&c, form).refused(problem)?, None).await,
    }
}

async fn activity(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = service::activity(&c.app, &c.actor, &read_id(&id)?).await?;
    let mut form = forms::of_activity(&known.draft);
    form.set("done", Form::from_query(&c.query).get("done"));
    activity_page(Typed::new(&c, form), Some(known)).await
}

async fn update_activity(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = read_id(&id)?;
    // Asked first: who may not change it is told so, whatever the form holds.
    let known = service::activity(&c.app, &c.actor, &id).await?;
    c.actor.need(Permission::Plan, &known.organisation)?;
    let done = match forms::read_activity(&form) {
        Ok(draft) => service::update_activity(&c.app, &c.actor, &id, draft).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/activities/{id}?done=1"))),
        Err(problem) => activity_page(Typed::new(&c, form).refused(problem)?, Some(known)).await,
    }
}

async fn publish_all(c: Ctx, Path(id): Path<String>) -> Handled {
    let id = read_id(&id)?;
    // Asked first: where there is nothing to publish, nothing else would ask.
    let known = service::activity(&c.app, &c.actor, &id).await?;
    c.actor.need(Permission::Plan, &known.organisation)?;
    let filter = Filter {
        activity: Some(id.clone()),
        statuses: vec![SessionStatus::Draft],
        limit: 1_000,
        ..Filter::default()
    };
    let drafts = service::plan(&c.app, &c.actor, filter).await?;
    // A date that has passed unpublished stays what it is; it keeps nothing else back.
    let now = c.app.clock.seconds();
    let (coming, past): (Vec<_>, Vec<_>) =
        drafts.into_iter().map(|v| v.session).partition(|s| s.ends_at > now);
    let chosen = if coming.is_empty() { past } else { coming };
    let ids: Vec<Id> = chosen.into_iter().map(|s| s.id).collect();
    let done = service::publish(&c.app, &c.actor, &ids).await;
    back_to_activity(&c, &id, done).await
}

async fn publish(c: Ctx, Path(id): Path<String>) -> Handled {
    let view = service::any_session(&c.app, &c.actor, &read_id(&id)?).await?;
    let done = service::publish(&c.app, &c.actor, std::slice::from_ref(&view.session.id)).await;
    back_to_activity(&c, &view.activity.id, done).await
}

async fn unpublish(c: Ctx, Path(id): Path<String>) -> Handled {
    let view = service::any_session(&c.app, &c.actor, &read_id(&id)?).await?;
    let done = service::unpublish(&c.app, &c.actor, std::slice::from_ref(&view.session.id)).await;
    back_to_activity(&c, &view.activity.id, done).await
}

async fn back_to_activity(c: &Ctx, id: &Id, done: Result<(), Problem>) -> Handled {
    let Err(problem) = done else {
        return Ok(c.see(&format!("/staff/activities/{id}?done=1")));
    };
    let known = service::activity(&c.app, &c.actor, id).await?;
    let typed = Typed::new(c, forms::of_activity(&known.draft)).refused(problem)?;
    activity_page(typed, Some(known)).await
}

#[derive(Template)]
#[template(path = "staff/session.html")]
struct SessionPage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    activity: Activity,
    heading: String,
    action: String,
    editing: bool,
    announced: bool,
    /// The lead of the cycle, when this is another of its parts.
    part_of: Option<Id>,
    preview: Option<(Vec<Date>, Vec<Date>)>,
    places: Options,
    rhythms: Options,
    zones: Options,
    modes: Options,
    registrations: Options,
    fairnesses: Options,
    walk_in_rules: Options,
}

async fn session_page(
    t: Typed<'_>,
    activity: Activity,
    edited: Option<&Session>,
    preview: Option<(Vec<Date>, Vec<Date>)>,
) -> Handled {
    let c = t.c;
    let mut places: Options = vec![(String::new(), c.t("programme-plan-place-none"))];
    for place in c.app.db.read(network::service::places).await? {
        places.push((place.id.to_string(), format!("{}, {}", place.name, place.city)));
    }
    let mut registrations = options!(c, RegistrationMode);
    if drop_in(activity.draft.format) {
        registrations.retain(|(code, _)| code == RegistrationMode::None.code());
    }
    let mut zones: Options = vec![(String::new(), c.t("programme-plan-zone-none"))];
    for zone in ["A", "B", "C"] {
        zones.push((zone.to_owned(), c.t1("programme-plan-zone", "zone", zone)));
    }
    let page = SessionPage {
        c,
        heading: match edited {
            Some(_) => c.t("programme-plan-edit-session"),
            None => c.t("programme-plan-add-sessions"),
        },
        action: match edited {
            Some(s) => format!("/staff/sessions/{}/edit", s.id),
            None => format!("/staff/activities/{}/sessions/new", activity.id),
        },
        editing: edited.is_some(),
        announced: edited.is_some_and(|s| s.status != SessionStatus::Draft),
        part_of: edited.filter(|s| s.lead != s.id).map(|s| s.lead.clone()),
        activity,
        preview,
        places,
        rhythms: options!(c, Rhythm),
        zones,
        modes: options!(c, AttendanceMode),
        registrations,
        fairnesses: options!(c, Fairness),
        walk_in_rules: options!(c, WalkInRule),
        t,
    };
    c.html_status(page.t.status(), &page)
}

/// The time zones of the places, for the instants of a draft.
async fn zones(c: &Ctx) -> Result<impl Fn(Option<&Id>) -> String + use<>, Problem> {
    let places = c.app.db.read(network::service::places).await?;
    Ok(move |id: Option<&Id>| {
        let place = places.iter().find(|p| Some(&p.id) == id);
        place.map_or_else(|| base::dates::DEFAULT_ZONE.to_owned(), |p| p.time_zone.clone())
    })
}

async fn new_sessions(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = service::activity(&c.app, &c.actor, &read_id(&id)?).await?;
    c.actor.need(Permission::Plan, &known.organisation)?;
    let today = base::dates::local(c.app.clock.seconds(), base::dates::DEFAULT_ZONE).date();
    let at = |hour| jiff::civil::Time::constant(hour, 0, 0, 0);
    let mut draft = SessionDraft::on(today, at(14), at(16), 12);
    if drop_in(known.draft.format) {
        draft.registration = RegistrationMode::None;
    }
    let mut form = forms::of_session(&draft, 0);
    form.set("rhythm", Rhythm::Weekly.code());
    form.set("skip_public", "1");
    session_page(Typed::new(&c, form), known, None, None).await
}

async fn create_sessions(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let id = read_id(&id)?;
    let known = service::activity(&c.app, &c.actor, &id).await?;
    c.actor.need(Permission::Plan, &known.organisation)?;
    let zone = zones(&c).await?;
    let read = forms::read_dates(&form).and_then(|(kept, left_out)| {
        let drafts: Result<Vec<_>, _> =
            kept.iter().map(|date| forms::read_session(&form, *date, &zone, None)).collect();
        Ok((drafts?, kept, left_out))
    });
    let (drafts, kept, left_out) = match read {
        Ok(read) => read,
        Err(problem) => {
            return session_page(Typed::new(&c, form).refused(problem)?, known, None, None).await;
        }
    };
    if form.get("do") != "save" {
        return session_page(Typed::new(&c, form), known, None, Some((kept, left_out))).await;
    }
    match service::add_sessions(&c.app, &c.actor, &id, drafts).await {
        Ok(_) => Ok(c.see(&format!("/staff/activities/{id}?done=1"))),
        Err(problem) => {
            session_page(Typed::new(&c, form).refused(problem)?, known, None, None).await
        }
    }
}

async fn planned(c: &Ctx, id: &str) -> Result<SessionView, Problem> {
    let view = service::any_session(&c.app, &c.actor, &read_id(id)?).await?;
    c.actor.need(Permission::Plan, &view.activity.organisation)?;
    Ok(view)
}

async fn edit_session(c: Ctx, Path(id): Path<String>) -> Handled {
    let view = planned(&c, &id).await?;
    let form = forms::of_session(&view.session.draft, view.session.starts_at);
    session_page(Typed::new(&c, form), view.activity, Some(&view.session), None).await
}

async fn update_session(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let view = planned(&c, &id).await?;
    let session = &view.session;
    let zone = zones(&c).await?;
    let draft = forms::read_moment(&form).and_then(|moment| {
        let (date, _, _) = moment.ok_or_else(|| {
            Problem::new(Kind::Invalid, "problem-form").field("date", "problem-field-date")
        })?;
        forms::read_session(&form, date, zone, Some((&session.draft, session.starts_at)))
    });
    let done = match draft {
        Ok(draft) => service::update_session(&c.app, &c.actor, &session.id, draft).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/activities/{}?done=1", view.activity.id))),
        Err(problem) => {
            let typed = Typed::new(&c, form).refused(problem)?;
            session_page(typed, view.activity, Some(&view.session), None).await
        }
    }
}

#[derive(Template)]
#[template(path = "staff/move.html")]
struct MovePage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    view: &'a SessionView,
    heading: String,
    action: String,
    postponing: bool,
}

fn move_page(t: Typed<'_>, view: &SessionView, postponing: bool) -> Handled {
    let c = t.c;
    let (heading, what) = if postponing {
        (c.t("programme-plan-postpone-session"), "postpone")
    } else {
        (c.t("programme-plan-cancel-session"), "cancel")
    };
    let action = format!("/staff/sessions/{}/{what}", view.session.id);
    let status: StatusCode = t.status();
    c.html_status(status, &MovePage { c, t, view, heading, action, postponing })
}

async fn cancel_form(c: Ctx, Path(id): Path<String>) -> Handled {
    let view = planned(&c, &id).await?;
    move_page(Typed::new(&c, Form::default()), &view, false)
}

async fn cancel(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let view = planned(&c, &id).await?;
    let reason = form.get("reason").to_owned();
    match service::cancel_session(&c.app, &c.actor, &view.session.id, reason).await {
        Ok(()) => Ok(c.see(&format!("/staff/activities/{}?done=1", view.activity.id))),
        Err(problem) => move_page(Typed::new(&c, form).refused(problem)?, &view, false),
    }
}

async fn postpone_form(c: Ctx, Path(id): Path<String>) -> Handled {
    let view = planned(&c, &id).await?;
    let whole = forms::of_session(&view.session.draft, view.session.starts_at);
    let mut form = Form::default();
    form.set("start", whole.get("start"));
    form.set("end", whole.get("end"));
    move_page(Typed::new(&c, form), &view, true)
}

async fn postpone(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let view = planned(&c, &id).await?;
    let reason = form.get("reason").to_owned();
    let done = match forms::read_moment(&form) {
        Ok(to) => service::postpone(&c.app, &c.actor, &view.session.id, reason, to).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(c.see(&format!("/staff/activities/{}?done=1", view.activity.id))),
        Err(problem) => move_page(Typed::new(&c, form).refused(problem)?, &view, true),
    }
}
