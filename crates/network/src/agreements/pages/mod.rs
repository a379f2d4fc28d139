//! Pages of circles, forms and agreements.

mod circles;
mod commitments;
mod documents;
mod edit;
mod forms;

use std::fmt::Debug;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::problem::FieldProblem;
use base::{Id, Kind, Problem};
use jiff::civil::Date;
use site::audit::Entry;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::model::{Agreement, Commitment, Document, FormOfPartnership, Renewal, Status};
use super::service::{self, Listed, Seen};

/// Routes of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/agreements", get(list))
        .route("/agreements/{id}", get(one))
        .merge(edit::routes())
        .merge(documents::routes())
        .merge(commitments::routes())
        .merge(circles::routes())
        .merge(forms::routes())
}

/// Value and text of what can be chosen.
type Options = Vec<(String, String)>;

fn id_of(text: &str) -> Result<Id, Problem> {
    Id::parse(text).ok_or_else(|| Problem::new(Kind::NotFound, "problem-not-found"))
}

/// A date of a form, if one was typed.
fn read_date(form: &Form, name: &str) -> Result<Option<Date>, FieldProblem> {
    let Some(text) = form.some(name) else { return Ok(None) };
    let wrong = || FieldProblem::new(name.to_owned(), "problem-field-date");
    base::dates::read_date(&text).map(Some).ok_or_else(wrong)
}

fn written(date: Option<Date>) -> String {
    date.map(|d| d.to_string()).unwrap_or_default()
}

/// Key of the refusal when somebody else was faster.
const CHANGED: &str = "network-problem-changed";

/// What is shown instead of it where fields are not compared one by one.
fn reworded(mut problem: Problem) -> Problem {
    if problem.message == CHANGED {
        problem.message = "agreements-problem-changed".into();
    }
    problem
}

/// What the form has seen of the record: what it was made of, until it is told of a later one.
fn seen<T: Debug>(t: &Typed<'_>, known: Option<&T>) -> String {
    let told = t.problem.as_ref().is_some_and(|p| p.message == "agreements-problem-changed");
    let before = t.form.some("seen").filter(|_| !told);
    before.or_else(|| known.map(crate::service::mark)).unwrap_or_default()
}

fn with_none(none: String, options: impl IntoIterator<Item = (String, String)>) -> Options {
    std::iter::once((String::new(), none)).chain(options).collect()
}

/// How a status looks.
fn look(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Upcoming => "",
        Status::InForce => "open",
        Status::Expiring => "waiting",
        Status::Expired | Status::EndedEarly => "cancelled",
    }
}

/// A line of the list.
struct Line {
    id: Id,
    title: String,
    parties: String,
    form: String,
    status: Status,
    starts: Option<Date>,
    last: Option<Date>,
    /// When it goes on by itself.
    term: Option<Date>,
}

impl Line {
    fn look(&self) -> &'static str {
        look(self.status)
    }
}

#[derive(Template)]
#[template(path = "agreements/list.html")]
struct List<'a> {
    c: &'a Ctx,
    done: bool,
    to_renew: Vec<Line>,
    current: Vec<Line>,
    over: Vec<Line>,
    may_write: bool,
}

async fn list(c: Ctx) -> Handled {
    let (listed, forms) = service::listed(&c.app, &c.actor).await?;
    let today = site::sealing::today(&c.app);
    let line = |one: &Listed| {
        let a = &one.agreement;
        let form = forms.iter().find(|f| f.id == a.form);
        let names: Vec<&str> = a.parties.iter().map(|p| p.name.as_str()).collect();
        Line {
            id: a.id.clone(),
            title: a.title.clone(),
            parties: names.join(" · "),
            form: form.map_or_else(String::new, |f| f.name(c.lang).to_owned()),
            status: a.status(today),
            starts: a.starts,
            last: a.last_day(),
            term: a.term(today).filter(|_| a.renewal == Renewal::Tacit),
        }
    };
    let to_renew = listed.iter().filter(|l| l.agreement.to_renew(today, l.followed));
    let to_renew = to_renew.map(line).collect();
    let over = |l: &Line| matches!(l.status, Status::Expired | Status::EndedEarly);
    let (over, current): (Vec<_>, Vec<_>) = listed.iter().map(line).partition(over);
    let may_write = c.actor.need_somewhere(Permission::Network).is_ok();
    let done = Form::from_query(&c.query).flag("done");
    c.html(&List { c: &c, done, to_renew, current, over, may_write })
}

/// A line of the history, in words.
struct Event {
    when: String,
    who: String,
    what: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "agreements/one.html")]
struct One<'a> {
    c: &'a Ctx,
    a: &'a Agreement,
    form: &'a FormOfPartnership,
    commitments: &'a [Commitment],
    documents: &'a [Document],
    before: Option<&'a Agreement>,
    after: Option<&'a Agreement>,
    events: Vec<Event>,
    may_change: bool,
    status: Status,
    term: Option<Date>,
    /// Nobody writes a document that renews it yet.
    renewable: bool,
    done: bool,
    /// What is wrong with the file that was sent.
    t: Typed<'a>,
}

impl One<'_> {
    fn look(&self) -> &'static str {
        look(self.status)
    }

    fn asks(&self) -> Vec<&str> {
        self.form.asks(self.c.lang)
    }

    fn gives(&self) -> Vec<&str> {
        self.form.gives(self.c.lang)
    }

    fn is_holder(&self, id: &Id) -> bool {
        self.a.holder.as_ref() == Some(id)
    }

    fn size(&self, document: &Document) -> String {
        let kilobytes = f64::from(document.size) / 1024.0;
        self.c.t1("agreements-kilobytes", "n", self.c.number(&kilobytes.ceil()))
    }

    fn day(&self, at: &i64) -> String {
        self.c.long_date(&base::dates::local(*at, base::dates::DEFAULT_ZONE).date())
    }
}

/// Key of the name of a field, for the history.
fn label(field: &str) -> Option<&'static str> {
    Some(match field {
        "title" => "agreements-title",
        "form" => "agreements-form",
        "parties" => "agreements-parties",
        "holder" => "agreements-holder",
        "signed" => "agreements-signed",
        "starts" => "agreements-starts",
        "ends" => "agreements-ends",
        "renewal" => "agreements-renewal",
        "ended" => "agreements-ended",
        "ended_reason" => "agreements-ended-reason",
        "notes" => "agreements-notes",
        _ => return None,
    })
}

/// What changed, in words: `ends 2018-08-31 → –; notes`.
fn detail(c: &Ctx, e: &Entry) -> String {
    if e.act != site::audit::Act::AgreementChanged {
        return e.detail.clone();
    }
    let part = |part: &str| {
        let (field, rest) = part.split_once(' ').unwrap_or((part, ""));
        let name = label(field).map_or_else(|| field.to_owned(), |key| c.t(key));
        let said = |text: &str| {
            text.parse::<Date>().map_or_else(|_| text.to_owned(), base::dates::short_date)
        };
        match rest.split_once(" → ") {
            Some((was, is)) => {
                let (was, is) = (said(was), said(is));
                c.problem_text("agreements-changed", &[("field", name), ("was", was), ("is", is)])
            }
            None => name,
        }
    };
    e.detail.split("; ").filter(|p| !p.is_empty()).map(part).collect::<Vec<_>>().join(" · ")
}

fn event(c: &Ctx, seen: &Seen, e: &Entry) -> Event {
    let at = base::dates::local(e.at, base::dates::DEFAULT_ZONE);
    let person = e.who.strip_prefix("person/");
    let who = match (person, e.who.as_str()) {
        (Some(id), _) => {
            let known = Id::parse(id).and_then(|id| seen.people.get(&id).cloned());
            known.unwrap_or_else(|| c.t("audit-former"))
        }
        (None, "operator") => c.t("audit-operator"),
        _ => c.t("audit-program"),
    };
    Event {
        when: format!("{}, {}", c.long_date(&at.date()), c.clock_time(&at.time())),
        who,
        what: c.t(e.act.label()),
        detail: detail(c, e),
    }
}

async fn one(c: Ctx, Path(id): Path<String>) -> Handled {
    page(Typed::new(&c, Form::from_query(&c.query)), &id).await
}

/// The page of an agreement, with what is wrong with a file that was sent.
async fn page(t: Typed<'_>, id: &str) -> Handled {
    let c = t.c;
    c.actor.need_somewhere(Permission::Report)?;
    let seen = service::seen(&c.app, &c.actor, &id_of(id)?).await?;
    let today = site::sealing::today(&c.app);
    let page = One {
        c,
        a: &seen.agreement,
        form: &seen.form,
        commitments: &seen.commitments,
        documents: &seen.documents,
        before: seen.before.as_ref(),
        after: seen.after.as_ref(),
        events: seen.history.iter().map(|e| event(c, &seen, e)).collect(),
        may_change: seen.may_change,
        status: seen.agreement.status(today),
        term: seen.agreement.term(today).filter(|_| seen.agreement.renewal == Renewal::Tacit),
        renewable: seen.may_change && seen.after.is_none() && seen.agreement.signed.is_some(),
        done: t.form.flag("done"),
        t,
    };
    c.html_status(page.t.status(), &page)
}
