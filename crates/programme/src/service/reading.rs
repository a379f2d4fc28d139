//! Sessions as people see them: with their activity, place, theme and partners.

use std::collections::HashMap;

use ::store::{StoreError, Tx, Value};
use base::{Id, Problem};
use jiff::ZonedDateTime;
use jiff::civil::Date;
use network::model::{Place, Theme};
use site::{Actor, App, Permission};

use super::not_found;
use crate::model::{Activity, Format, RegistrationMode, Session, SessionStatus};
use crate::store::{activities, sessions};

/// A session with what surrounds it.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// Its activity.
    pub activity: Activity,
    /// Name of the organiser.
    pub organisation: String,
    /// Days after a session at which the organiser has its registrations forgotten, if it says so.
    pub retention_days: Option<u32>,
    /// Where it takes place.
    pub place: Option<Place>,
    /// Its theme.
    pub theme: Option<Theme>,
    /// Who animates: identifier and name.
    pub partners: Vec<(Id, String)>,
    /// In a cycle, where one registers for all parts at once: the first part, whose places count.
    /// `None` when the places are the session's own.
    pub cycle: Option<Session>,
}

impl SessionView {
    /// Local start.
    #[must_use]
    pub fn start(&self) -> ZonedDateTime {
        base::dates::local(self.session.starts_at, &self.session.time_zone)
    }

    /// Local end.
    #[must_use]
    pub fn end(&self) -> ZonedDateTime {
        base::dates::local(self.session.ends_at, &self.session.time_zone)
    }

    /// Days after a session at which its registrations are forgotten.
    #[must_use]
    pub fn forgotten_after(&self, app: &App) -> u32 {
        retention(app, self.retention_days)
    }

    /// The session whose places count.
    #[must_use]
    pub fn counted(&self) -> &Session {
        self.cycle.as_ref().unwrap_or(&self.session)
    }

    /// Why nobody can register here now; `None` when one can.
    #[must_use]
    pub fn closed_because(&self, now: i64) -> Option<&'static str> {
        let own = self.session.status != SessionStatus::Published || now >= self.session.ends_at;
        match &self.cycle {
            Some(lead) if !own => match lead.closed_because(now)? {
                "problem-session-over" | "problem-session-closed" => Some("problem-session-begun"),
                why => Some(why),
            },
            _ => self.session.closed_because(now),
        }
    }

    /// Local date.
    #[must_use]
    pub fn date(&self) -> Date {
        self.session.draft.date
    }
}

/// Never longer than the network says.
pub(crate) fn retention(app: &App, own: Option<u32>) -> u32 {
    own.map_or(app.config.retention_days, |days| days.min(app.config.retention_days))
}

/// Which sessions.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// From this local date on.
    pub from: Option<Date>,
    /// Up to this local date.
    pub to: Option<Date>,
    /// In this place.
    pub place: Option<Id>,
    /// In this town.
    pub city: Option<String>,
    /// On this theme.
    pub theme: Option<Id>,
    /// In this format.
    pub format: Option<Format>,
    /// For this audience (part of the words, accents and case apart).
    pub audience: Option<String>,
    /// With these words in title, summary, theme or partners.
    pub text: Option<String>,
    /// With places that can be taken, or none needed.
    pub open_only: bool,
    /// Of this organiser.
    pub organisation: Option<Id>,
    /// Of this activity.
    pub activity: Option<Id>,
    /// In these states; empty: what the public sees.
    pub statuses: Vec<SessionStatus>,
    /// At most so many; 0 means 100.
    pub limit: usize,
    /// After this start (seconds since 1970, as text) and identifier, for the next page.
    pub after: Option<(String, String)>,
}

/// States that the public sees.
pub const PUBLIC: [SessionStatus; 3] =
    [SessionStatus::Published, SessionStatus::Cancelled, SessionStatus::Postponed];

/// The programme: published, cancelled and postponed sessions from today on, unless the filter
/// says otherwise, in order of their start.
pub async fn programme(app: &App, mut filter: Filter) -> Result<Vec<SessionView>, Problem> {
    if filter.from.is_none() {
        filter.from =
            Some(base::dates::local(app.clock.seconds(), base::dates::DEFAULT_ZONE).date());
    }
    filter.statuses.retain(|s| *s != SessionStatus::Draft);
    if filter.statuses.is_empty() {
        filter.statuses = PUBLIC.to_vec();
    }
    let now = app.clock.seconds();
    app.db.read(move |tx| find_views(tx, &filter, None, now)).await
}

/// One session as the public sees it; a draft does not exist.
pub async fn public_session(app: &App, id: &Id) -> Result<SessionView, Problem> {
    let id = id.clone();
    let view: SessionView = app.db.read(move |tx| view_in(tx, &id)).await?.ok_or_else(not_found)?;
    if view.session.status == SessionStatus::Draft { Err(not_found()) } else { Ok(view) }
}

/// One session that is published and not over, for a room that reads several things at once.
pub fn published_session(
    tx: &mut Tx<'_>,
    id: &Id,
    now: i64,
) -> Result<Option<SessionView>, Problem> {
    let view = view_in(tx, id)?;
    Ok(view.filter(|v| v.session.status == SessionStatus::Published && v.session.ends_at > now))
}

/// The same inside a transaction of another room.
pub fn public_session_in(tx: &mut Tx<'_>, id: &Id) -> Result<Option<SessionView>, Problem> {
    Ok(view_in(tx, id)?.filter(|view| view.session.status != SessionStatus::Draft))
}

/// All dates or parts of an activity that the public sees.
pub async fn siblings(app: &App, activity: &Id) -> Result<Vec<SessionView>, Problem> {
    let filter = Filter {
        activity: Some(activity.clone()),
        statuses: PUBLIC.to_vec(),
        limit: 200,
        ..Filter::default()
    };
    let now = app.clock.seconds();
    app.db.read(move |tx| find_views(tx, &filter, None, now)).await
}

/// Sessions in any state, of the organisations whose desk the actor may see.
pub async fn plan(
    app: &App,
    actor: &Actor,
    mut filter: Filter,
) -> Result<Vec<SessionView>, Problem> {
    let organisations = actor.organisations(Permission::Desk);
    if matches!(actor, Actor::Public) {
        actor.need_person()?;
    }
    if filter.statuses.is_empty() {
        filter.statuses = SessionStatus::ALL.to_vec();
    }
    let now = app.clock.seconds();
    app.db.read(move |tx| find_views(tx, &filter, organisations.as_deref(), now)).await
}

/// One session in any state, for those who may see its desk.
pub async fn any_session(app: &App, actor: &Actor, id: &Id) -> Result<SessionView, Problem> {
    let id = id.clone();
    if matches!(actor, Actor::Public) {
        actor.need_person()?;
    }
    let view: SessionView = app.db.read(move |tx| view_in(tx, &id)).await?.ok_or_else(not_found)?;
    actor.need(Permission::Desk, &view.activity.organisation)?;
    Ok(view)
}

/// One session with what surrounds it.
pub(crate) fn view_in(tx: &mut Tx<'_>, id: &Id) -> Result<Option<SessionView>, Problem> {
    let sql = format!("{} WHERE s.id = ?1", select());
    let rows = tx.query(&sql, &[id.into()])?;
    Ok(assemble(tx, &rows)?.pop())
}

/// All parts of a cycle, by date.
pub(crate) fn parts_in(tx: &mut Tx<'_>, lead: &Id) -> Result<Vec<SessionView>, Problem> {
    let sql = format!("{} WHERE s.lead_id = ?1 ORDER BY s.starts_at, s.id", select());
    let rows = tx.query(&sql, &[lead.into()])?;
    Ok(assemble(tx, &rows)?)
}

fn select() -> String {
    format!(
        "SELECT {}, {}, o.name, o.retention_days FROM sessions s JOIN activities a ON a.id = s.activity_id \
         JOIN organisations o ON o.id = a.organisation_id LEFT JOIN places p ON p.id = s.place_id",
        sessions::columns(),
        activities::COLUMNS
    )
}

fn assemble(tx: &mut Tx<'_>, rows: &[::store::Row]) -> Result<Vec<SessionView>, StoreError> {
    let mut places: HashMap<Id, Option<Place>> = HashMap::new();
    let mut themes: HashMap<Id, Option<Theme>> = HashMap::new();
    let mut partners: HashMap<Id, Vec<(Id, String)>> = HashMap::new();
    let mut cycles: HashMap<Id, Option<Session>> = HashMap::new();
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let session = sessions::read(row, 0)?;
        let mut activity = activities::read(row, sessions::WIDTH)?;
        let organisation = row.get(sessions::WIDTH + activities::WIDTH)?;
        let retention_days = row.get(sessions::WIDTH + activities::WIDTH + 1)?;
        let place = match &session.draft.place {
            None => None,
            Some(id) => match places.get(id) {
                Some(known) => known.clone(),
                None => {
                    let found = network::service::place(tx, id)?;
                    places.insert(id.clone(), found.clone());
                    found
                }
            },
        };
        let theme = match &activity.draft.theme {
            None => None,
            Some(id) => match themes.get(id) {
                Some(known) => known.clone(),
                None => {
                    let found = network::service::theme(tx, id)?;
                    themes.insert(id.clone(), found.clone());
                    found
                }
            },
        };
        let animators = match partners.get(&activity.id) {
            Some(known) => known.clone(),
            None => {
                let found = activities::partners(tx, &activity.id)?;
                partners.insert(activity.id.clone(), found.clone());
                found
            }
        };
        let cycle = match cycles.get(&session.lead) {
            _ if session.lead == session.id => None,
            Some(known) => known.clone(),
            None => {
                let found = sessions::find(tx, &session.lead)?;
                cycles.insert(session.lead.clone(), found.clone());
                found
            }
        };
        activity.draft.partners = animators.iter().map(|(id, _)| id.clone()).collect();
        views.push(SessionView {
            session,
            activity,
            organisation,
            retention_days,
            place,
            theme,
            partners: animators,
            cycle,
        });
    }
    Ok(views)
}

struct Clauses {
    sql: String,
    params: Vec<Value>,
}

impl Clauses {
    fn and(&mut self, clause: &str, value: impl Into<Value>) {
        self.params.push(value.into());
        let mark = format!("?{}", self.params.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&clause.replace("??", &mark));
    }

    fn within(&mut self, column: &str, values: Vec<Value>) {
        let marks: Vec<String> =
            (0..values.len()).map(|n| format!("?{}", self.params.len() + n + 1)).collect();
        self.params.extend(values);
        self.sql.push_str(&format!(" AND {column} IN ({})", marks.join(", ")));
    }
}

/// Sessions by a filter; `organisations` bounds the organisers (`None`: all).
pub(crate) fn find_views(
    tx: &mut Tx<'_>,
    filter: &Filter,
    organisations: Option<&[Id]>,
    now: i64,
) -> Result<Vec<SessionView>, Problem> {
    if organisations.is_some_and(<[Id]>::is_empty) {
        return Ok(vec![]);
    }
    let mut c = Clauses { sql: format!("{} WHERE 1 = 1", select()), params: vec![] };
    c.within("s.status", filter.statuses.iter().map(|s| (*s).into()).collect());
    if let Some(ids) = organisations {
        c.within("a.organisation_id", ids.iter().map(Into::into).collect());
    }
    if let Some(from) = filter.from {
        c.and("s.local_date >= ??", from.to_string());
    }
    if let Some(to) = filter.to {
        c.and("s.local_date <= ??", to.to_string());
    }
    if let Some(place) = &filter.place {
        c.and("s.place_id = ??", place);
    }
    if let Some(city) = &filter.city {
        c.and("p.city = ??", city);
    }
    if let Some(theme) = &filter.theme {
        c.and("a.theme_id = ??", theme);
    }
    if let Some(format) = filter.format {
        c.and("a.format = ??", format);
    }
    if let Some(organisation) = &filter.organisation {
        c.and("a.organisation_id = ??", organisation);
    }
    if let Some(activity) = &filter.activity {
        c.and("s.activity_id = ??", activity);
    }
    if filter.open_only {
        c.and(
            "s.status = 'published' AND s.ends_at > ?? AND (s.registration = 'none' OR \
             s.registration = 'waiting_list' OR s.taken < s.capacity + s.overbook OR \
             s.lead_id <> s.id)",
            now,
        );
    }
    if let Some((start, id)) = &filter.after {
        let start = start.parse::<i64>().unwrap_or(i64::MAX);
        c.params.push(start.into());
        c.params.push(id.into());
        let (a, b) = (c.params.len() - 1, c.params.len());
        c.sql.push_str(&format!(
            " AND (s.starts_at > ?{a} OR (s.starts_at = ?{a} AND s.id > ?{b}))"
        ));
    }
    let limit = if filter.limit == 0 { 100 } else { filter.limit.min(2_000) };
    // Words are compared in here, accents apart, so more rows than wanted are read for them.
    let by_words = filter.text.is_some() || filter.audience.is_some();
    let read = if by_words { 5_000 } else { limit };
    c.sql.push_str(&format!(" ORDER BY s.starts_at, s.id LIMIT {read}"));
    let rows = tx.query(&c.sql, &c.params)?;
    let mut views = assemble(tx, &rows)?;
    if let Some(text) = &filter.text {
        views.retain(|v| matches_words(v, text));
    }
    if let Some(audience) = &filter.audience {
        let wanted = tables::normal(audience);
        views.retain(|v| tables::normal(&v.activity.draft.audience).contains(&wanted));
    }
    if filter.open_only {
        views.retain(|v| {
            let counted = v.counted();
            let room = counted.draft.registration == RegistrationMode::WaitingList
                || counted.places_left() > 0;
            counted.draft.registration == RegistrationMode::None
                || room && v.closed_because(now).is_none()
        });
    }
    views.truncate(limit);
    Ok(views)
}

/// Every word of the query stands somewhere in what the session says of itself.
fn matches_words(view: &SessionView, query: &str) -> bool {
    let d = &view.activity.draft;
    let mut hay = format!("{} {} {} {}", d.title, d.summary, d.audience, view.organisation);
    for (_, name) in &view.partners {
        hay.push(' ');
        hay.push_str(name);
    }
    if let Some(theme) = &view.theme {
        hay.push_str(&format!(" {} {}", theme.name_fr, theme.name_en));
    }
    if let Some(place) = &view.place {
        hay.push_str(&format!(" {} {}", place.name, place.city));
    }
    let hay = tables::normal(&hay);
    tables::normal(query).split(' ').all(|word| hay.contains(word))
}
