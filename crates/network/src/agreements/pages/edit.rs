//! Writing an agreement down, and changing it.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::problem::FieldProblem;
use base::{Id, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::{Options, id_of, read_date, reworded, seen, with_none, written};
use crate::agreements::model::{Agreement, MOST_PARTIES, Party, Renewal};
use crate::agreements::service;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agreements/new", get(new).post(create))
        .route("/agreements/{id}/edit", get(edit).post(change))
        .route("/agreements/{id}/remove", post(remove))
}

#[derive(Template)]
#[template(path = "agreements/edit.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    heading: String,
    action: String,
    back: String,
    /// Mark of what the form has seen; empty for a new one.
    seen: String,
    forms: Options,
    organisations: Options,
    renewals: Options,
    /// Numbers of the fields of the parties, from 1.
    numbers: Vec<usize>,
    /// It was signed: it can be ended before its time.
    signed: bool,
    /// Nothing holds it back from being removed.
    removable: bool,
}

impl Page<'_> {
    fn party(&self, number: &usize) -> String {
        format!("party_{number}")
    }
}

fn fields(a: &Agreement) -> Form {
    let mut form = Form::default();
    form.set("title", &a.title);
    form.set("form", a.form.as_str());
    for (n, party) in (1..).zip(&a.parties) {
        form.set(&format!("party_{n}"), party.id.as_str());
    }
    form.set("holder", a.holder.as_ref().map(Id::as_str).unwrap_or_default());
    form.set("signed", written(a.signed));
    form.set("starts", written(a.starts));
    form.set("ends", written(a.ends));
    form.set("renewal", a.renewal.code());
    if a.renewal_months > 0 {
        form.set("renewal_months", a.renewal_months.to_string());
    }
    form.set("notes", &a.notes);
    form.set("ended", written(a.ended));
    form.set("ended_reason", &a.ended_reason);
    form.set("follows", a.follows.as_ref().map(Id::as_str).unwrap_or_default());
    form
}

fn read(id: Id, form: &Form) -> Result<Agreement, Problem> {
    let mut wrong: Vec<FieldProblem> = vec![];
    let mut date = |name| {
        read_date(form, name).unwrap_or_else(|e| {
            wrong.push(e);
            None
        })
    };
    let (signed, starts) = (date("signed"), date("starts"));
    let (ends, ended) = (date("ends"), date("ended"));
    Problem::from_fields(wrong)?;
    let parties = (1..=MOST_PARTIES).filter_map(|n| Id::parse(form.get(&format!("party_{n}"))));
    let renewal = Renewal::parse(form.get("renewal")).unwrap_or(Renewal::None);
    // What is no number is refused by the rule on months.
    let months = form.some("renewal_months").map_or(0, |text| text.parse().unwrap_or(u32::MAX));
    Ok(Agreement {
        title: form.get("title").to_owned(),
        parties: parties.map(|id| Party { id, name: String::new() }).collect(),
        holder: Id::parse(form.get("holder")),
        signed,
        starts,
        ends,
        renewal,
        renewal_months: if renewal == Renewal::Tacit { months } else { 0 },
        ended,
        ended_reason: form.get("ended_reason").to_owned(),
        notes: form.get("notes").to_owned(),
        follows: Id::parse(form.get("follows")),
        id,
        form: Id::parse(form.get("form")).unwrap_or_default(),
    })
}

async fn page(t: Typed<'_>, known: Option<&Agreement>) -> Handled {
    let c = t.c;
    let forms = service::forms(&c.app, &c.actor).await?;
    let members = c.app.db.read(crate::service::organisations).await.map_err(site::Error::store)?;
    let organisations = members.into_iter().map(|o| (o.id.to_string(), o.name));
    let filled = (1..=MOST_PARTIES).filter(|n| !t.form.get(&format!("party_{n}")).is_empty());
    let most = (filled.count() + 2).clamp(4, MOST_PARTIES);
    let page = Page {
        heading: known.map_or_else(|| c.t("agreements-new"), |a| a.title.clone()),
        action: known
            .map_or_else(|| "/agreements/new".to_owned(), |a| format!("/agreements/{}/edit", a.id)),
        back: known.map_or_else(|| "/agreements".to_owned(), |a| format!("/agreements/{}", a.id)),
        seen: seen(&t, known),
        forms: forms.iter().map(|f| (f.id.to_string(), f.name(c.lang).to_owned())).collect(),
        organisations: with_none(c.t("agreements-none"), organisations),
        renewals: Renewal::ALL.iter().map(|r| (r.code().into(), c.t(r.label()))).collect(),
        numbers: (1..=most).collect(),
        signed: known.is_some_and(|a| a.signed.is_some()),
        removable: known.is_some_and(|a| a.signed.is_none()),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

/// The form of a new agreement; of one that renews another it begins as that one ended.
async fn new(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let asked = Form::from_query(&c.query);
    let mut wanted = Agreement::blank(Id::default());
    if let Some(before) = asked.some("follows") {
        let before = service::seen(&c.app, &c.actor, &id_of(&before)?).await?.agreement;
        let today = site::sealing::today(&c.app);
        let last = before.term(today).or_else(|| before.last_day());
        wanted = Agreement {
            id: wanted.id,
            signed: None,
            starts: last.and_then(|day| day.tomorrow().ok()),
            ends: None,
            ended: None,
            ended_reason: String::new(),
            notes: String::new(),
            follows: Some(before.id.clone()),
            ..before
        };
    }
    page(Typed::new(&c, fields(&wanted)), None).await
}

async fn create(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let done = match read(Id::new(), &form) {
        Ok(wanted) => service::write(&c.app, &c.actor, wanted).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(id) => Ok(c.see(&format!("/agreements/{id}?done=1"))),
        Err(problem) => page(Typed::new(&c, form).refused(problem)?, None).await,
    }
}

/// An agreement that the actor may change.
async fn cared(c: &Ctx, id: &str) -> Result<Agreement, Problem> {
    c.actor.need_somewhere(Permission::Network)?;
    let seen = service::seen(&c.app, &c.actor, &id_of(id)?).await?;
    if !seen.may_change {
        // Said in the words of whoever refuses: a role here, none elsewhere.
        for party in seen.agreement.parties.iter().take(1) {
            c.actor.need(Permission::Network, &party.id)?;
        }
    }
    Ok(seen.agreement)
}

async fn edit(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared(&c, &id).await?;
    page(Typed::new(&c, fields(&known)), Some(&known)).await
}

async fn change(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = cared(&c, &id).await?;
    let done = match read(known.id.clone(), &form) {
        Ok(wanted) => service::change(&c.app, &c.actor, wanted, form.some("seen")).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(id) => Ok(c.see(&format!("/agreements/{id}?done=1"))),
        Err(problem) => {
            let known = cared(&c, &id).await?;
            page(Typed::new(&c, form).refused(reworded(problem))?, Some(&known)).await
        }
    }
}

async fn remove(c: Ctx, Path(id): Path<String>) -> Handled {
    service::remove(&c.app, &c.actor, &id_of(&id)?).await?;
    Ok(c.see("/agreements?done=1"))
}
