//! What came of a list, and of those before.

use askama::Template;
use axum::extract::Path;
use site::form::Form;
use site::{Ctx, Handled, Permission};

use super::Uploads;
use super::start::told;
use super::view::{Count, View, asked, counts, view};
use crate::exchange::{self, Sort, Taking};
use crate::pages::id_of;

#[derive(Template)]
#[template(path = "exchange/list.html")]
struct List<'a> {
    c: &'a Ctx,
    source: String,
    takings: Vec<(Taking, String, String)>,
    full: bool,
}

pub(super) async fn list(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let source = Form::from_query(&c.query).some("source");
    let takings = exchange::takings(&c.app, &c.actor, source.as_deref()).await?;
    let full = takings.len() == exchange::MOST_TAKINGS;
    let takings = told(&c, takings).await?;
    c.html(&List { c: &c, source: source.unwrap_or_default(), takings, full })
}

#[derive(Template)]
#[template(path = "exchange/result.html")]
struct One<'a> {
    c: &'a Ctx,
    taking: Taking,
    when: String,
    who: String,
    done: bool,
    counts: [(&'static str, Vec<Count>); 3],
    announced: Option<[(&'static str, Vec<Count>); 3]>,
    /// What is shown: what it is, and its rows.
    shown: Option<(&'static str, &'static str, Vec<View>, bool)>,
    /// The file still waits: the lines that were refused can be had.
    waiting: Option<String>,
    earlier: Option<String>,
    later: Option<String>,
    /// Its rows were erased.
    erased: bool,
}

pub(super) async fn one(c: Ctx, Path(id): Path<String>) -> Handled {
    let form = Form::from_query(&c.query);
    let taking = exchange::taking(&c.app, &c.actor, &id_of(&id)?).await?;
    let base = c.url(&format!("/staff/directory/imports/{id}"));
    let show = form.get("show");
    let page: usize = form.get("page").parse().unwrap_or(0);
    let (mut shown, mut later) = (None, None);
    if let Some(what) = asked(show) {
        let rows = exchange::rows_of(&c.app, &c.actor, &taking.id, what, page).await?;
        let (of, did) = what.map_or((Sort::Entry, "exchange-kept"), |(of, did)| (of, did.label()));
        if rows.len() == exchange::PAGE {
            later = Some(format!("{base}?show={show}&page={}#rows", page + 1));
        }
        let views = rows.iter().map(|row| view(&c, row)).collect();
        shown = Some((of.label(), did, views, of == Sort::Line));
    }
    let key = form.get("file");
    let waits = Uploads::of(&c.app)?.kept(&c, key).is_ok_and(|f| f.what.source == taking.source);
    let file = |end: &str| c.url(&format!("/staff/directory/import/{key}/{end}"));
    let waiting = (waits && taking.tally.refused > 0).then(|| file("refused.csv"));
    let with = |code: &str| format!("{base}?show={code}#rows");
    let told = told(&c, vec![taking]).await?.pop();
    let (taking, when, who) = told.ok_or_else(crate::service::not_found)?;
    let earlier = page.checked_sub(1).map(|page| format!("{base}?show={show}&page={page}#rows"));
    let page = One {
        done: form.flag("done"),
        counts: counts(&taking.tally, with),
        announced: taking.announced.as_ref().map(|tally| counts(tally, |_| String::new())),
        erased: c.app.clock.seconds() - taking.at > exchange::KEPT_SECONDS,
        shown,
        waiting,
        earlier,
        later,
        taking,
        when,
        who,
        c: &c,
    };
    c.html(&page)
}
