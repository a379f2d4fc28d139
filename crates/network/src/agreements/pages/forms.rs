//! Forms of partnership: read by professionals, written by administrators.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{Id, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};

use super::{Options, id_of, reworded, seen};
use crate::agreements::model::FormOfPartnership;
use crate::agreements::service;
use crate::model::PartnershipForm;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agreements/forms", get(forms))
        .route("/agreements/forms/new", get(new).post(create))
        .route("/agreements/forms/{id}", get(edit).post(change))
}

#[derive(Template)]
#[template(path = "agreements/forms.html")]
struct List<'a> {
    c: &'a Ctx,
    forms: Vec<FormOfPartnership>,
    administrator: bool,
    done: bool,
}

impl List<'_> {
    fn name<'f>(&self, form: &'f FormOfPartnership) -> &'f str {
        form.name(self.c.lang)
    }

    fn asks<'f>(&self, form: &'f FormOfPartnership) -> Vec<&'f str> {
        form.asks(self.c.lang)
    }

    fn gives<'f>(&self, form: &'f FormOfPartnership) -> Vec<&'f str> {
        form.gives(self.c.lang)
    }
}

async fn forms(c: Ctx) -> Handled {
    let forms = service::forms(&c.app, &c.actor).await?;
    let administrator = c.actor.need_administrator().is_ok();
    let done = Form::from_query(&c.query).flag("saved");
    c.html(&List { c: &c, forms, administrator, done })
}

#[derive(Template)]
#[template(path = "agreements/form.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    heading: String,
    action: String,
    seen: String,
    kinds: Options,
}

fn fields(f: &FormOfPartnership) -> Form {
    let mut form = Form::default();
    form.set("name_fr", &f.name_fr);
    form.set("name_en", &f.name_en);
    form.set("counts_as", f.counts_as.code());
    form.set("asks_fr", &f.asks_fr);
    form.set("asks_en", &f.asks_en);
    form.set("gives_fr", &f.gives_fr);
    form.set("gives_en", &f.gives_en);
    form.set("position", f.position.to_string());
    form
}

fn read(id: Id, form: &Form) -> FormOfPartnership {
    let text = |name: &str| form.get(name).replace("\r\n", "\n");
    FormOfPartnership {
        id,
        name_fr: text("name_fr"),
        name_en: text("name_en"),
        counts_as: PartnershipForm::parse(form.get("counts_as"))
            .unwrap_or(PartnershipForm::Partner),
        asks_fr: text("asks_fr"),
        asks_en: text("asks_en"),
        gives_fr: text("gives_fr"),
        gives_en: text("gives_en"),
        // What is no number is refused by the rule on positions.
        position: form.some("position").map_or(0, |text| text.parse().unwrap_or(-1)),
    }
}

fn page(t: Typed<'_>, known: Option<&FormOfPartnership>) -> Handled {
    let c = t.c;
    let page = Page {
        heading: known.map_or_else(|| c.t("agreements-new-form"), |f| f.name(c.lang).to_owned()),
        action: known.map_or_else(
            || "/agreements/forms/new".to_owned(),
            |f| format!("/agreements/forms/{}", f.id),
        ),
        seen: seen(&t, known),
        kinds: PartnershipForm::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))).collect(),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn new(c: Ctx) -> Handled {
    c.actor.need_administrator()?;
    page(Typed::new(&c, fields(&FormOfPartnership::blank())), None)
}

async fn create(c: Ctx, form: Form) -> Handled {
    match service::write_form(&c.app, &c.actor, read(Id::new(), &form)).await {
        Ok(()) => Ok(c.see("/agreements/forms?saved=1")),
        Err(problem) => page(Typed::new(&c, form).refused(problem)?, None),
    }
}

async fn known(c: &Ctx, id: &str) -> Result<FormOfPartnership, Problem> {
    c.actor.need_administrator()?;
    service::form(&c.app, &c.actor, &id_of(id)?).await
}

async fn edit(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = known(&c, &id).await?;
    page(Typed::new(&c, fields(&known)), Some(&known))
}

async fn change(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let wanted = read(known(&c, &id).await?.id, &form);
    match service::change_form(&c.app, &c.actor, wanted, form.some("seen")).await {
        Ok(()) => Ok(c.see("/agreements/forms?saved=1")),
        Err(problem) => {
            let known = known(&c, &id).await?;
            page(Typed::new(&c, form).refused(reworded(problem))?, Some(&known))
        }
    }
}
