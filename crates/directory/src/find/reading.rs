//! From an address to a question. What is not understood is refused, with what is accepted: nothing of
//! it is left aside in silence.

use base::{Id, Problem, problem::FieldProblem};
use inclusion::Language;
use site::App;
use site::form::Form;
use territory::Zone;

use super::ask::Asked;
use super::documents;
use crate::model::{EntryKind, Public};
use crate::themes;

/// Results on a page.
pub(super) const PAGE: usize = 10;
/// Most results that a program asks for at once.
pub(super) const MOST: usize = 50;
/// Results that may be left out: further down nothing answers any more.
pub(super) const MOST_LEFT_OUT: usize = 1_000;
/// Longest question, in characters.
pub(super) const MOST_CHARACTERS: usize = 300;
/// Territories one chooses from.
const CHOICES: usize = 12;
/// A theme, as an example of its code.
const A_THEME: &str = "numerique--acceder-a-des-services-en-ligne";

/// A yes or a no, as forms and programs say it.
const FLAGS: [&str; 8] = ["1", "on", "true", "yes", "0", "off", "false", "no"];

/// The kinds of what is found.
pub(super) fn kinds() -> Vec<&'static str> {
    let own = EntryKind::ALL.iter().map(|k| k.code());
    own.chain([documents::SESSION, documents::ORGANISATION]).collect()
}

/// A parameter whose value is not accepted.
fn refused(
    field: &'static str,
    message: &'static str,
    args: &[(&'static str, String)],
) -> FieldProblem {
    let mut problem = FieldProblem::new(field, message);
    problem.args = args.to_vec();
    problem.args.push(("name", field.to_owned()));
    problem
}

/// The territory that somebody typed into a field or that an address holds; `None`: nothing was
/// typed. Those that may be meant, where that is not certain, stand in `choices`.
pub(crate) fn zone_of(
    typed: &str,
    field: &'static str,
    choices: &mut Vec<Zone>,
) -> Result<Option<Zone>, FieldProblem> {
    if typed.is_empty() {
        return Ok(None);
    }
    let refused = |key| {
        let mut problem = FieldProblem::new(field, key);
        problem.args.push(("typed", typed.to_owned()));
        problem
    };
    if typed.chars().count() > MOST_CHARACTERS {
        return Err(refused("search-problem-where"));
    }
    let found = Zone::parse(typed).map_or_else(|| Zone::asked(typed, CHOICES), |zone| vec![zone]);
    match found.as_slice() {
        [one] => Ok(Some(*one)),
        [] => Err(refused("search-problem-where")),
        several => {
            choices.extend_from_slice(several);
            Err(refused("find-problem-which"))
        }
    }
}

/// The values of a parameter that may be one of these; the first other one is a problem.
fn known(
    form: &Form,
    name: &'static str,
    accepted: &[&str],
    wrong: &mut Vec<FieldProblem>,
) -> Vec<String> {
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        form.all(name).into_iter().partition(|v| accepted.contains(v));
    if let Some(unknown) = unknown.first() {
        let args = [("typed", (*unknown).to_owned()), ("accepted", accepted.join(", "))];
        wrong.push(refused(name, "find-problem-choice", &args));
    }
    known.into_iter().map(str::to_owned).collect()
}

/// A number between two others, if one was given.
pub(super) fn number(
    form: &Form,
    name: &'static str,
    (least, most): (usize, usize),
) -> Result<Option<usize>, FieldProblem> {
    let Some(typed) = form.some(name) else { return Ok(None) };
    let number = typed.parse().ok().filter(|n| (least..=most).contains(n));
    number.map(Some).ok_or_else(|| {
        let args = [("typed", typed), ("least", least.to_string()), ("most", most.to_string())];
        refused(name, "find-problem-number", &args)
    })
}

/// What a program asks that this address does not know, or asks twice though it counts once.
pub(super) fn strangers(
    form: &Form,
    accepted: &[&'static str],
    once: &[&'static str],
) -> Vec<FieldProblem> {
    let unknown = form.iter().find(|(name, _)| !accepted.contains(name)).map(|(name, _)| {
        let mut problem = FieldProblem::new(name.to_owned(), "find-problem-unknown");
        problem.args = vec![("name", name.to_owned()), ("accepted", accepted.join(", "))];
        problem
    });
    let again = once.iter().copied().filter(|name| form.all(name).len() > 1);
    unknown.into_iter().chain(again.map(|name| refused(name, "find-problem-once", &[]))).collect()
}

fn nobody(typed: &str) -> FieldProblem {
    refused("organisation", "find-problem-organisation", &[("typed", typed.to_owned())])
}

/// Name of the organisation whose entries are asked for; one that nobody knows is refused.
pub(crate) async fn named(app: &App, asked: &Asked) -> Result<Option<String>, Problem> {
    let Some(id) = asked.organisation.clone() else { return Ok(None) };
    let typed = id.to_string();
    let found = app.db.read(move |tx| network::service::organisation(tx, &id)).await?;
    if found.is_none() {
        Problem::from_fields(vec![nobody(&typed)])?;
    }
    Ok(found.map(|organisation| organisation.name))
}

/// Reads a question; which territories were meant, where that is not certain, stands in `choices`.
pub(crate) fn read(form: &Form, choices: &mut Vec<Zone>) -> Result<Asked, Problem> {
    let mut wrong = vec![];
    for name in ["q", "where"] {
        if form.get(name).chars().count() > MOST_CHARACTERS {
            let mut problem = FieldProblem::new(name, "search-problem-long");
            problem.args.push(("most", MOST_CHARACTERS.to_string()));
            wrong.push(problem);
        }
    }
    let mut near = None;
    if wrong.is_empty() {
        match zone_of(form.get("where"), "where", choices) {
            Ok(zone) => near = zone,
            Err(problem) => wrong.push(problem),
        }
    }
    known(form, "remote", &FLAGS, &mut wrong);
    known(form, "open", &FLAGS, &mut wrong);
    known(form, "easy", &FLAGS, &mut wrong);
    known(form, "step_free", &FLAGS, &mut wrong);
    known(form, "job", &["no"], &mut wrong);
    let kinds = known(form, "kind", &kinds(), &mut wrong);
    let publics: Vec<&str> = Public::ALL.iter().map(|p| p.code()).collect();
    let publics = known(form, "public", &publics, &mut wrong);
    let languages: Vec<&str> = Language::all().map(Language::code).collect();
    let languages = known(form, "language", &languages, &mut wrong);
    let wanted: Vec<String> = form.all("theme").into_iter().map(str::to_owned).collect();
    if let Some(unknown) = wanted.iter().find(|code| !themes::known(code)) {
        let args = [("typed", unknown.clone()), ("example", A_THEME.to_owned())];
        wrong.push(refused("theme", "find-problem-theme", &args));
    }
    let organisation = form.some("organisation");
    let owner = organisation.as_deref().and_then(Id::parse);
    if let (Some(typed), None) = (&organisation, &owner) {
        wrong.push(nobody(typed));
    }
    let offset = number(form, "from", (0, MOST_LEFT_OUT)).unwrap_or_else(|problem| {
        wrong.push(problem);
        None
    });
    Problem::from_fields(wrong)?;
    Ok(Asked {
        text: form.get("q").to_owned(),
        near,
        kinds,
        themes: wanted,
        publics,
        remote: form.flag("remote"),
        language: languages.into_iter().next(),
        step_free: form.flag("step_free"),
        organisation: owner,
        open: form.flag("open"),
        limit: PAGE,
        offset: offset.unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_a_theme_is_one() {
        assert!(themes::known(A_THEME));
    }

    #[test]
    fn what_is_not_accepted_is_named() {
        let wrong = |query: &str| -> Vec<String> {
            let read = read(&Form::from_query(query), &mut vec![]);
            read.err().map_or(vec![], |p| p.fields.into_iter().map(|f| f.field.into()).collect())
        };
        for query in ["", "q=cv&remote=no&open=&job=no&from=1000&easy=1", "kind=session&kind="] {
            assert!(wrong(query).is_empty(), "{query}");
        }
        let all = "remote=maybe&open=2&easy=x&step_free=x&job=yes&kind=z&public=z&language=z&theme=z\
                   &from=1001";
        assert_eq!(
            wrong(all),
            [
                "remote",
                "open",
                "easy",
                "step_free",
                "job",
                "kind",
                "public",
                "language",
                "theme",
                "from"
            ],
        );
        for from in ["-1", "1.5", "dix", "99999999999999999999999"] {
            assert_eq!(wrong(&format!("from={from}")), ["from"]);
        }
    }
}
