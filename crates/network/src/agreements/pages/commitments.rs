//! What was promised, and typing in what came of it.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{Id, Kind, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::{Options, id_of, reworded, seen, with_none};
use crate::agreements::model::{
    Agreement, Commitment, CommitmentKind, Counting, Figure, MOST_COMMITMENTS, YearKind,
};
use crate::agreements::service::{self, Promised};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agreements/{id}/commitments", get(commitments).post(change))
        .route("/agreements/{id}/figures", get(figures).post(type_in))
}

#[derive(Template)]
#[template(path = "agreements/commitments.html")]
struct Page<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    a: &'a Agreement,
    seen: String,
    parties: Options,
    kinds: Options,
    years: Options,
    countings: Options,
    /// Numbers of the fields, from 1.
    numbers: Vec<usize>,
}

impl Page<'_> {
    fn field(&self, name: &str, number: &usize) -> String {
        format!("{name}_{number}")
    }
}

async fn cared(c: &Ctx, id: &str) -> Result<Promised, Problem> {
    c.actor.need_somewhere(Permission::Network)?;
    let (actor, id) = (c.actor.clone(), id_of(id)?);
    let promised = c.app.db.read(move |tx| service::promised(tx, &actor, &id)).await?;
    let parties = &promised.agreement.parties;
    if !parties.iter().any(|p| c.actor.can(Permission::Network, &p.id)) {
        for party in parties.iter().take(1) {
            c.actor.need(Permission::Network, &party.id)?;
        }
    }
    Ok(promised)
}

fn fields(all: &[Commitment]) -> Form {
    let mut form = Form::default();
    for (n, one) in (1..).zip(all) {
        form.set(&format!("id_{n}"), one.id.as_str());
        form.set(&format!("organisation_{n}"), one.organisation.as_str());
        form.set(&format!("kind_{n}"), one.kind.code());
        form.set(&format!("per_year_{n}"), one.per_year.map(|n| n.to_string()).unwrap_or_default());
        form.set(&format!("year_{n}"), one.year.code());
        form.set(&format!("counting_{n}"), one.counting.code());
        form.set(&format!("text_{n}"), &one.text);
    }
    form
}

/// Reads what was promised; lines in which nobody promises anything are left out.
fn read(form: &Form) -> Vec<Commitment> {
    let one = |n: usize| {
        let text = |name: &str| form.get(&format!("{name}_{n}"));
        let organisation = Id::parse(text("organisation"))?;
        let per_year = form.some(&format!("per_year_{n}"));
        Some(Commitment {
            id: Id::parse(text("id")).unwrap_or_default(),
            organisation,
            name: String::new(),
            kind: CommitmentKind::parse(text("kind")).unwrap_or(CommitmentKind::Other),
            // What is no number is refused as one out of bounds is.
            per_year: per_year.map(|text| text.parse().unwrap_or(0)),
            year: YearKind::parse(text("year")).unwrap_or(YearKind::Calendar),
            counting: Counting::parse(text("counting")).unwrap_or(Counting::With),
            text: text("text").to_owned(),
        })
    };
    (1..=MOST_COMMITMENTS).filter_map(one).collect()
}

/// The same fields numbered without gaps, as they are checked.
fn closed_up(form: &Form) -> Form {
    let mut closed = fields(&read(form));
    if let Some(seen) = form.some("seen") {
        closed.set("seen", seen);
    }
    // What was typed for a number stays as it was typed.
    let typed =
        (1..=MOST_COMMITMENTS).filter(|n| !form.get(&format!("organisation_{n}")).is_empty());
    for (n, from) in (1..).zip(typed) {
        let name = format!("per_year_{n}");
        let kept = form.get(&format!("per_year_{from}")).to_owned();
        closed = Form::from_query(&closed.query_without(&[&name]));
        closed.set(&name, kept);
    }
    closed
}

fn page(t: Typed<'_>, promised: &Promised) -> Handled {
    let c = t.c;
    let filled = t.form.iter().filter(|(name, _)| name.starts_with("organisation_")).count();
    let parties = promised.agreement.parties.iter().map(|p| (p.id.to_string(), p.name.clone()));
    let page = Page {
        a: &promised.agreement,
        seen: seen(&t, Some(&promised.commitments)),
        parties: with_none(c.t("agreements-none"), parties),
        kinds: CommitmentKind::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))).collect(),
        years: YearKind::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))).collect(),
        countings: Counting::ALL.iter().map(|k| (k.code().into(), c.t(k.label()))).collect(),
        numbers: (1..=(filled + 2).min(MOST_COMMITMENTS)).collect(),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn commitments(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared(&c, &id).await?;
    page(Typed::new(&c, fields(&known.commitments)), &known)
}

async fn change(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = cared(&c, &id).await?;
    let (agreement, seen) = (known.agreement.id.clone(), form.some("seen"));
    let done = service::write_commitments(&c.app, &c.actor, &agreement, read(&form), seen).await;
    match done {
        Ok(()) => Ok(c.see(&format!("/agreements/{agreement}?done=1#commitments"))),
        Err(problem) => {
            let known = cared(&c, &id).await?;
            page(Typed::new(&c, closed_up(&form)).refused(reworded(problem))?, &known)
        }
    }
}

#[derive(Template)]
#[template(path = "agreements/figures.html")]
struct FiguresPage<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    a: &'a Agreement,
    /// What can be typed: of which commitment, in which year.
    choices: Options,
    /// What was typed: of what, in which year, how many, when.
    typed: Vec<(String, String, u32, String)>,
}

/// A commitment, in one line.
fn said(c: &Ctx, one: &Commitment) -> String {
    let what = if one.text.is_empty() { c.t(one.kind.label()) } else { one.text.clone() };
    c.t2("agreements-promise", "who", &one.name, "what", what)
}

fn figures_page(t: Typed<'_>, promised: &Promised) -> Handled {
    let c = t.c;
    let today = site::sealing::today(&c.app);
    let uncounted = promised.commitments.iter().filter(|one| !one.kind.counted());
    let choices = uncounted.flat_map(|one| {
        let years = one.years(&promised.agreement, today);
        let line = said(c, one);
        let choice = move |year: crate::agreements::model::Year| {
            (format!("{}.{}", one.id, year.begins), format!("{} – {line}", year.name()))
        };
        years.into_iter().map(choice)
    });
    let line = |f: &Figure| {
        let one = promised.commitments.iter().find(|one| one.id == f.commitment)?;
        let year = crate::agreements::model::Year { kind: one.year, begins: f.year };
        let when = base::dates::local(f.typed_at, base::dates::DEFAULT_ZONE).date();
        Some((said(c, one), year.name(), f.done, c.long_date(&when)))
    };
    let page = FiguresPage {
        a: &promised.agreement,
        choices: choices.collect(),
        typed: promised.figures.iter().filter_map(line).collect(),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn figures(c: Ctx, Path(id): Path<String>) -> Handled {
    let known = cared(&c, &id).await?;
    figures_page(Typed::new(&c, Form::from_query(&c.query)), &known)
}

async fn type_in(c: Ctx, Path(id): Path<String>, form: Form) -> Handled {
    let known = cared(&c, &id).await?;
    let wrong = |field: &'static str, message: &'static str| {
        Problem::new(Kind::Invalid, "problem-form").field(field, message)
    };
    let chosen = form.get("commitment").split_once('.');
    let chosen = chosen.and_then(|(id, year)| Some((Id::parse(id)?, year.parse::<i16>().ok()?)));
    let done = form.some("done").map(|text| text.parse::<u32>());
    let number = matches!(done, None | Some(Ok(0..=9_999)));
    let written = match (chosen, done) {
        (None, _) => Err(wrong("commitment", "agreements-problem-counted")),
        _ if !number => Err(wrong("done", "agreements-problem-figure")),
        (Some((commitment, year)), done) => {
            let (agreement, done) = (&known.agreement.id, done.and_then(Result::ok));
            service::type_figure(&c.app, &c.actor, agreement, &commitment, year, done).await
        }
    };
    match written {
        Ok(()) => Ok(c.see(&format!("/agreements/{}/figures?saved=1", known.agreement.id))),
        Err(problem) => figures_page(Typed::new(&c, form).refused(problem)?, &known),
    }
}
