//! Forms of themes.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Id, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use super::{DONE, beside, id_of, seen};
use crate::model::Theme;
use crate::service::{self, Thing};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/themes/new", get(new_theme).post(create_theme))
        .route("/admin/themes/{id}", get(theme).post(change_theme))
        .route("/admin/themes/{id}/remove", post(remove_theme))
}

#[derive(Template)]
#[template(path = "admin/theme.html")]
struct ThemePage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    heading: String,
    action: String,
    /// Mark of what the form has seen; empty for a new one.
    seen: String,
    known: bool,
}

fn fields_of_theme(t: &Theme) -> Form {
    let mut form = Form::default();
    form.set("name_fr", &t.name_fr);
    form.set("name_en", &t.name_en);
    form.set("position", t.position.to_string());
    form
}

fn read_theme(id: Id, form: &Form) -> Theme {
    Theme {
        id,
        name_fr: form.get("name_fr").to_owned(),
        name_en: form.get("name_en").to_owned(),
        // What is no number is refused by the rule on positions.
        position: form.some("position").map_or(0, |text| text.parse().unwrap_or(-1)),
    }
}

fn theme_page(t: Typed<'_>, known: Option<&Theme>) -> Handled {
    let c = t.c;
    let page = ThemePage {
        heading: known.map_or_else(|| c.t("network-new-theme"), |t| t.name(c.lang).to_owned()),
        action: known
            .map_or_else(|| "/admin/themes/new".to_owned(), |t| format!("/admin/themes/{}", t.id)),
        seen: seen(&t, known),
        known: known.is_some(),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn cared_theme(c: &Ctx, id: &str) -> Result<Theme, Problem> {
    c.actor.need_administrator()?;
    service::cared_theme(&c.app, &c.actor, &id_of(id)?).await
}

async fn new_theme(c: Ctx) -> Handled {
    c.actor.need_administrator()?;
    theme_page(Typed::new(&c, fields_of_theme(&Theme::blank())), None)
}

async fn create_theme(c: Ctx, form: Form) -> Handled {
    match service::write_theme(&c.app, &c.actor, read_theme(Id::new(), &form)).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => theme_page(Typed::new(&c, form).refused(problem)?, None),
    }
}

async fn theme(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_theme(&c, &id).await?;
    theme_page(Typed::new(&c, fields_of_theme(&known)), Some(&known))
}

async fn change_theme(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = cared_theme(&c, &id).await?;
    let wanted = read_theme(known.id.clone(), &form);
    match service::change_theme(&c.app, &c.actor, wanted, form.some("seen")).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => {
            let known = cared_theme(&c, &id).await?;
            let problem = beside(&c, problem, &form, &fields_of_theme(&known));
            theme_page(Typed::new(&c, form).refused(problem)?, Some(&known))
        }
    }
}

async fn remove_theme(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared_theme(&c, &id).await?;
    match service::remove(&c.app, &c.actor, Thing::Theme, &known.id).await {
        Ok(()) => Ok(c.see(DONE)),
        Err(problem) => {
            theme_page(Typed::new(&c, fields_of_theme(&known)).refused(problem)?, Some(&known))
        }
    }
}
