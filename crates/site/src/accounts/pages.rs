//! Pages of signing in, of people, and of what is kept.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::routing::{get, post};
use base::{Id, Problem};

use super::federated::{self, Request};
use super::model::{Listed, NewPerson, WebSession};
use super::passkeys::{self, Passkey};
use super::passwords::{self, State as PasswordState};
use super::service::{self, Link};
use crate::ctx::PublicCtx;
use crate::form::Form;
use crate::{App, Ctx, Handled, Role};

/// Routes of the shell.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in_form).post(ask))
        .route("/sign-in/code", get(sign_in_form).post(enter_by_code))
        .route("/sign-in/{secret}", get(link).post(enter))
        .merge(super::passkeys::pages::routes())
        .merge(passwords::pages::routes())
        .merge(federated::pages::routes())
        .route("/account", get(account))
        .route("/account/end-others", post(end_others))
        .route("/sign-out", post(sign_out))
        .route("/admin/people", get(people).post(invite))
        .route("/admin/people/{id}/disable", post(disable))
        .route("/admin/people/{id}/link", post(fresh_link))
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage<'a> {
    c: &'a Ctx,
    email: String,
    error: Option<String>,
    sent: bool,
    /// In the demonstration: names and addresses to enter with.
    accounts: Vec<(String, String)>,
    /// Browsers take passkeys here.
    keys: bool,
    /// Providers to enter by: name in addresses, name.
    ways: Vec<(String, String)>,
    /// Address typed beside a password.
    account: String,
    /// Why the password does not enter.
    refused: Option<String>,
}

/// What was typed on the page of signing in, and what is said to it.
#[derive(Default)]
pub(super) struct Said<'a> {
    /// Address for a link.
    pub email: String,
    /// What is wrong with it, or with a code.
    pub error: Option<String>,
    /// A link was sent.
    pub sent: bool,
    /// Address typed beside a password.
    pub account: String,
    /// Why the password does not enter.
    pub refused: Option<&'a Problem>,
}

/// The first thing to say of a problem: of its field, if it has one.
fn first_said(c: &Ctx, problem: &Problem) -> String {
    match problem.fields.first() {
        Some(field) => c.problem_text(&field.message, &field.args),
        None => c.problem_text(&problem.message, &problem.args),
    }
}

/// The page of signing in.
pub(super) async fn sign_in_page(c: &Ctx, said: Said<'_>) -> Handled {
    let Said { email, error, sent, account, refused } = said;
    let status = match (&refused, &error) {
        (Some(problem), _) => StatusCode::from_u16(problem.kind.status()).unwrap_or_default(),
        (None, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, None) => StatusCode::OK,
    };
    let refused = refused.map(|problem| first_said(c, problem));
    let accounts = service::shown_accounts(&c.app).await?;
    let keys = passkeys::possible(&c.app).is_some();
    let ways = c.app.config.providers.iter().map(|p| (p.id.clone(), p.name.clone())).collect();
    let page = SignInPage { c, email, error, sent, accounts, keys, ways, account, refused };
    c.html_status(status, &page)
}

async fn sign_in_form(PublicCtx(c): PublicCtx) -> Handled {
    sign_in_page(&c, Said::default()).await
}

async fn ask(PublicCtx(c): PublicCtx, headers: HeaderMap, form: Form) -> Handled {
    let email = form.get("email").to_owned();
    let known = service::asking_cookie(&c.app, &headers);
    let browser = known.unwrap_or_else(|| base::codes::secret(&mut rand::rng()));
    match service::ask_for_link(&c.app, &email, c.lang, &browser).await {
        Ok(Some(path)) => Ok(c.see(&path)),
        Ok(None) => {
            let mut response =
                sign_in_page(&c, Said { email, sent: true, ..Said::default() }).await?;
            let name = service::asking_cookie_name(&c.app);
            set_cookie(&c.app, &mut response, name, &browser, super::model::LINK_LIFE)?;
            Ok(response)
        }
        Err(problem) if !problem.fields.is_empty() => {
            let error = Some(first_said(&c, &problem));
            sign_in_page(&c, Said { email, error, ..Said::default() }).await
        }
        Err(problem) => Err(problem.into()),
    }
}

#[derive(Template)]
#[template(path = "accounts/link.html")]
struct LinkPage<'a> {
    c: &'a Ctx,
    secret: String,
    link: Link,
}

async fn link(PublicCtx(c): PublicCtx, headers: HeaderMap, Path(secret): Path<String>) -> Handled {
    let browser = service::asking_cookie(&c.app, &headers);
    let link = service::look_at_link(&c.app, &secret, browser.as_deref()).await?;
    let status = if link == Link::Over { StatusCode::GONE } else { StatusCode::OK };
    let mut response = c.html_status(status, &LinkPage { c: &c, secret, link })?;
    let none = HeaderValue::from_static("no-referrer");
    response.headers_mut().insert(header::REFERRER_POLICY, none);
    Ok(response)
}

/// What the browser says it is.
pub(super) fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

async fn enter(PublicCtx(c): PublicCtx, headers: HeaderMap, Path(secret): Path<String>) -> Handled {
    let browser = service::asking_cookie(&c.app, &headers);
    let session = service::sign_in(&c.app, &secret, browser.as_deref(), agent(&headers)).await?;
    leave_former(&c, &headers).await?;
    let to = way_on(&c, &session).await?;
    entered(&c, &session, to)
}

async fn enter_by_code(PublicCtx(c): PublicCtx, headers: HeaderMap, form: Form) -> Handled {
    let browser = service::asking_cookie(&c.app, &headers).unwrap_or_default();
    let typed = form.get("code");
    match service::sign_in_by_code(&c.app, &browser, typed, agent(&headers)).await {
        Ok(session) => {
            leave_former(&c, &headers).await?;
            let to = way_on(&c, &session).await?;
            entered(&c, &session, to)
        }
        Err(problem) if !problem.fields.is_empty() => {
            let error = Some(first_said(&c, &problem));
            sign_in_page(&c, Said { error, sent: true, ..Said::default() }).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Ends the session that was open in this browser: another one takes its place.
pub(super) async fn leave_former(c: &Ctx, headers: &HeaderMap) -> Result<(), Problem> {
    match service::cookie(&c.app, headers) {
        Some(former) => service::sign_out(&c.app, &former).await,
        None => Ok(()),
    }
}

/// Where somebody goes who has just entered by a link: to their key if they need it or should know
/// of it, to their day otherwise.
pub(super) async fn way_on(c: &Ctx, session: &str) -> Result<&'static str, crate::Error> {
    let actor = service::actor_of_session(&c.app, session).await?;
    if actor.person().is_some_and(|p| p.unproven) {
        return Ok("/account");
    }
    let due = passkeys::is_due(&c.app, &actor).await?;
    Ok(if due { "/account?offered=1" } else { "/staff" })
}

/// Leads on, with the cookie of a session that was just opened.
pub(super) fn entered(c: &Ctx, session: &str, to: &str) -> Handled {
    let mut response = c.see(to);
    let name = service::cookie_name(&c.app);
    set_cookie(&c.app, &mut response, name, session, super::model::ABSOLUTE)?;
    Ok(response)
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct Account<'a> {
    c: &'a Ctx,
    /// What on, since when, last used when, whether it is this one.
    sessions: Vec<(String, String, String, bool)>,
    /// Keys: identifier, name, since when, last used when; `None` where browsers take none.
    keys: Option<Vec<(String, String, String, String)>>,
    unproven: bool,
    /// Providers: name in addresses, name, whether the person enters by it.
    ways: Vec<(String, String, bool)>,
    /// Led here at the second entry.
    offered: bool,
    /// The password, where the instance allows them.
    password: Option<PasswordState>,
    /// Since when there is one.
    password_since: Option<String>,
    /// What was done to it.
    password_done: Option<String>,
    /// Why it was not.
    refused: Option<String>,
    /// Fields that need another look, and why.
    wrong: Vec<(String, String)>,
}

impl Account<'_> {
    fn error(&self, field: &str) -> Option<&str> {
        self.wrong.iter().find(|(f, _)| f == field).map(|(_, text)| text.as_str())
    }
}

async fn account(c: Ctx, headers: HeaderMap) -> Handled {
    account_page(&c, &headers, None).await
}

/// The page of the account; `refused`: why the password is not changed.
pub(super) async fn account_page(
    c: &Ctx,
    headers: &HeaderMap,
    refused: Option<&Problem>,
) -> Handled {
    let cookie = service::cookie(&c.app, headers);
    let own = service::own_sessions(&c.app, &c.actor, cookie.as_deref()).await?;
    let at = |seconds| {
        let at = base::dates::local(seconds, base::dates::DEFAULT_ZONE);
        format!("{}, {}", c.long_date(&at.date()), c.clock_time(&at.time()))
    };
    let line = |(s, here): (WebSession, bool)| {
        let on = if s.agent.is_empty() { c.t("accounts-unknown-device") } else { s.agent };
        (on, at(s.created_at), at(s.seen_at), here)
    };
    let sessions = own.into_iter().map(line).collect();
    let day =
        |seconds: i64| c.long_date(&base::dates::local(seconds, base::dates::DEFAULT_ZONE).date());
    let key = |k: Passkey| {
        let used = k.used_at.map(day).unwrap_or_else(|| c.t("accounts-key-never"));
        (k.id, if k.name.is_empty() { c.t("accounts-key") } else { k.name }, day(k.made_at), used)
    };
    let keys = match passkeys::possible(&c.app) {
        Some(_) => Some(passkeys::list(&c.app, &c.actor).await?.into_iter().map(key).collect()),
        None => None,
    };
    let unproven = c.actor.person().is_some_and(|p| p.unproven);
    let query = Form::from_query(&c.query);
    let offered = query.flag("offered");
    let password = passwords::state(&c.app, &c.actor, cookie.as_deref()).await?;
    let password_since = password.and_then(|p| p.since).map(day);
    let password_done = match query.get("password") {
        "set" => Some(c.t("accounts-password-set")),
        "changed" => Some(c.t("accounts-password-changed")),
        "removed" => Some(c.t("accounts-password-removed")),
        _ => None,
    };
    let text = |f: &base::problem::FieldProblem| {
        (f.field.to_string(), c.problem_text(&f.message, &f.args))
    };
    let wrong = refused.iter().flat_map(|p| &p.fields).map(text).collect();
    let status = refused.map_or(200, |problem| problem.kind.status());
    let refused = refused.map(|problem| c.problem_text(&problem.message, &problem.args));
    let ways = federated::ways(&c.app, &c.actor).await?;
    let ways = ways.into_iter().map(|(p, mine)| (p.id, p.name, mine)).collect();
    let page = Account {
        c,
        sessions,
        keys,
        unproven,
        ways,
        offered,
        password,
        password_since,
        password_done: password_done.filter(|_| password.is_some()),
        refused,
        wrong,
    };
    c.html_status(StatusCode::from_u16(status).unwrap_or_default(), &page)
}

async fn end_others(c: Ctx, headers: HeaderMap) -> Handled {
    let cookie = service::cookie(&c.app, &headers);
    service::end_other_sessions(&c.app, &c.actor, cookie.as_deref()).await?;
    Ok(c.see("/account"))
}

async fn sign_out(c: Ctx, State(app): State<App>, headers: HeaderMap) -> Handled {
    if let Some(secret) = service::cookie(&app, &headers) {
        service::sign_out(&app, &secret).await?;
    }
    let mut response = c.see("/");
    set_cookie(&app, &mut response, service::cookie_name(&app), "", 0)?;
    Ok(response)
}

/// Sets a cookie that scripts do not see.
pub(super) fn set_cookie(
    app: &App,
    response: &mut axum::response::Response,
    name: &str,
    value: &str,
    seconds: i64,
) -> Result<(), Problem> {
    let secure = if app.config.base_url.starts_with("https://") { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    let line = HeaderValue::from_str(&line)
        .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?;
    response.headers_mut().append(header::SET_COOKIE, line);
    Ok(())
}

#[derive(Template)]
#[template(path = "accounts/people.html")]
struct PeoplePage<'a> {
    c: &'a Ctx,
    people: Vec<Listed>,
    /// Who asks to be let in, the organisation they picked, and since when.
    requests: Vec<(Request, String, String)>,
    organisations: Vec<(Id, String)>,
    typed: NewPerson,
    errors: Vec<(String, String)>,
    /// What was done, in words, and the link to hand over where there is no mail server.
    done: Option<(String, Option<String>)>,
    administrator: bool,
}

impl PeoplePage<'_> {
    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(f, _)| f == field).map(|(_, text)| text.as_str())
    }

    fn picked(&self, organisation: &Id) -> bool {
        self.typed.role.as_ref().is_some_and(|(id, _)| id == organisation)
    }

    fn picked_role(&self, role: &Role) -> bool {
        self.typed.role.as_ref().is_some_and(|(_, r)| r == role)
    }
}

async fn people(c: Ctx) -> Handled {
    show_people(&c, NewPerson::default(), vec![], None).await
}

async fn show_people(
    c: &Ctx,
    typed: NewPerson,
    errors: Vec<(String, String)>,
    done: Option<(String, Option<String>)>,
) -> Handled {
    let (people, organisations) = service::list_people(&c.app, &c.actor).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let administrator = c.actor.need_administrator().is_ok();
    let name_of = |id: &Id| {
        organisations.iter().find(|(o, _)| o == id).map(|(_, n)| n.clone()).unwrap_or_default()
    };
    let since =
        |seconds: i64| c.long_date(&base::dates::local(seconds, base::dates::DEFAULT_ZONE).date());
    let asked = federated::list(&c.app, &c.actor).await?;
    let requests = asked
        .into_iter()
        .map(|r| (r.clone(), name_of(&r.organisation), since(r.asked_at)))
        .collect();
    let page =
        PeoplePage { c, people, requests, organisations, typed, errors, done, administrator };
    c.html_status(status, &page)
}

async fn invite(c: Ctx, form: Form) -> Handled {
    let organisation = Id::parse(form.get("organisation"));
    let role = organisation.zip(Role::parse(form.get("role")));
    let person = NewPerson {
        name: form.get("name").to_owned(),
        email: form.get("email").to_owned(),
        administrator: form.flag("administrator"),
        role,
    };
    match service::invite(&c.app, &c.actor, person.clone(), c.lang).await {
        Ok((_, path)) => {
            let done = (c.t("accounts-invited"), hand_over(&c, &path));
            show_people(&c, NewPerson::default(), vec![], Some(done)).await
        }
        Err(problem) if !problem.fields.is_empty() => {
            let text = |f: &base::problem::FieldProblem| {
                (f.field.to_string(), c.problem_text(&f.message, &f.args))
            };
            let errors = problem.fields.iter().map(text).collect();
            show_people(&c, person, errors, None).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Without a mail server the administrator hands the link over.
fn hand_over(c: &Ctx, path: &str) -> Option<String> {
    let by_hand = !crate::mail::wanted(&c.app) && c.actor.need_administrator().is_ok();
    by_hand.then(|| c.app.absolute(c.lang, path))
}

pub(super) fn id_of(text: &str) -> Result<Id, Problem> {
    Id::parse(text).ok_or_else(|| Problem::new(base::Kind::NotFound, "problem-not-found"))
}

async fn fresh_link(c: Ctx, Path(id): Path<String>) -> Handled {
    let path = service::link_for(&c.app, &c.actor, &id_of(&id)?, c.lang).await?;
    let done = (c.t("accounts-link-made"), hand_over(&c, &path));
    show_people(&c, NewPerson::default(), vec![], Some(done)).await
}

async fn disable(c: Ctx, Path(id): Path<String>) -> Handled {
    service::disable(&c.app, &c.actor, &id_of(&id)?).await?;
    Ok(c.see("/admin/people"))
}
