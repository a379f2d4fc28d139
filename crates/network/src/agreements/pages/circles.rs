//! Who stands in which circle of which centre.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Problem};
use jiff::civil::Date;
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::{Options, id_of, read_date, reworded, seen, with_none, written};
use crate::agreements::model::{Bond, Relation};
use crate::agreements::service;
use crate::model::Circle;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agreements/circles", get(circles).post(add))
        .route("/agreements/circles/{id}", get(edit).post(change))
        .route("/agreements/circles/{id}/remove", post(remove))
}

/// A centre with what stands around it, circle by circle.
struct Centre {
    id: Id,
    name: String,
    /// The actor draws its circles.
    own: bool,
    circles: Vec<(&'static str, Vec<Relation>)>,
}

#[derive(Template)]
#[template(path = "agreements/circles.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    centres: Vec<Centre>,
    members: Options,
    around: Options,
    bonds: Options,
    today: Date,
}

fn bonds(c: &Ctx) -> Options {
    Bond::ALL.iter().map(|b| (b.code().to_owned(), c.t(b.label()))).collect()
}

async fn page(t: Typed<'_>) -> Handled {
    let c = t.c;
    let all = service::circles(&c.app, &c.actor).await?;
    let mut centres: Vec<Centre> = vec![];
    for relation in all.relations {
        if centres.last().is_none_or(|centre| centre.id != relation.with) {
            centres.push(Centre {
                id: relation.with.clone(),
                name: relation.with_name.clone(),
                own: c.actor.can(Permission::Network, &relation.with),
                circles: Circle::ALL.iter().map(|one| (one.label(), vec![])).collect(),
            });
        }
        let at = Circle::ALL.iter().position(|one| *one == relation.bond.circle());
        if let (Some(centre), Some(at)) = (centres.last_mut(), at) {
            centre.circles[at].1.push(relation);
        }
    }
    for centre in &mut centres {
        centre.circles.retain(|(_, relations)| !relations.is_empty());
    }
    let options = |all: Vec<(Id, String)>| all.into_iter().map(|(id, name)| (id.to_string(), name));
    let page = Page {
        centres,
        members: with_none(c.t("agreements-none"), options(all.members)),
        around: options(all.centres).collect(),
        bonds: bonds(c),
        today: site::sealing::today(&c.app),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

fn read(id: Id, form: &Form) -> Result<Relation, Problem> {
    let (since, until) = (read_date(form, "since"), read_date(form, "until"));
    let mut wrong = vec![];
    wrong.extend(since.clone().err());
    wrong.extend(until.clone().err());
    let organisation = Id::parse(form.get("organisation"));
    let with = Id::parse(form.get("with"));
    for (field, id) in [("organisation", &organisation), ("with", &with)] {
        if id.is_none() {
            wrong.push(base::problem::FieldProblem::new(field, "problem-field-required"));
        }
    }
    Problem::from_fields(wrong)?;
    Ok(Relation {
        id,
        organisation: organisation.unwrap_or_default(),
        name: String::new(),
        with: with.unwrap_or_default(),
        with_name: String::new(),
        bond: Bond::parse(form.get("bond")).unwrap_or(Bond::Second),
        since: since.unwrap_or_default(),
        until: until.unwrap_or_default(),
    })
}

async fn circles(c: Ctx) -> Handled {
    page(Typed::new(&c, Form::from_query(&c.query))).await
}

async fn add(c: Ctx, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let done = match read(Id::new(), &form) {
        Ok(wanted) => service::write_relation(&c.app, &c.actor, wanted).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Ok(c.see("/agreements/circles?saved=1")),
        Err(problem) => page(Typed::new(&c, form).refused(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "agreements/circle.html")]
struct EditPage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    r: &'a Relation,
    seen: String,
    bonds: Options,
}

fn edit_page(t: Typed<'_>, known: &Relation) -> Handled {
    let c = t.c;
    let page = EditPage { seen: seen(&t, Some(known)), bonds: bonds(c), r: known, t, c };
    c.html_status(page.t.status(), &page)
}

async fn edit(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let known = service::relation(&c.app, &c.actor, &id_of(&id)?).await?;
    let mut form = Form::default();
    form.set("bond", known.bond.code());
    form.set("since", written(known.since));
    form.set("until", written(known.until));
    edit_page(Typed::new(&c, form), &known)
}

async fn change(c: Ctx, Path(id): Path<String>, mut form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let known = service::relation(&c.app, &c.actor, &id_of(&id)?).await?;
    form.set("organisation", known.organisation.as_str());
    form.set("with", known.with.as_str());
    let done = match read(known.id.clone(), &form) {
        Ok(wanted) => service::change_relation(&c.app, &c.actor, wanted, form.some("seen")).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Ok(c.see("/agreements/circles?saved=1")),
        Err(problem) => {
            let known = service::relation(&c.app, &c.actor, &known.id).await?;
            edit_page(Typed::new(&c, form).refused(reworded(problem))?, &known)
        }
    }
}

async fn remove(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    service::remove_relation(&c.app, &c.actor, &id_of(&id)?).await?;
    Ok(c.see("/agreements/circles?saved=1"))
}
