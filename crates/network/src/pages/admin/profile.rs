//! The form of what an organisation says of itself: offers, needs, links.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::Problem;
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use super::{CHANGED, id_of};
use crate::model::Organisation;
use crate::profile::{Link, MOST_LINKS, Offer, Profile, service};
use crate::service::{cared_organisation, mark};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/admin/organisations/{id}/profile", get(form).post(change))
}

#[derive(Template)]
#[template(path = "admin/profile.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    organisation: Organisation,
    seen: String,
    offers: Vec<(String, String)>,
    /// Numbers of the fields of the links, from 1.
    numbers: Vec<usize>,
}

impl Page<'_> {
    fn field(&self, name: &str, number: &usize) -> String {
        format!("{name}_{number}")
    }
}

fn fields(profile: &Profile) -> Form {
    let mut form = Form::default();
    for (name, offers) in [("offered", &profile.offered), ("needed", &profile.needed)] {
        for offer in offers {
            form.set(name, offer.code());
        }
    }
    for (n, link) in (1..).zip(&profile.links) {
        form.set(&format!("label_{n}"), &link.label);
        form.set(&format!("url_{n}"), &link.url);
    }
    form
}

/// Reads the form; the links are brought together, and counted as they are in the form they go
/// back to.
fn read(form: &Form) -> Profile {
    let offers = |name: &str| {
        let chosen = form.all(name);
        Offer::ALL.iter().filter(|o| chosen.contains(&o.code())).copied().collect()
    };
    let link = |n: usize| {
        let text = |name: &str| form.get(&format!("{name}_{n}")).to_owned();
        let (label, url) = (text("label"), text("url"));
        (!label.is_empty() || !url.is_empty()).then_some(Link { label, url })
    };
    Profile {
        offered: offers("offered"),
        needed: offers("needed"),
        links: (1..=MOST_LINKS).filter_map(link).collect(),
    }
}

fn page(t: Typed<'_>, organisation: Organisation, seen: String) -> Handled {
    let c = t.c;
    let page = Page {
        c,
        seen,
        organisation,
        offers: Offer::ALL.iter().map(|o| (o.code().into(), c.t(o.label()))).collect(),
        numbers: (1..=MOST_LINKS).collect(),
        t,
    };
    c.html_status(page.t.status(), &page)
}

async fn known(c: &Ctx, id: &str) -> Result<(Organisation, Profile), Problem> {
    let organisation = cared_organisation(&c.app, &c.actor, &id_of(id)?).await?;
    let profile = service::cared_profile(&c.app, &c.actor, &organisation.id).await?;
    Ok((organisation, profile))
}

async fn form(c: Ctx, Path(id): Path<String>) -> Handled {
    let (organisation, profile) = known(&c, &id).await?;
    page(Typed::new(&c, fields(&profile)), organisation, mark(&profile))
}

async fn change(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let (organisation, _) = known(&c, &id).await?;
    let wanted = read(&form);
    let told = fields(&wanted);
    let (id, seen) = (&organisation.id, form.some("seen"));
    match service::change_profile(&c.app, &c.actor, id, wanted, seen).await {
        Ok(()) => Ok(c.see(&format!("/partners/{id}?done=1"))),
        Err(mut problem) => {
            let (organisation, profile) = known(&c, id.as_str()).await?;
            let changed = problem.message == CHANGED;
            if changed {
                // There is no field to point at: sent again, what is typed stands.
                problem.message = "offer-problem-changed".into();
            }
            let seen = form.some("seen").filter(|_| !changed);
            let seen = seen.unwrap_or_else(|| mark(&profile));
            page(Typed::new(&c, told).refused(problem)?, organisation, seen)
        }
    }
}
